//! `sys.monitoring` (PEP 669): what its tools want to be told, and of which code.
//!
//! Invariants: with no tool listening nothing here is looked at. What a code object tells (`Monitors`) is brought up to date when one of
//! its frames is entered, and at once for frames that run; between, events that were switched off at a place stay off, as in CPython.
//! Which instructions are points is decided here (*marks*); `tracing.rs` sets them and tells of them. Offsets are those of
//! `co_positions()`: eight bytes a word.

use super::Vm;
use super::frame::{Frame, OP_LEN};
use crate::code::opcode::{FLAG0, Instr, OPS, Operand};
use crate::code::{CodeUnit, Op};
use crate::object::code::Code;
use crate::object::function::{BoundMethod, Function};
use crate::object::list::List;
use crate::object::tuple::Tuple;
use crate::object::ty::Type;
use crate::object::type_ref;
use crate::value::Value;

/// Numbers of events.
pub(crate) mod event {
    pub const PY_START: u8 = 0;
    pub const PY_RESUME: u8 = 1;
    pub const PY_RETURN: u8 = 2;
    pub const PY_YIELD: u8 = 3;
    pub const CALL: u8 = 4;
    pub const LINE: u8 = 5;
    pub const INSTRUCTION: u8 = 6;
    pub const JUMP: u8 = 7;
    pub const BRANCH_LEFT: u8 = 8;
    pub const BRANCH_RIGHT: u8 = 9;
    pub const STOP_ITERATION: u8 = 10;
    pub const RAISE: u8 = 11;
    pub const EXCEPTION_HANDLED: u8 = 12;
    pub const PY_UNWIND: u8 = 13;
    pub const PY_THROW: u8 = 14;
    pub const RERAISE: u8 = 15;
    pub const C_RETURN: u8 = 16;
    pub const C_RAISE: u8 = 17;
    /// stands for `BRANCH_LEFT` and `BRANCH_RIGHT`
    pub const BRANCH: u8 = 18;
}

/// Names of the events, by number.
pub(crate) const NAMES: [&str; 19] = [
    "PY_START",
    "PY_RESUME",
    "PY_RETURN",
    "PY_YIELD",
    "CALL",
    "LINE",
    "INSTRUCTION",
    "JUMP",
    "BRANCH_LEFT",
    "BRANCH_RIGHT",
    "STOP_ITERATION",
    "RAISE",
    "EXCEPTION_HANDLED",
    "PY_UNWIND",
    "PY_THROW",
    "RERAISE",
    "C_RETURN",
    "C_RAISE",
    "BRANCH",
];

/// Events below this number belong to places of code: they can be set for one code object, and switched off at a place.
pub(crate) const LOCAL: u8 = 11;
/// Events below this number are set on their own.
pub(crate) const SETTABLE: u8 = 16;
/// How many tools there can be.
pub(crate) const TOOLS: usize = 6;

/// One tool.
#[derive(Default)]
pub(crate) struct Tool {
    pub name: Option<Value>,
    pub callbacks: [Option<Value>; 18],
    /// the callbacks of branches were registered for `BRANCH`: switched off, they are so both ways
    pub both: bool,
    /// the events of all code
    pub events: u32,
    /// events of single code objects, roughly: none is missing
    local: u32,
    /// local events that were set for another version are none
    version: u32,
}

/// The tools.
#[derive(Default)]
pub(crate) struct Monitoring {
    pub tools: [Tool; TOOLS],
    /// how often all that was switched off was switched on again
    restarts: u32,
    /// `DISABLE` and `MISSING`
    pub disable: Option<Value>,
    pub missing: Option<Value>,
}

impl Monitoring {
    /// All events that some tool wants of some code.
    pub fn wanted(&self) -> u32 {
        self.tools.iter().fold(0, |all, t| all | t.events | t.local)
    }
    /// The tools that want an event of all code, a bit each.
    pub fn of_all(&self, event: u8) -> u8 {
        (0..TOOLS).fold(0, |bits, t| bits | ((self.tools[t].events >> event & 1) as u8) << t)
    }
}

/// Marks of instructions: a line may begin here.
pub(crate) const LINE: u8 = 1;
/// A jump back, or where one leads: no loop goes past these.
pub(crate) const BACK: u8 = 2;
/// Begins with an instruction of the program.
const INSTRUCTION: u8 = 4;
const CALL: u8 = 8;
pub(crate) const JUMP: u8 = 16;
/// What a jump may lead to.
const LANDING: u8 = 32;

