//! Cells: variables shared between a function and its closures.

use crate::heap::{Kind, Mut, Payload, Ref, Visitor};
use crate::value::Value;

/// A cell; UNBOUND when empty.
pub struct CellBox {
    pub contents: Mut<Value>,
}

impl Payload for CellBox {
    const KIND: Kind = Kind::Cell;
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.contents.borrow());
    }
    fn clear(&self) {
        self.contents.set(Value::UNBOUND);
    }
}

impl CellBox {
    pub fn new(contents: Value) -> Ref<CellBox> {
        crate::heap::alloc(&super::types().cell, CellBox { contents: Mut::new(contents) })
    }
}
