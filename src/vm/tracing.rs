//! Events: `sys.settrace`, `sys.setprofile` and the tools of `sys.monitoring` are told of them here.
//!
//! Invariants: with no hook set and no tool listening nothing runs and nothing is looked at. Else the code of every frame that is entered
//! has `TraceLine` in place of the instructions of which somebody wants to know (*points*, chosen in `monitoring.rs`); the operands stay.
//! A point tells, then puts the instruction back for one execution: it is *lifted*, at most one at a time, until the next point or the
//! next event. No path leads back to a lifted point without passing another one, because jumps back and their targets are points. Frames
//! that are entered meanwhile have a frame object, so they return by the general path, which knows lifted and traced instructions.
//! Of one event `sys.settrace` is told first, then `sys.setprofile`, then the tools from the last to the first. Who is told of something
//! is told of nothing that happens until then.

use super::Vm;
use super::cx::{AsyncFrame, Cx};
use super::frame::{Frame, Ret};
use super::monitoring::{self, BACK, JUMP, LINE, event};
use super::native::{Act, CallArgs, PyResult, Raised};
use super::thread::Thread;
use crate::code::{Op, Opening, places};
use crate::heap::Ref;
use crate::object::code::Code;
use crate::object::exception::Exception;
use crate::object::function::BoundMethod;
use crate::object::generator::{AsyncGenWrapped, GenKind, Generator};
use crate::object::native::Builtin;
use crate::object::traceback::{FrameObject, frame_object};
use crate::object::{tuple, type_of};
use crate::value::Value;

/// Frame flag: the event of the point that the frame is at has been told.
const TOLD: u16 = 1;
/// Frame flag: the instruction before was a jump back.
const JUMPED: u16 = 4;
/// Frame flag: an exception that gets here was thrown into a generator that the frame delegates to.
const THROWN: u16 = 16;
/// Frame flag: the frame waits in an `await` or a `yield from` into which an exception was thrown.
const CLEANUP: u16 = 32;
/// Frame flag: that the frame is left has been told.
pub(super) const LEFT: u16 = 8;

/// Frame flag: an exception leaves the frame before it has begun.
pub(super) const UNBEGUN: u16 = 128;

/// Frame flag: the frame has jumped while hooks were told of an event in it.
const MOVED: u16 = 64;

/// The label of frames that tell hooks of an event in the frame below.
pub(super) const LABEL: &str = "trace";

/// The hooks of one thread.
#[derive(Default)]
pub(crate) struct Hooks {
    pub trace: Option<Value>,
    pub profile: Option<Value>,
    /// how many hooks run: they are not traced themselves
    pub inside: u32,
    /// somebody wants to know of calls of natives
    pub natives: bool,
    /// the event of which hooks are told, and the frame where it happened (to compare)
    pub event: Option<(u8, *const FrameObject)>,
}

impl Hooks {
    fn is_set(&self) -> bool {
        self.trace.is_some() || self.profile.is_some()
    }
    fn listens(&self) -> bool {
        self.is_set() && self.inside == 0
    }
    fn set_natives(&mut self, calls: bool) {
        self.natives = self.inside == 0 && (calls || self.profile.is_some());
    }
}

/// What all threads share.
#[derive(Default)]
pub(crate) struct Tracing {
    /// some thread has a hook, or some tool listens
    pub on: bool,
    /// some thread has a hook of `sys.settrace`
    pub lines: bool,
    /// some tool wants to know of calls
    calls: bool,
    /// how often what is wanted has changed: points that were set before may be gone
    epoch: u32,
    /// the point that is lifted
    lifted: Option<(Ref<Code>, u32)>,
}

fn set_op(code: &Code, at: u32, op: u8) {
    if let Some(word) = code.words.get(at as usize) {
        let mut w = word.get();
        w.op = op;
        word.set(w);
    }
}

impl Vm {
    /// Sets or takes away a hook of the running thread.
    pub(crate) fn set_hook(&mut self, profile: bool, f: Option<Value>) {
        let hooks = &mut self.thread.hooks;
        let place = if profile { &mut hooks.profile } else { &mut hooks.trace };
        let old = std::mem::replace(place, f);
        drop(old);
        self.hooks_changed();
    }

    /// A hook came or went.
    pub(crate) fn hooks_changed(&mut self) {
        self.update_points(false);
    }

    /// What tools want has changed.
    pub(super) fn monitoring_changed(&mut self) {
        self.update_points(true);
    }

