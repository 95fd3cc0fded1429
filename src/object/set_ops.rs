//! Set operations, as async functions over set payloads.
//!
//! Invariants: keys are added, looked up and removed in CPython's order, so that results iterate as CPython's do; a probe restarts when
//! its table changed under a user `__eq__`; hashes of keys that come from a set or dict are never computed again.

use super::compare::hash_natively;
use super::dict::Dict;
use super::set::{Probe, Set};
use super::types;
use crate::heap::Ref;
use crate::value::Value;
use crate::vm::drain::{Taken, drain, source_of};
use crate::vm::native::{Act, PyResult};
use crate::vm::{Cx, Vm};

/// The hash of a set element; TypeErrors say so.
pub async fn hash(cx: &mut Cx, key: &Value) -> PyResult<i64> {
    match hash_natively(key) {
        Some(h) => Ok(h),
        None => cx.hash_for(key, "a set element").await,
    }
}

/// The place of a key.
pub async fn find(cx: &mut Cx, s: &Ref<Set>, key: &Value, hash: i64) -> PyResult<Option<usize>> {
    'restart: loop {
        let version = s.version();
        let mut resume = 0;
        loop {
            match s.probe(key, hash, resume) {
                Probe::Found(i) => return Ok(Some(i)),
                Probe::Missing => return Ok(None),
                Probe::Compare { place, key: stored, resume: next } => {
                    let equal = cx.equal(&stored, key).await?;
                    if s.version() != version {
                        cx.tick(1).await?;
                        continue 'restart;
                    }
                    if equal {
                        return Ok(Some(place));
                    }
                    resume = next;
                }
            }
        }
    }
}

/// Adds a key whose hash is known.
pub async fn add_hashed(cx: &mut Cx, s: &Ref<Set>, key: &Value, hash: i64) -> PyResult<()> {
    if !s.add_natively(key, hash) && find(cx, s, key, hash).await?.is_none() {
        s.insert_new(key.clone(), hash);
    }
    Ok(())
}

/// Adds a key.
pub async fn add(cx: &mut Cx, s: &Ref<Set>, key: &Value) -> PyResult<()> {
    let h = hash(cx, key).await?;
    add_hashed(cx, s, key, h).await
}

/// True if the key, whose hash is known, is there.
pub async fn contains_hashed(cx: &mut Cx, s: &Ref<Set>, key: &Value, hash: i64) -> PyResult<bool> {
    match s.contains_natively(key, hash) {
        Some(found) => Ok(found),
        None => Ok(find(cx, s, key, hash).await?.is_some()),
    }
}

/// Removes a key whose hash is known; false if it was not there.
pub async fn discard_hashed(cx: &mut Cx, s: &Ref<Set>, key: &Value, hash: i64) -> PyResult<bool> {
    match find(cx, s, key, hash).await? {
        Some(i) => {
            drop(s.remove_at(i));
            Ok(true)
        }
        None => Ok(false),
    }
}

/// The hash of a key looked for: a set counts as the frozenset with its elements.
pub async fn lookup_hash(cx: &mut Cx, key: &Value) -> PyResult<i64> {
    if let Some(h) = hash_natively(key) {
        return Ok(h);
    }
    match hash(cx, key).await {
        Ok(h) => Ok(h),
        Err(e) => match key.get::<Set>() {
            Some(s) => {
                let ty = types().exc.TypeError.clone();
                cx.vm().catch(e, &ty)?;
                Ok(s.hash())
            }
            None => Err(e),
        },
    }
}

/// What is done with each key of a set.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Deal {
    /// added to the result
    Add,
    /// added if it is in the set that is asked
    Keep,
    /// added if it is not
    Omit,
    /// taken out of the result
    Discard,
    /// taken out of the result if it is there, else added
    Toggle,
}

/// The keys of a set dealt with one after the other. Their hashes are known.
pub struct Walk {
    pub out: Ref<Set>,
    pub from: Ref<Set>,
    pub asked: Ref<Set>,
    pub deal: Deal,
    pub at: usize,
}

/// How many keys are dealt with between two charges of fuel.
const AT_ONCE: usize = 64;

