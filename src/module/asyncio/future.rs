//! Future: a result that is not there yet.
//!
//! Invariants: a future leaves PENDING once; its callbacks are queued then, in order, and the list is empty afterwards; an exception that
//! nobody asked for is reported when the future dies (`log_traceback`).

use super::event_loop::Work;
use super::task::Task;
use super::{loop_of, text_of};
use crate::heap::{Kind, Mut, Payload, Ref, Visitor};
use crate::object::exception::Exception;
use crate::object::spec::{GetSetDef, TypeSpec, getset, getter};
use crate::object::ty::{Type, flag};
use crate::object::{str, type_ref, types};
use crate::resumable;
use crate::trace::Event;
use crate::value::Value;
use crate::vm::cx::Cx;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use crate::vm::{Raised, Vm};
use std::cell::Cell;

/// Life of a future.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    Pending,
    Cancelled,
    Finished,
}

/// What happens when a future is done.
pub enum Callback {
    /// a Python callable, called with the future
    Call(Value, Value),
    /// a task waits
    Wake(Ref<Task>),
    /// a `gather` waits
    Gather(Ref<Future>),
}

/// What a `gather` waits for.
pub struct Gather {
    /// results in argument order; a future may stand there twice
    pub children: Vec<Value>,
    /// different futures that are not done
    pub left: usize,
    pub return_exceptions: bool,
    pub cancel_requested: bool,
}

/// What Future and Task have in common.
pub struct Core {
    pub event_loop: Mut<Value>,
    pub state: Cell<State>,
    pub result: Mut<Value>,
    pub exception: Mut<Option<Value>>,
    pub callbacks: Mut<Vec<Callback>>,
    pub log_traceback: Cell<bool>,
    pub cancel_message: Mut<Value>,
    /// the CancelledError to raise, if it was made already
    pub cancelled: Mut<Option<Value>>,
    /// `_asyncio_future_blocking`
    pub blocking: Cell<bool>,
    /// trace id
    pub id: i64,
    pub traced: Cell<bool>,
}

/// A Future object.
pub struct Future {
    pub core: Core,
    pub gather: Mut<Option<Gather>>,
}

impl Core {
    pub fn new(event_loop: Value, id: i64) -> Core {
        Core {
            event_loop: Mut::new(event_loop),
            state: Cell::new(State::Pending),
            result: Mut::new(Value::NONE),
            exception: Mut::new(None),
            callbacks: Mut::default(),
            log_traceback: Cell::new(false),
            cancel_message: Mut::new(Value::NONE),
            cancelled: Mut::new(None),
            blocking: Cell::new(false),
            id,
            traced: Cell::new(false),
        }
    }
    pub fn visit(&self, v: &mut Visitor) {
        v.value(&self.event_loop.borrow());
        v.value(&self.result.borrow());
        v.option(&self.exception.borrow());
        v.value(&self.cancel_message.borrow());
        v.option(&self.cancelled.borrow());
        for c in self.callbacks.borrow().iter() {
            match c {
                Callback::Call(f, context) => {
                    v.value(f);
                    v.value(context);
                }
                Callback::Wake(t) => v.reference(t),
                Callback::Gather(f) => v.reference(f),
            }
        }
    }
    pub fn clear(&self) {
        drop(self.callbacks.take());
        self.result.set(Value::NONE);
        self.exception.set(None);
        self.cancelled.set(None);
        self.event_loop.set(Value::NONE);
    }
    pub fn is_done(&self) -> bool {
        self.state.get() != State::Pending
    }
}

impl Payload for Future {
    const KIND: Kind = Kind::Future;
    fn visit(&self, v: &mut Visitor) {
        self.core.visit(v);
        if let Some(g) = &*self.gather.borrow() {
            v.values(&g.children);
        }
    }
    fn clear(&self) {
        self.core.clear();
        drop(self.gather.take());
    }
    fn needs_finaliser(&self) -> bool {
        self.core.log_traceback.get()
    }
}

/// The common part of a Future or Task.
pub fn core(v: &Value) -> Option<&Core> {
    match v.get::<Future>() {
        Some(f) => Some(&f.core),
        None => v.get::<Task>().map(|t| &t.core),
    }
}

