//! `_operator`: the operators as functions, and the getters.

use super::ModuleSpec;
use crate::code::{BinOp, CmpOp};
use crate::heap::{Ref, Visitor};
use crate::object::bytes;
use crate::object::bytes_methods::{not_bytes, not_bytes_but};
use crate::object::dict::Dict;
use crate::object::lent::{lends, request};
use crate::object::native::{Native, NativeObject};
use crate::object::sequence::push_repr;
use crate::object::spec::TypeSpec;
use crate::object::str::{self, Str};
use crate::object::ty::{Type, flag};
use crate::object::{int, names::Dunder, qualified_type_name, tuple, type_of};
use crate::resumable;
use crate::text::builder::StrBuilder;
use crate::value::Value;
use crate::vm::native::{Act, Args, CallArgs, NativeDef, PyResult, leaf, tail};
use crate::vm::protocol::UnaryOp;
use crate::vm::{Cx, Raised, Vm};

pub static SPEC: ModuleSpec = ModuleSpec { name: "_operator", doc: "Operator interface.", functions: FUNCTIONS, init };

fn init(vm: &mut Vm, dict: &Ref<Dict>) -> Result<(), Raised> {
    for spec in [&ITEMGETTER, &ATTRGETTER, &METHODCALLER] {
        let ty = vm.native_type(spec);
        let name = vm.intern(spec.name);
        dict.set_interned(&name, ty.value());
    }
    Ok(())
}

/// Two-operand functions: `name(a, b, /)`.
macro_rules! two {
    ($($name:literal = |$vm:ident, $a:ident, $b:ident| $body:expr;)*) => {
        &[$(tail($name, "(a, b, /)", |$vm, args| { let ($a, $b) = (args.at(0), args.at(1)); $body }),)*]
    };
}

const TWO: &[NativeDef] = two! {
    "add" = |vm, a, b| vm.binary(BinOp::Add, a, b);
    "sub" = |vm, a, b| vm.binary(BinOp::Sub, a, b);
    "mul" = |vm, a, b| vm.binary(BinOp::Mul, a, b);
    "truediv" = |vm, a, b| vm.binary(BinOp::TrueDiv, a, b);
    "floordiv" = |vm, a, b| vm.binary(BinOp::FloorDiv, a, b);
    "mod" = |vm, a, b| vm.binary(BinOp::Mod, a, b);
    "pow" = |vm, a, b| vm.binary(BinOp::Pow, a, b);
    "matmul" = |vm, a, b| vm.binary(BinOp::MatMul, a, b);
    "lshift" = |vm, a, b| vm.binary(BinOp::LShift, a, b);
    "rshift" = |vm, a, b| vm.binary(BinOp::RShift, a, b);
    "and_" = |vm, a, b| vm.binary(BinOp::And, a, b);
    "or_" = |vm, a, b| vm.binary(BinOp::Or, a, b);
    "xor" = |vm, a, b| vm.binary(BinOp::Xor, a, b);
    "iadd" = |vm, a, b| vm.inplace(BinOp::Add, a, b);
    "isub" = |vm, a, b| vm.inplace(BinOp::Sub, a, b);
    "imul" = |vm, a, b| vm.inplace(BinOp::Mul, a, b);
    "itruediv" = |vm, a, b| vm.inplace(BinOp::TrueDiv, a, b);
    "ifloordiv" = |vm, a, b| vm.inplace(BinOp::FloorDiv, a, b);
    "imod" = |vm, a, b| vm.inplace(BinOp::Mod, a, b);
    "ipow" = |vm, a, b| vm.inplace(BinOp::Pow, a, b);
    "imatmul" = |vm, a, b| vm.inplace(BinOp::MatMul, a, b);
    "ilshift" = |vm, a, b| vm.inplace(BinOp::LShift, a, b);
    "irshift" = |vm, a, b| vm.inplace(BinOp::RShift, a, b);
    "iand" = |vm, a, b| vm.inplace(BinOp::And, a, b);
    "ior" = |vm, a, b| vm.inplace(BinOp::Or, a, b);
    "ixor" = |vm, a, b| vm.inplace(BinOp::Xor, a, b);
    "lt" = |vm, a, b| vm.compare(CmpOp::Lt, a, b);
    "le" = |vm, a, b| vm.compare(CmpOp::Le, a, b);
    "eq" = |vm, a, b| vm.compare(CmpOp::Eq, a, b);
    "ne" = |vm, a, b| vm.compare(CmpOp::Ne, a, b);
    "gt" = |vm, a, b| vm.compare(CmpOp::Gt, a, b);
    "ge" = |vm, a, b| vm.compare(CmpOp::Ge, a, b);
    "is_" = |_vm, a, b| Act::Done(Value::bool(a.is(b)));
    "is_not" = |_vm, a, b| Act::Done(Value::bool(!a.is(b)));
    "contains" = |vm, a, b| vm.contains(a, b);
    "getitem" = |vm, a, b| vm.get_item(a, b);
    "delitem" = |vm, a, b| vm.del_item(a, b);
    "concat" = |vm, a, b| concat(vm, a, b, false);
    "iconcat" = |vm, a, b| concat(vm, a, b, true);
};