    fn update_points(&mut self, changed: bool) {
        let wanted = self.monitoring.wanted();
        let lines = self.any_thread(|t| t.hooks.trace.is_some());
        let on = wanted != 0 || self.any_thread(|t| t.hooks.is_set());
        let calls = wanted >> event::CALL & 1 != 0;
        let begins = on && !self.tracing.on;
        let changed = begins || changed || lines != self.tracing.lines;
        self.lower();
        self.tracing.on = on;
        self.tracing.lines = lines;
        self.tracing.calls = calls;
        self.each_thread(|t| t.hooks.set_natives(calls));
        self.fast_limit = if on { 0 } else { self.recursion_limit };
        if !changed {
            return;
        }
        self.tracing.epoch += 1;
        for (_, top) in self.tops() {
            let mut f = top;
            while let Some(frame) = unsafe { f.as_mut() } {
                if frame.code.is_null() {
                } else if on {
                    let object = frame_object(f);
                    if begins {
                        frame.flags &= !(TOLD | JUMPED);
                        object.came.set(0);
                        if frame.line == 0 {
                            frame.line = object.code.line(frame.pc_index());
                        }
                    }
                    if wanted != 0 || !object.trace.borrow().is_none() {
                        self.set_points(&object.code);
                    }
                } else {
                    self.set_points(frame.code());
                    // a return by the fast path looks at the instruction
                    let at = frame.pc_index();
                    if let Some(w) = frame.code().unit.words.get(at as usize) {
                        set_op(frame.code(), at, w.op);
                    }
                }
                f = frame.back;
            }
        }
    }

    /// Puts the points into a code object.
    pub(crate) fn set_points(&mut self, code: &Code) {
        if code.traced.get() == self.tracing.epoch {
            return;
        }
        // a stub gets its points when it gets its instructions
        if !code.is_stub() {
            code.traced.set(self.tracing.epoch);
        }
        self.update_monitors(code, |at| set_op(code, at, Op::TraceLine as u8));
    }

    /// The lifted point is a point again.
    fn lower(&mut self) {
        if let Some((code, at)) = self.tracing.lifted.take() {
            set_op(&code, at, Op::TraceLine as u8);
        }
    }

    /// A hook begins or ends.
    fn set_inside(&mut self, inside: u32) {
        let calls = self.tracing.calls;
        self.thread.hooks.inside = inside;
        self.thread.hooks.set_natives(calls);
    }

    /// True if tools are told of an event at a place, now.
    fn tools_want(&self, code: &Code, at: u32, event: u8) -> bool {
        self.thread.hooks.inside == 0 && self.tools_at(code, at, event) != 0
    }

    /// True if tools are told of a line that begins at a word.
    fn tools_want_line(&self, code: &Code, at: u32) -> bool {
        let mut openings = code.unit.openings.iter().enumerate().filter(|(_, o)| o.at == at);
        self.tools_at(code, at, event::LINE) != 0
            || openings.any(|(n, _)| self.tools_at(code, opening_place(code, n), event::LINE) != 0)
    }

    /// The frame on top is at a point.
    pub(crate) fn at_point(&mut self) {
        let frame = unsafe { &mut *self.thread.top };
        let at = frame.pc_index();
        let code: Ref<Code> = Ref::of(frame.code());
        let op = code.unit.words.get(at as usize).map_or(0, |w| w.op);
        let marks = if self.tracing.on { self.marks_at(&code, at) } else { 0 };
        let mut stays = marks & !(LINE | JUMP) != 0;
        if marks != 0 && self.thread.hooks.inside == 0 {
            if frame.flags & TOLD == 0 {
                let events = self.events_at_point(frame, at, marks);
                if !events.is_empty() {
                    frame.flags |= TOLD;
                    return self.push_event(events, Value::NONE, Ret::Event);
                }
            }
            stays |= marks & LINE != 0 && (self.tracing.lines || self.tools_want_line(&code, at));
            if marks & JUMP != 0 && self.tells_jump(&code, at) {
                stays = true;
                let came = &frame_object(self.thread.top).came;
                // one jump that leads to another is one with it
                if came.get() == 0 || !monitoring::always_jumps(op) {
                    came.set(at + 1);
                }
            }
        } else {
            stays = marks != 0;
        }
        frame.flags &= !(TOLD | JUMPED);
        if op == Op::JumpBack as u8 {
            frame.flags |= JUMPED;
        }
        self.lower();
        set_op(&code, at, op);
        if stays {
            self.tracing.lifted = Some((code, at));
        }
    }

