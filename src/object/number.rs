//! Arithmetic and comparison of numbers without method lookup: what the dispatch loop calls when its inline int and float paths give up.
//!
//! Invariant: `Some` answers are what Python's operator protocol would answer for operands of *exact* type int, bool, float or complex;
//! `None` means that the protocol must be asked (another type, a subclass, or an operator that the pair does not have).

use super::complex::ComplexBox;
use super::float::FloatBox;
use super::int::BigIntBox;
use super::{complex_arith, float_arith, int_arith, types};
use crate::code::{BinOp, CmpOp};
use crate::value::{Slot, Value};
use crate::vm::Vm;
use crate::vm::native::PyResult;
use num_bigint::BigInt;
use num_traits::Signed;
use std::borrow::Cow;
use std::cmp::Ordering;

/// An int operand. `Big` numbers do not fit `i64` where [`Int::of`] made them.
#[derive(Clone, Copy)]
pub enum Int<'a> {
    Small(i64),
    Big(&'a BigInt),
}

impl<'a> Int<'a> {
    /// An int, bool, or instance of an int subclass.
    #[inline]
    pub fn of(v: &'a Value) -> Option<Int<'a>> {
        let s = v.slot();
        if s.is_int() {
            return Some(Int::Small(s.int()));
        }
        match s {
            Slot::TRUE => Some(Int::Small(1)),
            Slot::FALSE => Some(Int::Small(0)),
            _ => v.get::<BigIntBox>().map(|b| Int::of_big(&b.0)),
        }
    }
    /// A bigint; `Small` if it fits.
    #[inline]
    pub fn of_big(b: &'a BigInt) -> Int<'a> {
        match num_traits::ToPrimitive::to_i64(b) {
            Some(i) => Int::Small(i),
            None => Int::Big(b),
        }
    }
    /// The number as a bigint.
    pub fn to_big(self) -> Cow<'a, BigInt> {
        match self {
            Int::Small(i) => Cow::Owned(i.into()),
            Int::Big(b) => Cow::Borrowed(b),
        }
    }
    /// The number, if it fits `i64`.
    #[inline]
    pub fn to_i64(self) -> Option<i64> {
        match self {
            Int::Small(i) => Some(i),
            Int::Big(b) => num_traits::ToPrimitive::to_i64(b),
        }
    }
    /// True below zero.
    pub fn is_negative(self) -> bool {
        match self {
            Int::Small(i) => i < 0,
            Int::Big(b) => b.is_negative(),
        }
    }
    /// True for zero.
    pub fn is_zero(self) -> bool {
        match self {
            Int::Small(i) => i == 0,
            Int::Big(b) => b.sign() == num_bigint::Sign::NoSign,
        }
    }
    /// `bit_length()`.
    pub fn bits(self) -> u64 {
        match self {
            Int::Small(i) => 64 - i.unsigned_abs().leading_zeros() as u64,
            Int::Big(b) => b.bits(),
        }
    }
    /// The nearest float; `None` when the magnitude is too large.
    pub fn to_f64(self) -> Option<f64> {
        match self {
            Int::Small(i) => Some(i as f64),
            Int::Big(b) => crate::text::format_number::big_to_float(b),
        }
    }
    /// As the number-formatting code takes it.
    pub fn text_ref(self) -> crate::text::format_number::IntRef<'a> {
        match self {
            Int::Small(i) => crate::text::format_number::IntRef::Small(i),
            Int::Big(b) => crate::text::format_number::IntRef::Big(b),
        }
    }
}

impl PartialEq for Int<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Int<'_> {}
impl PartialOrd for Int<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Int<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (*self, *other) {
            (Int::Small(a), Int::Small(b)) => a.cmp(&b),
            (Int::Big(a), Int::Big(b)) => a.cmp(b),
            (a, b) => match (a.to_i64(), b.to_i64()) {
                (Some(a), Some(b)) => a.cmp(&b),
                (None, _) if a.is_negative() => Ordering::Less,
                (None, _) => Ordering::Greater,
                (_, None) if b.is_negative() => Ordering::Greater,
                _ => Ordering::Less,
            },
        }
    }
}

