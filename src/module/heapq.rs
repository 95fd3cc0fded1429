//! `_heapq`: heaps in lists.
//!
//! Invariants: the list is a permutation of what it was whatever a comparison does; a heap whose size changed during a comparison is
//! reported. Comparisons that need no Python are made at once; from the first that does, an async native goes on where it stopped.

use super::ModuleSpec;
use crate::code::CmpOp;
use crate::object::compare::less_natively;
use crate::object::list::List;
use crate::value::Value;
use crate::vm::native::{Act, Args, NativeDef, PyResult, tail};
use crate::vm::{Cx, Raised, Vm};

pub static SPEC: ModuleSpec = ModuleSpec {
    name: "_heapq",
    doc: "Heap queue algorithm (a.k.a. priority queue).",
    functions: FUNCTIONS,
    init: |vm, dict| {
        let name = vm.intern("__about__");
        dict.set_interned(&name, crate::object::str::new("Heap queues\n"));
        Ok(())
    },
};

/// Smallest or greatest item first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Min,
    Max,
}

impl Order {
    /// The operands of the `<` that tells whether `a` goes above `b`.
    fn operands<'a>(self, a: &'a Value, b: &'a Value) -> (&'a Value, &'a Value) {
        if self == Order::Min { (a, b) } else { (b, a) }
    }
}

/// What is left of moving an item: down from `position` to the leaves first, then up again.
#[derive(Clone, Copy)]
struct Move {
    start: usize,
    position: usize,
    to_leaves: bool,
}

/// Goes on with a move as far as it needs no Python; what is left of it.
fn shift(items: &mut [Value], order: Order, mut m: Move) -> Option<Move> {
    let end = items.len();
    while m.to_leaves {
        let mut child = 2 * m.position + 1;
        if child >= end {
            m.to_leaves = false;
            break;
        }
        if child + 1 < end {
            let (x, y) = order.operands(&items[child], &items[child + 1]);
            match less_natively(x, y) {
                Some(less) => child += !less as usize,
                None => return Some(m),
            }
        }
        items.swap(m.position, child);
        m.position = child;
    }
    while m.position > m.start {
        let parent = (m.position - 1) >> 1;
        let (x, y) = order.operands(&items[m.position], &items[parent]);
        match less_natively(x, y) {
            Some(true) => {}
            Some(false) => return None,
            None => return Some(m),
        }
        items.swap(m.position, parent);
        m.position = parent;
    }
    None
}

/// The same, asking Python.
async fn shift_slowly(cx: &mut Cx, heap: &Value, order: Order, mut m: Move) -> PyResult<()> {
    let Some(list) = heap.get::<List>() else { return Ok(()) };
    let end = list.len();
    while m.to_leaves {
        let mut child = 2 * m.position + 1;
        if child >= end {
            m.to_leaves = false;
            break;
        }
        if child + 1 < end {
            let less = goes_above(cx, list, order, child, child + 1).await?;
            if list.len() != end {
                return Err(resized(cx.vm()));
            }
            child += !less as usize;
        }
        list.items.borrow_mut().swap(m.position, child);
        m.position = child;
    }
    while m.position > m.start {
        let parent = (m.position - 1) >> 1;
        let less = goes_above(cx, list, order, m.position, parent).await?;
        if list.len() != end {
            return Err(resized(cx.vm()));
        }
        if !less {
            break;
        }
        list.items.borrow_mut().swap(m.position, parent);
        m.position = parent;
    }
    Ok(())
}

async fn goes_above(cx: &mut Cx, list: &List, order: Order, a: usize, b: usize) -> PyResult<bool> {
    let (Some(a), Some(b)) = (list.at(a), list.at(b)) else { return Ok(false) };
    let (x, y) = order.operands(&a, &b);
    cx.tick(1).await?;
    match less_natively(x, y) {
        Some(less) => Ok(less),
        None => cx.compare_bool(CmpOp::Lt, x, y).await,
    }
}

fn resized(vm: &mut Vm) -> Raised {
    vm.runtime_error("list changed size during iteration")
}

fn list<'a>(vm: &mut Vm, v: &'a Value, function: &str) -> PyResult<&'a List> {
    match v.get::<List>() {
        Some(l) => Ok(l),
        None => {
            let name = crate::object::text_args::arg_type_name(vm, v);
            // functions of one argument do not number it
            let number =
                if matches!(function, "heappop" | "heapify" | "heappop_max" | "heapify_max") { "" } else { " 1" };
            Err(vm.type_error(format!("{function}() argument{number} must be list, not {name}")))
        }
    }
}

/// Does a move, then gives `result`.
fn finish(heap: &Value, l: &List, order: Order, m: Move, result: Value) -> Act {
    let left = shift(&mut l.items.borrow_mut(), order, m);
    match left {
        None => Act::Done(result),
        Some(m) => {
            let heap = heap.clone();
            Act::run(async move |cx| {
                shift_slowly(cx, &heap, order, m).await?;
                Ok(result)
            })
        }
    }
}

