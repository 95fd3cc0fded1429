//! Sorting: `list.sort` and `sorted`.
//!
//! Invariants: the sort is stable and compares with `<` only; the list is empty while its items are being sorted, and an insertion then
//! is reported; whatever a comparison raises, the list afterwards is a permutation of what it was. Keys that need no Python (numbers,
//! strs, tuples of them) are sorted natively; all others by CPython's algorithm, so that user code sees the same comparisons.

use super::compare::{compare_big_float, compare_int_float};
use super::float::FloatBox;
use super::int::BigIntBox;
use super::list::{List, Sorting};
use super::number::Int;
use super::str::{self, Str};
use super::tuple::Tuple;
use super::types;
use crate::code::CmpOp;
use crate::text::view::StrView;
use crate::value::Value;
use crate::vm::drain::{Source, Taken, drain};
use crate::vm::native::{Act, Args, PyResult};
use crate::vm::{Cx, Vm};
use std::cmp::Ordering;

/// A key and what it stands for; without a key function the key is the item, and `item` is UNBOUND.
#[derive(Clone)]
struct Pair {
    key: Value,
    item: Value,
}

/// `list.sort(*, key=None, reverse=False)`: arguments 1 and 2.
pub fn list_sort(vm: &mut Vm, a: &Args) -> Act {
    if let Err(e) = super::receiver::<List>(vm, a.at(0), "list") {
        return Act::Raise(e);
    }
    if a.some(1).is_none()
        && let Some(reverse) = a.opt(2).map_or(Some(false), Value::as_bool)
        && sort_at_once(vm, a.at(0), reverse)
    {
        return Act::Done(Value::NONE);
    }
    let (list, key, reverse) = (a.at(0).clone(), a.some(1).cloned(), a.opt(2).cloned());
    Act::run(async move |cx| {
        let reverse = match &reverse {
            Some(v) => cx.truth(v).await?,
            None => false,
        };
        sort(cx, &list, key.as_ref(), reverse).await?;
        Ok(Value::NONE)
    })
}

/// Sorts a list in place.
pub async fn sort(cx: &mut Cx, list: &Value, key: Option<&Value>, reverse: bool) -> PyResult<()> {
    let Some(l) = list.get::<List>() else { return Ok(()) };
    let mut items = l.items.take();
    let sorting = Sorting::begin();
    let result = match key {
        None if sort_natively(&mut items, None, reverse) => Ok(()),
        None => {
            let mut pairs: Vec<Pair> = items.into_iter().map(|key| Pair { key, item: Value::UNBOUND }).collect();
            let r = sort_pairs(cx, &mut pairs, reverse).await;
            items = pairs.into_iter().map(|p| p.key).collect();
            r
        }
        Some(f) => match keys(cx, f, &items).await {
            Err(e) => Err(e),
            Ok(keys) => {
                let r = if sort_natively(&mut items, Some(&keys), reverse) {
                    drop(keys);
                    Ok(())
                } else {
                    let mut pairs: Vec<Pair> =
                        keys.into_iter().zip(items).map(|(key, item)| Pair { key, item }).collect();
                    let r = sort_pairs(cx, &mut pairs, reverse).await;
                    items = pairs.into_iter().map(|p| p.item).collect();
                    r
                };
                // what the keys' ends do to the list counts as well
                crate::vm::run_finalisers(cx, crate::heap::take_pending()).await;
                r
            }
        },
    };
    drop(sorting);
    let meanwhile = l.items.replace(items);
    let modified = meanwhile.capacity() != 0;
    drop(meanwhile);
    result?;
    if modified {
        return Err(cx.vm().value_error("list modified during sort"));
    }
    Ok(())
}

async fn keys(cx: &mut Cx, f: &Value, items: &[Value]) -> PyResult<Vec<Value>> {
    let keys = super::list::new(Vec::with_capacity(items.len()));
    let to = keys.clone();
    let source = Source::Calls(f.clone(), crate::value::copies(items).into_iter());
    let act = drain(source, move |_, key| {
        let (Some(key), Some(to)) = (key, to.get::<List>()) else { return Taken::Done(Ok(Value::NONE)) };
        to.items.borrow_mut().push(key);
        Taken::More
    });
    cx.act(act).await?;
    Ok(keys.get::<List>().map_or_else(Vec::new, |l| l.items.take()))
}

