//! Resuming and suspending generators, coroutines and async generators.
//!
//! Invariants: `thread.drives` lists the generators that a driver resumed and that have not yet yielded or ended, innermost last (the
//! *roots*). The frames between a root and the running leaf are linked by `back` with `Ret::Send`; a leaf's yield goes straight to its
//! root's driver and leaves those links in place, so resuming the root resumes the leaf: a deep await chain costs what a short one costs.

use super::Vm;
use super::cx::{Cx, Resumed};
use super::frame::{Frame, PASSED, Ret};
use super::native::{Act, Input, PyResult, Raised, Resume};
use crate::code::Op;
use crate::heap::Ref;
use crate::object::exception::Exception;
use crate::object::generator::{AsyncGenWrapped, GenKind, GenState, Generator};
use crate::object::generator_methods::Thrown;
use crate::object::types;
use crate::value::{Slot, Value};

impl Generator {
    /// True while the generator, or the chain that it is part of, runs.
    pub fn is_running(&self) -> bool {
        let mut g = self;
        while !g.parent.get().is_null() {
            g = unsafe { &*g.parent.get() };
        }
        g.state.get() == GenState::Running
    }
    /// What the object is called in error texts.
    pub fn noun(&self) -> &'static str {
        match self.kind {
            GenKind::Generator => "generator",
            GenKind::Coroutine => "coroutine",
            GenKind::AsyncGenerator => "asynchronous generator",
        }
    }
}

impl Vm {
    /// Resumes a generator that has not begun, or waits at a `yield`, of its own or of a generator that it delegates to, and that nobody
    /// drives or traces.
    /// False, and nothing done, if `resume` must see to it.
    #[inline(always)]
    pub(crate) fn resume_plain(&mut self, g: &Generator, v: Slot, ret: Ret) -> bool {
        let created = g.state.get() == GenState::Created;
        // (the limit is 0 while calls are traced)
        if g.state.get() != GenState::Suspended && !(created && v == Slot::NONE)
            || g.kind != GenKind::Generator
            || !g.parent.get().is_null()
            || self.thread.depth >= self.fast_limit
        {
            return false;
        }
        unsafe {
            let leaf = g.leaf.get();
            let leaf = match leaf.as_ref() {
                None => g,
                Some(_) if self.apart > 0 => return false,
                Some(leaf) => leaf,
            };
            let (root, f) = (g.frame_ptr(), leaf.frame_ptr());
            let instr = (*(*f).pc).get();
            if !created && (instr.op != Op::Yield as u8 || leaf.kind != GenKind::Generator) {
                return false;
            }
            g.state.set(GenState::Running);
            g.leaf.set(std::ptr::null());
            self.thread.depth += 1;
            self.thread.drives.push(Ref::of(g));
            (*root).back = self.thread.top;
            (*root).ret = ret;
            if !created {
                (*f).set(instr.a, v.copied().take());
                (*f).pc = (*f).pc.add(1);
            }
            self.thread.top = f;
        }
        true
    }

    /// The generator frame on top, which a `for` or a native frame drives, is over, if that is all there is to do: the one below is on top.
    #[inline(never)]
    pub(crate) unsafe fn finish_plain(&mut self, frame: *mut Frame) -> Option<Ret> {
        unsafe {
            let g = (*frame).owner.as_ref()?;
            let ret = (*frame).ret;
            if g.kind != GenKind::Generator
                || !matches!(ret, Ret::Iter { .. } | Ret::Resumed)
                || !g.parent.get().is_null()
                || !(*frame).handled.is_unbound()
                || !(*frame).object.is_unbound()
                || self.tracing.on
                || g.is_told()
                || !self.thread.drives.last().is_some_and(|root| std::ptr::eq(&**root, g))
            {
                return None;
            }
            self.thread.top = std::mem::replace(&mut (*frame).back, std::ptr::null_mut());
            g.state.set(GenState::Finished);
            self.thread.depth -= 1;
            let root = self.thread.drives.pop();
            // one count is the loop's, which lets go of it next
            if !(matches!(ret, Ret::Iter { .. }) && root.as_ref().is_some_and(|r| r.header().count() == 2)) {
                g.release_frame();
            }
            drop(root);
            Some(ret)
        }
    }

