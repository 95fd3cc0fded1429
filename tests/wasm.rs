//! Every case again, inside wasm in a real browser: `cargo xtask test wasm`, or `wasm-pack test --headless --chrome`.
//!
//! Each case is a test of its own, on a fresh machine with a virtual clock, in slices of an odd size, against the same
//! expectation as natively. A few tests more go through `Interpreter`, as the page does: real timers, messages, Stop.

#![cfg(target_arch = "wasm32")]

#[path = "support/normalise.rs"]
mod normalise;

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use coroscope::host::memory_fs::{Found, Lower, MemoryFs};
use coroscope::host::web::Interpreter;
use coroscope::library::{EMBEDDED, PACKS};
use coroscope::vm::Vm;
use coroscope::vm::files::Files;
use coroscope::vm::host::{Host, Outcome, Stream, Waits};
use coroscope_cases::{CASES, Case, MODULES};
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Where the cases seem to be.
const ROOT: &str = "/cases";
const FUEL: i64 = 9_973;
/// A case that is not done after so many slices does not end.
const SLICES: usize = 2_000_000;

#[derive(Default)]
struct World {
    now: u64,
    out: Vec<u8>,
    err: Vec<u8>,
}

struct CaseHost(Rc<RefCell<World>>, MemoryFs);

/// The cases and their modules as files.
struct Sources;

impl Lower for Sources {
    fn find(&self, path: &[u8]) -> Option<(Found, u32, i128)> {
        let path = std::str::from_utf8(path).ok()?;
        if ROOT.starts_with(path) {
            return Some((Found::Dir, 0o755, 0));
        }
        let name = path.strip_prefix(ROOT)?.strip_prefix('/')?;
        let case = || CASES.iter().find(|case| name.strip_suffix(".py") == Some(case.id)).map(|case| case.source);
        let module = MODULES.iter().find(|(path, _)| *path == name).map(|(_, text)| *text);
        if let Some(text) = module.or_else(case) {
            return Some((Found::File(text.as_bytes().to_vec()), 0o644, 0));
        }
        let inside = |id: &str| id.strip_prefix(name).is_some_and(|rest| rest.starts_with('/'));
        let folder = CASES.iter().any(|case| inside(case.id)) || MODULES.iter().any(|(path, _)| inside(path));
        folder.then_some((Found::Dir, 0o755, 0))
    }
    fn names(&self, _: &[u8]) -> Vec<Vec<u8>> {
        Vec::new()
    }
}

impl Host for CaseHost {
    fn now(&mut self) -> u64 {
        self.0.borrow().now
    }
    fn wall(&mut self) -> u64 {
        1_735_689_600_000_000 + self.0.borrow().now
    }
    fn pass(&mut self, us: u64) {
        self.0.borrow_mut().now += us;
    }
    fn write(&mut self, stream: Stream, data: &[u8]) {
        let mut world = self.0.borrow_mut();
        match stream {
            Stream::Out => world.out.extend_from_slice(data),
            Stream::Err => world.err.extend_from_slice(data),
        }
    }
    fn entropy(&mut self, buffer: &mut [u8]) {
        buffer.fill(7);
    }
    fn fetch_now(&mut self, file: &str) {
        coroscope::library::admit(file, pack(file));
    }
    fn files(&mut self) -> &mut dyn Files {
        let now = self.wall() as i128 * 1000;
        self.1.set_now(now);
        &mut self.1
    }
}

/// A pack that this test binary carries, inflated.
fn pack(file: &str) -> Vec<u8> {
    let i = PACKS.iter().position(|pack| pack.file == file).expect("the engine asks for packs of its build");
    miniz_oxide::inflate::decompress_to_vec(EMBEDDED[i]).expect("packs are deflated")
}

