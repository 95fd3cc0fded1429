//! The instance area: attributes of instances of user-defined classes.
//!
//! Layout: `{ dict, end, limit, members }` then `members` slots for `__slots__`, then slots for attributes up to `limit`. A slot's number
//! counts from the first member: its *place*.
//!
//! Invariant: in *inline mode* (`dict` is none) the attribute slots before `end` are set and belong to the first names of the class's
//! shared keys, so insertion order is slot order. Anything that would break this (another order, more names than slots, deletion of any
//! but the last, a look at `__dict__`) moves the attributes into a real dict for good (*dict mode*; `end` is `members` then).

use super::dict::Dict;
use super::str::Str;
use super::ty::{MAX_INLINE, Type};
use crate::heap::{Mut, Ref, Visitor};
use crate::value::{Slot, Value};
use std::cell::Cell;

/// Head of the area.
#[repr(C)]
pub struct InstanceArea {
    dict: Mut<Option<Ref<Dict>>>,
    end: Cell<u16>,
    limit: u16,
    members: u16,
}

const HEAD: usize = (size_of::<InstanceArea>() + 7) & !7;

/// Bytes of an area with this many slots.
pub fn area_size(slots: usize) -> usize {
    HEAD + slots * 8
}

impl InstanceArea {
    /// Initialises the area of a new instance (called by the heap).
    pub(crate) unsafe fn init(p: *mut u8, ty: &Type) {
        unsafe {
            let limit = ty.members + ty.capacity.get();
            (p as *mut InstanceArea).write(InstanceArea {
                dict: Mut::new(None),
                end: Cell::new(ty.members),
                limit,
                members: ty.members,
            });
            let slots = p.add(HEAD) as *mut Slot;
            for i in 0..limit as usize {
                slots.add(i).write(Slot::UNBOUND);
            }
        }
    }
    /// The area of an instance, if its type gives it one.
    #[inline(always)]
    pub fn of(value: &Value) -> Option<&InstanceArea> {
        if !value.is_heap() {
            return None;
        }
        unsafe {
            let header = value.slot().header();
            let offset = (*header).ty().instance_area_offset()?;
            Some(&*((header as *const u8).add(offset) as *const InstanceArea))
        }
    }
    /// The area, if it holds the instance's attributes: not those of objects whose payload has a namespace (exceptions, modules).
    #[inline(always)]
    pub fn of_attributes(value: &Value) -> Option<&InstanceArea> {
        use crate::heap::Kind;
        let area = InstanceArea::of(value)?;
        let ty = super::type_ref(value);
        let elsewhere = matches!(ty.kind, Kind::Exception | Kind::Module | Kind::StaticMethod | Kind::ClassMethod);
        if ty.has(super::ty::flag::HAS_DICT) && !elsewhere { Some(area) } else { None }
    }
    #[inline(always)]
    fn slots(&self) -> *mut Slot {
        unsafe { (self as *const InstanceArea as *mut u8).add(HEAD) as *mut Slot }
    }
    #[inline(always)]
    pub(crate) fn slot(&self, i: usize) -> &Cell<Slot> {
        debug_assert!(i < self.limit as usize);
        unsafe { &*(self.slots().add(i) as *const Cell<Slot>) }
    }
    /// Drops everything in the area.
    pub(crate) unsafe fn clear(p: *mut u8) {
        unsafe {
            let area = &*(p as *const InstanceArea);
            area.end.set(area.members);
            for i in 0..area.limit as usize {
                area.slot(i).replace(Slot::UNBOUND).release();
            }
            area.dict.set(None);
        }
    }
    pub(crate) unsafe fn visit(p: *mut u8, v: &mut Visitor) {
        unsafe {
            let area = &*(p as *const InstanceArea);
            for i in 0..area.limit as usize {
                v.slot(area.slot(i).get());
            }
            if let Some(d) = &*area.dict.borrow() {
                v.reference(d);
            }
        }
    }
    /// True in inline mode: the inline cache may use slot numbers.
    #[inline(always)]
    pub fn is_inline(&self) -> bool {
        self.dict.borrow().is_none()
    }
    /// The attribute in dict mode.
    #[inline(never)]
    pub fn in_dict(&self, name: &Ref<Str>) -> Option<Value> {
        self.dict.borrow().as_ref()?.get_interned(name)
    }
    /// Sets an attribute in dict mode.
    #[inline(never)]
    pub fn set_in_dict(&self, name: &Ref<Str>, value: Value) {
        if let Some(d) = &*self.dict.borrow() {
            d.set_interned(name, value);
        }
    }
    /// Changes whenever an attribute comes or goes, as long as the class keeps its version.
    pub fn names_version(&self) -> u64 {
        match &*self.dict.borrow() {
            Some(d) => 1 << 32 | d.keys_version() as u64,
            None => self.filled() as u64,
        }
    }
    /// True if the attributes are in a dict that nobody else holds (the collector's own hold on it aside).
    pub fn owns_dict(&self) -> bool {
        self.dict.borrow().as_ref().is_some_and(|d| d.header().count() <= 2)
    }
    /// Number of attributes in inline mode.
    pub fn filled(&self) -> usize {
        (self.end.get() - self.members) as usize
    }
    /// The place of an attribute by its number among the class's shared keys; of one that has none, a place that no area has.
    pub fn place(&self, key: Option<usize>) -> u16 {
        key.map_or(u16::MAX, |i| self.members + i as u16)
    }
    /// What is at a place, if the area has it in use; a member may be UNBOUND.
    #[inline(always)]
    pub fn at(&self, place: usize) -> Option<Slot> {
        if place < self.end.get() as usize { Some(self.slot(place).get()) } else { None }
    }
    /// True if [`InstanceArea::put`] may be called with the place: it is in use, or the next one and free.
    #[inline(always)]
    pub fn takes(&self, place: usize) -> bool {
        let end = self.end.get() as usize;
        place < end || place == end && place < self.limit as usize && self.is_inline()
    }
    /// Stores a value at a place that the area takes.
    #[inline(always)]
    pub fn put(&self, place: usize, value: Value) {
        debug_assert!(self.takes(place));
        let old = self.slot(place).replace(value.into_slot());
        if place == self.end.get() as usize {
            self.end.set(place as u16 + 1);
        }
        old.release();
    }
    /// A `__slots__` member.
    pub fn member(&self, i: usize) -> Option<Value> {
        let s = self.slot(i).get();
        if s.is_unbound() { None } else { Some(s.share()) }
    }
    /// Sets or (with None) deletes a `__slots__` member; the old value.
    pub fn set_member(&self, i: usize, value: Option<Value>) -> Option<Value> {
        let old = self.slot(i).replace(value.map_or(Slot::UNBOUND, Value::into_slot));
        if old.is_unbound() { None } else { Some(old.take()) }
    }
    /// The value of an attribute. `ty` is the instance's type, `name` interned.
    pub fn get(&self, ty: &Type, name: &Ref<Str>) -> Option<Value> {
        if let Some(d) = &*self.dict.borrow() {
            return d.get_interned(name);
        }
        let i = ty.keys.borrow().names.iter().take(self.filled()).position(|n| n.is(name))?;
        self.at(self.members as usize + i).map(Slot::share)
    }
    /// Sets an attribute.
    pub fn set(&self, ty: &Type, name: &Ref<Str>, value: Value) {
        if self.is_inline() {
            let mut position = ty.keys.borrow().names.iter().position(|n| n.is(name));
            let i = self.filled();
            if position.is_none() && i == ty.keys.borrow().names.len() && i < MAX_INLINE {
                ty.keys.borrow_mut().names.push(name.clone());
                if (ty.capacity.get() as usize) <= i {
                    ty.capacity.set((i + 1) as u16);
                }
                ty.modified();
                position = Some(i);
            }
            let place = self.place(position) as usize;
            if self.takes(place) {
                return self.put(place, value);
            }
        }
        self.dict(ty).set_interned(name, value);
    }
    /// Deletes an attribute; false if it is not there.
    pub fn delete(&self, ty: &Type, name: &Ref<Str>) -> bool {
        if self.is_inline() {
            let Some(i) = ty.keys.borrow().names.iter().take(self.filled()).position(|n| n.is(name)) else {
                return false;
            };
            if i + 1 == self.filled() {
                let place = self.place(Some(i));
                self.end.set(place);
                drop(self.slot(place as usize).replace(Slot::UNBOUND).take());
                return true;
            }
        }
        self.dict(ty).remove_interned(name).is_some()
    }
    /// The `__dict__`; switches to dict mode.
    pub fn dict(&self, ty: &Type) -> Ref<Dict> {
        if let Some(d) = &*self.dict.borrow() {
            return d.clone();
        }
        let dict = Dict::new();
        let filled = self.filled();
        self.end.set(self.members);
        for i in 0..filled {
            let value = self.slot(self.members as usize + i).replace(Slot::UNBOUND).take();
            let name = ty.keys.borrow().names[i].clone();
            dict.set_interned(&name, value);
        }
        self.dict.set(Some(dict.clone()));
        dict
    }
    /// Replaces the `__dict__`.
    pub fn set_dict(&self, ty: &Type, dict: Ref<Dict>) {
        drop(self.dict(ty));
        self.dict.set(Some(dict));
    }
}
