//! Native functions and methods as objects, computed attributes and slot members: their attributes and methods.
//!
//! Invariant: a native method bound to an object is a [`BoundMethod`] whose function is the unbound [`Builtin`]; both show the same name.

use super::function::BoundMethod;
use super::native::Builtin;
use super::object_::{address, address_hash, text};
use super::spec::{GetSet, GetSetDef, Member, TypeSpec, getter};
use super::str;
use super::ty::{Type, flag};
use super::type_::pass_on;
use super::{tuple, type_of, type_ref, types};
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::{Act, Args, Binding, NativeDef, PyResult, leaf, tail};

pub const BUILTIN_FUNCTION: TypeSpec = TypeSpec {
    flags: flag::NO_INSTANTIATION | flag::WEAKREFABLE,
    methods: FUNCTION_METHODS,
    getset: FUNCTION_GETSET,
    ..TypeSpec::of::<Builtin>("builtin_function_or_method")
};
pub const BOUND_BUILTIN: TypeSpec = TypeSpec {
    base: |t| &t.builtin_function,
    flags: flag::NO_INSTANTIATION | flag::WEAKREFABLE,
    ..TypeSpec::of::<BoundMethod>("builtin_function_or_method")
};
pub const METHOD_WRAPPER: TypeSpec = TypeSpec {
    flags: flag::NO_INSTANTIATION,
    methods: FUNCTION_METHODS,
    getset: WRAPPER_GETSET,
    ..TypeSpec::of::<BoundMethod>("method-wrapper")
};
pub const METHOD_DESCRIPTOR: TypeSpec = TypeSpec {
    flags: flag::NO_INSTANTIATION,
    methods: UNBOUND_METHODS,
    getset: UNBOUND_GETSET,
    ..TypeSpec::of::<Builtin>("method_descriptor")
};
pub const WRAPPER_DESCRIPTOR: TypeSpec = TypeSpec {
    flags: flag::NO_INSTANTIATION,
    methods: UNBOUND_METHODS,
    getset: UNBOUND_GETSET,
    ..TypeSpec::of::<Builtin>("wrapper_descriptor")
};
pub const CLASSMETHOD_DESCRIPTOR: TypeSpec = TypeSpec {
    flags: flag::NO_INSTANTIATION,
    methods: UNBOUND_METHODS,
    getset: UNBOUND_GETSET,
    ..TypeSpec::of::<Builtin>("classmethod_descriptor")
};
pub const GETSET_DESCRIPTOR: TypeSpec = TypeSpec {
    flags: flag::NO_INSTANTIATION,
    methods: DATA_METHODS,
    getset: DATA_GETSET,
    ..TypeSpec::of::<GetSet>("getset_descriptor")
};
pub const MEMBER_DESCRIPTOR: TypeSpec = TypeSpec {
    flags: flag::NO_INSTANTIATION,
    methods: DATA_METHODS,
    getset: DATA_GETSET,
    ..TypeSpec::of::<Member>("member_descriptor")
};

static FUNCTION_METHODS: &[NativeDef] = &[
    leaf("__repr__", "(self, /)", function_repr),
    leaf("__hash__", "(self, /)", function_hash),
    leaf("__eq__", "(self, value, /)", function_eq),
    tail("__call__", "(self, /, *args, **kwargs)", call),
    tail("__reduce__", "(self, /)", function_reduce),
];
static FUNCTION_GETSET: &[GetSetDef] = &[
    getter("__name__", name),
    getter("__qualname__", function_qualname),
    getter("__self__", function_self),
    getter("__module__", function_module),
    getter("__doc__", doc),
    getter("__text_signature__", text_signature),
];
static WRAPPER_GETSET: &[GetSetDef] = &[
    getter("__name__", name),
    getter("__qualname__", unbound_qualname),
    getter("__self__", function_self),
    getter("__objclass__", objclass),
    getter("__doc__", doc),
    getter("__text_signature__", text_signature),
];
static UNBOUND_METHODS: &[NativeDef] = &[
    leaf("__repr__", "(self, /)", unbound_repr),
    tail("__call__", "(self, /, *args, **kwargs)", call),
    tail("__get__", "(self, instance, owner=None, /)", unbound_get),
    tail("__reduce__", "(self, /)", unbound_reduce),
];
static UNBOUND_GETSET: &[GetSetDef] = &[
    getter("__name__", name),
    getter("__qualname__", unbound_qualname),
    getter("__objclass__", objclass),
    getter("__doc__", doc),
    getter("__text_signature__", text_signature),
];
static DATA_METHODS: &[NativeDef] = &[
    leaf("__repr__", "(self, /)", data_repr),
    tail("__get__", "(self, instance, owner=None, /)", data_get),
    tail("__set__", "(self, instance, value, /)", data_set),
    tail("__delete__", "(self, instance, /)", data_delete),
    tail("__reduce__", "(self, /)", unbound_reduce),
];
static DATA_GETSET: &[GetSetDef] = &[
    getter("__name__", name),
    getter("__qualname__", unbound_qualname),
    getter("__objclass__", objclass),
    getter("__doc__", doc),
];

