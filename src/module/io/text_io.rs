//! `TextIOWrapper`: text over a buffered stream.
//!
//! Invariant: text that was written and not passed on (`pending`) goes to the buffer before anything is read or the
//! position moves; `base` is where in the decoded text the last chunk begins, and `snapshot` is the decoder's state before
//! that chunk with the chunk's bytes.

use super::base;
use super::buffered;
use super::newline::Newlines;
use super::text_codec::Coding;
use super::text_seek;
use super::unsupported;
use crate::heap::{Mut, Ref, Visitor};
use crate::object::bytes::buffer;
use crate::object::names::Dunder;
use crate::object::native::{Native, NativeObject};
use crate::object::spec::{GetSetDef, TypeSpec, computed, getset, getter};
use crate::object::text_args::{must_be, text};
use crate::object::ty::Type;
use crate::object::{int, str};
use crate::resumable;
use crate::text::builder::StrBuilder;
use crate::text::codec::{self as text_codec, Codec, Errors};
use crate::text::view::StrView;
use crate::value::Value;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use crate::vm::{Cx, Raised, Vm};
use std::cell::{Cell, RefCell};

static SPEC: TypeSpec = TypeSpec {
    module: "_io",
    doc: "Character and line based layer over a BufferedIOBase object, buffer.",
    flags: base::FLAGS,
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<Native>("TextIOWrapper")
};

/// The parameter `newline`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Newline {
    /// None: every kind ends a line, and is read as `\n`
    Universal,
    /// `''`: every kind ends a line, and is kept
    Keep,
    Lf,
    Cr,
    CrLf,
}

impl Newline {
    /// The one that a text names.
    pub fn of(text: &std::primitive::str) -> Option<Newline> {
        Some(match text {
            "" => Newline::Keep,
            "\n" => Newline::Lf,
            "\r" => Newline::Cr,
            "\r\n" => Newline::CrLf,
            _ => return None,
        })
    }
    /// What `\n` is written as, if not as itself.
    fn written(self) -> Option<&'static [u8]> {
        match self {
            Newline::Cr => Some(b"\r"),
            Newline::CrLf => Some(b"\r\n"),
            _ => None,
        }
    }
    /// Where the first line of `v` ends, looking from `from`.
    fn line_end(self, v: StrView, from: usize) -> Option<usize> {
        match self {
            Newline::Universal | Newline::Lf => v.find_char(10, from, usize::MAX).map(|i| i + 1),
            Newline::Cr => v.find_char(13, from, usize::MAX).map(|i| i + 1),
            Newline::CrLf => v.find(StrView::ascii("\r\n"), from, usize::MAX).map(|i| i + 2),
            Newline::Keep => {
                let lf = v.find_char(10, from, usize::MAX);
                match v.find_char(13, from, lf.unwrap_or(usize::MAX)) {
                    Some(cr) if lf == Some(cr + 1) => Some(cr + 2),
                    Some(cr) => Some(cr + 1),
                    None => lf.map(|i| i + 1),
                }
            }
        }
    }
}

/// State of a text stream.
pub struct TextIo {
    pub buffer: Mut<Value>,
    ready: Cell<bool>,
    detached: Cell<bool>,
    finalizing: Cell<bool>,
    pub coding: Coding,
    newline: Cell<Newline>,
    line_buffering: Cell<bool>,
    write_through: Cell<bool>,
    /// every write reaches the host at once
    immediate: Cell<bool>,
    pub readable: Cell<bool>,
    writable: Cell<bool>,
    pub seekable: Cell<bool>,
    pub telling: Cell<bool>,
    has_read1: Cell<bool>,
    pending: RefCell<Vec<u8>>,
    pub decoded: RefCell<StrBuilder>,
    pub used: Cell<usize>,
    pub base: Cell<usize>,
    pub snapshot: RefCell<Option<(i64, Vec<u8>)>>,
    chunk: Cell<usize>,
}

