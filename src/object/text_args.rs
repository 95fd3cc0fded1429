//! Arguments of text methods: converting, checking, saying what is wrong.
//!
//! Invariant: after [`ints`] every argument it was asked about is absent, None or an int, so the leaf behind it never
//! needs Python; the conversion by `__index__` happens once and before anything else.

use super::int;
use super::names::Dunder;
use super::str::Str;
use crate::heap::{Ref, limit};
use crate::text::builder::StrBuf;
use crate::text::split::{Sink, Span};
use crate::text::view::StrView;
use crate::value::Value;
use crate::vm::native::{Act, Args, NativeCall, PyResult};
use crate::vm::{Cx, Raised, Vm};
use smallvec::SmallVec;

/// A native that needs no Python.
pub type Leaf = fn(&mut Vm, &Args) -> PyResult;

/// Runs `f` with the arguments `which` (absent and None allowed) converted by `__index__`.
pub fn ints(vm: &mut Vm, a: &Args, which: &'static [usize], f: Leaf) -> Act {
    convert(vm, a, which, f, "")
}

/// The same for slice positions, whose error text is another one.
pub fn positions(vm: &mut Vm, a: &Args, which: &'static [usize], f: Leaf) -> Act {
    if which.first().is_none_or(|i| a.opt(*i).is_none()) {
        // nor were those behind it given: positions have no names
        return f(vm, a).into();
    }
    convert(vm, a, which, f, "slice indices must be integers or None or have an __index__ method")
}

fn convert(vm: &mut Vm, a: &Args, which: &'static [usize], f: Leaf, message: &'static str) -> Act {
    let ready = |v: &Value| v.is_none() || int::is_int(v);
    if let [only] = which
        && a.opt(*only).is_none()
    {
        return f(vm, a).into();
    }
    if which.iter().all(|i| a.get(*i).is_none_or(|v| v.is_unbound() || ready(v))) {
        return f(vm, a).into();
    }
    let mut values: SmallVec<[Value; 6]> = a.iter().cloned().collect();
    Act::run(async move |cx| {
        for i in which {
            if let Some(v) = values.get_mut(*i)
                && !v.is_unbound()
                && !ready(v)
            {
                *v = index(cx, v, message).await?;
            }
        }
        let values = Args::owned(values);
        match f(cx.vm(), &values) {
            Err(e) => {
                let act = cx.vm().serve(NativeCall::Leaf(f), values, e);
                cx.act(act).await
            }
            r => r,
        }
    })
}

/// `operator.index(v)`; `message` replaces the usual text when the type has no `__index__`.
pub async fn index(cx: &mut Cx, v: &Value, message: &str) -> PyResult {
    if int::is_int(v) {
        return Ok(v.clone());
    }
    let Some(act) = cx.vm().call_dunder(v, Dunder::Index, &[]) else {
        let type_name = cx.vm().type_name(v);
        return Err(match message {
            "" => cx.vm().type_error(format!("'{type_name}' object cannot be interpreted as an integer")),
            _ => cx.vm().type_error(message),
        });
    };
    let n = cx.act(act).await?;
    if !int::is_int(&n) {
        let type_name = cx.vm().type_name(&n);
        return Err(cx.vm().type_error(format!("__index__ returned non-int (type {type_name})")));
    }
    Ok(n)
}

/// An int argument of C's `Py_ssize_t` kind.
pub fn size(vm: &mut Vm, v: &Value) -> PyResult<isize> {
    match int::to_i64(v).and_then(|n| isize::try_from(n).ok()) {
        Some(n) => Ok(n),
        None if int::is_int(v) => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
        None => {
            let name = vm.type_name(v);
            Err(vm.type_error(format!("'{name}' object cannot be interpreted as an integer")))
        }
    }
}

/// The optional int argument `i`, or a default.
pub fn size_or(vm: &mut Vm, a: &Args, i: usize, default: isize) -> PyResult<isize> {
    match a.opt(i) {
        Some(v) => size(vm, v),
        None => Ok(default),
    }
}

/// The optional argument `i` of C's `int` kind.
pub fn c_int(vm: &mut Vm, a: &Args, i: usize, default: isize) -> PyResult<isize> {
    match a.opt(i) {
        None => Ok(default),
        Some(v) => match int::to_i64(v) {
            Some(n) if i32::try_from(n).is_ok() => Ok(n as isize),
            _ if int::is_int(v) => Err(vm.overflow_error("Python int too large to convert to C int")),
            _ => size(vm, v),
        },
    }
}

/// A count where a negative number means no limit.
pub fn limit(n: isize) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

/// The range that optional arguments `i` and `i + 1` select in a sequence of `len` items. The start may lie past
/// the end, as `str.find` wants it.
pub fn range(a: &Args, i: usize, len: usize) -> (usize, usize) {
    if a.opt(i).is_none() {
        // then the other one was not given either
        return (0, len);
    }
    let clamp = |i: usize, default: usize| match a.get(i) {
        Some(v) if !v.is_unbound() && !v.is_none() => position(v, len),
        _ => default,
    };
    (clamp(i, 0), clamp(i + 1, len).min(len))
}

