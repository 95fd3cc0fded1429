//! Slow paths of the dispatch loop: names that are looked up in namespaces, and the caches of that.
//!
//! Invariant: that of `slow.rs`.

use super::Vm;
use super::frame::Ret;
use super::native::Act;
use crate::code::opcode::{Instr, KILL_C};
use crate::heap::Ref;
use crate::object::dict::Dict;
use crate::object::function::Function;
use crate::object::str::Str;
use crate::object::types;
use crate::value::Value;

impl Vm {
    pub(super) fn builtins_of_frame(&mut self) -> Ref<Dict> {
        match self.frame().func.as_value().get::<Function>() {
            Some(f) => f.builtins.clone(),
            None => self.builtins.clone(),
        }
    }

    pub(super) fn set_cache(&mut self, word: usize, bits: u64) {
        unsafe { (*self.frame().pc.add(word)).set(Instr::raw(bits)) }
    }

    /// The instruction remembers where a name is, as long as the namespace keeps its keys.
    fn cache_index(&mut self, namespace: &Dict, index: usize, second: u32) {
        let version = namespace.keys_version();
        if version != 0 {
            self.set_cache(1, (version as u64) << 32 | index as u64);
            self.set_cache(2, second as u64);
        }
    }

    #[inline(never)]
    pub(crate) fn slow_load_global(&mut self, i: Instr) {
        let name = self.name(i.b);
        let globals = unsafe { Ref::of(&*self.frame().globals) };
        if !globals.is_exact() {
            // a dict subclass answers for itself
            let found = self.builtins_of_frame().get_interned(&name);
            let act = self.get_item(&globals.value(), &name.value());
            return self.namespace_or(act, found, name, i.a, false);
        }
        if let Some(index) = globals.index_of(&name) {
            self.cache_index(&globals, index, 0);
            let v = globals.value_at(index).unwrap_or(Value::NONE);
            return self.give(i.a, v);
        }
        let builtins = self.builtins_of_frame();
        if let Some(index) = builtins.index_of(&name) {
            match builtins.keys_version() {
                0 => {}
                second => self.cache_index(&globals, index, second),
            }
            let v = builtins.value_at(index).unwrap_or(Value::NONE);
            return self.give(i.a, v);
        }
        let act = self.builtin_of(&globals, &name, format!("name '{}' is not defined", name.to_text()));
        self.perform(act, Ret::Reg(i.a))
    }

    #[cold]
    pub(super) fn undefined(&mut self, name: &Ref<Str>) {
        let e = self.name_error(name.value(), format!("name '{}' is not defined", name.to_text()));
        self.unwind(e)
    }

    /// A name that neither the globals nor a real dict of builtins have: what `__builtins__` gives if it is another mapping.
    #[cold]
    pub(super) fn builtin_of(&mut self, globals: &Ref<Dict>, name: &Ref<Str>, message: String) -> Act {
        let builtins = globals.get_interned(&self.names.builtins);
        let is_plain =
            |b: &Value| b.is_a::<crate::object::module::Module>() || b.get_ref::<Dict>().is_some_and(|d| d.is_exact());
        let Some(mapping) = builtins.filter(|b| !is_plain(b)) else {
            return Act::Raise(self.name_error(name.value(), message));
        };
        let act = self.get_item(&mapping, &name.value());
        let name = name.clone();
        act.then(self, move |vm, r| match r {
            Ok(v) => Act::Done(v),
            Err(e) => match vm.catch(e, &types().exc.KeyError.clone()) {
                Ok(()) => Act::Raise(vm.name_error(name.value(), message)),
                Err(e) => Act::Raise(e),
            },
        })
    }

    #[inline(never)]
    pub(crate) fn slow_store_global(&mut self, i: Instr) {
        let name = self.name(i.b);
        let v = self.src(i.c, i.flags & KILL_C);
        unsafe { (*self.frame().globals).set_interned(&name, v) };
        self.frame().advance();
    }