    /// What is to be told before the instruction of the frame on top.
    fn events_at_point(&mut self, frame: &mut Frame, at: u32, marks: u8) -> Vec<Event> {
        let object = frame_object(self.thread.top);
        let code = &object.code;
        let i = frame.instr();
        let mut events = Vec::new();
        let from = object.came.get();
        let is_jump = monitoring::always_jumps(i.op);
        let source = from.checked_sub(1).and_then(|from| code.unit.words.get(from as usize));
        let mut jumped_here = None;
        if let Some(source) = source
            && !(is_jump && monitoring::always_jumps(source.op))
        {
            object.came.set(0);
            let kind = match monitoring::jump_of(&code.unit.words, from as usize - 1) {
                _ if monitoring::always_jumps(source.op) => event::JUMP,
                Some(jump) if from as i64 - 1 + jump as i64 == at as i64 => event::BRANCH_RIGHT,
                _ => event::BRANCH_LEFT,
            };
            jumped_here = Some((kind, from - 1));
        }
        if marks & LINE != 0 && !code.unit.openings.is_empty() {
            let jumped = frame.flags & JUMPED != 0;
            let traced = self.thread.hooks.trace.is_some() && !object.trace.borrow().is_none();
            for (n, Opening { line, .. }) in
                code.unit.openings.iter().enumerate().filter(|(_, o)| o.at == at && (o.again || !jumped))
            {
                if std::mem::replace(&mut frame.line, *line) == *line {
                    continue;
                }
                let hooks = traced && object.trace_lines.get();
                let place = opening_place(code, n);
                if hooks || self.tools_at(code, place, event::LINE) != 0 {
                    events.push(Event { line: *line, place, ..Event::new(&object, event::LINE, at, hooks) });
                }
            }
        }
        let line = code.line(at);
        let counts = i.op != Op::JumpBack as u8 || marks & LINE != 0;
        if marks & (LINE | BACK) != 0 && line != 0 && counts {
            let new = line != frame.line;
            let opening = frame.line == 0 && line == code.unit.first_line && !self.first_line_counts(code);
            let traced = self.thread.hooks.trace.is_some() && !object.trace.borrow().is_none();
            let hooks = traced && (new || frame.flags & JUMPED != 0) && object.trace_lines.get();
            frame.line = line;
            let tools = new && !opening && marks & LINE != 0 && self.tools_at(code, at, event::LINE) != 0;
            if hooks || tools {
                events.push(Event { tools, ..Event::new(&object, event::LINE, at, hooks) });
            }
        }
        let hooks = object.trace_opcodes.get() && self.thread.hooks.trace.is_some() && !object.trace.borrow().is_none();
        let tools = self.tools_at(code, at, event::INSTRUCTION) != 0;
        if hooks || tools {
            events.push(Event { tools, ..Event::new(&object, event::INSTRUCTION, at, hooks) });
        }
        let mut push = |vm: &Vm, kind: u8, args: [Value; 2]| {
            if vm.tools_at(code, at, kind) != 0 {
                events.push(Event { args, ..Event::new(&object, kind, at, false) });
            }
        };
        let is_super = i.op == Op::LoadSuperAttr as u8;
        if is_super || matches!(i.operation(), Some(Op::Call | Op::CallMethod | Op::CallKw | Op::CallEx)) {
            let (callee, first) = self.callee_at(frame, i);
            if is_super || monitoring::has_frame(&callee) {
                push(self, event::CALL, [callee.clone(), first.clone()]);
            }
            if is_super {
                let kind = if self.super_works(frame, i) { event::C_RETURN } else { event::C_RAISE };
                push(self, kind, [callee, first]);
            }
        }
        if let Some((kind, from)) = jumped_here
            && self.tools_at(code, from, kind) != 0
        {
            let source = code.unit.words.get(from as usize).map_or(0, |w| w.op);
            let to = if kind == event::BRANCH_LEFT { monitoring::going_on(source, at as usize) } else { at };
            let to = Value::int(places::offset(&code.unit, to) as i64);
            events.insert(0, Event { args: [to, Value::UNBOUND], ..Event::new(&object, kind, from, false) });
        }
        events
    }

