//! property: construction, the descriptor protocol, copies with another accessor.

use super::object_::is_objects;
use super::property::Property;
use super::spec::{GetSetDef, TypeSpec, computed, getset, member};
use super::ty::{Type, flag};
use super::{type_of, types};
use crate::heap::{Mut, Ref};
use crate::resumable;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::cx::Cx;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};

pub const SPEC: TypeSpec =
    TypeSpec { flags: flag::BASETYPE, methods: METHODS, getset: GETSET, ..TypeSpec::of::<Property>("property") };

static METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, /, *args, **kwargs)", new).stat(),
    resumable!("__init__", "(self, fget=None, fset=None, fdel=None, doc=None)", init),
    resumable!("getter", "(self, object, /)", getter_),
    resumable!("setter", "(self, object, /)", setter),
    resumable!("deleter", "(self, object, /)", deleter),
    tail("__get__", "(self, instance, owner=None, /)", get),
    tail("__set__", "(self, instance, value, /)", |vm, a| vm.descriptor_set(a.at(0), a.at(1), Some(a.at(2).clone()))),
    tail("__delete__", "(self, instance, /)", |vm, a| vm.descriptor_set(a.at(0), a.at(1), None)),
    leaf("__set_name__", "(self, /, *args)", set_name),
];

static GETSET: &[GetSetDef] = &[
    member("fget", |_, v| part(v, |p| p.get.get())),
    member("fset", |_, v| part(v, |p| p.set.get())),
    member("fdel", |_, v| part(v, |p| p.delete.get())),
    getset("__doc__", |_, v| part(v, |p| p.doc.get()), set_doc),
    computed("__name__", name, Some(set_own_name)),
    computed("__isabstractmethod__", is_abstract, None),
];

fn part(v: &Value, f: impl FnOnce(&Property) -> Value) -> PyResult {
    Ok(v.get::<Property>().map_or(Value::NONE, f))
}

fn new(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(cls) = a.at(0).get_ref::<Type>() else {
        return Err(vm.type_error("property.__new__(X): X is not a type object"));
    };
    Ok(crate::heap::alloc_in(&cls, empty()).into())
}

fn empty() -> Property {
    let none = || Mut::new(Value::NONE);
    Property {
        get: none(),
        set: none(),
        delete: none(),
        doc: none(),
        name: Mut::new(None),
        doc_from_getter: false.into(),
    }
}

async fn init(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let given = |i: usize| a.opt(i).cloned().unwrap_or(Value::NONE);
    fill(cx, a.at(0), given(1), given(2), given(3), given(4)).await?;
    Ok(Value::NONE)
}

async fn fill(cx: &mut Cx, v: &Value, get: Value, set: Value, delete: Value, doc: Value) -> PyResult<()> {
    let Some(p) = v.get_ref::<Property>() else { return Ok(()) };
    let mut doc = doc;
    p.doc_from_getter.set(false);
    if doc.is_none() && !get.is_none() {
        if let Some(d) = cx.attr_opt(&get, "__doc__").await? {
            doc = d;
        }
        p.doc_from_getter.set(!doc.is_none());
    }
    p.get.set(get);
    p.set.set(set);
    p.delete.set(delete);
    p.name.set(None);
    if types().property.is_type_of(v) {
        p.doc.set(doc);
        return Ok(());
    }
    // an instance of a subclass keeps its documentation as an attribute; one without a place for it keeps none that was given
    let name = cx.vm().names.doc.clone();
    match cx.set_attr(v, &name, Some(doc)).await {
        Err(e) if !p.doc_from_getter.get() => cx.vm().catch(e, &types().exc.AttributeError.clone()),
        done => done,
    }
}