    /// The frame on top, at a `yield`, is suspended and the one that drives it is on top again, if that is all there is to do and the value
    /// goes to a register or a native frame: says where.
    #[inline(always)]
    pub(crate) unsafe fn suspend_plain(&mut self, frame: *mut Frame) -> Option<Ret> {
        unsafe {
            let owner = (*frame).owner;
            if self.tracing.on || owner.is_null() || (*owner).kind != GenKind::Generator {
                return None;
            }
            let root: *const Generator = &**self.thread.drives.last()?;
            let f = (*root).frame_ptr();
            let ret = (*f).ret;
            if !matches!(ret, Ret::Iter { .. } | Ret::Reg(_) | Ret::Resumed) {
                return None;
            }
            self.thread.depth -= 1;
            (*root).state.set(GenState::Suspended);
            (*root).leaf.set(if root == owner { std::ptr::null() } else { owner });
            self.thread.top = std::mem::replace(&mut (*f).back, std::ptr::null_mut());
            if let Some(root) = self.thread.drives.pop() {
                root.into_slot().release();
            }
            Some(ret)
        }
    }

    /// The frame delegates to `g`, which has not begun and which nobody traces. False, and nothing done, if `delegate_start` must see to it.
    #[inline(always)]
    pub(crate) unsafe fn link_plain(&mut self, frame: *mut Frame, g: &Generator, dst: u16) -> bool {
        unsafe {
            let Some(owner) = (*frame).owner.as_ref() else { return false };
            let level = owner.level.get() + 1;
            // (the limit is 0 while calls are traced)
            if g.state.get() != GenState::Created
                || g.kind == GenKind::AsyncGenerator
                || !g.parent.get().is_null()
                || self.thread.depth + level as usize > self.fast_limit
            {
                return false;
            }
            if self.trace.wants(0) {
                self.record_await(owner, g);
            }
            g.level.set(level);
            g.state.set(GenState::Suspended);
            g.parent.set(owner);
            let f = g.frame_ptr();
            (*f).back = frame;
            (*f).ret = Ret::Send(dst);
            self.thread.top = f;
            true
        }
    }

    /// The generator frame on top, which another delegates to, is over, if that is all there is to do: the one below is on top.
    #[inline(always)]
    pub(crate) unsafe fn unlink_plain(&mut self, frame: *mut Frame) -> bool {
        unsafe {
            let Some(g) = (*frame).owner.as_ref() else { return false };
            if g.parent.get().is_null()
                || g.kind == GenKind::AsyncGenerator
                || !matches!((*frame).ret, Ret::Send(_))
                || !(*frame).handled.is_unbound()
                || !(*frame).object.is_unbound()
                || self.tracing.on
            {
                return false;
            }
            if self.trace.wants(0) {
                self.record_return(&*g.parent.get(), g);
            }
            let back = std::mem::replace(&mut (*frame).back, std::ptr::null_mut());
            self.thread.top = back;
            g.state.set(GenState::Finished);
            g.parent.set(std::ptr::null());
            // the delegating frame lets go of what it delegated to
            let register = &mut *(*back).base.add((*(*back).pc).get().b as usize);
            let object = std::mem::replace(register, Slot::UNBOUND).header();
            if (*object).count() == 1 {
                Generator::discard(object);
            } else {
                g.release_frame();
                crate::heap::decref(object);
            }
            true
        }
    }

