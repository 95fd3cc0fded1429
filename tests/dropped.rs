//! A machine that is let go of, wherever its program is, gives back all memory that it took.

use coroscope::heap::limit;
use coroscope::host::native::{Clock, NativeHost};
use coroscope::vm::Vm;
use coroscope::vm::host::Outcome;

/// Bytes that are allocated. The list of the library's functions that were completed is not a machine's.
fn used() -> usize {
    drop(coroscope::library::completed());
    limit::used()
}

fn machine(source: &str) -> Box<Vm> {
    let mut vm = Vm::new(Box::new(NativeHost::new(Clock::Virtual)));
    vm.host.mute();
    vm.start(source, "/dropped.py");
    vm
}

const PROGRAMS: &[&str] = &[
    "while True: pass",
    "def f(n):\n    x = [n, {n: f}]\n    try:\n        raise ValueError(n, x)\n    except ValueError as e:\n        e.me = e\n        f(n + 1) if n < 50 else sorted(iter(int, 1))\nf(0)",
    "import asyncio\nasync def f(n):\n    while True:\n        await asyncio.sleep(n)\nasync def main():\n    await asyncio.gather(*(f(i) for i in range(5)))\nasyncio.run(main())",
    "import threading, time\ndef f():\n    while True:\n        time.sleep(0.001)\nfor _ in range(3): threading.Thread(target=f).start()\nf()",
    "def g():\n    try:\n        while True: yield [g]\n    finally:\n        yield 1\nit = g()\nfor x in it:\n    y = (it, x)",
    "class C:\n    def __del__(self): print('gone', self.x)\nwhile True:\n    c = C(); c.x = c; c = C(); c.x = [1]",
];

/// Runs up to so many slices; true if the program has come to its end.
fn advance(vm: &mut Vm, source: &str, slices: usize) -> bool {
    for _ in 0..slices {
        match vm.run(997) {
            Outcome::Finished(_) => return true,
            Outcome::Waiting(waits) => {
                vm.host.sleep_until(waits.until.unwrap_or_else(|| panic!("{source} waits for nothing")));
            }
            Outcome::Sliced => {}
        }
    }
    false
}

fn a_machine_that_is_let_go_of_gives_back_all_it_took() {
    for source in PROGRAMS {
        // what is kept for the thread, such as packs, is there before anything is counted
        advance(&mut machine(source), source, 1000);
        for slices in [0, 1, 2, 7, 40, 200] {
            let before = used();
            let mut vm = machine(source);
            assert!(!advance(&mut vm, source, slices), "{source} ended");
            assert!(used() > before + 100_000, "the machine is not counted");
            drop(vm);
            assert_eq!(used(), before, "{source} after {slices} slices");
        }
    }
}

fn a_program_that_ended_gives_back_all_it_took() {
    let source = "import gc, asyncio\ngc.disable()\nclass C: pass\nfor i in range(1000):\n    c = C(); c.me = c\nasync def f(): pass\nasyncio.run(f())";
    // packs stay for the next machine
    assert!(advance(&mut machine(source), source, usize::MAX));
    for _ in 0..3 {
        let before = used();
        assert!(advance(&mut machine(source), source, usize::MAX));
        assert_eq!(used(), before);
    }
}

fn two_machines_in_turn_do_not_meet() {
    let source = "import asyncio, gc\nasync def f(n):\n    while True: await asyncio.sleep(n)\nasync def main():\n    t = asyncio.create_task(f(1))\n    for i in range(20):\n        await asyncio.sleep(1)\n        gc.collect()\n        if len(asyncio.all_tasks()) != 2: raise SystemExit(3)\nasyncio.run(main())";
    let (mut a, mut b) = (machine(source), machine(source));
    let (mut a_ended, mut b_ended) = (None, None);
    while a_ended.is_none() || b_ended.is_none() {
        for (vm, ended) in [(&mut a, &mut a_ended), (&mut b, &mut b_ended)] {
            if ended.is_none() {
                match vm.run(301) {
                    Outcome::Finished(status) => *ended = Some(status),
                    Outcome::Waiting(waits) => vm.host.sleep_until(waits.until.expect("a timer")),
                    Outcome::Sliced => {}
                }
            }
        }
    }
    assert_eq!((a_ended, b_ended), (Some(0), Some(0)));
}

/// One test: memory is counted for the process, and nothing else may run beside it.
#[test]
fn machines_end_with_all_they_have() {
    two_machines_in_turn_do_not_meet();
    a_program_that_ended_gives_back_all_it_took();
    a_machine_that_is_let_go_of_gives_back_all_it_took();
}
