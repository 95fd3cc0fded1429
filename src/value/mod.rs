//! The 8-byte value: what every register, container cell and argument is.
//!
//! Invariant: a [`Value`] that holds a heap reference owns one count of it; a [`Slot`] is the same bits without ownership.
//!
//! Low bits of the word:
//!
//! | low bits | meaning |
//! |---|---|
//! | `..01` | int, 62-bit signed, in the upper bits |
//! | `011` `100` `111` | float: bits rotated left by 4, xor 7, so that the exponent's own top bits are the tag |
//! | `010` | heap reference: address in the upper bits (shift 32 on wasm32, 16 on 64-bit hosts) |
//! | `110` | immediate: UNBOUND, None, False, True, Ellipsis, NotImplemented, STOP |
//! | `000` | never a value, so that `Option<Value>` and `PyResult` stay 8 bytes |
//!
//! Floats whose exponent does not fit the three tags (|x| above 2^257 or, other than zero, below about 2^-255 but above 2^-767, inf, nan) are boxed.
//!
//! # Rules (unsafe code in this folder)
//! 1. Only `heap` makes heap-tagged words, always from a live object's address.
//! 2. `Slot` → `Value` conversion (`Slot::take`) transfers one count: the slot must be overwritten or forgotten.

use crate::heap::{Header, Kind, Obj, Payload, Ref};
use std::mem::ManuallyDrop;
use std::num::NonZeroU64;

const TAG_HEAP: u64 = 2;
const TAG_IMMEDIATE: u64 = 6;
#[cfg(target_pointer_width = "32")]
const HEAP_SHIFT: u32 = 32;
#[cfg(target_pointer_width = "64")]
const HEAP_SHIFT: u32 = 16;
/// Bit n set: low bits n are a float.
const FLOAT_TAGS: u32 = 0b1001_1000;

/// Largest int that needs no box.
pub const INT_MAX: i64 = (1 << 61) - 1;
/// Smallest int that needs no box.
pub const INT_MIN: i64 = -(1 << 61);

/// Raw bits of a value, without ownership. `Copy`; used by the dispatch loop, the data stack and container storage.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(transparent)]
pub struct Slot(pub u64);

/// An owned value.
#[derive(PartialEq, Eq)]
#[repr(transparent)]
pub struct Value(NonZeroU64);

const _: () = assert!(size_of::<Option<Value>>() == 8);

const fn immediate(n: u64) -> u64 {
    n << 3 | TAG_IMMEDIATE
}

impl Slot {
    /// The bits of no value: a name that is not bound.
    pub const UNBOUND: Slot = Slot(immediate(0));
    pub const NONE: Slot = Slot(immediate(1));
    pub const FALSE: Slot = Slot(immediate(2));
    pub const TRUE: Slot = Slot(immediate(3));
    pub const ELLIPSIS: Slot = Slot(immediate(4));
    pub const NOT_IMPLEMENTED: Slot = Slot(immediate(5));
    /// End of an iteration inside the VM; never visible to Python.
    pub const STOP: Slot = Slot(immediate(6));

