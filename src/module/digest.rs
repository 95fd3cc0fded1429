//! Message digests: MD5, SHA-1 and the SHA-2 family.
//!
//! Invariant: a digest of data given in pieces is that of the whole. The constants are computed from what defines them (roots of
//! primes, sines), once.

use num_bigint::BigUint;
use num_traits::ToPrimitive;
use std::cell::OnceCell;

/// Which digest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Algorithm {
    Md5,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
}

impl Algorithm {
    /// Bytes of a digest.
    pub fn size(self) -> usize {
        match self {
            Algorithm::Md5 => 16,
            Algorithm::Sha1 => 20,
            Algorithm::Sha224 => 28,
            Algorithm::Sha256 => 32,
            Algorithm::Sha384 => 48,
            Algorithm::Sha512 => 64,
        }
    }
    /// Bytes of a block.
    pub fn block(self) -> usize {
        if self.is_wide() { 128 } else { 64 }
    }
    /// As `hashlib` names it.
    pub fn name(self) -> &'static str {
        match self {
            Algorithm::Md5 => "md5",
            Algorithm::Sha1 => "sha1",
            Algorithm::Sha224 => "sha224",
            Algorithm::Sha256 => "sha256",
            Algorithm::Sha384 => "sha384",
            Algorithm::Sha512 => "sha512",
        }
    }
    fn is_wide(self) -> bool {
        matches!(self, Algorithm::Sha384 | Algorithm::Sha512)
    }
}

struct Constants {
    /// fractions of the cube roots of the first 80 primes
    cubes: Vec<u64>,
    /// fractions of the square roots of the first 16 primes
    squares: Vec<u64>,
    /// 2**32 * |sin(n)|, n = 1..=64
    sines: Vec<u32>,
}

thread_local! {
    static CONSTANTS: OnceCell<Constants> = const { OnceCell::new() };
}

fn compute() -> Constants {
    let primes: Vec<u32> = (2..410).filter(|n| (2..*n).take_while(|d| d * d <= *n).all(|d| n % d != 0)).collect();
    let low = |n: BigUint| n.iter_u64_digits().next().unwrap_or(0);
    Constants {
        cubes: primes.iter().map(|p| low((BigUint::from(*p) << 192u32).nth_root(3))).collect(),
        squares: primes.iter().take(16).map(|p| low((BigUint::from(*p) << 128u32).sqrt())).collect(),
        sines: (1..=64)
            .map(|n| (crate::object::elementary::sin(n as f64).abs() * 4294967296.0).to_u32().unwrap_or(0))
            .collect(),
    }
}

fn with<R>(f: impl FnOnce(&Constants) -> R) -> R {
    CONSTANTS.with(|c| f(c.get_or_init(compute)))
}

/// A digest being computed.
#[derive(Clone)]
pub struct Digest {
    pub algorithm: Algorithm,
    state: [u64; 8],
    /// the beginning of the next block
    pending: Vec<u8>,
    length: u128,
}

impl Digest {
    /// A digest of nothing so far.
    pub fn new(algorithm: Algorithm) -> Digest {
        let mut state = [0u64; 8];
        match algorithm {
            Algorithm::Md5 | Algorithm::Sha1 => {
                let first = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
                state.iter_mut().zip(first).for_each(|(s, f)| *s = f);
            }
            _ => with(|c| {
                let from = if matches!(algorithm, Algorithm::Sha224 | Algorithm::Sha384) { 8 } else { 0 };
                for (s, root) in state.iter_mut().zip(c.squares.iter().skip(from)) {
                    *s = match algorithm {
                        Algorithm::Sha224 => root & 0xffff_ffff,
                        Algorithm::Sha256 => root >> 32,
                        _ => *root,
                    };
                }
            }),
        }
        Digest { algorithm, state, pending: Vec::new(), length: 0 }
    }

    /// The words of the state; of a digest of nothing, those that everything begins with.
    pub fn words(&self) -> [u64; 8] {
        self.state
    }

    /// More data.
    pub fn update(&mut self, mut data: &[u8]) {
        self.length += data.len() as u128;
        let size = self.algorithm.block();
        if !self.pending.is_empty() {
            let n = (size - self.pending.len()).min(data.len());
            let (head, rest) = data.split_at(n);
            self.pending.extend_from_slice(head);
            data = rest;
            if self.pending.len() < size {
                return;
            }
            let block = std::mem::take(&mut self.pending);
            self.compress(&block);
        }
        let mut blocks = data.chunks_exact(size);
        for block in &mut blocks {
            self.compress(block);
        }
        self.pending.extend_from_slice(blocks.remainder());
    }

    /// The digest of all data so far.
    pub fn finish(&self) -> Vec<u8> {
        let mut last = self.clone();
        let bits = self.length * 8;
        let field = if self.algorithm.is_wide() { 16 } else { 8 };
        let mut tail = vec![0x80u8];
        while !(self.pending.len() + tail.len() + field).is_multiple_of(self.algorithm.block()) {
            tail.push(0);
        }
        match self.algorithm {
            Algorithm::Md5 => tail.extend_from_slice(&(bits as u64).to_le_bytes()),
            _ if field == 8 => tail.extend_from_slice(&(bits as u64).to_be_bytes()),
            _ => tail.extend_from_slice(&bits.to_be_bytes()),
        }
        last.update(&tail);
        let mut out: Vec<u8> = last
            .state
            .iter()
            .flat_map(|w| match self.algorithm {
                Algorithm::Md5 => (*w as u32).to_le_bytes().to_vec(),
                _ if self.algorithm.is_wide() => w.to_be_bytes().to_vec(),
                _ => (*w as u32).to_be_bytes().to_vec(),
            })
            .collect();
        out.truncate(self.algorithm.size());
        out
    }

