//! From records to events. `www/src/trace/records.ts` does the same for a page.
//!
//! Invariant: the events are those of the public format, with nothing of how they stand in memory. Chains are put together again from the
//! awaits that began: who waits in whom, and in which line.

use super::event::{Event, Field};
use super::schema::{
    Form, KINDS, KindSpec, LINK, MOST_LINKS, MOST_WORDS, NO_CHAIN, NONE, Place, SHORT, SHORTS, SIZES, TARGETS, TEXT,
    TIME, kind, length, place, short_size,
};
use std::collections::HashMap;

/// Who waits in a coroutine, and in which line.
#[derive(Clone, Copy)]
struct Link {
    from: i32,
    line: u32,
}

/// A field of a kind.
struct Known {
    name: &'static str,
    place: Place,
    choices: Vec<&'static str>,
}

/// Where a word of a short record stands in the record of an event.
struct Move {
    from: usize,
    to: usize,
    bit: u32,
    optional: bool,
}

/// One of the events that a short record stands for.
struct Part {
    kind: usize,
    moves: Vec<Move>,
}

fn parts(short: &str) -> Vec<Part> {
    let part = |text: &str| {
        let mut words = text.split(' ');
        let kind = kind(words.next().unwrap_or(""));
        let mut moves = Vec::new();
        for field in words {
            let (name, from) = field.split_at(field.len() - 2);
            let p = place(kind, name);
            let optional = from.starts_with('?');
            let from = from[1..].parse().unwrap_or(0);
            // (what is in the first word needs nothing but its bit)
            let to = if from == 0 { 0 } else { p.slot };
            moves.push(Move { from, to, bit: p.bit, optional });
            if p.form == Form::Chain {
                moves.push(Move { from: from + 1, to: p.slot + 1, bit: p.bit, optional });
            }
        }
        Part { kind, moves }
    };
    short.split("; ").map(part).collect()
}

/// Reads what is recorded piece by piece.
#[derive(Default)]
pub struct Reader {
    /// the fields of each kind
    fields: Vec<Vec<Known>>,
    /// what the short records stand for
    shorts: Vec<(usize, Vec<Part>)>,
    texts: Vec<String>,
    i: u64,
    t: u64,
    /// by the coroutine that is waited in
    links: HashMap<i32, Link>,
    /// coroutines of tasks, where their chains begin
    roots: HashMap<i32, i32>,
}

fn wide(low: u32, high: u32) -> i64 {
    (i64::from(high) << 32) | i64::from(low)
}

impl Reader {
    /// The events of records that follow those that were read before.
    pub fn read(&mut self, words: &[u32], texts: &str) -> Vec<Event> {
        if self.fields.is_empty() {
            let known = |k: usize, name| {
                let place = place(k, name);
                let choices = if place.form == Form::Choice { place.choices().collect() } else { Vec::new() };
                Known { name, place, choices }
            };
            let fields = |(k, spec): (usize, &KindSpec)| spec.names().map(|(name, _)| known(k, name)).collect();
            self.shorts = (0..SHORTS.len()).map(|n| (short_size(n).words, parts(SHORTS[n]))).collect();
            self.fields = KINDS.iter().enumerate().map(fields).collect();
        }
        let mut events = Vec::new();
        let (mut at, mut end) = (0, 0);
        while let Some(head) = words.get(at) {
            let kind = (head & 0xff) as usize;
            let size = match kind {
                _ if kind < KINDS.len() => SIZES[kind].words as usize,
                TIME | TEXT | LINK => length(kind),
                _ => match self.shorts.get(kind.wrapping_sub(SHORT)) {
                    Some((words, _)) => *words,
                    None => break,
                },
            };
            let Some(r) = words.get(at..at + size) else { break };
            at += size;
            match kind {
                TIME => self.t = wide(r[1], r[2]) as u64,
                TEXT => {
                    let begin = end;
                    end += r[1] as usize;
                    self.texts.push(texts.get(begin..end).unwrap_or("").to_owned());
                }
                LINK => {
                    self.links.insert(r[2] as i32, Link { from: r[1] as i32, line: r[3] });
                }
                _ if kind >= SHORT => self.short(kind - SHORT, r, &mut events),
                _ => events.push(self.event(kind, r)),
            }
        }
        events
    }

