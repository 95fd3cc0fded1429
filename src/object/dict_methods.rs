//! dict: the methods.
//!
//! Invariant: a method that needs no Python answers at once; one that does goes through `Cx::dict_*`, whose probe restarts when the
//! dict changed meanwhile.

use super::compare::hash_natively;
use super::dict::Dict;
use super::dict_iter::{DictIter, What};
use super::dict_view::DictView;
use super::names::Dunder;
use super::sequence::{push_repr, repr_enter, repr_leave};
use super::spec::TypeSpec;
use super::ty::{Type, flag};
use super::types;
use crate::heap::Ref;
use crate::resumable;
use crate::text::builder::StrBuilder;
use crate::value::Value;
use crate::vm::frame::Expect;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use crate::vm::{Cx, Raised, Vm};

fn this<'a>(vm: &mut Vm, a: &'a Args) -> PyResult<&'a Dict> {
    super::receiver(vm, a.at(0), "dict")
}

/// The dict as an owner.
fn owner(vm: &mut Vm, v: &Value) -> PyResult<Ref<Dict>> {
    super::receiver::<Dict>(vm, v, "dict").map(Ref::of)
}

macro_rules! this {
    ($vm:expr, $a:expr) => {
        match this($vm, $a) {
            Ok(d) => d,
            Err(e) => return Act::Raise(e),
        }
    };
}

impl Cx {
    /// The hash of a dict key; TypeErrors say so.
    pub async fn key_hash(&mut self, key: &Value) -> PyResult<i64> {
        self.hash_for(key, "a dict key").await
    }

    /// The hash of a key for `use_`; a TypeError of the hash is reworded as "cannot use 'list' as a dict key (…)".
    pub async fn hash_for(&mut self, key: &Value, use_: &str) -> PyResult<i64> {
        if let Some(h) = hash_natively(key) {
            return Ok(h);
        }
        // a Python method is called from here, with no frame in between
        let hashed = match self.vm().dunder(key, Dunder::Hash) {
            Some(m) if m.is_a::<super::function::Function>() => {
                match self.call_with(&m, std::slice::from_ref(key)).await {
                    Ok(h) => self.vm().checked_hash(h),
                    Err(e) => Err(e),
                }
            }
            _ => self.hash(key).await.map(Value::int),
        };
        match hashed {
            Ok(h) => Ok(super::int::to_i64(&h).unwrap_or(0)),
            Err(e) => Err(self.unhashable(e, key, use_).await),
        }
    }

    /// What the hash of a key raised, reworded if it is a TypeError.
    async fn unhashable(&mut self, e: Raised, key: &Value, use_: &str) -> Raised {
        let ty = types().exc.TypeError.clone();
        if !super::type_of(&self.vm().peek_raised()).is(&ty) {
            return e;
        }
        let old = self.vm().take_raised(e);
        let text = match self.str(&old).await {
            Ok(text) => text.get::<super::str::Str>().map_or(String::new(), |s| s.to_text()),
            Err(e) => return e,
        };
        let name = super::qualified_type_name(self.vm(), key);
        self.vm().type_error(format!("cannot use '{name}' as {use_} ({text})"))
    }
}

/// What is to be done with the entry of a key: its index, if there is one, and the key with its hash.
type AtEntry = dyn FnOnce(&mut Vm, &Dict, Value, i64, Option<usize>) -> PyResult;

/// Looks up a key whose hash a Python method gives, then does `f`. `None`, and nothing done, for other keys.
pub fn with_hash(vm: &mut Vm, d: &Ref<Dict>, key: &Value, f: Box<AtEntry>) -> Option<Act> {
    let m = vm.dunder(key, Dunder::Hash).filter(|m| m.is_a::<super::function::Function>())?;
    let (d, key) = (d.clone(), key.clone());
    Some(Act::Method(m, key.clone(), Expect::Hash).in_frame(move |vm, r| match r {
        Ok(h) => {
            let hash = super::int::to_i64(&h).unwrap_or(0);
            match d.find(&key, hash) {
                Ok(found) => f(vm, &d, key, hash, found).into(),
                Err(_) => Act::run(async move |cx| {
                    let found = cx.dict_find(&d, &key, hash).await?;
                    f(cx.vm(), &d, key, hash, found)
                }),
            }
        }
        Err(e) => Act::run(async move |cx| Err(cx.unhashable(e, &key, "a dict key").await)),
    }))
}

