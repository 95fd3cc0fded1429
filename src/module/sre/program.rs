//! Compiled patterns: what the machine executes, decoded from the code words that `re._compiler` makes.
//!
//! Invariants: every jump of a [`Program`] leads to one of its instructions, and the last instruction is `Fail`; repeats, groups and
//! assertions are properly nested; group numbers are below the number of groups. Words that break these rules are refused.

use super::charset::{Fold, Set};

/// A repeat without upper bound.
pub const MAXREPEAT: u32 = u32::MAX;
/// More instructions than this are refused: their numbers share a word with a tag.
const MAX_LENGTH: usize = 1 << 28;

/// A condition on one character.
#[derive(Clone, Copy, Debug)]
pub enum Test {
    /// Any character.
    All,
    /// Any but a newline.
    Line,
    Is(u32),
    Not(u32),
    /// In a set, by its number.
    In(u32),
    Never,
}

/// A position to be tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    Beginning,
    BeginningLine,
    End,
    EndLine,
    EndString,
    Boundary,
    NonBoundary,
    UnicodeBoundary,
    UnicodeNonBoundary,
}

/// What a body is run for that cannot be backtracked into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    Atomic,
    /// Lookahead or lookbehind by this many characters.
    Assert(u32),
    AssertNot(u32),
    Possessive {
        min: u32,
        max: u32,
    },
}

/// An instruction. Targets are instruction numbers.
#[derive(Clone, Copy, Debug)]
pub enum Inst {
    Fail,
    /// The pattern matched.
    Success,
    One(Test),
    At(At),
    /// Sets an end of a group.
    Mark(u32),
    Jump(u32),
    /// Tries what follows, then what is at the target (another `Branch`, or `Fail`).
    Branch(u32),
    /// Opens a repeat; its `Until` is the target.
    Repeat(u32),
    MaxUntil {
        min: u32,
        max: u32,
        body: u32,
    },
    MinUntil {
        min: u32,
        max: u32,
        body: u32,
    },
    /// As many of one character as possible.
    MaxOne {
        test: Test,
        min: u32,
        max: u32,
    },
    MinOne {
        test: Test,
        min: u32,
        max: u32,
    },
    PossessiveOne {
        test: Test,
        min: u32,
        max: u32,
    },
    /// Opens a body that ends with `Close`; the instruction behind it is `after`.
    Open {
        what: Closed,
        after: u32,
    },
    Close,
    GroupRef {
        group: u32,
        fold: Fold,
    },
    /// Goes on if the group has matched, else at the target.
    IfGroup {
        group: u32,
        other: u32,
    },
}

/// What is known of the beginning of every match.
#[derive(Debug, Default)]
pub struct Info {
    /// Shortest match.
    pub min: usize,
    /// Characters that every match begins with.
    pub prefix: Box<[u32]>,
    /// Instructions that the prefix makes needless.
    pub skip: usize,
    /// The prefix is all of the pattern.
    pub literal: bool,
    /// What the first character has to pass.
    pub first: Option<Test>,
    /// Matches begin at the beginning only.
    pub anchored: bool,
}

/// A compiled pattern.
#[derive(Debug)]
pub struct Program {
    pub code: Vec<Inst>,
    pub sets: Vec<Set>,
    pub groups: usize,
    pub info: Info,
}

