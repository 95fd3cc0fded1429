//! memoryview: the type, its items and its casts.
//!
//! Invariant: an item is read and written through its format only; writing checks the value before any byte changes.

use super::bytes::{self, Bytes, is_bytes_like};
use super::bytes_methods::hex_arguments;
use super::int;
use super::lent;
use super::list;
use super::memoryview::{Format, MemoryView, Role};
use super::names::Dunder;
use super::native::Builtin;
use super::slice::Slice;
use super::spec::{GetSetDef, TypeSpec, getter};
use super::str;
use super::str_percent::int_to_float;
use super::str_type::item_index;
use super::text_args::{ints, must_be, text};
use super::tuple::{self, Tuple};
use super::ty::flag;
use crate::module::struct_format::{from_half, half};
use crate::text::builder::StrBuf;
use crate::text::bytes_methods as ascii;
use crate::text::hash::HashSeed;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::lending::want;
use crate::vm::native::{Act, Args, NativeDef, PyResult, Raised, leaf, tail};
use crate::vm::protocol::truth_natively;

/// The type.
pub const SPEC: TypeSpec = TypeSpec {
    flags: flag::SEQUENCE | flag::WEAKREFABLE,
    doc: "Create a new memoryview object which references the given object.",
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<MemoryView>("memoryview")
};

const METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, object)", new).stat(),
    leaf("__repr__", "(self, /)", show),
    leaf("__len__", "(self, /)", |vm, a| match live(vm, a.at(0))?.dimensions() {
        [n, ..] => Ok(Value::size(*n)),
        [] => Err(vm.type_error("0-dim memory has no length")),
    }),
    tail("__hash__", "(self, /)", hash),
    leaf("__eq__", "(self, value, /)", |vm, a| Ok(equal(vm, a)?.map_or(Value::NOT_IMPLEMENTED, Value::bool))),
    leaf("__ne__", "(self, value, /)", |vm, a| Ok(equal(vm, a)?.map_or(Value::NOT_IMPLEMENTED, |e| Value::bool(!e)))),
    leaf("__iter__", "(self, /)", iter),
    tail("__getitem__", "(self, key, /)", get_item),
    tail("__setitem__", "(self, key, value, /)", set_item),
    leaf("__delitem__", "(self, key, /)", |vm, a| {
        let what = if live(vm, a.at(0))?.readonly { "cannot modify read-only memory" } else { "cannot delete memory" };
        Err(vm.type_error(what))
    }),
    leaf("__enter__", "(self, /)", |vm, a| live(vm, a.at(0)).map(|_| a.at(0).clone())),
    leaf("__exit__", "(self, /, *args)", release),
    leaf("release", "(self, /)", release),
    leaf("tobytes", "(self, /, order='C')", |vm, a| to_bytes(vm, a.at(0)).map(bytes::new)),
    leaf("tolist", "(self, /)", to_list),
    leaf("toreadonly", "(self, /)", |vm, a| {
        let m = unrestricted(vm, a.at(0))?;
        made(m.again_as(true))
    }),
    tail("_from_flags", "(cls, object, flags)", lent::from_flags).class(),
    lent::METHODS[0],
    lent::METHODS[1],
    tail("hex", "(self, /, sep=<unrepresentable>, bytes_per_sep=1)", |vm, a| hex_measured(vm, a, hex)),
    leaf("cast", "(self, /, format, shape=<unrepresentable>)", cast),
    tail("index", "(self, value, start=0, stop=9223372036854775807, /)", index),
    tail("count", "(self, value, /)", count),
];