fn judge(case: &Case) {
    let folder = format!("{ROOT}/{}", case.folder);
    let file = format!("{ROOT}/{}.py", case.id);
    let world = Rc::new(RefCell::new(World::default()));
    let mut vm = Vm::new(Box::new(CaseHost(Rc::clone(&world), MemoryFs::over(Box::new(Sources), folder.as_bytes()))));
    vm.configure(vec![file.clone()], vec![folder.clone()]);
    vm.start(case.source, &file);
    let mut input: VecDeque<&str> = case.input.split_inclusive('\n').collect();
    let mut exit = None;
    for _ in 0..SLICES {
        match vm.run(FUEL) {
            Outcome::Sliced => {}
            Outcome::Waiting(Waits { asset: Some(file), .. }) => vm.deliver_asset(&file, Ok(pack(&file))),
            Outcome::Waiting(Waits { input: Some(prompt), .. }) => {
                world.borrow_mut().out.extend_from_slice(prompt.as_bytes());
                vm.deliver_line(input.pop_front().map(str::to_owned));
            }
            Outcome::Waiting(Waits { until: Some(moment), .. }) => {
                let now = world.borrow().now.max(moment);
                world.borrow_mut().now = now;
            }
            Outcome::Waiting(other) => panic!("it waits for {other:?}, which cannot come"),
            Outcome::Finished(status) => {
                exit = Some(status);
                break;
            }
        }
    }
    let world = world.borrow();
    let text = |data: &[u8]| normalise::normalise(&String::from_utf8_lossy(data), &folder);
    assert_eq!(text(&world.out), case.stdout, "stdout; stderr is\n{}", text(&world.err));
    assert_eq!(text(&world.err), case.stderr, "stderr");
    assert_eq!(exit, Some(case.exit), "exit status");
}

macro_rules! case {
    ($name:ident, $index:literal) => {
        #[wasm_bindgen_test]
        fn $name() {
            judge(&CASES[$index]);
        }
    };
}

mod cases {
    use super::*;
    coroscope_cases::for_each_case!(case);
}

/// What the page gives the interpreter, and what it heard.
struct Page {
    object: JsValue,
    messages: Rc<RefCell<Vec<JsValue>>>,
    done: Promise,
}

impl Page {
    fn new() -> Page {
        let messages: Rc<RefCell<Vec<JsValue>>> = Rc::default();
        let mut resolve = None;
        let done = Promise::new(&mut |function: Function, _| resolve = Some(function));
        let heard = Rc::clone(&messages);
        let post = Closure::<dyn FnMut(JsValue)>::new(move |message: JsValue| {
            let last = field(&message, "type") == "done";
            heard.borrow_mut().push(message);
            if let (true, Some(resolve)) = (last, &resolve) {
                resolve.call0(&JsValue::NULL).expect("a promise can be resolved");
            }
        });
        let object = Object::new();
        Reflect::set(&object, &"post".into(), &post.into_js_value()).expect("an object takes a property");
        Page { object: object.into(), messages, done }
    }

    fn start(&self, code: &str, clock: &str) -> Interpreter {
        let options = Object::new();
        for (name, value) in [("code", code), ("file", "main.py"), ("clock", clock)] {
            Reflect::set(&options, &name.into(), &value.into()).expect("an object takes a property");
        }
        let page = self.object.clone().unchecked_into();
        let interpreter = Interpreter::new(options.into(), page).expect("the options are good");
        interpreter.start();
        interpreter
    }

    async fn done(&self) {
        let late = timeout(10_000.0);
        JsFuture::from(Promise::race(&Array::of2(&self.done, &late))).await.expect("promises are kept");
        assert_eq!(self.last("type"), "done", "the run ends in time; {}", self.told());
    }

    /// What it heard, in short.
    fn told(&self) -> String {
        self.messages.borrow().iter().map(|m| format!("{} {};", field(m, "type"), field(m, "file"))).collect()
    }

    /// All text of one stream.
    fn output(&self, stream: f64) -> String {
        let messages = self.messages.borrow();
        let of_stream = |message: &&JsValue| {
            let number = Reflect::get(message, &"stream".into()).ok().and_then(|number| number.as_f64());
            number == Some(stream)
        };
        messages.iter().filter(of_stream).map(|message| field(message, "text")).collect()
    }

    fn last(&self, name: &str) -> String {
        self.messages.borrow().last().map(|message| field(message, name)).unwrap_or_default()
    }
}

/// A property as text.
fn field(object: &JsValue, name: &str) -> String {
    let value = Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED);
    value.as_string().or_else(|| value.as_f64().map(|number| number.to_string())).unwrap_or_default()
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &Function, milliseconds: f64);
}

fn timeout(milliseconds: f64) -> Promise {
    Promise::new(&mut |resolve, _| set_timeout(&resolve, milliseconds))
}

async fn pause(milliseconds: f64) {
    JsFuture::from(timeout(milliseconds)).await.expect("a timer comes");
}

#[wasm_bindgen_test]
async fn a_run_sends_its_output_and_its_end() {
    let page = Page::new();
    let _interpreter = page.start(
        "import sys
print('out')
print('err', file=sys.stderr)
sys.exit(3)",
        "virtual",
    );
    page.done().await;
    assert_eq!(page.output(1.0), "out\n");
    assert_eq!(page.output(2.0), "err\n");
    assert_eq!(page.last("exit"), "3");
    assert_eq!(page.last("how"), "error");
}

