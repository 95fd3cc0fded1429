//! Setting `f_lineno` in a trace function: the frame jumps.
//!
//! Invariants: a frame jumps only while a hook is told of an event in it, to a word where a line begins and where every live temporary is
//! one that the frame has, for the same purpose; what the frame has besides is dropped, as if the blocks had been left without running
//! anything of theirs. Variables that the code there may take for bound are bound. The states of temporaries are worked out when a jump is
//! asked for (`code/liveness.rs`); nothing is kept for it.

use super::Vm;
use super::monitoring::event;
use super::native::{Act, PyResult};
use crate::code::liveness::{Role, State, states};
use crate::code::places::{self, PlaceKind};
use crate::code::{CodeUnit, Op};
use crate::heap::Ref;
use crate::object::traceback::FrameObject;
use crate::object::{int, number_args, types};
use crate::value::Value;

/// Where a line begins.
struct Start {
    pc: u32,
    /// whether it is the last of the lines that begin there
    last: bool,
}

/// Where the frame goes on.
struct Landing {
    start: Start,
    line: u32,
    /// what its temporaries are, and what they have to be
    from: Vec<State>,
    state: Vec<State>,
}

/// The setter of `f_lineno`.
pub(crate) fn set_line(vm: &mut Vm, v: &Value, value: Option<Value>) -> Act {
    let Some(f) = v.get_ref::<FrameObject>() else { return Act::Done(Value::NONE) };
    let landing = match vm.landing(&f, value.clone()) {
        Ok(landing) => landing,
        Err(e) => return Act::Raise(e),
    };
    match count_unbound(&f) {
        0 => vm.jump_to(&f, landing).into(),
        n => Act::run(async move |cx| {
            let text = format!("assigning None to {n} unbound local{}", if n == 1 { "" } else { "s" });
            let category = types().exc.RuntimeWarning.clone();
            number_args::warn(cx, &text, category).await?;
            for reg in unbound(&f) {
                f.set_register(reg, Value::NONE);
            }
            // (the frame may have jumped meanwhile)
            let landing = cx.vm().landing(&f, value)?;
            cx.vm().jump_to(&f, landing)
        }),
    }
}

/// Registers of variables that are not bound.
fn unbound(f: &FrameObject) -> impl Iterator<Item = usize> {
    (0..f.code.unit.first_temp.0 as usize).filter(|i| f.register(*i).is_none())
}

/// How many variables are not bound; one of a comprehension is one of the body's.
fn count_unbound(f: &FrameObject) -> usize {
    let (unit, pc) = (&f.code.unit, f.pc());
    let mut names: Vec<&str> = Vec::new();
    for h in &unit.hidden {
        let known = unit.varnames.contains(&h.name) || names.contains(&&*h.name);
        let bound = h.start <= pc && pc < h.end && f.register(h.reg.0 as usize).is_some();
        if !known && !bound {
            names.push(&h.name);
        }
    }
    unbound(f).count() + names.len()
}

/// The words where lines begin, with their lines, in order.
fn starts(unit: &CodeUnit) -> Vec<(u32, Start)> {
    let mut found = Vec::new();
    let (mut last, body) = (None, places::body(unit));
    for place in places::places(unit) {
        let words = place.kind == PlaceKind::Words;
        let Some(line) = place.line().filter(|l| Some(*l) != last && place.pc >= body) else { continue };
        last = Some(line);
        // a jump back has the line of its target
        let jumps_back = unit.words.get(place.pc as usize).is_some_and(|w| w.op == Op::JumpBack as u8);
        if !words || !jumps_back {
            found.push((line, Start { pc: place.pc, last: words }));
        }
    }
    found
}

/// Why a frame cannot have these temporaries: by the innermost of them.
fn explain(to: &Option<Vec<State>>) -> &'static str {
    let Some(to) = to else { return "can't jump into an exception handler, or code may be unreachable" };
    let top = to.iter().rev().find_map(|s| if let State::Live(role, _) = s { Some(*role) } else { None });
    match top {
        Some(Role::Iterator) => "can't jump into the body of a for loop",
        Some(Role::Exception | Role::Handled) => "can't jump into an 'except' block as there's no exception",
        _ => "incompatible stacks",
    }
}

/// Whether a frame whose temporaries are `from` may go on where they have to be `to`.
fn compatible(from: &[State], to: &[State]) -> bool {
    from.iter().zip(to).all(|(from, to)| match (from, to) {
        (State::Live(Role::Operand, a), State::Live(Role::Operand, b)) => a == b,
        (State::Live(a, _), State::Live(b, _)) => a == b,
        (_, State::Live(..)) => false,
        _ => true,
    })
}

