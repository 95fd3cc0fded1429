//! `cmath`: functions of complex numbers.
//!
//! Invariant: infinities and nans go by the tables of C's Annex G (in `cmath_special`); finite arguments never overflow on the way when
//! the result is finite.

use super::ModuleSpec;
use super::cmath_special::{self as special, Complex, Wrong};
use super::math::{at, domain_error, range_error};
use crate::object::complex::{self, ComplexBox};
use crate::object::float_arith::pair;
use crate::object::number_args::{self, floats};
use crate::object::{complex_arith, complex_methods, elementary, real};
use crate::value::Value;
use crate::vm::native::{Act, Args, NativeDef, PyResult, tail};
use crate::vm::{Cx, Vm};
use smallvec::SmallVec;
use std::f64::consts::{E, LN_2, LN_10, PI, TAU};

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    name: "cmath",
    doc: "This module provides access to mathematical functions for complex\nnumbers.",
    functions: FUNCTIONS,
    init: |vm, dict| {
        let constants = [
            ("pi", Value::float(PI)),
            ("e", Value::float(E)),
            ("tau", Value::float(TAU)),
            ("inf", Value::float(f64::INFINITY)),
            ("nan", Value::float(f64::NAN)),
            ("infj", complex::new(0.0, f64::INFINITY)),
            ("nanj", complex::new(0.0, f64::NAN)),
        ];
        for (name, v) in constants {
            let key = vm.intern(name);
            dict.set_interned(&key, v);
        }
        Ok(())
    },
};

/// Largest size of a part that needs no scaling.
const LARGE: f64 = f64::MAX / 4.0;

fn log_large() -> f64 {
    elementary::ln(LARGE)
}

type Function = fn(Complex) -> Result<Complex, Wrong>;

macro_rules! function {
    ($name:literal, $f:expr) => {
        tail($name, "(z, /)", |vm, a| {
            complexes(vm, a, &[0], |vm, a| {
                let f: Function = $f;
                answer(vm, f(part(a, 0)))
            })
        })
    };
}

macro_rules! test {
    ($name:literal, $f:expr) => {
        tail($name, "(z, /)", |vm, a| {
            complexes(vm, a, &[0], |_, a| {
                let f: fn(Complex) -> bool = $f;
                Ok(f(part(a, 0)).into())
            })
        })
    };
}

const FUNCTIONS: &[NativeDef] = &[
    function!("acos", acos),
    function!("acosh", acosh),
    function!("asin", |(x, y)| asinh((-y, x)).map(|(u, v)| (v, -u))),
    function!("asinh", asinh),
    function!("atan", |(x, y)| atanh((-y, x)).map(|(u, v)| (v, -u))),
    function!("atanh", atanh),
    function!("cos", |(x, y)| cosh((-y, x))),
    function!("cosh", cosh),
    function!("exp", exp),
    function!("log10", |z| ln(z).map(|(x, y)| (x / LN_10, y / LN_10))),
    function!("sin", |(x, y)| sinh((-y, x)).map(|(u, v)| (v, -u))),
    function!("sinh", sinh),
    function!("sqrt", sqrt),
    function!("tan", |(x, y)| tanh((-y, x)).map(|(u, v)| (v, -u))),
    function!("tanh", tanh),
    test!("isfinite", |(x, y)| x.is_finite() && y.is_finite()),
    test!("isinf", |(x, y)| x.is_infinite() || y.is_infinite()),
    test!("isnan", |(x, y)| x.is_nan() || y.is_nan()),
    tail("log", "(z, base=<unrepresentable>, /)", |vm, a| {
        complexes(vm, a, &[0, 1], |vm, a| {
            let x = ln(part(a, 0));
            if a.opt(1).is_none() {
                return answer(vm, x);
            }
            let y = ln(part(a, 1));
            answer(vm, x.and_then(|x| complex_arith::quotient(x, y?).ok_or(Wrong::Domain)))
        })
    }),
    tail("phase", "(z, /)", |vm, a| {
        complexes(vm, a, &[0], |_, a| {
            let (x, y) = part(a, 0);
            Ok(Value::float(elementary::atan2(y, x)))
        })
    }),
    tail("polar", "(z, /)", |vm, a| {
        complexes(vm, a, &[0], |vm, a| {
            let (x, y) = part(a, 0);
            let r = elementary::hypot(x, y);
            if r.is_infinite() && x.is_finite() && y.is_finite() {
                return Err(range_error(vm));
            }
            Ok(pair((Value::float(r), Value::float(elementary::atan2(y, x)))))
        })
    }),
    tail("rect", "(r, phi, /)", |vm, a| floats(vm, a, &[0, 1], |vm, a| answer(vm, rect((at(a, 0), at(a, 1)))))),
    tail("isclose", "(a, b, *, rel_tol=1e-09, abs_tol=0.0)", is_close),
];

