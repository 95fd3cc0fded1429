//! The standard streams: what `sys.stdin`, `sys.stdout` and `sys.stderr` are.
//!
//! Invariant: bytes and text of one stream reach the host in the order in which they were written; reading waits for the
//! host's lines and never blocks the thread.

use crate::builtin::output::push_text;
use crate::heap::{Ref, Visitor};
use crate::object::bytes::{self, buffer};
use crate::object::native::{Native, NativeObject};
use crate::object::spec::{GetSetDef, TypeSpec, getter};
use crate::object::text_args::{must_be, text};
use crate::object::ty::Type;
use crate::object::{int, list, str};
use crate::resumable;
use crate::value::Value;
use crate::vm::host::{Stream, Wait};
use crate::vm::native::{Args, NativeDef, PyResult, leaf};
use crate::vm::{Cx, Vm};
use std::cell::{Cell, RefCell};

/// Which of the three.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Which {
    In,
    Out,
    Err,
}

/// A standard stream's state.
struct Std {
    which: Which,
    /// `sys.stdout.buffer` and its kin.
    binary: bool,
    /// Bytes of an incomplete character at the end of what `buffer` was given.
    partial: RefCell<Vec<u8>>,
    /// Text of a line that was read but not asked for yet.
    rest: RefCell<String>,
    at_end: Cell<bool>,
}

impl NativeObject for Std {
    fn visit(&self, _: &mut Visitor) {}
}

static TEXT: TypeSpec =
    TypeSpec { module: "_io", methods: TEXT_METHODS, getset: ATTRIBUTES, ..TypeSpec::of::<Native>("TextIOWrapper") };
static WRITER: TypeSpec =
    TypeSpec { module: "_io", methods: BINARY_METHODS, getset: ATTRIBUTES, ..TypeSpec::of::<Native>("BufferedWriter") };
static READER: TypeSpec =
    TypeSpec { module: "_io", methods: BINARY_METHODS, getset: ATTRIBUTES, ..TypeSpec::of::<Native>("BufferedReader") };

/// The types of these streams, under the base classes of `_io`.
pub(super) fn types(vm: &mut Vm) -> Vec<Ref<Type>> {
    let bases = super::io::bases(vm);
    let mut out = Vec::new();
    for (spec, base) in [(&TEXT, &bases.text_base), (&WRITER, &bases.buffered_base), (&READER, &bases.buffered_base)] {
        let ty = vm.native_type(spec);
        super::io::under(&ty, &[base, &bases.io_base]);
        out.push(ty);
    }
    out
}

/// A new stream object.
pub fn standard(vm: &mut Vm, which: Which) -> Value {
    make(vm, which, false)
}

fn make(vm: &mut Vm, which: Which, binary: bool) -> Value {
    let ty = vm.native_type(match (binary, which) {
        (false, _) => &TEXT,
        (true, Which::In) => &READER,
        (true, _) => &WRITER,
    });
    let state = Std {
        which,
        binary,
        partial: RefCell::new(Vec::new()),
        rest: RefCell::new(String::new()),
        at_end: Cell::new(false),
    };
    crate::heap::alloc(&ty, Native(Box::new(state))).into()
}

/// The host's stream behind an output stream made here (text only), so that `print` can write at once.
pub fn stream_of(v: &Value) -> Option<Stream> {
    let s = v.native::<Std>()?;
    match s.which {
        _ if s.binary => None,
        Which::Out => Some(Stream::Out),
        Which::Err => Some(Stream::Err),
        Which::In => None,
    }
}

