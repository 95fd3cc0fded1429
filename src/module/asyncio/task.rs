//! Task: a coroutine that the loop runs.
//!
//! Invariants: a task that is not done has exactly one of: a queued step, a future that it waits for, or its own step running; a
//! cancellation is delivered as CancelledError at the next step.

use super::event_loop::Work;
use super::future::{self, Core, GETSET, SHARED_METHODS, State, core, describe, describe_callbacks};
use super::{loop_of, text_of};
use crate::heap::{Kind, Mut, Payload, Ref, Visitor};
use crate::object::generator::Generator;
use crate::object::spec::{GetSetDef, TypeSpec, getset, getter};
use crate::object::str::Str;
use crate::object::ty::{Type, flag};
use crate::object::{str, type_ref};
use crate::resumable;
use crate::trace::Event;
use crate::value::Value;
use crate::vm::cx::Cx;
use crate::vm::native::{Args, NativeDef, PyResult, leaf};
use crate::vm::{Raised, Vm};
use std::cell::Cell;

/// A Task object.
pub struct Task {
    pub core: Core,
    pub coro: Mut<Value>,
    pub name: Mut<Value>,
    pub context: Mut<Value>,
    /// what the task waits for
    pub waiter: Mut<Option<Value>>,
    pub must_cancel: Cell<bool>,
    pub cancels: Cell<i64>,
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
        self.waiter.set(None);
    }
    fn needs_finaliser(&self) -> bool {
        self.core.log_traceback.get()
    }
}

/// Tasks that are not done, oldest first.
pub fn pending(vm: &mut Vm) -> Vec<Value> {
    bury(vm);
    let tasks = vm.aio().tasks.clone();
    tasks.into_iter().map(|t| unsafe { Ref::of(&*t) }).filter(|t| !t.core.is_done()).map(Value::from).collect()
}

impl Drop for Task {
    fn drop(&mut self) {
        // the VM's list is cleaned by `forget`, called when the task is done; a task that dies pending is taken out here
        DEAD.with(|d| d.borrow_mut().push(self as *const Task));
    }
}

thread_local! {
    static DEAD: std::cell::RefCell<Vec<*const Task>> = const { std::cell::RefCell::new(Vec::new()) };
}

/// Takes tasks that died from the list of live ones.
pub(super) fn bury(vm: &mut Vm) {
    let dead = DEAD.with(|d| std::mem::take(&mut *d.borrow_mut()));
    if !dead.is_empty() {
        vm.aio().tasks.retain(|t| !dead.contains(t));
    }
}

fn task_new(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(cls) = a.at(0).get_ref::<Type>() else { return Err(vm.type_error("expected a type")) };
    bury(vm);
    vm.aio().tasks_made += 1;
    let id = vm.aio().tasks_made;
    let t = Task {
        core: Core::new(Value::NONE, 0),
        coro: Mut::new(Value::NONE),
        name: Mut::new(Value::NONE),
        context: Mut::new(Value::NONE),
        waiter: Mut::new(None),
        must_cancel: Cell::new(false),
        cancels: Cell::new(0),
        id,
        turns: Cell::new(0),
    };
    let t = crate::heap::alloc_in(&cls, t);
    let p: *const Task = &*t;
    vm.aio().tasks.push(p);
    Ok(t.into())
}

fn task_init(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(t) = a.at(0).get_ref::<Task>() else { return Ok(Value::NONE) };
    let coro = a.at(1).clone();
    let is_coroutine = coro
        .get::<Generator>()
        .is_some_and(|g| g.kind == crate::object::generator::GenKind::Coroutine || g.is_iterable_coroutine());
    if !is_coroutine {
        let send = vm.names.send.clone();
        if type_ref(&coro).lookup(&send).is_none() {
            let r = vm.type_name(&coro);
            return Err(vm.type_error(format!("a coroutine was expected, got <{r} object>")));
        }
    }
    let l = match a.some(2) {
        Some(l) => l.clone(),
        None => match vm.aio().running.clone() {
            Some(l) => l,
            None => return Err(vm.runtime_error("no running event loop")),
        },
    };
    t.core.event_loop.set(l.clone());
    t.coro.set(coro.clone());
    t.context.set(a.some(4).cloned().unwrap_or(Value::NONE));
    match a.some(3) {
        Some(name) => t.name.set(if name.is_a::<Str>() {
            name.clone()
        } else {
            str::new(name.as_small().map_or(String::new(), |i| i.to_string()))
        }),
        None => {
            vm.aio().task_names += 1;
            let n = vm.aio().task_names;
            t.name.set(str::new(format!("Task-{n}")));
        }
    }
    if vm.trace.wants(0) {
        let now = vm.host.now();
        let parent = vm.aio().current.as_ref().map(|p| p.id);
        let name = text_of(&t.name.get());
        let line = vm.user_line();
        let o = coro.get::<Generator>().map_or(0, |g| g.trace_id.get());
        let event = Event::new("task.new")
            .with("k", t.id)
            .with("o", o)
            .with("name", name)
            .maybe("parent", parent)
            .maybe("line", line);
        vm.trace.record(now, event);
    }
    if let Some(l) = loop_of(&l) {
        l.push_ready(vm, Work::Step(t.clone(), None));
    }
    Ok(Value::NONE)
}

