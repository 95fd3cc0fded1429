//! Tools that pass items of one iterable on, or not: islice, takewhile, dropwhile, filterfalse, compress, starmap, accumulate.

use super::{ITER, NEXT, inner_step, make, run, spec};
use crate::code::BinOp;
use crate::heap::{Mut, Ref, Visitor};
use crate::object::generator::Generator;
use crate::object::iter as iterators;
use crate::object::native::NativeObject;
use crate::object::spec::TypeSpec;
use crate::object::{filter, int, types};
use crate::resumable;
use crate::value::Value;
use crate::vm::native::{Act, Args, PyResult, tail};
use crate::vm::pull::{Pull, Puller};
use crate::vm::{Cx, Vm};
use std::cell::Cell;

pub(super) static TYPES: &[&TypeSpec] =
    &[&ISLICE, &TAKEWHILE, &DROPWHILE, &FILTERFALSE, &COMPRESS, &STARMAP, &ACCUMULATE];

// ---- islice

struct Islice {
    iterator: Mut<Option<Value>>,
    /// items consumed so far
    count: Cell<i64>,
    /// position of the next item to give
    next: Cell<i64>,
    /// -1: none
    stop: i64,
    step: i64,
}

impl Islice {
    fn is_over(&self) -> bool {
        // items before `start` are consumed even if `stop` comes first
        self.stop >= 0 && self.count.get() >= self.next.get().max(self.stop)
    }
    fn finish(&self) -> Value {
        drop(self.iterator.take());
        Value::STOP
    }
    /// An item was consumed: true if it is one to give.
    fn consumed(&self) -> bool {
        let position = self.count.get();
        self.count.set(position + 1);
        if position < self.next.get() {
            return false;
        }
        let next = position.saturating_add(self.step);
        self.next.set(if self.stop >= 0 { next.min(self.stop) } else { next });
        true
    }
}

impl NativeObject for Islice {
    fn visit(&self, v: &mut Visitor) {
        v.option(&self.iterator.borrow());
    }
    fn clear(&self) {
        drop(self.iterator.take());
    }
    fn step(&self, vm: &mut Vm) -> Option<PyResult> {
        let Some(it) = self.iterator.get() else { return Some(Ok(Value::STOP)) };
        // a long stretch to skip is left to the frame, which charges for it
        if self.next.get() - self.count.get() > 64 {
            return None;
        }
        loop {
            if self.is_over() {
                return Some(Ok(self.finish()));
            }
            match inner_step(vm, &it)? {
                Ok(v) if v.is_stop() => return Some(Ok(self.finish())),
                Ok(v) if self.consumed() => return Some(Ok(v)),
                Ok(_) => {}
                e => return Some(e),
            }
        }
    }
    fn forwards(&self) -> Option<Ref<Generator>> {
        if self.is_over() || self.count.get() < self.next.get() {
            return None;
        }
        let g = iterators::generator(self.iterator.borrow().as_ref()?)?;
        self.consumed();
        Some(g)
    }
    fn puller(&self) -> Option<Puller> {
        Some(|_, it, held, got| {
            let Some(s) = it.native::<Islice>() else { return Pull::Give(Value::STOP) };
            let Some(inner) = s.iterator.get() else { return Pull::Give(Value::STOP) };
            if std::mem::replace(&mut held.at, 1) > 0 {
                match got {
                    None => return Pull::Give(s.finish()),
                    Some(v) if s.consumed() => return Pull::Give(v),
                    Some(_) => {}
                }
            }
            if s.is_over() { Pull::Give(s.finish()) } else { Pull::Item(inner) }
        })
    }
}

/// A bound of islice: None, or an index that is not negative.
async fn bound(cx: &mut Cx, v: &Value, default: i64, message: &str) -> PyResult<i64> {
    if v.is_none() {
        return Ok(default);
    }
    let i = match int::to_i64(v) {
        Some(i) => Some(i),
        None if int::is_int(v) => None,
        None => match cx.index(v).await {
            Ok(i) => int::to_i64(&i),
            Err(e) => {
                let ty = types().exc.TypeError.clone();
                cx.vm().catch(e, &ty)?;
                None
            }
        },
    };
    match i {
        Some(i) if i >= 0 => Ok(i),
        _ => Err(cx.vm().value_error(message)),
    }
}

fn islice_new(_: &mut Vm, a: &Args) -> Act {
    // a stop is all that most have
    if let [iterable, stop] = a.rest(1)
        && let Some(stop) = stop.as_small().filter(|stop| *stop >= 0)
        && let Some(it) = iterators::iter_natively(iterable)
    {
        let iterator = Mut::new(Some(it));
        return make(a.at(0), Islice { iterator, count: Cell::new(0), next: Cell::new(0), stop, step: 1 }).into();
    }
    let a = Args::owned(a.iter().cloned().collect());
    Act::run(async move |cx| islice_slowly(cx, &a).await)
}

