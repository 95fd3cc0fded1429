//! `_thread`: starting threads, who they are, and waiting for their end.
//!
//! Invariants: a handle is done when nothing of its thread will run any more; then everybody who joins it is woken. What a thread keeps
//! in `_local` objects dies before that.

use super::ModuleSpec;
use super::thread_lock::{self, LOCK, Park, RLOCK, Waiters};
use crate::heap::{Ref, Visitor};
use crate::object::dict::Dict;
use crate::object::exception::Exception;
use crate::object::native::{Native, NativeObject};
use crate::object::object_::text;
use crate::object::spec::{TypeSpec, getter};
use crate::object::structseq::{self, StructSpec, item};
use crate::object::tuple::Tuple;
use crate::object::{str, tuple, type_ref, types};
use crate::value::Value;
use crate::vm::cx::{AsyncFrame, Cx};
use crate::vm::native::{Act, Args, CallArgs, NativeDef, PyResult, leaf, tail};
use crate::vm::report::{exception_text, write_error};
use crate::vm::thread::ThreadId;
use crate::vm::{Raised, Vm};
use std::cell::{Cell, RefCell};

/// What a `_local` object keeps for each thread.
#[derive(Default)]
pub struct PerThread(pub RefCell<Vec<(ThreadId, Ref<Dict>)>>);

/// Handles that the end of the program waits for, and the size that stacks are said to have.
#[derive(Default)]
struct State {
    joined_at_exit: Vec<Value>,
    stack_size: i64,
}

#[derive(Clone, Copy, PartialEq)]
enum Stage {
    New,
    Running,
    Done,
}

/// `_ThreadHandle`.
pub struct Handle {
    ident: Cell<i64>,
    stage: Cell<Stage>,
    waiters: Waiters,
}

impl NativeObject for Handle {
    fn visit(&self, _: &mut Visitor) {}
}

impl Handle {
    fn is_done(&self) -> bool {
        self.stage.get() == Stage::Done
    }
    fn finish(&self, vm: &mut Vm) {
        self.stage.set(Stage::Done);
        self.waiters.wake_all(vm);
    }
}

fn new_handle(vm: &mut Vm, ident: i64, stage: Stage) -> Value {
    let ty = vm.native_type(&HANDLE);
    let handle = Handle { ident: Cell::new(ident), stage: Cell::new(stage), waiters: Waiters::default() };
    crate::heap::alloc(&ty, Native(Box::new(handle))).into()
}

fn handle<'a>(vm: &mut Vm, v: &'a Value) -> PyResult<&'a Handle> {
    match v.native::<Handle>() {
        Some(h) => Ok(h),
        None => Err(vm.type_error("'handle' must be a _ThreadHandle")),
    }
}

static HANDLE: TypeSpec = TypeSpec {
    module: "_thread",
    methods: &[
        leaf("__new__", "(cls)", |vm, _| Ok(new_handle(vm, 0, Stage::New))).stat(),
        leaf("is_done", "(self, /)", |vm, a| Ok(Value::bool(handle(vm, a.at(0))?.is_done()))),
        leaf("_set_done", "(self, /)", |vm, a| {
            let h = handle(vm, a.at(0))?;
            if h.stage.get() == Stage::New {
                return Err(vm.runtime_error("thread not started"));
            }
            h.finish(vm);
            Ok(Value::NONE)
        }),
        tail("join", "(self, timeout=None, /)", join),
        leaf("__repr__", "(self, /)", |vm, a| {
            let ident = handle(vm, a.at(0))?.ident.get();
            Ok(str::new(format!("<_thread._ThreadHandle object: ident={ident}>")))
        }),
    ],
    getset: &[getter("ident", |vm, v| Ok(Value::int(handle(vm, v)?.ident.get())))],
    ..TypeSpec::of::<Native>("_ThreadHandle")
};

