//! Expressions into registers.
//!
//! Invariant of [`Compiler::expr_to`]: a destination that is a local variable is written by the last instruction only, on every path, so the
//! expression may read it and an exception leaves it as it was.

use super::Compiler;
use super::emit::Label;
use super::fold;
use super::registers::Operand;
use super::scopes::{Res, left_operand};
use super::unit::Access;
use crate::code::opcode::{KILL_B, KILL_C, Op};
use crate::code::{BinOp, Const, Position};
use ruff_python_ast::{self as ast, Expr, Operator, UnaryOp};
use ruff_text_size::Ranged;

/// Longest display built from registers; longer ones grow item by item.
const RUN: usize = 30;

/// How many elements of a display that takes more than one instruction are evaluated before it is begun.
fn head(total: usize) -> usize {
    if total > RUN { 0 } else { total }
}

impl<'a> Compiler<'a> {
    /// Evaluates into a register.
    pub(super) fn expr_to(&mut self, e: &'a Expr, dst: u16) -> Res<()> {
        match e {
            Expr::Name(n) => self.name_to(n, dst),
            Expr::BinOp(_) | Expr::Attribute(_) | Expr::Subscript(_) | Expr::Call(_) => self.chain_to(e, dst),
            Expr::NumberLiteral(_) | Expr::StringLiteral(_) | Expr::BytesLiteral(_) => self.literal_to(e, dst),
            Expr::BooleanLiteral(_) | Expr::NoneLiteral(_) | Expr::EllipsisLiteral(_) => self.literal_to(e, dst),
            Expr::Compare(c) => self.compare_to(c, dst),
            Expr::BoolOp(b) => self.bool_op_to(b, dst),
            Expr::UnaryOp(_) => self.unary_to(e, dst),
            Expr::If(_) => self.ternary_to(e, dst),
            Expr::Tuple(t) => self.tuple_to(&t.elts, e, dst),
            Expr::List(l) => self.list_to(&l.elts, e, dst),
            Expr::Set(s) => self.set_to(s, dst),
            Expr::Dict(d) => self.dict_to(d, dst),
            Expr::Lambda(l) => self.lambda_to(l, dst),
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => {
                self.comprehension_to(e, dst)
            }
            Expr::FString(f) => self.fstring_to(f, dst),
            Expr::TString(t) => self.tstring_to(t, dst),
            Expr::Named(n) => self.named_to(n, dst),
            Expr::Await(a) => self.await_to(a, dst),
            Expr::Yield(y) => self.yield_to(y, dst),
            Expr::YieldFrom(y) => self.yield_from_to(y, dst),
            Expr::Slice(s) => self.slice_to(s, e, dst),
            Expr::Starred(s) => self.error("can't use starred expression here", s.range),
            Expr::IpyEscapeCommand(c) => self.error("invalid syntax", c.range),
        }
    }

    /// Evaluates into a new temporary.
    pub(super) fn expr_temp(&mut self, e: &'a Expr) -> Res<u16> {
        let t = self.temp();
        self.expr_to(e, t)?;
        Ok(t)
    }

    /// Evaluates to whatever register is convenient: a local is borrowed in place.
    pub(super) fn operand(&mut self, e: &'a Expr) -> Res<Operand> {
        if let Some(reg) = self.borrowed(e) {
            return Ok(Operand::kept(reg));
        }
        let t = self.temp();
        self.expr_to(e, t)?;
        Ok(Operand::temp(t))
    }

    /// Evaluates for its effects only.
    pub(super) fn effect(&mut self, e: &'a Expr) -> Res<()> {
        let mark = self.mark();
        let v = self.operand(e)?;
        if v.kill {
            self.drop_temp(v.reg);
        }
        self.release(mark);
        Ok(())
    }

    /// Drops a temporary.
    pub(super) fn drop_temp(&mut self, reg: u16) {
        let at = self.unit.code.positions.last().copied().unwrap_or_default();
        self.emit(at, Op::Drop, 0, reg, 0, 0);
    }

