//! `sys`.
//!
//! Invariant: `sys.modules` is the dict that the import statement uses; `sys.stdout` and `sys.stderr` write through the host.

use super::ModuleSpec;
use super::io::standard;
use super::{sys_info, sys_monitoring, sys_sizes, sys_trace};
use crate::heap::Ref;
use crate::object::dict::Dict;
use crate::object::exception::Exception;
use crate::object::namespace;
use crate::object::str::Str;
use crate::object::structseq;
use crate::object::text_args::{DigitLimit, digit_limit};
use crate::object::{str, tuple, type_of, types};
use crate::resumable;
use crate::value::Value;
use crate::vm::cx::Cx;
use crate::vm::frame::Frame;
use crate::vm::native::{Act, Args, NativeDef, PyResult, joined, leaf, tail};
use crate::vm::{Raised, Vm, fetch_text};

/// The language version that this engine follows.
const VERSION: (i64, i64, i64) = (3, 14, 10);

fn exit(vm: &mut Vm, a: &Args) -> PyResult {
    let code = a.opt(0).cloned().unwrap_or(Value::NONE);
    let ty = types().exc.SystemExit.clone();
    let args = match code.get::<tuple::Tuple>() {
        Some(t) => t.items().to_vec(),
        None if code.is_none() => Vec::new(),
        None => vec![code.clone()],
    };
    let exc = vm.new_exception(&ty, args);
    if let Some(e) = exc.get::<Exception>() {
        e.fields.set(vec![code]);
    }
    Err(vm.raise(exc))
}

fn exc_info(vm: &mut Vm, _: &Args) -> PyResult {
    let exc = vm.handled();
    let Some(e) = exc.get::<Exception>() else {
        return Ok(tuple::new(vec![Value::NONE, Value::NONE, Value::NONE]));
    };
    let tb = e.traceback.get();
    Ok(tuple::new(vec![type_of(&exc).into(), exc, tb]))
}

fn exception(vm: &mut Vm, _: &Args) -> PyResult {
    Ok(vm.handled())
}

fn getrecursionlimit(vm: &mut Vm, _: &Args) -> PyResult {
    Ok(Value::size(vm.recursion_limit))
}

fn setrecursionlimit(vm: &mut Vm, a: &Args) -> PyResult {
    let n = whole(vm, a.at(0))?;
    if n < 1 {
        return Err(vm.value_error("recursion limit must be greater or equal than 1"));
    }
    let depth = vm.thread.depth;
    if n as usize <= depth {
        let ty = types().exc.RecursionError.clone();
        return Err(vm.error(
            &ty,
            format!("cannot set the recursion limit to {n} at the recursion depth {depth}: the limit is too low"),
        ));
    }
    vm.recursion_limit = n as usize;
    vm.hooks_changed();
    Ok(Value::NONE)
}

fn intern(vm: &mut Vm, a: &Args) -> PyResult {
    match a.at(0).get_ref::<Str>() {
        Some(_) if !str::is_exact(a.at(0)) => Err(vm.type_error(format!("can't intern {}", vm.type_name(a.at(0))))),
        Some(s) => Ok(vm.intern_str(s).into()),
        None => {
            let name = vm.type_name(a.at(0));
            Err(vm.type_error(format!("intern() argument must be str, not {name}")))
        }
    }
}

fn getrefcount(_: &mut Vm, a: &Args) -> PyResult {
    let v = a.at(0);
    Ok(Value::int(if v.is_heap() { unsafe { (*v.slot().header()).count() as i64 } } else { 1 << 30 }))
}

async fn getsizeof(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let asked = cx.vm().dunder(a.at(0), crate::object::names::Dunder::SizeOf);
    let own = asked.is_some_and(|m| m.is_a::<crate::object::native::Builtin>());
    if let Some(size) = sys_sizes::of(a.at(0)).filter(|_| own) {
        return Ok(Value::size(size));
    }
    let act = cx.vm().call_dunder(a.at(0), crate::object::names::Dunder::SizeOf, &[]);
    match act {
        Some(act) => cx.act(act).await,
        None => Ok(a.opt(1).cloned().unwrap_or(Value::int(16))),
    }
}

/// The Python frame that is the `depth`-th from the top.
fn frame_at(vm: &mut Vm, depth: Option<&Value>) -> PyResult<*mut Frame> {
    let mut depth = match depth {
        Some(d) => whole(vm, d)?,
        None => 0,
    };
    let mut f = vm.thread.top;
    while let Some(frame) = unsafe { f.as_ref() } {
        if !frame.is_native() {
            if depth <= 0 {
                break;
            }
            depth -= 1;
        }
        f = frame.back;
    }
    Ok(f)
}

