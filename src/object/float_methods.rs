//! float: construction, operators as methods, and everything else in its namespace.
//!
//! Invariant: results are exact floats whatever the receiver's class; ints are accepted as the other operand, anything else is answered
//! with NotImplemented.

use super::float::FloatBox;
use super::float_arith::{self, pair};
use super::int_methods::{format_error, plain_text, spec_arg};
use super::number::{self, Int, Number};
use super::number_args::{class_of_new, clipped, float_by_method, float_natively, indexes};
use super::text_args::{arg_type_name, text};
use super::ty::Type;
use super::{bytes, int, str, tuple};
use crate::code::{BinOp, CmpOp};
use crate::heap::Ref;
use crate::object::spec::{GetSetDef, getter};
use crate::text::{float, float_hex, hash, repr};
use crate::value::Value;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use crate::vm::{Cx, Raised, Vm};
use num_bigint::BigInt;
use std::borrow::Cow;

macro_rules! operators {
    ($($name:literal, $reflected:literal, $op:ident;)*) => {
        &[$(
            leaf($name, "(self, value, /)", |vm, a| binary(vm, BinOp::$op, a.at(0), a.at(1))),
            leaf($reflected, "(self, value, /)", |vm, a| binary(vm, BinOp::$op, a.at(1), a.at(0))),
        )*]
    };
}

/// The arithmetic operators of float.
pub const OPERATORS: &[NativeDef] = operators! {
    "__add__", "__radd__", Add;
    "__sub__", "__rsub__", Sub;
    "__mul__", "__rmul__", Mul;
    "__mod__", "__rmod__", Mod;
    "__floordiv__", "__rfloordiv__", FloorDiv;
    "__truediv__", "__rtruediv__", TrueDiv;
};

/// The other methods of float.
pub const METHODS: &[NativeDef] = &[
    tail("__new__", "(cls, x=0, /)", new).stat(),
    leaf("__repr__", "(self, /)", |_, a| Ok(text_of(this(a)))),
    leaf("__hash__", "(self, /)", |_, a| Ok(Value::int(hash::float(this(a), identity_hash(a.at(0)))))),
    leaf("__lt__", "(self, value, /)", |_, a| compare(CmpOp::Lt, a)),
    leaf("__le__", "(self, value, /)", |_, a| compare(CmpOp::Le, a)),
    leaf("__eq__", "(self, value, /)", |_, a| compare(CmpOp::Eq, a)),
    leaf("__ne__", "(self, value, /)", |_, a| compare(CmpOp::Ne, a)),
    leaf("__gt__", "(self, value, /)", |_, a| compare(CmpOp::Gt, a)),
    leaf("__ge__", "(self, value, /)", |_, a| compare(CmpOp::Ge, a)),
    leaf("__divmod__", "(self, value, /)", |vm, a| divmod(vm, a.at(0), a.at(1))),
    leaf("__rdivmod__", "(self, value, /)", |vm, a| divmod(vm, a.at(1), a.at(0))),
    leaf("__pow__", "(self, value, mod=None, /)", |vm, a| pow(vm, a.at(0), a.at(1), a.some(2))),
    leaf("__rpow__", "(self, value, mod=None, /)", |vm, a| pow(vm, a.at(1), a.at(0), a.some(2))),
    leaf("__neg__", "(self, /)", |_, a| Ok(Value::float(-this(a)))),
    leaf("__pos__", "(self, /)", itself),
    leaf("__abs__", "(self, /)", |_, a| Ok(Value::float(this(a).abs()))),
    leaf("__bool__", "(self, /)", |_, a| Ok(Value::bool(this(a) != 0.0))),
    leaf("__int__", "(self, /)", |vm, a| float_arith::to_int(vm, this(a))),
    leaf("__float__", "(self, /)", itself),
    leaf("__trunc__", "(self, /)", |vm, a| float_arith::to_int(vm, this(a))),
    leaf("__floor__", "(self, /)", |vm, a| float_arith::to_int(vm, this(a).floor())),
    leaf("__ceil__", "(self, /)", |vm, a| float_arith::to_int(vm, this(a).ceil())),
    tail("__round__", "(self, ndigits=None, /)", |vm, a| match a.some(1) {
        None => float_arith::to_int(vm, float::round_to_integral(this(a))).into(),
        Some(_) => indexes(vm, a, &[1], round),
    }),
    tail("__format__", "(self, format_spec, /)", format),
    leaf("__getnewargs__", "(self, /)", |_, a| Ok(tuple::new(vec![Value::float(this(a))]))),
    leaf("conjugate", "(self, /)", itself),
    leaf("is_integer", "(self, /)", |_, a| Ok(Value::bool(this(a).is_finite() && this(a).fract() == 0.0))),
    leaf("as_integer_ratio", "(self, /)", ratio),
    leaf("hex", "(self, /)", |_, a| Ok(str::new(float_hex::hex(this(a))))),
    tail("fromhex", "(cls, string, /)", from_hex).class(),
    tail("from_number", "(cls, number, /)", from_number).class(),
    leaf("__getformat__", "(cls, typestr, /)", get_format).class(),
];

