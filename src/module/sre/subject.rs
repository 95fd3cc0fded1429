//! What is matched: a str, bytes, or the bytes of something else.
//!
//! Invariant: a bytearray cannot change its length while it is a subject (it counts as exported), so positions stay valid.

use super::machine::Text;
use crate::object::bytes::Bytes;
use crate::object::lent::{self, lends};
use crate::object::memoryview::MemoryView;
use crate::object::memoryview_type;
use crate::object::str::Str;
use crate::object::{bytes, str};
use crate::text::search;
use crate::text::view::{StrView, Unit};
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::lending::want;
use crate::vm::native::PyResult;
use smallvec::SmallVec;

impl Text for &[u8] {
    #[inline(always)]
    fn len(self) -> usize {
        self.len()
    }
    #[inline(always)]
    fn at(self, i: usize) -> Option<u32> {
        self.get(i).map(|b| *b as u32)
    }
    fn find(self, c: u32, from: usize, to: usize) -> Option<usize> {
        find(self, c, from, to)
    }
    fn find_all(self, needle: &[u32], from: usize) -> Option<usize> {
        find_all(self, needle, from)
    }
}

/// Text with more than one byte a character.
#[derive(Clone, Copy)]
pub enum Wide<'a> {
    Two(&'a [u16]),
    Four(&'a [u32]),
}

impl Text for Wide<'_> {
    #[inline(always)]
    fn len(self) -> usize {
        match self {
            Wide::Two(u) => u.len(),
            Wide::Four(u) => u.len(),
        }
    }
    #[inline(always)]
    fn at(self, i: usize) -> Option<u32> {
        match self {
            Wide::Two(u) => u.get(i).map(|c| *c as u32),
            Wide::Four(u) => u.get(i).copied(),
        }
    }
    fn find(self, c: u32, from: usize, to: usize) -> Option<usize> {
        match self {
            Wide::Two(u) => find(u, c, from, to),
            Wide::Four(u) => find(u, c, from, to),
        }
    }
    fn find_all(self, needle: &[u32], from: usize) -> Option<usize> {
        match self {
            Wide::Two(u) => find_all(u, needle, from),
            Wide::Four(u) => find_all(u, needle, from),
        }
    }
}

fn find<U: Unit>(text: &[U], c: u32, from: usize, to: usize) -> Option<usize> {
    U::position(text.get(from..to)?, U::from_code(c)?).map(|i| i + from)
}

fn find_all<U: Unit>(text: &[U], needle: &[u32], from: usize) -> Option<usize> {
    let needle: Option<SmallVec<[U; 16]>> = needle.iter().map(|c| U::from_code(*c)).collect();
    search::find(text.get(from..)?, &needle?).map(|i| i + from)
}

/// A subject.
pub enum Subject {
    Str(Value),
    Bytes(Value),
    /// The object, and the view that holds its bytes.
    View(Value, MemoryView),
}

impl Subject {
    /// A str or bytes-like object; TypeError for anything else.
    pub fn new(vm: &mut Vm, v: &Value) -> PyResult<Subject> {
        if v.is_a::<Str>() {
            return Ok(Subject::Str(v.clone()));
        }
        if v.is_a::<Bytes>() {
            return Ok(Subject::Bytes(v.clone()));
        }
        let view = match v.get::<MemoryView>() {
            _ if lends(v) => None,
            Some(m) if m.is_released() => {
                return Err(vm.value_error("operation forbidden on released memoryview object"));
            }
            Some(m) if m.is_contiguous() => Some(m.derive(m.start, m.len, m.stride, m.format, m.readonly)),
            Some(_) => None,
            None => MemoryView::of(v),
        };
        match view {
            // matches read the bytes later, when they have been given back
            Some(view)
                if view.lender.borrow().is_some() && v.get::<MemoryView>().is_some_and(MemoryView::stands_in) =>
            {
                let kept = lent::kept(vm, &view);
                let again = kept.again();
                Ok(Subject::View(memoryview_type::made(kept)?, again))
            }
            Some(view) => Ok(Subject::View(v.clone(), view)),
            None => {
                let name = vm.type_name(v);
                let e = vm.type_error(format!("expected string or bytes-like object, got '{name}'"));
                Err(vm.wanting(e, v, want::OR_ERROR))
            }
        }
    }
    /// True for anything but a str.
    pub fn is_bytes(&self) -> bool {
        !matches!(self, Subject::Str(_))
    }
    /// The object.
    pub fn value(&self) -> &Value {
        match self {
            Subject::Str(v) | Subject::Bytes(v) | Subject::View(v, _) => v,
        }
    }
    /// Number of characters or bytes.
    pub fn len(&self) -> usize {
        match self {
            Subject::Str(v) => v.get::<Str>().map_or(0, |s| s.len()),
            Subject::Bytes(v) => v.get::<Bytes>().map_or(0, |b| b.data().len()),
            Subject::View(_, m) => m.len * m.format.size(),
        }
    }
    /// The text of a str.
    pub fn text(&self) -> StrView<'_> {
        self.value().get::<Str>().map_or(StrView::EMPTY, |s| s.view())
    }
    /// Reads the bytes of what is no str.
    pub fn with_bytes<R>(&self, f: impl FnOnce(&[u8]) -> R) -> R {
        match self {
            Subject::Str(_) => f(&[]),
            Subject::Bytes(v) => f(v.get::<Bytes>().map_or(&[], |b| b.data())),
            Subject::View(_, m) => {
                let start = usize::try_from(m.start).unwrap_or(0);
                let base = m.base.borrow();
                let buffer = base.as_ref().and_then(bytes::buffer);
                let all: &[u8] = match &buffer {
                    Some(b) => b,
                    None => &[],
                };
                f(all.get(start..start + self.len()).unwrap_or(&[]))
            }
        }
    }
    /// The part `start..end`; the object itself if that is all of an exact str or bytes.
    pub fn part(&self, start: usize, end: usize) -> Value {
        if let Subject::Str(v) = self {
            let s = self.text();
            if end.saturating_sub(start) == 1
                && let Some(c) = s.get(start)
            {
                return str::from_char(c);
            }
            return crate::object::text_args::part(v, s, start, end.max(start));
        }
        let whole = start == 0 && end >= self.len();
        if whole && crate::object::types().bytes.is_type_of(self.value()) {
            return self.value().clone();
        }
        // the bytes may be fewer by now
        self.with_bytes(|b| bytes::new(b.get(start..end.min(b.len())).unwrap_or(&[]).to_vec()))
    }
}
