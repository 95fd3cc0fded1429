//! complex: construction from numbers and text, operators as methods, and everything else in its namespace.
//!
//! Invariant: results are exact complex numbers whatever the receiver's class.

use super::complex::{self, ComplexBox};
use super::float_methods::identity_hash;
use super::int_methods::{format_error, plain_text, spec_arg};
use super::names::Dunder;
use super::number::{self, Number};
use super::number_args::{class_of_new, deprecated, float_by_method, special};
use super::text_args::{arg_type_name, text};
use super::ty::Type;
use super::{complex_arith, str, tuple, types};
use crate::code::{BinOp, CmpOp};
use crate::heap::Ref;
use crate::object::spec::{GetSetDef, getter};
use crate::text::view::StrView;
use crate::text::{float, format_number, hash, repr, unicode};
use crate::value::Value;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use crate::vm::{Cx, Raised, Vm};

macro_rules! operators {
    ($($name:literal, $reflected:literal, $op:ident;)*) => {
        &[$(
            leaf($name, "(self, value, /)", |vm, a| binary(vm, BinOp::$op, a.at(0), a.at(1))),
            leaf($reflected, "(self, value, /)", |vm, a| binary(vm, BinOp::$op, a.at(1), a.at(0))),
        )*]
    };
}

/// The arithmetic operators of complex.
pub const OPERATORS: &[NativeDef] = operators! {
    "__add__", "__radd__", Add;
    "__sub__", "__rsub__", Sub;
    "__mul__", "__rmul__", Mul;
    "__truediv__", "__rtruediv__", TrueDiv;
};

/// The other methods of complex.
pub const METHODS: &[NativeDef] = &[
    tail("__new__", "(cls, real=0, imag=0)", new).stat(),
    leaf("__repr__", "(self, /)", |_, a| Ok(text_of(this(a)))),
    leaf("__hash__", "(self, /)", |_, a| Ok(Value::int(hash_of(this(a), a.at(0))))),
    leaf("__lt__", "(self, value, /)", |_, _| Ok(Value::NOT_IMPLEMENTED)),
    leaf("__le__", "(self, value, /)", |_, _| Ok(Value::NOT_IMPLEMENTED)),
    leaf("__eq__", "(self, value, /)", |_, a| compare(CmpOp::Eq, a)),
    leaf("__ne__", "(self, value, /)", |_, a| compare(CmpOp::Ne, a)),
    leaf("__gt__", "(self, value, /)", |_, _| Ok(Value::NOT_IMPLEMENTED)),
    leaf("__ge__", "(self, value, /)", |_, _| Ok(Value::NOT_IMPLEMENTED)),
    leaf("__pow__", "(self, value, mod=None, /)", |vm, a| pow(vm, a.at(0), a.at(1), a.some(2))),
    leaf("__rpow__", "(self, value, mod=None, /)", |vm, a| pow(vm, a.at(1), a.at(0), a.some(2))),
    leaf("__neg__", "(self, /)", |_, a| Ok(number::negate(self_number(a)))),
    leaf("__pos__", "(self, /)", itself),
    leaf("__abs__", "(self, /)", |vm, a| number::magnitude(vm, self_number(a))),
    leaf("__bool__", "(self, /)", |_, a| Ok(Value::bool(this(a) != (0.0, 0.0)))),
    leaf("__complex__", "(self, /)", itself),
    leaf("conjugate", "(self, /)", |_, a| {
        let (re, im) = this(a);
        Ok(complex::new(re, -im))
    }),
    leaf("__getnewargs__", "(self, /)", |_, a| {
        let (re, im) = this(a);
        Ok(tuple::new(vec![Value::float(re), Value::float(im)]))
    }),
    tail("__format__", "(self, format_spec, /)", format),
    tail("from_number", "(cls, number, /)", from_number).class(),
];

/// The computed attributes of complex.
pub const GETSET: &[GetSetDef] =
    &[getter("real", |_, v| Ok(Value::float(parts(v).0))), getter("imag", |_, v| Ok(Value::float(parts(v).1)))];

/// `complex.__doc__`.
pub const DOC: &str = "Create a complex number from a string or numbers.";

fn parts(v: &Value) -> (f64, f64) {
    v.get::<ComplexBox>().map_or((0.0, 0.0), |c| (c.re, c.im))
}

