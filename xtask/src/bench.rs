//! `cargo xtask bench`: our engine and Pyodide run the same programs in one headless browser, turn by turn; ratios are
//! what is printed, and with `--check` what is held against `tests/bench/bars.toml`. Timings never decide a test run.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::build;
use crate::command::{Context, Failure, Result, output, run};
use crate::expect::Python;
use crate::http::{Mount, Server};
use crate::project;
use crate::settings::Settings;
use crate::setup::{self, Browser};

const OURS: &str = "coroscope";
/// Ours, with a trace of detail 1 being recorded.
const TRACED: &str = "traced";
const PYODIDE: &str = "pyodide";
const MICROPYTHON: &str = "micropython";
const EMPTY: &str = "empty";
/// Cold starts for each round: they differ more than programs do.
const STARTS: u32 = 5;

pub struct Options {
    pub python: Option<Python>,
    pub check: bool,
    pub rounds: u32,
    /// Programs whose name contains one of these; all, when there is none.
    pub filters: Vec<String>,
}

fn folder() -> PathBuf {
    project::root().join("tests/bench")
}

/// Measures, prints, and with `check` judges.
pub fn bench(settings: &Settings, options: &Options) -> Result<()> {
    let bars = Bars::read()?;
    build::engine(settings)?;
    let packages = install_engines()?;
    let browser = Browser::ensure(settings)?;
    let measured = measure(settings, options, &bars, &packages, &browser)?;
    let native = options.python.as_ref().map(|python| native(python, options, &bars)).transpose()?;
    for (engine, what, text) in &measured.errors {
        println!("\nbench: {engine}, {what}: {}", text.replace('\n', "\n    "));
    }
    let mut over = Vec::new();
    for group in &bars.groups {
        print_group(group, options, &measured, native.as_ref(), &mut over);
    }
    if options.filters.is_empty() {
        print_starts(&bars, &measured, &mut over);
    }
    if options.check {
        over.extend(measured.errors.iter().map(|(engine, what, _)| format!("{engine}, {what}: not measured")));
        if !over.is_empty() {
            return Err(Failure(format!("bench: over the bars\n    {}", over.join("\n    "))));
        }
        println!("\nbench: within the bars");
    }
    Ok(())
}

/// Puts the engines to compare with into the cache folder, once for each version.
fn install_engines() -> Result<PathBuf> {
    setup::node::ensure()?;
    let mut texts = Vec::new();
    for name in ["package.json", "package-lock.json"] {
        let path = folder().join(name);
        texts.push((name, fs::read(&path).context(format_args!("cannot read {}", path.display()))?));
    }
    let key = project::fingerprint(texts.iter().map(|(_, text)| &**text));
    let target = project::cache().join(format!("bench-{key}"));
    let _lock = project::lock_cache()?;
    fs::create_dir_all(&target).context(format_args!("cannot make {}", target.display()))?;
    for (name, text) in texts {
        fs::write(target.join(name), text).context(format_args!("cannot write {name}"))?;
    }
    setup::install_packages("bench engines", &target)?;
    Ok(target.join("node_modules"))
}

struct Group {
    name: String,
    programs: Vec<String>,
    each: f64,
    mean: f64,
    /// What a trace may multiply our time by; `None`: not measured.
    traced: Option<f64>,
}

struct Bars {
    groups: Vec<Group>,
    start: BTreeMap<String, f64>,
    memory: BTreeMap<String, f64>,
}

