//! Formatting numbers by a specification.
//!
//! Owns the layout `[pad] sign prefix [pad] digits point fraction rest [pad]`: zero padding with separators counts
//! the separators it adds, so the result is never shorter than the width and starts with a digit, not a separator.

use num_bigint::BigInt;
use num_traits::Signed;

use super::builder::{StrBuf, StrBuilder, decimal};
use super::float::{self, Conversion, Style};
use super::format::{Align, FormatError, FormatSpec, Grouping, unknown_type};
use super::int;
use super::view::StrView;
use std::borrow::Cow;

/// An int of either size.
#[derive(Clone, Copy, Debug)]
pub enum IntRef<'a> {
    /// Fits 64 bits.
    Small(i64),
    /// Any size.
    Big(&'a BigInt),
}

impl IntRef<'_> {
    /// True below zero.
    pub fn is_negative(self) -> bool {
        match self {
            IntRef::Small(n) => n < 0,
            IntRef::Big(n) => n.is_negative(),
        }
    }

    /// Digits of the magnitude, those of small ones at the end of `room`; an error when there are more decimal ones than `limit`.
    pub fn digits<'r>(self, base: u32, limit: usize, room: &'r mut [u8; 64]) -> Result<Cow<'r, [u8]>, FormatError> {
        match self {
            IntRef::Small(n) => {
                let mut n = n.unsigned_abs();
                if base == 10 {
                    return Ok((&*decimal(n, room)).into());
                }
                // other bases are powers of two
                let mut at = room.len();
                loop {
                    at -= 1;
                    room[at] = b"0123456789abcdef"[(n & (base as u64 - 1)) as usize & 15];
                    n >>= base.trailing_zeros();
                    if n == 0 {
                        return Ok((&room[at..]).into());
                    }
                }
            }
            IntRef::Big(n) => {
                let text = match base {
                    10 => int::big_to_decimal(n, limit)
                        .ok_or_else(|| FormatError::Value(int::too_long_to_print(limit)))?,
                    _ => n.to_str_radix(base),
                };
                let text = text.into_bytes();
                Ok(match text.strip_prefix(b"-") {
                    Some(t) => t.to_owned(),
                    None => text,
                }
                .into())
            }
        }
    }

    /// The nearest float, or `None` when there is none.
    pub fn to_float(self) -> Option<f64> {
        match self {
            IntRef::Small(n) => Some(n as f64),
            IntRef::Big(n) => big_to_float(n),
        }
    }
}

/// The nearest double, ties to even; `None` when the magnitude is too large.
pub fn big_to_float(n: &BigInt) -> Option<f64> {
    let bits = n.bits();
    if bits > 1024 {
        return None;
    }
    let magnitude = n.magnitude();
    let shift = bits.saturating_sub(64);
    // The top 64 bits, with everything below folded into the last one, round like the whole.
    let top = magnitude >> shift;
    let mut top = top.iter_u64_digits().next().unwrap_or(0);
    if shift > 0 && magnitude.trailing_zeros().is_some_and(|z| z < shift) {
        top |= 1;
    }
    let x = top as f64 * f64::powi(2.0, shift as i32);
    x.is_finite().then_some(if n.is_negative() { -x } else { x })
}

/// The parts of a number in the order they are written.
struct NumberText<'a> {
    sign: u8,
    prefix: &'a str,
    digits: &'a [u8],
    point: bool,
    fraction: &'a str,
    rest: StrView<'a>,
}

impl NumberText<'_> {
    fn write(&self, out: &mut StrBuilder, spec: &FormatSpec) {
        let frac_groups = match spec.frac_grouping {
            Grouping::None => 0,
            g => self.fraction.len().saturating_sub(1) / g.size(),
        };
        let fixed = (self.sign != 0) as usize
            + self.prefix.len()
            + self.point as usize
            + self.fraction.len()
            + frac_groups
            + self.rest.len();
        let zero_fill = spec.fill == b'0' as u32 && spec.align == Align::AfterSign;
        let min_width = if zero_fill { spec.width.saturating_sub(fixed) } else { 0 };
        let grouped: Cow<[u8]> =
            if self.digits.is_empty() || spec.grouping == Grouping::None && self.digits.len() >= min_width {
                self.digits.into()
            } else {
                group(self.digits, spec.grouping, min_width).into()
            };
        let pad = spec.width.saturating_sub(fixed + grouped.len());
        let (left, inner, right) = match spec.align {
            Align::Left => (0, 0, pad),
            Align::Center => (pad / 2, 0, pad - pad / 2),
            Align::AfterSign => (0, pad, 0),
            Align::Right => (pad, 0, 0),
        };
        match fixed + grouped.len() + pad {
            n if out.is_empty() => *out = StrBuilder::with_capacity(n),
            n => out.reserve(n),
        }
        out.push_repeat(spec.fill, left);
        if self.sign != 0 {
            out.push_char(self.sign as u32);
        }
        out.push_ascii(self.prefix.as_bytes());
        out.push_repeat(spec.fill, inner);
        out.push_ascii(&grouped);
        if self.point {
            out.push_char(b'.' as u32);
        }
        match spec.frac_grouping.separator() {
            None => out.push_ascii(self.fraction.as_bytes()),
            Some(sep) => {
                for (i, chunk) in self.fraction.as_bytes().chunks(spec.frac_grouping.size()).enumerate() {
                    if i > 0 {
                        out.push_char(sep as u32);
                    }
                    out.push_ascii(chunk);
                }
            }
        }
        if !self.rest.is_empty() {
            out.push_view(self.rest);
        }
        out.push_repeat(spec.fill, right);
    }
}

