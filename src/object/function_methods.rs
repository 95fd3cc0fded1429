//! function: construction, attributes, descriptor protocol.

use super::code::Code;
use super::dict::Dict;
use super::function::{BoundMethod, Function};
use super::object_::{address, get_dict, set_dict, text};
use super::spec::{GetSetDef, TypeSpec, computed, getset, member};
use super::str::{self, Str};
use super::tuple::Tuple;
use super::ty::flag;
use super::type_::{evaluate_annotations, pass_on};
use super::types;
use crate::code::flags;
use crate::heap::Mut;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::{Act, Args, NativeDef, PyResult, Raised, leaf, tail};

pub const SPEC: TypeSpec = TypeSpec {
    flags: flag::WEAKREFABLE | flag::HAS_DICT,
    methods: METHODS,
    getset: GETSET,
    doc: "Create a function object.",
    ..TypeSpec::of::<Function>("function")
};

static METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)", new).stat(),
    leaf("__repr__", "(self, /)", repr),
    tail("__call__", "(self, /, *args, **kwargs)", |_, a| Act::Call(a.at(0).clone(), pass_on(a, 1))),
    leaf("__get__", "(self, instance, owner=None, /)", get),
];

static GETSET: &[GetSetDef] = &[
    member("__closure__", |_, v| of(v, |f| f.closure.clone())),
    member("__globals__", |_, v| of(v, |f| f.globals.value())),
    member("__builtins__", |_, v| of(v, |f| f.builtins.value())),
    getset("__code__", |_, v| of(v, |f| f.code.get().into()), set_code),
    getset("__defaults__", |_, v| of(v, |f| f.defaults.get()), set_defaults),
    getset("__kwdefaults__", |_, v| of(v, |f| f.kwdefaults.get()), set_kwdefaults),
    computed("__annotations__", annotations, Some(set_annotations)),
    getset("__annotate__", annotate, set_annotate),
    getset("__dict__", get_dict, set_own_dict),
    getset("__doc__", doc, |_, v, x| put(v, x, |f| &f.doc)),
    getset("__module__", |_, v| of(v, |f| f.module.get()), |_, v, x| put(v, x, |f| &f.module)),
    getset("__name__", |_, v| of(v, |f| f.name.get()), |vm, v, x| set_text(vm, v, x, "__name__", |f| &f.name)),
    getset(
        "__qualname__",
        |_, v| of(v, |f| f.qualname.get()),
        |vm, v, x| set_text(vm, v, x, "__qualname__", |f| &f.qualname),
    ),
    getset("__type_params__", |_, v| of(v, |f| f.type_params.get()), set_type_params),
];

fn doc(vm: &mut Vm, v: &Value) -> PyResult {
    let Some(f) = v.get_ref::<Function>() else { return Ok(Value::NONE) };
    if f.doc.borrow().is_unbound() {
        let doc = vm.docstring(&f.code.get())?;
        f.doc.set(doc);
    }
    Ok(f.doc.get())
}

fn of(v: &Value, f: impl FnOnce(&Function) -> Value) -> PyResult {
    Ok(v.get::<Function>().map_or(Value::NONE, f))
}

fn put(v: &Value, value: Option<Value>, field: fn(&Function) -> &Mut<Value>) -> PyResult<()> {
    if let Some(f) = v.get::<Function>() {
        field(f).set(value.unwrap_or(Value::NONE));
    }
    Ok(())
}

#[cold]
fn must_be(vm: &mut Vm, name: &str, what: &str) -> Raised {
    vm.type_error(format!("{name} must be set to a {what}"))
}

fn set_text(
    vm: &mut Vm,
    v: &Value,
    value: Option<Value>,
    name: &str,
    field: fn(&Function) -> &Mut<Value>,
) -> PyResult<()> {
    match value {
        Some(x) if x.is_a::<Str>() => put(v, Some(x), field),
        _ => Err(must_be(vm, name, "string object")),
    }
}

fn new(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(code) = a.at(1).get_ref::<Code>() else {
        let t = vm.type_name(a.at(1));
        return Err(vm.type_error(format!("function() argument 'code' must be code, not {t}")));
    };
    let Some(globals) = a.at(2).get_ref::<Dict>() else {
        let t = vm.type_name(a.at(2));
        return Err(vm.type_error(format!("function() argument 'globals' must be dict, not {t}")));
    };
    if a.some(3).is_some_and(|n| !n.is_a::<Str>()) {
        return Err(vm.type_error("arg 3 (name) must be None or string"));
    }
    if a.some(4).is_some_and(|d| !d.is_a::<Tuple>()) {
        return Err(vm.type_error("arg 4 (defaults) must be None or tuple"));
    }
    let wanted = code.unit.freevars.len();
    let closure = a.some(5).cloned().unwrap_or(Value::NONE);
    let cells = closure.get::<Tuple>().map(|t| t.items().to_vec());
    match &cells {
        None if !closure.is_none() => {
            let m = if wanted > 0 { "arg 5 (closure) must be tuple" } else { "arg 5 (closure) must be None or tuple" };
            return Err(vm.type_error(m));
        }
        None if wanted > 0 => return Err(vm.type_error("arg 5 (closure) must be tuple")),
        _ => {}
    }
    let cells = cells.unwrap_or_default();
    if cells.len() != wanted {
        let name = code.name.to_text();
        let got = cells.len();
        return Err(vm.value_error(format!("{name} requires closure of length {wanted}, not {got}")));
    }
    for c in &cells {
        if !c.is_a::<super::cell::CellBox>() {
            let t = vm.type_name(c);
            return Err(vm.type_error(format!("arg 5 (closure) expected cell, found {t}")));
        }
    }
    if a.some(6).is_some_and(|d| !d.is_a::<Dict>()) {
        return Err(vm.type_error("arg 6 (kwdefaults) must be None or dict"));
    }
    let f = vm.new_function_with(code, globals, if wanted == 0 { Value::NONE } else { closure });
    if let Some(n) = a.some(3) {
        f.name.set(n.clone());
    }
    if let Some(d) = a.some(4) {
        f.defaults.set(d.clone());
    }
    if let Some(d) = a.some(6) {
        f.kwdefaults.set(d.clone());
    }
    Ok(f.into())
}

