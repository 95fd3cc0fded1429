//! Character names for `\N{…}` escapes, without the table.
//!
//! The parser asks `character(name)`. The original crate answers from a table that is two thirds of the
//! parser's download. Here the answer comes from a hook that the interpreter installs once the name asset
//! is there; before that every name is unknown.

use std::sync::OnceLock;

static LOOKUP: OnceLock<fn(&str) -> Option<char>> = OnceLock::new();

/// Installs the name lookup. The first one installed stays.
pub fn set_lookup(lookup: fn(&str) -> Option<char>) {
    let _ = LOOKUP.set(lookup);
}

/// The character with this Unicode name or alias, compared without case; `None` if there is none.
pub fn character(name: &str) -> Option<char> {
    LOOKUP.get().and_then(|lookup| lookup(name))
}