async fn sort_pairs(cx: &mut Cx, pairs: &mut Vec<Pair>, reverse: bool) -> PyResult<()> {
    if reverse {
        pairs.reverse();
    }
    let mut m = Merge { items: std::mem::take(pairs), pending: Vec::new(), min_gallop: MIN_GALLOP };
    let r = m.run(cx).await;
    *pairs = m.items;
    if reverse {
        pairs.reverse();
    }
    r
}

// ---- keys that need no Python

type Order = fn(&Value, &Value) -> Ordering;
type Rank = fn(&Value) -> u64;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Small,
    Float,
    Number,
    Str,
    Tuple,
}

fn class_of(v: &Value) -> Option<Class> {
    if v.as_small().is_some() {
        return Some(Class::Small);
    }
    if v.slot().is_float() {
        return Some(Class::Float);
    }
    let t = types();
    if str::is_exact(v) {
        return Some(Class::Str);
    }
    if t.float.is_type_of(v) {
        return v.get::<FloatBox>().filter(|f| !f.0.is_nan()).map(|_| Class::Float);
    }
    if t.int.is_type_of(v) || v.as_bool().is_some() {
        return Some(Class::Number);
    }
    if t.tuple.is_type_of(v) {
        return Some(Class::Tuple);
    }
    None
}

fn join(a: Class, b: Class) -> Option<Class> {
    match (a, b) {
        _ if a == b => Some(a),
        (Class::Str | Class::Tuple, _) | (_, Class::Str | Class::Tuple) => None,
        _ => Some(Class::Number),
    }
}

/// The class that all values have, if they are natively and totally ordered.
fn common_class(values: &mut dyn Iterator<Item = &Value>) -> Option<Class> {
    let mut class = None;
    for v in values {
        let c = class_of(v)?;
        class = Some(match class {
            None => c,
            Some(d) => join(c, d)?,
        });
    }
    class
}

/// How keys of one native class are ordered: by a number, and where two have the same one, by `order`.
struct Natural {
    rank: Rank,
    order: Order,
}

fn natural_order(keys: &[Value]) -> Option<Natural> {
    let class = common_class(&mut keys.iter())?;
    if class != Class::Tuple {
        return Some(scalar_order(class));
    }
    // every column natively ordered by itself: a total order
    let (mut rank, mut width): (Rank, usize) = (|_| 0, 0);
    // those that have a column there, each looked at once for each of its items
    let mut wide: Vec<&[Value]> = keys.iter().filter_map(|k| Some(k.get::<Tuple>()?.items())).collect();
    let mut looks = LOOKS * keys.len();
    loop {
        wide.retain(|items| items.len() > width);
        if wide.is_empty() {
            break;
        }
        looks = looks.checked_sub(wide.len())?;
        match common_class(&mut wide.iter().filter_map(|items| items.get(width)))? {
            Class::Tuple => return None,
            class if width == 0 && wide.len() == keys.len() => rank = scalar_order(class).rank,
            _ => {}
        }
        width += 1;
    }
    Some(Natural { rank, order: order_tuples })
}

fn scalar_order(class: Class) -> Natural {
    match class {
        Class::Small => Natural { rank: rank_small, order: |_, _| Ordering::Equal },
        Class::Float => Natural { rank: rank_number, order: |_, _| Ordering::Equal },
        Class::Number => Natural { rank: rank_number, order: order_numbers },
        Class::Str | Class::Tuple => Natural { rank: rank_str, order: order_strs },
    }
}

/// So many items of a tuple, on average, are looked at in one step.
const LOOKS: usize = 16;

/// What ranks a key: a tuple's first item.
#[inline(always)]
fn ranked(v: &Value) -> &Value {
    v.get::<Tuple>().and_then(|t| t.items().first()).unwrap_or(v)
}

const SIGN: u64 = 1 << 63;

