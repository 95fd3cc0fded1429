//! What the VM itself tells the trace: code, coroutine objects, awaits, output.
//!
//! Invariant: nothing here changes what the program does, and with the trace off every function returns at once.

use super::Vm;
use super::cx::Resumed;
use super::host::Stream;
use super::native::{PyResult, Resume};
use crate::code::flags;
use crate::heap::Ref;
use crate::object::code::Code;
use crate::object::generator::{GenKind, Generator};
use crate::trace::{Event, Field};
use crate::value::Value;

/// Folder of the standard library, whose code the stage collapses.
pub(super) const LIBRARY: &str = "/lib/python3.14/";

impl Vm {
    pub(super) fn record_now(&mut self, event: Event) {
        let now = self.host.now();
        self.trace.record(now, event);
    }

    /// Writes text to a standard stream of the host.
    pub fn emit(&mut self, stream: Stream, text: &str) {
        self.emit_bytes(stream, text.as_bytes());
    }

    /// Writes to a standard stream of the host.
    pub fn emit_bytes(&mut self, stream: Stream, data: &[u8]) {
        // what a program prints is told even while the rest is hushed
        if self.trace.detail.is_some() && !data.is_empty() {
            let text = &*String::from_utf8_lossy(data);
            let s: i64 = if stream == Stream::Out { 1 } else { 2 };
            let k = self.aio().current_id();
            let line = self.user_line();
            self.record_now(Event::new("out").with("s", s).maybe("k", k).maybe("line", line).with("text", text));
        }
        self.host.write(stream, data);
    }

    /// Line of the innermost frame that is not library code.
    pub(crate) fn user_line(&self) -> Option<i64> {
        let mut f = self.thread.top;
        while let Some(frame) = unsafe { f.as_ref() } {
            if !frame.code.is_null() && !frame.code().unit.filename.starts_with(LIBRARY) {
                return Some(frame.code().unit.positions.lookup(frame.pc_index()).line as i64);
            }
            f = frame.back;
        }
        None
    }

    /// A sleep in a coroutine kept its loop from running since then.
    pub(crate) fn record_block(&mut self, since: u64) {
        if self.trace.wants(0) && self.aio().is_running() {
            let us = self.host.now().saturating_sub(since);
            let (task, line) = (self.aio().current_id(), self.user_line());
            let event = Event::new("block").with("us", us).with("why", "sleep");
            self.record_now(event.maybe("task", task).maybe("line", line));
        }
    }

    /// Something that the program should be told about: a coroutine that nobody awaited.
    pub(crate) fn record_warning(&mut self, text: String) {
        if self.trace.wants(0) {
            let (k, line) = (self.aio().current_id(), self.user_line());
            let event = Event::new("warn").with("code", "never-awaited").with("text", text);
            self.record_now(event.maybe("line", line).maybe("k", k));
        }
    }

    /// An exception that nobody caught ends the program.
    pub(crate) fn record_unhandled(&mut self, exc: &Value) {
        if self.trace.wants(0) {
            let (ty, line) = (self.type_name(exc), self.user_line());
            let args = exc.get::<crate::object::exception::Exception>().map(|e| e.args.get());
            let first =
                args.and_then(|a| a.get::<crate::object::tuple::Tuple>().and_then(|t| t.items().first().cloned()));
            let text = first.and_then(|v| v.get::<crate::object::str::Str>().map(|s| s.to_text()));
            let event = Event::new("exc").with("x", 1i64).with("type", ty).maybe("text", text).maybe("line", line);
            self.record_now(event.with("state", "unhandled"));
        }
    }

    /// The main program begins or ends.
    pub(crate) fn record_begin(&mut self, file: &str) {
        if self.trace.wants(0) {
            let detail = self.trace.detail.unwrap_or(0) as i64;
            let src = Field::List(vec![Field::Map(vec![("f", 1i64.into()), ("name", file.into())])]);
            let event = Event::new("trace.begin")
                .with("v", 1i64)
                .with("engine", concat!("coroscope ", env!("CARGO_PKG_VERSION")));
            let event = event.with("lang", "python").with("detail", detail).with("src", src);
            self.record_now(event);
            self.record_now(Event::new("main.enter").with("line", 1i64));
        }
    }

    /// The trace ends.
    pub(crate) fn record_end(&mut self, how: &'static str) {
        if self.trace.wants(0) {
            self.record_now(Event::new("main.exit"));
            let ops = self.spent;
            let hash = format!("{:016x}", self.trace.hash());
            self.record_now(Event::new("trace.end").with("how", how).with("ops", ops).with("hash", hash));
        }
    }

    /// Trace id of a code object; told on first use.
    fn code_id(&mut self, code: &Code) -> i64 {
        let key = &*code.unit as *const _ as usize;
        let (id, new) = self.trace.code_id(key);
        if new {
            let kind = if code.has(flags::COROUTINE) {
                "coro"
            } else if code.has(flags::ASYNC_GENERATOR) {
                "agen"
            } else if code.has(flags::ITERABLE_COROUTINE) {
                "genco"
            } else if code.has(flags::GENERATOR) {
                "gen"
            } else {
                "fn"
            };
            let lib = code.unit.filename.starts_with(LIBRARY);
            let event = Event::new("code").with("c", id).with("qual", &*code.unit.qualname).with("kind", kind);
            self.record_now(event.with("line", code.unit.first_line).with("lib", lib));
        }
        id
    }

