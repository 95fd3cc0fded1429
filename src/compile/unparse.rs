//! Expressions back to text: annotations under `from __future__ import annotations`.
//!
//! Invariant: the text is CPython's, whatever spaces, quotes and parentheses the source had. Very deep expressions keep their source text.

use super::Compiler;
use super::fold;
use crate::code::Const;
use crate::text::{builder::StrBuf, float, format_number, repr, view::StrView};
use ruff_python_ast::{
    self as ast, BoolOp, ConversionFlag, Expr, FStringPart, InterpolatedStringElement, Operator, UnaryOp,
};
use ruff_text_size::Ranged;

/// How tightly the place binds in which an expression stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Level(u8);

impl Level {
    const TUPLE: Level = Level(0);
    const TEST: Level = Level(1);
    const OR: Level = Level(2);
    const AND: Level = Level(3);
    const NOT: Level = Level(4);
    const CMP: Level = Level(5);
    const BOR: Level = Level(6);
    const BXOR: Level = Level(7);
    const BAND: Level = Level(8);
    const SHIFT: Level = Level(9);
    const ARITH: Level = Level(10);
    const TERM: Level = Level(11);
    const FACTOR: Level = Level(12);
    const POWER: Level = Level(13);
    const AWAIT: Level = Level(14);
    const ATOM: Level = Level(15);
    fn next(self) -> Level {
        Level(self.0 + 1)
    }
}

/// Depth from which on the source text is taken as it is.
const MAX_DEPTH: u32 = 150;

struct Unparser<'c, 'a> {
    compiler: &'c Compiler<'a>,
    out: String,
    depth: u32,
}

impl Compiler<'_> {
    /// The text of an annotation.
    pub(super) fn unparse(&self, e: &Expr) -> String {
        let mut u = Unparser { compiler: self, out: String::new(), depth: 0 };
        u.expr(e, Level::TEST);
        u.out
    }
}

impl Unparser<'_, '_> {
    fn expr(&mut self, e: &Expr, level: Level) {
        if self.depth >= MAX_DEPTH {
            let range = e.range();
            self.out.push_str(self.compiler.source.get(range.start().to_usize()..range.end().to_usize()).unwrap_or(""));
            return;
        }
        self.depth += 1;
        self.node(e, level);
        self.depth -= 1;
    }

    fn push(&mut self, s: &str) {
        self.out.push_str(s);
    }

    fn open(&mut self, parens: bool) {
        if parens {
            self.out.push('(');
        }
    }

    fn close(&mut self, parens: bool) {
        if parens {
            self.out.push(')');
        }
    }

    fn list(&mut self, items: &[Expr]) {
        for (i, e) in items.iter().enumerate() {
            if i > 0 {
                self.push(", ");
            }
            self.expr(e, Level::TEST);
        }
    }

