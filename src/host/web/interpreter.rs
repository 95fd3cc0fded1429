//! `Interpreter`: one program in the browser, from its text to its exit status. JavaScript makes one for each run.
//!
//! Invariant: the machine runs only inside `turn`, and JavaScript is called only when the machine is not borrowed: what
//! the program writes is gathered and posted after the slice. So whatever the page does in answer to a message (`stop`,
//! `input`, `free`) finds an interpreter that is not in the middle of something; such calls only leave a note and ask
//! for a turn.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use js_sys::Uint32Array;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::clock::{self, Clock};
use super::messages::{How, Message, Options, WaitingOn};
use super::pace::Pace;
use super::scheduler::Scheduler;
use super::spares;
use super::world::{World, WorldState};
use crate::vm::Vm;
use crate::vm::host::{Outcome, Waits};
use crate::vm::request::Answer;

#[wasm_bindgen]
extern "C" {
    /// What the page gives us to speak with.
    pub type Page;
    #[wasm_bindgen(method)]
    fn post(this: &Page, message: JsValue);
}

/// Trace events that are kept in full when the page names no number.
const MOST_EVENTS: f64 = 200_000.0;
/// Bytes of JSON that a trace may have.
const MOST_TRACE: u64 = 64 << 20;

/// Exit status of a program that was stopped for good, as a shell shows it: 128 + SIGINT.
const STOPPED: i32 = 130;
/// So many milliseconds a slice that merely ran out may keep what it recorded.
const UNTOLD: f64 = 2.0;

/// What calls from outside leave for the next turn.
struct Notes {
    /// Stops asked for.
    stops: Cell<u32>,
    /// Lines; None where the input ends.
    input: RefCell<VecDeque<Option<String>>>,
    /// Trace events that may be recorded before the machine waits.
    pace: Cell<f64>,
    /// Packs that came, or why they did not, by file name.
    assets: RefCell<Vec<(String, Result<Vec<u8>, String>)>>,
    /// What came of requests, by their numbers.
    answers: RefCell<Vec<(u32, Result<Answer, String>)>>,
}

/// What the machine is doing between turns.
#[derive(Clone, PartialEq, Eq)]
enum Standing {
    /// It runs, or will as soon as it may.
    Ready,
    Timer(u64),
    /// A line; other threads go on at this moment if it does not come.
    Input(Option<u64>),
    /// The answer to a request; other threads go on at this moment if it does not come.
    Answer(Option<u64>),
    /// A file of the engine's folder, by name.
    Asset(String),
    /// The page, to ask for more of the trace.
    Pace,
    /// Something that nobody has promised to bring: only a stop ends it.
    Outside,
    Ended,
}

struct Run {
    vm: Box<Vm>,
    world: Rc<RefCell<WorldState>>,
    pace: Pace,
    standing: Standing,
    /// Stops passed on to the machine.
    stops_seen: u32,
    /// The page was asked for a line that has not come.
    asking: bool,
    /// When the wait for a line or an answer began.
    asked: f64,
    /// When records of the trace were last handed over.
    told: f64,
    ops: f64,
    most_ops: f64,
}

struct Shared {
    page: Page,
    world: Rc<RefCell<WorldState>>,
    notes: Notes,
    run: RefCell<Run>,
    scheduler: RefCell<Option<Scheduler>>,
}

/// One program. `free()` ends it without a word.
#[wasm_bindgen]
pub struct Interpreter {
    shared: Rc<Shared>,
}

