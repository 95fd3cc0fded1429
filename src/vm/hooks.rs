//! What the interpreter says on its own, through what a program may replace: `sys.excepthook`, `sys.unraisablehook`, `warnings`.
//!
//! Invariant: a report never fails: what a replaced hook raises is reported in its turn, by the interpreter's own hook.

use super::Vm;
use super::cx::Cx;
use super::host::Stream;
use super::native::{Act, PyResult, Raised};
use super::report::{exception_text, write_error};
use crate::compile::SyntaxWarning;
use crate::module::io::{standard, text_io};
use crate::object::dict::Dict;
use crate::object::exception::Exception;
use crate::object::exception_methods::field;
use crate::object::module::Module;
use crate::object::spec::getter;
use crate::object::str::Str;
use crate::object::structseq::{self, StructSpec, item};
use crate::object::{str, type_of, type_ref, types};
use crate::value::Value;

/// Exit status of a program that KeyboardInterrupt ends.
const INTERRUPTED: i64 = 130;

/// What `sys.unraisablehook` is called with.
pub static UNRAISABLE: StructSpec = StructSpec {
    ty: structseq::spec(
        "",
        "UnraisableHookArgs",
        "UnraisableHookArgs\n\nType used to pass arguments to sys.unraisablehook.",
        &[
            getter("exc_type", item::<0>),
            getter("exc_value", item::<1>),
            getter("exc_traceback", item::<2>),
            getter("err_msg", item::<3>),
            getter("object", item::<4>),
        ],
        0,
    ),
    full_name: "UnraisableHookArgs",
    fields: &["exc_type", "exc_value", "exc_traceback", "err_msg", "object"],
    visible: 5,
};

impl Vm {
    /// A name of `sys` as the program has it; `None` while there is no `sys`, or no such name.
    pub fn sys_attribute(&mut self, name: &std::primitive::str) -> Option<Value> {
        let (sys, key) = (self.intern("sys"), self.intern(name));
        self.modules.get_interned(&sys)?.get::<Module>()?.dict.get_interned(&key)
    }

    fn set_sys_attribute(&mut self, name: &std::primitive::str, v: Value) {
        let key = self.intern(name);
        if let Some(m) = self.sys().as_ref().and_then(|m| m.get::<Module>()) {
            m.dict.set_interned(&key, v);
        }
    }

    /// What is `sys` among the modules. If nothing is, because nobody has imported it yet, it is made now.
    pub(crate) fn sys(&mut self) -> Option<Value> {
        let name = self.intern("sys");
        if let Some(m) = self.modules.get_interned(&name) {
            return Some(m);
        }
        let native = crate::module::native("sys")?;
        match self.load_native((native.spec)()) {
            Ok(m) => Some(m),
            Err(e) => {
                drop(self.take_raised(e));
                None
            }
        }
    }

    /// Reports an exception that left the program: Done(exit status).
    pub(crate) fn report_exception(&mut self, exc: Value) -> Act {
        Act::run(async move |cx| {
            let exc = match uncaught(cx, &exc).await {
                Ok(status) => return Ok(status),
                Err(e) => cx.vm().take_raised(e),
            };
            // the program's own stream does not take the report
            let text = exception_text(cx, &exc).await?;
            cx.vm().emit(Stream::Err, &text);
            Ok(Value::int(1))
        })
    }

