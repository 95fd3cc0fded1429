//! `sys.settrace`, `sys.setprofile` and what else of `sys` looks into frames and threads.

use crate::object::dict::Dict;
use crate::object::traceback::frame_object;
use crate::object::tuple::Tuple;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::cx::Cx;
use crate::vm::native::{Act, Args, CallArgs, NativeDef, PyResult, leaf, tail};

pub const FUNCTIONS: &[NativeDef] = &[
    leaf("settrace", "(function, /)", |vm, a| set(vm, a, false)),
    leaf("setprofile", "(function, /)", |vm, a| set(vm, a, true)),
    leaf("gettrace", "()", |vm, _| Ok(vm.thread.hooks.trace.clone().unwrap_or(Value::NONE))),
    leaf("getprofile", "()", |vm, _| Ok(vm.thread.hooks.profile.clone().unwrap_or(Value::NONE))),
    leaf("_settraceallthreads", "(function, /)", |vm, a| set_everywhere(vm, a, false)),
    leaf("_setprofileallthreads", "(function, /)", |vm, a| set_everywhere(vm, a, true)),
    tail("call_tracing", "(func, args, /)", call_tracing),
    leaf("_current_frames", "()", current_frames),
    leaf("_current_exceptions", "()", current_exceptions),
    leaf("setswitchinterval", "(interval, /)", set_interval),
    leaf("getswitchinterval", "()", |vm, _| Ok(Value::float(vm.switch_interval()))),
    crate::resumable!("breakpointhook", "(*args, **kws)", breakpointhook),
];

fn given(a: &Args) -> Option<Value> {
    a.some(0).cloned()
}

fn set(vm: &mut Vm, a: &Args, profile: bool) -> PyResult {
    vm.set_hook(profile, given(a));
    Ok(Value::NONE)
}

fn set_everywhere(vm: &mut Vm, a: &Args, profile: bool) -> PyResult {
    vm.set_hook_everywhere(profile, given(a));
    Ok(Value::NONE)
}

/// Calls with tracing as if no hook were running.
fn call_tracing(vm: &mut Vm, a: &Args) -> Act {
    let Some(args) = a.at(1).get::<Tuple>() else {
        let t = vm.type_name(a.at(1));
        return Act::Raise(vm.type_error(format!("call_tracing() argument 2 must be tuple, not {t}")));
    };
    vm.call_traced(a.at(0).clone(), CallArgs::from(args.items()))
}

fn current_frames(vm: &mut Vm, _: &Args) -> PyResult {
    let out = Dict::new();
    for (id, top) in vm.tops() {
        let mut f = top;
        while let Some(frame) = unsafe { f.as_ref() } {
            if !frame.code.is_null() {
                out.insert_new(Value::int(id.ident()), id.ident(), frame_object(f).into());
                break;
            }
            f = frame.back;
        }
    }
    Ok(out.into())
}

fn current_exceptions(vm: &mut Vm, _: &Args) -> PyResult {
    let out = Dict::new();
    for (id, top) in vm.tops() {
        let mut f = top;
        let mut handled = Value::NONE;
        while let Some(frame) = unsafe { f.as_ref() } {
            if !frame.handled.is_unbound() {
                handled = frame.handled.share();
                break;
            }
            f = frame.back;
        }
        out.insert_new(Value::int(id.ident()), id.ident(), handled);
    }
    Ok(out.into())
}

fn set_interval(vm: &mut Vm, a: &Args) -> PyResult {
    let seconds = a.at(0).as_float().or_else(|| crate::object::int::to_i64(a.at(0)).map(|i| i as f64));
    let Some(seconds) = seconds else {
        let t = vm.type_name(a.at(0));
        return Err(vm.type_error(format!("must be real number, not {t}")));
    };
    // a time that is no number is refused as well
    if seconds.is_nan() || seconds <= 0.0 {
        return Err(vm.value_error("switch interval must be strictly positive"));
    }
    vm.set_switch_interval(seconds);
    Ok(Value::NONE)
}

/// What `$PYTHONBREAKPOINT` names: None if that is nothing, UNBOUND if it cannot be imported.
async fn breakpoint_function(cx: &mut Cx, wanted: &str) -> PyResult {
    let (module, name) = match wanted.rsplit_once('.') {
        Some(("", _)) => return Ok(Value::UNBOUND),
        Some(parts) => parts,
        None => ("builtins", wanted),
    };
    let (key, from) = (cx.vm().intern(module), crate::object::tuple::new(vec![crate::object::str::new(name)]));
    let act = cx.vm().import_name(key, Value::int(0), from);
    let found = match cx.act(act).await {
        Ok(module) => cx.attr_opt(&module, name).await,
        Err(e) => Err(e),
    };
    match found {
        Ok(f) => Ok(f.unwrap_or(Value::UNBOUND)),
        Err(e) => {
            let ty = crate::object::types().exc.ImportError.clone();
            cx.vm().catch(e, &ty).map(|()| Value::UNBOUND)
        }
    }
}

async fn breakpointhook(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let os = cx.import("os").await?;
    let environ = cx.attr(&os, "environ").await?;
    let wanted = cx.call_method(&environ, "get", [crate::object::str::new("PYTHONBREAKPOINT")]).await?;
    let wanted = match wanted.get::<crate::object::str::Str>().map(|s| s.to_text()) {
        Some(w) if w == "0" => return Ok(Value::NONE),
        Some(w) if !w.is_empty() => w,
        _ => "pdb.set_trace".into(),
    };
    let f = breakpoint_function(cx, &wanted).await?;
    if f.is_unbound() {
        let warnings = cx.import("warnings").await?;
        let message = crate::object::str::new(format!("Ignoring unimportable $PYTHONBREAKPOINT: \"{wanted}\""));
        let category = crate::object::types().exc.RuntimeWarning.value();
        return cx.call_method(&warnings, "warn", [message, category, Value::int(1)]).await;
    }
    cx.call_kw(&f, crate::object::type_::pass_on(&a, 0)).await
}
