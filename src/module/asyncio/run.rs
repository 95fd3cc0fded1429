//! `run_forever`: one native frame that runs ticks until it is told to stop.
//!
//! Invariant: a tick takes what is ready when it begins, no more; then due timers join the queue; then, if nothing is ready, the frame waits
//! for the earliest timer or an outside event. That is the order of CPython's `_run_once`.

use super::event_loop::{Loop, Ready, Work, describe, time};
use super::future::{self, Callback, State};
use super::task::{self, Task};
use super::{loop_of, text_of};
use crate::heap::{Ref, Visitor};
use crate::object::dict::Dict;
use crate::object::generator::Generator;
use crate::object::{str, type_ref, types};
use crate::trace::{Event, Field};
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::host::Wait;
use crate::vm::native::{Act, Input, NativeFrame, Raised, Resume, Step};

/// What the frame asked for last.
enum Asked {
    Nothing,
    /// a task's coroutine was resumed
    Task(Ref<Task>),
    /// a callback runs; for the error report: text of the callback
    Callback(Value),
    /// the exception handler runs
    Handler,
    /// waiting for a timer
    Timer,
}

/// The frame of `run_forever`.
pub struct LoopFrame {
    event_loop: Value,
    asked: Asked,
    /// handles left in this tick
    left: usize,
    hooks: Option<(Value, Value)>,
    began: bool,
}

impl LoopFrame {
    /// A frame for a loop that is not running.
    pub fn boxed(vm: &mut Vm, event_loop: Value) -> Box<dyn NativeFrame> {
        if let Some(l) = loop_of(&event_loop) {
            l.running.set(true);
        }
        vm.aio().running = Some(event_loop.clone());
        Box::new(LoopFrame { event_loop, asked: Asked::Nothing, left: 0, hooks: None, began: false })
    }

    fn finish(&mut self, vm: &mut Vm) {
        if let Some(l) = loop_of(&self.event_loop) {
            l.running.set(false);
            l.stopping.set(false);
        }
        vm.aio().running = None;
        vm.aio().current = None;
        if let Some(hooks) = self.hooks.take() {
            vm.thread.asyncgen_hooks = hooks;
        }
        if vm.trace.wants(0) {
            let now = vm.host.now();
            vm.trace.record(now, Event::new("loop.end").with("L", 1i64).with("how", "stop"));
        }
    }

    /// Goes on with the tick, begins the next, waits, or ends.
    fn proceed(&mut self, vm: &mut Vm) -> Step {
        let event_loop = self.event_loop.clone();
        let Some(l) = loop_of(&event_loop) else { return Step::Return(Value::NONE) };
        loop {
            while self.left > 0 {
                self.left -= 1;
                let Some(ready) = l.ready.borrow_mut().pop_front() else { break };
                if let Some(step) = self.run_one(vm, l, ready) {
                    return step;
                }
                if vm.charge(1) {
                    return Step::Again;
                }
            }
            if self.began && l.stopping.get() {
                self.finish(vm);
                return Step::Return(Value::NONE);
            }
            self.began = true;
            // next tick
            while l.timers.borrow().first().is_some_and(|h| h.cancelled.get()) {
                drop(l.pop_timer());
            }
            let idle = l.ready.borrow().is_empty() && !l.stopping.get();
            if idle {
                let next = l.timers.borrow().first().map(|h| h.when.get());
                let now = time(vm);
                match next {
                    Some(when) if when > now + CLOCK_RESOLUTION => {
                        self.asked = Asked::Timer;
                        let until = (when * 1e6).ceil().max(0.0) as u64;
                        if vm.trace.wants(0) {
                            let t = vm.host.now();
                            let n = l.timers.borrow().len();
                            vm.trace.record(
                                t,
                                Event::new("loop.idle")
                                    .with("until", until)
                                    .with("timers", n)
                                    .with("io", 0i64)
                                    .with("threads", 0i64),
                            );
                        }
                        return Step::Block(Wait::Until(until));
                    }
                    Some(_) => {}
                    None => {
                        self.asked = Asked::Timer;
                        if vm.trace.wants(0) {
                            let t = vm.host.now();
                            vm.trace.record(
                                t,
                                Event::new("loop.idle").with("timers", 0i64).with("io", 0i64).with("threads", 0i64),
                            );
                        }
                        return Step::Block(Wait::External);
                    }
                }
            }
            self.collect_due(vm, l);
            self.left = l.ready.borrow().len();
            l.tick.set(l.tick.get() + 1);
            if vm.trace.wants(1) {
                let now = vm.host.now();
                vm.trace.record(
                    now,
                    Event::new("loop.tick").with("n", l.tick.get()).with("ready", self.left).with("due", 0i64),
                );
            }
            if self.left == 0 && vm.charge(1) {
                return Step::Again;
            }
        }
    }

