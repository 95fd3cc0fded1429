//! The matcher: runs a [`Program`] over text by backtracking, with an explicit stack.
//!
//! Invariants: nothing here recurses. All state is in the [`Machine`], so a run can pause whenever its fuel is used up and go on later; a
//! run without fuel still makes progress. Whatever changes while the stack is not empty is undone when the stack is popped, so a choice
//! finds groups, repeats and position as they were when it was made. `barrier` is the topmost entry of an open body that cannot be
//! backtracked into; closing the body drops the choices above it and keeps what undoes groups.

use super::charset::{Fold, is_word_ascii, is_word_unicode};
use super::program::{At, Closed, Inst, MAXREPEAT, Program, Test};

/// No position, no repeat, no entry.
pub const NONE: u32 = u32::MAX;
/// Most entries of the stack (16 bytes each).
const MAX_STACK: usize = if cfg!(target_pointer_width = "32") { 1 << 24 } else { 1 << 25 };

/// Text to match, by index. Its end is the end of what may be matched.
pub trait Text: Copy {
    fn len(self) -> usize;
    fn at(self, i: usize) -> Option<u32>;
    /// First index of `c` from `from` on, below `to`.
    fn find(self, c: u32, from: usize, to: usize) -> Option<usize>;
    /// First index from `from` on where all of `needle` is.
    fn find_all(self, needle: &[u32], from: usize) -> Option<usize>;
}

/// What a run came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    Found,
    NotFound,
    /// out of fuel: run again
    Paused,
    /// the stack would get too large
    Memory,
}

/// Kinds of entries; what undoes something, and what is tried next.
mod kind {
    /// a group's end: index; its value is `x`, the last group `pos`
    pub const MARK: u32 = 0;
    /// the open repeat was this
    pub const REPEAT: u32 = 1;
    /// this repeat was opened inside of repeat `x`
    pub const OPENED: u32 = 2;
    /// this repeat's count was `x`, its last position `y`
    pub const COUNT: u32 = 3;
    /// goes on at this instruction
    pub const CHOICE: u32 = 4;
    /// this instruction's repeated character one time less, down to position `x`
    pub const FEWER: u32 = 5;
    /// one time more, up to position `x`
    pub const MORE: u32 = 6;
    /// leaves this repeat, whose count was `x` and last position `y`
    pub const LEAVE: u32 = 7;
    /// the body of this repeat once more
    pub const AGAIN: u32 = 8;
    /// an open body: its instruction, the barrier before in `x`, the number of repeats in `y`
    pub const OPEN: u32 = 9;
}

#[derive(Clone, Copy)]
struct Entry {
    /// the kind in the upper 4 bits, a number below
    tag: u32,
    pos: u32,
    x: u32,
    y: u32,
}

impl Entry {
    fn kind(self) -> u32 {
        self.tag >> 28
    }
    fn number(self) -> u32 {
        self.tag & (1 << 28) - 1
    }
}

/// An open repeat.
#[derive(Clone, Copy)]
struct Rep {
    /// repetitions so far; -1 before the first
    count: u32,
    /// where the last repetition began
    last: u32,
    /// the repeat around it
    outer: u32,
    /// its `Until` or `Open`
    until: u32,
}

/// The matcher's state.
#[derive(Default)]
pub struct Machine {
    pc: usize,
    pos: usize,
    /// where a match that is being tried begins; after `Found`, where it began
    pub start: usize,
    /// beginnings and ends of groups
    pub marks: Vec<u32>,
    /// the group that closed last, 0 for none
    pub last_group: u32,
    /// the match has to reach the end
    whole: bool,
    /// no empty match here
    pub forbidden: Option<usize>,
    /// a match is being tried
    running: bool,
    stack: Vec<Entry>,
    reps: Vec<Rep>,
    repeat: u32,
    barrier: u32,
}

