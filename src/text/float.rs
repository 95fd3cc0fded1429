//! Floats as text: `repr`, the `e`/`f`/`g` conversions, `float()` of a string, and `round()`.
//!
//! Owns round trips: `parse(repr(x)) == x` bit for bit, and every conversion is correctly rounded (half to even on
//! exact ties), which is what CPython's dtoa gives. Digit generation is core's own exact algorithm; precision is
//! capped before it is asked, because beyond 767 significant digits a double has only zeros.

use super::unicode;
use super::view::StrView;
use std::fmt::Write;

/// Significant decimal digits after which every finite double is exact.
const MAX_SIGNIFICANT: usize = 767;
/// Decimals after which every finite double is exact.
const MAX_DECIMALS: usize = 1074;

/// Room for the text of most floats.
const USUAL: usize = 24;

/// `repr(x)`.
pub fn repr(x: f64) -> String {
    let mut out = String::with_capacity(USUAL);
    push_repr(&mut out, x, true);
    out
}

/// Appends the shortest digits that read back as `x`; `dot_zero` adds `.0` to integral values as `repr` does
/// (`complex` goes without).
pub fn push_repr(out: &mut String, x: f64, dot_zero: bool) {
    if !x.is_finite() {
        out.push_str(special(x));
        return;
    }
    if x.is_sign_negative() {
        out.push('-');
    }
    if let Some((n, decimals)) = short_decimal(x.abs()) {
        push_decimal(out, n, decimals);
        if decimals == 0 && dot_zero {
            out.push_str(".0");
        }
        return;
    }
    let (digits, exp) = shortest(x);
    layout(out, &digits, exp, -4, 16, dot_zero);
}

/// `inf`, `-inf` or `nan`.
pub fn special(x: f64) -> &'static str {
    if x.is_nan() {
        "nan"
    } else if x > 0.0 {
        "inf"
    } else {
        "-inf"
    }
}

/// A number that few decimals tell, as an int with its last digits behind the point. A decimal of up to 15 digits that reads back as `x`
/// is the only one, so it is the shortest; it reads as the quotient of two floats that are exact.
fn short_decimal(x: f64) -> Option<(u64, usize)> {
    if x != 0.0 && !(1e-4..1e10).contains(&x) {
        return None;
    }
    let mut scale = 1.0;
    for decimals in 0..=4 {
        let n = (x * scale + 0.5) as u64;
        if n as f64 / scale == x {
            return Some((n, decimals));
        }
        scale *= 10.0;
    }
    None
}

/// Appends an int with its last `decimals` digits (at most 15) behind the point.
fn push_decimal(out: &mut String, mut n: u64, decimals: usize) {
    let mut text = [0; 40];
    let (mut at, mut digits) = (text.len(), 0);
    while n > 0 || digits <= decimals {
        if digits == decimals && decimals > 0 {
            at -= 1;
            text[at] = b'.';
        }
        // 32-bit divisions are cheap everywhere
        let digit = match u32::try_from(n) {
            Ok(small) => {
                n = (small / 10) as u64;
                small % 10
            }
            Err(_) => {
                let digit = n % 10;
                n /= 10;
                digit as u32
            }
        };
        at -= 1;
        text[at] = b'0' + digit as u8;
        digits += 1;
    }
    out.push_str(std::str::from_utf8(&text[at..]).unwrap_or(""));
}

/// Appends `x`, finite and not negative, with this many decimals, correctly rounded; false (and nothing done) where that takes more than
/// 128 bits.
fn push_fixed(out: &mut String, x: f64, precision: usize) -> bool {
    const FRACTION: u64 = (1 << 52) - 1;
    let bits = x.to_bits();
    let shift = 1075 - (bits >> 52) as i64;
    if precision > 15 || !(1..=104).contains(&shift) {
        return false;
    }
    let mantissa = bits & FRACTION | FRACTION + 1;
    // 53 bits and 10 more: 64-bit operations are cheap everywhere
    if precision <= 3 && shift < 64 {
        let scaled = mantissa * [1, 10, 100, 1000][precision & 3];
        let (whole, rest, half) = (scaled >> shift, scaled & ((1 << shift) - 1), 1 << (shift - 1));
        push_decimal(out, whole + (rest > half || rest == half && whole & 1 == 1) as u64, precision);
        return true;
    }
    let scaled = mantissa as u128 * 10u64.pow(precision as u32) as u128;
    let (whole, rest, half) = (scaled >> shift, scaled & ((1 << shift) - 1), 1 << (shift - 1));
    let up = rest > half || rest == half && whole & 1 == 1;
    match u64::try_from(whole) {
        Ok(n) if n < u64::MAX => push_decimal(out, n + up as u64, precision),
        _ => return false,
    }
    true
}

