//! Attributes of frames and tracebacks.
//!
//! `f_locals` of a module or class body is its namespace; of a function it is a view (`frame_locals.rs`).

use super::generator::{GenState, Generator};
use super::object_::address;
use super::spec::{GetSetDef, TypeSpec, asking, getset, getter, member};
use super::str;
use super::traceback::{FrameObject, Traceback};
use super::ty::flag;
use super::types;
use crate::code::places;
use crate::heap::{Mut, Ref};
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};

pub const FRAME: TypeSpec = TypeSpec {
    flags: flag::NO_INSTANTIATION,
    methods: FRAME_METHODS,
    getset: FRAME_GETSET,
    ..TypeSpec::of::<FrameObject>("frame")
};
pub const TRACEBACK: TypeSpec = TypeSpec {
    methods: TRACEBACK_METHODS,
    getset: TRACEBACK_GETSET,
    doc: "Create a new traceback object.",
    ..TypeSpec::of::<Traceback>("traceback")
};

static FRAME_METHODS: &[NativeDef] =
    &[leaf("__repr__", "(self, /)", frame_repr), tail("clear", "(self, /)", frame_clear)];

static FRAME_GETSET: &[GetSetDef] = &[
    getter("f_back", |_, v| of(v, |f| f.caller().map_or(Value::NONE, Value::from))),
    getter("f_code", |_, v| of(v, |f| f.code.value())),
    getter("f_globals", |_, v| of(v, |f| f.globals.value())),
    getter("f_builtins", builtins),
    getter("f_locals", |vm, v| {
        let Some(f) = v.get_ref::<FrameObject>() else { return Ok(Value::NONE) };
        Ok(match f.namespace() {
            Some(ns) if f.hidden().is_empty() => ns,
            _ => super::frame_locals::view(vm, f),
        })
    }),
    asking(
        "f_lineno",
        |_, v| of(v, |f| line(f).map_or(Value::NONE, |n| Value::int(n as i64))),
        crate::vm::jump::set_line,
    ),
    getter("f_lasti", last_instruction),
    getter("f_generator", |_, v| of(v, |f| f.generator().map_or(Value::NONE, Value::from))),
    getset("f_trace", |_, v| of(v, |f| f.trace.get()), set_trace),
    getset("f_trace_lines", |_, v| of(v, |f| Value::bool(f.trace_lines.get())), set_trace_lines),
    getset("f_trace_opcodes", |_, v| of(v, |f| Value::bool(f.trace_opcodes.get())), set_trace_opcodes),
];

fn of(v: &Value, f: impl FnOnce(&Ref<FrameObject>) -> Value) -> PyResult {
    Ok(v.get_ref::<FrameObject>().map_or(Value::NONE, |x| f(&x)))
}

fn last_instruction(vm: &mut Vm, v: &Value) -> PyResult {
    let Some(f) = v.get_ref::<FrameObject>() else { return Ok(Value::NONE) };
    // places of a stub are not those of the whole
    vm.complete_code(&f.code)?;
    Ok(Value::int(f.offset() as i64))
}

/// The line that the frame is at.
pub fn line(f: &FrameObject) -> Option<u32> {
    if f.told_line.get().is_some() {
        return f.told_line.get();
    }
    if f.generator().is_some_and(|g| g.state.get() == GenState::Created) {
        return Some(f.code.unit.first_line);
    }
    // what the compiler adds without a place belongs to the line before it, or to the first one
    let places = &f.code.unit.positions;
    let told = (0..=f.pc()).rev().map(|pc| places.lookup(pc).line).find(|n| *n != 0);
    told.or(Some(f.code.unit.first_line))
}

fn builtins(vm: &mut Vm, v: &Value) -> PyResult {
    let Some(f) = v.get::<FrameObject>() else { return Ok(Value::NONE) };
    let found = f.globals.get_interned(&vm.names.builtins);
    Ok(match found {
        Some(b) => match b.get::<super::module::Module>() {
            Some(m) => m.dict.value(),
            None => b,
        },
        None => vm.builtins.value(),
    })
}

fn set_trace(vm: &mut Vm, v: &Value, value: Option<Value>) -> PyResult<()> {
    let Some(f) = v.get_ref::<FrameObject>() else { return Ok(()) };
    f.trace.set(value.unwrap_or(Value::NONE));
    if vm.tracing.on && !f.trace.borrow().is_none() {
        vm.set_points(&f.code);
    }
    Ok(())
}

fn set_trace_lines(vm: &mut Vm, v: &Value, value: Option<Value>) -> PyResult<()> {
    match value.and_then(|x| x.as_bool()) {
        Some(on) => {
            if let Some(f) = v.get::<FrameObject>() {
                f.trace_lines.set(on);
            }
            Ok(())
        }
        None => Err(vm.type_error("attribute value type must be bool")),
    }
}

