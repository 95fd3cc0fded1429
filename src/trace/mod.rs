//! The trace: what the event loop did, as events that the stage is drawn from.
//!
//! Invariants: recording never changes what the program does; ids are small numbers in creation order, never addresses, so the same
//! program with the same seed gives the same trace. The schema is `coroscope-trace/1`; [`schema`] names every kind and its fields.
//!
//! What is recorded stands in memory as words ([`record`]) and texts. They become events ([`read`]) when somebody looks: here for the
//! command, in `www/src/trace/records.ts` for a page.

pub mod event;
mod library;
pub mod read;
pub mod record;
pub mod schema;

pub use event::{Event, Field};
pub use library::Awaiting;
pub use record::{Chain, Put, Record, Target, Text};
pub use schema::{Choice, choice};
use schema::{LINK, MOST_WORDS, TEXT, TIME};
pub use schema::{SIZES, Size};

/// Events that a trace keeps in full when nobody says otherwise.
const EVENTS: u64 = 1_000_000;

/// Bytes of JSON that a trace may have; of its last quarter only kinds that nothing stands for make use.
const BYTES: u64 = 256 << 20;

/// Words by which the buffer grows at least.
const MORE: usize = 1 << 14;

/// Which of the hashes.
const WORDS: usize = 0;
const TEXTS: usize = 1;
const LEFT_OUT: usize = 2;

