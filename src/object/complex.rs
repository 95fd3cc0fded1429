//! complex: the payload. Methods are in `complex_methods.rs`, arithmetic in `complex_arith.rs`.

use super::spec::TypeSpec;
use super::ty::flag;
use crate::heap::{Kind, Payload};
use crate::value::Value;
use crate::vm::native::{self, NativeDef};

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

/// The type complex.
pub const SPEC: TypeSpec = TypeSpec {
    flags: flag::BASETYPE,
    methods: &METHODS,
    getset: super::complex_methods::GETSET,
    doc: super::complex_methods::DOC,
    ..TypeSpec::of::<ComplexBox>("complex")
};

static METHODS: [NativeDef; super::complex_methods::OPERATORS.len() + super::complex_methods::METHODS.len()] =
    native::joined(super::complex_methods::OPERATORS, super::complex_methods::METHODS);
