//! One step of a task: resuming its coroutine, and what follows from what it did.
//!
//! Invariant: there is one implementation of a step. Our loop's frame drives it directly; any other loop calls the `TaskStepMethWrapper`
//! and `task_wakeup` callables that are made here, and an eager task's constructor drives the first step itself.

use super::event_loop::{self, Work};
use super::future::{self, then};
use super::task::{Task, push_step};
use crate::heap::{Mut, Ref, Visitor};
use crate::module::_contextvars;
use crate::object::generator::{GenKind, Generator};
use crate::object::names::Dunder;
use crate::object::native::{Builtin, Native, NativeObject};
use crate::object::object_::text;
use crate::object::spec::{TypeSpec, getter};
use crate::object::{str, type_ref, types};
use crate::record;
use crate::trace::schema::{HAND_OVER, Place, RESUME, SUSPEND, place_of};
use crate::trace::{Choice, Target, choice};
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::cx::{Cx, Resumed};
use crate::vm::native::{Act, Args, CallArgs, Input, NativeDef, NativeFrame, PyResult, Raised, Resume, Step, tail};
use std::cell::OnceCell;

/// What is to be done after a step.
pub enum After {
    /// nothing
    Done,
    /// this first
    Ask(Act),
    /// KeyboardInterrupt or SystemExit goes on
    Raise(Raised),
}

impl From<Option<Act>> for After {
    fn from(act: Option<Act>) -> After {
        match act {
            Some(act) => After::Ask(act),
            None => After::Done,
        }
    }
}

/// Begins a step of a task that has been entered: what is to be done, whose outcome `settle` gets. Who drives the step keeps the
/// exception until then, as CPython's does: with it live the frames in its traceback.
pub fn begin(vm: &mut Vm, t: &Ref<Task>, exc: &mut Option<Value>) -> Act {
    if t.core.is_done() {
        return already_done(t, exc.take());
    }
    if t.must_cancel.replace(false) {
        let cancelled = vm.cancelled_error();
        if !exc.as_ref().is_some_and(|e| type_ref(e).is_subtype(&cancelled)) {
            *exc = Some(vm.make_cancelled(&t.core));
        }
    }
    if let Some(w) = t.waiter.replace(None)
        && let Some(c) = future::core(&w)
    {
        c.discard_waiter(&t.value());
    }
    t.turns.set(t.turns.get() + 1);
    if vm.trace.wants(0) {
        record_resume(vm, t, exc.as_ref());
    }
    let coro = t.coro.get();
    match (coro.get_ref::<Generator>(), exc.clone()) {
        (Some(g), Some(e)) if g.kind != GenKind::AsyncGenerator => Act::Resume(g, Resume::Throw(e)),
        (Some(g), None) if g.kind != GenKind::AsyncGenerator => Act::Resume(g, Resume::Send(Value::NONE)),
        // a coroutine object of another kind answers through its methods
        (_, Some(e)) => {
            let name = vm.names.throw.clone();
            vm.call_method(&coro, &name, [e])
        }
        (_, None) => match vm.call_dunder(&coro, Dunder::Next, &[]) {
            Some(act) => act,
            None => {
                let name = vm.names.send.clone();
                vm.call_method(&coro, &name, [Value::NONE])
            }
        },
    }
}

fn already_done(t: &Ref<Task>, exc: Option<Value>) -> Act {
    let me = t.value();
    Act::run(async move |cx| {
        let shown = text(&cx.repr(&me).await?);
        let e = text(&cx.repr(&exc.unwrap_or(Value::NONE)).await?);
        Err(cx.vm().invalid_state(format!("__step(): already done: {shown} {e}")))
    })
}

/// What the coroutine did with its step.
pub fn settle(vm: &mut Vm, t: &Ref<Task>, outcome: Input) -> After {
    match outcome {
        Input::Value(v) => yielded(vm, t, v),
        Input::Returned(v) => returned(vm, t, v),
        Input::Raised(e) => {
            if vm.raised_is(&types().exc.StopIteration) && !t.coro.borrow().is_a::<Generator>() {
                let exc = vm.take_raised(e);
                return returned(vm, t, crate::object::exception::stop_value(&exc));
            }
            if t.core.is_done() {
                // the step could not begin
                return After::Raise(e);
            }
            raised(vm, t, e)
        }
        Input::Start => After::Done,
    }
}

