//! set and frozenset: the table.
//!
//! Invariants: the table is laid out as CPython's (size, probe sequence, growth), so that iteration and `pop` follow the same order;
//! a place is empty, a dummy (a key was there), or active; the table always has an empty place. A probe that meets a key which only
//! Python can compare gives that key back ([`Probe::Compare`]) and is restarted from the top when `version` changed meanwhile.

use super::compare::equal_natively;
use super::types;
use crate::heap::{Kind, Mut, Payload, Ref, Visitor};
use crate::value::{Slot, Value};
use std::cell::Cell;

const MIN_SIZE: usize = 8;
const LINEAR_PROBES: usize = 9;
const PERTURB_SHIFT: u32 = 5;

/// One place: UNBOUND is empty, STOP a dummy.
#[derive(Clone)]
struct Place {
    hash: i64,
    key: Value,
}

impl Place {
    const EMPTY: Place = Place { hash: 0, key: Value::UNBOUND };
    #[inline(always)]
    fn is_empty(&self) -> bool {
        self.key.slot() == Slot::UNBOUND
    }
    #[inline(always)]
    fn is_active(&self) -> bool {
        self.key.slot() != Slot::UNBOUND && self.key.slot() != Slot::STOP
    }
}

#[derive(Default)]
struct Table {
    places: Vec<Place>,
    /// active and dummy
    fill: usize,
    /// active
    used: usize,
    /// where `pop` looks first
    finger: usize,
}

/// A set or frozenset.
pub struct Set {
    table: Mut<Table>,
    /// changes with every change of the table
    version: Cell<u32>,
    /// of a frozenset, once computed
    hash: Cell<Option<i64>>,
}

impl Payload for Set {
    const KIND: Kind = Kind::Set;
    fn visit(&self, v: &mut Visitor) {
        for p in &self.table.borrow().places {
            v.value(&p.key);
        }
    }
    fn clear(&self) {
        Set::clear(self)
    }
}

/// Result of a probe.
pub enum Probe {
    /// the key is at this place
    Found(usize),
    Missing,
    /// Compare the stored `key` with the one looked for by Python; if unequal, go on with `resume`.
    Compare {
        place: usize,
        key: Value,
        resume: usize,
    },
}

impl Table {
    #[inline(always)]
    fn mask(&self) -> usize {
        self.places.len().max(MIN_SIZE) - 1
    }

    /// Visits places in CPython's probe order until `f` gives an answer.
    #[inline(always)]
    fn probe<R>(&self, hash: i64, mut f: impl FnMut(usize, &Place) -> Option<R>) -> Option<R> {
        if self.places.is_empty() {
            return None;
        }
        let mask = self.places.len() - 1;
        let mut perturb = hash as u64;
        let mut i = hash as usize & mask;
        loop {
            let probes = if i + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 };
            for (j, place) in self.places[i..=i + probes].iter().enumerate() {
                if let Some(r) = f(i + j, place) {
                    return Some(r);
                }
            }
            perturb >>= PERTURB_SHIFT;
            i = ((i as u64).wrapping_mul(5).wrapping_add(1).wrapping_add(perturb) & mask as u64) as usize;
        }
    }

    /// First empty place of the probe sequence, in a table whose places exist.
    fn empty_place(&self, hash: i64) -> usize {
        self.probe(hash, |i, p| if p.is_empty() { Some(i) } else { None }).unwrap_or(0)
    }

    fn insert_clean(&mut self, hash: i64, key: Value) {
        let i = self.empty_place(hash);
        if let Some(p) = self.places.get_mut(i) {
            *p = Place { hash, key };
        }
    }

    /// A table with more than `min_used` places, dummies dropped.
    fn resize(&mut self, min_used: usize) {
        let mut size = MIN_SIZE;
        while size <= min_used {
            size <<= 1;
        }
        let old = std::mem::replace(&mut self.places, vec![Place::EMPTY; size]);
        self.fill = self.used;
        for p in old {
            if p.is_active() {
                self.insert_clean(p.hash, p.key);
            }
        }
    }

    fn insert_new(&mut self, hash: i64, key: Value) {
        // the last dummy on the way to an empty place is taken again
        let mut dummy = None;
        let empty = self.probe(hash, |i, p| {
            if p.key.slot() == Slot::STOP {
                dummy = Some(i);
            }
            if p.is_empty() { Some(i) } else { None }
        });
        self.insert_at(dummy, empty.unwrap_or(0), hash, key);
    }

    /// Adds a key whose probe met this dummy last and then this empty place.
    fn insert_at(&mut self, dummy: Option<usize>, empty: usize, hash: i64, key: Value) {
        if self.places.is_empty() {
            self.places = vec![Place::EMPTY; MIN_SIZE];
            return self.insert_new(hash, key);
        }
        let Some(p) = self.places.get_mut(dummy.unwrap_or(empty)) else { return };
        *p = Place { hash, key };
        self.used += 1;
        if dummy.is_some() {
            return;
        }
        self.fill += 1;
        if self.fill * 5 >= self.mask() * 3 {
            self.resize(if self.used > 50000 { self.used * 2 } else { self.used * 4 });
        }
    }

    /// Makes room for `more` keys at once, as merging does.
    fn reserve(&mut self, more: usize) {
        if (self.fill + more) * 5 >= self.mask() * 3 {
            self.resize((self.used + more) * 2);
        }
    }

    fn remove(&mut self, place: usize) -> Value {
        self.used -= 1;
        match self.places.get_mut(place) {
            Some(p) => {
                p.hash = -1;
                std::mem::replace(&mut p.key, Value::STOP)
            }
            None => Value::NONE,
        }
    }
}