fn join(vm: &mut Vm, a: &Args) -> Act {
    let deadline = match a.some(1) {
        None => Ok(None),
        Some(t) => thread_lock::deadline(vm, t),
    };
    match deadline.and_then(|d| Ok((handle(vm, a.at(0))?, d))) {
        Err(e) => Act::Raise(e),
        Ok((h, _)) if h.stage.get() == Stage::New => Act::Raise(vm.runtime_error("thread not started")),
        Ok((h, _)) if h.is_done() => Act::Done(Value::NONE),
        Ok((h, _)) if h.ident.get() == vm.thread.id.ident() => {
            Act::Raise(vm.runtime_error("Cannot join current thread"))
        }
        Ok((_, deadline)) => Act::Frame(Box::new(Park::new(
            a.at(0),
            deadline,
            |_, v| v.native::<Handle>().is_none_or(Handle::is_done).then_some(Value::NONE),
            |v| v.native::<Handle>().map(|h| &h.waiters),
            |_| Ok(Value::NONE),
        ))),
    }
}

/// Starts a thread that calls `f`; how it ends is `handle`'s affair if there is one.
fn start(vm: &mut Vm, f: Value, args: CallArgs, handle: Option<Value>) -> ThreadId {
    let shown = f.clone();
    let held = handle.clone();
    let frame = AsyncFrame::boxed("thread", async move |cx| {
        let outcome = cx.act(Act::Call(f, args)).await;
        if let Err(e) = outcome {
            let exc = cx.vm().take_raised(e);
            if let Err(e) = report(cx, &exc, &shown).await {
                drop(cx.vm().take_raised(e));
            }
        }
        drop(shown);
        forget_locals(cx.vm());
        // finalisers of what died run before the thread is over
        cx.pause().await?;
        if let Some(h) = &held {
            let known = &mut cx.vm().state::<State>().joined_at_exit;
            let mut forgotten = None;
            if let Some(i) = known.iter().position(|k| k.is(h)) {
                forgotten = Some(known.swap_remove(i));
            }
            drop(forgotten);
            if let Some(h) = h.native::<Handle>() {
                h.finish(cx.vm());
            }
        }
        Ok(Value::NONE)
    });
    let id = vm.start_thread(frame);
    if let Some(h) = handle.as_ref().and_then(|h| h.native::<Handle>()) {
        h.ident.set(id.ident());
        h.stage.set(Stage::Running);
    }
    vm.record_thread("new", id, None);
    id
}

/// An exception left a thread's function.
async fn report(cx: &mut Cx, exc: &Value, f: &Value) -> PyResult<()> {
    if type_ref(exc).is_subtype(&types().exc.SystemExit) {
        return Ok(());
    }
    let shown = cx.repr(f).await?;
    let trace = exception_text(cx, exc).await?;
    write_error(cx, &format!("Exception ignored in thread started by {}:\n{trace}", text(&shown))).await
}

/// The running thread's part of every `_local` object goes.
fn forget_locals(vm: &mut Vm) {
    let me = vm.thread.id;
    for kept in std::mem::take(&mut vm.thread.locals) {
        if let Some(kept) = kept.upgrade() {
            let gone: Vec<_> = kept.0.borrow_mut().extract_if(.., |d| d.0 == me).collect();
            drop(gone);
        }
    }
}

fn start_new_thread(vm: &mut Vm, a: &Args) -> PyResult {
    if !vm.is_callable(a.at(0)) {
        return Err(vm.type_error("first arg must be callable"));
    }
    let Some(args) = a.at(1).get::<Tuple>() else {
        return Err(vm.type_error("2nd arg must be a tuple"));
    };
    let mut call = CallArgs::from(args.items());
    if let Some(k) = a.opt(2) {
        let Some(k) = k.get_ref::<Dict>() else {
            return Err(vm.type_error("optional 3rd arg must be a dictionary"));
        };
        let items = k.items();
        if !items.is_empty() {
            call.values.extend(items.iter().map(|(_, v)| v.clone()));
            call.names = Some(tuple::new(items.into_iter().map(|(k, _)| k).collect()));
        }
    }
    let id = start(vm, a.at(0).clone(), call, None);
    Ok(Value::int(id.ident()))
}

