//! Setting a machine up: each tool is looked for, installed when it can be, and otherwise named with the command
//! that installs it. Every step is idempotent, prints one line, and downloads nothing when it was done before.

mod apt;
mod browser;
mod cargo_tools;
mod debian;
pub mod node;
mod wasm_target;

use std::process::Command;

pub use browser::Browser;
pub use cargo_tools::CargoTools;
pub use node::{install_packages, node, npm};
pub use wasm_target::WasmTarget;

use crate::command::{Result, path_with};
use crate::project;
use crate::settings::Settings;

/// One line about a step that is done.
pub fn ready(step: &str, what: impl std::fmt::Display) {
    println!("setup: {step:<16} {what}");
}

/// One line about a step that will take a while.
pub fn doing(step: &str, what: impl std::fmt::Display) {
    println!("setup: {step:<16} {what} …");
}

/// The tools that turn the engine into wasm.
pub struct WasmTools {
    pub target: WasmTarget,
    pub cargo: CargoTools,
}

impl WasmTools {
    pub fn ensure(settings: &Settings) -> Result<WasmTools> {
        let _lock = project::lock_cache()?;
        let target = WasmTarget::ensure(settings)?;
        let cargo = CargoTools::ensure(settings)?;
        Ok(WasmTools { target, cargo })
    }

    /// wasm-pack with the right compiler, wasm-bindgen and target folder.
    pub fn wasm_pack(&self, settings: &Settings) -> Result<Command> {
        let mut command = crate::command::command(&self.cargo.wasm_pack);
        let mut folders = self.target.path_folders.clone();
        folders.extend(self.cargo.wasm_bindgen.parent().map(Into::into));
        command.env("PATH", path_with(&folders)?);
        for (name, value) in &self.target.variables {
            command.env(name, value);
        }
        for name in &self.target.removed_variables {
            command.env_remove(name);
        }
        command.env("CARGO_TARGET_DIR", &settings.target_dir);
        Ok(command)
    }
}

/// Everything `build`, `test` and `bench` need, so that the first of them has nothing left to install.
pub fn everything(settings: &Settings) -> Result<()> {
    WasmTools::ensure(settings)?;
    node::ensure()?;
    node::install_packages("test tools", &project::root().join("tests"))?;
    if project::root().join("www/package.json").exists() {
        node::install_packages("page", &project::root().join("www"))?;
    }
    Browser::ensure(settings)?;
    Ok(())
}
