//! `sys.monitoring`: what tools ask of `vm/monitoring.rs`.
//!
//! Invariant: a tool's number is checked before anything else is looked at, and events that cannot be told are refused.

use super::sys::whole;
use crate::heap::Ref;
use crate::object::code::Code;
use crate::object::dict::Dict;
use crate::object::module::Module;
use crate::object::native::Builtin;
use crate::object::str::Str;
use crate::object::{namespace, types};
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::monitoring::{LOCAL, NAMES, SETTABLE, TOOLS, event};
use crate::vm::native::{Args, NativeDef, PyResult, leaf};

static FUNCTIONS: [NativeDef; 11] = [
    leaf("use_tool_id", "(tool_id, name, /)", use_tool),
    leaf("clear_tool_id", "(tool_id, /)", |vm, a| give_up(vm, a, false)),
    leaf("free_tool_id", "(tool_id, /)", |vm, a| give_up(vm, a, true)),
    leaf("get_tool", "(tool_id, /)", |vm, a| {
        let tool = tool(vm, a)?;
        Ok(vm.monitoring.tools[tool].name.clone().unwrap_or(Value::NONE))
    }),
    leaf("register_callback", "(tool_id, event, func, /)", register),
    leaf("get_events", "(tool_id, /)", |vm, a| {
        let tool = tool(vm, a)?;
        Ok(Value::int(vm.monitoring.tools[tool].events as i64))
    }),
    leaf("set_events", "(tool_id, event_set, /)", |vm, a| {
        let tool = tool(vm, a)?;
        let events = set_of(vm, a.at(1))?;
        if events & !((1 << (SETTABLE + 3)) - 1) != 0 {
            return Err(vm.value_error(format!("invalid event set {:#x}", events)));
        }
        let events = grouped(vm, events)?;
        in_use(vm, tool)?;
        vm.set_tool_events(tool, events);
        Ok(Value::NONE)
    }),
    leaf("get_local_events", "(tool_id, code, /)", |vm, a| {
        let (tool, code) = (tool(vm, a)?, code(vm, a)?);
        Ok(Value::int(vm.local_events(tool, &code) as i64))
    }),
    leaf("set_local_events", "(tool_id, code, event_set, /)", set_local),
    leaf("restart_events", "()", |vm, _| {
        vm.restart_events();
        Ok(Value::NONE)
    }),
    leaf("_all_events", "()", all_events),
];

/// The module.
pub fn module(vm: &mut Vm) -> Value {
    let dict = Dict::new();
    let module: Value = crate::heap::alloc(&types().module, Module { dict: dict.clone() }).into();
    let name = vm.intern("sys.monitoring");
    for (key, v) in [
        (&vm.names.name, name.value()),
        (&vm.names.doc, Value::NONE),
        (&vm.names.package, Value::NONE),
        (&vm.names.loader, Value::NONE),
        (&vm.names.spec, Value::NONE),
    ] {
        dict.set_interned(key, v);
    }
    let put = |vm: &mut Vm, name: &std::primitive::str, v: Value| {
        let key = vm.intern(name);
        dict.set_interned(&key, v);
    };
    for def in &FUNCTIONS {
        put(vm, def.name, Builtin::function(def, name.value()));
    }
    let sentinel = || Value::from(crate::heap::alloc_in(&types().object, crate::object::native::Plain));
    let (disable, missing) = (sentinel(), sentinel());
    put(vm, "DISABLE", disable.clone());
    put(vm, "MISSING", missing.clone());
    vm.monitoring.disable = Some(disable);
    vm.monitoring.missing = Some(missing);
    let mut events: Vec<_> = NAMES.iter().enumerate().map(|(i, n)| (vm.intern(n), Value::int(1 << i))).collect();
    events.push((vm.intern("NO_EVENTS"), Value::int(0)));
    put(vm, "events", namespace::of(events));
    for (name, id) in [("DEBUGGER_ID", 0), ("COVERAGE_ID", 1), ("PROFILER_ID", 2), ("OPTIMIZER_ID", 5)] {
        put(vm, name, Value::int(id));
    }
    module
}

/// The tool that the first argument is the number of.
fn tool(vm: &mut Vm, a: &Args) -> PyResult<usize> {
    let id = set_of(vm, a.at(0))? as i32;
    match usize::try_from(id) {
        Ok(tool) if tool < TOOLS => Ok(tool),
        _ => Err(vm.value_error(format!("invalid tool {id} (must be between 0 and 5)"))),
    }
}