    /// The events that a short record stands for.
    fn short(&mut self, number: usize, short: &[u32], events: &mut Vec<Event>) {
        let shorts = std::mem::take(&mut self.shorts);
        for Part { kind, moves } in &shorts[number].1 {
            let mut r = [0; MOST_WORDS];
            r[0] = *kind as u32 | short[0] & !0xffff;
            for m in moves {
                if m.optional && short[m.from] == NONE {
                    continue;
                }
                r[0] |= 1 << m.bit;
                if m.from != 0 {
                    r[m.to] = short[m.from];
                }
            }
            events.push(self.event(*kind, &r));
        }
        self.shorts = shorts;
    }

    fn text(&self, word: u32) -> String {
        match word {
            0 => String::new(),
            n if n >> 31 == 1 => (n & !(1 << 31)).to_string(),
            n => self.texts.get(n as usize - 1).cloned().unwrap_or_default(),
        }
    }

    fn event(&mut self, k: usize, r: &[u32]) -> Event {
        let mut event = Event::new(KINDS[k].name);
        for Known { name, place: p, choices } in &self.fields[k] {
            if r[0] >> p.bit & 1 == 0 {
                continue;
            }
            let word = r.get(p.slot).copied().unwrap_or(0);
            let small = if p.shift < 32 { r[0] >> p.shift & 15 } else { 0 };
            let value = match p.form {
                Form::Number => Field::Int(i64::from(word as i32)),
                Form::Wide => Field::Int(wide(word, r[p.slot + 1])),
                Form::Text => Field::Text(self.text(word)),
                Form::Ids => {
                    let text = self.text(word);
                    Field::List(text.split(',').filter_map(|n| n.parse().ok()).map(Field::Int).collect())
                }
                Form::Source => {
                    Field::List(vec![Field::Map(vec![("f", 1i64.into()), ("name", self.text(word).into())])])
                }
                Form::Choice => Field::Text(choices.get(small as usize).copied().unwrap_or("").to_owned()),
                Form::Flag => Field::Bool(small != 0),
                Form::Target => match TARGETS.get((small as usize).wrapping_sub(1)) {
                    Some(kind) => Field::Map(vec![("kind", (*kind).into()), ("id", i64::from(word as i32).into())]),
                    None => Field::Null,
                },
                Form::Chain => {
                    let task = self.roots.get(&(r[1] as i32)).copied().unwrap_or(0);
                    Field::List(self.chain(task, word as i32, r[p.slot + 1]))
                }
            };
            event.fields.push((*name, value));
        }
        (event.i, event.t) = (self.i, self.t);
        self.note(k, r, &mut event);
        self.i = event.i + 1;
        event
    }

    /// What an event says about those that follow.
    fn note(&mut self, k: usize, r: &[u32], event: &mut Event) {
        const NEW: usize = kind("task.new");
        const ENTER: usize = kind("await.enter");
        const END: usize = kind("coro.end");
        const GAP: usize = kind("gap");
        macro_rules! word {
            ($kind:ident $name:literal) => {
                r[const { place($kind, $name).slot }]
            };
        }
        match k {
            NEW => {
                self.roots.insert(word!(NEW "k") as i32, word!(NEW "o") as i32);
            }
            ENTER => {
                let from = word!(ENTER "from") as i32;
                self.links.insert(word!(ENTER "to") as i32, Link { from, line: word!(ENTER "line") });
                // a generator that is not told of
                if let Some((_, Field::Int(from))) = event.fields.iter_mut().find(|(name, _)| *name == "from") {
                    *from = (*from).max(0);
                }
            }
            END => {
                self.links.remove(&(word!(END "o") as i32));
            }
            GAP => {
                let last = const { place(GAP, "i1").slot };
                event.i = wide(r[last], r[last + 1]) as u64;
            }
            _ => {}
        }
    }

    /// A chain from a task's coroutine to the innermost one, which is in this line.
    fn chain(&self, root: i32, leaf: i32, line: u32) -> Vec<Field> {
        let mut links = Vec::new();
        let (mut o, mut line) = (leaf, line);
        while line != NO_CHAIN {
            links.push((o, line));
            if o == root || links.len() > self.links.len() + 1 {
                break;
            }
            let Some(link) = self.links.get(&o) else { break };
            (o, line) = (link.from, link.line);
        }
        let link = |(o, line): &(i32, u32)| Field::Map(vec![("o", (*o).max(0).into()), ("line", (*line).into())]);
        links.iter().rev().take(MOST_LINKS as usize).map(link).collect()
    }
}
