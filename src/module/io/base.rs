//! `_IOBase` and its kin: what a stream is made of, in terms of the methods its class defines.
//!
//! Invariant: whatever can be expressed by other methods of the stream calls those by name, so that a class written in
//! Python has to define `read`, `readinto` or `write` only.

use super::unsupported;
use crate::heap::Ref;
use crate::lending;
use crate::module::posix::descriptors;
use crate::object::bytes::{self, buffer};
use crate::object::dict::Dict;
use crate::object::instance::InstanceArea;
use crate::object::int;
use crate::object::lent::request;
use crate::object::list;
use crate::object::native::Plain;
use crate::object::spec::{GetSetDef, TypeSpec, getter};
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, flag};
use crate::object::type_ref;
use crate::resumable;
use crate::value::Value;
use crate::vm::lending::want;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use crate::vm::{Cx, Raised, Vm};

/// Flags of a stream's type: it is closed when it dies.
pub const FLAGS: u32 = flag::BASETYPE | flag::HAS_DICT | flag::WEAKREFABLE | flag::HAS_DEL;

static IO_BASE: TypeSpec = TypeSpec {
    module: "_io",
    flags: FLAGS,
    methods: IO_METHODS,
    getset: IO_GETSET,
    ..TypeSpec::of::<Plain>("_IOBase")
};
static RAW_BASE: TypeSpec =
    TypeSpec { module: "_io", flags: FLAGS, methods: RAW_METHODS, ..TypeSpec::of::<Plain>("_RawIOBase") };
static BUFFERED_BASE: TypeSpec =
    TypeSpec { module: "_io", flags: FLAGS, methods: BUFFERED_METHODS, ..TypeSpec::of::<Plain>("_BufferedIOBase") };
static TEXT_BASE: TypeSpec = TypeSpec {
    module: "_io",
    flags: FLAGS,
    methods: TEXT_METHODS,
    getset: TEXT_GETSET,
    ..TypeSpec::of::<Plain>("_TextIOBase")
};

/// The base classes.
pub struct Bases {
    pub io_base: Ref<Type>,
    pub raw_base: Ref<Type>,
    pub buffered_base: Ref<Type>,
    pub text_base: Ref<Type>,
}

/// The base classes, made on first use.
pub fn types(vm: &mut Vm) -> Bases {
    let io_base = vm.native_type(&IO_BASE);
    let mut derived = |spec| {
        let ty = vm.native_type(spec);
        under(&ty, &[&io_base]);
        ty
    };
    Bases {
        raw_base: derived(&RAW_BASE),
        buffered_base: derived(&BUFFERED_BASE),
        text_base: derived(&TEXT_BASE),
        io_base,
    }
}

/// Puts a native type under these classes, nearest first, unless it is there already.
pub fn under(ty: &Ref<Type>, bases: &[&Ref<Type>]) {
    let Some(nearest) = bases.first() else { return };
    if ty.is_subtype(nearest) {
        return;
    }
    let mut mro: Vec<Ref<Type>> = bases.iter().map(|b| (*b).clone()).collect();
    mro.push(crate::object::types().object.clone());
    super::rebase(ty, &[(*nearest).clone()], mro);
}

const IO_METHODS: &[NativeDef] = &[
    leaf("seek", "(self, /, *args)", |vm, _| Err(unsupported(vm, "seek"))),
    resumable!("tell", "(self, /)", tell),
    leaf("truncate", "(self, pos=None, /)", |vm, _| Err(unsupported(vm, "truncate"))),
    leaf("fileno", "(self, /)", |vm, _| Err(unsupported(vm, "fileno"))),
    resumable!("flush", "(self, /)", flush),
    resumable!("close", "(self, /)", close),
    resumable!("isatty", "(self, /)", is_terminal),
    leaf("readable", "(self, /)", |_, _| Ok(Value::FALSE)),
    leaf("writable", "(self, /)", |_, _| Ok(Value::FALSE)),
    leaf("seekable", "(self, /)", |_, _| Ok(Value::FALSE)),
    resumable!("_checkClosed", "(self, msg=None, /)", check),
    tail("_checkReadable", "(self, msg=None, /)", |_, a| able(a.at(0), "readable")),
    tail("_checkWritable", "(self, msg=None, /)", |_, a| able(a.at(0), "writable")),
    tail("_checkSeekable", "(self, msg=None, /)", |_, a| able(a.at(0), "seekable")),
    resumable!("__del__", "(self, /)", finalise),
    resumable!("__enter__", "(self, /)", enter),
    resumable!("__exit__", "(self, /, *args)", exit),
    resumable!("__iter__", "(self, /)", enter),
    resumable!("__next__", "(self, /)", next),
    resumable!("readline", "(self, size=-1, /)", read_line),
    resumable!("readlines", "(self, hint=-1, /)", read_lines),
    resumable!("writelines", "(self, lines, /)", write_lines),
];

