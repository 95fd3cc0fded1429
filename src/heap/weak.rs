//! Weak references: a side table from an object's address to the weak references to it.
//!
//! Invariant: an entry exists only while its object lives; the table does not own the weak references, and a dying weak reference
//! removes itself. References stand in CPython's order, from the end: the plain one, the plain proxy, then the youngest first.

use super::{Header, Heap, Ref};
use crate::object::weakref::WeakRef;
use crate::tables::Hashing;
use crate::value::Value;
use std::collections::{HashMap, HashSet};

/// Weak references by referent.
pub struct WeakTable {
    entries: HashMap<usize, Vec<*const WeakRef>, Hashing>,
    /// of how many objects with an address of each kind something is noted, here or in `Heap::finalised`: the deaths of others need not
    /// be looked up. Empty before the first.
    kinds: Vec<u32>,
}

const KINDS: usize = 4096;

impl WeakTable {
    pub(super) const fn new() -> WeakTable {
        WeakTable { entries: HashMap::with_hasher(Hashing), kinds: Vec::new() }
    }

    /// True if something may be noted of the object.
    #[inline(always)]
    pub(super) fn is_noted(&self, key: usize) -> bool {
        match self.kinds.get((key >> 4) % KINDS) {
            Some(n) => *n != 0,
            None => false,
        }
    }

    /// Something is noted of one more object.
    pub(super) fn note(&mut self, key: usize) {
        self.kinds.resize(KINDS, 0);
        self.kinds[(key >> 4) % KINDS] += 1;
    }

    /// It is noted no longer.
    pub(super) fn forget(&mut self, key: usize) {
        if let Some(n) = self.kinds.get_mut((key >> 4) % KINDS) {
            *n -= 1;
        }
    }

    /// The references to an object, which are taken out of the table.
    fn take(&mut self, key: usize) -> Vec<*const WeakRef> {
        if !self.is_noted(key) {
            return Vec::new();
        }
        match self.entries.remove(&key) {
            Some(list) => {
                self.forget(key);
                list
            }
            None => Vec::new(),
        }
    }
}

/// A reference or proxy of the built-in class itself without a callback: there is one at most.
fn is_plain(v: &Value, ty: &Ref<crate::object::ty::Type>) -> bool {
    ty.is_type_of(v) && v.get::<WeakRef>().is_some_and(|w| w.callback.borrow().is_none())
}

/// Registers a weak reference to `referent`.
pub fn register(referent: &Value, weak: &Ref<WeakRef>) {
    let t = crate::object::types();
    let this = weak.value();
    let is_proxy = |v: &Value| is_plain(v, &t.weakproxy) || is_plain(v, &t.weakcallableproxy);
    let key = referent.slot().header() as usize;
    let ends: Vec<*const WeakRef> = super::with(|h| {
        h.weak.entries.get(&key).map_or(Vec::new(), |list| list.iter().rev().take(2).copied().collect())
    });
    let ends: Vec<Value> = ends.into_iter().map(|w| unsafe { Ref::of(&*w) }.into()).collect();
    let has_ref = ends.first().is_some_and(|v| is_plain(v, &t.weakref));
    let has_proxy = ends.get(has_ref as usize).is_some_and(is_proxy);
    let behind = match () {
        _ if is_plain(&this, &t.weakref) => 0,
        _ if is_proxy(&this) => has_ref as usize,
        _ => has_ref as usize + has_proxy as usize,
    };
    super::with(|h| {
        if !h.weak.entries.contains_key(&key) {
            h.weak.note(key);
        }
        let list = h.weak.entries.entry(key).or_default();
        list.insert(list.len() - behind, &**weak as *const WeakRef);
    });
}

/// Removes a dying weak reference.
pub fn unregister(referent: *const Header, weak: *const WeakRef) {
    super::with(|h| {
        if let Some(list) = h.weak.entries.get_mut(&(referent as usize)) {
            list.retain(|w| *w != weak);
            if list.is_empty() {
                h.weak.take(referent as usize);
            }
        }
    })
}

/// All weak references to an object, in CPython's order.
pub fn references(referent: &Value) -> Vec<Value> {
    if !referent.is_heap() {
        return Vec::new();
    }
    let list = super::with(|h| h.weak.entries.get(&(referent.slot().header() as usize)).cloned()).unwrap_or_default();
    list.into_iter().rev().map(|w| unsafe { Ref::of(&*w) }.into()).collect()
}

/// The object dies: its weak references go dead, and those with a callback are queued, even if they are to die next (`heap::dealloc`).
pub(super) unsafe fn clear(heap: *mut Heap, p: *mut Header) {
    unsafe {
        for weak in (*heap).weak.take(p as usize).into_iter().rev() {
            if (*weak).die() {
                super::queue(Ref::of(&*weak).into());
            }
        }
    }
}

/// An object among garbage loses its weak references; callbacks are queued of those that are not garbage themselves.
pub fn sever(referent: &Value, garbage: &HashSet<u64>) {
    let key = referent.slot().header() as usize;
    let list = super::with(|h| h.weak.take(key));
    for weak in list.into_iter().rev() {
        unsafe {
            let value: Value = Ref::of(&*weak).into();
            if (*weak).die() && !garbage.contains(&value.identity()) {
                super::queue(value);
            }
        }
    }
}
