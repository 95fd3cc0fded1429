//! State of the one thread that a machine runs on, and hashing for the engine's own tables.
//!
//! Invariant: what is declared with `local!` is never seen by two threads: natively it is thread-local, on wasm there is one thread, and
//! it is a plain static, so that looking at it is one load (a thread-local's accessor is a call that optimizers for size keep).
//!
//! # Rules
//! 1. `Local` is `Sync` only where there are no threads.

use std::cell::Cell;
use std::hash::{BuildHasher, Hasher};

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

/// Makes hashers of tables inside the engine: small, and the same in every run.
#[derive(Clone, Copy, Default)]
pub struct Hashing;

impl BuildHasher for Hashing {
    type Hasher = Mixer;
    fn build_hasher(&self) -> Mixer {
        Mixer(0)
    }
}

/// A multiplicative hash.
pub struct Mixer(u64);

impl Mixer {
    #[inline]
    fn mix(&mut self, n: u64) {
        let m = (self.0.rotate_left(5) ^ n).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = m ^ m >> 32;
    }
}

impl Hasher for Mixer {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|b| self.mix(u64::from(*b)));
    }
    fn write_u64(&mut self, n: u64) {
        self.mix(n)
    }
    fn write_i64(&mut self, n: i64) {
        self.mix(n as u64)
    }
    fn write_usize(&mut self, n: usize) {
        self.mix(n as u64)
    }
    fn finish(&self) -> u64 {
        self.0
    }
}
