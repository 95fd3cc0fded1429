//! `match`.
//!
//! Invariant: captures live in temporaries until the whole pattern has matched, then they are stored; a failing test jumps to a pad that
//! drops exactly the temporaries that may be alive.

use super::Compiler;
use super::emit::Label;
use super::expr::Right;
use super::registers::Operand;
use super::scopes::Res;
use crate::code::opcode::{KILL_B, KILL_C, NEGATE, Op};
use crate::code::{Const, Position};
use ruff_python_ast::{self as ast, Expr, Pattern, Singleton};
use ruff_text_size::{Ranged, TextRange};
use std::cmp::Ordering;
use std::rc::Rc;

/// Where failing tests of one alternative go.
struct Fail {
    /// first temporary that the pads drop; captures start here
    base: u16,
    /// first temporary above the captures
    work: u16,
    /// (live temporaries end here, captures are alive too) and the pad
    pads: Vec<(u16, bool, Label)>,
    /// where failures go in the end
    next: Label,
}

/// One case being compiled.
struct Case {
    captures: Vec<(Rc<str>, u16)>,
    bound: Vec<Rc<str>>,
    captured: bool,
    irrefutable: bool,
    fail: Fail,
}

impl<'a> Compiler<'a> {
    #[inline(never)]
    pub(super) fn match_stmt(&mut self, s: &'a ast::StmtMatch) -> Res<()> {
        let mark = self.mark();
        let at = self.pos(s.subject.range());
        let v = self.operand(&s.subject)?;
        let subject = self.own(at, v);
        let end = self.unit.code.label();
        let n = s.cases.len();
        // nothing is asked about the subject in a last `case _`: the case before consumes it
        let default = n > 1 && s.cases.last().is_some_and(|case| is_wildcard(&case.pattern));
        let last = n - 1 - default as usize;
        for (i, case) in s.cases.iter().enumerate() {
            let next = self.unit.code.label();
            let at = self.pos(case.pattern.range());
            let inner = self.mark();
            let mut names = Vec::new();
            collect(&case.pattern, &mut names);
            let base = self.mark();
            let mut captures = Vec::new();
            for name in names {
                let name = self.mangle(name);
                if !captures.iter().any(|c: &(Rc<str>, u16)| c.0 == name) {
                    let reg = self.temp();
                    captures.push((name, reg));
                }
            }
            let work = self.mark();
            let mut state = Case {
                captures,
                bound: Vec::new(),
                captured: false,
                irrefutable: case.guard.is_some() || i + 1 == n,
                fail: Fail { base, work, pads: Vec::new(), next },
            };
            self.pattern(&case.pattern, Operand { reg: subject, kill: i == last }, &mut state)?;
            for (name, reg) in std::mem::take(&mut state.captures) {
                self.store_name(at, &name, Operand::temp(reg));
            }
            self.release(inner);
            if let Some(guard) = &case.guard {
                self.jump_if(guard, false, next)?;
            }
            match i.cmp(&last) {
                Ordering::Less => self.emit(at, Op::Drop, 0, subject, 0, 0),
                Ordering::Equal => {}
                // its line is passed
                Ordering::Greater => self.emit(at, Op::Nop, 0, 0, 0, 0),
            }
            self.body(&case.body)?;
            let back = self.unit.code.positions.last().copied().unwrap_or_default();
            self.unit.code.jump(back, end);
            self.pads(at, state.fail);
            self.unit.code.bind(next);
            if i == last {
                // what failed has not consumed it
                self.emit(at, Op::Drop, 0, subject, 0, 0);
            }
        }
        self.release(mark);
        self.unit.code.bind(end);
        Ok(())
    }

    /// Emits the pads of a case or alternative.
    fn pads(&mut self, at: Position, fail: Fail) {
        for captured in [true, false] {
            let mut pads: Vec<(u16, Label)> =
                fail.pads.iter().filter(|p| p.1 == captured).map(|p| (p.0, p.2)).collect();
            crate::order::sort_by(&mut pads, |a, b| b.0.cmp(&a.0));
            let Some(top) = pads.first().map(|p| p.0) else { continue };
            let bottom = if captured { fail.base } else { fail.work };
            let mut pads = pads.into_iter().peekable();
            for reg in (bottom..=top).rev() {
                while let Some((_, label)) = pads.next_if(|p| p.0 == reg) {
                    self.unit.code.bind(label);
                }
                if reg > bottom {
                    self.emit(at, Op::Drop, 0, reg - 1, 0, 0);
                }
            }
            self.unit.code.jump(at, fail.next);
        }
    }

