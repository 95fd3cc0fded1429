//! dict: a compact ordered hash table.
//!
//! Invariants: entries stand in insertion order; slot numbers never leave this module; a probe that meets a key that only Python can
//! compare (a user's `__eq__`) gives that key back and can be restarted, and it notices by `version` that the table changed meanwhile.
//! `keys_version` is 0 or a number that no other state of any table's *keys* ever had; once all numbers are used up it stays 0, and
//! nothing can be cached by it.

use super::str::Str;
use crate::heap::{Kind, Mut, Payload, Ref, Visitor};
use crate::local;
use crate::text::hash::HashSeed;
use crate::text::view::StrView;
use crate::value::{Slot, Value};
use std::cell::Cell;

const EMPTY: u32 = u32::MAX;
const DELETED: u32 = u32::MAX - 1;

struct Entry {
    hash: i64,
    /// UNBOUND in a deleted entry
    key: Value,
    value: Value,
}

#[derive(Default)]
struct Table {
    entries: Vec<Entry>,
    /// power-of-two sized, linear probing; empty while `entries` is empty
    indices: Vec<u32>,
    live: usize,
    /// entries that can be added before the table is rebuilt: every index place is used at most once until then, so that an
    /// empty one always ends a probe
    usable: usize,
    /// every entry before this one is deleted
    first: usize,
    /// changes when entries get new indexes
    generation: u32,
}

/// A dict.
pub struct Dict {
    table: Mut<Table>,
    /// changes with every change of keys or values
    version: Cell<u32>,
    keys_version: Cell<u32>,
    /// what a built-in subclass keeps beside the entries: `defaultdict.default_factory`
    pub extra: Mut<Option<Value>>,
}

/// Result of a probe.
pub enum Probe {
    /// the entry's index and value
    Found(usize, Value),
    Missing,
    /// Compare the looked-up key with `key` (same hash) by Python; go on with `resume` if unequal. If equal, the entry is
    /// `Dict::entry_at(index)`.
    Compare {
        index: usize,
        key: Value,
        resume: usize,
    },
}

local! {
    static NEXT_KEYS_VERSION: Cell<u32> = Cell::new(1);
}

#[cfg(test)]
pub(super) fn use_up_versions() {
    NEXT_KEYS_VERSION.set(0);
}

