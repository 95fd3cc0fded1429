//! `_suggestions`: the closest of some names, for `traceback`.

use super::ModuleSpec;
use crate::object::list::List;
use crate::object::object_::text;
use crate::object::str::{self, Str};
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::{Args, NativeDef, PyResult, leaf};

pub static SPEC: ModuleSpec = ModuleSpec {
    name: "_suggestions",
    doc: "Names that may have been meant.",
    functions: FUNCTIONS,
    init: |_, _| Ok(()),
};

static FUNCTIONS: &[NativeDef] = &[leaf("_generate_suggestions", "(candidates, item, /)", generate)];

fn generate(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(candidates) = a.at(0).get::<List>() else { return Err(vm.type_error("candidates must be a list")) };
    let names: Vec<Value> = candidates.items.borrow().to_vec();
    if !names.iter().all(|n| n.is_a::<Str>()) {
        return Err(vm.type_error("all elements in 'candidates' must be strings"));
    }
    Ok(crate::vm::suggest::closest(&text(a.at(1)), names.iter().map(text)).map_or(Value::NONE, str::new))
}
