//! Reporting what nobody caught: tracebacks as CPython 3.14 prints them.
//!
//! Invariant: the text depends only on the exception, its traceback and the sources the VM has compiled; printing it cannot fail because of
//! the program (an error in a user's `__str__` is shown as CPython shows it).

mod carets;

use super::Vm;
use super::cx::Cx;
use super::native::Raised;
use crate::compile::{self, Mode, SyntaxError};
use crate::heap::Ref;
use crate::object::exception::Exception;
use crate::object::exception_methods::field;
use crate::object::str::Str;
use crate::object::traceback::Traceback;
use crate::object::{str, type_ref, types};
use crate::value::Value;
use std::collections::HashSet;

/// What CPython adds to "maximum recursion depth exceeded" inside some natives.
pub fn recursion_detail(label: &std::primitive::str) -> &'static std::primitive::str {
    match label {
        "__repr__" => " while getting the repr of an object",
        "__hash__" => " while hashing a tuple",
        "__eq__" | "__lt__" | "__le__" | "__gt__" | "__ge__" | "__ne__" => " in comparison",
        _ => "",
    }
}

/// Where a SyntaxError keeps the text it is about: a str, or True if that is the file's.
pub const METADATA: usize = 8;

/// Identical entries shown before "[Previous line repeated …]".
const REPEATS: usize = 3;

fn text_of(v: &Value) -> String {
    v.get::<Str>().map_or(String::new(), |s| s.to_text())
}

/// Writes to `sys.stderr` as the program has it, or to the host's if that fails.
pub async fn write_error(cx: &mut Cx, text: &std::primitive::str) -> Result<(), Raised> {
    let Some(f) = crate::module::io::standard::current(cx.vm(), "stderr") else { return Ok(()) };
    cx.call_method(&f, "write", [str::new(text)]).await?;
    cx.call_method(&f, "flush", []).await.map(drop)
}

/// Members of a group that are shown, and levels of groups in groups.
const GROUP_WIDTH: usize = 15;
const GROUP_DEPTH: usize = 10;

/// An exception of a report: what is shown as having led to it, and its members if it is a group, by their places in the list of all.
struct Shown {
    exc: Value,
    /// groups around it
    level: usize,
    led: Option<(usize, &'static std::primitive::str)>,
    members: Option<std::ops::Range<usize>>,
}

/// What is still to be written: a stack, so that groups in groups cost no Rust stack.
enum Part {
    /// an exception with what led to it
    Whole(usize),
    /// one exception, without what led to it
    One(usize),
    Text(&'static std::primitive::str),
    /// member `index` of a group of `total`; None: the members that are left out
    Member {
        index: usize,
        total: usize,
        exc: Option<usize>,
    },
    /// a member ends; the last one closes the box
    MemberEnd {
        last: bool,
    },
    /// the outermost group ends
    TopEnd,
}

/// Text in nested boxes.
struct Boxes {
    out: String,
    depth: usize,
    /// the innermost box needs its closing line
    open: bool,
}

impl Boxes {
    fn indent(&mut self) {
        self.out.extend(std::iter::repeat_n(' ', 2 * self.depth));
    }