    /// An exception that nobody can catch, in what `message` names: "Exception ignored …".
    pub(crate) fn unraisable(&mut self, exc: Value, message: String, object: Value) -> Act {
        Act::run(async move |cx| {
            let vm = cx.vm();
            if exc.get::<Exception>().is_some_and(|e| e.traceback.get().is_none()) {
                vm.add_caller_traceback(&exc);
            }
            let traceback = exc.get::<Exception>().map_or(Value::NONE, |e| e.traceback.get());
            let parts = vec![type_of(&exc).into(), exc, traceback, str::new(message), object];
            let args = structseq::new(vm, &UNRAISABLE, parts);
            let hook = match vm.sys_attribute("unraisablehook") {
                Some(hook) if !hook.is_none() => hook,
                _ => return unraisable_text(cx, &args).await,
            };
            match cx.call(&hook, [args]).await {
                Ok(_) => Ok(Value::NONE),
                Err(e) => {
                    let vm = cx.vm();
                    let exc = vm.take_raised(e);
                    let traceback = exc.get::<Exception>().map_or(Value::NONE, |e| e.traceback.get());
                    let message = str::new("Exception ignored in sys.unraisablehook");
                    let args =
                        structseq::new(vm, &UNRAISABLE, vec![type_of(&exc).into(), exc, traceback, message, hook]);
                    match unraisable_text(cx, &args).await {
                        Ok(v) => Ok(v),
                        Err(e) => {
                            drop(cx.vm().take_raised(e));
                            Ok(Value::NONE)
                        }
                    }
                }
            }
        })
    }

    /// A coroutine died without being awaited.
    pub(crate) fn never_awaited(&mut self, v: &Value) -> Act {
        let coroutine = v.clone();
        Act::run(async move |cx| {
            if let Some(g) = coroutine.get::<crate::object::generator::Generator>() {
                let vm = cx.vm();
                vm.record_generator_end(g, "unawaited");
                if vm.trace.wants(0) {
                    let name = crate::object::object_::text(&g.qualname());
                    vm.record_warning(format!("coroutine '{name}' was never awaited"));
                }
            }
            if !cx.vm().finalising {
                let warnings = cx.import("warnings").await?;
                if let Some(warn) = cx.attr_opt(&warnings, "_warn_unawaited_coroutine").await? {
                    match cx.call(&warn, [coroutine.clone()]).await {
                        Err(e) => {
                            let told = cx.vm().raised_is(&types().exc.RuntimeWarning);
                            let exc = cx.vm().take_raised(e);
                            super::finalise::report(cx, exc, "finalizing coroutine", &coroutine).await;
                            if told {
                                return Ok(Value::NONE);
                            }
                        }
                        done => return done,
                    }
                }
            }
            let name = coroutine.get::<crate::object::generator::Generator>().map(|g| g.qualname());
            let name = name.and_then(|n| n.get::<Str>().map(|s| s.to_text())).unwrap_or_default();
            if !cx.vm().finalising {
                return never_awaited(cx, format!("coroutine '{name}' was never awaited"), coroutine).await;
            }
            warn_at_end(cx, format!("coroutine '{name}' was never awaited")).await?;
            Ok(Value::NONE)
        })
    }

    /// The filters of warnings, before the module that has them is taken down.
    pub(super) fn keep_warning_filters(&mut self) {
        let key = self.intern("warnings");
        let module = self.modules.get_interned(&key);
        let Some(dict) = module.and_then(|m| m.get::<Module>().map(|m| m.dict.clone())) else { return };
        let key = self.intern("filters");
        self.last_filters = dict.get_interned(&key).unwrap_or(Value::NONE);
    }

    /// What `agen.asend()` and its like returned died without being awaited.
    pub(crate) fn method_never_awaited(&mut self, v: &Value) -> Act {
        use crate::object::gen_awaitable::{GenAwaitable, State};
        let Some(w) = v.get_ref::<GenAwaitable>() else { return Act::Done(Value::NONE) };
        w.state.set(State::Closed);
        let name = crate::object::object_::text(&w.generator.qualname());
        let message = format!("coroutine method '{}' of '{name}' was never awaited", w.what.name());
        let awaitable = v.clone();
        if self.finalising {
            return Act::Done(Value::NONE);
        }
        Act::run(async move |cx| never_awaited(cx, message, awaitable).await)
    }

