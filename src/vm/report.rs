//! Reporting what nobody caught: tracebacks as CPython 3.14 prints them.
//!
//! Invariant: the text depends only on the exception, its traceback and the sources the VM has compiled; printing it cannot fail because of
//! the program (an error in a user's `__str__` is shown as CPython shows it).

mod carets;

use super::Vm;
use super::cx::Cx;
use super::host::Stream;
use super::native::Raised;
use crate::heap::Ref;
use crate::object::exception::Exception;
use crate::object::exception_methods::field;
use crate::object::str::Str;
use crate::object::traceback::Traceback;
use crate::object::{str, type_ref, types};
use crate::value::Value;

/// What CPython adds to "maximum recursion depth exceeded" inside some natives.
pub fn recursion_detail(label: &std::primitive::str) -> &'static std::primitive::str {
    match label {
        "__repr__" => " while getting the repr of an object",
        "__eq__" | "__lt__" | "__le__" | "__gt__" | "__ge__" | "__ne__" => " in comparison",
        _ => "",
    }
}

/// Identical entries shown before "[Previous line repeated …]".
const REPEATS: usize = 3;

impl Vm {
    /// An exception in a finaliser whose report cannot run Python.
    pub(crate) fn report_unraisable(&mut self, exc: Value) {
        let name = self.type_name(&exc);
        let text = exc.get::<Exception>().map(|e| e.args.get());
        let text = text.and_then(|a| a.get::<crate::object::tuple::Tuple>().and_then(|t| t.items().first().cloned()));
        let text = text.and_then(|t| t.get::<Str>().map(|s| format!(": {}", s.to_text()))).unwrap_or_default();
        self.emit(Stream::Err, &format!("Exception ignored in finaliser:\n{name}{text}\n"));
    }
}

fn text_of(v: &Value) -> String {
    v.get::<Str>().map_or(String::new(), |s| s.to_text())
}

/// Writes to `sys.stderr` as the program has it, or to the host's.
pub async fn write_error(cx: &mut Cx, text: &std::primitive::str) -> Result<(), Raised> {
    match crate::builtin::output::standard_stream(cx.vm(), "stderr") {
        Some(f) if f.is_none() => Ok(()),
        Some(f) if crate::builtin::output::host_stream(&f).is_none() => {
            let v = str::new(text);
            cx.call_method(&f, "write", [v]).await.map(drop)
        }
        _ => {
            cx.vm().emit(Stream::Err, text);
            Ok(())
        }
    }
}

/// The traceback and text of an exception with its causes and contexts, as `traceback.format_exception` gives it.
pub async fn exception_text(cx: &mut Cx, exc: &Value) -> Result<String, Raised> {
    // the exception, then what led to it, outwards
    let mut chain = vec![(exc.clone(), "")];
    let mut seen = std::collections::HashSet::from([exc.identity()]);
    let mut at = exc.clone();
    while let Some(e) = at.get_ref::<Exception>() {
        let (cause, context) = (e.cause.get(), e.context.get());
        let (next, link) = if !cause.is_none() {
            (cause, "\nThe above exception was the direct cause of the following exception:\n\n")
        } else if !context.is_none() && !e.suppress_context.get() {
            (context, "\nDuring handling of the above exception, another exception occurred:\n\n")
        } else {
            break;
        };
        if !seen.insert(next.identity()) {
            break;
        }
        chain.push((next.clone(), link));
        at = next;
    }
    let mut out = String::new();
    while let Some((e, link)) = chain.pop() {
        out.push_str(&one_text(cx, &e).await?);
        out.push_str(link);
        cx.tick(1).await?;
    }
    Ok(out)
}

/// One exception without what led to it.
async fn one_text(cx: &mut Cx, exc: &Value) -> Result<String, Raised> {
    let mut out = String::new();
    let traceback = exc.get::<Exception>().map_or(Value::NONE, |e| e.traceback.get());
    if !traceback.is_none() {
        out.push_str("Traceback (most recent call last):\n");
        out.push_str(&traceback_text(cx.vm(), traceback));
    }
    if type_ref(exc).is_subtype(&types().exc.SyntaxError) && !field(exc, 2).is_none() {
        out.push_str(&syntax_location(exc));
    }
    out.push_str(&summary(cx, exc).await?);
    out.push('\n');
    let notes = cx.vm().names.notes.clone();
    if let Some(notes) = cx.get_attr_opt(exc, &notes).await?
        && let Some(items) = super::protocol::hooks::native_items(&notes)
    {
        for n in items {
            let n = cx.str(&n).await?;
            out.push_str(&text_of(&n));
            out.push('\n');
        }
    }
    Ok(out)
}

