//! Borrowed strings in PEP 393 storage.
//!
//! Owns the meaning of a string position: an index counts code points, every read is O(1), and two views compare
//! equal exactly when their code points do, whatever unit width each of them happens to be stored in.
//! A view produced by [`StrView::slice`] keeps the width of what it was cut from, so `kind()` is an upper bound,
//! not a property of the text; [`StrView::to_buf`] finds the narrowest storage.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::builder::{StrBuf, StrBuilder};
use super::search;

/// Storage width of a string. The order is the widening order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
#[repr(u8)]
pub enum Kind {
    /// One byte a code point, all below U+0080: the bytes are also UTF-8.
    Ascii,
    /// One byte a code point, all below U+0100.
    Latin1,
    /// Two bytes a code point, all below U+10000.
    Ucs2,
    /// Four bytes a code point.
    Ucs4,
}

impl Kind {
    /// The narrowest kind that can hold `c`.
    #[inline]
    pub fn of(c: u32) -> Kind {
        match c {
            0..=0x7F => Kind::Ascii,
            0x80..=0xFF => Kind::Latin1,
            0x100..=0xFFFF => Kind::Ucs2,
            _ => Kind::Ucs4,
        }
    }

    /// Bytes a code point takes.
    #[inline]
    pub fn width(self) -> usize {
        match self {
            Kind::Ascii | Kind::Latin1 => 1,
            Kind::Ucs2 => 2,
            Kind::Ucs4 => 4,
        }
    }
}

/// A storage unit: `u8`, `u16` or `u32`.
pub trait Unit: Copy + Eq + Ord + 'static {
    /// The code point.
    fn code(self) -> u32;
    /// The unit for a code point, when it fits.
    fn from_code(c: u32) -> Option<Self>;
    /// The units of a view that is stored in this width.
    fn borrow(v: StrView<'_>) -> Option<&[Self]>;
    /// First index of `c`.
    fn position(hay: &[Self], c: Self) -> Option<usize> {
        hay.iter().position(|&u| u == c)
    }
    /// Last index of `c`.
    fn rposition(hay: &[Self], c: Self) -> Option<usize> {
        hay.iter().rposition(|&u| u == c)
    }
}

impl Unit for u8 {
    fn borrow(v: StrView<'_>) -> Option<&[u8]> {
        match v {
            StrView::Ascii(u) | StrView::Latin1(u) => Some(u),
            _ => None,
        }
    }
    #[inline]
    fn code(self) -> u32 {
        self as u32
    }
    #[inline]
    fn from_code(c: u32) -> Option<u8> {
        u8::try_from(c).ok()
    }
    fn position(hay: &[u8], c: u8) -> Option<usize> {
        memchr::memchr(c, hay)
    }
    fn rposition(hay: &[u8], c: u8) -> Option<usize> {
        memchr::memrchr(c, hay)
    }
}
impl Unit for u16 {
    fn borrow(v: StrView<'_>) -> Option<&[u16]> {
        match v {
            StrView::Ucs2(u) => Some(u),
            _ => None,
        }
    }
    #[inline]
    fn code(self) -> u32 {
        self as u32
    }
    #[inline]
    fn from_code(c: u32) -> Option<u16> {
        u16::try_from(c).ok()
    }
}
impl Unit for u32 {
    fn borrow(v: StrView<'_>) -> Option<&[u32]> {
        match v {
            StrView::Ucs4(u) => Some(u),
            _ => None,
        }
    }
    #[inline]
    fn code(self) -> u32 {
        self
    }
    #[inline]
    fn from_code(c: u32) -> Option<u32> {
        Some(c)
    }
}

