//! The heap: allocation, reference counts, the drop queue, pending finalisers, weak references, the cycle collector.
//!
//! Invariants:
//! * an object dies the moment its count reaches zero, and its death never recurses in Rust: the outermost `dealloc` drains a
//!   stack of dying objects, children in the order in which their parent held them;
//! * a death never runs Python: an object whose death Python can see (`__del__`, weak-reference callbacks, a suspended generator, a
//!   coroutine that was never awaited) is put on `pending` alive, and the VM runs its finaliser before the next instruction;
//! * every live object can be enumerated (pages know their cells), so the collector and the audit need no per-object list.
//!
//! # Rules (unsafe code in this folder)
//! 1. A header's `ty` is null exactly while its cell is free.
//! 2. `decref` is called only by the owner of a count; after it the pointer is not used.
//! 3. A layout's `drop` and `visit` are called only with objects of that layout.
//! 4. A heap belongs to one machine (`home`), or to a thread that has entered none; no value crosses from one to another.

mod arena;
#[cfg(any(test, target_arch = "wasm32"))]
mod blocks;
pub mod collect;
mod home;
pub mod items;
pub mod limit;
pub mod local;
mod object;
pub mod shared;
pub mod weak;

pub(crate) use arena::{SMALL, cell_size};
pub use home::Home;
pub(crate) use home::is_ending;
pub use object::{Header, Kind, Layout, Obj, Payload, Ref, Visitor};
pub use shared::Mut;

use crate::local;
use crate::object::ty::Type;
use crate::value::{Slot, Value};
use std::cell::{Cell, UnsafeCell};
use std::collections::{HashMap, HashSet};
use std::mem::MaybeUninit;
use std::ptr::NonNull;

/// A heap.
pub(crate) struct Heap {
    pub(crate) arena: arena::Arena,
    /// objects whose count reached zero while another death was being processed
    dying: Vec<*mut Header>,
    draining: bool,
    /// the heap is being given up: nothing is finished by itself any more
    ending: bool,
    pub(crate) weak: weak::WeakTable,
    /// objects whose finaliser has already run (they were resurrected, or are dying for good)
    finalised: HashSet<usize, crate::tables::Hashing>,
    pending: Vec<Value>,
    /// when objects with a `__del__` were made: the collector finalises the older one first
    pub(crate) births: HashMap<usize, u64, crate::tables::Hashing>,
    pub(crate) born: u64,
    /// objects that are to be found without a search and keep their place here: tasks that are not done
    pub(crate) roll: Vec<*const Header>,
}

impl Heap {
    const fn new() -> Heap {
        Heap {
            arena: arena::Arena::new(),
            dying: Vec::new(),
            draining: false,
            ending: false,
            weak: weak::WeakTable::new(),
            finalised: HashSet::with_hasher(crate::tables::Hashing),
            pending: Vec::new(),
            births: HashMap::with_hasher(crate::tables::Hashing),
            born: 0,
            roll: Vec::new(),
        }
    }

    fn mark_finalised(&mut self, key: usize) {
        if self.finalised.insert(key) {
            self.weak.note(key);
        }
    }

    fn unmark_finalised(&mut self, key: usize) {
        if self.finalised.remove(&key) {
            self.weak.forget(key);
        }
    }
}

local! {
    /// The heap of the machine that is entered.
    static HEAP: UnsafeCell<Heap> = UnsafeCell::new(Heap::new());
}
local! {
    /// Number of entries in `pending`: read after every call boundary.
    static PENDING: Cell<usize> = Cell::new(0);
}

/// Runs `f` with the heap. `f` must not drop a `Value` nor allocate an object (the access is exclusive).
pub(crate) fn with<R>(f: impl FnOnce(&mut Heap) -> R) -> R {
    HEAP.with(|h| f(unsafe { &mut *h.get() }))
}

/// The bit of `PENDING` that says that memory is to be looked after.
const PRESSURE: usize = 1 << (usize::BITS - 1);

/// The VM shall look after memory before the next instruction.
fn press() {
    PENDING.set(PENDING.get() | PRESSURE);
}

/// True if memory is to be looked after; asking takes the mark away.
pub fn take_pressure() -> bool {
    let pending = PENDING.get();
    PENDING.set(pending & !PRESSURE);
    pending & PRESSURE != 0
}

/// True if finalisers wait for the VM to run them, or memory is to be looked after.
#[inline(always)]
pub fn has_pending() -> bool {
    PENDING.get() != 0
}

/// True if finalisers wait for the VM to run them.
pub fn has_finalisers() -> bool {
    PENDING.get() & !PRESSURE != 0
}