/// What is monitored of a code object.
#[derive(Default)]
pub struct Monitors {
    /// of each word; empty until the code has run
    marks: Box<[u8]>,
    /// the marks that are points
    points: u8,
    /// of each local event: the tools that are told
    active: [u8; LOCAL as usize],
    /// of each tool: events set for this code alone, and the tool's version at that time
    local: [(u32, u32); TOOLS],
    /// of each local event and word: the tools for which it is switched off
    off: [Vec<u8>; LOCAL as usize],
    restarts: u32,
    /// frames tell `sys.settrace` of instructions (`f_trace_opcodes`)
    opcodes: bool,
}

impl Monitors {
    fn told(&self, at: u32, event: u8) -> u8 {
        let event = event as usize;
        let active = self.active.get(event).copied().unwrap_or(0);
        active & !self.off.get(event).and_then(|o| o.get(at as usize)).copied().unwrap_or(0)
    }
}

/// How far the instruction at a word may jump.
pub(crate) fn jump_of(words: &[Instr], at: usize) -> Option<i32> {
    let w = words.get(at)?;
    if w.op == Op::ForIter as u8 {
        return words.get(at + 1).map(|c| c.bits() as u32 as i32);
    }
    let operands = OPS.get(w.op as usize)?.operands;
    if operands[1] == Operand::Jump {
        return Some(w.jump());
    }
    (operands[0] == Operand::Jump16).then_some(w.a as i16 as i32)
}

/// True for an instruction that jumps whatever happens.
pub(crate) fn always_jumps(op: u8) -> bool {
    op == Op::Jump as u8 || op == Op::JumpBack as u8
}

/// Where a branch that does not jump is said to lead, if the next instruction is at `next`: the next item of a loop is still to be
/// stored, by what is the second word of the instruction.
pub(crate) fn going_on(op: u8, next: usize) -> u32 {
    next as u32 - (op == Op::ForIter as u8) as u32
}

/// The branches of a code: where each stands, where it leads if it goes on, and where it jumps to.
pub(crate) fn branches(unit: &CodeUnit) -> Vec<[u32; 3]> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(w) = unit.words.get(at) {
        let len = OP_LEN[w.op as usize] as usize;
        if let Some(jump) = jump_of(&unit.words, at).filter(|_| !always_jumps(w.op)) {
            let ends = [at as u32, going_on(w.op, at + len), (at as i64 + jump as i64) as u32];
            found.push(ends);
        }
        at += len;
    }
    found
}

fn marks(unit: &CodeUnit) -> Box<[u8]> {
    let words = &unit.words;
    let mut marks = vec![0u8; words.len()];
    let mut at = 0;
    while let Some(w) = words.get(at) {
        let len = OP_LEN[w.op as usize] as usize;
        // (a jump over handlers has no line, and is none in CPython)
        if let Some(jump) = jump_of(words, at)
            && (w.op != Op::Jump as u8 || unit.positions.lookup(at as u32).line != 0)
        {
            let back = if w.op == Op::JumpBack as u8 { BACK } else { 0 };
            marks[at] |= JUMP | back;
            let landings = [(at as i64 + jump as i64, LANDING | LINE | back), ((at + len) as i64, LANDING)];
            for (to, bits) in landings.into_iter().take(2 - always_jumps(w.op) as usize) {
                if let Some(m) = marks.get_mut(to as usize) {
                    *m |= bits;
                }
            }
        }
        at += len;
    }
    let mut spans = unit.positions.spans();
    let (mut end, mut line, mut previous) = (0, 0, 0);
    at = 0;
    while let Some(w) = words.get(at) {
        while at as u32 >= end
            && let Some((start, n, p)) = spans.next()
        {
            (end, line) = (start + n, p.line);
        }
        let op = OPS.get(w.op as usize).map(|o| o.op);
        let mark = &mut marks[at];
        let prologue = matches!(op, Some(Op::MakeCell | Op::MakeGenerator));
        if line == 0 || prologue {
            *mark &= !LINE;
        } else {
            // (the jump at the end of a block has no line of its own)
            let target = || unit.positions.lookup((at as i64 + w.jump() as i64) as u32).line;
            let end = always_jumps(w.op) && (line == previous || op == Some(Op::JumpBack) && line == target());
            if end {
                *mark &= !LINE;
            } else if line != previous {
                *mark |= LINE;
            }
            previous = line;
        }
        match op {
            Some(Op::EnterHandler) => {
                *mark &= !LINE;
                previous = 0;
            }
            Some(Op::Call | Op::CallMethod | Op::CallKw | Op::CallEx | Op::LoadSuperAttr) => *mark |= CALL,
            _ => {}
        }
        if !prologue {
            *mark |= INSTRUCTION;
        }
        at += OP_LEN[w.op as usize] as usize;
    }
    for o in &unit.openings {
        if let Some(m) = marks.get_mut(o.at as usize) {
            *m |= LINE;
        }
    }
    marks.into()
}

