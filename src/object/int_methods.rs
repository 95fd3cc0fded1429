//! int: construction, operators as methods, and everything else in its namespace except the conversions from and to bytes.
//!
//! Invariant: results are exact ints whatever the receiver's class; a method called with an operand that is no int answers
//! NotImplemented, never an error.

use super::exception::Exception;
use super::float_arith::pair;
use super::names::Dunder;
use super::number::{self, Int, Number};
use super::number_args::{class_of_new, clipped, exact_int, indexes, int_by_method};
use super::str::Str;
use super::text_args::{digit_limit, text};
use super::ty::Type;
use super::{bytes, float_arith, int, int_arith, tuple};
use crate::code::{BinOp, CmpOp};
use crate::heap::Ref;
use crate::object::int::BigIntBox;
use crate::object::spec::{GetSetDef, getter};
use crate::text::builder::StrBuilder;
use crate::text::format::{FormatError, FormatSpec};
use crate::text::int::{IntError, ParsedInt, literal_repr, parse_bytes, parse_message, parse_view};
use crate::text::{hash, repr};
use crate::value::Value;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use crate::vm::{Cx, Raised, Vm};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::Signed;
use std::borrow::Cow;

macro_rules! operators {
    ($($name:literal, $reflected:literal, $op:ident;)*) => {
        &[$(
            leaf($name, "(self, value, /)", |vm, a| binary(vm, BinOp::$op, a.at(0), a.at(1))),
            leaf($reflected, "(self, value, /)", |vm, a| binary(vm, BinOp::$op, a.at(1), a.at(0))),
        )*]
    };
}

/// The arithmetic operators of int.
pub const OPERATORS: &[NativeDef] = operators! {
    "__add__", "__radd__", Add;
    "__sub__", "__rsub__", Sub;
    "__mul__", "__rmul__", Mul;
    "__mod__", "__rmod__", Mod;
    "__lshift__", "__rlshift__", LShift;
    "__rshift__", "__rrshift__", RShift;
    "__and__", "__rand__", And;
    "__xor__", "__rxor__", Xor;
    "__or__", "__ror__", Or;
    "__floordiv__", "__rfloordiv__", FloorDiv;
    "__truediv__", "__rtruediv__", TrueDiv;
};

/// The other methods of int.
pub const METHODS: &[NativeDef] = &[
    tail("__new__", "(cls, x=0, /, base=10) -> None", new).stat(),
    leaf("__repr__", "(self, /)", |vm, a| decimal(vm, a.at(0))),
    leaf("__hash__", "(self, /)", |_, a| Ok(Value::int(hash_of(this(a))))),
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
    leaf("__neg__", "(self, /)", |_, a| Ok(number::negate(Number::Int(this(a))))),
    leaf("__pos__", "(self, /)", itself),
    leaf("__abs__", "(self, /)", |vm, a| number::magnitude(vm, Number::Int(this(a)))),
    leaf("__bool__", "(self, /)", |_, a| Ok(Value::bool(!this(a).is_zero()))),
    leaf("__invert__", "(self, /)", |_, a| Ok(int_arith::invert(this(a)))),
    leaf("__int__", "(self, /)", itself),
    leaf("__index__", "(self, /)", itself),
    leaf("__float__", "(self, /)", |vm, a| number::float_of_int(vm, this(a)).map(Value::float)),
    leaf("__trunc__", "(self, /)", itself),
    leaf("__floor__", "(self, /)", itself),
    leaf("__ceil__", "(self, /)", itself),
    tail("__round__", "(self, ndigits=None, /)", |vm, a| match a.some(1) {
        None => Act::Done(exact_int(a.at(0))),
        Some(_) => indexes(vm, a, &[1], round),
    }),
    tail("__format__", "(self, format_spec, /)", format),
    leaf("__getnewargs__", "(self, /)", |_, a| Ok(tuple::new(vec![exact_int(a.at(0))]))),
    leaf("__sizeof__", "(self, /)", |_, a| {
        Ok(Value::int(
            super::type_::basic_size(super::type_ref(a.at(0))) as i64
                + 4 * (this(a).bits() as i64 + 29).div_euclid(30).max(1),
        ))
    }),
    leaf("conjugate", "(self, /)", itself),
    leaf("bit_length", "(self, /)", |_, a| Ok(Value::int(this(a).bits() as i64))),
    leaf("bit_count", "(self, /)", |_, a| Ok(Value::int(bit_count(this(a))))),
    leaf("as_integer_ratio", "(self, /)", |_, a| Ok(pair((exact_int(a.at(0)), Value::int(1))))),
    leaf("is_integer", "(self, /)", |_, _| Ok(Value::TRUE)),
    super::int_bytes::TO_BYTES,
    super::int_bytes::FROM_BYTES,
];

