//! Functions and lambdas.
//!
//! Invariant: what `MakeFunction` takes lies in consecutive temporaries in the order of its flags: defaults, keyword defaults, annotations,
//! closure.

use super::Compiler;
use super::registers::Operand;
use super::scopes::{Res, Role, ScopeId, has_annotations};
use super::unit::UnitKind;
use crate::code::opcode::{FLAG0, FLAG1, FLAG2, FLAG3, KILL_A, KILL_B, KILL_C, Op};
use crate::code::{CodeUnit, Const, Intrinsic2, Position, flags};
use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::{Ranged, TextRange, TextSize};
use std::rc::Rc;

/// Most defaults that are collected in registers.
const RUN: usize = 60;

impl<'a> Compiler<'a> {
    #[inline(never)]
    pub(super) fn function_def(&mut self, s: &'a ast::StmtFunctionDef) -> Res<()> {
        let mark = self.mark();
        let at = self.definition_position(s.range, &s.decorator_list);
        let decorators = self.decorators(&s.decorator_list)?;
        let first_line = match s.decorator_list.first() {
            Some(d) => self.line(d.expression.range().start()),
            None => at.line,
        };
        let f = self.temp();
        match &s.type_params {
            None => self.plain_function(s, at, first_line, f)?,
            Some(params) => self.generic_function(s, params, at, first_line, f)?,
        }
        self.decorate(&s.decorator_list, decorators, f);
        let name = self.mangle(&s.name.id);
        let result = if s.decorator_list.is_empty() { f } else { decorators };
        self.store_name(at, &name, Operand::temp(result));
        self.release(mark);
        Ok(())
    }

    /// A definition without its decorators.
    pub(super) fn definition_position(&self, range: TextRange, decorators: &[ast::Decorator]) -> Position {
        let start = definition_start(self.source, range, decorators);
        self.pos(TextRange::new(start, range.end()))
    }

    /// Decorator expressions into consecutive temporaries; the result is the first.
    pub(super) fn decorators(&mut self, list: &'a [ast::Decorator]) -> Res<u16> {
        let first = self.mark();
        for d in list {
            self.expr_temp(&d.expression)?;
        }
        Ok(first)
    }

    /// Applies the decorators from the last to the first; the result ends up in the first's register.
    pub(super) fn decorate(&mut self, list: &'a [ast::Decorator], first: u16, value: u16) {
        let mut value = value;
        if self.unit.temps.overflow {
            return;
        }
        for (i, d) in list.iter().enumerate().rev() {
            let at = self.pos(d.expression.range());
            let callee = first.saturating_add(i as u16);
            self.same_register(value, callee + 1);
            self.emit(at, Op::Call, 0, callee, callee, 1);
            value = callee;
        }
    }

    fn plain_function(&mut self, s: &'a ast::StmtFunctionDef, at: Position, first_line: u32, dst: u16) -> Res<()> {
        let mark = self.mark();
        let run = self.unit.temps.next;
        let mut flags = 0;
        flags |= self.defaults(&s.parameters, at)?;
        flags |= self.keyword_defaults(&s.parameters, at)?;
        flags |= self.function_annotations(s, at)?;
        let code = self.function_code(s, first_line)?;
        self.make_function(at, code, dst, run, flags);
        self.release(mark);
        Ok(())
    }

    fn generic_function(
        &mut self,
        s: &'a ast::StmtFunctionDef,
        params: &'a ast::TypeParams,
        at: Position,
        first_line: u32,
        dst: u16,
    ) -> Res<()> {
        let mark = self.mark();
        let callee = self.temp();
        let mut count = 0;
        let has_defaults = self.defaults(&s.parameters, at)? != 0;
        let has_kw = self.keyword_defaults(&s.parameters, at)? != 0;
        count += has_defaults as u16 + has_kw as u16;
        let Some(scope) = self.scopes.of(params, Role::TypeParams) else { return Ok(()) };
        self.enter_unit(scope, UnitKind::TypeParams, &format!("<generic parameters of {}>", s.name.id), first_line)?;
        self.unit.argcount = count;
        let types = self.temp();
        self.type_params_to(params, types)?;
        let run = self.unit.temps.next;
        let mut flags = 0;
        for (present, name, flag) in [(has_defaults, ".defaults", FLAG0), (has_kw, ".kwdefaults", FLAG1)] {
            if present {
                let t = self.temp();
                let name: Rc<str> = name.into();
                self.load_name(at, &name, t);
                flags |= flag;
            }
        }
        flags |= self.function_annotations(s, at)?;
        let code = self.function_code(s, first_line)?;
        self.release(run);
        let f = self.temp();
        // the run begins where the function goes: it is consumed first
        self.make_function(at, code, f, run, flags);
        self.emit(at, Op::Intrinsic2, KILL_B | KILL_C, f, f, types);
        self.unit.code.cache(Intrinsic2::SetFunctionTypeParams as u64);
        self.emit(at, Op::Return, KILL_A, f, 0, 0);
        let code = self.leave_unit()?;
        let top = self.unit.temps.next;
        self.make_function(at, code, callee, top, 0);
        self.emit(at, Op::Call, 0, dst, callee, count);
        self.release(mark);
        Ok(())
    }

