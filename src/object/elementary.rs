//! Transcendental functions, correctly rounded in all but the rarest cases, and the same on every host.
//!
//! Invariant: each function computes about 100 bits ([`Pair`]) and rounds once. Arguments outside the range in which that works (huge
//! angles, subnormals, infinities, nan) are left to the `libm` crate, whose own results are good to a bit or so.

use super::double_double::Pair;

/// ln(2) / 32 in 38 bits, so that its multiples are exact; and the rest.
const STEP_HEAD: f64 = 0.021660849392446835;
const STEP_TAIL: Pair = Pair::of(5.145609244655338e-14, -3.1493591049703574e-30);
const LN_2: Pair = Pair::of(std::f64::consts::LN_2, 2.3190468138462996e-17);
const PI: Pair = Pair::of(std::f64::consts::PI, 1.2246467991473532e-16);
const HALF_PI: Pair = Pair::of(std::f64::consts::FRAC_PI_2, 6.123233995736766e-17);
/// pi / 2 in parts of 33 bits.
const HALF_PI_PARTS: [f64; 3] = [1.5707963267341256, 6.077100506303966e-11, 2.0222662487111665e-21];
const HALF_PI_REST: f64 = 8.4784276603689e-32;
const TWO_OVER_ROOT_PI: Pair = Pair::of(std::f64::consts::FRAC_2_SQRT_PI, 1.533545961316588e-17);

fn pair(x: f64) -> Pair {
    Pair::from(x)
}

/// 2 to the j/32.
#[rustfmt::skip]
const ROOTS: [Pair; 32] = [
    Pair::of(1.0, 0.0),
    Pair::of(1.0218971486541166, 5.109225028973444e-17),
    Pair::of(1.0442737824274138, 8.551889705537965e-17),
    Pair::of(1.0671404006768237, -7.899853966841582e-17),
    Pair::of(1.0905077326652577, -3.046782079812471e-17),
    Pair::of(1.1143867425958924, 1.0410278456845571e-16),
    Pair::of(1.1387886347566916, 8.912812676025408e-17),
    Pair::of(1.1637248587775775, 3.8292048369240935e-17),
    Pair::of(1.189207115002721, 3.982015231465646e-17),
    Pair::of(1.215247359980469, -7.712630692681488e-17),
    Pair::of(1.241857812073484, 4.658027591836937e-17),
    Pair::of(1.2690509571917332, 2.667932131342186e-18),
    Pair::of(1.2968395546510096, 2.5382502794888315e-17),
    Pair::of(1.3252366431597413, -2.8587312100388614e-17),
    Pair::of(1.3542555469368927, 7.70094837980299e-17),
    Pair::of(1.383909881963832, -6.770511658794786e-17),
    Pair::of(1.4142135623730951, -9.667293313452913e-17),
    Pair::of(1.4451808069770467, -3.0237581349939873e-17),
    Pair::of(1.4768261459394993, -3.483994556892796e-17),
    Pair::of(1.5091644275934228, -1.016455327754295e-16),
    Pair::of(1.5422108254079407, 7.949834809697621e-17),
    Pair::of(1.5759808451078865, -1.0136916471278304e-17),
    Pair::of(1.6104903319492543, 2.4707192569797888e-17),
    Pair::of(1.645755478153965, -1.0125679913674773e-16),
    Pair::of(1.681792830507429, 8.199010020581497e-17),
    Pair::of(1.718619298122478, -1.851380418263111e-17),
    Pair::of(1.7562521603732995, 2.960140695448873e-17),
    Pair::of(1.7947090750031072, 1.8227458427912087e-17),
    Pair::of(1.8340080864093424, 3.283107224245627e-17),
    Pair::of(1.8741676341103, -6.122763413004143e-17),
    Pair::of(1.9152065613971474, -1.0619946056195963e-16),
    Pair::of(1.9571441241754002, 8.960767791036668e-17),
];

/// exp(x) as a pair and a power of two; |x| < 800.
fn exp_pair(x: Pair) -> (Pair, i32) {
    let k = (x.high / (std::f64::consts::LN_2 / 32.0)).round_ties_even();
    // k has at most 16 bits: its product with the head is exact
    let r = Pair::sum(x.high - k * STEP_HEAD, x.low) - STEP_TAIL * pair(k);
    let t = r.high;
    let tail = t
        * t
        * t
        * (1.0 / 6.0 + t * (1.0 / 24.0 + t * (1.0 / 120.0 + t * (1.0 / 720.0 + t * (1.0 / 5040.0 + t / 40320.0)))));
    let less_one = r + (r * r).scaled(0.5) + pair(tail);
    let k = k as i32;
    let root = ROOTS.get((k & 31) as usize).copied().unwrap_or(pair(1.0));
    (root + root * less_one, k >> 5)
}

