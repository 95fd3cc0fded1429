//! A world in which a program can harm nothing: files in memory, a clock that jumps, output that is collected.

use coroscope::heap::limit;
use coroscope::host::memory_fs::MemoryFs;
use coroscope::vm::Vm;
use coroscope::vm::files::Files;
use coroscope::vm::host::{Host, Outcome, Stream};
use std::cell::RefCell;
use std::rc::Rc;

/// Output beyond this is dropped.
const OUTPUT: usize = 1 << 20;

struct Nowhere {
    now: u64,
    files: MemoryFs,
    out: Rc<RefCell<Written>>,
}

/// What was written.
#[derive(Default, Clone, PartialEq, Eq, Debug)]
pub struct Written {
    pub out: Vec<u8>,
    pub err: Vec<u8>,
}

/// How a program ended.
pub struct Run {
    pub written: Written,
    /// `None` if it had to be stopped
    pub status: Option<i32>,
    /// the most bytes in use between two slices
    pub peak: usize,
    /// bytes in use when the machine was gone, and before it was made
    pub used: (usize, usize),
    /// what the audit found to outlive the program
    pub left: Vec<String>,
}

impl Host for Nowhere {
    fn now(&mut self) -> u64 {
        self.now
    }
    fn wall(&mut self) -> u64 {
        self.now
    }
    fn write(&mut self, stream: Stream, data: &[u8]) {
        let mut out = self.out.borrow_mut();
        let stream = if stream == Stream::Out { &mut out.out } else { &mut out.err };
        if stream.len() < OUTPUT {
            stream.extend_from_slice(data);
        }
    }
    fn sleep_until(&mut self, deadline: u64) {
        self.now = self.now.max(deadline);
    }
    fn entropy(&mut self, buf: &mut [u8]) {
        buf.fill(7);
    }
    fn files(&mut self) -> &mut dyn Files {
        &mut self.files
    }
}

/// Bytes that are allocated. The list of the library's functions that were completed is not a machine's.
pub fn used() -> usize {
    drop(coroscope::library::completed());
    limit::used()
}

/// Runs a program for at most so many slices of so many instructions. What has not ended by then is stopped.
pub fn run(source: &[u8], slices: usize, slice: i64) -> Run {
    let before = used();
    let out = Rc::new(RefCell::new(Written::default()));
    let host = Nowhere { now: 0, files: MemoryFs::new(false), out: out.clone() };
    let mut vm = Vm::new(Box::new(host));
    vm.start_bytes(source, "/program.py");
    let (mut status, mut peak) = (None, 0);
    for n in 0..slices + 100 {
        // first as a user does it, in the end for good
        if n == slices || n == slices + 50 {
            vm.request_stop();
        }
        let outcome = vm.run(slice);
        peak = peak.max(limit::used());
        match outcome {
            Outcome::Sliced => {}
            Outcome::Waiting(waits) => match (waits.until, waits.input) {
                (Some(t), _) => vm.host.sleep_until(t),
                (None, Some(_)) => vm.deliver_line(None),
                (None, None) => vm.request_stop(),
            },
            Outcome::Finished(s) => {
                status = Some(s);
                break;
            }
        }
    }
    let left = vm.audit();
    let written = out.take();
    drop(out);
    let held = written.out.capacity() + written.err.capacity();
    let used = (
        used() - held - left.capacity() * size_of::<String>() - left.iter().map(String::capacity).sum::<usize>(),
        before,
    );
    Run { written, status, peak, used, left }
}
