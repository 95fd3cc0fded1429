//! Normalization forms of Unicode 16, for the parser's identifiers and for `unicodedata`.
//!
//! The original crate's perfect hash tables do not compress. Here the decompositions stand as streams of small differences
//! (`tables.rs`), which are unpacked into sorted lists when text that is not ASCII is first normalized. A form is computed at once,
//! never lazily: nothing here recurses, and what it makes is as long as the normal form.

mod tables;

use std::collections::HashMap;
use std::sync::OnceLock;

/// A character that has a decomposition.
struct Entry {
    c: u32,
    /// number in [`TAGS`]; 0: canonical
    tag: u8,
    /// the decomposition in `Tables::parts`
    start: u32,
    len: u8,
}

struct Tables {
    entries: Vec<Entry>,
    parts: Vec<u32>,
    /// canonical pairs that are composed again
    composed: HashMap<(u32, u32), u32>,
    /// where the combining class changes, and to what
    classes: Vec<(u32, u8)>,
}

/// Kinds of compatibility decompositions as `unicodedata.decomposition` writes them; the first is the canonical one.
pub use tables::TAGS;

/// A stream of variable-length numbers.
struct Stream(&'static [u8]);

impl Stream {
    fn byte(&mut self) -> u8 {
        match self.0.split_first() {
            Some((b, rest)) => {
                self.0 = rest;
                *b
            }
            None => 0,
        }
    }
    fn number(&mut self) -> u32 {
        let (mut n, mut shift) = (0, 0);
        loop {
            let b = self.byte();
            n |= u32::from(b & 127) << shift;
            shift += 7;
            if b < 128 || shift > 28 {
                return n;
            }
        }
    }
    /// A difference: the sign is in the lowest bit.
    fn difference(&mut self) -> u32 {
        let n = self.number();
        if n & 1 == 0 { n >> 1 } else { (n >> 1).wrapping_neg() }
    }
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        let (mut at, mut kinds, mut lengths) = (Stream(tables::AT), Stream(tables::KINDS), Stream(tables::LENGTHS));
        let mut differences = Stream(tables::PARTS);
        let mut t = Tables { entries: Vec::new(), parts: Vec::new(), composed: HashMap::new(), classes: Vec::new() };
        let (mut c, mut before) = (u32::MAX, [0u32; 32]);
        for _ in 0..tables::KINDS.len() {
            c = c.wrapping_add(at.number() + 1);
            let (kind, len) = (kinds.byte(), lengths.byte());
            let start = t.parts.len();
            for last in before.iter_mut().take(len as usize) {
                *last = last.wrapping_add(differences.difference());
                t.parts.push(*last);
            }
            if kind == 0
                && let [a, b] = t.parts[start..]
            {
                t.composed.insert((a, b), c);
            }
            t.entries.push(Entry { c, tag: kind & 31, start: start as u32, len });
        }
        let (mut at, mut c) = (Stream(tables::CLASS_AT), 0);
        for class in tables::CLASSES {
            c += at.number();
            t.classes.push((c, *class));
        }
        t
    })
}

/// The canonical combining class.
pub fn combining_class(c: u32) -> u8 {
    let classes = &tables().classes;
    match classes.partition_point(|(at, _)| *at <= c) {
        0 => 0,
        i => classes[i - 1].1,
    }
}

/// The decomposition that a character has by itself (one step): the number of its tag in [`TAGS`], and the characters. Hangul
/// syllables are not listed.
pub fn decomposition(c: u32) -> Option<(usize, &'static [u32])> {
    let t = tables();
    let i = t.entries.binary_search_by_key(&c, |e| e.c).ok()?;
    let e = &t.entries[i];
    Some((e.tag as usize, &t.parts[e.start as usize..e.start as usize + e.len as usize]))
}

const S: u32 = 0xAC00;
const L: u32 = 0x1100;
const V: u32 = 0x1161;
const T: u32 = 0x11A7;
const V_COUNT: u32 = 21;
const T_COUNT: u32 = 28;
const L_COUNT: u32 = 19;
const S_COUNT: u32 = L_COUNT * V_COUNT * T_COUNT;

