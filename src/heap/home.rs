//! A machine's own heap, which is the current one while the machine is entered.
//!
//! Invariant: objects of two machines never meet; when a machine is given up, its heap goes with all that is left in it, cycles and
//! built-in types too, whatever its program was in the middle of.
//!
//! # Rules
//! 1. `exchange` is called in pairs, the second one by the guard that the first one's caller holds, or by `Home`'s own end.
//! 2. While a heap ends, a count that reaches zero frees nothing, so every cell stays readable until the last payload was dropped.
//!    Generators go first (they look into their code), types last (every object's layout is read from its type). A type's plain fields
//!    stay readable after its payload was dropped, because its cell is not used again.

use super::object::Kind;
use super::{HEAP, Header, Heap, PENDING, PRESSURE};
use crate::object::Types;
use std::cell::{Cell, UnsafeCell};

/// Where a machine's heap is while the machine is not entered; meanwhile, the heap that was current before.
pub struct Home {
    parked: UnsafeCell<Heap>,
    pending: Cell<usize>,
    /// the machine is being given up: what to enter at the end
    before: Cell<Option<*const Types>>,
}

impl Default for Home {
    fn default() -> Home {
        Home { parked: UnsafeCell::new(Heap::new()), pending: Cell::new(0), before: Cell::new(None) }
    }
}

impl Home {
    /// Exchanges the current heap and the one that is kept here.
    pub(crate) fn exchange(&self) {
        HEAP.with(|h| unsafe { std::ptr::swap(h.get(), self.parked.get()) });
        let current = PENDING.get();
        PENDING.set(self.pending.replace(current & !PRESSURE) | current & PRESSURE);
        super::limit::forget_unused();
    }

    /// The machine, which is entered, lets go of everything it has; `before` is entered when this is dropped, the last of it.
    pub(crate) fn begin_end(&self, before: *const Types) {
        self.before.set(Some(before));
        super::with(|h| (h.draining, h.ending) = (true, true));
    }
}

/// True while a heap is given up: what an object refers to may be gone.
pub(crate) fn is_ending() -> bool {
    super::with(|h| h.ending)
}

impl Drop for Home {
    fn drop(&mut self) {
        let Some(before) = self.before.get() else { return };
        unsafe { end() }
        crate::object::enter(before);
        self.exchange();
    }
}

/// Drops the payloads of all objects of the current heap (rule 2), then their memory.
unsafe fn end() {
    // nothing is finished any more, so this only counts down
    drop(super::take_pending());
    let arena = super::with(|h| std::mem::replace(&mut h.arena, super::arena::Arena::new()));
    let mut generators = Vec::new();
    unsafe {
        arena.each(|p| {
            if (*p).kind() == Kind::Generator {
                generators.push(p);
            }
        });
        generators.into_iter().for_each(|p| finish(p));
        for types in [false, true] {
            arena.each(|p| {
                let kind = (*p).kind();
                if kind != Kind::Generator && (kind == Kind::Type) == types {
                    finish(p)
                }
            });
        }
    }
    let rest = super::with(|h| std::mem::replace(h, Heap::new()));
    drop((rest, arena));
}

unsafe fn finish(p: *mut Header) {
    unsafe {
        let ty = (*p).ty();
        if let Some(offset) = ty.instance_area_offset() {
            crate::object::instance::InstanceArea::clear((p as *mut u8).add(offset));
        }
        (ty.layout.drop)(p);
    }
}