impl Walk {
    pub fn new(out: &Ref<Set>, from: &Ref<Set>, asked: &Ref<Set>, deal: Deal) -> Walk {
        Walk { out: out.clone(), from: from.clone(), asked: asked.clone(), deal, at: 0 }
    }

    /// `x & y` into an empty set.
    pub fn intersection(out: &Ref<Set>, x: &Ref<Set>, y: &Ref<Set>) -> Walk {
        let (walked, asked) = if y.len() > x.len() { (x, y) } else { (y, x) };
        Walk::new(out, walked, asked, Deal::Keep)
    }

    /// Deals with some keys as long as Python need not compare. True: with all of them; the other way, the key that Python is needed for.
    #[inline(never)]
    pub fn some(&mut self) -> Result<bool, (Value, i64)> {
        for _ in 0..AT_ONCE {
            let Some((i, key, h)) = self.from.next_key(self.at) else { return Ok(true) };
            let done = match self.deal {
                Deal::Add => self.out.add_natively(&key, h),
                Deal::Keep | Deal::Omit => match self.asked.contains_natively(&key, h) {
                    Some(found) => found != (self.deal == Deal::Keep) || self.out.add_natively(&key, h),
                    None => false,
                },
                Deal::Discard | Deal::Toggle => match self.out.probe(&key, h, 0) {
                    Probe::Found(place) => {
                        drop(self.out.remove_at(place));
                        true
                    }
                    Probe::Missing => self.deal == Deal::Discard || self.out.add_natively(&key, h),
                    Probe::Compare { .. } => false,
                },
            };
            self.at = i + 1;
            if !done {
                return Err((key, h));
            }
        }
        Ok(false)
    }

    /// Deals with all keys from here on.
    pub async fn rest(&mut self, cx: &mut Cx) -> PyResult<()> {
        loop {
            let (key, h) = match self.some() {
                Ok(true) => return Ok(()),
                Ok(false) => {
                    cx.tick(AT_ONCE as u32).await?;
                    continue;
                }
                Err(one) => one,
            };
            let (out, asked) = (&self.out, &self.asked);
            let add = match self.deal {
                Deal::Add => true,
                Deal::Keep => contains_hashed(cx, asked, &key, h).await?,
                Deal::Omit => !contains_hashed(cx, asked, &key, h).await?,
                deal => !discard_hashed(cx, out, &key, h).await? && deal == Deal::Toggle,
            };
            if add {
                add_hashed(cx, out, &key, h).await?;
            }
        }
    }

    /// The result as what is to be done; dummies are swept out after keys were discarded.
    pub fn act(mut self) -> Act {
        match self.some() {
            Ok(true) => return Act::Done(self.finish()),
            Ok(false) => {}
            // the key is met again
            Err(_) => self.at -= 1,
        }
        Act::run(async move |cx| {
            self.rest(cx).await?;
            Ok(self.finish())
        })
    }

    fn finish(self) -> Value {
        if self.deal == Deal::Discard {
            self.out.sweep();
        }
        self.out.into()
    }
}

fn exact_dict(v: &Value) -> Option<Ref<Dict>> {
    if types().dict.is_type_of(v) { v.get_ref::<Dict>() } else { None }
}

/// `s |= iterable` as what is to be done: at once, as far as a built-in container's items need no Python. Done(None).
pub fn update_act(vm: &mut Vm, s: &Ref<Set>, other: &Value) -> Act {
    let container = !other.is_a::<Set>() && exact_dict(other).is_none();
    let Some(it) = super::iter::native_iter(other).filter(|_| container) else {
        let (s, other) = (s.clone(), other.clone());
        return Act::run(async move |cx| update(cx, &s, &other).await.map(|()| Value::NONE));
    };
    for _ in 0..AT_ONCE {
        vm.charge(1);
        let v = match super::iter::step(vm, &it) {
            Some(Ok(v)) if v.is_stop() => return Act::Done(Value::NONE),
            Some(Ok(v)) => v,
            Some(Err(e)) => return Act::Raise(e),
            None => break,
        };
        if !super::compare::hash_natively(&v).is_some_and(|h| s.add_natively(&v, h)) {
            let s = s.clone();
            return Act::run(async move |cx| {
                add(cx, &s, &v).await?;
                update_slowly(cx, &s, &it).await.map(|()| Value::NONE)
            });
        }
    }
    let s = s.clone();
    Act::run(async move |cx| update_slowly(cx, &s, &it).await.map(|()| Value::NONE))
}

