//! From text to the syntax tree, or to the error CPython reports.
//!
//! Invariant: what comes out is a program CPython's parser accepts, small enough in depth (`nesting`) that the recursive parser
//! stays within a small native stack. A [`Tree`] is dropped without recursing.

use super::Mode;
use super::errors::{Stage, SyntaxError, SyntaxWarning};
use super::messages::{diagnose, tokens, too_many_digits, warn};
use super::nesting;
use super::source::null_in_string;
use ruff_python_ast::visitor::transformer::{Transformer, walk_expr, walk_stmt};
use ruff_python_ast::{AtomicNodeIndex, Expr, ExprEllipsisLiteral, Mod, PythonVersion, Stmt, StmtPass};
use ruff_python_parser::ParseOptions;
use ruff_text_size::{Ranged, TextRange};
use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::{Deref, DerefMut};

/// CPython adds the last line end to whole programs only.
pub fn with_line_end(source: &str, mode: Mode) -> Cow<'_, str> {
    if mode != Mode::Exec || source.ends_with('\n') {
        return source.into();
    }
    let mut text = String::with_capacity(source.len() + 1);
    text.push_str(source);
    text.push('\n');
    text.into()
}

/// The syntax tree of a text.
#[derive(Debug)]
pub struct Tree(Mod);

impl Deref for Tree {
    type Target = Mod;
    fn deref(&self) -> &Mod {
        &self.0
    }
}

impl DerefMut for Tree {
    fn deref_mut(&mut self) -> &mut Mod {
        &mut self.0
    }
}

impl Drop for Tree {
    fn drop(&mut self) {
        dismantle(&mut self.0)
    }
}

/// Parses a text whose line ends are `\n` (see `source`).
pub fn parse(source: &str, mode: Mode) -> Result<(Tree, Vec<SyntaxWarning>), SyntaxError> {
    if source.contains('\0') {
        return Err(null_in_string());
    }
    let text = with_line_end(source, mode);
    let tokens = tokens::tokenize(&text);
    let scan = nesting::check(&text, &tokens)?;
    let long_number = || {
        let mut numbers = tokens.list.iter().filter(|t| t.kind == tokens::NUMBER && t.end - t.start > 4300);
        numbers.any(|t| text.get(t.start as usize..t.end as usize).is_some_and(|n| too_many_digits(n).is_some()))
    };
    if (tokens.error.is_some() || scan.suspicious || mode == Mode::Single || long_number())
        && let Some(error) = diagnose(&text, &tokens, mode)
    {
        return Err(error);
    }
    let options = match mode {
        Mode::Eval => ruff_python_parser::Mode::Expression,
        _ => ruff_python_parser::Mode::Module,
    };
    let options = ParseOptions::from(options).with_target_version(PythonVersion::PY314);
    let parsed = ruff_python_parser::parse_unchecked(source, options);
    let other = (parsed.errors().first().map(|e| e.location))
        .or_else(|| parsed.unsupported_syntax_errors().first().map(|e| e.range));
    let follows_raise = |at: u32| {
        let i = tokens.list.partition_point(|t| t.start < at);
        i.checked_sub(1).and_then(|i| tokens.list.get(i)).is_some_and(|t| t.kind == const { tokens::kind("raise") })
    };
    let only_raise =
        !parsed.errors().is_empty() && parsed.errors().iter().all(|e| follows_raise(e.location.start().to_u32()));
    let mut tree = Tree(parsed.into_syntax());
    if let Some(range) = other {
        let (start, end) = (range.start().to_u32(), range.end().to_u32());
        let formatted = tokens
            .list
            .iter()
            .any(|t| t.start == start && matches!(t.kind, tokens::FSTRING_START | tokens::TSTRING_START));
        let error = match diagnose(&text, &tokens, mode) {
            Some(error) => Some(error),
            // a bare `raise;`, which CPython takes
            None if only_raise => {
                let walker = Walker { repair: true, ..Walker::default() };
                if let Mod::Module(module) = &mut tree.0 {
                    walker.visit_body(&mut module.body);
                }
                None
            }
            None if formatted => {
                let message = "patterns may only match literals and attribute lookups";
                Some(SyntaxError { text: None, ..SyntaxError::at(source, message, start, end) })
            }
            None => Some(SyntaxError::at(source, "invalid syntax", start, end).stage(Stage::Parsing)),
        };
        if let Some(error) = error {
            return Err(error);
        }
    }
    let mut warnings = Vec::new();
    if !tokens.warnings.is_empty() || text.contains('\\') {
        warn::token_warnings(&text, &tokens, tokens.list.len(), &mut warnings);
    }
    if scan.warns {
        warn::tree_warnings(source, &tree, &mut warnings);
    }
    Ok((tree, warnings))
}

/// Parses a part of a program that has been parsed before: nothing is checked again.
pub fn trusted(source: &str) -> Tree {
    let options = ParseOptions::from(ruff_python_parser::Mode::Module).with_target_version(PythonVersion::PY314);
    Tree(ruff_python_parser::parse_unchecked(source, options).into_syntax())
}

/// Whether a text may name characters (`\N{…}`), whose table has to be there before it is parsed.
pub fn names_characters(source: &str) -> bool {
    // (a search for a text is a whole algorithm)
    source.as_bytes().windows(3).any(|w| w == b"\\N{")
}

/// Changes a tree in one of two ways (one type, because each has its own copy of all that walks).
#[derive(Default)]
struct Walker {
    /// Take out what the parser put after a `raise` that has nothing after it; statements nest at most 100 deep. Otherwise take
    /// nodes out of their parents, so that none is dropped with children.
    repair: bool,
    stmts: RefCell<Vec<Stmt>>,
    exprs: RefCell<Vec<Expr>>,
}

impl Transformer for Walker {
    fn visit_stmt(&self, stmt: &mut Stmt) {
        if !self.repair {
            let empty = Stmt::Pass(StmtPass { range: TextRange::default(), node_index: AtomicNodeIndex::NONE });
            self.stmts.borrow_mut().push(std::mem::replace(stmt, empty));
            return;
        }
        if let Stmt::Raise(raise) = stmt
            && raise.exc.as_ref().is_some_and(|e| e.range().is_empty())
        {
            raise.exc = None;
        }
        walk_stmt(self, stmt);
    }

    fn visit_expr(&self, expr: &mut Expr) {
        let leaf = matches!(expr, Expr::Name(_)) || expr.is_literal_expr();
        if !self.repair && !leaf {
            let empty = Expr::EllipsisLiteral(ExprEllipsisLiteral::default());
            self.exprs.borrow_mut().push(std::mem::replace(expr, empty));
        }
    }
}

/// Takes a tree apart without recursing, however deep it is.
fn dismantle(tree: &mut Mod) {
    let walker = Walker::default();
    match tree {
        Mod::Module(module) => walker.visit_body(&mut module.body),
        Mod::Expression(e) => walker.visit_expr(&mut e.body),
    }
    loop {
        let expr = walker.exprs.borrow_mut().pop();
        if let Some(mut expr) = expr {
            walk_expr(&walker, &mut expr);
            continue;
        }
        let stmt = walker.stmts.borrow_mut().pop();
        match stmt {
            Some(mut stmt) => walk_stmt(&walker, &mut stmt),
            None => return,
        }
    }
}
