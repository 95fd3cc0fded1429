//! The symbol table: which names each block binds and where every name of a block is found.
//!
//! Invariant: after [`analyze`](super::resolve::analyze) every symbol of every scope has a [`Place`]; code generation never guesses. The builder here only
//! collects definitions and uses; `resolve.rs` decides. Left-deep expression chains are walked with a loop.

use super::errors::{Stage, SyntaxError};
use super::names::Interner;
use crate::tables::{Set, Table, table};
use ruff_python_ast::{self as ast, Expr, ExprContext, Pattern, Stmt};
use ruff_text_size::{Ranged, TextRange};
use std::rc::Rc;

/// Boxed so that results stay one word wide: the compiler runs in small stacks.
pub type Res<T> = Result<T, Box<SyntaxError>>;

/// Index of a scope.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ScopeId(pub u32);

/// What kind of block a scope is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Module,
    Class,
    Function,
    Lambda,
    Comprehension(Comp),
    /// `__annotate__`
    Annotations,
    TypeParams,
    TypeAlias,
    TypeVariable,
}

/// Which comprehension.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Comp {
    List,
    Set,
    Dict,
    Generator,
}

/// Which scope of an AST node.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Role {
    Body,
    TypeParams,
    Annotations,
    Bound,
    Default,
}

/// Where a name is found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    Unknown,
    Local,
    Cell,
    Free,
    GlobalExplicit,
    GlobalImplicit,
}

/// Facts collected about a name in one scope.
pub mod def {
    pub const GLOBAL: u16 = 1;
    pub const LOCAL: u16 = 1 << 1;
    pub const PARAM: u16 = 1 << 2;
    pub const NONLOCAL: u16 = 1 << 3;
    pub const USE: u16 = 1 << 4;
    /// a free variable of a method that is also bound in the class
    pub const FREE_CLASS: u16 = 1 << 5;
    pub const IMPORT: u16 = 1 << 6;
    pub const ANNOT: u16 = 1 << 7;
    pub const COMP_ITER: u16 = 1 << 8;
    pub const TYPE_PARAM: u16 = 1 << 9;
    pub const BOUND: u16 = LOCAL | PARAM | IMPORT | TYPE_PARAM;
}

/// A name of a scope.
#[derive(Clone, Debug)]
pub struct Symbol {
    pub name: Rc<str>,
    pub flags: u16,
    pub place: Place,
}

/// One block of the program.
#[derive(Debug)]
pub struct Scope {
    pub kind: Kind,
    pub name: Rc<str>,
    pub symbols: Vec<Symbol>,
    pub index: Table<Rc<str>, u32>,
    pub children: Vec<ScopeId>,
    /// parameters in register order
    pub params: Vec<Rc<str>>,
    /// `global`/`nonlocal` statements, for error positions
    pub directives: Vec<(Rc<str>, TextRange)>,
    /// names that an assignment expression rebinds here
    pub walrus: Set<Rc<str>>,
    /// names that a `del` statement or the end of an `except … as` unbinds here
    pub deleted: Set<Rc<str>>,
    /// class whose name mangles private names in this scope
    pub private: Option<Rc<str>>,
    /// only these names are mangled (type parameters of a class)
    pub mangled: Option<Set<Rc<str>>>,
    /// the function that an annotation scope belongs to
    pub function_name: Option<Rc<str>>,
    pub nested: bool,
    pub generator: bool,
    pub coroutine: bool,
    pub method: bool,
    /// a comprehension that is compiled into its parent's code
    pub inlined: bool,
    pub can_see_class: bool,
    pub needs_class_cell: bool,
    pub needs_classdict: bool,
    pub conditional_annotations: bool,
    /// a scope for annotations has been opened for this module or class
    pub annotations: Option<ScopeId>,
    pub has_annotations: bool,
    /// what a type-variable scope is, for error texts
    pub what: &'static str,
    in_conditional: bool,
    comp_iter_target: bool,
    comp_iter_expr: u32,
    /// annotations that are never evaluated: of locals, or under `from __future__ import annotations`
    pub unevaluated: bool,
}

impl Scope {
    /// Functions and everything compiled like one.
    pub fn is_function_like(&self) -> bool {
        !matches!(self.kind, Kind::Module | Kind::Class)
    }
    /// Facts about a (mangled) name; 0 when unknown.
    pub fn flags(&self, name: &str) -> u16 {
        self.index.get(name).map_or(0, |i| self.symbols[*i as usize].flags)
    }
    /// Place of a (mangled) name.
    pub fn place(&self, name: &str) -> Place {
        self.index.get(name).map_or(Place::Unknown, |i| self.symbols[*i as usize].place)
    }
    /// The kind of comprehension, if it is one.
    pub fn comprehension(&self) -> Option<Comp> {
        if let Kind::Comprehension(c) = self.kind { Some(c) } else { None }
    }
    pub(super) fn add(&mut self, name: Rc<str>, flags: u16, place: Place) {
        let i = self.symbols.len() as u32;
        self.index.insert(name.clone(), i);
        self.symbols.push(Symbol { name, flags, place });
    }
}

/// All scopes of one program.
pub struct Scopes {
    pub list: Vec<Scope>,
    by_node: Table<(usize, Role), ScopeId>,
}