    /// A frame was entered by a call.
    pub(crate) fn frame_entered(&mut self) {
        let top = self.thread.top;
        let object = frame_object(top);
        self.set_points(&object.code);
        self.lower();
        // (a thread may have begun)
        let calls = self.tracing.calls;
        self.thread.hooks.set_natives(calls);
        use crate::code::flags::{ASYNC_GENERATOR, COROUTINE, GENERATOR};
        if object.code.has(GENERATOR | COROUTINE | ASYNC_GENERATOR) {
            return;
        }
        let at = object.pc();
        if self.thread.hooks.listens() || self.tools_want(&object.code, at, event::PY_START) {
            self.push_event(vec![Event::new(&object, event::PY_START, at, true)], Value::NONE, Ret::Entering);
        }
    }

    /// The generator whose frame is on top goes on with `v`, or begins, and with it all those up to `root` that wait for it.
    pub(crate) fn generators_entered(&mut self, leaf: *const Generator, root: &Generator, begins: bool, v: Value) {
        // what it delegates to gets the value after this has been told
        let delegates = !begins && self.frame().instr().op == Op::YieldFrom as u8;
        let mut sent = Some(v);
        if !begins
            && !delegates
            && let Some(v) = sent.take()
        {
            self.send_into_top(v);
        }
        let kind = if begins { event::PY_START } else { event::PY_RESUME };
        self.chain_entered(leaf, root, false);
        let mut events = self.chain(leaf, root, kind, &Value::UNBOUND);
        if self.thread.hooks.listens() || self.any_wanted(&events) {
            let top = self.frame();
            let before = top.pc_index().checked_sub(1).and_then(|i| top.code().unit.words.get(i as usize));
            if !begins && before.is_some_and(|w| w.op == Op::Yield as u8) {
                // it is still told of the yield
                top.flags |= super::frame::BETWEEN;
            }
            events.reverse();
            let ret = match delegates {
                true => Ret::Resuming,
                false if begins => Ret::Entering,
                false => Ret::Event,
            };
            self.push_event(events, sent.unwrap_or(Value::NONE), ret);
        } else if delegates && let Some(v) = sent {
            self.send_into_top(v);
        }
    }

    /// An exception is raised where the frame on top waits: tells it if anybody listens. None if so: then it is raised.
    pub(crate) fn tells_throw(&mut self, exc: Value) -> Option<Value> {
        let object = frame_object(self.thread.top);
        let at = object.pc();
        if self.frame().instr().op == Op::YieldFrom as u8 {
            object.set_flags(CLEANUP, CLEANUP);
        }
        if !self.thread.hooks.listens() && !self.tools_want(&object.code, at, event::PY_THROW) {
            return Some(exc);
        }
        let told = Event { args: [exc.clone(), Value::UNBOUND], ..Event::new(&object, event::PY_THROW, at, true) };
        self.push_raising(vec![told], exc, Ret::Event);
        None
    }

    fn any_wanted(&self, events: &[Event]) -> bool {
        events.iter().any(|e| self.tools_want(&e.frame.code, e.at, e.kind))
    }

    /// Frames from `leaf` out to `root` go on: their points are set.
    pub(super) fn chain_entered(&mut self, leaf: *const Generator, root: &Generator, thrown: bool) {
        let mut flags = 0;
        for e in self.chain(leaf, root, event::PY_RESUME, &Value::UNBOUND) {
            self.set_points(&e.frame.code);
            e.frame.set_flags(THROWN | CLEANUP, if thrown { flags } else { 0 });
            flags = THROWN | CLEANUP;
        }
        self.lower();
    }

    /// What the frame on top delegated to has ended.
    pub(super) fn delegation_over(&mut self) {
        frame_object(self.thread.top).set_flags(THROWN | CLEANUP, 0);
    }

    /// An event of each frame from `leaf` out to `root`.
    fn chain(&self, leaf: *const Generator, root: &Generator, kind: u8, v: &Value) -> Vec<Event> {
        let mut events = Vec::new();
        let mut g = leaf;
        while let Some(at) = unsafe { g.as_ref() } {
            let object = frame_object(at.frame_ptr());
            let pc = object.pc();
            events.push(Event { args: [v.clone(), Value::UNBOUND], ..Event::new(&object, kind, pc, true) });
            if std::ptr::eq(g, root) {
                break;
            }
            g = at.parent.get();
        }
        events
    }

