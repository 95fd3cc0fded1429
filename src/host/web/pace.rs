//! How long a slice is.
//!
//! Invariant: a slice is measured in fuel, and its fuel is chosen so that it takes about the target time on this machine.
//! The first slices are short: V8 compiles wasm better in the background and enters the better code only at the next
//! call, so one long cold slice takes two to three times as long as the same work in short ones. Later the target is
//! what the page can miss without being felt (8 ms), or, in a worker, what a Stop may wait (40 ms).

/// Milliseconds of the first slices, and how long they stay so short.
const COLD_SLICE: f64 = 1.0;
const COLD_TIME: f64 = 50.0;
const PAGE_SLICE: f64 = 8.0;
const WORKER_SLICE: f64 = 40.0;
const LEAST_FUEL: f64 = 1_000.0;
const MOST_FUEL: f64 = 500_000_000.0;

pub struct Pace {
    in_worker: bool,
    /// Milliseconds spent in slices so far.
    spent: f64,
    fuel: f64,
}

impl Pace {
    pub fn new(in_worker: bool) -> Pace {
        Pace { in_worker, spent: 0.0, fuel: 10_000.0 }
    }

    /// The fuel of the next slice.
    pub fn fuel(&self) -> u64 {
        self.fuel as u64
    }

    /// A slice that used up its fuel took this many milliseconds.
    pub fn took(&mut self, milliseconds: f64) {
        self.spent += milliseconds;
        let target = if self.spent < COLD_TIME {
            COLD_SLICE
        } else if self.in_worker {
            WORKER_SLICE
        } else {
            PAGE_SLICE
        };
        // The clock may be as coarse as 0.1 ms, and instructions differ in cost: grow and shrink by steps.
        let factor = (target / milliseconds.max(0.05)).clamp(0.25, 4.0);
        self.fuel = (self.fuel * factor).clamp(LEAST_FUEL, MOST_FUEL);
    }
}
