//! Units: opening and closing a body, its registers, constants and names, and how a name is reached.
//!
//! Invariant: the registers of parameters, locals, cells and free variables are fixed before the first instruction.

use super::emit::{Code, Handler, Label};
use super::registers::{Operand, Temps};
use super::scopes::{Kind, Place, Res, ScopeId, TOP};
use super::{Compiler, constants};
use crate::code::opcode::{FLAG1, Intrinsic, Op};
use crate::code::{CodeUnit, Const, HiddenLocal, Position, PositionTable, Reg, flags};
use crate::tables::{Table, table};
use ruff_python_ast::{self as ast, Stmt};
use ruff_text_size::{TextRange, TextSize};
use std::rc::Rc;

/// What a unit is the body of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum UnitKind {
    Module,
    Class,
    Function,
    AsyncFunction,
    Lambda,
    Comprehension,
    TypeParams,
    Annotations,
}

/// A statement that break, continue and return have to leave properly.
#[derive(Clone, Copy, Debug)]
pub(super) enum Block<'a> {
    /// head, end; iterator to drop
    Loop { head: Label, end: Label, iter: Option<u16> },
    /// a `finally` body to run; the handler outside the statement
    Finally { body: &'a [Stmt], outer: Handler },
    /// inside the exception copy of a `finally` body, whose handler began at this register
    FinallyEnd { reg: u16, outer: Handler },
    /// exit pair at this register; range of the context expression
    With { exit: u16, is_async: bool, range: TextRange, outer: Handler },
    /// inside an `except` body whose handler began at this register
    Handler { reg: u16, name: Option<&'a ast::Identifier>, outer: Handler },
    /// inside a `try` body: only the handler changes
    Try { outer: Handler },
    /// a value that waits while a `finally` body runs on the way out
    Value { reg: u16 },
    /// inside an `except*` body
    GroupHandler,
}

/// A comprehension merged into the unit.
#[derive(Debug)]
pub(super) struct CompFrame {
    pub scope: ScopeId,
    /// name, register, is a cell
    pub variables: Vec<(Rc<str>, u16, bool)>,
    pub start: Label,
}

/// How a name is reached from here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Access {
    Local(u16),
    Cell(u16),
    /// class namespace first, then the cell
    ClassCell(u16),
    /// class namespace first, then globals
    ClassGlobal,
    Global,
    /// locals mapping, globals, builtins
    Name,
}

/// One body being compiled.
#[derive(Debug)]
pub(super) struct Unit<'a> {
    pub scope: ScopeId,
    pub kind: UnitKind,
    pub name: Rc<str>,
    pub qualname: Rc<str>,
    pub first_line: u32,
    pub flags: u32,
    pub code: Code,
    pub consts: Vec<Const>,
    const_index: Table<Vec<u8>, u32>,
    pub names: Vec<Rc<str>>,
    name_index: Table<Rc<str>, u16>,
    pub regs: Table<Rc<str>, u16>,
    pub temps: Temps,
    pub blocks: Vec<Block<'a>>,
    pub nested_blocks: u32,
    pub comps: Vec<CompFrame>,
    pub hidden: Vec<(HiddenLocal, Label, Label)>,
    pub argcount: u16,
    pub posonly: u16,
    pub kwonly: u16,
    pub varnames: Vec<Rc<str>>,
    pub cellvars: Vec<(Rc<str>, Reg)>,
    pub freevars: Vec<Rc<str>>,
    pub doc: Option<Const>,
    pub static_attributes: Vec<Rc<str>>,
    /// annotated variables, with their number when whether they are reached is only known at run time
    pub annotations: Vec<(&'a ast::StmtAnnAssign, Option<u32>)>,
    pub in_interactive: bool,
    /// handler of StopIteration leaving a generator
    pub stop_iteration: Option<Label>,
    pub names_overflow: bool,
}

