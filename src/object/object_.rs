//! object: the methods that every value inherits.
//!
//! Invariant: `object.__new__` makes only instances whose layout is [`Plain`]; every other layout has its own `__new__`.

use super::dict::Dict;
use super::function::{ClassMethod, Function, StaticMethod};
use super::instance::InstanceArea;
use super::list;
use super::module::Module;
use super::names::Dunder;
use super::native::{Builtin, Plain};
use super::spec::{GetSetDef, Member, TypeSpec, getset};
use super::str::{self, Str};
use super::tuple::{self, Tuple};
use super::ty::{Type, flag};
use super::{type_of, type_ref, types};
use crate::heap::{Kind, Ref};
use crate::resumable;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::cx::Cx;
use crate::vm::native::{Act, Args, NativeDef, PyResult, Raised, leaf, tail};

pub const SPEC: TypeSpec = TypeSpec {
    flags: flag::BASETYPE,
    methods: METHODS,
    getset: GETSET,
    doc: "The base class of the class hierarchy.",
    ..TypeSpec::of::<Plain>("object")
};

static METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, /, *args, **kwargs) -> (cls)", new).stat(),
    leaf("__init__", "(self, /, *args, **kwargs)", init),
    leaf("__repr__", "(self, /)", repr),
    tail("__str__", "(self, /)", str_),
    leaf("__eq__", "(self, value, /)", eq),
    tail("__ne__", "(self, value, /)", ne),
    leaf("__lt__", "(self, value, /)", unordered),
    leaf("__le__", "(self, value, /)", unordered),
    leaf("__gt__", "(self, value, /)", unordered),
    leaf("__ge__", "(self, value, /)", unordered),
    leaf("__hash__", "(self, /)", hash),
    tail("__format__", "(self, format_spec, /)", format),
    resumable!("__dir__", "(self, /)", dir),
    tail("__getattribute__", "(self, name, /)", getattribute),
    tail("__setattr__", "(self, name, value, /)", setattr),
    tail("__delattr__", "(self, name, /)", delattr),
    resumable!("__reduce__", "(self, /)", reduce),
    resumable!("__reduce_ex__", "(self, protocol, /)", reduce_ex),
    resumable!("__getstate__", "(self, /)", getstate),
    leaf("__sizeof__", "(self, /)", sizeof),
    leaf("__init_subclass__", "(cls, /, *args, **kwargs) -> (cls)", init_subclass).class(),
    leaf("__subclasshook__", "(cls, object, /)", subclasshook).class(),
];

static GETSET: &[GetSetDef] = &[getset("__class__", get_class, set_class)];

/// The address that `id()` and default reprs show.
pub fn address(v: &Value) -> u64 {
    if v.is_heap() { v.slot().header() as usize as u64 } else { v.identity() }
}

/// `module.qualname` of a type, without the module for built-in ones: how reprs name a class.
pub fn type_path(vm: &Vm, ty: &Type) -> String {
    let qualname = text(&ty.qualname.get());
    match module_of(vm, ty) {
        Some(m) if m != "builtins" => format!("{m}.{qualname}"),
        _ => qualname,
    }
}

/// `__module__` of a type, if it is a str.
pub fn module_of(vm: &Vm, ty: &Type) -> Option<String> {
    if std::ptr::eq(ty, &*types().typealias) {
        // what its namespace holds is the attribute of its instances
        return Some("typing".to_string());
    }
    let m = ty.dict().get_interned(&vm.names.module)?;
    m.get::<Str>().map(|s| s.to_text())
}

/// The text of a str value; empty for anything else.
pub fn text(v: &Value) -> String {
    v.get::<Str>().map_or_else(String::new, |s| s.to_text())
}

/// True if `m` is the native method `name` of `object`.
pub fn is_objects(m: &Value) -> bool {
    m.get::<Builtin>().is_some_and(|b| b.owner.as_ref().is_some_and(|t| t.is(&types().object)))
}

fn has_arguments(a: &Args) -> bool {
    !a.rest(1).is_empty() || a.opt(2).is_some()
}

