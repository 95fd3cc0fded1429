//! Arithmetic of complex numbers.
//!
//! Invariant: an operand that is real stays real: no zero imaginary part is made up for it, so signs of zeros and infinities survive
//! mixed operations.

use super::number::{Number, float_of_int};
use super::{complex, elementary};
use crate::code::BinOp;
use crate::vm::Vm;
use crate::vm::native::PyResult;

/// Real and imaginary part.
pub type Complex = (f64, f64);

enum Operand {
    Real(f64),
    Complex(Complex),
}

fn operand(vm: &mut Vm, n: Number) -> PyResult<Operand> {
    Ok(match n {
        Number::Int(i) => Operand::Real(float_of_int(vm, i)?),
        Number::Float(f) => Operand::Real(f),
        Number::Complex(re, im) => Operand::Complex((re, im)),
    })
}

impl Operand {
    fn widen(self) -> Complex {
        match self {
            Operand::Real(f) => (f, 0.0),
            Operand::Complex(c) => c,
        }
    }
}

/// `x op y` where at least one is complex; `None` for an operator that complex numbers do not have.
pub fn binary(vm: &mut Vm, op: BinOp, x: Number, y: Number) -> Option<PyResult> {
    if !matches!(op, BinOp::Add | BinOp::Sub | BinOp::Mul | BinOp::TrueDiv | BinOp::Pow) {
        return None;
    }
    Some(compute(vm, op, x, y))
}

fn compute(vm: &mut Vm, op: BinOp, x: Number, y: Number) -> PyResult {
    use Operand::{Complex as C, Real as R};
    let (x, y) = (operand(vm, x)?, operand(vm, y)?);
    let (re, im) = match (op, x, y) {
        (BinOp::Add, C((a, b)), C((c, d))) => (a + c, b + d),
        (BinOp::Add, C((a, b)), R(c)) | (BinOp::Add, R(c), C((a, b))) => (a + c, b),
        (BinOp::Sub, C((a, b)), C((c, d))) => (a - c, b - d),
        (BinOp::Sub, C((a, b)), R(c)) => (a - c, b),
        (BinOp::Sub, R(a), C((c, d))) => (a - c, -d),
        (BinOp::Mul, C(z), C(w)) => product(z, w),
        (BinOp::Mul, C((a, b)), R(c)) | (BinOp::Mul, R(c), C((a, b))) => (a * c, b * c),
        (BinOp::TrueDiv, z, w) => {
            let quotient = match (z, w) {
                (C(z), C(w)) => quotient(z, w),
                (R(a), C(w)) => real_quotient(a, w),
                (z, R(c)) if c != 0.0 => {
                    let (a, b) = z.widen();
                    Some((a / c, b / c))
                }
                _ => None,
            };
            quotient.ok_or_else(|| vm.zero_division("division by zero"))?
        }
        (_, x, y) => return pow(vm, x.widen(), y.widen()),
    };
    Ok(complex::new(re, im))
}

/// 1 for an infinity, 0 for a finite number or nan, with its sign.
fn boxed(x: f64) -> f64 {
    (if x.is_infinite() { 1.0f64 } else { 0.0 }).copysign(x)
}

fn no_nan(x: f64) -> f64 {
    if x.is_nan() { 0.0f64.copysign(x) } else { x }
}

/// `z * w`, with the infinities of C's Annex G recovered.
pub fn product(z: Complex, w: Complex) -> Complex {
    let ((mut a, mut b), (mut c, mut d)) = (z, w);
    let (ac, bd, ad, bc) = (a * c, b * d, a * d, b * c);
    let r = (ac - bd, ad + bc);
    if !(r.0.is_nan() && r.1.is_nan()) {
        return r;
    }
    let mut again = false;
    if a.is_infinite() || b.is_infinite() {
        (a, b, c, d) = (boxed(a), boxed(b), no_nan(c), no_nan(d));
        again = true;
    }
    if c.is_infinite() || d.is_infinite() {
        (c, d, a, b) = (boxed(c), boxed(d), no_nan(a), no_nan(b));
        again = true;
    }
    if !again && [ac, bd, ad, bc].iter().any(|p| p.is_infinite()) {
        (a, b, c, d) = (no_nan(a), no_nan(b), no_nan(c), no_nan(d));
        again = true;
    }
    if again { (f64::INFINITY * (a * c - b * d), f64::INFINITY * (a * d + b * c)) } else { r }
}

