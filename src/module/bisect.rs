//! `_bisect`: binary search and insertion in sorted sequences.

use super::ModuleSpec;
use crate::code::CmpOp;
use crate::object::compare::less_natively;
use crate::object::list::List;
use crate::object::types;
use crate::resumable;
use crate::value::Value;
use crate::vm::Cx;
use crate::vm::native::{Args, NativeDef, PyResult};

pub static SPEC: ModuleSpec =
    ModuleSpec { name: "_bisect", doc: "Bisection algorithms.", functions: FUNCTIONS, init: |_, _| Ok(()) };

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

async fn bisect_left(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let x = a.at(1).clone();
    Ok(Value::int(search(cx, &a, &x, false).await?))
}

async fn bisect_right(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let x = a.at(1).clone();
    Ok(Value::int(search(cx, &a, &x, true).await?))
}

async fn insort_left(cx: &mut Cx, a: Args<'static>) -> PyResult {
    insert(cx, &a, false).await
}

async fn insort_right(cx: &mut Cx, a: Args<'static>) -> PyResult {
    insert(cx, &a, true).await
}

static FUNCTIONS: &[NativeDef] = &[
    resumable!("bisect_left", "(a, x, lo=0, hi=None, *, key=None)", bisect_left),
    resumable!("bisect_right", "(a, x, lo=0, hi=None, *, key=None)", bisect_right),
    resumable!("insort_left", "(a, x, lo=0, hi=None, *, key=None)", insort_left),
    resumable!("insort_right", "(a, x, lo=0, hi=None, *, key=None)", insort_right),
];
