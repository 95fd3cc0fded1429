//! `from __future__ import …`.

use super::errors::{Stage, SyntaxError};
use super::scopes::Res;
use ruff_python_ast::{self as ast, Stmt};
use ruff_text_size::{Ranged, TextSize};

const FEATURES: &[&str] = &[
    "nested_scopes",
    "generators",
    "division",
    "absolute_import",
    "with_statement",
    "print_function",
    "unicode_literals",
    "barry_as_FLUFL",
    "generator_stop",
    "annotations",
];

/// Checks the future imports of a program: whether annotations are strings, and where such imports end.
pub(super) fn check(source: &str, tree: &ast::Mod) -> Res<(bool, TextSize)> {
    let error = |message: String, node: &dyn Ranged| {
        let range = node.range();
        let error = SyntaxError::at(source, message, range.start().to_u32(), range.end().to_u32());
        Err(Box::new(error.stage(Stage::Tree)))
    };
    let ast::Mod::Module(module) = tree else { return Ok((false, TextSize::default())) };
    let mut end = TextSize::default();
    let mut annotations = false;
    let mut done = false;
    for (i, s) in module.body.iter().enumerate() {
        match s {
            Stmt::ImportFrom(f) if f.level == 0 && f.module.as_ref().is_some_and(|m| m.id.as_str() == "__future__") => {
                if done {
                    return error("from __future__ imports must occur at the beginning of the file".into(), f);
                }
                end = f.range.end();
                for alias in &f.names {
                    match alias.name.id.as_str() {
                        "annotations" => annotations = true,
                        "braces" => return error("not a chance".into(), alias),
                        name if FEATURES.contains(&name) => {}
                        name => return error(format!("future feature {name} is not defined"), alias),
                    }
                }
            }
            Stmt::Expr(e) if i == 0 && e.value.is_string_literal_expr() => {}
            _ => done = true,
        }
    }
    Ok((annotations, end))
}