    /// Warnings that the compiler found, as an act; `None` if there is nothing to wait for. Until the program imports `warnings`
    /// itself its filters are the default ones, and nothing is imported for them.
    pub(crate) fn source_warnings(
        &mut self,
        list: &[SyntaxWarning],
        filename: &std::primitive::str,
        source: &std::primitive::str,
    ) -> Option<Act> {
        if list.is_empty() {
            return None;
        }
        let key = self.intern("warnings");
        let Some(warnings) = self.modules.get_interned(&key).filter(|m| m.is_a::<Module>()) else {
            let stderr = standard::current(self, "stderr")?;
            for w in list {
                // (only files are looked into)
                let line = self.line_of_file(filename, w.line);
                let line = line.map_or(String::new(), |l| format!("  {}\n", l.trim()));
                let text = str::new(format!("{filename}:{}: SyntaxWarning: {}\n{line}", w.line, w.message));
                if let Some(t) = crate::object::text_args::text(&text)
                    && let Some(Err(e)) = text_io::write_now(self, &stderr, t)
                {
                    drop(self.take_raised(e));
                }
            }
            return None;
        };
        let (list, filename, source) = (list.to_vec(), filename.to_owned(), source.to_owned());
        Some(Act::run(async move |cx| {
            for w in list {
                let t = &types().exc;
                let args = [
                    str::new(w.message.as_str()),
                    t.SyntaxWarning.value(),
                    str::new(filename.as_str()),
                    Value::int(w.line as i64),
                ];
                if let Err(e) = cx.call_method(&warnings, "warn_explicit", args).await {
                    return Err(as_syntax_error(cx.vm(), e, w, &filename, &source));
                }
            }
            Ok(Value::NONE)
        }))
    }
}

/// A warning that a filter made an error is a SyntaxError at the warning's place.
fn as_syntax_error(
    vm: &mut Vm,
    e: Raised,
    mut w: SyntaxWarning,
    filename: &std::primitive::str,
    source: &std::primitive::str,
) -> Raised {
    let t = &types().exc;
    if let Err(e) = vm.catch(e, &t.SyntaxWarning.clone()) {
        return e;
    }
    w.message = w.message.replace(" Such sequences will not work in the future.", "");
    if w.late() {
        w.stage = crate::compile::errors::Stage::Code;
    }
    vm.syntax_error_in(w, filename, source)
}

/// Exit status of a program that `exc` leaves; what is to be said about it is said.
async fn uncaught(cx: &mut Cx, exc: &Value) -> PyResult {
    let mut exc = exc.clone();
    loop {
        let t = &types().exc;
        let class = type_ref(&exc);
        if class.is_subtype(&t.SystemExit) {
            return exit_status(cx, &exc).await;
        }
        let status = Value::int(if class.is_subtype(&t.KeyboardInterrupt) { INTERRUPTED } else { 1 });
        let vm = cx.vm();
        vm.record_unhandled(&exc);
        let class: Value = type_of(&exc).into();
        let traceback = exc.get::<Exception>().map_or(Value::NONE, |e| e.traceback.get());
        let last = [("last_exc", &exc), ("last_type", &class), ("last_value", &exc), ("last_traceback", &traceback)];
        for (name, v) in last {
            vm.set_sys_attribute(name, v.clone());
        }
        let hook = match vm.sys_attribute("excepthook") {
            Some(hook) => hook,
            None => {
                if vm.sys_attribute("modules").is_some() {
                    write_error(cx, "sys.excepthook is missing\n").await?;
                }
                display(cx, &exc).await?;
                return Ok(status);
            }
        };
        match cx.call(&hook, [class, exc.clone(), traceback]).await {
            Ok(_) => return Ok(status),
            Err(e) => {
                let second = cx.vm().take_raised(e);
                if type_ref(&second).is_subtype(&types().exc.SystemExit) {
                    exc = second;
                    continue;
                }
                write_error(cx, "Error in sys.excepthook:\n").await?;
                display(cx, &second).await?;
                write_error(cx, "\nOriginal exception was:\n").await?;
                display(cx, &exc).await?;
                return Ok(status);
            }
        }
    }
}

async fn exit_status(cx: &mut Cx, exc: &Value) -> PyResult {
    let code = field(exc, 0);
    if code.is_none() {
        return Ok(Value::int(0));
    }
    if let Some(n) = crate::object::int::to_i64(&code) {
        return Ok(Value::int(n & 0xff));
    }
    if crate::object::int::is_int(&code) {
        return Ok(Value::int(0xff));
    }
    let text = cx.str(&code).await?;
    let text = text.get::<Str>().map_or(String::new(), |s| s.to_text());
    write_error(cx, &format!("{text}\n")).await?;
    Ok(Value::int(1))
}