/// Shortest digits of |x| and the exponent of the first one: `d.ddd * 10**exp`.
fn shortest(x: f64) -> (String, i32) {
    let x = x.abs();
    let (digits, exp) = scientific(x, None);
    // When x lies exactly between two shortest candidates, CPython takes the even one and core the upper one.
    // x = (d + 1/2) * 10**q needs the lowest set bit of x to weigh 2**(q - 1).
    if digits.len() > 14 && lowest_bit(x) == exp - digits.len() as i32 {
        let (mut even, exp) = scientific(x, Some(digits.len() - 1));
        if format!("{even}e{}", exp - even.len() as i32 + 1).parse() == Ok(x) {
            even.truncate(even.trim_end_matches('0').len());
            return (even, exp);
        }
    }
    (digits, exp)
}

/// Exponent of the lowest set bit.
fn lowest_bit(x: f64) -> i32 {
    let bits = x.to_bits();
    let (mant, exp) = match (bits >> 52 & 0x7FF) as i32 {
        0 => (bits, -1074),
        e => (bits | 1 << 52, e - 1075),
    };
    exp + mant.trailing_zeros() as i32
}

/// The digits of a finite `x` that is not negative (the shortest, or with that many after the first), and the exponent of the first.
fn scientific(x: f64, precision: Option<usize>) -> (String, i32) {
    let mut s = String::with_capacity(USUAL + precision.unwrap_or(0));
    // writing to a String does not fail
    let _ = match precision {
        Some(p) => write!(s, "{x:.p$e}"),
        None => write!(s, "{x:e}"),
    };
    let end = s.rfind('e').unwrap_or(s.len());
    let exp = s.get(end + 1..).and_then(|e| e.parse().ok()).unwrap_or(0);
    s.truncate(end);
    if s.len() > 1 {
        s.remove(1);
    }
    (s, exp)
}

/// Writes digits as a plain decimal when `low <= exp < high`, else with an exponent.
fn layout(out: &mut String, digits: &str, exp: i32, low: i32, high: i32, dot_zero: bool) {
    if exp < low || exp >= high {
        let (first, rest) = digits.split_at(digits.len().min(1));
        out.push_str(first);
        if !rest.is_empty() {
            out.push('.');
            out.push_str(rest);
        }
        push_exponent(out, exp, 'e');
    } else if exp < 0 {
        out.push_str("0.");
        push_zeros(out, (-exp - 1) as usize);
        out.push_str(digits);
    } else {
        let point = exp as usize + 1;
        if digits.len() > point {
            out.push_str(&digits[..point]);
            out.push('.');
            out.push_str(&digits[point..]);
        } else {
            out.push_str(digits);
            push_zeros(out, point - digits.len());
            if dot_zero {
                out.push_str(".0");
            }
        }
    }
}

/// `e+05`: at least two digits.
fn push_exponent(out: &mut String, exp: i32, e: char) {
    out.push(e);
    out.push(if exp < 0 { '-' } else { '+' });
    let n = exp.unsigned_abs();
    if n < 10 {
        out.push('0');
    }
    if n >= 100 {
        out.push((b'0' + (n / 100) as u8) as char);
    }
    if n >= 10 {
        out.push((b'0' + (n / 10 % 10) as u8) as char);
    }
    out.push((b'0' + (n % 10) as u8) as char);
}

fn push_zeros(out: &mut String, n: usize) {
    out.extend(std::iter::repeat_n('0', n));
}

/// The presentation types of a float.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// `e`: scientific.
    Exponent,
    /// `f`: fixed point.
    Fixed,
    /// `g`: whichever is shorter, trailing zeros dropped.
    General,
    /// `repr` digits, laid out as `repr`.
    Shortest,
    /// Like `g`, but keeps one digit after the point: the layout of an empty type with a precision.
    GeneralDotZero,
}

/// How a float is turned into characters.
#[derive(Clone, Copy, Debug)]
pub struct Conversion {
    /// The presentation.
    pub style: Style,
    /// Digits: after the point, or significant for the general styles. Ignored by `Shortest`.
    pub precision: usize,
    /// `#`: always a point, and trailing zeros kept in general style.
    pub alternate: bool,
    /// Capital `E`, `INF`, `NAN`.
    pub upper: bool,
}

/// Digits of |x| (or `inf`/`nan`) without any sign, as `PyOS_double_to_string` lays them out.
pub fn convert(x: f64, how: Conversion) -> String {
    let mut out = String::with_capacity(USUAL + how.precision.min(MAX_SIGNIFICANT));
    let x = x.abs();
    if !x.is_finite() {
        out.push_str(special(x));
    } else {
        match how.style {
            Style::Shortest => {
                push_repr(&mut out, x, true);
                if how.alternate {
                    force_point(&mut out);
                }
            }
            Style::Fixed => {
                let p = how.precision.min(MAX_DECIMALS);
                if !push_fixed(&mut out, x, p) {
                    let _ = write!(out, "{x:.p$}");
                }
                push_zeros(&mut out, how.precision - p);
                if how.alternate {
                    force_point(&mut out);
                }
            }
            Style::Exponent => {
                let p = how.precision.min(MAX_SIGNIFICANT);
                let (digits, exp) = scientific(x, Some(p));
                let (first, rest) = digits.split_at(1);
                out.push_str(first);
                if how.precision > 0 || how.alternate {
                    out.push('.');
                }
                out.push_str(rest);
                push_zeros(&mut out, how.precision - p);
                push_exponent(&mut out, exp, 'e');
            }
            Style::General | Style::GeneralDotZero => general(&mut out, x, how),
        }
    }
    if how.upper {
        out.make_ascii_uppercase();
    }
    out
}

