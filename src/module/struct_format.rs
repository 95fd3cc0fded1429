//! Format strings of `struct`: parsing, packing and unpacking bytes.
//!
//! Invariant: sizes and alignments are those of a 64-bit little-endian machine in native mode, whatever this program runs on.

use crate::object::complex::ComplexBox;
use crate::object::number::Int;
use crate::object::{bytes, complex, int_bytes};
use crate::value::Value;

/// A run of equal items.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    pub code: u8,
    /// bytes of one item; for `s` and `p` of the whole field
    pub size: usize,
    /// how many items, each with a value of its own
    pub count: usize,
    pub offset: usize,
}

/// A parsed format.
#[derive(Clone, Debug, Default)]
pub struct Format {
    pub runs: Vec<Run>,
    pub size: usize,
    /// number of values
    pub values: usize,
    little: bool,
}

/// Why a format or a value is refused (`struct.error` unless stated otherwise).
pub enum Problem {
    Error(String),
    Overflow(&'static str),
}

fn problem<T>(message: impl Into<String>) -> Result<T, Problem> {
    Err(Problem::Error(message.into()))
}

/// Size and alignment of an item in native mode.
fn native_size(code: u8) -> Option<(usize, usize)> {
    Some(match code {
        b'x' | b'b' | b'B' | b'c' | b'?' | b's' | b'p' => (1, 1),
        b'h' | b'H' | b'e' => (2, 2),
        b'i' | b'I' | b'f' => (4, 4),
        b'l' | b'L' | b'q' | b'Q' | b'n' | b'N' | b'd' | b'P' => (8, 8),
        b'F' => (8, 4),
        b'D' => (16, 8),
        _ => return None,
    })
}

/// Size of an item in the standard modes.
fn standard_size(code: u8) -> Option<usize> {
    match code {
        b'l' | b'L' => Some(4),
        b'n' | b'N' | b'P' => None,
        c => native_size(c).map(|s| s.0),
    }
}

impl Format {
    /// Reads a format.
    pub fn parse(text: &[u8]) -> Result<Format, Problem> {
        let (native, little, text) = match text {
            [b'@', rest @ ..] => (true, true, rest),
            [b'=' | b'<', rest @ ..] => (false, true, rest),
            [b'>' | b'!', rest @ ..] => (false, false, rest),
            _ => (true, true, text),
        };
        let mut f = Format { little, ..Format::default() };
        let mut it = text.iter().copied().peekable();
        while let Some(mut c) = it.next() {
            if matches!(c, 9..=13 | 32) {
                continue;
            }
            let mut count = None;
            while c.is_ascii_digit() {
                let next = count.unwrap_or(0usize).checked_mul(10).and_then(|n| n.checked_add((c - b'0') as usize));
                match next.filter(|n| *n <= isize::MAX as usize) {
                    Some(n) => count = Some(n),
                    None => return problem("total struct size too long"),
                }
                match it.next() {
                    Some(next) => c = next,
                    None => return problem("repeat count given without format specifier"),
                }
            }
            let count = count.unwrap_or(1);
            let (size, align) = match native {
                true => native_size(c),
                false => standard_size(c).map(|s| (s, 1)),
            }
            .map_or_else(|| problem("bad char in struct format"), Ok)?;
            let offset = f.size.div_ceil(align).checked_mul(align);
            let end =
                offset.and_then(|o| o.checked_add(size.checked_mul(count)?)).filter(|e| *e <= isize::MAX as usize);
            let (Some(offset), Some(end)) = (offset, end) else {
                return problem("total struct size too long");
            };
            f.size = end;
            match c {
                b'x' => {}
                b's' | b'p' => {
                    f.values += 1;
                    f.runs.push(Run { code: c, size: count, count: 1, offset });
                }
                _ if count > 0 => {
                    f.values += count;
                    f.runs.push(Run { code: c, size, count, offset });
                }
                _ => {}
            }
        }
        Ok(f)
    }

    /// The code of each value, in order.
    pub fn codes(&self) -> impl Iterator<Item = u8> + '_ {
        self.runs.iter().flat_map(|r| std::iter::repeat_n(r.code, r.count))
    }

    /// Writes converted values (ints exact, floats, bytes) to `out`, which has the format's size.
    pub fn pack(&self, values: &[Value], out: &mut [u8]) -> Result<(), Problem> {
        let mut values = values.iter();
        for run in &self.runs {
            for i in 0..run.count {
                let at = run.offset + i * run.size;
                let (Some(v), Some(field)) = (values.next(), out.get_mut(at..at + run.size)) else { continue };
                self.pack_one(run.code, v, field)?;
            }
        }
        Ok(())
    }

    fn pack_one(&self, code: u8, v: &Value, field: &mut [u8]) -> Result<(), Problem> {
        match code {
            b's' | b'p' => {
                let Some(data) = byte_string(v) else {
                    return problem(format!("argument for '{}' must be a bytes object", code as char));
                };
                let head = if code == b'p' { 1.min(field.len()) } else { 0 };
                let n = data.len().min(field.len() - head);
                if let (Some(to), Some(from)) = (field.get_mut(head..head + n), data.get(..n)) {
                    to.copy_from_slice(from);
                }
                if let (1, Some(first)) = (head, field.first_mut()) {
                    *first = n.min(255) as u8;
                }
                return Ok(());
            }
            b'c' => match v.get::<bytes::Bytes>().map(|b| b.data()) {
                Some([b]) => field.fill(*b),
                _ => return problem("char format requires a bytes object of length 1"),
            },
            b'?' => field.fill(v.as_bool().unwrap_or(false) as u8),
            b'e' => field.copy_from_slice(&half(v.as_float().unwrap_or(0.0))?.to_le_bytes()),
            b'f' => field.copy_from_slice(&single(v.as_float().unwrap_or(0.0))?.to_le_bytes()),
            b'd' => field.copy_from_slice(&v.as_float().unwrap_or(0.0).to_le_bytes()),
            b'F' | b'D' => {
                let (re, im) = v.get::<ComplexBox>().map_or((0.0, 0.0), |c| (c.re, c.im));
                let (first, second) = field.split_at_mut(field.len() / 2);
                let part = if code == b'F' { b'f' } else { b'd' };
                self.pack_one(part, &Value::float(re), first)?;
                return self.pack_one(part, &Value::float(im), second);
            }
            _ => pack_int(code, v, field)?,
        }
        if !self.little {
            field.reverse();
        }
        Ok(())
    }

