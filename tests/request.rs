//! Requests to the network: the host makes them, the loop goes on meanwhile, answers come in any order, and what comes too late is for nobody.

use coroscope::host::memory_fs::MemoryFs;
use coroscope::vm::Vm;
use coroscope::vm::files::Files;
use coroscope::vm::host::{Host, Outcome, Stream};
use coroscope::vm::request::{Answer, Request};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

#[derive(Default, Clone)]
struct Shared {
    now: Rc<Cell<u64>>,
    out: Rc<RefCell<String>>,
    asked: Rc<RefCell<Vec<Request>>>,
}

struct Online {
    shared: Shared,
    files: MemoryFs,
    /// makes requests
    online: bool,
}

impl Host for Online {
    fn now(&mut self) -> u64 {
        self.shared.now.get()
    }
    fn wall(&mut self) -> u64 {
        self.shared.now.get()
    }
    fn write(&mut self, _: Stream, data: &[u8]) {
        self.shared.out.borrow_mut().push_str(&String::from_utf8_lossy(data));
    }
    fn request(&mut self, request: Request) -> bool {
        self.shared.asked.borrow_mut().push(request);
        self.online
    }
    fn entropy(&mut self, buf: &mut [u8]) {
        buf.fill(7);
    }
    fn files(&mut self) -> &mut dyn Files {
        &mut self.files
    }
}

/// Runs a program in slices of `fuel`. Where nothing can run, `outside` is called with what was asked for since, and delivers what it likes;
/// when it does nothing, the clock goes on.
fn run(code: &str, fuel: i64, online: bool, mut outside: impl FnMut(&mut Vm, Vec<Request>) -> bool) -> (String, i32) {
    let shared = Shared::default();
    let mut vm = Vm::new(Box::new(Online { shared: shared.clone(), files: MemoryFs::new(false), online }));
    vm.start(code, "/request.py");
    for _ in 0..2_000_000 {
        match vm.run(fuel) {
            Outcome::Sliced => {}
            Outcome::Waiting(waits) => {
                let asked = shared.asked.take();
                if outside(&mut vm, asked) {
                    continue;
                }
                let until = waits.until.unwrap_or_else(|| panic!("nothing wakes it:\n{}", shared.out.borrow()));
                shared.now.set(until.max(shared.now.get()));
            }
            Outcome::Finished(status) => return (shared.out.take(), status),
        }
    }
    panic!("the program does not end:\n{}", shared.out.borrow());
}

fn answer(request: &Request, status: u16, body: &[u8]) -> Result<Answer, String> {
    let headers = vec![("content-type".to_owned(), "text/plain; charset=latin-1".to_owned())];
    Ok(Answer { status, url: format!("https://example.org/{}", request.url), headers, body: body.to_vec() })
}

const THREE: &str = r#"
import asyncio, coroscope

async def get(name):
    try:
        response = await coroscope.fetch(name, method="POST", headers={"X-Name": name}, body="ü" + name)
    except OSError as error:
        print(name, "failed:", error)
        return
    print(name, response, response.ok, await response.text(), await response.bytes())

async def ticks():
    for n in range(3):
        await asyncio.sleep(1)
        print("tick", n)

async def main():
    await asyncio.gather(get("a"), get("b"), get("c"), ticks())

asyncio.run(main())
"#;

#[test]
fn answers_come_in_any_order_while_the_loop_goes_on() {
    for fuel in [1, 3, 700, 1_000_000] {
        let mut open: Vec<Request> = Vec::new();
        let mut idle = 0;
        let (out, status) = run(THREE, fuel, true, |vm, asked| {
            for request in asked {
                assert_eq!(request.method, "POST");
                assert_eq!(request.headers, [("X-Name".to_owned(), request.url.clone())]);
                assert_eq!(request.body.as_deref(), Some(format!("ü{}", request.url).as_bytes()));
                open.push(request);
            }
            idle += 1;
            // the last one asked for is answered first, each after a second
            let Some(request) = (idle > 1).then(|| open.pop()).flatten() else { return false };
            idle = 0;
            match &*request.url {
                "b" => vm.deliver_answer(request.id, Err("no network".to_owned())),
                "c" => vm.deliver_answer(request.id, answer(&request, 404, b"\xfc")),
                _ => vm.deliver_answer(request.id, answer(&request, 200, b"")),
            }
            // a second answer is for nobody
            vm.deliver_answer(request.id, Err("twice".to_owned()));
            true
        });
        assert_eq!(status, 0, "{out}");
        let expected = "tick 0
c <Response 404 'https://example.org/c'> False ü b'\\xfc'
tick 1
b failed: no network
tick 2
a <Response 200 'https://example.org/a'> True  b''
";
        assert_eq!(out, expected, "in slices of {fuel}");
    }
}

#[test]
fn a_wait_that_is_given_up_ends_at_once_and_its_answer_is_for_nobody() {
    let code = r#"
import asyncio, coroscope

async def main():
    try:
        async with asyncio.timeout(2):
            await coroscope.fetch("slow")
    except TimeoutError:
        print("timeout", asyncio.get_running_loop().time() < 3)
    await asyncio.sleep(5)
    print("end")

asyncio.run(main())
"#;
    let mut open = Vec::new();
    let mut waits = 0;
    let (out, status) = run(code, 700, true, |vm, asked| {
        open.extend(asked);
        waits += 1;
        if waits != 3 {
            return false;
        }
        for request in open.drain(..) {
            vm.deliver_answer(request.id, answer(&request, 200, b"late"));
        }
        false
    });
    assert_eq!((out.as_str(), status), ("timeout True\nend\n", 0));
}

#[test]
fn a_host_without_a_network_says_so() {
    let code = "import asyncio, coroscope\nasyncio.run(coroscope.fetch('x'))";
    let (out, status) = run(code, 700, false, |_, _| false);
    assert_eq!(status, 1);
    assert!(out.ends_with("\nOSError: only a page can fetch\n"), "{out}");
}

#[test]
fn what_is_no_request_is_a_type_error() {
    for (arguments, message) in [
        ("'x', body=3", "the body of a request must be bytes or str"),
        ("'x', method=None", "a request is made of str"),
    ] {
        let code = format!("import asyncio, coroscope\nasyncio.run(coroscope.fetch({arguments}))");
        let (out, status) = run(&code, 700, true, |_, _| false);
        assert_eq!(status, 1);
        assert!(out.ends_with(&format!("\nTypeError: {message}\n")), "{out}");
    }
}
