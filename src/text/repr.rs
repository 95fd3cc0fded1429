//! `repr` and `ascii` of text and bytes.
//!
//! Owns the quote rule: single quotes, unless the text holds a single quote and no double quote.

use super::builder::{StrBuf, StrBuilder};
use super::unicode;
use super::view::StrView;

fn quote_for(single: bool, double: bool) -> u8 {
    if single && !double { b'"' } else { b'\'' }
}

/// Appends `\xhh`, `\uhhhh` or `\Uhhhhhhhh`, whichever is the shortest that holds `c`.
pub fn push_hex_escape(out: &mut StrBuilder, c: u32) {
    let (letter, digits) = match c {
        0..=0xFF => (b'x', 2),
        0x100..=0xFFFF => (b'u', 4),
        _ => (b'U', 8),
    };
    out.push_ascii(&[b'\\', letter]);
    push_hex(out, c, digits);
}

/// Appends `digits` lower-case hexadecimal digits.
pub fn push_hex(out: &mut StrBuilder, c: u32, digits: u32) {
    for i in (0..digits).rev() {
        out.push_char(hex_digit(c >> (4 * i)) as u32);
    }
}

/// The lower-case hexadecimal digit of the low four bits.
pub fn hex_digit(n: u32) -> u8 {
    b"0123456789abcdef"[(n & 15) as usize]
}

/// The part of an escape after the backslash that `\t`, `\n`, `\r`, the backslash and the quote have in common.
fn simple_escape(c: u32, quote: u8) -> Option<u8> {
    match c {
        9 => Some(b't'),
        10 => Some(b'n'),
        13 => Some(b'r'),
        92 => Some(b'\\'),
        c if c == quote as u32 => Some(quote),
        _ => None,
    }
}

fn push_text(out: &mut StrBuilder, v: StrView, ascii: bool) {
    let quote = quote_for(v.contains_char(b'\'' as u32), v.contains_char(b'"' as u32));
    out.reserve(v.len() + 2);
    out.push_char(quote as u32);
    for c in v.iter() {
        if let Some(e) = simple_escape(c, quote) {
            out.push_ascii(&[b'\\', e]);
        } else if (0x20..0x7F).contains(&c) || (!ascii && c > 0x7F && unicode::is_printable(c)) {
            out.push_char(c);
        } else {
            push_hex_escape(out, c);
        }
    }
    out.push_char(quote as u32);
}

/// `repr(text)`.
pub fn str_repr(v: StrView) -> StrBuf {
    let mut out = StrBuilder::new();
    push_text(&mut out, v, false);
    out.finish()
}

/// Appends `repr(text)`.
pub fn push_str_repr(out: &mut StrBuilder, v: StrView) {
    push_text(out, v, false);
}

/// `ascii(text)`.
pub fn str_ascii(v: StrView) -> StrBuf {
    let mut out = StrBuilder::new();
    push_text(&mut out, v, true);
    out.finish()
}

/// `ascii()` of something whose `repr` is already known: escapes what is not ASCII and adds no quotes.
pub fn escape_non_ascii(v: StrView) -> StrBuf {
    let mut out = StrBuilder::with_capacity(v.len());
    for c in v.iter() {
        if c < 0x80 {
            out.push_char(c);
        } else {
            push_hex_escape(&mut out, c);
        }
    }
    out.finish()
}

/// Appends `repr(bytes)` without the leading `b`, as `bytearray(...)` and `b'...'` share it.
pub fn push_bytes_literal(out: &mut Vec<u8>, bytes: &[u8]) {
    let quote = quote_for(bytes.contains(&b'\''), bytes.contains(&b'"'));
    out.push(quote);
    for &b in bytes {
        if let Some(e) = simple_escape(b as u32, quote) {
            out.extend_from_slice(&[b'\\', e]);
        } else if (0x20..0x7F).contains(&b) {
            out.push(b);
        } else {
            out.extend_from_slice(&[b'\\', b'x', hex_digit(b as u32 >> 4), hex_digit(b as u32)]);
        }
    }
    out.push(quote);
}

/// `repr(bytes)`.
pub fn bytes_repr(bytes: &[u8]) -> StrBuf {
    let mut out = Vec::with_capacity(bytes.len() + 3);
    out.push(b'b');
    push_bytes_literal(&mut out, bytes);
    StrBuf::from_ascii(out)
}

/// `repr(bytearray)`. For a subclass the caller gives its name. Unlike in `bytes`, a single quote is escaped even
/// between double quotes.
pub fn bytearray_repr(type_name: &str, bytes: &[u8]) -> StrBuf {
    let mut literal = Vec::with_capacity(bytes.len() + 3);
    push_bytes_literal(&mut literal, bytes);
    let mut out = StrBuilder::new();
    out.push_utf8(type_name);
    out.push_ascii(b"(b");
    if literal.first() == Some(&b'"') {
        for b in literal {
            if b == b'\'' {
                out.push_char(b'\\' as u32);
            }
            out.push_char(b as u32);
        }
    } else {
        out.push_ascii(&literal);
    }
    out.push_char(b')' as u32);
    out.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn r(s: &str) -> String {
        str_repr(StrBuf::from(s).view()).view().to_display()
    }

    #[test]
    fn text() {
        assert_eq!(r(""), "''");
        assert_eq!(r("it's"), "\"it's\"");
        assert_eq!(r("it's \"x\""), "'it\\'s \"x\"'");
        assert_eq!(r("\t\n\r\\\0\x7f\u{a0}\u{ad}"), "'\\t\\n\\r\\\\\\x00\\x7f\\xa0\\xad'");
        assert_eq!(
            r("\u{e9}\u{3042}\u{1F600}\u{2028}\u{e000}\u{10FFFF}"),
            "'\u{e9}\u{3042}\u{1F600}\\u2028\\ue000\\U0010ffff'"
        );
        assert_eq!(str_repr(StrView::Ucs2(&[0xD800])).view().to_display(), "'\\ud800'");
        assert_eq!(
            str_ascii(StrBuf::from("\u{e9}\u{3042}\u{1F600}'").view()).view().to_display(),
            "\"\\xe9\\u3042\\U0001f600'\""
        );
    }

    #[test]
    fn bytes() {
        assert_eq!(bytes_repr(b"a'b\"\\\n\x00\xff").view().to_display(), "b'a\\'b\"\\\\\\n\\x00\\xff'");
        assert_eq!(bytes_repr(b"it's").view().to_display(), "b\"it's\"");
        assert_eq!(bytearray_repr("bytearray", b"it's").view().to_display(), "bytearray(b\"it\\'s\")");
    }
}