impl Vm {
    /// Where the frame has to go on so that it is in the line, or what forbids it.
    fn landing(&mut self, f: &Ref<FrameObject>, value: Option<Value>) -> PyResult<Landing> {
        let Some(value) = value else {
            let e = types().exc.AttributeError.clone();
            return Err(self.error(&e, "attribute 'f_lineno' of 'frame' objects cannot be deleted"));
        };
        if !int::is_int(&value) || value.as_bool().is_some() {
            return Err(self.value_error("lineno must be an integer"));
        }
        let told = self.thread.hooks.event.map(|(kind, _)| kind);
        let refused = match told {
            None => Some("f_lineno can only be set in a trace function"),
            Some(event::PY_START) => Some("can't jump from the 'call' trace event of a new frame"),
            Some(event::CALL | event::C_RETURN) => Some("can't jump during a call"),
            Some(event::PY_RESUME | event::LINE | event::PY_YIELD) if self.is_told_of(f) => None,
            Some(_) => Some("can only jump from a 'line' trace event"),
        };
        if let Some(why) = refused {
            return Err(self.value_error(why));
        }
        let Some(line) = int::to_i64(&value).and_then(|n| i32::try_from(n).ok()) else {
            return Err(self.value_error("lineno out of range"));
        };
        let unit = f.code.unit.clone();
        if (line as i64) < unit.first_line as i64 {
            return Err(self.value_error(format!("line {line} comes before the current code block")));
        }
        let starts = starts(&unit);
        let Some(wanted) = starts.iter().map(|s| s.0).filter(|l| *l as i64 >= line as i64).min() else {
            return Err(self.value_error(format!("line {line} comes after the current code block")));
        };
        let states = states(&unit);
        let mut from = states.get(f.pc() as usize).cloned().flatten();
        if let (Some(from), Some(w)) = (&mut from, unit.words.get(f.pc() as usize))
            && w.op == Op::Yield as u8
        {
            // what is yielded has left the frame
            let yielded = w.b.checked_sub(unit.first_temp.0).and_then(|i| from.get_mut(i as usize));
            yielded.into_iter().for_each(|s| *s = State::Dead);
        }
        let live = |s: &[State]| s.iter().filter(|s| matches!(s, State::Live(..))).count();
        let mut best: Option<(usize, Landing)> = None;
        let mut why = None;
        for (line, start) in starts.into_iter().filter(|s| s.0 == wanted) {
            let to = states.get(start.pc as usize).unwrap_or(&None);
            match (&from, to) {
                (Some(from), Some(to)) if compatible(from, to) => {
                    if best.as_ref().is_none_or(|b| live(to) > b.0) {
                        best = Some((live(to), Landing { start, line, from: from.clone(), state: to.clone() }));
                    }
                }
                (None, _) => why = why.or(Some("can't jump from unreachable code")),
                _ => why = why.or(Some(explain(to))),
            }
        }
        match best {
            Some((_, landing)) => Ok(landing),
            None => Err(self.value_error(why.unwrap_or("cannot find bytecode for specified line"))),
        }
    }

    /// Whether the hook that runs is told of an event in just this frame, and nothing else runs above it.
    fn is_told_of(&self, f: &FrameObject) -> bool {
        if self.thread.hooks.event.is_none_or(|(_, of)| !std::ptr::eq(of, f)) {
            return false;
        }
        let told = f.live_frame();
        let mut at = self.thread.top;
        while let Some(frame) = unsafe { at.as_ref() } {
            if std::ptr::eq(frame.back, told) {
                let traces = frame.native.as_ref().is_some_and(|n| n.label() == super::tracing::LABEL);
                // what delegates waits for something else
                let waits = unsafe { told.as_ref() }.is_none_or(|t| t.instr().op == Op::YieldFrom as u8);
                return traces && !waits;
            }
            at = frame.back;
        }
        false
    }

    /// The frame goes on at the landing.
    fn jump_to(&mut self, f: &FrameObject, landing: Landing) -> PyResult {
        let Some(frame) = (unsafe { f.live_frame().as_mut() }) else { return Ok(Value::NONE) };
        let code = f.code.clone();
        let Some(word) = code.words.get(landing.start.pc as usize) else { return Ok(Value::NONE) };
        let first = code.unit.first_temp.0;
        let variable = |reg: u16| {
            let pc = landing.start.pc;
            code.unit.hidden.iter().any(|h| h.reg.0 == reg && h.start <= pc && pc < h.end)
        };
        for reg in (first..frame.registers).rev() {
            let index = (reg - first) as usize;
            if matches!(landing.state.get(index), Some(State::Live(..))) {
                continue;
            }
            if variable(reg) {
                if frame.reg(reg).is_unbound() {
                    frame.set(reg, Value::NONE);
                }
                continue;
            }
            match landing.from.get(index) {
                Some(State::Live(Role::Handled, _)) => unsafe { self.leave_handler(frame, reg - 1) },
                _ => drop(frame.take(reg)),
            }
        }
        frame.pc = word;
        self.jumped(frame, landing.line, landing.start.last);
        // until the hook has been told
        f.told_line.set(Some(landing.line));
        Ok(Value::NONE)
    }
}
