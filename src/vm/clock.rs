//! The clock as a program reads it.
//!
//! Invariants: of two readings of a loop's time, or of `monotonic` and `perf_counter`, the later one is greater, however coarse the host's
//! clock is and though the virtual one stands still, so timers that are set one after the other for equally long fire one after the other;
//! it is ahead of the host's clock by less than anybody measures. A program that waits by looking at the clock comes to an end also under a
//! clock that stands still while it runs: from the thousandth look on, each lets it go on by a microsecond.

use super::Vm;

/// Seconds by which a reading of a loop's time is ahead of the one before it.
const STEP: f64 = 1e-11;
/// Milliseconds that a deadline may be missed by, for what adding floats costs: less than a loop's resolution.
const SLACK: f64 = 1e-7;
/// Looks at a clock that stands still.
const PATIENCE: u64 = 1_000;

/// How often a program looked at clocks.
#[derive(Default)]
pub(crate) struct Clock {
    /// readings of loops' times
    readings: u64,
    looks: u64,
}

impl Clock {
    fn ahead(&self) -> f64 {
        self.readings as f64 * STEP
    }
}

impl Vm {
    /// The host's monotonic clock in microseconds. What the trace tells from now on happens then.
    #[inline]
    pub(crate) fn now(&mut self) -> u64 {
        let now = self.host.now();
        self.trace.set_time(now);
        now
    }

    /// The host's monotonic clock in microseconds, for a program that asks.
    pub(crate) fn look_at_clock(&mut self) -> u64 {
        self.look();
        self.now()
    }

    fn look(&mut self) {
        self.clock.looks += 1;
        if self.clock.looks > PATIENCE {
            self.host.pass(1);
        }
    }

    /// Seconds of the monotonic clock, for a program that asks: no two readings are the same.
    pub(crate) fn look_closely(&mut self) -> f64 {
        self.look();
        self.loop_time()
    }

    /// The wall clock in microseconds, for a program that asks.
    pub(crate) fn look_at_wall_clock(&mut self) -> u64 {
        self.look_at_clock();
        self.host.wall()
    }

    /// A loop's time: seconds of the monotonic clock.
    pub(crate) fn loop_time(&mut self) -> f64 {
        self.clock.readings += 1;
        self.time_read_last()
    }

    /// What is no reading: the loop's time for who only tells of it.
    pub(crate) fn time_read_last(&mut self) -> f64 {
        self.now() as f64 / 1e6 + self.clock.ahead()
    }

    /// The moment of the host's clock at which a selector that is asked to wait for so many seconds comes back: it counts in whole
    /// milliseconds, as `epoll` does, so timers that were set close to each other are due together.
    pub(crate) fn moment_in(&mut self, seconds: f64) -> u64 {
        let milliseconds = (seconds * 1e3 - SLACK).ceil().max(0.0) as u64;
        self.now().saturating_add(milliseconds.saturating_mul(1_000))
    }
}
