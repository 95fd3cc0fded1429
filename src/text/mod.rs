//! Text: everything Python's `str`, `bytes` and number formatting need that involves neither the heap nor values.
//!
//! Invariant: nothing in this directory knows an object. Every function takes borrowed views or numbers and gives
//! back owned buffers, numbers or an error that carries CPython's own message. That keeps the algorithms testable
//! on their own and lets the object layer decide where memory is charged.
//!
//! Strings are sequences of code points `0..=0x10FFFF`, lone surrogates included, stored in the narrowest of three
//! unit widths (PEP 393). A [`view::StrView`] may be wider than its content needs (a slice of a wide string);
//! a [`builder::StrBuf`] never is.

pub mod builder;
pub mod bytes_methods;
pub mod case;
pub mod char_names;
pub mod charmap;
pub mod codec;
pub mod codec_escape;
pub mod codec_utf;
pub mod codec_utf7;
pub(crate) mod copy;
#[cfg(test)]
mod expect;
pub mod float;
pub mod float_hex;
pub mod format;
pub mod format_number;
pub mod hash;
pub mod int;
pub mod percent;
pub mod repr;
pub mod search;
pub mod split;
pub mod strip;
pub mod template;
pub mod unicode;
mod unicode_data;
mod unicode_tables;
pub mod view;

/// Whether two texts are equal, where the engine is compiled.
pub(crate) const fn equal(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}
