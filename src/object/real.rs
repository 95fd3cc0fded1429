//! Exact operations on doubles: scaling, neighbours, sums and products with what they lost, and the length of vectors.
//!
//! Invariant: nothing here rounds more than once, except where a result is documented as approximate.

/// `x * 2**n`, rounded once.
pub fn ldexp(x: f64, n: i32) -> f64 {
    libm::ldexp(x, n)
}

/// Fraction in [0.5, 1) and exponent.
pub fn frexp(x: f64) -> (f64, i32) {
    if x == 0.0 || !x.is_finite() { (x, 0) } else { libm::frexp(x) }
}

/// A sum and what it lost (`|a| >= |b|` or `a` zero).
pub fn fast_two_sum(a: f64, b: f64) -> (f64, f64) {
    let x = a + b;
    (x, (a - x) + b)
}

/// A sum and what it lost.
pub fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let x = a + b;
    let z = x - a;
    (x, (a - (x - z)) + (b - z))
}

/// A product and what it lost.
pub fn two_product(a: f64, b: f64) -> (f64, f64) {
    let x = a * b;
    (x, a.mul_add(b, -x))
}

/// Length of a vector whose components are given as magnitudes; changes them.
pub fn norm(v: &mut [f64]) -> f64 {
    let max = v.iter().fold(0.0f64, |m, x| if *x > m { *x } else { m });
    if max.is_infinite() {
        return max;
    }
    if v.iter().any(|x| x.is_nan()) {
        return f64::NAN;
    }
    if max == 0.0 || v.len() <= 1 {
        return max;
    }
    let (_, e) = frexp(max);
    if e < -1023 {
        // subnormals are made normal first
        v.iter_mut().for_each(|x| *x /= f64::MIN_POSITIVE);
        return f64::MIN_POSITIVE * norm(v);
    }
    let scale = ldexp(1.0, -e);
    let (mut sum, mut low1, mut low2) = (1.0f64, 0.0f64, 0.0f64);
    for x in v.iter() {
        let (square, lost) = two_product(x * scale, x * scale);
        let (s, lost_in_sum) = fast_two_sum(sum, square);
        sum = s;
        low1 += lost;
        low2 += lost_in_sum;
    }
    let mut h = (sum - 1.0 + (low1 + low2)).sqrt();
    let (square, lost) = two_product(-h, h);
    let (s, lost_in_sum) = fast_two_sum(sum, square);
    low1 += lost;
    low2 += lost_in_sum;
    let rest = s - 1.0 + (low1 + low2);
    h += rest / (2.0 * h);
    h / scale
}

/// The next float after `x` towards `y`, `steps` times.
pub fn next_after(x: f64, y: f64, steps: u64) -> f64 {
    if x.is_nan() || y.is_nan() {
        return if steps == 0 { x } else { x + y };
    }
    if steps == 0 {
        return x;
    }
    if x == y {
        return y;
    }
    // positions on the line of all doubles, zero in the middle
    let place = |f: f64| {
        let bits = f.to_bits();
        if bits >> 63 == 1 { -((bits & (u64::MAX >> 1)) as i128) } else { bits as i128 }
    };
    let (from, to) = (place(x), place(y));
    let steps = steps as i128;
    let at = if to > from { (from + steps).min(to) } else { (from - steps).max(to) };
    // zero is reached from where `x` stands
    if at == to && y != 0.0 {
        return y;
    }
    let magnitude = f64::from_bits(at.unsigned_abs() as u64);
    if at < 0 || at == 0 && x < 0.0 { -magnitude } else { magnitude }
}

/// The value of the last bit of `x`.
pub fn ulp(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    let x = x.abs();
    if x.is_infinite() {
        return x;
    }
    let above = next_after(x, f64::INFINITY, 1);
    if above.is_infinite() { x - next_after(x, f64::NEG_INFINITY, 1) } else { above - x }
}
