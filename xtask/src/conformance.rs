//! `cargo xtask conformance`: CPython's own tests through the engine, each compared with what is committed.
//!
//! Invariant: a test that is not named in `tests/conformance/expected.txt` has to be there, and has to pass. So a change for the worse in
//! any one test fails, a test that is gone or is skipped fails, and a change for the better has to be recorded (`--record`). The tests come
//! from a folder that the user names; nothing of them is kept here.

mod child;
mod expected;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::command::{Context, Failure, Result};
use crate::project;
use child::{Ended, Event};
use expected::{Expected, Outcome};

/// What one test may take, unless the command line says so.
const LIMIT: Duration = Duration::from_secs(60);
const WORKERS: usize = 2;
/// A module in which more tests than this hang or go down is given up.
const RESTARTS: usize = 25;

/// What the command line asks for.
pub struct Options {
    /// the folder that has CPython's package `test` in it
    pub folder: PathBuf,
    pub binary: Option<PathBuf>,
    pub record: bool,
    /// seconds that one test may take
    pub limit: Option<u64>,
    /// modules; all when empty
    pub modules: Vec<String>,
}

/// What is the same for all modules.
struct Setting {
    binary: PathBuf,
    folder: PathBuf,
    limit: Duration,
}

/// Runs the tests; fails when one of them does not end as expected.
pub fn run_all(options: &Options) -> Result<()> {
    let file = project::root().join("tests/conformance/expected.txt");
    // before the first record there is nothing to compare with
    let expected = if file.exists() { expected::read(&file)? } else { Expected::new() };
    let modules: Vec<String> = if options.modules.is_empty() {
        expected.keys().cloned().collect()
    } else {
        options.modules.iter().map(|m| if m.starts_with("test.") { m.clone() } else { format!("test.{m}") }).collect()
    };
    if modules.is_empty() {
        return Err(Failure(
            "conformance: nothing is recorded yet; name modules, and record them with --record".into(),
        ));
    }
    let binary = options.binary.clone().unwrap_or_else(|| project::root().join("target/release/coroscope"));
    let folder = options.folder.canonicalize().context(options.folder.display())?;
    if !folder.join("test/support").is_dir() {
        return Err(Failure(format!("{}: no folder `test/support` in it", folder.display())));
    }
    let setting = Setting {
        binary: binary.canonicalize().context(format_args!("{} (build it first)", binary.display()))?,
        folder: alone(&folder)?,
        limit: options.limit.map_or(LIMIT, Duration::from_secs),
    };
    let found = all(&setting, &modules, &expected, options.record)?;
    let complaints: Vec<String> = found
        .iter()
        .flat_map(|(module, outcome)| expected::differences(module, expected.get(module), outcome))
        .collect();
    let ran: usize = found.values().map(|outcome| outcome.ran).sum();
    let bad: usize = found.values().map(Outcome::not_passing).sum();
    let skipped: usize = found.values().map(|outcome| outcome.exceptions.len()).sum::<usize>() - bad;
    println!("{ran} tests, {bad} of them do not pass, {skipped} are skipped");
    if options.record {
        let mut recorded = expected.clone();
        for (module, mut outcome) in found {
            if let Some(before) = expected.get(&module) {
                outcome.keep(before);
            }
            recorded.insert(module, outcome);
        }
        return expected::write(&file, &recorded);
    }
    if complaints.is_empty() {
        return Ok(());
    }
    Err(Failure(format!("conformance: {} differences\n{}", complaints.len(), complaints.join("\n"))))
}

/// Runs the modules, some at a time, and says how each ended as soon as it has.
fn all(setting: &Setting, modules: &[String], expected: &Expected, record: bool) -> Result<BTreeMap<String, Outcome>> {
    let todo = Mutex::new(modules.iter());
    let found = Mutex::new(BTreeMap::new());
    let worker = || -> Result<()> {
        loop {
            let next = todo.lock().ok().and_then(|mut todo| todo.next());
            let Some(module) = next else { return Ok(()) };
            let before = expected.get(module);
            let start = Instant::now();
            // what hangs takes its time: it is tried again only when it is recorded
            let outcome = one(setting, module, before.filter(|_| !record))?;
            let worse = expected::differences(module, before, &outcome);
            let mut found = found.lock().map_err(|_| Failure("conformance: a worker failed".into()))?;
            println!(
                "[{}/{}] {module}: {} tests, {} do not pass, {:.1} s",
                found.len() + 1,
                modules.len(),
                outcome.ran,
                outcome.not_passing(),
                start.elapsed().as_secs_f64()
            );
            if !record {
                worse.iter().for_each(|line| println!("    {line}"));
            }
            found.insert(module.clone(), outcome);
        }
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..WORKERS).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().try_for_each(|worker| {
            worker.join().unwrap_or_else(|_| Err(Failure("conformance: a worker failed".into())))
        })
    })?;
    found.into_inner().map_err(|_| Failure("conformance: a worker failed".into()))
}

/// A folder with nothing but the package `test`: what else stands beside it is CPython's library, which is not ours.
fn alone(folder: &Path) -> Result<PathBuf> {
    let tests = project::root().join("target/conformance");
    fs::create_dir_all(&tests).context(tests.display())?;
    let link = tests.join("test");
    let _ = fs::remove_file(&link);
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.join("test"), &link).context(link.display())?;
    #[cfg(not(unix))]
    project::copy_folder(&folder.join("test"), &link)?;
    Ok(tests)
}

/// Runs one module. When the engine hangs or goes down in a test, the tests that are left are run by another.
fn one(setting: &Setting, module: &str, before: Option<&Outcome>) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let hangs = before.into_iter().flat_map(|b| &b.exceptions).filter(|(_, how)| *how == "hang");
    for (test, how) in hangs {
        outcome.add(test, how);
    }
    for _ in 0..RESTARTS {
        let mut started: Option<String> = None;
        let without = outcome.tests().collect::<Vec<_>>().join("\n");
        let ended = child::run(setting, module, &without, |event| match event {
            Event::Start(test) => started = Some(test),
            Event::Result(test, how) => {
                outcome.add(&test, &how);
                started = None;
            }
        })?;
        let how = match ended {
            Ended::Through => return Ok(outcome),
            Ended::Hangs => "hang",
            Ended::Down => "down",
        };
        match started {
            Some(test) => outcome.add(&test, how),
            None => {
                outcome.add(module, how);
                return Ok(outcome);
            }
        }
    }
    outcome.add(module, "down");
    Ok(outcome)
}
