//! `dict_keys`, `dict_values`, `dict_items`.
//!
//! Invariant: a view holds the dict, never a copy of it; results of set operations on views are new exact sets.

use super::dict::Dict;
use super::dict_iter::{DictIter, What};
use super::sequence::{push_repr, repr_enter, repr_leave};
use super::set::Set;
use super::spec::{GetSetDef, TypeSpec, getter};
use super::tuple::Tuple;
use super::types;
use crate::code::CmpOp;
use crate::heap::{Kind, Payload, Ref, Visitor};
use crate::resumable;
use crate::text::builder::StrBuilder;
use crate::value::Value;
use crate::vm::native::{Args, NativeDef, PyResult, leaf};
use crate::vm::{Cx, Vm};

/// A view of a dict.
pub struct DictView {
    pub dict: Ref<Dict>,
    pub what: What,
}

impl Payload for DictView {
    const KIND: Kind = Kind::DictView;
    fn visit(&self, v: &mut Visitor) {
        v.reference(&self.dict);
    }
}

impl DictView {
    /// `dict.keys()`, `dict.values()`, `dict.items()`.
    pub fn over(dict: Ref<Dict>, what: What) -> Value {
        let t = types();
        let ty = match what {
            What::Keys => &t.dict_keys,
            What::Values => &t.dict_values,
            What::Items => &t.dict_items,
        };
        crate::heap::alloc(ty, DictView { dict, what }).into()
    }

    /// What iterating gives.
    pub fn copies(&self) -> Vec<Value> {
        match self.what {
            What::Keys => self.dict.keys(),
            What::Values => self.dict.items().into_iter().map(|(_, v)| v).collect(),
            What::Items => self.dict.items().into_iter().map(|(k, v)| super::tuple::pair(k, v)).collect(),
        }
    }
}

/// `iter(view)`.
pub fn iter(v: &Value) -> Option<Value> {
    v.get::<DictView>().map(|view| DictIter::over(&view.dict.value(), view.what, false))
}

fn this<'a>(vm: &mut Vm, a: &'a Args) -> PyResult<&'a DictView> {
    super::receiver(vm, a.at(0), "dict view")
}

fn dunder_iter(vm: &mut Vm, a: &Args) -> PyResult {
    let view = this(vm, a)?;
    Ok(DictIter::over(&view.dict.value(), view.what, false))
}

fn reversed(vm: &mut Vm, a: &Args) -> PyResult {
    let view = this(vm, a)?;
    Ok(DictIter::over(&view.dict.value(), view.what, true))
}

fn len(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::size(this(vm, a)?.dict.len()))
}

async fn repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let view = this(cx.vm(), &a)?;
    let name = crate::object::type_ref(a.at(0)).name();
    if !repr_enter(cx.vm(), a.at(0)) {
        return Ok(super::str::new("..."));
    }
    // two views of one dict are different objects: the dict itself guards against its views inside it
    let r = repr_items(cx, view, &name).await;
    repr_leave(cx.vm(), a.at(0));
    r
}

async fn repr_items(cx: &mut Cx, view: &DictView, name: &str) -> PyResult {
    let mut out = StrBuilder::new();
    out.push_utf8(name);
    out.push_ascii(b"([");
    let (mut at, mut first) = (0, true);
    while let Some((i, key, value)) = view.dict.next_entry(at) {
        if !first {
            out.push_ascii(b", ");
        }
        first = false;
        match view.what {
            What::Keys => push_repr(cx, &mut out, &key).await?,
            What::Values => push_repr(cx, &mut out, &value).await?,
            What::Items => {
                out.push_ascii(b"(");
                push_repr(cx, &mut out, &key).await?;
                out.push_ascii(b", ");
                push_repr(cx, &mut out, &value).await?;
                out.push_ascii(b")");
            }
        }
        at = i + 1;
        cx.tick(1).await?;
    }
    out.push_ascii(b"])");
    Ok(super::str::new(out.finish()))
}

/// `item in view` for keys and items.
async fn has(cx: &mut Cx, view: &DictView, item: &Value) -> PyResult<bool> {
    if view.what == What::Keys {
        return Ok(cx.dict_get(&view.dict, item).await?.is_some());
    }
    let Some([key, value]) = item.get::<Tuple>().map(Tuple::items).and_then(|i| i.as_array::<2>()) else {
        return Ok(false);
    };
    match cx.dict_get(&view.dict, key).await? {
        Some(found) => cx.equal(&found, value).await,
        None => Ok(false),
    }
}