fn decompose(chars: &mut dyn Iterator<Item = char>, compatible: bool) -> Vec<u32> {
    let mut out: Vec<u32> = Vec::new();
    let mut classes: Vec<u8> = Vec::new();
    let mut todo: Vec<u32> = Vec::new();
    for c in chars {
        todo.push(c as u32);
        while let Some(c) = todo.pop() {
            let s = c.wrapping_sub(S);
            if s < S_COUNT {
                out.extend([L + s / (V_COUNT * T_COUNT), V + s / T_COUNT % V_COUNT]);
                if s % T_COUNT != 0 {
                    out.push(T + s % T_COUNT);
                }
                classes.resize(out.len(), 0);
                continue;
            }
            if c >= 0x80
                && let Some((tag, parts)) = decomposition(c)
                && (tag == 0 || compatible)
            {
                todo.extend(parts.iter().rev());
                continue;
            }
            // marks stand in order of their class behind the character that they belong to
            let class = if c < 0x300 { 0 } else { combining_class(c) };
            let mut i = out.len();
            while class != 0 && i > 0 && classes[i - 1] > class {
                i -= 1;
            }
            out.insert(i, c);
            classes.insert(i, class);
        }
    }
    out
}

fn compose_pair(a: u32, b: u32) -> Option<u32> {
    let (l, v) = (a.wrapping_sub(L), b.wrapping_sub(V));
    if l < L_COUNT && v < V_COUNT {
        return Some(S + (l * V_COUNT + v) * T_COUNT);
    }
    let (s, t) = (a.wrapping_sub(S), b.wrapping_sub(T));
    if s < S_COUNT && s.is_multiple_of(T_COUNT) && (1..T_COUNT).contains(&t) {
        return Some(a + t);
    }
    tables().composed.get(&(a, b)).copied()
}

fn compose(text: Vec<u32>) -> Vec<u32> {
    let mut out: Vec<u32> = Vec::with_capacity(text.len());
    let mut starter: Option<usize> = None;
    // class of the character before, if it stayed behind the starter
    let mut last = 0;
    for c in text {
        let class = combining_class(c);
        if let Some(at) = starter
            && (at + 1 == out.len() || last != 0 && last < class)
            && let Some(both) = compose_pair(out[at], c)
        {
            out[at] = both;
            continue;
        }
        if class == 0 {
            starter = Some(out.len());
        }
        last = class;
        out.push(c);
    }
    out
}

/// The characters of a normal form.
pub type Normalized = std::vec::IntoIter<char>;

fn form(chars: &mut dyn Iterator<Item = char>, compatible: bool, composed: bool) -> Normalized {
    let mut out = decompose(chars, compatible);
    if composed {
        out = compose(out);
    }
    out.into_iter().filter_map(char::from_u32).collect::<Vec<char>>().into_iter()
}

/// The normal forms of text.
pub trait UnicodeNormalization<I: Iterator<Item = char>>: Sized {
    /// The characters.
    fn characters(self) -> I;
    /// Canonical decomposition.
    fn nfd(self) -> Normalized {
        form(&mut self.characters(), false, false)
    }
    /// Compatibility decomposition.
    fn nfkd(self) -> Normalized {
        form(&mut self.characters(), true, false)
    }
    /// Canonical decomposition, composed again.
    fn nfc(self) -> Normalized {
        form(&mut self.characters(), false, true)
    }
    /// Compatibility decomposition, composed again.
    fn nfkc(self) -> Normalized {
        form(&mut self.characters(), true, true)
    }
}

impl<'a> UnicodeNormalization<std::str::Chars<'a>> for &'a str {
    fn characters(self) -> std::str::Chars<'a> {
        self.chars()
    }
}

impl<I: Iterator<Item = char>> UnicodeNormalization<I> for I {
    fn characters(self) -> I {
        self
    }
}
