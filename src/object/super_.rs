//! super: attribute lookup that starts behind a class in the MRO.
//!
//! Invariant: once initialised, `object_type` is the class whose MRO is searched: the object's class, or the object itself if it is a class.

use super::object_::{attribute_name, type_path};
use super::spec::{GetSetDef, TypeSpec, member};
use super::str::{self, Str};
use super::ty::{Type, flag};
use super::{type_of, types};
use crate::heap::{Kind, Mut, Payload, Ref, Visitor};
use crate::resumable;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::cx::Cx;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};

/// A super object.
pub struct Super {
    class: Mut<Option<Ref<Type>>>,
    object: Mut<Value>,
    object_type: Mut<Option<Ref<Type>>>,
}

impl Payload for Super {
    const KIND: Kind = Kind::Super;
    fn visit(&self, v: &mut Visitor) {
        for t in [&self.class, &self.object_type] {
            if let Some(t) = &*t.borrow() {
                v.reference(t);
            }
        }
        v.value(&self.object.borrow());
    }
    fn clear(&self) {
        self.object.set(Value::NONE);
    }
}

pub const SPEC: TypeSpec = TypeSpec {
    flags: flag::BASETYPE,
    methods: METHODS,
    getset: GETSET,
    doc: "super() -> same as super(__class__, <first argument>)\nsuper(type) -> unbound super object\nsuper(type, obj) -> bound super object; requires isinstance(obj, type)\nsuper(type, type2) -> bound super object; requires issubclass(type2, type)\nTypical use to call a cooperative superclass method:\nclass C(B):\n    def meth(self, arg):\n        super().meth(arg)\nThis works for class methods too:\nclass C(B):\n    @classmethod\n    def cmeth(cls, arg):\n        super().cmeth(arg)\n",
    ..TypeSpec::of::<Super>("super")
};

static METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, /, *args, **kwargs)", new).stat(),
    resumable!("__init__", "(self, type=None, obj=None, /) -> None", init),
    leaf("__repr__", "(self, /)", repr),
    tail("__getattribute__", "(self, name, /)", getattribute),
    resumable!("__get__", "(self, instance, owner=None, /)", get),
];

static GETSET: &[GetSetDef] =
    &[member("__thisclass__", thisclass), member("__self__", self_), member("__self_class__", self_class)];

fn new(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(cls) = a.at(0).get_ref::<Type>() else {
        return Err(vm.type_error("super.__new__(X): X is not a type object"));
    };
    Ok(crate::heap::alloc_in(
        &cls,
        Super { class: Mut::new(None), object: Mut::new(Value::NONE), object_type: Mut::new(None) },
    )
    .into())
}

/// The class whose MRO is searched for `object` behind `class`.
async fn check(cx: &mut Cx, class: &Ref<Type>, object: &Value) -> PyResult<Ref<Type>> {
    if let Some(t) = object.get_ref::<Type>()
        && t.is_subtype(class)
    {
        return Ok(t);
    }
    let own = type_of(object);
    if own.is_subtype(class) {
        return Ok(own);
    }
    if let Some(c) = cx.attr_opt(object, "__class__").await?
        && let Some(t) = c.get_ref::<Type>()
        && !t.is(&own)
        && t.is_subtype(class)
    {
        return Ok(t);
    }
    let what = match object.get::<Type>() {
        Some(t) => format!("type {}", t.name()),
        None => format!("instance of {}", own.name()),
    };
    let c = class.name();
    Err(cx.vm().type_error(format!("super(type, obj): obj ({what}) is not an instance or subtype of type ({c}).")))
}

async fn init(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(s) = a.at(0).get_ref::<Super>() else { return Ok(Value::NONE) };
    let (class, object) = match a.opt(1) {
        None => implicit(cx.vm())?,
        Some(t) => {
            let Some(class) = t.get_ref::<Type>() else {
                let name = cx.vm().type_name(t);
                return Err(cx.vm().type_error(format!("super() argument 1 must be a type, not {name}")));
            };
            (class, a.some(2).cloned().unwrap_or(Value::NONE))
        }
    };
    let object_type = if object.is_none() { None } else { Some(check(cx, &class, &object).await?) };
    s.class.set(Some(class));
    s.object.set(object);
    s.object_type.set(object_type);
    Ok(Value::NONE)
}

/// Class and first argument of `super()`, from the calling frame.
fn implicit(vm: &mut Vm) -> PyResult<(Ref<Type>, Value)> {
    let Some(frame) = vm.caller() else { return Err(vm.runtime_error("super(): no current frame")) };
    let unit = frame.code.unit.clone();
    if unit.argcount == 0 && !frame.code.has(crate::code::flags::VARARGS) {
        return Err(vm.runtime_error("super(): no arguments"));
    }
    // the first item of *args is not what CPython takes either: its register is the tuple
    let at = if unit.argcount == 0 { unit.kwonly } else { 0 };
    let first = frame.register(at as usize);
    // a parameter that inner functions use lives in a cell; any other may be a cell itself
    let in_cell = unit.cellvars.iter().any(|(_, reg)| reg.0 == at);
    let first = first.map(|v| match v.get::<super::cell::CellBox>() {
        Some(c) if in_cell => c.contents.get(),
        _ => v,
    });
    let Some(first) = first.filter(|v| !v.is_unbound()) else {
        return Err(vm.runtime_error("super(): arg[0] deleted"));
    };
    let Some(i) = unit.freevars.iter().position(|n| &**n == "__class__") else {
        return Err(vm.runtime_error("super(): __class__ cell not found"));
    };
    let class = frame
        .register(unit.first_free.0 as usize + i)
        .and_then(|v| v.get::<super::cell::CellBox>().map(|c| c.contents.get()));
    let Some(class) = class.filter(|c| !c.is_unbound()) else {
        return Err(vm.runtime_error("super(): empty __class__ cell"));
    };
    match class.get_ref::<Type>() {
        Some(t) => Ok((t, first)),
        None => {
            let name = vm.type_name(&class);
            Err(vm.runtime_error(format!("super(): __class__ is not a type ({name})")))
        }
    }
}