    /// The pad for a failure with temporaries below `top` alive.
    fn fail_label(&mut self, state: &mut Case, top: u16) -> Label {
        let top = top.max(state.fail.work);
        let key = (top, state.captured && state.fail.base < state.fail.work);
        if top == state.fail.work && !key.1 {
            return state.fail.next;
        }
        if let Some(p) = state.fail.pads.iter().find(|p| (p.0, p.1) == key) {
            return p.2;
        }
        let label = self.unit.code.label();
        state.fail.pads.push((key.0, key.1, label));
        label
    }

    /// Where the live temporaries end once an operand is consumed.
    fn top_without(&self, v: Operand) -> u16 {
        if v.kill && v.reg.wrapping_add(1) == self.mark() { v.reg } else { self.mark() }
    }

    fn fail_if(&mut self, at: Position, test: Operand, when: bool, state: &mut Case) {
        let top = self.top_without(test);
        let label = self.fail_label(state, top);
        self.jump_truth(at, test, when, label);
    }

    /// Matches a value; a temporary is consumed when the match succeeds.
    fn pattern(&mut self, p: &'a Pattern, v: Operand, state: &mut Case) -> Res<()> {
        match p {
            Pattern::MatchValue(m) => self.match_value(&m.value, v, p.range(), state),
            Pattern::MatchSingleton(m) => {
                self.match_singleton(m.value, v, p.range(), state);
                Ok(())
            }
            Pattern::MatchSequence(m) => self.match_sequence(&m.patterns, v, p.range(), state),
            Pattern::MatchMapping(m) => self.match_mapping(m, v, state),
            Pattern::MatchClass(m) => self.match_class(m, v, state),
            Pattern::MatchStar(m) => {
                self.capture(m.name.as_ref(), v, p.range(), state)?;
                Ok(())
            }
            Pattern::MatchAs(m) => self.match_as(m, v, state),
            Pattern::MatchOr(m) => self.match_or(m, v, state),
        }
    }

    /// A pattern inside another: there an irrefutable one is fine.
    fn subpattern(&mut self, p: &'a Pattern, v: Operand, state: &mut Case) -> Res<()> {
        let saved = std::mem::replace(&mut state.irrefutable, true);
        let result = self.pattern(p, v, state);
        state.irrefutable = saved;
        result
    }

    fn match_value(&mut self, e: &'a Expr, v: Operand, range: TextRange, state: &mut Case) -> Res<()> {
        let literal = e.is_number_literal_expr() || e.is_string_literal_expr() || e.is_bytes_literal_expr();
        if !literal && !matches!(e, Expr::Attribute(_) | Expr::UnaryOp(_) | Expr::BinOp(_)) {
            return self.error("patterns may only match literals and attribute lookups", range);
        }
        let number = |e: &Expr| match e {
            Expr::UnaryOp(u) => u.op == ast::UnaryOp::USub && u.operand.is_number_literal_expr(),
            e => e.is_number_literal_expr(),
        };
        let wrong = match e {
            Expr::UnaryOp(_) => !number(e),
            Expr::BinOp(b) => !number(&b.left) || !b.right.is_number_literal_expr(),
            _ => false,
        };
        if wrong {
            return self.error("invalid syntax", range);
        }
        let at = self.pos(range);
        let top = self.top_without(v);
        let mark = self.mark();
        let right = self.right_operand(e)?;
        let label = self.fail_label(state, top);
        match right {
            Right::Small(i) => {
                self.unit.code.jump_compare(at, Op::JumpEqI, NEGATE | v.kill_b(), label, v.reg, i as u16)
            }
            Right::Reg(r) => {
                self.unit.code.jump_compare(at, Op::JumpEq, NEGATE | v.kill_b() | r.kill_c(), label, v.reg, r.reg)
            }
        }
        self.release(mark);
        Ok(())
    }

    fn match_singleton(&mut self, value: Singleton, v: Operand, range: TextRange, state: &mut Case) {
        let at = self.pos(range);
        let top = self.top_without(v);
        if value == Singleton::None {
            let label = self.fail_label(state, top);
            self.unit.code.jump_op(at, Op::JumpIfNone, NEGATE | v.kill_a(), v.reg, label);
            return;
        }
        let mark = self.mark();
        let t = self.temp();
        self.load_const(at, Const::Bool(value == Singleton::True), t);
        self.emit(at, Op::Is, v.kill_b() | KILL_C, t, v.reg, t);
        let label = self.fail_label(state, top);
        self.jump_truth(at, Operand::temp(t), false, label);
        self.release(mark);
    }

