//! str: the methods that need no Python code.
//!
//! Invariant: a method gives an exact str, and the receiver itself where CPython does (nothing to change, exact type).

use super::str;
use super::text_args::{
    SEARCH, c_int, check_size, ints, limit, made, must_be, part, pieces, positions, range, size, size_or, str_arg,
    text, this,
};
use super::tuple::{self, Tuple};
use crate::text::builder::StrBuf;
use crate::text::split::{self, Blank, Sink};
use crate::text::strip::{self, Ends};
use crate::text::view::StrView;
use crate::text::{case, unicode};
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};

/// The methods of this file.
pub const METHODS: &[NativeDef] = &[
    leaf("capitalize", "(self, /)", |_, a| made(case::capitalize(this(a)))),
    leaf("casefold", "(self, /)", |_, a| made(case::casefold(this(a)))),
    leaf("lower", "(self, /)", |_, a| {
        Ok(match this(a) {
            StrView::Ascii(u) => str::of_ascii(u.len(), u.iter().map(u8::to_ascii_lowercase)),
            v => return made(case::lower(v)),
        })
    }),
    leaf("upper", "(self, /)", |_, a| {
        Ok(match this(a) {
            StrView::Ascii(u) => str::of_ascii(u.len(), u.iter().map(u8::to_ascii_uppercase)),
            v => return made(case::upper(v)),
        })
    }),
    leaf("title", "(self, /)", |_, a| made(case::title(this(a)))),
    leaf("swapcase", "(self, /)", |_, a| made(case::swapcase(this(a)))),
    leaf("isalnum", "(self, /)", |_, a| Ok(case::all(this(a), unicode::is_alnum).into())),
    leaf("isalpha", "(self, /)", |_, a| Ok(case::all(this(a), unicode::is_alpha).into())),
    leaf("isascii", "(self, /)", |_, a| Ok(this(a).is_ascii().into())),
    leaf("isdecimal", "(self, /)", |_, a| Ok(case::all(this(a), unicode::is_decimal).into())),
    leaf("isdigit", "(self, /)", |_, a| Ok(case::all(this(a), unicode::is_digit).into())),
    leaf("isidentifier", "(self, /)", |_, a| Ok(case::is_identifier(this(a)).into())),
    leaf("islower", "(self, /)", |_, a| Ok(case::is_lower(this(a)).into())),
    leaf("isnumeric", "(self, /)", |_, a| Ok(case::all(this(a), unicode::is_numeric).into())),
    leaf("isprintable", "(self, /)", |_, a| Ok(case::is_printable(this(a)).into())),
    leaf("isspace", "(self, /)", |_, a| Ok(case::all(this(a), unicode::is_space).into())),
    leaf("istitle", "(self, /)", |_, a| Ok(case::is_title(this(a)).into())),
    leaf("isupper", "(self, /)", |_, a| Ok(case::is_upper(this(a)).into())),
    tail("center", "(self, width, fillchar=' ', /)", |vm, a| ints(vm, a, &[1], center)),
    tail("ljust", "(self, width, fillchar=' ', /)", |vm, a| ints(vm, a, &[1], ljust)),
    tail("rjust", "(self, width, fillchar=' ', /)", |vm, a| ints(vm, a, &[1], rjust)),
    tail("zfill", "(self, width, /)", |vm, a| ints(vm, a, &[1], zfill)),
    tail("expandtabs", "(self, /, tabsize=8)", |vm, a| ints(vm, a, &[1], expandtabs)),
    tail("count", SEARCH, |vm, a| searched(vm, a, "count", count)),
    tail("find", SEARCH, |vm, a| searched(vm, a, "find", find)),
    tail("rfind", SEARCH, |vm, a| searched(vm, a, "rfind", rfind)),
    tail("index", SEARCH, |vm, a| searched(vm, a, "index", index)),
    tail("rindex", SEARCH, |vm, a| searched(vm, a, "rindex", rindex)),
    tail("startswith", "(self, prefix, start=None, end=None, /) -> (self, prefix[, start[, end]], /)", |vm, a| {
        positions(vm, a, &[2, 3], startswith)
    }),
    tail("endswith", "(self, suffix, start=None, end=None, /) -> (self, suffix[, start[, end]], /)", |vm, a| {
        positions(vm, a, &[2, 3], endswith)
    }),
    leaf("removeprefix", "(self, prefix, /)", removeprefix),
    leaf("removesuffix", "(self, suffix, /)", removesuffix),
    tail("replace", "(self, old, new, /, count=-1)", |vm, a| {
        match str_arg(vm, a, 1, "replace").and_then(|_| str_arg(vm, a, 2, "replace")) {
            Ok(_) => ints(vm, a, &[3], replace),
            Err(e) => Act::Raise(e),
        }
    }),
    leaf("strip", "(self, chars=None, /)", |vm, a| trim(vm, a, Ends::Both, "strip")),
    leaf("lstrip", "(self, chars=None, /)", |vm, a| trim(vm, a, Ends::Left, "lstrip")),
    leaf("rstrip", "(self, chars=None, /)", |vm, a| trim(vm, a, Ends::Right, "rstrip")),
    tail("split", "(self, /, sep=None, maxsplit=-1)", |vm, a| ints(vm, a, &[2], split)),
    tail("rsplit", "(self, /, sep=None, maxsplit=-1)", |vm, a| ints(vm, a, &[2], rsplit)),
    leaf("partition", "(self, sep, /)", partition),
    leaf("rpartition", "(self, sep, /)", rpartition),
];

