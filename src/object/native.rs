//! Built-in functions and methods, and the payload of types that native modules define for themselves.

use super::generator::Generator;
use super::ty::Type;
use crate::heap::{Kind, Mut, Payload, Ref, Visitor};
use crate::value::Value;
use crate::vm::native::NativeDef;
use crate::vm::signature::Signature;
use std::any::Any;
use std::cell::OnceCell;

/// A native function as an object: a module's function, or an unbound method in a type's namespace.
pub struct Builtin {
    pub def: &'static NativeDef,
    /// the type in whose namespace it was defined; `None` for module functions
    pub owner: Option<Ref<Type>>,
    /// what it is bound to (`__self__`): a module's functions have their module's name here as text, `C.__new__` its class
    pub self_: Mut<Value>,
    /// module name or None
    pub module: Value,
    signature: OnceCell<Signature>,
}

impl Payload for Builtin {
    const KIND: Kind = Kind::Builtin;
    fn visit(&self, v: &mut Visitor) {
        if let Some(t) = &self.owner {
            v.reference(t);
        }
        v.value(&self.self_.borrow());
        v.value(&self.module);
    }
    fn clear(&self) {
        self.self_.set(Value::NONE);
    }
}

/// True for special methods that CPython keeps in a slot of the type (its others are ordinary methods).
fn is_slot(owner: &Type, name: &str) -> bool {
    const ORDINARY: &[&str] = &[
        "__format__",
        "__bytes__",
        "__dir__",
        "__set_name__",
        "__init_subclass__",
        "__class_getitem__",
        "__mro_entries__",
        "__prepare__",
        "__instancecheck__",
        "__subclasscheck__",
        "__length_hint__",
        "__missing__",
        "__reversed__",
        "__complex__",
        "__round__",
        "__trunc__",
        "__floor__",
        "__ceil__",
        "__enter__",
        "__exit__",
        "__aenter__",
        "__aexit__",
        "__copy__",
        "__deepcopy__",
        "__reduce__",
        "__reduce_ex__",
        "__fspath__",
        "__sizeof__",
    ];
    // asked of every method when a machine is made: most texts differ in length
    let among = |list: &[&str]| list.iter().any(|text| text.len() == name.len() && *text == name);
    name.starts_with("__") && among(super::names::Dunder::TEXTS) && !among(ORDINARY) && !beside_slot(owner, name)
}

/// True for what a type has as an ordinary method besides its slot.
fn beside_slot(owner: &Type, name: &str) -> bool {
    match name {
        "__getitem__" => matches!(owner.name().as_str(), "list" | "dict"),
        "__contains__" => matches!(owner.name().as_str(), "dict" | "set" | "frozenset"),
        _ => false,
    }
}

