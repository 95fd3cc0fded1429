//! Which temporaries hold a value at each instruction: a proof that compiled code keeps the register discipline, and what a jump of a
//! frame has to know (`vm/jump.rs`).
//!
//! Invariant checked: an instruction reads only temporaries that hold a value on every path to it, and no temporary is overwritten while it
//! still holds one that nothing consumed. The check runs in tests, over whole libraries.

use super::CodeUnit;
use super::opcode::{FLAG1, KILL_A, NEGATE, OPS, Op, Operand};

/// What a temporary holds before an instruction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    Dead,
    /// the value, and which instruction wrote it (where several may have, a number of the place where their paths meet)
    Live(Role, u32),
    /// depends on the path
    Maybe,
}

/// What a temporary is there for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    Operand,
    /// what a loop iterates over
    Iterator,
    /// half of the exit pair of a `with`
    Exit,
    /// the exception of a handler
    Exception,
    /// what was handled before the handler began
    Handled,
}

struct Flow<'u> {
    unit: &'u CodeUnit,
    first: u16,
    at: Vec<Option<Vec<State>>>,
    work: Vec<usize>,
    errors: Vec<String>,
    handler: Vec<Option<(usize, u16)>>,
}

/// Checks one unit (not the units among its constants).
pub fn check(unit: &CodeUnit) -> Result<(), String> {
    let mut flow = flow(unit);
    for pc in 0..unit.words.len() {
        if flow.at[pc].is_some() {
            flow.step(pc, true);
        }
    }
    match flow.errors.first() {
        Some(e) => Err(e.clone()),
        None => Ok(()),
    }
}

/// The temporaries' states before each instruction; None where control cannot come.
pub fn states(unit: &CodeUnit) -> Vec<Option<Vec<State>>> {
    flow(unit).at
}

fn flow(unit: &CodeUnit) -> Flow<'_> {
    let n = unit.words.len();
    let mut flow = Flow {
        unit,
        first: unit.first_temp.0,
        at: vec![None; n + 1],
        work: vec![0],
        errors: Vec::new(),
        handler: (0..n).map(|pc| unit.exceptions.find(pc as u32).map(|e| (e.target as usize, e.reg))).collect(),
    };
    let temps = unit.registers.saturating_sub(flow.first) as usize;
    flow.at[0] = Some(vec![State::Dead; temps]);
    while let Some(pc) = flow.work.pop() {
        flow.step(pc, false);
    }
    flow
}