impl NativeObject for TextIo {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.buffer.borrow());
        v.value(&self.coding.decoder.borrow());
        v.value(&self.coding.encoder.borrow());
    }
    fn clear(&self) {
        self.ready.set(false);
        self.buffer.set(Value::NONE);
        self.coding.decoder.set(Value::NONE);
        self.coding.encoder.set(Value::NONE);
    }
}

impl TextIo {
    /// Forgets the decoded text.
    pub fn forget(&self) {
        *self.decoded.borrow_mut() = StrBuilder::new();
        self.used.set(0);
        self.base.set(0);
    }
    /// Takes at most `n` characters of it.
    fn take(&self, n: usize) -> Value {
        let decoded = self.decoded.borrow();
        let (start, all) = (self.used.get(), decoded.view());
        let end = start.saturating_add(n).min(all.len());
        self.used.set(end);
        str::new(all.slice(start, end).to_buf())
    }
    fn left(&self) -> usize {
        self.decoded.borrow().len() - self.used.get()
    }
    /// The next line if its end has been decoded.
    fn ready_line(&self) -> Option<usize> {
        let decoded = self.decoded.borrow();
        self.newline.get().line_end(decoded.view().from(self.used.get()), 0)
    }
    /// Nothing that was written or read is between the program and the buffer.
    pub fn is_idle(&self) -> bool {
        self.left() == 0
    }
}

/// The type, under its bases.
pub fn prepared(vm: &mut Vm) -> Ref<Type> {
    let bases = base::types(vm);
    let ty = vm.native_type(&SPEC);
    base::under(&ty, &[&bases.text_base, &bases.io_base]);
    ty
}

fn payload() -> Native {
    Native(Box::new(TextIo {
        buffer: Mut::new(Value::NONE),
        ready: Cell::new(false),
        detached: Cell::new(false),
        finalizing: Cell::new(false),
        coding: Coding::new(),
        newline: Cell::new(Newline::Universal),
        line_buffering: Cell::new(false),
        write_through: Cell::new(false),
        immediate: Cell::new(false),
        readable: Cell::new(false),
        writable: Cell::new(false),
        seekable: Cell::new(false),
        telling: Cell::new(false),
        has_read1: Cell::new(false),
        pending: RefCell::new(Vec::new()),
        decoded: RefCell::new(StrBuilder::new()),
        used: Cell::new(0),
        base: Cell::new(0),
        snapshot: RefCell::new(None),
        chunk: Cell::new(8192),
    }))
}

/// What a new stream is to be like.
pub struct Options {
    pub encoding: String,
    pub errors: String,
    pub newline: Newline,
    pub line_buffering: bool,
    pub write_through: bool,
}

/// A stream that is not set up yet.
pub fn blank(vm: &mut Vm) -> Value {
    let ty = prepared(vm);
    crate::heap::alloc_in(&ty, payload()).into()
}

/// One of the standard streams, over its buffer.
pub fn standard(vm: &mut Vm, buffer: Value, reads: bool, errors: &std::primitive::str, how: (bool, bool)) -> Value {
    let v = blank(vm);
    if let Some(s) = v.native::<TextIo>() {
        s.buffer.set(buffer);
        *s.coding.errors.borrow_mut() = errors.to_owned();
        s.coding.newlines.replace(Newlines::new(reads, true));
        if !reads {
            // no terminal of this kind translates line ends
            s.newline.set(Newline::Lf);
        }
        s.readable.set(reads);
        s.writable.set(!reads);
        s.has_read1.set(true);
        s.line_buffering.set(how.0);
        s.immediate.set(how.1);
        s.ready.set(true);
    }
    v
}

