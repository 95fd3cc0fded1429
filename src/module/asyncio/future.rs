//! Future: a result that is not there yet; what futures and tasks have in common.
//!
//! Invariants: a future leaves PENDING once; its callbacks are handed to the loop then, in order, and the list is empty afterwards; an
//! exception that nobody asked for is reported when the future dies (`log_traceback`). On our own loop callbacks are queued natively; any
//! other loop is asked by `call_soon`.

use super::event_loop::{self, Work};
use super::step;
use super::task::Task;
use crate::heap::{Kind, Mut, Payload, Ref, Visitor};
use crate::object::exception::Exception;
use crate::object::{str, type_ref, types};
use crate::record;
use crate::trace::{Choice, Text, choice};
use crate::value::Value;
use crate::vm::native::{Act, CallArgs, PyResult};
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
#[derive(Clone)]
pub enum Callback {
    /// a callable, called with the future in a context
    Call(Value, Value),
    /// a task waits
    Wake(Ref<Task>),
}

/// What Future and Task have in common.
pub struct Core {
    /// None before `__init__`
    pub event_loop: Mut<Value>,
    pub state: Cell<State>,
    pub callbacks: Mut<Vec<Callback>>,
    pub result: Mut<Value>,
    pub exception: Mut<Option<Value>>,
    /// traceback that the exception had when it was set: given back to it when the result is asked for
    pub exception_traceback: Mut<Value>,
    pub log_traceback: Cell<bool>,
    pub cancel_message: Mut<Value>,
    /// the CancelledError to raise, if it was made already
    pub cancelled: Mut<Option<Value>>,
    /// `_asyncio_future_blocking`
    pub blocking: Cell<bool>,
    /// where it was made, in debug mode
    pub source_traceback: Mut<Value>,
    /// futures that said they wait for this one (tasks among `callbacks` do not stand here)
    pub awaited_by: Mut<Vec<Value>>,
    /// trace id
    pub id: i64,
    pub traced: Cell<bool>,
}

/// A Future object.
pub struct Future {
    pub core: Core,
}

impl Core {
    pub fn new(event_loop: Value, id: i64) -> Core {
        Core {
            event_loop: Mut::new(event_loop),
            state: Cell::new(State::Pending),
            result: Mut::new(Value::NONE),
            exception: Mut::new(None),
            exception_traceback: Mut::new(Value::NONE),
            callbacks: Mut::default(),
            log_traceback: Cell::new(false),
            cancel_message: Mut::new(Value::NONE),
            cancelled: Mut::new(None),
            blocking: Cell::new(false),
            source_traceback: Mut::new(Value::NONE),
            awaited_by: Mut::default(),
            id,
            traced: Cell::new(false),
        }
    }
    pub fn visit(&self, v: &mut Visitor) {
        for m in
            [&self.event_loop, &self.result, &self.exception_traceback, &self.cancel_message, &self.source_traceback]
        {
            v.value(&m.borrow());
        }
        v.option(&self.exception.borrow());
        v.option(&self.cancelled.borrow());
        v.values(&self.awaited_by.borrow());
        for c in self.callbacks.borrow().iter() {
            match c {
                Callback::Call(f, context) => {
                    v.value(f);
                    v.value(context);
                }
                Callback::Wake(t) => v.reference(t),
            }
        }
    }
    pub fn clear(&self) {
        drop(self.callbacks.take());
        drop(self.awaited_by.take());
        for m in [&self.result, &self.exception_traceback, &self.event_loop, &self.source_traceback] {
            m.set(Value::NONE);
        }
        self.exception.set(None);
        self.cancelled.set(None);
    }
    pub fn is_done(&self) -> bool {
        self.state.get() != State::Pending
    }
    /// Tasks and futures that wait for this one; a task does until its next step begins, also when this one is done.
    pub fn waiters(&self) -> Vec<Value> {
        let mut all = self.awaited_by.get();
        for c in self.callbacks.borrow().iter() {
            if let Callback::Wake(t) = c {
                all.push(t.into());
            }
        }
        if self.is_done() {
            let woken = super::task::live().into_iter().filter(|t| {
                let waiter = t.waiter.borrow();
                waiter.as_ref().and_then(core).is_some_and(|c| std::ptr::eq(c, self))
            });
            all.extend(woken.map(Value::from));
        }
        all
    }
    /// `waiter` waits for this future.
    pub fn add_waiter(&self, waiter: &Value) {
        let mut list = self.awaited_by.borrow_mut();
        if !list.iter().any(|w| w.is(waiter)) {
            list.push(waiter.clone());
        }
    }
    /// `waiter` does not wait any more.
    pub fn discard_waiter(&self, waiter: &Value) {
        let found = self.awaited_by.borrow().iter().position(|w| w.is(waiter));
        if let Some(i) = found {
            drop(self.awaited_by.borrow_mut().swap_remove(i));
        }
    }
}