fn rank_small(v: &Value) -> u64 {
    ranked(v).slot().int() as u64 ^ SIGN
}

/// By the nearest float: rounding keeps the order.
fn rank_number(v: &Value) -> u64 {
    let v = ranked(v);
    let f = match Int::of(v) {
        Some(i) => i.to_f64().unwrap_or(if i.is_negative() { f64::NEG_INFINITY } else { f64::INFINITY }),
        None => v.as_float().unwrap_or(0.0),
    };
    // both zeros are one number
    let bits = (f + 0.0).to_bits();
    if bits & SIGN == 0 { bits ^ SIGN } else { !bits }
}

/// By the first characters, of which those from 255 on are one.
fn rank_str(v: &Value) -> u64 {
    let Some(s) = ranked(v).get::<Str>() else { return 0 };
    let v = s.view();
    if let StrView::Ascii(&[a, b, c, d, e, f, g, h, ..]) = v {
        return u64::from_be_bytes([a, b, c, d, e, f, g, h]);
    }
    let mut rank = 0;
    for i in 0..8 {
        let c = v.at(i).min(255) as u64;
        rank |= c << (56 - 8 * i);
        if c == 255 {
            break;
        }
    }
    rank
}

fn order_strs(x: &Value, y: &Value) -> Ordering {
    match (x.get::<Str>(), y.get::<Str>()) {
        (Some(x), Some(y)) => x.view().cmp(&y.view()),
        _ => Ordering::Equal,
    }
}

fn order_numbers(x: &Value, y: &Value) -> Ordering {
    let int = |v: &Value| v.as_small().or(v.as_bool().map(|b| b as i64));
    let big = |v: &Value| super::int::to_big(v);
    match (int(x), int(y), x.as_float(), y.as_float()) {
        (Some(i), Some(j), ..) => i.cmp(&j),
        (.., Some(f), Some(g)) => f.partial_cmp(&g).unwrap_or(Ordering::Equal),
        (Some(i), _, _, Some(f)) => compare_int_float(i, f).unwrap_or(Ordering::Equal),
        (_, Some(i), Some(f), _) => compare_int_float(i, f).map_or(Ordering::Equal, Ordering::reverse),
        (_, _, _, Some(f)) => x.get::<BigIntBox>().and_then(|b| compare_big_float(&b.0, f)).unwrap_or(Ordering::Equal),
        (_, _, Some(f), _) => {
            y.get::<BigIntBox>().and_then(|b| compare_big_float(&b.0, f)).map_or(Ordering::Equal, Ordering::reverse)
        }
        _ => big(x).cmp(&big(y)),
    }
}

fn order_tuples(x: &Value, y: &Value) -> Ordering {
    let (Some(x), Some(y)) = (x.get::<Tuple>(), y.get::<Tuple>()) else { return Ordering::Equal };
    for (a, b) in x.items().iter().zip(y.items()) {
        let order = if str::is_exact(a) { order_strs(a, b) } else { order_numbers(a, b) };
        if order != Ordering::Equal {
            return order;
        }
    }
    x.len().cmp(&y.len())
}

/// Sorts items by keys that need no Python; false (and nothing done) if some do. Stable; reversed, equal items keep their order too.
fn sort_natively(items: &mut Vec<Value>, keys: Option<&[Value]>, reverse: bool) -> bool {
    let keys = keys.unwrap_or(items);
    if keys.len() < 2 {
        return true;
    }
    let Some(natural) = natural_order(keys) else { return false };
    let mut places: Vec<(u64, usize)> = keys.iter().enumerate().map(|(i, k)| ((natural.rank)(k), i)).collect();
    places.sort_by(|x, y| {
        let (x, y) = if reverse { (y, x) } else { (x, y) };
        match x.0.cmp(&y.0) {
            Ordering::Equal => match (keys.get(x.1), keys.get(y.1)) {
                (Some(x), Some(y)) => (natural.order)(x, y),
                _ => Ordering::Equal,
            },
            order => order,
        }
    });
    let taken =
        |&(_, i): &(u64, usize)| items.get_mut(i).map_or(Value::UNBOUND, |v| std::mem::replace(v, Value::UNBOUND));
    let sorted = places.iter().map(taken).collect();
    *items = sorted;
    true
}

