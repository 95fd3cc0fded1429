//! module: construction, repr, annotations.

use super::dict::Dict;
use super::module::Module;
use super::object_::text;
use super::spec::{GetSetDef, TypeSpec, computed, member};
use super::str::{self, Str};
use super::ty::{Type, flag};
use super::type_::evaluate_annotations;
use super::types;
use crate::resumable;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::cx::Cx;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf};

pub const SPEC: TypeSpec = TypeSpec {
    flags: flag::BASETYPE | flag::WEAKREFABLE | flag::HAS_DICT,
    methods: METHODS,
    getset: GETSET,
    doc: "Create a module object.",
    ..TypeSpec::of::<Module>("module")
};

static METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, /, *args, **kwargs)", new).stat(),
    leaf("__init__", "(self, name, doc=None)", init),
    resumable!("__repr__", "(self, /)", repr),
    resumable!("__dir__", "(self, /)", dir),
];

static GETSET: &[GetSetDef] = &[
    member("__dict__", |_, v| Ok(v.get::<Module>().map_or(Value::NONE, |m| m.dict.value()))),
    computed("__annotations__", annotations, Some(set_annotations)),
    computed("__annotate__", annotate, Some(set_annotate)),
];

fn new(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(cls) = a.at(0).get_ref::<Type>() else {
        return Err(vm.type_error("module.__new__(X): X is not a type object"));
    };
    Ok(crate::heap::alloc_in(&cls, Module { dict: Dict::new() }).into())
}

fn fill(vm: &mut Vm, dict: &Dict, name: Value, doc: Value) {
    dict.set_interned(&vm.names.name, name);
    dict.set_interned(&vm.names.doc, doc);
    for key in [&vm.names.package, &vm.names.loader, &vm.names.spec] {
        dict.set_interned(key, Value::NONE);
    }
}

fn init(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(m) = a.at(0).get_ref::<Module>() else { return Ok(Value::NONE) };
    if !a.at(1).is_a::<Str>() {
        let t = vm.type_name(a.at(1));
        return Err(vm.type_error(format!("module() argument 'name' must be str, not {t}")));
    }
    fill(vm, &m.dict, a.at(1).clone(), a.opt(2).cloned().unwrap_or(Value::NONE));
    Ok(Value::NONE)
}

async fn repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(m) = a.at(0).get_ref::<Module>() else { return Ok(Value::NONE) };
    let names = &cx.vm().names;
    let (name, file, loader, spec) = (
        m.dict.get_interned(&names.name),
        m.dict.get_interned(&names.file),
        m.dict.get_interned(&names.loader).unwrap_or(Value::NONE),
        m.dict.get_interned(&names.spec).unwrap_or(Value::NONE),
    );
    let shown = match name {
        Some(n) => text(&cx.repr(&n).await?),
        None => "'?'".into(),
    };
    if !spec.is_none()
        && let Some(origin) = cx.attr_opt(&spec, "origin").await?
        && !origin.is_none()
    {
        let located = match cx.attr_opt(&spec, "has_location").await? {
            Some(h) => cx.truth(&h).await?,
            None => false,
        };
        let o = text(&cx.str(&origin).await?);
        return Ok(str::new(if located {
            format!("<module {shown} from '{o}'>")
        } else {
            format!("<module {shown} ({o})>")
        }));
    }
    if let Some(path) = cx.attr_opt(&spec, "loader").await?
        && let Some(path) = cx.attr_opt(&path, "_path").await?
    {
        let path = super::list::new(cx.collect(&path).await?);
        let path = text(&cx.repr(&path).await?);
        return Ok(str::new(format!("<module {shown} (namespace) from {path}>")));
    }
    if let Some(f) = file.filter(|f| !f.is_none()) {
        let f = text(&cx.repr(&f).await?);
        return Ok(str::new(format!("<module {shown} from {f}>")));
    }
    if !loader.is_none() {
        let l = text(&cx.repr(&loader).await?);
        return Ok(str::new(format!("<module {shown} ({l})>")));
    }
    let native = m
        .dict
        .get_interned(&cx.vm().names.name)
        .is_some_and(|n| crate::module::NATIVE.iter().any(|s| n.get::<Str>().is_some_and(|t| t.is(s.name))));
    let builtin = std::ptr::eq(&*m.dict, &*cx.vm().builtins);
    Ok(str::new(if native || builtin { format!("<module {shown} (built-in)>") } else { format!("<module {shown}>") }))
}

async fn dir(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(m) = a.at(0).get_ref::<Module>() else { return Ok(Value::NONE) };
    let key = cx.vm().intern("__dir__");
    if !types().module.is_type_of(a.at(0)) && !cx.attr(a.at(0), "__dict__").await?.is_a::<Dict>() {
        let class = super::type_ref(a.at(0)).name();
        return Err(cx.vm().type_error(format!("{class}.__dict__ is not a dictionary")));
    }
    if let Some(f) = m.dict.get_interned(&key) {
        return cx.call(&f, []).await;
    }
    Ok(super::list::new(m.dict.items().into_iter().map(|(k, _)| k).collect()))
}

fn annotate(vm: &mut Vm, v: &Value) -> Act {
    let Some(m) = v.get::<Module>() else { return Act::Done(Value::NONE) };
    Act::Done(m.dict.get_interned(&vm.names.annotate).unwrap_or_else(|| {
        m.dict.set_interned(&vm.names.annotate, Value::NONE);
        Value::NONE
    }))
}

fn set_annotate(vm: &mut Vm, v: &Value, value: Option<Value>) -> PyResult<()> {
    let Some(value) = value else { return Err(vm.type_error("cannot delete __annotate__ attribute")) };
    if !value.is_none() && !vm.is_callable(&value) {
        return Err(vm.type_error("__annotate__ must be callable or None"));
    }
    if let Some(m) = v.get::<Module>() {
        if !value.is_none() {
            m.dict.remove_interned(&vm.names.annotations);
        }
        m.dict.set_interned(&vm.names.annotate, value);
    }
    Ok(())
}

fn annotations(vm: &mut Vm, v: &Value) -> Act {
    let Some(m) = v.get_ref::<Module>() else { return Act::Done(Value::NONE) };
    if let Some(found) = m.dict.get_interned(&vm.names.annotations) {
        return Act::Done(found);
    }
    let f = m.dict.get_interned(&vm.names.annotate).unwrap_or(Value::NONE);
    Act::run(async move |cx| {
        // while the module's body runs, more may come
        let name = m.dict.get_interned(&cx.vm().names.name);
        let growing = name.as_ref().and_then(|n| n.get::<Str>()).is_some_and(|n| cx.vm().is_loading(&n.to_text()));
        let found = evaluate_annotations(cx, &f).await?;
        if !growing {
            m.dict.set_interned(&cx.vm().names.annotations, found.clone());
        }
        Ok(found)
    })
}

fn set_annotations(vm: &mut Vm, v: &Value, value: Option<Value>) -> PyResult<()> {
    let Some(m) = v.get::<Module>() else { return Ok(()) };
    match value {
        Some(value) => m.dict.set_interned(&vm.names.annotations, value),
        None => {
            if m.dict.remove_interned(&vm.names.annotations).is_none() {
                let e = types().exc.AttributeError.clone();
                return Err(vm.error(&e, "__annotations__"));
            }
        }
    }
    m.dict.remove_interned(&vm.names.annotate);
    Ok(())
}
