//! Byte offsets to lines and columns.
//!
//! Invariant: lines count from 1 and end at `\n`, `\r\n` or `\r`; columns are UTF-8 bytes from the line's start.

use crate::code::Position;
use crate::tables::Table;
use ruff_text_size::{TextRange, TextSize};
use std::cell::Cell;

/// Start offsets of all lines of one source text.
pub struct Lines {
    starts: Vec<u32>,
    last: Cell<usize>,
    /// nodes that are said to be somewhere else, by where they start; and by their ranges
    places: Vec<(TextRange, Position)>,
    moved: Table<TextRange, Position>,
    /// number of the first line
    first: u32,
}

impl Lines {
    /// Scans the text once.
    pub fn new(source: &str) -> Lines {
        let bytes = source.as_bytes();
        let mut starts = vec![0];
        for (i, b) in bytes.iter().enumerate() {
            if *b == b'\n' || *b == b'\r' && bytes.get(i + 1) != Some(&b'\n') {
                starts.push(i as u32 + 1);
            }
        }
        Lines { starts, last: Cell::new(0), places: Vec::new(), moved: Table::default(), first: 1 }
    }

    /// The same, with other places for these nodes.
    pub fn placed(source: &str, places: Option<&[(TextRange, Position)]>) -> Lines {
        let mut lines = Lines::new(source);
        if let Some(places) = places {
            lines.places = places.to_vec();
            lines.places.sort_by_key(|p| (p.0.start(), std::cmp::Reverse(p.0.end())));
            lines.moved = places.iter().copied().collect();
        }
        lines
    }

    /// Lines of a text that begins with a line of a larger one.
    pub fn within(source: &str, line: u32) -> Lines {
        Lines { first: line, ..Lines::new(source) }
    }

    /// Line number and column of an offset.
    pub fn locate(&self, offset: TextSize) -> (u32, u32) {
        // the node that starts last before it
        let before = self.places.partition_point(|p| p.0.start() <= offset);
        if let Some((_, place)) = before.checked_sub(1).and_then(|i| self.places.get(i)) {
            return (place.line, place.col);
        }
        let offset = offset.to_u32();
        let i = self.last.get();
        let inside = |i: usize| {
            self.starts.get(i).is_some_and(|s| *s <= offset) && self.starts.get(i + 1).is_none_or(|s| offset < *s)
        };
        let i = if inside(i) {
            i
        } else if inside(i + 1) {
            i + 1
        } else {
            self.starts.partition_point(|s| *s <= offset).saturating_sub(1)
        };
        self.last.set(i);
        (i as u32 + self.first, offset - self.starts.get(i).copied().unwrap_or(0))
    }

    /// Line number of an offset.
    pub fn line(&self, offset: TextSize) -> u32 {
        self.locate(offset).0
    }

    /// The position of a source range.
    pub fn position(&self, range: TextRange) -> Position {
        if let Some(place) = self.moved.get(&range) {
            return *place;
        }
        let (line, col) = self.locate(range.start());
        let (end_line, end_col) = self.locate(range.end());
        Position { line, end_line, col, end_col }
    }
}