/// Sorts a list at once; false if that needs Python.
pub fn sort_at_once(vm: &mut Vm, list: &Value, reverse: bool) -> bool {
    let Some(l) = list.get::<List>() else { return true };
    let mut items = l.items.take();
    let sorted = sort_natively(&mut items, None, reverse);
    vm.charge(items.len() as u32);
    l.items.set(items);
    sorted
}

// ---- the merge sort of CPython (adaptive, stable, natural; "powersort" merge policy)

const MIN_GALLOP: usize = 7;

struct Run {
    base: usize,
    len: usize,
    power: u32,
}

struct Merge {
    items: Vec<Pair>,
    pending: Vec<Run>,
    min_gallop: usize,
}

/// Where a merge stands; indexes of what is left of both runs.
struct Progress {
    /// next of the run that was moved aside
    aside: usize,
    aside_len: usize,
    /// next of the run that is still in place
    place: usize,
    place_len: usize,
    dest: usize,
}

async fn less(cx: &mut Cx, x: &Value, y: &Value) -> PyResult<bool> {
    cx.tick(1).await?;
    let r = if let Some(m) = cx.compare_method(CmpOp::Lt, x, y) {
        let r = cx.call_with(&m, crate::value::lend(&[x.slot(), y.slot()])).await?;
        match r.is_not_implemented() {
            // keys of one class are compared by their method, and once more by the protocol
            true if std::ptr::eq(super::type_ref(x), super::type_ref(y)) => cx.compare(CmpOp::Lt, x, y).await?,
            true => cx.compare_reflected(CmpOp::Lt, x, y).await?,
            false => r,
        }
    } else if let Some(act) = crate::module::functools::comparison(x, y) {
        let order = cx.act(act).await?;
        match order.as_small() {
            Some(order) => return Ok(order < 0),
            None => cx.compare(CmpOp::Lt, &order, &Value::int(0)).await?,
        }
    } else {
        cx.compare(CmpOp::Lt, x, y).await?
    };
    match r.as_bool() {
        Some(less) => Ok(less),
        None => cx.truth(&r).await,
    }
}

/// Position in a sorted slice before the first item not less than `key`, looking outwards from `hint`.
async fn gallop_left(cx: &mut Cx, key: &Value, a: &[Pair], hint: usize) -> PyResult<usize> {
    let (mut last, mut offset) = (0usize, 1usize);
    let (mut low, mut high);
    if less(cx, &a[hint].key, key).await? {
        let max = a.len() - hint;
        while offset < max && less(cx, &a[hint + offset].key, key).await? {
            last = offset;
            offset = (offset << 1) + 1;
        }
        (low, high) = (hint + last + 1, hint + offset.min(max));
    } else {
        let max = hint + 1;
        while offset < max && !less(cx, &a[hint - offset].key, key).await? {
            last = offset;
            offset = (offset << 1) + 1;
        }
        (low, high) = (hint + 1 - offset.min(max), hint - last);
    }
    while low < high {
        let m = low + ((high - low) >> 1);
        if less(cx, &a[m].key, key).await? {
            low = m + 1;
        } else {
            high = m;
        }
    }
    Ok(high)
}

/// Position in a sorted slice behind the last item not greater than `key`.
async fn gallop_right(cx: &mut Cx, key: &Value, a: &[Pair], hint: usize) -> PyResult<usize> {
    let (mut last, mut offset) = (0usize, 1usize);
    let (mut low, mut high);
    if less(cx, key, &a[hint].key).await? {
        let max = hint + 1;
        while offset < max && less(cx, key, &a[hint - offset].key).await? {
            last = offset;
            offset = (offset << 1) + 1;
        }
        (low, high) = (hint + 1 - offset.min(max), hint - last);
    } else {
        let max = a.len() - hint;
        while offset < max && !less(cx, key, &a[hint + offset].key).await? {
            last = offset;
            offset = (offset << 1) + 1;
        }
        (low, high) = (hint + last + 1, hint + offset.min(max));
    }
    while low < high {
        let m = low + ((high - low) >> 1);
        if less(cx, key, &a[m].key).await? {
            high = m;
        } else {
            low = m + 1;
        }
    }
    Ok(high)
}