/// What a lookup without Python finds: `Ok(Some)` the value, `Ok(None)` missing, `Err` if Python must be asked.
#[inline]
pub fn get_natively(d: &Dict, key: &Value) -> Result<Option<Value>, ()> {
    let hash = hash_natively(key).ok_or(())?;
    match d.find(key, hash) {
        Ok(i) => Ok(i.and_then(|i| d.value_at(i))),
        Err(_) => Err(()),
    }
}

fn new(_: &mut Vm, a: &Args) -> PyResult {
    Ok(match a.at(0).get_ref::<Type>() {
        Some(cls) => crate::heap::alloc_in(&cls, Dict::payload()).into(),
        None => Value::NONE,
    })
}

/// `__init__` and `update`: a mapping or pairs, then keywords.
fn update(vm: &mut Vm, a: &Args, name: &str) -> Act {
    let given = a.rest(1);
    if given.len() > 1 {
        return Act::Raise(vm.type_error(format!("{name} expected at most 1 argument, got {}", given.len())));
    }
    let keywords = a.opt(2).and_then(|k| k.get_ref::<Dict>());
    let d = this!(vm, a);
    match (given.first(), &keywords) {
        (None, None) => return Act::Done(Value::NONE),
        (None, Some(k)) => {
            // keyword names are strs
            for (key, value) in k.items() {
                if let Some(key) = key.get_ref::<super::str::Str>() {
                    d.set_interned(&key, value);
                }
            }
            return Act::Done(Value::NONE);
        }
        (Some(source), None) if types().dict.is_type_of(source) && d.is_empty() => {
            if let Some(from) = source.get::<Dict>()
                && !std::ptr::eq(from, d)
            {
                from.copy_into(d);
            }
            return Act::Done(Value::NONE);
        }
        (Some(source), None) if types().dict.is_type_of(source) => {
            if let Some(from) = source.get_ref::<Dict>()
                && !std::ptr::eq(&*from, d)
                && merge_natively(vm, d, &from)
            {
                return Act::Done(Value::NONE);
            }
        }
        _ => {}
    }
    let (dict, source) = (a.at(0).clone(), given.first().cloned());
    Act::run(async move |cx| {
        let d = owner(cx.vm(), &dict)?;
        if let Some(source) = source {
            update_from(cx, &d, &source).await?;
        }
        if let Some(k) = keywords {
            for (key, value) in k.items() {
                cx.dict_set(&d, key, value).await?;
            }
        }
        Ok(Value::NONE)
    })
}

fn init(vm: &mut Vm, a: &Args) -> Act {
    update(vm, a, "dict")
}

fn update_method(vm: &mut Vm, a: &Args) -> Act {
    update(vm, a, "update")
}

/// True for a dict, or an instance of a subclass that iterates as dict does: its entries are taken over as they are.
pub fn iterates_as_dict(vm: &mut Vm, v: &Value) -> bool {
    if !v.is_a::<Dict>() {
        return false;
    }
    let ty = super::type_ref(v);
    let name = vm.names.dunders[super::names::Dunder::Iter as usize].clone();
    match (ty.lookup(&name), types().dict.lookup(&name)) {
        (Some(x), Some(y)) => x.is(&y),
        _ => false,
    }
}

/// `d.update(source)`.
pub async fn update_from(cx: &mut Cx, d: &Ref<Dict>, source: &Value) -> PyResult<()> {
    let keys = cx.vm().names.keys.clone();
    if source.is_a::<Dict>() || cx.get_attr_opt(source, &keys).await?.is_some() {
        return merge(cx, d, source).await;
    }
    let it = cx.iter(source).await?;
    let mut i = 0;
    while let Some(pair) = cx.next(&it).await? {
        let items = match super::iter::native_items(&pair) {
            Some(items) => items,
            None => pair_items(cx, &pair, i).await?,
        };
        let [key, value] = <[Value; 2]>::try_from(items).map_err(|items| {
            cx.vm().value_error(format!(
                "dictionary update sequence element #{i} has length {}; 2 is required",
                items.len()
            ))
        })?;
        cx.dict_set(d, key, value).await?;
        i += 1;
        cx.tick(1).await?;
    }
    Ok(())
}

