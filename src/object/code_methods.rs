//! code: attributes, positions, `replace`.

use super::code::Code;
use super::dict::Dict;
use super::object_::{address, text};
use super::spec::{GetSetDef, TypeSpec, getter, member};
use super::str::{self, Str};
use super::text_args::must_be;
use super::tuple;
use super::ty::flag;
use super::{bytes, int, list};
use crate::code::opcode::{Instr, OPS, Op};
use crate::code::{CodeUnit, Const, flags, places};
use crate::resumable;
use crate::text::hash::HashSeed;
use crate::text::view::StrView;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::cx::Cx;
use crate::vm::native::{Args, NativeDef, PyResult, leaf};
use std::rc::Rc;

pub const SPEC: TypeSpec = TypeSpec {
    flags: flag::WEAKREFABLE,
    methods: METHODS,
    getset: GETSET,
    doc: "Create a code object.  Not for mere mortals.",
    ..TypeSpec::of::<Code>("code")
};

static METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, /, *args, **kwargs)", |vm, _| {
        Err(vm.type_error("code objects cannot be made from CPython's bytecode in this engine"))
    })
    .stat(),
    leaf("__repr__", "(self, /)", repr),
    leaf("__hash__", "(self, /)", |vm, a| Ok(Value::int(whole(vm, a.at(0))?.map_or(0, |u| hash(&u))))),
    leaf("__eq__", "(self, value, /)", eq),
    leaf("co_lines", "(self, /)", co_lines),
    leaf("co_branches", "(self, /)", co_branches),
    leaf("co_positions", "(self, /)", co_positions),
    leaf("_varname_from_oparg", "(self, /, oparg)", |vm, a| {
        let i = a.at(1).as_small().and_then(|i| usize::try_from(i).ok());
        let all = unit(a.at(0)).map_or(Vec::new(), |u| {
            let cells = u.cellvars.iter().map(|c| c.0.clone()).filter(|c| !u.varnames.contains(c));
            u.varnames.iter().cloned().chain(cells).chain(u.freevars.iter().cloned()).collect()
        });
        match i.and_then(|i| all.get(i)) {
            Some(name) => Ok(vm.intern(name).into()),
            None => Err(vm.index_error("tuple index out of range")),
        }
    }),
    resumable!("replace", "(self, /, **changes)", replace),
    resumable!("__replace__", "(self, /, **changes)", replace),
];

static GETSET: &[GetSetDef] = &[
    member("co_argcount", |_, v| number(v, |u| u.argcount as i64)),
    member("co_posonlyargcount", |_, v| number(v, |u| u.posonly as i64)),
    member("co_kwonlyargcount", |_, v| number(v, |u| u.kwonly as i64)),
    member("co_nlocals", |vm, v| whole(vm, v).map(|u| Value::int(u.map_or(0, |u| u.varnames.len() as i64)))),
    member("co_stacksize", |_, v| number(v, |u| (u.registers as i64 - u.first_temp.0 as i64).max(1))),
    member("co_flags", |_, v| number(v, |u| u.flags as i64)),
    member("co_firstlineno", |_, v| number(v, |u| u.first_line as i64)),
    member("co_name", |_, v| Ok(v.get::<Code>().map_or(Value::NONE, |c| c.name.value()))),
    member("co_qualname", |_, v| Ok(v.get::<Code>().map_or(Value::NONE, |c| c.qualname.value()))),
    member("co_filename", |_, v| Ok(v.get::<Code>().map_or(Value::NONE, |c| c.filename.value()))),
    member("co_names", |vm, v| {
        whole(vm, v)?;
        Ok(v.get::<Code>().map_or(Value::NONE, |c| tuple::new(c.names.iter().map(|n| n.value()).collect())))
    }),
    getter("co_varnames", |vm, v| {
        whole(vm, v)?;
        Ok(v.get::<Code>().map_or(Value::NONE, |c| tuple::new(c.varnames.iter().map(|n| n.value()).collect())))
    }),
    getter("co_cellvars", |vm, v| {
        whole(vm, v)?;
        Ok(names(vm, v, |u| u.cellvars.iter().map(|c| c.0.clone()).collect()))
    }),
    getter("co_freevars", |vm, v| Ok(names(vm, v, |u| u.freevars.clone()))),
    member("co_consts", co_consts),
    getter("co_code", co_code),
    getter("_co_code_adaptive", co_code),
    member("co_linetable", |_, _| Ok(bytes::new(Vec::new()))),
    member("co_exceptiontable", |_, _| Ok(bytes::new(Vec::new()))),
];

fn unit(v: &Value) -> Option<Rc<CodeUnit>> {
    v.get::<Code>().map(|c| c.unit.clone())
}