fn general(out: &mut String, x: f64, how: Conversion) {
    let precision = how.precision.max(1);
    let p = precision.min(MAX_SIGNIFICANT) - 1;
    let (mut digits, exp) = scientific(x, Some(p));
    let dot_zero = how.style == Style::GeneralDotZero;
    // With a forced `.0` the last significant position belongs to the digit after the point.
    let high = i32::try_from(precision).unwrap_or(i32::MAX) - dot_zero as i32;
    if how.alternate {
        push_zeros(&mut digits, precision - 1 - p);
    } else {
        let kept = digits.trim_end_matches('0').len().max(1);
        digits.truncate(kept);
    }
    layout(out, &digits, exp, -4, high, dot_zero);
    if how.alternate {
        force_point(out);
    }
}

/// Adds a point after the last mantissa digit when there is none.
fn force_point(out: &mut String) {
    if !out.contains('.') {
        match out.find('e') {
            Some(i) => out.insert(i, '.'),
            None => out.push('.'),
        }
    }
}

/// `float(text)`: the value, or `None` when the text is not a float literal as `float()` reads it.
pub fn parse_view(v: StrView) -> Option<f64> {
    if let StrView::Ascii(u) = v {
        return parse_bytes(u);
    }
    let mut ascii = Vec::with_capacity(v.len());
    for c in v.iter() {
        ascii.push(match c {
            0..=0x7F => c as u8,
            c => match unicode::decimal_value(c) {
                Some(d) => b'0' + d,
                None if unicode::is_space(c) => b' ',
                None => return None,
            },
        });
    }
    parse_bytes(&ascii)
}

/// `float(bytes)`.
pub fn parse_bytes(text: &[u8]) -> Option<f64> {
    let text = trim(text);
    if text.contains(&b'_') {
        // PEP 515: an underscore stands between two digits.
        let mut plain = Vec::with_capacity(text.len());
        for (i, &b) in text.iter().enumerate() {
            if b != b'_' {
                plain.push(b);
                continue;
            }
            let digit = |j: Option<usize>| j.and_then(|j| text.get(j)).is_some_and(u8::is_ascii_digit);
            if !digit(i.checked_sub(1)) || !digit(Some(i + 1)) {
                return None;
            }
        }
        return parse_plain(&plain);
    }
    parse_plain(text)
}

/// Strips C's white space; unlike `str.isspace`, the information separators 28..=31 are none.
pub(super) fn trim(mut text: &[u8]) -> &[u8] {
    let space = |b: u8| matches!(b, 9..=13 | 32);
    while let [b, rest @ ..] = text
        && space(*b)
    {
        text = rest;
    }
    while let [rest @ .., b] = text
        && space(*b)
    {
        text = rest;
    }
    text
}

fn parse_plain(text: &[u8]) -> Option<f64> {
    let (negative, body) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let x = match body.first()? {
        b'0'..=b'9' | b'.' => {
            // core's grammar is the same from here on: digits, point, exponent; no letters, no underscores.
            if !body.iter().all(|b| matches!(b, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-')) {
                return None;
            }
            std::str::from_utf8(body).ok()?.parse::<f64>().ok()?
        }
        _ if body.eq_ignore_ascii_case(b"inf") || body.eq_ignore_ascii_case(b"infinity") => f64::INFINITY,
        _ if body.eq_ignore_ascii_case(b"nan") => f64::NAN,
        _ => return None,
    };
    Some(if negative { -x } else { x })
}

/// `round(x)` to an integral float, half to even. The caller turns it into an int and refuses inf and nan.
pub fn round_to_integral(x: f64) -> f64 {
    x.round_ties_even()
}

/// `round(x, ndigits)`; `None` when the result overflows ("rounded value too large to represent").
pub fn round_digits(x: f64, ndigits: i64) -> Option<f64> {
    if !x.is_finite() || x == 0.0 || ndigits > 323 {
        return Some(x);
    }
    if ndigits < -308 {
        return Some(0.0 * x);
    }
    let rounded = if ndigits >= 0 {
        let n = ndigits as usize;
        format!("{x:.n$}").parse::<f64>().ok()?
    } else {
        let drop = ndigits.unsigned_abs() as usize;
        let text = format!("{:.0}", x.abs().trunc());
        let magnitude = match text.len().checked_sub(drop) {
            None => 0.0,
            // Only the digit before the first one could survive: 1 when x is above half of it.
            Some(0) => {
                let half = format!("5e{}", drop - 1).parse::<f64>().ok()?;
                let above = text.as_bytes().first().is_some_and(|d| *d >= b'5') && x.abs() > half;
                if above { format!("1e{drop}").parse::<f64>().ok()? } else { 0.0 }
            }
            Some(keep) => {
                let exact = format!("{:.*e}", keep - 1, x.abs());
                exact.parse::<f64>().ok()?
            }
        };
        magnitude.copysign(x)
    };
    rounded.is_finite().then_some(rounded)
}
