//! Slow paths of the dispatch loop, one method an instruction (or family).
//!
//! Invariant: on entry the top frame's pc is at the instruction; on return the VM is ready to be reloaded: the result was delivered (which
//! moves the pc), or a frame was pushed, or the exception was unwound.

use super::Vm;
use super::frame::{Frame, Ret};
use super::native::{Act, Resume};
use crate::code::flags;
use crate::code::opcode::{FLAG0, FLAG1, FLAG2, FLAG3, Instr, KILL_A, KILL_B, KILL_C, Op};
use crate::heap::{Kind, Ref};
use crate::object::code::Code;
use crate::object::function::Function;
use crate::object::generator::{GenKind, Generator};
use crate::object::list::List;
use crate::object::names::Dunder;
use crate::object::native::Builtin;
use crate::object::str::Str;
use crate::object::tuple::{self, Tuple};
use crate::object::ty::{Type, flag};
use crate::object::{str, type_ref, types};
use crate::value::Value;

impl Vm {
    #[inline(always)]
    pub(crate) fn frame(&mut self) -> &'static mut Frame {
        unsafe { &mut *self.thread.top }
    }

    pub(super) fn src(&mut self, r: u16, kill: u8) -> Value {
        let top = self.thread.top;
        unsafe { self.operand(top, r, kill) }
    }

    /// The instruction fails: its operand dies where the frame is, before the frame is left.
    pub(super) fn unwind_without(&mut self, operand: Value, e: super::Raised) {
        drop(operand);
        self.unwind(e)
    }

    /// The instruction's result: goes to a register, and the frame on top goes on.
    #[inline(never)]
    pub(super) fn give(&mut self, dst: u16, v: Value) {
        let frame = self.frame();
        frame.set(dst, v);
        frame.advance();
    }

    /// Operands b and c.
    pub(super) fn pair(&mut self, i: Instr) -> (Value, Value) {
        (self.src(i.b, i.flags & KILL_B), self.src(i.c, i.flags & KILL_C))
    }

    pub(super) fn name(&mut self, n: u16) -> Ref<Str> {
        self.frame().code().names[n as usize].clone()
    }

    #[inline(never)]
    pub(crate) fn slow_load_const(&mut self, i: Instr) {
        let code = self.frame().code();
        let v = self.code_constant(code, i.wide() as usize);
        self.give(i.a, v);
    }

    /// Local or cell `r` has no value.
    #[inline(never)]
    pub(crate) fn slow_unbound(&mut self, r: u16) {
        let frame = self.frame();
        let name = frame.code().varnames.get(r as usize).cloned().unwrap_or_else(|| self.names.empty.clone());
        let text = name.to_text();
        let ty = types().exc.UnboundLocalError.clone();
        let e =
            self.error(&ty, format!("cannot access local variable '{text}' where it is not associated with a value"));
        self.unwind(e);
    }

    #[inline(never)]
    pub(crate) fn slow_empty_cell(&mut self, r: u16) {
        let frame = self.frame();
        let unit = &frame.code().unit;
        let free = r.checked_sub(unit.first_free.0).and_then(|k| unit.freevars.get(k as usize)).cloned();
        let (text, free) = match free {
            Some(n) => (n, true),
            None => (unit.cellvars.iter().find(|c| c.1.0 == r).map(|c| c.0.clone()).unwrap_or_default(), false),
        };
        let (ty, message) = if free {
            (
                types().exc.NameError.clone(),
                format!(
                    "cannot access free variable '{text}' where it is not associated with a value in enclosing scope"
                ),
            )
        } else {
            (
                types().exc.UnboundLocalError.clone(),
                format!("cannot access local variable '{text}' where it is not associated with a value"),
            )
        };
        let e = self.error(&ty, message);
        let name = self.intern(&text);
        // only what is wrong with a name of another scope says which
        let named = self.raised.as_ref().filter(|_| free);
        if let Some(x) = named.and_then(|x| x.get::<crate::object::exception::Exception>()) {
            x.fields.set(vec![name.into()]);
        }
        self.unwind(e);
    }

    // ---- generators

    #[inline(never)]
    pub(crate) fn slow_make_generator(&mut self) {
        let top = self.thread.top;
        let frame = self.frame();
        let code = unsafe { &*frame.code };
        let kind = GenKind::of_flags(code.unit.flags);
        let func = frame.func;
        frame.pc = unsafe { frame.pc.add(1) };
        let g = Generator::adopt(frame, kind);
        if let Some(f) = func.payload::<Function>() {
            g.take_names(f, code);
        }
        if self.trace.wants(0) {
            self.record_generator(&g);
        }
        let ret = frame.ret;
        self.thread.top = frame.back;
        // the generator owns all it had
        self.thread.stack.pop_python(top);
        self.thread.depth -= 1;
        if kind == GenKind::Coroutine && self.thread.origin_depth > 0 {
            g.rare().origin.set(self.call_sites(self.thread.origin_depth));
        }
        self.deliver(ret, g.into())
    }

    #[inline(never)]
    pub(crate) fn slow_for_iter(&mut self, i: Instr) {
        let it = self.frame().reg(i.b).share();
        let ret = Ret::Iter { dst: i.a, iter: i.b };
        if types().generator.is_type_of(&it)
            && let Some(g) = it.get_ref::<Generator>()
        {
            return self.resume(&g, Resume::Send(Value::NONE), ret);
        }
        if let Some(r) = super::protocol::hooks::native_next(self, &it) {
            return match r {
                Ok(v) if v.is_stop() => self.deliver(ret, v),
                Ok(v) => self.give(i.a, v),
                Err(e) => self.unwind(e),
            };
        }
        // a generator answers to the loop itself, whatever stands between
        if let Some(g) = crate::object::iter::forwards(&it) {
            return self.resume(&g, Resume::Send(Value::NONE), ret);
        }
        // the function of a `map` answers to the loop itself
        if let Some(r) = crate::object::map::step(self, &it) {
            return match r {
                Ok(Some((f, item))) => self.push_method(f.slot(), &[item], ret),
                Ok(None) => self.deliver(ret, Value::STOP),
                Err(e) => self.unwind(e),
            };
        }
        // a Python __next__ answers to the loop itself
        let f = self.dunder_slot(type_ref(&it), Dunder::Next);
        if f.heap_kind() == Some(Kind::Function) {
            return self.push_method(f, &[it], ret);
        }
        match crate::object::iter::puller(&it).filter(|_| it.slot().heap_kind() != Some(Kind::Map)) {
            Some(pull) => self.push_native(Box::new(super::pull::Pulling::new(&it, pull)), ret),
            None => {
                let act = self.next(&it);
                self.perform(act, ret)
            }
        }
    }

    // ---- often executed, too large for the loop

    #[inline(never)]
    pub(crate) fn slow_format(&mut self, i: Instr) {
        let v = self.src(i.b, i.flags & KILL_B);
        if let Some(n) = v.as_small() {
            return self.give(i.a, str::from_int(n));
        }
        let spec = self.names.empty.value();
        let act = self.format(&v, &spec);
        self.perform(act, Ret::Reg(i.a))
    }

    #[inline(never)]
    pub(crate) fn slow_format_spec(&mut self, i: Instr) {
        let (v, spec) = self.pair(i);
        match self.format(&v, &spec) {
            Act::Done(text) => self.give(i.a, text),
            act => self.perform(act, Ret::Reg(i.a)),
        }
    }

    #[inline(never)]
    pub(crate) fn slow_build_string(&mut self, i: Instr) {
        let frame = self.frame();
        let parts = || (0..i.c).filter_map(|k| frame.reg(i.b + k).payload::<Str>()).map(Str::view);
        let (kind, len) =
            parts().fold((crate::text::view::Kind::Ascii, 0), |(kind, len), v| (v.kind().max(kind), len + v.len()));
        let v = str::of_parts(kind, len, parts());
        for k in 0..i.c {
            drop(self.frame().take(i.b + k));
        }
        self.give(i.a, v)
    }

    #[inline(never)]
    pub(crate) fn slow_get_iter(&mut self, i: Instr) {
        let v = self.src(i.b, i.flags & KILL_B);
        let act = self.iter(&v);
        drop(v);
        match act {
            Act::Done(it) => self.give(i.a, it),
            act => self.perform(act, Ret::Reg(i.a)),
        }
    }

    // ---- everything else

    #[inline(never)]
    pub(crate) fn slow_op(&mut self, i: Instr, op: Op) {
        match op {
            Op::TraceLine => self.at_point(),
            Op::DeleteGlobal => {
                let name = self.name(i.b);
                match unsafe { (*self.frame().globals).remove_interned(&name) } {
                    Some(_) => self.frame().advance(),
                    None => self.undefined(&name),
                }
            }
            Op::DeleteName => self.slow_delete_name(i),
            Op::LoadLocals => {
                let l = self.frame().locals.share();
                self.give(i.a, l)
            }
            Op::LoadFromDictOrDeref => {
                let cell = unsafe { (*self.frame().pc.add(1)).get().bits() } as u16;
                let ns = self.src(i.b, i.flags & KILL_B);
                let name = self.name(i.c);
                let fallback = self.frame().reg(cell).share();
                let contents = fallback
                    .get::<crate::object::cell::CellBox>()
                    .map(|c| c.contents.get())
                    .filter(|v| !v.is_unbound());
                let act = self.get_item(&ns, &name.value());
                self.namespace_or(act, contents, name, i.a, true)
            }
            Op::LoadFromDictOrGlobal => {
                let ns = self.src(i.b, i.flags & KILL_B);
                let name = self.name(i.c);
                let globals = unsafe { Ref::of(&*self.frame().globals) };
                let builtins = self.builtins_of_frame();
                let act = self.get_item(&ns, &name.value());
                if !globals.is_exact() {
                    let act = Act::run(async move |cx| match cx.act(act).await {
                        Ok(v) => Ok(v),
                        Err(e) => {
                            cx.vm().catch(e, &types().exc.KeyError.clone())?;
                            let act = cx.vm().lookup_global(&globals, &builtins, &name);
                            cx.act(act).await
                        }
                    });
                    return self.perform(act, Ret::Reg(i.a));
                }
                let found = globals.get_interned(&name).or_else(|| builtins.get_interned(&name));
                self.namespace_or(act, found, name, i.a, false)
            }
            Op::DeleteAttr => {
                let v = self.src(i.a, i.flags & KILL_A);
                let name = self.name(i.b);
                let act = self.set_attr(&v, &name, None);
                drop(v);
                self.perform(act, Ret::Nothing)
            }
            Op::DeleteItem => {
                let v = self.src(i.a, i.flags & KILL_A);
                let key = self.src(i.b, i.flags & KILL_B);
                let act = self.del_item(&v, &key);
                drop((key, v));
                self.perform(act, Ret::Nothing)
            }
            Op::BuildSet => {
                let top = self.thread.top;
                let items = unsafe { self.take_run(top, i.b, i.c as usize) };
                let act = super::protocol::hooks::set_build(self, items);
                self.perform(act, Ret::Reg(i.a))
            }
            Op::BuildMap => self.op_build_map(i),
            Op::BuildSlice => {
                let top = self.thread.top;
                let mut parts = unsafe { self.take_run(top, i.b, i.c as usize) };
                let step = if parts.len() == 3 { parts.pop().unwrap_or_default() } else { Value::NONE };
                let stop = parts.pop().unwrap_or_default();
                let start = parts.pop().unwrap_or_default();
                self.give(i.a, crate::object::slice::new(start, stop, step))
            }
            Op::ListExtend => self.op_list_extend(i),
            Op::ListToTuple => {
                let v = self.src(i.b, i.flags & KILL_B);
                let items = v
                    .get::<List>()
                    .map_or(Vec::new(), |l| if i.flags & KILL_B != 0 { l.items.take() } else { l.items.get() });
                self.give(i.a, tuple::new(items))
            }
            Op::SetAdd => {
                let v = self.src(i.b, i.flags & KILL_B);
                let set = self.frame().reg(i.a).share();
                let act = super::protocol::hooks::set_add(self, &set, v);
                self.perform(act, Ret::Nothing)
            }
            Op::SetUpdate => {
                let v = self.src(i.b, i.flags & KILL_B);
                let set = self.frame().reg(i.a).share();
                let act = super::protocol::hooks::set_update(self, &set, v);
                self.perform(act, Ret::Nothing)
            }
            Op::MapAdd => {
                let key = self.src(i.b, i.flags & KILL_B);
                let value = self.src(i.c, i.flags & KILL_C);
                let map = self.frame().reg(i.a).share();
                let act = self.map_add(&map, key, value);
                self.perform(act, Ret::Nothing)
            }
            Op::DictUpdate => {
                let v = self.src(i.b, i.flags & KILL_B);
                let map = self.frame().reg(i.a).share();
                let act = self.dict_display_update(map, v);
                self.perform(act, Ret::Nothing)
            }
            Op::DictMerge => {
                let v = self.src(i.b, i.flags & KILL_B);
                let map = self.frame().reg(i.a).share();
                let callee = self.frame().reg(i.c).share();
                let act = self.dict_merge(map, v, callee);
                self.perform(act, Ret::Nothing)
            }
            Op::UnpackEx => self.op_unpack_ex(i),
            Op::Convert => {
                let v = self.src(i.b, i.flags & KILL_B);
                let act = match i.c {
                    1 => self.str(&v),
                    2 => self.repr(&v),
                    _ => self.ascii(&v),
                };
                self.perform(act, Ret::Reg(i.a))
            }
            Op::GetYieldFromIter => self.op_yield_from_iter(i),
            Op::GetAIter => self.op_get_aiter(i),
            Op::GetANext => self.op_get_anext(i),
            Op::EndAsyncFor => {
                let exc = self.frame().reg(i.a).share();
                if type_ref(&exc).is_subtype(&types().exc.StopAsyncIteration) {
                    let frame = self.frame();
                    let (a, b) = (frame.take(i.a), frame.take(i.b));
                    frame.advance();
                    drop((a, b));
                } else {
                    let frame = self.frame();
                    drop(frame.take(i.a));
                    let e = self.raise(exc);
                    self.unwind_again(e)
                }
            }
            Op::WithExceptStart => {
                let exit = self.frame().reg(i.b).share();
                let me = self.frame().reg(i.b + 1).share();
                let exc = self.frame().reg(i.c).share();
                let ty: Value = crate::object::type_of(&exc).into();
                let tb = exc.get::<crate::object::exception::Exception>().map_or(Value::NONE, |e| e.traceback.get());
                let mut values = vec![ty, exc, tb];
                if !me.is_unbound() {
                    values.insert(0, me);
                }
                self.perform(Act::Call(exit, values.into()), Ret::Reg(i.a))
            }
            Op::ExcGroupMatch => {
                let exc = self.frame().reg(i.b).share();
                let ty = self.src(i.c, i.flags & KILL_C);
                let act = super::protocol::hooks::match_group(self, exc, ty);
                self.perform(act, Ret::Pair(i.a))
            }
            Op::PrepReraiseStar => {
                let (orig, list) = self.pair(i);
                let act = super::protocol::hooks::prep_reraise_star(self, orig, list);
                self.perform(act, Ret::Reg(i.a))
            }
            Op::LoadAssertionError => {
                let exc = &types().exc;
                let t = if i.b == 1 { exc.NotImplementedError.value() } else { exc.AssertionError.value() };
                self.give(i.a, t)
            }
            Op::MakeFunction => self.op_make_function(i),
            Op::LoadBuildClass => {
                let name = self.names.build_class.clone();
                match self.builtins_of_frame().get_interned(&name) {
                    Some(f) => self.give(i.a, f),
                    None => {
                        let globals = unsafe { Ref::of(&*self.frame().globals) };
                        let act = self.builtin_of(&globals, &name, "__build_class__ not found".into());
                        self.perform(act, Ret::Reg(i.a))
                    }
                }
            }
            Op::ImportName => {
                let name = self.name(i.c);
                let level = self.frame().take(i.b);
                let fromlist = self.frame().take(i.b + 1);
                let act = self.import_statement(name, level, fromlist);
                self.perform(act, Ret::Reg(i.a))
            }
            Op::ImportFrom => {
                let module = self.frame().reg(i.b).share();
                let name = self.name(i.c);
                let act = self.import_from(module, name);
                self.perform(act, Ret::Reg(i.a))
            }
            Op::ImportStar => {
                let module = self.src(i.a, i.flags & KILL_A);
                let locals = self.frame().locals.share();
                let act = self.import_star(module, locals);
                self.perform(act, Ret::Nothing)
            }
            Op::Intrinsic => {
                let v = self.src(i.b, i.flags & KILL_B);
                let act = self.intrinsic(i.c, v);
                self.perform(act, Ret::Reg(i.a))
            }
            Op::Intrinsic2 => {
                let number = unsafe { (*self.frame().pc.add(1)).get().bits() } as u16;
                let (a, b) = self.pair(i);
                let act = self.intrinsic2(number, a, b);
                self.perform(act, Ret::Reg(i.a))
            }
            Op::BuildInterpolation => {
                let top = self.thread.top;
                let n = if i.c >> 4 != 0 { 3 } else { 2 };
                let parts = unsafe { self.take_run(top, i.b, n) };
                let act = super::protocol::hooks::interpolation(self, parts, i.c & 15);
                self.perform(act, Ret::Reg(i.a))
            }
            Op::BuildTemplate => {
                let (strings, interpolations) = self.pair(i);
                let act = super::protocol::hooks::template(self, strings, interpolations);
                self.perform(act, Ret::Reg(i.a))
            }
            Op::MatchKind => {
                let s = self.frame().reg(i.b).share();
                let ty = type_ref(&s);
                let wanted = if i.c == 0 { flag::MAPPING } else { flag::SEQUENCE };
                // the nearest class that is a collection says which
                let kind = ty.mro.borrow().iter().find(|t| t.has(flag::MAPPING | flag::SEQUENCE)).cloned();
                let b = kind.is_some_and(|t| t.has(wanted));
                self.give(i.a, Value::bool(b))
            }
            Op::GetLen => {
                let v = self.frame().reg(i.b).share();
                let act = self.len(&v);
                self.perform(act, Ret::Reg(i.a))
            }
            Op::MatchKeys => {
                let subject = self.frame().reg(i.b).share();
                let keys = self.src(i.c, i.flags & KILL_C);
                let act = super::pattern::match_keys(subject, keys);
                self.perform(act, Ret::Reg(i.a))
            }
            Op::MatchClass => {
                let subject = self.frame().reg(i.b).share();
                let class = self.frame().take(i.c);
                let names = self.frame().take(i.c + 1);
                let n = unsafe { (*self.frame().pc.add(1)).get().bits() } as usize;
                let act = super::pattern::match_class(self, subject, class, names, n);
                self.perform(act, Ret::Reg(i.a))
            }
            Op::MatchRest => {
                let subject = self.frame().reg(i.b).share();
                let keys = self.src(i.c, i.flags & KILL_C);
                let act = super::pattern::match_rest(subject, keys);
                self.perform(act, Ret::Reg(i.a))
            }
            _ => self.frame().advance(),
        }
    }

    /// Delivers what `act` gives; a KeyError gives `fallback` instead, or NameError.
    pub(super) fn namespace_or(&mut self, act: Act, fallback: Option<Value>, name: Ref<Str>, dst: u16, free: bool) {
        let act = act.then(self, move |vm, r| {
            let e = match r {
                Ok(v) => return Act::Done(v),
                Err(e) => e,
            };
            match (vm.catch(e, &types().exc.KeyError.clone()), fallback) {
                (Err(e), _) => Act::Raise(e),
                (Ok(()), Some(v)) => Act::Done(v),
                (Ok(()), None) => {
                    let text = name.to_text();
                    let m = if free {
                        format!(
                            "cannot access free variable '{text}' where it is not associated with a value in enclosing scope"
                        )
                    } else {
                        format!("name '{text}' is not defined")
                    };
                    Act::Raise(vm.name_error(name.value(), m))
                }
            }
        });
        self.perform(act, Ret::Reg(dst))
    }

    fn op_yield_from_iter(&mut self, i: Instr) {
        let v = self.src(i.b, i.flags & KILL_B);
        if let Some(g) = v.get::<Generator>() {
            let code = self.frame().code();
            if g.kind == GenKind::Coroutine && !code.has(flags::COROUTINE | flags::ITERABLE_COROUTINE) {
                let e = self.type_error("cannot 'yield from' a coroutine object in a non-coroutine generator");
                return self.unwind_without(v, e);
            }
            if g.kind != GenKind::AsyncGenerator {
                return self.give(i.a, v);
            }
        }
        let act = self.iter(&v);
        drop(v);
        self.perform(act, Ret::Reg(i.a))
    }

    fn op_get_aiter(&mut self, i: Instr) {
        let v = self.src(i.b, i.flags & KILL_B);
        match self.call_dunder(&v, Dunder::AIter, &[]) {
            Some(act) => {
                let act = self.check(act, |vm, it| {
                    if vm.dunder(&it, Dunder::ANext).is_none() {
                        let name = vm.type_name(&it);
                        return Err(vm.type_error(format!(
                            "'async for' received an object from __aiter__ that does not implement __anext__: {name}"
                        )));
                    }
                    Ok(it)
                });
                self.perform(act, Ret::Reg(i.a))
            }
            None => {
                let name = self.type_name(&v);
                let e = self.type_error(format!("'async for' requires an object with __aiter__ method, got {name}"));
                self.unwind_without(v, e)
            }
        }
    }

    fn op_get_anext(&mut self, i: Instr) {
        let v = self.frame().reg(i.b).share();
        if let Some(g) = v.get_ref::<Generator>()
            && g.kind == GenKind::AsyncGenerator
        {
            let act = crate::object::gen_awaitable::anext(self, g);
            return self.perform(act, Ret::Reg(i.a));
        }
        match self.call_dunder(&v, Dunder::ANext, &[]) {
            Some(act) => {
                let act = Act::run(async move |cx| {
                    let awaitable = cx.act(act).await?;
                    let act = cx.vm().awaitable(&awaitable);
                    match cx.act(act).await {
                        Ok(it) => Ok(it),
                        Err(e) => {
                            let vm = cx.vm();
                            let cause = vm.take_raised(e);
                            let name = vm.type_name(&awaitable);
                            let e =
                                vm.type_error(format!("'async for' received an invalid object from __anext__: {name}"));
                            let exc = vm.take_raised(e);
                            if let Some(x) = exc.get::<crate::object::exception::Exception>() {
                                x.cause.set(cause.clone());
                                x.context.set(cause);
                                x.suppress_context.set(true);
                            }
                            Err(vm.raise(exc))
                        }
                    }
                });
                self.perform(act, Ret::Reg(i.a))
            }
            None => {
                let name = self.type_name(&v);
                let e = self.type_error(format!("'async for' requires an iterator with __anext__ method, got {name}"));
                self.unwind(e)
            }
        }
    }

    /// The iterator that an await drives: a coroutine itself, an iterable coroutine, or what `__await__` gives.
    pub fn awaitable(&mut self, v: &Value) -> Act {
        if let Some(g) = v.get::<Generator>()
            && (g.kind == GenKind::Coroutine || g.kind == GenKind::Generator && g.is_iterable_coroutine())
        {
            return Act::Done(v.clone());
        }
        if v.is_a::<crate::object::gen_awaitable::GenAwaitable>() {
            return Act::Done(v.clone());
        }
        match self.call_dunder(v, Dunder::Await, &[]) {
            Some(act) => self.check(act, |vm, it| {
                if it.get::<Generator>().is_some_and(|g| g.kind == GenKind::Coroutine || g.is_iterable_coroutine()) {
                    return Err(vm.type_error("__await__() returned a coroutine"));
                }
                if vm.dunder(&it, Dunder::Next).is_none() {
                    let name = vm.type_name(&it);
                    return Err(vm.type_error(format!("__await__() returned non-iterator of type '{name}'")));
                }
                Ok(it)
            }),
            None => {
                let name = self.type_name(v);
                Act::Raise(self.type_error(format!("'{name}' object can't be awaited")))
            }
        }
    }

    #[inline(never)]
    pub(crate) fn op_get_awaitable(&mut self, i: Instr) {
        let v = self.src(i.b, i.flags & KILL_B);
        if let Some(g) = v.get::<Generator>()
            && g.kind == GenKind::Coroutine
            && (!g.parent.get().is_null() || !g.awaiting().is_none())
            && !g.is_running()
        {
            let e = self.runtime_error("coroutine is being awaited already");
            return self.unwind(e);
        }
        if i.c != 0
            && self.dunder(&v, Dunder::Await).is_none()
            && !v.is_a::<Generator>()
            && !v.is_a::<crate::object::gen_awaitable::GenAwaitable>()
        {
            let which = if i.c == 1 { "__aenter__" } else { "__aexit__" };
            let name = self.type_name(&v);
            let e = self.type_error(format!(
                "'async with' received an object from {which} that does not implement __await__: {name}"
            ));
            return self.unwind(e);
        }
        let act = self.awaitable(&v);
        self.perform(act, Ret::Reg(i.a))
    }

    #[inline(never)]
    pub(crate) fn op_load_special(&mut self, i: Instr) {
        let v = self.src(i.b, i.flags & KILL_B);
        let d = [Dunder::Enter, Dunder::Exit, Dunder::AEnter, Dunder::AExit][(i.c & 3) as usize];
        match self.dunder(&v, d) {
            Some(m)
                if m.is_a::<Function>()
                    || m.get::<Builtin>()
                        .is_some_and(|b| b.owner.is_some() && b.def.binding == super::native::Binding::Method) =>
            {
                let frame = self.frame();
                frame.set(i.a, m);
                frame.set(i.a + 1, v);
                frame.advance();
            }
            Some(m) => {
                let owner = crate::object::type_of(&v);
                let act = self.descriptor_get(&m, Some(&v), &owner);
                self.perform(act, Ret::Method(i.a))
            }
            None => {
                let name = crate::object::qualified_type_name(self, &v);
                let is_async = i.c >= 2;
                let (this, other) = if is_async {
                    ("asynchronous context manager", "context manager")
                } else {
                    ("context manager", "asynchronous context manager")
                };
                let others = if is_async { [Dunder::Enter, Dunder::Exit] } else { [Dunder::AEnter, Dunder::AExit] };
                let hint = if others.iter().all(|d| self.dunder(&v, *d).is_some()) {
                    format!(
                        " but it supports the {other} protocol. Did you mean to use '{}'?",
                        if is_async { "with" } else { "async with" }
                    )
                } else {
                    String::new()
                };
                let e = self.type_error(format!(
                    "'{name}' object does not support the {this} protocol (missed {} method){hint}",
                    d.text()
                ));
                self.unwind_without(v, e)
            }
        }
    }

    #[inline(never)]
    pub(crate) fn op_exc_match(&mut self, i: Instr) {
        let (exc, ty) = self.pair(i);
        let classes = match ty.get::<Tuple>() {
            Some(t) => t.items(),
            None => std::slice::from_ref(&ty),
        };
        if !classes.iter().all(|v| v.get::<Type>().is_some_and(|t| t.has(flag::EXC_SUBCLASS))) {
            let e = self.type_error("catching classes that do not inherit from BaseException is not allowed");
            return self.unwind(e);
        }
        let class = type_ref(&exc);
        let matched = classes.iter().any(|t| t.get::<Type>().is_some_and(|t| class.is_subtype(t)));
        self.give(i.a, Value::bool(matched))
    }

    fn op_make_function(&mut self, i: Instr) {
        let frame = self.frame();
        let globals = unsafe { Ref::of(&*frame.globals) };
        let code = self.code_constant(frame.code(), i.c as usize);
        let Some(code) = code.get_ref::<Code>() else { return self.frame().advance() };
        let mut at = i.b;
        let mut part = |wanted: u8| {
            if i.flags & wanted != 0 {
                let v = frame.take(at);
                at += 1;
                Some(v)
            } else {
                None
            }
        };
        let (defaults, kwdefaults, annotate, closure) = (part(FLAG0), part(FLAG1), part(FLAG2), part(FLAG3));
        let f = self.new_function_with(code, globals, closure.unwrap_or(Value::NONE));
        if let Some(d) = defaults {
            f.defaults.set(d);
        }
        if let Some(d) = kwdefaults {
            f.kwdefaults.set(d);
        }
        if let Some(a) = annotate {
            f.annotate.set(a);
        }
        self.give(i.a, f.into())
    }
}

impl Generator {
    /// Made by a function that `types.coroutine` marked.
    #[inline(always)]
    pub fn is_iterable_coroutine(&self) -> bool {
        let f = self.frame();
        self.kind == GenKind::Generator && !f.code.is_null() && f.code().has(flags::ITERABLE_COROUTINE)
    }
}
