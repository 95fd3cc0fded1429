//! `_asyncio`: futures, tasks, handles and the event loop. The public `asyncio` is `lib_py/asyncio.py` on top of it.
//!
//! Invariants: callbacks run in the order in which CPython's loop runs them: a tick runs what was ready when it began; timers that are due
//! join the queue before it; a done future's callbacks are queued in the order in which they were added. Nothing here calls Python: the
//! loop is one native frame (`run.rs`) that resumes coroutines and calls callbacks by asking.

pub mod event_loop;
pub mod future;
mod run;
pub mod task;

use super::ModuleSpec;
use crate::heap::Ref;
use crate::object::dict::Dict;
use crate::object::spec::TypeSpec;
use crate::object::ty::{Type, flag};
use crate::resumable;
use crate::value::Value;
use crate::vm::native::{Args, NativeDef, PyResult, leaf};
use crate::vm::{Raised, Vm};
use event_loop::Loop;
use task::Task;

/// Per-VM state.
#[derive(Default)]
pub struct State {
    /// the running loop, or None
    running: Option<Value>,
    /// the task whose step runs
    current: Option<Ref<Task>>,
    /// all tasks that are not done, oldest first
    tasks: Vec<*const Task>,
    task_names: u64,
    /// trace ids
    tasks_made: i64,
    futures_made: i64,
    handles_made: i64,
    exceptions: Option<(Ref<Type>, Ref<Type>)>,
}

impl State {
    /// Exchanges the running loop and task with what another thread has set aside.
    pub(crate) fn exchange(&mut self, own: &mut crate::vm::Own) {
        std::mem::swap(&mut self.running, &mut own.running_loop);
        std::mem::swap(&mut self.current, &mut own.current_task);
    }
    /// Trace id of the task whose step runs.
    pub(crate) fn current_id(&self) -> Option<i64> {
        self.current.as_ref().map(|t| t.id)
    }
}

impl Vm {
    pub(crate) fn aio(&mut self) -> &mut State {
        self.state::<State>()
    }
    /// asyncio.CancelledError.
    pub(crate) fn cancelled_error(&mut self) -> Ref<Type> {
        self.aio_exceptions().0
    }
    /// asyncio.InvalidStateError.
    pub(crate) fn invalid_state_error(&mut self) -> Ref<Type> {
        self.aio_exceptions().1
    }
    fn aio_exceptions(&mut self) -> (Ref<Type>, Ref<Type>) {
        if let Some(e) = &self.aio().exceptions {
            return e.clone();
        }
        let made = (self.native_type(&CANCELLED), self.native_type(&INVALID_STATE));
        self.aio().exceptions = Some(made.clone());
        made
    }
}

const EXC_FLAGS: u32 = flag::BASETYPE | flag::EXC_SUBCLASS | flag::HAS_DICT | flag::WEAKREFABLE;

static CANCELLED: TypeSpec = TypeSpec {
    module: "asyncio.exceptions",
    base: |t| &t.exc.BaseException,
    flags: EXC_FLAGS,
    doc: "The Future or Task was cancelled.",
    ..TypeSpec::of::<crate::object::exception::Exception>("CancelledError")
};

static INVALID_STATE: TypeSpec = TypeSpec {
    module: "asyncio.exceptions",
    base: |t| &t.exc.Exception,
    flags: EXC_FLAGS,
    doc: "The operation is not allowed in this state.",
    ..TypeSpec::of::<crate::object::exception::Exception>("InvalidStateError")
};

fn get_running_loop(vm: &mut Vm, _: &Args) -> PyResult {
    match vm.aio().running.clone() {
        Some(l) => Ok(l),
        None => Err(vm.runtime_error("no running event loop")),
    }
}

fn running_loop_or_none(vm: &mut Vm, _: &Args) -> PyResult {
    Ok(vm.aio().running.clone().unwrap_or(Value::NONE))
}