    /// Due timers join the ready queue.
    fn collect_due(&mut self, vm: &mut Vm, l: &Loop) {
        let end = time(vm) + CLOCK_RESOLUTION;
        loop {
            let due = l.timers.borrow().first().is_some_and(|h| h.when.get() < end);
            if !due {
                return;
            }
            let Some(h) = l.pop_timer() else { return };
            if vm.trace.wants(1) && !h.cancelled.get() {
                let now = vm.host.now();
                vm.trace.record(
                    now,
                    Event::new("timer.fire")
                        .with("h", h.id)
                        .with("when", (h.when.get() * 1e6).round() as i64)
                        .maybe("k", h.task.get()),
                );
            }
            l.push_ready(vm, Work::Handle(h));
        }
    }

    /// Runs one piece of work; `None` if nothing had to be asked for.
    fn run_one(&mut self, vm: &mut Vm, l: &Loop, ready: Ready) -> Option<Step> {
        let skipped = matches!(&ready.work, Work::Handle(h) if h.cancelled.get());
        if vm.trace.wants(1) {
            let (what, k) = describe(&ready.work);
            let now = vm.host.now();
            let kind = if skipped { "handle.drop" } else { "handle.run" };
            vm.trace.record(
                now,
                Event::new(kind).with("h", ready.id).with("what", what).maybe("k", k).with("tick", l.tick.get()),
            );
        }
        match ready.work {
            Work::Step(t, exc) => Some(self.step_task(vm, t, exc)),
            Work::Wakeup(t, f) => {
                let exc = match future::core(&f) {
                    Some(c) if c.state.get() == State::Cancelled => Some(vm.make_cancelled(c)),
                    Some(c) => {
                        c.log_traceback.set(false);
                        c.exception.get()
                    }
                    None => None,
                };
                // the awaiting iterator asks the future itself: an exception is raised there
                let _ = exc;
                Some(self.step_task(vm, t, None))
            }
            Work::Gathered(outer, child) => {
                vm.gathered(&outer, &child);
                None
            }
            Work::Call(f, args, _) => {
                self.asked = Asked::Callback(f.clone());
                Some(Step::Ask(Act::Call(f, args.into())))
            }
            Work::Handle(h) => {
                if h.cancelled.get() {
                    return None;
                }
                let (f, args) = (h.callback.get(), h.args.get());
                self.asked = Asked::Callback(f.clone());
                Some(Step::Ask(Act::Call(f, args.into())))
            }
        }
    }

