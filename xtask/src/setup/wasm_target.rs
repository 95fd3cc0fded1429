//! A compiler with a standard library for `wasm32-unknown-unknown`: rustup's where the target can be had, else
//! Debian's (see `debian.rs`). Which one it is shows only in the environment that wasm commands are given.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use crate::command::{Failure, Result, command, find_on_path, output};
use crate::settings::Settings;

use super::{debian, doing, ready};

pub const TRIPLE: &str = "wasm32-unknown-unknown";

/// How to start wasm builds.
pub struct WasmTarget {
    /// Folders to put in front of PATH.
    pub path_folders: Vec<PathBuf>,
    pub variables: Vec<(&'static str, OsString)>,
    pub removed_variables: Vec<&'static str>,
}

impl WasmTarget {
    pub fn ensure(settings: &Settings) -> Result<WasmTarget> {
        // For a machine that has both, and for testing the second way on one that has the first.
        if std::env::var_os("COROSCOPE_WASM_TARGET").is_some_and(|value| value == "debian") {
            return debian::ensure(settings);
        }
        if let Some(version) = default_compiler_has_target() {
            ready("wasm target", format_args!("{TRIPLE} of {version}"));
            return Ok(WasmTarget::of_default_compiler());
        }
        if let Some(target) = debian::ready_made()? {
            return Ok(target);
        }
        let mut tried = "no rustup on PATH".to_owned();
        if find_on_path(&["rustup"]).is_some() {
            doing("wasm target", format_args!("rustup target add {TRIPLE}"));
            match crate::command::run_logged(command("rustup").args(["target", "add", TRIPLE]), "rustup-target") {
                Ok(()) if default_compiler_has_target().is_some() => {
                    ready("wasm target", format_args!("{TRIPLE} added with rustup"));
                    return Ok(WasmTarget::of_default_compiler());
                }
                Ok(()) => tried = "rustup added the target, but not for the compiler in use".to_owned(),
                Err(_) => tried = format!("`rustup target add {TRIPLE}` failed"),
            }
        }
        if super::apt::is_available() {
            ready("wasm target", format_args!("{tried}; taking Debian's compiler"));
            return debian::ensure(settings);
        }
        Err(Failure(format!(
            "wasm target: {tried}, and this is no Debian machine; install Rust with https://rustup.rs and run\n    \
             rustup target add {TRIPLE}\nand start again"
        )))
    }

    fn of_default_compiler() -> WasmTarget {
        WasmTarget { path_folders: Vec::new(), variables: Vec::new(), removed_variables: Vec::new() }
    }
}

/// The version of the default compiler, if it has the target.
fn default_compiler_has_target() -> Option<String> {
    let sysroot = output(command("rustc").args(["--print", "sysroot"]))?;
    let folder = Path::new(&sysroot).join("lib/rustlib").join(TRIPLE).join("lib");
    if !has_std(&folder) {
        return None;
    }
    output(command("rustc").arg("--version"))
}

/// Whether a rustlib folder holds a standard library.
pub fn has_std(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else {
        return false;
    };
    entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
}
