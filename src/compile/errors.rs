//! Errors and warnings found while compiling.
//!
//! Invariant: columns are CPython's `offset`/`end_offset`: 1-based, counted in code points of the line; 0 (an end also: -1) when
//! unknown.

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
    /// 1-based column in code points
    pub col: u32,
    pub end_line: u32,
    /// the same; 0 or -1 when unknown, as CPython has it
    pub end_col: i32,
    /// the source line, with its line end where CPython keeps it
    pub text: Option<String>,
    /// found after parsing: CPython looks the line up in the file, and offers no other spelling
    pub late: bool,
}

/// A `SyntaxWarning` (or `DeprecationWarning`) of the compiler.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SyntaxWarning {
    /// `DeprecationWarning` instead of `SyntaxWarning`
    pub deprecation: bool,
    /// found while parsing, not while compiling the tree
    pub parsing: bool,
    pub message: String,
    pub line: u32,
    pub col: u32,
    pub end_line: u32,
    pub end_col: u32,
}

impl SyntaxError {
    /// A plain `SyntaxError` at the source range `start..end` (byte offsets).
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
            late: false,
        }
    }

    /// The same error as another exception class.
    pub fn kind(mut self, kind: SyntaxErrorKind) -> SyntaxError {
        self.kind = kind;
        self
    }
}

/// Line (1-based), column (1-based, code points) and line text of a byte offset.
pub fn locate(source: &str, offset: usize) -> (u32, u32, &str) {
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
    let col = source[start..offset].chars().count() as u32 + 1;
    (line, col, text)
}
