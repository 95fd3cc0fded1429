//! `_asyncio`: futures, tasks, and the native part of our event loop. The rest of `asyncio` is the library's own package.
//!
//! Invariants: everything works with any loop object; on our own loop, nothing that Python code could tell apart is skipped. Callbacks run
//! in the order in which CPython's loop runs them. Nothing here calls Python: coroutines are resumed and callbacks called by asking.

pub mod event_loop;
pub mod future;
pub mod future_type;
mod handle;
mod introspect;
mod queue;
mod run;
mod step;
pub mod task;
mod view;

use super::ModuleSpec;
use crate::heap::Ref;
use crate::object::dict::Dict;
use crate::object::spec::TypeSpec;
use crate::object::ty::Type;
use crate::resumable;
use crate::trace::schema::NONE;
use crate::value::Value;
use crate::vm::native::{NativeDef, leaf, tail};
use crate::vm::{Raised, Vm};
use task::Task;

/// A word of a record.
struct Word(u32);

impl Default for Word {
    fn default() -> Word {
        Word(NONE)
    }
}

/// Per-VM state.
#[derive(Default)]
pub struct State {
    /// the running loop
    running: Option<Value>,
    /// the task whose step runs, and what its trace id is in a record
    current: Option<Value>,
    current_word: Word,
    task_names: i64,
    /// trace ids
    tasks_made: i64,
    futures_made: i64,
    handles_made: i64,
    /// trace id and task of timers that are in the heap, by identity
    traced_timers: std::collections::HashMap<u64, (i64, Option<i64>), crate::tables::Hashing>,
    /// what the trace called the last sleep of this length
    sleep_label: Option<(u64, crate::trace::Text)>,
    /// asyncio.exceptions.CancelledError and InvalidStateError
    exceptions: Option<(Ref<Type>, Ref<Type>)>,
    /// Future and Task
    kinds: Option<(Ref<Type>, Ref<Type>)>,
    handles: Option<handle::Handles>,
    wakeup: step::Wakeup,
    /// `_future_repr` and `_task_repr`, which tell of futures also when the modules are gone
    reprs: Option<(Value, Value)>,
    /// tasks of other classes than ours: a WeakSet, and a set of those that run eagerly
    foreign: Option<(Value, Value)>,
}

impl State {
    /// Exchanges the running loop and task with what another thread has set aside.
    pub(crate) fn exchange(&mut self, own: &mut crate::vm::Own) {
        std::mem::swap(&mut self.running, &mut own.running_loop);
        let other = own.current_task.take();
        own.current_task = self.set_current(other);
    }
    /// Another task's step runs, or none; gives the one before.
    #[inline]
    fn set_current(&mut self, task: Option<Value>) -> Option<Value> {
        let id = task.as_ref().and_then(|t| t.get::<Task>()).map(|t| t.id);
        self.current_word = Word(id.map_or(NONE, |k| k as u32));
        std::mem::replace(&mut self.current, task)
    }
    /// A task's step runs where none did.
    #[inline(always)]
    fn enter(&mut self, t: &Ref<Task>) {
        self.current_word = Word(t.id as u32);
        self.current = Some(t.into());
    }
    /// No task's step runs.
    #[inline(always)]
    fn leave(&mut self) {
        self.current_word = Word(NONE);
        self.current = None;
    }
    /// Trace id of the task whose step runs, as it stands in a record.
    #[inline(always)]
    pub(crate) fn current_word(&self) -> u32 {
        self.current_word.0
    }
    /// Trace id of the task whose step runs.
    #[inline]
    pub(crate) fn current_id(&self) -> Option<i64> {
        self.current.as_ref().and_then(|t| t.get::<Task>()).map(|t| t.id)
    }
    /// The task whose step runs in the current thread.
    pub(crate) fn current_task(&self) -> Option<Value> {
        self.current.clone()
    }
    /// True while a loop runs.
    pub(crate) fn is_running(&self) -> bool {
        self.running.is_some()
    }
    fn kinds(&self) -> Option<(&Ref<Type>, &Ref<Type>)> {
        self.kinds.as_ref().map(|(f, t)| (f, t))
    }
}

