//! Bodies and simple statements.

use super::emit::Handler;
use super::registers::Operand;
use super::scopes::Res;
use super::unit::{Block, UnitKind};
use super::{Compiler, Mode};
use crate::code::opcode::{KILL_A, KILL_B, Op};
use crate::code::{Const, Intrinsic, Position, flags};
use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::{Ranged, TextRange};
use std::rc::Rc;

/// Deepest nesting of loops, `try` and `with` in one body.
const MAX_BLOCKS: u32 = 21;

impl<'a> Compiler<'a> {
    /// A module's body.
    pub(super) fn module(&mut self, body: &'a [Stmt]) -> Res<()> {
        self.unit.in_interactive = self.options.mode == Mode::Single;
        self.collect_annotations(body);
        self.module_annotations(body)?;
        self.document_namespace(body);
        self.body(body)
    }

    /// Stores the docstring of a module or class into its namespace.
    pub(super) fn document_namespace(&mut self, body: &'a [Stmt]) {
        if self.options.optimize < 2
            && !self.unit.in_interactive
            && let Some((doc, range)) = self.docstring(body)
        {
            let at = self.pos(range);
            let mark = self.mark();
            let t = self.temp();
            self.load_const(at, doc, t);
            let name: Rc<str> = self.names.intern("__doc__");
            self.store_name(self.nowhere(), &name, Operand::temp(t));
            self.release(mark);
        }
    }

    /// The docstring that a body begins with, cleaned.
    pub(super) fn docstring(&self, body: &[Stmt]) -> Option<(Const, TextRange)> {
        let Some(Stmt::Expr(e)) = body.first() else { return None };
        let Expr::StringLiteral(s) = &*e.value else { return None };
        let c = match self.string_const(s) {
            Const::Str(s) => Const::Str(clean(&s).into()),
            c => c,
        };
        Some((c, s.range))
    }

    /// Statements in order.
    pub(super) fn body(&mut self, body: &'a [Stmt]) -> Res<()> {
        for s in body {
            self.stmt(s)?;
        }
        Ok(())
    }

    fn stmt(&mut self, s: &'a Stmt) -> Res<()> {
        match s {
            Stmt::Expr(s) => self.expr_stmt(s),
            Stmt::Assign(s) => self.assign(s),
            Stmt::AugAssign(s) => self.aug_assign(s),
            Stmt::AnnAssign(s) => self.ann_assign(s),
            Stmt::Return(s) => self.return_stmt(s),
            Stmt::If(s) => self.if_stmt(s),
            Stmt::For(s) => self.for_stmt(s),
            Stmt::While(s) => self.while_stmt(s),
            Stmt::Break(s) => self.break_stmt(s.range, true),
            Stmt::Continue(s) => self.break_stmt(s.range, false),
            Stmt::Pass(s) => {
                let at = self.pos(s.range);
                self.emit(at, Op::Nop, 0, 0, 0, 0);
                Ok(())
            }
            Stmt::FunctionDef(s) => self.function_def(s),
            Stmt::ClassDef(s) => self.class_def(s),
            Stmt::With(s) => self.with_stmt(s),
            Stmt::Try(s) => self.try_stmt(s),
            Stmt::Match(s) => self.match_stmt(s),
            Stmt::Raise(s) => self.raise(s),
            Stmt::Assert(s) => self.assert(s),
            Stmt::Import(s) => self.import(s),
            Stmt::ImportFrom(s) => self.import_from(s),
            Stmt::Delete(s) => {
                for t in &s.targets {
                    self.delete(t)?;
                }
                Ok(())
            }
            Stmt::TypeAlias(s) => self.type_alias(s),
            Stmt::Global(_) | Stmt::Nonlocal(_) => Ok(()),
            Stmt::IpyEscapeCommand(s) => self.error("invalid syntax", s.range),
        }
    }

    #[inline(never)]
    fn expr_stmt(&mut self, s: &'a ast::StmtExpr) -> Res<()> {
        if self.unit.in_interactive && self.unit.kind == UnitKind::Module {
            let mark = self.mark();
            let v = self.operand(&s.value)?;
            let at = self.pos(s.range);
            let t = self.temp();
            self.emit(at, Op::Intrinsic, v.kill_b(), t, v.reg, Intrinsic::PrintExpr as u16);
            self.drop_temp(t);
            self.release(mark);
            return Ok(());
        }
        if s.value.is_literal_expr() {
            let at = self.pos(s.range);
            self.emit(at, Op::Nop, 0, 0, 0, 0);
            return Ok(());
        }
        let start = self.unit.code.here();
        self.effect(&s.value)?;
        // a name alone does nothing, but has its line
        if self.unit.code.here() == start {
            let at = self.pos(s.range);
            self.emit(at, Op::Nop, 0, 0, 0, 0);
        }
        Ok(())
    }

