//! bytes and bytearray: the methods they share that need no Python code.
//!
//! Invariant: a method gives an object of its receiver's own kind (bytes for bytes, bytearray for bytearray), always
//! exact, and reads arguments of any bytes-like type.

use super::bytes::{self, Buffer, ByteArray, Bytes, buffer};
use super::int;
use super::lent::request;
use super::names::Dunder;
use super::str;
use super::text_args::{
    SEARCH, arg_type_name, c_int, check_size, ints, limit, pieces, positions, range, size, size_or, text,
};
use super::tuple::{self, Tuple};
use crate::text::builder::StrBuf;
use crate::text::bytes_methods as ascii;
use crate::text::split::{self, Blank, Sink, Span};
use crate::text::strip::{self, Ends};
use crate::text::view::StrView;
use crate::value::Value;
use crate::vm::lending::want;
use crate::vm::native::{Args, NativeDef, PyResult, leaf, tail};
use crate::vm::{Raised, Vm};

/// The methods of this file.
pub const METHODS: &[NativeDef] = &[
    leaf("capitalize", "(self, /)", |_, a| changed(a, ascii::capitalize)),
    leaf("lower", "(self, /)", |_, a| changed(a, <[u8]>::make_ascii_lowercase)),
    leaf("upper", "(self, /)", |_, a| changed(a, <[u8]>::make_ascii_uppercase)),
    leaf("title", "(self, /)", |_, a| changed(a, ascii::title)),
    leaf("swapcase", "(self, /)", |_, a| changed(a, ascii::swapcase)),
    leaf("isalnum", "(self, /)", |_, a| Ok(ascii::all(&this(a), |b| b.is_ascii_alphanumeric()).into())),
    leaf("isalpha", "(self, /)", |_, a| Ok(ascii::all(&this(a), |b| b.is_ascii_alphabetic()).into())),
    leaf("isascii", "(self, /)", |_, a| Ok(this(a).is_ascii().into())),
    leaf("isdigit", "(self, /)", |_, a| Ok(ascii::all(&this(a), |b| b.is_ascii_digit()).into())),
    leaf("islower", "(self, /)", |_, a| Ok(ascii::is_lower(&this(a)).into())),
    leaf("isspace", "(self, /)", |_, a| Ok(ascii::all(&this(a), ascii::is_space).into())),
    leaf("istitle", "(self, /)", |_, a| Ok(ascii::is_title(&this(a)).into())),
    leaf("isupper", "(self, /)", |_, a| Ok(ascii::is_upper(&this(a)).into())),
    tail("center", "(self, width, fillchar=b' ', /)", |vm, a| ints(vm, a, &[1], center)),
    tail("ljust", "(self, width, fillchar=b' ', /)", |vm, a| ints(vm, a, &[1], ljust)),
    tail("rjust", "(self, width, fillchar=b' ', /)", |vm, a| ints(vm, a, &[1], rjust)),
    tail("zfill", "(self, width, /)", |vm, a| ints(vm, a, &[1], zfill)),
    tail("expandtabs", "(self, /, tabsize=8)", |vm, a| ints(vm, a, &[1], expandtabs)),
    tail("count", SEARCH, |vm, a| positions(vm, a, &[2, 3], count)),
    tail("find", SEARCH, |vm, a| positions(vm, a, &[2, 3], find)),
    tail("rfind", SEARCH, |vm, a| positions(vm, a, &[2, 3], rfind)),
    tail("index", SEARCH, |vm, a| positions(vm, a, &[2, 3], index)),
    tail("rindex", SEARCH, |vm, a| positions(vm, a, &[2, 3], rindex)),
    tail("startswith", "(self, prefix, start=None, end=None, /) -> (self, prefix[, start[, end]], /)", |vm, a| {
        positions(vm, a, &[2, 3], startswith)
    }),
    tail("endswith", "(self, suffix, start=None, end=None, /) -> (self, suffix[, start[, end]], /)", |vm, a| {
        positions(vm, a, &[2, 3], endswith)
    }),
    leaf("removeprefix", "(self, prefix, /)", removeprefix),
    leaf("removesuffix", "(self, suffix, /)", removesuffix),
    tail("replace", "(self, old, new, count=-1, /)", |vm, a| ints(vm, a, &[3], replace)),
    leaf("strip", "(self, bytes=None, /)", |vm, a| trim(vm, a, Ends::Both)),
    leaf("lstrip", "(self, bytes=None, /)", |vm, a| trim(vm, a, Ends::Left)),
    leaf("rstrip", "(self, bytes=None, /)", |vm, a| trim(vm, a, Ends::Right)),
    tail("split", "(self, /, sep=None, maxsplit=-1)", |vm, a| ints(vm, a, &[2], split)),
    tail("rsplit", "(self, /, sep=None, maxsplit=-1)", |vm, a| ints(vm, a, &[2], rsplit)),
    leaf("partition", "(self, sep, /)", partition),
    leaf("rpartition", "(self, sep, /)", rpartition),
    leaf("translate", "(self, table, /, delete=b'')", translate),
    tail("hex", "(self, /, sep=<unrepresentable>, bytes_per_sep=1)", |vm, a| {
        super::memoryview_type::hex_measured(vm, a, hex)
    }),
    leaf("maketrans", "(frm, to, /)", maketrans).stat(),
];

