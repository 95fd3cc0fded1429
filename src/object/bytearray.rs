//! bytearray: the type and the methods that change it.
//!
//! Invariant: the length changes only through [`resized`], which refuses while memory views rely on it; bytes to be put
//! in are collected before the array is touched, so an array can be extended by itself.

use super::bytes::{self, Buffer, ByteArray, buffer, is_bytes_like};
use super::bytes_methods::{self, not_all_bytes, this};
use super::bytes_type::{SHARED, bad_index, byte, collect, concat_error, from_arguments, hex_argument, repeat};
use super::int;
use super::lent::{lends, request};
use super::names::Dunder;
use super::slice::Slice;
use super::spec::TypeSpec;
use super::str;
use super::str_type::{concat, item_index, repetition, total};
use super::text_args::{check_size, ints, size, size_or, text};
use super::tuple;
use super::ty::{Type, flag};
use crate::heap::Ref;
use crate::resumable;
use crate::text::repr;
use crate::value::Value;
use crate::vm::lending::want;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use crate::vm::{Cx, Vm};

/// The type.
pub const SPEC: TypeSpec = TypeSpec {
    flags: flag::BASETYPE | flag::MATCH_SELF,
    doc: "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\nbytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\nbytearray(int) -> bytes array of size given by the parameter initialized with null bytes\nbytearray() -> empty bytes array",
    methods: &ALL,
    unhashable: true,
    ..TypeSpec::of::<ByteArray>("bytearray")
};

const PARTS: &[&[NativeDef]] = &[OWN, SHARED, bytes_methods::METHODS];
static ALL: [NativeDef; total(PARTS)] = concat(PARTS);

const OWN: &[NativeDef] = &[
    leaf("__new__", "(cls, /, *args, **kwargs)", new).stat(),
    tail("__init__", "(self, /, source=b'', encoding=<unrepresentable>, errors=<unrepresentable>) -> None", init),
    leaf("__repr__", "(self, /)", show),
    leaf("__str__", "(self, /)", show),
    tail("__iadd__", "(self, value, /)", iadd),
    tail("__imul__", "(self, value, /)", imul),
    tail("__setitem__", "(self, key, value, /)", set_item),
    tail("__delitem__", "(self, key, /)", del_item),
    tail("append", "(self, item, /)", |vm, a| ints(vm, a, &[1], append)),
    tail("extend", "(self, iterable_of_ints, /)", extend),
    tail("insert", "(self, index, item, /)", |vm, a| ints(vm, a, &[1, 2], insert)),
    tail("pop", "(self, index=-1, /)", |vm, a| ints(vm, a, &[1], pop)),
    tail("remove", "(self, value, /)", |vm, a| ints(vm, a, &[1], remove)),
    tail("resize", "(self, size, /)", |vm, a| ints(vm, a, &[1], resize)),
    leaf("clear", "(self, /)", |vm, a| {
        replace(vm, a.at(0), Vec::new())?;
        Ok(Value::NONE)
    }),
    leaf("copy", "(self, /)", |_, a| Ok(bytes::new_array(this(a).to_vec()))),
    leaf("reverse", "(self, /)", |_, a| {
        if let Some(b) = a.at(0).get::<ByteArray>() {
            b.data.borrow_mut().reverse();
        }
        Ok(Value::NONE)
    }),
    super::lent::METHODS[0],
    super::lent::METHODS[1],
    leaf("__alloc__", "(self, /)", |_, a| Ok(Value::size(this(a).len() + 1))),
    resumable!("__reduce__", "(self, /)", reduce),
    resumable!("__reduce_ex__", "(self, proto=0, /)", reduce),
    tail("fromhex", "(cls, string, /)", from_hex).class(),
];

const RANGE: &std::primitive::str = "byte must be in range(0, 256)";

