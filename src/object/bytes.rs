//! bytes, bytearray and what else holds bytes: the payloads, and reading them.
//!
//! Invariants: the bytes of a `bytes` never change; a `bytearray` with exports (memory views on it) keeps its length.

use super::lent::lends;
use super::memoryview::{MemoryView, Role};
use crate::heap::shared::Shared;
use crate::heap::{Kind, Mut, Payload, Ref};
use crate::text::hash::HashSeed;
use crate::value::Value;
use std::cell::Cell;
use std::ops::Deref;

/// A bytes object.
pub struct Bytes {
    data: Box<[u8]>,
    /// 0: not computed (or empty)
    hash: Cell<i64>,
}

impl Payload for Bytes {
    const KIND: Kind = Kind::Bytes;
}

impl Bytes {
    /// A payload, for subclasses.
    pub fn payload(data: Vec<u8>) -> Bytes {
        Bytes { data: data.into_boxed_slice(), hash: Cell::new(0) }
    }
    /// The bytes.
    #[inline(always)]
    pub fn data(&self) -> &[u8] {
        &self.data
    }
    /// `hash()`: that of a str with the same text in ASCII.
    pub fn hash(&self) -> i64 {
        if self.hash.get() == 0 {
            self.hash.set(HashSeed::ZERO.bytes(&self.data));
        }
        self.hash.get()
    }
}

/// A new exact bytes object.
pub fn new(data: Vec<u8>) -> Value {
    crate::heap::alloc(&super::types().bytes, Bytes::payload(data)).into()
}

/// A bytearray.
pub struct ByteArray {
    pub data: Mut<Vec<u8>>,
    /// memory views that rely on the length
    pub exports: Cell<usize>,
}

impl Payload for ByteArray {
    const KIND: Kind = Kind::ByteArray;
}

impl ByteArray {
    /// A payload, for subclasses.
    pub fn payload(data: Vec<u8>) -> ByteArray {
        ByteArray { data: Mut::new(data), exports: Cell::new(0) }
    }
}

/// A new exact bytearray.
pub fn new_array(data: Vec<u8>) -> Value {
    crate::heap::alloc(&super::types().bytearray, ByteArray::payload(data)).into()
}

/// Borrowed bytes of an object that has some.
pub enum Buffer<'a> {
    /// Of a bytes object.
    Fixed(&'a [u8]),
    /// Of a bytearray.
    Array(Shared<'a, Vec<u8>>),
    /// Of a view.
    Copied(Vec<u8>),
}

impl Deref for Buffer<'_> {
    type Target = [u8];
    #[inline]
    fn deref(&self) -> &[u8] {
        match self {
            Buffer::Fixed(b) => b,
            Buffer::Array(b) => b,
            Buffer::Copied(b) => b,
        }
    }
}

/// The bytes of an argument: of a bytes-like object whose bytes follow each other, and need not be got from Python code (`lent`);
/// `None` for anything else. Ends before anything may change the object.
pub fn buffer(v: &Value) -> Option<Buffer<'_>> {
    if lends(v) { None } else { found(v) }
}

/// The bytes that an object has itself, whatever its class would lend: those of a receiver.
pub fn own(v: &Value) -> Option<Buffer<'_>> {
    found(v)
}

#[inline(always)]
fn found(v: &Value) -> Option<Buffer<'_>> {
    if let Some(b) = v.get::<Bytes>() {
        return Some(Buffer::Fixed(b.data()));
    }
    if let Some(b) = v.get::<ByteArray>() {
        return Some(Buffer::Array(b.data.borrow()));
    }
    v.get::<MemoryView>()
        .filter(|m| m.is_contiguous() && m.role.get() != Role::Restricted)?
        .to_vec()
        .map(Buffer::Copied)
}

/// Copies of the bytes of any bytes-like object, wherever they lie; `None` for a released view too.
pub fn gathered(v: &Value) -> Option<Vec<u8>> {
    match v.get::<MemoryView>() {
        Some(m) if m.role.get() != Role::Restricted => m.to_vec(),
        _ => buffer(v).map(|b| b.to_vec()),
    }
}

/// True for what [`gathered`] reads.
pub fn is_bytes_like(v: &Value) -> bool {
    (v.is_a::<Bytes>() || v.is_a::<ByteArray>() || v.is_a::<MemoryView>()) && !lends(v)
}

/// A bytes object, typed.
pub fn new_ref(data: Vec<u8>) -> Ref<Bytes> {
    crate::heap::alloc(&super::types().bytes, Bytes::payload(data))
}