async fn pair_items(cx: &mut Cx, pair: &Value, i: usize) -> PyResult<Vec<Value>> {
    let has_iter = cx.vm().has_dunder(pair, Dunder::Iter) || cx.vm().has_dunder(pair, Dunder::GetItem);
    let items = if has_iter { cx.collect(pair).await } else { Err(cx.vm().type_error("object is not iterable")) };
    let Err(e) = items else { return items };
    if !cx.vm().raised_is(&types().exc.TypeError) {
        return Err(e);
    }
    let e = cx.vm().take_raised(e);
    let note = super::str::new(format!("Cannot convert dictionary update sequence element #{i} to a sequence"));
    cx.call_method(&e, "add_note", [note]).await?;
    Err(cx.vm().raise(e))
}

/// How many entries are taken over without a look at the fuel.
pub const AT_ONCE: usize = 256;

/// Takes over all entries of a small dict, as long as Python need not compare. What was taken over when it gives up may be taken again.
pub fn merge_natively(vm: &mut Vm, d: &Dict, from: &Dict) -> bool {
    if from.len() > AT_ONCE {
        return false;
    }
    vm.charge(from.len() as u32);
    let mut at = 0;
    while let Some((i, key, value)) = from.next_entry(at) {
        let hash = from.hash_at(i);
        match d.find(&key, hash) {
            Ok(Some(found)) => d.set_value_at(found, value),
            Ok(None) => d.insert_new(key, hash, value),
            Err(_) => return false,
        }
        at = i + 1;
    }
    true
}

/// Takes over all entries of a mapping (an object with `keys()`).
pub async fn merge(cx: &mut Cx, d: &Ref<Dict>, source: &Value) -> PyResult<()> {
    if let Some(from) = source.get_ref::<Dict>()
        && iterates_as_dict(cx.vm(), source)
    {
        if from.is(d) {
            return Ok(());
        }
        let (keys, version) = (from.len(), from.version());
        let mut i = 0;
        let mut changed = version;
        while let Some((at, key, value)) = from.next_entry(i) {
            let hash = from.hash_at(at);
            i = at + 1;
            match d.find(&key, hash) {
                Ok(Some(found)) => d.set_value_at(found, value),
                Ok(None) => d.insert_new(key, hash, value),
                Err(_) => {
                    match cx.dict_find(d, &key, hash).await? {
                        Some(found) => d.set_value_at(found, value),
                        None => d.insert_new(key, hash, value),
                    }
                    if from.version() != changed && from.len() != keys {
                        return Err(cx.vm().runtime_error("dict mutated during update"));
                    }
                    changed = from.version();
                }
            }
            cx.tick(1).await?;
        }
        return Ok(());
    }
    let keys = cx.call_method(source, "keys", []).await?;
    let it = cx.iter(&keys).await?;
    while let Some(key) = cx.next(&it).await? {
        let value = cx.get_item(source, &key).await?;
        cx.dict_set(d, key, value).await?;
        cx.tick(1).await?;
    }
    Ok(())
}

fn len(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::size(this(vm, a)?.len()))
}

fn contains(vm: &mut Vm, a: &Args) -> Act {
    let d = this!(vm, a);
    if let Ok(found) = get_natively(d, a.at(1)) {
        return Act::Done(Value::bool(found.is_some()));
    }
    let (dict, key) = (a.at(0).clone(), a.at(1).clone());
    Act::run(async move |cx| {
        let d = owner(cx.vm(), &dict)?;
        Ok(Value::bool(cx.dict_get(&d, &key).await?.is_some()))
    })
}

