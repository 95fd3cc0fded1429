//! Delivering results and unwinding exceptions.
//!
//! Invariants: `unwind` leaves the VM with either a Python frame on top whose pc is a handler, or a native frame on top with
//! `Input::Raised` to be stepped, or no frame. Exactly one traceback entry is added per frame and raise; re-raises add none.

use super::Vm;
use super::frame::{Expect, Frame, PASSED, Ret};
use super::native::{Act, Input, NativeFrame, Raised};
use super::tracing::{LEFT, UNBEGUN};
use crate::code::opcode::{FLAG0, FLAG1, Op};
use crate::object::exception::Exception;
use crate::object::exception_methods::{field, set_field};
use crate::object::names::Dunder;
use crate::object::native::Native;
use crate::object::{traceback, types};
use crate::value::{Slot, Value};

/// How an exception comes to be in a frame.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Arises {
    New,
    /// a re-raise: no new entry of the traceback
    Again,
    /// hooks were told already, and it has its entry
    Told,
}

impl Vm {
    /// Pushes a native frame; it is stepped with `Input::Start`.
    pub(crate) fn push_native(&mut self, native: Box<dyn NativeFrame>, ret: Ret) {
        self.thread.native_depth += 1;
        if self.thread.native_depth > self.native_limit {
            self.thread.native_depth -= 1;
            let ty = types().exc.RecursionError.clone();
            let label = native.label();
            let what = super::report::recursion_detail(label);
            let e = self.error(&ty, format!("maximum recursion depth exceeded{what}"));
            return self.unwind(e);
        }
        let frame = self.thread.stack.push(0, ret);
        unsafe {
            (*frame).native = Some(native);
            (*frame).back = self.thread.top;
        }
        self.thread.top = frame;
        self.thread.input = Some(Input::Start);
    }

    /// Hands a callee's result to the frame on top.
    #[inline(never)]
    pub(crate) fn deliver(&mut self, ret: Ret, v: Value) {
        let top = self.thread.top;
        if top.is_null() {
            self.thread.result = Some(v);
            return;
        }
        let frame = unsafe { &mut *top };
        match ret {
            Ret::Reg(dst) => {
                frame.set(dst, v);
                frame.advance();
            }
            Ret::Nothing => {
                drop(v);
                frame.advance();
            }
            Ret::Not(dst) => match v.as_bool() {
                Some(b) => {
                    frame.set(dst, Value::bool(!b));
                    frame.advance();
                }
                None => {
                    let act = self.truth(&v);
                    self.perform(act, ret);
                }
            },
            Ret::Contains(dst, negate) => {
                let (item, container) = self.operands(frame.instr());
                drop(container);
                drop(item);
                self.deliver(Ret::Bool(dst, negate), v)
            }
            Ret::Bool(dst, negate) => match v.as_bool() {
                Some(b) => {
                    frame.set(dst, Value::bool(b != negate));
                    frame.advance();
                }
                None => {
                    let act = self.truth(&v);
                    self.perform(act, ret);
                }
            },
            Ret::Branch { negate, jump } => match v.as_bool() {
                Some(b) if b != negate => self.jump(jump),
                Some(_) => frame.advance(),
                None => {
                    let act = self.truth(&v);
                    self.perform(act, ret);
                }
            },
            Ret::Binary { dst, op } => self.binary_answered(dst, op, v),
            Ret::Compare { op, .. } | Ret::CompareBranch { op } => self.compare_answered(ret, op, v),
            Ret::Expect { dst, what } => match self.expected(what, v) {
                Act::Done(v) => {
                    frame.set(dst, v);
                    frame.advance();
                }
                act => self.perform(act, Ret::Reg(dst)),
            },
            Ret::NativeExpect(what) => match self.expected(what, v) {
                Act::Done(v) => self.thread.input = Some(Input::Value(v)),
                Act::Raise(e) => self.thread.input = Some(Input::Raised(e)),
                act => self.perform(act, Ret::Native),
            },
            Ret::Truth { negate, jump } => match self.expected(Expect::Bool, v) {
                Act::Done(v) => self.deliver(Ret::Branch { negate, jump }, v),
                act => self.perform(act, Ret::Nothing),
            },
            Ret::New(dst) => self.made(dst, v),
            Ret::Init { dst, from } => {
                if !v.is_none() {
                    let name = self.type_name(&v);
                    drop(frame.take(from));
                    let e = self.type_error(format!("__init__() should return None, not '{name}'"));
                    return self.unwind(e);
                }
                let instance = frame.take(from);
                frame.set(dst, instance);
                frame.advance();
            }
            Ret::Iter { dst, iter } => {
                if v.is_stop() {
                    // the loop asks anew
                    if let Some(n) = frame.reg(iter).payload::<Native>()
                        && n.0.goes_on()
                    {
                        return;
                    }
                    let jump = unsafe { (*frame.pc.add(1)).get().bits() } as u32 as i32;
                    drop(frame.take(iter));
                    self.jump(jump);
                } else {
                    frame.set(dst, v);
                    frame.advance();
                }
            }
            Ret::Send(dst) | Ret::Apart(dst) => {
                let iter = frame.instr().b;
                let old = frame.take(iter);
                frame.set(dst, v);
                frame.advance();
                drop(old);
            }
            Ret::Delegate => self.yield_value(v),
            Ret::Method(dst) => {
                frame.set(dst, v);
                frame.set(dst + 1, Value::UNBOUND);
                frame.advance();
            }
            Ret::Pair(dst) | Ret::Spread(dst) => {
                if let Some(t) = v.get::<crate::object::tuple::Tuple>() {
                    for (k, x) in t.items().iter().enumerate() {
                        frame.set(dst + k as u16, x.clone());
                    }
                }
                frame.advance();
            }
            Ret::Jump(words) => {
                frame.jump(words);
                self.resume_below();
            }
            Ret::Discard => {
                drop(v);
                self.resume_below();
            }
            Ret::Event | Ret::Entering | Ret::Unwinding => {
                drop(v);
                self.resume_below();
                self.goes_on();
            }
            Ret::Resuming => {
                self.resume_below();
                if self.goes_on() {
                    self.send_into_top(v);
                }
            }
            Ret::Leaving => {
                self.resume_below();
                self.return_value(v);
            }
            Ret::Yielding => {
                self.resume_below();
                if self.goes_on() {
                    if !self.tracing.on {
                        self.stays();
                    }
                    self.yield_value(v);
                }
            }
            Ret::Stopping => {
                self.resume_below();
                if self.goes_on() {
                    self.stopped(v);
                }
            }
            Ret::Native | Ret::Resumed => self.thread.input = Some(Input::Value(v)),
            Ret::Exit => self.thread.result = Some(v),
        }
    }

