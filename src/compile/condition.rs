//! Comparisons and conditions: jumps that test without making a bool.

use super::Compiler;
use super::emit::Label;
use super::expr::{Right, frozen};
use super::fold;
use super::registers::Operand;
use super::scopes::Res;
use crate::code::opcode::{NEGATE, Op};
use crate::code::{Const, Position};
use ruff_python_ast::{self as ast, CmpOp, Expr, UnaryOp};
use ruff_text_size::Ranged;

impl<'a> Compiler<'a> {
    /// Jumps to `target` if the expression's truth is `when`; falls through otherwise.
    pub(super) fn jump_if(&mut self, e: &'a Expr, when: bool, target: Label) -> Res<()> {
        let (mut e, mut when) = (e, when);
        while let Expr::UnaryOp(u) = e
            && u.op == UnaryOp::Not
        {
            e = &u.operand;
            when = !when;
        }
        match e {
            Expr::BoolOp(b) => self.jump_bool_op(b, when, target),
            Expr::If(i) => self.jump_ternary(i, when, target),
            Expr::Compare(c) => self.jump_compare(c, when, target),
            _ => self.jump_value(e, when, target),
        }
    }

    #[inline(never)]
    fn jump_value(&mut self, e: &'a Expr, when: bool, target: Label) -> Res<()> {
        let at = self.pos(e.range());
        if let Some(c) = self.constant(e) {
            if fold::truth(&c) == when {
                self.unit.code.jump(at, target);
            }
            return Ok(());
        }
        let mark = self.mark();
        let v = self.operand(e)?;
        self.jump_truth(at, v, when, target);
        self.release(mark);
        Ok(())
    }

    /// Jumps on the truth of a register.
    pub(super) fn jump_truth(&mut self, at: Position, v: Operand, when: bool, target: Label) {
        let negate = if when { 0 } else { NEGATE };
        self.unit.code.jump_op(at, Op::JumpIf, v.kill_a() | negate, v.reg, target);
    }

    #[inline(never)]
    fn jump_bool_op(&mut self, b: &'a ast::ExprBoolOp, when: bool, target: Label) -> Res<()> {
        let Some((last, rest)) = b.values.split_last() else { return Ok(()) };
        let decides = b.op == ast::BoolOp::Or;
        let end = self.unit.code.label();
        let early = if decides == when { target } else { end };
        for v in rest {
            self.jump_if(v, decides, early)?;
        }
        self.jump_if(last, when, target)?;
        self.unit.code.bind(end);
        Ok(())
    }

    #[inline(never)]
    fn jump_ternary(&mut self, i: &'a ast::ExprIf, when: bool, target: Label) -> Res<()> {
        let end = self.unit.code.label();
        let mut i = i;
        loop {
            let otherwise = self.unit.code.label();
            self.jump_if(&i.test, false, otherwise)?;
            self.jump_if(&i.body, when, target)?;
            let at = self.pos(i.range);
            self.unit.code.jump(at, end);
            self.unit.code.bind(otherwise);
            match &*i.orelse {
                Expr::If(next) => i = next,
                e => {
                    self.jump_if(e, when, target)?;
                    break;
                }
            }
        }
        self.unit.code.bind(end);
        Ok(())
    }

    #[inline(never)]
    fn jump_compare(&mut self, c: &'a ast::ExprCompare, when: bool, target: Label) -> Res<()> {
        let at = self.pos(c.range);
        let mark = self.mark();
        if let ([op], [right]) = (&*c.ops, &*c.comparators) {
            let left = self.operand(&c.left)?;
            let left = self.settle(left, right);
            if right.is_none_literal_expr() && matches!(op, CmpOp::Is | CmpOp::IsNot) {
                let negate = if (*op == CmpOp::Is) == when { 0 } else { NEGATE };
                self.unit.code.jump_op(at, Op::JumpIfNone, left.kill_a() | negate, left.reg, target);
            } else {
                let right = self.comparand(*op, right)?;
                self.jump_on(at, *op, left, right, when, target);
            }
            self.release(mark);
            return Ok(());
        }
        let (clean, end) = (self.unit.code.label(), self.unit.code.label());
        let mut left = self.operand(&c.left)?;
        // the operand shared by two comparisons lives in these by turns
        let shared = [self.temp(), self.temp()];
        let n = c.ops.len();
        for (k, (op, right)) in c.ops.iter().zip(&*c.comparators).enumerate() {
            let inner = self.mark();
            if k + 1 == n {
                let right = self.comparand(*op, right)?;
                self.jump_on(at, *op, left, right, when, target);
                self.release(inner);
                break;
            }
            left = self.settle(left, right);
            let t = shared[k % 2];
            self.expr_to(right, t)?;
            self.jump_on(at, *op, left, Right::Reg(Operand::kept(t)), false, clean);
            left = Operand::temp(t);
            self.release(inner);
        }
        if self.unit.code.is_target(clean) {
            self.unit.code.jump(at, end);
            self.unit.code.bind(clean);
            self.emit(at, Op::Drop, 0, shared[0], 0, 0);
            if n > 2 {
                self.emit(at, Op::Drop, 0, shared[1], 0, 0);
            }
            if !when {
                self.unit.code.jump(at, target);
            }
        }
        self.unit.code.bind(end);
        self.release(mark);
        Ok(())
    }