fn getframe(vm: &mut Vm, a: &Args) -> PyResult {
    let f = frame_at(vm, a.opt(0))?;
    if f.is_null() {
        return Err(vm.value_error("call stack is not deep enough"));
    }
    Ok(crate::object::traceback::frame_object(f).into())
}

fn getframemodulename(vm: &mut Vm, a: &Args) -> PyResult {
    let f = frame_at(vm, a.opt(0))?;
    let name = unsafe { f.as_ref() }.and_then(|frame| unsafe { &*frame.globals }.get_interned(&vm.names.name));
    Ok(name.unwrap_or(Value::NONE))
}

/// An int argument.
pub(super) fn whole(vm: &mut Vm, v: &Value) -> PyResult<i64> {
    if let Some(n) = crate::object::int::to_i64(v) {
        return Ok(n);
    }
    if crate::object::int::is_int(v) {
        return Err(vm.overflow_error("Python int too large to convert to C int"));
    }
    let name = vm.type_name(v);
    Err(vm.type_error(format!("'{name}' object cannot be interpreted as an integer")))
}

fn set_max_digits(vm: &mut Vm, a: &Args) -> PyResult {
    /// No limit is below this: shorter conversions are not counted.
    const LEAST: i64 = 640;
    let n = whole(vm, a.at(0))?;
    if n != 0 && n < LEAST {
        return Err(vm.value_error(format!("maxdigits must be >= {LEAST} or 0 for unlimited")));
    }
    vm.state::<DigitLimit>().0 = n as usize;
    Ok(Value::NONE)
}

fn get_asyncgen_hooks(vm: &mut Vm, _: &Args) -> PyResult {
    let (first, last) = vm.thread.asyncgen_hooks.clone();
    Ok(structseq::new(vm, &sys_info::ASYNCGEN_HOOKS, vec![first, last]))
}

fn set_asyncgen_hooks(vm: &mut Vm, a: &Args) -> PyResult {
    for (i, name) in [(0, "firstiter"), (1, "finalizer")] {
        if let Some(f) = a.opt(i)
            && !f.is_none()
            && !vm.is_callable(f)
        {
            let given = vm.type_name(f);
            return Err(vm.type_error(format!("callable {name} expected, got {given}")));
        }
    }
    if let Some(f) = a.opt(0) {
        vm.thread.asyncgen_hooks.0 = f.clone();
    }
    if let Some(f) = a.opt(1) {
        vm.thread.asyncgen_hooks.1 = f.clone();
    }
    Ok(Value::NONE)
}

fn set_origin_depth(vm: &mut Vm, a: &Args) -> PyResult {
    let depth = whole(vm, a.at(0))?;
    if depth < 0 {
        return Err(vm.value_error("depth must be >= 0"));
    }
    vm.thread.origin_depth = depth as usize;
    Ok(Value::NONE)
}

/// `_clear_type_descriptors(type)`, called on a class that is made anew with slots: it has nothing that would keep it alive.
fn clear_descriptors(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(ty) = a.at(0).get_ref::<crate::object::ty::Type>() else {
        return Err(vm.type_error("argument must be a type"));
    };
    if ty.is_static() {
        return Err(vm.type_error("argument is immutable"));
    }
    for name in ["__dict__", "__weakref__"] {
        let name = vm.intern(name);
        ty.dict().remove_interned(&name);
    }
    ty.modified();
    Ok(Value::NONE)
}

fn is_finalizing(vm: &mut Vm, _: &Args) -> PyResult {
    Ok(Value::bool(vm.finalising))
}

fn text(s: &'static std::primitive::str) -> fn(&mut Vm, &Args) -> PyResult {
    match s {
        "utf-8" => |_, _| Ok(str::new("utf-8")),
        _ => |_, _| Ok(str::new("surrogateescape")),
    }
}

fn excepthook(_: &mut Vm, a: &Args) -> Act {
    let (exc, traceback) = (a.at(1).clone(), a.at(2).clone());
    Act::run(async move |cx| {
        let Some(e) = exc.get::<Exception>() else {
            let name = cx.vm().type_name(&exc);
            let text = format!("TypeError: print_exception(): Exception expected for value, {name} found\n");
            crate::vm::report::write_error(cx, &text).await?;
            return Ok(Value::NONE);
        };
        if e.traceback.get().is_none() && traceback.is_a::<crate::object::traceback::Traceback>() {
            e.traceback.set(traceback);
        }
        crate::vm::hooks::display(cx, &exc).await?;
        Ok(Value::NONE)
    })
}