    /// The tuple of positional defaults, in a new temporary.
    fn defaults(&mut self, p: &'a ast::Parameters, at: Position) -> Res<u8> {
        let values: Vec<&'a Expr> = p.posonlyargs.iter().chain(&p.args).filter_map(|p| p.default.as_deref()).collect();
        if values.is_empty() {
            return Ok(0);
        }
        let t = self.temp();
        let mark = self.mark();
        let constants: Option<Vec<Const>> = values.iter().map(|e| self.constant(e)).collect();
        if let Some(c) = constants {
            self.load_const(at, Const::Tuple(c.into()), t);
        } else if values.len() <= RUN {
            let first = self.unit.temps.next;
            for e in &values {
                self.expr_temp(e)?;
            }
            self.emit(at, Op::BuildTuple, 0, t, first, values.len() as u16);
        } else {
            self.emit(at, Op::BuildList, 0, t, t, 0);
            for e in values {
                let v = self.operand(e)?;
                self.emit(at, Op::ListAppend, v.kill_b(), t, v.reg, 0);
                self.release(mark);
            }
            self.emit(at, Op::ListToTuple, KILL_B, t, t, 0);
        }
        self.release(mark);
        Ok(FLAG0)
    }

    /// The dict of keyword-only defaults, in a new temporary.
    fn keyword_defaults(&mut self, p: &'a ast::Parameters, at: Position) -> Res<u8> {
        if p.kwonlyargs.iter().all(|p| p.default.is_none()) {
            return Ok(0);
        }
        let t = self.temp();
        let items =
            p.kwonlyargs.iter().filter_map(|p| Some((p.parameter.name.id.as_str(), p.default.as_deref()?))).collect();
        self.named_map(items, at, t)?;
        Ok(FLAG1)
    }

    /// A dict from (mangled) names to values.
    pub(super) fn named_map(&mut self, items: Vec<(&'a str, &'a Expr)>, at: Position, dst: u16) -> Res<()> {
        let mark = self.mark();
        let small = items.len() <= RUN / 2;
        if !small {
            self.emit(at, Op::BuildMap, 0, dst, dst, 0);
        }
        let first = self.unit.temps.next;
        let count = items.len();
        for (name, e) in items {
            let k = self.temp();
            let name = self.mangle(name);
            self.load_const(at, Const::Str(name), k);
            let v = self.temp();
            self.annotation_value_to(e, v)?;
            if !small {
                self.emit(at, Op::MapAdd, KILL_B | KILL_C, dst, k, v);
                self.release(mark);
            }
        }
        if small {
            self.emit(at, Op::BuildMap, 0, dst, first, count as u16);
        }
        self.release(mark);
        Ok(())
    }

    /// The annotate function, in a new temporary.
    fn function_annotations(&mut self, s: &'a ast::StmtFunctionDef, at: Position) -> Res<u8> {
        if !has_annotations(&s.parameters) && s.returns.is_none() {
            return Ok(0);
        }
        let t = self.temp();
        let items: Vec<(&'a str, &'a Expr)> = s
            .parameters
            .iter()
            .filter_map(|p| Some((p.name().id.as_str(), p.annotation()?)))
            .chain(s.returns.as_deref().map(|r| ("return", r)))
            .collect();
        let Some(scope) = self.scopes.of(s, Role::Annotations) else { return Ok(FLAG2) };
        self.enter_annotation_unit(scope, "__annotate__", at)?;
        let d = self.temp();
        if self.future {
            self.emit(at, Op::BuildMap, 0, d, d, 0);
            for (name, e) in items {
                let mark = self.mark();
                let run = self.run(2);
                let name = self.mangle(name);
                self.load_const(at, Const::Str(name), run);
                let text = self.annotation_text(e);
                self.load_const(at, Const::Str(text), run + 1);
                self.emit(at, Op::MapAdd, KILL_B | KILL_C, d, run, run + 1);
                self.release(mark);
            }
        } else {
            self.named_map(items, at, d)?;
        }
        self.emit(at, Op::Return, KILL_A, d, 0, 0);
        let code = self.leave_unit()?;
        let top = self.unit.temps.next;
        self.make_function(at, code, t, top, 0);
        Ok(FLAG2)
    }