    /// Resumes a task's coroutine.
    fn step_task(&mut self, vm: &mut Vm, t: Ref<Task>, exc: Option<Value>) -> Step {
        if t.core.is_done() {
            self.asked = Asked::Nothing;
            return Step::Ask(Act::Done(Value::NONE));
        }
        let mut exc = exc;
        if t.must_cancel.replace(false) {
            let is_cancel = exc.as_ref().is_some_and(|e| {
                let c = vm.cancelled_error();
                type_ref(e).is_subtype(&c)
            });
            if !is_cancel {
                exc = Some(vm.make_cancelled(&t.core));
            }
        }
        t.waiter.set(None);
        vm.aio().current = Some(t.clone());
        t.turns.set(t.turns.get() + 1);
        if vm.trace.wants(0) {
            let now = vm.host.now();
            let how = match &exc {
                Some(_) => "throw",
                None if t.turns.get() == 1 => "start",
                None => "send",
            };
            let event = Event::new("task.resume").with("k", t.id).with("n", t.turns.get()).with("how", how);
            let event = event.maybe("exc", exc.as_ref().map(|e| vm.type_name(e)));
            vm.trace.record(now, event);
        }
        let coro = t.coro.get();
        self.asked = Asked::Task(t);
        if let Some(g) = coro.get_ref::<Generator>() {
            let how = match exc {
                Some(e) => Resume::Throw(e),
                None => Resume::Send(Value::NONE),
            };
            return Step::Ask(Act::Resume(g, how));
        }
        // a coroutine object of another kind
        let (name, args) = match exc {
            Some(e) => (vm.names.throw.clone(), e),
            None => (vm.names.send.clone(), Value::NONE),
        };
        Step::Ask(vm.call_method(&coro, &name, [args]))
    }

    /// A task's coroutine yielded `v`.
    fn yielded(&mut self, vm: &mut Vm, t: Ref<Task>, v: Value) {
        let event_loop = self.event_loop.clone();
        let Some(l) = loop_of(&event_loop) else { return };
        vm.aio().current = None;
        if v.is_none() {
            self.trace_suspend(vm, &t, None);
            return l.push_ready(vm, Work::Step(t, None));
        }
        if let Some(c) = future::core(&v) {
            let problem = if !c.event_loop.borrow().is(&event_loop) {
                Some("loop")
            } else if !c.blocking.replace(false) {
                Some("yield")
            } else if v.get::<Task>().is_some_and(|other| std::ptr::eq(other, &*t)) {
                Some("self")
            } else {
                None
            };
            if problem.is_none() {
                self.trace_suspend(vm, &t, Some(&v));
                t.waiter.set(Some(v.clone()));
                if c.is_done() {
                    l.push_ready(vm, Work::Wakeup(t.clone(), v.clone()));
                } else {
                    c.callbacks.borrow_mut().push(Callback::Wake(t.clone()));
                }
                if t.must_cancel.get() {
                    let message = t.core.cancel_message.get();
                    let cancelled = match v.get_ref::<Task>() {
                        Some(other) => vm.cancel_task(&other, message),
                        None => vm.cancel_future(&v, message),
                    };
                    if cancelled {
                        t.must_cancel.set(false);
                    }
                }
                return;
            }
            return self.complain(vm, t, v, problem.unwrap_or("yield"));
        }
        self.complain(vm, t, v, "bad")
    }

    /// The coroutine yielded something that no task can wait for: RuntimeError is thrown into it next.
    fn complain(&mut self, vm: &mut Vm, t: Ref<Task>, v: Value, problem: &'static str) {
        let event_loop = self.event_loop.clone();
        self.trace_suspend(vm, &t, None);
        let name = vm.type_name(&v);
        let task = format!(
            "<Task pending name={} coro=<{}()>>",
            quoted(&text_of(&t.name.get())),
            task::coro_name(&t.coro.get())
        );
        let shown = match v.as_small() {
            Some(i) => i.to_string(),
            None if v.is_a::<crate::object::str::Str>() => quoted(&text_of(&v)),
            None => format!("<{name} object>"),
        };
        let m = match problem {
            "loop" => format!("Task {task} got Future <{name} pending> attached to a different loop"),
            "self" => format!("Task cannot await on itself: {task}"),
            "yield" => format!("yield was used instead of yield from in task {task} with <{name} pending>"),
            _ if v.is_a::<Generator>() => {
                format!("yield was used instead of yield from for generator in task {task} with {shown}")
            }
            _ => format!("Task got bad yield: {shown}"),
        };
        let ty = types().exc.RuntimeError.clone();
        let text = str::new(m);
        let e = vm.new_exception(&ty, vec![text]);
        if let Some(l) = loop_of(&event_loop) {
            l.push_ready(vm, Work::Step(t, Some(e)));
        }
    }

