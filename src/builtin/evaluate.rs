//! `compile`, `eval`, `exec`, `breakpoint`, `open`, `exit`, `quit`.
//!
//! Invariant: evaluated code is a body like a module's: it runs in a frame of its own whose namespaces are the given dicts.

use super::trees;
use crate::code::flags;
use crate::compile::{self, Mode, Options};
use crate::heap::Ref;
use crate::lending;
use crate::object::bytes::Bytes;
use crate::object::cell::CellBox;
use crate::object::code::Code;
use crate::object::dict::Dict;
use crate::object::names::Dunder;
use crate::object::native::{Native, NativeObject};
use crate::object::object_::text;
use crate::object::spec::TypeSpec;
use crate::object::str::{self, Str};
use crate::object::tuple::Tuple;
use crate::object::{int, types};
use crate::resumable;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::cx::Cx;
use crate::vm::lending::want;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};

/// The functions.
pub static FUNCTIONS: &[NativeDef] = &[
    lending!(
        "compile",
        "(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)",
        compile_,
        &[0],
        want::OR_ERROR
    ),
    lending!("eval", "(source, /, globals=None, locals=None)", eval, &[0], want::OR_ERROR),
    lending!("exec", "(source, /, globals=None, locals=None, *, closure=None)", exec, &[0], want::OR_ERROR),
    resumable!("breakpoint", "(*args, **kws)", breakpoint),
];

const ONLY_AST: u32 = 0x400;
const TOP_LEVEL_AWAIT: u32 = 0x2000;
const DONT_IMPLY_DEDENT: u32 = 0x200;
const INCOMPLETE_INPUT: u32 = 0x4000;
const FUTURE_ANNOTATIONS: u32 = 0x100_0000;
/// every flag that CPython accepts: future features, and what `ast` names
const KNOWN: u32 =
    0x1ff_0000 | 0x2_0000 | 0x200 | ONLY_AST | 0x1000 | TOP_LEVEL_AWAIT | 0x8000 | 0x4000 | 0x10 | 0x100 | 0x800;

/// The text of a source argument; None if it is neither text nor bytes.
fn source_text(vm: &mut Vm, v: &Value, filename: &std::primitive::str) -> PyResult<Option<String>> {
    if let Some(s) = v.get::<Str>() {
        let text = s.to_text();
        if text.contains('\0') {
            return Err(vm.syntax_error(&compile::source::null_in_string(), filename));
        }
        return Ok(Some(compile::source::normalise(&text).into_owned()));
    }
    let Some(bytes) = crate::object::bytes::buffer(v) else { return Ok(None) };
    match compile::source::decode(&bytes, None) {
        Ok(t) => Ok(Some(t)),
        Err(e) => Err(vm.syntax_error(&e, filename)),
    }
}

/// True if the caller's code has `from __future__ import annotations`.
fn inherits_annotations(vm: &Vm) -> bool {
    vm.caller().is_some_and(|f| f.code.has(flags::FUTURE_ANNOTATIONS))
}

/// The error of a text that may go on, if it is that.
fn as_incomplete(e: compile::SyntaxError, source: &std::primitive::str, mode: Mode) -> compile::SyntaxError {
    if e.late() || !compile::messages::is_incomplete(source, mode) {
        return e;
    }
    compile::SyntaxError { message: "incomplete input".into(), ..e.kind(compile::SyntaxErrorKind::IncompleteInput) }
}

/// Warnings about what stands before a syntax error.
async fn warn_before(
    cx: &mut Cx,
    e: &compile::SyntaxError,
    mode: Mode,
    filename: &std::primitive::str,
    source: &std::primitive::str,
) -> PyResult<()> {
    let warnings = compile::messages::warn::before(source, mode, e);
    match cx.vm().source_warnings(&warnings, filename, source) {
        Some(act) => cx.act(act).await.map(drop),
        None => Ok(()),
    }
}