/// One-operand functions.
const ONE: &[NativeDef] = &[
    tail("neg", "(a, /)", |vm, a| vm.unary(UnaryOp::Neg, a.at(0))),
    tail("pos", "(a, /)", |vm, a| vm.unary(UnaryOp::Pos, a.at(0))),
    tail("inv", "(a, /)", |vm, a| vm.unary(UnaryOp::Invert, a.at(0))),
    tail("invert", "(a, /)", |vm, a| vm.unary(UnaryOp::Invert, a.at(0))),
    tail("abs", "(a, /)", |vm, a| match vm.call_dunder(a.at(0), Dunder::Abs, &[]) {
        Some(act) => act,
        None => {
            let name = vm.type_name(a.at(0));
            Act::Raise(vm.type_error(format!("bad operand type for abs(): '{name}'")))
        }
    }),
    tail("index", "(a, /)", |vm, a| vm.index(a.at(0))),
    tail("truth", "(a, /)", |vm, a| vm.truth(a.at(0))),
    leaf("is_none", "(a, /)", |_, a| Ok(Value::bool(a.at(0).is_none()))),
    leaf("is_not_none", "(a, /)", |_, a| Ok(Value::bool(!a.at(0).is_none()))),
    resumable!("not_", "(a, /)", not),
    tail("setitem", "(a, b, c, /)", |vm, a| vm.set_item(a.at(0), a.at(1), a.at(2))),
    resumable!("countOf", "(a, b, /)", count_of),
    resumable!("indexOf", "(a, b, /)", index_of),
    resumable!("length_hint", "(obj, default=0, /)", length_hint),
    tail("call", "(obj, /, *args, **kwargs)", call),
    leaf("_compare_digest", "(a, b, /)", compare_digest),
];

static FUNCTIONS: &[NativeDef] = &{
    let mut all = [ONE[0]; TWO_LEN + ONE_LEN];
    let mut i = 0;
    while i < TWO_LEN {
        all[i] = TWO[i];
        i += 1;
    }
    while i < TWO_LEN + ONE_LEN {
        all[i] = ONE[i - TWO_LEN];
        i += 1;
    }
    all
};
const TWO_LEN: usize = TWO.len();
const ONE_LEN: usize = ONE.len();

fn concat(vm: &mut Vm, a: &Value, b: &Value, inplace: bool) -> Act {
    // a sequence adds and is subscripted; a number only adds
    if !vm.has_dunder(a, Dunder::GetItem) || a.is_a::<crate::object::dict::Dict>() {
        let name = vm.type_name(a);
        return Act::Raise(vm.type_error(format!("'{name}' object can't be concatenated")));
    }
    if inplace { vm.inplace(BinOp::Add, a, b) } else { vm.binary(BinOp::Add, a, b) }
}

