//! From bytes to program text.
//!
//! Invariant: what leaves here is Unicode with `\n` line ends only.

use std::borrow::Cow;

/// Line ends as `\n`.
pub fn normalise(text: &str) -> Cow<'_, str> {
    if !text.contains('\r') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
}
