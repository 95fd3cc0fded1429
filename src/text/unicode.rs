//! Character properties and case mappings of Unicode 16, exactly as CPython 3.14's `str` sees them.
//!
//! Owns the only answer to "is this character a letter, a digit, a space": `str` methods, the number parsers, the
//! tokeniser's identifiers and `repr` ask here, never Rust's own `char` methods, which follow another Unicode version.
//! Code points above 0x10FFFF do not occur; they would answer as unassigned.

use super::unicode_data as data;
use super::unicode_tables::{FIRST, RECORDS, SECOND, SHIFT, SPECIAL, SPECIAL_AT, SPECIAL_DATA};

/// What a set of characters has in common. Mappings are differences to add.
#[derive(Debug)]
pub(super) struct Record {
    pub category: u8,
    pub digit: u8,
    pub flags: u16,
    pub upper: i32,
    pub lower: i32,
    pub title: i32,
    pub fold: i32,
}

const LOWER: u16 = 1;
const UPPER: u16 = 2;
const IGNORABLE: u16 = 4;
const DIGIT: u16 = 8;
const NUMERIC: u16 = 16;
const START: u16 = 32;
const CONTINUE: u16 = 64;
const SPACE: u16 = 128;
const HAS_SPECIAL: u16 = 256;

/// General category, in the order of the generated tables.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Category(u8);

const NAMES: &[u8; 60] = b"LuLlLtLmLoMnMcMeNdNlNoPcPdPsPePiPfPoSmScSkSoZsZlZpCcCfCsCoCn";

impl Category {
    /// The two-letter abbreviation, as `unicodedata.category` gives it.
    pub fn name(self) -> &'static str {
        let i = self.0 as usize * 2;
        NAMES.get(i..i + 2).and_then(|n| std::str::from_utf8(n).ok()).unwrap_or("Cn")
    }
}

/// What is asked about ASCII is answered before: the tables take 57 KB that a page need not load for it (`xtask/src/divide`).
#[inline(never)]
fn record(c: u32) -> &'static Record {
    let block = FIRST.get((c >> SHIFT) as usize).or(FIRST.last()).map_or(0, |b| *b as usize);
    let index = SECOND.get(block << SHIFT | (c & ((1 << SHIFT) - 1)) as usize).map_or(0, |i| *i as usize);
    RECORDS.get(index).unwrap_or(&RECORDS[0])
}

/// The character if it is ASCII, about which no table has to be asked.
#[inline(always)]
fn ascii(c: u32) -> Option<u8> {
    if c < 0x80 { Some(c as u8) } else { None }
}

#[inline]
fn has(c: u32, flag: u16) -> bool {
    record(c).flags & flag != 0
}