#[wasm_bindgen_test]
async fn stop_raises_keyboard_interrupt_and_the_page_has_its_turns() {
    let page = Page::new();
    let code = "try:\n    while True:\n        pass\nfinally:\n    print('cleaned up')";
    let interpreter = page.start(code, "real");
    // The timer comes although the program never ends: slices let it through.
    pause(30.0).await;
    interpreter.stop();
    page.done().await;
    assert_eq!(page.output(1.0), "cleaned up\n");
    assert!(page.output(2.0).ends_with("KeyboardInterrupt\n"), "{}", page.output(2.0));
    assert_eq!(page.last("how"), "stopped");
    assert_eq!(page.last("exit"), "130");
}

#[wasm_bindgen_test]
async fn a_line_of_input_reaches_the_program() {
    let page = Page::new();
    let interpreter = page.start("print('hello', input('who? '))", "virtual");
    for _ in 0..5_000 {
        if page.last("on") == "input" {
            break;
        }
        pause(1.0).await;
    }
    assert_eq!(page.last("on"), "input", "the program asks for a line");
    interpreter.input(Some("world".to_owned()));
    page.done().await;
    assert_eq!(page.output(1.0), "who? hello world\n");
}

#[wasm_bindgen_test]
async fn freeing_an_interpreter_ends_it_without_a_word() {
    let page = Page::new();
    let interpreter = page.start("while True: pass", "real");
    pause(20.0).await;
    drop(interpreter);
    let before = page.messages.borrow().len();
    pause(50.0).await;
    assert_eq!(page.messages.borrow().len(), before);
}

const IMPORTS: &str = "import asyncio, dataclasses, json, re, typing
print(re.sub('a+', '-', 'baab'), json.dumps([1]))";

/// Waits until the program asks for a pack; its name.
async fn asked(page: &Page) -> String {
    for _ in 0..5_000 {
        if matches!(page.last("type").as_str(), "asset" | "done") {
            break;
        }
        pause(1.0).await;
    }
    assert_eq!(page.last("type"), "asset", "the program asks for a pack: {}", page.output(2.0));
    page.last("file")
}

#[wasm_bindgen_test]
async fn packs_are_asked_for_when_a_module_is_imported() {
    // A thread of its own would be needed to forget the packs that the cases have brought: the first to import fetches.
    let page = Page::new();
    let interpreter = page.start("import this_is_no_module", "virtual");
    page.done().await;
    assert!(page.output(2.0).ends_with("ModuleNotFoundError: No module named 'this_is_no_module'\n"));
    drop(interpreter);

    let page = Page::new();
    let interpreter = page.start(IMPORTS, "virtual");
    while page.last("type") != "done" {
        let told = page.messages.borrow().len();
        for _ in 0..5_000 {
            if page.messages.borrow().len() > told || matches!(page.last("type").as_str(), "asset" | "done") {
                break;
            }
            pause(1.0).await;
        }
        if page.last("type") == "asset" {
            let file = page.last("file");
            interpreter.asset(file.clone(), Some(pack(&file)), String::new());
            let told = page.messages.borrow().len();
            for _ in 0..5_000 {
                if page.messages.borrow().len() > told {
                    break;
                }
                pause(1.0).await;
            }
        }
    }
    assert_eq!(page.output(1.0), "b-b [1]\n", "{}", page.output(2.0));
}

#[wasm_bindgen_test]
async fn a_pack_that_cannot_be_had_is_an_import_error_and_the_program_goes_on() {
    let page = Page::new();
    let code = "try:\n    import antigravity_is_not, this\nexcept ImportError:\n    pass\ntry:\n    import stringprep\nexcept ImportError as e:\n    print(type(e).__name__, e.name, e)\nprint('on')";
    let interpreter = page.start(code, "virtual");
    // What else the program needs, it gets.
    let file = loop {
        let (file, told) = (asked(&page).await, page.messages.borrow().len());
        if file.starts_with("stringprep-") {
            break file;
        }
        interpreter.asset(file.clone(), Some(pack(&file)), String::new());
        while page.messages.borrow().len() == told {
            pause(1.0).await;
        }
    };
    interpreter.asset(file.clone(), None, "404 Not Found".to_owned());
    page.done().await;
    let expected = format!(
        "ImportError stringprep cannot import 'stringprep': the file '{file}' could not be had: 404 Not Found\non\n"
    );
    assert_eq!(page.output(1.0), expected);
}
