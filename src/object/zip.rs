//! zip.
//!
//! Invariant: a step asks the iterators in order and stops at the first that is exhausted; with `strict`, the rest must be exhausted
//! with it.

use super::spec::TypeSpec;
use super::tuple::Tuple;
use super::ty::{Type, flag};
use crate::heap::{Kind, Payload, Ref, Visitor};
use crate::resumable;
use crate::value::Value;
use crate::vm::native::{Act, Args, NativeDef, PyResult, Raised, leaf, tail};
use crate::vm::pull::{Held, Pull};
use crate::vm::{Cx, Vm};
use std::cell::Cell;

/// A `zip` object.
pub struct Zip {
    iterators: Box<[Value]>,
    strict: Cell<bool>,
    /// see `iter::native_depth`
    pub(super) depth: u8,
}

impl Drop for Zip {
    fn drop(&mut self) {
        super::list::drop_from_end(std::mem::take(&mut self.iterators).into_vec());
    }
}

impl Payload for Zip {
    const KIND: Kind = Kind::Zip;
    fn visit(&self, v: &mut Visitor) {
        v.values(&self.iterators);
    }
}

/// "zip() argument 2 is shorter than argument 1": `function` is zip or map.
pub(super) fn mismatch(vm: &mut Vm, function: &str, argument: usize, relation: &str) -> Raised {
    let plural = if argument == 2 { " 1" } else { "s 1-" };
    let upto = if argument == 2 { String::new() } else { (argument - 1).to_string() };
    vm.value_error(format!("{function}() argument {argument} is {relation} than argument{plural}{upto}"))
}

/// One step without Python.
pub(super) fn step(vm: &mut Vm, it: &Value) -> Option<PyResult> {
    let z = it.get::<Zip>().filter(|z| z.depth > 0)?;
    Some(step_all(vm, z))
}

fn step_both(vm: &mut Vm, x: &Value, y: &Value) -> PyResult<Option<(Value, Value)>> {
    let a = super::iter::step(vm, x).unwrap_or(Ok(Value::STOP))?;
    if a.is_stop() {
        return Ok(None);
    }
    let b = super::iter::step(vm, y).unwrap_or(Ok(Value::STOP))?;
    Ok(if b.is_stop() { None } else { Some((a, b)) })
}

/// One step of a `zip` of two as two values, without Python.
pub(super) fn step_pair(vm: &mut Vm, it: &Value) -> Option<PyResult<Option<(Value, Value)>>> {
    let z = it.get::<Zip>().filter(|z| z.depth > 0 && !z.strict.get())?;
    let [x, y] = &*z.iterators else { return None };
    Some(step_both(vm, x, y))
}

fn step_all(vm: &mut Vm, z: &Zip) -> PyResult {
    if let [x, y] = &*z.iterators
        && !z.strict.get()
    {
        return Ok(step_both(vm, x, y)?.map_or(Value::STOP, |(a, b)| super::tuple::pair(a, b)));
    }
    let mut items = Vec::with_capacity(z.iterators.len());
    for (i, inner) in z.iterators.iter().enumerate() {
        let v = super::iter::step(vm, inner).unwrap_or(Ok(Value::STOP))?;
        if !v.is_stop() {
            items.push(v);
            continue;
        }
        if z.strict.get() {
            if i > 0 {
                return Err(mismatch(vm, "zip", i + 1, "shorter"));
            }
            for (j, other) in z.iterators.iter().enumerate().skip(1) {
                if !super::iter::step(vm, other).unwrap_or(Ok(Value::STOP))?.is_stop() {
                    return Err(mismatch(vm, "zip", j + 1, "longer"));
                }
            }
        }
        return Ok(Value::STOP);
    }
    Ok(super::tuple::new(items))
}

