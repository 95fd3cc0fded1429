//! Coroscope: a stackless Python interpreter that shows its event loop at work.

pub mod code;
pub mod compile;
pub mod text;
pub mod heap;
pub mod object;
pub mod value;
pub mod vm;
