//! filter.

use super::spec::TypeSpec;
use super::ty::{Type, flag};
use crate::heap::{Kind, Payload, Visitor};
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use crate::vm::pull::{Held, Pull};

/// A `filter` object.
pub struct Filter {
    function: Value,
    iterator: Value,
}

impl Payload for Filter {
    const KIND: Kind = Kind::Filter;
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.function);
        v.value(&self.iterator);
    }
}

/// Whether an item passes a test: what must be asked for, or the item and the verdict. `held` is as at the beginning after a verdict.
pub fn test(
    vm: &mut Vm,
    function: &Value,
    by_truth: bool,
    held: &mut Held,
    got: Option<Value>,
) -> Result<(Value, bool), Pull> {
    let Some(mut v) = got else { return Err(Pull::Give(Value::STOP)) };
    if held.at == 1 {
        held.values.push(v.clone());
        if !by_truth {
            held.at = 2;
            return Err(Pull::Ask(Act::call(function.clone(), [v])));
        }
        held.at = 2;
    }
    if held.at == 2 && v.as_bool().is_none() {
        held.at = 3;
        match vm.truth(&v) {
            Act::Done(t) => v = t,
            act => return Err(Pull::Ask(act)),
        }
    }
    held.at = 0;
    Ok((held.values.pop().unwrap_or(Value::STOP), v.as_bool() == Some(true)))
}

/// Goes on with a step.
pub(super) fn pull(vm: &mut Vm, it: &Value, held: &mut Held, got: Option<Value>) -> Pull {
    let Some(f) = it.get::<Filter>() else { return Pull::Give(Value::STOP) };
    if held.at > 0 {
        let by_truth = f.function.is_none() || f.function.is(&super::types().bool.value());
        match test(vm, &f.function, by_truth, held, got) {
            Err(pull) => return pull,
            Ok((v, true)) => return Pull::Give(v),
            Ok(_) => {}
        }
    }
    held.at = 1;
    Pull::Item(f.iterator.clone())
}

fn new(vm: &mut Vm, a: &Args) -> Act {
    let Some(cls) = a.at(0).get_ref::<Type>() else { return Act::Done(Value::NONE) };
    let function = a.at(1).clone();
    vm.iter(a.at(2)).then(vm, move |_, r| match r {
        Ok(iterator) => Act::Done(crate::heap::alloc_in(&cls, Filter { function, iterator }).into()),
        Err(e) => Act::Raise(e),
    })
}

fn reduce(_: &mut Vm, a: &Args) -> PyResult {
    let Some(f) = a.at(0).get::<Filter>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let ty: Value = super::type_of(a.at(0)).into();
    Ok(super::tuple::pair(ty, super::tuple::pair(f.function.clone(), f.iterator.clone())))
}

static METHODS: &[NativeDef] = &[
    tail("__new__", "(cls, function, iterable, /)", new).stat(),
    leaf("__iter__", "(self, /)", super::iter::dunder_iter),
    tail("__next__", "(self, /)", super::iter::pulled_next),
    leaf("__reduce__", "(self, /)", reduce),
];

pub const SPEC: TypeSpec = TypeSpec {
    flags: flag::BASETYPE,
    methods: METHODS,
    doc: "Return an iterator yielding those items of iterable for which function(item)\nis true. If function is None, return the items that are true.",
    ..TypeSpec::of::<Filter>("filter")
};
