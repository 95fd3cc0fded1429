//! bytes: the type, its construction, and the operators it shares with bytearray.
//!
//! Invariant: whatever Python has to be asked (indexes, iterables of ints) is asked before the object is made; the bytes
//! themselves are built in one go.

use super::bytes::{self, Buffer, ByteArray, Bytes, buffer, is_bytes_like};
use super::bytes_methods::{self, like, needle, not_all_bytes, not_bytes_but, not_bytes_for, split_lines, this};
use super::codec;
use super::int;
use super::lent::{lends, request};
use super::memoryview_type::{hold, unknown_without};
use super::names::Dunder;
use super::slice::{Indices, Slice};
use super::spec::TypeSpec;
use super::str;
use super::str_join::{join_items, plain_items};
use super::str_percent;
use super::str_type::{codec_names, concat, has_reflected, item_index, repetition, total};
use super::text_args::{check_size, text};
use super::tuple;
use super::ty::{Type, flag};
use crate::heap::Ref;
use crate::text::bytes_methods as ascii;
use crate::text::repr;
use crate::value::Value;
use crate::vm::lending::want;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use crate::vm::{Cx, Vm};
use std::cmp::Ordering;

/// The type.
pub const SPEC: TypeSpec = TypeSpec {
    flags: flag::BASETYPE | flag::MATCH_SELF,
    doc: "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\nbytes(int) -> bytes object of size given by the parameter initialized with null bytes\nbytes() -> empty bytes object",
    methods: &ALL,
    ..TypeSpec::of::<Bytes>("bytes")
};

const PARTS: &[&[NativeDef]] = &[OWN, SHARED, bytes_methods::METHODS];
static ALL: [NativeDef; total(PARTS)] = concat(PARTS);

const OWN: &[NativeDef] = &[
    tail("__new__", "(cls, source=b'', encoding=<unrepresentable>, errors=<unrepresentable>) -> None", new).stat(),
    leaf("__repr__", "(self, /)", |_, a| Ok(str::new(repr::bytes_repr(&this(a))))),
    leaf("__str__", "(self, /)", |_, a| Ok(str::new(repr::bytes_repr(&this(a))))),
    leaf("__hash__", "(self, /)", |_, a| Ok(Value::int(a.at(0).get::<Bytes>().map_or(0, |b| b.hash())))),
    leaf("__bytes__", "(self, /)", |_, a| Ok(exact(a.at(0)))),
    leaf("__getnewargs__", "(self, /)", |_, a| Ok(tuple::new(vec![exact(a.at(0))]))),
    super::lent::METHODS[0],
    tail("fromhex", "(cls, string, /)", from_hex).class(),
];

/// Methods that bytes and bytearray have in common beside those of `bytes_methods`.
pub(super) const SHARED: &[NativeDef] = &[
    leaf("__len__", "(self, /)", |_, a| Ok(Value::size(this(a).len()))),
    leaf("__lt__", "(self, value, /)", |vm, a| order(vm, a, |o| o == Ordering::Less)),
    leaf("__le__", "(self, value, /)", |vm, a| order(vm, a, |o| o != Ordering::Greater)),
    leaf("__eq__", "(self, value, /)", |vm, a| order(vm, a, |o| o == Ordering::Equal)),
    leaf("__ne__", "(self, value, /)", |vm, a| order(vm, a, |o| o != Ordering::Equal)),
    leaf("__gt__", "(self, value, /)", |vm, a| order(vm, a, |o| o == Ordering::Greater)),
    leaf("__ge__", "(self, value, /)", |vm, a| order(vm, a, |o| o != Ordering::Less)),
    leaf("__contains__", "(self, key, /)", contains),
    leaf("__add__", "(self, value, /)", add),
    tail("__mul__", "(self, value, /)", multiply),
    tail("__rmul__", "(self, value, /)", multiply),
    tail("__mod__", "(self, value, /)", |vm, a| {
        // a bytearray keeps its length while it is the format
        let me = a.at(0).clone();
        hold(&me, 1);
        let act = str_percent::of_bytes(vm, a.at(0), a.at(1));
        act.then(vm, move |_, r| {
            hold(&me, -1);
            r.into()
        })
    }),
    leaf("__rmod__", "(self, value, /)", |_, _| Ok(Value::NOT_IMPLEMENTED)),
    leaf("__iter__", "(self, /)", super::text_iter::dunder_iter),
    tail("__getitem__", "(self, key, /)", get_item),
    leaf("__sizeof__", "(self, /)", size_of),
    tail("decode", "(self, /, encoding='utf-8', errors='strict')", decode),
    tail("join", "(self, iterable_of_bytes, /)", join),
    tail("splitlines", "(self, /, keepends=False)", splitlines),
];

