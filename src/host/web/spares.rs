//! JavaScript's memory for the records of traces.
//!
//! Invariant: what is handed over is the page's alone until it gives it back; what it gives back is written over, by whatever
//! program runs next.

use std::cell::RefCell;

use js_sys::Uint32Array;

/// Words of a piece that is kept, at least; fewer are copied into memory of their own. `www/src/engine/protocol.ts` has the same number.
const LEAST: u32 = 1 << 14;
/// Words that kept pieces have together, at most.
const MOST: u32 = 1 << 20;

thread_local! {
    /// Memory that came back.
    static SPARES: RefCell<Vec<Uint32Array>> = const { RefCell::new(Vec::new()) };
}

/// Takes memory back: all that these records stand in, unless a message took it away.
pub fn put(records: &Uint32Array) {
    let all = Uint32Array::new(&records.buffer());
    SPARES.with_borrow_mut(|spares| {
        let kept: u32 = spares.iter().map(Uint32Array::length).sum();
        if all.length() >= LEAST && kept + all.length() <= MOST {
            spares.push(all);
        }
    });
}

/// A copy of these words for the page.
pub fn copy(words: &[u32]) -> Uint32Array {
    let length = words.len() as u32;
    if length < LEAST / 2 {
        return Uint32Array::from(words);
    }
    let spare = SPARES.with_borrow_mut(|spares| {
        let fits = spares.iter().position(|spare| spare.length() >= length)?;
        Some(spares.swap_remove(fits))
    });
    let memory = spare.unwrap_or_else(|| Uint32Array::new_with_length(length.next_power_of_two().max(LEAST)));
    let records = memory.subarray(0, length);
    records.copy_from(words);
    records
}