impl Vm {
    /// Brings what a code object tells up to date; says which of its words are to be points.
    pub(super) fn update_monitors(&mut self, code: &Code, mut set: impl FnMut(u32)) {
        let mut place = code.monitors.borrow_mut();
        let m = place.get_or_insert_default();
        if std::mem::replace(&mut m.restarts, self.monitoring.restarts) != self.monitoring.restarts {
            m.off = Default::default();
        }
        for event in 0..LOCAL {
            let mut tools = self.monitoring.of_all(event);
            for (t, (events, version)) in m.local.iter().enumerate() {
                if *version == self.monitoring.tools[t].version {
                    tools |= ((events >> event & 1) as u8) << t;
                }
            }
            // what a tool did not listen to is on again
            let kept = tools & m.active[event as usize];
            m.off[event as usize].iter_mut().for_each(|o| *o &= kept);
            m.active[event as usize] = tools;
        }
        if code.is_stub() {
            return;
        }
        let on = |event: u8| m.active[event as usize] != 0;
        let mut points = 0;
        for (wanted, bits) in [
            (self.tracing.lines || on(event::LINE), LINE | BACK),
            (self.tracing.lines && m.opcodes || on(event::INSTRUCTION), INSTRUCTION),
            (on(event::CALL), CALL),
            (on(event::JUMP) || on(event::BRANCH_LEFT) || on(event::BRANCH_RIGHT), JUMP | LANDING | BACK),
        ] {
            if wanted {
                points |= bits;
            }
        }
        m.points = points;
        if points == 0 {
            return;
        }
        m.points |= BACK;
        if m.marks.is_empty() {
            m.marks = marks(&code.unit);
        }
        for (at, mark) in m.marks.iter().enumerate() {
            if mark & m.points != 0 {
                set(at as u32);
            }
        }
    }

    /// Which marks make the word a point.
    pub(super) fn marks_at(&self, code: &Code, at: u32) -> u8 {
        let place = code.monitors.borrow();
        place.as_ref().map_or(0, |m| m.marks.get(at as usize).map_or(0, |mark| mark & m.points))
    }

    /// The tools that are told of an event at a place, a bit each.
    pub(crate) fn tools_at(&self, code: &Code, at: u32, event: u8) -> u8 {
        let event = if event >= SETTABLE { event::CALL } else { event };
        match &*code.monitors.borrow() {
            Some(m) if event < LOCAL => m.told(at, event),
            _ => self.monitoring.of_all(event),
        }
    }

    /// True if a line that begins with the frame itself is one of its own: beginnings are told of, or have no line.
    pub(super) fn first_line_counts(&self, code: &Code) -> bool {
        self.tracing.lines
            || *code.unit.name == *"<module>"
            || [event::PY_START, event::PY_RESUME].iter().any(|e| self.tools_at(code, u32::MAX, *e) != 0)
    }

    /// True if any of the jumps and branches at a place is told of.
    pub(super) fn tells_jump(&self, code: &Code, at: u32) -> bool {
        [event::JUMP, event::BRANCH_LEFT, event::BRANCH_RIGHT].iter().any(|e| self.tools_at(code, at, *e) != 0)
    }

    /// A tool does not want to be told of an event at this place any more.
    pub(super) fn switch_off(&mut self, code: &Code, at: u32, event: u8, tool: usize) {
        let both = matches!(event, event::BRANCH_LEFT | event::BRANCH_RIGHT) && self.monitoring.tools[tool].both;
        let mut place = code.monitors.borrow_mut();
        let Some(m) = place.as_mut() else { return };
        let events = if both { event::BRANCH_LEFT..event::BRANCH_RIGHT + 1 } else { event..event + 1 };
        for event in events {
            let Some(off) = m.off.get_mut(event as usize) else { continue };
            if off.len() <= at as usize {
                off.resize(at as usize + 1, 0);
            }
            off[at as usize] |= 1 << tool;
        }
    }

