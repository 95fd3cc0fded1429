//! Debian packages: asked of `apt-get` only when they are missing, and only when it can work without a question.

use crate::command::{Failure, Result, command, find_on_path, output, run_logged};

use super::doing;

/// Whether this is a machine with Debian's package tools.
pub fn is_available() -> bool {
    find_on_path(&["apt-get"]).is_some() && find_on_path(&["dpkg-query"]).is_some()
}

/// The installed version of a package.
pub fn installed(package: &str) -> Option<String> {
    let text = output(command("dpkg-query").args(["-W", "-f", "${db:Status-Status} ${Version}", package]))?;
    text.strip_prefix("installed ").map(str::to_owned)
}

/// Installs the packages that are missing; `step` names what they are for.
pub fn install(step: &str, packages: &[String]) -> Result<()> {
    let missing: Vec<&String> = packages.iter().filter(|package| installed(package).is_none()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(" ");
    let Some(prefix) = privilege() else {
        return Err(Failure(format!(
            "{step}: packages are missing and this user may not install them; run\n    \
             sudo apt-get update && sudo apt-get install -y --no-install-recommends {names}\nand start again"
        )));
    };
    doing(step, format_args!("apt-get install {names}"));
    run_logged(apt_get(prefix).arg("update"), "apt-update")?;
    let mut install = apt_get(prefix);
    install.args(["install", "-y", "--no-install-recommends"]).args(missing);
    run_logged(&mut install, "apt-install")
}

fn apt_get(prefix: &[&str]) -> std::process::Command {
    let mut words = prefix.iter().chain(&["apt-get"]);
    let mut command = command(words.next().copied().unwrap_or("apt-get"));
    command.args(words).env("DEBIAN_FRONTEND", "noninteractive");
    // Another apt-get may be running: wait for it rather than fail.
    command.args(["-q", "-o", "DPkg::Lock::Timeout=600"]);
    command
}

/// What to put before `apt-get`: nothing for root, sudo where it asks no password.
fn privilege() -> Option<&'static [&'static str]> {
    if output(command("id").arg("-u")).as_deref() == Some("0") {
        return Some(&[]);
    }
    output(command("sudo").args(["-n", "true"])).map(|_| &["sudo", "-n"] as &[_])
}
