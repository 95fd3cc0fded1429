//! Outlines: code units as bytes, as the packs of the standard library carry them. This is the reader; the build script writes them.
//!
//! Invariant: an outline holds the body of a module and the bodies of its classes; a function that stands directly in one of these is
//! a *stub*: all that a call needs before the first instruction, and where its definition stands in the source, from which
//! `compile::function` makes the rest. Whatever the bytes are, reading them ends and does not panic; only units that the verifier
//! passed when the pack was made may be run.
//!
//! Layout: numbers are varints (7 bits a byte, low ones first; signed ones zigzag). An outline is a table of strings and the module's
//! unit. A string, a name or a constant is referred to by 0 if it is the next one that was not referred to yet, else by its index + 1.
//! Instructions stand in columns: operations, flags, each field; then the names' and the constants' indexes. Bodies of modules and
//! classes have lines only for positions: columns are made from the text when a traceback needs them. The definitions that a program
//! is likely to need stand beside the outline, in the order of their stubs; the others are thought of as standing behind these, and a
//! bit of a stub tells which it is.

use super::opcode::{Instr, OPS, Op, Operand};
use super::{CodeUnit, Const, ExceptionEntry, ExceptionTable, HiddenLocal, Opening, PositionTable, Reg, Stub, flags};
use num_bigint::BigInt;
use std::rc::Rc;

/// Kinds of constants, by the byte that begins each.
pub mod tag {
    pub const NONE: u8 = 0;
    pub const ELLIPSIS: u8 = 1;
    pub const FALSE: u8 = 2;
    pub const TRUE: u8 = 3;
    pub const INT: u8 = 4;
    pub const BIG_INT: u8 = 5;
    pub const FLOAT: u8 = 6;
    pub const COMPLEX: u8 = 7;
    pub const STR: u8 = 8;
    pub const WIDE_STR: u8 = 9;
    pub const BYTES: u8 = 10;
    pub const TUPLE: u8 = 11;
    pub const FROZEN_SET: u8 = 12;
    pub const SLICE: u8 = 13;
    pub const CODE: u8 = 14;
    pub const STUB: u8 = 15;
}

/// The unit of a module: its outline, the source that its stubs refer to, and its file name.
pub fn read(outline: &[u8], source: &str, filename: &str) -> Option<Rc<CodeUnit>> {
    let strings = Vec::new();
    let mut reader = Reader {
        bytes: outline,
        source,
        filename: filename.into(),
        strings,
        next: 0,
        stub_ends: [0, source.len() as u32],
    };
    for _ in 0..reader.number()? {
        let text = std::str::from_utf8(reader.bytes()?).ok()?;
        reader.strings.push(text.into());
    }
    reader.unit(None, 0)
}

/// The index that a reference means.
fn predicted(n: u64, next: &mut usize) -> usize {
    match n {
        0 => {
            *next += 1;
            *next - 1
        }
        n => n as usize - 1,
    }
}