async fn unraisablehook(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let spec = crate::vm::hooks::UNRAISABLE.ty.name;
    if type_of(a.at(0)).name() != spec {
        return Err(cx.vm().type_error("sys.unraisablehook argument type must be UnraisableHookArgs"));
    }
    crate::vm::hooks::unraisable_text(cx, a.at(0)).await
}

fn displayhook(vm: &mut Vm, a: &Args) -> Act {
    vm.display(a.at(0).clone())
}

/// What `sys.addaudithook` added.
#[derive(Default)]
struct AuditHooks(Vec<Value>);

fn audit(vm: &mut Vm, a: &Args) -> Act {
    if !a.at(0).is_a::<Str>() {
        let name = vm.type_name(a.at(0));
        return Act::Raise(vm.type_error(format!("expected str for argument 'event', not {name}")));
    }
    let hooks = vm.state::<AuditHooks>().0.clone();
    if hooks.is_empty() {
        return Act::Done(Value::NONE);
    }
    let (event, rest) = (a.at(0).clone(), a.at(1).clone());
    Act::run(async move |cx| {
        for hook in hooks {
            cx.call(&hook, [event.clone(), rest.clone()]).await?;
        }
        Ok(Value::NONE)
    })
}

/// The text of a program, or of a library module. When nothing can be imported any more, only one that a report has shown lines of.
async fn source_text(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let name = a.at(0).get::<Str>().map_or(String::new(), |s| s.to_text());
    let vm = cx.vm();
    if vm.finalising && vm.sys_attribute("meta_path").is_some_and(|path| path.is_none()) {
        return Ok(vm.sources.get(&crate::vm::report::shown(&name)).map_or(Value::NONE, |text| str::new(&**text)));
    }
    if let Some(module) = crate::library::module_of_file(&name) {
        fetch_text(cx, module).await?;
    }
    Ok(cx.vm().source_text(&name).map_or(Value::NONE, |text| str::new(&*text)))
}

static NEVER: NativeDef = leaf("is_available", "()", |_, _| Ok(Value::FALSE));

const FUNCTIONS: &[NativeDef] = &[
    tail("audit", "(event, /, *args)", audit),
    resumable!("_source_text", "(filename, /)", source_text),
    leaf("addaudithook", "(hook)", |vm, a| {
        let hook = a.at(0).clone();
        vm.state::<AuditHooks>().0.push(hook);
        Ok(Value::NONE)
    }),
    leaf("exit", "(status=None, /)", exit),
    leaf("exc_info", "()", exc_info),
    leaf("exception", "()", exception),
    leaf("getrecursionlimit", "()", getrecursionlimit),
    leaf("setrecursionlimit", "(limit, /)", setrecursionlimit),
    leaf("intern", "(string, /)", intern),
    leaf("getrefcount", "(object, /)", getrefcount),
    resumable!("getsizeof", "(object, default=None) -> None", getsizeof),
    leaf("_getframe", "(depth=0, /)", getframe),
    leaf("get_asyncgen_hooks", "()", get_asyncgen_hooks),
    leaf("set_asyncgen_hooks", "(firstiter=None, finalizer=None) -> None", set_asyncgen_hooks),
    leaf("get_coroutine_origin_tracking_depth", "()", |vm, _| Ok(Value::size(vm.thread.origin_depth))),
    leaf("set_coroutine_origin_tracking_depth", "(depth)", set_origin_depth),
    leaf("_clear_type_descriptors", "(type, /)", clear_descriptors),
    leaf("is_finalizing", "()", is_finalizing),
    leaf("getdefaultencoding", "()", |vm, a| text("utf-8")(vm, a)),
    leaf("getfilesystemencoding", "()", |vm, a| text("utf-8")(vm, a)),
    leaf("getfilesystemencodeerrors", "()", |vm, a| text("surrogateescape")(vm, a)),
    leaf("get_int_max_str_digits", "()", |vm, _| Ok(Value::size(digit_limit(vm)))),
    leaf("set_int_max_str_digits", "(maxdigits)", set_max_digits),
    leaf("_getframemodulename", "(depth=0)", getframemodulename),
    leaf("_is_gil_enabled", "()", |_, _| Ok(Value::TRUE)),
    leaf("is_remote_debug_enabled", "()", |_, _| Ok(Value::FALSE)),
    leaf("getallocatedblocks", "()", |_, _| Ok(Value::size(crate::heap::live_objects()))),
    tail("excepthook", "(exctype, value, traceback, /)", excepthook),
    resumable!("unraisablehook", "(unraisable, /)", unraisablehook),
    tail("displayhook", "(object, /)", displayhook),
];

