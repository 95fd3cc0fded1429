//! Weak references: a side table from an object's address to the weak references to it.
//!
//! Invariant: an entry exists only while its object lives; the table does not own the weak references, and a dying weak reference
//! removes itself.

use super::local::Hashing;
use super::{Header, Heap, Ref};
use crate::object::weakref::WeakRef;
use crate::value::Value;
use std::collections::{HashMap, HashSet};

/// Weak references by referent.
pub struct WeakTable {
    entries: HashMap<usize, Vec<*const WeakRef>, Hashing>,
}

impl WeakTable {
    pub(super) const fn new() -> WeakTable {
        WeakTable { entries: HashMap::with_hasher(Hashing) }
    }
}

/// Registers a weak reference to `referent`.
pub fn register(referent: &Value, weak: &Ref<WeakRef>) {
    let key = referent.slot().header() as usize;
    super::with(|h| h.weak.entries.entry(key).or_default().push(&**weak as *const WeakRef));
}

/// Removes a dying weak reference.
pub fn unregister(referent: *const Header, weak: *const WeakRef) {
    super::with(|h| {
        if let Some(list) = h.weak.entries.get_mut(&(referent as usize)) {
            list.retain(|w| *w != weak);
            if list.is_empty() {
                h.weak.entries.remove(&(referent as usize));
            }
        }
    })
}

/// All weak references to an object, oldest first.
pub fn references(referent: &Value) -> Vec<Value> {
    if !referent.is_heap() {
        return Vec::new();
    }
    let list = super::with(|h| h.weak.entries.get(&(referent.slot().header() as usize)).cloned()).unwrap_or_default();
    list.into_iter().map(|w| unsafe { Ref::of(&*w) }.into()).collect()
}

/// The object dies: its weak references go dead, and those with a callback are queued, youngest first as CPython calls them.
pub(super) unsafe fn clear(heap: *mut Heap, p: *mut Header) {
    unsafe {
        if (*heap).weak.entries.is_empty() {
            return;
        }
        if let Some(list) = (*heap).weak.entries.remove(&(p as usize)) {
            for weak in list.into_iter().rev() {
                if (*weak).die() {
                    super::queue(Ref::of(&*weak).into());
                }
            }
        }
    }
}

/// An object among garbage loses its weak references; callbacks are queued of those that are not garbage themselves.
pub fn sever(referent: &Value, garbage: &HashSet<u64>) {
    let key = referent.slot().header() as usize;
    let list = super::with(|h| h.weak.entries.remove(&key)).unwrap_or_default();
    for weak in list.into_iter().rev() {
        unsafe {
            let value: Value = Ref::of(&*weak).into();
            if (*weak).die() && !garbage.contains(&value.identity()) {
                super::queue(value);
            }
        }
    }
}