fn start_joinable_thread(vm: &mut Vm, a: &Args) -> PyResult {
    if !vm.is_callable(a.at(0)) {
        return Err(vm.type_error("thread function must be callable"));
    }
    let h = match a.some(1) {
        Some(h) => h.clone(),
        None => new_handle(vm, 0, Stage::New),
    };
    if handle(vm, &h)?.stage.get() != Stage::New {
        return Err(vm.runtime_error("thread already started"));
    }
    if a.opt(2).and_then(Value::as_bool) == Some(false) {
        vm.state::<State>().joined_at_exit.push(h.clone());
    }
    start(vm, a.at(0).clone(), CallArgs::default(), Some(h.clone()));
    Ok(h)
}

/// Waits for every thread that is no daemon.
fn shutdown(_: &mut Vm, _: &Args) -> Act {
    Act::run(async move |cx| {
        while let Some(h) = cx.vm().state::<State>().joined_at_exit.last().cloned() {
            let act = join(cx.vm(), &Args::owned(smallvec::smallvec![h, Value::UNBOUND]));
            cx.act(act).await?;
            cx.tick(1).await?;
        }
        Ok(Value::NONE)
    })
}

fn get_ident(vm: &mut Vm, _: &Args) -> PyResult {
    Ok(Value::int(vm.thread.id.ident()))
}

fn stack_size(vm: &mut Vm, a: &Args) -> PyResult {
    const LEAST: i64 = 53248;
    let size = match a.opt(0).map(crate::object::int::to_i64) {
        Some(None) => {
            let given = vm.type_name(a.at(0));
            return Err(vm.type_error(format!("'{given}' object cannot be interpreted as an integer")));
        }
        Some(Some(n)) if n != 0 && n < LEAST => {
            return Err(vm.value_error(format!("size must be at least {LEAST} bytes")));
        }
        n => n.flatten().unwrap_or(0),
    };
    Ok(Value::int(std::mem::replace(&mut vm.state::<State>().stack_size, size)))
}

fn exit(vm: &mut Vm, _: &Args) -> PyResult {
    let ty = types().exc.SystemExit.clone();
    let exc = vm.new_exception(&ty, Vec::new());
    if let Some(e) = exc.get::<Exception>() {
        e.fields.set(vec![Value::NONE]);
    }
    Err(vm.raise(exc))
}

fn interrupt_main(vm: &mut Vm, a: &Args) -> Act {
    let n = a.opt(0).map_or(Some(2), crate::object::int::to_i64);
    match n.filter(|n| (1..65).contains(n)) {
        Some(n) => vm.interrupt_main(n),
        None => Act::Raise(vm.value_error("signal number out of range")),
    }
}

fn set_name(vm: &mut Vm, a: &Args) -> PyResult {
    if a.at(0).is_a::<str::Str>() {
        return Ok(Value::NONE);
    }
    let given = vm.type_name(a.at(0));
    Err(vm.type_error(format!("set_name() argument 'name' must be str, not {given}")))
}

static HOOK_ARGS: StructSpec = StructSpec {
    ty: structseq::spec(
        "_thread",
        "_ExceptHookArgs",
        "ExceptHookArgs\n\nType used to pass arguments to threading.excepthook.",
        &[
            getter("exc_type", item::<0>),
            getter("exc_value", item::<1>),
            getter("exc_traceback", item::<2>),
            getter("thread", item::<3>),
        ],
        0,
    ),
    full_name: "_thread._ExceptHookArgs",
    fields: &["exc_type", "exc_value", "exc_traceback", "thread"],
    visible: 4,
};

