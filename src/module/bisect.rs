//! `_bisect`: binary search and insertion in sorted sequences.

use super::ModuleSpec;
use crate::code::CmpOp;
use crate::object::compare::less_natively;
use crate::object::list::List;
use crate::object::types;
use crate::value::Value;
use crate::vm::Cx;
use crate::vm::native::{Act, Args, NativeDef, PyResult, tail};

pub static SPEC: ModuleSpec =
    ModuleSpec { name: "_bisect", doc: "Bisection algorithms.", functions: FUNCTIONS, init: |_, _| Ok(()) };

/// Position of `x` in an exact list, if no comparison needs Python.
fn search_natively(a: &Args, right: bool) -> Option<i64> {
    if !types().list.is_type_of(a.at(0)) || a.some(4).is_some() {
        return None;
    }
    let items = a.at(0).get::<List>()?.items.borrow();
    let bound = |v: Option<&Value>, default| v.map_or(Some(default), |v| usize::try_from(v.as_small()?).ok());
    let (mut low, mut high) = (bound(a.opt(2), 0)?, bound(a.some(3), items.len())?);
    while low < high {
        let middle = low + (high - low) / 2;
        let (x, item) = (a.at(1), items.get(middle)?);
        let (y, z) = if right { (x, item) } else { (item, x) };
        if less_natively(y, z)? == right {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    i64::try_from(low).ok()
}

/// Position of `x` in a sorted sequence; arguments `a, x, lo, hi, key`.
async fn search(cx: &mut Cx, a: &Args<'static>, x: &Value, right: bool) -> PyResult<i64> {
    let mut low = match a.opt(2) {
        Some(v) => cx.index_size(v).await?,
        None => 0,
    };
    if low < 0 {
        return Err(cx.vm().value_error("lo must be non-negative"));
    }
    let high = match a.some(3) {
        Some(v) => cx.index_size(v).await?,
        None => -1,
    };
    if a.at(0).is_a::<crate::object::dict::Dict>() {
        let name = cx.vm().type_name(a.at(0));
        return Err(cx.vm().type_error(format!("{name} is not a sequence")));
    }
    let mut high = if high == -1 { cx.len(a.at(0)).await? as i64 } else { high };
    let list = if types().list.is_type_of(a.at(0)) { a.at(0).get::<List>() } else { None };
    while low < high {
        let middle = low + (high - low) / 2;
        let item = match list.and_then(|l| l.at(middle as usize)) {
            Some(v) => v,
            None => cx.get_item(a.at(0), &Value::int(middle)).await?,
        };
        let item = match a.some(4) {
            Some(key) => cx.call(key, [item]).await?,
            None => item,
        };
        let (y, z) = if right { (x, &item) } else { (&item, x) };
        let less = match less_natively(y, z) {
            Some(less) => less,
            None => cx.compare_bool(CmpOp::Lt, y, z).await?,
        };
        if less == right {
            high = middle;
        } else {
            low = middle + 1;
        }
        cx.tick(1).await?;
    }
    Ok(low)
}

fn bisect(a: &Args, right: bool) -> Act {
    if let Some(at) = search_natively(a, right) {
        return Act::Done(Value::int(at));
    }
    let a = Args::owned(a.iter().cloned().collect());
    Act::run(async move |cx| {
        let x = a.at(1).clone();
        Ok(Value::int(search(cx, &a, &x, right).await?))
    })
}

fn insort(a: &Args, right: bool) -> Act {
    if let Some(at) = search_natively(a, right)
        && let Some(l) = a.at(0).get::<List>()
    {
        let at = (at as usize).min(l.len());
        l.items.borrow_mut().insert(at, a.at(1).clone());
        return Act::Done(Value::NONE);
    }
    let a = Args::owned(a.iter().cloned().collect());
    Act::run(async move |cx| insert(cx, &a, right).await)
}

async fn insert(cx: &mut Cx, a: &Args<'static>, right: bool) -> PyResult {
    let x = match a.some(4) {
        Some(key) => cx.call(key, [a.at(1).clone()]).await?,
        None => a.at(1).clone(),
    };
    let at = search(cx, a, &x, right).await?;
    match a.at(0).get::<List>() {
        Some(l) if types().list.is_type_of(a.at(0)) => {
            let at = (at as usize).min(l.len());
            l.items.borrow_mut().insert(at, a.at(1).clone());
        }
        _ => {
            cx.call_method(a.at(0), "insert", [Value::int(at), a.at(1).clone()]).await?;
        }
    }
    Ok(Value::NONE)
}

static FUNCTIONS: &[NativeDef] = &[
    tail("bisect_left", "(a, x, lo=0, hi=None, *, key=None)", |_, a| bisect(a, false)),
    tail("bisect_right", "(a, x, lo=0, hi=None, *, key=None)", |_, a| bisect(a, true)),
    tail("insort_left", "(a, x, lo=0, hi=None, *, key=None)", |_, a| insort(a, false)),
    tail("insort_right", "(a, x, lo=0, hi=None, *, key=None)", |_, a| insort(a, true)),
];