impl Merge {
    async fn run(&mut self, cx: &mut Cx) -> PyResult<()> {
        let total = self.items.len();
        if total < 2 {
            return Ok(());
        }
        let min_run = {
            let (mut n, mut r) = (total, 0);
            while n >= 64 {
                r |= n & 1;
                n >>= 1;
            }
            n + r
        };
        let mut base = 0;
        while base < total {
            let mut n = self.count_run(cx, base).await?;
            if n < min_run {
                let forced = min_run.min(total - base);
                self.binary_sort(cx, base, base + n, base + forced).await?;
                n = forced;
            }
            self.found_run(cx, n).await?;
            self.pending.push(Run { base, len: n, power: 0 });
            base += n;
        }
        while self.pending.len() > 1 {
            let mut i = self.pending.len() - 2;
            if i > 0 && self.pending[i - 1].len < self.pending[i + 1].len {
                i -= 1;
            }
            self.merge_at(cx, i).await?;
        }
        Ok(())
    }

    /// Length of the run that begins at `lo`; a descending run is reversed in place (equal items keep their order).
    async fn count_run(&mut self, cx: &mut Cx, lo: usize) -> PyResult<usize> {
        let remaining = self.items.len() - lo;
        let mut n = 1;
        while n < remaining && !less(cx, &self.items[lo + n].key, &self.items[lo + n - 1].key).await? {
            n += 1;
        }
        if n == remaining {
            return Ok(n);
        }
        if n > 1 {
            if less(cx, &self.items[lo].key, &self.items[lo + n - 1].key).await? {
                return Ok(n);
            }
            // all equal so far
            self.items[lo..lo + n].reverse();
        }
        n += 1;
        let mut equal = 0;
        while n < remaining {
            if less(cx, &self.items[lo + n].key, &self.items[lo + n - 1].key).await? {
                self.reverse_equal(lo + n, &mut equal);
            } else if less(cx, &self.items[lo + n - 1].key, &self.items[lo + n].key).await? {
                break;
            } else {
                equal += 1;
            }
            n += 1;
        }
        self.reverse_equal(lo + n, &mut equal);
        self.items[lo..lo + n].reverse();
        while n < remaining && !less(cx, &self.items[lo + n].key, &self.items[lo + n - 1].key).await? {
            n += 1;
        }
        Ok(n)
    }

    fn reverse_equal(&mut self, end: usize, equal: &mut usize) {
        if *equal > 0 {
            self.items[end - *equal - 1..end].reverse();
            *equal = 0;
        }
    }

    /// Binary insertion: `lo..start` is sorted already.
    async fn binary_sort(&mut self, cx: &mut Cx, lo: usize, start: usize, end: usize) -> PyResult<()> {
        for i in start.max(lo + 1)..end {
            let (mut left, mut right) = (lo, i);
            while left < right {
                let m = left + ((right - left) >> 1);
                if less(cx, &self.items[i].key, &self.items[m].key).await? {
                    right = m;
                } else {
                    left = m + 1;
                }
            }
            self.items[left..=i].rotate_right(1);
        }
        Ok(())
    }

    /// Merges pending runs before a new run of `n` items is added, by the powersort rule.
    async fn found_run(&mut self, cx: &mut Cx, n: usize) -> PyResult<()> {
        let Some(top) = self.pending.last() else { return Ok(()) };
        let total = self.items.len();
        let (mut a, mut power) = (2 * top.base + top.len, 0);
        let mut b = a + top.len + n;
        loop {
            power += 1;
            if a >= total {
                a -= total;
                b -= total;
            } else if b >= total {
                break;
            }
            a <<= 1;
            b <<= 1;
        }
        while self.pending.len() > 1 && self.pending[self.pending.len() - 2].power > power {
            let i = self.pending.len() - 2;
            self.merge_at(cx, i).await?;
        }
        if let Some(top) = self.pending.last_mut() {
            top.power = power;
        }
        Ok(())
    }