/// The native behind a function object, and what it is bound to.
fn parts(v: &Value) -> Option<(&Builtin, Option<&Value>)> {
    if let Some(b) = v.get::<Builtin>() {
        return Some((b, None));
    }
    let m = v.get::<BoundMethod>()?;
    Some((m.func.get::<Builtin>()?, Some(&m.self_)))
}

fn doc(_: &mut Vm, v: &Value) -> PyResult {
    let found = match (v.get::<GetSet>(), parts(v)) {
        (Some(g), _) => match g.def.name {
            "__dict__" if !g.owner.has(flag::IMMUTABLE) => Some("dictionary for instance variables"),
            "__weakref__" if !g.owner.has(flag::IMMUTABLE) => Some("list of weak references to the object"),
            name => super::docs::find(&g.owner.name(), name),
        },
        (_, Some((Builtin { def, owner: Some(owner), .. }, _))) => super::docs::find(&owner.name(), def.name),
        (_, Some((b, _))) => super::docs::find("", b.def.name),
        _ => None,
    };
    Ok(found.map_or(Value::NONE, str::new))
}

fn name(vm: &mut Vm, v: &Value) -> PyResult {
    if let Some((b, _)) = parts(v) {
        return Ok(vm.intern(b.def.name).into());
    }
    if let Some(g) = v.get::<GetSet>() {
        return Ok(vm.intern(g.def.name).into());
    }
    Ok(v.get::<Member>().map_or(Value::NONE, |m| m.name.get()))
}

/// What the object's `__self__` is: for `C.__new__` the class.
fn receiver(v: &Value) -> Option<Value> {
    let (b, bound) = parts(v)?;
    match (bound, &b.owner, b.def.binding) {
        (Some(s), ..) => Some(s.clone()),
        (None, Some(owner), Binding::Static) => Some(owner.value()),
        _ => None,
    }
}

fn function_repr(_: &mut Vm, a: &Args) -> PyResult {
    let v = a.at(0);
    let Some((b, _)) = parts(v) else { return Ok(Value::NONE) };
    let n = b.def.name;
    Ok(str::new(match receiver(v) {
        None => format!("<built-in function {n}>"),
        Some(s) => {
            let class = type_ref(&s).name();
            let what = if types().method_wrapper.is_type_of(v) { "method-wrapper" } else { "built-in method" };
            let shown = if what == "method-wrapper" { format!("'{n}'") } else { n.to_string() };
            format!("<{what} {shown} of {class} object at {:#x}>", address(&s))
        }
    }))
}

fn function_hash(_: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::int(method_hash(a.at(0))))
}

/// Equal bound methods hash equal: by receiver identity and function.
pub fn method_hash(v: &Value) -> i64 {
    match v.get::<BoundMethod>() {
        Some(m) => match address_hash(&m.self_) ^ address_hash(&m.func) {
            -1 => -2,
            h => h,
        },
        None => address_hash(v),
    }
}