fn returned(vm: &mut Vm, t: &Ref<Task>, v: Value) -> After {
    t.unregister();
    let me: Value = t.into();
    if t.must_cancel.replace(false) {
        // cancelled right before it returned
        record_done(vm, t, "cancel", None);
        let message = t.core.cancel_message.get();
        return vm.cancel_pending(&me, message).into();
    }
    if vm.trace.wants(0) {
        vm.note_time();
        record!(
            vm.trace, "task.done", "k": t.id, "how": const { choice("task.done", "how", "return") },
            "val": vm.brief(&v), "turns": t.turns.get(),
        );
    }
    vm.finish_future(&me, v).into()
}

fn raised(vm: &mut Vm, t: &Ref<Task>, e: Raised) -> After {
    t.unregister();
    let me: Value = t.into();
    let exc = vm.take_raised(e);
    let class = type_ref(&exc);
    let cancelled = vm.cancelled_error();
    if class.is_subtype(&cancelled) {
        record_done(vm, t, "cancel", None);
        t.core.cancelled.set(Some(exc));
        return vm.cancel_pending(&me, Value::NONE).into();
    }
    record_done(vm, t, "raise", Some(&exc));
    let fatal = class.is_subtype(&types().exc.KeyboardInterrupt) || class.is_subtype(&types().exc.SystemExit);
    let act = vm.fail_future(&me, exc.clone());
    match (fatal, act) {
        (false, act) => act.into(),
        (true, None) => After::Raise(vm.raise(exc)),
        (true, Some(act)) => After::Ask(Act::run(async move |cx| {
            cx.act(act).await?;
            Err(cx.vm().raise(exc))
        })),
    }
}

/// A task's coroutine yielded `v`.
fn yielded(vm: &mut Vm, t: &Ref<Task>, v: Value) -> After {
    if v.is_none() {
        if vm.trace.wants(1) && vm.asyncio.current_word() == t.id as u32 {
            let event_loop = t.core.event_loop.get();
            if let Some(l) = event_loop::fast(vm, &event_loop) {
                let h = l.push(vm, Work::Step(t.clone(), None));
                record_hand_over(vm, t, h, l.tick.get());
                return After::Done;
            }
        }
        record_suspend(vm, t, None, YIELD);
        return push_step(vm, t, None).into();
    }
    if t.value().is(&v) {
        return complain(t, &v, "Task cannot await on itself: {t}");
    }
    let Some(c) = future::exact(vm, &v) else { return foreign(vm, t, v) };
    if !c.event_loop.borrow().is(&t.core.event_loop.borrow()) {
        return complain(t, &v, "Task {t} got Future {v} attached to a different loop");
    }
    if !c.blocking.replace(false) {
        return complain(t, &v, "yield was used instead of yield from in task {t} with {v}");
    }
    record_suspend(vm, t, Some(&v), FUTURE);
    t.waiter.set(Some(v.clone()));
    let act = vm.add_wakeup(&v, t);
    if !t.must_cancel.get() {
        return act.into();
    }
    let message = t.core.cancel_message.get();
    let cancel = vm.cancel_any(&v, message);
    if let (None, Act::Done(done)) = (&act, &cancel) {
        t.must_cancel.set(done.as_bool() != Some(true));
        return After::Done;
    }
    let t = t.clone();
    After::Ask(Act::run(async move |cx| {
        if let Some(act) = act {
            cx.act(act).await?;
        }
        let done = cx.act(cancel).await?;
        if cx.truth(&done).await? {
            t.must_cancel.set(false);
        }
        Ok(Value::NONE)
    }))
}

