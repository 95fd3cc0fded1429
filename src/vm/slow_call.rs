//! Slow paths of the call instructions.
//!
//! Invariant: that of `slow.rs`. The run of registers that holds callee and arguments is consumed, whatever happens.

use super::Vm;
use super::call::{binds_first, names_of};
use super::frame::Ret;
use super::native::{Act, CallArgs};
use crate::code::opcode::{FLAG0, Instr, Op};
use crate::heap::{Kind, Ref};
use crate::object::dict::Dict;
use crate::object::exception::Exception;
use crate::object::function::{BoundMethod, Function, StaticMethod};
use crate::object::list::List;
use crate::object::names::Dunder;
use crate::object::native::Builtin;
use crate::object::set::Set;
use crate::object::str::Str;
use crate::object::traceback::frame_object;
use crate::object::tuple::{self, Tuple};
use crate::object::ty::{Type, flag};
use crate::object::{set_ops, type_ref, types};
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
        if self.tells_call(&callee) {
            let values = unsafe { self.take_run(frame, first, n) };
            let act = self.told_call(callee, values.into());
            return self.perform(act, Ret::Reg(i.a));
        }
        if callee.slot().heap_kind() == Some(Kind::Type)
            && let Some(ty) = callee.get_ref::<Type>()
            && self.is_called_plainly(&ty)
            && self.call_class(&ty, i, first, n, None)
        {
            return;
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
            let pushed = self.push_function(f, values, &[], Ret::Reg(i.a));
            consume();
            if let Err(e) = pushed {
                self.unwind(e);
            }
            return;
        }
        if callee.is_heap() {
            let f = self.dunder_slot(type_ref(&callee), Dunder::Call);
            // a native's, of objects such as caches and partials
            if type_ref(&callee).kind == Kind::Native
                && !self.profiles_natives()
                && f.heap_kind() == Some(Kind::Builtin)
                && binds_first(f.as_value())
            {
                self.frame().set(first - 1, callee);
                let run =
                    unsafe { std::slice::from_raw_parts((*frame).base.add(first as usize - 1) as *const Value, n + 1) };
                let act = self.call_builtin(f.as_value(), run, None);
                for k in 0..=n {
                    unsafe { drop((*frame).take(first - 1 + k as u16)) };
                }
                return self.perform(act, Ret::Reg(i.a));
            }
            // a Python `__call__`
            if f.heap_kind() == Some(Kind::Function) {
                self.frame().set(first - 1, callee);
                let run = (0..=n as u16).map(|k| unsafe { (*frame).take(first - 1 + k) });
                return self.push_method(f, &run.collect::<smallvec::SmallVec<[Value; 8]>>(), Ret::Reg(i.a));
            }
        }
        let values = unsafe { self.take_run(frame, first, n) };
        self.perform(Act::Call(callee, values.into()), Ret::Reg(i.a))
    }

    /// True if a class has this special method from `base`, which has it too.
    pub(super) fn is_own(&self, ty: &Type, base: &Type, d: Dunder) -> bool {
        self.dunder_slot(ty, d) == self.dunder_slot(base, d)
    }

    /// True for the special method `d` of `object`.
    pub(super) fn is_objects(&self, m: Slot, d: Dunder) -> bool {
        m == self.dunder_slot(&types().object, d)
    }

    /// True if calling the class is `type.__call__`.
    pub(super) fn is_called_plainly(&self, ty: &Ref<Type>) -> bool {
        let meta = ty.header().ty();
        std::ptr::eq(meta, &*types().type_) || self.is_own(meta, &types().type_, Dunder::Call)
    }

    /// True if the built-in class that a class comes from has this `__new__`: then the instance has its layout.
    fn inherits_new(&self, ty: &Ref<Type>, new: Slot) -> bool {
        let mut native = ty.clone();
        while native.has(flag::HEAPTYPE) {
            match native.base.get() {
                Some(base) => native = base,
                None => break,
            }
        }
        self.dunder_slot(&native, Dunder::New) == new
    }

    /// `C(...)` for a class whose `__new__` is native, and whose `__init__` is native or a Python function: the instance waits in the
    /// callee's register. False, and nothing done, for any other class.
    fn call_class(&mut self, ty: &Ref<Type>, i: Instr, first: u16, n: usize, names: Option<&Value>) -> bool {
        let frame = self.frame();
        if ty.is(&types().type_) {
            if names.is_some() {
                return false;
            }
            if n == 1 {
                let v = frame.take(first);
                self.give(i.a, crate::object::class_of(&v).into());
            }
            return n == 1;
        }
        let (new, init) = (self.dunder_slot(ty, Dunder::New), self.dunder_slot(ty, Dunder::Init));
        if ty.is_static()
            && names.is_none()
            && !ty.has(flag::NO_INSTANTIATION)
            && self.make_builtin(ty, new, init, i, first, n)
        {
            return true;
        }
        // an exception's `__new__` keeps the arguments, and so would its `__init__`
        let base = &types().exc.BaseException;
        if names.is_none()
            && new == self.dunder_slot(base, Dunder::New)
            && !ty.has(flag::ABSTRACT)
            && (init == self.dunder_slot(base, Dunder::Init) || init.heap_kind() == Some(Kind::Function))
            && self.inherits_new(ty, new)
        {
            let run = unsafe { std::slice::from_raw_parts(frame.base.add(first as usize) as *const Value, n) };
            let made = crate::heap::alloc_in(ty, Exception::payload(tuple::from_slice(run)));
            if init.heap_kind() != Some(Kind::Function) {
                self.drop_run(first, n);
                self.give(i.a, made.into());
            } else {
                self.enter_init(init, made.into(), i, first, n, names);
            }
            return true;
        }
        // a static method that is a Python function
        if let Some(f) =
            new.payload::<StaticMethod>().filter(|_| type_ref(new.as_value()).is_static()).map(|s| s.func.get())
            && names.is_none()
            && !ty.has(flag::ABSTRACT)
            && self.is_objects(init, Dunder::Init)
            && f.is_a::<Function>()
        {
            // class and arguments stay in their registers until it has answered
            frame.set(first - 1, ty.value());
            let run = unsafe { std::slice::from_raw_parts(frame.base.add(first as usize - 1) as *const Value, n + 1) };
            self.push_method(f.slot(), run, Ret::New(i.a));
            return true;
        }
        if ty.has(flag::ABSTRACT | flag::NO_INSTANTIATION) || new.heap_kind() != Some(Kind::Builtin) || !init.is_heap()
        {
            return false;
        }
        let instance = if self.is_objects(new, Dunder::New) {
            if ty.kind != Kind::Plain || n > 0 && self.is_objects(init, Dunder::Init) {
                return false;
            }
            Act::Done(crate::heap::alloc_in(ty, crate::object::native::Plain).into())
        } else {
            // the place before the arguments is empty: the class stands there, or the instance
            frame.set(first - 1, ty.value());
            let run = unsafe { std::slice::from_raw_parts(frame.base.add(first as usize - 1) as *const Value, n + 1) };
            self.call_builtin(new.as_value(), run, names)
        };
        match instance {
            // what `__new__` of a built-in type makes is ready
            Act::Done(v) if self.is_objects(init, Dunder::Init) && !self.is_objects(new, Dunder::New) => {
                self.drop_run(first - 1, n + 1);
                self.give(i.a, v);
            }
            Act::Done(v) if ty.is_type_of(&v) => match init.heap_kind() {
                _ if self.is_objects(init, Dunder::Init) => {
                    self.drop_run(first - 1, n + 1);
                    self.give(i.a, v);
                }
                Some(Kind::Function) => self.enter_init(init, v, i, first, n, names),
                _ => {
                    frame.set(first - 1, v.clone());
                    let run = unsafe {
                        std::slice::from_raw_parts(frame.base.add(first as usize - 1) as *const Value, n + 1)
                    };
                    let act = match init.heap_kind() {
                        Some(Kind::Builtin) => match self.call_builtin(init.as_value(), run, names) {
                            Act::Done(r) if r.is_none() => Act::Done(v),
                            act => self.initialised(act, v),
                        },
                        _ => self.init_instance(
                            v,
                            ty.clone(),
                            Some(init.share()),
                            CallArgs { names: names.cloned(), ..CallArgs::from(run.get(1..).unwrap_or_default()) },
                        ),
                    };
                    self.drop_run(first - 1, n + 1);
                    self.perform(act, Ret::Reg(i.a));
                }
            },
            act => {
                let run = unsafe { std::slice::from_raw_parts(frame.base.add(first as usize) as *const Value, n) };
                let args = CallArgs { names: names.cloned(), ..CallArgs::from(run) };
                let (ty, init) = (ty.clone(), init.share());
                self.drop_run(first - 1, n + 1);
                let act = act.then(self, move |vm, r| match r {
                    Ok(v) => vm.init_instance(v, ty, Some(init), args),
                    Err(e) => Act::Raise(e),
                });
                self.perform(act, Ret::Reg(i.a));
            }
        }
        true
    }

    /// `C(...)` for a built-in class that one native makes whole: its `__new__`, or, of a list or set, the one that takes its items. False, and
    /// nothing done, for any other class.
    fn make_builtin(&mut self, ty: &Ref<Type>, new: Slot, init: Slot, i: Instr, first: u16, n: usize) -> bool {
        let frame = self.frame();
        let items = (ty.is(&types().list) || ty.is(&types().set)) && n == 1;
        let Some(b) = new.payload::<Builtin>().filter(|b| b.owner.as_ref().is_some_and(|t| t.is(ty))) else {
            return false;
        };
        // (that of bytes may give an instance of a subclass, which is to be initialised)
        if !items && (!self.is_objects(init, Dunder::Init) || ty.is(&types().bytes)) {
            return false;
        }
        let act = if items {
            let from = frame.reg(first);
            let (made, act) = if ty.is(&types().set) {
                let made = Set::new();
                let act = set_ops::update_act(self, &made, from.as_value());
                (made.into(), act)
            } else {
                let made = crate::object::list::new(Vec::new());
                let act = crate::object::list_methods::extend_with(self, &made, from.as_value());
                (made, act)
            };
            match act {
                Act::Done(_) => Act::Done(made),
                act => self.initialised(act, made),
            }
        } else {
            // the place before the arguments is empty: the class stands there
            frame.set(first - 1, ty.value());
            let run = unsafe { std::slice::from_raw_parts(frame.base.add(first as usize - 1) as *const Value, n + 1) };
            self.bind_and_enter(b, run, None)
        };
        self.drop_run(first - 1, n + 1);
        match act {
            Act::Done(v) => self.give(i.a, v),
            act => self.perform(act, Ret::Reg(i.a)),
        }
        true
    }

    /// The Python `__new__` that `call_class` called gave `v`: ready, if no `__init__` but object's is asked.
    pub(crate) fn made(&mut self, dst: u16, v: Value) {
        let frame = self.frame();
        let i = frame.instr();
        // where the class was put: before the arguments
        let at = if frame.reg(i.b).is_unbound() { i.b + 1 } else { i.b };
        let n = (i.c + (i.operation() == Some(Op::CallMethod) && at == i.b) as u16) as usize;
        let run = unsafe { std::slice::from_raw_parts(frame.base.add(at as usize) as *const Value, n + 1) };
        let Some(ty) = run.first().and_then(|c| c.get_ref::<Type>()) else { return self.give(dst, v) };
        let own = std::ptr::eq(type_ref(&v), &*ty);
        if own && self.is_own(&ty, &types().object, Dunder::Init) || !own && !type_ref(&v).is_subtype(&ty) {
            self.drop_run(at, n + 1);
            return self.give(dst, v);
        }
        let args = CallArgs::from(run.get(1..).unwrap_or_default());
        self.drop_run(at, n + 1);
        let init = self.dunder_of(&ty, Dunder::Init);
        let act = self.init_instance(v, ty, init, args);
        self.perform(act, Ret::Reg(dst))
    }

    /// Calls the Python function `init` with `instance` and the arguments in the registers.
    fn enter_init(&mut self, init: Slot, instance: Value, i: Instr, first: u16, n: usize, names: Option<&Value>) {
        let Some(f) = init.payload::<Function>() else { return };
        let frame = self.frame();
        let ret = Ret::Init { dst: i.a, from: i.b };
        self.fuel -= 1;
        frame.set(first - 1, Value::UNBOUND);
        unsafe {
            let args = frame.base.add(first as usize);
            if names.is_none() {
                if let Some(to) = self.push_plain(init.copied(), f, n + 1, ret) {
                    to.write(instance.slot().copied());
                    for k in 0..n {
                        to.add(k + 1).write(std::mem::replace(&mut *args.add(k), Slot::UNBOUND));
                    }
                    return frame.set(i.b, instance);
                }
                init.release();
            }
        }
        frame.set(first - 1, instance.clone());
        let run = unsafe { std::slice::from_raw_parts(frame.base.add(first as usize - 1) as *const Value, n + 1) };
        let pushed = self.push_function(Ref::of(f), run, names_of(names), ret);
        for k in 0..n + 1 {
            drop(frame.take(first - 1 + k as u16));
        }
        match pushed {
            Ok(()) => frame.set(i.b, instance),
            Err(e) => self.unwind(e),
        }
    }

    /// Lets go of `n` registers of the frame on top, from `first` on.
    fn drop_run(&mut self, first: u16, n: usize) {
        let frame = self.frame();
        for k in 0..n {
            drop(frame.take(first + k as u16));
        }
    }

    /// A bound method in a register: the callee was taken apart already.
    #[inline(never)]
    pub(crate) fn slow_call_bound(&mut self, i: Instr, callee: Value, first: u16, n: usize) {
        let frame = self.thread.top;
        let values = unsafe { self.take_run(frame, first, n) };
        let act = self.told_call(callee, values.into());
        self.perform(act, Ret::Reg(i.a))
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
        // a bound method: self goes to the place before the arguments, which is free
        let callee = match callee.get::<BoundMethod>() {
            Some(m)
                if self.frame().reg(first - 1).is_unbound()
                    && matches!(m.func.slot().heap_kind(), Some(Kind::Function | Kind::Builtin)) =>
            {
                first -= 1;
                n += 1;
                self.frame().set(first, m.self_.clone());
                m.func.clone()
            }
            _ => callee,
        };
        if let Some(f) = callee.get::<Function>()
            && let names = names_of(Some(&names))
            && let arguments = unsafe { (*frame).base.add(first as usize) }
            && unsafe { self.push_with_keywords(callee.slot(), f, arguments, n, names, Ret::Reg(i.a)) }
        {
            // the frame has taken the callee over
            let _ = callee.into_slot();
            return;
        }
        let values: &[Value] =
            unsafe { std::slice::from_raw_parts((*frame).base.add(first as usize) as *const Value, n) };
        if let Some(f) = callee.get_ref::<Function>() {
            let pushed = self.push_function(f, values, names_of(Some(&names)), Ret::Reg(i.a));
            for k in 0..n {
                unsafe { drop((*frame).take(first + k as u16)) };
            }
            if let Err(e) = pushed {
                self.unwind(e);
            }
            return;
        }
        let told = self.tells_call(&callee);
        if callee.is_a::<Builtin>() && !told {
            let act = self.call_builtin(&callee, values, Some(&names));
            self.drop_run(first, n);
            return self.perform(act, Ret::Reg(i.a));
        }
        if let Some(ty) = callee.get_ref::<Type>()
            && !told
            && self.is_called_plainly(&ty)
            && self.call_class(&ty, i, first, n, Some(&names))
        {
            return;
        }
        let values = unsafe { self.take_run(frame, first, n) };
        let args = CallArgs { values: values.into(), names: Some(names) };
        let act = self.told_call(callee, args);
        self.perform(act, Ret::Reg(i.a))
    }

    #[inline(never)]
    pub(crate) fn slow_call_ex(&mut self, i: Instr) {
        let callee = self.frame().take(i.b);
        let args = self.frame().take(i.b + 1);
        let kwargs = self.frame().take(i.b + 2);
        if let Some(f) = callee.get_ref::<Function>()
            && self.enter_spread(&f, &args, &kwargs, i)
        {
            return;
        }
        let direct: Option<Vec<Value>> = if types().tuple.is_type_of(&args) {
            args.get::<Tuple>().map(|t| t.items().to_vec())
        } else if i.flags & FLAG0 != 0 {
            args.get::<List>().map(|l| l.items.take())
        } else {
            None
        };
        match direct {
            Some(values) => match self.with_keywords(values, &kwargs) {
                Ok(args) => {
                    let act = self.told_call(callee, args);
                    self.perform(act, Ret::Reg(i.a));
                }
                Err(e) => self.unwind(e),
            },
            None => {
                let act = self.iter(&args);
                let caller = self.tells_call(&callee).then(|| frame_object(self.thread.top));
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
                    drop(it);
                    drop(args);
                    let args = cx.vm().with_keywords(values, &kwargs)?;
                    let act = match caller {
                        Some(caller) => cx.vm().profiled_call(caller, callee, args),
                        None => Act::Call(callee, args),
                    };
                    cx.act(act).await
                });
                self.perform(act, Ret::Reg(i.a))
            }
        }
    }

    /// Enters a Python function with the arguments in a tuple (or a list of the compiler's) and in a dict with str keys. False, and
    /// nothing done, for others.
    fn enter_spread(&mut self, f: &Ref<Function>, args: &Value, kwargs: &Value, i: Instr) -> bool {
        let list = args.get::<List>().filter(|_| i.flags & FLAG0 != 0);
        let items: &[Value] = match list {
            Some(l) => unsafe { &*l.items.as_ptr() },
            None if types().tuple.is_type_of(args) => args.get::<Tuple>().map_or(&[], Tuple::items),
            None => return false,
        };
        let pushed = match kwargs.get::<Dict>().filter(|d| !d.is_empty()) {
            None => self.push_function(f.clone(), items, &[], Ret::Reg(i.a)),
            Some(d) => {
                self.charge((items.len() + d.len()) as u32);
                let mut values: smallvec::SmallVec<[Value; 8]> = items.iter().cloned().collect();
                let mut names: smallvec::SmallVec<[Value; 8]> = smallvec::SmallVec::new();
                let mut at = 0;
                while let Some((k, name, value)) = d.next_entry(at) {
                    if !name.is_a::<Str>() {
                        return false;
                    }
                    names.push(name);
                    values.push(value);
                    at = k + 1;
                }
                self.push_function(f.clone(), &values, &names, Ret::Reg(i.a))
            }
        };
        if let Err(e) = pushed {
            self.unwind(e);
        }
        true
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
        if let Some(m) = callee.get::<BoundMethod>().filter(|m| !m.func.is_none()) {
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
