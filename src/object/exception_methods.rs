//! BaseException and its subclasses: construction, text, attributes.
//!
//! Invariant: the per-class `fields` of an exception have the order given in `fields::*`; a field that was not set reads as None.

use super::dict::Dict;
use super::exception::Exception;
use super::int;
use super::memoryview::{MemoryView, Role};
use super::names::Dunder;
use super::spec::{GetSetDef, getset};
use super::str::Str;
use super::tuple::{self, Tuple};
use super::ty::Type;
use super::{str, type_ref, types};
use crate::heap::Ref;
use crate::resumable;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::cx::Cx;
use crate::vm::native::{Act, Args, NativeDef, PyResult, Raised, leaf, tail};

fn payload(v: &Value) -> Option<&Exception> {
    v.get::<Exception>()
}

/// Field `i` of an exception; None if not set.
pub fn field(v: &Value, i: usize) -> Value {
    payload(v).and_then(|e| e.fields.borrow().get(i).cloned()).filter(|v| !v.is_unbound()).unwrap_or(Value::NONE)
}

/// Sets field `i`.
pub fn set_field(v: &Value, i: usize, value: Value) {
    if let Some(e) = payload(v) {
        let old = {
            let mut fields = e.fields.borrow_mut();
            while fields.len() <= i {
                fields.push(Value::UNBOUND);
            }
            std::mem::replace(&mut fields[i], value)
        };
        drop(old);
    }
}

fn args_of(v: &Value) -> Vec<Value> {
    let args = payload(v).map_or(Value::NONE, |e| e.args.get());
    args.get::<Tuple>().map_or(Vec::new(), |t| t.items().to_vec())
}

// ---- BaseException

fn new(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(cls) = a.at(0).get_ref::<Type>() else {
        return Err(vm.type_error("BaseException.__new__(X): X is not a type object"));
    };
    let e = crate::heap::alloc_in(&cls, Exception::payload(a.at(1).clone()));
    Ok(e.into())
}

fn no_keywords_of(vm: &mut Vm, cls: &Type, a: &Args) -> Result<(), Raised> {
    if a.opt(2).is_some_and(|k| k.get::<Dict>().is_some_and(|d| !d.is_empty())) {
        return Err(vm.type_error(format!("{}() takes no keyword arguments", cls.name())));
    }
    Ok(())
}

fn no_keywords(vm: &mut Vm, a: &Args, i: usize) -> Result<(), Raised> {
    if a.opt(i).is_some_and(|k| k.get::<Dict>().is_some_and(|d| !d.is_empty())) {
        let name = vm.type_name(a.at(0));
        return Err(vm.type_error(format!("{name}() takes no keyword arguments")));
    }
    Ok(())
}

fn init(vm: &mut Vm, a: &Args) -> PyResult {
    no_keywords(vm, a, 2)?;
    if let Some(e) = payload(a.at(0)) {
        e.args.set(a.at(1).clone());
    }
    Ok(Value::NONE)
}

fn text(vm: &mut Vm, a: &Args) -> Act {
    match args_of(a.at(0)).as_slice() {
        [] => Act::Done(vm.names.empty.value()),
        [one] => vm.str(one),
        more => vm.str(&tuple::new(more.to_vec())),
    }
}

fn key_text(vm: &mut Vm, a: &Args) -> Act {
    match args_of(a.at(0)).as_slice() {
        [one] => vm.repr(one),
        _ => text(vm, a),
    }
}

async fn repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let name = super::type_of(a.at(0)).name();
    let args = args_of(a.at(0));
    let inner = match args.as_slice() {
        [one] => {
            let r = cx.repr(one).await?;
            format!("({})", r.get::<Str>().map_or(String::new(), |s| s.to_text()))
        }
        _ => {
            let r = cx.repr(&tuple::new(args)).await?;
            r.get::<Str>().map_or(String::new(), |s| s.to_text())
        }
    };
    Ok(str::new(format!("{name}{inner}")))
}

