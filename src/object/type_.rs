//! type: attributes and methods of classes.
//!
//! Invariant: every change of a class's namespace or bases goes through here or through the class builder, and ends with
//! `Type::modified`, so cached lookups never outlive what they saw.

use super::class::{self, inherit_flags};
use super::dict::Dict;
use super::mappingproxy::MappingProxy;
use super::names::Dunder;
use super::object_::{attribute_name, merge_class, text, type_path};
use super::spec::{GetSetDef, TypeSpec, computed, getset, getter};
use super::str::{self, Str};
use super::tuple::{self, Tuple};
use super::ty::{Type, flag};
use super::{list, type_of, types};
use crate::heap::Ref;
use crate::resumable;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::cx::Cx;
use crate::vm::native::{Act, Args, CallArgs, NativeDef, PyResult, Raised, leaf, tail};
use crate::vm::protocol::Descriptor;

pub const SPEC: TypeSpec = TypeSpec {
    flags: flag::BASETYPE | flag::TYPE_SUBCLASS | flag::WEAKREFABLE | flag::HAS_DICT,
    methods: METHODS,
    getset: GETSET,
    doc: "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
    ..TypeSpec::of::<Type>("type")
};

static METHODS: &[NativeDef] = &[
    resumable!("__new__", "(cls, /, *args, **kwargs)", class::type_new).stat(),
    leaf("__init__", "(self, /, *args, **kwargs)", init),
    tail("__call__", "(self, /, *args, **kwargs)", call),
    leaf("__repr__", "(self, /)", repr),
    tail("__getattribute__", "(self, name, /)", getattribute),
    tail("__setattr__", "(self, name, value, /)", setattr),
    tail("__delattr__", "(self, name, /)", delattr),
    resumable!("__dir__", "(self, /)", dir),
    leaf("mro", "(self, /)", mro),
    leaf("__subclasses__", "(self, /)", subclasses),
    leaf("__prepare__", "(cls, /, *args, **kwargs)", prepare).class(),
    resumable!("__instancecheck__", "(self, instance, /)", instancecheck),
    resumable!("__subclasscheck__", "(self, subclass, /)", subclasscheck),
    leaf("__sizeof__", "(self, /)", sizeof),
    tail("__or__", "(self, value, /)", or),
    tail("__ror__", "(self, value, /)", ror),
];

static GETSET: &[GetSetDef] = &[
    getset("__name__", get_name, set_name),
    getset("__qualname__", get_qualname, set_qualname),
    getset("__bases__", get_bases, set_bases),
    getter("__base__", get_base),
    getter("__mro__", get_mro),
    getset("__module__", get_module, set_module),
    computed("__doc__", get_doc, Some(set_doc)),
    getter("__dict__", get_dict),
    computed("__annotations__", get_annotations, Some(set_annotations)),
    computed("__annotate__", get_annotate, Some(set_annotate)),
    getset("__type_params__", get_type_params, set_type_params),
    getset("__abstractmethods__", get_abstractmethods, set_abstractmethods),
    getter("__text_signature__", get_text_signature),
    getter("__flags__", get_flags),
    getter("__basicsize__", get_basicsize),
    getter("__itemsize__", get_itemsize),
    getter("__dictoffset__", get_dictoffset),
    getter("__weakrefoffset__", get_weakrefoffset),
];

fn this(vm: &mut Vm, v: &Value) -> PyResult<Ref<Type>> {
    match v.get_ref::<Type>() {
        Some(t) => Ok(t),
        None => {
            let name = vm.type_name(v);
            Err(vm.type_error(format!("descriptor requires a 'type' object but received a '{name}'")))
        }
    }
}

// ---- calls

fn init(vm: &mut Vm, a: &Args) -> PyResult {
    let n = a.rest(1).len();
    if a.opt(2).is_some() && n == 1 {
        return Err(vm.type_error("type.__init__() takes no keyword arguments"));
    }
    if n != 1 && n != 3 {
        return Err(vm.type_error("type.__init__() takes 1 or 3 arguments"));
    }
    Ok(Value::NONE)
}