    /// Resumes `g`; its next yield, its return or its exception goes to `ret` of the frame on top.
    #[inline(never)]
    pub(crate) fn resume(&mut self, g: &Ref<Generator>, how: Resume, ret: Ret) {
        if let Resume::Send(v) = &how
            && self.resume_plain(g, v.slot(), ret)
        {
            return;
        }
        if g.is_running() {
            let m = format!("{} already executing", g.noun());
            let e = self.value_error(m);
            return self.unwind(e);
        }
        match (g.state.get(), &how) {
            (GenState::Finished, _) => {
                if g.kind == GenKind::Coroutine {
                    let e = self.runtime_error("cannot reuse already awaited coroutine");
                    return self.unwind(e);
                }
                return match how {
                    Resume::Throw(exc) | Resume::Raise(exc) => {
                        let e = self.raise(exc);
                        self.unwind(e)
                    }
                    Resume::Send(_) => self.finished(g.kind, ret, Value::NONE),
                };
            }
            (GenState::Created, Resume::Send(v)) if !v.is_none() => {
                let m = format!(
                    "can't send non-None value to a just-started {}",
                    if g.kind == GenKind::AsyncGenerator { "async generator" } else { g.noun() }
                );
                let e = self.type_error(m);
                return self.unwind(e);
            }
            _ => {}
        }
        if let Err(e) = self.enter_call() {
            self.give_up(g);
            return self.unwind(e);
        }
        self.unlink(g);
        let created = g.state.replace(GenState::Running) == GenState::Created;
        let leaf = g.leaf.replace(std::ptr::null());
        let leaf: *const Generator = if leaf.is_null() { &**g } else { leaf };
        unsafe {
            let root = g.frame_ptr();
            (*root).back = self.thread.top;
            (*root).ret = ret;
            self.thread.drives.push(g.clone());
            self.thread.top = (*leaf).frame_ptr();
            (*self.thread.top).flags &= !PASSED;
        }
        match how {
            Resume::Send(_) => self.end_apart_up_to(leaf, g),
            _ => self.set_apart(),
        }
        match how {
            Resume::Send(v) if self.tracing.on => self.generators_entered(leaf, g, created, v),
            Resume::Send(v) => match created {
                true => drop(v),
                false => self.send_into_top(v),
            },
            Resume::Raise(exc) => {
                if self.tracing.on {
                    self.chain_entered(leaf, g, true);
                }
                self.throw(exc)
            }
            Resume::Throw(exc) => {
                if created {
                    // raised where the generator was made, before its first statement and outside of any handler
                    unsafe {
                        let f = self.thread.top;
                        (*f).pc = (*f).pc.sub(1);
                    }
                }
                if self.tracing.on {
                    self.chain_entered(leaf, g, true);
                }
                self.throw_into_top(exc)
            }
        }
    }

    /// The chain from `leaf` to `g` goes on after a yield: each generator sees again what those handle that delegate to it.
    #[inline]
    fn end_apart_up_to(&mut self, leaf: *const Generator, g: &Generator) {
        let mut at = leaf;
        while self.apart > 0 && !at.is_null() {
            unsafe {
                self.end_apart(&mut *(*at).frame_ptr());
                at = if std::ptr::eq(at, g) { std::ptr::null() } else { (*at).parent.get() };
            }
        }
    }

    /// Cuts a generator out of the chain of the one that delegates to it: that one becomes the leaf of its chain.
    fn unlink(&mut self, g: &Ref<Generator>) {
        let parent = g.parent.replace(std::ptr::null());
        if parent.is_null() {
            return;
        }
        unsafe {
            self.end_apart(&mut *g.frame_ptr());
            // the part of the chain below g becomes g's own
            let mut root = parent;
            while !(*root).parent.get().is_null() {
                root = (*root).parent.get();
            }
            let leaf = (*root).leaf.get();
            g.leaf.set(if std::ptr::eq(leaf, &**g) { std::ptr::null() } else { leaf });
            (*root).leaf.set(if root == parent { std::ptr::null() } else { parent });
        }
    }

    /// The frame on top is suspended at a yield: it goes on with `v`.
    pub(super) fn send_into_top(&mut self, v: Value) {
        let frame = unsafe { &mut *self.thread.top };
        let instr = frame.instr();
        if instr.op == Op::Yield as u8 {
            frame.set(instr.a, v);
            frame.advance();
        } else {
            // YieldFrom over an iterator that is no linked generator
            let it = frame.reg(instr.b).share();
            self.delegate_send(it, v);
        }
    }

