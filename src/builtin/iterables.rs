//! Functions of `builtins` over iterables: iter, next, len, sum, min, max, any, all, sorted, aiter, anext.

use crate::code::{BinOp, CmpOp};
use crate::object::bytes::{ByteArray, Bytes};
use crate::object::compare::less_natively;
use crate::object::complex::{self, ComplexBox};
use crate::object::names::Dunder;
use crate::object::number::Int;
use crate::object::str::Str;
use crate::object::{int, iter as iterators, sort, type_ref, types};
use crate::value::Value;
use crate::vm::drain::{Source, Taken, drain, source_of};
use crate::vm::native::{Act, Args, NativeDef, PyResult, Resume, tail};
use crate::vm::protocol::truth_natively;
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
    if let Some(source @ Source::Generator(_)) = source_of(a.at(0)) {
        return match (source, default) {
            (Source::Generator(g), None) => vm.drive(g, Resume::Send(Value::NONE)),
            (source, default) => {
                drain(source, move |_, item| Taken::Done(Ok(item.or_else(|| default.clone()).unwrap_or(Value::NONE))))
            }
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

fn all(vm: &mut Vm, a: &Args) -> Act {
    every(vm, a.at(0), true)
}

fn any(vm: &mut Vm, a: &Args) -> Act {
    every(vm, a.at(0), false)
}

/// True for `all` (`wanted` true) if no item is false; for `any`, the opposite.
fn every(vm: &mut Vm, iterable: &Value, wanted: bool) -> Act {
    // as many items as a slice may take; what needs Python is asked in a frame
    const AT_ONCE: u32 = 4096;
    let iterable = match iterators::native_iter(iterable) {
        Some(it) => it,
        None => iterable.clone(),
    };
    if iterators::native_depth(&iterable) > 0 {
        for _ in 0..AT_ONCE {
            vm.charge(1);
            let v = match iterators::step(vm, &iterable) {
                Some(Ok(v)) if !v.is_stop() => v,
                Some(Err(e)) => return Act::Raise(e),
                _ => return Act::Done(Value::bool(wanted)),
            };
            match truth_natively(&v) {
                Some(t) if t == wanted => {}
                Some(_) => return Act::Done(Value::bool(!wanted)),
                None => {
                    let act = vm.truth(&v);
                    return Act::run(async move |cx| {
                        if cx.act(act).await?.as_bool() != Some(wanted) {
                            return Ok(Value::bool(!wanted));
                        }
                        every_slowly(cx, &iterable, wanted).await
                    });
                }
            }
        }
    }
    let Some(source) = source_of(&iterable) else {
        let act = vm.iter(&iterable);
        return Act::run(async move |cx| {
            let it = cx.act(act).await?;
            every_slowly(cx, &it, wanted).await
        });
    };
    drain(source, move |vm, item| {
        let Some(v) = item else { return Taken::Done(Ok(Value::bool(wanted))) };
        match vm.truth(&v) {
            Act::Done(t) if t.as_bool() == Some(wanted) => Taken::More,
            Act::Done(_) => Taken::Done(Ok(Value::bool(!wanted))),
            act => {
                let iterable = iterable.clone();
                Taken::Rest(Act::run(async move |cx| {
                    if cx.act(act).await?.as_bool() != Some(wanted) {
                        return Ok(Value::bool(!wanted));
                    }
                    every_slowly(cx, &iterable, wanted).await
                }))
            }
        }
    })
}

async fn every_slowly(cx: &mut Cx, it: &Value, wanted: bool) -> PyResult {
    while let Some(v) = cx.next(it).await? {
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
    Complex(FloatSum, FloatSum),
    Any(Value),
}

impl Running {
    fn complex(z: &ComplexBox) -> Running {
        Running::Complex(FloatSum { high: z.re, low: 0.0 }, FloatSum { high: z.im, low: 0.0 })
    }
    fn value(self) -> Value {
        match self {
            Running::Int(i) => Value::int(i),
            Running::Float(f) => Value::float(f.value()),
            Running::Complex(re, im) => complex::new(re.value(), im.value()),
            Running::Any(v) => v,
        }
    }
}

fn exact_float(v: &Value) -> Option<f64> {
    if v.slot().is_float() || types().float.is_type_of(v) { v.as_float() } else { None }
}

fn exact_complex(v: &Value) -> Option<&ComplexBox> {
    v.get::<ComplexBox>().filter(|_| types().complex.is_type_of(v))
}

impl Running {
    /// Adds a number natively; false (and nothing done) if the protocol must add.
    #[inline]
    fn add(&mut self, v: &Value) -> bool {
        let small = v.as_small().or_else(|| v.as_bool().map(|b| b as i64));
        match (&mut *self, small) {
            (Running::Int(sum), Some(i)) => match sum.checked_add(i) {
                Some(s) => *sum = s,
                None => *self = Running::Any(int::big(num_bigint::BigInt::from(*sum) + i)),
            },
            (Running::Float(f) | Running::Complex(f, _), Some(i)) => f.add(i as f64),
            (Running::Any(_), _) => return false,
            (Running::Float(f) | Running::Complex(f, _), None)
                if let Some(x) = exact_float(v).or_else(|| Int::of(v).and_then(Int::to_f64)) =>
            {
                f.add(x);
            }
            (Running::Complex(re, im), None) => {
                let Some(z) = exact_complex(v) else { return false };
                re.add(z.re);
                im.add(z.im);
            }
            (Running::Float(_), None) => return false,
            (Running::Int(sum), None) => {
                let Some(x) = exact_float(v) else { return false };
                // the first float meets the ints by plain addition
                *self = Running::Float(FloatSum { high: *sum as f64 + x, low: 0.0 });
            }
        }
        true
    }
}

/// Items that are added before the first pause.
const AT_ONCE: usize = 4096;

fn sum(vm: &mut Vm, a: &Args) -> Act {
    let start = a.opt(1).cloned().unwrap_or(Value::int(0));
    let mut total = match (start.as_small(), exact_float(&start)) {
        (Some(i), _) => Running::Int(i),
        (_, Some(f)) => Running::Float(FloatSum { high: f, low: 0.0 }),
        _ => match exact_complex(&start) {
            Some(z) => Running::complex(z),
            None => Running::Any(start),
        },
    };
    let mut pending = None;
    if crate::object::list_methods::is_list_or_tuple(a.at(0))
        && type_ref(a.at(0)).is_static()
        && let Running::Int(start) = total
        && let Some((sum, n)) = sum_small(a.at(0), start)
    {
        vm.charge(n as u32);
        return Act::Done(Value::int(sum));
    }
    let it = iterators::steppable(a.at(0)).filter(|_| !matches!(total, Running::Any(_)));
    if let Some(it) = &it {
        for _ in 0..AT_ONCE {
            vm.charge(1);
            match iterators::step(vm, it).unwrap_or(Ok(Value::STOP)) {
                Ok(v) if v.is_stop() => return Act::Done(total.value()),
                Ok(v) if total.add(&v) => {}
                Ok(v) => {
                    pending = Some(v);
                    break;
                }
                Err(e) => return Act::Raise(e),
            }
        }
    }
    if it.is_none()
        && let Some(source) = source_of(a.at(0))
        && !matches!(total, Running::Any(_))
    {
        let it = a.at(0).clone();
        return drain(source, move |_, item| {
            let so_far = &mut total;
            match item {
                Some(v) if so_far.add(&v) => Taken::More,
                item => {
                    let total = std::mem::replace(so_far, Running::Int(0));
                    let Some(v) = item else { return Taken::Done(Ok(total.value())) };
                    let it = it.clone();
                    Taken::Rest(Act::run(async move |cx| sum_slowly(cx, &it, total, Some(v)).await))
                }
            }
        });
    }
    let iterable = a.at(0).clone();
    Act::run(async move |cx| {
        let it = match it {
            Some(it) => it,
            None => cx.iter(&iterable).await?,
        };
        sum_slowly(cx, &it, total, pending).await
    })
}

/// The sum of a list or tuple of small ints, and their number; `None` if it has anything else.
fn sum_small(v: &Value, start: i64) -> Option<(i64, usize)> {
    crate::object::sequence::with_items(v, |items| {
        let mut sum = start;
        for v in items {
            sum = sum.checked_add(v.as_small()?)?;
        }
        Some((sum, items.len()))
    })
}

async fn sum_slowly(cx: &mut Cx, it: &Value, mut total: Running, mut pending: Option<Value>) -> PyResult {
    if let Running::Any(start) = &total {
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
    }
    loop {
        let v = match pending.take() {
            Some(v) => v,
            None => match cx.next(it).await? {
                Some(v) => v,
                None => return Ok(total.value()),
            },
        };
        cx.tick(1).await?;
        if total.add(&v) {
            continue;
        }
        // only ints are followed by a sum of floats, and only those by a sum of complex numbers: after anything else the operator
        // decides to the end
        let (were_ints, were_real) =
            (matches!(total, Running::Int(_)), matches!(total, Running::Int(_) | Running::Float(_)));
        let so_far = std::mem::replace(&mut total, Running::Int(0)).value();
        let next = cx.binary(BinOp::Add, &so_far, &v).await?;
        total = match exact_float(&next) {
            Some(f) if were_ints => Running::Float(FloatSum { high: f, low: 0.0 }),
            _ => match exact_complex(&next) {
                Some(z) if were_real => Running::complex(z),
                _ => Running::Any(next),
            },
        };
    }
}

fn min(vm: &mut Vm, a: &Args) -> Act {
    extreme(vm, a, CmpOp::Lt, "min")
}

fn max(vm: &mut Vm, a: &Args) -> Act {
    extreme(vm, a, CmpOp::Gt, "max")
}

/// The greatest or least of values that compare without Python.
fn extreme_natively(values: &[Value], op: CmpOp) -> Option<Value> {
    let (mut best, rest) = values.split_first()?;
    for v in rest {
        let better = if op == CmpOp::Lt { less_natively(v, best)? } else { less_natively(best, v)? };
        if better {
            best = v;
        }
    }
    Some(best.clone())
}

/// `min` and `max`: arguments `*args, key, default`.
fn extreme(vm: &mut Vm, a: &Args, op: CmpOp, name: &'static str) -> Act {
    if a.some(1).is_none()
        && a.opt(2).is_none()
        && a.rest(0).len() > 1
        && let Some(v) = extreme_natively(a.rest(0), op)
    {
        return Act::Done(v);
    }
    if let [one] = a.rest(0)
        && a.some(1).is_none()
        && crate::object::list_methods::is_list_or_tuple(one)
        && type_ref(one).is_static()
        && let Some(v) = crate::object::sequence::with_items(one, |items| extreme_natively(items, op))
    {
        vm.charge(crate::object::sequence::length(one) as u32);
        return Act::Done(v);
    }
    let args = Args::owned(a.iter().cloned().collect());
    if let [one] = a.rest(0)
        && a.some(1).is_none()
        && let Some(source) = source_of(one)
    {
        let (it, mut best, default) = (one.clone(), None, a.opt(2).cloned());
        return drain(source, move |vm, item| {
            let Some(v) = item else { return Taken::Done(extreme_of(vm, best.take(), default.as_ref(), name)) };
            let Some(so_far) = &best else {
                best = Some(v);
                return Taken::More;
            };
            let better = if op == CmpOp::Lt { less_natively(&v, so_far) } else { less_natively(so_far, &v) };
            match better {
                Some(better) => {
                    if better {
                        best = Some(v);
                    }
                    Taken::More
                }
                None => {
                    let (it, best, default) = (it.clone(), best.take(), default.clone());
                    Taken::Rest(Act::run(async move |cx| {
                        let best = best.map(|b| (b.clone(), b));
                        extreme_of_rest(cx, &it, (best, Some(v)), None, default.as_ref(), (op, name)).await
                    }))
                }
            }
        });
    }
    Act::run(async move |cx| extreme_slowly(cx, &args, op, name).await)
}

/// The result, if there is one.
fn extreme_of(vm: &mut Vm, best: Option<Value>, default: Option<&Value>, name: &str) -> PyResult {
    best.or_else(|| default.cloned()).ok_or_else(|| vm.value_error(format!("{name}() iterable argument is empty")))
}

async fn extreme_slowly(cx: &mut Cx, a: &Args<'static>, op: CmpOp, name: &str) -> PyResult {
    let given = a.rest(0);
    let (key, default) = (a.some(1), a.opt(2));
    let source = match given {
        [] => return Err(cx.vm().type_error(format!("{name} expected at least 1 argument, got 0"))),
        [iterable] => iterable.clone(),
        _ if default.is_some() => {
            return Err(cx
                .vm()
                .type_error(format!("Cannot specify a default for {name}() with multiple positional arguments")));
        }
        _ => a.at(0).clone(),
    };
    let it = cx.iter(&source).await?;
    extreme_of_rest(cx, &it, (None, None), key, default, (op, name)).await
}

/// Goes on with the best item so far and its key, and an item that was taken already.
async fn extreme_of_rest(
    cx: &mut Cx,
    it: &Value,
    (mut best, mut taken): (Option<(Value, Value)>, Option<Value>),
    key: Option<&Value>,
    default: Option<&Value>,
    (op, name): (CmpOp, &str),
) -> PyResult {
    loop {
        let v = match taken.take() {
            Some(v) => v,
            None => match cx.next(it).await? {
                Some(v) => v,
                None => return extreme_of(cx.vm(), best.map(|(v, _)| v), default, name),
            },
        };
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
}

fn sorted(vm: &mut Vm, a: &Args) -> Act {
    let [iterable] = a.rest(0) else {
        return Act::Raise(vm.type_error(format!("sorted expected 1 argument, got {}", a.rest(0).len())));
    };
    let list = crate::object::list::new(Vec::new());
    let act = crate::object::list_methods::extend_with(vm, &list, iterable);
    if a.opt(1).is_none() {
        return act.then(vm, move |vm, r| match r {
            Ok(_) if sort::sort_at_once(vm, &list, false) => Act::Done(list),
            Ok(_) => Act::run(async move |cx| {
                sort::sort(cx, &list, None, false).await?;
                Ok(list)
            }),
            Err(e) => Act::Raise(e),
        });
    }
    // the keywords are those of the method, which words what is wrong with them
    let name = vm.intern("sort");
    let Some(sort) = vm.types.list.dict().get_interned(&name) else { return Act::Done(list) };
    let mut call = crate::object::type_::pass_on(a, 0);
    call.values[0] = list.clone();
    act.then(vm, move |vm, r| match r {
        Ok(_) => Act::Call(sort, call).then(vm, move |_, r| r.map(|_| list).into()),
        Err(e) => Act::Raise(e),
    })
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
    tail("iter", "(object, sentinel=<unrepresentable>, /) -> None", iter),
    tail("next", "(iterator, default=<unrepresentable>, /) -> None", next),
    tail("len", "(obj, /)", len),
    tail("all", "(iterable, /)", all),
    tail("any", "(iterable, /)", any),
    tail("sum", "(iterable, /, start=0)", sum),
    tail("min", "(*args, key=None, default=<unrepresentable>) -> None", min),
    tail("max", "(*args, key=None, default=<unrepresentable>) -> None", max),
    tail("sorted", "(*iterable, **kwargs) -> (iterable, /, *, key=None, reverse=False)", sorted),
    tail("aiter", "(async_iterable, /)", aiter),
    tail("anext", "(aiterator, default=<unrepresentable>, /)", anext),
];
