//! tuple: the payload. Methods are in `tuple_methods.rs`.
//!
//! Invariant: a tuple's items never change once Python code can see it.

use crate::heap::{Kind, Mut, Payload, Ref, Visitor};
use crate::value::Value;

/// A tuple.
pub struct Tuple {
    items: Mut<Box<[Value]>>,
}

impl Payload for Tuple {
    const KIND: Kind = Kind::Tuple;
    fn visit(&self, v: &mut Visitor) {
        v.values(&self.items.borrow());
    }
    fn clear(&self) {
        drop(self.items.take());
    }
}

impl Tuple {
    /// A payload, for subclasses.
    pub fn payload(items: Vec<Value>) -> Tuple {
        Tuple { items: Mut::new(items.into_boxed_slice()) }
    }
    /// The items.
    #[inline(always)]
    pub fn items(&self) -> &[Value] {
        // Only the collector's `clear` changes a tuple, and only when nobody can reach it.
        unsafe { &*self.items.as_ptr() }
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
    if items.is_empty() {
        return super::types().empty_tuple();
    }
    crate::heap::alloc(&super::types().tuple, Tuple::payload(items)).into()
}

/// A new exact tuple of two items.
#[inline]
pub fn pair(a: Value, b: Value) -> Value {
    new(vec![a, b])
}

/// A new exact tuple, typed.
pub fn new_ref(items: Vec<Value>) -> Ref<Tuple> {
    new(items).get_ref().expect("a tuple")
}
