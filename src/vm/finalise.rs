//! Running finalisers: `__del__`, weak-reference callbacks, closing of suspended generators, "never awaited".
//!
//! Invariant: finalisers run between two instructions, in the order in which their objects died, in one native frame above whatever was
//! about to go on; what that was about to get is kept.

use super::Vm;
use super::cx::AsyncFrame;
use super::frame::Ret;
use super::thread::Saved;
use crate::heap;
use crate::object::generator::{GenKind, GenState, Generator};
use crate::object::names::Dunder;
use crate::object::weakref::WeakRef;
use crate::value::Value;
use crate::vm::native::Act;

impl Vm {
    /// Pushes a frame that runs what is pending.
    pub(crate) fn push_finalisers(&mut self) {
        let pending = heap::take_pending();
        let saved =
            Saved { input: self.thread.input.take(), waiting: self.thread.waiting.take(), raised: self.raised.take() };
        let frame = AsyncFrame::boxed("finaliser", async move |cx| {
            for v in pending {
                let act = cx.vm().finaliser(&v);
                if let Err(e) = cx.act(act).await {
                    let vm = cx.vm();
                    let exc = vm.take_raised(e);
                    let act = vm.unraisable(exc, &v);
                    if let Err(e) = cx.act(act).await {
                        drop(cx.vm().take_raised(e));
                    }
                }
                drop(v);
            }
            Ok(Value::NONE)
        });
        self.thread.saved.push(saved);
        // finalisers run even when the stack is at its limit
        let limit = std::mem::replace(&mut self.native_limit, usize::MAX);
        self.push_native(frame, Ret::Discard);
        self.native_limit = limit;
    }

    pub(crate) fn finaliser(&mut self, v: &Value) -> Act {
        if let Some(w) = v.get::<WeakRef>() {
            let callback = w.callback.replace(Value::NONE);
            return if callback.is_none() { Act::Done(Value::NONE) } else { Act::call(callback, [v.clone()]) };
        }
        if let Some(g) = v.get_ref::<Generator>() {
            return match (g.kind, g.state.get()) {
                (GenKind::Coroutine, GenState::Created) => self.never_awaited(v),
                (GenKind::AsyncGenerator, GenState::Suspended) => {
                    let hook = g.finalizer.get();
                    if hook.is_none() { self.close_act(g) } else { Act::call(hook, [v.clone()]) }
                }
                _ => self.close_act(g),
            };
        }
        self.call_dunder(v, Dunder::Del, &[]).unwrap_or(Act::Done(Value::NONE))
    }
}
