//! `%`-formatting: reading the pieces of a format string, and laying out what a conversion produced.
//!
//! Owns the laziness of the language: a format string is read piece by piece, and a mistake in it shows only after
//! the arguments of everything before it have been converted. So [`Pieces`] never looks ahead.
//! The values themselves are converted by the object layer (`%s` may call Python); it hands the text back to
//! [`Conversion::push_text`], or the number to [`Conversion::push_int`] and [`Conversion::push_float`].

use super::builder::StrBuilder;
use super::float::{self, Style};
use super::format::FormatError;
use super::format_number::IntRef;
use super::view::StrView;

/// A width or precision.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Size {
    /// Not given.
    None,
    /// Given as digits.
    Fixed(usize),
    /// `*`: the next argument, an int.
    Star,
}

/// One conversion specifier.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Conversion {
    /// Indexes of the text between the parentheses of `%(key)s`.
    pub key: Option<(usize, usize)>,
    /// `-`
    pub left: bool,
    /// `+`
    pub sign: bool,
    /// space
    pub blank: bool,
    /// `#`
    pub alternate: bool,
    /// `0`
    pub zero: bool,
    /// Least number of characters.
    pub width: Size,
    /// Digits or characters.
    pub precision: Size,
    /// The conversion letter; `%` for a literal percent sign.
    pub letter: u32,
    /// Index of the letter, for messages.
    pub at: usize,
    /// nothing stands between the `%` and the letter
    pub bare: bool,
}

/// A piece of a format string.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Piece {
    /// Text copied as it is: indexes into the format.
    Literal(usize, usize),
    /// A conversion.
    Convert(Conversion),
}

/// Mistakes in a format string; all are `ValueError` but the one that says so.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PieceError {
    /// The format ends inside a conversion.
    Incomplete,
    /// A key is given, but the right operand is no mapping: `TypeError`.
    NeedsMapping,
    /// A parenthesis is not closed.
    IncompleteKey,
    /// Width does not fit.
    WidthTooBig,
    /// Precision does not fit.
    PrecisionTooBig,
}

impl PieceError {
    /// The message.
    pub fn message(self) -> &'static str {
        match self {
            PieceError::Incomplete => "incomplete format",
            PieceError::NeedsMapping => "format requires a mapping",
            PieceError::IncompleteKey => "incomplete format key",
            PieceError::WidthTooBig => "width too big",
            PieceError::PrecisionTooBig => "precision too big",
        }
    }
}

/// The message for a letter that is no conversion.
pub fn unsupported(letter: u32, at: usize) -> String {
    let shown = match char::from_u32(letter) {
        Some(c) if (32..127).contains(&letter) => c,
        _ => '?',
    };
    format!("unsupported format character '{shown}' (0x{letter:x}) at index {at}")
}

/// Reads a format string. Plain state, so it can be kept across suspensions beside the string it reads.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pieces {
    pos: usize,
}

impl Pieces {
    /// At the start of a format.
    pub fn new() -> Pieces {
        Pieces::default()
    }

    /// The next piece of `format`, which must be the same string every time; `None` at its end. `mapping` says
    /// whether keys can be looked up.
    pub fn next(&mut self, format: StrView, mapping: bool) -> Option<Result<Piece, PieceError>> {
        let start = self.pos;
        if start >= format.len() {
            return None;
        }
        let percent = format.find_char(b'%' as u32, start, usize::MAX).unwrap_or(format.len());
        if percent > start {
            self.pos = percent;
            return Some(Ok(Piece::Literal(start, percent)));
        }
        self.pos = start + 1;
        Some(self.conversion(format, mapping).map(Piece::Convert))
    }

    fn conversion(&mut self, format: StrView, mapping: bool) -> Result<Conversion, PieceError> {
        let mut c = Conversion {
            key: None,
            left: false,
            sign: false,
            blank: false,
            alternate: false,
            zero: false,
            width: Size::None,
            precision: Size::None,
            letter: 0,
            at: 0,
            bare: false,
        };
        let begin = self.pos;
        let eat = |pos: &mut usize, b: u8| {
            let yes = format.get(*pos) == Some(b as u32);
            *pos += yes as usize;
            yes
        };
        if eat(&mut self.pos, b'(') {
            if !mapping {
                return Err(PieceError::NeedsMapping);
            }
            let start = self.pos;
            let mut depth = 1;
            while depth > 0 {
                match format.get(self.pos) {
                    Some(0x28) => depth += 1,
                    Some(0x29) => depth -= 1,
                    Some(_) => {}
                    None => return Err(PieceError::IncompleteKey),
                }
                self.pos += 1;
            }
            c.key = Some((start, self.pos - 1));
        }
        loop {
            match format.get(self.pos).and_then(char::from_u32) {
                Some('-') => c.left = true,
                Some('+') => c.sign = true,
                Some(' ') => c.blank = true,
                Some('#') => c.alternate = true,
                Some('0') => c.zero = true,
                _ => break,
            }
            self.pos += 1;
        }
        c.width = self.size(format, i64::MAX).ok_or(PieceError::WidthTooBig)?;
        if eat(&mut self.pos, b'.') {
            c.precision = match self.size(format, i32::MAX as i64).ok_or(PieceError::PrecisionTooBig)? {
                Size::None => Size::Fixed(0),
                s => s,
            };
        }
        if !eat(&mut self.pos, b'h') && !eat(&mut self.pos, b'l') {
            eat(&mut self.pos, b'L');
        }
        c.at = self.pos;
        c.bare = c.at == begin;
        c.letter = format.get(self.pos).ok_or(PieceError::Incomplete)?;
        self.pos += 1;
        Ok(c)
    }

