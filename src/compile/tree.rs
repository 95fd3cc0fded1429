//! The parser's tree as Python's `ast` has it, written as steps that build it from the leaves up.
//!
//! Invariants: no heap value is involved, and nothing here recurses: a node's parts wait on a work list. The steps are in the order in
//! which a tree is walked from the left, a node after its parts, so that two trees of one shape have the same steps.

use super::lines::Lines;
use super::strings::Decoder;
use super::{Mode, fold};
use crate::code::{Const, Position};
use ruff_python_ast::{
    self as ast, ConversionFlag, Expr, FStringPart, InterpolatedStringElement, Pattern, Stmt, TypeParam,
};
use ruff_text_size::{Ranged, TextRange, TextSize};

/// One step: takes its parts off a stack and puts its result there.
#[derive(Debug)]
pub enum Step {
    Value(Const),
    /// a list of the last so many values
    List(usize),
    /// a node of this class of the last so many values, with its place
    Node(&'static str, usize, Option<(Position, TextRange)>),
}

enum Task<'a> {
    Stmt(&'a Stmt),
    Expr(&'a Expr),
    Pattern(&'a Pattern),
    Value(Const),
    List(Vec<Task<'a>>),
    Node(&'static str, Option<TextRange>, Vec<Task<'a>>),
    Emit(Step),
}

use Task::{List, Node, Value};

/// The steps that build the tree of a program.
pub fn steps(source: &str, tree: &ast::Mod, mode: Mode) -> Vec<Step> {
    let w = Writer { source, lines: Lines::new(source) };
    let mut out = Vec::new();
    let mut work = vec![match tree {
        ast::Mod::Expression(e) => Node("Expression", None, vec![Task::Expr(&e.body)]),
        ast::Mod::Module(m) if mode == Mode::Single => Node("Interactive", None, vec![body(&m.body)]),
        ast::Mod::Module(m) => Node("Module", None, vec![body(&m.body), List(Vec::new())]),
    }];
    while let Some(task) = work.pop() {
        match task {
            Task::Stmt(s) => work.push(w.stmt(s)),
            Task::Expr(e) => work.push(w.expr(e)),
            Task::Pattern(p) => work.push(w.pattern(p)),
            Value(c) => out.push(Step::Value(c)),
            List(parts) => {
                work.push(Task::Emit(Step::List(parts.len())));
                work.extend(parts.into_iter().rev());
            }
            Node(class, range, parts) => {
                let place = range.map(|r| (w.lines.position(r), r));
                work.push(Task::Emit(Step::Node(class, parts.len(), place)));
                work.extend(parts.into_iter().rev());
            }
            Task::Emit(step) => out.push(step),
        }
    }
    out
}

fn none<'a>() -> Task<'a> {
    Value(Const::None)
}

fn text<'a>(s: impl AsRef<str>) -> Task<'a> {
    Value(Const::Str(s.as_ref().into()))
}

fn name<'a>(i: &ast::Identifier) -> Task<'a> {
    text(i.id.as_str())
}

fn opt_name<'a>(i: &Option<ast::Identifier>) -> Task<'a> {
    i.as_ref().map_or_else(none, name)
}

fn opt(e: Option<&Expr>) -> Task<'_> {
    e.map_or_else(none, Task::Expr)
}

fn exprs<'a>(list: impl IntoIterator<Item = &'a Expr>) -> Task<'a> {
    List(list.into_iter().map(Task::Expr).collect())
}

fn body(list: &[Stmt]) -> Task<'_> {
    List(list.iter().map(Task::Stmt).collect())
}

fn patterns<'a>(list: impl IntoIterator<Item = &'a Pattern>) -> Task<'a> {
    List(list.into_iter().map(Task::Pattern).collect())
}

fn leaf<'a>(class: &'static str) -> Task<'a> {
    Node(class, None, Vec::new())
}

fn context<'a>(c: ast::ExprContext) -> Task<'a> {
    leaf(match c {
        ast::ExprContext::Store => "Store",
        ast::ExprContext::Del => "Del",
        _ => "Load",
    })
}

