//! One event: its kind and its fields, and their JSON form.

use smallvec::SmallVec;
use std::fmt::Write;

/// A field's value.
#[derive(Clone, Debug, PartialEq)]
pub enum Field {
    Null,
    Bool(bool),
    Int(i64),
    Text(String),
    List(Vec<Field>),
    Map(Vec<(&'static str, Field)>),
}

impl From<i64> for Field {
    fn from(i: i64) -> Field {
        Field::Int(i)
    }
}
impl From<u64> for Field {
    fn from(i: u64) -> Field {
        Field::Int(i as i64)
    }
}
impl From<i32> for Field {
    fn from(i: i32) -> Field {
        Field::Int(i as i64)
    }
}
impl From<u32> for Field {
    fn from(i: u32) -> Field {
        Field::Int(i as i64)
    }
}
impl From<usize> for Field {
    fn from(i: usize) -> Field {
        Field::Int(i as i64)
    }
}
impl From<bool> for Field {
    fn from(b: bool) -> Field {
        Field::Bool(b)
    }
}
impl From<&str> for Field {
    fn from(s: &str) -> Field {
        Field::Text(s.into())
    }
}
impl From<String> for Field {
    fn from(s: String) -> Field {
        Field::Text(s)
    }
}
impl<T: Into<Field>> From<Option<T>> for Field {
    fn from(o: Option<T>) -> Field {
        o.map_or(Field::Null, Into::into)
    }
}
impl<T: Into<Field>> From<Vec<T>> for Field {
    fn from(v: Vec<T>) -> Field {
        Field::List(v.into_iter().map(Into::into).collect())
    }
}

/// An event. `i` and `t` (virtual microseconds) are set when it is recorded.
#[derive(Clone, Debug)]
pub struct Event {
    pub i: u64,
    pub t: u64,
    /// kind, one of `schema::KINDS`
    pub e: &'static str,
    pub fields: SmallVec<[(&'static str, Field); 6]>,
}

impl Event {
    /// An event of a kind.
    pub fn new(e: &'static str) -> Event {
        Event { i: 0, t: 0, e, fields: SmallVec::new() }
    }
    /// With one more field.
    pub fn with(mut self, name: &'static str, value: impl Into<Field>) -> Event {
        self.fields.push((name, value.into()));
        self
    }
    /// With one more field if there is a value.
    pub fn maybe(self, name: &'static str, value: Option<impl Into<Field>>) -> Event {
        match value {
            Some(v) => self.with(name, v),
            None => self,
        }
    }
    /// One line for people: seconds, kind, fields.
    pub fn text(&self) -> String {
        let mut out = format!("{:>5}.{:06} {:<13}", self.t / 1_000_000, self.t % 1_000_000, self.e);
        for (name, value) in &self.fields {
            let _ = write!(out, " {name}=");
            match value {
                Field::Text(s) if !s.is_empty() && !s.contains(char::is_whitespace) => out.push_str(s),
                value => json(value, &mut out),
            }
        }
        out
    }
    /// One line of JSON, without the line end.
    pub fn json(&self) -> String {
        let mut out = String::with_capacity(64);
        let _ = write!(out, "{{\"i\":{},\"t\":{},\"e\":\"{}\"", self.i, self.t, self.e);
        for (name, value) in &self.fields {
            let _ = write!(out, ",\"{name}\":");
            json(value, &mut out);
        }
        out.push('}');
        out
    }
}

fn json(value: &Field, out: &mut String) {
    match value {
        Field::Null => out.push_str("null"),
        Field::Bool(b) => out.push_str(if *b { "true" } else { "false" }),
        Field::Int(i) => {
            let _ = write!(out, "{i}");
        }
        Field::Text(s) => {
            out.push('"');
            for c in s.chars() {
                match c {
                    '"' => out.push_str("\\\""),
                    '\\' => out.push_str("\\\\"),
                    '\n' => out.push_str("\\n"),
                    '\r' => out.push_str("\\r"),
                    '\t' => out.push_str("\\t"),
                    c if (c as u32) < 0x20 => {
                        let _ = write!(out, "\\u{:04x}", c as u32);
                    }
                    c => out.push(c),
                }
            }
            out.push('"');
        }
        Field::List(items) => {
            out.push('[');
            for (i, v) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                json(v, out);
            }
            out.push(']');
        }
        Field::Map(items) => {
            out.push('{');
            for (i, (name, v)) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                let _ = write!(out, "\"{name}\":");
                json(v, out);
            }
            out.push('}');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Event, Field};

    #[test]
    fn json_is_escaped() {
        let e = Event::new("out")
            .with("s", 1i64)
            .with("text", "a\"\n\u{1}")
            .with("chain", vec![1i64, 2])
            .with("on", Field::Null);
        assert_eq!(e.json(), r#"{"i":0,"t":0,"e":"out","s":1,"text":"a\"\n\u0001","chain":[1,2],"on":null}"#);
    }
}
