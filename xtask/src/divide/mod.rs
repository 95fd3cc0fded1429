//! Divides the engine in three: what the first programs of a learner need, what programs commonly need besides, and the rest, which a
//! page loads when a program first needs it. The first two are the core.
//!
//! Invariant: what is where is not said by hand. The programs named in `wasm-pack.toml` are run, in Node, in an engine that counts how often
//! each function is entered. Whatever they miss only makes a part be loaded earlier.

mod data;
mod marks;
mod module;
mod order;
mod parts;
mod strip;
mod watched;

use std::fs;
use std::path::{Path, PathBuf};

use data::Linked;
use module::Module;
use serde_json::Value;

pub use module::broken;
pub use strip::without_links;

use crate::build;
use crate::command::{Context, Failure, Result, run};
use crate::project;
use crate::settings::Settings;
use crate::setup;

/// The parts that are loaded later, in order, as their files are called.
const LATER: [&str; 2] = ["common.wasm", "rest.wasm"];

/// A function of more bytes is nowhere put in line (V8's limit), so what is called often need not stand where it is called from.
const LARGE: usize = 500;

/// The files of an engine's core, given its first part.
pub fn core_of(first: &Path) -> [PathBuf; 2] {
    [first.to_path_buf(), first.with_extension(LATER[0])]
}

/// Puts the first part of the engine that was just built in its place, and the others beside it.
pub fn divide(settings: &Settings) -> Result<()> {
    // an optimizer may fold an address into another number, which the linker's account would then not name
    if let Some(flag) =
        settings.optimize_flags.iter().find(|f| !f.starts_with("--strip-") && !f.starts_with("--enable-"))
    {
        return Err(Failure(format!("wasm-pack.toml: a module that `{flag}` has changed cannot be divided")));
    }
    let first = build::engine_wasm(settings);
    let bytes = fs::read(&first).context(format_args!("wasm-pack made no {}", first.display()))?;
    let module = Module::read(&bytes)?;
    let linker = build::linker_wasm(settings);
    let linker = fs::read(&linker).context(format_args!("cannot read {}", linker.display()))?;
    let linked = Linked::read(&linker, &module)?;
    let Sample { part, packs } = sample(settings, &module)?;
    let parts = parts::divide(&module, &linked, LATER.len() + 1, |i| part[i])?;
    let files = [first.clone()].into_iter().chain(LATER.map(|name| first.with_extension(name)));
    for (number, (bytes, file)) in parts.into_iter().zip(files).enumerate() {
        let functions = part.iter().filter(|p| **p == number).count();
        println!(
            "build: {} has {} bytes, {functions} functions",
            file.file_name().unwrap_or_default().display(),
            bytes.len()
        );
        fs::write(&file, bytes).context(format_args!("cannot write {}", file.display()))?;
    }
    name_common(&settings.out_dir.join("packs.json"), packs)
}

/// Writes into the list of packs which of them the core is enough for.
fn name_common(list: &Path, packs: Vec<Value>) -> Result<()> {
    let text = fs::read_to_string(list).context(format_args!("cannot read {}", list.display()))?;
    let mut content: Value = serde_json::from_str(&text).context(format_args!("cannot read {}", list.display()))?;
    content["common"] = Value::Array(packs);
    fs::write(list, content.to_string()).context(format_args!("cannot write {}", list.display()))
}

/// What the sample programs told.
struct Sample {
    /// The part of each function: what comes first, what is common, the rest.
    part: Vec<usize>,
    /// Names of the packs that were taken.
    packs: Vec<Value>,
}

/// Runs the sample programs, if that was not done with this very engine and these counters.
fn sample(settings: &Settings, module: &Module) -> Result<Sample> {
    let first = programs(&settings.first)?;
    let mut examples = programs(&settings.examples)?;
    let (sample, fast) = (programs(&settings.sample)?, programs(&settings.fast)?);
    examples.retain(|program| !settings.seldom.iter().any(|name| project::root().join(name) == *program));
    let folder = settings.target_dir.join("sample");
    fs::create_dir_all(&folder).context(format_args!("cannot make {}", folder.display()))?;
    let (watched, result, stamp) = (folder.join("watched.wasm"), folder.join("used.json"), folder.join("stamp"));
    let script = project::root().join("xtask/src/divide/sample.mjs");
    // of what is run: what is counted in it decides too
    let mut texts = vec![watched::watched(module)?];
    for program in first.iter().chain(&examples).chain(&sample).chain(&fast).chain([&script]) {
        texts.push(fs::read(program).context(format_args!("cannot read {}", program.display()))?);
    }
    let key = project::fingerprint(texts.iter().map(|text| &**text));
    if !project::stamped(&stamp, &key) {
        println!("build: {} programs say what is the core", first.len() + examples.len() + sample.len() + fast.len());
        fs::write(&watched, &texts[0]).context(format_args!("cannot write {}", watched.display()))?;
        let mut node = setup::node();
        node.arg(script).args([&build::engine_js(settings), &watched, &settings.out_dir, &result]);
        node.args(&first).arg("--").args(&examples).arg("--").args(&sample).arg("--").args(&fast);
        run(&mut node)?;
        project::stamp(&stamp, &key)?;
    }
    let text = fs::read_to_string(&result).context(format_args!("cannot read {}", result.display()))?;
    let told: Value = serde_json::from_str(&text).context(format_args!("cannot read {}", result.display()))?;
    let list = |key: &str| told[key].as_array().cloned().unwrap_or_default();
    let entered = |key: &str| list(key).into_iter().map(|used| used == 1);
    let small = module.bodies.iter().map(|body| body.as_bytes().len() <= LARGE);
    let often = entered("often").zip(small).map(|(often, small)| often && small);
    let first =
        entered("first").zip(entered("always")).zip(often).map(|((first, always), often)| first || always || often);
    let part: Vec<usize> = first
        .zip(entered("used"))
        .map(|(first, used)| match (first, used) {
            (true, _) => 0,
            (false, true) => 1,
            (false, false) => 2,
        })
        .collect();
    if part.len() != module.bodies.len() {
        return Err(Failure(format!("{} functions were watched of {}", part.len(), module.bodies.len())));
    }
    Ok(Sample { part, packs: list("packs") })
}

/// The programs of the files and folders that are named.
pub fn programs(names: &[String]) -> Result<Vec<PathBuf>> {
    let mut programs = Vec::new();
    for name in names {
        let path = project::root().join(name);
        if path.is_file() {
            programs.push(path);
            continue;
        }
        let entries = fs::read_dir(&path).context(format_args!("wasm-pack.toml: [core] names {name}"))?;
        let mut found: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        found.retain(|path| path.extension().is_some_and(|extension| extension == "py"));
        found.sort();
        programs.extend(found);
    }
    Ok(programs)
}
