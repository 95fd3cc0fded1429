//! The warnings CPython gives for programs that compile but probably err.
//!
//! Invariant: the tree is walked with a stack of our own, in source order; what CPython's parser warns about comes first, then
//! what it finds about `finally`, then the rest.

use super::super::Mode;
use super::super::errors::{Stage, SyntaxError, SyntaxWarning};
use super::super::parse::{parse, with_line_end};
use super::escapes;
use super::raise::{Context, Point};
use super::tokens::{
    FSTRING_END, FSTRING_MIDDLE, FSTRING_START, STRING, TSTRING_END, TSTRING_MIDDLE, TSTRING_START, Token, Tokens,
    tokenize,
};
use ruff_python_ast::visitor::{Visitor, walk_body, walk_expr, walk_stmt};
use ruff_python_ast::{CmpOp, ExceptHandler, Expr, ExprContext, Mod, Number, Stmt};
use ruff_text_size::{Ranged, TextRange};

/// Warnings about the first `count` tokens: number literals that run into keywords, escapes that mean nothing. They come, and have
/// their places, as CPython's tokenizer and parser meet them: the text of an f-string is decoded when its end is read.
pub fn token_warnings(source: &str, tokens: &Tokens, count: usize, out: &mut Vec<SyntaxWarning>) {
    let context = Context { source, tokens };
    let at_cursor = |message: String, at: u32, line: u32| {
        let place = Point { line, col: i64::from(at) - i64::from(tokens.line_start(line)) };
        context.error(message, place, place, line + 1)
    };
    let mut numbers = tokens.warnings.iter().peekable();
    // the f-strings that are open: start, texts seen, open brackets
    let mut strings: Vec<(&Token, Vec<&Token>, u32)> = Vec::new();
    for t in tokens.list.iter().take(count) {
        while let Some((kind, end)) = numbers.next_if(|n| n.1 <= t.end) {
            out.push(at_cursor(format!("invalid {kind} literal"), *end, t.line));
        }
        let text = context.text(t);
        match t.kind {
            STRING if text.contains('\\') => {
                let literal = escapes::literal(text);
                if !literal.raw {
                    out.extend(escape(&context, literal.body, literal.bytes, t));
                }
            }
            FSTRING_START | TSTRING_START => strings.push((t, Vec::new(), 0)),
            FSTRING_MIDDLE | TSTRING_MIDDLE if text.contains('\\') => {
                let Some((start, texts, depth)) = strings.last_mut() else { continue };
                if context.text(start).contains(['r', 'R']) {
                    continue;
                }
                // the tokenizer warns of a backslash before a brace, which ends the text, or is its end when doubled
                let body = text.strip_suffix(['{', '}']).unwrap_or(text);
                let brace = source.get(t.start as usize + body.len()..).and_then(|s| s.chars().next());
                if let Some(brace) = brace.filter(|c| matches!(c, '{' | '}'))
                    && body.bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1
                {
                    let message = escapes::warning(brace.encode_utf8(&mut [0; 4]), "escape");
                    out.push(at_cursor(message, t.start + body.len() as u32 + 1, t.end_line));
                }
                if *depth == 0 {
                    texts.push(t);
                } else {
                    out.extend(escape(&context, text, false, t));
                }
            }
            FSTRING_END | TSTRING_END => {
                let (_, texts, _) = strings.pop().unwrap_or((t, Vec::new(), 0));
                out.extend(texts.into_iter().filter_map(|s| escape(&context, context.text(s), false, t)));
            }
            _ => {
                if let Some((_, _, depth)) = strings.last_mut() {
                    match text {
                        "{" => *depth += 1,
                        "}" => *depth = depth.saturating_sub(1),
                        _ => {}
                    }
                }
            }
        }
    }
}

/// The first escape of a text that means nothing. CPython counts from the token that it has just read, through the text in the
/// form that its decoder gets, and passes by the quotes that the token begins with.
fn escape(context: &Context, body: &str, bytes: bool, t: &Token) -> Option<SyntaxWarning> {
    let (message, offset) = escapes::unknown_escape(body, bytes, t.kind != STRING)?;
    Some(escape_at(context, message, body.get(..offset).unwrap_or(""), t))
}

/// What is wrong with an escape, behind this much of the token's text.
// (programs that have one are few: a page fetches this with what is seldom needed)
#[cold]
#[inline(never)]
fn escape_at(context: &Context, message: String, before: &str, t: &Token) -> SyntaxWarning {
    let line = t.line + before.matches('\n').count() as u32;
    let col = match before.rsplit_once('\n') {
        Some((_, last)) => escapes::decoder_width(last),
        None => {
            let text = context.text(t);
            let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
            let quotes = text.chars().take_while(|c| Some(*c) == quote).count();
            (t.start - context.tokens.line_start(t.line)) as usize + quotes + escapes::decoder_width(before)
        }
    };
    // (a line past the end is shown as the last one)
    let shown = line.min(context.source.lines().count() as u32);
    let place = |col: usize| Point { line: shown, col: col as i64 };
    let error = context.error(message, place(col + 1), place(col + 3), t.end_line);
    SyntaxWarning { line, end_line: line, ..error }
}

/// Warnings about what stands before an error.
pub fn before(source: &str, mode: Mode, e: &SyntaxError) -> Vec<SyntaxWarning> {
    if e.late()
        && let Ok((_, mut found)) = parse(source, mode)
    {
        found.retain(|w| w.stage < e.stage || w.stage == e.stage && (w.line, w.col) < (e.line, e.col));
        return found;
    }
    let mut found = Vec::new();
    let source = &with_line_end(source, mode);
    let tokens = tokenize(source);
    if !tokens.warnings.is_empty() || source.contains('\\') {
        let count = super::accepted(source, &tokens, mode);
        token_warnings(source, &tokens, count, &mut found);
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

/// Warnings about what expressions and statements mean. Of what a text must have for there to be one `nesting` looks out.
pub fn tree_warnings(source: &str, tree: &Mod, out: &mut Vec<SyntaxWarning>) {
    let mut walk = Walk { stack: Vec::new(), flow: Flow::default() };
    let mut later = Vec::new();
    let warning = |message: String, range: TextRange| {
        SyntaxError::at(source, message, range.start().to_u32(), range.end().to_u32())
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
                    let message = format!("'{word}' in a 'finally' block");
                    out.push(warning(message, stmt.range()).stage(Stage::Tree));
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