const GETSET: &[GetSetDef] = &[
    getter("obj", |vm, v| live(vm, v).map(|m| m.object().unwrap_or_default())),
    getter("nbytes", |vm, v| live(vm, v).map(|m| Value::size(m.len * m.format.size()))),
    getter("itemsize", |vm, v| live(vm, v).map(|m| Value::size(m.format.size()))),
    getter("format", |vm, v| {
        let m = live(vm, v)?;
        let letter = m.format.0;
        Ok(str::new(StrBuf::from_ascii(if m.marked.get() { vec![b'@', letter] } else { vec![letter] })))
    }),
    getter("readonly", |vm, v| live(vm, v).map(|m| Value::bool(m.readonly))),
    getter("ndim", |vm, v| live(vm, v).map(|m| Value::size(m.dimensions().len()))),
    getter("shape", |vm, v| live(vm, v).map(|m| tuple::new(m.dimensions().iter().map(|n| Value::size(*n)).collect()))),
    getter("strides", |vm, v| live(vm, v).map(strides)),
    getter("suboffsets", |vm, v| live(vm, v).map(|_| tuple::new(Vec::new()))),
    getter("c_contiguous", |vm, v| live(vm, v).map(|m| Value::bool(m.is_contiguous()))),
    getter("f_contiguous", |vm, v| {
        // longer than one item in one dimension only
        live(vm, v).map(|m| Value::bool(m.is_contiguous() && m.dimensions().iter().filter(|n| **n > 1).count() < 2))
    }),
    getter("contiguous", |vm, v| live(vm, v).map(|m| Value::bool(m.is_contiguous()))),
];

/// The view of a value, unless it was released.
pub fn live<'a>(vm: &mut Vm, v: &'a Value) -> PyResult<&'a MemoryView> {
    match v.get::<MemoryView>() {
        Some(m) if !m.is_released() => Ok(m),
        _ => {
            let name = super::type_ref(v).name();
            Err(vm.value_error(format!("operation forbidden on released {name} object")))
        }
    }
}

/// The same, if other views of its items may be made.
fn unrestricted<'a>(vm: &mut Vm, v: &'a Value) -> PyResult<&'a MemoryView> {
    let m = live(vm, v)?;
    if m.role.get() == Role::Restricted {
        return Err(vm.value_error("cannot create new view on restricted memoryview"));
    }
    Ok(m)
}

/// A view as an object.
pub fn made(view: MemoryView) -> PyResult {
    Ok(crate::heap::alloc(&super::types().memoryview, view).into())
}

/// `memoryview(object)`.
pub fn of(vm: &mut Vm, object: &Value) -> PyResult {
    if !is_bytes_like(object) {
        let name = vm.type_name(object);
        let e = vm.type_error(format!("memoryview: a bytes-like object is required, not '{name}'"));
        return Err(vm.wanting(e, object, lent::request::FULL_RO));
    }
    of_own(vm, object)
}

/// A view of the bytes that an object has itself.
pub fn of_own(vm: &mut Vm, object: &Value) -> PyResult {
    if object.is_a::<MemoryView>() {
        let m = unrestricted(vm, object)?;
        return made(m.again());
    }
    let Some(view) = MemoryView::of(object) else { return Ok(Value::NONE) };
    if lent::lends(object)
        && let Some(own) = MemoryView::of(object)
        && vm.dunder(object, Dunder::ReleaseBuffer).is_some_and(|m| !m.is_a::<Builtin>())
    {
        // the object is told when the last view is gone
        let own = made(own)?;
        view.lender.set(Some(lent::new(vm, object, own, true)));
    }
    made(view)
}

fn new(vm: &mut Vm, a: &Args) -> PyResult {
    of(vm, a.at(1))
}

fn show(_: &mut Vm, a: &Args) -> PyResult {
    let what = match a.at(0).get::<MemoryView>() {
        Some(m) if m.is_released() => "released memory",
        _ => "memory",
    };
    Ok(str::new(format!("<{what} at {:#x}>", crate::object::object_::address(a.at(0)))))
}

pub fn release(vm: &mut Vm, a: &Args) -> PyResult {
    if let Some(m) = a.at(0).get::<MemoryView>() {
        let n = m.held.get();
        if n > 0 {
            let ty = vm.types.exc.BufferError.clone();
            let s = if n == 1 { "" } else { "s" };
            return Err(vm.error(&ty, format!("memoryview has {n} exported buffer{s}")));
        }
        m.release();
    }
    Ok(Value::NONE)
}