/// The receiver's bytes; its descriptor has checked the type.
pub(super) fn this<'a>(a: &'a Args) -> Buffer<'a> {
    a.first().and_then(bytes::own).unwrap_or(Buffer::Fixed(&[]))
}

/// New bytes of the receiver's kind.
pub(super) fn like(receiver: &Value, data: Vec<u8>) -> Value {
    if receiver.is_a::<ByteArray>() { bytes::new_array(data) } else { bytes::new(data) }
}

fn built(a: &Args, buf: StrBuf) -> PyResult {
    Ok(like(a.at(0), ascii::into_bytes(buf)))
}

fn changed(a: &Args, f: fn(&mut [u8])) -> PyResult {
    let mut data = this(a).to_vec();
    f(&mut data);
    Ok(like(a.at(0), data))
}

/// The part of the receiver between two indexes; a whole exact bytes object is itself.
fn part(a: &Args, start: usize, end: usize) -> Value {
    let me = a.at(0);
    let data = this(a);
    if start == 0 && end == data.len() && super::types().bytes.is_type_of(me) {
        drop(data);
        return me.clone();
    }
    let cut = data.get(start..end).unwrap_or(&[]).to_vec();
    drop(data);
    like(me, cut)
}

/// Argument `i` as bytes, or "a bytes-like object is required, …".
pub(crate) fn bytes_arg<'a>(vm: &mut Vm, a: &'a Args, i: usize) -> PyResult<Buffer<'a>> {
    buffer(a.at(i)).ok_or_else(|| not_bytes(vm, a.at(i)))
}

/// Why a value has no bytes to read, unless it is for its type.
#[cold]
pub(crate) fn no_buffer(vm: &mut Vm, v: &Value) -> Option<Raised> {
    let m = v.get::<super::memoryview::MemoryView>()?;
    Some(if m.is_released() {
        vm.value_error("operation forbidden on released memoryview object")
    } else if m.role.get() == super::memoryview::Role::Restricted {
        vm.value_error("cannot create new view on restricted memoryview")
    } else {
        let ty = vm.types.exc.BufferError.clone();
        vm.error(&ty, "memoryview: underlying buffer is not C-contiguous")
    })
}

/// The usual complaint.
#[cold]
pub(crate) fn not_bytes(vm: &mut Vm, v: &Value) -> Raised {
    not_bytes_for(vm, v, request::SIMPLE)
}

/// The same where the bytes may lie apart.
#[cold]
pub(crate) fn not_all_bytes(vm: &mut Vm, v: &Value) -> Raised {
    not_bytes_for(vm, v, request::FULL_RO)
}

/// The same for what is wanted with these flags, and in these ways (`vm::lending`).
#[cold]
pub(crate) fn not_bytes_for(vm: &mut Vm, v: &Value, how: u32) -> Raised {
    let name = vm.type_name(v);
    not_bytes_but(vm, v, how, &format!("a bytes-like object is required, not '{name}'"))
}

/// The same in other words.
#[cold]
pub(crate) fn not_bytes_but(vm: &mut Vm, v: &Value, how: u32, message: &str) -> Raised {
    no_buffer(vm, v).unwrap_or_else(|| {
        let e = vm.type_error(message);
        vm.wanting(e, v, how)
    })
}

