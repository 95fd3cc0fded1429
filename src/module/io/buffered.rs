//! `BufferedReader`, `BufferedWriter`, `BufferedRandom`: bytes between a program and a raw stream.
//!
//! Invariant: the raw stream's position is that of the end of the bytes read ahead; bytes that wait to be written go out
//! before anything else moves that position. Never are there bytes read ahead and bytes to be written at once.

use super::base::{self, able};
use super::raw;
use super::unsupported;
use crate::heap::{Mut, Ref, Visitor};
use crate::lending;
use crate::module::posix::{descriptors, path};
use crate::object::bytes;
use crate::object::lent::request;
use crate::object::native::{Native, NativeObject};
use crate::object::spec::{GetSetDef, TypeSpec, computed, getset, getter};
use crate::object::ty::Type;
use crate::object::{int, str};
use crate::resumable;
use crate::value::Value;
use crate::vm::lending::want;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use crate::vm::{Cx, Raised, Vm};
use std::cell::{Cell, RefCell};

static READER: TypeSpec = TypeSpec {
    module: "_io",
    doc: "Create a new buffered reader using the given readable raw IO object.",
    flags: base::FLAGS,
    methods: READER_METHODS,
    getset: GETSET,
    ..TypeSpec::of::<Native>("BufferedReader")
};
static WRITER: TypeSpec = TypeSpec {
    module: "_io",
    doc: "A buffer for a writeable sequential RawIO object.",
    flags: base::FLAGS,
    methods: WRITER_METHODS,
    getset: GETSET,
    ..TypeSpec::of::<Native>("BufferedWriter")
};
static RANDOM: TypeSpec = TypeSpec {
    module: "_io",
    doc: "A buffered interface to random access streams.",
    flags: base::FLAGS,
    methods: RANDOM_METHODS,
    getset: GETSET,
    ..TypeSpec::of::<Native>("BufferedRandom")
};

/// Which of the three.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Reader,
    Writer,
    Random,
}

/// State of a buffered stream.
pub struct Buffered {
    kind: Kind,
    raw: Mut<Value>,
    /// initialised and not detached
    ready: Cell<bool>,
    detached: Cell<bool>,
    finalizing: Cell<bool>,
    size: Cell<usize>,
    /// bytes read ahead, and how many of them are used
    ahead: RefCell<Vec<u8>>,
    used: Cell<usize>,
    /// bytes to be written
    waiting: RefCell<Vec<u8>>,
}

impl NativeObject for Buffered {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.raw.borrow());
    }
    fn clear(&self) {
        self.ready.set(false);
        self.raw.set(Value::NONE);
    }
}

impl Buffered {
    /// Bytes read ahead and not used yet.
    fn left(&self) -> usize {
        self.ahead.borrow().len().saturating_sub(self.used.get())
    }
    /// Takes at most `n` of them.
    fn take(&self, n: usize) -> Vec<u8> {
        let ahead = self.ahead.borrow();
        let start = self.used.get();
        let end = start.saturating_add(n).min(ahead.len());
        self.used.set(end);
        ahead.get(start..end).unwrap_or(&[]).to_vec()
    }
    /// Forgets what was read ahead.
    fn forget(&self) {
        self.ahead.borrow_mut().clear();
        self.used.set(0);
    }
}

/// The type, under its bases.
pub fn prepared(vm: &mut Vm, kind: Kind) -> Ref<Type> {
    let bases = base::types(vm);
    let ty = vm.native_type(match kind {
        Kind::Reader => &READER,
        Kind::Writer => &WRITER,
        Kind::Random => &RANDOM,
    });
    base::under(&ty, &[&bases.buffered_base, &bases.io_base]);
    ty
}

fn payload(kind: Kind, raw: Option<Value>) -> Native {
    Native(Box::new(Buffered {
        kind,
        ready: Cell::new(raw.is_some()),
        raw: Mut::new(raw.unwrap_or(Value::NONE)),
        detached: Cell::new(false),
        finalizing: Cell::new(false),
        size: Cell::new(super::BUFFER_SIZE),
        ahead: RefCell::new(Vec::new()),
        used: Cell::new(0),
        waiting: RefCell::new(Vec::new()),
    }))
}

