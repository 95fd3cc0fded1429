//! `gc`: the cycle collector at a program's request.
//!
//! Invariant: finalisers of garbage run before anything of it is taken apart, and what they bring back to life stays whole. All objects
//! are one generation: a collection of any is a collection of all.

use super::ModuleSpec;
use crate::heap::collect::{clear, find_garbage, live, referents, renumber};
use crate::heap::{self, Kind, Ref};
use crate::object::dict::Dict;
use crate::object::instance::InstanceArea;
use crate::object::ty::flag;
use crate::object::{int, list, str, tuple, type_ref, types};
use crate::resumable;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::cx::Cx;
use crate::vm::native::{Args, NativeDef, PyResult, leaf};
use crate::vm::run_finalisers;
use std::collections::HashSet;

pub static SPEC: ModuleSpec =
    ModuleSpec { name: "gc", doc: "Access to the collector of cyclic garbage.", functions: FUNCTIONS, init };

/// The settings that a program can change. Collections on their own are `vm/memory.rs`.
struct Settings {
    enabled: bool,
    threshold: [i64; 3],
    debug: i64,
    /// collections and objects collected, by generation asked for
    stats: [(i64, i64); 3],
    /// addresses of the objects that are left alone
    frozen: HashSet<u64>,
}

const SAVE_ALL: i64 = 32;
const GENERATIONS: i64 = 3;

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            enabled: true,
            threshold: [2000, 10, 10],
            debug: 0,
            stats: [(0, 0); GENERATIONS as usize],
            frozen: HashSet::new(),
        }
    }
}

static FUNCTIONS: &[NativeDef] = &[
    resumable!("collect", "(generation=2)", collect),
    leaf("enable", "()", |vm, _| enable(vm, true)),
    leaf("disable", "()", |vm, _| enable(vm, false)),
    leaf("isenabled", "()", |vm, _| Ok(if vm.state::<Settings>().enabled { Value::TRUE } else { Value::FALSE })),
    leaf("get_threshold", "()", |vm, _| {
        Ok(tuple::new(vm.state::<Settings>().threshold.iter().map(|n| Value::int(*n)).collect()))
    }),
    leaf("set_threshold", "(threshold0, threshold1=10, threshold2=0, /) -> None", set_threshold),
    leaf("get_count", "()", |_, _| Ok(tuple::new(vec![Value::int(0); 3]))),
    leaf("get_debug", "()", |vm, _| Ok(Value::int(vm.state::<Settings>().debug))),
    leaf("set_debug", "(flags, /)", |vm, a| {
        vm.state::<Settings>().debug = number(vm, a.at(0))?;
        Ok(Value::NONE)
    }),
    leaf("get_stats", "()", get_stats),
    leaf("is_finalized", "(obj, /)", |_, a| Ok(Value::bool(heap::is_finalised(a.at(0))))),
    leaf("is_tracked", "(obj, /)", |_, a| Ok(if tracked(a.at(0)) { Value::TRUE } else { Value::FALSE })),
    leaf("get_objects", "(generation=None)", get_objects),
    leaf("get_referents", "(*objs)", |_, a| Ok(list::new(a.rest(0).iter().flat_map(held_by).collect()))),
    resumable!("get_referrers", "(*objs)", get_referrers),
    leaf("freeze", "()", |vm, _| {
        vm.state::<Settings>().frozen = live().iter().filter(|v| tracked(v)).map(Value::identity).collect();
        Ok(Value::NONE)
    }),
    leaf("unfreeze", "()", |vm, _| {
        vm.state::<Settings>().frozen = HashSet::new();
        Ok(Value::NONE)
    }),
    leaf("get_freeze_count", "()", |vm, _| {
        let frozen = &vm.state::<Settings>().frozen;
        Ok(Value::size(if frozen.is_empty() {
            0
        } else {
            live().iter().filter(|v| frozen.contains(&v.identity())).count()
        }))
    }),
];

fn number(vm: &mut Vm, v: &Value) -> PyResult<i64> {
    int::to_i64(v).ok_or_else(|| {
        let t = vm.type_name(v);
        vm.type_error(format!("'{t}' object cannot be interpreted as an integer"))
    })
}