/// The qualified name of what a task runs.
pub(super) fn coro_name(coro: &Value) -> String {
    coro.get::<Generator>().map_or(String::new(), |g| text_of(&g.qualname.get()))
}

impl Vm {
    /// `task.cancel(msg)`; false if it is done.
    pub(crate) fn cancel_task(&mut self, t: &Ref<Task>, message: Value) -> bool {
        t.core.log_traceback.set(false);
        if t.core.is_done() {
            return false;
        }
        t.cancels.set(t.cancels.get() + 1);
        if self.trace.wants(0) {
            let now = self.host.now();
            let by = self.aio().current.as_ref().map(|p| p.id);
            self.trace
                .record(now, Event::new("task.cancel").with("k", t.id).maybe("by", by).with("n", t.cancels.get()));
        }
        if let Some(w) = t.waiter.get() {
            let cancelled = match w.get_ref::<Task>() {
                Some(other) => self.cancel_task(&other, message.clone()),
                None if core(&w).is_some() && is_native_cancel(&w) => self.cancel_future(&w, message.clone()),
                None => {
                    // a user's Future subclass: its own cancel() is called by the loop before the next step
                    self.foreign_cancel(&w, message.clone())
                }
            };
            if cancelled {
                return true;
            }
        }
        t.must_cancel.set(true);
        t.core.cancel_message.set(message);
        true
    }

    fn foreign_cancel(&mut self, w: &Value, message: Value) -> bool {
        let done = core(w).is_some_and(|c| c.is_done());
        if done {
            return false;
        }
        let l = core(w).map_or(Value::NONE, |c| c.event_loop.get());
        let name = self.intern("cancel");
        if let (Some(l), crate::vm::native::Act::Done(method)) = (loop_of(&l), self.get_attr(w, &name)) {
            l.push_ready(self, Work::Call(method, vec![message], Value::NONE));
            return true;
        }
        false
    }
}

/// True if the future's `cancel` is the native one.
fn is_native_cancel(v: &Value) -> bool {
    let ty = type_ref(v);
    ty.is_static()
        || !ty
            .mro
            .borrow()
            .iter()
            .take_while(|t| !t.is_static())
            .any(|t| t.dict().items().iter().any(|(k, _)| k.get::<Str>().is_some_and(|s| s.is("cancel"))))
}

fn cancel(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(t) = a.at(0).get_ref::<Task>() else { return Ok(Value::FALSE) };
    let message = a.opt(1).cloned().unwrap_or(Value::NONE);
    Ok(Value::bool(vm.cancel_task(&t, message)))
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

fn cancelling(_: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::int(a.at(0).get::<Task>().map_or(0, |t| t.cancels.get())))
}

fn get_name(_: &mut Vm, a: &Args) -> PyResult {
    Ok(a.at(0).get::<Task>().map_or(Value::NONE, |t| t.name.get()))
}

async fn set_name(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let name = cx.str(a.at(1)).await?;
    if let Some(t) = a.at(0).get::<Task>() {
        t.name.set(name);
    }
    Ok(Value::NONE)
}

fn get_coro(_: &mut Vm, a: &Args) -> PyResult {
    Ok(a.at(0).get::<Task>().map_or(Value::NONE, |t| t.coro.get()))
}

fn get_context(_: &mut Vm, a: &Args) -> PyResult {
    Ok(a.at(0).get::<Task>().map_or(Value::NONE, |t| t.context.get()))
}

