//! The trace: what the event loop did, as events that the stage is drawn from.
//!
//! Invariants: recording never changes what the program does; ids are small numbers in creation order, never addresses, so the same
//! program with the same seed gives the same trace. The schema is `coroscope-trace/1`; [`schema`] names every kind and its fields.
//!
//! What is recorded stands in memory as words ([`record`]) and texts. They become events ([`read`]) when somebody looks: here for the
//! command, in `www/src/trace/records.ts` for a page.

mod buffer;
pub mod event;
mod hash;
mod library;
pub mod read;
pub mod record;
pub mod schema;
mod short;

use buffer::Buffer;
pub use event::{Event, Field};
use hash::{WordsHash, mixed};
pub use library::Awaiting;
pub use record::{Chain, Put, Record, Target, Text};
pub use schema::{Choice, choice};
use schema::{LINK, MOST_WORDS, TEXT, TIME};
pub use schema::{SIZES, Size};

/// Events that a trace keeps in full when nobody says otherwise.
const EVENTS: u64 = 1_000_000;

/// Bytes of JSON that a trace may have; of its last quarter only kinds that nothing stands for make use.
const BYTES: u64 = 256 << 20;

/// Bytes of JSON that an event has at most for each word of its record, without its texts.
const BYTES_A_WORD: u64 = 1_024;
/// Bytes of JSON that a link of a chain has.
const LINK_BYTES: u64 = 36;
/// Events stand in this half of a tally, bytes of JSON in the other.
const EVENT: u64 = 1 << 32;
/// Words that are written at most before a tally is looked at.
const MOST_AT_ONCE: u64 = 1 << 20;

