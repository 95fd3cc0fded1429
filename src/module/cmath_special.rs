//! Values of complex functions where a part of the argument is infinite or nan, as C's Annex G and CPython have them.
//!
//! Invariant: a table has one two-letter entry for each pair of kinds (-inf, negative, -0, 0, positive, inf, nan): the letters of the
//! real and the imaginary part, `..` where the general formula applies, `!!` for a domain error.

use std::f64::consts::PI;

/// Real and imaginary part.
pub type Complex = (f64, f64);

/// What is wrong with a result.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wrong {
    Domain,
    Range,
}

/// Seven rows (real part) of seven entries (imaginary part).
pub type Table = [u8; 98];

pub const ACOS: &Table =
    b"TIPIPIPiPiTinIHI........HinnHI........HiHnHI........HiHnHI........HinnQI0I0I0i0iQinInInnnnnnnnninn";
pub const ACOSH: &Table =
    b"ItIpIpIPIPITInIh........IHnnIh........IHnHIh........IHnHIh........IHnnIqIoIoI0I0IQInInnnnnnnnnInnn";
pub const ASINH: &Table =
    b"iqioioi0i0iQinih........iHnnih........iHnnIh........IHnnIh........IHnnIqIoIoI0I0IQInInnnnon0nnInnn";
pub const ATANH: &Table =
    b"ohohohoHoHoHonoh........oHnnoh........oHon0h........0H0n0h........0Hnn0h0h0h0H0H0H0n0hnnnnnnnn0Hnn";
pub const COSH: &Table =
    b"!!..I0Io..!!In!!........!!nn!!........!!n0!!........!!n0!!........!!nn!!..IoI0..!!Innnnnn0n0nnnnnn";
pub const EXP: &Table =
    b"00..0o00..0000!!........!!nn!!........!!nn!!........!!nn!!........!!nn!!..IoI0..!!Innnnnnon0nnnnnn";
pub const LOG: &Table =
    b"ItIpIpIPIPITInIh........IHnnIh........IHnnIh........IHnnIh........IHnnIqIoIoI0I0IQInInnnnnnnnnInnn";
pub const SINH: &Table =
    b"!!..ioi0..!!In!!........!!nn!!........!!0n!!........!!0n!!........!!nn!!..IoI0..!!Innnnnnon0nnnnnn";
pub const SQRT: &Table =
    b"Ii0i0i0I0IIInIIi........IInnIi........IInnIi........IInnIi........IInnIiIoIoI0I0IIInIinnnnnnnnIInn";
pub const TANH: &Table =
    b"l0..lol0..l0l0!!........!!nn!!........!!on!!........!!0n!!........!!nn10..1o10..1010nnnnnon0nnnnnn";
pub const RECT: &Table =
    b"!!..i0io..!!In!!........!!nn00........000000........0000!!........!!nn!!..IoI0..!!Innnnnn0n0nnnnnn";

fn kind(x: f64) -> usize {
    match x {
        x if x.is_nan() => 6,
        x if x.is_infinite() => {
            if x > 0.0 {
                5
            } else {
                0
            }
        }
        x if x == 0.0 => {
            if x.is_sign_negative() {
                2
            } else {
                3
            }
        }
        x => {
            if x > 0.0 {
                4
            } else {
                1
            }
        }
    }
}

fn letter(c: u8) -> f64 {
    let x = match c.to_ascii_uppercase() {
        b'I' => f64::INFINITY,
        b'P' => PI,
        b'H' => PI / 2.0,
        b'Q' => PI / 4.0,
        b'T' => 3.0 * PI / 4.0,
        b'1' | b'L' => 1.0,
        b'0' | b'O' => 0.0,
        _ => f64::NAN,
    };
    if c.is_ascii_lowercase() { -x } else { x }
}

/// The table's answer; `None` if the general formula applies.
pub fn look_up(table: &Table, (x, y): Complex) -> Option<Result<Complex, Wrong>> {
    if x.is_finite() && y.is_finite() {
        return None;
    }
    let at = 2 * (7 * kind(x) + kind(y));
    match table.get(at..at + 2)? {
        b".." => None,
        b"!!" => Some(Err(Wrong::Domain)),
        &[re, im] => Some(Ok((letter(re), letter(im)))),
        _ => None,
    }
}