async fn not(cx: &mut Cx, a: Args<'static>) -> PyResult {
    Ok(Value::bool(!cx.truth(a.at(0)).await?))
}

async fn count_of(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let it = cx.iter(a.at(0)).await?;
    let mut n = 0;
    while let Some(v) = cx.next(&it).await? {
        n += cx.equal(&v, a.at(1)).await? as i64;
        cx.tick(1).await?;
    }
    Ok(Value::int(n))
}

async fn index_of(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let it = cx.iter(a.at(0)).await?;
    let mut n = 0;
    while let Some(v) = cx.next(&it).await? {
        if cx.equal(&v, a.at(1)).await? {
            return Ok(Value::int(n));
        }
        n += 1;
        cx.tick(1).await?;
    }
    Err(cx.vm().value_error("sequence.index(x): x not in sequence"))
}

async fn length_hint(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let default = match a.opt(1) {
        Some(d) if int::is_int(d) => d.clone(),
        Some(d) => {
            let name = cx.vm().type_name(d);
            return Err(cx.vm().type_error(format!("'{name}' object cannot be interpreted as an integer")));
        }
        None => Value::int(0),
    };
    match crate::object::iter::length_hint(cx, a.at(0)).await? {
        Some(n) => Ok(Value::int(n)),
        None => Ok(default),
    }
}

/// The call's arguments as they came, `*args` at 1 and `**kwargs` at 2.
fn passed_on(a: &Args) -> CallArgs {
    let mut args = CallArgs::from(a.rest(1));
    if let Some(k) = a.opt(2).and_then(|k| k.get_ref::<Dict>()) {
        let (names, values): (Vec<Value>, Vec<Value>) = k.items().into_iter().unzip();
        args.values.extend(values);
        args.names = Some(tuple::new(names));
    }
    args
}

fn call(_: &mut Vm, a: &Args) -> Act {
    Act::Call(a.at(0).clone(), passed_on(a))
}

pub(super) fn compare_digest(vm: &mut Vm, a: &Args) -> PyResult {
    if let (Some(x), Some(y)) = (a.at(0).get::<Str>(), a.at(1).get::<Str>()) {
        if !x.view().is_ascii() || !y.view().is_ascii() {
            return Err(vm.type_error("comparing strings with non-ASCII characters is not supported"));
        }
        return Ok(Value::bool(x.view() == y.view()));
    }
    match (bytes::buffer(a.at(0)), bytes::buffer(a.at(1))) {
        (Some(x), Some(y)) => Ok(Value::bool(*x == *y)),
        (None, None) => {
            let (x, y) = (vm.type_name(a.at(0)), vm.type_name(a.at(1)));
            let message = format!("unsupported operand types(s) or combination of types: '{x}' and '{y}'");
            let first = if lends(a.at(0)) { a.at(0) } else { a.at(1) };
            Err(not_bytes_but(vm, first, request::SIMPLE, &message))
        }
        _ => {
            let odd = if bytes::buffer(a.at(0)).is_some() { a.at(1) } else { a.at(0) };
            Err(not_bytes(vm, odd))
        }
    }
}

// ---- itemgetter, attrgetter, methodcaller

/// One of the three callables: its arguments as given.
struct Getter {
    args: Vec<Value>,
    /// attrgetter: the names in each dotted path
    paths: Vec<Vec<Ref<Str>>>,
    /// methodcaller
    keywords: Option<Ref<Dict>>,
}

impl NativeObject for Getter {
    fn visit(&self, v: &mut Visitor) {
        v.values(&self.args);
        self.paths.iter().flatten().for_each(|n| v.reference(n));
        if let Some(k) = &self.keywords {
            v.reference(k);
        }
    }
}

fn make(cls: &Value, getter: Getter) -> PyResult {
    Ok(match cls.get_ref::<Type>() {
        Some(ty) => crate::heap::alloc_in(&ty, Native(Box::new(getter))).into(),
        None => Value::NONE,
    })
}