/// A stream's own dict.
pub fn own_dict(v: &Value) -> Option<Ref<Dict>> {
    InstanceArea::of_attributes(v).map(|area| area.dict(type_ref(v)))
}

/// The attributes in a pickled state: what the last item of the state says.
pub fn restore_attributes(vm: &mut Vm, v: &Value, state: &Value) -> PyResult {
    if state.is_none() {
        return Ok(Value::NONE);
    }
    let Some(d) = state.get_ref::<Dict>() else {
        let name = vm.type_name(state);
        return Err(vm.type_error(format!("last item of state should be a dict, got a {name}")));
    };
    for (name, value) in d.items() {
        if let Some(name) = vm.intern_value(&name)
            && let Act::Raise(e) = vm.generic_set_attr(v, &name, Some(value))
        {
            return Err(e);
        }
    }
    Ok(Value::NONE)
}

/// The items of a pickled state of `n` items.
pub fn state_items(vm: &mut Vm, v: &Value, state: &Value, n: usize) -> PyResult<Vec<Value>> {
    match state.get::<Tuple>().filter(|t| t.len() == n) {
        Some(t) => Ok(t.items().to_vec()),
        None => {
            let (class, name) = (type_ref(v).name(), vm.type_name(state));
            Err(vm.type_error(format!("{class}.__setstate__ argument should be {n}-tuple, got {name}")))
        }
    }
}

/// The position in a pickled state.
pub fn state_position(vm: &mut Vm, v: &Value) -> PyResult<usize> {
    match int::to_i64(v) {
        Some(n) if n < 0 => Err(vm.value_error("position value cannot be negative")),
        Some(n) => Ok(usize::try_from(n).unwrap_or(usize::MAX)),
        None => {
            let name = vm.type_name(v);
            Err(vm.type_error(format!("position in state must be an integer, got {name}")))
        }
    }
}

const IO_GETSET: &[GetSetDef] = &[
    getter("__dict__", |_, v| Ok(own_dict(v).map_or(Value::NONE, Value::from))),
    getter("closed", |vm, v| {
        let name = vm.intern("__IOBase_closed");
        Ok(Value::bool(vm.instance_attr(v, &name).is_some()))
    }),
];

const RAW_METHODS: &[NativeDef] = &[
    resumable!("read", "(self, size=-1, /)", raw_read),
    resumable!("readall", "(self, /)", read_all),
    leaf("readinto", "(self, buffer, /)", |vm, _| Err(not_implemented(vm))),
    leaf("write", "(self, b, /)", |vm, _| Err(not_implemented(vm))),
];

const BUFFERED_METHODS: &[NativeDef] = &[
    leaf("read", "(self, size=-1, /)", |vm, _| Err(unsupported(vm, "read"))),
    leaf("read1", "(self, size=-1, /)", |vm, _| Err(unsupported(vm, "read1"))),
    leaf("write", "(self, b, /)", |vm, _| Err(unsupported(vm, "write"))),
    leaf("detach", "(self, /)", |vm, _| Err(unsupported(vm, "detach"))),
    lending!("readinto", "(self, buffer, /)", read_into, &[1], request::WRITABLE | want::OR_ERROR),
    lending!("readinto1", "(self, buffer, /)", read_into_once, &[1], request::WRITABLE | want::OR_ERROR),
];

const TEXT_METHODS: &[NativeDef] = &[
    leaf("read", "(self, size=-1, /)", |vm, _| Err(unsupported(vm, "read"))),
    leaf("readline", "(self, size=-1, /)", |vm, _| Err(unsupported(vm, "readline"))),
    leaf("write", "(self, s, /)", |vm, _| Err(unsupported(vm, "write"))),
    leaf("detach", "(self, /)", |vm, _| Err(unsupported(vm, "detach"))),
];