fn refuse_result(vm: &mut Vm, _: &Args) -> PyResult {
    Err(vm.runtime_error("Task does not support set_result operation"))
}

fn refuse_exception(vm: &mut Vm, _: &Args) -> PyResult {
    Err(vm.runtime_error("Task does not support set_exception operation"))
}

async fn repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(t) = a.at(0).get_ref::<Task>() else { return Ok(str::new("<Task>")) };
    let mut parts = describe(cx, a.at(0)).await?;
    if t.core.state.get() == State::Pending && (t.must_cancel.get() || t.cancels.get() > 0) {
        parts[0] = "cancelling".into();
    }
    let name = cx.repr(&t.name.get()).await?;
    parts.insert(1, format!("name={}", text_of(&name)));
    let coro = t.coro.get();
    parts.insert(2, format!("coro=<{}>", coro_text(&coro)));
    if let Some(w) = t.waiter.get() {
        let w = cx.repr(&w).await?;
        parts.insert(3, format!("wait_for={}", text_of(&w)));
    }
    if let Some(cb) = describe_callbacks(cx, a.at(0)).await? {
        parts.push(cb);
    }
    let class = text_of(&type_ref(a.at(0)).name.get());
    Ok(str::new(format!("<{class} {}>", parts.join(" "))))
}

/// `f() running at file:line` as a task's repr shows its coroutine.
fn coro_text(coro: &Value) -> String {
    use crate::object::generator::GenState;
    let Some(g) = coro.get::<Generator>() else { return "coroutine".into() };
    let name = text_of(&g.qualname.get());
    let f = g.frame();
    if f.code.is_null() {
        return format!("{name}()");
    }
    let unit = &f.code().unit;
    match g.state.get() {
        GenState::Finished => format!("{name}() done, defined at {}:{}", unit.filename, unit.first_line),
        GenState::Created => format!("{name}() running at {}:{}", unit.filename, unit.first_line),
        _ => format!("{name}() running at {}:{}", unit.filename, unit.positions.lookup(f.pc_index()).line),
    }
}

fn get_must_cancel(_: &mut Vm, v: &Value) -> PyResult {
    Ok(Value::bool(v.get::<Task>().is_some_and(|t| t.must_cancel.get())))
}

fn set_must_cancel(_: &mut Vm, v: &Value, value: Option<Value>) -> Result<(), Raised> {
    if let Some(t) = v.get::<Task>() {
        t.must_cancel.set(value.and_then(|b| b.as_bool()) == Some(true));
    }
    Ok(())
}

fn get_waiter(_: &mut Vm, v: &Value) -> PyResult {
    Ok(v.get::<Task>().and_then(|t| t.waiter.get()).unwrap_or(Value::NONE))
}

static TASK_GETSET: &[GetSetDef] = &[
    GETSET[0],
    GETSET[1],
    GETSET[2],
    GETSET[3],
    GETSET[4],
    getset("_must_cancel", get_must_cancel, set_must_cancel),
    getter("_fut_waiter", get_waiter),
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
    leaf("__new__", "(cls, *args, **kwargs)", task_new).stat(),
    leaf("__init__", "(self, coro, *, loop=None, name=None, context=None, eager_start=False)", task_init),
    leaf("cancel", "(self, msg=None)", cancel),
    leaf("uncancel", "(self, /)", uncancel),
    leaf("cancelling", "(self, /)", cancelling),
    leaf("get_name", "(self, /)", get_name),
    resumable!("set_name", "(self, value, /)", set_name),
    leaf("get_coro", "(self, /)", get_coro),
    leaf("get_context", "(self, /)", get_context),
    leaf("set_result", "(self, result, /)", refuse_result),
    leaf("set_exception", "(self, exception, /)", refuse_exception),
    resumable!("__repr__", "(self, /)", repr),
];

pub static SPEC: TypeSpec = TypeSpec {
    module: "_asyncio",
    base: |t| &t.object,
    flags: flag::BASETYPE | flag::WEAKREFABLE | flag::FINALISED_LAYOUT,
    methods: METHODS,
    getset: TASK_GETSET,
    ..TypeSpec::of::<Task>("Task")
};

/// A future's waiter, for code that only has the value.
pub fn is_future(v: &Value) -> bool {
    future::core(v).is_some()
}
