//! `frame.f_locals` of a function: a view of the frame's variables through which they can be set (PEP 667).
//!
//! Invariant: what is read is what the variables hold now; a key that names no variable is kept beside the frame. A variable cannot be
//! removed through the view.

use super::cell::CellBox;
use super::dict::Dict;
use super::list;
use super::native::{Native, NativeObject};
use super::spec::TypeSpec;
use super::str::Str;
use super::traceback::FrameObject;
use crate::heap::{Ref, Visitor};
use crate::resumable;
use crate::value::Value;
use crate::vm::native::{Act, Args, PyResult, leaf, tail};
use crate::vm::{Cx, Vm};

struct Locals {
    frame: Ref<FrameObject>,
}

impl NativeObject for Locals {
    fn visit(&self, v: &mut Visitor) {
        v.reference(&self.frame);
    }
}

/// The view of a function's frame.
pub fn view(vm: &mut Vm, frame: Ref<FrameObject>) -> Value {
    let ty = vm.native_type(&PROXY);
    crate::heap::alloc(&ty, Native(Box::new(Locals { frame }))).into()
}

fn frame(vm: &mut Vm, v: &Value) -> PyResult<Ref<FrameObject>> {
    match v.native::<Locals>() {
        Some(l) => Ok(l.frame.clone()),
        None => Err(vm.type_error("a FrameLocalsProxy is expected")),
    }
}

/// The variables as they are now, in a new dict.
fn now(vm: &mut Vm, v: &Value) -> PyResult {
    let f = frame(vm, v)?;
    Ok(vm.frame_variables(&f))
}

/// The same of either operand, or of a dict; None if it is neither.
fn mapping(vm: &mut Vm, v: &Value) -> PyResult<Option<Value>> {
    if v.native::<Locals>().is_some() {
        return now(vm, v).map(Some);
    }
    Ok(v.is_a::<Dict>().then(|| v.clone()))
}

/// A method of the dict of the variables, with the arguments.
fn of_dict(vm: &mut Vm, a: &Args, method: &str) -> Act {
    let args: Vec<Value> = a.iter().skip(1).filter(|v| !v.is_unbound()).cloned().collect();
    match now(vm, a.at(0)) {
        Ok(d) => {
            let name = vm.intern(method);
            vm.call_method(&d, &name, args)
        }
        Err(e) => Act::Raise(e),
    }
}

async fn getitem(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let d = now(cx.vm(), a.at(0))?;
    let act = of_dict(cx.vm(), &Args::owned(smallvec::smallvec![a.at(0).clone(), a.at(1).clone()]), "__contains__");
    if cx.act(act).await?.as_bool() == Some(true) {
        return cx.get_item(&d, a.at(1)).await;
    }
    let shown = cx.repr(a.at(1)).await?;
    let text = super::object_::text(&shown);
    let key = super::str::new(format!("local variable '{text}' is not defined"));
    Err(cx.vm().key_error(key))
}

/// The elements of a view of the dict, as a list.
async fn elements(cx: &mut Cx, a: Args<'static>, method: &'static str) -> PyResult {
    let act = of_dict(cx.vm(), &a, method);
    let view = cx.act(act).await?;
    Ok(list::new(cx.collect(&view).await?))
}

async fn keys(cx: &mut Cx, a: Args<'static>) -> PyResult {
    elements(cx, a, "keys").await
}

async fn reversed(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let keys = elements(cx, a, "keys").await?;
    if let Some(l) = keys.get::<list::List>() {
        l.items.borrow_mut().reverse();
    }
    Ok(keys)
}

async fn values(cx: &mut Cx, a: Args<'static>) -> PyResult {
    elements(cx, a, "values").await
}

async fn items(cx: &mut Cx, a: Args<'static>) -> PyResult {
    elements(cx, a, "items").await
}

async fn iter(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let keys = elements(cx, a, "keys").await?;
    cx.iter(&keys).await
}