/// An exact bytes object with the same bytes.
pub(super) fn exact(v: &Value) -> Value {
    if super::types().bytes.is_type_of(v) {
        return v.clone();
    }
    bytes::new(bytes::own(v).map(|b| b.to_vec()).unwrap_or_default())
}

fn new_of(cls: &Ref<Type>, data: Vec<u8>) -> Value {
    if super::types().bytes.is(cls) {
        return bytes::new(data);
    }
    crate::heap::alloc_in(cls, Bytes::payload(data)).into()
}

/// Turns the bytes that `act` gives into an instance of `cls`.
fn of_class(cls: Ref<Type>, act: Act) -> Act {
    let convert = move |v: Value| {
        if super::types().bytes.is(&cls) && v.is_a::<Bytes>() {
            return v;
        }
        match bytes::own(&v).map(|b| b.to_vec()) {
            Some(data) => new_of(&cls, data),
            None => v.clone(),
        }
    };
    match act {
        Act::Done(v) => Act::Done(convert(v)),
        Act::Raise(e) => Act::Raise(e),
        act => Act::run(async move |cx| cx.act(act).await.map(convert)),
    }
}

fn new(vm: &mut Vm, a: &Args) -> Act {
    let Some(cls) = a.at(0).get_ref::<Type>() else {
        return Act::Raise(vm.type_error("bytes.__new__(X): X is not a type object"));
    };
    let act = from_arguments(vm, a, "bytes");
    of_class(cls, act)
}

/// What `bytes(source, encoding, errors)` (arguments 1 to 3) stands for, as a bytes object; also for `bytearray`.
pub(super) fn from_arguments(vm: &mut Vm, a: &Args, name: &'static std::primitive::str) -> Act {
    let (source, encoding, errors) = (a.opt(1), a.opt(2), a.opt(3));
    let names = match codec_names(vm, a, 2, name) {
        Ok(n) => n,
        Err(e) => return Act::Raise(e),
    };
    let is_text = source.is_some_and(|v| text(v).is_some());
    let message = match (encoding, errors) {
        (Some(_), _) if !is_text => "encoding without a string argument",
        (None, Some(_)) if is_text => "string argument without an encoding",
        (None, Some(_)) => "errors without a string argument",
        _ => "",
    };
    if !message.is_empty() {
        return Act::Raise(vm.type_error(message));
    }
    let Some(source) = source else { return Act::Done(bytes::new(Vec::new())) };
    if encoding.is_some() {
        return codec::encode(vm, source, &names.0, &names.1);
    }
    if name == "bytes"
        && !super::types().bytes.is_type_of(source)
        && let Some(act) = vm.call_dunder(source, Dunder::Bytes, &[])
    {
        return vm.check(act, |vm, v| {
            if v.is_a::<Bytes>() {
                return Ok(v);
            }
            let name = vm.type_name(&v);
            Err(vm.type_error(format!("__bytes__ returned non-bytes (type {name})")))
        });
    }
    if is_text {
        return Act::Raise(vm.type_error("string argument without an encoding"));
    }
    if int::is_int(source) {
        return zeros(vm, source).into();
    }
    if is_bytes_like(source) || lends(source) {
        return match bytes::gathered(source) {
            _ if super::types().bytes.is_type_of(source) => Act::Done(source.clone()),
            Some(b) => Act::Done(bytes::new(b)),
            None => Act::Raise(not_all_bytes(vm, source)),
        };
    }
    let range_message = range_message(name);
    if let Some(items) = plain_items(source)
        && items.iter().all(int::is_int)
    {
        return ints_to_bytes(vm, &items, range_message).map(bytes::new).into();
    }
    let index = vm.dunder(source, Dunder::Index).is_some();
    let source = source.clone();
    Act::run(async move |cx| {
        if index {
            match cx.index(&source).await {
                Ok(n) => return zeros(cx.vm(), &n),
                Err(e) => {
                    let ty = cx.vm().types.exc.TypeError.clone();
                    cx.vm().catch(e, &ty)?;
                }
            }
        }
        let vm = cx.vm();
        if vm.dunder(&source, Dunder::Iter).is_none() && vm.dunder(&source, Dunder::GetItem).is_none() {
            let shown = vm.type_name(&source);
            return Err(vm.type_error(format!("cannot convert '{shown}' object to {name}")));
        }
        collect(cx, &source, range_message).await.map(bytes::new)
    })
}