fn fill(vm: &mut Vm, a: &Args, name: &str) -> PyResult<u8> {
    let Some(v) = a.opt(2) else { return Ok(b' ') };
    let kind = if v.is_a::<Bytes>() {
        "bytes"
    } else if v.is_a::<ByteArray>() {
        "bytearray"
    } else {
        let shown = arg_type_name(vm, v);
        return Err(vm.type_error(format!("{name}() argument 2 must be a byte string of length 1, not {shown}")));
    };
    let data = bytes_arg(vm, a, 2)?;
    match &*data {
        [b] => Ok(*b),
        other => {
            let n = other.len();
            Err(vm.type_error(format!(
                "{name}(): argument 2 must be a byte string of length 1, not a {kind} object of length {n}"
            )))
        }
    }
}

fn pad(vm: &mut Vm, a: &Args, name: &str, margins: fn(usize, usize) -> (usize, usize)) -> PyResult {
    let width = usize::try_from(size(vm, a.at(1))?).unwrap_or(0);
    let fill = fill(vm, a, name)?;
    let len = this(a).len();
    if width <= len {
        return Ok(part(a, 0, len));
    }
    check_size(vm, width, 1)?;
    let (left, right) = margins(len, width);
    built(a, strip::pad(ascii::view(&this(a)), left, right, fill as u32))
}
fn center(vm: &mut Vm, a: &Args) -> PyResult {
    pad(vm, a, "center", strip::center_margins)
}
fn ljust(vm: &mut Vm, a: &Args) -> PyResult {
    pad(vm, a, "ljust", |len, width| (0, width - len))
}
fn rjust(vm: &mut Vm, a: &Args) -> PyResult {
    pad(vm, a, "rjust", |len, width| (width - len, 0))
}
fn zfill(vm: &mut Vm, a: &Args) -> PyResult {
    let width = usize::try_from(size(vm, a.at(1))?).unwrap_or(0);
    check_size(vm, width, 1)?;
    built(a, strip::zero_fill(ascii::view(&this(a)), width))
}
fn expandtabs(vm: &mut Vm, a: &Args) -> PyResult {
    let tab = c_int(vm, a, 1, 8)?;
    match split::expand_tabs(ascii::view(&this(a)), usize::try_from(tab).unwrap_or(0), 1 << 28) {
        Some(buf) => built(a, buf),
        None => Err(vm.overflow_error("result too long")),
    }
}

/// What is searched: bytes, or one byte given as an int.
pub(super) fn needle<'a>(vm: &mut Vm, v: &'a Value) -> PyResult<Buffer<'a>> {
    if int::is_int(v) {
        return match int::to_i64(v).and_then(|n| u8::try_from(n).ok()) {
            Some(b) => Ok(Buffer::Copied(vec![b])),
            None => Err(vm.value_error("byte must be in range(0, 256)")),
        };
    }
    match buffer(v) {
        Some(b) => Ok(b),
        None => {
            let index = !super::lent::lends(v) && vm.dunder(v, Dunder::Index).is_some();
            let how = if index { want::HOLD | want::INDEX } else { want::HOLD };
            let name = vm.type_name(v);
            Err(not_bytes_but(vm, v, how, &format!("argument should be integer or bytes-like object, not '{name}'")))
        }
    }
}

fn count(vm: &mut Vm, a: &Args) -> PyResult {
    let sub = needle(vm, a.at(1))?;
    let data = this(a);
    let (start, end) = range(a, 2, data.len());
    Ok(Value::size(ascii::view(&data).count(ascii::view(&sub), start, end)))
}
fn search(vm: &mut Vm, a: &Args, back: bool) -> PyResult<Option<usize>> {
    let sub = needle(vm, a.at(1))?;
    let data = this(a);
    let (start, end) = range(a, 2, data.len());
    let (v, sub) = (ascii::view(&data), ascii::view(&sub));
    Ok(if back { v.rfind(sub, start, end) } else { v.find(sub, start, end) })
}
fn find(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(search(vm, a, false)?.map_or(Value::int(-1), Value::size))
}
fn rfind(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(search(vm, a, true)?.map_or(Value::int(-1), Value::size))
}
fn index(vm: &mut Vm, a: &Args) -> PyResult {
    search(vm, a, false)?.map(Value::size).ok_or_else(|| vm.value_error("subsection not found"))
}
fn rindex(vm: &mut Vm, a: &Args) -> PyResult {
    search(vm, a, true)?.map(Value::size).ok_or_else(|| vm.value_error("subsection not found"))
}