/// What `super(class, object).name` finds in the MRO of `object_type`, bound; `None` if there is nothing.
pub fn find(vm: &mut Vm, class: &Ref<Type>, object: &Value, object_type: &Ref<Type>, name: &Ref<Str>) -> Option<Act> {
    let found = {
        let mro = object_type.mro.borrow();
        mro.iter().skip_while(|t| !t.is(class)).skip(1).find_map(|t| t.dict().get_interned(name))
    }?;
    let through_class = object.get_ref::<Type>().is_some_and(|t| t.is(object_type));
    Some(vm.descriptor_get(&found, if through_class { None } else { Some(object) }, object_type))
}

/// Like [`find`]; AttributeError if there is nothing.
pub fn lookup(vm: &mut Vm, class: &Ref<Type>, object: &Value, object_type: &Ref<Type>, name: &Ref<Str>) -> Act {
    match find(vm, class, object, object_type, name) {
        Some(act) => act,
        None => {
            let message = format!("'super' object has no attribute '{}'", name.to_text());
            Act::Raise(vm.attribute_error(object, name.value(), message))
        }
    }
}

/// `super(class, object).name` without making the super object; `None` if the general path must be taken.
pub fn direct(vm: &mut Vm, class: &Value, object: &Value, name: &Ref<Str>) -> Option<Act> {
    if name.is(&vm.names.class) {
        return None;
    }
    let class = class.get_ref::<Type>()?;
    let object_type = match object.get_ref::<Type>() {
        Some(t) if t.is_subtype(&class) => t,
        _ => type_of(object),
    };
    if !object_type.is_subtype(&class) {
        return None;
    }
    find(vm, &class, object, &object_type, name)
}

fn getattribute(vm: &mut Vm, a: &Args) -> Act {
    let name = match attribute_name(vm, a.at(1)) {
        Ok(n) => n,
        Err(e) => return Act::Raise(e),
    };
    let Some(s) = a.at(0).get_ref::<Super>() else { return Act::Done(Value::NONE) };
    if let (Some(class), Some(object_type), false) = (s.class.get(), s.object_type.get(), name.is(&vm.names.class)) {
        let object = s.object.get();
        if let Some(act) = find(vm, &class, &object, &object_type, &name) {
            return act;
        }
    }
    match vm.generic_get_attr(a.at(0), &name) {
        Some(act) => act,
        None => Act::Raise(vm.no_attribute(a.at(0), &name.value())),
    }
}

async fn get(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let this = a.at(0);
    let Some(s) = this.get_ref::<Super>() else { return Ok(this.clone()) };
    let object = a.at(1);
    let (Some(class), true) = (s.class.get(), s.object.get().is_none()) else { return Ok(this.clone()) };
    if object.is_none() {
        return Ok(this.clone());
    }
    if !types().super_.is_type_of(this) {
        return cx.call(&type_of(this).into(), [class.value(), object.clone()]).await;
    }
    let object_type = check(cx, &class, object).await?;
    let bound = Super {
        class: Mut::new(Some(class)),
        object: Mut::new(object.clone()),
        object_type: Mut::new(Some(object_type)),
    };
    Ok(crate::heap::alloc(&types().super_, bound).into())
}

fn repr(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(s) = a.at(0).get::<Super>() else { return Ok(Value::NONE) };
    let class = s.class.get().map_or_else(|| "NULL".into(), |t| type_path_name(vm, &t));
    Ok(str::new(match s.object_type.get() {
        Some(t) => format!("<super: <class '{class}'>, <{} object>>", type_path_name(vm, &t)),
        None => format!("<super: <class '{class}'>, NULL>"),
    }))
}

/// A type as C code names it: with its module if it is built in elsewhere, plain for classes of Python code.
fn type_path_name(vm: &Vm, t: &Type) -> String {
    if t.has(flag::HEAPTYPE) { t.name() } else { type_path(vm, t) }
}

fn part(v: &Value, f: impl FnOnce(&Super) -> Option<Value>) -> PyResult {
    Ok(v.get::<Super>().and_then(f).unwrap_or(Value::NONE))
}

fn thisclass(_: &mut Vm, v: &Value) -> PyResult {
    part(v, |s| s.class.get().map(Value::from))
}

fn self_(_: &mut Vm, v: &Value) -> PyResult {
    part(v, |s| Some(s.object.get()))
}

fn self_class(_: &mut Vm, v: &Value) -> PyResult {
    part(v, |s| s.object_type.get().map(Value::from))
}