fn range_message(name: &std::primitive::str) -> &'static std::primitive::str {
    if name == "bytes" { "bytes must be in range(0, 256)" } else { "byte must be in range(0, 256)" }
}

fn zeros(vm: &mut Vm, n: &Value) -> PyResult {
    let n = match int::to_i64(n).map(isize::try_from) {
        Some(Ok(n)) => n,
        _ => {
            let name = vm.type_name(n);
            return Err(vm.overflow_error(format!("cannot fit '{name}' into an index-sized integer")));
        }
    };
    let Ok(n) = usize::try_from(n) else { return Err(vm.value_error("negative count")) };
    check_size(vm, n, 1)?;
    Ok(bytes::new(vec![0; n]))
}

/// An int in `0..256`.
pub(super) fn byte(vm: &mut Vm, v: &Value, message: &'static std::primitive::str) -> PyResult<u8> {
    match int::to_i64(v).and_then(|n| u8::try_from(n).ok()) {
        Some(b) => Ok(b),
        None => Err(vm.value_error(message)),
    }
}

fn ints_to_bytes(vm: &mut Vm, items: &[Value], message: &'static std::primitive::str) -> PyResult<Vec<u8>> {
    items.iter().map(|v| byte(vm, v, message)).collect()
}

/// The bytes that an iterable of ints gives.
pub(super) async fn collect(cx: &mut Cx, source: &Value, message: &'static std::primitive::str) -> PyResult<Vec<u8>> {
    let it = cx.iter(source).await?;
    let mut out = Vec::new();
    while let Some(v) = cx.next(&it).await? {
        let n = cx.index(&v).await?;
        out.push(byte(cx.vm(), &n, message)?);
        cx.tick(1).await?;
    }
    Ok(out)
}

fn from_hex(vm: &mut Vm, a: &Args) -> Act {
    let Some(cls) = a.at(0).get_ref::<Type>() else { return Act::Done(Value::NONE) };
    let data = match hex_argument(vm, a.at(1)) {
        Ok(d) => d,
        Err(e) => return Act::Raise(e),
    };
    if super::types().bytes.is(&cls) {
        return Act::Done(bytes::new(data));
    }
    Act::call(a.at(0).clone(), [bytes::new(data)])
}

/// The bytes of `fromhex`'s argument.
pub(super) fn hex_argument(vm: &mut Vm, v: &Value) -> PyResult<Vec<u8>> {
    let parsed = match (text(v), buffer(v)) {
        (Some(t), _) => ascii::from_hex(t),
        (_, Some(b)) => ascii::from_hex(ascii::view(&b)),
        _ => {
            let given = vm.type_name(v);
            let message = format!("fromhex() argument must be str or bytes-like, not {given}");
            return Err(not_bytes_but(vm, v, request::SIMPLE, &message));
        }
    };
    parsed.map_err(|e| vm.value_error(e.message()))
}

