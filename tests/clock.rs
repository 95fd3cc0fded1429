//! Clocks that a browser has when nobody looks: a laptop that sleeps, a tab in the background, timers that come early or late. Whatever the
//! host's clock does, timers and tasks go on in the order of their deadlines, none is forgotten and none comes twice, and the trace says
//! how long nothing ran.

use coroscope::host::memory_fs::MemoryFs;
use coroscope::vm::Vm;
use coroscope::vm::files::Files;
use coroscope::vm::host::{Host, Outcome, Stream};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

struct Odd {
    now: Rc<Cell<u64>>,
    files: MemoryFs,
    out: Rc<RefCell<Vec<u8>>>,
}

impl Host for Odd {
    fn now(&mut self) -> u64 {
        self.now.get()
    }
    fn wall(&mut self) -> u64 {
        self.now.get()
    }
    fn write(&mut self, _: Stream, data: &[u8]) {
        self.out.borrow_mut().extend_from_slice(data);
    }
    fn entropy(&mut self, buf: &mut [u8]) {
        buf.fill(7);
    }
    fn files(&mut self) -> &mut dyn Files {
        &mut self.files
    }
}

/// Timers, sleeping tasks, timeouts that are not reached, a queue and a thread: what has a moment of its own writes a line.
const PROGRAM: &str = r#"
import asyncio, threading, time

async def sleeper(n):
    await asyncio.sleep(n / 10 + 0.03)
    print("sleeper", n)
    await asyncio.sleep(0)
    print("after", n)

async def consumer(queue):
    while (item := await queue.get()) is not None:
        print("got", item)

async def main():
    loop = asyncio.get_running_loop()
    queue = asyncio.Queue()
    done = asyncio.Event()
    for n in range(1, 9):
        loop.call_later(n / 10, print, "timer", n)
        loop.call_later(n / 10 + 0.05, queue.put_nowait, n)
    loop.call_later(0.9, queue.put_nowait, None)
    loop.call_later(0.95, done.set)
    never = loop.call_later(0.5, print, "cancelled")
    loop.call_later(0.45, never.cancel)
    waits = loop.run_in_executor(None, time.sleep, 0.33)
    async with asyncio.TaskGroup() as group:
        group.create_task(consumer(queue))
        for n in range(1, 9):
            group.create_task(sleeper(n))
        async with asyncio.timeout(1e6):
            await done.wait()
            await waits
        print("done")

asyncio.run(main())
"#;

struct Seen {
    out: String,
    /// `from` and `to` of the waits
    waits: Vec<(i64, i64)>,
    idle: usize,
    woken: usize,
    end: u64,
}

/// Runs the program; `clock` says what the clock shows next when the machine waits until a moment.
fn run(mut clock: impl FnMut(u64, u64) -> u64) -> Seen {
    let (now, out) = (Rc::new(Cell::new(0)), Rc::new(RefCell::new(Vec::new())));
    let mut vm = Vm::new(Box::new(Odd { now: now.clone(), files: MemoryFs::new(false), out: out.clone() }));
    vm.record(1);
    vm.start(PROGRAM, "/clock.py");
    let mut slices = 0;
    loop {
        slices += 1;
        assert!(slices < 1_000_000, "the program does not end:\n{}", String::from_utf8_lossy(&out.borrow()));
        match vm.run(700) {
            Outcome::Sliced => {}
            Outcome::Waiting(waits) => match waits.until {
                Some(until) => now.set(clock(now.get(), until).max(now.get())),
                None => panic!("a wake-up is lost: {waits:?}\n{}", String::from_utf8_lossy(&out.borrow())),
            },
            Outcome::Finished(status) => {
                assert_eq!(status, 0, "{}", String::from_utf8_lossy(&out.borrow()));
                break;
            }
        }
    }
    let mut seen = Seen { out: String::new(), waits: Vec::new(), idle: 0, woken: 0, end: now.get() };
    for event in vm.take_events() {
        let number = |name: &str| {
            event.fields.iter().find(|(n, _)| *n == name).and_then(|(_, v)| match v {
                coroscope::trace::Field::Int(i) => Some(*i),
                _ => None,
            })
        };
        match event.e {
            "clock.jump" => seen.waits.push((number("from").expect("from"), number("to").expect("to"))),
            "loop.idle" => seen.idle += 1,
            "loop.wake" => seen.woken += 1,
            _ => {}
        }
    }
    seen.out = String::from_utf8(out.borrow().clone()).expect("text");
    seen
}

const SECOND: u64 = 1_000_000;

