//! Hashing of text, bytes and numbers, bit for bit as CPython does it on a 64-bit machine.
//!
//! Owns two equalities: equal strings hash equal whatever their storage, and numbers that compare equal hash equal
//! across `int`, `float`, `complex` (and `Fraction`, `Decimal`, which compute the same residue in Python).
//! The default seed gives what CPython gives under `PYTHONHASHSEED=0`, so set order is reproducible and testable.

use num_bigint::{BigInt, Sign};

use super::view::StrView;

/// `sys.hash_info.modulus`: the prime 2**61 - 1 that numbers are reduced by.
pub const MODULUS: u64 = (1 << 61) - 1;
/// `sys.hash_info.inf`.
pub const HASH_INF: i64 = 314159;
/// `sys.hash_info.imag`.
pub const HASH_IMAG: u64 = 1000003;

/// The secret of string hashing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HashSeed {
    k0: u64,
    k1: u64,
}

impl HashSeed {
    /// The seed of `PYTHONHASHSEED=0`.
    pub const ZERO: HashSeed = HashSeed { k0: 0, k1: 0 };

    /// The seed of `PYTHONHASHSEED=n`.
    pub fn from_u32(n: u32) -> HashSeed {
        if n == 0 {
            return HashSeed::ZERO;
        }
        let mut x = n;
        let mut bytes = [0u8; 16];
        for b in &mut bytes {
            x = x.wrapping_mul(214013).wrapping_add(2531011);
            *b = (x >> 16) as u8;
        }
        let n = u128::from_le_bytes(bytes);
        HashSeed { k0: n as u64, k1: (n >> 64) as u64 }
    }

    /// `hash()` of bytes (also of ASCII and Latin-1 text). 0 for nothing; never -1.
    pub fn bytes(self, bytes: &[u8]) -> i64 {
        if bytes.is_empty() {
            return 0;
        }
        let mut h = Sip13::new(self);
        let mut chunks = bytes.chunks_exact(8);
        for c in &mut chunks {
            h.block(c.try_into().map_or(0, u64::from_le_bytes));
        }
        let tail = chunks.remainder().iter().rev().fold(0u64, |t, &b| t << 8 | b as u64);
        avoid_error_value(h.finish(tail, bytes.len()))
    }

    /// `hash()` of text. Looks at the code points, so a view that is wider than needed hashes as its narrow twin.
    pub fn text(self, v: StrView) -> i64 {
        let owned;
        let v = if v.kind() == v.narrowest() {
            v
        } else {
            owned = v.to_buf();
            owned.view()
        };
        match v {
            StrView::Ascii(u) | StrView::Latin1(u) => self.bytes(u),
            StrView::Ucs2(u) => self.units(u, 4, 16, |&c| c as u64),
            StrView::Ucs4(u) => self.units(u, 2, 32, |&c| c as u64),
        }
    }

    fn units<U>(self, units: &[U], per_block: usize, bits: u32, code: fn(&U) -> u64) -> i64 {
        if units.is_empty() {
            return 0;
        }
        let join = |c: &[U]| c.iter().rev().fold(0u64, |t, u| t << bits | code(u));
        let mut h = Sip13::new(self);
        let mut chunks = units.chunks_exact(per_block);
        for c in &mut chunks {
            h.block(join(c));
        }
        avoid_error_value(h.finish(join(chunks.remainder()), units.len() * (bits / 8) as usize))
    }
}

impl Default for HashSeed {
    fn default() -> HashSeed {
        HashSeed::ZERO
    }
}

/// SipHash with one round a block and three at the end.
struct Sip13 {
    v: [u64; 4],
}

impl Sip13 {
    fn new(seed: HashSeed) -> Sip13 {
        let (k0, k1) = (seed.k0, seed.k1);
        Sip13 {
            v: [k0 ^ 0x736f6d6570736575, k1 ^ 0x646f72616e646f6d, k0 ^ 0x6c7967656e657261, k1 ^ 0x7465646279746573],
        }
    }

    #[inline]
    fn round(&mut self) {
        let [a, b, c, d] = &mut self.v;
        *a = a.wrapping_add(*b);
        *b = b.rotate_left(13) ^ *a;
        *a = a.rotate_left(32);
        *c = c.wrapping_add(*d);
        *d = d.rotate_left(16) ^ *c;
        *a = a.wrapping_add(*d);
        *d = d.rotate_left(21) ^ *a;
        *c = c.wrapping_add(*b);
        *b = b.rotate_left(17) ^ *c;
        *c = c.rotate_left(32);
    }

    #[inline]
    fn block(&mut self, m: u64) {
        self.v[3] ^= m;
        self.round();
        self.v[0] ^= m;
    }

    fn finish(mut self, tail: u64, len: usize) -> u64 {
        self.block((len as u64) << 56 | tail);
        self.v[2] ^= 0xff;
        for _ in 0..3 {
            self.round();
        }
        self.v[0] ^ self.v[1] ^ self.v[2] ^ self.v[3]
    }
}

/// -1 is the error value of the C interface, so no hash is -1.
#[inline]
fn avoid_error_value(h: u64) -> i64 {
    if h as i64 == -1 { -2 } else { h as i64 }
}

/// `hash()` of an int that fits 64 bits.
#[inline]
pub fn int(n: i64) -> i64 {
    let r = (n.unsigned_abs() % MODULUS) as i64;
    avoid_error_value(if n < 0 { -r } else { r } as u64)
}

/// `hash()` of an int of any size.
pub fn big(n: &BigInt) -> i64 {
    // 2**61 is 1 in this ring, so a digit of weight 2**(32k) only rotates within 61 bits.
    let r = n.magnitude().iter_u32_digits().rev_fold();
    avoid_error_value(if n.sign() == Sign::Minus { (r as i64).wrapping_neg() } else { r as i64 } as u64)
}