/// A buffered stream over a raw stream that can do what it needs.
pub fn over(vm: &mut Vm, kind: Kind, raw: Value, size: usize) -> Value {
    let ty = prepared(vm, kind);
    let v: Value = crate::heap::alloc_in(&ty, payload(kind, Some(raw))).into();
    if let Some(s) = v.native::<Buffered>() {
        s.size.set(size);
    }
    v
}

macro_rules! constructor {
    ($kind:expr) => {
        leaf("__new__", "(cls, /, *args, **kwargs)", |vm, a| {
            prepared(vm, $kind);
            let Some(cls) = a.at(0).get_ref::<Type>() else { return Ok(Value::NONE) };
            Ok(crate::heap::alloc_in(&cls, payload($kind, None)).into())
        })
        .stat()
    };
}

/// A method that is the raw stream's.
macro_rules! passed_on {
    ($name:literal) => {
        tail($name, "(self, /)", |vm, a| {
            let raw = match state(vm, a.at(0)) {
                Ok(s) => s.raw.get(),
                Err(e) => return Act::Raise(e),
            };
            let name = vm.intern($name);
            vm.call_method(&raw, &name, [])
        })
    };
}

const COMMON: &[NativeDef] = &[
    resumable!("__init__", "(self, raw, buffer_size=131072)", init),
    resumable!("flush", "(self, /)", flush),
    resumable!("close", "(self, /)", close),
    resumable!("detach", "(self, /)", detach),
    resumable!("seek", "(self, target, whence=0, /)", seek),
    resumable!("tell", "(self, /)", tell),
    resumable!("truncate", "(self, pos=None, /)", truncate),
    resumable!("__repr__", "(self, /)", repr),
    resumable!("_dealloc_warn", "(self, source, /)", dealloc_warn),
    passed_on!("seekable"),
    passed_on!("fileno"),
    passed_on!("isatty"),
];

const READING: &[NativeDef] = &[
    tail("read", "(self, size=-1, /)", read_quick),
    resumable!("read1", "(self, size=-1, /)", read_once),
    lending!("readinto", "(self, buffer, /)", read_into, &[1], request::WRITABLE | want::OR_ERROR),
    lending!("readinto1", "(self, buffer, /)", read_into_once, &[1], request::WRITABLE | want::OR_ERROR),
    resumable!("peek", "(self, size=0, /)", peek),
    tail("readline", "(self, size=-1, /)", line_quick),
    tail("__next__", "(self, /)", next),
];

const WRITING: &[NativeDef] = &[tail("write", "(self, buffer, /)", write)];

macro_rules! methods {
    ($name:ident, $parts:expr) => {
        const $name: &[NativeDef] = {
            static M: &[NativeDef] = &{
                const PARTS: &[&[NativeDef]] = &$parts;
                const N: usize = crate::object::str_type::total(PARTS);
                crate::object::str_type::concat::<N>(PARTS)
            };
            M
        };
    };
}
methods!(READER_METHODS, [COMMON, READING, &[constructor!(Kind::Reader), passed_on!("readable")]]);
methods!(WRITER_METHODS, [COMMON, WRITING, &[constructor!(Kind::Writer), passed_on!("writable")]]);
methods!(
    RANDOM_METHODS,
    [COMMON, READING, WRITING, &[constructor!(Kind::Random), passed_on!("readable"), passed_on!("writable")]]
);

fn raw_attr(vm: &mut Vm, v: &Value, name: &std::primitive::str) -> Act {
    match state(vm, v) {
        Ok(s) => {
            let (raw, name) = (s.raw.get(), vm.intern(name));
            vm.get_attr(&raw, &name)
        }
        Err(e) => Act::Raise(e),
    }
}

const GETSET: &[GetSetDef] = &[
    computed("closed", |vm, v| raw_attr(vm, v, "closed"), None),
    computed("name", |vm, v| raw_attr(vm, v, "name"), None),
    computed("mode", |vm, v| raw_attr(vm, v, "mode"), None),
    getter("raw", |_, v| Ok(v.native::<Buffered>().map_or(Value::NONE, |s| s.raw.get()))),
    getset(
        "_finalizing",
        |_, v| Ok(v.native::<Buffered>().is_some_and(|s| s.finalizing.get()).into()),
        |_, v, to| {
            if let Some(s) = v.native::<Buffered>() {
                s.finalizing.set(to.is_some_and(|t| t.as_bool() == Some(true)));
            }
            Ok(())
        },
    ),
];

