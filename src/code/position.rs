//! The position table: where in the source an instruction comes from.
//!
//! Invariant: decoding from the start yields spans in word order that cover every word. Stored as delta varints; read only when a
//! traceback, a trace event or a line number is asked for.

/// A source range. Lines count from 1, columns in UTF-8 bytes from 0. Line 0: no position.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    pub line: u32,
    pub end_line: u32,
    pub col: u32,
    pub end_col: u32,
}

/// Delta-coded list of `(words, Position)`.
#[derive(Clone, Debug, Default)]
pub struct PositionTable {
    bytes: Vec<u8>,
    first_line: u32,
    /// the spans are lines, without end lines and columns
    coarse: bool,
}

impl PositionTable {
    /// Encodes one position per word; runs of equal positions become one span.
    pub fn new(first_line: u32, words: &[Position]) -> PositionTable {
        let mut table = PositionTable { bytes: Vec::new(), first_line, coarse: false };
        let mut line = first_line as i64;
        let mut i = 0;
        while i < words.len() {
            let p = words[i];
            let mut n = 1;
            while i + n < words.len() && words[i + n] == p {
                n += 1;
            }
            table.put(n as u64);
            table.put_line(p.line, &mut line);
            if p.line != 0 {
                table.put((p.end_line.saturating_sub(p.line)) as u64);
                table.put(p.col as u64);
                table.put(p.end_col as u64);
            }
            i += n;
        }
        table
    }

    /// A table from what [`PositionTable::bytes`] gave.
    pub fn from_bytes(bytes: &[u8], first_line: u32, coarse: bool) -> PositionTable {
        PositionTable { bytes: bytes.to_vec(), first_line, coarse }
    }

    /// The same with nothing but lines: a third of the bytes.
    pub fn coarsened(&self) -> PositionTable {
        let mut table = PositionTable { bytes: Vec::new(), first_line: self.first_line, coarse: true };
        let mut line = self.first_line as i64;
        let mut spans = self.spans().peekable();
        while let Some((_, mut words, p)) = spans.next() {
            while let Some((_, more, _)) = spans.next_if(|(_, _, next)| next.line == p.line) {
                words += more;
            }
            table.put(words as u64);
            table.put_line(p.line, &mut line);
        }
        table
    }

    /// Whether end lines and columns were left out.
    pub fn is_coarse(&self) -> bool {
        self.coarse
    }

    /// The encoded spans.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// A line, as its distance from the last one; 0 stands for none.
    fn put_line(&mut self, line: u32, last: &mut i64) {
        if line == 0 {
            return self.put(0);
        }
        let delta = line as i64 - *last;
        self.put((((delta << 1) ^ (delta >> 63)) as u64) + 1);
        *last = line as i64;
    }

    fn put(&mut self, mut n: u64) {
        while n >= 0x80 {
            self.bytes.push(n as u8 | 0x80);
            n >>= 7;
        }
        self.bytes.push(n as u8);
    }

    /// All spans: (first word, number of words, position).
    pub fn spans(&self) -> Spans<'_> {
        Spans { bytes: &self.bytes, line: self.first_line as i64, pc: 0, coarse: self.coarse }
    }

    /// The position of word `pc`; the default position if it has none.
    pub fn lookup(&self, pc: u32) -> Position {
        self.spans().find(|(start, n, _)| pc < start + n).map(|s| s.2).unwrap_or_default()
    }
}

/// Iterator of [`PositionTable::spans`].
pub struct Spans<'a> {
    bytes: &'a [u8],
    line: i64,
    pc: u32,
    coarse: bool,
}

impl Spans<'_> {
    fn get(&mut self) -> Option<u64> {
        let (mut n, mut shift) = (0u64, 0);
        loop {
            let (&b, rest) = self.bytes.split_first()?;
            self.bytes = rest;
            n |= ((b & 0x7f) as u64) << shift;
            if b < 0x80 {
                return Some(n);
            }
            shift += 7;
        }
    }
}

impl Iterator for Spans<'_> {
    type Item = (u32, u32, Position);
    fn next(&mut self) -> Option<(u32, u32, Position)> {
        let words = self.get()? as u32;
        let start = self.pc;
        self.pc += words;
        let z = self.get()?;
        if z == 0 {
            return Some((start, words, Position::default()));
        }
        let z = z - 1;
        self.line += (z >> 1) as i64 ^ -((z & 1) as i64);
        let line = self.line as u32;
        if self.coarse {
            return Some((start, words, Position { line, end_line: line, col: 0, end_col: 0 }));
        }
        let end_line = line + self.get()? as u32;
        let (col, end_col) = (self.get()? as u32, self.get()? as u32);
        Some((start, words, Position { line, end_line, col, end_col }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_survive_encoding() {
        let p = |line, end_line, col, end_col| Position { line, end_line, col, end_col };
        let words = [p(10, 10, 0, 5), p(10, 10, 0, 5), p(9, 12, 300, 2), Position::default(), p(11, 11, 1, 2)];
        let table = PositionTable::new(10, &words);
        for (i, w) in words.iter().enumerate() {
            assert_eq!(table.lookup(i as u32), *w);
        }
        assert_eq!(table.lookup(5), Position::default());
    }
}
