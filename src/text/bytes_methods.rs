//! What `bytes` and `bytearray` do differently from `str`: everything ASCII, and hexadecimal.
//!
//! Owns the byte view: bytes go through the string algorithms as Latin-1 (see [`view`]), so searching, splitting
//! and padding exist once. Only case and character classes differ, because bytes above 127 have none.

use super::builder::StrBuf;
use super::repr::hex_digit;
use super::view::StrView;

/// Bytes as text of one byte a code point.
#[inline]
pub fn view(bytes: &[u8]) -> StrView<'_> {
    StrView::Latin1(bytes)
}

/// The bytes of a result that was built from byte views.
pub fn into_bytes(buf: StrBuf) -> Vec<u8> {
    match buf {
        StrBuf::Ascii(u) | StrBuf::Latin1(u) => u,
        other => other.view().iter().map(|c| c as u8).collect(),
    }
}

/// `bytes.title`.
pub fn title(bytes: &mut [u8]) {
    let mut in_word = false;
    for b in bytes {
        if in_word {
            b.make_ascii_lowercase();
        } else {
            b.make_ascii_uppercase();
        }
        in_word = b.is_ascii_alphabetic();
    }
}

/// `bytes.capitalize`.
pub fn capitalize(bytes: &mut [u8]) {
    bytes.make_ascii_lowercase();
    if let Some(b) = bytes.first_mut() {
        b.make_ascii_uppercase();
    }
}

/// `bytes.swapcase`.
pub fn swapcase(bytes: &mut [u8]) {
    for b in bytes {
        if b.is_ascii_alphabetic() {
            *b ^= 0x20;
        }
    }
}

/// Non-empty and every byte passes.
pub fn all(bytes: &[u8], test: fn(u8) -> bool) -> bool {
    !bytes.is_empty() && bytes.iter().all(|b| test(*b))
}

/// White space of `bytes.isspace`.
pub fn is_space(b: u8) -> bool {
    matches!(b, 9..=13 | 32)
}

/// `bytes.islower`.
pub fn is_lower(bytes: &[u8]) -> bool {
    bytes.iter().any(u8::is_ascii_lowercase) && !bytes.iter().any(u8::is_ascii_uppercase)
}

/// `bytes.isupper`.
pub fn is_upper(bytes: &[u8]) -> bool {
    bytes.iter().any(u8::is_ascii_uppercase) && !bytes.iter().any(u8::is_ascii_lowercase)
}

/// `bytes.istitle`.
pub fn is_title(bytes: &[u8]) -> bool {
    let (mut any, mut in_word) = (false, false);
    for b in bytes {
        if b.is_ascii_uppercase() && in_word || b.is_ascii_lowercase() && !in_word {
            return false;
        }
        in_word = b.is_ascii_alphabetic();
        any |= in_word;
    }
    any
}

/// `bytes.translate`: `table` has 256 entries.
pub fn translate(bytes: &[u8], table: Option<&[u8]>, delete: &[u8]) -> Vec<u8> {
    let mut gone = [false; 256];
    for b in delete {
        gone[*b as usize] = true;
    }
    bytes
        .iter()
        .filter(|b| !gone[**b as usize])
        .map(|b| table.and_then(|t| t.get(*b as usize)).copied().unwrap_or(*b))
        .collect()
}

/// Why `bytes.fromhex` refuses text; both are `ValueError`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HexError {
    /// Not a digit, at this index.
    NonHex(usize),
    /// An odd number of digits.
    Odd,
}

impl HexError {
    /// The message.
    pub fn message(self) -> String {
        match self {
            HexError::NonHex(at) => format!("non-hexadecimal number found in fromhex() arg at position {at}"),
            HexError::Odd => "fromhex() arg must contain an even number of hexadecimal digits".to_owned(),
        }
    }
}

/// `bytes.fromhex`: pairs of digits, white space between pairs.
pub fn from_hex(v: StrView) -> Result<Vec<u8>, HexError> {
    let mut out = Vec::with_capacity(v.len() / 2);
    let digit = |i: usize| v.get(i).and_then(char::from_u32).and_then(|c| c.to_digit(16));
    let mut i = 0;
    while let Some(c) = v.get(i) {
        if matches!(c, 9..=13 | 32) {
            i += 1;
            continue;
        }
        let Some(high) = digit(i) else { return Err(HexError::NonHex(i)) };
        let Some(low) = digit(i + 1) else {
            return Err(if i + 1 >= v.len() { HexError::Odd } else { HexError::NonHex(i + 1) });
        };
        out.push((high << 4 | low) as u8);
        i += 2;
    }
    Ok(out)
}

/// `bytes.hex`: a separator every `group` bytes, counted from the right when positive, from the left when negative.
pub fn hex(bytes: &[u8], sep: Option<u8>, group: isize) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() * 3);
    let step = group.unsigned_abs();
    for (i, b) in bytes.iter().enumerate() {
        if let Some(sep) = sep
            && i > 0
            && step > 0
            && (if group > 0 { bytes.len() - i } else { i }) % step == 0
        {
            out.push(sep);
        }
        out.extend_from_slice(&[hex_digit((b >> 4) as u32), hex_digit(*b as u32)]);
    }
    out
}
