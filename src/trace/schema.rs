//! Every kind of event, once: name, detail level, fields with their types. The page's types are generated from this, and how an event
//! stands in memory follows from it.
//!
//! An event in memory is a *record* of 32-bit words. The first has the kind, a bit for each field that is there, and what has few values
//! (one of several texts, yes or no), four bits each; the others stand for the fields in their order, absent ones too. So where a field
//! stands is known when the engine is compiled ([`place`]).

use crate::text::equal;

/// A kind of event: name, detail level, and its fields as TypeScript writes them (`?` marks one that may be absent).
pub struct KindSpec {
    pub name: &'static str,
    pub detail: u8,
    pub fields: &'static str,
}

impl KindSpec {
    /// Names of the fields, and whether each is always there.
    pub fn names(&self) -> impl Iterator<Item = (&'static str, bool)> {
        let fields = self.fields.split("; ").filter(|f| !f.is_empty());
        fields.map(|f| {
            let name = f.split(':').next().unwrap_or(f);
            (name.trim_end_matches('?'), !name.ends_with('?'))
        })
    }
}

/// How a field's value stands in a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// a word: a number with its sign
    Number,
    /// two words: a number, the lower half first
    Wide,
    /// a word: a text's number, or a number below 2^31 that is written as a text, with the highest bit
    Text,
    /// the same: numbers with commas between them
    Ids,
    /// the same: the name of the first source file
    Source,
    /// four bits of the first word: which of the texts
    Choice,
    /// four bits of the first word: yes or no
    Flag,
    /// four bits of the first word and a word: kind and id, see [`TARGETS`]
    Target,
    /// two words: the innermost coroutine of a chain and its line; [`NO_CHAIN`] as a line if there is none
    Chain,
}

/// What an `AwaitTarget` may be, from 1 on; 0 is null.
pub const TARGETS: [&str; 5] = ["future", "task", "coro", "agen", "awaitable"];
pub const NO_CHAIN: u32 = u32::MAX;
/// Links of a chain that are told, from the outermost on.
pub const MOST_LINKS: u32 = 100;

/// Words of the longest record.
pub const MOST_WORDS: usize = 8;

/// Where a field stands in the records of its kind.
#[derive(Clone, Copy)]
pub struct Place {
    /// the bit of the first word that says that it is there
    pub bit: u32,
    pub form: Form,
    /// the first of its words
    pub slot: usize,
    /// the lowest of its bits in the first word
    pub shift: u32,
    /// the texts of a choice, as TypeScript writes them
    choices: &'static [u8],
}

impl Place {
    /// The texts that a choice is between.
    pub fn choices(&self) -> impl Iterator<Item = &'static str> {
        let text = std::str::from_utf8(self.choices).unwrap_or("");
        text.split(" | ").map(|c| c.trim_matches('"'))
    }
    /// Which of its texts this is; the first one if it is none of them.
    pub fn choice(&self, text: &str) -> u32 {
        which(self.choices, text.as_bytes()).unwrap_or(0)
    }
}

/// Records that are no events: the time from now on, a text, a link of an await chain that no event tells of.
pub const TIME: usize = 255;
pub const TEXT: usize = 254;
pub const LINK: usize = 253;

/// Records of what comes often are short: they have no words for fields that are not there, and what always comes together is one. Of each
/// kind of them the events that it stands for, with the word of each field: `:` if it is always there, `?` if [`NONE`] says that it is not. What
/// stands in four bits of the first word of a record does so here, at the same place; another field with word 0 is 0.
pub const SHORTS: &[&str] = &[
    "loop.tick n:1 ready:2 due:0",
    "coro.new o:1 c:2 task?3 line?4",
    "await.enter k?1 from:2 to:3 line:4",
    "coro.end o:1 how:0; await.exit k?2 from:3 how:0 waited:0",
    "task.suspend k:1 n:2 on:3 why:0 chain:4",
    "task.suspend k:1 n:2 on:0 why:0 chain:3; handle.ready h:5 what:0 k:1 tick:6 by:1",
    "handle.ready h:1 what:0 k?2 tick:3 by?4",
    "handle.run h:1 what:0 k?2 tick:3",
    "task.resume k:1 n:2 how:0",
    "await.enter k?1 from:2 to:3 line:4; agen.next o:3 k?1 val?5 line:6",
    "agen.yield o:1 k?2 val?3 line:4; await.exit k?2 from:5 how:0 waited:0",
    "sync r:1 kind:0 op:0 k?2 n:3",
];
/// Their numbers.
pub const TICK: usize = 0;
pub const MADE: usize = 1;
pub const ENTER: usize = 2;
pub const LEAVE: usize = 3;
pub const SUSPEND: usize = 4;
pub const HAND_OVER: usize = 5;
pub const READY: usize = 6;
pub const RUN: usize = 7;
pub const RESUME: usize = 8;
pub const NEXT: usize = 9;
pub const YIELD: usize = 10;
pub const SYNC: usize = 11;
/// The first of their kinds.
pub const SHORT: usize = 200;
/// No value.
pub const NONE: u32 = u32::MAX;