    /// Raises `exc` where the frame on top is suspended.
    fn throw_into_top(&mut self, exc: Value) {
        let frame = unsafe { &mut *self.thread.top };
        let instr = frame.instr();
        let started = unsafe { frame.owner.as_ref() }
            .is_some_and(|_| instr.op == Op::YieldFrom as u8 || instr.op == Op::Yield as u8);
        if started && instr.op == Op::YieldFrom as u8 {
            let it = frame.reg(instr.b).share();
            if crate::module::asyncio::future_type::await_thrown(&it) {
                let e = self.raise_thrown(exc);
                return self.unwind(e);
            }
            frame.flags |= PASSED;
            if let Some(sub) = it.get_ref::<Generator>()
                && sub.kind != GenKind::AsyncGenerator
            {
                // unlinked by somebody who drove it directly: delegate again
                return self.perform(Act::Resume(sub, Resume::Throw(exc)), Ret::Delegate);
            }
            let exit = is_exit(&exc);
            let name = if exit { self.names.close.clone() } else { self.names.throw.clone() };
            let args = if exit { Vec::new() } else { self.state::<Thrown>().take(&exc) };
            let method = match self.get_attr_opt(&it, &name) {
                Act::Done(m) if m.is_unbound() => None,
                Act::Done(m) if !exit => return self.perform(Act::call(m, args), Ret::Delegate),
                act => Some(act),
            };
            if let Some(act) = method {
                let act = Act::run(async move |cx| {
                    match cx.act(act).await {
                        Ok(m) if !exit => return cx.call(&m, args).await,
                        Ok(m) => drop(cx.call(&m, args).await?),
                        Err(e) if exit => {
                            // the generator is closed all the same
                            let failure = cx.vm().take_raised(e);
                            let shown = cx.repr(&it).await?;
                            let shown = crate::object::object_::text(&shown);
                            let m = format!("Exception ignored while closing generator {shown}");
                            let act = cx.vm().unraisable(failure, m, Value::NONE);
                            cx.act(act).await?;
                        }
                        Err(e) => cx.vm().catch(e, &types().exc.AttributeError.clone())?,
                    }
                    Err(cx.vm().raise(exc))
                });
                return self.perform(act, Ret::Delegate);
            }
        }
        self.throw(exc)
    }

    /// Raises `exc` in the frame on top, which was waiting.
    fn throw(&mut self, exc: Value) {
        let exc = if self.tracing.on { self.tells_throw(exc) } else { Some(exc) };
        if let Some(exc) = exc {
            let e = self.raise_thrown(exc);
            self.unwind(e);
        }
    }

    /// `g.throw(exc)`. GeneratorExit closes what `g` delegates to before `g` gets it.
    pub(crate) fn throw_act(&mut self, g: Ref<Generator>, exc: Value) -> Act {
        if !is_exit(&exc) || g.is_running() || g.delegate().is_none() {
            return self.drive(g, Resume::Throw(exc));
        }
        self.driven(g, Resume::Throw(exc))
    }

    /// `g.send(v)` and `g.throw(exc)`: the caller's own act, unless the trace tells of it.
    pub(crate) fn drive(&mut self, g: Ref<Generator>, how: Resume) -> Act {
        if self.is_by_hand(&g) { self.driven(g, how) } else { Act::Resume(g, how) }
    }

    fn is_by_hand(&mut self, g: &Generator) -> bool {
        self.trace.wants(0) && g.is_told() && self.aio().current_id().is_none()
    }

    /// The same as an act of its own: StopIteration at the end.
    pub(crate) fn driven(&mut self, g: Ref<Generator>, how: Resume) -> Act {
        let told = self.is_by_hand(&g);
        if told {
            self.record_send(&g, &how);
        }
        Act::run(async move |cx| {
            let outcome = match how {
                Resume::Throw(exc) => throw_into(cx, &g, exc).await,
                how => cx.resume(&g, how).await,
            };
            if told {
                cx.vm().record_sent(&g, &outcome);
            }
            match outcome? {
                Resumed::Yielded(v) => Ok(v),
                Resumed::Returned(v) => Err(cx.vm().stop_iteration(v)),
            }
        })
    }

