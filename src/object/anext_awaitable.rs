//! `anext(iterator, default)`'s awaitable.
//!
//! Invariant: it forwards to the iterator that awaiting the wrapped object gives; StopAsyncIteration becomes the default as a result.

use super::native::{Native, NativeObject};
use super::spec::TypeSpec;
use super::types;
use crate::heap::{Mut, Visitor};
use crate::resumable;
use crate::value::Value;
use crate::vm::native::{Args, NativeDef, PyResult, leaf};
use crate::vm::{Cx, Vm};

struct AnextAwaitable {
    wrapped: Value,
    iterator: Mut<Option<Value>>,
    default: Value,
}

impl NativeObject for AnextAwaitable {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.wrapped);
        v.value(&self.default);
        v.option(&self.iterator.borrow());
    }
    fn clear(&self) {
        drop(self.iterator.take());
    }
}

/// The awaitable for what `__anext__` returned.
pub fn new(vm: &mut Vm, wrapped: Value, default: Value) -> Value {
    let ty = vm.native_type(&SPEC);
    crate::heap::alloc(&ty, Native(Box::new(AnextAwaitable { wrapped, iterator: Mut::new(None), default }))).into()
}

async fn forward(cx: &mut Cx, a: Args<'static>, method: &str) -> PyResult {
    let Some(x) = a.at(0).native::<AnextAwaitable>() else {
        return Err(cx.vm().type_error("expected an anext_awaitable"));
    };
    let it = match x.iterator.get() {
        Some(it) => it,
        None => {
            let act = cx.vm().awaitable(&x.wrapped);
            let it = cx.act(act).await?;
            x.iterator.set(Some(it.clone()));
            it
        }
    };
    // a coroutine has no `__next__`
    let method = if method == "__next__" && it.is_a::<super::generator::Generator>() { "send" } else { method };
    let args: Vec<Value> = match method {
        "throw" => a.rest(1).to_vec(),
        "send" => vec![a.opt(1).cloned().unwrap_or(Value::NONE)],
        _ => Vec::new(),
    };
    match cx.call_method(&it, method, args).await {
        Ok(v) => Ok(v),
        Err(e) => {
            let ty = types().exc.StopAsyncIteration.clone();
            cx.vm().catch(e, &ty)?;
            Err(cx.vm().stop_iteration(x.default.clone()))
        }
    }
}

async fn next(cx: &mut Cx, a: Args<'static>) -> PyResult {
    forward(cx, a, "__next__").await
}

async fn send(cx: &mut Cx, a: Args<'static>) -> PyResult {
    forward(cx, a, "send").await
}

async fn throw(cx: &mut Cx, a: Args<'static>) -> PyResult {
    forward(cx, a, "throw").await
}

async fn close(cx: &mut Cx, a: Args<'static>) -> PyResult {
    forward(cx, a, "close").await
}

static METHODS: &[NativeDef] = &[
    leaf("__await__", "(self, /)", super::iter::dunder_iter),
    leaf("__iter__", "(self, /)", super::iter::dunder_iter),
    resumable!("__next__", "(self, /)", next),
    resumable!("send", "(self, value, /)", send),
    resumable!("throw", "(self, /, *args)", throw),
    resumable!("close", "(self, /)", close),
];

static SPEC: TypeSpec = TypeSpec {
    methods: METHODS,
    flags: super::ty::flag::NO_INSTANTIATION,
    ..TypeSpec::of::<Native>("anext_awaitable")
};
