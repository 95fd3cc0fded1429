//! The event loop object: ready queue, timer heap, handles.
//!
//! Invariant: the ready queue is first in, first out; the timer heap is ordered by due time with `heapq`'s own sift rules, so that ties come
//! out as CPython's come out.

use super::future;
use super::task::Task;
use crate::heap::{Kind, Mut, Payload, Ref, Visitor};
use crate::object::spec::{GetSetDef, TypeSpec, getter};
use crate::object::str;
use crate::object::ty::{Type, flag};
use crate::resumable;
use crate::trace::Event;
use crate::value::Value;
use crate::vm::cx::Cx;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use crate::vm::{Raised, Vm};
use std::cell::Cell;
use std::collections::VecDeque;

/// One queued piece of work.
pub enum Work {
    /// a task's next step; with an exception to throw in
    Step(Ref<Task>, Option<Value>),
    /// what a task waited for is done
    Wakeup(Ref<Task>, Value),
    /// a child of a `gather` is done
    Gathered(Ref<future::Future>, Value),
    /// a callable, its arguments, a context or None
    Call(Value, Vec<Value>, Value),
    /// a handle that Python code holds
    Handle(Ref<Handle>),
}

/// `asyncio.Handle` and `asyncio.TimerHandle`.
pub struct Handle {
    pub callback: Mut<Value>,
    pub args: Mut<Vec<Value>>,
    pub context: Mut<Value>,
    pub event_loop: Mut<Value>,
    pub cancelled: Cell<bool>,
    /// loop time in seconds, of a timer
    pub when: Cell<f64>,
    pub is_timer: bool,
    pub id: i64,
    /// task that a `sleep` timer will wake
    pub task: Cell<Option<i64>>,
}

impl Payload for Handle {
    const KIND: Kind = Kind::Handle;
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.callback.borrow());
        v.values(&self.args.borrow());
        v.value(&self.context.borrow());
        v.value(&self.event_loop.borrow());
    }
    fn clear(&self) {
        self.callback.set(Value::NONE);
        self.args.set(Vec::new());
        self.event_loop.set(Value::NONE);
    }
}

/// A queued piece of work and its trace id.
pub struct Ready {
    pub id: i64,
    pub work: Work,
}

/// The event loop.
#[derive(Default)]
pub struct Loop {
    pub ready: Mut<VecDeque<Ready>>,
    pub timers: Mut<Vec<Ref<Handle>>>,
    pub running: Cell<bool>,
    pub stopping: Cell<bool>,
    pub closed: Cell<bool>,
    pub debug: Cell<bool>,
    pub tick: Cell<i64>,
    pub dict: Mut<Option<Ref<crate::object::dict::Dict>>>,
}

impl Payload for Loop {
    const KIND: Kind = Kind::Loop;
    fn visit(&self, v: &mut Visitor) {
        for r in self.ready.borrow().iter() {
            match &r.work {
                Work::Step(t, e) => {
                    v.reference(t);
                    v.option(e);
                }
                Work::Wakeup(t, f) => {
                    v.reference(t);
                    v.value(f);
                }
                Work::Gathered(o, c) => {
                    v.reference(o);
                    v.value(c);
                }
                Work::Call(f, args, c) => {
                    v.value(f);
                    v.values(args);
                    v.value(c);
                }
                Work::Handle(h) => v.reference(h),
            }
        }
        self.timers.borrow().iter().for_each(|h| v.reference(h));
    }
    fn clear(&self) {
        drop(self.ready.take());
        drop(self.timers.take());
    }
}

impl Loop {
    /// Queues work for the next tick.
    pub fn push_ready(&self, vm: &mut Vm, work: Work) {
        vm.aio().handles_made += 1;
        let id = vm.aio().handles_made;
        if vm.trace.wants(1) {
            let (what, k) = describe(&work);
            let now = vm.host.now();
            let by = vm.aio().current.as_ref().map(|t| t.id);
            vm.trace.record(
                now,
                Event::new("handle.ready")
                    .with("h", id)
                    .with("what", what)
                    .maybe("k", k)
                    .with("tick", self.tick.get())
                    .maybe("by", by),
            );
        }
        self.ready.borrow_mut().push_back(Ready { id, work });
    }
    /// Adds a timer as `heapq.heappush` does.
    pub fn push_timer(&self, h: Ref<Handle>) {
        let mut heap = self.timers.borrow_mut();
        heap.push(h);
        let end = heap.len() - 1;
        sift_down(&mut heap, 0, end);
    }
    /// Removes the earliest timer as `heapq.heappop` does.
    pub fn pop_timer(&self) -> Option<Ref<Handle>> {
        let mut heap = self.timers.borrow_mut();
        let last = heap.pop()?;
        if heap.is_empty() {
            return Some(last);
        }
        let first = std::mem::replace(&mut heap[0], last);
        sift_up(&mut heap, 0);
        Some(first)
    }
}

