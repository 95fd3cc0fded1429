//! The gamma function and its logarithm, by Lanczos' approximation (N = 13, g = 6.0246…, coefficients as published with Boost).
//!
//! Invariant: nan and infinities mark errors: the caller turns them into exceptions.

use crate::object::elementary;
use std::f64::consts::PI;

const G: f64 = 6.024680040776729583740234375;
const G_MINUS_HALF: f64 = 5.524680040776729583740234375;
const LN_PI: f64 = 1.144729885849400174143427351353058711647;

#[allow(clippy::excessive_precision)]
const NUMERATOR: [f64; 13] = [
    23531376880.410759688572007674451636754734846804940,
    42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843,
    17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708,
    1439720407.3117216736632230727949123939715485786372,
    248874557.86205415651146038641322942321632125127801,
    31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768,
    186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024,
    210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408,
];
const DENOMINATOR: [f64; 13] = [
    0.0,
    39916800.0,
    120543840.0,
    150917976.0,
    105258076.0,
    45995730.0,
    13339535.0,
    2637558.0,
    357423.0,
    32670.0,
    1925.0,
    66.0,
    1.0,
];

fn lanczos_sum(x: f64) -> f64 {
    let (mut n, mut d) = (0.0, 0.0);
    if x < 5.0 {
        for (p, q) in NUMERATOR.iter().zip(&DENOMINATOR).rev() {
            n = n * x + p;
            d = d * x + q;
        }
    } else {
        for (p, q) in NUMERATOR.iter().zip(&DENOMINATOR) {
            n = n / x + p;
            d = d / x + q;
        }
    }
    n / d
}

/// sin(pi * x) of a finite x.
fn sin_pi(x: f64) -> f64 {
    let y = x.abs() % 2.0;
    let r = match (2.0 * y).round() as i32 {
        0 => elementary::sin(PI * y),
        1 => elementary::cos(PI * (y - 0.5)),
        2 => elementary::sin(PI * (1.0 - y)),
        3 => -elementary::cos(PI * (y - 1.5)),
        _ => elementary::sin(PI * (y - 2.0)),
    };
    1.0f64.copysign(x) * r
}

/// Gamma; infinite at zero and when too large, nan at negative integers.
pub fn gamma(x: f64) -> f64 {
    if !x.is_finite() {
        return if x == f64::NEG_INFINITY { f64::NAN } else { x };
    }
    if x == 0.0 {
        return f64::INFINITY.copysign(x);
    }
    if x == x.floor() {
        if x < 0.0 {
            return f64::NAN;
        }
        if x <= 23.0 {
            // exact products of small integers
            return (1..x as u32).map(f64::from).product();
        }
    }
    let size = x.abs();
    if size < 1e-20 {
        return 1.0 / x;
    }
    if size > 200.0 {
        return if x < 0.0 { 0.0 / sin_pi(x) } else { f64::INFINITY };
    }
    let y = size + G_MINUS_HALF;
    let z = if size > G_MINUS_HALF { (y - size) - G_MINUS_HALF } else { (y - G_MINUS_HALF) - size };
    let z = z * G / y;
    if x < 0.0 {
        let mut r = -PI / sin_pi(size) / size * elementary::exp(y) / lanczos_sum(size);
        r -= z * r;
        if size < 140.0 {
            return r / elementary::pow(y, size - 0.5);
        }
        let root = elementary::pow(y, size / 2.0 - 0.25);
        r / root / root
    } else {
        let mut r = lanczos_sum(size) / elementary::exp(y);
        r += z * r;
        if size < 140.0 {
            return r * elementary::pow(y, size - 0.5);
        }
        let root = elementary::pow(y, size / 2.0 - 0.25);
        r * root * root
    }
}

/// ln |gamma|; infinite at the poles and when too large.
pub fn ln_gamma(x: f64) -> f64 {
    if !x.is_finite() {
        return if x.is_nan() { x } else { f64::INFINITY };
    }
    if x == x.floor() && x <= 2.0 {
        return if x <= 0.0 { f64::INFINITY } else { 0.0 };
    }
    let size = x.abs();
    if size < 1e-20 {
        return -elementary::ln(size);
    }
    let mut r = elementary::ln(lanczos_sum(size)) - G;
    r += (size - 0.5) * (elementary::ln(size + G - 0.5) - 1.0);
    if x < 0.0 {
        r = LN_PI - elementary::ln(sin_pi(size).abs()) - elementary::ln(size) - r;
    }
    r
}
