//! What Python code sees of the ready queue: `loop._ready`, and the stand-in that `BaseEventLoop._run_once` gets.
//!
//! Invariant: the library's own frames (`run_forever`, `_run_once`, `Handle._run`) are on the stack while our loop runs, so tracebacks show
//! them; but `_run_once` of a loop that may run natively meets one handle only, the `Run`, whose context's `run` is the whole native run.

use super::event_loop::{Loop, Ready, Work, fast};
use super::{handle, run, step};
use crate::heap::{Mut, Ref, Visitor};
use crate::object::native::{Native, NativeObject};
use crate::object::spec::{TypeSpec, getter};
use crate::object::ty::Type;
use crate::object::{str, tuple};
use crate::resumable;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::cx::Cx;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};

/// `loop._ready`.
struct Queue {
    event_loop: Value,
}

impl NativeObject for Queue {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.event_loop);
    }
}

/// The queue and the only handle in it, as `_run_once` sees them.
struct Run {
    event_loop: Value,
    /// the handle that ended the run by what it raised: it lives as long as the frames that a traceback keeps
    failed: Mut<Value>,
}

impl NativeObject for Run {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.event_loop);
        v.value(&self.failed.borrow());
    }
    fn clear(&self) {
        drop(self.failed.replace(Value::NONE));
    }
}

/// The run that this handle stands for was ended by what `work` raised.
pub(super) fn end_run(vm: &mut Vm, run: &Value, work: &Work) {
    let handle = shown(vm, &owner(run), work);
    if let Some(run) = run.native::<Run>() {
        run.failed.set(handle);
    }
}

/// The getter of `_ready`.
pub fn view(vm: &mut Vm, v: &Value) -> PyResult {
    let (event_loop, native) = (v.clone(), fast(vm, v).is_some() && is_run_once(vm));
    let (ty, object): (_, Box<dyn NativeObject>) = match native {
        true => (vm.native_type(&RUN), Box::new(Run { event_loop, failed: Mut::new(Value::NONE) })),
        false => (vm.native_type(&QUEUE), Box::new(Queue { event_loop })),
    };
    Ok(crate::heap::alloc(&ty, Native(object)).into())
}

/// True if the innermost Python frame is the library's `_run_once` of a running loop.
fn is_run_once(vm: &mut Vm) -> bool {
    vm.asyncio.running.is_some()
        && vm.caller().is_some_and(|f| {
            &*f.code.unit.qualname == "BaseEventLoop._run_once" && f.code.unit.filename.starts_with(crate::vm::LIBRARY)
        })
}

fn loop_of(v: &Value) -> Option<&Loop> {
    let event_loop = match v.native::<Queue>() {
        Some(q) => &q.event_loop,
        None => &v.native::<Run>()?.event_loop,
    };
    event_loop.get::<Loop>()
}

fn owner(v: &Value) -> Value {
    match v.native::<Queue>() {
        Some(q) => q.event_loop.clone(),
        None => v.native::<Run>().map_or(Value::NONE, |q| q.event_loop.clone()),
    }
}

/// A piece of work as the handle that it would be.
pub(super) fn shown(vm: &mut Vm, event_loop: &Value, work: &Work) -> Value {
    let (callback, args, context) = match work {
        Work::Handle(h) => return h.clone(),
        Work::Step(t, e) => (step::wrapper(vm, t, e.clone()), tuple::new(Vec::new()), t.context.get()),
        Work::Wakeup(t, f) => (step::wakeup(vm, t), tuple::new(vec![f.clone()]), t.context.get()),
        Work::Call(f, a, c) => (f.clone(), tuple::new(vec![a.clone()]), c.clone()),
    };
    handle::new(vm, event_loop, &callback, &args, Some(&context), None).unwrap_or(Value::NONE)
}

/// Handles for everything that is queued; they take the places of what they stand for.
fn handles(vm: &mut Vm, v: &Value) -> Vec<Value> {
    let (Some(l), event_loop) = (loop_of(v), owner(v)) else { return Vec::new() };
    let mut queue = l.ready.take();
    let mut out = Vec::with_capacity(queue.len());
    for r in &mut queue {
        let h = shown(vm, &event_loop, &r.work);
        out.push(h.clone());
        drop(std::mem::replace(&mut r.work, Work::Handle(h)));
    }
    l.ready.set(queue);
    out
}

