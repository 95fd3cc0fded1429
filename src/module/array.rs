//! `_array`: compact arrays of numbers or characters.
//!
//! Invariant: the payload is that of a bytearray (so an array is a buffer everywhere), its length is a multiple of the item size, and the
//! type code stands in the object's only member slot. Items are converted before anything is changed.

use super::ModuleSpec;
use super::array_item::{self, Code};
use crate::code::CmpOp;
use crate::heap::{Mut, Ref, Visitor};
use crate::object::bytes::{self, ByteArray};
use crate::object::instance::InstanceArea;
use crate::object::lent;
use crate::object::list::{self, List};
use crate::object::native::{Native, NativeObject};
use crate::object::number_args::class_of_new;
use crate::object::sequence::with_count;
use crate::object::slice::Indices;
use crate::object::spec::{TypeSpec, getter};
use crate::object::str::{self, Str};
use crate::object::subscript::{self, Subscript, bound, position};
use crate::object::ty::{Type, flag};
use crate::object::{number, text_args, tuple, type_of};
use crate::resumable;
use crate::text::builder::StrBuilder;
use crate::value::Value;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use crate::vm::{Cx, Raised, Vm};
use std::cell::Cell;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    name: "_array",
    doc: "This module defines an object type which can efficiently represent
an array of basic values: characters, integers, floating-point
numbers.  Arrays are sequence types and behave very much like lists,
except that the type of objects stored in them is constrained.
",
    functions: &[resumable!("_array_reconstructor", "(arraytype, typecode, mformat_code, items, /)", reconstruct)],
    init: |vm, dict| {
        let ty = vm.native_type(&ARRAY);
        for name in ["array", "ArrayType"] {
            let key = vm.intern(name);
            dict.set_interned(&key, ty.clone().into());
        }
        let key = vm.intern("typecodes");
        dict.set_interned(&key, str::new(array_item::CODES));
        Ok(())
    },
};

static ARRAY: TypeSpec = TypeSpec {
    module: "array",
    flags: flag::BASETYPE | flag::SEQUENCE | flag::WEAKREFABLE,
    methods: METHODS,
    getset: &[
        getter("typecode", |_, v| Ok(str::new(code(v).text()))),
        getter("itemsize", |_, v| Ok(Value::size(code(v).size()))),
    ],
    unhashable: true,
    members: 1,
    ..TypeSpec::of::<ByteArray>("array")
};

static ITERATOR: TypeSpec = TypeSpec {
    module: "array",
    flags: flag::NO_INSTANTIATION,
    methods: &[
        leaf("__iter__", "(self, /)", |_, a| Ok(a.at(0).clone())),
        leaf("__next__", "(self, /)", |vm, a| {
            let item = a.at(0).native::<Items>().and_then(|i| {
                let n = i.at.get();
                let item = item(i.array.borrow().as_ref()?, n);
                match item {
                    Some(_) => i.at.set(n + 1),
                    None => drop(i.array.take()),
                }
                item
            });
            item.ok_or_else(|| vm.stop_iteration(Value::NONE))
        }),
        tail("__reduce__", "(self, /)", |vm, a| {
            let rest = a.at(0).native::<Items>();
            let rest = rest.and_then(|i| i.array.get().map(|array| (array, Value::size(i.at.get()))));
            crate::object::iter::reduce(vm, "iter", rest)
        }),
        leaf("__setstate__", "(self, state, /)", |_, a| {
            if let (Some(i), Some(n)) = (a.at(0).native::<Items>(), crate::object::int::to_i64(a.at(1))) {
                i.at.set((n.max(0) as usize).min(i.array.borrow().as_ref().map_or(0, len)));
            }
            Ok(Value::NONE)
        }),
    ],
    ..TypeSpec::of::<Native>("arrayiterator")
};

struct Items {
    /// `None` once there was no more
    array: Mut<Option<Value>>,
    at: Cell<usize>,
}

impl NativeObject for Items {
    fn visit(&self, v: &mut Visitor) {
        v.option(&self.array.borrow());
    }
    fn clear(&self) {
        drop(self.array.take());
    }
}

