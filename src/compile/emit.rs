//! The instruction buffer of one code unit: words, labels, protected ranges, positions, definite assignment.
//!
//! Invariants: every word has one position and at most one handler (the innermost, so ranges never overlap); nothing is emitted where control
//! cannot come; the set of definitely assigned registers at a label is the intersection over all jumps to it.

use crate::code::{ExceptionEntry, ExceptionTable, HiddenLocal, Instr, Op, Opening, Position};

/// A place to jump to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Label(u32);

/// The handler that covers the words emitted now; 0: none.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Handler(u32);

/// Most words that one program may compile to.
const WORD_LIMIT: usize = 1 << 24;

/// A set of registers.
#[derive(Clone, Debug, Default)]
pub struct Bits(Vec<u64>);

impl Bits {
    pub fn has(&self, reg: u16) -> bool {
        self.0.get(reg as usize / 64).is_some_and(|w| w >> (reg % 64) & 1 != 0)
    }
    pub fn set(&mut self, reg: u16) {
        let i = reg as usize / 64;
        if i >= self.0.len() {
            self.0.resize(i + 1, 0);
        }
        self.0[i] |= 1 << (reg % 64);
    }
    pub fn clear(&mut self, reg: u16) {
        if let Some(w) = self.0.get_mut(reg as usize / 64) {
            *w &= !(1 << (reg % 64));
        }
    }
    fn meet(&mut self, other: &Bits) {
        self.0.truncate(other.0.len());
        for (a, b) in self.0.iter_mut().zip(&other.0) {
            *a &= b;
        }
    }
}

#[derive(Debug)]
struct LabelInfo {
    at: Option<u32>,
    /// assigned registers, over all jumps so far; None: never jumped to
    assigned: Option<Bits>,
}

#[derive(Debug)]
struct HandlerInfo {
    target: Label,
    reg: u16,
    assigned: Bits,
    used: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// fields b and c
    Wide,
    /// field a
    Short,
    /// the cache word after it
    Cache,
}

#[derive(Debug)]
struct Fixup {
    word: u32,
    label: Label,
    form: Form,
}

/// A finished unit's code.
pub struct Assembled {
    pub words: Vec<Instr>,
    pub positions: Vec<Position>,
    pub exceptions: ExceptionTable,
    pub hidden: Vec<HiddenLocal>,
    pub openings: Vec<Opening>,
}

/// The buffer.
#[derive(Debug, Default)]
pub struct Code {
    pub words: Vec<Instr>,
    pub positions: Vec<Position>,
    handler_of: Vec<u32>,
    labels: Vec<LabelInfo>,
    /// bound labels in the order of their places
    bound: Vec<Label>,
    handlers: Vec<HandlerInfo>,
    fixups: Vec<Fixup>,
    handler: Handler,
    /// lines of statements that begin with those inside of them
    openings: Vec<(Label, Opening)>,
    /// control can come here
    pub live: bool,
    pub assigned: Bits,
    /// the program is too big
    pub overflow: bool,
}

impl Code {
    /// An empty buffer.
    pub fn new() -> Code {
        Code { live: true, ..Code::default() }
    }

    /// The next word's index.
    pub fn here(&self) -> u32 {
        self.words.len() as u32
    }

    /// Adds an instruction, unless control cannot come here.
    pub fn emit(&mut self, at: Position, op: Op, flags: u8, a: u16, b: u16, c: u16) {
        if !self.live {
            return;
        }
        self.push(at, Instr::new(op, flags, a, b, c));
        if matches!(
            op,
            Op::Return | Op::ReturnNone | Op::Raise | Op::Reraise | Op::UnwindHandler | Op::Jump | Op::JumpBack
        ) {
            self.live = false;
        }
    }

    /// Adds a cache word to the instruction just emitted.
    pub fn cache(&mut self, bits: u64) {
        if self.live
            && let Some(at) = self.positions.last().copied()
        {
            self.push(at, Instr::raw(bits));
        }
    }

    fn push(&mut self, at: Position, word: Instr) {
        if self.words.len() >= WORD_LIMIT {
            self.overflow = true;
            return;
        }
        self.words.push(word);
        self.positions.push(at);
        self.handler_of.push(self.handler.0);
        if self.handler.0 != 0 {
            self.handlers[self.handler.0 as usize - 1].used = true;
        }
    }

    /// A new label, bound later.
    pub fn label(&mut self) -> Label {
        self.labels.push(LabelInfo { at: None, assigned: None });
        Label(self.labels.len() as u32 - 1)
    }

    /// Puts a label here. Control comes here if it fell through or jumped.
    pub fn bind(&mut self, label: Label) {
        self.drop_jump_to_next(label);
        let at = self.here();
        self.bound.push(label);
        let info = &mut self.labels[label.0 as usize];
        info.at = Some(at);
        if let Some(assigned) = info.assigned.take() {
            if self.live {
                self.assigned.meet(&assigned);
            } else {
                self.assigned = assigned;
                self.live = true;
            }
        }
    }

