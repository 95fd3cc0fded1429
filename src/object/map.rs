//! map.
//!
//! Invariant: over iterators that need no Python, a step is the call of the function itself, with no frame of its own.

use super::native::Builtin;
use super::spec::TypeSpec;
use super::ty::{Type, flag};
use crate::heap::{Kind, Payload, Ref, Visitor};
use crate::resumable;
use crate::value::Value;
use crate::vm::native::{Act, Args, CallArgs, NativeDef, PyResult, leaf, tail};
use crate::vm::pull::{Held, Pull, Pulling};
use crate::vm::{Cx, Vm};
use std::cell::Cell;

/// A `map` object.
pub struct Map {
    function: Value,
    iterators: Box<[Value]>,
    strict: Cell<bool>,
    native: bool,
}

impl Drop for Map {
    fn drop(&mut self) {
        super::list::drop_from_end(std::mem::take(&mut self.iterators).into_vec());
    }
}

impl Payload for Map {
    const KIND: Kind = Kind::Map;
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.function);
        v.values(&self.iterators);
    }
}

/// The call that gives the next item, or Done(STOP). What the function raises counts as raised by the iterator (StopIteration ends it).
pub fn next(vm: &mut Vm, it: &Value) -> Act {
    let Some(m) = it.get::<Map>() else { return Act::Done(Value::STOP) };
    if m.native && (!m.strict.get() || m.iterators.len() == 1) {
        let mut args = CallArgs::default();
        for inner in &m.iterators {
            match super::iter::step(vm, inner).unwrap_or(Ok(Value::STOP)) {
                Ok(v) if v.is_stop() => return Act::Done(v),
                Ok(v) => args.values.push(v),
                Err(e) => return Act::Raise(e),
            }
        }
        return apply(vm, m, args);
    }
    Pulling::act(it, pull)
}

/// The Python function that is called for the next item, and the item, or `None` at the end; `None` outside, and nothing consumed, for
/// any other step.
pub fn step(vm: &mut Vm, it: &Value) -> Option<PyResult<Option<(Value, Value)>>> {
    let m = it.get::<Map>().filter(|_| super::types().map.is_type_of(it))?;
    let [inner] = &*m.iterators else { return None };
    if m.function.slot().heap_kind() != Some(Kind::Function) {
        return None;
    }
    Some(super::iter::step(vm, inner)?.map(|v| if v.is_stop() { None } else { Some((m.function.clone(), v)) }))
}

/// True if [`next`] is all that a step takes.
pub fn is_direct(it: &Value) -> bool {
    super::types().map.is_type_of(it)
        && it.get::<Map>().is_some_and(|m| m.native && (!m.strict.get() || m.iterators.len() == 1))
}

fn apply(vm: &mut Vm, m: &Map, args: CallArgs) -> Act {
    if let [one] = args.values.as_slice()
        && m.function.get_ref::<Type>().is_some_and(|t| t.is(&super::types().str))
    {
        return vm.str(one);
    }
    if let Some(r) = m.function.get::<Builtin>().and_then(|b| vm.call_leaf_directly(b, &args.values)) {
        return r.into();
    }
    vm.at_once(Act::Call(m.function.clone(), args)).map_or_else(|act| act, Act::from)
}

/// Goes on with a step.
pub(super) fn pull(vm: &mut Vm, it: &Value, held: &mut Held, got: Option<Value>) -> Pull {
    let Some(m) = it.get::<Map>() else { return Pull::Give(Value::STOP) };
    if held.at as usize > m.iterators.len() {
        return Pull::Give(got.unwrap_or(Value::STOP));
    }
    if let Some(pull) = super::zip::gather(vm, &m.iterators, m.strict.get(), "map", held, got) {
        return pull;
    }
    held.at += 1;
    let args = CallArgs { values: std::mem::take(&mut held.values), names: None };
    Pull::Ask(apply(vm, m, args))
}

fn make(cls: &Ref<Type>, function: &Value, iterators: Vec<Value>, strict: bool) -> Value {
    let native = super::iter::native_depth_over(&iterators) > 0;
    let map = Map { function: function.clone(), iterators: iterators.into(), strict: Cell::new(strict), native };
    crate::heap::alloc_in(cls, map).into()
}

fn new(_: &mut Vm, a: &Args) -> Act {
    if let (Some(cls), [function, iterables @ ..], None) = (a.at(0).get_ref::<Type>(), a.rest(1), a.opt(2))
        && !iterables.is_empty()
        && let Some(iterators) = iterables.iter().map(super::iter::iter_natively).collect::<Option<Vec<Value>>>()
    {
        return Act::Done(make(&cls, function, iterators, false));
    }
    let a = Args::owned(a.iter().cloned().collect());
    Act::run(async move |cx| new_slowly(cx, &a).await)
}

async fn new_slowly(cx: &mut Cx, a: &Args<'static>) -> PyResult {
    let Some(cls) = a.at(0).get_ref::<Type>() else { return Ok(Value::NONE) };
    let given = a.rest(1);
    let Some((function, iterables)) = given.split_first().filter(|(_, rest)| !rest.is_empty()) else {
        return Err(cx.vm().type_error("map() must have at least two arguments."));
    };
    let strict = match a.opt(2) {
        Some(v) => cx.truth(v).await?,
        None => false,
    };
    let mut iterators = Vec::with_capacity(iterables.len());
    for v in iterables {
        iterators.push(cx.iter(v).await?);
    }
    Ok(make(&cls, function, iterators, strict))
}

fn reduce(_: &mut Vm, a: &Args) -> PyResult {
    let Some(m) = a.at(0).get::<Map>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let ty: Value = super::type_of(a.at(0)).into();
    let mut args = vec![m.function.clone()];
    args.extend(m.iterators.iter().cloned());
    let mut parts = vec![ty, super::tuple::new(args)];
    if m.strict.get() {
        parts.push(Value::TRUE);
    }
    Ok(super::tuple::new(parts))
}

async fn setstate(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let strict = cx.truth(a.at(1)).await?;
    if let Some(m) = a.at(0).get::<Map>() {
        m.strict.set(strict);
    }
    Ok(Value::NONE)
}

static METHODS: &[NativeDef] = &[
    tail("__new__", "(cls, *args, strict=False) -> (cls, function, iterable, /, *iterables, strict=False)", new).stat(),
    leaf("__iter__", "(self, /)", super::iter::dunder_iter),
    tail("__next__", "(self, /)", super::iter::pulled_next),
    leaf("__reduce__", "(self, /)", reduce),
    resumable!("__setstate__", "(self, object, /)", setstate),
];

pub const SPEC: TypeSpec = TypeSpec {
    flags: flag::BASETYPE,
    methods: METHODS,
    doc: "Make an iterator that computes the function using arguments from\neach of the iterables.  Stops when the shortest iterable is exhausted.",
    ..TypeSpec::of::<Map>("map")
};