const METHODS: &[NativeDef] = &[
    lent::METHODS[0],
    lent::METHODS[1],
    resumable!("__new__", "(cls, typecode, initializer=(), /)", new).stat(),
    leaf("__init__", "(self, /, *args, **kwargs)", |_, _| Ok(Value::NONE)),
    resumable!("__repr__", "(self, /)", repr),
    leaf("__len__", "(self, /)", |_, a| Ok(Value::size(len(a.at(0))))),
    leaf("__iter__", "(self, /)", |vm, a| {
        let ty = vm.native_type(&ITERATOR);
        Ok(crate::heap::alloc(
            &ty,
            Native(Box::new(Items { array: Mut::new(Some(a.at(0).clone())), at: Cell::new(0) })),
        )
        .into())
    }),
    tail("__getitem__", "(self, key, /)", |vm, a| subscripted(vm, a, get_item)),
    resumable!("__setitem__", "(self, key, value, /)", set_item),
    tail("__delitem__", "(self, key, /)", |vm, a| subscripted(vm, a, delete_item)),
    resumable!("__contains__", "(self, key, /)", contains),
    leaf("__add__", "(self, value, /)", add),
    leaf("__iadd__", "(self, value, /)", |vm, a| {
        if !is_array(vm, a.at(1)) {
            let given = vm.type_name(a.at(1));
            return Err(vm.type_error(format!("can only extend array with array (not \"{given}\")")));
        }
        append_array(vm, a.at(0), a.at(1))?;
        Ok(a.at(0).clone())
    }),
    tail("__mul__", "(self, value, /)", |vm, a| with_count(vm, a.at(0), a.at(1), repeated)),
    tail("__rmul__", "(self, value, /)", |vm, a| with_count(vm, a.at(0), a.at(1), repeated)),
    tail("__imul__", "(self, value, /)", |vm, a| {
        with_count(vm, a.at(0), a.at(1), |vm, v, n| {
            if n != 1 {
                let data = repeated_bytes(vm, v, n)?;
                resize_check(vm, v)?;
                set_bytes(v, data);
            }
            Ok(v.clone())
        })
    }),
    leaf("__lt__", "(self, value, /)", |vm, a| compare(vm, CmpOp::Lt, a)),
    leaf("__le__", "(self, value, /)", |vm, a| compare(vm, CmpOp::Le, a)),
    leaf("__eq__", "(self, value, /)", |vm, a| compare(vm, CmpOp::Eq, a)),
    leaf("__ne__", "(self, value, /)", |vm, a| compare(vm, CmpOp::Ne, a)),
    leaf("__gt__", "(self, value, /)", |vm, a| compare(vm, CmpOp::Gt, a)),
    leaf("__ge__", "(self, value, /)", |vm, a| compare(vm, CmpOp::Ge, a)),
    resumable!("append", "(self, v, /)", append),
    resumable!("extend", "(self, bb, /)", extend),
    resumable!("insert", "(self, i, v, /)", insert),
    resumable!("pop", "(self, i=-1, /)", pop),
    resumable!("remove", "(self, v, /)", remove),
    resumable!("count", "(self, v, /)", count),
    resumable!("index", "(self, v, start=0, stop=9223372036854775807, /)", index),
    leaf("reverse", "(self, /)", |_, a| {
        let v = a.at(0);
        let size = code(v).size();
        let data = raw(v);
        let reversed = data.chunks(size).rev().flatten().copied().collect();
        set_bytes(v, reversed);
        Ok(Value::NONE)
    }),
    leaf("byteswap", "(self, /)", |_, a| {
        let size = code(a.at(0)).size();
        if let Some(b) = a.at(0).get::<ByteArray>() {
            b.data.borrow_mut().chunks_mut(size).for_each(|c| c.reverse());
        }
        Ok(Value::NONE)
    }),
    leaf("clear", "(self, /)", |vm, a| {
        resize_check(vm, a.at(0))?;
        set_bytes(a.at(0), Vec::new());
        Ok(Value::NONE)
    }),
    leaf("tolist", "(self, /)", |_, a| Ok(list::new(items(a.at(0))))),
    leaf("tobytes", "(self, /)", |_, a| Ok(bytes::new(raw(a.at(0))))),
    leaf("tounicode", "(self, /)", |vm, a| {
        if !code(a.at(0)).is_character() {
            return Err(vm.value_error("tounicode() may only be called on unicode type arrays ('u' or 'w')"));
        }
        Ok(text_of(a.at(0)))
    }),
    resumable!("fromlist", "(self, list, /)", from_list),
    resumable!("fromfile", "(self, f, n, /)", from_file),
    resumable!("tofile", "(self, f, /)", to_file),
    leaf("frombytes", "(self, buffer, /)", from_bytes),
    leaf("fromunicode", "(self, ustr, /)", from_unicode),
    leaf("buffer_info", "(self, /)", |_, a| {
        Ok(tuple::new(vec![Value::int((a.at(0).identity() >> 16) as i64), Value::size(len(a.at(0)))]))
    }),
    leaf("__copy__", "(self, /)", copy),
    leaf("__deepcopy__", "(self, unused, /)", copy),
    resumable!("__reduce_ex__", "(self, value, /)", reduce),
    leaf("__sizeof__", "(self, /)", |_, a| Ok(Value::size(80 + len(a.at(0)) * code(a.at(0)).size()))),
    crate::object::class_getitem::DEF,
];