    fn node(&mut self, e: &Expr, level: Level) {
        match e {
            Expr::BoolOp(b) => {
                let (word, own) = if b.op == BoolOp::And { (" and ", Level::AND) } else { (" or ", Level::OR) };
                self.open(level > own);
                for (i, v) in b.values.iter().enumerate() {
                    if i > 0 {
                        self.push(word);
                    }
                    self.expr(v, own.next());
                }
                self.close(level > own);
            }
            Expr::BinOp(b) => {
                let (word, own) = operator(b.op);
                let right_first = b.op == Operator::Pow;
                self.open(level > own);
                self.expr(&b.left, if right_first { own.next() } else { own });
                self.push(word);
                self.expr(&b.right, if right_first { own } else { own.next() });
                self.close(level > own);
            }
            Expr::UnaryOp(u) => {
                let (word, own) = match u.op {
                    UnaryOp::Invert => ("~", Level::FACTOR),
                    UnaryOp::Not => ("not ", Level::NOT),
                    UnaryOp::UAdd => ("+", Level::FACTOR),
                    UnaryOp::USub => ("-", Level::FACTOR),
                };
                self.open(level > own);
                self.push(word);
                self.expr(&u.operand, own);
                self.close(level > own);
            }
            Expr::Lambda(l) => {
                self.open(level > Level::TEST);
                self.push("lambda");
                if let Some(p) = &l.parameters {
                    if p.posonlyargs.len() + p.args.len() > 0 {
                        self.push(" ");
                    }
                    self.parameters(p);
                }
                self.push(": ");
                self.expr(&l.body, Level::TEST);
                self.close(level > Level::TEST);
            }
            Expr::If(i) => {
                self.open(level > Level::TEST);
                self.expr(&i.body, Level::TEST.next());
                self.push(" if ");
                self.expr(&i.test, Level::TEST.next());
                self.push(" else ");
                self.expr(&i.orelse, Level::TEST);
                self.close(level > Level::TEST);
            }
            Expr::Dict(d) => {
                self.push("{");
                for (i, item) in d.items.iter().enumerate() {
                    if i > 0 {
                        self.push(", ");
                    }
                    match &item.key {
                        Some(k) => {
                            self.expr(k, Level::TEST);
                            self.push(": ");
                            self.expr(&item.value, Level::TEST);
                        }
                        None => {
                            self.push("**");
                            self.expr(&item.value, Level::BOR);
                        }
                    }
                }
                self.push("}");
            }
            Expr::Set(s) => {
                self.push("{");
                self.list(&s.elts);
                self.push("}");
            }
            Expr::List(l) => {
                self.push("[");
                self.list(&l.elts);
                self.push("]");
            }
            Expr::Tuple(t) => {
                if t.elts.is_empty() {
                    return self.push("()");
                }
                self.open(level > Level::TUPLE);
                self.list(&t.elts);
                if t.elts.len() == 1 {
                    self.push(",");
                }
                self.close(level > Level::TUPLE);
            }
            Expr::ListComp(c) => self.comprehension("[", &c.elt, &c.generators, "]"),
            Expr::SetComp(c) => self.comprehension("{", &c.elt, &c.generators, "}"),
            Expr::Generator(c) => self.comprehension("(", &c.elt, &c.generators, ")"),
            Expr::DictComp(c) => {
                self.push("{");
                if let Some(k) = &c.key {
                    self.expr(k, Level::TEST);
                }
                self.push(": ");
                self.expr(&c.value, Level::TEST);
                self.generators(&c.generators);
                self.push("}");
            }
            Expr::Await(a) => {
                self.open(level > Level::AWAIT);
                self.push("await ");
                self.expr(&a.value, Level::ATOM);
                self.close(level > Level::AWAIT);
            }
            Expr::Yield(y) => {
                self.push("(yield");
                if let Some(v) = &y.value {
                    self.push(" ");
                    self.expr(v, Level::TEST);
                }
                self.push(")");
            }
            Expr::YieldFrom(y) => {
                self.push("(yield from ");
                self.expr(&y.value, Level::TEST);
                self.push(")");
            }
            Expr::Compare(c) => {
                self.open(level > Level::CMP);
                self.expr(&c.left, Level::CMP.next());
                for (op, right) in c.ops.iter().zip(&*c.comparators) {
                    self.push(" ");
                    self.push(op.as_str());
                    self.push(" ");
                    self.expr(right, Level::CMP.next());
                }
                self.close(level > Level::CMP);
            }
            Expr::Call(c) => self.call(c),
            Expr::Named(n) => {
                self.open(level > Level::TUPLE);
                self.expr(&n.target, Level::ATOM);
                self.push(" := ");
                self.expr(&n.value, Level::ATOM);
                self.close(level > Level::TUPLE);
            }
            Expr::FString(_) | Expr::TString(_) => {
                let mut body = String::new();
                let prefix = match e {
                    Expr::FString(f) => {
                        for part in &f.value {
                            match part {
                                FStringPart::Literal(l) => body.push_str(&braces(l.as_str())),
                                FStringPart::FString(f) => self.elements(&f.elements, &mut body),
                            }
                        }
                        "f"
                    }
                    Expr::TString(t) => {
                        for part in &t.value {
                            self.elements(&part.elements, &mut body);
                        }
                        "t"
                    }
                    _ => "",
                };
                self.push(prefix);
                self.push(&str_repr(&body));
            }
            Expr::StringLiteral(s) => {
                if s.value.is_unicode() {
                    self.push("u");
                }
                let c = self.compiler.string_const(s);
                self.constant(&c);
            }
            Expr::NumberLiteral(n) => self.constant(&fold::number(&n.value)),
            Expr::BytesLiteral(b) => {
                let bytes: Vec<u8> = b.value.bytes().collect();
                self.constant(&Const::Bytes(bytes.into()));
            }
            Expr::BooleanLiteral(b) => self.push(if b.value { "True" } else { "False" }),
            Expr::NoneLiteral(_) => self.push("None"),
            Expr::EllipsisLiteral(_) => self.push("..."),
            Expr::Attribute(a) => {
                self.expr(&a.value, Level::ATOM);
                let int = matches!(&*a.value, Expr::NumberLiteral(n) if matches!(n.value, ast::Number::Int(_)));
                self.push(if int { " ." } else { "." });
                self.push(&a.attr.id);
            }
            Expr::Subscript(s) => {
                self.expr(&s.value, Level::ATOM);
                self.push("[");
                self.expr(&s.slice, Level::TUPLE);
                self.push("]");
            }
            Expr::Starred(s) => {
                self.push("*");
                self.expr(&s.value, Level::BOR);
            }
            Expr::Name(n) => self.push(&n.id),
            Expr::Slice(s) => {
                if let Some(e) = &s.lower {
                    self.expr(e, Level::TEST);
                }
                self.push(":");
                if let Some(e) = &s.upper {
                    self.expr(e, Level::TEST);
                }
                if let Some(e) = &s.step {
                    self.push(":");
                    self.expr(e, Level::TEST);
                }
            }
            Expr::IpyEscapeCommand(_) => {}
        }
    }

