//! str: the type, and what its operators do.
//!
//! Invariant: operators give exact strs; a str is indexed by code point in constant time.

use super::bytes::buffer;
use super::codec;
use super::int;
use super::names::Dunder;
use super::slice::Slice;
use super::spec::TypeSpec;
use super::str::{self, Str};
use super::text_args::{arg_type_name, check_size, exact, must_be, part, text, this};
use super::ty::{Type, flag};
use super::{str_format, str_join, str_methods, str_percent, tuple};
use crate::code::BinOp;
use crate::heap::Ref;
use crate::text::builder::{StrBuf, StrBuilder};
use crate::text::repr;
use crate::text::view::StrView;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::lending::want;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use std::cmp::Ordering;

/// The type.
pub const SPEC: TypeSpec = TypeSpec {
    flags: flag::BASETYPE | flag::MATCH_SELF,
    doc: "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str",
    methods: &ALL,
    ..TypeSpec::of::<Str>("str")
};

const PARTS: &[&[NativeDef]] = &[OPERATORS, str_methods::METHODS, str_join::METHODS, str_format::METHODS];
static ALL: [NativeDef; total(PARTS)] = concat(PARTS);

/// Number of methods in several tables.
pub(crate) const fn total(parts: &[&[NativeDef]]) -> usize {
    let (mut n, mut i) = (0, 0);
    while i < parts.len() {
        n += parts[i].len();
        i += 1;
    }
    n
}

/// Several tables as one.
pub(crate) const fn concat<const N: usize>(parts: &[&[NativeDef]]) -> [NativeDef; N] {
    let mut out = [parts[0][0]; N];
    let (mut n, mut i) = (0, 0);
    while i < parts.len() {
        let mut j = 0;
        while j < parts[i].len() {
            out[n] = parts[i][j];
            n += 1;
            j += 1;
        }
        i += 1;
    }
    out
}

const OPERATORS: &[NativeDef] = &[
    tail(
        "__new__",
        "(cls, object=<unrepresentable>, encoding=<unrepresentable>, errors=<unrepresentable>) -> None",
        new,
    )
    .stat(),
    leaf("__repr__", "(self, /)", |_, a| Ok(str::new(repr::str_repr(this(a))))),
    leaf("__str__", "(self, /)", |_, a| Ok(exact(a.at(0)))),
    leaf("__hash__", "(self, /)", |_, a| Ok(Value::int(a.at(0).get::<Str>().map_or(0, |s| s.hash())))),
    leaf("__len__", "(self, /)", |_, a| Ok(Value::size(this(a).len()))),
    leaf("__lt__", "(self, value, /)", |_, a| order(a, |o| o == Ordering::Less)),
    leaf("__le__", "(self, value, /)", |_, a| order(a, |o| o != Ordering::Greater)),
    leaf("__eq__", "(self, value, /)", |_, a| same(a, true)),
    leaf("__ne__", "(self, value, /)", |_, a| same(a, false)),
    leaf("__gt__", "(self, value, /)", |_, a| order(a, |o| o == Ordering::Greater)),
    leaf("__ge__", "(self, value, /)", |_, a| order(a, |o| o != Ordering::Less)),
    leaf("__contains__", "(self, key, /)", contains),
    leaf("__add__", "(self, value, /)", add),
    tail("__mul__", "(self, value, /)", multiply),
    tail("__rmul__", "(self, value, /)", multiply),
    tail("__mod__", "(self, value, /)", modulo),
    leaf("__rmod__", "(self, value, /)", |_, _| Ok(Value::NOT_IMPLEMENTED)),
    leaf("__iter__", "(self, /)", super::text_iter::dunder_iter),
    tail("__getitem__", "(self, key, /)", get_item),
    leaf("__getnewargs__", "(self, /)", |_, a| Ok(tuple::new(vec![str::new(this(a).to_buf())]))),
    leaf("__sizeof__", "(self, /)", size_of),
];

/// A str of class `cls`, or of a subclass.
pub fn new_of(cls: &Ref<Type>, buf: StrBuf) -> Value {
    if super::types().str.is(cls) {
        return str::new(buf);
    }
    crate::heap::alloc_in(cls, Str::payload(buf)).into()
}

/// Turns the exact str that `act` gives into one of class `cls`.
fn of_class(cls: Ref<Type>, act: Act) -> Act {
    if super::types().str.is(&cls) {
        return act;
    }
    let convert = move |v: Value| match text(&v) {
        Some(t) => new_of(&cls, t.to_buf()),
        None => v,
    };
    match act {
        Act::Done(v) => Act::Done(convert(v)),
        Act::Raise(e) => Act::Raise(e),
        act => Act::run(async move |cx| cx.act(act).await.map(convert)),
    }
}