/// The type code of an array.
pub fn code(v: &Value) -> Code {
    let letter = InstanceArea::of(v).and_then(|a| a.member(0)).and_then(|c| c.as_small()).unwrap_or(b'B' as i64);
    Code(letter as u8)
}

fn raw(v: &Value) -> Vec<u8> {
    v.get::<ByteArray>().map_or(Vec::new(), |b| b.data.borrow().clone())
}

fn set_bytes(v: &Value, data: Vec<u8>) {
    if let Some(b) = v.get::<ByteArray>() {
        b.data.set(data);
    }
}

fn len(v: &Value) -> usize {
    v.get::<ByteArray>().map_or(0, |b| b.data.borrow().len()) / code(v).size()
}

fn item(v: &Value, i: usize) -> Option<Value> {
    let c = code(v);
    let b = v.get::<ByteArray>()?.data.borrow();
    b.get(i * c.size()..(i + 1) * c.size()).map(|field| c.read(field))
}

fn items(v: &Value) -> Vec<Value> {
    let c = code(v);
    raw(v).chunks_exact(c.size()).map(|f| c.read(f)).collect()
}

fn text_of(v: &Value) -> Value {
    let mut out = StrBuilder::new();
    for c in raw(v).chunks_exact(4) {
        out.push_char(c.iter().rev().fold(0, |n, b| n << 8 | *b as u32));
    }
    str::new(out.finish())
}

fn is_array(vm: &mut Vm, v: &Value) -> bool {
    let ty = vm.native_type(&ARRAY);
    type_of(v).is_subtype(&ty)
}

fn make(ty: &Ref<Type>, c: Code, data: Vec<u8>) -> Value {
    let v: Value = crate::heap::alloc_in(ty, ByteArray::payload(data)).into();
    if let Some(area) = InstanceArea::of(&v) {
        area.set_member(0, Some(Value::int(c.0 as i64)));
    }
    v
}

fn make_exact(vm: &mut Vm, c: Code, data: Vec<u8>) -> Value {
    let ty = vm.native_type(&ARRAY);
    make(&ty, c, data)
}

fn resize_check(vm: &mut Vm, v: &Value) -> PyResult<()> {
    if v.get::<ByteArray>().is_some_and(|b| b.exports.get() > 0) {
        let ty = vm.types.exc.BufferError.clone();
        return Err(vm.error(&ty, "cannot resize an array that is exporting buffers"));
    }
    Ok(())
}

/// Replaces the items `at..at + n` by others.
fn splice(vm: &mut Vm, v: &Value, at: usize, n: usize, new: Vec<u8>) -> PyResult<()> {
    let size = code(v).size();
    if new.len() != n * size {
        resize_check(vm, v)?;
    }
    if let Some(b) = v.get::<ByteArray>() {
        let mut b = b.data.borrow_mut();
        let from = (at * size).min(b.len());
        let to = ((at + n) * size).clamp(from, b.len());
        b.splice(from..to, new);
    }
    Ok(())
}

async fn encoded(cx: &mut Cx, c: Code, values: &[Value]) -> PyResult<Vec<u8>> {
    let mut out = Vec::with_capacity(values.len() * c.size());
    for v in values {
        cx.tick(1).await?;
        c.write(cx, v, &mut out).await?;
    }
    Ok(out)
}

