//! Interior mutability of payloads.
//!
//! Invariant: a borrow ends before anything that could borrow the same cell again. Natives never call Python while they hold one, and
//! deaths caused inside it are other objects' deaths, so only the borrowing code itself could break this; debug builds check it.

use std::cell::UnsafeCell;
use std::ops::{Deref, DerefMut};

/// A value inside a shared payload. Like `RefCell` in debug builds; unchecked and free in release builds.
#[derive(Default)]
pub struct Mut<T> {
    value: UnsafeCell<T>,
    #[cfg(debug_assertions)]
    borrows: std::cell::Cell<isize>,
}

/// A shared borrow.
pub struct Shared<'a, T> {
    value: &'a T,
    #[cfg(debug_assertions)]
    borrows: &'a std::cell::Cell<isize>,
}

/// An exclusive borrow.
pub struct Exclusive<'a, T> {
    value: &'a mut T,
    #[cfg(debug_assertions)]
    borrows: &'a std::cell::Cell<isize>,
}

impl<T> Mut<T> {
    /// A cell.
    pub const fn new(value: T) -> Mut<T> {
        Mut {
            value: UnsafeCell::new(value),
            #[cfg(debug_assertions)]
            borrows: std::cell::Cell::new(0),
        }
    }
    /// Reads. Keep the borrow within one statement or block that calls nothing which may touch the same object.
    #[inline(always)]
    #[track_caller]
    pub fn borrow(&self) -> Shared<'_, T> {
        #[cfg(debug_assertions)]
        {
            assert!(self.borrows.get() >= 0, "object is being changed");
            self.borrows.set(self.borrows.get() + 1);
        }
        Shared {
            value: unsafe { &*self.value.get() },
            #[cfg(debug_assertions)]
            borrows: &self.borrows,
        }
    }
    /// Changes. Values taken out must be dropped after the borrow ends if their death could touch this object.
    #[inline(always)]
    #[track_caller]
    pub fn borrow_mut(&self) -> Exclusive<'_, T> {
        #[cfg(debug_assertions)]
        {
            assert!(self.borrows.get() == 0, "object is in use");
            self.borrows.set(-1);
        }
        Exclusive {
            value: unsafe { &mut *self.value.get() },
            #[cfg(debug_assertions)]
            borrows: &self.borrows,
        }
    }
    /// Replaces the contents and returns the old ones.
    #[inline(always)]
    #[track_caller]
    pub fn replace(&self, value: T) -> T {
        std::mem::replace(&mut *self.borrow_mut(), value)
    }
    /// Replaces the contents; the old ones are dropped after the borrow.
    #[inline(always)]
    #[track_caller]
    pub fn set(&self, value: T) {
        drop(self.replace(value))
    }
    /// The contents' address, for the dispatch loop (unsafe to use).
    #[inline(always)]
    pub(crate) fn as_ptr(&self) -> *mut T {
        self.value.get()
    }
}

impl<T: Clone> Mut<T> {
    /// A copy of the contents.
    #[inline(always)]
    #[track_caller]
    pub fn get(&self) -> T {
        self.borrow().clone()
    }
}

impl<T: Default> Mut<T> {
    /// Takes the contents, leaving the default.
    #[inline(always)]
    #[track_caller]
    pub fn take(&self) -> T {
        self.replace(T::default())
    }
}

impl<T> Deref for Shared<'_, T> {
    type Target = T;
    #[inline(always)]
    fn deref(&self) -> &T {
        self.value
    }
}

impl<T> Deref for Exclusive<'_, T> {
    type Target = T;
    #[inline(always)]
    fn deref(&self) -> &T {
        self.value
    }
}

impl<T> DerefMut for Exclusive<'_, T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut T {
        self.value
    }
}

#[cfg(debug_assertions)]
impl<T> Drop for Shared<'_, T> {
    fn drop(&mut self) {
        self.borrows.set(self.borrows.get() - 1);
    }
}

#[cfg(debug_assertions)]
impl<T> Drop for Exclusive<'_, T> {
    fn drop(&mut self) {
        self.borrows.set(0);
    }
}