async fn code_of(
    cx: &mut Cx,
    source: &std::primitive::str,
    options: &Options,
    incomplete: bool,
) -> PyResult<Ref<Code>> {
    crate::vm::fetch_names(cx, source).await?;
    let vm = cx.vm();
    match compile::compile(source, options) {
        Ok(compiled) => {
            let code = vm.load_code(&compiled.unit);
            if let Some(act) = vm.source_warnings(&compiled.warnings, &options.filename, source) {
                cx.act(act).await?;
            }
            Ok(code)
        }
        Err(e) => {
            let e = if incomplete { as_incomplete(e, source, options.mode) } else { e };
            warn_before(cx, &e, options.mode, &options.filename, source).await?;
            let vm = cx.vm();
            Err(vm.syntax_error_in(e, &options.filename, source))
        }
    }
}

async fn compile_(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let filename = path(cx, a.at(1)).await?;
    if filename.contains('\0') {
        return Err(cx.vm().value_error("embedded null character"));
    }
    let Some(mode) = a.at(2).get::<Str>() else {
        let t = cx.vm().type_name(a.at(2));
        return Err(cx.vm().type_error(format!("compile() argument 'mode' must be str, not {t}")));
    };
    let mode = mode.to_text();
    let number = async |cx: &mut Cx, v: Option<&Value>, default: i64| match v {
        None => Ok(default),
        Some(v) => {
            let n = cx.index(v).await?;
            match int::to_i64(&n) {
                Some(n) => Ok(n),
                None => Err(cx.vm().overflow_error("Python int too large to convert to C int")),
            }
        }
    };
    let bits = number(cx, a.opt(3), 0).await?;
    let inherit = match a.opt(4) {
        Some(v) => !cx.truth(v).await?,
        None => true,
    };
    let optimize = number(cx, a.opt(5), -1).await?;
    let vm = cx.vm();
    let bits = match u32::try_from(bits) {
        Ok(b) if b & !KNOWN == 0 => b,
        _ => return Err(vm.value_error("compile(): unrecognised flags")),
    };
    if !(-1..=2).contains(&optimize) {
        return Err(vm.value_error("compile(): invalid optimize value"));
    }
    let mode = match mode.as_str() {
        "exec" => Mode::Exec,
        "eval" => Mode::Eval,
        "single" => Mode::Single,
        "func_type" => return Err(vm.value_error("compile() mode 'func_type' requires flag PyCF_ONLY_AST")),
        _ => return Err(vm.value_error("compile() mode must be 'exec', 'eval' or 'single'")),
    };
    let mut options = Options::new(&filename, mode);
    options.future_annotations = bits & FUTURE_ANNOTATIONS != 0 || inherit && inherits_annotations(vm);
    options.optimize = optimize.max(0) as u8;
    options.allow_top_level_await = bits & TOP_LEVEL_AWAIT != 0;
    if trees::is_tree(vm, a.at(0)) {
        if bits & ONLY_AST != 0 {
            return Ok(a.at(0).clone());
        }
        return trees::compile_tree(cx, a.at(0), &options).await;
    }
    let incomplete = bits & INCOMPLETE_INPUT != 0;
    let mut source = source_text(vm, a.at(0), &filename)?;
    // the end of an interactive text ends its blocks
    let in_block = |s: &String| s.rsplit('\n').next().is_some_and(|line| line.starts_with([' ', '\t']));
    if mode == Mode::Single
        && bits & DONT_IMPLY_DEDENT == 0
        && let Some(source) = source.as_mut().filter(|s| in_block(s))
    {
        source.push('\n');
    }
    match source {
        Some(source) if bits & ONLY_AST != 0 => match compile::tree(&source, mode) {
            Ok((steps, warnings)) => {
                if let Some(act) = vm.source_warnings(&warnings, &filename, &source) {
                    cx.act(act).await?;
                }
                trees::build(cx, steps).await
            }
            Err(e) => {
                let e = if incomplete { as_incomplete(e, &source, mode) } else { e };
                warn_before(cx, &e, mode, &filename, &source).await?;
                let vm = cx.vm();
                Err(vm.syntax_error_in(e, &filename, &source))
            }
        },
        Some(source) => Ok(code_of(cx, &source, &options, incomplete).await?.into()),
        None => Err(cx.vm().type_error("compile() arg 1 must be a string, bytes or AST object")),
    }
}

