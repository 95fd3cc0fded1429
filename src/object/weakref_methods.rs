//! weakref.ref and the two proxies.
//!
//! Invariant: one object has at most one exact `ref` and one proxy of each kind without a callback.

use super::names::Dunder;
use super::native::Builtin;
use super::object_::{address, attribute_name, text};
use super::spec::{GetSetDef, TypeSpec, member};
use super::str;
use super::ty::{Type, flag};
use super::type_::pass_on;
use super::weakref::WeakRef;
use super::{type_ref, types};
use crate::code::{BinOp, CmpOp};
use crate::heap::{Ref, weak};
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use crate::vm::protocol::UnaryOp;

pub const REF: TypeSpec = TypeSpec {
    module: "weakref",
    flags: flag::BASETYPE,
    methods: REF_METHODS,
    getset: REF_GETSET,
    ..TypeSpec::of::<WeakRef>("ReferenceType")
};
pub const PROXY: TypeSpec = TypeSpec {
    module: "weakref",
    flags: flag::NO_INSTANTIATION,
    methods: PROXY_METHODS,
    unhashable: true,
    ..TypeSpec::of::<WeakRef>("ProxyType")
};
pub const CALLABLE_PROXY: TypeSpec = TypeSpec {
    module: "weakref",
    base: |t| &t.weakproxy,
    flags: flag::NO_INSTANTIATION,
    methods: CALLABLE_METHODS,
    unhashable: true,
    ..TypeSpec::of::<WeakRef>("CallableProxyType")
};

static REF_METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, /, *args, **kwargs)", new).stat(),
    leaf("__init__", "(self, ob, callback=None, /) -> None", |_, _| Ok(Value::NONE)),
    leaf("__call__", "(self, /)", |_, a| Ok(referent(a.at(0)).unwrap_or(Value::NONE))),
    tail("__repr__", "(self, /)", repr),
    tail("__hash__", "(self, /)", hash),
    tail("__eq__", "(self, value, /)", |vm, a| compare(vm, a, CmpOp::Eq)),
    tail("__ne__", "(self, value, /)", |vm, a| compare(vm, a, CmpOp::Ne)),
    super::class_getitem::DEF,
];
static REF_GETSET: &[GetSetDef] =
    &[member("__callback__", |_, v| Ok(v.get::<WeakRef>().map_or(Value::NONE, |w| w.callback.get())))];

fn referent(v: &Value) -> Option<Value> {
    v.get::<WeakRef>().and_then(|w| w.get())
}

/// An existing weak reference of this very class without a callback, or a new one.
fn make(vm: &mut Vm, class: &Ref<Type>, object: &Value, callback: Value) -> PyResult {
    if !object.is_heap() || !type_ref(object).weakrefable() {
        let t = vm.type_name(object);
        return Err(vm.type_error(format!("cannot create weak reference to '{t}' object")));
    }
    if callback.is_none() && !class.has(flag::HEAPTYPE) {
        let found = weak::references(object)
            .into_iter()
            .find(|w| class.is_type_of(w) && w.get::<WeakRef>().is_some_and(|w| w.callback.borrow().is_none()));
        if let Some(w) = found {
            return Ok(w);
        }
    }
    let made = crate::heap::alloc_in(class, WeakRef::payload(object, callback));
    weak::register(object, &made);
    Ok(made.into())
}

fn new(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(cls) = a.at(0).get_ref::<Type>() else { return Ok(Value::NONE) };
    // a class with an `__init__` of its own may take what it likes
    let init = vm.intern("__init__");
    if a.opt(2).is_some() && cls.lookup(&init).zip(types().weakref.lookup(&init)).is_some_and(|(a, b)| a.is(&b)) {
        return Err(vm.type_error("ref() takes no keyword arguments"));
    }
    match a.rest(1) {
        [] => Err(vm.type_error("__new__ expected at least 1 argument, got 0")),
        [object] => make(vm, &cls, object, Value::NONE),
        [object, callback] => make(vm, &cls, object, callback.clone()),
        more => {
            let n = more.len();
            Err(vm.type_error(format!("__new__ expected at most 2 arguments, got {n}")))
        }
    }
}

