//! The _typing module: what the typing module builds on.

use super::ModuleSpec;
use crate::object::typing;

pub static SPEC: ModuleSpec = ModuleSpec {
    name: "_typing",
    doc: "Primitives and accelerators for the typing module.\n",
    functions: typing::MODULE_FUNCTIONS,
    init: typing::fill_module,
};
