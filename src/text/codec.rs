//! Encoding and decoding: the driver and the error handlers.
//!
//! Owns the step protocol. A codec runs until it is done or meets an error, and says exactly which part of the input
//! is at fault and why; whoever drives it (here for the built-in handlers, the object layer for handlers registered
//! in Python) supplies a replacement and resumes after it. Positions and reasons are those of CPython's
//! `UnicodeDecodeError` and `UnicodeEncodeError`.

use super::builder::{StrBuf, StrBuilder};
use super::codec_escape::{self as escape, Stop};
use super::codec_utf as utf;
use super::codec_utf7 as utf7;
use super::repr::{push_hex, push_hex_escape};
use super::view::{Kind, StrView, push_utf8_code};

/// Byte order of UTF-16 and UTF-32.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    /// Little endian, no mark.
    Little,
    /// Big endian, no mark.
    Big,
    /// A mark is written first and obeyed; little endian without one.
    Mark,
}

/// The codecs that are built in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Codec {
    /// `utf-8`
    Utf8,
    /// `utf-8-sig`: a mark is written first and skipped
    Utf8Sig,
    /// `utf-7`
    Utf7,
    /// `unicode_escape`
    UnicodeEscape,
    /// `raw_unicode_escape`
    RawUnicodeEscape,
    /// `ascii`
    Ascii,
    /// `latin-1`
    Latin1,
    /// `utf-16`, `utf-16-le`, `utf-16-be`
    Utf16(Order),
    /// `utf-32`, `utf-32-le`, `utf-32-be`
    Utf32(Order),
}

impl Codec {
    /// The codec of an encoding name or one of its aliases.
    pub fn of(name: &str) -> Option<Codec> {
        let mut plain = String::with_capacity(name.len());
        for c in name.chars() {
            match c {
                'a'..='z' | '0'..='9' | '.' => plain.push(c),
                'A'..='Z' => plain.push(c.to_ascii_lowercase()),
                '-' | '_' | ' ' if plain.ends_with('_') => {}
                '-' | '_' | ' ' => plain.push('_'),
                _ => return None,
            }
        }
        Some(match plain.as_str() {
            "utf_8" | "utf8" | "u8" | "utf" | "utf8_ucs2" | "utf8_ucs4" | "cp65001" => Codec::Utf8,
            "ascii" | "us_ascii" | "646" | "us" | "ansi_x3.4_1968" | "ansi_x3.4_1986" | "cp367" | "csascii"
            | "ibm367" | "iso646_us" | "iso_646.irv_1991" | "iso_ir_6" | "ansi_x3_4_1968" => Codec::Ascii,
            "latin_1" | "latin1" | "latin" | "l1" | "8859" | "cp819" | "csisolatin1" | "ibm819" | "iso8859"
            | "iso8859_1" | "iso_8859_1" | "iso_8859_1_1987" | "iso_ir_100" => Codec::Latin1,
            "utf_7" | "utf7" | "u7" | "unicode_1_1_utf_7" => Codec::Utf7,
            "utf_8_sig" | "utf8_sig" => Codec::Utf8Sig,
            "unicode_escape" | "unicodeescape" => Codec::UnicodeEscape,
            "raw_unicode_escape" | "rawunicodeescape" => Codec::RawUnicodeEscape,
            "utf_16" | "utf16" | "u16" => Codec::Utf16(Order::Mark),
            "utf_16_le" | "utf_16le" | "unicodelittleunmarked" => Codec::Utf16(Order::Little),
            "utf_16_be" | "utf_16be" | "unicodebigunmarked" => Codec::Utf16(Order::Big),
            "utf_32" | "utf32" | "u32" => Codec::Utf32(Order::Mark),
            "utf_32_le" | "utf_32le" => Codec::Utf32(Order::Little),
            "utf_32_be" | "utf_32be" => Codec::Utf32(Order::Big),
            _ => return None,
        })
    }

    /// The name exceptions carry (`UnicodeDecodeError.encoding`).
    pub fn name(self) -> &'static str {
        match self {
            Codec::Utf8 | Codec::Utf8Sig => "utf-8",
            Codec::Utf7 => "utf7",
            Codec::UnicodeEscape => "unicodeescape",
            Codec::RawUnicodeEscape => "rawunicodeescape",
            Codec::Ascii => "ascii",
            Codec::Latin1 => "latin-1",
            Codec::Utf16(Order::Mark) => "utf-16",
            Codec::Utf16(Order::Little) => "utf-16-le",
            Codec::Utf16(Order::Big) => "utf-16-be",
            Codec::Utf32(Order::Mark) => "utf-32",
            Codec::Utf32(Order::Little) => "utf-32-le",
            Codec::Utf32(Order::Big) => "utf-32-be",
        }
    }
}

