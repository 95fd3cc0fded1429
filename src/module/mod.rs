//! Native modules: a table of their descriptions.

pub mod bisect;
pub mod collections;
pub mod asyncio;
pub mod codecs;
pub mod functools;
pub mod gc;
pub mod heapq;
pub mod _abc;
pub mod _contextvars;
pub mod _types;
pub mod _typing;
pub mod _weakref;
pub mod io;
pub mod itertools;
pub mod array;
mod array_item;
pub mod cmath;
mod cmath_special;
mod digest;
pub mod hashes;
pub mod math;
mod math_gamma;
mod math_int;
mod math_sum;
pub mod operator;
pub mod stdio;
pub mod string_templates;
pub mod sys;
mod struct_format;
pub mod structs;
pub mod time;
mod time_calendar;
pub mod random;
pub mod unicode_data;
pub mod statistics;

use crate::heap::Ref;
use crate::object::dict::Dict;
use crate::vm::native::NativeDef;
use crate::vm::{Raised, Vm};

/// A native module, described.
pub struct ModuleSpec {
    pub name: &'static str,
    pub doc: &'static str,
    pub functions: &'static [NativeDef],
    /// fills the namespace with what is no function
    pub init: fn(&mut Vm, &Ref<Dict>) -> Result<(), Raised>,
}

/// All native modules.
pub static NATIVE: &[&ModuleSpec] = &[
    &bisect::SPEC,
    &asyncio::SPEC,
    &collections::SPEC,
    &codecs::SPEC,
    &functools::SPEC,
    &heapq::SPEC,
    &_abc::SPEC,
    &_contextvars::SPEC,
    &gc::SPEC,
    &_types::SPEC,
    &_typing::SPEC,
    &_weakref::SPEC,
    &io::SPEC,
    &itertools::SPEC,
    &array::SPEC,
    &cmath::SPEC,
    &hashes::MD5,
    &hashes::SHA1,
    &hashes::SHA2,
    &statistics::SPEC,
    &math::SPEC,
    &operator::SPEC,
    &random::SPEC,
    &string_templates::SPEC,
    &structs::SPEC,
    &sys::SPEC,
    &time::SPEC,
    &unicode_data::SPEC,
];
