//! `with` and `async with`.
//!
//! Invariant: the exit pair is looked up before the entry is called and stays in two temporaries until the statement is left.

use super::Compiler;
use super::registers::Operand;
use super::scopes::Res;
use super::unit::Block;
use crate::code::Position;
use crate::code::opcode::{FLAG0, KILL_B, Op};
use ruff_python_ast::{self as ast, Stmt};
use ruff_text_size::{Ranged, TextRange};

impl<'a> Compiler<'a> {
    #[inline(never)]
    pub(super) fn with_stmt(&mut self, s: &'a ast::StmtWith) -> Res<()> {
        self.with_item(s, &s.items, &s.body)
    }

    fn with_item(&mut self, s: &'a ast::StmtWith, items: &'a [ast::WithItem], body: &'a [Stmt]) -> Res<()> {
        let Some((item, rest)) = items.split_first() else { return self.body(body) };
        let nowhere = self.nowhere();
        let range = item.context_expr.range();
        let at = self.pos(range);
        let exit = self.run(2);
        let context = self.temp();
        self.expr_to(&item.context_expr, context)?;
        let (enter_kind, exit_kind) = if s.is_async { (2, 3) } else { (0, 1) };
        self.emit(at, Op::LoadSpecial, 0, exit, context, exit_kind);
        self.temp();
        self.emit(at, Op::LoadSpecial, KILL_B, context, context, enter_kind);
        self.emit(at, Op::CallMethod, 0, context, context, 0);
        if s.is_async {
            self.emit(at, Op::GetAwaitable, KILL_B, context, context, 1);
            self.emit(at, Op::YieldFrom, 0, context, context, 0);
        }
        self.release(context + 1);
        let (handler, end) = (self.unit.code.label(), self.unit.code.label());
        let t = context;
        let outer = self.unit.code.protect(handler, t);
        self.push_block(Block::With { exit, is_async: s.is_async, range, outer }, s.range)?;
        match &item.optional_vars {
            Some(target) => self.store(target, Operand::temp(context))?,
            None => self.emit(at, Op::Drop, 0, context, 0, 0),
        }
        self.release(context);
        self.with_item(s, rest, body)?;
        self.pop_block();
        self.unit.code.set_handler(outer);
        self.with_exit(exit, s.is_async, range);
        self.unit.code.jump(nowhere, end);

        self.unit.code.bind_handler(handler);
        self.run(2);
        self.emit(at, Op::EnterHandler, 0, t, 0, 0);
        let cleanup = self.unit.code.label();
        self.unit.code.protect(cleanup, t + 2);
        let result = self.temp();
        self.emit(at, Op::WithExceptStart, 0, result, exit, t);
        if s.is_async {
            self.emit(at, Op::GetAwaitable, KILL_B, result, result, 2);
            self.emit(at, Op::YieldFrom, 0, result, result, 0);
        }
        let swallowed = self.unit.code.label();
        self.jump_truth(at, Operand::temp(result), true, swallowed);
        self.emit(nowhere, Op::Reraise, FLAG0, t, 0, 0);
        self.unit.code.bind(swallowed);
        self.unit.code.set_handler(outer);
        self.emit(nowhere, Op::LeaveHandler, 0, t, 0, 0);
        self.emit(nowhere, Op::Drop, 0, exit, 0, 0);
        self.emit(nowhere, Op::Drop, 0, exit + 1, 0, 0);
        self.unit.code.jump(nowhere, end);
        self.unwind_handler(cleanup, t);
        self.release(exit);
        self.unit.code.bind(end);
        Ok(())
    }

    /// Calls the exit pair with three Nones. The pair must be below every live temporary that matters: arguments go above all of them.
    pub(super) fn with_exit(&mut self, exit: u16, is_async: bool, range: TextRange) {
        let at: Position = self.pos(range);
        let mark = self.mark();
        // the arguments must follow the pair directly; whatever sits there is moved up with the pair
        let pair = if mark == exit + 2 {
            exit
        } else {
            let pair = self.run(2);
            self.emit(at, Op::Move, KILL_B, pair, exit, 0);
            self.emit(at, Op::Move, KILL_B, pair + 1, exit + 1, 0);
            pair
        };
        let args = self.run(3);
        for i in 0..3 {
            self.emit(at, Op::LoadNone, 0, args.saturating_add(i), 0, 0);
        }
        self.emit(at, Op::CallMethod, 0, pair, pair, 3);
        if is_async {
            self.emit(at, Op::GetAwaitable, KILL_B, pair, pair, 2);
            self.emit(at, Op::YieldFrom, 0, pair, pair, 0);
        }
        self.emit(at, Op::Drop, 0, pair, 0, 0);
        self.release(mark);
    }
}