fn new(vm: &mut Vm, a: &Args) -> PyResult {
    match a.at(0).get_ref::<Type>() {
        Some(cls) if super::types().bytearray.is(&cls) => Ok(bytes::new_array(Vec::new())),
        Some(cls) => Ok(crate::heap::alloc_in(&cls, ByteArray::payload(Vec::new())).into()),
        None => Err(vm.type_error("bytearray.__new__(X): X is not a type object")),
    }
}

fn init(vm: &mut Vm, a: &Args) -> Act {
    let me = a.at(0).clone();
    if !this(a).is_empty()
        && let Err(e) = replace(vm, &me, Vec::new())
    {
        return Act::Raise(e);
    }
    let put = move |vm: &mut Vm, v: Value| {
        let data = buffer(&v).map(|b| b.to_vec()).unwrap_or_default();
        replace(vm, &me, data)?;
        Ok(Value::NONE)
    };
    match from_arguments(vm, a, "bytearray") {
        Act::Done(v) => put(vm, v).into(),
        Act::Raise(e) => Act::Raise(e),
        act => Act::run(async move |cx| {
            let v = cx.act(act).await?;
            put(cx.vm(), v)
        }),
    }
}

fn show(vm: &mut Vm, a: &Args) -> PyResult {
    let name = vm.type_name(a.at(0));
    Ok(str::new(repr::bytearray_repr(&name, &this(a))))
}

/// What `copy` and `pickle` rebuild it from: text up to protocol 2, which has no bytes.
async fn reduce(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let protocol = match a.opt(1) {
        Some(p) => cx.index_i64(p).await?,
        None => 2,
    };
    let state = cx.call_method(a.at(0), "__getstate__", []).await?;
    let data = this(&a).to_vec();
    let args = match protocol {
        _ if data.is_empty() => Vec::new(),
        3.. => vec![bytes::new(data)],
        _ => vec![str::new(crate::text::builder::StrBuf::from_latin1(data)), str::new("latin-1")],
    };
    Ok(tuple::new(vec![super::type_of(a.at(0)).into(), tuple::new(args), state]))
}

fn from_hex(vm: &mut Vm, a: &Args) -> Act {
    let data = match hex_argument(vm, a.at(1)) {
        Ok(d) => d,
        Err(e) => return Act::Raise(e),
    };
    match a.at(0).get_ref::<Type>() {
        Some(cls) if !super::types().bytearray.is(&cls) => Act::call(a.at(0).clone(), [bytes::new(data)]),
        _ => Act::Done(bytes::new_array(data)),
    }
}

fn in_use(vm: &mut Vm) -> crate::vm::Raised {
    let ty = vm.types.exc.BufferError.clone();
    vm.error(&ty, "Existing exports of data: object cannot be re-sized")
}

/// Changes the array in a way that may change its length.
fn resized<R>(vm: &mut Vm, me: &Value, f: impl FnOnce(&mut Vec<u8>) -> R) -> PyResult<Option<R>> {
    let Some(array) = me.get::<ByteArray>() else { return Ok(None) };
    if array.exports.get() > 0 {
        return Err(in_use(vm));
    }
    Ok(Some(f(&mut array.data.borrow_mut())))
}

fn replace(vm: &mut Vm, me: &Value, data: Vec<u8>) -> PyResult<()> {
    resized(vm, me, |d| *d = data).map(drop)
}

fn append(vm: &mut Vm, a: &Args) -> PyResult {
    size(vm, a.at(1))?;
    let b = byte(vm, a.at(1), RANGE)?;
    resized(vm, a.at(0), |d| d.push(b))?;
    Ok(Value::NONE)
}

fn add_bytes(vm: &mut Vm, me: &Value, data: &[u8]) -> PyResult {
    let len = bytes::own(me).map_or(0, |b| b.len());
    check_size(vm, len.saturating_add(data.len()), 1)?;
    if data.is_empty() {
        return Ok(Value::NONE);
    }
    resized(vm, me, |d| d.extend_from_slice(data))?;
    Ok(Value::NONE)
}