impl Scopes {
    /// The scope of an AST node.
    pub fn of<T>(&self, node: &T, role: Role) -> Option<ScopeId> {
        self.by_node.get(&(node as *const T as usize, role)).copied()
    }
    /// A scope by id.
    pub fn get(&self, id: ScopeId) -> &Scope {
        &self.list[id.0 as usize]
    }
    /// A scope by id.
    pub fn get_mut(&mut self, id: ScopeId) -> &mut Scope {
        &mut self.list[id.0 as usize]
    }
}

/// The scope of a whole program is the first.
pub const TOP: ScopeId = ScopeId(0);

/// Collects the symbols of a program and resolves them.
pub fn build(source: &str, names: &mut Interner, body: &ast::Mod, future: bool, top_await: bool) -> Res<Scopes> {
    let mut b = Builder {
        source,
        names,
        scopes: Scopes { list: Vec::new(), by_node: table() },
        stack: Vec::new(),
        private: None,
        future,
        top_await,
    };
    b.enter("top", Kind::Module);
    match body {
        ast::Mod::Module(m) => {
            b.body(&m.body)?;
        }
        ast::Mod::Expression(e) => b.expr(&e.body)?,
    }
    let mut scopes = b.scopes;
    super::resolve::analyze(source, &mut scopes)?;
    Ok(scopes)
}

struct Builder<'s> {
    source: &'s str,
    names: &'s mut Interner,
    scopes: Scopes,
    stack: Vec<ScopeId>,
    private: Option<Rc<str>>,
    future: bool,
    top_await: bool,
}

/// The first evaluated operand of a left-deep chain.
pub(super) fn left_operand(e: &Expr) -> Option<&Expr> {
    match e {
        Expr::BinOp(e) => Some(&e.left),
        Expr::Attribute(e) => Some(&e.value),
        Expr::Subscript(e) => Some(&e.value),
        Expr::Call(e) => Some(&e.func),
        Expr::Compare(e) => Some(&e.left),
        _ => None,
    }
}

