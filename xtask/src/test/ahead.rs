//! A build of the engine and the page that goes on while a suite runs that leaves a processor idle.
//!
//! Invariant: what it says is printed in one piece, when it is waited for. A build that cannot begin, or fails, is no failure here: the
//! suite that needs what it makes builds again, and says why not.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::Child;

use crate::build;
use crate::command::{Context, Result, command};
use crate::settings::Settings;
use crate::setup::WasmTools;

/// The build, until it is waited for.
pub struct Ahead {
    child: Child,
    log: PathBuf,
}

impl Ahead {
    /// Begins to build, once the tools are there that another suite would install at the same time.
    pub fn begin(settings: &Settings) -> Result<Self> {
        WasmTools::ensure(settings)?;
        fs::create_dir_all(&settings.target_dir).context("cannot make the target folder")?;
        let log = settings.target_dir.join("build-ahead.log");
        let output = File::create(&log).context(format_args!("cannot write {}", log.display()))?;
        let errors = output.try_clone().context("cannot share a file")?;
        let mut build = command("cargo");
        build.args(["xtask", "build"]).stdout(output).stderr(errors);
        Ok(Self { child: build.spawn().context("cannot run cargo")?, log })
    }

    /// Waits for its end.
    pub fn end(mut self) {
        let made = self.child.wait().is_ok_and(|status| status.success());
        println!("\n== build");
        print!("{}", String::from_utf8_lossy(&fs::read(&self.log).unwrap_or_default()));
        if made {
            build::is_made();
        }
    }
}
