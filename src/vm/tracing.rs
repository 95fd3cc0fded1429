//! `sys.settrace` and `sys.setprofile`.
//!
//! Invariants: with no hook set anywhere nothing runs and nothing is looked at. While one is set, the code of every frame that is entered
//! has `TraceLine` in place of the instructions that begin a line and of those that jump back (*points*); the operands stay. A point tells
//! the hook, then puts the instruction back for one execution: it is *lifted*, at most one at a time, until the next point or the next
//! event. No path leads back to a lifted point without passing another one, because jumps back and their targets are points. Frames that
//! are entered while a hook is set have a frame object, so they return by the general path, which knows lifted and traced instructions.

use super::Vm;
use super::cx::{AsyncFrame, Cx};
use super::frame::{Frame, OP_LEN, Ret};
use super::native::{Act, PyResult, Raised};
use super::thread::Thread;
use crate::code::Op;
use crate::heap::Ref;
use crate::object::code::Code;
use crate::object::exception::Exception;
use crate::object::generator::Generator;
use crate::object::traceback::{FrameObject, frame_object};
use crate::object::{tuple, type_of};
use crate::value::Value;

/// Frame flag: the event of the point that the frame is at has been told.
const TOLD: u8 = 1;
/// Frame flag: the instruction before was a jump back.
const JUMPED: u8 = 4;
/// Frame flag: that the frame is left has been told.
const LEFT: u8 = 8;

/// The hooks of one thread.
#[derive(Default)]
pub(crate) struct Hooks {
    pub trace: Option<Value>,
    pub profile: Option<Value>,
    /// how many hooks run: they are not traced themselves
    pub inside: u32,
}

impl Hooks {
    fn is_set(&self) -> bool {
        self.trace.is_some() || self.profile.is_some()
    }
    fn listens(&self) -> bool {
        self.is_set() && self.inside == 0
    }
}

