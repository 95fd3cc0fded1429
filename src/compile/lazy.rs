//! One function of a module that is known to compile, compiled alone.
//!
//! Invariant: the unit is equal in every part to the one that compiling the whole module makes. That holds for functions that stand
//! directly in the module or in classes that do, and that neither have type parameters nor stand in a class that has them or that binds
//! `__class__`: what they
//! see of their surroundings is the names of the classes (for mangling, `__class__` and the qualified name) and the future imports.
//! What differs all the same is not made a stub (`packer/write.rs`); `tests/library.rs` compares all that are.

use super::lines::Lines;
use super::scopes::Res;
use super::{Compiler, Mode, Options, SyntaxError, parse};
use crate::code::{CodeUnit, Const, Stub, flags};
use ruff_python_ast::{self as ast, AtomicNodeIndex, Identifier, Stmt, StmtClassDef};
use ruff_text_size::{Ranged, TextRange};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// The whole of the function that a stub stands for; `text` is its definition, which stands at this column.
pub fn complete(unit: &CodeUnit, column: u32, text: &str) -> Result<Rc<CodeUnit>, SyntaxError> {
    let options = Options {
        future_annotations: unit.flags & flags::FUTURE_ANNOTATIONS != 0,
        ..Options::new(&unit.filename, Mode::Exec)
    };
    // an indented definition needs something to be in
    let indented = format!("if 1:\n{:1$}{text}", "", column as usize);
    let (text, first_line) =
        if column == 0 { (text, unit.first_line) } else { (&*indented, unit.first_line.saturating_sub(1)) };
    let mut tree = parse::trusted(text);
    let classes = unit.qualname.split('.').rev().skip(1);
    if let ast::Mod::Module(module) = &mut *tree {
        let range = module.range;
        if let [Stmt::If(block)] = &mut module.body[..] {
            let body = std::mem::take(&mut block.body);
            module.body = body;
        }
        for class in classes {
            let body = std::mem::take(&mut module.body);
            module.body.push(Stmt::ClassDef(StmtClassDef {
                node_index: AtomicNodeIndex::NONE,
                range,
                decorator_list: Default::default(),
                name: Identifier::new(class, TextRange::default()),
                type_params: None,
                arguments: None,
                body,
            }));
        }
    }
    let lines = Lines::within(text, first_line);
    alone(text, &tree, &options, lines).map_err(|e| *e)
}

/// The last unit among the innermost class's (or the module's) constants: the function, after what its decorators, defaults and
/// annotations may have.
fn alone(text: &str, tree: &ast::Mod, options: &Options, lines: Lines) -> Res<Rc<CodeUnit>> {
    let mut compiler = Compiler::new(text, tree, options, lines)?;
    let mut unit = compiler.program(tree)?;
    let ast::Mod::Module(module) = tree else { return compiler.error("no module", TextRange::default()) };
    let mut body = &module.body[..];
    loop {
        let last = unit.consts.iter().rev().find_map(|c| if let Const::Code(u) = c { Some(u.clone()) } else { None });
        match (body.first(), last) {
            (Some(Stmt::ClassDef(class)), Some(inner)) => {
                unit = inner;
                body = &class.body;
            }
            (Some(Stmt::FunctionDef(_)), Some(function)) => return Ok(function),
            _ => return compiler.error("no function", TextRange::default()),
        }
    }
}

/// Where the functions of a module stand that can be compiled alone, and which units are the bodies of its classes: by qualified
/// name and first line.
#[derive(Default, Debug)]
pub struct Outlined {
    pub functions: HashMap<(String, u32), Stub>,
    pub classes: HashSet<(String, u32)>,
}

/// Finds them in a module's tree.
pub fn outlined(source: &str, tree: &ast::Mod) -> Outlined {
    let mut found = Outlined::default();
    let lines = Lines::new(source);
    if let ast::Mod::Module(module) = tree {
        walk(source, &lines, &module.body, "", &mut found);
    }
    found
}

/// Whether the class may have a variable `__class__` of its own, which its functions see.
fn may_bind_class(source: &str, class: &StmtClassDef) -> bool {
    let text = source.get(class.range.start().to_usize()..class.range.end().to_usize()).unwrap_or_default();
    ["def __class__", "__class__ ="].iter().any(|binding| text.contains(binding))
}

fn walk(source: &str, lines: &Lines, body: &[Stmt], prefix: &str, found: &mut Outlined) {
    let first_line = |decorators: &[ast::Decorator], range: TextRange| match decorators.first() {
        Some(d) => lines.line(d.expression.range().start()),
        None => lines.line(range.start()),
    };
    for s in body {
        match s {
            Stmt::FunctionDef(f) => {
                let (start, end) = (f.range.start().to_u32(), f.range.end().to_u32());
                let text = source.get(start as usize..end as usize).unwrap_or_default();
                let column = lines.locate(f.range.start()).1;
                if f.type_params.is_none() && !parse::names_characters(text) {
                    let line = first_line(&f.decorator_list, f.range);
                    found.functions.insert((format!("{prefix}{}", f.name.id), line), Stub { start, end, column });
                }
            }
            Stmt::ClassDef(c) if c.type_params.is_none() && !may_bind_class(source, c) => {
                let name = format!("{prefix}{}", c.name.id);
                let inner = format!("{name}.");
                found.classes.insert((name, first_line(&c.decorator_list, c.range)));
                walk(source, lines, &c.body, &inner, found);
            }
            Stmt::If(s) => {
                walk(source, lines, &s.body, prefix, found);
                s.elif_else_clauses.iter().for_each(|c| walk(source, lines, &c.body, prefix, found));
            }
            Stmt::For(s) => [&s.body, &s.orelse].iter().for_each(|b| walk(source, lines, b, prefix, found)),
            Stmt::While(s) => [&s.body, &s.orelse].iter().for_each(|b| walk(source, lines, b, prefix, found)),
            Stmt::With(s) => walk(source, lines, &s.body, prefix, found),
            Stmt::Match(s) => s.cases.iter().for_each(|c| walk(source, lines, &c.body, prefix, found)),
            Stmt::Try(s) => {
                [&s.body, &s.orelse, &s.finalbody].iter().for_each(|b| walk(source, lines, b, prefix, found));
                for ast::ExceptHandler::ExceptHandler(h) in &s.handlers {
                    walk(source, lines, &h.body, prefix, found);
                }
            }
            _ => {}
        }
    }
}
