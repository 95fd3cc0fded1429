//! reversed: over objects with `__len__` and `__getitem__`.
//!
//! Invariant: `index` is the position of the next item; below 0 the object is exhausted and has let go of its sequence.

use super::names::Dunder;
use super::spec::TypeSpec;
use super::tuple::Tuple;
use super::ty::{Type, flag};
use super::types;
use crate::heap::{Kind, Mut, Payload, Ref, Visitor};
use crate::resumable;
use crate::value::Value;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use crate::vm::{Cx, Vm};
use std::cell::Cell;

/// A `reversed` object.
pub struct Reversed {
    seq: Mut<Option<Value>>,
    index: Cell<i64>,
    native: bool,
}

impl Payload for Reversed {
    const KIND: Kind = Kind::Reversed;
    fn visit(&self, v: &mut Visitor) {
        v.option(&self.seq.borrow());
    }
    fn clear(&self) {
        drop(self.seq.take());
    }
}

impl Reversed {
    /// True if stepping needs no Python.
    pub(super) fn is_native(&self) -> bool {
        self.native
    }
}

/// One step over a tuple.
pub(super) fn step(it: &Value) -> Option<PyResult> {
    let r = it.get::<Reversed>().filter(|r| r.native)?;
    let item = {
        let seq = r.seq.borrow();
        let i = r.index.get();
        seq.as_ref().and_then(|s| s.get::<Tuple>()).filter(|_| i >= 0).and_then(|t| t.items().get(i as usize).cloned())
    };
    Some(Ok(match item {
        Some(v) => {
            r.index.set(r.index.get() - 1);
            v
        }
        None => {
            drop(r.seq.take());
            Value::STOP
        }
    }))
}

/// One step; STOP at the end.
pub(super) async fn next(cx: &mut Cx, it: &Value) -> PyResult {
    if let Some(r) = step(it) {
        return r;
    }
    let Some(r) = it.get::<Reversed>() else { return Ok(Value::STOP) };
    let Some(seq) = r.seq.get() else { return Ok(Value::STOP) };
    let i = r.index.get();
    if i >= 0 {
        match cx.get_item(&seq, &Value::int(i)).await {
            Ok(v) => {
                r.index.set(i - 1);
                return Ok(v);
            }
            Err(e) => {
                let (index, stop) = (types().exc.IndexError.clone(), types().exc.StopIteration.clone());
                let ty = if cx.vm().raised_is(&index) { index } else { stop };
                cx.vm().catch(e, &ty)?;
            }
        }
    }
    r.index.set(-1);
    drop(r.seq.take());
    Ok(Value::STOP)
}

fn new(_: &mut Vm, a: &Args) -> Act {
    let Some(cls) = a.at(0).get_ref::<Type>() else { return Act::Done(Value::NONE) };
    let t = types();
    if t.list.is_type_of(a.at(1)) {
        return Act::Done(super::iter::ListReverse::over(a.at(1).clone()));
    }
    if t.range.is_type_of(a.at(1)) {
        return Act::Done(super::range::reversed(a.at(1)));
    }
    let seq = a.at(1).clone();
    Act::run(async move |cx| make(cx, &cls, &seq).await)
}

async fn make(cx: &mut Cx, cls: &Ref<Type>, seq: &Value) -> PyResult {
    let method = super::type_ref(seq).lookup(&cx.vm().names.dunders[Dunder::Reversed as usize].clone());
    match method {
        Some(m) if m.is_none() => {}
        Some(m) => {
            let act = cx.vm().call_unbound(m, seq, &[]);
            return cx.act(act).await;
        }
        None if cx.vm().has_dunder(seq, Dunder::GetItem)
            && (cx.vm().has_dunder(seq, Dunder::Len) || !super::type_ref(seq).is_static())
            && !seq.is_a::<super::dict::Dict>() =>
        {
            let len = cx.len(seq).await?;
            let native = types().tuple.is_type_of(seq);
            let r = Reversed { seq: Mut::new(Some(seq.clone())), index: Cell::new(len as i64 - 1), native };
            return Ok(crate::heap::alloc_in(cls, r).into());
        }
        None => {}
    }
    let name = cx.vm().type_name(seq);
    Err(cx.vm().type_error(format!("'{name}' object is not reversible")))
}

async fn dunder_next(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let r = next(cx, a.at(0)).await;
    super::iter::stop_to_error(cx.vm(), r)
}

async fn hint(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(r) = a.at(0).get::<Reversed>() else { return Ok(Value::int(0)) };
    let Some(seq) = r.seq.get() else { return Ok(Value::int(0)) };
    let len = cx.len(&seq).await? as i64;
    Ok(Value::int(if len < r.index.get() + 1 { 0 } else { r.index.get() + 1 }))
}

fn reduce(_: &mut Vm, a: &Args) -> PyResult {
    let Some(r) = a.at(0).get::<Reversed>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let ty: Value = super::type_of(a.at(0)).into();
    Ok(super::tuple::new(match r.seq.get() {
        Some(seq) => vec![ty, super::tuple::new(vec![seq]), Value::int(r.index.get())],
        None => vec![ty, super::tuple::new(vec![super::tuple::new(Vec::new())])],
    }))
}

async fn setstate(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(r) = a.at(0).get::<Reversed>() else { return Ok(Value::NONE) };
    let index = cx.index_i64(a.at(1)).await?;
    if let Some(seq) = r.seq.get() {
        let len = cx.len(&seq).await? as i64;
        r.index.set(index.clamp(-1, len - 1));
    }
    Ok(Value::NONE)
}

static METHODS: &[NativeDef] = &[
    tail("__new__", "(cls, object, /) -> (cls, sequence, /)", new).stat(),
    leaf("__iter__", "(self, /)", super::iter::dunder_iter),
    resumable!("__next__", "(self, /)", dunder_next),
    resumable!("__length_hint__", "(self, /)", hint),
    leaf("__reduce__", "(self, /)", reduce),
    resumable!("__setstate__", "(self, object, /)", setstate),
];

pub const SPEC: TypeSpec = TypeSpec {
    flags: flag::BASETYPE,
    methods: METHODS,
    doc: "Return a reverse iterator over the values of the given sequence.",
    ..TypeSpec::of::<Reversed>("reversed")
};
