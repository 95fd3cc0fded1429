//! Short records: what comes often, written with one comparison and nothing to look at afterwards.
//!
//! Invariant: what is written is counted in the tally; what is not, because the trace is full, is counted as left out, and no more is done.
//!
//! # Rules (unsafe code)
//! 1. A `Room` is made only where it is in order to write, and is used up by writing. While it is there nothing else can write.

use super::schema::{MOST_LINKS, SHORT, ShortSize, short_size};
use super::{EVENT, LINK_BYTES, Recorder};

/// That a short record may be written.
pub struct Room<'a>(&'a mut Recorder);

impl Room<'_> {
    /// A short record of this kind: the choices of its first word, then the others.
    #[inline(always)]
    pub fn short<const S: usize, const N: usize>(self, choices: u32, words: [u32; N]) {
        const { assert!(N == short_size(S).words) }
        let mut words = words;
        words[0] = choices | (SHORT + S) as u32;
        self.0.tally += const { short_size(S).events * EVENT + short_size(S).json };
        unsafe { self.0.words.write(words, N) }
    }
    /// The next coroutine-like object's id.
    #[inline(always)]
    pub fn object_id(&mut self) -> i64 {
        self.0.object_id()
    }
    #[inline(always)]
    pub fn suspensions(&self) -> u32 {
        self.0.suspensions
    }
}

impl Recorder {
    /// Room for a short record, if there is some already.
    #[inline(always)]
    pub fn room(&mut self) -> Option<Room<'_>> {
        if self.words.is_open() { Some(Room(self)) } else { None }
    }
    /// The same as of a `Room`, or its events are left out.
    #[inline(always)]
    pub fn short<const S: usize, const N: usize>(&mut self, choices: u32, words: [u32; N]) {
        if !self.words.is_open() {
            if self.full {
                return self.leave_out_short::<S>();
            }
            self.make_way(const { short_size(S) });
        }
        if let Some(room) = self.room() {
            room.short::<S, N>(choices, words);
        }
    }
    /// The same where a task is suspended below so many coroutines.
    #[inline(always)]
    pub fn short_with_chain<const S: usize, const N: usize>(&mut self, choices: u32, words: [u32; N], length: u32) {
        self.tally += LINK_BYTES * u64::from(length.min(MOST_LINKS));
        self.short::<S, N>(choices, words)
    }
    /// Makes room, or leaves the events out.
    #[cold]
    #[inline(never)]
    fn make_way(&mut self, size: ShortSize) {
        self.settle();
        if self.next + size.events > self.most_events || self.bytes + size.json + self.pending > self.most_inessential {
            self.fill();
            self.drop_texts();
            self.left_out += size.events;
            return;
        }
        self.open(1);
    }
    /// The events of a short record are only counted.
    #[inline(always)]
    pub fn leave_out_short<const S: usize>(&mut self) {
        self.left_out += const { short_size(S).events };
    }
}