impl Builder<'_> {
    #[cold]
    fn error<T>(&self, message: impl Into<String>, range: TextRange) -> Res<T> {
        let error = SyntaxError::at(self.source, message, range.start().to_u32(), range.end().to_u32());
        Err(Box::new(error.stage(Stage::Names)))
    }

    fn cur(&mut self) -> &mut Scope {
        let id = self.cur_id();
        &mut self.scopes.list[id.0 as usize]
    }

    fn cur_id(&self) -> ScopeId {
        self.stack.last().copied().unwrap_or(TOP)
    }

    fn enter(&mut self, name: &str, kind: Kind) -> ScopeId {
        let name = self.names.intern(name);
        let id = self.open(name, kind);
        self.stack.push(id);
        id
    }

    /// Makes a scope without entering it.
    fn open(&mut self, name: Rc<str>, kind: Kind) -> ScopeId {
        let id = ScopeId(self.scopes.list.len() as u32);
        let mut nested = false;
        let mut method = false;
        let mut mangled = None;
        if let Some(parent) = self.stack.last() {
            let parent_id = *parent;
            let parent = self.scopes.get_mut(parent_id);
            parent.children.push(id);
            nested = parent.nested || parent.is_function_like();
            method =
                matches!(kind, Kind::Function | Kind::Lambda | Kind::Comprehension(_)) && parent.kind == Kind::Class;
            if kind != Kind::Class {
                mangled = parent.mangled.clone();
            }
        }
        let comp_iter_expr = self.stack.last().map_or(0, |s| self.scopes.get(*s).comp_iter_expr);
        self.scopes.list.push(Scope {
            kind,
            name,
            symbols: Vec::new(),
            index: table(),
            children: Vec::new(),
            params: Vec::new(),
            directives: Vec::new(),
            walrus: Set::default(),
            deleted: Set::default(),
            private: self.private.clone(),
            mangled,
            function_name: None,
            nested,
            generator: false,
            coroutine: false,
            method,
            inlined: false,
            can_see_class: false,
            needs_class_cell: false,
            needs_classdict: false,
            conditional_annotations: false,
            annotations: None,
            has_annotations: false,
            what: "",
            in_conditional: false,
            comp_iter_target: false,
            comp_iter_expr,
            unevaluated: false,
        });
        id
    }

    fn leave(&mut self) {
        self.stack.pop();
    }

    fn key<T>(&mut self, node: &T, role: Role, id: ScopeId) {
        self.scopes.by_node.insert((node as *const T as usize, role), id);
    }

    fn mangle_in(&mut self, id: ScopeId, name: &str) -> Rc<str> {
        let scope = self.scopes.get(id);
        if scope.mangled.as_ref().is_some_and(|m| !m.contains(name)) {
            return self.names.intern(name);
        }
        let private = self.private.clone();
        self.names.mangle(private.as_deref(), name)
    }

    fn add(&mut self, name: &str, flag: u16, range: TextRange) -> Res<()> {
        self.add_in(self.cur_id(), name, flag, range)
    }

    fn add_in(&mut self, id: ScopeId, name: &str, flag: u16, range: TextRange) -> Res<()> {
        let mangled = self.mangle_in(id, name);
        let scope = self.scopes.get_mut(id);
        let mut flags = flag;
        let found = scope.index.get(&mangled).copied();
        if let Some(i) = found {
            let old = scope.symbols[i as usize].flags;
            if flag & old & def::PARAM != 0 {
                return self.error(format!("duplicate argument '{name}' in function definition"), range);
            }
            if flag & old & def::TYPE_PARAM != 0 {
                return self.error(format!("duplicate type parameter '{name}'"), range);
            }
            flags |= old;
        }
        if scope.comp_iter_target {
            if flags & (def::GLOBAL | def::NONLOCAL) != 0 {
                return self.error(
                    format!("comprehension inner loop cannot rebind assignment expression target '{name}'"),
                    range,
                );
            }
            flags |= def::COMP_ITER;
        }
        match found {
            Some(i) => scope.symbols[i as usize].flags = flags,
            None => scope.add(mangled.clone(), flags, Place::Unknown),
        }
        if flag & def::PARAM != 0 {
            scope.params.push(mangled);
        } else if flag & def::GLOBAL != 0 && id != TOP {
            let top = self.scopes.get_mut(TOP);
            match top.index.get(&mangled) {
                Some(i) => top.symbols[*i as usize].flags |= flag,
                None => top.add(mangled, flag, Place::Unknown),
            }
        }
        Ok(())
    }

    fn lookup(&mut self, name: &str) -> u16 {
        let id = self.cur_id();
        let mangled = self.mangle_in(id, name);
        self.scopes.get(id).flags(&mangled)
    }

    fn bind(&mut self, name: &str, range: TextRange) -> Res<()> {
        if name == "__debug__" {
            return self.error("cannot assign to __debug__", range);
        }
        self.add(name, def::LOCAL, range)
    }

    // ---- statements

    fn body(&mut self, body: &[Stmt]) -> Res<()> {
        for s in body {
            self.stmt(s)?;
        }
        Ok(())
    }

    fn conditional(&mut self, body: &[Stmt]) -> Res<()> {
        let saved = std::mem::replace(&mut self.cur().in_conditional, true);
        for s in body {
            self.stmt(s)?;
        }
        self.cur().in_conditional = saved;
        Ok(())
    }

    fn exprs<'e>(&mut self, list: impl IntoIterator<Item = &'e Expr>) -> Res<()> {
        for e in list {
            self.expr(e)?;
        }
        Ok(())
    }

    fn stmt(&mut self, s: &Stmt) -> Res<()> {
        match s {
            Stmt::FunctionDef(s) => self.function_def(s),
            Stmt::ClassDef(s) => self.class_def(s),
            Stmt::TypeAlias(s) => self.type_alias(s),
            Stmt::Return(s) => match &s.value {
                Some(v) => self.expr(v),
                None => Ok(()),
            },
            Stmt::Delete(s) => self.exprs(&s.targets),
            Stmt::Assign(s) => {
                self.expr(&s.value)?;
                self.exprs(&s.targets)
            }
            Stmt::AugAssign(s) => {
                if let Expr::Name(n) = &*s.target {
                    if n.id.as_str() == "__debug__" {
                        return self.error("cannot assign to __debug__", n.range);
                    }
                    self.add(&n.id, def::LOCAL, n.range)?;
                } else {
                    self.expr(&s.target)?;
                }
                self.expr(&s.value)
            }
            Stmt::AnnAssign(s) => self.ann_assign(s),
            Stmt::For(s) => {
                if s.is_async {
                    self.async_placed("for", s.range)?;
                }
                self.expr(&s.iter)?;
                self.expr(&s.target)?;
                self.conditional(&s.body)?;
                self.conditional(&s.orelse)
            }
            Stmt::While(s) => {
                self.expr(&s.test)?;
                self.conditional(&s.body)?;
                self.conditional(&s.orelse)
            }
            Stmt::If(s) => {
                self.expr(&s.test)?;
                self.conditional(&s.body)?;
                for clause in &s.elif_else_clauses {
                    if let Some(test) = &clause.test {
                        self.expr(test)?;
                    }
                    self.conditional(&clause.body)?;
                }
                Ok(())
            }
            Stmt::With(s) => {
                if s.is_async {
                    self.async_placed("with", s.range)?;
                }
                for item in &s.items {
                    self.expr(&item.context_expr)?;
                    if let Some(v) = &item.optional_vars {
                        self.expr(v)?;
                    }
                }
                self.conditional(&s.body)
            }
            Stmt::Match(s) => {
                self.expr(&s.subject)?;
                for case in &s.cases {
                    self.pattern(&case.pattern)?;
                    if let Some(g) = &case.guard {
                        self.expr(g)?;
                    }
                    self.conditional(&case.body)?;
                }
                Ok(())
            }
            Stmt::Raise(s) => {
                self.exprs(s.exc.as_deref())?;
                self.exprs(s.cause.as_deref())
            }
            Stmt::Try(s) => self.try_stmt(s),
            Stmt::Assert(s) => {
                self.expr(&s.test)?;
                self.exprs(s.msg.as_deref())
            }
            Stmt::Import(s) => self.import(&s.names),
            Stmt::ImportFrom(s) => self.import(&s.names),
            Stmt::Global(s) => self.directive(&s.names, def::GLOBAL, s.range),
            Stmt::Nonlocal(s) => self.directive(&s.names, def::NONLOCAL, s.range),
            Stmt::Expr(s) => self.expr(&s.value),
            Stmt::Pass(_) | Stmt::Break(_) | Stmt::Continue(_) => Ok(()),
            Stmt::IpyEscapeCommand(s) => self.error("invalid syntax", s.range),
        }
    }

    /// What is asynchronous (but for `await`, which comprehensions may have) belongs into what is.
    fn may_be_async(&mut self) -> bool {
        let top = self.top_await;
        let scope = self.cur();
        match scope.kind {
            Kind::Function | Kind::Lambda => scope.coroutine,
            kind => kind == Kind::Module && top,
        }
    }

    fn async_placed(&mut self, what: &str, range: TextRange) -> Res<()> {
        if !self.may_be_async() {
            return self.error(format!("'async {what}' outside async function"), range);
        }
        self.cur().coroutine = true;
        Ok(())
    }

    #[inline(never)]
    fn try_stmt(&mut self, s: &ast::StmtTry) -> Res<()> {
        self.conditional(&s.body)?;
        for h in &s.handlers {
            let ast::ExceptHandler::ExceptHandler(h) = h;
            self.exprs(h.type_.as_deref())?;
            if let Some(name) = &h.name {
                self.bind(&name.id, h.range)?;
                let name = self.mangle_in(self.cur_id(), &name.id);
                self.cur().deleted.insert(name);
            }
            self.conditional(&h.body)?;
        }
        self.conditional(&s.orelse)?;
        self.conditional(&s.finalbody)
    }

    #[inline(never)]
    fn import(&mut self, names: &[ast::Alias]) -> Res<()> {
        for alias in names {
            let name = match &alias.asname {
                Some(n) => n.id.as_str(),
                None if alias.name.id.as_str() == "*" => {
                    if self.cur().kind != Kind::Module {
                        return self.error("import * only allowed at module level", alias.range);
                    }
                    continue;
                }
                None => alias.name.id.split('.').next().unwrap_or(""),
            };
            if name == "__debug__" {
                return self.error("cannot assign to __debug__", alias.range);
            }
            self.add(name, def::IMPORT, alias.range)?;
        }
        Ok(())
    }

    #[inline(never)]
    fn directive(&mut self, names: &[ast::Identifier], flag: u16, range: TextRange) -> Res<()> {
        let word = if flag == def::GLOBAL { "global" } else { "nonlocal" };
        for name in names {
            let old = self.lookup(&name.id);
            if old & (def::PARAM | def::LOCAL | def::USE | def::ANNOT) != 0 {
                let name = &name.id;
                return self.error(
                    if old & def::PARAM != 0 {
                        format!("name '{name}' is parameter and {word}")
                    } else if old & def::USE != 0 {
                        format!("name '{name}' is used prior to {word} declaration")
                    } else if old & def::ANNOT != 0 {
                        format!("annotated name '{name}' can't be {word}")
                    } else {
                        format!("name '{name}' is assigned to before {word} declaration")
                    },
                    range,
                );
            }
            self.add(&name.id, flag, range)?;
            let mangled = self.mangle_in(self.cur_id(), &name.id);
            self.cur().directives.push((mangled, range));
        }
        Ok(())
    }

    #[inline(never)]
    fn ann_assign(&mut self, s: &ast::StmtAnnAssign) -> Res<()> {
        self.cur().has_annotations = true;
        match &*s.target {
            Expr::Name(n) => {
                let old = self.lookup(&n.id);
                if old & (def::GLOBAL | def::NONLOCAL) != 0 && self.cur_id() != TOP && s.simple {
                    let word = if old & def::GLOBAL != 0 { "global" } else { "nonlocal" };
                    return self.error(format!("annotated name '{}' can't be {word}", n.id), s.range);
                }
                if n.id.as_str() == "__debug__" {
                    return self.error("cannot assign to __debug__", n.range);
                }
                if s.simple {
                    self.add(&n.id, def::ANNOT | def::LOCAL, s.range)?;
                } else if s.value.is_some() {
                    self.add(&n.id, def::LOCAL, s.range)?;
                }
            }
            target => self.expr(target)?,
        }
        self.annotation(&s.annotation)?;
        self.exprs(s.value.as_deref())
    }

    /// A variable's annotation lives in the `__annotate__` scope of its module or class.
    fn annotation(&mut self, e: &Expr) -> Res<()> {
        let future = self.future;
        let scope = self.cur();
        let conditional = scope.kind == Kind::Module || scope.kind == Kind::Class && scope.in_conditional;
        if conditional && !scope.conditional_annotations {
            scope.conditional_annotations = true;
            self.add("__conditional_annotations__", def::USE, e.range())?;
        }
        let parent = self.cur_id();
        match self.scopes.get(parent).annotations {
            Some(id) => self.stack.push(id),
            None => {
                let in_class = self.cur().kind == Kind::Class;
                let unevaluated = self.cur().kind == Kind::Function || future;
                let id = self.enter("__annotate__", Kind::Annotations);
                self.add(".format", def::PARAM, e.range())?;
                self.scopes.get_mut(id).unevaluated = unevaluated;
                self.scopes.get_mut(parent).annotations = Some(id);
                if in_class && !future {
                    self.cur().can_see_class = true;
                    self.add("__classdict__", def::USE, e.range())?;
                }
            }
        }
        if conditional {
            self.add("__conditional_annotations__", def::USE, e.range())?;
        }
        self.expr(e)?;
        self.leave();
        Ok(())
    }

    #[inline(never)]
    fn function_def(&mut self, s: &ast::StmtFunctionDef) -> Res<()> {
        if s.name.id.as_str() == "__debug__" {
            let start = super::function::definition_start(self.source, s.range, &s.decorator_list);
            return self.error("cannot assign to __debug__", TextRange::new(start, s.range.end()));
        }
        for d in &s.decorator_list {
            self.expr(&d.expression)?;
        }
        self.defaults(&s.parameters)?;
        self.add(&s.name.id, def::LOCAL, s.range)?;
        if let Some(params) = &s.type_params {
            let has_defaults = s.parameters.posonlyargs.iter().chain(&s.parameters.args).any(|p| p.default.is_some());
            let has_kw = s.parameters.kwonlyargs.iter().any(|p| p.default.is_some());
            self.enter_type_params(&s.name.id, params, has_defaults, has_kw, false)?;
            self.type_params(params)?;
        }
        let in_class = self.cur().can_see_class || self.cur().kind == Kind::Class;
        let function = self.names.intern(&s.name.id);
        if has_annotations(&s.parameters) || s.returns.is_some() {
            let id = self.enter("__annotate__", Kind::Annotations);
            self.key(s, Role::Annotations, id);
            self.cur().function_name = Some(function.clone());
            let future = self.future;
            self.cur().unevaluated = future;
            self.add(".format", def::PARAM, s.range)?;
            if in_class && !future {
                self.cur().can_see_class = true;
                self.add("__classdict__", def::USE, s.range)?;
            }
            for p in &s.parameters {
                self.exprs(p.annotation())?;
            }
            self.exprs(s.returns.as_deref())?;
            self.leave();
        }
        let id = self.enter(&s.name.id, Kind::Function);
        self.key(s, Role::Body, id);
        self.cur().coroutine = s.is_async;
        self.parameters(&s.parameters)?;
        self.body(&s.body)?;
        self.leave();
        if s.type_params.is_some() {
            self.leave();
        }
        Ok(())
    }

    fn defaults(&mut self, p: &ast::Parameters) -> Res<()> {
        for p in p.iter_non_variadic_params() {
            self.exprs(p.default.as_deref())?;
        }
        Ok(())
    }

    fn parameters(&mut self, p: &ast::Parameters) -> Res<()> {
        let mut add = |id: &ast::Identifier| {
            if id.id.as_str() == "__debug__" {
                return self.error("cannot assign to __debug__", id.range);
            }
            self.add(&id.id, def::PARAM, id.range)
        };
        for p in p.posonlyargs.iter().chain(&p.args).chain(&p.kwonlyargs) {
            add(&p.parameter.name)?;
        }
        if let Some(v) = &p.vararg {
            add(&v.name)?;
        }
        if let Some(k) = &p.kwarg {
            add(&k.name)?;
        }
        Ok(())
    }

    fn enter_type_params(
        &mut self,
        name: &str,
        node: &ast::TypeParams,
        defaults: bool,
        kwdefaults: bool,
        class: bool,
    ) -> Res<()> {
        let in_class = self.cur().kind == Kind::Class;
        let id = self.enter(name, Kind::TypeParams);
        self.key(node, Role::TypeParams, id);
        let range = node.range;
        if in_class {
            self.cur().can_see_class = true;
            self.add("__classdict__", def::USE, range)?;
        }
        if class {
            self.add(".type_params", def::LOCAL | def::USE, range)?;
            self.add(".generic_base", def::LOCAL | def::USE, range)?;
        }
        if defaults {
            self.add(".defaults", def::PARAM, range)?;
        }
        if kwdefaults {
            self.add(".kwdefaults", def::PARAM, range)?;
        }
        Ok(())
    }

    fn type_params(&mut self, params: &ast::TypeParams) -> Res<()> {
        let mut with_default = false;
        for p in &params.type_params {
            let name = p.name();
            if name.id.as_str() == "__debug__" {
                return self.error("cannot assign to __debug__", p.range());
            }
            if let Some(m) = &mut self.cur().mangled {
                m.insert(name.id.as_str().into());
            }
            self.add(&name.id, def::TYPE_PARAM | def::LOCAL, p.range())?;
            let what = match p {
                ast::TypeParam::TypeVar(v) => {
                    if let Some(bound) = &v.bound {
                        let what = if bound.is_tuple_expr() { "a TypeVar constraint" } else { "a TypeVar bound" };
                        self.type_variable(bound, &name.id, p, Role::Bound, what)?;
                    }
                    "a TypeVar default"
                }
                ast::TypeParam::ParamSpec(_) => "a ParamSpec default",
                ast::TypeParam::TypeVarTuple(_) => "a TypeVarTuple default",
            };
            match p.default() {
                Some(d) => {
                    with_default = true;
                    self.type_variable(d, &name.id, p, Role::Default, what)?;
                }
                None if with_default => {
                    return self.error(
                        format!("non-default type parameter '{}' follows default type parameter", name.id),
                        p.range(),
                    );
                }
                None => {}
            }
        }
        Ok(())
    }

    fn type_variable(
        &mut self,
        e: &Expr,
        name: &str,
        node: &ast::TypeParam,
        role: Role,
        what: &'static str,
    ) -> Res<()> {
        let in_class = self.cur().can_see_class;
        let id = self.enter(name, Kind::TypeVariable);
        self.key(node, role, id);
        self.cur().what = what;
        self.add(".format", def::PARAM, e.range())?;
        self.cur().can_see_class = in_class;
        if in_class {
            self.add("__classdict__", def::USE, e.range())?;
        }
        self.expr(e)?;
        self.leave();
        Ok(())
    }

    #[inline(never)]
    fn class_def(&mut self, s: &ast::StmtClassDef) -> Res<()> {
        if s.name.id.as_str() == "__debug__" {
            let start = super::function::definition_start(self.source, s.range, &s.decorator_list);
            return self.error("cannot assign to __debug__", TextRange::new(start, s.range.end()));
        }
        for d in &s.decorator_list {
            self.expr(&d.expression)?;
        }
        self.add(&s.name.id, def::LOCAL, s.range)?;
        let outer = self.private.clone();
        let name = self.names.intern(&s.name.id);
        if let Some(params) = &s.type_params {
            self.enter_type_params(&s.name.id, params, false, false, true)?;
            self.private = Some(name.clone());
            let scope = self.cur();
            scope.private = Some(name.clone());
            scope.mangled = Some(Set::default());
            self.type_params(params)?;
        }
        if let Some(a) = &s.arguments {
            self.arguments(a)?;
        }
        self.private = Some(name);
        let id = self.enter(&s.name.id, Kind::Class);
        self.key(s, Role::Body, id);
        if s.type_params.is_some() {
            self.add("__type_params__", def::LOCAL, s.range)?;
            self.add(".type_params", def::USE, s.range)?;
        }
        self.body(&s.body)?;
        self.leave();
        if s.type_params.is_some() {
            self.leave();
        }
        self.private = outer;
        Ok(())
    }

    #[inline(never)]
    fn type_alias(&mut self, s: &ast::StmtTypeAlias) -> Res<()> {
        self.expr(&s.name)?;
        let Expr::Name(name) = &*s.name else { return Ok(()) };
        let in_class = self.cur().kind == Kind::Class;
        if let Some(params) = &s.type_params {
            self.enter_type_params(&name.id, params, false, false, false)?;
            self.type_params(params)?;
        }
        let id = self.enter(&name.id, Kind::TypeAlias);
        self.key(s, Role::Body, id);
        self.add(".format", def::PARAM, s.range)?;
        if in_class {
            self.cur().can_see_class = true;
            self.add("__classdict__", def::USE, s.value.range())?;
        }
        self.expr(&s.value)?;
        self.leave();
        if s.type_params.is_some() {
            self.leave();
        }
        Ok(())
    }

    // ---- expressions

    fn expr(&mut self, e: &Expr) -> Res<()> {
        let mut e = e;
        loop {
            e = match e {
                Expr::BinOp(_) | Expr::Attribute(_) | Expr::Subscript(_) | Expr::Call(_) | Expr::Compare(_) => {
                    match self.chain(e)? {
                        Some(last) => last,
                        None => return Ok(()),
                    }
                }
                Expr::Name(n) => return self.name(n),
                Expr::UnaryOp(u) => &u.operand,
                Expr::Starred(s) => &s.value,
                Expr::If(i) => {
                    self.expr(&i.test)?;
                    self.expr(&i.body)?;
                    &i.orelse
                }
                Expr::BoolOp(b) => return self.exprs(&b.values),
                Expr::Named(n) => return self.named(n),
                Expr::Lambda(l) => return self.lambda(l),
                Expr::Dict(d) => {
                    for item in &d.items {
                        self.exprs(item.key.as_ref())?;
                        self.expr(&item.value)?;
                    }
                    return Ok(());
                }
                Expr::Set(s) => return self.exprs(&s.elts),
                Expr::List(s) => return self.exprs(&s.elts),
                Expr::Tuple(s) => return self.exprs(&s.elts),
                Expr::Slice(s) => {
                    self.exprs(s.lower.as_deref())?;
                    self.exprs(s.upper.as_deref())?;
                    return self.exprs(s.step.as_deref());
                }
                Expr::ListComp(c) => {
                    return self.comprehension(c, Comp::List, &c.generators, Some(&c.elt), None, c.range);
                }
                Expr::SetComp(c) => {
                    return self.comprehension(c, Comp::Set, &c.generators, Some(&c.elt), None, c.range);
                }
                Expr::DictComp(c) => {
                    return self.comprehension(c, Comp::Dict, &c.generators, c.key.as_deref(), Some(&c.value), c.range);
                }
                Expr::Generator(c) => {
                    return self.comprehension(c, Comp::Generator, &c.generators, Some(&c.elt), None, c.range);
                }
                Expr::Await(a) => {
                    self.allowed("await expression", a.range)?;
                    self.await_placed(a.range)?;
                    &a.value
                }
                Expr::Yield(y) => {
                    self.yield_placed(y.range)?;
                    return self.exprs(y.value.as_deref());
                }
                Expr::YieldFrom(y) => {
                    self.yield_placed(y.range)?;
                    &y.value
                }
                Expr::FString(f) => return self.fstring(f),
                Expr::TString(t) => {
                    for part in t.value.elements() {
                        self.interpolated(part)?;
                    }
                    return Ok(());
                }
                Expr::StringLiteral(_)
                | Expr::BytesLiteral(_)
                | Expr::NumberLiteral(_)
                | Expr::BooleanLiteral(_)
                | Expr::NoneLiteral(_)
                | Expr::EllipsisLiteral(_) => return Ok(()),
                Expr::IpyEscapeCommand(c) => return self.error("invalid syntax", c.range),
            };
        }
    }

    /// A left-deep chain from its innermost operand outwards. The rightmost operand of a binary operator is handed back.
    #[inline(never)]
    fn chain<'e>(&mut self, e: &'e Expr) -> Res<Option<&'e Expr>> {
        let mut spine = Vec::new();
        let mut base = e;
        while let Some(left) = left_operand(base) {
            spine.push(base);
            base = left;
        }
        self.expr(base)?;
        while let Some(node) = spine.pop() {
            match node {
                Expr::BinOp(b) => {
                    if spine.is_empty() {
                        return Ok(Some(&b.right));
                    }
                    self.expr(&b.right)?;
                }
                Expr::Attribute(a) => {
                    if a.attr.id.as_str() == "__debug__" && a.ctx != ExprContext::Load {
                        let word = if a.ctx == ExprContext::Del { "delete" } else { "assign to" };
                        return self.error(format!("cannot {word} __debug__"), a.range);
                    }
                }
                Expr::Subscript(s) => self.expr(&s.slice)?,
                Expr::Call(c) => self.arguments(&c.arguments)?,
                Expr::Compare(c) => self.exprs(&c.comparators)?,
                _ => {}
            }
        }
        Ok(None)
    }

    fn arguments(&mut self, a: &ast::Arguments) -> Res<()> {
        self.exprs(&a.args)?;
        for k in &a.keywords {
            if k.arg.as_ref().is_some_and(|n| n.id.as_str() == "__debug__") {
                return self.error("cannot assign to __debug__", k.range);
            }
            self.expr(&k.value)?;
        }
        Ok(())
    }

    #[inline(never)]
    fn name(&mut self, n: &ast::ExprName) -> Res<()> {
        match n.ctx {
            ExprContext::Load => {
                self.add(&n.id, def::USE, n.range)?;
                if n.id.as_str() == "super"
                    && matches!(self.cur().kind, Kind::Function | Kind::Lambda | Kind::Comprehension(_))
                {
                    self.add("__class__", def::USE, n.range)?;
                }
                Ok(())
            }
            ExprContext::Del => {
                if n.id.as_str() == "__debug__" {
                    return self.error("cannot delete __debug__", n.range);
                }
                self.add(&n.id, def::LOCAL, n.range)?;
                let name = self.mangle_in(self.cur_id(), &n.id);
                self.cur().deleted.insert(name);
                Ok(())
            }
            _ => self.bind(&n.id, n.range),
        }
    }

    #[inline(never)]
    fn lambda(&mut self, l: &ast::ExprLambda) -> Res<()> {
        if let Some(p) = &l.parameters {
            self.defaults(p)?;
        }
        let id = self.enter("lambda", Kind::Lambda);
        self.key(l, Role::Body, id);
        if let Some(p) = &l.parameters {
            self.parameters(p)?;
        }
        self.expr(&l.body)?;
        self.leave();
        Ok(())
    }

    #[inline(never)]
    fn fstring(&mut self, f: &ast::ExprFString) -> Res<()> {
        for part in f.value.elements() {
            self.interpolated(part)?;
        }
        Ok(())
    }

    fn interpolated(&mut self, part: &ast::InterpolatedStringElement) -> Res<()> {
        if let ast::InterpolatedStringElement::Interpolation(i) = part {
            self.expr(&i.expression)?;
            if let Some(spec) = &i.format_spec {
                for part in &spec.elements {
                    self.interpolated(part)?;
                }
            }
        }
        Ok(())
    }

    #[inline(never)]
    fn named(&mut self, n: &ast::ExprNamed) -> Res<()> {
        self.allowed("named expression", n.range)?;
        let Expr::Name(target) = &*n.target else { return self.error("invalid syntax", n.range) };
        if self.cur().comp_iter_expr > 0 {
            return self.error("assignment expression cannot be used in a comprehension iterable expression", n.range);
        }
        if self.cur().comprehension().is_some() {
            self.extend_named(target)?;
        } else {
            let name = self.mangle_in(self.cur_id(), &target.id);
            self.cur().walrus.insert(name);
        }
        self.expr(&n.value)?;
        self.name(target)
    }

    /// An assignment expression in a comprehension binds in the nearest enclosing function or module.
    fn extend_named(&mut self, target: &ast::ExprName) -> Res<()> {
        let name = target.id.as_str();
        for i in (0..self.stack.len()).rev() {
            let id = self.stack[i];
            let mangled = self.mangle_in(id, name);
            let scope = self.scopes.get_mut(id);
            let flags = scope.flags(&mangled);
            match scope.kind {
                Kind::Comprehension(_) => {
                    if flags & def::COMP_ITER != 0 && flags & (def::LOCAL | def::GLOBAL) != 0 {
                        return self.error(
                            format!("assignment expression cannot rebind comprehension iteration variable '{name}'"),
                            target.range,
                        );
                    }
                    scope.walrus.insert(mangled);
                }
                Kind::Function | Kind::Lambda | Kind::Annotations => {
                    scope.walrus.insert(mangled.clone());
                    self.add(name, if flags & def::GLOBAL != 0 { def::GLOBAL } else { def::NONLOCAL }, target.range)?;
                    self.cur().directives.push((mangled, target.range));
                    return self.add_in(id, name, def::LOCAL, target.range);
                }
                Kind::Module => {
                    self.add(name, def::GLOBAL, target.range)?;
                    self.cur().directives.push((mangled, target.range));
                    return self.add_in(id, name, def::GLOBAL, target.range);
                }
                Kind::Class => {
                    return self.error(
                        "assignment expression within a comprehension cannot be used in a class body",
                        target.range,
                    );
                }
                Kind::TypeParams => return self.error(
                    "assignment expression within a comprehension cannot be used within the definition of a generic",
                    target.range,
                ),
                Kind::TypeAlias => {
                    return self.error(
                        "assignment expression within a comprehension cannot be used in a type alias",
                        target.range,
                    );
                }
                Kind::TypeVariable => {
                    return self.error(
                        "assignment expression within a comprehension cannot be used in a TypeVar bound",
                        target.range,
                    );
                }
            }
        }
        Ok(())
    }

    /// Yield, await and assignment expressions do not belong into annotation scopes.
    fn allowed(&mut self, what: &str, range: TextRange) -> Res<()> {
        let scope = self.cur();
        let place = match scope.kind {
            Kind::Annotations => "an annotation",
            Kind::TypeParams => "the definition of a generic",
            Kind::TypeAlias => "a type alias",
            Kind::TypeVariable => scope.what,
            _ => return Ok(()),
        };
        self.error(format!("{what} cannot be used within {place}"), range)
    }

    fn await_placed(&mut self, range: TextRange) -> Res<()> {
        let top = self.top_await;
        let scope = self.cur();
        match scope.kind {
            Kind::Module | Kind::Class if !(top && scope.kind == Kind::Module) => {
                self.error("'await' outside function", range)
            }
            Kind::Function | Kind::Lambda if !scope.coroutine => self.error("'await' outside async function", range),
            _ => {
                scope.coroutine = true;
                Ok(())
            }
        }
    }

    fn yield_placed(&mut self, range: TextRange) -> Res<()> {
        self.allowed("yield expression", range)?;
        let scope = self.cur();
        match scope.kind {
            Kind::Comprehension(c) => {
                let what = match c {
                    Comp::List => "list comprehension",
                    Comp::Set => "set comprehension",
                    Comp::Dict => "dict comprehension",
                    Comp::Generator => "generator expression",
                };
                return self.error(format!("'yield' inside {what}"), range);
            }
            // an error of a later stage
            Kind::Module | Kind::Class => return Ok(()),
            _ => {}
        }
        scope.generator = true;
        Ok(())
    }

    #[inline(never)]
    fn comprehension<T>(
        &mut self,
        node: &T,
        kind: Comp,
        generators: &[ast::Comprehension],
        elt: Option<&Expr>,
        value: Option<&Expr>,
        range: TextRange,
    ) -> Res<()> {
        let Some((first, rest)) = generators.split_first() else { return Ok(()) };
        self.cur().comp_iter_expr += 1;
        self.expr(&first.iter)?;
        self.cur().comp_iter_expr -= 1;
        let name = match kind {
            Comp::List => "<listcomp>",
            Comp::Set => "<setcomp>",
            Comp::Dict => "<dictcomp>",
            Comp::Generator => "<genexpr>",
        };
        let id = self.enter(name, Kind::Comprehension(kind));
        self.key(node, Role::Body, id);
        self.cur().coroutine = first.is_async;
        self.add(".0", def::PARAM, range)?;
        self.comp_target(&first.target)?;
        self.exprs(&first.ifs)?;
        for g in rest {
            self.cur().comp_iter_expr += 1;
            self.expr(&g.iter)?;
            self.cur().comp_iter_expr -= 1;
            self.comp_target(&g.target)?;
            self.exprs(&g.ifs)?;
            self.cur().coroutine |= g.is_async;
        }
        self.exprs(elt)?;
        self.exprs(value)?;
        self.cur().generator = kind == Comp::Generator;
        let is_async = self.cur().coroutine && kind != Comp::Generator;
        self.leave();
        if is_async {
            if !matches!(self.cur().kind, Kind::Comprehension(_)) && !self.may_be_async() {
                return self.error("asynchronous comprehension outside of an asynchronous function", range);
            }
            self.cur().coroutine = true;
        }
        Ok(())
    }

    fn comp_target(&mut self, target: &Expr) -> Res<()> {
        self.cur().comp_iter_target = true;
        self.expr(target)?;
        self.cur().comp_iter_target = false;
        Ok(())
    }

    fn pattern(&mut self, p: &Pattern) -> Res<()> {
        match p {
            Pattern::MatchValue(v) => self.expr(&v.value),
            Pattern::MatchSingleton(_) => Ok(()),
            Pattern::MatchSequence(s) => self.patterns(&s.patterns),
            Pattern::MatchMapping(m) => {
                self.exprs(&m.keys)?;
                self.patterns(&m.patterns)?;
                match &m.rest {
                    Some(n) => self.bind(&n.id, n.range),
                    None => Ok(()),
                }
            }
            Pattern::MatchClass(c) => {
                self.expr(&c.cls)?;
                self.patterns(&c.arguments.patterns)?;
                for k in &c.arguments.keywords {
                    if k.attr.id.as_str() == "__debug__" {
                        return self.error("cannot assign to __debug__", k.pattern.range());
                    }
                    self.pattern(&k.pattern)?;
                }
                Ok(())
            }
            Pattern::MatchStar(s) => match &s.name {
                Some(n) => self.bind(&n.id, p.range()),
                None => Ok(()),
            },
            Pattern::MatchAs(a) => {
                if let Some(inner) = &a.pattern {
                    self.pattern(inner)?;
                }
                match &a.name {
                    Some(n) => self.bind(&n.id, p.range()),
                    None => Ok(()),
                }
            }
            Pattern::MatchOr(o) => self.patterns(&o.patterns),
        }
    }

    fn patterns(&mut self, list: &[Pattern]) -> Res<()> {
        for p in list {
            self.pattern(p)?;
        }
        Ok(())
    }
}

/// Whether any parameter is annotated.
pub fn has_annotations(p: &ast::Parameters) -> bool {
    p.iter().any(|p| p.annotation().is_some())
}