impl Bars {
    fn read() -> Result<Bars> {
        let path = folder().join("bars.toml");
        let text = fs::read_to_string(&path).context(format_args!("cannot read {}", path.display()))?;
        let table: toml::Table = text.parse().context("bars.toml")?;
        let mut bars = Bars { groups: Vec::new(), start: BTreeMap::new(), memory: BTreeMap::new() };
        for (name, value) in &table {
            let section = value.as_table().ok_or_else(|| Failure(format!("bars.toml: `{name}` is no section")))?;
            let number = |key: &str| {
                let value = section.get(key);
                let value = value.and_then(|v| v.as_float().or_else(|| v.as_integer().map(|n| n as f64)));
                value.ok_or_else(|| Failure(format!("bars.toml: [{name}] has no number `{key}`")))
            };
            match name.as_str() {
                "start" | "memory" => {
                    let target = if name == "start" { &mut bars.start } else { &mut bars.memory };
                    for key in section.keys() {
                        target.insert(key.clone(), number(key)?);
                    }
                }
                _ => {
                    let programs = section.get("programs").and_then(toml::Value::as_array).into_iter().flatten();
                    let programs: Vec<String> = programs.filter_map(|p| p.as_str().map(str::to_owned)).collect();
                    for program in &programs {
                        if !program_path(program).exists() {
                            return Err(Failure(format!("bars.toml: there is no {}", program_path(program).display())));
                        }
                    }
                    let (each, mean) = (number("each")?, number("geometric-mean")?);
                    let traced = if section.contains_key("traced") { Some(number("traced")?) } else { None };
                    bars.groups.push(Group { name: name.clone(), programs, each, mean, traced });
                }
            }
        }
        Ok(bars)
    }

    fn programs<'a>(&'a self, options: &'a Options) -> impl Iterator<Item = &'a String> {
        self.groups.iter().flat_map(|group| &group.programs).filter(|program| options.wants(program))
    }
}

impl Options {
    fn wants(&self, program: &str) -> bool {
        self.filters.is_empty() || self.filters.iter().any(|filter| program.contains(filter.as_str()))
    }
}

fn program_path(program: &str) -> PathBuf {
    folder().join(format!("{program}.py"))
}

/// The best of all rounds, by engine and program.
struct Measured {
    seconds: BTreeMap<(String, String), f64>,
    starts: BTreeMap<String, Vec<f64>>,
    memory: BTreeMap<String, Vec<f64>>,
    errors: Vec<(String, String, String)>,
}

fn measure(
    settings: &Settings,
    options: &Options,
    bars: &Bars,
    packages: &Path,
    browser: &Browser,
) -> Result<Measured> {
    let server = Server::bind(
        0,
        vec![
            Mount::new("/", folder().join("pages")),
            Mount::new("/coroscope/", &settings.out_dir),
            Mount::new("/pyodide/", packages.join("pyodide")),
            Mount::new("/micropython/", packages.join("@micropython/micropython-webassembly-pyscript")),
        ],
    )?;
    let out = settings.target_dir.join("bench.json");
    let _ = fs::remove_file(&out);
    let programs: Vec<String> = bars.programs(options).map(|name| program_path(name).display().to_string()).collect();
    if programs.is_empty() {
        return Err(Failure("bench: no program has such a name".into()));
    }
    let traced: Vec<&str> =
        bars.groups.iter().filter(|g| g.traced.is_some()).flat_map(|g| &g.programs).map(String::as_str).collect();
    let starts = if options.filters.is_empty() { format!("{OURS} {PYODIDE} {MICROPYTHON} {EMPTY}") } else { "".into() };
    let mut harness = setup::node();
    harness
        .arg(folder().join("bench.mjs"))
        .env("BENCH_URL", server.url()?)
        .env("BENCH_ENGINES", format!("{OURS} {PYODIDE} {TRACED}"))
        .env("BENCH_TRACED", traced.join(" "))
        .env("BENCH_PROGRAMS", programs.join(" "))
        .env("BENCH_ROUNDS", options.rounds.to_string())
        .env("BENCH_STARTS", starts)
        .env("BENCH_START_ROUNDS", (options.rounds * STARTS).to_string())
        .env("BENCH_OUT", &out)
        .env("CHROME", &browser.executable);
    server.serve_in_background();
    run(&mut harness)?;
    let text = fs::read_to_string(&out).context(format_args!("the harness wrote no {}", out.display()))?;
    Measured::parse(&text)
}

