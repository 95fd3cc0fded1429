//! The words of a trace before they are taken.
//!
//! Invariant: whoever writes has asked, by one comparison, whether that is in order: there is room, and so many words may be written before
//! limits are looked at again.
//!
//! # Rules (unsafe code)
//! 1. `to` points into the memory of `words`, and everything before it there has been written; before the first `open` it is null.
//! 2. `end` is null, or so far before the end of that memory that `SPARE` words fit behind every place before it.

/// Words that fit behind every place at which one may write.
const SPARE: usize = 16;

/// Words by which the memory grows at least.
const MORE: usize = 1 << 14;

pub struct Buffer {
    /// only its memory is used, its length is 0
    words: Vec<u32>,
    to: *mut u32,
    end: *mut u32,
}

impl Default for Buffer {
    fn default() -> Buffer {
        Buffer { words: Vec::new(), to: std::ptr::null_mut(), end: std::ptr::null_mut() }
    }
}

impl Buffer {
    /// Whether it is in order to write.
    #[inline(always)]
    pub fn is_open(&self) -> bool {
        self.to < self.end
    }
    /// Writes the first `n` of these words.
    ///
    /// # Safety
    /// It is in order.
    #[inline(always)]
    pub unsafe fn write<const N: usize>(&mut self, words: [u32; N], n: usize) {
        const { assert!(N <= SPARE) }
        unsafe {
            self.to.cast::<[u32; N]>().write(words);
            self.to = self.to.add(n.min(N));
        }
    }
    /// The same if it is in order.
    #[inline(always)]
    pub fn put<const N: usize>(&mut self, words: [u32; N], n: usize) -> bool {
        let is_open = self.is_open();
        if is_open {
            unsafe { self.write(words, n) }
        }
        is_open
    }
    /// Makes it in order to write, up to `words` words from here (and `SPARE` more): there is room for one at least.
    pub fn open(&mut self, words: usize) {
        let at = self.at();
        if self.words.capacity() < at + 2 * SPARE {
            // all that is written moves
            unsafe { self.words.set_len(at) };
            self.words.reserve(at.max(MORE));
            unsafe { self.words.set_len(0) };
        }
        let room = self.words.capacity() - SPARE - at;
        unsafe {
            self.to = self.words.as_mut_ptr().add(at);
            self.end = self.to.add(words.min(room));
        }
    }
    /// Writing is no more in order.
    pub fn close(&mut self) {
        self.end = std::ptr::null_mut();
    }
    /// How many words there are.
    #[inline(always)]
    pub fn at(&self) -> usize {
        if self.to.is_null() { 0 } else { (self.to as usize - self.words.as_ptr() as usize) / size_of::<u32>() }
    }
    pub fn words(&self) -> &[u32] {
        if self.to.is_null() { &[] } else { unsafe { std::slice::from_raw_parts(self.words.as_ptr(), self.at()) } }
    }
    /// Goes back to where there were so many words.
    pub fn truncate(&mut self, at: usize) {
        if at < self.at() {
            self.to = unsafe { self.words.as_mut_ptr().add(at) };
        }
    }
}