/// `z / w`; `None` for a zero divisor.
pub fn quotient(z: Complex, w: Complex) -> Option<Complex> {
    let ((a, b), (c, d)) = (z, w);
    let r = if c.abs() >= d.abs() {
        if c == 0.0 {
            return None;
        }
        let ratio = d / c;
        let denominator = c + d * ratio;
        ((a + b * ratio) / denominator, (b - a * ratio) / denominator)
    } else if d.abs() >= c.abs() {
        let ratio = c / d;
        let denominator = c * ratio + d;
        ((a * ratio + b) / denominator, (b * ratio - a) / denominator)
    } else {
        (f64::NAN, f64::NAN)
    };
    if !(r.0.is_nan() && r.1.is_nan()) {
        return Some(r);
    }
    let finite = |(x, y): Complex| x.is_finite() && y.is_finite();
    let infinite = |(x, y): Complex| x.is_infinite() || y.is_infinite();
    if infinite(z) && finite(w) {
        let (x, y) = (boxed(a), boxed(b));
        return Some((f64::INFINITY * (x * c + y * d), f64::INFINITY * (y * c - x * d)));
    }
    if infinite(w) && finite(z) {
        let (x, y) = (boxed(c), boxed(d));
        return Some((0.0 * (a * x + b * y), 0.0 * (b * x - a * y)));
    }
    Some(r)
}

/// `a / w` for a real `a`; `None` for a zero divisor.
fn real_quotient(a: f64, w: Complex) -> Option<Complex> {
    let (c, d) = w;
    let r = if c.abs() >= d.abs() {
        if c == 0.0 {
            return None;
        }
        let ratio = d / c;
        let denominator = c + d * ratio;
        (a / denominator, (-a * ratio) / denominator)
    } else if d.abs() >= c.abs() {
        let ratio = c / d;
        let denominator = c * ratio + d;
        ((a * ratio) / denominator, -a / denominator)
    } else {
        (f64::NAN, f64::NAN)
    };
    if r.0.is_nan() && r.1.is_nan() && a.is_finite() && (c.is_infinite() || d.is_infinite()) {
        return Some((0.0 * (a * boxed(c)), 0.0 * (-a * boxed(d))));
    }
    Some(r)
}

fn power_unsigned(z: Complex, n: u32) -> Complex {
    // beginning with one decides the signs of zeros
    let mut r = (1.0, 0.0);
    let mut p = z;
    let mut n = n;
    while n != 0 {
        if n & 1 == 1 {
            r = product(r, p);
        }
        n >>= 1;
        if n != 0 {
            p = product(p, p);
        }
    }
    r
}

/// `z ** w`.
pub fn pow(vm: &mut Vm, z: Complex, w: Complex) -> PyResult {
    let zero_base = |vm: &mut Vm| Err(vm.zero_division("zero to a negative or complex power"));
    let r = if w.1 == 0.0 && w.0 == w.0.floor() && w.0.abs() <= 100.0 {
        let p = power_unsigned(z, w.0.abs() as u32);
        if w.0 >= 0.0 {
            p
        } else {
            match quotient((1.0, 0.0), p) {
                Some(r) => r,
                None => return zero_base(vm),
            }
        }
    } else if z == (0.0, 0.0) {
        if w.1 != 0.0 || w.0 < 0.0 {
            return zero_base(vm);
        }
        (0.0, 0.0)
    } else {
        let size = elementary::hypot(z.0, z.1);
        let mut length = elementary::pow(size, w.0);
        let angle = elementary::atan2(z.1, z.0);
        let mut phase = angle * w.0;
        if w.1 != 0.0 {
            length *= elementary::exp(-angle * w.1);
            phase += w.1 * elementary::ln(size);
        }
        if phase.is_infinite() {
            return zero_base(vm);
        }
        (length * elementary::cos(phase), length * elementary::sin(phase))
    };
    if r.0.is_infinite() || r.1.is_infinite() {
        return Err(vm.overflow_error("complex exponentiation"));
    }
    Ok(complex::new(r.0, r.1))
}
