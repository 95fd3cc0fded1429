//! Functions of `builtins` over iterables: iter, next, len, sum, min, max, any, all, sorted, aiter, anext.

use crate::code::{BinOp, CmpOp};
use crate::object::bytes::{ByteArray, Bytes};
use crate::object::names::Dunder;
use crate::object::str::Str;
use crate::object::{int, iter as iterators, type_ref, types};
use crate::resumable;
use crate::value::Value;
use crate::vm::native::{Act, Args, NativeDef, PyResult, tail};
use crate::vm::{Cx, Vm};

fn iter(vm: &mut Vm, a: &Args) -> Act {
    let Some(sentinel) = a.opt(1) else { return vm.iter(a.at(0)) };
    if !vm.has_dunder(a.at(0), Dunder::Call) {
        return Act::Raise(vm.type_error("iter(v, w): v must be callable"));
    }
    Act::Done(iterators::CallIter::over(a.at(0).clone(), sentinel.clone()))
}

fn next(vm: &mut Vm, a: &Args) -> Act {
    let default = a.opt(1).cloned();
    if let Some(r) = iterators::step(vm, a.at(0)) {
        return match r {
            Ok(v) if v.is_stop() => match default {
                Some(d) => Act::Done(d),
                None => Act::Raise(vm.stop_iteration(Value::NONE)),
            },
            r => r.into(),
        };
    }
    if !vm.has_dunder(a.at(0), Dunder::Next) {
        let name = vm.type_name(a.at(0));
        return Act::Raise(vm.type_error(format!("'{name}' object is not an iterator")));
    }
    // `__next__` itself, so that StopIteration keeps its value
    let Some(act) = vm.call_dunder(a.at(0), Dunder::Next, &[]) else { return Act::Done(Value::NONE) };
    match default {
        None => act,
        Some(default) => Act::run(async move |cx| match cx.act(act).await {
            Err(e) => {
                let stop = types().exc.StopIteration.clone();
                cx.vm().catch(e, &stop)?;
                Ok(default)
            }
            r => r,
        }),
    }
}

fn len(vm: &mut Vm, a: &Args) -> Act {
    vm.len(a.at(0))
}

async fn all(cx: &mut Cx, a: Args<'static>) -> PyResult {
    every(cx, a.at(0), true).await
}

async fn any(cx: &mut Cx, a: Args<'static>) -> PyResult {
    every(cx, a.at(0), false).await
}

/// True for `all` (`wanted` true) if no item is false; for `any`, the opposite.
async fn every(cx: &mut Cx, iterable: &Value, wanted: bool) -> PyResult {
    let it = cx.iter(iterable).await?;
    while let Some(v) = cx.next(&it).await? {
        let truth = match v.as_bool() {
            Some(b) => b,
            None => cx.truth(&v).await?,
        };
        if truth != wanted {
            return Ok(Value::bool(!wanted));
        }
        cx.tick(1).await?;
    }
    Ok(Value::bool(wanted))
}

/// A running sum of floats with the error term that CPython keeps (Neumaier's compensated summation).
#[derive(Clone, Copy)]
struct FloatSum {
    high: f64,
    low: f64,
}

impl FloatSum {
    fn add(&mut self, x: f64) {
        let t = self.high + x;
        if self.high.abs() >= x.abs() {
            self.low += (self.high - t) + x;
        } else {
            self.low += (x - t) + self.high;
        }
        self.high = t;
    }
    fn value(self) -> f64 {
        // a non-finite error term means that the sum overflowed or met an infinity
        if self.low != 0.0 && self.low.is_finite() { self.high + self.low } else { self.high }
    }
}

enum Running {
    Int(i64),
    Float(FloatSum),
    Any(Value),
}

impl Running {
    fn value(self) -> Value {
        match self {
            Running::Int(i) => Value::int(i),
            Running::Float(f) => Value::float(f.value()),
            Running::Any(v) => v,
        }
    }
}

fn exact_float(v: &Value) -> Option<f64> {
    if v.slot().is_float() || types().float.is_type_of(v) { v.as_float() } else { None }
}

async fn sum(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let it = cx.iter(a.at(0)).await?;
    let start = a.opt(1).cloned().unwrap_or(Value::int(0));
    let refused = if start.is_a::<Str>() {
        Some("sum() can't sum strings [use ''.join(seq) instead]")
    } else if start.is_a::<Bytes>() {
        Some("sum() can't sum bytes [use b''.join(seq) instead]")
    } else if start.is_a::<ByteArray>() {
        Some("sum() can't sum bytearray [use b''.join(seq) instead]")
    } else {
        None
    };
    if let Some(text) = refused {
        return Err(cx.vm().type_error(text));
    }
    let mut total = match (start.as_small(), exact_float(&start)) {
        (Some(i), _) => Running::Int(i),
        (_, Some(f)) => Running::Float(FloatSum { high: f, low: 0.0 }),
        _ => Running::Any(start),
    };
    let native = iterators::native_depth(&it) > 0;
    let mut n = 0;
    loop {
        let v = if native {
            iterators::step(cx.vm(), &it).unwrap_or(Ok(Value::STOP))?
        } else {
            cx.next(&it).await?.unwrap_or(Value::STOP)
        };
        if v.is_stop() {
            return Ok(total.value());
        }
        n += 1;
        if n == 64 {
            n = 0;
            cx.tick(64).await?;
        }
        let small = v.as_small().or_else(|| v.as_bool().map(|b| b as i64));
        match (&mut total, small) {
            (Running::Int(sum), Some(i)) => match sum.checked_add(i) {
                Some(s) => {
                    *sum = s;
                    continue;
                }
                None => total = Running::Any(int::big(num_bigint::BigInt::from(*sum) + i)),
            },
            (Running::Float(f), Some(i)) => f.add(i as f64),
            (Running::Float(f), None) if exact_float(&v).is_some() => f.add(exact_float(&v).unwrap_or(0.0)),
            (Running::Int(sum), None) if exact_float(&v).is_some() => {
                let mut f = FloatSum { high: *sum as f64, low: 0.0 };
                f.add(exact_float(&v).unwrap_or(0.0));
                total = Running::Float(f);
            }
            _ => {
                let so_far = std::mem::replace(&mut total, Running::Int(0)).value();
                let next = cx.binary(BinOp::Add, &so_far, &v).await?;
                total = match (next.as_small(), exact_float(&next)) {
                    (_, Some(f)) => Running::Float(FloatSum { high: f, low: 0.0 }),
                    _ => Running::Any(next),
                };
            }
        }
    }
}