/// The name of the variable that a key equals; the key itself if it is a plain str, or no variable's.
async fn variable(cx: &mut Cx, f: &Ref<FrameObject>, key: &Value) -> PyResult {
    if super::str::is_exact(key) {
        return Ok(key.clone());
    }
    let hash = cx.hash(key).await?;
    let unit = f.code.unit.clone();
    let mut names: Vec<Value> = f.code.varnames.iter().map(|n| n.value()).collect();
    names.extend(unit.cellvars.iter().map(|c| &c.0).chain(&unit.freevars).map(|n| cx.vm().intern(n).into()));
    for name in names {
        if cx.hash(&name).await? == hash && cx.equal(&name, key).await? {
            return Ok(name);
        }
    }
    Ok(key.clone())
}

fn set(vm: &mut Vm, f: &Ref<FrameObject>, key: &Value, value: Value) -> Act {
    if let Some(name) = key.get::<Str>()
        && let Some((register, is_cell)) = vm.variable_place(f, name)
    {
        match f.register(register) {
            Some(c) if is_cell && c.is_a::<CellBox>() => {
                if let Some(c) = c.get::<CellBox>() {
                    c.contents.set(value);
                }
            }
            _ => f.set_register(register, value),
        }
        return Act::Done(Value::NONE);
    }
    let extra = f.extra.borrow_mut().get_or_insert_with(Dict::new).clone();
    vm.set_item(&extra.into(), key, &value)
}

async fn setitem(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let f = frame(cx.vm(), a.at(0))?;
    let key = variable(cx, &f, a.at(1)).await?;
    let act = set(cx.vm(), &f, &key, a.at(2).clone());
    cx.act(act).await
}

/// Takes out what names no variable.
async fn take(cx: &mut Cx, v: &Value, key: &Value, default: Option<&Value>) -> PyResult {
    let f = frame(cx.vm(), v)?;
    let key = &variable(cx, &f, key).await?;
    if let Some(name) = key.get::<Str>()
        && cx.vm().variable_place(&f, name).is_some()
    {
        return Err(cx.vm().value_error("cannot remove local variables from FrameLocalsProxy"));
    }
    let extra: Value = f.extra.borrow_mut().get_or_insert_with(Dict::new).clone().into();
    let args = [key.clone()].into_iter().chain(default.cloned());
    cx.call_method(&extra, "pop", args.collect::<Vec<_>>()).await
}

async fn delitem(cx: &mut Cx, a: Args<'static>) -> PyResult {
    take(cx, a.at(0), a.at(1), None).await.map(|_| Value::NONE)
}

async fn pop(cx: &mut Cx, a: Args<'static>) -> PyResult {
    take(cx, a.at(0), a.at(1), a.opt(2)).await
}

async fn setdefault(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let act = of_dict(cx.vm(), &Args::owned(smallvec::smallvec![a.at(0).clone(), a.at(1).clone()]), "__contains__");
    if cx.act(act).await?.as_bool() == Some(true) {
        let d = now(cx.vm(), a.at(0))?;
        return cx.get_item(&d, a.at(1)).await;
    }
    let value = a.opt(2).cloned().unwrap_or(Value::NONE);
    let f = frame(cx.vm(), a.at(0))?;
    let key = variable(cx, &f, a.at(1)).await?;
    let act = set(cx.vm(), &f, &key, value.clone());
    cx.act(act).await?;
    Ok(value)
}

async fn merge(cx: &mut Cx, v: &Value, other: &Value) -> PyResult<bool> {
    let f = frame(cx.vm(), v)?;
    let Some(other) = mapping(cx.vm(), other)? else { return Ok(false) };
    for (k, x) in other.get::<Dict>().map(Dict::items).unwrap_or_default() {
        let k = variable(cx, &f, &k).await?;
        let act = set(cx.vm(), &f, &k, x);
        cx.act(act).await?;
        cx.tick(1).await?;
    }
    Ok(true)
}

async fn update(cx: &mut Cx, a: Args<'static>) -> PyResult {
    match merge(cx, a.at(0), a.at(1)).await? {
        true => Ok(Value::NONE),
        false => Err(cx.vm().type_error("update() argument must be dict or another FrameLocalsProxy")),
    }
}

async fn ior(cx: &mut Cx, a: Args<'static>) -> PyResult {
    Ok(if merge(cx, a.at(0), a.at(1)).await? { a.at(0).clone() } else { Value::NOT_IMPLEMENTED })
}

