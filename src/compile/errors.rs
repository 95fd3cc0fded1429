//! Errors and warnings found while compiling.
//!
//! Invariant: columns are CPython's `offset`/`end_offset`: 1-based; 0 (an end also: -1) when unknown. They count code points of
//! the line in what the parser finds, bytes of UTF-8 in what is found later.

/// The exception class of a compile-time error.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
// named as the exceptions are
#[allow(clippy::enum_variant_names)]
pub enum SyntaxErrorKind {
    SyntaxError,
    IndentationError,
    TabError,
    /// the text may go on: `_IncompleteInputError`
    IncompleteInput,
    /// the source text itself is unusable (null bytes, bad encoding): `ValueError`
    ValueError,
    OverflowError,
    RecursionError,
    MemoryError,
}

/// A program that does not compile.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SyntaxError {
    pub kind: SyntaxErrorKind,
    /// CPython's message
    pub message: String,
    /// 1-based line; 0 when unknown
    pub line: u32,
    /// 1-based column
    pub col: u32,
    pub end_line: u32,
    /// the same; 0 or -1 when unknown, as CPython has it
    pub end_col: i32,
    /// the source line, with its line end where CPython keeps it
    pub text: Option<String>,
    pub stage: Stage,
}

/// What CPython does when it finds an error or warning. What is found after parsing is shown with a line of the file, if there is
/// one, and without other spellings.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Stage {
    Parsing,
    /// it looks through the tree
    Tree,
    /// it finds out what names mean
    Names,
    Code,
}

/// A `SyntaxWarning` of the compiler: with its message, the error that a filter may make of it.
pub type SyntaxWarning = SyntaxError;

impl SyntaxError {
    /// A `SyntaxError` at the source range `start..end` (byte offsets) of a text that has been parsed.
    pub fn at(source: &str, message: impl Into<String>, start: u32, end: u32) -> SyntaxError {
        let (line, col, text) = locate(source, start as usize);
        let (end_line, end_col, _) = locate(source, end as usize);
        SyntaxError {
            kind: SyntaxErrorKind::SyntaxError,
            message: message.into(),
            line,
            col,
            end_line,
            end_col: end_col as i32,
            text: Some(text.to_owned()),
            stage: Stage::Code,
        }
    }

    /// Whether it was found after parsing.
    pub fn late(&self) -> bool {
        self.stage > Stage::Parsing
    }

    /// The same with columns in code points.
    pub fn in_characters(mut self, source: &str) -> SyntaxError {
        if self.late() {
            let count = |line: u32, col: u32| {
                let text = source.split('\n').nth((line as usize).saturating_sub(1)).unwrap_or("");
                text.char_indices().take_while(|(i, _)| i + 1 < col as usize).count() as u32 + col.min(1)
            };
            self.col = count(self.line, self.col);
            self.end_col = count(self.end_line, self.end_col.max(0) as u32) as i32;
        }
        self
    }

    /// The same, found at another stage.
    pub fn stage(self, stage: Stage) -> SyntaxError {
        SyntaxError { stage, ..self }
    }

    /// The same error as another exception class.
    pub fn kind(mut self, kind: SyntaxErrorKind) -> SyntaxError {
        self.kind = kind;
        self
    }
}

/// Line (1-based), column (1-based, bytes) and line text of a byte offset.
fn locate(source: &str, offset: usize) -> (u32, u32, &str) {
    let mut offset = offset.min(source.len());
    while !source.is_char_boundary(offset) {
        offset -= 1;
    }
    let bytes = source.as_bytes();
    let (mut line, mut start, mut i) = (1u32, 0usize, 0usize);
    while i < offset {
        let end = match bytes[i] {
            b'\r' if bytes.get(i + 1) == Some(&b'\n') => i + 2,
            b'\r' | b'\n' => i + 1,
            _ => {
                i += 1;
                continue;
            }
        };
        if end > offset {
            break;
        }
        line += 1;
        start = end;
        i = end;
    }
    let rest = &source[start..];
    let text = rest.split(['\n', '\r']).next().unwrap_or("");
    (line, (offset - start) as u32 + 1, text)
}
