//! Slow paths of the dispatch loop: what displays, `*`, `**` and unpacking take apart and put together.
//!
//! Invariant: that of `slow.rs`.

use super::Vm;
use super::frame::Ret;
use super::native::Act;
use crate::code::opcode::{FLAG0, FLAG1, Instr, KILL_B};
use crate::heap::Kind;
use crate::object::dict::Dict;
use crate::object::list::List;
use crate::object::names::Dunder;
use crate::object::str::Str;
use crate::object::tuple::{self, Tuple};
use crate::object::{compare, type_ref, types};
use crate::value::Value;

impl Vm {
    pub(super) fn op_build_map(&mut self, i: Instr) {
        let top = self.thread.top;
        let items = unsafe { self.take_run(top, i.b, i.c as usize * 2) };
        let d = Dict::new();
        let mut rest = items.into_iter();
        while let (Some(k), Some(v)) = (rest.next(), rest.next()) {
            let native = compare::hash_natively(&k).and_then(|h| d.find(&k, h).ok().map(|f| (h, f)));
            match native {
                Some((_, Some(at))) => d.set_value_at(at, v),
                Some((h, None)) => d.insert_new(k, h, v),
                None => {
                    let act = Act::run(async move |cx| {
                        cx.dict_set_display(&d, k, v).await?;
                        while let (Some(k), Some(v)) = (rest.next(), rest.next()) {
                            cx.dict_set_display(&d, k, v).await?;
                        }
                        Ok(d.into())
                    });
                    return self.perform(act, Ret::Reg(i.a));
                }
            }
        }
        self.give(i.a, d.into())
    }

    pub(super) fn map_add(&mut self, map: &Value, key: Value, value: Value) -> Act {
        let Some(d) = map.get_ref::<Dict>() else { return Act::Done(Value::NONE) };
        if let Some(h) = compare::hash_natively(&key)
            && let Ok(found) = d.find(&key, h)
        {
            match found {
                Some(at) => d.set_value_at(at, value),
                None => d.insert_new(key, h, value),
            }
            return Act::Done(Value::NONE);
        }
        Act::run(async move |cx| {
            cx.dict_set_display(&d, key, value).await?;
            Ok(Value::NONE)
        })
    }

    pub(super) fn dict_display_update(&mut self, map: Value, other: Value) -> Act {
        if let (Some(d), Some(o)) = (map.get_ref::<Dict>(), other.get_ref::<Dict>().filter(|o| o.is_exact()))
            && crate::object::dict_methods::merge_natively(self, &d, &o)
        {
            return Act::Done(Value::NONE);
        }
        Act::run(async move |cx| {
            let Some(d) = map.get_ref::<Dict>() else { return Ok(Value::NONE) };
            if crate::object::dict_methods::iterates_as_dict(cx.vm(), &other) {
                crate::object::dict_methods::merge(cx, &d, &other).await?;
                return Ok(Value::NONE);
            }
            let name = cx.vm().names.keys.clone();
            let Some(keys) = cx.get_attr_opt(&other, &name).await? else {
                let name = cx.vm().type_name(&other);
                return Err(cx.vm().type_error(format!("'{name}' object is not a mapping")));
            };
            let keys = cx.call(&keys, []).await?;
            let it = cx.iter(&keys).await?;
            while let Some(k) = cx.next(&it).await? {
                let v = cx.get_item(&other, &k).await?;
                cx.dict_set(&d, k, v).await?;
                cx.tick(1).await?;
            }
            Ok(Value::NONE)
        })
    }

    pub(super) fn dict_merge(&mut self, map: Value, other: Value, callee: Value) -> Act {
        // new keys that are strs need nobody, and what fails must fail before anything is taken over
        if let (Some(d), Some(o)) = (map.get::<Dict>(), other.get_ref::<Dict>().filter(|o| o.is_exact()))
            && o.len().max(d.len()) <= crate::object::dict_methods::AT_ONCE
            && d.has_only_str_keys()
            && o.has_new_strs(d)
            && crate::object::dict_methods::merge_natively(self, d, &o)
        {
            return Act::Done(Value::NONE);
        }
        Act::run(async move |cx| {
            let Some(d) = map.get_ref::<Dict>() else { return Ok(Value::NONE) };
            let pairs: Vec<(Value, Value)> = if let Some(o) =
                other.get_ref::<Dict>().filter(|_| crate::object::dict_methods::iterates_as_dict(cx.vm(), &other))
            {
                o.items()
            } else {
                let name = cx.vm().names.keys.clone();
                let Some(keys) = cx.get_attr_opt(&other, &name).await? else {
                    let name = cx.vm().type_name(&other);
                    let f = cx.vm().callee_text(&callee);
                    return Err(cx.vm().type_error(format!("{f} argument after ** must be a mapping, not {name}")));
                };
                let keys = cx.call(&keys, []).await?;
                let it = cx.iter(&keys).await?;
                let mut pairs = Vec::new();
                while let Some(k) = cx.next(&it).await? {
                    let v = cx.get_item(&other, &k).await?;
                    pairs.push((k, v));
                    cx.tick(1).await?;
                }
                pairs
            };
            for (k, v) in pairs {
                let hash = cx.hash(&k).await?;
                if cx.dict_find(&d, &k, hash).await?.is_some() {
                    let f = cx.vm().callee_text(&callee);
                    let text = cx.str(&k).await?;
                    let text = text.get::<Str>().map_or(String::new(), |s| s.to_text());
                    return Err(cx.vm().type_error(format!("{f} got multiple values for keyword argument '{text}'")));
                }
                d.insert_new(k, hash, v);
            }
            Ok(Value::NONE)
        })
    }