/// What all threads share.
#[derive(Default)]
pub(crate) struct Tracing {
    /// some thread has a hook
    pub on: bool,
    /// how often tracing was switched on: points that were set before may be gone
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
        let on = self.any_thread(|t| t.hooks.is_set());
        if on && !self.tracing.on {
            self.tracing.epoch += 1;
            for (_, top) in self.tops() {
                let mut f = top;
                while let Some(frame) = unsafe { f.as_mut() } {
                    if !frame.code.is_null() {
                        let object = frame_object(f);
                        frame.flags &= !(TOLD | JUMPED | LEFT);
                        if !object.trace.borrow().is_none() {
                            self.set_points(&object.code);
                        }
                    }
                    f = frame.back;
                }
            }
        }
        self.tracing.on = on;
        self.tracing.lifted = None;
        self.fast_limit = if on { 0 } else { self.recursion_limit };
    }

    /// Puts the points into a code object.
    pub(crate) fn set_points(&mut self, code: &Code) {
        // a stub gets its points when it gets its instructions
        if code.is_stub() || code.traced.replace(self.tracing.epoch) == self.tracing.epoch {
            return;
        }
        let words = &code.unit.words;
        let mut targets = vec![false; words.len()];
        let mut at = 0;
        while let Some(w) = words.get(at) {
            if w.op == Op::JumpBack as u8
                && let Some(t) = targets.get_mut((at as i64 + w.jump() as i64) as usize)
            {
                *t = true;
            }
            at += OP_LEN[w.op as usize] as usize;
        }
        let mut spans = code.unit.positions.spans();
        let (mut end, mut line, mut before) = (0, 0, 0);
        at = 0;
        while let Some(w) = words.get(at) {
            while at as u32 >= end
                && let Some((start, n, p)) = spans.next()
            {
                (end, line) = (start + n, p.line);
            }
            let prologue = w.op == Op::MakeCell as u8 || w.op == Op::MakeGenerator as u8;
            let begins = line != 0 && (line != before || targets[at]) && !prologue;
            if begins || targets[at] || w.op == Op::JumpBack as u8 {
                set_op(code, at as u32, Op::TraceLine as u8);
            }
            if line != 0 && !prologue {
                before = line;
            }
            at += OP_LEN[w.op as usize] as usize;
        }
    }

    /// The lifted point is a point again.
    fn lower(&mut self) {
        if let Some((code, at)) = self.tracing.lifted.take() {
            set_op(&code, at, Op::TraceLine as u8);
        }
    }

    /// The frame on top is at a point.
    pub(crate) fn at_point(&mut self) {
        let frame = unsafe { &mut *self.thread.top };
        let at = frame.pc_index();
        let code: Ref<Code> = Ref::of(frame.code());
        let op = code.unit.words.get(at as usize).map_or(0, |w| w.op);
        let jumped = frame.flags & JUMPED != 0;
        if frame.flags & TOLD == 0 && self.thread.hooks.inside == 0 && self.thread.hooks.trace.is_some() {
            let object = frame_object(self.thread.top);
            if op != Op::JumpBack as u8 && !object.trace.borrow().is_none() {
                let line = code.unit.positions.lookup(at).line;
                let begins = line != 0 && (line != frame.line || jumped);
                if line != 0 {
                    frame.line = line;
                }
                frame.flags &= !JUMPED;
                if begins && object.trace_lines.get() {
                    frame.flags |= TOLD;
                    return self.push_event(vec![object], "line", Value::NONE, Ret::Event);
                }
            }
        }
        frame.flags &= !(TOLD | JUMPED);
        if op == Op::JumpBack as u8 {
            frame.flags |= JUMPED;
        }
        self.lower();
        set_op(&code, at, op);
        if self.tracing.on {
            self.tracing.lifted = Some((code, at));
        }
    }

    /// A frame was entered by a call.
    pub(crate) fn frame_entered(&mut self) {
        let top = self.thread.top;
        let object = frame_object(top);
        self.set_points(&object.code);
        self.lower();
        use crate::code::flags::{ASYNC_GENERATOR, COROUTINE, GENERATOR};
        if self.thread.hooks.listens() && !object.code.has(GENERATOR | COROUTINE | ASYNC_GENERATOR) {
            self.push_event(vec![object], "call", Value::NONE, Ret::Event);
        }
    }

    /// The generator whose frame is on top goes on, and with it all those up to `root` that wait for it.
    pub(crate) fn generators_entered(&mut self, leaf: *const Generator, root: &Generator) {
        let mut frames = self.chain(leaf, root);
        for f in &frames {
            self.set_points(&f.code);
        }
        self.lower();
        if self.thread.hooks.listens() {
            frames.reverse();
            self.push_event(frames, "call", Value::NONE, Ret::Event);
        }
    }

    /// Frames from `leaf` out to `root`.
    fn chain(&self, leaf: *const Generator, root: &Generator) -> Vec<Ref<FrameObject>> {
        let mut frames = Vec::new();
        let mut g = leaf;
        while let Some(at) = unsafe { g.as_ref() } {
            frames.push(frame_object(at.frame_ptr()));
            if std::ptr::eq(g, root) {
                break;
            }
            g = at.parent.get();
        }
        frames
    }

    fn wants_leaving(&self, frame: &Frame) -> bool {
        let hooks = &self.thread.hooks;
        let traced = || {
            let object = frame.object.as_value().get::<FrameObject>();
            object.is_some_and(|o| !o.trace.borrow().is_none())
        };
        hooks.listens() && frame.flags & LEFT == 0 && (hooks.profile.is_some() || traced())
    }

    /// Tells that the frame on top returns `v`, if anybody listens; then it returns once more. True if so.
    pub(crate) fn tells_return(&mut self, v: &Value, yields: bool) -> bool {
        let top = self.thread.top;
        let frame = unsafe { &mut *top };
        if !self.wants_leaving(frame) {
            frame.flags &= !LEFT;
            return false;
        }
        frame.flags |= LEFT;
        let frames = match self.thread.drives.last() {
            Some(root) if yields => self.chain(frame.owner, &root.clone()),
            _ => vec![frame_object(top)],
        };
        self.push_event(frames, "return", v.clone(), if yields { Ret::Yielding } else { Ret::Leaving });
        true
    }

    /// An exception arises in the frame on top: tells it if anybody listens. None if so: then it is raised once more.
    pub(crate) fn tells_exception(&mut self, e: Raised) -> Option<Raised> {
        self.lower();
        let top = self.thread.top;
        let frame = unsafe { &mut *top };
        frame.flags &= !(TOLD | JUMPED);
        let object = frame_object(top);
        if !self.thread.hooks.listens() || self.thread.hooks.trace.is_none() || object.trace.borrow().is_none() {
            return Some(e);
        }
        let exc = self.take_raised(e);
        let tb = exc.get::<Exception>().map_or(Value::NONE, |x| x.traceback.get());
        let arg = tuple::new(vec![type_of(&exc).into(), exc.clone(), tb]);
        self.push_raising(vec![object], "exception", arg, exc);
        None
    }

    /// An exception leaves the frame on top: tells it if anybody listens. None if so: then it is raised once more.
    pub(crate) fn tells_unwinding(&mut self, e: Raised) -> Option<Raised> {
        let top = self.thread.top;
        let frame = unsafe { &mut *top };
        if !self.wants_leaving(frame) {
            frame.flags &= !LEFT;
            return Some(e);
        }
        frame.flags |= LEFT;
        let exc = self.take_raised(e);
        self.push_raising(vec![frame_object(top)], "return", Value::NONE, exc);
        None
    }

    fn push_raising(&mut self, frames: Vec<Ref<FrameObject>>, event: &'static str, arg: Value, exc: Value) {
        let native = AsyncFrame::boxed("trace", async move |cx| {
            for f in &frames {
                tell(cx, f, event, &arg).await?;
            }
            Err(cx.vm().raise(exc))
        });
        self.push_aside(native, Ret::Unwinding);
    }

    fn push_event(&mut self, frames: Vec<Ref<FrameObject>>, event: &'static str, arg: Value, ret: Ret) {
        let native = AsyncFrame::boxed("trace", async move |cx| {
            for f in &frames {
                tell(cx, f, event, &arg).await?;
            }
            Ok(arg)
        });
        self.push_aside(native, ret);
    }

    /// True if calls of natives are told: `sys.setprofile`.
    #[inline(always)]
    pub(crate) fn profiles_natives(&self) -> bool {
        self.thread.hooks.profile.is_some() && self.thread.hooks.inside == 0
    }

    /// A call from Python code, told to the profiling hook if it is one of a native.
    pub(crate) fn told_call(&mut self, callee: Value, args: super::native::CallArgs) -> Act {
        if self.profiles_natives() && callee.is_a::<crate::object::native::Builtin>() {
            return self.profiled_call(callee, args);
        }
        Act::Call(callee, args)
    }

    /// The call of a native from Python code, told to the profiling hook.
    pub(crate) fn profiled_call(&mut self, callee: Value, args: super::native::CallArgs) -> Act {
        let caller = frame_object(self.thread.top);
        Act::run(async move |cx| {
            profile(cx, &caller, "c_call", &callee).await?;
            let r = cx.act(Act::Call(callee.clone(), args)).await;
            match r {
                Ok(v) => {
                    profile(cx, &caller, "c_return", &callee).await?;
                    Ok(v)
                }
                Err(e) => {
                    let exc = cx.vm().take_raised(e);
                    profile(cx, &caller, "c_exception", &callee).await?;
                    Err(cx.vm().raise(exc))
                }
            }
        })
    }

    /// True if `f` holds for any thread.
    fn any_thread(&self, f: impl Fn(&Thread) -> bool) -> bool {
        self.all_threads().any(f)
    }
}