/// The arguments that a native with `*args, **kwargs` at `at` and `at + 1` was called with, to pass them on.
pub fn pass_on(a: &Args, at: usize) -> CallArgs {
    let mut out: CallArgs = a.rest(at).into();
    if let Some(d) = a.opt(at + 1).and_then(|k| k.get::<Dict>()) {
        let (names, values): (Vec<Value>, Vec<Value>) = d.items().into_iter().unzip();
        out.values.extend(values);
        if !names.is_empty() {
            out.names = Some(tuple::new(names));
        }
    }
    out
}

fn call(vm: &mut Vm, a: &Args) -> Act {
    match this(vm, a.at(0)) {
        Ok(ty) => vm.make_instance(ty, pass_on(a, 1)),
        Err(e) => Act::Raise(e),
    }
}

fn repr(vm: &mut Vm, a: &Args) -> PyResult {
    let ty = this(vm, a.at(0))?;
    Ok(str::new(format!("<class '{}'>", type_path(vm, &ty))))
}

// ---- attributes

fn getattribute(vm: &mut Vm, a: &Args) -> Act {
    let name = match attribute_name(vm, a.at(1)) {
        Ok(n) => n,
        Err(e) => return Act::Raise(e),
    };
    match vm.type_get_attr(a.at(0), &name) {
        Some(act) => act,
        None => Act::Raise(vm.no_attribute(a.at(0), &name.value())),
    }
}

fn setattr(vm: &mut Vm, a: &Args) -> Act {
    set(vm, a, Some(a.at(2).clone()))
}

fn delattr(vm: &mut Vm, a: &Args) -> Act {
    set(vm, a, None)
}

fn set(vm: &mut Vm, a: &Args, value: Option<Value>) -> Act {
    let (ty, name) = match this(vm, a.at(0)).and_then(|t| Ok((t, attribute_name(vm, a.at(1))?))) {
        Ok(x) => x,
        Err(e) => return Act::Raise(e),
    };
    if ty.has(flag::IMMUTABLE) {
        return Act::Raise(immutable(vm, &ty, &name.to_text(), "set"));
    }
    let meta = type_of(a.at(0));
    if let Some(d) = meta.lookup(&name)
        && vm.descriptor_kind(&d) == Descriptor::Data
    {
        return vm.generic_set_attr(a.at(0), &name, value);
    }
    match value {
        Some(v) => ty.dict().set_interned(&name, v),
        None => {
            if ty.dict().remove_interned(&name).is_none() {
                return Act::Raise(vm.no_attribute(a.at(0), &name.value()));
            }
        }
    }
    changed(vm, &ty, &name);
    Act::Done(Value::NONE)
}

/// The namespace of `ty` changed at `name`.
fn changed(vm: &mut Vm, ty: &Ref<Type>, name: &Ref<Str>) {
    ty.modified();
    if [Dunder::Del, Dunder::Buffer, Dunder::ReleaseBuffer].iter().any(|d| name.is(&vm.names.dunders[*d as usize])) {
        let mut work = vec![ty.clone()];
        while let Some(t) = work.pop() {
            inherit_flags(vm, &t);
            work.extend(t.live_subclasses());
        }
    }
}

#[cold]
fn immutable(vm: &mut Vm, ty: &Type, name: &str, what: &str) -> Raised {
    let module = ty.dict().get_interned(&vm.names.module).and_then(|m| m.get::<Str>().map(|m| m.to_text()));
    let t = match module {
        Some(m) if m != "builtins" => format!("{m}.{}", ty.name()),
        _ => ty.name(),
    };
    vm.type_error(format!("cannot {what} '{name}' attribute of immutable type '{t}'"))
}

/// The class and the new value of a special attribute; errors if it may not be set or deleted.
fn settable(vm: &mut Vm, v: &Value, value: Option<Value>, name: &str) -> PyResult<(Ref<Type>, Value)> {
    let ty = this(vm, v)?;
    if ty.has(flag::IMMUTABLE) {
        return Err(immutable(vm, &ty, name, "set"));
    }
    match value {
        Some(value) => Ok((ty, value)),
        None => Err(undeletable(vm, &ty, name)),
    }
}

fn undeletable(vm: &mut Vm, ty: &Type, name: &str) -> Raised {
    let t = ty.name();
    vm.type_error(format!("cannot delete '{name}' attribute of immutable type '{t}'"))
}

async fn dir(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let names = Dict::new();
    merge_class(cx, &names, a.at(0).clone()).await?;
    Ok(list::new(names.items().into_iter().map(|(k, _)| k).collect()))
}