/// `module.Class: text`, with a suggestion where CPython has one.
async fn summary(cx: &mut Cx, exc: &Value) -> Result<String, Raised> {
    let ty = type_ref(exc);
    let qualname = text_of(&ty.qualname.get());
    let module = ty.lookup(&cx.vm().names.module.clone()).map_or(String::new(), |m| text_of(&m));
    let class =
        if matches!(module.as_str(), "" | "builtins" | "__main__") { qualname } else { format!("{module}.{qualname}") };
    let syntax = ty.is_subtype(&types().exc.SyntaxError);
    let mut text = if syntax && !field(exc, 0).is_none() {
        text_of(&cx.str(&field(exc, 0)).await?)
    } else {
        match cx.str(exc).await {
            Ok(s) => text_of(&s),
            Err(e) => {
                drop(cx.vm().take_raised(e));
                "<exception str() failed>".into()
            }
        }
    };
    text.push_str(&suggestion(cx.vm(), exc));
    Ok(if text.is_empty() { class } else { format!("{class}: {text}") })
}

/// ". Did you mean: 'x'?" for names, attributes and what is imported from modules.
fn suggestion(vm: &mut Vm, exc: &Value) -> String {
    let t = &types().exc;
    let ty = type_ref(exc);
    let wrong = text_of(&field(exc, 0));
    if wrong.is_empty() {
        return String::new();
    }
    if ty.is_subtype(&t.ImportError) {
        let missing = field(exc, 3);
        let key = vm.intern(&wrong);
        let module = vm.modules.get_interned(&key);
        let (true, Some(d)) = (missing.is_a::<crate::object::str::Str>(), module.and_then(|m| vm.own_dict(&m))) else {
            return String::new();
        };
        let missing = text_of(&missing);
        let mut names: Vec<String> = d.items().into_iter().map(|(k, _)| text_of(&k)).collect();
        crate::order::sort_texts(&mut names);
        names.retain(|n| !n.is_empty() && (missing.starts_with('_') || !n.starts_with('_')));
        return match super::suggest::closest(&missing, names.into_iter()) {
            Some(s) => format!(". Did you mean: '{s}'?"),
            None => String::new(),
        };
    }
    if ty.is_subtype(&t.AttributeError) {
        let object = field(exc, 1);
        let mut names = Vec::new();
        if let Some(d) = vm.own_dict(&object) {
            names.extend(d.items().into_iter().map(|(k, _)| text_of(&k)));
        }
        if let Some(area) = crate::object::instance::InstanceArea::of(&object) {
            let keys = type_ref(&object).keys.borrow();
            names.extend(keys.names.iter().take(area.filled()).map(|n| n.to_text()));
        }
        let classes: Vec<Ref<crate::object::ty::Type>> = match object.get::<crate::object::ty::Type>() {
            Some(c) => c.mro.get(),
            None => type_ref(&object).mro.get(),
        };
        for c in classes {
            names.extend(c.dict().items().into_iter().map(|(k, _)| text_of(&k)));
        }
        crate::order::sort_texts(&mut names);
        names.dedup();
        names.retain(|n| !n.is_empty() && (wrong.starts_with('_') || !n.starts_with('_')));
        return match super::suggest::closest(&wrong, names.into_iter()) {
            Some(s) => format!(". Did you mean: '{s}'?"),
            None => String::new(),
        };
    }
    if ty.is_subtype(&t.NameError) {
        let mut frame = None;
        let mut tb = exc.get::<Exception>().map_or(Value::NONE, |e| e.traceback.get());
        while let Some(entry) = tb.get_ref::<Traceback>() {
            frame = Some(entry.frame.clone());
            tb = entry.next.get();
        }
        let Some(frame) = frame else { return String::new() };
        let mut names: Vec<String> = Vec::new();
        for (i, n) in frame.code.varnames.iter().enumerate() {
            if let Some(v) = frame.register(i) {
                let name = vm.intern(&wrong);
                if n.to_text() == "self" && vm.instance_attr(&v, &name).is_some() {
                    return format!(". Did you mean: 'self.{wrong}'?");
                }
                names.push(n.to_text());
            }
        }
        names.extend(frame.code.unit.freevars.iter().map(|n| n.to_string()));
        names.extend(frame.code.unit.cellvars.iter().map(|n| n.0.to_string()));
        if let Some(d) = frame.namespace().and_then(|n| n.get_ref::<crate::object::dict::Dict>()) {
            names.extend(d.items().into_iter().map(|(k, _)| text_of(&k)));
        }
        names.extend(frame.globals.items().into_iter().map(|(k, _)| text_of(&k)));
        names.extend(vm.builtins.items().into_iter().map(|(k, _)| text_of(&k)));
        let found = super::suggest::closest(&wrong, names.into_iter().filter(|n| !n.is_empty()));
        let import = crate::module::NATIVE.iter().any(|s| s.name == wrong) || super::find::is_library(&wrong);
        return match (found, import) {
            (Some(s), true) => format!(". Did you mean: '{s}'? Or did you forget to import '{wrong}'?"),
            (Some(s), false) => format!(". Did you mean: '{s}'?"),
            (None, true) => format!(". Did you forget to import '{wrong}'?"),
            (None, false) => String::new(),
        };
    }
    String::new()
}

