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
#[derive(Default)]
pub struct DataStack {
    chunks: Vec<Box<[u64]>>,
    current: usize,
    top: usize,
    /// where earlier chunks were left
    saved: Vec<usize>,
}

impl DataStack {
    /// A new frame with its registers; all UNBOUND.
    #[inline]
    pub fn push(&mut self, registers: u16, ret: Ret) -> *mut Frame {
        let words = FRAME_WORDS + registers as usize;
        if self.chunks.get(self.current).is_none_or(|c| self.top + words > c.len()) {
            self.next_chunk(words);
        }
        unsafe {
            let p = self.chunks.get_unchecked_mut(self.current).as_mut_ptr().add(self.top);
            self.top += words;
            let base = p.add(FRAME_WORDS) as *mut Slot;
            for i in 0..registers as usize {
                base.add(i).write(Slot::UNBOUND);
            }
            let frame = p as *mut Frame;
            frame.write(Frame::new(base, registers, ret));
            frame
        }
    }

    #[cold]
    fn next_chunk(&mut self, words: usize) {
        if !self.chunks.is_empty() {
            self.saved.push(self.top);
            self.current += 1;
        }
        self.top = 0;
        if self.chunks.get(self.current).is_none_or(|c| c.len() < words) {
            self.chunks.truncate(self.current);
            self.chunks.push(vec![0; CHUNK.max(words)].into_boxed_slice());
        }
    }

    /// Frees the newest frame.
    #[inline]
    pub fn pop(&mut self, frame: *mut Frame) {
        unsafe {
            let words = FRAME_WORDS + (*frame).registers as usize;
            std::ptr::drop_in_place(frame);
            self.top -= words;
            debug_assert_eq!(self.chunks[self.current].as_mut_ptr().add(self.top) as *mut Frame, frame);
        }
        if self.top == 0 && self.current > 0 {
            // one empty chunk is kept, so that a loop at the border does not allocate
            self.chunks.truncate(self.current + 1);
            self.current -= 1;
            self.top = self.saved.pop().unwrap_or(0);
        }
    }
}
