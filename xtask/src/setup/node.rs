//! Node and the packages of a `package.json`: installed with `npm ci` from the lock file, and again only when the
//! lock file changed.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::command::{Context, Failure, Result, command, find_on_path, output, run_logged};
use crate::project;

use super::{doing, ready};

const OLDEST: u32 = 20;

/// A `node` command in the project's root.
pub fn node() -> Command {
    command("node")
}

/// An `npm` command that asks nothing.
pub fn npm() -> Command {
    let mut npm = command(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.env("npm_config_fund", "false").env("npm_config_audit", "false").env("npm_config_update_notifier", "false");
    npm
}

/// Fails with what to install when there is no usable Node.
pub fn ensure() -> Result<()> {
    let advice = "install Node 20 or newer with npm (https://nodejs.org, or `apt-get install nodejs npm`)";
    let version = output(node().arg("--version")).ok_or_else(|| Failure(format!("node: not found; {advice}")))?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|part| part.parse::<u32>().ok());
    if major.is_none_or(|major| major < OLDEST) {
        return Err(Failure(format!("node: {version} is too old; {advice}")));
    }
    if find_on_path(&["npm"]).is_none() {
        return Err(Failure(format!("node: {version} is here, but npm is not; {advice}")));
    }
    ready("node", version);
    Ok(())
}

/// Installs what `folder/package-lock.json` names into `folder/node_modules`.
pub fn install_packages(step: &str, folder: &Path) -> Result<()> {
    let mut wanted = Vec::new();
    for name in ["package.json", "package-lock.json"] {
        let path = folder.join(name);
        wanted.push(fs::read(&path).context(format_args!("cannot read {}", path.display()))?);
    }
    let value = project::fingerprint(wanted.iter().map(Vec::as_slice));
    let stamp = folder.join("node_modules/.coroscope-stamp");
    if !project::stamped(&stamp, &value) {
        doing(step, format_args!("npm ci in {}", folder.display()));
        let log = format!("npm-{}", step.replace(' ', "-"));
        if run_logged(npm().arg("ci").current_dir(folder), &log).is_err() {
            // A registry that lacks some platform's optional package makes a lock file that `npm ci` refuses on every
            // platform. `npm install` takes the locked versions too; it must only not rewrite the lock file.
            let lock = folder.join("package-lock.json");
            run_logged(npm().args(["install", "--no-save"]).current_dir(folder), &log)?;
            fs::write(&lock, &wanted[1]).context(format_args!("cannot write {}", lock.display()))?;
        }
        project::stamp(&stamp, &value)?;
    }
    ready(step, format_args!("packages of {}", folder.join("package-lock.json").display()));
    Ok(())
}