/// Which of the hashes.
const TEXTS: usize = 0;
const LEFT_OUT: usize = 1;

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
    /// microseconds of the clock when it was last read, and as they were last recorded; where that record ends if it is the last one
    time: u64,
    told: u64,
    told_at: usize,
    /// fuel when the clock was last read
    fuel: i64,
    /// number of the next event, without those that were left out since the last one that was kept
    next: u64,
    /// hash of the records that were taken
    taken: WordsHash,
    /// of the texts, and of what was left out
    hashes: [u64; 2],
    /// bytes of JSON that what is kept has at most
    bytes: u64,
    /// events and bytes that are in neither number yet
    tally: u64,
    /// records
    words: Buffer,
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
    /// the hash of what was recorded before the trace's last event
    ended: Option<u64>,
    /// suspensions of tasks so far: tells whether an await really waited
    pub suspensions: u32,
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
        self.settle();
        (self.most_events, self.most_bytes) = (events, bytes);
        self.most_inessential = bytes / 4 * 3;
        self.full = false;
        self.words.close();
        if self.next >= events {
            self.fill();
        }
        self.tell_time();
    }
    /// From now on only what nothing stands for is kept.
    #[cold]
    fn fill(&mut self) {
        (self.full, self.most_inessential) = (true, 0);
        self.words.close();
    }
    /// Events and bytes of which only a tally was kept are counted.
    #[inline(always)]
    fn settle(&mut self) {
        let tally = std::mem::take(&mut self.tally);
        self.next += tally / EVENT;
        self.bytes += tally % EVENT;
    }
    /// Makes it in order to write as much as goes in any case without coming near a limit, or so many words.
    fn open(&mut self, least: u64) {
        let events = self.most_events.saturating_sub(self.next + 1);
        let bytes = self.most_inessential.saturating_sub(self.bytes) / BYTES_A_WORD;
        match events.min(bytes).clamp(least, MOST_AT_ONCE) {
            0 => self.words.close(),
            room => self.words.open(room as usize),
        }
    }
    /// Library code runs that is no part of the program's story (a runner's closing tasks), or does so no more.
    pub fn mute(&mut self, on: bool) {
        self.level = if on { 0 } else { self.detail.map_or(0, |d| d.saturating_add(1)) };
        self.tell_time();
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
        if self.time != t {
            self.time = t;
            if self.level != 0 {
                self.tell_time();
            }
        }
    }
    /// Events from now on are at this time. (What nothing stands for tells it itself when the rest is left out.)
    #[inline(never)]
    fn tell_time(&mut self) {
        if self.time == self.told || self.full || self.level == 0 {
            return;
        }
        // no event was at the time that was told last
        if self.told_at != 0 && self.told_at == self.words.at() {
            self.words.truncate(self.told_at - 3);
        }
        self.put_time();
        self.told_at = self.words.at();
    }
    fn put_time(&mut self) {
        self.told = self.time;
        self.put([TIME as u32, self.time as u32, (self.time >> 32) as u32, 0, 0, 0, 0, 0], 3);
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
    /// Puts down the first `n` of these words, whatever the limits.
    fn put(&mut self, words: [u32; MOST_WORDS], n: usize) {
        if !self.words.put(words, n) {
            self.words.open(1);
            self.words.put(words, n);
        }
    }

    /// A text that the next event shows.
    pub fn text(&mut self, text: &str) -> Text {
        if text.is_empty() {
            return Text::EMPTY;
        }
        if self.mark.is_none() {
            self.mark = Some(Mark { at: self.words.at(), texts: self.texts.len(), count: self.count });
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
    /// What is usual: there is room, and the event has no texts.
    #[inline(never)]
    fn record_words(&mut self, a: u64, b: u64, c: u64, d: u64, size: Size) {
        if self.pending == 0 && self.words.put(split([a, b, c, d]), size.words as usize) {
            self.tally += EVENT + u64::from(size.json);
            return;
        }
        self.record_carefully([a, b, c, d], size)
    }
    /// Records an event near a limit, with texts, or when the buffer has to grow.
    #[inline(never)]
    fn record_carefully(&mut self, r: [u64; MOST_WORDS / 2], size: Size) {
        self.settle();
        if self.next >= self.most_events && !self.full {
            self.fill();
        }
        let bytes = self.bytes + u64::from(size.json) + self.pending;
        // (nothing is below 0 bytes: the most when it is full)
        if bytes > self.most_inessential {
            return self.record_essential(r, size, bytes);
        }
        self.keep(r, size, bytes);
        self.next += 1;
        self.open(0);
    }
    fn keep(&mut self, r: [u64; MOST_WORDS / 2], size: Size, bytes: u64) {
        if self.time != self.told {
            self.put_time();
        }
        self.put(split(r), size.words as usize);
        self.bytes = bytes;
        self.pending = 0;
        self.mark = None;
    }
    /// The short record that was made last has texts.
    #[inline(always)]
    pub fn keep_texts(&mut self) {
        if self.pending != 0 {
            self.bytes += std::mem::take(&mut self.pending);
            self.mark = None;
        }
    }
    /// The texts of an event that is not kept go.
    fn drop_texts(&mut self) {
        self.pending = 0;
        if let Some(mark) = self.mark.take() {
            self.words.truncate(mark.at);
            self.texts.truncate(mark.texts);
            self.count = mark.count;
        }
    }
    #[cold]
    #[inline(never)]
    fn record_essential(&mut self, r: [u64; MOST_WORDS / 2], size: Size, bytes: u64) {
        self.fill();
        let kind = (r[0] & 0xff) as usize;
        // without its end a trace is no trace
        let end = kind == const { schema::kind("trace.end") };
        if !end && !(schema::is_essential(kind) && bytes <= self.most_bytes) {
            self.drop_texts();
            return self.leave_out(r[0]);
        }
        let mut bytes = bytes;
        let count = std::mem::take(&mut self.left_out);
        if count > 0 {
            self.mix(LEFT_OUT, count);
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
    /// An event that something can stand for is only counted; its first words are part of the hash. (Of what has short records the number is.)
    #[inline(always)]
    pub fn leave_out(&mut self, words: u64) {
        self.mix(LEFT_OUT, words);
        self.left_out += 1;
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
    #[inline(always)]
    pub fn object_id(&mut self) -> i64 {
        self.objects += 1;
        self.objects
    }
    /// Number of events so far, without those that were left out.
    pub fn count(&self) -> u64 {
        self.next + self.tally / EVENT - self.skipped
    }
    /// What was recorded since the last call: words and texts; `None` if that is nothing. `done` is called with it.
    pub fn take_records<T>(&mut self, done: impl FnOnce(&[u32], &str) -> T) -> Option<T> {
        // a time that no event has may still become another one
        let is_told_last = self.told_at != 0 && self.told_at == self.words.at();
        let words = self.words.words();
        let words = if is_told_last { &words[..words.len() - 3] } else { words };
        if words.is_empty() {
            return None;
        }
        self.taken.take(words);
        let taken = done(words, &self.texts);
        self.words.truncate(0);
        self.words.close();
        self.texts.clear();
        self.told_at = 0;
        if is_told_last {
            self.put_time();
            self.told_at = self.words.at();
        }
        Some(taken)
    }
    /// Hands over the events that were recorded since the last call.
    pub fn take(&mut self) -> Vec<Event> {
        let mut reader = std::mem::take(&mut self.reader);
        let events = self.take_records(|words, texts| reader.read(words, texts));
        self.reader = reader;
        events.unwrap_or_default()
    }
    /// The trace's last event comes now. It tells how much fuel was used, of which waiting for files of the library takes some: it is
    /// not in the hash.
    pub fn end(&mut self) -> u64 {
        let hash = self.hash();
        self.ended = Some(hash);
        hash
    }
    /// Hash of the whole trace, also of what was left out.
    pub fn hash(&self) -> u64 {
        if let Some(hash) = self.ended {
            return hash;
        }
        let mut records = self.taken;
        records.take(self.words.words());
        let rest = [self.hashes[TEXTS], self.hashes[LEFT_OUT], self.left_out];
        let h = records.parts().chain(rest).fold(0, mixed);
        let h = h ^ h >> 29;
        let h = h.wrapping_mul(0xBF58_476D_1CE4_E5B9);
        h ^ h >> 32
    }
}
