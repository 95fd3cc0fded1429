//! The exception table: which handler covers an instruction.
//!
//! Invariant: entries are sorted by `start` and the innermost entry that covers a word comes first in [`ExceptionTable::find`].

/// One protected range `[start, end)` of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExceptionEntry {
    pub start: u32,
    pub end: u32,
    /// handler's first word
    pub target: u32,
    /// register that receives the exception; every temporary from it on is dropped first
    pub reg: u16,
}

/// All protected ranges of one code unit. Ranges do not overlap: the compiler splits outer ranges around inner ones.
#[derive(Clone, Debug, Default)]
pub struct ExceptionTable {
    entries: Vec<ExceptionEntry>,
}

impl ExceptionTable {
    /// From entries in any order; they must not overlap.
    pub fn new(mut entries: Vec<ExceptionEntry>) -> ExceptionTable {
        entries.retain(|e| e.start < e.end);
        crate::order::sort_by(&mut entries, |a, b| a.start.cmp(&b.start));
        debug_assert!(entries.windows(2).all(|w| w[0].end <= w[1].start));
        ExceptionTable { entries }
    }
    /// The handler that covers word `pc`.
    pub fn find(&self, pc: u32) -> Option<&ExceptionEntry> {
        let i = self.entries.partition_point(|e| e.start <= pc);
        let entry = &self.entries[i.checked_sub(1)?];
        (pc < entry.end).then_some(entry)
    }
    /// All entries, by start.
    pub fn entries(&self) -> &[ExceptionEntry] {
        &self.entries
    }
}