    fn constant(&mut self, c: &Const) {
        let text = match c {
            Const::Int(i) => i.to_string(),
            Const::BigInt(i) => i.to_string(),
            Const::Float(f) if f.is_infinite() => "1e309".into(),
            Const::Float(f) => float::repr(*f),
            Const::Complex(r, i) => format_number::complex_repr(*r, *i).replace("inf", "1e309"),
            Const::Str(s) => str_repr(s),
            Const::WideStr(s) => {
                let buf: StrBuf = s.iter().copied().collect();
                repr::str_repr(buf.view()).view().to_display()
            }
            Const::Bytes(b) => repr::bytes_repr(b).view().to_display(),
            _ => String::new(),
        };
        self.push(&text);
    }

    fn parameters(&mut self, p: &ast::Parameters) {
        let mut first = true;
        let comma = |u: &mut Self, first: &mut bool| {
            if !*first {
                u.push(", ");
            }
            *first = false;
        };
        for (i, a) in p.posonlyargs.iter().chain(&p.args).enumerate() {
            comma(self, &mut first);
            self.push(&a.parameter.name.id);
            if let Some(d) = &a.default {
                self.push("=");
                self.expr(d, Level::TEST);
            }
            if i + 1 == p.posonlyargs.len() {
                self.push(", /");
            }
        }
        if p.vararg.is_some() || !p.kwonlyargs.is_empty() {
            comma(self, &mut first);
            self.push("*");
            if let Some(v) = &p.vararg {
                self.push(&v.name.id);
            }
        }
        for a in &p.kwonlyargs {
            comma(self, &mut first);
            self.push(&a.parameter.name.id);
            if let Some(d) = &a.default {
                self.push("=");
                self.expr(d, Level::TEST);
            }
        }
        if let Some(k) = &p.kwarg {
            comma(self, &mut first);
            self.push("**");
            self.push(&k.name.id);
        }
    }

