//! The templates of `str.format`: literal text and replacement fields.
//!
//! Owns the grammar of `{name.attr[key]!conversion:spec}`, read lazily like CPython reads it: what stands before a
//! mistake is formatted first. Everything is plain indexes into the template, so a reader survives suspensions.

use super::split::Span;
use super::unicode;
use super::view::StrView;

/// A replacement field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Field {
    /// The name with its attributes and keys.
    pub name: Span,
    /// The character after `!`, 0 without one.
    pub conversion: u32,
    /// The format specification.
    pub spec: Span,
    /// The specification contains fields itself.
    pub nested: bool,
}

/// Literal text, and the field behind it if there is one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Chunk {
    /// Copied as it is.
    pub literal: Span,
    /// Then this.
    pub field: Option<Field>,
}

/// The message of a `ValueError`.
pub type Mistake = &'static str;

/// Reads the part of a template between two indexes.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    pos: usize,
    end: usize,
}

const OPEN: u32 = b'{' as u32;
const CLOSE: u32 = b'}' as u32;

impl Template {
    /// Reads `start..end` of the text that is given to [`Template::next`].
    pub fn new(start: usize, end: usize) -> Template {
        Template { pos: start, end }
    }

    fn read(&mut self, v: StrView) -> Option<u32> {
        if self.pos >= self.end {
            return None;
        }
        let c = v.get(self.pos)?;
        self.pos += 1;
        Some(c)
    }

    /// The next chunk, `None` at the end.
    pub fn next(&mut self, v: StrView) -> Option<Result<Chunk, Mistake>> {
        if self.pos >= self.end {
            return None;
        }
        let start = self.pos;
        let mut brace = 0;
        while let Some(c) = self.read(v) {
            if c == OPEN || c == CLOSE {
                brace = c;
                break;
            }
        }
        let after = if self.pos < self.end { v.get(self.pos) } else { None };
        if brace == CLOSE && after != Some(CLOSE) {
            return Some(Err("Single '}' encountered in format string"));
        }
        if brace == OPEN && after.is_none() {
            return Some(Err("Single '{' encountered in format string"));
        }
        if brace == 0 {
            return Some(Ok(Chunk { literal: (start, self.pos), field: None }));
        }
        if after == Some(brace) {
            // A doubled brace stands for one.
            let literal = (start, self.pos);
            self.pos += 1;
            return Some(Ok(Chunk { literal, field: None }));
        }
        let literal = (start, self.pos - 1);
        Some(self.field(v).map(|f| Chunk { literal, field: Some(f) }))
    }

    fn field(&mut self, v: StrView) -> Result<Field, Mistake> {
        let start = self.pos;
        let mut stop = 0;
        while let Some(c) = self.read(v) {
            match char::from_u32(c) {
                Some('{') => return Err("unexpected '{' in field name"),
                Some('[') => {
                    while self.pos < self.end && v.get(self.pos) != Some(b']' as u32) {
                        self.pos += 1;
                    }
                }
                Some('}' | ':' | '!') => {
                    stop = c;
                    break;
                }
                _ => {}
            }
        }
        let mut field = Field {
            name: (start, self.pos.saturating_sub(1)),
            conversion: 0,
            spec: (self.pos, self.pos),
            nested: false,
        };
        if stop == CLOSE {
            return Ok(field);
        }
        if stop == 0 {
            return Err("expected '}' before end of string");
        }
        if stop == b'!' as u32 {
            field.conversion = self.read(v).ok_or("end of string while looking for conversion specifier")?;
            match self.read(v) {
                Some(CLOSE) => return Ok(field),
                Some(c) if c != b':' as u32 => return Err("expected ':' after conversion specifier"),
                _ => {}
            }
        }
        let start = self.pos;
        let mut depth = 1;
        while let Some(c) = self.read(v) {
            if c == OPEN {
                field.nested = true;
                depth += 1;
            } else if c == CLOSE {
                depth -= 1;
                if depth == 0 {
                    field.spec = (start, self.pos - 1);
                    return Ok(field);
                }
            }
        }
        Err("unmatched '{' in format spec")
    }
}

/// What a field name begins with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum First {
    /// Nothing: the next positional argument.
    Auto,
    /// A positional argument.
    Index(usize),
    /// A keyword argument.
    Name(Span),
}

/// A step from an object to a part of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// `.name`
    Attribute(Span),
    /// `[3]`
    Index(usize),
    /// `[key]`
    Key(Span),
}

fn index(v: StrView, span: Span) -> Result<Option<usize>, Mistake> {
    let mut n: Option<i64> = None;
    for c in v.slice(span.0, span.1).iter() {
        let Some(d) = unicode::decimal_value(c) else { return Ok(None) };
        let next = n.unwrap_or(0).checked_mul(10).and_then(|n| n.checked_add(d as i64));
        n = Some(next.ok_or("Too many decimal digits in format string")?);
    }
    Ok(n.map(|n| usize::try_from(n).unwrap_or(usize::MAX)))
}

/// The beginning of a field name, and the accesses that follow it.
pub fn split_name(v: StrView, name: Span) -> Result<(First, Accesses), Mistake> {
    let (start, end) = name;
    let stop = (start..end).find(|i| matches!(v.get(*i), Some(0x2E | 0x5B))).unwrap_or(end);
    let first = match index(v, (start, stop))? {
        _ if stop == start => First::Auto,
        Some(i) => First::Index(i),
        None => First::Name((start, stop)),
    };
    Ok((first, Accesses { pos: stop, end }))
}

/// The accesses of a field name, in order.
#[derive(Clone, Copy, Debug)]
pub struct Accesses {
    pos: usize,
    end: usize,
}

