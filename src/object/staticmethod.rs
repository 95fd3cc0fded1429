//! staticmethod and classmethod: construction and attributes.

use super::function::{ClassMethod, StaticMethod};
use super::object_::{get_dict, set_dict, text};
use super::spec::{GetSetDef, TypeSpec, computed, getset, member};
use super::str;
use super::ty::{Type, flag};
use super::type_::pass_on;
use super::type_of;
use crate::heap::Mut;
use crate::resumable;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::cx::Cx;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};

pub const STATIC: TypeSpec = TypeSpec {
    flags: flag::BASETYPE | flag::HAS_DICT,
    methods: STATIC_METHODS,
    getset: GETSET,
    doc: "Convert a function to be a static method.",
    ..TypeSpec::of::<StaticMethod>("staticmethod")
};
pub const CLASS: TypeSpec = TypeSpec {
    flags: flag::BASETYPE | flag::HAS_DICT,
    methods: CLASS_METHODS,
    getset: GETSET,
    ..TypeSpec::of::<ClassMethod>("classmethod")
};

static STATIC_METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, /, *args, **kwargs) -> (cls, function, /)", |vm, a| new(vm, a, false)).stat(),
    resumable!("__init__", "(self, /, *args)", init),
    resumable!("__repr__", "(self, /)", repr),
    tail("__call__", "(self, /, *args, **kwargs)", |_, a| Act::Call(func(a.at(0)), pass_on(a, 1))),
    tail("__get__", "(self, instance, owner=None, /)", get),
    super::class_getitem::DEF,
];
static CLASS_METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, /, *args, **kwargs) -> (cls, function, /)", |vm, a| new(vm, a, true)).stat(),
    resumable!("__init__", "(self, /, *args)", init),
    resumable!("__repr__", "(self, /)", repr),
    tail("__get__", "(self, instance, owner=None, /)", get),
    super::class_getitem::DEF,
];

static GETSET: &[GetSetDef] = &[
    member("__func__", |_, v| Ok(func(v))),
    member("__wrapped__", |_, v| Ok(func(v))),
    computed("__isabstractmethod__", is_abstract, None),
    getset("__dict__", get_dict, set_dict),
    computed(
        "__annotations__",
        |vm, v| of_function(vm, v, "__annotations__"),
        Some(|vm, v, x| put(vm, v, x, "__annotations__")),
    ),
    computed(
        "__annotate__",
        |vm, v| of_function(vm, v, "__annotate__"),
        Some(|vm, v, x| put(vm, v, x, "__annotate__")),
    ),
];

/// The wrapped function.
fn func(v: &Value) -> Value {
    match (v.get::<StaticMethod>(), v.get::<ClassMethod>()) {
        (Some(s), _) => s.func.get(),
        (_, Some(c)) => c.func.get(),
        _ => Value::NONE,
    }
}

fn new(vm: &mut Vm, a: &Args, class: bool) -> PyResult {
    let Some(cls) = a.at(0).get_ref::<Type>() else {
        return Err(vm.type_error("staticmethod.__new__(X): X is not a type object"));
    };
    let (func, dict) = (Mut::new(Value::NONE), Mut::new(None));
    Ok(if class {
        crate::heap::alloc_in(&cls, ClassMethod { func, dict }).into()
    } else {
        crate::heap::alloc_in(&cls, StaticMethod { func, dict }).into()
    })
}

async fn init(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let v = a.at(0);
    let [f] = a.rest(1) else {
        let (name, n) = (if v.is_a::<ClassMethod>() { "classmethod" } else { "staticmethod" }, a.rest(1).len());
        return Err(cx.vm().type_error(format!("{name} expected 1 argument, got {n}")));
    };
    match (v.get::<StaticMethod>(), v.get::<ClassMethod>()) {
        (Some(s), _) => s.func.set(f.clone()),
        (_, Some(c)) => c.func.set(f.clone()),
        _ => {}
    }
    for name in ["__module__", "__name__", "__qualname__", "__doc__"] {
        let name = cx.vm().intern(name);
        if let Some(x) = cx.get_attr_opt(f, &name).await?
            && let Some(d) = super::object_::dict_of(cx.vm(), v)
        {
            d.set_interned(&name, x);
        }
    }
    Ok(Value::NONE)
}

async fn repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let v = a.at(0);
    let f = cx.repr(&func(v)).await?;
    let kind = if v.is_a::<ClassMethod>() { "classmethod" } else { "staticmethod" };
    Ok(str::new(format!("<{kind}({})>", text(&f))))
}

fn get(vm: &mut Vm, a: &Args) -> Act {
    let class = match a.some(2) {
        Some(c) => c.get_ref::<Type>(),
        None => Some(type_of(a.at(1))),
    };
    match class {
        Some(c) => vm.descriptor_get(a.at(0), None, &c),
        None => Act::Done(super::function::BoundMethod::new(func(a.at(0)), a.at(2).clone())),
    }
}

/// An attribute that is the function's until there is one of the method's own; it is one from the first look on.
fn of_function(vm: &mut Vm, v: &Value, name: &str) -> Act {
    let name = vm.intern(name);
    let Some(dict) = super::object_::dict_of(vm, v) else { return Act::Done(Value::NONE) };
    if let Some(own) = dict.get_interned(&name) {
        return Act::Done(own);
    }
    let act = vm.get_attr(&func(v), &name);
    act.then(vm, move |_, r| {
        if let Ok(x) = &r {
            dict.set_interned(&name, x.clone());
        }
        r.into()
    })
}

fn put(vm: &mut Vm, v: &Value, value: Option<Value>, name: &str) -> PyResult<()> {
    let name = vm.intern(name);
    let Some(dict) = super::object_::dict_of(vm, v) else { return Ok(()) };
    match value {
        Some(x) => dict.set_interned(&name, x),
        None => {
            if dict.remove_interned(&name).is_none() {
                let e = super::types().exc.AttributeError.clone();
                return Err(vm.error(&e, name.to_text()));
            }
        }
    }
    Ok(())
}

fn is_abstract(_: &mut Vm, v: &Value) -> Act {
    let f = func(v);
    Act::run(async move |cx| match cx.attr_opt(&f, "__isabstractmethod__").await? {
        Some(flag) => Ok(Value::bool(cx.truth(&flag).await?)),
        None => Ok(Value::FALSE),
    })
}