    /// `close()` of a generator or coroutine: what is to be done.
    pub fn close_act(&mut self, g: Ref<Generator>) -> Act {
        match g.state.get() {
            GenState::Finished => return Act::Done(Value::NONE),
            GenState::Created => {
                g.state.set(GenState::Finished);
                self.record_generator_end(&g, "close");
                g.release_frame();
                return Act::Done(Value::NONE);
            }
            _ => {}
        }
        if g.is_running() {
            let m = format!("{} already executing", g.noun());
            return Act::Raise(self.value_error(m));
        }
        Act::run(async move |cx| {
            // innermost first: what `g` waits in is closed before `g` itself sees GeneratorExit
            let mut chain = vec![g.clone()];
            while let Some(sub) = chain.last().and_then(|g| g.delegate()) {
                chain.push(sub);
            }
            let mut failure = None;
            // an iterator of another kind at the innermost end is closed by throwing into who delegates to it
            let mut innermost = true;
            while let Some(sub) = chain.pop() {
                cx.tick(1).await?;
                if sub.state.get() == GenState::Finished && failure.is_none() {
                    innermost = false;
                    continue;
                }
                // what closing an inner one raised goes on into the next one
                let exc = match failure.take() {
                    Some(exc) => exc,
                    None => {
                        let vm = cx.vm();
                        let exc = vm.new_exception(&types().exc.GeneratorExit, Vec::new());
                        if let (Some(e), handled) = (exc.get::<Exception>(), vm.handled()) {
                            e.context.set(handled);
                        }
                        exc
                    }
                };
                let how = if std::mem::take(&mut innermost) { Resume::Throw(exc) } else { Resume::Raise(exc) };
                let e = match cx.resume(&sub, how).await {
                    Ok(Resumed::Returned(v)) if chain.is_empty() => return Ok(v),
                    Ok(Resumed::Returned(_)) => continue,
                    Ok(Resumed::Yielded(_)) => {
                        let m = match sub.kind {
                            GenKind::Generator => "generator ignored GeneratorExit",
                            GenKind::Coroutine => "coroutine ignored GeneratorExit",
                            GenKind::AsyncGenerator => "async generator ignored GeneratorExit",
                        };
                        cx.vm().runtime_error(m)
                    }
                    Err(e) => e,
                };
                let vm = cx.vm();
                let closed = vm.raised_is(&types().exc.StopIteration) || vm.raised_is(&types().exc.GeneratorExit);
                if !closed && chain.is_empty() {
                    return Err(e);
                }
                let exc = vm.take_raised(e);
                failure = if closed { None } else { Some(exc) };
            }
            Ok(Value::NONE)
        })
    }

    /// `YieldFrom` starts: the frame on top delegates to what is in register `b`.
    #[inline(never)]
    pub(crate) fn delegate_start(&mut self) {
        let frame = unsafe { &mut *self.thread.top };
        let instr = frame.instr();
        let it = frame.reg(instr.b).share();
        if let Some(g) = it.get_ref::<Generator>()
            && g.kind != GenKind::AsyncGenerator
        {
            return self.link(g, Value::NONE);
        }
        if let Some(w) = it.get_ref::<crate::object::gen_awaitable::GenAwaitable>()
            && let Some((g, v)) = w.start_linked(self)
        {
            return self.link(g, v);
        }
        self.delegate_send(it, Value::NONE)
    }