fn fill(vm: &mut Vm, a: &Args, i: usize) -> PyResult<u32> {
    let Some(v) = a.opt(i) else { return Ok(b' ' as u32) };
    let Some(t) = text(v) else {
        return Err(must_be(vm, v, "The fill character must be a unicode character, not "));
    };
    match (t.len(), t.get(0)) {
        (1, Some(c)) => Ok(c),
        _ => Err(vm.type_error("The fill character must be exactly one character long")),
    }
}

fn pad(vm: &mut Vm, a: &Args, margins: fn(usize, usize) -> (usize, usize)) -> PyResult {
    let v = this(a);
    let width = usize::try_from(size(vm, a.at(1))?).unwrap_or(0);
    let fill = fill(vm, a, 2)?;
    if width <= v.len() {
        return Ok(part(a.at(0), v, 0, v.len()));
    }
    check_size(vm, width, 4)?;
    let (left, right) = margins(v.len(), width);
    made(strip::pad(v, left, right, fill))
}

fn center(vm: &mut Vm, a: &Args) -> PyResult {
    pad(vm, a, strip::center_margins)
}
fn ljust(vm: &mut Vm, a: &Args) -> PyResult {
    pad(vm, a, |len, width| (0, width - len))
}
fn rjust(vm: &mut Vm, a: &Args) -> PyResult {
    pad(vm, a, |len, width| (width - len, 0))
}

fn zfill(vm: &mut Vm, a: &Args) -> PyResult {
    let v = this(a);
    let width = usize::try_from(size(vm, a.at(1))?).unwrap_or(0);
    if width <= v.len() {
        return Ok(part(a.at(0), v, 0, v.len()));
    }
    check_size(vm, width, 4)?;
    made(strip::zero_fill(v, width))
}

fn expandtabs(vm: &mut Vm, a: &Args) -> PyResult {
    let tab = c_int(vm, a, 1, 8)?;
    match split::expand_tabs(this(a), usize::try_from(tab).unwrap_or(0), 1 << 28) {
        Some(buf) => made(buf),
        None => Err(vm.overflow_error("new string is too long")),
    }
}

/// A search; what is searched for is looked at before the positions.
fn searched(vm: &mut Vm, a: &Args, name: &str, f: fn(&mut Vm, &Args) -> PyResult) -> Act {
    match str_arg(vm, a, 1, name) {
        Ok(_) => positions(vm, a, &[2, 3], f),
        Err(e) => Act::Raise(e),
    }
}

fn count(_: &mut Vm, a: &Args) -> PyResult {
    let (v, sub) = (this(a), text(a.at(1)).unwrap_or(StrView::EMPTY));
    let (start, end) = range(a, 2, v.len());
    Ok(Value::size(v.count(sub, start, end)))
}

/// Where argument 1, which [`searched`] has looked at, is.
fn search(a: &Args, back: bool) -> Option<usize> {
    let (v, sub) = (this(a), text(a.at(1)).unwrap_or(StrView::EMPTY));
    let (start, end) = range(a, 2, v.len());
    if back { v.rfind(sub, start, end) } else { v.find(sub, start, end) }
}

fn find(_: &mut Vm, a: &Args) -> PyResult {
    Ok(search(a, false).map_or(Value::int(-1), Value::size))
}
fn rfind(_: &mut Vm, a: &Args) -> PyResult {
    Ok(search(a, true).map_or(Value::int(-1), Value::size))
}
fn index(vm: &mut Vm, a: &Args) -> PyResult {
    search(a, false).map(Value::size).ok_or_else(|| vm.value_error("substring not found"))
}
fn rindex(vm: &mut Vm, a: &Args) -> PyResult {
    search(a, true).map(Value::size).ok_or_else(|| vm.value_error("substring not found"))
}