/// General category.
pub fn category(c: u32) -> Category {
    Category(record(c).category)
}
/// `str.isalpha` of one character: a letter.
#[inline]
pub fn is_alpha(c: u32) -> bool {
    ascii(c).map_or_else(|| record(c).category < 5, |b| b.is_ascii_alphabetic())
}
/// `str.isdecimal` of one character.
pub fn is_decimal(c: u32) -> bool {
    ascii(c).map_or_else(|| record(c).category == 8, |b| b.is_ascii_digit())
}
/// `str.isdigit` of one character.
pub fn is_digit(c: u32) -> bool {
    ascii(c).map_or_else(|| has(c, DIGIT), |b| b.is_ascii_digit())
}
/// `str.isnumeric` of one character.
pub fn is_numeric(c: u32) -> bool {
    ascii(c).map_or_else(|| has(c, NUMERIC), |b| b.is_ascii_digit())
}
/// `str.isalnum` of one character.
#[inline]
pub fn is_alnum(c: u32) -> bool {
    if let Some(b) = ascii(c) {
        return b.is_ascii_alphanumeric();
    }
    let r = record(c);
    r.category < 5 || r.category == 8 || r.flags & (DIGIT | NUMERIC) != 0
}
/// `str.isspace` of one character: what `split()` and `strip()` take for white space.
#[inline]
pub fn is_space(c: u32) -> bool {
    if c < 0x80 { matches!(c, 9..=13 | 28..=32) } else { has(c, SPACE) }
}
/// `str.isprintable` of one character: what `repr` writes as it is.
#[inline]
pub fn is_printable(c: u32) -> bool {
    if c < 0x7F { c >= 0x20 } else { record(c).category < 22 }
}
/// `XID_Start` or an underscore.
pub fn is_identifier_start(c: u32) -> bool {
    ascii(c).map_or_else(|| has(c, START), |b| b.is_ascii_alphabetic() || b == b'_')
}
/// `XID_Continue`.
pub fn is_identifier_continue(c: u32) -> bool {
    ascii(c).map_or_else(|| has(c, CONTINUE), |b| b.is_ascii_alphanumeric() || b == b'_')
}
/// The derived property Lowercase.
pub fn is_lower(c: u32) -> bool {
    ascii(c).map_or_else(|| has(c, LOWER), |b| b.is_ascii_lowercase())
}
/// The derived property Uppercase.
pub fn is_upper(c: u32) -> bool {
    ascii(c).map_or_else(|| has(c, UPPER), |b| b.is_ascii_uppercase())
}
/// A titlecase letter (category Lt).
pub fn is_title(c: u32) -> bool {
    c >= 0x80 && record(c).category == 2
}
/// Has case: lower, upper or title.
pub fn is_cased(c: u32) -> bool {
    if let Some(b) = ascii(c) {
        return b.is_ascii_alphabetic();
    }
    let r = record(c);
    r.flags & (LOWER | UPPER) != 0 || r.category == 2
}
/// Skipped when the neighbours of a sigma are looked at.
pub fn is_case_ignorable(c: u32) -> bool {
    has(c, IGNORABLE)
}
/// The value of a decimal digit of any script: what `int()` and `float()` accept.
#[inline]
pub fn decimal_value(c: u32) -> Option<u8> {
    if let Some(b) = ascii(c) {
        return if b.is_ascii_digit() { Some(b - b'0') } else { None };
    }
    let r = record(c);
    (r.category == 8).then_some(r.digit)
}
/// The value of a digit, superscripts and the like included (`unicodedata.digit`).
pub fn digit_value(c: u32) -> Option<u8> {
    if let Some(b) = ascii(c) {
        return if b.is_ascii_digit() { Some(b - b'0') } else { None };
    }
    let r = record(c);
    (r.flags & DIGIT != 0).then_some(r.digit)
}
/// True at the characters `str.splitlines` breaks after (a `\r\n` pair counts once).
pub fn is_line_break(c: u32) -> bool {
    matches!(c, 0x0A..=0x0D | 0x1C..=0x1E | 0x85 | 0x2028 | 0x2029)
}

/// One to three characters that a character maps to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mapped {
    chars: [u32; 3],
    len: u8,
}

impl Mapped {
    fn one(c: u32) -> Mapped {
        Mapped { chars: [c, 0, 0], len: 1 }
    }
    /// The characters.
    #[inline]
    pub fn as_slice(&self) -> &[u32] {
        self.chars.get(..self.len as usize).unwrap_or(&[])
    }
}

/// `which`: 0 upper, 1 lower, 2 title, 3 fold.
fn special(c: u32, which: u32) -> Option<Mapped> {
    let i = SPECIAL.binary_search(&c).ok()?;
    let at = *SPECIAL_AT.get(i)? as usize;
    let lens = *SPECIAL_DATA.get(at)?;
    let skip: u32 = (0..which).map(|w| lens >> (4 * w) & 15).sum();
    let len = (lens >> (4 * which) & 15) as usize;
    let start = at + 1 + skip as usize;
    let mut out = Mapped { chars: [0; 3], len: len.min(3) as u8 };
    for (to, from) in out.chars.iter_mut().zip(SPECIAL_DATA.get(start..start + len)?) {
        *to = *from;
    }
    Some(out)
}