    /// A finaliser ended: the frame below goes on with what it was about to get.
    fn resume_below(&mut self) {
        if let Some(saved) = self.thread.saved.pop() {
            self.thread.input = saved.input;
            self.thread.waiting = saved.waiting;
            self.raised = saved.raised;
        }
        if let Some(f) = unsafe { self.thread.top.as_mut() } {
            f.flags &= !super::frame::BETWEEN;
        }
        if self.interruption.is_some() {
            self.raise_interruption();
        }
    }

    /// The native frame on top handles an exception from now on, or none.
    pub(crate) fn handle_in_top(&mut self, exc: Option<Value>) {
        let Some(frame) = (unsafe { self.thread.top.as_mut() }) else { return };
        let new = exc.map_or(Slot::UNBOUND, Value::into_slot);
        let was = std::mem::replace(&mut frame.handled, new);
        self.handlers = self.handlers + !new.is_unbound() as usize - !was.is_unbound() as usize;
        drop(was.take());
    }

    /// The exception that is being handled, seen from the frame on top.
    pub fn handled(&self) -> Value {
        if self.handlers == 0 {
            return Value::NONE;
        }
        let mut f = self.thread.top;
        while !f.is_null() {
            let frame = unsafe { &*f };
            if !frame.handled.is_unbound() {
                return frame.handled.share();
            }
            f = match frame.ret {
                Ret::Apart(_) => self.thrower(frame),
                _ => frame.back,
            };
        }
        Value::NONE
    }

    /// The frame that threw into the chain of generators which `frame` is part of.
    #[cold]
    fn thrower(&self, frame: &Frame) -> *mut Frame {
        let mut root = frame.owner;
        unsafe {
            while let Some(from) = (*root).delegator() {
                root = from;
            }
            (*(*root).frame_ptr()).back
        }
    }

    /// Raises what is in `vm.raised` in the frame on top.
    #[cold]
    #[inline(never)]
    pub(crate) fn unwind(&mut self, e: Raised) {
        self.set_context();
        self.unwind_from(e, Arises::New)
    }

