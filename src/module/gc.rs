//! `gc`: the cycle collector at a program's request.
//!
//! Invariant: finalisers of garbage run before anything of it is taken apart, and what they bring back to life stays whole.

use super::ModuleSpec;
use crate::heap::collect::{clear, find_garbage, live, referents};
use crate::heap::{self, Ref};
use crate::object::dict::Dict;
use crate::object::{bytes, int, list, str, tuple, type_ref};
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
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { enabled: true, threshold: [2000, 10, 0], debug: 0 }
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
    leaf("set_threshold", "(threshold0, threshold1=10, threshold2=0, /)", set_threshold),
    leaf("get_count", "()", |_, _| Ok(tuple::new(vec![Value::int(0); 3]))),
    leaf("get_debug", "()", |vm, _| Ok(Value::int(vm.state::<Settings>().debug))),
    leaf("set_debug", "(flags, /)", |vm, a| {
        vm.state::<Settings>().debug = int::to_i64(a.at(0)).unwrap_or(0);
        Ok(Value::NONE)
    }),
    leaf("is_tracked", "(obj, /)", |_, a| Ok(if tracked(a.at(0)) { Value::TRUE } else { Value::FALSE })),
    leaf("get_objects", "(generation=None)", |_, _| Ok(list::new(live().into_iter().filter(tracked).collect()))),
    leaf("get_referents", "(*objs)", |_, a| Ok(list::new(a.rest(0).iter().flat_map(referents).collect()))),
    resumable!("get_referrers", "(*objs)", get_referrers),
    leaf("freeze", "()", |_, _| Ok(Value::NONE)),
    leaf("unfreeze", "()", |_, _| Ok(Value::NONE)),
    leaf("get_freeze_count", "()", |_, _| Ok(Value::int(0))),
];

fn enable(vm: &mut Vm, on: bool) -> PyResult {
    vm.state::<Settings>().enabled = on;
    Ok(Value::NONE)
}

fn set_threshold(vm: &mut Vm, a: &Args) -> PyResult {
    for i in 0..3 {
        let Some(v) = a.opt(i) else { continue };
        let Some(n) = int::to_i64(v) else {
            let t = vm.type_name(v);
            return Err(vm.type_error(format!("'{t}' object cannot be interpreted as an integer")));
        };
        if let Some(slot) = vm.state::<Settings>().threshold.get_mut(i) {
            *slot = n;
        }
    }
    Ok(Value::NONE)
}

/// True for what can be part of a cycle.
fn tracked(v: &Value) -> bool {
    v.is_heap() && !v.is_a::<str::Str>() && !v.is_a::<bytes::Bytes>() && !int::is_int(v) && v.as_float().is_none()
}

async fn collect(cx: &mut Cx, a: Args<'static>) -> PyResult {
    if let Some(g) = a.opt(0) {
        let g = cx.index_i64(g).await?;
        if !(0..=2).contains(&g) {
            return Err(cx.vm().value_error("invalid generation"));
        }
    }
    Ok(Value::size(collect_garbage(cx, &[]).await?))
}

/// True unless the program wants no collections but those that it asks for.
pub(crate) fn is_enabled(vm: &mut Vm) -> bool {
    vm.state::<Settings>().enabled
}

/// Frees what only itself and `held` refer to; the number of such objects.
pub(crate) async fn collect_garbage(cx: &mut Cx, held: &[Value]) -> PyResult<usize> {
    let garbage = find_garbage(held);
    cx.tick(u32::try_from(garbage.len()).unwrap_or(u32::MAX)).await?;
    let found = garbage.iter().filter(|v| tracked(v)).count();
    let known: HashSet<u64> = garbage.iter().map(Value::identity).collect();
    for v in garbage.iter().filter(|v| type_ref(v).weakrefable()) {
        heap::weak::sever(v, &known);
    }
    run_finalisers(cx, heap::take_pending()).await;
    let dying: Vec<Value> = garbage.iter().filter(|v| heap::wants_finaliser(v)).cloned().collect();
    if dying.is_empty() {
        clear(&garbage);
        return Ok(found);
    }
    drop(garbage);
    for v in &dying {
        heap::suppress_finaliser(v);
    }
    run_finalisers(cx, dying).await;
    let garbage = find_garbage(held);
    clear(&garbage);
    Ok(found)
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