impl Measured {
    fn parse(text: &str) -> Result<Measured> {
        let value: Value = serde_json::from_str(text).context("what the harness wrote")?;
        let entries = |name: &str| value.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
        let text = |entry: &Value, name: &str| entry[name].as_str().unwrap_or_default().to_owned();
        let mut measured =
            Measured { seconds: BTreeMap::new(), starts: BTreeMap::new(), memory: BTreeMap::new(), errors: Vec::new() };
        for entry in entries("speed") {
            let seconds = entry["seconds"].as_f64().ok_or("the harness wrote a time that is no number")?;
            let best = measured.seconds.entry((text(&entry, "engine"), text(&entry, "program"))).or_insert(seconds);
            *best = best.min(seconds);
        }
        for entry in entries("starts") {
            let engine = text(&entry, "engine");
            measured.starts.entry(engine.clone()).or_default().extend(entry["milliseconds"].as_f64());
            measured.memory.entry(engine).or_default().extend(entry["bytes"].as_f64());
        }
        for entry in entries("errors") {
            measured.errors.push((text(&entry, "engine"), text(&entry, "what"), text(&entry, "text")));
        }
        Ok(measured)
    }

    fn seconds(&self, engine: &str, program: &str) -> Option<f64> {
        self.seconds.get(&(engine.to_owned(), program.to_owned())).copied()
    }
}

/// Native CPython's best times, run as often.
fn native(python: &Python, options: &Options, bars: &Bars) -> Result<BTreeMap<String, f64>> {
    let mut times = BTreeMap::new();
    for program in bars.programs(options) {
        for _ in 0..options.rounds {
            let text = output(python.command().arg(program_path(program)))
                .ok_or_else(|| Failure(format!("bench: CPython failed in {program}")))?;
            let seconds = text.lines().find_map(|line| line.strip_prefix("bench ")?.parse::<f64>().ok());
            let seconds = seconds.ok_or_else(|| Failure(format!("bench: {program} printed no time")))?;
            let best = times.entry(program.clone()).or_insert(seconds);
            *best = best.min(seconds);
        }
    }
    Ok(times)
}

fn geometric_mean(ratios: &[f64]) -> Option<f64> {
    let sum: f64 = ratios.iter().map(|ratio| ratio.ln()).sum();
    (!ratios.is_empty()).then(|| (sum / ratios.len() as f64).exp())
}

fn median(values: Option<&Vec<f64>>) -> Option<f64> {
    let mut values = values?.clone();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

fn cell(value: Option<f64>, digits: usize) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.digits$}"))
}