fn affix(vm: &mut Vm, a: &Args, name: &str, test: fn(&[u8], &[u8]) -> bool) -> PyResult {
    let data = this(a);
    let (start, end) = range(a, 2, data.len());
    let cut = if start <= end { data.get(start..end) } else { None };
    let matches = |sub: &[u8]| cut.is_some_and(|c| test(c, sub));
    let arg = a.at(1);
    if let Some(t) = arg.get::<Tuple>() {
        for item in t.items() {
            let Some(sub) = buffer(item) else { return Err(not_bytes_for(vm, item, want::HOLD)) };
            if matches(&sub) {
                return Ok(Value::TRUE);
            }
        }
        return Ok(Value::FALSE);
    }
    match buffer(arg) {
        Some(sub) => Ok(matches(&sub).into()),
        None => {
            let given = vm.type_name(arg);
            let message = format!("{name} first arg must be bytes or a tuple of bytes, not {given}");
            Err(not_bytes_but(vm, arg, want::HOLD, &message))
        }
    }
}
fn startswith(vm: &mut Vm, a: &Args) -> PyResult {
    affix(vm, a, "startswith", |v, p| v.starts_with(p))
}
fn endswith(vm: &mut Vm, a: &Args) -> PyResult {
    affix(vm, a, "endswith", |v, p| v.ends_with(p))
}
fn removeprefix(vm: &mut Vm, a: &Args) -> PyResult {
    let p = bytes_arg(vm, a, 1)?;
    let (start, len) = {
        let data = this(a);
        (if data.starts_with(&p) { p.len() } else { 0 }, data.len())
    };
    Ok(part(a, start, len))
}
fn removesuffix(vm: &mut Vm, a: &Args) -> PyResult {
    let p = bytes_arg(vm, a, 1)?;
    let end = {
        let data = this(a);
        if data.ends_with(&p) { data.len() - p.len() } else { data.len() }
    };
    Ok(part(a, 0, end))
}

fn replace(vm: &mut Vm, a: &Args) -> PyResult {
    let old = bytes_arg(vm, a, 1)?;
    let new = bytes_arg(vm, a, 2)?;
    let max = limit(size_or(vm, a, 3, -1)?);
    let data = this(a);
    let (v, old, new) = (ascii::view(&data), ascii::view(&old), ascii::view(&new));
    match split::plan_replace(v, old, new, max) {
        Some((0, _)) => Ok(part(a, 0, v.len())),
        Some((n, len)) => {
            check_size(vm, len, 1)?;
            built(a, split::replace(v, old, new, (n, len)))
        }
        None => Err(vm.overflow_error("replace bytes is too long")),
    }
}

fn trim(vm: &mut Vm, a: &Args, ends: Ends) -> PyResult {
    let (start, end) = {
        let data = this(a);
        let v = ascii::view(&data);
        match a.some(1) {
            None => strip::strip_space(v, ends, Blank::Ascii),
            Some(_) => strip::strip_set(v, ends, ascii::view(&bytes_arg(vm, a, 1)?)),
        }
    };
    Ok(part(a, start, end))
}

fn cut(
    vm: &mut Vm,
    a: &Args,
    back: bool,
    by_space: fn(StrView, usize, Blank, &mut Sink),
    by_sep: fn(StrView, StrView, usize, &mut Sink),
) -> PyResult {
    let max = limit(size_or(vm, a, 2, -1)?);
    let data = this(a);
    vm.charge((data.len() >> 4) as u32);
    let v = ascii::view(&data);
    let piece = |(s, e): Span| like(a.at(0), data.get(s..e).unwrap_or(&[]).to_vec());
    if a.some(1).is_none() {
        return pieces(vm, back, &piece, &mut |out| by_space(v, max, Blank::Ascii, out));
    }
    let Some(sep) = buffer(a.at(1)) else { return Err(not_bytes_for(vm, a.at(1), want::HOLD)) };
    if sep.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    pieces(vm, back, &piece, &mut |out| by_sep(v, ascii::view(&sep), max, out))
}
fn split(vm: &mut Vm, a: &Args) -> PyResult {
    cut(vm, a, false, split::split_space, split::split)
}
fn rsplit(vm: &mut Vm, a: &Args) -> PyResult {
    cut(vm, a, true, split::rsplit_space, split::rsplit)
}