/// `s |= iterable`.
pub async fn update(cx: &mut Cx, s: &Ref<Set>, other: &Value) -> PyResult<()> {
    if let Some(o) = other.get_ref::<Set>() {
        return merge(cx, s, &o).await;
    }
    if let Some(d) = exact_dict(other) {
        s.reserve(d.len());
        let mut at = 0;
        while let Some((i, key, _)) = d.next_entry(at) {
            at = i + 1;
            let h = d.hash_at(i);
            add_hashed(cx, s, &key, h).await?;
            cx.tick(1).await?;
        }
        return Ok(());
    }
    let it = cx.iter(other).await?;
    if let Some(source) = source_of(&it) {
        let s = s.clone();
        let act = drain(source, move |_, item| match item {
            None => Taken::Done(Ok(Value::NONE)),
            Some(v) if super::compare::hash_natively(&v).is_some_and(|h| s.add_natively(&v, h)) => Taken::More,
            Some(v) => {
                let (s, it) = (s.clone(), it.clone());
                Taken::Rest(Act::run(async move |cx| {
                    add(cx, &s, &v).await?;
                    update_slowly(cx, &s, &it).await?;
                    Ok(Value::NONE)
                }))
            }
        });
        return cx.act(act).await.map(|_| ());
    }
    update_slowly(cx, s, &it).await
}

async fn update_slowly(cx: &mut Cx, s: &Ref<Set>, it: &Value) -> PyResult<()> {
    let native = super::iter::native_depth(it) > 0;
    let mut n = 0;
    loop {
        let v = if native {
            super::iter::step(cx.vm(), it).unwrap_or(Ok(Value::STOP))?
        } else {
            cx.next(it).await?.unwrap_or(Value::STOP)
        };
        if v.is_stop() {
            return Ok(());
        }
        match hash_natively(&v) {
            Some(h) if s.add_natively(&v, h) => {}
            _ => add(cx, s, &v).await?,
        }
        n += 1;
        if n == 64 {
            n = 0;
            cx.tick(64).await?;
            if s.len() > super::list::MAX_ITEMS {
                return Err(cx.vm().memory_error());
            }
        }
    }
}

/// `s |= other` for sets.
async fn merge(cx: &mut Cx, s: &Ref<Set>, other: &Ref<Set>) -> PyResult<()> {
    if s.is(other) || other.is_empty() || s.fill_from(other) {
        return Ok(());
    }
    Walk::new(s, other, other, Deal::Add).rest(cx).await
}

/// A copy as an exact set or frozenset payload's new owner.
pub fn copy(s: &Ref<Set>, frozen: bool) -> Ref<Set> {
    let out = new(frozen);
    out.fill_from(s);
    out
}

/// A new empty exact set or frozenset.
pub fn new(frozen: bool) -> Ref<Set> {
    let ty = if frozen { &types().frozenset } else { &types().set };
    crate::heap::alloc(ty, Set::payload())
}

/// `s & other`.
pub async fn intersection(cx: &mut Cx, s: &Ref<Set>, other: &Value, frozen: bool) -> PyResult<Ref<Set>> {
    if let Some(o) = other.get_ref::<Set>() {
        if o.is(s) {
            return Ok(copy(s, frozen));
        }
        let out = new(frozen);
        Walk::intersection(&out, s, &o).rest(cx).await?;
        return Ok(out);
    }
    let out = new(frozen);
    let it = cx.iter(other).await?;
    while let Some(key) = cx.next(&it).await? {
        let h = hash(cx, &key).await?;
        if contains_hashed(cx, s, &key, h).await? {
            add_hashed(cx, &out, &key, h).await?;
        }
        cx.tick(1).await?;
    }
    Ok(out)
}

