//! Slow paths of the call instructions.
//!
//! Invariant: that of `slow.rs`. The run of registers that holds callee and arguments is consumed, whatever happens.

use super::Vm;
use super::frame::Ret;
use super::native::{Act, CallArgs};
use crate::code::opcode::{FLAG0, Instr, Op};
use crate::heap::{Kind, Ref};
use crate::object::dict::Dict;
use crate::object::function::Function;
use crate::object::list::List;
use crate::object::names::Dunder;
use crate::object::native::Builtin;
use crate::object::str::Str;
use crate::object::tuple::{self, Tuple};
use crate::object::ty::{Type, flag};
use crate::object::types;
use crate::value::{Slot, Value};

impl Vm {
    #[inline(never)]
    pub(crate) fn slow_call(&mut self, i: Instr) {
        let frame = self.thread.top;
        let callee = self.frame().take(i.b);
        let (mut first, mut n) = (i.b + 1, i.c as usize);
        if i.operation() == Some(Op::CallMethod) {
            if self.frame().reg(i.b + 1).is_unbound() {
                first = i.b + 2;
            } else {
                n += 1;
            }
        }
        if self.profiles_natives() && callee.is_a::<Builtin>() {
            let values = unsafe { self.take_run(frame, first, n) };
            let act = self.profiled_call(callee, values.into());
            return self.perform(act, Ret::Reg(i.a));
        }
        // arguments are taken straight from the registers
        let values: &[Value] =
            unsafe { std::slice::from_raw_parts((*frame).base.add(first as usize) as *const Value, n) };
        // the run is consumed, whatever happens next
        let consume = || {
            for k in 0..n {
                unsafe { drop((*frame).take(first + k as u16)) };
            }
        };
        if callee.is_a::<Builtin>() {
            let act = self.call_builtin(&callee, values, None);
            consume();
            return self.perform(act, Ret::Reg(i.a));
        }
        if let Some(f) = callee.get_ref::<Function>() {
            let pushed = self.push_function(f, values, None, Ret::Reg(i.a));
            consume();
            if let Err(e) = pushed {
                self.unwind(e);
            }
            return;
        }
        if let Some(ty) = callee.get_ref::<Type>()
            && ty.header().ty_ref().is(&types().type_)
            && (if ty.has(flag::HEAPTYPE) { self.call_class(&ty, i, first, n) } else { self.call_type_natively(&ty, i, first, n) })
        {
            return;
        }
        let values = unsafe { self.take_run(frame, first, n) };
        self.perform(Act::Call(callee, values.into()), Ret::Reg(i.a))
    }

    /// `C(...)` for a class whose `__new__` is object's and whose `__init__` is a Python function (or object's): the instance is
    /// made here and waits in the callee's register.
    fn call_class(&mut self, ty: &Ref<Type>, i: Instr, first: u16, n: usize) -> bool {
        if ty.kind != Kind::Plain || ty.has(flag::ABSTRACT) {
            return false;
        }
        let is_objects = |m: Slot| m.payload::<Builtin>().and_then(|b| b.owner.as_ref()).is_some_and(|t| t.is(&types().object));
        if !is_objects(self.dunder_slot(ty, Dunder::New)) {
            return false;
        }
        let init = self.dunder_slot(ty, Dunder::Init);
        let Some(f) = init.payload::<Function>() else {
            if n > 0 || !is_objects(init) {
                return false;
            }
            let instance = crate::heap::alloc_in(ty, crate::object::native::Plain);
            self.give(i.a, instance.into());
            return true;
        };
        let instance = crate::heap::alloc_in(ty, crate::object::native::Plain).into_slot();
        let frame = self.frame();
        let ret = Ret::Init { dst: i.a, from: i.b };
        self.fuel -= 1;
        unsafe {
            let args = frame.base.add(first as usize);
            if let Some(to) = self.push_plain(init.copied(), f, n + 1, ret) {
                to.write(instance.copied());
                for k in 0..n {
                    to.add(k + 1).write(std::mem::replace(&mut *args.add(k), Slot::UNBOUND));
                }
                frame.set(i.b, instance.take());
                return true;
            }
            init.release();
        }
        let instance: Value = instance.take();
        // the callee's place is empty: with the instance in it, the arguments of `__init__` stand in a row
        let apart = first != i.b + 1;
        frame.set(first - 1, instance.clone());
        let values: &[Value] =
            unsafe { std::slice::from_raw_parts(frame.base.add(first as usize - 1) as *const Value, n + 1) };
        let pushed = self.push_function(Ref::of(f), values, None, ret);
        for k in 0..n {
            drop(frame.take(first + k as u16));
        }
        if apart {
            drop(frame.take(first - 1));
        }
        match pushed {
            Ok(()) => frame.set(i.b, instance),
            Err(e) => {
                if !apart {
                    drop(frame.take(i.b));
                }
                self.unwind(e);
            }
        }
        true
    }