impl Table {
    #[inline(always)]
    fn position(&self, hash: i64) -> usize {
        // int hashes are their values: spread them, and take bits that all input bits reach
        let h = hash as u64;
        (h.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize & (self.indices.len() - 1)
    }

    fn grow(&mut self) {
        // CPython's sizes, so that places are given up at the same moments
        let wanted = (self.live * 3).next_power_of_two().max(8);
        if self.live != self.entries.len() {
            self.entries.retain(|e| !e.key.is_unbound());
        }
        self.first = 0;
        self.generation = self.generation.wrapping_add(1);
        self.usable = wanted * 2 / 3 - self.live;
        self.indices.clear();
        self.indices.resize(wanted, EMPTY);
        for i in 0..self.entries.len() {
            let mut p = self.position(self.entries[i].hash);
            while self.indices[p] != EMPTY {
                p = (p + 1) & (wanted - 1);
            }
            self.indices[p] = i as u32;
        }
    }

    /// Index of the entry whose key is this very str; if `any`, also one whose key is of a class derived from str and has this text, as
    /// names in a namespace are looked up (whether such a class has its own `__eq__` is for Python to ask, which subscripts do).
    #[inline]
    fn find_str(&self, key: &Ref<Str>, hash: i64, any: bool) -> Option<usize> {
        let (indices, entries) = (self.indices.as_slice(), self.entries.as_slice());
        if indices.is_empty() {
            return None;
        }
        let mask = indices.len() - 1;
        let mut p = self.position(hash);
        let slot = key.slot();
        loop {
            match indices[p] {
                EMPTY => return None,
                DELETED => {}
                i => {
                    let e = &entries[i as usize];
                    if e.key.slot() == slot {
                        return Some(i as usize);
                    }
                    if e.hash == hash
                        && let Some(s) = e.key.get::<Str>()
                        && (any || super::str::is_exact(&e.key))
                        && s.view() == key.view()
                    {
                        return Some(i as usize);
                    }
                }
            }
            p = (p + 1) & mask;
        }
    }

    /// Index of the exact str among the keys that has this text.
    fn index_of_text(&self, text: StrView, hash: i64) -> Option<usize> {
        let (indices, entries) = (self.indices.as_slice(), self.entries.as_slice());
        let mut p = if indices.is_empty() { return None } else { self.position(hash) };
        loop {
            match *indices.get(p)? {
                EMPTY => return None,
                DELETED => {}
                i => {
                    let e = entries.get(i as usize)?;
                    if e.hash == hash
                        && super::str::is_exact(&e.key)
                        && e.key.get::<Str>().is_some_and(|s| s.view() == text)
                    {
                        return Some(i as usize);
                    }
                }
            }
            p = (p + 1) & (indices.len() - 1);
        }
    }

    /// Index of the entry whose key is this small int itself.
    fn find_int(&self, key: Slot) -> Option<usize> {
        let (indices, entries) = (self.indices.as_slice(), self.entries.as_slice());
        if indices.is_empty() {
            return None;
        }
        let mask = indices.len() - 1;
        let mut p = self.position(crate::text::hash::int(key.int()));
        loop {
            match indices[p] {
                EMPTY => return None,
                DELETED => {}
                i if entries[i as usize].key.slot() == key => return Some(i as usize),
                _ => {}
            }
            p = (p + 1) & mask;
        }
    }

    fn insert_new(&mut self, hash: i64, key: Value, value: Value) {
        // at most 2/3 full, deleted entries counted
        if self.usable == 0 {
            self.grow();
        }
        self.usable -= 1;
        let mask = self.indices.len() - 1;
        let mut p = self.position(hash);
        while self.indices[p] < DELETED {
            p = (p + 1) & mask;
        }
        self.indices[p] = self.entries.len() as u32;
        self.entries.push(Entry { hash, key, value });
        self.live += 1;
    }

    fn remove(&mut self, index: usize) -> (Value, Value) {
        let mask = self.indices.len() - 1;
        let mut p = self.position(self.entries[index].hash);
        while self.indices[p] != index as u32 {
            p = (p + 1) & mask;
        }
        self.indices[p] = DELETED;
        let e = &mut self.entries[index];
        self.live -= 1;
        let key = std::mem::replace(&mut e.key, Value::UNBOUND);
        let value = std::mem::replace(&mut e.value, Value::UNBOUND);
        if index == self.first {
            while self.entries.get(self.first).is_some_and(|e| e.key.is_unbound()) {
                self.first += 1;
            }
        }
        (key, value)
    }
}

impl Dict {
    /// An empty dict.
    pub fn new() -> Ref<Dict> {
        let types = super::types();
        crate::heap::alloc(&types.dict, Dict::payload())
    }
    /// An empty payload, for subclasses.
    pub fn payload() -> Dict {
        Dict { table: Mut::default(), version: Cell::new(0), keys_version: Cell::new(0), extra: Mut::new(None) }
    }
    /// Number of entries.
    pub fn len(&self) -> usize {
        self.table.borrow().live
    }
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Changes whenever a key or value changes.
    pub fn version(&self) -> u32 {
        self.version.get()
    }
    /// A number that stands for the present keys; it changes when a key comes or goes, not when a value changes. 0: there is none left.
    pub fn keys_version(&self) -> u32 {
        if self.keys_version.get() == 0 {
            let v = NEXT_KEYS_VERSION.get();
            NEXT_KEYS_VERSION.set(if v == 0 { 0 } else { v.wrapping_add(1) });
            self.keys_version.set(v);
        }
        self.keys_version.get()
    }
    /// True if the keys are still those that `keys_version` numbered `v`, which is not 0.
    #[inline(always)]
    pub fn has_keys_version(&self, v: u32) -> bool {
        self.keys_version.get() == v
    }
    fn touched(&self) {
        self.version.set(self.version.get().wrapping_add(1));
    }
    fn keys_changed(&self) {
        self.touched();
        self.keys_version.set(0);
    }