async fn new(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let owner = cx.vm().native_type(&ARRAY);
    let ty = class_of_new(cx.vm(), a.at(0), &owner)?;
    let c = type_code(cx.vm(), a.at(1))?;
    if c.0 == b'u' {
        let message = "The 'u' type code is deprecated and will be removed in Python 3.16";
        crate::object::number_args::deprecated(cx, message).await?;
    }
    let Some(init) = a.opt(2) else { return Ok(make(&ty, c, Vec::new())) };
    if let Some(s) = init.get::<Str>() {
        if !c.is_character() {
            let message = format!("cannot use a str to initialize an array with typecode '{}'", c.text());
            return Err(cx.vm().type_error(message));
        }
        let data = s.view().iter().flat_map(|c| c.to_le_bytes()).collect();
        return Ok(make(&ty, c, data));
    }
    let array = is_array(cx.vm(), init);
    if !array && (init.is_a::<bytes::Bytes>() || init.is_a::<ByteArray>()) {
        let data = bytes::own(init).map_or(Vec::new(), |b| b.to_vec());
        check_multiple(cx.vm(), c, data.len())?;
        return Ok(make(&ty, c, data));
    }
    if array && code(init).is_character() && !c.is_character() {
        let message = format!("cannot use a unicode array to initialize an array with typecode '{}'", c.text());
        return Err(cx.vm().type_error(message));
    }
    if array && code(init) == c {
        return Ok(make(&ty, c, raw(init)));
    }
    let values = if array { items(init) } else { cx.collect(init).await? };
    let data = encoded(cx, c, &values).await?;
    Ok(make(&ty, c, data))
}

fn type_code(vm: &mut Vm, v: &Value) -> PyResult<Code> {
    let Some(s) = v.get::<Str>() else {
        let given = vm.type_name(v);
        return Err(vm.type_error(format!("array() argument 1 must be a unicode character, not {given}")));
    };
    if s.len() != 1 {
        let n = s.len();
        return Err(
            vm.type_error(format!("array() argument 1 must be a unicode character, not a string of length {n}"))
        );
    }
    let letter = s.view().get(0).and_then(|c| u8::try_from(c).ok());
    match letter.filter(|c| array_item::CODES.as_bytes().contains(c)) {
        Some(c) => Ok(Code(c)),
        None => Err(vm.value_error("bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)")),
    }
}

fn check_multiple(vm: &mut Vm, c: Code, n: usize) -> PyResult<()> {
    if !n.is_multiple_of(c.size()) {
        return Err(vm.value_error("bytes length not a multiple of item size"));
    }
    Ok(())
}

async fn repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let v = a.at(0);
    let c = code(v);
    let mut out = StrBuilder::new();
    out.push_utf8(&type_of(v).name());
    out.push_utf8("('");
    out.push_utf8(c.text());
    out.push_utf8("'");
    if len(v) > 0 {
        let shown = if c.is_character() { text_of(v) } else { list::new(items(v)) };
        let shown = cx.repr(&shown).await?;
        out.push_utf8(", ");
        if let Some(t) = shown.get::<Str>() {
            out.push_view(t.view());
        }
    }
    out.push_utf8(")");
    Ok(str::new(out.finish()))
}

/// Runs `f` with the subscript that argument 1 is.
fn subscripted(vm: &mut Vm, a: &Args, f: fn(&mut Vm, &Value, Subscript) -> PyResult) -> Act {
    if let Some(s) = subscript::natively(a.at(1)) {
        return f(vm, a.at(0), s).into();
    }
    let (v, key) = (a.at(0).clone(), a.at(1).clone());
    Act::run(async move |cx| {
        let s = key_of(cx, &key).await?;
        f(cx.vm(), &v, s)
    })
}

async fn key_of(cx: &mut Cx, key: &Value) -> PyResult<Subscript> {
    let known = subscript::natively(key).is_some()
        || key.is_a::<crate::object::slice::Slice>()
        || cx.vm().dunder(key, crate::object::names::Dunder::Index).is_some();
    if !known {
        return Err(cx.vm().type_error("array indices must be integers"));
    }
    cx.subscript(key, "array").await
}

fn get_item(vm: &mut Vm, v: &Value, s: Subscript) -> PyResult {
    match s {
        Subscript::Index(i) => match position(i, len(v)).and_then(|i| item(v, i)) {
            Some(x) => Ok(x),
            None => Err(vm.index_error("array index out of range")),
        },
        Subscript::Slice(s) => {
            let at = s.indices(vm, len(v))?;
            let (c, data) = (code(v), raw(v));
            let size = c.size();
            let picked = at.iter().filter_map(|i| data.get(i * size..(i + 1) * size)).flatten().copied().collect();
            Ok(make_exact(vm, c, picked))
        }
    }
}

