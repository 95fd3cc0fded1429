//! method: bound methods of Python functions.

use super::descriptor::{method_hash, with_getattr};
use super::function::BoundMethod;
use super::object_::{attribute_name, text};
use super::spec::{GetSetDef, TypeSpec, computed, member};
use super::str;
use super::ty::flag;
use super::type_::pass_on;
use super::type_of;
use crate::resumable;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::cx::Cx;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};

pub const SPEC: TypeSpec = TypeSpec {
    flags: flag::WEAKREFABLE,
    methods: METHODS,
    getset: GETSET,
    doc: "Create a bound instance method object.",
    ..TypeSpec::of::<BoundMethod>("method")
};

static METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, function, instance, /)", new).stat(),
    resumable!("__repr__", "(self, /)", repr),
    leaf("__hash__", "(self, /)", |_, a| Ok(Value::int(method_hash(a.at(0))))),
    tail("__eq__", "(self, value, /)", eq),
    tail("__call__", "(self, /, *args, **kwargs)", |_, a| Act::Call(a.at(0).clone(), pass_on(a, 1))),
    tail("__getattribute__", "(self, name, /)", getattribute),
    leaf("__get__", "(self, instance, owner=None, /)", |_, a| Ok(a.at(0).clone())),
    resumable!("__reduce__", "(self, /)", reduce),
];

static GETSET: &[GetSetDef] = &[member("__func__", func), member("__self__", self_), computed("__doc__", doc, None)];

fn new(vm: &mut Vm, a: &Args) -> PyResult {
    if !vm.is_callable(a.at(1)) {
        return Err(vm.type_error("first argument must be callable"));
    }
    if a.at(2).is_none() {
        return Err(vm.type_error("instance must not be None"));
    }
    Ok(BoundMethod::new(a.at(1).clone(), a.at(2).clone()))
}

async fn repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(m) = a.at(0).get_ref::<BoundMethod>() else { return Ok(Value::NONE) };
    let name = match cx.attr_opt(&m.func, "__qualname__").await? {
        Some(n) => Some(n),
        None => cx.attr_opt(&m.func, "__name__").await?,
    };
    let name = name.filter(|n| n.is_a::<str::Str>()).map_or_else(|| "?".into(), |n| text(&n));
    let object = cx.repr(&m.self_).await?;
    Ok(str::new(format!("<bound method {name} of {}>", text(&object))))
}

fn eq(vm: &mut Vm, a: &Args) -> Act {
    match (a.at(0).get::<BoundMethod>(), a.at(1).get::<BoundMethod>()) {
        (Some(x), Some(y)) if !x.self_.is(&y.self_) => Act::Done(Value::FALSE),
        (Some(x), Some(y)) => vm.equal(&x.func, &y.func),
        _ => Act::Done(Value::NOT_IMPLEMENTED),
    }
}

fn getattribute(vm: &mut Vm, a: &Args) -> Act {
    let name = match attribute_name(vm, a.at(1)) {
        Ok(n) => n,
        Err(e) => return Act::Raise(e),
    };
    let this = a.at(0);
    let class = type_of(this);
    if let Some(d) = class.lookup(&name) {
        return vm.descriptor_get(&d, Some(this), &class);
    }
    match this.get::<BoundMethod>() {
        Some(m) => vm.get_attr(&m.func.clone(), &name),
        None => Act::Raise(vm.no_attribute(this, &name.value())),
    }
}

fn func(_: &mut Vm, v: &Value) -> PyResult {
    Ok(v.get::<BoundMethod>().map_or(Value::NONE, |m| m.func.clone()))
}

fn self_(_: &mut Vm, v: &Value) -> PyResult {
    Ok(v.get::<BoundMethod>().map_or(Value::NONE, |m| m.self_.clone()))
}

fn doc(vm: &mut Vm, v: &Value) -> Act {
    let name = vm.names.doc.clone();
    match v.get::<BoundMethod>() {
        Some(m) => vm.get_attr(&m.func.clone(), &name),
        None => Act::Done(Value::NONE),
    }
}

async fn reduce(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(m) = a.at(0).get_ref::<BoundMethod>() else { return Ok(Value::NONE) };
    let name = cx.attr(&m.func, "__name__").await?;
    cx.act(with_getattr(m.self_.clone(), name)).await
}
