//! `BytesIO`: bytes in memory.
//!
//! Invariant: the bytes live in a bytearray object, so that `getbuffer()` is a view of the very bytes, and while such a
//! view exists the length cannot change.

use super::base;
use crate::heap::{Mut, Visitor};
use crate::module::posix::descriptors;
use crate::object::bytes::{self, ByteArray, buffer};
use crate::object::bytes_methods::not_bytes_for;
use crate::object::lent::request;
use crate::object::native::{Native, NativeObject};
use crate::object::spec::{GetSetDef, TypeSpec, getter};
use crate::object::text_args::{check_size, ints, size, size_or};
use crate::object::ty::{Type, flag};
use crate::object::{list, memoryview_type, tuple};
use crate::resumable;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::{Args, NativeDef, PyResult, leaf, tail};
use crate::vm::{Cx, Raised};
use std::cell::Cell;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "_io",
    doc: "Buffered I/O implementation using an in-memory bytes buffer.",
    flags: flag::BASETYPE | flag::HAS_DICT | flag::WEAKREFABLE,
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<Native>("BytesIO")
};

struct BytesIo {
    /// A bytearray.
    data: Mut<Value>,
    pos: Cell<usize>,
    closed: Cell<bool>,
}

impl NativeObject for BytesIo {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.data.borrow());
    }
    fn clear(&self) {
        self.data.set(Value::NONE);
    }
}

fn payload(data: Vec<u8>) -> Native {
    let data = Mut::new(bytes::new_array(data));
    Native(Box::new(BytesIo { data, pos: Cell::new(0), closed: Cell::new(false) }))
}

/// The type, under its bases.
pub fn prepared(vm: &mut Vm) -> crate::heap::Ref<Type> {
    let bases = base::types(vm);
    let ty = vm.native_type(&SPEC);
    base::under(&ty, &[&bases.buffered_base, &bases.io_base]);
    ty
}

const METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, /, *args, **kwargs)", new).stat(),
    leaf("__init__", "(self, initial_bytes=b'')", init),
    tail("read", "(self, size=-1, /)", |vm, a| ints(vm, a, &[1], read)),
    tail("read1", "(self, size=-1, /)", |vm, a| ints(vm, a, &[1], read)),
    tail("readline", "(self, size=-1, /)", |vm, a| ints(vm, a, &[1], read_line)),
    leaf("readlines", "(self, size=None, /)", read_lines),
    leaf("readinto", "(self, buffer, /)", read_into),
    leaf("readinto1", "(self, buffer, /)", read_into),
    leaf("write", "(self, b, /)", write),
    resumable!("writelines", "(self, lines, /)", write_lines),
    leaf("getvalue", "(self, /)", |vm, a| {
        let s = live(vm, a.at(0))?;
        Ok(bytes::new(contents(s, 0, usize::MAX)))
    }),
    leaf("getbuffer", "(self, /)", |vm, a| {
        let data = live(vm, a.at(0))?.data.get();
        memoryview_type::of(vm, &data)
    }),
    tail("seek", "(self, pos, whence=0, /)", |vm, a| ints(vm, a, &[1, 2], seek)),
    leaf("tell", "(self, /)", |vm, a| Ok(Value::size(live(vm, a.at(0))?.pos.get()))),
    tail("truncate", "(self, size=None, /)", |vm, a| ints(vm, a, &[1], truncate)),
    leaf("flush", "(self, /)", |vm, a| live(vm, a.at(0)).map(|_| Value::NONE)),
    leaf("close", "(self, /)", close),
    leaf("readable", "(self, /)", |vm, a| live(vm, a.at(0)).map(|_| Value::TRUE)),
    leaf("writable", "(self, /)", |vm, a| live(vm, a.at(0)).map(|_| Value::TRUE)),
    leaf("seekable", "(self, /)", |vm, a| live(vm, a.at(0)).map(|_| Value::TRUE)),
    leaf("isatty", "(self, /)", |vm, a| live(vm, a.at(0)).map(|_| Value::FALSE)),
    leaf("__enter__", "(self, /)", |vm, a| live(vm, a.at(0)).map(|_| a.at(0).clone())),
    leaf("__exit__", "(self, /, *args)", close),
    leaf("__iter__", "(self, /)", |vm, a| live(vm, a.at(0)).map(|_| a.at(0).clone())),
    leaf("__next__", "(self, /)", next),
    leaf("__getstate__", "(self, /)", |vm, a| {
        let s = live(vm, a.at(0))?;
        let own = base::own_dict(a.at(0)).filter(|d| !d.is_empty()).map_or(Value::NONE, Value::from);
        Ok(tuple::new(vec![bytes::new(contents(s, 0, usize::MAX)), Value::size(s.pos.get()), own]))
    }),
    leaf("__setstate__", "(self, object, /)", |vm, a| {
        let items = base::state_items(vm, a.at(0), a.at(1), 3)?;
        let s = live(vm, a.at(0))?;
        let [data, position, own] = items.as_slice() else { return Ok(Value::NONE) };
        let data = descriptors::data(vm, data)?;
        change(vm, s, |d| *d = data)?;
        s.pos.set(base::state_position(vm, position)?);
        base::restore_attributes(vm, a.at(0), own)
    }),
];