fn number(v: &Value, f: fn(&CodeUnit) -> i64) -> PyResult {
    Ok(unit(v).map_or(Value::NONE, |u| Value::int(f(&u))))
}

fn names(vm: &mut Vm, v: &Value, f: fn(&CodeUnit) -> Vec<Rc<std::primitive::str>>) -> Value {
    let found = unit(v).map_or(Vec::new(), |u| f(&u));
    tuple::new(found.iter().map(|n| vm.intern(n).into()).collect())
}

fn repr(_: &mut Vm, a: &Args) -> PyResult {
    let Some(u) = unit(a.at(0)) else { return Ok(Value::NONE) };
    Ok(str::new(format!(
        "<code object {} at {:#x}, file \"{}\", line {}>",
        u.name,
        address(a.at(0)),
        u.filename,
        u.first_line
    )))
}

/// The unit, with all its parts even if it was a stub.
fn whole(vm: &mut Vm, v: &Value) -> PyResult<Option<Rc<CodeUnit>>> {
    let Some(code) = v.get_ref::<Code>() else { return Ok(None) };
    vm.complete_code(&code)?;
    Ok(Some(code.unit.clone()))
}

/// The instructions as they were compiled, without their caches.
fn instructions(c: &Code) -> impl Iterator<Item = Instr> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let word = *c.unit.words.get(at)?;
        at += 1 + OPS.get(word.op as usize)?.cache as usize;
        Some(word)
    })
}

/// `(names, attributes)` that code loads: those of globals and built-ins, and those of attributes and methods.
pub fn loaded_names(vm: &mut Vm, a: &Args) -> PyResult {
    let v = a.at(0);
    let Some(c) = v.get_ref::<Code>() else {
        return Err(must_be(vm, v, "_loaded_names() argument must be code, not "));
    };
    whole(vm, v)?;
    let (mut names, mut attributes) = (Vec::new(), Vec::new());
    for word in instructions(&c) {
        let (list, i) = match word.operation() {
            Some(Op::LoadGlobal) => (&mut names, word.b),
            Some(Op::LoadAttr | Op::LoadMethod) => (&mut attributes, word.c),
            _ => continue,
        };
        list.extend(c.names.get(i as usize).map(|n| n.value()));
    }
    Ok(tuple::new(vec![tuple::new(names), tuple::new(attributes)]))
}

fn co_consts(vm: &mut Vm, v: &Value) -> PyResult {
    whole(vm, v)?;
    let Some(c) = v.get_ref::<Code>() else { return Ok(Value::NONE) };
    let mut consts: Vec<Value> = Vec::new();
    if c.has(flags::HAS_DOCSTRING) {
        consts.push(vm.docstring(&c)?);
    }
    // None is no constant of the unit, but it is one of CPython's
    let loads = |w: &Instr| matches!(w.operation(), Some(Op::LoadConst | Op::LoadInt | Op::LoadNone | Op::ReturnNone));
    let loads: Vec<Instr> = instructions(&c).filter(loads).collect();
    // a small int is one only if it is the first
    if let Some(first) = loads.first().filter(|w| consts.is_empty() && w.operation() == Some(Op::LoadInt)) {
        consts.push(Value::int(first.b as i16 as i64));
    }
    consts.extend((0..c.unit.consts.len()).map(|i| vm.code_constant(&c, i)));
    if consts.is_empty() || loads.iter().any(|w| matches!(w.operation(), Some(Op::ReturnNone | Op::LoadNone))) {
        consts.push(Value::NONE);
    }
    Ok(tuple::new(consts))
}

fn co_code(vm: &mut Vm, v: &Value) -> PyResult {
    let mut out = Vec::new();
    if let Some(u) = whole(vm, v)? {
        for w in &u.words {
            out.extend_from_slice(&w.bits().to_le_bytes());
        }
    }
    Ok(bytes::new(out))
}

fn hash(u: &CodeUnit) -> i64 {
    let shown = format!("{}{}{}{}{}", u.name, u.first_line, u.argcount, u.flags, u.words.len());
    HashSeed::ZERO.text(StrView::Ascii(shown.replace(|c: char| !c.is_ascii(), "?").as_bytes()))
}

/// True if the two units do the same: everything but file names and caches.
fn same(a: &CodeUnit, b: &CodeUnit) -> bool {
    let shape = |u: &CodeUnit| (u.first_line, u.flags, u.argcount, u.posonly, u.kwonly, u.registers);
    a.name == b.name
        && shape(a) == shape(b)
        && a.words == b.words
        && a.names == b.names
        && a.varnames == b.varnames
        && a.cellvars == b.cellvars
        && a.freevars == b.freevars
        && a.consts.len() == b.consts.len()
        && a.consts.iter().zip(&b.consts).all(|(x, y)| match (x, y) {
            // units nest at most as deep as blocks do
            (Const::Code(x), Const::Code(y)) => same(x, y),
            _ => format!("{x:?}") == format!("{y:?}"),
        })
}