    // ---- str keys

    /// The value for an interned (or any) str key.
    #[inline]
    pub fn get_interned(&self, key: &Ref<Str>) -> Option<Value> {
        let t = self.table.borrow();
        t.find_str(key, key.hash(), true).map(|i| t.entries[i].value.clone())
    }
    /// Sets the value for a str key.
    pub fn set_interned(&self, key: &Ref<Str>, value: Value) {
        let hash = key.hash();
        let mut t = self.table.borrow_mut();
        let old = match t.find_str(key, hash, true) {
            Some(i) => {
                self.touched();
                std::mem::replace(&mut t.entries[i].value, value)
            }
            None => {
                self.keys_changed();
                t.insert_new(hash, key.value(), value);
                Value::NONE
            }
        };
        drop(t);
        drop(old);
    }
    /// Removes a str key.
    pub fn remove_interned(&self, key: &Ref<Str>) -> Option<Value> {
        let mut t = self.table.borrow_mut();
        let i = t.find_str(key, key.hash(), true)?;
        self.keys_changed();
        let (key, value) = t.remove(i);
        drop(t);
        drop(key);
        Some(value)
    }
    /// Index of a str key's entry, for an inline cache guarded by `keys_version`.
    pub fn index_of(&self, key: &Ref<Str>) -> Option<usize> {
        self.table.borrow().find_str(key, key.hash(), true)
    }
    /// Index of the exact str among the keys that has this text.
    pub fn index_of_text(&self, text: StrView) -> Option<usize> {
        self.table.borrow().index_of_text(text, HashSeed::ZERO.text(text))
    }
    /// The value of entry `index` (inline cache; the keys version was checked).
    #[inline(always)]
    pub fn value_at(&self, index: usize) -> Option<Value> {
        match self.table.borrow().entries.as_slice().get(index) {
            Some(e) => Some(e.value.slot().copied().take()),
            None => None,
        }
    }
    /// Replaces the value of entry `index` (inline cache; the keys version was checked).
    #[inline(always)]
    pub fn set_value_at(&self, index: usize, value: Value) {
        self.touched();
        let mut t = self.table.borrow_mut();
        let old = std::mem::replace(&mut t.entries[index].value, value);
        drop(t);
        drop(old);
    }

    // ---- any keys

    /// The value of a key that is an exact str or a small int, counted; `None` if it is not there, and for other keys.
    pub(crate) fn quick_get(&self, key: Slot) -> Option<Slot> {
        let t = unsafe { &*self.table.as_ptr() };
        let at = if key.is_int() {
            t.find_int(key)
        } else if super::str::is_exact(key.as_value()) {
            let s = unsafe { std::mem::ManuallyDrop::new(Ref::<Str>::from_slot(key)) };
            t.find_str(&s, s.hash(), false)
        } else {
            None
        };
        match at {
            Some(i) => Some(t.entries.as_slice()[i].value.slot().copied()),
            None => None,
        }
    }

