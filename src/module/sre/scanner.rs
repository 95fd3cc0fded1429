//! `_sre.SRE_Scanner`, and the iterator of `finditer`: walks that Python code steps.
//!
//! Invariant: while a step is under way its frame owns the walk, so nobody else can step it.

use super::scan::{Progress, Scan};
use crate::heap::{Mut, Visitor};
use crate::object::iter;
use crate::object::native::{Native, NativeObject};
use crate::object::spec::{GetSetDef, TypeSpec, member};
use crate::object::ty::flag;
use crate::resumable;
use crate::value::Value;
use crate::vm::native::{Act, Args, Input, NativeDef, NativeFrame, PyResult, Step, leaf, tail};
use crate::vm::{Cx, Vm};
use std::cell::Cell;

/// A walk between steps.
pub struct Scanner {
    pattern: Value,
    scan: Mut<Option<Scan>>,
    exhausted: Cell<bool>,
}

impl NativeObject for Scanner {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.pattern);
        if let Some(scan) = &*self.scan.borrow() {
            v.value(&scan.pattern);
            v.value(scan.subject.value());
        }
    }
    fn clear(&self) {
        drop(self.scan.take());
    }
    fn next(&self, vm: &mut Vm, it: &Value) -> Option<Act> {
        Some(self.begin_step(vm, it, true, Value::STOP))
    }
}

impl Scanner {
    /// A new scanner or iterator.
    pub fn make(vm: &mut Vm, scan: Scan, spec: &'static TypeSpec) -> Value {
        let ty = vm.native_type(spec);
        let s = Scanner { pattern: scan.pattern.clone(), scan: Mut::new(Some(scan)), exhausted: Cell::new(false) };
        crate::heap::alloc(&ty, Native(Box::new(s))).into()
    }

    /// The next match, or `end`.
    fn begin_step(&self, vm: &mut Vm, me: &Value, searches: bool, end: Value) -> Act {
        if self.exhausted.get() {
            return Act::Done(end);
        }
        let Some(mut scan) = self.scan.take() else {
            return Act::Raise(vm.value_error("regular expression scanner already executing"));
        };
        scan.searches = searches;
        Act::begin(vm, Stepping { scan: Some(scan), scanner: me.clone(), end })
    }
}

/// A step under way.
struct Stepping {
    scan: Option<Scan>,
    scanner: Value,
    end: Value,
}

impl NativeFrame for Stepping {
    fn step(&mut self, vm: &mut Vm, _: Input) -> Step {
        let (Some(scan), Some(scanner)) = (&mut self.scan, self.scanner.native::<Scanner>()) else {
            return Step::Return(self.end.clone());
        };
        match scan.step(vm) {
            Ok(Progress::Paused) => Step::Again,
            Ok(Progress::Found) => {
                let found = scan.to_match();
                scan.advance();
                scanner.scan.set(self.scan.take());
                Step::Return(found)
            }
            Ok(Progress::NotFound) => {
                scanner.exhausted.set(true);
                Step::Return(self.end.clone())
            }
            Err(e) => {
                scanner.exhausted.set(true);
                Step::Raise(e)
            }
        }
    }
    fn label(&self) -> &'static str {
        "re"
    }
}

fn step_once(vm: &mut Vm, a: &Args, searches: bool) -> Act {
    match a.at(0).native::<Scanner>() {
        Some(s) => s.begin_step(vm, a.at(0), searches, Value::NONE),
        None => Act::Done(Value::NONE),
    }
}

static METHODS: &[NativeDef] = &[
    tail("match", "(self, /)", |vm, a| step_once(vm, a, false)),
    tail("search", "(self, /)", |vm, a| step_once(vm, a, true)),
];

static GETSET: &[GetSetDef] =
    &[member("pattern", |_, v| Ok(v.native::<Scanner>().map_or(Value::NONE, |s| s.pattern.clone())))];

pub static SCANNER: TypeSpec = TypeSpec {
    module: "_sre",
    flags: flag::NO_INSTANTIATION,
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<Native>("SRE_Scanner")
};

async fn next(cx: &mut Cx, a: Args<'static>) -> PyResult {
    match cx.next(a.at(0)).await? {
        Some(v) => Ok(v),
        None => Err(cx.vm().stop_iteration(Value::NONE)),
    }
}

/// The iterator of `finditer`: like `iter(scanner.search, None)`.
pub static FOUND: TypeSpec = TypeSpec {
    flags: flag::NO_INSTANTIATION,
    methods: &[leaf("__iter__", "(self, /)", iter::dunder_iter), resumable!("__next__", "(self, /)", next)],
    ..TypeSpec::of::<Native>("callable_iterator")
};