fn get_name(vm: &mut Vm, v: &Value) -> PyResult {
    Ok(this(vm, v)?.name.get())
}

fn set_name(vm: &mut Vm, v: &Value, value: Option<Value>) -> PyResult<()> {
    let (ty, value) = settable(vm, v, value, "__name__")?;
    let Some(s) = value.get::<Str>() else {
        let (t, got) = (ty.name(), vm.type_name(&value));
        return Err(vm.type_error(format!("can only assign string to {t}.__name__, not '{got}'")));
    };
    if s.to_text().contains('\0') {
        return Err(vm.value_error("type name must not contain null characters"));
    }
    super::codec::check_encodable(vm, s.view())?;
    ty.name.set(value);
    Ok(())
}

fn get_qualname(vm: &mut Vm, v: &Value) -> PyResult {
    Ok(this(vm, v)?.qualname.get())
}

fn set_qualname(vm: &mut Vm, v: &Value, value: Option<Value>) -> PyResult<()> {
    let (ty, value) = settable(vm, v, value, "__qualname__")?;
    if !value.is_a::<Str>() {
        let (t, got) = (ty.name(), vm.type_name(&value));
        return Err(vm.type_error(format!("can only assign string to {t}.__qualname__, not '{got}'")));
    }
    ty.qualname.set(value);
    Ok(())
}

fn get_bases(vm: &mut Vm, v: &Value) -> PyResult {
    let ty = this(vm, v)?;
    Ok(tuple::new(ty.bases.get().into_iter().map(Value::from).collect()))
}

fn set_bases(vm: &mut Vm, v: &Value, value: Option<Value>) -> PyResult<()> {
    let (ty, value) = settable(vm, v, value, "__bases__")?;
    let name = ty.name();
    let Some(t) = value.get::<Tuple>() else {
        let got = vm.type_name(&value);
        return Err(vm.type_error(format!("can only assign tuple to {name}.__bases__, not {got}")));
    };
    if t.is_empty() {
        return Err(vm.type_error(format!("can only assign non-empty tuple to {name}.__bases__, not ()")));
    }
    let mut bases = Vec::with_capacity(t.len());
    for b in t.items() {
        let Some(base) = b.get_ref::<Type>() else {
            let got = vm.type_name(b);
            return Err(vm.type_error(format!("{name}.__bases__ must be tuple of classes, not '{got}'")));
        };
        if base.is_subtype(&ty) {
            return Err(vm.type_error("a __bases__ item causes an inheritance cycle"));
        }
        bases.push(base);
    }
    class::set_bases(vm, &ty, bases)
}

fn get_base(vm: &mut Vm, v: &Value) -> PyResult {
    Ok(this(vm, v)?.base.get().map_or(Value::NONE, Value::from))
}

fn get_mro(vm: &mut Vm, v: &Value) -> PyResult {
    let ty = this(vm, v)?;
    Ok(tuple::new(ty.mro.get().into_iter().map(Value::from).collect()))
}

fn mro(vm: &mut Vm, a: &Args) -> PyResult {
    let ty = this(vm, a.at(0))?;
    let bases = ty.bases.get();
    let mro = class::linearise(vm, &ty, &bases)?;
    Ok(list::new(mro.into_iter().map(Value::from).collect()))
}

fn subclasses(vm: &mut Vm, a: &Args) -> PyResult {
    let ty = this(vm, a.at(0))?;
    Ok(list::new(ty.live_subclasses().into_iter().map(Value::from).collect()))
}

fn prepare(_: &mut Vm, _: &Args) -> PyResult {
    Ok(Dict::new().into())
}

fn get_module(vm: &mut Vm, v: &Value) -> PyResult {
    let ty = this(vm, v)?;
    match ty.dict().get_interned(&vm.names.module) {
        // what a built-in type's namespace holds may be the attribute of its instances
        Some(m) if !m.is_a::<super::spec::GetSet>() || ty.has(flag::HEAPTYPE) => Ok(m),
        None if ty.has(flag::HEAPTYPE) => {
            let e = types().exc.AttributeError.clone();
            Err(vm.error(&e, "__module__"))
        }
        _ if ty.is(&types().typealias) => Ok(vm.intern("typing").into()),
        _ => Ok(vm.names.builtins_module.value()),
    }
}

