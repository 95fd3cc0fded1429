//! Annotations: deferred (`__annotate__` functions), or strings under `from __future__ import annotations`.
//!
//! Invariant: an annotation that may not be reached has a number; the code that reaches it adds the number to `__conditional_annotations__`,
//! and the annotate function includes it only then.

use super::Compiler;
use super::registers::Operand;
use super::scopes::{Kind, Res, ScopeId};
use super::unit::{Access, UnitKind};
use crate::code::opcode::{KILL_A, KILL_B, KILL_C, NEGATE, Op};
use crate::code::{Const, Position};
use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::Ranged;
use std::rc::Rc;

impl<'a> Compiler<'a> {
    /// Lists the annotated variables of a module or class body.
    pub(super) fn collect_annotations(&mut self, body: &'a [Stmt]) {
        let module = self.scopes.get(self.unit.scope).kind == Kind::Module;
        let mut found = Vec::new();
        collect(body, module, &mut found);
        let mut n = 0;
        for (s, conditional) in found {
            let index = conditional.then(|| {
                n += 1;
                n - 1
            });
            self.unit.annotations.push((s, index));
        }
    }

    /// A module's annotate function is there before its first statement runs.
    pub(super) fn module_annotations(&mut self, body: &'a [Stmt]) -> Res<()> {
        let at = match body.first() {
            Some(s) => self.pos(s.range()),
            None => self.first_position(),
        };
        self.setup_string_annotations(at);
        if self.future || self.unit.annotations.is_empty() {
            return Ok(());
        }
        let mark = self.mark();
        let t = self.temp();
        if self.annotate_to(at, t)? {
            let name = self.names.intern("__annotate__");
            self.store_name(at, &name, Operand::temp(t));
        }
        self.emit(at, Op::BuildSet, 0, t, t, 0);
        let name = self.names.intern("__conditional_annotations__");
        self.store_name(at, &name, Operand::temp(t));
        self.release(mark);
        Ok(())
    }

    /// `__annotations__ = {}` unless it is there.
    pub(super) fn setup_string_annotations(&mut self, at: Position) {
        if !self.future || !self.scopes.get(self.unit.scope).has_annotations {
            return;
        }
        let mark = self.mark();
        let t = self.run(2);
        let end = self.unit.code.label();
        self.load_str(at, "__annotations__", t);
        self.emit(at, Op::LoadLocals, 0, t + 1, 0, 0);
        self.emit(at, Op::In, KILL_B | KILL_C, t, t, t + 1);
        self.unit.code.jump_op(at, Op::JumpIf, KILL_A, t, end);
        self.emit(at, Op::BuildMap, 0, t, t, 0);
        let name = self.names.intern("__annotations__");
        self.store_name(at, &name, Operand::temp(t));
        self.unit.code.bind(end);
        self.release(mark);
    }

    /// A class's annotate function into `dst`, if it has annotations.
    pub(super) fn class_annotate_to(&mut self, at: Position, dst: u16) -> Res<bool> {
        if self.future || self.unit.annotations.is_empty() {
            return Ok(false);
        }
        self.annotate_to(at, dst)
    }

    fn annotate_to(&mut self, at: Position, dst: u16) -> Res<bool> {
        let Some(scope) = self.scopes.get(self.unit.scope).annotations else { return Ok(false) };
        let list = self.unit.annotations.clone();
        self.enter_annotation_unit(scope, "__annotate__", at)?;
        let d = self.temp();
        self.emit(at, Op::BuildMap, 0, d, d, 0);
        for (s, index) in list {
            let Expr::Name(target) = &*s.target else { continue };
            let here = self.pos(s.range);
            let mark = self.mark();
            let skip = self.unit.code.label();
            if let Some(i) = index {
                let run = self.run(2);
                self.load_const(here, Const::Int(i as i64), run);
                let name = self.names.intern("__conditional_annotations__");
                self.load_plain(here, &name, run + 1);
                self.emit(here, Op::In, KILL_B | KILL_C, run, run, run + 1);
                self.unit.code.jump_op(here, Op::JumpIf, KILL_A | NEGATE, run, skip);
                self.release(mark);
            }
            let run = self.run(2);
            let name = self.mangle(&target.id);
            self.load_const(at, Const::Str(name), run);
            self.annotation_value_to(&s.annotation, run + 1)?;
            self.emit(at, Op::MapAdd, KILL_B | KILL_C, d, run, run + 1);
            self.release(mark);
            self.unit.code.bind(skip);
        }
        self.emit(at, Op::Return, KILL_A, d, 0, 0);
        let code = self.leave_unit()?;
        let top = self.unit.temps.next;
        self.make_function(at, code, dst, top, 0);
        Ok(true)
    }