fn with_traceback(vm: &mut Vm, a: &Args) -> PyResult {
    set_traceback(vm, a.at(0), Some(a.at(1).clone()))?;
    Ok(a.at(0).clone())
}

fn add_note(vm: &mut Vm, a: &Args) -> Act {
    if !a.at(1).is_a::<Str>() {
        let name = vm.type_name(a.at(1));
        return Act::Raise(vm.type_error(format!("add_note() argument must be str, not {name}")));
    }
    let notes = vm.names.notes.clone();
    let (me, note) = (a.at(0).clone(), a.at(1).clone());
    Act::run(async move |cx| {
        match cx.get_attr_opt(&me, &notes).await? {
            Some(list) => match list.get::<super::list::List>() {
                Some(l) => l.items.borrow_mut().push(note),
                None => return Err(cx.vm().type_error("Cannot add note: __notes__ is not a list")),
            },
            None => cx.set_attr(&me, &notes, Some(super::list::new(vec![note]))).await?,
        }
        Ok(Value::NONE)
    })
}

fn reduce(vm: &mut Vm, a: &Args) -> PyResult {
    let me = a.at(0);
    let (class, mut args) = (Value::from(super::type_of(me)), payload(me).map_or(Value::NONE, |e| e.args.get()));
    // an OSError takes its file names out of its arguments
    if super::type_ref(me).is_subtype(&super::types().exc.OSError)
        && let Some([errno, strerror]) = args.get::<tuple::Tuple>().map(|t| t.items())
    {
        let (file, file2) = (field(me, 2), field(me, 3));
        let mut all = vec![errno.clone(), strerror.clone(), file];
        if !file2.is_none() {
            all.extend([Value::NONE, file2]);
        }
        if all.len() > 3 || !field(me, 2).is_none() {
            args = tuple::new(all);
        }
    }
    let mut state = vm.own_dict(me).filter(|d| !d.is_empty());
    // keywords of a constructor are no arguments
    let t = &super::types().exc;
    let ty = super::type_ref(me);
    let named: &[(usize, &str)] = if ty.is_subtype(&t.ImportError) {
        &[(0, "name"), (1, "path"), (3, "name_from")]
    } else if ty.is_subtype(&t.AttributeError) {
        &[(0, "name")]
    } else {
        &[]
    };
    for (i, name) in named {
        let v = field(me, *i);
        if !v.is_none() {
            let d = state.take().map_or_else(Dict::new, |d| d.copy());
            d.set_interned(&vm.intern(name), v);
            state = Some(d);
        }
    }
    if ty.is_subtype(&t.AttributeError) {
        let d = state.take().map_or_else(Dict::new, |d| d.copy());
        d.set_interned(&vm.intern("args"), args.clone());
        state = Some(d);
    }
    Ok(tuple::new(match state {
        Some(d) => vec![class, args, d.into()],
        _ => vec![class, args],
    }))
}

async fn setstate(cx: &mut Cx, a: Args<'static>) -> PyResult {
    if a.at(1).is_none() {
        return Ok(Value::NONE);
    }
    let Some(d) = a.at(1).get_ref::<Dict>() else { return Err(cx.vm().type_error("state is not a dictionary")) };
    for (k, v) in d.items() {
        if let Some(k) = cx.vm().intern_value(&k) {
            cx.set_attr(a.at(0), &k, Some(v)).await?;
        }
    }
    Ok(Value::NONE)
}

static BASE_METHODS_: &[NativeDef] = &[
    leaf("__new__", "(cls, /, *args, **kwargs)", new).stat(),
    leaf("__init__", "(self, /, *args, **kwargs)", init),
    tail("__str__", "(self, /)", text),
    resumable!("__repr__", "(self, /)", repr),
    leaf("with_traceback", "(self, tb, /)", with_traceback),
    tail("add_note", "(self, note, /)", add_note),
    leaf("__reduce__", "(self, /)", reduce),
    resumable!("__setstate__", "(self, state, /)", setstate),
];
pub const BASE_METHODS: &[NativeDef] = BASE_METHODS_;

// ---- attributes of all exceptions