fn set_module(vm: &mut Vm, v: &Value, value: Option<Value>) -> PyResult<()> {
    let (ty, value) = settable(vm, v, value, "__module__")?;
    ty.dict().set_interned(&vm.names.module, value);
    ty.dict().remove_interned(&vm.names.firstlineno);
    ty.modified();
    Ok(())
}

fn get_doc(vm: &mut Vm, v: &Value) -> Act {
    let ty = match this(vm, v) {
        Ok(t) => t,
        Err(e) => return Act::Raise(e),
    };
    match ty.dict().get_interned(&vm.names.doc) {
        None => Act::Done(Value::NONE),
        // the attribute of the instances, not of the type
        Some(d) if ty.is_static() && d.is_a::<super::spec::GetSet>() => {
            Act::Done(if ty.is(&types().type_) { str::new(SPEC.doc) } else { Value::NONE })
        }
        Some(d) if vm.dunder(&d, Dunder::Get).is_some() || vm.descriptor_kind(&d) != Descriptor::None => {
            vm.descriptor_get(&d, None, &ty)
        }
        Some(d) => Act::Done(d),
    }
}

fn set_doc(vm: &mut Vm, v: &Value, value: Option<Value>) -> PyResult<()> {
    if value.is_none() {
        let ty = this(vm, v)?;
        return Err(undeletable(vm, &ty, "__doc__"));
    }
    let (ty, value) = settable(vm, v, value, "__doc__")?;
    ty.dict().set_interned(&vm.names.doc, value);
    ty.modified();
    Ok(())
}

fn get_dict(vm: &mut Vm, v: &Value) -> PyResult {
    Ok(MappingProxy::new(this(vm, v)?.dict().value()))
}

// ---- annotations

fn annotated(vm: &mut Vm, v: &Value, name: &str) -> PyResult<Ref<Type>> {
    let ty = this(vm, v)?;
    if !ty.has(flag::HEAPTYPE) {
        let n = vm.intern(name);
        return Err(vm.no_attribute(v, &n.value()));
    }
    Ok(ty)
}

fn get_annotate(vm: &mut Vm, v: &Value) -> Act {
    let ty = match annotated(vm, v, "__annotate__") {
        Ok(t) => t,
        Err(e) => return Act::Raise(e),
    };
    let hidden = vm.intern("__annotate_func__");
    match ty.dict().get_interned(&vm.names.annotate).or_else(|| ty.dict().get_interned(&hidden)) {
        Some(f) => vm.descriptor_get(&f, None, &ty),
        None => {
            ty.dict().set_interned(&hidden, Value::NONE);
            ty.modified();
            Act::Done(Value::NONE)
        }
    }
}

fn set_annotate(vm: &mut Vm, v: &Value, value: Option<Value>) -> PyResult<()> {
    let ty = this(vm, v)?;
    let Some(value) = value else { return Err(vm.type_error("cannot delete __annotate__ attribute")) };
    if ty.has(flag::IMMUTABLE) {
        return Err(immutable(vm, &ty, "__annotate__", "set"));
    }
    if !value.is_none() && !vm.is_callable(&value) {
        return Err(vm.type_error("__annotate__ must be callable or None"));
    }
    let none = value.is_none();
    let (hidden, cache) = (vm.intern("__annotate_func__"), vm.intern("__annotations_cache__"));
    let own = vm.names.annotate.clone();
    let key = if ty.dict().get_interned(&own).is_some() { own } else { hidden };
    ty.dict().set_interned(&key, value);
    if !none {
        ty.dict().remove_interned(&cache);
        ty.dict().remove_interned(&vm.names.annotations);
    }
    ty.modified();
    Ok(())
}

fn get_annotations(vm: &mut Vm, v: &Value) -> Act {
    let ty = match annotated(vm, v, "__annotations__") {
        Ok(t) => t,
        Err(e) => return Act::Raise(e),
    };
    let cache = vm.intern("__annotations_cache__");
    if let Some(found) = ty.dict().get_interned(&vm.names.annotations).or_else(|| ty.dict().get_interned(&cache)) {
        return vm.descriptor_get(&found, None, &ty);
    }
    let annotate = get_annotate(vm, v);
    Act::run(async move |cx| {
        let f = cx.act(annotate).await?;
        let result = evaluate_annotations(cx, &f).await?;
        ty.dict().set_interned(&cache, result.clone());
        ty.modified();
        Ok(result)
    })
}

