//! Static descriptions of built-in types, and making type objects from them.

use super::native::Builtin;
use super::ty::{Type, flag};
use super::{Types, names::Names};
use crate::heap::{Kind, Layout, Mut, Payload, Ref, Visitor};
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::{Act, NativeDef, PyResult};

/// A built-in type, described.
pub struct TypeSpec {
    pub name: &'static str,
    pub module: &'static str,
    pub doc: &'static str,
    /// `<P as Payload>::LAYOUT` of instances
    pub layout: &'static Layout,
    pub base: fn(&Types) -> &Ref<Type>,
    /// `ty::flag` bits besides STATIC and IMMUTABLE, which all have
    pub flags: u32,
    pub methods: &'static [NativeDef],
    pub getset: &'static [GetSetDef],
    /// `__hash__ = None`
    pub unhashable: bool,
    /// member slots that instances have behind their payload
    pub members: u16,
}

impl TypeSpec {
    /// A spec to start from: `TypeSpec { name: …, ..TypeSpec::of::<P>("name") }`.
    pub const fn of<P: Payload>(name: &'static str) -> TypeSpec {
        TypeSpec {
            name,
            module: "builtins",
            doc: "",
            layout: P::LAYOUT,
            base: |t| &t.object,
            flags: 0,
            methods: &[],
            getset: &[],
            unhashable: false,
            members: 0,
        }
    }
}

/// Getter of a computed attribute.
pub type Getter = fn(&mut Vm, &Value) -> PyResult;
/// Setter (value) or deleter (None).
pub type Setter = fn(&mut Vm, &Value, Option<Value>) -> PyResult<()>;

/// How a computed attribute is got.
#[derive(Clone, Copy)]
pub enum Get {
    Leaf(Getter),
    /// may need Python code
    Tail(fn(&mut Vm, &Value) -> Act),
}

impl Get {
    /// The attribute's value for `v`.
    pub fn act(self, vm: &mut Vm, v: &Value) -> Act {
        match self {
            Get::Leaf(f) => f(vm, v).into(),
            Get::Tail(f) => f(vm, v),
        }
    }
}

/// How a computed attribute is set or deleted.
#[derive(Clone, Copy)]
pub enum Set {
    Leaf(Setter),
    Tail(fn(&mut Vm, &Value, Option<Value>) -> Act),
}

impl Set {
    /// Sets the attribute of `v`, or deletes it.
    pub fn act(self, vm: &mut Vm, v: &Value, value: Option<Value>) -> Act {
        match self {
            Set::Leaf(f) => f(vm, v, value).map(|()| Value::NONE).into(),
            Set::Tail(f) => f(vm, v, value),
        }
    }
}

/// A computed attribute of a built-in type.
#[derive(Clone, Copy)]
pub struct GetSetDef {
    pub name: &'static str,
    pub get: Get,
    pub set: Option<Set>,
    /// stands for a member of a C structure, whose error text is shorter
    pub readonly: bool,
}

/// A read-only computed attribute.
pub const fn getter(name: &'static str, get: Getter) -> GetSetDef {
    GetSetDef { name, get: Get::Leaf(get), set: None, readonly: false }
}

/// A read-only attribute that CPython keeps as a structure member ("readonly attribute").
pub const fn member(name: &'static str, get: Getter) -> GetSetDef {
    GetSetDef { name, get: Get::Leaf(get), set: None, readonly: true }
}

/// A computed attribute that can be set or deleted.
pub const fn getset(name: &'static str, get: Getter, set: Setter) -> GetSetDef {
    GetSetDef { name, get: Get::Leaf(get), set: Some(Set::Leaf(set)), readonly: false }
}

/// A computed attribute whose getter may need Python code.
pub const fn computed(name: &'static str, get: fn(&mut Vm, &Value) -> Act, set: Option<Setter>) -> GetSetDef {
    let set = match set {
        Some(set) => Some(Set::Leaf(set)),
        None => None,
    };
    GetSetDef { name, get: Get::Tail(get), set, readonly: false }
}