    // ---- leaving blocks

    /// Opens a block; too many are an error.
    pub(super) fn push_block(&mut self, block: Block<'a>, range: TextRange) -> Res<()> {
        self.unit.nested_blocks += weight(&block);
        if self.unit.nested_blocks > MAX_BLOCKS {
            return self.error("too many statically nested blocks", range);
        }
        self.unit.blocks.push(block);
        Ok(())
    }

    /// Closes the innermost block.
    pub(super) fn pop_block(&mut self) {
        if let Some(b) = self.unit.blocks.pop() {
            self.unit.nested_blocks = self.unit.nested_blocks.saturating_sub(weight(&b));
        }
    }

    /// Emits what leaving all blocks above the first `keep` needs; the blocks are still open afterwards.
    /// `value`: a register that must survive. The handler stays the one outside; the result is the one to go back to.
    /// Where a `finally` or `with` was left, what follows has no place of its own.
    fn unwind(&mut self, keep: usize, at: Position, range: TextRange, value: Option<u16>) -> Res<(Handler, Position)> {
        let blocks = self.unit.blocks.clone();
        let handler = self.unit.code.handler();
        let (mut at, mut result) = (at, Ok(()));
        for i in (keep..blocks.len()).rev() {
            self.unit.blocks.truncate(i);
            result = self.unwind_one(blocks[i], at, range, value);
            if matches!(blocks[i], Block::With { .. } | Block::Finally { .. }) {
                at = Position::default();
            }
            if result.is_err() {
                break;
            }
        }
        self.unit.blocks = blocks;
        result.map(|()| (handler, at))
    }

    fn unwind_one(&mut self, block: Block<'a>, at: Position, range: TextRange, value: Option<u16>) -> Res<()> {
        match block {
            Block::Loop { iter: Some(iter), .. } => self.emit(at, Op::Drop, 0, iter, 0, 0),
            Block::Loop { iter: None, .. } => {}
            Block::Value { reg } => self.emit(at, Op::Drop, 0, reg, 0, 0),
            Block::Try { outer } => {
                self.unit.code.set_handler(outer);
            }
            Block::Finally { body, outer } => {
                self.unit.code.set_handler(outer);
                let nested = self.unit.nested_blocks;
                if let Some(reg) = value {
                    self.unit.blocks.push(Block::Value { reg });
                }
                self.body(body)?;
                if value.is_some() {
                    self.unit.blocks.pop();
                }
                self.unit.nested_blocks = nested;
            }
            Block::FinallyEnd { reg, outer } => {
                self.unit.code.set_handler(outer);
                self.emit(at, Op::LeaveHandler, 0, reg, 0, 0);
            }
            Block::With { exit, is_async, range, outer } => {
                self.unit.code.set_handler(outer);
                self.with_exit(exit, is_async, range);
            }
            Block::Handler { reg, name, outer } => {
                self.unit.code.set_handler(outer);
                self.emit(at, Op::LeaveHandler, 0, reg, 0, 0);
                if let Some(name) = name {
                    self.unbind(&name.id);
                }
            }
            Block::GroupHandler => {
                return self.error("'break', 'continue' and 'return' cannot appear in an except* block", range);
            }
        }
        Ok(())
    }

    /// A word that belongs into functions stands in one.
    pub(super) fn in_function(&self, what: &str, range: TextRange) -> Res<()> {
        match self.scopes.get(self.unit.scope).is_function_like() {
            true => Ok(()),
            false => self.error(format!("'{what}' outside function"), range),
        }
    }

    #[inline(never)]
    pub(super) fn return_stmt(&mut self, s: &'a ast::StmtReturn) -> Res<()> {
        let at = self.pos(s.range);
        self.in_function("return", s.range)?;
        if s.value.is_some() && self.unit.flags & flags::ASYNC_GENERATOR != 0 {
            return self.error("'return' with value in async generator", s.range);
        }
        let constant = match &s.value {
            Some(e) => self.constant(e),
            None => Some(Const::None),
        };
        let plain =
            self.unit.blocks.iter().all(|b| matches!(b, Block::Loop { .. } | Block::Value { .. } | Block::Try { .. }));
        let mark = self.mark();
        match (&s.value, constant) {
            (Some(e), None) => {
                let mut v = self.operand(e)?;
                if !plain {
                    v = Operand::temp(self.own(at, v));
                }
                let (handler, at) = self.unwind(0, at, s.range, v.kill.then_some(v.reg))?;
                self.emit_return(at, v);
                self.unit.code.set_handler(handler);
            }
            (_, constant) => {
                if !plain {
                    // the line of the statement itself
                    self.emit(at, Op::Nop, 0, 0, 0, 0);
                }
                let (handler, at) = self.unwind(0, at, s.range, None)?;
                match constant {
                    None | Some(Const::None) => self.emit(at, Op::ReturnNone, 0, 0, 0, 0),
                    Some(c) => {
                        let t = self.temp();
                        self.load_const(at, c, t);
                        self.emit(at, Op::Return, KILL_A, t, 0, 0);
                    }
                }
                self.unit.code.set_handler(handler);
            }
        }
        self.release(mark);
        Ok(())
    }