    /// Python bool.
    #[inline(always)]
    pub fn bool(b: bool) -> Slot {
        Slot(immediate(2 + b as u64))
    }
    /// Small int; the caller knows that it fits 62 bits.
    #[inline(always)]
    pub fn small(i: i64) -> Slot {
        Slot((i << 2) as u64 | 1)
    }
    #[inline(always)]
    pub fn is_int(self) -> bool {
        self.0 & 3 == 1
    }
    /// The int inside; only meaningful when `is_int`.
    #[inline(always)]
    pub fn int(self) -> i64 {
        self.0 as i64 >> 2
    }
    #[inline(always)]
    pub fn is_heap(self) -> bool {
        self.0 & 7 == TAG_HEAP
    }
    #[inline(always)]
    pub fn is_float(self) -> bool {
        FLOAT_TAGS >> (self.0 & 7) & 1 != 0
    }
    /// The float inside; only meaningful when `is_float`.
    #[inline(always)]
    pub fn float(self) -> f64 {
        f64::from_bits((self.0 ^ 7).rotate_right(4))
    }
    /// The unboxed float word, if `f` fits one.
    #[inline(always)]
    pub fn try_float(f: f64) -> Option<Slot> {
        let bits = f.to_bits().rotate_left(4) ^ 7;
        if FLOAT_TAGS >> (bits & 7) & 1 != 0 { Some(Slot(bits)) } else { None }
    }
    #[inline(always)]
    pub fn is_unbound(self) -> bool {
        self == Slot::UNBOUND
    }
    /// The object's header; only valid when `is_heap` and the object is alive.
    #[inline(always)]
    pub fn header(self) -> *mut Header {
        (self.0 >> HEAP_SHIFT) as usize as *mut Header
    }
    /// A heap-tagged word.
    #[inline(always)]
    pub fn from_header(p: *const Header) -> Slot {
        Slot((p as usize as u64) << HEAP_SHIFT | TAG_HEAP)
    }
    /// Takes over the count that this slot holds. The slot must not be used as an owner again (rule 2).
    #[inline(always)]
    pub fn take(self) -> Value {
        debug_assert!(self.0 != 0);
        Value(unsafe { NonZeroU64::new_unchecked(self.0) })
    }
    /// A new owner of what the slot holds.
    #[inline(always)]
    pub fn share(self) -> Value {
        self.share_out_of_line().take()
    }
    /// The slot seen as a value, without taking a count.
    #[inline(always)]
    pub fn as_value(&self) -> &Value {
        debug_assert!(self.0 != 0);
        unsafe { &*(self as *const Slot as *const Value) }
    }
    #[inline(always)]
    pub fn incref(self) {
        if self.is_heap() {
            unsafe { (*self.header()).incref() }
        }
    }
    /// A second owner's bits: the count is taken here, in line (hot paths; `share` is a call).
    #[inline(always)]
    pub fn copied(self) -> Slot {
        self.incref();
        self
    }
    /// Gives the slot's count back, in line (hot paths; dropping a [`Value`] is a call).
    #[inline(always)]
    pub fn release(self) {
        if self.is_heap() {
            unsafe { crate::heap::decref(self.header()) }
        }
    }
    /// The payload, if this is a heap object whose layout is `T`.
    #[inline(always)]
    pub fn payload<'a, T: Payload>(self) -> Option<&'a T> {
        if self.is_heap() {
            let header = unsafe { &*self.header() };
            if header.kind() == T::KIND {
                return Some(unsafe { &(*(header as *const Header as *const Obj<T>)).payload });
            }
        }
        None
    }
    /// The layout of a heap object, in line.
    #[inline(always)]
    pub fn heap_kind(self) -> Option<Kind> {
        if self.is_heap() { Some(unsafe { (*self.header()).kind() }) } else { None }
    }
    /// The layout's number, or one that no layout has. Out of line: it is asked in thousands of places.
    #[inline(never)]
    fn layout(self) -> u32 {
        if self.is_heap() { unsafe { (*self.header()).kind() as u32 } } else { u32::MAX }
    }
    #[inline(never)]
    fn share_out_of_line(self) -> Slot {
        self.incref();
        self
    }
    #[inline(never)]
    fn release_out_of_line(self) {
        self.release()
    }
}

impl Value {
    pub const NONE: Value = Value(NonZeroU64::new(Slot::NONE.0).unwrap());
    pub const TRUE: Value = Value(NonZeroU64::new(Slot::TRUE.0).unwrap());
    pub const FALSE: Value = Value(NonZeroU64::new(Slot::FALSE.0).unwrap());
    pub const ELLIPSIS: Value = Value(NonZeroU64::new(Slot::ELLIPSIS.0).unwrap());
    pub const NOT_IMPLEMENTED: Value = Value(NonZeroU64::new(Slot::NOT_IMPLEMENTED.0).unwrap());
    pub const UNBOUND: Value = Value(NonZeroU64::new(Slot::UNBOUND.0).unwrap());
    pub const STOP: Value = Value(NonZeroU64::new(Slot::STOP.0).unwrap());

    /// The bits, still owned by `self`.
    #[inline(always)]
    pub fn slot(&self) -> Slot {
        Slot(self.0.get())
    }
    /// The bits, ownership handed to the caller's storage.
    #[inline(always)]
    pub fn into_slot(self) -> Slot {
        Slot(ManuallyDrop::new(self).0.get())
    }
    #[inline(always)]
    pub fn bool(b: bool) -> Value {
        Slot::bool(b).take()
    }
    /// A Python int of any `i64`.
    #[inline(always)]
    pub fn int(i: i64) -> Value {
        if i >= INT_MIN && i <= INT_MAX { Slot::small(i).take() } else { crate::object::int::big(i.into()) }
    }
    /// A Python float.
    #[inline(always)]
    pub fn float(f: f64) -> Value {
        match Slot::try_float(f) {
            Some(s) => s.take(),
            None => crate::object::float::boxed(f),
        }
    }
    /// A Python int of a length or index.
    #[inline(always)]
    pub fn size(n: usize) -> Value {
        Value::int(n as i64)
    }
    #[inline(always)]
    pub fn is_none(&self) -> bool {
        self.slot() == Slot::NONE
    }
    #[inline(always)]
    pub fn is_unbound(&self) -> bool {
        self.slot() == Slot::UNBOUND
    }
    #[inline(always)]
    pub fn is_stop(&self) -> bool {
        self.slot() == Slot::STOP
    }
    #[inline(always)]
    pub fn is_not_implemented(&self) -> bool {
        self.slot() == Slot::NOT_IMPLEMENTED
    }
    #[inline(always)]
    pub fn is_heap(&self) -> bool {
        self.slot().is_heap()
    }
    /// `Some` for True and False.
    #[inline(always)]
    pub fn as_bool(&self) -> Option<bool> {
        match self.slot() {
            Slot::TRUE => Some(true),
            Slot::FALSE => Some(false),
            _ => None,
        }
    }
    /// The small int inside (exact `int`; neither bool nor big).
    #[inline(always)]
    pub fn as_small(&self) -> Option<i64> {
        let s = self.slot();
        if s.is_int() { Some(s.int()) } else { None }
    }
    /// The float inside an unboxed or boxed float (instances of subclasses included).
    #[inline(always)]
    pub fn as_float(&self) -> Option<f64> {
        let s = self.slot();
        if s.is_float() { Some(s.float()) } else { self.get::<crate::object::float::FloatBox>().map(|b| b.0) }
    }
    /// Python `is`.
    #[inline(always)]
    pub fn is(&self, other: &Value) -> bool {
        self.0 == other.0
    }
    /// The payload, if this is a heap object whose layout is `T` (subclass instances included).
    #[inline(always)]
    pub fn get<T: Payload>(&self) -> Option<&T> {
        self.slot().payload()
    }
    /// A typed owner of the object, if its layout is `T`.
    #[inline(always)]
    pub fn get_ref<T: Payload>(&self) -> Option<Ref<T>> {
        if self.is_a::<T>() { Some(unsafe { Ref::from_slot(self.clone().into_slot()) }) } else { None }
    }
    /// True if this is a heap object with layout `T`.
    #[inline(always)]
    pub fn is_a<T: Payload>(&self) -> bool {
        self.slot().layout() == T::KIND as u32
    }
    /// The word as an identity, as `id()` shows it.
    pub fn identity(&self) -> u64 {
        self.0.get()
    }
}

