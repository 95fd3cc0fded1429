//! The places of a unit as programs see them: offsets of instructions and the lines that begin there.
//!
//! Invariant: a word has eight bytes of offsets. Lines that have no instruction of their own (openings, such as `try:`) take the first
//! bytes of the word that they stand before, two each, so every line that can be told has an offset. So has the line of the definition,
//! before the first word of the body.

use super::{CodeUnit, Op, Position};

/// Offsets of one word.
const WORD: u32 = 8;
/// Offsets of an opening, and of an entry of `co_positions()`.
pub const UNIT: u32 = 2;
/// Most lines without instructions that one word has offsets for.
const OPENINGS: u32 = 3;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PlaceKind {
    /// instructions
    Words,
    /// a line before the instruction
    Opening,
    /// the line of the definition
    Definition,
}

/// One stretch of offsets.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// the first word
    pub pc: u32,
    pub start: u32,
    pub end: u32,
    /// line 0: none, but of a module's definition it is the line
    pub position: Position,
    pub kind: PlaceKind,
}

impl Place {
    /// The line, if there is one.
    pub fn line(&self) -> Option<u32> {
        (self.position.line != 0 || self.kind == PlaceKind::Definition).then_some(self.position.line)
    }
}

/// The line of the definition, of which a call is told.
pub fn definition(unit: &CodeUnit) -> Position {
    match &*unit.name {
        "<module>" => Position { end_line: 1, ..Position::default() },
        _ => Position { line: unit.first_line, end_line: unit.first_line, col: 0, end_col: 0 },
    }
}

/// The first word that runs after the frame has been set up.
pub fn body(unit: &CodeUnit) -> u32 {
    let sets_up = |op: u8| op == Op::MakeCell as u8 || op == Op::MakeGenerator as u8;
    unit.words.iter().take_while(|w| sets_up(w.op)).count() as u32
}

/// All places, by offset.
pub fn places(unit: &CodeUnit) -> Vec<Place> {
    let mut found = Vec::new();
    let body = body(unit);
    let mut openings = unit.openings.iter().peekable();
    for (first, n, position) in unit.positions.spans() {
        let (mut pc, end) = (first, first + n);
        while pc < end {
            let mut start = pc * WORD;
            let mut line = |kind: PlaceKind, position: Position| {
                if start < pc * WORD + OPENINGS * UNIT {
                    found.push(Place { pc, start, end: start + UNIT, position, kind });
                    start += UNIT;
                }
            };
            if pc == body {
                line(PlaceKind::Definition, definition(unit));
            }
            while let Some(o) = openings.next_if(|o| o.at <= pc) {
                line(PlaceKind::Opening, Position { line: o.line, end_line: o.line, col: 0, end_col: 0 });
            }
            // up to the next word that has something before it
            let next = openings.peek().map_or(u32::MAX, |o| o.at);
            let stop = [body, next].into_iter().filter(|at| *at > pc).fold(end, u32::min);
            found.push(Place { pc, start, end: stop * WORD, position, kind: PlaceKind::Words });
            pc = stop;
        }
    }
    found
}

/// The offset of a word.
pub fn offset(unit: &CodeUnit, pc: u32) -> u32 {
    let before = unit.openings.iter().filter(|o| o.at == pc).count() as u32 + (pc == body(unit)) as u32;
    pc * WORD + before.min(OPENINGS) * UNIT
}

/// The word at an offset.
pub fn word(offset: u32) -> u32 {
    offset / WORD
}