/// A borrowed string.
#[derive(Clone, Copy, Debug)]
pub enum StrView<'a> {
    /// All units below 0x80.
    Ascii(&'a [u8]),
    /// One byte a code point.
    Latin1(&'a [u8]),
    /// Two bytes a code point.
    Ucs2(&'a [u16]),
    /// Four bytes a code point.
    Ucs4(&'a [u32]),
}

/// Runs the body once for each unit width with `$u` bound to the slice of units.
macro_rules! with_units {
    ($view:expr, $u:ident => $body:expr) => {
        match $view {
            $crate::text::view::StrView::Ascii($u) | $crate::text::view::StrView::Latin1($u) => $body,
            $crate::text::view::StrView::Ucs2($u) => $body,
            $crate::text::view::StrView::Ucs4($u) => $body,
        }
    };
}
pub(crate) use with_units;

impl<'a> StrView<'a> {
    /// The empty string.
    pub const EMPTY: StrView<'static> = StrView::Ascii(&[]);

    /// A view of an ASCII `&str`; non-ASCII text is a caller's mistake and shows as Latin-1 bytes.
    #[inline]
    pub fn ascii(s: &'a str) -> StrView<'a> {
        debug_assert!(s.is_ascii());
        StrView::Ascii(s.as_bytes())
    }

    /// Number of code points.
    #[inline]
    pub fn len(self) -> usize {
        with_units!(self, u => u.len())
    }

    /// True for the empty string.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The storage width.
    #[inline]
    pub fn kind(self) -> Kind {
        match self {
            StrView::Ascii(_) => Kind::Ascii,
            StrView::Latin1(_) => Kind::Latin1,
            StrView::Ucs2(_) => Kind::Ucs2,
            StrView::Ucs4(_) => Kind::Ucs4,
        }
    }

    /// The code point at `i`, or `None` past the end.
    #[inline]
    pub fn get(self, i: usize) -> Option<u32> {
        with_units!(self, u => u.get(i).map(|c| c.code()))
    }

    /// The code point at `i`; 0 past the end, so a caller that has checked the length needs no second check.
    #[inline]
    pub fn at(self, i: usize) -> u32 {
        self.get(i).unwrap_or(0)
    }

    /// The code points `start..end`, both clamped to the string.
    #[inline]
    pub fn slice(self, start: usize, end: usize) -> StrView<'a> {
        let end = end.min(self.len());
        let start = start.min(end);
        match self {
            StrView::Ascii(u) => StrView::Ascii(u.get(start..end).unwrap_or(&[])),
            StrView::Latin1(u) => StrView::Latin1(u.get(start..end).unwrap_or(&[])),
            StrView::Ucs2(u) => StrView::Ucs2(u.get(start..end).unwrap_or(&[])),
            StrView::Ucs4(u) => StrView::Ucs4(u.get(start..end).unwrap_or(&[])),
        }
    }

    /// Everything from `start`.
    #[inline]
    pub fn from(self, start: usize) -> StrView<'a> {
        self.slice(start, usize::MAX)
    }

    /// The code points in order; also runs backwards.
    #[inline]
    pub fn iter(self) -> Chars<'a> {
        Chars { view: self, front: 0, back: self.len() }
    }

    /// The bytes, when every unit is one byte below 0x80 by construction.
    #[inline]
    pub fn as_ascii(self) -> Option<&'a str> {
        match self {
            StrView::Ascii(u) => std::str::from_utf8(u).ok(),
            _ => None,
        }
    }

    /// True when every code point is below 0x80.
    pub fn is_ascii(self) -> bool {
        match self {
            StrView::Ascii(_) => true,
            StrView::Latin1(u) => u.is_ascii(),
            StrView::Ucs2(u) => u.iter().all(|&c| c < 0x80),
            StrView::Ucs4(u) => u.iter().all(|&c| c < 0x80),
        }
    }

    /// A value at least as large as every code point, in the same kind as the largest one.
    pub fn max_char(self) -> u32 {
        match self {
            StrView::Ascii(_) => 0x7F,
            StrView::Latin1(u) => {
                if u.is_ascii() {
                    0x7F
                } else {
                    0xFF
                }
            }
            // OR-ing is enough: the kinds split at powers of two, and the loop has no branch.
            StrView::Ucs2(u) => u.iter().fold(0, |m, &c| m | c as u32),
            StrView::Ucs4(u) => u.iter().fold(0, |m, &c| m | c),
        }
    }

    /// The narrowest kind that can hold this text.
    pub fn narrowest(self) -> Kind {
        Kind::of(self.max_char())
    }

    /// A copy in the narrowest storage.
    pub fn to_buf(self) -> StrBuf {
        if let StrView::Ascii(u) = self {
            return StrBuf::from_ascii(u.to_vec());
        }
        let mut b = StrBuilder::with_capacity(self.len());
        b.push_view(self);
        b.finish()
    }

    /// First index of `c` in `start..end`.
    pub fn find_char(self, c: u32, start: usize, end: usize) -> Option<usize> {
        let s = self.slice(start, end);
        with_units!(s, u => Unit::from_code(c).and_then(|c| Unit::position(u, c))).map(|i| i + start)
    }

    /// Last index of `c` in `start..end`.
    pub fn rfind_char(self, c: u32, start: usize, end: usize) -> Option<usize> {
        let s = self.slice(start, end);
        with_units!(s, u => Unit::from_code(c).and_then(|c| Unit::rposition(u, c))).map(|i| i + start)
    }

    /// True when `c` occurs.
    pub fn contains_char(self, c: u32) -> bool {
        self.find_char(c, 0, usize::MAX).is_some()
    }

    /// First index `i` in `start..=end - len(needle)` where `needle` occurs; an empty needle is found at `start`
    /// when `start <= end`, as `str.find` has it.
    pub fn find(self, needle: StrView, start: usize, end: usize) -> Option<usize> {
        let end = end.min(self.len());
        if start > end {
            return None;
        }
        let hay = self.slice(start, end);
        let found = with_units!(hay, u => search::find(u, &*needle.units_as()?));
        found.map(|i| i + start)
    }

    /// Last index where `needle` occurs in `start..end`; an empty needle is found at `end`.
    pub fn rfind(self, needle: StrView, start: usize, end: usize) -> Option<usize> {
        let end = end.min(self.len());
        if start > end {
            return None;
        }
        let hay = self.slice(start, end);
        let found = with_units!(hay, u => search::rfind(u, &*needle.units_as()?));
        found.map(|i| i + start)
    }

    /// Number of non-overlapping occurrences in `start..end`; an empty needle occurs `end - start + 1` times.
    pub fn count(self, needle: StrView, start: usize, end: usize) -> usize {
        let end = end.min(self.len());
        if start > end {
            return 0;
        }
        let hay = self.slice(start, end);
        with_units!(hay, u => match needle.units_as() {
            Some(n) => search::count(u, &n, usize::MAX),
            None => 0,
        })
    }

    /// True when `needle` occurs anywhere.
    pub fn contains(self, needle: StrView) -> bool {
        self.find(needle, 0, usize::MAX).is_some()
    }

    /// True when the text begins with `prefix`.
    pub fn starts_with(self, prefix: StrView) -> bool {
        match (self, prefix) {
            (StrView::Ascii(u) | StrView::Latin1(u), StrView::Ascii(p) | StrView::Latin1(p)) => u.starts_with(p),
            _ => prefix.len() <= self.len() && self.slice(0, prefix.len()) == prefix,
        }
    }

    /// True when the text ends with `suffix`.
    pub fn ends_with(self, suffix: StrView) -> bool {
        match (self, suffix) {
            (StrView::Ascii(u) | StrView::Latin1(u), StrView::Ascii(p) | StrView::Latin1(p)) => u.ends_with(p),
            _ => suffix.len() <= self.len() && self.from(self.len() - suffix.len()) == suffix,
        }
    }

    /// The text in units of another width, borrowed when it already has that width; `None` when a code point
    /// does not fit.
    pub fn units_as<U: Unit>(self) -> Option<Cow<'a, [U]>> {
        if let Some(u) = U::borrow(self) {
            return Some(Cow::Borrowed(u));
        }
        with_units!(self, u => u.iter().map(|c| U::from_code(c.code())).collect::<Option<Vec<U>>>().map(Cow::Owned))
    }

    /// UTF-8 with lone surrogates written as three bytes each (WTF-8): lossless, not always valid UTF-8.
    pub fn to_wtf8(self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.len());
        if let StrView::Ascii(u) = self {
            out.extend_from_slice(u);
            return out;
        }
        for c in self.iter() {
            push_utf8_code(&mut out, c);
        }
        out
    }

    /// A Rust string for messages on the host's side; lone surrogates show as `\udcXX` escapes.
    pub fn to_display(self) -> String {
        if let Some(s) = self.as_ascii() {
            return s.to_owned();
        }
        let mut out = String::with_capacity(self.len());
        for c in self.iter() {
            match char::from_u32(c) {
                Some(c) => out.push(c),
                None => {
                    out.push_str("\\u");
                    for shift in [12, 8, 4, 0] {
                        out.push(char::from_digit((c >> shift) & 15, 16).unwrap_or('0'));
                    }
                }
            }
        }
        out
    }
}

