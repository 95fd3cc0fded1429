//! Slow paths of the dispatch loop: items, operators and comparisons.
//!
//! Invariant: that of `slow.rs`.

use super::Vm;
use super::frame::Ret;
use super::native::Act;
use super::protocol::UnaryOp;
use crate::code::opcode::{Instr, KILL_A, KILL_B, KILL_C, NEGATE, Op};
use crate::code::{BinOp, CmpOp};
use crate::heap::Kind;
use crate::object::names::Dunder;
use crate::object::str::Str;
use crate::object::ty::flag;
use crate::object::{compare, sequence, str, type_ref, types};
use crate::value::{Slot, Value};

impl Vm {
    #[inline(never)]
    pub(crate) fn slow_get_item(&mut self, i: Instr) {
        let (v, key) = self.pair(i);
        if v.is_heap() && type_ref(&v).has(flag::HEAPTYPE) {
            let f = self.dunder_slot(type_ref(&v), Dunder::GetItem);
            if f.heap_kind() == Some(Kind::Function) {
                return self.push_method(f, &[v, key], Ret::Reg(i.a));
            }
        }
        let act = self.get_item(&v, &key);
        drop(v);
        drop(key);
        self.perform(act, Ret::Reg(i.a))
    }

    #[inline(never)]
    pub(crate) fn slow_get_item_imm(&mut self, i: Instr) {
        let v = self.src(i.b, i.flags & KILL_B);
        let act = self.get_item(&v, &Value::int(i.c as i16 as i64));
        drop(v);
        self.perform(act, Ret::Reg(i.a))
    }

    #[inline(never)]
    pub(crate) fn slow_set_item(&mut self, i: Instr) {
        let v = self.src(i.a, i.flags & KILL_A);
        let key = self.src(i.b, i.flags & KILL_B);
        let value = self.src(i.c, i.flags & KILL_C);
        let act = self.set_item(&v, &key, &value);
        drop((key, v, value));
        self.perform(act, Ret::Nothing)
    }

    #[inline(never)]
    pub(crate) fn slow_binary(&mut self, i: Instr, op: BinOp) {
        if self.quick_binary(i, op, self.thread_reg(i.c)) {
            return;
        }
        if self.call_operator(i, Dunder::of_binary(op).0, Ret::Binary { dst: i.a, op: op as u8 }) {
            return;
        }
        let (a, b) = self.pair(i);
        if op == BinOp::Add
            && let (Some(_), Some(t)) = (a.get::<Str>(), b.get::<Str>())
            && str::is_exact(&a)
            && str::is_exact(&b)
        {
            return self.concatenate(i.a, a, t.view());
        }
        let act = self.binary(op, &a, &b);
        if matches!(act, Act::Raise(_)) {
            // what an error leaves dies from the top of the stack
            drop(b);
            drop(a);
        } else {
            drop(a);
            drop(b);
        }
        self.perform(act, Ret::Reg(i.a))
    }

    /// A register of the frame on top.
    fn thread_reg(&self, r: u16) -> Slot {
        unsafe { (*self.thread.top).reg(r) }
    }

    /// An operation on numbers, which needs no method. False, and nothing done, if one of them is none.
    fn quick_binary(&mut self, i: Instr, op: BinOp, b: Slot) -> bool {
        let a = self.thread_reg(i.b);
        let other = |s: Slot| s.is_heap() && !matches!(s.heap_kind(), Some(Kind::BigInt | Kind::Float | Kind::Complex));
        if other(a) || other(b) {
            return false;
        }
        let Some(r) = crate::object::number::binary(self, op, a.as_value(), b.as_value()) else { return false };
        let small = i.operation().is_some_and(Op::has_small_operand);
        if !small && i.flags & KILL_C != 0 {
            drop(self.frame().take(i.c));
        }
        if i.flags & KILL_B != 0 {
            drop(self.frame().take(i.b));
        }
        match r {
            Ok(v) => self.give(i.a, v),
            Err(e) => self.unwind(e),
        }
        true
    }

    /// The second operand: a register, or a small int in the instruction.
    fn second(&mut self, i: Instr) -> Value {
        match i.operation() {
            Some(op) if op.has_small_operand() => Value::int(i.c as i16 as i64),
            _ => self.frame().reg(i.c).share(),
        }
    }

    /// Calls the Python method `d` of the left operand, if it comes first. The operands stay in their registers until it has answered.
    fn call_operator(&mut self, i: Instr, d: Dunder, ret: Ret) -> bool {
        let a = self.frame().reg(i.b);
        if !a.is_heap() || !type_ref(a.as_value()).has(flag::HEAPTYPE) {
            return false;
        }
        let b = match i.operation() {
            Some(op) if op.has_small_operand() => Slot::small(i.c as i16 as i64),
            _ => self.frame().reg(i.c),
        };
        let (ta, tb) = (type_ref(a.as_value()), type_ref(b.as_value()));
        if !std::ptr::eq(ta, tb) && tb.has(flag::HEAPTYPE) && tb.is_subtype(ta) {
            return false;
        }
        let f = self.dunder_slot(ta, d);
        if f.heap_kind() != Some(Kind::Function) {
            return false;
        }
        self.push_method(f, crate::value::lend(&[a, b]), ret);
        true
    }