const TEXT_GETSET: &[GetSetDef] = &[
    getter("encoding", |_, _| Ok(Value::NONE)),
    getter("errors", |_, _| Ok(Value::NONE)),
    getter("newlines", |_, _| Ok(Value::NONE)),
];

fn not_implemented(vm: &mut Vm) -> Raised {
    let ty = vm.types.exc.NotImplementedError.clone();
    let e = vm.new_exception(&ty, Vec::new());
    vm.raise(e)
}

/// Refuses work on a closed stream.
pub async fn open_only(cx: &mut Cx, stream: &Value) -> PyResult<()> {
    let closed = cx.attr(stream, "closed").await?;
    if cx.truth(&closed).await? {
        return Err(cx.vm().value_error("I/O operation on closed file."));
    }
    Ok(())
}

/// Refuses a stream whose method `what` says no.
pub fn able(stream: &Value, what: &'static std::primitive::str) -> Act {
    let stream = stream.clone();
    Act::run(async move |cx| {
        let answer = cx.call_method(&stream, what, []).await?;
        if answer.as_bool() == Some(true) {
            return Ok(answer);
        }
        Err(unsupported(cx.vm(), &format!("File or stream is not {what}.")))
    })
}

/// A stream that dies is closed.
async fn finalise(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let stream = a.at(0);
    let closed = match cx.attr(stream, "closed").await {
        Ok(closed) => cx.truth(&closed).await,
        Err(e) => Err(e),
    };
    match closed {
        Ok(true) => return Ok(Value::NONE),
        Ok(false) => {}
        // what cannot say whether it is closed was never set up
        Err(e) => {
            drop(cx.vm().take_raised(e));
            return Ok(Value::NONE);
        }
    }
    let name = cx.vm().intern("_finalizing");
    if let Err(e) = cx.set_attr(stream, &name, Some(Value::TRUE)).await {
        drop(cx.vm().take_raised(e));
    }
    cx.call_method(stream, "close", []).await
}

async fn is_terminal(cx: &mut Cx, a: Args<'static>) -> PyResult {
    open_only(cx, a.at(0)).await?;
    Ok(Value::FALSE)
}

async fn check(cx: &mut Cx, a: Args<'static>) -> PyResult {
    open_only(cx, a.at(0)).await?;
    Ok(Value::NONE)
}

async fn flush(cx: &mut Cx, a: Args<'static>) -> PyResult {
    check(cx, a).await
}

async fn enter(cx: &mut Cx, a: Args<'static>) -> PyResult {
    open_only(cx, a.at(0)).await?;
    Ok(a.at(0).clone())
}

async fn exit(cx: &mut Cx, a: Args<'static>) -> PyResult {
    cx.call_method(a.at(0), "close", []).await
}

async fn tell(cx: &mut Cx, a: Args<'static>) -> PyResult {
    cx.call_method(a.at(0), "seek", [Value::int(0), Value::int(1)]).await
}

async fn close(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let closed = cx.attr(a.at(0), "closed").await?;
    if cx.truth(&closed).await? {
        return Ok(Value::NONE);
    }
    let flushed = cx.call_method(a.at(0), "flush", []).await;
    let name = cx.vm().intern("__IOBase_closed");
    match flushed {
        Ok(_) => {
            cx.set_attr(a.at(0), &name, Some(Value::TRUE)).await?;
            Ok(Value::NONE)
        }
        Err(e) => {
            // The stream counts as closed even if its last bytes could not be written.
            let exc = cx.vm().take_raised(e);
            cx.set_attr(a.at(0), &name, Some(Value::TRUE)).await?;
            Err(cx.vm().raise(exc))
        }
    }
}

async fn next(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let line = cx.call_method(a.at(0), "readline", []).await?;
    if cx.len(&line).await? == 0 {
        return Err(cx.vm().stop_iteration(Value::NONE));
    }
    Ok(line)
}