fn delete_item(vm: &mut Vm, v: &Value, s: Subscript) -> PyResult {
    match s {
        Subscript::Index(i) => match position(i, len(v)) {
            Some(i) => splice(vm, v, i, 1, Vec::new())?,
            None => return Err(vm.index_error("array assignment index out of range")),
        },
        Subscript::Slice(s) => {
            let at = s.indices(vm, len(v))?;
            if at.count > 0 {
                resize_check(vm, v)?;
            }
            let gone: std::collections::HashSet<usize> = at.iter().collect();
            let size = code(v).size();
            let kept = raw(v)
                .chunks(size)
                .enumerate()
                .filter(|(i, _)| !gone.contains(i))
                .flat_map(|(_, c)| c.to_vec())
                .collect();
            set_bytes(v, kept);
        }
    }
    Ok(Value::NONE)
}

async fn set_item(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let (v, x) = (a.at(0), a.at(2));
    match key_of(cx, a.at(1)).await? {
        Subscript::Index(i) => {
            if position(i, len(v)).is_none() {
                return Err(cx.vm().index_error("array assignment index out of range"));
            }
            let data = encoded(cx, code(v), std::slice::from_ref(x)).await?;
            match position(i, len(v)) {
                Some(i) => splice(cx.vm(), v, i, 1, data)?,
                None => return Err(cx.vm().index_error("array assignment index out of range")),
            }
        }
        Subscript::Slice(s) => {
            if !is_array(cx.vm(), x) {
                let given = cx.vm().type_name(x);
                return Err(cx.vm().type_error(format!("can only assign array (not \"{given}\") to array slice")));
            }
            if code(x) != code(v) {
                return Err(cx.vm().type_error("bad argument type for built-in operation"));
            }
            let at = s.indices(cx.vm(), len(v))?;
            assign_slice(cx.vm(), v, at, raw(x))?;
        }
    }
    Ok(Value::NONE)
}

fn assign_slice(vm: &mut Vm, v: &Value, at: Indices, data: Vec<u8>) -> PyResult<()> {
    let size = code(v).size();
    if at.step == 1 {
        return splice(vm, v, at.start as usize, at.count, data);
    }
    if data.len() != at.count * size {
        let (n, m) = (data.len() / size, at.count);
        return Err(vm.value_error(format!("attempt to assign array of size {n} to extended slice of size {m}")));
    }
    if let Some(b) = v.get::<ByteArray>() {
        let mut b = b.data.borrow_mut();
        for (i, field) in at.iter().zip(data.chunks(size)) {
            if let Some(to) = b.get_mut(i * size..(i + 1) * size) {
                to.copy_from_slice(field);
            }
        }
    }
    Ok(())
}

fn append_array(vm: &mut Vm, v: &Value, other: &Value) -> PyResult<()> {
    if code(v) != code(other) {
        return Err(vm.type_error("can only extend with array of same kind"));
    }
    let at = len(v);
    splice(vm, v, at, 0, raw(other))
}

fn add(vm: &mut Vm, a: &Args) -> PyResult {
    let (v, other) = (a.at(0), a.at(1));
    if !is_array(vm, other) {
        let given = vm.type_name(other);
        return Err(vm.type_error(format!("can only append array (not \"{given}\") to array")));
    }
    if code(v) != code(other) {
        return Err(vm.type_error("bad argument type for built-in operation"));
    }
    let mut data = raw(v);
    data.extend(raw(other));
    Ok(make_exact(vm, code(v), data))
}

fn repeated_bytes(vm: &mut Vm, v: &Value, n: i64) -> PyResult<Vec<u8>> {
    let data = raw(v);
    let n = usize::try_from(n).unwrap_or(0);
    text_args::check_size(vm, data.len(), n.max(1))?;
    Ok(data.repeat(n))
}

fn repeated(vm: &mut Vm, v: &Value, n: i64) -> PyResult {
    let data = repeated_bytes(vm, v, n)?;
    Ok(make_exact(vm, code(v), data))
}

