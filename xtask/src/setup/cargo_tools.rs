//! wasm-pack, and the wasm-bindgen command of exactly the version Cargo.lock holds: wasm-pack uses the one on PATH
//! only when the two agree, and would otherwise try to download one.

use std::path::PathBuf;

use crate::command::{Failure, Result, command, find_on_path, output, run_logged};
use crate::project;
use crate::settings::Settings;

use super::{doing, ready};

pub struct CargoTools {
    pub wasm_pack: PathBuf,
    pub wasm_bindgen: PathBuf,
}

impl CargoTools {
    pub fn ensure(settings: &Settings) -> Result<CargoTools> {
        let bindgen_version = project::locked_version("wasm-bindgen")?;
        let wasm_bindgen = ensure_tool("wasm-bindgen-cli", "wasm-bindgen", &bindgen_version, true)?;
        let wasm_pack = ensure_tool("wasm-pack", "wasm-pack", &settings.wasm_pack_version, false)?;
        Ok(CargoTools { wasm_pack, wasm_bindgen })
    }
}

/// The command `program` of a package: the one on PATH when its version will do, else one in the cache folder.
fn ensure_tool(package: &str, program: &str, version: &str, exact: bool) -> Result<PathBuf> {
    if let Some(found) = find_on_path(&[program])
        && let Some(text) = output(command(&found).arg("--version"))
        && let Some(have) = text.split_whitespace().nth(1)
        && (have == version || !exact)
    {
        ready(program, format_args!("{have} at {}", found.display()));
        return Ok(found);
    }
    let folder = project::cache().join(format!("{package}-{version}"));
    let file = folder.join("bin").join(format!("{program}{}", std::env::consts::EXE_SUFFIX));
    if !file.exists() {
        doing(program, format_args!("cargo install {package} --version {version} (some minutes)"));
        let install = |locked: &[&str]| {
            let mut install = command("cargo");
            install.arg("install").args(locked).args([package, "--version", version, "--root"]).arg(&folder);
            install.env_remove("CARGO_TARGET_DIR");
            run_logged(&mut install, &format!("install-{package}"))
        };
        // A registry mirror may lack a version the package's own lock file names; then the newest there will do.
        if install(&["--locked"]).is_err() {
            install(&[])?;
        }
        if !file.exists() {
            return Err(Failure(format!("{program}: cargo installed {package}, but {} is missing", file.display())));
        }
    }
    ready(program, format_args!("{version} at {}", file.display()));
    Ok(file)
}