#[wasm_bindgen]
impl Interpreter {
    /// Prepares a run; nothing happens before `start`.
    ///
    /// # Errors
    /// When `options` is not what `messages::Options` describes.
    #[wasm_bindgen(constructor)]
    pub fn new(options: JsValue, page: Page) -> Result<Interpreter, JsValue> {
        let options: Options = serde_wasm_bindgen::from_value(options)?;
        if let Some(bytes) = options.limits.memory {
            crate::heap::limit::allow(bytes.max(0.0) as usize);
        }
        let world =
            Rc::new(RefCell::new(WorldState::new(Clock::start(options.clock, options.rate.unwrap_or(1.0)), &options)));
        let mut vm = Vm::new(Box::new(World::new(Rc::clone(&world))));
        let argv = if options.argv.is_empty() { vec![options.file.clone()] } else { options.argv };
        vm.configure(argv, Vec::new());
        if let Some(detail) = options.detail {
            vm.record(detail.min(3));
            let events = options.limits.events.unwrap_or(MOST_EVENTS).max(0.0) as u64;
            vm.trace.limit(events, MOST_TRACE);
        }
        vm.start(&options.code, &options.file);
        let run = Run {
            vm,
            world: Rc::clone(&world),
            pace: Pace::new(in_worker()),
            standing: Standing::Ready,
            stops_seen: 0,
            asking: false,
            asked: 0.0,
            told: clock::milliseconds(),
            ops: 0.0,
            most_ops: options.limits.ops.unwrap_or(f64::INFINITY),
        };
        let notes = Notes {
            stops: Cell::new(0),
            input: RefCell::default(),
            pace: Cell::new(f64::INFINITY),
            assets: RefCell::default(),
            answers: RefCell::default(),
        };
        let shared = Rc::new(Shared { page, world, notes, run: RefCell::new(run), scheduler: RefCell::new(None) });
        let weak: Weak<Shared> = Rc::downgrade(&shared);
        let turn = Rc::new(move || {
            if let Some(shared) = weak.upgrade() {
                shared.turn();
            }
        });
        shared.scheduler.replace(Some(Scheduler::new(turn)));
        Ok(Interpreter { shared })
    }

    /// Begins. The first slice runs before the browser does anything else.
    pub fn start(&self) {
        self.shared.wake();
    }

    /// Raises KeyboardInterrupt at the machine's next check; a second time, nothing can catch it.
    pub fn stop(&self) {
        self.shared.notes.stops.set(self.shared.notes.stops.get() + 1);
        self.shared.wake();
    }

    /// A line for the program's standard input; nothing says that the input ends.
    pub fn input(&self, text: Option<String>) {
        self.shared.notes.input.borrow_mut().push_back(text);
        self.shared.wake();
    }

    /// Brings a file that an `asset` message asked for, inflated; or no bytes and the reason.
    pub fn asset(&self, file: String, bytes: Option<Vec<u8>>, reason: String) {
        self.shared.notes.assets.borrow_mut().push((file, bytes.ok_or(reason)));
        self.shared.wake();
    }

    /// Brings the answer to a request: its status, where it came from, its headers (a name and a value, by turns) and its body; or no body and the reason.
    pub fn answer(
        &self,
        id: u32,
        status: u16,
        url: String,
        headers: Vec<String>,
        body: Option<Vec<u8>>,
        reason: String,
    ) {
        let pairs = headers.chunks_exact(2).map(|pair| (pair[0].clone(), pair[1].clone()));
        let answer = body.map(|body| Answer { status, url, headers: pairs.collect(), body });
        self.shared.notes.answers.borrow_mut().push((id, answer.ok_or(reason)));
        self.shared.wake();
    }

    /// Gives back the records of an `events` message that nobody reads any more: their memory is used again. New memory is what costs most
    /// of handing over records.
    pub fn recycle(&self, records: Uint32Array) {
        spares::put(&records);
    }

    /// Posts what was printed and not posted yet. For the page, when it cannot bring what the machine is waiting for in the middle of a
    /// slice: that slice will not end.
    #[wasm_bindgen(js_name = lastWords)]
    pub fn last_words(&self) {
        let mut out = Vec::new();
        if let Ok(mut world) = self.shared.world.try_borrow_mut() {
            world.take_output(&mut out);
        }
        for message in out {
            self.shared.post(&message);
        }
    }

    /// How many trace events may be recorded before the machine waits for more room.
    pub fn pace(&self, until: f64) {
        self.shared.notes.pace.set(until);
        if self.shared.run.try_borrow().is_ok_and(|run| run.standing == Standing::Pace) {
            self.shared.wake();
        }
    }
}

/// The engine's version.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

