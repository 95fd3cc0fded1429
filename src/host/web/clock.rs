//! The two clocks of a run. Both begin at zero; microseconds throughout.
//!
//! Invariant: the virtual clock moves only when the machine waits or says so, so equal programs see equal times. The browser's clock
//! is read through `performance.now`, which never goes back, and may be slowed down for all that a program can ask alike.

use wasm_bindgen::prelude::*;

use super::messages;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;
    #[wasm_bindgen(js_namespace = Date, js_name = now)]
    fn date_now() -> f64;
}

/// Milliseconds of the browser's monotonic clock.
pub fn milliseconds() -> f64 {
    performance_now()
}

/// When a run under the virtual clock begins: 2025-01-01, as natively.
const VIRTUAL_EPOCH: f64 = 1_735_689_600_000.0;

pub struct Clock {
    kind: messages::Clock,
    /// Seconds of the real clock in one of the browser's.
    rate: f64,
    /// `performance.now` when the run began.
    began: f64,
    /// The wall clock when the run began, in milliseconds since 1970.
    wall_began: f64,
    /// What the virtual clock shows.
    virtual_now: u64,
}

impl Clock {
    /// `rate` is how fast the real clock runs: below 1 it is slow motion.
    pub fn start(kind: messages::Clock, rate: f64) -> Clock {
        let wall_began = match kind {
            messages::Clock::Virtual => VIRTUAL_EPOCH,
            messages::Clock::Real => date_now(),
        };
        let rate = if (1e-6..=1e6).contains(&rate) { rate } else { 1.0 };
        Clock { kind, rate, began: performance_now(), wall_began, virtual_now: 0 }
    }

    /// Whether nothing about the run depends on the moment it is started.
    pub fn is_virtual(&self) -> bool {
        self.kind == messages::Clock::Virtual
    }

    pub fn now(&self) -> u64 {
        match self.kind {
            messages::Clock::Virtual => self.virtual_now,
            messages::Clock::Real => ((performance_now() - self.began).max(0.0) * 1e3 * self.rate) as u64,
        }
    }

    /// Microseconds since 1970: the moment the run began, and the run's own time since.
    pub fn wall(&self) -> u64 {
        (self.wall_began.max(0.0) * 1e3) as u64 + self.now()
    }

    /// How long until the clock shows `moment`. The virtual clock jumps there and answers 0.
    pub fn wait_until(&mut self, moment: u64) -> f64 {
        match self.kind {
            messages::Clock::Virtual => {
                self.virtual_now = self.virtual_now.max(moment);
                0.0
            }
            messages::Clock::Real => moment.saturating_sub(self.now()) as f64 / 1e3 / self.rate,
        }
    }

    /// The virtual clock goes on by so many microseconds.
    pub fn pass(&mut self, us: u64) {
        if self.is_virtual() {
            self.virtual_now += us;
        }
    }

    /// Seconds of real time since the run began.
    pub fn real_seconds(&self) -> f64 {
        (performance_now() - self.began).max(0.0) / 1e3
    }
}