/// A number operand.
#[derive(Clone, Copy)]
pub enum Number<'a> {
    Int(Int<'a>),
    Float(f64),
    Complex(f64, f64),
}

/// An operand of exact type int, bool, float or complex.
#[inline]
pub fn exact(v: &Value) -> Option<Number<'_>> {
    let s = v.slot();
    if s.is_int() {
        return Some(Number::Int(Int::Small(s.int())));
    }
    if s.is_float() {
        return Some(Number::Float(s.float()));
    }
    if !s.is_heap() {
        return match s {
            Slot::TRUE => Some(Number::Int(Int::Small(1))),
            Slot::FALSE => Some(Number::Int(Int::Small(0))),
            _ => None,
        };
    }
    let t = types();
    if t.float.is_type_of(v) {
        v.get::<FloatBox>().map(|f| Number::Float(f.0))
    } else if t.int.is_type_of(v) {
        v.get::<BigIntBox>().map(|b| Number::Int(Int::of_big(&b.0)))
    } else if t.complex.is_type_of(v) {
        v.get::<ComplexBox>().map(|c| Number::Complex(c.re, c.im))
    } else {
        None
    }
}

/// An operand that is an int, bool, float or complex, or an instance of a subclass of one.
pub fn any(v: &Value) -> Option<Number<'_>> {
    if let Some(i) = Int::of(v) {
        return Some(Number::Int(i));
    }
    if let Some(f) = v.as_float() {
        return Some(Number::Float(f));
    }
    v.get::<ComplexBox>().map(|c| Number::Complex(c.re, c.im))
}

/// The float next to an int operand of a float operation.
pub fn float_of_int(vm: &mut Vm, i: Int) -> PyResult<f64> {
    i.to_f64().ok_or_else(|| vm.overflow_error("int too large to convert to float"))
}

/// `a op b` for exact numbers.
pub fn binary(vm: &mut Vm, op: BinOp, a: &Value, b: &Value) -> Option<PyResult> {
    let (x, y) = (exact(a)?, exact(b)?);
    if let (Some(p), Some(q)) = (a.as_bool(), b.as_bool()) {
        match op {
            BinOp::And => return Some(Ok(Value::bool(p & q))),
            BinOp::Or => return Some(Ok(Value::bool(p | q))),
            BinOp::Xor => return Some(Ok(Value::bool(p ^ q))),
            _ => {}
        }
    }
    operate(vm, op, x, y)
}

/// `x op y`; `None` for an operator that the pair does not have.
pub fn operate(vm: &mut Vm, op: BinOp, x: Number, y: Number) -> Option<PyResult> {
    match (x, y) {
        (Number::Int(i), Number::Int(j)) => int_arith::binary(vm, op, i, j),
        (Number::Float(f), Number::Float(g)) => float_arith::binary(vm, op, f, g),
        (Number::Int(i), Number::Float(g)) if op_is_real(op) => Some(match float_of_int(vm, i) {
            Ok(f) => return float_arith::binary(vm, op, f, g),
            Err(e) => Err(e),
        }),
        (Number::Float(f), Number::Int(j)) if op_is_real(op) => Some(match float_of_int(vm, j) {
            Ok(g) => return float_arith::binary(vm, op, f, g),
            Err(e) => Err(e),
        }),
        (Number::Complex(..), _) | (_, Number::Complex(..)) => complex_arith::binary(vm, op, x, y),
        _ => None,
    }
}

fn op_is_real(op: BinOp) -> bool {
    matches!(op, BinOp::Add | BinOp::Sub | BinOp::Mul | BinOp::TrueDiv | BinOp::FloorDiv | BinOp::Mod | BinOp::Pow)
}

fn holds(op: CmpOp, order: Option<Ordering>) -> bool {
    match (op, order) {
        (CmpOp::Ne, None) => true,
        (_, None) => false,
        (CmpOp::Lt, Some(o)) => o.is_lt(),
        (CmpOp::Le, Some(o)) => o.is_le(),
        (CmpOp::Eq, Some(o)) => o.is_eq(),
        (CmpOp::Ne, Some(o)) => o.is_ne(),
        (CmpOp::Gt, Some(o)) => o.is_gt(),
        (CmpOp::Ge, Some(o)) => o.is_ge(),
    }
}