impl Set {
    /// An empty payload.
    pub fn payload() -> Set {
        Set { table: Mut::default(), version: Cell::new(0), hash: Cell::new(None) }
    }
    /// A new empty exact set.
    pub fn new() -> Ref<Set> {
        crate::heap::alloc(&types().set, Set::payload())
    }
    /// Number of keys.
    pub fn len(&self) -> usize {
        self.table.borrow().used
    }
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Changes whenever the table changes.
    pub fn version(&self) -> u32 {
        self.version.get()
    }
    fn touched(&self) {
        self.version.set(self.version.get().wrapping_add(1));
        self.hash.set(None);
    }
    /// Looks `key` up; `resume` counts the candidates with its hash that were compared already and are unequal.
    pub fn probe(&self, key: &Value, hash: i64, resume: usize) -> Probe {
        let t = self.table.borrow();
        let mut candidates = 0;
        t.probe(hash, |i, p| {
            if p.is_empty() {
                return Some(Probe::Missing);
            }
            if p.hash != hash || !p.is_active() {
                return None;
            }
            match equal_natively(&p.key, key) {
                Some(true) => Some(Probe::Found(i)),
                Some(false) => None,
                None => {
                    candidates += 1;
                    if candidates <= resume {
                        None
                    } else {
                        Some(Probe::Compare { place: i, key: p.key.clone(), resume: candidates })
                    }
                }
            }
        })
        .unwrap_or(Probe::Missing)
    }
    /// True if the key is there; `None` if Python must compare.
    #[inline]
    pub fn contains_natively(&self, key: &Value, hash: i64) -> Option<bool> {
        match self.probe(key, hash, 0) {
            Probe::Found(_) => Some(true),
            Probe::Missing => Some(false),
            Probe::Compare { .. } => None,
        }
    }
    /// Adds a key; false (and nothing done) if Python must compare.
    pub fn add_natively(&self, key: &Value, hash: i64) -> bool {
        enum Met {
            Empty(usize),
            Equal,
            Unknown,
        }
        let mut t = self.table.borrow_mut();
        let mut dummy = None;
        let met = t.probe(hash, |i, p| {
            if p.is_empty() {
                return Some(Met::Empty(i));
            }
            if p.key.slot() == Slot::STOP {
                dummy = Some(i);
                return None;
            }
            if p.hash != hash {
                return None;
            }
            match equal_natively(&p.key, key) {
                Some(true) => Some(Met::Equal),
                Some(false) => None,
                None => Some(Met::Unknown),
            }
        });
        match met {
            Some(Met::Equal) => true,
            Some(Met::Unknown) => false,
            empty => {
                let at = if let Some(Met::Empty(i)) = empty { i } else { 0 };
                t.insert_at(dummy, at, hash, key.clone());
                drop(t);
                self.touched();
                true
            }
        }
    }
    /// Adds a key that is known to be absent.
    pub fn insert_new(&self, key: Value, hash: i64) {
        self.touched();
        self.table.borrow_mut().insert_new(hash, key);
    }
    /// Removes the key at a place.
    pub fn remove_at(&self, place: usize) -> Value {
        self.touched();
        self.table.borrow_mut().remove(place)
    }
    /// Makes room for `more` keys, as merging a set or dict of that size does.
    pub fn reserve(&self, more: usize) {
        self.touched();
        self.table.borrow_mut().reserve(more);
    }
    /// Drops dummies if they are more than a quarter of the table, as after removing many keys.
    pub fn sweep(&self) {
        let mut t = self.table.borrow_mut();
        if t.fill - t.used > t.mask() / 4 {
            let used = t.used;
            t.resize(if used > 50000 { used * 2 } else { used * 4 });
            drop(t);
            self.touched();
        }
    }
    /// Takes over all keys of `other` into this empty set. False if this set is not empty (then nothing is done).
    pub fn fill_from(&self, other: &Set) -> bool {
        let Some(keys) = ({
            let from = other.table.borrow();
            let mut to = self.table.borrow_mut();
            to.reserve(from.used);
            if to.fill != 0 {
                None
            } else if to.mask() == from.mask() && from.fill == from.used {
                to.places = from.places.clone();
                Some(from.used)
            } else {
                if to.places.is_empty() {
                    to.places = vec![Place::EMPTY; MIN_SIZE];
                }
                for p in from.places.iter().filter(|p| p.is_active()) {
                    to.insert_clean(p.hash, p.key.clone());
                }
                Some(from.used)
            }
        }) else {
            return false;
        };
        let mut t = self.table.borrow_mut();
        t.fill = keys;
        t.used = keys;
        drop(t);
        self.touched();
        true
    }
    /// The first key at or after `place`: (its place, key, hash). Iteration: start with 0, go on with place + 1.
    #[inline]
    pub fn next_key(&self, place: usize) -> Option<(usize, Value, i64)> {
        let t = self.table.borrow();
        t.places.get(place..)?.iter().position(Place::is_active).map(|i| {
            let p = &t.places[place + i];
            (place + i, p.key.clone(), p.hash)
        })
    }
    /// Removes and gives some key, as CPython's `pop` chooses it.
    pub fn pop(&self) -> Option<Value> {
        let mut t = self.table.borrow_mut();
        if t.used == 0 {
            return None;
        }
        let mask = t.mask();
        let mut i = t.finger & mask;
        while !t.places.get(i).is_some_and(Place::is_active) {
            i = (i + 1) & mask;
        }
        t.finger = i + 1;
        let key = t.remove(i);
        drop(t);
        self.touched();
        Some(key)
    }
    /// Removes everything.
    pub fn clear(&self) {
        let old = {
            let mut t = self.table.borrow_mut();
            t.fill = 0;
            t.used = 0;
            std::mem::take(&mut t.places)
        };
        self.touched();
        drop(old);
    }
    /// Exchanges the contents of two different sets.
    pub fn swap(&self, other: &Set) {
        {
            let (mut a, mut b) = (self.table.borrow_mut(), other.table.borrow_mut());
            std::mem::swap(&mut *a, &mut *b);
            // where `pop` goes on stays with the set
            std::mem::swap(&mut a.finger, &mut b.finger);
        }
        self.touched();
        other.touched();
    }
    /// All keys, in order.
    pub fn keys(&self) -> Vec<Value> {
        self.table.borrow().places.iter().filter(|p| p.is_active()).map(|p| p.key.clone()).collect()
    }
    /// The hash that a frozenset with these keys has.
    pub fn hash(&self) -> i64 {
        if let Some(h) = self.hash.get() {
            return h;
        }
        let t = self.table.borrow();
        let mut h: u64 = 0;
        for p in t.places.iter().filter(|p| p.is_active()) {
            let x = p.hash as u64;
            h ^= ((x ^ 89869747) ^ (x << 16)).wrapping_mul(3644798167);
        }
        h ^= (t.used as u64 + 1).wrapping_mul(1927868237);
        h ^= (h >> 11) ^ (h >> 25);
        h = h.wrapping_mul(69069).wrapping_add(907133923);
        let h = if h == u64::MAX { 590923713 } else { h as i64 };
        self.hash.set(Some(h));
        h
    }
}
