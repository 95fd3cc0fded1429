//! Case conversion and the `is…` questions of whole strings.
//!
//! Owns the context rule of the Greek sigma: at the end of a word (after a cased letter, before none, with
//! case-ignorable characters in between skipped) a capital sigma lowers to its final form.

use super::builder::{StrBuf, StrBuilder};
use super::unicode::{self, Mapped};
use super::view::StrView;

const CAPITAL_SIGMA: u32 = 0x3A3;

fn map_all(v: StrView, ascii: fn(&mut [u8]), each: fn(u32) -> Mapped) -> StrBuf {
    if let StrView::Ascii(u) = v {
        let mut u = u.to_vec();
        ascii(&mut u);
        return StrBuf::from_ascii(u);
    }
    let mut out = StrBuilder::with_capacity(v.len());
    for c in v.iter() {
        push(&mut out, each(c));
    }
    out.finish()
}

fn push(out: &mut StrBuilder, m: Mapped) {
    for &c in m.as_slice() {
        out.push_char(c);
    }
}

/// `str.upper`.
pub fn upper(v: StrView) -> StrBuf {
    map_all(v, <[u8]>::make_ascii_uppercase, unicode::to_upper)
}

/// `str.casefold`.
pub fn casefold(v: StrView) -> StrBuf {
    map_all(v, <[u8]>::make_ascii_lowercase, unicode::to_fold)
}

/// `str.lower`.
pub fn lower(v: StrView) -> StrBuf {
    if let StrView::Ascii(u) = v {
        return StrBuf::from_ascii(u.to_ascii_lowercase());
    }
    let mut out = StrBuilder::with_capacity(v.len());
    for (i, c) in v.iter().enumerate() {
        push_lower(&mut out, v, i, c);
    }
    out.finish()
}

fn push_lower(out: &mut StrBuilder, v: StrView, i: usize, c: u32) {
    if c == CAPITAL_SIGMA {
        let cased = |c: Option<u32>| c.is_some_and(unicode::is_cased);
        let before = v.slice(0, i).iter().rev().find(|c| !unicode::is_case_ignorable(*c));
        let after = || v.from(i + 1).iter().find(|c| !unicode::is_case_ignorable(*c));
        out.push_char(if cased(before) && !cased(after()) { 0x3C2 } else { 0x3C3 });
    } else {
        push(out, unicode::to_lower(c));
    }
}

/// `str.title`.
pub fn title(v: StrView) -> StrBuf {
    if let StrView::Ascii(u) = v {
        let mut in_word = false;
        let each = |c: &u8| {
            let c = if in_word { c.to_ascii_lowercase() } else { c.to_ascii_uppercase() };
            in_word = c.is_ascii_alphabetic();
            c
        };
        return StrBuf::from_ascii(u.iter().map(each).collect());
    }
    let mut out = StrBuilder::with_capacity(v.len());
    let mut in_word = false;
    for (i, c) in v.iter().enumerate() {
        if in_word {
            push_lower(&mut out, v, i, c);
        } else {
            push(&mut out, unicode::to_title(c));
        }
        in_word = unicode::is_cased(c);
    }
    out.finish()
}

/// `str.capitalize`.
pub fn capitalize(v: StrView) -> StrBuf {
    let mut out = StrBuilder::with_capacity(v.len());
    for (i, c) in v.iter().enumerate() {
        if i == 0 {
            push(&mut out, unicode::to_title(c));
        } else {
            push_lower(&mut out, v, i, c);
        }
    }
    out.finish()
}

/// `str.swapcase`.
pub fn swapcase(v: StrView) -> StrBuf {
    let mut out = StrBuilder::with_capacity(v.len());
    for (i, c) in v.iter().enumerate() {
        if unicode::is_upper(c) {
            push_lower(&mut out, v, i, c);
        } else if unicode::is_lower(c) {
            push(&mut out, unicode::to_upper(c));
        } else {
            out.push_char(c);
        }
    }
    out.finish()
}

/// Non-empty and every character passes: the shape of `isalpha`, `isdigit`, `isspace` and the like.
pub fn all(v: StrView, test: fn(u32) -> bool) -> bool {
    !v.is_empty() && v.iter().all(test)
}

/// `str.isprintable`: true for the empty string too.
pub fn is_printable(v: StrView) -> bool {
    v.iter().all(unicode::is_printable)
}

/// `str.isidentifier`.
pub fn is_identifier(v: StrView) -> bool {
    v.get(0).is_some_and(unicode::is_identifier_start) && v.from(1).iter().all(unicode::is_identifier_continue)
}

/// `str.islower`.
pub fn is_lower(v: StrView) -> bool {
    let mut any = false;
    for c in v.iter() {
        if unicode::is_upper(c) || unicode::is_title(c) {
            return false;
        }
        any |= unicode::is_lower(c);
    }
    any
}

/// `str.isupper`.
pub fn is_upper(v: StrView) -> bool {
    let mut any = false;
    for c in v.iter() {
        if unicode::is_lower(c) || unicode::is_title(c) {
            return false;
        }
        any |= unicode::is_upper(c);
    }
    any
}

/// `str.istitle`.
pub fn is_title(v: StrView) -> bool {
    let mut any = false;
    let mut in_word = false;
    for c in v.iter() {
        if unicode::is_upper(c) || unicode::is_title(c) {
            if in_word {
                return false;
            }
            in_word = true;
            any = true;
        } else if unicode::is_lower(c) {
            if !in_word {
                return false;
            }
            any = true;
        } else {
            in_word = false;
        }
    }
    any
}