/// A pair times a power of two, rounded once.
fn rounded((p, k): (Pair, i32)) -> f64 {
    let plain = libm::ldexp(p.high, k);
    if plain.abs() >= f64::MIN_POSITIVE * 2.0 || plain == 0.0 && k < -1100 {
        return plain;
    }
    // subnormal: cut the pair where the result ends, with the rest deciding
    let unit = libm::ldexp(1.0, -1074 - k);
    let scaled = p.scaled(1.0 / unit);
    let whole = scaled.high.round_ties_even();
    let rest = (scaled.high - whole) + scaled.low;
    let whole = if rest > 0.5 {
        whole + 1.0
    } else if rest < -0.5 {
        whole - 1.0
    } else {
        whole
    };
    libm::ldexp(whole, -1074)
}

/// e to the x.
pub fn exp(x: f64) -> f64 {
    if !(x.abs() < 746.0) || x.abs() < 1e-300 {
        return libm::exp(x);
    }
    if x > 709.782712893384 {
        return f64::INFINITY;
    }
    rounded(exp_pair(pair(x)))
}

/// atanh(s) for |s| < 0.02.
fn atanh_series(s: Pair) -> Pair {
    let square = s * s;
    let (mut power, mut total) = (s, s);
    for n in 1..=10 {
        power = power * square;
        total = total + power / pair((2 * n + 1) as f64);
    }
    total
}

/// ln of a normal positive pair.
fn ln_pair(x: Pair) -> Pair {
    if (x.high - 1.0).abs() < 0.03 {
        return atanh_series((x - pair(1.0)) / (x + pair(1.0))).scaled(2.0);
    }
    let guess = libm::log(x.high);
    let (p, k) = exp_pair(pair(-guess));
    let scale = libm::ldexp(1.0, k / 2);
    let rest_scale = libm::ldexp(1.0, k - k / 2);
    let e = x.scaled(scale) * p.scaled(rest_scale) - pair(1.0);
    pair(guess) + (e - (e * e).scaled(0.5))
}

fn is_normal(x: f64) -> bool {
    x > 1e-290 && x < 1e290
}

/// The natural logarithm.
pub fn ln(x: f64) -> f64 {
    if !is_normal(x) || x == 1.0 {
        return libm::log(x);
    }
    ln_pair(pair(x)).high
}

/// The decimal logarithm, from the natural one as C libraries do it: powers of ten come out exact.
pub fn log10(x: f64) -> f64 {
    if !is_normal(x) {
        return libm::log10(x);
    }
    let bits = x.to_bits();
    let k = (bits >> 52) as i64 - 1023;
    let carry = (k < 0) as i64;
    let y = (k + carry) as f64;
    let m = f64::from_bits(bits & ((1 << 52) - 1) | ((1023 - carry) as u64) << 52);
    let z = y * 3.69423907715893078616e-13 + std::f64::consts::LOG10_E * ln(m);
    z + y * 3.01029995663611771306e-01
}

/// x to the y.
pub fn pow(x: f64, y: f64) -> f64 {
    if x < 0.0 && x.is_finite() && y.is_finite() && y == y.trunc() {
        let r = pow(-x, y);
        return if y.abs() % 2.0 == 1.0 { -r } else { r };
    }
    if !is_normal(x) || !y.is_finite() || y.abs() > 1e17 || x == 1.0 || y == 0.0 {
        return libm::pow(x, y);
    }
    let twice = 2.0 * y.abs();
    if twice == twice.trunc() && twice <= 64.0 {
        // products and roots of few bits are exact, and so are ties
        let binary_exponent = ((x.to_bits() >> 52) as i32 - 1023).abs() + 1;
        if binary_exponent * twice as i32 <= 1900 {
            let mut result = if twice as u32 & 1 == 1 { pair(x).sqrt() } else { pair(1.0) };
            let (mut base, mut n) = (pair(x), twice as u32 >> 1);
            while n != 0 {
                if n & 1 == 1 {
                    result = result * base;
                }
                n >>= 1;
                if n != 0 {
                    base = base * base;
                }
            }
            return if y > 0.0 { result.high } else { (pair(1.0) / result).high };
        }
    }
    let exponent = ln_pair(pair(x)) * pair(y);
    if exponent.high.abs() > 744.0 {
        return libm::pow(x, y);
    }
    rounded(exp_pair(exponent))
}

