//! The UTF codecs, one step at a time (see `codec`).
//!
//! Owns well-formedness: overlong forms, surrogates and values above U+10FFFF are errors, and an error covers the
//! longest prefix of a character that could still have been valid.

use super::builder::StrBuilder;
use super::codec::{Codec, CodecError, Order};
use super::view::{StrView, push_utf8_code};

type Step = (usize, Option<CodecError>);

fn fail(start: usize, end: usize, reason: &'static str) -> Step {
    (start, Some(CodecError { start, end, reason }))
}

/// Decodes UTF-8 from `pos`.
pub fn decode_utf8(bytes: &[u8], mut pos: usize, complete: bool, out: &mut StrBuilder) -> Step {
    loop {
        let rest = bytes.get(pos..).unwrap_or(&[]);
        let ascii = if rest.is_ascii() { rest.len() } else { rest.iter().position(|b| *b >= 0x80).unwrap_or(0) };
        out.push_ascii(&rest[..ascii]);
        pos += ascii;
        let Some(&[first, ref tail @ ..]) = rest.get(ascii..) else { return (pos, None) };
        // Length, and the range of the second byte that rules out overlong forms, surrogates and the too large.
        let (len, low, high) = match first {
            0xC2..=0xDF => (2, 0x80, 0xBF),
            0xE0 => (3, 0xA0, 0xBF),
            0xED => (3, 0x80, 0x9F),
            0xE1..=0xEF => (3, 0x80, 0xBF),
            0xF0 => (4, 0x90, 0xBF),
            0xF1..=0xF3 => (4, 0x80, 0xBF),
            0xF4 => (4, 0x80, 0x8F),
            _ => return fail(pos, pos + 1, "invalid start byte"),
        };
        let mut c = first as u32 & (0x7F >> len);
        for i in 1..len {
            let (low, high) = if i == 1 { (low, high) } else { (0x80, 0xBF) };
            match tail.get(i - 1) {
                Some(&b) if (low..=high).contains(&b) => c = c << 6 | (b & 0x3F) as u32,
                Some(_) => return fail(pos, pos + i, "invalid continuation byte"),
                None if complete => return fail(pos, pos + i, "unexpected end of data"),
                None => return (pos, None),
            }
        }
        out.push_char(c);
        pos += len;
    }
}

/// Encodes UTF-8 from `pos`; a run of surrogates is one error.
pub fn encode_utf8(v: StrView, pos: usize, out: &mut Vec<u8>) -> Step {
    if let StrView::Ascii(u) = v.from(pos) {
        out.extend_from_slice(u);
        return (v.len(), None);
    }
    out.reserve(v.len() - pos.min(v.len()));
    for (i, c) in v.from(pos).iter().enumerate() {
        if c < 0x80 {
            out.push(c as u8);
            continue;
        }
        if is_surrogate(c) {
            let start = pos + i;
            let run = v.from(start).iter().take_while(|c| is_surrogate(*c)).count();
            return fail(start, start + run, "surrogates not allowed");
        }
        push_utf8_code(out, c);
    }
    (v.len(), None)
}

fn is_surrogate(c: u32) -> bool {
    (0xD800..=0xDFFF).contains(&c)
}

fn u16_at(bytes: &[u8], pos: usize, big: bool) -> Option<u32> {
    let pair: [u8; 2] = bytes.get(pos..pos + 2)?.try_into().ok()?;
    Some(if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) } as u32)
}

fn u32_at(bytes: &[u8], pos: usize, big: bool) -> Option<u32> {
    let four: [u8; 4] = bytes.get(pos..pos + 4)?.try_into().ok()?;
    Some(if big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) })
}

/// Decodes UTF-16 from `pos`.
pub fn decode_utf16(bytes: &[u8], mut pos: usize, big: bool, complete: bool, out: &mut StrBuilder) -> Step {
    let n = bytes.len();
    while pos < n {
        let Some(c) = u16_at(bytes, pos, big) else {
            return if complete { fail(pos, n, "truncated data") } else { (pos, None) };
        };
        match c {
            0xD800..=0xDBFF => match u16_at(bytes, pos + 2, big) {
                Some(low @ 0xDC00..=0xDFFF) => {
                    out.push_char(0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00));
                    pos += 2;
                }
                Some(_) => return fail(pos, pos + 2, "illegal UTF-16 surrogate"),
                None if complete => return fail(pos, n, "unexpected end of data"),
                None => return (pos, None),
            },
            0xDC00..=0xDFFF => return fail(pos, pos + 2, "illegal encoding"),
            _ => out.push_char(c),
        }
        pos += 2;
    }
    (n, None)
}

