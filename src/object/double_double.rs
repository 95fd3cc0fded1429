//! Arithmetic with pairs of doubles: about 106 bits.
//!
//! Invariant: a pair's first part is the double nearest to the whole, so rounding a result is taking its first part. Magnitudes stay
//! between about 1e-290 and 1e290, where nothing is lost to overflow or underflow.

use std::ops::{Add, Div, Mul, Neg, Sub};

/// A number as the unevaluated sum of two doubles.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    pub high: f64,
    pub low: f64,
}

fn quick(a: f64, b: f64) -> Pair {
    let high = a + b;
    Pair { high, low: b - (high - a) }
}

fn sum(a: f64, b: f64) -> Pair {
    let high = a + b;
    let z = high - a;
    Pair { high, low: (a - (high - z)) + (b - z) }
}

/// Halves of 26 bits (Dekker).
fn split(a: f64) -> (f64, f64) {
    let t = 134217729.0 * a;
    let high = t - (t - a);
    (high, a - high)
}

fn product(a: f64, b: f64) -> Pair {
    let high = a * b;
    let ((ah, al), (bh, bl)) = (split(a), split(b));
    Pair { high, low: ((ah * bh - high) + ah * bl + al * bh) + al * bl }
}

impl Pair {
    /// Two parts that are known, largest first.
    pub const fn of(high: f64, low: f64) -> Pair {
        Pair { high, low }
    }
    /// The sum of two doubles, exactly.
    pub fn sum(a: f64, b: f64) -> Pair {
        sum(a, b)
    }
    /// The product of two doubles, exactly.
    pub fn product(a: f64, b: f64) -> Pair {
        product(a, b)
    }
    /// The square root.
    pub fn sqrt(self) -> Pair {
        if self.high <= 0.0 {
            return Pair::from(0.0);
        }
        let root = self.high.sqrt();
        let rest = self - product(root, root);
        quick(root, rest.high / (2.0 * root))
    }
    /// Times a power of two.
    pub fn scaled(self, factor: f64) -> Pair {
        Pair { high: self.high * factor, low: self.low * factor }
    }
}

impl From<f64> for Pair {
    fn from(x: f64) -> Pair {
        Pair { high: x, low: 0.0 }
    }
}

impl Neg for Pair {
    type Output = Pair;
    fn neg(self) -> Pair {
        Pair { high: -self.high, low: -self.low }
    }
}

impl Add for Pair {
    type Output = Pair;
    fn add(self, b: Pair) -> Pair {
        let s = sum(self.high, b.high);
        let t = sum(self.low, b.low);
        let s = quick(s.high, s.low + t.high);
        quick(s.high, s.low + t.low)
    }
}

impl Sub for Pair {
    type Output = Pair;
    fn sub(self, b: Pair) -> Pair {
        self + -b
    }
}

impl Mul for Pair {
    type Output = Pair;
    fn mul(self, b: Pair) -> Pair {
        let p = product(self.high, b.high);
        quick(p.high, p.low + (self.high * b.low + self.low * b.high))
    }
}

impl Div for Pair {
    type Output = Pair;
    fn div(self, b: Pair) -> Pair {
        let first = self.high / b.high;
        let rest = self - b * Pair::from(first);
        let second = rest.high / b.high;
        let rest = rest - b * Pair::from(second);
        quick(first, second) + Pair::from(rest.high / b.high)
    }
}