fn state<'a>(vm: &mut Vm, v: &'a Value) -> PyResult<&'a Buffered> {
    match v.native::<Buffered>() {
        Some(s) if s.ready.get() => Ok(s),
        Some(s) if s.detached.get() => Err(vm.value_error("raw stream has been detached")),
        _ => Err(vm.value_error("I/O operation on uninitialized object")),
    }
}

/// The raw stream of an exact buffered stream, for what works without asking.
pub fn raw_of(v: &Value) -> Option<Value> {
    let s = v.native::<Buffered>().filter(|s| s.ready.get())?;
    crate::object::type_ref(v).is_static().then(|| s.raw.get())
}

/// True if nothing was read ahead.
pub fn is_idle(v: &Value) -> bool {
    v.native::<Buffered>().is_some_and(|s| s.left() == 0)
}

/// Refuses work on a closed stream.
async fn open(cx: &mut Cx, s: &Buffered, message: &std::primitive::str) -> PyResult<()> {
    let raw = s.raw.get();
    if super::file_io::direct(&raw).is_some() {
        return Ok(());
    }
    let closed = cx.attr(&raw, "closed").await?;
    if cx.truth(&closed).await? && (!message.starts_with("read") || s.left() == 0) {
        return Err(cx.vm().value_error(message));
    }
    Ok(())
}

async fn init(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(s) = a.at(0).native::<Buffered>() else { return Ok(Value::NONE) };
    s.ready.set(false);
    s.detached.set(false);
    let size = match a.opt(2) {
        Some(v) => cx.index_i64(v).await?,
        None => super::BUFFER_SIZE as i64,
    };
    if s.kind == Kind::Random {
        cx.act(able(a.at(1), "seekable")).await?;
    }
    if s.kind != Kind::Writer {
        cx.act(able(a.at(1), "readable")).await?;
    }
    if s.kind != Kind::Reader {
        cx.act(able(a.at(1), "writable")).await?;
    }
    let Some(size) = usize::try_from(size).ok().filter(|n| *n > 0) else {
        return Err(cx.vm().value_error("buffer size must be strictly positive"));
    };
    crate::object::text_args::check_size(cx.vm(), size, 1)?;
    s.size.set(size);
    s.forget();
    s.waiting.borrow_mut().clear();
    s.raw.set(a.at(1).clone());
    s.ready.set(true);
    Ok(Value::NONE)
}

/// Writes what waits.
async fn write_out(cx: &mut Cx, s: &Buffered) -> Result<(), Raised> {
    let raw = s.raw.get();
    loop {
        let data = s.waiting.borrow().clone();
        if data.is_empty() {
            return Ok(());
        }
        match raw::write(cx, &raw, &data).await? {
            None => return Err(raw::blocked(cx.vm(), 0)),
            Some(n) => {
                let mut waiting = s.waiting.borrow_mut();
                let n = n.min(waiting.len());
                waiting.drain(..n);
            }
        }
        cx.tick(1).await?;
    }
}

/// Puts the raw stream where the program thinks it is.
async fn rewind(cx: &mut Cx, s: &Buffered) -> Result<(), Raised> {
    let left = s.left();
    if left > 0 {
        raw::seek(cx, &s.raw.get(), -(left as i64), 1).await?;
    }
    s.forget();
    Ok(())
}

async fn flush(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let s = state(cx.vm(), a.at(0))?;
    if s.kind == Kind::Reader {
        return cx.call_method(&s.raw.get(), "flush", []).await;
    }
    open(cx, s, "flush of closed file").await?;
    write_out(cx, s).await?;
    if s.kind == Kind::Random {
        rewind(cx, s).await?;
    }
    Ok(Value::NONE)
}