/// Calls a hook; one that raises is taken away.
async fn call_hook(cx: &mut Cx, hook: &Value, is_profile: bool, args: [Value; 3]) -> PyResult {
    cx.vm().thread.hooks.inside += 1;
    let r = cx.call(hook, args).await;
    cx.vm().thread.hooks.inside -= 1;
    if r.is_err() {
        // the exception is in `raised` meanwhile
        let raised = cx.vm().raised.take();
        cx.vm().set_hook(is_profile, None);
        cx.vm().raised = raised;
    }
    r
}

async fn profile(cx: &mut Cx, f: &Ref<FrameObject>, event: &'static str, arg: &Value) -> PyResult<()> {
    if let Some(hook) = cx.vm().thread.hooks.profile.clone() {
        let name = cx.vm().intern(event).value();
        call_hook(cx, &hook, true, [f.value(), name, arg.clone()]).await?;
    }
    Ok(())
}

/// Tells the hooks of an event in a frame.
async fn tell(cx: &mut Cx, f: &Ref<FrameObject>, event: &'static str, arg: &Value) -> PyResult<()> {
    let call = event == "call";
    let hook = match &cx.vm().thread.hooks.trace {
        Some(global) if call => Some(global.clone()),
        Some(_) => Some(f.trace.get()).filter(|t| !t.is_none()),
        None => None,
    };
    if call && f.is_fresh() {
        f.told_line.set(f.code.unit.first_line);
    }
    if let Some(hook) = hook {
        let name = cx.vm().intern(event).value();
        let r = call_hook(cx, &hook, false, [f.value(), name, arg.clone()]).await;
        match r {
            Ok(local) => {
                if !local.is_none() || call {
                    f.trace.set(local);
                }
            }
            Err(e) => {
                f.told_line.set(0);
                f.trace.set(Value::NONE);
                return Err(e);
            }
        }
    }
    let told = if call || event == "return" { profile(cx, f, event, arg).await } else { Ok(()) };
    f.told_line.set(0);
    told
}
