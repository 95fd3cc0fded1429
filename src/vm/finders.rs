//! `sys.meta_path`: who is asked where a module is.
//!
//! Invariants: as long as the list holds what it held at the start, the import statement finds modules itself, without the library's
//! machinery. At the start its items stand in for the finders of that machinery, which takes their places when it is imported. Entries
//! of the machinery are cut out of tracebacks as CPython cuts them.

use super::import::load;
use super::native::PyResult;
use super::{Cx, Vm};
use crate::object::exception::Exception;
use crate::object::list::{self, List};
use crate::object::native::Native;
use crate::object::object_::text;
use crate::object::spec::TypeSpec;
use crate::object::traceback::Traceback;
use crate::object::ty::{Type, flag};
use crate::object::{str, types};
use crate::value::Value;

/// The library's machinery, and its part that is about files.
const INNER: &std::primitive::str = "_frozen_importlib";
const EXTERNAL: &std::primitive::str = "_frozen_importlib_external";

const fn finder(module: &'static std::primitive::str, name: &'static std::primitive::str) -> TypeSpec {
    TypeSpec { module, flags: flag::NO_INSTANTIATION, ..TypeSpec::of::<Native>(name) }
}

static STAND_INS: [TypeSpec; 3] =
    [finder(INNER, "BuiltinImporter"), finder(INNER, "FrozenImporter"), finder(EXTERNAL, "PathFinder")];

/// What `sys.meta_path` is at the start.
pub(crate) fn meta_path(vm: &mut Vm) -> Value {
    list::new(STAND_INS.iter().map(|s| vm.native_type(s).into()).collect())
}

/// The list in `sys` of this name.
fn listed(vm: &mut Vm, name: &std::primitive::str) -> Option<Vec<Value>> {
    vm.sys_attribute(name)?.get::<List>().map(|l| l.items.borrow().clone())
}

/// True if the program has finders of its own, and the machinery is not just being imported.
pub(crate) fn are_asked(vm: &mut Vm, name: &std::primitive::str) -> bool {
    let Some(finders) = listed(vm, "meta_path") else { return false };
    let ours = |f: &Value| {
        f.get::<Type>().is_some_and(|t| {
            let module = t.dict().get_interned(&vm.names.module);
            module.is_some_and(|m| text(&m).starts_with(INNER))
        })
    };
    let as_ever = finders.len() == STAND_INS.len() && finders.iter().all(ours);
    let hooks = listed(vm, "path_hooks").map_or(0, |hooks| hooks.len());
    let machinery = vm.intern(EXTERNAL);
    let machinery = vm.modules.get_interned(&machinery).is_some();
    let mut loading = || [INNER, EXTERNAL].into_iter().any(|m| name == m || vm.is_loading(m));
    !(as_ever && hooks <= usize::from(machinery)) && !loading()
}

/// Has the machinery find a module and run its body; the parent is there.
pub(crate) async fn find_and_load(cx: &mut Cx, name: &std::primitive::str) -> PyResult {
    let machinery = Box::pin(load(cx, INNER)).await?;
    let f = cx.attr(&machinery, "_find_and_load").await?;
    let import = cx.attr(&machinery, "_gcd_import").await?;
    let done = cx.call(&f, [str::new(name), import]).await;
    if done.is_err() {
        let missing = cx.vm().raised_is(&types().exc.ImportError);
        cut(&cx.vm().peek_raised(), missing);
    }
    done
}

/// A package that is the folders of its name: the machinery gives it a path that follows its parent's.
pub(crate) async fn namespace_package(cx: &mut Cx, name: &std::primitive::str, portions: Vec<String>) -> PyResult {
    let module = cx.vm().new_namespace_package(name, portions);
    let machinery = Box::pin(load(cx, EXTERNAL)).await?;
    let f = cx.attr(&machinery, "_fix_up_namespace").await?;
    cx.call(&f, [module.clone()]).await?;
    Ok(module)
}

/// Takes the machinery's entries out of a traceback: all of them, or the runs that end where it calls what is not its own.
fn cut(raised: &Value, all: bool) {
    let Some(exc) = raised.get_ref::<Exception>() else { return };
    let mut entries = Vec::new();
    let mut next = exc.traceback.get();
    while let Some(entry) = next.get_ref::<Traceback>() {
        next = entry.next.get();
        entries.push(entry);
    }
    let mut kept = Vec::new();
    let mut run = 0;
    for entry in entries {
        let code = &entry.frame.code;
        let inside = code.unit.filename.starts_with("<frozen importlib._bootstrap");
        if !inside {
            run = kept.len() + 1;
        } else if all || &*code.unit.name == "_call_with_frames_removed" {
            kept.truncate(run);
            continue;
        }
        kept.push(entry);
    }
    let mut next = Value::NONE;
    for entry in kept.into_iter().rev() {
        entry.next.set(next);
        next = entry.into();
    }
    exc.traceback.set(next);
}
