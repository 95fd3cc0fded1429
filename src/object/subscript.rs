//! How sequences read their subscripts: ints, `__index__`, slices.
//!
//! Invariant: an index is never used before it was checked against the length at the moment of use (`__index__` may change the sequence).

use super::int;
use super::names::Dunder;
use super::slice::{Indices, Slice};
use crate::heap::Ref;
use crate::value::Value;
use crate::vm::Cx;
use crate::vm::native::PyResult;
use num_traits::Signed;

/// What a subscript asks for.
pub enum Subscript {
    Index(i64),
    /// every part is an int or None
    Slice(Ref<Slice>),
}

/// An int, bool or int subclass that fits an index; needs no Python.
#[inline(always)]
pub fn index_natively(v: &Value) -> Option<i64> {
    match v.as_small() {
        Some(i) => Some(i),
        None => int::to_i64(v),
    }
}

/// An int clipped to the range of indices.
fn clipped(v: &Value) -> Option<i64> {
    if let Some(i) = index_natively(v) {
        return Some(i);
    }
    let b = &v.get::<int::BigIntBox>()?.0;
    Some(if b.is_negative() { i64::MIN } else { i64::MAX })
}

/// The position of a possibly negative index, if it is in range.
#[inline(always)]
pub fn position(index: i64, len: usize) -> Option<usize> {
    let i = if index < 0 { index.checked_add(len as i64)? } else { index };
    if i >= 0 && i < len as i64 { Some(i as usize) } else { None }
}

/// A bound as `list.index` takes it: negative counts from the end, then clipped to 0..=len.
pub fn bound(i: i64, len: usize) -> usize {
    if i < 0 { i.saturating_add(len as i64).max(0) as usize } else { (i as u64).min(len as u64) as usize }
}

/// A subscript that needs no Python.
#[inline]
pub fn natively(v: &Value) -> Option<Subscript> {
    if let Some(i) = index_natively(v) {
        return Some(Subscript::Index(i));
    }
    let s = v.get_ref::<Slice>()?;
    if s.is_native() { Some(Subscript::Slice(s)) } else { None }
}

impl Indices {
    /// The same positions in ascending order.
    pub fn ascending(self) -> Indices {
        if self.step > 0 || self.count == 0 {
            return self;
        }
        let start = self.start + self.step * (self.count as isize - 1);
        Indices { start, stop: self.start + 1, step: -self.step, count: self.count }
    }
}

impl Cx {
    /// A bound such as `list.index` takes: an int or `__index__`, clipped to the range of indices.
    pub async fn slice_index(&mut self, v: &Value) -> PyResult<i64> {
        if let Some(i) = clipped(v) {
            return Ok(i);
        }
        if !self.vm().has_dunder(v, Dunder::Index) {
            return Err(self.vm().type_error("slice indices must be integers or have an __index__ method"));
        }
        let act = self.vm().index(v);
        let i = self.act(act).await?;
        Ok(clipped(&i).unwrap_or(0))
    }

    /// An index: an int or `__index__`; IndexError if it does not fit.
    pub async fn sequence_index(&mut self, v: &Value) -> PyResult<i64> {
        if let Some(i) = index_natively(v) {
            return Ok(i);
        }
        let act = self.vm().index(v);
        let i = self.act(act).await?;
        match int::to_i64(&i) {
            Some(i) => Ok(i),
            None => {
                let name = self.vm().type_name(v);
                Err(self.vm().index_error(format!("cannot fit '{name}' into an index-sized integer")))
            }
        }
    }

    /// A number of things: an int or `__index__`; OverflowError if it does not fit.
    pub async fn index_size(&mut self, v: &Value) -> PyResult<i64> {
        if let Some(i) = index_natively(v) {
            return Ok(i);
        }
        let act = self.vm().index(v);
        let i = self.act(act).await?;
        match int::to_i64(&i) {
            Some(i) => Ok(i),
            None => Err(self.vm().overflow_error("Python int too large to convert to C ssize_t")),
        }
    }

    /// A subscript of a sequence; `kind` is the sequence's name in "list indices must be integers or slices, not str".
    pub async fn subscript(&mut self, v: &Value, kind: &str) -> PyResult<Subscript> {
        if let Some(s) = natively(v) {
            return Ok(s);
        }
        if let Some(s) = v.get_ref::<Slice>() {
            return Ok(Subscript::Slice(Slice::converted(s, self).await?));
        }
        if !self.vm().has_dunder(v, Dunder::Index) {
            let name = self.vm().type_name(v);
            return Err(self.vm().type_error(format!("{kind} indices must be integers or slices, not {name}")));
        }
        self.sequence_index(v).await.map(Subscript::Index)
    }
}