    /// Whether any assignment expression rebinds a local of this unit.
    pub(super) fn has_walrus(&self) -> bool {
        !self.scopes.get(self.unit.scope).walrus.is_empty()
    }

    /// A borrowed local that a later sibling may rebind is copied first.
    pub(super) fn settle(&mut self, value: Operand, later: &Expr) -> Operand {
        if value.kill || !self.has_walrus() || matches!(later, Expr::Name(_)) || later.is_literal_expr() {
            return value;
        }
        let at = self.unit.code.positions.last().copied().unwrap_or_default();
        let t = self.temp();
        self.emit(at, Op::Move, 0, t, value.reg, 0);
        Operand::temp(t)
    }

    /// The operand in a temporary of its own.
    pub(super) fn own(&mut self, at: Position, value: Operand) -> u16 {
        if value.kill {
            return value.reg;
        }
        let t = self.temp();
        self.emit(at, Op::Move, 0, t, value.reg, 0);
        t
    }

    #[inline(never)]
    fn name_to(&mut self, n: &'a ast::ExprName, dst: u16) -> Res<()> {
        let at = self.pos(n.range);
        if n.id.as_str() == "__debug__" {
            let c = Const::Bool(self.options.optimize == 0);
            self.load_const(at, c, dst);
        } else {
            let name = self.mangle(&n.id);
            self.load_name(at, &name, dst);
        }
        Ok(())
    }

    #[inline(never)]
    fn literal_to(&mut self, e: &'a Expr, dst: u16) -> Res<()> {
        let at = self.pos(e.range());
        if let Some(c) = self.constant(e) {
            self.load_const(at, c, dst);
        }
        Ok(())
    }

    /// A chain of binary operators, attributes, subscripts and calls, from its innermost operand outwards.
    #[inline(never)]
    fn chain_to(&mut self, e: &'a Expr, dst: u16) -> Res<()> {
        let mut spine: Vec<&'a Expr> = Vec::new();
        let mut base = e;
        while let Expr::BinOp(_) | Expr::Attribute(_) | Expr::Subscript(_) | Expr::Call(_) = base {
            let Some(left) = left_operand(base) else { break };
            spine.push(base);
            base = left;
        }
        let mark = self.mark();
        let current = match self.chain_start(base, &mut spine, dst)? {
            Some(v) => v,
            None => {
                self.release(mark);
                return Ok(());
            }
        };
        let result = self.chain_steps(&mut spine, current, dst);
        self.release(mark);
        result
    }

    /// The innermost operand, with as many constant steps as can be folded. None: the whole chain was a constant.
    #[inline(never)]
    fn chain_start(&mut self, base: &'a Expr, spine: &mut Vec<&'a Expr>, dst: u16) -> Res<Option<Operand>> {
        if let (Expr::StringLiteral(format), Some(Expr::BinOp(b))) = (base, spine.last())
            && let (Operator::Mod, Expr::Tuple(values)) = (b.op, &*b.right)
            && let Some(pieces) = self.percent_pieces(format, &values.elts)
        {
            spine.pop();
            if spine.is_empty() {
                self.percent_to(b.range, pieces, &values.elts, dst)?;
                return Ok(None);
            }
            let s = self.scratch(dst);
            self.percent_to(b.range, pieces, &values.elts, s)?;
            return Ok(Some(Operand::temp(s)));
        }
        let foldable = matches!(spine.last(), Some(Expr::BinOp(_) | Expr::Subscript(_)));
        let mut folded = if foldable { self.constant(base) } else { None };
        let mut at = self.pos(base.range());
        while let Some(value) = &folded {
            let next = match spine.last() {
                Some(Expr::BinOp(b)) => self.constant(&b.right).and_then(|r| fold::binary(b.op, value, &r)),
                Some(Expr::Subscript(s)) if s.ctx == ast::ExprContext::Load => {
                    self.constant(&s.slice).and_then(|i| fold::subscript(value, &i))
                }
                _ => None,
            };
            let Some(next) = next else { break };
            if let Some(node) = spine.pop() {
                at = self.pos(node.range());
            }
            folded = Some(next);
        }
        if let Some(value) = folded {
            if spine.is_empty() {
                self.load_const(at, value, dst);
                return Ok(None);
            }
            let s = self.scratch(dst);
            self.load_const(at, value, s);
            return Ok(Some(Operand::temp(s)));
        }
        if let Some(v) = self.super_start(base, spine, dst)? {
            return Ok(v);
        }
        if let Some(reg) = self.borrowed(base) {
            return Ok(Some(Operand::kept(reg)));
        }
        let s = self.scratch(dst);
        self.expr_to(base, s)?;
        Ok(Some(Operand::temp(s)))
    }

