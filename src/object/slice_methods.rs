//! slice: the methods.
//!
//! Invariant: `indices` computes with ints of any size, as CPython's does.

use super::int;
use super::names::Dunder;
use super::slice::Slice;
use super::spec::{GetSetDef, TypeSpec, getter};
use crate::code::CmpOp;
use crate::heap::Ref;
use crate::resumable;
use crate::value::Value;
use crate::vm::native::{Args, NativeDef, PyResult, leaf};
use crate::vm::{Cx, Vm};
use num_bigint::{BigInt, Sign};
use num_traits::{Signed, Zero};

fn new(_: &mut Vm, a: &Args) -> PyResult {
    let step = a.opt(3).cloned().unwrap_or(Value::NONE);
    Ok(match a.opt(2) {
        None => super::slice::new(Value::NONE, a.at(1).clone(), step),
        Some(stop) => super::slice::new(a.at(1).clone(), stop.clone(), step),
    })
}

async fn repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(s) = a.at(0).get::<Slice>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let mut out = crate::text::builder::StrBuilder::new();
    out.push_ascii(b"slice(");
    for (i, part) in [s.start.get(), s.stop.get(), s.step.get()].into_iter().enumerate() {
        if i > 0 {
            out.push_ascii(b", ");
        }
        let text = cx.repr(&part).await?;
        if let Some(t) = text.get::<super::str::Str>() {
            out.push_view(t.view());
        }
    }
    out.push_ascii(b")");
    Ok(super::str::new(out.finish()))
}

async fn hash(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(s) = a.at(0).get::<Slice>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let mut acc = super::compare::TupleHash::new();
    for part in [s.start.get(), s.stop.get(), s.step.get()] {
        acc.add(cx.hash(&part).await?);
    }
    // as a tuple's, without the length
    let h = acc.finish_plain();
    Ok(Value::int(h))
}

async fn compare(cx: &mut Cx, a: Args<'static>, op: CmpOp) -> PyResult {
    let (Some(s), Some(t)) = (a.at(0).get::<Slice>(), a.at(1).get::<Slice>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if a.at(0).is(a.at(1)) {
        return Ok(Value::bool(matches!(op, CmpOp::Eq | CmpOp::Le | CmpOp::Ge)));
    }
    for (x, y) in [(&s.start, &t.start), (&s.stop, &t.stop), (&s.step, &t.step)].map(|(x, y)| (x.get(), y.get())) {
        if !cx.equal(&x, &y).await? {
            return match op {
                CmpOp::Eq => Ok(Value::FALSE),
                CmpOp::Ne => Ok(Value::TRUE),
                op => cx.compare(op, &x, &y).await,
            };
        }
    }
    Ok(Value::bool(matches!(op, CmpOp::Eq | CmpOp::Le | CmpOp::Ge)))
}

async fn part(cx: &mut Cx, v: &Value) -> PyResult<BigInt> {
    if let Some(b) = int::to_big(v) {
        return Ok(b);
    }
    if !cx.vm().has_dunder(v, Dunder::Index) {
        return Err(cx.vm().type_error("slice indices must be integers or None or have an __index__ method"));
    }
    let act = cx.vm().index(v);
    let i = cx.act(act).await?;
    Ok(int::to_big(&i).unwrap_or_default())
}

/// `slice.indices(length)` with ints of any size: (start, stop, step).
pub async fn big_indices(cx: &mut Cx, slice: &Value, length: &BigInt) -> PyResult<(BigInt, BigInt, BigInt)> {
    let Some(s) = slice.get::<Slice>() else { return Err(cx.vm().type_error("expected a slice")) };
    let (start, stop, step) = (s.start.get(), s.stop.get(), s.step.get());
    let step = if step.is_none() { BigInt::from(1) } else { part(cx, &step).await? };
    if step.is_zero() {
        return Err(cx.vm().value_error("slice step cannot be zero"));
    }
    let negative = step.sign() == Sign::Minus;
    let (low, high) = if negative { (BigInt::from(-1), length - 1) } else { (BigInt::zero(), length.clone()) };
    let clip = |i: BigInt| if i.is_negative() { (i + length).max(low.clone()) } else { i.min(high.clone()) };
    let start = match (start.is_none(), negative) {
        (true, true) => high.clone(),
        (true, false) => low.clone(),
        _ => clip(part(cx, &start).await?),
    };
    let stop = match (stop.is_none(), negative) {
        (true, true) => low.clone(),
        (true, false) => high.clone(),
        _ => clip(part(cx, &stop).await?),
    };
    Ok((start, stop, step))
}

async fn indices(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let act = cx.vm().index(a.at(1));
    let length = cx.act(act).await?;
    let length = int::to_big(&length).unwrap_or_default();
    if length.is_negative() {
        return Err(cx.vm().value_error("length should not be negative"));
    }
    let (start, stop, step) = big_indices(cx, a.at(0), &length).await?;
    Ok(super::tuple::new(vec![int::big(start), int::big(stop), int::big(step)]))
}

macro_rules! comparison {
    ($($name:ident = $op:ident;)*) => { $(async fn $name(cx: &mut Cx, a: Args<'static>) -> PyResult { compare(cx, a, CmpOp::$op).await })* };
}
comparison! { lt = Lt; le = Le; eq = Eq; ne = Ne; gt = Gt; ge = Ge; }

fn reduce(_: &mut Vm, a: &Args) -> PyResult {
    let Some(s) = a.at(0).get::<Slice>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let parts = super::tuple::new(vec![s.start.get(), s.stop.get(), s.step.get()]);
    let ty: Value = Ref::clone(&super::types().slice).into();
    Ok(super::tuple::new(vec![ty, parts]))
}

static METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, start, stop=<unrepresentable>, step=<unrepresentable>, /) -> None", new).stat(),
    resumable!("__repr__", "(self, /)", repr),
    resumable!("__hash__", "(self, /)", hash),
    resumable!("__lt__", "(self, value, /)", lt),
    resumable!("__le__", "(self, value, /)", le),
    resumable!("__eq__", "(self, value, /)", eq),
    resumable!("__ne__", "(self, value, /)", ne),
    resumable!("__gt__", "(self, value, /)", gt),
    resumable!("__ge__", "(self, value, /)", ge),
    resumable!("indices", "(self, object, /)", indices),
    leaf("__reduce__", "(self, /)", reduce),
];

static GETSET: &[GetSetDef] = &[
    getter("start", |_, v| Ok(v.get::<Slice>().map_or(Value::NONE, |s| s.start.get()))),
    getter("stop", |_, v| Ok(v.get::<Slice>().map_or(Value::NONE, |s| s.stop.get()))),
    getter("step", |_, v| Ok(v.get::<Slice>().map_or(Value::NONE, |s| s.step.get()))),
];

pub const SPEC: TypeSpec = TypeSpec {
    methods: METHODS,
    getset: GETSET,
    doc: "slice(stop)\nslice(start, stop[, step])",
    ..TypeSpec::of::<Slice>("slice")
};