#[inline(always)]
fn mixed(hash: u64, n: u64) -> u64 {
    (hash.rotate_left(23) ^ n).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// The words of a record.
#[inline(always)]
fn split([a, b, c, d]: [u64; MOST_WORDS / 2]) -> [u32; MOST_WORDS] {
    let high = |pair: u64| (pair >> 32) as u32;
    [a as u32, high(a), b as u32, high(b), c as u32, high(c), d as u32, high(d)]
}

/// What may be taken back: texts of an event that is not kept.
#[derive(Clone, Copy)]
struct Mark {
    at: usize,
    texts: usize,
    count: u32,
}

/// Collects events.
#[derive(Default)]
pub struct Recorder {
    /// 0 handoffs, 1 + queue, timers, futures, output, 2 + lines, 3 + calls and values; `None`: off
    pub detail: Option<u8>,
    /// one more than the detail; 0 if nothing is recorded
    level: u8,
    /// inessential events are left out from now on
    full: bool,
    /// microseconds of the clock when it was last read, and as they were last recorded
    time: u64,
    told: u64,
    /// fuel when the clock was last read
    fuel: i64,
    /// number of the next event, without those that were left out since the last one that was kept
    next: u64,
    /// hash of the records that were taken, of the texts, and of what was left out
    hashes: [u64; 3],
    /// the last word taken, if their number is odd
    odd: Option<u32>,
    /// bytes of JSON that what is kept has at most
    bytes: u64,
    /// records, and how many words of them are used
    words: Vec<u32>,
    at: usize,
    texts: String,
    /// texts so far
    count: u32,
    /// before the texts of the event that is being made, if it has some
    mark: Option<Mark>,
    /// bytes of JSON that its texts and its chain have
    pending: u64,
    /// events that were left out since the last one that was kept
    left_out: u64,
    /// how many more numbers there are than events that were kept
    skipped: u64,
    /// events that are kept in full; later ones only if they are few and nothing can stand for them
    most_events: u64,
    /// bytes of JSON that are kept, whatever their kind
    most_bytes: u64,
    /// of these, those that only kinds that nothing stands for may go beyond
    most_inessential: u64,
    codes: u32,
    objects: i64,
    hidden: i64,
    reader: read::Reader,
    /// objects of the library that are told of
    pub(crate) library: library::Library,
    /// suspensions of tasks so far: tells whether an await really waited
    pub suspensions: u64,
}

impl Recorder {
    /// A recorder with this detail.
    pub fn new(detail: Option<u8>) -> Recorder {
        let mut recorder = Recorder { detail, ..Recorder::default() };
        recorder.limit(EVENTS, BYTES);
        recorder.mute(false);
        recorder
    }
    /// Keeps so many events in full, and so many bytes of JSON at most.
    pub fn limit(&mut self, events: u64, bytes: u64) {
        (self.most_events, self.most_bytes) = (events, bytes);
        self.most_inessential = bytes / 4 * 3;
        self.full = false;
        if self.next >= events {
            self.fill();
        }
    }
    /// From now on only what nothing stands for is kept.
    #[cold]
    fn fill(&mut self) {
        (self.full, self.most_inessential) = (true, 0);
    }
    /// Library code runs that is no part of the program's story (a runner's closing tasks), or does so no more.
    pub fn mute(&mut self, on: bool) {
        self.level = if on { 0 } else { self.detail.map_or(0, |d| d.saturating_add(1)) };
    }
    pub fn is_muted(&self) -> bool {
        self.level == 0 && self.detail.is_some()
    }
    /// True if events of this detail level are wanted.
    #[inline(always)]
    pub fn wants(&self, detail: u8) -> bool {
        self.level > detail
    }
    /// The clock was read: what is recorded from now on happens then.
    #[inline(always)]
    pub fn set_time(&mut self, t: u64) {
        self.time = t;
    }
    /// Whether the program has got on since the last time this was asked, as its fuel tells.
    #[inline(always)]
    pub fn is_stale(&mut self, fuel: i64) -> bool {
        const MUCH: u64 = 500;
        let stale = self.fuel.abs_diff(fuel) > MUCH;
        if stale {
            self.fuel = fuel;
        }
        stale
    }
    /// Whether events that something can stand for are left out from now on.
    #[inline(always)]
    pub fn is_full(&self) -> bool {
        self.full
    }

    #[inline(always)]
    fn mix(&mut self, which: usize, n: u64) {
        self.hashes[which] = mixed(self.hashes[which], n);
    }
    /// The hash of all records so far, and the word that is left over. It does not depend on how many were taken at a time.
    fn hash_records(&self) -> (u64, Option<u32>) {
        let mut hash = self.hashes[WORDS];
        let mut words = self.words.get(..self.at).unwrap_or(&[]);
        if let (Some(odd), Some((first, rest))) = (self.odd, words.split_first()) {
            hash = mixed(hash, u64::from(odd) | u64::from(*first) << 32);
            words = rest;
        } else if self.odd.is_some() {
            return (hash, self.odd);
        }
        let pairs = words.chunks_exact(2);
        let odd = pairs.remainder().first().copied();
        for pair in pairs {
            hash = mixed(hash, u64::from(pair[0]) | u64::from(pair[1]) << 32);
        }
        (hash, odd)
    }

    /// Puts down the first `n` of these words.
    #[inline(always)]
    fn put(&mut self, words: [u32; MOST_WORDS], n: usize) {
        loop {
            // (all of them are written, what is too much is written over)
            if let Some(to) = self.words.get_mut(self.at..).and_then(|rest| rest.first_chunk_mut()) {
                *to = words;
                self.at += n;
                return;
            }
            self.grow();
        }
    }
    #[cold]
    #[inline(never)]
    fn grow(&mut self) {
        let more = self.words.len().max(MORE);
        self.words.resize(self.words.len() + more, 0);
    }

    /// A text that the next event shows.
    pub fn text(&mut self, text: &str) -> Text {
        if text.is_empty() {
            return Text::EMPTY;
        }
        if self.mark.is_none() {
            self.mark = Some(Mark { at: self.at, texts: self.texts.len(), count: self.count });
        }
        let (mut json, mut units) = (0, 0);
        for c in text.chars() {
            units += c.len_utf16();
            json += match c {
                '"' | '\\' | '\n' | '\r' | '\t' => 2,
                c if (c as u32) < 0x20 => 6,
                c => c.len_utf8(),
            };
        }
        for part in text.as_bytes().chunks(8) {
            let mut bytes = [0; 8];
            bytes[..part.len()].copy_from_slice(part);
            self.mix(TEXTS, u64::from_le_bytes(bytes));
        }
        self.mix(TEXTS, text.len() as u64);
        self.pending += json as u64;
        self.put([TEXT as u32, text.len() as u32, units as u32, 0, 0, 0, 0, 0], 3);
        self.texts.push_str(text);
        self.count += 1;
        Text(self.count)
    }
    /// Records an event of this size.
    #[inline(always)]
    pub fn record(&mut self, Record([a, b, c, d]): Record, size: Size) {
        self.record_words(a, b, c, d, size);
    }
    /// What is usual: there is room, and the time is the last event's.
    #[inline(never)]
    fn record_words(&mut self, a: u64, b: u64, c: u64, d: u64, size: Size) {
        let bytes = self.bytes + u64::from(size.json) + self.pending;
        // (nothing is below 0 bytes: the most when it is full)
        if bytes <= self.most_inessential
            && self.time == self.told
            && let Some(to) = self.words.get_mut(self.at..).and_then(|rest| rest.first_chunk_mut())
        {
            *to = split([a, b, c, d]);
            self.at += size.words as usize;
            self.bytes = bytes;
            self.pending = 0;
            self.mark = None;
            self.next += 1;
            if self.next >= self.most_events {
                self.fill();
            }
            return;
        }
        self.record_carefully(a, b, c, d, size)
    }
    /// Records an event at another time, when the buffer has to grow, or when there is no more room but for those that nothing stands for.
    #[inline(never)]
    fn record_carefully(&mut self, a: u64, b: u64, c: u64, d: u64, size: Size) {
        let bytes = self.bytes + u64::from(size.json) + self.pending;
        if bytes > self.most_inessential {
            return self.record_essential([a, b, c, d], size, bytes);
        }
        self.keep([a, b, c, d], size, bytes);
        self.next += 1;
        if self.next >= self.most_events {
            self.fill();
        }
    }
    fn keep(&mut self, r: [u64; MOST_WORDS / 2], size: Size, bytes: u64) {
        if self.time != self.told {
            self.told = self.time;
            self.put([TIME as u32, self.time as u32, (self.time >> 32) as u32, 0, 0, 0, 0, 0], 3);
        }
        self.put(split(r), size.words as usize);
        self.bytes = bytes;
        self.pending = 0;
        self.mark = None;
    }
    #[cold]
    #[inline(never)]
    fn record_essential(&mut self, r: [u64; MOST_WORDS / 2], size: Size, bytes: u64) {
        self.fill();
        let kind = (r[0] & 0xff) as usize;
        // without its end a trace is no trace
        let end = kind == const { schema::kind("trace.end") };
        if !end && !(schema::is_essential(kind) && bytes <= self.most_bytes) {
            self.pending = 0;
            if let Some(mark) = self.mark.take() {
                self.take_back(mark);
            }
            return self.leave_out(r[0]);
        }
        let mut bytes = bytes;
        let count = std::mem::take(&mut self.left_out);
        if count > 0 {
            // it stands in the place of the last one that was left out, before the texts of what is kept
            const GAP: usize = schema::kind("gap");
            let first = self.next;
            self.next += count;
            self.skipped += count - 1;
            let mut gap = Record::new(GAP);
            first.put(self, &mut gap, const { schema::place(GAP, "i0") });
            (self.next - 1).put(self, &mut gap, const { schema::place(GAP, "i1") });
            count.put(self, &mut gap, const { schema::place(GAP, "n") });
            Choice(0).put(self, &mut gap, const { schema::place(GAP, "why") });
            bytes += u64::from(SIZES[GAP].json);
            self.keep(gap.0, SIZES[GAP], bytes);
        }
        self.keep(r, size, bytes);
        self.next += 1;
    }
    /// An event that something can stand for is only counted; its first words are part of the hash.
    #[inline(always)]
    pub fn leave_out(&mut self, words: u64) {
        self.mix(LEFT_OUT, words);
        self.left_out += 1;
    }
    /// The texts of an event that is not kept go.
    #[cold]
    fn take_back(&mut self, mark: Mark) {
        self.at = mark.at;
        self.texts.truncate(mark.texts);
        self.count = mark.count;
    }

    /// A coroutine-like object begins to wait in another, of which no event tells: what the chains of tasks are made of.
    pub fn link(&mut self, from: i64, to: i64, line: u32) {
        if !self.full {
            self.put([LINK as u32, from as u32, to as u32, line, 0, 0, 0, 0], 4);
            self.bytes += 16;
        }
    }
    /// A number for a generator of which no event tells, but which may stand in a chain.
    pub fn hidden_id(&mut self) -> i64 {
        self.hidden -= 1;
        self.hidden
    }
    /// The next code unit's id.
    pub fn code_id(&mut self) -> u32 {
        self.codes += 1;
        self.codes
    }
    /// The next coroutine-like object's id.
    pub fn object_id(&mut self) -> i64 {
        self.objects += 1;
        self.objects
    }
    /// Number of events so far, without those that were left out.
    pub fn count(&self) -> u64 {
        self.next - self.skipped
    }
    /// What was recorded since the last call: words and texts; `None` if that is nothing. `done` is called with it.
    pub fn take_records<T>(&mut self, done: impl FnOnce(&[u32], &str) -> T) -> Option<T> {
        if self.at == 0 {
            return None;
        }
        (self.hashes[WORDS], self.odd) = self.hash_records();
        let taken = done(self.words.get(..self.at).unwrap_or(&[]), &self.texts);
        self.at = 0;
        self.texts.clear();
        Some(taken)
    }
    /// Hands over the events that were recorded since the last call.
    pub fn take(&mut self) -> Vec<Event> {
        let mut reader = std::mem::take(&mut self.reader);
        let events = self.take_records(|words, texts| reader.read(words, texts));
        self.reader = reader;
        events.unwrap_or_default()
    }
    /// Hash of the whole trace, also of what was left out.
    pub fn hash(&self) -> u64 {
        let (records, odd) = self.hash_records();
        let h =
            [u64::from(odd.unwrap_or(0)), self.hashes[TEXTS], self.hashes[LEFT_OUT]].into_iter().fold(records, mixed);
        let h = h ^ h >> 29;
        let h = h.wrapping_mul(0xBF58_476D_1CE4_E5B9);
        h ^ h >> 32
    }
}