    fn function_code(&mut self, s: &'a ast::StmtFunctionDef, first_line: u32) -> Res<Rc<CodeUnit>> {
        let Some(scope) = self.scopes.of(s, Role::Body) else { return self.error("unknown scope", s.range) };
        let kind = if s.is_async { UnitKind::AsyncFunction } else { UnitKind::Function };
        self.enter_unit(scope, kind, &s.name.id, first_line)?;
        self.signature(&s.parameters)?;
        let mut body = &s.body[..];
        if let Some((doc, _)) = self.docstring(body) {
            body = &body[1..];
            if self.options.optimize < 2 {
                self.unit.flags |= flags::HAS_DOCSTRING;
                self.unit.doc = Some(doc);
            }
        }
        self.body(body)?;
        if self.unit.code.live && body.is_empty() && self.unit.doc.is_some() {
            // a docstring alone: the return has the docstring's line
            if let Some(first) = s.body.first() {
                let at = self.pos(first.range());
                self.emit(at, Op::ReturnNone, 0, 0, 0, 0);
            }
        }
        self.leave_unit()
    }

    /// Parameter counts and flags of the current unit.
    fn signature(&mut self, p: &ast::Parameters) -> Res<()> {
        let (posonly, args, kwonly) = (p.posonlyargs.len(), p.args.len(), p.kwonlyargs.len());
        if posonly + args + kwonly > 0xe000 {
            return self.too_many("parameters");
        }
        self.unit.posonly = posonly as u16;
        self.unit.argcount = (posonly + args) as u16;
        self.unit.kwonly = kwonly as u16;
        if p.vararg.is_some() {
            self.unit.flags |= flags::VARARGS;
        }
        if p.kwarg.is_some() {
            self.unit.flags |= flags::VARKEYWORDS;
        }
        // `*args` comes before the keyword-only parameters in registers only after them: see the unit's layout
        Ok(())
    }

    #[inline(never)]
    pub(super) fn lambda_to(&mut self, l: &'a ast::ExprLambda, dst: u16) -> Res<()> {
        let at = self.pos(l.range);
        let mark = self.mark();
        let run = self.unit.temps.next;
        let mut flags = 0;
        if let Some(p) = &l.parameters {
            flags |= self.defaults(p, at)?;
            flags |= self.keyword_defaults(p, at)?;
        }
        let Some(scope) = self.scopes.of(l, Role::Body) else { return self.error("unknown scope", l.range) };
        self.enter_unit(scope, UnitKind::Lambda, "<lambda>", at.line)?;
        if let Some(p) = &l.parameters {
            self.signature(p)?;
        }
        let v = self.operand(&l.body)?;
        let here = self.pos(l.body.range());
        self.emit_return(here, v);
        let code = self.leave_unit()?;
        self.make_function(at, code, dst, run, flags);
        self.release(mark);
        Ok(())
    }

    /// Makes a function of a unit. `run` holds what `flags` say; the closure goes on top of it.
    pub(super) fn make_function(&mut self, at: Position, code: Rc<CodeUnit>, dst: u16, run: u16, flags: u8) {
        if !self.unit.code.live {
            return;
        }
        let mark = self.mark();
        let mut flags = flags;
        let mut count = flags >> 4;
        count = count.count_ones() as u8;
        if !code.freevars.is_empty() {
            // the closure follows the rest of the run
            self.release(run.saturating_add(count as u16));
            let t = self.temp();
            let first = self.unit.temps.next;
            let names = code.freevars.clone();
            for name in &names {
                let c = self.temp();
                match self.cell_register(name) {
                    Some(reg) => self.emit(at, Op::Move, 0, c, reg, 0),
                    None => self.unit.names_overflow = true,
                }
            }
            self.emit(at, Op::BuildTuple, 0, t, first, names.len() as u16);
            flags |= FLAG3;
        }
        let index = self.constant_index(Const::Code(code));
        if index > 0xffff {
            self.unit.names_overflow = true;
        }
        self.emit(at, Op::MakeFunction, flags, dst, run, index as u16);
        self.release(mark);
    }

    /// The scope's function without any attributes but its closure, in `dst`.
    pub(super) fn scope_of<T>(&self, node: &T, role: Role, range: TextRange) -> Res<ScopeId> {
        match self.scopes.of(node, role) {
            Some(s) => Ok(s),
            None => self.error("unknown scope", range),
        }
    }
}

/// Where a definition begins behind its decorators.
pub(super) fn definition_start(source: &str, range: TextRange, decorators: &[ast::Decorator]) -> TextSize {
    let Some(last) = decorators.last() else { return range.start() };
    let mut i = last.range().end().to_usize();
    let bytes = source.as_bytes();
    // only blanks, line ends and comments lie between
    while let Some(b) = bytes.get(i) {
        match b {
            b' ' | b'\t' | b'\n' | b'\r' | 0x0c => i += 1,
            b'#' => {
                while bytes.get(i).is_some_and(|b| *b != b'\n' && *b != b'\r') {
                    i += 1;
                }
            }
            _ => break,
        }
    }
    TextSize::try_from(i).unwrap_or(range.start()).min(range.end())
}
