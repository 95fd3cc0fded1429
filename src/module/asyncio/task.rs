//! Task: a coroutine that a loop runs.
//!
//! Invariants: a task that is not done has exactly one of: a queued step, a future that it waits for, or its own step running; a
//! cancellation is delivered as CancelledError at the next step. Tasks that are not done are on the heap's roll, from which a dying
//! task takes itself out.

use super::event_loop::{self, Work};
use super::future::{self, Core, then};
use super::future_type::{COMMON, del as future_del, report, set_loop};
use super::step;
use crate::heap::{self, Kind, Mut, Payload, Ref, Visitor};
use crate::object::generator::{GenKind, Generator};
use crate::object::object_::text;
use crate::object::spec::{GetSetDef, TypeSpec, getset, getter};
use crate::object::str;
use crate::object::ty::{Type, flag};
use crate::object::types;
use crate::record;
use crate::resumable;
use crate::value::{Slot, Value};
use crate::vm::cx::Cx;
use crate::vm::native::{Act, Args, CallArgs, NativeDef, PyResult, leaf, tail};
use crate::vm::{Raised, Vm};
use std::cell::Cell;

/// A Task object.
pub struct Task {
    pub core: Core,
    pub coro: Mut<Value>,
    /// a str, or the number in a default name
    pub name: Mut<Value>,
    pub context: Mut<Value>,
    /// what the task waits for
    pub waiter: Mut<Option<Value>>,
    pub must_cancel: Cell<bool>,
    pub cancels: Cell<i64>,
    /// report the death of the task if it is not done
    pub log_destroy_pending: Cell<bool>,
    /// place in the list of live tasks, plus one; 0: not there
    place: Cell<usize>,
    /// trace id, in creation order
    pub id: i64,
    /// resumptions so far
    pub turns: Cell<i64>,
}

impl Payload for Task {
    const KIND: Kind = Kind::Task;
    fn visit(&self, v: &mut Visitor) {
        self.core.visit(v);
        for m in [&self.coro, &self.name, &self.context] {
            v.value(&m.borrow());
        }
        v.option(&self.waiter.borrow());
    }
    fn clear(&self) {
        self.core.clear();
        self.coro.set(Value::NONE);
        self.context.set(Value::NONE);
        self.waiter.set(None);
    }
    fn needs_finaliser(&self) -> bool {
        self.core.log_traceback.get() || self.log_destroy_pending.get() && !self.core.is_done()
    }
}

impl Task {
    /// Puts the task on the roll of live ones.
    pub(super) fn register(&self) {
        if self.place.get() == 0 {
            let this = Ref::of(self);
            self.place.set(heap::with(|h| {
                h.roll.push(this.header());
                h.roll.len()
            }));
        }
    }
    /// Takes the task off the roll.
    pub(super) fn unregister(&self) {
        let place = self.place.replace(0);
        if place == 0 {
            return;
        }
        let moved = heap::with(|h| {
            h.roll.swap_remove(place - 1);
            h.roll.get(place - 1).copied()
        });
        if let Some(moved) = moved {
            Slot::from_header(moved).as_value().get::<Task>().inspect(|t| t.place.set(place));
        }
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        self.unregister();
    }
}

/// Tasks that are not done.
pub(super) fn live() -> Vec<Ref<Task>> {
    let all = heap::with(|h| h.roll.clone());
    all.into_iter().filter_map(|p| Slot::from_header(p).as_value().get_ref::<Task>()).collect()
}

fn new(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(cls) = a.at(0).get_ref::<Type>() else { return Err(vm.type_error("expected a type")) };
    // a task that the trace does not tell has no number in it
    let told = !vm.trace.is_muted();
    vm.asyncio.tasks_made += told as i64;
    let t = Task {
        core: Core::new(Value::NONE, 0),
        coro: Mut::new(Value::NONE),
        name: Mut::new(Value::NONE),
        context: Mut::new(Value::NONE),
        waiter: Mut::new(None),
        must_cancel: Cell::new(false),
        cancels: Cell::new(0),
        log_destroy_pending: Cell::new(false),
        place: Cell::new(0),
        id: if told { vm.asyncio.tasks_made } else { 0 },
        turns: Cell::new(0),
    };
    Ok(crate::heap::alloc_in(&cls, t).into())
}

fn is_coroutine(v: &Value) -> bool {
    v.get::<Generator>().is_some_and(|g| g.kind == GenKind::Coroutine)
}