    /// `C(...)` for a built-in class that is made and initialised by natives: the class is put before its arguments, then the instance.
    fn call_type_natively(&mut self, ty: &Ref<Type>, i: Instr, first: u16, n: usize) -> bool {
        if ty.has(flag::NO_INSTANTIATION) || self.profiles_natives() {
            return false;
        }
        let frame = self.frame();
        if ty.is(&types().type_) {
            if n == 1 {
                let v = frame.take(first);
                self.give(i.a, crate::object::type_of(&v).into());
            }
            return n == 1;
        }
        let (new, init) = (self.dunder_slot(ty, Dunder::New), self.dunder_slot(ty, Dunder::Init));
        let is_objects = |b: &Builtin| b.owner.as_ref().is_some_and(|t| t.is(&types().object));
        let Some(make) = new.payload::<Builtin>().filter(|b| !is_objects(b)) else { return false };
        let Some(initialise) = init.payload::<Builtin>() else { return false };
        let run = || unsafe { std::slice::from_raw_parts(frame.base.add(first as usize - 1) as *const Value, n + 1) };
        unsafe { (*frame.base.add(first as usize - 1)) = ty.value().into_slot() };
        let mut act = self.bind_and_enter(make, run(), None);
        if !is_objects(initialise) {
            act = match act {
                Act::Done(v) if ty.is_type_of(&v) => {
                    let place = unsafe { &mut *frame.base.add(first as usize - 1) };
                    std::mem::replace(place, v.clone().into_slot()).release();
                    match self.bind_and_enter(initialise, run(), None) {
                        Act::Done(r) if r.is_none() => Act::Done(v),
                        act => self.initialised(act, v),
                    }
                }
                Act::Raise(e) => Act::Raise(e),
                act => {
                    let args = CallArgs::from(run().get(1..).unwrap_or_default());
                    let (ty, init) = (ty.clone(), init.share());
                    act.then(self, move |vm, r| match r {
                        Ok(v) => vm.init_instance(v, ty, Some(init), args),
                        Err(e) => Act::Raise(e),
                    })
                }
            };
        }
        for k in 0..n + 1 {
            drop(frame.take(first - 1 + k as u16));
        }
        self.perform(act, Ret::Reg(i.a));
        true
    }

    /// A bound method in a register: the callee was taken apart already.
    #[inline(never)]
    pub(crate) fn slow_call_bound(&mut self, i: Instr, callee: Value, first: u16, n: usize) {
        let frame = self.thread.top;
        let values = unsafe { self.take_run(frame, first, n) };
        self.perform(Act::Call(callee, values.into()), Ret::Reg(i.a))
    }

    #[inline(never)]
    pub(crate) fn slow_call_kw(&mut self, i: Instr) {
        let frame = self.thread.top;
        let names_index = unsafe { (*self.frame().pc.add(1)).get().bits() } as usize;
        let code = self.frame().code();
        let names = self.code_constant(code, names_index);
        let callee = self.frame().take(i.b);
        let (mut first, mut n) = (i.b + 1, i.c as usize);
        if i.flags & FLAG0 != 0 {
            if self.frame().reg(i.b + 1).is_unbound() {
                first = i.b + 2;
            } else {
                n += 1;
            }
        }
        if let Some(f) = callee.get_ref::<Function>() {
            let values: &[Value] =
                unsafe { std::slice::from_raw_parts((*frame).base.add(first as usize) as *const Value, n) };
            let pushed = self.push_function(f, values, Some(&names), Ret::Reg(i.a));
            for k in 0..n {
                unsafe { drop((*frame).take(first + k as u16)) };
            }
            if let Err(e) = pushed {
                self.unwind(e);
            }
            return;
        }
        let values = unsafe { self.take_run(frame, first, n) };
        let args = CallArgs { values: values.into(), names: Some(names) };
        self.perform(Act::Call(callee, args), Ret::Reg(i.a))
    }

