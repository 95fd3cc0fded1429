//! `math`: the functions of real numbers. Integer functions are in `math_int`, sums and products in `math_sum`.
//!
//! Invariant: a finite argument never gives nan or infinity silently: the result is checked once, in [`checked`], and becomes a
//! ValueError or OverflowError in CPython's words.

use super::{ModuleSpec, math_gamma, math_int, math_sum};
use crate::object::float_arith::{self, pair};
use crate::object::names::Dunder;
use crate::object::number::{self, Int};
use crate::object::number_args::{self, clipped, floats, indexes};
use crate::object::{elementary, int, real};
use crate::text::float;
use crate::value::Value;
use crate::vm::native::{self, Act, Args, NativeDef, PyResult, tail};
use crate::vm::{Raised, Vm};
use smallvec::SmallVec;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    name: "math",
    doc: "This module provides access to the mathematical functions\ndefined by the C standard.",
    functions: &FUNCTIONS,
    init: |vm, dict| {
        let constants = [
            ("pi", std::f64::consts::PI),
            ("e", std::f64::consts::E),
            ("tau", std::f64::consts::TAU),
            ("inf", f64::INFINITY),
            ("nan", f64::NAN),
        ];
        for (name, x) in constants {
            let key = vm.intern(name);
            dict.set_interned(&key, Value::float(x));
        }
        Ok(())
    },
};

static FUNCTIONS: [NativeDef; REAL.len() + math_int::FUNCTIONS.len() + math_sum::FUNCTIONS.len()] = {
    const INTEGERS_AND_SUMS: [NativeDef; math_int::FUNCTIONS.len() + math_sum::FUNCTIONS.len()] =
        native::joined(math_int::FUNCTIONS, math_sum::FUNCTIONS);
    native::joined(REAL, &INTEGERS_AND_SUMS)
};

/// `f(x)` of one float.
type Real = fn(f64) -> f64;

macro_rules! real {
    ($name:literal, $f:expr, $overflows:expr, $message:expr) => {
        tail($name, "(x, /)", |vm, a| {
            floats(vm, a, &[0], |vm, a| {
                let x = at(a, 0);
                let f: Real = $f;
                checked(vm, x, f(x), $overflows, $message).map(Value::float)
            })
        })
    };
}

const UNIT: &str = "expected a number in range from -1 up to 1, got ";
const FINITE: &str = "expected a finite input, got ";
const POSITIVE: &str = "expected a positive input, got ";
const POLE: &str = "expected a noninteger or positive integer, got ";