fn core_of<'a>(vm: &mut Vm, v: &'a Value) -> Result<&'a Core, Raised> {
    match core(v) {
        Some(c) => Ok(c),
        None => Err(vm.type_error("expected a Future")),
    }
}

/// A new future of a loop.
pub fn new(vm: &mut Vm, event_loop: Value) -> Value {
    vm.aio().futures_made += 1;
    let id = vm.aio().futures_made;
    let ty = vm.native_type(&SPEC);
    crate::heap::alloc_in(&ty, Future { core: Core::new(event_loop, id), gather: Mut::new(None) }).into()
}

impl Vm {
    /// The future is done: its callbacks go to the ready queue.
    pub(crate) fn schedule_callbacks(&mut self, future: &Value) {
        let Some(c) = core(future) else { return };
        let callbacks = c.callbacks.take();
        let l = c.event_loop.get();
        if self.trace.wants(1) && future.is_a::<Future>() && c.traced.get() {
            let wakes: Vec<i64> =
                callbacks.iter().filter_map(|cb| if let Callback::Wake(t) = cb { Some(t.id) } else { None }).collect();
            let how = match (c.state.get(), c.exception.borrow().is_some()) {
                (State::Cancelled, _) => "cancel",
                (_, true) => "exc",
                _ => "val",
            };
            let now = self.host.now();
            let by = self.aio().current.as_ref().map(|t| t.id);
            self.trace.record(
                now,
                Event::new("fut.done").with("u", c.id).with("how", how).maybe("by", by).with("wakes", wakes),
            );
        }
        let Some(l) = loop_of(&l) else { return };
        for callback in callbacks {
            let work = match callback {
                Callback::Wake(t) => Work::Wakeup(t, future.clone()),
                Callback::Gather(outer) => Work::Gathered(outer, future.clone()),
                Callback::Call(f, context) => Work::Call(f, vec![future.clone()], context),
            };
            l.push_ready(self, work);
        }
    }

    /// `set_result` without checks.
    pub(crate) fn finish_future(&mut self, future: &Value, result: Value) {
        if let Some(c) = core(future) {
            c.state.set(State::Finished);
            c.result.set(result);
        }
        self.schedule_callbacks(future);
    }

    /// `set_exception` without checks.
    pub(crate) fn fail_future(&mut self, future: &Value, exc: Value) {
        if let Some(c) = core(future) {
            c.state.set(State::Finished);
            c.exception.set(Some(exc));
            c.log_traceback.set(true);
        }
        self.schedule_callbacks(future);
    }

    /// `cancel` of a plain future; false if it is done.
    pub(crate) fn cancel_future(&mut self, future: &Value, message: Value) -> bool {
        let Some(c) = core(future) else { return false };
        c.log_traceback.set(false);
        if c.is_done() {
            return false;
        }
        if let Some(f) = future.get::<Future>()
            && f.gather.borrow().is_some()
        {
            return self.cancel_gather(f, message);
        }
        c.state.set(State::Cancelled);
        c.cancel_message.set(message);
        self.schedule_callbacks(future);
        true
    }

    /// Cancelling a `gather` cancels its children; it is done when they are.
    fn cancel_gather(&mut self, f: &Future, message: Value) -> bool {
        let children: Vec<Value> = f.gather.borrow().as_ref().map_or(Vec::new(), |g| g.children.clone());
        let mut any = false;
        for child in children {
            any |= match child.get_ref::<Task>() {
                Some(t) => self.cancel_task(&t, message.clone()),
                None => self.cancel_future(&child, message.clone()),
            };
        }
        if any && let Some(g) = &mut *f.gather.borrow_mut() {
            g.cancel_requested = true;
        }
        any
    }

