//! float beyond the immediate form.
//!
//! Invariant: an exact float that fits the immediate form is never boxed; instances of float subclasses always are.

use crate::heap::{Kind, Payload};
use crate::value::Value;

/// A boxed float.
pub struct FloatBox(pub f64);

impl Payload for FloatBox {
    const KIND: Kind = Kind::Float;
}

/// A boxed exact float (the caller found that it has no immediate form).
pub fn boxed(f: f64) -> Value {
    crate::heap::alloc(&super::types().float, FloatBox(f)).into()
}