fn iter(vm: &mut Vm, a: &Args) -> PyResult {
    let m = live(vm, a.at(0))?;
    one_dimension(vm, m, "invalid indexing of 0-dim memory", SUB_VIEWS)?;
    super::text_iter::dunder_iter(vm, a)
}

fn to_bytes(vm: &mut Vm, v: &Value) -> PyResult<Vec<u8>> {
    Ok(live(vm, v)?.to_vec().unwrap_or_default())
}

fn hash(vm: &mut Vm, a: &Args) -> Act {
    if let Some(h) = a.at(0).get::<MemoryView>().and_then(|m| m.hash.get()) {
        return Act::Done(Value::int(h));
    }
    let base = match hashable_base(vm, a.at(0)) {
        Ok(base) => base,
        Err(e) => return Act::Raise(e),
    };
    // the object of the view has to be hashable too
    let me = a.at(0).clone();
    hold(&me, 1);
    let act = vm.hash(&base);
    act.then(vm, move |_, r| {
        hold(&me, -1);
        match (r, me.get::<MemoryView>()) {
            (Ok(_), Some(m)) => {
                let h = HashSeed::ZERO.bytes(&m.to_vec().unwrap_or_default());
                m.hash.set(Some(h));
                Act::Done(Value::int(h))
            }
            (r, _) => r.into(),
        }
    })
}

fn hashable_base(vm: &mut Vm, v: &Value) -> PyResult {
    let m = live(vm, v)?;
    if !m.readonly {
        return Err(vm.value_error("cannot hash writable memoryview object"));
    }
    if !m.format.is_byte() {
        return Err(vm.value_error("memoryview: hashing is restricted to formats 'B', 'b' or 'c'"));
    }
    Ok(m.base.get().unwrap_or_default())
}

/// Keeps the bytes of a view or bytearray where they are (1), or lets them go again (-1).
pub(crate) fn hold(v: &Value, by: i32) {
    if let Some(m) = v.get::<MemoryView>() {
        m.held.set(m.held.get().saturating_add_signed(by));
    } else if let Some(b) = v.get::<bytes::ByteArray>() {
        b.exports.set(b.exports.get().saturating_add_signed(by as isize));
    }
}

/// `hex` with the arguments converted: a separator of a subclass is asked for its length, while which the bytes stay.
pub(super) fn hex_measured(vm: &mut Vm, a: &Args, f: fn(&mut Vm, &Args) -> PyResult) -> Act {
    let sep = a.opt(1).filter(|s| (s.is_a::<Bytes>() || s.is_a::<str::Str>()) && !super::type_ref(s).is_static());
    let Some(sep) = sep else { return ints(vm, a, &[2], f) };
    let (me, sep, group) = (a.at(0).clone(), sep.clone(), a.at(2).clone());
    Act::run(async move |cx| {
        hold(&me, 1);
        let len = cx.len(&sep).await;
        hold(&me, -1);
        if len? != 1 {
            return Err(cx.vm().value_error("sep must be length 1."));
        }
        let act = ints(cx.vm(), &Args::owned(smallvec::smallvec![me, sep, group]), &[2], f);
        cx.act(act).await
    })
}

fn hex(vm: &mut Vm, a: &Args) -> PyResult {
    let (sep, group) = hex_arguments(vm, a)?;
    let data = to_bytes(vm, a.at(0))?;
    Ok(str::new(StrBuf::from_ascii(ascii::hex(&data, sep, group))))
}

/// Item `i` as an object; the view is not released.
fn unpack(m: &MemoryView, i: usize) -> Value {
    let at = m.offset(i);
    let size = m.format.size();
    let mut raw = [0u8; 8];
    m.with_base(|data| {
        for (to, from) in raw.iter_mut().zip(data.get(at..at + size).unwrap_or(&[])) {
            *to = *from;
        }
    });
    let [b0, b1, b2, b3, ..] = raw;
    let word = u64::from_le_bytes(raw);
    match m.format.0 {
        b'c' => bytes::new(vec![b0]),
        b'?' => Value::bool(b0 != 0),
        b'b' => Value::int(b0 as i8 as i64),
        b'h' => Value::int(i16::from_le_bytes([b0, b1]) as i64),
        b'i' => Value::int(i32::from_le_bytes([b0, b1, b2, b3]) as i64),
        b'l' | b'q' | b'n' => Value::int(word as i64),
        b'L' | b'Q' | b'N' => int::big(word.into()),
        b'e' => Value::float(from_half(word as u16)),
        b'f' => Value::float(f32::from_le_bytes([b0, b1, b2, b3]) as f64),
        b'd' => Value::float(f64::from_bits(word)),
        _ => Value::int(word as i64),
    }
}