fn new(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(cls) = a.at(0).get_ref::<Type>() else {
        return Err(vm.type_error("object.__new__(X): X is not a type object"));
    };
    if has_arguments(a) {
        if vm.dunder_of(&cls, Dunder::New).is_some_and(|m| !is_objects(&m)) {
            return Err(vm.type_error("object.__new__() takes exactly one argument (the type to instantiate)"));
        }
        if vm.dunder_of(&cls, Dunder::Init).is_none_or(|m| is_objects(&m)) {
            let name = cls.name();
            return Err(vm.type_error(format!("{name}() takes no arguments")));
        }
    }
    if cls.has(flag::ABSTRACT) {
        return Err(abstract_error(vm, &cls));
    }
    if cls.has(flag::NO_INSTANTIATION) {
        let name = vm.type_text(&cls);
        return Err(vm.type_error(format!("cannot create '{name}' instances")));
    }
    if cls.kind != Kind::Plain {
        let name = cls.name();
        return Err(vm.type_error(format!("object.__new__({name}) is not safe, use {name}.__new__()")));
    }
    Ok(crate::heap::alloc_in(&cls, Plain).into())
}

/// "Can't instantiate abstract class …".
#[cold]
pub fn abstract_error(vm: &mut Vm, cls: &Ref<Type>) -> Raised {
    let name = vm.names.abstractmethods.clone();
    let methods = cls.dict().get_interned(&name).and_then(|m| super::iter::native_items(&m)).unwrap_or_default();
    let mut names: Vec<String> = methods.iter().map(text).collect();
    crate::order::sort_texts(&mut names);
    let s = if names.len() == 1 { "" } else { "s" };
    let class = cls.name();
    vm.type_error(format!(
        "Can't instantiate abstract class {class} without an implementation for abstract method{s} '{}'",
        names.join("', '")
    ))
}

fn init(vm: &mut Vm, a: &Args) -> PyResult {
    if has_arguments(a) {
        let ty = type_of(a.at(0));
        if vm.dunder_of(&ty, Dunder::Init).is_some_and(|m| !is_objects(&m)) {
            return Err(vm.type_error("object.__init__() takes exactly one argument (the instance to initialize)"));
        }
        if vm.dunder_of(&ty, Dunder::New).is_none_or(|m| is_objects(&m)) {
            let name = ty.name();
            return Err(
                vm.type_error(format!("{name}.__init__() takes exactly one argument (the instance to initialize)"))
            );
        }
    }
    Ok(Value::NONE)
}

fn repr(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(str::new(default_repr(vm, a.at(0))))
}

/// `<module.Class object at 0x…>`.
pub fn default_repr(vm: &Vm, v: &Value) -> String {
    match v.slot() {
        crate::value::Slot::NONE => return "None".into(),
        crate::value::Slot::ELLIPSIS => return "Ellipsis".into(),
        crate::value::Slot::NOT_IMPLEMENTED => return "NotImplemented".into(),
        _ => {}
    }
    format!("<{} object at {:#x}>", type_path(vm, type_ref(v)), address(v))
}

fn str_(vm: &mut Vm, a: &Args) -> Act {
    vm.repr(a.at(0))
}

fn eq(_: &mut Vm, a: &Args) -> PyResult {
    Ok(if a.at(0).is(a.at(1)) { Value::TRUE } else { Value::NOT_IMPLEMENTED })
}

fn ne(vm: &mut Vm, a: &Args) -> Act {
    let (x, y) = (a.at(0).clone(), a.at(1).clone());
    match vm.dunder(&x, Dunder::Eq) {
        None => Act::Done(Value::NOT_IMPLEMENTED),
        Some(m) if is_objects(&m) => Act::Done(if x.is(&y) { Value::FALSE } else { Value::NOT_IMPLEMENTED }),
        Some(m) => Act::run(async move |cx| {
            let act = cx.vm().call_unbound(m, &x, &[y]);
            let r = cx.act(act).await?;
            if r.is_not_implemented() {
                return Ok(r);
            }
            Ok(Value::bool(!cx.truth(&r).await?))
        }),
    }
}