impl Shared {
    /// A turn before the browser does anything else.
    fn wake(&self) {
        if let Some(scheduler) = &*self.scheduler.borrow() {
            scheduler.now();
        }
    }

    /// One slice, then what it wrote, then the road to the next turn.
    fn turn(&self) {
        let mut out = Vec::new();
        {
            let Ok(mut run) = self.run.try_borrow_mut() else { return };
            run.step(&self.notes, &mut out);
        }
        for message in out {
            self.post(&message);
        }
        // A message may have freed or stopped us; the standing is read after it.
        let Ok(run) = self.run.try_borrow_mut() else { return };
        let scheduler = self.scheduler.borrow();
        let Some(scheduler) = &*scheduler else { return };
        match run.standing.clone() {
            Standing::Ready => scheduler.soon(),
            Standing::Timer(moment) => {
                let wait = run.world.borrow_mut().clock.wait_until(moment);
                if wait > 0.0 { scheduler.after(wait) } else { scheduler.soon() }
            }
            // a person, or the network, takes real time to answer, whatever the clock
            Standing::Input(Some(moment)) | Standing::Answer(Some(moment)) => scheduler.after(run.until(moment)),
            Standing::Input(None)
            | Standing::Answer(None)
            | Standing::Asset(_)
            | Standing::Pace
            | Standing::Outside
            | Standing::Ended => {}
        }
        drop(run);
    }

    fn post(&self, message: &Message) {
        let serializer = serde_wasm_bindgen::Serializer::json_compatible();
        // Our own types always serialize.
        if let Ok(value) = message.serialize(&serializer) {
            self.page.post(value);
        }
    }
}

impl Run {
    /// Takes the notes, runs one slice if there is anything to run, and gathers the messages.
    fn step(&mut self, notes: &Notes, out: &mut Vec<Message>) {
        if self.standing == Standing::Ended {
            return;
        }
        while self.stops_seen < notes.stops.get() {
            self.stops_seen += 1;
            self.vm.request_stop();
            self.standing = Standing::Ready;
        }
        for (id, answer) in notes.answers.take() {
            self.vm.deliver_answer(id, answer);
            if matches!(
                self.standing,
                Standing::Timer(_) | Standing::Input(_) | Standing::Answer(_) | Standing::Outside
            ) {
                self.standing = Standing::Ready;
            }
        }
        match self.standing.clone() {
            Standing::Answer(until) => {
                let Some(moment) = until.filter(|moment| self.until(*moment) <= 0.0) else { return };
                self.world.borrow_mut().clock.wait_until(moment);
            }
            Standing::Input(until) => {
                let due = until.is_some_and(|moment| self.until(moment) <= 0.0);
                if !self.read(notes) {
                    if !due {
                        return;
                    }
                    if let Some(moment) = until {
                        self.world.borrow_mut().clock.wait_until(moment);
                    }
                }
            }
            Standing::Timer(moment) => {
                if self.world.borrow().clock.now() < moment {
                    return;
                }
                self.standing = Standing::Ready;
            }
            Standing::Asset(file) => {
                let mut assets = notes.assets.borrow_mut();
                let Some(i) = assets.iter().position(|(name, _)| *name == file) else { return };
                let (_, answer) = assets.swap_remove(i);
                self.vm.deliver_asset(&file, answer);
            }
            Standing::Outside => return,
            Standing::Ready | Standing::Pace | Standing::Ended => {}
        }
        if self.vm.trace.count() as f64 >= notes.pace.get() && self.stops_seen == 0 {
            self.tell(out);
            if self.standing != Standing::Pace {
                out.push(Message::Waiting { on: WaitingOn::Pace, prompt: None });
            }
            self.standing = Standing::Pace;
            return;
        }
        self.standing = Standing::Ready;
        let fuel = self.pace.fuel();
        let began = clock::milliseconds();
        let outcome = self.vm.run(i64::try_from(fuel).unwrap_or(i64::MAX));
        let now = clock::milliseconds();
        let took = now - began;
        if let Outcome::Waiting(Waits { input: Some(prompt), .. }) = &outcome {
            self.world.borrow_mut().write(1, prompt);
        }
        self.world.borrow_mut().take_output(out);
        // The first slices are far shorter than what anybody sees.
        if !(matches!(outcome, Outcome::Sliced) && out.is_empty() && now - self.told < UNTOLD) {
            self.told = now;
            self.tell(out);
        }
        match outcome {
            Outcome::Sliced => {
                self.pace.took(took);
                self.ops += fuel as f64;
                if self.ops > self.most_ops {
                    self.end(out, STOPPED, How::Limit);
                }
            }
            Outcome::Waiting(Waits { asset: Some(name), .. }) => {
                self.standing = Standing::Asset(name.clone());
                out.push(Message::Asset { file: name });
            }
            Outcome::Waiting(Waits { input: Some(prompt), until, .. }) => {
                self.standing = Standing::Input(until);
                self.asked = clock::milliseconds();
                if !notes.input.borrow().is_empty() {
                    self.read(notes);
                } else if !std::mem::replace(&mut self.asking, true) {
                    out.push(Message::Waiting { on: WaitingOn::Input, prompt: Some(prompt) });
                }
            }
            Outcome::Waiting(Waits { answers: true, until, .. }) => {
                self.standing = Standing::Answer(until);
                self.asked = clock::milliseconds();
            }
            Outcome::Waiting(Waits { until: Some(moment), .. }) => self.standing = Standing::Timer(moment),
            Outcome::Waiting(_) => {
                let report = format!("deadlock: {}\n", self.vm.deadlock());
                let mut world = self.world.borrow_mut();
                world.write(2, &report);
                world.take_output(out);
                self.standing = Standing::Outside;
                out.push(Message::Waiting { on: WaitingOn::Nothing, prompt: None });
            }
            Outcome::Finished(exit) => {
                let how = match (exit, self.stops_seen) {
                    (STOPPED, 1..) => How::Stopped,
                    (_, 2..) => How::Stopped,
                    (0, _) => How::Done,
                    _ => How::Error,
                };
                self.end(out, exit, how);
            }
        }
    }