fn get_args(_: &mut Vm, v: &Value) -> PyResult {
    Ok(payload(v).map_or(Value::NONE, |e| e.args.get()))
}

fn set_args(vm: &mut Vm, v: &Value, value: Option<Value>) -> Result<(), Raised> {
    let Some(value) = value else { return Err(vm.type_error("args may not be deleted")) };
    let Some(items) = crate::vm::protocol::hooks::native_items(&value) else {
        let name = vm.type_name(&value);
        return Err(vm.type_error(format!("'{name}' object is not iterable")));
    };
    if let Some(e) = payload(v) {
        e.args.set(tuple::new(items));
    }
    Ok(())
}

fn get_traceback(_: &mut Vm, v: &Value) -> PyResult {
    Ok(payload(v).map_or(Value::NONE, |e| e.traceback.get()))
}

fn set_traceback(vm: &mut Vm, v: &Value, value: Option<Value>) -> Result<(), Raised> {
    let Some(value) = value else { return Err(vm.type_error("__traceback__ may not be deleted")) };
    if !value.is_none() && !value.is_a::<super::traceback::Traceback>() {
        return Err(vm.type_error("__traceback__ must be a traceback or None"));
    }
    if let Some(e) = payload(v) {
        e.traceback.set(value);
    }
    Ok(())
}

fn get_context(_: &mut Vm, v: &Value) -> PyResult {
    Ok(payload(v).map_or(Value::NONE, |e| e.context.get()))
}

fn exception_or_none(vm: &mut Vm, value: Option<Value>, what: &str) -> PyResult {
    match value {
        None => Err(vm.type_error(format!("{what} may not be deleted"))),
        Some(v) if v.is_none() || v.is_a::<Exception>() => Ok(v),
        Some(_) => Err(vm.type_error(match what {
            "__context__" => "exception context must be None or derive from BaseException",
            _ => "exception cause must be None or derive from BaseException",
        })),
    }
}

fn set_context(vm: &mut Vm, v: &Value, value: Option<Value>) -> Result<(), Raised> {
    let value = exception_or_none(vm, value, "__context__")?;
    if let Some(e) = payload(v) {
        e.context.set(value);
    }
    Ok(())
}

fn get_cause(_: &mut Vm, v: &Value) -> PyResult {
    Ok(payload(v).map_or(Value::NONE, |e| e.cause.get()))
}

fn set_cause(vm: &mut Vm, v: &Value, value: Option<Value>) -> Result<(), Raised> {
    let value = exception_or_none(vm, value, "__cause__")?;
    if let Some(e) = payload(v) {
        e.cause.set(value);
        e.suppress_context.set(true);
    }
    Ok(())
}

fn get_suppress(_: &mut Vm, v: &Value) -> PyResult {
    Ok(Value::bool(payload(v).is_some_and(|e| e.suppress_context.get())))
}

fn set_suppress(vm: &mut Vm, v: &Value, value: Option<Value>) -> Result<(), Raised> {
    let Some(value) = value else { return Err(vm.type_error("can't delete numeric/char attribute")) };
    match value.as_bool() {
        Some(b) => {
            if let Some(e) = payload(v) {
                e.suppress_context.set(b);
            }
            Ok(())
        }
        None => Err(vm.type_error("attribute value type must be bool")),
    }
}

fn get_dict(_: &mut Vm, v: &Value) -> PyResult {
    let Some(e) = payload(v) else { return Ok(Value::NONE) };
    if e.dict.borrow().is_none() {
        e.dict.set(Some(Dict::new()));
    }
    Ok(e.dict.get().map_or(Value::NONE, Value::from))
}

fn set_dict(vm: &mut Vm, v: &Value, value: Option<Value>) -> Result<(), Raised> {
    if value.is_none() {
        return Err(vm.type_error("cannot delete __dict__"));
    }
    match (payload(v), value.and_then(|d| d.get_ref::<Dict>())) {
        (Some(e), Some(d)) => {
            e.dict.set(Some(d));
            Ok(())
        }
        _ => Err(vm.type_error("__dict__ must be set to a dictionary")),
    }
}