/// sin and cos by their series; |r| < 0.8. The small terms need one double each.
fn sin_cos_series(r: Pair) -> (Pair, Pair) {
    const SIN: [Pair; 3] = [
        Pair::of(0.16666666666666666, 9.25185853854297e-18),
        Pair::of(0.008333333333333333, 1.1564823173178714e-19),
        Pair::of(0.0001984126984126984, 1.7209558293420705e-22),
    ];
    const COS: [Pair; 4] = [
        Pair::of(0.5, 0.0),
        Pair::of(0.041666666666666664, 2.3129646346357427e-18),
        Pair::of(0.001388888888888889, -5.300543954373577e-20),
        Pair::of(2.48015873015873e-05, 2.1511947866775882e-23),
    ];
    let square = r * r;
    let t = square.high;
    let small = |from: f64, first: f64| {
        // 1 - t / (n (n + 1)) * (1 - t / ((n + 2) (n + 3)) * …)
        let mut x = 1.0;
        for n in (0..6).rev() {
            let n = from + 2.0 * n as f64;
            x = 1.0 - t / (n * (n + 1.0)) * x;
        }
        first * x
    };
    let mut s = pair(small(10.0, 2.7557319223985893e-06));
    for c in SIN.iter().rev() {
        s = *c - square * s;
    }
    let mut c = pair(small(11.0, 2.755731922398589e-07));
    for k in COS.iter().rev() {
        c = *k - square * c;
    }
    (r - r * square * s, pair(1.0) - square * c)
}

/// Coefficients 1/3!, 1/5!, … of the sine and 1/4!, 1/6!, … of the cosine.
const SIN_TERMS: [f64; 8] = [
    0.16666666666666666,
    0.008333333333333333,
    0.0001984126984126984,
    2.7557319223985893e-06,
    2.505210838544172e-08,
    1.6059043836821613e-10,
    7.647163731819816e-13,
    2.8114572543455206e-15,
];
const COS_TERMS: [f64; 8] = [
    0.041666666666666664,
    0.001388888888888889,
    2.48015873015873e-05,
    2.755731922398589e-07,
    2.08767569878681e-09,
    1.1470745597729725e-11,
    4.779477332387385e-14,
    1.5619206968586225e-16,
];

/// The alternating series `c0 - c1 z + c2 z² …`.
fn alternating(z: f64, terms: &[f64; 8]) -> f64 {
    terms.iter().rev().fold(0.0, |sum, c| c - z * sum)
}

/// `high + low` if an error of `error` cannot change how it rounds.
fn surely(high: f64, low: f64, error: f64) -> Option<f64> {
    let (up, down) = (high + (low + error), high + (low - error));
    (up == down).then_some(up)
}

/// sin of a reduced angle, when one double and its correction decide it.
fn quick_sin(r: Pair) -> Option<f64> {
    let z = r.high * r.high;
    let bend = -r.high * z * alternating(z, &SIN_TERMS);
    surely(r.high, bend + r.low * (1.0 - 0.5 * z), bend.abs() * 4.5e-16 + r.high.abs() * 1e-19)
}

/// cos of a reduced angle, likewise.
fn quick_cos(r: Pair) -> Option<f64> {
    let z = Pair::product(r.high, r.high);
    let half = 0.5 * z.high;
    let w = 1.0 - half;
    let rest = z.high * z.high * alternating(z.high, &COS_TERMS);
    let low = ((1.0 - w) - half) - 0.5 * z.low - r.high * r.low + rest;
    surely(w, low, rest.abs() * 4.5e-16 + 1e-19)
}

/// Largest angle that is reduced here.
const LARGE_ANGLE: f64 = 1e6;

/// The rest of an angle after whole quarter turns, and their number modulo four.
fn reduced(x: f64) -> (Pair, i64) {
    let k = (x / std::f64::consts::FRAC_PI_2).round_ties_even();
    if k == 0.0 {
        return (pair(x), 0);
    }
    // the first difference is exact: its operands are close
    let mut r = Pair::sum(x - k * HALF_PI_PARTS[0], -k * HALF_PI_PARTS[1]);
    r = r - pair(k * HALF_PI_PARTS[2]);
    (r - pair(k * HALF_PI_REST), k as i64 & 3)
}