/// The single argument of a getter's call.
fn subject<'a>(vm: &mut Vm, a: &'a Args, name: &str) -> PyResult<(&'a Getter, &'a Value)> {
    if a.opt(2).is_some() {
        return Err(vm.type_error(format!("{name}() takes no keyword arguments")));
    }
    match (a.at(0).native::<Getter>(), a.rest(1)) {
        (Some(g), [v]) => Ok((g, v)),
        (_, given) => Err(vm.type_error(format!("{name} expected 1 argument, got {}", given.len()))),
    }
}

fn itemgetter_new(vm: &mut Vm, a: &Args) -> PyResult {
    if a.rest(1).is_empty() {
        return Err(vm.type_error("itemgetter expected 1 argument, got 0"));
    }
    make(a.at(0), Getter { args: a.rest(1).to_vec(), paths: Vec::new(), keywords: None })
}

fn itemgetter_call(vm: &mut Vm, a: &Args) -> Act {
    let (g, v) = match subject(vm, a, "itemgetter") {
        Ok(s) => s,
        Err(e) => return Act::Raise(e),
    };
    if let [key] = g.args.as_slice() {
        return vm.get_item(v, key);
    }
    let (getter, v) = (a.at(0).clone(), v.clone());
    Act::run(async move |cx| {
        let Some(g) = getter.native::<Getter>() else { return Ok(Value::NONE) };
        let mut out = Vec::with_capacity(g.args.len());
        for key in &g.args {
            out.push(cx.get_item(&v, key).await?);
        }
        Ok(tuple::new(out))
    })
}

fn attrgetter_new(vm: &mut Vm, a: &Args) -> PyResult {
    if a.rest(1).is_empty() {
        return Err(vm.type_error("attrgetter expected 1 argument, got 0"));
    }
    let mut paths = Vec::new();
    for v in a.rest(1) {
        let Some(text) = v.get::<Str>().map(Str::to_text) else {
            return Err(vm.type_error("attribute name must be a string"));
        };
        paths.push(text.split('.').map(|part| vm.intern(part)).collect());
    }
    make(a.at(0), Getter { args: a.rest(1).to_vec(), paths, keywords: None })
}

fn attrgetter_call(vm: &mut Vm, a: &Args) -> Act {
    let (g, v) = match subject(vm, a, "attrgetter") {
        Ok(s) => s,
        Err(e) => return Act::Raise(e),
    };
    if let [path] = g.paths.as_slice()
        && let [name] = path.as_slice()
    {
        return vm.get_attr(v, name);
    }
    let (getter, v) = (a.at(0).clone(), v.clone());
    Act::run(async move |cx| {
        let Some(g) = getter.native::<Getter>() else { return Ok(Value::NONE) };
        let mut out = Vec::with_capacity(g.paths.len());
        for path in &g.paths {
            let mut at = v.clone();
            for name in path {
                at = cx.get_attr(&at, name).await?;
            }
            out.push(at);
        }
        Ok(if out.len() == 1 { out.remove(0) } else { tuple::new(out) })
    })
}

fn methodcaller_new(vm: &mut Vm, a: &Args) -> PyResult {
    let Some((name, rest)) = a.rest(1).split_first() else {
        return Err(vm.type_error("methodcaller needs at least one argument, the method name"));
    };
    let Some(name) = vm.intern_value(name) else { return Err(vm.type_error("method name must be a string")) };
    let mut args = vec![name.value()];
    args.extend_from_slice(rest);
    make(a.at(0), Getter { args, paths: Vec::new(), keywords: a.opt(2).and_then(|k| k.get_ref::<Dict>()) })
}

fn methodcaller_call(vm: &mut Vm, a: &Args) -> Act {
    let (g, v) = match subject(vm, a, "methodcaller") {
        Ok(s) => s,
        Err(e) => return Act::Raise(e),
    };
    let Some((name, args)) = g.args.split_first().and_then(|(n, rest)| Some((n.get_ref::<Str>()?, rest))) else {
        return Act::Done(Value::NONE);
    };
    let mut call = CallArgs::from(args);
    if let Some(k) = &g.keywords {
        let (names, values): (Vec<Value>, Vec<Value>) = k.items().into_iter().unzip();
        call.values.extend(values);
        call.names = Some(tuple::new(names));
    }
    vm.call_method(v, &name, call)
}