pub const BASE_GETSET: &[GetSetDef] = &[
    getset("args", get_args, set_args),
    getset("__traceback__", get_traceback, set_traceback),
    getset("__context__", get_context, set_context),
    getset("__cause__", get_cause, set_cause),
    getset("__suppress_context__", get_suppress, set_suppress),
    getset("__dict__", get_dict, set_dict),
];

// ---- fields

macro_rules! field {
    ($name:literal, $i:literal) => {
        getset(
            $name,
            |_, v| Ok(field(v, $i)),
            |_, v, value| {
                set_field(v, $i, value.unwrap_or(Value::UNBOUND));
                Ok(())
            },
        )
    };
}

/// `__init__` of classes with keyword-only fields: `names` in field order.
fn init_named(vm: &mut Vm, a: &Args, names: &[&str]) -> PyResult {
    let me = a.at(0);
    if let Some(e) = payload(me) {
        e.args.set(a.at(1).clone());
    }
    if let Some(d) = a.opt(2).and_then(|d| d.get_ref::<Dict>()) {
        for (k, v) in d.items() {
            let key = k.get::<Str>().map_or(String::new(), |s| s.to_text());
            match names.iter().position(|n| *n == key) {
                Some(i) => set_field(me, i, v),
                None => {
                    let class = type_ref(me).name();
                    let class = vm_class(me, &class);
                    return Err(vm.type_error(format!("{class}() got an unexpected keyword argument '{key}'")));
                }
            }
        }
    }
    Ok(Value::NONE)
}

/// The built-in class whose `__init__` runs, for error texts.
fn vm_class(v: &Value, own: &str) -> String {
    let mro = type_ref(v).mro.borrow();
    mro.iter().find(|t| t.is_static()).map_or(own.into(), |t| t.name())
}

fn name_init(vm: &mut Vm, a: &Args) -> PyResult {
    init_named(vm, a, &["name"])
}

fn attribute_init(vm: &mut Vm, a: &Args) -> PyResult {
    init_named(vm, a, &["name", "obj"])
}

fn import_init(vm: &mut Vm, a: &Args) -> PyResult {
    if let Some(e) = payload(a.at(0)) {
        e.fields.set(Vec::new());
    }
    let r = init_named(vm, a, &["name", "path", "", "name_from"])?;
    if let [one] = a.rest(1) {
        set_field(a.at(0), 2, one.clone());
    }
    Ok(r)
}

fn import_text(vm: &mut Vm, a: &Args) -> Act {
    let msg = field(a.at(0), 2);
    if msg.is_a::<Str>() { vm.str(&msg) } else { text(vm, a) }
}

fn first_field_init(vm: &mut Vm, a: &Args) -> PyResult {
    let r = init(vm, a)?;
    set_field(a.at(0), 0, a.rest(1).first().cloned().unwrap_or(Value::NONE));
    Ok(r)
}

fn exit_init(vm: &mut Vm, a: &Args) -> PyResult {
    let r = init(vm, a)?;
    let code = match a.rest(1) {
        [] => Value::NONE,
        [one] => one.clone(),
        _ => a.at(1).clone(),
    };
    set_field(a.at(0), 0, code);
    Ok(r)
}

pub const NAME_METHODS: &[NativeDef] = {
    static M: &[NativeDef] = &[leaf("__init__", "(self, /, *args, **kwargs)", name_init)];
    M
};
pub const NAME_GETSET: &[GetSetDef] = &[field!("name", 0)];
pub const ATTRIBUTE_METHODS: &[NativeDef] = {
    static M: &[NativeDef] = &[leaf("__init__", "(self, /, *args, **kwargs)", attribute_init)];
    M
};
pub const ATTRIBUTE_GETSET: &[GetSetDef] = &[field!("name", 0), field!("obj", 1)];
pub const IMPORT_METHODS: &[NativeDef] = {
    static M: &[NativeDef] =
        &[leaf("__init__", "(self, /, *args, **kwargs)", import_init), tail("__str__", "(self, /)", import_text)];
    M
};
pub const IMPORT_GETSET: &[GetSetDef] =
    &[field!("name", 0), field!("path", 1), field!("msg", 2), field!("name_from", 3)];
