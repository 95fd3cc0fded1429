//! Built-in types: one file per type, plus the registry of all of them.
//!
//! Invariant: [`types`] gives the types of the VM that is entered on this thread; nothing in this folder works outside an entered VM.

pub mod anext_awaitable;
pub mod bool_methods;
pub mod bytearray;
pub mod bytes;
pub mod bytes_methods;
pub mod bytes_type;
pub mod cell;
pub mod cell_methods;
pub mod class;
pub mod class_getitem;
pub mod code;
pub mod code_methods;
pub mod codec;
pub mod codec_registry;
pub mod compare;
pub mod complex;
pub mod complex_arith;
pub mod complex_methods;
pub mod descriptor;
pub mod dict;
pub mod dict_iter;
pub mod dict_methods;
pub mod dict_view;
pub mod docs;
pub mod double_double;
pub mod elementary;
pub mod enumerate;
pub mod exception;
pub mod exception_methods;
pub mod filter;
pub mod float;
pub mod float_arith;
pub mod float_methods;
mod frame_locals;
pub mod frame_methods;
pub mod function;
pub mod function_methods;
pub mod gen_awaitable;
pub mod generator;
pub mod generator_methods;
pub mod generic_alias;
pub mod group;
pub mod instance;
pub mod int;
pub mod int_arith;
pub mod int_bytes;
pub mod int_methods;
pub mod iter;
pub mod lent;
pub mod list;
pub mod list_methods;
pub mod map;
pub mod mappingproxy;
pub mod memoryview;
pub mod memoryview_type;
pub mod method;
pub mod module;
pub mod module_methods;
pub mod names;
pub mod namespace;
pub mod native;
pub mod number;
pub mod number_args;
pub mod object_;
pub mod property;
pub mod property_methods;
pub mod range;
pub mod range_methods;
pub mod real;
pub mod registry;
pub mod reversed;
pub mod sequence;
pub mod set;
pub mod set_iter;
pub mod set_methods;
pub mod set_ops;
pub mod slice;
pub mod slice_methods;
pub mod sort;
pub mod spec;
pub mod staticmethod;
pub mod str;
pub mod str_format;
pub mod str_join;
pub mod str_methods;
pub mod str_percent;
pub mod str_type;
pub mod structseq;
pub mod subscript;
pub mod super_;
pub mod template;
pub mod text_args;
pub mod text_drive;
pub mod text_iter;
pub mod traceback;
pub mod tuple;
pub mod tuple_methods;
pub mod ty;
pub mod type_;
pub mod typing;
pub mod union;
pub mod weakref;
pub mod weakref_methods;
pub mod zip;

pub use registry::Types;
use std::cell::Cell;

crate::local! {
    static TYPES: Cell<*const Types> = Cell::new(std::ptr::null());
}

/// The types of the entered VM.
#[inline(always)]
pub fn types() -> &'static Types {
    let p = TYPES.get();
    debug_assert!(!p.is_null(), "no VM is entered");
    unsafe { &*p }
}

/// Makes a VM's types current; returns the ones before.
pub(crate) fn enter(types: *const Types) -> *const Types {
    TYPES.replace(types)
}

/// The type of any value.
pub fn type_of(v: &crate::value::Value) -> crate::heap::Ref<ty::Type> {
    let s = v.slot();
    if s.is_heap() {
        return unsafe { (*s.header()).ty_ref() };
    }
    immediate_type(s).clone()
}

/// The type of a value as programs see it: a bound method of a built-in type is of the type of built-in functions.
pub fn class_of(v: &crate::value::Value) -> crate::heap::Ref<ty::Type> {
    let (ty, all) = (type_of(v), types());
    if ty.is(&all.bound_builtin) { all.builtin_function.clone() } else { ty }
}

/// The type of any value, borrowed. Out of line; hot paths look at the header themselves.
#[inline(never)]
pub fn type_ref(v: &crate::value::Value) -> &ty::Type {
    let s = v.slot();
    if s.is_heap() { unsafe { (*s.header()).ty() } } else { immediate_type(s) }
}

fn immediate_type(s: crate::value::Slot) -> &'static crate::heap::Ref<ty::Type> {
    use crate::value::Slot;
    let t = types();
    if s.is_int() {
        return &t.int;
    }
    if s.is_float() {
        return &t.float;
    }
    match s {
        Slot::TRUE | Slot::FALSE => &t.bool,
        Slot::NONE => &t.none_type,
        Slot::ELLIPSIS => &t.ellipsis,
        Slot::NOT_IMPLEMENTED => &t.not_implemented,
        _ => &t.object,
    }
}

impl crate::vm::Vm {
    /// True if the type of `v` has this special method (not set to None).
    pub fn has_dunder(&self, v: &crate::value::Value, d: names::Dunder) -> bool {
        self.dunder(v, d).is_some_and(|m| !m.is_none())
    }
}

/// The receiver of a method, if it has the right layout.
pub fn receiver<'a, P: crate::heap::Payload>(
    vm: &mut crate::vm::Vm,
    v: &'a crate::value::Value,
    expected: &str,
) -> crate::vm::PyResult<&'a P> {
    match v.get::<P>() {
        Some(p) => Ok(p),
        None => {
            let name = vm.type_name(v);
            Err(vm.type_error(format!("descriptor requires a '{expected}' object but received a '{name}'")))
        }
    }
}

/// The type's name with its module, unless that is builtins: what `%T` shows in CPython's messages.
pub fn qualified_type_name(vm: &mut crate::vm::Vm, v: &crate::value::Value) -> String {
    let ty = type_ref(v);
    let qualname = ty.qualname.get().get::<str::Str>().map_or_else(|| ty.name(), |s| s.to_text());
    let module = ty.lookup(&vm.names.module.clone());
    match module.as_ref().and_then(|m| m.get::<str::Str>()) {
        Some(m) if !m.is("builtins") && !m.is("__main__") => format!("{}.{qualname}", m.to_text()),
        _ => qualname,
    }
}
