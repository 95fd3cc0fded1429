//! The end of a program: exit functions, then the modules are taken down as CPython takes them down.
//!
//! Invariant: objects die in CPython's order: first modules that nothing refers to, then what the collector finds, then the names of the
//! modules that are left, youngest module first, private names before the others. `sys` and `builtins` outlive them all.

use std::pin::Pin;

use super::Vm;
use super::cx::Cx;
use super::host::Stream;
use super::native::PyResult;
use crate::heap::{self, Ref};
use crate::module::gc::collect_garbage;
use crate::module::io::standard;
use crate::object::dict::Dict;
use crate::object::module::Module;
use crate::object::str::Str;
use crate::object::types;
use crate::value::Value;

/// Names of `sys` that may hold the program's objects.
const SYS_NAMES: [&str; 12] = [
    "path",
    "argv",
    "ps1",
    "ps2",
    "last_exc",
    "last_type",
    "last_value",
    "last_traceback",
    "path_hooks",
    "path_importer_cache",
    "meta_path",
    "__interactivehook__",
];

/// Status of a program whose output could not be written.
const UNWRITTEN: i64 = 120;

/// Ends the program; gives its status.
pub(super) async fn finish(cx: &mut Cx, status: PyResult) -> PyResult {
    match end(cx).await {
        Ok(true) => status,
        Ok(false) => Ok(Value::int(UNWRITTEN)),
        Err(e) => {
            cx.vm().catch(e, &types().exc.MemoryError.clone())?;
            standard::flush_now(cx.vm());
            cx.vm().emit(Stream::Err, "MemoryError: no memory was left to end the program with\n");
            status
        }
    }
}

/// Does what there is to do when a program ends. Tells whether what it printed could be written.
async fn end(cx: &mut Cx) -> PyResult<bool> {
    // whoever hosts the machine may show what was written before anything else is done
    cx.vm().end_slice();
    // who stops the program meanwhile takes no exit function and no output from it
    let stopped = cx.tick(0).await.map_err(|e| cx.vm().take_raised(e)).err();
    // threads that are no daemons end first
    let threading = cx.vm().intern("threading");
    if let Some(m) = cx.vm().modules.get_interned(&threading).filter(|m| m.is_a::<Module>()) {
        cx.call_method(&m, "_shutdown", []).await?;
    }
    crate::module::atexit::run(cx).await;
    let written = standard::flush(cx).await?;
    if let Some(exc) = stopped {
        return Err(cx.vm().raise(exc));
    }
    cx.vm().end_slice();
    cx.tick(0).await?;
    // (a future of its own: a browser compiles what runs, and this is four fifths of the whole)
    let take_down: Pin<Box<dyn Future<Output = PyResult<bool>> + '_>> = Box::pin(take_down(cx));
    Ok(take_down.await? && written)
}

/// Takes the modules down. Tells whether what was printed meanwhile could be written.
async fn take_down(cx: &mut Cx) -> PyResult<bool> {
    cx.vm().keep_warning_filters();
    cx.vm().finalising = true;
    drop(std::mem::replace(&mut cx.vm().thread.asyncgen_hooks, (Value::NONE, Value::NONE)));
    cx.vm().end_asyncio(false);
    settle(cx).await;
    collect_garbage(cx, &[]).await?;
    settle(cx).await;
    restore_sys(cx.vm());
    settle(cx).await;
    // modules that only sys.modules knows die; the others are remembered
    let mut alive: Vec<Value> = Vec::new();
    let modules = cx.vm().modules.clone();
    for (name, module) in modules.items() {
        if name.get::<Str>().is_some_and(|n| n.is("sys") || n.is("builtins")) {
            continue;
        }
        if let Some(key) = cx.vm().intern_value(&name) {
            modules.remove_interned(&key);
        }
        if let Some(m) = module.get::<Module>() {
            alive.push(m.dict.value());
        }
        drop((name, module));
        settle(cx).await;
    }
    // a namespace that only this list holds dies in its turn
    let mut kept = Vec::with_capacity(alive.len());
    for dict in alive {
        if is_shared(&dict) {
            kept.push(dict);
        } else {
            drop(dict);
            settle(cx).await;
        }
    }
    let mut alive = kept;
    collect_garbage(cx, &alive).await?;
    settle(cx).await;
    while let Some(dict) = alive.pop() {
        if let Some(d) = dict.get_ref::<Dict>().filter(|d| d.header().count() > 2) {
            clear_names(cx, &d).await;
        }
        drop(dict);
        settle(cx).await;
    }
    cx.vm().end_asyncio(true);
    collect_garbage(cx, &[]).await?;
    settle(cx).await;
    for profile in [false, true] {
        cx.vm().set_hook(profile, None);
    }
    cx.vm().end_monitoring();
    cx.vm().last_filters = Value::NONE;
    standard::flush(cx).await
}

/// True if somebody but the caller holds a namespace.
fn is_shared(v: &Value) -> bool {
    v.get_ref::<Dict>().is_some_and(|d| d.header().count() > 2)
}

/// Runs finalisers that wait.
async fn settle(cx: &mut Cx) {
    while heap::has_finalisers() {
        let list = heap::take_pending();
        super::run_finalisers(cx, list).await;
    }
}

fn restore_sys(vm: &mut Vm) {
    let key = vm.intern("sys");
    let Some(sys) = vm.modules.get_interned(&key) else { return };
    let Some(sys) = sys.get::<Module>() else { return };
    for name in SYS_NAMES {
        let key = vm.intern(name);
        if sys.dict.get_interned(&key).is_some() {
            sys.dict.set_interned(&key, Value::NONE);
        }
    }
    for name in ["stdin", "stdout", "stderr"] {
        let (key, kept) = (vm.intern(name), vm.intern(&format!("__{name}__")));
        let own = sys.dict.get_interned(&kept).unwrap_or(Value::NONE);
        sys.dict.set_interned(&key, own);
    }
}

/// A module's names become None: those with one underscore first, then all but `__builtins__`.
async fn clear_names(cx: &mut Cx, dict: &Ref<Dict>) {
    for private in [true, false] {
        for (name, value) in dict.items() {
            let Some(key) = cx.vm().intern_value(&name) else { continue };
            let text = key.to_text();
            let wanted =
                if private { text.starts_with('_') && !text.starts_with("__") } else { text != "__builtins__" };
            if !wanted || value.is_none() {
                continue;
            }
            dict.set_interned(&key, Value::NONE);
            drop((name, value));
            settle(cx).await;
        }
    }
}
