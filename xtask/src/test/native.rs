//! The suites that need nothing but the native compiler: format, lints, and `cargo test` of the whole workspace.

use crate::command::{Result, command, run, run_copied};
use crate::settings::Settings;

use super::Counts;

pub fn format(_: &Settings) -> Result<Counts> {
    run(command("cargo").args(["fmt", "--all", "--check"]))?;
    Ok(Counts::one())
}

pub fn clippy(_: &Settings) -> Result<Counts> {
    run(command("cargo").args(["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]))?;
    Ok(Counts::one())
}

pub fn tests(_: &Settings) -> Result<Counts> {
    let transcript = run_copied(command("cargo").args(["test", "--workspace", "--no-fail-fast"]))?;
    Ok(Counts::of_cargo(&transcript))
}