fn init(vm: &mut Vm, a: &Args) -> Act {
    let Some(t) = a.at(0).get_ref::<Task>() else { return Act::Done(Value::NONE) };
    let eager = crate::vm::protocol::truth_natively(a.opt(5).unwrap_or(&Value::FALSE)) != Some(false);
    let slow = set_loop(vm, a.at(0), a.some(2));
    let name = a.some(3).cloned();
    if slow.is_none() && is_coroutine(a.at(1)) && !eager && name.as_ref().is_none_or(str::is_exact) {
        prepare(vm, &t, a.at(1), name, a.some(4));
        let act = push_step(vm, &t, None);
        return then(act, Value::NONE);
    }
    let (coro, context) = (a.at(1).clone(), a.some(4).cloned());
    Act::run(async move |cx| {
        if let Some(act) = slow {
            cx.act(act).await?;
        }
        if !is_coroutine(&coro) {
            let f = cx.library("asyncio.coroutines", "iscoroutine").await?;
            let ok = cx.call(&f, [coro.clone()]).await?;
            if !cx.truth(&ok).await? {
                let shown = text(&cx.repr(&coro).await?);
                return Err(cx.vm().type_error(format!("a coroutine was expected, got {shown}")));
            }
        }
        let name = match name {
            Some(n) if !str::is_exact(&n) => Some(cx.str(&n).await?),
            n => n,
        };
        prepare(cx.vm(), &t, &coro, name, context.as_ref());
        if eager {
            let event_loop = t.core.event_loop.get();
            let running = cx.call_method(&event_loop, "is_running", []).await?;
            if cx.truth(&running).await? {
                return step::start_eagerly(cx, &t).await;
            }
        }
        let act = push_step(cx.vm(), &t, None);
        if let Some(act) = act {
            cx.act(act).await?;
        }
        Ok(Value::NONE)
    })
}

/// A task's first state, before its first step.
fn prepare(vm: &mut Vm, t: &Ref<Task>, coro: &Value, name: Option<Value>, context: Option<&Value>) {
    t.context.set(match context {
        Some(c) => c.clone(),
        None => crate::module::_contextvars::copy_current(vm),
    });
    t.waiter.set(None);
    t.must_cancel.set(false);
    t.log_destroy_pending.set(true);
    t.cancels.set(0);
    t.coro.set(coro.clone());
    t.name.set(name.unwrap_or_else(|| {
        vm.asyncio.task_names += 1;
        Value::int(vm.asyncio.task_names)
    }));
    if vm.trace.wants(0) {
        let o = coro.get::<Generator>().map_or(0, |g| g.trace_id.get().max(0));
        record!(
            vm.trace, "task.new", "k": t.id, "o": o, "name": text(&name_of(t)), "parent": vm.asyncio.current_id(),
            "group": vm.group_of_new_task(), "line": vm.user_line(),
        );
    }
    t.register();
}

impl Vm {
    /// `task.cancel(msg)`: Done(bool), or what has to be asked for it.
    pub(crate) fn cancel_task(&mut self, t: &Ref<Task>, message: Value) -> Act {
        // a task that waits for a task cancels that one, and so on
        let mut above: Vec<Ref<Task>> = Vec::new();
        let mut at = t.clone();
        let answer = loop {
            at.core.log_traceback.set(false);
            if at.core.is_done() {
                break false;
            }
            at.cancels.set(at.cancels.get() + 1);
            self.record_cancel(&at);
            let Some(w) = at.waiter.get() else {
                at.must_cancel.set(true);
                at.core.cancel_message.set(message.clone());
                break true;
            };
            if above.len() > self.native_limit {
                let ty = types().exc.RecursionError.clone();
                return Act::Raise(self.error(&ty, "maximum recursion depth exceeded"));
            }
            if let Some(inner) = w.get_ref::<Task>()
                && future::exact(self, &w).is_some()
            {
                above.push(std::mem::replace(&mut at, inner));
                continue;
            }
            let act = self.cancel_any(&w, message.clone());
            return match act {
                Act::Done(v) if v.as_bool() == Some(true) => Act::Done(v),
                act => Act::run(async move |cx| {
                    let r = cx.act(act).await?;
                    if !cx.truth(&r).await? {
                        at.must_cancel.set(true);
                        at.core.cancel_message.set(message);
                    }
                    Ok(Value::TRUE)
                }),
            };
        };
        match above.pop() {
            // what it waits for is done already: it gets the exception at its next step
            Some(outer) if !answer => {
                outer.must_cancel.set(true);
                outer.core.cancel_message.set(message);
                Act::Done(Value::TRUE)
            }
            _ => Act::Done(Value::bool(answer)),
        }
    }

    fn record_cancel(&mut self, t: &Task) {
        if self.trace.wants(0) {
            let by = self.asyncio.current_id();
            record!(self.trace, "task.cancel", "k": t.id, "by": by, "n": t.cancels.get());
        }
    }
}

fn cancel(vm: &mut Vm, a: &Args) -> Act {
    let Some(t) = a.at(0).get_ref::<Task>() else { return Act::Done(Value::FALSE) };
    vm.cancel_task(&t, a.opt(1).cloned().unwrap_or(Value::NONE))
}

fn uncancel(_: &mut Vm, a: &Args) -> PyResult {
    let Some(t) = a.at(0).get::<Task>() else { return Ok(Value::NONE) };
    if t.cancels.get() > 0 {
        t.cancels.set(t.cancels.get() - 1);
        if t.cancels.get() == 0 {
            t.must_cancel.set(false);
        }
    }
    Ok(Value::int(t.cancels.get()))
}