impl Unit<'_> {
    /// A unit that is never finished.
    pub fn placeholder() -> Self {
        Unit {
            scope: TOP,
            kind: UnitKind::Module,
            name: "".into(),
            qualname: "".into(),
            first_line: 1,
            flags: 0,
            code: Code::new(),
            consts: Vec::new(),
            const_index: table(),
            names: Vec::new(),
            name_index: table(),
            regs: table(),
            temps: Temps::default(),
            blocks: Vec::new(),
            nested_blocks: 0,
            comps: Vec::new(),
            hidden: Vec::new(),
            argcount: 0,
            posonly: 0,
            kwonly: 0,
            varnames: Vec::new(),
            cellvars: Vec::new(),
            freevars: Vec::new(),
            doc: None,
            static_attributes: Vec::new(),
            annotations: Vec::new(),
            in_interactive: false,
            stop_iteration: None,
            names_overflow: false,
        }
    }

    pub fn is_async(&self) -> bool {
        self.kind == UnitKind::AsyncFunction
    }
}

impl<'a> Compiler<'a> {
    /// Position of a source range.
    pub(super) fn pos(&self, range: TextRange) -> Position {
        self.lines.position(range)
    }

    /// Position for instructions that belong to no source.
    pub(super) fn nowhere(&self) -> Position {
        Position::default()
    }

    /// The first line of a unit, as a position.
    pub(super) fn first_position(&self) -> Position {
        let line = self.unit.first_line;
        Position { line, end_line: line, col: 0, end_col: 0 }
    }

    pub(super) fn emit(&mut self, at: Position, op: Op, flags: u8, a: u16, b: u16, c: u16) {
        // what a return leaves alive is below the temporaries in use
        let c = if matches!(op, Op::Return | Op::ReturnNone) { self.unit.temps.next } else { c };
        self.unit.code.emit(at, op, flags, a, b, c);
    }

    pub(super) fn line(&self, offset: TextSize) -> u32 {
        self.lines.line(offset)
    }

    /// Starts a unit for a scope.
    pub(super) fn enter_unit(&mut self, scope: ScopeId, kind: UnitKind, name: &str, first_line: u32) -> Res<()> {
        let mut unit = Box::new(Unit { scope, kind, first_line, ..Unit::placeholder() });
        unit.name = self.names.intern(name);
        unit.qualname = self.qualname(scope, kind, name);
        let s = self.scopes.get(scope);
        let function_like = s.is_function_like();
        let mut next: u32 = 0;
        if function_like {
            for p in &s.params {
                unit.regs.insert(p.clone(), next as u16);
                let shown: Rc<str> =
                    if s.kind == Kind::Annotations && &**p == ".format" { "format".into() } else { p.clone() };
                unit.varnames.push(shown);
                unit.code.assigned.set(next as u16);
                next += 1;
            }
            for symbol in &s.symbols {
                if symbol.place == Place::Local && !unit.regs.contains_key(&symbol.name) {
                    unit.regs.insert(symbol.name.clone(), next as u16);
                    unit.varnames.push(symbol.name.clone());
                    next += 1;
                }
            }
        }
        let mut cells: Vec<Rc<str>> = Vec::new();
        if function_like {
            cells.extend(s.symbols.iter().filter(|x| x.place == Place::Cell).map(|x| x.name.clone()));
        } else if s.kind == Kind::Class {
            if s.needs_class_cell {
                cells.push("__class__".into());
            }
            if s.needs_classdict {
                cells.push("__classdict__".into());
            }
            if s.conditional_annotations {
                cells.push("__conditional_annotations__".into());
            }
        }
        // parameters first, in their order
        let register = |n: &Rc<str>| unit.regs.get(n).copied().unwrap_or(u16::MAX);
        crate::order::sort_by(&mut cells, |a, b| register(a).cmp(&register(b)).then_with(|| a.cmp(b)));
        for name in cells {
            let reg = match unit.regs.get(&name) {
                Some(r) => *r,
                None => {
                    unit.regs.insert(name.clone(), next as u16);
                    next += 1;
                    next as u16 - 1
                }
            };
            unit.cellvars.push((name, Reg(reg)));
        }
        let mut free: Vec<Rc<str>> = s
            .symbols
            .iter()
            .filter(|x| {
                x.place == Place::Free || x.flags & super::scopes::def::FREE_CLASS != 0 && x.place != Place::Cell
            })
            .map(|x| x.name.clone())
            .collect();
        crate::order::sort_texts(&mut free);
        if next as usize + free.len() > 0xf000 {
            return self.too_many("local variables");
        }
        for name in free {
            unit.regs.entry(name.clone()).or_insert(next as u16);
            next += 1;
            unit.freevars.push(name);
        }
        unit.temps = Temps { first: next as u16, next: next as u16, overflow: false };
        unit.flags = unit_flags(s, kind);
        if self.future {
            unit.flags |= flags::FUTURE_ANNOTATIONS;
        }
        if kind == UnitKind::Module && self.options.allow_top_level_await && s.coroutine {
            unit.flags |= flags::COROUTINE;
        }
        let outer = std::mem::replace(&mut self.unit, unit);
        self.outer.push(outer);

        let nowhere = self.nowhere();
        for (_, reg) in self.unit.cellvars.clone() {
            self.emit(nowhere, Op::MakeCell, 0, reg.0, 0, 0);
        }
        if self.unit.flags & (flags::GENERATOR | flags::COROUTINE | flags::ASYNC_GENERATOR) != 0 {
            let at = self.first_position();
            self.emit(at, Op::MakeGenerator, 0, 0, 0, 0);
            let label = self.unit.code.label();
            self.unit.stop_iteration = Some(label);
            let first = self.unit.temps.first;
            self.unit.code.protect(label, first);
        }
        Ok(())
    }