    /// A jump that goes just past itself is no jump, unless it alone has its line.
    fn drop_jump_to_next(&mut self, label: Label) {
        let Some(last) = self.here().checked_sub(1) else { return };
        let Some(f) = self.fixups.last() else { return };
        let line = |i: u32| self.positions.get(i as usize).map_or(0, |p| p.line);
        let same_line = line(last) == 0 || last > 0 && line(last) == line(last - 1);
        let jump = f.word == last
            && f.label == label
            && f.form == Form::Wide
            && self.words[last as usize].op == Op::Jump as u8;
        if !jump || !same_line || self.live {
            return;
        }
        self.words.pop();
        self.positions.pop();
        self.handler_of.pop();
        self.fixups.pop();
        for label in self.bound.iter().rev() {
            let at = &mut self.labels[label.0 as usize].at;
            if *at != Some(last + 1) {
                break;
            }
            *at = Some(last);
        }
    }

    /// Puts a label here that only later jumps back to: a loop head.
    pub fn bind_head(&mut self) -> Label {
        let label = self.label();
        self.labels[label.0 as usize].at = Some(self.here());
        self.bound.push(label);
        label
    }

    /// A line begins here, and has no instruction of its own; does it when a loop jumps back here?
    pub fn open(&mut self, line: u32, again: bool) {
        if self.live {
            let label = self.bind_head();
            self.openings.push((label, Opening { at: 0, line, again }));
        }
    }

    /// Whether anything jumps to a label that is not bound yet.
    pub fn is_target(&self, label: Label) -> bool {
        self.labels[label.0 as usize].assigned.is_some()
    }

    /// Whether a label was put here.
    pub fn is_bound_here(&self) -> bool {
        self.bound.last().is_some_and(|l| self.labels[l.0 as usize].at == Some(self.here()))
    }

    fn reach(&mut self, label: Label) {
        let info = &mut self.labels[label.0 as usize];
        if info.at.is_some() {
            return;
        }
        match &mut info.assigned {
            Some(a) => a.meet(&self.assigned),
            None => info.assigned = Some(self.assigned.clone()),
        }
    }

    /// An unconditional forward jump.
    pub fn jump(&mut self, at: Position, label: Label) {
        self.jump_op(at, Op::Jump, 0, 0, label);
    }

    /// A loop's back edge.
    pub fn jump_back(&mut self, at: Position, label: Label) {
        self.jump_op(at, Op::JumpBack, 0, 0, label);
    }

    /// An instruction with a 32-bit jump.
    pub fn jump_op(&mut self, at: Position, op: Op, flags: u8, a: u16, label: Label) {
        if !self.live {
            return;
        }
        self.reach(label);
        self.fixups.push(Fixup { word: self.here(), label, form: Form::Wide });
        self.emit(at, op, flags, a, 0, 0);
    }

    /// A fused compare-and-branch.
    pub fn jump_compare(&mut self, at: Position, op: Op, flags: u8, label: Label, b: u16, c: u16) {
        if !self.live {
            return;
        }
        self.reach(label);
        self.fixups.push(Fixup { word: self.here(), label, form: Form::Short });
        self.emit(at, op, flags, 0, b, c);
    }

    /// `ForIter`: the jump is in the cache word.
    pub fn for_iter(&mut self, at: Position, dst: u16, iter: u16, label: Label) {
        if !self.live {
            return;
        }
        self.reach(label);
        self.fixups.push(Fixup { word: self.here(), label, form: Form::Cache });
        self.emit(at, Op::ForIter, 0, dst, iter, 0);
        self.cache(0);
    }

    // ---- protected ranges

    /// From here on `target` handles exceptions, with the exception in `reg`. The result goes back into [`Code::set_handler`].
    pub fn protect(&mut self, target: Label, reg: u16) -> Handler {
        self.handlers.push(HandlerInfo { target, reg, assigned: self.assigned.clone(), used: false });
        self.set_handler(Handler(self.handlers.len() as u32))
    }

    /// Changes the current handler; the result is the one before.
    pub fn set_handler(&mut self, handler: Handler) -> Handler {
        std::mem::replace(&mut self.handler, handler)
    }

    /// The current handler.
    pub fn handler(&self) -> Handler {
        self.handler
    }

    /// Puts a handler's label here. Control comes here only if something was protected.
    pub fn bind_handler(&mut self, label: Label) {
        let at = self.here();
        self.labels[label.0 as usize].at = Some(at);
        self.bound.push(label);
        let mut assigned: Option<Bits> = None;
        for h in self.handlers.iter().filter(|h| h.target == label && h.used) {
            match &mut assigned {
                Some(a) => a.meet(&h.assigned),
                None => assigned = Some(h.assigned.clone()),
            }
        }
        self.live = assigned.is_some();
        self.assigned = assigned.unwrap_or_default();
    }

    // ---- assembly

