//! tuple: the payload. Methods are in `tuple_methods.rs`.
//!
//! Invariant: a tuple's items never change once Python code can see it. Only the collector's `clear` empties one, when nobody can reach it.

use crate::heap::items::{Items, ItemsPayload, alloc_with_items};
use crate::heap::{Kind, Payload, Ref, Visitor};
use crate::value::Value;

/// A tuple.
pub struct Tuple {
    items: Items,
}

impl Payload for Tuple {
    const KIND: Kind = Kind::Tuple;
    fn visit(&self, v: &mut Visitor) {
        v.values(self.items());
    }
    fn clear(&self) {
        self.items.clear()
    }
}

impl From<Items> for Tuple {
    #[inline(always)]
    fn from(items: Items) -> Tuple {
        Tuple { items }
    }
}

impl ItemsPayload for Tuple {
    #[inline(always)]
    fn items(&self) -> &Items {
        &self.items
    }
}

impl Tuple {
    /// A payload, for subclasses.
    pub fn payload(items: Vec<Value>) -> Tuple {
        Tuple { items: Items::boxed(items) }
    }
    /// The items.
    #[inline(always)]
    pub fn items(&self) -> &[Value] {
        self.items.as_slice()
    }
    pub fn len(&self) -> usize {
        self.items().len()
    }
    pub fn is_empty(&self) -> bool {
        self.items().is_empty()
    }
}

/// A new exact tuple; the empty one is shared.
pub fn new(items: Vec<Value>) -> Value {
    from_iter(items.into_iter())
}

/// A new exact tuple of what an iterator of known length gives: no vector in between.
#[inline]
pub fn from_iter(items: impl ExactSizeIterator<Item = Value>) -> Value {
    if items.len() == 0 {
        return super::types().empty_tuple();
    }
    alloc_with_items::<Tuple>(&super::types().tuple, items).into()
}

/// A new exact tuple of copies.
pub fn from_slice(items: &[Value]) -> Value {
    from_iter(items.iter().cloned())
}

/// A new exact tuple of two items.
#[inline]
pub fn pair(a: Value, b: Value) -> Value {
    from_iter([a, b].into_iter())
}

/// A new exact tuple, typed.
pub fn new_ref(items: Vec<Value>) -> Ref<Tuple> {
    new(items).get_ref().expect("a tuple")
}
