//! From source text to code units.

pub mod errors;
pub mod messages;
pub mod nesting;
pub mod parse;
pub mod source;

pub use errors::{SyntaxError, SyntaxErrorKind, SyntaxWarning};

/// What kind of text is compiled: the `mode` of `compile()`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    Exec,
    Eval,
    Single,
}