fn repr(_: &mut Vm, a: &Args) -> PyResult {
    let name = a.at(0).get::<Function>().map_or_else(String::new, |f| text(&f.qualname.get()));
    Ok(str::new(format!("<function {name} at {:#x}>", address(a.at(0)))))
}

fn get(vm: &mut Vm, a: &Args) -> PyResult {
    let (f, object) = (a.at(0), a.at(1));
    if object.is_none() {
        return match a.some(2) {
            None => Err(vm.type_error("__get__(None, None) is invalid")),
            Some(c) if c.is(&types().none_type.value()) => Ok(BoundMethod::new(f.clone(), object.clone())),
            Some(_) => Ok(f.clone()),
        };
    }
    Ok(BoundMethod::new(f.clone(), object.clone()))
}

fn set_code(vm: &mut Vm, v: &Value, value: Option<Value>) -> PyResult<()> {
    let Some(f) = v.get::<Function>() else { return Ok(()) };
    let Some(code) = value.and_then(|c| c.get_ref::<Code>()) else {
        return Err(must_be(vm, "__code__", "code object"));
    };
    let cells = f.closure.get::<Tuple>().map_or(0, |t| t.len());
    let wanted = code.unit.freevars.len();
    if cells != wanted {
        let name = text(&f.name.get());
        return Err(vm.value_error(format!("{name}() requires a code object with {cells} free vars, not {wanted}")));
    }
    f.simple.set(!code.has(flags::VARARGS | flags::VARKEYWORDS) && code.unit.kwonly == 0);
    f.code.set(code);
    Ok(())
}

fn set_defaults(vm: &mut Vm, v: &Value, value: Option<Value>) -> PyResult<()> {
    if value.as_ref().is_some_and(|d| !d.is_none() && !d.is_a::<Tuple>()) {
        return Err(must_be(vm, "__defaults__", "tuple object"));
    }
    put(v, value, |f| &f.defaults)
}

fn set_kwdefaults(vm: &mut Vm, v: &Value, value: Option<Value>) -> PyResult<()> {
    if value.as_ref().is_some_and(|d| !d.is_none() && !d.is_a::<Dict>()) {
        return Err(must_be(vm, "__kwdefaults__", "dict object"));
    }
    put(v, value, |f| &f.kwdefaults)
}

fn set_own_dict(vm: &mut Vm, v: &Value, value: Option<Value>) -> PyResult<()> {
    if value.is_none() {
        return Err(vm.type_error("cannot delete __dict__"));
    }
    set_dict(vm, v, value)
}

fn set_type_params(vm: &mut Vm, v: &Value, value: Option<Value>) -> PyResult<()> {
    match value {
        Some(x) if x.is_a::<Tuple>() => put(v, Some(x), |f| &f.type_params),
        _ => Err(must_be(vm, "__type_params__", "tuple")),
    }
}

// ---- annotations

fn annotate(_: &mut Vm, v: &Value) -> PyResult {
    of(v, |f| f.annotate.get())
}

fn set_annotate(vm: &mut Vm, v: &Value, value: Option<Value>) -> PyResult<()> {
    let Some(value) = value else { return Err(vm.type_error("__annotate__ cannot be deleted")) };
    let Some(f) = v.get::<Function>() else { return Ok(()) };
    if !value.is_none() && !vm.is_callable(&value) {
        return Err(vm.type_error("__annotate__ must be callable or None"));
    }
    if !value.is_none() {
        f.annotations.set(None);
    }
    f.annotate.set(value);
    Ok(())
}

fn annotations(_: &mut Vm, v: &Value) -> Act {
    let Some(f) = v.get_ref::<Function>() else { return Act::Done(Value::NONE) };
    if let Some(found) = f.annotations.get() {
        return Act::Done(found);
    }
    let source = f.annotate.get();
    Act::run(async move |cx| {
        let found = evaluate_annotations(cx, &source).await?;
        f.annotations.set(Some(found.clone()));
        Ok(found)
    })
}

fn set_annotations(vm: &mut Vm, v: &Value, value: Option<Value>) -> PyResult<()> {
    let Some(f) = v.get::<Function>() else { return Ok(()) };
    let value = value.filter(|x| !x.is_none());
    if value.as_ref().is_some_and(|x| !x.is_a::<Dict>()) {
        return Err(must_be(vm, "__annotations__", "dict object"));
    }
    f.annotations.set(Some(value.unwrap_or_else(|| Dict::new().into())));
    f.annotate.set(Value::NONE);
    Ok(())
}