/// A file name: text, bytes or what `__fspath__` gives.
async fn path(cx: &mut Cx, v: &Value) -> PyResult<String> {
    let mut found = v.clone();
    if !v.is_a::<Str>() && !v.is_a::<Bytes>() {
        match cx.vm().call_dunder(v, Dunder::FSPath, &[]) {
            Some(act) => found = cx.act(act).await?,
            None => {
                let t = cx.vm().type_name(v);
                return Err(cx.vm().type_error(format!("expected str, bytes or os.PathLike object, not {t}")));
            }
        }
    }
    Ok(match crate::object::bytes::buffer(&found) {
        Some(b) => String::from_utf8_lossy(&b).into_owned(),
        None => text(&found),
    })
}

/// The namespaces that code is to run in, for what was given; the caller's by default.
fn namespaces(
    vm: &mut Vm,
    globals: Option<&Value>,
    locals: Option<&Value>,
    exec: bool,
) -> PyResult<(Ref<Dict>, Value)> {
    if let Some(l) = locals
        && vm.dunder(l, Dunder::GetItem).is_none()
    {
        let t = vm.type_name(l);
        return Err(vm.type_error(if exec {
            format!("locals must be a mapping or None, not {t}")
        } else {
            "locals must be a mapping".into()
        }));
    }
    let (globals, locals) = match globals {
        None => {
            let locals = match locals {
                Some(l) => l.clone(),
                None => vm.caller_locals(),
            };
            (vm.caller_globals().unwrap_or_else(Dict::new), locals)
        }
        Some(g) => {
            let Some(d) = g.get_ref::<Dict>() else {
                let t = vm.type_name(g);
                let message = if exec {
                    format!("exec() globals must be a dict, not {t}")
                } else if vm.dunder(g, Dunder::GetItem).is_some() {
                    "globals must be a real dict; try eval(expr, {}, mapping)".into()
                } else {
                    "globals must be a dict".into()
                };
                return Err(vm.type_error(message));
            };
            let locals = locals.cloned().unwrap_or_else(|| d.value());
            (d, locals)
        }
    };
    if globals.get_interned(&vm.names.builtins).is_none() {
        let builtins = vm.caller_builtins();
        globals.set_interned(&vm.names.builtins, builtins.into());
    }
    Ok((globals, locals))
}

async fn eval(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let vm = cx.vm();
    let (globals, locals) = namespaces(vm, a.some(1), a.some(2), false)?;
    let code = match a.at(0).get_ref::<Code>() {
        Some(code) => {
            if !code.unit.freevars.is_empty() {
                return Err(vm.type_error("code object passed to eval() may not contain free variables"));
            }
            code
        }
        None => {
            let Some(source) = source_text(vm, a.at(0), "<string>")? else {
                return Err(vm.type_error("eval() arg 1 must be a string, bytes or code object"));
            };
            let mut options = Options::new("<string>", Mode::Eval);
            options.future_annotations = inherits_annotations(vm);
            code_of(cx, source.trim_start_matches([' ', '\t']), &options, false).await?
        }
    };
    let f = cx.vm().new_function(code, globals);
    cx.act(Act::Body(f, locals)).await
}