fn part(a: &Args, i: usize) -> Complex {
    a.opt(i).and_then(|v| v.get::<ComplexBox>()).map_or((0.0, 0.0), |c| (c.re, c.im))
}

fn answer(vm: &mut Vm, r: Result<Complex, Wrong>) -> PyResult {
    match r {
        Ok((x, y)) => Ok(complex::new(x, y)),
        Err(Wrong::Domain) => Err(domain_error(vm)),
        Err(Wrong::Range) => Err(range_error(vm)),
    }
}

/// Runs `f` with the arguments `which` converted to exact complex numbers.
fn complexes(vm: &mut Vm, a: &Args, which: &'static [usize], f: number_args::Leaf) -> Act {
    let mut values: SmallVec<[Value; 6]> = a.iter().cloned().collect();
    let mut waiting = false;
    for i in which {
        let Some(v) = values.get_mut(*i).filter(|v| !v.is_unbound() && !vm.types.complex.is_type_of(v)) else {
            continue;
        };
        if v.is_a::<ComplexBox>() {
            waiting = true;
            continue;
        }
        match number_args::float_natively(vm, v) {
            Some(Ok(x)) => *v = complex::new(x, 0.0),
            Some(Err(e)) => return Act::Raise(e),
            None => waiting = true,
        }
    }
    if !waiting {
        return f(vm, &Args::owned(values)).into();
    }
    Act::run(async move |cx| {
        for i in which {
            if let Some(v) = values.get_mut(*i).filter(|v| !v.is_unbound()) {
                *v = converted(cx, v).await?;
            }
        }
        f(cx.vm(), &Args::owned(values))
    })
}

async fn converted(cx: &mut Cx, v: &Value) -> PyResult {
    match complex_methods::to_complex(cx, v).await? {
        Some((x, y)) => Ok(complex::new(x, y)),
        None => {
            let given = cx.vm().type_name(v);
            Err(cx.vm().type_error(format!("must be real number, not {given}")))
        }
    }
}

fn is_close(vm: &mut Vm, a: &Args) -> Act {
    let tolerance = |v: Option<&Value>, default: f64| v.map_or(Some(default), Value::as_float);
    let (Some(relative), Some(absolute)) = (tolerance(a.opt(2), 1e-9), tolerance(a.opt(3), 0.0)) else {
        let mut values: SmallVec<[Value; 6]> = a.iter().cloned().collect();
        return Act::run(async move |cx| {
            for v in values.iter_mut().skip(2).filter(|v| !v.is_unbound()) {
                let x = number_args::float(cx, v).await?;
                *v = Value::float(x);
            }
            let act = is_close(cx.vm(), &Args::owned(values));
            cx.act(act).await
        });
    };
    if relative < 0.0 || absolute < 0.0 {
        return Act::Raise(vm.value_error("tolerances must be non-negative"));
    }
    complexes(vm, a, &[0, 1], |_, a| {
        let ((p, q), (r, s)) = (part(a, 0), part(a, 1));
        let relative = a.opt(2).and_then(Value::as_float).unwrap_or(1e-9);
        let absolute = a.opt(3).and_then(Value::as_float).unwrap_or(0.0);
        if (p, q) == (r, s) {
            return Ok(Value::TRUE);
        }
        if [p, q, r, s].iter().any(|x| x.is_infinite()) {
            return Ok(Value::FALSE);
        }
        let difference = elementary::hypot(p - r, q - s);
        let close = difference <= relative * elementary::hypot(r, s)
            || difference <= relative * elementary::hypot(p, q)
            || difference <= absolute;
        Ok(close.into())
    })
}