    /// Runs a generator as a link of the chain of the frame on top.
    fn link(&mut self, g: Ref<Generator>, v: Value) {
        if g.is_running() {
            let m = format!("{} already executing", g.noun());
            let e = self.value_error(m);
            return self.unwind(e);
        }
        let frame = unsafe { &mut *self.thread.top };
        let dst = frame.instr().a;
        match g.state.get() {
            GenState::Finished => {
                if g.kind == GenKind::Coroutine {
                    let e = self.runtime_error("cannot reuse already awaited coroutine");
                    return self.unwind(e);
                }
                if g.kind == GenKind::AsyncGenerator {
                    let ty = types().exc.StopAsyncIteration.clone();
                    let exc = self.new_exception(&ty, Vec::new());
                    let e = self.raise(exc);
                    return self.unwind(e);
                }
                return self.deliver(Ret::Send(dst), Value::NONE);
            }
            GenState::Created if !v.is_none() => {
                g.ag_running.set(false);
                let e = self.type_error("can't send non-None value to a just-started async generator");
                return self.unwind(e);
            }
            _ => {}
        }
        // the length of an await chain counts like nested calls
        let level = unsafe { frame.owner.as_ref() }.map_or(0, |o| o.level.get()) + 1;
        if self.thread.depth + level as usize > self.recursion_limit {
            let ty = types().exc.RecursionError.clone();
            let e = self.error(&ty, "maximum recursion depth exceeded");
            g.ag_running.set(false);
            self.give_up(&g);
            return self.unwind(e);
        }
        self.unlink(&g);
        g.level.set(level);
        let created = g.state.replace(GenState::Suspended) == GenState::Created;
        let leaf = g.leaf.replace(std::ptr::null());
        unsafe {
            let f = g.frame_ptr();
            (*f).back = self.thread.top;
            (*f).ret = Ret::Send(dst);
            g.parent.set(frame.owner);
            self.thread.top = if leaf.is_null() { f } else { (*leaf).frame_ptr() };
            (*self.thread.top).flags &= !PASSED;
        }
        self.end_apart_up_to(if leaf.is_null() { &*g } else { leaf }, &g);
        if self.trace.wants(0) {
            let from = unsafe { frame.owner.as_ref() };
            match g.kind {
                GenKind::AsyncGenerator => self.record_next(from, &g, &v),
                _ => from.into_iter().for_each(|from| self.record_await(from, &g)),
            }
        }
        if self.tracing.on {
            self.generators_entered(if leaf.is_null() { &*g } else { leaf }, &g, created, v);
        } else if !created {
            self.send_into_top(v);
        }
    }

    /// Sends `v` to an iterator that the frame on top delegates to.
    fn delegate_send(&mut self, it: Value, v: Value) {
        if let Some(g) = it.get_ref::<Generator>()
            && g.kind != GenKind::AsyncGenerator
        {
            // a generator that was cut out of the chain
            return self.link(g, v);
        }
        if let Some(step) = crate::module::asyncio::future_type::await_step(self, &it) {
            use crate::module::asyncio::future_type::AwaitStep;
            return match step {
                AwaitStep::Wait(future) => self.yield_value(future),
                AwaitStep::Done(Ok(result)) => {
                    let dst = unsafe { (*self.thread.top).instr().a };
                    self.deliver(Ret::Send(dst), result)
                }
                AwaitStep::Done(Err(e)) => self.unwind(e),
            };
        }
        if v.is_none() {
            if let Some(r) = super::protocol::hooks::native_next(self, &it) {
                return match r {
                    Ok(v) if v.is_stop() => {
                        let dst = unsafe { (*self.thread.top).instr().a };
                        self.deliver(Ret::Send(dst), Value::NONE)
                    }
                    Ok(v) => self.deliver(Ret::Delegate, v),
                    Err(e) => self.perform(Act::Raise(e), Ret::Delegate),
                };
            }
            let act = match self.call_dunder(&it, crate::object::names::Dunder::Next, &[]) {
                Some(act) => act,
                None => {
                    let name = self.type_name(&it);
                    Act::Raise(self.type_error(format!("'{name}' object is not an iterator")))
                }
            };
            return self.delegate_perform(act);
        }
        let name = self.names.send.clone();
        let act = self.call_method(&it, &name, [v]);
        self.delegate_perform(act);
    }

    /// Does `act` for the delegating frame on top; a native that raises at once is handled like a callee that raised.
    fn delegate_perform(&mut self, act: Act) {
        let mut act = act;
        if let Act::Call(callee, args) = &act
            && callee.is_a::<crate::object::native::Builtin>()
        {
            act = self.call_builtin(callee, &args.values, args.names.as_ref());
        }
        match act {
            Act::Raise(e) => self.delegate_raised(e),
            act => self.perform(act, Ret::Delegate),
        }
    }