fn init(vm: &mut Vm, dict: &Ref<Dict>) -> Result<(), Raised> {
    let put = |vm: &mut Vm, name: &std::primitive::str, v: Value| {
        let key = vm.intern(name);
        dict.set_interned(&key, v);
    };
    let (major, minor, micro) = VERSION;
    let info = vec![Value::int(major), Value::int(minor), Value::int(micro), str::new("final"), Value::int(0)];
    let version_info = structseq::new(vm, &sys_info::VERSION_INFO, info);
    put(vm, "version_info", version_info.clone());
    let version = format!("{major}.{minor}.{micro} (Coroscope {}) [Rust]", env!("CARGO_PKG_VERSION"));
    put(vm, "version", str::new(version));
    put(vm, "hexversion", Value::int(major << 24 | minor << 16 | micro << 8 | 0xf0));
    put(vm, "api_version", Value::int(1013));
    put(vm, "platform", str::new("linux"));
    put(vm, "abiflags", str::new(""));
    put(vm, "byteorder", str::new("little"));
    put(vm, "maxsize", Value::int(i64::MAX));
    put(vm, "maxunicode", Value::int(0x10ffff));
    put(vm, "copyright", str::new("Copyright (c) the Coroscope authors"));
    put(vm, "executable", str::new(""));
    for name in ["prefix", "base_prefix", "exec_prefix", "base_exec_prefix"] {
        put(vm, name, str::new("/"));
    }
    put(vm, "platlibdir", str::new("lib"));
    put(vm, "_stdlib_dir", str::new(crate::vm::LIBRARY));
    put(vm, "dont_write_bytecode", Value::TRUE);
    put(vm, "pycache_prefix", Value::NONE);
    put(vm, "float_repr_style", str::new("short"));
    let modules = vm.modules.value();
    put(vm, "modules", modules);
    let argv = vm.argv.iter().map(|a| str::new(a.as_str())).collect();
    put(vm, "argv", crate::object::list::new(argv));
    put(vm, "orig_argv", crate::object::list::new(Vec::new()));
    let path = vm.path.iter().map(|a| str::new(a.as_str())).chain([str::new(crate::vm::LIBRARY)]).collect();
    put(vm, "path", crate::object::list::new(path));
    let finders = crate::vm::finders::meta_path(vm);
    put(vm, "meta_path", finders);
    for name in ["path_hooks", "warnoptions"] {
        put(vm, name, crate::object::list::new(Vec::new()));
    }
    put(vm, "path_importer_cache", Dict::new().into());
    put(vm, "_xoptions", Dict::new().into());
    for (fd, name) in ["stdin", "stdout", "stderr"].into_iter().enumerate() {
        let stream = standard::stream(vm, fd);
        put(vm, name, stream.clone());
        put(vm, &format!("__{name}__"), stream);
    }
    let implementation = namespace::of(vec![
        (vm.intern("name"), str::new("coroscope")),
        (vm.intern("version"), version_info),
        (vm.intern("hexversion"), Value::int(major << 24 | minor << 16 | micro << 8 | 0xf0)),
        (vm.intern("cache_tag"), str::new("coroscope-314")),
        (vm.intern("supports_isolated_interpreters"), Value::FALSE),
    ]);
    put(vm, "implementation", implementation);
    let jit = ["is_available", "is_enabled", "is_active"];
    let jit = jit.iter().map(|name| (vm.intern(name), crate::object::native::Builtin::function(&NEVER, Value::NONE)));
    let jit = namespace::of(jit.collect());
    put(vm, "_jit", jit);
    let monitoring = sys_monitoring::module(vm);
    put(vm, "monitoring", monitoring);
    sys_info::fill(vm, dict);
    let names = super::NATIVE.iter().map(|s| str::new(s.name)).collect();
    put(vm, "builtin_module_names", tuple::new(names));
    let names = super::stdlib_names::all().map(str::new).collect();
    put(vm, "stdlib_module_names", crate::vm::protocol::hooks::frozen_of_constants(names));
    for name in ["excepthook", "displayhook", "unraisablehook", "breakpointhook"] {
        let key = vm.intern(name);
        if let Some(f) = dict.get_interned(&key) {
            put(vm, &format!("__{name}__"), f);
        }
    }
    Ok(())
}

static ALL: [NativeDef; FUNCTIONS.len() + sys_trace::FUNCTIONS.len()] = joined(FUNCTIONS, sys_trace::FUNCTIONS);

pub const SPEC: ModuleSpec =
    ModuleSpec { name: "sys", doc: "System-specific parameters and functions.", functions: &ALL, init };
