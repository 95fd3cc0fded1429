//! The boundary to the world: what a VM may ask of whoever runs it.
//!
//! Invariant: everything that depends on the platform (time, output, input, randomness, fetching) goes through [`Host`]; the VM never
//! blocks the thread, it returns [`Outcome::Waiting`].

use super::files::Files;
use super::request::Request;

/// Standard streams.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stream {
    Out,
    Err,
}

/// What a VM waits for.
#[derive(Debug)]
pub enum Wait {
    /// the monotonic clock reaching this many microseconds, or a wake
    Until(u64),
    /// a wake by another thread (of a lock's holder, say), or the clock reaching this
    Parked(Option<u64>),
    /// an external event (a promise, a call from outside), or a wake
    External,
    /// a line of standard input after this prompt was shown
    Input(String),
    /// a named asset (a source pack, the character names)
    Asset(String),
    /// the answer to a request of this number
    Answer(u32),
}

/// What the threads of a VM wait for, none of which can run.
#[derive(Debug, Default)]
pub struct Waits {
    /// the earliest deadline
    pub until: Option<u64>,
    /// a line of input, after this prompt was shown; a prompt is given once
    pub input: Option<String>,
    /// a named asset
    pub asset: Option<String>,
    /// answers to requests
    pub answers: bool,
    /// external events
    pub external: bool,
}

/// What ends a `Vm::run`.
#[derive(Debug)]
pub enum Outcome {
    /// the slice's fuel is used up: run again soon
    Sliced,
    /// nothing to do until the clock gets there, or something is delivered
    Waiting(Waits),
    /// the program ended with this status; unhandled errors were reported
    Finished(i32),
}

/// The platform.
pub trait Host {
    /// Monotonic time in microseconds.
    fn now(&mut self) -> u64;
    /// Wall-clock time in microseconds since the Unix epoch.
    fn wall(&mut self) -> u64;
    /// Writes to a standard stream.
    fn write(&mut self, stream: Stream, data: &[u8]);
    /// From now on nothing is shown (the trace has the output).
    fn mute(&mut self) {}
    /// Fetches a pack of the library while the machine stands still in the middle of a step, and admits it; for a host that is asked for
    /// packs (`Wait::Asset`).
    fn fetch_now(&mut self, _file: &str) {}
    /// Makes a request, whose answer is brought by `Vm::deliver_answer`; false if the host makes none.
    fn request(&mut self, _request: Request) -> bool {
        false
    }
    /// Passes buffered output on.
    fn flush(&mut self) {}
    /// A host that may block its thread waits here until its clock shows `deadline`; others never get the call.
    fn sleep_until(&mut self, _deadline: u64) {}
    /// A clock that stands still while the program runs goes on by so many microseconds.
    fn pass(&mut self, _us: u64) {}
    /// A host that may block its thread reads a line here (with its line end), after showing the prompt; None at end of file.
    fn read_line(&mut self, _prompt: &str) -> Option<String> {
        None
    }
    /// Random bytes for seeding.
    fn entropy(&mut self, buf: &mut [u8]);
    /// The file system, its clock set.
    fn files(&mut self) -> &mut dyn Files;
    /// A module's or script's source bytes.
    fn read_file(&mut self, path: &str) -> Option<Vec<u8>> {
        self.files().read_whole(path.as_bytes()).ok()
    }
    /// The environment variables that the program starts with.
    fn environment(&mut self) -> Vec<(Vec<u8>, Vec<u8>)> {
        let pairs = [("HOME", "/home/user"), ("LANG", "C.UTF-8"), ("PATH", "/usr/bin:/bin"), ("USER", "user")];
        pairs.iter().map(|(k, v)| (k.as_bytes().to_vec(), v.as_bytes().to_vec())).collect()
    }
    /// Columns and lines of the terminal, if there is one.
    fn terminal_size(&mut self) -> Option<(i64, i64)> {
        None
    }
    /// Ids of the user and the user's group.
    fn user(&mut self) -> (u32, u32) {
        (1000, 1000)
    }
    /// Id of the process and of its parent.
    fn process(&mut self) -> (i64, i64) {
        (1, 0)
    }
}