    /// Finishes the current unit and returns to the one around it.
    pub(super) fn leave_unit(&mut self) -> Res<Rc<CodeUnit>> {
        let nowhere = self.nowhere();
        if self.unit.code.live {
            // where several lines end, none is the last
            let at = if self.unit.code.is_bound_here() { None } else { self.unit.code.positions.last().copied() };
            self.emit(at.unwrap_or_default(), Op::ReturnNone, 0, 0, 0, 0);
        }
        if let Some(label) = self.unit.stop_iteration {
            self.unit.code.set_handler(Handler::default());
            self.unit.code.bind_handler(label);
            let reg = self.unit.temps.first;
            self.emit(
                nowhere,
                Op::Intrinsic,
                crate::code::opcode::KILL_B,
                reg,
                reg,
                Intrinsic::StopIterationError as u16,
            );
            self.emit(nowhere, Op::Reraise, FLAG1, reg, 0, 0);
        }
        let outer = self.outer.pop().unwrap_or_else(|| Box::new(Unit::placeholder()));
        let unit = std::mem::replace(&mut self.unit, outer);
        if unit.temps.overflow || unit.names_overflow || unit.code.overflow {
            return self.too_many(if unit.temps.overflow {
                "registers needed"
            } else if unit.names_overflow {
                "names"
            } else {
                "instructions"
            });
        }
        let Unit { first_line, name, qualname, consts, names, varnames, cellvars, freevars, doc, .. } = *unit;
        let code = unit.code.finish(unit.hidden);
        let first_free = Reg(unit.temps.first - freevars.len() as u16);
        let registers =
            crate::code::verify::registers_needed(&code.words, code.exceptions.entries(), unit.temps.first.max(1));
        let unit = CodeUnit {
            name,
            qualname,
            filename: self.options.filename.clone(),
            first_line,
            flags: unit.flags,
            argcount: unit.argcount,
            posonly: unit.posonly,
            kwonly: unit.kwonly,
            varnames,
            cellvars,
            freevars,
            first_free,
            first_temp: Reg(unit.temps.first),
            registers,
            words: code.words,
            consts,
            names,
            exceptions: code.exceptions,
            positions: PositionTable::new(first_line, &code.positions),
            hidden: code.hidden,
            openings: code.openings,
            doc,
            stub: None,
        };
        if cfg!(debug_assertions)
            && let Err(e) = crate::code::verify::verify(&unit)
        {
            return self
                .error(format!("internal error: {} at {}: {e}", unit.qualname, unit.first_line), TextRange::default());
        }
        Ok(Rc::new(unit))
    }