fn append(vm: &mut Vm, a: &Args) -> PyResult {
    if let Some(l) = loop_of(a.at(0)) {
        l.push_ready(vm, Work::Handle(a.at(1).clone()));
    }
    Ok(Value::NONE)
}

fn popleft(vm: &mut Vm, a: &Args) -> PyResult {
    let taken = loop_of(a.at(0)).and_then(|l| l.ready.borrow_mut().pop_front());
    match taken {
        Some(Ready { work, .. }) => {
            let event_loop = owner(a.at(0));
            Ok(shown(vm, &event_loop, &work))
        }
        None => Err(vm.index_error("pop from an empty deque")),
    }
}

fn clear(_: &mut Vm, a: &Args) -> PyResult {
    if let Some(l) = loop_of(a.at(0)) {
        drop(l.ready.take());
    }
    Ok(Value::NONE)
}

fn len(_: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::size(loop_of(a.at(0)).map_or(0, |l| l.ready.borrow().len())))
}

/// All queued handles as a list, for what only looks.
fn listed(vm: &mut Vm, a: &Args) -> Value {
    let all = handles(vm, a.at(0));
    crate::object::list::new(all)
}

async fn iter(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let all = listed(cx.vm(), &a);
    cx.iter(&all).await
}

async fn item(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let all = listed(cx.vm(), &a);
    match cx.get_item(&all, a.at(1)).await {
        Ok(v) => Ok(v),
        Err(e) => {
            let vm = cx.vm();
            vm.catch(e, &crate::object::types().exc.IndexError.clone())?;
            Err(vm.index_error("deque index out of range"))
        }
    }
}

async fn repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let all = listed(cx.vm(), &a);
    let text = crate::object::object_::text(&cx.repr(&all).await?);
    Ok(str::new(format!("deque({text})")))
}

async fn extend(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let all = cx.collect(a.at(1)).await?;
    for h in all {
        if let Some(l) = loop_of(a.at(0)) {
            l.push_ready(cx.vm(), Work::Handle(h));
        }
    }
    Ok(Value::NONE)
}

static QUEUE_METHODS: &[NativeDef] = &[
    leaf("append", "(self, item, /)", append),
    leaf("popleft", "(self, /)", popleft),
    leaf("clear", "(self, /)", clear),
    leaf("__len__", "(self, /)", len),
    resumable!("extend", "(self, iterable, /)", extend),
    resumable!("__iter__", "(self, /)", iter),
    resumable!("__getitem__", "(self, key, /)", item),
    resumable!("__repr__", "(self, /)", repr),
];

static QUEUE: TypeSpec = TypeSpec { module: "collections", methods: QUEUE_METHODS, ..TypeSpec::of::<Native>("deque") };

// ---- the run as one handle

fn run_native(_: &mut Vm, a: &Args) -> Act {
    run::act(owner(a.at(0)), a.at(0).clone())
}

static RUN_METHODS: &[NativeDef] = &[
    leaf("append", "(self, item, /)", append),
    leaf("popleft", "(self, /)", |_, a| Ok(a.at(0).clone())),
    leaf("__len__", "(self, /)", |_, _| Ok(Value::int(1))),
    tail("run", "(self, callback, /, *args)", run_native),
];

static RUN: TypeSpec = TypeSpec {
    module: "_asyncio",
    methods: RUN_METHODS,
    getset: &[
        getter("_cancelled", |_, _| Ok(Value::FALSE)),
        getter("_context", |_, v| Ok(v.clone())),
        getter("_callback", |_, v| Ok(v.clone())),
        getter("_loop", |_, v| Ok(owner(v))),
        getter("_source_traceback", |_, _| Ok(Value::NONE)),
        getter("_args", |_, _| Ok(tuple::new(Vec::new()))),
    ],
    ..TypeSpec::of::<Native>("Run")
};

/// The stand-in lets go of the library's method.
pub fn forget_run(vm: &mut Vm) {
    let name = vm.intern("_run");
    let ty = vm.native_type(&RUN);
    drop(ty.dict().remove_interned(&name));
    ty.modified();
}

/// The stand-in runs by the library's own `Handle._run`.
pub fn adopt_run(vm: &mut Vm, handle: &Ref<Type>) {
    let name = vm.intern("_run");
    if let Some(method) = handle.lookup(&name) {
        let ty = vm.native_type(&RUN);
        ty.dict().set_interned(&name, method);
        ty.modified();
    }
}
