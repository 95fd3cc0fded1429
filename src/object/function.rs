//! Functions made by `def` and `lambda`, bound methods, staticmethod and classmethod: the payloads.

use super::code::Code;
use super::dict::Dict;
use crate::heap::{Kind, Mut, Payload, Ref, Visitor};
use crate::value::Value;
use std::cell::Cell;

/// A Python function.
pub struct Function {
    pub code: Mut<Ref<Code>>,
    pub globals: Ref<Dict>,
    pub builtins: Ref<Dict>,
    pub name: Mut<Value>,
    pub qualname: Mut<Value>,
    pub module: Mut<Value>,
    pub doc: Mut<Value>,
    /// tuple or None
    pub defaults: Mut<Value>,
    /// dict or None
    pub kwdefaults: Mut<Value>,
    /// tuple of cells or None
    pub closure: Value,
    /// `__annotate__`: function or None
    pub annotate: Mut<Value>,
    /// `__annotations__` once computed or set
    pub annotations: Mut<Option<Value>>,
    pub type_params: Mut<Value>,
    pub dict: Mut<Option<Ref<Dict>>>,
    /// True while a call with exactly `argcount` positional arguments needs no binding: no *args, **kwargs, keyword-only parameters
    pub simple: Cell<bool>,
}

impl Payload for Function {
    const KIND: Kind = Kind::Function;
    fn visit(&self, v: &mut Visitor) {
        v.reference(&*self.code.borrow());
        v.reference(&self.globals);
        v.reference(&self.builtins);
        for m in [
            &self.name,
            &self.qualname,
            &self.module,
            &self.doc,
            &self.defaults,
            &self.kwdefaults,
            &self.annotate,
            &self.type_params,
        ] {
            v.value(&m.borrow());
        }
        v.value(&self.closure);
        v.option(&self.annotations.borrow());
        if let Some(d) = &*self.dict.borrow() {
            v.reference(d);
        }
    }
    fn clear(&self) {
        // The closure's cells and the dicts are cleared as objects of their own.
        for m in [&self.module, &self.doc, &self.defaults, &self.kwdefaults, &self.annotate, &self.type_params] {
            m.set(Value::NONE);
        }
        self.annotations.set(None);
        self.dict.set(None);
    }
}

/// `obj.method`: a callable and its first argument.
pub struct BoundMethod {
    pub func: Value,
    pub self_: Value,
}

impl Payload for BoundMethod {
    const KIND: Kind = Kind::BoundMethod;
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.func);
        v.value(&self.self_);
    }
}

impl BoundMethod {
    /// A bound method object.
    pub fn new(func: Value, self_: Value) -> Value {
        crate::heap::alloc(&super::types().method, BoundMethod { func, self_ }).into()
    }
}

/// `staticmethod(f)`.
pub struct StaticMethod {
    pub func: Mut<Value>,
    pub dict: Mut<Option<Ref<Dict>>>,
}

/// `classmethod(f)`.
pub struct ClassMethod {
    pub func: Mut<Value>,
    pub dict: Mut<Option<Ref<Dict>>>,
}

macro_rules! wrapper {
    ($ty:ident, $kind:ident) => {
        impl Payload for $ty {
            const KIND: Kind = Kind::$kind;
            fn visit(&self, v: &mut Visitor) {
                v.value(&self.func.borrow());
                if let Some(d) = &*self.dict.borrow() {
                    v.reference(d);
                }
            }
            fn clear(&self) {
                self.func.set(Value::NONE);
                self.dict.set(None);
            }
        }
    };
}
wrapper!(StaticMethod, StaticMethod);
wrapper!(ClassMethod, ClassMethod);