fn extend(vm: &mut Vm, a: &Args) -> Act {
    let (me, source) = (a.at(0), a.at(1));
    if let Some(data) = buffer(source).map(|b| b.to_vec()) {
        return add_bytes(vm, me, &data).into();
    }
    if lends(source) {
        // what is lent goes where the end was before
        let (me, source, at) = (me.clone(), source.clone(), this(a).len());
        return vm.borrow_buffer(&source, request::SIMPLE).then(vm, move |vm, r| match r {
            Ok(view) => {
                let data = buffer(&view).map(|b| b.to_vec()).unwrap_or_default();
                let put = |d: &mut Vec<u8>| {
                    let at = at.min(d.len());
                    drop(d.splice(at..at, data));
                };
                resized(vm, &me, put).map(|_| Value::NONE).into()
            }
            Err(e) => {
                drop(vm.take_raised(e));
                Act::Raise(no_slice(vm, &source))
            }
        });
    }
    if is_bytes_like(source) {
        return Act::Raise(no_slice(vm, source));
    }
    if text(source).is_some() {
        return Act::Raise(vm.type_error("expected iterable of integers; got: 'str'"));
    }
    if vm.dunder(source, Dunder::Iter).is_none() && vm.dunder(source, Dunder::GetItem).is_none() {
        let name = vm.type_name(source);
        return Act::Raise(vm.type_error(format!("can't extend bytearray with {name}")));
    }
    let (me, source) = (me.clone(), source.clone());
    Act::run(async move |cx| {
        let data = collect(cx, &source, RANGE).await?;
        add_bytes(cx.vm(), &me, &data)
    })
}

fn no_slice(vm: &mut Vm, source: &Value) -> crate::vm::Raised {
    let name = vm.type_name(source);
    vm.type_error(format!("can't set bytearray slice from {name}"))
}

fn insert(vm: &mut Vm, a: &Args) -> PyResult {
    let at = size(vm, a.at(1))?;
    size(vm, a.at(2))?;
    let b = byte(vm, a.at(2), RANGE)?;
    resized(vm, a.at(0), |d| {
        let at = if at < 0 { d.len().saturating_sub(at.unsigned_abs()) } else { (at as usize).min(d.len()) };
        d.insert(at, b);
    })?;
    Ok(Value::NONE)
}

fn pop(vm: &mut Vm, a: &Args) -> PyResult {
    let at = size_or(vm, a, 1, -1)?;
    let len = this(a).len();
    if len == 0 {
        return Err(vm.index_error("pop from empty bytearray"));
    }
    let at = if at < 0 { at.checked_add(len as isize) } else { Some(at) };
    let Some(at) = at.and_then(|n| usize::try_from(n).ok()).filter(|n| *n < len) else {
        return Err(vm.index_error("pop index out of range"));
    };
    let b = resized(vm, a.at(0), |d| d.remove(at))?;
    Ok(Value::int(b.unwrap_or(0) as i64))
}

fn remove(vm: &mut Vm, a: &Args) -> PyResult {
    size(vm, a.at(1))?;
    let b = byte(vm, a.at(1), RANGE)?;
    let found = this(a).iter().position(|x| *x == b);
    let Some(at) = found else { return Err(vm.value_error("value not found in bytearray")) };
    resized(vm, a.at(0), |d| {
        d.remove(at);
    })?;
    Ok(Value::NONE)
}

fn resize(vm: &mut Vm, a: &Args) -> PyResult {
    let n = size(vm, a.at(1))?;
    let Ok(n) = usize::try_from(n) else {
        return Err(vm.value_error(format!("Can only resize to positive sizes, got {n}")));
    };
    check_size(vm, n, 1)?;
    if this(a).len() != n {
        resized(vm, a.at(0), |d| d.resize(n, 0))?;
    }
    Ok(Value::NONE)
}

