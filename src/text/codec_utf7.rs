//! UTF-7: text as ASCII that survives mail, with everything else as base 64 of UTF-16 between `+` and `-`.
//!
//! Invariant: a run of base 64 that is not ended where the input stops counts as not read at all, unless the input is complete; every
//! error leaves the decoder outside of such a run, so that a position is all its state.

use super::builder::StrBuilder;
use super::codec::CodecError;
use super::view::StrView;

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn digit(b: u8) -> Option<u32> {
    DIGITS.iter().position(|d| *d == b).map(|i| i as u32)
}

/// Stands for itself when encoded.
fn is_direct(c: u32) -> bool {
    matches!(c, 9 | 10 | 13 | 0x20..=0x7D) && c != b'+' as u32 && c != b'\\' as u32
}

/// Bits that wait to become digits, or units of UTF-16.
#[derive(Default)]
struct Bits {
    held: u32,
    count: u32,
}

impl Bits {
    fn push(&mut self, value: u32, width: u32) {
        self.held = self.held << width | value;
        self.count += width;
    }
    /// The oldest `width` bits, if there are as many.
    fn take(&mut self, width: u32) -> Option<u32> {
        self.count = self.count.checked_sub(width)?;
        let top = self.held >> self.count;
        self.held &= (1 << self.count) - 1;
        Some(top)
    }
}

fn is_high(c: u32) -> bool {
    (0xD800..0xDC00).contains(&c)
}

/// Decodes from `pos` until the end or an error.
pub fn decode(bytes: &[u8], mut pos: usize, complete: bool, out: &mut StrBuilder) -> (usize, Option<CodecError>) {
    while let Some(&b) = bytes.get(pos) {
        let start = pos;
        let error = |end, reason| (start, Some(CodecError { start, end, reason }));
        pos += 1;
        if b >= 0x80 {
            return error(pos, "unexpected special character");
        }
        if b != b'+' {
            out.push_char(b as u32);
            continue;
        }
        match bytes.get(pos) {
            Some(b'-') => {
                pos += 1;
                out.push_char(b'+' as u32);
                continue;
            }
            Some(b) if digit(*b).is_none() => return error(pos + 1, "ill-formed sequence"),
            _ => {}
        }
        let (mut units, mut bits) = (Vec::<u32>::new(), Bits::default());
        let mut high: Option<u32> = None;
        while let Some(d) = bytes.get(pos).and_then(|b| digit(*b)) {
            pos += 1;
            bits.push(d, 6);
            let Some(unit) = bits.take(16) else { continue };
            match high.take() {
                Some(h) if (0xDC00..0xE000).contains(&unit) => {
                    units.push(0x10000 + ((h & 0x3FF) << 10 | unit & 0x3FF));
                    continue;
                }
                Some(h) => units.push(h),
                None => {}
            }
            match is_high(unit) {
                true => high = Some(unit),
                false => units.push(unit),
            }
        }
        let next = bytes.get(pos).copied();
        if next.is_none() && !complete {
            return (start, None);
        }
        units.iter().for_each(|c| out.push_char(*c));
        let left = bits.count >= 6 || bits.held != 0;
        match next {
            None if left || high.is_some() => return error(pos, "unterminated shift sequence"),
            None => {}
            Some(_) if bits.count >= 6 => return error(pos + 1, "partial character in shift sequence"),
            Some(_) if left => return error(pos + 1, "non-zero padding bits in shift sequence"),
            Some(b) => {
                if let Some(h) = high.filter(|_| b < 0x80) {
                    out.push_char(h);
                }
                pos += (b == b'-') as usize;
            }
        }
    }
    (pos, None)
}

/// Encodes all of `v`: every character can be.
pub fn encode(v: StrView, out: &mut Vec<u8>) {
    let mut shifted: Option<Bits> = None;
    let end = |bits: &mut Bits, out: &mut Vec<u8>| {
        if bits.count > 0 {
            bits.push(0, 6 - bits.count);
            out.extend(bits.take(6).and_then(|d| DIGITS.get(d as usize)));
        }
    };
    for c in v.iter() {
        if is_direct(c) {
            if let Some(mut bits) = shifted.take() {
                end(&mut bits, out);
                if c == b'-' as u32 || digit(c as u8).is_some() {
                    out.push(b'-');
                }
            }
            out.push(c as u8);
            continue;
        }
        if shifted.is_none() {
            out.push(b'+');
            if c == b'+' as u32 {
                out.push(b'-');
                continue;
            }
        }
        let bits = shifted.get_or_insert_default();
        let units = match c.checked_sub(0x10000) {
            Some(low) => [Some(0xD800 + (low >> 10)), Some(0xDC00 + (low & 0x3FF))],
            None => [Some(c), None],
        };
        for unit in units.into_iter().flatten() {
            bits.push(unit, 16);
            while let Some(d) = bits.take(6) {
                out.extend(DIGITS.get(d as usize));
            }
        }
    }
    if let Some(mut bits) = shifted {
        end(&mut bits, out);
        out.push(b'-');
    }
}