const TEXT_METHODS: &[NativeDef] = &[
    leaf("write", "(self, text, /)", write),
    resumable!("writelines", "(self, lines, /)", write_lines),
    leaf("flush", "(self, /)", |_, _| Ok(Value::NONE)),
    leaf("isatty", "(self, /)", |_, _| Ok(Value::FALSE)),
    leaf("fileno", "(self, /)", fileno),
    leaf("readable", "(self, /)", |_, a| Ok(is(a.at(0), Which::In).into())),
    leaf("writable", "(self, /)", |_, a| Ok((!is(a.at(0), Which::In)).into())),
    leaf("seekable", "(self, /)", |_, _| Ok(Value::FALSE)),
    leaf("close", "(self, /)", |_, _| Ok(Value::NONE)),
    leaf("reconfigure", "(self, /, **kwargs)", |_, _| Ok(Value::NONE)),
    leaf("__enter__", "(self, /)", |_, a| Ok(a.at(0).clone())),
    leaf("__exit__", "(self, /, *args)", |_, _| Ok(Value::NONE)),
    leaf("__repr__", "(self, /)", show),
    leaf("__iter__", "(self, /)", |_, a| Ok(a.at(0).clone())),
    resumable!("__next__", "(self, /)", next),
    resumable!("readline", "(self, size=-1, /)", read_line),
    resumable!("readlines", "(self, hint=-1, /)", read_lines),
    resumable!("read", "(self, size=-1, /)", read),
];

const BINARY_METHODS: &[NativeDef] = &[
    leaf("write", "(self, buffer, /)", write_bytes),
    leaf("flush", "(self, /)", |_, _| Ok(Value::NONE)),
    leaf("isatty", "(self, /)", |_, _| Ok(Value::FALSE)),
    leaf("fileno", "(self, /)", fileno),
    leaf("readable", "(self, /)", |_, a| Ok(is(a.at(0), Which::In).into())),
    leaf("writable", "(self, /)", |_, a| Ok((!is(a.at(0), Which::In)).into())),
    leaf("seekable", "(self, /)", |_, _| Ok(Value::FALSE)),
    leaf("close", "(self, /)", |_, _| Ok(Value::NONE)),
    leaf("__repr__", "(self, /)", show),
    leaf("__iter__", "(self, /)", |_, a| Ok(a.at(0).clone())),
    resumable!("__next__", "(self, /)", next),
    resumable!("readline", "(self, size=-1, /)", read_line),
    resumable!("readlines", "(self, hint=-1, /)", read_lines),
    resumable!("read", "(self, size=-1, /)", read),
];

const ATTRIBUTES: &[GetSetDef] = &[
    getter("name", |_, v| Ok(str::new(name(v)))),
    getter("mode", |_, v| Ok(str::new(mode(v)))),
    getter("encoding", |_, _| Ok(str::new("utf-8"))),
    getter("errors", |_, v| Ok(str::new(if is(v, Which::Err) { "backslashreplace" } else { "strict" }))),
    getter("closed", |_, _| Ok(Value::FALSE)),
    getter("newlines", |_, _| Ok(Value::NONE)),
    getter("line_buffering", |_, v| Ok(is(v, Which::Err).into())),
    getter("buffer", |vm, v| match v.native::<Std>().map(|s| s.which) {
        Some(which) => Ok(make(vm, which, true)),
        None => Ok(Value::NONE),
    }),
];

fn is(v: &Value, which: Which) -> bool {
    v.native::<Std>().is_some_and(|s| s.which == which)
}

fn name(v: &Value) -> &'static std::primitive::str {
    match v.native::<Std>().map(|s| s.which) {
        Some(Which::In) => "<stdin>",
        Some(Which::Err) => "<stderr>",
        _ => "<stdout>",
    }
}

fn mode(v: &Value) -> &'static std::primitive::str {
    match v.native::<Std>() {
        Some(s) if s.binary && s.which == Which::In => "rb",
        Some(s) if s.binary => "wb",
        Some(s) if s.which == Which::In => "r",
        _ => "w",
    }
}

fn show(_: &mut Vm, a: &Args) -> PyResult {
    let (name, mode) = (name(a.at(0)), mode(a.at(0)));
    let ty = crate::object::type_of(a.at(0)).name();
    Ok(str::new(match mode {
        "rb" | "wb" => format!("<_io.{ty} name='{name}'>"),
        _ => format!("<_io.{ty} name='{name}' mode='{mode}' encoding='utf-8'>"),
    }))
}

fn fileno(_: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::int(a.at(0).native::<Std>().map_or(1, |s| s.which as i64)))
}

