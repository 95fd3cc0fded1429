//! The wasm compiler of a Debian machine whose rustup cannot fetch targets: Debian's `rustc-web` with a standard
//! library built once from `rust-web-src`. Nothing is written outside the cache folder but what apt-get installs:
//! the built library stands in a sysroot of its own there, and a small `rustc` in front of Debian's points at it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::command::{Context, Failure, Result, command, find_on_path, output, path_with, run_logged};
use crate::project;
use crate::settings::Settings;

use super::wasm_target::{TRIPLE, WasmTarget, has_std};
use super::{apt, doing, ready};

const RUSTC: &str = "/usr/bin/rustc";
const CARGO: &str = "/usr/bin/cargo";
const SOURCES: &str = "/usr/lib/rustlib/src/rust/library/std/Cargo.toml";

/// Everything of this file is in here.
fn folder() -> PathBuf {
    project::cache().join("debian-wasm")
}

/// The environment of a sysroot that was built before, if it fits the compiler that is installed now.
pub fn ready_made() -> Result<Option<WasmTarget>> {
    let Some(version) = compiler_version() else {
        return Ok(None);
    };
    if !project::stamped(&folder().join("stamp"), &stamp_of(&version)) || !has_std(&library_folder()) {
        return Ok(None);
    }
    ready("wasm target", format_args!("Debian's rustc {}, std in {}", release(&version), folder().display()));
    Ok(Some(target()?))
}

/// Installs the packages, builds the library, and gives the environment.
pub fn ensure(settings: &Settings) -> Result<WasmTarget> {
    apt::install("wasm target", &settings.debian_packages)?;
    let version = compiler_version()
        .ok_or_else(|| Failure(format!("wasm target: Debian's packages are installed, but {RUSTC} does not run")))?;
    check_release(&release(&version))?;
    if !Path::new(SOURCES).exists() {
        return Err(Failure(format!("wasm target: {SOURCES} is missing; run `apt-get install rust-web-src`")));
    }
    if let Some(target) = ready_made()? {
        return Ok(target);
    }
    project::remove_folder(&folder())?;
    make_sysroot()?;
    doing("wasm target", format_args!("building std for {TRIPLE} with Debian's rustc {}", release(&version)));
    build_std()?;
    project::stamp(&folder().join("stamp"), &stamp_of(&version))?;
    ready_made()?.ok_or_else(|| Failure("wasm target: the standard library was built but is not found".into()))
}

/// `rustc -vV` of Debian's compiler.
fn compiler_version() -> Option<String> {
    if !Path::new(RUSTC).exists() || !Path::new(CARGO).exists() {
        return None;
    }
    output(command(RUSTC).arg("-vV"))
}

fn field(version: &str, name: &str) -> String {
    let line = version.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    line.unwrap_or_default().to_owned()
}

fn release(version: &str) -> String {
    field(version, "release")
}

fn stamp_of(version: &str) -> String {
    // The second part changes when this file does the work differently.
    project::fingerprint([version.as_bytes(), b"1"])
}

/// Refuses a compiler older than what Cargo.toml asks for.
fn check_release(release: &str) -> Result<()> {
    let text = fs::read_to_string(project::root().join("Cargo.toml")).context("cannot read Cargo.toml")?;
    let manifest: toml::Table = text.parse().context("Cargo.toml")?;
    let wanted = manifest.get("package").and_then(|package| package.get("rust-version")?.as_str());
    let numbers = |text: &str| text.split('.').map(|part| part.parse().unwrap_or(0)).collect::<Vec<u32>>();
    match wanted {
        Some(wanted) if numbers(release) < numbers(wanted) => Err(Failure(format!(
            "wasm target: Debian's rustc is {release}, and {wanted} is needed; put Debian's security archive into \
             the apt sources, or add the target with rustup"
        ))),
        _ => Ok(()),
    }
}

fn library_folder() -> PathBuf {
    folder().join("sysroot/lib/rustlib").join(TRIPLE).join("lib")
}

fn tools_folder() -> PathBuf {
    folder().join("bin")
}

/// How wasm builds are started with this compiler.
fn target() -> Result<WasmTarget> {
    Ok(WasmTarget {
        path_folders: vec![tools_folder()],
        variables: vec![("RUSTC", tools_folder().join("rustc").into()), ("CARGO", CARGO.into())],
        removed_variables: vec!["RUSTUP_TOOLCHAIN", "RUSTUP_HOME", "RUSTDOC"],
    })
}

