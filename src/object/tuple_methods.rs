//! tuple: the methods.

use super::sequence;
use super::spec::TypeSpec;
use super::subscript::{self, Subscript};
use super::tuple::Tuple;
use super::ty::{Type, flag};
use super::types;
use crate::code::CmpOp;
use crate::resumable;
use crate::value::Value;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use crate::vm::{Cx, Vm};

fn this<'a>(vm: &mut Vm, a: &'a Args) -> PyResult<&'a Tuple> {
    super::receiver(vm, a.at(0), "tuple")
}

macro_rules! this {
    ($vm:expr, $a:expr) => {
        match this($vm, $a) {
            Ok(t) => t,
            Err(e) => return Act::Raise(e),
        }
    };
}

fn new(vm: &mut Vm, a: &Args) -> Act {
    let t = types();
    let Some(cls) = a.at(0).get_ref::<Type>() else {
        return Act::Raise(vm.type_error("tuple.__new__(X): X is not a type object"));
    };
    let exact = cls.is(&t.tuple);
    let make = move |cls: &crate::heap::Ref<Type>, items: Vec<Value>| -> Value {
        if exact { super::tuple::new(items) } else { crate::heap::alloc_in(cls, Tuple::payload(items)).into() }
    };
    let Some(iterable) = a.opt(1) else { return Act::Done(make(&cls, Vec::new())) };
    if exact && t.tuple.is_type_of(iterable) {
        return Act::Done(iterable.clone());
    }
    if let Some(items) = super::iter::native_items(iterable) {
        return Act::Done(make(&cls, items));
    }
    let iterable = iterable.clone();
    Act::run(async move |cx| {
        let list = super::list::new(Vec::new());
        let act = super::list_methods::extend_with(cx.vm(), &list, &iterable);
        cx.act(act).await?;
        Ok(make(&cls, list.get::<super::list::List>().map_or_else(Vec::new, |l| l.items.take())))
    })
}

fn len(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::size(this(vm, a)?.len()))
}

fn iter(vm: &mut Vm, a: &Args) -> PyResult {
    this(vm, a)?;
    Ok(super::iter::SeqIter::over_tuple(a.at(0).clone()))
}

async fn repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    this(cx.vm(), &a)?;
    sequence::repr(cx, a.at(0), "(", ")", "(...)").await
}

fn hash(vm: &mut Vm, a: &Args) -> Act {
    let t = this!(vm, a);
    if types().tuple.is_type_of(a.at(0))
        && let Some(h) = super::compare::hash_natively(a.at(0))
    {
        return Act::Done(Value::int(h));
    }
    let (tuple, len) = (a.at(0).clone(), t.len());
    Act::run_as("__hash__", async move |cx| {
        let mut acc = super::compare::TupleHash::new();
        for i in 0..len {
            let Some(v) = sequence::item(&tuple, i) else { break };
            acc.add(cx.hash(&v).await?);
            cx.tick(1).await?;
        }
        Ok(Value::int(acc.finish(len)))
    })
}

fn contains(vm: &mut Vm, a: &Args) -> Act {
    let t = this!(vm, a);
    if let Ok(found) = sequence::find_natively(t.items(), a.at(1), 0, usize::MAX) {
        return Act::Done(Value::bool(found.is_some()));
    }
    let (tuple, item) = (a.at(0).clone(), a.at(1).clone());
    Act::run(async move |cx| Ok(Value::bool(sequence::find(cx, &tuple, &item, 0, usize::MAX).await?.is_some())))
}

fn get_item(vm: &mut Vm, a: &Args) -> Act {
    this!(vm, a);
    match subscript::natively(a.at(1)) {
        Some(s) => item_at(vm, a.at(0), s).into(),
        None => {
            let (tuple, key) = (a.at(0).clone(), a.at(1).clone());
            Act::run(async move |cx| {
                let s = cx.subscript(&key, "tuple").await?;
                item_at(cx.vm(), &tuple, s)
            })
        }
    }
}

fn item_at(vm: &mut Vm, tuple: &Value, s: Subscript) -> PyResult {
    let Some(t) = tuple.get::<Tuple>() else { return Ok(Value::NONE) };
    match s {
        Subscript::Index(i) => match subscript::position(i, t.len()).and_then(|p| t.items().get(p)) {
            Some(v) => Ok(v.clone()),
            None => Err(vm.index_error("tuple index out of range")),
        },
        Subscript::Slice(s) => {
            let at = s.indices(vm, t.len())?;
            if at.count == t.len() && at.step == 1 && types().tuple.is_type_of(tuple) {
                return Ok(tuple.clone());
            }
            Ok(super::tuple::new(sequence::select(t.items(), at)))
        }
    }
}

