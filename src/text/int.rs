//! Ints as text: `int(text, base)` and digits in any base.
//!
//! Owns the digit limit of `sys.set_int_max_str_digits`: no conversion between decimal text and an int is started
//! that is longer than the limit, so the quadratic part of the work is bounded.

use num_bigint::{BigInt, BigUint, Sign};
use num_traits::ToPrimitive;

use super::repr;
use super::unicode;
use super::view::StrView;

/// An int as parsed.
#[derive(Clone, Debug, PartialEq)]
pub enum ParsedInt {
    /// Fits 64 bits.
    Small(i64),
    /// Does not.
    Big(BigInt),
}

impl ParsedInt {
    fn from_magnitude(negative: bool, n: BigUint) -> ParsedInt {
        let n = BigInt::from_biguint(if negative { Sign::Minus } else { Sign::Plus }, n);
        match n.to_i64() {
            Some(n) => ParsedInt::Small(n),
            None => ParsedInt::Big(n),
        }
    }
}

/// Why text is not an int.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IntError {
    /// Not a literal in this base.
    Invalid,
    /// More decimal digits than the limit; carries the number of digits.
    TooLong(usize),
}

/// The message of the `ValueError` for text (or bytes, already as their `repr`).
pub fn parse_message(error: IntError, base: u32, limit: usize, literal_repr: &str) -> String {
    match error {
        IntError::Invalid => format!("invalid literal for int() with base {base}: {literal_repr}"),
        IntError::TooLong(n) => format!(
            "Exceeds the limit ({limit} digits) for integer string conversion: value has {n} digits; \
             use sys.set_int_max_str_digits() to increase the limit"
        ),
    }
}

/// The message of the `ValueError` when an int is too long to print in decimal.
pub fn too_long_to_print(limit: usize) -> String {
    format!(
        "Exceeds the limit ({limit} digits) for integer string conversion; \
         use sys.set_int_max_str_digits() to increase the limit"
    )
}

/// How the literal shows in the message: its `repr`, cut to 200 characters.
pub fn literal_repr(v: StrView) -> String {
    let mut full = repr::str_repr(v).view().to_display();
    if let Some((cut, _)) = full.char_indices().nth(200) {
        full.truncate(cut);
    }
    full
}

/// `int(text, base)` with base 0 or 2..=36. `limit` is `sys.get_int_max_str_digits()`, 0 for none.
pub fn parse_view(v: StrView, base: u32, limit: usize) -> Result<ParsedInt, IntError> {
    if let StrView::Ascii(u) = v {
        return parse_bytes(u, base, limit);
    }
    let mut ascii = Vec::with_capacity(v.len());
    for c in v.iter() {
        ascii.push(match c {
            0..=0x7F => c as u8,
            c => match unicode::decimal_value(c) {
                Some(d) => b'0' + d,
                None if unicode::is_space(c) => b' ',
                None => return Err(IntError::Invalid),
            },
        });
    }
    parse_bytes(&ascii, base, limit)
}

/// `int(bytes, base)`.
pub fn parse_bytes(text: &[u8], base: u32, limit: usize) -> Result<ParsedInt, IntError> {
    let text = super::float::trim(text);
    let (negative, mut body) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let mut base = base;
    let mut zero_only = false;
    let prefix = match body {
        [b'0', b'x' | b'X', ..] => 16,
        [b'0', b'o' | b'O', ..] => 8,
        [b'0', b'b' | b'B', ..] => 2,
        _ => 0,
    };
    if base == 0 {
        base = if prefix != 0 { prefix } else { 10 };
        // An old-style octal such as 010 is refused, 00 is fine.
        zero_only = prefix == 0 && body.first() == Some(&b'0');
    }
    if prefix == base && prefix != 0 {
        body = body.get(2..).unwrap_or(&[]);
        // One underscore may follow the prefix.
        if let [b'_', rest @ ..] = body {
            body = rest;
        }
    }
    if !(2..=36).contains(&base) {
        return Err(IntError::Invalid);
    }
    let mut digits = Vec::with_capacity(body.len());
    let mut after_digit = false;
    for &b in body {
        match (b as char).to_digit(base) {
            Some(d) => {
                digits.push(d as u8);
                after_digit = true;
            }
            None if b == b'_' && after_digit => after_digit = false,
            None => return Err(IntError::Invalid),
        }
    }
    if !after_digit || (zero_only && digits.iter().any(|d| *d != 0)) {
        return Err(IntError::Invalid);
    }
    if limit != 0 && digits.len() > limit && !base.is_power_of_two() {
        return Err(IntError::TooLong(digits.len()));
    }
    let mut small = Some(0i64);
    for &d in &digits {
        small = small.and_then(|n| n.checked_mul(base as i64)?.checked_add(d as i64));
    }
    if let Some(n) = small {
        return Ok(ParsedInt::Small(if negative { -n } else { n }));
    }
    let n = BigUint::from_radix_be(&digits, base).ok_or(IntError::Invalid)?;
    Ok(ParsedInt::from_magnitude(negative, n))
}

/// Decimal digits of a big int, or `None` past the limit (0 for no limit).
pub fn big_to_decimal(n: &BigInt, limit: usize) -> Option<String> {
    if limit != 0 {
        // A number of b bits has more than (b - 1) * log10(2) digits: refuse before converting.
        let at_least = ((n.bits().saturating_sub(1)) as f64 * std::f64::consts::LOG10_2) as usize;
        if at_least > limit {
            return None;
        }
    }
    let text = n.to_str_radix(10);
    if limit != 0 && text.len() - text.starts_with('-') as usize > limit {
        return None;
    }
    Some(text)
}