const GETSET: &[GetSetDef] =
    &[getter("closed", |_, v| Ok(Value::bool(v.native::<BytesIo>().is_none_or(|s| s.closed.get()))))];

fn live<'a>(vm: &mut Vm, v: &'a Value) -> PyResult<&'a BytesIo> {
    match v.native::<BytesIo>() {
        Some(s) if !s.closed.get() => Ok(s),
        _ => Err(vm.value_error("I/O operation on closed file.")),
    }
}

fn contents(s: &BytesIo, start: usize, end: usize) -> Vec<u8> {
    let data = s.data.borrow();
    let Some(b) = buffer(&data) else { return Vec::new() };
    let end = end.min(b.len());
    b.get(start.min(end)..end).unwrap_or(&[]).to_vec()
}

fn len(s: &BytesIo) -> usize {
    buffer(&s.data.borrow()).map_or(0, |b| b.len())
}

/// Changes the bytes in a way that may change their number.
fn change(vm: &mut Vm, s: &BytesIo, f: impl FnOnce(&mut Vec<u8>)) -> Result<(), Raised> {
    let data = s.data.get();
    let Some(array) = data.get::<ByteArray>() else { return Ok(()) };
    if array.exports.get() > 0 {
        let ty = vm.types.exc.BufferError.clone();
        return Err(vm.error(&ty, "Existing exports of data: object cannot be re-sized"));
    }
    f(&mut array.data.borrow_mut());
    Ok(())
}

fn new(vm: &mut Vm, a: &Args) -> PyResult {
    prepared(vm);
    let Some(cls) = a.at(0).get_ref::<Type>() else { return Ok(Value::NONE) };
    Ok(crate::heap::alloc_in(&cls, payload(Vec::new())).into())
}

fn init(vm: &mut Vm, a: &Args) -> PyResult {
    let initial = match a.some(1) {
        None => Vec::new(),
        Some(v) => match buffer(v).map(|b| b.to_vec()) {
            Some(b) => b,
            None => return Err(not_bytes_for(vm, v, request::ND)),
        },
    };
    let Some(s) = a.at(0).native::<BytesIo>() else { return Ok(Value::NONE) };
    change(vm, s, |d| *d = initial)?;
    s.closed.set(false);
    s.pos.set(0);
    Ok(Value::NONE)
}

fn limit(vm: &mut Vm, a: &Args) -> PyResult<usize> {
    match a.some(1) {
        None => Ok(usize::MAX),
        Some(v) => Ok(usize::try_from(size(vm, v)?).unwrap_or(usize::MAX)),
    }
}

fn take(s: &BytesIo, n: usize) -> Vec<u8> {
    let start = s.pos.get();
    let out = contents(s, start, start.saturating_add(n));
    s.pos.set(start + out.len());
    out
}

fn read(vm: &mut Vm, a: &Args) -> PyResult {
    let n = limit(vm, a)?;
    Ok(bytes::new(take(live(vm, a.at(0))?, n)))
}

fn line_length(s: &BytesIo) -> usize {
    let data = s.data.borrow();
    let Some(b) = buffer(&data) else { return 0 };
    let rest = b.get(s.pos.get()..).unwrap_or(&[]);
    memchr::memchr(b'\n', rest).map_or(rest.len(), |i| i + 1)
}