/// A C int, as bits.
fn set_of(vm: &mut Vm, v: &Value) -> PyResult<u32> {
    let n = whole(vm, v)?;
    match i32::try_from(n) {
        Ok(n) => Ok(n as u32),
        Err(_) => Err(vm.overflow_error("Python int too large to convert to C int")),
    }
}

fn in_use(vm: &mut Vm, tool: usize) -> PyResult<()> {
    match vm.monitoring.tools[tool].name {
        Some(_) => Ok(()),
        None => Err(vm.value_error(format!("tool {tool} is not in use"))),
    }
}

fn code(vm: &mut Vm, a: &Args) -> PyResult<Ref<Code>> {
    match a.at(1).get_ref::<Code>() {
        Some(code) => Ok(code),
        None => Err(vm.type_error("code must be a code object")),
    }
}

/// Events without those that stand for others or go with others.
fn grouped(vm: &mut Vm, events: u32) -> PyResult<u32> {
    let mut events = events;
    let returns = 1 << event::C_RETURN | 1 << event::C_RAISE;
    let call = returns | 1 << event::CALL;
    if events & returns != 0 && events & call != call {
        return Err(vm.value_error("cannot set C_RETURN or C_RAISE events independently"));
    }
    events &= !returns;
    if events >> event::BRANCH & 1 != 0 {
        events = events & !(1 << event::BRANCH) | 1 << event::BRANCH_LEFT | 1 << event::BRANCH_RIGHT;
    }
    Ok(events)
}

fn use_tool(vm: &mut Vm, a: &Args) -> PyResult {
    let tool = tool(vm, a)?;
    let name = a.at(1);
    if !name.is_a::<Str>() {
        return Err(vm.value_error("tool name must be a str"));
    }
    let place = &mut vm.monitoring.tools[tool].name;
    if place.is_some() {
        return Err(vm.value_error(format!("tool {tool} is already in use")));
    }
    *place = Some(name.clone());
    Ok(Value::NONE)
}

fn give_up(vm: &mut Vm, a: &Args, free: bool) -> PyResult {
    let tool = tool(vm, a)?;
    if vm.monitoring.tools[tool].name.is_some() {
        vm.clear_tool(tool);
        if free {
            drop(vm.monitoring.tools[tool].name.take());
        }
    }
    Ok(Value::NONE)
}

fn register(vm: &mut Vm, a: &Args) -> PyResult {
    let tool = tool(vm, a)?;
    let events = set_of(vm, a.at(1))?;
    if events.count_ones() != 1 || (events as i32) < 0 {
        return Err(vm.value_error("The callback can only be set for one event at a time"));
    }
    let number = events.trailing_zeros() as u8;
    if number as usize >= NAMES.len() {
        return Err(vm.value_error(format!("invalid event {events}")));
    }
    let callback = a.some(2).cloned();
    let t = &mut vm.monitoring.tools[tool];
    let branch = number == event::BRANCH;
    if branch || number == event::BRANCH_LEFT || number == event::BRANCH_RIGHT {
        t.both = branch;
    }
    let mut old = None;
    if branch {
        old = t.callbacks[event::BRANCH_LEFT as usize].take();
        t.callbacks[event::BRANCH_LEFT as usize] = callback.clone();
    }
    let number = if branch { event::BRANCH_RIGHT } else { number };
    let before = std::mem::replace(&mut t.callbacks[number as usize], callback);
    Ok(before.or(old).unwrap_or(Value::NONE))
}

fn set_local(vm: &mut Vm, a: &Args) -> PyResult {
    let (tool, code) = (tool(vm, a)?, code(vm, a)?);
    let events = set_of(vm, a.at(2))?;
    let events = grouped(vm, events)?;
    if events >> LOCAL != 0 {
        return Err(vm.value_error(format!("invalid local event set {events:#x}")));
    }
    in_use(vm, tool)?;
    vm.complete_code(&code)?;
    vm.set_local_events(tool, &code, events);
    Ok(Value::NONE)
}

fn all_events(vm: &mut Vm, _: &Args) -> PyResult {
    let all = Dict::new();
    for (number, name) in NAMES.iter().enumerate().take(SETTABLE as usize) {
        let tools = vm.monitoring.of_all(number as u8);
        if tools != 0 {
            let key = vm.intern(name);
            all.set_interned(&key, Value::int(tools as i64));
        }
    }
    Ok(all.into())
}