    /// The operands of an operation that has answered: those that die there are taken out.
    pub(super) fn operands(&mut self, i: Instr) -> (Value, Value) {
        let b = self.second(i);
        if i.flags & KILL_C != 0 {
            drop(self.frame().take(i.c));
        }
        (self.src(i.b, i.flags & KILL_B), b)
    }

    /// The method that `call_operator` called for a binary operation answered.
    pub(crate) fn binary_answered(&mut self, dst: u16, op: u8, v: Value) {
        let i = self.frame().instr();
        let (a, b) = self.operands(i);
        if !v.is_not_implemented() {
            drop((a, b));
            return self.deliver(Ret::Reg(dst), v);
        }
        let inplace = matches!(i.operation(), Some(Op::Inplace | Op::InplaceI));
        let act = self.binary_after(BinOp::ALL[op as usize], inplace, &a, &b);
        self.perform(act, Ret::Reg(dst))
    }

    /// The same for a comparison.
    pub(crate) fn compare_answered(&mut self, ret: Ret, op: u8, v: Value) {
        let i = self.frame().instr();
        let (a, b) = self.operands(i);
        let ret = match ret {
            Ret::Compare { dst, .. } => Ret::Reg(dst),
            _ => Ret::Branch { negate: i.flags & NEGATE != 0, jump: i.a as i16 as i32 },
        };
        if !v.is_not_implemented() {
            drop(b);
            drop(a);
            return self.deliver(ret, v);
        }
        let act = self.compare_after(CmpOp::ALL[op as usize], &a, &b);
        self.perform(act, ret)
    }

    fn concatenate(&mut self, dst: u16, a: Value, b: crate::text::view::StrView<'_>) {
        let v = match str::append_in_place(a, b) {
            Ok(v) => v,
            Err(a) => {
                let Some(s) = a.get::<Str>() else { return };
                str::concat(s.view(), b)
            }
        };
        self.give(dst, v)
    }

    #[inline(never)]
    pub(crate) fn slow_binary_imm(&mut self, i: Instr, op: BinOp) {
        if self.quick_binary(i, op, Slot::small(i.c as i16 as i64)) {
            return;
        }
        if self.call_operator(i, Dunder::of_binary(op).0, Ret::Binary { dst: i.a, op: op as u8 }) {
            return;
        }
        let a = self.src(i.b, i.flags & KILL_B);
        let act = self.binary(op, &a, &Value::int(i.c as i16 as i64));
        drop(a);
        self.perform(act, Ret::Reg(i.a))
    }

    #[inline(never)]
    pub(crate) fn slow_inplace(&mut self, i: Instr, op: BinOp) {
        if self.quick_binary(i, op, self.thread_reg(i.c)) {
            return;
        }
        // `s += t` where the target local is the operand: the local gives its count up, so that the str can grow in place
        let steal = op == BinOp::Add && i.a == i.b && i.a != i.c && i.flags & KILL_B == 0 && {
            let s = self.frame().reg(i.b);
            s.is_heap() && str::is_exact(s.as_value()) && str::is_exact(self.frame().reg(i.c).as_value())
        };
        if steal {
            let a = self.frame().take(i.a);
            let b = self.src(i.c, i.flags & KILL_C);
            if let Some(t) = b.get::<Str>() {
                return self.concatenate(i.a, a, t.view());
            }
        }
        if self.call_inplace(i, op) {
            return;
        }
        let (a, b) = self.pair(i);
        let act = self.inplace(op, &a, &b);
        drop(a);
        drop(b);
        self.perform(act, Ret::Reg(i.a))
    }

    /// `call_operator` for `a op= b`: the in-place method if there is one.
    fn call_inplace(&mut self, i: Instr, op: BinOp) -> bool {
        let (left, _, inplace) = Dunder::of_binary(op);
        let a = self.frame().reg(i.b);
        if !a.is_heap() {
            return false;
        }
        let d = if self.dunder(a.as_value(), inplace).is_some() { inplace } else { left };
        self.call_operator(i, d, Ret::Binary { dst: i.a, op: op as u8 })
    }

    #[inline(never)]
    pub(crate) fn slow_inplace_imm(&mut self, i: Instr, op: BinOp) {
        if self.quick_binary(i, op, Slot::small(i.c as i16 as i64)) {
            return;
        }
        if self.call_inplace(i, op) {
            return;
        }
        let a = self.src(i.b, i.flags & KILL_B);
        let act = self.inplace(op, &a, &Value::int(i.c as i16 as i64));
        drop(a);
        self.perform(act, Ret::Reg(i.a))
    }