    /// What the frame on top delegates to raised: StopIteration ends the delegation, anything else goes on.
    pub(crate) fn delegate_raised(&mut self, e: Raised) {
        if self.raised_is(&types().exc.StopIteration) {
            let exc = self.take_raised(e);
            let v = crate::object::exception::stop_value(&exc);
            let v = if self.tracing.on { self.tells_stop(Some(exc), v) } else { Some(v) };
            if let Some(v) = v {
                let dst = unsafe { (*self.thread.top).instr().a };
                self.deliver(Ret::Send(dst), v)
            }
            return;
        }
        self.unwind(e)
    }

    /// The frame on top yields `v` (its pc stays at the yield).
    #[inline(never)]
    pub(crate) fn yield_value(&mut self, v: Value) {
        if self.tracing.on && self.tells_return(&v, true) {
            return;
        }
        let frame = unsafe { &mut *self.thread.top };
        let Some(g) = (unsafe { frame.owner.as_ref() }) else {
            let e = self.runtime_error("'yield' outside a generator");
            return self.unwind(e);
        };
        let mut v = v;
        if g.kind == GenKind::AsyncGenerator && frame.instr().op == Op::Yield as u8 {
            self.end_apart(frame);
            if let Ret::Send(_) = frame.ret {
                // linked through `async for` or `await anext()`: the value is the result of that await
                let ret = frame.ret;
                if self.trace.wants(1) && g.is_told() {
                    self.record_yielded(unsafe { g.parent.get().as_ref() }, g, &v);
                }
                g.state.set(GenState::Suspended);
                g.parent.set(std::ptr::null());
                g.ag_running.set(false);
                let back = frame.back;
                frame.back = std::ptr::null_mut();
                self.thread.top = back;
                if self.tracing.on {
                    let e = self.stop_iteration(v.clone());
                    let stop = self.take_raised(e);
                    match self.tells_stop(Some(stop), v) {
                        Some(again) => v = again,
                        None => return,
                    }
                }
                return self.deliver(ret, v);
            }
            v = AsyncGenWrapped::new(v);
        }
        let Some(root) = self.thread.drives.pop() else { return };
        self.thread.depth -= 1;
        root.state.set(GenState::Suspended);
        root.leaf.set(if std::ptr::eq(&*root, g) { std::ptr::null() } else { g });
        let (back, ret) = unsafe {
            let f = root.frame_ptr();
            let back = std::mem::replace(&mut (*f).back, std::ptr::null_mut());
            (back, (*f).ret)
        };
        self.thread.top = back;
        match ret {
            Ret::Resumed => self.thread.input = Some(Input::Value(v)),
            ret => self.deliver(ret, v),
        }
    }

    /// A generator for which the stack is too deep ends without having run.
    fn give_up(&mut self, g: &Ref<Generator>) {
        self.unlink(g);
        g.leaf.set(std::ptr::null());
        g.state.set(GenState::Finished);
        g.ag_running.set(false);
        g.release_frame();
    }

    /// The generator frame on top has ended: its object is finished and cut loose. Gives who gets the outcome.
    pub(crate) fn end_generator(&mut self, frame: *mut Frame, how: &'static str) -> (Ret, GenKind) {
        unsafe {
            let g = &*(*frame).owner;
            self.record_generator_end(g, how);
            if let Some(from) = g.parent.get().as_ref() {
                self.record_await_end(from, g, how == "return");
            }
            let apart = self.end_apart(&mut *frame);
            let ret = (*frame).ret;
            g.state.set(GenState::Finished);
            g.ag_running.set(false);
            self.thread.top = std::mem::replace(&mut (*frame).back, std::ptr::null_mut());
            if apart {
                // whoever delegated to it goes on as one that was thrown into
                self.set_apart();
            }
            let is_root = self.thread.drives.last().is_some_and(|r| std::ptr::eq(&**r, g));
            let kind = g.kind;
            let linked = !g.parent.replace(std::ptr::null()).is_null();
            if linked || matches!(ret, Ret::Send(_)) && !is_root {
                // the delegating frame's register keeps the object alive until the result is delivered
                g.release_frame();
            } else {
                let root = self.thread.drives.pop();
                self.thread.depth -= 1;
                g.release_frame();
                drop(root);
            }
            (ret, kind)
        }
    }

