//! memoryview: a window on the bytes of another object.
//!
//! Invariants: every item of a view lies inside its base (checked when the view is made; a bytearray keeps its length
//! while it has views); a released view has no base. The items of a view
//! of several dimensions, or of none, lie without gaps, the last index running fastest.

use super::bytes::{ByteArray, Bytes};
use super::lent::Lent;
use crate::heap::{Kind, Mut, Payload, Ref, Visitor};
use crate::value::Value;
use std::cell::Cell;

/// A view.
pub struct MemoryView {
    /// The object that owns the bytes; `None` after `release()`.
    pub base: Mut<Option<Value>>,
    /// Byte offset of the first item.
    pub start: isize,
    /// Number of items, in all dimensions.
    pub len: usize,
    /// Bytes from an item to the next; negative for reversed views.
    pub stride: isize,
    pub format: Format,
    pub readonly: bool,
    /// A program wrote the format with an `@`.
    pub marked: Cell<bool>,
    /// How many items in each dimension, unless there is one dimension.
    pub shape: Option<Box<[usize]>>,
    /// Python code runs that the view's bytes are to outlive: it cannot be released.
    pub held: Cell<u32>,
    /// once computed, also of a released view
    pub hash: Cell<Option<i64>>,
    /// Whose bytes these are, if they were lent: what gives them back dies with the last view that has it.
    pub lender: Mut<Option<Ref<Lent>>>,
    pub role: Cell<Role>,
}

/// What a view may be used for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Free,
    /// A native's argument, in the place of the object that lent it the bytes.
    StandIn,
    /// Shown to a `__release_buffer__` while the object's own bytes are let go: no other view of them can be made.
    Restricted,
}

impl Payload for MemoryView {
    const KIND: Kind = Kind::MemoryView;
    fn visit(&self, v: &mut Visitor) {
        v.option(&self.base.borrow());
        if let Some(l) = &*self.lender.borrow() {
            v.reference(l);
        }
    }
    fn clear(&self) {
        self.release();
    }
}

impl Drop for MemoryView {
    fn drop(&mut self) {
        self.release();
    }
}

/// How an item's bytes are read: a letter of the `struct` module, native size and order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Format(pub u8);

impl Format {
    /// Unsigned bytes.
    pub const BYTES: Format = Format(b'B');

    /// The format of a text such as `B`, `@i`; `None` if it is not a native single letter.
    pub fn of(text: &str) -> Option<Format> {
        let letter = text.strip_prefix('@').unwrap_or(text);
        match letter.as_bytes() {
            [b] if b"cbB?hHiIlLqQnNefd".contains(b) => Some(Format(*b)),
            _ => None,
        }
    }

    /// Bytes an item takes. `long` and `size_t` are 8 bytes on every host, as on the machines CPython is compared on.
    pub fn size(self) -> usize {
        match self.0 {
            b'h' | b'H' | b'e' => 2,
            b'i' | b'I' | b'f' | b'u' | b'w' => 4,
            b'l' | b'L' | b'q' | b'Q' | b'n' | b'N' | b'd' => 8,
            _ => 1,
        }
    }

    /// True for `B`, `b` and `c`: the formats a cast may go through.
    pub fn is_byte(self) -> bool {
        matches!(self.0, b'B' | b'b' | b'c')
    }
}

impl MemoryView {
    /// A view of all bytes of `base`, which is a bytes object or a bytearray.
    pub fn of(base: &Value) -> Option<MemoryView> {
        let (len, readonly) = match (base.get::<Bytes>(), base.get::<ByteArray>()) {
            (Some(b), _) => (b.data().len(), true),
            (_, Some(b)) => (b.data.borrow().len(), false),
            _ => return None,
        };
        // An array shares the bytearray's payload, and has items of its own.
        let is_array = !readonly && !super::type_ref(base).is_subtype(&super::types().bytearray);
        let format = if is_array { Format(crate::module::array::code(base).0) } else { Format::BYTES };
        let (len, stride) = (len / format.size(), format.size() as isize);
        Some(MemoryView::made(base.clone(), 0, len, stride, format, readonly))
    }

