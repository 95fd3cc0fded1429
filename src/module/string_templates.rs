//! `_string`: the pieces of format templates, for `string.Formatter`.
//!
//! Invariant: a template is read lazily, so a mistake in it is raised when the iteration gets there.

use super::ModuleSpec;
use crate::heap::{Ref, Visitor};
use crate::object::native::{Native, NativeObject};
use crate::object::spec::TypeSpec;
use crate::object::str::{self, Str};
use crate::object::text_args::must_be;
use crate::object::tuple;
use crate::text::builder::StrBuf;
use crate::text::split::Span;
use crate::text::template::{Access, Accesses, First, Template, split_name};
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::{Args, NativeDef, PyResult, leaf};
use std::cell::Cell;

/// The module.
pub static SPEC: ModuleSpec =
    ModuleSpec { name: "_string", doc: "string helper module", functions: FUNCTIONS, init: |_, _| Ok(()) };

static FUNCTIONS: &[NativeDef] = &[
    leaf("formatter_parser", "(format_string, /)", parser),
    leaf("formatter_field_name_split", "(field_name, /)", field_name_split),
];

static PARSER: TypeSpec =
    TypeSpec { module: "_string", methods: METHODS, ..TypeSpec::of::<Native>("formatteriterator") };
static NAMES: TypeSpec =
    TypeSpec { module: "_string", methods: METHODS, ..TypeSpec::of::<Native>("fieldnameiterator") };

const METHODS: &[NativeDef] =
    &[leaf("__iter__", "(self, /)", |_, a| Ok(a.at(0).clone())), leaf("__next__", "(self, /)", next)];

#[derive(Clone, Copy)]
enum Reader {
    Chunks(Template),
    Accesses(Accesses),
}

struct Pieces {
    text: Ref<Str>,
    reader: Cell<Reader>,
}

impl NativeObject for Pieces {
    fn visit(&self, _: &mut Visitor) {}
}

fn iterator(vm: &mut Vm, spec: &'static TypeSpec, text: Ref<Str>, reader: Reader) -> Value {
    let ty = vm.native_type(spec);
    crate::heap::alloc(&ty, Native(Box::new(Pieces { text, reader: Cell::new(reader) }))).into()
}

fn parser(vm: &mut Vm, a: &Args) -> PyResult {
    match a.at(0).get_ref::<Str>() {
        Some(text) => {
            let all = Template::new(0, text.len());
            Ok(iterator(vm, &PARSER, text, Reader::Chunks(all)))
        }
        None => Err(must_be(vm, a.at(0), "expected str, got ")),
    }
}

fn cut(text: &Ref<Str>, span: Span) -> Value {
    str::new(text.view().slice(span.0, span.1).to_buf())
}

fn field_name_split(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(text) = a.at(0).get_ref::<Str>() else { return Err(must_be(vm, a.at(0), "expected str, got ")) };
    let (first, rest) = split_name(text.view(), (0, text.len())).map_err(|m| vm.value_error(m))?;
    let first = match first {
        First::Auto => str::new(""),
        First::Index(i) => Value::size(i),
        First::Name(span) => cut(&text, span),
    };
    let rest = iterator(vm, &NAMES, text, Reader::Accesses(rest));
    Ok(tuple::new(vec![first, rest]))
}

fn next(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(p) = a.at(0).native::<Pieces>() else { return Err(vm.stop_iteration(Value::NONE)) };
    let text = &p.text;
    let found = match p.reader.get() {
        Reader::Chunks(mut t) => {
            let chunk = t.next(text.view());
            p.reader.set(Reader::Chunks(t));
            chunk.map(|c| {
                c.map(|c| match c.field {
                    None => vec![cut(text, c.literal), Value::NONE, Value::NONE, Value::NONE],
                    Some(f) => {
                        let conversion = match f.conversion {
                            0 => Value::NONE,
                            c => str::new(StrBuf::from_char(c)),
                        };
                        vec![cut(text, c.literal), cut(text, f.name), cut(text, f.spec), conversion]
                    }
                })
            })
        }
        Reader::Accesses(mut r) => {
            let access = r.next(text.view());
            p.reader.set(Reader::Accesses(r));
            access.map(|a| {
                a.map(|a| match a {
                    Access::Attribute(span) => vec![Value::TRUE, cut(text, span)],
                    Access::Index(i) => vec![Value::FALSE, Value::size(i)],
                    Access::Key(span) => vec![Value::FALSE, cut(text, span)],
                })
            })
        }
    };
    match found {
        Some(Ok(items)) => Ok(tuple::new(items)),
        Some(Err(m)) => Err(vm.value_error(m)),
        None => Err(vm.stop_iteration(Value::NONE)),
    }
}
