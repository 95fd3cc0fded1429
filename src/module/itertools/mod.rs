//! `itertools`.
//!
//! Invariants: each tool is a `NativeObject`; [`NativeObject::step`] answers without Python when the tool's inner iterators can
//! (`iter::native_depth`), and consumes nothing otherwise; the rest is [`NativeObject::next`].

mod combine;
mod infinite;
mod select;
mod split;

use super::ModuleSpec;
use crate::heap::Ref;
use crate::object::dict::Dict;
use crate::object::iter as iterators;
use crate::object::native::{Native, NativeObject};
use crate::object::spec::TypeSpec;
use crate::object::ty::{Type, flag};
use crate::value::Value;
use crate::vm::native::{Act, Args, NativeDef, PyResult, Raised, leaf, tail};
use crate::vm::pull::Pulling;
use crate::vm::{Cx, Vm};

pub static SPEC: ModuleSpec = ModuleSpec {
    name: "itertools",
    doc: "Functional tools for creating and using iterators.",
    functions: split::FUNCTIONS,
    init,
};

fn init(vm: &mut Vm, dict: &Ref<Dict>) -> Result<(), Raised> {
    for table in [infinite::TYPES, select::TYPES, split::TYPES, combine::TYPES] {
        for spec in table {
            let ty = vm.native_type(spec);
            let name = vm.intern(spec.name);
            dict.set_interned(&name, ty.value());
        }
    }
    Ok(())
}

/// A tool's type.
const fn spec(name: &'static str, methods: &'static [NativeDef], doc: &'static str) -> TypeSpec {
    TypeSpec { module: "itertools", flags: flag::BASETYPE, methods, doc, ..TypeSpec::of::<Native>(name) }
}

/// `__iter__` and `__next__` of every tool.
const ITER: NativeDef = leaf("__iter__", "(self, /)", iterators::dunder_iter);
const NEXT: NativeDef = tail("__next__", "(self, /)", dunder_next);

fn dunder_next(vm: &mut Vm, a: &Args) -> Act {
    let Some(n) = a.at(0).get::<Native>() else { return Act::Raise(vm.type_error("expected an iterator")) };
    if let Some(r) = n.0.step(vm) {
        return iterators::stop_to_error(vm, r).into();
    }
    let act = match n.0.next(vm, a.at(0)) {
        Some(act) => act,
        None => n.0.puller().map_or(Act::Done(Value::STOP), |pull| Pulling::act(a.at(0), pull)),
    };
    iterators::ending(vm, act)
}

/// A new tool of class `cls`.
fn make(cls: &Value, tool: impl NativeObject) -> PyResult {
    Ok(match cls.get_ref::<Type>() {
        Some(ty) => crate::heap::alloc_in(&ty, Native(Box::new(tool))).into(),
        None => Value::NONE,
    })
}

/// The step of a tool as a frame: `f` gives the next item, STOP at the end.
fn run<F>(it: &Value, f: F) -> Option<Act>
where
    F: AsyncFnOnce(&mut Cx, &Value) -> PyResult + 'static,
{
    let it = it.clone();
    Some(Act::run(async move |cx| f(cx, &it).await))
}

/// The step of an inner iterator, if it needs no Python.
#[inline]
fn inner_step(vm: &mut Vm, it: &Value) -> Option<PyResult> {
    if iterators::native_depth(it) == 0 { None } else { iterators::step(vm, it) }
}