    fn comprehension(&mut self, open: &str, elt: &Expr, generators: &[ast::Comprehension], close: &str) {
        self.push(open);
        self.expr(elt, Level::TEST);
        self.generators(generators);
        self.push(close);
    }

    fn generators(&mut self, generators: &[ast::Comprehension]) {
        for g in generators {
            self.push(if g.is_async { " async for " } else { " for " });
            self.expr(&g.target, Level::TUPLE);
            self.push(" in ");
            self.expr(&g.iter, Level::TEST.next());
            for test in &g.ifs {
                self.push(" if ");
                self.expr(test, Level::TEST.next());
            }
        }
    }

    fn call(&mut self, c: &ast::ExprCall) {
        self.expr(&c.func, Level::ATOM);
        let a = &c.arguments;
        if let ([only @ Expr::Generator(_)], true) = (&*a.args, a.keywords.is_empty()) {
            return self.expr(only, Level::TEST);
        }
        self.push("(");
        self.list(&a.args);
        for (i, k) in a.keywords.iter().enumerate() {
            if i > 0 || !a.args.is_empty() {
                self.push(", ");
            }
            match &k.arg {
                Some(name) => {
                    self.push(&name.id);
                    self.push("=");
                }
                None => self.push("**"),
            }
            self.expr(&k.value, Level::TEST);
        }
        self.push(")");
    }

    /// The inside of an f-string or t-string, before it is quoted as a whole.
    fn elements(&mut self, elements: &[InterpolatedStringElement], body: &mut String) {
        for e in elements {
            match e {
                InterpolatedStringElement::Literal(l) => body.push_str(&braces(&l.value)),
                InterpolatedStringElement::Interpolation(i) => {
                    if let Some(d) = &i.debug_text {
                        body.push_str(&braces(d.as_str()));
                    }
                    let saved = std::mem::take(&mut self.out);
                    self.expr(&i.expression, Level::TEST.next());
                    let text = std::mem::replace(&mut self.out, saved);
                    body.push_str(if text.starts_with('{') { "{ " } else { "{" });
                    body.push_str(&text);
                    match i.conversion {
                        ConversionFlag::None if i.debug_text.is_some() && i.format_spec.is_none() => {
                            body.push_str("!r")
                        }
                        ConversionFlag::None => {}
                        ConversionFlag::Str => body.push_str("!s"),
                        ConversionFlag::Repr => body.push_str("!r"),
                        ConversionFlag::Ascii => body.push_str("!a"),
                    }
                    if let Some(spec) = &i.format_spec {
                        body.push(':');
                        self.elements(&spec.elements, body);
                    }
                    body.push('}');
                }
            }
        }
    }
}

fn braces(s: &str) -> String {
    s.replace('{', "{{").replace('}', "}}")
}

fn str_repr(s: &str) -> String {
    let buf = StrBuf::from(s);
    let view: StrView = buf.view();
    repr::str_repr(view).view().to_display()
}

fn operator(op: Operator) -> (&'static str, Level) {
    match op {
        Operator::Add => (" + ", Level::ARITH),
        Operator::Sub => (" - ", Level::ARITH),
        Operator::Mult => (" * ", Level::TERM),
        Operator::MatMult => (" @ ", Level::TERM),
        Operator::Div => (" / ", Level::TERM),
        Operator::Mod => (" % ", Level::TERM),
        Operator::FloorDiv => (" // ", Level::TERM),
        Operator::LShift => (" << ", Level::SHIFT),
        Operator::RShift => (" >> ", Level::SHIFT),
        Operator::BitOr => (" | ", Level::BOR),
        Operator::BitXor => (" ^ ", Level::BXOR),
        Operator::BitAnd => (" & ", Level::BAND),
        Operator::Pow => (" ** ", Level::POWER),
    }
}
