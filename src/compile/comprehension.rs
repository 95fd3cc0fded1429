//! Comprehensions and generator expressions.
//!
//! Invariant: a comprehension merged into its parent binds its variables in temporaries of its own, so the parent's variables of the same
//! name are untouched and nothing is saved or restored.

use super::Compiler;
use super::emit::Label;
use super::registers::Operand;
use super::scopes::{Comp, Place, Res, Role, ScopeId};
use super::unit::{CompFrame, UnitKind};
use crate::code::opcode::{KILL_A, KILL_B, Op};
use crate::code::{HiddenLocal, Position, Reg};
use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::{Ranged, TextRange};

/// What a comprehension makes.
#[derive(Clone, Copy)]
struct Parts<'a> {
    kind: Comp,
    generators: &'a [ast::Comprehension],
    key: Option<&'a Expr>,
    value: &'a Expr,
    at: Position,
}

impl<'a> Compiler<'a> {
    #[inline(never)]
    pub(super) fn comprehension_to(&mut self, e: &'a Expr, dst: u16) -> Res<()> {
        let at = self.pos(e.range());
        let (scope, parts) = match e {
            Expr::ListComp(c) => (
                self.scope_of(c, Role::Body, c.range)?,
                Parts { kind: Comp::List, generators: &c.generators, key: None, value: &c.elt, at },
            ),
            Expr::SetComp(c) => (
                self.scope_of(c, Role::Body, c.range)?,
                Parts { kind: Comp::Set, generators: &c.generators, key: None, value: &c.elt, at },
            ),
            Expr::DictComp(c) => (
                self.scope_of(c, Role::Body, c.range)?,
                Parts { kind: Comp::Dict, generators: &c.generators, key: c.key.as_deref(), value: &c.value, at },
            ),
            Expr::Generator(c) => return self.generator_to(c, c.range, dst),
            _ => return Ok(()),
        };
        let s = self.scopes.get(scope);
        if s.inlined { self.merged(scope, parts, dst) } else { self.separate(scope, parts, dst) }
    }

    /// A generator expression; `range` is larger than its own when it borrows a call's parentheses.
    #[inline(never)]
    pub(super) fn generator_to(&mut self, g: &'a ast::ExprGenerator, range: TextRange, dst: u16) -> Res<()> {
        let at = self.pos(range);
        let scope = self.scope_of(g, Role::Body, g.range)?;
        self.separate(
            scope,
            Parts { kind: Comp::Generator, generators: &g.generators, key: None, value: &g.elt, at },
            dst,
        )
    }

    /// A comprehension in a function of its own, called with the outermost iterator.
    fn separate(&mut self, scope: ScopeId, parts: Parts<'a>, dst: u16) -> Res<()> {
        let Some(first) = parts.generators.first() else { return Ok(()) };
        let at = parts.at;
        let s = self.scopes.get(scope);
        let is_async = s.coroutine && parts.kind != Comp::Generator;
        let name = s.name.clone();
        self.enter_unit(scope, UnitKind::Comprehension, &name, at.line)?;
        self.unit.argcount = 1;
        if parts.kind == Comp::Generator {
            self.loops(parts, 0, Some(0), 0)?;
        } else {
            let acc = self.temp();
            self.start(parts, acc);
            self.loops(parts, 0, Some(0), acc)?;
            self.emit(at, Op::Return, KILL_A, acc, 0, 0);
        }
        let code = self.leave_unit()?;
        let mark = self.mark();
        let f = self.scratch(dst);
        let top = self.unit.temps.next;
        self.make_function(at, code, f, top, 0);
        let arg = self.temp();
        if first.is_async {
            let v = self.operand(&first.iter)?;
            let here = self.pos(first.iter.range());
            self.emit(here, Op::GetAIter, v.kill_b(), arg, v.reg, 0);
            self.release(arg + 1);
        } else {
            self.iterator_to(&first.iter, arg)?;
        }
        self.emit(at, Op::Call, 0, dst, f, 1);
        if is_async {
            let t = self.temp();
            self.emit(at, Op::GetAwaitable, 0, t, dst, 0);
            self.emit(at, Op::YieldFrom, 0, dst, t, 0);
        }
        self.release(mark);
        Ok(())
    }

    fn start(&mut self, parts: Parts<'a>, acc: u16) {
        let op = match parts.kind {
            Comp::Set => Op::BuildSet,
            Comp::Dict => Op::BuildMap,
            _ => Op::BuildList,
        };
        self.emit(parts.at, op, 0, acc, acc, 0);
    }