    /// A generator returned `v` to `ret` of the frame on top.
    pub(crate) fn finished(&mut self, kind: GenKind, ret: Ret, v: Value) {
        let mut v = v;
        if self.tracing.on && kind != GenKind::AsyncGenerator && matches!(ret, Ret::Send(_) | Ret::Iter { .. }) {
            self.delegation_over();
            match self.tells_stop(None, v) {
                Some(again) => v = again,
                None => return,
            }
        }
        match (ret, kind) {
            (Ret::Resumed, _) => self.thread.input = Some(Input::Returned(v)),
            (_, GenKind::AsyncGenerator) => {
                let ty = types().exc.StopAsyncIteration.clone();
                let exc = self.new_exception(&ty, Vec::new());
                let e = self.raise(exc);
                self.unwind(e)
            }
            (Ret::Send(_), _) => self.deliver(ret, v),
            (Ret::Iter { .. }, _) => self.deliver(ret, Value::STOP),
            (Ret::Delegate, _) => {
                let dst = unsafe { (*self.thread.top).instr().a };
                self.deliver(Ret::Send(dst), v)
            }
            _ => {
                let e = self.stop_iteration(v);
                self.unwind(e)
            }
        }
    }
}

fn is_exit(exc: &Value) -> bool {
    crate::object::type_ref(exc).is_subtype(&types().exc.GeneratorExit)
}

/// Raises `exc` in `g`; GeneratorExit closes what `g` delegates to first, and what that raises is raised in its place.
pub(crate) async fn throw_into(cx: &mut Cx, g: &Ref<Generator>, exc: Value) -> PyResult<Resumed> {
    if !is_exit(&exc) || g.is_running() {
        return cx.resume(g, Resume::Throw(exc)).await;
    }
    let Some(sub) = g.delegate() else { return cx.resume(g, Resume::Throw(exc)).await };
    let act = cx.vm().close_act(sub);
    let exc = match cx.act(act).await {
        Ok(_) => exc,
        Err(e) => cx.vm().take_raised(e),
    };
    cx.resume(g, Resume::Raise(exc)).await
}

impl Generator {
    /// The generator that this suspended one delegates to, if any.
    pub fn delegate(&self) -> Option<Ref<Generator>> {
        if self.state.get() != GenState::Suspended {
            return None;
        }
        let f = self.frame();
        let instr = f.instr();
        if instr.op != Op::YieldFrom as u8 {
            return None;
        }
        f.reg(instr.b).as_value().get_ref::<Generator>().filter(|g| g.kind != GenKind::AsyncGenerator)
    }
    /// Whether the trace tells of the object.
    #[inline(always)]
    pub(crate) fn is_told(&self) -> bool {
        self.trace_id.get() > 0
    }
    /// Of a suspended chain whose outermost generator this is, the innermost one.
    #[inline(always)]
    pub(crate) fn innermost(&self) -> &Generator {
        unsafe { self.leaf.get().as_ref() }.unwrap_or(self)
    }
    /// The generator that delegates to this one.
    pub(crate) fn delegator(&self) -> Option<&Generator> {
        unsafe { self.parent.get().as_ref() }
    }
    /// What this suspended generator waits for (`gi_yieldfrom`, `cr_await`): None if nothing.
    pub fn awaiting(&self) -> Value {
        if self.state.get() != GenState::Suspended || self.is_running() {
            return Value::NONE;
        }
        let f = self.frame();
        let instr = f.instr();
        if instr.op != Op::YieldFrom as u8 {
            return Value::NONE;
        }
        let s: Slot = f.reg(instr.b);
        if s.is_unbound() { Value::NONE } else { s.share() }
    }
}