impl Payload for Future {
    const KIND: Kind = Kind::Future;
    fn visit(&self, v: &mut Visitor) {
        self.core.visit(v);
    }
    fn clear(&self) {
        self.core.clear();
    }
    fn needs_finaliser(&self) -> bool {
        self.core.log_traceback.get()
    }
}

/// The common part of a Future or Task.
#[inline]
pub fn core(v: &Value) -> Option<&Core> {
    match v.get::<Future>() {
        Some(f) => Some(&f.core),
        None => v.get::<Task>().map(|t| &t.core),
    }
}

/// The common part of a Future or Task whose class is exactly that: its methods are the native ones.
#[inline]
pub fn exact<'a>(vm: &mut Vm, v: &'a Value) -> Option<&'a Core> {
    let c = core(v)?;
    let ty = type_ref(v);
    let kinds = vm.asyncio.kinds()?;
    if std::ptr::eq(ty, &**kinds.0) || std::ptr::eq(ty, &**kinds.1) { Some(c) } else { None }
}

/// A new future of a loop.
pub fn new(vm: &mut Vm, event_loop: Value) -> Value {
    vm.asyncio.futures_made += 1;
    let id = vm.asyncio.futures_made;
    let ty = vm.native_type(&super::future_type::SPEC);
    crate::heap::alloc_in(&ty, Future { core: Core::new(event_loop, id) }).into()
}

/// An act's value replaced by another one.
pub fn then(act: Option<Act>, value: Value) -> Act {
    match act {
        None => Act::Done(value),
        Some(act) => Act::run(async move |cx| {
            cx.act(act).await?;
            Ok(value)
        }),
    }
}

impl Vm {
    /// The future is done: its callbacks go to its loop. `None` if that needed no Python.
    pub(crate) fn schedule_callbacks(&mut self, future: &Value) -> Option<Act> {
        let c = core(future)?;
        let callbacks = c.callbacks.take();
        if c.traced.get() && self.trace.wants(1) {
            self.record_future_done(c, &callbacks);
        }
        if callbacks.is_empty() {
            return None;
        }
        let event_loop = c.event_loop.get();
        if let Some(l) = event_loop::fast(self, &event_loop) {
            for callback in callbacks {
                let work = match callback {
                    Callback::Wake(t) => Work::Wakeup(t, future.clone()),
                    Callback::Call(f, context) => Work::Call(f, future.clone(), context),
                };
                l.push_ready(self, work);
            }
            return None;
        }
        let future = future.clone();
        Some(Act::run(async move |cx| {
            for callback in callbacks {
                let vm = cx.vm();
                let (f, context) = match callback {
                    Callback::Wake(t) => (step::wakeup(vm, &t), t.context.get()),
                    Callback::Call(f, context) => (f, context),
                };
                let act = call_soon(vm, &event_loop, vec![f, future.clone()], context);
                cx.act(act).await?;
            }
            Ok(Value::NONE)
        }))
    }

