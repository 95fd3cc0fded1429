//! Arithmetic of ints of any size, with Python's floor semantics.
//!
//! Invariant: before a result is computed its size is estimated, and an operation whose result would pass [`MAX_BITS`] raises MemoryError
//! (or OverflowError, where CPython's own limit is passed) without allocating.

use super::int::big;
use super::number::Int;
use super::{float_arith, number};
use crate::code::BinOp;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::PyResult;
use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// Bits of the largest int that an operation may make.
pub const MAX_BITS: u64 = if cfg!(target_pointer_width = "32") { 1 << 28 } else { 1 << 31 };

/// A Python int of an `i128`.
#[inline]
pub fn from_i128(n: i128) -> Value {
    match i64::try_from(n) {
        Ok(i) => Value::int(i),
        Err(_) => big(n.into()),
    }
}

/// `x op y`; `None` for an operator that ints do not have.
pub fn binary(vm: &mut Vm, op: BinOp, x: Int, y: Int) -> Option<PyResult> {
    if let (Int::Small(a), Int::Small(b)) = (x, y) {
        let (wide_a, wide_b) = (a as i128, b as i128);
        let done = match op {
            BinOp::Add => from_i128(wide_a + wide_b),
            BinOp::Sub => from_i128(wide_a - wide_b),
            BinOp::Mul => from_i128(wide_a * wide_b),
            BinOp::FloorDiv if b != 0 => from_i128(Integer::div_floor(&wide_a, &wide_b)),
            BinOp::Mod if b != 0 => from_i128(Integer::mod_floor(&wide_a, &wide_b)),
            BinOp::And => Value::int(a & b),
            BinOp::Or => Value::int(a | b),
            BinOp::Xor => Value::int(a ^ b),
            _ => return slow(vm, op, x, y),
        };
        return Some(Ok(done));
    }
    slow(vm, op, x, y)
}

/// A number of at most 126 bits.
fn narrow(x: Int) -> Option<i128> {
    match x {
        Int::Small(i) => Some(i as i128),
        Int::Big(b) if b.bits() <= 126 => b.to_i128(),
        Int::Big(_) => None,
    }
}

fn slow(vm: &mut Vm, op: BinOp, x: Int, y: Int) -> Option<PyResult> {
    // a quotient of two words is had for half of what one of any size takes
    if matches!(op, BinOp::FloorDiv | BinOp::Mod)
        && let (Some(a), Some(b)) = (narrow(x), narrow(y))
        && b != 0
    {
        let (q, r) = Integer::div_mod_floor(&a, &b);
        return Some(Ok(from_i128(if op == BinOp::Mod { r } else { q })));
    }
    let (a, b) = (|| x.to_big(), || y.to_big());
    Some(match op {
        BinOp::Add => Ok(big(match (x, y) {
            (Int::Big(p), Int::Small(q)) | (Int::Small(q), Int::Big(p)) => p + q,
            _ => &*a() + &*b(),
        })),
        BinOp::Sub => Ok(big(match (x, y) {
            (Int::Big(p), Int::Small(q)) => p - q,
            _ => &*a() - &*b(),
        })),
        BinOp::Mul if x.bits() + y.bits() > MAX_BITS => Err(vm.memory_error()),
        BinOp::Mul => Ok(big(match (x, y) {
            (Int::Big(p), Int::Small(q)) | (Int::Small(q), Int::Big(p)) => p * q,
            _ => &*a() * &*b(),
        })),
        BinOp::TrueDiv => true_div(vm, x, y),
        BinOp::FloorDiv | BinOp::Mod if y.is_zero() => Err(vm.zero_division("division by zero")),
        BinOp::FloorDiv => Ok(big(a().div_floor(&b()))),
        BinOp::Mod => Ok(big(a().mod_floor(&b()))),
        BinOp::Pow => pow(vm, x, y),
        BinOp::LShift => shift_left(vm, x, y),
        BinOp::RShift => shift_right(vm, x, y),
        BinOp::And => Ok(big(&*a() & &*b())),
        BinOp::Or => Ok(big(&*a() | &*b())),
        BinOp::Xor => Ok(big(&*a() ^ &*b())),
        BinOp::MatMul => return None,
    })
}