fn unordered(_: &mut Vm, _: &Args) -> PyResult {
    Ok(Value::NOT_IMPLEMENTED)
}

fn hash(_: &mut Vm, a: &Args) -> PyResult {
    let v = a.at(0);
    let h = match v.get::<super::float::FloatBox>() {
        Some(_) => super::float_methods::identity_hash(v),
        // a class of the program's own inherits another hash, or has this one
        None if super::type_ref(v).has(flag::HEAPTYPE) => address_hash(v),
        None => super::compare::hash_natively(v).unwrap_or_else(|| address_hash(v)),
    };
    Ok(Value::int(h))
}

/// The hash of an object by identity.
pub fn address_hash(v: &Value) -> i64 {
    // the low bits of an address are always the same
    let h = (address(v).rotate_right(4) & (u64::MAX >> 3)) as i64;
    if h == -1 { -2 } else { h }
}

fn format(vm: &mut Vm, a: &Args) -> Act {
    let Some(spec) = a.at(1).get::<Str>() else {
        return Act::Raise(super::text_args::must_be(vm, a.at(1), "__format__() argument must be str, not "));
    };
    if !spec.is_empty() {
        let name = vm.type_name(a.at(0));
        return Act::Raise(vm.type_error(format!("unsupported format string passed to {name}.__format__")));
    }
    vm.str(a.at(0))
}

// ---- dir

async fn dir(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let v = a.at(0).clone();
    let dict = match cx.attr_opt(&v, "__dict__").await? {
        Some(d) => match d.get::<Dict>() {
            Some(d) => d.copy(),
            None => Dict::new(),
        },
        None => Dict::new(),
    };
    if let Some(class) = cx.attr_opt(&v, "__class__").await? {
        merge_class(cx, &dict, class).await?;
    }
    Ok(list::new(dict.items().into_iter().map(|(k, _)| k).collect()))
}

/// Adds the names of a class and its bases.
pub async fn merge_class(cx: &mut Cx, names: &Ref<Dict>, class: Value) -> Result<(), Raised> {
    let mut work = vec![class];
    while let Some(class) = work.pop() {
        if let Some(ty) = class.get_ref::<Type>() {
            let mro: Vec<Ref<Type>> = ty.mro.get();
            for t in mro {
                for (k, v) in t.dict().items() {
                    cx.dict_set(names, k, v).await?;
                }
            }
            continue;
        }
        if let Some(d) = cx.attr_opt(&class, "__dict__").await? {
            for k in cx.collect(&d).await? {
                cx.dict_set(names, k, Value::NONE).await?;
            }
        }
        if let Some(bases) = cx.attr_opt(&class, "__bases__").await?
            && let Some(bases) = bases.get::<Tuple>()
        {
            work.extend(bases.items().iter().rev().cloned());
        }
        cx.tick(1).await?;
    }
    Ok(())
}

// ---- attributes

/// An attribute name; TypeError if it is no str.
pub fn attribute_name(vm: &mut Vm, v: &Value) -> PyResult<Ref<Str>> {
    match vm.intern_value(v) {
        Some(n) => Ok(n),
        None => {
            let name = vm.type_name(v);
            Err(vm.type_error(format!("attribute name must be string, not '{name}'")))
        }
    }
}

fn getattribute(vm: &mut Vm, a: &Args) -> Act {
    let name = match attribute_name(vm, a.at(1)) {
        Ok(n) => n,
        Err(e) => return Act::Raise(e),
    };
    // what a class holds itself comes where an instance's own attributes do
    let own = a.at(0).get::<Type>().and_then(|t| t.dict().get_interned(&name));
    let own = own.filter(|_| !type_ref(a.at(0)).lookup(&name).is_some_and(|d| vm.gets_first(&d)));
    match own.map(Act::Done).or_else(|| vm.generic_get_attr(a.at(0), &name)) {
        Some(act) => act,
        None if a.at(0).is_a::<Type>() => {
            let message = format!("'{}' object has no attribute '{}'", vm.type_name(a.at(0)), name.to_text());
            Act::Raise(vm.attribute_error(a.at(0), name.value(), message))
        }
        None => Act::Raise(vm.no_attribute(a.at(0), &name.value())),
    }
}