fn set_running_loop(vm: &mut Vm, a: &Args) -> PyResult {
    vm.aio().running = if a.at(0).is_none() { None } else { Some(a.at(0).clone()) };
    Ok(Value::NONE)
}

fn current_task(vm: &mut Vm, a: &Args) -> PyResult {
    if a.some(0).is_none() && vm.aio().running.is_none() {
        return Err(vm.runtime_error("no running event loop"));
    }
    Ok(vm.aio().current.clone().map_or(Value::NONE, Value::from))
}

fn all_tasks(vm: &mut Vm, a: &Args) -> PyResult {
    if a.some(0).is_none() && vm.aio().running.is_none() {
        return Err(vm.runtime_error("no running event loop"));
    }
    let tasks = task::pending(vm);
    Ok(crate::object::list::new(tasks))
}

fn mute_trace(vm: &mut Vm, a: &Args) -> PyResult {
    vm.trace.muted = a.at(0).as_bool() == Some(true);
    Ok(Value::NONE)
}

async fn format_exception(cx: &mut crate::vm::Cx, a: Args<'static>) -> PyResult {
    let text = crate::vm::report::exception_text(cx, a.at(0)).await?;
    Ok(crate::object::str::new(text))
}

static FUNCTIONS: &[NativeDef] = &[
    leaf("get_running_loop", "()", get_running_loop),
    leaf("_get_running_loop", "()", running_loop_or_none),
    leaf("_set_running_loop", "(loop, /)", set_running_loop),
    leaf("current_task", "(loop=None)", current_task),
    leaf("_all_tasks", "(loop=None)", all_tasks),
    leaf("_mute_trace", "(on, /)", mute_trace),
    leaf("_gather", "(loop, children, return_exceptions, /)", future::gather),
    leaf("_set_unless_done", "(future, result, /)", future::set_unless_done),
    resumable!("_format_exception", "(exception, /)", format_exception),
];

fn init(vm: &mut Vm, dict: &Ref<Dict>) -> Result<(), Raised> {
    // Task derives from Future although its payload is another
    let (task, future) = (vm.native_type(&task::SPEC), vm.native_type(&future::SPEC));
    if task.mro.borrow().len() == 2 {
        let object = crate::object::types().object.clone();
        task.mro.set(vec![task.clone(), future.clone(), object]);
        task.base.set(Some(future.clone()));
        task.bases.set(vec![future.clone()]);
        task.modified();
    }
    let gathering = vm.native_type(&future::GATHERING);
    if gathering.mro.borrow().len() == 2 {
        let object = crate::object::types().object.clone();
        gathering.mro.set(vec![gathering.clone(), future.clone(), object]);
        gathering.base.set(Some(future.clone()));
        gathering.bases.set(vec![future.clone()]);
        gathering.modified();
    }
    let named: [(&str, Ref<Type>); 6] = [
        ("Future", vm.native_type(&future::SPEC)),
        ("Task", vm.native_type(&task::SPEC)),
        ("Handle", vm.native_type(&event_loop::HANDLE)),
        ("_Loop", vm.native_type(&event_loop::SPEC)),
        ("CancelledError", vm.cancelled_error()),
        ("InvalidStateError", vm.invalid_state_error()),
    ];
    for (name, ty) in named {
        let key = vm.intern(name);
        dict.set_interned(&key, ty.into());
    }
    let timer = vm.native_type(&event_loop::TIMER_HANDLE);
    let key = vm.intern("TimerHandle");
    dict.set_interned(&key, timer.into());
    Ok(())
}

pub const SPEC: ModuleSpec =
    ModuleSpec { name: "_asyncio", doc: "The native part of asyncio.", functions: FUNCTIONS, init };

/// The loop behind a loop object.
pub(crate) fn loop_of(v: &Value) -> Option<&Loop> {
    v.get::<Loop>()
}

/// A str's text.
pub(crate) fn text_of(v: &Value) -> String {
    v.get::<crate::object::str::Str>().map_or(String::new(), |s| s.to_text())
}