    /// Returns a value.
    pub(super) fn emit_return(&mut self, at: Position, v: Operand) {
        self.emit(at, Op::Return, v.kill_a(), v.reg, 0, 0);
    }

    #[inline(never)]
    fn break_stmt(&mut self, range: TextRange, is_break: bool) -> Res<()> {
        let at = self.pos(range);
        // an except* body in between is an error even outside a loop
        let found = self.unit.blocks.iter().rposition(|b| matches!(b, Block::Loop { .. } | Block::GroupHandler));
        match found.map(|i| (i, self.unit.blocks[i])) {
            Some((i, Block::Loop { head, end, iter })) => {
                if self.unit.blocks[i + 1..].iter().any(|b| matches!(b, Block::With { .. } | Block::Finally { .. })) {
                    self.emit(at, Op::Nop, 0, 0, 0, 0);
                }
                let (handler, at) = self.unwind(i + 1, at, range, None)?;
                if is_break {
                    if let Some(iter) = iter {
                        self.emit(at, Op::Drop, 0, iter, 0, 0);
                    }
                    self.unit.code.jump(at, end);
                } else {
                    self.unit.code.jump_back(at, head);
                }
                self.unit.code.set_handler(handler);
                Ok(())
            }
            Some(_) => self.error("'break', 'continue' and 'return' cannot appear in an except* block", range),
            None if is_break => self.error("'break' outside loop", range),
            None => self.error("'continue' not properly in loop", range),
        }
    }

    // ---- raise, assert, import

    #[inline(never)]
    fn raise(&mut self, s: &'a ast::StmtRaise) -> Res<()> {
        let at = self.pos(s.range);
        let mark = self.mark();
        match (&s.exc, &s.cause) {
            (None, _) => self.emit(at, Op::Raise, 0, 0, 0, 0),
            (Some(e), None) => {
                let v = self.operand(e)?;
                self.emit(at, Op::Raise, v.kill_a(), v.reg, 0, 1);
            }
            (Some(e), Some(cause)) => {
                let v = self.operand(e)?;
                let v = self.settle(v, cause);
                let c = self.operand(cause)?;
                self.emit(at, Op::Raise, v.kill_a() | c.kill_b(), v.reg, c.reg, 2);
            }
        }
        self.release(mark);
        Ok(())
    }

    #[inline(never)]
    fn assert(&mut self, s: &'a ast::StmtAssert) -> Res<()> {
        // an assertion that is left out is checked all the same
        let live = self.unit.code.live;
        self.unit.code.live &= self.options.optimize == 0;
        let end = self.unit.code.label();
        self.jump_if(&s.test, true, end)?;
        let at = self.pos(s.test.range());
        let mark = self.mark();
        let t = self.temp();
        let whole = self.pos(s.range);
        self.emit(whole, Op::LoadAssertionError, 0, t, 0, 0);
        if let Some(msg) = &s.msg {
            let m = self.temp();
            self.expr_to(msg, m)?;
            self.emit(whole, Op::Call, 0, t, t, 1);
        }
        self.emit(at, Op::Raise, KILL_A, t, 0, 1);
        self.release(mark);
        self.unit.code.bind(end);
        self.unit.code.live |= live && self.options.optimize > 0;
        Ok(())
    }

    fn import_module(&mut self, at: Position, level: u32, from: Const, name: &str, dst: u16) {
        let mark = self.mark();
        let run = self.run(2);
        self.load_const(at, Const::Int(level as i64), run);
        self.load_const(at, from, run + 1);
        let name = self.names.intern(name);
        let n = self.name_index(&name);
        self.emit(at, Op::ImportName, 0, dst, run, n);
        self.release(mark);
    }