/// Sets a stream up over a buffer.
pub async fn set_up(cx: &mut Cx, v: &Value, buffer: &Value, o: &Options) -> PyResult<()> {
    let Some(s) = v.native::<TextIo>() else { return Ok(()) };
    s.ready.set(false);
    s.detached.set(false);
    let mut can = [false; 3];
    for (slot, name) in can.iter_mut().zip(["readable", "writable", "seekable"]) {
        let answer = cx.call_method(buffer, name, []).await?;
        *slot = cx.truth(&answer).await?;
    }
    let [readable, writable, seekable] = can;
    s.coding.set(cx, &o.encoding, &o.errors, readable, writable).await?;
    s.readable.set(readable);
    s.writable.set(writable);
    set_newline(s, o.newline);
    s.line_buffering.set(o.line_buffering);
    s.write_through.set(o.write_through);
    s.seekable.set(seekable);
    s.telling.set(seekable);
    s.has_read1.set(cx.attr_opt(buffer, "read1").await?.is_some());
    s.pending.borrow_mut().clear();
    s.forget();
    *s.snapshot.borrow_mut() = None;
    s.buffer.set(buffer.clone());
    s.coding.at_start.set(true);
    if seekable && writable {
        let at = cx.call_method(buffer, "tell", []).await?;
        if int::to_i64(&at) != Some(0) {
            s.coding.set_encoder_start(cx, false).await?;
        }
    }
    s.ready.set(true);
    Ok(())
}

fn set_newline(s: &TextIo, newline: Newline) {
    s.newline.set(newline);
    let universal = matches!(newline, Newline::Universal | Newline::Keep);
    s.coding.newlines.replace(Newlines::new(universal, newline == Newline::Universal));
}

const METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, /, *args, **kwargs)", |vm, a| {
        prepared(vm);
        let Some(cls) = a.at(0).get_ref::<Type>() else { return Ok(Value::NONE) };
        Ok(crate::heap::alloc_in(&cls, payload()).into())
    })
    .stat(),
    resumable!(
        "__init__",
        "(self, buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)",
        init
    ),
    tail("write", "(self, text, /)", write),
    resumable!("read", "(self, size=-1, /)", read),
    tail("readline", "(self, size=-1, /)", line_quick),
    tail("__next__", "(self, /)", next),
    resumable!("flush", "(self, /)", flush),
    resumable!("close", "(self, /)", close),
    resumable!("detach", "(self, /)", detach),
    resumable!("truncate", "(self, pos=None, /)", truncate),
    resumable!(
        "reconfigure",
        "(self, *, encoding=None, errors=None, newline=<unrepresentable>, line_buffering=None, write_through=None)",
        reconfigure
    ),
    resumable!("seek", "(self, cookie, whence=0, /)", text_seek::seek),
    resumable!("tell", "(self, /)", text_seek::tell),
    resumable!("__repr__", "(self, /)", repr),
    tail("fileno", "(self, /)", |vm, a| passed_on(vm, a, "fileno")),
    tail("seekable", "(self, /)", |vm, a| passed_on(vm, a, "seekable")),
    tail("readable", "(self, /)", |vm, a| passed_on(vm, a, "readable")),
    tail("writable", "(self, /)", |vm, a| passed_on(vm, a, "writable")),
    tail("isatty", "(self, /)", |vm, a| passed_on(vm, a, "isatty")),
];