fn function_eq(_: &mut Vm, a: &Args) -> PyResult {
    let (x, y) = (a.at(0), a.at(1));
    match (x.get::<BoundMethod>(), y.get::<BoundMethod>()) {
        (Some(m), Some(n)) => Ok(Value::bool(m.self_.is(&n.self_) && m.func.is(&n.func))),
        _ if x.is(y) => Ok(Value::TRUE),
        _ if y.is_a::<Builtin>() => Ok(Value::FALSE),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn call(_: &mut Vm, a: &Args) -> Act {
    Act::Call(a.at(0).clone(), pass_on(a, 1))
}

fn function_qualname(vm: &mut Vm, v: &Value) -> PyResult {
    let Some((b, _)) = parts(v) else { return Ok(Value::NONE) };
    let n = b.def.name;
    Ok(match receiver(v) {
        None => vm.intern(n).into(),
        Some(s) => {
            let class = match s.get::<Type>() {
                Some(t) => text(&t.qualname.get()),
                None => text(&type_ref(&s).qualname.get()),
            };
            str::new(format!("{class}.{n}"))
        }
    })
}

fn function_self(vm: &mut Vm, v: &Value) -> PyResult {
    if let Some(s) = receiver(v) {
        return Ok(s);
    }
    let module = v.get::<Builtin>().and_then(|b| vm.intern_value(&b.module));
    Ok(module.and_then(|m| vm.modules.get_interned(&m)).unwrap_or(Value::NONE))
}

fn function_module(_: &mut Vm, v: &Value) -> PyResult {
    Ok(v.get::<Builtin>().map_or(Value::NONE, |b| b.module.clone()))
}

fn text_signature(_: &mut Vm, v: &Value) -> PyResult {
    let Some((b, _)) = parts(v) else { return Ok(Value::NONE) };
    match (b.def.name, &b.owner) {
        ("__new__", Some(_)) => return Ok(str::new("($type, *args, **kwargs)")),
        ("__init__", Some(_)) => return Ok(str::new("($self, /, *args, **kwargs)")),
        _ => {}
    }
    let shown = shown_signature(b.def.signature);
    let inner = match shown.strip_prefix('(').and_then(|s| s.strip_suffix(')')) {
        Some(inner) if !inner.starts_with('$') => inner,
        Some(_) => return Ok(str::new(shown)),
        None => return Ok(Value::NONE),
    };
    let (first, rest) = match inner.split_once(", ") {
        Some((first, rest)) => (first, rest),
        None => (inner, ""),
    };
    let (receiver, rest) = match (first, &b.owner) {
        (_, None) => ("$module", inner),
        ("self", _) => ("$self", rest),
        ("cls", _) => ("$type", rest),
        _ => return Ok(str::new(shown)),
    };
    // what may be given by name stands behind the receiver, which may not
    let mark = if rest.split(", ").any(|p| p == "/" || p.ends_with(" /")) { "" } else { "/" };
    let parts: Vec<&str> = [receiver, mark, rest].into_iter().filter(|p| !p.is_empty()).collect();
    Ok(str::new(format!("({})", parts.join(", "))))
}

/// What `__text_signature__` tells of a signature: where it is not what binds the arguments, it stands behind `->`.
fn shown_signature(text: &'static str) -> &'static str {
    text.split_once(" -> ").map_or(text, |(_, shown)| shown)
}

/// What `C.__text_signature__` tells if `v` is the constructor or initialiser of `C`; `None` if its parameters tell nothing.
pub fn constructor_signature(v: &Value) -> Option<String> {
    let (b, _) = parts(v)?;
    let inner = shown_signature(b.def.signature).strip_prefix('(')?.strip_suffix(')')?;
    let rest = inner.split_once(", ").map_or("", |(_, rest)| rest);
    let rest = rest.strip_prefix("/, ").unwrap_or(rest);
    (rest != "*args, **kwargs" && rest != "*args").then(|| format!("({rest})"))
}

fn function_reduce(vm: &mut Vm, a: &Args) -> Act {
    let v = a.at(0).clone();
    let Ok(n) = name(vm, &v) else { return Act::Done(Value::NONE) };
    match receiver(&v) {
        None => Act::Done(n),
        Some(s) => with_getattr(s, n),
    }
}

/// `(getattr, (object, name))`.
pub fn with_getattr(object: Value, name: Value) -> Act {
    Act::run(async move |cx| {
        let builtins = cx.vm().builtins.clone();
        let key = cx.vm().intern("getattr");
        let f = builtins.get_interned(&key).unwrap_or(Value::NONE);
        Ok(tuple::new(vec![f, tuple::new(vec![object, name])]))
    })
}

// ---- unbound methods

fn owner(v: &Value) -> Option<crate::heap::Ref<Type>> {
    if let Some((b, _)) = parts(v) {
        return b.owner.clone();
    }
    if let Some(g) = v.get::<GetSet>() {
        return Some(g.owner.clone());
    }
    v.get::<Member>().map(|m| m.owner.clone())
}

fn objclass(_: &mut Vm, v: &Value) -> PyResult {
    Ok(owner(v).map_or(Value::NONE, Value::from))
}

fn unbound_qualname(vm: &mut Vm, v: &Value) -> PyResult {
    let n = name(vm, v)?;
    let class = owner(v).map_or_else(String::new, |t| text(&t.qualname.get()));
    Ok(str::new(format!("{class}.{}", text(&n))))
}

fn unbound_repr(vm: &mut Vm, a: &Args) -> PyResult {
    let v = a.at(0);
    let Some((b, _)) = parts(v) else { return Ok(Value::NONE) };
    let what = if types().wrapper_descriptor.is_type_of(v) { "slot wrapper" } else { "method" };
    let class = owner(v).map_or_else(String::new, |t| vm.type_text(&t));
    Ok(str::new(format!("<{what} '{}' of '{class}' objects>", b.def.name)))
}

fn unbound_reduce(vm: &mut Vm, a: &Args) -> Act {
    let v = a.at(0).clone();
    match name(vm, &v) {
        Ok(n) => with_getattr(owner(&v).map_or(Value::NONE, Value::from), n),
        Err(e) => Act::Raise(e),
    }
}

fn unbound_get(vm: &mut Vm, a: &Args) -> Act {
    let (d, object, class) = (a.at(0), a.at(1), a.some(2));
    let Some(b) = d.get::<Builtin>() else { return Act::Done(d.clone()) };
    if b.def.binding == Binding::Class {
        let class = match class {
            Some(c) => c.get_ref::<Type>(),
            None => Some(type_of(object)),
        };
        return match class {
            Some(c) => vm.descriptor_get(d, None, &c),
            None => Act::Done(d.clone()),
        };
    }
    if object.is_none() {
        if class.is_none() {
            return Act::Raise(vm.type_error("__get__(None, None) is invalid"));
        }
        if class.and_then(|c| c.get::<Type>()).is_none_or(|c| !std::ptr::eq(c, &*types().none_type)) {
            return Act::Done(d.clone());
        }
    }
    if let Some(owner) = &b.owner
        && !type_ref(object).is_subtype(owner)
    {
        let m = format!(
            "descriptor '{}' for '{}' objects doesn't apply to a '{}' object",
            b.def.name,
            owner.name(),
            vm.type_name(object)
        );
        return Act::Raise(vm.type_error(m));
    }
    let class = type_of(object);
    vm.descriptor_get(d, Some(object), &class)
}

// ---- computed attributes and members

fn data_repr(vm: &mut Vm, a: &Args) -> PyResult {
    let v = a.at(0);
    let n = text(&name(vm, v)?);
    let class = owner(v).map_or_else(String::new, |t| vm.type_text(&t));
    let what = if v.is_a::<Member>() { "member" } else { "attribute" };
    Ok(str::new(format!("<{what} '{n}' of '{class}' objects>")))
}

fn data_get(vm: &mut Vm, a: &Args) -> Act {
    let (d, object) = (a.at(0), a.at(1));
    if object.is_none() && owner(d).is_none_or(|o| !o.is(&types().none_type)) {
        return match a.some(2) {
            Some(_) => Act::Done(d.clone()),
            None => Act::Raise(vm.type_error("__get__(None, None) is invalid")),
        };
    }
    let class = type_of(object);
    vm.descriptor_get(d, Some(object), &class)
}

fn data_set(vm: &mut Vm, a: &Args) -> Act {
    vm.descriptor_set(a.at(0), a.at(1), Some(a.at(2).clone()))
}

fn data_delete(vm: &mut Vm, a: &Args) -> Act {
    vm.descriptor_set(a.at(0), a.at(1), None)
}