    fn wants_leaving(&self, frame: &Frame, kind: u8) -> bool {
        let hooks = &self.thread.hooks;
        if hooks.inside > 0 || frame.flags & LEFT != 0 {
            return false;
        }
        let traced = || {
            let object = frame.object.as_value().get::<FrameObject>();
            object.is_some_and(|o| !o.trace.borrow().is_none())
        };
        hooks.is_set() && (hooks.profile.is_some() || traced())
            || self.tools_at(frame.code(), frame.pc_index(), kind) != 0
    }

    /// Tells that the frame on top returns `v`, if anybody listens; then it returns once more. True if so.
    pub(crate) fn tells_return(&mut self, v: &Value, yields: bool) -> bool {
        let top = self.thread.top;
        let frame = unsafe { &mut *top };
        let kind = if yields { event::PY_YIELD } else { event::PY_RETURN };
        // an async generator's value goes to who awaits it, and no further
        let wraps = yields
            && frame.instr().op == Op::Yield as u8
            && unsafe { frame.owner.as_ref() }.is_some_and(|g| g.kind == GenKind::AsyncGenerator);
        let handed = wraps && matches!(frame.ret, Ret::Send(_) | Ret::Apart(_));
        let mut events = match self.thread.drives.last() {
            Some(root) if yields && !handed => self.chain(frame.owner, &root.clone(), kind, v),
            _ => {
                let object = frame_object(top);
                let at = object.pc();
                // where several lines end, the one that was told last does
                let line = if yields || object.code.line(at) != 0 { 0 } else { frame.line };
                vec![Event { args: [v.clone(), Value::UNBOUND], line, ..Event::new(&object, kind, at, true) }]
            }
        };
        if wraps && let Some(e) = events.first_mut() {
            e.args[0] = AsyncGenWrapped::new(v.clone());
        }
        let traced = self.thread.hooks.listens() && events.iter().any(|e| e.frame.is_traced());
        if frame.flags & LEFT != 0 || !self.wants_leaving(frame, kind) && !traced && !self.any_wanted(&events) {
            frame.flags &= !LEFT;
            return false;
        }
        frame.flags |= LEFT;
        self.push_event(events, v.clone(), if yields { Ret::Yielding } else { Ret::Leaving });
        true
    }

    /// The frame on top was not left after all: a hook raised.
    pub(super) fn stays(&mut self) {
        if let Some(frame) = unsafe { self.thread.top.as_mut() } {
            frame.flags &= !LEFT;
        }
    }

    /// An exception arises in the frame on top, or once more: tells it if anybody listens. None if so: then it is raised once more.
    pub(crate) fn tells_exception(&mut self, e: Raised, again: bool) -> Option<Raised> {
        self.lower();
        let top = self.thread.top;
        let frame = unsafe { &mut *top };
        frame.flags &= !(TOLD | JUMPED);
        let object = frame_object(top);
        object.came.set(0);
        let at = object.pc();
        let hooks = &self.thread.hooks;
        let listens = hooks.listens();
        // (what is thrown in is told as a call first, from which on the frame may be traced)
        let traced = frame.flags & THROWN != 0 || !object.trace.borrow().is_none();
        let hooks = !again && listens && hooks.trace.is_some() && traced;
        let kinds: [&[u8]; 3] = match again {
            true => [&[event::RERAISE], &[], &[]],
            false => [
                if frame.flags & THROWN != 0 { &[event::PY_THROW] } else { &[] },
                &[event::RAISE],
                if frame.flags & CLEANUP != 0 { &[event::EXCEPTION_HANDLED, event::LINE, event::RERAISE] } else { &[] },
            ],
        };
        frame.flags &= !(THROWN | CLEANUP);
        let kinds = kinds.concat();
        let told = |kind: u8| match kind {
            event::PY_THROW => listens,
            event::RAISE => hooks,
            event::LINE => hooks && object.trace_lines.get(),
            _ => false,
        };
        if !kinds.iter().any(|k| told(*k) || self.tools_want(&object.code, at, *k)) {
            return Some(e);
        }
        if kinds.contains(&event::LINE) && told(event::LINE) {
            frame.line = object.code.line(at);
        }
        let exc = self.take_raised(e);
        let tell = |kind: &u8| Event {
            args: [if *kind == event::LINE { Value::UNBOUND } else { exc.clone() }, Value::UNBOUND],
            ..Event::new(&object, *kind, at, told(*kind))
        };
        self.push_raising(kinds.iter().map(tell).collect(), exc, Ret::Unwinding);
        None
    }