    /// A comprehension inside the code around it.
    fn merged(&mut self, scope: ScopeId, parts: Parts<'a>, dst: u16) -> Res<()> {
        let Some(first) = parts.generators.first() else { return Ok(()) };
        let mark = self.mark();
        let acc = self.scratch(dst);
        let iter = self.temp();
        if first.is_async {
            let v = self.operand(&first.iter)?;
            let here = self.pos(first.iter.range());
            self.emit(here, Op::GetAIter, v.kill_b(), iter, v.reg, 0);
            self.release(iter + 1);
        } else {
            self.iterator_to(&first.iter, iter)?;
        }
        self.start(parts, acc);
        let mut frame = CompFrame { scope, variables: Vec::new(), start: self.unit.code.bind_head() };
        let names: Vec<(std::rc::Rc<str>, bool)> = self
            .scopes
            .get(scope)
            .symbols
            .iter()
            .filter(|s| matches!(s.place, Place::Local | Place::Cell) && &*s.name != ".0")
            .map(|s| (s.name.clone(), s.place == Place::Cell))
            .collect();
        let at = parts.at;
        for (name, cell) in names {
            let reg = self.temp();
            self.unit.code.assigned.clear(reg);
            if cell || parts.generators.len() > 1 {
                // the register may hold a leftover: make it unbound
                self.emit(at, Op::Drop, 0, reg, 0, 0);
            }
            if cell {
                self.emit(at, Op::MakeCell, 0, reg, 0, 0);
            }
            frame.variables.push((name, reg, cell));
        }
        self.unit.comps.push(frame);
        let result = self.loops(parts, 0, Some(iter), acc);
        if let Some(frame) = self.unit.comps.pop() {
            let end = self.unit.code.bind_head();
            for (name, reg, _) in frame.variables {
                self.emit(at, Op::Drop, 0, reg, 0, 0);
                self.unit.hidden.push((HiddenLocal { name, reg: Reg(reg), start: 0, end: 0 }, frame.start, end));
            }
        }
        if acc != dst {
            self.emit(at, Op::Move, KILL_B, dst, acc, 0);
        }
        self.release(mark);
        result
    }

    /// The loop of generator `i` and, inside it, the rest. `iter`: the iterator if it is made already.
    fn loops(&mut self, parts: Parts<'a>, i: usize, iter: Option<u16>, acc: u16) -> Res<()> {
        let Some(g) = parts.generators.get(i) else { return self.yield_element(parts, acc) };
        let mark = self.mark();
        // `for x in [y]` is an assignment
        if iter.is_none()
            && !g.is_async
            && let Expr::List(ast::ExprList { elts, .. }) | Expr::Tuple(ast::ExprTuple { elts, .. }) = &g.iter
            && let [only] = &elts[..]
            && !only.is_starred_expr()
        {
            let v = self.operand(only)?;
            self.store(&g.target, v)?;
            self.release(mark);
            let skip = self.unit.code.label();
            self.filters(g, skip)?;
            self.loops(parts, i + 1, None, acc)?;
            self.unit.code.bind(skip);
            return Ok(());
        }
        let iter = match iter {
            Some(r) => r,
            None => {
                let r = self.temp();
                if g.is_async {
                    let v = self.operand(&g.iter)?;
                    let here = self.pos(g.iter.range());
                    self.emit(here, Op::GetAIter, v.kill_b(), r, v.reg, 0);
                    self.release(r + 1);
                } else {
                    self.iterator_to(&g.iter, r)?;
                }
                r
            }
        };
        let exit = self.unit.code.label();
        let head = self.unit.code.bind_head();
        let skip = self.unit.code.label();
        let inner = self.mark();
        if g.is_async {
            let t = self.temp();
            let here = parts.at;
            let outer = self.unit.code.protect(exit, t);
            self.emit(here, Op::GetANext, 0, t, iter, 0);
            self.emit(here, Op::YieldFrom, 0, t, t, 0);
            self.unit.code.set_handler(outer);
            self.store(&g.target, Operand::temp(t))?;
            self.release(inner);
        } else {
            self.next_into(&g.target, &g.iter, iter, exit)?;
        }
        self.filters(g, skip)?;
        self.loops(parts, i + 1, None, acc)?;
        self.unit.code.bind(skip);
        let back = parts.at;
        self.unit.code.jump_back(back, head);
        if g.is_async {
            let here = self.pos(g.iter.range());
            self.unit.code.bind_handler(exit);
            let exception = self.temp();
            self.emit(here, Op::EndAsyncFor, 0, exception, iter, 0);
        } else {
            self.unit.code.bind(exit);
        }
        self.release(mark);
        Ok(())
    }

    fn filters(&mut self, g: &'a ast::Comprehension, skip: Label) -> Res<()> {
        for test in &g.ifs {
            self.jump_if(test, false, skip)?;
        }
        Ok(())
    }

    fn yield_element(&mut self, parts: Parts<'a>, acc: u16) -> Res<()> {
        let mark = self.mark();
        let at = self.pos(parts.value.range());
        match parts.kind {
            Comp::Generator => {
                let v = self.operand(parts.value)?;
                let t = self.temp();
                self.emit(at, Op::Yield, v.kill_b(), t, v.reg, 0);
                self.emit(at, Op::Drop, 0, t, 0, 0);
            }
            Comp::List | Comp::Set => {
                let v = self.operand(parts.value)?;
                let op = if parts.kind == Comp::List { Op::ListAppend } else { Op::SetAdd };
                self.emit(at, op, v.kill_b(), acc, v.reg, 0);
            }
            Comp::Dict => match parts.key {
                Some(key) => {
                    let k = self.operand(key)?;
                    let k = self.settle(k, parts.value);
                    let v = self.operand(parts.value)?;
                    let at = self.pos(key.range().cover(parts.value.range()));
                    self.emit(at, Op::MapAdd, k.kill_b() | v.kill_c(), acc, k.reg, v.reg);
                }
                None => return self.error("dict unpacking cannot be used in dict comprehension", parts.value.range()),
            },
        }
        self.release(mark);
        Ok(())
    }
}
