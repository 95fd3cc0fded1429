//! Calls.
//!
//! Invariant: positional arguments are evaluated before keyword values, each in source order, and errors about them come in CPython's order.

use super::Compiler;
use super::expr::narrow;
use super::registers::Operand;
use super::scopes::{Kind, Place, Res, TOP};
use crate::code::opcode::{FLAG0, FLAG1, Op};
use crate::code::{Const, Position};
use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::Ranged;
use std::rc::Rc;

/// Most arguments that a call passes in registers, where one with a keyword counts twice; more go through a list and a dict.
const MAX_ARGUMENTS: usize = 30;

/// Most keywords of a run whose values are evaluated before they go into a dict.
const KEYWORDS_AT_ONCE: usize = 15;

/// A call without `*` and `**`, and not too long for registers.
pub(super) fn is_simple(a: &ast::Arguments) -> bool {
    a.len() + a.keywords.len() <= MAX_ARGUMENTS
        && !a.args.iter().any(|e| e.is_starred_expr())
        && a.keywords.iter().all(|k| k.arg.is_some())
}

impl<'a> Compiler<'a> {
    /// Calls R[s] (or the method pair at s) with simple arguments; everything above `s` is released by the caller.
    pub(super) fn call_simple(
        &mut self,
        c: &'a ast::ExprCall,
        method: Option<&ast::ExprAttribute>,
        s: u16,
        pair: bool,
        dst: u16,
    ) -> Res<()> {
        let mut at = self.pos(c.range());
        if let Some(a) = method {
            at = narrow(at, self.pos(a.range), &a.attr.id);
        }
        self.arguments_to(&c.arguments, at, s, pair, dst, &[])
    }

    /// Evaluates simple arguments above what is allocated and emits the call. `extra`: registers already pushed as arguments.
    pub(super) fn arguments_to(
        &mut self,
        a: &'a ast::Arguments,
        at: Position,
        s: u16,
        pair: bool,
        dst: u16,
        extra: &[u16],
    ) -> Res<()> {
        self.check_keywords(&a.keywords)?;
        for e in &a.args {
            let t = self.temp();
            match e {
                // an argument's own parentheses are the call's
                Expr::Generator(g) if !g.parenthesized => self.generator_to(g, a.range, t)?,
                e => self.expr_to(e, t)?,
            }
        }
        let mut names: Vec<Const> = Vec::new();
        for k in &a.keywords {
            let t = self.temp();
            self.expr_to(&k.value, t)?;
            if let Some(name) = &k.arg {
                let name = self.mangle(&name.id);
                names.push(Const::Str(name));
            }
        }
        let count = (a.len() + extra.len()) as u16;
        self.emit_call(at, dst, s, pair, count, names);
        Ok(())
    }

    /// Emits a call of `count` arguments, the last of which are keyword values.
    pub(super) fn emit_call(&mut self, at: Position, dst: u16, s: u16, pair: bool, count: u16, names: Vec<Const>) {
        if !self.unit.code.live {
            return;
        }
        if names.is_empty() {
            self.emit(at, if pair { Op::CallMethod } else { Op::Call }, 0, dst, s, count);
        } else {
            let names = self.constant_index(Const::Tuple(names.into()));
            self.emit(at, Op::CallKw, if pair { FLAG0 } else { 0 }, dst, s, count);
            self.unit.code.cache(names as u64);
        }
    }

    /// Calls R[s] with arbitrary arguments.
    pub(super) fn call_ex(&mut self, a: &'a ast::Arguments, at: Position, s: u16, dst: u16) -> Res<()> {
        self.check_keywords(&a.keywords)?;
        let list = self.temp();
        self.same_register(list, s + 1);
        let flag = match &*a.args {
            [Expr::Starred(only)] => {
                self.expr_to(&only.value, list)?;
                0
            }
            items => {
                self.list_into(items, at, list, true)?;
                FLAG0
            }
        };
        self.keywords_to(&a.keywords, at, s)?;
        self.emit(at, Op::CallEx, flag, dst, s, 0);
        Ok(())
    }