/// Something that is no exact Future or Task was yielded: it may behave like one.
fn foreign(vm: &mut Vm, t: &Ref<Task>, v: Value) -> After {
    let t = t.clone();
    let name = vm.intern("_asyncio_future_blocking");
    let act = vm.get_attr_opt(&v, &name);
    After::Ask(Act::run(async move |cx| {
        let blocking = cx.act(act).await?;
        if blocking.is_unbound() || blocking.is_none() {
            let text = match types().generator.is_type_of(&v) {
                true => "yield was used instead of yield from for generator in task {t} with {v}",
                false => "Task got bad yield: {v}",
            };
            return finish(cx, complain_later(t, v, text)).await;
        }
        let on = cx.truth(&blocking).await?;
        let event_loop = loop_of(cx, &v).await?;
        if !event_loop.is(&t.core.event_loop.get()) {
            return finish(cx, complain_later(t, v, "Task {t} got Future {v} attached to a different loop")).await;
        }
        if !on {
            return finish(cx, complain_later(t, v, "yield was used instead of yield from in task {t} with {v}")).await;
        }
        if let Some(c) = future::core(&v) {
            c.add_waiter(&t.value());
        }
        cx.set_attr(&v, &name, Some(Value::FALSE)).await?;
        record_suspend(cx.vm(), &t, Some(&v), FUTURE);
        let vm = cx.vm();
        let wake = wakeup(vm, &t);
        let (add, keyword) = (vm.intern("add_done_callback"), vm.intern("context"));
        let names = Some(crate::object::tuple::new(vec![keyword.into()]));
        let args = CallArgs { values: [wake, t.context.get()].into_iter().collect(), names };
        let act = vm.call_method(&v, &add, args);
        cx.act(act).await?;
        t.waiter.set(Some(v.clone()));
        if t.must_cancel.get() {
            let message = t.core.cancel_message.get();
            let act = cx.vm().cancel_any(&v, message);
            let done = cx.act(act).await?;
            if cx.truth(&done).await? {
                t.must_cancel.set(false);
            }
        }
        Ok(Value::NONE)
    }))
}

async fn finish(cx: &mut Cx, act: Act) -> PyResult {
    cx.act(act).await
}

/// The loop of a future-like object.
pub async fn loop_of(cx: &mut Cx, v: &Value) -> PyResult {
    if let Some(c) = future::exact(cx.vm(), v) {
        return Ok(c.event_loop.get());
    }
    match cx.attr_opt(v, "get_loop").await? {
        Some(f) => cx.call(&f, []).await,
        None => cx.attr(v, "_loop").await,
    }
}

/// The coroutine yielded something that no task can wait for: RuntimeError is thrown into it next.
fn complain(t: &Ref<Task>, v: &Value, text: &'static std::primitive::str) -> After {
    After::Ask(complain_later(t.clone(), v.clone(), text))
}

fn complain_later(t: Ref<Task>, v: Value, template: &'static std::primitive::str) -> Act {
    Act::run(async move |cx| {
        record_suspend(cx.vm(), &t, None, BAD);
        let mut message = template.to_owned();
        for (place, value) in [("{t}", t.value()), ("{v}", v)] {
            if message.contains(place) {
                let shown = text(&cx.repr(&value).await?);
                message = message.replacen(place, &shown, 1);
            }
        }
        let vm = cx.vm();
        let ty = types().exc.RuntimeError.clone();
        let e = vm.new_exception(&ty, vec![str::new(message)]);
        let act = push_step(vm, &t, Some(e));
        cx.act(then(act, Value::NONE)).await
    })
}

/// The exception with which a task goes on after what it waited for; None if it was a result.
pub fn wake_with(vm: &mut Vm, f: &Value) -> Option<Option<Value>> {
    future::exact(vm, f).map(|c| vm.failure_of(c))
}

// ---- callables for loops that are not ours

/// What a loop calls for a task's step.
struct StepCall {
    task: Ref<Task>,
    exc: Mut<Option<Value>>,
}

impl NativeObject for StepCall {
    fn visit(&self, v: &mut Visitor) {
        v.reference(&self.task);
        v.option(&self.exc.borrow());
    }
}

/// The callable for a task's step.
pub fn wrapper(vm: &mut Vm, t: &Ref<Task>, exc: Option<Value>) -> Value {
    let ty = vm.native_type(&WRAPPER);
    crate::heap::alloc(&ty, Native(Box::new(StepCall { task: t.clone(), exc: Mut::new(exc) }))).into()
}

