//! The trace: what the event loop did, as events that the stage is drawn from.
//!
//! Invariants: recording never changes what the program does; ids are small numbers in creation order, never addresses, so the same
//! program with the same seed gives the same trace. The schema is `coroscope-trace/1`; [`schema`] names every kind and its fields.

pub mod event;
mod library;
pub mod schema;

pub use event::{Event, Field};
pub use library::Awaiting;

/// Events that a trace keeps in full when nobody says otherwise.
const EVENTS: u64 = 1_000_000;

/// Bytes of JSON that a trace may have; of its last quarter only kinds that nothing stands for make use.
const BYTES: u64 = 256 << 20;

/// Kinds that are kept however long a trace gets.
const ESSENTIAL: &[&str] =
    &["task.new", "task.done", "exc", "out", "warn", "loop.begin", "loop.end", "main.exit", "trace.end"];

/// Collects events.
#[derive(Default)]
pub struct Recorder {
    /// 0 handoffs, 1 + queue, timers, futures, output, 2 + lines, 3 + calls and values; `None`: off
    pub detail: Option<u8>,
    /// set while library code runs that is no part of the program's story (a runner's closing tasks)
    pub muted: bool,
    /// events that are kept in full; later ones only if they are few and nothing can stand for them
    most_events: u64,
    /// bytes of JSON that are kept, whatever their kind
    most_bytes: u64,
    bytes: u64,
    kept: u64,
    /// first event that was left out since the last one that was kept, and how many
    left_out: Option<(u64, u64)>,
    events: Vec<Event>,
    /// the same events as a JSON list that is not closed, if that is how they are taken
    text: Option<String>,
    next: u64,
    hash: u64,
    /// ids of code units, by address
    codes: std::collections::HashMap<usize, i64>,
    objects: i64,
    /// objects of the library that are told of
    pub(crate) library: library::Library,
    /// suspensions of tasks so far: tells whether an await really waited
    pub suspensions: u64,
}

impl Recorder {
    /// A recorder with this detail.
    pub fn new(detail: Option<u8>) -> Recorder {
        let hash = 0xcbf2_9ce4_8422_2325;
        Recorder { detail, hash, most_events: EVENTS, most_bytes: BYTES, ..Recorder::default() }
    }
    /// Keeps so many events in full, and so many bytes of JSON at most.
    pub fn limit(&mut self, events: u64, bytes: u64) {
        (self.most_events, self.most_bytes) = (events, bytes);
    }
    /// True if there is room for an event of so many bytes.
    fn keeps(&self, event: &Event, bytes: u64) -> bool {
        let after = self.bytes + bytes;
        match event.e {
            // without its end a trace is no trace
            "trace.end" => true,
            e if ESSENTIAL.contains(&e) => after <= self.most_bytes,
            _ => event.i < self.most_events && after <= self.most_bytes / 4 * 3,
        }
    }
    /// True if events of this detail level are wanted.
    #[inline(always)]
    pub fn wants(&self, detail: u8) -> bool {
        !self.muted && self.detail.is_some_and(|d| d >= detail)
    }
    /// Records an event at a time in microseconds.
    pub fn record(&mut self, t: u64, mut event: Event) {
        event.i = self.next;
        event.t = t;
        self.next += 1;
        let text = event.json();
        self.hash = hash(&text, self.hash);
        if !self.keeps(&event, text.len() as u64 + 1) {
            let (first, count) = self.left_out.unwrap_or((event.i, 0));
            self.left_out = Some((first, count + 1));
            return;
        }
        if let Some((first, count)) = self.left_out.take() {
            // it stands in the place of the last one that was left out
            let mut gap = Event::new("gap").with("i0", first).with("i1", event.i - 1).with("n", count);
            gap.fields.push(("why", "budget".into()));
            (gap.i, gap.t) = (event.i - 1, t);
            let text = gap.json();
            self.keep(gap, &text);
        }
        self.keep(event, &text);
    }
    fn keep(&mut self, event: Event, json: &str) {
        self.bytes += json.len() as u64 + 1;
        self.kept += 1;
        match &mut self.text {
            Some(list) => {
                list.push(if list.is_empty() { '[' } else { ',' });
                list.push_str(json);
            }
            None => self.events.push(event),
        }
    }
    /// Events are taken as JSON from now on: they are written once, for their hash, and a text crosses to a page at once, where objects
    /// would one property at a time.
    pub fn write(&mut self) {
        self.text = Some(String::new());
    }
    /// The JSON list of what was recorded since the last call, if that is anything.
    pub fn take_written(&mut self) -> Option<String> {
        let mut list = std::mem::take(self.text.as_mut()?);
        if list.is_empty() {
            return None;
        }
        list.push(']');
        Some(list)
    }
    /// Id of a code unit, in order of first use; true if it is new.
    pub fn code_id(&mut self, key: usize) -> (i64, bool) {
        let next = self.codes.len() as i64 + 1;
        match self.codes.entry(key) {
            std::collections::hash_map::Entry::Occupied(e) => (*e.get(), false),
            std::collections::hash_map::Entry::Vacant(e) => (*e.insert(next), true),
        }
    }
    /// The next coroutine-like object's id.
    pub fn object_id(&mut self) -> i64 {
        self.objects += 1;
        self.objects
    }
    /// Number of events so far, without those that were left out.
    pub fn count(&self) -> u64 {
        self.kept
    }
    /// Hands over what was recorded since the last call.
    pub fn take(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }
    /// Hash of the whole trace: FNV-1a over the JSON of all events, also of those that were left out.
    pub fn hash(&self) -> u64 {
        self.hash
    }
}

fn hash(text: &str, before: u64) -> u64 {
    text.bytes().fold(before, |h, b| (h ^ b as u64).wrapping_mul(0x100_0000_01b3))
}
