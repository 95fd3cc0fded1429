//! One engine that runs the tests of one module, and what it says meanwhile.
//!
//! Invariant: it always ends. An engine that says nothing for the time that a test may take is killed, and one that lingers after its last
//! test too. It runs in a folder of its own, which is removed.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use super::Setting;
use crate::command::{Context, Result};
use crate::project;

/// What the driver says of a test.
pub enum Event {
    Start(String),
    /// how it ended: `ok`, `skip`, `fail`
    Result(String, String),
}

/// How a run ended.
pub enum Ended {
    Through,
    Hangs,
    Down,
}

/// Runs the tests of `module` but those that `without` names, one a line.
pub fn run(setting: &Setting, module: &str, without: &str, tell: impl FnMut(Event)) -> Result<Ended> {
    let work = setting.folder.join(format!("work-{module}"));
    let _ = fs::remove_dir_all(&work);
    fs::create_dir_all(&work).context(work.display())?;
    // a list of thousands of names is no command line
    let list = work.join("without.txt");
    fs::write(&list, without).context(list.display())?;
    let mut child = Command::new(&setting.binary)
        .arg("--path")
        .arg(&setting.folder)
        .arg(project::root().join("tests/conformance/driver.py"))
        .arg(module)
        .arg(&list)
        .current_dir(&work)
        .envs([("PYTHONHASHSEED", "0"), ("PYTHONUTF8", "1"), ("NO_COLOR", "1"), ("TZ", "UTC"), ("LC_ALL", "C.UTF-8")])
        .env_remove("PYTHONPATH")
        .env_remove("PYTHONASYNCIODEBUG")
        .env_remove("FORCE_COLOR")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(File::create(work.join("stderr.txt")).context(work.display())?)
        .spawn()
        .context(format_args!("cannot run {module}"))?;
    let (sender, lines) = channel();
    let reader = child.stdout.take().map(|pipe| {
        std::thread::spawn(move || {
            let mut pipe = BufReader::new(pipe);
            let mut line = Vec::new();
            while pipe.read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
                if line.starts_with(b"@@ ")
                    && sender.send(String::from_utf8_lossy(&line).trim_end().to_owned()).is_err()
                {
                    return;
                }
                line.clear();
            }
        })
    });
    let ended = follow(&mut child, &lines, setting.limit, tell);
    let _ = child.kill();
    child.wait().context(module)?;
    drop(lines);
    if let Some(reader) = reader {
        let _ = reader.join();
    }
    let _ = fs::remove_dir_all(&work);
    Ok(ended)
}

fn follow(child: &mut Child, lines: &Receiver<String>, limit: Duration, mut tell: impl FnMut(Event)) -> Ended {
    loop {
        let line = match lines.recv_timeout(limit) {
            Ok(line) => line,
            Err(RecvTimeoutError::Timeout) => return Ended::Hangs,
            Err(RecvTimeoutError::Disconnected) => {
                let _ = child.wait();
                return Ended::Down;
            }
        };
        let mut words = line.split(' ').skip(1);
        let (word, test) = (words.next().unwrap_or(""), words.next().unwrap_or("").to_owned());
        match word {
            "start" => tell(Event::Start(test)),
            "ok" | "skip" | "fail" => tell(Event::Result(test, word.to_owned())),
            "end" => return Ended::Through,
            _ => {}
        }
    }
}
