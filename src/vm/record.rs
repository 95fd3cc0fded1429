//! What the VM itself tells the trace: code, coroutine objects, awaits, output.
//!
//! Invariant: nothing here changes what the program does, and with the trace off every function returns at once.

use super::Vm;
use super::cx::Resumed;
use super::host::Stream;
use super::native::{PyResult, Resume};
use super::record_library::{is_known, is_known_library, is_known_program, is_library, is_silent, may_be_told};
use crate::code::flags;
use crate::object::code::Code;
use crate::object::generator::{GenKind, Generator};
use crate::object::names::Dunder;
use crate::object::native::Builtin;
use crate::record;
use crate::trace::schema::{ENTER, LEAVE, MADE, NEXT, NONE, Place, YIELD, place_of};
use crate::trace::{Chain, Target, Text, choice};
use crate::value::Value;

/// Folder of the standard library, whose code the stage collapses.
pub(super) const LIBRARY: &str = "/lib/python3.14/";

/// What happens to an async generator.
#[derive(Clone, Copy)]
pub(crate) enum Handed {
    Next,
    Yield,
    Close,
}

/// What is told of a value: the value, or an exception's text.
enum Brief<'a> {
    Of(&'a Value),
    Raised(String),
}

impl Vm {
    /// Reads the clock for the trace if the program may have taken a while since it was read.
    #[inline(always)]
    pub(crate) fn note_time(&mut self) {
        if self.trace.is_stale(self.fuel) {
            self.now();
        }
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
            self.now();
            record!(self.trace, "out", "s": s, "k": self.asyncio.current_id(), "line": self.user_line(), "text": text);
        }
        self.host.write(stream, data);
    }

    /// Line of the innermost frame that is not library code.
    pub(crate) fn user_line(&self) -> Option<u32> {
        let mut f = self.thread.top;
        while let Some(frame) = unsafe { f.as_ref() } {
            if !frame.code.is_null() && !is_library(frame.code()) {
                return Some(frame.line());
            }
            f = frame.back;
        }
        None
    }

    /// The same, if it can be told without a look at anything for the first time.
    #[inline(always)]
    fn user_line_at_hand(&self) -> Option<u32> {
        let mut f = self.thread.top;
        while let Some(frame) = unsafe { f.as_ref() } {
            if !frame.code.is_null() && !is_known_library(frame.code()) {
                return if is_known_program(frame.code()) { frame.line_at_hand() } else { None };
            }
            f = frame.back;
        }
        None
    }

    /// A sleep in a coroutine kept its loop from running since then.
    pub(crate) fn record_block(&mut self, since: u64) {
        if self.trace.wants(0) && self.aio().is_running() {
            let us = self.now().saturating_sub(since);
            let why = const { choice("block", "why", "sleep") };
            let task = self.aio().current_id();
            record!(self.trace, "block", "us": us, "why": why, "task": task, "line": self.user_line());
        }
    }

    /// Something that the program should be told about: a coroutine that nobody awaited.
    pub(crate) fn record_warning(&mut self, text: String) {
        if self.trace.wants(0) {
            let (k, line) = (self.aio().current_id(), self.user_line());
            record!(self.trace, "warn", "line": line, "code": "never-awaited", "text": text, "k": k);
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
            let state = const { choice("exc", "state", "unhandled") };
            record!(self.trace, "exc", "x": 1i64, "type": ty, "text": text, "line": line, "state": state);
        }
    }

    /// The main program begins or ends.
    pub(crate) fn record_begin(&mut self, file: &str) {
        if self.trace.wants(0) {
            self.now();
            let detail = self.trace.detail.unwrap_or(0) as i64;
            let engine = concat!("coroscope ", env!("CARGO_PKG_VERSION"));
            record!(self.trace, "trace.begin", "v": 1i64, "engine": engine, "lang": "python", "detail": detail, "src": file);
            record!(self.trace, "main.enter", "line": 1i64);
        }
    }

    /// The trace ends.
    pub(crate) fn record_end(&mut self, how: &'static str) {
        if self.trace.wants(0) {
            self.now();
            record!(self.trace, "main.exit");
            let ops = self.spent;
            let hash = format!("{:016x}", self.trace.end());
            record!(self.trace, "trace.end", "ops": ops, "how": how, "hash": hash);
        }
    }

    /// Gives a code object its trace id, and tells of it.
    #[cold]
    fn code_id(&mut self, code: &Code) -> u32 {
        let id = self.trace.code_id();
        code.trace_id.set(id);
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
        record!(
            self.trace, "code", "c": id, "qual": &*code.unit.qualname, "kind": kind, "line": code.unit.first_line,
            "lib": is_library(code),
        );
        id
    }

    /// A coroutine-like object was made.
    #[inline(always)]
    pub(crate) fn record_generator(&mut self, g: &Generator) {
        if self.trace.is_full() {
            let code = g.frame().code();
            if code.trace_id.get() != 0 && is_silent(code) {
                g.trace_id.set(self.trace.object_id());
                return self.trace.leave_out_short::<MADE>();
            }
        }
        self.record_made(g)
    }

    #[inline(never)]
    fn record_made(&mut self, g: &Generator) {
        let code = g.frame().code();
        let c = code.trace_id.get();
        if c == 0 || !is_known(code) {
            return self.record_any_generator(g);
        }
        let Some(line) = self.user_line_at_hand() else { return self.record_any_generator(g) };
        let Some(mut room) = self.trace.room() else { return self.record_any_generator(g) };
        let o = room.object_id();
        g.trace_id.set(o);
        room.short::<MADE, _>(0, [0, o as u32, c, self.asyncio.current_word(), line]);
        if may_be_told(code) {
            self.record_library_coroutine(g);
        }
    }

    /// The same in any case.
    #[inline(never)]
    fn record_any_generator(&mut self, g: &Generator) {
        if g.kind == GenKind::Generator && !g.is_iterable_coroutine() {
            return;
        }
        let code = g.frame().code();
        let c = match code.trace_id.get() {
            0 if &*code.unit.qualname == "BaseEventLoop.shutdown_asyncgens" && is_library(code) => {
                // the runner's closing tasks are no part of the program, until their loop is closed
                self.trace.mute(true);
                return;
            }
            0 => self.code_id(code),
            c => c,
        };
        let o = self.trace.object_id();
        g.trace_id.set(o);
        let line = if self.trace.is_full() { NONE } else { self.user_line().unwrap_or(NONE) };
        self.trace.short::<MADE, _>(0, [0, o as u32, c, self.asyncio.current_word(), line]);
        self.record_library_coroutine(g);
    }

    /// A coroutine-like object ended.
    pub(crate) fn record_generator_end(&mut self, g: &Generator, how: &'static str) {
        if self.trace.wants(0) && g.is_told() {
            self.record_library_end(g, how);
            record!(self.trace, "coro.end", "o": g.trace_id.get(), "how": how);
        }
    }

    /// A coroutine that another one awaits has returned: the same as `record_generator_end` and `record_await_end`.
    #[inline(always)]
    pub(crate) fn record_return(&mut self, from: &Generator, g: &Generator) {
        if !g.is_told() {
            return;
        }
        if self.trace.is_full() && g.about.get() == 0 && self.trace.wants(1) {
            return self.trace.leave_out_short::<LEAVE>();
        }
        self.record_returned(from, g)
    }

    #[inline(never)]
    fn record_returned(&mut self, from: &Generator, g: &Generator) {
        let about = g.about.get();
        if !self.trace.wants(1) || about != 0 && !self.trace.library.end_silently(about) {
            return self.record_return_of_the_librarys(from, g);
        }
        let suspensions = self.trace.suspensions;
        if let Some(room) = self.trace.room() {
            let words = [0, g.trace_id.get() as u32, self.asyncio.current_word(), above(from)];
            return room.short::<LEAVE, _>(waited(g, suspensions), words);
        }
        self.record_return_without_room(from, g)
    }

    #[inline(never)]
    fn record_return_without_room(&mut self, from: &Generator, g: &Generator) {
        let choices = waited(g, self.trace.suspensions);
        let words = [0, g.trace_id.get() as u32, self.asyncio.current_word(), above(from)];
        self.trace.short::<LEAVE, _>(choices, words);
    }

    #[inline(never)]
    fn record_return_of_the_librarys(&mut self, from: &Generator, g: &Generator) {
        self.record_library_end(g, "return");
        if self.trace.wants(1) {
            return self.record_return_without_room(from, g);
        }
        let how = const { choice("coro.end", "how", "return") };
        record!(self.trace, "coro.end", "o": g.trace_id.get(), "how": how);
    }

    /// Somebody who is no loop drives a coroutine-like object.
    pub(crate) fn record_send(&mut self, g: &Generator, how: &Resume) {
        let (how, val) = match how {
            Resume::Send(v) => ("send", Brief::Of(v)),
            Resume::Throw(v) | Resume::Raise(v) => ("throw", Brief::Raised(self.exception_text(v))),
        };
        record!(self.trace, "hand.send", "o": g.trace_id.get(), "how": how, "val": self.told(val));
    }

    /// It has yielded, or ended.
    pub(crate) fn record_sent(&mut self, g: &Generator, outcome: &PyResult<Resumed>) {
        let (how, val) = match outcome {
            Ok(Resumed::Yielded(v)) => ("yield", Brief::Of(v)),
            Ok(Resumed::Returned(v)) => ("return", Brief::Of(v)),
            Err(_) => {
                let exc = self.peek_raised();
                ("raise", Brief::Raised(self.exception_text(&exc)))
            }
        };
        record!(self.trace, "hand.yield", "o": g.trace_id.get(), "how": how, "val": self.told(val));
    }

    /// An async generator that does not run in an `async for` is resumed, yields or is closed, and a value is handed over.
    pub(crate) fn record_async_generator(&mut self, g: &Generator, what: Handed, v: Option<&Value>) {
        if !self.trace.wants(1) || !g.is_told() {
            return;
        }
        let o = g.trace_id.get();
        // what is not kept asks for nothing
        let k = if self.trace.is_full() { None } else { self.asyncio.current_id() };
        let line = |f: &crate::vm::frame::Frame| (!f.code.is_null()).then(|| f.line());
        match what {
            Handed::Next => record!(
                self.trace, "agen.next", "o": o, "k": k, "val": v.and_then(|v| self.brief(v)), "line": line(g.frame())
            ),
            Handed::Yield => record!(
                self.trace, "agen.yield", "o": o, "k": k, "val": v.and_then(|v| self.brief(v)), "line": line(g.frame())
            ),
            Handed::Close => record!(
                self.trace, "agen.close", "o": o, "k": k, "val": v.and_then(|v| self.brief(v)), "line": line(g.frame())
            ),
        }
    }

    /// A coroutine asks an async generator for its next value: the same as `record_await` and `record_async_generator`.
    #[inline(always)]
    pub(crate) fn record_next(&mut self, from: Option<&Generator>, g: &Generator, v: &Value) {
        if self.trace.is_full() && from.is_some_and(|from| self.is_next(from, g)) {
            return self.trace.leave_out_short::<NEXT>();
        }
        self.record_asked(from, g, v)
    }

    /// Whether that is told by one record.
    #[inline(always)]
    fn is_next(&self, from: &Generator, g: &Generator) -> bool {
        self.trace.wants(1) && g.is_told() && from.trace_id.get() != 0 && !g.frame().code.is_null()
    }

    #[inline(never)]
    fn record_asked(&mut self, from: Option<&Generator>, g: &Generator, v: &Value) {
        match from {
            Some(from) if self.is_next(from, g) => {
                g.resumed_at.set(self.trace.suspensions);
                let val = self.brief_word(v);
                let (f, k) = (from.trace_id.get() as u32, self.asyncio.current_word());
                let words = [0, k, f, g.trace_id.get() as u32, from.frame().line(), val, g.frame().line()];
                self.trace.short::<NEXT, _>(GENERATOR, words);
                self.trace.keep_texts();
            }
            from => {
                from.into_iter().for_each(|from| self.record_await(from, g));
                self.record_async_generator(g, Handed::Next, Some(v));
            }
        }
    }

    /// An async generator yields to the coroutine that asked: the same as `record_async_generator` and `record_await_end`.
    #[inline(always)]
    pub(crate) fn record_yielded(&mut self, from: Option<&Generator>, g: &Generator, v: &Value) {
        if self.trace.is_full() && from.is_some() {
            return self.trace.leave_out_short::<YIELD>();
        }
        self.record_answered(from, g, v)
    }

    #[inline(never)]
    fn record_answered(&mut self, from: Option<&Generator>, g: &Generator, v: &Value) {
        let Some(from) = from else { return self.record_async_generator(g, Handed::Yield, Some(v)) };
        let val = self.brief_word(v);
        let words = [0, g.trace_id.get() as u32, self.asyncio.current_word(), val, g.frame().line(), above(from)];
        self.trace.short::<YIELD, _>(waited(g, self.trace.suspensions), words);
        self.trace.keep_texts();
    }

    /// A coroutine begins to wait in another: the chain grows.
    #[inline(always)]
    pub(crate) fn record_await(&mut self, from: &Generator, to: &Generator) {
        if self.trace.is_full() && to.is_told() && from.trace_id.get() != 0 && self.trace.wants(1) {
            return self.trace.leave_out_short::<ENTER>();
        }
        self.record_entered(from, to)
    }

    #[inline(never)]
    fn record_entered(&mut self, from: &Generator, to: &Generator) {
        if !to.is_told() || from.trace_id.get() == 0 || !self.trace.wants(1) {
            return self.record_link(from, to);
        }
        let (f, o, k) = (from.trace_id.get() as u32, to.trace_id.get() as u32, self.asyncio.current_word());
        if let Some(room) = self.trace.room() {
            let Some(line) = from.frame().line_at_hand() else { return self.record_await_in_any_line(from, to) };
            let choices = if to.kind == GenKind::AsyncGenerator { GENERATOR } else { COROUTINE };
            to.resumed_at.set(room.suspensions());
            return room.short::<ENTER, _>(choices, [0, k, f, o, line]);
        }
        self.record_await_in_any_line(from, to)
    }

    #[inline(never)]
    fn record_await_in_any_line(&mut self, from: &Generator, to: &Generator) {
        to.resumed_at.set(self.trace.suspensions);
        let choices = if to.kind == GenKind::AsyncGenerator { GENERATOR } else { COROUTINE };
        let (f, o, k) = (from.trace_id.get() as u32, to.trace_id.get() as u32, self.asyncio.current_word());
        self.trace.short::<ENTER, _>(choices, [0, k, f, o, from.frame().line()]);
    }

    /// The same of those of which no event tells: what they have a number for is that they may stand in a chain.
    #[cold]
    #[inline(never)]
    fn record_link(&mut self, from: &Generator, to: &Generator) {
        if !self.trace.wants(0) || from.trace_id.get() == 0 && to.trace_id.get() == 0 {
            return;
        }
        for g in [from, to] {
            if g.trace_id.get() == 0 {
                g.trace_id.set(self.trace.hidden_id());
            }
        }
        if to.is_told() && self.trace.wants(1) {
            return self.record_await(from, to);
        }
        self.trace.link(from.trace_id.get(), to.trace_id.get(), from.frame().line());
    }

    /// The awaited coroutine is done: the chain shrinks.
    pub(crate) fn record_await_end(&mut self, from: &Generator, to: &Generator, returned: bool) {
        if !self.trace.wants(1) || !to.is_told() {
            return;
        }
        let waited = to.resumed_at.get() != self.trace.suspensions;
        let how = match returned {
            true => const { choice("await.exit", "how", "val") },
            false => const { choice("await.exit", "how", "exc") },
        };
        record!(
            self.trace, "await.exit", "from": above(from), "k": self.asyncio.current_id(), "how": how, "waited": waited,
        );
    }

    /// A task is suspended: gives where, the innermost coroutine of its chain. Tells what of the library it waits in.
    #[inline(always)]
    pub(crate) fn parked(&mut self, coro: &Value) -> Chain {
        if !self.trace.is_full() {
            self.note_time();
        }
        self.trace.suspensions = self.trace.suspensions.wrapping_add(1);
        let Some(g) = coro.get::<Generator>().map(Generator::innermost) else { return Chain::NONE };
        let f = g.frame();
        if f.code.is_null() {
            return Chain::NONE;
        }
        if self.trace.library.may_begin_to_wait() {
            self.record_waits(g);
        }
        Chain { o: g.trace_id.get(), line: f.line(), length: g.level.get() + 1 }
    }

    /// What is told of a value, as it stands in a record.
    #[inline(always)]
    fn brief_word(&mut self, v: &Value) -> u32 {
        if v.is_none() { NONE } else { self.brief(v).map_or(NONE, |text| text.0) }
    }

    /// What is told of a value that is handed over.
    fn told(&mut self, val: Brief) -> Option<Text> {
        match val {
            Brief::Of(v) => self.brief(v),
            Brief::Raised(text) => Some(self.trace.text(&text)),
        }
    }

    /// An exception as `repr` shows it, shortened; only its class if that needs more than plain values.
    pub(crate) fn exception_text(&mut self, exc: &Value) -> String {
        let name = self.type_name(exc);
        let plain = self.dunder(exc, Dunder::Repr).is_some_and(|m| m.is_a::<Builtin>());
        let args = exc.get::<crate::object::exception::Exception>().filter(|_| plain).map(|e| e.args.get());
        let Some(args) = args.as_ref().and_then(|a| a.get::<crate::object::tuple::Tuple>()) else { return name };
        let shown: Option<Vec<_>> = args
            .items()
            .iter()
            .map(|v| match super::protocol::plain_text(v) {
                None if crate::object::str::is_exact(v) => match self.repr(v) {
                    super::native::Act::Done(r) => Some(r),
                    _ => None,
                },
                found => found,
            })
            .collect();
        let Some(shown) = shown else { return name };
        let shown: Vec<_> = shown.iter().map(crate::object::object_::text).collect();
        let text = format!("{name}({})", shown.join(", "));
        shortened(&text).unwrap_or(text)
    }

    /// A short text of a result, for the return arrow; only for values that need no Python to show.
    pub(crate) fn brief(&mut self, v: &Value) -> Option<Text> {
        if let Some(number) = v.as_small().and_then(Text::number) {
            return Some(number);
        }
        let act = match crate::object::type_ref(v).is_static() {
            true if !v.is_none() => self.repr(v),
            _ => return None,
        };
        let super::native::Act::Done(r) = act else { return None };
        let text = r.get::<crate::object::str::Str>().map(|s| s.to_text())?;
        Some(self.trace.text(shortened(&text).as_deref().unwrap_or(&text)))
    }
}

/// The number of who awaits, of which perhaps no event tells.
#[inline(always)]
fn above(from: &Generator) -> u32 {
    from.trace_id.get().max(0) as u32
}

/// Whether what is awaited waited since it was awaited, as it stands in the first word of a record.
#[inline(always)]
fn waited(g: &Generator, suspensions: u32) -> u32 {
    ((g.resumed_at.get() != suspensions) as u32) << WAITED.shift
}

const COROUTINE: u32 = Target::coroutine(0).at(place_of("await.enter", "to"));
const GENERATOR: u32 = Target::generator(0).at(place_of("await.enter", "to"));
const WAITED: Place = place_of("await.exit", "waited");

/// A text that is too long for an arrow, cut.
fn shortened(text: &str) -> Option<String> {
    const MOST: usize = 80;
    text.char_indices().nth(MOST).map(|_| text.chars().take(MOST - 1).chain(['…']).collect())
}