/// Takes the objects whose finalisers must run, oldest first.
pub fn take_pending() -> Vec<Value> {
    PENDING.set(PENDING.get() & PRESSURE);
    with(|h| std::mem::take(&mut h.pending))
}

/// Number of live objects.
pub fn live_objects() -> usize {
    with(|h| h.arena.live())
}

/// Memory is looked after once more.
pub fn look_again() {
    press();
}

/// Bytes that are kept for objects and that none uses.
pub fn unused_bytes() -> usize {
    with(|h| h.arena.unused())
}

/// Bytes in object cells.
pub fn object_bytes() -> usize {
    with(|h| h.arena.bytes())
}

/// Allocates an object with `extra` bytes behind its payload (they are not initialised: the payload's constructor sees to them).
#[inline]
pub fn alloc_extra<T: Payload>(ty: &Ref<Type>, payload: T, extra: usize) -> Ref<T> {
    let cell = new_cell(size_of::<Obj<T>>() + extra) as *mut Obj<T>;
    unsafe {
        cell.write(Obj { header: Header::new(ty), payload });
        Ref::from_raw(NonNull::new_unchecked(cell))
    }
}

/// Memory for an object. Out of line: objects are made in many places.
#[inline(never)]
fn new_cell(size: usize) -> *mut u8 {
    HEAP.with(|h| unsafe { (*h.get()).arena.alloc(size) })
}

/// Allocates an object.
#[inline]
pub fn alloc<T: Payload>(ty: &Ref<Type>, payload: T) -> Ref<T> {
    alloc_extra(ty, payload, 0)
}

/// Allocates an instance of a user-defined subclass of a built-in type: the payload followed by an instance area
/// (see `object::instance`). `ty` must have been made by the class builder for layout `T`.
pub fn alloc_in<T: Payload>(ty: &Ref<Type>, payload: T) -> Ref<T> {
    let area = ty.instance_area();
    if area == 0 {
        return alloc(ty, payload);
    }
    let offset = ty.instance_offset();
    debug_assert_eq!(offset, instance_offset_of::<T>());
    let r = alloc_extra(ty, payload, offset - size_of::<Obj<T>>() + area);
    unsafe { crate::object::instance::InstanceArea::init((r.as_ptr() as *mut u8).add(offset), ty) };
    if ty.has_del() {
        note_birth(r.as_ptr() as usize);
    }
    r
}

#[cold]
#[inline(never)]
fn note_birth(address: usize) {
    with(|h| {
        h.born += 1;
        h.births.insert(address, h.born);
    });
}

/// Puts objects with a `__del__` in the order in which they were made; others come behind them.
pub fn sort_by_birth(values: &mut Vec<Value>) {
    let mut dated: Vec<(u64, Value)> = with(|h| {
        let born = |v: &Value| h.births.get(&(v.slot().header() as usize)).copied().unwrap_or(u64::MAX);
        values.drain(..).map(|v| (born(&v), v)).collect()
    });
    crate::order::sort_by(&mut dated, |a, b| a.0.cmp(&b.0));
    values.extend(dated.into_iter().map(|(_, v)| v));
}

/// Changes an object's class to one with the same layout and instance area.
pub fn set_class(v: &Value, ty: &Ref<Type>) {
    if v.is_heap() {
        unsafe { (*v.slot().header()).set_ty(ty) }
    }
}

/// Where the instance area of a subclass of layout `T` begins.
pub const fn instance_offset_of<T: Payload>() -> usize {
    (size_of::<Obj<T>>() + 7) & !7
}

/// Allocates the very first type object, whose type is itself.
pub(crate) fn alloc_root_type(payload: Type) -> Ref<Type> {
    let cell = HEAP.with(|h| unsafe { (*h.get()).arena.alloc(size_of::<Obj<Type>>()) }) as *mut MaybeUninit<Obj<Type>>
        as *mut Obj<Type>;
    unsafe {
        cell.write(Obj { header: Header::root(cell), payload });
        Ref::from_raw(NonNull::new_unchecked(cell))
    }
}

/// Gives one count back (rule 2).
#[inline(always)]
pub(crate) unsafe fn decref(p: *mut Header) {
    unsafe {
        if (*p).decref() {
            dealloc(p)
        }
    }
}

/// The same as a call: most owners are dropped in places where bytes count more than time.
#[inline(never)]
pub(crate) unsafe fn decref_out_of_line(p: *mut Header) {
    unsafe { decref(p) }
}

