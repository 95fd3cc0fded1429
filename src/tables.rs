//! Hash tables inside the engine, the compiler's among them: all of one kind of hasher.
//!
//! Invariant: what they are for does not depend on the order of their entries, which is the same in every run.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hasher};

pub type Table<K, V> = HashMap<K, V, Hashing>;
pub type Set<K> = HashSet<K, Hashing>;

/// Entries that a small table has room for from the start: the code by which a table grows is another one for each kind of entry, and a first
/// program should not need it to be compiled.
const SMALL: usize = 14;

/// A table that will have some entries.
pub fn table<K, V>() -> Table<K, V> {
    Table::with_capacity_and_hasher(SMALL, Hashing)
}

/// A set that will have some entries.
pub fn set<K>() -> Set<K> {
    Set::with_capacity_and_hasher(SMALL, Hashing)
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