    fn trace_suspend(&mut self, vm: &mut Vm, t: &Ref<Task>, on: Option<&Value>) {
        if !vm.trace.wants(0) {
            return;
        }
        let now = vm.host.now();
        vm.trace.suspensions += 1;
        let chain = chain_of(&t.coro.get());
        let on_field = match on {
            None => Field::Null,
            Some(v) => match v.get::<Task>() {
                Some(other) => Field::Map(vec![("kind", "task".into()), ("id", other.id.into())]),
                None => {
                    let c = future::core(v);
                    let id = c.map_or(0, |c| c.id);
                    if c.is_some_and(|c| !c.traced.replace(true)) {
                        vm.trace.record(now, Event::new("fut.new").with("u", id).with("kind", "plain"));
                    }
                    Field::Map(vec![("kind", "future".into()), ("id", id.into())])
                }
            },
        };
        let why = if on.is_some() { "future" } else { "yield" };
        let mut event = Event::new("task.suspend").with("k", t.id).with("n", t.turns.get());
        event.fields.push(("on", on_field));
        vm.trace.record(now, event.with("why", why).with("chain", chain));
    }

    /// A task's coroutine returned or raised.
    fn ended(&mut self, vm: &mut Vm, t: Ref<Task>, outcome: Result<Value, Raised>) -> Option<Step> {
        vm.aio().current = None;
        let value: Value = (&t).into();
        let trace = |vm: &mut Vm, how: &'static str, exc: Option<String>| {
            if vm.trace.wants(0) {
                let now = vm.host.now();
                vm.trace.record(
                    now,
                    Event::new("task.done")
                        .with("k", t.id)
                        .with("how", how)
                        .maybe("exc", exc)
                        .with("turns", t.turns.get()),
                );
            }
        };
        match outcome {
            Ok(v) => {
                if t.must_cancel.replace(false) {
                    trace(vm, "cancel", None);
                    let message = t.core.cancel_message.get();
                    vm.cancel_future(&value, message);
                } else {
                    let shown = if vm.trace.wants(0) { vm.brief(&v) } else { None };
                    if vm.trace.wants(0) {
                        let now = vm.host.now();
                        let event = Event::new("task.done").with("k", t.id).with("how", "return").maybe("val", shown);
                        vm.trace.record(now, event.with("turns", t.turns.get()));
                    }
                    vm.finish_future(&value, v);
                }
                None
            }
            Err(e) => {
                let exc = vm.take_raised(e);
                let cancelled = vm.cancelled_error();
                let class = type_ref(&exc);
                if class.is_subtype(&cancelled) {
                    trace(vm, "cancel", None);
                    t.core.cancelled.set(Some(exc));
                    let message = t.core.cancel_message.get();
                    vm.cancel_future(&value, message);
                    return None;
                }
                let name = vm.type_name(&exc);
                trace(vm, "raise", Some(name));
                let fatal =
                    class.is_subtype(&types().exc.KeyboardInterrupt) || class.is_subtype(&types().exc.SystemExit);
                vm.fail_future(&value, exc.clone());
                if fatal {
                    self.finish(vm);
                    return Some(Step::Raise(vm.raise(exc)));
                }
                None
            }
        }
    }

    /// A callback raised: the loop's exception handler is told.
    fn callback_failed(&mut self, vm: &mut Vm, f: &Value, e: Raised) -> Step {
        let exc = vm.take_raised(e);
        let class = type_ref(&exc);
        if class.is_subtype(&types().exc.KeyboardInterrupt) || class.is_subtype(&types().exc.SystemExit) {
            self.finish(vm);
            return Step::Raise(vm.raise(exc));
        }
        let context = Dict::new();
        let name = f
            .get::<crate::object::function::Function>()
            .map_or_else(|| vm.type_name(f), |f| text_of(&f.qualname.get()));
        let mut put = |key: &str, value: Value| {
            let key = vm.intern(key);
            context.set_interned(&key, value);
        };
        put("message", str::new(format!("Exception in callback {name}()")));
        put("exception", exc);
        self.asked = Asked::Handler;
        let method = vm.intern("call_exception_handler");
        let l = self.event_loop.clone();
        Step::Ask(vm.call_method(&l, &method, [context.into()]))
    }
}