/// Appends the UTF-8 form of any code point, surrogates included.
pub fn push_utf8_code(out: &mut Vec<u8>, c: u32) {
    match c {
        0..=0x7F => out.push(c as u8),
        0x80..=0x7FF => out.extend_from_slice(&[0xC0 | (c >> 6) as u8, 0x80 | (c & 63) as u8]),
        0x800..=0xFFFF => {
            out.extend_from_slice(&[0xE0 | (c >> 12) as u8, 0x80 | (c >> 6 & 63) as u8, 0x80 | (c & 63) as u8])
        }
        _ => out.extend_from_slice(&[
            0xF0 | (c >> 18 & 7) as u8,
            0x80 | (c >> 12 & 63) as u8,
            0x80 | (c >> 6 & 63) as u8,
            0x80 | (c & 63) as u8,
        ]),
    }
}

impl PartialEq for StrView<'_> {
    fn eq(&self, other: &StrView<'_>) -> bool {
        use StrView::*;
        match (*self, *other) {
            (Ascii(a) | Latin1(a), Ascii(b) | Latin1(b)) => a == b,
            (Ucs2(a), Ucs2(b)) => a == b,
            (Ucs4(a), Ucs4(b)) => a == b,
            (a, b) => a.len() == b.len() && a.iter().eq(b.iter()),
        }
    }
}
impl Eq for StrView<'_> {}

