//! The warnings CPython gives for programs that compile but probably err.
//!
//! Invariant: the tree is walked with a stack of our own, in source order; what CPython's parser warns about comes first, then
//! what it finds about `finally`, then the rest.

use super::super::errors::{SyntaxError, SyntaxWarning, locate};
use super::escapes;
use super::tokens::{FSTRING_MIDDLE, FSTRING_START, STRING, TSTRING_MIDDLE, TSTRING_START, Token, Tokens};
use ruff_python_ast::visitor::{Visitor, walk_body, walk_expr, walk_stmt};
use ruff_python_ast::{CmpOp, ExceptHandler, Expr, ExprContext, Mod, Number, Stmt};
use ruff_text_size::{Ranged, TextRange};

/// Warnings about tokens: number literals that run into keywords, escapes that mean nothing.
pub fn token_warnings(source: &str, tokens: &Tokens, out: &mut Vec<SyntaxWarning>) {
    let plain = |message: String, line: u32| SyntaxWarning {
        deprecation: false,
        parsing: true,
        message,
        line,
        col: 0,
        end_line: line,
        end_col: 0,
    };
    let mut numbers = tokens.warnings.iter().peekable();
    let mut strings: Vec<&Token> = Vec::new();
    let text = |t: &Token| source.get(t.start as usize..t.end as usize).unwrap_or("");
    for t in &tokens.list {
        while let Some((kind, line)) = numbers.next_if(|n| n.1 <= t.line) {
            out.push(plain(format!("invalid {kind} literal"), *line));
        }
        let (body, bytes, opening) = match t.kind {
            STRING => {
                let literal = escapes::literal(text(t));
                if literal.raw || !literal.body.contains('\\') {
                    continue;
                }
                (literal.body, literal.bytes, literal.opening)
            }
            FSTRING_START | TSTRING_START => {
                strings.push(t);
                continue;
            }
            FSTRING_MIDDLE | TSTRING_MIDDLE if text(t).contains('\\') => {
                if strings.last().is_some_and(|s| text(s).contains(['r', 'R'])) {
                    continue;
                }
                (text(t), false, 0)
            }
            super::tokens::FSTRING_END | super::tokens::TSTRING_END => {
                strings.pop();
                continue;
            }
            _ => continue,
        };
        let after = source.get(t.end as usize..).and_then(|s| s.chars().next());
        let mut found = escapes::unknown_escape(body, bytes);
        if found.is_none() && opening == 0 && matches!(after, Some('{' | '}')) {
            found = escapes::escape_at_end(body, after.unwrap_or('{'));
        }
        if let Some((message, offset)) = found {
            let before = text(t).get(..offset + opening).unwrap_or("");
            let line = t.line + before.matches('\n').count() as u32;
            // the escape itself: a backslash and what follows it, of octal ones all digits
            let at = t.start as usize + offset + opening;
            let begin = tokens.line_start(line) as usize;
            let col = source.get(begin..at).map_or(0, |s| s.chars().count() as u32) + 1;
            let size = if message.contains("octal") { 4 } else { 2 };
            out.push(SyntaxWarning { col, end_col: col + size, ..plain(message, line) });
        }
    }
    out.extend(numbers.map(|(kind, line)| plain(format!("invalid {kind} literal"), *line)));
}

/// Warnings about the tokens before an error that was found while parsing.
pub fn before(source: &str, e: &SyntaxError) -> Vec<SyntaxWarning> {
    let mut found = Vec::new();
    if !e.late && source.contains('\\') {
        token_warnings(source, &super::tokens::tokenize(source), &mut found);
        found.retain(|w| (w.line, w.col) < (e.line, e.col));
    }
    found
}

/// Where a statement stands, for control flow that leaves a `finally`.
#[derive(Clone, Copy, Default)]
struct Flow {
    in_finally: bool,
    in_function: bool,
    in_loop: bool,
}

/// In a loop CPython forgets that the loop is inside a `finally`.
const IN_LOOP: Flow = Flow { in_finally: false, in_function: false, in_loop: true };

enum Node<'a> {
    Stmt(&'a Stmt, Flow),
    Expr(&'a Expr),
}

struct Walk<'a> {
    stack: Vec<Node<'a>>,
    flow: Flow,
}

impl<'a> Visitor<'a> for Walk<'a> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        self.stack.push(Node::Stmt(stmt, self.flow));
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        self.stack.push(Node::Expr(expr));
    }
}

/// Warnings about what expressions and statements mean.
pub fn tree_warnings(source: &str, tree: &Mod, out: &mut Vec<SyntaxWarning>) {
    let mut walk = Walk { stack: Vec::new(), flow: Flow::default() };
    let mut later = Vec::new();
    let warning = |message: String, range: TextRange| {
        let (line, col, _) = locate(source, range.start().to_usize());
        let (end_line, end_col, _) = locate(source, range.end().to_usize());
        SyntaxWarning { deprecation: false, parsing: false, message, line, col, end_line, end_col }
    };
    match tree {
        Mod::Module(module) => walk_body(&mut walk, &module.body),
        Mod::Expression(e) => walk.visit_expr(&e.body),
    }
    walk.stack.reverse();
    while let Some(node) = walk.stack.pop() {
        let base = walk.stack.len();
        match node {
            Node::Stmt(stmt, flow) => {
                walk.flow = flow;
                let word = match stmt {
                    Stmt::Return(_) if flow.in_finally && !flow.in_function => Some("return"),
                    Stmt::Break(_) if flow.in_finally && !flow.in_loop => Some("break"),
                    Stmt::Continue(_) if flow.in_finally && !flow.in_loop => Some("continue"),
                    _ => None,
                };
                if let Some(word) = word {
                    out.push(warning(format!("'{word}' in a 'finally' block"), stmt.range()));
                }
                if let Stmt::Assert(assert) = stmt
                    && let Expr::Tuple(t) = &*assert.test
                    && !t.elts.is_empty()
                {
                    later.push(warning("assertion is always true, perhaps remove parentheses?".into(), stmt.range()));
                }
                children(&mut walk, stmt, flow);
            }
            Node::Expr(expr) => {
                if let Some((message, range)) = expression_warning(expr) {
                    later.push(warning(message, range));
                }
                walk_expr(&mut walk, expr);
            }
        }
        if let Some(new) = walk.stack.get_mut(base..) {
            new.reverse();
        }
    }
    out.append(&mut later);
}

