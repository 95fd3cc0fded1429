//! `_IOBase` and its kin: what a stream is made of, in terms of the methods its class defines.
//!
//! Invariant: whatever can be expressed by other methods of the stream calls those by name, so that a class written in
//! Python has to define `read`, `readinto` or `write` only.

use super::unsupported;
use crate::heap::Ref;
use crate::object::bytes::{self, buffer};
use crate::object::int;
use crate::object::list;
use crate::object::native::Plain;
use crate::object::spec::{GetSetDef, TypeSpec, getter};
use crate::object::ty::{Type, flag};
use crate::resumable;
use crate::value::Value;
use crate::vm::native::{Args, NativeDef, PyResult, leaf};
use crate::vm::{Cx, Raised, Vm};

const FLAGS: u32 = flag::BASETYPE | flag::HAS_DICT | flag::WEAKREFABLE;

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
    leaf("isatty", "(self, /)", |_, _| Ok(Value::FALSE)),
    leaf("readable", "(self, /)", |_, _| Ok(Value::FALSE)),
    leaf("writable", "(self, /)", |_, _| Ok(Value::FALSE)),
    leaf("seekable", "(self, /)", |_, _| Ok(Value::FALSE)),
    resumable!("_checkClosed", "(self, /)", check),
    resumable!("__enter__", "(self, /)", enter),
    resumable!("__exit__", "(self, /, *args)", exit),
    resumable!("__iter__", "(self, /)", enter),
    resumable!("__next__", "(self, /)", next),
    resumable!("readline", "(self, size=-1, /)", read_line),
    resumable!("readlines", "(self, hint=-1, /)", read_lines),
    resumable!("writelines", "(self, lines, /)", write_lines),
];

const IO_GETSET: &[GetSetDef] = &[getter("closed", |vm, v| {
    let name = vm.intern("__IOBase_closed");
    Ok(Value::bool(vm.instance_attr(v, &name).is_some()))
})];

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
    resumable!("readinto", "(self, buffer, /)", read_into),
    resumable!("readinto1", "(self, buffer, /)", read_into),
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
async fn open_only(cx: &mut Cx, stream: &Value) -> PyResult<()> {
    let closed = cx.attr(stream, "closed").await?;
    if cx.truth(&closed).await? {
        return Err(cx.vm().value_error("I/O operation on closed file."));
    }
    Ok(())
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
    let limit = a.some(1).and_then(int::to_i64).and_then(|n| usize::try_from(n).ok()).unwrap_or(usize::MAX);
    let mut out = Vec::new();
    while out.len() < limit {
        cx.tick(1).await?;
        let b = cx.call_method(a.at(0), "read", [Value::int(1)]).await?;
        let Some(b) = buffer(&b).map(|b| b.to_vec()) else {
            let name = cx.vm().type_name(&b);
            let ty = cx.vm().types.exc.OSError.clone();
            return Err(cx.vm().error(&ty, format!("read() should have returned a bytes object, not '{name}'")));
        };
        out.extend_from_slice(&b);
        if b.is_empty() || out.ends_with(b"\n") {
            break;
        }
    }
    Ok(bytes::new(out))
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
    let size = a.some(1).and_then(int::to_i64).unwrap_or(-1);
    let Ok(size) = usize::try_from(size) else { return cx.call_method(a.at(0), "readall", []).await };
    crate::object::text_args::check_size(cx.vm(), size, 1)?;
    let space = bytes::new_array(vec![0; size]);
    let n = cx.call_method(a.at(0), "readinto", [space.clone()]).await?;
    if n.is_none() {
        return Ok(n);
    }
    let n = int::to_i64(&n).and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    let data = buffer(&space).map(|b| b.get(..n).unwrap_or(&b).to_vec()).unwrap_or_default();
    Ok(bytes::new(data))
}

async fn read_all(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let mut out = Vec::new();
    loop {
        cx.tick(1).await?;
        let b = cx.call_method(a.at(0), "read", [Value::int(131072)]).await?;
        match buffer(&b).map(|b| b.to_vec()) {
            Some(b) if !b.is_empty() => out.extend(b),
            _ => return Ok(bytes::new(out)),
        }
    }
}

async fn read_into(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let len = cx.len(a.at(1)).await?;
    let b = cx.call_method(a.at(0), "read", [Value::size(len)]).await?;
    let n = buffer(&b).map_or(0, |b| b.len());
    let part = crate::object::slice::new(Value::int(0), Value::size(n), Value::NONE);
    cx.set_item(a.at(1), &part, &b).await?;
    Ok(Value::size(n))
}