const GETSET: &[GetSetDef] = &[
    getter("encoding", |vm, v| Ok(str::new(state(vm, v)?.coding.encoding.borrow().as_str()))),
    getter("errors", |vm, v| Ok(str::new(state(vm, v)?.coding.errors.borrow().as_str()))),
    getter("newlines", |vm, v| Ok(state(vm, v)?.coding.newlines.borrow().shown())),
    getter("line_buffering", |vm, v| Ok(state(vm, v)?.line_buffering.get().into())),
    getter("write_through", |vm, v| Ok(state(vm, v)?.write_through.get().into())),
    getter("buffer", |vm, v| Ok(state(vm, v)?.buffer.get())),
    computed("closed", |vm, v| buffer_attr(vm, v, "closed"), None),
    computed("name", |vm, v| buffer_attr(vm, v, "name"), None),
    getset(
        "_CHUNK_SIZE",
        |vm, v| Ok(Value::size(state(vm, v)?.chunk.get())),
        |vm, v, to| {
            let Some(to) = to else {
                let name = str::new("_CHUNK_SIZE");
                return Err(vm.attribute_error(v, name, "cannot delete attribute"));
            };
            let s = state(vm, v)?;
            let n = crate::object::text_args::size(vm, &to)?;
            match usize::try_from(n).ok().filter(|n| *n > 0) {
                Some(n) => s.chunk.set(n),
                None => return Err(vm.value_error("a strictly positive integer is required")),
            }
            Ok(())
        },
    ),
    getset(
        "_finalizing",
        |_, v| Ok(v.native::<TextIo>().is_some_and(|s| s.finalizing.get()).into()),
        |_, v, to| {
            if let Some(s) = v.native::<TextIo>() {
                s.finalizing.set(to.is_some_and(|t| t.as_bool() == Some(true)));
            }
            Ok(())
        },
    ),
];

/// The state of a stream that is set up.
pub fn state<'a>(vm: &mut Vm, v: &'a Value) -> PyResult<&'a TextIo> {
    match v.native::<TextIo>() {
        Some(s) if s.ready.get() => Ok(s),
        Some(s) if s.detached.get() => Err(vm.value_error("underlying buffer has been detached")),
        _ => Err(vm.value_error("I/O operation on uninitialized object")),
    }
}

fn passed_on(vm: &mut Vm, a: &Args, name: &'static std::primitive::str) -> Act {
    match state(vm, a.at(0)) {
        Ok(s) => {
            let (buffer, name) = (s.buffer.get(), vm.intern(name));
            vm.call_method(&buffer, &name, [])
        }
        Err(e) => Act::Raise(e),
    }
}

fn buffer_attr(vm: &mut Vm, v: &Value, name: &std::primitive::str) -> Act {
    match state(vm, v) {
        Ok(s) => {
            let (buffer, name) = (s.buffer.get(), vm.intern(name));
            vm.get_attr(&buffer, &name)
        }
        Err(e) => Act::Raise(e),
    }
}

/// Refuses work on a closed stream.
pub async fn open(cx: &mut Cx, s: &TextIo) -> PyResult<()> {
    let buffer = s.buffer.get();
    if buffered::raw_of(&buffer).is_some_and(|raw| super::file_io::direct(&raw).is_some()) {
        return Ok(());
    }
    base::open_only(cx, &buffer).await
}

fn str_or_none(vm: &mut Vm, v: Option<&Value>, name: &std::primitive::str) -> PyResult<Option<String>> {
    match v {
        None => Ok(None),
        Some(v) => match text(v) {
            Some(t) => Ok(Some(t.to_display())),
            None => {
                let given = vm.type_name(v);
                let message = format!("TextIOWrapper() argument '{name}' must be str or None, not {given}");
                Err(vm.type_error(message))
            }
        },
    }
}

fn newline_arg(vm: &mut Vm, v: Option<&Value>) -> PyResult<Newline> {
    let Some(given) = str_or_none(vm, v, "newline")? else { return Ok(Newline::Universal) };
    Newline::of(&given).ok_or_else(|| vm.value_error(format!("illegal newline value: {given}")))
}

async fn init(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let vm = cx.vm();
    if let Some(s) = a.at(0).native::<TextIo>() {
        s.ready.set(false);
    }
    let encoding = str_or_none(vm, a.some(2), "encoding")?;
    let errors = str_or_none(vm, a.some(3), "errors")?;
    let newline = newline_arg(vm, a.some(4))?;
    let flag = async |cx: &mut Cx, v: Option<&Value>| match v {
        Some(v) => cx.truth(v).await,
        None => Ok(false),
    };
    let line_buffering = flag(cx, a.opt(5)).await?;
    let write_through = flag(cx, a.opt(6)).await?;
    let encoding = super::meant(encoding.as_deref());
    if encoding.contains('\0') || errors.as_deref().is_some_and(|e| e.contains('\0')) {
        return Err(cx.vm().value_error("embedded null character"));
    }
    let errors = errors.unwrap_or_else(|| "strict".to_owned());
    let options = Options { encoding, errors, newline, line_buffering, write_through };
    set_up(cx, a.at(0), a.at(1), &options).await?;
    Ok(Value::NONE)
}

