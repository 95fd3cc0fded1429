//! list: the payload. Methods are in `list_methods.rs` and `sort.rs`.

use crate::heap::{Kind, Mut, Payload, Ref, Visitor};
use crate::local;
use crate::value::Value;
use std::cell::Cell;

/// No list, tuple or dict is made larger than this many items: MemoryError instead (1 GiB of values).
pub const MAX_ITEMS: usize = 1 << 27;

/// A list.
pub struct List {
    pub items: Mut<Vec<Value>>,
}

impl Payload for List {
    const KIND: Kind = Kind::List;
    fn visit(&self, v: &mut Visitor) {
        v.values(&self.items.borrow());
    }
    fn clear(&self) {
        drop_from_end(self.items.take());
    }
}

impl Drop for List {
    fn drop(&mut self) {
        drop_from_end(self.items.take());
    }
}

local! {
    /// How many sorts are under way, in all threads.
    static SORTS: Cell<u32> = Cell::new(0);
}

/// A sort that is under way: the list that has lost its items to it shows whether it was changed meanwhile, even if it is empty again.
pub struct Sorting(());

impl Sorting {
    pub fn begin() -> Sorting {
        SORTS.set(SORTS.get() + 1);
        Sorting(())
    }
}

impl Drop for Sorting {
    fn drop(&mut self) {
        SORTS.set(SORTS.get().saturating_sub(1));
    }
}

/// What a list that loses all items has then: no room, unless some sort is to see that there were any.
pub fn emptied(had: bool) -> Vec<Value> {
    Vec::with_capacity((had && SORTS.get() > 0) as usize)
}

/// Lets go of a list's items in CPython's order: the last one first.
pub fn drop_from_end(items: Vec<Value>) {
    crate::value::release_from_end(items);
}

impl List {
    /// A payload, for subclasses.
    pub fn payload(items: Vec<Value>) -> List {
        List { items: Mut::new(items) }
    }
    /// A new exact list.
    pub fn new(items: Vec<Value>) -> Ref<List> {
        crate::heap::alloc(&super::types().list, List::payload(items))
    }
    pub fn len(&self) -> usize {
        self.items.borrow().len()
    }
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The item at `i`.
    #[inline]
    pub fn at(&self, i: usize) -> Option<Value> {
        self.items.borrow().get(i).cloned()
    }
}

/// A new exact list as a value.
pub fn new(items: Vec<Value>) -> Value {
    List::new(items).into()
}