/// True if `c` passes.
#[inline(always)]
fn passes(p: &Program, test: Test, c: Option<u32>) -> bool {
    let Some(c) = c else { return false };
    match test {
        Test::All => true,
        Test::Line => c != 10,
        Test::Is(x) => c == x,
        Test::Not(x) => c != x,
        Test::In(i) => p.sets.get(i as usize).is_some_and(|s| s.has(c)),
        Test::Never => false,
    }
}

/// End of the run of at most `max` characters from `from` on that pass.
fn run_end<T: Text>(p: &Program, test: Test, s: T, from: usize, max: u32) -> usize {
    let end = match max {
        MAXREPEAT => s.len(),
        max => s.len().min(from.saturating_add(max as usize)),
    };
    if from >= end {
        return from;
    }
    let mut i = from;
    match test {
        Test::All => return end,
        Test::Line => return s.find(10, from, end).unwrap_or(end),
        Test::Not(x) => return s.find(x, from, end).unwrap_or(end),
        Test::Is(x) => {
            while i < end && s.at(i) == Some(x) {
                i += 1;
            }
        }
        Test::In(n) => {
            if let Some(set) = p.sets.get(n as usize) {
                while i < end && s.at(i).is_some_and(|c| set.has(c)) {
                    i += 1;
                }
            }
        }
        Test::Never => {}
    }
    i
}

fn is_at<T: Text>(at: At, s: T, pos: usize) -> bool {
    let before = || pos.checked_sub(1).and_then(|i| s.at(i));
    let boundary = |word: fn(u32) -> bool| before().is_some_and(word) != s.at(pos).is_some_and(word);
    match at {
        At::Beginning => pos == 0,
        At::BeginningLine => pos == 0 || before() == Some(10),
        At::End => pos == s.len() || pos + 1 == s.len() && s.at(pos) == Some(10),
        At::EndLine => pos == s.len() || s.at(pos) == Some(10),
        At::EndString => pos == s.len(),
        At::Boundary => boundary(is_word_ascii),
        At::NonBoundary => !boundary(is_word_ascii),
        At::UnicodeBoundary => boundary(is_word_unicode),
        At::UnicodeNonBoundary => !boundary(is_word_unicode),
    }
}

impl Machine {
    /// A machine that has nothing to do yet; with `whole`, a match has to reach the end.
    pub fn new(whole: bool) -> Machine {
        Machine { whole, ..Machine::default() }
    }

    /// The end of what was found.
    pub fn end(&self) -> usize {
        self.pos
    }

    /// A group's span, if it took part in the match.
    pub fn span(&self, group: usize) -> Option<(usize, usize)> {
        match (self.marks.get(group * 2), self.marks.get(group * 2 + 1)) {
            (Some(&a), Some(&b)) if a != NONE && b != NONE => Some((a as usize, b as usize)),
            _ => None,
        }
    }

    /// Begins to match at `start`.
    fn begin(&mut self, p: &Program, start: usize, pos: usize, pc: usize) {
        self.start = start;
        self.pos = pos;
        self.pc = pc;
        self.marks.clear();
        self.marks.resize(p.groups * 2, NONE);
        self.last_group = 0;
        self.stack.clear();
        self.reps.clear();
        self.repeat = NONE;
        self.barrier = NONE;
        self.running = true;
    }

    /// Matches at `start` only.
    pub fn matches<T: Text>(&mut self, p: &Program, s: T, start: usize, fuel: &mut i64) -> Outcome {
        if !self.running {
            if p.info.min > s.len().saturating_sub(start) {
                return Outcome::NotFound;
            }
            self.begin(p, start, start, 0);
        }
        self.run(p, s, fuel)
    }

    /// Looks for the first match at or after `start`.
    pub fn search<T: Text>(&mut self, p: &Program, s: T, start: usize, fuel: &mut i64) -> Outcome {
        let mut at = start;
        loop {
            if self.running {
                match self.run(p, s, fuel) {
                    Outcome::NotFound => at = self.start + 1,
                    other => return other,
                }
                if p.info.anchored {
                    return Outcome::NotFound;
                }
            }
            let Some(found) = self.candidate(p, s, at) else { return Outcome::NotFound };
            *fuel -= ((found - at) >> 5) as i64;
            let skip = p.info.skip;
            if p.info.literal {
                self.begin(p, found, found + p.info.prefix.len(), 0);
                self.running = false;
                return Outcome::Found;
            }
            self.begin(p, found, found + skip, skip);
            *fuel -= 1;
            if *fuel < 0 {
                return Outcome::Paused;
            }
        }
    }