    fn emit(&mut self, text: &std::primitive::str, margin: char) {
        if self.depth == 0 {
            return self.out.push_str(text);
        }
        for line in text.split_inclusive('\n') {
            self.indent();
            self.out.push(margin);
            self.out.push(' ');
            self.out.push_str(line);
        }
    }
}

/// The traceback and text of an exception with its causes and contexts, as `traceback.format_exception` gives it.
pub async fn exception_text(cx: &mut Cx, exc: &Value) -> Result<String, Raised> {
    let limit = cx.vm().sys_attribute("tracebacklimit").and_then(|v| v.as_small()).map(|n| n.max(0) as usize);
    let mut boxes = Boxes { out: String::new(), depth: 0, open: false };
    let all = shown_exceptions(cx, exc).await?;
    let mut work = vec![Part::Whole(0)];
    while let Some(part) = work.pop() {
        cx.tick(1).await?;
        match part {
            Part::Whole(mut at) => {
                work.push(Part::One(at));
                while let Some((next, link)) = all[at].led {
                    cx.tick(1).await?;
                    work.extend([Part::Text(link), Part::One(next)]);
                    at = next;
                }
            }
            Part::Text(text) => boxes.emit(text, '|'),
            Part::One(at) => {
                let (exc, members) = (all[at].exc.clone(), all[at].members.clone());
                if members.is_some() && boxes.depth > GROUP_DEPTH {
                    boxes.emit(&format!("... (max_group_depth is {GROUP_DEPTH})\n"), '|');
                    continue;
                }
                let top = members.is_some() && boxes.depth == 0;
                boxes.depth += top as usize;
                let traceback = exc.get::<Exception>().map_or(Value::NONE, |e| e.traceback.get());
                if !traceback.is_none() {
                    match members {
                        Some(_) => boxes
                            .emit("Exception Group Traceback (most recent call last):\n", if top { '+' } else { '|' }),
                        None => boxes.emit("Traceback (most recent call last):\n", '|'),
                    }
                    fetch_texts(cx, &traceback).await?;
                    let entries = traceback_text(cx.vm(), traceback, limit, true);
                    boxes.emit(&entries, '|');
                }
                let text = only_text(cx, &exc).await?;
                boxes.emit(&text, '|');
                let Some(members) = members else { continue };
                if top {
                    work.push(Part::TopEnd);
                }
                let total = members.len();
                let shown = members.take(GROUP_WIDTH).map(Some);
                let rest = (total > GROUP_WIDTH).then_some(None);
                let parts = shown.chain(rest).enumerate().map(|(index, exc)| Part::Member { index, total, exc });
                let parts: Vec<Part> = parts.collect();
                work.extend(parts.into_iter().rev());
                boxes.open = false;
            }
            Part::Member { index, total, exc } => {
                let last = index + 1 == total || exc.is_none();
                boxes.open |= last;
                boxes.indent();
                let lead = if index == 0 { "+-" } else { "  " };
                let title = if exc.is_some() { (index + 1).to_string() } else { "...".into() };
                boxes.out.push_str(&format!("{lead}+---------------- {title} ----------------\n"));
                boxes.depth += 1;
                work.push(Part::MemberEnd { last });
                match exc {
                    Some(exc) => work.push(Part::Whole(exc)),
                    None => {
                        let rest = total - GROUP_WIDTH;
                        let plural = if rest > 1 { "s" } else { "" };
                        boxes.emit(&format!("and {rest} more exception{plural}\n"), '|');
                    }
                }
            }
            Part::MemberEnd { last } => {
                if last && boxes.open {
                    boxes.indent();
                    boxes.out.push_str("+------------------------------------\n");
                    boxes.open = false;
                }
                boxes.depth -= 1;
            }
            Part::TopEnd => boxes.depth = 0,
        }
    }
    Ok(boxes.out)
}

/// All exceptions of a report, first the one that it is about. What was met before is not shown again as what led to another, and the
/// last member of a group is looked at first: what several of them share stands under the last.
async fn shown_exceptions(cx: &mut Cx, exc: &Value) -> Result<Vec<Shown>, Raised> {
    let shown = |exc: &Value, level| Shown { exc: exc.clone(), level, led: None, members: None };
    let mut seen = HashSet::from([exc.identity()]);
    let mut all = vec![shown(exc, 0)];
    let mut queue = vec![0];
    while let Some(at) = queue.pop() {
        cx.tick(1).await?;
        let (exc, level) = (all[at].exc.clone(), all[at].level);
        if let Some((next, link)) = led_to(&exc, &mut seen) {
            all[at].led = Some((all.len(), link));
            queue.push(all.len());
            all.push(shown(&next, level));
        }
        if let Some(members) = group_members(&exc) {
            let places = all.len()..all.len() + members.len();
            all[at].members = Some(places.clone());
            // deeper ones are not written
            if level < GROUP_DEPTH {
                seen.extend(members.iter().map(Value::identity));
                all.extend(members.iter().map(|member| shown(member, level + 1)));
                queue.extend(places);
            }
        }
    }
    Ok(all)
}

/// The cause of an exception, or what was being handled, with the line between the two; nothing that was met before.
fn led_to(exc: &Value, seen: &mut HashSet<u64>) -> Option<(Value, &'static std::primitive::str)> {
    let e = exc.get_ref::<Exception>()?;
    let mut fresh = |v: &Value| !v.is_none() && seen.insert(v.identity());
    let (cause, context) = (e.cause.get(), e.context.get());
    if fresh(&cause) {
        return Some((cause, "\nThe above exception was the direct cause of the following exception:\n\n"));
    }
    let link = "\nDuring handling of the above exception, another exception occurred:\n\n";
    (!e.suppress_context.get() && fresh(&context)).then_some((context, link))
}

/// The members of an exception group; None for another exception.
fn group_members(exc: &Value) -> Option<Vec<Value>> {
    if !type_ref(exc).is_subtype(&types().exc.BaseExceptionGroup) {
        return None;
    }
    field(exc, 1).get::<crate::object::tuple::Tuple>().map(|t| t.items().to_vec())
}

/// Class, text and notes of one exception, as `traceback.format_exception_only` gives them.
async fn only_text(cx: &mut Cx, exc: &Value) -> Result<String, Raised> {
    let mut out = String::new();
    if type_ref(exc).is_subtype(&types().exc.SyntaxError) && field(exc, 2).as_small().is_some() {
        let mut warnings = Vec::new();
        let corrected = corrected(cx.vm(), exc, &mut warnings);
        if let Some(act) = cx.vm().source_warnings(&warnings, "<input>", "")
            && let Err(e) = cx.act(act).await
        {
            drop(cx.vm().take_raised(e));
        }
        out.push_str(&syntax_location(exc, corrected.as_ref()));
        out.push_str(&summary(cx, exc, corrected).await?);
    } else {
        out.push_str(&summary(cx, exc, None).await?);
    }
    out.push('\n');
    let notes = cx.vm().names.notes.clone();
    let Some(notes) = cx.get_attr_opt(exc, &notes).await? else { return Ok(out) };
    match super::protocol::hooks::native_items(&notes) {
        Some(items) => {
            for n in items {
                let n = safe_text(cx, &n, "note").await?;
                out.push_str(&n);
                out.push('\n');
            }
        }
        None if notes.is_none() => {}
        None => {
            let shown = match cx.repr(&notes).await {
                Ok(r) => text_of(&r),
                Err(e) => {
                    drop(cx.vm().take_raised(e));
                    "<__notes__ repr() failed>".into()
                }
            };
            out.push_str(&shown);
            out.push('\n');
        }
    }
    Ok(out)
}

/// `str(v)`, or what stands for it when it fails.
async fn safe_text(cx: &mut Cx, v: &Value, what: &std::primitive::str) -> Result<String, Raised> {
    Ok(match cx.str(v).await {
        Ok(s) => text_of(&s),
        Err(e) => {
            drop(cx.vm().take_raised(e));
            format!("<{what} str() failed>")
        }
    })
}

/// The error to show in place of a SyntaxError: a keyword may be spelled wrong. What is tried may make the compiler warn.
fn corrected(vm: &mut Vm, exc: &Value, warnings: &mut Vec<SyntaxError>) -> Option<SyntaxError> {
    let source = field(exc, METADATA);
    let file = text_of(&field(exc, 1));
    let (source, from_file) = match source.get::<Str>() {
        Some(s) => (s.to_text(), false),
        None if source.as_bool() == Some(true) => (vm.sources.get(&file)?.to_string(), true),
        None => return None,
    };
    let number = |i: usize| field(exc, i).as_small().unwrap_or(0);
    let text = field(exc, 4);
    let error = SyntaxError {
        kind: compile::SyntaxErrorKind::SyntaxError,
        message: text_of(&field(exc, 0)),
        line: number(2) as u32,
        col: number(3) as u32,
        end_line: number(5) as u32,
        end_col: number(6) as i32,
        text: text.get::<Str>().map(|s| s.to_text()),
        stage: compile::errors::Stage::Parsing,
    };
    compile::messages::typo::corrected(&source, &error, from_file, &mut |code| {
        let options = compile::Options::new("<string>", Mode::Exec);
        match compile::compile(code, &options) {
            Ok(compiled) => {
                warnings.extend(compiled.warnings);
                true
            }
            Err(e) => {
                warnings.extend(compile::messages::warn::before(code, Mode::Exec, &e));
                false
            }
        }
    })
}

/// `module.Class: text`, with a suggestion where CPython has one.
async fn summary(cx: &mut Cx, exc: &Value, corrected: Option<SyntaxError>) -> Result<String, Raised> {
    let ty = type_ref(exc);
    let class = class_text(cx.vm(), exc);
    let syntax = ty.is_subtype(&types().exc.SyntaxError);
    let mut text = match corrected {
        Some(error) => error.message,
        None if syntax => match field(exc, 0) {
            m if m.is_none() => "<no detail available>".into(),
            m => {
                let mut text = safe_text(cx, &m, "exception").await?;
                let file = field(exc, 1);
                if field(exc, 2).is_none() && !file.is_none() {
                    text.push_str(&format!(" ({})", safe_text(cx, &file, "exception").await?));
                }
                text
            }
        },
        None => safe_text(cx, exc, "exception").await?,
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
        let import = crate::module::stdlib_names::contains(&wrong);
        return match (found, import) {
            (Some(s), true) => format!(". Did you mean: '{s}'? Or did you forget to import '{wrong}'?"),
            (Some(s), false) => format!(". Did you mean: '{s}'?"),
            (None, true) => format!(". Did you forget to import '{wrong}'?"),
            (None, false) => String::new(),
        };
    }
    String::new()
}

/// Whether there is anything on a line of a file.
fn has_line(vm: &mut Vm, filename: &str, line: usize) -> bool {
    let text = vm.source_text(filename);
    text.is_some_and(|text| text.lines().nth(line.saturating_sub(1)).is_some_and(|line| !line.trim().is_empty()))
}

/// Has the texts fetched of which a traceback shows more than functions. A text that cannot be had is not shown.
async fn fetch_texts(cx: &mut Cx, traceback: &Value) -> Result<(), Raised> {
    let mut at = traceback.clone();
    while let Some(entry) = at.get_ref::<Traceback>() {
        let unit = entry.frame.code.unit.clone();
        let line = entry.position().line as usize;
        if let Some(module) = crate::library::module_of_file(&unit.filename)
            && (unit.positions.is_coarse() || !has_line(cx.vm(), &unit.filename, line))
            && let Err(e) = super::fetch_text(cx, module).await
        {
            let ty = types().exc.OSError.clone();
            cx.vm().catch(e, &ty)?;
        }
        at = entry.next.get();
    }
    Ok(())
}

/// An exception that cannot be raised, as the interpreter itself writes it: its own traceback without marks, its class and its text.
pub async fn plain_text(cx: &mut Cx, exc: &Value) -> Result<String, Raised> {
    let mut out = String::new();
    let traceback = exc.get::<Exception>().map_or(Value::NONE, |e| e.traceback.get());
    if !traceback.is_none() {
        fetch_texts(cx, &traceback).await?;
        let limit = cx.vm().sys_attribute("tracebacklimit").and_then(|v| v.as_small()).map(|n| n.max(0) as usize);
        out.push_str("Traceback (most recent call last):\n");
        out.push_str(&traceback_text(cx.vm(), traceback, limit, false));
    }
    let class = class_text(cx.vm(), exc);
    let text = safe_text(cx, exc, "exception").await?;
    out.push_str(&format!("{class}: {text}\n"));
    Ok(out)
}

/// `module.Class` of an exception.
fn class_text(vm: &mut Vm, exc: &Value) -> String {
    let ty = type_ref(exc);
    let qualname = text_of(&ty.qualname.get());
    match ty.lookup(&vm.names.module.clone()).and_then(|m| m.get::<Str>().map(|m| m.to_text())) {
        Some(m) if matches!(m.as_str(), "builtins" | "__main__") => qualname,
        Some(m) => format!("{m}.{qualname}"),
        None if ty.is_static() => qualname,
        None => format!("<unknown>.{qualname}"),
    }
}

/// The key in `Vm::sources` of a text that a report has shown lines of (`linecache` would have it now).
pub fn shown(filename: &std::primitive::str) -> String {
    format!("{filename}\0shown")
}

/// The entries of a traceback, outermost first; with a limit the last ones only.
fn traceback_text(vm: &mut Vm, traceback: Value, limit: Option<usize>, marks: bool) -> String {
    let mut out = String::new();
    let mut skip = 0;
    if let Some(limit) = limit {
        let mut total = 0usize;
        let mut at = traceback.clone();
        while let Some(entry) = at.get_ref::<Traceback>() {
            total += 1;
            at = entry.next.get();
        }
        skip = total.saturating_sub(limit);
    }
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
        if skip > 0 {
            skip -= 1;
            at = entry.next.get();
            continue;
        }
        let unit = entry.frame.code.unit.clone();
        let position = match unit.positions.is_coarse() {
            true => crate::library::positions(&unit).map_or(entry.position(), |table| table.lookup(entry.pc)),
            false => entry.position(),
        };
        let key = (unit.filename.to_string(), position.line, unit.name.to_string());
        if last.as_ref() != Some(&key) {
            flush(&mut out, repeats);
            repeats = 0;
            last = Some(key);
        }
        repeats += 1;
        if repeats <= REPEATS {
            out.push_str(&format!("  File \"{}\", line {}, in {}\n", unit.filename, position.line, unit.name));
            let source = vm.source_text(&unit.filename);
            if let (Some(text), true) = (&source, marks) {
                vm.sources.insert(shown(&unit.filename), text.clone());
            }
            match source {
                Some(source) if marks => out.push_str(&carets::excerpt(&source, &position)),
                Some(source) => {
                    let line = source.lines().nth((position.line as usize).saturating_sub(1)).map_or("", str::trim);
                    if !line.is_empty() {
                        out.push_str(&format!("    {line}\n"));
                    }
                }
                None => {}
            }
        }
        at = entry.next.get();
    }
    flush(&mut out, repeats);
    out
}

/// `File …, line …`, the line and carets of a SyntaxError.
fn syntax_location(exc: &Value, corrected: Option<&SyntaxError>) -> String {
    let (file, line) = (field(exc, 1), field(exc, 2).as_small().unwrap_or(0));
    let file = match file.get::<Str>() {
        Some(f) if !f.is_empty() => f.to_text(),
        _ => "<string>".into(),
    };
    let mut out = format!("  File \"{file}\", line {line}\n");
    let text = match corrected {
        Some(error) => error.text.clone(),
        None => field(exc, 4).get::<Str>().map(|s| s.to_text()),
    };
    let Some(text) = text else { return out };
    let right = text.trim_end_matches('\n');
    let shown = right.trim_start_matches([' ', '\n', '\u{c}']);
    let stripped = right.chars().count() as i64 - shown.chars().count() as i64;
    out.push_str(&format!("    {shown}\n"));
    let number = |i: usize| field(exc, i).as_small();
    let (offset, end_line, end) = match corrected {
        Some(e) => (Some(e.col as i64), Some(e.end_line as i64), Some(e.end_col as i64)),
        None => (number(3), number(5), number(6)),
    };
    let Some(offset) = offset else { return out };
    let width = text.chars().count() as i64;
    let mut end = if Some(line) == end_line || corrected.is_some() {
        end.filter(|e| *e != 0).unwrap_or(offset)
    } else {
        right.chars().count() as i64 + 1
    };
    let past = right.chars().count() as i64 + 1;
    let offset = if width > 0 && offset > width { past } else { offset };
    if width > 0 && end > width {
        end = past;
    }
    if offset >= end || end < 0 {
        end = offset + 1;
    }
    let (col, end_col) = (offset - 1 - stripped, end - 1 - stripped);
    if col >= 0 {
        let lead: String = shown.chars().take(col as usize).map(|c| if c.is_whitespace() { c } else { ' ' }).collect();
        out.push_str(&format!("    {lead}{}\n", "^".repeat((end_col - col).max(0) as usize)));
    }
    out
}
