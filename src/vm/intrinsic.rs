//! Intrinsic operations of the compiler, `super().x`, `locals` of function scopes.

use super::Vm;
use super::frame::Ret;
use super::native::Act;
use super::run::{CACHE_METHOD, cache_word};
use crate::code::Intrinsic;
use crate::code::opcode::{FLAG0, FLAG1, Instr};
use crate::heap::Ref;
use crate::object::code::Code;
use crate::object::dict::Dict;
use crate::object::exception::Exception;
use crate::object::function::Function;
use crate::object::generator::GenKind;
use crate::object::str::Str;
use crate::object::ty::Type;
use crate::object::{type_ref, types};
use crate::value::Value;

impl Vm {
    pub(super) fn intrinsic(&mut self, number: u16, v: Value) -> Act {
        if number == Intrinsic::StopIterationError as u16 {
            return Act::Done(self.stop_iteration_error(v));
        }
        if number == Intrinsic::PrintExpr as u16 {
            let known = self.sys_attribute("displayhook");
            return match known {
                Some(hook) => Act::call(hook, [v]),
                None if self.sys_attribute("modules").is_some() => {
                    Act::Raise(self.runtime_error("lost sys.displayhook"))
                }
                None => self.display(v),
            };
        }
        self.type_intrinsic(number, v)
    }

    pub(super) fn intrinsic2(&mut self, number: u16, a: Value, b: Value) -> Act {
        self.type_intrinsic2(number, a, b)
    }

    /// `sys.displayhook(v)`.
    pub(crate) fn display(&mut self, v: Value) -> Act {
        Act::run(async move |cx| {
            if v.is_none() {
                return Ok(Value::NONE);
            }
            let key = cx.vm().names.underscore.clone();
            cx.vm().builtins.set_interned(&key, Value::NONE);
            let r = cx.repr(&v).await?;
            let Some(f) = crate::module::io::standard::current(cx.vm(), "stdout") else {
                return Err(cx.vm().runtime_error("lost sys.stdout"));
            };
            cx.call_method(&f, "write", [r]).await?;
            cx.call_method(&f, "write", [crate::object::str::new("\n")]).await?;
            cx.vm().builtins.set_interned(&key, v);
            Ok(Value::NONE)
        })
    }

    /// PEP 479: what leaves a generator in place of StopIteration.
    fn stop_iteration_error(&mut self, exc: Value) -> Value {
        let class = crate::object::type_ref(&exc);
        let kind = unsafe { self.frame().owner.as_ref() }.map_or(GenKind::Generator, |g| g.kind);
        let t = &types().exc;
        let message = if class.is_subtype(&t.StopIteration) {
            match kind {
                GenKind::Generator => "generator raised StopIteration",
                GenKind::Coroutine => "coroutine raised StopIteration",
                GenKind::AsyncGenerator => "async generator raised StopIteration",
            }
        } else if kind == GenKind::AsyncGenerator && class.is_subtype(&t.StopAsyncIteration) {
            "async generator raised StopAsyncIteration"
        } else {
            return exc;
        };
        let ty = t.RuntimeError.clone();
        let text = crate::object::str::new(message);
        let error = self.new_exception(&ty, vec![text]);
        if let Some(e) = error.get::<Exception>() {
            e.cause.set(exc.clone());
            e.context.set(exc);
            e.suppress_context.set(true);
        }
        error
    }

    /// `super().name`.
    #[inline(never)]
    pub(super) fn op_load_super_attr(&mut self, i: Instr) {
        let name = self.frame().code().names[i.c as usize].clone();
        let callee = self.frame().take(i.b);
        let class = self.frame().take(i.b + 1);
        let me = self.frame().take(i.b + 2);
        let method = i.flags & FLAG1 != 0;
        if method && callee.is(&types().super_.value()) {
            self.cache_super(&class, &me, &name);
        }
        let ret = if method { Ret::Method(i.a) } else { Ret::Reg(i.a) };
        if callee.is(&types().super_.value())
            && let Some(act) = crate::object::super_::direct(self, &class, &me, &name)
        {
            return self.perform(act, ret);
        }
        // a `super` that is something else is called as it stands in the text
        let implied = i.flags & FLAG0 != 0 && !callee.is(&types().super_.value());
        let act = Act::run(async move |cx| {
            let s = if implied { cx.call(&callee, []).await? } else { cx.call(&callee, [class, me]).await? };
            cx.get_attr(&s, &name).await
        });
        self.perform(act, ret)
    }

    /// Fills the cache of a LoadSuperAttr if what follows `class` in the order of `me`'s classes has `name` as a plain method.
    fn cache_super(&mut self, class: &Value, me: &Value, name: &Ref<Str>) {
        let Some(ty) = class.get::<Type>() else { return };
        if me.is_a::<Type>() || !me.is_heap() || type_ref(me).version() == 0 || name.is(&self.names.class) {
            return;
        }
        let mine = type_ref(me);
        let found = {
            let mro = mine.mro.borrow();
            let after = mro.iter().position(|t| std::ptr::eq(&**t, ty));
            after.and_then(|k| mro[k + 1..].iter().find_map(|t| t.dict().get_interned(name)))
        };
        if let Some(f) = found.filter(super::call::binds_first) {
            let pc = self.frame().pc;
            let words =
                [cache_word(CACHE_METHOD, 0, mine.version()), Instr::raw(f.slot().0), Instr::raw(class.slot().0)];
            for (k, word) in words.into_iter().enumerate() {
                unsafe { (*pc.add(k + 1)).set(word) };
            }
        }
    }

    /// A function with a closure.
    pub(crate) fn new_function_with(&mut self, code: Ref<Code>, globals: Ref<Dict>, closure: Value) -> Ref<Function> {
        let f = self.new_function(code, globals);
        if closure.is_none() {
            return f;
        }
        let with = Function {
            code: crate::heap::Mut::new(f.code.get()),
            globals: f.globals.clone(),
            builtins: f.builtins.clone(),
            name: crate::heap::Mut::new(f.name.get()),
            qualname: crate::heap::Mut::new(f.qualname.get()),
            module: crate::heap::Mut::new(f.module.get()),
            doc: crate::heap::Mut::new(f.doc.get()),
            defaults: crate::heap::Mut::new(Value::NONE),
            kwdefaults: crate::heap::Mut::new(Value::NONE),
            closure,
            annotate: crate::heap::Mut::new(Value::NONE),
            annotations: crate::heap::Mut::new(None),
            type_params: crate::heap::Mut::new(types().empty_tuple()),
            dict: crate::heap::Mut::new(None),
            simple: std::cell::Cell::new(f.simple.get()),
        };
        crate::heap::alloc(&types().function, with)
    }
}