    fn qualname(&self, scope: ScopeId, kind: UnitKind, name: &str) -> Rc<str> {
        // `self.unit` is the parent here; `outer[0]` is the placeholder around the module
        let s = self.scopes.get(scope);
        let mut depth = self.outer.len();
        if depth == 0 {
            return name.into();
        }
        let mut parent: &Unit = &self.unit;
        if matches!(parent.kind, UnitKind::TypeParams | UnitKind::Annotations) {
            if depth <= 2 {
                return match &s.function_name {
                    Some(f) => format!("{f}.{name}").into(),
                    None => name.into(),
                };
            }
            depth -= 1;
            parent = &self.outer[depth];
        }
        if depth <= 1 {
            return match &s.function_name {
                Some(f) => format!("{f}.{name}").into(),
                None => name.into(),
            };
        }
        if matches!(kind, UnitKind::Function | UnitKind::AsyncFunction | UnitKind::Class) {
            let mangled = mangle_text(self.scopes.get(parent.scope).private.as_deref(), name);
            if self.scopes.get(parent.scope).place(&mangled) == Place::GlobalExplicit {
                return name.into();
            }
        }
        let mut base = parent.qualname.to_string();
        if matches!(parent.kind, UnitKind::Function | UnitKind::AsyncFunction | UnitKind::Lambda) {
            base.push_str(".<locals>");
        }
        if let Some(f) = &s.function_name {
            base.push('.');
            base.push_str(f);
        }
        format!("{base}.{name}").into()
    }

    // ---- constants and names

    /// Index of a constant.
    pub(super) fn constant_index(&mut self, c: Const) -> u32 {
        let mut key = Vec::new();
        if constants::key(&c, &mut key) {
            if let Some(i) = self.unit.const_index.get(&key) {
                return *i;
            }
            self.unit.const_index.insert(key, self.unit.consts.len() as u32);
        }
        self.unit.consts.push(c);
        self.unit.consts.len() as u32 - 1
    }

    /// Loads a constant.
    pub(super) fn load_const(&mut self, at: Position, c: Const, dst: u16) {
        if !self.unit.code.live {
            return;
        }
        match c {
            Const::None => self.emit(at, Op::LoadNone, 0, dst, 0, 0),
            Const::Int(i) if i16::try_from(i).is_ok() => self.emit(at, Op::LoadInt, 0, dst, i as u16, 0),
            c => {
                let i = self.constant_index(c);
                self.emit(at, Op::LoadConst, 0, dst, i as u16, (i >> 16) as u16);
            }
        }
    }

    /// Loads a string constant.
    pub(super) fn load_str(&mut self, at: Position, s: &str, dst: u16) {
        let s = self.names.intern(s);
        self.load_const(at, Const::Str(s), dst);
    }

    /// Index of a name.
    pub(super) fn name_index(&mut self, name: &Rc<str>) -> u16 {
        if let Some(i) = self.unit.name_index.get(name) {
            return *i;
        }
        let i = self.unit.names.len();
        if i >= 0xffff {
            self.unit.names_overflow = true;
            return 0;
        }
        self.unit.names.push(name.clone());
        self.unit.name_index.insert(name.clone(), i as u16);
        i as u16
    }

