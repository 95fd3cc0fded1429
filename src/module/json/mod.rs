//! `_json`: the fast half of the standard library's `json`.
//!
//! The decoder and encoder are native frames with a stack of their own: depth costs heap, and each stops to ask for hooks.

mod encode;
mod scan;
mod strings;

use super::ModuleSpec;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::{Act, Step};

/// No nesting is deeper: where CPython's own stack ends.
const MAX_DEPTH: usize = 65_000;

pub static SPEC: ModuleSpec = ModuleSpec {
    name: "_json",
    doc: "json speedups\n",
    functions: strings::FUNCTIONS,
    init: |vm, dict| {
        for (name, spec) in [("make_scanner", &scan::SPEC), ("make_encoder", &encode::SPEC)] {
            let (ty, name) = (vm.native_type(spec), vm.intern(name));
            dict.set_interned(&name, ty.value());
        }
        Ok(())
    },
};

/// The step that raises a RecursionError.
#[cold]
fn too_deep(vm: &mut Vm, doing: &str) -> Step {
    let ty = vm.types.exc.RecursionError.clone();
    Step::Raise(vm.error(&ty, format!("maximum recursion depth exceeded while {doing}")))
}

/// Raises `json.decoder.JSONDecodeError(message, doc, position)`.
#[cold]
fn decode_error(message: &'static str, doc: Value, position: usize) -> Act {
    Act::run(async move |cx| {
        let package = cx.import("json").await?;
        let decoder = cx.attr(&package, "decoder").await?;
        let class = cx.attr(&decoder, "JSONDecodeError").await?;
        let e = cx.call(&class, [crate::object::str::new(message), doc, Value::size(position)]).await?;
        Err(cx.vm().raise(e))
    })
}