    /// The right side of a comparison: displays of constants on the right of `in` become constants.
    fn comparand(&mut self, op: CmpOp, e: &'a Expr) -> Res<Right> {
        if matches!(op, CmpOp::In | CmpOp::NotIn) {
            if let Some(t) = self.constant_display(e) {
                return Ok(Right::Reg(Operand::temp(t)));
            }
            return self.operand(e).map(Right::Reg);
        }
        if matches!(op, CmpOp::Is | CmpOp::IsNot) {
            return self.operand(e).map(Right::Reg);
        }
        self.right_operand(e)
    }

    #[inline(never)]
    fn constant_display(&mut self, e: &'a Expr) -> Option<u16> {
        let c = match e {
            Expr::List(l) => Const::Tuple(self.constants(&l.elts)?.into()),
            Expr::Set(s) => frozen(self.constants(&s.elts)?),
            _ => return None,
        };
        let at = self.pos(e.range());
        let t = self.temp();
        self.load_const(at, c, t);
        Some(t)
    }

    fn jump_on(&mut self, at: Position, op: CmpOp, left: Operand, right: Right, when: bool, target: Label) {
        let negate = if when { 0 } else { NEGATE };
        let fused = match op {
            CmpOp::Lt => (Op::JumpLt, Op::JumpLtI),
            CmpOp::LtE => (Op::JumpLe, Op::JumpLeI),
            CmpOp::Eq => (Op::JumpEq, Op::JumpEqI),
            CmpOp::NotEq => (Op::JumpNe, Op::JumpNeI),
            CmpOp::Gt => (Op::JumpGt, Op::JumpGtI),
            CmpOp::GtE => (Op::JumpGe, Op::JumpGeI),
            CmpOp::Is | CmpOp::IsNot | CmpOp::In | CmpOp::NotIn => {
                let t = self.temp();
                self.compare(at, op, t, left, right);
                return self.jump_truth(at, Operand::temp(t), when, target);
            }
        };
        match right {
            Right::Small(i) => {
                self.unit.code.jump_compare(at, fused.1, negate | left.kill_b(), target, left.reg, i as u16)
            }
            Right::Reg(r) => {
                self.unit.code.jump_compare(at, fused.0, negate | left.kill_b() | r.kill_c(), target, left.reg, r.reg)
            }
        }
    }

    /// `dst = left op right`.
    fn compare(&mut self, at: Position, op: CmpOp, dst: u16, left: Operand, right: Right) {
        let right = match right {
            Right::Reg(r) => r,
            Right::Small(i) => {
                let t = self.temp();
                self.load_const(at, Const::Int(i as i64), t);
                Operand::temp(t)
            }
        };
        let (op, negate) = match op {
            CmpOp::Lt => (Op::Lt, 0),
            CmpOp::LtE => (Op::Le, 0),
            CmpOp::Eq => (Op::Eq, 0),
            CmpOp::NotEq => (Op::Ne, 0),
            CmpOp::Gt => (Op::Gt, 0),
            CmpOp::GtE => (Op::Ge, 0),
            CmpOp::Is => (Op::Is, 0),
            CmpOp::IsNot => (Op::Is, NEGATE),
            CmpOp::In => (Op::In, 0),
            CmpOp::NotIn => (Op::In, NEGATE),
        };
        self.emit(at, op, negate | left.kill_b() | right.kill_c(), dst, left.reg, right.reg);
    }

    /// A comparison as a value.
    #[inline(never)]
    pub(super) fn compare_to(&mut self, c: &'a ast::ExprCompare, dst: u16) -> Res<()> {
        let at = self.pos(c.range);
        let mark = self.mark();
        if let ([op], [right]) = (&*c.ops, &*c.comparators) {
            let left = self.operand(&c.left)?;
            let left = self.settle(left, right);
            let right = self.comparand(*op, right)?;
            self.compare(at, *op, dst, left, right);
            self.release(mark);
            return Ok(());
        }
        let (clean, end) = (self.unit.code.label(), self.unit.code.label());
        let s = self.scratch(dst);
        let mut left = self.operand(&c.left)?;
        let shared = [self.temp(), self.temp()];
        let n = c.ops.len();
        for (k, (op, right)) in c.ops.iter().zip(&*c.comparators).enumerate() {
            let inner = self.mark();
            if k + 1 == n {
                let right = self.comparand(*op, right)?;
                self.compare(at, *op, s, left, right);
                self.release(inner);
                break;
            }
            left = self.settle(left, right);
            let t = shared[k % 2];
            self.expr_to(right, t)?;
            self.compare(at, *op, s, left, Right::Reg(Operand::kept(t)));
            self.unit.code.jump_op(at, Op::JumpIf, NEGATE, s, clean);
            self.emit(at, Op::Drop, 0, s, 0, 0);
            left = Operand::temp(t);
            self.release(inner);
        }
        self.unit.code.jump(at, end);
        self.unit.code.bind(clean);
        self.emit(at, Op::Drop, 0, shared[0], 0, 0);
        if n > 2 {
            self.emit(at, Op::Drop, 0, shared[1], 0, 0);
        }
        self.unit.code.bind(end);
        if s != dst {
            self.emit(at, Op::Move, crate::code::opcode::KILL_B, dst, s, 0);
        }
        self.release(mark);
        Ok(())
    }
}