/// The count of `p` is zero: finish it, now if no death is being processed, else as soon as the outermost one gets to it.
#[cold]
#[inline(never)]
unsafe fn dealloc(p: *mut Header) {
    let heap = HEAP.with(|h| h.get());
    unsafe {
        if (*heap).draining {
            if !(*heap).ending {
                (*heap).dying.push(p);
            }
            return;
        }
        (*heap).draining = true;
        let mut next = Some(p);
        while let Some(p) = next {
            let children = (*heap).dying.len();
            // a weak reference may have been taken up again, for its callback, by what died before it
            if (*p).count() == 0 {
                finish(heap, p);
            }
            if (*heap).dying.len() > children + 1 {
                reverse_from(&mut (*heap).dying, children);
            }
            next = (*heap).dying.pop();
        }
        (*heap).draining = false;
    }
}

#[inline(never)]
fn reverse_from(dying: &mut [*mut Header], first: usize) {
    if let Some(children) = dying.get_mut(first..) {
        children.reverse();
    }
}

/// Frees the cell of an object of a static type that owns nothing any more and of which nothing is noted; its last count is the caller's
/// (rule 2).
#[inline(always)]
pub(crate) unsafe fn free_emptied(p: *mut Header) {
    unsafe {
        (*p).mark_free();
        (*HEAP.with(|h| h.get())).arena.free(p as *mut u8);
    }
}

/// True if the object may have weak references, or its finaliser ran.
#[inline(always)]
pub(crate) fn is_noted(p: *const Header) -> bool {
    with(|h| h.weak.is_noted(p as usize))
}

unsafe fn finish(heap: *mut Heap, p: *mut Header) {
    unsafe {
        let ty = (*p).ty();
        if ty.death_is_visible() && visible_death(heap, p) {
            return;
        }
        let layout = ty.layout;
        if let Some(offset) = ty.instance_area_offset() {
            crate::object::instance::InstanceArea::clear((p as *mut u8).add(offset));
        }
        (layout.drop)(p);
        let counted = !ty.is_static();
        let ty_header = ty as *const Type;
        (*p).mark_free();
        (*heap).arena.free(p as *mut u8);
        if counted {
            let header = (ty_header as *mut u8).sub(std::mem::offset_of!(Obj<Type>, payload)) as *mut Header;
            if (*header).decref() {
                (*heap).dying.push(header);
            }
        }
    }
}

/// Weak references are cleared; true if the object must live on until its finaliser has run.
#[inline(never)]
unsafe fn visible_death(heap: *mut Heap, p: *mut Header) -> bool {
    unsafe {
        let ty = (*p).ty();
        let noted = (*heap).weak.is_noted(p as usize);
        let first = !noted || !(*heap).finalised.contains(&(p as usize));
        if first && (ty.has_del() || ty.kind != Kind::Plain && (ty.layout.needs_finaliser)(p)) {
            (*heap).mark_finalised(p as usize);
            (*p).incref();
            queue(Slot::from_header(p).take());
            return true;
        }
        if noted {
            (*heap).unmark_finalised(p as usize);
            if ty.has_del() {
                (*heap).births.remove(&(p as usize));
            }
            if ty.weakrefable() {
                weak::clear(heap, p);
            }
        }
        false
    }
}

/// Puts an object on the list of those whose finaliser the VM must run.
pub(crate) fn queue(value: Value) {
    PENDING.set(PENDING.get() + 1);
    HEAP.with(|h| unsafe { (*h.get()).pending.push(value) });
}

/// True for an object whose finaliser must run before it is taken apart.
pub fn wants_finaliser(value: &Value) -> bool {
    if !value.is_heap() {
        return false;
    }
    let p = value.slot().header();
    let ty = unsafe { (*p).ty() };
    ty.death_is_visible()
        && (ty.has_del() || unsafe { (ty.layout.needs_finaliser)(p) })
        && with(|h| !h.finalised.contains(&(p as usize)))
}

/// True if the finaliser of an object ran already.
pub fn is_finalised(value: &Value) -> bool {
    value.is_heap() && with(|h| h.finalised.contains(&(value.slot().header() as usize)))
}

/// Marks an object so that its finaliser will not be queued (it ran already, or its work is done).
pub fn suppress_finaliser(value: &Value) {
    if value.is_heap() {
        with(|h| h.mark_finalised(value.slot().header() as usize));
    }
}

/// Forgets that the finaliser ran (a finished generator needs no mark).
pub fn unsuppress_finaliser(value: &Value) {
    if value.is_heap() {
        with(|h| h.unmark_finalised(value.slot().header() as usize));
    }
}