pub const STOP_METHODS: &[NativeDef] = {
    static M: &[NativeDef] = &[leaf("__init__", "(self, /, *args, **kwargs)", first_field_init)];
    M
};

fn get_stop_value(_: &mut Vm, v: &Value) -> PyResult {
    Ok(super::exception::stop_value(v))
}

fn set_stop_value(_: &mut Vm, v: &Value, value: Option<Value>) -> Result<(), Raised> {
    set_field(v, 0, value.unwrap_or(Value::NONE));
    Ok(())
}

pub const STOP_GETSET: &[GetSetDef] = &[getset("value", get_stop_value, set_stop_value)];
pub const EXIT_METHODS: &[NativeDef] = {
    static M: &[NativeDef] = &[leaf("__init__", "(self, /, *args, **kwargs)", exit_init)];
    M
};
pub const EXIT_GETSET: &[GetSetDef] = &[field!("code", 0)];
pub const KEY_METHODS: &[NativeDef] = {
    static M: &[NativeDef] = &[tail("__str__", "(self, /)", key_text)];
    M
};

// ---- OSError

/// Subclass of OSError for an errno of Linux.
fn os_class(errno: i64) -> Option<Ref<Type>> {
    let t = &types().exc;
    Some(
        match errno {
            11 | 114 | 115 => &t.BlockingIOError,
            32 | 108 => &t.BrokenPipeError,
            10 => &t.ChildProcessError,
            103 => &t.ConnectionAbortedError,
            111 => &t.ConnectionRefusedError,
            104 => &t.ConnectionResetError,
            17 => &t.FileExistsError,
            2 => &t.FileNotFoundError,
            21 => &t.IsADirectoryError,
            20 => &t.NotADirectoryError,
            4 => &t.InterruptedError,
            1 | 13 => &t.PermissionError,
            3 => &t.ProcessLookupError,
            110 => &t.TimeoutError,
            _ => return None,
        }
        .clone(),
    )
}

/// An OSError (of the class its number asks for) with these arguments.
pub fn os_error(vm: &mut Vm, args: Vec<Value>) -> Value {
    let cls = args.first().and_then(Value::as_small).and_then(os_class);
    let cls = cls.unwrap_or_else(|| types().exc.OSError.clone());
    let e = vm.new_exception(&cls, args.clone());
    if let Err(e) = os_fill(vm, &e, &args) {
        drop(vm.take_raised(e));
    }
    e
}

fn os_new(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(mut cls) = a.at(0).get_ref::<Type>() else {
        return Err(vm.type_error("OSError.__new__(X): X is not a type object"));
    };
    let args = a.rest(1).to_vec();
    if cls.is(&types().exc.OSError)
        && args.len() >= 2
        && args.len() <= 5
        && let Some(sub) = args[0].as_small().and_then(os_class)
    {
        cls = sub;
    }
    if fills_in_init(vm, &cls) {
        return Ok(crate::heap::alloc_in(&cls, Exception::payload(types().empty_tuple())).into());
    }
    no_keywords_of(vm, &cls, a)?;
    let e: Value = crate::heap::alloc_in(&cls, Exception::payload(a.at(1).clone())).into();
    os_fill(vm, &e, &args)?;
    Ok(e)
}

/// True for a class with an `__init__` of its own and no `__new__`: `OSError.__init__` takes its arguments, if it is called.
fn fills_in_init(vm: &Vm, cls: &Ref<Type>) -> bool {
    let os = &types().exc.OSError;
    let own = |d| match (vm.dunder_of(cls, d), vm.dunder_of(os, d)) {
        (Some(theirs), Some(ours)) => !theirs.is(&ours),
        _ => false,
    };
    own(Dunder::Init) && !own(Dunder::New)
}

