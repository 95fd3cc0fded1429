//! Running finalisers: `__del__`, weak-reference callbacks, closing of suspended generators, "never awaited".
//!
//! Invariant: finalisers run between two instructions, in the order in which their objects died, in one native frame above whatever was
//! about to go on; what that was about to get is kept.

use super::Vm;
use super::cx::{AsyncFrame, Cx};
use super::frame::Ret;
use super::thread::Saved;
use crate::heap;
use crate::object::generator::{GenKind, GenState, Generator};
use crate::object::lent::Lent;
use crate::object::names::Dunder;
use crate::object::weakref::WeakRef;
use crate::value::Value;
use crate::vm::native::{Act, NativeFrame};

impl Vm {
    /// Pushes a frame that runs what is pending.
    pub(crate) fn push_finalisers(&mut self) {
        let pending = heap::take_pending();
        self.push_between(AsyncFrame::boxed("finaliser", async move |cx| {
            run_finalisers(cx, pending).await;
            Ok(Value::NONE)
        }));
    }

    /// The Python frame on top jumps. Finalisers of what the instruction let go of run before, so that they see its line.
    pub(super) fn jump(&mut self, words: i32) {
        if !heap::has_finalisers() {
            self.frame().jump(words);
            return;
        }
        let pending = heap::take_pending();
        let finaliser = AsyncFrame::boxed("finaliser", async move |cx| {
            run_finalisers(cx, pending).await;
            Ok(Value::NONE)
        });
        self.push_aside(finaliser, Ret::Jump(words));
    }

    /// The Python frame on top jumps if the branch is taken, or goes on behind the instruction, after finalisers as above.
    #[inline(never)]
    pub(super) fn branch(&mut self, words: i32, taken: bool) {
        match taken {
            true => self.jump(words),
            false => self.frame().advance(),
        }
    }

    /// Pushes a frame that runs between two steps of what is on top.
    pub(super) fn push_between(&mut self, frame: Box<dyn NativeFrame>) {
        let below = self.thread.top;
        if let Some(f) = unsafe { below.as_mut() }.filter(|f| !f.is_native()) {
            f.flags |= super::frame::BETWEEN;
        }
        self.push_aside(frame, Ret::Discard);
    }

    /// Pushes a frame above whatever is about to go on; what that was about to get is kept. The stack's limit does not count.
    pub(super) fn push_aside(&mut self, frame: Box<dyn NativeFrame>, ret: Ret) {
        let saved =
            Saved { input: self.thread.input.take(), waiting: self.thread.waiting.take(), raised: self.raised.take() };
        self.thread.saved.push(saved);
        let limit = std::mem::replace(&mut self.native_limit, usize::MAX);
        self.push_native(frame, ret);
        self.native_limit = limit;
    }

    pub(crate) fn finaliser(&mut self, v: &Value) -> Act {
        if let Some(w) = v.get::<WeakRef>() {
            let callback = w.callback.replace(Value::NONE);
            return if callback.is_none() { Act::Done(Value::NONE) } else { Act::call(callback, [v.clone()]) };
        }
        if v.is_a::<crate::object::gen_awaitable::GenAwaitable>() {
            return self.method_never_awaited(v);
        }
        if let Some(g) = v.get_ref::<Generator>() {
            return match (g.kind, g.state.get()) {
                (GenKind::Coroutine, GenState::Created) => self.never_awaited(v),
                (GenKind::AsyncGenerator, GenState::Created | GenState::Suspended) if g.has_hook() => {
                    Act::call(g.finalizer(), [v.clone()])
                }
                _ => self.close_act(g),
            };
        }
        if let Some(lent) = v.get::<Lent>() {
            return self.give_back(lent);
        }
        self.call_dunder(v, Dunder::Del, &[]).unwrap_or(Act::Done(Value::NONE))
    }

    /// What a report says of an exception in the finaliser of `v`, and the object it names.
    fn ignored(&mut self, v: &Value) -> (&'static str, Value) {
        if v.is_a::<WeakRef>() {
            return ("calling weakref callback", Value::NONE);
        }
        if let Some(g) = v.get::<Generator>() {
            let what = match (g.kind, g.state.get()) {
                (GenKind::Coroutine, GenState::Created) => "finalizing coroutine",
                (GenKind::AsyncGenerator, _) if g.has_hook() => "finalizing generator",
                _ => "closing generator",
            };
            return (what, v.clone());
        }
        let method = crate::object::type_ref(v).lookup(&self.names.dunders[Dunder::Del as usize]);
        ("calling deallocator", method.unwrap_or(Value::NONE))
    }
}

/// Runs the finalisers of these objects, one after the other, and lets go of them.
pub(crate) async fn run_finalisers(cx: &mut Cx, list: Vec<Value>) {
    for v in list {
        let vm = cx.vm();
        let (what, mut object) = vm.ignored(&v);
        if let Some(w) = v.get::<WeakRef>() {
            object = w.callback.get();
        }
        let act = vm.finaliser(&v);
        if let Err(e) = cx.act(act).await {
            let exc = cx.vm().take_raised(e);
            report(cx, exc, what, &object).await;
        }
        drop(v);
    }
}

/// "Exception ignored while …": CPython has the object's representation in the message.
pub(super) async fn report(cx: &mut Cx, exc: Value, what: &str, object: &Value) {
    let shown = match cx.repr(object).await {
        Ok(r) => r.get::<crate::object::str::Str>().map_or(String::new(), |s| s.to_text()),
        Err(e) => {
            drop(cx.vm().take_raised(e));
            return;
        }
    };
    let act = cx.vm().unraisable(exc, format!("Exception ignored while {what} {shown}"), Value::NONE);
    if let Err(e) = cx.act(act).await {
        drop(cx.vm().take_raised(e));
    }
}