/// What a piece of work is, for the trace: kind and task.
pub(super) fn describe(work: &Work) -> (&'static std::primitive::str, Option<i64>) {
    match work {
        Work::Step(t, _) => ("step", Some(t.id)),
        Work::Wakeup(t, _) => ("wakeup", Some(t.id)),
        Work::Call(..) | Work::Gathered(..) => ("cb", None),
        Work::Handle(h) => ("cb", h.task.get()),
    }
}

fn before(a: &Ref<Handle>, b: &Ref<Handle>) -> bool {
    a.when.get() < b.when.get()
}

fn sift_down(heap: &mut [Ref<Handle>], start: usize, mut pos: usize) {
    while pos > start {
        let parent = (pos - 1) >> 1;
        if !before(&heap[pos], &heap[parent]) {
            break;
        }
        heap.swap(pos, parent);
        pos = parent;
    }
}

fn sift_up(heap: &mut [Ref<Handle>], start: usize) {
    let end = heap.len();
    let mut pos = start;
    let mut child = 2 * pos + 1;
    while child < end {
        let right = child + 1;
        if right < end && !before(&heap[child], &heap[right]) {
            child = right;
        }
        heap.swap(pos, child);
        pos = child;
        child = 2 * pos + 1;
    }
    sift_down(heap, start, pos);
}

/// Loop time: seconds of the monotonic clock.
pub fn time(vm: &mut Vm) -> f64 {
    vm.host.now() as f64 / 1e6
}

fn loop_new(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(cls) = a.at(0).get_ref::<Type>() else { return Err(vm.type_error("expected a type")) };
    Ok(crate::heap::alloc_in(&cls, Loop::default()).into())
}

fn this<'a>(vm: &mut Vm, v: &'a Value) -> Result<&'a Loop, Raised> {
    match v.get::<Loop>() {
        Some(l) => Ok(l),
        None => Err(vm.type_error("expected an event loop")),
    }
}

fn check_open(vm: &mut Vm, l: &Loop) -> Result<(), Raised> {
    if l.closed.get() { Err(vm.runtime_error("Event loop is closed")) } else { Ok(()) }
}

fn check_callback(vm: &mut Vm, f: &Value, method: &std::primitive::str) -> Result<(), Raised> {
    if let Some(g) = f.get::<crate::object::generator::Generator>()
        && g.kind == crate::object::generator::GenKind::Coroutine
    {
        return Err(vm.type_error(format!("coroutines cannot be used with {method}()")));
    }
    if !vm.is_callable(f) {
        let name = vm.type_name(f);
        return Err(vm.type_error(format!("a callable object was expected by {method}(), got <{name} object>")));
    }
    Ok(())
}

fn new_handle(
    vm: &mut Vm,
    l: &Value,
    callback: Value,
    args: Vec<Value>,
    context: Value,
    when: Option<f64>,
) -> Ref<Handle> {
    vm.aio().handles_made += 1;
    let id = vm.aio().handles_made;
    let ty = if when.is_some() { vm.native_type(&TIMER_HANDLE) } else { vm.native_type(&HANDLE) };
    let h = Handle {
        callback: Mut::new(callback),
        args: Mut::new(args),
        context: Mut::new(context),
        event_loop: Mut::new(l.clone()),
        cancelled: Cell::new(false),
        when: Cell::new(when.unwrap_or(0.0)),
        is_timer: when.is_some(),
        id,
        task: Cell::new(None),
    };
    crate::heap::alloc(&ty, h)
}