    /// A tool gets other events of all code.
    pub(crate) fn set_tool_events(&mut self, tool: usize, events: u32) {
        if std::mem::replace(&mut self.monitoring.tools[tool].events, events) != events {
            self.monitoring_changed();
        }
    }

    /// The events that a tool has of one code object alone.
    pub(crate) fn local_events(&self, tool: usize, code: &Code) -> u32 {
        match &*code.monitors.borrow() {
            Some(m) if m.local[tool].1 == self.monitoring.tools[tool].version => m.local[tool].0,
            _ => 0,
        }
    }

    /// A tool gets other events of one code object.
    pub(crate) fn set_local_events(&mut self, tool: usize, code: &Code, events: u32) {
        if self.local_events(tool, code) == events {
            return;
        }
        let t = &mut self.monitoring.tools[tool];
        t.local |= events;
        let version = t.version;
        code.monitors.borrow_mut().get_or_insert_default().local[tool] = (events, version);
        self.monitoring_changed();
        self.set_points(code);
    }

    /// A frame of this code tells `sys.settrace` of its instructions.
    pub(crate) fn trace_opcodes(&mut self, code: &Code) {
        code.monitors.borrow_mut().get_or_insert_default().opcodes = true;
        self.monitoring_changed();
        if self.tracing.on {
            self.set_points(code);
        }
    }

    /// What was switched off at places is on again.
    pub(crate) fn restart_events(&mut self) {
        self.monitoring.restarts += 1;
        self.monitoring_changed();
    }

    /// A tool has no events and no callbacks any more.
    pub(crate) fn clear_tool(&mut self, tool: usize) {
        let t = &mut self.monitoring.tools[tool];
        (t.events, t.local, t.both) = (0, 0, false);
        t.version += 1;
        let callbacks = std::mem::take(&mut t.callbacks);
        self.monitoring_changed();
        drop(callbacks);
    }

    /// The program is over: nobody is told of anything any more.
    pub(super) fn end_monitoring(&mut self) {
        for tool in 0..TOOLS {
            self.clear_tool(tool);
        }
        drop(std::mem::take(&mut self.monitoring));
    }

    /// What the call instruction at a frame's pc calls, and its first argument or `MISSING`. The function of a bound method is called.
    pub(super) fn callee_at(&self, frame: &Frame, i: Instr) -> (Value, Value) {
        let missing = || self.monitoring.missing.clone().unwrap_or(Value::NONE);
        let callee = frame.reg(i.b).share();
        let op = i.operation();
        if op == Some(Op::CallEx) {
            let first = frame.reg(i.b + 1).share();
            let items = match (first.get::<Tuple>(), first.get::<List>()) {
                (Some(t), _) => t.items().first().cloned(),
                (_, Some(l)) => l.items.borrow().first().cloned(),
                _ => None,
            };
            return (callee, items.unwrap_or_else(missing));
        }
        if op == Some(Op::LoadSuperAttr) {
            return (callee, if i.flags & FLAG0 != 0 { missing() } else { frame.reg(i.b + 1).share() });
        }
        let method = op == Some(Op::CallMethod) || op == Some(Op::CallKw) && i.flags & FLAG0 != 0;
        if method && !frame.reg(i.b + 1).is_unbound() {
            return (callee, frame.reg(i.b + 1).share());
        }
        if let Some(m) = callee.get::<BoundMethod>() {
            return (m.func.clone(), m.self_.clone());
        }
        let first = if method { i.b + 2 } else { i.b + 1 };
        (callee, if i.c == 0 { missing() } else { frame.reg(first).share() })
    }

    /// True for `super(class, object)` that works.
    pub(super) fn super_works(&self, frame: &Frame, i: Instr) -> bool {
        let (class, me) = (frame.reg(i.b + 1).share(), frame.reg(i.b + 2).share());
        let Some(class) = class.get::<Type>() else { return false };
        me.get::<Type>().is_some_and(|t| t.is_subtype(class)) || type_ref(&me).is_subtype(class)
    }
}

/// True for what is called in a frame of its own: only CALL tells of it, not C_RETURN and C_RAISE.
pub(super) fn has_frame(callee: &Value) -> bool {
    match callee.get::<BoundMethod>() {
        Some(m) => m.func.is_a::<Function>(),
        None => callee.is_a::<Function>(),
    }
}
