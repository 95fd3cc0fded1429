//! Character-map codecs: one byte a character, by a table.
//!
//! Owns the undefined marks: U+FFFE in a decoding table, and a byte without a character, are errors, never characters.

use super::builder::StrBuilder;
use super::codec::CodecError;
use super::view::StrView;

/// The reason of every error here.
pub const UNDEFINED: &str = "character maps to <undefined>";

/// Decodes from `pos` with a table of characters.
pub fn decode(bytes: &[u8], pos: usize, table: StrView, out: &mut StrBuilder) -> (usize, Option<CodecError>) {
    for (i, b) in bytes.iter().enumerate().skip(pos) {
        match table.get(*b as usize) {
            Some(c) if c != 0xFFFE => out.push_char(c),
            _ => return (i, Some(CodecError { start: i, end: i + 1, reason: UNDEFINED })),
        }
    }
    (bytes.len(), None)
}

/// Encodes from `pos`, asking `byte_of` for each character; consecutive characters without a byte are one error.
pub fn encode(
    v: StrView,
    pos: usize,
    byte_of: &dyn Fn(u32) -> Option<u8>,
    out: &mut Vec<u8>,
) -> (usize, Option<CodecError>) {
    for (i, c) in v.iter().enumerate().skip(pos) {
        match byte_of(c) {
            Some(b) => out.push(b),
            None => {
                let run = v.from(i).iter().take_while(|c| byte_of(*c).is_none()).count();
                return (i, Some(CodecError { start: i, end: i + run, reason: UNDEFINED }));
            }
        }
    }
    (v.len(), None)
}
