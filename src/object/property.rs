//! property: the payload.

use crate::heap::{Kind, Mut, Payload, Visitor};
use crate::value::Value;

/// `property(fget, fset, fdel, doc)`; each part a value or None.
pub struct Property {
    pub get: Mut<Value>,
    pub set: Mut<Value>,
    pub delete: Mut<Value>,
    pub doc: Mut<Value>,
    pub name: Mut<Option<Value>>,
    /// the documentation was taken from the getter
    pub doc_from_getter: std::cell::Cell<bool>,
}

impl Payload for Property {
    const KIND: Kind = Kind::Property;
    fn visit(&self, v: &mut Visitor) {
        for m in [&self.get, &self.set, &self.delete, &self.doc] {
            v.value(&m.borrow());
        }
        v.option(&self.name.borrow());
    }
    fn clear(&self) {
        for m in [&self.get, &self.set, &self.delete, &self.doc] {
            m.set(Value::NONE);
        }
    }
}