fn this(a: &Args) -> (f64, f64) {
    a.first().map_or((0.0, 0.0), parts)
}

fn self_number(a: &Args) -> Number<'static> {
    let (re, im) = this(a);
    Number::Complex(re, im)
}

fn itself(_: &mut Vm, a: &Args) -> PyResult {
    let (re, im) = this(a);
    if types().complex.is_type_of(a.at(0)) {
        return Ok(a.at(0).clone());
    }
    Ok(complex::new(re, im))
}

/// `repr()` of a complex number.
pub fn text_of((re, im): (f64, f64)) -> Value {
    str::new(format_number::complex_repr(re, im))
}

fn hash_of((re, im): (f64, f64), v: &Value) -> i64 {
    let nan = identity_hash(v);
    hash::complex(hash::float(re, nan), hash::float(im, nan))
}

fn binary(vm: &mut Vm, op: BinOp, x: &Value, y: &Value) -> PyResult {
    match (number::any(x), number::any(y)) {
        (Some(x), Some(y)) => complex_arith::binary(vm, op, x, y).unwrap_or(Ok(Value::NOT_IMPLEMENTED)),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn compare(op: CmpOp, a: &Args) -> PyResult {
    Ok(match number::any(a.at(1)) {
        Some(y) => number::relate(op, self_number(a), y).map_or(Value::NOT_IMPLEMENTED, Value::bool),
        None => Value::NOT_IMPLEMENTED,
    })
}

fn pow(vm: &mut Vm, x: &Value, y: &Value, m: Option<&Value>) -> PyResult {
    let (Some(a), Some(b)) = (number::any(x), number::any(y)) else { return Ok(Value::NOT_IMPLEMENTED) };
    if m.is_some() {
        return Err(no_modulus(vm));
    }
    complex_arith::binary(vm, BinOp::Pow, a, b).unwrap_or(Ok(Value::NOT_IMPLEMENTED))
}

/// A complex number met a three-argument `pow`.
#[cold]
pub fn no_modulus(vm: &mut Vm) -> Raised {
    vm.value_error("complex modulo")
}

fn format(vm: &mut Vm, a: &Args) -> Act {
    let v = a.at(0);
    let name = vm.type_name(v);
    match spec_arg(vm, a.at(1), &name) {
        Ok(None) if vm.types.complex.is_type_of(v) => Act::Done(text_of(this(a))),
        Ok(None) => plain_text(v),
        Ok(Some(spec)) => {
            let (re, im) = this(a);
            match spec.apply_complex(re, im, &name) {
                Ok(t) => Act::Done(str::new(t)),
                Err(e) => Act::Raise(format_error(vm, e)),
            }
        }
        Err(e) => Act::Raise(e),
    }
}

fn instance(vm: &Vm, ty: &Ref<Type>, (re, im): (f64, f64)) -> Value {
    if ty.is(&vm.types.complex) {
        complex::new(re, im)
    } else {
        crate::heap::alloc_in(ty, ComplexBox { re, im }).into()
    }
}

fn new(vm: &mut Vm, a: &Args) -> Act {
    let ty = match class_of_new(vm, a.at(0), &vm.types.complex.clone()) {
        Ok(ty) => ty,
        Err(e) => return Act::Raise(e),
    };
    let (re, im) = (a.opt(1).cloned(), a.opt(2).cloned());
    if im.is_none() {
        match &re {
            None => return Act::Done(instance(vm, &ty, (0.0, 0.0))),
            Some(v) if types().complex.is_type_of(v) && ty.is(&vm.types.complex) => return Act::Done(v.clone()),
            Some(v) => {
                if let Some(t) = text(v) {
                    return match parse(vm, t) {
                        Ok(c) => Act::Done(instance(vm, &ty, c)),
                        Err(e) => Act::Raise(e),
                    };
                }
            }
        }
    }
    Act::run(async move |cx| {
        let c = match (re, im) {
            (Some(v), None) => one_argument(cx, &v).await?,
            (re, im) => two_arguments(cx, re, im).await?,
        };
        Ok(instance(cx.vm(), &ty, c))
    })
}

/// `v.__complex__()`, checked; `None` if the type has no such method.
pub async fn by_method(cx: &mut Cx, v: &Value) -> PyResult<Option<(f64, f64)>> {
    if types().complex.is_type_of(v) {
        return Ok(None);
    }
    let Some(r) = special(cx, v, Dunder::Complex).await? else { return Ok(None) };
    let Some(c) = r.get::<ComplexBox>() else {
        let given = cx.vm().type_name(&r);
        return Err(cx.vm().type_error(format!("__complex__ returned non-complex (type {given})")));
    };
    let c = (c.re, c.im);
    if !types().complex.is_type_of(&r) {
        let given = cx.vm().type_name(&r);
        let text = format!(
            "__complex__ returned non-complex (type {given}).  The ability to return an instance of a strict subclass of complex is \
             deprecated, and may be removed in a future version of Python."
        );
        deprecated(cx, &text).await?;
    }
    Ok(Some(c))
}

/// The float of a real argument; `None` if it is no real number.
async fn real(cx: &mut Cx, v: &Value) -> PyResult<Option<f64>> {
    if v.is_a::<ComplexBox>() {
        return Ok(None);
    }
    if let Some(r) = super::number_args::float_natively(cx.vm(), v) {
        return r.map(Some);
    }
    float_by_method(cx, v).await
}

/// What C code gets from a complex argument; `None` if the value is no number.
pub async fn to_complex(cx: &mut Cx, v: &Value) -> PyResult<Option<(f64, f64)>> {
    if let Some(c) = by_method(cx, v).await? {
        return Ok(Some(c));
    }
    if v.is_a::<ComplexBox>() {
        return Ok(Some(parts(v)));
    }
    Ok(real(cx, v).await?.map(|f| (f, 0.0)))
}

async fn one_argument(cx: &mut Cx, v: &Value) -> PyResult<(f64, f64)> {
    match to_complex(cx, v).await? {
        Some(c) => Ok(c),
        None => {
            let given = cx.vm().type_name(v);
            Err(cx.vm().type_error(format!("complex() argument must be a string or a number, not {given}")))
        }
    }
}

async fn two_arguments(cx: &mut Cx, re: Option<Value>, im: Option<Value>) -> PyResult<(f64, f64)> {
    let mut r = (0.0, 0.0);
    let mut r_complex = false;
    if let Some(v) = &re {
        let by_method = by_method(cx, v).await?;
        let complex = by_method.or_else(|| v.get::<ComplexBox>().map(|c| (c.re, c.im)));
        match complex {
            Some(c) => {
                let given = super::qualified_type_name(cx.vm(), v);
                deprecated(cx, &format!("complex() argument 'real' must be a real number, not {given}")).await?;
                r = c;
                r_complex = true;
            }
            None => match real(cx, v).await? {
                Some(f) => r.0 = f,
                None => return Err(not_real(cx, "real", v)),
            },
        }
    }
    let Some(v) = &im else { return Ok(r) };
    let mut i = (0.0, 0.0);
    if let Some(c) = v.get::<ComplexBox>() {
        let given = super::qualified_type_name(cx.vm(), v);
        i = (c.re, c.im);
        deprecated(cx, &format!("complex() argument 'imag' must be a real number, not {given}")).await?;
        r.0 -= i.1;
    } else {
        match real(cx, v).await? {
            Some(f) => i.0 = f,
            None => return Err(not_real(cx, "imag", v)),
        }
    }
    if r_complex {
        i.0 += r.1;
    }
    Ok((r.0, i.0))
}

#[cold]
fn not_real(cx: &mut Cx, which: &str, v: &Value) -> Raised {
    let given = super::qualified_type_name(cx.vm(), v);
    cx.vm().type_error(format!("complex() argument '{which}' must be a real number, not {given}"))
}

fn from_number(vm: &mut Vm, a: &Args) -> Act {
    let (cls, v) = (a.at(0).clone(), a.at(1).clone());
    let exact = cls.is(&Value::from(&vm.types.complex));
    if exact && vm.types.complex.is_type_of(&v) {
        return Act::Done(v);
    }
    Act::run(async move |cx| {
        let Some((re, im)) = to_complex(cx, &v).await? else {
            let given = arg_type_name(cx.vm(), &v);
            let given = if v.is_none() { "NoneType".to_owned() } else { given };
            return Err(cx.vm().type_error(format!("must be real number, not {given}")));
        };
        let c = complex::new(re, im);
        if exact { Ok(c) } else { cx.call(&cls, [c]).await }
    })
}

/// `complex(text)`.
fn parse(vm: &mut Vm, t: StrView) -> PyResult<(f64, f64)> {
    let malformed = |vm: &mut Vm| Err(vm.value_error("complex() arg is a malformed string"));
    let mut ascii = Vec::with_capacity(t.len());
    for c in t.iter() {
        ascii.push(match c {
            0..=0x7F => c as u8,
            c => match unicode::decimal_value(c) {
                Some(d) => b'0' + d,
                None if unicode::is_space(c) => b' ',
                // what follows does not matter any more
                None => {
                    ascii.push(b'?');
                    break;
                }
            },
        });
    }
    if ascii.contains(&b'_') {
        // an underscore stands between two digits
        let digit = |i: Option<usize>| i.and_then(|i| ascii.get(i)).is_some_and(u8::is_ascii_digit);
        let fine = ascii.iter().enumerate().all(|(i, b)| *b != b'_' || digit(i.checked_sub(1)) && digit(Some(i + 1)));
        if !fine {
            let literal = repr::str_repr(t).view().to_display();
            return Err(vm.value_error(format!("could not convert string to complex: {literal}")));
        }
        ascii.retain(|b| *b != b'_');
    }
    match parse_ascii(&ascii) {
        Some(c) => Ok(c),
        None => malformed(vm),
    }
}

fn spaces(s: &[u8]) -> &[u8] {
    let n = s.iter().take_while(|b| matches!(b, 9..=13 | 32)).count();
    s.get(n..).unwrap_or(&[])
}

fn parse_ascii(s: &[u8]) -> Option<(f64, f64)> {
    let mut s = spaces(s);
    let bracket = s.first() == Some(&b'(');
    if bracket {
        s = spaces(s.get(1..)?);
    }
    let unit = |s: &[u8]| match s.first() {
        Some(b'+') => Some(1.0),
        Some(b'-') => Some(-1.0),
        _ => None,
    };
    let after_j = |s: &mut &[u8]| {
        let yes = matches!(s.first(), Some(b'j' | b'J'));
        if yes {
            *s = s.get(1..).unwrap_or(&[]);
        }
        yes
    };
    let c = match leading_float(s) {
        Some((x, rest)) => {
            s = rest;
            if let Some(sign) = unit(s) {
                let y = match leading_float(s) {
                    Some((y, rest)) => {
                        s = rest;
                        y
                    }
                    None => {
                        s = s.get(1..)?;
                        sign
                    }
                };
                if !after_j(&mut s) {
                    return None;
                }
                (x, y)
            } else if after_j(&mut s) {
                (0.0, x)
            } else {
                (x, 0.0)
            }
        }
        None => {
            let y = unit(s).unwrap_or(1.0);
            if unit(s).is_some() {
                s = s.get(1..)?;
            }
            if !after_j(&mut s) {
                return None;
            }
            (0.0, y)
        }
    };
    s = spaces(s);
    if bracket {
        if s.first() != Some(&b')') {
            return None;
        }
        s = spaces(s.get(1..)?);
    }
    s.is_empty().then_some(c)
}

/// The longest float at the start, and what follows it.
fn leading_float(s: &[u8]) -> Option<(f64, &[u8])> {
    let sign = matches!(s.first(), Some(b'+' | b'-')) as usize;
    let body = s.get(sign..)?;
    let word = |w: &[u8]| body.get(..w.len()).is_some_and(|b| b.eq_ignore_ascii_case(w)).then_some(w.len());
    let length = match word(b"infinity").or_else(|| word(b"inf")).or_else(|| word(b"nan")) {
        Some(n) => n,
        None => {
            let digits =
                |from: usize| body.get(from..).map_or(0, |b| b.iter().take_while(|b| b.is_ascii_digit()).count());
            let whole = digits(0);
            let mut end = whole;
            let mut any = whole;
            if body.get(end) == Some(&b'.') {
                let fraction = digits(end + 1);
                any += fraction;
                end += 1 + fraction;
            }
            if any == 0 {
                return None;
            }
            if matches!(body.get(end), Some(b'e' | b'E')) {
                let signed = end + 1 + matches!(body.get(end + 1), Some(b'+' | b'-')) as usize;
                if digits(signed) > 0 {
                    end = signed + digits(signed);
                }
            }
            end
        }
    };
    let (number, rest) = s.split_at_checked(sign + length)?;
    Some((float::parse_bytes(number)?, rest))
}