fn add(vm: &mut Vm, a: &Args) -> PyResult {
    let t = this(vm, a)?;
    let Some(other) = a.at(1).get::<Tuple>() else {
        if !super::type_ref(a.at(1)).is_static() && vm.has_dunder(a.at(1), super::names::Dunder::RAdd) {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        let name = vm.type_name(a.at(1));
        return Err(vm.type_error(format!("can only concatenate tuple (not \"{name}\") to tuple")));
    };
    if t.is_empty() && types().tuple.is_type_of(a.at(1)) {
        return Ok(a.at(1).clone());
    }
    if other.is_empty() && types().tuple.is_type_of(a.at(0)) {
        return Ok(a.at(0).clone());
    }
    let mut items = Vec::with_capacity(t.len() + other.len());
    items.extend_from_slice(t.items());
    items.extend_from_slice(other.items());
    Ok(super::tuple::new(items))
}

fn mul(vm: &mut Vm, a: &Args) -> Act {
    this!(vm, a);
    sequence::with_count(vm, a.at(0), a.at(1), |vm, tuple, n| {
        let Some(t) = tuple.get::<Tuple>() else { return Ok(Value::NONE) };
        if (n == 1 || t.is_empty()) && types().tuple.is_type_of(tuple) {
            return Ok(tuple.clone());
        }
        Ok(super::tuple::new(sequence::repeat(vm, t.items(), n)?))
    })
}

async fn index(cx: &mut Cx, a: Args<'static>) -> PyResult {
    this(cx.vm(), &a)?;
    match sequence::find_in_bounds(cx, &a).await? {
        Some(i) => Ok(Value::size(i)),
        None => Err(cx.vm().value_error("tuple.index(x): x not in tuple")),
    }
}

async fn count(cx: &mut Cx, a: Args<'static>) -> PyResult {
    this(cx.vm(), &a)?;
    sequence::count(cx, a.at(0), a.at(1)).await
}

macro_rules! comparisons {
    ($($name:ident = $op:ident;)*) => {
        $(fn $name(vm: &mut Vm, a: &Args) -> Act {
            this!(vm, a);
            if !a.at(1).is_a::<Tuple>() {
                return Act::Done(Value::NOT_IMPLEMENTED);
            }
            sequence::compare(vm, CmpOp::$op, a.at(0), a.at(1))
        })*
    };
}
comparisons! { lt = Lt; le = Le; eq = Eq; ne = Ne; gt = Gt; ge = Ge; }

fn getnewargs(vm: &mut Vm, a: &Args) -> PyResult {
    let items = this(vm, a)?.items().to_vec();
    Ok(super::tuple::new(vec![super::tuple::new(items)]))
}

static METHODS: &[NativeDef] = &[
    tail("__new__", "(cls, iterable=(), /)", new).stat(),
    leaf("__len__", "(self, /)", len),
    leaf("__iter__", "(self, /)", iter),
    resumable!("__repr__", "(self, /)", repr),
    tail("__hash__", "(self, /)", hash),
    tail("__contains__", "(self, key, /)", contains),
    tail("__getitem__", "(self, key, /)", get_item),
    leaf("__add__", "(self, value, /)", add),
    tail("__mul__", "(self, value, /)", mul),
    tail("__rmul__", "(self, value, /)", mul),
    tail("__lt__", "(self, value, /)", lt),
    tail("__le__", "(self, value, /)", le),
    tail("__eq__", "(self, value, /)", eq),
    tail("__ne__", "(self, value, /)", ne),
    tail("__gt__", "(self, value, /)", gt),
    tail("__ge__", "(self, value, /)", ge),
    leaf("__getnewargs__", "(self, /)", getnewargs),
    resumable!("count", "(self, value, /)", count),
    resumable!("index", "(self, value, start=0, stop=sys.maxsize, /)", index),
    super::class_getitem::DEF,
];

pub const SPEC: TypeSpec = TypeSpec {
    flags: flag::BASETYPE | flag::MATCH_SELF | flag::SEQUENCE,
    methods: METHODS,
    doc: "Built-in immutable sequence.",
    ..TypeSpec::of::<Tuple>("tuple")
};