fn set(vm: &mut Vm, a: &Args, value: Option<Value>, method: &str) -> Act {
    let name = match attribute_name(vm, a.at(1)) {
        Ok(n) => n,
        Err(e) => return Act::Raise(e),
    };
    if a.at(0).is_a::<Type>() {
        let meta = vm.type_name(a.at(0));
        return Act::Raise(vm.type_error(format!("can't apply this {method} to {meta} object")));
    }
    vm.generic_set_attr(a.at(0), &name, value)
}

fn setattr(vm: &mut Vm, a: &Args) -> Act {
    set(vm, a, Some(a.at(2).clone()), "__setattr__")
}

fn delattr(vm: &mut Vm, a: &Args) -> Act {
    set(vm, a, None, "__delattr__")
}

fn get_class(_: &mut Vm, v: &Value) -> PyResult {
    Ok(super::class_of(v).into())
}

fn set_class(vm: &mut Vm, v: &Value, value: Option<Value>) -> PyResult<()> {
    let Some(value) = value else { return Err(vm.type_error("can't delete __class__ attribute")) };
    let Some(to) = value.get_ref::<Type>() else {
        let name = vm.type_name(&value);
        return Err(vm.type_error(format!("__class__ must be set to a class, not '{name}' object")));
    };
    let from = type_of(v);
    let modules = to.is_subtype(&types().module) && from.is_subtype(&types().module);
    if !modules && (to.has(flag::IMMUTABLE) || from.has(flag::IMMUTABLE)) {
        return Err(vm.type_error("__class__ assignment only supported for mutable types or ModuleType subclasses"));
    }
    // of classes that add slots, only those over the same base have them in the same places for good
    let (x, y) = (super::class::solid_base(&from), super::class::solid_base(&to));
    let alike = x.is(&y) || matches!((x.base.get(), y.base.get()), (Some(x), Some(y)) if x.is(&y));
    if !alike || !same_layout(&from, &to) {
        let (a, b) = (to.name(), from.name());
        return Err(vm.type_error(format!("__class__ assignment: '{a}' object layout differs from '{b}'")));
    }
    // slot numbers of inline attributes belong to the old class
    if let Some(area) = InstanceArea::of_attributes(v) {
        area.dict(&from);
    }
    crate::heap::set_class(v, &to);
    Ok(())
}

/// True if an instance of one class can become an instance of the other.
pub fn same_layout(a: &Type, b: &Type) -> bool {
    let facts = |t: &Type| (t.instance_offset(), t.members, t.flags() & (flag::HAS_DICT | flag::WEAKREFABLE));
    a.kind == b.kind && facts(a) == facts(b) && (a.members == 0 || member_names(a) == member_names(b))
}

/// Names of all `__slots__` members by slot.
fn member_names(t: &Type) -> Vec<String> {
    let mut names = vec![String::new(); t.members as usize];
    for class in t.mro.borrow().iter() {
        for (_, v) in class.dict().items() {
            if let Some(m) = v.get::<Member>()
                && m.owner.is(class)
                && let Some(n) = names.get_mut(m.index)
            {
                *n = text(&m.name.get());
            }
        }
    }
    names
}

/// The `__dict__` of any object that has one; made on demand.
pub fn dict_of(vm: &Vm, v: &Value) -> Option<Ref<Dict>> {
    let ty = type_ref(v);
    if let Some(area) = InstanceArea::of_attributes(v) {
        return Some(area.dict(ty));
    }
    vm.own_dict_for_write(v)
}