async fn read_line(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let limit = match a.some(1) {
        None => usize::MAX,
        Some(v) => usize::try_from(cx.index_i64(v).await?).unwrap_or(usize::MAX),
    };
    let peeks = cx.attr_opt(a.at(0), "peek").await?;
    let mut out = Vec::new();
    while out.len() < limit {
        cx.tick(1).await?;
        let mut ahead = 1;
        if let Some(peek) = &peeks {
            let seen = cx.call(peek, [Value::int(1)]).await?;
            let Some(seen) = seen.get::<bytes::Bytes>() else {
                return Err(not_bytes(cx.vm(), "peek", &seen));
            };
            let seen = seen.data();
            ahead = match memchr::memchr(b'\n', seen) {
                Some(i) => i + 1,
                None => seen.len().max(1),
            };
            ahead = ahead.min(limit - out.len());
        }
        let b = cx.call_method(a.at(0), "read", [Value::size(ahead)]).await?;
        let Some(b) = b.get::<bytes::Bytes>() else {
            return Err(not_bytes(cx.vm(), "read", &b));
        };
        out.extend_from_slice(b.data());
        if b.data().is_empty() || out.ends_with(b"\n") {
            break;
        }
    }
    Ok(bytes::new(out))
}

fn not_bytes(vm: &mut Vm, what: &std::primitive::str, v: &Value) -> Raised {
    let name = vm.type_name(v);
    let ty = vm.types.exc.OSError.clone();
    vm.error(&ty, format!("{what}() should have returned a bytes object, not '{name}'"))
}

async fn read_lines(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let hint = a.some(1).and_then(int::to_i64).filter(|n| *n > 0).unwrap_or(i64::MAX) as usize;
    let it = cx.iter(a.at(0)).await?;
    let (mut out, mut size) = (Vec::new(), 0usize);
    while size < hint {
        let Some(line) = cx.next(&it).await? else { break };
        cx.tick(1).await?;
        size = size.saturating_add(cx.len(&line).await?);
        out.push(line);
    }
    Ok(list::new(out))
}

async fn write_lines(cx: &mut Cx, a: Args<'static>) -> PyResult {
    open_only(cx, a.at(0)).await?;
    let it = cx.iter(a.at(1)).await?;
    while let Some(line) = cx.next(&it).await? {
        cx.tick(1).await?;
        cx.call_method(a.at(0), "write", [line]).await?;
    }
    Ok(Value::NONE)
}

async fn raw_read(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let size = match a.some(1) {
        None => -1,
        Some(v) => cx.index_i64(v).await?,
    };
    let Ok(size) = usize::try_from(size) else { return cx.call_method(a.at(0), "readall", []).await };
    crate::object::text_args::check_size(cx.vm(), size, 1)?;
    let space = bytes::new_array(vec![0; size]);
    let n = cx.call_method(a.at(0), "readinto", [space.clone()]).await?;
    if n.is_none() {
        return Ok(n);
    }
    let n = cx.index_i64(&n).await?;
    match usize::try_from(n).ok().filter(|n| *n <= size) {
        Some(n) => Ok(bytes::new(buffer(&space).map(|b| b.get(..n).unwrap_or(&b).to_vec()).unwrap_or_default())),
        None => Err(cx.vm().value_error(format!("readinto returned {n} outside buffer size {size}"))),
    }
}

async fn read_all(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let mut out = Vec::new();
    loop {
        cx.tick(1).await?;
        let b = cx.call_method(a.at(0), "read", [Value::int(super::BUFFER_SIZE as i64)]).await?;
        if b.is_none() && out.is_empty() {
            return Ok(b);
        }
        match b.get::<bytes::Bytes>() {
            Some(b) if !b.data().is_empty() => out.extend_from_slice(b.data()),
            None if !b.is_none() => return Err(cx.vm().type_error("read() should return bytes")),
            _ => return Ok(bytes::new(out)),
        }
    }
}

async fn read_into(cx: &mut Cx, a: Args<'static>) -> PyResult {
    fill_by(cx, &a, "read").await
}

async fn read_into_once(cx: &mut Cx, a: Args<'static>) -> PyResult {
    fill_by(cx, &a, "read1").await
}

/// Fills a buffer with what another method of the stream reads.
async fn fill_by(cx: &mut Cx, a: &Args<'static>, method: &'static std::primitive::str) -> PyResult {
    let len = descriptors::writable(cx.vm(), a.at(1))?;
    let b = cx.call_method(a.at(0), method, [Value::size(len)]).await?;
    let Some(b) = b.get::<bytes::Bytes>() else {
        return Err(cx.vm().type_error("read() should return bytes"));
    };
    let n = b.data().len();
    if n > len {
        let message = format!("read() returned too much data: {len} bytes requested, {n} returned");
        return Err(cx.vm().value_error(message));
    }
    descriptors::fill(a.at(1), 0, b.data());
    Ok(Value::size(n))
}