    /// Resolves jumps and ranges.
    pub fn finish(mut self, mut hidden: Vec<(HiddenLocal, Label, Label)>) -> Assembled {
        if self.live {
            // an unreachable end still must not run off the words
            let at = self.positions.last().copied().unwrap_or_default();
            self.emit(at, Op::ReturnNone, 0, 0, 0, 0);
        }
        self.thread_jumps();
        self.relax();
        for f in &self.fixups {
            let target = self.labels[f.label.0 as usize].at.unwrap_or(0);
            let delta = target as i32 - f.word as i32;
            let word = f.word as usize;
            match f.form {
                Form::Wide => {
                    self.words[word].b = delta as u16;
                    self.words[word].c = (delta >> 16) as u16;
                }
                Form::Short => self.words[word].a = delta as u16,
                Form::Cache => self.words[word + 1] = Instr::raw(delta as u32 as u64),
            }
        }
        let mut entries: Vec<ExceptionEntry> = Vec::new();
        let mut i = 0;
        while i < self.handler_of.len() {
            let h = self.handler_of[i];
            let start = i;
            while i < self.handler_of.len() && self.handler_of[i] == h {
                i += 1;
            }
            if h != 0 {
                let info = &self.handlers[h as usize - 1];
                let target = self.labels[info.target.0 as usize].at.unwrap_or(0);
                match entries.last_mut() {
                    Some(e) if e.end == start as u32 && e.target == target && e.reg == info.reg => e.end = i as u32,
                    _ => entries.push(ExceptionEntry { start: start as u32, end: i as u32, target, reg: info.reg }),
                }
            }
        }
        for (h, start, end) in &mut hidden {
            h.start = self.labels[start.0 as usize].at.unwrap_or(0);
            h.end = self.labels[end.0 as usize].at.unwrap_or(0);
        }
        Assembled {
            words: self.words,
            positions: self.positions,
            exceptions: ExceptionTable::new(entries),
            openings: self
                .openings
                .iter()
                .map(|(l, o)| Opening { at: self.labels[l.0 as usize].at.unwrap_or(0), ..*o })
                .collect(),
            hidden: hidden.into_iter().map(|h| h.0).filter(|h| h.start < h.end).collect(),
        }
    }

    /// A jump to an unconditional forward jump goes to where that one goes, unless a line would be lost.
    fn thread_jumps(&mut self) {
        let mut jump_at: crate::tables::Table<u32, usize> = Default::default();
        for (i, f) in self.fixups.iter().enumerate() {
            if f.form == Form::Wide && self.words[f.word as usize].op == Op::Jump as u8 {
                jump_at.insert(f.word, i);
            }
        }
        if jump_at.is_empty() {
            return;
        }
        for i in 0..self.fixups.len() {
            for _ in 0..8 {
                let f = &self.fixups[i];
                let Some(at) = self.labels[f.label.0 as usize].at else { break };
                let Some(next) = jump_at.get(&at) else { break };
                let line = self.positions[at as usize].line;
                if *next == i || line != 0 && line != self.positions[f.word as usize].line {
                    break;
                }
                self.fixups[i].label = self.fixups[*next].label;
            }
        }
    }

    /// Fused branches that do not reach their target become a negated branch over a long jump.
    fn relax(&mut self) {
        if self.words.len() < 0x7f00 {
            return;
        }
        loop {
            let far: Vec<usize> = (0..self.fixups.len())
                .filter(|i| {
                    let f = &self.fixups[*i];
                    let target = self.labels[f.label.0 as usize].at.unwrap_or(0) as i64;
                    f.form == Form::Short && i16::try_from(target - f.word as i64).is_err()
                })
                .collect();
            if far.is_empty() {
                return;
            }
            // words after which a long jump is inserted, in word order (fixups are in word order)
            let after: Vec<u32> = far.iter().map(|i| self.fixups[*i].word).collect();
            let moved = |word: u32| word + after.partition_point(|w| *w < word) as u32;
            let mut words = Vec::with_capacity(self.words.len() + after.len());
            let mut positions = Vec::with_capacity(words.capacity());
            let mut handler_of = Vec::with_capacity(words.capacity());
            let mut next = 0;
            for i in 0..self.words.len() {
                words.push(self.words[i]);
                positions.push(self.positions[i]);
                handler_of.push(self.handler_of[i]);
                if after.get(next) == Some(&(i as u32)) {
                    next += 1;
                    let last = words.len() - 1;
                    words[last].flags ^= crate::code::opcode::NEGATE;
                    words[last].a = 2;
                    words.push(Instr::new(Op::Jump, 0, 0, 0, 0));
                    positions.push(self.positions[i]);
                    handler_of.push(self.handler_of[i]);
                }
            }
            for label in &mut self.labels {
                label.at = label.at.map(moved);
            }
            let mut k = 0;
            for (i, f) in self.fixups.iter_mut().enumerate() {
                f.word = moved(f.word);
                if far.get(k) == Some(&i) {
                    k += 1;
                    f.word += 1;
                    f.form = Form::Wide;
                }
            }
            self.words = words;
            self.positions = positions;
            self.handler_of = handler_of;
        }
    }
}