fn get_item(vm: &mut Vm, a: &Args) -> Act {
    let d = this!(vm, a);
    match get_natively(d, a.at(1)) {
        Ok(Some(v)) => return Act::Done(v),
        Ok(None) => return missing(vm, a.at(0), a.at(1)),
        Err(()) => {}
    }
    let (dict, key) = (a.at(0).clone(), a.at(1).clone());
    Act::run(async move |cx| {
        let d = owner(cx.vm(), &dict)?;
        if let Some(v) = cx.dict_get(&d, &key).await? {
            return Ok(v);
        }
        let act = missing(cx.vm(), &dict, &key);
        cx.act(act).await
    })
}

/// `__missing__` of a subclass, or KeyError.
fn missing(vm: &mut Vm, dict: &Value, key: &Value) -> Act {
    if !types().dict.is_type_of(dict)
        && let Some(act) = vm.call_dunder(dict, super::names::Dunder::Missing, std::slice::from_ref(key))
    {
        return act;
    }
    Act::Raise(vm.key_error(key.clone()))
}

fn set_item(vm: &mut Vm, a: &Args) -> Act {
    let d = this!(vm, a);
    if let Some(hash) = hash_natively(a.at(1))
        && let Ok(found) = d.find(a.at(1), hash)
    {
        match found {
            Some(i) => d.set_value_at(i, a.at(2).clone()),
            None => d.insert_new(a.at(1).clone(), hash, a.at(2).clone()),
        }
        return Act::Done(Value::NONE);
    }
    let (dict, key, value) = (a.at(0).clone(), a.at(1).clone(), a.at(2).clone());
    Act::run(async move |cx| {
        let d = owner(cx.vm(), &dict)?;
        cx.dict_set(&d, key, value).await?;
        Ok(Value::NONE)
    })
}

async fn del_item(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let d = owner(cx.vm(), a.at(0))?;
    match cx.dict_del(&d, a.at(1)).await? {
        true => Ok(Value::NONE),
        false => Err(cx.vm().key_error(a.at(1).clone())),
    }
}

fn get(vm: &mut Vm, a: &Args) -> Act {
    let d = this!(vm, a);
    let default = a.opt(2).cloned().unwrap_or(Value::NONE);
    if let Ok(found) = get_natively(d, a.at(1)) {
        return Act::Done(found.unwrap_or(default));
    }
    let (dict, key) = (a.at(0).clone(), a.at(1).clone());
    Act::run(async move |cx| {
        let d = owner(cx.vm(), &dict)?;
        Ok(cx.dict_get(&d, &key).await?.unwrap_or(default))
    })
}

fn setdefault(vm: &mut Vm, a: &Args) -> Act {
    let d = this!(vm, a);
    let default = a.opt(2).cloned().unwrap_or(Value::NONE);
    if let Some(hash) = hash_natively(a.at(1))
        && let Ok(found) = d.find(a.at(1), hash)
    {
        return Act::Done(match found.and_then(|i| d.value_at(i)) {
            Some(v) => v,
            None => {
                d.insert_new(a.at(1).clone(), hash, default.clone());
                default
            }
        });
    }
    let (dict, key) = (a.at(0).clone(), a.at(1).clone());
    Act::run(async move |cx| {
        let d = owner(cx.vm(), &dict)?;
        let hash = cx.key_hash(&key).await?;
        Ok(match cx.dict_find(&d, &key, hash).await?.and_then(|i| d.value_at(i)) {
            Some(v) => v,
            None => {
                d.insert_new(key, hash, default.clone());
                default
            }
        })
    })
}

fn pop(vm: &mut Vm, a: &Args) -> Act {
    let d = this!(vm, a);
    let default = a.opt(2).cloned();
    let absent = |vm: &mut Vm, key: &Value, default: Option<Value>| match default {
        Some(v) => Ok(v),
        None => Err(vm.key_error(key.clone())),
    };
    if d.is_empty() {
        return absent(vm, a.at(1), default).into();
    }
    if let Some(hash) = hash_natively(a.at(1))
        && let Ok(found) = d.find(a.at(1), hash)
    {
        return match found.and_then(|i| d.remove_at(i)) {
            Some((_, v)) => Act::Done(v),
            None => absent(vm, a.at(1), default).into(),
        };
    }
    let (dict, key) = (a.at(0).clone(), a.at(1).clone());
    Act::run(async move |cx| {
        let d = owner(cx.vm(), &dict)?;
        match cx.dict_remove(&d, &key).await? {
            Some(v) => Ok(v),
            None => absent(cx.vm(), &key, default),
        }
    })
}