async fn islice_slowly(cx: &mut Cx, a: &Args<'static>) -> PyResult {
    const STOP: &str = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    const INDICES: &str = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    const STEP: &str = "Step for islice() must be a positive integer or None.";
    let given = a.rest(1);
    let (start, stop, step) = match given {
        [_, stop] => (0, bound(cx, stop, -1, STOP).await?, 1),
        [_, start, stop, rest @ ..] if rest.len() < 2 => {
            let stop = bound(cx, stop, -1, STOP).await?;
            let start = bound(cx, start, 0, INDICES).await?;
            let step = match rest {
                [step] => bound(cx, step, 1, STEP).await?,
                _ => 1,
            };
            (start, stop, step)
        }
        _ => {
            let (least, n) = (given.len() < 2, given.len());
            let text = if least {
                format!("islice expected at least 2 arguments, got {n}")
            } else {
                format!("islice expected at most 4 arguments, got {n}")
            };
            return Err(cx.vm().type_error(text));
        }
    };
    if step < 1 {
        return Err(cx.vm().value_error(STEP));
    }
    let it = cx.iter(&given[0]).await?;
    make(a.at(0), Islice { iterator: Mut::new(Some(it)), count: Cell::new(0), next: Cell::new(start), stop, step })
}

static ISLICE: TypeSpec = spec(
    "islice",
    &[tail("__new__", "(cls, *args)", islice_new).stat(), ITER, NEXT],
    "islice(iterable, stop) --> islice object\nislice(iterable, start, stop[, step]) --> islice object\n\nReturn an iterator whose next() method returns selected values from an\niterable.  If start is specified, will skip all preceding elements;\notherwise, start defaults to zero.  Step defaults to one.  If\nspecified as another value, step determines how many values are\nskipped between successive calls.  Works like a slice() on a list\nbut returns an iterator.",
);

// ---- takewhile, dropwhile, filterfalse

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Take,
    Drop,
    FilterFalse,
}

struct Filtering {
    function: Value,
    iterator: Value,
    mode: Mode,
    /// takewhile: over; dropwhile: dropping is done
    done: Cell<bool>,
}

impl NativeObject for Filtering {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.function);
        v.value(&self.iterator);
    }
    fn step(&self, vm: &mut Vm) -> Option<PyResult> {
        match self.mode {
            Mode::Take if self.done.get() => Some(Ok(Value::STOP)),
            Mode::Drop if self.done.get() => inner_step(vm, &self.iterator),
            _ => None,
        }
    }
    fn puller(&self) -> Option<Puller> {
        Some(|vm, it, held, got| {
            let Some(f) = it.native::<Filtering>() else { return Pull::Give(Value::STOP) };
            if held.at > 0 {
                if held.at == 1 && f.done.get() {
                    return Pull::Give(got.filter(|_| f.mode == Mode::Drop).unwrap_or(Value::STOP));
                }
                let by_truth =
                    f.mode == Mode::FilterFalse && (f.function.is_none() || f.function.is(&types().bool.value()));
                let (v, good) = match filter::test(vm, &f.function, by_truth, held, got) {
                    Err(pull) => return pull,
                    Ok(tested) => tested,
                };
                if good == (f.mode == Mode::Take) {
                    f.done.set(f.mode == Mode::Drop);
                    return Pull::Give(v);
                }
                if f.mode == Mode::Take {
                    f.done.set(true);
                    return Pull::Give(Value::STOP);
                }
            }
            held.at = 1;
            Pull::Item(f.iterator.clone())
        })
    }
}

fn filtering(vm: &mut Vm, a: &Args, mode: Mode) -> Act {
    let (class, function) = (a.at(0).clone(), a.at(1).clone());
    vm.iter(a.at(2)).then(vm, move |_, r| match r {
        Ok(iterator) => make(&class, Filtering { function, iterator, mode, done: Cell::new(false) }).into(),
        Err(e) => Act::Raise(e),
    })
}

static TAKEWHILE: TypeSpec = spec(
    "takewhile",
    &[tail("__new__", "(cls, predicate, iterable, /)", |vm, a| filtering(vm, a, Mode::Take)).stat(), ITER, NEXT],
    "Return successive entries from an iterable as long as the predicate evaluates to true for each entry.",
);
static DROPWHILE: TypeSpec = spec(
    "dropwhile",
    &[tail("__new__", "(cls, predicate, iterable, /)", |vm, a| filtering(vm, a, Mode::Drop)).stat(), ITER, NEXT],
    "Drop items from the iterable while predicate(item) is true.",
);
static FILTERFALSE: TypeSpec = spec(
    "filterfalse",
    &[tail("__new__", "(cls, function, iterable, /)", |vm, a| filtering(vm, a, Mode::FilterFalse)).stat(), ITER, NEXT],
    "Return those items of iterable for which function(item) is false.",
);

// ---- compress

struct Compress {
    data: Value,
    selectors: Value,
}

