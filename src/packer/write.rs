//! Writes outlines: the other half of `code/outline.rs`, which says what they are.
//!
//! Invariant: what is written reads back as the same unit, stubs in place of functions that can be compiled alone.

use super::tidy;
use crate::code::opcode::{OPS, Operand};
use crate::code::outline::{parameters, tag};
use crate::code::{CodeUnit, Const, Instr};
use crate::compile::lazy::{self, Outlined};
use std::collections::HashMap;
use std::rc::Rc;

/// The outline of a module, and the source that its stubs refer to.
/// `common` tells whether programs are likely to need the function of this qualified name.
pub fn outline(
    unit: &CodeUnit,
    source: &str,
    outlined: &Outlined,
    common: &dyn Fn(&str) -> bool,
) -> (Vec<u8>, [String; 2]) {
    let tidy = tidy::Tidy::new(source);
    let mut writer = Writer {
        out: Vec::new(),
        strings: Vec::new(),
        index: HashMap::new(),
        source,
        definitions: Default::default(),
        common,
        tidy,
        outlined,
    };
    writer.unit(unit, None);
    let body = writer.out;
    let mut head = Vec::new();
    number(&mut head, writer.strings.len() as u64);
    for s in &writer.strings {
        number(&mut head, s.len() as u64);
        head.extend(s.bytes());
    }
    head.extend(body);
    (head, writer.definitions)
}

