//! str: the payload, interning and construction. Methods are in `str_*.rs`.
//!
//! Invariant: the text is in its narrowest storage; a str never changes while more than one owner holds it; an interned str is the only
//! interned one with its text, so interned strs compare by identity.
//!
//! A str whose length is known when it is made has its text right behind the payload, if that is short: one allocation. A longer text, one
//! that outgrew its cell, the result of a builder and that of a subclass (whose instance area is there) are in a block of their own.
//!
//! # Rules (unsafe code)
//! 1. `start` points at `room` units of `kind`, of which the first `len` are written: behind the payload, or, if `boxed`, in what was a `Vec`
//!    of that capacity and is one again when the str lets go of it.
//! 2. Text is written only by the str's single owner, behind `len`; so what a view shows never changes.

use crate::heap::{Kind as Layout, Obj, Payload, Ref};
use crate::text::{
    builder::{StrBuf, StrBuilder, signed_decimal},
    copy,
    hash::HashSeed,
    view::{Kind, StrView, Unit, with_units},
};
use crate::value::Value;
use std::cell::Cell;
use std::mem::ManuallyDrop;
use std::ptr::NonNull;
use std::slice::from_raw_parts;

/// A str.
pub struct Str {
    start: Cell<NonNull<u8>>,
    len: Cell<usize>,
    room: Cell<usize>,
    kind: Cell<Kind>,
    boxed: Cell<bool>,
    interned: Cell<bool>,
    /// 0: not computed (or empty)
    hash: Cell<i64>,
}

impl Payload for Str {
    const KIND: Layout = Layout::Str;
}

/// Bytes of text that stand behind the payload at most: such a str shares a page with others.
const MAX_INLINE: usize = crate::heap::SMALL - size_of::<Obj<Str>>();

impl From<StrBuf> for Str {
    #[inline]
    fn from(buf: StrBuf) -> Str {
        let kind = buf.kind();
        let (start, len, room) = parts(buf);
        Str::at(kind, start, len, room)
    }
}

impl Drop for Str {
    #[inline]
    fn drop(&mut self) {
        if self.boxed.get() {
            drop(self.take());
        }
    }
}