/// The annotations that an `__annotate__` function (or None) gives in the VALUE format.
pub async fn evaluate_annotations(cx: &mut Cx, annotate: &Value) -> PyResult {
    if annotate.is_none() {
        return Ok(Dict::new().into());
    }
    let r = cx.call(annotate, [Value::int(1)]).await?;
    if !r.is_a::<Dict>() {
        let name = cx.vm().type_name(&r);
        return Err(cx.vm().type_error(format!("__annotate__ returned non-dict of type '{name}'")));
    }
    Ok(r)
}

fn set_annotations(vm: &mut Vm, v: &Value, value: Option<Value>) -> PyResult<()> {
    let ty = this(vm, v)?;
    if ty.has(flag::IMMUTABLE) {
        return Err(immutable(vm, &ty, "__annotations__", if value.is_some() { "set" } else { "delete" }));
    }
    let (hidden, cache) = (vm.intern("__annotate_func__"), vm.intern("__annotations_cache__"));
    let key = vm.names.annotations.clone();
    let own = ty.dict().get_interned(&key).is_some();
    match value {
        Some(value) => ty.dict().set_interned(if own { &key } else { &cache }, value),
        None => {
            if ty.dict().remove_interned(if own { &key } else { &cache }).is_none() {
                let e = types().exc.AttributeError.clone();
                return Err(vm.error(&e, "__annotations__"));
            }
        }
    }
    if own {
        ty.dict().remove_interned(&cache);
    }
    ty.dict().remove_interned(&hidden);
    ty.dict().remove_interned(&vm.names.annotate);
    ty.modified();
    Ok(())
}

fn get_type_params(vm: &mut Vm, v: &Value) -> PyResult {
    let ty = this(vm, v)?;
    let own = ty.dict().get_interned(&vm.names.type_params).filter(|p| !p.is_a::<super::spec::GetSet>());
    Ok(own.unwrap_or_else(|| types().empty_tuple()))
}

fn set_type_params(vm: &mut Vm, v: &Value, value: Option<Value>) -> PyResult<()> {
    let (ty, value) = settable(vm, v, value, "__type_params__")?;
    ty.dict().set_interned(&vm.names.type_params, value);
    ty.modified();
    Ok(())
}

// ---- abstract methods

fn no_abstractmethods(vm: &mut Vm) -> Raised {
    let e = types().exc.AttributeError.clone();
    vm.error(&e, "__abstractmethods__")
}

fn get_abstractmethods(vm: &mut Vm, v: &Value) -> PyResult {
    let ty = this(vm, v)?;
    let found = if ty.is(&types().type_) { None } else { ty.dict().get_interned(&vm.names.abstractmethods) };
    match found {
        Some(m) => Ok(m),
        None => Err(no_abstractmethods(vm)),
    }
}

fn set_abstractmethods(vm: &mut Vm, v: &Value, value: Option<Value>) -> PyResult<()> {
    let ty = this(vm, v)?;
    let key = vm.names.abstractmethods.clone();
    if ty.has(flag::IMMUTABLE) {
        return Err(immutable(vm, &ty, "__abstractmethods__", "set"));
    }
    match value {
        Some(value) => {
            let any = match crate::vm::protocol::truth_natively(&value) {
                Some(b) => b,
                None => super::iter::native_items(&value).is_none_or(|items| !items.is_empty()),
            };
            ty.dict().set_interned(&key, value);
            ty.set_flag(flag::ABSTRACT, any);
        }
        None => {
            if ty.dict().remove_interned(&key).is_none() {
                return Err(no_abstractmethods(vm));
            }
            ty.set_flag(flag::ABSTRACT, false);
        }
    }
    ty.modified();
    Ok(())
}

// ---- facts

fn get_text_signature(vm: &mut Vm, v: &Value) -> PyResult {
    let Some(ty) = v.get::<Type>() else { return Ok(Value::NONE) };
    if ty.has(flag::HEAPTYPE) {
        return Ok(Value::NONE);
    }
    let told = ["__new__", "__init__"].into_iter().find_map(|name| {
        let name = vm.intern(name);
        super::descriptor::constructor_signature(&ty.dict().get_interned(&name)?)
    });
    Ok(told.map_or(Value::NONE, str::new))
}