async fn repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let kind = cx.vm().type_name(a.at(0));
    let mut out = format!("<{kind}");
    for name in ["name", "mode"] {
        if let Some(shown) = super::shown_attr(cx, a.at(0), name).await? {
            out.push_str(&format!(" {name}={shown}"));
        }
    }
    let s = state(cx.vm(), a.at(0))?;
    Ok(str::new(format!("{out} encoding='{}'>", s.coding.encoding.borrow())))
}

// ---- writing

/// Writes at once, if the stream ends in an exact `FileIO` and the codec is built in; None (and nothing done) otherwise.
pub fn write_now(vm: &mut Vm, v: &Value, t: StrView) -> Option<PyResult<()>> {
    let s = v.native::<TextIo>().filter(|s| s.ready.get() && s.writable.get())?;
    if !crate::object::type_ref(v).is_static() || s.left() > 0 || s.newline.get().written().is_some() {
        return None;
    }
    let buffer = s.buffer.get();
    super::file_io::direct(&buffered::raw_of(&buffer)?)?;
    let mut pending = s.pending.borrow_mut();
    let before = pending.len();
    match (t.as_ascii(), s.coding.native.get()) {
        (Some(ascii), Some(Codec::Utf8 | Codec::Ascii | Codec::Latin1)) => pending.extend_from_slice(ascii.as_bytes()),
        (None, Some(codec @ (Codec::Utf8 | Codec::Ascii | Codec::Latin1))) => {
            let errors = Errors::of(&s.coding.errors.borrow())?;
            pending.extend(text_codec::encode(codec, t, errors).ok()?);
        }
        _ => return None,
    }
    s.coding.at_start.set(false);
    s.snapshot.replace(None);
    s.coding.reset_now();
    let added = pending.len() - before;
    let through = s.immediate.get() || s.line_buffering.get() && (t.contains_char(10) || t.contains_char(13));
    if !through && !s.write_through.get() && pending.len() < s.chunk.get() {
        return Some(Ok(()));
    }
    // a chunk never grows beyond its size by what is added to it
    let data = std::mem::take(&mut *pending);
    drop(pending);
    let (first, second) = match data.len() > s.chunk.get() && before > 0 {
        true => data.split_at(data.len() - added),
        false => (data.as_slice(), &[][..]),
    };
    let r = buffered::take_now(vm, &buffer, first, false)?;
    if r.is_err() {
        return Some(r);
    }
    if !through && !s.write_through.get() && second.len() < s.chunk.get() {
        s.pending.borrow_mut().extend_from_slice(second);
        return Some(Ok(()));
    }
    buffered::take_now(vm, &buffer, second, through)
}

/// Passes on what was written, if that needs nobody to be asked.
pub fn flush_now(vm: &mut Vm, v: &Value) {
    let Some(s) = v.native::<TextIo>().filter(|s| s.ready.get()) else { return };
    let buffer = s.buffer.get();
    let data = s.pending.take();
    if let Some(Err(e)) = buffered::take_now(vm, &buffer, &data, true) {
        drop(vm.take_raised(e));
    }
}

fn write(vm: &mut Vm, a: &Args) -> Act {
    let s = match state(vm, a.at(0)) {
        Ok(s) => s,
        Err(e) => return Act::Raise(e),
    };
    let Some(t) = text(a.at(1)) else {
        return Act::Raise(must_be(vm, a.at(1), "write() argument must be str, not "));
    };
    let n = Value::size(t.len());
    let _ = s;
    if let Some(r) = write_now(vm, a.at(0), t) {
        return r.map(|()| n).into();
    }
    let (v, piece) = (a.at(0).clone(), a.at(1).clone());
    Act::run(async move |cx| {
        write_asking(cx, &v, &piece).await?;
        Ok(n)
    })
}