    /// The next position at which a match could begin.
    #[inline]
    fn candidate<T: Text>(&self, p: &Program, s: T, at: usize) -> Option<usize> {
        let last = s.len().checked_sub(p.info.min)?;
        if at > last {
            return None;
        }
        match (&*p.info.prefix, p.info.first) {
            ([], None) => Some(at),
            ([], Some(test)) => (at..=last).find(|i| passes(p, test, s.at(*i))),
            ([c], _) => s.find(*c, at, s.len()),
            (prefix, _) => s.find_all(prefix, at),
        }
    }

    /// Pushes an entry; false if there are too many.
    #[inline(always)]
    #[must_use]
    fn push(&mut self, kind: u32, number: u32, pos: u32, x: u32, y: u32) -> bool {
        if self.stack.len() == self.stack.capacity() && !self.grow() {
            return false;
        }
        self.stack.push(Entry { tag: kind << 28 | number, pos, x, y });
        true
    }

    #[cold]
    fn grow(&mut self) -> bool {
        let n = self.stack.len();
        n < MAX_STACK && self.stack.try_reserve(n.clamp(16, MAX_STACK)).is_ok()
    }

    /// The same for what only undoes something: not needed when there is nothing to go back to.
    #[inline(always)]
    #[must_use]
    fn undo(&mut self, kind: u32, number: u32, pos: u32, x: u32, y: u32) -> bool {
        self.stack.is_empty() || self.push(kind, number, pos, x, y)
    }

    /// Takes back what an undoing entry says.
    #[inline]
    fn take_back(&mut self, e: Entry) {
        let n = e.number();
        match e.kind() {
            kind::MARK => {
                if let Some(m) = self.marks.get_mut(n as usize) {
                    *m = e.x;
                }
                self.last_group = e.pos;
            }
            kind::REPEAT => self.repeat = n,
            kind::OPENED => {
                self.repeat = e.x;
                self.reps.truncate(n as usize);
            }
            kind::COUNT | kind::LEAVE => self.set_rep(n, e.x, e.y),
            _ => {}
        }
    }

    fn set_rep(&mut self, n: u32, count: u32, last: u32) {
        if let Some(r) = self.reps.get_mut(n as usize) {
            r.count = count;
            r.last = last;
        }
    }

    /// Closes the body of the topmost barrier: its entry. What undoes groups stays.
    fn close(&mut self) -> Option<Entry> {
        let at = self.barrier as usize;
        let e = *self.stack.get(at)?;
        let mut kept = at;
        for i in at + 1..self.stack.len() {
            if let Some(x) = self.stack.get(i).copied()
                && x.kind() == kind::MARK
            {
                if let Some(place) = self.stack.get_mut(kept) {
                    *place = x;
                }
                kept += 1;
            }
        }
        self.stack.truncate(kept);
        self.barrier = e.x;
        Some(e)
    }