fn sqrt(z: Complex) -> Result<Complex, Wrong> {
    if let Some(r) = special::look_up(special::SQRT, z) {
        return r;
    }
    let (x, y) = z;
    if x == 0.0 && y == 0.0 {
        return Ok((0.0, y));
    }
    let (mut ax, ay) = (x.abs(), y.abs());
    let s = if ax < f64::MIN_POSITIVE && ay < f64::MIN_POSITIVE {
        // hypot would be subnormal
        ax = real::ldexp(ax, 53);
        real::ldexp((ax + elementary::hypot(ax, real::ldexp(ay, 53))).sqrt(), -27)
    } else {
        ax /= 8.0;
        2.0 * (ax + elementary::hypot(ax, ay / 8.0)).sqrt()
    };
    let d = ay / (2.0 * s);
    Ok(if x >= 0.0 { (s, d.copysign(y)) } else { (d, s.copysign(y)) })
}

fn is_large((x, y): Complex) -> bool {
    x.abs() > LARGE || y.abs() > LARGE
}

fn log_of_large((x, y): Complex) -> f64 {
    elementary::ln(elementary::hypot(x / 2.0, y / 2.0)) + LN_2 * 2.0
}

fn acos(z: Complex) -> Result<Complex, Wrong> {
    if let Some(r) = special::look_up(special::ACOS, z) {
        return r;
    }
    let (x, y) = z;
    if is_large(z) {
        let l = log_of_large(z);
        return Ok((elementary::atan2(y.abs(), x), if x < 0.0 { -l.copysign(y) } else { l.copysign(-y) }));
    }
    let (a, b) = (sqrt((1.0 - x, -y))?, sqrt((1.0 + x, y))?);
    Ok((2.0 * elementary::atan2(a.0, b.0), elementary::asinh(b.0 * a.1 - b.1 * a.0)))
}

fn acosh(z: Complex) -> Result<Complex, Wrong> {
    if let Some(r) = special::look_up(special::ACOSH, z) {
        return r;
    }
    let (x, y) = z;
    if is_large(z) {
        return Ok((log_of_large(z), elementary::atan2(y, x)));
    }
    let (a, b) = (sqrt((x - 1.0, y))?, sqrt((x + 1.0, y))?);
    Ok((elementary::asinh(a.0 * b.0 + a.1 * b.1), 2.0 * elementary::atan2(a.1, b.0)))
}

fn asinh(z: Complex) -> Result<Complex, Wrong> {
    if let Some(r) = special::look_up(special::ASINH, z) {
        return r;
    }
    let (x, y) = z;
    if is_large(z) {
        let l = log_of_large(z);
        return Ok((if y >= 0.0 { l.copysign(x) } else { -l.copysign(-x) }, elementary::atan2(y, x.abs())));
    }
    let (a, b) = (sqrt((1.0 + y, -x))?, sqrt((1.0 - y, x))?);
    Ok((elementary::asinh(a.0 * b.1 - b.0 * a.1), elementary::atan2(y, a.0 * b.0 - a.1 * b.1)))
}

fn atanh(z: Complex) -> Result<Complex, Wrong> {
    if let Some(r) = special::look_up(special::ATANH, z) {
        return r;
    }
    let (x, y) = z;
    if x.is_sign_negative() {
        return atanh((-x, -y)).map(|(u, v)| (-u, -v));
    }
    let ay = y.abs();
    let root = LARGE.sqrt();
    if x > root || ay > root {
        let h = elementary::hypot(x / 2.0, y / 2.0);
        return Ok((x / 4.0 / h / h, -(PI / 2.0).copysign(-y)));
    }
    if x == 1.0 && ay < f64::MIN_POSITIVE.sqrt() {
        if ay == 0.0 {
            return Err(Wrong::Domain);
        }
        return Ok((
            -elementary::ln(ay.sqrt() / elementary::hypot(ay, 2.0).sqrt()),
            (elementary::atan2(2.0, -ay) / 2.0).copysign(y),
        ));
    }
    let re = (4.0 * x / ((1.0 - x) * (1.0 - x) + ay * ay)).ln_1p() / 4.0;
    Ok((re, -elementary::atan2(-2.0 * y, (1.0 - x) * (1.0 + x) - ay * ay) / 2.0))
}

/// A result that must be finite.
fn finite((x, y): Complex) -> Result<Complex, Wrong> {
    if x.is_infinite() || y.is_infinite() { Err(Wrong::Range) } else { Ok((x, y)) }
}

fn directed(size: f64, angle: f64) -> Complex {
    (size.copysign(elementary::cos(angle)), size.copysign(elementary::sin(angle)))
}

fn infinite_and_turned((x, y): Complex) -> bool {
    x.is_infinite() && y.is_finite() && y != 0.0
}

