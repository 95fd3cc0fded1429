//! Assignment, deletion, augmented and annotated assignment.
//!
//! Invariant: the value is evaluated first, then each target's own expressions, then the store, left to right.

use super::Compiler;
use super::expr::{Right, binop};
use super::registers::Operand;
use super::scopes::{Kind, Res};
use super::unit::Access;
use crate::code::opcode::{KILL_B, Op};
use crate::code::{BinOp, Const};
use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::Ranged;

/// Most targets that one unpacking writes.
const MAX_UNPACK: usize = 0x8000;

impl<'a> Compiler<'a> {
    #[inline(never)]
    pub(super) fn assign(&mut self, s: &'a ast::StmtAssign) -> Res<()> {
        let mark = self.mark();
        if let [target] = &s.targets[..] {
            match target {
                Expr::Name(n) => {
                    let name = self.mangle(&n.id);
                    if let Access::Local(reg) = self.access(&name) {
                        self.expr_to(&s.value, reg)?;
                        self.assigned(reg);
                        return Ok(());
                    }
                }
                // a, b = x, y without making the tuple
                Expr::Tuple(ast::ExprTuple { elts: targets, .. }) | Expr::List(ast::ExprList { elts: targets, .. }) => {
                    if let Expr::Tuple(values) = &*s.value
                        && values.elts.len() == targets.len()
                        && (2..=8).contains(&targets.len())
                        && !targets.iter().chain(&values.elts).any(|e| e.is_starred_expr())
                    {
                        return self.assign_pairwise(targets, &values.elts);
                    }
                }
                _ => {}
            }
        }
        let Some((last, rest)) = s.targets.split_last() else { return Ok(()) };
        let mut value = self.operand(&s.value)?;
        if !value.kill && (self.has_walrus() || s.targets.len() > 1) {
            let at = self.pos(s.value.range());
            value = Operand::temp(self.own(at, value));
        }
        for t in rest {
            self.store(t, Operand::kept(value.reg))?;
        }
        self.store(last, value)?;
        self.release(mark);
        Ok(())
    }

    fn assign_pairwise(&mut self, targets: &'a [Expr], values: &'a [Expr]) -> Res<()> {
        let mark = self.mark();
        let locals: Vec<u16> = targets.iter().map_while(|t| self.local_target(t)).collect();
        let distinct =
            locals.len() == targets.len() && locals.iter().enumerate().all(|(i, r)| !locals[..i].contains(r));
        let mut regs = Vec::with_capacity(values.len());
        for (i, v) in values.iter().enumerate() {
            match locals.last() {
                // nothing can see that the last local is bound first
                Some(last) if distinct && i + 1 == values.len() => {
                    self.expr_to(v, *last)?;
                    self.assigned(*last);
                }
                _ => regs.push(self.expr_temp(v)?),
            }
        }
        for (t, reg) in targets.iter().zip(regs) {
            self.store(t, Operand::temp(reg))?;
        }
        self.release(mark);
        Ok(())
    }

    /// The register of a target that is a local variable.
    fn local_target(&mut self, target: &Expr) -> Option<u16> {
        let Expr::Name(n) = target else { return None };
        let name = self.mangle(&n.id);
        if let Access::Local(reg) = self.access(&name) { Some(reg) } else { None }
    }

    /// The first register of targets that are local variables in consecutive registers.
    fn consecutive_targets(&mut self, targets: &[Expr]) -> Option<u16> {
        let mut first = None;
        for (i, t) in targets.iter().enumerate() {
            let t = match t {
                Expr::Starred(s) => &s.value,
                t => t,
            };
            let reg = self.local_target(t)?;
            let first = *first.get_or_insert(reg);
            if usize::from(reg) != usize::from(first) + i {
                return None;
            }
        }
        first
    }

    /// Stores a register into a target.
    pub(super) fn store(&mut self, target: &'a Expr, value: Operand) -> Res<()> {
        match target {
            Expr::Name(n) => {
                let at = self.pos(n.range);
                let name = self.mangle(&n.id);
                self.store_name(at, &name, value);
                Ok(())
            }
            Expr::Attribute(a) => self.store_attribute(a, value),
            Expr::Subscript(s) => self.store_item(s, value),
            Expr::Tuple(t) => self.unpack(&t.elts, target, value),
            Expr::List(l) => self.unpack(&l.elts, target, value),
            Expr::Starred(s) => self.error("starred assignment target must be in a list or tuple", s.range),
            e => self.error("cannot assign to expression here. Maybe you meant '==' instead of '='?", e.range()),
        }
    }

    #[inline(never)]
    fn store_attribute(&mut self, a: &'a ast::ExprAttribute, value: Operand) -> Res<()> {
        let mark = self.mark();
        let object = self.operand(&a.value)?;
        let at = self.attribute_position(a);
        self.note_static_attribute(a);
        let name = self.mangle(&a.attr.id);
        let n = self.name_index(&name);
        self.emit(at, Op::StoreAttr, object.kill_a() | value.kill_c(), object.reg, n, value.reg);
        for _ in 0..3 {
            self.unit.code.cache(0);
        }
        self.release(mark);
        Ok(())
    }

