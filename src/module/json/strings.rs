//! Strings of JSON: reading and writing them.

use super::decode_error;
use crate::object::str::{self, Str};
use crate::object::{int, tuple};
use crate::text::builder::{StrBuf, StrBuilder};
use crate::text::view::{StrView, Unit, with_units};
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};

/// What is wrong with a document, and where.
pub struct Wrong(pub &'static std::primitive::str, pub usize);

/// The string whose first character is at `start`, if nothing in it is escaped, and the position behind its closing quote.
pub fn scan_plain(doc: StrView, start: usize, strict: bool) -> Option<(StrView, usize)> {
    let end = with_units!(doc, u => plain_end(u, start, strict));
    if doc.get(end) == Some(0x22) { Some((doc.slice(start, end), end + 1)) } else { None }
}

fn plain_end<U: Unit>(units: &[U], from: usize, strict: bool) -> usize {
    let rest = units.get(from..).unwrap_or(&[]);
    let stops = |u: &U| matches!(u.code(), 0x22 | 0x5C) || strict && u.code() < 0x20;
    rest.iter().position(stops).map_or(units.len(), |i| from + i)
}

/// Four hex digits at `at`.
fn hex4(doc: StrView, at: usize) -> Option<u32> {
    let mut c = 0;
    for i in at..at + 4 {
        c = c << 4 | doc.get(i).and_then(char::from_u32).and_then(|c| c.to_digit(16))?;
    }
    Some(c)
}

/// The string whose first character is at `start`, and the position behind its closing quote.
pub fn scan_string(doc: StrView, start: usize, strict: bool) -> Result<(StrBuf, usize), Wrong> {
    if let Some((text, end)) = scan_plain(doc, start, strict) {
        return Ok((text.to_buf(), end));
    }
    let begin = start.wrapping_sub(1);
    let unterminated = Wrong("Unterminated string starting at", begin);
    let mut out = StrBuilder::new();
    let mut at = start;
    loop {
        let end = with_units!(doc, u => plain_end(u, at, strict));
        let stop = doc.get(end);
        out.push_view(doc.slice(at, end));
        match stop {
            None => return Err(unterminated),
            Some(0x22) => return Ok((out.finish(), end + 1)),
            Some(0x5C) => {}
            Some(_) => return Err(Wrong("Invalid control character at", end)),
        }
        let Some(letter) = doc.get(end + 1) else { return Err(unterminated) };
        at = end + 2;
        let c = match u8::try_from(letter).unwrap_or(0) {
            b @ (b'"' | b'\\' | b'/') => b as u32,
            b'b' => 8,
            b'f' => 12,
            b'n' => 10,
            b'r' => 13,
            b't' => 9,
            b'u' => {
                let wrong = Wrong("Invalid \\uXXXX escape", end + 1);
                if at + 4 > doc.len() {
                    return Err(wrong);
                }
                let Some(mut c) = hex4(doc, at) else { return Err(wrong) };
                at += 4;
                let pair = at + 6 < doc.len() && doc.get(at) == Some(0x5C) && doc.get(at + 1) == Some(b'u' as u32);
                if (0xD800..0xDC00).contains(&c) && pair {
                    let Some(low) = hex4(doc, at + 2) else { return Err(Wrong("Invalid \\uXXXX escape", at + 1)) };
                    if (0xDC00..0xE000).contains(&low) {
                        c = 0x1_0000 + ((c & 0x3FF) << 10 | low & 0x3FF);
                        at += 6;
                    }
                }
                c
            }
            _ => return Err(Wrong("Invalid \\escape", end)),
        };
        out.push_char(c);
    }
}

fn scanstring(vm: &mut Vm, a: &Args) -> Act {
    let Some(doc) = a.at(0).get::<Str>() else {
        let name = vm.type_name(a.at(0));
        return Act::Raise(vm.type_error(format!("first argument must be a string, not {name}")));
    };
    let strict = a.opt(2).is_none_or(|v| v.as_bool() != Some(false));
    let start = match int::to_i64(a.at(1)).map(usize::try_from) {
        Some(Ok(start)) if start <= doc.len() => start,
        _ => return Act::Raise(vm.value_error("end is out of bounds")),
    };
    match scan_string(doc.view(), start, strict) {
        Ok((text, end)) => Act::Done(tuple::pair(str::new(text), Value::size(end))),
        Err(Wrong(message, at)) => decode_error(message, a.at(0).clone(), at),
    }
}

fn push_unicode_escape(out: &mut StrBuilder, c: u32) {
    out.push_ascii(b"\\u");
    for shift in [12, 8, 4, 0] {
        out.push_char(crate::text::repr::hex_digit(c >> shift & 15) as u32);
    }
}

fn verbatim_end<U: Unit>(units: &[U], from: usize, ascii: bool) -> usize {
    let rest = units.get(from..).unwrap_or(&[]);
    let escaped = |u: &U| {
        let c = u.code();
        c < 0x20 || matches!(c, 0x22 | 0x5C) || ascii && c > 0x7E
    };
    rest.iter().position(escaped).map_or(units.len(), |i| from + i)
}

/// Appends a string with quotes and escapes; with `ascii`, other characters are escaped too.
pub fn push_string(out: &mut StrBuilder, text: StrView, ascii: bool) {
    let mut end = with_units!(text, u => verbatim_end(u, 0, ascii));
    if end == text.len() {
        return out.push_between(0x22, text);
    }
    out.push_char(0x22);
    let mut at = 0;
    loop {
        out.push_view(text.slice(at, end));
        let Some(c) = text.get(end) else { break };
        at = end + 1;
        match c {
            0x22 => out.push_ascii(b"\\\""),
            0x5C => out.push_ascii(b"\\\\"),
            8 => out.push_ascii(b"\\b"),
            12 => out.push_ascii(b"\\f"),
            10 => out.push_ascii(b"\\n"),
            13 => out.push_ascii(b"\\r"),
            9 => out.push_ascii(b"\\t"),
            0..=0xFFFF => push_unicode_escape(out, c),
            _ => {
                let c = c - 0x1_0000;
                push_unicode_escape(out, 0xD800 | c >> 10);
                push_unicode_escape(out, 0xDC00 | c & 0x3FF);
            }
        }
        end = with_units!(text, u => verbatim_end(u, at, ascii));
    }
    out.push_char(0x22);
}

fn encoded(vm: &mut Vm, a: &Args, ascii: bool) -> PyResult {
    let Some(s) = a.at(0).get::<Str>() else {
        let name = vm.type_name(a.at(0));
        return Err(vm.type_error(format!("first argument must be a string, not {name}")));
    };
    let mut out = StrBuilder::with_capacity(s.len() + 2);
    push_string(&mut out, s.view(), ascii);
    Ok(str::new(out.finish()))
}

/// Names of the functions that the encoder knows.
pub const ASCII: &std::primitive::str = "encode_basestring_ascii";
pub const ANY: &std::primitive::str = "encode_basestring";

pub static FUNCTIONS: &[NativeDef] = &[
    tail("scanstring", "(string, end, strict=True, /) -> None", scanstring),
    leaf(ASCII, "(string, /)", |vm, a| encoded(vm, a, true)),
    leaf(ANY, "(string, /)", |vm, a| encoded(vm, a, false)),
];