fn read_line(vm: &mut Vm, a: &Args) -> PyResult {
    let n = limit(vm, a)?;
    let s = live(vm, a.at(0))?;
    Ok(bytes::new(take(s, line_length(s).min(n))))
}

fn next(vm: &mut Vm, a: &Args) -> PyResult {
    let s = live(vm, a.at(0))?;
    match line_length(s) {
        0 => Err(vm.stop_iteration(Value::NONE)),
        n => Ok(bytes::new(take(s, n))),
    }
}

fn read_lines(vm: &mut Vm, a: &Args) -> PyResult {
    let hint = match a.some(1) {
        Some(v) => usize::try_from(size(vm, v)?).ok().filter(|n| *n > 0).unwrap_or(usize::MAX),
        None => usize::MAX,
    };
    let s = live(vm, a.at(0))?;
    let (mut out, mut total) = (Vec::new(), 0usize);
    while total < hint {
        let n = line_length(s);
        if n == 0 {
            break;
        }
        total += n;
        out.push(bytes::new(take(s, n)));
    }
    Ok(list::new(out))
}

fn read_into(vm: &mut Vm, a: &Args) -> PyResult {
    let n = descriptors::writable(vm, a.at(1))?;
    let data = take(live(vm, a.at(0))?, n);
    descriptors::fill(a.at(1), 0, &data);
    Ok(Value::size(data.len()))
}

fn write(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(b) = buffer(a.at(1)).map(|b| b.to_vec()) else {
        return Err(not_bytes_for(vm, a.at(1), request::ND));
    };
    let s = live(vm, a.at(0))?;
    change(vm, s, |_| {})?;
    let n = b.len();
    if n == 0 {
        return Ok(Value::int(0));
    }
    let start = s.pos.get();
    check_size(vm, start.saturating_add(n), 1)?;
    change(vm, s, |d| {
        if d.len() < start + n {
            d.resize(start + n, 0);
        }
        if let Some(slot) = d.get_mut(start..start + n) {
            slot.copy_from_slice(&b);
        }
    })?;
    s.pos.set(start + n);
    Ok(Value::size(n))
}

async fn write_lines(cx: &mut Cx, a: Args<'static>) -> PyResult {
    live(cx.vm(), a.at(0))?;
    let it = cx.iter(a.at(1)).await?;
    while let Some(line) = cx.next(&it).await? {
        cx.tick(1).await?;
        cx.call_method(a.at(0), "write", [line]).await?;
    }
    Ok(Value::NONE)
}

fn seek(vm: &mut Vm, a: &Args) -> PyResult {
    let pos = size(vm, a.at(1))?;
    let whence = size_or(vm, a, 2, 0)?;
    let s = live(vm, a.at(0))?;
    let from = match whence {
        0 if pos < 0 => return Err(vm.value_error(format!("negative seek value {pos}"))),
        0 => 0,
        1 => s.pos.get(),
        2 => len(s),
        _ => return Err(vm.value_error(format!("invalid whence ({whence}, should be 0, 1 or 2)"))),
    };
    s.pos.set(from.saturating_add_signed(pos));
    Ok(Value::size(s.pos.get()))
}

fn truncate(vm: &mut Vm, a: &Args) -> PyResult {
    let s = live(vm, a.at(0))?;
    let n = match a.some(1) {
        None => s.pos.get(),
        Some(v) => {
            let n = size(vm, v)?;
            match usize::try_from(n) {
                Ok(n) => n,
                Err(_) => return Err(vm.value_error(format!("negative size value {n}"))),
            }
        }
    };
    if n < len(s) {
        change(vm, s, |d| d.truncate(n))?;
    }
    Ok(Value::size(n))
}

fn close(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(s) = a.at(0).native::<BytesIo>() else { return Ok(Value::NONE) };
    if s.closed.get() {
        return Ok(Value::NONE);
    }
    if s.data.borrow().get::<ByteArray>().is_some_and(|b| b.exports.get() > 0) {
        let ty = vm.types.exc.BufferError.clone();
        return Err(vm.error(&ty, "Existing exports of data: object cannot be re-sized"));
    }
    s.closed.set(true);
    Ok(Value::NONE)
}