    /// `self.x = …` in a method is listed in the class's `__static_attributes__`.
    fn note_static_attribute(&mut self, a: &ast::ExprAttribute) {
        if !matches!(&*a.value, Expr::Name(n) if n.id.as_str() == "self") {
            return;
        }
        let name = self.mangle(&a.attr.id);
        let class = |u: &super::unit::Unit| u.kind == super::unit::UnitKind::Class;
        if class(&self.unit) {
            self.unit.static_attributes.push(name);
        } else if let Some(u) = self.outer.iter_mut().rev().find(|u| class(u)) {
            u.static_attributes.push(name);
        }
    }

    #[inline(never)]
    fn store_item(&mut self, s: &'a ast::ExprSubscript, value: Operand) -> Res<()> {
        let mark = self.mark();
        let object = self.operand(&s.value)?;
        let object = self.settle(object, &s.slice);
        let index = self.operand(&s.slice)?;
        let at = self.pos(s.range);
        self.emit(at, Op::SetItem, object.kill_a() | index.kill_b() | value.kill_c(), object.reg, index.reg, value.reg);
        self.release(mark);
        Ok(())
    }

    #[inline(never)]
    fn unpack(&mut self, targets: &'a [Expr], node: &'a Expr, value: Operand) -> Res<()> {
        let at = self.pos(node.range());
        let mut star = None;
        for (i, t) in targets.iter().enumerate() {
            if t.is_starred_expr() {
                if star.is_some() {
                    return self.error("multiple starred expressions in assignment", node.range());
                }
                star = Some(i);
            }
        }
        if targets.len() > MAX_UNPACK || star.is_some_and(|i| i > 255 || targets.len() - i - 1 > 255) {
            return self.error("too many expressions in star-unpacking assignment", node.range());
        }
        let mark = self.mark();
        let direct = self.consecutive_targets(targets);
        let run = match direct {
            Some(first) => first,
            None => self.run(targets.len()),
        };
        match star {
            None => self.emit(at, Op::Unpack, value.kill_b(), run, value.reg, targets.len() as u16),
            Some(i) => {
                let after = targets.len() - i - 1;
                self.emit(at, Op::UnpackEx, value.kill_b(), run, value.reg, (i | after << 8) as u16);
            }
        }
        if direct.is_some() {
            for i in 0..targets.len() {
                self.assigned(run.saturating_add(i as u16));
            }
            return Ok(());
        }
        for (i, t) in targets.iter().enumerate() {
            let t = match t {
                Expr::Starred(s) => &s.value,
                t => t,
            };
            self.store(t, Operand::temp(run.saturating_add(i as u16)))?;
        }
        self.release(mark);
        Ok(())
    }

    #[inline(never)]
    pub(super) fn delete(&mut self, target: &'a Expr) -> Res<()> {
        let at = self.pos(target.range());
        match target {
            Expr::Name(n) => {
                let name = self.mangle(&n.id);
                self.delete_name(at, &name);
                Ok(())
            }
            Expr::Attribute(a) => {
                let mark = self.mark();
                let object = self.operand(&a.value)?;
                let at = self.attribute_position(a);
                let name = self.mangle(&a.attr.id);
                let n = self.name_index(&name);
                self.emit(at, Op::DeleteAttr, object.kill_a(), object.reg, n, 0);
                self.release(mark);
                Ok(())
            }
            Expr::Subscript(s) => {
                let mark = self.mark();
                let object = self.operand(&s.value)?;
                let object = self.settle(object, &s.slice);
                let index = self.operand(&s.slice)?;
                self.emit(at, Op::DeleteItem, object.kill_a() | index.kill_b(), object.reg, index.reg, 0);
                self.release(mark);
                Ok(())
            }
            Expr::Tuple(ast::ExprTuple { elts, .. }) | Expr::List(ast::ExprList { elts, .. }) => {
                for t in elts {
                    self.delete(t)?;
                }
                Ok(())
            }
            Expr::Starred(s) => self.error("cannot delete starred", s.range),
            e => self.error("cannot delete expression", e.range()),
        }
    }

    // ---- augmented