/// The computed attributes of float.
pub const GETSET: &[GetSetDef] = &[
    getter("real", |_, v| Ok(Value::float(v.as_float().unwrap_or(0.0)))),
    getter("imag", |_, _| Ok(Value::float(0.0))),
];

/// `float.__doc__`.
pub const DOC: &str = "Convert a string or number to a floating-point number, if possible.";

fn this(a: &Args) -> f64 {
    a.first().and_then(Value::as_float).unwrap_or(0.0)
}

fn itself(_: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::float(this(a)))
}

/// What a nan hashes to: its identity.
pub fn identity_hash(v: &Value) -> i64 {
    (v.identity() >> 4) as i64 & i64::MAX
}

/// `repr()` of a float.
pub fn text_of(x: f64) -> Value {
    str::new(float::repr(x))
}

fn operand<'a>(v: &'a Value) -> Option<Number<'a>> {
    match v.as_float() {
        Some(f) => Some(Number::Float(f)),
        None => Int::of(v).map(Number::Int),
    }
}

/// Both operands as floats; `None` if one is neither float nor int.
fn operands(vm: &mut Vm, x: &Value, y: &Value) -> PyResult<Option<(f64, f64)>> {
    let (Some(x), Some(y)) = (operand(x), operand(y)) else { return Ok(None) };
    let mut f = |n| match n {
        Number::Int(i) => number::float_of_int(vm, i),
        Number::Float(f) => Ok(f),
        Number::Complex(re, _) => Ok(re),
    };
    Ok(Some((f(x)?, f(y)?)))
}

