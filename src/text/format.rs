//! The format-specification mini-language (`format()`, f-strings, `str.format`): parsing and padding.
//!
//! Owns the order in which a specification is checked, because the first complaint is the one Python programs see.
//! Numbers are laid out in `format_number`.
//!
//! Applying a specification can allocate [`FormatSpec::minimum_size`] characters whatever the value is: the caller
//! checks that against its memory limit first.

use super::builder::{StrBuf, StrBuilder};
use super::unicode;
use super::view::StrView;

/// Why a value cannot be formatted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FormatError {
    /// `ValueError` with this message.
    Value(String),
    /// `OverflowError` with this message.
    Overflow(String),
}

impl FormatError {
    pub(super) fn value<T>(message: &str) -> Result<T, FormatError> {
        Err(FormatError::Value(message.to_owned()))
    }
}

/// Where padding goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    /// `<`
    Left,
    /// `>`
    Right,
    /// `^`
    Center,
    /// `=`: between sign and digits.
    AfterSign,
}

impl Align {
    fn of(c: u32) -> Option<Align> {
        match char::from_u32(c)? {
            '<' => Some(Align::Left),
            '>' => Some(Align::Right),
            '^' => Some(Align::Center),
            '=' => Some(Align::AfterSign),
            _ => None,
        }
    }
}

/// Digit separators.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Grouping {
    /// None.
    None,
    /// `,` every three digits.
    Comma,
    /// `_` every three digits.
    Underscore,
    /// `_` every four digits (binary, octal, hexadecimal).
    UnderscoreFour,
}

impl Grouping {
    pub(super) fn separator(self) -> Option<u8> {
        match self {
            Grouping::None => None,
            Grouping::Comma => Some(b','),
            Grouping::Underscore | Grouping::UnderscoreFour => Some(b'_'),
        }
    }
    pub(super) fn size(self) -> usize {
        if self == Grouping::UnderscoreFour { 4 } else { 3 }
    }
}

/// A parsed specification.
#[derive(Clone, Copy, Debug)]
pub struct FormatSpec {
    /// Padding character.
    pub fill: u32,
    /// Padding side.
    pub align: Align,
    /// `+`, `-`, space, or 0 when not given.
    pub sign: u8,
    /// `z`: negative zero loses its sign.
    pub no_negative_zero: bool,
    /// `#`.
    pub alternate: bool,
    /// Least number of characters.
    pub width: usize,
    /// Separators left of the point.
    pub grouping: Grouping,
    /// Digits or characters, when given.
    pub precision: Option<usize>,
    /// Separators right of the point.
    pub frac_grouping: Grouping,
    /// Presentation type; when not given, `s` for text and 0 for numbers.
    pub ty: u32,
}

impl FormatSpec {
    /// A bound below which the result cannot stay small: the larger of width and precision. A precision that is
    /// refused anyway does not count.
    pub fn minimum_size(&self) -> usize {
        self.width.max(self.precision.filter(|p| *p <= i32::MAX as usize).unwrap_or(0))
    }

    /// Reads a specification. `numeric` chooses the default alignment (right for numbers, left for text);
    /// `type_name` is named in the message.
    pub fn parse(text: StrView, numeric: bool, type_name: &str) -> Result<FormatSpec, FormatError> {
        let mut p = Parser { text, pos: 0 };
        let mut spec = FormatSpec {
            fill: b' ' as u32,
            align: if numeric { Align::Right } else { Align::Left },
            sign: 0,
            no_negative_zero: false,
            alternate: false,
            width: 0,
            grouping: Grouping::None,
            precision: None,
            frac_grouping: Grouping::None,
            ty: if numeric { 0 } else { b's' as u32 },
        };
        let mut fill_given = false;
        let mut align_given = false;
        if let Some(align) = text.get(1).and_then(Align::of) {
            spec.align = align;
            spec.fill = text.at(0);
            fill_given = true;
            align_given = true;
            p.pos = 2;
        } else if let Some(align) = text.get(0).and_then(Align::of) {
            spec.align = align;
            align_given = true;
            p.pos = 1;
        }
        if let Some(c) = text.get(p.pos)
            && (c == ' ' as u32 || c == '+' as u32 || c == '-' as u32)
        {
            spec.sign = c as u8;
            p.pos += 1;
        }
        spec.no_negative_zero = p.eat(b'z');
        spec.alternate = p.eat(b'#');
        if !fill_given && p.eat(b'0') {
            spec.fill = b'0' as u32;
            if !align_given && numeric {
                spec.align = Align::AfterSign;
            }
        }
        spec.width = p.integer()?.unwrap_or(0);
        spec.grouping = p.grouping()?.0;
        if p.eat(b'.') {
            spec.precision = p.integer()?;
            let (grouping, given) = p.grouping()?;
            spec.frac_grouping = grouping;
            if spec.precision.is_none() && !given {
                return FormatError::value("Format specifier missing precision");
            }
        }
        match text.len() - p.pos {
            0 => {}
            1 => spec.ty = text.at(p.pos),
            _ => {
                return Err(FormatError::Value(format!(
                    "Invalid format specifier '{}' for object of type '{type_name}'",
                    text.to_display()
                )));
            }
        }
        spec.check_grouping()?;
        Ok(spec)
    }

