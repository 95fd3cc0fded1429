//! Which thread runs: turns, waiting and waking, starting and ending threads.
//!
//! Invariants: exactly one thread is `vm.thread`; the others stand in `threads.others`, complete, each with its own part of what the VM
//! keeps for the running one. Turns are counted in fuel that the thread is charged, never in slices or time, and drawn from the seed, so
//! the same program takes turns at the same instructions whatever the slices are. A thread gives its turn up only between two
//! instructions of a Python frame, or when it waits. Who could run first runs first. A wake may come for nothing: whoever waits looks
//! again at what it waits for.

use super::Vm;
use super::frame::Ret;
use super::host::{Outcome, Wait, Waits};
use super::native::{Input, NativeFrame};
use super::run::Exit;
use super::thread::{Thread, ThreadId};
use crate::record;
use crate::value::Value;

/// What the VM and its modules keep for the running thread, set aside while another one runs.
#[derive(Default)]
pub(crate) struct Own {
    /// the exception on its way up
    raised: Option<Value>,
    pub running_loop: Option<Value>,
    pub current_task: Option<Value>,
    context: Option<Value>,
}

/// The threads that do not run now, and the accounts of the one that does.
pub(crate) struct Threads {
    others: Vec<Box<Thread>>,
    /// how often a thread became ready or began to wait
    moments: u64,
    /// the newest thread
    newest: u64,
    /// state of the generator that turns are drawn from; 0 before the first
    random: u64,
    /// mean length of a turn
    pub interval: i64,
    /// left of this slice, without what is granted
    slice: i64,
    /// what `vm.fuel` was set to
    granted: i64,
}

/// Mean length of a turn: about what CPython's 5 ms are on a slow machine.
const TURN: i64 = 20_000;

/// The switch interval that this stands for, in seconds.
const INTERVAL: f64 = 0.005;

/// How much longer a turn gets that would end within a native.
const EXTENSION: i64 = 1000;

impl Default for Threads {
    fn default() -> Threads {
        Threads {
            others: Vec::new(),
            moments: 0,
            newest: ThreadId::MAIN.0,
            random: 0,
            interval: TURN,
            slice: 0,
            granted: 0,
        }
    }
}

impl Threads {
    fn moment(&mut self) -> u64 {
        self.moments += 1;
        self.moments
    }
}

impl Vm {
    /// Charges the running thread and the slice for what was used of the grant.
    fn settle(&mut self) {
        let t = &mut self.threads;
        let used = t.granted - self.fuel;
        t.granted = self.fuel;
        t.slice -= used;
        self.thread.quantum -= used;
        self.spent += used.max(0) as u64;
    }

    /// Grants the running thread what it may use before the next look at turns and slices.
    fn grant(&mut self) {
        let t = &mut self.threads;
        let alone = t.others.is_empty();
        t.granted = if alone { t.slice } else { t.slice.min(self.thread.quantum) };
        self.fuel = t.granted;
    }

    /// Ends the slice at the next look at it, as if it had been so short: nobody is charged for what is left.
    pub(crate) fn end_slice(&mut self) {
        // one more is given back when a native pauses
        let left = self.fuel + 2;
        self.fuel -= left;
        let t = &mut self.threads;
        t.granted -= left;
        t.slice = (t.slice - left).min(t.granted);
    }

    /// The length of a new turn.
    fn draw_turn(&mut self) -> i64 {
        if self.threads.random == 0 {
            let mut seed = [0; 8];
            self.host.entropy(&mut seed);
            self.threads.random = u64::from_le_bytes(seed) | 1;
        }
        let t = &mut self.threads;
        // xorshift64
        t.random ^= t.random << 13;
        t.random ^= t.random >> 7;
        t.random ^= t.random << 17;
        let spread = t.interval.max(2);
        spread / 2 + (t.random % spread as u64) as i64
    }

    /// Runs for `fuel` units at most.
    pub fn run(&mut self, fuel: i64) -> Outcome {
        let _entered = self.enter();
        // what a first line had to wait for is over
        self.parsed = None;
        self.now();
        self.threads.slice = fuel;
        self.grant();
        if let Some(status) = self.exit {
            self.abandon_all();
            return Outcome::Finished(status);
        }
        if self.stop > 0 && self.interrupt() {
            return Outcome::Finished(super::life::STOPPED);
        }
        loop {
            match self.run_thread() {
                Exit::Fuel => return Outcome::Sliced,
                Exit::Finished if self.thread.id == ThreadId::MAIN => {
                    self.settle();
                    let status = self.main_ended();
                    // daemons are gone without a word
                    self.abandon_others();
                    return status;
                }
                Exit::Finished => self.end_thread(),
                Exit::Turn => self.thread.since = self.threads.moment(),
                Exit::Blocked => {
                    self.settle();
                    if self.thread.waiting.is_none() {
                        // nobody will bring anything, but a Stop can end it
                        self.thread.waiting = Some(Wait::External);
                    }
                    self.thread.since = self.threads.moment();
                }
            }
            if !self.next_thread() {
                return Outcome::Waiting(self.waits());
            }
            if self.threads.slice < 0 {
                return Outcome::Sliced;
            }
        }
    }

