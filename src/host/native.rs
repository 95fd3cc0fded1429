//! The native host: the command's streams, clocks and files.
//!
//! Invariant: with the virtual clock no real time passes: waiting until a deadline moves the clock there at once. The real one may run
//! faster or slower than the machine's, for all that a program can ask alike.

use super::memory_fs::MemoryFs;
#[cfg(unix)]
use super::real_fs::{RealFs, Underneath};
use crate::vm::files::Files;
use crate::vm::host::{Host, Stream};
use std::io::Write;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Which clock drives the program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Clock {
    Real,
    Virtual,
}

/// The files a program sees: the machine's own, or a copy in memory that dies with it.
enum Disk {
    #[cfg(unix)]
    Real(RealFs),
    Memory(Box<MemoryFs>),
}

impl Disk {
    fn new(clock: Clock) -> Disk {
        #[cfg(unix)]
        {
            use std::os::unix::ffi::OsStrExt;
            match clock {
                Clock::Real => Disk::Real(RealFs::new()),
                Clock::Virtual => {
                    let cwd = std::env::current_dir().unwrap_or_default();
                    Disk::Memory(Box::new(MemoryFs::over(Box::new(Underneath), cwd.as_os_str().as_bytes())))
                }
            }
        }
        #[cfg(not(unix))]
        {
            let _ = clock;
            Disk::Memory(Box::new(MemoryFs::new(false)))
        }
    }
}

/// Streams, clock and files of the process.
pub struct NativeHost {
    clock: Clock,
    /// seconds of the real clock in one of the machine's
    rate: f64,
    started: Instant,
    /// microseconds of the virtual clock
    virtual_now: u64,
    /// wall time at the start, in microseconds since the epoch
    wall_start: u64,
    out: std::io::BufWriter<std::io::Stdout>,
    muted: bool,
    disk: Disk,
}

impl NativeHost {
    /// A host with this clock. The virtual one starts on 2025-01-01T00:00:00Z.
    pub fn new(clock: Clock) -> NativeHost {
        let wall_start = match clock {
            Clock::Virtual => 1_735_689_600_000_000,
            Clock::Real => SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_micros() as u64),
        };
        NativeHost {
            clock,
            rate: 1.0,
            started: Instant::now(),
            virtual_now: 0,
            wall_start,
            out: std::io::BufWriter::new(std::io::stdout()),
            muted: false,
            disk: Disk::new(clock),
        }
    }
    /// The same with a real clock that runs at another rate.
    pub fn at_rate(mut self, rate: f64) -> NativeHost {
        self.rate = rate;
        self
    }
}

impl Host for NativeHost {
    fn now(&mut self) -> u64 {
        match self.clock {
            Clock::Real => (self.started.elapsed().as_nanos() as f64 / 1e3 * self.rate) as u64,
            Clock::Virtual => self.virtual_now,
        }
    }
    fn wall(&mut self) -> u64 {
        self.wall_start + self.now()
    }
    fn write(&mut self, stream: Stream, data: &[u8]) {
        if self.muted {
            return;
        }
        // a closed pipe is nobody's error here
        let _ = match stream {
            Stream::Out => self.out.write_all(data),
            Stream::Err => self.out.flush().and_then(|()| std::io::stderr().write_all(data)),
        };
    }
    fn mute(&mut self) {
        self.muted = true;
    }
    fn flush(&mut self) {
        let _ = self.out.flush();
    }
    fn sleep_until(&mut self, deadline: u64) {
        match self.clock {
            Clock::Virtual => self.virtual_now = self.virtual_now.max(deadline),
            Clock::Real => {
                let now = self.now();
                let _ = self.out.flush();
                if deadline > now {
                    std::thread::sleep(Duration::from_secs_f64((deadline - now) as f64 / 1e6 / self.rate));
                }
            }
        }
    }
    fn pass(&mut self, us: u64) {
        if let Clock::Virtual = self.clock {
            self.virtual_now += us;
        }
    }
    fn read_line(&mut self, prompt: &str) -> Option<String> {
        let _ = self.out.write_all(prompt.as_bytes()).and_then(|()| self.out.flush());
        let mut line = String::new();
        match std::io::stdin().read_line(&mut line) {
            Ok(n) if n > 0 => Some(line),
            _ => None,
        }
    }
    fn entropy(&mut self, buf: &mut [u8]) {
        let mut state = match self.clock {
            Clock::Virtual => 1,
            Clock::Real => {
                SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |d| d.as_nanos() as u64)
                    ^ (std::process::id() as u64) << 32
            }
        };
        for b in buf {
            // splitmix64
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = state;
            z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
            *b = (z ^ z >> 31) as u8;
        }
    }
    fn files(&mut self) -> &mut dyn Files {
        let now = self.wall() as i128 * 1000;
        match &mut self.disk {
            #[cfg(unix)]
            Disk::Real(fs) => fs,
            Disk::Memory(fs) => {
                fs.set_now(now);
                &mut **fs
            }
        }
    }
    #[cfg(unix)]
    fn environment(&mut self) -> Vec<(Vec<u8>, Vec<u8>)> {
        use std::os::unix::ffi::OsStringExt;
        std::env::vars_os().map(|(k, v)| (k.into_vec(), v.into_vec())).collect()
    }
    #[cfg(unix)]
    fn user(&mut self) -> (u32, u32) {
        use std::os::unix::fs::MetadataExt;
        match (self.clock, std::fs::metadata("/proc/self")) {
            (Clock::Real, Ok(m)) => (m.uid(), m.gid()),
            _ => (1000, 1000),
        }
    }
    #[cfg(unix)]
    fn process(&mut self) -> (i64, i64) {
        match self.clock {
            Clock::Real => (std::process::id() as i64, std::os::unix::process::parent_id() as i64),
            Clock::Virtual => (1, 0),
        }
    }
}