async fn contains(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let view = this(cx.vm(), &a)?;
    Ok(Value::bool(has(cx, view, a.at(1)).await?))
}

/// A view or set: what views compare with.
fn is_set_like(v: &Value) -> bool {
    v.is_a::<Set>() || v.get::<DictView>().is_some_and(|w| w.what != What::Values)
}

/// True if every item of `x` is in `y`.
async fn all_in(cx: &mut Cx, x: &Value, y: &Value) -> PyResult<bool> {
    let it = cx.iter(x).await?;
    while let Some(v) = cx.next(&it).await? {
        if !cx.contains(y, &v).await? {
            return Ok(false);
        }
        cx.tick(1).await?;
    }
    Ok(true)
}

async fn compare(cx: &mut Cx, a: Args<'static>, op: CmpOp) -> PyResult {
    let (x, y) = (a.at(0), a.at(1));
    if !is_set_like(y) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (n, m) = (cx.len(x).await?, cx.len(y).await?);
    let result = match op {
        CmpOp::Eq => n == m && all_in(cx, x, y).await?,
        CmpOp::Ne => !(n == m && all_in(cx, x, y).await?),
        CmpOp::Lt => n < m && all_in(cx, x, y).await?,
        CmpOp::Le => n <= m && all_in(cx, x, y).await?,
        CmpOp::Gt => n > m && all_in(cx, y, x).await?,
        CmpOp::Ge => n >= m && all_in(cx, y, x).await?,
    };
    Ok(Value::bool(result))
}

