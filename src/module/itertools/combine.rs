//! Combinatoric tools: product, permutations, combinations, combinations_with_replacement.
//!
//! Invariant: the pools are read when the tool is made; from then on a step is a pure computation over indices.

use super::{ITER, NEXT, make, spec};
use crate::heap::{Mut, Visitor};
use crate::object::native::NativeObject;
use crate::object::spec::TypeSpec;
use crate::object::{int, tuple};
use crate::resumable;
use crate::value::Value;
use crate::vm::native::{Args, PyResult};
use crate::vm::{Cx, Vm};

pub(super) static TYPES: &[&TypeSpec] = &[&PRODUCT, &PERMUTATIONS, &COMBINATIONS, &WITH_REPLACEMENT];

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Product,
    Permutations,
    Combinations,
    WithReplacement,
}

struct State {
    indices: Vec<usize>,
    /// permutations only
    cycles: Vec<usize>,
    started: bool,
    over: bool,
}

struct Combiner {
    what: What,
    /// one pool, or (product) one for each position
    pools: Vec<Vec<Value>>,
    state: Mut<State>,
}

impl Combiner {
    /// Moves the indices on; false at the end.
    fn advance(&self, s: &mut State) -> bool {
        let r = s.indices.len();
        let n = self.pools.first().map_or(0, Vec::len);
        match self.what {
            What::Product => {
                for i in (0..r).rev() {
                    s.indices[i] += 1;
                    if s.indices[i] < self.pools[i].len() {
                        return true;
                    }
                    s.indices[i] = 0;
                }
                false
            }
            What::Permutations => {
                let r = s.cycles.len();
                for i in (0..r).rev() {
                    s.cycles[i] -= 1;
                    if s.cycles[i] == 0 {
                        s.indices[i..].rotate_left(1);
                        s.cycles[i] = n - i;
                    } else {
                        let j = s.indices.len() - s.cycles[i];
                        s.indices.swap(i, j);
                        return true;
                    }
                }
                false
            }
            What::Combinations => {
                let Some(i) = (0..r).rev().find(|&i| s.indices[i] != i + n - r) else { return false };
                s.indices[i] += 1;
                for j in i + 1..r {
                    s.indices[j] = s.indices[j - 1] + 1;
                }
                true
            }
            What::WithReplacement => {
                let Some(i) = (0..r).rev().find(|&i| s.indices[i] + 1 != n) else { return false };
                let next = s.indices[i] + 1;
                s.indices[i..].fill(next);
                true
            }
        }
    }
}

impl NativeObject for Combiner {
    fn visit(&self, v: &mut Visitor) {
        self.pools.iter().for_each(|p| v.values(p));
    }
    fn native_depth(&self) -> u8 {
        1
    }
    fn step(&self, _: &mut Vm) -> Option<PyResult> {
        let mut s = self.state.borrow_mut();
        if s.over {
            return Some(Ok(Value::STOP));
        }
        if std::mem::replace(&mut s.started, true) && !self.advance(&mut s) {
            s.over = true;
            return Some(Ok(Value::STOP));
        }
        let items = match self.what {
            What::Product => s.indices.iter().zip(&self.pools).map(|(&i, p)| p[i].clone()).collect(),
            What::Permutations => s.indices[..s.cycles.len()].iter().map(|&i| self.pools[0][i].clone()).collect(),
            _ => s.indices.iter().map(|&i| self.pools[0][i].clone()).collect(),
        };
        Some(Ok(tuple::new(items)))
    }
}

async fn product_new(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let repeat = match a.opt(2) {
        Some(n) => cx.index_size(n).await?,
        None => 1,
    };
    if repeat < 0 {
        return Err(cx.vm().value_error("repeat argument cannot be negative"));
    }
    let n = a.rest(1).len();
    let Some(total) = n.checked_mul(repeat as usize).filter(|&t| t <= 1 << 20) else {
        return Err(cx.vm().overflow_error("repeat argument too large"));
    };
    let mut once = Vec::with_capacity(n);
    if repeat > 0 {
        for v in a.rest(1) {
            once.push(cx.collect(v).await?);
        }
    }
    let mut pools = Vec::with_capacity(total);
    for _ in 0..repeat.min(total as i64) {
        pools.extend_from_slice(&once);
    }
    let over = pools.iter().any(Vec::is_empty);
    let state = Mut::new(State { indices: vec![0; pools.len()], cycles: Vec::new(), started: false, over });
    make(a.at(0), Combiner { what: What::Product, pools, state })
}

async fn permutations_new(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let pool = cx.collect(a.at(1)).await?;
    let n = pool.len();
    let r = match a.some(2) {
        None => n as i64,
        Some(r) if !int::is_int(r) => return Err(cx.vm().type_error("Expected int as r")),
        Some(r) => cx.index_size(r).await?,
    };
    if r < 0 {
        return Err(cx.vm().value_error("r must be non-negative"));
    }
    let over = r as usize > n;
    let cycles = if over { Vec::new() } else { (0..r as usize).map(|i| n - i).collect() };
    let state = Mut::new(State { indices: (0..n).collect(), cycles, started: false, over });
    make(a.at(0), Combiner { what: What::Permutations, pools: vec![pool], state })
}

async fn choose(cx: &mut Cx, a: Args<'static>, what: What) -> PyResult {
    let pool = cx.collect(a.at(1)).await?;
    let (n, r) = (pool.len(), cx.index_size(a.at(2)).await?);
    if r < 0 {
        return Err(cx.vm().value_error("r must be non-negative"));
    }
    let over = if what == What::Combinations { r as usize > n } else { n == 0 && r > 0 };
    if r as usize > crate::object::list::MAX_ITEMS && !over {
        return Err(cx.vm().memory_error());
    }
    let indices = match (over, what) {
        (true, _) => Vec::new(),
        (_, What::Combinations) => (0..r as usize).collect(),
        _ => vec![0; r as usize],
    };
    let state = Mut::new(State { indices, cycles: Vec::new(), started: false, over });
    make(a.at(0), Combiner { what, pools: vec![pool], state })
}

async fn combinations_new(cx: &mut Cx, a: Args<'static>) -> PyResult {
    choose(cx, a, What::Combinations).await
}

async fn with_replacement_new(cx: &mut Cx, a: Args<'static>) -> PyResult {
    choose(cx, a, What::WithReplacement).await
}

static PRODUCT: TypeSpec = spec(
    "product",
    &[resumable!("__new__", "(cls, *iterables, repeat=1)", product_new).stat(), ITER, NEXT],
    "Cartesian product of input iterables.  Equivalent to nested for-loops.",
);
static PERMUTATIONS: TypeSpec = spec(
    "permutations",
    &[resumable!("__new__", "(cls, iterable, r=None)", permutations_new).stat(), ITER, NEXT],
    "Return successive r-length permutations of elements in the iterable.",
);
static COMBINATIONS: TypeSpec = spec(
    "combinations",
    &[resumable!("__new__", "(cls, iterable, r)", combinations_new).stat(), ITER, NEXT],
    "Return successive r-length combinations of elements in the iterable.",
);
static WITH_REPLACEMENT: TypeSpec = spec(
    "combinations_with_replacement",
    &[resumable!("__new__", "(cls, iterable, r)", with_replacement_new).stat(), ITER, NEXT],
    "Return successive r-length combinations of elements in the iterable allowing individual elements to have successive repeats.",
);
