//! Takes out of a function's definition what running it does not need, so that a page gets it only when somebody asks for it.
//!
//! Invariant: every line keeps its number, and every token its column: the tidy definition compiles to the same code. Out go comments that
//! have lines of their own (but inside brackets, where a traceback may show them). Docstrings stay: `property`, `wraps` and others read
//! so many of them while modules are imported that leaving them out had the whole texts fetched.

use crate::code::Stub;
use ruff_python_ast::PythonVersion;
use ruff_python_ast::token::TokenKind;
use ruff_python_parser::ParseOptions;
use ruff_text_size::Ranged;
use std::ops::Range;

/// The parts of a module's source that are left out, in order.
pub struct Tidy(Vec<Range<usize>>);

impl Tidy {
    /// Finds them.
    pub fn new(source: &str) -> Tidy {
        let options = ParseOptions::from(ruff_python_parser::Mode::Module).with_target_version(PythonVersion::PY314);
        let parsed = ruff_python_parser::parse_unchecked(source, options);
        let mut cuts = Vec::new();
        let mut depth = 0;
        for token in parsed.tokens() {
            match token.kind() {
                TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => depth += 1,
                TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => depth -= 1,
                TokenKind::Comment if depth == 0 => {
                    let before = &source[..token.start().to_usize()];
                    let line = before.rfind('\n').map_or(0, |i| i + 1);
                    if before[line..].trim().is_empty() {
                        cuts.push(line..token.end().to_usize());
                    }
                }
                _ => {}
            }
        }
        Tidy(cuts)
    }

    /// A definition without these parts.
    pub fn definition(&self, source: &str, stub: &Stub) -> String {
        let (mut at, end) = (stub.start as usize, stub.end as usize);
        let mut out = String::new();
        for cut in &self.0 {
            if cut.start < at || cut.end > end {
                continue;
            }
            out.push_str(&source[at..cut.start]);
            out.extend(source[cut.clone()].chars().filter(|c| *c == '\n'));
            at = cut.end;
        }
        out.push_str(&source[at..end]);
        out
    }
}