fn affix(vm: &mut Vm, a: &Args, name: &str, test: impl Fn(StrView, StrView) -> bool) -> PyResult {
    let v = this(a);
    let (start, end) = range(a, 2, v.len());
    // A start past the end matches nothing, not even the empty string.
    let inside = start <= end;
    let cut = v.slice(start, end);
    let arg = a.at(1);
    if let Some(t) = arg.get::<Tuple>() {
        for item in t.items() {
            let Some(sub) = text(item) else {
                let given = vm.type_name(item);
                return Err(vm.type_error(format!("tuple for {name} must only contain str, not {given}")));
            };
            if inside && test(cut, sub) {
                return Ok(Value::TRUE);
            }
        }
        return Ok(Value::FALSE);
    }
    match text(arg) {
        Some(sub) => Ok((inside && test(cut, sub)).into()),
        None => {
            let given = vm.type_name(arg);
            Err(vm.type_error(format!("{name} first arg must be str or a tuple of str, not {given}")))
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
    let v = this(a);
    let Some(p) = text(a.at(1)) else {
        return Err(must_be(vm, a.at(1), "removeprefix() argument must be str, not "));
    };
    let start = if v.starts_with(p) { p.len() } else { 0 };
    Ok(part(a.at(0), v, start, v.len()))
}
fn removesuffix(vm: &mut Vm, a: &Args) -> PyResult {
    let v = this(a);
    let Some(p) = text(a.at(1)) else {
        return Err(must_be(vm, a.at(1), "removesuffix() argument must be str, not "));
    };
    let end = if v.ends_with(p) { v.len() - p.len() } else { v.len() };
    Ok(part(a.at(0), v, 0, end))
}

fn replace(vm: &mut Vm, a: &Args) -> PyResult {
    let old = str_arg(vm, a, 1, "replace")?;
    let new = str_arg(vm, a, 2, "replace")?;
    let max = limit(size_or(vm, a, 3, -1)?);
    let v = this(a);
    match split::plan_replace(v, old, new, max) {
        Some((0, _)) => Ok(part(a.at(0), v, 0, v.len())),
        Some((n, len)) => {
            check_size(vm, len, v.kind().max(new.kind()).width())?;
            made(split::replace(v, old, new, (n, len)))
        }
        None => Err(vm.overflow_error("replace string is too long")),
    }
}

fn trim(vm: &mut Vm, a: &Args, ends: Ends, name: &str) -> PyResult {
    let v = this(a);
    let (start, end) = match a.some(1) {
        None => strip::strip_space(v, ends, Blank::Unicode),
        Some(chars) => match text(chars) {
            Some(set) => strip::strip_set(v, ends, set),
            None => return Err(vm.type_error(format!("{name} arg must be None or str"))),
        },
    };
    Ok(part(a.at(0), v, start, end))
}

fn cut(
    vm: &mut Vm,
    a: &Args,
    back: bool,
    by_space: fn(StrView, usize, Blank, &mut Sink),
    by_sep: fn(StrView, StrView, usize, &mut Sink),
) -> PyResult {
    let v = this(a);
    vm.charge((v.len() >> 4) as u32);
    let max = limit(size_or(vm, a, 2, -1)?);
    let piece = |(s, e)| str::from_view(v.slice(s, e));
    let Some(sep) = a.some(1) else {
        return pieces(vm, back, &piece, &mut |out| by_space(v, max, Blank::Unicode, out));
    };
    let Some(sep) = text(sep) else { return Err(must_be(vm, sep, "must be str or None, not ")) };
    if sep.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    pieces(vm, back, &piece, &mut |out| by_sep(v, sep, max, out))
}
fn split(vm: &mut Vm, a: &Args) -> PyResult {
    cut(vm, a, false, split::split_space, split::split)
}
fn rsplit(vm: &mut Vm, a: &Args) -> PyResult {
    cut(vm, a, true, split::rsplit_space, split::rsplit)
}

/// `splitlines` with `keepends` already a truth value.
pub(super) fn split_lines(vm: &mut Vm, v: StrView, keep_ends: bool) -> PyResult {
    vm.charge((v.len() >> 4) as u32);
    let piece = |(s, e)| str::from_view(v.slice(s, e));
    pieces(vm, false, &piece, &mut |out| split::split_lines(v, keep_ends, Blank::Unicode, out))
}

fn parts(vm: &mut Vm, a: &Args, back: bool) -> PyResult {
    let v = this(a);
    let Some(sep) = text(a.at(1)) else {
        let given = vm.type_name(a.at(1));
        return Err(vm.type_error(format!("must be str, not {given}")));
    };
    if sep.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let found = if back { v.rfind(sep, 0, v.len()) } else { v.find(sep, 0, v.len()) };
    let empty = || str::new(StrBuf::new());
    let whole = part(a.at(0), v, 0, v.len());
    Ok(tuple::new(match found {
        Some(at) => vec![part(a.at(0), v, 0, at), a.at(1).clone(), part(a.at(0), v, at + sep.len(), v.len())],
        None if back => vec![empty(), empty(), whole],
        None => vec![whole, empty(), empty()],
    }))
}
fn partition(vm: &mut Vm, a: &Args) -> PyResult {
    parts(vm, a, false)
}
fn rpartition(vm: &mut Vm, a: &Args) -> PyResult {
    parts(vm, a, true)
}