fn print_group(
    group: &Group,
    options: &Options,
    measured: &Measured,
    native: Option<&BTreeMap<String, f64>>,
    over: &mut Vec<String>,
) {
    let programs: Vec<&String> = group.programs.iter().filter(|program| options.wants(program)).collect();
    if programs.is_empty() {
        return;
    }
    println!(
        "\n{:<16} {:>10} {:>12} {:>14} {:>8} {:>12} {:>16}",
        group.name, "ours ms", "Pyodide ms", "ours/Pyodide", "bar", "CPython ms", "CPython/Pyodide"
    );
    let (mut ours_ratios, mut native_ratios) = (Vec::new(), Vec::new());
    for program in &programs {
        let ours = measured.seconds(OURS, program);
        let pyodide = measured.seconds(PYODIDE, program);
        let cpython = native.and_then(|times| times.get(*program).copied());
        let ratio = |mine: Option<f64>| Some(mine? / pyodide?);
        println!(
            "{:<16} {:>10} {:>12} {:>14} {:>8} {:>12} {:>16}",
            program,
            cell(ours.map(|s| s * 1e3), 1),
            cell(pyodide.map(|s| s * 1e3), 1),
            cell(ratio(ours), 3),
            format!("{:.2}", group.each),
            cell(cpython.map(|s| s * 1e3), 1),
            cell(ratio(cpython), 3),
        );
        native_ratios.extend(ratio(cpython));
        match ratio(ours) {
            Some(ratio) if ratio > group.each => {
                over.push(format!("{program}: {ratio:.3} of Pyodide's time, bar {:.2}", group.each));
                ours_ratios.push(ratio);
            }
            Some(ratio) => ours_ratios.push(ratio),
            None => over.push(format!("{program}: not measured")),
        }
    }
    if let Some(bar) = group.traced {
        let ratio = |program: &&String| Some(measured.seconds(TRACED, program)? / measured.seconds(OURS, program)?);
        match programs.iter().map(ratio).collect::<Option<Vec<f64>>>().and_then(|all| geometric_mean(&all)) {
            None => over.push(format!("{}, traced: not measured", group.name)),
            Some(mean) => {
                println!("with a trace of detail 1: {mean:.3} of our time without, bar {bar:.2}");
                if mean > bar {
                    over.push(format!("{}: a trace multiplies our time by {mean:.3}, bar {bar:.2}", group.name));
                }
            }
        }
    }
    let mean = geometric_mean(&ours_ratios).filter(|_| ours_ratios.len() == programs.len());
    let native_mean = geometric_mean(&native_ratios);
    println!(
        "{:<16} {:>10} {:>12} {:>14} {:>8} {:>12} {:>16}",
        "geometric mean",
        "",
        "",
        cell(mean, 3),
        format!("{:.2}", group.mean),
        "",
        cell(native_mean, 3)
    );
    if let Some(mean) = mean
        && mean > group.mean
        && options.filters.is_empty()
    {
        over.push(format!("{}: geometric mean {mean:.3}, bar {:.2}", group.name, group.mean));
    }
}

fn print_starts(bars: &Bars, measured: &Measured, over: &mut Vec<String>) {
    println!("\n{:<16} {:>14} {:>14}", "cold start", "first print ms", "renderer MB");
    for engine in [OURS, PYODIDE, MICROPYTHON, EMPTY] {
        let start = median(measured.starts.get(engine));
        let memory = median(measured.memory.get(engine)).map(|bytes| bytes / 1e6);
        println!("{engine:<16} {:>14} {:>14}", cell(start, 0), cell(memory, 1));
    }
    for (what, values, limits) in
        [("cold start", &measured.starts, &bars.start), ("renderer memory", &measured.memory, &bars.memory)]
    {
        for (other, bar) in limits {
            match median(values.get(OURS)).zip(median(values.get(other))) {
                None => over.push(format!("{what} against {other}: not measured")),
                Some((ours, theirs)) => {
                    let ratio = ours / theirs;
                    println!("{what}: {ratio:.3} of {other}'s, bar {bar}");
                    if ratio > *bar {
                        over.push(format!("{what}: {ratio:.3} of {other}'s, bar {bar}"));
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_time_counts() {
        let text = r#"{"speed": [
            {"engine": "pyodide", "program": "fib", "seconds": 0.5}, {"engine": "pyodide", "program": "fib", "seconds": 0.25}
        ], "starts": [], "errors": [{"engine": "coroscope", "what": "start", "text": "no"}]}"#;
        let measured = Measured::parse(text).expect("it parses");
        assert_eq!(measured.seconds(PYODIDE, "fib"), Some(0.25));
        assert_eq!(measured.seconds(OURS, "fib"), None);
        assert_eq!(measured.errors.len(), 1);
    }

    #[test]
    fn means() {
        let mean = geometric_mean(&[0.25, 1.0]).expect("two ratios");
        assert!((mean - 0.5).abs() < 1e-12);
        assert_eq!(geometric_mean(&[]), None);
        assert_eq!(median(Some(&vec![3.0, 1.0, 2.0])), Some(2.0));
    }

    #[test]
    fn the_bars_are_well_formed() {
        let bars = Bars::read().expect("bars.toml is read");
        assert!(bars.groups.iter().all(|group| !group.programs.is_empty()));
        assert!(bars.start.contains_key(PYODIDE) && bars.memory.contains_key(PYODIDE));
    }
}
