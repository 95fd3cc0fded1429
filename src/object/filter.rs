//! filter.

use super::spec::TypeSpec;
use super::ty::{Type, flag};
use crate::heap::{Kind, Payload, Visitor};
use crate::resumable;
use crate::value::Value;
use crate::vm::native::{Args, NativeDef, PyResult, leaf};
use crate::vm::{Cx, Vm};

/// A `filter` object.
pub struct Filter {
    function: Value,
    iterator: Value,
    /// see `iter::native_depth`
    native: bool,
}

impl Payload for Filter {
    const KIND: Kind = Kind::Filter;
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.function);
        v.value(&self.iterator);
    }
}

/// One step; STOP at the end.
pub(super) async fn next(cx: &mut Cx, it: &Value) -> PyResult {
    let Some(f) = it.get::<Filter>() else { return Ok(Value::STOP) };
    let bool_type: Value = super::types().bool.value();
    let by_truth = f.function.is_none() || f.function.is(&bool_type);
    loop {
        let Some(v) = cx.next(&f.iterator).await? else { return Ok(Value::STOP) };
        let good = if by_truth {
            cx.truth(&v).await?
        } else {
            let r = cx.call(&f.function, [v.clone()]).await?;
            cx.truth(&r).await?
        };
        if good {
            return Ok(v);
        }
        cx.tick(1).await?;
    }
}

/// A filter over an iterator that needs no Python.
pub fn over_native(it: &Value) -> Option<&Filter> {
    if super::types().filter.is_type_of(it) { it.get::<Filter>().filter(|f| f.native) } else { None }
}

/// One step of such a filter: only the function needs a call.
pub async fn next_over_native(cx: &mut Cx, f: &Filter) -> PyResult<Option<Value>> {
    let by_truth = f.function.is_none() || f.function.is(&super::types().bool.value());
    loop {
        let v = super::iter::step(cx.vm(), &f.iterator).unwrap_or(Ok(Value::STOP))?;
        if v.is_stop() {
            return Ok(None);
        }
        let verdict = if by_truth { v.clone() } else { cx.call(&f.function, [v.clone()]).await? };
        let good = match verdict.as_bool() {
            Some(b) => b,
            None => cx.truth(&verdict).await?,
        };
        if good {
            return Ok(Some(v));
        }
        cx.tick(1).await?;
    }
}

async fn dunder_next(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let r = next(cx, a.at(0)).await;
    super::iter::stop_to_error(cx.vm(), r)
}

async fn new(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(cls) = a.at(0).get_ref::<Type>() else { return Ok(Value::NONE) };
    let iterator = cx.iter(a.at(2)).await?;
    let native = super::iter::native_depth(&iterator) > 0;
    Ok(crate::heap::alloc_in(&cls, Filter { function: a.at(1).clone(), iterator, native }).into())
}

fn reduce(_: &mut Vm, a: &Args) -> PyResult {
    let Some(f) = a.at(0).get::<Filter>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let ty: Value = super::type_of(a.at(0)).into();
    Ok(super::tuple::pair(ty, super::tuple::pair(f.function.clone(), f.iterator.clone())))
}

static METHODS: &[NativeDef] = &[
    resumable!("__new__", "(cls, function, iterable, /)", new).stat(),
    leaf("__iter__", "(self, /)", super::iter::dunder_iter),
    resumable!("__next__", "(self, /)", dunder_next),
    leaf("__reduce__", "(self, /)", reduce),
];

pub const SPEC: TypeSpec = TypeSpec {
    flags: flag::BASETYPE,
    methods: METHODS,
    doc: "Return an iterator yielding those items of iterable for which function(item)\nis true. If function is None, return the items that are true.",
    ..TypeSpec::of::<Filter>("filter")
};