    #[inline(never)]
    pub(super) fn aug_assign(&mut self, s: &'a ast::StmtAugAssign) -> Res<()> {
        let at = self.pos(s.range);
        let op = binop(s.op);
        let mark = self.mark();
        match &*s.target {
            Expr::Name(n) => {
                let name = self.mangle(&n.id);
                let here = self.pos(n.range);
                if let Access::Local(reg) = self.access(&name) {
                    self.check_bound(here, reg, &name);
                    let left = self.settle(Operand::kept(reg), &s.value);
                    let right = self.right_operand(&s.value)?;
                    self.inplace(at, op, reg, left, right);
                    self.assigned(reg);
                } else {
                    let t = self.temp();
                    self.load_name(here, &name, t);
                    let right = self.right_operand(&s.value)?;
                    self.inplace(at, op, t, Operand::temp(t), right);
                    self.store_name(here, &name, Operand::temp(t));
                }
            }
            Expr::Attribute(a) => {
                let object = self.operand(&a.value)?;
                let object = self.settle(object, &s.value);
                let here = self.attribute_position(a);
                let name = self.mangle(&a.attr.id);
                let n = self.name_index(&name);
                let t = self.temp();
                self.emit(here, Op::LoadAttr, 0, t, object.reg, n);
                for _ in 0..3 {
                    self.unit.code.cache(0);
                }
                let right = self.right_operand(&s.value)?;
                self.inplace(at, op, t, Operand::temp(t), right);
                self.emit(here, Op::StoreAttr, object.kill_a() | crate::code::opcode::KILL_C, object.reg, n, t);
                for _ in 0..3 {
                    self.unit.code.cache(0);
                }
            }
            Expr::Subscript(x) => {
                let here = self.pos(x.range);
                let object = self.operand(&x.value)?;
                let object = self.settle(object, &x.slice);
                let index = self.operand(&x.slice)?;
                let object = self.settle(object, &s.value);
                let index = self.settle(index, &s.value);
                let t = self.temp();
                self.emit(here, Op::GetItem, 0, t, object.reg, index.reg);
                let right = self.right_operand(&s.value)?;
                self.inplace(at, op, t, Operand::temp(t), right);
                let kills = object.kill_a() | index.kill_b() | crate::code::opcode::KILL_C;
                self.emit(here, Op::SetItem, kills, object.reg, index.reg, t);
            }
            e => return self.error("illegal expression for augmented assignment", e.range()),
        }
        self.release(mark);
        Ok(())
    }

    fn inplace(&mut self, at: crate::code::Position, op: BinOp, dst: u16, left: Operand, right: Right) {
        let flags = (op as u8) << 4;
        match right {
            Right::Small(i) if op != BinOp::MatMul => {
                self.emit(at, Op::InplaceI, flags | left.kill_b(), dst, left.reg, i as u16)
            }
            Right::Small(i) => {
                let t = self.temp();
                self.load_const(at, Const::Int(i as i64), t);
                self.emit(at, Op::Inplace, flags | left.kill_b() | crate::code::opcode::KILL_C, dst, left.reg, t);
            }
            Right::Reg(r) => self.emit(at, Op::Inplace, flags | left.kill_b() | r.kill_c(), dst, left.reg, r.reg),
        }
    }

    // ---- annotated

    #[inline(never)]
    pub(super) fn ann_assign(&mut self, s: &'a ast::StmtAnnAssign) -> Res<()> {
        if let Some(value) = &s.value {
            let mark = self.mark();
            let local = match &*s.target {
                Expr::Name(n) => {
                    let name = self.mangle(&n.id);
                    if let Access::Local(reg) = self.access(&name) { Some(reg) } else { None }
                }
                _ => None,
            };
            match local {
                Some(reg) => {
                    self.expr_to(value, reg)?;
                    self.assigned(reg);
                }
                None => {
                    let v = self.operand(value)?;
                    self.store(&s.target, v)?;
                }
            }
            self.release(mark);
        }
        let namespace = matches!(self.scopes.get(self.unit.scope).kind, Kind::Module | Kind::Class);
        match &*s.target {
            Expr::Name(n) if s.simple && namespace => {
                let at = self.pos(s.range);
                let mark = self.mark();
                if self.future {
                    let name = self.mangle(&n.id);
                    let run = self.run(3);
                    let text = self.annotation_text(&s.annotation);
                    self.load_const(at, Const::Str(text), run);
                    let annotations = self.names.intern("__annotations__");
                    self.load_name(at, &annotations, run + 1);
                    self.load_const(at, Const::Str(name), run + 2);
                    let kills = crate::code::opcode::KILL_A | KILL_B | crate::code::opcode::KILL_C;
                    self.emit(at, Op::SetItem, kills, run + 1, run + 2, run);
                } else if let Some((_, Some(i))) = self.unit.annotations.iter().find(|x| std::ptr::eq(x.0, s)).copied()
                {
                    let run = self.run(2);
                    let name = self.names.intern("__conditional_annotations__");
                    match self.unit.regs.get(&name).copied() {
                        Some(cell) if self.scopes.get(self.unit.scope).kind == super::scopes::Kind::Class => {
                            self.emit(at, Op::LoadDeref, 0, run, cell, 0)
                        }
                        _ => self.load_name(at, &name, run),
                    }
                    self.load_const(at, Const::Int(i as i64), run + 1);
                    self.emit(at, Op::SetAdd, KILL_B, run, run + 1, 0);
                    self.drop_temp(run);
                }
                self.release(mark);
            }
            Expr::Attribute(a) if s.value.is_none() => self.effect(&a.value)?,
            Expr::Subscript(x) if s.value.is_none() => {
                self.effect(&x.value)?;
                self.effect(&x.slice)?;
            }
            _ => {}
        }
        Ok(())
    }
}