    /// Like `unwind`, without a traceback entry for the frame on top and without context: a re-raise.
    #[cold]
    #[inline(never)]
    pub(crate) fn unwind_again(&mut self, e: Raised) {
        self.unwind_from(e, Arises::Again)
    }

    /// `__context__` of an exception that is raised is the one being handled; one that only passes through a native keeps what it has.
    fn set_context(&mut self) {
        let anew = std::mem::take(&mut self.raised_anew);
        if self.handlers == 0 || !anew {
            return;
        }
        let handled = self.handled();
        let Some(exc) = self.raised.clone() else { return };
        if handled.is_none() || handled.is(&exc) {
            return;
        }
        let Some(e) = exc.get::<Exception>() else { return };
        if !e.context.borrow().is_none() && !e.traceback.borrow().is_none() {
            // propagated by a native: it has its context
            return;
        }
        // break a cycle that this would close; a chain that is a cycle already is met by the slower one of two walkers
        let (mut at, mut slow, mut odd) = (handled.clone(), handled.clone(), false);
        while let Some(x) = at.get::<Exception>() {
            let next = x.context.get();
            if next.is(&exc) {
                x.context.set(Value::NONE);
                break;
            }
            at = next;
            if odd {
                slow = slow.get::<Exception>().map_or(Value::NONE, |x| x.context.get());
                if slow.is(&at) {
                    break;
                }
            }
            odd = !odd;
        }
        e.context.set(handled);
    }

    /// What the frame on top iterates over, or delegates to, has ended with a value.
    fn stopped(&mut self, v: Value) {
        let i = self.frame().instr();
        if i.op == Op::ForIter as u8 {
            return self.deliver(Ret::Iter { dst: i.a, iter: i.b }, Value::STOP);
        }
        self.deliver(Ret::Send(i.a), v)
    }

    fn unwind_from(&mut self, e: Raised, how: Arises) {
        self.raised_anew = false;
        let mut how = how;
        let mut e = e;
        loop {
            let top = self.thread.top;
            if top.is_null() {
                let exc = self.take_raised(e);
                self.thread.failure = Some(exc);
                return;
            }
            let frame = unsafe { &mut *top };
            if frame.is_native() {
                self.thread.input = Some(Input::Raised(e));
                return;
            }
            let pc = frame.pc_index();
            let place = self.place_of_raise(frame, pc);
            if how == Arises::New {
                let exc = self.peek_raised();
                traceback::add(self, &exc, top, pc);
            }
            let how = std::mem::replace(&mut how, Arises::New);
            if self.tracing.on && how != Arises::Told {
                match self.tells_exception(e, how == Arises::Again) {
                    Some(again) => e = again,
                    None => return,
                }
            }
            // (a hook was told that the exception leaves the frame: it does; so it does if the frame has not begun)
            let left = how == Arises::Told && frame.flags & LEFT != 0 || frame.flags & UNBEGUN != 0;
            let handler = frame.code().unit.exceptions.find(pc).copied().filter(|_| !left);
            // what the frame had for the moment dies where it was
            frame.clear_registers(handler.map_or(frame.code().unit.first_temp.0, |h| h.reg));
            if crate::heap::has_finalisers() {
                let exc = self.take_raised(e);
                let native = super::cx::AsyncFrame::boxed("finalisers", async move |cx| {
                    super::run_finalisers(cx, crate::heap::take_pending()).await;
                    Err(cx.vm().raise(exc))
                });
                return self.push_aside(native, Ret::Unwinding);
            }
            if let Some(handler) = handler {
                let exc = self.take_raised(e);
                frame.set(handler.reg, exc);
                frame.pc = &frame.code().words[handler.target as usize];
                self.came_from = place;
                if self.tracing.on {
                    self.tells_handled(frame.reg(handler.reg).share());
                }
                return;
            }
            if let Some(word) = frame.code().words.get(place as usize) {
                frame.pc = word;
            }
            if self.tracing.on {
                match self.tells_unwinding(e) {
                    Some(again) => e = again,
                    None => return,
                }
            }
            if self.raised_is(&types().exc.AttributeError) {
                self.name_missing_attribute(top);
            }
            match self.leave_with_exception(top, e) {
                Some(again) => e = again,
                None => return,
            }
        }
    }

