//! Which loop runs, which task, and which tasks there are.
//!
//! Invariant: tasks of our own class that are not done are in a list of their own (`task.rs`); those of other classes, which register
//! themselves, are in a WeakSet, and in a set while they run eagerly.

use super::{step, task::Task};
use crate::object::object_::text;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::cx::Cx;
use crate::vm::native::{Act, Args, PyResult};

pub(super) fn get_running_loop(vm: &mut Vm, _: &Args) -> PyResult {
    match vm.asyncio.running.clone() {
        Some(l) => Ok(l),
        None => Err(vm.runtime_error("no running event loop")),
    }
}

pub(super) fn set_running_loop(vm: &mut Vm, a: &Args) -> PyResult {
    vm.asyncio.running = if a.at(0).is_none() { None } else { Some(a.at(0).clone()) };
    Ok(Value::NONE)
}

pub(super) fn get_event_loop(vm: &mut Vm, _: &Args) -> Act {
    if let Some(l) = vm.asyncio.running.clone() {
        return Act::Done(l);
    }
    Act::run(async move |cx| {
        let f = cx.library("asyncio.events", "_get_event_loop_policy").await?;
        let policy = cx.call(&f, []).await?;
        cx.call_method(&policy, "get_event_loop", []).await
    })
}

pub(super) fn current_task(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(running) = vm.asyncio.running.clone() else {
        return match a.some(0) {
            Some(_) => Ok(Value::NONE),
            None => Err(vm.runtime_error("no running event loop")),
        };
    };
    match a.some(0) {
        Some(l) if !l.is(&running) => Ok(vm.current_task_elsewhere(l)),
        _ => Ok(vm.asyncio.current.clone().unwrap_or(Value::NONE)),
    }
}

pub(super) async fn all_tasks(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let event_loop = match a.some(0) {
        Some(l) => l.clone(),
        None => match cx.vm().asyncio.running.clone() {
            Some(l) => l,
            None => return Err(cx.vm().runtime_error("no running event loop")),
        },
    };
    let mut found: Vec<Value> = Vec::new();
    if let Some((scheduled, eager)) = cx.vm().asyncio.foreign.clone() {
        let mut others = cx.collect(&eager).await?;
        others.extend(cx.collect(&scheduled).await?);
        for t in others {
            let done = cx.call_method(&t, "done", []).await?;
            if !cx.truth(&done).await? && step::loop_of(cx, &t).await?.is(&event_loop) {
                found.push(t);
            }
        }
    }
    for t in super::task::live() {
        if !t.core.is_done() && t.core.event_loop.borrow().is(&event_loop) {
            found.push(t.into());
        }
        cx.tick(1).await?;
    }
    let set = crate::object::types().set.value();
    cx.call(&set, [crate::object::list::new(found)]).await
}

/// Every task of every loop that is not done, the oldest first.
pub(super) fn pending_tasks(_: &mut Vm, _: &Args) -> PyResult {
    let mut tasks = super::task::live();
    tasks.retain(|t| !t.core.is_done());
    tasks.sort_by_key(|t| t.id);
    Ok(crate::object::list::new(tasks.into_iter().map(Value::from).collect()))
}

impl Vm {
    /// The task that runs in a loop of another thread; None if there is none.
    fn current_task_elsewhere(&mut self, _event_loop: &Value) -> Value {
        Value::NONE
    }

    /// RuntimeError with the reprs of values in a text.
    fn refuse(&mut self, template: &'static std::primitive::str, values: Vec<Value>) -> Act {
        Act::run(async move |cx| {
            let mut message = template.to_owned();
            for v in values {
                let shown = text(&cx.repr(&v).await?);
                message = message.replacen("%R", &shown, 1);
            }
            Err(cx.vm().runtime_error(message))
        })
    }

    fn is_running_loop(&self, event_loop: &Value) -> bool {
        self.asyncio.running.as_ref().is_some_and(|l| l.is(event_loop))
    }

    /// The task's step begins. `None` if it may.
    pub(super) fn enter_task(&mut self, event_loop: &Value, task: &Value) -> Option<Act> {
        if !self.is_running_loop(event_loop) {
            return Some(self.refuse("loop %R is not the running loop", vec![event_loop.clone()]));
        }
        if let Some(now) = self.asyncio.current.clone() {
            let words = "Cannot enter into task %R while another task %R is being executed.";
            return Some(self.refuse(words, vec![task.clone(), now]));
        }
        self.asyncio.set_current(Some(task.clone()));
        None
    }

    /// Another task, or none, is the current one: Done(the one before, or None).
    pub(super) fn swap_task(&mut self, event_loop: &Value, task: Option<Value>) -> Act {
        if !self.is_running_loop(event_loop) {
            return self.refuse("loop %R is not the running loop", vec![event_loop.clone()]);
        }
        let before = self.asyncio.set_current(task);
        Act::Done(before.unwrap_or(Value::NONE))
    }
}

pub(super) fn enter_task(vm: &mut Vm, a: &Args) -> Act {
    vm.enter_task(a.at(0), a.at(1)).unwrap_or(Act::Done(Value::NONE))
}

pub(super) fn leave_task(vm: &mut Vm, a: &Args) -> Act {
    if !vm.is_running_loop(a.at(0)) {
        return vm.refuse("loop %R is not the running loop", vec![a.at(0).clone()]);
    }
    match vm.asyncio.current.clone() {
        Some(now) if now.is(a.at(1)) => {
            vm.asyncio.set_current(None);
            Act::Done(Value::NONE)
        }
        now => {
            let values = vec![a.at(1).clone(), now.unwrap_or(Value::NONE)];
            vm.refuse("Invalid attempt to leave task %R while task %R is entered.", values)
        }
    }
}

pub(super) fn swap_current_task(vm: &mut Vm, a: &Args) -> Act {
    vm.swap_task(a.at(0), a.some(1).cloned())
}

/// The sets of foreign tasks; made on first use.
async fn foreign(cx: &mut Cx) -> PyResult<(Value, Value)> {
    if let Some(sets) = cx.vm().asyncio.foreign.clone() {
        return Ok(sets);
    }
    let class = cx.library("weakref", "WeakSet").await?;
    let scheduled = cx.call(&class, []).await?;
    let eager = cx.call(&crate::object::types().set.value(), []).await?;
    let sets = (scheduled, eager);
    cx.vm().asyncio.foreign = Some(sets.clone());
    Ok(sets)
}

async fn change(cx: &mut Cx, a: &Args<'static>, eager: bool, method: &std::primitive::str) -> PyResult {
    let sets = foreign(cx).await?;
    let set = if eager { sets.1 } else { sets.0 };
    cx.call_method(&set, method, [a.at(0).clone()]).await?;
    Ok(Value::NONE)
}

pub(super) async fn register_task(cx: &mut Cx, a: Args<'static>) -> PyResult {
    match a.at(0).get::<Task>() {
        Some(t) => {
            t.register();
            Ok(Value::NONE)
        }
        None => change(cx, &a, false, "add").await,
    }
}

pub(super) async fn unregister_task(cx: &mut Cx, a: Args<'static>) -> PyResult {
    match a.at(0).get::<Task>() {
        Some(t) => {
            t.unregister();
            Ok(Value::NONE)
        }
        None => change(cx, &a, false, "discard").await,
    }
}

pub(super) async fn register_eager_task(cx: &mut Cx, a: Args<'static>) -> PyResult {
    change(cx, &a, true, "add").await
}

pub(super) async fn unregister_eager_task(cx: &mut Cx, a: Args<'static>) -> PyResult {
    change(cx, &a, true, "discard").await
}