    /// The keyword dict of an extended call, in the register after the arguments.
    pub(super) fn keywords_to(&mut self, keywords: &'a [ast::Keyword], at: Position, s: u16) -> Res<()> {
        let dict = self.temp();
        self.same_register(dict, s + 2);
        if keywords.is_empty() {
            self.emit(at, Op::Drop, 0, dict, 0, 0);
            return Ok(());
        }
        // runs of named values become small dicts of their own, merged in order
        let mut started = false;
        let mut rest = keywords;
        while !rest.is_empty() {
            let mark = self.mark();
            let named = rest.iter().take_while(|k| k.arg.is_some()).count();
            if named > KEYWORDS_AT_ONCE && !started {
                self.emit(at, Op::BuildMap, 0, dict, dict, 0);
                started = true;
            }
            let named = if named > KEYWORDS_AT_ONCE { 1 } else { named };
            if named > 0 {
                let first = self.unit.temps.next;
                for k in &rest[..named] {
                    let t = self.temp();
                    if let Some(name) = &k.arg {
                        let name = self.mangle(&name.id);
                        self.load_const(at, Const::Str(name), t);
                    }
                    let t = self.temp();
                    self.expr_to(&k.value, t)?;
                }
                if started {
                    self.emit(at, Op::BuildMap, 0, first, first, named as u16);
                    self.emit(at, Op::DictMerge, crate::code::opcode::KILL_B, dict, first, s);
                } else {
                    self.emit(at, Op::BuildMap, 0, dict, first, named as u16);
                }
                rest = &rest[named..];
            } else {
                if !started {
                    self.emit(at, Op::BuildMap, 0, dict, dict, 0);
                }
                let v: Operand = self.operand(&rest[0].value)?;
                self.emit(at, Op::DictMerge, v.kill_b(), dict, v.reg, s);
                rest = &rest[1..];
            }
            started = true;
            self.release(mark);
        }
        Ok(())
    }

    /// Two keywords of the same name.
    pub(super) fn check_keywords(&self, keywords: &[ast::Keyword]) -> Res<()> {
        if keywords.len() < 2 {
            return Ok(());
        }
        let mut seen = crate::tables::Set::default();
        for k in keywords {
            if let Some(name) = &k.arg
                && !seen.insert(name.id.as_str())
            {
                return self.error(format!("keyword argument repeated: {}", name.id), k.range);
            }
        }
        Ok(())
    }

    // ---- super()

    /// `super().name`, `super(C, self).name` and their calls, when `super` is surely the builtin's name and not shadowed.
    /// The outer option: whether this was one; the inner one: what to go on with, if anything is left of the chain.
    #[inline(never)]
    pub(super) fn super_start(
        &mut self,
        base: &'a Expr,
        spine: &mut Vec<&'a Expr>,
        dst: u16,
    ) -> Res<Option<Option<Operand>>> {
        let Expr::Name(name) = base else { return Ok(None) };
        if name.id.as_str() != "super" || spine.len() < 2 {
            return Ok(None);
        }
        let (Expr::Call(call), Expr::Attribute(attr)) = (spine[spine.len() - 1], spine[spine.len() - 2]) else {
            return Ok(None);
        };
        let args = &call.arguments;
        let scope = self.scopes.get(self.unit.scope);
        if !scope.is_function_like()
            || !self.unit.comps.is_empty()
            || attr.ctx != ast::ExprContext::Load
            || attr.attr.id.as_str() == "__class__"
            || !args.keywords.is_empty()
            || !matches!(args.args.len(), 0 | 2)
            || args.args.iter().any(|a| a.is_starred_expr())
            || scope.place("super") != Place::GlobalImplicit
            || self.scopes.get(TOP).place("super") != Place::Unknown
        {
            return Ok(None);
        }
        let zero = args.args.is_empty();
        let first: Option<Rc<str>> = if zero {
            // zero arguments: needs the class cell and a first parameter
            if !matches!(scope.kind, Kind::Function | Kind::Lambda)
                || scope.place("__class__") != Place::Free
                || self.unit.argcount == 0
            {
                return Ok(None);
            }
            let Some(first) = scope.params.first().cloned() else { return Ok(None) };
            Some(first)
        } else {
            None
        };
        spine.pop();
        spine.pop();
        let at_name = self.pos(name.range);
        let at_call = self.pos(call.range());
        let s = self.scratch(dst);
        let super_name: Rc<str> = self.names.intern("super");
        self.load_name(at_name, &super_name, s);
        let class = self.temp();
        let this = self.temp();
        match first {
            Some(first) => {
                let cell: Rc<str> = self.names.intern("__class__");
                self.load_name(at_call, &cell, class);
                self.load_name(at_call, &first, this);
            }
            None => {
                self.expr_to(&args.args[0], class)?;
                self.expr_to(&args.args[1], this)?;
            }
        }
        let at = self.pos(attr.range);
        let attr_name = self.mangle(&attr.attr.id);
        let n = self.name_index(&attr_name);
        let flag = if zero { FLAG0 } else { 0 };
        if let Some(Expr::Call(c)) = spine.last()
            && is_simple(&c.arguments)
        {
            spine.pop();
            self.emit(at, Op::LoadSuperAttr, flag | FLAG1, s, s, n);
            for _ in 0..3 {
                self.unit.code.cache(0);
            }
            self.release(this);
            let d = if spine.is_empty() { dst } else { s };
            self.call_simple(c, Some(attr), s, true, d)?;
            self.release(s + 1);
            return Ok(Some(if spine.is_empty() { None } else { Some(Operand::temp(d)) }));
        }
        let d = if spine.is_empty() { dst } else { s };
        self.emit(at, Op::LoadSuperAttr, flag, d, s, n);
        for _ in 0..3 {
            self.unit.code.cache(0);
        }
        self.release(s + 1);
        Ok(Some(if spine.is_empty() { None } else { Some(Operand::temp(d)) }))
    }
}
