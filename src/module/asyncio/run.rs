//! The native run of our loop: one frame that runs ticks until it is told to stop.
//!
//! Invariant: a tick takes what is ready when it begins, no more; then cancelled timers leave the heap, then, if nothing is ready, the frame
//! waits for the earliest timer or an outside event; then due timers join the queue. That is the order of `_run_once`, inside one call of
//! which the frame runs. It returns at the end of a tick when the loop is stopping, or when the library's own way has to be gone.

use super::event_loop::{Loop, Ready, Work, describe, fast};
use super::handle;
use super::step::{self, After};
use super::task::Task;
use crate::heap::{Ref, Visitor};
use crate::module::_contextvars;
use crate::object::names::Dunder;
use crate::object::number_args::special;
use crate::object::types;
use crate::record;
use crate::trace::schema::{RUN, TICK, place_of, word_of};
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::cx::Cx;
use crate::vm::host::Wait;
use crate::vm::native::{Act, Args, Input, NativeFrame, PyResult, Raised, Step};

/// What the frame asked for last.
enum Asked {
    Nothing,
    /// a task's coroutine was resumed; the context outside of it
    Task(Ref<Task>, Value),
    /// what a task's step led to
    Settling(Value),
    /// finalisers of what was thrown into a task, in the task's context
    Leaving(Value),
    /// a callback runs; the context outside
    Callback(Value),
    /// something whose exceptions go on
    Plain,
    /// the same about an exception of a callback, which is being handled
    Reporting,
    /// waiting for a timer
    Timer,
    /// waiting for a timer whose time is no plain number
    Odd,
    /// the selector looks at its files
    Looking,
}

/// The frame.
struct RunFrame {
    event_loop: Value,
    /// the handle that `_run_once` runs
    stand_in: Value,
    asked: Asked,
    /// what ran last: `_run_once` keeps its handle, and with it a future and its result, until it takes the next
    last: Option<Ready>,
    /// the exception that was thrown into the task whose step it is
    thrown: Option<Value>,
    /// pieces of work left in this tick
    left: usize,
    began: bool,
    /// when the wait began
    idle_since: u64,
}

/// `Run._context.run(…)`.
pub fn act(event_loop: Value, stand_in: Value) -> Act {
    Act::Frame(Box::new(RunFrame {
        event_loop,
        stand_in,
        asked: Asked::Nothing,
        last: None,
        thrown: None,
        left: 0,
        began: false,
        idle_since: 0,
    }))
}

/// `loop._clock_resolution`.
const CLOCK_RESOLUTION: f64 = 1e-9;
/// So many timers must there be before cancelled ones are swept out.
const MIN_SCHEDULED: usize = 100;
/// Share of cancelled timers that makes a sweep worth it.
const MIN_CANCELLED: f64 = 0.5;

impl RunFrame {
    fn finish(&mut self, vm: &mut Vm, step: Step) -> Step {
        if vm.trace.wants(0) {
            record!(vm.trace, "loop.end", "L": 1i64, "how": "stop");
        }
        step
    }

    /// Goes on with the tick, begins the next, waits, or ends.
    fn proceed(&mut self, vm: &mut Vm) -> Step {
        let event_loop = self.event_loop.clone();
        let Some(l) = event_loop.get::<Loop>() else { return Step::Return(Value::NONE) };
        loop {
            if self.last.take().is_some() && crate::heap::has_finalisers() {
                return Step::Again;
            }
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
            if self.began && (l.stopping.get() || fast(vm, &event_loop).is_none()) {
                return self.finish(vm, Step::Return(Value::NONE));
            }
            // `_run_once` has looked at the timers already when it calls us
            if self.began {
                sweep(vm, l);
                if let Some(step) = self.look(vm, l) {
                    return step;
                }
            } else {
                self.begin_tick(vm, l);
            }
            if self.left == 0 && vm.charge(1) {
                return Step::Again;
            }
        }
    }

    fn begin_tick(&mut self, vm: &mut Vm, l: &Loop) {
        self.began = true;
        self.left = l.ready.borrow().len();
        if self.left > 0 {
            l.tick.set(l.tick.get() + 1);
            let (n, ready) = (l.tick.get(), self.left);
            if vm.trace.wants(1) {
                vm.trace.short::<TICK, _>(0, [0, n as u32, ready as u32]);
            }
        }
    }

    /// Looks at the selector's files if there are any; then waits if nothing is ready, or begins the next tick.
    fn look(&mut self, vm: &mut Vm, l: &Loop) -> Option<Step> {
        if l.watched.get() == 0 {
            return self.wait_or_begin(vm, l);
        }
        self.asked = Asked::Looking;
        let name = vm.intern("_poll");
        let event_loop = self.event_loop.clone();
        Some(Step::Ask(vm.call_method(&event_loop, &name, [])))
    }