    /// A name as private-name mangling sees it here.
    pub(super) fn mangle(&mut self, name: &str) -> Rc<str> {
        let scope = self.scopes.get(self.unit.scope);
        if scope.mangled.as_ref().is_some_and(|m| !m.contains(name)) {
            return self.names.intern(name);
        }
        let private = scope.private.clone();
        self.names.mangle(private.as_deref(), name)
    }

    /// How a mangled name is reached.
    pub(super) fn access(&self, name: &str) -> Access {
        let scope = self.scopes.get(self.unit.scope);
        for frame in self.unit.comps.iter().rev() {
            match self.scopes.get(frame.scope).place(name) {
                Place::Local | Place::Cell => {
                    if let Some((_, reg, cell)) = frame.variables.iter().find(|v| &*v.0 == name) {
                        return if *cell { Access::Cell(*reg) } else { Access::Local(*reg) };
                    }
                }
                Place::GlobalExplicit => return Access::Global,
                Place::GlobalImplicit => return if scope.kind == Kind::Module { Access::Name } else { Access::Global },
                Place::Free | Place::Unknown => {}
            }
        }
        let reg = |name: &str| self.unit.regs.get(name).copied();
        if scope.kind == Kind::Class
            && !self.unit.comps.is_empty()
            && let Some(r) = reg(name)
        {
            return Access::Cell(r);
        }
        match scope.place(name) {
            Place::Local if scope.is_function_like() => reg(name).map_or(Access::Global, Access::Local),
            Place::Local => Access::Name,
            Place::Cell => reg(name).map_or(Access::Name, Access::Cell),
            Place::Free => match reg(name) {
                Some(r) if scope.kind == Kind::Class && self.unit.comps.is_empty() => Access::ClassCell(r),
                Some(r) if scope.can_see_class && name != "__classdict__" => Access::ClassCell(r),
                Some(r) => Access::Cell(r),
                None => Access::Global,
            },
            Place::GlobalExplicit => Access::Global,
            Place::GlobalImplicit | Place::Unknown => {
                if !scope.is_function_like() {
                    Access::Name
                } else if scope.can_see_class && name != "__classdict__" {
                    Access::ClassGlobal
                } else {
                    Access::Global
                }
            }
        }
    }

    /// Whether the name is one that a `del` may unbind at any time.
    fn may_be_deleted(&self, name: &str) -> bool {
        self.scopes.get(self.unit.scope).deleted.contains(name)
    }

    /// Checks that a local is bound where that is not certain.
    pub(super) fn check_bound(&mut self, at: Position, reg: u16, name: &str) {
        if !self.unit.code.assigned.has(reg) || self.may_be_deleted(name) {
            self.emit(at, Op::CheckBound, 0, reg, 0, 0);
            if !self.may_be_deleted(name) {
                self.unit.code.assigned.set(reg);
            }
        }
    }

    /// Loads a mangled name.
    pub(super) fn load_name(&mut self, at: Position, name: &Rc<str>, dst: u16) {
        match self.access(name) {
            Access::Local(reg) => {
                self.check_bound(at, reg, name);
                self.emit(at, Op::Move, 0, dst, reg, 0);
            }
            Access::Cell(reg) => self.emit(at, Op::LoadDeref, 0, dst, reg, 0),
            Access::ClassCell(reg) => {
                let mark = self.mark();
                let t = self.temp();
                self.load_class_namespace(at, t);
                let n = self.name_index(name);
                self.emit(at, Op::LoadFromDictOrDeref, crate::code::opcode::KILL_B, dst, t, n);
                self.unit.code.cache(reg as u64);
                self.release(mark);
            }
            Access::ClassGlobal => {
                let mark = self.mark();
                let t = self.temp();
                self.load_class_namespace(at, t);
                let n = self.name_index(name);
                self.emit(at, Op::LoadFromDictOrGlobal, crate::code::opcode::KILL_B, dst, t, n);
                self.release(mark);
            }
            Access::Global => {
                let n = self.name_index(name);
                self.emit(at, Op::LoadGlobal, 0, dst, n, 0);
                self.unit.code.cache(0);
                self.unit.code.cache(0);
            }
            Access::Name => {
                let n = self.name_index(name);
                self.emit(at, Op::LoadName, 0, dst, n, 0);
                self.unit.code.cache(0);
                self.unit.code.cache(0);
            }
        }
    }