    /// The register of a name that is a local here, checked.
    #[inline(never)]
    fn borrowed(&mut self, e: &'a Expr) -> Option<u16> {
        let Expr::Name(n) = e else { return None };
        if n.id.as_str() == "__debug__" {
            return None;
        }
        let name = self.mangle(&n.id);
        let Access::Local(reg) = self.access(&name) else { return None };
        let at = self.pos(n.range);
        self.check_bound(at, reg, &name);
        Some(reg)
    }

    fn chain_steps(&mut self, spine: &mut Vec<&'a Expr>, mut current: Operand, dst: u16) -> Res<()> {
        while let Some(node) = spine.pop() {
            let inner = self.mark();
            match node {
                Expr::BinOp(b) => {
                    current = self.settle(current, &b.right);
                    let right = self.right_operand(&b.right)?;
                    let d = self.step_register(spine, current, inner, dst);
                    self.binary(self.pos(b.range), b.op, d, current, right);
                    current = Operand::temp(d);
                }
                Expr::Subscript(s) => {
                    current = self.settle(current, &s.slice);
                    let index = self.right_operand(&s.slice)?;
                    let at = self.pos(s.range);
                    let d = self.step_register(spine, current, inner, dst);
                    match index {
                        Right::Small(i) => self.emit(at, Op::GetItemI, current.kill_b(), d, current.reg, i as u16),
                        Right::Reg(r) => {
                            self.emit(at, Op::GetItem, current.kill_b() | r.kill_c(), d, current.reg, r.reg)
                        }
                    }
                    current = Operand::temp(d);
                }
                Expr::Attribute(a) => {
                    let at = self.attribute_position(a);
                    let name = self.mangle(&a.attr.id);
                    if let Some(Expr::Call(c)) = spine.last()
                        && super::call::is_simple(&c.arguments)
                    {
                        spine.pop();
                        let s = if current.kill { current.reg } else { self.scratch(dst) };
                        let n = self.name_index(&name);
                        let pair = self.temp();
                        self.same_register(pair, s + 1);
                        self.emit(at, Op::LoadMethod, current.kill_b(), s, current.reg, n);
                        self.unit.code.cache(0);
                        self.unit.code.cache(0);
                        self.unit.code.cache(0);
                        let d = if spine.is_empty() { dst } else { s };
                        self.call_simple(c, Some(a), s, true, d)?;
                        current = Operand::temp(d);
                        self.release(inner.max(s + 1));
                        continue;
                    }
                    let d = self.step_register(spine, current, inner, dst);
                    let n = self.name_index(&name);
                    self.emit(at, Op::LoadAttr, current.kill_b(), d, current.reg, n);
                    self.unit.code.cache(0);
                    self.unit.code.cache(0);
                    self.unit.code.cache(0);
                    current = Operand::temp(d);
                }
                Expr::Call(c) => {
                    let at = self.pos(c.func.range());
                    let s = if current.kill {
                        current.reg
                    } else {
                        let s = self.scratch(dst);
                        self.emit(at, Op::Move, 0, s, current.reg, 0);
                        s
                    };
                    let d = if spine.is_empty() { dst } else { s };
                    if super::call::is_simple(&c.arguments) {
                        self.call_simple(c, None, s, false, d)?;
                    } else {
                        self.call_ex(&c.arguments, self.pos(c.range()), s, d)?;
                    }
                    current = Operand::temp(d);
                    self.release(inner.max(s + 1));
                    continue;
                }
                _ => {}
            }
            // an intermediate result stays allocated until the chain is done
            let keep = if current.reg >= inner && current.reg != dst { current.reg + 1 } else { inner };
            self.release(keep);
        }
        Ok(())
    }