    #[inline(never)]
    pub(crate) fn slow_call_ex(&mut self, i: Instr) {
        let callee = self.frame().take(i.b);
        let args = self.frame().take(i.b + 1);
        let kwargs = self.frame().take(i.b + 2);
        let direct: Option<Vec<Value>> = if types().tuple.is_type_of(&args) {
            args.get::<Tuple>().map(|t| t.items().to_vec())
        } else if i.flags & FLAG0 != 0 {
            args.get::<List>().map(|l| l.items.take())
        } else {
            None
        };
        match direct {
            Some(values) => match self.with_keywords(values, &kwargs) {
                Ok(args) => self.perform(Act::Call(callee, args), Ret::Reg(i.a)),
                Err(e) => self.unwind(e),
            },
            None => {
                let act = self.iter(&args);
                let act = Act::run(async move |cx| {
                    let it = match cx.act(act).await {
                        Ok(it) => it,
                        Err(e) => {
                            let vm = cx.vm();
                            if vm.raised_is(&types().exc.TypeError) && vm.dunder(&args, Dunder::Iter).is_none() {
                                drop(vm.take_raised(e));
                                let name = vm.type_name(&args);
                                let f = vm.callee_text(&callee);
                                return Err(
                                    vm.type_error(format!("{f} argument after * must be an iterable, not {name}"))
                                );
                            }
                            return Err(e);
                        }
                    };
                    let values = cx.collect(&it).await?;
                    let args = cx.vm().with_keywords(values, &kwargs)?;
                    cx.call_kw(&callee, args).await
                });
                self.perform(act, Ret::Reg(i.a))
            }
        }
    }

    fn with_keywords(&mut self, values: Vec<Value>, kwargs: &Value) -> Result<CallArgs, super::Raised> {
        let mut args: CallArgs = values.into();
        if let Some(d) = kwargs.get::<Dict>()
            && !d.is_empty()
        {
            let mut names = Vec::with_capacity(d.len());
            for (k, v) in d.items() {
                if !k.is_a::<Str>() {
                    return Err(self.type_error("keywords must be strings"));
                }
                names.push(k);
                args.values.push(v);
            }
            args.names = Some(tuple::new(names));
        }
        Ok(args)
    }

    /// `f()` as error texts name a callee: module and qualified name.
    pub(crate) fn callee_text(&mut self, callee: &Value) -> String {
        if let Some(f) = callee.get::<Function>() {
            let q = f.qualname.get().get::<Str>().map_or(String::new(), |s| s.to_text());
            let m = f.module.get().get::<Str>().map_or(String::new(), |s| s.to_text());
            return if m.is_empty() || m == "builtins" { format!("{q}()") } else { format!("{m}.{q}()") };
        }
        if let Some(b) = callee.get::<Builtin>() {
            let module = b.module.get::<Str>().map_or(String::new(), |s| s.to_text());
            let q = b.qualified_name();
            return if module.is_empty() || module == "builtins" {
                format!("{q}()")
            } else {
                format!("{module}.{q}()")
            };
        }
        if let Some(t) = callee.get::<Type>() {
            let m = t
                .dict()
                .get_interned(&self.names.module)
                .and_then(|m| m.get::<Str>().map(|s| s.to_text()))
                .unwrap_or_default();
            let q = t.qualname.get().get::<Str>().map_or(String::new(), |s| s.to_text());
            return if m.is_empty() || m == "builtins" { format!("{q}()") } else { format!("{m}.{q}()") };
        }
        if let Some(m) = callee.get::<crate::object::function::BoundMethod>().filter(|m| !m.func.is_none()) {
            let func = m.func.clone();
            if func.is_a::<Function>() || func.is_a::<Builtin>() {
                return self.callee_text(&func);
            }
        }
        if callee.is_none() {
            return "None".into();
        }
        format!("{} object", self.type_name(callee))
    }
}