fn get_stats(vm: &mut Vm, _: &Args) -> PyResult {
    let stats = vm.state::<Settings>().stats;
    let entry = |vm: &mut Vm, (collections, collected): (i64, i64)| {
        let dict = Dict::new();
        for (name, n) in [("collections", collections), ("collected", collected), ("uncollectable", 0)] {
            let key = vm.intern(name);
            dict.set_interned(&key, Value::int(n));
        }
        dict.into()
    };
    Ok(list::new(stats.into_iter().map(|s| entry(vm, s)).collect()))
}

fn get_objects(vm: &mut Vm, a: &Args) -> PyResult {
    if let Some(v) = a.some(0) {
        let Some(n) = int::to_i64(v) else {
            let t = vm.type_name(v);
            return Err(vm.type_error(format!("argument should be integer or None, not '{t}'")));
        };
        if n >= GENERATIONS {
            let message =
                format!("generation parameter must be less than the number of available generations ({GENERATIONS})");
            return Err(vm.value_error(message));
        }
        // -1 stands for all
        if n < -1 {
            return Err(vm.value_error("generation parameter cannot be negative"));
        }
    }
    Ok(list::new(live().into_iter().filter(tracked).collect()))
}

/// What an object holds, small ints and the like included where they are its items.
fn held_by(v: &Value) -> Vec<Value> {
    if let Some(t) = v.get::<tuple::Tuple>() {
        return t.items().iter().rev().cloned().collect();
    }
    if let Some(l) = v.get::<list::List>() {
        return l.items.borrow().iter().rev().cloned().collect();
    }
    if let Some(d) = v.get::<Dict>() {
        return d.items().into_iter().flat_map(|(k, v)| [v, k]).collect();
    }
    referents(v).into_iter().filter(|r| !r.is_a::<crate::object::ty::Type>() || tracked(r)).collect()
}

fn enable(vm: &mut Vm, on: bool) -> PyResult {
    vm.state::<Settings>().enabled = on;
    Ok(Value::NONE)
}

fn set_threshold(vm: &mut Vm, a: &Args) -> PyResult {
    for i in 0..3 {
        let Some(v) = a.opt(i) else { continue };
        let n = number(vm, v)?;
        if let Some(slot) = vm.state::<Settings>().threshold.get_mut(i) {
            *slot = n;
        }
    }
    Ok(Value::NONE)
}

/// True for what can be part of a cycle: instances of the program's classes, and containers.
fn tracked(v: &Value) -> bool {
    use crate::heap::Kind;
    if !v.is_heap() {
        return false;
    }
    let ty = type_ref(v);
    if ty.has(flag::HEAPTYPE) {
        return true;
    }
    if let Some(class) = v.get::<crate::object::ty::Type>() {
        return class.has(flag::HEAPTYPE);
    }
    let plain = matches!(
        ty.kind,
        Kind::Str
            | Kind::Bytes
            | Kind::ByteArray
            | Kind::BigInt
            | Kind::Float
            | Kind::Complex
            | Kind::Range
            | Kind::Code
    );
    !plain && !types().object.is_type_of(v)
}

/// Calls what the program put into `gc.callbacks`.
async fn tell(cx: &mut Cx, phase: &'static std::primitive::str, generation: usize, collected: usize) -> PyResult<()> {
    let module = cx.vm().intern("gc");
    let Some(module) = cx.vm().modules.get_interned(&module) else { return Ok(()) };
    let Some(callbacks) = cx.attr_opt(&module, "callbacks").await? else { return Ok(()) };
    let Some(callbacks) = callbacks.get::<list::List>().map(|l| l.items.borrow().to_vec()) else { return Ok(()) };
    for f in callbacks {
        let info = Dict::new();
        for (name, n) in [("generation", generation), ("collected", collected), ("uncollectable", 0)] {
            let key = cx.vm().intern(name);
            info.set_interned(&key, Value::size(n));
        }
        if let Err(e) = cx.call(&f, [str::new(phase), info.into()]).await {
            let exc = cx.vm().take_raised(e);
            let act = cx.vm().unraisable(exc, "Exception ignored while calling GC callback".into(), f);
            cx.act(act).await?;
        }
    }
    Ok(())
}