async fn exec(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let vm = cx.vm();
    let (globals, locals) = namespaces(vm, a.some(1), a.some(2), true)?;
    let closure = a.some(3);
    let code = match a.at(0).get_ref::<Code>() {
        Some(code) => {
            let wanted = code.unit.freevars.len();
            match closure {
                Some(_) if wanted == 0 => return Err(vm.type_error("cannot use a closure with this code object")),
                None if wanted > 0 => {
                    return Err(vm.type_error(format!("code object requires a closure of exactly length {wanted}")));
                }
                Some(c) => {
                    let cells = c.get::<Tuple>().map_or(&[][..], |t| t.items());
                    if !c.is_a::<Tuple>() || cells.len() != wanted || cells.iter().any(|c| !c.is_a::<CellBox>()) {
                        return Err(vm.type_error(format!("code object requires a closure of exactly length {wanted}")));
                    }
                }
                None => {}
            }
            code
        }
        None => {
            if closure.is_some() {
                return Err(vm.type_error("closure can only be used when source is a code object"));
            }
            let Some(source) = source_text(vm, a.at(0), "<string>")? else {
                return Err(vm.type_error("exec() arg 1 must be a string, bytes or code object"));
            };
            let mut options = Options::new("<string>", Mode::Exec);
            options.future_annotations = inherits_annotations(vm);
            code_of(cx, &source, &options, false).await?
        }
    };
    let f = cx.vm().new_function_with(code, globals, closure.cloned().unwrap_or(Value::NONE));
    cx.act(Act::Body(f, locals)).await?;
    Ok(Value::NONE)
}

async fn breakpoint(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let sys = cx.import("sys").await?;
    match cx.attr_opt(&sys, "breakpointhook").await? {
        Some(hook) => cx.call_kw(&hook, crate::object::type_::pass_on(&a, 0)).await,
        None => Err(cx.vm().runtime_error("lost sys.breakpointhook")),
    }
}

// ---- exit and quit

/// A name of `builtins` that says how it is used; `exit` and `quit` end the program, `help` asks `pydoc`.
struct Quitter(&'static std::primitive::str);

impl NativeObject for Quitter {
    fn visit(&self, _: &mut crate::heap::Visitor) {}
}

static QUITTER: TypeSpec =
    TypeSpec { module: "_sitebuiltins", methods: QUITTER_METHODS, ..TypeSpec::of::<Native>("Quitter") };

static QUITTER_METHODS: &[NativeDef] =
    &[leaf("__repr__", "(self, /)", quitter_repr), tail("__call__", "(self, *args)", quit)];

fn quitter_repr(_: &mut Vm, a: &Args) -> PyResult {
    Ok(str::new(match a.at(0).native::<Quitter>().map_or("exit", |q| q.0) {
        "help" => "Type help() for interactive help, or help(object) for help about object.".into(),
        name @ ("copyright" | "credits" | "license") => format!("Type {name}() to see the full {name} text"),
        name => format!("Use {name}() or Ctrl-D (i.e. EOF) to exit"),
    }))
}

fn quit(vm: &mut Vm, a: &Args) -> Act {
    let code = a.rest(1).first().cloned().unwrap_or(Value::NONE);
    match a.at(0).native::<Quitter>().map_or("exit", |q| q.0) {
        "help" => {
            let args = a.rest(1).to_vec();
            Act::run(async move |cx| {
                let pydoc = cx.import("pydoc").await?;
                cx.call_method(&pydoc, "help", args).await
            })
        }
        name @ ("copyright" | "credits" | "license") => {
            let text = format!("{name}: see the LICENSE files that come with Coroscope.\n");
            Act::run(async move |cx| {
                let print = cx.vm().intern("print");
                let print = cx.vm().builtins.get_interned(&print).unwrap_or(Value::NONE);
                cx.call(&print, [str::new(text.trim_end())]).await
            })
        }
        _ => {
            let ty = types().exc.SystemExit.clone();
            let exc = vm.new_exception(&ty, vec![code.clone()]);
            if let Some(x) = exc.get::<crate::object::exception::Exception>() {
                x.fields.set(vec![code]);
            }
            Act::Raise(vm.raise(exc))
        }
    }
}

/// Puts `exit`, `quit` and the like into the namespace.
pub(crate) fn fill(vm: &mut Vm, dict: &Ref<Dict>) {
    let ty = vm.native_type(&QUITTER);
    for name in ["exit", "quit", "copyright", "credits", "license", "help"] {
        let key = vm.intern(name);
        let q = crate::heap::alloc(&ty, Native(Box::new(Quitter(name))));
        dict.set_interned(&key, q.into());
    }
}