fn os_fill(vm: &mut Vm, e: &Value, args: &[Value]) -> PyResult<()> {
    if (2..=5).contains(&args.len()) {
        set_field(e, 0, args[0].clone());
        set_field(e, 1, args[1].clone());
        let third = args.get(2).filter(|v| !v.is_none());
        let count = match third.filter(|_| types().exc.BlockingIOError.is_type_of(e)) {
            Some(v) => characters(vm, v)?,
            None => None,
        };
        if let Some(n) = count {
            set_field(e, WRITTEN, n);
        } else if third.is_some() {
            set_field(e, 2, args[2].clone());
            if args.len() == 5 {
                set_field(e, 3, args[4].clone());
            }
            if let Some(x) = payload(e) {
                x.args.set(tuple::new(args[..2].to_vec()));
            }
        }
    }
    Ok(())
}

fn os_init(vm: &mut Vm, a: &Args) -> PyResult {
    let cls = crate::object::type_of(a.at(0));
    if fills_in_init(vm, &cls) {
        no_keywords(vm, a, 2)?;
        if let Some(x) = payload(a.at(0)) {
            x.args.set(a.at(1).clone());
        }
        os_fill(vm, a.at(0), a.rest(1))?;
    }
    Ok(Value::NONE)
}

/// Field of the number of characters that were written before a write would have had to wait.
const WRITTEN: usize = 4;

fn written(vm: &mut Vm, v: &Value) -> PyResult {
    match int::to_i64(&field(v, WRITTEN)) {
        Some(n) if n != -1 => Ok(Value::int(n)),
        _ => Err(no_written(vm)),
    }
}

fn set_written(vm: &mut Vm, v: &Value, value: Option<Value>) -> PyResult<()> {
    match value {
        Some(n) => match characters(vm, &n)? {
            Some(n) => set_field(v, WRITTEN, n),
            None => return Err(no_integer(vm, &n)),
        },
        None => {
            written(vm, v)?;
            set_field(v, WRITTEN, Value::UNBOUND);
        }
    }
    Ok(())
}

fn no_integer(vm: &mut Vm, v: &Value) -> Raised {
    let name = vm.type_name(v);
    vm.type_error(format!("'{name}' object cannot be interpreted as an integer"))
}

/// A number of characters; `None` for what is no number.
fn characters(vm: &mut Vm, v: &Value) -> PyResult<Option<Value>> {
    match int::to_i64(v) {
        Some(n) => Ok(Some(Value::int(n))),
        None if int::is_int(v) => {
            let name = vm.type_name(v);
            Err(vm.value_error(format!("cannot fit '{name}' into an index-sized integer")))
        }
        None if v.as_float().is_some() => Err(no_integer(vm, v)),
        None => Ok(None),
    }
}

fn no_written(vm: &mut Vm) -> Raised {
    let ty = types().exc.AttributeError.clone();
    vm.error(&ty, "characters_written")
}

async fn os_text(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let e = a.at(0);
    let (errno, strerror, file, file2) = (field(e, 0), field(e, 1), field(e, 2), field(e, 3));
    let text_of = |v: Value| v.get::<Str>().map_or(String::new(), |s| s.to_text());
    if errno.is_none() && strerror.is_none() {
        let act = text(cx.vm(), &a);
        return cx.act(act).await;
    }
    let (n, s) = (text_of(cx.str(&errno).await?), text_of(cx.str(&strerror).await?));
    if file.is_none() {
        return Ok(str::new(format!("[Errno {n}] {s}")));
    }
    let f = text_of(cx.repr(&file).await?);
    if file2.is_none() {
        return Ok(str::new(format!("[Errno {n}] {s}: {f}")));
    }
    let f2 = text_of(cx.repr(&file2).await?);
    Ok(str::new(format!("[Errno {n}] {s}: {f} -> {f2}")))
}

