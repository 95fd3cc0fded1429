//! The data stack of a thread: frames and their registers, in chunks that never move.
//!
//! # Rules
//! 1. Frames are freed in the reverse order of allocation; a frame's address is stable from `push` to `pop`.
//! 2. `pop` is called once per frame, after its registers and owned slots were dropped.

use super::frame::{Frame, Ret};
use crate::value::Slot;

const CHUNK: usize = 32 * 1024 / 8;
const FRAME_WORDS: usize = size_of::<Frame>().div_ceil(8);

/// The stack.
pub struct DataStack {
    /// where the next frame goes, and where the current chunk ends
    next: *mut u64,
    limit: *mut u64,
    chunks: Vec<Box<[u64]>>,
    /// index of the current chunk
    current: usize,
    /// where earlier chunks were left
    saved: Vec<*mut u64>,
}

impl Default for DataStack {
    fn default() -> DataStack {
        let nowhere = std::ptr::null_mut();
        DataStack { next: nowhere, limit: nowhere, chunks: Vec::new(), current: 0, saved: Vec::new() }
    }
}

impl DataStack {
    /// A new frame with its registers; all UNBOUND.
    #[inline(always)]
    pub fn push(&mut self, registers: u16, ret: Ret) -> *mut Frame {
        self.push_frame(Frame::new(std::ptr::null_mut(), registers, ret))
    }

    /// Puts a frame here, with fresh registers.
    #[inline(always)]
    pub fn push_frame(&mut self, frame: Frame) -> *mut Frame {
        let registers = frame.registers;
        let words = FRAME_WORDS + registers as usize;
        if (self.limit as usize) - (self.next as usize) < words * 8 {
            self.next_chunk(words);
        }
        unsafe {
            let p = self.next;
            self.next = p.add(words);
            let base = p.add(FRAME_WORDS) as *mut Slot;
            for i in 0..registers as usize {
                base.add(i).write(Slot::UNBOUND);
            }
            let p = p as *mut Frame;
            p.write(Frame { base, ..frame });
            p
        }
    }

    #[cold]
    #[inline(never)]
    fn next_chunk(&mut self, words: usize) {
        if !self.chunks.is_empty() {
            self.saved.push(self.next);
            self.current += 1;
        }
        if self.chunks.get(self.current).is_none_or(|c| c.len() < words) {
            self.chunks.truncate(self.current);
            self.chunks.push(vec![0; CHUNK.max(words)].into_boxed_slice());
        }
        self.enter();
        self.next = self.chunks[self.current].as_mut_ptr();
    }

    /// The current chunk is the one that frames go to.
    fn enter(&mut self) {
        let chunk = &mut self.chunks[self.current];
        self.limit = unsafe { chunk.as_mut_ptr().add(chunk.len()) };
    }

    /// Frees the newest frame.
    pub fn pop(&mut self, frame: *mut Frame) {
        unsafe { std::ptr::drop_in_place(frame) };
        self.pop_python(frame);
    }

    /// Frees the newest frame, which is no native one: it owns nothing any more (rule 2).
    #[inline(always)]
    pub fn pop_python(&mut self, frame: *mut Frame) {
        self.next = frame as *mut u64;
        if self.current > 0 && self.next == self.chunks[self.current].as_mut_ptr() {
            self.leave_chunk();
        }
    }

    #[cold]
    #[inline(never)]
    fn leave_chunk(&mut self) {
        // one empty chunk is kept, so that a loop at the border does not allocate
        self.chunks.truncate(self.current + 1);
        self.current -= 1;
        self.enter();
        self.next = self.saved.pop().unwrap_or(self.next);
    }
}