/// A slice position: negative ones count from the end, what does not fit is far away.
pub fn position(v: &Value, len: usize) -> usize {
    match int::to_i64(v) {
        Some(n) if n < 0 => len.saturating_sub(usize::try_from(n.unsigned_abs()).unwrap_or(usize::MAX)),
        Some(n) => usize::try_from(n).unwrap_or(usize::MAX),
        None if int::to_big(v).is_some_and(|n| n.sign() == num_bigint::Sign::Minus) => 0,
        None => usize::MAX,
    }
}

/// The text of a str or an instance of a subclass.
pub fn text(v: &Value) -> Option<StrView<'_>> {
    v.get::<Str>().map(|s| s.view())
}

/// The receiver's text. The method's descriptor has checked its type.
pub fn this<'a>(a: &'a Args) -> StrView<'a> {
    a.first().and_then(text).unwrap_or(StrView::EMPTY)
}

/// Argument `i` as text, or "`name`() argument `i` must be str, not …".
pub fn str_arg<'a>(vm: &mut Vm, a: &'a Args, i: usize, name: &str) -> PyResult<StrView<'a>> {
    match text(a.at(i)) {
        Some(v) => Ok(v),
        None => Err(must_be(vm, a.at(i), &format!("{name}() argument {i} must be str, not "))),
    }
}

/// The signature of a search, and what programs are shown of it.
pub(super) const SEARCH: &str = "(self, sub, start=None, end=None, /) -> (self, sub[, start[, end]], /)";

/// Bytes that a short str or short bytes take at least.
const PIECE: usize = 32;
/// Pieces that there is room for from the beginning.
const FIRST: usize = 12;

/// A list of the pieces that `cut` makes, from the right if `back`. Memory for them is asked for in growing steps.
pub(super) fn pieces(
    vm: &mut Vm,
    back: bool,
    piece: &dyn Fn(Span) -> Value,
    cut: &mut dyn FnMut(&mut Sink),
) -> PyResult {
    let mut items: Vec<Value> = Vec::new();
    let mut refused = None;
    cut(&mut |span| {
        if items.len() == items.capacity() {
            let more = items.len().max(FIRST);
            if let Err(e) = check_size(vm, more, size_of::<Value>() + PIECE) {
                refused = Some(e);
                return false;
            }
            items.reserve_exact(more);
        }
        items.push(piece(span));
        true
    });
    if let Some(e) = refused {
        return Err(e);
    }
    if back {
        items.reverse();
    }
    Ok(super::list::new(items))
}

/// A TypeError that ends with the type's name.
#[cold]
pub fn must_be(vm: &mut Vm, v: &Value, prefix: &str) -> Raised {
    let name = arg_type_name(vm, v);
    vm.type_error(format!("{prefix}{name}"))
}

/// The type's name as argument errors show it (`None` for None).
pub fn arg_type_name(vm: &Vm, v: &Value) -> String {
    if v.is_none() { "None".to_owned() } else { vm.type_name(v) }
}

/// A new str.
pub fn made(buf: StrBuf) -> PyResult {
    Ok(super::str::new(buf))
}

/// The part of a receiver that is left: the receiver itself when nothing is gone and it is an exact str.
pub fn part(whole: &Value, v: StrView, start: usize, end: usize) -> Value {
    if start == 0 && end == v.len() && super::str::is_exact(whole) {
        return whole.clone();
    }
    super::str::from_view(v.slice(start, end))
}

/// An exact str with the value's text: the value itself if it is one.
pub fn exact(v: &Value) -> Value {
    match v.get::<Str>() {
        Some(s) if !super::str::is_exact(v) => super::str::new(s.view().to_buf()),
        _ => v.clone(),
    }
}

/// Refuses a result of `n` units of `width` bytes that cannot be had, before anything is allocated.
pub fn check_size(vm: &mut Vm, n: usize, width: usize) -> PyResult<()> {
    match n.checked_mul(width) {
        Some(bytes) if bytes <= MAX_TEXT_BYTES && limit::fits(bytes) => Ok(()),
        _ => Err(vm.memory_error()),
    }
}

/// No text takes more bytes than this; the memory limit of the heap is usually lower.
const MAX_TEXT_BYTES: usize = if cfg!(target_pointer_width = "32") { 1 << 29 } else { 1 << 30 };

/// The int in `sys.set_int_max_str_digits`, kept per VM.
pub struct DigitLimit(pub usize);

impl Default for DigitLimit {
    fn default() -> DigitLimit {
        DigitLimit(4300)
    }
}

/// `sys.get_int_max_str_digits()`.
pub fn digit_limit(vm: &mut Vm) -> usize {
    vm.state::<DigitLimit>().0
}

/// A str reference from a value that was checked to be one.
pub fn str_ref(v: &Value) -> Option<Ref<Str>> {
    v.get_ref::<Str>()
}
