//! From source text to code units.
//!
//! Invariant: the compiler never touches the heap of the VM and never panics: whatever it cannot compile is a [`SyntaxError`]. Left-deep
//! chains are walked with loops; everything else nests no deeper than the parser allows.

mod annotations;
mod assign;
mod call;
mod class;
mod comprehension;
mod condition;
mod constants;
mod control;
mod emit;
pub mod errors;
mod expr;
mod fold;
mod function;
mod future;
pub mod lazy;
mod lines;
pub mod messages;
mod names;
pub mod nesting;
pub mod parse;
mod pattern;
mod registers;
mod resolve;
mod scopes;
pub mod source;
mod stmt;
mod strings;
mod tree;
mod try_;
mod types;
mod unit;
mod unparse;
mod with;

use crate::code::{CodeUnit, Position};
pub use errors::{SyntaxError, SyntaxErrorKind, SyntaxWarning};
use lines::Lines;
use names::Interner;
use ruff_python_ast as ast;
use ruff_text_size::{TextRange, TextSize};
use scopes::{Res, Scopes};
use std::rc::Rc;
pub use tree::Step;
use unit::Unit;

/// What kind of text is compiled: the `mode` of `compile()`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    Exec,
    Eval,
    Single,
}

/// How to compile.
#[derive(Clone, Debug)]
pub struct Options {
    /// `co_filename`
    pub filename: Rc<str>,
    pub mode: Mode,
    /// `from __future__ import annotations` is inherited
    pub future_annotations: bool,
    /// 0, 1 (no assertions) or 2 (no docstrings either)
    pub optimize: u8,
    /// `await` is allowed outside functions
    pub allow_top_level_await: bool,
    /// where nodes of the text are said to be, if that is somewhere else
    pub places: Option<Vec<(TextRange, Position)>>,
}

impl Options {
    /// Plain options for a file.
    pub fn new(filename: &str, mode: Mode) -> Options {
        Options {
            filename: filename.into(),
            mode,
            future_annotations: false,
            optimize: 0,
            allow_top_level_await: false,
            places: None,
        }
    }
}

/// A compiled program.
#[derive(Debug)]
pub struct Compiled {
    pub unit: Rc<CodeUnit>,
    pub warnings: Vec<SyntaxWarning>,
    /// of no use any more; taking it apart may wait
    pub tree: parse::Tree,
}

/// Compiles a program.
pub fn compile(source: &str, options: &Options) -> Result<Compiled, SyntaxError> {
    let (tree, warnings) = parse::parse(source, options.mode)?;
    Ok(Compiled { unit: compile_tree(source, &tree, options)?, warnings, tree })
}

/// A program's tree in the steps that build it.
pub fn tree(source: &str, mode: Mode) -> Result<(Vec<Step>, Vec<SyntaxWarning>), SyntaxError> {
    let (tree, mut warnings) = parse::parse(source, mode)?;
    warnings.retain(|w| !w.late());
    Ok((tree::steps(source, &tree, mode), warnings))
}

/// Compiles a program that was written out from a tree: `places` has the class and place of the tree's nodes, in the order of
/// [`tree`]'s steps. A text may have other nodes than the tree it stands for (`-1` is two); then statements alone are placed.
pub fn compile_placed(source: &str, options: &Options, places: &[(String, Position)]) -> Result<Compiled, SyntaxError> {
    let (tree, mut warnings) = parse::parse(source, options.mode)?;
    warnings.retain(|w| w.late());
    let mut nodes: Vec<(&'static str, TextRange)> = Vec::new();
    for step in tree::steps(source, &tree, options.mode) {
        if let Step::Node(class, _, Some((_, range))) = step {
            nodes.push((class, range));
        }
    }
    let same = |a: &[(&'static str, TextRange)], b: &[&(String, Position)]| {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.0 == b.0)
    };
    let mut given: Vec<&(String, Position)> = places.iter().collect();
    if !same(&nodes, &given) {
        nodes.retain(|n| tree::is_statement(n.0));
        given.retain(|g| tree::is_statement(&g.0));
    }
    let mut options = options.clone();
    if same(&nodes, &given) {
        options.places = Some(nodes.iter().zip(&given).map(|(n, g)| (n.1, g.1)).collect());
    }
    Ok(Compiled { unit: compile_tree(source, &tree, &options)?, warnings, tree })
}

/// Compiles a parsed program.
pub fn compile_tree(source: &str, tree: &ast::Mod, options: &Options) -> Result<Rc<CodeUnit>, SyntaxError> {
    compile_boxed(source, tree, options).map_err(|e| *e)
}

fn compile_boxed(source: &str, tree: &ast::Mod, options: &Options) -> Res<Rc<CodeUnit>> {
    let lines = Lines::placed(source, options.places.as_deref());
    Compiler::new(source, tree, options, lines)?.program(tree)
}

/// The state of one compilation.
pub(crate) struct Compiler<'a> {
    source: &'a str,
    lines: Lines,
    options: &'a Options,
    future: bool,
    /// where the future imports end
    future_end: TextSize,
    scopes: Scopes,
    names: Interner,
    /// the unit being compiled
    unit: Box<Unit<'a>>,
    /// the units around it, outermost first
    outer: Vec<Box<Unit<'a>>>,
}

impl<'a> Compiler<'a> {
    fn new(source: &'a str, tree: &'a ast::Mod, options: &'a Options, lines: Lines) -> Res<Compiler<'a>> {
        let mut names = Interner::default();
        let (future, future_end) = future::check(source, tree)?;
        let future = future || options.future_annotations;
        let scopes = scopes::build(source, &mut names, tree, future, options.allow_top_level_await)?;
        let unit = Box::new(Unit::placeholder());
        Ok(Compiler { source, lines, options, future, future_end, scopes, names, unit, outer: Vec::new() })
    }

    /// A `SyntaxError` at a source range.
    #[cold]
    fn error<T>(&self, message: impl Into<String>, range: TextRange) -> Res<T> {
        Err(Box::new(SyntaxError::at(self.source, message, range.start().to_u32(), range.end().to_u32())))
    }

    /// Something is too big for the instruction format.
    #[cold]
    fn too_many<T>(&self, what: &str) -> Res<T> {
        self.error(format!("too many {what}"), TextRange::default())
    }

    fn program(&mut self, tree: &'a ast::Mod) -> Res<Rc<CodeUnit>> {
        self.enter_unit(scopes::TOP, unit::UnitKind::Module, "<module>", 1)?;
        match tree {
            ast::Mod::Module(m) => self.module(&m.body)?,
            ast::Mod::Expression(e) => {
                let at = self.pos(ruff_text_size::Ranged::range(&*e.body));
                let value = self.operand(&e.body)?;
                self.emit_return(at, value);
            }
        }
        self.leave_unit()
    }
}

#[cfg(test)]
mod tests;

/// The statements of a piece of source that is known to be Python or may well not be; `None` if it is not. For tracebacks' marks.
pub fn parse_module_quietly(text: &str) -> Option<Vec<ruff_python_ast::Stmt>> {
    let (mut tree, _) = parse::parse(text, Mode::Exec).ok()?;
    let ast::Mod::Module(module) = &mut *tree else { return None };
    Some(std::mem::take(&mut module.body).into_iter().collect())
}