/// Item `i`, for iterators; `None` past the end or when released.
pub(super) fn item_at(m: &MemoryView, i: usize) -> Option<Value> {
    (i < m.len && !m.is_released()).then(|| unpack(m, i))
}

fn strides(m: &MemoryView) -> Value {
    let mut step = m.stride as i64;
    let mut out = vec![Value::int(step)];
    if let Some(shape) = &m.shape {
        for n in shape.iter().skip(1).rev() {
            step *= *n as i64;
            out.insert(0, Value::int(step));
        }
        out.truncate(shape.len());
    }
    tuple::new(out)
}

/// Lists of lists, from the last dimension outwards; a lone item is itself.
fn to_list(vm: &mut Vm, a: &Args) -> PyResult {
    let mut all = items(vm, a.at(0))?;
    let m = live(vm, a.at(0))?;
    for n in m.dimensions().iter().skip(1).rev() {
        all = all.chunks((*n).max(1)).map(|row| list::new(row.to_vec())).collect();
    }
    Ok(match m.dimensions() {
        [] => all.pop().unwrap_or_default(),
        _ => list::new(all),
    })
}

const SUB_VIEWS: &std::primitive::str = "multi-dimensional sub-views are not implemented";

fn not_implemented(vm: &mut Vm, message: &std::primitive::str) -> Raised {
    let ty = vm.types.exc.NotImplementedError.clone();
    vm.error(&ty, message)
}

/// An error where a view has no dimension, or several.
fn one_dimension(
    vm: &mut Vm,
    m: &MemoryView,
    none: &std::primitive::str,
    several: &std::primitive::str,
) -> PyResult<()> {
    match m.dimensions() {
        [_] => Ok(()),
        [] => Err(vm.type_error(none)),
        _ => Err(not_implemented(vm, several)),
    }
}

/// The number of the item that a key names in a view of several dimensions or none; None for the whole view.
fn place(vm: &mut Vm, m: &MemoryView, key: &Value, single: &std::primitive::str) -> PyResult<Option<usize>> {
    let shape = m.dimensions();
    let indexes = key.get::<Tuple>().map(|t| t.items());
    match indexes {
        _ if shape.is_empty() && key.is(&Value::ELLIPSIS) => return Ok(None),
        Some(indexes) if indexes.len() == shape.len() && indexes.iter().all(int::is_int) => {
            let mut at = 0;
            for (d, (i, n)) in indexes.iter().zip(shape).enumerate() {
                let Some(i) = item_index(vm, i, *n)? else {
                    return Err(vm.index_error(format!("index out of bounds on dimension {}", d + 1)));
                };
                at = at * n + i;
            }
            return Ok(Some(at));
        }
        _ if shape.is_empty() => return Err(vm.type_error("invalid indexing of 0-dim memory")),
        Some(indexes) if indexes.iter().all(int::is_int) => {
            return Err(match indexes.len() < shape.len() {
                true => not_implemented(vm, "sub-views are not implemented"),
                false => {
                    let (d, n) = (shape.len(), indexes.len());
                    vm.type_error(format!("cannot index {d}-dimension view with {n}-element tuple"))
                }
            });
        }
        None if vm.index_opt(key).is_some() => return Err(not_implemented(vm, single)),
        _ => {}
    }
    let e = bad_key(vm, key);
    let is_index = |v: &&Value| int::is_int(v) || vm.dunder(v, Dunder::Index).is_some();
    Err(
        match indexes.and_then(|all| all.iter().find(|v| !int::is_int(v)).filter(|_| all.iter().all(|v| is_index(&v))))
        {
            Some(index) => vm.wanting(e, index, want::INDEX),
            None => e,
        },
    )
}