fn compare(vm: &mut Vm, op: CmpOp, a: &Args) -> PyResult {
    if !is_array(vm, a.at(1)) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (x, y) = (items(a.at(0)), items(a.at(1)));
    let same = |p: &Value, q: &Value| crate::object::compare::equal_exact(p, q).unwrap_or(false);
    let first = x.iter().zip(&y).find(|(p, q)| !same(p, q));
    let r = match first {
        None => number::compare(op, &Value::size(x.len()), &Value::size(y.len())),
        Some(_) if op == CmpOp::Eq => Some(false),
        Some(_) if op == CmpOp::Ne => Some(true),
        Some((p, q)) => match (p.get::<Str>(), q.get::<Str>()) {
            (Some(s), Some(t)) => {
                let place = |s: &Str| Value::int(s.view().get(0).unwrap_or(0) as i64);
                number::compare(op, &place(s), &place(t))
            }
            _ => number::compare(op, p, q),
        },
    };
    Ok(r.unwrap_or(false).into())
}

async fn append(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let v = a.at(0);
    let data = encoded(cx, code(v), &a[1..2]).await?;
    let at = len(v);
    splice(cx.vm(), v, at, 0, data)?;
    Ok(Value::NONE)
}

async fn extend(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let (v, other) = (a.at(0), a.at(1));
    if is_array(cx.vm(), other) {
        append_array(cx.vm(), v, other)?;
        return Ok(Value::NONE);
    }
    let it = cx.iter(other).await?;
    while let Some(x) = cx.next(&it).await? {
        let data = encoded(cx, code(v), &[x]).await?;
        let at = len(v);
        splice(cx.vm(), v, at, 0, data)?;
    }
    Ok(Value::NONE)
}

async fn insert(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let v = a.at(0);
    let i = cx.index_size(a.at(1)).await?;
    let data = encoded(cx, code(v), &a[2..3]).await?;
    let at = bound(i, len(v));
    splice(cx.vm(), v, at, 0, data)?;
    Ok(Value::NONE)
}

async fn pop(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let v = a.at(0);
    let i = match a.opt(1) {
        Some(i) => cx.index_size(i).await?,
        None => -1,
    };
    if len(v) == 0 {
        return Err(cx.vm().index_error("pop from empty array"));
    }
    let Some((i, x)) = position(i, len(v)).and_then(|i| Some((i, item(v, i)?))) else {
        return Err(cx.vm().index_error("pop index out of range"));
    };
    splice(cx.vm(), v, i, 1, Vec::new())?;
    Ok(x)
}

/// Position of the first item from `start` on that equals `x`.
async fn find(cx: &mut Cx, v: &Value, x: &Value, start: usize, stop: usize) -> PyResult<Option<usize>> {
    let mut i = start;
    while i < stop.min(len(v)) {
        cx.tick(1).await?;
        let Some(y) = item(v, i) else { break };
        if cx.equal(&y, x).await? {
            return Ok(Some(i));
        }
        i += 1;
    }
    Ok(None)
}

async fn contains(cx: &mut Cx, a: Args<'static>) -> PyResult {
    Ok(find(cx, a.at(0), a.at(1), 0, usize::MAX).await?.is_some().into())
}

async fn remove(cx: &mut Cx, a: Args<'static>) -> PyResult {
    match find(cx, a.at(0), a.at(1), 0, usize::MAX).await? {
        Some(i) => {
            splice(cx.vm(), a.at(0), i, 1, Vec::new())?;
            Ok(Value::NONE)
        }
        None => Err(absent(cx.vm(), "remove")),
    }
}

#[cold]
fn absent(vm: &mut Vm, method: &std::primitive::str) -> Raised {
    vm.value_error(format!("array.{method}(x): x not in array"))
}

async fn count(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let (mut n, mut from) = (0, 0);
    while let Some(i) = find(cx, a.at(0), a.at(1), from, usize::MAX).await? {
        n += 1;
        from = i + 1;
    }
    Ok(Value::int(n))
}

async fn index(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let v = a.at(0);
    let start = match a.opt(2) {
        Some(i) => cx.slice_index(i).await?,
        None => 0,
    };
    let stop = match a.opt(3) {
        Some(i) => cx.slice_index(i).await?,
        None => i64::MAX,
    };
    let n = len(v);
    match find(cx, v, a.at(1), bound(start, n), bound(stop, n)).await? {
        Some(i) => Ok(Value::size(i)),
        None => Err(absent(cx.vm(), "index")),
    }
}

async fn from_list(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(l) = a.at(1).get::<List>() else {
        return Err(cx.vm().type_error("arg must be list"));
    };
    let values = l.items.borrow().clone();
    let data = encoded(cx, code(a.at(0)), &values).await?;
    let at = len(a.at(0));
    splice(cx.vm(), a.at(0), at, 0, data)?;
    Ok(Value::NONE)
}