/// `a op b` for exact numbers; `None` for complex order, which Python refuses.
pub fn compare(op: CmpOp, a: &Value, b: &Value) -> Option<bool> {
    relate(op, exact(a)?, exact(b)?)
}

/// `x op y`; `None` where the pair has no such comparison.
pub fn relate(op: CmpOp, x: Number, y: Number) -> Option<bool> {
    let order = match (x, y) {
        (Number::Int(i), Number::Int(j)) => Some(i.cmp(&j)),
        (Number::Float(f), Number::Float(g)) => f.partial_cmp(&g),
        (Number::Int(i), Number::Float(g)) => int_to_float_order(i, g),
        (Number::Float(f), Number::Int(j)) => int_to_float_order(j, f).map(Ordering::reverse),
        (Number::Complex(re, im), other) | (other, Number::Complex(re, im)) => {
            let equal = match other {
                Number::Complex(r, i) => re == r && im == i,
                Number::Float(f) => im == 0.0 && re == f,
                Number::Int(i) => im == 0.0 && int_to_float_order(i, re) == Some(Ordering::Equal),
            };
            return match op {
                CmpOp::Eq => Some(equal),
                CmpOp::Ne => Some(!equal),
                _ => None,
            };
        }
    };
    Some(holds(op, order))
}

fn int_to_float_order(i: Int, f: f64) -> Option<Ordering> {
    match i {
        Int::Small(i) => super::compare::compare_int_float(i, f),
        Int::Big(b) => super::compare::compare_big_float(b, f),
    }
}

/// `-v` for exact numbers.
pub fn negative(v: &Value) -> Option<Value> {
    exact(v).map(negate)
}

/// `-x`.
pub fn negate(x: Number) -> Value {
    match x {
        Number::Int(Int::Small(i)) => int_arith::from_i128(-(i as i128)),
        Number::Int(Int::Big(b)) => super::int::big(-b),
        Number::Float(f) => Value::float(-f),
        Number::Complex(re, im) => super::complex::new(-re, -im),
    }
}

/// `+v` for exact numbers.
pub fn positive(v: &Value) -> Option<Value> {
    match exact(v)? {
        Number::Int(Int::Small(i)) => Some(Value::int(i)),
        _ => Some(v.clone()),
    }
}

/// `~v` for exact ints; bools are left to the protocol, which warns.
pub fn invert(v: &Value) -> Option<Value> {
    if v.as_bool().is_some() {
        return None;
    }
    match exact(v)? {
        Number::Int(i) => Some(int_arith::invert(i)),
        _ => None,
    }
}

/// `bool(v)` for exact numbers.
pub fn truth(v: &Value) -> Option<bool> {
    Some(match exact(v)? {
        Number::Int(i) => !i.is_zero(),
        Number::Float(f) => f != 0.0,
        Number::Complex(re, im) => re != 0.0 || im != 0.0,
    })
}

/// `abs(v)` for exact numbers.
pub fn absolute(vm: &mut Vm, v: &Value) -> Option<PyResult> {
    Some(magnitude(vm, exact(v)?))
}

/// `abs(x)`.
pub fn magnitude(vm: &mut Vm, x: Number) -> PyResult {
    match x {
        Number::Int(i) if i.is_negative() => Ok(negate(x)),
        Number::Int(Int::Small(i)) => Ok(Value::int(i)),
        Number::Int(Int::Big(b)) => Ok(super::int::big(b.clone())),
        Number::Float(f) => Ok(Value::float(f.abs())),
        Number::Complex(re, im) => {
            let r = super::elementary::hypot(re, im);
            if r.is_infinite() && re.is_finite() && im.is_finite() {
                return Err(vm.overflow_error("absolute value too large"));
            }
            Ok(Value::float(r))
        }
    }
}
