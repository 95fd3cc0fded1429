//! Arithmetic of floats: what `/`, `//`, `%`, `divmod` and `**` do beyond the machine's own operations.
//!
//! Invariant: every special case (zero divisors, signed zeros, infinities, nan) is decided here, before the platform's `pow` is asked.

use super::{complex_arith, elementary};
use crate::code::BinOp;
use crate::object::tuple;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::{PyResult, Raised};

/// `x op y`; `None` for an operator that floats do not have.
pub fn binary(vm: &mut Vm, op: BinOp, x: f64, y: f64) -> Option<PyResult> {
    Some(match op {
        BinOp::Add => Ok(Value::float(x + y)),
        BinOp::Sub => Ok(Value::float(x - y)),
        BinOp::Mul => Ok(Value::float(x * y)),
        BinOp::TrueDiv | BinOp::FloorDiv | BinOp::Mod if y == 0.0 => Err(vm.zero_division("division by zero")),
        BinOp::TrueDiv => Ok(Value::float(x / y)),
        BinOp::FloorDiv => Ok(Value::float(floor_parts(x, y).0)),
        BinOp::Mod => Ok(Value::float(floor_parts(x, y).1)),
        BinOp::Pow => pow(vm, x, y),
        _ => return None,
    })
}

/// `divmod(x, y)`.
pub fn div_mod(vm: &mut Vm, x: f64, y: f64) -> PyResult<(Value, Value)> {
    if y == 0.0 {
        return Err(vm.zero_division("division by zero"));
    }
    let (q, r) = floor_parts(x, y);
    Ok((Value::float(q), Value::float(r)))
}

/// Quotient and remainder for a divisor that is not zero; the remainder has the divisor's sign.
fn floor_parts(x: f64, y: f64) -> (f64, f64) {
    let mut rem = x % y;
    let mut div = (x - rem) / y;
    if rem == 0.0 {
        rem = 0.0f64.copysign(y);
    } else if (y < 0.0) != (rem < 0.0) {
        // nan compares false with everything and stays as it is
        rem += y;
        div -= 1.0;
    }
    let floor = if div == 0.0 {
        0.0f64.copysign(x / y)
    } else {
        let floor = div.floor();
        if div - floor > 0.5 { floor + 1.0 } else { floor }
    };
    (floor, rem)
}

/// `OverflowError: (34, 'Numerical result out of range')`.
#[cold]
pub fn range_error(vm: &mut Vm) -> Raised {
    let ty = vm.types.exc.OverflowError.clone();
    let text = crate::object::str::new("Numerical result out of range");
    let e = vm.new_exception(&ty, vec![Value::int(34), text]);
    vm.raise(e)
}

/// True for odd integral floats.
pub fn is_odd(x: f64) -> bool {
    (x.abs() % 2.0) == 1.0
}

/// `x ** y`.
pub fn pow(vm: &mut Vm, x: f64, y: f64) -> PyResult {
    Ok(Value::float(if y == 0.0 {
        1.0
    } else if x.is_nan() {
        x
    } else if y.is_nan() {
        if x == 1.0 { 1.0 } else { y }
    } else if y.is_infinite() {
        let x = x.abs();
        if x == 1.0 {
            1.0
        } else if (y > 0.0) == (x > 1.0) {
            f64::INFINITY
        } else {
            0.0
        }
    } else if x.is_infinite() {
        match (y > 0.0, is_odd(y)) {
            (true, true) => x,
            (true, false) => f64::INFINITY,
            (false, true) => 0.0f64.copysign(x),
            (false, false) => 0.0,
        }
    } else if x == 0.0 {
        if y < 0.0 {
            return Err(vm.zero_division("zero to a negative power"));
        }
        if is_odd(y) { x } else { 0.0 }
    } else if x < 0.0 && y != y.floor() {
        return complex_arith::pow(vm, (x, 0.0), (y, 0.0));
    } else {
        let negate = x < 0.0 && is_odd(y);
        let r = if x.abs() == 1.0 { 1.0 } else { elementary::pow(x.abs(), y) };
        if r.is_infinite() {
            return Err(range_error(vm));
        }
        if negate { -r } else { r }
    }))
}

/// A pair as a tuple.
pub fn pair((a, b): (Value, Value)) -> Value {
    tuple::new(vec![a, b])
}

/// `int(x)`: towards zero.
pub fn to_int(vm: &mut Vm, x: f64) -> PyResult {
    if x.is_nan() {
        return Err(vm.value_error("cannot convert float NaN to integer"));
    }
    if x.is_infinite() {
        return Err(vm.overflow_error("cannot convert float infinity to integer"));
    }
    Ok(integral(x))
}

/// The int of a finite float, towards zero.
pub fn integral(x: f64) -> Value {
    use num_traits::FromPrimitive;
    if x.abs() < 9e18 {
        return Value::int(x as i64);
    }
    crate::object::int::big(num_bigint::BigInt::from_f64(x).unwrap_or_default())
}