    /// A child of a `gather` is done.
    pub(super) fn gathered(&mut self, outer: &Ref<Future>, child: &Value) {
        let left = match &mut *outer.gather.borrow_mut() {
            Some(g) => {
                g.left -= 1;
                g.left
            }
            None => return,
        };
        let Some(c) = core(child) else { return };
        let value: Value = outer.into();
        if outer.core.is_done() {
            if c.state.get() == State::Finished {
                c.log_traceback.set(false);
            }
            return;
        }
        let (return_exceptions, requested) =
            outer.gather.borrow().as_ref().map_or((false, false), |g| (g.return_exceptions, g.cancel_requested));
        if !return_exceptions {
            if c.state.get() == State::Cancelled {
                let exc = self.make_cancelled(c);
                return self.fail_future(&value, exc);
            }
            c.log_traceback.set(false);
            if let Some(exc) = c.exception.get() {
                return self.fail_future(&value, exc);
            }
        }
        if left > 0 {
            return;
        }
        let children: Vec<Value> = outer.gather.borrow().as_ref().map_or(Vec::new(), |g| g.children.clone());
        let mut results = Vec::with_capacity(children.len());
        for child in &children {
            let Some(c) = core(child) else { continue };
            c.log_traceback.set(false);
            results.push(if c.state.get() == State::Cancelled {
                let message = c.cancel_message.get();
                let ty = self.cancelled_error();
                let text = if message.is_none() { self.names.empty.value() } else { message };
                self.new_exception(&ty, vec![text])
            } else {
                c.exception.get().unwrap_or_else(|| c.result.get())
            });
        }
        if requested {
            let ty = self.cancelled_error();
            let exc = self.new_exception(&ty, Vec::new());
            return self.fail_future(&value, exc);
        }
        self.finish_future(&value, crate::object::list::new(results));
    }

    /// A CancelledError for a cancelled future.
    pub(crate) fn make_cancelled(&mut self, c: &Core) -> Value {
        if let Some(e) = c.cancelled.replace(None) {
            return e;
        }
        let message = c.cancel_message.get();
        let ty = self.cancelled_error();
        self.new_exception(&ty, if message.is_none() { Vec::new() } else { vec![message] })
    }

    /// `future.result()` of a done future.
    pub(crate) fn future_result(&mut self, future: &Value) -> PyResult {
        let Some(c) = core(future) else { return Ok(Value::NONE) };
        match c.state.get() {
            State::Pending => {
                let ty = self.invalid_state_error();
                Err(self.error(&ty, "Result is not set."))
            }
            State::Cancelled => {
                let e = self.make_cancelled(c);
                Err(self.raise(e))
            }
            State::Finished => {
                c.log_traceback.set(false);
                match c.exception.get() {
                    Some(e) => Err(self.raise(e)),
                    None => Ok(c.result.get()),
                }
            }
        }
    }
}

fn invalid(vm: &mut Vm, message: &std::primitive::str) -> Raised {
    let ty = vm.invalid_state_error();
    vm.error(&ty, message)
}

fn future_new(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(cls) = a.at(0).get_ref::<Type>() else { return Err(vm.type_error("expected a type")) };
    vm.aio().futures_made += 1;
    let id = vm.aio().futures_made;
    Ok(crate::heap::alloc_in(&cls, Future { core: Core::new(Value::NONE, id), gather: Mut::new(None) }).into())
}

fn future_init(vm: &mut Vm, a: &Args) -> PyResult {
    let l = match a.some(1) {
        Some(l) => l.clone(),
        None => match vm.aio().running.clone() {
            Some(l) => l,
            None => return Err(vm.runtime_error("There is no current event loop in thread 'MainThread'.")),
        },
    };
    core_of(vm, a.at(0))?.event_loop.set(l);
    Ok(Value::NONE)
}

fn done(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::bool(core_of(vm, a.at(0))?.is_done()))
}

fn cancelled(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::bool(core_of(vm, a.at(0))?.state.get() == State::Cancelled))
}

fn result(vm: &mut Vm, a: &Args) -> PyResult {
    vm.future_result(a.at(0))
}

fn exception(vm: &mut Vm, a: &Args) -> PyResult {
    let c = core_of(vm, a.at(0))?;
    match c.state.get() {
        State::Pending => Err(invalid(vm, "Exception is not set.")),
        State::Cancelled => {
            let e = vm.make_cancelled(c);
            Err(vm.raise(e))
        }
        State::Finished => {
            c.log_traceback.set(false);
            Ok(c.exception.get().unwrap_or(Value::NONE))
        }
    }
}

