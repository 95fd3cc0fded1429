//! weakref.ref: the payload.
//!
//! Invariant: `referent` is the live referent's address, not counted, or null once it died (the heap clears it).

use crate::heap::{Header, Kind, Mut, Payload, Visitor, weak};
use crate::value::{Slot, Value};
use std::cell::Cell;

/// A weak reference or proxy.
pub struct WeakRef {
    referent: Cell<*const Header>,
    /// callable or None
    pub callback: Mut<Value>,
    /// hash of the referent once asked for
    pub hash: Cell<Option<i64>>,
}

impl Payload for WeakRef {
    const KIND: Kind = Kind::WeakRef;
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.callback.borrow());
    }
    fn clear(&self) {
        self.callback.set(Value::NONE);
    }
}

impl WeakRef {
    /// A payload that refers to `referent`; register it with `heap::weak::register` once it is an object.
    pub fn payload(referent: &Value, callback: Value) -> WeakRef {
        WeakRef { referent: Cell::new(referent.slot().header()), callback: Mut::new(callback), hash: Cell::new(None) }
    }
    /// The referent, unless it died.
    pub fn get(&self) -> Option<Value> {
        let p = self.referent.get();
        if p.is_null() { None } else { Some(Slot::from_header(p).share()) }
    }
    /// The referent dies. True if there is a callback to run.
    pub(crate) fn die(&self) -> bool {
        self.referent.set(std::ptr::null());
        !self.callback.borrow().is_none()
    }
}

impl Drop for WeakRef {
    fn drop(&mut self) {
        let p = self.referent.get();
        if !p.is_null() {
            weak::unregister(p, self);
        }
    }
}