/// The computed attributes of int.
pub const GETSET: &[GetSetDef] = &[
    getter("real", |_, v| Ok(exact_int(v))),
    getter("imag", |_, _| Ok(Value::int(0))),
    getter("numerator", |_, v| Ok(exact_int(v))),
    getter("denominator", |_, _| Ok(Value::int(1))),
];

/// `int.__doc__`.
pub const DOC: &str = "int([x]) -> integer
int(x, base=10) -> integer";

/// The receiver; its descriptor has checked that it is an int.
pub(super) fn this<'a>(a: &'a Args) -> Int<'a> {
    a.first().and_then(Int::of).unwrap_or(Int::Small(0))
}

fn itself(_: &mut Vm, a: &Args) -> PyResult {
    Ok(exact_int(a.at(0)))
}

/// `hash()` of an int.
pub fn hash_of(i: Int) -> i64 {
    match i {
        Int::Small(i) => hash::int(i),
        Int::Big(b) => hash::big(b),
    }
}

/// `x op y` as a method answers it.
pub fn binary(vm: &mut Vm, op: BinOp, x: &Value, y: &Value) -> PyResult {
    match (Int::of(x), Int::of(y)) {
        (Some(x), Some(y)) => int_arith::binary(vm, op, x, y).unwrap_or(Ok(Value::NOT_IMPLEMENTED)),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn compare(op: CmpOp, a: &Args) -> PyResult {
    Ok(match Int::of(a.at(1)) {
        Some(y) => number::relate(op, Number::Int(this(a)), Number::Int(y)).map_or(Value::NOT_IMPLEMENTED, Value::bool),
        None => Value::NOT_IMPLEMENTED,
    })
}

fn divmod(vm: &mut Vm, x: &Value, y: &Value) -> PyResult {
    match (Int::of(x), Int::of(y)) {
        (Some(x), Some(y)) => int_arith::div_mod(vm, x, y).map(pair),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// `x ** y` or `pow(x, y, m)`; NotImplemented if one of them is no int.
pub fn pow(vm: &mut Vm, x: &Value, y: &Value, m: Option<&Value>) -> PyResult {
    match (Int::of(x), Int::of(y), m, m.and_then(Int::of)) {
        (Some(x), Some(y), None, _) => int_arith::pow(vm, x, y),
        (Some(x), Some(y), _, Some(m)) => int_arith::pow_mod(vm, x, y, m),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn bit_count(i: Int) -> i64 {
    match i {
        Int::Small(i) => i.unsigned_abs().count_ones() as i64,
        Int::Big(b) => b.iter_u64_digits().map(|d| d.count_ones() as i64).sum(),
    }
}

/// `repr()` of an int.
pub fn decimal(vm: &mut Vm, v: &Value) -> PyResult {
    let i = Int::of(v).unwrap_or(Int::Small(0));
    if let Int::Small(i) = i {
        return Ok(super::str::from_int(i));
    }
    let limit = digit_limit(vm);
    match i.text_ref().digits(10, limit, &mut [0; 64]) {
        Ok(digits) => {
            let mut out = StrBuilder::with_capacity(digits.len() + 1);
            if i.is_negative() {
                out.push_char(b'-' as u32);
            }
            out.push_ascii(&digits);
            Ok(super::str::new(out.finish()))
        }
        Err(e) => Err(format_error(vm, e)),
    }
}

/// Raises what the formatting code found wrong.
#[cold]
pub fn format_error(vm: &mut Vm, e: FormatError) -> Raised {
    match e {
        FormatError::Value(m) => vm.value_error(m),
        FormatError::Overflow(m) => vm.overflow_error(m),
    }
}

/// The specification argument of `__format__`: parsed, or `None` for the empty one.
pub fn spec_arg(vm: &mut Vm, spec: &Value, type_name: &str) -> PyResult<Option<FormatSpec>> {
    let Some(t) = text(spec) else {
        let given = super::text_args::arg_type_name(vm, spec);
        return Err(vm.type_error(format!("__format__() argument must be str, not {given}")));
    };
    if t.is_empty() {
        return Ok(None);
    }
    let spec = FormatSpec::parse(t, true, type_name).map_err(|e| format_error(vm, e))?;
    super::text_args::check_size(vm, spec.minimum_size(), 2)?;
    Ok(Some(spec))
}

/// `str(v)` through the type's own methods, for an empty specification.
pub fn plain_text(v: &Value) -> Act {
    let v = v.clone();
    Act::run(async move |cx| super::number_args::text_of(cx, &v).await)
}

fn format(vm: &mut Vm, a: &Args) -> Act {
    format_exact(vm, a.at(0), a.at(1))
}

/// `int.__format__(v, spec)`.
pub fn format_exact(vm: &mut Vm, v: &Value, spec: &Value) -> Act {
    let name = if v.as_small().is_some() { Cow::Borrowed("int") } else { Cow::Owned(vm.type_name(v)) };
    match spec_arg(vm, spec, &name) {
        Ok(None) if vm.types.int.is_type_of(v) || v.as_small().is_some() => decimal(vm, v).into(),
        Ok(None) => plain_text(v),
        Ok(Some(spec)) => {
            let n = Int::of(v).unwrap_or(Int::Small(0));
            // what is small has no more digits than any limit
            let limit = if matches!(n, Int::Small(_)) { 0 } else { digit_limit(vm) };
            match spec.apply_int(n.text_ref(), &name, limit) {
                Ok(t) => super::text_args::made(t).into(),
                Err(e) => Act::Raise(format_error(vm, e)),
            }
        }
        Err(e) => Act::Raise(e),
    }
}

/// `round(self, ndigits)`: to a multiple of a power of ten, half to even.
fn round(vm: &mut Vm, a: &Args) -> PyResult {
    let (x, n) = (this(a), clipped(a.at(1)));
    if n >= 0 {
        return Ok(exact_int(a.at(0)));
    }
    // 10**k > 2 * |x| rounds to zero
    let k = n.unsigned_abs();
    if k > x.bits() / 3 + 2 {
        return Ok(Value::int(0));
    }
    let unit = num_traits::Pow::pow(BigInt::from(10), k);
    let x = x.to_big();
    let (mut q, r) = x.div_mod_floor(&unit);
    let twice = r * 2;
    if twice > unit || twice == unit && q.is_odd() {
        q += 1;
    }
    if (q.bits() + unit.bits()) > int_arith::MAX_BITS {
        return Err(vm.memory_error());
    }
    Ok(int::big(q * unit))
}

/// A new int of class `ty` with the number of an exact int.
pub fn instance(vm: &Vm, ty: &Ref<Type>, n: Value) -> Value {
    if ty.is(&vm.types.int) {
        return n;
    }
    let big = int::to_big(&n).unwrap_or_default();
    crate::heap::alloc_in(ty, BigIntBox(big)).into()
}

fn new(vm: &mut Vm, a: &Args) -> Act {
    let ty = match class_of_new(vm, a.at(0), &vm.types.int.clone()) {
        Ok(ty) => ty,
        Err(e) => return Act::Raise(e),
    };
    match (a.opt(1), a.opt(2)) {
        (None, None) => Act::Done(instance(vm, &ty, Value::int(0))),
        (None, Some(_)) => Act::Raise(vm.type_error("int() missing string argument")),
        (Some(x), None) => {
            if let Some(r) = convert_natively(vm, x) {
                return match r {
                    Ok(n) => Act::Done(instance(vm, &ty, n)),
                    Err(e) => Act::Raise(e),
                };
            }
            let x = x.clone();
            Act::run(async move |cx| {
                let n = convert(cx, &x).await?;
                Ok(instance(cx.vm(), &ty, n))
            })
        }
        (Some(x), Some(_)) => {
            let x = x.clone();
            let act = indexes(vm, a, &[2], with_base);
            if text(&x).is_none() { act } else { own_words(vm, act, x, 200) }
        }
    }
}

/// What `act` gives; where it refuses to read `x` as a number and `x` may have a `__repr__` of its own, that words the refusal.
pub fn own_words(vm: &mut Vm, act: Act, x: Value, most: usize) -> Act {
    if super::str::is_exact(&x) || vm.types.bytes.is_type_of(&x) {
        return act;
    }
    act.then(vm, move |vm, r| {
        let raised = vm.peek_raised();
        let args = raised.get::<Exception>().map(|e| e.args.get());
        let text = args.as_ref().and_then(|a| a.get::<tuple::Tuple>()?.items().first()?.get::<Str>());
        let head = text.and_then(|t| t.to_text().split_once(": ").map(|(head, _)| head.to_owned()));
        match (r, head) {
            (Err(e), Some(head))
                if vm.raised_is(&vm.types.exc.ValueError)
                    && (head.starts_with("invalid literal") || head.starts_with("could not")) =>
            {
                drop(vm.take_raised(e));
                Act::run(async move |cx| {
                    let shown = cx.repr(&x).await?;
                    let shown: String =
                        shown.get::<Str>().map_or(String::new(), |s| s.to_text()).chars().take(most).collect();
                    Err(cx.vm().value_error(format!("{head}: {shown}")))
                })
            }
            (r, _) => r.into(),
        }
    })
}

fn with_base(vm: &mut Vm, a: &Args) -> PyResult {
    let ty = class_of_new(vm, a.at(0), &vm.types.int.clone())?;
    let base = match clipped(a.at(2)) {
        0 => 0,
        b @ 2..=36 => b as u32,
        _ => return Err(vm.value_error("int() base must be >= 2 and <= 36, or 0")),
    };
    match parse(vm, a.at(1), base) {
        Some(n) => n.map(|n| instance(vm, &ty, n)),
        None => Err(vm.type_error("int() can't convert non-string with explicit base")),
    }
}

/// The number that a str, bytes or bytearray spells; `None` for another type.
fn parse(vm: &mut Vm, v: &Value, base: u32) -> Option<PyResult> {
    if base == 10
        && let Some(n) = text(v).and_then(|t| t.as_ascii()).and_then(few_digits)
    {
        return Some(Ok(Value::int(n)));
    }
    let limit = digit_limit(vm);
    let (r, literal) = if let Some(t) = text(v) {
        let r = parse_view(t, base, limit);
        let literal = if r.is_err() { literal_repr(t) } else { String::new() };
        (r, literal)
    } else if v.is_a::<bytes::Bytes>() || super::type_ref(v).is_subtype(&vm.types.bytearray) {
        parse_buffer(&bytes::buffer(v)?, base, limit)
    } else {
        return None;
    };
    Some(parsed(vm, r, base, limit, &literal))
}

/// The number that up to 18 digits spell.
fn few_digits(t: &str) -> Option<i64> {
    if t.is_empty() || t.len() > 18 {
        return None;
    }
    t.bytes().try_fold(0i64, |n, b| b.is_ascii_digit().then(|| n * 10 + (b - b'0') as i64))
}

fn parse_buffer(data: &[u8], base: u32, limit: usize) -> (Result<ParsedInt, IntError>, String) {
    let r = parse_bytes(data, base, limit);
    let literal = if r.is_err() {
        let mut text = repr::bytes_repr(data).view().to_display();
        if text.len() > 200 {
            text.truncate(200);
        }
        text
    } else {
        String::new()
    };
    (r, literal)
}

fn parsed(vm: &mut Vm, r: Result<ParsedInt, IntError>, base: u32, limit: usize, literal: &str) -> PyResult {
    match r {
        Ok(ParsedInt::Small(i)) => Ok(Value::int(i)),
        Ok(ParsedInt::Big(b)) => Ok(int::big(b)),
        Err(e) => Err(vm.value_error(parse_message(e, base, limit, literal))),
    }
}

/// `int(x)` for the types whose conversion is known.
pub fn convert_natively(vm: &mut Vm, x: &Value) -> Option<PyResult> {
    if x.as_small().is_some() || x.as_bool().is_some() || vm.types.int.is_type_of(x) {
        return Some(Ok(exact_int(x)));
    }
    if x.slot().is_float() || vm.types.float.is_type_of(x) {
        return x.as_float().map(|f| float_arith::to_int(vm, f));
    }
    if super::str::is_exact(x) {
        return parse(vm, x, 10);
    }
    None
}

/// `int(x)`.
pub async fn convert(cx: &mut Cx, x: &Value) -> PyResult {
    if let Some(r) = convert_natively(cx.vm(), x) {
        return r;
    }
    if let Some(n) = int_by_method(cx, x).await? {
        return Ok(n);
    }
    let mut read = parse(cx.vm(), x, 10);
    if read.is_none()
        && let lent = cx.lent_if_any(x, super::lent::request::SIMPLE).await
        && let Some(data) = bytes::buffer(&lent)
    {
        let limit = digit_limit(cx.vm());
        let (r, literal) = parse_buffer(&data, 10, limit);
        drop(data);
        read = Some(parsed(cx.vm(), r, 10, limit, &literal));
    }
    if let Some(r) = read {
        if text(x).is_none() {
            return r;
        }
        let act = own_words(cx.vm(), r.into(), x.clone(), 200);
        return cx.act(act).await;
    }
    let given = cx.vm().type_name(x);
    let message = format!("int() argument must be a string, a bytes-like object or a real number, not '{given}'");
    Err(cx.vm().type_error(message))
}

/// `repr` in another base, with its prefix: `hex`, `oct`, `bin`.
pub fn in_base(i: Int, base: u32, prefix: &str) -> String {
    let mut room = [0; 64];
    let digits = i.text_ref().digits(base, 0, &mut room).unwrap_or_default();
    format!("{}{prefix}{}", if i.is_negative() { "-" } else { "" }, String::from_utf8_lossy(&digits))
}

/// True if the dunder `d` of `v`'s type is the one int defines (no subclass overrides it).
pub fn keeps(vm: &Vm, v: &Value, d: Dunder) -> bool {
    let name = &vm.names.dunders[d as usize];
    match (super::type_ref(v).lookup(name), vm.types.int.lookup(name)) {
        (Some(x), Some(y)) => x.is(&y),
        _ => false,
    }
}

/// `gcd(x, y)`, never negative.
pub fn gcd(x: Int, y: Int) -> BigInt {
    x.to_big().gcd(&y.to_big()).abs()
}
