//! str: the payload, interning and construction. Methods are in `str_*.rs`.
//!
//! Invariant: the text is in its narrowest storage; a str never changes while more than one owner holds it; an interned str is the only
//! interned one with its text, so interned strs compare by identity.

use crate::heap::{Kind, Payload, Ref};
use crate::text::{
    builder::{StrBuf, StrBuilder},
    hash::HashSeed,
    view::StrView,
};
use crate::value::Value;
use std::cell::Cell;

/// A str.
pub struct Str {
    buf: crate::heap::Mut<StrBuf>,
    /// 0: not computed (or empty)
    hash: Cell<i64>,
    interned: Cell<bool>,
}

impl Payload for Str {
    const KIND: Kind = Kind::Str;
}

impl Str {
    /// A payload, for subclasses.
    pub fn payload(buf: StrBuf) -> Str {
        Str { buf: crate::heap::Mut::new(buf), hash: Cell::new(0), interned: Cell::new(false) }
    }
    /// A new str.
    pub fn new(buf: impl Into<StrBuf>) -> Ref<Str> {
        crate::heap::alloc(&super::types().str, Str::payload(buf.into()))
    }
    /// The text.
    #[inline]
    pub fn view(&self) -> StrView<'_> {
        // Nobody changes the buffer of a str that is borrowed: `append_in_place` takes the only owner.
        unsafe { (*self.buf.as_ptr()).view() }
    }
    /// Number of code points.
    #[inline]
    pub fn len(&self) -> usize {
        self.view().len()
    }
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The text as UTF-8; lone surrogates become U+FFFD.
    pub fn to_text(&self) -> String {
        self.view().to_display()
    }
    /// `hash()`.
    #[inline]
    pub fn hash(&self) -> i64 {
        let h = self.hash.get();
        if h != 0 {
            return h;
        }
        let h = HashSeed::ZERO.text(self.view());
        self.hash.set(h);
        h
    }
    #[inline]
    pub fn is_interned(&self) -> bool {
        self.interned.get()
    }
    pub(crate) fn set_interned(&self) {
        self.interned.set(true)
    }
    /// True if the text is this ASCII text.
    pub fn is(&self, text: &str) -> bool {
        match self.view() {
            StrView::Ascii(b) => b == text.as_bytes(),
            _ => !text.is_ascii() && self.to_text() == text,
        }
    }
}

/// True for an exact str (no subclass).
#[inline(always)]
pub fn is_exact(v: &Value) -> bool {
    super::types().str.is_type_of(v)
}

/// A new Python str from Rust text.
pub fn new(text: impl Into<StrBuf>) -> Value {
    Str::new(text).into()
}

/// A str of one code point; those of Latin-1 are shared.
#[inline]
pub fn from_char(c: u32) -> Value {
    match u8::try_from(c).ok().and_then(|c| super::types().latin1(c)) {
        Some(v) => v.clone(),
        None => new(StrBuf::from_char(c)),
    }
}

/// A str with this text; those of one Latin-1 character are shared.
pub fn from_view(v: StrView<'_>) -> Value {
    match v {
        StrView::Ascii(u) if u.len() > 1 => new(StrBuf::Ascii(u.to_vec())),
        v if v.len() == 1 => from_char(v.at(0)),
        v if v.is_empty() => super::types().empty_str().cloned().unwrap_or_else(|| new(StrBuf::new())),
        v => new(v.to_buf()),
    }
}

/// `a + b` where `a` is the only owner of an exact, uninterned str: extends it in place. Gives `a` back if that is not possible.
pub fn append_in_place(a: Value, b: StrView<'_>) -> Result<Value, Value> {
    let Some(s) = a.get_ref::<Str>() else { return Err(a) };
    // one count is `a`, one is `s`
    if s.header().count() != 2 || s.is_interned() || !is_exact(&a) {
        return Err(a);
    }
    let buf = unsafe { &mut *s.buf.as_ptr() };
    match (&mut *buf, b) {
        (StrBuf::Ascii(to), StrView::Ascii(more)) => to.extend_from_slice(more),
        _ => {
            let mut builder = StrBuilder::from_buf(std::mem::take(buf));
            builder.push_view(b);
            *buf = builder.finish();
        }
    }
    s.hash.set(0);
    Ok(a)
}