    /// A coroutine-like object was made.
    pub(crate) fn record_generator(&mut self, g: &Ref<Generator>) {
        let iterable = g.is_iterable_coroutine();
        if !self.trace.wants(0) || g.kind == GenKind::Generator && !iterable {
            return;
        }
        let code = Ref::of(g.frame().code());
        if &*code.unit.qualname == "BaseEventLoop.shutdown_asyncgens" && code.unit.filename.starts_with(LIBRARY) {
            // the runner's closing tasks are no part of the program, until their loop is closed
            self.trace.muted = true;
            return;
        }
        let c = self.code_id(&code);
        let o = self.trace.object_id();
        g.trace_id.set(o);
        let (task, line) = (self.aio().current_id(), self.user_line());
        self.record_now(Event::new("coro.new").with("o", o).with("c", c).maybe("task", task).maybe("line", line));
        if self.trace.wants(1) {
            self.record_library_coroutine(g);
        }
    }

    /// A coroutine-like object ended.
    pub(crate) fn record_generator_end(&mut self, g: &Generator, how: &'static str) {
        if self.trace.wants(0) && g.trace_id.get() != 0 {
            self.record_library_end(g.trace_id.get(), how);
            self.record_now(Event::new("coro.end").with("o", g.trace_id.get()).with("how", how));
        }
    }

    /// Somebody who is no loop drives a coroutine-like object.
    pub(crate) fn record_send(&mut self, g: &Generator, how: &Resume) {
        let (how, v) = match how {
            Resume::Send(v) => ("send", v),
            Resume::Throw(v) | Resume::Raise(v) => ("throw", v),
        };
        let val = match how {
            "throw" => Some(self.type_name(v)),
            _ => self.brief(v),
        };
        self.record_now(Event::new("hand.send").with("o", g.trace_id.get()).with("how", how).maybe("val", val));
    }

    /// It has yielded, or ended.
    pub(crate) fn record_sent(&mut self, g: &Generator, outcome: &PyResult<Resumed>) {
        let (how, val) = match outcome {
            Ok(Resumed::Yielded(v)) => ("yield", self.brief(v)),
            Ok(Resumed::Returned(v)) => ("return", self.brief(v)),
            Err(_) => {
                let exc = self.peek_raised();
                ("raise", Some(self.type_name(&exc)))
            }
        };
        self.record_now(Event::new("hand.yield").with("o", g.trace_id.get()).with("how", how).maybe("val", val));
    }

    /// Something happens to an async generator: `agen.next`, `agen.yield` or `agen.close`, with the value that is handed over.
    pub(crate) fn record_async_generator(&mut self, g: &Generator, what: &'static str, v: Option<&Value>) {
        if self.trace.wants(1) && g.trace_id.get() != 0 {
            let val = v.and_then(|v| self.brief(v));
            let k = self.aio().current_id();
            let f = g.frame();
            let line = (!f.code.is_null()).then(|| f.code().unit.positions.lookup(f.pc_index()).line);
            let event = Event::new(what).with("o", g.trace_id.get()).maybe("k", k);
            self.record_now(event.maybe("val", val).maybe("line", line));
        }
    }

    /// A coroutine begins to wait in another: the chain grows.
    pub(crate) fn record_await(&mut self, from: &Generator, to: &Generator) {
        if !self.trace.wants(1) || to.trace_id.get() == 0 {
            return;
        }
        let kind = if to.kind == GenKind::AsyncGenerator { "agen" } else { "coro" };
        let target = Field::Map(vec![("kind", kind.into()), ("id", to.trace_id.get().into())]);
        let line = from.frame().code().unit.positions.lookup(from.frame().pc_index()).line;
        let k = self.aio().current_id();
        let mut event = Event::new("await.enter").maybe("k", k).with("from", from.trace_id.get());
        event.fields.push(("to", target));
        to.resumed_at.set(self.trace.suspensions);
        self.record_now(event.with("line", line));
    }

    /// The awaited coroutine is done: the chain shrinks.
    pub(crate) fn record_await_end(&mut self, from: &Generator, to: &Generator, how: &'static str) {
        if !self.trace.wants(1) || to.trace_id.get() == 0 {
            return;
        }
        let k = self.aio().current_id();
        let waited = to.resumed_at.get() != self.trace.suspensions;
        self.record_now(
            Event::new("await.exit")
                .maybe("k", k)
                .with("from", from.trace_id.get())
                .with("how", how)
                .with("waited", waited),
        );
    }

    /// A short text of a result, for the return arrow; only for values that need no Python to show.
    pub(crate) fn brief(&mut self, v: &Value) -> Option<String> {
        const MOST: usize = 80;
        let act = match crate::object::type_ref(v).is_static() {
            true if !v.is_none() => self.repr(v),
            _ => return None,
        };
        let super::native::Act::Done(r) = act else { return None };
        let text = r.get::<crate::object::str::Str>().map(|s| s.to_text())?;
        Some(if text.chars().count() > MOST { text.chars().take(MOST - 1).chain(['…']).collect() } else { text })
    }
}
