//! `_pickle_buffer`: `PickleBuffer`, the wrapper of a buffer that may be pickled out of band.
//!
//! Invariant: the payload is that of a memoryview, so a PickleBuffer is a buffer everywhere.

use super::ModuleSpec;
use crate::object::bytes_methods::not_all_bytes;
use crate::object::lent;
use crate::object::memoryview::{Format, MemoryView};
use crate::object::memoryview_type;
use crate::object::spec::TypeSpec;
use crate::object::ty::flag;
use crate::object::types;
use crate::vm::Vm;
use crate::vm::native::{Args, PyResult, leaf};

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    name: "_pickle_buffer",
    doc: "The type of buffers that pickle treats apart.",
    functions: &[],
    init: |vm, dict| {
        let (key, ty) = (vm.intern("PickleBuffer"), vm.native_type(&PICKLE_BUFFER));
        dict.set_interned(&key, ty.into());
        Ok(())
    },
};

static PICKLE_BUFFER: TypeSpec = TypeSpec {
    module: "pickle",
    doc: "Wrapper for potentially out-of-band buffers",
    flags: flag::WEAKREFABLE,
    methods: &[
        leaf("__new__", "(cls, object, /)", new).stat(),
        leaf("raw", "(self, /)", raw),
        leaf("release", "(self, /)", memoryview_type::release),
        lent::METHODS[0],
    ],
    ..TypeSpec::of::<MemoryView>("PickleBuffer")
};

fn new(vm: &mut Vm, a: &Args) -> PyResult {
    let own = MemoryView::of(a.at(1)).or_else(|| a.at(1).get::<MemoryView>().map(MemoryView::again));
    let Some(view) = own.filter(|_| !lent::lends(a.at(1))) else { return Err(not_all_bytes(vm, a.at(1))) };
    let ty = vm.native_type(&PICKLE_BUFFER);
    Ok(crate::heap::alloc(&ty, view).into())
}

/// The bytes as they lie, in a view of their own.
fn raw(vm: &mut Vm, a: &Args) -> PyResult {
    let view = memoryview_type::live(vm, a.at(0))?;
    if !view.is_contiguous() {
        let ty = vm.types.exc.BufferError.clone();
        return Err(vm.error(&ty, "cannot extract raw buffer from non-contiguous buffer"));
    }
    let bytes = view.derive(view.start, view.len * view.format.size(), 1, Format::BYTES, view.readonly);
    Ok(crate::heap::alloc(&types().memoryview, bytes).into())
}
