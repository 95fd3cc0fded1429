//! Running a program once: a child process with stdin from a buffer, both outputs collected, and a deadline.
//!
//! A run always ends: past the deadline the child is killed, and output beyond `OUTPUT_LIMIT` is dropped (the child is
//! still drained, so that it cannot block on a full pipe).

use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Bytes kept of each stream.
const OUTPUT_LIMIT: usize = 16 << 20;

/// The raw result of a run.
pub struct Run {
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
    /// The status, 128 + n after signal n; `None` when the deadline passed.
    pub exit: Option<i32>,
}

/// Runs `program arguments…` in `folder`. The environment is the same for CPython and for the engine.
pub fn run(program: &Path, arguments: &[&str], folder: &Path, input: &[u8], limit: Duration) -> io::Result<Run> {
    let mut child = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .env("PYTHONHASHSEED", "0")
        .env("PYTHONUTF8", "1")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("NO_COLOR", "1")
        .env_remove("PYTHONPATH")
        .env_remove("PYTHONASYNCIODEBUG")
        .env_remove("FORCE_COLOR")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let stdin = child.stdin.take();
    let stdout = child.stdout.take();
    let stderr = child.stderr.take();
    thread::scope(|scope| {
        // A program may end without reading its input: a broken pipe is no error of ours.
        scope.spawn(move || stdin.map(|mut pipe| pipe.write_all(input)));
        let stdout = scope.spawn(move || stdout.map_or_else(Vec::new, collect));
        let stderr = scope.spawn(move || stderr.map_or_else(Vec::new, collect));
        let exit = wait(&mut child, limit)?.map(status_number);
        let joined = |handle: thread::ScopedJoinHandle<'_, Vec<u8>>| handle.join().unwrap_or_default();
        Ok(Run { stdout: joined(stdout), stderr: joined(stderr), exit })
    })
}

fn collect(mut pipe: impl Read) -> Vec<u8> {
    let mut kept = Vec::new();
    let mut chunk = [0; 1 << 14];
    while let Ok(count @ 1..) = pipe.read(&mut chunk) {
        let room = OUTPUT_LIMIT - kept.len();
        kept.extend_from_slice(&chunk[..count.min(room)]);
    }
    kept
}

fn wait(child: &mut Child, limit: Duration) -> io::Result<Option<ExitStatus>> {
    let start = Instant::now();
    let mut pause = Duration::from_micros(200);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if start.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(10));
    }
}

#[cfg(unix)]
fn status_number(status: ExitStatus) -> i32 {
    use std::os::unix::process::ExitStatusExt;
    status.code().or_else(|| status.signal().map(|signal| 128 + signal)).unwrap_or(-1)
}

#[cfg(not(unix))]
fn status_number(status: ExitStatus) -> i32 {
    status.code().unwrap_or(-1)
}