    fn main_ended(&mut self) -> Outcome {
        let status = match (self.thread.result.take(), self.thread.failure.take()) {
            (Some(v), _) => v.as_small().unwrap_or(0) as i32,
            (None, Some(_)) => 1,
            (None, None) => 0,
        };
        self.record_end(if status == 0 { "done" } else { "error" });
        Outcome::Finished(status)
    }

    /// The fuel is used up: what this ends, if anything.
    pub(crate) fn out_of_fuel(&mut self) -> Option<Exit> {
        self.settle();
        if !self.threads.others.is_empty() && self.thread.quantum < 0 {
            if unsafe { (*self.thread.top).is_native() } {
                self.thread.quantum = EXTENSION;
            } else {
                self.wake_due();
                if self.threads.others.iter().any(|t| t.waiting.is_none()) {
                    return Some(Exit::Turn);
                }
                self.thread.quantum = self.draw_turn();
            }
        }
        if self.threads.slice < 0 {
            return Some(Exit::Fuel);
        }
        self.grant();
        None
    }

    /// Exchanges what is the running thread's own with what is set aside.
    fn exchange_own(&mut self) {
        let mut own = std::mem::take(&mut self.thread.own);
        std::mem::swap(&mut own.raised, &mut self.raised);
        crate::module::_contextvars::exchange(self, &mut own.context);
        self.aio().exchange(&mut own);
        self.thread.own = own;
    }

    /// Exchanges the running thread with the `i`-th other one.
    fn exchange(&mut self, i: usize) {
        if i >= self.threads.others.len() {
            return;
        }
        self.exchange_own();
        std::mem::swap(&mut self.thread, &mut *self.threads.others[i]);
        self.exchange_own();
    }

    /// Makes the thread that could run first the running one; false if none can run.
    fn next_thread(&mut self) -> bool {
        self.wake_due();
        let me = self.thread.waiting.is_none().then_some((self.thread.since, usize::MAX));
        let others = self.threads.others.iter().enumerate();
        let ready = others.filter(|(_, t)| t.waiting.is_none()).map(|(i, t)| (t.since, i));
        let Some((_, i)) = ready.chain(me).min() else { return false };
        let before = self.thread.id;
        self.exchange(i);
        self.thread.quantum = self.draw_turn_if_shared();
        self.grant();
        if before != self.thread.id {
            self.record_thread("run", self.thread.id, None);
        }
        true
    }

    fn draw_turn_if_shared(&mut self) -> i64 {
        if self.threads.others.is_empty() { 0 } else { self.draw_turn() }
    }

    /// Everything that the threads wait for.
    fn waits(&mut self) -> Waits {
        let mut all: Vec<&mut Thread> = self.threads.others.iter_mut().map(|t| &mut **t).collect();
        all.push(&mut self.thread);
        all.sort_by_key(|t| t.since);
        let mut waits = Waits { until: all.iter().filter_map(|t| t.deadline()).min(), ..Waits::default() };
        for t in all {
            match &mut t.waiting {
                Some(Wait::Input(prompt)) if waits.input.is_none() => waits.input = Some(std::mem::take(prompt)),
                Some(Wait::Asset(name)) if waits.asset.is_none() => waits.asset = Some(name.clone()),
                Some(Wait::Answer(_)) => waits.answers = true,
                Some(Wait::External) => waits.external = true,
                _ => {}
            }
        }
        waits
    }

    /// Threads whose moment has come can run.
    fn wake_due(&mut self) {
        let mut due: Vec<(u64, u64, ThreadId)> = Vec::new();
        for t in self.all_threads() {
            if let Some(deadline) = t.deadline() {
                due.push((deadline, t.since, t.id));
            }
        }
        if due.is_empty() {
            return;
        }
        let now = self.now();
        due.retain(|d| d.0 <= now);
        due.sort_unstable();
        for (_, _, id) in due {
            self.wake(id);
        }
    }

