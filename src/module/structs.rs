//! `_struct`: packing values into bytes and back.
//!
//! Invariant: conversions that may call Python (`__index__`, `__float__`, `__bool__`) all happen before a byte is written.

use super::ModuleSpec;
use super::struct_format::{self, Format, Problem};
use crate::heap::{Mut, Ref, Visitor};
use crate::object::bytes::{self, ByteArray};
use crate::object::bytes_methods::not_bytes;
use crate::object::exception::Exception;
use crate::object::lent::{lends, request};
use crate::object::memoryview_type::hold;
use crate::object::native::{Native, NativeObject};
use crate::object::number::Int;
use crate::object::number_args::{self, class_of_new, special};
use crate::object::spec::{TypeSpec, getter};
use crate::object::str::{self, Str};
use crate::object::ty::{Type, flag};
use crate::object::{complex, complex_methods, int, names::Dunder, tuple};
use crate::value::Value;
use crate::vm::lending::want;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use crate::vm::{Cx, Raised, Vm};
use std::cell::Cell;
use std::rc::Rc;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    name: "_struct",
    doc: "Functions to convert between Python values and C structs.",
    functions: FUNCTIONS,
    init: |vm, dict| {
        for (name, ty) in [("Struct", vm.native_type(&STRUCT)), ("error", vm.native_type(&ERROR))] {
            let key = vm.intern(name);
            dict.set_interned(&key, ty.into());
        }
        Ok(())
    },
};

static ERROR: TypeSpec = TypeSpec {
    module: "struct",
    base: |t| &t.exc.Exception,
    flags: flag::BASETYPE | flag::EXC_SUBCLASS | flag::HAS_DICT | flag::WEAKREFABLE,
    ..TypeSpec::of::<Exception>("error")
};

static STRUCT: TypeSpec = TypeSpec {
    module: "_struct",
    doc: "Struct(fmt) --> compiled struct object\n\n",
    flags: flag::BASETYPE,
    methods: METHODS,
    getset: &[
        getter("format", |_, v| Ok(str::new(&*of(v).borrow().text))),
        getter("size", |_, v| Ok(Value::size(of(v).borrow().format.size))),
    ],
    ..TypeSpec::of::<Native>("Struct")
};

static UNPACK_ITERATOR: TypeSpec = TypeSpec {
    module: "_struct",
    flags: flag::NO_INSTANTIATION,
    methods: &[
        leaf("__iter__", "(self, /)", |_, a| Ok(a.at(0).clone())),
        leaf("__next__", "(self, /)", next),
        leaf("__length_hint__", "(self, /)", |_, a| {
            Ok(Value::size(a.at(0).native::<Unpacking>().map_or(0, |u| u.rest())))
        }),
    ],
    ..TypeSpec::of::<Native>("unpack_iterator")
};

const FUNCTIONS: &[NativeDef] = &[
    leaf("calcsize", "(format, /)", |vm, a| compile(vm, a.at(0)).map(|c| Value::size(c.format.size))),
    tail("pack", "(*values) -> None", |vm, a| match a.rest(0).split_first() {
        Some((format, values)) => with(vm, format, |vm, f| pack(vm, f, values)),
        None => Act::Raise(vm.type_error("missing format argument")),
    }),
    tail("pack_into", "(*values) -> None", |vm, a| match a.rest(0).split_first() {
        Some((format, rest)) => with(vm, format, |vm, f| pack_into(vm, f, rest)),
        None => Act::Raise(vm.type_error("missing format argument")),
    }),
    tail("unpack", "(format, buffer, /)", |vm, a| with(vm, a.at(0), |vm, f| unpack(vm, &f, a.at(1)).into())),
    tail("unpack_from", "(format, /, buffer, offset=0)", |vm, a| {
        with(vm, a.at(0), |vm, f| unpack_from(vm, f, a.at(1), a.opt(2)))
    }),
    tail("iter_unpack", "(format, buffer, /)", |vm, a| with(vm, a.at(0), |vm, f| iter_unpack(vm, f, a.at(1)).into())),
    leaf("_clearcache", "()", |_, _| Ok(Value::NONE)),
];

const METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, format)", |vm, a| {
        let owner = vm.native_type(&STRUCT);
        let ty = class_of_new(vm, a.at(0), &owner)?;
        let compiled = compile(vm, a.at(1))?;
        Ok(crate::heap::alloc_in(&ty, Native(Box::new(Struct(Mut::new(compiled))))).into())
    })
    .stat(),
    leaf("__init__", "(self, format)", |vm, a| {
        let compiled = compile(vm, a.at(1))?;
        if let Some(s) = a.at(0).native::<Struct>() {
            s.0.set(compiled);
        }
        Ok(Value::NONE)
    }),
    leaf("__repr__", "(self, /)", |_, a| {
        let name = crate::object::type_of(a.at(0)).name();
        let text = of(a.at(0)).borrow().text.clone();
        Ok(str::new(format!("{name}('{text}')")))
    }),
    tail("pack", "(self, /, *values) -> None", |vm, a| pack(vm, compiled(a), a.rest(1))),
    tail("pack_into", "(self, /, *values) -> None", |vm, a| pack_into(vm, compiled(a), a.rest(1))),
    leaf("unpack", "(self, buffer, /)", |vm, a| unpack(vm, &compiled(a), a.at(1))),
    tail("unpack_from", "(self, /, buffer, offset=0)", |vm, a| unpack_from(vm, compiled(a), a.at(1), a.opt(2))),
    leaf("iter_unpack", "(self, buffer, /)", |vm, a| iter_unpack(vm, compiled(a), a.at(1))),
    leaf("__sizeof__", "(self, /)", |_, a| Ok(Value::size(56 + 32 * compiled(a).format.runs.len()))),
];

/// A format that was read.
struct Compiled {
    text: Rc<std::primitive::str>,
    format: Format,
}

struct Struct(Mut<Rc<Compiled>>);

impl NativeObject for Struct {
    fn visit(&self, _: &mut Visitor) {}
}

fn of(v: &Value) -> &Mut<Rc<Compiled>> {
    &v.native::<Struct>().expect("the descriptor checks the receiver").0
}

fn compiled(a: &Args) -> Rc<Compiled> {
    of(a.at(0)).borrow().clone()
}

/// Raises `struct.error`.
#[cold]
fn error(vm: &mut Vm, message: impl AsRef<std::primitive::str>) -> Raised {
    let ty: Ref<Type> = vm.native_type(&ERROR);
    vm.error(&ty, message)
}

#[cold]
fn refused(vm: &mut Vm, p: Problem) -> Raised {
    match p {
        Problem::Error(m) => error(vm, m),
        Problem::Overflow(m) => vm.overflow_error(m),
    }
}

fn compile(vm: &mut Vm, v: &Value) -> PyResult<Rc<Compiled>> {
    let text = if let Some(s) = v.get::<Str>() {
        match s.view().as_ascii() {
            Some(t) => t.to_owned(),
            None => {
                let at = s.view().iter().position(|c| c > 127).unwrap_or(0);
                let ty = vm.types.exc.UnicodeEncodeError.clone();
                let reason = "ordinal not in range(128)";
                let fields = vec![str::new("ascii"), v.clone(), Value::size(at), Value::size(at + 1), str::new(reason)];
                let e = vm.new_exception(&ty, fields.clone());
                if let Some(x) = e.get::<Exception>() {
                    x.fields.set(fields);
                }
                return Err(vm.raise(e));
            }
        }
    } else if let Some(b) = v.get::<bytes::Bytes>() {
        b.data().iter().map(|b| *b as char).collect()
    } else {
        let given = vm.type_name(v);
        return Err(vm.type_error(format!("Struct() argument 1 must be a str or bytes object, not {given}")));
    };
    match Format::parse(text.as_bytes()) {
        Ok(format) => Ok(Rc::new(Compiled { text: text.into(), format })),
        Err(p) => Err(refused(vm, p)),
    }
}

fn with(vm: &mut Vm, format: &Value, f: impl FnOnce(&mut Vm, Rc<Compiled>) -> Act) -> Act {
    if let Some(s) = format.native::<Struct>() {
        let compiled = s.0.borrow().clone();
        return f(vm, compiled);
    }
    match compile(vm, format) {
        Ok(c) => f(vm, c),
        Err(e) => Act::Raise(e),
    }
}

/// True if the value needs no conversion for this code.
fn ready(code: u8, v: &Value) -> bool {
    match code {
        b's' | b'p' | b'c' => true,
        b'?' => v.as_bool().is_some(),
        b'e' | b'f' | b'd' => v.as_float().is_some(),
        b'F' | b'D' => v.is_a::<complex::ComplexBox>(),
        _ => int::is_int(v),
    }
}