/// Getter of `__dict__` in classes whose instances have one.
pub fn get_dict(vm: &mut Vm, v: &Value) -> PyResult {
    // a class of classes may have the attribute from a base that is none
    if let Some(ty) = v.get::<Type>() {
        return Ok(super::mappingproxy::MappingProxy::new(ty.dict().value()));
    }
    match dict_of(vm, v) {
        Some(d) => Ok(d.into()),
        None => {
            let name = vm.names.dict.value();
            Err(vm.no_attribute(v, &name))
        }
    }
}

/// Setter of `__dict__`.
pub fn set_dict(vm: &mut Vm, v: &Value, value: Option<Value>) -> PyResult<()> {
    if v.is_a::<Type>() {
        let e = types().exc.AttributeError.clone();
        return Err(vm.error(&e, "attribute '__dict__' of 'type' objects is not writable"));
    }
    if v.is_a::<Module>() {
        let e = types().exc.AttributeError.clone();
        return Err(vm.error(&e, "readonly attribute"));
    }
    if value.is_none() && v.is_a::<super::exception::Exception>() {
        return Err(vm.type_error("cannot delete __dict__"));
    }
    let dict = match &value {
        None => Dict::new(),
        Some(d) => match d.get_ref::<Dict>() {
            Some(d) => d,
            None => {
                let name = vm.type_name(d);
                return Err(vm.type_error(format!("__dict__ must be set to a dictionary, not a '{name}'")));
            }
        },
    };
    let ty = type_ref(v);
    if let Some(area) = InstanceArea::of_attributes(v) {
        area.set_dict(ty, dict);
        return Ok(());
    }
    let cell = if let Some(f) = v.get::<Function>() {
        &f.dict
    } else if let Some(s) = v.get::<StaticMethod>() {
        &s.dict
    } else if let Some(c) = v.get::<ClassMethod>() {
        &c.dict
    } else if let Some(e) = v.get::<super::exception::Exception>() {
        &e.dict
    } else {
        let e = types().exc.AttributeError.clone();
        let message = if v.is_a::<Module>() { "readonly attribute" } else { "__dict__ cannot be set" };
        return Err(vm.error(&e, message));
    };
    cell.set(Some(dict));
    Ok(())
}

// ---- pickling and copying

async fn copyreg(cx: &mut Cx, name: &str) -> PyResult {
    let module = cx.import("copyreg").await?;
    cx.attr(&module, name).await
}

async fn reduce(cx: &mut Cx, a: Args<'static>) -> PyResult {
    common_reduce(cx, a.at(0), 0).await
}

async fn reduce_ex(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let v = a.at(0);
    let protocol = cx.index_i64(a.at(1)).await?;
    let name = cx.vm().names.dunders[Dunder::Reduce as usize].clone();
    if type_ref(v).lookup(&name).is_some_and(|m| !is_objects(&m)) {
        let m = cx.get_attr(v, &name).await?;
        return cx.call(&m, []).await;
    }
    common_reduce(cx, v, protocol).await
}