    #[inline(never)]
    fn import(&mut self, s: &'a ast::StmtImport) -> Res<()> {
        let at = self.pos(s.range);
        for alias in &s.names {
            let mark = self.mark();
            let t = self.temp();
            let full = alias.name.id.as_str();
            self.import_module(at, 0, Const::None, full, t);
            let mut parts = full.split('.');
            let top = parts.next().unwrap_or(full);
            match &alias.asname {
                Some(asname) => {
                    for part in parts {
                        let inner = self.mark();
                        let u = self.temp();
                        let part = self.names.intern(part);
                        let n = self.name_index(&part);
                        self.emit(at, Op::ImportFrom, 0, u, t, n);
                        self.emit(at, Op::Drop, 0, t, 0, 0);
                        self.emit(at, Op::Move, KILL_B, t, u, 0);
                        self.release(inner);
                    }
                    let name = self.mangle(&asname.id);
                    self.store_name(at, &name, Operand::temp(t));
                }
                None => {
                    let name = self.mangle(top);
                    self.store_name(at, &name, Operand::temp(t));
                }
            }
            self.release(mark);
        }
        Ok(())
    }

    #[inline(never)]
    fn import_from(&mut self, s: &'a ast::StmtImportFrom) -> Res<()> {
        let at = self.pos(s.range);
        let module = s.module.as_ref().map_or("", |m| m.id.as_str());
        if module == "__future__" && s.level == 0 && s.range.start() >= self.future_end {
            return self.error("from __future__ imports must occur at the beginning of the file", s.range);
        }
        let mark = self.mark();
        let t = self.temp();
        let list: Vec<Const> = s.names.iter().map(|a| Const::Str(a.name.id.as_str().into())).collect();
        self.import_module(at, s.level, Const::Tuple(list.into()), module, t);
        if let [only] = &s.names[..]
            && only.name.id.as_str() == "*"
        {
            self.emit(at, Op::ImportStar, KILL_A, t, 0, 0);
            self.release(mark);
            return Ok(());
        }
        for alias in &s.names {
            let inner = self.mark();
            let name = self.names.intern(&alias.name.id);
            let target = self.mangle(alias.asname.as_ref().map_or(alias.name.id.as_str(), |n| n.id.as_str()));
            let n = self.name_index(&name);
            if let super::unit::Access::Local(reg) = self.access(&target) {
                self.emit(at, Op::ImportFrom, 0, reg, t, n);
                self.assigned(reg);
            } else {
                let u = self.temp();
                self.emit(at, Op::ImportFrom, 0, u, t, n);
                self.store_name(at, &target, Operand::temp(u));
            }
            self.release(inner);
        }
        self.drop_temp(t);
        self.release(mark);
        Ok(())
    }

    /// The name of an `except … as` goes away without a trace.
    pub(super) fn unbind(&mut self, name: &str) {
        let at = self.nowhere();
        let name = self.mangle(name);
        if let super::unit::Access::Local(reg) = self.access(&name) {
            self.emit(at, Op::Drop, 0, reg, 0, 0);
            self.unit.code.assigned.clear(reg);
            return;
        }
        let mark = self.mark();
        let t = self.temp();
        self.emit(at, Op::LoadNone, 0, t, 0, 0);
        self.store_name(at, &name, Operand::temp(t));
        self.release(mark);
        self.delete_name(at, &name);
    }
}

fn weight(block: &Block) -> u32 {
    match block {
        Block::Handler { .. } => 2,
        Block::Value { .. } => 0,
        _ => 1,
    }
}

/// A docstring without its common indentation.
fn clean(doc: &str) -> String {
    let mut lines = Vec::new();
    for (i, line) in doc.split('\n').enumerate() {
        // tabs count as spaces up to the next multiple of eight
        if line.contains('\t') {
            let mut s = String::new();
            let mut col = 0;
            for c in line.chars() {
                if c == '\t' {
                    let n = 8 - col % 8;
                    s.extend(std::iter::repeat_n(' ', n));
                    col += n;
                } else {
                    s.push(c);
                    col += 1;
                }
            }
            lines.push(s);
        } else {
            lines.push(line.to_owned());
        }
        let _ = i;
    }
    let margin = lines
        .iter()
        .skip(1)
        .filter(|l| !l.trim_start_matches(' ').is_empty())
        .map(|l| l.len() - l.trim_start_matches(' ').len())
        .min();
    let mut out = String::new();
    for (i, line) in lines.iter().enumerate() {
        if i == 0 {
            out.push_str(line.trim_start_matches(' '));
        } else {
            out.push('\n');
            let indent = line.len() - line.trim_start_matches(' ').len();
            out.push_str(&line[margin.unwrap_or(0).min(indent)..]);
        }
    }
    out
}