    fn wait_or_begin(&mut self, vm: &mut Vm, l: &Loop) -> Option<Step> {
        if let Some(step) = self.wait(vm, l) {
            return Some(step);
        }
        if !self.collect_due(vm, l) {
            return Some(self.finish(vm, Step::Return(Value::NONE)));
        }
        self.begin_tick(vm, l);
        None
    }

    /// If nothing is ready, waits.
    fn wait(&mut self, vm: &mut Vm, l: &Loop) -> Option<Step> {
        l.waiting.set(None);
        if l.woken.replace(false) || !l.ready.borrow().is_empty() || l.stopping.get() {
            return None;
        }
        let timers = l.timers.get();
        let first = timers.at(0);
        let count = timers.len();
        let when = first.as_ref().map(|h| handle::when(vm, h));
        let wait = match when {
            // a time that is no plain number: the library's code compares it, after the wait
            Some(None) => {
                self.asked = Asked::Odd;
                let h = first.unwrap_or(Value::NONE);
                return Some(Step::Ask(Act::run(async move |cx| {
                    let when = cx.attr(&h, "_when").await?;
                    let when = special(cx, &when, Dunder::Float).await?.and_then(|f| f.as_float());
                    let left = when.unwrap_or(0.0) - cx.vm().loop_time();
                    wait(cx, Args::owned(smallvec::smallvec![Value::float(left)])).await
                })));
            }
            Some(Some(when)) => {
                let left = when - vm.loop_time();
                if left <= CLOCK_RESOLUTION {
                    return None;
                }
                Wait::Until(vm.moment_in(left))
            }
            None => Wait::External,
        };
        let until = if let Wait::Until(t) = &wait { Some(*t) } else { None };
        l.waiting.set(Some(vm.thread.id));
        self.asked = Asked::Timer;
        self.idle_since = vm.now();
        if vm.trace.wants(0) {
            record!(
                vm.trace, "loop.idle", "until": until, "timers": count, "io": l.watched.get(), "threads": 0i64
            );
        }
        Some(Step::Block(wait))
    }

    /// Due timers join the ready queue. False if one has no plain time.
    fn collect_due(&mut self, vm: &mut Vm, l: &Loop) -> bool {
        let end = vm.loop_time() + CLOCK_RESOLUTION;
        let timers = l.timers.get();
        while let Some(first) = timers.at(0) {
            match handle::when(vm, &first) {
                None => return false,
                Some(when) if when >= end => return true,
                Some(when) => {
                    let popped = handle::pop(vm, &mut timers.items.borrow_mut());
                    drop(popped);
                    handle::unschedule(vm, &first);
                    if vm.trace.wants(1)
                        && let Some((id, k)) = vm.asyncio.traced_timers.remove(&first.identity())
                    {
                        record!(vm.trace, "timer.fire", "h": id, "when": (when * 1e6).round() as i64, "k": k);
                    }
                    l.push_ready(vm, Work::Handle(first));
                }
            }
        }
        true
    }

    /// Runs one piece of work; `None` if nothing had to be asked for.
    fn run_one(&mut self, vm: &mut Vm, l: &Loop, ready: Ready) -> Option<Step> {
        let parts = match &ready.work {
            Work::Handle(h) => handle::parts(vm, h),
            _ => None,
        };
        if vm.trace.wants(1) {
            let (what, k) = describe(&ready.work);
            let skipped = parts.as_ref().is_some_and(|p| p.cancelled);
            let (id, tick) = (ready.id, l.tick.get());
            match skipped {
                true => record!(vm.trace, "handle.drop", "h": id, "what": what, "k": k, "tick": tick),
                false => {
                    let choices = what.at(const { place_of("handle.run", "what") });
                    vm.trace.short::<RUN, _>(choices, [0, id as u32, word_of(k), tick as u32])
                }
            }
        }
        match &ready.work {
            Work::Step(t, exc) => {
                let (t, exc) = (t.clone(), exc.clone());
                self.last = Some(ready);
                Some(self.step_task(vm, t, exc))
            }
            Work::Wakeup(t, f) => {
                let (t, f) = (t.clone(), f.clone());
                let exc = step::wake_with(vm, &f).flatten();
                self.last = Some(ready);
                Some(self.step_task(vm, t, exc))
            }
            Work::Call(f, a, context) => {
                let (f, a, context) = (f.clone(), a.clone(), context.clone());
                self.last = Some(ready);
                Some(self.call(vm, f, vec![a], context))
            }
            Work::Handle(h) => match parts {
                Some(p) if p.cancelled => None,
                Some(p) => {
                    let args =
                        p.args.get::<crate::object::tuple::Tuple>().map_or_else(Vec::new, |t| t.items().to_vec());
                    self.last = Some(ready);
                    Some(self.call(vm, p.callback, args, p.context))
                }
                // a handle of another class runs by itself
                None => {
                    self.asked = Asked::Plain;
                    let h = h.clone();
                    self.last = Some(ready);
                    Some(Step::Ask(Act::run(async move |cx| {
                        let cancelled = cx.attr(&h, "_cancelled").await?;
                        if cx.truth(&cancelled).await? {
                            return Ok(Value::NONE);
                        }
                        cx.call_method(&h, "_run", []).await
                    })))
                }
            },
        }
    }

