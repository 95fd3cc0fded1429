//! `_io`: streams in memory, the base classes of streams, and `open` over files in memory.
//!
//! Invariant: there is no file system. `open` reads what the host can give, and what a program writes is kept in the VM
//! for as long as it lives; nothing is written outside.

mod base;
mod bytes_io;
mod files;
mod string_io;

pub(super) use base::{types as bases, under};

use super::ModuleSpec;
use crate::heap::Ref;
use crate::object::dict::Dict;
use crate::object::exception::Exception;
use crate::object::spec::TypeSpec;
use crate::object::str;
use crate::object::ty::{Type, flag};
use crate::value::Value;
use crate::vm::native::{Args, NativeDef, PyResult, leaf};
use crate::vm::{Raised, Vm};

/// `open`, for `builtins`.
pub static OPEN: &[NativeDef] = &[files::FUNCTIONS[0]];

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec { name: "_io", doc: "", functions: FUNCTIONS, init };

const PARTS: &[&[NativeDef]] =
    &[files::FUNCTIONS, &[leaf("text_encoding", "(encoding, stacklevel=2, /)", text_encoding)]];
static FUNCTIONS: &[NativeDef] = &{
    const N: usize = crate::object::str_type::total(PARTS);
    crate::object::str_type::concat::<N>(PARTS)
};

static UNSUPPORTED: TypeSpec = TypeSpec {
    module: "io",
    base: |t| &t.exc.OSError,
    flags: flag::BASETYPE | flag::EXC_SUBCLASS | flag::HAS_DICT | flag::WEAKREFABLE,
    ..TypeSpec::of::<Exception>("UnsupportedOperation")
};

fn init(vm: &mut Vm, dict: &Ref<Dict>) -> Result<(), Raised> {
    let io = base::types(vm);
    for ty in [&io.io_base, &io.raw_base, &io.buffered_base, &io.text_base] {
        publish(vm, dict, ty);
    }
    for spec in [&string_io::SPEC, &bytes_io::SPEC] {
        let ty = vm.native_type(spec);
        publish(vm, dict, &ty);
    }
    for ty in super::stdio::types(vm) {
        publish(vm, dict, &ty);
    }
    for spec in files::MISSING {
        let ty = vm.native_type(spec);
        publish(vm, dict, &ty);
    }
    let unsupported = unsupported_type(vm);
    publish(vm, dict, &unsupported);
    let blocking = vm.types.exc.BlockingIOError.clone();
    publish(vm, dict, &blocking);
    let key = vm.intern("DEFAULT_BUFFER_SIZE");
    dict.set_interned(&key, Value::int(131072));
    Ok(())
}

fn publish(vm: &mut Vm, dict: &Ref<Dict>, ty: &Ref<Type>) {
    let name = vm.intern(&ty.name());
    dict.set_interned(&name, ty.value());
}

/// Gives a fresh native type other bases than the one its spec can name. `mro` is everything behind the type itself.
fn rebase(ty: &Ref<Type>, bases: &[Ref<Type>], mro: Vec<Ref<Type>>) {
    for old in ty.bases.borrow().iter() {
        old.subclasses.borrow_mut().retain(|t| !std::ptr::eq(*t, &**ty));
    }
    for b in bases {
        b.subclasses.borrow_mut().push(&**ty);
    }
    ty.base.set(bases.first().cloned());
    ty.bases.set(bases.to_vec());
    let mut all = vec![ty.clone()];
    all.extend(mro);
    ty.mro.set(all);
    ty.modified();
}

/// `io.UnsupportedOperation`, an OSError and a ValueError.
fn unsupported_type(vm: &mut Vm) -> Ref<Type> {
    let ty = vm.native_type(&UNSUPPORTED);
    if ty.bases.borrow().len() == 1 {
        let (os, value) = (vm.types.exc.OSError.clone(), vm.types.exc.ValueError.clone());
        let mut mro = vec![os.clone()];
        mro.extend(value.mro.borrow().iter().cloned());
        rebase(&ty, &[os, value], mro);
    }
    ty
}

/// Raises `io.UnsupportedOperation`.
pub(super) fn unsupported(vm: &mut Vm, what: &std::primitive::str) -> Raised {
    let ty = unsupported_type(vm);
    vm.error(&ty, what)
}

fn text_encoding(_: &mut Vm, a: &Args) -> PyResult {
    Ok(if a.at(0).is_none() { str::new("locale") } else { a.at(0).clone() })
}