fn push(vm: &mut Vm, a: &Args, order: Order, name: &str) -> Act {
    let l = match list(vm, a.at(0), name) {
        Ok(l) => l,
        Err(e) => return Act::Raise(e),
    };
    l.items.borrow_mut().push(a.at(1).clone());
    let position = l.len() - 1;
    finish(a.at(0), l, order, Move { start: 0, position, to_leaves: false }, Value::NONE)
}

fn pop(vm: &mut Vm, a: &Args, order: Order, name: &str) -> Act {
    let l = match list(vm, a.at(0), name) {
        Ok(l) => l,
        Err(e) => return Act::Raise(e),
    };
    let (last, top) = {
        let mut items = l.items.borrow_mut();
        let last = items.pop();
        match (last, items.first_mut()) {
            (Some(last), Some(first)) => (None, Some(std::mem::replace(first, last))),
            (last, _) => (last, None),
        }
    };
    match (last, top) {
        (_, Some(top)) => finish(a.at(0), l, order, Move { start: 0, position: 0, to_leaves: true }, top),
        (Some(last), None) => Act::Done(last),
        (None, None) => Act::Raise(vm.index_error("index out of range")),
    }
}

fn replace(vm: &mut Vm, a: &Args, order: Order, name: &str) -> Act {
    let l = match list(vm, a.at(0), name) {
        Ok(l) => l,
        Err(e) => return Act::Raise(e),
    };
    let top = l.items.borrow_mut().first_mut().map(|first| std::mem::replace(first, a.at(1).clone()));
    match top {
        Some(top) => finish(a.at(0), l, order, Move { start: 0, position: 0, to_leaves: true }, top),
        None => Act::Raise(vm.index_error("index out of range")),
    }
}

fn push_pop(vm: &mut Vm, a: &Args, order: Order, name: &str) -> Act {
    let l = match list(vm, a.at(0), name) {
        Ok(l) => l,
        Err(e) => return Act::Raise(e),
    };
    let Some(top) = l.at(0) else { return Act::Done(a.at(1).clone()) };
    let (x, y) = order.operands(&top, a.at(1));
    match less_natively(x, y) {
        Some(true) => replace(vm, a, order, name),
        Some(false) => Act::Done(a.at(1).clone()),
        None => {
            let (heap, item) = (a.at(0).clone(), a.at(1).clone());
            Act::run(async move |cx| {
                let (x, y) = order.operands(&top, &item);
                if !cx.compare_bool(CmpOp::Lt, x, y).await? {
                    return Ok(item);
                }
                let Some(l) = heap.get::<List>() else { return Ok(Value::NONE) };
                let old = l.items.borrow_mut().first_mut().map(|first| std::mem::replace(first, item));
                let Some(old) = old else { return Err(cx.vm().index_error("index out of range")) };
                shift_slowly(cx, &heap, order, Move { start: 0, position: 0, to_leaves: true }).await?;
                Ok(old)
            })
        }
    }
}

fn make_heap(vm: &mut Vm, a: &Args, order: Order, name: &str) -> Act {
    let l = match list(vm, a.at(0), name) {
        Ok(l) => l,
        Err(e) => return Act::Raise(e),
    };
    let mut next = l.len() / 2;
    while next > 0 {
        let m = Move { start: next - 1, position: next - 1, to_leaves: true };
        let left = shift(&mut l.items.borrow_mut(), order, m);
        if let Some(m) = left {
            let (heap, rest) = (a.at(0).clone(), next - 1);
            return Act::run(async move |cx| {
                shift_slowly(cx, &heap, order, m).await?;
                for i in (0..rest).rev() {
                    shift_slowly(cx, &heap, order, Move { start: i, position: i, to_leaves: true }).await?;
                }
                Ok(Value::NONE)
            });
        }
        next -= 1;
    }
    Act::Done(Value::NONE)
}

static FUNCTIONS: &[NativeDef] = &[
    tail("heappush", "(heap, item, /)", |vm, a| push(vm, a, Order::Min, "heappush")),
    tail("heappush_max", "(heap, item, /)", |vm, a| push(vm, a, Order::Max, "heappush_max")),
    tail("heappop", "(heap, /)", |vm, a| pop(vm, a, Order::Min, "heappop")),
    tail("heappop_max", "(heap, /)", |vm, a| pop(vm, a, Order::Max, "heappop_max")),
    tail("heapreplace", "(heap, item, /)", |vm, a| replace(vm, a, Order::Min, "heapreplace")),
    tail("heapreplace_max", "(heap, item, /)", |vm, a| replace(vm, a, Order::Max, "heapreplace_max")),
    tail("heappushpop", "(heap, item, /)", |vm, a| push_pop(vm, a, Order::Min, "heappushpop")),
    tail("heappushpop_max", "(heap, item, /)", |vm, a| push_pop(vm, a, Order::Max, "heappushpop_max")),
    tail("heapify", "(heap, /)", |vm, a| make_heap(vm, a, Order::Min, "heapify")),
    tail("heapify_max", "(heap, /)", |vm, a| make_heap(vm, a, Order::Max, "heapify_max")),
];