/// `divmod(x, y)`.
pub fn div_mod(vm: &mut Vm, x: Int, y: Int) -> PyResult<(Value, Value)> {
    if y.is_zero() {
        return Err(vm.zero_division("division by zero"));
    }
    if let (Int::Small(a), Int::Small(b)) = (x, y) {
        let (q, r) = Integer::div_mod_floor(&(a as i128), &(b as i128));
        return Ok((from_i128(q), from_i128(r)));
    }
    let (q, r) = x.to_big().div_mod_floor(&y.to_big());
    Ok((big(q), big(r)))
}

/// `~x`.
pub fn invert(x: Int) -> Value {
    match x {
        Int::Small(i) => Value::int(!i),
        Int::Big(b) => big(!b),
    }
}

/// `x / y`, correctly rounded.
fn true_div(vm: &mut Vm, x: Int, y: Int) -> PyResult {
    const EXACT: u64 = 1 << 53;
    if y.is_zero() {
        return Err(vm.zero_division("division by zero"));
    }
    if let (Int::Small(a), Int::Small(b)) = (x, y)
        && a.unsigned_abs() <= EXACT
        && b.unsigned_abs() <= EXACT
    {
        return Ok(Value::float(a as f64 / b as f64));
    }
    match divide(&x.to_big(), &y.to_big()) {
        Some(f) => Ok(Value::float(f)),
        None => Err(vm.overflow_error("integer division result too large for a float")),
    }
}

/// The double nearest to `a / b` (b is not zero); `None` when it is too large.
pub fn divide(a: &BigInt, b: &BigInt) -> Option<f64> {
    let negative = a.is_negative() != b.is_negative();
    let sign = |x: f64| if negative { -x } else { x };
    if a.is_zero() {
        return Some(sign(0.0));
    }
    let exponent = a.bits() as i64 - b.bits() as i64;
    if exponent > 1030 {
        return None;
    }
    if exponent < -1100 {
        return Some(sign(0.0));
    }
    // A quotient of 60 or 61 bits, its last one sticky.
    let shift = 60 - exponent;
    let (q, r) = if shift >= 0 {
        (a.magnitude() << shift as u64).div_rem(b.magnitude())
    } else {
        a.magnitude().div_rem(&(b.magnitude() << (-shift) as u64))
    };
    let mantissa = q.iter_u64_digits().next().unwrap_or(0);
    round_scaled(mantissa, !r.is_zero(), -shift).map(sign)
}

/// The double nearest to `mantissa * 2**exponent` (a little more if `sticky`), ties to even; `None` when it is too large.
pub fn round_scaled(mantissa: u64, sticky: bool, exponent: i64) -> Option<f64> {
    if mantissa == 0 {
        return Some(0.0);
    }
    let zeros = mantissa.leading_zeros();
    let mantissa = mantissa << zeros;
    let lsb = exponent - zeros as i64;
    let top = lsb + 63;
    if top > 1023 {
        return None;
    }
    if top < -1075 {
        return Some(0.0);
    }
    let drop = if top >= -1022 { 11 } else { (-1074 - lsb) as u32 };
    let (kept, half, below) = if drop >= 64 {
        (0, drop == 64, mantissa << 1 != 0 || sticky)
    } else {
        (mantissa >> drop, mantissa >> (drop - 1) & 1 == 1, mantissa & ((1 << (drop - 1)) - 1) != 0 || sticky)
    };
    let kept = kept + (half && (below || kept & 1 == 1)) as u64;
    // A normal number's own top bit adds one to the exponent field; so does a carry out of the fraction.
    let field = if top >= -1022 { (top + 1022) as u64 } else { 0 };
    let f = f64::from_bits((field << 52) + kept);
    f.is_finite().then_some(f)
}