    /// Calls a callback in its context.
    fn call(&mut self, vm: &mut Vm, f: Value, args: Vec<Value>, context: Value) -> Step {
        match _contextvars::enter(vm, &context) {
            Ok(outside) => {
                self.asked = Asked::Callback(outside);
                Step::Ask(Act::Call(f, args.into()))
            }
            Err(e) => self.failed(vm, e),
        }
    }

    /// Resumes a task's coroutine.
    fn step_task(&mut self, vm: &mut Vm, t: Ref<Task>, exc: Option<Value>) -> Step {
        let context = t.context.get();
        let outside = match _contextvars::enter(vm, &context) {
            Ok(outside) => outside,
            Err(e) => return self.failed(vm, e),
        };
        if vm.asyncio.current.is_some() {
            // another task was entered by hand
            let event_loop = self.event_loop.clone();
            let refused = vm.enter_task(&event_loop, &t.value());
            self.asked = Asked::Callback(outside);
            return Step::Ask(refused.unwrap_or(Act::Done(Value::NONE)));
        }
        vm.asyncio.enter(&t);
        self.thrown = exc;
        let act = step::begin(vm, &t, &mut self.thrown);
        self.asked = Asked::Task(t, outside);
        Step::Ask(act)
    }

    /// A task's step is over.
    fn stepped(&mut self, vm: &mut Vm, t: Ref<Task>, outside: Value, input: Input) -> Step {
        let after = step::settle(vm, &t, input);
        // from here on only `last` keeps it
        drop(t);
        match after {
            After::Done => self.left(vm, outside),
            After::Ask(act) => {
                self.asked = Asked::Settling(outside);
                Step::Ask(act)
            }
            After::Raise(e) => {
                vm.asyncio.leave();
                _contextvars::leave(vm, outside);
                self.failed(vm, e)
            }
        }
    }

    /// A task has been left, its context has not.
    fn left(&mut self, vm: &mut Vm, outside: Value) -> Step {
        vm.asyncio.leave();
        if self.thrown.take().is_some() && crate::heap::has_finalisers() {
            self.asked = Asked::Leaving(outside);
            return Step::Again;
        }
        _contextvars::leave(vm, outside);
        self.proceed(vm)
    }

    /// A callback raised: what `Handle._run` does about it.
    fn failed(&mut self, vm: &mut Vm, e: Raised) -> Step {
        if vm.raised_is(&types().exc.KeyboardInterrupt) || vm.raised_is(&types().exc.SystemExit) {
            if let Some(last) = self.last.take() {
                super::queue::end_run(vm, &self.stand_in, &last.work);
            }
            return self.finish(vm, Step::Raise(e));
        }
        let exc = vm.take_raised(e);
        vm.add_caller_traceback(&exc);
        let work = self.last.as_ref().map(|r| &r.work);
        let handle = work.map_or(Value::NONE, |work| super::queue::shown(vm, &self.event_loop, work));
        self.asked = Asked::Reporting;
        vm.handle_in_top(Some(exc.clone()));
        Step::Ask(Act::run(async move |cx| {
            let f = cx.library("asyncio.unix_events", "_callback_failed").await?;
            cx.call(&f, [handle, exc]).await
        }))
    }
}

/// `_wake(loop)`: what was queued from outside is to be seen, also by a run that waits.
pub(super) fn wake(vm: &mut Vm, a: &Args) -> PyResult {
    if let Some(l) = a.at(0).get::<Loop>() {
        l.woken.set(true);
        if let Some(thread) = l.waiting.get() {
            vm.wake(thread);
        }
    }
    Ok(Value::NONE)
}

