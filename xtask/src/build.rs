//! The shipped artefact: wasm-pack makes the engine, wasm-opt and Vite shrink it, Vite makes the page around it, and the
//! result stands in `dist/`, which any static host can serve from any path.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::command::{Context, Failure, Result, run};
use crate::divide;
use crate::project;
use crate::settings::Settings;
use crate::setup::{self, WasmTools};

/// The folder a static host is given.
pub fn dist() -> PathBuf {
    project::root().join("dist")
}

/// The page's own project.
fn www() -> PathBuf {
    project::root().join("www")
}

/// What `build` made.
#[derive(PartialEq)]
pub enum Built {
    Page,
    /// There is no page project in this checkout, so only the engine was built.
    EngineOnly,
}

/// Builds the engine and the page, if this run of xtask did not yet.
pub fn everything(settings: &Settings) -> Result<Built> {
    if !MADE.load(Ordering::Relaxed) {
        engine(settings)?;
        page()?;
        is_made();
    }
    Ok(if has_page() { Built::Page } else { Built::EngineOnly })
}

static MADE: AtomicBool = AtomicBool::new(false);

/// Takes down that everything is built: what follows in this run of xtask does not build it again.
pub fn is_made() {
    MADE.store(true, Ordering::Relaxed);
}

/// Whether this checkout has a page.
fn has_page() -> bool {
    www().join("index.html").exists()
}

/// wasm-pack and wasm-opt.
pub fn engine(settings: &Settings) -> Result<()> {
    let tools = WasmTools::ensure(settings)?;
    setup::node::ensure()?;
    setup::install_packages("test tools", &project::root().join("tests"))?;
    println!("build: engine ({} profile)", settings.profile);
    let packs = settings.target_dir.join("packs");
    let mut build = tools.wasm_pack(settings)?;
    build.env("COROSCOPE_PACKS", &packs);
    build.args(["build", "--no-opt", "--mode", "no-install", "--target", &settings.target]);
    match settings.profile.as_str() {
        "release" => build.arg("--release"),
        "dev" => build.arg("--dev"),
        "profiling" => build.arg("--profiling"),
        other => build.args(["--profile", other]),
    };
    build.arg("--out-dir").arg(&settings.out_dir).args(["--out-name", &settings.out_name]).arg(project::root());
    if !settings.features.is_empty() {
        build.arg("--").args(["--features", &settings.features.join(",")]);
    }
    run(&mut build)?;
    copy_packs(&packs, &settings.out_dir)?;
    minify(settings)?;
    optimize(settings)?;
    divide::divide(settings)
}

/// Puts the packs of the standard library, and the list of them, beside the engine; those of an earlier build go.
fn copy_packs(packs: &Path, folder: &Path) -> Result<()> {
    let is_pack = |path: &Path| path.extension().is_some_and(|extension| extension == "pack");
    let list = |folder: &Path| -> Result<Vec<PathBuf>> {
        let entries = fs::read_dir(folder).context(format_args!("cannot read {}", folder.display()))?;
        Ok(entries.flatten().map(|entry| entry.path()).collect())
    };
    for old in list(folder)?.iter().filter(|path| is_pack(path)) {
        fs::remove_file(old).context(format_args!("cannot remove {}", old.display()))?;
    }
    for pack in list(packs)? {
        let name = pack.file_name().unwrap_or_default();
        fs::copy(&pack, folder.join(name)).context(format_args!("cannot copy {}", pack.display()))?;
    }
    Ok(())
}

/// The engine's wasm file, as wasm-bindgen names it.
pub fn engine_wasm(settings: &Settings) -> PathBuf {
    settings.out_dir.join(format!("{}_bg.wasm", settings.out_name))
}

/// The engine as the linker wrote it: with names, and told what refers to what.
pub fn linker_wasm(settings: &Settings) -> PathBuf {
    let folder = settings.target_dir.join("wasm32-unknown-unknown");
    let profile = match settings.profile.as_str() {
        "dev" => "debug",
        // wasm-pack's name for a release with names
        "profiling" => "release",
        other => other,
    };
    folder.join(profile).join(format!("{}.wasm", settings.out_name))
}

/// The engine's JavaScript glue.
pub fn engine_js(settings: &Settings) -> PathBuf {
    settings.out_dir.join(format!("{}.js", settings.out_name))
}

/// Has the glue minified by the tool that does it for the page.
fn minify(settings: &Settings) -> Result<()> {
    const SCRIPT: &str = "
        import { readFileSync, writeFileSync } from 'node:fs';
        import { minify } from 'vite';
        const file = process.argv[1];
        const options = { module: true, compress: { target: 'es2022' }, mangle: { toplevel: true } };
        const { code, errors } = await minify(file, readFileSync(file, 'utf8'), options);
        if (errors.length > 0) throw new Error(errors.map((error) => error.message).join('\\n'));
        writeFileSync(file, code);";
    setup::install_packages("page", &www())?;
    let glue = engine_js(settings);
    run(setup::node().args(["--input-type=module", "-e", SCRIPT, "--"]).arg(glue).current_dir(www()))
}

/// Runs wasm-opt, or takes its earlier result for the same module and flags.
fn optimize(settings: &Settings) -> Result<()> {
    let wasm = engine_wasm(settings);
    let module = fs::read(&wasm).context(format_args!("wasm-pack made no {}", wasm.display()))?;
    let module = divide::without_links(&module)?;
    let lock =
        fs::read(project::root().join("tests/package-lock.json")).context("cannot read tests/package-lock.json")?;
    let flags = settings.optimize_flags.join(" ");
    let key = project::fingerprint([&*module, &*lock, flags.as_bytes()]);
    let folder = settings.target_dir.join("optimized");
    let result = folder.join(format!("{key}.wasm"));
    if !result.exists() {
        println!("build: wasm-opt {flags}");
        project::remove_folder(&folder)?;
        fs::create_dir_all(&folder).context(format_args!("cannot make {}", folder.display()))?;
        let (linked, partial) = (folder.join("linked.wasm"), folder.join("partial.wasm"));
        fs::write(&linked, &module).context(format_args!("cannot write {}", linked.display()))?;
        let mut optimizer = setup::node();
        optimizer
            .arg(project::root().join("tests/node_modules/binaryen/bin/wasm-opt"))
            .args(&settings.optimize_flags)
            .arg(&linked)
            .arg("-o")
            .arg(&partial);
        run(&mut optimizer)?;
        fs::rename(&partial, &result).context("cannot move the optimized module")?;
    }
    fs::copy(&result, &wasm).context(format_args!("cannot write {}", wasm.display()))?;
    let size = fs::metadata(&wasm).context("cannot measure the module")?.len();
    println!("build: {} {} -> {} bytes", settings.out_name, module.len(), size);
    Ok(())
}

/// Vite.
fn page() -> Result<()> {
    if !has_page() {
        println!("build: www/index.html is not there, so no page is built; the engine is in www/pkg");
        return Ok(());
    }
    setup::install_packages("page", &www())?;
    println!("build: page");
    run(setup::npm().args(["run", "--silent", "build"]).current_dir(www()))?;
    let made = www().join("dist");
    if !made.join("index.html").exists() {
        return Err(Failure(format!("build: `npm run build` made no {}", made.join("index.html").display())));
    }
    project::remove_folder(&dist())?;
    project::copy_folder(&made, &dist())?;
    println!("build: {}", dist().display());
    Ok(())
}
