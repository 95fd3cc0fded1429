//! The `match` statement's operations.

use super::Vm;
use super::native::Act;
use crate::heap::Ref;
use crate::object::dict::Dict;
use crate::object::list::List;
use crate::object::str::Str;
use crate::object::tuple::{self, Tuple};
use crate::object::ty::{Type, flag};
use crate::value::Value;

/// Values of the keys of a mapping pattern, or None if one is missing.
pub(super) fn match_keys(subject: Value, keys: Value) -> Act {
    Act::run(async move |cx| {
        let keys: Vec<Value> = keys.get::<Tuple>().map_or(Vec::new(), |t| t.items().to_vec());
        let mut seen = Dict::new();
        let mut values = Vec::with_capacity(keys.len());
        let name = cx.vm().names.get.clone();
        let exact = subject.get_ref::<Dict>().filter(|d| d.is_exact());
        let get = if exact.is_some() { Value::NONE } else { cx.get_attr(&subject, &name).await? };
        let missing: Value = crate::object::list::new(Vec::new());
        for k in keys {
            if cx.dict_get(&seen, &k).await?.is_some() {
                let r = cx.repr(&k).await?;
                let r = r.get::<Str>().map_or(String::new(), |s| s.to_text());
                return Err(cx.vm().value_error(format!("mapping pattern checks duplicate key ({r})")));
            }
            cx.dict_set(&seen, k.clone(), Value::NONE).await?;
            let v = match &exact {
                Some(d) => cx.dict_get(d, &k).await?,
                None => Some(cx.call(&get, [k, missing.clone()]).await?).filter(|v| !v.is(&missing)),
            };
            match v {
                Some(v) => values.push(v),
                None => return Ok(Value::NONE),
            }
        }
        seen = Dict::new();
        drop(seen);
        Ok(tuple::new(values))
    })
}

/// Copy of a mapping without some keys (`**rest`).
pub(super) fn match_rest(subject: Value, keys: Value) -> Act {
    Act::run(async move |cx| {
        let rest = Dict::new();
        if let Some(d) = subject.get_ref::<Dict>().filter(|d| d.is_exact()) {
            for (k, v) in d.items() {
                cx.dict_set(&rest, k, v).await?;
            }
        } else {
            let keys = cx.call_method(&subject, "keys", []).await?;
            for k in cx.collect(&keys).await? {
                let v = cx.get_item(&subject, &k).await?;
                cx.dict_set(&rest, k, v).await?;
            }
        }
        let keys: Vec<Value> = keys.get::<Tuple>().map_or(Vec::new(), |t| t.items().to_vec());
        for k in keys {
            cx.dict_del(&rest, &k).await?;
        }
        Ok(rest.into())
    })
}

/// Attributes of a class pattern, or None if it does not match.
pub(super) fn match_class(vm: &mut Vm, subject: Value, class: Value, names: Value, positional: usize) -> Act {
    let Some(ty) = class.get_ref::<Type>() else {
        return Act::Raise(vm.type_error("called match pattern must be a class"));
    };
    Act::run(async move |cx| {
        let act = cx.vm().isinstance(&subject, &class);
        if cx.act(act).await?.as_bool() != Some(true) {
            return Ok(Value::NONE);
        }
        let mut values = Vec::new();
        let mut seen: Vec<Ref<Str>> = Vec::new();
        if positional > 0 {
            let name = cx.vm().names.match_args.clone();
            let match_args = cx.get_attr_opt(&class, &name).await?;
            let match_self = match_args.is_none() && ty.mro.borrow().iter().any(|t| t.has(flag::MATCH_SELF));
            let args: Vec<Value> = match &match_args {
                Some(v) => match v.get::<Tuple>() {
                    Some(t) => t.items().to_vec(),
                    None if v.is_a::<List>() || !v.is_a::<Tuple>() => {
                        let (c, n) = (ty.name(), cx.vm().type_name(v));
                        return Err(cx.vm().type_error(format!("{c}.__match_args__ must be a tuple (got {n})")));
                    }
                    None => Vec::new(),
                },
                None => Vec::new(),
            };
            let allowed = if match_self { 1 } else { args.len() };
            if positional > allowed {
                let c = ty.name();
                let plural = if allowed == 1 { "" } else { "s" };
                return Err(cx.vm().type_error(format!(
                    "{c}() accepts {allowed} positional sub-pattern{plural} ({positional} given)"
                )));
            }
            if match_self {
                values.push(subject.clone());
            } else {
                for a in &args[..positional] {
                    let Some(name) = cx.vm().intern_value(a) else {
                        let n = cx.vm().type_name(a);
                        return Err(cx.vm().type_error(format!("__match_args__ elements must be strings (got {n})")));
                    };
                    if seen.iter().any(|s| s.is(&name)) {
                        let (c, n) = (ty.name(), name.to_text());
                        return Err(cx.vm().type_error(format!("{c}() got multiple sub-patterns for attribute '{n}'")));
                    }
                    seen.push(name.clone());
                    match cx.get_attr_opt(&subject, &name).await? {
                        Some(v) => values.push(v),
                        None => return Ok(Value::NONE),
                    }
                }
            }
        }
        let names: Vec<Value> = names.get::<Tuple>().map_or(Vec::new(), |t| t.items().to_vec());
        for n in names {
            let Some(name) = cx.vm().intern_value(&n) else { continue };
            if seen.iter().any(|s| s.is(&name)) {
                let (c, n) = (ty.name(), name.to_text());
                return Err(cx.vm().type_error(format!("{c}() got multiple sub-patterns for attribute '{n}'")));
            }
            seen.push(name.clone());
            match cx.get_attr_opt(&subject, &name).await? {
                Some(v) => values.push(v),
                None => return Ok(Value::NONE),
            }
        }
        Ok(tuple::new(values))
    })
}