macro_rules! comparisons {
    ($($name:ident = $op:ident;)*) => { $(async fn $name(cx: &mut Cx, a: Args<'static>) -> PyResult { compare(cx, a, CmpOp::$op).await })* };
}
comparisons! { lt = Lt; le = Le; eq = Eq; ne = Ne; gt = Gt; ge = Ge; }

async fn set_of(cx: &mut Cx, v: &Value) -> PyResult<Ref<Set>> {
    let s = Set::new();
    match v.get::<DictView>() {
        // an exact dict's keys are taken over with their hashes, into a table of the right size
        Some(w) if w.what == What::Keys && w.dict.is_exact() => super::set_ops::update(cx, &s, &w.dict.value()).await?,
        _ => super::set_ops::update(cx, &s, v).await?,
    }
    Ok(s)
}

async fn and(cx: &mut Cx, a: Args<'static>) -> PyResult {
    // x is asked, y is walked; an exact set that is not shorter is asked, and so is the longer of two views
    let (mut x, mut y) = (a.at(0).clone(), a.at(1).clone());
    if !x.is_a::<DictView>() {
        (x, y) = (y, x);
    }
    let n = cx.len(&x).await?;
    if types().set.is_type_of(&y) && n <= cx.len(&y).await?
        || y.is_a::<DictView>() && is_set_like(&y) && cx.len(&y).await? > n
    {
        (x, y) = (y, x);
    }
    let out = Set::new();
    let it = cx.iter(&y).await?;
    while let Some(v) = cx.next(&it).await? {
        if cx.contains(&x, &v).await? {
            super::set_ops::add(cx, &out, &v).await?;
        }
        cx.tick(1).await?;
    }
    Ok(out.into())
}

async fn sub(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let out = set_of(cx, a.at(0)).await?;
    super::set_ops::difference_update(cx, &out, a.at(1)).await?;
    Ok(out.into())
}

async fn or(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let out = set_of(cx, a.at(0)).await?;
    super::set_ops::update(cx, &out, a.at(1)).await?;
    Ok(out.into())
}

/// `items ^ items`: what is in `y` only, then what is left of `x`.
async fn items_xor(cx: &mut Cx, x: &Ref<Dict>, y: &Ref<Dict>) -> PyResult {
    let (rest, out) = (x.copy(), Set::new());
    let mut at = 0;
    while let Some((i, key, value)) = y.next_entry(at) {
        at = i + 1;
        let hash = y.hash_at(i);
        let same = match cx.dict_find(&rest, &key, hash).await? {
            Some(found) => {
                let mine = rest.value_at(found).unwrap_or(Value::NONE);
                cx.equal(&mine, &value).await?
            }
            None => false,
        };
        if !same {
            super::set_ops::add(cx, &out, &super::tuple::pair(key, value)).await?;
        } else if let Some(found) = cx.dict_find(&rest, &key, hash).await? {
            drop(rest.remove_at(found));
        }
        cx.tick(1).await?;
    }
    let left = DictView::over(rest, What::Items);
    super::set_ops::update(cx, &out, &left).await?;
    Ok(out.into())
}

async fn xor(cx: &mut Cx, a: Args<'static>) -> PyResult {
    if let (Some(x), Some(y)) = (a.at(0).get::<DictView>(), a.at(1).get::<DictView>())
        && x.what == What::Items
        && y.what == What::Items
    {
        return items_xor(cx, &x.dict, &y.dict).await;
    }
    let out = set_of(cx, a.at(0)).await?;
    super::set_ops::symmetric_difference_update(cx, &out, a.at(1)).await?;
    Ok(out.into())
}

macro_rules! reflected {
    ($($name:ident = $of:ident;)*) => {
        $(async fn $name(cx: &mut Cx, a: Args<'static>) -> PyResult {
            let swapped = crate::vm::native::Args::owned(smallvec::smallvec![a.at(1).clone(), a.at(0).clone()]);
            $of(cx, swapped).await
        })*
    };
}
reflected! { rand = and; rsub = sub; ror = or; rxor = xor; }

async fn isdisjoint(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let (mut x, mut y) = (a.at(0).clone(), a.at(1).clone());
    if x.is(&y) {
        return Ok(Value::bool(cx.len(&x).await? == 0));
    }
    if is_set_like(&y) && cx.len(&y).await? > cx.len(&x).await? {
        (x, y) = (y, x);
    }
    let it = cx.iter(&y).await?;
    while let Some(v) = cx.next(&it).await? {
        if cx.contains(&x, &v).await? {
            return Ok(Value::FALSE);
        }
        cx.tick(1).await?;
    }
    Ok(Value::TRUE)
}

fn mapping(vm: &mut Vm, v: &Value) -> PyResult {
    match v.get::<DictView>() {
        Some(view) => Ok(super::mappingproxy::MappingProxy::new(view.dict.value())),
        None => Err(vm.type_error("expected a dict view")),
    }
}

static GETSET: &[GetSetDef] = &[getter("mapping", mapping)];

static SET_METHODS: &[NativeDef] = &[
    leaf("__iter__", "(self, /)", dunder_iter),
    leaf("__reversed__", "(self, /)", reversed),
    leaf("__len__", "(self, /)", len),
    resumable!("__repr__", "(self, /)", repr),
    resumable!("__contains__", "(self, key, /)", contains),
    resumable!("__lt__", "(self, value, /)", lt),
    resumable!("__le__", "(self, value, /)", le),
    resumable!("__eq__", "(self, value, /)", eq),
    resumable!("__ne__", "(self, value, /)", ne),
    resumable!("__gt__", "(self, value, /)", gt),
    resumable!("__ge__", "(self, value, /)", ge),
    resumable!("__and__", "(self, value, /)", and),
    resumable!("__rand__", "(self, value, /)", rand),
    resumable!("__sub__", "(self, value, /)", sub),
    resumable!("__rsub__", "(self, value, /)", rsub),
    resumable!("__or__", "(self, value, /)", or),
    resumable!("__ror__", "(self, value, /)", ror),
    resumable!("__xor__", "(self, value, /)", xor),
    resumable!("__rxor__", "(self, value, /)", rxor),
    resumable!("isdisjoint", "(self, other, /)", isdisjoint),
];

static VALUES_METHODS: &[NativeDef] = &[
    leaf("__iter__", "(self, /)", dunder_iter),
    leaf("__reversed__", "(self, /)", reversed),
    leaf("__len__", "(self, /)", len),
    resumable!("__repr__", "(self, /)", repr),
];

pub const KEYS: TypeSpec =
    TypeSpec { methods: SET_METHODS, getset: GETSET, unhashable: true, ..TypeSpec::of::<DictView>("dict_keys") };
pub const ITEMS: TypeSpec =
    TypeSpec { methods: SET_METHODS, getset: GETSET, unhashable: true, ..TypeSpec::of::<DictView>("dict_items") };
pub const VALUES: TypeSpec =
    TypeSpec { methods: VALUES_METHODS, getset: GETSET, ..TypeSpec::of::<DictView>("dict_values") };
