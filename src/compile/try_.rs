//! `try`.
//!
//! Registers of a statement that starts with T live temporaries: while a handler runs, R[T] is the exception and R[T+1] what was handled
//! before; an exception that leaves the handler arrives in R[T+2], where `UnwindHandler T` restores the state and raises it on.

use super::Compiler;
use super::registers::Operand;
use super::scopes::Res;
use super::unit::Block;
use crate::code::opcode::{FLAG1, KILL_B, KILL_C, Op};
use ruff_python_ast::{self as ast, ExceptHandler};
use ruff_text_size::Ranged;

impl<'a> Compiler<'a> {
    #[inline(never)]
    pub(super) fn try_stmt(&mut self, s: &'a ast::StmtTry) -> Res<()> {
        let line = self.pos(s.range).line;
        self.unit.code.open(line, false);
        if s.finalbody.is_empty() {
            return self.try_handlers(s);
        }
        let at = self.nowhere();
        let (handler, end) = (self.unit.code.label(), self.unit.code.label());
        let t = self.mark();
        let outer = self.unit.code.protect(handler, t);
        self.push_block(Block::Finally { body: &s.finalbody, outer }, s.range)?;
        if s.handlers.is_empty() {
            self.body(&s.body)?;
        } else {
            self.try_handlers(s)?;
        }
        self.pop_block();
        self.unit.code.set_handler(outer);
        self.body(&s.finalbody)?;
        self.unit.code.jump(at, end);

        self.unit.code.bind_handler(handler);
        if self.unit.code.live {
            self.run(2);
            self.emit(at, Op::EnterHandler, 0, t, 0, 0);
            let cleanup = self.unit.code.label();
            self.unit.code.protect(cleanup, t + 2);
            self.push_block(Block::FinallyEnd { reg: t, outer }, s.range)?;
            self.body(&s.finalbody)?;
            self.pop_block();
            self.emit(at, Op::Reraise, 0, t, 0, 0);
            self.unit.code.set_handler(outer);
            self.unwind_handler(cleanup, t);
        }
        self.release(t);
        self.unit.code.bind(end);
        Ok(())
    }

    /// The landing place of exceptions that leave the handler that began at `t`.
    pub(super) fn unwind_handler(&mut self, cleanup: super::emit::Label, t: u16) {
        let at = self.nowhere();
        self.unit.code.bind_handler(cleanup);
        let mark = self.mark();
        self.release(t);
        self.run(3);
        self.emit(at, Op::UnwindHandler, 0, t, 0, 0);
        self.release(mark);
    }

    #[inline(never)]
    fn try_handlers(&mut self, s: &'a ast::StmtTry) -> Res<()> {
        let at = self.nowhere();
        let (handlers, end) = (self.unit.code.label(), self.unit.code.label());
        let t = self.mark();
        let outer = self.unit.code.protect(handlers, t);
        self.push_block(Block::Try { outer }, s.range)?;
        self.body(&s.body)?;
        self.pop_block();
        self.unit.code.set_handler(outer);
        self.body(&s.orelse)?;
        self.unit.code.jump(at, end);

        self.unit.code.bind_handler(handlers);
        self.run(2);
        self.emit(at, Op::EnterHandler, 0, t, 0, 0);
        let cleanup = self.unit.code.label();
        self.unit.code.protect(cleanup, t + 2);
        if s.is_star {
            self.group_handlers(s, t, outer, end)?;
        } else {
            for (i, h) in s.handlers.iter().enumerate() {
                let ExceptHandler::ExceptHandler(h) = h;
                if h.type_.is_none() && i + 1 < s.handlers.len() {
                    return self.error("default 'except:' must be last", h.range);
                }
                self.handler(h, s, t, outer, end)?;
            }
            // what no clause takes stands at the last one
            let last = s.handlers.last().map_or(at, |h| self.pos(h.range()));
            self.emit(last, Op::Reraise, 0, t, 0, 0);
        }
        self.unit.code.set_handler(outer);
        self.unwind_handler(cleanup, t);
        self.release(t);
        self.unit.code.bind(end);
        Ok(())
    }

