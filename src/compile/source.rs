//! From bytes to program text.
//!
//! Invariant: what leaves here is Unicode without null characters, with `\n` line ends only; what cannot be that is a
//! `SyntaxError` in CPython's words.

use super::errors::{Stage, SyntaxError, SyntaxErrorKind};
use crate::text::codec::Codec;
use std::borrow::Cow;

/// Line ends as `\n`.
pub fn normalise(text: &str) -> Cow<'_, str> {
    if !text.contains('\r') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// Decodes a program: byte order mark, coding cookie (PEP 263), UTF-8 otherwise. `file` is the path messages name, `None` for
/// bytes given to `compile()`.
pub fn decode(bytes: &[u8], file: Option<&str>) -> Result<String, SyntaxError> {
    let (body, marked) = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) => (rest, true),
        None => (bytes, false),
    };
    if let Some(at) = body.iter().position(|b| *b == 0) {
        return Err(match file {
            Some(_) => in_line(body, at, 0, 0, NULL_IN_FILE.into()),
            None => bare(NULL_IN_STRING),
        });
    }
    let declared = cookie(body);
    let in_file = |mut error: SyntaxError| {
        // a file is named even where no line of it is
        if file.is_some() && error.line == 0 {
            error.end_col = -1;
        }
        error
    };
    let text = match declared {
        Some(name) if name == "utf-8" => utf8(body, file)?,
        Some(name) if marked => {
            let (line, length) = (first_line(body), first_line(body).len());
            let mut error = in_line(line, 0, 0, length as i32, format!("encoding problem: {name} with BOM"));
            error.col = 0;
            return Err(error);
        }
        Some(name) => charset(&name, body, file).map_err(in_file)?,
        None => utf8(body, file)?,
    };
    Ok(normalise(&text).into_owned())
}

/// The error about null characters in text given to `compile()`.
pub fn null_in_string() -> SyntaxError {
    bare(NULL_IN_STRING)
}

const NULL_IN_STRING: &str = "source code string cannot contain null bytes";
const NULL_IN_FILE: &str = "source code cannot contain null bytes";

/// An error without a place.
fn bare(message: impl Into<String>) -> SyntaxError {
    SyntaxError {
        kind: SyntaxErrorKind::SyntaxError,
        message: message.into(),
        line: 0,
        col: 0,
        end_line: 0,
        end_col: 0,
        text: None,
        stage: Stage::Parsing,
    }
}

/// An error in the line of byte `at`, whose text ends before a null byte.
fn in_line(bytes: &[u8], at: usize, col: u32, end_col: i32, message: String) -> SyntaxError {
    let before = &bytes[..at.min(bytes.len())];
    let start = before.iter().rposition(|b| matches!(b, b'\n' | b'\r')).map_or(0, |i| i + 1);
    let breaks =
        before.iter().enumerate().filter(|(i, b)| **b == b'\n' || **b == b'\r' && bytes.get(i + 1) != Some(&b'\n'));
    let line = breaks.count() as u32 + 1;
    let rest = &bytes[start..];
    let end = rest.iter().position(|b| matches!(b, b'\n' | b'\r' | 0)).unwrap_or(rest.len());
    let text = String::from_utf8_lossy(&rest[..end]).into_owned();
    SyntaxError { line, col, end_line: line, end_col, text: Some(text), ..bare(message) }
}

fn first_line(bytes: &[u8]) -> &[u8] {
    bytes.split(|b| matches!(b, b'\n' | b'\r')).next().unwrap_or(bytes)
}

fn utf8(bytes: &[u8], file: Option<&str>) -> Result<String, SyntaxError> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(text.to_owned()),
        Err(e) => e,
    };
    let at = error.valid_up_to();
    let byte = bytes.get(at).copied().unwrap_or(0);
    let before = &bytes[..at];
    let start = before.iter().rposition(|b| matches!(b, b'\n' | b'\r')).map_or(0, |i| i + 1);
    let col = String::from_utf8_lossy(&before[start..]).chars().count() as u32 + 1;
    let mut e = in_line(bytes, at, col, col as i32, String::new());
    let place = file.map_or(String::new(), |f| format!(" in file {f}"));
    e.message = format!(
        "Non-UTF-8 code starting with '\\x{byte:02x}'{place} on line {}, but no encoding declared; \
         see https://peps.python.org/pep-0263/ for details",
        e.line
    );
    Err(e)
}