/// `left | right`: a dict.
fn or(vm: &mut Vm, left: &Value, right: &Value) -> Act {
    match (mapping(vm, left), mapping(vm, right)) {
        (Ok(Some(l)), Ok(Some(r))) => {
            let name = vm.intern("__or__");
            vm.call_method(&l, &name, [r])
        }
        (Err(e), _) | (_, Err(e)) => Act::Raise(e),
        _ => Act::Done(Value::NOT_IMPLEMENTED),
    }
}

/// Compares with another view of the same frame, or with a dict.
async fn equal(cx: &mut Cx, a: &Args<'static>) -> PyResult<Option<bool>> {
    if let Some(other) = a.at(1).native::<Locals>() {
        return Ok(Some(frame(cx.vm(), a.at(0))?.is(&other.frame)));
    }
    if !a.at(1).is_a::<Dict>() {
        return Ok(None);
    }
    let d = now(cx.vm(), a.at(0))?;
    cx.equal(&d, a.at(1)).await.map(Some)
}

async fn eq(cx: &mut Cx, a: Args<'static>) -> PyResult {
    Ok(equal(cx, &a).await?.map_or(Value::NOT_IMPLEMENTED, Value::bool))
}

async fn ne(cx: &mut Cx, a: Args<'static>) -> PyResult {
    Ok(equal(cx, &a).await?.map_or(Value::NOT_IMPLEMENTED, |b| Value::bool(!b)))
}

async fn repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    if !super::sequence::repr_enter(cx.vm(), a.at(0)) {
        return Ok(super::str::new("{...}"));
    }
    let r = match now(cx.vm(), a.at(0)) {
        Ok(d) => cx.repr(&d).await,
        Err(e) => Err(e),
    };
    super::sequence::repr_leave(cx.vm(), a.at(0));
    r
}

fn new(vm: &mut Vm, a: &Args) -> PyResult {
    match (a.rest(1), a.opt(2)) {
        (_, Some(_)) => Err(vm.type_error("FrameLocalsProxy takes no keyword arguments")),
        ([f], _) => match f.get_ref::<FrameObject>() {
            Some(f) => Ok(view(vm, f)),
            None => {
                let t = vm.type_name(f);
                Err(vm.type_error(format!("expect frame, not {t}")))
            }
        },
        (args, _) => {
            let n = args.len();
            Err(vm.type_error(format!("FrameLocalsProxy expected 1 argument, got {n}")))
        }
    }
}

static PROXY: TypeSpec = TypeSpec {
    unhashable: true,
    flags: super::ty::flag::MAPPING,
    methods: &[
        leaf("__new__", "(cls, /, *args, **kwargs)", new).stat(),
        resumable!("__getitem__", "(self, key, /)", getitem),
        resumable!("__setitem__", "(self, key, value, /)", setitem),
        resumable!("__delitem__", "(self, key, /)", delitem),
        tail("__contains__", "(self, key, /)", |vm, a| of_dict(vm, a, "__contains__")),
        tail("__len__", "(self, /)", |vm, a| of_dict(vm, a, "__len__")),
        resumable!("__iter__", "(self, /)", iter),
        resumable!("__reversed__", "(self, /)", reversed),
        resumable!("keys", "(self, /)", keys),
        resumable!("values", "(self, /)", values),
        resumable!("items", "(self, /)", items),
        tail("get", "(self, key, default=None, /)", |vm, a| of_dict(vm, a, "get")),
        tail("copy", "(self, /)", |vm, a| of_dict(vm, a, "copy")),
        resumable!("setdefault", "(self, key, default=None, /)", setdefault),
        resumable!("update", "(self, other, /)", update),
        resumable!("pop", "(self, key, default=<unrepresentable>, /)", pop),
        tail("__or__", "(self, other, /)", |vm, a| or(vm, a.at(0), a.at(1))),
        tail("__ror__", "(self, other, /)", |vm, a| or(vm, a.at(1), a.at(0))),
        resumable!("__ior__", "(self, other, /)", ior),
        resumable!("__eq__", "(self, other, /)", eq),
        resumable!("__ne__", "(self, other, /)", ne),
        resumable!("__repr__", "(self, /)", repr),
    ],
    ..TypeSpec::of::<Native>("FrameLocalsProxy")
};