    fn size(&mut self, format: StrView, max: i64) -> Option<Size> {
        if format.get(self.pos) == Some(b'*' as u32) {
            self.pos += 1;
            return Some(Size::Star);
        }
        let mut n = None;
        while let Some(d) = format.get(self.pos).and_then(|c| c.checked_sub(48)).filter(|d| *d < 10) {
            let next = n.unwrap_or(0i64).checked_mul(10)?.checked_add(d as i64).filter(|n| *n <= max)?;
            n = Some(next);
            self.pos += 1;
        }
        Some(match n {
            Some(n) => Size::Fixed(usize::try_from(n).ok()?),
            None => Size::None,
        })
    }
}

impl Conversion {
    fn fixed(size: Size) -> Option<usize> {
        match size {
            Size::Fixed(n) => Some(n),
            _ => None,
        }
    }

    /// Resolves a `*` width: a negative one means left adjustment.
    pub fn set_width(&mut self, n: i64) {
        self.left |= n < 0;
        self.width = Size::Fixed(usize::try_from(n.unsigned_abs()).unwrap_or(usize::MAX));
    }

    /// Resolves a `*` precision: a negative one counts as 0.
    pub fn set_precision(&mut self, n: i64) {
        self.precision = Size::Fixed(usize::try_from(n.max(0)).unwrap_or(usize::MAX));
    }

    /// What the result needs at least: the width, and for numbers the precision. (It only cuts text.)
    pub fn minimum_size(&self) -> usize {
        let cuts = matches!(char::from_u32(self.letter), Some('s' | 'r' | 'a' | 'b' | 'c'));
        let precision = if cuts { 0 } else { Self::fixed(self.precision).unwrap_or(0) };
        Self::fixed(self.width).unwrap_or(0).max(precision)
    }

    /// Writes converted text (`%s`, `%r`, `%a`), cut to the precision and padded.
    pub fn push_text(&self, out: &mut StrBuilder, v: StrView) {
        self.push_padded(out, v.slice(0, Self::fixed(self.precision).unwrap_or(usize::MAX)));
    }

    /// Writes a character (`%c`), padded.
    pub fn push_char(&self, out: &mut StrBuilder, c: u32) {
        self.push_padded(out, StrView::Ucs4(&[c]));
    }

    fn push_padded(&self, out: &mut StrBuilder, v: StrView) {
        let pad = Self::fixed(self.width).unwrap_or(0).saturating_sub(v.len());
        if !self.left {
            out.push_repeat(b' ' as u32, pad);
        }
        out.push_view(v);
        if self.left {
            out.push_repeat(b' ' as u32, pad);
        }
    }

    /// Writes an int (`%d`, `%i`, `%u`, `%o`, `%x`, `%X`).
    pub fn push_int(&self, out: &mut StrBuilder, n: IntRef, limit: usize) -> Result<(), FormatError> {
        let (base, prefix) = match self.letter as u8 {
            b'o' => (8, "0o"),
            b'x' => (16, "0x"),
            b'X' => (16, "0X"),
            _ => (10, ""),
        };
        let mut room = [0; 64];
        let mut digits = n.digits(base, limit, &mut room)?;
        if self.letter == b'X' as u32 {
            digits.to_mut().make_ascii_uppercase();
        }
        let missing = Self::fixed(self.precision).unwrap_or(0).saturating_sub(digits.len());
        let prefix = if self.alternate { prefix } else { "" };
        self.push_number(out, n.is_negative(), prefix, missing, &digits);
        Ok(())
    }

    /// Writes a float (`%e`, `%f`, `%g` and capitals).
    pub fn push_float(&self, out: &mut StrBuilder, x: f64) -> Result<(), FormatError> {
        let precision = Self::fixed(self.precision).unwrap_or(6);
        if precision > i32::MAX as usize {
            return FormatError::value("precision too big");
        }
        let digits = float::convert(
            x,
            float::Conversion {
                style: match self.letter as u8 {
                    b'e' | b'E' => Style::Exponent,
                    b'f' | b'F' => Style::Fixed,
                    _ => Style::General,
                },
                precision,
                alternate: self.alternate,
                upper: (self.letter as u8).is_ascii_uppercase(),
            },
        );
        self.push_number(out, x.is_sign_negative() && !x.is_nan(), "", 0, digits.as_bytes());
        Ok(())
    }

    fn push_number(&self, out: &mut StrBuilder, negative: bool, prefix: &str, zeros: usize, digits: &[u8]) {
        let sign = match negative {
            true => "-",
            false if self.sign => "+",
            false if self.blank => " ",
            false => "",
        };
        let len = sign.len() + prefix.len() + zeros + digits.len();
        let pad = Self::fixed(self.width).unwrap_or(0).saturating_sub(len);
        let (before, inside, after) = match (self.left, self.zero) {
            (true, _) => (0, 0, pad),
            (false, true) => (0, pad, 0),
            (false, false) => (pad, 0, 0),
        };
        out.push_repeat(b' ' as u32, before);
        out.push_ascii(sign.as_bytes());
        out.push_ascii(prefix.as_bytes());
        out.push_repeat(b'0' as u32, inside + zeros);
        out.push_ascii(digits);
        out.push_repeat(b' ' as u32, after);
    }
}
