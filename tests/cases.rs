//! Every program of `tests/cases` through the native command, its output compared to the byte with CPython 3.14's.
//!
//! ```text
//! cargo test --test cases                             all modes, all cases
//! cargo test --test cases -- lang/ errors/name        cases whose id contains one of these
//! cargo test --test cases -- --mode slices async/     one mode: plain, slices or tiny
//! cargo test --test cases -- --shrink                 take what passes off tests/cases/pending.txt
//! cargo test --test cases -- --binary FILE            another build of the command (release, fast)
//! cargo test --test cases -- --python FILE            check the expectations themselves against a CPython 3.14
//! ```
//!
//! The three modes answer three questions about the same programs:
//! * `plain`: does it do what CPython does?
//! * `slices`: does it still, suspended after every 1, 2, 3, 7 or random number of instructions?
//! * `tiny`: does it still, with the virtual machine on a 128 KiB thread?
//!
//! The last two are audited: does it leave no live object behind (the command exits with 99 if it does)?

mod support;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use support::case::{Case, Observed, discover};
use support::normalise::normalise;
use support::pending::Pending;
use support::run::run;

const LIMIT: Duration = Duration::from_secs(20);
const WORKERS: usize = 2;

/// A question asked of every case, and the command lines that ask it.
struct Mode {
    name: &'static str,
    runs: &'static [&'static [&'static str]],
}

const PLAIN: Mode = Mode { name: "plain", runs: &[&["--clock", "virtual"]] };
/// CPython knows none of our options.
const PYTHON: Mode = Mode { name: "python", runs: &[&[]] };
const MODES: [Mode; 3] = [
    PLAIN,
    Mode {
        name: "slices",
        runs: &[
            &["--clock", "virtual", "--audit", "--fuel", "1"],
            &["--clock", "virtual", "--audit", "--fuel", "2"],
            &["--clock", "virtual", "--audit", "--fuel", "3"],
            &["--clock", "virtual", "--audit", "--fuel", "7"],
            &["--clock", "virtual", "--audit", "--fuel", "random:1"],
        ],
    },
    Mode { name: "tiny", runs: &[&["--clock", "virtual", "--audit", "--tiny-stack"]] },
];

/// A mode of the pending list that another suite asks: the same cases inside wasm.
const IN_BROWSER: &str = "wasm";

struct Options {
    modes: Vec<&'static Mode>,
    filters: Vec<String>,
    shrink: bool,
    list: bool,
    binary: PathBuf,
    python: bool,
}

fn options() -> Result<Options, String> {
    let mut options = Options {
        modes: Vec::new(),
        filters: Vec::new(),
        shrink: false,
        list: false,
        binary: PathBuf::from(env!("CARGO_BIN_EXE_coroscope")),
        python: false,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--mode" => {
                let name = arguments.next().unwrap_or_default();
                let mode = MODES.iter().find(|mode| mode.name == name);
                options.modes.push(mode.ok_or(format!("no mode {name:?}: plain, slices or tiny"))?);
            }
            "--shrink" => options.shrink = true,
            "--list" => options.list = true,
            "--binary" | "--python" => {
                let path = PathBuf::from(arguments.next().ok_or(format!("{argument} takes a path"))?);
                options.binary = path.canonicalize().map_err(|e| format!("{}: {e}", path.display()))?;
                options.python = argument == "--python";
            }
            // What `cargo test` users pass to every suite at once.
            "--nocapture" | "--quiet" | "-q" => {}
            flag if flag.starts_with('-') => return Err(format!("unknown option {flag}")),
            _ => options.filters.push(argument),
        }
    }
    if options.python {
        options.modes = vec![&PYTHON];
    } else if options.modes.is_empty() {
        options.modes = MODES.iter().collect();
    }
    Ok(options)
}

fn main() -> ExitCode {
    match suite() {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(1),
        Err(message) => {
            eprintln!("cases: {message}");
            ExitCode::from(2)
        }
    }
}