fn sin_cos(x: f64) -> (Pair, Pair) {
    let (r, quarter) = reduced(x);
    let (s, c) = sin_cos_series(r);
    match quarter {
        0 => (s, c),
        1 => (c, -s),
        2 => (-s, -c),
        _ => (-c, s),
    }
}

fn is_angle(x: f64) -> bool {
    let x = x.abs();
    x < LARGE_ANGLE && x > 1e-140
}

/// The sine.
pub fn sin(x: f64) -> f64 {
    if !is_angle(x) {
        return libm::sin(x);
    }
    let (r, quarter) = reduced(x);
    let quick = if quarter & 1 == 0 { quick_sin(r) } else { quick_cos(r) };
    match quick {
        Some(y) => {
            if quarter & 2 == 0 {
                y
            } else {
                -y
            }
        }
        None => sin_cos(x).0.high,
    }
}

/// The cosine.
pub fn cos(x: f64) -> f64 {
    if !is_angle(x) {
        return libm::cos(x);
    }
    let (r, quarter) = reduced(x);
    let quick = if quarter & 1 == 0 { quick_cos(r) } else { quick_sin(r) };
    match quick {
        Some(y) => {
            if matches!(quarter, 0 | 3) {
                y
            } else {
                -y
            }
        }
        None => sin_cos(x).1.high,
    }
}

/// The tangent.
pub fn tan(x: f64) -> f64 {
    if !is_angle(x) {
        return libm::tan(x);
    }
    let (s, c) = sin_cos(x);
    (s / c).high
}

/// atan of a pair in [0, 1].
fn atan_pair(t: Pair) -> Pair {
    let guess = libm::atan(t.high);
    let (s, c) = sin_cos_series(pair(guess));
    pair(guess) + (t * c - s) * c
}

/// The angle of the point (x, y), both positive.
fn angle(y: Pair, x: Pair) -> Pair {
    if y.high <= x.high { atan_pair(y / x) } else { HALF_PI - atan_pair(x / y) }
}

fn is_moderate(x: f64) -> bool {
    let x = x.abs();
    x > 1e-140 && x < 1e140
}

/// The arc tangent.
pub fn atan(x: f64) -> f64 {
    if !is_moderate(x) {
        return libm::atan(x);
    }
    angle(pair(x.abs()), pair(1.0)).high.copysign(x)
}

/// The angle of the point (x, y).
pub fn atan2(y: f64, x: f64) -> f64 {
    if !is_moderate(x) || !is_moderate(y) {
        return libm::atan2(y, x);
    }
    let a = angle(pair(y.abs()), pair(x.abs()));
    (if x < 0.0 { PI - a } else { a }).high.copysign(y)
}

/// sqrt(1 - x * x), |x| < 1.
fn complement(x: f64) -> Pair {
    (Pair::sum(1.0, -x) * Pair::sum(1.0, x)).sqrt()
}

/// The arc sine.
pub fn asin(x: f64) -> f64 {
    if !(x.abs() < 1.0) || !is_moderate(x) {
        return libm::asin(x);
    }
    angle(pair(x.abs()), complement(x)).high.copysign(x)
}

/// The arc cosine.
pub fn acos(x: f64) -> f64 {
    if !(x.abs() < 1.0) || !is_moderate(x) {
        return libm::acos(x);
    }
    let a = angle(complement(x), pair(x.abs()));
    (if x < 0.0 { PI - a } else { a }).high
}

/// The hyperbolic cosine, by exp and expm1 as C libraries do it.
pub fn cosh(x: f64) -> f64 {
    let a = x.abs();
    if a < 0.5 * std::f64::consts::LN_2 {
        let t = libm::expm1(a);
        let w = 1.0 + t;
        return if a < 2.8e-17 { w } else { 1.0 + (t * t) / (w + w) };
    }
    if a < 22.0 {
        let t = exp(a);
        return 0.5 * t + 0.5 / t;
    }
    if a < 709.78 {
        return 0.5 * exp(a);
    }
    let half = exp(0.5 * a);
    (0.5 * half) * half
}

/// The hyperbolic tangent, by expm1 as C libraries do it.
pub fn tanh(x: f64) -> f64 {
    let a = x.abs();
    if x.is_nan() || a < 2.8e-17 {
        return x;
    }
    let r = if a >= 22.0 {
        1.0
    } else if a >= 1.0 {
        1.0 - 2.0 / (libm::expm1(2.0 * a) + 2.0)
    } else {
        let t = libm::expm1(-2.0 * a);
        -t / (t + 2.0)
    };
    r.copysign(x)
}

