//! The mode of a file: what may be done with it and how it is opened.
//!
//! Invariant: exactly one of read, write, append and create.

use crate::vm::files::open;
use crate::vm::{Raised, Vm};

const WRONG: &str = "Must have exactly one of create/read/write/append mode and at most one plus";

/// A mode.
#[derive(Clone, Copy, Default)]
pub struct Mode {
    pub read: bool,
    pub write: bool,
    pub append: bool,
    pub create: bool,
    pub update: bool,
    pub binary: bool,
    pub text: bool,
}

impl Mode {
    /// The mode of `open`.
    pub fn of_open(vm: &mut Vm, text: &str) -> Result<Mode, Raised> {
        let m = Mode::letters(text, "rwaxbt+").ok_or_else(|| vm.value_error(format!("invalid mode: '{text}'")))?;
        if m.text && m.binary {
            return Err(vm.value_error("can't have text and binary mode at once"));
        }
        match m.main() {
            0 => Err(vm.value_error(WRONG)),
            1 => Ok(m),
            _ => Err(vm.value_error("must have exactly one of create/read/write/append mode")),
        }
    }

    /// The mode of a `FileIO`.
    pub fn of_raw(vm: &mut Vm, text: &str) -> Result<Mode, Raised> {
        let Some(m) = Mode::letters(text, "rwaxb+") else {
            let known = text.chars().all(|c| "rwaxb+".contains(c));
            return Err(vm.value_error(if known { WRONG.to_owned() } else { format!("invalid mode: {text}") }));
        };
        if m.main() == 1 { Ok(m) } else { Err(vm.value_error(WRONG)) }
    }

    fn letters(text: &str, allowed: &str) -> Option<Mode> {
        let mut m = Mode::default();
        for c in text.chars() {
            let place = match c {
                _ if !allowed.contains(c) => return None,
                'r' => &mut m.read,
                'w' => &mut m.write,
                'a' => &mut m.append,
                'x' => &mut m.create,
                'b' => &mut m.binary,
                't' => &mut m.text,
                _ => &mut m.update,
            };
            if std::mem::replace(place, true) {
                return None;
            }
        }
        Some(m)
    }

    fn main(self) -> u8 {
        self.read as u8 + self.write as u8 + self.append as u8 + self.create as u8
    }

    /// May be read from.
    pub fn readable(self) -> bool {
        self.read || self.update
    }

    /// May be written to.
    pub fn writable(self) -> bool {
        !self.read || self.update
    }

    /// Flags for the file system.
    pub fn flags(self) -> u32 {
        let access = match (self.readable(), self.writable()) {
            (true, true) => open::RDWR,
            (false, _) => open::WRONLY,
            _ => open::RDONLY,
        };
        let how = match () {
            () if self.create => open::CREAT | open::EXCL,
            () if self.write => open::CREAT | open::TRUNC,
            () if self.append => open::CREAT | open::APPEND,
            () => 0,
        };
        access | how | open::CLOEXEC
    }

    /// As `FileIO.mode` shows it.
    pub fn shown(self) -> &'static str {
        match (self.create, self.append, self.readable(), self.writable()) {
            (true, _, true, _) => "xb+",
            (true, ..) => "xb",
            (_, true, true, _) => "ab+",
            (_, true, ..) => "ab",
            (_, _, true, true) => "rb+",
            (_, _, true, false) => "rb",
            _ => "wb",
        }
    }
}
