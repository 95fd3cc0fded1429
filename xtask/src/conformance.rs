//! `cargo xtask conformance`: CPython's own tests through the engine, each compared with what is committed.
//!
//! Invariant: a test that is not named in `tests/conformance/expected.txt` has to pass, and as many tests have to run as it says. So a
//! change for the worse in any one test fails, and a change for the better has to be recorded (`--record`). The tests come from a folder
//! that the user names; nothing of them is kept here.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::command::{Context, Failure, Result};
use crate::expect::run;
use crate::project;

const LIMIT: Duration = Duration::from_secs(300);
const WORKERS: usize = 2;

/// What the command line asks for.
pub struct Options {
    /// the folder that has CPython's package `test` in it
    pub folder: PathBuf,
    pub binary: Option<PathBuf>,
    pub record: bool,
    /// modules; all when empty
    pub modules: Vec<String>,
}

/// How the tests of one module end.
#[derive(Default, PartialEq, Eq, Clone)]
struct Outcome {
    /// tests that ran, whether they pass or not
    ran: usize,
    /// tests that do not pass, and how: `fail`, `hang` (also: the engine went down)
    bad: BTreeMap<String, String>,
}

type Expected = BTreeMap<String, Outcome>;

/// Runs the tests; fails when one of them does not end as expected.
pub fn run_all(options: &Options) -> Result<()> {
    let file = project::root().join("tests/conformance/expected.txt");
    // before the first record there is nothing to compare with
    let mut expected = if file.exists() { read(&file)? } else { Expected::new() };
    let first = options.record && !options.modules.is_empty();
    if expected.is_empty() && !first {
        return Err(Failure(
            "conformance: nothing is recorded yet; name modules, and record them with --record".into(),
        ));
    }
    let binary = options.binary.clone().unwrap_or_else(|| project::root().join("target/release/coroscope"));
    let binary = binary.canonicalize().context(format_args!("{} (build it first)", binary.display()))?;
    let folder = options.folder.canonicalize().context(options.folder.display())?;
    if !folder.join("test/support").is_dir() {
        return Err(Failure(format!("{}: no folder `test/support` in it", folder.display())));
    }
    let folder = alone(&folder)?;
    let known: Vec<String> = if options.modules.is_empty() {
        expected.keys().cloned().collect()
    } else {
        options.modules.iter().map(|m| if m.starts_with("test.") { m.clone() } else { format!("test.{m}") }).collect()
    };
    let next = AtomicUsize::new(0);
    let outcomes = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                while let Some(module) = known.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let before = expected.get(module).cloned().unwrap_or_default();
                    let hangs: BTreeSet<String> =
                        before.bad.into_iter().filter(|b| b.1 == "hang").map(|b| b.0).collect();
                    let outcome = one(&binary, &folder, module, hangs);
                    if let Ok(mut all) = outcomes.lock() {
                        all.insert(module.clone(), outcome);
                    }
                }
            });
        }
    });
    let outcomes = outcomes.into_inner().map_err(|_| Failure("conformance: a worker failed".into()))?;
    let (mut ran, mut bad, mut complaints) = (0, 0, Vec::new());
    for (module, outcome) in outcomes {
        let outcome = outcome?;
        println!("{module:<40} {:>5} run {:>4} not passing", outcome.ran, outcome.bad.len());
        ran += outcome.ran;
        bad += outcome.bad.len();
        complaints.extend(differences(&module, expected.get(&module), &outcome));
        expected.insert(module, outcome);
    }
    println!("{ran} tests, {bad} of them do not pass");
    if options.record {
        return write(&file, &expected);
    }
    if complaints.is_empty() {
        return Ok(());
    }
    Err(Failure(format!("conformance: {} differences\n{}", complaints.len(), complaints.join("\n"))))
}

fn differences(module: &str, expected: Option<&Outcome>, found: &Outcome) -> Vec<String> {
    let Some(expected) = expected else { return vec![format!("{module}: not in expected.txt (--record)")] };
    let mut out = Vec::new();
    for (test, how) in &found.bad {
        if !expected.bad.contains_key(test) {
            out.push(format!("{test}: {how}"));
        }
    }
    for test in expected.bad.keys().filter(|test| !found.bad.contains_key(*test)) {
        out.push(format!("{test}: passes now; record it (--record)"));
    }
    if found.ran < expected.ran {
        out.push(format!("{module}: {} tests ran, {} expected", found.ran, expected.ran));
    }
    out
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

/// Runs one module. A test in which the engine hangs or goes down is left out, and the module is run again.
fn one(binary: &Path, folder: &Path, module: &str, hangs: BTreeSet<String>) -> Result<Outcome> {
    let driver = project::root().join("tests/conformance/driver.py");
    let mut hangs = hangs;
    loop {
        let (folder, driver) = (folder.to_string_lossy(), driver.to_string_lossy());
        let mut arguments: Vec<&str> = vec!["--path", &folder, &driver, module];
        arguments.extend(hangs.iter().map(String::as_str));
        let scratch = std::env::temp_dir();
        let result = run::run(binary, &arguments, &scratch, b"", LIMIT).context(format_args!("cannot run {module}"))?;
        let text = String::from_utf8_lossy(&result.stdout);
        let (mut outcome, mut started, mut ended) = (Outcome::default(), None, false);
        for line in text.lines().filter_map(|line| line.strip_prefix("@@ ")) {
            let mut words = line.split(' ');
            let (word, test) = (words.next().unwrap_or(""), words.next().unwrap_or("").to_owned());
            match word {
                "start" => started = Some(test),
                "end" => ended = true,
                "ok" | "skip" | "fail" => {
                    outcome.ran += 1;
                    started = None;
                    if word == "fail" {
                        outcome.bad.insert(test, "fail".into());
                    }
                }
                _ => {}
            }
        }
        match started {
            _ if ended => {}
            Some(test) if hangs.insert(test.clone()) => continue,
            _ => {
                outcome.bad.insert(module.to_owned(), "hang".into());
            }
        }
        outcome.ran += hangs.len();
        outcome.bad.extend(hangs.into_iter().map(|test| (test, "hang".to_owned())));
        return Ok(outcome);
    }
}

/// Reads `module NUMBER` lines, each followed by indented lines `test how`.
fn read(file: &Path) -> Result<Expected> {
    let text = fs::read_to_string(file).context(file.display())?;
    let mut out = Expected::new();
    let mut module = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        let (name, value) = line.trim().split_once(' ').ok_or(format!("expected.txt: `{line}`"))?;
        if line.starts_with(' ') {
            let outcome = out.entry(module.clone()).or_default();
            outcome.bad.insert(name.replace('~', &module), value.to_owned());
        } else {
            module = name.to_owned();
            out.entry(module.clone()).or_default().ran = value.parse().context(format_args!("expected.txt: {line}"))?;
        }
    }
    Ok(out)
}

fn write(file: &Path, expected: &Expected) -> Result<()> {
    let mut text = String::from(
        "# CPython's own tests: `module NUMBER` says how many run; below it those that do not pass (`~` is the module).\n\
         # Written by `cargo xtask conformance --record`.\n",
    );
    for (module, outcome) in expected {
        text.push_str(&format!("{module} {}\n", outcome.ran));
        for (test, how) in &outcome.bad {
            let test = test.strip_prefix(module.as_str()).map_or(test.clone(), |rest| format!("~{rest}"));
            text.push_str(&format!("  {test} {how}\n"));
        }
    }
    fs::write(file, text).context(file.display())
}