/// Writes the bytes in blocks.
async fn to_file(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let mut at = 0;
    loop {
        let block = a
            .at(0)
            .get::<ByteArray>()
            .map_or(Vec::new(), |b| b.data.borrow().iter().skip(at).take(1 << 16).copied().collect());
        if block.is_empty() {
            return Ok(Value::NONE);
        }
        at += block.len();
        cx.call_method(a.at(1), "write", [bytes::new(block)]).await?;
    }
}

async fn from_file(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let n = cx.index_i64(a.at(2)).await?;
    let size = code(a.at(0)).size() as i64;
    let Some(wanted) = usize::try_from(n).ok().and_then(|_| n.checked_mul(size)) else {
        return Err(if n < 0 { cx.vm().value_error("negative count") } else { cx.vm().memory_error() });
    };
    let data = cx.call_method(a.at(1), "read", [Value::int(wanted)]).await?;
    let Some(got) = data.get::<bytes::Bytes>().map(|b| b.data().len()) else {
        return Err(cx.vm().type_error("read() didn't return bytes"));
    };
    from_bytes(cx.vm(), &Args::owned(smallvec::smallvec![a.at(0).clone(), data]))?;
    if got as i64 != wanted {
        let ty = crate::object::types().exc.EOFError.clone();
        return Err(cx.vm().error(&ty, "read() didn't return enough bytes"));
    }
    Ok(Value::NONE)
}

fn from_bytes(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(data) = bytes::buffer(a.at(1)).map(|b| b.to_vec()) else {
        return Err(crate::object::bytes_methods::not_bytes(vm, a.at(1)));
    };
    check_multiple(vm, code(a.at(0)), data.len())?;
    let at = len(a.at(0));
    splice(vm, a.at(0), at, 0, data)?;
    Ok(Value::NONE)
}

fn from_unicode(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(s) = a.at(1).get::<Str>() else {
        let given = text_args::arg_type_name(vm, a.at(1));
        return Err(vm.type_error(format!("fromunicode() argument must be str, not {given}")));
    };
    if !code(a.at(0)).is_character() {
        return Err(vm.value_error("fromunicode() may only be called on unicode type arrays ('u' or 'w')"));
    }
    let data = s.view().iter().flat_map(|c| c.to_le_bytes()).collect();
    let at = len(a.at(0));
    splice(vm, a.at(0), at, 0, data)?;
    Ok(Value::NONE)
}

fn copy(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(make_exact(vm, code(a.at(0)), raw(a.at(0))))
}

async fn reduce(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let v = a.at(0);
    let protocol = cx.index_size(a.at(1)).await?;
    let c = code(v);
    let (class, letter) = (type_of(v).into(), str::new(c.text()));
    let dict = cx.vm().intern("__dict__");
    let state = cx.get_attr_opt(v, &dict).await?.unwrap_or(Value::NONE);
    if protocol < 3 {
        let all = if c.is_character() { text_of(v) } else { list::new(items(v)) };
        return Ok(tuple::new(vec![class, tuple::new(vec![letter, all]), state]));
    }
    let name = cx.vm().intern("array");
    let module = cx.vm().modules.get_interned(&name).unwrap_or(Value::NONE);
    let make = cx.attr(&module, "_array_reconstructor").await?;
    let arguments = vec![class, letter, Value::int(c.machine_format()), bytes::new(raw(v))];
    Ok(tuple::new(vec![make, tuple::new(arguments), state]))
}

async fn reconstruct(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let owner = cx.vm().native_type(&ARRAY);
    let ty = class_of_new(cx.vm(), a.at(0), &owner)?;
    let c = type_code(cx.vm(), a.at(1))?;
    let format = cx.index_size(a.at(2)).await?;
    let Some(data) = a.at(3).get::<bytes::Bytes>().map(|b| b.data().to_vec()) else {
        let given = cx.vm().type_name(a.at(3));
        return Err(cx.vm().type_error(format!("fourth argument should be bytes, not {given}")));
    };
    if format != c.machine_format() {
        return Err(cx.vm().value_error("third argument must be a valid machine format code."));
    }
    check_multiple(cx.vm(), c, data.len())?;
    Ok(make(&ty, c, data))
}