impl NativeObject for Compress {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.data);
        v.value(&self.selectors);
    }
    fn next(&self, _: &mut Vm, it: &Value) -> Option<Act> {
        run(it, async |cx, it| {
            let Some(c) = it.native::<Compress>() else { return Ok(Value::STOP) };
            loop {
                let Some(v) = cx.next(&c.data).await? else { return Ok(Value::STOP) };
                let Some(s) = cx.next(&c.selectors).await? else { return Ok(Value::STOP) };
                if cx.truth(&s).await? {
                    return Ok(v);
                }
                cx.tick(1).await?;
            }
        })
    }
}

async fn compress_new(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let data = cx.iter(a.at(1)).await?;
    let selectors = cx.iter(a.at(2)).await?;
    make(a.at(0), Compress { data, selectors })
}

static COMPRESS: TypeSpec = spec(
    "compress",
    &[resumable!("__new__", "(cls, data, selectors)", compress_new).stat(), ITER, NEXT],
    "Return data elements corresponding to true selector elements.",
);

// ---- starmap

struct Starmap {
    function: Value,
    iterator: Value,
}

impl NativeObject for Starmap {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.function);
        v.value(&self.iterator);
    }
    fn next(&self, vm: &mut Vm, _: &Value) -> Option<Act> {
        // over plain iterators of lists and tuples the step is the call itself
        match inner_step(vm, &self.iterator) {
            Some(Ok(v)) if v.is_stop() => Some(Act::Done(v)),
            Some(Ok(v)) => Some(spread(&self.function, v)),
            Some(Err(e)) => Some(Act::Raise(e)),
            None => None,
        }
    }
    fn puller(&self) -> Option<Puller> {
        Some(|_, it, held, got| {
            let Some(s) = it.native::<Starmap>() else { return Pull::Give(Value::STOP) };
            held.at += 1;
            match (held.at, got) {
                (1, _) => Pull::Item(s.iterator.clone()),
                (2, Some(v)) => Pull::Ask(spread(&s.function, v)),
                (_, got) => Pull::Give(got.unwrap_or(Value::STOP)),
            }
        })
    }
}

/// `function(*items)`.
fn spread(function: &Value, items: Value) -> Act {
    let function = function.clone();
    match iterators::native_items(&items) {
        Some(items) => Act::call(function, items),
        None => Act::run(async move |cx| {
            let items = cx.collect(&items).await?;
            cx.call(&function, items).await
        }),
    }
}

async fn starmap_new(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let iterator = cx.iter(a.at(2)).await?;
    make(a.at(0), Starmap { function: a.at(1).clone(), iterator })
}

static STARMAP: TypeSpec = spec(
    "starmap",
    &[resumable!("__new__", "(cls, function, iterable, /)", starmap_new).stat(), ITER, NEXT],
    "Return an iterator whose values are returned from the function evaluated with an argument tuple taken from the given sequence.",
);

// ---- accumulate

struct Accumulate {
    iterator: Value,
    /// UNBOUND: addition
    function: Value,
    /// UNBOUND until the first item
    total: Mut<Value>,
    /// UNBOUND once given, or if there is none
    initial: Mut<Value>,
}

impl NativeObject for Accumulate {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.iterator);
        v.value(&self.function);
        v.value(&self.total.borrow());
        v.value(&self.initial.borrow());
    }
    fn clear(&self) {
        self.total.set(Value::UNBOUND);
    }
    fn puller(&self) -> Option<Puller> {
        Some(|vm, it, held, got| {
            let Some(a) = it.native::<Accumulate>() else { return Pull::Give(Value::STOP) };
            held.at += 1;
            let next = match (held.at, got) {
                (1, _) => {
                    let initial = a.initial.replace(Value::UNBOUND);
                    if initial.is_unbound() {
                        return Pull::Item(a.iterator.clone());
                    }
                    initial
                }
                (2, Some(v)) => {
                    let total = a.total.get();
                    if !total.is_unbound() {
                        return Pull::Ask(match a.function.is_unbound() {
                            true => vm.binary(BinOp::Add, &total, &v),
                            false => Act::call(a.function.clone(), [total, v]),
                        });
                    }
                    v
                }
                (_, None) => return Pull::Give(Value::STOP),
                (_, Some(v)) => v,
            };
            a.total.set(next.clone());
            Pull::Give(next)
        })
    }
}

fn accumulate_new(vm: &mut Vm, a: &Args) -> Act {
    let (class, part) = (a.at(0).clone(), |i| a.some(i).cloned().unwrap_or(Value::UNBOUND));
    let (function, initial) = (part(2), Mut::new(part(3)));
    vm.iter(a.at(1)).then(vm, move |_, r| match r {
        Ok(iterator) => {
            make(&class, Accumulate { iterator, function, total: Mut::new(Value::UNBOUND), initial }).into()
        }
        Err(e) => Act::Raise(e),
    })
}

static ACCUMULATE: TypeSpec = spec(
    "accumulate",
    &[tail("__new__", "(cls, iterable, func=None, *, initial=None)", accumulate_new).stat(), ITER, NEXT],
    "Return series of accumulated sums.",
);