    /// Hands over what was recorded.
    fn tell(&mut self, out: &mut Vec<Message>) {
        let recorded = self.vm.trace.take_records(|words, texts| (spares::copy(words), texts.to_owned()));
        if let Some((records, texts)) = recorded {
            out.push(Message::Events { records, texts, count: self.vm.trace.count() as f64 });
        }
    }

    /// Gives the machine a line, if there is one.
    fn read(&mut self, notes: &Notes) -> bool {
        let Some(line) = notes.input.borrow_mut().pop_front() else { return false };
        let line = line.map(|text| if text.ends_with('\n') { text } else { text + "\n" });
        self.vm.deliver_line(line);
        self.asking = false;
        self.standing = Standing::Ready;
        true
    }

    /// Milliseconds until a moment of the clock, if real time passes at the virtual clock's pace while a line is awaited.
    fn until(&self, moment: u64) -> f64 {
        let left = moment.saturating_sub(self.world.borrow().clock.now()) as f64 / 1e3;
        match self.world.borrow().clock.is_virtual() {
            true => left - (clock::milliseconds() - self.asked),
            false => left,
        }
    }

    fn end(&mut self, out: &mut Vec<Message>, exit: i32, how: How) {
        self.standing = Standing::Ended;
        self.tell(out);
        if let Some(e) = self.vm.main_syntax_error.take() {
            let end_col = if e.end_col > 0 { e.end_col as u32 } else { e.col + 1 };
            let (line, col) = (e.line, e.col);
            out.push(Message::SyntaxError { message: e.message, line, col, end_line: e.end_line.max(line), end_col });
        }
        let seconds = self.world.borrow().clock.real_seconds();
        let hash = format!("{:016x}", self.vm.trace_hash());
        let ops = self.vm.operations() as f64;
        out.push(Message::Done { exit, how, seconds, hash, ops });
    }
}

/// Whether this is a worker: there nobody waits for the thread but us.
fn in_worker() -> bool {
    let global = js_sys::global();
    js_sys::Reflect::has(&global, &"document".into()).is_ok_and(|there| !there)
}
