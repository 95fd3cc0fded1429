//! The browser as the machine's host: its clocks, its randomness, and a place where output gathers until the slice ends.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::clock::Clock;
use super::messages::{Message, Options};
use crate::host::memory_fs::MemoryFs;
use crate::vm::files::Files;
use crate::vm::host::{Host, Stream};
use crate::vm::request::Request;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues, catch)]
    fn get_random_values(bytes: &js_sys::Uint8Array) -> Result<JsValue, JsValue>;
}

/// Bytes of output a run may write when the page names no limit.
const MOST_OUTPUT: f64 = 64e6;

pub struct WorldState {
    pub clock: Clock,
    /// Written in this slice: neighbouring writes to one stream are one piece.
    output: Vec<(u8, String)>,
    /// Requests that the page has not been told of.
    requests: Vec<Message>,
    written: f64,
    most_output: f64,
    cut: bool,
    /// What random bytes are made from under the virtual clock: equal seeds make equal runs.
    seed: u64,
}

impl WorldState {
    pub fn new(clock: Clock, options: &Options) -> WorldState {
        let most_output = options.limits.output.unwrap_or(MOST_OUTPUT);
        WorldState {
            clock,
            output: Vec::new(),
            requests: Vec::new(),
            written: 0.0,
            most_output,
            cut: false,
            seed: options.seed as u64,
        }
    }

    /// The next byte of the seed's sequence (splitmix64).
    fn random(&mut self) -> u8 {
        self.seed = self.seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.seed;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (bits ^ (bits >> 31)) as u8
    }

    /// Turns what was written into messages; requests are some.
    pub fn take_output(&mut self, out: &mut Vec<Message>) {
        out.extend(self.output.drain(..).map(|(stream, text)| Message::Output { stream, text }));
        out.append(&mut self.requests);
    }

    pub fn write(&mut self, stream: u8, text: &str) {
        if self.cut || text.is_empty() {
            return;
        }
        self.written += text.len() as f64;
        if self.written > self.most_output {
            self.cut = true;
            self.output.push((2, "\n[more output than this page takes: the rest is not shown]\n".to_owned()));
            return;
        }
        match self.output.last_mut() {
            Some((last, gathered)) if *last == stream => gathered.push_str(text),
            _ => self.output.push((stream, text.to_owned())),
        }
    }
}

/// The host that is given to the machine.
pub struct World {
    state: Rc<RefCell<WorldState>>,
    /// made when it is first asked for
    files: Option<MemoryFs>,
    /// Bytes of an incomplete character at the end of what a stream was given.
    partial: [Vec<u8>; 2],
}

impl World {
    pub fn new(state: Rc<RefCell<WorldState>>) -> World {
        World { state, files: None, partial: Default::default() }
    }
}

impl Host for World {
    fn now(&mut self) -> u64 {
        self.state.borrow().clock.now()
    }

    fn wall(&mut self) -> u64 {
        self.state.borrow().clock.wall()
    }

    fn pass(&mut self, us: u64) {
        self.state.borrow_mut().clock.pass(us);
    }

    fn write(&mut self, stream: Stream, data: &[u8]) {
        let (stream, partial) = match stream {
            Stream::Out => (1, &mut self.partial[0]),
            Stream::Err => (2, &mut self.partial[1]),
        };
        let mut all = std::mem::take(partial);
        all.extend_from_slice(data);
        // the page takes text: an incomplete character waits for its other bytes
        let keep = match std::str::from_utf8(&all) {
            Ok(text) => return self.state.borrow_mut().write(stream, text),
            Err(e) if e.error_len().is_none() => all.len() - e.valid_up_to(),
            Err(_) => 0,
        };
        *partial = all.split_off(all.len() - keep);
        if !all.is_empty() {
            self.state.borrow_mut().write(stream, &String::from_utf8_lossy(&all));
        }
    }

    fn fetch_now(&mut self, file: &str) {
        super::parts::pack_now(file);
    }

    fn request(&mut self, request: Request) -> bool {
        let Request { id, method, url, headers, body } = request;
        self.state.borrow_mut().requests.push(Message::Request { id, method, url, headers, body });
        true
    }

    fn files(&mut self) -> &mut dyn Files {
        let now = self.wall() as i128 * 1000;
        let files = self.files.get_or_insert_with(|| MemoryFs::new(true));
        files.set_now(now);
        files
    }

    fn entropy(&mut self, buffer: &mut [u8]) {
        let mut state = self.state.borrow_mut();
        if state.clock.is_virtual() {
            buffer.fill_with(|| state.random());
            return;
        }
        // The browser gives at most 65,536 bytes at once.
        for part in buffer.chunks_mut(65_536) {
            let bytes = js_sys::Uint8Array::new_with_length(part.len() as u32);
            if get_random_values(&bytes).is_ok() {
                bytes.copy_to(part);
            }
        }
    }
}