fn call_soon(vm: &mut Vm, a: &Args) -> PyResult {
    let l = this(vm, a.at(0))?;
    check_open(vm, l)?;
    check_callback(vm, a.at(1), "call_soon")?;
    let h =
        new_handle(vm, a.at(0), a.at(1).clone(), a.rest(2).to_vec(), a.some(3).cloned().unwrap_or(Value::NONE), None);
    l.push_ready(vm, Work::Handle(h.clone()));
    Ok(h.into())
}

async fn call_later(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let delay = a.at(1).clone();
    if delay.is_none() {
        return Err(cx.vm().type_error("delay must not be None"));
    }
    let now = time(cx.vm());
    let when = cx.binary(crate::code::BinOp::Add, &Value::float(now), &delay).await?;
    let vm = cx.vm();
    if vm.trace.wants(1)
        && a.at(2).get::<crate::object::native::Builtin>().is_some_and(|b| b.def.name == "_set_unless_done")
        && let Some(c) = a.rest(3).first().and_then(future::core)
    {
        // the future of a sleep
        let label = format!("sleep {}", vm.brief(&delay).unwrap_or_default());
        c.traced.set(true);
        let t = vm.host.now();
        vm.trace.record(t, Event::new("fut.new").with("u", c.id).with("kind", "sleep").with("label", label));
    }
    add_timer(cx.vm(), &a, when, "call_later")
}

fn call_at(vm: &mut Vm, a: &Args) -> PyResult {
    if a.at(1).is_none() {
        return Err(vm.type_error("when cannot be None"));
    }
    add_timer(vm, a, a.at(1).clone(), "call_at")
}

fn add_timer(vm: &mut Vm, a: &Args, when: Value, method: &std::primitive::str) -> PyResult {
    let l = this(vm, a.at(0))?;
    check_open(vm, l)?;
    check_callback(vm, a.at(2), method)?;
    let when = when.as_float().or_else(|| crate::object::int::to_i64(&when).map(|i| i as f64)).unwrap_or(0.0);
    let h = new_handle(
        vm,
        a.at(0),
        a.at(2).clone(),
        a.rest(3).to_vec(),
        a.some(4).cloned().unwrap_or(Value::NONE),
        Some(when),
    );
    let current = vm.aio().current.as_ref().map(|t| t.id);
    h.task.set(current);
    if vm.trace.wants(1) {
        let now = vm.host.now();
        vm.trace.record(
            now,
            Event::new("timer.add").with("h", h.id).with("when", (when * 1e6).round() as i64).maybe("k", current),
        );
    }
    l.push_timer(h.clone());
    Ok(h.into())
}

fn loop_time(vm: &mut Vm, _: &Args) -> PyResult {
    let t = time(vm);
    Ok(Value::float(t))
}

fn create_future(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(future::new(vm, a.at(0).clone()))
}

fn stop(vm: &mut Vm, a: &Args) -> PyResult {
    this(vm, a.at(0))?.stopping.set(true);
    Ok(Value::NONE)
}

fn is_running(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::bool(this(vm, a.at(0))?.running.get()))
}

fn is_closed(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::bool(this(vm, a.at(0))?.closed.get()))
}

fn close(vm: &mut Vm, a: &Args) -> PyResult {
    let l = this(vm, a.at(0))?;
    if l.running.get() {
        return Err(vm.runtime_error("Cannot close a running event loop"));
    }
    l.closed.set(true);
    drop(l.ready.take());
    drop(l.timers.take());
    Ok(Value::NONE)
}

fn get_debug(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::bool(this(vm, a.at(0))?.debug.get()))
}

fn set_debug(vm: &mut Vm, a: &Args) -> PyResult {
    let on = crate::vm::protocol::truth_natively(a.at(1)).unwrap_or(true);
    this(vm, a.at(0))?.debug.set(on);
    Ok(Value::NONE)
}

fn run_forever(vm: &mut Vm, a: &Args) -> Act {
    let l = match this(vm, a.at(0)) {
        Ok(l) => l,
        Err(e) => return Act::Raise(e),
    };
    if let Err(e) = check_open(vm, l) {
        return Act::Raise(e);
    }
    if l.running.get() {
        return Act::Raise(vm.runtime_error("This event loop is already running"));
    }
    if vm.aio().running.is_some() {
        return Act::Raise(vm.runtime_error("Cannot run the event loop while another loop is running"));
    }
    Act::Frame(super::run::LoopFrame::boxed(vm, a.at(0).clone()))
}

