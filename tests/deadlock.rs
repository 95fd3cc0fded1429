//! A program in which nothing can go on any more ends with a report that says who waits for whom; what it had written is not lost.

use std::process::Command;

/// What the program writes, and what it is told.
fn stuck(program: &str) -> (String, String) {
    let run = Command::new(env!("CARGO_BIN_EXE_coroscope")).args(["--clock", "virtual", "-c", program]).output();
    let run = run.expect("it can be started");
    assert_eq!(run.status.code(), Some(1), "{run:?}");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&run.stdout), text(&run.stderr))
}

const FIRST: &str = "coroscope: deadlock: nothing can run, no timer is set, and nothing else can come\n";

#[test]
fn two_tasks_want_each_others_lock() {
    let (out, err) = stuck(
        "import asyncio
async def transfer(a, b):
    async with a:
        await asyncio.sleep(0)
        async with b:
            print('never')
async def main():
    a, b = asyncio.Lock(), asyncio.Lock()
    print('begins')
    await asyncio.gather(asyncio.create_task(transfer(a, b), name='left'), asyncio.create_task(transfer(b, a), name='right'))
asyncio.run(main())",
    );
    assert_eq!(out, "begins\n");
    let expected = "  thread 1 waits in line 11 of <string>
  Task-1 (main, line 10) waits for left, right
  left (transfer, line 5) waits for a Lock that right has
  right (transfer, line 5) waits for a Lock that left has
  a circle: left -> right -> left
";
    assert_eq!(err, [FIRST, expected].concat());
}

#[test]
fn tasks_await_each_other() {
    let (_, err) = stuck(
        "import asyncio
tasks = {}
async def wait_for(name):
    await asyncio.sleep(0)
    await tasks[name]
async def main():
    for name, other in (('a', 'b'), ('b', 'c'), ('c', 'a'), ('d', 'a')):
        tasks[name] = asyncio.create_task(wait_for(other), name=name)
    await tasks['d']
asyncio.run(main())",
    );
    assert!(err.ends_with("  a circle: a -> b -> c -> a\n"), "{err}");
    assert!(err.contains("\n  d (wait_for, line 5) waits for a\n"), "{err}");
}

#[test]
fn nobody_sets_the_event() {
    let (_, err) = stuck(
        "import asyncio
async def worker(event, queue):
    await event.wait()
async def reader(queue):
    await queue.get()
async def main():
    event, queue = asyncio.Event(), asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        group.create_task(worker(event, queue), name='worker')
        group.create_task(reader(queue), name='reader')
asyncio.run(main())",
    );
    let expected = "  thread 1 waits in line 11 of <string>
  Task-1 (main, line 8) waits in TaskGroup for worker, reader
  worker (worker, line 3) waits in Event.wait
  reader (reader, line 5) waits in Queue.get
";
    assert_eq!(err, [FIRST, expected].concat());
}

#[test]
fn threads_wait_for_each_other() {
    let (_, err) = stuck("import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()");
    assert_eq!(err, [FIRST, "  thread 1 waits in line 4 of <string>\n"].concat());
}