/// Asks every iterator for its next item; `None` once `held` has them all. `function` words the errors of `strict`.
pub(super) fn gather(
    vm: &mut Vm,
    iterators: &[Value],
    strict: bool,
    function: &str,
    held: &mut Held,
    got: Option<Value>,
) -> Option<Pull> {
    // an iterator has raised something: there is nothing to put away
    if held.failed {
        return Some(Pull::Give(Value::STOP));
    }
    // how many were asked; those beyond the items that are held answered nothing
    let asked = held.at as usize;
    if let Some(i) = asked.checked_sub(1) {
        match got {
            Some(v) if held.values.len() == i => held.values.push(v),
            Some(_) => return Some(Pull::Raise(mismatch(vm, function, asked, "longer"))),
            None if !strict => return Some(Pull::Give(Value::STOP)),
            None if !held.values.is_empty() => {
                return Some(Pull::Raise(mismatch(vm, function, asked, "shorter")));
            }
            // the first has ended: the others must have
            None => {}
        }
    }
    let Some(next) = iterators.get(asked) else {
        let all = held.values.len() == asked && asked > 0;
        return if all { None } else { Some(Pull::Give(Value::STOP)) };
    };
    held.at += 1;
    Some(Pull::Item(next.clone()))
}

/// Goes on with a step.
pub(super) fn pull(vm: &mut Vm, it: &Value, held: &mut Held, got: Option<Value>) -> Pull {
    let Some(z) = it.get::<Zip>() else { return Pull::Give(Value::STOP) };
    gather(vm, &z.iterators, z.strict.get(), "zip", held, got)
        .unwrap_or_else(|| Pull::Give(super::tuple::from_iter(held.values.drain(..))))
}

fn make(cls: &Ref<Type>, iterators: Vec<Value>, strict: bool) -> Value {
    let depth = if iterators.is_empty() { 0 } else { super::iter::native_depth_over(&iterators) };
    crate::heap::alloc_in(cls, Zip { iterators: iterators.into(), strict: Cell::new(strict), depth }).into()
}

fn new(_: &mut Vm, a: &Args) -> Act {
    let Some(cls) = a.at(0).get_ref::<Type>() else { return Act::Done(Value::NONE) };
    if a.opt(2).is_none()
        && let Some(iterators) = a.rest(1).iter().map(super::iter::iter_natively).collect::<Option<Vec<Value>>>()
    {
        return Act::Done(make(&cls, iterators, false));
    }
    let (iterables, strict) = (a.at(1).clone(), a.opt(2).cloned());
    Act::run(async move |cx| {
        let strict = match strict {
            Some(v) => cx.truth(&v).await?,
            None => false,
        };
        let iterables = iterables.get::<Tuple>().map_or(&[][..], Tuple::items);
        let mut iterators = Vec::with_capacity(iterables.len());
        for v in iterables {
            iterators.push(cx.iter(v).await?);
        }
        Ok(make(&cls, iterators, strict))
    })
}

fn reduce(_: &mut Vm, a: &Args) -> PyResult {
    let Some(z) = a.at(0).get::<Zip>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let ty: Value = super::type_of(a.at(0)).into();
    let mut parts = vec![ty, super::tuple::new(z.iterators.to_vec())];
    if z.strict.get() {
        parts.push(Value::TRUE);
    }
    Ok(super::tuple::new(parts))
}

async fn setstate(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let strict = cx.truth(a.at(1)).await?;
    if let Some(z) = a.at(0).get::<Zip>() {
        z.strict.set(strict);
    }
    Ok(Value::NONE)
}

static METHODS: &[NativeDef] = &[
    tail("__new__", "(cls, *iterables, strict=False)", new).stat(),
    leaf("__iter__", "(self, /)", super::iter::dunder_iter),
    tail("__next__", "(self, /)", super::iter::pulled_next),
    leaf("__reduce__", "(self, /)", reduce),
    resumable!("__setstate__", "(self, object, /)", setstate),
];

pub const SPEC: TypeSpec = TypeSpec {
    flags: flag::BASETYPE,
    methods: METHODS,
    doc: "The zip object yields n-length tuples, where n is the number of iterables\npassed as positional arguments to zip().  The i-th element in every tuple\ncomes from the i-th iterable argument to zip().  This continues until the\nshortest argument is exhausted.",
    ..TypeSpec::of::<Zip>("zip")
};