    /// Merges pending runs `i` and `i + 1`.
    async fn merge_at(&mut self, cx: &mut Cx, i: usize) -> PyResult<()> {
        let (a, na) = (self.pending[i].base, self.pending[i].len);
        let (b, nb) = (self.pending[i + 1].base, self.pending[i + 1].len);
        self.pending[i].len = na + nb;
        self.pending.remove(i + 1);
        let key = self.items[b].key.clone();
        let skip = gallop_right(cx, &key, &self.items[a..a + na], 0).await?;
        let (a, na) = (a + skip, na - skip);
        if na == 0 {
            return Ok(());
        }
        let key = self.items[a + na - 1].key.clone();
        let nb = gallop_left(cx, &key, &self.items[b..b + nb], nb - 1).await?;
        if nb == 0 {
            return Ok(());
        }
        if na <= nb { self.merge_low(cx, a, na, b, nb).await } else { self.merge_high(cx, a, na, b, nb).await }
    }

    /// `dest..dest+n` gets what is at `src..src+n`.
    fn shift(&mut self, src: usize, dest: usize, n: usize) {
        if dest <= src {
            for i in 0..n {
                self.items[dest + i] = self.items[src + i].clone();
            }
        } else {
            for i in (0..n).rev() {
                self.items[dest + i] = self.items[src + i].clone();
            }
        }
    }

    fn restore(&mut self, aside: &[Pair], dest: usize) {
        self.items[dest..dest + aside.len()].clone_from_slice(aside);
    }

    /// Merges adjacent runs, the left one being the shorter: it is moved aside.
    async fn merge_low(&mut self, cx: &mut Cx, a: usize, na: usize, b: usize, nb: usize) -> PyResult<()> {
        let aside = self.items[a..a + na].to_vec();
        let mut p = Progress { aside: 0, aside_len: na, place: b, place_len: nb, dest: a };
        let r = self.merge_low_loop(cx, &aside, &mut p).await;
        if p.aside_len == 1 && r.is_ok() && p.place_len > 0 {
            // the last item set aside is the greatest
            self.shift(p.place, p.dest, p.place_len);
            p.dest += p.place_len;
        }
        self.restore(&aside[p.aside..p.aside + p.aside_len], p.dest);
        r
    }

    async fn merge_low_loop(&mut self, cx: &mut Cx, aside: &[Pair], p: &mut Progress) -> PyResult<()> {
        self.take_place(p);
        if p.place_len == 0 || p.aside_len == 1 {
            return Ok(());
        }
        loop {
            let (mut from_aside, mut from_place) = (0, 0);
            loop {
                if less(cx, &self.items[p.place].key, &aside[p.aside].key).await? {
                    self.take_place(p);
                    from_place += 1;
                    from_aside = 0;
                    if p.place_len == 0 {
                        return Ok(());
                    }
                    if from_place >= self.min_gallop {
                        break;
                    }
                } else {
                    self.take_aside(aside, p);
                    from_aside += 1;
                    from_place = 0;
                    if p.aside_len == 1 {
                        return Ok(());
                    }
                    if from_aside >= self.min_gallop {
                        break;
                    }
                }
            }
            self.min_gallop += 1;
            loop {
                self.min_gallop -= (self.min_gallop > 1) as usize;
                let key = self.items[p.place].key.clone();
                from_aside = gallop_right(cx, &key, &aside[p.aside..p.aside + p.aside_len], 0).await?;
                for _ in 0..from_aside {
                    self.take_aside(aside, p);
                }
                if from_aside > 0 && p.aside_len <= 1 {
                    return Ok(());
                }
                self.take_place(p);
                if p.place_len == 0 {
                    return Ok(());
                }
                from_place =
                    gallop_left(cx, &aside[p.aside].key, &self.items[p.place..p.place + p.place_len], 0).await?;
                for _ in 0..from_place {
                    self.take_place(p);
                }
                if p.place_len == 0 {
                    return Ok(());
                }
                self.take_aside(aside, p);
                if p.aside_len == 1 {
                    return Ok(());
                }
                if from_aside < MIN_GALLOP && from_place < MIN_GALLOP {
                    break;
                }
            }
            self.min_gallop += 1;
        }
    }

