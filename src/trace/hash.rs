//! The hash of a trace's records.
//!
//! Invariant: it depends on the words and their order, not on how many of them are taken at a time.

/// Numbers that are computed side by side: a processor does not wait for one product before it begins the next.
const LANES: usize = 4;

#[inline(always)]
pub fn mixed(hash: u64, n: u64) -> u64 {
    hash.wrapping_add(n).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// A pair of words as a number.
#[inline(always)]
fn pair([a, b]: [u32; 2]) -> u64 {
    u64::from(a) | u64::from(b) << 32
}

/// The hash of the words so far.
#[derive(Clone, Copy, Default)]
pub struct WordsHash {
    lanes: [u64; LANES],
    /// the lane that the next pair of words goes into
    next: usize,
    /// the last word, if their number is odd
    odd: Option<u32>,
}

impl WordsHash {
    /// More words.
    pub fn take(&mut self, words: &[u32]) {
        let mut words = words;
        if let Some((first, rest)) = words.split_first()
            && let Some(odd) = self.odd.take()
        {
            self.one([odd, *first]);
            words = rest;
        }
        while self.next != 0
            && let Some((first, rest)) = words.split_first_chunk()
        {
            self.one(*first);
            words = rest;
        }
        let (many, rest) = words.as_chunks::<{ 2 * LANES }>();
        let mut lanes = self.lanes;
        for [a, b, c, d, e, f, g, h] in many {
            lanes = [
                mixed(lanes[0], pair([*a, *b])),
                mixed(lanes[1], pair([*c, *d])),
                mixed(lanes[2], pair([*e, *f])),
                mixed(lanes[3], pair([*g, *h])),
            ];
        }
        self.lanes = lanes;
        let (pairs, odd) = rest.as_chunks();
        pairs.iter().for_each(|words| self.one(*words));
        if let [word] = odd {
            self.odd = Some(*word);
        }
    }

    #[inline(always)]
    fn one(&mut self, words: [u32; 2]) {
        self.lanes[self.next] = mixed(self.lanes[self.next], pair(words));
        self.next = (self.next + 1) % LANES;
    }

    /// The numbers that the hash consists of.
    pub fn parts(&self) -> impl Iterator<Item = u64> {
        self.lanes.into_iter().chain([u64::from(self.odd.unwrap_or(0))])
    }
}