/// The sysroot with Debian's own host library linked in, and a `rustc`, `cargo` and `rust-lld` in front of PATH.
fn make_sysroot() -> Result<()> {
    fs::create_dir_all(library_folder()).context("cannot make the sysroot")?;
    fs::create_dir_all(tools_folder()).context("cannot make the tools folder")?;
    let rustlib = folder().join("sysroot/lib/rustlib");
    for entry in fs::read_dir("/usr/lib/rustlib").context("cannot read /usr/lib/rustlib")? {
        let entry = entry.context("cannot read /usr/lib/rustlib")?;
        if entry.file_name() != TRIPLE {
            link(&entry.path(), &rustlib.join(entry.file_name()))?;
        }
    }
    let script = format!(
        "#!/bin/sh\n# Debian's compiler with the wasm32 standard library that `cargo xtask setup` built.\n\
         exec {RUSTC} --sysroot '{}' \"$@\"\n",
        folder().join("sysroot").display()
    );
    let compiler = tools_folder().join("rustc");
    fs::write(&compiler, script).context(format_args!("cannot write {}", compiler.display()))?;
    make_executable(&compiler)?;
    link(Path::new(CARGO), &tools_folder().join("cargo"))?;
    link(&find_linker()?, &tools_folder().join("rust-lld"))
}

/// A linker for wasm: rustup's own, or one of Debian's lld packages.
fn find_linker() -> Result<PathBuf> {
    let sysroot = output(command("rustc").args(["--print", "sysroot"]));
    let host = output(command("rustc").arg("-vV")).map(|version| field(&version, "host"));
    if let (Some(sysroot), Some(host)) = (sysroot, host) {
        let linker = Path::new(&sysroot).join("lib/rustlib").join(host).join("bin/rust-lld");
        if linker.exists() {
            return Ok(linker);
        }
    }
    let names = ["wasm-ld", "wasm-ld-22", "wasm-ld-21", "wasm-ld-20", "wasm-ld-19"];
    if let Some(linker) = find_on_path(&names) {
        return Ok(linker);
    }
    apt::install("wasm linker", &["lld-19".to_owned()])?;
    find_on_path(&names).ok_or_else(|| Failure("wasm linker: run `apt-get install lld-19`, then again".into()))
}

/// Builds std through cargo's `-Zbuild-std` with an empty crate, and moves the libraries into the sysroot.
fn build_std() -> Result<()> {
    let crate_folder = folder().join("build");
    fs::create_dir_all(crate_folder.join("src")).context("cannot make the build folder")?;
    let manifest = "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[workspace]\n";
    fs::write(crate_folder.join("Cargo.toml"), manifest).context("cannot write the empty crate")?;
    fs::write(crate_folder.join("src/lib.rs"), "#![no_std]\n").context("cannot write the empty crate")?;
    let mut build = command(CARGO);
    build
        .current_dir(&crate_folder)
        .env("PATH", path_with(&[tools_folder()])?)
        .env("RUSTC", RUSTC)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", crate_folder.join("target"))
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("RUSTFLAGS")
        .args(["build", "--release", "--target", TRIPLE, "-Zbuild-std=std,panic_abort,panic_unwind,proc_macro,test"]);
    run_logged(&mut build, "wasm-std")?;
    let built = crate_folder.join("target").join(TRIPLE).join("release/deps");
    for entry in fs::read_dir(&built).context(format_args!("cannot read {}", built.display()))? {
        let path = entry.context("cannot read the built libraries")?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".rlib") && !name.starts_with("libempty-") {
            fs::copy(&path, library_folder().join(&name)).context(format_args!("cannot copy {name}"))?;
        }
    }
    project::remove_folder(&crate_folder)
}

#[cfg(unix)]
fn link(target: &Path, name: &Path) -> Result<()> {
    std::os::unix::fs::symlink(target, name).context(format_args!("cannot link {}", name.display()))
}

#[cfg(unix)]
fn make_executable(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
        .context(format_args!("cannot make {} executable", path.display()))
}

#[cfg(not(unix))]
fn link(_: &Path, _: &Path) -> Result<()> {
    Err(Failure("Debian's compiler can only be set up on Debian".into()))
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> Result<()> {
    Ok(())
}