/// `weakref.proxy(object, callback)`.
pub fn proxy(vm: &mut Vm, object: &Value, callback: Value) -> PyResult {
    let t = types();
    let class = if vm.is_callable(object) { t.weakcallableproxy.clone() } else { t.weakproxy.clone() };
    make(vm, &class, object, callback)
}

fn shown(vm: &Vm, v: &Value, kind: &std::primitive::str, name: &std::primitive::str) -> Value {
    let me = address(v);
    str::new(match referent(v) {
        None => format!("<{kind} at {me:#x}; dead>"),
        Some(o) => {
            let name = if name.is_empty() { String::new() } else { format!(" ({name})") };
            format!("<{kind} at {me:#x}; to '{}' at {:#x}{name}>", vm.type_name(&o), address(&o))
        }
    })
}

fn repr(vm: &mut Vm, a: &Args) -> Act {
    let Some(o) = referent(a.at(0)) else { return Act::Done(shown(vm, a.at(0), "weakref", "")) };
    let this = a.at(0).clone();
    Act::run(async move |cx| {
        let class = super::type_of(&o);
        let key = cx.vm().intern("__name__");
        let found = class.lookup(&key);
        let name = match found.map(|d| cx.vm().descriptor_get(&d, Some(&o), &class)) {
            Some(act) => cx.act(act).await?,
            None => Value::NONE,
        };
        let name = if name.is_a::<str::Str>() { text(&name) } else { String::new() };
        Ok(shown(cx.vm(), &this, "weakref", &name))
    })
}

fn hash(vm: &mut Vm, a: &Args) -> Act {
    let Some(w) = a.at(0).get_ref::<WeakRef>() else { return Act::Done(Value::NONE) };
    if let Some(h) = w.hash.get() {
        return Act::Done(Value::int(h));
    }
    let Some(o) = w.get() else { return Act::Raise(vm.type_error("weak object has gone away")) };
    Act::run(async move |cx| {
        let h = cx.hash(&o).await?;
        w.hash.set(Some(h));
        Ok(Value::int(h))
    })
}

fn compare(vm: &mut Vm, a: &Args, op: CmpOp) -> Act {
    if !a.at(1).is_a::<WeakRef>() {
        return Act::Done(Value::NOT_IMPLEMENTED);
    }
    match (referent(a.at(0)), referent(a.at(1))) {
        (Some(x), Some(y)) => vm.compare(op, &x, &y),
        _ => Act::Done(Value::bool(a.at(0).is(a.at(1)) == (op == CmpOp::Eq))),
    }
}

// ---- proxies: every operation is the referent's

/// The object behind a proxy (or the value itself); ReferenceError if it is gone.
pub fn live(vm: &mut Vm, v: &Value) -> PyResult {
    if !types().weakproxy.is_type_of(v) && !types().weakcallableproxy.is_type_of(v) {
        return Ok(v.clone());
    }
    match referent(v) {
        Some(o) => Ok(o),
        None => {
            let e = types().exc.ReferenceError.clone();
            Err(vm.error(&e, "weakly-referenced object no longer exists"))
        }
    }
}

/// `f` on the referent.
fn on(vm: &mut Vm, v: &Value, f: impl FnOnce(&mut Vm, &Value) -> Act) -> Act {
    match live(vm, v) {
        Ok(o) => f(vm, &o),
        Err(e) => Act::Raise(e),
    }
}

/// `f` on the referents of two values.
fn both(vm: &mut Vm, a: &Value, b: &Value, f: impl FnOnce(&mut Vm, &Value, &Value) -> Act) -> Act {
    match live(vm, a).and_then(|x| Ok((x, live(vm, b)?))) {
        Ok((x, y)) => f(vm, &x, &y),
        Err(e) => Act::Raise(e),
    }
}

fn method(vm: &mut Vm, v: &Value, name: &std::primitive::str, args: &[Value]) -> Act {
    let name = vm.intern(name);
    on(vm, v, |vm, o| vm.call_method(o, &name, args))
}

fn by_dunder(vm: &mut Vm, v: &Value, d: Dunder, what: &'static std::primitive::str) -> Act {
    on(vm, v, |vm, o| match vm.call_dunder(o, d, &[]) {
        Some(act) => act,
        None => {
            let t = vm.type_name(o);
            Act::Raise(vm.type_error(format!("{what} '{t}'")))
        }
    })
}

