//! A record: an event as it stands in memory, made by [`record!`](crate::record).
//!
//! Invariant: where a value stands is computed when the engine is compiled, from the schema; a field that the schema does not have does not
//! compile. Nothing is formatted or allocated but the bytes of texts.

use super::schema::{Choice, Form, MOST_LINKS, MOST_WORDS, NO_CHAIN, Place};
use super::{LINK_BYTES, Recorder};

/// The words of an event, two and two, the first one in the lower half; those that it does not have are 0.
#[derive(Clone, Copy)]
pub struct Record(pub [u64; MOST_WORDS / 2]);

impl Record {
    #[inline(always)]
    pub fn new(kind: usize) -> Record {
        Record([kind as u64, 0, 0, 0])
    }
    #[inline(always)]
    fn word(&mut self, slot: usize, word: u32) {
        self.0[slot / 2] |= (word as u64) << (slot % 2 * 32);
    }
    #[inline(always)]
    fn set(&mut self, at: Place, word: u32) {
        self.0[0] |= 1 << at.bit;
        self.word(at.slot, word);
    }
    #[inline(always)]
    fn choose(&mut self, at: Place, which: u32) {
        self.0[0] |= 1 << at.bit | (which as u64) << at.shift;
    }
}

/// A text of the trace: its number, or a small number that is written as a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Text(pub(crate) u32);

impl Text {
    pub const EMPTY: Text = Text(0);
    /// A number as a text, if it is a small one.
    #[inline]
    pub fn number(i: i64) -> Option<Text> {
        if (0..i32::MAX as i64).contains(&i) { Some(Text(1 << 31 | i as u32)) } else { None }
    }
}

/// What is awaited: kind and id.
#[derive(Clone, Copy)]
pub struct Target(pub u32, pub i64);

impl Target {
    pub const NULL: Target = Target(0, 0);
    /// Its kind as it stands in the first word of a record.
    #[inline(always)]
    pub const fn at(self, place: Place) -> u32 {
        self.0 << place.shift
    }
    #[inline(always)]
    pub const fn future(u: i64) -> Target {
        Target(1, u)
    }
    #[inline(always)]
    pub const fn task(k: i64) -> Target {
        Target(2, k)
    }
    #[inline(always)]
    pub const fn coroutine(o: i64) -> Target {
        Target(3, o)
    }
    #[inline(always)]
    pub const fn generator(o: i64) -> Target {
        Target(4, o)
    }
}

/// A chain of suspended coroutines: the innermost one, and the line where it is. The others follow from what awaits began before.
#[derive(Clone, Copy)]
pub struct Chain {
    pub o: i64,
    pub line: u32,
    /// how many there are
    pub length: u32,
}

impl Chain {
    pub const NONE: Chain = Chain { o: 0, line: NO_CHAIN, length: 0 };
}

/// A value that a field may have.
pub trait Put {
    fn put(self, trace: &mut Recorder, r: &mut Record, at: Place);
}

impl Put for i64 {
    #[inline(always)]
    fn put(self, _: &mut Recorder, r: &mut Record, at: Place) {
        match at.form {
            Form::Wide => {
                r.set(at, self as u32);
                r.word(at.slot + 1, (self >> 32) as u32);
            }
            _ => r.set(at, self.clamp(i32::MIN as i64, i32::MAX as i64) as u32),
        }
    }
}

macro_rules! numbers {
    ($($ty:ty)*) => {
        $(impl Put for $ty {
            #[inline(always)]
            fn put(self, trace: &mut Recorder, r: &mut Record, at: Place) {
                (self as i64).put(trace, r, at)
            }
        })*
    };
}
numbers!(u64 usize u32 i32);

impl Put for bool {
    #[inline(always)]
    fn put(self, _: &mut Recorder, r: &mut Record, at: Place) {
        r.choose(at, self as u32)
    }
}
impl Put for Choice {
    #[inline(always)]
    fn put(self, _: &mut Recorder, r: &mut Record, at: Place) {
        r.choose(at, self.0)
    }
}
impl Put for Text {
    #[inline(always)]
    fn put(self, _: &mut Recorder, r: &mut Record, at: Place) {
        r.set(at, self.0)
    }
}
impl Put for Target {
    #[inline(always)]
    fn put(self, _: &mut Recorder, r: &mut Record, at: Place) {
        r.choose(at, self.0);
        r.set(at, self.1 as u32);
    }
}
impl Put for Chain {
    #[inline(always)]
    fn put(self, trace: &mut Recorder, r: &mut Record, at: Place) {
        trace.pending += LINK_BYTES * u64::from(self.length.min(MOST_LINKS));
        r.set(at, self.o as u32);
        r.word(at.slot + 1, self.line);
    }
}
impl Put for &str {
    fn put(self, trace: &mut Recorder, r: &mut Record, at: Place) {
        match at.form {
            Form::Choice => r.choose(at, at.choice(self)),
            _ => {
                let text = trace.text(self);
                r.set(at, text.0)
            }
        }
    }
}
impl Put for String {
    fn put(self, trace: &mut Recorder, r: &mut Record, at: Place) {
        self.as_str().put(trace, r, at)
    }
}
impl<T: Put> Put for Option<T> {
    #[inline(always)]
    fn put(self, trace: &mut Recorder, r: &mut Record, at: Place) {
        if let Some(value) = self {
            value.put(trace, r, at)
        }
    }
}

/// `record!(recorder, "kind", "field": value, …)` records an event. The values are computed only if it is kept, but for the first, which says
/// what the event is about.
#[macro_export]
macro_rules! record {
    ($trace:expr, $kind:literal $(, $first:literal : $about:expr $(, $name:literal : $value:expr)*)? $(,)?) => {{
        const KIND: usize = $crate::trace::schema::kind($kind);
        #[allow(unused_mut)]
        let mut r = $crate::trace::Record::new(KIND);
        $(
            const FIRST: $crate::trace::schema::Place = $crate::trace::schema::place(KIND, $first);
            let about = $about;
            $crate::trace::Put::put(about, &mut $trace, &mut r, FIRST);
        )?
        if const { !$crate::trace::schema::is_essential(KIND) } && $trace.is_full() {
            $trace.leave_out(r.0[0]);
        } else {
            $($({
                const AT: $crate::trace::schema::Place = $crate::trace::schema::place(KIND, $name);
                let value = $value;
                $crate::trace::Put::put(value, &mut $trace, &mut r, AT);
            })*)?
            $trace.record(r, const { $crate::trace::schema::size(KIND) });
        }
    }};
}