impl Str {
    /// A payload with this block (rule 1); without room there is none.
    #[inline(always)]
    fn at(kind: Kind, start: NonNull<u8>, len: usize, room: usize) -> Str {
        Str {
            start: Cell::new(start),
            len: Cell::new(len),
            room: Cell::new(room),
            kind: Cell::new(kind),
            boxed: Cell::new(room > 0),
            interned: Cell::new(false),
            hash: Cell::new(0),
        }
    }
    /// A payload, for subclasses.
    pub fn payload(buf: StrBuf) -> Str {
        buf.into()
    }
    /// A new str.
    pub fn new(buf: impl Into<StrBuf>) -> Ref<Str> {
        Str::owning(buf.into())
    }
    #[inline(never)]
    fn owning(buf: StrBuf) -> Ref<Str> {
        crate::heap::alloc(&super::types().str, buf.into())
    }
    /// A new str with this text.
    pub fn of_view(v: StrView<'_>) -> Ref<Str> {
        let s = Str::with_room(v.narrowest(), v.len());
        if !s.extend(v) {
            // stored wider than it need be
            with_units!(v, u => s.write(u));
        }
        s
    }
    /// A new str with the text of a view that is in its narrowest storage.
    fn copied(v: StrView<'_>) -> Ref<Str> {
        let s = Str::with_room(v.kind(), v.len());
        s.extend(v);
        s
    }
    /// A new str with nothing in it yet, but room for so many units of a kind: [`Str::extend`] fills it.
    #[inline(never)]
    pub fn with_room(kind: Kind, units: usize) -> Ref<Str> {
        let width = kind.width();
        if units > MAX_INLINE / width {
            return Str::owning(match kind {
                Kind::Ascii => StrBuf::Ascii(Vec::with_capacity(units)),
                Kind::Latin1 => StrBuf::Latin1(Vec::with_capacity(units)),
                Kind::Ucs2 => StrBuf::Ucs2(Vec::with_capacity(units)),
                Kind::Ucs4 => StrBuf::Ucs4(Vec::with_capacity(units)),
            });
        }
        let bytes = crate::heap::cell_size(size_of::<Obj<Str>>() + units * width) - size_of::<Obj<Str>>();
        let s = crate::heap::alloc_extra(
            &super::types().str,
            Str::at(kind, NonNull::<u32>::dangling().cast(), 0, 0),
            bytes,
        );
        s.room.set(bytes / width);
        s.start.set(unsafe { NonNull::new_unchecked((s.as_ptr() as *mut u8).add(size_of::<Obj<Str>>())) });
        s
    }
    /// Writes `v` behind the text, if there is room and its storage is not wider. Only for the single owner (rule 2).
    #[inline]
    fn extend(&self, v: StrView<'_>) -> bool {
        let len = self.len.get();
        match v {
            StrView::Ascii(u) if self.kind.get() <= Kind::Latin1 => {
                if u.len() > self.room.get() - len {
                    return false;
                }
                unsafe { copy::copy(self.start.get().as_ptr().add(len), u.as_ptr(), u.len()) };
                self.len.set(len + u.len());
                true
            }
            v => self.extend_wide(v),
        }
    }
    #[inline(never)]
    fn extend_wide(&self, v: StrView<'_>) -> bool {
        let fits = v.kind() <= self.kind.get() && v.len() <= self.room.get() - self.len.get();
        if fits {
            with_units!(v, u => self.write(u));
        }
        fits
    }
    /// Writes code points that fit its kind, and for which there is room. Only for the single owner (rule 2).
    fn write<U: Unit>(&self, units: &[U]) {
        let (len, kind) = (self.len.get(), self.kind.get());
        debug_assert!(units.len() <= self.room.get() - len);
        let codes = units.iter().map(|u| u.code()).enumerate();
        unsafe {
            let to = self.start.get().as_ptr().add(len * kind.width());
            match kind {
                Kind::Ascii | Kind::Latin1 => codes.for_each(|(i, c)| to.add(i).write(c as u8)),
                Kind::Ucs2 => codes.for_each(|(i, c)| (to as *mut u16).add(i).write(c as u16)),
                Kind::Ucs4 => codes.for_each(|(i, c)| (to as *mut u32).add(i).write(c)),
            }
        }
        self.len.set(len + units.len());
    }
    /// The block of a text that has one; leaves nothing.
    fn take(&self) -> StrBuf {
        self.boxed.set(false);
        let (start, len, room) = (self.start.get().as_ptr(), self.len.replace(0), self.room.replace(0));
        unsafe {
            match self.kind.get() {
                Kind::Ascii => StrBuf::Ascii(Vec::from_raw_parts(start, len, room)),
                Kind::Latin1 => StrBuf::Latin1(Vec::from_raw_parts(start, len, room)),
                Kind::Ucs2 => StrBuf::Ucs2(Vec::from_raw_parts(start as *mut u16, len, room)),
                Kind::Ucs4 => StrBuf::Ucs4(Vec::from_raw_parts(start as *mut u32, len, room)),
            }
        }
    }
    /// Gives a str that has no block of its own the one of `buf`.
    fn put(&self, buf: StrBuf) {
        self.kind.set(buf.kind());
        let (start, len, room) = parts(buf);
        self.start.set(start);
        self.len.set(len);
        self.room.set(room);
        self.boxed.set(room > 0);
    }
    /// The text.
    #[inline]
    pub fn view(&self) -> StrView<'_> {
        let (start, len) = (self.start.get().as_ptr(), self.len.get());
        unsafe {
            match self.kind.get() {
                Kind::Ascii => StrView::Ascii(from_raw_parts(start, len)),
                Kind::Latin1 => StrView::Latin1(from_raw_parts(start, len)),
                Kind::Ucs2 => StrView::Ucs2(from_raw_parts(start as *const u16, len)),
                Kind::Ucs4 => StrView::Ucs4(from_raw_parts(start as *const u32, len)),
            }
        }
    }
    /// Number of code points.
    #[inline]
    pub fn len(&self) -> usize {
        self.len.get()
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

/// Where an owned text is, its length and its room; the block is the caller's from now on.
fn parts(buf: StrBuf) -> (NonNull<u8>, usize, usize) {
    fn of<T>(mut v: ManuallyDrop<Vec<T>>) -> (NonNull<u8>, usize, usize) {
        (unsafe { NonNull::new_unchecked(v.as_mut_ptr() as *mut u8) }, v.len(), v.capacity())
    }
    match buf {
        StrBuf::Ascii(v) | StrBuf::Latin1(v) => of(ManuallyDrop::new(v)),
        StrBuf::Ucs2(v) => of(ManuallyDrop::new(v)),
        StrBuf::Ucs4(v) => of(ManuallyDrop::new(v)),
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
        None => Str::of_view(StrView::Ucs4(&[c])).into(),
    }
}

/// A str with this text; those of one Latin-1 character are shared.
pub fn from_view(v: StrView<'_>) -> Value {
    match v {
        StrView::Ascii(u) if u.len() > 1 => Str::copied(v).into(),
        v if v.len() == 1 => from_char(v.at(0)),
        v if v.is_empty() => super::types().empty_str().cloned().unwrap_or_else(|| new(StrBuf::new())),
        v => Str::of_view(v).into(),
    }
}

/// A str of these texts, which are in their narrowest storage, one behind the other. `kind` is the widest of theirs; `len` is the
/// length of all, or more if the str is to grow.
pub fn of_parts<'a>(kind: Kind, len: usize, parts: impl Iterator<Item = StrView<'a>>) -> Value {
    let s = Str::with_room(kind, len);
    for v in parts {
        s.extend(v);
    }
    s.into()
}