impl PartialOrd for StrView<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for StrView<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        use StrView::*;
        match (*self, *other) {
            (Ascii(a) | Latin1(a), Ascii(b) | Latin1(b)) => a.cmp(b),
            (Ucs2(a), Ucs2(b)) => a.cmp(b),
            (a, b) => a.iter().cmp(b.iter()),
        }
    }
}

/// Iterator over the code points of a [`StrView`].
#[derive(Clone)]
pub struct Chars<'a> {
    view: StrView<'a>,
    front: usize,
    back: usize,
}

impl Iterator for Chars<'_> {
    type Item = u32;
    #[inline]
    fn next(&mut self) -> Option<u32> {
        if self.front >= self.back {
            return None;
        }
        let c = self.view.get(self.front);
        self.front += 1;
        c
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        let n = self.back - self.front;
        (n, Some(n))
    }
}
impl DoubleEndedIterator for Chars<'_> {
    #[inline]
    fn next_back(&mut self) -> Option<u32> {
        if self.front >= self.back {
            return None;
        }
        self.back -= 1;
        self.view.get(self.back)
    }
}
impl ExactSizeIterator for Chars<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    fn buf(s: &str) -> StrBuf {
        StrBuf::from(s)
    }

    #[test]
    fn widths_compare_by_code_point() {
        let wide = buf("abc\u{1F600}");
        let narrow = buf("abc");
        assert_eq!(wide.view().slice(0, 3), narrow.view());
        assert!(wide.view() > narrow.view());
        assert_eq!(wide.view().slice(0, 3).to_buf().kind(), Kind::Ascii);
        assert!(buf("\u{e9}").view() < buf("\u{153}").view());
        assert!(buf("\u{ffff}").view() < buf("\u{10000}").view());
    }

    #[test]
    fn find_across_widths() {
        let hay = buf("na\u{ef}ve caf\u{e9} \u{1F600}caf\u{e9}");
        assert_eq!(hay.view().find(buf("caf\u{e9}").view(), 0, usize::MAX), Some(6));
        assert_eq!(hay.view().rfind(buf("caf\u{e9}").view(), 0, usize::MAX), Some(12));
        assert_eq!(hay.view().count(buf("caf").view(), 0, usize::MAX), 2);
        assert_eq!(buf("abc").view().find(buf("\u{1F600}").view(), 0, 9), None);
        assert_eq!(buf("abc").view().find(StrView::EMPTY, 3, 9), Some(3));
        assert_eq!(buf("abc").view().find(StrView::EMPTY, 4, 9), None);
        assert_eq!(buf("abc").view().count(StrView::EMPTY, 0, 9), 4);
        assert_eq!(buf("abc").view().rfind(StrView::EMPTY, 0, 9), Some(3));
    }

    #[test]
    fn surrogates_survive() {
        let v = StrView::Ucs2(&[0xDC80, 0x41]);
        assert_eq!(v.to_wtf8(), b"\xed\xb2\x80A");
        assert_eq!(v.to_display(), "\\udc80A");
    }
}
