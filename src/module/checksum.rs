//! Checksums of bytes.

use crate::object::int;
use crate::value::Value;

/// CRC-32 of the bytes, going on from `start`.
pub fn crc32(start: u32, data: &[u8]) -> u32 {
    const TABLE: [u32; 256] = {
        let mut table = [0; 256];
        let mut i = 0;
        while i < 256 {
            let mut c = i as u32;
            let mut bit = 0;
            while bit < 8 {
                c = if c & 1 == 1 { c >> 1 ^ 0xEDB8_8320 } else { c >> 1 };
                bit += 1;
            }
            table[i] = c;
            i += 1;
        }
        table
    };
    !data.iter().fold(!start, |c, b| TABLE[(c as u8 ^ b) as usize] ^ c >> 8)
}

/// CRC-CCITT of the bytes, as BinHex 4 has it.
pub fn crc_hqx(start: u32, data: &[u8]) -> u32 {
    data.iter().fold(start & 0xFFFF, |mut c, b| {
        c ^= (*b as u32) << 8;
        for _ in 0..8 {
            c = if c & 0x8000 != 0 { c << 1 ^ 0x1021 } else { c << 1 };
        }
        c & 0xFFFF
    })
}

/// Adler-32 of the bytes, going on from `start`.
pub fn adler32(start: u32, data: &[u8]) -> u32 {
    let (mut a, mut b) = (start & 0xFFFF, start >> 16);
    for chunk in data.chunks(5552) {
        for x in chunk {
            a += *x as u32;
            b += a;
        }
        a %= 65521;
        b %= 65521;
    }
    b << 16 | a
}

/// The lowest 32 bits of an int argument.
pub fn low_word(v: Option<&Value>, default: u32) -> u32 {
    let Some(v) = v else { return default };
    match int::to_i64(v) {
        Some(n) => n as u32,
        None => int::to_big(v).map_or(0, |n| {
            let low = n.iter_u32_digits().next().unwrap_or(0);
            if n.sign() == num_bigint::Sign::Minus { low.wrapping_neg() } else { low }
        }),
    }
}
