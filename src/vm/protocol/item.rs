//! Subscription, membership, length.

use crate::heap::Kind;
use crate::object::dict::{Dict, Probe};
use crate::object::int::BigIntBox;
use crate::object::list::List;
use crate::object::names::Dunder;
use crate::object::str::Str;
use crate::object::subscript::position;
use crate::object::tuple::Tuple;
use crate::object::ty::Type;
use crate::object::{compare, dict_methods, type_ref, types};
use crate::value::Value;
use crate::vm::frame::Expect;
use crate::vm::native::Act;
use crate::vm::{Raised, Vm};

impl Vm {
    /// `v[key]`.
    pub fn get_item(&mut self, v: &Value, key: &Value) -> Act {
        let t = types();
        if let Some(i) = key.as_small() {
            if let Some(l) = v.get::<List>()
                && t.list.is_type_of(v)
            {
                let n = l.len() as i64;
                let i = if i < 0 { i + n } else { i };
                if i >= 0
                    && let Some(item) = l.at(i as usize)
                {
                    return Act::Done(item);
                }
                return Act::Raise(self.index_error("list index out of range"));
            }
            if let Some(x) = v.get::<Tuple>()
                && t.tuple.is_type_of(v)
            {
                let n = x.len() as i64;
                let i = if i < 0 { i + n } else { i };
                if i >= 0
                    && let Some(item) = x.items().get(i as usize)
                {
                    return Act::Done(item.clone());
                }
                return Act::Raise(self.index_error("tuple index out of range"));
            }
        }
        if t.dict.is_type_of(v)
            && let Some(d) = v.get::<Dict>()
            && let Some(hash) = compare::hash_natively(key)
        {
            match d.probe(key, hash, 0) {
                Probe::Found(_, found) => return Act::Done(found),
                Probe::Missing => return Act::Raise(self.key_error(key.clone())),
                Probe::Compare { .. } => {}
            }
        }
        if let Some(d) = v.get_ref::<Dict>().filter(|_| t.dict.is_type_of(v)) {
            let f = |vm: &mut Vm, d: &Dict, key, _, found: Option<usize>| {
                found.and_then(|i| d.value_at(i)).ok_or_else(|| vm.key_error(key))
            };
            if let Some(act) = dict_methods::with_hash(self, &d, key, Box::new(f)) {
                return act;
            }
        }
        // subclasses that subscript as dict does: what is there is found at once, what is not goes to `__missing__`
        if let Some(d) = v.get::<Dict>()
            && !t.dict.is_type_of(v)
            && let (Some(own), Some(dicts)) =
                (self.dunder(v, Dunder::GetItem), self.dunder_of(&t.dict, Dunder::GetItem))
            && own.is(&dicts)
            && let Ok(Some(found)) = crate::object::dict_methods::get_natively(d, key)
        {
            return Act::Done(found);
        }
        if let Some(r) = crate::object::sequence::slice_natively(self, v, key) {
            return r.into();
        }
        if let Some(act) = self.call_dunder(v, Dunder::GetItem, &[key.clone()]) {
            return act;
        }
        if let Some(ty) = v.get_ref::<Type>() {
            if t.type_.is(&ty) {
                return super::hooks::generic_alias(self, v.clone(), key.clone());
            }
            let name = self.names.dunders[Dunder::ClassGetItem as usize].clone();
            let key = key.clone();
            let class = ty.name();
            return match self.type_get_attr(v, &name) {
                None => Act::Raise(self.type_error(format!("type '{class}' is not subscriptable"))),
                Some(Act::Done(f)) => Act::call(f, [key]),
                Some(act) => Act::run(async move |cx| {
                    let f = cx.act(act).await?;
                    cx.call(&f, [key]).await
                }),
            };
        }
        let name = self.type_name(v);
        Act::Raise(self.type_error(format!("'{name}' object is not subscriptable")))
    }