    pub(super) fn op_list_extend(&mut self, i: Instr) {
        let v = self.src(i.b, i.flags & KILL_B);
        let list = self.frame().reg(i.a).share();
        let call = i.flags & FLAG0 != 0;
        let display = i.flags & FLAG1 != 0;
        if let Some(items) = super::protocol::hooks::native_items(&v) {
            if let Some(l) = list.get::<List>() {
                l.items.borrow_mut().extend(items);
            }
            return self.frame().advance();
        }
        // how many there are is known before the first
        if v.is_a::<crate::object::range::Range>() {
            let act = crate::object::list_methods::extend_with(self, &list, &v);
            return self.perform(act, Ret::Nothing);
        }
        let act = self.iter(&v);
        if let Act::Raise(e) = act {
            if self.raised_is(&types().exc.TypeError)
                && self.dunder(&v, Dunder::Iter).is_none()
                && self.dunder(&v, Dunder::GetItem).is_none()
            {
                drop(self.take_raised(e));
                let name = self.type_name(&v);
                let m = if call || display {
                    format!("Value after * must be an iterable, not {name}")
                } else {
                    format!("'{name}' object is not iterable")
                };
                let e = self.type_error(m);
                return self.unwind_without(v, e);
            }
            return self.unwind_without(v, e);
        }
        let act = Act::run(async move |cx| {
            let it = cx.act(act).await?;
            while let Some(x) = cx.next(&it).await? {
                if let Some(l) = list.get::<List>() {
                    l.items.borrow_mut().push(x);
                }
                cx.tick(1).await?;
            }
            Ok(Value::NONE)
        });
        self.perform(act, Ret::Nothing)
    }

    #[inline(never)]
    pub(crate) fn op_unpack(&mut self, i: Instr) {
        let v = self.src(i.b, i.flags & KILL_B);
        let n = i.c as usize;
        if types().tuple.is_type_of(&v)
            && let Some(items) = v.get::<Tuple>().map(Tuple::items).filter(|items| items.len() == n)
        {
            let frame = self.frame();
            for (k, x) in items.iter().enumerate() {
                frame.set(i.a + k as u16, x.clone());
            }
            frame.advance();
            return;
        }
        if let Some(items) = super::protocol::hooks::native_items(&v).filter(|_| !types().generator.is_type_of(&v)) {
            return self.store_unpacked(i.a, items, n, Some(&v));
        }
        let act = self.iter(&v);
        if let Act::Raise(e) = act {
            let e = self.not_unpackable(&v, e);
            return self.unwind_without(v, e);
        }
        let act = Act::run(async move |cx| {
            let it = cx.act(act).await?;
            let mut items = Vec::with_capacity(n);
            while items.len() < n {
                match cx.next(&it).await? {
                    Some(x) => items.push(x),
                    None => {
                        let m = format!("not enough values to unpack (expected {n}, got {})", items.len());
                        return Err(cx.vm().value_error(m));
                    }
                }
            }
            if cx.next(&it).await?.is_some() {
                return Err(cx.vm().value_error(format!("too many values to unpack (expected {n})")));
            }
            Ok(tuple::new(items))
        });
        self.perform(act, Ret::Spread(i.a))
    }

    fn not_unpackable(&mut self, v: &Value, e: super::Raised) -> super::Raised {
        if self.raised_is(&types().exc.TypeError)
            && self.dunder(v, Dunder::Iter).is_none()
            && self.dunder(v, Dunder::GetItem).is_none()
        {
            drop(self.take_raised(e));
            let name = self.type_name(v);
            return self.type_error(format!("cannot unpack non-iterable {name} object"));
        }
        e
    }

    fn store_unpacked(&mut self, dst: u16, items: Vec<Value>, n: usize, source: Option<&Value>) {
        if items.len() < n {
            let e = self.value_error(format!("not enough values to unpack (expected {n}, got {})", items.len()));
            return self.unwind(e);
        }
        if items.len() > n {
            // sized sources say how many there were
            let sized = source.is_some_and(|v| matches!(type_ref(v).kind, Kind::List | Kind::Tuple | Kind::Dict));
            let m = if sized {
                format!("too many values to unpack (expected {n}, got {})", items.len())
            } else {
                format!("too many values to unpack (expected {n})")
            };
            let e = self.value_error(m);
            return self.unwind(e);
        }
        let frame = self.frame();
        for (k, x) in items.into_iter().enumerate() {
            frame.set(dst + k as u16, x);
        }
        frame.advance();
    }

    pub(super) fn op_unpack_ex(&mut self, i: Instr) {
        let v = self.src(i.b, i.flags & KILL_B);
        let (before, after) = ((i.c & 255) as usize, (i.c >> 8) as usize);
        let act =
            if let Some(items) = super::protocol::hooks::native_items(&v) { Ok(items) } else { Err(self.iter(&v)) };
        let spread = move |vm: &mut Vm, mut items: Vec<Value>| {
            if items.len() < before + after {
                let m =
                    format!("not enough values to unpack (expected at least {}, got {})", before + after, items.len());
                return Err(vm.value_error(m));
            }
            let tail = items.split_off(items.len() - after);
            let middle = items.split_off(before);
            items.push(crate::object::list::new(middle));
            items.extend(tail);
            Ok(tuple::new(items))
        };
        let act = match act {
            Ok(items) => spread(self, items).into(),
            Err(Act::Raise(e)) => Act::Raise(self.not_unpackable(&v, e)),
            Err(act) => Act::run(async move |cx| {
                let it = cx.act(act).await?;
                let items = cx.collect(&it).await?;
                spread(cx.vm(), items)
            }),
        };
        drop(v);
        self.perform(act, Ret::Spread(i.a))
    }
}