fn popitem(vm: &mut Vm, a: &Args) -> PyResult {
    match this(vm, a)?.pop_last() {
        Some((k, v)) => Ok(super::tuple::pair(k, v)),
        None => {
            let text = super::str::new("popitem(): dictionary is empty");
            Err(vm.key_error(text))
        }
    }
}

fn clear(vm: &mut Vm, a: &Args) -> PyResult {
    this(vm, a)?.clear();
    Ok(Value::NONE)
}

fn copy(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(this(vm, a)?.copy().into())
}

fn iter(vm: &mut Vm, a: &Args) -> PyResult {
    this(vm, a)?;
    Ok(DictIter::over(a.at(0), What::Keys, false))
}

fn reversed(vm: &mut Vm, a: &Args) -> PyResult {
    this(vm, a)?;
    Ok(DictIter::over(a.at(0), What::Keys, true))
}

fn keys(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(DictView::over(owner(vm, a.at(0))?, What::Keys))
}

fn values(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(DictView::over(owner(vm, a.at(0))?, What::Values))
}

fn items(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(DictView::over(owner(vm, a.at(0))?, What::Items))
}

async fn repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let d = owner(cx.vm(), a.at(0))?;
    if d.is_empty() {
        return Ok(super::str::new("{}"));
    }
    if !repr_enter(cx.vm(), a.at(0)) {
        return Ok(super::str::new("{...}"));
    }
    let r = repr_entries(cx, &d).await;
    repr_leave(cx.vm(), a.at(0));
    r
}

async fn repr_entries(cx: &mut Cx, d: &Ref<Dict>) -> PyResult {
    let mut out = StrBuilder::new();
    out.push_ascii(b"{");
    let (mut at, mut first) = (0, true);
    while let Some((i, key, value)) = d.next_entry(at) {
        if !first {
            out.push_ascii(b", ");
        }
        first = false;
        push_repr(cx, &mut out, &key).await?;
        out.push_ascii(b": ");
        push_repr(cx, &mut out, &value).await?;
        at = i + 1;
        cx.tick(1).await?;
    }
    out.push_ascii(b"}");
    Ok(super::str::new(out.finish()))
}

/// `a == b` for two dicts.
pub async fn equal(cx: &mut Cx, a: &Ref<Dict>, b: &Ref<Dict>) -> PyResult<bool> {
    if a.len() != b.len() {
        return Ok(false);
    }
    let mut at = 0;
    while let Some((i, key, value)) = a.next_entry(at) {
        at = i + 1;
        let hash = a.hash_at(i);
        let Some(other) = cx.dict_find(b, &key, hash).await?.and_then(|i| b.value_at(i)) else { return Ok(false) };
        if !cx.equal(&value, &other).await? {
            return Ok(false);
        }
        cx.tick(1).await?;
    }
    Ok(true)
}