async fn common_reduce(cx: &mut Cx, v: &Value, protocol: i64) -> PyResult {
    if protocol < 2 {
        let f = copyreg(cx, "_reduce_ex").await?;
        return cx.call(&f, [v.clone(), Value::int(protocol)]).await;
    }
    let ty = type_of(v);
    if ty.has(flag::NO_INSTANTIATION) || cx.vm().dunder_of(&ty, Dunder::New).is_none() {
        let name = cx.vm().type_text(&ty);
        return Err(cx.vm().type_error(format!("cannot pickle '{name}' object")));
    }
    let (mut args, mut kwargs) = (None, None);
    if let Some(m) = of_type(cx, v, "__getnewargs_ex__").await? {
        let r = cx.call(&m, []).await?;
        let pair = r.get::<Tuple>().map(|t| t.items().to_vec());
        let Some(pair) = pair else {
            let name = cx.vm().type_name(&r);
            return Err(cx.vm().type_error(format!("__getnewargs_ex__ should return a tuple, not '{name}'")));
        };
        let [x, y] = pair.as_slice() else {
            return Err(cx
                .vm()
                .value_error(format!("__getnewargs_ex__ should return a tuple of length 2, not {}", pair.len())));
        };
        if !x.is_a::<Tuple>() {
            let name = cx.vm().type_name(x);
            return Err(cx.vm().type_error(format!(
                "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '{name}'"
            )));
        }
        if !y.is_a::<Dict>() {
            let name = cx.vm().type_name(y);
            return Err(cx.vm().type_error(format!(
                "second item of the tuple returned by __getnewargs_ex__ must be a dict, not '{name}'"
            )));
        }
        (args, kwargs) = (Some(x.clone()), Some(y.clone()));
    } else if let Some(m) = of_type(cx, v, "__getnewargs__").await? {
        let r = cx.call(&m, []).await?;
        if !r.is_a::<Tuple>() {
            let name = cx.vm().type_name(&r);
            return Err(cx.vm().type_error(format!("__getnewargs__ should return a tuple, not '{name}'")));
        }
        args = Some(r);
    }
    let (is_list, is_dict) = (ty.is_subtype(&types().list), ty.is_subtype(&types().dict));
    let required = args.is_none() && !is_list && !is_dict;
    let class: Value = ty.value();
    let keywords = kwargs.filter(|k| k.get::<Dict>().is_some_and(|d| !d.is_empty()));
    let (make, new_args) = match keywords {
        None => {
            let mut items = vec![class];
            if let Some(t) = args.as_ref().and_then(|a| a.get::<Tuple>()) {
                items.extend(t.items().iter().cloned());
            }
            (copyreg(cx, "__newobj__").await?, tuple::new(items))
        }
        Some(k) => (copyreg(cx, "__newobj_ex__").await?, tuple::new(vec![class, args.unwrap_or(Value::NONE), k])),
    };
    let getter = cx.attr(v, "__getstate__").await?;
    let default = getter.get::<super::function::BoundMethod>().is_some_and(|m| is_objects(&m.func));
    let state = if default { default_state(cx, v, required).await? } else { cx.call(&getter, []).await? };
    let list_items = if is_list { cx.iter(v).await? } else { Value::NONE };
    let dict_items = if is_dict {
        let items = cx.call_method(v, "items", []).await?;
        cx.iter(&items).await?
    } else {
        Value::NONE
    };
    Ok(tuple::new(vec![make, new_args, state, list_items, dict_items]))
}

/// A method that is looked up on the type, bound.
async fn of_type(cx: &mut Cx, v: &Value, name: &str) -> PyResult<Option<Value>> {
    let (ty, name) = (type_of(v), cx.vm().intern(name));
    let Some(m) = ty.lookup(&name) else { return Ok(None) };
    let act = cx.vm().descriptor_get(&m, Some(v), &ty);
    cx.act(act).await.map(Some)
}

async fn getstate(cx: &mut Cx, a: Args<'static>) -> PyResult {
    default_state(cx, a.at(0), false).await
}

async fn default_state(cx: &mut Cx, v: &Value, required: bool) -> PyResult {
    let ty = type_of(v);
    if required && ty.kind != Kind::Plain {
        let name = cx.vm().type_text(&ty);
        return Err(cx.vm().type_error(format!("cannot pickle '{name}' object")));
    }
    let state = match cx.attr_opt(v, "__dict__").await? {
        Some(d) => match d.get::<Dict>() {
            Some(d) if d.is_empty() => Value::NONE,
            Some(d) => d.copy().into(),
            None => d,
        },
        None => Value::NONE,
    };
    let names = slot_names(cx, &ty).await?;
    let slots = Dict::new();
    for n in names {
        let name = attribute_name(cx.vm(), &n)?;
        if let Some(x) = cx.get_attr_opt(v, &name).await? {
            slots.set_interned(&name, x);
        }
    }
    if slots.is_empty() { Ok(state) } else { Ok(tuple::new(vec![state, slots.into()])) }
}