fn cosh(z: Complex) -> Result<Complex, Wrong> {
    let (x, y) = z;
    if infinite_and_turned(z) {
        let (u, v) = directed(f64::INFINITY, y);
        return Ok((u, if x > 0.0 { v } else { -v }));
    }
    if let Some(r) = special::look_up(special::COSH, z) {
        return r;
    }
    if x.abs() > log_large() {
        let less = x - 1.0f64.copysign(x);
        return finite((elementary::cos(y) * elementary::cosh(less) * E, elementary::sin(y) * libm::sinh(less) * E));
    }
    finite((elementary::cos(y) * elementary::cosh(x), elementary::sin(y) * libm::sinh(x)))
}

fn sinh(z: Complex) -> Result<Complex, Wrong> {
    let (x, y) = z;
    if infinite_and_turned(z) {
        let (u, v) = directed(f64::INFINITY, y);
        return Ok((if x > 0.0 { u } else { -u }, v));
    }
    if let Some(r) = special::look_up(special::SINH, z) {
        return r;
    }
    if x.abs() > log_large() {
        let less = x - 1.0f64.copysign(x);
        return finite((elementary::cos(y) * libm::sinh(less) * E, elementary::sin(y) * elementary::cosh(less) * E));
    }
    finite((elementary::cos(y) * libm::sinh(x), elementary::sin(y) * elementary::cosh(x)))
}

fn exp(z: Complex) -> Result<Complex, Wrong> {
    let (x, y) = z;
    if infinite_and_turned(z) {
        return Ok(directed(if x > 0.0 { x } else { 0.0 }, y));
    }
    if let Some(r) = special::look_up(special::EXP, z) {
        return r;
    }
    if x > log_large() {
        let l = elementary::exp(x - 1.0);
        return finite((l * elementary::cos(y) * E, l * elementary::sin(y) * E));
    }
    let l = elementary::exp(x);
    finite((l * elementary::cos(y), l * elementary::sin(y)))
}

fn ln(z: Complex) -> Result<Complex, Wrong> {
    if let Some(r) = special::look_up(special::LOG, z) {
        return r;
    }
    let (x, y) = z;
    let (ax, ay) = (x.abs(), y.abs());
    let re = if is_large(z) {
        elementary::ln(elementary::hypot(ax / 2.0, ay / 2.0)) + LN_2
    } else if ax < f64::MIN_POSITIVE && ay < f64::MIN_POSITIVE {
        if ax == 0.0 && ay == 0.0 {
            return Err(Wrong::Domain);
        }
        elementary::ln(elementary::hypot(real::ldexp(ax, 53), real::ldexp(ay, 53))) - 53.0 * LN_2
    } else {
        let h = elementary::hypot(ax, ay);
        if (0.71..=1.73).contains(&h) {
            let (big, small) = (ax.max(ay), ax.min(ay));
            libm::log1p((big - 1.0) * (big + 1.0) + small * small) / 2.0
        } else {
            elementary::ln(h)
        }
    };
    Ok((re, elementary::atan2(y, x)))
}

fn tanh(z: Complex) -> Result<Complex, Wrong> {
    let (x, y) = z;
    if infinite_and_turned(z) {
        return Ok((1.0f64.copysign(x), 0.0f64.copysign(2.0 * elementary::sin(y) * elementary::cos(y))));
    }
    if let Some(r) = special::look_up(special::TANH, z) {
        return r;
    }
    if x.abs() > log_large() {
        return Ok((
            1.0f64.copysign(x),
            4.0 * elementary::sin(y) * elementary::cos(y) * elementary::exp(-2.0 * x.abs()),
        ));
    }
    let (tx, ty, cx) = (elementary::tanh(x), elementary::tan(y), 1.0 / elementary::cosh(x));
    let both = tx * ty;
    let denominator = 1.0 + both * both;
    Ok((tx * (1.0 + ty * ty) / denominator, ((ty / denominator) * cx) * cx))
}

fn rect(z: Complex) -> Result<Complex, Wrong> {
    let (r, phi) = z;
    if infinite_and_turned(z) {
        let (u, v) = directed(f64::INFINITY, phi);
        return Ok(if r > 0.0 { (u, v) } else { (-u, -v) });
    }
    if let Some(found) = special::look_up(special::RECT, z) {
        return found;
    }
    Ok(if phi == 0.0 { (r, r * phi) } else { (r * elementary::cos(phi), r * elementary::sin(phi)) })
}
