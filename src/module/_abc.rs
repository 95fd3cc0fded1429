//! The _abc module: abstract base classes.
//!
//! Invariants: a class's registry and caches hold weak references only; a negative cache is valid while its version is the counter that
//! every `register` advances.

use super::ModuleSpec;
use crate::heap::Mut;
use crate::object::native::{Native, NativeObject};
use crate::object::object_::address;
use crate::object::spec::TypeSpec;
use crate::object::str::Str;
use crate::object::ty::{Type, flag};
use crate::object::weakref::WeakRef;
use crate::object::{tuple, type_of, types};
use crate::resumable;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::cx::Cx;
use crate::vm::native::{Args, NativeDef, PyResult, leaf};
use std::cell::Cell;

pub static SPEC: ModuleSpec = ModuleSpec {
    name: "_abc",
    doc: "Module contains faster C implementation of abc.ABCMeta",
    functions: FUNCTIONS,
    init: |_, _| Ok(()),
};

static FUNCTIONS: &[NativeDef] = &[
    leaf("get_cache_token", "()", |vm, _| Ok(Value::int(vm.state::<Counter>().0 as i64))),
    resumable!("_abc_init", "(self, /)", abc_init),
    resumable!("_abc_register", "(self, subclass, /)", register),
    resumable!("_abc_instancecheck", "(self, instance, /)", instancecheck),
    resumable!("_abc_subclasscheck", "(self, subclass, /)", subclasscheck),
    leaf("_reset_registry", "(self, /)", |vm, a| with(vm, a.at(0), |d| d.registry.set(Vec::new()))),
    leaf("_reset_caches", "(self, /)", |vm, a| {
        with(vm, a.at(0), |d| {
            d.cache.set(Vec::new());
            d.negative.set(Vec::new());
        })
    }),
    resumable!("_get_dump", "(self, /)", get_dump),
];

/// Number of registrations so far.
#[derive(Default)]
struct Counter(u64);

/// `_abc_impl` of an abstract base class.
#[derive(Default)]
struct Data {
    registry: Mut<Vec<Value>>,
    cache: Mut<Vec<Value>>,
    negative: Mut<Vec<Value>>,
    negative_version: Cell<u64>,
}

impl NativeObject for Data {
    fn visit(&self, v: &mut crate::heap::Visitor) {
        for m in [&self.registry, &self.cache, &self.negative] {
            v.values(&m.borrow());
        }
    }
}

static DATA: TypeSpec =
    TypeSpec { module: "_abc", flags: flag::NO_INSTANTIATION, ..TypeSpec::of::<Native>("_abc_data") };

/// The class's own `_abc_impl`.
fn data_of(vm: &mut Vm, class: &Value) -> PyResult {
    let name = vm.intern("_abc_impl");
    let found = class.get::<Type>().and_then(|t| t.lookup(&name)).filter(|d| d.native::<Data>().is_some());
    match found {
        Some(d) => Ok(d),
        None => Err(vm.type_error("_abc_impl is set to a wrong type")),
    }
}

fn with(vm: &mut Vm, class: &Value, f: impl FnOnce(&Data)) -> PyResult {
    let d = data_of(vm, class)?;
    if let Some(d) = d.native::<Data>() {
        f(d);
    }
    Ok(Value::NONE)
}

/// A weak reference to a class.
fn weakly(class: &Value) -> Value {
    let exact = &types().weakref;
    let known = crate::heap::weak::references(class);
    if let Some(w) = known
        .into_iter()
        .find(|w| exact.is_type_of(w) && w.get::<WeakRef>().is_some_and(|w| w.callback.borrow().is_none()))
    {
        return w;
    }
    let made = crate::heap::alloc(exact, WeakRef::payload(class, Value::NONE));
    crate::heap::weak::register(class, &made);
    made.into()
}

/// Adds a class to a set of weak references; dead ones are left out.
fn add(set: &Mut<Vec<Value>>, class: &Value) {
    let mut live: Vec<Value> =
        set.take().into_iter().filter(|w| w.get::<WeakRef>().is_some_and(|w| w.get().is_some())).collect();
    if !live.iter().any(|w| w.get::<WeakRef>().and_then(|w| w.get()).is_some_and(|c| c.is(class))) {
        live.push(weakly(class));
    }
    set.set(live);
}

fn contains(set: &Mut<Vec<Value>>, class: &Value) -> bool {
    let id = address(class);
    set.borrow().iter().any(|w| w.get::<WeakRef>().and_then(|w| w.get()).is_some_and(|c| address(&c) == id))
}

async fn is_abstract(cx: &mut Cx, v: &Value) -> PyResult<bool> {
    match cx.attr_opt(v, "__isabstractmethod__").await? {
        Some(f) => cx.truth(&f).await,
        None => Ok(false),
    }
}

