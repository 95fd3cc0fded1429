//! Code objects: a code unit loaded into a VM.
//!
//! Invariant: `consts` and `names` correspond index by index to the unit's; inline caches live in `words` and hold no owned values.
//! The code of a stub (`code::outline`) has one instruction, [`Code::fill`] gives it the rest: what a call has to know before the first
//! instruction does not change by that, and what was there stays valid, since frames may point into it.

use super::str::Str;
use crate::code::{CodeUnit, Instr};
use crate::heap::{Kind, Mut, Payload, Ref, Visitor};
use crate::value::Value;
use std::cell::{Cell, OnceCell};
use std::ops::Deref;
use std::rc::Rc;

/// A value that may be replaced once; the first one is kept.
pub struct Late<T> {
    first: T,
    later: OnceCell<T>,
}

impl<T> Late<T> {
    pub fn new(first: T) -> Late<T> {
        Late { first, later: OnceCell::new() }
    }
    /// Both values.
    fn parts(&self) -> [Option<&T>; 2] {
        [Some(&self.first), self.later.get()]
    }
    fn replace(&self, value: T) {
        let _ = self.later.set(value);
    }
    /// The value before it was replaced.
    pub fn first(&self) -> &T {
        &self.first
    }
}

impl<T> Deref for Late<T> {
    type Target = T;
    #[inline(always)]
    fn deref(&self) -> &T {
        self.later.get().unwrap_or(&self.first)
    }
}

/// Instead of a number of arguments: a call does not run the code, it makes a generator.
pub const MAKES_GENERATOR: u16 = u16::MAX;

/// A code object.
pub struct Code {
    pub unit: Late<Rc<CodeUnit>>,
    /// `unit.registers`, `unit.argcount`, `unit.first_free`, near the words
    pub registers: u16,
    pub argcount: u16,
    /// `argcount`, or `MAKES_GENERATOR`
    pub plain_arguments: u16,
    pub first_free: u16,
    /// the first of `words`
    pub entry: Cell<*const Cell<Instr>>,
    /// instructions and inline caches; the dispatch loop writes caches in place
    pub words: Late<Box<[Cell<Instr>]>>,
    pub consts: Mut<Vec<Value>>,
    pub names: Late<Vec<Ref<Str>>>,
    pub name: Ref<Str>,
    pub qualname: Ref<Str>,
    pub filename: Ref<Str>,
    /// stands for what is C in CPython: its frames are no entries of tracebacks
    pub hidden: bool,
    /// `varnames`, interned
    pub varnames: Late<Vec<Ref<Str>>>,
    /// when trace points were put into `words` last (`vm/tracing.rs`)
    pub traced: Cell<u32>,
    /// its number in the trace, or 0
    pub trace_id: Cell<u32>,
    /// what its calls tell the trace (`vm/record_library.rs`); 0: not looked up
    pub told: Cell<u8>,
    /// what `sys.monitoring` is told of it (`vm/monitoring.rs`)
    pub monitors: Mut<Option<Box<crate::vm::monitoring::Monitors>>>,
    /// lines of the words, once the trace has asked for one
    pub lines: OnceCell<Box<[u32]>>,
}

impl Payload for Code {
    const KIND: Kind = Kind::Code;
    fn visit(&self, v: &mut Visitor) {
        v.values(&self.consts.borrow());
        let lists = [self.names.parts(), self.varnames.parts()];
        lists.into_iter().flatten().flatten().flatten().for_each(|n| v.reference(n));
        for n in [&self.name, &self.qualname, &self.filename] {
            v.reference(n);
        }
    }
}

impl Code {
    /// Whether the rest is still to be made.
    pub fn is_stub(&self) -> bool {
        self.unit.stub.is_some()
    }
    /// Gives a stub the rest; false if it does not fit.
    pub fn fill(&self, whole: Code) -> bool {
        let fits = self.registers == whole.registers
            && self.argcount == whole.argcount
            && self.first_free == whole.first_free
            && self.unit.flags == whole.unit.flags;
        if fits {
            self.consts.set(whole.consts.take());
            self.words.replace(whole.words.first);
            self.entry.set(self.words.as_ptr());
            self.names.replace(whole.names.first);
            self.varnames.replace(whole.varnames.first);
            self.unit.replace(whole.unit.first);
        }
        fits
    }
    /// Line of the word at an index, if there is one and lines were asked for before.
    #[inline(always)]
    pub fn known_line(&self, word: usize) -> Option<u32> {
        self.lines.get()?.get(word).copied()
    }
    /// The line of a word, found at once from the second time on. 0 if it has none.
    pub fn line(&self, pc: u32) -> u32 {
        if self.is_stub() {
            return self.unit.positions.lookup(pc).line;
        }
        let lines = self.lines.get_or_init(|| {
            let spans = self.unit.positions.spans();
            spans
                .flat_map(|(_, words, position)| std::iter::repeat_n(position.line, words as usize))
                .take(self.words.len())
                .collect()
        });
        lines.get(pc as usize).copied().unwrap_or(0)
    }
    /// `co_flags & flag`.
    #[inline(always)]
    pub fn has(&self, flag: u32) -> bool {
        self.unit.flags & flag != 0
    }
    /// Constants, for the dispatch loop.
    #[inline(always)]
    pub fn constant(&self, i: usize) -> Value {
        self.consts.borrow()[i].clone()
    }
    /// Registers of parameters: positional, keyword-only, *args, **kwargs.
    pub fn parameters(&self) -> usize {
        let u = &self.unit;
        (u.argcount + u.kwonly) as usize
            + self.has(crate::code::flags::VARARGS) as usize
            + self.has(crate::code::flags::VARKEYWORDS) as usize
    }
}