    fn thread_mut(&mut self, id: ThreadId) -> Option<&mut Thread> {
        if self.thread.id == id {
            return Some(&mut self.thread);
        }
        self.threads.others.iter_mut().find(|t| t.id == id).map(|t| &mut **t)
    }

    /// Wakes a thread that waits for a moment, a lock, or something from outside; it looks again at what it waits for.
    pub fn wake(&mut self, id: ThreadId) {
        self.wake_if(id, |w| matches!(w, Wait::Until(_) | Wait::Parked(_) | Wait::External), Value::NONE);
    }

    /// Gives `v` to the thread, if its wait is of that kind.
    fn wake_if(&mut self, id: ThreadId, kind: impl Fn(&Wait) -> bool, v: Value) {
        let moment = self.threads.moment();
        let Some(t) = self.thread_mut(id) else { return };
        if t.waiting.as_ref().is_some_and(&kind) {
            t.waiting = None;
            t.input = Some(Input::Value(v));
            t.since = moment;
        } else if let Some(saved) = t.saved.iter_mut().find(|s| s.waiting.as_ref().is_some_and(&kind)) {
            // a finaliser runs above the frame that waits
            saved.waiting = None;
            saved.input = Some(Input::Value(v));
        }
    }

    /// The thread that has waited longest in this way.
    fn waiting_thread(&self, kind: impl Fn(&Wait) -> bool) -> Option<ThreadId> {
        self.all_threads().filter(|t| t.waiting.as_ref().is_some_and(&kind)).min_by_key(|t| t.since).map(|t| t.id)
    }

    /// Something happened outside: threads that wait for it look again.
    pub fn deliver_event(&mut self) {
        let _entered = self.enter();
        let ids: Vec<ThreadId> = self.all_threads().map(|t| t.id).collect();
        for id in ids {
            self.wake_if(id, |w| matches!(w, Wait::External), Value::NONE);
        }
    }

    /// A line of input, or end of file, for the thread that asked first.
    pub fn deliver_line(&mut self, line: Option<String>) {
        let _entered = self.enter();
        let v = line.map_or(Value::NONE, crate::object::str::new);
        if let Some(id) = self.waiting_thread(|w| matches!(w, Wait::Input(_))) {
            self.wake_if(id, |w| matches!(w, Wait::Input(_)), v);
        }
    }

    /// A pack (inflated), or why it could not be had, for the threads that wait for it: they are given None, or the reason.
    pub fn deliver_asset(&mut self, name: &str, answer: Result<Vec<u8>, String>) {
        let _entered = self.enter();
        let reason = match answer {
            Ok(bytes) => (!crate::library::admit(name, bytes)).then(|| "it is damaged".to_owned()),
            Err(reason) => Some(reason),
        };
        let answer = reason.map_or(Value::NONE, crate::object::str::new);
        self.wake_waiting(|w| matches!(w, Wait::Asset(n) if n == name), answer);
    }

    /// Gives a value to all threads that wait in this way.
    pub(super) fn wake_waiting(&mut self, kind: impl Fn(&Wait) -> bool, v: Value) {
        while let Some(id) = self.waiting_thread(&kind) {
            self.wake_if(id, &kind, v.clone());
        }
    }

    /// A new thread, which begins with this frame. It can run as soon as others give way.
    pub(crate) fn start_thread(&mut self, frame: Box<dyn NativeFrame>) -> ThreadId {
        self.settle();
        if self.threads.others.is_empty() {
            self.thread.quantum = self.draw_turn();
        }
        self.threads.newest += 1;
        let id = ThreadId(self.threads.newest);
        let mut t = Box::new(Thread::new(id));
        t.since = self.threads.moment();
        self.threads.others.push(t);
        let i = self.threads.others.len() - 1;
        self.exchange(i);
        self.push_native(frame, Ret::Exit);
        self.exchange(i);
        self.grant();
        id
    }

    /// The running thread has ended: it is gone, and another one stands in its place (that may have to wait).
    fn end_thread(&mut self) {
        self.settle();
        self.record_thread("done", self.thread.id, None);
        self.exchange(0);
        if !self.threads.others.is_empty() {
            drop(self.threads.others.swap_remove(0));
        }
        if self.tracing.on {
            self.hooks_changed();
        }
    }

    /// All threads, in no order.
    pub(super) fn all_threads(&self) -> impl Iterator<Item = &Thread> {
        self.threads.others.iter().map(|t| &**t).chain([&self.thread])
    }