    /// Binds a name to the value, or drops the value.
    fn capture(&mut self, name: Option<&ast::Identifier>, v: Operand, range: TextRange, state: &mut Case) -> Res<()> {
        let at = self.pos(range);
        let Some(name) = name else {
            if v.kill {
                self.emit(at, Op::Drop, 0, v.reg, 0, 0);
            }
            return Ok(());
        };
        let mangled = self.mangle(&name.id);
        if state.bound.contains(&mangled) {
            return self.error(format!("multiple assignments to name '{}' in pattern", name.id), range);
        }
        let reg = state.captures.iter().find(|c| c.0 == mangled).map_or(state.fail.base, |c| c.1);
        self.emit(at, Op::Move, v.kill_b(), reg, v.reg, 0);
        state.bound.push(mangled);
        state.captured = true;
        Ok(())
    }

    fn match_as(&mut self, m: &'a ast::PatternMatchAs, v: Operand, state: &mut Case) -> Res<()> {
        match &m.pattern {
            None => {
                if !state.irrefutable {
                    return match &m.name {
                        Some(n) => {
                            self.error(format!("name capture '{}' makes remaining patterns unreachable", n.id), m.range)
                        }
                        None => self.error("wildcard makes remaining patterns unreachable", m.range),
                    };
                }
                self.capture(m.name.as_ref(), v, m.range, state)
            }
            Some(p) => {
                self.pattern(p, Operand::kept(v.reg), state)?;
                self.capture(m.name.as_ref(), v, m.range, state)
            }
        }
    }

    fn match_or(&mut self, m: &'a ast::PatternMatchOr, v: Operand, state: &mut Case) -> Res<()> {
        let at = self.pos(m.range);
        let success = self.unit.code.label();
        let before = state.bound.clone();
        let allowed = state.irrefutable;
        let mut first: Option<Vec<Rc<str>>> = None;
        let top = self.mark();
        for (i, alternative) in m.patterns.iter().enumerate() {
            let next = self.unit.code.label();
            // captures stay where they are: only what the alternative itself allocates is dropped here
            let outer = std::mem::replace(&mut state.fail, Fail { base: top, work: top, pads: Vec::new(), next });
            state.bound.clone_from(&before);
            // captures of an alternative that failed half-way
            for name in first.iter().flatten() {
                if i > 0
                    && let Some((_, reg)) = state.captures.iter().find(|c| c.0 == *name)
                {
                    self.emit(at, Op::Drop, 0, *reg, 0, 0);
                }
            }
            state.irrefutable = allowed && i + 1 == m.patterns.len();
            self.pattern(alternative, Operand::kept(v.reg), state)?;
            let mut bound = state.bound[before.len()..].to_vec();
            crate::order::sort_by(&mut bound, Ord::cmp);
            match &first {
                None => first = Some(bound),
                Some(f) if *f != bound => return self.error("alternative patterns bind different names", m.range),
                _ => {}
            }
            self.unit.code.jump(at, success);
            let fail = std::mem::replace(&mut state.fail, outer);
            self.pads(at, fail);
            self.unit.code.bind(next);
        }
        state.irrefutable = allowed;
        if self.unit.code.live {
            let label = self.fail_label(state, top);
            self.unit.code.jump(at, label);
        }
        self.unit.code.bind(success);
        if v.kill {
            self.emit(at, Op::Drop, 0, v.reg, 0, 0);
        }
        Ok(())
    }

    fn match_kind(&mut self, at: Position, v: Operand, kind: u16, state: &mut Case) {
        let t = self.temp();
        self.emit(at, Op::MatchKind, 0, t, v.reg, kind);
        self.fail_if(at, Operand::temp(t), false, state);
        self.release(t);
    }

    /// Fails unless the length compares as `op` with `n`.
    fn match_length(&mut self, at: Position, v: Operand, exact: bool, n: usize, state: &mut Case) {
        let mark = self.mark();
        let t = self.temp();
        self.emit(at, Op::GetLen, 0, t, v.reg, 0);
        let label = self.fail_label(state, t);
        match i16::try_from(n) {
            Ok(i) => {
                let op = if exact { Op::JumpEqI } else { Op::JumpGeI };
                self.unit.code.jump_compare(at, op, NEGATE | KILL_B, label, t, i as u16);
            }
            Err(_) => {
                let u = self.temp();
                self.load_const(at, Const::Int(n as i64), u);
                let op = if exact { Op::JumpEq } else { Op::JumpGe };
                self.unit.code.jump_compare(at, op, NEGATE | KILL_B | KILL_C, label, t, u);
            }
        }
        self.release(mark);
    }

