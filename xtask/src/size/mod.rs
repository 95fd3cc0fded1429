//! The promise of a small download, as a check that fails: the engine's core and its glue, compressed with brotli at
//! its highest quality, against the bar in `wasm-pack.toml`. What else `dist/` holds is listed but not judged.

mod breakdown;

use std::fs;
use std::path::{Path, PathBuf};

use crate::build;
use crate::command::{Context, Failure, Result, output};
use crate::divide;
use crate::project;
use crate::settings::Settings;
use crate::setup;

/// Prints the sizes; fails when the core is over the bar. The engine must have been built.
pub fn check(settings: &Settings) -> Result<()> {
    let [first, common] = divide::core_of(&build::engine_wasm(settings));
    let core = [first, common, build::engine_js(settings)];
    for file in &core {
        if !file.exists() {
            return Err(Failure(format!("size: {} is missing; run `cargo xtask build`", file.display())));
        }
    }
    let mut total = 0;
    for (file, (raw, packed)) in core.iter().zip(brotli(&core)?) {
        print_line(&name_of(file), raw, packed);
        total += packed;
    }
    let rest: Vec<PathBuf> = files_of(&build::dist());
    if !rest.is_empty() {
        println!("size: files of dist/ (listed, not judged; the core is among them)");
        for (file, (raw, packed)) in rest.iter().zip(brotli(&rest)?) {
            print_line(&name_of(file), raw, packed);
        }
    }
    let bar = settings.core_brotli;
    println!("size: core {total} bytes brotli, bar {bar}, {:.1} %", total as f64 * 100.0 / bar as f64);
    if total > bar {
        return Err(Failure(format!("size: the core is {} bytes over the bar", total - bar)));
    }
    Ok(())
}

/// Prints where the bytes of the built module are, before wasm-opt.
pub fn explain(settings: &Settings) -> Result<()> {
    let file = build::linker_wasm(settings);
    let module = fs::read(&file).context(format_args!("cannot read {}", file.display()))?;
    println!("size: {} before wasm-opt, by module", name_of(&file));
    for share in breakdown::breakdown(&module, 3)?.iter().filter(|share| share.bytes >= 4096) {
        println!("size: {:<48} {:>9} bytes {:>6} functions", share.name, share.bytes, share.functions);
    }
    Ok(())
}

fn print_line(name: &str, raw: u64, packed: u64) {
    println!("size: {name:<48} {raw:>9} raw {packed:>8} brotli");
}

fn name_of(file: &Path) -> String {
    file.strip_prefix(project::root()).unwrap_or(file).display().to_string()
}

/// Every file under a folder, in order of name.
fn files_of(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}

/// Raw and compressed sizes, by Node's own brotli.
fn brotli(files: &[PathBuf]) -> Result<Vec<(u64, u64)>> {
    const SCRIPT: &str = "
        const fs = require('node:fs'), zlib = require('node:zlib');
        const c = zlib.constants;
        console.log(JSON.stringify(process.argv.slice(1).map(name => {
            const data = fs.readFileSync(name);
            const params = {[c.BROTLI_PARAM_QUALITY]: 11, [c.BROTLI_PARAM_LGWIN]: 24, [c.BROTLI_PARAM_SIZE_HINT]: data.length};
            return [data.length, zlib.brotliCompressSync(data, {params}).length];
        })));";
    let text = output(setup::node().args(["-e", SCRIPT, "--"]).args(files))
        .ok_or_else(|| Failure("size: Node could not compress the files".into()))?;
    let sizes: Vec<Vec<u64>> = serde_json::from_str::<serde_json::Value>(&text)
        .ok()
        .and_then(|value| {
            let pairs = value
                .as_array()?
                .iter()
                .map(|pair| pair.as_array()?.iter().map(serde_json::Value::as_u64).collect::<Option<Vec<u64>>>());
            pairs.collect()
        })
        .ok_or_else(|| Failure("size: Node answered with something else than sizes".into()))?;
    Ok(sizes.into_iter().map(|pair| (pair[0], pair[1])).collect())
}
