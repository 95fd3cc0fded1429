//! module: the payload.

use super::dict::Dict;
use crate::heap::{Kind, Payload, Ref, Visitor};

/// A module: its namespace.
pub struct Module {
    pub dict: Ref<Dict>,
}

impl Payload for Module {
    const KIND: Kind = Kind::Module;
    fn visit(&self, v: &mut Visitor) {
        v.reference(&self.dict);
    }
    fn clear(&self) {
        self.dict.clear();
    }
}
