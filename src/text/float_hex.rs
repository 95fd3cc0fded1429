//! `float.hex` and `float.fromhex`.
//!
//! Owns exactness: `fromhex(hex(x)) == x`, and a literal with more bits than a double holds is rounded once, half
//! to even, with every dropped bit taken into account.

use super::float;

/// `x.hex()`.
pub fn hex(x: f64) -> String {
    if !x.is_finite() {
        return float::special(x).to_owned();
    }
    let sign = if x.is_sign_negative() { "-" } else { "" };
    if x == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let bits = x.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    let (lead, exp) = match bits >> 52 & 0x7FF {
        0 => (0, -1022),
        e => (1, e as i64 - 1023),
    };
    format!("{sign}0x{lead}.{fraction:013x}p{exp:+}")
}

/// Why `float.fromhex` refuses a string.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HexError {
    /// `ValueError: invalid hexadecimal floating-point string`.
    Invalid,
    /// `OverflowError: hexadecimal value too large to represent as a float`.
    TooLarge,
}

impl HexError {
    /// The message of the exception.
    pub fn message(self) -> &'static str {
        match self {
            HexError::Invalid => "invalid hexadecimal floating-point string",
            HexError::TooLarge => "hexadecimal value too large to represent as a float",
        }
    }
}

/// `float.fromhex(text)`; `text` is ASCII, anything else is invalid anyway.
pub fn from_hex(text: &[u8]) -> Result<f64, HexError> {
    let text = float::trim(text);
    let (negative, body) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let x = if body.eq_ignore_ascii_case(b"inf") || body.eq_ignore_ascii_case(b"infinity") {
        f64::INFINITY
    } else if body.eq_ignore_ascii_case(b"nan") {
        f64::NAN
    } else {
        // What follows the number is looked at last: a value that is too large is reported first.
        let (x, rest) = magnitude(body)?;
        if !rest.is_empty() {
            return Err(HexError::Invalid);
        }
        x
    };
    Ok(if negative { -x } else { x })
}

fn magnitude(body: &[u8]) -> Result<(f64, &[u8]), HexError> {
    let body = match body {
        [b'0', b'x' | b'X', rest @ ..] => rest,
        _ => body,
    };
    // The leading 64 significant bits, whether anything non-zero follows, and the weight of the last bit kept.
    let mut mant = 0u64;
    let mut sticky = false;
    let mut weight = 0i64;
    let mut digits = 0usize;
    let mut point = false;
    let mut rest = body;
    while let [b, tail @ ..] = rest {
        if *b == b'.' && !point {
            point = true;
        } else if let Some(d) = (*b as char).to_digit(16) {
            digits += 1;
            if mant >> 60 == 0 {
                mant = mant << 4 | d as u64;
                weight -= if point { 4 } else { 0 };
            } else {
                sticky |= d != 0;
                weight += if point { 0 } else { 4 };
            }
        } else {
            break;
        }
        rest = tail;
    }
    if digits == 0 {
        return Err(HexError::Invalid);
    }
    let (exp, rest) = match rest {
        [b'p' | b'P', tail @ ..] => exponent(tail).ok_or(HexError::Invalid)?,
        _ => (0, rest),
    };
    if mant == 0 {
        return Ok((0.0, rest));
    }
    let shift = mant.leading_zeros();
    let mant = mant << shift;
    // |x| = mant * 2**lsb with the top bit of mant set.
    let lsb = exp.saturating_add(weight).saturating_sub(shift as i64);
    let top = lsb.saturating_add(63);
    if top > 1023 {
        return Err(HexError::TooLarge);
    }
    if top < -1075 {
        return Ok((0.0, rest));
    }
    // Bits to drop so that the last one kept weighs 2**-1074 or is the 53rd.
    let drop = if top >= -1022 { 11 } else { (-1074 - lsb) as u32 };
    let (kept, half, below) = if drop >= 64 {
        (0, mant >> 63 == 1 && drop == 64, mant << 1 != 0 || sticky)
    } else {
        (mant >> drop, mant >> (drop - 1) & 1 == 1, mant & ((1 << (drop - 1)) - 1) != 0 || sticky)
    };
    let kept = kept + (half && (below || kept & 1 == 1)) as u64;
    // In a double's own layout a carry out of the fraction moves the exponent by itself.
    let biased = if top >= -1022 { (top + 1022) as u64 } else { 0 };
    let x = f64::from_bits((biased << 52) + kept);
    if x.is_finite() { Ok((x, rest)) } else { Err(HexError::TooLarge) }
}

/// A signed decimal that saturates far outside the exponent range of a double, and what follows it.
fn exponent(text: &[u8]) -> Option<(i64, &[u8])> {
    let (negative, mut rest) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let mut n = None;
    while let [d @ b'0'..=b'9', tail @ ..] = rest {
        n = Some(n.unwrap_or(0i64).saturating_mul(10).saturating_add((d - b'0') as i64).min(1 << 60));
        rest = tail;
    }
    Some((if negative { -n? } else { n? }, rest))
}
