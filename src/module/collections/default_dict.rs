//! defaultdict.
//!
//! Invariant: the factory is `Dict::extra`; None means that a missing key is an error.

use super::dict_of;
use crate::object::dict::Dict;
use crate::object::native::Builtin;
use crate::object::sequence::{push_repr, repr_enter, repr_leave};
use crate::object::spec::{GetSetDef, TypeSpec, getset};
use crate::object::ty::flag;
use crate::object::{class_getitem, dict_methods, names::Dunder, str, tuple, types};
use crate::resumable;
use crate::text::builder::StrBuilder;
use crate::value::Value;
use crate::vm::Cx;
use crate::vm::native::{Args, CallArgs, PyResult};

fn factory(d: &Dict) -> Value {
    d.extra.borrow().clone().unwrap_or(Value::NONE)
}

async fn init(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let d = dict_of(cx.vm(), a.at(0))?;
    let given = a.rest(1);
    let factory = given.first().cloned().unwrap_or(Value::NONE);
    if !factory.is_none() && !cx.vm().has_dunder(&factory, Dunder::Call) {
        return Err(cx.vm().type_error("first argument must be callable or None"));
    }
    drop(d.extra.replace(Some(factory)));
    // the rest is dict's
    let name = cx.vm().names.dunders[Dunder::Init as usize].clone();
    let Some(dict_init) = types().dict.lookup(&name) else { return Ok(Value::NONE) };
    let mut args = CallArgs::positional(std::iter::once(a.at(0).clone()).chain(given.iter().skip(1).cloned()));
    if let Some(k) = a.opt(2).and_then(|k| k.get_ref::<Dict>()) {
        let (names, values): (Vec<Value>, Vec<Value>) = k.items().into_iter().unzip();
        args.values.extend(values);
        args.names = Some(tuple::new(names));
    }
    debug_assert!(dict_init.is_a::<Builtin>());
    cx.call_kw(&dict_init, args).await
}

async fn missing(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let d = dict_of(cx.vm(), a.at(0))?;
    let f = factory(&d);
    if f.is_none() {
        return Err(cx.vm().key_error(a.at(1).clone()));
    }
    let value = cx.call(&f, []).await?;
    // what the factory has put there stays
    let setdefault = cx.attr(&Value::from(&types().dict), "setdefault").await?;
    cx.call(&setdefault, [a.at(0).clone(), a.at(1).clone(), value]).await
}

async fn repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let d = dict_of(cx.vm(), a.at(0))?;
    let mut out = StrBuilder::new();
    out.push_utf8(&crate::object::type_ref(a.at(0)).name());
    out.push_ascii(b"(");
    let f = factory(&d);
    // a factory may be a method of the dict itself
    let marker = Value::from(d.clone());
    if repr_enter_factory(cx, &marker) {
        let r = push_repr(cx, &mut out, &f).await;
        repr_leave(cx.vm(), &Value::size(marker.identity() as usize >> 3));
        r?;
    } else {
        out.push_ascii(b"...");
    }
    out.push_ascii(b", ");
    let name = cx.vm().names.dunders[Dunder::Repr as usize].clone();
    if let Some(dict_repr) = types().dict.lookup(&name) {
        let text = cx.call(&dict_repr, [a.at(0).clone()]).await?;
        if let Some(s) = text.get::<str::Str>() {
            out.push_view(s.view());
        }
    }
    out.push_ascii(b")");
    Ok(str::new(out.finish()))
}

/// Guards the factory's part of the repr by a mark of its own: the dict's part has the dict itself as mark.
fn repr_enter_factory(cx: &mut Cx, d: &Value) -> bool {
    repr_enter(cx.vm(), &Value::size(d.identity() as usize >> 3))
}

/// A new dict of the same class with the same factory.
async fn like(cx: &mut Cx, d: &Value, contents: &Value) -> PyResult {
    let payload = dict_of(cx.vm(), d)?;
    let class: Value = crate::object::type_of(d).into();
    cx.call(&class, [factory(&payload), contents.clone()]).await
}

async fn copy(cx: &mut Cx, a: Args<'static>) -> PyResult {
    like(cx, a.at(0), a.at(0)).await
}

async fn or(cx: &mut Cx, a: Args<'static>) -> PyResult {
    if !a.at(1).is_a::<Dict>() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let out = like(cx, a.at(0), a.at(0)).await?;
    let d = dict_of(cx.vm(), &out)?;
    dict_methods::update_from(cx, &d, a.at(1)).await?;
    Ok(out)
}

async fn ror(cx: &mut Cx, a: Args<'static>) -> PyResult {
    if !a.at(1).is_a::<Dict>() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let out = like(cx, a.at(0), a.at(1)).await?;
    let d = dict_of(cx.vm(), &out)?;
    dict_methods::update_from(cx, &d, a.at(0)).await?;
    Ok(out)
}

async fn reduce(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let d = dict_of(cx.vm(), a.at(0))?;
    let f = factory(&d);
    let args = tuple::new(if f.is_none() { Vec::new() } else { vec![f] });
    let items = cx.call_method(a.at(0), "items", []).await?;
    let items = cx.iter(&items).await?;
    let class: Value = crate::object::type_of(a.at(0)).into();
    Ok(tuple::new(vec![class, args, Value::NONE, Value::NONE, items]))
}

static GETSET: &[GetSetDef] = &[getset(
    "default_factory",
    |vm, v| dict_of(vm, v).map(|d| factory(&d)),
    |vm, v, new| {
        let d = dict_of(vm, v)?;
        drop(d.extra.replace(Some(new.unwrap_or(Value::NONE))));
        Ok(())
    },
)];

pub(super) static SPEC: TypeSpec = TypeSpec {
    module: "collections",
    base: |t| &t.dict,
    flags: flag::BASETYPE | flag::MATCH_SELF | flag::MAPPING | flag::WEAKREFABLE,
    unhashable: true,
    methods: &[
        resumable!("__init__", "(self, *args, **kwargs)", init),
        resumable!("__missing__", "(self, object, /)", missing),
        resumable!("__repr__", "(self, /)", repr),
        resumable!("copy", "(self, /)", copy),
        resumable!("__copy__", "(self, /)", copy),
        resumable!("__or__", "(self, value, /)", or),
        resumable!("__ror__", "(self, value, /)", ror),
        resumable!("__reduce__", "(self, /)", reduce),
        class_getitem::DEF,
    ],
    getset: GETSET,
    doc: "defaultdict(default_factory=None, /, [...]) --> dict with default factory",
    ..TypeSpec::of::<Dict>("defaultdict")
};