/// The entries of a traceback, outermost first.
fn traceback_text(vm: &mut Vm, traceback: Value) -> String {
    let mut out = String::new();
    let mut last: Option<(String, u32, String)> = None;
    let mut repeats = 0;
    let mut at = traceback;
    let flush = |out: &mut String, repeats: usize| {
        if repeats > REPEATS {
            let n = repeats - REPEATS;
            let plural = if n == 1 { "" } else { "s" };
            out.push_str(&format!("  [Previous line repeated {n} more time{plural}]\n"));
        }
    };
    while let Some(entry) = at.get_ref::<Traceback>() {
        let position = entry.position();
        let unit = entry.frame.code.unit.clone();
        let key = (unit.filename.to_string(), position.line, unit.name.to_string());
        if last.as_ref() != Some(&key) {
            flush(&mut out, repeats);
            repeats = 0;
            last = Some(key);
        }
        repeats += 1;
        if repeats <= REPEATS {
            out.push_str(&format!("  File \"{}\", line {}, in {}\n", unit.filename, position.line, unit.name));
            let source = vm.sources.get(&*unit.filename).cloned();
            if let Some(source) = source {
                out.push_str(&carets::excerpt(&source, &position));
            }
        }
        at = entry.next.get();
    }
    flush(&mut out, repeats);
    out
}

/// `File …, line …`, the line and carets of a SyntaxError.
fn syntax_location(exc: &Value) -> String {
    let (file, line) = (field(exc, 1), field(exc, 2).as_small().unwrap_or(0));
    let file = if file.is_none() { "<string>".into() } else { text_of(&file) };
    let mut out = format!("  File \"{file}\", line {line}\n");
    let text = field(exc, 4);
    if text.is_none() {
        return out;
    }
    let text = text_of(&text);
    let line_text = text.trim_end_matches(['\n', '\r']);
    let shown = line_text.trim_start_matches([' ', '\t', '\u{c}']);
    out.push_str(&format!("    {}\n", shown.trim_end()));
    let Some(offset) = field(exc, 3).as_small().filter(|o| *o >= 1) else { return out };
    let end_line = field(exc, 5).as_small().unwrap_or(line);
    let mut end = field(exc, 6).as_small().unwrap_or(offset);
    let width = line_text.chars().count() as i64;
    if end_line != line {
        end = width + 1;
    }
    if end == offset || end == -1 || end == 0 {
        end = offset + 1;
    }
    let stripped = width - shown.chars().count() as i64;
    let col = offset - 1 - stripped;
    let end_col = end - 1 - stripped;
    if col >= 0 {
        let lead: String = shown.chars().take(col as usize).map(|c| if c.is_whitespace() { c } else { ' ' }).collect();
        let pad = " ".repeat((col as usize).saturating_sub(lead.chars().count()));
        out.push_str(&format!("    {lead}{pad}{}\n", "^".repeat((end_col - col).max(1) as usize)));
    }
    out
}