    fn match_sequence(&mut self, patterns: &'a [Pattern], v: Operand, range: TextRange, state: &mut Case) -> Res<()> {
        let at = self.pos(range);
        let size = patterns.len();
        let mut star = None;
        let (mut only_wildcard, mut star_wildcard) = (true, false);
        for (i, p) in patterns.iter().enumerate() {
            if let Pattern::MatchStar(s) = p {
                if star.is_some() {
                    return self.error("multiple starred names in sequence pattern", range);
                }
                star = Some(i);
                star_wildcard = s.name.is_none();
                only_wildcard &= star_wildcard;
                continue;
            }
            only_wildcard &= is_wildcard(p);
        }
        self.match_kind(at, v, 1, state);
        match star {
            None => self.match_length(at, v, true, size, state),
            Some(_) if size > 1 => self.match_length(at, v, false, size - 1, state),
            Some(_) => {}
        }
        if only_wildcard {
            self.capture(None, v, range, state)?;
        } else if star_wildcard {
            self.match_by_index(patterns, star.unwrap_or(0), v, at, state)?;
        } else {
            let run = self.run(size);
            match star {
                None => self.emit(at, Op::Unpack, v.kill_b(), run, v.reg, size as u16),
                Some(i) => {
                    let after = size - i - 1;
                    if i > 255 || after > 255 {
                        return self.error("too many expressions in star-unpacking sequence pattern", range);
                    }
                    self.emit(at, Op::UnpackEx, v.kill_b(), run, v.reg, (i | after << 8) as u16);
                }
            }
            self.match_run(patterns.iter(), run, state)?;
        }
        Ok(())
    }

    /// Matches consecutive registers, which are released at the end.
    fn match_run(&mut self, patterns: impl Iterator<Item = &'a Pattern>, run: u16, state: &mut Case) -> Res<()> {
        for (i, p) in patterns.enumerate() {
            self.subpattern(p, Operand::temp(run.saturating_add(i as u16)), state)?;
        }
        self.release(run);
        Ok(())
    }

    /// With `*_` the rest is not unpacked: the items are fetched one by one.
    fn match_by_index(
        &mut self,
        patterns: &'a [Pattern],
        star: usize,
        v: Operand,
        at: Position,
        state: &mut Case,
    ) -> Res<()> {
        let size = patterns.len();
        for (i, p) in patterns.iter().enumerate() {
            if i == star || is_wildcard(p) {
                continue;
            }
            let mark = self.mark();
            let t = self.temp();
            if i < star {
                let u = self.temp();
                self.load_const(at, Const::Int(i as i64), u);
                self.emit(at, Op::GetItem, KILL_C, t, v.reg, u);
                self.release(u);
            } else {
                let u = self.temp();
                self.emit(at, Op::GetLen, 0, t, v.reg, 0);
                self.load_const(at, Const::Int((size - i) as i64), u);
                self.emit(at, Op::Sub, KILL_B | KILL_C, t, t, u);
                self.emit(at, Op::GetItem, KILL_C, t, v.reg, t);
                self.release(u);
            }
            self.subpattern(p, Operand::temp(t), state)?;
            self.release(mark);
        }
        if v.kill {
            self.emit(at, Op::Drop, 0, v.reg, 0, 0);
        }
        Ok(())
    }

    fn match_mapping(&mut self, m: &'a ast::PatternMatchMapping, v: Operand, state: &mut Case) -> Res<()> {
        let at = self.pos(m.range);
        let size = m.keys.len();
        let mark = self.mark();
        self.match_kind(at, v, 0, state);
        if size > 0 {
            self.match_length(at, v, false, size, state);
        }
        let keys = self.temp();
        if size > 0 || m.rest.is_some() {
            self.mapping_keys(m, at, keys)?;
        }
        if size > 0 {
            let values = self.temp();
            let kill = if m.rest.is_none() { KILL_C } else { 0 };
            self.emit(at, Op::MatchKeys, kill, values, v.reg, keys);
            let label = self.fail_label(state, values);
            self.unit.code.jump_op(at, Op::JumpIfNone, 0, values, label);
            let run = self.run(size);
            self.emit(at, Op::Unpack, KILL_B, run, values, size as u16);
            self.match_run(m.patterns.iter(), run, state)?;
        }
        if m.rest.is_some() {
            let rest = self.temp();
            self.emit(at, Op::MatchRest, KILL_C, rest, v.reg, keys);
            self.capture(m.rest.as_ref(), Operand::temp(rest), m.range, state)?;
        }
        self.release(mark);
        if v.kill {
            self.emit(at, Op::Drop, 0, v.reg, 0, 0);
        }
        Ok(())
    }