    /// Runs on until a match is found or none is possible.
    fn run<T: Text>(&mut self, p: &Program, s: T, fuel: &mut i64) -> Outcome {
        let (mut pc, mut pos) = (self.pc, self.pos);
        // out of fuel with all done: go on here later
        macro_rules! charge {
            ($n:expr) => {
                *fuel -= $n;
                if *fuel < 0 {
                    self.pc = pc;
                    self.pos = pos;
                    return Outcome::Paused;
                }
            };
        }
        macro_rules! need {
            ($pushed:expr) => {
                if !$pushed {
                    self.running = false;
                    return Outcome::Memory;
                }
            };
        }
        'step: loop {
            'fail: {
                match p.code.get(pc).copied().unwrap_or(Inst::Fail) {
                    Inst::Fail => break 'fail,
                    Inst::Success => {
                        if self.whole && pos != s.len() || self.forbidden == Some(pos) && self.start == pos {
                            break 'fail;
                        }
                        self.pos = pos;
                        self.running = false;
                        return Outcome::Found;
                    }
                    Inst::One(test) => {
                        if !passes(p, test, s.at(pos)) {
                            break 'fail;
                        }
                        pos += 1;
                        pc += 1;
                    }
                    Inst::At(at) => {
                        if !is_at(at, s, pos) {
                            break 'fail;
                        }
                        pc += 1;
                    }
                    Inst::Mark(i) => {
                        let old = self.marks.get(i as usize).copied().unwrap_or(NONE);
                        need!(self.undo(kind::MARK, i, self.last_group, old, 0));
                        if let Some(m) = self.marks.get_mut(i as usize) {
                            *m = pos as u32;
                        }
                        if i & 1 == 1 {
                            self.last_group = (i >> 1) + 1;
                        }
                        pc += 1;
                    }
                    Inst::Jump(to) => pc = to as usize,
                    Inst::Branch(mut next) => loop {
                        let alternative = p.code.get(next as usize).copied();
                        if passes(p, p.first_test(pc + 1), s.at(pos))
                            || !matches!(p.code.get(pc + 1), Some(Inst::One(_)))
                        {
                            if matches!(alternative, Some(Inst::Branch(_))) {
                                need!(self.push(kind::CHOICE, next, pos as u32, 0, 0));
                            }
                            pc += 1;
                            continue 'step;
                        }
                        pc = next as usize;
                        match alternative {
                            Some(Inst::Branch(n)) => next = n,
                            _ => continue 'step,
                        }
                    },
                    Inst::Repeat(until) => {
                        let n = self.reps.len() as u32;
                        need!(n < MAX_STACK as u32);
                        need!(self.undo(kind::OPENED, n, 0, self.repeat, 0));
                        self.reps.push(Rep { count: NONE, last: NONE, outer: self.repeat, until });
                        self.repeat = n;
                        pc = until as usize;
                    }
                    Inst::MaxUntil { min, max, body } => {
                        let n = self.repeat;
                        let Some(rep) = self.reps.get(n as usize).copied() else { break 'fail };
                        let count = rep.count.wrapping_add(1);
                        if count < min {
                            need!(self.undo(kind::COUNT, n, 0, rep.count, rep.last));
                            self.set_rep(n, count, rep.last);
                            pc = body as usize;
                        } else if (count < max || max == MAXREPEAT) && rep.last != pos as u32 {
                            need!(self.push(kind::LEAVE, n, pos as u32, rep.count, rep.last));
                            self.set_rep(n, count, pos as u32);
                            pc = body as usize;
                        } else {
                            need!(self.undo(kind::REPEAT, n, 0, 0, 0));
                            self.repeat = rep.outer;
                            pc += 1;
                        }
                        charge!(1);
                    }
                    Inst::MinUntil { min, body, .. } => {
                        let n = self.repeat;
                        let Some(rep) = self.reps.get(n as usize).copied() else { break 'fail };
                        let count = rep.count.wrapping_add(1);
                        if count < min {
                            need!(self.undo(kind::COUNT, n, 0, rep.count, rep.last));
                            self.set_rep(n, count, rep.last);
                            pc = body as usize;
                        } else {
                            need!(self.push(kind::AGAIN, n, pos as u32, 0, 0));
                            self.repeat = rep.outer;
                            pc += 1;
                        }
                        charge!(1);
                    }
                    Inst::MaxOne { test, min, max } => {
                        let end = run_end(p, test, s, pos, max);
                        if end - pos < min as usize {
                            break 'fail;
                        }
                        let least = pos + min as usize;
                        let begun = pos;
                        pos = end;
                        if let Some(Inst::One(next)) = p.code.get(pc + 1)
                            && end > least
                        {
                            // go straight to the last place where what follows can match
                            while pos > least && !passes(p, *next, s.at(pos)) {
                                pos -= 1;
                            }
                        }
                        if pos > least {
                            need!(self.push(kind::FEWER, pc as u32, pos as u32, least as u32, 0));
                        }
                        pc += 1;
                        charge!(((end - begun) >> 5) as i64);
                    }
                    Inst::MinOne { test, min, max } => {
                        let end = if min == 0 { pos } else { run_end(p, test, s, pos, min) };
                        if end - pos < min as usize {
                            break 'fail;
                        }
                        let most = match max {
                            MAXREPEAT => NONE,
                            max => (pos.saturating_add(max as usize)).min(NONE as usize - 1) as u32,
                        };
                        pos = end;
                        if most > pos as u32 {
                            need!(self.push(kind::MORE, pc as u32, pos as u32, most, 0));
                        }
                        pc += 1;
                    }
                    Inst::PossessiveOne { test, min, max } => {
                        let end = run_end(p, test, s, pos, max);
                        if end - pos < min as usize {
                            break 'fail;
                        }
                        *fuel -= ((end - pos) >> 5) as i64;
                        pos = end;
                        pc += 1;
                    }
                    Inst::Open { what, after } => {
                        let mut y = self.reps.len() as u32;
                        let mut at = pos;
                        match what {
                            Closed::Atomic => {}
                            Closed::Assert(back) => match pos.checked_sub(back as usize) {
                                Some(before) => at = before,
                                None => break 'fail,
                            },
                            Closed::AssertNot(back) => match pos.checked_sub(back as usize) {
                                Some(before) => at = before,
                                None => {
                                    pc = after as usize;
                                    continue 'step;
                                }
                            },
                            Closed::Possessive { max, .. } => {
                                if max == 0 {
                                    pc = after as usize;
                                    continue 'step;
                                }
                                y = self.reps.len() as u32;
                                self.reps.push(Rep { count: 0, last: NONE, outer: NONE, until: 0 });
                            }
                        }
                        let top = self.stack.len() as u32;
                        need!(self.push(kind::OPEN, pc as u32, pos as u32, self.barrier, y));
                        self.barrier = top;
                        pos = at;
                        pc += 1;
                    }
                    Inst::Close => {
                        let top = self.barrier;
                        let Some(e) = self.stack.get(top as usize).copied() else { break 'fail };
                        let open = e.number() as usize;
                        let Some(Inst::Open { what, after }) = p.code.get(open).copied() else { break 'fail };
                        if matches!(what, Closed::AssertNot(_)) {
                            // it matched, so it fails: as if the body had never been tried
                            while self.stack.len() > top as usize + 1 {
                                if let Some(x) = self.stack.pop() {
                                    self.take_back(x);
                                }
                            }
                            self.stack.pop();
                            self.barrier = e.x;
                            self.reps.truncate(e.y as usize);
                            break 'fail;
                        }
                        self.close();
                        pc = after as usize;
                        match what {
                            Closed::Assert(_) => pos = e.pos as usize,
                            Closed::Possessive { min, max } => {
                                let count = self.reps.get(e.y as usize).map_or(0, |r| r.count).saturating_add(1);
                                self.reps.truncate(e.y as usize + 1);
                                self.set_rep(e.y, count, e.pos);
                                let more = count < max || max == MAXREPEAT;
                                if count < min || more && pos != e.pos as usize {
                                    let top = self.stack.len() as u32;
                                    need!(self.push(kind::OPEN, open as u32, pos as u32, self.barrier, e.y));
                                    self.barrier = top;
                                    pc = open + 1;
                                    charge!(1);
                                    continue 'step;
                                }
                            }
                            _ => {}
                        }
                        self.reps.truncate(e.y as usize);
                    }
                    Inst::GroupRef { group, fold } => {
                        let Some((a, b)) = self.span(group as usize).filter(|(a, b)| a <= b) else { break 'fail };
                        for i in a..b {
                            let same = match (s.at(i), s.at(pos)) {
                                (Some(x), Some(y)) => x == y || fold != Fold::None && fold.apply(x) == fold.apply(y),
                                _ => false,
                            };
                            if !same {
                                break 'fail;
                            }
                            pos += 1;
                        }
                        *fuel -= ((b - a) >> 5) as i64;
                        pc += 1;
                    }
                    Inst::IfGroup { group, other } => {
                        let there = self.span(group as usize).is_some_and(|(a, b)| a <= b);
                        pc = if there { pc + 1 } else { other as usize };
                    }
                }
                continue 'step;
            }
            // the topmost choice
            loop {
                let Some(&e) = self.stack.last() else {
                    self.running = false;
                    return Outcome::NotFound;
                };
                let n = e.number();
                match e.kind() {
                    kind::CHOICE => {
                        self.stack.pop();
                        pos = e.pos as usize;
                        pc = n as usize;
                        break;
                    }
                    kind::FEWER => {
                        let next = p.first_test(n as usize + 1);
                        let least = e.x as usize;
                        pos = e.pos as usize - 1;
                        pc = n as usize + 1;
                        if matches!(p.code.get(pc), Some(Inst::One(_))) {
                            while pos > least && !passes(p, next, s.at(pos)) {
                                pos -= 1;
                            }
                        }
                        if pos > least {
                            if let Some(top) = self.stack.last_mut() {
                                top.pos = pos as u32;
                            }
                        } else {
                            self.stack.pop();
                        }
                        break;
                    }
                    kind::MORE => {
                        let Some(Inst::MinOne { test, .. }) = p.code.get(n as usize).copied() else {
                            self.stack.pop();
                            continue;
                        };
                        pos = e.pos as usize;
                        pc = n as usize + 1;
                        // on to the next place where what follows can match
                        let quick = matches!(p.code.get(pc), Some(Inst::One(_)));
                        let next = p.first_test(pc);
                        let mut stuck = false;
                        loop {
                            if pos as u32 >= e.x || !passes(p, test, s.at(pos)) {
                                stuck = true;
                                break;
                            }
                            pos += 1;
                            if !quick || passes(p, next, s.at(pos)) {
                                break;
                            }
                        }
                        *fuel -= ((pos - e.pos as usize) >> 5) as i64;
                        if stuck {
                            self.stack.pop();
                            continue;
                        }
                        if let Some(top) = self.stack.last_mut() {
                            top.pos = pos as u32;
                        }
                        break;
                    }
                    kind::LEAVE => {
                        self.stack.pop();
                        self.take_back(e);
                        let Some(rep) = self.reps.get(n as usize).copied() else { continue };
                        need!(self.undo(kind::REPEAT, n, 0, 0, 0));
                        self.repeat = rep.outer;
                        pos = e.pos as usize;
                        pc = rep.until as usize + 1;
                        break;
                    }
                    kind::AGAIN => {
                        self.stack.pop();
                        self.repeat = n;
                        let Some(rep) = self.reps.get(n as usize).copied() else { continue };
                        let Some(Inst::MinUntil { max, body, .. }) = p.code.get(rep.until as usize).copied() else {
                            continue;
                        };
                        let count = rep.count.wrapping_add(1);
                        if count >= max && max != MAXREPEAT || rep.last == e.pos {
                            continue;
                        }
                        need!(self.undo(kind::COUNT, n, 0, rep.count, rep.last));
                        self.set_rep(n, count, e.pos);
                        pos = e.pos as usize;
                        pc = body as usize;
                        break;
                    }
                    kind::OPEN => {
                        self.stack.pop();
                        self.barrier = e.x;
                        let Some(Inst::Open { what, after }) = p.code.get(n as usize).copied() else { continue };
                        let count = self.reps.get(e.y as usize).map_or(0, |r| r.count);
                        self.reps.truncate(e.y as usize);
                        let goes_on = match what {
                            Closed::AssertNot(_) => true,
                            Closed::Possessive { min, .. } => count >= min,
                            _ => false,
                        };
                        if goes_on {
                            pos = e.pos as usize;
                            pc = after as usize;
                            break;
                        }
                    }
                    _ => {
                        self.stack.pop();
                        self.take_back(e);
                    }
                }
            }
            charge!(1);
        }
    }
}