    /// `v[key] = value`.
    pub fn set_item(&mut self, v: &Value, key: &Value, value: &Value) -> Act {
        let t = types();
        if let Some(i) = key.as_small()
            && let Some(l) = v.get::<List>()
            && t.list.is_type_of(v)
        {
            let n = l.len() as i64;
            let i = if i < 0 { i + n } else { i };
            if i < 0 || i >= n {
                return Act::Raise(self.index_error("list assignment index out of range"));
            }
            let old = std::mem::replace(&mut l.items.borrow_mut()[i as usize], value.clone());
            drop(old);
            return Act::Done(Value::NONE);
        }
        if let Some(d) = v.get::<Dict>()
            && (t.dict.is_type_of(v)
                || self.dunder_slot(crate::object::type_ref(v), Dunder::SetItem)
                    == self.dunder_slot(&t.dict, Dunder::SetItem))
            && let Some(hash) = compare::hash_natively(key)
            && let Ok(found) = d.find(key, hash)
        {
            match found {
                Some(i) => d.set_value_at(i, value.clone()),
                None => d.insert_new(key.clone(), hash, value.clone()),
            }
            return Act::Done(Value::NONE);
        }
        if let Some(d) = v.get_ref::<Dict>().filter(|_| t.dict.is_type_of(v)) {
            let item = value.clone();
            let f = move |_: &mut Vm, d: &Dict, key, hash, found| {
                match found {
                    Some(i) => d.set_value_at(i, item),
                    None => d.insert_new(key, hash, item),
                }
                Ok(Value::NONE)
            };
            if let Some(act) = dict_methods::with_hash(self, &d, key, Box::new(f)) {
                return act;
            }
        }
        match self.call_dunder(v, Dunder::SetItem, &[key.clone(), value.clone()]) {
            Some(act) => act,
            None => self.refuse_item(v, key, "does not", "assignment"),
        }
    }

    /// `del v[key]`.
    pub fn del_item(&mut self, v: &Value, key: &Value) -> Act {
        if let (Some(i), Some(l)) = (key.as_small(), v.get::<List>())
            && types().list.is_type_of(v)
        {
            let Some(p) = position(i, l.len()) else {
                return Act::Raise(self.index_error("list assignment index out of range"));
            };
            let old = l.items.borrow_mut().remove(p);
            drop(old);
            return Act::Done(Value::NONE);
        }
        if types().dict.is_type_of(v)
            && let Some(d) = v.get::<Dict>()
            && let Some(hash) = compare::hash_natively(key)
            && let Ok(Some(i)) = d.find(key, hash)
        {
            drop(d.remove_at(i));
            return Act::Done(Value::NONE);
        }
        match self.call_dunder(v, Dunder::DelItem, &[key.clone()]) {
            Some(act) => act,
            None => self.refuse_item(v, key, "doesn't", "deletion"),
        }
    }

    /// What cannot be changed by key is asked as a sequence next, where the key is an index; its refusal is worded as `verb`.
    fn refuse_item(&mut self, v: &Value, key: &Value, verb: &str, what: &str) -> Act {
        let ty = type_ref(v);
        let sequence = [Dunder::Len, Dunder::Contains, Dunder::GetItem];
        let is_sequence = !ty.is_static() || sequence.iter().any(|d| self.dunder_of(ty, *d).is_some());
        let is_index = self.dunder(key, Dunder::Index).is_some();
        if is_sequence && is_index && key.get::<BigIntBox>().is_some_and(|b| i64::try_from(&b.0).is_err()) {
            let name = self.type_name(key);
            return Act::Raise(self.index_error(format!("cannot fit '{name}' into an index-sized integer")));
        }
        let verb = if is_sequence && is_index { verb } else { "does not" };
        let name = self.type_name(v);
        Act::Raise(self.type_error(format!("'{name}' object {verb} support item {what}")))
    }

