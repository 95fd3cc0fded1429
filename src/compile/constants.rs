//! Equality of constants, as the constant table needs it: by type, sign and bits.

use crate::code::Const;

/// Writes a key that is equal for equal constants only; false for constants that are never shared.
pub(super) fn key(c: &Const, out: &mut Vec<u8>) -> bool {
    let list = |tag: u8, items: &[Const], out: &mut Vec<u8>| {
        out.push(tag);
        out.extend((items.len() as u32).to_le_bytes());
        items.iter().all(|i| key(i, out))
    };
    match c {
        Const::None => out.push(0),
        Const::Ellipsis => out.push(1),
        Const::Bool(b) => out.extend([2, *b as u8]),
        Const::Int(i) => {
            out.push(3);
            out.extend(i.to_le_bytes());
        }
        Const::BigInt(i) => {
            let bytes = i.to_signed_bytes_le();
            out.push(4);
            out.extend((bytes.len() as u32).to_le_bytes());
            out.extend(bytes);
        }
        Const::Float(f) => {
            out.push(5);
            out.extend(f.to_bits().to_le_bytes());
        }
        Const::Complex(r, i) => {
            out.push(6);
            out.extend(r.to_bits().to_le_bytes());
            out.extend(i.to_bits().to_le_bytes());
        }
        Const::Str(s) => {
            out.push(7);
            out.extend((s.len() as u32).to_le_bytes());
            out.extend(s.as_bytes());
        }
        Const::WideStr(s) => {
            out.push(8);
            out.extend((s.len() as u32).to_le_bytes());
            out.extend(s.iter().flat_map(|c| c.to_le_bytes()));
        }
        Const::Bytes(b) => {
            out.push(9);
            out.extend((b.len() as u32).to_le_bytes());
            out.extend(b.iter());
        }
        Const::Tuple(t) => return list(10, t, out),
        Const::FrozenSet(t) => return list(11, t, out),
        Const::Slice(s) => return list(12, &s[..], out),
        Const::Code(_) => return false,
    }
    true
}