async fn close(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let s = state(cx.vm(), a.at(0))?;
    let raw = s.raw.get();
    let closed = cx.attr(&raw, "closed").await?;
    if cx.truth(&closed).await? {
        return Ok(Value::NONE);
    }
    if s.finalizing.get()
        && let Err(e) = cx.call_method(&raw, "_dealloc_warn", [a.at(0).clone()]).await
    {
        drop(cx.vm().take_raised(e));
    }
    let flushed = cx.call_method(a.at(0), "flush", []).await;
    let first = match flushed {
        Ok(_) => None,
        Err(e) => Some(cx.vm().take_raised(e)),
    };
    let closed = cx.call_method(&raw, "close", []).await;
    s.ahead.borrow_mut().clear();
    s.used.set(0);
    s.waiting.borrow_mut().clear();
    super::chained(cx.vm(), first, closed)
}

async fn detach(cx: &mut Cx, a: Args<'static>) -> PyResult {
    state(cx.vm(), a.at(0))?;
    cx.call_method(a.at(0), "flush", []).await?;
    let s = state(cx.vm(), a.at(0))?;
    s.ready.set(false);
    s.detached.set(true);
    Ok(s.raw.replace(Value::NONE))
}

async fn seek(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let s = state(cx.vm(), a.at(0))?;
    let whence = match a.opt(2) {
        Some(v) => path::number(cx.vm(), v)?,
        None => 0,
    };
    if !(0..=2).contains(&whence) {
        return Err(cx.vm().value_error(format!("whence value {whence} unsupported")));
    }
    open(cx, s, "seek of closed file").await?;
    let raw = s.raw.get();
    if super::file_io::direct(&raw).is_none() {
        cx.act(able(&raw, "seekable")).await?;
    }
    let to = cx.index_i64(a.at(1)).await?;
    if whence != 2 && s.kind != Kind::Writer && s.left() + s.used.get() > 0 {
        // within what was read ahead there is nothing to move but the place in it
        let end = raw::tell(cx, &raw).await?;
        let start = end - s.ahead.borrow().len() as i64;
        let wanted = if whence == 0 { to } else { start + s.used.get() as i64 + to };
        if (start..=end).contains(&wanted) {
            s.used.set((wanted - start) as usize);
            return Ok(Value::int(wanted));
        }
    }
    if s.kind != Kind::Reader {
        write_out(cx, s).await?;
    }
    let to = if whence == 1 { to - s.left() as i64 } else { to };
    let n = raw::seek(cx, &raw, to, whence as u32).await?;
    s.forget();
    Ok(Value::int(n))
}

async fn tell(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let s = state(cx.vm(), a.at(0))?;
    let n = raw::tell(cx, &s.raw.get()).await?;
    let n = n - s.left() as i64 + s.waiting.borrow().len() as i64;
    Ok(Value::int(n.max(0)))
}

async fn truncate(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let s = state(cx.vm(), a.at(0))?;
    open(cx, s, "truncate of closed file").await?;
    if s.kind == Kind::Reader {
        return Err(unsupported(cx.vm(), "truncate"));
    }
    write_out(cx, s).await?;
    rewind(cx, s).await?;
    let raw = s.raw.get();
    let to = match a.some(1) {
        Some(v) => v.clone(),
        None => Value::int(raw::tell(cx, &raw).await?),
    };
    cx.call_method(&raw, "truncate", [to]).await
}

async fn repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let kind = cx.vm().type_name(a.at(0));
    Ok(str::new(match super::shown_attr(cx, a.at(0), "name").await? {
        Some(name) => format!("<{kind} name={name}>"),
        None => format!("<{kind}>"),
    }))
}

async fn dealloc_warn(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(s) = a.at(0).native::<Buffered>().filter(|s| s.ready.get()) else { return Ok(Value::NONE) };
    if let Err(e) = cx.call_method(&s.raw.get(), "_dealloc_warn", [a.at(1).clone()]).await {
        drop(cx.vm().take_raised(e));
    }
    Ok(Value::NONE)
}

// ---- reading

/// A size argument; None means all.
async fn size_arg(cx: &mut Cx, v: Option<&Value>) -> PyResult<Option<usize>> {
    let Some(v) = v else { return Ok(None) };
    if !int::is_int(v) && cx.vm().dunder(v, crate::object::names::Dunder::Index).is_none() {
        let name = cx.vm().type_name(v);
        return Err(cx.vm().type_error(format!("argument should be integer or None, not '{name}'")));
    }
    Ok(usize::try_from(cx.index_i64(v).await?).ok())
}

