//! float beyond the immediate form.
//!
//! Invariant: an exact float that fits the immediate form is never boxed; instances of float subclasses always are.

use super::spec::TypeSpec;
use super::ty::flag;
use crate::heap::{Kind, Payload};
use crate::value::Value;
use crate::vm::native::{self, NativeDef};

/// A boxed float.
pub struct FloatBox(pub f64);

impl Payload for FloatBox {
    const KIND: Kind = Kind::Float;
}

/// A boxed exact float (the caller found that it has no immediate form).
pub fn boxed(f: f64) -> Value {
    crate::heap::alloc(&super::types().float, FloatBox(f)).into()
}

/// The type float.
pub const SPEC: TypeSpec = TypeSpec {
    flags: flag::BASETYPE | flag::MATCH_SELF,
    methods: &METHODS,
    getset: super::float_methods::GETSET,
    doc: super::float_methods::DOC,
    ..TypeSpec::of::<FloatBox>("float")
};

static METHODS: [NativeDef; super::float_methods::OPERATORS.len() + super::float_methods::METHODS.len()] =
    native::joined(super::float_methods::OPERATORS, super::float_methods::METHODS);