trait RevFold {
    fn rev_fold(self) -> u64;
}
impl<I: DoubleEndedIterator<Item = u32>> RevFold for I {
    fn rev_fold(self) -> u64 {
        self.rev().fold(0u64, |x, d| {
            let x = (x << 32 & MODULUS | x >> 29) + d as u64;
            if x >= MODULUS { x - MODULUS } else { x }
        })
    }
}

/// `hash()` of a float. `nan` is what the object's identity hashes to, which is what CPython uses for NaN.
pub fn float(x: f64, nan: i64) -> i64 {
    if x.is_nan() {
        return nan;
    }
    if x.is_infinite() {
        return if x > 0.0 { HASH_INF } else { -HASH_INF };
    }
    if x == 0.0 {
        return 0;
    }
    let bits = x.abs().to_bits();
    let (mant, exp) = match bits >> 52 {
        0 => (bits, -1074i64),
        e => (bits & ((1 << 52) - 1) | 1 << 52, e as i64 - 1075),
    };
    // mant * 2**exp modulo 2**61 - 1: multiplying by a power of two rotates 61 bits.
    let r = exp.rem_euclid(61) as u32;
    let m = mant % MODULUS;
    let h = if r == 0 { m } else { m << r & MODULUS | m >> (61 - r) };
    avoid_error_value(if x < 0.0 { (h as i64).wrapping_neg() } else { h as i64 } as u64)
}

/// `hash()` of a complex from the hashes of its parts.
pub fn complex(real: i64, imag: i64) -> i64 {
    avoid_error_value((real as u64).wrapping_add((imag as u64).wrapping_mul(HASH_IMAG)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::builder::StrBuf;

    // Expected values: CPython 3.14 with PYTHONHASHSEED=0 (and 42).
    #[test]
    fn strings() {
        let z = HashSeed::ZERO;
        for (s, want) in STRINGS {
            assert_eq!(z.text(StrBuf::from(*s).view()), *want, "{s:?}");
        }
        assert_eq!(z.text(StrBuf::from("abc\u{1F600}").view().slice(0, 3)), z.bytes(b"abc"));
        assert_eq!(HashSeed::from_u32(42).bytes(b"hello"), HELLO_42);
        assert_eq!(HashSeed::from_u32(42).text(StrBuf::from("h\u{e9}\u{153}").view()), WIDE_42);
    }

    #[test]
    fn numbers() {
        for (x, want) in FLOATS {
            assert_eq!(float(*x, 7), *want, "{x:?}");
        }
        for (x, want) in INTS {
            assert_eq!(big(&x.parse::<BigInt>().unwrap()), *want, "{x}");
            if let Ok(n) = x.parse::<i64>() {
                assert_eq!(int(n), *want, "{x}");
            }
        }
        assert_eq!(complex(float(1.5, 0), float(-2.5, 0)), COMPLEX);
        assert_eq!(float(f64::NAN, 7), 7);
    }

    const STRINGS: &[(&str, i64)] = &[
        ("", 0),
        ("a", 4644417185603328019),
        ("hello", -2096571579003691106),
        ("abcdefgh", 4574395652268504554),
        ("abcdefghijklmnop", -7712962755478248686),
        ("caf\u{e9}", 137524001917817222),
        ("\u{e9}", 6047309291227476195),
        ("h\u{e9}\u{153}", -5343261226178499651),
        ("\u{153}\u{153}\u{153}\u{153}", -1729414097150448994),
        ("\u{153}\u{153}\u{153}\u{153}\u{153}\u{153}\u{153}", 4074346681219584674),
        ("\u{1f600}", -3536540696076613844),
        ("ab\u{1f600}", -8553656786033707897),
        ("\u{1f600}x\u{1f600}x\u{1f600}x\u{1f600}x\u{1f600}x", 8410569857433548687),
        (
            "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            1359644457043326220,
        ),
    ];
    const FLOATS: &[(f64, i64)] = &[
        (1.0, 1),
        (-1.0, -2),
        (0.5, 1152921504606846976),
        (-0.5, -1152921504606846976),
        (1e+300, 1224995262755759164),
        (-1e+300, -1224995262755759164),
        (5e-324, 16777216),
        (2.305843009213694e+18, 1),
        (2.3058430092136937e+18, 2305843009213693696),
        (3.14159, 326484311674566659),
        (1e+22, 1864712049423028464),
        (0.1, 230584300921369408),
        (f64::INFINITY, 314159),
        (f64::NEG_INFINITY, -314159),
        (-0.0, 0),
        (-2.0, -2),
    ];
    const INTS: &[(&str, i64)] = &[
        ("0", 0),
        ("1", 1),
        ("-1", -2),
        ("-2", -2),
        ("2305843009213693951", 0),
        ("2305843009213693952", 1),
        ("-2305843009213693951", 0),
        ("9223372036854775807", 3),
        ("-9223372036854775808", -4),
        ("18446744073709551616", 8),
        ("1000000000000000000000000000000", 465258685558744706),
        ("-1000000000000000000000000000000", -465258685558744706),
        ("5316911983139663491615228241121378304", 1),
        (
            "265613988875874769338781322035779626829233452653394495974574961739092490901302182994384699044001",
            424410663027747676,
        ),
        (
            "-265613988875874769338781322035779626829233452653394495974574961739092490901302182994384699044001",
            -424410663027747676,
        ),
        ("2305843009213693950", 2305843009213693950),
        ("-2305843009213693952", -2),
    ];
    const COMPLEX: i64 = -2305843009215693957;
    const HELLO_42: i64 = 841626496250501200;
    const WIDE_42: i64 = -6453980550538265505;
}