/// All items.
pub fn items(vm: &mut Vm, v: &Value) -> PyResult<Vec<Value>> {
    let m = live(vm, v)?;
    Ok((0..m.len).map(|i| unpack(m, i)).collect())
}

/// The bytes of a value in a format.
fn pack(vm: &mut Vm, format: Format, v: &Value) -> PyResult<[u8; 8]> {
    let letter = format.0 as char;
    let wrong_type = |vm: &mut Vm| vm.type_error(format!("memoryview: invalid type for format '{letter}'"));
    let wrong_value = |vm: &mut Vm| vm.value_error(format!("memoryview: invalid value for format '{letter}'"));
    Ok(match format.0 {
        b'c' => match v.get::<Bytes>().map(|b| b.data()) {
            Some([b]) => [*b, 0, 0, 0, 0, 0, 0, 0],
            Some(_) => return Err(wrong_value(vm)),
            None => return Err(wrong_type(vm)),
        },
        b'e' | b'f' | b'd' => {
            let x = match v.as_float() {
                Some(x) => x,
                None if int::is_int(v) => int_to_float(vm, v)?,
                None => {
                    let e = wrong_type(vm);
                    let found = [(Dunder::Float, want::FLOAT), (Dunder::Index, want::INDEX)];
                    let how = found.iter().find(|(d, _)| vm.dunder(v, *d).is_some());
                    return Err(match how {
                        Some((_, how)) => vm.wanting(e, v, *how),
                        None => e,
                    });
                }
            };
            let word = match format.0 {
                b'd' => x.to_bits(),
                b'f' => (x as f32).to_bits() as u64,
                _ => match half(x) {
                    Ok(h) => h as u64,
                    Err(_) => return Err(vm.overflow_error("float too large to pack with e format")),
                },
            };
            word.to_le_bytes()
        }
        b'?' => match truth_natively(v) {
            Some(truth) => [truth as u8, 0, 0, 0, 0, 0, 0, 0],
            None => {
                let e = wrong_type(vm);
                return Err(vm.wanting(e, v, want::TRUTH));
            }
        },
        _ => {
            let Some(n) = int::to_big(v) else {
                let e = wrong_type(vm);
                let index = vm.dunder(v, Dunder::Index).is_some();
                return Err(if index { vm.wanting(e, v, want::INDEX) } else { e });
            };
            let bits = format.size() as u32 * 8;
            let signed = format.0.is_ascii_lowercase();
            let n = i128::try_from(n).ok();
            let (low, high) = if signed { (-(1i128 << (bits - 1)), 1i128 << (bits - 1)) } else { (0, 1i128 << bits) };
            match n.filter(|n| (low..high).contains(n)) {
                Some(n) => (n as u64).to_le_bytes(),
                None => return Err(wrong_value(vm)),
            }
        }
    })
}

fn equal(vm: &mut Vm, a: &Args) -> PyResult<Option<bool>> {
    let other = a.at(1);
    if lent::lends(other) && a.at(0).get::<MemoryView>().is_some_and(|m| !m.is_released()) {
        return Err(unknown_without(vm, other, lent::request::FULL_RO));
    }
    Ok(if is_bytes_like(other) { equal_items(a.at(0), other) } else { None })
}

/// What a comparison raises that answers NotImplemented if it cannot have the bytes of `v`.
pub(super) fn unknown_without(vm: &mut Vm, v: &Value, flags: u32) -> Raised {
    let e = vm.type_error("");
    vm.wanting(e, v, flags | want::OR_UNKNOWN)
}