    /// Where a re-raise says that the frame is: a handler that only passes an exception on stands where it came from.
    fn place_of_raise(&self, frame: &Frame, pc: u32) -> u32 {
        let Some(&i) = frame.code().unit.words.get(pc as usize) else { return pc };
        if i.op == Op::UnwindHandler as u8 || i.op == Op::Reraise as u8 && i.flags & FLAG1 != 0 {
            return self.came_from;
        }
        if i.op != Op::Reraise as u8 || i.flags & FLAG0 == 0 {
            return pc;
        }
        let exc = self.peek_raised();
        let head = exc.get::<Exception>().map(|e| e.traceback.get());
        match head.as_ref().and_then(|t| t.get::<traceback::Traceback>()) {
            Some(t) if frame.object.as_value().is(&t.frame.value()) => t.pc,
            _ => pc,
        }
    }

    /// An AttributeError that leaves what an attribute is asked from says which attribute of which object, unless it does already.
    #[cold]
    fn name_missing_attribute(&mut self, top: *mut Frame) {
        let exc = self.peek_raised();
        let given = |i| !matches!(field(&exc, i), v if v.is_none() || v.is_unbound());
        if given(0) || given(1) {
            return;
        }
        let frame = unsafe { &*top };
        let code = frame.code();
        let argument = |i: u16| match (i as u32) < code.unit.argcount as u32 {
            true => {
                let v = frame.reg(i).share();
                v.get::<crate::object::cell::CellBox>().map(|c| c.contents.get()).unwrap_or(v)
            }
            false => Value::UNBOUND,
        };
        let is = |name: &str| &*code.unit.name == name;
        let caller = unsafe { frame.back.as_ref() }.filter(|f| !f.is_native());
        let asked = caller.filter(|f| matches!(f.instr().operation(), Some(Op::LoadAttr | Op::LoadMethod)));
        let (object, name) = match asked {
            // the hook of a module
            _ if is("__getattr__") && code.unit.argcount == 1 => (self.module_of_frame(frame), argument(0)),
            Some(f) => (argument(is("__get__") as u16), f.code().names[f.instr().c as usize].value()),
            None if is("__getattr__") || is("__getattribute__") => (argument(0), argument(1)),
            None => return,
        };
        if !object.is_unbound() && !name.is_unbound() {
            set_field(&exc, 0, name);
            set_field(&exc, 1, object);
        }
    }

    /// The module whose namespace the frame's globals are, or UNBOUND.
    fn module_of_frame(&self, frame: &Frame) -> Value {
        let globals = unsafe { frame.globals.as_ref() };
        let name = globals.and_then(|g| g.get_interned(&self.names.name));
        let module =
            name.and_then(|n| n.get_ref::<crate::object::str::Str>()).and_then(|n| self.modules.get_interned(&n));
        module.unwrap_or(Value::UNBOUND)
    }

    /// Raises an exception that is thrown into the frame on top. Its context is now what the frame itself handles, if anything.
    pub(crate) fn raise_thrown(&mut self, exc: Value) -> Raised {
        let own = self.frame().handled;
        if own.is_unbound() {
            let e = self.raise(exc);
            self.raised_anew = false;
            return e;
        }
        let e = self.raise_new(exc);
        self.set_context();
        e
    }

    /// The frame on top, of a generator that may be delegated to, gets an exception that is thrown.
    pub(crate) fn set_apart(&mut self) {
        unsafe {
            let frame = &mut *self.thread.top;
            if let Ret::Send(dst) = frame.ret
                && frame.owner.as_ref().is_some_and(|g| g.delegator().is_some())
            {
                frame.ret = Ret::Apart(dst);
                self.apart += 1;
            }
        }
    }

    /// The opposite. False if the frame was no such one.
    pub(crate) fn end_apart(&mut self, frame: &mut Frame) -> bool {
        let Ret::Apart(dst) = frame.ret else { return false };
        frame.ret = Ret::Send(dst);
        self.apart -= 1;
        true
    }

    /// Pops a frame that the exception leaves. `None` if the caller took the exception as an outcome.
    fn leave_with_exception(&mut self, top: *mut Frame, e: Raised) -> Option<Raised> {
        let (ret, thrown) = unsafe {
            let owner = (*top).owner;
            let thrown = matches!((*top).ret, Ret::Apart(_));
            self.retire(top);
            if owner.is_null() {
                let ret = (*top).ret;
                self.thread.top = (*top).back;
                self.thread.stack.pop(top);
                self.thread.depth -= 1;
                (ret, false)
            } else {
                let (ret, _) = self.end_generator(top, "raise");
                (ret, thrown)
            }
        };
        if !thrown {
            return self.raised_in_callee(ret, e);
        }
        // thrown into who delegated to it
        let exc = self.take_raised(e);
        Some(self.raise_thrown(exc))
    }