async fn converted(cx: &mut Cx, code: u8, v: &Value) -> PyResult {
    match code {
        b'?' => Ok(Value::bool(cx.truth(v).await?)),
        b'e' | b'f' | b'd' => {
            if let Some(i) = Int::of(v) {
                return match i.to_f64().filter(|x| struct_format::fits(code, *x)) {
                    Some(x) => Ok(Value::float(x)),
                    None => Err(error(cx.vm(), "int too large to convert")),
                };
            }
            match number_args::float_by_method(cx, v).await? {
                Some(x) => Ok(Value::float(x)),
                None => Err(error(cx.vm(), "required argument is not a float")),
            }
        }
        b'F' | b'D' => match complex_methods::to_complex(cx, v).await? {
            Some((re, im)) => Ok(complex::new(re, im)),
            None => Err(error(cx.vm(), "required argument is not a complex")),
        },
        _ => match special(cx, v, Dunder::Index).await? {
            Some(i) if int::is_int(&i) => Ok(i),
            _ => Err(error(cx.vm(), "required argument is not an integer")),
        },
    }
}

/// Calls `f` with the values converted.
fn convert(
    vm: &mut Vm,
    c: Rc<Compiled>,
    values: &[Value],
    f: impl FnOnce(&mut Vm, &Compiled, &[Value]) -> PyResult + 'static,
) -> Act {
    if c.format.codes().zip(values).all(|(code, v)| ready(code, v)) {
        return f(vm, &c, values).into();
    }
    let mut values = values.to_vec();
    Act::run(async move |cx| {
        for (code, v) in c.format.codes().zip(values.iter_mut()) {
            if !ready(code, v) {
                *v = converted(cx, code, v).await?;
            }
        }
        f(cx.vm(), &c, &values)
    })
}

fn check_count(vm: &mut Vm, c: &Compiled, given: usize, name: &str) -> PyResult<()> {
    if given != c.format.values {
        let message = format!("{name} expected {} items for packing (got {given})", c.format.values);
        return Err(error(vm, message));
    }
    Ok(())
}

fn pack(vm: &mut Vm, c: Rc<Compiled>, values: &[Value]) -> Act {
    if let Err(e) = check_count(vm, &c, values.len(), "pack") {
        return Act::Raise(e);
    }
    convert(vm, c, values, |vm, c, values| {
        crate::object::text_args::check_size(vm, c.format.size, 1)?;
        let mut out = vec![0; c.format.size];
        match c.format.pack(values, &mut out) {
            Ok(()) => Ok(bytes::new(out)),
            Err(p) => Err(refused(vm, p)),
        }
    })
}

/// Where a field of `size` bytes at `offset` begins in a buffer of `len` bytes.
fn place(vm: &mut Vm, size: usize, offset: i64, len: usize, packing: bool) -> PyResult<usize> {
    let (name, gerund, lack) = if packing {
        ("pack_into", "packing", "no space to pack")
    } else {
        ("unpack_from", "unpacking", "not enough data to unpack")
    };
    let start = if offset < 0 {
        if offset.unsigned_abs() > len as u64 {
            return Err(error(vm, format!("offset {offset} out of range for {len}-byte buffer")));
        }
        if offset + size as i64 > 0 {
            return Err(error(vm, format!("{lack} {size} bytes at offset {offset}")));
        }
        (len as i64 + offset) as usize
    } else {
        offset as usize
    };
    if start > len || len - start < size {
        let message = format!(
            "{name} requires a buffer of at least {} bytes for {gerund} {size} bytes at offset {offset} (actual buffer size is {len})",
            start.saturating_add(size)
        );
        return Err(error(vm, message));
    }
    Ok(start)
}

fn offset(vm: &mut Vm, v: &Value) -> PyResult<i64> {
    match Int::of(v) {
        Some(i) => match i.to_i64() {
            Some(i) => Ok(i),
            None => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
        },
        None => {
            let given = vm.type_name(v);
            Err(vm.type_error(format!("'{given}' object cannot be interpreted as an integer")))
        }
    }
}

fn pack_into(vm: &mut Vm, c: Rc<Compiled>, rest: &[Value]) -> Act {
    let (target, at, values) = match rest {
        [] => return Act::Raise(error(vm, "pack_into expected buffer argument")),
        [_] => return Act::Raise(error(vm, "pack_into expected offset argument")),
        [target, at, values @ ..] => (target.clone(), at.clone(), values),
    };
    if let Err(e) = check_count(vm, &c, values.len(), "pack_into") {
        return Act::Raise(e);
    }
    if lends(&target) {
        return Act::Raise(not_writable(vm, &target));
    }
    convert(vm, c, values, move |vm, c, values| {
        let len = match (target.get::<ByteArray>(), target.get::<crate::object::memoryview::MemoryView>()) {
            (Some(b), _) => b.data.borrow().len(),
            (_, Some(_)) if crate::object::bytes::buffer(&target).is_some() => {
                crate::object::bytes::buffer(&target).map_or(0, |b| b.len())
            }
            _ => return Err(not_writable(vm, &target)),
        };
        let at = offset(vm, &at)?;
        let start = place(vm, c.format.size, at, len, true)?;
        let mut out = vec![0; c.format.size];
        if let Err(p) = c.format.pack(values, &mut out) {
            return Err(refused(vm, p));
        }
        write(vm, &target, start, &out)?;
        Ok(Value::NONE)
    })
}