    /// `item in v`: Done(bool).
    pub fn contains(&mut self, v: &Value, item: &Value) -> Act {
        let t = types();
        if t.dict.is_type_of(v)
            && let Some(d) = v.get::<Dict>()
            && let Some(hash) = compare::hash_natively(item)
            && let Ok(found) = d.find(item, hash)
        {
            return Act::Done(Value::bool(found.is_some()));
        }
        if let Some(d) = v.get_ref::<Dict>().filter(|_| t.dict.is_type_of(v)) {
            let f = |_: &mut Vm, _: &Dict, _, _, found: Option<usize>| Ok(Value::bool(found.is_some()));
            if let Some(act) = dict_methods::with_hash(self, &d, item, Box::new(f)) {
                return act;
            }
        }
        if let (Some(s), Some(x)) = (v.get::<Str>(), item.get::<Str>())
            && t.str.is_type_of(v)
        {
            return Act::Done(Value::bool(s.view().contains(x.view())));
        }
        if let Some(found) = crate::object::sequence::contains_natively(v, item) {
            return Act::Done(Value::bool(found));
        }
        match self.dunder(v, Dunder::Contains) {
            Some(m) if m.is_none() => {
                let name = self.type_name(v);
                Act::Raise(self.type_error(format!("'{name}' object is not a container")))
            }
            Some(m) => {
                let act = self.call_unbound(m, v, &[item.clone()]);
                self.then_truth(act)
            }
            None => match self.iter(v) {
                Act::Raise(e) => Act::Raise(self.no_container(v, e)),
                act => {
                    let (v, item) = (v.clone(), item.clone());
                    Act::run(async move |cx| {
                        let it = match cx.act(act).await {
                            Ok(it) => it,
                            Err(e) => return Err(cx.vm().no_container(&v, e)),
                        };
                        while let Some(x) = cx.next(&it).await? {
                            cx.tick(1).await?;
                            if cx.equal(&x, &item).await? {
                                return Ok(Value::TRUE);
                            }
                        }
                        Ok(Value::FALSE)
                    })
                }
            },
        }
    }

    /// What `in` says where iterating raises `e`: a TypeError is worded anew.
    fn no_container(&mut self, v: &Value, e: Raised) -> Raised {
        if !self.raised_is(&types().exc.TypeError) {
            return e;
        }
        drop(self.take_raised(e));
        let name = self.type_name(v);
        self.type_error(format!("argument of type '{name}' is not a container or iterable"))
    }

    /// `len(v)`: Done(int).
    pub fn len(&mut self, v: &Value) -> Act {
        if let Some(n) = len_natively(v) {
            return Act::Done(Value::size(n));
        }
        match self.ask_method(v, Dunder::Len, Expect::Length) {
            Some(act) => act,
            None => {
                let name = self.type_name(v);
                Act::Raise(self.type_error(format!("object of type '{name}' has no len()")))
            }
        }
    }

    /// The length that `__len__` gave.
    pub(super) fn length(&mut self, n: Value) -> Act {
        if n.as_small().is_some() {
            return Vm::check_len(self, n).into();
        }
        let act = self.index(&n);
        self.check(act, Vm::check_len)
    }

    fn check_len(vm: &mut Vm, n: Value) -> crate::vm::PyResult {
        match crate::object::int::to_i64(&n) {
            Some(i) if i >= 0 => Ok(Value::int(i)),
            Some(_) => Err(vm.value_error("__len__() should return >= 0")),
            None if crate::object::int::is_int(&n) => {
                if crate::object::int::to_big(&n).is_some_and(|b| b.sign() == num_bigint::Sign::Minus) {
                    return Err(vm.value_error("__len__() should return >= 0"));
                }
                Err(vm.overflow_error("cannot fit 'int' into an index-sized integer"))
            }
            None => {
                let name = vm.type_name(&n);
                Err(vm.type_error(format!("'{name}' object cannot be interpreted as an integer")))
            }
        }
    }
}

/// The length of a built-in container, of a class that Python cannot have changed.
#[inline(never)]
pub fn len_natively(v: &Value) -> Option<usize> {
    let kind = v.slot().heap_kind()?;
    if !type_ref(v).is_static() {
        return None;
    }
    match kind {
        Kind::List => v.get::<List>().map(List::len),
        Kind::Str => v.get::<Str>().map(Str::len),
        Kind::Dict => v.get::<Dict>().map(Dict::len),
        Kind::Tuple => v.get::<Tuple>().map(Tuple::len),
        Kind::Native => crate::module::collections::deque_len(v),
        _ => None,
    }
}