async fn eq(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let d = owner(cx.vm(), a.at(0))?;
    match a.at(1).get_ref::<Dict>() {
        Some(other) => Ok(Value::bool(equal(cx, &d, &other).await?)),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

async fn ne(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let d = owner(cx.vm(), a.at(0))?;
    match a.at(1).get_ref::<Dict>() {
        Some(other) => Ok(Value::bool(!equal(cx, &d, &other).await?)),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn order(vm: &mut Vm, a: &Args) -> PyResult {
    this(vm, a)?;
    Ok(Value::NOT_IMPLEMENTED)
}

async fn or(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let (Some(x), true) = (a.at(0).get_ref::<Dict>(), a.at(1).is_a::<Dict>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let out = x.copy();
    update_from(cx, &out, a.at(1)).await?;
    Ok(out.into())
}

async fn ror(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let (true, Some(x)) = (a.at(0).is_a::<Dict>(), a.at(1).get_ref::<Dict>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let out = x.copy();
    update_from(cx, &out, a.at(0)).await?;
    Ok(out.into())
}

async fn ior(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let d = owner(cx.vm(), a.at(0))?;
    update_from(cx, &d, a.at(1)).await?;
    Ok(a.at(0).clone())
}

async fn fromkeys(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let value = a.opt(2).cloned().unwrap_or(Value::NONE);
    let dict = cx.call(a.at(0), []).await?;
    if types().dict.is_type_of(&dict)
        && let Some(d) = dict.get_ref::<Dict>()
    {
        // a set knows the hashes of its members, a dict those of its keys
        let (set, from) = (a.at(1).get_ref::<super::set::Set>(), a.at(1).get_ref::<Dict>().filter(|d| d.is_exact()));
        let mut at = 0;
        loop {
            let entry = match (&set, &from) {
                (Some(s), _) => s.next_key(at),
                (_, Some(f)) => f.next_entry(at).map(|(i, key, _)| (i, key, f.hash_at(i))),
                _ => break,
            };
            let Some((i, key, hash)) = entry else { return Ok(dict) };
            at = i + 1;
            match cx.dict_find(&d, &key, hash).await? {
                Some(i) => d.set_value_at(i, value.clone()),
                None => d.insert_new(key, hash, value.clone()),
            }
            cx.tick(1).await?;
        }
        let it = cx.iter(a.at(1)).await?;
        while let Some(key) = cx.next(&it).await? {
            cx.dict_set(&d, key, value.clone()).await?;
            cx.tick(1).await?;
        }
        return Ok(dict);
    }
    let it = cx.iter(a.at(1)).await?;
    while let Some(key) = cx.next(&it).await? {
        cx.set_item(&dict, &key, &value).await?;
        cx.tick(1).await?;
    }
    Ok(dict)
}

fn sizeof(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::size(64 + this(vm, a)?.len() * 32))
}

static METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, *args, **kwargs)", new).stat(),
    tail("__init__", "(self, /, *args, **kwargs)", init),
    leaf("__len__", "(self, /)", len),
    leaf("__iter__", "(self, /)", iter),
    leaf("__reversed__", "(self, /)", reversed),
    resumable!("__repr__", "(self, /)", repr),
    tail("__contains__", "(self, key, /)", contains),
    tail("__getitem__", "(self, key, /)", get_item),
    tail("__setitem__", "(self, key, value, /)", set_item),
    resumable!("__delitem__", "(self, key, /)", del_item),
    leaf("__lt__", "(self, value, /)", order),
    leaf("__le__", "(self, value, /)", order),
    resumable!("__eq__", "(self, value, /)", eq),
    resumable!("__ne__", "(self, value, /)", ne),
    leaf("__gt__", "(self, value, /)", order),
    leaf("__ge__", "(self, value, /)", order),
    resumable!("__or__", "(self, value, /)", or),
    resumable!("__ror__", "(self, value, /)", ror),
    resumable!("__ior__", "(self, value, /)", ior),
    leaf("__sizeof__", "(self, /)", sizeof),
    tail("get", "(self, key, default=None, /)", get),
    tail("setdefault", "(self, key, default=None, /)", setdefault),
    tail("pop", "(self, key, default=<unrepresentable>, /)", pop),
    leaf("popitem", "(self, /)", popitem),
    leaf("keys", "(self, /)", keys),
    leaf("items", "(self, /)", items),
    leaf("values", "(self, /)", values),
    tail("update", "(self, /, *args, **kwargs) -> None", update_method),
    resumable!("fromkeys", "(cls, iterable, value=None, /)", fromkeys).class(),
    leaf("clear", "(self, /)", clear),
    leaf("copy", "(self, /)", copy),
    super::class_getitem::DEF,
];

pub const SPEC: TypeSpec = TypeSpec {
    flags: flag::BASETYPE | flag::MATCH_SELF | flag::MAPPING,
    unhashable: true,
    methods: METHODS,
    doc: "dict() -> new empty dictionary\ndict(mapping) -> new dictionary initialized from a mapping object's\n    (key, value) pairs\ndict(iterable) -> new dictionary initialized as if via:\n    d = {}\n    for k, v in iterable:\n        d[k] = v\ndict(**kwargs) -> new dictionary initialized with the name=value pairs\n    in the keyword argument list.  For example:  dict(one=1, two=2)",
    ..TypeSpec::of::<Dict>("dict")
};
