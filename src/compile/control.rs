//! `if`, `while`, `for`.
//!
//! Invariant: every loop has one head and every way back to it is a `JumpBack`.

use super::Compiler;
use super::emit::Label;
use super::registers::Operand;
use super::scopes::Res;
use super::unit::{Access, Block};
use crate::code::opcode::Op;
use crate::code::{Const, Position};
use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::Ranged;

impl<'a> Compiler<'a> {
    #[inline(never)]
    pub(super) fn if_stmt(&mut self, s: &'a ast::StmtIf) -> Res<()> {
        let end = self.unit.code.label();
        let mut next = self.unit.code.label();
        self.condition(&s.test, next, false)?;
        self.body(&s.body)?;
        for clause in &s.elif_else_clauses {
            let at = self.unit.code.positions.last().copied().unwrap_or_default();
            self.unit.code.jump(at, end);
            self.unit.code.bind(next);
            next = self.unit.code.label();
            if let Some(test) = &clause.test {
                self.condition(test, next, false)?;
            }
            self.body(&clause.body)?;
        }
        self.unit.code.bind(next);
        self.unit.code.bind(end);
        Ok(())
    }

    #[inline(never)]
    pub(super) fn while_stmt(&mut self, s: &'a ast::StmtWhile) -> Res<()> {
        let (exit, end) = (self.unit.code.label(), self.unit.code.label());
        let head = self.unit.code.bind_head();
        self.push_block(Block::Loop { head, end, iter: None }, s.range)?;
        self.condition(&s.test, exit, true)?;
        self.body(&s.body)?;
        let at = self.unit.code.positions.last().copied().unwrap_or_default();
        self.unit.code.jump_back(at, head);
        self.pop_block();
        self.unit.code.bind(exit);
        self.body(&s.orelse)?;
        self.unit.code.bind(end);
        Ok(())
    }

    /// The condition of a statement: jumps if it is false. One that is always true has its line.
    pub(super) fn condition(&mut self, test: &'a Expr, otherwise: Label, loops: bool) -> Res<()> {
        let start = self.unit.code.here();
        self.jump_if(test, false, otherwise)?;
        if self.unit.code.here() == start {
            let line = self.pos(test.range()).line;
            self.unit.code.open(line, loops);
        }
        Ok(())
    }

    #[inline(never)]
    pub(super) fn for_stmt(&mut self, s: &'a ast::StmtFor) -> Res<()> {
        if s.is_async {
            return self.async_for(s);
        }
        let mark = self.mark();
        let iter = self.temp();
        self.iterator_to(&s.iter, iter)?;
        let (exit, end) = (self.unit.code.label(), self.unit.code.label());
        let head = self.unit.code.bind_head();
        self.push_block(Block::Loop { head, end, iter: Some(iter) }, s.range)?;
        self.next_into(&s.target, &s.iter, iter, exit)?;
        self.body(&s.body)?;
        // what the end of the iterator lets go of dies in the line of the head, as in CPython
        let at = self.pos(s.iter.range());
        self.unit.code.jump_back(at, head);
        self.pop_block();
        self.unit.code.bind(exit);
        self.release(mark);
        self.body(&s.orelse)?;
        self.unit.code.bind(end);
        Ok(())
    }

    /// `iter(e)` into a temporary. A list of constants is iterated as a tuple.
    pub(super) fn iterator_to(&mut self, e: &'a Expr, iter: u16) -> Res<()> {
        let at = self.pos(e.range());
        let mark = self.mark();
        let constant = match e {
            Expr::List(l) => self.constants(&l.elts).map(|v| Const::Tuple(v.into())),
            Expr::Set(s) => self.constants(&s.elts).map(super::expr::frozen),
            _ => None,
        };
        match constant {
            Some(c) => {
                self.load_const(at, c, iter);
                self.emit(at, Op::GetIter, crate::code::opcode::KILL_B, iter, iter, 0);
            }
            None => {
                let v = match e {
                    Expr::Name(_) => self.operand(e)?,
                    _ => {
                        self.expr_to(e, iter)?;
                        Operand::temp(iter)
                    }
                };
                self.emit(at, Op::GetIter, v.kill_b(), iter, v.reg, 0);
            }
        }
        self.release(mark);
        Ok(())
    }

    /// The loop's next value into its target, or out of the loop.
    pub(super) fn next_into(
        &mut self,
        target: &'a Expr,
        source: &'a Expr,
        iter: u16,
        exit: super::emit::Label,
    ) -> Res<()> {
        let at = self.pos(source.range());
        if let Expr::Name(n) = target {
            let name = self.mangle(&n.id);
            if let Access::Local(reg) = self.access(&name) {
                self.unit.code.for_iter(at, reg, iter, exit);
                self.assigned(reg);
                return Ok(());
            }
        }
        let mark = self.mark();
        let t = self.temp();
        self.unit.code.for_iter(at, t, iter, exit);
        self.store(target, Operand::temp(t))?;
        self.release(mark);
        Ok(())
    }

    #[inline(never)]
    fn async_for(&mut self, s: &'a ast::StmtFor) -> Res<()> {
        let at = self.pos(s.iter.range());
        let mark = self.mark();
        let iter = self.temp();
        let v = self.operand(&s.iter)?;
        self.emit(at, Op::GetAIter, v.kill_b(), iter, v.reg, 0);
        self.release(iter + 1);
        let (exit, end) = (self.unit.code.label(), self.unit.code.label());
        let head = self.unit.code.bind_head();
        self.push_block(Block::Loop { head, end, iter: Some(iter) }, s.range)?;
        let whole = self.pos(s.range);
        self.async_next_into(&s.target, whole, iter, exit)?;
        self.body(&s.body)?;
        let back = self.unit.code.positions.last().copied().unwrap_or_default();
        self.unit.code.jump_back(back, head);
        self.pop_block();
        self.end_async_for(&s.iter, iter, exit);
        self.release(mark);
        self.body(&s.orelse)?;
        self.unit.code.bind(end);
        Ok(())
    }

    /// The next value of an asynchronous iterator; StopAsyncIteration goes to `exit`.
    pub(super) fn async_next_into(
        &mut self,
        target: &'a Expr,
        at: Position,
        iter: u16,
        exit: super::emit::Label,
    ) -> Res<()> {
        let mark = self.mark();
        let t = self.temp();
        let outer = self.unit.code.protect(exit, iter + 1);
        self.emit(at, Op::GetANext, 0, t, iter, 0);
        self.emit(at, Op::YieldFrom, 0, t, t, 0);
        self.unit.code.set_handler(outer);
        self.store(target, Operand::temp(t))?;
        self.release(mark);
        Ok(())
    }

    /// The handler that ends an asynchronous loop; control goes on after it.
    pub(super) fn end_async_for(&mut self, source: &'a Expr, iter: u16, exit: super::emit::Label) {
        let at = self.pos(source.range());
        self.unit.code.bind_handler(exit);
        let exception = self.temp();
        self.emit(at, Op::EndAsyncFor, 0, exception, iter, 0);
    }
}