fn set_result(vm: &mut Vm, a: &Args) -> PyResult {
    if core_of(vm, a.at(0))?.is_done() {
        return Err(invalid(vm, "invalid state"));
    }
    vm.finish_future(a.at(0), a.at(1).clone());
    Ok(Value::NONE)
}

fn set_exception(vm: &mut Vm, a: &Args) -> Act {
    match core_of(vm, a.at(0)) {
        Ok(c) if c.is_done() => return Act::Raise(invalid(vm, "invalid state")),
        Ok(_) => {}
        Err(e) => return Act::Raise(e),
    }
    let act = vm.instantiate(a.at(1).clone(), "exceptions must be classes or instances deriving from BaseException");
    let me = a.at(0).clone();
    Act::run(async move |cx| {
        let exc = cx.act(act).await?;
        if type_ref(&exc).is_subtype(&types().exc.StopIteration) {
            let vm = cx.vm();
            let ty = types().exc.RuntimeError.clone();
            let text = str::new("StopIteration interacts badly with generators and cannot be raised into a Future");
            let e = vm.new_exception(&ty, vec![text]);
            if let Some(x) = e.get::<Exception>() {
                x.cause.set(exc.clone());
                x.context.set(exc);
                x.suppress_context.set(true);
            }
            vm.fail_future(&me, e);
        } else {
            cx.vm().fail_future(&me, exc);
        }
        Ok(Value::NONE)
    })
}

fn cancel(vm: &mut Vm, a: &Args) -> PyResult {
    let message = a.opt(1).cloned().unwrap_or(Value::NONE);
    Ok(Value::bool(vm.cancel_future(a.at(0), message)))
}

fn add_done_callback(vm: &mut Vm, a: &Args) -> PyResult {
    let c = core_of(vm, a.at(0))?;
    let (f, context) = (a.at(1).clone(), a.some(2).cloned().unwrap_or(Value::NONE));
    if c.is_done() {
        let l = c.event_loop.get();
        if let Some(l) = loop_of(&l) {
            l.push_ready(vm, Work::Call(f, vec![a.at(0).clone()], context));
        }
    } else {
        c.callbacks.borrow_mut().push(Callback::Call(f, context));
    }
    Ok(Value::NONE)
}

async fn remove_done_callback(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(c) = core(a.at(0)) else { return Ok(Value::int(0)) };
    let mut removed = 0;
    let mut kept = Vec::new();
    for callback in c.callbacks.take() {
        if let Callback::Call(f, _) = &callback
            && cx.equal(f, a.at(1)).await?
        {
            removed += 1;
            continue;
        }
        kept.push(callback);
    }
    c.callbacks.set(kept);
    Ok(Value::int(removed))
}

fn get_loop(vm: &mut Vm, a: &Args) -> PyResult {
    let l = core_of(vm, a.at(0))?.event_loop.get();
    if l.is_none() {
        return Err(vm.runtime_error("Future object is not initialized."));
    }
    Ok(l)
}

/// `<Future finished result=3>` without the brackets' inside beyond state and outcome.
pub(super) async fn describe(cx: &mut Cx, v: &Value) -> Result<Vec<String>, Raised> {
    let Some(c) = core(v) else { return Ok(Vec::new()) };
    let mut parts = vec![match c.state.get() {
        State::Pending => "pending".to_string(),
        State::Cancelled => "cancelled".into(),
        State::Finished => "finished".into(),
    }];
    if c.state.get() == State::Finished {
        match c.exception.get() {
            Some(e) => parts.push(format!("exception={}", text_of(&cx.repr(&e).await?))),
            None => {
                let r = c.result.get();
                parts.push(format!("result={}", text_of(&cx.repr(&r).await?)));
            }
        }
    }
    Ok(parts)
}