/// Reads ahead as much as there is room for; how many bytes came.
async fn fill(cx: &mut Cx, s: &Buffered) -> PyResult<Option<usize>> {
    if s.ahead.borrow().len() >= s.size.get() {
        s.forget();
    }
    let room = s.size.get() - s.ahead.borrow().len();
    let data = raw::read(cx, &s.raw.get(), room).await?;
    let n = data.as_ref().map(Vec::len);
    s.ahead.borrow_mut().extend(data.unwrap_or_default());
    Ok(n)
}

fn read_quick(vm: &mut Vm, a: &Args) -> Act {
    if let Some(n) = a.some(1).and_then(Value::as_small).and_then(|n| usize::try_from(n).ok())
        && let Ok(s) = state(vm, a.at(0))
        && n <= s.left()
        && n > 0
    {
        return Act::Done(bytes::new(s.take(n)));
    }
    let (v, size) = (a.at(0).clone(), a.some(1).cloned());
    Act::run(async move |cx| read(cx, v, size).await)
}

async fn read(cx: &mut Cx, v: Value, size: Option<Value>) -> PyResult {
    let s = state(cx.vm(), &v)?;
    let size = match &size {
        None => None,
        Some(n) => {
            let n = cx.index_i64(n).await?;
            if n < -1 {
                return Err(cx.vm().value_error("read length must be non-negative or -1"));
            }
            usize::try_from(n).ok()
        }
    };
    open(cx, s, "read of closed file").await?;
    if s.kind == Kind::Random {
        write_out(cx, s).await?;
    }
    let Some(size) = size else {
        let mut out = s.take(usize::MAX);
        s.forget();
        return match raw::read_all(cx, &s.raw.get()).await? {
            None if out.is_empty() => Ok(Value::NONE),
            rest => {
                out.extend(rest.unwrap_or_default());
                Ok(bytes::new(out))
            }
        };
    };
    let mut out = s.take(size);
    if out.len() < size {
        s.forget();
    }
    while out.len() < size {
        cx.tick(1).await?;
        let missing = size - out.len();
        let whole = missing / s.size.get() * s.size.get();
        let n = match whole {
            0 => {
                let n = fill(cx, s).await?;
                out.extend(s.take(missing));
                n
            }
            _ => {
                let data = raw::read(cx, &s.raw.get(), whole.min(1 << 24)).await?;
                let n = data.as_ref().map(Vec::len);
                out.extend(data.unwrap_or_default());
                n
            }
        };
        match n {
            None if out.is_empty() => return Ok(Value::NONE),
            None | Some(0) => break,
            Some(_) => {}
        }
    }
    Ok(bytes::new(out))
}

async fn read_once(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let s = state(cx.vm(), a.at(0))?;
    let size = match a.some(1) {
        Some(v) => cx.index_i64(v).await?,
        None => -1,
    };
    let size = usize::try_from(size).unwrap_or(s.size.get());
    open(cx, s, "read of closed file").await?;
    if size == 0 {
        return Ok(bytes::new(Vec::new()));
    }
    if s.kind == Kind::Random {
        write_out(cx, s).await?;
    }
    if s.left() > 0 {
        return Ok(bytes::new(s.take(size)));
    }
    s.forget();
    crate::object::text_args::check_size(cx.vm(), size, 1)?;
    let data = raw::read(cx, &s.raw.get(), size).await?;
    Ok(bytes::new(data.unwrap_or_default()))
}

async fn read_into(cx: &mut Cx, a: Args<'static>) -> PyResult {
    into(cx, &a, false).await
}

async fn read_into_once(cx: &mut Cx, a: Args<'static>) -> PyResult {
    into(cx, &a, true).await
}

