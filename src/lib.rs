//! Coroscope: a stackless Python interpreter that shows its event loop at work.

pub mod builtin;
pub mod code;
pub mod compile;
pub mod heap;
pub mod host;
pub mod library;
pub mod module;
pub mod object;
mod order;
mod tables;
pub mod text;
pub mod trace;
pub mod value;
pub mod vm;