fn iadd(vm: &mut Vm, a: &Args) -> Act {
    let (me, other) = (a.at(0), a.at(1));
    let Some(data) = buffer(other).map(|b| b.to_vec()) else {
        let e = concat_error(vm, me, other);
        return Act::Raise(vm.wanting(e, other, want::OR_ERROR));
    };
    if me.is(other) && !data.is_empty() {
        // its own bytes are in use meanwhile
        return Act::Raise(in_use(vm));
    }
    add_bytes(vm, me, &data).map(|_| me.clone()).into()
}

fn imul(vm: &mut Vm, a: &Args) -> Act {
    repetition(vm, a, |vm, me, n| {
        if n == 1 {
            return Ok(me.clone());
        }
        let out = repeat(vm, &bytes::own(me).unwrap_or(Buffer::Fixed(&[])), n)?;
        replace(vm, me, out)?;
        Ok(me.clone())
    })
}

/// What is assigned to an item or slice; `None` deletes.
enum Put {
    Byte(u8),
    Data(Vec<u8>),
    Delete,
}

fn set_item(vm: &mut Vm, a: &Args) -> Act {
    assign(vm, a.at(0), a.at(1), Some(a.at(2)))
}

fn del_item(vm: &mut Vm, a: &Args) -> Act {
    assign(vm, a.at(0), a.at(1), None)
}

fn assign(vm: &mut Vm, me: &Value, key: &Value, value: Option<&Value>) -> Act {
    let plain_value = |v: &Value| int::is_int(v) || is_bytes_like(v);
    let slice = key.get_ref::<Slice>();
    let native = match &slice {
        // what lends is asked before the slice's ends are
        Some(s) => s.is_native() && value.is_none_or(is_bytes_like) || value.is_some_and(lends),
        None => int::is_int(key) && value.is_none_or(plain_value),
    };
    if native {
        return assign_native(vm, me, key, slice, value).into();
    }
    if slice.is_none() && !int::is_int(key) && vm.dunder(key, Dunder::Index).is_none() {
        return Act::Raise(bad_index(vm, me, key));
    }
    let (me, key, value) = (me.clone(), key.clone(), value.cloned());
    Act::run(async move |cx| {
        if let Some(s) = slice {
            let s = Slice::converted(s, cx).await?;
            let put = match &value {
                None => Put::Delete,
                Some(v) => Put::Data(slice_data(cx, v).await?),
            };
            return put_slice(cx.vm(), &me, &s, put);
        }
        let key = cx.index(&key).await?;
        let put = match &value {
            None => Put::Delete,
            Some(v) => {
                let n = cx.index(v).await?;
                Put::Byte(byte(cx.vm(), &n, RANGE)?)
            }
        };
        put_item(cx.vm(), &me, &key, put)
    })
}

fn assign_native(vm: &mut Vm, me: &Value, key: &Value, slice: Option<Ref<Slice>>, value: Option<&Value>) -> PyResult {
    if let Some(s) = slice {
        let put = match value {
            None => Put::Delete,
            Some(v) => Put::Data(match bytes::gathered(v) {
                Some(data) => data,
                None => return Err(not_all_bytes(vm, v)),
            }),
        };
        return put_slice(vm, me, &s, put);
    }
    let len = bytes::own(me).map_or(0, |b| b.len());
    if item_index(vm, key, len)?.is_none() {
        return Err(vm.index_error("bytearray index out of range"));
    }
    let put = match value {
        None => Put::Delete,
        Some(v) if int::is_int(v) => Put::Byte(byte(vm, v, RANGE)?),
        Some(v) => {
            let name = vm.type_name(v);
            return Err(vm.type_error(format!("'{name}' object cannot be interpreted as an integer")));
        }
    };
    put_item(vm, me, key, put)
}

