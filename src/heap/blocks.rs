//! Small memory blocks on wasm: sizes are classes, and a free block waits on the list of its class.
//!
//! Invariant: a block belongs to the class of its layout's size for as long as it lives, so whoever frees it need only name the layout.
//! The system's allocator there looks for neighbours and splits at every request, which costs more than most of what a str or a small
//! list is made for. Memory of small blocks goes back to the lists, never to the system.
//!
//! # Rules (unsafe code)
//! 1. `Blocks` are `Sync` only where there are no threads.
//! 2. A free block's first word is the link of its list; a block has room for it.

use std::alloc::{GlobalAlloc, Layout};
use std::cell::Cell;

const STEP: usize = 16;
/// Largest size that has a class.
const LARGEST: usize = 512;
const CLASSES: usize = LARGEST / STEP + 1;
/// Blocks are carved from chunks of this size.
const CHUNK: usize = 32 * 1024;

/// Lists of free blocks over an allocator for the rest.
pub struct Blocks<A> {
    free: [Cell<*mut u8>; CLASSES],
    fresh: Cell<*mut u8>,
    end: Cell<*mut u8>,
    rest: A,
}

#[cfg(all(target_arch = "wasm32", not(target_feature = "atomics")))]
unsafe impl<A> Sync for Blocks<A> {}

fn class(layout: Layout) -> Option<usize> {
    if layout.size() <= LARGEST && layout.align() <= STEP { Some(layout.size().div_ceil(STEP)) } else { None }
}

impl<A: GlobalAlloc> Blocks<A> {
    pub const fn new(rest: A) -> Blocks<A> {
        let nothing = std::ptr::null_mut();
        Blocks {
            free: [const { Cell::new(std::ptr::null_mut()) }; CLASSES],
            fresh: Cell::new(nothing),
            end: Cell::new(nothing),
            rest,
        }
    }

    #[inline(never)]
    unsafe fn carve(&self, size: usize) -> *mut u8 {
        let mut block = self.fresh.get();
        if (self.end.get() as usize) - (block as usize) < size {
            block = unsafe { self.rest.alloc(Layout::from_size_align_unchecked(CHUNK, STEP)) };
            if block.is_null() {
                return block;
            }
            self.end.set(unsafe { block.add(CHUNK) });
        }
        self.fresh.set(unsafe { block.add(size) });
        block
    }
}

unsafe impl<A: GlobalAlloc> GlobalAlloc for Blocks<A> {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let Some(class) = class(layout) else { return unsafe { self.rest.alloc(layout) } };
        let block = self.free[class].get();
        if block.is_null() {
            return unsafe { self.carve(class * STEP) };
        }
        self.free[class].set(unsafe { (block as *const *mut u8).read() });
        block
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if class(layout).is_none() {
            return unsafe { self.rest.alloc_zeroed(layout) };
        }
        unsafe {
            let p = self.alloc(layout);
            if !p.is_null() {
                p.write_bytes(0, layout.size());
            }
            p
        }
    }

    #[inline]
    unsafe fn dealloc(&self, p: *mut u8, layout: Layout) {
        match class(layout) {
            Some(class) => {
                unsafe { (p as *mut *mut u8).write(self.free[class].get()) };
                self.free[class].set(p);
            }
            None => unsafe { self.rest.dealloc(p, layout) },
        }
    }

    unsafe fn realloc(&self, p: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let wanted = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
        match (class(layout), class(wanted)) {
            (None, None) => unsafe { self.rest.realloc(p, layout, size) },
            (Some(a), Some(b)) if a == b => p,
            _ => unsafe {
                let to = self.alloc(wanted);
                if !to.is_null() {
                    to.copy_from_nonoverlapping(p, layout.size().min(size));
                    self.dealloc(p, layout);
                }
                to
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::alloc::System;

    #[test]
    fn a_freed_block_serves_its_class_again_and_growing_keeps_contents() {
        let blocks = Blocks::new(System);
        let layout = |n| Layout::from_size_align(n, 8).unwrap();
        unsafe {
            let a = blocks.alloc(layout(20));
            let b = blocks.alloc(layout(20));
            assert_ne!(a, b);
            blocks.dealloc(a, layout(20));
            assert_eq!(blocks.alloc(layout(32)), a);
            b.write_bytes(7, 20);
            assert_eq!(blocks.realloc(b, layout(20), 30), b);
            let large = blocks.realloc(b, layout(30), LARGEST + 1);
            assert_eq!(std::slice::from_raw_parts(large, 20), &[7; 20]);
            let small = blocks.realloc(large, layout(LARGEST + 1), 20);
            assert_eq!(std::slice::from_raw_parts(small, 20), &[7; 20]);
        }
    }
}