fn operator<'a>(op: ast::Operator) -> Task<'a> {
    use ast::Operator::*;
    leaf(match op {
        Add => "Add",
        Sub => "Sub",
        Mult => "Mult",
        MatMult => "MatMult",
        Div => "Div",
        Mod => "Mod",
        Pow => "Pow",
        LShift => "LShift",
        RShift => "RShift",
        BitOr => "BitOr",
        BitXor => "BitXor",
        BitAnd => "BitAnd",
        FloorDiv => "FloorDiv",
    })
}

fn comparison<'a>(op: &ast::CmpOp) -> Task<'a> {
    use ast::CmpOp::*;
    leaf(match op {
        Eq => "Eq",
        NotEq => "NotEq",
        Lt => "Lt",
        LtE => "LtE",
        Gt => "Gt",
        GtE => "GtE",
        Is => "Is",
        IsNot => "IsNot",
        In => "In",
        NotIn => "NotIn",
    })
}

struct Writer<'a> {
    source: &'a str,
    lines: Lines,
}

impl<'a> Writer<'a> {
    fn stmt(&self, s: &'a Stmt) -> Task<'a> {
        let r = s.range();
        let node = |class, parts| Node(class, Some(r), parts);
        match s {
            Stmt::FunctionDef(f) => Node(
                if f.is_async { "AsyncFunctionDef" } else { "FunctionDef" },
                Some(self.undecorated(r, &f.decorator_list)),
                vec![
                    name(&f.name),
                    self.parameters(Some(&f.parameters)),
                    body(&f.body),
                    decorators(&f.decorator_list),
                    opt(f.returns.as_deref()),
                    none(),
                    self.type_params(f.type_params.as_deref()),
                ],
            ),
            Stmt::ClassDef(c) => {
                let (bases, keywords) = match &c.arguments {
                    Some(a) => (exprs(a.args.iter()), self.keywords(&a.keywords)),
                    None => (List(Vec::new()), List(Vec::new())),
                };
                Node(
                    "ClassDef",
                    Some(self.undecorated(r, &c.decorator_list)),
                    vec![
                        name(&c.name),
                        bases,
                        keywords,
                        body(&c.body),
                        decorators(&c.decorator_list),
                        self.type_params(c.type_params.as_deref()),
                    ],
                )
            }
            Stmt::Return(x) => node("Return", vec![opt(x.value.as_deref())]),
            Stmt::Delete(x) => node("Delete", vec![exprs(&x.targets)]),
            Stmt::TypeAlias(x) => node(
                "TypeAlias",
                vec![Task::Expr(&x.name), self.type_params(x.type_params.as_deref()), Task::Expr(&x.value)],
            ),
            Stmt::Assign(x) => node("Assign", vec![exprs(&x.targets), Task::Expr(&x.value), none()]),
            Stmt::AugAssign(x) => node("AugAssign", vec![Task::Expr(&x.target), operator(x.op), Task::Expr(&x.value)]),
            Stmt::AnnAssign(x) => node(
                "AnnAssign",
                vec![
                    Task::Expr(&x.target),
                    Task::Expr(&x.annotation),
                    opt(x.value.as_deref()),
                    Value(Const::Int(x.simple as i64)),
                ],
            ),
            Stmt::For(x) => node(
                if x.is_async { "AsyncFor" } else { "For" },
                vec![Task::Expr(&x.target), Task::Expr(&x.iter), body(&x.body), body(&x.orelse), none()],
            ),
            Stmt::While(x) => node("While", vec![Task::Expr(&x.test), body(&x.body), body(&x.orelse)]),
            Stmt::If(x) => self.if_(r, &x.test, &x.body, &x.elif_else_clauses),
            Stmt::With(x) => {
                let item = |i: &'a ast::WithItem| {
                    let parts = vec![Task::Expr(&i.context_expr), opt(i.optional_vars.as_deref())];
                    Node("withitem", None, parts)
                };
                node(
                    if x.is_async { "AsyncWith" } else { "With" },
                    vec![List(x.items.iter().map(item).collect()), body(&x.body), none()],
                )
            }
            Stmt::Match(x) => {
                let case = |c: &'a ast::MatchCase| {
                    let parts = vec![Task::Pattern(&c.pattern), opt(c.guard.as_deref()), body(&c.body)];
                    Node("match_case", None, parts)
                };
                node("Match", vec![Task::Expr(&x.subject), List(x.cases.iter().map(case).collect())])
            }
            Stmt::Raise(x) => node("Raise", vec![opt(x.exc.as_deref()), opt(x.cause.as_deref())]),
            Stmt::Try(x) => {
                let handler = |h: &'a ast::ExceptHandler| {
                    let ast::ExceptHandler::ExceptHandler(h) = h;
                    let parts = vec![opt(h.type_.as_deref()), opt_name(&h.name), body(&h.body)];
                    Node("ExceptHandler", Some(h.range), parts)
                };
                node(
                    if x.is_star { "TryStar" } else { "Try" },
                    vec![
                        body(&x.body),
                        List(x.handlers.iter().map(handler).collect()),
                        body(&x.orelse),
                        body(&x.finalbody),
                    ],
                )
            }
            Stmt::Assert(x) => node("Assert", vec![Task::Expr(&x.test), opt(x.msg.as_deref())]),
            Stmt::Import(x) => node("Import", vec![aliases(&x.names)]),
            Stmt::ImportFrom(x) => {
                node("ImportFrom", vec![opt_name(&x.module), aliases(&x.names), Value(Const::Int(x.level as i64))])
            }
            Stmt::Global(x) => node("Global", vec![List(x.names.iter().map(name).collect())]),
            Stmt::Nonlocal(x) => node("Nonlocal", vec![List(x.names.iter().map(name).collect())]),
            Stmt::Expr(x) => node("Expr", vec![Task::Expr(&x.value)]),
            Stmt::Break(_) => node("Break", Vec::new()),
            Stmt::Continue(_) => node("Continue", Vec::new()),
            _ => node("Pass", Vec::new()),
        }
    }

    /// An `if`; what follows it as `elif` is an `if` of its own in its `orelse`.
    fn if_(&self, range: TextRange, test: &'a Expr, then: &'a [Stmt], clauses: &'a [ast::ElifElseClause]) -> Task<'a> {
        // the innermost one first: there are as many as the program has clauses
        let mut orelse = List(Vec::new());
        for c in clauses.iter().rev() {
            orelse = match &c.test {
                None => body(&c.body),
                Some(test) => {
                    let range = TextRange::new(c.range.start(), range.end());
                    List(vec![Node("If", Some(range), vec![Task::Expr(test), body(&c.body), orelse])])
                }
            };
        }
        Node("If", Some(range), vec![Task::Expr(test), body(then), orelse])
    }

    /// A definition's range without its decorators.
    fn undecorated(&self, range: TextRange, decorators: &[ast::Decorator]) -> TextRange {
        TextRange::new(super::function::definition_start(self.source, range, decorators), range.end())
    }

    fn parameters(&self, p: Option<&'a ast::Parameters>) -> Task<'a> {
        let Some(p) = p else {
            let empty = || List(Vec::new());
            return Node("arguments", None, vec![empty(), empty(), none(), empty(), empty(), none(), empty()]);
        };
        let arg = |p: &'a ast::Parameter| {
            // without the stars
            let range = TextRange::new(p.name.range.start(), p.range.end());
            Node("arg", Some(range), vec![name(&p.name), opt(p.annotation.as_deref()), none()])
        };
        let args = |l: &'a [ast::ParameterWithDefault]| List(l.iter().map(|p| arg(&p.parameter)).collect());
        let defaults = p.posonlyargs.iter().chain(&p.args).filter_map(|p| p.default.as_deref());
        let kw_defaults = p.kwonlyargs.iter().map(|p| opt(p.default.as_deref()));
        Node(
            "arguments",
            None,
            vec![
                args(&p.posonlyargs),
                args(&p.args),
                p.vararg.as_deref().map_or_else(none, arg),
                args(&p.kwonlyargs),
                List(kw_defaults.collect()),
                p.kwarg.as_deref().map_or_else(none, arg),
                exprs(defaults),
            ],
        )
    }

    fn keywords(&self, list: &'a [ast::Keyword]) -> Task<'a> {
        let keyword =
            |k: &'a ast::Keyword| Node("keyword", Some(k.range), vec![opt_name(&k.arg), Task::Expr(&k.value)]);
        List(list.iter().map(keyword).collect())
    }

    fn type_params(&self, p: Option<&'a ast::TypeParams>) -> Task<'a> {
        let one = |p: &'a TypeParam| match p {
            TypeParam::TypeVar(t) => {
                Node("TypeVar", Some(t.range), vec![name(&t.name), opt(t.bound.as_deref()), opt(t.default.as_deref())])
            }
            TypeParam::ParamSpec(t) => Node("ParamSpec", Some(t.range), vec![name(&t.name), opt(t.default.as_deref())]),
            TypeParam::TypeVarTuple(t) => {
                Node("TypeVarTuple", Some(t.range), vec![name(&t.name), opt(t.default.as_deref())])
            }
        };
        List(p.map_or(Vec::new(), |p| p.type_params.iter().map(one).collect()))
    }

    fn expr(&self, e: &'a Expr) -> Task<'a> {
        let r = e.range();
        let node = |class, parts| Node(class, Some(r), parts);
        match e {
            Expr::BoolOp(x) => {
                let op = leaf(if x.op == ast::BoolOp::And { "And" } else { "Or" });
                node("BoolOp", vec![op, exprs(&x.values)])
            }
            Expr::Named(x) => node("NamedExpr", vec![Task::Expr(&x.target), Task::Expr(&x.value)]),
            Expr::BinOp(x) => node("BinOp", vec![Task::Expr(&x.left), operator(x.op), Task::Expr(&x.right)]),
            Expr::UnaryOp(x) => {
                let op = leaf(match x.op {
                    ast::UnaryOp::Invert => "Invert",
                    ast::UnaryOp::Not => "Not",
                    ast::UnaryOp::UAdd => "UAdd",
                    ast::UnaryOp::USub => "USub",
                });
                node("UnaryOp", vec![op, Task::Expr(&x.operand)])
            }
            Expr::Lambda(x) => node("Lambda", vec![self.parameters(x.parameters.as_deref()), Task::Expr(&x.body)]),
            Expr::If(x) => node("IfExp", vec![Task::Expr(&x.test), Task::Expr(&x.body), Task::Expr(&x.orelse)]),
            Expr::Dict(x) => {
                let keys = x.items.iter().map(|i| opt(i.key.as_ref())).collect();
                node("Dict", vec![List(keys), exprs(x.items.iter().map(|i| &i.value))])
            }
            Expr::Set(x) => node("Set", vec![exprs(&x.elts)]),
            Expr::ListComp(x) => node("ListComp", vec![Task::Expr(&x.elt), generators(&x.generators)]),
            Expr::SetComp(x) => node("SetComp", vec![Task::Expr(&x.elt), generators(&x.generators)]),
            Expr::DictComp(x) => {
                node("DictComp", vec![opt(x.key.as_deref()), Task::Expr(&x.value), generators(&x.generators)])
            }
            Expr::Generator(x) => node("GeneratorExp", vec![Task::Expr(&x.elt), generators(&x.generators)]),
            Expr::Await(x) => node("Await", vec![Task::Expr(&x.value)]),
            Expr::Yield(x) => node("Yield", vec![opt(x.value.as_deref())]),
            Expr::YieldFrom(x) => node("YieldFrom", vec![Task::Expr(&x.value)]),
            Expr::Compare(x) => node(
                "Compare",
                vec![Task::Expr(&x.left), List(x.ops.iter().map(comparison).collect()), exprs(x.comparators.iter())],
            ),
            Expr::Call(x) => {
                // a generator expression that is the only argument has the call's brackets
                let args = match &*x.arguments.args {
                    [Expr::Generator(g)] if !g.parenthesized => List(vec![Node(
                        "GeneratorExp",
                        Some(x.arguments.range),
                        vec![Task::Expr(&g.elt), generators(&g.generators)],
                    )]),
                    args => exprs(args),
                };
                node("Call", vec![Task::Expr(&x.func), args, self.keywords(&x.arguments.keywords)])
            }
            Expr::FString(x) => {
                let mut values = Pieces::default();
                for part in &x.value {
                    match part {
                        FStringPart::Literal(l) => {
                            values.text(l.range, |t| Decoder { source: self.source }.literal(l, t))
                        }
                        FStringPart::FString(f) => {
                            let raw = f.flags.prefix().is_raw();
                            for e in &f.elements {
                                self.element(e, raw, false, false, &mut values);
                            }
                        }
                    }
                }
                node("JoinedStr", vec![values.finish()])
            }
            Expr::TString(x) => {
                let mut values = Pieces::default();
                for t in &x.value {
                    let raw = t.flags.prefix().is_raw();
                    for e in &t.elements {
                        self.element(e, raw, false, true, &mut values);
                    }
                }
                node("TemplateStr", vec![values.finish()])
            }
            Expr::StringLiteral(x) => {
                let mut t = super::strings::Text::default();
                for part in &x.value {
                    Decoder { source: self.source }.literal(part, &mut t);
                }
                let unicode = x.value.iter().next().is_some_and(|p| p.flags.prefix().is_unicode());
                let kind = if unicode { text("u") } else { none() };
                node("Constant", vec![Value(t.take()), kind])
            }
            Expr::BytesLiteral(x) => {
                let bytes: Vec<u8> = x.value.bytes().collect();
                node("Constant", vec![Value(Const::Bytes(bytes.into())), none()])
            }
            Expr::NumberLiteral(x) => node("Constant", vec![Value(fold::number(&x.value)), none()]),
            Expr::BooleanLiteral(x) => node("Constant", vec![Value(Const::Bool(x.value)), none()]),
            Expr::NoneLiteral(_) => node("Constant", vec![none(), none()]),
            Expr::Attribute(x) => node("Attribute", vec![Task::Expr(&x.value), name(&x.attr), context(x.ctx)]),
            Expr::Subscript(x) => node("Subscript", vec![Task::Expr(&x.value), Task::Expr(&x.slice), context(x.ctx)]),
            Expr::Starred(x) => node("Starred", vec![Task::Expr(&x.value), context(x.ctx)]),
            Expr::Name(x) => node("Name", vec![text(x.id.as_str()), context(x.ctx)]),
            Expr::List(x) => node("List", vec![exprs(&x.elts), context(x.ctx)]),
            Expr::Tuple(x) => node("Tuple", vec![exprs(&x.elts), context(x.ctx)]),
            Expr::Slice(x) => {
                node("Slice", vec![opt(x.lower.as_deref()), opt(x.upper.as_deref()), opt(x.step.as_deref())])
            }
            _ => node("Constant", vec![Value(Const::Ellipsis), none()]),
        }
    }

    /// A piece of an f-string or t-string.
    fn element(
        &self,
        e: &'a InterpolatedStringElement,
        raw: bool,
        spec: bool,
        template: bool,
        values: &mut Pieces<'a>,
    ) {
        let i = match e {
            InterpolatedStringElement::Literal(l) => {
                let decoder = Decoder { source: self.source };
                return values.text(l.range, |t| decoder.element(l, raw, spec, t));
            }
            InterpolatedStringElement::Interpolation(i) => i,
        };
        if let Some(debug) = &i.debug_text {
            let start = i.range.start() + TextSize::from(1);
            let range = TextRange::new(start, start + TextSize::of(debug.as_str()));
            values.text(range, |t| t.push_str(debug.as_str()));
        }
        let conversion = match i.conversion {
            ConversionFlag::None if i.debug_text.is_some() && i.format_spec.is_none() => 'r' as i64,
            c => c.to_byte().map_or(-1, |b| b as i64),
        };
        let format = match &i.format_spec {
            None => none(),
            Some(s) => {
                let mut inner = Pieces::default();
                for e in &s.elements {
                    self.element(e, raw, true, false, &mut inner);
                }
                let range = TextRange::new(s.range.start() - TextSize::from(1), s.range.end());
                Node("JoinedStr", Some(range), vec![inner.finish()])
            }
        };
        let (value, conversion) = (Task::Expr(&i.expression), Value(Const::Int(conversion)));
        values.node(if template {
            let shown = super::strings::expression_text(self.source, i);
            Node("Interpolation", Some(i.range), vec![value, text(shown), conversion, format])
        } else {
            Node("FormattedValue", Some(i.range), vec![value, conversion, format])
        });
    }

    fn pattern(&self, p: &'a Pattern) -> Task<'a> {
        let r = p.range();
        let node = |class, parts| Node(class, Some(r), parts);
        match p {
            Pattern::MatchValue(x) => node("MatchValue", vec![Task::Expr(&x.value)]),
            Pattern::MatchSingleton(x) => node(
                "MatchSingleton",
                vec![Value(match x.value {
                    ast::Singleton::None => Const::None,
                    ast::Singleton::True => Const::Bool(true),
                    ast::Singleton::False => Const::Bool(false),
                })],
            ),
            Pattern::MatchSequence(x) => node("MatchSequence", vec![patterns(&x.patterns)]),
            Pattern::MatchMapping(x) => {
                node("MatchMapping", vec![exprs(x.keys.iter()), patterns(x.patterns.iter()), opt_name(&x.rest)])
            }
            Pattern::MatchClass(x) => {
                let named = &x.arguments.keywords;
                node(
                    "MatchClass",
                    vec![
                        Task::Expr(&x.cls),
                        patterns(x.arguments.patterns.iter()),
                        List(named.iter().map(|k| name(&k.attr)).collect()),
                        patterns(named.iter().map(|k| &k.pattern)),
                    ],
                )
            }
            Pattern::MatchStar(x) => node("MatchStar", vec![opt_name(&x.name)]),
            Pattern::MatchAs(x) => {
                node("MatchAs", vec![x.pattern.as_deref().map_or_else(none, Task::Pattern), opt_name(&x.name)])
            }
            Pattern::MatchOr(x) => node("MatchOr", vec![patterns(&x.patterns)]),
        }
    }
}

fn decorators(list: &[ast::Decorator]) -> Task<'_> {
    exprs(list.iter().map(|d| &d.expression))
}

fn aliases(list: &[ast::Alias]) -> Task<'_> {
    List(list.iter().map(|a| Node("alias", Some(a.range), vec![name(&a.name), opt_name(&a.asname)])).collect())
}

fn generators(list: &[ast::Comprehension]) -> Task<'_> {
    let mut out = Vec::with_capacity(list.len());
    for c in list {
        let is_async = Value(Const::Int(c.is_async as i64));
        let parts = vec![Task::Expr(&c.target), Task::Expr(&c.iter), exprs(&c.ifs), is_async];
        out.push(Node("comprehension", None, parts));
    }
    List(out)
}