/// Operations of the code words, numbered as in `re._constants.OPCODES`.
mod op {
    pub const FAILURE: u32 = 0;
    pub const SUCCESS: u32 = 1;
    pub const ANY: u32 = 2;
    pub const ANY_ALL: u32 = 3;
    pub const ASSERT: u32 = 4;
    pub const ASSERT_NOT: u32 = 5;
    pub const AT: u32 = 6;
    pub const BRANCH: u32 = 7;
    pub const CATEGORY: u32 = 8;
    pub const GROUPREF: u32 = 11;
    pub const GROUPREF_EXISTS: u32 = 12;
    pub const IN: u32 = 13;
    pub const INFO: u32 = 14;
    pub const JUMP: u32 = 15;
    pub const LITERAL: u32 = 16;
    pub const MARK: u32 = 17;
    pub const MAX_UNTIL: u32 = 18;
    pub const MIN_UNTIL: u32 = 19;
    pub const NOT_LITERAL: u32 = 20;
    pub const REPEAT: u32 = 23;
    pub const REPEAT_ONE: u32 = 24;
    pub const MIN_REPEAT_ONE: u32 = 26;
    pub const ATOMIC_GROUP: u32 = 27;
    pub const POSSESSIVE_REPEAT: u32 = 28;
    pub const POSSESSIVE_REPEAT_ONE: u32 = 29;
    pub const GROUPREF_IGNORE: u32 = 30;
    pub const IN_IGNORE: u32 = 31;
    pub const LITERAL_IGNORE: u32 = 32;
    pub const NOT_LITERAL_IGNORE: u32 = 33;
    pub const GROUPREF_LOC_IGNORE: u32 = 34;
    pub const IN_LOC_IGNORE: u32 = 35;
    pub const LITERAL_LOC_IGNORE: u32 = 36;
    pub const NOT_LITERAL_LOC_IGNORE: u32 = 37;
    pub const GROUPREF_UNI_IGNORE: u32 = 38;
    pub const IN_UNI_IGNORE: u32 = 39;
    pub const LITERAL_UNI_IGNORE: u32 = 40;
    pub const NOT_LITERAL_UNI_IGNORE: u32 = 41;
}

/// Flags of an info block.
const INFO_PREFIX: u32 = 1;
const INFO_LITERAL: u32 = 2;
const INFO_CHARSET: u32 = 4;

/// Something that is open while words are decoded.
enum Open {
    /// The next alternative is at this word.
    Branch(usize),
    /// Its `Until` is at this word.
    Repeat { until: usize, min: u32, max: u32, body: u32 },
    /// Its last word is this one.
    Body(usize),
}

struct Decoder<'a> {
    words: &'a [u32],
    program: Program,
    /// the instruction that a word begins, u32::MAX for none
    starts: Vec<u32>,
    open: Vec<Open>,
}

impl Program {
    /// Decodes code words; `None` if they are no valid program.
    pub fn decode(words: &[u32], groups: usize) -> Option<Program> {
        if words.len() >= MAX_LENGTH || groups >= MAX_LENGTH / 2 {
            return None;
        }
        let program = Program { code: Vec::new(), sets: Vec::new(), groups, info: Info::default() };
        let mut d = Decoder { words, program, starts: vec![u32::MAX; words.len() + 1], open: Vec::new() };
        let mut at = d.info()?;
        while at < words.len() {
            at = d.instruction(at)?;
        }
        if !d.open.is_empty() || at != words.len() {
            return None;
        }
        d.finish()
    }

    /// The test that a match of the instructions at `pc` begins with.
    #[inline]
    pub fn first_test(&self, pc: usize) -> Test {
        match self.code.get(pc) {
            Some(Inst::One(t)) => *t,
            _ => Test::All,
        }
    }
}