async fn copy(cx: &mut Cx, v: &Value, get: Option<&Value>, set: Option<&Value>, delete: Option<&Value>) -> PyResult {
    let Some(p) = v.get_ref::<Property>() else { return Ok(Value::NONE) };
    let pick =
        |new: Option<&Value>, old: &Mut<Value>| new.filter(|n| !n.is_none()).cloned().unwrap_or_else(|| old.get());
    let (g, s, d) = (pick(get, &p.get), pick(set, &p.set), pick(delete, &p.delete));
    let doc = if p.doc_from_getter.get() && !g.is_none() { Value::NONE } else { p.doc.get() };
    let made = if types().property.is_type_of(v) {
        let made: Ref<Property> = crate::heap::alloc(&types().property, empty());
        fill(cx, &made.value(), g, s, d, doc).await?;
        made.into()
    } else {
        cx.call(&type_of(v).into(), [g, s, d, doc]).await?
    };
    if let Some(q) = made.get::<Property>() {
        q.name.set(p.name.get());
    }
    Ok(made)
}

async fn getter_(cx: &mut Cx, a: Args<'static>) -> PyResult {
    copy(cx, a.at(0), Some(a.at(1)), None, None).await
}

async fn setter(cx: &mut Cx, a: Args<'static>) -> PyResult {
    copy(cx, a.at(0), None, Some(a.at(1)), None).await
}

async fn deleter(cx: &mut Cx, a: Args<'static>) -> PyResult {
    copy(cx, a.at(0), None, None, Some(a.at(1))).await
}

fn get(vm: &mut Vm, a: &Args) -> Act {
    let (v, object) = (a.at(0), a.at(1));
    if object.is_none() {
        return match a.some(2) {
            Some(_) => Act::Done(v.clone()),
            None => Act::Raise(vm.type_error("__get__(None, None) is invalid")),
        };
    }
    let Some(p) = v.get::<Property>() else { return Act::Done(v.clone()) };
    let f = p.get.get();
    if f.is_none() {
        return Act::Raise(vm.property_error(p, object, "getter"));
    }
    Act::call(f, [object.clone()])
}

fn set_name(vm: &mut Vm, a: &Args) -> PyResult {
    let [_, name] = a.rest(1) else {
        let n = a.rest(1).len();
        return Err(vm.type_error(format!("__set_name__() takes 2 positional arguments but {n} were given")));
    };
    if let Some(p) = a.at(0).get::<Property>() {
        p.name.set(Some(name.clone()));
    }
    Ok(Value::NONE)
}

fn set_doc(_: &mut Vm, v: &Value, value: Option<Value>) -> PyResult<()> {
    if let Some(p) = v.get::<Property>() {
        p.doc.set(value.unwrap_or(Value::NONE));
    }
    Ok(())
}

fn name(vm: &mut Vm, v: &Value) -> Act {
    let Some(p) = v.get::<Property>() else { return Act::Done(Value::NONE) };
    if let Some(n) = p.name.get() {
        return Act::Done(n);
    }
    let (get, v) = (p.get.get(), v.clone());
    if get.is_none() {
        let n = vm.names.name.value();
        return Act::Raise(vm.no_attribute(&v, &n));
    }
    Act::run(async move |cx| match cx.attr_opt(&get, "__name__").await? {
        Some(n) => Ok(n),
        None => {
            let n = cx.vm().names.name.value();
            Err(cx.vm().no_attribute(&v, &n))
        }
    })
}

fn set_own_name(_: &mut Vm, v: &Value, value: Option<Value>) -> PyResult<()> {
    if let Some(p) = v.get::<Property>() {
        p.name.set(value);
    }
    Ok(())
}

fn is_abstract(_: &mut Vm, v: &Value) -> Act {
    let Some(p) = v.get_ref::<Property>() else { return Act::Done(Value::FALSE) };
    Act::run(async move |cx| {
        for f in [p.get.get(), p.set.get(), p.delete.get()] {
            if !f.is_none()
                && let Some(flag) = cx.attr_opt(&f, "__isabstractmethod__").await?
                && cx.truth(&flag).await?
            {
                return Ok(Value::TRUE);
            }
        }
        Ok(Value::FALSE)
    })
}

/// True if a property's accessors may be called directly: its class does not override the descriptor method.
pub fn is_plain(m: Option<Value>) -> bool {
    m.is_none_or(|m| m.is_a::<super::native::Builtin>() && !is_objects(&m))
}