async fn into(cx: &mut Cx, a: &Args<'static>, once: bool) -> PyResult {
    let s = state(cx.vm(), a.at(0))?;
    let len = descriptors::writable(cx.vm(), a.at(1))?;
    open(cx, s, "readinto of closed file").await?;
    if s.kind == Kind::Random {
        write_out(cx, s).await?;
    }
    let mut done = 0;
    let ready = s.take(len);
    descriptors::fill(a.at(1), 0, &ready);
    done += ready.len();
    if done < len {
        s.forget();
    }
    while done < len && !(once && done > 0) {
        cx.tick(1).await?;
        let n = if len - done > s.size.get() {
            let data = raw::read(cx, &s.raw.get(), len - done).await?;
            let n = data.as_ref().map(Vec::len);
            descriptors::fill(a.at(1), done, &data.unwrap_or_default());
            done += n.unwrap_or(0);
            n
        } else {
            let n = fill(cx, s).await?;
            let part = s.take(len - done);
            descriptors::fill(a.at(1), done, &part);
            done += part.len();
            n
        };
        match n {
            None if done == 0 => return Ok(Value::NONE),
            None | Some(0) => break,
            Some(_) => {}
        }
    }
    Ok(Value::size(done))
}

async fn peek(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let s = state(cx.vm(), a.at(0))?;
    open(cx, s, "peek of closed file").await?;
    if s.kind == Kind::Random {
        write_out(cx, s).await?;
    }
    if s.left() == 0 {
        s.forget();
        fill(cx, s).await?;
    }
    Ok(bytes::new(s.ahead.borrow().get(s.used.get()..).unwrap_or(&[]).to_vec()))
}

/// Length of the line that was read ahead, if its end was.
fn line_ahead(s: &Buffered) -> Option<usize> {
    let ahead = s.ahead.borrow();
    memchr::memchr(b'\n', ahead.get(s.used.get()..)?).map(|i| i + 1)
}

fn line_quick(vm: &mut Vm, a: &Args) -> Act {
    if a.opt(1).is_none_or(|v| v.as_small() == Some(-1))
        && let Ok(s) = state(vm, a.at(0))
        && let Some(n) = line_ahead(s)
    {
        return Act::Done(bytes::new(s.take(n)));
    }
    let (v, size) = (a.at(0).clone(), a.some(1).cloned());
    Act::run(async move |cx| read_line(cx, &v, size.as_ref()).await)
}

async fn read_line(cx: &mut Cx, v: &Value, size: Option<&Value>) -> PyResult {
    let s = state(cx.vm(), v)?;
    let limit = size_arg(cx, size).await?.unwrap_or(usize::MAX);
    open(cx, s, "readline of closed file").await?;
    let mut out = Vec::new();
    loop {
        cx.tick(1).await?;
        let room = limit - out.len();
        if let Some(n) = line_ahead(s) {
            out.extend(s.take(n.min(room)));
            break;
        }
        out.extend(s.take(room));
        if out.len() >= limit {
            break;
        }
        if s.kind == Kind::Random {
            write_out(cx, s).await?;
        }
        s.forget();
        if matches!(fill(cx, s).await?, None | Some(0)) {
            break;
        }
    }
    Ok(bytes::new(out))
}

fn next(vm: &mut Vm, a: &Args) -> Act {
    let exact = crate::object::type_ref(a.at(0)).is_static();
    if exact
        && let Ok(s) = state(vm, a.at(0))
        && let Some(n) = line_ahead(s)
    {
        return Act::Done(bytes::new(s.take(n)));
    }
    let v = a.at(0).clone();
    Act::run(async move |cx| {
        let line = match exact {
            true => read_line(cx, &v, None).await?,
            false => cx.call_method(&v, "readline", []).await?,
        };
        match line.get::<bytes::Bytes>() {
            Some(b) if b.data().is_empty() => Err(cx.vm().stop_iteration(Value::NONE)),
            Some(_) => Ok(line),
            None => {
                let name = cx.vm().type_name(&line);
                let ty = cx.vm().types.exc.OSError.clone();
                Err(cx.vm().error(&ty, format!("readline() should have returned a bytes object, not '{name}'")))
            }
        }
    })
}

// ---- writing

fn write(vm: &mut Vm, a: &Args) -> Act {
    let s = match state(vm, a.at(0)) {
        Ok(s) => s,
        Err(e) => return Act::Raise(e),
    };
    let data = match descriptors::data(vm, a.at(1)) {
        Ok(d) => d,
        Err(e) => return Act::Raise(e),
    };
    let n = data.len();
    if super::file_io::direct(&s.raw.get()).is_some()
        && s.left() == 0
        && let Some(r) = write_direct(vm, s, &data)
    {
        return r.map(|()| Value::size(n)).into();
    }
    let v = a.at(0).clone();
    Act::run(async move |cx| write_asking(cx, &v, data).await)
}