impl Vm {
    /// Lets go of what belongs to the library's modules, before they end; `all` when they have ended.
    pub(crate) fn end_asyncio(&mut self, all: bool) {
        if self.asyncio.handles.is_some() {
            queue::forget_run(self);
        }
        let reprs = self.asyncio.reprs.take().filter(|_| !all);
        self.asyncio = State { reprs, ..State::default() };
    }
    pub(crate) fn aio(&mut self) -> &mut State {
        &mut self.asyncio
    }
    /// asyncio.CancelledError.
    pub(crate) fn cancelled_error(&mut self) -> Ref<Type> {
        self.aio_exceptions().0
    }
    /// asyncio.InvalidStateError.
    pub(crate) fn invalid_state_error(&mut self) -> Ref<Type> {
        self.aio_exceptions().1
    }
    /// The library's own classes; before its module is imported, the nearest built-in ones.
    fn aio_exceptions(&mut self) -> (Ref<Type>, Ref<Type>) {
        if let Some(e) = &self.asyncio.exceptions {
            return e.clone();
        }
        let key = self.intern("asyncio.exceptions");
        let names = (self.intern("CancelledError"), self.intern("InvalidStateError"));
        let module = self.modules.get_interned(&key);
        let dict = module.and_then(|m| m.get::<crate::object::module::Module>().map(|m| m.dict.clone()));
        let get = |name| dict.as_ref().and_then(|d| d.get_interned(name)).and_then(|v| v.get_ref::<Type>());
        match (get(&names.0), get(&names.1)) {
            (Some(c), Some(i)) => {
                self.asyncio.exceptions = Some((c.clone(), i.clone()));
                (c, i)
            }
            _ => (self.types.exc.BaseException.clone(), self.types.exc.Exception.clone()),
        }
    }
}

static FUNCTIONS: &[NativeDef] = &[
    leaf("get_running_loop", "()", introspect::get_running_loop),
    leaf("_get_running_loop", "()", |vm, _| Ok(vm.asyncio.running.clone().unwrap_or(Value::NONE))),
    leaf("_set_running_loop", "(loop, /)", introspect::set_running_loop),
    tail("get_event_loop", "()", introspect::get_event_loop),
    leaf("current_task", "(loop=None)", introspect::current_task),
    resumable!("all_tasks", "(loop=None)", introspect::all_tasks),
    tail("_enter_task", "(loop, task)", introspect::enter_task),
    tail("_leave_task", "(loop, task)", introspect::leave_task),
    tail("_swap_current_task", "(loop, task)", introspect::swap_current_task),
    resumable!("_register_task", "(task)", introspect::register_task),
    resumable!("_unregister_task", "(task)", introspect::unregister_task),
    resumable!("_register_eager_task", "(task)", introspect::register_eager_task),
    resumable!("_unregister_eager_task", "(task)", introspect::unregister_eager_task),
    leaf("future_add_to_awaited_by", "(fut, waiter, /)", |_, a| future_type::awaited(a, true)),
    leaf("future_discard_from_awaited_by", "(fut, waiter, /)", |_, a| future_type::awaited(a, false)),
    resumable!("_wait", "(timeout, /)", run::wait),
    leaf("_wake", "(loop, /)", run::wake),
    leaf("_chain", "(coro, /)", |_, a| Ok(view::links(a.at(0)))),
    leaf("_pending_tasks", "()", introspect::pending_tasks),
    leaf("_use", "(handle, timer_handle, /)", handle::register),
];

/// Makes a type a subclass of another although its layout is its own.
pub(super) fn derive(ty: &Ref<Type>, base: &Ref<Type>) {
    if ty.mro.borrow().len() == 2 {
        let object = crate::object::types().object.clone();
        ty.mro.set(vec![ty.clone(), base.clone(), object]);
        ty.base.set(Some(base.clone()));
        ty.bases.set(vec![base.clone()]);
        ty.modified();
    }
}

fn init(vm: &mut Vm, dict: &Ref<Dict>) -> Result<(), Raised> {
    let (task, future) = (vm.native_type(&task::SPEC), vm.native_type(&future_type::SPEC));
    derive(&task, &future);
    vm.asyncio.kinds = Some((future, task));
    let specs: [&'static TypeSpec; 3] = [&future_type::SPEC, &task::SPEC, &event_loop::SPEC];
    for spec in specs {
        let ty = vm.native_type(spec);
        let key = vm.intern(spec.name);
        dict.set_interned(&key, ty.into());
    }
    Ok(())
}

pub const SPEC: ModuleSpec =
    ModuleSpec { name: "_asyncio", doc: "Accelerator module for asyncio", functions: FUNCTIONS, init };