    /// The values in `data`, which has the format's size.
    pub fn unpack(&self, data: &[u8]) -> Vec<Value> {
        let mut out = Vec::with_capacity(self.values.min(data.len() + 1));
        for run in &self.runs {
            for i in 0..run.count {
                let at = run.offset + i * run.size;
                let field = data.get(at..at + run.size).unwrap_or(&[]);
                out.push(self.unpack_one(run.code, field));
            }
        }
        out
    }

    fn unpack_one(&self, code: u8, field: &[u8]) -> Value {
        let word = || {
            let mut w = [0u8; 8];
            for (i, b) in w.iter_mut().take(field.len()).enumerate() {
                let from = if self.little { i } else { field.len() - 1 - i };
                *b = field.get(from).copied().unwrap_or(0);
            }
            u64::from_le_bytes(w)
        };
        match code {
            b's' => bytes::new(field.to_vec()),
            b'p' => {
                let (n, rest) = field.split_first().map_or((0, field), |(n, rest)| (*n as usize, rest));
                bytes::new(rest.get(..n.min(rest.len())).unwrap_or(&[]).to_vec())
            }
            b'c' => bytes::new(field.to_vec()),
            b'?' => Value::bool(field.iter().any(|b| *b != 0)),
            b'e' => Value::float(from_half(word() as u16)),
            b'f' => Value::float(f32::from_bits(word() as u32) as f64),
            b'd' => Value::float(f64::from_bits(word())),
            b'F' | b'D' => {
                let (first, second) = field.split_at(field.len() / 2);
                let part = if code == b'F' { b'f' } else { b'd' };
                let (re, im) = (self.unpack_one(part, first), self.unpack_one(part, second));
                complex::new(re.as_float().unwrap_or(0.0), im.as_float().unwrap_or(0.0))
            }
            c => int_bytes::read(field, self.little, c.is_ascii_lowercase()),
        }
    }
}

fn byte_string(v: &Value) -> Option<bytes::Buffer<'_>> {
    if v.is_a::<bytes::Bytes>() || v.is_a::<bytes::ByteArray>() { bytes::own(v) } else { None }
}

/// Writes an int, least significant byte first.
pub fn pack_int(code: u8, v: &Value, field: &mut [u8]) -> Result<(), Problem> {
    let signed = code.is_ascii_lowercase();
    let bits = 8 * field.len() as u32;
    let i = Int::of(v).unwrap_or(Int::Small(0));
    let (low, high): (i128, i128) =
        if signed { (-(1i128 << (bits - 1)), (1i128 << (bits - 1)) - 1) } else { (0, (1i128 << bits) - 1) };
    let n = match i {
        Int::Small(n) => Some(n as i128),
        Int::Big(b) => num_traits::ToPrimitive::to_i128(b),
    };
    let n = match n {
        Some(n) if code == b'P' && (i64::MIN as i128..0).contains(&n) => n & high,
        Some(n) if (low..=high).contains(&n) => n,
        _ if code == b'P' => return problem("int too large to convert"),
        _ => return problem(format!("'{}' format requires {low} <= number <= {high}", code as char)),
    };
    field.copy_from_slice(&n.to_le_bytes()[..field.len()]);
    Ok(())
}

/// A float as IEEE single.
pub fn single(x: f64) -> Result<f32, Problem> {
    let y = x as f32;
    if y.is_infinite() && x.is_finite() {
        return Err(Problem::Overflow("float too large to pack with f format"));
    }
    Ok(y)
}

/// True if a float fits the code `e` or `f`.
pub fn fits(code: u8, x: f64) -> bool {
    match code {
        b'e' => half(x).is_ok(),
        b'f' => single(x).is_ok(),
        _ => true,
    }
}

/// A float as IEEE half, ties to even.
pub fn half(x: f64) -> Result<u16, Problem> {
    let sign = ((x.to_bits() >> 63) as u16) << 15;
    if x.is_nan() {
        return Ok(sign | 0x7e00);
    }
    if x.is_infinite() {
        return Ok(sign | 0x7c00);
    }
    let a = x.abs();
    // multiples of the spacing that halves have at this size: exact scaling, then one rounding
    let exponent = if a < 6.103515625e-05 { -24 } else { ((a.to_bits() >> 52) as i32 - 1023) - 10 };
    let scaled = crate::object::real::ldexp(a, -exponent).round_ties_even() as u32;
    let bits = if exponent == -24 { scaled } else { (((exponent + 25) as u32) << 10) + (scaled - 1024) };
    if bits >= 0x7c00 || exponent > 5 {
        return Err(Problem::Overflow("float too large to pack with e format"));
    }
    Ok(sign | bits as u16)
}

pub fn from_half(h: u16) -> f64 {
    let (exponent, fraction) = (h >> 10 & 31, (h & 1023) as f64);
    let x = match exponent {
        0 => fraction * 5.960464477539063e-08,
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        e => crate::object::real::ldexp(1024.0 + fraction, e as i32 - 25),
    };
    if h >> 15 == 1 { -x } else { x }
}