pub const OS_METHODS: &[NativeDef] = {
    static M: &[NativeDef] = &[
        leaf("__new__", "(cls, /, *args, **kwargs)", os_new).stat(),
        leaf("__init__", "(self, /, *args, **kwargs)", os_init),
        resumable!("__str__", "(self, /)", os_text),
    ];
    M
};
pub const OS_GETSET: &[GetSetDef] = &[
    field!("errno", 0),
    field!("strerror", 1),
    field!("filename", 2),
    field!("filename2", 3),
    getset("characters_written", written, set_written),
];

// ---- SyntaxError

async fn syntax_init(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let me = a.at(0);
    if let Some(e) = payload(me) {
        e.args.set(a.at(1).clone());
    }
    let args = a.rest(1).to_vec();
    if let Some(msg) = args.first() {
        set_field(me, 0, msg.clone());
    }
    if args.len() == 2 {
        let details = cx.collect(&args[1]).await?;
        for i in 1..=8 {
            set_field(me, i, Value::NONE);
        }
        if !(4..=7).contains(&details.len()) {
            let m = if details.len() < 4 {
                format!(
                    "function missing required argument '{}' (pos {})",
                    ["filename", "lineno", "offset", "text"][details.len()],
                    details.len() + 1
                )
            } else {
                format!("function takes at most 7 arguments ({} given)", details.len())
            };
            return Err(cx.vm().type_error(m));
        }
        for (i, d) in details.iter().take(6).enumerate() {
            set_field(me, i + 1, d.clone());
        }
        if details.len() == 5 {
            return Err(cx.vm().type_error("end_offset must be provided when end_lineno is provided"));
        }
        if let Some(m) = details.get(6) {
            set_field(me, 8, m.clone());
        }
    }
    Ok(Value::NONE)
}

async fn syntax_text(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let e = a.at(0);
    let (msg, file, line) = (field(e, 0), field(e, 1), field(e, 2));
    let m = cx.str(&msg).await?;
    let m = m.get::<Str>().map_or(String::new(), |s| s.to_text());
    let file = file.get::<Str>().map(|s| s.to_text()).map(|f| f.rsplit('/').next().unwrap_or("").to_string());
    Ok(str::new(match (file, line.as_small()) {
        (Some(f), Some(l)) => format!("{m} ({f}, line {l})"),
        (Some(f), None) => format!("{m} ({f})"),
        (None, Some(l)) => format!("{m} (line {l})"),
        (None, None) => m,
    }))
}

pub const SYNTAX_METHODS: &[NativeDef] = {
    static M: &[NativeDef] =
        &[resumable!("__init__", "(self, /, *args)", syntax_init), resumable!("__str__", "(self, /)", syntax_text)];
    M
};
pub const SYNTAX_GETSET: &[GetSetDef] = &[
    field!("msg", 0),
    field!("filename", 1),
    field!("lineno", 2),
    field!("offset", 3),
    field!("text", 4),
    field!("end_lineno", 5),
    field!("end_offset", 6),
    field!("print_file_and_line", 7),
    getset(
        "_metadata",
        |_, v| Ok(metadata(v)),
        |_, v, value| {
            set_field(v, crate::vm::report::METADATA, value.unwrap_or(Value::UNBOUND));
            Ok(())
        },
    ),
];

/// Line and column of the last complete compound statement, and the text if it was no file's; what `traceback` looks for misspelled
/// keywords in.
fn metadata(v: &Value) -> Value {
    let kept = field(v, crate::vm::report::METADATA);
    let Some(source) = kept.get::<Str>() else {
        let is_file = kept.as_bool() == Some(true);
        return if is_file { tuple::new(vec![Value::int(0), Value::int(0), Value::NONE]) } else { Value::NONE };
    };
    let (line, col) = crate::compile::messages::typo::last_statement(&source.to_text());
    tuple::new(vec![Value::int(line as i64), Value::int(col as i64), kept.clone()])
}

// ---- UnicodeError