/// What is known of a short record.
#[derive(Clone, Copy)]
pub struct ShortSize {
    pub words: usize,
    pub events: u64,
    /// bytes of JSON that the events have at most, without texts and links of chains
    pub json: u64,
}

pub const fn short_size(number: usize) -> ShortSize {
    let text = SHORTS[number].as_bytes();
    let mut size = ShortSize { words: 1, events: 0, json: 0 };
    let mut at = 0;
    while at < text.len() {
        let (end, space) = (find(text, b';', at), find(text, b' ', at));
        size.events += 1;
        size.json += self::size(kind_of(part(text, at, space))).json as u64;
        at = space + 1;
        while at < end {
            let next = find(text, b' ', at);
            let next = if next < end { next } else { end };
            let word = (text[next - 1] - b'0') as usize + equal(part(text, at, next - 2), b"chain") as usize;
            if word >= size.words {
                size.words = word + 1;
            }
            at = next + 1;
        }
        at = end + 2;
    }
    size
}

const fn part(text: &'static [u8], from: usize, to: usize) -> &'static [u8] {
    text.split_at(to).0.split_at(from).1
}

/// Where the next `what` is, from `from` on; the end if there is none.
const fn find(text: &[u8], what: u8, from: usize) -> usize {
    let mut i = from;
    while i < text.len() && text[i] != what {
        i += 1;
    }
    i
}

const fn form(ty: &[u8]) -> Form {
    if ty[0] == b'"' {
        Form::Choice
    } else if equal(ty, b"string") {
        Form::Text
    } else if equal(ty, b"boolean") {
        Form::Flag
    } else if equal(ty, b"Micros") || equal(ty, b"Micros | null") || equal(ty, b"Count") {
        Form::Wide
    } else if equal(ty, b"TaskId[]") {
        Form::Ids
    } else if equal(ty, b"SourceFile[]") {
        Form::Source
    } else if equal(ty, b"AwaitTarget") || equal(ty, b"AwaitTarget | FutureId | null") {
        Form::Target
    } else if equal(ty, b"ChainLink[]") {
        Form::Chain
    } else if ty[ty.len() - 1] == b']' {
        Form::Text
    } else {
        Form::Number
    }
}

/// The number of a kind.
pub const fn kind(name: &str) -> usize {
    kind_of(name.as_bytes())
}

const fn kind_of(name: &[u8]) -> usize {
    let mut k = 0;
    while k < KINDS.len() {
        if equal(KINDS[k].name.as_bytes(), name) {
            return k;
        }
        k += 1;
    }
    panic!("no such kind of event")
}

/// The place of the field with this name, or the number of words of the record.
const fn walk(kind: usize, name: &str) -> (Option<Place>, usize) {
    let fields = KINDS[kind].fields.as_bytes();
    let (mut at, mut bit, mut slot, mut shift) = (0, 8, 1, 16);
    while at < fields.len() {
        let end = find(fields, b';', at);
        let colon = find(fields, b':', at);
        let optional = fields[colon - 1] == b'?';
        let ty = part(fields, colon + 2, end);
        let form = form(ty);
        if equal(part(fields, at, colon - optional as usize), name.as_bytes()) {
            return (Some(Place { bit, form, slot, shift, choices: ty }), slot);
        }
        slot += match form {
            Form::Choice | Form::Flag => 0,
            Form::Wide | Form::Chain => 2,
            _ => 1,
        };
        if matches!(form, Form::Choice | Form::Flag | Form::Target) {
            shift += 4;
        }
        bit += 1;
        at = end + 2;
    }
    assert!(slot <= MOST_WORDS && bit <= 16 && shift <= 32, "the record is too long");
    (None, slot)
}

/// Where a field of a kind stands.
pub const fn place(kind: usize, name: &str) -> Place {
    match walk(kind, name).0 {
        Some(place) => place,
        None => panic!("events of this kind have no such field"),
    }
}

/// Where a field of a kind stands.
pub const fn place_of(of: &str, name: &str) -> Place {
    place(kind(of), name)
}

/// A number that may not be there, in a short record.
#[inline(always)]
pub fn word_of(number: Option<i64>) -> u32 {
    match number {
        Some(n) => n as u32,
        None => NONE,
    }
}

/// Words of a record of this kind.
pub const fn length(kind: usize) -> usize {
    match kind {
        TIME | TEXT => 3,
        LINK => 4,
        _ => walk(kind, "").1,
    }
}

/// One of the texts that a field may have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Choice(pub u32);

impl Choice {
    /// As it stands in the first word of a record.
    #[inline(always)]
    pub const fn at(self, place: Place) -> u32 {
        self.0 << place.shift
    }
}

/// One of the texts that a field of a kind may have.
pub const fn choice(of: &str, field: &str, text: &str) -> Choice {
    match which(place(kind(of), field).choices, text.as_bytes()) {
        Some(n) => Choice(n),
        None => panic!("the field has no such value"),
    }
}

/// Which of the texts of a choice, as TypeScript writes them, a text is.
const fn which(all: &'static [u8], text: &[u8]) -> Option<u32> {
    let (mut at, mut n) = (0, 0);
    while at < all.len() {
        let end = find(all, b'"', at + 1);
        if equal(part(all, at + 1, end), text) {
            return Some(n);
        }
        at = end + 4;
        n += 1;
    }
    None
}

/// Kinds that are kept however long a trace gets.
const ESSENTIAL: [&str; 9] =
    ["task.new", "task.done", "exc", "out", "warn", "loop.begin", "loop.end", "main.exit", "trace.end"];

pub const fn is_essential(kind: usize) -> bool {
    let mut i = 0;
    while i < ESSENTIAL.len() {
        if equal(ESSENTIAL[i].as_bytes(), KINDS[kind].name.as_bytes()) {
            return true;
        }
        i += 1;
    }
    false
}

/// What is known of a kind when it is recorded.
#[derive(Clone, Copy)]
pub struct Size {
    /// words of a record
    pub words: u8,
    /// bytes of JSON that an event has at most, without its texts
    pub json: u16,
}

pub const fn size(kind: usize) -> Size {
    let (words, names) = (length(kind), KINDS[kind].fields.len());
    // `{"i":…,"t":…,"e":"…"}`; a name is no longer than with its type, a number than ten digits, a wide one than six more
    Size { words: words as u8, json: (48 + KINDS[kind].name.len() + names + 12 * words) as u16 }
}

/// Sizes of all kinds.
pub static SIZES: [Size; KINDS.len()] = {
    let mut all = [Size { words: 0, json: 0 }; KINDS.len()];
    let mut k = 0;
    while k < KINDS.len() {
        all[k] = size(k);
        k += 1;
    }
    all
};

macro_rules! kinds {
    ($($name:literal $detail:literal $fields:literal)*) => {
        /// All kinds.
        pub const KINDS: &[KindSpec] = &[$(KindSpec { name: $name, detail: $detail, fields: $fields },)*];
    };
}

kinds! {
    "trace.begin" 0 "v: number; engine?: string; lang?: string; seed?: number; clock?: \"virtual\" | \"real\"; detail?: number; src?: SourceFile[]; argv?: string[]"
    "code" 0 "c: CodeId; qual: string; kind: \"fn\" | \"coro\" | \"gen\" | \"agen\" | \"genco\"; f?: number; line: number; lib?: boolean"
    "loop.begin" 0 "L: number; by?: TaskId"
    "loop.end" 0 "L: number; how?: \"stop\""
    "loop.tick" 1 "n: number; ready: number; due?: number"
    "loop.idle" 0 "until?: Micros | null; timers?: number; io?: number; threads?: number"
    "loop.wake" 0 "cause?: \"timer\" | \"external\" | \"io\" | \"thread\""
    "clock.jump" 0 "from: Micros; to: Micros"
    "block" 0 "us: Micros; why: \"sleep\" | \"cpu\" | \"io\"; task?: TaskId; line?: number"
    "coro.new" 0 "o: ObjectId; c: CodeId; task?: TaskId; line?: number"
    "coro.end" 0 "o: ObjectId; how: \"return\" | \"raise\" | \"close\" | \"unawaited\""
    "task.new" 0 "k: TaskId; o: ObjectId; name: string; parent?: TaskId; group?: number; eager?: boolean; line?: number"
    "task.resume" 0 "k: TaskId; n: number; how: \"start\" | \"send\" | \"throw\" | \"cancel\"; val?: string; exc?: string; h?: HandleId"
    "task.suspend" 0 "k: TaskId; n: number; on: AwaitTarget | FutureId | null; why: \"future\" | \"yield\" | \"bad\"; chain?: ChainLink[]; ops?: number"
    "task.done" 0 "k: TaskId; how: \"return\" | \"raise\" | \"cancel\"; val?: string; exc?: string; ops?: number; turns?: number"
    "task.cancel" 0 "k: TaskId; by?: TaskId; msg?: string; n?: number"
    "task.name" 0 "k: TaskId; name: string"
    "main.enter" 0 "line?: number"
    "main.exit" 0 "line?: number"
    "hand.send" 0 "o: ObjectId; how: \"send\" | \"throw\" | \"next\"; val?: string"
    "hand.yield" 0 "o: ObjectId; how?: \"yield\" | \"return\" | \"raise\"; val?: string"
    "await.enter" 1 "k?: TaskId; from: ObjectId; to: AwaitTarget; line?: number"
    "await.exit" 1 "k?: TaskId; from: ObjectId; how?: \"val\" | \"exc\"; waited?: boolean"
    "agen.next" 1 "o: ObjectId; k?: TaskId; val?: string; line?: number"
    "agen.yield" 1 "o: ObjectId; k?: TaskId; val?: string; line?: number"
    "agen.close" 1 "o: ObjectId; k?: TaskId; val?: string; line?: number"
    "fut.new" 1 "u: FutureId; kind: \"plain\" | \"gather\" | \"sleep\" | \"lock\" | \"queue\" | \"event\" | \"io\" | \"thread\" | \"user\"; label?: string"
    "fut.done" 1 "u: FutureId; how?: \"val\" | \"exc\" | \"cancel\"; val?: string; by?: TaskId; wakes?: TaskId[]"
    "handle.ready" 1 "h: HandleId; what: \"step\" | \"wakeup\" | \"cb\"; k?: TaskId; c?: CodeId; tick?: number; by?: TaskId; label?: string"
    "handle.run" 1 "h: HandleId; what?: \"step\" | \"wakeup\" | \"cb\"; k?: TaskId; c?: CodeId; tick?: number"
    "handle.drop" 1 "h: HandleId; what?: \"step\" | \"wakeup\" | \"cb\"; k?: TaskId; tick?: number"
    "timer.add" 1 "h: HandleId; when: Micros; k?: TaskId; label?: string"
    "timer.fire" 1 "h: HandleId; when?: Micros; k?: TaskId"
    "timer.drop" 1 "h: HandleId; when?: Micros; k?: TaskId"
    "sync" 1 "r: ResourceId; kind: \"lock\" | \"event\" | \"condition\" | \"semaphore\" | \"barrier\" | \"queue\"; op: \"wait\" | \"got\" | \"quit\" | \"release\" | \"set\" | \"clear\" | \"notify\" | \"put\" | \"get\" | \"shutdown\"; k?: TaskId; n?: number"
    "group.enter" 1 "g: GroupId; kind: \"taskgroup\" | \"timeout\" | \"gather\"; k?: TaskId"
    "group.exit" 1 "g: GroupId; kind?: \"taskgroup\" | \"timeout\" | \"gather\"; k?: TaskId; errs?: number"
    "net" 1 "conn: number; op: \"listen\" | \"connect\" | \"accept\" | \"send\" | \"recv\" | \"eof\" | \"close\"; k?: TaskId; n?: number"
    "thr" 1 "x: number; op: string; fn?: string; by?: number"
    "out" 0 "s: 1 | 2; text: string; k?: TaskId; line?: number"
    "in.wait" 0 "prompt?: string"
    "in.got" 0 "text: string"
    "exc" 0 "k?: TaskId; x?: number; type: string; text?: string; line?: number; state: \"raised\" | \"caught\" | \"unhandled\""
    "warn" 0 "code?: string; text: string; line?: number; k?: TaskId"
    "lint" 0 "code?: string; text: string; line?: number; k?: TaskId"
    "mark" 0 "label: string; text?: string; pause?: boolean"
    "line" 2 "k?: TaskId; f?: number; l: number"
    "gap" 0 "i0: Count; i1: Count; n: Count; why?: \"budget\" | \"sampled\""
    "trace.end" 0 "how: \"done\" | \"error\" | \"stopped\" | \"limit\"; ops?: Count; turns?: number; hash?: string"
}

/// The kinds as a TypeScript interface, and where their fields stand in records: `www/src/trace/kinds.ts`.
pub fn typescript() -> String {
    let mut out = String::new();
    for rule in ["format", "lint", "assist"] {
        out.push_str(&format!("// biome-ignore-all {rule}: generated\n"));
    }
    out.push_str(
        "/** Generated from src/trace/schema.rs; `cargo test --test trace` says when it has to be written anew. */\n",
    );
    out.push_str("import type { AwaitTarget, ChainLink, Count, SourceFile } from \"./events.js\";\n");
    let ids = "CodeId FutureId GroupId HandleId Micros ObjectId ResourceId TaskId";
    out.push_str(&format!("import type {{ {} }} from \"./events.js\";\n\n", ids.replace(' ', ", ")));
    out.push_str(
        "/** Every kind of event with its fields; the comment is the detail level from which on it is sent. */\n",
    );
    out.push_str("export interface Kinds {\n");
    for kind in KINDS {
        out.push_str(&format!("  /** {} */\n  \"{}\": {{\n", kind.detail, kind.name));
        for field in kind.fields.split("; ") {
            out.push_str(&format!("    {field};\n"));
        }
        out.push_str("  };\n");
    }
    out.push_str("}\n\n");
    out.push_str("/** What an `AwaitTarget` may be, from 1 on. */\n");
    out.push_str(&format!("export const TARGETS = {TARGETS:?} as const;\n"));
    out.push_str(&format!("/** Links of a chain that are told. */\nexport const MOST_LINKS = {MOST_LINKS};\n"));
    out.push_str("/** Records that are no events. */\n");
    out.push_str(&format!("export const TIME = {TIME};\nexport const TEXT = {TEXT};\nexport const LINK = {LINK};\n"));
    out.push_str("/** Of each kind of short record the events that it stands for, with the word of each field; the first kind; no value. */\n");
    out.push_str("export const SHORTS: readonly string[] = [\n");
    for short in SHORTS {
        out.push_str(&format!("  \"{short}\",\n"));
    }
    out.push_str(&format!("];\nexport const SHORT = {SHORT};\nexport const NONE = {NONE};\n"));
    out.push_str("/** The kinds by number: name, words of a record, then each field: name, form, first word, lowest bit, choices. */\n");
    out.push_str("export const LAYOUTS: readonly string[] = [\n");
    for (k, kind) in KINDS.iter().enumerate() {
        out.push_str(&format!("  \"{} {}", kind.name, length(k)));
        for (name, _) in kind.names() {
            let p = place(k, name);
            let choices: Vec<&str> = if p.form == Form::Choice { p.choices().collect() } else { Vec::new() };
            out.push_str(&format!(" {name}:{:?}:{}:{}:{}", p.form, p.slot, p.shift, choices.join("/")));
        }
        out.push_str("\",\n");
    }
    out.push_str("];\n");
    out
}