/// `threading.excepthook`: reports an exception that left a thread.
async fn excepthook(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let ty = structseq::type_of(cx.vm(), &HOOK_ARGS);
    let parts = match a.at(0).get::<Tuple>() {
        Some(t) if type_ref(a.at(0)).is_subtype(&ty) => t.items().to_vec(),
        _ => return Err(cx.vm().type_error("_thread.excepthook argument type must be ExceptHookArgs")),
    };
    let [class, exc, _, thread] = parts.as_slice() else { return Ok(Value::NONE) };
    if class.is(&types().exc.SystemExit.value()) {
        return Ok(Value::NONE);
    }
    let name = match thread.is_none() {
        true => None,
        false => Some(cx.attr(thread, "name").await?),
    };
    let name = match name {
        Some(n) => text(&cx.str(&n).await?),
        None => cx.vm().thread.id.ident().to_string(),
    };
    let trace = match exc.is_a::<Exception>() {
        true => exception_text(cx, exc).await?,
        false => String::new(),
    };
    write_error(cx, &format!("Exception in thread {name}:\n{trace}")).await?;
    Ok(Value::NONE)
}

static FUNCTIONS: &[NativeDef] = &[
    leaf("start_new_thread", "(function, args, kwargs={}, /)", start_new_thread),
    leaf("start_new", "(function, args, kwargs={}, /)", start_new_thread),
    leaf("start_joinable_thread", "(function, handle=None, daemon=True)", start_joinable_thread),
    leaf("daemon_threads_allowed", "()", |_, _| Ok(Value::TRUE)),
    leaf("allocate_lock", "()", |vm, _| Ok(thread_lock::new(vm, &LOCK, false))),
    leaf("allocate", "()", |vm, _| Ok(thread_lock::new(vm, &LOCK, false))),
    leaf("exit", "()", exit),
    leaf("exit_thread", "()", exit),
    tail("interrupt_main", "(signum=signal.SIGINT, /)", interrupt_main),
    leaf("get_ident", "()", get_ident),
    leaf("get_native_id", "()", |vm, _| Ok(Value::int(vm.thread.id.0 as i64))),
    leaf("_get_main_thread_ident", "()", |_, _| Ok(Value::int(ThreadId::MAIN.ident()))),
    leaf("_is_main_interpreter", "()", |_, _| Ok(Value::TRUE)),
    leaf("_count", "()", |vm, _| Ok(Value::size(vm.other_threads()))),
    leaf("stack_size", "(size=0, /)", stack_size),
    tail("_shutdown", "()", shutdown),
    leaf("_make_thread_handle", "(ident, /)", |vm, a| {
        let ident = crate::object::int::to_i64(a.at(0)).unwrap_or(0);
        Ok(new_handle(vm, ident, Stage::Running))
    }),
    leaf("set_name", "(name)", set_name),
    crate::resumable!("_excepthook", "(args, /)", excepthook),
];

fn init(vm: &mut Vm, dict: &Ref<Dict>) -> Result<(), Raised> {
    let lock = vm.native_type(&LOCK);
    let hook_args = structseq::type_of(vm, &HOOK_ARGS);
    let values: [(&std::primitive::str, Value); 8] = [
        ("lock", (&lock).into()),
        ("LockType", (&lock).into()),
        ("RLock", vm.native_type(&RLOCK).into()),
        ("_local", vm.native_type(&super::thread_local::LOCAL).into()),
        ("_ThreadHandle", vm.native_type(&HANDLE).into()),
        ("_ExceptHookArgs", hook_args.into()),
        ("error", types().exc.RuntimeError.value()),
        ("TIMEOUT_MAX", Value::float(thread_lock::TIMEOUT_MAX)),
    ];
    for (name, v) in values {
        let key = vm.intern(name);
        dict.set_interned(&key, v);
    }
    let key = vm.intern("_NAME_MAXLEN");
    dict.set_interned(&key, Value::int(15));
    Ok(())
}

pub static SPEC: ModuleSpec = ModuleSpec {
    name: "_thread",
    doc: "This module provides primitive operations to write multi-threaded programs.\nThe 'threading' module provides a more convenient interface.",
    functions: FUNCTIONS,
    init,
};