/// The mangled names of all `__slots__` of a class, kept in its `__slotnames__`.
async fn slot_names(cx: &mut Cx, ty: &Ref<Type>) -> PyResult<Vec<Value>> {
    let key = cx.vm().intern("__slotnames__");
    if let Some(known) = ty.dict().get_interned(&key) {
        return Ok(super::iter::native_items(&known).unwrap_or_default());
    }
    let mut names = Vec::new();
    let slots = cx.vm().names.slots.clone();
    for class in ty.mro.get() {
        let Some(own) = class.dict().get_interned(&slots) else { continue };
        let own = if own.is_a::<Str>() { vec![own] } else { cx.collect(&own).await? };
        for n in own {
            let n = text(&n);
            if n != "__dict__" && n != "__weakref__" {
                names.push(str::new(super::class::mangle(&class.name(), &n)));
            }
        }
    }
    if !ty.has(flag::IMMUTABLE) {
        ty.dict().set_interned(&key, list::new(names.clone()));
        ty.modified();
    }
    Ok(names)
}

fn sizeof(_: &mut Vm, a: &Args) -> PyResult {
    let ty = type_ref(a.at(0));
    Ok(Value::size(ty.layout.size + ty.instance_area()))
}

fn init_subclass(vm: &mut Vm, a: &Args) -> PyResult {
    let class = a.at(0).get::<Type>().map_or_else(String::new, |t| text(&t.qualname.get()));
    if a.opt(2).is_some() {
        return Err(vm.type_error(format!("{class}.__init_subclass__() takes no keyword arguments")));
    }
    let n = a.rest(1).len();
    if n > 0 {
        return Err(vm.type_error(format!("{class}.__init_subclass__() takes no arguments ({n} given)")));
    }
    Ok(Value::NONE)
}

fn subclasshook(_: &mut Vm, _: &Args) -> PyResult {
    Ok(Value::NOT_IMPLEMENTED)
}

// ---- None, Ellipsis, NotImplemented

macro_rules! singleton {
    ($spec:ident, $name:literal, $value:expr, $methods:ident, $new:ident, $doc:literal) => {
        pub const $spec: TypeSpec = TypeSpec { methods: $methods, doc: $doc, ..TypeSpec::of::<Plain>($name) };
        fn $new(vm: &mut Vm, a: &Args) -> PyResult {
            if has_arguments(a) {
                let name = if $name == "ellipsis" { "EllipsisType" } else { $name };
                return Err(vm.type_error(format!("{name} takes no arguments")));
            }
            Ok($value)
        }
    };
}

singleton!(NONE_TYPE, "NoneType", Value::NONE, NONE_METHODS, new_none, "The type of the None singleton.");
singleton!(
    ELLIPSIS,
    "ellipsis",
    Value::ELLIPSIS,
    ELLIPSIS_METHODS,
    new_ellipsis,
    "The type of the Ellipsis singleton."
);
singleton!(
    NOT_IMPLEMENTED,
    "NotImplementedType",
    Value::NOT_IMPLEMENTED,
    NOT_IMPLEMENTED_METHODS,
    new_not_implemented,
    "The type of the NotImplemented singleton."
);

static NONE_METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, /, *args, **kwargs) -> (cls)", new_none).stat(),
    leaf("__repr__", "(self, /)", repr),
    leaf("__bool__", "(self, /)", false_),
    leaf("__hash__", "(self, /)", hash),
];
static ELLIPSIS_METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, /, *args, **kwargs) -> (cls)", new_ellipsis).stat(),
    leaf("__repr__", "(self, /)", repr),
    leaf("__reduce__", "(self, /)", repr),
];
static NOT_IMPLEMENTED_METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, /, *args, **kwargs) -> (cls)", new_not_implemented).stat(),
    leaf("__repr__", "(self, /)", repr),
    leaf("__reduce__", "(self, /)", repr),
    leaf("__bool__", "(self, /)", not_implemented_bool),
];

fn false_(_: &mut Vm, _: &Args) -> PyResult {
    Ok(Value::FALSE)
}

fn not_implemented_bool(vm: &mut Vm, _: &Args) -> PyResult {
    Err(vm.type_error("NotImplemented should not be used in a boolean context"))
}
