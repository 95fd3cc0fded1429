//! Line ends of text streams: universal newlines, and `IncrementalNewlineDecoder`.
//!
//! Invariant: a `\r` at the end of what has come so far is held back until it is known whether a `\n` follows, so that a
//! `\r\n` is never seen as two line ends.

use super::base;
use crate::heap::{Mut, Ref, Visitor};
use crate::object::native::{Native, NativeObject};
use crate::object::spec::{GetSetDef, TypeSpec, getter};
use crate::object::text_args::text;
use crate::object::ty::Type;
use crate::object::{bytes, int, str, tuple};
use crate::resumable;
use crate::text::builder::{StrBuf, StrBuilder};
use crate::text::view::StrView;
use crate::value::Value;
use crate::vm::native::{Args, NativeDef, PyResult, leaf};
use crate::vm::{Cx, Vm};
use std::cell::{Cell, RefCell};

/// What has been seen of line ends.
#[derive(Clone, Copy, Default)]
pub struct Newlines {
    /// every kind of line end counts
    pub universal: bool,
    /// and becomes `\n`
    pub translate: bool,
    pub held_return: bool,
    /// bits: `\r`, `\n`, `\r\n`
    seen: u8,
}

impl Newlines {
    /// Nothing seen yet.
    pub fn new(universal: bool, translate: bool) -> Newlines {
        Newlines { universal, translate, ..Newlines::default() }
    }

    /// Forgets everything.
    pub fn reset(&mut self) {
        self.held_return = false;
        self.seen = 0;
    }

    /// The next piece of text.
    pub fn push(&mut self, v: StrView, last: bool) -> StrBuf {
        if !self.universal {
            return v.to_buf();
        }
        let held = self.held_return && (!v.is_empty() || last);
        if !held && !v.contains_char(13) {
            if v.contains_char(10) {
                self.seen |= 2;
            }
            return v.to_buf();
        }
        let mut out = StrBuilder::with_capacity(v.len() + 1);
        // whether the last character was a `\r` that nothing has been made of yet
        let mut after_return = held;
        self.held_return = false;
        for c in v.iter() {
            if after_return {
                after_return = false;
                if c == 10 {
                    self.seen |= 4;
                    self.end_line(&mut out, b"\r\n");
                    continue;
                }
                self.seen |= 1;
                self.end_line(&mut out, b"\r");
            }
            match c {
                13 => after_return = true,
                10 => {
                    self.seen |= 2;
                    out.push_char(10);
                }
                c => out.push_char(c),
            }
        }
        if after_return {
            match last {
                true => {
                    self.seen |= 1;
                    self.end_line(&mut out, b"\r");
                }
                false => self.held_return = true,
            }
        }
        out.finish()
    }

    fn end_line(&self, out: &mut StrBuilder, end: &[u8]) {
        out.push_ascii(if self.translate { b"\n" } else { end });
    }

    /// The attribute `newlines`.
    pub fn shown(&self) -> Value {
        let ends = ["\r", "\n", "\r\n"];
        let mut seen: Vec<Value> =
            ends.iter().enumerate().filter(|(i, _)| self.seen & (1 << i) != 0).map(|(_, e)| str::new(*e)).collect();
        match seen.len() {
            0 => Value::NONE,
            1 => seen.pop().unwrap_or(Value::NONE),
            _ => tuple::new(seen),
        }
    }
}

struct Decoder {
    inner: Mut<Value>,
    ready: Cell<bool>,
    newlines: RefCell<Newlines>,
}

impl NativeObject for Decoder {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.inner.borrow());
    }
    fn clear(&self) {
        self.inner.set(Value::NONE);
    }
}

static SPEC: TypeSpec = TypeSpec {
    module: "_io",
    doc: "Codec used when reading a file in universal newlines mode.",
    flags: crate::object::ty::flag::BASETYPE,
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<Native>("IncrementalNewlineDecoder")
};

/// The type.
pub fn prepared(vm: &mut Vm) -> Ref<Type> {
    base::types(vm);
    vm.native_type(&SPEC)
}

const METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, /, *args, **kwargs)", |_, a| {
        let Some(cls) = a.at(0).get_ref::<Type>() else { return Ok(Value::NONE) };
        let state = Decoder {
            inner: Mut::new(Value::NONE),
            ready: Cell::new(false),
            newlines: RefCell::new(Newlines::default()),
        };
        Ok(crate::heap::alloc_in(&cls, Native(Box::new(state))).into())
    })
    .stat(),
    resumable!("__init__", "(self, decoder, translate, errors='strict')", init),
    resumable!("decode", "(self, input, final=False)", decode),
    resumable!("getstate", "(self, /)", get_state),
    resumable!("setstate", "(self, state, /)", set_state),
    resumable!("reset", "(self, /)", reset),
];

const GETSET: &[GetSetDef] = &[getter("newlines", |vm, v| Ok(of(vm, v)?.newlines.borrow().shown()))];

fn of<'a>(vm: &mut Vm, v: &'a Value) -> PyResult<&'a Decoder> {
    match v.native::<Decoder>() {
        Some(d) if d.ready.get() => Ok(d),
        _ => Err(vm.value_error("IncrementalNewlineDecoder.__init__() not called")),
    }
}

async fn init(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let translate = cx.truth(a.at(2)).await?;
    if let Some(d) = a.at(0).native::<Decoder>() {
        d.inner.set(a.at(1).clone());
        *d.newlines.borrow_mut() = Newlines::new(true, translate);
        d.ready.set(true);
    }
    Ok(Value::NONE)
}

async fn decode(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let d = of(cx.vm(), a.at(0))?;
    let last = match a.opt(2) {
        Some(v) => cx.truth(v).await?,
        None => false,
    };
    let inner = d.inner.get();
    let decoded = match inner.is_none() {
        true => a.at(1).clone(),
        false => cx.call_method(&inner, "decode", [a.at(1).clone(), Value::bool(last)]).await?,
    };
    match text(&decoded) {
        Some(t) => Ok(str::new(d.newlines.borrow_mut().push(t, last))),
        None => {
            let name = cx.vm().type_name(&decoded);
            Err(cx.vm().type_error(format!("decoder should return a string result, not '{name}'")))
        }
    }
}

/// A decoder's state: what it holds back, and a number.
pub fn state_parts(vm: &mut Vm, state: &Value) -> PyResult<(Vec<u8>, i64)> {
    let items = state.get::<tuple::Tuple>().map(|t| t.items().to_vec()).unwrap_or_default();
    let [held, flag] = items.as_slice() else {
        return Err(vm.type_error("illegal decoder state"));
    };
    let (Some(held), Some(flag)) = (held.get::<bytes::Bytes>(), int::to_i64(flag)) else {
        let name = vm.type_name(held);
        return Err(
            vm.type_error(format!("illegal decoder state: the first item should be a bytes object, not '{name}'"))
        );
    };
    Ok((held.data().to_vec(), flag))
}

async fn get_state(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let d = of(cx.vm(), a.at(0))?;
    let inner = d.inner.get();
    let (held, flag) = match inner.is_none() {
        true => (Vec::new(), 0),
        false => {
            let state = cx.call_method(&inner, "getstate", []).await?;
            state_parts(cx.vm(), &state)?
        }
    };
    let flag = flag << 1 | d.newlines.borrow().held_return as i64;
    Ok(tuple::new(vec![bytes::new(held), Value::int(flag)]))
}

async fn set_state(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let d = of(cx.vm(), a.at(0))?;
    if !a.at(1).is_a::<tuple::Tuple>() {
        return Err(cx.vm().type_error("state argument must be a tuple"));
    }
    let (held, flag) = state_parts(cx.vm(), a.at(1))?;
    d.newlines.borrow_mut().held_return = flag & 1 != 0;
    let inner = d.inner.get();
    if inner.is_none() {
        return Ok(Value::NONE);
    }
    let state = tuple::new(vec![bytes::new(held), Value::int(flag >> 1)]);
    cx.call_method(&inner, "setstate", [state]).await
}

async fn reset(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let d = of(cx.vm(), a.at(0))?;
    d.newlines.borrow_mut().reset();
    let inner = d.inner.get();
    match inner.is_none() {
        true => Ok(Value::NONE),
        false => cx.call_method(&inner, "reset", []).await,
    }
}