    fn check_grouping(&mut self) -> Result<(), FormatError> {
        let ty = u8::try_from(self.ty).unwrap_or(b'?');
        let refuse = |g: Grouping, ty: u32| {
            let sep = g.separator().unwrap_or(b',') as char;
            Err(FormatError::Value(format!("Cannot specify '{sep}' with '{}'.", type_code(ty))))
        };
        if self.grouping != Grouping::None {
            match ty {
                b'd' | b'e' | b'f' | b'g' | b'E' | b'G' | b'%' | b'F' | 0 => {}
                b'b' | b'o' | b'x' | b'X' if self.grouping == Grouping::Underscore => {
                    self.grouping = Grouping::UnderscoreFour
                }
                _ => return refuse(self.grouping, self.ty),
            }
        }
        if self.ty == b'n' as u32 && self.frac_grouping != Grouping::None {
            return refuse(self.frac_grouping, self.ty);
        }
        Ok(())
    }

    /// Writes `width` characters with `body` at its place, `body_len` being its length.
    pub(super) fn pad(&self, out: &mut StrBuilder, body_len: usize, body: impl FnOnce(&mut StrBuilder)) {
        let pad = self.width.saturating_sub(body_len);
        let left = match self.align {
            Align::Left => 0,
            Align::Center => pad / 2,
            Align::Right | Align::AfterSign => pad,
        };
        out.push_repeat(self.fill, left);
        body(out);
        out.push_repeat(self.fill, pad - left);
    }

    /// Formats text.
    pub fn apply_str(&self, v: StrView, type_name: &str) -> Result<StrBuf, FormatError> {
        if self.ty != b's' as u32 {
            return unknown_type(self.ty, type_name);
        }
        match self.sign {
            0 => {}
            b' ' => return FormatError::value("Space not allowed in string format specifier"),
            _ => return FormatError::value("Sign not allowed in string format specifier"),
        }
        if self.no_negative_zero {
            return FormatError::value("Negative zero coercion (z) not allowed in string format specifier");
        }
        if self.alternate {
            return FormatError::value("Alternate form (#) not allowed in string format specifier");
        }
        if self.align == Align::AfterSign {
            return FormatError::value("'=' alignment not allowed in string format specifier");
        }
        let v = v.slice(0, self.precision.unwrap_or(usize::MAX));
        let mut out = StrBuilder::with_capacity(v.len().max(self.width));
        self.pad(&mut out, v.len(), |out| out.push_view(v));
        Ok(out.finish())
    }
}

/// A type code as messages show it.
pub(super) fn type_code(ty: u32) -> String {
    match char::from_u32(ty) {
        Some(c) if ty > 32 && ty < 128 => c.to_string(),
        _ => format!("\\x{ty:x}"),
    }
}

pub(super) fn unknown_type<T>(ty: u32, type_name: &str) -> Result<T, FormatError> {
    Err(FormatError::Value(format!("Unknown format code '{}' for object of type '{type_name}'", type_code(ty))))
}

struct Parser<'a> {
    text: StrView<'a>,
    pos: usize,
}

impl Parser<'_> {
    fn eat(&mut self, c: u8) -> bool {
        let yes = self.text.get(self.pos) == Some(c as u32);
        self.pos += yes as usize;
        yes
    }

    fn integer(&mut self) -> Result<Option<usize>, FormatError> {
        let mut n: Option<usize> = None;
        while let Some(d) = self.text.get(self.pos).and_then(unicode::decimal_value) {
            let next = n.unwrap_or(0).checked_mul(10).and_then(|n| n.checked_add(d as usize));
            // The limit is that of a 64-bit signed size, on every host.
            n = match next {
                Some(n) if n as u64 <= i64::MAX as u64 => Some(n),
                _ => return FormatError::value("Too many decimal digits in format string"),
            };
            self.pos += 1;
        }
        Ok(n)
    }

    fn grouping(&mut self) -> Result<(Grouping, bool), FormatError> {
        if !matches!(self.text.get(self.pos), Some(0x2C | 0x5F)) {
            return Ok((Grouping::None, false));
        }
        let comma = self.eat(b',');
        let underscore = self.eat(b'_');
        if (comma && underscore) || (underscore && self.eat(b',')) {
            return FormatError::value("Cannot specify both ',' and '_'.");
        }
        Ok(match (comma, underscore) {
            (true, _) => (Grouping::Comma, true),
            (_, true) => (Grouping::Underscore, true),
            _ => (Grouping::None, false),
        })
    }
}