/// Slots seen as values, without taking counts: like [`Slot::as_value`].
pub fn lend(slots: &[Slot]) -> &[Value] {
    debug_assert!(slots.iter().all(|s| s.0 != 0));
    unsafe { std::slice::from_raw_parts(slots.as_ptr() as *const Value, slots.len()) }
}

/// Copies of values; counts are taken in line.
pub fn copies(values: &[Value]) -> Vec<Value> {
    let mut out = Vec::new();
    push_copies(&mut out, values, values.len());
    out
}

/// Appends copies of values, with room for `room` more; counts are taken in line.
#[inline(never)]
pub fn push_copies(out: &mut Vec<Value>, values: &[Value], room: usize) {
    let n = out.len();
    out.reserve_exact(room.max(values.len()));
    unsafe {
        let to: *mut Value = out.as_mut_ptr().add(n);
        for (i, v) in values.iter().enumerate() {
            to.add(i).write(v.slot().copied().take());
        }
        out.set_len(n + values.len());
    }
}

/// Drops values, the last one first; counts are given back in line.
pub fn release_from_end(mut values: Vec<Value>) {
    unsafe {
        let (from, n) = (values.as_ptr(), values.len());
        // rule 2: the counts are ours now
        values.set_len(0);
        for i in (0..n).rev() {
            (*from.add(i)).slot().release();
        }
    }
}

impl Clone for Value {
    #[inline(always)]
    fn clone(&self) -> Value {
        self.slot().share()
    }
}

impl Drop for Value {
    #[inline(always)]
    fn drop(&mut self) {
        if self.is_heap() {
            self.slot().release_out_of_line()
        }
    }
}

impl Default for Value {
    fn default() -> Value {
        Value::NONE
    }
}

impl From<bool> for Value {
    fn from(b: bool) -> Value {
        Value::bool(b)
    }
}

impl<T: Payload> From<Ref<T>> for Value {
    #[inline(always)]
    fn from(r: Ref<T>) -> Value {
        r.into_slot().take()
    }
}

impl<T: Payload> From<&Ref<T>> for Value {
    #[inline(always)]
    fn from(r: &Ref<T>) -> Value {
        r.clone().into()
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let s = self.slot();
        match s {
            _ if s.is_int() => write!(f, "{}", s.int()),
            _ if s.is_float() => write!(f, "{:?}", s.float()),
            _ if s.is_heap() => write!(f, "<{:?} {:p}>", unsafe { (*s.header()).kind() }, s.header()),
            _ => write!(f, "#{}", s.0 >> 3),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_round_trip() {
        for f in [0.0, -0.0, 1.0, -1.5, 0.1, 1e10, 1e70, 1e-70, 255.5, f64::MIN_POSITIVE] {
            let s = Slot::try_float(f).unwrap_or_else(|| panic!("{f}"));
            assert_eq!(s.float().to_bits(), f.to_bits());
            assert!(s.is_float() && !s.is_int() && !s.is_heap());
        }
        for f in [f64::INFINITY, f64::NAN, 1e300, 1e-100] {
            assert!(Slot::try_float(f).is_none(), "{f}");
        }
    }

    #[test]
    fn ints_round_trip() {
        for i in [0, 1, -1, INT_MAX, INT_MIN] {
            let s = Slot::small(i);
            assert!(s.is_int() && !s.is_float() && !s.is_heap());
            assert_eq!(s.int(), i);
        }
    }
}
