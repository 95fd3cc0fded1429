//! Handles: instances of the library's `events.Handle` and `events.TimerHandle`, made and read natively.
//!
//! Invariant: a handle that is made here is what the class's own `__init__` would have made outside of debug mode. The classes are given by
//! `_use`, once; what is no instance of exactly these is only touched by asking.

use crate::heap::Ref;
use crate::object::instance::InstanceArea;
use crate::object::int;
use crate::object::native::Plain;
use crate::object::spec::Member;
use crate::object::ty::Type;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::{Args, PyResult};

/// The classes, and where their instances keep what.
pub struct Handles {
    pub handle: Ref<Type>,
    pub timer: Ref<Type>,
    callback: usize,
    args: usize,
    cancelled: usize,
    event_loop: usize,
    source: usize,
    repr: usize,
    context: usize,
    scheduled: usize,
    when: usize,
}

/// `_use(Handle, TimerHandle)`.
pub fn register(vm: &mut Vm, a: &Args) -> PyResult {
    let (Some(handle), Some(timer)) = (a.at(0).get_ref::<Type>(), a.at(1).get_ref::<Type>()) else {
        return Err(vm.type_error("two classes are expected"));
    };
    let slot = |vm: &mut Vm, ty: &Ref<Type>, name: &str| -> PyResult<usize> {
        let key = vm.intern(name);
        match ty.lookup(&key).and_then(|m| m.get::<Member>().map(|m| m.index)) {
            Some(i) => Ok(i),
            None => Err(vm.type_error(format!("{} has no slot {name}", ty.name()))),
        }
    };
    let made = Handles {
        callback: slot(vm, &timer, "_callback")?,
        args: slot(vm, &timer, "_args")?,
        cancelled: slot(vm, &timer, "_cancelled")?,
        event_loop: slot(vm, &timer, "_loop")?,
        source: slot(vm, &timer, "_source_traceback")?,
        repr: slot(vm, &timer, "_repr")?,
        context: slot(vm, &timer, "_context")?,
        scheduled: slot(vm, &timer, "_scheduled")?,
        when: slot(vm, &timer, "_when")?,
        handle: handle.clone(),
        timer,
    };
    vm.asyncio.handles = Some(made);
    let mut found =
        [("asyncio.base_futures", "_future_repr"), ("asyncio.base_tasks", "_task_repr")].map(|(module, name)| {
            let (module, name) = (vm.intern(module), vm.intern(name));
            let module = vm.modules.get_interned(&module);
            module.and_then(|m| m.get::<crate::object::module::Module>()?.dict.get_interned(&name))
        });
    if let [Some(future), Some(task)] = &mut found {
        vm.asyncio.reprs = Some((std::mem::take(future), std::mem::take(task)));
    }
    super::queue::adopt_run(vm, &handle);
    Ok(Value::NONE)
}

/// A new handle; of a timer if `when` is given. `None` before `_use`.
pub fn new(
    vm: &mut Vm,
    event_loop: &Value,
    callback: &Value,
    args: &Value,
    context: Option<&Value>,
    when: Option<&Value>,
) -> Option<Value> {
    vm.asyncio.handles.as_ref()?;
    let context = match context {
        Some(c) => c.clone(),
        None => crate::module::_contextvars::copy_current(vm),
    };
    let h = vm.asyncio.handles.as_ref()?;
    let made: Value = crate::heap::alloc_in(if when.is_some() { &h.timer } else { &h.handle }, Plain).into();
    let area = InstanceArea::of(&made)?;
    for (i, v) in [
        (h.callback, callback.clone()),
        (h.args, args.clone()),
        (h.cancelled, Value::FALSE),
        (h.event_loop, event_loop.clone()),
        (h.source, Value::NONE),
        (h.repr, Value::NONE),
        (h.context, context),
    ] {
        area.set_member(i, Some(v));
    }
    if let Some(when) = when {
        area.set_member(h.scheduled, Some(Value::TRUE));
        area.set_member(h.when, Some(when.clone()));
    }
    Some(made)
}

