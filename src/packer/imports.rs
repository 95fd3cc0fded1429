//! Which modules a module imports when it is imported itself, as far as its text tells.
//!
//! Invariant: only statements of the module's own body count, and none that stand under a condition (other systems, `__main__`); a function's
//! imports happen when it is called.

use ruff_python_ast::{self as ast, Stmt};

/// Names that the body of module `name` imports: each a module, or an attribute of one.
pub fn imports(tree: &ast::Mod, name: &str, package: bool) -> Vec<String> {
    let mut found = Vec::new();
    if let ast::Mod::Module(module) = tree {
        walk(&module.body, name, package, &mut found);
    }
    found
}

fn walk(body: &[Stmt], name: &str, package: bool, found: &mut Vec<String>) {
    for s in body {
        match s {
            Stmt::Import(s) => found.extend(s.names.iter().map(|a| a.name.id.to_string())),
            Stmt::ImportFrom(s) => {
                let mut base = String::new();
                if s.level > 0 {
                    let mut at = name;
                    for _ in (package as u32)..s.level {
                        at = at.rsplit_once('.').map_or("", |(above, _)| above);
                    }
                    base.push_str(at);
                }
                if let Some(m) = &s.module {
                    if !base.is_empty() {
                        base.push('.');
                    }
                    base.push_str(&m.id);
                }
                found.extend(s.names.iter().map(|a| format!("{base}.{}", a.name.id)));
                found.push(base);
            }
            Stmt::Try(s) => {
                walk(&s.body, name, package, found);
                for ast::ExceptHandler::ExceptHandler(h) in &s.handlers {
                    walk(&h.body, name, package, found);
                }
                walk(&s.orelse, name, package, found);
            }
            Stmt::ClassDef(s) => walk(&s.body, name, package, found),
            Stmt::With(s) => walk(&s.body, name, package, found),
            _ => {}
        }
    }
}
