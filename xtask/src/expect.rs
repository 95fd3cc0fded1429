//! `cargo xtask expect`: records what CPython 3.14 does with the programs of `tests/cases`, by the very discovery,
//! running and normalising that the case suite compares with. Nothing but a CPython 3.14 may write expectations.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::command::{Context, Failure, Result, find_on_path, output};
use crate::project;

#[allow(dead_code)]
#[path = "../../tests/support/case.rs"]
mod case;
#[path = "../../tests/support/normalise.rs"]
mod normalise;
#[path = "../../tests/support/run.rs"]
pub mod run;

use case::{Case, Observed};

const LIMIT: Duration = Duration::from_secs(60);

/// A CPython command that the user named: a program, with arguments where it needs some.
pub struct Python {
    program: PathBuf,
    arguments: Vec<String>,
}

impl Python {
    /// Finds the program and refuses anything but CPython 3.14.
    pub fn named(text: &str) -> Result<Python> {
        let mut words = text.split_whitespace();
        let first = if Path::new(text).is_file() { text } else { words.next().unwrap_or_default() };
        let arguments = if first == text { Vec::new() } else { words.map(str::to_owned).collect() };
        let program = if first.contains('/') {
            fs::canonicalize(first).context(format_args!("--python {first}"))?
        } else {
            find_on_path(&[first]).ok_or_else(|| Failure(format!("--python: no `{first}` on PATH")))?
        };
        let python = Python { program, arguments };
        let script = "import sys; print(sys.implementation.name, *sys.version_info[:2])";
        match output(python.command().args(["-c", script])).as_deref() {
            Some("cpython 3 14") => Ok(python),
            Some(other) => Err(Failure(format!("--python: {text} is {other}, and CPython 3.14 is needed"))),
            None => Err(Failure(format!("--python: {text} does not run"))),
        }
    }

    pub fn command(&self) -> std::process::Command {
        let mut command = crate::command::command(&self.program);
        command.args(&self.arguments);
        command
    }
}

/// Records the cases whose id contains one of `filters` (all, when there is none).
pub fn record(python: &Python, filters: &[String]) -> Result<()> {
    let root = project::root().join("tests/cases");
    let all = case::discover(&root).context(format_args!("cannot read {}", root.display()))?;
    let wanted = |case: &&Case| filters.is_empty() || filters.iter().any(|filter| case.id.contains(filter));
    let cases: Vec<&Case> = all.iter().filter(wanted).collect();
    if cases.is_empty() {
        return Err(Failure("expect: no case has such a name".into()));
    }
    let (mut changed, mut failed) = (0, 0);
    for case in &cases {
        if case.area() == "asyncio" && case.arguments.is_none() {
            changed += record_order(python, case)?;
        }
        match observe(python, case)? {
            Some(observed) if observed == case.expected => {}
            Some(observed) => {
                write(case, &observed)?;
                println!("expect: {} recorded", case.id);
                changed += 1;
            }
            None => {
                eprintln!("expect: {} is still running after {} s", case.id, LIMIT.as_secs());
                failed += 1;
            }
        }
    }
    println!("expect: {} cases, {changed} changed", cases.len());
    if failed > 0 { Err(Failure(format!("expect: {failed} cases did not end"))) } else { Ok(()) }
}

fn observe(python: &Python, case: &Case) -> Result<Option<Observed>> {
    let words = case.command_line();
    let arguments: Vec<&str> = python.arguments.iter().chain(&words).map(String::as_str).collect();
    let result = run::run(&python.program, &arguments, case.folder(), &case.input, LIMIT)
        .context(format_args!("cannot run {}", case.id))?;
    let folder = case.folder().to_string_lossy();
    let text = |bytes: &[u8]| normalise::normalise(&String::from_utf8_lossy(bytes), &folder);
    Ok(result.exit.map(|exit| Observed { stdout: text(&result.stdout), stderr: text(&result.stderr), exit }))
}

/// The order in which CPython's loop resumes the tasks of a case, where every run has the same. Returns how many files changed.
fn record_order(python: &Python, case: &Case) -> Result<usize> {
    let script = project::root().join("tests/support/handoffs.py");
    let file = project::root().join("target/expect.order");
    let mut seen: Option<String> = None;
    for _ in 0..3 {
        let words = [&script, &case.source, &file].map(|path| path.to_string_lossy().into_owned());
        let arguments: Vec<&str> = python.arguments.iter().chain(&words).map(String::as_str).collect();
        run::run(&python.program, &arguments, case.folder(), &case.input, LIMIT)
            .context(format_args!("cannot run {}", case.id))?;
        let order = fs::read_to_string(&file).context(format_args!("no order of {}", case.id))?;
        if seen.as_ref().is_some_and(|before| *before != order) {
            println!("expect: {} has no one order", case.id);
            return Ok(fs::remove_file(case.source.with_extension("order")).is_ok() as usize);
        }
        seen = Some(order);
    }
    let path = case.source.with_extension("order");
    let order = seen.unwrap_or_default();
    if fs::read_to_string(&path).is_ok_and(|before| before == order) {
        return Ok(0);
    }
    fs::write(&path, order).context(format_args!("cannot write {}", path.display()))?;
    println!("expect: order of {} recorded", case.id);
    Ok(1)
}

fn write(case: &Case, observed: &Observed) -> Result<()> {
    let exit = if observed.exit == 0 { String::new() } else { format!("{}\n", observed.exit) };
    for (extension, text) in [("out", &observed.stdout), ("err", &observed.stderr), ("exit", &exit)] {
        let path = case.source.with_extension(extension);
        if text.is_empty() {
            match fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(Failure(format!("cannot remove {}: {error}", path.display())));
                }
                _ => {}
            }
        } else {
            fs::write(&path, text).context(format_args!("cannot write {}", path.display()))?;
        }
    }
    Ok(())
}