/// Decodes UTF-32 from `pos`.
pub fn decode_utf32(bytes: &[u8], mut pos: usize, big: bool, complete: bool, out: &mut StrBuilder) -> Step {
    let n = bytes.len();
    while pos < n {
        match u32_at(bytes, pos, big) {
            None => return if complete { fail(pos, n, "truncated data") } else { (pos, None) },
            Some(0xD800..=0xDFFF) => {
                return fail(pos, pos + 4, "code point in surrogate code point range(0xd800, 0xe000)");
            }
            Some(c) if c > 0x10FFFF => return fail(pos, pos + 4, "code point not in range(0x110000)"),
            Some(c) => out.push_char(c),
        }
        pos += 4;
    }
    (n, None)
}

/// Appends a 16-bit unit.
pub fn push_u16(out: &mut Vec<u8>, c: u16, big: bool) {
    out.extend_from_slice(&if big { c.to_be_bytes() } else { c.to_le_bytes() });
}

/// Appends a 32-bit unit.
pub fn push_u32(out: &mut Vec<u8>, c: u32, big: bool) {
    out.extend_from_slice(&if big { c.to_be_bytes() } else { c.to_le_bytes() });
}

/// Encodes UTF-16 from `pos`.
pub fn encode_utf16(v: StrView, pos: usize, big: bool, out: &mut Vec<u8>) -> Step {
    for (i, c) in v.from(pos).iter().enumerate() {
        if is_surrogate(c) {
            return fail(pos + i, pos + i + 1, "surrogates not allowed");
        }
        if c < 0x10000 {
            push_u16(out, c as u16, big);
        } else {
            push_u16(out, (0xD800 + ((c - 0x10000) >> 10)) as u16, big);
            push_u16(out, (0xDC00 + (c & 0x3FF)) as u16, big);
        }
    }
    (v.len(), None)
}

/// Encodes UTF-32 from `pos`.
pub fn encode_utf32(v: StrView, pos: usize, big: bool, out: &mut Vec<u8>) -> Step {
    for (i, c) in v.from(pos).iter().enumerate() {
        if is_surrogate(c) {
            return fail(pos + i, pos + i + 1, "surrogates not allowed");
        }
        push_u32(out, c, big);
    }
    (v.len(), None)
}

/// Resolves the byte order by the mark, if the codec looks for one, and steps over it.
pub fn obey_mark(codec: Codec, bytes: &[u8]) -> (Codec, usize) {
    match codec {
        Codec::Utf8Sig if bytes.starts_with(b"\xEF\xBB\xBF") => (Codec::Utf8, 3),
        Codec::Utf16(Order::Mark) => match bytes {
            [0xFF, 0xFE, ..] => (Codec::Utf16(Order::Little), 2),
            [0xFE, 0xFF, ..] => (Codec::Utf16(Order::Big), 2),
            _ => (Codec::Utf16(Order::Little), 0),
        },
        Codec::Utf32(Order::Mark) => match bytes {
            [0xFF, 0xFE, 0, 0, ..] => (Codec::Utf32(Order::Little), 4),
            [0, 0, 0xFE, 0xFF, ..] => (Codec::Utf32(Order::Big), 4),
            _ => (Codec::Utf32(Order::Little), 0),
        },
        other => (other, 0),
    }
}

/// Writes the mark of a codec that has one.
pub fn push_mark(codec: Codec, out: &mut Vec<u8>) {
    match codec {
        Codec::Utf8Sig => out.extend_from_slice(b"\xEF\xBB\xBF"),
        Codec::Utf16(Order::Mark) => push_u16(out, 0xFEFF, false),
        Codec::Utf32(Order::Mark) => push_u32(out, 0xFEFF, false),
        _ => {}
    }
}

/// The encoded surrogate that `bytes` begin with, and its length: what `surrogatepass` lets through.
pub fn surrogate_at(codec: Codec, bytes: &[u8]) -> Option<(u32, usize)> {
    let (c, n) = match codec {
        Codec::Utf8 | Codec::Utf8Sig => match bytes {
            [a, b, c, ..] if a & 0xF0 == 0xE0 && b & 0xC0 == 0x80 && c & 0xC0 == 0x80 => {
                ((*a as u32 & 15) << 12 | (*b as u32 & 63) << 6 | *c as u32 & 63, 3)
            }
            _ => return None,
        },
        Codec::Utf16(o) => (u16_at(bytes, 0, o == Order::Big)?, 2),
        Codec::Utf32(o) => (u32_at(bytes, 0, o == Order::Big)?, 4),
        _ => return None,
    };
    is_surrogate(c).then_some((c, n))
}