/// `own`: what is done to ASCII.
#[inline]
fn map(c: u32, which: u32, own: fn(&u8) -> u8, delta: fn(&Record) -> i32) -> Mapped {
    if let Some(b) = ascii(c) {
        return Mapped::one(own(&b) as u32);
    }
    let r = record(c);
    if r.flags & HAS_SPECIAL != 0
        && let Some(m) = special(c, which)
    {
        return m;
    }
    Mapped::one(c.wrapping_add_signed(delta(r)))
}

/// Full upper-case mapping.
#[inline]
pub fn to_upper(c: u32) -> Mapped {
    map(c, 0, u8::to_ascii_uppercase, |r| r.upper)
}
/// Full lower-case mapping; a sigma's final form is the caller's business.
#[inline]
pub fn to_lower(c: u32) -> Mapped {
    map(c, 1, u8::to_ascii_lowercase, |r| r.lower)
}
/// Full title-case mapping.
#[inline]
pub fn to_title(c: u32) -> Mapped {
    map(c, 2, u8::to_ascii_uppercase, |r| r.title)
}
/// Full case folding.
#[inline]
pub fn to_fold(c: u32) -> Mapped {
    map(c, 3, u8::to_ascii_lowercase, |r| r.fold)
}

/// The entry of a list of changes that holds for `c`.
fn entry(starts: &[u32], c: u32) -> usize {
    starts.partition_point(|s| *s <= c).saturating_sub(1)
}

/// `unicodedata.east_asian_width`.
pub fn east_asian_width(c: u32) -> &'static str {
    let value = data::WIDTH.get(entry(&data::WIDTH_AT, c)).copied().unwrap_or(0);
    ["N", "A", "H", "W", "F", "Na"].get(value as usize).copied().unwrap_or("N")
}
/// Canonical combining class.
pub fn combining_class(c: u32) -> u8 {
    unicode_normalization::combining_class(c)
}
/// `unicodedata.mirrored`.
pub fn is_mirrored(c: u32) -> bool {
    entry(&data::MIRRORED_AT, c) % 2 == 1
}
/// `unicodedata.numeric`: digits, fractions, numerals.
pub fn numeric_value(c: u32) -> Option<f64> {
    if let Some(d) = digit_value(c) {
        return Some(d as f64);
    }
    let i = data::NUMERIC.binary_search(&c).ok()?;
    data::NUMERIC_VALUES.get(*data::NUMERIC_INDEX.get(i)? as usize).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_of_single_characters() {
        assert_eq!(numeric_value(0xBD), Some(0.5));
        assert_eq!(numeric_value(0x2167), Some(8.0));
        assert_eq!(numeric_value(0x4E07), Some(10000.0));
        assert_eq!(numeric_value(0x37), Some(7.0));
        assert_eq!(numeric_value(0x41), None);
        assert_eq!(east_asian_width(0x41), "Na");
        assert_eq!(east_asian_width(0x4E00), "W");
        assert_eq!(east_asian_width(0x1F600), "W");
        assert_eq!(combining_class(0x301), 230);
        assert_eq!(combining_class(0x41), 0);
        assert!(is_mirrored(0x28) && !is_mirrored(0x27));
    }

    #[test]
    fn every_property_of_every_code_point() {
        let mut h = 0xCBF29CE484222325u64;
        let mut add = |w: u32| h = (h ^ w as u64).wrapping_mul(0x100000001B3);
        for c in 0..0x110000u32 {
            let tests = [
                is_alpha(c),
                is_decimal(c),
                is_digit(c),
                is_numeric(c),
                is_space(c),
                is_printable(c),
                is_identifier_start(c),
                is_identifier_continue(c),
                is_lower(c),
                is_upper(c),
                is_title(c) || is_upper(c),
                is_alnum(c),
                is_case_ignorable(c),
            ];
            add(tests.iter().enumerate().fold(0, |b, (i, t)| b | (*t as u32) << i));
            add(category(c).0 as u32);
            add(digit_value(c).unwrap_or(255) as u32);
            for m in [to_upper(c), to_lower(c), to_title(c), to_fold(c)] {
                add(m.as_slice().len() as u32);
                m.as_slice().iter().for_each(|c| add(*c));
            }
        }
        assert_eq!(h, super::super::unicode_tables::DIGEST);
    }
}
