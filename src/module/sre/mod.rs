//! `_sre`: the engine behind `re`.
//!
//! The standard library's `re` parses a pattern and compiles it into code words; `program` decodes them, `machine` runs them, `scan`
//! walks over a `subject` for the methods of `pattern`.

mod charset;
mod machine;
mod matches;
mod pattern;
mod program;
mod scan;
mod scanner;
mod subject;
mod template;

use super::ModuleSpec;
use crate::heap::Ref;
use crate::object::dict::Dict;
use crate::object::{int, str};
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::{Args, NativeDef, PyResult, Raised, leaf};

pub static SPEC: ModuleSpec = ModuleSpec { name: "_sre", doc: "", functions: FUNCTIONS, init };

/// Version of the code words, as in `re._constants`.
const MAGIC: i64 = 20230612;
const MAXGROUPS: i64 = 1073741823;

/// The character argument.
fn character(a: &Args) -> u32 {
    int::to_i64(a.at(0)).and_then(|c| u32::try_from(c).ok()).unwrap_or(0)
}

fn ascii_iscased(_: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::bool(u8::try_from(character(a)).is_ok_and(|b| b.is_ascii_alphabetic())))
}

fn ascii_tolower(_: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::int(charset::lower_ascii(character(a)) as i64))
}

fn unicode_iscased(_: &mut Vm, a: &Args) -> PyResult {
    let c = character(a);
    Ok(Value::bool(charset::lower_unicode(c) != c || charset::upper_unicode(c) != c))
}

fn unicode_tolower(_: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::int(charset::lower_unicode(character(a)) as i64))
}

fn getcodesize(_: &mut Vm, _: &Args) -> PyResult {
    Ok(Value::int(4))
}

static FUNCTIONS: &[NativeDef] = &[
    leaf("getcodesize", "()", getcodesize),
    leaf("ascii_iscased", "(character, /)", ascii_iscased),
    leaf("ascii_tolower", "(character, /)", ascii_tolower),
    leaf("unicode_iscased", "(character, /)", unicode_iscased),
    leaf("unicode_tolower", "(character, /)", unicode_tolower),
    leaf("compile", "(pattern, flags, code, groups, groupindex, indexgroup)", pattern::compile),
    leaf("template", "(pattern, template, /)", template::template),
];

fn init(vm: &mut Vm, dict: &Ref<Dict>) -> Result<(), Raised> {
    let numbers =
        [("MAGIC", MAGIC), ("CODESIZE", 4), ("MAXREPEAT", program::MAXREPEAT as i64), ("MAXGROUPS", MAXGROUPS)];
    for (name, number) in numbers {
        let name = vm.intern(name);
        dict.set_interned(&name, Value::int(number));
    }
    let name = vm.intern("copyright");
    dict.set_interned(&name, str::new(" SRE 2.2.2 Copyright (c) 1997-2002 by Secret Labs AB "));
    Ok(())
}