/// The part of the input at fault, and why.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CodecError {
    /// First byte or character.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// `UnicodeError.reason`.
    pub reason: &'static str,
}

/// The error handlers that need no Python.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Errors {
    /// Raise.
    Strict,
    /// Leave out.
    Ignore,
    /// `?` or U+FFFD.
    Replace,
    /// Bytes as U+DC80..=U+DCFF.
    SurrogateEscape,
    /// Surrogates as if they were characters.
    SurrogatePass,
    /// `\xhh`, `\uhhhh`.
    BackslashReplace,
    /// `&#n;`, encoding only.
    XmlCharRefReplace,
}

impl Errors {
    /// The handler registered under a name; `None` for `namereplace`, which has to fetch names, and names registered in Python.
    pub fn of(name: &str) -> Option<Errors> {
        Some(match name {
            "strict" => Errors::Strict,
            "ignore" => Errors::Ignore,
            "replace" => Errors::Replace,
            "surrogateescape" => Errors::SurrogateEscape,
            "surrogatepass" => Errors::SurrogatePass,
            "backslashreplace" => Errors::BackslashReplace,
            "xmlcharrefreplace" => Errors::XmlCharRefReplace,
            _ => return None,
        })
    }
}

/// A decoder: what it reads, and where it is.
#[derive(Clone, Copy, Debug)]
pub struct Decoder {
    codec: Codec,
    pos: usize,
    /// Whether the end of the input is the end of the text; if not, an incomplete character at the end is left.
    complete: bool,
}

impl Decoder {
    /// At the beginning of `bytes`.
    pub fn new(codec: Codec, bytes: &[u8], complete: bool) -> Decoder {
        let (codec, pos) = utf::obey_mark(codec, bytes);
        Decoder { codec, pos, complete }
    }

    /// The codec, its byte order resolved.
    pub fn codec(&self) -> Codec {
        self.codec
    }

    /// How much has been consumed.
    pub fn position(&self) -> usize {
        self.pos
    }

    /// Resumes at another place, as an error handler asks.
    pub fn seek(&mut self, pos: usize) {
        self.pos = pos;
    }

    /// Decodes until the end (`None`) or an error; the position is then before the part at fault.
    pub fn run(&mut self, bytes: &[u8], out: &mut StrBuilder) -> Option<CodecError> {
        let (pos, error) = match self.codec {
            Codec::Utf8 | Codec::Utf8Sig => utf::decode_utf8(bytes, self.pos, self.complete, out),
            Codec::Utf7 => utf7::decode(bytes, self.pos, self.complete, out),
            Codec::UnicodeEscape => decode_escapes(bytes, self.pos, out),
            Codec::RawUnicodeEscape => escape::decode_raw_unicode_escape(bytes, self.pos, out),
            Codec::Ascii => decode_ascii(bytes, self.pos, out),
            Codec::Latin1 => {
                out.push_view(StrView::Latin1(bytes.get(self.pos..).unwrap_or(&[])));
                (bytes.len(), None)
            }
            Codec::Utf16(order) => utf::decode_utf16(bytes, self.pos, order == Order::Big, self.complete, out),
            Codec::Utf32(order) => utf::decode_utf32(bytes, self.pos, order == Order::Big, self.complete, out),
        };
        self.pos = pos;
        error
    }

    /// Applies a built-in handler to an error and moves on; gives the error back when the handler refuses it.
    pub fn handle(&mut self, bytes: &[u8], e: CodecError, how: Errors, out: &mut StrBuilder) -> Result<(), CodecError> {
        let part = bytes.get(e.start..e.end).unwrap_or(&[]);
        let mut next = e.end;
        match how {
            Errors::Strict | Errors::XmlCharRefReplace => return Err(e),
            Errors::Ignore => {}
            Errors::Replace => out.push_char(0xFFFD),
            Errors::BackslashReplace => part.iter().for_each(|b| push_hex_escape(out, *b as u32)),
            Errors::SurrogateEscape => {
                let n = part.iter().take(4).take_while(|b| **b >= 0x80).count();
                if n == 0 {
                    return Err(e);
                }
                part.iter().take(n).for_each(|b| out.push_char(0xDC00 + *b as u32));
                next = e.start + n;
            }
            Errors::SurrogatePass => {
                let (c, n) = utf::surrogate_at(self.codec, bytes.get(e.start..).unwrap_or(&[])).ok_or(e)?;
                out.push_char(c);
                next = e.start + n;
            }
        }
        self.pos = next;
        Ok(())
    }
}