/// Runs what the command line asks for; returns the number of failures.
fn suite() -> Result<usize, String> {
    let options = options()?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let all = discover(&root).map_err(|e| format!("{}: {e}", root.display()))?;
    let mut pending = Pending::read(&root.join("pending.txt")).map_err(|e| e.to_string())?;
    let wanted = |case: &&Case| options.filters.is_empty() || options.filters.iter().any(|f| case.id.contains(f));
    let cases: Vec<&Case> = all.iter().filter(wanted).collect();
    if options.list {
        cases.iter().for_each(|case| println!("{}", case.id));
        return Ok(0);
    }
    if options.shrink {
        let known: BTreeSet<&str> = all.iter().map(|case| case.id.as_str()).collect();
        pending.retain(|id| known.contains(id));
        shrink(&cases, &mut pending, &options.binary)?;
    }
    let mut failures = Vec::new();
    for id in pending.ids().filter(|id| all.binary_search_by(|case| case.id.as_str().cmp(id)).is_err()) {
        failures.push(format!("{id}: in pending.txt, but there is no such case"));
    }
    let known = |mode: &str| mode == IN_BROWSER || MODES[1..].iter().any(|known| known.name == mode);
    for (id, mode) in pending.modes().filter(|(_, mode)| !known(mode)) {
        failures.push(format!("{id}: pending.txt names a mode {mode:?} that does not exist"));
    }
    for mode in &options.modes {
        one_mode(mode, &cases, &pending, &options.binary, &mut failures);
    }
    if !failures.is_empty() {
        println!("\nfailures:");
        failures.iter().for_each(|failure| println!("\n{failure}"));
        println!("\n{} failure(s)", failures.len());
    }
    Ok(failures.len())
}

/// One mode over the cases: prints a line per area and a total, and adds what went wrong to `failures`.
fn one_mode(mode: &Mode, cases: &[&Case], pending: &Pending, binary: &Path, failures: &mut Vec<String>) {
    let start = Instant::now();
    let plain = mode.name == PLAIN.name;
    let python = mode.name == PYTHON.name;
    let skip = |case: &Case| !plain && !python && pending.entirely(&case.id);
    let asked: Vec<&Case> = cases.iter().copied().filter(|case| !skip(case)).collect();
    let verdicts = each(&asked, |case| judge(case, mode, binary));
    let mut areas: Vec<(&str, [usize; 3])> = Vec::new();
    for (case, verdict) in asked.iter().zip(verdicts) {
        let known = if plain { pending.entirely(&case.id) } else { pending.only_in(&case.id, mode.name) };
        let column = match (verdict, known) {
            (Ok(()), false) => 0,
            (Err(_), true) => 1,
            (Ok(()), true) => {
                failures.push(format!("{} [{}]: passes now; take it off pending.txt (--shrink)", case.id, mode.name));
                2
            }
            (Err(report), false) => {
                failures.push(format!("{} [{}]: {report}", case.id, mode.name));
                2
            }
        };
        if areas.last().is_none_or(|(area, _)| *area != case.area()) {
            areas.push((case.area(), [0; 3]));
        }
        if let Some((_, counts)) = areas.last_mut() {
            counts[column] += 1;
        }
    }
    let mut total = [0; 3];
    for (area, counts) in &areas {
        println!("{:>8} {area:<12} {:>4} pass {:>4} pending {:>4} FAIL", mode.name, counts[0], counts[1], counts[2]);
        (0..3).for_each(|column| total[column] += counts[column]);
    }
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{:>8} {:<12} {:>4} pass {:>4} pending {:>4} FAIL in {seconds:.1} s",
        mode.name, "all", total[0], total[1], total[2]
    );
}

