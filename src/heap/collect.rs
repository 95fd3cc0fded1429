//! The cycle collector: CPython's subtract-internal-references algorithm over all live objects.
//!
//! Invariant: an object is garbage only if every count of it is held by other garbage. Counts held by registers, native frames and
//! Rust locals are simply never subtracted, so whatever they reach survives.

use super::{Header, Kind, Visitor};
use crate::tables::Hashing;
use crate::value::{Slot, Value};
use std::collections::{HashMap, HashSet, VecDeque};

/// Unreachable objects (each kept alive by the returned value), in allocation-address order. A count that `held` has of an object does
/// not keep it reachable. What has its address in `frozen` is reachable.
pub fn find_garbage(held: &[Value], frozen: &HashSet<u64>) -> Vec<Value> {
    let mut objects: Vec<*mut Header> = Vec::new();
    super::with(|h| h.arena.each(|p| objects.push(p)));
    let mut index: HashMap<usize, usize, Hashing> = HashMap::with_capacity_and_hasher(objects.len(), Hashing);
    let mut external: Vec<i64> = Vec::with_capacity(objects.len());
    for (i, &p) in objects.iter().enumerate() {
        index.insert(p as usize, i);
        external.push(unsafe { (*p).count() } as i64);
    }
    for &p in &objects {
        visit(p, &mut |child| {
            if let Some(&i) = index.get(&(child as usize)) {
                external[i] -= 1;
            }
        });
    }
    for v in held.iter().filter(|v| v.is_heap()) {
        if let Some(&i) = index.get(&(v.slot().header() as usize)) {
            external[i] -= 1;
        }
    }
    let mut reachable: Vec<bool> = external.iter().map(|&n| n > 0).collect();
    if !frozen.is_empty() {
        for (reached, &p) in reachable.iter_mut().zip(&objects) {
            *reached |= frozen.contains(&Slot::from_header(p).share().identity());
        }
    }
    let mut work: Vec<usize> = (0..objects.len()).filter(|&i| reachable[i]).collect();
    while let Some(i) = work.pop() {
        visit(objects[i], &mut |child| {
            if let Some(&j) = index.get(&(child as usize))
                && !reachable[j]
            {
                reachable[j] = true;
                work.push(j);
            }
        });
    }
    objects.iter().zip(&reachable).filter(|(_, r)| !**r).map(|(&p, _)| Slot::from_header(p).share()).collect()
}

/// Objects with a `__del__` that can be reached from `root` count as made in the order in which a walk meets them, nearest first: a
/// collection of CPython's leaves its list of objects like that.
pub fn renumber(root: &Value) {
    if super::with(|h| h.births.is_empty()) || !root.is_heap() {
        return;
    }
    let mut seen = HashSet::with_hasher(Hashing);
    let mut queue = VecDeque::from([root.slot().header()]);
    let mut children = Vec::new();
    while let Some(p) = queue.pop_front() {
        super::with(|h| {
            if let Some(birth) = h.births.get_mut(&(p as usize)) {
                h.born += 1;
                *birth = h.born;
            }
        });
        visit(p, &mut |child| children.push(child));
        if matches!(unsafe { (*p).ty() }.layout.kind, Kind::List | Kind::Tuple) {
            children.reverse();
        }
        queue.extend(children.drain(..).filter(|c| seen.insert(*c as usize)));
    }
}

/// Shows every counted reference that an object holds: its payload's, its instance area's, its type's.
fn visit(p: *mut Header, f: &mut dyn FnMut(*mut Header)) {
    unsafe {
        let ty = (*p).ty();
        (ty.layout.visit)(p, &mut Visitor { f });
        if let Some(offset) = ty.instance_area_offset() {
            crate::object::instance::InstanceArea::visit((p as *mut u8).add(offset), &mut Visitor { f });
        }
        if !ty.is_static() {
            f((*p).ty_ptr() as *mut Header);
        }
    }
}

/// Direct referents of a value, for `gc.get_referents`.
pub fn referents(v: &Value) -> Vec<Value> {
    let mut out = Vec::new();
    if v.is_heap() {
        visit(v.slot().header(), &mut |p| out.push(Slot::from_header(p).share()));
    }
    out
}

/// All live objects, for the audit.
pub fn live() -> Vec<Value> {
    let mut out = Vec::new();
    super::with(|h| h.arena.each(|p| out.push(p)));
    out.into_iter().map(|p| Slot::from_header(p).share()).collect()
}

/// Breaks the cycles among garbage: each object lets go of what it owns. The caller drops the list afterwards.
pub fn clear(garbage: &[Value]) {
    for v in garbage {
        unsafe {
            let p = v.slot().header();
            let ty = (*p).ty();
            (ty.layout.clear)(p);
            if let Some(offset) = ty.instance_area_offset() {
                crate::object::instance::InstanceArea::clear((p as *mut u8).add(offset));
            }
        }
    }
}

/// Live objects that cannot be reached from `roots`: what the audit calls leaks.
pub fn unreachable_from(roots: &[Value]) -> Vec<Value> {
    let mut seen = HashSet::with_hasher(Hashing);
    let mut work: Vec<*mut Header> = roots.iter().filter(|v| v.is_heap()).map(|v| v.slot().header()).collect();
    while let Some(p) = work.pop() {
        if seen.insert(p as usize) {
            visit(p, &mut |child| work.push(child));
        }
    }
    live().into_iter().filter(|v| !seen.contains(&(v.slot().header() as usize))).collect()
}