/// The encoding a comment in the first two lines declares, by CPython's name for the common ones.
fn cookie(bytes: &[u8]) -> Option<String> {
    let mut rest = bytes;
    for _ in 0..2 {
        let line = first_line(rest);
        let trimmed =
            line.iter().position(|b| !matches!(b, b' ' | b'\t' | 12)).map_or(&line[line.len()..], |i| &line[i..]);
        if trimmed.first() == Some(&b'#') {
            if let Some(name) = declaration(trimmed) {
                return Some(name);
            }
        } else if !trimmed.is_empty() {
            return None;
        }
        rest = &rest[line.len()..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.get(1..)).unwrap_or(b"");
    }
    None
}

fn declaration(comment: &[u8]) -> Option<String> {
    let mut at = 0;
    loop {
        let found = comment.get(at..)?.windows(6).position(|w| w == b"coding")?;
        at += found + 6;
        if !matches!(comment.get(at), Some(b':' | b'=')) {
            continue;
        }
        let rest = &comment[at + 1..];
        let start = rest.iter().position(|b| !matches!(b, b' ' | b'\t')).unwrap_or(rest.len());
        let name: Vec<u8> = rest[start..]
            .iter()
            .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
            .copied()
            .collect();
        if !name.is_empty() {
            let name = String::from_utf8_lossy(&name).into_owned();
            let plain = name.to_ascii_lowercase().replace('_', "-");
            let is = |known: &str| plain == known || plain.strip_prefix(known).is_some_and(|r| r.starts_with('-'));
            if is("utf-8") {
                return Some("utf-8".into());
            }
            if is("latin-1") || is("iso-8859-1") || is("iso-latin-1") {
                return Some("iso-8859-1".into());
            }
            return Some(name);
        }
    }
}

/// What the high bytes of the one-byte encodings mean where they are not Latin-1.
const LATIN_9: [(u8, char); 8] =
    [(0xA4, '€'), (0xA6, 'Š'), (0xA8, 'š'), (0xB4, 'Ž'), (0xB8, 'ž'), (0xBC, 'Œ'), (0xBD, 'œ'), (0xBE, 'Ÿ')];
const CP1252: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ";

fn charset(name: &str, bytes: &[u8], file: Option<&str>) -> Result<String, SyntaxError> {
    let plain = name.to_ascii_lowercase().replace('_', "-");
    match Codec::of(name) {
        Some(Codec::Utf8) => return utf8(bytes, file),
        Some(Codec::Latin1) => return Ok(bytes.iter().copied().map(char::from).collect()),
        Some(Codec::Ascii) => {
            return match bytes.iter().position(|b| *b >= 0x80) {
                None => Ok(String::from_utf8_lossy(bytes).into_owned()),
                Some(at) => {
                    let byte = bytes[at];
                    let reason = "ordinal not in range(128)";
                    Err(bare(format!("'ascii' codec can't decode byte 0x{byte:02x} in position {at}: {reason}")))
                }
            };
        }
        _ => {}
    }
    match plain.as_str() {
        "iso-8859-15" | "iso8859-15" | "latin-9" | "latin9" | "l9" => {
            let map = |b: u8| LATIN_9.iter().find(|m| m.0 == b).map_or(char::from(b), |m| m.1);
            Ok(bytes.iter().copied().map(map).collect())
        }
        "cp1252" | "windows-1252" | "1252" => {
            let high: Vec<char> = CP1252.chars().collect();
            let undefined = |b: &u8| matches!(b, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D);
            if let Some(at) = bytes.iter().position(undefined) {
                let (byte, reason) = (bytes[at], "character maps to <undefined>");
                return Err(bare(format!("'charmap' codec can't decode byte 0x{byte:02x} in position {at}: {reason}")));
            }
            let map = |b: u8| match b {
                0x80..=0x9F => high.get(usize::from(b) - 0x80).copied().unwrap_or('\u{FFFD}'),
                _ => char::from(b),
            };
            Ok(bytes.iter().copied().map(map).collect())
        }
        "utf-8-sig" => utf8(bytes, file),
        _ => Err(bare(format!("unknown encoding: {name}"))),
    }
}