    /// Does `f` with each thread.
    pub(super) fn each_thread(&mut self, f: impl Fn(&mut Thread)) {
        self.threads.others.iter_mut().map(|t| &mut **t).chain([&mut self.thread]).for_each(f);
    }

    /// The tasks whose steps run, one in a thread at most.
    pub(crate) fn current_tasks(&self) -> Vec<Value> {
        let set_aside = self.threads.others.iter().filter_map(|t| t.own.current_task.clone());
        set_aside.chain(self.asyncio.current_task()).collect()
    }

    /// Sets or takes away a hook of every thread.
    pub(crate) fn set_hook_everywhere(&mut self, profile: bool, f: Option<Value>) {
        let all = self.threads.others.iter_mut().map(|t| &mut **t).chain([&mut self.thread]);
        let mut old = Vec::new();
        for t in all {
            let place = if profile { &mut t.hooks.profile } else { &mut t.hooks.trace };
            old.push(std::mem::replace(place, f.clone()));
        }
        drop(old);
        self.hooks_changed();
    }

    /// `sys.getswitchinterval()`.
    pub(crate) fn switch_interval(&self) -> f64 {
        self.threads.interval as f64 / TURN as f64 * INTERVAL
    }

    /// `sys.setswitchinterval()`: turns become longer or shorter in the same measure.
    pub(crate) fn set_switch_interval(&mut self, seconds: f64) {
        self.threads.interval = (seconds / INTERVAL * TURN as f64).clamp(2.0, 1e9) as i64;
    }

    /// Threads that were started and have not ended, without the main one.
    pub(crate) fn other_threads(&self) -> usize {
        self.threads.others.len()
    }

    /// The topmost frame of every thread, by thread.
    pub(crate) fn tops(&self) -> Vec<(ThreadId, *mut super::frame::Frame)> {
        let mut tops: Vec<_> = self.all_threads().map(|t| (t.id, t.top)).collect();
        tops.sort_by_key(|t| t.0);
        tops
    }

    /// Does `f` as if the thread were the running one. False if there is no such thread.
    pub(super) fn within(&mut self, id: ThreadId, f: impl FnOnce(&mut Vm)) -> bool {
        if self.thread.id == id {
            f(self);
            return true;
        }
        let Some(i) = self.threads.others.iter().position(|t| t.id == id) else { return false };
        self.exchange(i);
        f(self);
        self.exchange(i);
        true
    }

    /// Raises an exception in a thread, where it is now. Not for the thread whose native is being stepped.
    pub(crate) fn throw_into(&mut self, id: ThreadId, exc: Value) {
        let moment = self.threads.moment();
        self.within(id, |vm| {
            if vm.thread.top.is_null() {
                return;
            }
            vm.thread.waiting = None;
            vm.thread.since = moment;
            // a native frame gets the exception as its input, a Python frame at its next instruction
            vm.thread.input = None;
            let e = vm.raise(exc);
            vm.unwind(e);
        });
    }

    /// Unwinds every frame of every thread without running handlers.
    pub(crate) fn abandon_all(&mut self) {
        if let Some(i) = self.threads.others.iter().position(|t| t.id == ThreadId::MAIN) {
            self.exchange(i);
        }
        self.abandon_others();
        self.abandon();
    }

    /// True if there are other threads than the running one.
    pub(super) fn has_threads(&self) -> bool {
        !self.threads.others.is_empty()
    }

    /// The same with all but the running thread.
    fn abandon_others(&mut self) {
        while !self.threads.others.is_empty() {
            self.exchange(0);
            self.abandon();
            self.exchange(0);
            drop(self.threads.others.swap_remove(0));
        }
    }

    /// Where every thread stands, for a report.
    pub(crate) fn who_waits(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for (id, top) in self.tops() {
            let mut f = top;
            while let Some(frame) = unsafe { f.as_ref() } {
                if !frame.code.is_null() && !frame.code().unit.filename.starts_with(super::LIBRARY) {
                    let line = frame.code().unit.positions.lookup(frame.pc_index()).line;
                    lines.push(format!("thread {} waits in line {line} of {}", id.0, frame.code().unit.filename));
                    break;
                }
                f = frame.back;
            }
        }
        lines
    }

    /// Records what happens to a thread.
    pub(crate) fn record_thread(&mut self, op: &'static str, x: ThreadId, what: Option<String>) {
        if self.trace.wants(1) {
            let by = self.thread.id.0 as i64;
            record!(self.trace, "thr", "x": x.0 as i64, "op": op, "fn": what, "by": by);
        }
    }
}