/// Writes without asking anybody; None (and nothing done) if that cannot be.
fn write_direct(vm: &mut Vm, s: &Buffered, data: &[u8]) -> Option<PyResult<()>> {
    if s.waiting.borrow().len() + data.len() <= s.size.get() {
        s.waiting.borrow_mut().extend_from_slice(data);
        return Some(Ok(()));
    }
    let r = flush_direct(vm, s)?;
    if r.is_err() {
        return Some(r);
    }
    if data.len() <= s.size.get() {
        s.waiting.borrow_mut().extend_from_slice(data);
        return Some(Ok(()));
    }
    let mut rest = data;
    while !rest.is_empty() {
        match raw::write_now(vm, &s.raw.get(), rest)? {
            Ok(n) => rest = rest.get(n..).unwrap_or(&[]),
            Err(e) => return Some(Err(e)),
        }
    }
    Some(Ok(()))
}

fn flush_direct(vm: &mut Vm, s: &Buffered) -> Option<PyResult<()>> {
    let raw = s.raw.get();
    loop {
        let data = s.waiting.borrow().clone();
        if data.is_empty() {
            return Some(Ok(()));
        }
        match raw::write_now(vm, &raw, &data)? {
            Ok(n) => {
                let mut waiting = s.waiting.borrow_mut();
                let n = n.min(waiting.len());
                waiting.drain(..n);
            }
            Err(e) => return Some(Err(e)),
        }
    }
}

/// Takes bytes for an exact buffered writer over an exact `FileIO`, and passes all on if `through`; None if it is not one.
pub fn take_now(vm: &mut Vm, v: &Value, data: &[u8], through: bool) -> Option<PyResult<()>> {
    let raw = raw_of(v)?;
    super::file_io::direct(&raw)?;
    let s = v.native::<Buffered>().filter(|s| s.kind != Kind::Reader && s.left() == 0)?;
    if let Err(e) = write_direct(vm, s, data)? {
        return Some(Err(e));
    }
    if through { flush_direct(vm, s) } else { Some(Ok(())) }
}

async fn write_asking(cx: &mut Cx, v: &Value, data: Vec<u8>) -> PyResult {
    let s = state(cx.vm(), v)?;
    open(cx, s, "write to closed file").await?;
    if s.kind == Kind::Random && s.left() > 0 {
        rewind(cx, s).await?;
    }
    s.forget();
    let total = data.len();
    let room = s.size.get().saturating_sub(s.waiting.borrow().len());
    if total <= room {
        s.waiting.borrow_mut().extend_from_slice(&data);
        return Ok(Value::size(total));
    }
    if let Err(e) = write_out(cx, s).await {
        let blocking = cx.vm().types.exc.BlockingIOError.clone();
        if !cx.vm().raised_is(&blocking) {
            return Err(e);
        }
        drop(cx.vm().take_raised(e));
        // as much as there is room for is taken all the same
        let room = s.size.get().saturating_sub(s.waiting.borrow().len());
        let taken = room.min(total);
        s.waiting.borrow_mut().extend_from_slice(data.get(..taken).unwrap_or(&[]));
        return if taken == total { Ok(Value::size(total)) } else { Err(raw::blocked(cx.vm(), taken)) };
    }
    let mut done = 0;
    while total - done > s.size.get() {
        cx.tick(1).await?;
        match raw::write(cx, &s.raw.get(), data.get(done..).unwrap_or(&[])).await? {
            Some(n) => done += n,
            None => {
                let taken = s.size.get().min(total - done);
                s.waiting.borrow_mut().extend_from_slice(data.get(done..done + taken).unwrap_or(&[]));
                done += taken;
                return if done == total { Ok(Value::size(total)) } else { Err(raw::blocked(cx.vm(), done)) };
            }
        }
    }
    s.waiting.borrow_mut().extend_from_slice(data.get(done..).unwrap_or(&[]));
    Ok(Value::size(total))
}