/// Takes a number from the front.
pub fn number(bytes: &mut &[u8]) -> Option<u64> {
    let (mut n, mut shift) = (0u64, 0u32);
    loop {
        let (b, rest) = bytes.split_first()?;
        *bytes = rest;
        n |= ((b & 0x7f) as u64).checked_shl(shift)?;
        if *b < 0x80 {
            return Some(n);
        }
        shift += 7;
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    source: &'a str,
    filename: Rc<str>,
    strings: Vec<Rc<str>>,
    /// the next string
    next: usize,
    /// where the last stub's definition ends, of those in `source` and of those behind it
    stub_ends: [u32; 2],
}

/// Units nest no deeper.
const DEPTH: u32 = 50;

impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.bytes.split_at_checked(n)?;
        self.bytes = rest;
        Some(head)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    fn number(&mut self) -> Option<u64> {
        number(&mut self.bytes)
    }

    fn signed(&mut self) -> Option<i64> {
        let z = self.number()?;
        Some((z >> 1) as i64 ^ -((z & 1) as i64))
    }

    fn small(&mut self) -> Option<u16> {
        u16::try_from(self.number()?).ok()
    }

    fn string(&mut self) -> Option<Rc<str>> {
        let n = self.number()?;
        self.string_of(n)
    }

    fn string_of(&mut self, n: u64) -> Option<Rc<str>> {
        let i = predicted(n, &mut self.next);
        self.strings.get(i).cloned()
    }

    /// So many of something; each takes at least one byte.
    fn list<T>(&mut self, item: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let n = self.number()? as usize;
        if n > self.bytes.len() {
            return None;
        }
        let mut list = Vec::with_capacity(n);
        for _ in 0..n {
            list.push(item(self)?);
        }
        Some(list)
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let n = self.number()? as usize;
        self.take(n)
    }

    fn float(&mut self) -> Option<f64> {
        Some(f64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }

    fn constant(&mut self, parent: &Unfinished, depth: u32) -> Option<Const> {
        if depth > DEPTH {
            return None;
        }
        Some(match self.byte()? {
            tag::NONE => Const::None,
            tag::ELLIPSIS => Const::Ellipsis,
            tag::FALSE => Const::Bool(false),
            tag::TRUE => Const::Bool(true),
            tag::INT => Const::Int(self.signed()?),
            tag::BIG_INT => Const::BigInt(BigInt::from_signed_bytes_le(self.bytes()?)),
            tag::FLOAT => Const::Float(self.float()?),
            tag::COMPLEX => Const::Complex(self.float()?, self.float()?),
            tag::STR => Const::Str(self.string()?),
            tag::WIDE_STR => Const::WideStr(self.list(|r| u32::try_from(r.number()?).ok())?.into()),
            tag::BYTES => Const::Bytes(self.bytes()?.into()),
            tag::TUPLE => Const::Tuple(self.list(|r| r.constant(parent, depth + 1))?.into()),
            tag::FROZEN_SET => Const::FrozenSet(self.list(|r| r.constant(parent, depth + 1))?.into()),
            tag::SLICE => {
                let mut part = || self.constant(parent, depth + 1);
                Const::Slice(Rc::new([part()?, part()?, part()?]))
            }
            tag::CODE => Const::Code(self.unit(Some(parent), depth + 1)?),
            tag::STUB => Const::Code(self.stub(parent)?),
            _ => return None,
        })
    }

    /// What every unit begins with.
    fn head(&mut self, parent: Option<&Unfinished>) -> Option<Unfinished> {
        let name = self.string()?;
        let qualname = match (self.number()?, parent) {
            (0, Some(p)) if p.top => name.clone(),
            (0, Some(p)) => format!("{}.{name}", p.qualname).into(),
            (0, None) => name.clone(),
            (n, _) => self.string_of(n - 1)?,
        };
        let above = parent.map_or(0, |p| p.first_line as i64);
        let first_line = u32::try_from(above + self.signed()?).ok()?;
        Some(Unfinished { name, qualname, first_line, top: parent.is_none() })
    }

    fn unit(&mut self, parent: Option<&Unfinished>, depth: u32) -> Option<Rc<CodeUnit>> {
        let head = self.head(parent)?;
        let flags = self.number()? as u32;
        let (argcount, posonly, kwonly) = (self.small()?, self.small()?, self.small()?);
        let varnames = self.list(Self::string)?;
        let cellvars = self.list(|r| Some((r.string()?, Reg(r.small()?))))?;
        let freevars = self.list(Self::string)?;
        let (first_free, first_temp, registers) = (Reg(self.small()?), Reg(self.small()?), self.small()?);
        let words = self.words()?;
        let names = self.list(Self::string)?;
        let exceptions = self.list(|r| {
            let start = r.number()? as u32;
            let end = start.checked_add(r.number()? as u32)?;
            Some(ExceptionEntry { start, end, target: r.number()? as u32, reg: r.small()? })
        })?;
        let coarse = self.byte()? != 0;
        let positions = PositionTable::from_bytes(self.bytes()?, head.first_line, coarse);
        let openings = self.list(|r| {
            let (at, line) = (r.number()? as u32, head.first_line.wrapping_add(r.number()? as u32));
            Some(Opening { at, line, again: r.byte()? != 0 })
        })?;
        let hidden = self.list(|r| {
            let (name, reg) = (r.string()?, Reg(r.small()?));
            let start = r.number()? as u32;
            Some(HiddenLocal { name, reg, start, end: start.checked_add(r.number()? as u32)? })
        })?;
        let doc = match self.byte()? {
            0 => None,
            _ => Some(self.constant(&head, depth)?),
        };
        let consts = self.list(|r| r.constant(&head, depth))?;
        Some(Rc::new(CodeUnit {
            name: head.name,
            qualname: head.qualname,
            filename: self.filename.clone(),
            first_line: head.first_line,
            flags,
            argcount,
            posonly,
            kwonly,
            varnames,
            cellvars,
            freevars,
            first_free,
            first_temp,
            registers,
            words,
            consts,
            names,
            exceptions: ExceptionTable::new(exceptions),
            positions,
            hidden,
            openings,
            doc,
            stub: None,
        }))
    }

    /// Instructions by column.
    fn words(&mut self) -> Option<Vec<Instr>> {
        let n = self.number()? as usize;
        if n > self.bytes.len() {
            return None;
        }
        let mut words: Vec<Instr> = Vec::with_capacity(n * 2);
        let mut starts = Vec::with_capacity(n);
        for op in self.take(n)? {
            let info = OPS.get(*op as usize)?;
            starts.push((words.len(), info.operands));
            words.push(Instr::new(info.op, 0, 0, 0, 0));
            words.extend(std::iter::repeat_n(Instr::raw(0), info.cache as usize));
        }
        for ((i, _), flags) in starts.iter().zip(self.take(n)?) {
            words.get_mut(*i)?.flags = *flags;
        }
        for field in 0..3 {
            for (i, operands) in &starts {
                let value = match operands.get(field)? {
                    Operand::No | Operand::Name | Operand::Const | Operand::WideConst => continue,
                    Operand::Imm | Operand::Jump16 => self.signed()? as u32,
                    Operand::Jump => self.signed()? as u32,
                    _ => self.small()? as u32,
                };
                put(words.get_mut(*i)?, field, *operands.get(field)?, value);
            }
        }
        for kinds in [[Operand::Name; 2], [Operand::Const, Operand::WideConst]] {
            let mut next = 0;
            for (i, operands) in &starts {
                for (field, kind) in operands.iter().enumerate() {
                    if kinds.contains(kind) {
                        let value = predicted(self.number()?, &mut next) as u32;
                        put(words.get_mut(*i)?, field, *kind, value);
                    }
                }
            }
        }
        // few caches start with anything but 0
        for _ in 0..self.number()? {
            let i = self.number()? as usize;
            *words.get_mut(i)? = Instr::raw(self.number()?);
        }
        Some(words)
    }

    fn stub(&mut self, parent: &Unfinished) -> Option<Rc<CodeUnit>> {
        let head = self.head(Some(parent))?;
        let n = self.number()? as u32;
        let last = self.stub_ends.get_mut(n as usize & 1)?;
        let start = *last;
        let end = start.checked_add(n >> 1)?;
        *last = end;
        let column = self.number()? as u32;
        if n & 1 == 0 {
            self.source.get(start as usize..end as usize)?;
        }
        let flags = self.number()? as u32;
        let (argcount, posonly, kwonly) = (self.small()?, self.small()?, self.small()?);
        let varnames = self.list(Self::string)?;
        let freevars = self.list(Self::string)?;
        let (first_free, registers) = (Reg(self.small()?), self.small()?);
        Some(Rc::new(CodeUnit {
            name: head.name,
            qualname: head.qualname,
            filename: self.filename.clone(),
            first_line: head.first_line,
            flags,
            argcount,
            posonly,
            kwonly,
            varnames,
            cellvars: Vec::new(),
            first_temp: Reg(first_free.0.checked_add(freevars.len() as u16)?),
            freevars,
            first_free,
            registers,
            words: vec![Instr::new(Op::Compile, 0, 0, 0, 0)],
            consts: Vec::new(),
            names: Vec::new(),
            exceptions: ExceptionTable::default(),
            positions: PositionTable::default(),
            hidden: Vec::new(),
            openings: Vec::new(),
            doc: None,
            stub: Some(Stub { start, end, column }),
        }))
    }
}

/// Sets a field of an instruction; a kind that takes two fields has b and c.
fn put(word: &mut Instr, field: usize, kind: Operand, value: u32) {
    match (kind, field) {
        (Operand::WideConst | Operand::Jump, _) => {
            word.b = value as u16;
            word.c = (value >> 16) as u16;
        }
        (_, 0) => word.a = value as u16,
        (_, 1) => word.b = value as u16,
        _ => word.c = value as u16,
    }
}

/// What the units inside one need to know of it.
struct Unfinished {
    name: Rc<str>,
    qualname: Rc<str>,
    first_line: u32,
    /// it is the module
    top: bool,
}

/// Parameters of a unit, in register order.
pub fn parameters(unit: &CodeUnit) -> usize {
    let rest = |flag: u32| (unit.flags & flag != 0) as usize;
    (unit.argcount + unit.kwonly) as usize + rest(flags::VARARGS) + rest(flags::VARKEYWORDS)
}