    fn mapping_keys(&mut self, m: &'a ast::PatternMatchMapping, at: Position, dst: u16) -> Res<()> {
        let mut seen = crate::tables::Set::default();
        for key in &m.keys {
            if let Some(c) = self.constant(key) {
                let mut k = Vec::new();
                super::constants::key(&by_value(c), &mut k);
                if !seen.insert(k) {
                    let text = self.unparse(key);
                    return self.error(format!("mapping pattern checks duplicate key ({text})"), m.range);
                }
            } else if !matches!(key, Expr::Attribute(_)) {
                return self.error("mapping pattern keys may only match literals and attribute lookups", key.range());
            }
        }
        if let Some(c) = self.constant_tuple(&m.keys) {
            self.load_const(at, c, dst);
            return Ok(());
        }
        let mark = self.mark();
        let first = self.unit.temps.next;
        if m.keys.len() > 0x1000 {
            return self.too_many("keys in mapping pattern");
        }
        for key in &m.keys {
            self.expr_temp(key)?;
        }
        self.emit(at, Op::BuildTuple, 0, dst, first, m.keys.len() as u16);
        self.release(mark);
        Ok(())
    }

    fn match_class(&mut self, m: &'a ast::PatternMatchClass, v: Operand, state: &mut Case) -> Res<()> {
        let at = self.pos(m.range);
        let (positional, keywords) = (&m.arguments.patterns, &m.arguments.keywords);
        let mut seen = crate::tables::Set::default();
        for k in keywords {
            if !seen.insert(k.attr.id.as_str()) {
                return self
                    .error(format!("attribute name repeated in class pattern: {}", k.attr.id), k.pattern.range());
            }
        }
        let mark = self.mark();
        let attributes = self.temp();
        let run = self.run(2);
        self.expr_to(&m.cls, run)?;
        let names: Vec<Const> = keywords.iter().map(|k| Const::Str(k.attr.id.as_str().into())).collect();
        self.load_const(at, Const::Tuple(names.into()), run + 1);
        self.emit(at, Op::MatchClass, 0, attributes, v.reg, run);
        self.unit.code.cache(positional.len() as u64);
        self.release(run);
        let label = self.fail_label(state, attributes);
        self.unit.code.jump_op(at, Op::JumpIfNone, 0, attributes, label);
        let count = positional.len() + keywords.len();
        let values = self.run(count);
        self.emit(at, Op::Unpack, KILL_B, values, attributes, count as u16);
        self.match_run(positional.iter().chain(keywords.iter().map(|k| &k.pattern)), values, state)?;
        self.release(mark);
        if v.kill {
            self.emit(at, Op::Drop, 0, v.reg, 0, 0);
        }
        Ok(())
    }
}

/// Numbers that compare equal are the same key.
fn by_value(c: Const) -> Const {
    match c {
        Const::Bool(b) => Const::Int(b as i64),
        Const::Float(f) if f.fract() == 0.0 && f.abs() < 9e15 => Const::Int(f as i64),
        Const::Complex(r, 0.0) => by_value(Const::Float(r)),
        c => c,
    }
}

fn is_wildcard(p: &Pattern) -> bool {
    matches!(p, Pattern::MatchAs(a) if a.name.is_none() && a.pattern.is_none())
}

/// Names that a pattern captures, in order.
fn collect<'a>(p: &'a Pattern, out: &mut Vec<&'a str>) {
    match p {
        Pattern::MatchValue(_) | Pattern::MatchSingleton(_) => {}
        Pattern::MatchSequence(s) => s.patterns.iter().for_each(|p| collect(p, out)),
        Pattern::MatchMapping(m) => {
            m.patterns.iter().for_each(|p| collect(p, out));
            out.extend(m.rest.as_ref().map(|n| n.id.as_str()));
        }
        Pattern::MatchClass(c) => {
            c.arguments.patterns.iter().for_each(|p| collect(p, out));
            c.arguments.keywords.iter().for_each(|k| collect(&k.pattern, out));
        }
        Pattern::MatchStar(s) => out.extend(s.name.as_ref().map(|n| n.id.as_str())),
        Pattern::MatchAs(a) => {
            if let Some(p) = &a.pattern {
                collect(p, out);
            }
            out.extend(a.name.as_ref().map(|n| n.id.as_str()));
        }
        Pattern::MatchOr(o) => o.patterns.iter().for_each(|p| collect(p, out)),
    }
}
