//! `atexit`: functions to be called at the end.
//!
//! Invariant: the last one registered is called first; what one raises is reported and does not keep the others from being called.

use super::ModuleSpec;
use crate::object::dict::Dict;
use crate::object::str::Str;
use crate::object::tuple;
use crate::resumable;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::cx::Cx;
use crate::vm::native::{Args, CallArgs, NativeDef, PyResult, leaf};

pub static SPEC: ModuleSpec = ModuleSpec {
    name: "atexit",
    doc: "Two public functions, register and unregister, for functions that are called when the interpreter ends.\n",
    functions: FUNCTIONS,
    init: |_, _| Ok(()),
};

/// What is to be called: function, positional arguments, keyword arguments.
#[derive(Default)]
struct Callbacks(Vec<(Value, Value, Option<Value>)>);

static FUNCTIONS: &[NativeDef] = &[
    leaf("register", "(func, /, *args, **kwargs)", register),
    resumable!("unregister", "(func, /)", unregister),
    leaf("_clear", "()", |vm, _| {
        drop(std::mem::take(&mut vm.state::<Callbacks>().0));
        Ok(Value::NONE)
    }),
    leaf("_ncallbacks", "()", |vm, _| Ok(Value::size(vm.state::<Callbacks>().0.len()))),
    resumable!("_run_exitfuncs", "()", run_now),
];

fn register(vm: &mut Vm, a: &Args) -> PyResult {
    if !vm.is_callable(a.at(0)) {
        return Err(vm.type_error("the first argument must be callable"));
    }
    let entry = (a.at(0).clone(), a.at(1).clone(), a.opt(2).cloned());
    vm.state::<Callbacks>().0.push(entry);
    Ok(a.at(0).clone())
}

async fn unregister(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let known: Vec<Value> = cx.vm().state::<Callbacks>().0.iter().map(|c| c.0.clone()).collect();
    let mut kept = Vec::new();
    for f in known {
        cx.tick(1).await?;
        if cx.equal(&f, a.at(0)).await? {
            continue;
        }
        kept.push(f.identity());
    }
    let list = std::mem::take(&mut cx.vm().state::<Callbacks>().0);
    let list: Vec<_> = list.into_iter().filter(|c| kept.contains(&c.0.identity())).collect();
    cx.vm().state::<Callbacks>().0 = list;
    Ok(Value::NONE)
}

async fn run_now(cx: &mut Cx, _: Args<'static>) -> PyResult {
    run(cx).await;
    Ok(Value::NONE)
}

/// Calls and forgets what was registered.
pub(crate) async fn run(cx: &mut Cx) {
    while let Some((f, args, keywords)) = cx.vm().state::<Callbacks>().0.pop() {
        let mut call = CallArgs::default();
        call.values.extend(args.get::<tuple::Tuple>().map_or(&[][..], |t| t.items()).iter().cloned());
        if let Some(d) = keywords.as_ref().and_then(|k| k.get::<Dict>()) {
            let (names, values): (Vec<Value>, Vec<Value>) = d.items().into_iter().unzip();
            call.values.extend(values);
            call.names = Some(tuple::new(names));
        }
        let Err(e) = cx.call_kw(&f, call).await else { continue };
        let exc = cx.vm().take_raised(e);
        let shown = match cx.repr(&f).await {
            Ok(r) => r.get::<Str>().map_or(String::new(), |s| s.to_text()),
            Err(e) => {
                drop(cx.vm().take_raised(e));
                "<object repr() failed>".into()
            }
        };
        let act = cx.vm().unraisable(exc, format!("Exception ignored in atexit callback {shown}"), Value::NONE);
        if let Err(e) = cx.act(act).await {
            drop(cx.vm().take_raised(e));
        }
    }
}