pub fn number(out: &mut Vec<u8>, mut n: u64) {
    while n >= 0x80 {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

fn signed(out: &mut Vec<u8>, n: i64) {
    number(out, (n << 1 ^ n >> 63) as u64);
}

struct Writer<'a> {
    out: Vec<u8>,
    strings: Vec<Rc<str>>,
    index: HashMap<Rc<str>, u64>,
    source: &'a str,
    /// what the stubs stand for, one after the other: those that programs are likely to need, and the others
    definitions: [String; 2],
    common: &'a dyn Fn(&str) -> bool,
    tidy: tidy::Tidy,
    outlined: &'a Outlined,
}

impl Writer<'_> {
    fn number(&mut self, n: impl Into<u64>) {
        number(&mut self.out, n.into());
    }

    /// What a string is referred to by.
    fn reference(&mut self, s: &Rc<str>) -> u64 {
        if let Some(i) = self.index.get(s) {
            return *i + 1;
        }
        self.index.insert(s.clone(), self.strings.len() as u64);
        self.strings.push(s.clone());
        0
    }

    fn string(&mut self, s: &Rc<str>) {
        let n = self.reference(s);
        self.number(n);
    }

    fn list(&mut self, list: &[Rc<str>]) {
        self.number(list.len() as u64);
        list.iter().for_each(|s| self.string(s));
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.out.extend(bytes);
    }

    fn head(&mut self, unit: &CodeUnit, parent: Option<&CodeUnit>) {
        self.string(&unit.name);
        let usual = match parent {
            Some(p) if *p.name != *"<module>" => format!("{}.{}", p.qualname, unit.name),
            _ => unit.name.to_string(),
        };
        let number = if usual == *unit.qualname { 0 } else { self.reference(&unit.qualname) + 1 };
        self.number(number);
        let above = parent.map_or(0, |p| p.first_line as i64);
        signed(&mut self.out, unit.first_line as i64 - above);
    }

    fn unit(&mut self, unit: &CodeUnit, parent: Option<&CodeUnit>) {
        if let Err(e) = crate::code::verify::verify(unit) {
            panic!("{}, {}: {e}", unit.filename, unit.qualname);
        }
        self.head(unit, parent);
        self.number(unit.flags);
        [unit.argcount, unit.posonly, unit.kwonly].into_iter().for_each(|n| self.number(n));
        self.list(&unit.varnames);
        self.number(unit.cellvars.len() as u64);
        for (name, reg) in &unit.cellvars {
            self.string(name);
            self.number(reg.0);
        }
        self.list(&unit.freevars);
        [unit.first_free.0, unit.first_temp.0, unit.registers].into_iter().for_each(|n| self.number(n));
        self.words(&unit.words);
        self.list(&unit.names);
        self.number(unit.exceptions.entries().len() as u64);
        for e in unit.exceptions.entries() {
            self.number(e.start);
            self.number(e.end - e.start);
            self.number(e.target);
            self.number(e.reg);
        }
        let open = parent.is_none() || self.is_class(unit);
        let positions = if open { unit.positions.coarsened() } else { unit.positions.clone() };
        self.out.push(positions.is_coarse() as u8);
        self.bytes(positions.bytes());
        self.number(unit.openings.len() as u64);
        for o in &unit.openings {
            self.number(o.at);
            self.number(o.line.wrapping_sub(unit.first_line));
            self.out.push(o.again.into());
        }
        self.number(unit.hidden.len() as u64);
        for h in &unit.hidden {
            self.string(&h.name);
            self.number(h.reg.0);
            self.number(h.start);
            self.number(h.end - h.start);
        }
        match &unit.doc {
            None => self.out.push(0),
            Some(doc) => {
                self.out.push(1);
                self.constant(doc, unit, false);
            }
        }
        // only the module's and its classes' own functions are stubs
        self.number(unit.consts.len() as u64);
        unit.consts.iter().for_each(|c| self.constant(c, unit, open));
    }

    fn is_class(&self, unit: &CodeUnit) -> bool {
        self.outlined.classes.contains(&(unit.qualname.to_string(), unit.first_line))
    }

    fn words(&mut self, words: &[Instr]) {
        let mut starts = Vec::new();
        let mut caches = Vec::new();
        let mut pc = 0;
        while let Some(word) = words.get(pc) {
            starts.push(*word);
            let length = OPS[word.op as usize].cache as usize;
            for (i, cache) in words.iter().enumerate().skip(pc + 1).take(length) {
                if cache.bits() != 0 {
                    caches.push((i as u64, cache.bits()));
                }
            }
            pc += 1 + length;
        }
        self.number(starts.len() as u64);
        self.out.extend(starts.iter().map(|w| w.op));
        self.out.extend(starts.iter().map(|w| w.flags));
        for field in 0..3 {
            for word in &starts {
                let (kind, value) = operand(word, field);
                match kind {
                    Operand::No => assert!(value == 0, "an operand that is not in the table"),
                    Operand::Name | Operand::Const | Operand::WideConst => {}
                    Operand::Imm | Operand::Jump16 => signed(&mut self.out, value as i16 as i64),
                    Operand::Jump => signed(&mut self.out, value as i32 as i64),
                    _ => self.number(value),
                }
            }
        }
        for kinds in [[Operand::Name; 2], [Operand::Const, Operand::WideConst]] {
            let mut next = 0;
            for word in &starts {
                for field in 0..3 {
                    let (kind, value) = operand(word, field);
                    if kinds.contains(&kind) {
                        let new = value == next;
                        next += new as u32;
                        self.number(if new { 0 } else { value as u64 + 1 });
                    }
                }
            }
        }
        self.number(caches.len() as u64);
        for (i, bits) in caches {
            self.number(i);
            self.number(bits);
        }
    }

    fn constant(&mut self, c: &Const, parent: &CodeUnit, open: bool) {
        let simple = match c {
            Const::None => tag::NONE,
            Const::Ellipsis => tag::ELLIPSIS,
            Const::Bool(false) => tag::FALSE,
            Const::Bool(true) => tag::TRUE,
            Const::Int(_) => tag::INT,
            Const::BigInt(_) => tag::BIG_INT,
            Const::Float(_) => tag::FLOAT,
            Const::Complex(..) => tag::COMPLEX,
            Const::Str(_) => tag::STR,
            Const::WideStr(_) => tag::WIDE_STR,
            Const::Bytes(_) => tag::BYTES,
            Const::Tuple(_) => tag::TUPLE,
            Const::FrozenSet(_) => tag::FROZEN_SET,
            Const::Slice(_) => tag::SLICE,
            Const::Code(unit) => {
                let key = (unit.qualname.to_string(), unit.first_line);
                let place = self.outlined.functions.get(&key).copied().filter(|_| open);
                let text = place.map(|place| (place.column, self.tidy.definition(self.source, &place)));
                match text.filter(|(column, text)| same_alone(unit, *column, text)) {
                    Some((column, text)) => {
                        self.out.push(tag::STUB);
                        return self.stub(unit, parent, column, &text);
                    }
                    None => tag::CODE,
                }
            }
        };
        self.out.push(simple);
        let list = |w: &mut Self, items: &[Const]| {
            w.number(items.len() as u64);
            items.iter().for_each(|c| w.constant(c, parent, false));
        };
        match c {
            Const::Int(i) => signed(&mut self.out, *i),
            Const::BigInt(i) => self.bytes(&i.to_signed_bytes_le()),
            Const::Float(f) => self.out.extend(f.to_le_bytes()),
            Const::Complex(r, i) => self.out.extend([r.to_le_bytes(), i.to_le_bytes()].concat()),
            Const::Str(s) => self.string(s),
            Const::WideStr(s) => {
                self.number(s.len() as u64);
                s.iter().for_each(|c| self.number(*c));
            }
            Const::Bytes(b) => self.bytes(b),
            Const::Tuple(items) | Const::FrozenSet(items) => list(self, items),
            Const::Slice(parts) => parts.iter().for_each(|c| self.constant(c, parent, false)),
            Const::Code(unit) => self.unit(unit, Some(parent)),
            Const::None | Const::Ellipsis | Const::Bool(_) => {}
        }
    }

    fn stub(&mut self, unit: &CodeUnit, parent: &CodeUnit, column: u32, text: &str) {
        self.head(unit, Some(parent));
        let rare = !(self.common)(&unit.qualname);
        self.number((text.len() as u64) << 1 | rare as u64);
        self.number(column);
        self.definitions[rare as usize].push_str(text);
        self.number(unit.flags);
        [unit.argcount, unit.posonly, unit.kwonly].into_iter().for_each(|n| self.number(n));
        self.list(&unit.varnames[..parameters(unit)]);
        self.list(&unit.freevars);
        [unit.first_free.0, unit.registers].into_iter().for_each(|n| self.number(n));
    }
}

/// Whether a function compiled alone is the same.
fn same_alone(unit: &CodeUnit, column: u32, text: &str) -> bool {
    let Ok(made) = lazy::complete(unit, column, text) else { return false };
    format!("{made:?}") == format!("{unit:?}")
}

/// A field's kind and value; a field that belongs to one before it is nothing of its own.
fn operand(word: &Instr, field: usize) -> (Operand, u32) {
    let kinds = &OPS[word.op as usize].operands;
    if field == 2 && matches!(kinds[1], Operand::WideConst | Operand::Jump) {
        return (Operand::No, 0);
    }
    let kind = kinds[field];
    let value = match field {
        _ if matches!(kind, Operand::WideConst | Operand::Jump) => word.wide(),
        0 => word.a as u32,
        1 => word.b as u32,
        _ => word.c as u32,
    };
    (kind, value)
}