    #[inline(never)]
    pub(crate) fn slow_unary(&mut self, i: Instr) {
        let v = self.src(i.b, i.flags & KILL_B);
        let op = match i.operation() {
            Some(Op::Neg) => UnaryOp::Neg,
            Some(Op::Pos) => UnaryOp::Pos,
            _ => UnaryOp::Invert,
        };
        let act = self.unary(op, &v);
        drop(v);
        self.perform(act, Ret::Reg(i.a))
    }

    #[inline(never)]
    pub(crate) fn slow_truth(&mut self, i: Instr, ret: Ret) {
        let v = self.src(i.b, i.flags & KILL_B);
        let act = self.truth(&v);
        drop(v);
        self.perform(act, ret)
    }

    #[inline(never)]
    pub(crate) fn slow_jump_if(&mut self, i: Instr) {
        let v = self.src(i.a, i.flags & KILL_A);
        let act = self.truth(&v);
        drop(v);
        self.perform(act, Ret::Branch { negate: i.flags & NEGATE != 0, jump: i.jump() })
    }

    /// A comparison of registers that needs no Python: of strs, or for equality; the operands are then consumed.
    fn quick_compare(&mut self, i: Instr, op: CmpOp) -> Option<bool> {
        let (a, b) = (self.frame().reg(i.b), self.frame().reg(i.c));
        let (x, y) = (a.as_value(), b.as_value());
        let t = types();
        let result = if [&t.tuple, &t.list].iter().any(|t| t.is_type_of(x) && t.is_type_of(y)) {
            sequence::compare_at_once(self, op, x, y).ok()?
        } else if matches!(op, CmpOp::Eq | CmpOp::Ne) {
            compare::equal_exact(x, y)? == (op == CmpOp::Eq)
        } else if str::is_exact(x) && str::is_exact(y) {
            op.of_order(x.get::<Str>()?.view().cmp(&y.get::<Str>()?.view()))
        } else {
            return None;
        };
        self.drop_operands(i);
        Some(result)
    }

    /// The operands that die here, the right one first.
    #[inline(never)]
    pub(crate) fn drop_operands(&mut self, i: Instr) {
        let (a, b) = self.pair(i);
        drop(b);
        drop(a);
    }

    #[inline(never)]
    pub(crate) fn slow_compare(&mut self, i: Instr, op: CmpOp) {
        if let Some(b) = self.quick_compare(i, op) {
            return self.give(i.a, Value::bool(b));
        }
        if self.call_operator(i, Dunder::of_compare(op), Ret::Compare { dst: i.a, op: op as u8 }) {
            return;
        }
        let (a, b) = self.pair(i);
        let act = self.compare(op, &a, &b);
        drop(b);
        drop(a);
        self.perform(act, Ret::Reg(i.a))
    }

    #[inline(never)]
    pub(crate) fn slow_compare_branch(&mut self, i: Instr, op: CmpOp) {
        if let Some(b) = self.quick_compare(i, op) {
            if b != (i.flags & NEGATE != 0) {
                self.jump(i.a as i16 as i32);
            } else {
                self.frame().advance();
            }
            return;
        }
        if self.call_operator(i, Dunder::of_compare(op), Ret::CompareBranch { op: op as u8 }) {
            return;
        }
        let (a, b) = self.pair(i);
        let act = self.compare(op, &a, &b);
        drop(b);
        drop(a);
        self.perform(act, Ret::Branch { negate: i.flags & NEGATE != 0, jump: i.a as i16 as i32 })
    }

    #[inline(never)]
    pub(crate) fn slow_compare_branch_imm(&mut self, i: Instr, op: CmpOp) {
        if self.call_operator(i, Dunder::of_compare(op), Ret::CompareBranch { op: op as u8 }) {
            return;
        }
        let a = self.src(i.b, i.flags & KILL_B);
        let act = self.compare(op, &a, &Value::int(i.c as i16 as i64));
        drop(a);
        self.perform(act, Ret::Branch { negate: i.flags & NEGATE != 0, jump: i.a as i16 as i32 })
    }

    #[inline(never)]
    pub(crate) fn slow_contains(&mut self, i: Instr) {
        let ret = Ret::Bool(i.a, i.flags & NEGATE != 0);
        let container = self.frame().reg(i.c);
        if container.is_heap() && type_ref(container.as_value()).has(flag::HEAPTYPE) {
            let f = self.dunder_slot(type_ref(container.as_value()), Dunder::Contains);
            if f.heap_kind() == Some(Kind::Function) {
                // the operands stay in their registers until it has answered
                let (item, container) = (self.frame().reg(i.b).share(), container.share());
                return self.push_method(f, &[container, item], Ret::Contains(i.a, i.flags & NEGATE != 0));
            }
        }
        let (item, container) = self.pair(i);
        let act = self.contains(&container, &item);
        drop(container);
        drop(item);
        self.perform(act, ret)
    }
}