    /// The class's namespace, from its body or from an annotation scope inside it.
    fn load_class_namespace(&mut self, at: Position, dst: u16) {
        match self.unit.regs.get("__classdict__").copied() {
            Some(reg) if self.scopes.get(self.unit.scope).kind != Kind::Class => {
                self.emit(at, Op::LoadDeref, 0, dst, reg, 0)
            }
            _ => self.emit(at, Op::LoadLocals, 0, dst, 0, 0),
        }
    }

    /// Stores into a mangled name.
    pub(super) fn store_name(&mut self, at: Position, name: &Rc<str>, src: Operand) {
        match self.access(name) {
            Access::Local(reg) => {
                if reg != src.reg {
                    self.emit(at, Op::Move, src.kill_b(), reg, src.reg, 0);
                }
                self.assigned(reg);
            }
            Access::Cell(reg) | Access::ClassCell(reg) => self.emit(at, Op::StoreDeref, src.kill_c(), 0, reg, src.reg),
            Access::Global | Access::ClassGlobal => {
                let n = self.name_index(name);
                self.emit(at, Op::StoreGlobal, src.kill_c(), 0, n, src.reg);
            }
            Access::Name => {
                let n = self.name_index(name);
                self.emit(at, Op::StoreName, src.kill_c(), 0, n, src.reg);
                self.unit.code.cache(0);
                self.unit.code.cache(0);
            }
        }
    }

    /// A local has just been bound.
    pub(super) fn assigned(&mut self, reg: u16) {
        self.unit.code.assigned.set(reg);
    }

    /// Deletes a mangled name.
    pub(super) fn delete_name(&mut self, at: Position, name: &Rc<str>) {
        match self.access(name) {
            Access::Local(reg) => {
                self.emit(at, Op::DeleteLocal, 0, reg, 0, 0);
                self.unit.code.assigned.clear(reg);
            }
            Access::Cell(reg) | Access::ClassCell(reg) => self.emit(at, Op::DeleteDeref, 0, 0, reg, 0),
            Access::Global | Access::ClassGlobal => {
                let n = self.name_index(name);
                self.emit(at, Op::DeleteGlobal, 0, 0, n, 0);
            }
            Access::Name => {
                let n = self.name_index(name);
                self.emit(at, Op::DeleteName, 0, 0, n, 0);
            }
        }
    }

    /// The register that holds the cell of a name that an inner function captures.
    pub(super) fn cell_register(&self, name: &str) -> Option<u16> {
        for frame in self.unit.comps.iter().rev() {
            if let Some((_, reg, true)) = frame.variables.iter().find(|v| &*v.0 == name) {
                return Some(*reg);
            }
        }
        self.unit.regs.get(name).copied()
    }
}

fn mangle_text(private: Option<&str>, name: &str) -> String {
    let mut names = super::names::Interner::default();
    names.mangle(private, name).to_string()
}

fn unit_flags(s: &super::scopes::Scope, kind: UnitKind) -> u32 {
    let mut f = 0;
    if s.is_function_like() {
        f |= flags::OPTIMIZED | flags::NEWLOCALS;
        if s.nested {
            f |= flags::NESTED;
        }
        let is_async = s.coroutine && (kind == UnitKind::AsyncFunction || kind == UnitKind::Comprehension);
        if s.generator && is_async {
            f |= flags::ASYNC_GENERATOR;
        } else if s.generator {
            f |= flags::GENERATOR;
        } else if is_async {
            f |= flags::COROUTINE;
        }
        if s.method {
            f |= flags::METHOD;
        }
    }
    f
}