/// `cb=[...]`.
pub(super) async fn describe_callbacks(cx: &mut Cx, v: &Value) -> Result<Option<String>, Raised> {
    let Some(c) = core(v) else { return Ok(None) };
    let list: Vec<Option<Value>> = c
        .callbacks
        .borrow()
        .iter()
        .map(|cb| if let Callback::Call(f, _) = cb { Some(f.clone()) } else { None })
        .collect();
    if list.is_empty() {
        return Ok(None);
    }
    let mut texts = Vec::new();
    for f in &list {
        texts.push(match f {
            None => "task_wakeup()".to_string(),
            Some(f) => callback_text(cx, f).await?,
        });
    }
    Ok(Some(match texts.as_slice() {
        [one] => format!("cb=[{one}]"),
        [a, b] => format!("cb=[{a}, {b}]"),
        more => format!("cb=[{}, <{} more>, {}]", more[0], more.len() - 2, more[more.len() - 1]),
    }))
}

async fn callback_text(cx: &mut Cx, f: &Value) -> Result<String, Raised> {
    let name = cx.vm().names.qualname.clone();
    let q = match cx.get_attr_opt(f, &name).await? {
        Some(q) => text_of(&q),
        None => text_of(&cx.repr(f).await?),
    };
    if let Some(func) = f.get::<crate::object::function::Function>() {
        let code = func.code.get();
        return Ok(format!("{q}() at {}:{}", code.filename.to_text(), code.unit.first_line));
    }
    Ok(format!("{q}()"))
}

async fn repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let mut parts = describe(cx, a.at(0)).await?;
    if let Some(cb) = describe_callbacks(cx, a.at(0)).await? {
        parts.push(cb);
    }
    let name = text_of(&type_ref(a.at(0)).name.get());
    Ok(str::new(format!("<{name} {}>", parts.join(" "))))
}

fn await_(vm: &mut Vm, a: &Args) -> PyResult {
    core_of(vm, a.at(0))?;
    let ty = vm.native_type(&ITER);
    let it = FutureIter { future: Mut::new(Some(a.at(0).clone())) };
    Ok(crate::heap::alloc(&ty, crate::object::native::Native(Box::new(it))).into())
}

/// A future died with an exception that nobody asked for.
fn del(vm: &mut Vm, a: &Args) -> Act {
    let Some(c) = core(a.at(0)) else { return Act::Done(Value::NONE) };
    if !c.log_traceback.replace(false) {
        return Act::Done(Value::NONE);
    }
    let Some(exc) = c.exception.get() else { return Act::Done(Value::NONE) };
    let name = text_of(&type_ref(a.at(0)).name.get());
    let kind = if a.at(0).is_a::<Task>() { "task" } else { "future" };
    report(vm, a.at(0), format!("{name} exception was never retrieved"), kind, Some(exc))
}

/// `loop.call_exception_handler({...})`.
pub(super) fn report(vm: &mut Vm, v: &Value, message: String, kind: &std::primitive::str, exc: Option<Value>) -> Act {
    let l = core(v).map_or(Value::NONE, |c| c.event_loop.get());
    if l.is_none() {
        return Act::Done(Value::NONE);
    }
    let context = crate::object::dict::Dict::new();
    let mut put = |key: &std::primitive::str, value: Value| {
        let key = vm.intern(key);
        context.set_interned(&key, value);
    };
    put("message", str::new(message));
    if let Some(exc) = exc {
        put("exception", exc);
    }
    // CPython names both futures and tasks "future" here
    put(if kind == "pending" { "task" } else { "future" }, v.clone());
    let name = vm.intern("call_exception_handler");
    vm.call_method(&l, &name, [context.into()])
}

fn get_blocking(vm: &mut Vm, v: &Value) -> PyResult {
    Ok(Value::bool(core_of(vm, v)?.blocking.get()))
}

fn set_blocking(vm: &mut Vm, v: &Value, value: Option<Value>) -> Result<(), Raised> {
    core_of(vm, v)?.blocking.set(value.and_then(|b| b.as_bool()) == Some(true));
    Ok(())
}

fn get_log(vm: &mut Vm, v: &Value) -> PyResult {
    Ok(Value::bool(core_of(vm, v)?.log_traceback.get()))
}