/// `loop._clock_resolution`.
const CLOCK_RESOLUTION: f64 = 1e-9;

fn quoted(s: &str) -> String {
    format!("'{s}'")
}

/// Suspended frames of an await chain, outermost first: object and line.
fn chain_of(coro: &Value) -> Vec<Field> {
    let mut out = Vec::new();
    let mut at = coro.get_ref::<Generator>();
    while let Some(g) = at {
        let f = g.frame();
        if f.code.is_null() {
            break;
        }
        let line = f.code().unit.positions.lookup(f.pc_index()).line;
        out.push(Field::Map(vec![("o", g.trace_id.get().into()), ("line", line.into())]));
        if out.len() >= 100 {
            break;
        }
        at = g.delegate();
    }
    out
}

impl NativeFrame for LoopFrame {
    fn step(&mut self, vm: &mut Vm, input: Input) -> Step {
        task::bury(vm);
        match (std::mem::replace(&mut self.asked, Asked::Nothing), input) {
            (Asked::Nothing, Input::Start) => {
                if vm.trace.wants(0) {
                    let now = vm.host.now();
                    vm.trace.record(now, Event::new("loop.begin").with("L", 1i64));
                }
                self.install_hooks(vm)
            }
            (Asked::Task(t), Input::Value(v)) => {
                // a coroutine of another kind answers through its method
                self.yielded(vm, t, v);
                self.proceed(vm)
            }
            (Asked::Task(t), Input::Returned(v)) => match self.ended(vm, t, Ok(v)) {
                Some(step) => step,
                None => self.proceed(vm),
            },
            (Asked::Task(t), Input::Raised(e)) => {
                let foreign = !t.coro.borrow().is_a::<Generator>();
                let outcome = if foreign && vm.raised_is(&types().exc.StopIteration) {
                    let exc = vm.take_raised(e);
                    Ok(crate::object::exception::stop_value(&exc))
                } else {
                    Err(e)
                };
                match self.ended(vm, t, outcome) {
                    Some(step) => step,
                    None => self.proceed(vm),
                }
            }
            (Asked::Callback(f), Input::Raised(e)) => self.callback_failed(vm, &f, e),
            (Asked::Timer, Input::Value(_)) => {
                if vm.trace.wants(0) {
                    let now = vm.host.now();
                    vm.trace.record(now, Event::new("loop.wake").with("cause", "timer"));
                }
                self.proceed(vm)
            }
            (_, Input::Raised(e)) => {
                self.finish(vm);
                Step::Raise(e)
            }
            _ => self.proceed(vm),
        }
    }
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.event_loop);
    }
    fn label(&self) -> &'static str {
        "run_forever"
    }
}

impl LoopFrame {
    /// The loop watches async generators while it runs.
    fn install_hooks(&mut self, vm: &mut Vm) -> Step {
        let l = self.event_loop.clone();
        let (first, last) = (vm.intern("_asyncgen_firstiter_hook"), vm.intern("_asyncgen_finalizer_hook"));
        let first = match vm.get_attr_opt(&l, &first) {
            Act::Done(v) if !v.is_unbound() => v,
            _ => Value::NONE,
        };
        let last = match vm.get_attr_opt(&l, &last) {
            Act::Done(v) if !v.is_unbound() => v,
            _ => Value::NONE,
        };
        self.hooks = Some(std::mem::replace(&mut vm.thread.asyncgen_hooks, (first, last)));
        self.proceed(vm)
    }
}