fn set_trace_opcodes(vm: &mut Vm, v: &Value, value: Option<Value>) -> PyResult<()> {
    let Some(on) = value.and_then(|x| x.as_bool()) else {
        return Err(vm.type_error("attribute value type must be bool"));
    };
    if let Some(f) = v.get::<FrameObject>()
        && f.trace_opcodes.replace(on) != on
        && on
    {
        vm.trace_opcodes(&f.code);
    }
    Ok(())
}

fn frame_repr(_: &mut Vm, a: &Args) -> PyResult {
    let Some(f) = a.at(0).get::<FrameObject>() else { return Ok(Value::NONE) };
    let unit = &f.code.unit;
    let n = line(f).unwrap_or(0);
    let file = crate::text::repr::str_repr(f.code.filename.view());
    Ok(str::new(format!(
        "<frame at {:#x}, file {}, line {n}, code {}>",
        address(a.at(0)),
        file.view().to_display(),
        unit.name
    )))
}

fn frame_clear(vm: &mut Vm, a: &Args) -> Act {
    let Some(f) = a.at(0).get_ref::<FrameObject>() else { return Act::Done(Value::NONE) };
    if f.live().is_none() {
        f.registers.set(Vec::new());
        return Act::Done(Value::NONE);
    }
    let suspended = f.generator().filter(|g: &Ref<Generator>| !g.is_running());
    match suspended {
        Some(g) if g.state.get() == GenState::Created => {
            // as if it died now; a coroutine is told of and stays
            vm.finaliser(&g.value())
        }
        Some(_) => Act::Raise(vm.runtime_error("cannot clear a suspended frame")),
        None => Act::Raise(vm.runtime_error("cannot clear an executing frame")),
    }
}

// ---- tracebacks

static TRACEBACK_METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, tb_next, tb_frame, tb_lasti, tb_lineno)", new_traceback).stat(),
    leaf("__dir__", "(self, /)", |_, _| {
        Ok(super::list::new(["tb_frame", "tb_next", "tb_lasti", "tb_lineno"].iter().map(|n| str::new(*n)).collect()))
    }),
];

static TRACEBACK_GETSET: &[GetSetDef] = &[
    member("tb_frame", |_, v| Ok(v.get::<Traceback>().map_or(Value::NONE, |t| t.frame.value()))),
    member("tb_lasti", |_, v| Ok(v.get::<Traceback>().map_or(Value::NONE, |t| Value::int(tb_offset(t))))),
    getter("tb_lineno", |_, v| Ok(v.get::<Traceback>().map_or(Value::NONE, |t| Value::int(t.line())))),
    getset("tb_next", |_, v| Ok(v.get::<Traceback>().map_or(Value::NONE, |t| t.next.get())), set_next),
];

/// A traceback's `tb_next` must be a traceback or None.
fn check_next(vm: &mut Vm, v: &Value) -> PyResult<()> {
    if v.is_none() || v.is_a::<Traceback>() {
        return Ok(());
    }
    let t = vm.type_name(v);
    Err(vm.type_error(format!("expected traceback object or None, got '{t}'")))
}

fn tb_offset(t: &Traceback) -> i64 {
    t.given.as_ref().map_or_else(|| places::offset(&t.frame.code.unit, t.pc) as i64, |g| g.0)
}

fn set_next(vm: &mut Vm, v: &Value, value: Option<Value>) -> PyResult<()> {
    let Some(value) = value else { return Err(vm.type_error("can't delete tb_next attribute")) };
    check_next(vm, &value)?;
    let mut at = value.clone();
    while let Some(t) = at.get_ref::<Traceback>() {
        if at.is(v) {
            return Err(vm.value_error("traceback loop detected"));
        }
        at = t.next.get();
    }
    if let Some(t) = v.get::<Traceback>() {
        t.next.set(value);
    }
    Ok(())
}

fn new_traceback(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(frame) = a.at(2).get_ref::<FrameObject>() else {
        let t = vm.type_name(a.at(2));
        return Err(vm.type_error(format!("traceback() argument 'tb_frame' must be frame, not {t}")));
    };
    check_next(vm, a.at(1))?;
    let number = |vm: &mut Vm, v: &Value| match super::int::to_i64(v) {
        Some(n) => Ok(n),
        None => {
            let t = vm.type_name(v);
            Err(vm.type_error(format!("'{t}' object cannot be interpreted as an integer")))
        }
    };
    let (lasti, line) = (number(vm, a.at(3))?, number(vm, a.at(4))?);
    // the entry stands for the instruction; the line serves when the instruction says nothing
    let at_line = frame.code.unit.positions.spans().find(|s| s.2.line as i64 == line).map(|s| s.0);
    let pc = match u32::try_from(lasti).map(places::word) {
        Ok(pc) if frame.code.unit.positions.lookup(pc).line as i64 == line => pc,
        _ => at_line.unwrap_or(0),
    };
    let given = Some(Box::new((lasti, line)));
    Ok(crate::heap::alloc(&types().traceback, Traceback { next: Mut::new(a.at(1).clone()), frame, pc, given }).into())
}
