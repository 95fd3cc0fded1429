//! `_io`: streams over descriptors and in memory, and the base classes of streams.
//!
//! Invariant: a stream asks the one under it through its methods; only where that is an exact built-in stream over a
//! descriptor is the file system served directly, so that what a program can see is the same either way.

mod base;
mod buffered;
mod bytes_io;
mod file_io;
mod mode;
mod newline;
mod open;
mod raw;
mod rw_pair;
pub mod standard;
mod string_io;
mod text_codec;
pub mod text_io;
mod text_seek;

use super::ModuleSpec;
use crate::heap::Ref;
use crate::object::dict::Dict;
use crate::object::exception::Exception;
use crate::object::native::Builtin;
use crate::object::spec::TypeSpec;
use crate::object::str;
use crate::object::ty::{Type, flag};
use crate::value::Value;
use crate::vm::native::{Args, NativeDef, PyResult, leaf};
use crate::vm::{Cx, Raised, Vm};

/// `open`, for `builtins`.
pub static OPEN: &[NativeDef] = &[open::FUNCTIONS[0]];

/// `io.DEFAULT_BUFFER_SIZE`.
const BUFFER_SIZE: usize = 131_072;

/// The encoding of text files when nobody names one.
const LOCALE_ENCODING: &std::primitive::str = "utf-8";

/// The encoding that is meant: who asks for the locale's gets it under the name that the locale has for it.
fn meant(encoding: Option<&std::primitive::str>) -> String {
    match encoding {
        None => LOCALE_ENCODING,
        Some("locale") => "UTF-8",
        Some(given) => given,
    }
    .to_owned()
}

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    name: "_io",
    doc: "The io module provides the Python interfaces to stream handling. The\nbuiltin open function is defined in this module.",
    functions: FUNCTIONS,
    init,
};

const PARTS: &[&[NativeDef]] =
    &[open::FUNCTIONS, &[leaf("text_encoding", "(encoding, stacklevel=2, /)", text_encoding)]];
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
    let types = [
        io.io_base,
        io.raw_base,
        io.buffered_base,
        io.text_base,
        string_io::prepared(vm),
        bytes_io::prepared(vm),
        file_io::prepared(vm),
        buffered::prepared(vm, buffered::Kind::Reader),
        buffered::prepared(vm, buffered::Kind::Writer),
        buffered::prepared(vm, buffered::Kind::Random),
        rw_pair::prepared(vm),
        newline::prepared(vm),
        text_io::prepared(vm),
        unsupported_type(vm),
        vm.types.exc.BlockingIOError.clone(),
    ];
    for ty in types {
        let name = vm.intern(&ty.name());
        dict.set_interned(&name, ty.value());
    }
    let key = vm.intern("open");
    if let Some(open) = vm.builtins.get_interned(&key).filter(|f| f.is_a::<Builtin>()) {
        dict.set_interned(&key, open);
    }
    let key = vm.intern("DEFAULT_BUFFER_SIZE");
    dict.set_interned(&key, Value::size(BUFFER_SIZE));
    Ok(())
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
fn unsupported(vm: &mut Vm, what: &std::primitive::str) -> Raised {
    let ty = unsupported_type(vm);
    vm.error(&ty, what)
}

fn text_encoding(_: &mut Vm, a: &Args) -> PyResult {
    Ok(if a.at(0).is_none() { str::new(LOCALE_ENCODING) } else { a.at(0).clone() })
}

/// Sets an attribute in a stream's own dict.
fn put_attr(vm: &mut Vm, v: &Value, name: &std::primitive::str, to: Value) {
    let name = vm.intern(name);
    if let crate::vm::Act::Raise(e) = vm.generic_set_attr(v, &name, Some(to)) {
        drop(vm.take_raised(e));
    }
}

/// The representation of an attribute, if the stream has it.
async fn shown_attr(cx: &mut Cx, v: &Value, name: &std::primitive::str) -> PyResult<Option<String>> {
    let key = cx.vm().intern(name);
    let found = match cx.get_attr_opt(v, &key).await {
        Ok(found) => found,
        // a stream that was detached or never set up has none
        Err(e) => {
            let ty = cx.vm().types.exc.ValueError.clone();
            cx.vm().catch(e, &ty)?;
            None
        }
    };
    let Some(found) = found else { return Ok(None) };
    let shown = cx.repr(&found).await?;
    Ok(shown.get::<str::Str>().map(|s| s.to_text()))
}

/// The outcome of closing two things one after the other: the second error has the first as its context.
fn chained(vm: &mut Vm, first: Option<Value>, second: PyResult) -> PyResult {
    match (first, second) {
        (None, r) => r,
        (Some(e), Ok(_)) => Err(vm.raise(e)),
        (Some(first), Err(e)) => {
            let exc = vm.take_raised(e);
            if let Some(x) = exc.get::<Exception>()
                && !exc.is(&first)
            {
                x.context.set(first);
            }
            Err(vm.raise(exc))
        }
    }
}

/// Warns as `warnings.warn` does. What nobody shows by default is not worth the import.
async fn warn(
    cx: &mut Cx,
    category: &Ref<Type>,
    message: &std::primitive::str,
    source: Option<&Value>,
) -> Result<(), Raised> {
    let name = cx.vm().intern("warnings");
    let ignored = category.is(&cx.vm().types.exc.ResourceWarning);
    if ignored && cx.vm().modules.get_interned(&name).is_none() {
        return Ok(());
    }
    let warnings = cx.import("warnings").await?;
    let source = source.cloned().unwrap_or(Value::NONE);
    let args = [str::new(message), category.value(), Value::int(1), source];
    cx.call_method(&warnings, "warn", args).await.map(drop)
}