fn unicode_init(vm: &mut Vm, a: &Args, n: usize, what: &str) -> PyResult {
    let args = a.rest(1);
    if args.len() != n {
        return Err(vm.type_error(format!("function takes exactly {n} arguments ({} given)", args.len())));
    }
    let me = a.at(0);
    // a view in the place of what lent it its bytes is no argument of the program's
    let own = !args.iter().any(|v| v.get::<MemoryView>().is_some_and(|m| m.role.get() == Role::StandIn));
    if let Some(e) = payload(me).filter(|_| own) {
        e.args.set(a.at(1).clone());
    }
    let shift = 5 - n;
    for (i, v) in args.iter().enumerate() {
        let decoded = what == "decode" && i == 1 && !v.is_a::<super::bytes::Bytes>();
        if decoded && super::lent::lends(v) {
            return Err(super::bytes_methods::not_bytes(vm, v));
        }
        let v = match super::bytes::buffer(v).filter(|_| decoded) {
            Some(data) => super::bytes::new(data.to_vec()),
            None => v.clone(),
        };
        set_field(me, i + shift, v);
    }
    Ok(Value::NONE)
}

fn decode_init(vm: &mut Vm, a: &Args) -> PyResult {
    unicode_init(vm, a, 5, "decode")
}

fn translate_init(vm: &mut Vm, a: &Args) -> PyResult {
    unicode_init(vm, a, 4, "translate")
}

async fn unicode_text(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let e = a.at(0);
    let (start, end) = (field(e, 2).as_small().unwrap_or(0), field(e, 3).as_small().unwrap_or(0));
    if field(e, 1).is_none() {
        return Ok(cx.vm().names.empty.value());
    }
    let reason = cx.str(&field(e, 4)).await?;
    let reason = reason.get::<Str>().map_or(String::new(), |s| s.to_text());
    let encoding = field(e, 0);
    let encoding = if encoding.is_none() { encoding } else { cx.str(&encoding).await? };
    let encoding = encoding.get::<Str>().map_or(String::new(), |s| s.to_text());
    let t = &types().exc;
    let class = type_ref(e);
    let object = field(e, 1);
    // the texts of the reason and the encoding may have changed it
    let decoding = class.is_subtype(&t.UnicodeDecodeError);
    if !(if decoding { object.is_a::<super::bytes::Bytes>() } else { object.is_a::<Str>() }) {
        let what = if decoding { "bytes" } else { "string" };
        return Err(cx.vm().type_error(format!("UnicodeError 'object' attribute must be a {what}")));
    }
    if decoding {
        let byte = super::bytes::buffer(&object).and_then(|b| b.get(start as usize).copied());
        return Ok(str::new(match byte {
            Some(b) if end == start + 1 => {
                format!("'{encoding}' codec can't decode byte 0x{b:02x} in position {start}: {reason}")
            }
            _ => format!("'{encoding}' codec can't decode bytes in position {start}-{}: {reason}", end - 1),
        }));
    }
    let what = if class.is_subtype(&t.UnicodeTranslateError) {
        "can't translate".to_string()
    } else {
        format!("'{encoding}' codec can't encode")
    };
    let c = object.get::<Str>().and_then(|s| s.view().get(start as usize));
    Ok(str::new(match c {
        Some(c) if end == start + 1 => {
            let shown = match c {
                0..=0xff => format!("\\x{c:02x}"),
                0x100..=0xffff => format!("\\u{c:04x}"),
                _ => format!("\\U{c:08x}"),
            };
            format!("{what} character{} '{shown}' in position {start}: {reason}", "")
        }
        _ => format!("{what} characters in position {start}-{}: {reason}", end - 1),
    }))
}

pub const DECODE_METHODS: &[NativeDef] = {
    static M: &[NativeDef] =
        &[leaf("__init__", "(self, /, *args)", decode_init), resumable!("__str__", "(self, /)", unicode_text)];
    M
};
pub const TRANSLATE_METHODS: &[NativeDef] = {
    static M: &[NativeDef] =
        &[leaf("__init__", "(self, /, *args)", translate_init), resumable!("__str__", "(self, /)", unicode_text)];
    M
};
pub const UNICODE_GETSET: &[GetSetDef] =
    &[field!("encoding", 0), field!("object", 1), field!("start", 2), field!("end", 3), field!("reason", 4)];