fn get_flags(_: &mut Vm, v: &Value) -> PyResult {
    let Some(t) = v.get::<Type>() else { return Ok(Value::NONE) };
    // CPython's bits for what both engines know
    let mut bits: i64 = 1 << 12;
    let pairs = [
        (flag::IMMUTABLE, 8),
        (flag::HEAPTYPE, 9),
        (flag::BASETYPE, 10),
        (flag::NO_INSTANTIATION, 7),
        (flag::SEQUENCE, 5),
        (flag::MAPPING, 6),
        (flag::ABSTRACT, 20),
        (flag::MATCH_SELF, 22),
        (flag::EXC_SUBCLASS, 30),
        (flag::TYPE_SUBCLASS, 31),
    ];
    for (f, bit) in pairs {
        if t.has(f) {
            bits |= 1 << bit;
        }
    }
    // a managed dict, with values in the instance
    if t.has(flag::HAS_DICT) && t.has(flag::HEAPTYPE) && t.instance_area() > 0 {
        bits |= 1 << 4 | ((!class::has_items(t)) as i64) << 2;
    }
    let ty = types();
    // no static type in CPython, where `copyreg` looks for the first of those
    if std::ptr::eq(t, &*ty.generic) {
        bits |= 1 << 9;
    }
    for (base, bit) in [(&ty.int, 24), (&ty.list, 25), (&ty.tuple, 26), (&ty.bytes, 27), (&ty.str, 28), (&ty.dict, 29)]
    {
        if t.is_subtype(base) {
            bits |= 1 << bit;
        }
    }
    Ok(Value::int(bits))
}

/// `__basicsize__`. An int's is the size that its digits are added to.
pub fn basic_size(t: &Type) -> usize {
    let own = if t.kind == crate::heap::Kind::BigInt { 24 } else { t.layout.size };
    own + t.instance_area()
}

fn get_basicsize(_: &mut Vm, v: &Value) -> PyResult {
    Ok(v.get::<Type>().map_or(Value::NONE, |t| Value::size(basic_size(t))))
}

fn get_itemsize(_: &mut Vm, v: &Value) -> PyResult {
    Ok(Value::int(match v.get::<Type>() {
        Some(t) if class::has_items(t) => match t.kind {
            crate::heap::Kind::BigInt => 4,
            crate::heap::Kind::Bytes => 1,
            crate::heap::Kind::Type => 40,
            _ => 8,
        },
        _ => 0,
    }))
}

fn get_dictoffset(_: &mut Vm, v: &Value) -> PyResult {
    let Some(t) = v.get::<Type>() else { return Ok(Value::NONE) };
    Ok(Value::int(if t.has(flag::HAS_DICT) { t.layout.size as i64 } else { 0 }))
}

fn get_weakrefoffset(_: &mut Vm, v: &Value) -> PyResult {
    let Some(t) = v.get::<Type>() else { return Ok(Value::NONE) };
    Ok(Value::int(if t.weakrefable() { t.layout.size as i64 + 8 } else { 0 }))
}

fn sizeof(_: &mut Vm, a: &Args) -> PyResult {
    let Some(t) = a.at(0).get::<Type>() else { return Ok(Value::NONE) };
    let names: usize = t.dict().len();
    Ok(Value::size(types().type_.layout.size + names * 24))
}

// ---- instance and subclass checks

async fn instancecheck(cx: &mut Cx, a: Args<'static>) -> PyResult {
    Ok(Value::bool(crate::builtin::classes::plain_isinstance(cx, a.at(1), a.at(0)).await?))
}

async fn subclasscheck(cx: &mut Cx, a: Args<'static>) -> PyResult {
    Ok(Value::bool(crate::builtin::classes::plain_issubclass(cx, a.at(1), a.at(0)).await?))
}

fn or(vm: &mut Vm, a: &Args) -> Act {
    super::union::or(vm, a.at(0), a.at(1))
}

fn ror(vm: &mut Vm, a: &Args) -> Act {
    super::union::or(vm, a.at(1), a.at(0))
}

/// `__name__` of a class as text.
pub fn name_text(v: &Value) -> String {
    v.get::<Type>().map_or_else(|| text(v), |t| t.name())
}
