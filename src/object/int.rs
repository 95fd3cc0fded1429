//! int beyond 62 bits. Small ints are immediate values.
//!
//! Invariant: a `BigInt` object of exact type int never holds a number that fits the immediate form. Instances of int subclasses
//! always hold their number here, small or not.

use super::spec::TypeSpec;
use super::ty::flag;
use crate::heap::{Kind, Payload};
use crate::value::{INT_MAX, INT_MIN, Value};
use crate::vm::native::{self, NativeDef};
use num_bigint::BigInt;
use num_traits::ToPrimitive;

/// The payload of big ints and of int subclasses (bool excluded: True and False are immediates).
pub struct BigIntBox(pub BigInt);

impl Payload for BigIntBox {
    const KIND: Kind = Kind::BigInt;
}

/// A Python int of any size, normalised.
pub fn big(n: BigInt) -> Value {
    match n.to_i64() {
        Some(i) if (INT_MIN..=INT_MAX).contains(&i) => crate::value::Slot::small(i).take(),
        _ => crate::heap::alloc(&super::types().int, BigIntBox(n)).into(),
    }
}

/// The number inside an int, bool, or instance of an int subclass.
pub fn to_big(v: &Value) -> Option<BigInt> {
    if let Some(i) = v.as_small() {
        return Some(i.into());
    }
    if let Some(b) = v.as_bool() {
        return Some((b as i64).into());
    }
    v.get::<BigIntBox>().map(|b| b.0.clone())
}

/// The number inside an int, bool or int-subclass instance, if it fits `i64`.
pub fn to_i64(v: &Value) -> Option<i64> {
    if let Some(i) = v.as_small() {
        return Some(i);
    }
    if let Some(b) = v.as_bool() {
        return Some(b as i64);
    }
    v.get::<BigIntBox>().and_then(|b| b.0.to_i64())
}

/// True for int, bool and instances of int subclasses.
pub fn is_int(v: &Value) -> bool {
    v.as_small().is_some() || v.as_bool().is_some() || v.is_a::<BigIntBox>()
}

/// The type int.
pub const SPEC: TypeSpec = TypeSpec {
    flags: flag::BASETYPE | flag::MATCH_SELF,
    methods: &METHODS,
    getset: super::int_methods::GETSET,
    doc: super::int_methods::DOC,
    ..TypeSpec::of::<BigIntBox>("int")
};

/// The type bool.
pub const BOOL_SPEC: TypeSpec = TypeSpec {
    base: |t| &t.int,
    methods: super::bool_methods::METHODS,
    doc: super::bool_methods::DOC,
    ..TypeSpec::of::<BigIntBox>("bool")
};

static METHODS: [NativeDef; super::int_methods::OPERATORS.len() + super::int_methods::METHODS.len()] =
    native::joined(super::int_methods::OPERATORS, super::int_methods::METHODS);