/// Decodes all of `bytes` with a built-in handler.
pub fn decode(codec: Codec, bytes: &[u8], errors: Errors) -> Result<StrBuf, CodecError> {
    if matches!(codec, Codec::Utf8 | Codec::Ascii) && bytes.is_ascii() {
        return Ok(StrBuf::from_ascii(bytes.to_vec()));
    }
    let mut out = StrBuilder::with_capacity(bytes.len());
    let mut d = Decoder::new(codec, bytes, true);
    while let Some(e) = d.run(bytes, &mut out) {
        d.handle(bytes, e, errors, &mut out)?;
    }
    Ok(out.finish())
}

fn decode_escapes(bytes: &[u8], mut pos: usize, out: &mut StrBuilder) -> (usize, Option<CodecError>) {
    loop {
        let (at, stop) = escape::decode_unicode_escape(bytes, pos, out, &mut None);
        match stop {
            None => return (at, None),
            Some(Stop::Error(e)) => return (at, Some(e)),
            Some(Stop::Name { name, start, end }) => match unicode_names2::character(&name) {
                Some(c) => {
                    out.push_char(c as u32);
                    pos = end;
                }
                None => {
                    let reason = "unknown Unicode character name";
                    return (start, Some(CodecError { start, end, reason }));
                }
            },
        }
    }
}

fn decode_ascii(bytes: &[u8], pos: usize, out: &mut StrBuilder) -> (usize, Option<CodecError>) {
    let rest = bytes.get(pos..).unwrap_or(&[]);
    let n = rest.iter().position(|b| *b >= 0x80).unwrap_or(rest.len());
    out.push_ascii(&rest[..n]);
    let at = pos + n;
    let error = CodecError { start: at, end: at + 1, reason: "ordinal not in range(128)" };
    (at, (n < rest.len()).then_some(error))
}

/// Encodes from `pos` until the end or an error, which begins at the position given back.
pub fn encode_step(codec: Codec, v: StrView, pos: usize, out: &mut Vec<u8>) -> (usize, Option<CodecError>) {
    match codec {
        Codec::Utf8 | Codec::Utf8Sig => utf::encode_utf8(v, pos, out),
        Codec::Utf7 => {
            utf7::encode(v.from(pos), out);
            (v.len(), None)
        }
        Codec::UnicodeEscape => {
            out.extend(escape::encode_unicode_escape(v.from(pos)));
            (v.len(), None)
        }
        Codec::RawUnicodeEscape => {
            out.extend(escape::encode_raw_unicode_escape(v.from(pos)));
            (v.len(), None)
        }
        Codec::Ascii => encode_narrow(v, pos, 0x80, "ordinal not in range(128)", out),
        Codec::Latin1 => encode_narrow(v, pos, 0x100, "ordinal not in range(256)", out),
        Codec::Utf16(order) => utf::encode_utf16(v, pos, order == Order::Big, out),
        Codec::Utf32(order) => utf::encode_utf32(v, pos, order == Order::Big, out),
    }
}

fn encode_narrow(
    v: StrView,
    pos: usize,
    limit: u32,
    reason: &'static str,
    out: &mut Vec<u8>,
) -> (usize, Option<CodecError>) {
    for (i, c) in v.from(pos).iter().enumerate() {
        if c >= limit {
            let start = pos + i;
            let run = v.from(start).iter().take_while(|c| *c >= limit).count();
            return (start, Some(CodecError { start, end: start + run, reason }));
        }
        out.push(c as u8);
    }
    (v.len(), None)
}

/// What stands in for characters that cannot be encoded.
#[derive(Clone, Debug, PartialEq)]
pub enum Replacement {
    /// Text, to be encoded in turn.
    Text(StrBuf),
    /// Bytes as they are.
    Bytes(Vec<u8>),
}