impl Accesses {
    /// The next access, `None` at the end.
    pub fn next(&mut self, v: StrView) -> Option<Result<Access, Mistake>> {
        (self.pos < self.end).then(|| self.access(v))
    }

    fn access(&mut self, v: StrView) -> Result<Access, Mistake> {
        let kind = v.at(self.pos);
        self.pos += 1;
        let start = self.pos;
        let mut until = |test: fn(u32) -> bool| {
            while self.pos < self.end && !v.get(self.pos).is_some_and(test) {
                self.pos += 1;
            }
            (start, self.pos)
        };
        let (span, access) = if kind == b'.' as u32 {
            let span = until(|c| c == b'.' as u32 || c == b'[' as u32);
            (span, Access::Attribute(span))
        } else if kind == b'[' as u32 {
            let span = until(|c| c == b']' as u32);
            if self.pos >= self.end {
                return Err("Missing ']' in format string");
            }
            self.pos += 1;
            (span, index(v, span)?.map_or(Access::Key(span), Access::Index))
        } else {
            return Err("Only '.' or '[' may follow ']' in format field specifier");
        };
        if span.0 == span.1 {
            return Err("Empty attribute in format string");
        }
        Ok(access)
    }
}

/// Numbering of fields: a template uses one way or the other.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Numbering {
    /// Neither seen yet.
    #[default]
    Open,
    /// `{}`; the next index.
    Auto(usize),
    /// `{0}`
    Manual,
}

impl Numbering {
    /// The index of a positional field, if mixing does not forbid it. `None` for a field with a name.
    pub fn index(&mut self, first: First) -> Result<Option<usize>, Mistake> {
        match (first, *self) {
            (First::Name(_), _) => Ok(None),
            (First::Auto, Numbering::Manual) => {
                Err("cannot switch from manual field specification to automatic field numbering")
            }
            (First::Index(_), Numbering::Auto(_)) => {
                Err("cannot switch from automatic field numbering to manual field specification")
            }
            (First::Auto, Numbering::Open) => {
                *self = Numbering::Auto(1);
                Ok(Some(0))
            }
            (First::Auto, Numbering::Auto(n)) => {
                *self = Numbering::Auto(n + 1);
                Ok(Some(n))
            }
            (First::Index(i), _) => {
                *self = Numbering::Manual;
                Ok(Some(i))
            }
        }
    }
}

/// The message for a letter after `!` that is no conversion.
pub fn unknown_conversion(c: u32) -> String {
    match char::from_u32(c) {
        Some(c) if c > ' ' && c < '\x7f' => format!("Unknown conversion specifier {c}"),
        _ => format!("Unknown conversion specifier \\x{c:x}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Chunks as `_string.formatter_parser` lists them: literal, name, spec, conversion; then the mistake if any.
    fn parse(s: &str) -> String {
        let v = StrView::ascii(s);
        let cut = |s: Span| v.slice(s.0, s.1).to_display();
        let mut t = Template::new(0, v.len());
        let mut out = String::new();
        while let Some(chunk) = t.next(v) {
            match chunk {
                Err(e) => {
                    out.push_str(e);
                    break;
                }
                Ok(c) => {
                    out.push_str(&cut(c.literal));
                    if let Some(f) = c.field {
                        let conversion = char::from_u32(f.conversion).filter(|c| *c != '\0');
                        out.push_str(&format!("<{}|{}|{}>", cut(f.name), cut(f.spec), conversion.unwrap_or('-')));
                    }
                }
            }
            out.push(';');
        }
        out
    }

    // Expected: list(_string.formatter_parser(s)) of CPython 3.14, in the form above.
    #[test]
    fn chunks() {
        for (s, want) in [
            ("", ""),
            ("abc", "abc;"),
            ("a{{b}}c", "a{;b};c;"),
            ("a{}b", "a<||->;b;"),
            ("{0.x[k]!r:>{w}}z", "<0.x[k]|>{w}|r>;z;"),
            ("{a[}]}", "<a[}]||->;"),
            ("x}", "Single '}' encountered in format string"),
            ("x{", "Single '{' encountered in format string"),
            ("{a{", "unexpected '{' in field name"),
            ("{a", "expected '}' before end of string"),
            ("{a!", "end of string while looking for conversion specifier"),
            ("{a!r", "unmatched '{' in format spec"),
            ("{a!rx}", "expected ':' after conversion specifier"),
            ("{a:{b}", "unmatched '{' in format spec"),
        ] {
            assert_eq!(parse(s), want, "{s}");
        }
    }

    // Expected: _string.formatter_field_name_split(s).
    #[test]
    fn names() {
        let v = StrView::ascii("12.ab[3][x y].");
        let (first, mut rest) = split_name(v, (0, v.len())).unwrap();
        assert_eq!(first, First::Index(12));
        assert_eq!(rest.next(v), Some(Ok(Access::Attribute((3, 5)))));
        assert_eq!(rest.next(v), Some(Ok(Access::Index(3))));
        assert_eq!(rest.next(v), Some(Ok(Access::Key((9, 12)))));
        assert_eq!(rest.next(v), Some(Err("Empty attribute in format string")));
        let v = StrView::ascii("a[1]b");
        let (first, mut rest) = split_name(v, (0, v.len())).unwrap();
        assert_eq!(first, First::Name((0, 1)));
        assert_eq!(rest.next(v), Some(Ok(Access::Index(1))));
        assert_eq!(rest.next(v), Some(Err("Only '.' or '[' may follow ']' in format field specifier")));
        let v = StrView::ascii("[1");
        let (first, mut rest) = split_name(v, (0, v.len())).unwrap();
        assert_eq!(first, First::Auto);
        assert_eq!(rest.next(v), Some(Err("Missing ']' in format string")));
    }
}
