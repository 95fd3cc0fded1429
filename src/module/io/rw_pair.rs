//! `BufferedRWPair`: a reader and a writer as one stream.
//!
//! Invariant: what is read comes from the reader, what is written goes to the writer; neither knows of the other.

use super::base::{self, able};
use super::buffered::{self, Kind};
use crate::heap::{Mut, Ref, Visitor};
use crate::object::native::{Native, NativeObject};
use crate::object::spec::{TypeSpec, computed};
use crate::object::ty::Type;
use crate::resumable;
use crate::value::Value;
use crate::vm::native::{Act, Args, CallArgs, NativeDef, PyResult, leaf, tail};
use crate::vm::{Cx, Vm};

struct Pair {
    reader: Mut<Value>,
    writer: Mut<Value>,
}

impl NativeObject for Pair {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.reader.borrow());
        v.value(&self.writer.borrow());
    }
    fn clear(&self) {
        self.reader.set(Value::NONE);
        self.writer.set(Value::NONE);
    }
}

static SPEC: TypeSpec = TypeSpec {
    module: "_io",
    doc: "A buffered reader and writer object together.",
    flags: base::FLAGS,
    methods: METHODS,
    getset: &[computed("closed", closed, None)],
    ..TypeSpec::of::<Native>("BufferedRWPair")
};

/// The type, under its bases.
pub fn prepared(vm: &mut Vm) -> Ref<Type> {
    let bases = base::types(vm);
    let ty = vm.native_type(&SPEC);
    base::under(&ty, &[&bases.buffered_base, &bases.io_base]);
    ty
}

/// A method that is one half's.
macro_rules! half {
    ($name:literal, $signature:literal, $side:ident) => {
        tail($name, $signature, |vm, a| {
            let Some(half) = a.at(0).native::<Pair>().map(|p| p.$side.get()).filter(|v| !v.is_none()) else {
                return Act::Raise(vm.value_error("I/O operation on uninitialized object"));
            };
            let name = vm.intern($name);
            let args = CallArgs::positional(a.iter().skip(1).filter(|v| !v.is_unbound()).cloned());
            vm.call_method(&half, &name, args)
        })
    };
}

const METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, /, *args, **kwargs)", |vm, a| {
        prepared(vm);
        let Some(cls) = a.at(0).get_ref::<Type>() else { return Ok(Value::NONE) };
        let pair = Pair { reader: Mut::new(Value::NONE), writer: Mut::new(Value::NONE) };
        Ok(crate::heap::alloc_in(&cls, Native(Box::new(pair))).into())
    })
    .stat(),
    resumable!("__init__", "(self, reader, writer, buffer_size=131072, /)", init),
    half!("read", "(self, size=-1, /)", reader),
    half!("read1", "(self, size=-1, /)", reader),
    half!("readinto", "(self, buffer, /)", reader),
    half!("readinto1", "(self, buffer, /)", reader),
    half!("peek", "(self, size=0, /)", reader),
    half!("readable", "(self, /)", reader),
    half!("write", "(self, buffer, /)", writer),
    half!("flush", "(self, /)", writer),
    half!("writable", "(self, /)", writer),
    resumable!("isatty", "(self, /)", is_terminal),
    resumable!("close", "(self, /)", close),
];

async fn init(cx: &mut Cx, a: Args<'static>) -> PyResult {
    cx.act(able(a.at(1), "readable")).await?;
    cx.act(able(a.at(2), "writable")).await?;
    let size = match a.opt(3) {
        Some(v) => cx.index_i64(v).await?,
        None => super::BUFFER_SIZE as i64,
    };
    let Some(size) = usize::try_from(size).ok().filter(|n| *n > 0) else {
        return Err(cx.vm().value_error("buffer size must be strictly positive"));
    };
    if let Some(p) = a.at(0).native::<Pair>() {
        let reader = buffered::over(cx.vm(), Kind::Reader, a.at(1).clone(), size);
        let writer = buffered::over(cx.vm(), Kind::Writer, a.at(2).clone(), size);
        p.reader.set(reader);
        p.writer.set(writer);
    }
    Ok(Value::NONE)
}

async fn is_terminal(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(p) = a.at(0).native::<Pair>() else { return Ok(Value::FALSE) };
    let (reader, writer) = (p.reader.get(), p.writer.get());
    let answer = cx.call_method(&writer, "isatty", []).await?;
    if cx.truth(&answer).await? {
        return Ok(answer);
    }
    cx.call_method(&reader, "isatty", []).await
}

async fn close(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(p) = a.at(0).native::<Pair>() else { return Ok(Value::NONE) };
    let (reader, writer) = (p.reader.get(), p.writer.get());
    if reader.is_none() {
        return Ok(Value::NONE);
    }
    let first = match cx.call_method(&writer, "close", []).await {
        Ok(_) => None,
        Err(e) => Some(cx.vm().take_raised(e)),
    };
    let closed = cx.call_method(&reader, "close", []).await;
    super::chained(cx.vm(), first, closed)
}

fn closed(vm: &mut Vm, v: &Value) -> Act {
    match v.native::<Pair>().map(|p| p.writer.get()).filter(|w| !w.is_none()) {
        Some(writer) => {
            let name = vm.intern("closed");
            vm.get_attr(&writer, &name)
        }
        None => Act::Raise(vm.value_error("I/O operation on uninitialized object")),
    }
}
