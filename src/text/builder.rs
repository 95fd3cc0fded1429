//! Building strings.
//!
//! Owns the rule that a finished string is in the narrowest storage: a builder starts as ASCII and widens only when
//! a code point that is really pushed needs it, so nothing has to be narrowed afterwards.

use super::copy;
use super::view::{Kind, StrView, push_utf8_code, with_units};

/// An owned string in its narrowest storage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StrBuf {
    /// All code points below 0x80.
    Ascii(Vec<u8>),
    /// The largest code point is in 0x80..=0xFF.
    Latin1(Vec<u8>),
    /// The largest code point is in 0x100..=0xFFFF.
    Ucs2(Vec<u16>),
    /// The largest code point is above 0xFFFF.
    Ucs4(Vec<u32>),
}

impl StrBuf {
    /// The empty string.
    pub const fn new() -> StrBuf {
        StrBuf::Ascii(Vec::new())
    }

    /// Borrows the text.
    #[inline]
    pub fn view(&self) -> StrView<'_> {
        match self {
            StrBuf::Ascii(u) => StrView::Ascii(u),
            StrBuf::Latin1(u) => StrView::Latin1(u),
            StrBuf::Ucs2(u) => StrView::Ucs2(u),
            StrBuf::Ucs4(u) => StrView::Ucs4(u),
        }
    }

    /// The storage width.
    #[inline]
    pub fn kind(&self) -> Kind {
        self.view().kind()
    }

    /// Number of code points.
    #[inline]
    pub fn len(&self) -> usize {
        self.view().len()
    }

    /// True for the empty string.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes bytes that are known to be ASCII.
    pub fn from_ascii(bytes: Vec<u8>) -> StrBuf {
        debug_assert!(bytes.is_ascii());
        StrBuf::Ascii(bytes)
    }

    /// Takes Latin-1 bytes.
    pub fn from_latin1(bytes: Vec<u8>) -> StrBuf {
        if bytes.is_ascii() { StrBuf::Ascii(bytes) } else { StrBuf::Latin1(bytes) }
    }

    /// A string of one code point.
    pub fn from_char(c: u32) -> StrBuf {
        let mut b = StrBuilder::new();
        b.push_char(c);
        b.finish()
    }
}

impl Default for StrBuf {
    fn default() -> StrBuf {
        StrBuf::new()
    }
}

impl From<&str> for StrBuf {
    fn from(s: &str) -> StrBuf {
        if s.is_ascii() {
            return StrBuf::Ascii(s.as_bytes().to_vec());
        }
        let mut b = StrBuilder::with_capacity(s.len());
        b.push_utf8(s);
        b.finish()
    }
}

impl From<String> for StrBuf {
    fn from(s: String) -> StrBuf {
        if s.is_ascii() { StrBuf::Ascii(s.into_bytes()) } else { StrBuf::from(s.as_str()) }
    }
}

impl FromIterator<u32> for StrBuf {
    fn from_iter<I: IntoIterator<Item = u32>>(iter: I) -> StrBuf {
        let mut b = StrBuilder::new();
        for c in iter {
            b.push_char(c);
        }
        b.finish()
    }
}

/// Code points that the first one pushed makes room for.
const FIRST: usize = 16;

/// A string under construction.
#[derive(Debug, Default)]
pub struct StrBuilder {
    buf: StrBuf,
}

impl StrBuilder {
    /// An empty builder.
    pub fn new() -> StrBuilder {
        StrBuilder::default()
    }

    /// Goes on with a finished string, keeping its storage.
    pub fn from_buf(buf: StrBuf) -> StrBuilder {
        StrBuilder { buf }
    }

    /// An empty builder with room for `n` ASCII code points.
    pub fn with_capacity(n: usize) -> StrBuilder {
        StrBuilder { buf: StrBuf::Ascii(Vec::with_capacity(n)) }
    }

    /// Makes room for `n` more code points of the present width.
    pub fn reserve(&mut self, n: usize) {
        match &mut self.buf {
            StrBuf::Ascii(u) | StrBuf::Latin1(u) => u.reserve(n),
            StrBuf::Ucs2(u) => u.reserve(n),
            StrBuf::Ucs4(u) => u.reserve(n),
        }
    }