async fn min(cx: &mut Cx, a: Args<'static>) -> PyResult {
    extreme(cx, &a, CmpOp::Lt, "min").await
}

async fn max(cx: &mut Cx, a: Args<'static>) -> PyResult {
    extreme(cx, &a, CmpOp::Gt, "max").await
}

/// `min` and `max`: arguments `*args, key, default`.
async fn extreme(cx: &mut Cx, a: &Args<'static>, op: CmpOp, name: &str) -> PyResult {
    let given = a.rest(0);
    let (key, default) = (a.some(1), a.opt(2));
    let source = match given {
        [] => return Err(cx.vm().type_error(format!("{name} expected at least 1 argument, got 0"))),
        [iterable] => iterable.clone(),
        _ if default.is_some() => {
            return Err(cx.vm().type_error(format!("Cannot specify a default for {name}() with multiple positional arguments")));
        }
        _ => a.at(0).clone(),
    };
    let it = cx.iter(&source).await?;
    let mut best: Option<(Value, Value)> = None;
    while let Some(v) = cx.next(&it).await? {
        let k = match key {
            Some(f) => cx.call(f, [v.clone()]).await?,
            None => v.clone(),
        };
        match &best {
            None => best = Some((v, k)),
            Some((_, b)) => {
                let better = match (k.as_small(), b.as_small()) {
                    (Some(x), Some(y)) => op.of_order(x.cmp(&y)),
                    _ => cx.compare_bool(op, &k, b).await?,
                };
                if better {
                    best = Some((v, k));
                }
            }
        }
        cx.tick(1).await?;
    }
    match (best, default) {
        (Some((v, _)), _) => Ok(v),
        (None, Some(d)) => Ok(d.clone()),
        (None, None) => Err(cx.vm().value_error(format!("{name}() iterable argument is empty"))),
    }
}

async fn sorted(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let list = crate::object::list::new(Vec::new());
    let act = crate::object::list_methods::extend_with(cx.vm(), &list, a.at(0));
    cx.act(act).await?;
    let reverse = match a.opt(2) {
        Some(v) => cx.truth(v).await?,
        None => false,
    };
    crate::object::sort::sort(cx, &list, a.some(1), reverse).await?;
    Ok(list)
}

fn aiter(vm: &mut Vm, a: &Args) -> Act {
    let name = vm.type_name(a.at(0));
    let Some(act) = vm.call_dunder(a.at(0), Dunder::AIter, &[]) else {
        return Act::Raise(vm.type_error(format!("'{name}' object is not an async iterable")));
    };
    Act::run(async move |cx| {
        let it = cx.act(act).await?;
        if !cx.vm().has_dunder(&it, Dunder::ANext) {
            let got = cx.vm().type_name(&it);
            return Err(cx.vm().type_error(format!("aiter() returned not an async iterator of type '{got}'")));
        }
        Ok(it)
    })
}

fn anext(vm: &mut Vm, a: &Args) -> Act {
    let ty = type_ref(a.at(0)).name();
    let Some(act) = vm.call_dunder(a.at(0), Dunder::ANext, &[]) else {
        return Act::Raise(vm.type_error(format!("'{ty}' object is not an async iterator")));
    };
    match a.opt(1).cloned() {
        None => act,
        Some(default) => Act::run(async move |cx| {
            let awaitable = cx.act(act).await?;
            Ok(crate::object::anext_awaitable::new(cx.vm(), awaitable, default))
        }),
    }
}

pub static FUNCTIONS: &[NativeDef] = &[
    tail("iter", "(object, sentinel=<unrepresentable>, /)", iter),
    tail("next", "(iterator, default=<unrepresentable>, /)", next),
    tail("len", "(obj, /)", len),
    resumable!("all", "(iterable, /)", all),
    resumable!("any", "(iterable, /)", any),
    resumable!("sum", "(iterable, /, start=0)", sum),
    resumable!("min", "(*args, key=None, default=<unrepresentable>)", min),
    resumable!("max", "(*args, key=None, default=<unrepresentable>)", max),
    resumable!("sorted", "(iterable, /, *, key=None, reverse=False)", sorted),
    tail("aiter", "(async_iterable, /)", aiter),
    tail("anext", "(aiterator, default=<unrepresentable>, /)", anext),
];

