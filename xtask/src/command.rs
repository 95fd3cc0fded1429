//! Running other programs: every child process of xtask starts here, in the project's root, with an environment
//! cleaned of what `cargo run` and rustup put into ours, so that a child cargo behaves as if typed in a shell.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::project;

/// A message for the person who typed the command; it says what to do next where there is something to do.
#[derive(Debug)]
pub struct Failure(pub String);

pub type Result<T> = std::result::Result<T, Failure>;

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<String> for Failure {
    fn from(text: String) -> Self {
        Failure(text)
    }
}

impl From<&str> for Failure {
    fn from(text: &str) -> Self {
        Failure(text.to_owned())
    }
}

/// Adds what was being done to an input/output error.
pub trait Context<T> {
    fn context(self, doing: impl fmt::Display) -> Result<T>;
}

impl<T, E: fmt::Display> Context<T> for std::result::Result<T, E> {
    fn context(self, doing: impl fmt::Display) -> Result<T> {
        self.map_err(|error| Failure(format!("{doing}: {error}")))
    }
}

/// A command in the project's root with a clean environment.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(project::root());
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        let inherited = text.starts_with("CARGO_PKG_")
            || text.starts_with("CARGO_MANIFEST_")
            || matches!(&*text, "CARGO" | "CARGO_BIN_NAME" | "CARGO_PRIMARY_PACKAGE");
        if inherited {
            command.env_remove(&name);
        }
    }
    // `cargo run` prepends its own library folders; another compiler must not load them.
    if let Some(paths) = std::env::var_os("LD_LIBRARY_PATH") {
        let kept: Vec<PathBuf> = std::env::split_paths(&paths)
            .filter(|path| {
                let text = path.to_string_lossy();
                !text.contains("/toolchains/") && !path.starts_with(project::root().join("target"))
            })
            .filter(|path| !path.as_os_str().is_empty())
            .collect();
        match std::env::join_paths(kept) {
            Ok(joined) if !joined.is_empty() => command.env("LD_LIBRARY_PATH", joined),
            _ => command.env_remove("LD_LIBRARY_PATH"),
        };
    }
    command
}

/// The command as a person would type it, for messages.
pub fn line(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    for argument in command.get_args() {
        let text = argument.to_string_lossy();
        if text.is_empty() || text.contains(|c: char| c.is_whitespace() || "'\"$&|;<>()".contains(c)) {
            words.push(format!("'{}'", text.replace('\'', "'\\''")));
        } else {
            words.push(text.into_owned());
        }
    }
    words.join(" ")
}

/// Runs with our own standard streams; fails when the command fails.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().context(format_args!("cannot start {}", line(command)))?;
    if status.success() { Ok(()) } else { Err(Failure(format!("{} failed ({status})", line(command)))) }
}

/// Runs silently, with everything it says in `cache/logs/NAME.log`; on failure the end of the log is in the message.
pub fn run_logged(command: &mut Command, name: &str) -> Result<()> {
    let folder = project::cache().join("logs");
    fs::create_dir_all(&folder).context(format_args!("cannot make {}", folder.display()))?;
    let path = folder.join(format!("{name}.log"));
    let log = File::create(&path).context(format_args!("cannot write {}", path.display()))?;
    let second = log.try_clone().context("cannot share the log file")?;
    let status = command
        .stdin(Stdio::null())
        .stdout(log)
        .stderr(second)
        .status()
        .context(format_args!("cannot start {}", line(command)))?;
    if status.success() {
        return Ok(());
    }
    let text = fs::read(&path).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    let tail = lines[lines.len().saturating_sub(25)..].join("\n    ");
    Err(Failure(format!("{} failed ({status}); the end of {}:\n    {tail}", line(command), path.display())))
}

/// The standard output of a command that succeeded, trimmed; `None` when it cannot be run or failed.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// What a command said and how it ended, for suites whose counts are read from their text.
pub struct Transcript {
    pub text: String,
    pub success: bool,
}

/// Runs with standard output and error shown as they come and kept.
pub fn run_copied(command: &mut Command) -> Result<Transcript> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context(format_args!("cannot start {}", line(command)))?;
    let out = child.stdout.take().ok_or("no standard output")?;
    let err = child.stderr.take().ok_or("no standard error")?;
    let other = std::thread::spawn(move || copy(err, &mut std::io::stderr()));
    let mut text = copy(out, &mut std::io::stdout());
    text.push_str(&other.join().unwrap_or_default());
    let status = child.wait().context("cannot wait for a child process")?;
    Ok(Transcript { text, success: status.success() })
}

fn copy(from: impl std::io::Read, to: &mut dyn Write) -> String {
    let mut reader = BufReader::new(from);
    let mut text = String::new();
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        match reader.read_until(b'\n', &mut bytes) {
            Ok(0) | Err(_) => return text,
            Ok(_) => {
                // A closed terminal must not stop the suite.
                let _ = to.write_all(&bytes).and_then(|()| to.flush());
                text.push_str(&String::from_utf8_lossy(&bytes));
            }
        }
    }
}

/// The first of `names` that is an executable file on PATH.
pub fn find_on_path(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    for name in names {
        for folder in std::env::split_paths(&path) {
            let file = folder.join(name);
            if is_executable(&file) {
                return Some(file);
            }
            let file = folder.join(format!("{name}.exe"));
            if cfg!(windows) && file.is_file() {
                return Some(file);
            }
        }
    }
    None
}

#[cfg(unix)]
fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(path: &Path) -> bool {
    path.is_file()
}

/// PATH with `folders` in front.
pub fn path_with(folders: &[PathBuf]) -> Result<OsString> {
    let old = std::env::var_os("PATH").unwrap_or_default();
    let all = folders.iter().cloned().chain(std::env::split_paths(&old));
    std::env::join_paths(all).context("a folder's name cannot stand in PATH")
}