/// Writes an exception as the interpreter's own hook does.
pub async fn display(cx: &mut Cx, exc: &Value) -> Result<(), Raised> {
    let text = exception_text(cx, exc).await?;
    write_error(cx, &text).await
}

/// What the interpreter's own `sys.unraisablehook` writes.
pub async fn unraisable_text(cx: &mut Cx, args: &Value) -> PyResult {
    let parts = args.get::<crate::object::tuple::Tuple>().map_or(Vec::new(), |t| t.items().to_vec());
    let [_, exc, _, message, object] = parts.as_slice() else {
        return Err(cx.vm().type_error("sys.unraisablehook argument type must be UnraisableHookArgs"));
    };
    let message = message.get::<Str>().map(|s| s.to_text());
    let mut out = match (&message, object.is_none()) {
        (Some(m), _) => m.clone(),
        (None, false) => "Exception ignored in".into(),
        (None, true) => String::new(),
    };
    if !object.is_none() {
        let shown = match cx.repr(object).await {
            Ok(r) => r.get::<Str>().map_or(String::new(), |s| s.to_text()),
            Err(e) => {
                drop(cx.vm().take_raised(e));
                "<object repr() failed>".into()
            }
        };
        out.push_str(": ");
        out.push_str(&shown);
        out.push('\n');
    } else if message.is_some() {
        out.push_str(":\n");
    }
    if exc.is_a::<Exception>() {
        out.push_str(&super::report::plain_text(cx, exc).await?);
    }
    write_error(cx, &out).await?;
    Ok(Value::NONE)
}

/// A RuntimeWarning while the modules are taken down: there is no frame that it could name, and each text is told once.
async fn warn_at_end(cx: &mut Cx, text: String) -> Result<(), Raised> {
    let filters = cx.vm().last_filters.get_ref::<crate::object::list::List>();
    let (message, module) = (str::new(text.as_str()), str::new("sys"));
    let category = types().exc.RuntimeWarning.clone();
    let mut action = String::new();
    let mut i = 0;
    while let Some(filter) = filters.as_ref().and_then(|l| l.at(i)) {
        i += 1;
        let parts = filter.get::<crate::object::tuple::Tuple>().map_or(Vec::new(), |t| t.items().to_vec());
        let [what, pattern, class, origin, line] = parts.as_slice() else { continue };
        let asked = class.get::<crate::object::ty::Type>().is_some_and(|c| category.is_subtype(c));
        if !asked || line.as_small() != Some(0) {
            continue;
        }
        let mut matches = true;
        for (pattern, subject) in [(pattern, &message), (origin, &module)] {
            if matches && !pattern.is_none() {
                let found = cx.call_method(pattern, "match", [subject.clone()]).await?;
                matches = cx.truth(&found).await?;
            }
        }
        if matches {
            action = crate::object::object_::text(what);
            break;
        }
    }
    if action == "ignore" {
        return Ok(());
    }
    if action != "always" && action != "all" {
        let vm = cx.vm();
        let told = match vm.sys_attribute("__warningregistry__").and_then(|d| d.get_ref::<Dict>()) {
            Some(d) => d,
            None => Dict::new(),
        };
        vm.set_sys_attribute("__warningregistry__", told.value());
        let key = vm.intern(&text);
        if told.get_interned(&key).is_some() {
            return Ok(());
        }
        told.set_interned(&key, Value::TRUE);
    }
    write_error(cx, &format!("<sys>:0: RuntimeWarning: {text}\n")).await
}

async fn never_awaited(cx: &mut Cx, message: String, source: Value) -> PyResult {
    let warnings = cx.import("warnings").await?;
    let category = types().exc.RuntimeWarning.value();
    cx.call_method(&warnings, "warn", [str::new(message), category, Value::int(1), source]).await
}
