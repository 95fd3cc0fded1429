//! What the case suites share. `xtask` includes `normalise.rs` and `case.rs` by path, to record expectations with the
//! very rules that runs are compared by.

pub mod case;
pub mod normalise;
pub mod pending;
pub mod run;