    /// Where a step of a chain puts its result: the destination if it is the last, else the chain's temporary.
    fn step_register(&mut self, spine: &[&'a Expr], current: Operand, inner: u16, dst: u16) -> u16 {
        if spine.is_empty() {
            return dst;
        }
        if current.kill && current.reg < inner {
            return current.reg;
        }
        if current.kill {
            // a settled copy
            return current.reg;
        }
        self.release(inner);
        self.scratch(dst)
    }

    /// The right operand of a binary operator or comparison.
    pub(super) fn right_operand(&mut self, e: &'a Expr) -> Res<Right> {
        if matches!(e, Expr::NumberLiteral(_) | Expr::UnaryOp(_) | Expr::BinOp(_))
            && let Some(i) = self.small_int(e)
        {
            return Ok(Right::Small(i));
        }
        self.operand(e).map(Right::Reg)
    }

    #[inline(never)]
    fn small_int(&self, e: &Expr) -> Option<i16> {
        match self.constant(e)? {
            Const::Int(i) => i16::try_from(i).ok(),
            _ => None,
        }
    }

    fn binary(&mut self, at: Position, op: Operator, dst: u16, left: Operand, right: Right) {
        let op = binop(op);
        match right {
            Right::Small(i) if op != BinOp::MatMul => {
                self.emit(at, immediate_form(op), left.kill_b(), dst, left.reg, i as u16)
            }
            Right::Small(i) => {
                let t = self.temp();
                self.load_const(at, Const::Int(i as i64), t);
                self.emit(at, Op::MatMul, left.kill_b() | KILL_C, dst, left.reg, t);
            }
            Right::Reg(r) => self.emit(at, register_form(op), left.kill_b() | r.kill_c(), dst, left.reg, r.reg),
        }
    }

    /// The position of an attribute: of a chain over several lines only the attribute's own line.
    pub(super) fn attribute_position(&self, a: &ast::ExprAttribute) -> Position {
        narrow(self.pos(a.range), self.pos(a.range), &a.attr.id)
    }

    #[inline(never)]
    fn unary_to(&mut self, e: &'a Expr, dst: u16) -> Res<()> {
        if let Some(c) = self.constant(e) {
            let at = self.pos(e.range());
            self.load_const(at, c, dst);
            return Ok(());
        }
        let mut nodes = Vec::new();
        let mut inner = e;
        while let Expr::UnaryOp(u) = inner {
            nodes.push(u);
            inner = &u.operand;
        }
        let mark = self.mark();
        let mut value = self.operand(inner)?;
        while let Some(u) = nodes.pop() {
            let op = match u.op {
                UnaryOp::Not => Op::Not,
                UnaryOp::USub => Op::Neg,
                UnaryOp::UAdd => Op::Pos,
                UnaryOp::Invert => Op::Invert,
            };
            let d = if nodes.is_empty() {
                dst
            } else if value.kill {
                value.reg
            } else {
                self.temp()
            };
            let at = self.pos(u.range);
            self.emit(at, op, value.kill_b(), d, value.reg, 0);
            value = Operand::temp(d);
        }
        self.release(mark);
        Ok(())
    }

    #[inline(never)]
    fn bool_op_to(&mut self, b: &'a ast::ExprBoolOp, dst: u16) -> Res<()> {
        let Some((last, rest)) = b.values.split_last() else { return Ok(()) };
        let mark = self.mark();
        let s = self.scratch(dst);
        let end = self.unit.code.label();
        let at = self.pos(b.range);
        for v in rest {
            if self.bool_operand(v, at, s, b.op == ast::BoolOp::Or, end)? {
                self.emit(at, Op::Drop, 0, s, 0, 0);
            }
        }
        self.expr_to(last, s)?;
        self.unit.code.bind(end);
        if s != dst {
            let at = self.pos(b.range);
            self.emit(at, Op::Move, KILL_B, dst, s, 0);
        }
        self.release(mark);
        Ok(())
    }

    /// An operand that is not the last into `s`; jumps to `end` with it if its truth is `decides`, and falls through otherwise: then the
    /// result says whether `s` holds a value. The truth of a value is asked once, also where operations nest.
    fn bool_operand(&mut self, e: &'a Expr, at: Position, s: u16, decides: bool, end: Label) -> Res<bool> {
        if let Some(c) = self.constant(e) {
            if fold::truth(&c) == decides {
                // decided here: the rest is never evaluated, but still checked
                self.load_const(at, c, s);
                self.unit.code.jump(at, end);
            }
            return Ok(false);
        }
        if let Expr::BoolOp(b) = e
            && let Some((last, rest)) = b.values.split_last()
        {
            let at = self.pos(b.range);
            let own = b.op == ast::BoolOp::Or;
            let next = self.unit.code.label();
            let target = if own == decides { end } else { next };
            for v in rest {
                if self.bool_operand(v, at, s, own, target)? {
                    self.emit(at, Op::Drop, 0, s, 0, 0);
                }
            }
            if !self.bool_operand(last, at, s, decides, end)? {
                self.load_const(at, Const::None, s);
            }
            self.unit.code.bind(next);
            return Ok(true);
        }
        self.expr_to(e, s)?;
        let negate = if decides { 0 } else { crate::code::opcode::NEGATE };
        self.unit.code.jump_op(at, Op::JumpIf, negate, s, end);
        Ok(true)
    }

    #[inline(never)]
    fn ternary_to(&mut self, e: &'a Expr, dst: u16) -> Res<()> {
        let end = self.unit.code.label();
        let mut e = e;
        while let Expr::If(i) = e {
            let otherwise = self.unit.code.label();
            self.jump_if(&i.test, false, otherwise)?;
            self.expr_to(&i.body, dst)?;
            let at = self.unit.code.positions.last().copied().unwrap_or_default();
            self.unit.code.jump(at, end);
            self.unit.code.bind(otherwise);
            e = &i.orelse;
        }
        self.expr_to(e, dst)?;
        self.unit.code.bind(end);
        Ok(())
    }

    #[inline(never)]
    fn named_to(&mut self, n: &'a ast::ExprNamed, dst: u16) -> Res<()> {
        let Expr::Name(target) = &*n.target else { return self.error("invalid syntax", n.range) };
        let at = self.pos(n.range);
        let name = self.mangle(&target.id);
        if let Access::Local(reg) = self.access(&name) {
            self.expr_to(&n.value, reg)?;
            self.assigned(reg);
            self.emit(at, Op::Move, 0, dst, reg, 0);
            return Ok(());
        }
        let mark = self.mark();
        let s = self.scratch(dst);
        self.expr_to(&n.value, s)?;
        self.store_name(at, &name, Operand::kept(s));
        if s != dst {
            self.emit(at, Op::Move, KILL_B, dst, s, 0);
        }
        self.release(mark);
        Ok(())
    }

    // ---- displays

    /// Elements into consecutive temporaries; the result is the first.
    fn elements(&mut self, items: &'a [Expr], dst: u16) -> Res<u16> {
        let mut first = self.unit.temps.next;
        for (i, e) in items.iter().enumerate() {
            let t = if i == 0 && self.is_top(dst) {
                first = dst;
                dst
            } else {
                self.temp()
            };
            self.expr_to(e, t)?;
        }
        Ok(first)
    }

    #[inline(never)]
    pub(super) fn tuple_to(&mut self, items: &'a [Expr], node: &'a Expr, dst: u16) -> Res<()> {
        let at = self.pos(node.range());
        if let Some(c) = self.constant_tuple(items) {
            self.load_const(at, c, dst);
            return Ok(());
        }
        let mark = self.mark();
        if items.len() <= RUN && !items.iter().any(|e| e.is_starred_expr()) {
            let first = self.elements(items, dst)?;
            self.emit(at, Op::BuildTuple, 0, dst, first, items.len() as u16);
        } else {
            let s = self.scratch(dst);
            self.list_into(items, at, s, false)?;
            self.emit(at, Op::ListToTuple, KILL_B, dst, s, 0);
        }
        self.release(mark);
        Ok(())
    }

    #[inline(never)]
    fn list_to(&mut self, items: &'a [Expr], node: &'a Expr, dst: u16) -> Res<()> {
        let at = self.pos(node.range());
        let mark = self.mark();
        let constant = items.len() > 2 && self.constants(items).is_some();
        if items.len() <= RUN && !constant && !items.iter().any(|e| e.is_starred_expr()) {
            let first = self.elements(items, dst)?;
            self.emit(at, Op::BuildList, 0, dst, first, items.len() as u16);
        } else {
            let s = self.scratch(dst);
            self.list_into(items, at, s, false)?;
            if s != dst {
                self.emit(at, Op::Move, KILL_B, dst, s, 0);
            }
        }
        self.release(mark);
        Ok(())
    }

    /// Builds a list with possible stars in `s`, a temporary. `call`: the items are arguments.
    pub(super) fn list_into(&mut self, items: &'a [Expr], at: Position, s: u16, call: bool) -> Res<()> {
        if items.len() > 2
            && let Some(values) = self.constants(items)
        {
            self.emit(at, Op::BuildList, 0, s, s, 0);
            let mark = self.mark();
            let t = self.temp();
            self.load_const(at, Const::Tuple(values.into()), t);
            self.emit(at, Op::ListExtend, KILL_B | crate::code::opcode::FLAG1, s, t, 0);
            self.release(mark);
            return Ok(());
        }
        let plain = items.iter().take(head(items.len())).take_while(|e| !e.is_starred_expr()).count();
        let mark = self.mark();
        let first = self.elements(&items[..plain], s)?;
        self.emit(at, Op::BuildList, 0, s, first, plain as u16);
        self.release(mark);
        for e in &items[plain..] {
            match e {
                Expr::Starred(star) => {
                    let v = self.operand(&star.value)?;
                    let flag = if call { crate::code::opcode::FLAG0 } else { crate::code::opcode::FLAG1 };
                    self.emit(at, Op::ListExtend, v.kill_b() | flag, s, v.reg, 0);
                }
                e => {
                    let v = self.operand(e)?;
                    self.emit(at, Op::ListAppend, v.kill_b(), s, v.reg, 0);
                }
            }
            self.release(mark);
        }
        Ok(())
    }

    #[inline(never)]
    fn set_to(&mut self, set: &'a ast::ExprSet, dst: u16) -> Res<()> {
        let at = self.pos(set.range);
        let mark = self.mark();
        let items = &set.elts;
        if items.len() > 2
            && let Some(values) = self.constants(items)
        {
            let s = self.scratch(dst);
            self.emit(at, Op::BuildSet, 0, s, s, 0);
            let t = self.temp();
            self.load_const(at, frozen(values), t);
            self.emit(at, Op::SetUpdate, KILL_B, s, t, 0);
            if s != dst {
                self.emit(at, Op::Move, KILL_B, dst, s, 0);
            }
        } else if items.len() <= RUN && !items.iter().any(|e| e.is_starred_expr()) {
            let first = self.elements(items, dst)?;
            self.emit(at, Op::BuildSet, 0, dst, first, items.len() as u16);
        } else {
            let s = self.scratch(dst);
            let plain = items.iter().take(head(items.len())).take_while(|e| !e.is_starred_expr()).count();
            let inner = self.mark();
            let first = self.elements(&items[..plain], s)?;
            self.emit(at, Op::BuildSet, 0, s, first, plain as u16);
            self.release(inner);
            for e in &items[plain..] {
                let (op, e) = match e {
                    Expr::Starred(star) => (Op::SetUpdate, &*star.value),
                    e => (Op::SetAdd, e),
                };
                let v = self.operand(e)?;
                self.emit(at, op, v.kill_b(), s, v.reg, 0);
                self.release(inner);
            }
            if s != dst {
                self.emit(at, Op::Move, KILL_B, dst, s, 0);
            }
        }
        self.release(mark);
        Ok(())
    }

    #[inline(never)]
    fn dict_to(&mut self, d: &'a ast::ExprDict, dst: u16) -> Res<()> {
        let at = self.pos(d.range);
        let mark = self.mark();
        let plain = d.items.iter().take(head(d.items.len() * 2)).take_while(|i| i.key.is_some()).count();
        let whole = plain == d.items.len();
        let s = if whole && !self.is_top(dst) { self.unit.temps.next } else { self.scratch(dst) };
        let inner = self.mark();
        let mut first = s;
        for (i, item) in d.items[..plain].iter().enumerate() {
            let Some(key) = &item.key else { break };
            let t = if i == 0 && self.is_top(s) { s } else { self.temp() };
            if i == 0 {
                first = t;
            }
            self.expr_to(key, t)?;
            let t = self.temp();
            self.expr_to(&item.value, t)?;
        }
        if whole {
            self.emit(at, Op::BuildMap, 0, dst, first, plain as u16);
            self.release(mark);
            return Ok(());
        }
        self.emit(at, Op::BuildMap, 0, s, first, plain as u16);
        self.release(inner);
        for item in &d.items[plain..] {
            match &item.key {
                None => {
                    let v = self.operand(&item.value)?;
                    self.emit(at, Op::DictUpdate, v.kill_b(), s, v.reg, 0);
                }
                Some(key) => {
                    let k = self.operand(key)?;
                    let k = self.settle(k, &item.value);
                    let v = self.operand(&item.value)?;
                    self.emit(at, Op::MapAdd, k.kill_b() | v.kill_c(), s, k.reg, v.reg);
                }
            }
            self.release(inner);
        }
        if s != dst {
            self.emit(at, Op::Move, KILL_B, dst, s, 0);
        }
        self.release(mark);
        Ok(())
    }

    #[inline(never)]
    fn slice_to(&mut self, slice: &'a ast::ExprSlice, e: &'a Expr, dst: u16) -> Res<()> {
        let at = self.pos(slice.range);
        if let Some(c) = self.constant(e) {
            self.load_const(at, c, dst);
            return Ok(());
        }
        let mark = self.mark();
        let first = self.scratch(dst);
        self.optional_to(slice.lower.as_deref(), at, first)?;
        let t = self.temp();
        self.optional_to(slice.upper.as_deref(), at, t)?;
        let mut n = 2;
        if slice.step.is_some() {
            let t = self.temp();
            self.optional_to(slice.step.as_deref(), at, t)?;
            n = 3;
        }
        self.emit(at, Op::BuildSlice, 0, dst, first, n);
        self.release(mark);
        Ok(())
    }

    fn optional_to(&mut self, e: Option<&'a Expr>, at: Position, dst: u16) -> Res<()> {
        match e {
            Some(e) => self.expr_to(e, dst),
            None => {
                self.emit(at, Op::LoadNone, 0, dst, 0, 0);
                Ok(())
            }
        }
    }

    // ---- generators and coroutines

    #[inline(never)]
    fn await_to(&mut self, a: &'a ast::ExprAwait, dst: u16) -> Res<()> {
        let mark = self.mark();
        let v = self.operand(&a.value)?;
        let at = self.pos(a.range);
        let t = if v.kill { v.reg } else { self.temp() };
        self.emit(at, Op::GetAwaitable, v.kill_b(), t, v.reg, 0);
        self.emit(at, Op::YieldFrom, 0, dst, t, 0);
        self.release(mark);
        Ok(())
    }

    #[inline(never)]
    fn yield_to(&mut self, y: &'a ast::ExprYield, dst: u16) -> Res<()> {
        self.in_function("yield", y.range)?;
        let mark = self.mark();
        let at = self.pos(y.range);
        let v = match &y.value {
            Some(e) => self.operand(e)?,
            None => {
                let t = self.temp();
                self.emit(at, Op::LoadNone, 0, t, 0, 0);
                Operand::temp(t)
            }
        };
        self.emit(at, Op::Yield, v.kill_b(), dst, v.reg, 0);
        self.release(mark);
        Ok(())
    }

    #[inline(never)]
    fn yield_from_to(&mut self, y: &'a ast::ExprYieldFrom, dst: u16) -> Res<()> {
        self.in_function("yield from", y.range)?;
        if self.unit.is_async() {
            return self.error("'yield from' inside async function", y.range);
        }
        let mark = self.mark();
        let v = self.operand(&y.value)?;
        let at = self.pos(y.range);
        let t = if v.kill { v.reg } else { self.temp() };
        self.emit(at, Op::GetYieldFromIter, v.kill_b(), t, v.reg, 0);
        self.emit(at, Op::YieldFrom, 0, dst, t, 0);
        self.release(mark);
        Ok(())
    }
}

/// A right operand: a small int or a register.
#[derive(Clone, Copy, Debug)]
pub(super) enum Right {
    Small(i16),
    Reg(Operand),
}

/// Narrows a position that spans lines to the attribute's name.
pub(super) fn narrow(at: Position, attribute: Position, name: &str) -> Position {
    let mut at = at;
    if at.line != attribute.end_line {
        at.line = attribute.end_line;
        let len = name.chars().count() as u32;
        if len <= attribute.end_col {
            at.col = attribute.end_col - len;
        }
        at.end_line = at.end_line.max(at.line);
    }
    at
}

/// The set of constants as a constant, without repetitions.
pub(super) fn frozen(values: Vec<Const>) -> Const {
    let mut seen = crate::tables::Set::default();
    let mut out = Vec::new();
    for v in values {
        let mut k = Vec::new();
        super::constants::key(&v, &mut k);
        if seen.insert(k) {
            out.push(v);
        }
    }
    Const::FrozenSet(out.into())
}

/// The VM's number of an operator.
pub(super) fn binop(op: Operator) -> BinOp {
    match op {
        Operator::Add => BinOp::Add,
        Operator::Sub => BinOp::Sub,
        Operator::Mult => BinOp::Mul,
        Operator::MatMult => BinOp::MatMul,
        Operator::Div => BinOp::TrueDiv,
        Operator::Mod => BinOp::Mod,
        Operator::Pow => BinOp::Pow,
        Operator::LShift => BinOp::LShift,
        Operator::RShift => BinOp::RShift,
        Operator::BitOr => BinOp::Or,
        Operator::BitXor => BinOp::Xor,
        Operator::BitAnd => BinOp::And,
        Operator::FloorDiv => BinOp::FloorDiv,
    }
}

fn register_form(op: BinOp) -> Op {
    match op {
        BinOp::Add => Op::Add,
        BinOp::Sub => Op::Sub,
        BinOp::Mul => Op::Mul,
        BinOp::TrueDiv => Op::TrueDiv,
        BinOp::FloorDiv => Op::FloorDiv,
        BinOp::Mod => Op::Mod,
        BinOp::Pow => Op::Pow,
        BinOp::MatMul => Op::MatMul,
        BinOp::LShift => Op::LShift,
        BinOp::RShift => Op::RShift,
        BinOp::And => Op::And,
        BinOp::Or => Op::Or,
        BinOp::Xor => Op::Xor,
    }
}

fn immediate_form(op: BinOp) -> Op {
    match op {
        BinOp::Add => Op::AddI,
        BinOp::Sub => Op::SubI,
        BinOp::Mul => Op::MulI,
        BinOp::TrueDiv => Op::TrueDivI,
        BinOp::FloorDiv => Op::FloorDivI,
        BinOp::Mod => Op::ModI,
        BinOp::Pow => Op::PowI,
        BinOp::MatMul => Op::MatMul,
        BinOp::LShift => Op::LShiftI,
        BinOp::RShift => Op::RShiftI,
        BinOp::And => Op::AndI,
        BinOp::Or => Op::OrI,
        BinOp::Xor => Op::XorI,
    }
}