/// Takes off the list what passes, mode by mode, and writes it.
fn shrink(cases: &[&Case], pending: &mut Pending, binary: &Path) -> Result<(), String> {
    let listed: Vec<&Case> = cases.iter().copied().filter(|case| pending.entirely(&case.id)).collect();
    let failing = each(&listed, |case| {
        judge(case, &PLAIN, binary).ok()?;
        let fails = |mode: &&Mode| judge(case, mode, binary).is_err();
        Some(MODES[1..].iter().filter(fails).map(|mode| mode.name.to_owned()).collect::<BTreeSet<_>>())
    });
    for (case, modes) in listed.iter().zip(failing) {
        if let Some(modes) = modes {
            println!("  shrink {} passes{}", case.id, if modes.is_empty() { "" } else { ", not in every mode" });
            pending.narrow(&case.id, modes);
        }
    }
    for mode in &MODES[1..] {
        let listed: Vec<&Case> = cases.iter().copied().filter(|case| pending.only_in(&case.id, mode.name)).collect();
        for (case, verdict) in listed.iter().zip(each(&listed, |case| judge(case, mode, binary))) {
            if verdict.is_ok() {
                println!("  shrink {} passes in {}", case.id, mode.name);
                pending.passes_in(&case.id, mode.name);
            }
        }
    }
    pending.write().map_err(|e| e.to_string())
}

/// Maps `work` over the cases on `WORKERS` threads; results in the order of the cases.
fn each<T: Send>(cases: &[&Case], work: impl Fn(&Case) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(cases.len()));
    thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(case) = cases.get(at) else { break };
                    let result = work(case);
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((at, result));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// All runs of a mode for one case; the first that differs is the report.
fn judge(case: &Case, mode: &Mode, binary: &Path) -> Result<(), String> {
    for extra in mode.runs {
        let words = case.command_line();
        let mut arguments = extra.to_vec();
        arguments.extend(words.iter().map(String::as_str));
        let context = if mode.runs.len() > 1 { format!("with {}\n", extra.join(" ")) } else { String::new() };
        let result = run(binary, &arguments, case.folder(), &case.input, LIMIT).map_err(|e| format!("{context}{e}"))?;
        let folder = case.folder().to_string_lossy();
        let text = |bytes: &[u8]| normalise(&String::from_utf8_lossy(bytes), &folder);
        let Some(exit) = result.exit else {
            return Err(format!("{context}still running after {} s", LIMIT.as_secs()));
        };
        let observed = Observed { stdout: text(&result.stdout), stderr: text(&result.stderr), exit };
        if observed != case.expected {
            return Err(format!("{context}{}", difference(&case.expected, &observed)));
        }
    }
    Ok(())
}

/// What a reader needs to see of a mismatch.
fn difference(expected: &Observed, observed: &Observed) -> String {
    let mut report = String::new();
    if expected.exit != observed.exit {
        report += &format!("exit status {}, expected {}\n", observed.exit, expected.exit);
    }
    for (name, expected, observed) in
        [("stdout", &expected.stdout, &observed.stdout), ("stderr", &expected.stderr, &observed.stderr)]
    {
        if expected != observed {
            report += &first_difference(name, expected, observed);
        }
    }
    report
}

fn first_difference(name: &str, expected: &str, observed: &str) -> String {
    const BEFORE: usize = 2;
    const AFTER: usize = 4;
    let wanted: Vec<&str> = expected.split_inclusive('\n').collect();
    let seen: Vec<&str> = observed.split_inclusive('\n').collect();
    let same = wanted.iter().zip(&seen).take_while(|(a, b)| a == b).count();
    let mut report = format!("{name} differs at line {}\n", same + 1);
    let mut line = |mark: char, text: &str| {
        let shown: String = text.trim_end_matches('\n').chars().take(300).collect();
        let tail = if text.ends_with('\n') { "" } else { " (no newline)" };
        report += &format!("    {mark} {shown}{tail}\n");
    };
    wanted[same.saturating_sub(BEFORE)..same].iter().for_each(|text| line(' ', text));
    wanted[same..].iter().take(AFTER).for_each(|text| line('-', text));
    seen[same..].iter().take(AFTER).for_each(|text| line('+', text));
    report
}