async fn write_asking(cx: &mut Cx, v: &Value, piece: &Value) -> Result<(), Raised> {
    let s = state(cx.vm(), v)?;
    open(cx, s).await?;
    if !s.writable.get() {
        return Err(unsupported(cx.vm(), "not writable"));
    }
    let Some(t) = text(piece) else { return Ok(()) };
    let ends_line = t.contains_char(10);
    let through = s.immediate.get() || s.line_buffering.get() && (ends_line || t.contains_char(13));
    let translated = match s.newline.get().written() {
        Some(end) if ends_line => {
            let mut out = StrBuilder::with_capacity(t.len());
            for c in t.iter() {
                if c == 10 { out.push_ascii(end) } else { out.push_char(c) }
            }
            str::new(out.finish())
        }
        _ => crate::object::text_args::exact(piece),
    };
    let data = s.coding.encode(cx, &translated).await?;
    if s.pending.borrow().len() + data.len() > s.chunk.get() {
        pass_on(cx, s).await?;
    }
    s.pending.borrow_mut().extend(data);
    if through || s.write_through.get() || s.pending.borrow().len() >= s.chunk.get() {
        pass_on(cx, s).await?;
    }
    if through {
        cx.call_method(&s.buffer.get(), "flush", []).await?;
    }
    s.forget();
    *s.snapshot.borrow_mut() = None;
    if s.readable.get() {
        s.coding.reset_decoder(cx).await?;
    }
    Ok(())
}

/// Gives the buffer what was written.
pub async fn pass_on(cx: &mut Cx, s: &TextIo) -> Result<(), Raised> {
    let data = s.pending.take();
    if data.is_empty() {
        return Ok(());
    }
    let data = crate::object::bytes::new(data);
    cx.call_method(&s.buffer.get(), "write", [data]).await.map(drop)
}

async fn flush(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let s = state(cx.vm(), a.at(0))?;
    open(cx, s).await?;
    s.telling.set(s.seekable.get());
    pass_on(cx, s).await?;
    cx.call_method(&s.buffer.get(), "flush", []).await
}

async fn close(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let s = state(cx.vm(), a.at(0))?;
    let closed = cx.attr(a.at(0), "closed").await?;
    if cx.truth(&closed).await? {
        return Ok(Value::NONE);
    }
    let buffer = s.buffer.get();
    if s.finalizing.get()
        && let Err(e) = cx.call_method(&buffer, "_dealloc_warn", [a.at(0).clone()]).await
    {
        drop(cx.vm().take_raised(e));
    }
    let first = match cx.call_method(a.at(0), "flush", []).await {
        Ok(_) => None,
        Err(e) => Some(cx.vm().take_raised(e)),
    };
    let closed = cx.call_method(&buffer, "close", []).await;
    super::chained(cx.vm(), first, closed)
}

async fn detach(cx: &mut Cx, a: Args<'static>) -> PyResult {
    state(cx.vm(), a.at(0))?;
    cx.call_method(a.at(0), "flush", []).await?;
    let s = state(cx.vm(), a.at(0))?;
    s.ready.set(false);
    s.detached.set(true);
    Ok(s.buffer.replace(Value::NONE))
}

async fn truncate(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let s = state(cx.vm(), a.at(0))?;
    cx.call_method(a.at(0), "flush", []).await?;
    let to = a.opt(1).cloned().unwrap_or(Value::NONE);
    cx.call_method(&s.buffer.get(), "truncate", [to]).await
}