async fn repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(g) = a.at(0).native::<Getter>() else { return Ok(Value::NONE) };
    let mut out = StrBuilder::new();
    out.push_utf8(&qualified_type_name(cx.vm(), a.at(0)));
    out.push_ascii(b"(");
    for (i, v) in g.args.iter().enumerate() {
        if i > 0 {
            out.push_ascii(b", ");
        }
        push_repr(cx, &mut out, v).await?;
    }
    for (k, v) in g.keywords.as_ref().map_or_else(Vec::new, |k| k.items()) {
        out.push_ascii(b", ");
        if let Some(k) = k.get::<Str>() {
            out.push_view(k.view());
        }
        out.push_ascii(b"=");
        push_repr(cx, &mut out, &v).await?;
    }
    out.push_ascii(b")");
    Ok(str::new(out.finish()))
}

/// `(type, arguments)`; with keywords, `(partial(type, name, **keywords), the rest)`.
async fn reduce(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(g) = a.at(0).native::<Getter>() else { return Ok(Value::NONE) };
    let class: Value = type_of(a.at(0)).into();
    match (&g.keywords, g.args.split_first()) {
        (Some(k), Some((name, rest))) if !k.is_empty() => {
            let import = cx.vm().intern("__import__");
            let import = cx.vm().builtins.get_interned(&import).unwrap_or(Value::NONE);
            let module = cx.call(&import, [str::new("functools")]).await?;
            let partial = cx.attr(&module, "partial").await?;
            let (names, values): (Vec<Value>, Vec<Value>) = k.items().into_iter().unzip();
            let mut call = CallArgs::positional([class, name.clone()].into_iter().chain(values));
            call.names = Some(tuple::new(names));
            let made = cx.call_kw(&partial, call).await?;
            Ok(tuple::pair(made, tuple::new(rest.to_vec())))
        }
        _ => Ok(tuple::pair(class, tuple::new(g.args.clone()))),
    }
}

static ITEMGETTER: TypeSpec = TypeSpec {
    module: "operator",
    flags: flag::BASETYPE,
    methods: &[
        leaf("__new__", "(cls, /, *items) -> (cls, item, /, *items)", itemgetter_new).stat(),
        tail("__call__", "(self, /, *args, **kwargs)", itemgetter_call),
        resumable!("__repr__", "(self, /)", repr),
        resumable!("__reduce__", "(self, /)", reduce),
    ],
    doc: "Return a callable object that fetches the given item(s) from its operand.",
    ..TypeSpec::of::<Native>("itemgetter")
};
static ATTRGETTER: TypeSpec = TypeSpec {
    module: "operator",
    flags: flag::BASETYPE,
    methods: &[
        leaf("__new__", "(cls, /, *attrs) -> (cls, attr, /, *attrs)", attrgetter_new).stat(),
        tail("__call__", "(self, /, *args, **kwargs)", attrgetter_call),
        resumable!("__repr__", "(self, /)", repr),
        resumable!("__reduce__", "(self, /)", reduce),
    ],
    doc: "Return a callable object that fetches the given attribute(s) from its operand.",
    ..TypeSpec::of::<Native>("attrgetter")
};
static METHODCALLER: TypeSpec = TypeSpec {
    module: "operator",
    flags: flag::BASETYPE,
    methods: &[
        leaf("__new__", "(cls, /, *args, **kwargs) -> (cls, name, /, *args, **kwargs)", methodcaller_new).stat(),
        tail("__call__", "(self, /, *args, **kwargs)", methodcaller_call),
        resumable!("__repr__", "(self, /)", repr),
        resumable!("__reduce__", "(self, /)", reduce),
    ],
    doc: "Return a callable object that calls the given method on its operand.",
    ..TypeSpec::of::<Native>("methodcaller")
};