macro_rules! binary {
    ($($name:literal, $rname:literal, $iname:literal, $op:ident;)*) => {
        &[$(
            tail($name, "(self, value, /)", |vm, a| both(vm, a.at(0), a.at(1), |vm, x, y| vm.binary(BinOp::$op, x, y))),
            tail($rname, "(self, value, /)", |vm, a| both(vm, a.at(1), a.at(0), |vm, x, y| vm.binary(BinOp::$op, x, y))),
            tail($iname, "(self, value, /)", |vm, a| both(vm, a.at(0), a.at(1), |vm, x, y| vm.inplace(BinOp::$op, x, y))),
        )*]
    };
}

static PROXY_OPERATORS: &[NativeDef] = binary! {
    "__add__", "__radd__", "__iadd__", Add;
    "__sub__", "__rsub__", "__isub__", Sub;
    "__mul__", "__rmul__", "__imul__", Mul;
    "__truediv__", "__rtruediv__", "__itruediv__", TrueDiv;
    "__floordiv__", "__rfloordiv__", "__ifloordiv__", FloorDiv;
    "__mod__", "__rmod__", "__imod__", Mod;
    "__matmul__", "__rmatmul__", "__imatmul__", MatMul;
    "__lshift__", "__rlshift__", "__ilshift__", LShift;
    "__rshift__", "__rrshift__", "__irshift__", RShift;
    "__and__", "__rand__", "__iand__", And;
    "__or__", "__ror__", "__ior__", Or;
    "__xor__", "__rxor__", "__ixor__", Xor;
};

/// `pow` of two or three, any of which may be a proxy.
fn power(vm: &mut Vm, base: &Value, exponent: &Value, modulus: Option<&Value>) -> Act {
    let modulus = match modulus.filter(|m| !m.is_none()).map(|m| live(vm, m)).transpose() {
        Ok(m) => m,
        Err(e) => return Act::Raise(e),
    };
    both(vm, base, exponent, |vm, x, y| crate::builtin::numbers::power(vm, x, y, modulus.as_ref()))
}