fn order(vm: &mut Vm, a: &Args, test: fn(Ordering) -> bool) -> PyResult {
    let other = a.at(1);
    // a bytearray compares with all that has bytes
    if a.at(0).is_a::<ByteArray>() {
        if lends(other) {
            return Err(unknown_without(vm, other, request::SIMPLE | want::HOLD));
        }
    } else if !other.is_a::<Bytes>() && !is_bytearray(other) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    match bytes::own(other) {
        Some(other) => Ok(Value::bool(test((*this(a)).cmp(&*other)))),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn is_bytearray(v: &Value) -> bool {
    let bytearray = &super::types().bytearray;
    bytearray.is_type_of(v) || super::type_ref(v).is_subtype(bytearray)
}

fn contains(vm: &mut Vm, a: &Args) -> PyResult {
    if !int::is_int(a.at(1)) && !is_bytes_like(a.at(1)) {
        // an int is tried first
        let e = not_bytes_for(vm, a.at(1), want::HOLD);
        let index = vm.dunder(a.at(1), Dunder::Index).is_some();
        return Err(if index { vm.wanting(e, a.at(1), want::HOLD | want::INDEX | want::OR_ERROR) } else { e });
    }
    let sub = needle(vm, a.at(1))?;
    Ok(ascii::view(&this(a)).contains(ascii::view(&sub)).into())
}

/// What `+` says to an operand that has no bytes.
pub(super) fn concat_error(vm: &mut Vm, me: &Value, v: &Value) -> crate::vm::Raised {
    let (left, right) = (vm.type_name(me), vm.type_name(v));
    vm.type_error(format!("can't concat {right} to {left}"))
}

fn add(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(other) = buffer(a.at(1)) else {
        if has_reflected(vm, a.at(1), Dunder::RAdd) {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        let e = concat_error(vm, a.at(0), a.at(1));
        return Err(vm.wanting(e, a.at(1), want::HOLD | want::OR_ERROR));
    };
    let out = {
        let data = this(a);
        check_size(vm, data.len().saturating_add(other.len()), 1)?;
        let mut out = Vec::with_capacity(data.len() + other.len());
        out.extend_from_slice(&data);
        out.extend_from_slice(&other);
        out
    };
    Ok(like(a.at(0), out))
}

/// `data * n`.
pub(super) fn repeat(vm: &mut Vm, data: &[u8], n: usize) -> PyResult<Vec<u8>> {
    let len = data.len().saturating_mul(n);
    check_size(vm, len, 1)?;
    Ok(data.repeat(n))
}

fn multiply(vm: &mut Vm, a: &Args) -> Act {
    repetition(vm, a, |vm, me, n| {
        let Some(data) = bytes::own(me) else { return Ok(Value::NONE) };
        if n == 1 && super::types().bytes.is_type_of(me) {
            return Ok(me.clone());
        }
        let out = repeat(vm, &data, n)?;
        Ok(like(me, out))
    })
}

/// The bytes a slice selects.
pub(super) fn sliced(data: &[u8], i: Indices) -> Vec<u8> {
    match i.as_range() {
        Some(r) => data.get(r).unwrap_or(&[]).to_vec(),
        None => i.iter().filter_map(|at| data.get(at).copied()).collect(),
    }
}

fn get_item(vm: &mut Vm, a: &Args) -> Act {
    let (me, key) = (a.at(0), a.at(1));
    if int::is_int(key) {
        return item(vm, me, key).into();
    }
    if let Some(s) = key.get_ref::<Slice>() {
        if s.is_native() {
            return get_slice(vm, me, &s).into();
        }
        let me = me.clone();
        return Act::run(async move |cx| {
            let s = Slice::converted(s, cx).await?;
            get_slice(cx.vm(), &me, &s)
        });
    }
    match vm.index_opt(key) {
        Some(act) => {
            let me = me.clone();
            Act::run(async move |cx| {
                let n = cx.act(act).await?;
                item(cx.vm(), &me, &n)
            })
        }
        None => Act::Raise(bad_index(vm, me, key)),
    }
}

/// The complaint about an index of the wrong type.
pub(super) fn bad_index(vm: &mut Vm, me: &Value, key: &Value) -> crate::vm::Raised {
    let name = vm.type_name(key);
    let what = if me.is_a::<ByteArray>() { "bytearray" } else { "byte" };
    vm.type_error(format!("{what} indices must be integers or slices, not {name}"))
}

fn item(vm: &mut Vm, me: &Value, key: &Value) -> PyResult {
    let len = bytes::own(me).map_or(0, |b| b.len());
    let found = item_index(vm, key, len)?.and_then(|i| bytes::own(me)?.get(i).copied());
    match found {
        Some(b) => Ok(Value::int(b as i64)),
        None if me.is_a::<ByteArray>() => Err(vm.index_error("bytearray index out of range")),
        None => Err(vm.index_error("index out of range")),
    }
}

fn get_slice(vm: &mut Vm, me: &Value, s: &Slice) -> PyResult {
    let len = bytes::own(me).map_or(0, |b| b.len());
    let i = s.indices(vm, len)?;
    if i.step == 1 && i.count == len && super::types().bytes.is_type_of(me) {
        return Ok(me.clone());
    }
    let cut = bytes::own(me).map(|b| sliced(&b, i)).unwrap_or_default();
    Ok(like(me, cut))
}

fn size_of(_: &mut Vm, a: &Args) -> PyResult {
    let len = this(a).len();
    Ok(Value::size(match a.at(0).is_a::<ByteArray>() {
        true if len > 0 => 57 + len,
        true => 56,
        false => 33 + len,
    }))
}

fn decode(vm: &mut Vm, a: &Args) -> Act {
    match codec_names(vm, a, 1, "decode") {
        Ok((encoding, errors)) => codec::decode(vm, a.at(0), &encoding, &errors),
        Err(e) => Act::Raise(e),
    }
}

fn join(vm: &mut Vm, a: &Args) -> Act {
    if let Some(items) = plain_items(a.at(1))
        && !items.iter().any(lends)
    {
        return joined(vm, a.at(0), &items).into();
    }
    let (me, iterable) = (a.at(0).clone(), a.at(1).clone());
    Act::run(async move |cx| {
        // the separator keeps its length while Python code runs
        hold(&me, 1);
        let items = lent_items(cx, &iterable).await;
        hold(&me, -1);
        joined(cx.vm(), &me, &items?)
    })
}

/// The items to be joined, views in the places of those that lend their bytes. A list is read as it is by then.
async fn lent_items(cx: &mut Cx, iterable: &Value) -> PyResult<Vec<Value>> {
    let Some(mut items) = plain_items(iterable) else {
        let mut items = join_items(cx, iterable).await?;
        for i in 0..items.len() {
            lend_item(cx, &mut items, i).await?;
        }
        return Ok(items);
    };
    for i in 0..items.len() {
        if !lend_item(cx, &mut items, i).await? {
            continue;
        }
        let now = plain_items(iterable).unwrap_or_default();
        if now.len() != items.len() {
            return Err(cx.vm().runtime_error("sequence changed size during iteration"));
        }
        items.truncate(i + 1);
        items.extend_from_slice(now.get(i + 1..).unwrap_or_default());
    }
    Ok(items)
}

/// Puts a view into the place of item `i`; false if it lends nothing.
async fn lend_item(cx: &mut Cx, items: &mut [Value], i: usize) -> PyResult<bool> {
    let Some(item) = items.get_mut(i).filter(|v| lends(v)) else { return Ok(false) };
    match cx.lent(item, request::SIMPLE).await {
        Ok(view) => *item = view,
        Err(e) => {
            drop(cx.vm().take_raised(e));
            return Err(no_item(cx.vm(), i, item));
        }
    }
    Ok(true)
}

fn no_item(vm: &mut Vm, i: usize, item: &Value) -> crate::vm::Raised {
    let name = vm.type_name(item);
    vm.type_error(format!("sequence item {i}: expected a bytes-like object, {name} found"))
}

fn joined(vm: &mut Vm, me: &Value, items: &[Value]) -> PyResult {
    if let [one] = items
        && super::types().bytes.is_type_of(one)
        && me.is_a::<Bytes>()
    {
        return Ok(one.clone());
    }
    let out = {
        let sep = bytes::own(me).unwrap_or(Buffer::Fixed(&[]));
        let mut len = sep.len().saturating_mul(items.len().saturating_sub(1));
        for (i, item) in items.iter().enumerate() {
            let Some(b) = buffer(item) else {
                return Err(no_item(vm, i, item));
            };
            len = len.saturating_add(b.len());
        }
        check_size(vm, len, 1)?;
        let mut out = Vec::with_capacity(len);
        for (i, b) in items.iter().filter_map(buffer).enumerate() {
            if i > 0 {
                out.extend_from_slice(&sep);
            }
            out.extend_from_slice(&b);
        }
        out
    };
    Ok(like(me, out))
}

fn splitlines(vm: &mut Vm, a: &Args) -> Act {
    let Some(keep) = a.opt(1) else { return split_lines(vm, a.at(0), false).into() };
    match vm.truth(keep) {
        Act::Done(v) => split_lines(vm, a.at(0), v.as_bool() == Some(true)).into(),
        Act::Raise(e) => Act::Raise(e),
        act => {
            let me = a.at(0).clone();
            Act::run(async move |cx| {
                let keep = cx.act(act).await?;
                split_lines(cx.vm(), &me, keep.as_bool() == Some(true))
            })
        }
    }
}