fn set_log(vm: &mut Vm, v: &Value, value: Option<Value>) -> Result<(), Raised> {
    if value.and_then(|b| b.as_bool()) == Some(true) {
        return Err(vm.value_error("_log_traceback can only be set to False"));
    }
    core_of(vm, v)?.log_traceback.set(false);
    Ok(())
}

fn get_loop_attr(vm: &mut Vm, v: &Value) -> PyResult {
    Ok(core_of(vm, v)?.event_loop.get())
}

fn get_message(vm: &mut Vm, v: &Value) -> PyResult {
    Ok(core_of(vm, v)?.cancel_message.get())
}

fn get_state(vm: &mut Vm, v: &Value) -> PyResult {
    Ok(str::new(match core_of(vm, v)?.state.get() {
        State::Pending => "PENDING",
        State::Cancelled => "CANCELLED",
        State::Finished => "FINISHED",
    }))
}

pub(super) const SHARED_METHODS: [NativeDef; 11] = [
    leaf("done", "(self, /)", done),
    leaf("cancelled", "(self, /)", cancelled),
    leaf("result", "(self, /)", result),
    leaf("exception", "(self, /)", exception),
    leaf("add_done_callback", "(self, fn, /, *, context=None)", add_done_callback),
    resumable!("remove_done_callback", "(self, fn, /)", remove_done_callback),
    leaf("get_loop", "(self, /)", get_loop),
    leaf("__await__", "(self, /)", await_),
    leaf("__iter__", "(self, /)", await_),
    tail("__del__", "(self, /)", del),
    leaf("__class_getitem__", "(cls, item, /)", |_, a| Ok(a.at(0).clone())).class(),
];

static METHODS: &[NativeDef] = &[
    SHARED_METHODS[0],
    SHARED_METHODS[1],
    SHARED_METHODS[2],
    SHARED_METHODS[3],
    SHARED_METHODS[4],
    SHARED_METHODS[5],
    SHARED_METHODS[6],
    SHARED_METHODS[7],
    SHARED_METHODS[8],
    SHARED_METHODS[9],
    SHARED_METHODS[10],
    leaf("__new__", "(cls, *args, **kwargs)", future_new).stat(),
    leaf("__init__", "(self, *, loop=None)", future_init),
    leaf("set_result", "(self, result, /)", set_result),
    tail("set_exception", "(self, exception, /)", set_exception),
    leaf("cancel", "(self, msg=None)", cancel),
    resumable!("__repr__", "(self, /)", repr),
];

pub(super) const GETSET: &[GetSetDef] = &[
    getset("_asyncio_future_blocking", get_blocking, set_blocking),
    getset("_log_traceback", get_log, set_log),
    getter("_loop", get_loop_attr),
    getter("_cancel_message", get_message),
    getter("_state", get_state),
];

pub static SPEC: TypeSpec = TypeSpec {
    module: "_asyncio",
    flags: flag::BASETYPE | flag::WEAKREFABLE | flag::FINALISED_LAYOUT,
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<Future>("Future")
};

// ---- the iterator of `await future`

/// What `Future.__await__` returns.
pub struct FutureIter {
    future: Mut<Option<Value>>,
}

impl crate::object::native::NativeObject for FutureIter {
    fn visit(&self, v: &mut Visitor) {
        v.option(&self.future.borrow());
    }
}

/// One step of awaiting a future.
pub enum AwaitStep {
    /// wait: yield this future to the loop
    Wait(Value),
    Done(PyResult),
}

/// Steps the iterator of `await future`, if `it` is one.
pub fn await_step(vm: &mut Vm, it: &Value) -> Option<AwaitStep> {
    let i = it.native::<FutureIter>()?;
    let Some(f) = i.future.get() else {
        return Some(AwaitStep::Done(Err(vm.runtime_error("cannot reuse already awaited future"))));
    };
    let Some(c) = core(&f) else { return Some(AwaitStep::Done(Ok(Value::NONE))) };
    if !c.is_done() {
        if c.blocking.get() {
            return Some(AwaitStep::Done(Err(vm.runtime_error("await wasn't used with future"))));
        }
        c.blocking.set(true);
        return Some(AwaitStep::Wait(f));
    }
    i.future.set(None);
    Some(AwaitStep::Done(vm.future_result(&f)))
}

