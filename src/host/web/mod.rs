//! The engine in a browser, in a worker or in the page itself: the only code that names the browser.
//!
//! `interpreter` is what JavaScript sees; `scheduler` decides when the machine runs next, `pace` for how long; `world` and
//! `clock` are the machine's host; `messages` are the types that cross, `spares` the memory of records; `parts` loads what is needed at once,
//! `waiting` makes what stands in its place.

mod clock;
mod interpreter;
mod messages;
mod pace;
mod parts;
mod scheduler;
mod spares;
mod waiting;
mod world;

pub use interpreter::{Interpreter, version};
pub use parts::{load_part, loaders, part_linked};