fn wrapper_call(vm: &mut Vm, a: &Args) -> Act {
    if !a.rest(1).is_empty() {
        return Act::Raise(vm.type_error("function takes no positional arguments"));
    }
    if a.opt(2).and_then(|k| k.get::<crate::object::dict::Dict>()).is_some_and(|d| !d.is_empty()) {
        return Act::Raise(vm.type_error("function takes no keyword arguments"));
    }
    match a.at(0).native::<StepCall>() {
        Some(s) => StepFrame::act(vm, s.task.clone(), s.exc.replace(None)),
        None => Act::Done(Value::NONE),
    }
}

static WRAPPER: TypeSpec = TypeSpec {
    module: "_asyncio",
    methods: &[tail("__call__", "(self, /, *args, **kwargs)", wrapper_call)],
    getset: &[getter("__self__", |_, v| Ok(v.native::<StepCall>().map_or(Value::NONE, |s| (&s.task).into())))],
    ..TypeSpec::of::<Native>("TaskStepMethWrapper")
};

static WAKEUP: NativeDef = tail("task_wakeup", "(self, fut, /)", |vm, a| {
    let Some(t) = a.at(0).get_ref::<Task>() else { return Act::Done(Value::NONE) };
    wake(vm, t, a.at(1).clone())
});

/// The method `task_wakeup`, made once.
#[derive(Default)]
pub struct Wakeup(OnceCell<Value>);

/// The callable that wakes a task, to be given to `add_done_callback`.
pub fn wakeup(vm: &mut Vm, t: &Ref<Task>) -> Value {
    let owner = vm.native_type(&super::task::SPEC);
    let method = vm.asyncio.wakeup.0.get_or_init(|| Builtin::method(&WAKEUP, &owner).into()).clone();
    match vm.descriptor_get(&method, Some(&t.value()), &owner) {
        Act::Done(bound) => bound,
        _ => method,
    }
}

/// `task.__wakeup(future)`.
fn wake(vm: &mut Vm, t: Ref<Task>, f: Value) -> Act {
    if let Some(exc) = wake_with(vm, &f) {
        return StepFrame::act(vm, t, exc);
    }
    Act::run(async move |cx| {
        let exc = match cx.call_method(&f, "result", []).await {
            Ok(_) => None,
            Err(e) => Some(cx.vm().take_raised(e)),
        };
        let act = StepFrame::act(cx.vm(), t, exc);
        cx.act(act).await
    })
}

/// A step that a callable makes: enters the task, leaves it afterwards.
struct StepFrame {
    task: Ref<Task>,
    exc: Option<Value>,
    resumed: bool,
}

impl StepFrame {
    fn act(vm: &mut Vm, task: Ref<Task>, exc: Option<Value>) -> Act {
        let event_loop = task.core.event_loop.get();
        match vm.enter_task(&event_loop, &task.value()) {
            None => Act::Frame(Box::new(StepFrame { task, exc, resumed: false })),
            Some(act) => act,
        }
    }
    fn end(&self, vm: &mut Vm, after: Step) -> Step {
        vm.asyncio.set_current(None);
        after
    }
}

impl NativeFrame for StepFrame {
    fn step(&mut self, vm: &mut Vm, input: Input) -> Step {
        if let Input::Start = input {
            let act = begin(vm, &self.task, &mut self.exc);
            return Step::Ask(act);
        }
        if !self.resumed {
            self.resumed = true;
            return match settle(vm, &self.task, input) {
                After::Done => self.end(vm, Step::Return(Value::NONE)),
                After::Raise(e) => self.end(vm, Step::Raise(e)),
                After::Ask(act) => Step::Ask(act),
            };
        }
        match input {
            Input::Raised(e) => self.end(vm, Step::Raise(e)),
            _ => self.end(vm, Step::Return(Value::NONE)),
        }
    }
    fn label(&self) -> &'static std::primitive::str {
        "task step"
    }
}

