//! Code objects: a code unit loaded into a VM.
//!
//! Invariant: `consts` and `names` correspond index by index to the unit's; inline caches live in `words` and hold no owned values.

use super::str::Str;
use crate::code::{CodeUnit, Instr};
use crate::heap::{Kind, Mut, Payload, Ref, Visitor};
use crate::value::Value;
use std::cell::Cell;
use std::rc::Rc;

/// A code object.
pub struct Code {
    pub unit: Rc<CodeUnit>,
    /// `unit.registers`, `unit.argcount`, `unit.first_free`, near the words
    pub registers: u16,
    pub argcount: u16,
    pub first_free: u16,
    /// instructions and inline caches; the dispatch loop writes caches in place
    pub words: Box<[Cell<Instr>]>,
    pub consts: Mut<Vec<Value>>,
    pub names: Vec<Ref<Str>>,
    pub name: Ref<Str>,
    pub qualname: Ref<Str>,
    pub filename: Ref<Str>,
    /// `varnames`, interned
    pub varnames: Vec<Ref<Str>>,
}

impl Payload for Code {
    const KIND: Kind = Kind::Code;
    fn visit(&self, v: &mut Visitor) {
        v.values(&self.consts.borrow());
        self.names.iter().chain(&self.varnames).for_each(|n| v.reference(n));
        for n in [&self.name, &self.qualname, &self.filename] {
            v.reference(n);
        }
    }
}

impl Code {
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