    fn record_future_done(&mut self, c: &Core, callbacks: &[Callback]) {
        const CANCELLED: Choice = choice("fut.done", "how", "cancel");
        const FAILED: Choice = choice("fut.done", "how", "exc");
        const DONE: Choice = choice("fut.done", "how", "val");
        let how = match (c.state.get(), c.exception.borrow().is_some()) {
            (State::Cancelled, _) => CANCELLED,
            (_, true) => FAILED,
            _ => DONE,
        };
        let by = self.asyncio.current_id();
        record!(self.trace, "fut.done", "u": c.id, "how": how, "by": by, "wakes": self.woken(callbacks));
        self.record_gathered(c.id, how == FAILED);
    }

    /// Numbers of the tasks that callbacks wake.
    fn woken(&mut self, callbacks: &[Callback]) -> Text {
        let mut wakes = callbacks.iter().filter_map(|cb| if let Callback::Wake(t) = cb { Some(t.id) } else { None });
        match (wakes.next(), wakes.next()) {
            (None, _) => Text::EMPTY,
            (Some(one), None) if let Some(text) = Text::number(one) => text,
            (one, two) => {
                let all: Vec<String> = one.into_iter().chain(two).chain(wakes).map(|k| k.to_string()).collect();
                self.trace.text(&all.join(","))
            }
        }
    }

    /// `set_result` without checks.
    pub(crate) fn finish_future(&mut self, future: &Value, result: Value) -> Option<Act> {
        if let Some(c) = core(future) {
            c.state.set(State::Finished);
            c.result.set(result);
        }
        self.schedule_callbacks(future)
    }

    /// `set_exception` of an instance without checks.
    pub(crate) fn fail_future(&mut self, future: &Value, exc: Value) -> Option<Act> {
        if let Some(c) = core(future) {
            c.state.set(State::Finished);
            c.exception_traceback.set(exc.get::<Exception>().map_or(Value::NONE, |e| e.traceback.get()));
            c.exception.set(Some(exc));
            c.log_traceback.set(true);
        }
        self.schedule_callbacks(future)
    }

