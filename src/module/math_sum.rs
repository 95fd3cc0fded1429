//! `math`: functions over vectors and iterables: fsum, prod, sumprod, dist, hypot.
//!
//! Invariant: partial sums are exact or carried in extended precision; the result is rounded once.

use crate::code::BinOp;
use crate::object::number::{self, Int, Number};
use crate::object::number_args::{self, float_natively};
use crate::object::{real, tuple};
use crate::resumable;
use crate::value::Value;
use crate::vm::Cx;
use crate::vm::native::{Act, Args, NativeDef, PyResult, tail};

/// The functions of this file.
pub const FUNCTIONS: &[NativeDef] = &[
    resumable!("fsum", "(seq, /)", fsum),
    resumable!("prod", "(iterable, /, *, start=1)", prod),
    resumable!("sumprod", "(p, q, /)", sumprod),
    resumable!("dist", "(p, q, /)", dist),
    tail("hypot", "(*coordinates)", |vm, a| {
        let mut v = Vec::with_capacity(a.rest(0).len());
        for x in a.rest(0) {
            match float_natively(vm, x) {
                Some(Ok(x)) => v.push(x.abs()),
                Some(Err(e)) => return Act::Raise(e),
                None => {
                    let all = a.rest(0).to_vec();
                    return Act::run(async move |cx| {
                        let mut v = floats(cx, &all).await?;
                        Ok(Value::float(real::norm(&mut v)))
                    });
                }
            }
        }
        Act::Done(Value::float(real::norm(&mut v)))
    }),
];

/// The magnitudes of the numbers.
async fn floats(cx: &mut Cx, all: &[Value]) -> PyResult<Vec<f64>> {
    let mut v = Vec::with_capacity(all.len());
    for x in all {
        v.push(number_args::float(cx, x).await?.abs());
    }
    Ok(v)
}

async fn point(cx: &mut Cx, v: &Value) -> PyResult<Vec<Value>> {
    match v.get::<tuple::Tuple>() {
        Some(t) => Ok(t.items().to_vec()),
        None => cx.collect(v).await,
    }
}

async fn dist(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let p = point(cx, a.at(0)).await?;
    let q = point(cx, a.at(1)).await?;
    if p.len() != q.len() {
        return Err(cx.vm().value_error("both points must have the same number of dimensions"));
    }
    let mut v = Vec::with_capacity(p.len());
    for (x, y) in p.iter().zip(&q) {
        let x = number_args::float(cx, x).await?;
        let y = number_args::float(cx, y).await?;
        v.push((x - y).abs());
    }
    Ok(Value::float(real::norm(&mut v)))
}

async fn fsum(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let it = cx.iter(a.at(0)).await?;
    // parts that do not overlap, in order of increasing magnitude
    let mut parts: Vec<f64> = Vec::new();
    let (mut special, mut infinities) = (0.0f64, 0.0f64);
    while let Some(item) = cx.next(&it).await? {
        cx.tick(1).await?;
        let given = match float_natively(cx.vm(), &item) {
            Some(x) => x?,
            None => number_args::float(cx, &item).await?,
        };
        let mut x = given;
        let mut kept = 0;
        for i in 0..parts.len() {
            let mut y = parts[i];
            if x.abs() < y.abs() {
                (x, y) = (y, x);
            }
            let (high, low) = real::fast_two_sum(x, y);
            if low != 0.0 {
                parts[kept] = low;
                kept += 1;
            }
            x = high;
        }
        parts.truncate(kept);
        if x == 0.0 {
            continue;
        }
        if x.is_finite() {
            parts.push(x);
            continue;
        }
        if given.is_finite() {
            return Err(cx.vm().overflow_error("intermediate overflow in fsum"));
        }
        if given.is_infinite() {
            infinities += given;
        }
        special += given;
        parts.clear();
    }
    if special != 0.0 {
        if infinities.is_nan() {
            return Err(cx.vm().value_error("-inf + inf in fsum"));
        }
        return Ok(Value::float(special));
    }
    Ok(Value::float(rounded_sum(parts)))
}