/// The name as Python sees it.
pub(super) fn name_of(t: &Task) -> Value {
    let name = t.name.get();
    match name.as_small() {
        Some(n) => {
            let made = str::new(format!("Task-{n}"));
            t.name.set(made.clone());
            made
        }
        None => name,
    }
}

async fn set_name(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let name = if str::is_exact(a.at(1)) { a.at(1).clone() } else { cx.str(a.at(1)).await? };
    if let Some(t) = a.at(0).get::<Task>() {
        let vm = cx.vm();
        if vm.trace.wants(0) {
            vm.note_time();
            record!(vm.trace, "task.name", "k": t.id, "name": text(&name));
        }
        t.name.set(name);
    }
    Ok(Value::NONE)
}

fn field(a: &Args, f: fn(&Task) -> Value) -> PyResult {
    Ok(a.at(0).get::<Task>().map_or(Value::NONE, f))
}

async fn get_stack(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let f = cx.library("asyncio.base_tasks", "_task_get_stack").await?;
    cx.call(&f, [a.at(0).clone(), a.opt(1).cloned().unwrap_or(Value::NONE)]).await
}

async fn print_stack(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let f = cx.library("asyncio.base_tasks", "_task_print_stack").await?;
    let given = |i: usize| a.opt(i).cloned().unwrap_or(Value::NONE);
    cx.call(&f, CallArgs::from([a.at(0).clone(), given(1), given(2)])).await
}

fn del(vm: &mut Vm, a: &Args) -> Act {
    let Some(t) = a.at(0).get_ref::<Task>() else { return Act::Done(Value::NONE) };
    if t.core.is_done() || !t.log_destroy_pending.replace(false) {
        return future_del(vm, a);
    }
    let message = str::new("Task was destroyed but it is pending!");
    report(vm, a.at(0), &[("task", a.at(0).clone()), ("message", message)])
}

fn truth_of(t: &Value, f: fn(&Task) -> &Cell<bool>) -> PyResult {
    Ok(Value::bool(t.get::<Task>().is_some_and(|t| f(t).get())))
}

fn set_log_destroy(vm: &mut Vm, v: &Value, value: Option<Value>) -> Result<(), Raised> {
    let Some(value) = value else { return Err(super::future_type::undeletable(vm)) };
    if let Some(t) = v.get::<Task>() {
        t.log_destroy_pending.set(crate::vm::protocol::truth_natively(&value).unwrap_or(true));
    }
    Ok(())
}

static GETSET: &[GetSetDef] = &[
    getter("_must_cancel", |_, v| truth_of(v, |t| &t.must_cancel)),
    getset("_log_destroy_pending", |_, v| truth_of(v, |t| &t.log_destroy_pending), set_log_destroy),
    getter("_coro", |_, v| Ok(v.get::<Task>().map_or(Value::NONE, |t| t.coro.get()))),
    getter("_fut_waiter", |_, v| Ok(v.get::<Task>().and_then(|t| t.waiter.get()).unwrap_or(Value::NONE))),
];

static OWN: &[NativeDef] =
    &[
        leaf("__new__", "(cls, *args, **kwargs)", new).stat(),
        tail("__init__", "(self, coro, *, loop=None, name=None, context=None, eager_start=False)", init),
        tail("cancel", "(self, msg=None)", cancel),
        leaf("uncancel", "(self, /)", uncancel),
        leaf("cancelling", "(self, /)", |_, a| field(a, |t| Value::int(t.cancels.get()))),
        leaf("get_name", "(self, /)", |_, a| field(a, name_of)),
        resumable!("set_name", "(self, value, /)", set_name),
        leaf("get_coro", "(self, /)", |_, a| field(a, |t| t.coro.get())),
        leaf("get_context", "(self, /)", |_, a| field(a, |t| t.context.get())),
        leaf("set_result", "(self, result, /)", |vm, _| {
            Err(vm.runtime_error("Task does not support set_result operation"))
        }),
        leaf("set_exception", "(self, exception, /)", |vm, _| {
            Err(vm.runtime_error("Task does not support set_exception operation"))
        }),
        resumable!("get_stack", "(self, *, limit=None)", get_stack),
        resumable!("print_stack", "(self, *, limit=None, file=None)", print_stack),
        tail("__del__", "(self, /)", del),
    ];

static METHODS: &[NativeDef] = &crate::vm::native::joined::<25>(COMMON, OWN);

pub static SPEC: TypeSpec = TypeSpec {
    module: "_asyncio",
    doc: "A coroutine wrapped in a Future.",
    flags: flag::BASETYPE | flag::WEAKREFABLE | flag::FINALISED_LAYOUT | flag::HAS_DICT,
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<Task>("Task")
};

/// Queues a task's step on its loop. `None` if that needed no Python.
pub(super) fn push_step(vm: &mut Vm, t: &Ref<Task>, exc: Option<Value>) -> Option<Act> {
    let event_loop = t.core.event_loop.get();
    if let Some(l) = event_loop::fast(vm, &event_loop) {
        l.push_ready(vm, Work::Step(t.clone(), exc));
        return None;
    }
    let f = step::wrapper(vm, t, exc);
    Some(future::call_soon(vm, &event_loop, vec![f], t.context.get()))
}
