//! State of the one thread that a machine runs on.
//!
//! Invariant: what is declared with `local!` is never seen by two threads: natively it is thread-local, on wasm there is one thread, and
//! it is a plain static, so that looking at it is one load (a thread-local's accessor is a call that optimizers for size keep).
//!
//! # Rules
//! 1. `Local` is `Sync` only where there are no threads.

use std::cell::Cell;

/// A static that belongs to the only thread.
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code))]
pub struct Local<T>(T);

#[cfg(all(target_arch = "wasm32", not(target_feature = "atomics")))]
unsafe impl<T> Sync for Local<T> {}

#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code))]
impl<T> Local<T> {
    pub const fn new(value: T) -> Local<T> {
        Local(value)
    }
    #[inline(always)]
    pub fn with<R>(&'static self, f: impl FnOnce(&'static T) -> R) -> R {
        f(&self.0)
    }
}

#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code))]
impl<T> Local<Cell<T>> {
    #[inline(always)]
    pub fn get(&'static self) -> T
    where
        T: Copy,
    {
        self.0.get()
    }
    #[inline(always)]
    pub fn set(&'static self, value: T) {
        self.0.set(value)
    }
    #[inline(always)]
    pub fn replace(&'static self, value: T) -> T {
        self.0.replace(value)
    }
}

/// Declares a static of the current thread; its first value is a constant.
#[macro_export]
macro_rules! local {
    ($(#[$meta:meta])* static $name:ident: $ty:ty = $value:expr;) => {
        #[cfg(target_arch = "wasm32")]
        $(#[$meta])*
        static $name: $crate::heap::local::Local<$ty> = $crate::heap::local::Local::new($value);
        #[cfg(not(target_arch = "wasm32"))]
        thread_local! {
            $(#[$meta])*
            static $name: $ty = const { $value };
        }
    };
}