    fn take_place(&mut self, p: &mut Progress) {
        self.items[p.dest] = self.items[p.place].clone();
        p.dest += 1;
        p.place += 1;
        p.place_len -= 1;
    }

    fn take_aside(&mut self, aside: &[Pair], p: &mut Progress) {
        self.items[p.dest] = aside[p.aside].clone();
        p.dest += 1;
        p.aside += 1;
        p.aside_len -= 1;
    }

    /// Merges adjacent runs from the right, the right one being the shorter: it is moved aside. Indexes of `Progress` are one behind
    /// the next item.
    async fn merge_high(&mut self, cx: &mut Cx, a: usize, na: usize, b: usize, nb: usize) -> PyResult<()> {
        let aside = self.items[b..b + nb].to_vec();
        let mut p = Progress { aside: nb, aside_len: nb, place: a + na, place_len: na, dest: b + nb };
        let r = self.merge_high_loop(cx, &aside, &mut p, a).await;
        if p.aside_len == 1 && r.is_ok() && p.place_len > 0 {
            // the last item set aside is the smallest
            self.shift(p.place - p.place_len, p.dest - p.place_len, p.place_len);
            p.dest -= p.place_len;
        }
        self.restore(&aside[p.aside - p.aside_len..p.aside], p.dest - p.aside_len);
        r
    }

    async fn merge_high_loop(&mut self, cx: &mut Cx, aside: &[Pair], p: &mut Progress, a: usize) -> PyResult<()> {
        self.take_place_back(p);
        if p.place_len == 0 || p.aside_len == 1 {
            return Ok(());
        }
        loop {
            let (mut from_aside, mut from_place) = (0, 0);
            loop {
                if less(cx, &aside[p.aside - 1].key, &self.items[p.place - 1].key).await? {
                    self.take_place_back(p);
                    from_place += 1;
                    from_aside = 0;
                    if p.place_len == 0 {
                        return Ok(());
                    }
                    if from_place >= self.min_gallop {
                        break;
                    }
                } else {
                    self.take_aside_back(aside, p);
                    from_aside += 1;
                    from_place = 0;
                    if p.aside_len == 1 {
                        return Ok(());
                    }
                    if from_aside >= self.min_gallop {
                        break;
                    }
                }
            }
            self.min_gallop += 1;
            loop {
                self.min_gallop -= (self.min_gallop > 1) as usize;
                let n = p.place_len;
                let at = gallop_right(cx, &aside[p.aside - 1].key, &self.items[a..a + n], n - 1).await?;
                from_place = n - at;
                for _ in 0..from_place {
                    self.take_place_back(p);
                }
                if p.place_len == 0 {
                    return Ok(());
                }
                self.take_aside_back(aside, p);
                if p.aside_len == 1 {
                    return Ok(());
                }
                let n = p.aside_len;
                let key = self.items[p.place - 1].key.clone();
                let at = gallop_left(cx, &key, &aside[..n], n - 1).await?;
                from_aside = n - at;
                for _ in 0..from_aside {
                    self.take_aside_back(aside, p);
                }
                if from_aside > 0 && p.aside_len <= 1 {
                    return Ok(());
                }
                self.take_place_back(p);
                if p.place_len == 0 {
                    return Ok(());
                }
                if from_aside < MIN_GALLOP && from_place < MIN_GALLOP {
                    break;
                }
            }
            self.min_gallop += 1;
        }
    }

    fn take_place_back(&mut self, p: &mut Progress) {
        p.dest -= 1;
        p.place -= 1;
        p.place_len -= 1;
        self.items[p.dest] = self.items[p.place].clone();
    }

    fn take_aside_back(&mut self, aside: &[Pair], p: &mut Progress) {
        p.dest -= 1;
        p.aside -= 1;
        p.aside_len -= 1;
        self.items[p.dest] = aside[p.aside].clone();
    }
}