    /// Number of code points so far.
    #[inline]
    pub fn len(&self) -> usize {
        self.buf.len()
    }

    /// True before anything is pushed.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.buf.is_empty()
    }

    /// What has been pushed.
    #[inline]
    pub fn view(&self) -> StrView<'_> {
        self.buf.view()
    }

    /// The string.
    #[inline]
    pub fn finish(self) -> StrBuf {
        self.buf
    }

    /// Appends one code point. Values above 0x10FFFF are a caller's mistake and are stored as they are.
    #[inline]
    pub fn push_char(&mut self, c: u32) {
        match &mut self.buf {
            StrBuf::Ascii(u) if c < 0x80 => {
                if u.capacity() == 0 {
                    u.reserve(FIRST);
                }
                u.push(c as u8)
            }
            StrBuf::Latin1(u) if c < 0x100 => u.push(c as u8),
            StrBuf::Ucs2(u) if c < 0x1_0000 => u.push(c as u16),
            StrBuf::Ucs4(u) => u.push(c),
            _ => {
                self.widen(Kind::of(c));
                self.push_char(c);
            }
        }
    }

    /// Appends `n` copies of one code point.
    pub fn push_repeat(&mut self, c: u32, n: usize) {
        if n == 0 {
            return;
        }
        self.widen(Kind::of(c));
        match &mut self.buf {
            StrBuf::Ascii(u) | StrBuf::Latin1(u) => u.resize(u.len() + n, c as u8),
            StrBuf::Ucs2(u) => u.resize(u.len() + n, c as u16),
            StrBuf::Ucs4(u) => u.resize(u.len() + n, c),
        }
    }

    /// Appends text of any width.
    pub fn push_view(&mut self, v: StrView) {
        if let (StrBuf::Ascii(to), StrView::Ascii(u)) = (&mut self.buf, v) {
            return copy::extend(to, u);
        }
        if v.is_empty() {
            return;
        }
        if v.kind() > self.buf.kind() {
            self.widen(v.narrowest());
        }
        match (&mut self.buf, v) {
            (StrBuf::Ascii(o) | StrBuf::Latin1(o), StrView::Ascii(u) | StrView::Latin1(u)) => copy::extend(o, u),
            (StrBuf::Ucs2(o), StrView::Ucs2(u)) => o.extend_from_slice(u),
            (StrBuf::Ucs4(o), StrView::Ucs4(u)) => o.extend_from_slice(u),
            // Every code point fits: the widening above looked at all of them.
            (StrBuf::Ascii(o) | StrBuf::Latin1(o), v) => o.extend(v.iter().map(|c| c as u8)),
            (StrBuf::Ucs2(o), v) => o.extend(v.iter().map(|c| c as u16)),
            (StrBuf::Ucs4(o), v) => o.extend(v.iter()),
        }
    }

    /// Appends the decimal text of an int.
    pub fn push_int(&mut self, i: i64) {
        let mut room = [0; 64];
        self.push_view(StrView::Ascii(signed_decimal(i, &mut room)));
    }

    /// Appends ASCII bytes.
    pub fn push_ascii(&mut self, s: &[u8]) {
        debug_assert!(s.is_ascii());
        if !s.is_empty() {
            self.push_view(StrView::Ascii(s));
        }
    }

    /// Appends text between two ASCII characters.
    pub fn push_between(&mut self, around: u8, v: StrView) {
        match (&mut self.buf, v) {
            (StrBuf::Ascii(to), StrView::Ascii(u)) => {
                to.reserve(u.len() + 2);
                to.push(around);
                copy::extend(to, u);
                to.push(around);
            }
            _ => {
                self.push_char(around as u32);
                self.push_view(v);
                self.push_char(around as u32);
            }
        }
    }

    /// Appends Rust text.
    pub fn push_utf8(&mut self, s: &str) {
        if s.is_ascii() {
            self.push_ascii(s.as_bytes());
        } else {
            for c in s.chars() {
                self.push_char(c as u32);
            }
        }
    }

    /// Makes the storage at least as wide as `kind`.
    #[cold]
    fn widen_to(&mut self, kind: Kind) {
        let spare = match &self.buf {
            StrBuf::Ascii(u) | StrBuf::Latin1(u) => u.capacity() - u.len(),
            StrBuf::Ucs2(u) => u.capacity() - u.len(),
            StrBuf::Ucs4(_) => 0,
        };
        let n = self.buf.len() + spare.max(1);
        let old = std::mem::take(&mut self.buf);
        self.buf = match (old, kind) {
            (StrBuf::Ascii(u), Kind::Latin1) => StrBuf::Latin1(u),
            (old, Kind::Ucs2) => {
                let mut out: Vec<u16> = Vec::with_capacity(n);
                with_units!(old.view(), u => out.extend(u.iter().map(|&c| c as u16)));
                StrBuf::Ucs2(out)
            }
            (old, Kind::Ucs4) => {
                let mut out: Vec<u32> = Vec::with_capacity(n);
                out.extend(old.view().iter());
                StrBuf::Ucs4(out)
            }
            (old, _) => old,
        };
    }

    #[inline]
    fn widen(&mut self, kind: Kind) {
        if kind > self.buf.kind() {
            self.widen_to(kind);
        }
    }
}