    /// Looks `key` up from the start (`resume` 0) or goes on after a comparison that was unequal. Restart from 0 when the
    /// dict's `generation` changed meanwhile, or the entry got another key.
    pub fn probe(&self, key: &Value, hash: i64, resume: usize) -> Probe {
        let t = self.table.borrow();
        let (indices, entries) = (t.indices.as_slice(), t.entries.as_slice());
        if indices.is_empty() {
            return Probe::Missing;
        }
        let mask = indices.len() - 1;
        let mut p = (t.position(hash) + resume) & mask;
        let mut step = resume;
        loop {
            match indices[p] {
                EMPTY => return Probe::Missing,
                DELETED => {}
                i => {
                    let e = &entries[i as usize];
                    if e.hash == hash {
                        match super::compare::equal_natively(&e.key, key) {
                            Some(true) => return Probe::Found(i as usize, e.value.clone()),
                            Some(false) => {}
                            None => return Probe::Compare { index: i as usize, key: e.key.clone(), resume: step + 1 },
                        }
                    }
                }
            }
            p = (p + 1) & mask;
            step += 1;
            if step > mask {
                return Probe::Missing;
            }
        }
    }
    /// Index of the entry with this key, for keys that compare natively; `Err` if Python must compare.
    pub fn find(&self, key: &Value, hash: i64) -> Result<Option<usize>, NeedsPython> {
        let t = self.table.borrow();
        let (indices, entries) = (t.indices.as_slice(), t.entries.as_slice());
        if indices.is_empty() {
            return Ok(None);
        }
        let mask = indices.len() - 1;
        let mut p = t.position(hash);
        loop {
            match indices[p] {
                EMPTY => return Ok(None),
                DELETED => {}
                i => {
                    let e = &entries[i as usize];
                    if e.hash == hash {
                        match super::compare::equal_natively(&e.key, key) {
                            Some(true) => return Ok(Some(i as usize)),
                            Some(false) => {}
                            None => return Err(NeedsPython),
                        }
                    }
                }
            }
            p = (p + 1) & mask;
        }
    }
    /// Adds a key that is known to be absent.
    pub fn insert_new(&self, key: Value, hash: i64, value: Value) {
        self.keys_changed();
        self.table.borrow_mut().insert_new(hash, key, value);
    }
    /// The entry at `index`: key and value.
    pub fn entry_at(&self, index: usize) -> Option<(Value, Value)> {
        let t = self.table.borrow();
        t.entries.get(index).filter(|e| !e.key.is_unbound()).map(|e| (e.key.clone(), e.value.clone()))
    }
    /// The key of the entry at `index`.
    pub fn key_at(&self, index: usize) -> Option<Value> {
        self.table.borrow().entries.get(index).map(|e| e.key.clone())
    }
    /// Changes when entries get new indexes; until then an index stands for the same place.
    pub fn generation(&self) -> u32 {
        self.table.borrow().generation
    }
    /// True if all keys are exact strs, and none is a key of `other`.
    pub fn has_new_strs(&self, other: &Dict) -> bool {
        let t = self.table.borrow();
        t.entries.iter().filter(|e| !e.key.is_unbound()).all(|e| {
            super::str::is_exact(&e.key) && e.key.get_ref::<Str>().is_some_and(|k| other.index_of(&k).is_none())
        })
    }
    /// The hash of the key at `index`.
    pub fn hash_at(&self, index: usize) -> i64 {
        self.table.borrow().entries.get(index).map_or(0, |e| e.hash)
    }
    /// Removes the entry at `index`.
    pub fn remove_at(&self, index: usize) -> Option<(Value, Value)> {
        let mut t = self.table.borrow_mut();
        if t.entries.get(index).is_none_or(|e| e.key.is_unbound()) {
            return None;
        }
        self.keys_changed();
        Some(t.remove(index))
    }
    /// The first live entry at or after `index`: (its index, key, value). Iteration: start with 0, go on with index + 1.
    #[inline]
    pub fn next_entry(&self, index: usize) -> Option<(usize, Value, Value)> {
        let t = self.table.borrow();
        let mut i = index.max(t.first);
        while let Some(e) = t.entries.get(i) {
            if !e.key.is_unbound() {
                return Some((i, e.key.clone(), e.value.clone()));
            }
            i += 1;
        }
        None
    }
    /// The place behind the newest entry.
    pub fn end(&self) -> usize {
        self.table.borrow().entries.len()
    }
    /// The last live entry before `end` (usize::MAX: from the end).
    pub fn previous_entry(&self, end: usize) -> Option<(usize, Value, Value)> {
        let t = self.table.borrow();
        let mut i = end.min(t.entries.len());
        while i > 0 {
            i -= 1;
            let e = &t.entries[i];
            if !e.key.is_unbound() {
                return Some((i, e.key.clone(), e.value.clone()));
            }
        }
        None
    }
    /// Removes and gives the newest entry.
    pub fn pop_last(&self) -> Option<(Value, Value)> {
        let (index, ..) = self.previous_entry(usize::MAX)?;
        self.keys_changed();
        let mut t = self.table.borrow_mut();
        let removed = t.remove(index);
        // what follows is deleted entries, whose places in `indices` are marked so already
        t.entries.truncate(index);
        t.first = t.first.min(index);
        Some(removed)
    }
    /// Moves the entry at `index` behind all others, or before them.
    pub fn move_to_end(&self, index: usize, last: bool) {
        let hash = self.hash_at(index);
        let Some((key, value)) = self.remove_at(index) else { return };
        if last {
            return self.insert_new(key, hash, value);
        }
        let mut t = self.table.borrow_mut();
        let old = std::mem::take(&mut *t);
        t.generation = old.generation.wrapping_add(1);
        t.entries.reserve(old.live + 1);
        t.insert_new(hash, key, value);
        for e in old.entries {
            if !e.key.is_unbound() {
                t.insert_new(e.hash, e.key, e.value);
            }
        }
    }
    /// Copies of all keys.
    pub fn keys(&self) -> Vec<Value> {
        let mut keys = Vec::with_capacity(self.len());
        keys.extend(self.table.borrow().entries.iter().filter(|e| !e.key.is_unbound()).map(|e| e.key.clone()));
        keys
    }
    /// True if every key is a str.
    pub fn has_only_str_keys(&self) -> bool {
        self.table.borrow().entries.iter().all(|e| e.key.is_unbound() || super::str::is_exact(&e.key))
    }
    /// Copies of all entries.
    pub fn items(&self) -> Vec<(Value, Value)> {
        let mut items = Vec::with_capacity(self.len());
        let table = self.table.borrow();
        let entries = table.entries.iter().filter(|e| !e.key.is_unbound());
        items.extend(entries.map(|e| (e.key.clone(), e.value.clone())));
        items
    }
    /// Removes everything.
    pub fn clear(&self) {
        self.keys_changed();
        let old = self.table.take();
        self.table.borrow_mut().generation = old.generation.wrapping_add(1);
        drop(old);
    }
    /// A shallow copy of the entries into a new exact dict.
    pub fn copy(&self) -> Ref<Dict> {
        let out = Dict::new();
        self.copy_into(&out);
        out
    }
    /// Copies all entries into a dict that has none of their keys.
    pub fn copy_into(&self, out: &Dict) {
        {
            let from = self.table.borrow();
            let mut to = out.table.borrow_mut();
            to.entries.reserve(from.live);
            if to.entries.is_empty() && from.live == from.entries.len() && from.live > 0 {
                for e in &from.entries {
                    let (key, value) = (e.key.slot().copied().take(), e.value.slot().copied().take());
                    to.entries.push(Entry { hash: e.hash, key, value });
                }
                to.indices = from.indices.clone();
                (to.live, to.usable) = (from.live, from.usable);
                to.generation = to.generation.wrapping_add(1);
                drop(to);
                return out.keys_changed();
            }
            for e in from.entries.iter().filter(|e| !e.key.is_unbound()) {
                to.insert_new(e.hash, e.key.clone(), e.value.clone());
            }
        }
        out.keys_changed();
    }
}

/// A comparison or hash needs Python code.
#[derive(Debug)]
pub struct NeedsPython;

impl Payload for Dict {
    const KIND: Kind = Kind::Dict;
    fn visit(&self, v: &mut Visitor) {
        for e in &self.table.borrow().entries {
            v.value(&e.key);
            v.value(&e.value);
        }
        v.option(&self.extra.borrow());
    }
    fn clear(&self) {
        Dict::clear(self);
        drop(self.extra.take());
    }
}

impl Ref<Dict> {
    /// Key and value slots for the collector's and debugger's eyes only.
    pub fn is_exact(&self) -> bool {
        self.header().ty_ptr() == super::types().dict.as_ptr()
    }
}