/// The values of an f-string: neighbouring texts are one constant.
#[derive(Default)]
struct Pieces<'a> {
    out: Vec<Task<'a>>,
    text: super::strings::Text,
    range: Option<TextRange>,
}

impl<'a> Pieces<'a> {
    fn text(&mut self, range: TextRange, add: impl FnOnce(&mut super::strings::Text)) {
        add(&mut self.text);
        self.range = Some(self.range.map_or(range, |r| TextRange::new(r.start(), range.end())));
    }

    fn flush(&mut self) {
        let range = self.range.take();
        if !self.text.is_empty() {
            self.out.push(Node("Constant", range, vec![Value(self.text.take()), none()]));
        }
    }

    fn node(&mut self, node: Task<'a>) {
        self.flush();
        self.out.push(node);
    }

    fn finish(mut self) -> Task<'a> {
        self.flush();
        List(self.out)
    }
}

/// True for the class of a statement.
pub fn is_statement(class: &str) -> bool {
    const STATEMENTS: &[&str] = &[
        "FunctionDef",
        "AsyncFunctionDef",
        "ClassDef",
        "Return",
        "Delete",
        "Assign",
        "TypeAlias",
        "AugAssign",
        "AnnAssign",
        "For",
        "AsyncFor",
        "While",
        "If",
        "With",
        "AsyncWith",
        "Match",
        "Raise",
        "Try",
        "TryStar",
        "Assert",
        "Import",
        "ImportFrom",
        "Global",
        "Nonlocal",
        "Expr",
        "Pass",
        "Break",
        "Continue",
    ];
    STATEMENTS.contains(&class)
}