/// Writes into a buffer whose size was checked.
fn write(vm: &mut Vm, target: &Value, start: usize, data: &[u8]) -> PyResult<()> {
    if let Some(b) = target.get::<ByteArray>() {
        if let Some(to) = b.data.borrow_mut().get_mut(start..start + data.len()) {
            to.copy_from_slice(data);
        }
        return Ok(());
    }
    if let Some(m) = target.get::<crate::object::memoryview::MemoryView>()
        && m.is_contiguous()
        && let Some(true) = m.with_base_mut(|b| {
            let from = usize::try_from(m.start).unwrap_or(0) + start;
            b.get_mut(from..from + data.len()).is_some_and(|to| {
                to.copy_from_slice(data);
                true
            })
        })
    {
        return Ok(());
    }
    Err(not_writable(vm, target))
}

#[cold]
fn not_writable(vm: &mut Vm, target: &Value) -> crate::vm::Raised {
    let given = vm.type_name(target);
    let e = vm.type_error(format!("argument must be read-write bytes-like object, not {given}"));
    vm.wanting(e, target, request::WRITABLE | want::OR_ERROR)
}

fn unpack(vm: &mut Vm, c: &Compiled, v: &Value) -> PyResult {
    let Some(data) = bytes::buffer(v) else { return Err(not_bytes(vm, v)) };
    if data.len() != c.format.size {
        return Err(error(vm, format!("unpack requires a buffer of {} bytes", c.format.size)));
    }
    Ok(tuple::new(c.format.unpack(&data)))
}

fn unpack_from(vm: &mut Vm, c: Rc<Compiled>, v: &Value, at: Option<&Value>) -> Act {
    let at = match at.map(|v| offset(vm, v)) {
        None => 0,
        Some(Ok(n)) => n,
        Some(Err(e)) => return Act::Raise(e),
    };
    let Some(data) = bytes::buffer(v) else { return Act::Raise(not_bytes(vm, v)) };
    match place(vm, c.format.size, at, data.len(), false) {
        Ok(start) => Act::Done(tuple::new(c.format.unpack(data.get(start..start + c.format.size).unwrap_or(&[])))),
        Err(e) => Act::Raise(e),
    }
}

struct Unpacking {
    compiled: Rc<Compiled>,
    /// None when all was taken
    source: Mut<Value>,
    at: Cell<usize>,
}

impl NativeObject for Unpacking {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.source.borrow());
    }
}

impl Drop for Unpacking {
    fn drop(&mut self) {
        hold(&self.source.borrow(), -1);
    }
}

impl Unpacking {
    fn rest(&self) -> usize {
        let len = bytes::buffer(&self.source.borrow()).map_or(0, |b| b.len());
        len.saturating_sub(self.at.get()) / self.compiled.format.size.max(1)
    }
}

fn iter_unpack(vm: &mut Vm, compiled: Rc<Compiled>, v: &Value) -> PyResult {
    let size = compiled.format.size;
    if size == 0 {
        return Err(error(vm, "cannot iteratively unpack with a struct of length 0"));
    }
    let Some(data) = bytes::buffer(v) else { return Err(not_bytes(vm, v)) };
    if data.len() % size != 0 {
        return Err(error(vm, format!("iterative unpacking requires a buffer of a multiple of {size} bytes")));
    }
    let ty = vm.native_type(&UNPACK_ITERATOR);
    // the source keeps its length
    hold(v, 1);
    let state = Unpacking { compiled, source: Mut::new(v.clone()), at: Cell::new(0) };
    Ok(crate::heap::alloc(&ty, Native(Box::new(state))).into())
}

fn next(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(u) = a.at(0).native::<Unpacking>() else { return Err(vm.stop_iteration(Value::NONE)) };
    let (at, size) = (u.at.get(), u.compiled.format.size);
    let item = bytes::buffer(&u.source.borrow())
        .and_then(|d| d.get(at..at + size).map(|field| tuple::new(u.compiled.format.unpack(field))));
    let Some(item) = item else {
        hold(&u.source.replace(Value::NONE), -1);
        return Err(vm.stop_iteration(Value::NONE));
    };
    u.at.set(at + size);
    Ok(item)
}