    /// The frame on top is about to handle an exception: tells it if anybody listens.
    pub(crate) fn tells_handled(&mut self, exc: Value) {
        let object = frame_object(self.thread.top);
        let at = object.pc();
        if self.tools_want(&object.code, at, event::EXCEPTION_HANDLED) {
            let told =
                Event { args: [exc, Value::UNBOUND], ..Event::new(&object, event::EXCEPTION_HANDLED, at, false) };
            self.push_event(vec![told], Value::NONE, Ret::Unwinding);
        }
    }

    /// An exception leaves the frame on top: tells it if anybody listens. None if so: then it is raised once more.
    pub(crate) fn tells_unwinding(&mut self, e: Raised) -> Option<Raised> {
        let top = self.thread.top;
        let frame = unsafe { &mut *top };
        if !self.wants_leaving(frame, event::PY_UNWIND) {
            frame.flags &= !LEFT;
            return Some(e);
        }
        frame.flags |= LEFT;
        let exc = self.take_raised(e);
        let object = frame_object(top);
        let args = [exc.clone(), Value::UNBOUND];
        let told = Event { args, ..Event::new(&object, event::PY_UNWIND, object.pc(), true) };
        self.push_raising(vec![told], exc, Ret::Unwinding);
        None
    }

    /// What the frame on top iterates over, or delegates to, has ended with a StopIteration that was raised, or with a value: tells it if
    /// anybody listens. None if so: then it goes on with the value.
    pub(crate) fn tells_stop(&mut self, raised: Option<Value>, v: Value) -> Option<Value> {
        let object = frame_object(self.thread.top);
        let (code, at) = (&object.code, object.pc());
        let mut kind = if raised.is_some() { event::RAISE } else { event::STOP_ITERATION };
        // a loop whose branches are told of, as `sys.settrace` wants it, asks for the next item as if it were no generator's
        let branches = [event::BRANCH_LEFT, event::BRANCH_RIGHT];
        if raised.is_none()
            && self.frame().instr().op == Op::ForIter as u8
            && (self.tracing.lines || branches.into_iter().any(|b| self.tools_want(code, at, b)))
        {
            if v.is_none() {
                return Some(v);
            }
            kind = event::RAISE;
        }
        let hooks = self.thread.hooks.listens() && self.thread.hooks.trace.is_some() && object.is_traced();
        if !hooks && !self.tools_want(code, at, kind) {
            return Some(v);
        }
        let exc = match raised {
            Some(exc) => exc,
            None => {
                let e = self.stop_iteration(v.clone());
                self.take_raised(e)
            }
        };
        let told = Event { args: [exc, Value::UNBOUND], ..Event::new(&object, kind, at, hooks) };
        self.push_event(vec![told], v, Ret::Stopping);
        None
    }

    /// Whether the frame on top, of which hooks were told, goes on with what it was about to do: it may have jumped.
    pub(super) fn goes_on(&mut self) -> bool {
        let Some(frame) = (unsafe { self.thread.top.as_mut() }) else { return false };
        let moved = frame.flags & MOVED != 0;
        frame.flags &= !MOVED;
        !moved
    }

    /// The frame goes on at a word, as if the line had been told: `last` if it is the last one that begins there.
    pub(super) fn jumped(&mut self, frame: &mut Frame, line: u32, last: bool) {
        let at = frame.pc_index();
        // (else nothing but this line is told there)
        let told = last && frame.code().unit.openings.iter().any(|o| o.at == at);
        frame_object(frame).came.set(0);
        frame.line = line;
        frame.flags =
            frame.flags & !(TOLD | JUMPED | LEFT | super::frame::BETWEEN) | MOVED | if told { TOLD } else { 0 };
    }

    fn push_raising(&mut self, events: Vec<Event>, exc: Value, ret: Ret) {
        let native = AsyncFrame::boxed(LABEL, async move |cx| {
            tell_all(cx, &events).await?;
            Err(cx.vm().raise(exc))
        });
        self.push_aside(native, ret);
    }

    fn push_event(&mut self, events: Vec<Event>, v: Value, ret: Ret) {
        let native = AsyncFrame::boxed(LABEL, async move |cx| {
            tell_all(cx, &events).await?;
            Ok(v)
        });
        self.push_aside(native, ret);
    }

    /// True if calls of natives are told of.
    #[inline(always)]
    pub(crate) fn profiles_natives(&self) -> bool {
        self.thread.hooks.natives
    }