    /// A callee of the frame on top raised; `ret` says what the frame expected.
    fn raised_in_callee(&mut self, ret: Ret, e: Raised) -> Option<Raised> {
        match ret {
            Ret::Iter { .. } if self.raised_is(&types().exc.StopIteration) => {
                let exc = self.take_raised(e);
                if !self.tracing.on || self.tells_stop(Some(exc), Value::NONE).is_some() {
                    self.deliver(ret, Value::STOP);
                }
                None
            }
            Ret::Delegate if self.raised_is(&types().exc.StopIteration) => {
                self.delegate_raised(e);
                None
            }
            Ret::Delegate if self.frame().flags & PASSED != 0 => {
                self.frame().flags &= !PASSED;
                let exc = self.take_raised(e);
                Some(self.raise_thrown(exc))
            }
            Ret::Init { from, .. } => {
                let frame = unsafe { &mut *self.thread.top };
                drop(frame.take(from));
                Some(e)
            }
            Ret::Discard | Ret::Jump(_) => {
                // finalisers report what they raise; only a stop gets here, and the frame below is asked to stop again
                drop(self.take_raised(e));
                if let Ret::Jump(words) = ret {
                    self.frame().jump(words);
                }
                self.resume_below();
                None
            }
            Ret::Exit => {
                let exc = self.take_raised(e);
                self.thread.failure = Some(exc);
                None
            }
            Ret::Event
            | Ret::Entering
            | Ret::Resuming
            | Ret::Leaving
            | Ret::Yielding
            | Ret::Unwinding
            | Ret::Stopping => {
                self.thread.saved.pop();
                if matches!(ret, Ret::Leaving | Ret::Yielding) {
                    self.stays();
                }
                self.goes_on();
                let flags = &mut self.frame().flags;
                *flags &= !super::frame::BETWEEN;
                if ret == Ret::Entering {
                    *flags |= UNBEGUN;
                }
                Some(e)
            }
            _ => Some(e),
        }
    }

    /// Drops what a frame owns; a frame object that outlives it takes the locals.
    pub(crate) unsafe fn retire(&mut self, frame: *mut Frame) {
        unsafe {
            let f = &mut *frame;
            if !f.object.is_unbound() {
                traceback::detach(f);
            }
            if !f.handled.is_unbound() {
                self.handlers -= 1;
                drop(std::mem::replace(&mut f.handled, Slot::UNBOUND).take());
            }
            f.clear_registers(0);
            if !f.locals.is_unbound() {
                drop(std::mem::replace(&mut f.locals, Slot::UNBOUND).take());
            }
            // a generator's frame still needs its code (`Generator::release_frame`)
            if !f.func.is_unbound() && f.owner.is_null() {
                drop(std::mem::replace(&mut f.func, Slot::UNBOUND).take());
            }
        }
    }

    /// The Python frame on top returns `v` by the general path.
    #[inline(never)]
    pub(crate) fn return_value(&mut self, v: Value) {
        if self.tracing.on && self.tells_return(&v, false) {
            return;
        }
        let top = self.thread.top;
        unsafe {
            let owner = (*top).owner;
            self.retire(top);
            if owner.is_null() {
                let ret = (*top).ret;
                self.thread.top = (*top).back;
                self.thread.stack.pop(top);
                self.thread.depth -= 1;
                self.deliver(ret, v);
            } else {
                let (ret, kind) = self.end_generator(top, "return");
                self.finished(kind, ret, v);
            }
        }
    }

    /// The native frame on top returns `v` or raises.
    pub(crate) fn native_return(&mut self, r: Result<Value, Raised>) {
        let top = self.thread.top;
        let ret = unsafe {
            let ret = (*top).ret;
            self.thread.top = (*top).back;
            ret
        };
        self.thread.stack.pop(top);
        self.thread.native_depth -= 1;
        match r {
            Ok(v) => self.deliver(ret, v),
            Err(e) => {
                self.set_context();
                if let Some(e) = self.raised_in_callee(ret, e) {
                    self.unwind_from(e, if ret == Ret::Unwinding { Arises::Told } else { Arises::New });
                }
            }
        }
    }