    #[inline(never)]
    pub(crate) fn slow_load_name(&mut self, i: Instr) {
        let name = self.name(i.b);
        let locals = self.frame().locals.share();
        if let Some(d) = locals.get_ref::<Dict>().filter(|d| d.is_exact()) {
            if let Some(index) = d.index_of(&name) {
                if std::ptr::eq(&*d, self.frame().globals) {
                    self.cache_index(&d, index, 0);
                }
                let v = d.value_at(index).unwrap_or(Value::NONE);
                return self.give(i.a, v);
            }
            return self.global_or_builtin(i.a, &name);
        }
        if locals.is_unbound() {
            return self.global_or_builtin(i.a, &name);
        }
        // any mapping: KeyError means go on
        let act = self.get_item(&locals, &name.value());
        let globals = unsafe { Ref::of(&*self.frame().globals) };
        let builtins = self.builtins_of_frame();
        let act = act.then(self, move |vm, r| match r {
            Ok(v) => Act::Done(v),
            Err(e) => match vm.catch(e, &types().exc.KeyError.clone()) {
                Ok(()) => vm.lookup_global(&globals, &builtins, &name),
                Err(e) => Act::Raise(e),
            },
        });
        self.perform(act, Ret::Reg(i.a))
    }

    /// A global name, or a name of builtins; a dict subclass answers for itself.
    pub(super) fn lookup_global(&mut self, globals: &Ref<Dict>, builtins: &Ref<Dict>, name: &Ref<Str>) -> Act {
        let undefined = |name: &Ref<Str>| format!("name '{}' is not defined", name.to_text());
        let builtin = builtins.get_interned(name);
        if globals.is_exact() {
            return match globals.get_interned(name).or(builtin) {
                Some(v) => Act::Done(v),
                None => self.builtin_of(globals, name, undefined(name)),
            };
        }
        let act = self.get_item(&globals.value(), &name.value());
        let (name, globals) = (name.clone(), globals.clone());
        act.then(self, move |vm, r| match r {
            Ok(v) => Act::Done(v),
            Err(e) => match (vm.catch(e, &types().exc.KeyError.clone()), builtin) {
                (Ok(()), Some(v)) => Act::Done(v),
                (Ok(()), None) => vm.builtin_of(&globals, &name, undefined(&name)),
                (Err(e), _) => Act::Raise(e),
            },
        })
    }

    pub(super) fn global_or_builtin(&mut self, dst: u16, name: &Ref<Str>) {
        let globals = unsafe { Ref::of(&*self.frame().globals) };
        let builtins = self.builtins_of_frame();
        let act = self.lookup_global(&globals, &builtins, name);
        self.perform(act, Ret::Reg(dst))
    }

    #[inline(never)]
    pub(crate) fn slow_store_name(&mut self, i: Instr) {
        let name = self.name(i.b);
        let v = self.src(i.c, i.flags & KILL_C);
        let locals = self.frame().locals.share();
        if let Some(d) = locals.get_ref::<Dict>().filter(|d| d.is_exact()) {
            d.set_interned(&name, v);
            if std::ptr::eq(&*d, self.frame().globals)
                && let Some(index) = d.index_of(&name)
            {
                self.cache_index(&d, index, 0);
            }
            return self.frame().advance();
        }
        let act = self.set_item(&locals, &name.value(), &v);
        self.perform(act, Ret::Nothing)
    }

    pub(super) fn slow_delete_name(&mut self, i: Instr) {
        let name = self.name(i.b);
        let locals = self.frame().locals.share();
        if let Some(d) = locals.get_ref::<Dict>().filter(|d| d.is_exact()) {
            return match d.remove_interned(&name) {
                Some(_) => self.frame().advance(),
                None => self.undefined(&name),
            };
        }
        let act = self.del_item(&locals, &name.value());
        let act = act.then(self, move |vm, r| match r {
            Ok(v) => Act::Done(v),
            Err(e) => match vm.catch(e, &types().exc.KeyError.clone()) {
                Ok(()) => Act::Raise(vm.name_error(name.value(), format!("name '{}' is not defined", name.to_text()))),
                Err(e) => Act::Raise(e),
            },
        });
        self.perform(act, Ret::Nothing)
    }
}