async fn collect(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let generation = match a.opt(0) {
        Some(g) => cx.index_i64(g).await?,
        None => GENERATIONS - 1,
    };
    if !(0..GENERATIONS).contains(&generation) {
        return Err(cx.vm().value_error("invalid generation"));
    }
    let generation = generation as usize;
    tell(cx, "start", generation, 0).await?;
    let collected = collect_garbage(cx, &[]).await?;
    if let Some(stats) = cx.vm().state::<Settings>().stats.get_mut(generation) {
        stats.0 += 1;
        stats.1 += collected as i64;
    }
    tell(cx, "stop", generation, collected).await?;
    Ok(Value::size(collected))
}

/// Number of objects as CPython counts them: attributes that only their instance holds are no object of their own.
fn count(garbage: &[Value]) -> usize {
    let own = |v: &Value| InstanceArea::of(v).is_some_and(InstanceArea::owns_dict);
    garbage.iter().filter(|v| tracked(v)).count() - garbage.iter().filter(|v| own(v)).count()
}

/// True unless the program wants no collections but those that it asks for.
pub(crate) fn is_enabled(vm: &mut Vm) -> bool {
    vm.state::<Settings>().enabled
}

/// Frees what only itself and `held` refer to; the number of such objects.
pub(crate) async fn collect_garbage(cx: &mut Cx, held: &[Value]) -> PyResult<usize> {
    renumber(&cx.vm().modules.value());
    let frozen = cx.vm().state::<Settings>().frozen.clone();
    let garbage = find_garbage(held, &frozen);
    cx.tick(u32::try_from(garbage.len()).unwrap_or(u32::MAX)).await?;
    let found = count(&garbage);
    let known: HashSet<u64> = garbage.iter().map(Value::identity).collect();
    for v in garbage.iter().filter(|v| type_ref(v).weakrefable()) {
        heap::weak::sever(v, &known);
    }
    run_finalisers(cx, heap::take_pending()).await;
    let dying = garbage.iter().filter(|v| heap::wants_finaliser(v)).cloned();
    // a coroutine is older than the task that drives it
    let (mut dying, others): (Vec<Value>, Vec<Value>) = dying.partition(|v| type_ref(v).kind == Kind::Generator);
    dying.extend(others);
    if dying.is_empty() {
        dispose(cx, garbage).await?;
        return Ok(found);
    }
    drop(garbage);
    heap::sort_by_birth(&mut dying);
    for v in &dying {
        heap::suppress_finaliser(v);
    }
    run_finalisers(cx, dying).await;
    // what the finalisers brought back to life is no garbage any more
    let garbage: Vec<Value> =
        find_garbage(held, &frozen).into_iter().filter(|v| known.contains(&v.identity())).collect();
    let found = count(&garbage);
    dispose(cx, garbage).await?;
    Ok(found)
}

/// Frees garbage, or puts it into `gc.garbage` if the program wants to look at it.
async fn dispose(cx: &mut Cx, garbage: Vec<Value>) -> PyResult<()> {
    if cx.vm().state::<Settings>().debug & SAVE_ALL == 0 {
        clear(&garbage);
        return Ok(());
    }
    let module = cx.vm().intern("gc");
    let Some(module) = cx.vm().modules.get_interned(&module) else { return Ok(()) };
    if let Some(saved) = cx.attr_opt(&module, "garbage").await?
        && let Some(saved) = saved.get::<list::List>()
    {
        saved.items.borrow_mut().extend(garbage.into_iter().filter(tracked));
    }
    Ok(())
}

async fn get_referrers(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let wanted = a.rest(0).to_vec();
    let mut out = Vec::new();
    for v in live() {
        if tracked(&v) && referents(&v).iter().any(|r| wanted.iter().any(|w| w.is(r))) && !a.at(0).is(&v) {
            out.push(v);
        }
        cx.tick(1).await?;
    }
    Ok(list::new(out))
}

fn init(vm: &mut Vm, dict: &Ref<Dict>) -> PyResult<()> {
    let flags = [
        ("DEBUG_STATS", 1),
        ("DEBUG_COLLECTABLE", 2),
        ("DEBUG_UNCOLLECTABLE", 4),
        ("DEBUG_SAVEALL", 32),
        ("DEBUG_LEAK", 38),
    ];
    for (name, flag) in flags {
        let key = vm.intern(name);
        dict.set_interned(&key, Value::int(flag));
    }
    for name in ["garbage", "callbacks"] {
        let key = vm.intern(name);
        dict.set_interned(&key, list::new(Vec::new()));
    }
    Ok(())
}