/// `x ** y`.
pub fn pow(vm: &mut Vm, x: Int, y: Int) -> PyResult {
    if y.is_negative() {
        let (f, g) = (number::float_of_int(vm, x)?, number::float_of_int(vm, y)?);
        return float_arith::pow(vm, f, g);
    }
    if y.is_zero() {
        return Ok(Value::int(1));
    }
    match x {
        Int::Small(0) => return Ok(Value::int(0)),
        Int::Small(1) => return Ok(Value::int(1)),
        Int::Small(-1) => {
            let odd = match y {
                Int::Small(n) => n & 1 == 1,
                Int::Big(n) => n.is_odd(),
            };
            return Ok(Value::int(if odd { -1 } else { 1 }));
        }
        _ => {}
    }
    // |x| >= 2: the result has at least (bits - 1) * y bits.
    let n = match y.to_i64() {
        Some(n) if (n as u64).checked_mul(x.bits().max(2) - 1).is_some_and(|bits| bits <= MAX_BITS) => n as u64,
        _ => return Err(vm.memory_error()),
    };
    if let Int::Small(a) = x {
        if let Some(r) = u32::try_from(n).ok().and_then(|n| a.checked_pow(n)) {
            return Ok(Value::int(r));
        }
        if a.unsigned_abs().is_power_of_two() {
            let r = BigInt::one() << (n * a.trailing_zeros() as u64);
            return Ok(big(if a < 0 && n & 1 == 1 { -r } else { r }));
        }
    }
    if n.saturating_mul(x.bits()) > MAX_BITS {
        return Err(vm.memory_error());
    }
    Ok(big(num_traits::Pow::pow(&*x.to_big(), n)))
}

/// `pow(x, y, m)` of ints.
pub fn pow_mod(vm: &mut Vm, x: Int, y: Int, m: Int) -> PyResult {
    if m.is_zero() {
        return Err(vm.value_error("pow() 3rd argument cannot be 0"));
    }
    let modulus = m.to_big();
    let absolute = modulus.abs();
    if absolute.is_one() {
        return Ok(Value::int(0));
    }
    let mut base = x.to_big().mod_floor(&absolute);
    let mut exponent = y.to_big().into_owned();
    if exponent.is_negative() {
        let inverse = base.extended_gcd(&absolute);
        if !inverse.gcd.is_one() {
            return Err(vm.value_error("base is not invertible for the given modulus"));
        }
        base = inverse.x.mod_floor(&absolute);
        exponent = -exponent;
    }
    let small = (
        num_traits::ToPrimitive::to_u64(&base),
        num_traits::ToPrimitive::to_u64(&exponent),
        num_traits::ToPrimitive::to_u64(&absolute),
    );
    let mut result = match small {
        (Some(mut b), Some(mut e), Some(m)) => {
            let mut r = 1u64;
            while e != 0 {
                if e & 1 == 1 {
                    r = (r as u128 * b as u128 % m as u128) as u64;
                }
                b = (b as u128 * b as u128 % m as u128) as u64;
                e >>= 1;
            }
            BigInt::from(r)
        }
        _ => base.modpow(&exponent, &absolute),
    };
    if modulus.is_negative() && !result.is_zero() {
        result += &*modulus;
    }
    Ok(big(result))
}

fn shift_left(vm: &mut Vm, x: Int, y: Int) -> PyResult {
    if y.is_negative() {
        return Err(vm.value_error("negative shift count"));
    }
    if x.is_zero() {
        return Ok(Value::int(0));
    }
    let Some(n) = y.to_i64() else {
        return Err(vm.overflow_error("too many digits in integer"));
    };
    if n as u64 > MAX_BITS - x.bits().min(MAX_BITS) {
        return Err(vm.memory_error());
    }
    if let Int::Small(a) = x
        && n < 64
    {
        return Ok(from_i128((a as i128) << n));
    }
    Ok(big(match x {
        Int::Small(a) => BigInt::from(a) << n as u64,
        Int::Big(a) => a << n as u64,
    }))
}

fn shift_right(vm: &mut Vm, x: Int, y: Int) -> PyResult {
    if y.is_negative() {
        return Err(vm.value_error("negative shift count"));
    }
    let Some(n) = y.to_i64() else {
        return Ok(Value::int(if x.is_negative() { -1 } else { 0 }));
    };
    Ok(match x {
        Int::Small(a) => Value::int(a >> n.min(63)),
        Int::Big(a) if n as u64 > a.bits() => Value::int(if a.is_negative() { -1 } else { 0 }),
        Int::Big(a) => big(a >> n as u64),
    })
}

/// `a` as a magnitude and a sign.
pub fn from_magnitude(negative: bool, n: num_bigint::BigUint) -> BigInt {
    BigInt::from_biguint(if negative { Sign::Minus } else { Sign::Plus }, n)
}
