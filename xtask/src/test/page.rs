//! The page's own checks: types and lints by `npm run check`, units by `npm test` (Vitest). One of the units compares what the page makes
//! of a trace with what the engine itself says, so the native command is built before, as the native suite builds it.

use std::fs;
use std::path::PathBuf;

use crate::command::{Failure, Result, command, run, run_copied};
use crate::project;
use crate::settings::Settings;
use crate::setup;

use super::Counts;

fn www() -> Result<PathBuf> {
    let folder = project::root().join("www");
    if !folder.join("package.json").exists() {
        return Err(Failure(format!("{} is not there", folder.join("package.json").display())));
    }
    setup::node::ensure()?;
    setup::install_packages("page", &folder)?;
    Ok(folder)
}

pub fn check(_: &Settings) -> Result<Counts> {
    let folder = www()?;
    run(setup::npm().args(["run", "--silent", "check"]).current_dir(folder))?;
    Ok(Counts::one())
}

pub fn tests(_: &Settings) -> Result<Counts> {
    let folder = www()?;
    // `cargo build` would take other features of the dependencies and compile everything anew
    run(command("cargo").args(["test", "--quiet", "--workspace", "--test", "trace", "--no-run"]))?;
    let report = folder.join("node_modules/.coroscope-report.json");
    let _ = fs::remove_file(&report);
    let mut test = setup::npm();
    test.args(["test", "--silent", "--", "--reporter=default", "--reporter=json"]);
    test.arg(format!("--outputFile.json={}", report.display())).current_dir(folder);
    let transcript = run_copied(&mut test)?;
    let text = fs::read_to_string(&report).unwrap_or_default();
    Ok(Counts::of_vitest(&text, transcript.success))
}
