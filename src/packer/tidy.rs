//! Takes out of a function's definition what running it does not need, so that a page gets it only when somebody asks for it.
//!
//! Invariant: every line keeps its number, and every token its column: the tidy definition compiles to the same code, the docstring aside.
//! Out go comments that have lines of their own (but inside brackets, where a traceback may show them) and the docstring, unless the
//! function has decorators (which read docstrings when the module is imported) or is nothing but its docstring.

use crate::code::Stub;
use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{self as ast, PythonVersion, Stmt};
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
        if let ast::Mod::Module(module) = parsed.syntax() {
            docstrings(source, &module.body, &mut cuts);
        }
        cuts.sort_by_key(|cut| cut.start);
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

/// What stands between the quotes.
fn docstrings(source: &str, body: &[Stmt], cuts: &mut Vec<Range<usize>>) {
    for s in body {
        match s {
            Stmt::FunctionDef(f) if f.decorator_list.is_empty() => {
                // a function that is nothing but its docstring returns from the docstring's last line
                if let [Stmt::Expr(first), _, ..] = &f.body[..]
                    && let ast::Expr::StringLiteral(doc) = &*first.value
                    && doc.value.iter().count() == 1
                {
                    let (start, end) = (doc.range.start().to_usize(), doc.range.end().to_usize());
                    let text = &source[start..end];
                    let open = text.find(['"', '\'']).unwrap_or(0);
                    let quotes = if ["\"\"\"", "'''"].iter().any(|q| text[open..].starts_with(q)) { 3 } else { 1 };
                    cuts.push(start + open + quotes..end - quotes);
                }
            }
            Stmt::ClassDef(c) => docstrings(source, &c.body, cuts),
            Stmt::If(s) => {
                docstrings(source, &s.body, cuts);
                s.elif_else_clauses.iter().for_each(|c| docstrings(source, &c.body, cuts));
            }
            Stmt::Try(s) => {
                [&s.body, &s.orelse, &s.finalbody].iter().for_each(|b| docstrings(source, b, cuts));
                for ast::ExceptHandler::ExceptHandler(h) in &s.handlers {
                    docstrings(source, &h.body, cuts);
                }
            }
            _ => {}
        }
    }
}