/// `splitlines` with `keepends` already a truth value.
pub(super) fn split_lines(vm: &mut Vm, me: &Value, keep_ends: bool) -> PyResult {
    let data = bytes::own(me).unwrap_or(Buffer::Fixed(&[]));
    let piece = |(s, e): Span| like(me, data.get(s..e).unwrap_or(&[]).to_vec());
    pieces(vm, false, &piece, &mut |out| split::split_lines(ascii::view(&data), keep_ends, Blank::Ascii, out))
}

fn parts(vm: &mut Vm, a: &Args, back: bool) -> PyResult {
    let (found, sep_len, len) = {
        let sep = bytes_arg(vm, a, 1)?;
        if sep.is_empty() {
            return Err(vm.value_error("empty separator"));
        }
        let data = this(a);
        let v = ascii::view(&data);
        let s = ascii::view(&sep);
        (if back { v.rfind(s, 0, v.len()) } else { v.find(s, 0, v.len()) }, sep.len(), v.len())
    };
    let me = a.at(0);
    let empty = || like(me, Vec::new());
    Ok(tuple::new(match found {
        Some(at) => {
            // A bytearray hands out copies only, a bytes object the separator itself.
            let sep = if me.is_a::<ByteArray>() {
                let copy = bytes_arg(vm, a, 1)?.to_vec();
                like(me, copy)
            } else {
                super::lent::as_given(vm, a.at(1))
            };
            vec![part(a, 0, at), sep, part(a, at + sep_len, len)]
        }
        None if back => vec![empty(), empty(), part(a, 0, len)],
        None => vec![part(a, 0, len), empty(), empty()],
    }))
}
fn partition(vm: &mut Vm, a: &Args) -> PyResult {
    parts(vm, a, false)
}
fn rpartition(vm: &mut Vm, a: &Args) -> PyResult {
    parts(vm, a, true)
}

fn translate(vm: &mut Vm, a: &Args) -> PyResult {
    let table = match a.some(1) {
        None => None,
        Some(_) => {
            let t = bytes_arg(vm, a, 1)?;
            if t.len() != 256 {
                return Err(vm.value_error("translation table must be 256 characters long"));
            }
            Some(t)
        }
    };
    let delete = match a.opt(2) {
        None => Buffer::Fixed(&[]),
        Some(_) => bytes_arg(vm, a, 2)?,
    };
    let out = ascii::translate(&this(a), table.as_deref(), &delete);
    Ok(like(a.at(0), out))
}

fn maketrans(vm: &mut Vm, a: &Args) -> PyResult {
    let from = bytes_arg(vm, a, 0)?;
    let to = bytes_arg(vm, a, 1)?;
    if from.len() != to.len() {
        return Err(vm.value_error("maketrans arguments must have same length"));
    }
    let mut table: Vec<u8> = (0..=255).collect();
    for (f, t) in from.iter().zip(to.iter()) {
        table[*f as usize] = *t;
    }
    Ok(bytes::new(table))
}

/// The arguments of `hex` from index 1: separator and group size.
pub(crate) fn hex_arguments(vm: &mut Vm, a: &Args) -> PyResult<(Option<u8>, isize)> {
    let group = c_int(vm, a, 2, 1)?;
    let Some(v) = a.opt(1) else { return Ok((None, group)) };
    let (len, first) = if let Some(t) = text(v) {
        (t.len(), t.get(0).unwrap_or(0))
    } else if let Some(b) = buffer(v) {
        (b.len(), b.first().map_or(0, |b| *b as u32))
    } else {
        let name = vm.type_name(v);
        return Err(if v.is_heap() {
            vm.type_error("sep must be str or bytes.")
        } else {
            vm.type_error(format!("object of type '{name}' has no len()"))
        });
    };
    if len != 1 {
        return Err(vm.value_error("sep must be length 1."));
    }
    if first > 127 {
        return Err(vm.value_error("sep must be ASCII."));
    }
    Ok((Some(first as u8), group))
}

fn hex(vm: &mut Vm, a: &Args) -> PyResult {
    let (sep, group) = hex_arguments(vm, a)?;
    let text = ascii::hex(&this(a), sep, group);
    Ok(str::new(StrBuf::from_ascii(text)))
}