fn new(vm: &mut Vm, a: &Args) -> Act {
    let Some(cls) = a.at(0).get_ref::<Type>() else {
        return Act::Raise(vm.type_error("str.__new__(X): X is not a type object"));
    };
    let Some(object) = a.opt(1) else { return Act::Done(new_of(&cls, StrBuf::new())) };
    if a.opt(2).is_none() && a.opt(3).is_none() {
        return of_class(cls, vm.str(object));
    }
    let mut names = ["utf-8".to_owned(), "strict".to_owned()];
    for (i, what) in [(2, "encoding"), (3, "errors")] {
        if let Some(v) = a.opt(i) {
            match text(v) {
                Some(t) => names[i - 2] = t.to_display(),
                None => {
                    return Act::Raise(must_be(vm, v, &format!("str() argument '{what}' must be str, not ")));
                }
            }
        }
    }
    if text(object).is_some() {
        return Act::Raise(vm.type_error("decoding str is not supported"));
    }
    if buffer(object).is_none() {
        let name = vm.type_name(object);
        let e = vm.type_error(format!("decoding to str: need a bytes-like object, {name} found"));
        return Act::Raise(vm.wanting(e, object, want::OR_ERROR));
    }
    let act = codec::decode(vm, object, &names[0], &names[1]);
    of_class(cls, act)
}

fn order(a: &Args, test: fn(Ordering) -> bool) -> PyResult {
    Ok(match text(a.at(1)) {
        Some(other) => Value::bool(test(this(a).cmp(&other))),
        None => Value::NOT_IMPLEMENTED,
    })
}

fn same(a: &Args, want: bool) -> PyResult {
    Ok(match text(a.at(1)) {
        Some(other) => Value::bool((this(a) == other) == want),
        None => Value::NOT_IMPLEMENTED,
    })
}

fn contains(vm: &mut Vm, a: &Args) -> PyResult {
    match text(a.at(1)) {
        Some(sub) => Ok(this(a).contains(sub).into()),
        None => {
            let name = vm.type_name(a.at(1));
            Err(vm.type_error(format!("'in <string>' requires string as left operand, not {name}")))
        }
    }
}

/// True if the other operand's class has an answer of its own: the operator then asks it before complaining.
pub(super) fn has_reflected(vm: &Vm, v: &Value, d: Dunder) -> bool {
    let ty = super::type_ref(v);
    ty.has(flag::HEAPTYPE) && vm.dunder_of(ty, d).is_some_and(|m| !m.is_a::<super::native::Builtin>())
}