impl Decoder<'_> {
    fn word(&self, at: usize) -> Option<u32> {
        self.words.get(at).copied()
    }

    /// The word that a distance at word `at` leads to.
    fn target(&self, at: usize) -> Option<usize> {
        let to = at.checked_add(self.word(at)? as usize)?;
        if to > at && to <= self.words.len() { Some(to) } else { None }
    }

    fn set(&mut self, set: Set) -> Test {
        self.program.sets.push(set);
        Test::In(self.program.sets.len() as u32 - 1)
    }

    fn group(&self, at: usize) -> Option<u32> {
        self.word(at).filter(|g| (*g as usize) < self.program.groups)
    }

    /// Reads the info block; the word behind it.
    fn info(&mut self) -> Option<usize> {
        if self.word(0) != Some(op::INFO) {
            return Some(0);
        }
        let end = self.target(1)?;
        let flags = self.word(2)?;
        self.program.info.min = self.word(3)? as usize;
        if flags & INFO_PREFIX != 0 {
            let (len, skip) = (self.word(5)? as usize, self.word(6)? as usize);
            let prefix = self.words.get(7..7usize.checked_add(len)?)?;
            if len == 0 || skip > len {
                return None;
            }
            self.program.info.prefix = prefix.into();
            self.program.info.skip = skip;
            self.program.info.literal = flags & INFO_LITERAL != 0;
        } else if flags & INFO_CHARSET != 0 {
            let set = Set::parse(self.words.get(5..end)?, Fold::None)?;
            self.program.info.first = Some(self.set(set));
        }
        Some(end)
    }

    /// A condition on one character at word `at`, and the word behind it.
    fn test(&mut self, at: usize) -> Option<Option<(Test, usize)>> {
        let code = self.word(at)?;
        let test = match code {
            op::ANY => (Test::Line, 1),
            op::ANY_ALL => (Test::All, 1),
            op::FAILURE => (Test::Never, 1),
            op::LITERAL => (Test::Is(self.word(at + 1)?), 2),
            op::NOT_LITERAL => (Test::Not(self.word(at + 1)?), 2),
            op::CATEGORY => {
                let set = Set::parse(&[op::CATEGORY, self.word(at + 1)?, op::FAILURE], Fold::None)?;
                (self.set(set), 2)
            }
            op::LITERAL_IGNORE | op::LITERAL_LOC_IGNORE | op::LITERAL_UNI_IGNORE => {
                let set = Set::folded(self.word(at + 1)?, fold_of(code), false)?;
                (self.set(set), 2)
            }
            op::NOT_LITERAL_IGNORE | op::NOT_LITERAL_LOC_IGNORE | op::NOT_LITERAL_UNI_IGNORE => {
                let set = Set::folded(self.word(at + 1)?, fold_of(code), true)?;
                (self.set(set), 2)
            }
            op::IN | op::IN_IGNORE | op::IN_LOC_IGNORE | op::IN_UNI_IGNORE => {
                let end = self.target(at + 1)?;
                let set = Set::parse(self.words.get(at + 2..end)?, fold_of(code))?;
                (self.set(set), end - at)
            }
            _ => return Some(None),
        };
        Some(Some((test.0, at + test.1)))
    }

    /// Decodes what is at word `at`; the word behind it.
    fn instruction(&mut self, at: usize) -> Option<usize> {
        let here = self.program.code.len() as u32;
        *self.starts.get_mut(at)? = here;
        if let Some(Open::Branch(next)) = self.open.last()
            && *next == at
        {
            self.open.pop();
            if self.word(at)? == op::FAILURE {
                self.program.code.push(Inst::Fail);
                return Some(at + 1);
            }
            return self.branch(at);
        }
        if let Some((test, next)) = self.test(at)? {
            self.program.code.push(if matches!(test, Test::Never) { Inst::Fail } else { Inst::One(test) });
            return Some(next);
        }
        let code = self.word(at)?;
        let (inst, next) = match code {
            op::SUCCESS => match self.open.pop() {
                None => (Inst::Success, at + 1),
                Some(Open::Body(last)) if last == at => (Inst::Close, at + 1),
                _ => return None,
            },
            op::AT => (Inst::At(position(self.word(at + 1)?)?), at + 2),
            op::MARK => {
                let mark = self.word(at + 1).filter(|m| (*m as usize) < self.program.groups * 2)?;
                (Inst::Mark(mark), at + 2)
            }
            op::JUMP => (Inst::Jump(self.target(at + 1)? as u32), at + 2),
            op::BRANCH => return self.branch(at + 1),
            op::REPEAT => {
                let until = self.target(at + 1)?;
                let (min, max) = self.bounds(at)?;
                self.open.push(Open::Repeat { until, min, max, body: here + 1 });
                (Inst::Repeat(until as u32), at + 4)
            }
            op::MAX_UNTIL | op::MIN_UNTIL => match self.open.pop() {
                Some(Open::Repeat { until, min, max, body }) if until == at => (
                    if code == op::MAX_UNTIL {
                        Inst::MaxUntil { min, max, body }
                    } else {
                        Inst::MinUntil { min, max, body }
                    },
                    at + 1,
                ),
                _ => return None,
            },
            op::REPEAT_ONE | op::MIN_REPEAT_ONE | op::POSSESSIVE_REPEAT_ONE => {
                let end = self.target(at + 1)?;
                let (min, max) = self.bounds(at)?;
                let (test, next) = self.test(at + 4)??;
                if self.word(next)? != op::SUCCESS || next + 1 != end {
                    return None;
                }
                let inst = match code {
                    op::REPEAT_ONE => Inst::MaxOne { test, min, max },
                    op::MIN_REPEAT_ONE => Inst::MinOne { test, min, max },
                    _ => Inst::PossessiveOne { test, min, max },
                };
                (inst, end)
            }
            op::ATOMIC_GROUP => (self.body(at, Closed::Atomic)?, at + 2),
            op::ASSERT => (self.body(at, Closed::Assert(self.word(at + 2)?))?, at + 3),
            op::ASSERT_NOT => (self.body(at, Closed::AssertNot(self.word(at + 2)?))?, at + 3),
            op::POSSESSIVE_REPEAT => {
                let (min, max) = self.bounds(at)?;
                // the distance leads to the last word of the body, not behind it
                let last = self.target(at + 1)?;
                self.open.push(Open::Body(last));
                (Inst::Open { what: Closed::Possessive { min, max }, after: last as u32 + 1 }, at + 4)
            }
            op::GROUPREF | op::GROUPREF_IGNORE | op::GROUPREF_LOC_IGNORE | op::GROUPREF_UNI_IGNORE => {
                (Inst::GroupRef { group: self.group(at + 1)?, fold: fold_of(code) }, at + 2)
            }
            op::GROUPREF_EXISTS => {
                // the distance counts from the word before it
                let other = (at + 1).checked_add(self.word(at + 2)? as usize)?;
                (Inst::IfGroup { group: self.group(at + 1)?, other: other as u32 }, at + 3)
            }
            _ => return None,
        };
        self.program.code.push(inst);
        Some(next)
    }

    fn bounds(&self, at: usize) -> Option<(u32, u32)> {
        let (min, max) = (self.word(at + 2)?, self.word(at + 3)?);
        if min > max { None } else { Some((min, max)) }
    }

    fn body(&mut self, at: usize, what: Closed) -> Option<Inst> {
        let end = self.target(at + 1)?;
        self.open.push(Open::Body(end - 1));
        Some(Inst::Open { what, after: end as u32 })
    }

    fn branch(&mut self, at: usize) -> Option<usize> {
        let next = self.target(at)?;
        self.program.code.push(Inst::Branch(next as u32));
        self.open.push(Open::Branch(next));
        Some(at + 1)
    }

    /// Turns words into instruction numbers.
    fn finish(mut self) -> Option<Program> {
        if let Some(last) = self.starts.last_mut() {
            *last = self.program.code.len() as u32;
        }
        self.program.code.push(Inst::Fail);
        let starts = &self.starts;
        let resolve = |word: &mut u32| {
            *word = starts.get(*word as usize).copied().filter(|i| *i != u32::MAX)?;
            Some(())
        };
        for inst in &mut self.program.code {
            match inst {
                Inst::Jump(to) | Inst::Branch(to) | Inst::Repeat(to) => resolve(to)?,
                Inst::Open { after, .. } => resolve(after)?,
                Inst::IfGroup { other, .. } => resolve(other)?,
                _ => {}
            }
        }
        self.program.info.anchored = matches!(self.program.code.first(), Some(Inst::At(At::Beginning)));
        Some(self.program)
    }
}

fn fold_of(code: u32) -> Fold {
    match code {
        op::GROUPREF_IGNORE | op::IN_IGNORE | op::LITERAL_IGNORE | op::NOT_LITERAL_IGNORE => Fold::Ascii,
        op::GROUPREF_LOC_IGNORE | op::IN_LOC_IGNORE | op::LITERAL_LOC_IGNORE | op::NOT_LITERAL_LOC_IGNORE => {
            Fold::Locale
        }
        op::GROUPREF_UNI_IGNORE | op::IN_UNI_IGNORE | op::LITERAL_UNI_IGNORE | op::NOT_LITERAL_UNI_IGNORE => {
            Fold::Unicode
        }
        _ => Fold::None,
    }
}

/// Positions, numbered as in `re._constants.ATCODES`.
fn position(number: u32) -> Option<At> {
    Some(match number {
        0 | 2 => At::Beginning,
        1 => At::BeginningLine,
        3 | 8 => At::Boundary,
        4 | 9 => At::NonBoundary,
        5 => At::End,
        6 => At::EndLine,
        7 => At::EndString,
        10 => At::UnicodeBoundary,
        11 => At::UnicodeNonBoundary,
        _ => return None,
    })
}