async fn slice_data(cx: &mut Cx, v: &Value) -> PyResult<Vec<u8>> {
    const WHAT: &std::primitive::str = "can assign only bytes, buffers, or iterables of ints in range(0, 256)";
    if let Some(b) = buffer(v) {
        return Ok(b.to_vec());
    }
    let vm = cx.vm();
    let iterable = vm.dunder(v, Dunder::Iter).is_some() || vm.dunder(v, Dunder::GetItem).is_some();
    let number = [Dunder::Int, Dunder::Float, Dunder::Index].iter().any(|d| vm.dunder(v, *d).is_some());
    if number || text(v).is_some() {
        return Err(vm.type_error(WHAT));
    }
    if !iterable {
        let name = vm.type_name(v);
        return Err(vm.type_error(format!("cannot convert '{name}' object to bytearray")));
    }
    collect(cx, v, RANGE).await
}

/// `v[i] = byte` of an exact bytearray; false, and nothing done, if that is not all there is to it.
pub fn put_byte(v: &Value, i: i64, byte: i64) -> bool {
    let Some(b) = v.get::<ByteArray>().filter(|_| super::types().bytearray.is_type_of(v)) else { return false };
    let (Ok(i), Ok(byte)) = (usize::try_from(i), u8::try_from(byte)) else { return false };
    match b.data.borrow_mut().get_mut(i) {
        Some(place) => *place = byte,
        None => return false,
    }
    true
}

fn put_item(vm: &mut Vm, me: &Value, key: &Value, put: Put) -> PyResult {
    let len = bytes::own(me).map_or(0, |b| b.len());
    let Some(at) = item_index(vm, key, len)? else {
        return Err(vm.index_error("bytearray index out of range"));
    };
    match put {
        Put::Byte(b) => {
            if let Some(slot) = me.get::<ByteArray>().map(|x| x.data.borrow_mut()).as_mut().and_then(|d| d.get_mut(at))
            {
                *slot = b;
            }
        }
        _ => drop(resized(vm, me, |d| d.remove(at))?),
    }
    Ok(Value::NONE)
}

fn put_slice(vm: &mut Vm, me: &Value, s: &Slice, put: Put) -> PyResult {
    let len = bytes::own(me).map_or(0, |b| b.len());
    let i = s.indices(vm, len)?;
    match put {
        Put::Data(data) if i.step == 1 => {
            let (start, end) = (i.start as usize, i.start as usize + i.count);
            if data.len() == i.count {
                if let Some(array) = me.get::<ByteArray>()
                    && let Some(slot) = array.data.borrow_mut().get_mut(start..end)
                {
                    slot.copy_from_slice(&data);
                }
            } else {
                check_size(vm, len.saturating_add(data.len()), 1)?;
                resized(vm, me, |d| drop(d.splice(start..end, data)))?;
            }
        }
        Put::Data(data) => {
            if data.len() != i.count {
                let (n, m) = (data.len(), i.count);
                if data.is_empty() {
                    return delete(vm, me, i);
                }
                return Err(
                    vm.value_error(format!("attempt to assign bytes of size {n} to extended slice of size {m}"))
                );
            }
            if let Some(array) = me.get::<ByteArray>() {
                let mut d = array.data.borrow_mut();
                for (at, b) in i.iter().zip(data) {
                    if let Some(slot) = d.get_mut(at) {
                        *slot = b;
                    }
                }
            }
        }
        _ => return delete(vm, me, i),
    }
    Ok(Value::NONE)
}

fn delete(vm: &mut Vm, me: &Value, i: super::slice::Indices) -> PyResult {
    if i.count == 0 {
        return Ok(Value::NONE);
    }
    resized(vm, me, |d| match i.as_range() {
        Some(r) => drop(d.drain(r)),
        None => {
            let mut gone = vec![false; d.len()];
            for at in i.iter() {
                if let Some(g) = gone.get_mut(at) {
                    *g = true;
                }
            }
            let mut gone = gone.into_iter();
            d.retain(|_| !gone.next().unwrap_or(false));
        }
    })?;
    Ok(Value::NONE)
}