impl Flow<'_> {
    fn join(&mut self, target: usize, state: &[State]) {
        if target >= self.at.len() {
            return;
        }
        match &mut self.at[target] {
            None => {
                self.at[target] = Some(state.to_vec());
                self.work.push(target);
            }
            Some(old) => {
                let mut changed = false;
                let meeting = (self.unit.words.len() + target) as u32;
                for (o, s) in old.iter_mut().zip(state) {
                    let joined = match (*o, *s) {
                        (a, b) if a == b => a,
                        (State::Live(a, _), State::Live(b, _)) => {
                            State::Live(if a == b { a } else { Role::Operand }, meeting)
                        }
                        _ => State::Maybe,
                    };
                    changed |= joined != *o;
                    *o = joined;
                }
                if changed {
                    self.work.push(target);
                }
            }
        }
    }

    fn index(&self, reg: u16) -> Option<usize> {
        reg.checked_sub(self.first).map(usize::from)
    }

    fn variable(&self, reg: u16, pc: usize) -> bool {
        self.unit.hidden.iter().any(|h| h.reg.0 == reg && h.start as usize <= pc && pc < h.end as usize)
    }

    fn step(&mut self, pc: usize, report: bool) {
        let Some(mut s) = self.at[pc].clone() else { return };
        let word = self.unit.words[pc];
        let Some(info) = OPS.get(word.op as usize) else { return };
        let op = info.op;
        let fields = [word.a, word.b, word.c];
        let mut reads: Vec<(u16, bool)> = Vec::new();
        let mut writes: Vec<u16> = Vec::new();
        let mut drops: Vec<u16> = Vec::new();
        for (i, kind) in info.operands.iter().enumerate() {
            match kind {
                Operand::Src => {
                    let used = match op {
                        Op::Raise => i < word.c as usize,
                        _ => true,
                    };
                    if used {
                        reads.push((fields[i], word.flags & (KILL_A << i) != 0));
                    }
                }
                Operand::Use if !matches!(op, Op::Drop | Op::CheckBound | Op::MakeCell) => {
                    reads.push((fields[i], false))
                }
                Operand::Dst => writes.push(fields[i]),
                _ => {}
            }
        }
        let c = word.c;
        let mut run = |first: u16, count: u16, kill: bool| (0..count).for_each(|i| reads.push((first + i, kill)));
        match op {
            Op::Call | Op::CallKw => {
                run(word.b, c + 1 + (op == Op::CallKw && word.flags & super::opcode::FLAG0 != 0) as u16, true)
            }
            Op::CallMethod => run(word.b, c + 2, true),
            Op::CallEx => {
                run(word.b, 2, true);
                drops.push(word.b + 2);
            }
            Op::BuildTuple | Op::BuildList | Op::BuildSet | Op::BuildString | Op::BuildSlice => run(word.b, c, true),
            Op::BuildMap => run(word.b, c * 2, true),
            Op::BuildInterpolation => run(word.b, 2 + (c >> 4 & 1), true),
            Op::MakeFunction => run(word.b, (word.flags >> 4).count_ones() as u16, true),
            Op::ImportName => run(word.b, 2, true),
            Op::LoadSuperAttr => run(word.b, 3, true),
            Op::MatchClass => run(c, 2, true),
            Op::WithExceptStart => run(word.b + 1, 1, false),
            Op::YieldFrom | Op::EndAsyncFor | Op::LeaveHandler | Op::Reraise | Op::UnwindHandler => {}
            _ => {}
        }
        match op {
            Op::LoadMethod | Op::LoadSpecial | Op::ExcGroupMatch => writes.push(word.a + 1),
            Op::LoadSuperAttr if word.flags & FLAG1 != 0 => writes.push(word.a + 1),
            Op::Unpack => writes.extend((1..c).map(|i| word.a + i)),
            Op::UnpackEx => writes.extend((1..=(c & 255) + (c >> 8)).map(|i| word.a + i)),
            Op::EnterHandler => writes.push(word.a + 1),
            Op::LeaveHandler => {
                reads.push((word.a + 1, true));
                drops.push(word.a);
            }
            Op::UnwindHandler => {
                reads.push((word.a + 1, true));
                reads.push((word.a + 2, true));
                drops.push(word.a);
            }
            Op::Reraise => drops.push(word.a),
            Op::YieldFrom => drops.push(word.b),
            Op::EndAsyncFor => drops.extend([word.a, word.b]),
            Op::Drop => drops.push(word.a),
            Op::MakeCell => writes.push(word.a),
            _ => {}
        }
        if report && matches!(op, Op::Return | Op::ReturnNone) {
            let dead_from = (word.c.saturating_sub(self.first) as usize).min(s.len());
            if s[dead_from..].iter().any(|x| *x != State::Dead) {
                self.errors.push(format!("{pc}: {} leaves a register from r{c} on alive", info.name));
            }
        }
        if op == Op::Unpack && c == 0 {
            writes.clear();
        }
        if op == Op::UnwindHandler {
            reads.retain(|r| r.0 != word.a);
        }
        if let Some((target, reg)) = self.handler[pc] {
            let mut h = s.clone();
            for (i, x) in h.iter_mut().enumerate() {
                let r = self.first + i as u16;
                if r == reg {
                    *x = State::Live(Role::Exception, target as u32);
                } else if r > reg {
                    *x = State::Dead;
                }
            }
            self.join(target, &h);
        }
        for (reg, kill) in reads {
            let Some(i) = self.index(reg) else { continue };
            // a variable of a comprehension may be read before it is bound: a check before the read raises
            if report && !matches!(s.get(i), Some(State::Live(..))) && !self.variable(reg, pc) {
                self.errors.push(format!("{pc}: {} reads r{reg}, which is {:?}", info.name, s.get(i)));
            }
            if kill && let Some(x) = s.get_mut(i) {
                *x = State::Dead;
            }
        }
        for reg in drops {
            if let Some(x) = self.index(reg).and_then(|i| s.get_mut(i)) {
                *x = State::Dead;
            }
        }
        let next = pc + 1 + info.cache as usize;
        if op == Op::ForIter {
            let mut done = s.clone();
            if let Some(x) = self.index(word.b).and_then(|i| done.get_mut(i)) {
                *x = State::Dead;
            }
            let delta = self.unit.words[pc + 1].bits() as u32 as i32 as i64;
            self.join((pc as i64 + delta) as usize, &done);
        }
        for reg in writes {
            let Some(i) = self.index(reg) else { continue };
            let variable = self.variable(reg, pc);
            if report && s.get(i) != Some(&State::Dead) && !variable && op != Op::MakeCell {
                self.errors.push(format!("{pc}: {} overwrites r{reg}, which is {:?}", info.name, s.get(i)));
            }
            if let Some(x) = s.get_mut(i) {
                let role = match op {
                    Op::GetIter | Op::GetAIter => Role::Iterator,
                    Op::LoadSpecial => Role::Exit,
                    Op::EnterHandler => Role::Handled,
                    _ => Role::Operand,
                };
                *x = State::Live(role, pc as u32);
            }
        }
        let mut targets = Vec::new();
        for (i, kind) in info.operands.iter().enumerate() {
            match kind {
                Operand::Jump => targets.push(pc as i64 + word.jump() as i64),
                Operand::Jump16 => targets.push(pc as i64 + fields[i] as i16 as i64),
                _ => {}
            }
        }
        let mut taken = s.clone();
        if op == Op::JumpIfNone
            && let Some(i) = self.index(word.a)
            && !self.variable(word.a, pc)
        {
            // None needs no release
            let none = if word.flags & NEGATE == 0 { &mut taken } else { &mut s };
            none[i] = State::Dead;
        }
        for t in targets {
            self.join(t as usize, &taken);
        }
        if !matches!(
            op,
            Op::Jump | Op::JumpBack | Op::Return | Op::ReturnNone | Op::Raise | Op::Reraise | Op::UnwindHandler
        ) {
            self.join(next, &s);
        }
    }
}