/// A computed attribute whose setter may need Python code.
pub const fn asking(name: &'static str, get: Getter, set: fn(&mut Vm, &Value, Option<Value>) -> Act) -> GetSetDef {
    GetSetDef { name, get: Get::Leaf(get), set: Some(Set::Tail(set)), readonly: false }
}

/// A getset descriptor object.
pub struct GetSet {
    pub def: &'static GetSetDef,
    pub owner: Ref<Type>,
}

impl Payload for GetSet {
    const KIND: Kind = Kind::GetSet;
    fn visit(&self, v: &mut Visitor) {
        v.reference(&self.owner);
    }
}

/// A `__slots__` member descriptor.
pub struct Member {
    pub name: Mut<Value>,
    pub index: usize,
    pub owner: Ref<Type>,
}

impl Payload for Member {
    const KIND: Kind = Kind::Member;
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.name.borrow());
        v.reference(&self.owner);
    }
}

/// A type object with neither name nor namespace yet.
pub(super) fn bare(spec: &'static TypeSpec) -> Type {
    // an instance with attributes whose layout has no place for them has an instance area like those of user-defined classes; its
    // `__new__` uses `alloc_in`
    let area = spec.members > 0
        || matches!(spec.layout.kind, Kind::Plain | Kind::Native | Kind::Dict | Kind::Future | Kind::Task)
            && spec.flags & flag::HAS_DICT != 0;
    let offset = if area { (spec.layout.size + 7) & !7 } else { 0 };
    Type::new(spec.layout.kind, spec.layout, offset, spec.members, spec.flags | flag::STATIC | flag::IMMUTABLE)
}

/// Finishes a bare type: bases, MRO, name, namespace.
pub(crate) fn finish(
    ty: &Ref<Type>,
    spec: &'static TypeSpec,
    base: Option<&Ref<Type>>,
    intern: &mut dyn FnMut(&str) -> Ref<super::str::Str>,
    names: &Names,
) {
    ty.name.set(intern(spec.name).into());
    ty.qualname.set(intern(spec.name).into());
    let mut mro = vec![ty.clone()];
    if let Some(base) = base {
        ty.base.set(Some(base.clone()));
        ty.bases.set(vec![base.clone()]);
        base.subclasses.borrow_mut().push(&**ty);
        mro.extend(base.mro.borrow().iter().cloned());
        for f in [flag::TYPE_SUBCLASS, flag::EXC_SUBCLASS, flag::FINALISED_LAYOUT, flag::MATCH_SELF] {
            if base.has(f) {
                ty.set_flag(f, true);
            }
        }
    }
    ty.mro.set(mro);
    let dict = ty.dict();
    for def in spec.methods {
        let name = intern(def.name);
        let builtin = Builtin::method(def, ty);
        let value: Value = match def.binding {
            crate::vm::native::Binding::Static if def.name != "__new__" => {
                let sm = super::function::StaticMethod { func: Mut::new(builtin.into()), dict: Mut::new(None) };
                crate::heap::alloc(&super::types().staticmethod, sm).into()
            }
            _ => builtin.into(),
        };
        dict.set_interned(&name, value);
    }
    for def in spec.getset {
        let name = intern(def.name);
        let g = GetSet { def, owner: ty.clone() };
        dict.set_interned(&name, crate::heap::alloc(&super::types().getset_descriptor, g).into());
    }
    let doc = if spec.doc.is_empty() { Value::NONE } else { super::str::new(spec.doc) };
    if !spec.getset.iter().any(|g| g.name == "__doc__") {
        dict.set_interned(&names.doc, doc);
    }
    if spec.module != "builtins" && !spec.getset.iter().any(|g| g.name == "__module__") {
        dict.set_interned(&names.module, intern(spec.module).into());
    }
    if spec.unhashable {
        dict.set_interned(&names.dunders[super::names::Dunder::Hash as usize], Value::NONE);
    }
}