fn equal_items(me: &Value, other: &Value) -> Option<bool> {
    let v = me;
    let me = me.get::<MemoryView>()?;
    if me.is_released() || other.get::<MemoryView>().is_some_and(|o| o.is_released()) {
        return Some(v.is(other));
    }
    let made = MemoryView::of(other);
    let o = other.get::<MemoryView>().or(made.as_ref())?;
    // items that are alike may differ in their bytes, and the other way round
    let by_bytes = me.format == o.format && !matches!(me.format.0, b'?' | b'e' | b'f' | b'd');
    Some(if me.dimensions() != o.dimensions() {
        false
    } else if by_bytes {
        me.len == o.len && me.to_vec() == o.to_vec()
    } else {
        me.len == o.len
            && (0..me.len).all(|i| super::compare::equal_exact(&unpack(me, i), &unpack(o, i)).unwrap_or(false))
    })
}

fn get_item(vm: &mut Vm, a: &Args) -> Act {
    let (me, key) = (a.at(0), a.at(1));
    match live(vm, me) {
        Err(e) => return Act::Raise(e),
        Ok(m) if m.dimensions().len() > 1 && key.is_a::<Slice>() => {}
        Ok(m) if m.shape.is_some() => {
            return place(vm, m, key, SUB_VIEWS).map(|i| i.map_or_else(|| me.clone(), |i| unpack(m, i))).into();
        }
        Ok(_) => {}
    }
    let key = only(key);
    if int::is_int(key) {
        return item(vm, me, key).into();
    }
    if let Some(s) = key.get_ref::<Slice>() {
        if s.is_native() {
            return get_slice(vm, me, &s).into();
        }
        // the slice is one of the bytes as they are, whatever its ends do to the view
        let me = match unrestricted(vm, me).map(MemoryView::again).and_then(made) {
            Ok(again) => again,
            Err(e) => return Act::Raise(e),
        };
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
        None => Act::Raise(bad_key(vm, key)),
    }
}

/// The index in a tuple of one: there is one dimension.
fn only(key: &Value) -> &Value {
    match key.get::<Tuple>().map(|t| t.items()) {
        Some([i]) if int::is_int(i) => i,
        _ => key,
    }
}

fn bad_key(vm: &mut Vm, key: &Value) -> Raised {
    match key.get::<Tuple>().map(|t| t.len()) {
        Some(0) => not_implemented(vm, "sub-views are not implemented"),
        Some(n) => {
            let items = key.get::<Tuple>().map_or(&[][..], |t| t.items());
            if items.iter().all(|i| i.is_a::<Slice>()) {
                return not_implemented(vm, "multi-dimensional slicing is not implemented");
            }
            if items.iter().all(int::is_int) {
                return vm.type_error(format!("cannot index 1-dimension view with {n}-element tuple"));
            }
            vm.type_error("memoryview: invalid slice key")
        }
        None => vm.type_error("memoryview: invalid slice key"),
    }
}

fn item(vm: &mut Vm, me: &Value, key: &Value) -> PyResult {
    let m = live(vm, me)?;
    match item_index(vm, key, m.len)? {
        Some(i) => Ok(unpack(m, i)),
        None => Err(vm.index_error("index out of bounds on dimension 1")),
    }
}

fn get_slice(vm: &mut Vm, me: &Value, s: &Slice) -> PyResult {
    let m = unrestricted(vm, me)?;
    if let Some(shape) = &m.shape {
        return rows(vm, m, s, shape);
    }
    let i = s.indices(vm, m.len)?;
    let start = m.start + i.start * m.stride;
    let stride = m.stride.saturating_mul(i.step);
    let (start, stride) = if i.count == 0 { (m.start, m.stride) } else { (start, stride) };
    made(m.derive(start, i.count, stride, m.format, m.readonly))
}

/// Part of a view of several dimensions: some of the first one.
fn rows(vm: &mut Vm, m: &MemoryView, s: &Slice, shape: &[usize]) -> PyResult {
    let [first, rest @ ..] = shape else { return Ok(Value::NONE) };
    let i = s.indices(vm, *first)?;
    if i.step != 1 && i.count > 1 {
        return Err(not_implemented(vm, "slices with steps of views of several dimensions are not supported"));
    }
    let row: usize = rest.iter().product();
    let start = m.start + i.start * row as isize * m.stride;
    let mut view = m.derive(start, row * i.count, m.stride, m.format, m.readonly);
    view.shape = Some(std::iter::once(i.count).chain(rest.iter().copied()).collect());
    made(view)
}