fn iter_next(vm: &mut Vm, a: &Args) -> PyResult {
    match await_step(vm, a.at(0)) {
        Some(AwaitStep::Wait(f)) => Ok(f),
        Some(AwaitStep::Done(Ok(v))) => Err(vm.stop_iteration(v)),
        Some(AwaitStep::Done(Err(e))) => Err(e),
        None => Ok(Value::NONE),
    }
}

fn iter_throw(vm: &mut Vm, a: &Args) -> Act {
    if let Some(i) = a.at(0).native::<FutureIter>() {
        i.future.set(None);
    }
    let act = vm.instantiate_thrown(&a[1..]);
    Act::run(async move |cx| {
        let exc = cx.act(act).await?;
        Err(cx.vm().raise(exc))
    })
}

fn iter_close(_: &mut Vm, a: &Args) -> PyResult {
    if let Some(i) = a.at(0).native::<FutureIter>() {
        i.future.set(None);
    }
    Ok(Value::NONE)
}

static ITER: TypeSpec = TypeSpec {
    module: "_asyncio",
    methods: {
        static M: &[NativeDef] = &[
            leaf("__iter__", "(self, /)", |_, a| Ok(a.at(0).clone())),
            leaf("__next__", "(self, /)", iter_next),
            leaf("send", "(self, value, /)", iter_next),
            tail("throw", "(self, typ, val=None, tb=None, /)", iter_throw),
            leaf("close", "(self, /)", iter_close),
        ];
        M
    },
    ..TypeSpec::of::<crate::object::native::Native>("FutureIter")
};

// ---- gather

/// `_gather(loop, children, return_exceptions)`: the future of all children's results.
pub(super) fn gather(vm: &mut Vm, a: &Args) -> PyResult {
    let children: Vec<Value> = a.at(1).get::<crate::object::list::List>().map_or(Vec::new(), |l| l.items.get());
    let return_exceptions = crate::vm::protocol::truth_natively(a.at(2)).unwrap_or(false);
    vm.aio().futures_made += 1;
    let id = vm.aio().futures_made;
    let ty = vm.native_type(&GATHERING);
    let outer = crate::heap::alloc_in(&ty, Future { core: Core::new(a.at(0).clone(), id), gather: Mut::new(None) });
    if children.is_empty() {
        let v: Value = outer.into();
        vm.finish_future(&v, crate::object::list::new(Vec::new()));
        return Ok(v);
    }
    let mut seen = std::collections::HashSet::new();
    let unique: Vec<Value> = children.iter().filter(|c| seen.insert(c.identity())).cloned().collect();
    let left = unique.len();
    if vm.trace.wants(1) {
        outer.core.traced.set(true);
        let now = vm.host.now();
        vm.trace.record(
            now,
            Event::new("fut.new").with("u", id).with("kind", "gather").with("label", format!("gather of {left}")),
        );
    }
    outer.gather.set(Some(Gather { children, left, return_exceptions, cancel_requested: false }));
    for child in unique {
        let Some(c) = core(&child) else { continue };
        if c.is_done() {
            let l = c.event_loop.get();
            if let Some(l) = loop_of(&l) {
                l.push_ready(vm, Work::Gathered(outer.clone(), child.clone()));
            }
        } else {
            c.callbacks.borrow_mut().push(Callback::Gather(outer.clone()));
        }
    }
    Ok(outer.into())
}

/// `_set_unless_done(future, result)`: what a sleep's timer does.
pub(super) fn set_unless_done(vm: &mut Vm, a: &Args) -> PyResult {
    if core(a.at(0)).is_some_and(|c| !c.is_done()) {
        vm.finish_future(a.at(0), a.at(1).clone());
    }
    Ok(Value::NONE)
}

/// The future that `gather` returns.
pub static GATHERING: TypeSpec = TypeSpec {
    module: "asyncio.tasks",
    flags: flag::BASETYPE | flag::WEAKREFABLE | flag::FINALISED_LAYOUT,
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<Future>("_GatheringFuture")
};