/// The first step of an eager task, inside its constructor.
pub async fn start_eagerly(cx: &mut Cx, t: &Ref<Task>) -> PyResult {
    let me = t.value();
    let event_loop = t.core.event_loop.get();
    let act = cx.vm().swap_task(&event_loop, Some(me.clone()));
    let before = cx.act(act).await?;
    let before = (!before.is_none()).then_some(before);
    t.register();
    let context = t.context.get();
    let outside = match _contextvars::enter(cx.vm(), &context) {
        Ok(c) => c,
        Err(e) => {
            t.unregister();
            cx.vm().asyncio.set_current(before);
            return Err(e);
        }
    };
    let act = begin(cx.vm(), t, &mut None);
    let input = match act {
        Act::Resume(g, how) => match cx.resume(&g, how).await {
            Ok(Resumed::Yielded(v)) => Input::Value(v),
            Ok(Resumed::Returned(v)) => Input::Returned(v),
            Err(e) => Input::Raised(e),
        },
        act => match cx.act(act).await {
            Ok(v) => Input::Value(v),
            Err(e) => Input::Raised(e),
        },
    };
    let done = match settle(cx.vm(), t, input) {
        After::Done => Ok(Value::NONE),
        After::Raise(e) => Err(e),
        After::Ask(act) => cx.act(act).await,
    };
    let vm = cx.vm();
    vm.asyncio.set_current(before);
    _contextvars::leave(vm, outside);
    if t.core.is_done() {
        t.coro.set(Value::NONE);
    }
    done.map(|_| Value::NONE)
}

// ---- what the trace is told

/// Why a task is suspended.
const YIELD: Choice = choice("task.suspend", "why", "yield");
const FUTURE: Choice = choice("task.suspend", "why", "future");
const BAD: Choice = choice("task.suspend", "why", "bad");
const WHY: Place = place_of("task.suspend", "why");

fn record_resume(vm: &mut Vm, t: &Task, exc: Option<&Value>) {
    vm.note_time();
    let n = t.turns.get();
    if let Some(e) = exc {
        let how = const { choice("task.resume", "how", "throw") };
        record!(vm.trace, "task.resume", "k": t.id, "n": n, "how": how, "exc": vm.exception_text(e));
    } else {
        const START: Choice = choice("task.resume", "how", "start");
        const SEND: Choice = choice("task.resume", "how", "send");
        let how = if n == 1 { START } else { SEND };
        vm.trace.short::<RESUME, _>(how.at(const { place_of("task.resume", "how") }), [0, t.id as u32, n as u32]);
    }
}

fn record_done(vm: &mut Vm, t: &Task, how: &'static std::primitive::str, exc: Option<&Value>) {
    if vm.trace.wants(0) {
        vm.note_time();
        let exc = exc.map(|e| vm.exception_text(e));
        record!(vm.trace, "task.done", "k": t.id, "how": how, "exc": exc, "turns": t.turns.get());
    }
}

/// A task is suspended in a wait for this.
fn record_suspend(vm: &mut Vm, t: &Ref<Task>, on: Option<&Value>, why: Choice) {
    if !vm.trace.wants(0) {
        return;
    }
    let chain = vm.parked(&t.coro.borrow());
    let target = match on {
        None => Target::NULL,
        Some(v) => match v.get::<Task>() {
            Some(other) => Target::task(other.id),
            None => {
                let c = future::core(v);
                let id = c.map_or(0, |c| c.id);
                if c.is_some_and(|c| !c.traced.replace(true)) {
                    let kind = if type_ref(v).name() == "_GatheringFuture" { "gather" } else { "plain" };
                    record!(vm.trace, "fut.new", "u": id, "kind": kind);
                }
                Target::future(id)
            }
        },
    };
    if vm.trace.is_full() {
        return vm.trace.leave_out_short::<SUSPEND>();
    }
    let choices = target.at(const { place_of("task.suspend", "on") }) | why.at(WHY);
    let words = [0, t.id as u32, t.turns.get() as u32, target.1 as u32, chain.o as u32, chain.line];
    vm.trace.short_with_chain::<SUSPEND, _>(choices, words, chain.length);
}

/// A task has handed over to the loop: it is suspended, and its next step is queued under this number.
#[inline]
fn record_hand_over(vm: &mut Vm, t: &Task, h: i64, tick: i64) {
    let chain = vm.parked(&t.coro.borrow());
    if vm.trace.is_full() {
        return vm.trace.leave_out_short::<HAND_OVER>();
    }
    let words = [0, t.id as u32, t.turns.get() as u32, chain.o as u32, chain.line, h as u32, tick as u32];
    vm.trace.short_with_chain::<HAND_OVER, _>(YIELD.at(WHY), words, chain.length);
}