fn eq(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(match (whole(vm, a.at(0))?, whole(vm, a.at(1))?) {
        (Some(x), Some(y)) => Value::bool(Rc::ptr_eq(&x, &y) || same(&x, &y)),
        _ => Value::NOT_IMPLEMENTED,
    })
}

fn iterator(items: Vec<Value>) -> PyResult {
    Ok(super::iter::native_iter(&list::new(items)).unwrap_or(Value::NONE))
}

fn co_lines(vm: &mut Vm, a: &Args) -> PyResult {
    let mut out: Vec<(u32, u32, Option<u32>)> = Vec::new();
    if let Some(u) = whole(vm, a.at(0))? {
        for p in places::places(&u) {
            // what has no place belongs to the line before it, as `f_lineno` says
            match out.last_mut() {
                Some(l) if p.line().is_none() || l.2 == p.line() => l.1 = p.end,
                _ => out.push((p.start, p.end, p.line())),
            }
        }
    }
    let number = |n: u32| Value::int(n as i64);
    iterator(
        out.into_iter()
            .map(|(s, e, l)| tuple::new(vec![number(s), number(e), l.map_or(Value::NONE, number)]))
            .collect(),
    )
}

fn co_branches(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(u) = whole(vm, a.at(0))? else { return iterator(Vec::new()) };
    let found = crate::vm::monitoring::branches(&u).into_iter();
    iterator(found.map(|b| tuple::new(b.map(|at| Value::int(places::offset(&u, at) as i64)).to_vec())).collect())
}

fn co_positions(vm: &mut Vm, a: &Args) -> PyResult {
    let mut out = Vec::new();
    if let Some(u) = whole(vm, a.at(0))? {
        for p in places::places(&u) {
            for _ in (p.start..p.end).step_by(places::UNIT as usize) {
                out.push(position(&p, u.positions.is_coarse()));
            }
        }
    }
    iterator(out)
}

/// Line, end line, column, end column; None for what is not known.
fn position(place: &places::Place, coarse: bool) -> Value {
    if place.line().is_none() {
        return tuple::new(vec![Value::NONE; 4]);
    }
    let (p, definition) = (place.position, place.kind == places::PlaceKind::Definition);
    // the first instruction of a generator has no columns
    let known = if definition || !coarse && p.end_col != 0 { 4 } else { 2 };
    let parts = [p.line, p.end_line, p.col, p.end_col];
    let shown = |(i, n): (usize, &u32)| if i < known { Value::int(*n as i64) } else { Value::NONE };
    tuple::new(parts.iter().enumerate().map(shown).collect())
}

async fn replace(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(code) = a.at(0).get_ref::<Code>() else { return Ok(Value::NONE) };
    cx.vm().complete_code(&code)?;
    let mut u = CodeUnit::clone(&code.unit);
    let changes: Vec<(Value, Value)> = a.opt(1).and_then(|k| k.get::<Dict>()).map_or(Vec::new(), |d| d.items());
    for (key, value) in changes {
        let key = text(&key);
        match key.as_str() {
            "co_name" | "co_qualname" | "co_filename" => {
                let Some(s) = value.get::<Str>() else {
                    let t = cx.vm().type_name(&value);
                    return Err(cx.vm().type_error(format!("replace() argument '{key}' must be str, not {t}")));
                };
                let s: Rc<std::primitive::str> = s.to_text().into();
                match key.as_str() {
                    "co_name" => u.name = s,
                    "co_qualname" => u.qualname = s,
                    _ => u.filename = s,
                }
            }
            "co_flags" | "co_firstlineno" => {
                let n = cx.index(&value).await?;
                let n = int::to_i64(&n).and_then(|n| u32::try_from(n).ok());
                let Some(n) = n else { return Err(cx.vm().overflow_error("Python int too large to convert to C int")) };
                if key == "co_flags" {
                    u.flags = n;
                } else {
                    u.first_line = n;
                }
            }
            "co_argcount" | "co_posonlyargcount" | "co_kwonlyargcount" | "co_nlocals" | "co_stacksize" | "co_code"
            | "co_consts" | "co_names" | "co_varnames" | "co_freevars" | "co_cellvars" | "co_linetable"
            | "co_exceptiontable" => {
                let now = cx.attr(a.at(0), &key).await?;
                if !cx.equal(&now, &value).await? {
                    return Err(cx.vm().value_error(format!("code.replace(): this engine cannot change '{key}'")));
                }
            }
            _ => return Err(cx.vm().type_error(format!("replace() got an unexpected keyword argument '{key}'"))),
        }
    }
    let made = cx.vm().load_code(&Rc::new(u));
    Ok(made.into())
}