/// Digits with separators, left-filled with zeros to `min_width`.
fn group(digits: &[u8], grouping: Grouping, min_width: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(digits.len().max(min_width) * 4 / 3 + 1);
    let Some(sep) = grouping.separator() else {
        out.resize(min_width.saturating_sub(digits.len()), b'0');
        out.extend_from_slice(digits);
        return out;
    };
    // Built backwards.
    let mut rest = digits.iter().rev();
    let mut in_group = 0;
    loop {
        let next = rest.next();
        if next.is_none() && out.len() >= min_width {
            break;
        }
        if in_group == grouping.size() {
            out.push(sep);
            in_group = 0;
        }
        out.push(next.copied().unwrap_or(b'0'));
        in_group += 1;
    }
    out.reverse();
    out
}

fn sign_of(negative: bool, spec: &FormatSpec) -> u8 {
    match (negative, spec.sign) {
        (true, _) => b'-',
        (false, s @ (b'+' | b' ')) => s,
        _ => 0,
    }
}

impl FormatSpec {
    /// Formats an int. `limit` is `sys.get_int_max_str_digits()`.
    pub fn apply_int(&self, n: IntRef, type_name: &str, limit: usize) -> Result<StrBuf, FormatError> {
        let (base, prefix) = match u8::try_from(self.ty).unwrap_or(b'?') {
            0 | b'd' | b'n' | b'c' => (10, ""),
            b'b' => (2, "0b"),
            b'o' => (8, "0o"),
            b'x' => (16, "0x"),
            b'X' => (16, "0X"),
            b'e' | b'E' | b'f' | b'F' | b'g' | b'G' | b'%' => {
                return match n.to_float() {
                    Some(x) => self.apply_float(x, type_name),
                    None => Err(FormatError::Overflow("int too large to convert to float".to_owned())),
                };
            }
            _ => return unknown_type(self.ty, type_name),
        };
        if self.precision.is_some() {
            return FormatError::value("Precision not allowed in integer format specifier");
        }
        if self.no_negative_zero {
            return FormatError::value("Negative zero coercion (z) not allowed in integer format specifier");
        }
        let mut out = StrBuilder::new();
        if self.ty == b'c' as u32 {
            if self.sign != 0 {
                return FormatError::value("Sign not allowed with integer format specifier 'c'");
            }
            if self.alternate {
                return FormatError::value("Alternate form (#) not allowed with integer format specifier 'c'");
            }
            let c = match n {
                IntRef::Small(n) => u32::try_from(n).ok().filter(|c| *c <= 0x10FFFF),
                IntRef::Big(_) => {
                    return Err(FormatError::Overflow("Python int too large to convert to C long".to_owned()));
                }
            };
            let Some(c) = c else {
                return Err(FormatError::Overflow("%c arg not in range(0x110000)".to_owned()));
            };
            let one = [c];
            let text =
                NumberText { sign: 0, prefix: "", digits: b"", point: false, fraction: "", rest: StrView::Ucs4(&one) };
            text.write(&mut out, self);
            return Ok(out.finish());
        }
        let mut room = [0; 64];
        let mut digits = n.digits(base, limit, &mut room)?;
        if self.ty == b'X' as u32 {
            digits.to_mut().make_ascii_uppercase();
        }
        let text = NumberText {
            sign: sign_of(n.is_negative(), self),
            prefix: if self.alternate { prefix } else { "" },
            digits: &digits,
            point: false,
            fraction: "",
            rest: StrView::EMPTY,
        };
        text.write(&mut out, self);
        Ok(out.finish())
    }