    /// A name that is a cell or a global of this annotation scope, never looked up in the class.
    fn load_plain(&mut self, at: Position, name: &Rc<str>, dst: u16) {
        match self.access(name) {
            Access::ClassCell(reg) => self.emit(at, Op::LoadDeref, 0, dst, reg, 0),
            Access::ClassGlobal => {
                let n = self.name_index(name);
                self.emit(at, Op::LoadGlobal, 0, dst, n, 0);
                self.unit.code.cache(0);
                self.unit.code.cache(0);
            }
            _ => self.load_name(at, name, dst),
        }
    }

    /// Starts the unit of an annotation scope: a function of one positional-only parameter, the format, that supports formats 1 and 2.
    pub(super) fn enter_annotation_unit(&mut self, scope: ScopeId, name: &str, at: Position) -> Res<()> {
        self.enter_unit(scope, UnitKind::Annotations, name, at.line)?;
        self.unit.argcount = 1;
        self.unit.posonly = 1;
        let supported = self.unit.code.label();
        self.unit.code.jump_compare(at, Op::JumpGtI, NEGATE, supported, 0, 2);
        let mark = self.mark();
        let t = self.temp();
        self.emit(at, Op::LoadAssertionError, 0, t, 1, 0);
        self.emit(at, Op::Raise, KILL_A, t, 0, 1);
        self.release(mark);
        self.unit.code.bind(supported);
        Ok(())
    }

    /// An annotation's value. `*Ts` stands for the only item of its iteration.
    pub(super) fn annotation_value_to(&mut self, e: &'a Expr, dst: u16) -> Res<()> {
        let Expr::Starred(star) = e else { return self.expr_to(e, dst) };
        let mark = self.mark();
        let v = self.operand(&star.value)?;
        let at = self.pos(star.range);
        self.emit(at, Op::Unpack, v.kill_b(), dst, v.reg, 1);
        self.release(mark);
        Ok(())
    }

    /// An annotation as text.
    pub(super) fn annotation_text(&mut self, e: &'a Expr) -> Rc<str> {
        let text = self.unparse(e);
        self.names.intern(&text)
    }
}

fn collect<'a>(body: &'a [Stmt], conditional: bool, out: &mut Vec<(&'a ast::StmtAnnAssign, bool)>) {
    for s in body {
        match s {
            Stmt::AnnAssign(a) if a.simple && a.target.is_name_expr() => out.push((a, conditional)),
            Stmt::If(s) => {
                collect(&s.body, true, out);
                for c in &s.elif_else_clauses {
                    collect(&c.body, true, out);
                }
            }
            Stmt::For(s) => {
                collect(&s.body, true, out);
                collect(&s.orelse, true, out);
            }
            Stmt::While(s) => {
                collect(&s.body, true, out);
                collect(&s.orelse, true, out);
            }
            Stmt::With(s) => collect(&s.body, true, out),
            Stmt::Try(s) => {
                collect(&s.body, true, out);
                for ast::ExceptHandler::ExceptHandler(h) in &s.handlers {
                    collect(&h.body, true, out);
                }
                collect(&s.orelse, true, out);
                collect(&s.finalbody, true, out);
            }
            Stmt::Match(s) => {
                for c in &s.cases {
                    collect(&c.body, true, out);
                }
            }
            _ => {}
        }
    }
}