fn binary(vm: &mut Vm, op: BinOp, x: &Value, y: &Value) -> PyResult {
    match operands(vm, x, y)? {
        Some((x, y)) => float_arith::binary(vm, op, x, y).unwrap_or(Ok(Value::NOT_IMPLEMENTED)),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn compare(op: CmpOp, a: &Args) -> PyResult {
    Ok(match operand(a.at(1)) {
        Some(y) => number::relate(op, Number::Float(this(a)), y).map_or(Value::NOT_IMPLEMENTED, Value::bool),
        None => Value::NOT_IMPLEMENTED,
    })
}

fn divmod(vm: &mut Vm, x: &Value, y: &Value) -> PyResult {
    match operands(vm, x, y)? {
        Some((x, y)) => float_arith::div_mod(vm, x, y).map(pair),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn pow(vm: &mut Vm, x: &Value, y: &Value, m: Option<&Value>) -> PyResult {
    if m.is_some() {
        return Err(no_modulus(vm));
    }
    match operands(vm, x, y)? {
        Some((x, y)) => float_arith::pow(vm, x, y),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// A float met a three-argument `pow`.
#[cold]
pub fn no_modulus(vm: &mut Vm) -> Raised {
    vm.type_error("pow() 3rd argument not allowed unless all arguments are integers")
}

fn round(vm: &mut Vm, a: &Args) -> PyResult {
    match float::round_digits(this(a), clipped(a.at(1))) {
        Some(r) => Ok(Value::float(r)),
        None => Err(vm.overflow_error("rounded value too large to represent")),
    }
}

fn format(vm: &mut Vm, a: &Args) -> Act {
    format_exact(vm, a.at(0), a.at(1))
}

/// `float.__format__(v, spec)`.
pub fn format_exact(vm: &mut Vm, v: &Value, spec: &Value) -> Act {
    let x = v.as_float().unwrap_or(0.0);
    let name = if v.slot().is_float() { Cow::Borrowed("float") } else { Cow::Owned(vm.type_name(v)) };
    match spec_arg(vm, spec, &name) {
        Ok(None) if v.slot().is_float() || vm.types.float.is_type_of(v) => Act::Done(text_of(x)),
        Ok(None) => plain_text(v),
        Ok(Some(spec)) => match spec.apply_float(x, &name) {
            Ok(t) => Act::Done(str::new(t)),
            Err(e) => Act::Raise(format_error(vm, e)),
        },
        Err(e) => Act::Raise(e),
    }
}

fn ratio(vm: &mut Vm, a: &Args) -> PyResult {
    let x = this(a);
    if x.is_nan() {
        return Err(vm.value_error("cannot convert NaN to integer ratio"));
    }
    if x.is_infinite() {
        return Err(vm.overflow_error("cannot convert Infinity to integer ratio"));
    }
    if x == 0.0 {
        return Ok(pair((Value::int(0), Value::int(1))));
    }
    let bits = x.abs().to_bits();
    let (mantissa, exponent) = match bits >> 52 {
        0 => (bits, -1074i64),
        e => (bits & ((1 << 52) - 1) | 1 << 52, e as i64 - 1075),
    };
    let zeros = mantissa.trailing_zeros();
    let (mantissa, exponent) = (mantissa >> zeros, exponent + zeros as i64);
    let mut top = BigInt::from(mantissa);
    if x < 0.0 {
        top = -top;
    }
    let one = BigInt::from(1);
    Ok(pair(match u64::try_from(exponent) {
        Ok(e) => (int::big(top << e), Value::int(1)),
        Err(_) => (int::big(top), int::big(one << exponent.unsigned_abs())),
    }))
}

fn get_format(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(t) = text(a.at(1)) else {
        let given = arg_type_name(vm, a.at(1));
        return Err(vm.type_error(format!("__getformat__() argument must be str, not {given}")));
    };
    match t.as_ascii() {
        Some("double" | "float") => Ok(str::new("IEEE, little-endian")),
        _ => Err(vm.value_error("__getformat__() argument 1 must be 'double' or 'float'")),
    }
}

/// The float as an instance of `cls`: by calling it unless it is float itself.
fn as_class(vm: &Vm, cls: &Value, x: f64) -> Act {
    if cls.is(&Value::from(&vm.types.float)) {
        Act::Done(Value::float(x))
    } else {
        Act::call(cls.clone(), [Value::float(x)])
    }
}

fn from_hex(vm: &mut Vm, a: &Args) -> Act {
    let Some(t) = text(a.at(1)) else {
        return Act::Raise(vm.type_error("bad argument type for built-in operation"));
    };
    let parsed = t.as_ascii().map_or(Err(float_hex::HexError::Invalid), |t| float_hex::from_hex(t.as_bytes()));
    match parsed {
        Ok(x) => as_class(vm, a.at(0), x),
        Err(e @ float_hex::HexError::TooLarge) => Act::Raise(vm.overflow_error(e.message())),
        Err(e) => Act::Raise(vm.value_error(e.message())),
    }
}

fn from_number(vm: &mut Vm, a: &Args) -> Act {
    if vm.types.float.is_type_of(a.at(1)) && a.at(0).is(&vm.types.float.value()) {
        return Act::Done(a.at(1).clone());
    }
    match float_natively(vm, a.at(1)) {
        Some(Ok(x)) => as_class(vm, a.at(0), x),
        Some(Err(e)) => Act::Raise(e),
        None => {
            let (cls, v) = (a.at(0).clone(), a.at(1).clone());
            Act::run(async move |cx| {
                let x = super::number_args::float(cx, &v).await?;
                let act = as_class(cx.vm(), &cls, x);
                cx.act(act).await
            })
        }
    }
}

/// A new float of class `ty`.
fn instance(vm: &Vm, ty: &Ref<Type>, x: f64) -> Value {
    if ty.is(&vm.types.float) { Value::float(x) } else { crate::heap::alloc_in(ty, FloatBox(x)).into() }
}

fn new(vm: &mut Vm, a: &Args) -> Act {
    let ty = match class_of_new(vm, a.at(0), &vm.types.float.clone()) {
        Ok(ty) => ty,
        Err(e) => return Act::Raise(e),
    };
    let Some(x) = a.opt(1) else { return Act::Done(instance(vm, &ty, 0.0)) };
    match convert_natively(vm, x) {
        Some(Ok(f)) => Act::Done(instance(vm, &ty, f)),
        Some(Err(e)) => Act::Raise(e),
        None => {
            let x = x.clone();
            Act::run(async move |cx| {
                let f = convert(cx, &x).await?;
                Ok(instance(cx.vm(), &ty, f))
            })
        }
    }
}

/// `float(x)` for the types whose conversion is known.
pub fn convert_natively(vm: &mut Vm, x: &Value) -> Option<PyResult<f64>> {
    if x.slot().is_float() || vm.types.float.is_type_of(x) {
        return x.as_float().map(Ok);
    }
    if x.as_float().is_none()
        && let Some(r) = float_natively(vm, x)
    {
        return Some(r);
    }
    if str::is_exact(x) {
        return parse(vm, x);
    }
    None
}

/// `float(x)`.
pub async fn convert(cx: &mut Cx, x: &Value) -> PyResult<f64> {
    if let Some(r) = convert_natively(cx.vm(), x) {
        return r;
    }
    if let Some(f) = float_by_method(cx, x).await? {
        return Ok(f);
    }
    let lent = match x.is_a::<super::str::Str>() {
        true => x.clone(),
        false => cx.lent_if_any(x, super::lent::request::SIMPLE).await,
    };
    match parse(cx.vm(), &lent) {
        Some(Ok(f)) => return Ok(f),
        Some(Err(e)) => {
            let act = super::int_methods::own_words(cx.vm(), Act::Raise(e), x.clone(), usize::MAX);
            return cx.act(act).await.map(|_| 0.0);
        }
        None => {}
    }
    let given = cx.vm().type_name(x);
    Err(cx.vm().type_error(format!("float() argument must be a string or a real number, not '{given}'")))
}

/// The number that a str or bytes-like object spells; `None` for another type.
fn parse(vm: &mut Vm, v: &Value) -> Option<PyResult<f64>> {
    let literal = if let Some(t) = text(v) {
        match float::parse_view(t) {
            Some(x) => return Some(Ok(x)),
            None => repr::str_repr(t),
        }
    } else {
        let data = bytes::buffer(v)?;
        match float::parse_bytes(&data) {
            Some(x) => return Some(Ok(x)),
            None if v.is_a::<bytes::ByteArray>() => repr::bytearray_repr("bytearray", &data),
            None => repr::bytes_repr(&data),
        }
    };
    let mut message = crate::text::builder::StrBuilder::new();
    message.push_utf8("could not convert string to float: ");
    message.push_view(literal.view());
    let ty = vm.types.exc.ValueError.clone();
    let e = vm.new_exception(&ty, vec![str::new(message.finish())]);
    Some(Err(vm.raise(e)))
}