    /// One `except` clause.
    fn handler(
        &mut self,
        h: &'a ast::ExceptHandlerExceptHandler,
        s: &'a ast::StmtTry,
        t: u16,
        outer: super::emit::Handler,
        end: super::emit::Label,
    ) -> Res<()> {
        let at = self.pos(h.range);
        let nowhere = self.nowhere();
        let next = self.unit.code.label();
        let cleanup = self.unit.code.handler();
        if let Some(e) = &h.type_ {
            let mark = self.mark();
            let v = self.operand(e)?;
            let matched = self.temp();
            self.emit(at, Op::ExcMatch, v.kill_c(), matched, t, v.reg);
            self.jump_truth(at, Operand::temp(matched), false, next);
            self.release(mark);
        } else {
            self.unit.code.open(at.line, false);
        }
        if let Some(name) = &h.name {
            let mangled = self.mangle(&name.id);
            self.store_name(at, &mangled, Operand::kept(t));
            let unnamed = self.unit.code.label();
            self.unit.code.protect(unnamed, t + 2);
            self.push_block(Block::Handler { reg: t, name: Some(name), outer }, s.range)?;
            self.body(&h.body)?;
            self.pop_block();
            self.unit.code.set_handler(outer);
            self.emit(nowhere, Op::LeaveHandler, 0, t, 0, 0);
            self.unbind(&name.id);
            self.unit.code.jump(nowhere, end);
            self.unit.code.bind_handler(unnamed);
            self.unit.code.set_handler(cleanup);
            let mark = self.mark();
            let exception = self.temp();
            self.unbind(&name.id);
            self.emit(nowhere, Op::Reraise, FLAG1, exception, 0, 0);
            self.release(mark);
        } else {
            self.push_block(Block::Handler { reg: t, name: None, outer }, s.range)?;
            self.body(&h.body)?;
            self.pop_block();
            self.unit.code.set_handler(outer);
            self.emit(nowhere, Op::LeaveHandler, 0, t, 0, 0);
            self.unit.code.jump(nowhere, end);
            self.unit.code.set_handler(cleanup);
        }
        self.unit.code.bind(next);
        Ok(())
    }

    /// All `except*` clauses: each takes its part of the group; what is left or was raised is raised together at the end.
    fn group_handlers(
        &mut self,
        s: &'a ast::StmtTry,
        t: u16,
        outer: super::emit::Handler,
        end: super::emit::Label,
    ) -> Res<()> {
        let nowhere = self.nowhere();
        let cleanup = self.unit.code.handler();
        let first = match s.handlers.first() {
            Some(h) => self.pos(h.range()),
            None => nowhere,
        };
        let list = self.temp();
        let rest = self.temp();
        self.emit(first, Op::BuildList, 0, list, list, 0);
        self.emit(first, Op::Move, 0, rest, t, 0);
        for h in &s.handlers {
            let ExceptHandler::ExceptHandler(h) = h;
            let at = self.pos(h.range);
            let next = self.unit.code.label();
            let Some(e) = &h.type_ else { return self.error("expected one or more exception types", h.range) };
            let mark = self.mark();
            let v = self.operand(e)?;
            let pair = self.run(2);
            self.emit(at, Op::ExcGroupMatch, v.kill_c(), pair, rest, v.reg);
            self.emit(at, Op::Drop, 0, rest, 0, 0);
            self.emit(at, Op::Move, KILL_B, rest, pair + 1, 0);
            self.unit.code.jump_op(at, Op::JumpIfNone, 0, pair, next);
            let unnamed = self.unit.code.label();
            match &h.name {
                Some(name) => {
                    let mangled = self.mangle(&name.id);
                    self.store_name(at, &mangled, Operand::temp(pair));
                }
                None => self.emit(at, Op::Drop, 0, pair, 0, 0),
            }
            self.release(mark);
            self.unit.code.protect(unnamed, rest + 1);
            self.push_block(Block::GroupHandler, s.range)?;
            self.body(&h.body)?;
            self.pop_block();
            self.unit.code.set_handler(cleanup);
            if let Some(name) = &h.name {
                self.unbind(&name.id);
            }
            self.unit.code.jump(nowhere, next);
            self.unit.code.bind_handler(unnamed);
            let exception = self.temp();
            if let Some(name) = &h.name {
                self.unbind(&name.id);
            }
            self.emit(nowhere, Op::ListAppend, KILL_B, list, exception, 0);
            self.release(mark);
            self.unit.code.bind(next);
        }
        self.emit(nowhere, Op::ListAppend, KILL_B, list, rest, 0);
        let raised = rest;
        self.emit(nowhere, Op::PrepReraiseStar, KILL_C, raised, t, list);
        let done = self.unit.code.label();
        self.unit.code.jump_op(nowhere, Op::JumpIfNone, 0, raised, done);
        self.unit.code.set_handler(outer);
        self.emit(nowhere, Op::LeaveHandler, 0, t, 0, 0);
        self.emit(nowhere, Op::Reraise, 0, raised, 0, 0);
        self.unit.code.bind(done);
        self.emit(nowhere, Op::LeaveHandler, 0, t, 0, 0);
        self.unit.code.jump(nowhere, end);
        Ok(())
    }
}