const REAL: &[NativeDef] = &[
    real!("acos", elementary::acos, false, UNIT),
    real!("acosh", elementary::acosh, false, "expected argument value not less than 1, got "),
    real!("asin", elementary::asin, false, UNIT),
    real!("asinh", elementary::asinh, false, ""),
    real!("atan", elementary::atan, false, ""),
    real!("atanh", elementary::atanh, false, "expected a number between -1 and 1, got "),
    real!("cbrt", libm::cbrt, false, ""),
    real!("cos", elementary::cos, false, FINITE),
    real!("cosh", elementary::cosh, true, ""),
    real!("erf", elementary::erf, false, ""),
    real!("erfc", elementary::erfc, false, ""),
    real!("exp", elementary::exp, true, ""),
    real!("exp2", libm::exp2, true, ""),
    real!("expm1", libm::expm1, true, ""),
    real!("fabs", f64::abs, false, ""),
    real!("gamma", math_gamma::gamma, true, POLE),
    real!("lgamma", math_gamma::ln_gamma, true, POLE),
    real!("log1p", libm::log1p, false, "expected argument value > -1, got "),
    real!("sin", elementary::sin, false, FINITE),
    real!("sinh", libm::sinh, true, ""),
    real!("sqrt", f64::sqrt, false, "expected a nonnegative input, got "),
    real!("tan", elementary::tan, false, FINITE),
    real!("tanh", elementary::tanh, false, ""),
    tail("degrees", "(x, /)", |vm, a| {
        floats(vm, a, &[0], |_, a| Ok(Value::float(at(a, 0) * (180.0 / std::f64::consts::PI))))
    }),
    tail("radians", "(x, /)", |vm, a| {
        floats(vm, a, &[0], |_, a| Ok(Value::float(at(a, 0) * (std::f64::consts::PI / 180.0))))
    }),
    tail("isfinite", "(x, /)", |vm, a| floats(vm, a, &[0], |_, a| Ok(at(a, 0).is_finite().into()))),
    tail("isinf", "(x, /)", |vm, a| floats(vm, a, &[0], |_, a| Ok(at(a, 0).is_infinite().into()))),
    tail("isnan", "(x, /)", |vm, a| floats(vm, a, &[0], |_, a| Ok(at(a, 0).is_nan().into()))),
    tail("isclose", "(a, b, *, rel_tol=1e-09, abs_tol=0.0)", |vm, a| floats(vm, a, &[0, 1, 2, 3], is_close)),
    tail("ulp", "(x, /)", |vm, a| floats(vm, a, &[0], |_, a| Ok(Value::float(real::ulp(at(a, 0)))))),
    tail("nextafter", "(x, y, /, *, steps=None)", next_after),
    tail("frexp", "(x, /)", |vm, a| {
        floats(vm, a, &[0], |_, a| {
            let (m, e) = real::frexp(at(a, 0));
            Ok(pair((Value::float(m), Value::int(e as i64))))
        })
    }),
    tail("modf", "(x, /)", |vm, a| {
        floats(vm, a, &[0], |_, a| {
            let x = at(a, 0);
            let (fraction, whole) =
                if x.is_infinite() { (0.0f64.copysign(x), x) } else { ((x - x.trunc()).copysign(x), x.trunc()) };
            Ok(pair((Value::float(if x.is_nan() { x } else { fraction }), Value::float(whole))))
        })
    }),
    tail("ldexp", "(x, i, /)", |vm, a| floats(vm, a, &[0], ldexp)),
    tail("atan2", "(y, x, /)", |vm, a| {
        floats(vm, a, &[0, 1], |_, a| Ok(Value::float(elementary::atan2(at(a, 0), at(a, 1)))))
    }),
    tail("copysign", "(x, y, /)", |vm, a| floats(vm, a, &[0, 1], |_, a| Ok(Value::float(at(a, 0).copysign(at(a, 1)))))),
    tail("fmod", "(x, y, /)", |vm, a| {
        floats(vm, a, &[0, 1], |vm, a| {
            let (x, y) = (at(a, 0), at(a, 1));
            not_nan(vm, &[x, y], x % y)
        })
    }),
    tail("remainder", "(x, y, /)", |vm, a| {
        floats(vm, a, &[0, 1], |vm, a| {
            let (x, y) = (at(a, 0), at(a, 1));
            let r = if y.is_infinite() && x.is_finite() { x } else { libm::remainder(x, y) };
            not_nan(vm, &[x, y], r)
        })
    }),
    tail("pow", "(x, y, /)", |vm, a| floats(vm, a, &[0, 1], pow)),
    tail("fma", "(x, y, z, /)", |vm, a| floats(vm, a, &[0, 1, 2], fma)),
    tail("log", "(x, base=<unrepresentable>, /) -> None", |vm, a| reals(vm, a, log)),
    tail("log2", "(x, /)", |vm, a| reals(vm, a, |vm, a| logarithm(vm, a.at(0), libm::log2).map(Value::float))),
    tail("log10", "(x, /)", |vm, a| reals(vm, a, |vm, a| logarithm(vm, a.at(0), elementary::log10).map(Value::float))),
    tail("ceil", "(x, /)", |vm, a| rounded(vm, a, Dunder::Ceil, f64::ceil)),
    tail("floor", "(x, /)", |vm, a| rounded(vm, a, Dunder::Floor, f64::floor)),
    tail("trunc", "(x, /)", trunc),
];

/// Argument `i`, which was converted to a float.
pub(super) fn at(a: &Args, i: usize) -> f64 {
    a.opt(i).and_then(Value::as_float).unwrap_or(0.0)
}

#[cold]
pub(super) fn domain_error(vm: &mut Vm) -> Raised {
    vm.value_error("math domain error")
}

#[cold]
pub(super) fn range_error(vm: &mut Vm) -> Raised {
    vm.overflow_error("math range error")
}