    /// True if the call of this, at the pc of the frame on top, is told of: `sys.setprofile` hears of natives, tools hear of all that
    /// has no frame (of the others, points tell).
    pub(crate) fn tells_call(&self, callee: &Value) -> bool {
        if !self.profiles_natives() {
            return false;
        }
        let frame = unsafe { &*self.thread.top };
        self.thread.hooks.profile.is_some() && callee.is_a::<Builtin>()
            || !monitoring::has_frame(callee) && self.tools_at(frame.code(), frame.pc_index(), event::CALL) != 0
    }

    /// A call from Python code, told of if anybody listens.
    pub(crate) fn told_call(&mut self, callee: Value, args: CallArgs) -> Act {
        if self.tells_call(&callee) {
            return self.profiled_call(frame_object(self.thread.top), callee, args);
        }
        Act::Call(callee, args)
    }

    /// The call of what has no frame, from Python code, told of.
    pub(crate) fn profiled_call(&mut self, caller: Ref<FrameObject>, callee: Value, args: CallArgs) -> Act {
        let at = caller.pc();
        let (shown, first) = match callee.get::<BoundMethod>() {
            Some(m) => (m.func.clone(), m.self_.clone()),
            None => {
                let first = args.values.first().cloned().or_else(|| self.monitoring.missing.clone());
                (callee.clone(), first.unwrap_or(Value::NONE))
            }
        };
        let hooks = callee.is_a::<Builtin>();
        Act::run(async move |cx| {
            let args_told = [shown, first];
            let event = |kind| Event { args: args_told.clone(), ..Event::new(&caller, kind, at, hooks) };
            tell_all(cx, &[event(event::CALL)]).await?;
            let r = cx.act(Act::Call(callee, args)).await;
            let (kind, r) = match r {
                Ok(v) => (event::C_RETURN, Ok(v)),
                Err(e) => (event::C_RAISE, Err(cx.vm().take_raised(e))),
            };
            tell_all(cx, &[event(kind)]).await?;
            r.map_err(|exc| cx.vm().raise(exc))
        })
    }

    /// Calls with events as if no hook were running.
    pub(crate) fn call_traced(&mut self, f: Value, args: CallArgs) -> Act {
        Act::run(async move |cx| {
            let inside = cx.vm().thread.hooks.inside;
            cx.vm().set_inside(0);
            let r = cx.act(Act::Call(f, args)).await;
            cx.vm().set_inside(inside);
            r
        })
    }

    /// True if `f` holds for any thread.
    fn any_thread(&self, f: impl Fn(&Thread) -> bool) -> bool {
        self.all_threads().any(f)
    }
}

/// Something that happened in a frame.
struct Event {
    frame: Ref<FrameObject>,
    kind: u8,
    /// the word where it did
    at: u32,
    /// where it is switched off: the word, or what stands for an opening
    place: u32,
    /// whether hooks are told, if this is an event for them
    hooks: bool,
    /// whether tools are told
    tools: bool,
    /// the line, if it is not that of the word
    line: u32,
    /// what tools get after code and place; UNBOUND for nothing
    args: [Value; 2],
}

impl Event {
    fn new(frame: &Ref<FrameObject>, kind: u8, at: u32, hooks: bool) -> Event {
        let args = [Value::UNBOUND, Value::UNBOUND];
        Event { frame: frame.clone(), kind, at, place: at, hooks, tools: true, line: 0, args }
    }
}

/// Where events of an opening, by its number, are switched off: behind all words.
fn opening_place(code: &Code, number: usize) -> u32 {
    (code.unit.words.len() + number) as u32
}

/// Calls a hook.
async fn call_hook(cx: &mut Cx, hook: &Value, args: CallArgs) -> PyResult {
    let inside = cx.vm().thread.hooks.inside;
    cx.vm().set_inside(inside + 1);
    let r = cx.call(hook, args).await;
    cx.vm().set_inside(inside);
    r
}

/// Calls a hook of `sys`; one that raises is taken away.
async fn call_own(
    cx: &mut Cx,
    hook: &Value,
    is_profile: bool,
    f: &Ref<FrameObject>,
    what: &str,
    arg: Value,
) -> PyResult {
    let name = cx.vm().intern(what).value();
    let r = call_hook(cx, hook, [f.value(), name, arg].into()).await;
    if r.is_err() {
        // the exception is in `raised` meanwhile
        let raised = cx.vm().raised.take();
        cx.vm().set_hook(is_profile, None);
        cx.vm().raised = raised;
    }
    r
}

