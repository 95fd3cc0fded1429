//! What happens when memory gets tight: garbage is collected, then MemoryError is raised, in the end the program is stopped.
//!
//! Invariant: memory is looked after between two steps, never within one; a program that catches every MemoryError is unwound for good
//! before the address space ends.

use super::Vm;
use super::cx::AsyncFrame;
use super::host::Stream;
use crate::heap::{self, limit};
use crate::module::gc;
use crate::object::types;
use crate::value::Value;
use std::cell::Cell;
use std::rc::Rc;

/// So many MemoryErrors a program may catch without giving anything back.
const PATIENCE: u32 = 10;

/// What the last collection left.
#[derive(Default)]
struct Memory {
    objects: usize,
    /// garbage was collected and that did not help
    is_full: bool,
    /// garbage is being collected, which may take several slices
    collecting: Rc<Cell<bool>>,
    /// MemoryErrors raised since there was enough memory
    errors: u32,
}

/// Kept while garbage is collected, however that ends.
struct Collecting(Rc<Cell<bool>>);

impl Drop for Collecting {
    fn drop(&mut self) {
        self.0.set(false);
    }
}

impl Vm {
    /// If the limit is passed: collects garbage if that may help, else raises MemoryError in the running thread.
    pub(crate) fn look_after_memory(&mut self) {
        let passed = limit::is_passed(heap::unused_bytes());
        let errors = &mut self.state::<Memory>().errors;
        if !passed {
            *errors = 0;
        }
        if *errors > PATIENCE && limit::is_exhausted() {
            self.abandon_all();
            self.emit(Stream::Err, "MemoryError: the program went on when there was no memory left\n");
            self.thread.result = Some(Value::int(1));
            return;
        }
        let objects = heap::live_objects();
        let memory = self.state::<Memory>();
        if memory.collecting.get() {
            return;
        }
        let is_full = std::mem::take(&mut memory.is_full);
        let collected = memory.objects;
        if passed && !is_full && objects > collected + collected / 8 && gc::is_enabled(self) {
            return self.push_collector();
        }
        if passed {
            let ty = types().exc.MemoryError.clone();
            let exc = self.new_exception(&ty, Vec::new());
            self.throw_into(self.thread.id, exc);
            self.state::<Memory>().errors += 1;
        }
    }

    fn push_collector(&mut self) {
        let collecting = Collecting(self.state::<Memory>().collecting.clone());
        collecting.0.set(true);
        self.push_between(AsyncFrame::boxed("collector", async move |cx| {
            let _collecting = collecting;
            gc::collect_garbage(cx, &[]).await?;
            let objects = heap::live_objects();
            let memory = cx.vm().state::<Memory>();
            memory.objects = objects;
            memory.is_full = true;
            heap::look_again();
            Ok(Value::NONE)
        }));
    }
}