/// Pushes the parts of a statement, those of its blocks with where they stand.
fn children<'a>(walk: &mut Walk<'a>, stmt: &'a Stmt, flow: Flow) {
    match stmt {
        Stmt::FunctionDef(_) => {
            walk.flow = Flow { in_function: true, ..Flow::default() };
            walk_stmt(walk, stmt);
        }
        Stmt::For(f) => {
            walk.visit_expr(&f.iter);
            walk.visit_expr(&f.target);
            walk.flow = IN_LOOP;
            walk_body(walk, &f.body);
            walk.flow = flow;
            walk_body(walk, &f.orelse);
        }
        Stmt::While(w) => {
            walk.visit_expr(&w.test);
            walk.flow = IN_LOOP;
            walk_body(walk, &w.body);
            walk.flow = flow;
            walk_body(walk, &w.orelse);
        }
        Stmt::Try(t) => {
            walk_body(walk, &t.body);
            walk_body(walk, &t.orelse);
            for ExceptHandler::ExceptHandler(handler) in &t.handlers {
                if let Some(e) = &handler.type_ {
                    walk.visit_expr(e);
                }
                walk_body(walk, &handler.body);
            }
            walk.flow = Flow { in_finally: true, ..Flow::default() };
            walk_body(walk, &t.finalbody);
        }
        _ => walk_stmt(walk, stmt),
    }
}

/// Whether a tuple display is a constant.
fn constant_tuple(expr: &Expr) -> bool {
    let mut todo = vec![expr];
    while let Some(e) = todo.pop() {
        match e {
            Expr::Tuple(t) => todo.extend(&t.elts),
            _ if e.is_literal_expr() => {}
            _ => return false,
        }
    }
    true
}

/// Name of the type a display or literal evaluates to.
fn type_name(expr: &Expr) -> Option<&'static str> {
    Some(match expr {
        Expr::Tuple(_) => "tuple",
        Expr::List(_) | Expr::ListComp(_) => "list",
        Expr::Dict(_) | Expr::DictComp(_) => "dict",
        Expr::Set(_) | Expr::SetComp(_) => "set",
        Expr::Generator(_) => "generator",
        Expr::Lambda(_) => "function",
        Expr::TString(_) => "string.templatelib.Template",
        Expr::FString(_) | Expr::StringLiteral(_) => "str",
        Expr::BytesLiteral(_) => "bytes",
        Expr::NumberLiteral(n) => match n.value {
            Number::Int(_) => "int",
            Number::Float(_) => "float",
            Number::Complex { .. } => "complex",
        },
        Expr::BooleanLiteral(_) => "bool",
        Expr::NoneLiteral(_) => "NoneType",
        Expr::EllipsisLiteral(_) => "ellipsis",
        _ => return None,
    })
}

/// Whether a value is odd to compare by identity.
fn literal(expr: &Expr) -> bool {
    match expr {
        Expr::NumberLiteral(_) | Expr::StringLiteral(_) | Expr::BytesLiteral(_) => true,
        Expr::Tuple(_) => constant_tuple(expr),
        _ => false,
    }
}

fn expression_warning(expr: &Expr) -> Option<(String, TextRange)> {
    match expr {
        Expr::Compare(c) => {
            let mut left: &Expr = &c.left;
            for (op, right) in c.ops.iter().zip(&c.comparators) {
                let (word, sign) = match op {
                    CmpOp::Is => ("is", "=="),
                    CmpOp::IsNot => ("is not", "!="),
                    _ => {
                        left = right;
                        continue;
                    }
                };
                if literal(left) || literal(right) {
                    let name = type_name(if literal(left) { left } else { right })?;
                    return Some((format!("\"{word}\" with '{name}' literal. Did you mean \"{sign}\"?"), expr.range()));
                }
                left = right;
            }
            None
        }
        Expr::Call(call) if !matches!(*call.func, Expr::Lambda(_)) => {
            let name = type_name(&call.func)?;
            Some((format!("'{name}' object is not callable; perhaps you missed a comma?"), call.func.range()))
        }
        Expr::Subscript(s) if s.ctx == ExprContext::Load => {
            let value = type_name(&s.value)?;
            match &*s.value {
                Expr::Dict(_) | Expr::DictComp(_) => None,
                Expr::Tuple(_)
                | Expr::List(_)
                | Expr::ListComp(_)
                | Expr::FString(_)
                | Expr::StringLiteral(_)
                | Expr::BytesLiteral(_) => {
                    let index = type_name(&s.slice).filter(|name| !matches!(*name, "int" | "bool"))?;
                    Some((
                        format!("{value} indices must be integers or slices, not {index}; perhaps you missed a comma?"),
                        s.value.range(),
                    ))
                }
                _ => Some((
                    format!("'{value}' object is not subscriptable; perhaps you missed a comma?"),
                    s.value.range(),
                )),
            }
        }
        _ => None,
    }
}