fn set_item(vm: &mut Vm, a: &Args) -> Act {
    let (me, key, value) = (a.at(0), a.at(1), a.at(2));
    match live(vm, me) {
        Err(e) => return Act::Raise(e),
        Ok(m) if m.readonly => return Act::Raise(vm.type_error("cannot modify read-only memory")),
        Ok(m) if m.shape.is_some() => return put_at(vm, m, key, value).into(),
        Ok(_) => {}
    }
    let key = only(key);
    if int::is_int(key) {
        return put(vm, me, key, value).into();
    }
    if let Some(s) = key.get_ref::<Slice>() {
        if s.is_native() {
            return put_slice(vm, me, &s, value).into();
        }
        let (me, value) = (me.clone(), value.clone());
        return Act::run(async move |cx| {
            let s = Slice::converted(s, cx).await?;
            put_slice(cx.vm(), &me, &s, &value)
        });
    }
    match vm.index_opt(key) {
        Some(act) => {
            let (me, value) = (me.clone(), value.clone());
            Act::run(async move |cx| {
                let n = cx.act(act).await?;
                put(cx.vm(), &me, &n, &value)
            })
        }
        None => Act::Raise(bad_key(vm, key)),
    }
}

fn put(vm: &mut Vm, me: &Value, key: &Value, value: &Value) -> PyResult {
    let m = live(vm, me)?;
    let Some(i) = item_index(vm, key, m.len)? else {
        return Err(vm.index_error("index out of bounds on dimension 1"));
    };
    let raw = pack(vm, m.format, value)?;
    write(m, i, &raw);
    Ok(Value::NONE)
}

fn put_at(vm: &mut Vm, m: &MemoryView, key: &Value, value: &Value) -> PyResult {
    if key.is_a::<Slice>() && !m.dimensions().is_empty() {
        return Err(not_implemented(vm, "memoryview slice assignments are currently restricted to ndim = 1"));
    }
    let i = place(vm, m, key, "sub-views are not implemented")?.unwrap_or(0);
    let raw = pack(vm, m.format, value)?;
    write(m, i, &raw);
    Ok(Value::NONE)
}

fn write(m: &MemoryView, i: usize, raw: &[u8]) {
    let (at, size) = (m.offset(i), m.format.size());
    m.with_base_mut(|data| {
        if let (Some(slot), Some(raw)) = (data.get_mut(at..at + size), raw.get(..size)) {
            slot.copy_from_slice(raw);
        }
    });
}

fn put_slice(vm: &mut Vm, me: &Value, s: &Slice, value: &Value) -> PyResult {
    let m = live(vm, me)?;
    let i = s.indices(vm, m.len)?;
    let Some(data) = bytes::gathered(value) else {
        return Err(super::bytes_methods::not_all_bytes(vm, value));
    };
    let format = match value.get::<MemoryView>() {
        Some(v) if v.shape.is_some() => Format(0),
        Some(v) => v.format,
        None => MemoryView::of(value).map_or(Format::BYTES, |v| v.format),
    };
    let size = m.format.size();
    if format != m.format || data.len() != i.count * size {
        return Err(vm.value_error("memoryview assignment: lvalue and rvalue have different structures"));
    }
    for (at, raw) in i.iter().zip(data.chunks(size)) {
        write(m, at, raw);
    }
    Ok(Value::NONE)
}