/// The lines of each kind in their order. Between kinds there is one only while the clock is exact: what is due in one tick goes before what
/// it wakes.
fn by_kind(out: &str) -> Vec<Vec<&str>> {
    let kinds = ["timer", "sleeper", "after", "got", "done"];
    kinds.iter().map(|kind| out.lines().filter(|l| l.starts_with(kind)).collect()).collect()
}

fn sorted(out: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = out.lines().collect();
    lines.sort();
    lines
}

/// Runs under an odd clock and under an exact one: nothing is lost, nothing is out of order, and every microsecond that passed while
/// nothing ran is told.
fn holds(what: &str, clock: impl FnMut(u64, u64) -> u64) -> Seen {
    let exact = run(|_, until| until);
    let seen = run(clock);
    assert_eq!(by_kind(&seen.out), by_kind(&exact.out), "{what}");
    assert_eq!(sorted(&seen.out), sorted(&exact.out), "{what}");
    assert_eq!((seen.idle, seen.woken), (seen.woken, seen.idle), "{what}");
    let idle: i64 = seen.waits.iter().map(|(from, to)| to - from).sum();
    assert_eq!(idle as u64, seen.end, "{what}: time passes only while nothing runs, and the trace tells all of it");
    seen
}

#[test]
fn an_exact_clock() {
    let seen = holds("exact", |_, until| until);
    assert!(seen.out.ends_with("timer 8\nsleeper 8\nafter 8\ngot 8\ndone\n"), "{}", seen.out);
}

#[test]
fn a_laptop_sleeps() {
    for at in 0..12 {
        let mut waits = 0;
        let seen = holds("the laptop sleeps", |_, until| {
            waits += 1;
            if waits == at + 1 { until + 8 * 3_600 * SECOND } else { until }
        });
        let longest = seen.waits.iter().map(|(from, to)| to - from).max().expect("waits");
        assert!(longest as u64 >= 8 * 3_600 * SECOND, "the trace says that nothing ran for eight hours: {longest}");
    }
}

#[test]
fn a_tab_in_the_background() {
    // timers come once a second, or once a minute
    for step in [SECOND, 60 * SECOND] {
        holds("background", |_, until| until.div_ceil(step) * step);
    }
}

#[test]
fn timers_come_early_and_late() {
    let mut dice = 9_u64;
    let mut roll = move || {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        dice
    };
    for _ in 0..20 {
        holds("early and late", |now, until| match roll() % 4 {
            // woken for nothing: the clock has not moved, or not far enough
            0 => now,
            1 => now + (until - now) / 2,
            2 => until,
            _ => until + roll() % (40 * 1_000),
        });
    }
}

/// What a program can ask for the time goes on alike, at whatever rate the real clock runs.
#[test]
fn all_clocks_run_at_the_same_rate() {
    const PROGRAM: &str = "
import asyncio, datetime, threading, time
clocks = [time.time, time.monotonic, time.perf_counter, lambda: datetime.datetime.now().timestamp()]
def read():
    # each between two readings of one that all are held against: however long that takes
    return [(time.monotonic(), c(), time.monotonic()) for c in clocks]
async def main():
    clocks.append(asyncio.get_running_loop().time)
    began = read()
    await asyncio.sleep(100)
    await asyncio.to_thread(time.sleep, 100)
    async with asyncio.timeout(1000):
        await asyncio.sleep(0)
    pairs = list(zip(began, read()))
    print(min(e[1] - b[1] for b, e in pairs) >= 199.99)
    print(all(e[0] - b[2] - 0.01 <= e[1] - b[1] <= e[2] - b[0] + 0.01 for b, e in pairs))
asyncio.run(main())
";
    for options in [["--clock", "virtual"], ["--rate", "1000"]] {
        let run =
            std::process::Command::new(env!("CARGO_BIN_EXE_coroscope")).args(options).args(["-c", PROGRAM]).output();
        let run = run.expect("it can be started");
        assert_eq!(String::from_utf8_lossy(&run.stdout), "True\nTrue\n", "{options:?} {run:?}");
    }
}

/// What cannot be had is told, and is not taken for UTC.
#[test]
fn a_place_in_tz_is_refused() {
    const PROGRAM: &str = "
import os, time
os.environ['TZ'] = 'Europe/Berlin'
try:
    time.tzset()
except RuntimeError as error:
    print(error)
os.environ['TZ'] = 'CET-1CEST,M3.5.0,M10.5.0/3'
time.tzset()
print(time.tzname)
";
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_coroscope")).args(["-c", PROGRAM]).output();
    let out = String::from_utf8_lossy(&run.expect("it can be started").stdout).into_owned();
    assert!(out.starts_with("places in TZ are not supported by this engine yet"), "{out}");
    assert!(out.ends_with("\n('CET', 'CEST')\n"), "{out}");
}