async fn reconfigure(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let s = state(cx.vm(), a.at(0))?;
    let read = !s.decoded.borrow().is_empty() || s.snapshot.borrow().is_some();
    if read && (a.some(1).is_some() || a.some(2).is_some() || a.opt(3).is_some()) {
        let message = "It is not possible to set the encoding or newline of stream after the first read";
        return Err(unsupported(cx.vm(), message));
    }
    let encoding = str_or_none(cx.vm(), a.some(1), "encoding")?;
    let errors = str_or_none(cx.vm(), a.some(2), "errors")?;
    let newline = match a.opt(3) {
        None => None,
        Some(v) => Some(newline_arg(cx.vm(), Some(v).filter(|v| !v.is_none()))?),
    };
    let mut flags = [s.line_buffering.get(), s.write_through.get()];
    for (i, slot) in flags.iter_mut().enumerate() {
        if let Some(v) = a.some(4 + i) {
            *slot = cx.truth(v).await?;
        }
    }
    cx.call_method(a.at(0), "flush", []).await?;
    if encoding.is_some() || errors.is_some() {
        let errors = match (errors, &encoding) {
            (Some(e), _) => e,
            (None, Some(_)) => "strict".to_owned(),
            (None, None) => s.coding.errors.borrow().clone(),
        };
        let encoding = match encoding.as_deref() {
            None => s.coding.encoding.borrow().clone(),
            given => super::meant(given),
        };
        let start = s.coding.at_start.get();
        s.coding.set(cx, &encoding, &errors, s.readable.get(), s.writable.get()).await?;
        if !start {
            s.coding.set_encoder_start(cx, false).await?;
        }
    }
    if let Some(newline) = newline {
        set_newline(s, newline);
    }
    s.line_buffering.set(flags[0]);
    s.write_through.set(flags[1]);
    Ok(Value::NONE)
}

// ---- reading

/// Decodes the next chunk; false at the end.
async fn read_chunk(cx: &mut Cx, s: &TextIo) -> PyResult<bool> {
    if !s.readable.get() {
        return Err(unsupported(cx.vm(), "not readable"));
    }
    let before = match s.telling.get() {
        true => Some(s.coding.decoder_state(cx).await?),
        false => None,
    };
    let method = if s.has_read1.get() { "read1" } else { "read" };
    let chunk = cx.call_method(&s.buffer.get(), method, [Value::size(s.chunk.get())]).await?;
    let Some(data) = buffer(&chunk).map(|b| b.to_vec()) else {
        let name = cx.vm().type_name(&chunk);
        let message = format!("underlying {method}() should have returned a bytes-like object, not '{name}'");
        return Err(cx.vm().type_error(message));
    };
    let last = data.is_empty();
    let piece = s.coding.decode(cx, &data, last).await?;
    if s.left() == 0 {
        s.forget();
    }
    let mut decoded = s.decoded.borrow_mut();
    s.base.set(decoded.len());
    decoded.push_view(piece.view());
    if let Some((mut held, flags)) = before {
        held.extend(data);
        *s.snapshot.borrow_mut() = Some((flags, held));
    }
    Ok(!last || !piece.is_empty())
}

/// A size argument; None means all.
async fn size_arg(cx: &mut Cx, v: Option<&Value>) -> PyResult<Option<usize>> {
    let Some(v) = v else { return Ok(None) };
    if !int::is_int(v) && cx.vm().dunder(v, Dunder::Index).is_none() {
        let name = cx.vm().type_name(v);
        return Err(cx.vm().type_error(format!("argument should be integer or None, not '{name}'")));
    }
    Ok(usize::try_from(cx.index_i64(v).await?).ok())
}