    /// How a float with this specification becomes digits; `None` for a type that is not a float's.
    fn conversion(&self, complex: bool) -> Option<Conversion> {
        let ty = u8::try_from(self.ty).unwrap_or(b'?');
        let style = match ty {
            0 if self.precision.is_none() => Style::Shortest,
            0 if complex => Style::General,
            0 => Style::GeneralDotZero,
            b'e' | b'E' => Style::Exponent,
            b'f' | b'F' => Style::Fixed,
            b'%' if !complex => Style::Fixed,
            b'g' | b'G' | b'n' => Style::General,
            _ => return None,
        };
        Some(Conversion {
            style,
            precision: self.precision.unwrap_or(6),
            alternate: self.alternate,
            upper: matches!(ty, b'E' | b'F' | b'G'),
        })
    }

    /// Formats a float.
    pub fn apply_float(&self, x: f64, type_name: &str) -> Result<StrBuf, FormatError> {
        let Some(how) = self.conversion(false) else {
            return unknown_type(self.ty, type_name);
        };
        self.check_precision()?;
        let percent = self.ty == b'%' as u32;
        let x = if percent { x * 100.0 } else { x };
        let mut digits = float::convert(x, how);
        if percent {
            digits.push('%');
        }
        let mut out = StrBuilder::new();
        self.write_float(&mut out, self.sign, x, &digits);
        Ok(out.finish())
    }

    fn check_precision(&self) -> Result<(), FormatError> {
        if self.precision.is_some_and(|p| p > i32::MAX as usize) {
            return FormatError::value("precision too big");
        }
        Ok(())
    }

    fn write_float(&self, out: &mut StrBuilder, sign: u8, x: f64, digits: &str) {
        let mut negative = x.is_sign_negative() && !x.is_nan();
        if self.no_negative_zero
            && negative
            && !digits.bytes().take_while(|b| *b != b'e').any(|b| matches!(b, b'1'..=b'9' | b'i' | b'I'))
        {
            negative = false;
        }
        let (whole, after) = digits.split_at(digits.bytes().take_while(u8::is_ascii_digit).count());
        let (point, after) = match after.strip_prefix('.') {
            Some(after) => (true, after),
            None => (false, after),
        };
        let (fraction, rest) = match point {
            true => after.split_at(after.bytes().take_while(u8::is_ascii_digit).count()),
            false => ("", after),
        };
        let spec = FormatSpec { sign, ..*self };
        let text = NumberText {
            sign: sign_of(negative, &spec),
            prefix: "",
            digits: whole.as_bytes(),
            point,
            fraction,
            rest: StrView::ascii(rest),
        };
        text.write(out, &spec);
    }

    /// Formats a complex number.
    pub fn apply_complex(&self, re: f64, im: f64, type_name: &str) -> Result<StrBuf, FormatError> {
        let Some(how) = self.conversion(true) else {
            return unknown_type(self.ty, type_name);
        };
        self.check_precision()?;
        if self.fill == b'0' as u32 {
            return FormatError::value("Zero padding is not allowed in complex format specifier");
        }
        if self.align == Align::AfterSign {
            return FormatError::value("'=' alignment flag is not allowed in complex format specifier");
        }
        let skip_re = self.ty == 0 && re == 0.0 && re.is_sign_positive();
        let parens = self.ty == 0 && !skip_re;
        let plain = FormatSpec { fill: b' ' as u32, align: Align::Left, width: 0, ..*self };
        let mut body = StrBuilder::new();
        let mut part = |x: f64, sign: u8| {
            let mut digits = float::convert(x, how);
            // Unlike a float, a part goes without `.0`.
            if how.style == Style::Shortest && digits.ends_with(".0") {
                digits.truncate(digits.len() - if how.alternate { 1 } else { 2 });
            }
            plain.write_float(&mut body, sign, x, &digits);
        };
        if !skip_re {
            part(re, self.sign);
        }
        part(im, if skip_re { self.sign } else { b'+' });
        let body = body.finish();
        let mut out = StrBuilder::new();
        self.pad(&mut out, body.len() + 1 + 2 * parens as usize, |out| {
            if parens {
                out.push_char(b'(' as u32);
            }
            out.push_view(body.view());
            out.push_char(b'j' as u32);
            if parens {
                out.push_char(b')' as u32);
            }
        });
        Ok(out.finish())
    }
}

/// `repr(complex)`.
pub fn complex_repr(re: f64, im: f64) -> String {
    let mut out = String::new();
    if re == 0.0 && re.is_sign_positive() {
        float::push_repr(&mut out, im, false);
        out.push('j');
        return out;
    }
    out.push('(');
    float::push_repr(&mut out, re, false);
    if im.is_nan() || im.is_sign_positive() {
        out.push('+');
    }
    float::push_repr(&mut out, im, false);
    out.push_str("j)");
    out
}
