//! `_thread._local`: an object with other attributes in each thread.
//!
//! Invariant: whenever Python looks at the object's attributes, the `__dict__` in its instance area is the running thread's; what the
//! other threads have is in `kept`. The class's `__init__` has run once for each of them.

use super::_thread::PerThread;
use crate::heap::{Ref, Visitor};
use crate::object::dict::Dict;
use crate::object::instance::InstanceArea;
use crate::object::native::{Native, NativeObject};
use crate::object::object_::attribute_name;
use crate::object::spec::{TypeSpec, getter};
use crate::object::ty::{Type, flag};
use crate::object::{tuple, type_ref, types};
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::{Act, Args, CallArgs, PyResult, leaf, tail};
use crate::vm::thread::ThreadId;
use std::cell::Cell;
use std::rc::Rc;

struct Local {
    /// what `__init__` is called with in every further thread: values and names
    args: Vec<Value>,
    names: Option<Value>,
    kept: Rc<PerThread>,
    /// whose attributes the instance area holds
    shown: Cell<ThreadId>,
}

impl NativeObject for Local {
    fn visit(&self, v: &mut Visitor) {
        v.values(&self.args);
        v.option(&self.names);
        self.kept.0.borrow().iter().for_each(|(_, d)| v.reference(d));
    }
    fn clear(&self) {
        drop(self.kept.0.take());
    }
}

fn new(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(cls) = a.at(0).get_ref::<Type>() else { return Err(vm.type_error("a class is expected")) };
    let mut args = a.rest(1).to_vec();
    let mut names = None;
    if let Some(k) = a.opt(2).and_then(|k| k.get_ref::<Dict>()) {
        let items = k.items();
        args.extend(items.iter().map(|(_, v)| v.clone()));
        names = (!items.is_empty()).then(|| tuple::new(items.into_iter().map(|(k, _)| k).collect()));
    }
    if !args.is_empty() && !has_init(vm, &cls) {
        return Err(vm.type_error("Initialization arguments are not supported"));
    }
    let me = vm.thread.id;
    let local = Local { args, names, kept: Rc::default(), shown: Cell::new(me) };
    let kept = local.kept.clone();
    let v: Value = crate::heap::alloc_in(&cls, Native(Box::new(local))).into();
    show_new(vm, &v, &kept);
    Ok(v)
}

fn has_init(vm: &mut Vm, cls: &Type) -> bool {
    let init = vm.names.dunders[crate::object::names::Dunder::Init as usize].clone();
    match (cls.lookup(&init), types().object.lookup(&init)) {
        (Some(own), Some(plain)) => !own.is(&plain),
        _ => false,
    }
}

/// The running thread begins with no attributes.
fn show_new(vm: &mut Vm, v: &Value, kept: &Rc<PerThread>) {
    let dict = Dict::new();
    let me = vm.thread.id;
    kept.0.borrow_mut().push((me, dict.clone()));
    vm.thread.locals.push(Rc::downgrade(kept));
    show(v, dict);
}

fn show(v: &Value, dict: Ref<Dict>) {
    if let Some(area) = InstanceArea::of_attributes(v) {
        area.set_dict(type_ref(v), dict);
    }
}

/// Makes the attributes those of the running thread; what is to be done before they can be used, if anything.
fn enter(vm: &mut Vm, v: &Value) -> Option<Act> {
    let l = v.native::<Local>()?;
    let me = vm.thread.id;
    if l.shown.replace(me) == me {
        return None;
    }
    let known = l.kept.0.borrow().iter().find(|d| d.0 == me).map(|d| d.1.clone());
    if let Some(dict) = known {
        show(v, dict);
        return None;
    }
    let kept = l.kept.clone();
    show_new(vm, v, &kept);
    if !has_init(vm, type_ref(v)) {
        return None;
    }
    let init = vm.intern("__init__");
    let call = CallArgs { values: l.args.iter().cloned().collect(), names: l.names.clone() };
    let v = v.clone();
    let act = vm.generic_get_attr(&v, &init)?;
    Some(Act::run(async move |cx| {
        let f = cx.act(act).await?;
        match cx.act(Act::Call(f, call)).await {
            Ok(_) => Ok(Value::NONE),
            Err(e) => {
                // the next look begins anew
                let gone: Vec<_> = kept.0.borrow_mut().extract_if(.., |d| d.0 == me).collect();
                if let Some(l) = v.native::<Local>() {
                    l.shown.set(ThreadId(0));
                }
                drop(gone);
                Err(e)
            }
        }
    }))
}

/// Does `f` with the running thread's attributes.
fn within(vm: &mut Vm, a: &Args, f: fn(&mut Vm, &[Value]) -> Act) -> Act {
    match enter(vm, a.at(0)) {
        None => f(vm, a),
        Some(act) => {
            let args = a.to_vec();
            Act::run(async move |cx| {
                cx.act(act).await?;
                // `__init__` may have let other threads run
                if let Some(act) = args.first().and_then(|v| enter(cx.vm(), v)) {
                    cx.act(act).await?;
                }
                let act = f(cx.vm(), &args);
                cx.act(act).await
            })
        }
    }
}

fn get(vm: &mut Vm, a: &[Value]) -> Act {
    let [v, name] = a else { return Act::Done(Value::NONE) };
    match attribute_name(vm, name) {
        Err(e) => Act::Raise(e),
        Ok(n) => match vm.generic_get_attr(v, &n) {
            Some(act) => act,
            None => Act::Raise(vm.no_attribute(v, &n.value())),
        },
    }
}

fn set(vm: &mut Vm, a: &[Value]) -> Act {
    let (Some(v), Some(name)) = (a.first(), a.get(1)) else { return Act::Done(Value::NONE) };
    match attribute_name(vm, name) {
        Err(e) => Act::Raise(e),
        Ok(n) if n.is(&vm.names.dict) => {
            let ty = type_ref(v).name();
            let m = format!("'{ty}' object attribute '__dict__' is read-only");
            Act::Raise(vm.attribute_error(v, n.value(), m))
        }
        Ok(n) => vm.generic_set_attr(v, &n, a.get(2).cloned()),
    }
}

pub static LOCAL: TypeSpec = TypeSpec {
    module: "_thread",
    flags: flag::BASETYPE | flag::HAS_DICT | flag::WEAKREFABLE,
    methods: &[
        leaf("__new__", "(cls, /, *args, **kwargs)", new).stat(),
        tail("__getattribute__", "(self, name, /)", |vm, a| within(vm, a, get)),
        tail("__setattr__", "(self, name, value, /)", |vm, a| within(vm, a, set)),
        tail("__delattr__", "(self, name, /)", |vm, a| within(vm, a, set)),
    ],
    getset: &[getter("__dict__", crate::object::object_::get_dict)],
    doc: "Thread-local data",
    ..TypeSpec::of::<Native>("_local")
};
