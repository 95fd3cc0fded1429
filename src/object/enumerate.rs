//! enumerate.
//!
//! Invariant: the count moves on only when the inner iterator gave an item.

use super::int;
use super::spec::TypeSpec;
use super::ty::{Type, flag};
use crate::heap::{Kind, Mut, Payload, Ref, Visitor};
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use crate::vm::pull::{Held, Pull};

/// An `enumerate` object.
pub struct Enumerate {
    iterator: Value,
    index: Mut<Value>,
    /// see `iter::native_depth`
    pub(super) depth: u8,
}

impl Payload for Enumerate {
    const KIND: Kind = Kind::Enumerate;
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.iterator);
        v.value(&self.index.borrow());
    }
}

impl Enumerate {
    /// `(index, item)`; the index moves on.
    #[inline]
    fn pair(&self, item: Value) -> Value {
        super::tuple::pair(self.count(), item)
    }

    /// The index; it moves on.
    #[inline]
    fn count(&self) -> Value {
        let i = self.index.get();
        let next = match i.as_small() {
            Some(n) => Value::int(n + 1),
            None => int::big(int::to_big(&i).unwrap_or_default() + 1),
        };
        self.index.set(next);
        i
    }
}

/// One step without Python; the caller knows that it is possible.
pub(super) fn step(vm: &mut Vm, it: &Value) -> Option<PyResult> {
    let e = it.get::<Enumerate>().filter(|e| e.depth > 0)?;
    match super::iter::step(vm, &e.iterator)? {
        Ok(v) if v.is_stop() => Some(Ok(v)),
        Ok(v) => Some(Ok(e.pair(v))),
        Err(e) => Some(Err(e)),
    }
}

/// The same as index and item.
pub(super) fn step_pair(vm: &mut Vm, it: &Value) -> Option<PyResult<Option<(Value, Value)>>> {
    let e = it.get::<Enumerate>().filter(|e| e.depth > 0)?;
    Some(match super::iter::step(vm, &e.iterator)? {
        Ok(v) if v.is_stop() => Ok(None),
        Ok(v) => Ok(Some((e.count(), v))),
        Err(e) => Err(e),
    })
}

/// Goes on with a step.
pub(super) fn pull(_: &mut Vm, it: &Value, held: &mut Held, got: Option<Value>) -> Pull {
    let Some(e) = it.get::<Enumerate>() else { return Pull::Give(Value::STOP) };
    if std::mem::replace(&mut held.at, 1) == 0 {
        return Pull::Item(e.iterator.clone());
    }
    Pull::Give(got.map_or(Value::STOP, |v| e.pair(v)))
}

fn make(cls: &Ref<Type>, iterator: Value, index: Value) -> Value {
    let depth = super::iter::native_depth_over(std::slice::from_ref(&iterator));
    crate::heap::alloc_in(cls, Enumerate { iterator, index: Mut::new(index), depth }).into()
}

fn new(vm: &mut Vm, a: &Args) -> Act {
    if a.opt(1).is_none() {
        return Act::Raise(vm.type_error("enumerate() missing required argument 'iterable'"));
    }
    let Some(cls) = a.at(0).get_ref::<Type>() else { return Act::Done(Value::NONE) };
    let start = a.opt(2).cloned().unwrap_or(Value::int(0));
    if start.as_small().is_some()
        && let Some(it) = super::iter::iter_natively(a.at(1))
    {
        return Act::Done(make(&cls, it, start));
    }
    let iterable = a.at(1).clone();
    Act::run(async move |cx| {
        let index = cx.index(&start).await?;
        let iterator = cx.iter(&iterable).await?;
        Ok(make(&cls, iterator, index))
    })
}

fn reduce(_: &mut Vm, a: &Args) -> PyResult {
    let Some(e) = a.at(0).get::<Enumerate>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let ty: Value = super::type_of(a.at(0)).into();
    Ok(super::tuple::new(vec![ty, super::tuple::pair(e.iterator.clone(), e.index.get())]))
}

static METHODS: &[NativeDef] = &[
    tail("__new__", "(cls, iterable=<unrepresentable>, start=0) -> (cls, iterable, start=0)", new).stat(),
    leaf("__iter__", "(self, /)", super::iter::dunder_iter),
    tail("__next__", "(self, /)", super::iter::pulled_next),
    leaf("__reduce__", "(self, /)", reduce),
    super::class_getitem::DEF,
];

pub const SPEC: TypeSpec = TypeSpec {
    flags: flag::BASETYPE,
    methods: METHODS,
    doc: "Return an enumerate object.",
    ..TypeSpec::of::<Enumerate>("enumerate")
};
