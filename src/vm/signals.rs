//! Signals: what a Stop (SIGINT) and `_thread.interrupt_main()` do to the program.
//!
//! Invariant: the handler that `signal.signal` set runs in the main thread, between two instructions; an exception out of it is raised where
//! the main thread was. Without `_signal`, or with its default handler, KeyboardInterrupt is raised at once.

use super::Vm;
use super::cx::AsyncFrame;
use super::frame::{BETWEEN, Ret};
use super::native::Act;
use super::thread::{Saved, ThreadId};
use crate::object::dict::Dict;
use crate::object::module::Module;
use crate::object::types;
use crate::value::Value;

const SIGINT: i64 = 2;

/// What is to be done about a SIGINT.
enum Handling {
    Raise,
    Ignore,
    /// a program has set the system's own action
    Default,
    Call(Value),
}

impl Vm {
    fn handling(&mut self, signal: i64) -> Handling {
        let names = ["_signal", "_handlers", "default_int_handler"].map(|n| self.intern(n));
        let module = self.modules.get_interned(&names[0]);
        let Some(dict) = module.and_then(|m| m.get::<Module>().map(|m| m.dict.clone())) else {
            return if signal == SIGINT { Handling::Raise } else { Handling::Ignore };
        };
        let handlers = dict.get_interned(&names[1]).and_then(|h| h.get_ref::<Dict>());
        let key = Value::int(signal);
        let found = handlers.and_then(|h| match h.find(&key, signal) {
            Ok(Some(i)) => h.value_at(i),
            _ => None,
        });
        let default = dict.get_interned(&names[2]);
        match found {
            Some(h) if default.is_some_and(|d| d.is(&h)) => Handling::Raise,
            Some(h) if h.as_small() == Some(1) => Handling::Ignore,
            Some(h) if h.as_small() == Some(0) && signal == SIGINT => Handling::Default,
            Some(h) if self.is_callable(&h) => Handling::Call(h),
            _ if signal == SIGINT => Handling::Raise,
            _ => Handling::Ignore,
        }
    }

    /// A SIGINT arrives from outside, between two slices.
    pub(super) fn interrupt_from_outside(&mut self) {
        self.signal_main(SIGINT);
    }

    /// The main thread gets a signal.
    fn signal_main(&mut self, signal: i64) {
        match self.handling(signal) {
            Handling::Ignore => {}
            Handling::Raise | Handling::Default => {
                let ty = types().exc.KeyboardInterrupt.clone();
                let exc = self.new_exception(&ty, Vec::new());
                self.throw_into(ThreadId::MAIN, exc);
            }
            Handling::Call(handler) => {
                self.within(ThreadId::MAIN, |vm| vm.push_handler(handler, signal));
            }
        }
    }

    /// `_thread.interrupt_main()`.
    pub(crate) fn interrupt_main(&mut self, signal: i64) -> Act {
        match (self.thread.id == ThreadId::MAIN, self.handling(signal)) {
            (_, Handling::Ignore | Handling::Default) => {}
            (true, Handling::Call(handler)) => {
                let frame = self.caller().map_or(Value::NONE, Value::from);
                return Act::run(async move |cx| {
                    cx.call(&handler, [Value::int(signal), frame]).await?;
                    Ok(Value::NONE)
                });
            }
            (true, Handling::Raise) => {
                let ty = types().exc.KeyboardInterrupt.clone();
                let exc = self.new_exception(&ty, Vec::new());
                return Act::Raise(self.raise(exc));
            }
            (false, _) => self.signal_main(signal),
        }
        Act::Done(Value::NONE)
    }

    /// Runs a handler above whatever the thread was about to do.
    fn push_handler(&mut self, handler: Value, signal: i64) {
        if self.thread.top.is_null() {
            return;
        }
        let saved =
            Saved { input: self.thread.input.take(), waiting: self.thread.waiting.take(), raised: self.raised.take() };
        let frame = self.caller().map_or(Value::NONE, Value::from);
        let native = AsyncFrame::boxed("signal handler", async move |cx| {
            if let Err(e) = cx.call(&handler, [Value::int(signal), frame]).await {
                let vm = cx.vm();
                vm.interruption = Some(vm.take_raised(e));
            }
            Ok(Value::NONE)
        });
        self.thread.saved.push(saved);
        if let Some(f) = unsafe { self.thread.top.as_mut() }.filter(|f| !f.is_native()) {
            f.flags |= BETWEEN;
        }
        self.push_native(native, Ret::Discard);
    }

    /// What a handler raised is raised where the thread was.
    pub(super) fn raise_interruption(&mut self) {
        if let Some(exc) = self.interruption.take() {
            self.thread.waiting = None;
            self.thread.input = None;
            let e = self.raise(exc);
            self.unwind(e);
        }
    }
}