fn add(vm: &mut Vm, a: &Args) -> PyResult {
    let v = this(a);
    let Some(other) = text(a.at(1)) else {
        if has_reflected(vm, a.at(1), Dunder::RAdd) {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        let name = arg_type_name_of(vm, a.at(1));
        return Err(vm.type_error(format!("can only concatenate str (not \"{name}\") to str")));
    };
    concat_views(vm, v, other, a.at(0), a.at(1))
}

fn arg_type_name_of(vm: &Vm, v: &Value) -> String {
    if v.is_none() { "NoneType".to_owned() } else { arg_type_name(vm, v) }
}

fn concat_views(vm: &mut Vm, v: StrView, other: StrView, a: &Value, b: &Value) -> PyResult {
    if other.is_empty() {
        return Ok(exact(a));
    }
    if v.is_empty() {
        return Ok(exact(b));
    }
    check_size(vm, v.len().saturating_add(other.len()), v.kind().max(other.kind()).width())?;
    Ok(str::concat(v, other))
}

/// `text * n`; a negative count is 0.
pub fn repeat(vm: &mut Vm, v: StrView, n: usize) -> PyResult<StrBuf> {
    let Some(len) = v.len().checked_mul(n) else { return Err(vm.memory_error()) };
    check_size(vm, len, v.kind().width())?;
    let mut out = StrBuilder::with_capacity(len);
    if v.len() == 1 {
        out.push_repeat(v.at(0), n);
    } else {
        for _ in 0..n {
            out.push_view(v);
        }
    }
    Ok(out.finish())
}

/// The count of a sequence repetition: `NotImplemented` as `None` for what is no index; others are converted.
pub(super) fn repetition(vm: &mut Vm, a: &Args, f: fn(&mut Vm, &Value, usize) -> PyResult) -> Act {
    let n = a.at(1);
    if int::is_int(n) {
        return repeat_checked(vm, a.at(0), n, f).into();
    }
    if has_reflected(vm, n, Dunder::RMul) {
        // it is asked before its __index__
        return Act::Done(Value::NOT_IMPLEMENTED);
    }
    let Some(act) = vm.index_opt(n) else { return Act::Done(Value::NOT_IMPLEMENTED) };
    let me = a.at(0).clone();
    Act::run(async move |cx| {
        let n = cx.act(act).await?;
        repeat_checked(cx.vm(), &me, &n, f)
    })
}

fn repeat_checked(vm: &mut Vm, me: &Value, n: &Value, f: fn(&mut Vm, &Value, usize) -> PyResult) -> PyResult {
    match int::to_i64(n).map(isize::try_from) {
        Some(Ok(n)) => f(vm, me, usize::try_from(n).unwrap_or(0)),
        _ => {
            let name = vm.type_name(n);
            Err(vm.overflow_error(format!("cannot fit '{name}' into an index-sized integer")))
        }
    }
}

fn multiply(vm: &mut Vm, a: &Args) -> Act {
    repetition(vm, a, |vm, me, n| {
        let Some(v) = text(me) else { return Ok(Value::NONE) };
        if n == 1 {
            return Ok(exact(me));
        }
        repeat(vm, v, n).map(str::new)
    })
}

/// Operators on an exact str whose right operand cannot have a say: no method is looked up.
#[inline]
pub fn quick_binary(vm: &mut Vm, op: BinOp, a: &Value, b: &Value) -> Option<Act> {
    if !str::is_exact(a) {
        return None;
    }
    match op {
        BinOp::Add if str::is_exact(b) => Some(concat_views(vm, text(a)?, text(b)?, a, b).into()),
        BinOp::Mul => {
            let n = usize::try_from(b.as_small()?.max(0)).unwrap_or(usize::MAX);
            if n == 1 {
                return Some(Act::Done(a.clone()));
            }
            Some(repeat(vm, text(a)?, n).map(str::new).into())
        }
        BinOp::Mod if !b.is_a::<Str>() || str::is_exact(b) => Some(str_percent::of_str(vm, a.get_ref::<Str>()?, b)),
        _ => None,
    }
}

fn modulo(vm: &mut Vm, a: &Args) -> Act {
    match a.at(0).get_ref::<Str>() {
        Some(format) => str_percent::of_str(vm, format, a.at(1)),
        None => Act::Done(Value::NOT_IMPLEMENTED),
    }
}

fn get_item(vm: &mut Vm, a: &Args) -> Act {
    let key = a.at(1);
    if int::is_int(key) {
        return item(vm, this(a), key).into();
    }
    if let Some(s) = key.get_ref::<Slice>() {
        if s.is_native() {
            return get_slice(vm, a.at(0), &s).into();
        }
        let me = a.at(0).clone();
        return Act::run(async move |cx| {
            let s = Slice::converted(s, cx).await?;
            get_slice(cx.vm(), &me, &s)
        });
    }
    match vm.index_opt(key) {
        Some(act) => {
            let me = a.at(0).clone();
            Act::run(async move |cx| {
                let n = cx.act(act).await?;
                item(cx.vm(), text(&me).unwrap_or(StrView::EMPTY), &n)
            })
        }
        None => {
            let name = vm.type_name(key);
            Act::Raise(vm.type_error(format!("string indices must be integers, not '{name}'")))
        }
    }
}

/// Index of an item of a sequence of `len`; `None` outside.
pub(super) fn item_index(vm: &mut Vm, key: &Value, len: usize) -> PyResult<Option<usize>> {
    match int::to_i64(key) {
        Some(n) => {
            let at = if n < 0 { n.checked_add(len as i64) } else { Some(n) };
            Ok(at.and_then(|n| usize::try_from(n).ok()).filter(|n| *n < len))
        }
        None => {
            let name = vm.type_name(key);
            let ty = vm.types.exc.IndexError.clone();
            Err(vm.error(&ty, format!("cannot fit '{name}' into an index-sized integer")))
        }
    }
}

fn item(vm: &mut Vm, v: StrView, key: &Value) -> PyResult {
    match item_index(vm, key, v.len())?.and_then(|i| v.get(i)) {
        Some(c) => Ok(str::from_char(c)),
        None => Err(vm.index_error("string index out of range")),
    }
}

pub(super) fn get_slice(vm: &mut Vm, me: &Value, s: &Slice) -> PyResult {
    let v = text(me).unwrap_or(StrView::EMPTY);
    let i = s.indices(vm, v.len())?;
    Ok(match (i.as_range(), v) {
        (Some(r), _) => part(me, v, r.start, r.end),
        (None, StrView::Ascii(u)) => str::of_ascii(i.count, i.iter().map(|at| u.get(at).copied().unwrap_or(0))),
        (None, _) => str::from_view(i.iter().map(|at| v.at(at)).collect::<StrBuf>().view()),
    })
}

fn size_of(_: &mut Vm, a: &Args) -> PyResult {
    let v = this(a);
    let head = if v.kind() == crate::text::view::Kind::Ascii { 40 } else { 56 };
    Ok(Value::size(head + (v.len() + 1) * v.kind().width()))
}

/// The names of an encoding and an error handler given as arguments `i` and `i + 1` of `method`.
pub(super) fn codec_names(vm: &mut Vm, a: &Args, i: usize, method: &str) -> PyResult<(String, String)> {
    let mut names = ["utf-8".to_owned(), "strict".to_owned()];
    for (k, what) in ["encoding", "errors"].iter().enumerate() {
        if let Some(v) = a.opt(i + k) {
            match text(v) {
                Some(t) => names[k] = t.to_display(),
                None => return Err(must_be(vm, v, &format!("{method}() argument '{what}' must be str, not "))),
            }
        }
    }
    let [encoding, errors] = names;
    Ok((encoding, errors))
}