    /// True if it is a native's argument in the place of the object that lent it its bytes.
    pub fn stands_in(&self) -> bool {
        self.role.get() == Role::StandIn
    }

    /// Another view of the same items.
    pub fn again(&self) -> MemoryView {
        self.again_as(self.readonly)
    }

    /// Another view of the same items, read-only or not.
    pub fn again_as(&self, readonly: bool) -> MemoryView {
        let mut view = self.derive(self.start, self.len, self.stride, self.format, readonly);
        view.shape.clone_from(&self.shape);
        view
    }

    /// How many items in each dimension.
    pub fn dimensions(&self) -> &[usize] {
        self.shape.as_deref().unwrap_or(std::slice::from_ref(&self.len))
    }

    /// A view of other items of the same base, in one dimension.
    pub fn derive(&self, start: isize, len: usize, stride: isize, format: Format, readonly: bool) -> MemoryView {
        let base = self.base.get().unwrap_or_default();
        let view = MemoryView::made(base, start, len, stride, format, readonly);
        view.marked.set(self.marked.get());
        view.lender.set(self.lender.get());
        view
    }

    /// A view of these items of `base`.
    pub fn made(base: Value, start: isize, len: usize, stride: isize, format: Format, readonly: bool) -> MemoryView {
        if let Some(b) = base.get::<ByteArray>() {
            b.exports.set(b.exports.get() + 1);
        }
        let (held, hash, marked) = (Cell::new(0), Cell::new(None), Cell::new(false));
        let (base, lender, role) = (Mut::new(Some(base)), Mut::new(None), Cell::new(Role::Free));
        MemoryView { base, start, len, stride, format, readonly, marked, shape: None, held, hash, lender, role }
    }

    /// Lets the base go.
    pub fn release(&self) {
        let base = self.base.take();
        if let Some(b) = base.as_ref().and_then(|v| v.get::<ByteArray>()) {
            b.exports.set(b.exports.get().saturating_sub(1));
        }
        drop(self.lender.take());
    }

    /// What the view is of, as programs see it; `None` when released.
    pub fn object(&self) -> Option<Value> {
        let base = self.base.get()?;
        Some(match &*self.lender.borrow() {
            _ if self.role.get() == Role::Restricted => Value::NONE,
            Some(lent) => Lent::shown(lent),
            None => base,
        })
    }

    /// True after [`MemoryView::release`].
    pub fn is_released(&self) -> bool {
        self.base.borrow().is_none()
    }

    /// Reads the base's bytes; `None` when released.
    pub fn with_base<R>(&self, f: impl FnOnce(&[u8]) -> R) -> Option<R> {
        let base = self.base.borrow();
        let v = base.as_ref()?;
        match (v.get::<Bytes>(), v.get::<ByteArray>()) {
            (Some(b), _) => Some(f(b.data())),
            (_, Some(b)) => Some(f(&b.data.borrow())),
            _ => None,
        }
    }

    /// Changes the base's bytes; `None` when released or read-only.
    pub fn with_base_mut<R>(&self, f: impl FnOnce(&mut [u8]) -> R) -> Option<R> {
        let base = self.base.borrow();
        let b = base.as_ref()?.get::<ByteArray>()?;
        if self.readonly { None } else { Some(f(&mut b.data.borrow_mut())) }
    }

    /// Byte offset of item `i`.
    pub fn offset(&self, i: usize) -> usize {
        usize::try_from(self.start + self.stride * i as isize).unwrap_or(usize::MAX)
    }

    /// True if the items follow each other without gaps.
    pub fn is_contiguous(&self) -> bool {
        self.len <= 1 || self.stride == self.format.size() as isize
    }

    /// The items' bytes one after the other; `None` when released.
    pub fn to_vec(&self) -> Option<Vec<u8>> {
        let size = self.format.size();
        self.with_base(|data| {
            if self.is_contiguous() {
                let start = usize::try_from(self.start).unwrap_or(0);
                return data.get(start..start + self.len * size).unwrap_or(&[]).to_vec();
            }
            let mut out = Vec::with_capacity(self.len * size);
            for i in 0..self.len {
                let at = self.offset(i);
                out.extend_from_slice(data.get(at..at + size).unwrap_or(&[]));
            }
            out
        })
    }
}
