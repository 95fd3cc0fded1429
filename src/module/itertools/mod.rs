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
    doc: "Functional tools for creating and using iterators.\n\nInfinite iterators:\ncount(start=0, step=1) --> start, start+step, start+2*step, ...\ncycle(p) --> p0, p1, ... plast, p0, p1, ...\nrepeat(elem [,n]) --> elem, elem, elem, ... endlessly or up to n times\n\nIterators terminating on the shortest input sequence:\naccumulate(p[, func]) --> p0, p0+p1, p0+p1+p2\nbatched(p, n) --> [p0, p1, ..., p_n-1], [p_n, p_n+1, ..., p_2n-1], ...\nchain(p, q, ...) --> p0, p1, ... plast, q0, q1, ...\nchain.from_iterable([p, q, ...]) --> p0, p1, ... plast, q0, q1, ...\ncompress(data, selectors) --> (d[0] if s[0]), (d[1] if s[1]), ...\ndropwhile(predicate, seq) --> seq[n], seq[n+1], starting when predicate fails\ngroupby(iterable[, keyfunc]) --> sub-iterators grouped by value of keyfunc(v)\nfilterfalse(predicate, seq) --> elements of seq where predicate(elem) is False\nislice(seq, [start,] stop [, step]) --> elements from\n       seq[start:stop:step]\npairwise(s) --> (s[0],s[1]), (s[1],s[2]), (s[2], s[3]), ...\nstarmap(fun, seq) --> fun(*seq[0]), fun(*seq[1]), ...\ntee(it, n) --> (it1, it2 , ... itn) splits one iterator into n\ntakewhile(predicate, seq) --> seq[0], seq[1], until predicate fails\nzip_longest(p, q, ...) --> (p[0], q[0]), (p[1], q[1]), ...\n\nCombinatoric generators:\nproduct(p, q, ... [repeat=1]) --> cartesian product\npermutations(p[, r])\ncombinations(p, r)\ncombinations_with_replacement(p, r)\n",
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