async fn read(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let s = state(cx.vm(), a.at(0))?;
    let size = size_arg(cx, a.some(1)).await?;
    open(cx, s).await?;
    if !s.readable.get() {
        return Err(unsupported(cx.vm(), "not readable"));
    }
    pass_on(cx, s).await?;
    let Some(size) = size else {
        let data = cx.call_method(&s.buffer.get(), "read", []).await?;
        if data.is_none() {
            let ty = cx.vm().types.exc.BlockingIOError.clone();
            return Err(cx.vm().error(&ty, "Read returned None."));
        }
        let Some(data) = buffer(&data).map(|b| b.to_vec()) else {
            let name = cx.vm().type_name(&data);
            return Err(cx.vm().type_error(format!("decoder should return a string result, not '{name}'")));
        };
        let rest = s.coding.decode(cx, &data, true).await?;
        let mut out = StrBuilder::new();
        out.push_view(s.decoded.borrow().view().from(s.used.get()));
        out.push_view(rest.view());
        s.forget();
        *s.snapshot.borrow_mut() = None;
        return Ok(str::new(out.finish()));
    };
    if size <= s.left() {
        return Ok(s.take(size));
    }
    let mut out = StrBuilder::new();
    let mut missing = size;
    loop {
        cx.tick(1).await?;
        let part = s.take(missing);
        if let Some(t) = text(&part) {
            missing -= t.len();
            out.push_view(t);
        }
        if missing == 0 || !read_chunk(cx, s).await? {
            return Ok(str::new(out.finish()));
        }
    }
}

fn line_quick(vm: &mut Vm, a: &Args) -> Act {
    if a.opt(1).is_none_or(|v| v.as_small() == Some(-1))
        && let Ok(s) = state(vm, a.at(0))
        && s.pending.borrow().is_empty()
        && let Some(n) = s.ready_line()
        && buffered::raw_of(&s.buffer.get()).is_some_and(|raw| super::file_io::direct(&raw).is_some())
    {
        return Act::Done(s.take(n));
    }
    let (v, size) = (a.at(0).clone(), a.opt(1).cloned());
    Act::run(async move |cx| {
        let s = state(cx.vm(), &v)?;
        let limit = match &size {
            None => usize::MAX,
            Some(n) => usize::try_from(cx.index_i64(n).await?).unwrap_or(usize::MAX),
        };
        read_line(cx, s, limit).await
    })
}

async fn read_line(cx: &mut Cx, s: &TextIo, limit: usize) -> PyResult {
    open(cx, s).await?;
    pass_on(cx, s).await?;
    let mut from = 0;
    loop {
        cx.tick(1).await?;
        let end = s.newline.get().line_end(s.decoded.borrow().view().from(s.used.get()), from);
        if let Some(end) = end {
            return Ok(s.take(end.min(limit)));
        }
        let left = s.left();
        if left >= limit {
            return Ok(s.take(limit));
        }
        from = left.saturating_sub(1);
        if !read_chunk(cx, s).await? {
            let line = s.take(usize::MAX);
            *s.snapshot.borrow_mut() = None;
            return Ok(line);
        }
    }
}

fn next(vm: &mut Vm, a: &Args) -> Act {
    let exact = crate::object::type_ref(a.at(0)).is_static();
    if let Ok(s) = state(vm, a.at(0)) {
        s.telling.set(false);
        if exact
            && s.pending.borrow().is_empty()
            && let Some(n) = s.ready_line()
        {
            return Act::Done(s.take(n));
        }
    }
    let v = a.at(0).clone();
    Act::run(async move |cx| {
        let s = state(cx.vm(), &v)?;
        let line = match exact {
            true => read_line(cx, s, usize::MAX).await?,
            false => cx.call_method(&v, "readline", []).await?,
        };
        match text(&line) {
            Some(t) if t.is_empty() => {
                *s.snapshot.borrow_mut() = None;
                s.telling.set(s.seekable.get());
                Err(cx.vm().stop_iteration(Value::NONE))
            }
            Some(_) => Ok(line),
            None => {
                let name = cx.vm().type_name(&line);
                let ty = cx.vm().types.exc.OSError.clone();
                Err(cx.vm().error(&ty, format!("readline() should have returned an str object, not '{name}'")))
            }
        }
    })
}
