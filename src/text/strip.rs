//! Trimming and padding: `strip` and its kin, `center`, `ljust`, `rjust`, `zfill`.
//!
//! Owns the trimming cost: one membership test a character looked at, in constant time for ASCII sets.

use super::builder::{StrBuf, StrBuilder};
use super::split::{Blank, Span};
use super::view::StrView;

/// Which ends are trimmed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ends {
    /// `lstrip`
    Left,
    /// `rstrip`
    Right,
    /// `strip`
    Both,
}

fn strip_where(v: StrView, ends: Ends, drop: impl Fn(u32) -> bool) -> Span {
    let (mut start, mut end) = (0, v.len());
    if ends != Ends::Right {
        while start < end && drop(v.at(start)) {
            start += 1;
        }
    }
    if ends != Ends::Left {
        while end > start && drop(v.at(end - 1)) {
            end -= 1;
        }
    }
    (start, end)
}

/// What is left without white space at the ends.
pub fn strip_space(v: StrView, ends: Ends, blank: Blank) -> Span {
    strip_where(v, ends, |c| blank.is_space(c))
}

/// What is left without the given characters at the ends.
pub fn strip_set(v: StrView, ends: Ends, set: StrView) -> Span {
    let mut low = [0u64; 2];
    let mut high = false;
    for c in set.iter() {
        if c < 128 {
            low[c as usize >> 6] |= 1 << (c & 63);
        } else {
            high = true;
        }
    }
    strip_where(
        v,
        ends,
        |c| if c < 128 { low[c as usize >> 6] >> (c & 63) & 1 == 1 } else { high && set.contains_char(c) },
    )
}

/// The text with `left` and `right` fill characters around it.
pub fn pad(v: StrView, left: usize, right: usize, fill: u32) -> StrBuf {
    let mut out = StrBuilder::with_capacity(v.len() + left + right);
    out.push_repeat(fill, left);
    out.push_view(v);
    out.push_repeat(fill, right);
    out.finish()
}

/// Left and right padding that centres `len` characters in `width`; an odd one goes where CPython puts it.
pub fn center_margins(len: usize, width: usize) -> (usize, usize) {
    let pad = width.saturating_sub(len);
    let left = pad / 2 + (pad & width & 1);
    (left, pad - left)
}

/// `zfill`: zeros after a leading sign.
pub fn zero_fill(v: StrView, width: usize) -> StrBuf {
    let signed = matches!(v.get(0), Some(0x2B | 0x2D)) as usize;
    let mut out = StrBuilder::with_capacity(v.len().max(width));
    out.push_view(v.slice(0, signed));
    out.push_repeat(b'0' as u32, width.saturating_sub(v.len()));
    out.push_view(v.from(signed));
    out.finish()
}