fn cast(vm: &mut Vm, a: &Args) -> PyResult {
    let m = unrestricted(vm, a.at(0))?;
    let Some(name) = text(a.at(1)) else {
        return Err(must_be(vm, a.at(1), "cast() argument 'format' must be str, not "));
    };
    let shape = match a.opt(2) {
        Some(v) => Some(shape_of(vm, v)?),
        None => None,
    };
    if (shape.is_some() || m.shape.is_some()) && m.dimensions().contains(&0) {
        return Err(vm.type_error("memoryview: cannot cast view with zeros in shape or strides"));
    }
    if m.shape.is_some() && shape.as_ref().is_some_and(|s| s.len() != 1) {
        return Err(vm.type_error("memoryview: cast must be 1D -> ND or ND -> 1D"));
    }
    if !m.is_contiguous() {
        return Err(vm.type_error("memoryview: casts are restricted to C-contiguous views"));
    }
    let Some(format) = Format::of(&name.to_display()) else {
        return Err(vm.value_error(
            "memoryview: destination format must be a native single character format prefixed with an optional '@'",
        ));
    };
    if !m.format.is_byte() && !format.is_byte() {
        return Err(vm.type_error("memoryview: cannot cast between two non-byte formats"));
    }
    let size = m.len * m.format.size();
    if size % format.size() != 0 {
        return Err(vm.type_error("memoryview: length is not a multiple of itemsize"));
    }
    let mut view = m.derive(m.start, size / format.size(), format.size() as isize, format, m.readonly);
    view.marked.set(name.get(0) == Some('@' as u32));
    if let Some(shape) = shape {
        let count = shape.iter().try_fold(1usize, |n, d| n.checked_mul(*d));
        if count != Some(view.len) {
            return Err(vm.type_error("memoryview: product(shape) * itemsize != buffer size"));
        }
        view.shape = (shape.len() != 1).then(|| shape.into());
    }
    made(view)
}

/// The numbers of items in each dimension that a program asks for.
fn shape_of(vm: &mut Vm, v: &Value) -> PyResult<Vec<usize>> {
    let items = match (v.get::<Tuple>(), v.get::<list::List>()) {
        (Some(t), _) => t.items().to_vec(),
        (_, Some(l)) => l.items.borrow().clone(),
        _ => return Err(vm.type_error("shape must be a list or a tuple")),
    };
    if items.len() > 64 {
        return Err(vm.value_error("memoryview: number of dimensions must not exceed 64"));
    }
    let mut shape = Vec::with_capacity(items.len());
    for n in &items {
        if !int::is_int(n) {
            return Err(vm.type_error("memoryview.cast(): elements of shape must be integers"));
        }
        match int::to_i64(n).and_then(|n| usize::try_from(n).ok()).filter(|n| *n > 0) {
            Some(n) => shape.push(n),
            None => return Err(vm.value_error("memoryview.cast(): elements of shape must be integers > 0")),
        }
    }
    Ok(shape)
}

/// The items of a view that can be searched.
fn searched(vm: &mut Vm, v: &Value, none: &std::primitive::str, several: &std::primitive::str) -> PyResult<Vec<Value>> {
    let m = live(vm, v)?;
    one_dimension(vm, m, none, several)?;
    items(vm, v)
}

fn index(vm: &mut Vm, a: &Args) -> Act {
    let found = searched(vm, a.at(0), "invalid lookup on 0-dim memory", "multi-dimensional lookup is not implemented");
    let items = match found {
        Ok(i) => i,
        Err(e) => return Act::Raise(e),
    };
    let (start, end) = super::text_args::range(a, 2, items.len());
    let wanted = a.at(1).clone();
    Act::run(async move |cx| {
        for (i, item) in items.iter().enumerate().take(end).skip(start) {
            cx.tick(1).await?;
            if cx.equal(item, &wanted).await? {
                return Ok(Value::size(i));
            }
        }
        Err(cx.vm().value_error("memoryview.index(x): x not found"))
    })
}

fn count(vm: &mut Vm, a: &Args) -> Act {
    let items = match searched(vm, a.at(0), "invalid indexing of 0-dim memory", SUB_VIEWS) {
        Ok(i) => i,
        Err(e) => return Act::Raise(e),
    };
    let wanted = a.at(1).clone();
    Act::run(async move |cx| {
        let mut n = 0;
        for item in &items {
            cx.tick(1).await?;
            n += cx.equal(item, &wanted).await? as usize;
        }
        Ok(Value::size(n))
    })
}
