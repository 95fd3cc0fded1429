//! `_queue`: the queue that `queue.SimpleQueue` is.
//!
//! Invariant: items leave in the order in which they came; who waited longest gets the next one.

use super::ModuleSpec;
use super::thread_lock::{self, Park, Waiters};
use crate::heap::{Mut, Ref, Visitor};
use crate::object::class_getitem;
use crate::object::dict::Dict;
use crate::object::native::{Native, NativeObject};
use crate::object::spec::TypeSpec;
use crate::object::ty::{Type, flag};
use crate::value::Value;
use crate::vm::native::{Act, Args, PyResult, leaf, tail};
use crate::vm::{Raised, Vm};
use std::collections::VecDeque;

#[derive(Default)]
struct Queue {
    items: Mut<VecDeque<Value>>,
    waiters: Waiters,
}

impl NativeObject for Queue {
    fn visit(&self, v: &mut Visitor) {
        self.items.borrow().iter().for_each(|x| v.value(x));
    }
    fn clear(&self) {
        drop(self.items.take());
    }
}

fn queue<'a>(vm: &mut Vm, v: &'a Value) -> PyResult<&'a Queue> {
    match v.native::<Queue>() {
        Some(q) => Ok(q),
        None => Err(vm.type_error("a SimpleQueue is expected")),
    }
}

fn put(vm: &mut Vm, a: &Args) -> PyResult {
    let q = queue(vm, a.at(0))?;
    q.items.borrow_mut().push_back(a.at(1).clone());
    q.waiters.wake_first(vm);
    Ok(Value::NONE)
}

fn empty(vm: &mut Vm) -> PyResult {
    let ty = vm.native_type(&EMPTY);
    let exc = vm.new_exception(&ty, Vec::new());
    Err(vm.raise(exc))
}

fn take(_: &mut Vm, v: &Value) -> Option<Value> {
    v.native::<Queue>()?.items.borrow_mut().pop_front()
}

fn get(vm: &mut Vm, a: &Args) -> Act {
    match get_deadline(vm, a) {
        Err(e) => Act::Raise(e),
        Ok((block, deadline)) => match take(vm, a.at(0)) {
            Some(v) => Act::Done(v),
            None if !block => empty(vm).into(),
            None => Act::Frame(Box::new(Park::new(a.at(0), deadline, take, waiters_of, empty))),
        },
    }
}

fn waiters_of(v: &Value) -> Option<&Waiters> {
    v.native::<Queue>().map(|q| &q.waiters)
}

fn get_deadline(vm: &mut Vm, a: &Args) -> PyResult<(bool, Option<u64>)> {
    queue(vm, a.at(0))?;
    let block = a.opt(1).is_none_or(|b| crate::vm::protocol::truth_natively(b).unwrap_or(true));
    let deadline = match a.some(2) {
        Some(t) if block => match thread_lock::deadline(vm, t)? {
            None => return Err(vm.value_error("'timeout' must be a non-negative number")),
            until => until,
        },
        _ => None,
    };
    Ok((block, deadline))
}

fn new(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(cls) = a.at(0).get_ref::<Type>() else { return Err(vm.type_error("a class is expected")) };
    Ok(crate::heap::alloc_in(&cls, Native(Box::new(Queue::default()))).into())
}

static QUEUE: TypeSpec = TypeSpec {
    module: "_queue",
    flags: flag::BASETYPE | flag::WEAKREFABLE,
    methods: &[
        leaf("__new__", "(cls)", new).stat(),
        leaf("put", "(self, /, item, block=True, timeout=None)", put),
        leaf("put_nowait", "(self, /, item)", put),
        tail("get", "(self, /, block=True, timeout=None)", get),
        leaf("get_nowait", "(self, /)", |vm, a| match take(vm, a.at(0)) {
            Some(v) => Ok(v),
            None => empty(vm),
        }),
        leaf("empty", "(self, /)", |vm, a| Ok(Value::bool(queue(vm, a.at(0))?.items.borrow().is_empty()))),
        leaf("qsize", "(self, /)", |vm, a| Ok(Value::size(queue(vm, a.at(0))?.items.borrow().len()))),
        class_getitem::DEF,
    ],
    doc: "Simple, unbounded, reentrant FIFO queue.",
    ..TypeSpec::of::<Native>("SimpleQueue")
};

static EMPTY: TypeSpec = TypeSpec {
    module: "_queue",
    base: |t| &t.exc.Exception,
    flags: flag::BASETYPE | flag::EXC_SUBCLASS | flag::HAS_DICT | flag::WEAKREFABLE,
    doc: "Exception raised by Queue.get(block=0)/get_nowait().",
    ..TypeSpec::of::<crate::object::exception::Exception>("Empty")
};

fn init(vm: &mut Vm, dict: &Ref<Dict>) -> Result<(), Raised> {
    for (name, spec) in [("SimpleQueue", &QUEUE), ("Empty", &EMPTY)] {
        let (key, ty) = (vm.intern(name), vm.native_type(spec));
        dict.set_interned(&key, ty.into());
    }
    Ok(())
}

pub static SPEC: ModuleSpec = ModuleSpec {
    name: "_queue",
    doc: "C implementation of the Python queue module.\nThis module is an implementation detail, please do not use it directly.",
    functions: &[],
    init,
};