/// What a built-in handler puts in the place of an encoding error, or the error when the handler refuses it.
/// `codec` is `None` for codecs that are not in [`Codec`]: they have no surrogates to pass.
pub fn replacement(codec: Option<Codec>, v: StrView, e: CodecError, how: Errors) -> Result<Replacement, CodecError> {
    let part = v.slice(e.start, e.end);
    let mut text = StrBuilder::new();
    let mut out = Vec::new();
    match how {
        Errors::Strict => return Err(e),
        Errors::Ignore => {}
        Errors::Replace => text.push_repeat(b'?' as u32, part.len()),
        Errors::BackslashReplace => part.iter().for_each(|c| push_hex_escape(&mut text, c)),
        Errors::XmlCharRefReplace => {
            for c in part.iter() {
                text.push_ascii(b"&#");
                text.push_utf8(&c.to_string());
                text.push_char(b';' as u32);
            }
        }
        // A single byte is no unit of the wider codecs.
        Errors::SurrogateEscape if matches!(codec, Some(Codec::Utf16(_) | Codec::Utf32(_))) => return Err(e),
        Errors::SurrogateEscape => {
            for (i, c) in part.iter().enumerate() {
                if !(0xDC80..=0xDCFF).contains(&c) {
                    return Err(CodecError { start: e.start + i, ..e });
                }
                out.push((c - 0xDC00) as u8);
            }
            return Ok(Replacement::Bytes(out));
        }
        Errors::SurrogatePass => {
            for (i, c) in part.iter().enumerate() {
                if !(0xD800..=0xDFFF).contains(&c) {
                    return Err(CodecError { start: e.start + i, ..e });
                }
                match codec {
                    Some(Codec::Utf8 | Codec::Utf8Sig) => push_utf8_code(&mut out, c),
                    Some(Codec::Utf16(o)) => utf::push_u16(&mut out, c as u16, o == Order::Big),
                    Some(Codec::Utf32(o)) => utf::push_u32(&mut out, c, o == Order::Big),
                    _ => return Err(e),
                }
            }
            return Ok(Replacement::Bytes(out));
        }
    }
    Ok(Replacement::Text(text.finish()))
}

/// Applies a built-in handler to an encoding error; gives where to go on, or the error when the handler refuses it.
pub fn encode_handle(
    codec: Codec,
    v: StrView,
    e: CodecError,
    how: Errors,
    out: &mut Vec<u8>,
) -> Result<usize, CodecError> {
    match replacement(Some(codec), v, e, how)? {
        // Replacements are ASCII, which every codec here can encode.
        Replacement::Text(t) => {
            encode_step(codec, t.view(), 0, out);
        }
        Replacement::Bytes(b) => out.extend(b),
    }
    Ok(e.end)
}

/// Encodes all of `v` with a built-in handler.
pub fn encode(codec: Codec, v: StrView, errors: Errors) -> Result<Vec<u8>, CodecError> {
    let mut out = Vec::with_capacity(v.len());
    if v.kind() == Kind::Ascii
        && matches!(codec, Codec::Utf8 | Codec::Ascii | Codec::Latin1)
        && let StrView::Ascii(u) = v
    {
        out.extend_from_slice(u);
        return Ok(out);
    }
    utf::push_mark(codec, &mut out);
    let mut pos = 0;
    loop {
        let (at, error) = encode_step(codec, v, pos, &mut out);
        match error {
            None => return Ok(out),
            Some(e) => pos = encode_handle(codec, v, e, errors, &mut out)?.max(at),
        }
    }
}

/// `str(UnicodeDecodeError)`; `first` is the byte at `start`.
pub fn decode_message(encoding: &str, e: &CodecError, first: Option<u8>) -> String {
    match first {
        Some(b) if e.end == e.start + 1 => {
            format!("'{encoding}' codec can't decode byte 0x{b:02x} in position {}: {}", e.start, e.reason)
        }
        _ => format!(
            "'{encoding}' codec can't decode bytes in position {}-{}: {}",
            e.start,
            e.end.saturating_sub(1),
            e.reason
        ),
    }
}

/// `str(UnicodeEncodeError)`; `first` is the character at `start`.
pub fn encode_message(encoding: &str, e: &CodecError, first: Option<u32>) -> String {
    match first {
        Some(c) if e.end == e.start + 1 => {
            let mut shown = StrBuilder::new();
            let (letter, digits) = match c {
                0..=0xFF => (b'x', 2),
                0x100..=0xFFFF => (b'u', 4),
                _ => (b'U', 8),
            };
            shown.push_ascii(&[b'\\', letter]);
            push_hex(&mut shown, c, digits);
            format!(
                "'{encoding}' codec can't encode character '{}' in position {}: {}",
                shown.view().to_display(),
                e.start,
                e.reason
            )
        }
        _ => format!(
            "'{encoding}' codec can't encode characters in position {}-{}: {}",
            e.start,
            e.end.saturating_sub(1),
            e.reason
        ),
    }
}