async fn abc_init(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let class = a.at(0);
    let Some(ty) = class.get_ref::<Type>() else {
        return Err(cx.vm().type_error("_abc_init() argument must be a class"));
    };
    let mut names: Vec<Value> = Vec::new();
    for (k, v) in ty.dict().items() {
        if is_abstract(cx, &v).await? {
            names.push(k);
        }
        cx.tick(1).await?;
    }
    for base in ty.bases.get() {
        let key = cx.vm().names.abstractmethods.clone();
        let Some(inherited) = cx.get_attr_opt(&base.into(), &key).await? else { continue };
        for n in cx.collect(&inherited).await? {
            let Some(name) = cx.vm().intern_value(&n) else { continue };
            if let Some(v) = cx.get_attr_opt(class, &name).await?
                && is_abstract(cx, &v).await?
                && !names
                    .iter()
                    .any(|m| m.get::<Str>().is_some_and(|m| n.get::<Str>().is_some_and(|n| m.view() == n.view())))
            {
                names.push(n);
            }
        }
    }
    let frozen = cx.call(&types().frozenset.value(), [tuple::new(names)]).await?;
    let key = cx.vm().names.abstractmethods.clone();
    cx.set_attr(class, &key, Some(frozen)).await?;
    let made = cx.vm().native_type(&DATA);
    let data: Value = crate::heap::alloc(&made, Native(Box::new(Data::default()))).into();
    let key = cx.vm().intern("_abc_impl");
    cx.set_attr(class, &key, Some(data)).await?;
    // the kind of collection that a class is for patterns
    let key = cx.vm().intern("__abc_tpflags__");
    if let Some(bits) = ty.dict().remove_interned(&key) {
        let bits = bits.as_small().unwrap_or(0);
        for (f, bit) in [(flag::SEQUENCE, 1 << 5), (flag::MAPPING, 1 << 6)] {
            ty.set_flag(f, bits & bit != 0);
        }
        ty.modified();
    }
    Ok(Value::NONE)
}

async fn register(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let (class, sub) = (a.at(0), a.at(1));
    let Some(subtype) = sub.get_ref::<Type>() else { return Err(cx.vm().type_error("Can only register classes")) };
    if cx.issubclass(sub, class).await? {
        return Ok(sub.clone());
    }
    if cx.issubclass(class, sub).await? {
        return Err(cx.vm().runtime_error("Refusing to create an inheritance cycle"));
    }
    with(cx.vm(), class, |d| add(&d.registry, sub))?;
    cx.vm().state::<Counter>().0 += 1;
    if let Some(t) = class.get::<Type>() {
        let pattern = [flag::SEQUENCE, flag::MAPPING];
        if pattern.iter().any(|f| t.has(*f)) && !subtype.is_static() {
            let mut work = vec![subtype];
            while let Some(s) = work.pop() {
                for f in pattern {
                    s.set_flag(f, t.has(f));
                }
                work.extend(s.live_subclasses());
            }
        }
    }
    Ok(sub.clone())
}

async fn instancecheck(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let (class, instance) = (a.at(0), a.at(1));
    let sub = match cx.attr_opt(instance, "__class__").await? {
        Some(class) => class,
        None => type_of(instance).into(),
    };
    let data = data_of(cx.vm(), class)?;
    let Some(d) = data.native::<Data>() else { return Ok(Value::FALSE) };
    if contains(&d.cache, &sub) {
        return Ok(Value::TRUE);
    }
    let own: Value = type_of(instance).into();
    if own.is(&sub) {
        let version = cx.vm().state::<Counter>().0;
        if d.negative_version.get() == version && contains(&d.negative, &sub) {
            return Ok(Value::FALSE);
        }
        return cx.call_method(class, "__subclasscheck__", [sub]).await;
    }
    let r = cx.call_method(class, "__subclasscheck__", [sub]).await?;
    if cx.truth(&r).await? {
        return Ok(r);
    }
    cx.call_method(class, "__subclasscheck__", [own]).await
}

async fn subclasscheck(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let (class, sub) = (a.at(0), a.at(1));
    let Some(subtype) = sub.get_ref::<Type>() else {
        return Err(cx.vm().type_error("issubclass() arg 1 must be a class"));
    };
    let data = data_of(cx.vm(), class)?;
    let Some(d) = data.native::<Data>() else { return Ok(Value::FALSE) };
    if contains(&d.cache, sub) {
        return Ok(Value::TRUE);
    }
    let version = cx.vm().state::<Counter>().0;
    if d.negative_version.get() < version {
        d.negative.set(Vec::new());
        d.negative_version.set(version);
    } else if contains(&d.negative, sub) {
        return Ok(Value::FALSE);
    }
    let ok = cx.call_method(class, "__subclasshook__", [sub.clone()]).await?;
    if ok.as_bool() == Some(true) {
        add(&d.cache, sub);
        return Ok(Value::TRUE);
    }
    if ok.as_bool() == Some(false) {
        add(&d.negative, sub);
        return Ok(Value::FALSE);
    }
    if !ok.is_not_implemented() {
        let e = types().exc.AssertionError.clone();
        return Err(cx.vm().error(&e, "__subclasshook__ must return either False, True, or NotImplemented"));
    }
    if class.get::<Type>().is_some_and(|c| subtype.is_subtype(c)) {
        add(&d.cache, sub);
        return Ok(Value::TRUE);
    }
    for w in d.registry.get() {
        let Some(registered) = w.get::<WeakRef>().and_then(|w| w.get()) else { continue };
        if cx.issubclass(sub, &registered).await? {
            add(&d.cache, sub);
            return Ok(Value::TRUE);
        }
    }
    let subclasses = cx.call_method(class, "__subclasses__", []).await?;
    let Some(items) = crate::object::iter::native_items(&subclasses) else {
        return Err(cx.vm().type_error("__subclasses__() must return a list"));
    };
    for s in items {
        if cx.issubclass(sub, &s).await? {
            add(&d.cache, sub);
            return Ok(Value::TRUE);
        }
    }
    add(&d.negative, sub);
    Ok(Value::FALSE)
}

async fn get_dump(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let data = data_of(cx.vm(), a.at(0))?;
    let Some(d) = data.native::<Data>() else { return Ok(Value::NONE) };
    let mut parts = Vec::new();
    for s in [&d.registry, &d.cache, &d.negative] {
        parts.push(cx.call(&types().set.value(), [tuple::new(s.get())]).await?);
    }
    parts.push(Value::int(d.negative_version.get() as i64));
    Ok(tuple::new(parts))
}
