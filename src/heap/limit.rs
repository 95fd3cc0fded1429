//! How much memory a program may use: a counting allocator with a soft limit.
//!
//! Invariant: passing the limit fails nothing at once. It sets a mark that the VM sees before the next instruction; the VM then collects
//! garbage or raises MemoryError. Requests whose size a program chooses are asked about beforehand with [`fits`]. What remains between
//! the limit and the end of the address space holds the largest doubling that a program can cause within one instruction.
//!
//! # Rules (unsafe code)
//! 1. Every request goes on as it is, to the system's allocator or (on wasm) to `blocks`; counting adds nothing to a block.

#[cfg(target_arch = "wasm32")]
use super::blocks::Blocks;
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// Bytes that are allocated now.
static USED: AtomicUsize = AtomicUsize::new(0);
/// Bytes at which the VM is told.
static MARK: AtomicUsize = AtomicUsize::new(LIMIT);
/// Bytes that a program may use.
static ALLOWED: AtomicUsize = AtomicUsize::new(LIMIT);
/// Bytes over the limit that the current heap keeps for objects and that none used when memory was last looked after.
static UNUSED: AtomicUsize = AtomicUsize::new(0);

/// The limit when nobody says otherwise.
const LIMIT: usize = if cfg!(target_arch = "wasm32") { 1 << 30 } else { 2 << 30 };

/// What a program may use beyond the limit to deal with a MemoryError, before it gets the next one.
const RESERVE: usize = 8 << 20;

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[cfg(target_arch = "wasm32")]
static MEMORY: Blocks<System> = Blocks::new(System);
#[cfg(not(target_arch = "wasm32"))]
static MEMORY: System = System;

fn more(bytes: usize) {
    let used = USED.fetch_add(bytes, Relaxed).wrapping_add(bytes);
    if used > MARK.load(Relaxed) {
        super::press();
    }
}

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        more(layout.size());
        unsafe { MEMORY.alloc(layout) }
    }
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        more(layout.size());
        unsafe { MEMORY.alloc_zeroed(layout) }
    }
    unsafe fn dealloc(&self, p: *mut u8, layout: Layout) {
        USED.fetch_sub(layout.size(), Relaxed);
        unsafe { MEMORY.dealloc(p, layout) }
    }
    unsafe fn realloc(&self, p: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if size > layout.size() {
            more(size - layout.size());
        } else {
            USED.fetch_sub(layout.size() - size, Relaxed);
        }
        unsafe { MEMORY.realloc(p, layout, size) }
    }
}

/// Bytes that are allocated now.
pub fn used() -> usize {
    USED.load(Relaxed)
}

/// Sets the number of bytes that a program may use.
pub fn allow(bytes: usize) {
    ALLOWED.store(bytes, Relaxed);
    MARK.store(bytes, Relaxed);
    UNUSED.store(0, Relaxed);
}

/// Another heap is the current one from now on: what the last one kept is not its own.
pub fn forget_unused() {
    if UNUSED.swap(0, Relaxed) > 0 {
        MARK.store(ALLOWED.load(Relaxed), Relaxed);
    }
}

/// Has the n-th of the requests that follow refused, whatever is free; 0: none. Gives how many were still to come. For tests.
#[cfg(debug_assertions)]
pub fn refuse(n: usize) -> usize {
    REFUSED.swap(n, Relaxed)
}

/// Requests until one is refused; 0 when none is to be.
#[cfg(debug_assertions)]
static REFUSED: AtomicUsize = AtomicUsize::new(0);

/// True if this many bytes more stay within the limit.
pub fn fits(bytes: usize) -> bool {
    #[cfg(debug_assertions)]
    if REFUSED.fetch_update(Relaxed, Relaxed, |n| n.checked_sub(1)) == Ok(1) {
        return false;
    }
    used().checked_add(bytes).is_some_and(|n| n <= ALLOWED.load(Relaxed).saturating_add(UNUSED.load(Relaxed)))
}

/// True if more is used than is allowed; then some of the reserve is opened for whoever deals with it.
/// What is kept for objects that died does not count: new ones go there.
pub fn is_passed(unused: usize) -> bool {
    let (used, allowed) = (used(), ALLOWED.load(Relaxed));
    let passed = used.saturating_sub(unused) > allowed;
    let unused = if passed || used <= allowed { 0 } else { unused };
    UNUSED.store(unused, Relaxed);
    MARK.store(if passed { used.saturating_add(RESERVE) } else { allowed.saturating_add(unused) }, Relaxed);
    passed
}

/// True if the program has gone on in spite of every MemoryError, to half as much again as it may use.
pub fn is_exhausted() -> bool {
    let allowed = ALLOWED.load(Relaxed);
    used() > allowed.saturating_add(allowed / 2)
}