/// The decimal digits of a number, at the end of `room`.
pub fn decimal(mut n: u64, room: &mut [u8; 64]) -> &mut [u8] {
    let mut at = room.len();
    while n > u32::MAX as u64 {
        at -= 1;
        room[at] = b'0' + (n % 10) as u8;
        n /= 10;
    }
    // most ints are small, and 32-bit divisions are cheap everywhere
    let mut n = n as u32;
    loop {
        at -= 1;
        room[at] = b'0' + (n % 10) as u8;
        n /= 10;
        if n == 0 {
            return &mut room[at..];
        }
    }
}

/// The decimal text of an int, at the end of `room`.
pub fn signed_decimal(i: i64, room: &mut [u8; 64]) -> &[u8] {
    let at = room.len() - decimal(i.unsigned_abs(), room).len() - (i < 0) as usize;
    if i < 0 {
        room[at] = b'-';
    }
    &room[at..]
}

impl std::fmt::Write for StrBuilder {
    fn write_str(&mut self, s: &str) -> std::fmt::Result {
        self.push_utf8(s);
        Ok(())
    }
}

/// UTF-8 bytes of the text with surrogates kept (see [`StrView::to_wtf8`]), appended to `out`.
pub fn push_wtf8(out: &mut Vec<u8>, v: StrView) {
    match v {
        StrView::Ascii(u) => out.extend_from_slice(u),
        v => v.iter().for_each(|c| push_utf8_code(out, c)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widens_only_for_what_is_pushed() {
        let mut b = StrBuilder::new();
        b.push_ascii(b"abc");
        assert_eq!(b.view().kind(), Kind::Ascii);
        let wide = StrBuf::from("xyz\u{1F600}");
        b.push_view(wide.view().slice(0, 3));
        assert_eq!(b.view().kind(), Kind::Ascii);
        b.push_char(0xE9);
        assert_eq!(b.view().kind(), Kind::Latin1);
        b.push_char(0x153);
        assert_eq!(b.view().kind(), Kind::Ucs2);
        b.push_view(wide.view());
        assert_eq!(b.view().kind(), Kind::Ucs4);
        assert_eq!(b.finish().view().to_display(), "abcxyz\u{e9}\u{153}xyz\u{1F600}");
    }

    #[test]
    fn ints_are_written_in_decimal() {
        for i in [0, 7, -1, 10, 4_294_967_295, 4_294_967_296, -99_999_999_999, i64::MAX, i64::MIN] {
            assert_eq!(signed_decimal(i, &mut [0; 64]), i.to_string().as_bytes());
        }
    }

    #[test]
    fn ascii_to_latin1_with_wide_slice() {
        let wide = StrBuf::from("\u{e9}\u{153}");
        let mut b = StrBuilder::new();
        b.push_view(wide.view().slice(0, 1));
        assert_eq!(b.finish(), StrBuf::Latin1(vec![0xE9]));
        let mut b = StrBuilder::new();
        b.push_repeat(0x1F600, 2);
        b.push_repeat(b'x' as u32, 1);
        assert_eq!(b.finish(), StrBuf::Ucs4(vec![0x1F600, 0x1F600, 0x78]));
    }
}