fn write(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(t) = text(a.at(1)) else {
        return Err(must_be(vm, a.at(1), "write() argument must be str, not "));
    };
    let stream = match a.at(0).native::<Std>().map(|s| s.which) {
        Some(Which::Out) => Stream::Out,
        Some(Which::Err) => Stream::Err,
        _ => return Err(super::io::unsupported(vm, "not writable")),
    };
    let mut out = String::new();
    if stream == Stream::Err {
        out = t.to_display();
    } else {
        push_text(vm, &mut out, a.at(1))?;
    }
    vm.emit(stream, &out);
    Ok(Value::size(t.len()))
}

async fn write_lines(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let it = cx.iter(a.at(1)).await?;
    while let Some(line) = cx.next(&it).await? {
        cx.tick(1).await?;
        cx.call_method(a.at(0), "write", [line]).await?;
    }
    Ok(Value::NONE)
}

fn write_bytes(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(data) = buffer(a.at(1)).map(|b| b.to_vec()) else {
        let name = vm.type_name(a.at(1));
        return Err(vm.type_error(format!("a bytes-like object is required, not '{name}'")));
    };
    let n = data.len();
    let Some(s) = a.at(0).native::<Std>() else { return Ok(Value::NONE) };
    let stream = match s.which {
        Which::Out => Stream::Out,
        Which::Err => Stream::Err,
        Which::In => return Err(super::io::unsupported(vm, "write")),
    };
    // The host takes text: an incomplete character waits for its other bytes.
    let mut all = s.partial.take();
    all.extend_from_slice(&data);
    let keep = match std::str::from_utf8(&all) {
        Err(e) if e.error_len().is_none() => all.len() - e.valid_up_to(),
        _ => 0,
    };
    let rest = all.split_off(all.len() - keep);
    s.partial.replace(rest);
    let shown = String::from_utf8_lossy(&all).into_owned();
    vm.emit(stream, &shown);
    Ok(Value::size(n))
}

/// The next line with its end, empty at the end of input; at most `limit` characters of it.
async fn line(cx: &mut Cx, v: &Value, limit: usize) -> PyResult<String> {
    let Some(s) = v.native::<Std>().filter(|s| s.which == Which::In) else {
        return Err(super::io::unsupported(cx.vm(), "not readable"));
    };
    if s.rest.borrow().is_empty() && !s.at_end.get() {
        let got = cx.block(Wait::Input(String::new())).await?;
        match text(&got) {
            Some(t) => {
                let mut line = t.to_display();
                if !line.ends_with('\n') {
                    line.push('\n');
                }
                s.rest.replace(line);
            }
            None => s.at_end.set(true),
        }
    }
    let mut rest = s.rest.borrow_mut();
    let end = rest.char_indices().nth(limit).map_or(rest.len(), |(i, _)| i);
    let tail = rest.split_off(end);
    Ok(std::mem::replace(&mut *rest, tail))
}

fn made(v: &Value, line: String) -> Value {
    match v.native::<Std>() {
        Some(s) if s.binary => bytes::new(line.into_bytes()),
        _ => str::new(line),
    }
}

/// A size argument: negative and None mean no limit.
fn limit(a: &Args) -> usize {
    a.some(1).and_then(int::to_i64).and_then(|n| usize::try_from(n).ok()).unwrap_or(usize::MAX)
}

async fn read_line(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let text = line(cx, a.at(0), limit(&a)).await?;
    Ok(made(a.at(0), text))
}

async fn next(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let text = line(cx, a.at(0), usize::MAX).await?;
    if text.is_empty() {
        return Err(cx.vm().stop_iteration(Value::NONE));
    }
    Ok(made(a.at(0), text))
}

async fn read_lines(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let mut out = Vec::new();
    loop {
        cx.tick(1).await?;
        let text = line(cx, a.at(0), usize::MAX).await?;
        if text.is_empty() {
            return Ok(list::new(out));
        }
        out.push(made(a.at(0), text));
    }
}

async fn read(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let mut left = limit(&a);
    let mut all = String::new();
    while left > 0 {
        cx.tick(1).await?;
        let text = line(cx, a.at(0), left).await?;
        if text.is_empty() {
            break;
        }
        left = left.saturating_sub(text.chars().count());
        all.push_str(&text);
    }
    Ok(made(a.at(0), all))
}
