//! Identifiers: interning and private-name mangling.
//!
//! Invariant: equal names of one compilation share one allocation.

use crate::tables::{self, Set};
use std::rc::Rc;

/// The names seen so far.
pub struct Interner(Set<Rc<str>>);

impl Default for Interner {
    fn default() -> Interner {
        Interner(tables::set())
    }
}

impl Interner {
    /// The shared copy of a name.
    pub fn intern(&mut self, name: &str) -> Rc<str> {
        if let Some(n) = self.0.get(name) {
            return n.clone();
        }
        let n: Rc<str> = name.into();
        self.0.insert(n.clone());
        n
    }

    /// The name as class `private` sees it: `__x` becomes `_Class__x`.
    pub fn mangle(&mut self, private: Option<&str>, name: &str) -> Rc<str> {
        match private {
            Some(class) if name.starts_with("__") && !name.ends_with("__") && !name.contains('.') => {
                let class = class.trim_start_matches('_');
                if class.is_empty() { self.intern(name) } else { self.intern(&format!("_{class}{name}")) }
            }
            _ => self.intern(name),
        }
    }
}