async fn tell_all(cx: &mut Cx, events: &[Event]) -> PyResult<()> {
    let came_from = cx.vm().came_from;
    let r = tell_each(cx, events).await;
    cx.vm().came_from = came_from;
    r
}

async fn tell_each(cx: &mut Cx, events: &[Event]) -> PyResult<()> {
    for e in events {
        // what begins is in the line of its definition
        let line = match e.kind {
            event::PY_START => Some(places::definition(&e.frame.code.unit).line),
            _ => (e.line != 0).then_some(e.line),
        };
        e.frame.told_line.set(line);
        let outer = cx.vm().thread.hooks.event.replace((e.kind, &*e.frame));
        let mut r = if e.hooks { tell_hooks(cx, e).await } else { Ok(()) };
        if e.tools && r.is_ok() {
            r = tell_tools(cx, e).await;
        }
        e.frame.told_line.set(None);
        cx.vm().thread.hooks.event = outer;
        r?;
        if e.frame.live().is_some_and(|f| f.flags & MOVED != 0) {
            break;
        }
    }
    Ok(())
}

/// Tells the hooks of `sys`.
async fn tell_hooks(cx: &mut Cx, e: &Event) -> PyResult<()> {
    let f = &e.frame;
    let value = if e.args[0].is_unbound() { Value::NONE } else { e.args[0].clone() };
    let (what, arg) = match e.kind {
        event::PY_START | event::PY_RESUME | event::PY_THROW => ("call", Value::NONE),
        event::PY_RETURN | event::PY_YIELD => ("return", value),
        event::PY_UNWIND => ("return", Value::NONE),
        event::LINE => ("line", Value::NONE),
        event::INSTRUCTION => ("opcode", Value::NONE),
        event::CALL => ("c_call", value),
        event::C_RETURN => ("c_return", value),
        event::C_RAISE => ("c_exception", value),
        _ => {
            let tb = value.get::<Exception>().map_or(Value::NONE, |x| x.traceback.get());
            ("exception", tuple::new(vec![type_of(&value).into(), value, tb]))
        }
    };
    let call = what == "call";
    let native = matches!(e.kind, event::CALL | event::C_RETURN | event::C_RAISE);
    let hook = match &cx.vm().thread.hooks.trace {
        _ if native => None,
        Some(global) if call => Some(global.clone()),
        Some(_) => Some(f.trace.get()).filter(|t| !t.is_none()),
        None => None,
    };
    if let Some(hook) = hook {
        match call_own(cx, &hook, false, f, what, arg.clone()).await {
            Ok(local) => {
                if !local.is_none() || call {
                    f.trace.set(local);
                }
            }
            Err(e) => {
                f.trace.set(Value::NONE);
                return Err(e);
            }
        }
    }
    if (native || call || what == "return")
        && let Some(hook) = cx.vm().thread.hooks.profile.clone()
    {
        call_own(cx, &hook, true, f, what, arg).await?;
    }
    Ok(())
}

/// Tells the tools of `sys.monitoring`.
async fn tell_tools(cx: &mut Cx, e: &Event) -> PyResult<()> {
    let code = &e.frame.code;
    let mut tools = cx.vm().tools_at(code, e.place, e.kind);
    while tools != 0 {
        let tool = tools.ilog2() as usize;
        tools &= !(1 << tool);
        let Some(callback) = cx.vm().monitoring.tools[tool].callbacks[e.kind as usize].clone() else { continue };
        let place = match e.kind {
            event::LINE if e.line != 0 => e.line as i64,
            event::LINE => code.line(e.at) as i64,
            _ => places::offset(&code.unit, e.at) as i64,
        };
        let mut args = vec![code.value(), Value::int(place)];
        args.extend(e.args.iter().filter(|a| !a.is_unbound()).cloned());
        let r = call_hook(cx, &callback, args.into()).await?;
        let vm = cx.vm();
        if !vm.monitoring.disable.as_ref().is_some_and(|d| d.is(&r)) {
            continue;
        }
        if e.kind >= monitoring::LOCAL {
            let gone = vm.monitoring.tools[tool].callbacks[e.kind as usize].take();
            drop(gone);
            let name = monitoring::NAMES[e.kind as usize];
            return Err(vm.value_error(format!("Cannot disable {name} events. Callback removed.")));
        }
        vm.switch_off(code, e.place, e.kind, tool);
    }
    Ok(())
}