/// The sum of parts that do not overlap, rounded once, half to even.
fn rounded_sum(mut parts: Vec<f64>) -> f64 {
    let Some(mut high) = parts.pop() else { return 0.0 };
    let mut low = 0.0;
    while let Some(y) = parts.pop() {
        let x = high;
        high = x + y;
        low = y - (high - x);
        if low != 0.0 {
            break;
        }
    }
    // a tie is broken by the sign of what comes below it
    if let Some(below) = parts.last()
        && (low < 0.0 && *below < 0.0 || low > 0.0 && *below > 0.0)
    {
        let y = low * 2.0;
        let x = high + y;
        if y == x - high {
            high = x;
        }
    }
    high
}

async fn prod(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let it = cx.iter(a.at(0)).await?;
    let mut r = a.opt(1).cloned().unwrap_or(Value::int(1));
    while let Some(item) = cx.next(&it).await? {
        cx.tick(1).await?;
        r = match number::binary(cx.vm(), BinOp::Mul, &r, &item) {
            Some(r) => r?,
            None => cx.binary(BinOp::Mul, &r, &item).await?,
        };
    }
    Ok(r)
}

/// A sum in triple-double.
#[derive(Clone, Copy, Default)]
struct Triple {
    high: f64,
    low: f64,
    tiny: f64,
}

impl Triple {
    fn add_product(self, x: f64, y: f64) -> Triple {
        let product = real::two_product(x, y);
        let sum = real::two_sum(self.high, product.0);
        let first = real::two_sum(self.low, product.1);
        let second = real::two_sum(first.0, sum.1);
        Triple { high: sum.0, low: second.0, tiny: self.tiny + first.1 + second.1 }
    }
    fn rounded(self) -> f64 {
        let last = real::two_sum(self.low, self.tiny);
        real::two_sum(self.high, last.0).0
    }
}

async fn sumprod(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let p = cx.iter(a.at(0)).await?;
    let q = cx.iter(a.at(1)).await?;
    let mut total = Value::int(0);
    // the running sum of a stretch of ints, then of floats; afterwards only the operators are used
    let (mut ints, mut floats) = (Some(0i64), Some(Triple::default()));
    let mut floats_used = false;
    loop {
        let (x, y) = (cx.next(&p).await?, cx.next(&q).await?);
        cx.tick(1).await?;
        if x.is_some() != y.is_some() {
            return Err(cx.vm().value_error("Inputs are not the same length"));
        }
        let pair = x.zip(y);
        let small = |v: &Value| v.as_small();
        if let Some(sum) = ints {
            let next = pair.as_ref().and_then(|(x, y)| small(x)?.checked_mul(small(y)?)?.checked_add(sum));
            match next {
                Some(n) => {
                    ints = Some(n);
                    continue;
                }
                None => {
                    total = cx.binary(BinOp::Add, &total, &Value::int(sum)).await?;
                    ints = None;
                }
            }
        }
        if let Some(sum) = floats {
            let next = pair.as_ref().and_then(|(x, y)| float_pair(x, y)).map(|(x, y)| sum.add_product(x, y));
            match next.filter(|t| t.high.is_finite()) {
                Some(t) => {
                    floats = Some(t);
                    floats_used = true;
                    continue;
                }
                None => {
                    if floats_used {
                        total = cx.binary(BinOp::Add, &total, &Value::float(sum.rounded())).await?;
                    }
                    floats = None;
                }
            }
        }
        let Some((x, y)) = pair else { return Ok(total) };
        let product = cx.binary(BinOp::Mul, &x, &y).await?;
        total = cx.binary(BinOp::Add, &total, &product).await?;
    }
}

/// Two floats, or a float and an int.
fn float_pair(x: &Value, y: &Value) -> Option<(f64, f64)> {
    let value = |n: Number| match n {
        Number::Float(f) => Some(f),
        Number::Int(i) => Int::to_f64(i),
        Number::Complex(..) => None,
    };
    match (number::exact(x)?, number::exact(y)?) {
        (Number::Int(_), Number::Int(_)) => None,
        (n, m) => Some((value(n)?, value(m)?)),
    }
}