/// What a handle is about, if it is an exact one: `None` if it has to be asked.
pub struct Parts {
    pub callback: Value,
    pub args: Value,
    pub context: Value,
    pub cancelled: bool,
}

fn is_timer(vm: &Vm, v: &Value) -> bool {
    vm.asyncio.handles.as_ref().is_some_and(|h| h.timer.is_type_of(v))
}

/// The parts of an exact handle.
pub fn parts(vm: &Vm, v: &Value) -> Option<Parts> {
    let h = vm.asyncio.handles.as_ref()?;
    if !h.handle.is_type_of(v) && !h.timer.is_type_of(v) {
        return None;
    }
    let area = InstanceArea::of(v)?;
    let cancelled = area.member(h.cancelled)?.as_bool()?;
    let get = |i| area.member(i).unwrap_or(Value::NONE);
    Some(Parts { callback: get(h.callback), args: get(h.args), context: get(h.context), cancelled })
}

/// The time of a timer, if it is an exact one with a plain number.
pub fn when(vm: &Vm, v: &Value) -> Option<f64> {
    let h = vm.asyncio.handles.as_ref().filter(|h| h.timer.is_type_of(v))?;
    let when = InstanceArea::of(v)?.member(h.when)?;
    when.as_float().or_else(|| int::to_i64(&when).map(|i| i as f64))
}

/// True if an exact timer was cancelled.
pub fn is_cancelled(vm: &Vm, v: &Value) -> bool {
    parts(vm, v).is_some_and(|p| p.cancelled)
}

/// True if the timer is in the heap.
pub fn is_scheduled(vm: &Vm, v: &Value) -> bool {
    match (&vm.asyncio.handles, InstanceArea::of(v)) {
        (Some(h), Some(area)) if h.timer.is_type_of(v) => {
            area.member(h.scheduled).is_some_and(|b| b.as_bool() == Some(true))
        }
        _ => false,
    }
}

/// The timer has left the heap.
pub fn unschedule(vm: &Vm, v: &Value) {
    if is_timer(vm, v)
        && let (Some(h), Some(area)) = (&vm.asyncio.handles, InstanceArea::of(v))
    {
        area.set_member(h.scheduled, Some(Value::FALSE));
    }
}

fn before(vm: &Vm, a: &Value, b: &Value) -> bool {
    when(vm, a) < when(vm, b)
}

/// `heapq._siftdown`: the item at `pos` finds its place towards the root.
pub fn sift_down(vm: &Vm, heap: &mut [Value], start: usize, mut pos: usize) {
    while pos > start {
        let parent = (pos - 1) >> 1;
        if !before(vm, &heap[pos], &heap[parent]) {
            break;
        }
        heap.swap(pos, parent);
        pos = parent;
    }
}

/// `heapq._siftup`: the item at `start` goes down to a leaf, then finds its place.
pub fn sift_up(vm: &Vm, heap: &mut [Value], start: usize) {
    let end = heap.len();
    let mut pos = start;
    let mut child = 2 * pos + 1;
    while child < end {
        let right = child + 1;
        if right < end && !before(vm, &heap[child], &heap[right]) {
            child = right;
        }
        heap.swap(pos, child);
        pos = child;
        child = 2 * pos + 1;
    }
    sift_down(vm, heap, start, pos);
}

/// `heapq.heappop`.
pub fn pop(vm: &Vm, heap: &mut Vec<Value>) -> Option<Value> {
    let last = heap.pop()?;
    if heap.is_empty() {
        return Some(last);
    }
    let first = std::mem::replace(&mut heap[0], last);
    sift_up(vm, heap, 0);
    Some(first)
}

/// `heapq.heapify`.
pub fn heapify(vm: &Vm, heap: &mut [Value]) {
    for i in (0..heap.len() / 2).rev() {
        sift_up(vm, heap, i);
    }
}