async fn loop_repr(_: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(l) = a.at(0).get::<Loop>() else { return Ok(Value::NONE) };
    let py = |b: bool| if b { "True" } else { "False" };
    let (r, c, d) = (py(l.running.get()), py(l.closed.get()), py(l.debug.get()));
    let name = super::text_of(&crate::object::type_ref(a.at(0)).name.get());
    Ok(str::new(format!("<{name} running={r} closed={c} debug={d}>")))
}

static METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, *args, **kwargs)", loop_new).stat(),
    leaf("call_soon", "(self, callback, *args, context=None)", call_soon),
    leaf("call_soon_threadsafe", "(self, callback, *args, context=None)", call_soon),
    resumable!("call_later", "(self, delay, callback, *args, context=None)", call_later),
    leaf("call_at", "(self, when, callback, *args, context=None)", call_at),
    leaf("time", "(self)", loop_time),
    leaf("create_future", "(self)", create_future),
    leaf("stop", "(self)", stop),
    leaf("is_running", "(self)", is_running),
    leaf("is_closed", "(self)", is_closed),
    leaf("close", "(self)", close),
    leaf("get_debug", "(self)", get_debug),
    leaf("set_debug", "(self, enabled)", set_debug),
    tail("run_forever", "(self)", run_forever),
    resumable!("__repr__", "(self, /)", loop_repr),
];

pub static SPEC: TypeSpec = TypeSpec {
    module: "_asyncio",
    flags: flag::BASETYPE | flag::WEAKREFABLE,
    methods: METHODS,
    ..TypeSpec::of::<Loop>("_Loop")
};

// ---- handles

fn handle(v: &Value) -> Option<&Handle> {
    v.get::<Handle>()
}

fn handle_cancel(vm: &mut Vm, a: &Args) -> PyResult {
    if let Some(h) = handle(a.at(0))
        && !h.cancelled.replace(true)
    {
        if vm.trace.wants(1) && h.is_timer {
            let now = vm.host.now();
            vm.trace.record(
                now,
                Event::new("timer.drop")
                    .with("h", h.id)
                    .with("when", (h.when.get() * 1e6).round() as i64)
                    .maybe("k", h.task.get()),
            );
        }
        h.callback.set(Value::NONE);
        h.args.set(Vec::new());
    }
    Ok(Value::NONE)
}

fn handle_cancelled(_: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::bool(handle(a.at(0)).is_some_and(|h| h.cancelled.get())))
}

fn handle_when(_: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::float(handle(a.at(0)).map_or(0.0, |h| h.when.get())))
}

fn handle_context(_: &mut Vm, a: &Args) -> PyResult {
    Ok(handle(a.at(0)).map_or(Value::NONE, |h| h.context.get()))
}

fn handle_when_attr(_: &mut Vm, v: &Value) -> PyResult {
    Ok(Value::float(handle(v).map_or(0.0, |h| h.when.get())))
}

static HANDLE_METHODS: &[NativeDef] = &[
    leaf("cancel", "(self)", handle_cancel),
    leaf("cancelled", "(self)", handle_cancelled),
    leaf("get_context", "(self)", handle_context),
];

static TIMER_METHODS: &[NativeDef] = &[
    leaf("cancel", "(self)", handle_cancel),
    leaf("cancelled", "(self)", handle_cancelled),
    leaf("get_context", "(self)", handle_context),
    leaf("when", "(self)", handle_when),
];

static TIMER_GETSET: &[GetSetDef] = &[getter("_when", handle_when_attr)];

pub static HANDLE: TypeSpec = TypeSpec {
    module: "asyncio",
    flags: flag::WEAKREFABLE,
    methods: HANDLE_METHODS,
    ..TypeSpec::of::<Handle>("Handle")
};
pub static TIMER_HANDLE: TypeSpec = TypeSpec {
    module: "asyncio",
    flags: flag::WEAKREFABLE,
    methods: TIMER_METHODS,
    getset: TIMER_GETSET,
    ..TypeSpec::of::<Handle>("TimerHandle")
};