/// `_wait(timeout)`: what `select` does when `_run_once` is gone through in Python. No events.
pub(super) async fn wait(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let deadline = match a.some(0) {
        None => None,
        Some(t) => {
            let mut seconds = t.as_float().or_else(|| crate::object::int::to_i64(t).map(|i| i as f64));
            if seconds.is_none() {
                seconds = special(cx, t, Dunder::Float).await?.and_then(|f| f.as_float());
            }
            let seconds = seconds.unwrap_or(0.0);
            if seconds <= 0.0 {
                return Ok(crate::object::list::new(Vec::new()));
            }
            Some(cx.vm().moment_in(seconds))
        }
    };
    let event_loop = cx.vm().asyncio.running.clone();
    let l = event_loop.as_ref().and_then(|l| l.get::<Loop>());
    if let Some(l) = l {
        if l.woken.replace(false) {
            return Ok(crate::object::list::new(Vec::new()));
        }
        l.waiting.set(Some(cx.vm().thread.id));
    }
    let done = cx.block(deadline.map_or(Wait::External, Wait::Until)).await;
    if let Some(l) = l {
        l.waiting.set(None);
        l.woken.set(false);
    }
    done?;
    Ok(crate::object::list::new(Vec::new()))
}

/// Cancelled timers at the head of the heap go; all of them, if they are many.
fn sweep(vm: &mut Vm, l: &Loop) {
    let timers = l.timers.get();
    let count = timers.len();
    if count > MIN_SCHEDULED && l.cancelled.get() as f64 / count as f64 > MIN_CANCELLED {
        let mut kept = Vec::new();
        for h in timers.items.get() {
            match handle::is_cancelled(vm, &h) {
                true => handle::unschedule(vm, &h),
                false => kept.push(h),
            }
        }
        handle::heapify(vm, &mut kept);
        l.timers.set(crate::object::list::List::new(kept));
        l.cancelled.set(0);
        return;
    }
    while let Some(first) = timers.at(0) {
        if !handle::is_cancelled(vm, &first) {
            return;
        }
        l.cancelled.set(l.cancelled.get() - 1);
        let popped = handle::pop(vm, &mut timers.items.borrow_mut());
        drop(popped);
        handle::unschedule(vm, &first);
    }
}

impl NativeFrame for RunFrame {
    fn step(&mut self, vm: &mut Vm, input: Input) -> Step {
        let asked = std::mem::replace(&mut self.asked, Asked::Nothing);
        if let Asked::Reporting = asked {
            vm.handle_in_top(None);
        }
        match (asked, input) {
            (Asked::Nothing, Input::Start) => {
                if vm.trace.wants(0) {
                    record!(vm.trace, "loop.begin", "L": 1i64);
                }
                self.proceed(vm)
            }
            (Asked::Task(t, outside), input) => self.stepped(vm, t, outside, input),
            (Asked::Settling(outside), Input::Raised(e)) => {
                vm.asyncio.leave();
                _contextvars::leave(vm, outside);
                self.failed(vm, e)
            }
            (Asked::Settling(outside), _) => self.left(vm, outside),
            (Asked::Leaving(outside) | Asked::Callback(outside), input) => {
                _contextvars::leave(vm, outside);
                match input {
                    Input::Raised(e) => self.failed(vm, e),
                    // what a callback returned dies before its handle does
                    answer => {
                        drop(answer);
                        if crate::heap::has_finalisers() { Step::Again } else { self.proceed(vm) }
                    }
                }
            }
            (Asked::Timer, Input::Value(_)) => {
                if vm.trace.wants(0) {
                    let (from, now) = (self.idle_since, vm.now());
                    if now > from {
                        record!(vm.trace, "clock.jump", "from": from, "to": now);
                    }
                    let due = self.event_loop.get::<Loop>().and_then(|l| l.timers.get().at(0));
                    let due = due
                        .and_then(|h| handle::when(vm, &h))
                        .is_some_and(|w| w <= vm.time_read_last() + CLOCK_RESOLUTION);
                    let cause = if due { "timer" } else { "external" };
                    record!(vm.trace, "loop.wake", "cause": cause);
                }
                let event_loop = self.event_loop.clone();
                let step = event_loop.get::<Loop>().and_then(|l| self.look(vm, l));
                step.unwrap_or_else(|| self.proceed(vm))
            }
            (Asked::Odd, Input::Value(_)) => self.finish(vm, Step::Return(Value::NONE)),
            (Asked::Looking, Input::Value(_)) => {
                let event_loop = self.event_loop.clone();
                let step = event_loop.get::<Loop>().and_then(|l| self.wait_or_begin(vm, l));
                step.unwrap_or_else(|| self.proceed(vm))
            }
            (_, Input::Raised(e)) => self.finish(vm, Step::Raise(e)),
            _ => self.proceed(vm),
        }
    }
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.event_loop);
        v.value(&self.stand_in);
    }
    fn label(&self) -> &'static str {
        "run_forever"
    }
}