/// The result `r` of a function of `x`, or what is wrong with it. `message` ends before the argument.
fn checked(vm: &mut Vm, x: f64, r: f64, overflows: bool, message: &str) -> PyResult<f64> {
    let wrong = r.is_nan() && !x.is_nan() || r.is_infinite() && x.is_finite();
    if !wrong {
        return Ok(r);
    }
    // at a pole the result is infinite too, but not because it is too large
    let pole = r.is_infinite() && (message == POLE && x <= 0.0 && x == x.floor());
    if r.is_infinite() && overflows && !pole {
        return Err(range_error(vm));
    }
    Err(match message {
        "" => domain_error(vm),
        _ => vm.value_error(format!("{message}{}", float::repr(x))),
    })
}

fn not_nan(vm: &mut Vm, arguments: &[f64], r: f64) -> PyResult {
    if r.is_nan() && !arguments.iter().any(|x| x.is_nan()) {
        return Err(domain_error(vm));
    }
    Ok(Value::float(r))
}

fn is_close(vm: &mut Vm, a: &Args) -> PyResult {
    let (x, y) = (at(a, 0), at(a, 1));
    let relative = a.opt(2).and_then(Value::as_float).unwrap_or(1e-9);
    let absolute = at(a, 3);
    if relative < 0.0 || absolute < 0.0 {
        return Err(vm.value_error("tolerances must be non-negative"));
    }
    let close = x == y || {
        let difference = (y - x).abs();
        !x.is_infinite()
            && !y.is_infinite()
            && (difference <= (relative * y).abs() || difference <= (relative * x).abs() || difference <= absolute)
    };
    Ok(close.into())
}

fn next_after(vm: &mut Vm, a: &Args) -> Act {
    if a.some(2).is_none() {
        return floats(vm, a, &[0, 1], |_, a| Ok(Value::float(real::next_after(at(a, 0), at(a, 1), 1))));
    }
    fn with_steps(vm: &mut Vm, a: &Args) -> PyResult {
        let steps = Int::of(a.at(2)).unwrap_or(Int::Small(0));
        if steps.is_negative() {
            return Err(vm.value_error("steps must be a non-negative integer"));
        }
        let steps = steps.to_i64().map_or(u64::MAX, |n| n as u64);
        Ok(Value::float(real::next_after(at(a, 0), at(a, 1), steps)))
    }
    let ready = a.iter().take(2).all(|v| v.as_float().is_some());
    if ready {
        return indexes(vm, a, &[2], with_steps);
    }
    let mut values: SmallVec<[Value; 6]> = a.iter().cloned().collect();
    Act::run(async move |cx| {
        for v in values.iter_mut().take(2) {
            let x = number_args::float(cx, v).await?;
            *v = Value::float(x);
        }
        if let Some(v) = values.get_mut(2) {
            *v = number_args::index(cx, v).await?;
        }
        with_steps(cx.vm(), &Args::owned(values))
    })
}

fn ldexp(vm: &mut Vm, a: &Args) -> PyResult {
    let x = at(a, 0);
    if !int::is_int(a.at(1)) {
        return Err(vm.type_error("Expected an int as second argument to ldexp."));
    }
    if x == 0.0 || !x.is_finite() {
        return Ok(Value::float(x));
    }
    let n = clipped(a.at(1)).clamp(-10000, 10000) as i32;
    let r = real::ldexp(x, n);
    if r.is_infinite() {
        return Err(range_error(vm));
    }
    Ok(Value::float(r))
}

fn pow(vm: &mut Vm, a: &Args) -> PyResult {
    let (x, y) = (at(a, 0), at(a, 1));
    let r = if x.is_finite() && y.is_finite() {
        let r = elementary::pow(x, y);
        if r.is_nan() || r.is_infinite() && x == 0.0 {
            return Err(domain_error(vm));
        }
        if r.is_infinite() {
            return Err(range_error(vm));
        }
        r
    } else if x.is_nan() {
        if y == 0.0 { 1.0 } else { x }
    } else if y.is_nan() {
        if x == 1.0 { 1.0 } else { y }
    } else if x.is_infinite() {
        let odd = y.is_finite() && float_arith::is_odd(y);
        match (y > 0.0, odd) {
            _ if y == 0.0 => 1.0,
            (true, true) => x,
            (true, false) => x.abs(),
            (false, true) => 0.0f64.copysign(x),
            (false, false) => 0.0,
        }
    } else if x.abs() == 1.0 {
        1.0
    } else if (y > 0.0) == (x.abs() > 1.0) {
        f64::INFINITY
    } else {
        0.0
    };
    Ok(Value::float(r))
}