    /// `Future.cancel` of a future that is not done: it is cancelled now.
    pub(crate) fn cancel_pending(&mut self, future: &Value, message: Value) -> Option<Act> {
        if let Some(c) = core(future) {
            c.log_traceback.set(false);
            c.state.set(State::Cancelled);
            c.cancel_message.set(message);
        }
        self.schedule_callbacks(future)
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

    /// The exception with which a done future ended; its traceback is what it was then.
    pub(crate) fn failure_of(&mut self, c: &Core) -> Option<Value> {
        match c.state.get() {
            State::Cancelled => Some(self.make_cancelled(c)),
            _ => {
                c.log_traceback.set(false);
                let exc = c.exception.get()?;
                if let Some(e) = exc.get::<Exception>() {
                    e.traceback.set(c.exception_traceback.replace(Value::NONE));
                }
                Some(exc)
            }
        }
    }

    /// `future.result()`.
    pub(crate) fn future_result(&mut self, c: &Core) -> PyResult {
        if !c.is_done() {
            return Err(self.invalid_state("Result is not set."));
        }
        match self.failure_of(c) {
            Some(e) => Err(self.raise(e)),
            None => Ok(c.result.get()),
        }
    }

    /// Raises InvalidStateError.
    pub(crate) fn invalid_state(&mut self, message: impl AsRef<std::primitive::str>) -> Raised {
        let ty = self.invalid_state_error();
        self.error(&ty, message)
    }

    /// `set_exception(exc)`: a class is instantiated, StopIteration wrapped. Done(None).
    pub(crate) fn set_exception(&mut self, future: &Value, given: &Value) -> Act {
        let Some(c) = core(future) else { return Act::Done(Value::NONE) };
        if c.is_done() {
            return Act::Raise(self.invalid_state("invalid state"));
        }
        let class =
            given.get::<crate::object::ty::Type>().is_some_and(|t| t.has(crate::object::ty::flag::EXC_SUBCLASS));
        if !class {
            return self.set_exception_instance(future, given.clone());
        }
        let (future, given) = (future.clone(), given.clone());
        Act::run(async move |cx| {
            let exc = cx.call(&given, []).await?;
            if core(&future).is_some_and(|c| c.is_done()) {
                return Err(cx.vm().invalid_state("invalid state"));
            }
            let act = cx.vm().set_exception_instance(&future, exc);
            cx.act(act).await
        })
    }

    fn set_exception_instance(&mut self, future: &Value, exc: Value) -> Act {
        if !exc.is_a::<Exception>() {
            return Act::Raise(self.type_error("invalid exception object"));
        }
        let mut exc = exc;
        if type_ref(&exc).is_subtype(&types().exc.StopIteration) {
            let ty = types().exc.RuntimeError.clone();
            let text = str::new("StopIteration interacts badly with generators and cannot be raised into a Future");
            let wrapped = self.new_exception(&ty, vec![text]);
            if let Some(x) = wrapped.get::<Exception>() {
                x.cause.set(exc.clone());
                x.context.set(exc);
                x.suppress_context.set(true);
            }
            exc = wrapped;
        }
        let act = self.fail_future(future, exc);
        then(act, Value::NONE)
    }

    /// `add_done_callback` of a callable.
    pub(crate) fn add_callback(&mut self, future: &Value, f: Value, context: Value) -> Option<Act> {
        let c = core(future)?;
        if !c.is_done() {
            c.callbacks.borrow_mut().push(Callback::Call(f, context));
            return None;
        }
        let event_loop = c.event_loop.get();
        if let Some(l) = event_loop::fast(self, &event_loop) {
            l.push_ready(self, Work::Call(f, future.clone(), context));
            return None;
        }
        Some(call_soon(self, &event_loop, vec![f, future.clone()], context))
    }

    /// A task waits for this future (`add_done_callback(task.__wakeup)`).
    pub(crate) fn add_wakeup(&mut self, future: &Value, t: &Ref<Task>) -> Option<Act> {
        let c = core(future)?;
        if !c.is_done() {
            c.callbacks.borrow_mut().push(Callback::Wake(t.clone()));
            return None;
        }
        let event_loop = c.event_loop.get();
        if let Some(l) = event_loop::fast(self, &event_loop) {
            l.push_ready(self, Work::Wakeup(t.clone(), future.clone()));
            return None;
        }
        let f = step::wakeup(self, t);
        Some(call_soon(self, &event_loop, vec![f, future.clone()], t.context.get()))
    }

    /// `v.cancel(msg=message)` of whatever a task waits for: Done(bool) or what the method gives.
    pub(crate) fn cancel_any(&mut self, v: &Value, message: Value) -> Act {
        if let Some(c) = exact(self, v) {
            if let Some(t) = v.get_ref::<Task>() {
                return self.cancel_task(&t, message);
            }
            c.log_traceback.set(false);
            if c.is_done() {
                return Act::Done(Value::FALSE);
            }
            let act = self.cancel_pending(v, message);
            return then(act, Value::TRUE);
        }
        let (name, keyword) = (self.intern("cancel"), self.intern("msg"));
        let names = Some(crate::object::tuple::new(vec![keyword.into()]));
        self.call_method(v, &name, CallArgs { values: [message].into_iter().collect(), names })
    }
}

/// `loop.call_soon(*args, context=context)`.
pub fn call_soon(vm: &mut Vm, event_loop: &Value, args: Vec<Value>, context: Value) -> Act {
    let (name, keyword) = (vm.intern("call_soon"), vm.intern("context"));
    let mut call = CallArgs::from(args);
    if !context.is_none() {
        call.values.push(context);
        call.names = Some(crate::object::tuple::new(vec![keyword.into()]));
    }
    vm.call_method(event_loop, &name, call)
}