/// `s -= other`.
pub async fn difference_update(cx: &mut Cx, s: &Ref<Set>, other: &Value) -> PyResult<()> {
    if let Some(o) = other.get_ref::<Set>() {
        if o.is(s) {
            s.clear();
            return Ok(());
        }
        // far more keys there than here: only the common ones matter
        let o = if o.len() >> 3 > s.len() { intersection(cx, s, other, false).await? } else { o };
        Walk::new(s, &o, &o, Deal::Discard).rest(cx).await?;
    } else {
        let it = cx.iter(other).await?;
        while let Some(key) = cx.next(&it).await? {
            let h = hash(cx, &key).await?;
            discard_hashed(cx, s, &key, h).await?;
            cx.tick(1).await?;
        }
    }
    s.sweep();
    Ok(())
}

/// `s - other`.
pub async fn difference(cx: &mut Cx, s: &Ref<Set>, other: &Value, frozen: bool) -> PyResult<Ref<Set>> {
    let (set, dict) = (other.get_ref::<Set>(), exact_dict(other));
    let size = match (&set, &dict) {
        (Some(o), _) => Some(o.len()),
        (_, Some(d)) => Some(d.len()),
        _ => None,
    };
    if size.is_none_or(|n| s.len() >> 2 > n) {
        let out = copy(s, frozen);
        difference_update(cx, &out, other).await?;
        return Ok(out);
    }
    let out = new(frozen);
    if let Some(o) = &set {
        Walk::new(&out, s, o, Deal::Omit).rest(cx).await?;
    } else if let Some(d) = &dict {
        let mut at = 0;
        while let Some((i, key, h)) = s.next_key(at) {
            at = i + 1;
            if cx.dict_find(d, &key, h).await?.is_none() {
                add_hashed(cx, &out, &key, h).await?;
            }
            cx.tick(1).await?;
        }
    }
    Ok(out)
}

/// `s ^= other`.
pub async fn symmetric_difference_update(cx: &mut Cx, s: &Ref<Set>, other: &Value) -> PyResult<()> {
    if let Some(d) = exact_dict(other) {
        let mut at = 0;
        while let Some((i, key, _)) = d.next_entry(at) {
            at = i + 1;
            let h = d.hash_at(i);
            if !discard_hashed(cx, s, &key, h).await? {
                add_hashed(cx, s, &key, h).await?;
            }
            cx.tick(1).await?;
        }
        return Ok(());
    }
    let o = match other.get_ref::<Set>() {
        Some(o) if o.is(s) => {
            s.clear();
            return Ok(());
        }
        Some(o) => o,
        None => {
            let o = new(false);
            update(cx, &o, other).await?;
            o
        }
    };
    Walk::new(s, &o, &o, Deal::Toggle).rest(cx).await
}

/// `a <= b`.
pub async fn is_subset(cx: &mut Cx, a: &Ref<Set>, b: &Ref<Set>) -> PyResult<bool> {
    if a.len() > b.len() {
        return Ok(false);
    }
    let mut at = 0;
    while let Some((i, key, h)) = a.next_key(at) {
        at = i + 1;
        if !contains_hashed(cx, b, &key, h).await? {
            return Ok(false);
        }
        cx.tick(1).await?;
    }
    Ok(true)
}

/// True if `a` and an iterable have no common element.
pub async fn is_disjoint(cx: &mut Cx, a: &Ref<Set>, other: &Value) -> PyResult<bool> {
    if let Some(o) = other.get_ref::<Set>() {
        if o.is(a) {
            return Ok(a.is_empty());
        }
        let (walked, asked) = if o.len() > a.len() { (a, &o) } else { (&o, a) };
        let mut at = 0;
        while let Some((i, key, h)) = walked.next_key(at) {
            at = i + 1;
            if contains_hashed(cx, asked, &key, h).await? {
                return Ok(false);
            }
            cx.tick(1).await?;
        }
        return Ok(true);
    }
    let it = cx.iter(other).await?;
    while let Some(key) = cx.next(&it).await? {
        let h = hash(cx, &key).await?;
        if contains_hashed(cx, a, &key, h).await? {
            return Ok(false);
        }
        cx.tick(1).await?;
    }
    Ok(true)
}