fn fma(vm: &mut Vm, a: &Args) -> PyResult {
    let (x, y, z) = (at(a, 0), at(a, 1), at(a, 2));
    let r = x.mul_add(y, z);
    if r.is_nan() && !x.is_nan() && !y.is_nan() && !z.is_nan() {
        return Err(vm.value_error("invalid operation in fma"));
    }
    if r.is_infinite() && x.is_finite() && y.is_finite() && z.is_finite() {
        return Err(vm.overflow_error("overflow in fma"));
    }
    Ok(Value::float(r))
}

/// Runs `f` with all arguments int or float.
fn reals(vm: &mut Vm, a: &Args, f: number_args::Leaf) -> Act {
    if a.iter().all(|v| v.is_unbound() || v.as_float().is_some() || int::is_int(v)) {
        return f(vm, a).into();
    }
    let mut values: SmallVec<[Value; 6]> = a.iter().cloned().collect();
    Act::run(async move |cx| {
        for v in values.iter_mut() {
            if !v.is_unbound() && !int::is_int(v) {
                let x = number_args::float(cx, v).await?;
                *v = Value::float(x);
            }
        }
        f(cx.vm(), &Args::owned(values))
    })
}

/// The logarithm `f` of a number of any size.
fn logarithm(vm: &mut Vm, v: &Value, f: Real) -> PyResult<f64> {
    let Some(i) = Int::of(v) else {
        let x = v.as_float().unwrap_or(0.0);
        let r = if x > 0.0 || x.is_nan() { f(x) } else { f64::NAN };
        return checked(vm, x, r, false, POSITIVE);
    };
    if i.is_negative() || i.is_zero() {
        return Err(vm.value_error("expected a positive input"));
    }
    Ok(match i.to_f64() {
        Some(x) => f(x),
        None => {
            // x = m * 2**e with the top 64 bits in m
            let big = i.to_big();
            let e = big.bits();
            let top = num_traits::ToPrimitive::to_u64(&(&*big >> (e - 64))).unwrap_or(u64::MAX);
            let sticky = big.trailing_zeros().is_some_and(|z| z < e - 64);
            let m = crate::object::int_arith::round_scaled(top, sticky, -64).unwrap_or(1.0);
            f(m) + f(2.0) * e as f64
        }
    })
}

fn log(vm: &mut Vm, a: &Args) -> PyResult {
    let x = logarithm(vm, a.at(0), elementary::ln)?;
    let Some(base) = a.opt(1) else { return Ok(Value::float(x)) };
    let base = logarithm(vm, base, elementary::ln)?;
    if base == 0.0 {
        return Err(vm.zero_division("division by zero"));
    }
    Ok(Value::float(x / base))
}

fn rounded(vm: &mut Vm, a: &Args, d: Dunder, f: Real) -> Act {
    let v = a.at(0);
    if let Some(number::Number::Float(x)) = number::exact(v) {
        return float_arith::to_int(vm, f(x)).into();
    }
    if let Some(act) = vm.call_dunder(v, d, &[]) {
        return act;
    }
    let v = v.clone();
    Act::run(async move |cx| {
        let x = number_args::float(cx, &v).await?;
        float_arith::to_int(cx.vm(), f(x))
    })
}

fn trunc(vm: &mut Vm, a: &Args) -> Act {
    let v = a.at(0);
    if let Some(number::Number::Float(x)) = number::exact(v) {
        return float_arith::to_int(vm, x).into();
    }
    match vm.call_dunder(v, Dunder::Trunc, &[]) {
        Some(act) => act,
        None => {
            let given = vm.type_name(v);
            Act::Raise(vm.type_error(format!("type {given} doesn't define __trunc__ method")))
        }
    }
}
