//! complex: the payload. Methods are in `complex_methods.rs`, arithmetic in `complex_arith.rs`.

use crate::heap::{Kind, Payload};
use crate::value::Value;

/// A complex number.
pub struct ComplexBox {
    pub re: f64,
    pub im: f64,
}

impl Payload for ComplexBox {
    const KIND: Kind = Kind::Complex;
}

/// A new exact complex.
pub fn new(re: f64, im: f64) -> Value {
    crate::heap::alloc(&super::types().complex, ComplexBox { re, im }).into()
}