    fn compress(&mut self, block: &[u8]) {
        match self.algorithm {
            Algorithm::Md5 => self.compress_md5(block),
            Algorithm::Sha1 => self.compress_sha1(block),
            Algorithm::Sha224 | Algorithm::Sha256 => self.compress_narrow(block),
            _ => self.compress_wide(block),
        }
    }

    fn narrow(&self) -> [u32; 8] {
        self.state.map(|w| w as u32)
    }

    fn add_narrow(&mut self, words: &[u32]) {
        for (s, w) in self.state.iter_mut().zip(words) {
            *s = (*s as u32).wrapping_add(*w) as u64;
        }
    }

    fn compress_md5(&mut self, block: &[u8]) {
        const TURNS: [[u32; 4]; 4] = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
        let words: Vec<u32> =
            block.chunks_exact(4).map(|c| c.iter().rev().fold(0, |w, b| w << 8 | *b as u32)).collect();
        let [mut a, mut b, mut c, mut d, ..] = self.narrow();
        with(|constants| {
            for (i, sine) in constants.sines.iter().enumerate() {
                let (f, g) = match i / 16 {
                    0 => (b & c | !b & d, i),
                    1 => (d & b | !d & c, 5 * i + 1),
                    2 => (b ^ c ^ d, 3 * i + 5),
                    _ => (c ^ (b | !d), 7 * i),
                };
                let sum = a.wrapping_add(f).wrapping_add(*sine).wrapping_add(words.get(g % 16).copied().unwrap_or(0));
                (a, d, c) = (d, c, b);
                b = b.wrapping_add(sum.rotate_left(TURNS[i / 16 % 4][i % 4]));
            }
        });
        self.add_narrow(&[a, b, c, d]);
    }

    fn compress_sha1(&mut self, block: &[u8]) {
        let mut w: Vec<u32> = block.chunks_exact(4).map(|c| c.iter().fold(0, |w, b| w << 8 | *b as u32)).collect();
        for i in 16..80 {
            w.push((w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16]).rotate_left(1));
        }
        let [mut a, mut b, mut c, mut d, mut e, ..] = self.narrow();
        for (i, word) in w.iter().enumerate() {
            let (f, k) = match i / 20 {
                0 => (b & c | !b & d, 0x5a827999),
                1 => (b ^ c ^ d, 0x6ed9eba1),
                2 => (b & c | b & d | c & d, 0x8f1bbcdc),
                _ => (b ^ c ^ d, 0xca62c1d6u32),
            };
            let sum = a.rotate_left(5).wrapping_add(f).wrapping_add(e).wrapping_add(k).wrapping_add(*word);
            (e, d, c, b, a) = (d, c, b.rotate_left(30), a, sum);
        }
        self.add_narrow(&[a, b, c, d, e]);
    }

    fn compress_narrow(&mut self, block: &[u8]) {
        let mut w: Vec<u32> = block.chunks_exact(4).map(|c| c.iter().fold(0, |w, b| w << 8 | *b as u32)).collect();
        for i in 16..64 {
            let (x, y) = (w[i - 15], w[i - 2]);
            let s0 = x.rotate_right(7) ^ x.rotate_right(18) ^ x >> 3;
            let s1 = y.rotate_right(17) ^ y.rotate_right(19) ^ y >> 10;
            w.push(w[i - 16].wrapping_add(s0).wrapping_add(w[i - 7]).wrapping_add(s1));
        }
        let mut v = self.narrow();
        with(|constants| {
            for (word, k) in w.iter().zip(&constants.cubes) {
                let [a, b, c, d, e, f, g, h] = v;
                let s1 = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
                let first =
                    h.wrapping_add(s1).wrapping_add(e & f ^ !e & g).wrapping_add((k >> 32) as u32).wrapping_add(*word);
                let s0 = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
                let second = s0.wrapping_add(a & b ^ a & c ^ b & c);
                v = [first.wrapping_add(second), a, b, c, d.wrapping_add(first), e, f, g];
            }
        });
        self.add_narrow(&v);
    }

    fn compress_wide(&mut self, block: &[u8]) {
        let mut w: Vec<u64> = block.chunks_exact(8).map(|c| c.iter().fold(0, |w, b| w << 8 | *b as u64)).collect();
        for i in 16..80 {
            let (x, y) = (w[i - 15], w[i - 2]);
            let s0 = x.rotate_right(1) ^ x.rotate_right(8) ^ x >> 7;
            let s1 = y.rotate_right(19) ^ y.rotate_right(61) ^ y >> 6;
            w.push(w[i - 16].wrapping_add(s0).wrapping_add(w[i - 7]).wrapping_add(s1));
        }
        let mut v = self.state;
        with(|constants| {
            for (word, k) in w.iter().zip(&constants.cubes) {
                let [a, b, c, d, e, f, g, h] = v;
                let s1 = e.rotate_right(14) ^ e.rotate_right(18) ^ e.rotate_right(41);
                let first = h.wrapping_add(s1).wrapping_add(e & f ^ !e & g).wrapping_add(*k).wrapping_add(*word);
                let s0 = a.rotate_right(28) ^ a.rotate_right(34) ^ a.rotate_right(39);
                let second = s0.wrapping_add(a & b ^ a & c ^ b & c);
                v = [first.wrapping_add(second), a, b, c, d.wrapping_add(first), e, f, g];
            }
        });
        for (s, w) in self.state.iter_mut().zip(v) {
            *s = s.wrapping_add(w);
        }
    }
}