/// `a + b`, where both are in their narrowest storage.
pub fn concat(a: StrView<'_>, b: StrView<'_>) -> Value {
    let s = Str::with_room(a.kind().max(b.kind()), a.len() + b.len());
    s.extend(a);
    s.extend(b);
    s.into()
}

/// The decimal text of an int.
pub fn from_int(i: i64) -> Value {
    from_view(StrView::Ascii(signed_decimal(i, &mut [0; 64])))
}

/// A new str of so many ASCII characters.
#[inline]
pub fn of_ascii(len: usize, units: impl Iterator<Item = u8>) -> Value {
    let s = Str::with_room(Kind::Ascii, len);
    let to = s.start.get().as_ptr();
    let mut n = 0;
    for c in units.take(len) {
        debug_assert!(c.is_ascii());
        unsafe { to.add(n).write(c) };
        n += 1;
    }
    s.len.set(n);
    s.into()
}

/// `a + b` where `a` is the only owner of an exact, uninterned str: extends it in place, or gives the text a place with more room. Gives `a`
/// back if somebody else has it too.
pub fn append_in_place(a: Value, b: StrView<'_>) -> Result<Value, Value> {
    let Some(s) = a.get_ref::<Str>() else { return Err(a) };
    // one count is `a`, one is `s`
    if s.header().count() != 2 || s.is_interned() || !is_exact(&a) {
        return Err(a);
    }
    if s.extend(b) {
        s.hash.set(0);
        return Ok(a);
    }
    if !s.boxed.get() {
        let len = s.len() + b.len();
        // twice the room, or what is needed: a long text behind a short one may well be the last
        return Ok(of_parts(s.view().kind().max(b.kind()), len.max(2 * s.len()), [s.view(), b].into_iter()));
    }
    let mut builder = StrBuilder::from_buf(s.take());
    builder.push_view(b);
    s.put(builder.finish());
    s.hash.set(0);
    Ok(a)
}
