//! Native modules: a table of their descriptions.

pub mod _abc;
pub mod _contextvars;
pub mod _queue;
pub mod _thread;
pub mod _types;
pub mod _typing;
pub mod _weakref;
pub mod array;
mod array_item;
pub mod asyncio;
pub mod atexit;
pub mod binascii;
pub mod bisect;
pub mod blake2;
mod checksum;
pub mod cmath;
mod cmath_special;
pub mod codecs;
pub mod collections;
mod coroscope;
mod deflate;
mod digest;
pub mod errno;
pub mod functools;
pub mod gc;
mod hash_objects;
pub mod hashes;
pub mod heapq;
pub mod imp;
pub mod io;
pub mod itertools;
pub mod json;
pub mod math;
mod math_gamma;
mod math_int;
mod math_sum;
pub mod operator;
pub mod pickle_buffer;
pub mod posix;
pub mod random;
pub mod sha3;
pub mod sre;
pub mod statistics;
pub mod stdlib_names;
pub mod string_templates;
pub mod struct_format;
pub mod structs;
mod suggestions;
pub mod sys;
mod sys_info;
mod sys_monitoring;
mod sys_sizes;
mod sys_trace;
pub mod testing;
mod thread_local;
mod thread_lock;
pub mod time;
mod time_calendar;
mod time_zone;
pub mod tokenizer;
pub mod unicode_data;
pub mod zlib;

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

/// A native module: its name, and what gives its description. (What a browser has before it has all of the engine names no module's functions.)
pub struct Native {
    pub name: &'static str,
    pub spec: fn() -> &'static ModuleSpec,
}

macro_rules! natives {
    ($($($spec:ident)::+,)*) => {
        &[$(Native { name: $($spec)::+.name, spec: || &$($spec)::+ },)*]
    };
}

/// All native modules.
pub static NATIVE: &[Native] = natives![
    binascii::SPEC,
    bisect::SPEC,
    blake2::SPEC,
    asyncio::SPEC,
    atexit::SPEC,
    collections::SPEC,
    codecs::SPEC,
    functools::SPEC,
    heapq::SPEC,
    _abc::SPEC,
    _contextvars::SPEC,
    _queue::SPEC,
    _thread::SPEC,
    gc::SPEC,
    _types::SPEC,
    _typing::SPEC,
    _weakref::SPEC,
    imp::SPEC,
    io::SPEC,
    itertools::SPEC,
    json::SPEC,
    array::SPEC,
    cmath::SPEC,
    hash_objects::SPEC,
    hashes::MD5,
    hashes::SHA1,
    hashes::SHA2,
    sre::SPEC,
    sha3::SPEC,
    statistics::SPEC,
    math::SPEC,
    errno::SPEC,
    operator::SPEC,
    pickle_buffer::SPEC,
    posix::SPEC,
    random::SPEC,
    string_templates::SPEC,
    structs::SPEC,
    suggestions::SPEC,
    sys::SPEC,
    testing::INTERNAL,
    testing::LIMITED,
    testing::MULTIPHASE,
    time::SPEC,
    coroscope::SPEC,
    tokenizer::SPEC,
    unicode_data::SPEC,
    zlib::SPEC,
];

/// The native module of this name.
pub fn native(name: &str) -> Option<&'static Native> {
    NATIVE.iter().find(|n| n.name == name)
}