static PROXY_METHODS: &[NativeDef] = &[
    tail("__pow__", "(self, value, mod=None, /)", |vm, a| power(vm, a.at(0), a.at(1), a.opt(2))),
    tail("__rpow__", "(self, value, mod=None, /)", |vm, a| power(vm, a.at(1), a.at(0), a.opt(2))),
    tail("__ipow__", "(self, value, /)", |vm, a| both(vm, a.at(0), a.at(1), |vm, x, y| vm.inplace(BinOp::Pow, x, y))),
    leaf("__repr__", "(self, /)", |vm, a| Ok(shown(vm, a.at(0), "weakproxy", ""))),
    tail("__str__", "(self, /)", |vm, a| on(vm, a.at(0), |vm, o| vm.str(o))),
    tail("__getattribute__", "(self, name, /)", |vm, a| match attribute_name(vm, a.at(1)) {
        Ok(n) => on(vm, a.at(0), |vm, o| vm.get_attr(o, &n)),
        Err(e) => Act::Raise(e),
    }),
    tail("__setattr__", "(self, name, value, /)", |vm, a| match attribute_name(vm, a.at(1)) {
        Ok(n) => on(vm, a.at(0), |vm, o| vm.set_attr(o, &n, Some(a.at(2).clone()))),
        Err(e) => Act::Raise(e),
    }),
    tail("__delattr__", "(self, name, /)", |vm, a| match attribute_name(vm, a.at(1)) {
        Ok(n) => on(vm, a.at(0), |vm, o| vm.set_attr(o, &n, None)),
        Err(e) => Act::Raise(e),
    }),
    tail("__eq__", "(self, value, /)", |vm, a| both(vm, a.at(0), a.at(1), |vm, x, y| vm.compare(CmpOp::Eq, x, y))),
    tail("__ne__", "(self, value, /)", |vm, a| both(vm, a.at(0), a.at(1), |vm, x, y| vm.compare(CmpOp::Ne, x, y))),
    tail("__lt__", "(self, value, /)", |vm, a| both(vm, a.at(0), a.at(1), |vm, x, y| vm.compare(CmpOp::Lt, x, y))),
    tail("__le__", "(self, value, /)", |vm, a| both(vm, a.at(0), a.at(1), |vm, x, y| vm.compare(CmpOp::Le, x, y))),
    tail("__gt__", "(self, value, /)", |vm, a| both(vm, a.at(0), a.at(1), |vm, x, y| vm.compare(CmpOp::Gt, x, y))),
    tail("__ge__", "(self, value, /)", |vm, a| both(vm, a.at(0), a.at(1), |vm, x, y| vm.compare(CmpOp::Ge, x, y))),
    tail("__bool__", "(self, /)", |vm, a| on(vm, a.at(0), |vm, o| vm.truth(o))),
    tail("__len__", "(self, /)", |vm, a| on(vm, a.at(0), |vm, o| vm.len(o))),
    tail("__getitem__", "(self, key, /)", |vm, a| on(vm, a.at(0), |vm, o| vm.get_item(o, a.at(1)))),
    tail("__setitem__", "(self, key, value, /)", |vm, a| on(vm, a.at(0), |vm, o| vm.set_item(o, a.at(1), a.at(2)))),
    tail("__delitem__", "(self, key, /)", |vm, a| on(vm, a.at(0), |vm, o| vm.del_item(o, a.at(1)))),
    tail("__contains__", "(self, key, /)", |vm, a| on(vm, a.at(0), |vm, o| vm.contains(o, a.at(1)))),
    tail("__iter__", "(self, /)", |vm, a| on(vm, a.at(0), |vm, o| vm.iter(o))),
    tail("__next__", "(self, /)", |vm, a| {
        on(vm, a.at(0), |vm, o| {
            if vm.dunder(o, Dunder::Next).is_none() {
                let t = vm.type_name(o);
                return Act::Raise(vm.type_error(format!("Weakref proxy referenced a non-iterator '{t}' object")));
            }
            vm.call_dunder(o, Dunder::Next, &[]).unwrap_or(Act::Done(Value::NONE))
        })
    }),
    tail("__neg__", "(self, /)", |vm, a| on(vm, a.at(0), |vm, o| vm.unary(UnaryOp::Neg, o))),
    tail("__pos__", "(self, /)", |vm, a| on(vm, a.at(0), |vm, o| vm.unary(UnaryOp::Pos, o))),
    tail("__invert__", "(self, /)", |vm, a| on(vm, a.at(0), |vm, o| vm.unary(UnaryOp::Invert, o))),
    tail("__abs__", "(self, /)", |vm, a| by_dunder(vm, a.at(0), Dunder::Abs, "bad operand type for abs():")),
    tail("__int__", "(self, /)", |vm, a| {
        by_dunder(
            vm,
            a.at(0),
            Dunder::Int,
            "int() argument must be a string, a bytes-like object or a real number, not",
        )
    }),
    tail("__float__", "(self, /)", |vm, a| {
        by_dunder(vm, a.at(0), Dunder::Float, "float() argument must be a string or a real number, not")
    }),
    tail("__index__", "(self, /)", |vm, a| on(vm, a.at(0), |vm, o| vm.index(o))),
    tail("__bytes__", "(self, /)", |vm, a| method(vm, a.at(0), "__bytes__", &[])),
    tail("__reversed__", "(self, /)", |vm, a| method(vm, a.at(0), "__reversed__", &[])),
];

static CALLABLE_METHODS: &[NativeDef] = &[tail("__call__", "(self, /, *args, **kwargs)", |vm, a| {
    let args = pass_on(a, 1);
    on(vm, a.at(0), |_, o| Act::Call(o.clone(), args))
})];

/// The operators of proxies are defined apart, for all of them at once.
pub(crate) fn add_operators(intern: &mut dyn FnMut(&std::primitive::str) -> Ref<str::Str>) {
    let ty = &types().weakproxy;
    for def in PROXY_OPERATORS {
        let name = intern(def.name);
        ty.dict().set_interned(&name, Builtin::method(def, ty).into());
    }
}