impl Builtin {
    /// A function of a module.
    pub fn function(def: &'static NativeDef, module: Value) -> Value {
        let b = Builtin { def, owner: None, self_: Mut::new(Value::NONE), module, signature: OnceCell::new() };
        crate::heap::alloc(&super::types().builtin_function, b).into()
    }
    /// A method in a type's namespace (for `__new__` and static methods: a function).
    pub fn method(def: &'static NativeDef, owner: &Ref<Type>) -> Ref<Builtin> {
        use crate::vm::native::Binding;
        let t = super::types();
        let ty = match def.binding {
            Binding::Class => &t.classmethod_descriptor,
            Binding::Static => &t.builtin_function,
            Binding::Method if is_slot(owner, def.name) => &t.wrapper_descriptor,
            Binding::Method => &t.method_descriptor,
        };
        let b = Builtin {
            def,
            owner: Some(owner.clone()),
            self_: Mut::new(Value::NONE),
            module: Value::NONE,
            signature: OnceCell::new(),
        };
        crate::heap::alloc(ty, b)
    }
    /// The parsed signature.
    pub fn signature(&self) -> &Signature {
        self.signature.get_or_init(|| Signature::parse(self.def.signature))
    }
    /// True for the `__getattribute__` of object, type and module, which `Vm::get_attr` does itself.
    pub fn is_generic_getattribute(&self) -> bool {
        self.def.name == "__getattribute__"
            && self.owner.as_ref().is_some_and(|t| {
                let types = super::types();
                t.is(&types.object) || t.is(&types.type_) || t.is(&types.module)
            })
    }
    /// True for the `__setattr__` and `__delattr__` of object, which `Vm::set_attr` does itself.
    pub fn is_generic_setattr(&self) -> bool {
        matches!(self.def.name, "__setattr__" | "__delattr__")
            && self.owner.as_ref().is_some_and(|t| t.is(&super::types().object))
    }
    /// True for a special method that CPython keeps in a slot of the type.
    pub fn is_slot(&self) -> bool {
        self.owner.as_ref().is_some_and(|t| is_slot(t, self.def.name))
    }
    /// How many parameters stand for the object or class that it is called on.
    pub fn receivers(&self) -> usize {
        (self.owner.is_some() && self.signature().receiver) as usize
    }
    /// `__new__` or `__init__`.
    pub fn is_constructor(&self) -> bool {
        matches!(self.def.name, "__new__" | "__init__")
    }
    /// `append`-like name for error texts; a constructor goes by its type's name.
    pub fn shown_name(&self) -> String {
        match &self.owner {
            Some(t) if self.is_constructor() => t.name(),
            _ => self.def.name.into(),
        }
    }
    /// `list.append`-like name for error texts; functions of modules have their module's name.
    pub fn qualified_name(&self) -> String {
        if let Some(t) = &self.owner {
            return if self.is_constructor() { t.name() } else { format!("{}.{}", t.name(), self.def.name) };
        }
        match self.module.get::<super::str::Str>() {
            Some(m) if !m.is("builtins") => format!("{}.{}", m.to_text(), self.def.name),
            _ => self.def.name.into(),
        }
    }
}

/// State of an object whose type a native module defines (deque, partial, count, Pattern, …).
pub trait NativeObject: Any {
    /// Shows every owned value.
    fn visit(&self, v: &mut Visitor);
    /// Lets go of owned values that may be part of a cycle.
    fn clear(&self) {}
    /// An iterator's step without Python: the next item, STOP at the end. `None` (and nothing consumed) if Python is needed.
    fn step(&self, _vm: &mut crate::vm::Vm) -> Option<crate::vm::PyResult> {
        None
    }
    /// An iterator's step, STOP at the end; `it` is the object itself. `None` if it is no iterator.
    fn next(&self, _vm: &mut crate::vm::Vm, _it: &Value) -> Option<crate::vm::Act> {
        None
    }
    /// How an iterator goes on that asks others for their items, if it is one that needs no future for it.
    fn puller(&self) -> Option<crate::vm::pull::Puller> {
        None
    }
    /// The generator whose next item is the iterator's own next one, as it is: the item counts as taken. `None`, and nothing taken, for
    /// any other step.
    fn forwards(&self) -> Option<Ref<Generator>> {
        None
    }
    /// What `forwards` gave has ended: true if the iterator goes on with another.
    fn goes_on(&self) -> bool {
        false
    }
    /// See `iter::native_depth`; must stay the same for the life of the object.
    fn native_depth(&self) -> u8 {
        0
    }
}

/// The payload of such objects.
pub struct Native(pub Box<dyn NativeObject>);

impl Payload for Native {
    const KIND: Kind = Kind::Native;
    fn visit(&self, v: &mut Visitor) {
        self.0.visit(v)
    }
    fn clear(&self) {
        self.0.clear()
    }
}

impl Value {
    /// The state of a native module's object, if it is a `T`.
    pub fn native<T: NativeObject>(&self) -> Option<&T> {
        let any: &dyn Any = &*self.get::<Native>()?.0;
        any.downcast_ref::<T>()
    }
}

/// The payload of plain instances: nothing; attributes are in the instance area.
pub struct Plain;

impl Payload for Plain {
    const KIND: Kind = Kind::Plain;
}
