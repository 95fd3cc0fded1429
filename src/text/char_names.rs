//! Names of characters: what `\N{…}` and `unicodedata` look up.
//!
//! Invariant: names of CJK and Tangut ideographs and of Hangul syllables are computed, all others come out of a table that is made when
//! the interpreter is built. The table's bytes may be anything: reading them does not panic.
//!
//! The table is text: a line for each name in order of code points, and after an empty line one for each alias. A line begins with a
//! character that says how much of the line before it repeats ('0' + length), so what follows is the rest. A line that reads `=1f600`
//! gives the code point of the next name; others count up. Lines of aliases read `1f600 NAME`.

use std::fmt::Write;

/// Names and aliases.
pub struct Names {
    /// all names, each with a line end before and after it
    text: String,
    /// code point and start of its name, ascending
    index: Vec<(u32, u32)>,
    /// the same for aliases, in the order of the table
    aliases: Vec<(u32, String)>,
}

/// Longest beginning that a line repeats.
const MOST: usize = 75;

/// Writes a table: names in order of code points, aliases.
pub fn table(names: &[(u32, String)], aliases: &[(u32, String)]) -> String {
    let mut out = String::new();
    let mut before = String::new();
    let mut put = |line: String| {
        let same = line.bytes().zip(before.bytes()).take(MOST).take_while(|(a, b)| a == b).count();
        out.push((b'0' + same as u8) as char);
        out.push_str(&line[same..]);
        out.push('\n');
        before = line;
    };
    let mut next = 0;
    for (c, name) in names {
        if *c != next {
            put(format!("={c:x}"));
        }
        put(name.clone());
        next = c + 1;
    }
    put(String::new());
    aliases.iter().for_each(|(c, name)| put(format!("{c:x} {name}")));
    out
}

impl Names {
    /// Reads a table.
    pub fn read(table: &str) -> Option<Names> {
        let mut names = Names { text: String::from("\n"), index: Vec::new(), aliases: Vec::new() };
        let (mut line, mut next, mut named) = (String::new(), 0u32, true);
        for coded in table.lines() {
            let same = (*coded.as_bytes().first()? as usize).checked_sub(b'0' as usize)?;
            let kept = line.get(..same)?.len();
            line.truncate(kept);
            line.push_str(coded.get(1..)?);
            if line.is_empty() {
                named = false;
            } else if !named {
                let (c, alias) = line.split_once(' ')?;
                names.aliases.push((u32::from_str_radix(c, 16).ok()?, alias.to_owned()));
            } else if let Some(c) = line.strip_prefix('=') {
                next = u32::from_str_radix(c, 16).ok()?;
            } else {
                names.index.push((next, names.text.len() as u32));
                names.text.push_str(&line);
                names.text.push('\n');
                next = next.wrapping_add(1);
            }
        }
        Some(names)
    }

    /// The name of a character. CPython finds Tangut ideographs by their names, but has no names for them.
    pub fn name(&self, c: u32) -> Option<String> {
        if let Some(name) = computed(c).filter(|name| !name.starts_with("TANGUT")) {
            return Some(name);
        }
        let i = self.index.binary_search_by_key(&c, |(c, _)| *c).ok()?;
        let start = self.index.get(i)?.1 as usize;
        self.text.get(start..)?.split('\n').next().map(str::to_owned)
    }

    /// The character of a name or alias, whatever the case.
    pub fn character(&self, name: &str) -> Option<u32> {
        let name = name.to_ascii_uppercase();
        if name.contains('\n') {
            return None;
        }
        if let Some(c) = from_computed(&name) {
            return Some(c);
        }
        if let Some((c, _)) = self.aliases.iter().find(|(_, alias)| *alias == name) {
            return Some(*c);
        }
        let found = self.text.find(&format!("\n{name}\n"))? as u32 + 1;
        let i = self.index.binary_search_by_key(&found, |(_, start)| *start).ok()?;
        self.index.get(i).map(|(c, _)| *c)
    }
}

/// Ranges whose characters are named by a word and their code point.
const NUMBERED: &[(&str, &[(u32, u32)])] = &[
    (
        "CJK UNIFIED IDEOGRAPH-",
        &[
            (0x3400, 0x4dbf),
            (0x4e00, 0x9fff),
            (0x20000, 0x2a6df),
            (0x2a700, 0x2b739),
            (0x2b740, 0x2b81d),
            (0x2b820, 0x2cea1),
            (0x2ceb0, 0x2ebe0),
            (0x2ebf0, 0x2ee5d),
            (0x30000, 0x3134a),
            (0x31350, 0x323af),
        ],
    ),
    ("TANGUT IDEOGRAPH-", &[(0x17000, 0x187f7), (0x18d00, 0x18d08)]),
];

const LEADS: &[&str] =
    &["G", "GG", "N", "D", "DD", "R", "M", "B", "BB", "S", "SS", "", "J", "JJ", "C", "K", "T", "P", "H"];
const VOWELS: &[&str] = &[
    "A", "AE", "YA", "YAE", "EO", "E", "YEO", "YE", "O", "WA", "WAE", "OE", "YO", "U", "WEO", "WE", "WI", "YU", "EU",
    "YI", "I",
];
const TAILS: &[&str] = &[
    "", "G", "GG", "GS", "N", "NJ", "NH", "D", "L", "LG", "LM", "LB", "LS", "LT", "LP", "LH", "M", "B", "BS", "S",
    "SS", "NG", "J", "C", "K", "T", "P", "H",
];
const FIRST_SYLLABLE: u32 = 0xac00;
const SYLLABLES: u32 = 11_172;

/// A name that follows from the code point.
pub fn computed(c: u32) -> Option<String> {
    if let Some(n) = c.checked_sub(FIRST_SYLLABLE).filter(|n| *n < SYLLABLES) {
        let n = n as usize;
        let per_lead = VOWELS.len() * TAILS.len();
        let parts = [LEADS.get(n / per_lead)?, VOWELS.get(n % per_lead / TAILS.len())?, TAILS.get(n % TAILS.len())?];
        return Some(format!("HANGUL SYLLABLE {}{}{}", parts[0], parts[1], parts[2]));
    }
    let (prefix, _) = NUMBERED.iter().find(|(_, ranges)| ranges.iter().any(|(a, b)| (*a..=*b).contains(&c)))?;
    let mut name = (*prefix).to_owned();
    write!(name, "{c:04X}").ok()?;
    Some(name)
}

fn from_computed(name: &str) -> Option<u32> {
    if let Some(syllable) = name.strip_prefix("HANGUL SYLLABLE ") {
        return (FIRST_SYLLABLE..FIRST_SYLLABLE + SYLLABLES)
            .find(|c| computed(*c).is_some_and(|n| n.strip_prefix("HANGUL SYLLABLE ") == Some(syllable)));
    }
    let (_, digits) = name.rsplit_once('-')?;
    let c = u32::from_str_radix(digits, 16).ok()?;
    (computed(c)? == *name).then_some(c)
}
