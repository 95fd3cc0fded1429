//! `unicode_escape`, `raw_unicode_escape`, and the escapes of bytes literals.
//!
//! Owns the escape grammar of string literals as the codecs see it. `\N{…}` needs the name table, which is loaded on
//! demand elsewhere: the decoder stops there and says which name it needs.

use super::builder::StrBuilder;
use super::codec::CodecError;
use super::repr::{hex_digit, push_hex_escape};
use super::view::StrView;

/// Why a decoder stopped before the end.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Stop {
    /// Ill-formed input.
    Error(CodecError),
    /// `\N{name}`: look the name up, push the character, go on at `end`.
    Name {
        /// The name between the braces.
        name: String,
        /// Index of the backslash.
        start: usize,
        /// Index behind the closing brace.
        end: usize,
    },
}

/// Decodes `unicode_escape` from `pos`; gives where it stopped. The first escape that is not one is noted in
/// `invalid`, for the `DeprecationWarning`.
pub fn decode_unicode_escape(
    bytes: &[u8],
    mut pos: usize,
    out: &mut StrBuilder,
    invalid: &mut Option<usize>,
) -> (usize, Option<Stop>) {
    let fail = |start: usize, end: usize, reason| (start, Some(Stop::Error(CodecError { start, end, reason })));
    while let Some(&b) = bytes.get(pos) {
        if b != b'\\' {
            out.push_char(b as u32);
            pos += 1;
            continue;
        }
        let start = pos;
        let Some(&letter) = bytes.get(pos + 1) else { return fail(start, pos + 1, "\\ at end of string") };
        pos += 2;
        let c = match letter {
            b'\n' => continue,
            b'\\' | b'\'' | b'"' => letter as u32,
            b'b' => 8,
            b'f' => 12,
            b't' => 9,
            b'n' => 10,
            b'r' => 13,
            b'v' => 11,
            b'a' => 7,
            b'0'..=b'7' => {
                let mut c = (letter - b'0') as u32;
                for _ in 0..2 {
                    match bytes.get(pos) {
                        Some(d @ b'0'..=b'7') => c = c << 3 | (d - b'0') as u32,
                        _ => break,
                    }
                    pos += 1;
                }
                if c > 0o377 && invalid.is_none() {
                    *invalid = Some(start);
                }
                c
            }
            b'x' | b'u' | b'U' => {
                let (digits, reason) = match letter {
                    b'x' => (2, "truncated \\xXX escape"),
                    b'u' => (4, "truncated \\uXXXX escape"),
                    _ => (8, "truncated \\UXXXXXXXX escape"),
                };
                match hex(bytes, &mut pos, digits) {
                    None => return fail(start, pos, reason),
                    Some(c) if c > 0x10FFFF => return fail(start, pos, "illegal Unicode character"),
                    Some(c) => c,
                }
            }
            b'N' => {
                let name = bytes.get(pos..).and_then(|rest| rest.strip_prefix(b"{"));
                let Some((name, len)) =
                    name.and_then(|n| n.iter().position(|b| *b == b'}').filter(|l| *l > 0).map(|l| (n, l)))
                else {
                    let end = match name.map(|n| n.iter().position(|b| *b == b'}')) {
                        Some(Some(_)) => pos + 1,
                        Some(None) => bytes.len(),
                        None => pos,
                    };
                    return fail(start, end, "malformed \\N character escape");
                };
                let name = name[..len].iter().map(|b| *b as char).collect();
                return (start, Some(Stop::Name { name, start, end: pos + len + 2 }));
            }
            _ => {
                if invalid.is_none() {
                    *invalid = Some(start);
                }
                out.push_char(b'\\' as u32);
                letter as u32
            }
        };
        out.push_char(c);
    }
    (bytes.len(), None)
}

fn hex(bytes: &[u8], pos: &mut usize, digits: usize) -> Option<u32> {
    let mut c = 0;
    for _ in 0..digits {
        let d = bytes.get(*pos).and_then(|b| (*b as char).to_digit(16))?;
        c = c << 4 | d;
        *pos += 1;
    }
    Some(c)
}

/// Decodes `raw_unicode_escape`: only `\u` and `\U` behind an odd number of backslashes.
pub fn decode_raw_unicode_escape(bytes: &[u8], mut pos: usize, out: &mut StrBuilder) -> (usize, Option<CodecError>) {
    while let Some(&b) = bytes.get(pos) {
        let start = pos;
        let letter = match (b, bytes.get(pos + 1)) {
            (b'\\', Some(l @ (b'u' | b'U'))) => *l,
            (b'\\', Some(l)) => {
                out.push_char(b as u32);
                out.push_char(*l as u32);
                pos += 2;
                continue;
            }
            _ => {
                out.push_char(b as u32);
                pos += 1;
                continue;
            }
        };
        pos += 2;
        let (digits, reason) =
            if letter == b'u' { (4, "truncated \\uXXXX escape") } else { (8, "truncated \\UXXXXXXXX escape") };
        match hex(bytes, &mut pos, digits) {
            None => return (start, Some(CodecError { start, end: pos, reason })),
            Some(c) if c > 0x10FFFF => {
                return (start, Some(CodecError { start, end: pos, reason: "\\Uxxxxxxxx out of range" }));
            }
            Some(c) => out.push_char(c),
        }
    }
    (bytes.len(), None)
}

/// `text.encode('unicode_escape')`.
pub fn encode_unicode_escape(v: StrView) -> Vec<u8> {
    let mut out = StrBuilder::with_capacity(v.len());
    for c in v.iter() {
        match c {
            9 => out.push_ascii(b"\\t"),
            10 => out.push_ascii(b"\\n"),
            13 => out.push_ascii(b"\\r"),
            92 => out.push_ascii(b"\\\\"),
            0x20..=0x7E => out.push_char(c),
            _ => push_hex_escape(&mut out, c),
        }
    }
    super::bytes_methods::into_bytes(out.finish())
}

/// `text.encode('raw_unicode_escape')`.
pub fn encode_raw_unicode_escape(v: StrView) -> Vec<u8> {
    let mut out = StrBuilder::with_capacity(v.len());
    for c in v.iter() {
        if c < 0x100 { out.push_char(c) } else { push_hex_escape(&mut out, c) }
    }
    super::bytes_methods::into_bytes(out.finish())
}

/// `codecs.escape_encode`: bytes with what is not printable ASCII escaped.
pub fn encode_bytes(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    for &b in bytes {
        match b {
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\\' | b'\'' => out.extend_from_slice(&[b'\\', b]),
            0x20..=0x7E => out.push(b),
            _ => out.extend_from_slice(&[b'\\', b'x', hex_digit((b >> 4) as u32), hex_digit(b as u32)]),
        }
    }
    out
}
