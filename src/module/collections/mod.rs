//! `_collections`: what the standard library's `collections` takes from C.

mod default_dict;
mod deque;
mod ordered_dict;
mod tuple_getter;

pub use deque::length as deque_len;
pub use tuple_getter::field_of;

use super::ModuleSpec;
use crate::heap::Ref;
use crate::object::dict::Dict;
use crate::object::types;
use crate::resumable;
use crate::value::Value;
use crate::vm::native::{Args, NativeDef, PyResult, Raised};
use crate::vm::{Cx, Vm};

pub static SPEC: ModuleSpec = ModuleSpec {
    name: "_collections",
    doc: "High performance data structures.\n- deque:        ordered collection accessible from endpoints only\n- defaultdict:  dict subclass with a default value factory\n",
    functions: FUNCTIONS,
    init,
};

static FUNCTIONS: &[NativeDef] = &[resumable!("_count_elements", "(mapping, iterable, /)", count_elements)];

fn init(vm: &mut Vm, dict: &Ref<Dict>) -> Result<(), Raised> {
    for spec in [
        &deque::DEQUE,
        &deque::ITERATOR,
        &deque::REVERSE_ITERATOR,
        &default_dict::SPEC,
        &ordered_dict::SPEC,
        &tuple_getter::SPEC,
    ] {
        let ty = vm.native_type(spec);
        let name = vm.intern(spec.name);
        dict.set_interned(&name, ty.value());
    }
    Ok(())
}

/// True if a method of `mapping`'s type is dict's own.
fn is_dicts_own(vm: &mut Vm, mapping: &Value, name: &str) -> bool {
    let name = vm.intern(name);
    match (crate::object::type_ref(mapping).lookup(&name), types().dict.lookup(&name)) {
        (Some(x), Some(y)) => x.is(&y),
        _ => false,
    }
}

/// `mapping[x] = mapping.get(x, 0) + 1` for every item.
async fn count_elements(cx: &mut Cx, a: Args<'static>) -> PyResult {
    use crate::code::BinOp;
    let (mapping, one) = (a.at(0), Value::int(1));
    let it = cx.iter(a.at(1)).await?;
    let plain = is_dicts_own(cx.vm(), mapping, "get") && is_dicts_own(cx.vm(), mapping, "__setitem__");
    let dict = mapping.get_ref::<Dict>().filter(|_| plain);
    while let Some(x) = cx.next(&it).await? {
        cx.tick(1).await?;
        if let Some(d) = &dict {
            let hash = cx.key_hash(&x).await?;
            match cx.dict_find(d, &x, hash).await? {
                Some(i) => {
                    let old = d.value_at(i).unwrap_or(Value::NONE);
                    match old.as_small() {
                        Some(n) => d.set_value_at(i, Value::int(n + 1)),
                        None => {
                            let next = cx.binary(BinOp::Add, &old, &one).await?;
                            cx.dict_set(d, x, next).await?;
                        }
                    }
                }
                None => d.insert_new(x, hash, one.clone()),
            }
        } else {
            let old = cx.call_method(mapping, "get", [x.clone(), Value::int(0)]).await?;
            let next = cx.binary(BinOp::Add, &old, &one).await?;
            cx.set_item(mapping, &x, &next).await?;
        }
    }
    Ok(Value::NONE)
}

/// The dict inside a mapping of one of this module's types.
fn dict_of(vm: &mut Vm, v: &Value) -> PyResult<Ref<Dict>> {
    crate::object::receiver::<Dict>(vm, v, "dict").map(Ref::of)
}