/// atanh of a pair below 1 in magnitude.
fn atanh_pair(s: Pair) -> Pair {
    if s.high.abs() < 0.02 {
        return atanh_series(s);
    }
    ln_pair((pair(1.0) + s) / (pair(1.0) - s)).scaled(0.5)
}

/// The inverse hyperbolic tangent.
pub fn atanh(x: f64) -> f64 {
    if !(x.abs() < 1.0) || !is_moderate(x) {
        return libm::atanh(x);
    }
    atanh_pair(pair(x)).high
}

/// ln(2 x) for a large x.
fn ln_twice(x: f64) -> f64 {
    (ln_pair(pair(x * 2.0f64.powi(-400))) + LN_2 * pair(401.0)).high
}

/// The inverse hyperbolic sine.
pub fn asinh(x: f64) -> f64 {
    let a = x.abs();
    if a >= 1e140 && a.is_finite() {
        return ln_twice(a).copysign(x);
    }
    if !is_moderate(x) {
        return libm::asinh(x);
    }
    let root = (Pair::product(a, a) + pair(1.0)).sqrt();
    let r = if a < 0.5 { atanh_pair(pair(a) / root) } else { ln_pair(pair(a) + root) };
    r.high.copysign(x)
}

/// The inverse hyperbolic cosine.
pub fn acosh(x: f64) -> f64 {
    if x > 1e140 && x.is_finite() {
        return ln_twice(x);
    }
    if !(x > 1.0) || x.is_infinite() {
        return libm::acosh(x);
    }
    if x < 2.0 {
        return atanh_pair((Pair::sum(x, -1.0) / Pair::sum(x, 1.0)).sqrt()).scaled(2.0).high;
    }
    ln_pair(pair(x) + (Pair::product(x, x) - pair(1.0)).sqrt()).high
}

/// exp(-x * x) as a pair and a power of two.
fn bell(x: f64) -> (Pair, i32) {
    exp_pair(-Pair::product(x, x))
}

/// erf by a series of positive terms; 0 < x < 6.
fn erf_pair(x: f64) -> Pair {
    let square = Pair::product(x, x);
    let (mut term, mut total) = (pair(x), pair(x));
    let mut n = 0.0;
    while term.high > total.high * 1e-33 {
        n += 1.0;
        term = term * square / pair(n + 0.5);
        total = total + term;
    }
    let (p, k) = bell(x);
    (p * total * TWO_OVER_ROOT_PI).scaled(libm::ldexp(1.0, k))
}

/// The error function.
pub fn erf(x: f64) -> f64 {
    let a = x.abs();
    if x.is_nan() || a < 1e-140 {
        return libm::erf(x);
    }
    if a >= 6.0 {
        return 1.0f64.copysign(x);
    }
    erf_pair(a).high.copysign(x)
}

/// The complementary error function.
pub fn erfc(x: f64) -> f64 {
    if x < 2.5 {
        if !(x > -6.0) || x.abs() < 1e-140 {
            return libm::erfc(x);
        }
        let e = erf_pair(x.abs());
        return (if x < 0.0 { pair(1.0) + e } else { pair(1.0) - e }).high;
    }
    if !(x < 27.3) {
        return libm::erfc(x);
    }
    // a continued fraction, from its far end
    let mut f = pair(x);
    for n in (1..=150).rev() {
        f = pair(x) + pair(n as f64 / 2.0) / f;
    }
    let (p, k) = bell(x);
    rounded(((p * TWO_OVER_ROOT_PI / f).scaled(0.5), k))
}

/// Length of the vector (x, y).
pub fn hypot(x: f64, y: f64) -> f64 {
    let (x, y) = (x.abs(), y.abs());
    let (large, small) = if x > y { (x, y) } else { (y, x) };
    if !(large.is_finite() && small.is_finite()) || small == 0.0 {
        return libm::hypot(x, y);
    }
    // to the middle of the range, exactly
    let (_, e) = libm::frexp(large);
    let (a, b) = (libm::ldexp(large, -e), libm::ldexp(small, -e));
    if b < 1e-30 {
        return large;
    }
    rounded(((Pair::product(a, a) + Pair::product(b, b)).sqrt(), e))
}
