//! A fixed number of values, stored right behind their object's payload, or in a box.
//!
//! Invariant: `start` points at `len` live values that this object owns; they are never moved while it lives. Storing the items of a
//! short tuple behind it saves one of two allocations.
//!
//! # Rules
//! 1. Inline items are written once, by [`alloc_with_items`], before anybody else sees the object.
//! 2. Only `clear` and `drop` change `len`; both set it to 0 before any value dies.

use super::{Obj, Payload, Ref, alloc_extra};
use crate::object::ty::Type;
use crate::value::Value;
use std::cell::Cell;
use std::mem::MaybeUninit;

/// The items of a tuple.
#[repr(C, align(8))]
pub struct Items {
    start: Cell<*mut Value>,
    len: Cell<u32>,
    /// length of the box to free; u32::MAX: inline
    boxed: Cell<u32>,
}

const INLINE: u32 = u32::MAX;
/// More items than this are boxed: their object would not share a page with others.
const MAX_INLINE: usize = 64;

impl Items {
    /// Items in a box.
    pub fn boxed(values: Vec<Value>) -> Items {
        let len = values.len() as u32;
        let start = Box::into_raw(values.into_boxed_slice()) as *mut Value;
        Items { start: Cell::new(start), len: Cell::new(len), boxed: Cell::new(len) }
    }
    /// The items.
    #[inline(always)]
    pub fn as_slice(&self) -> &[Value] {
        unsafe { std::slice::from_raw_parts(self.start.get(), self.len.get() as usize) }
    }
    /// Lets go of all items, the last one first.
    pub fn clear(&self) {
        let (start, len) = (self.start.get(), self.len.replace(0) as usize);
        unsafe {
            let boxed = self.boxed.replace(INLINE) != INLINE;
            if boxed {
                self.start.set(std::ptr::NonNull::dangling().as_ptr());
            }
            for i in (0..len).rev() {
                start.add(i).read().into_slot().release();
            }
            if boxed {
                drop(Box::from_raw(std::ptr::slice_from_raw_parts_mut(start as *mut MaybeUninit<Value>, len)));
            }
        }
    }
}

impl Drop for Items {
    #[inline]
    fn drop(&mut self) {
        self.clear()
    }
}

/// A payload that is such items.
pub trait ItemsPayload: Payload + From<Items> {
    /// The items.
    fn items(&self) -> &Items;
}

/// Allocates an object around these items.
#[inline]
pub fn alloc_with_items<T: ItemsPayload>(ty: &Ref<Type>, values: impl ExactSizeIterator<Item = Value>) -> Ref<T> {
    let n = values.len();
    if n > MAX_INLINE {
        return super::alloc(ty, Items::boxed(values.collect()).into());
    }
    const { assert!(size_of::<Obj<T>>().is_multiple_of(8)) };
    let empty =
        Items { start: Cell::new(std::ptr::NonNull::dangling().as_ptr()), len: Cell::new(0), boxed: Cell::new(INLINE) };
    let r = alloc_extra::<T>(ty, empty.into(), n * 8);
    unsafe {
        let start = (r.as_ptr() as *mut u8).add(size_of::<Obj<T>>()) as *mut Value;
        let mut len = 0;
        for v in values.take(n) {
            start.add(len).write(v);
            len += 1;
        }
        let items = r.items();
        items.start.set(start);
        items.len.set(len as u32);
    }
    r
}