    /// `raise` in its three forms.
    #[inline(never)]
    pub(crate) fn op_raise(&mut self, exception: Option<Value>, cause: Option<Value>) {
        let Some(exception) = exception else {
            let handled = self.handled();
            if handled.is_none() {
                let e = self.runtime_error("No active exception to reraise");
                return self.unwind(e);
            }
            let e = self.raise(handled);
            return self.unwind_again(e);
        };
        if cause.is_none() && exception.is(&types().exc.StopIteration.value()) && self.ends_iteration() {
            return;
        }
        let act = self.instantiate(exception, "exceptions must derive from BaseException");
        match (act, cause) {
            (Act::Done(exc), None) => {
                let e = self.raise_new(exc);
                self.unwind(e)
            }
            (Act::Done(exc), Some(cause)) if cause.is_none() || cause.is_a::<Exception>() => {
                if let Some(e) = exc.get::<Exception>() {
                    e.cause.set(cause);
                    e.suppress_context.set(true);
                }
                let e = self.raise_new(exc);
                self.unwind(e)
            }
            (Act::Raise(e), _) => self.unwind(e),
            (act, cause) => {
                let act = Act::run(async move |cx| {
                    let exc = cx.act(act).await?;
                    if let Some(cause) = cause {
                        let cause = if cause.is_none() {
                            cause
                        } else {
                            let act = cx.vm().instantiate(cause, "exception causes must derive from BaseException");
                            cx.act(act).await?
                        };
                        if let Some(e) = exc.get::<Exception>() {
                            e.cause.set(cause);
                            e.suppress_context.set(true);
                        }
                    }
                    Err(cx.vm().raise_new(exc))
                });
                self.perform(act, Ret::Nothing)
            }
        }
    }

    /// `raise StopIteration` in a `__next__` that a `for` statement called, outside of any handler: the loop ends, and nobody could ever
    /// see the exception. False if somebody could.
    fn ends_iteration(&mut self) -> bool {
        let top = self.thread.top;
        unsafe {
            let frame = &*top;
            let seen = self.tracing.on
                || !matches!(frame.ret, Ret::Iter { .. })
                || !frame.owner.is_null()
                || !frame.object.is_unbound()
                || frame.code().unit.exceptions.find(frame.pc_index()).is_some();
            if seen {
                return false;
            }
            let ret = frame.ret;
            self.retire(top);
            self.thread.top = frame.back;
            self.thread.stack.pop(top);
            self.thread.depth -= 1;
            self.deliver(ret, Value::STOP);
        }
        true
    }

    /// Raises by a `raise` statement: context is set anew even if the exception was raised before.
    fn raise_new(&mut self, exc: Value) -> Raised {
        let handled = self.handled();
        if !handled.is_none()
            && !handled.is(&exc)
            && let Some(e) = exc.get::<Exception>()
        {
            e.context.set(Value::NONE);
        }
        self.raise(exc)
    }

    /// An exception instance from a class or an instance.
    pub(crate) fn instantiate(&mut self, v: Value, error: &'static str) -> Act {
        if v.is_a::<Exception>() {
            return Act::Done(v);
        }
        if let Some(t) = v.get_ref::<crate::object::ty::Type>()
            && t.has(crate::object::ty::flag::EXC_SUBCLASS)
        {
            // a built-in class that has nothing of its own to do
            let base = &types().exc.BaseException;
            let inherits = |d| self.is_own(&t, base, d);
            if t.is_static() && inherits(Dunder::New) && inherits(Dunder::Init) {
                return Act::Done(self.new_exception(&t, Vec::new()));
            }
            let act = self.call_type(t, Default::default());
            return self.then_check_exception(act, v);
        }
        Act::Raise(self.type_error(error))
    }

    fn then_check_exception(&mut self, act: Act, class: Value) -> Act {
        match act {
            Act::Done(x) if x.is_a::<Exception>() => Act::Done(x),
            Act::Raise(e) => Act::Raise(e),
            act => Act::run(async move |cx| {
                let x = cx.act(act).await?;
                if x.is_a::<Exception>() {
                    return Ok(x);
                }
                let r = cx.repr(&class).await?;
                let name = cx.vm().type_name(&x);
                let r = r.get::<crate::object::str::Str>().map_or(String::new(), |s| s.to_text());
                Err(cx
                    .vm()
                    .type_error(format!("calling {r} should have returned an instance of BaseException, not {name}")))
            }),
        }
    }
}
