//! Calls: from registers, from natives, binding Python arguments.
//!
//! Invariant: a call either delivers its result to `ret` of the frame on top, or has pushed a frame that will, or has raised and unwound.

use super::Vm;
use super::frame::{Expect, Frame, Ret};
use super::native::{Act, Args, Binding, CallArgs, NativeCall, PyResult, Raised};
use super::record_library::is_told_and_plain;
use crate::code::{Op, flags};
use crate::heap::{Kind, Ref};
use crate::object::code::Code;
use crate::object::dict::Dict;
use crate::object::function::{BoundMethod, Function};
use crate::object::generator::{GenKind, Generator};
use crate::object::names::Dunder;
use crate::object::native::Builtin;
use crate::object::str::Str;
use crate::object::tuple::{self, Tuple};
use crate::object::ty::{Type, flag};
use crate::object::{type_ref, types};
use crate::value::{Slot, Value};

/// Most parameters of a native whose arguments are lent to it when some are left out.
pub(super) const LENT: usize = 6;

/// So many natives may be called at once one by the other: each takes some of the host's stack.
const NESTED: u8 = 4;

impl Vm {
    /// Does what `act` says; its value goes to `ret` of the frame on top.
    #[inline(never)]
    pub(crate) fn perform(&mut self, act: Act, ret: Ret) {
        match act {
            Act::Done(v) => self.deliver(ret, v),
            act => self.perform_call(act, ret),
        }
    }

    #[inline(never)]
    fn perform_call(&mut self, act: Act, ret: Ret) {
        let mut act = act;
        loop {
            match act {
                Act::Done(v) => return self.deliver(ret, v),
                Act::Raise(e) => return self.unwind(e),
                Act::Frame(native) => return self.push_native(native, ret),
                Act::Method(f, me, what) => match (ret, what) {
                    (Ret::Reg(dst), _) => return self.push_method(f.slot(), &[me], Ret::Expect { dst, what }),
                    (Ret::Native, _) => return self.push_method(f.slot(), &[me], Ret::NativeExpect(what)),
                    (Ret::Branch { negate, jump }, Expect::Bool) => {
                        return self.push_method(f.slot(), &[me], Ret::Truth { negate, jump });
                    }
                    _ => {
                        act = Act::call(f, [me]).in_frame(move |vm, r| match r {
                            Ok(v) => vm.expected(what, v),
                            Err(e) => Act::Raise(e),
                        })
                    }
                },
                Act::Body(f, locals) => {
                    if let Err(e) = self.push_body(f, locals, ret) {
                        self.unwind(e);
                    }
                    return;
                }
                Act::Resume(g, how) => return self.resume(&g, how, ret),
                Act::Call(callee, args) => match self.call(callee, args, ret) {
                    Some(next) => act = next,
                    None => return,
                },
            }
        }
    }

    /// Calls. `None`: a frame was pushed for it; else what is to be done instead.
    fn call(&mut self, callee: Value, mut args: CallArgs, ret: Ret) -> Option<Act> {
        if !callee.is_heap() {
            return Some(Act::Raise(self.not_callable(&callee)));
        }
        match type_ref(&callee).kind {
            Kind::Function => {
                if args.names.is_none() {
                    let f = callee.slot().payload::<Function>()?;
                    if let Some(to) = unsafe { self.push_plain(callee.slot(), f, args.values.len(), ret) } {
                        // the frame has taken the callee over, and takes the arguments
                        let _ = callee.into_slot();
                        for (k, v) in args.values.into_iter().enumerate() {
                            unsafe { to.add(k).write(v.into_slot()) };
                        }
                        return None;
                    }
                }
                let f = callee.get_ref::<Function>()?;
                match self.push_function(f, &args.values, names_of(args.names.as_ref()), ret) {
                    Ok(()) => None,
                    Err(e) => Some(Act::Raise(e)),
                }
            }
            Kind::Builtin => Some(self.call_builtin(&callee, &args.values, args.names.as_ref())),
            Kind::BoundMethod => {
                let m = callee.get::<BoundMethod>()?;
                args.values.insert(0, m.self_.clone());
                Some(Act::Call(m.func.clone(), args))
            }
            Kind::Type => Some(self.call_type(callee.get_ref::<Type>()?, args)),
            _ => match self.dunder(&callee, Dunder::Call) {
                Some(m) if binds_first(&m) => {
                    args.values.insert(0, callee);
                    Some(Act::Call(m, args))
                }
                Some(m) => Some(self.call_through(m, &callee, args)),
                None => Some(Act::Raise(self.not_callable(&callee))),
            },
        }
    }

    /// Calls what `__call__` of a class, no plain method, gives for `callee`.
    fn call_through(&mut self, m: Value, callee: &Value, args: CallArgs) -> Act {
        let owner = crate::object::type_of(callee);
        match self.descriptor_get(&m, Some(callee), &owner) {
            Act::Done(bound)
                if matches!(type_ref(&bound).kind, Kind::Function | Kind::Builtin | Kind::BoundMethod | Kind::Type) =>
            {
                Act::Call(bound, args)
            }
            Act::Raise(e) => Act::Raise(e),
            // a frame in between: a chain of such objects without end meets the recursion limit
            Act::Done(bound) => Act::Done(Value::NONE).in_frame(move |_, _| Act::Call(bound, args)),
            act => act.then(self, move |_, r| match r {
                Ok(bound) => Act::Call(bound, args),
                Err(e) => Act::Raise(e),
            }),
        }
    }

    #[cold]
    pub(crate) fn not_callable(&mut self, callee: &Value) -> Raised {
        let name = self.type_name(callee);
        self.type_error(format!("'{name}' object is not callable"))
    }

    /// Enters a native function.
    #[inline]
    pub(crate) fn call_builtin(&mut self, callee: &Value, values: &[Value], names: Option<&Value>) -> Act {
        let Some(b) = callee.get::<Builtin>() else { return Act::Raise(self.not_callable(callee)) };
        let named = names.and_then(|n| n.get::<tuple::Tuple>()).map_or(0, |t| t.len());
        let positional = values.len() - named.min(values.len());
        if let (Some(owner), Binding::Method, Some(first)) = (&b.owner, b.def.binding, values[..positional].first())
            && !receives(owner, first)
        {
            return Act::Raise(self.wrong_receiver(b, first));
        }
        if b.def.binding == Binding::Static
            && let Some(owner) = &b.owner
            && !values.first().is_some_and(|v| v.slot() == owner.slot())
            && b.def.name == "__new__"
            && let Err(e) = self.check_new(callee, owner, values.first())
        {
            return Act::Raise(e);
        }
        self.bind_and_enter(b, values, names)
    }

    /// Enters a native whose receiver is known to be right.
    #[inline(never)]
    pub(super) fn bind_and_enter(&mut self, b: &Builtin, values: &[Value], names: Option<&Value>) -> Act {
        // only optional positional parameters are left out: the values are lent, not counted
        let n = values.len();
        let sig = b.signature();
        if names.is_none() && n < sig.most as usize && n >= sig.least as usize {
            let mut lent = [Slot::UNBOUND; LENT];
            for (to, v) in lent.iter_mut().zip(values) {
                *to = v.slot();
            }
            return self.enter_builtin(b, Args::borrowed(crate::value::lend(&lent[..sig.most as usize])));
        }
        if names.is_none() && sig.spreads && n >= sig.most as usize {
            let (fixed, rest) = values.split_at(sig.most as usize);
            let rest = tuple::from_slice(rest);
            let mut lent = [Slot::UNBOUND; LENT];
            for (to, v) in lent.iter_mut().zip(fixed) {
                *to = v.slot();
            }
            lent[fixed.len()] = rest.slot();
            return self.enter_builtin(b, Args::borrowed(crate::value::lend(&lent[..sig.slots()])));
        }
        let mut places = smallvec::SmallVec::new();
        let bound = match self.bind_native(b, values, names, &mut places) {
            Ok(bound) => bound,
            Err(e) => return Act::Raise(e),
        };
        self.enter_builtin(b, bound)
    }

    #[inline(always)]
    fn enter_builtin(&mut self, b: &Builtin, bound: Args<'_>) -> Act {
        match b.def.call {
            NativeCall::Leaf(f) => match f(self, &bound) {
                Ok(v) => Act::Done(v),
                Err(e) if self.wants => self.serve(b.def.call, bound, e),
                Err(e) => Act::Raise(e),
            },
            NativeCall::Tail(f) => {
                let act = f(self, &bound);
                if self.wants { self.served(b.def.call, bound, act) } else { act }
            }
            NativeCall::Async(make) => Act::Frame(super::cx::AsyncFrame::native(b.def.name, make, bound.into_owned())),
        }
    }

    /// Calls a leaf native whose arguments bind one to one, or which leaves out optional ones only; `None` if it is something else, or
    /// the receiver may be wrong.
    #[inline(never)]
    pub(crate) fn call_leaf_directly(&mut self, b: &Builtin, values: &[Value]) -> Option<PyResult> {
        let NativeCall::Leaf(f) = b.def.call else { return None };
        let sig = b.signature();
        let n = values.len();
        if n > sig.most as usize || n < sig.least as usize {
            return None;
        }
        if let Some(owner) = &b.owner
            && (b.def.binding != Binding::Method || !values.first().is_some_and(|v| receives(owner, v)))
        {
            return None;
        }
        if n == sig.most as usize {
            let r = f(self, &Args::borrowed(values));
            return self.satisfied(r);
        }
        // the values are lent, not counted
        let mut lent = [Slot::UNBOUND; LENT];
        for (to, v) in lent.iter_mut().zip(values) {
            *to = v.slot();
        }
        let r = f(self, &Args::borrowed(crate::value::lend(&lent[..sig.most as usize])));
        self.satisfied(r)
    }

    /// `None` for what wants something: it is called again in a way that can get it.
    #[inline(always)]
    fn satisfied(&self, r: PyResult) -> Option<PyResult> {
        if self.wants && r.is_err() { None } else { Some(r) }
    }

    /// The same for a tail native.
    #[inline(never)]
    pub(crate) fn call_tail_directly(&mut self, b: &Builtin, values: &[Value]) -> Option<Act> {
        let NativeCall::Tail(f) = b.def.call else { return None };
        if let Some(owner) = &b.owner
            && (b.def.binding != Binding::Method || !values.first().is_some_and(|v| receives(owner, v)))
        {
            return None;
        }
        let (n, sig) = (values.len(), b.signature());
        if n == sig.most as usize && n >= sig.least as usize {
            let act = f(self, &Args::borrowed(values));
            return Some(if self.wants { self.served(b.def.call, Args::borrowed(values), act) } else { act });
        }
        Some(self.bind_and_enter(b, values, None))
    }

    /// The outcome of a call of a native, if it is known at once and no finaliser waits for its turn; else what is to be done.
    #[inline(always)]
    pub(crate) fn at_once(&mut self, act: Act) -> Result<PyResult, Act> {
        match &act {
            Act::Call(callee, _) if callee.slot().heap_kind() != Some(Kind::Function) => self.answer_at_once(act),
            Act::Done(_) | Act::Raise(_) => self.answer_at_once(act),
            _ => Err(act),
        }
    }

    /// A native that is called at once may step what calls another; user data decides how often, so from `NESTED` on the call gets a frame.
    #[inline(never)]
    fn answer_at_once(&mut self, act: Act) -> Result<PyResult, Act> {
        let mut act = act;
        loop {
            match act {
                Act::Call(callee, args)
                    if self.nested < NESTED
                        && matches!(
                            callee.slot().heap_kind(),
                            Some(Kind::Builtin | Kind::BoundMethod | Kind::Type | Kind::Native)
                        ) =>
                {
                    self.nested += 1;
                    act = self.call(callee, args, Ret::Native).unwrap_or(Act::Done(Value::NONE));
                    self.nested -= 1;
                }
                Act::Done(v) if !crate::heap::has_pending() => return Ok(Ok(v)),
                Act::Raise(e) => return Ok(Err(e)),
                // what the called native resumes ends with StopIteration; only the asking native's own request ends with a value
                Act::Resume(g, how) => return Err(self.driven(g, how)),
                act => return Err(act),
            }
        }
    }

    /// Calls a leaf native (the caller knows that it is one).
    pub(crate) fn call_leaf(&mut self, callee: &Value, values: &[Value]) -> PyResult {
        match self.call_builtin(callee, values, None) {
            Act::Done(v) => Ok(v),
            Act::Raise(e) => Err(e),
            _ => Err(self.runtime_error("native function is not a leaf")),
        }
    }

    /// A native `__new__` makes objects of its own layout only: its first argument must be a class that has this very `__new__`, or
    /// would have it if its Python bases were left out.
    #[inline(never)]
    fn check_new(&mut self, new: &Value, owner: &Ref<Type>, first: Option<&Value>) -> PyResult<()> {
        let Some(first) = first else {
            let o = owner.name();
            return Err(self.type_error(format!("{o}.__new__(): not enough arguments")));
        };
        let Some(ty) = first.get_ref::<Type>() else {
            let (o, t) = (owner.name(), self.type_name(first));
            return Err(self.type_error(format!("{o}.__new__(X): X is not a type object ({t})")));
        };
        if ty.is(owner) {
            return Ok(());
        }
        if !ty.is_subtype(owner) {
            let (o, t) = (owner.name(), ty.name());
            return Err(self.type_error(format!("{o}.__new__({t}): {t} is not a subtype of {o}")));
        }
        let mut native = ty.clone();
        while native.has(flag::HEAPTYPE) {
            match native.base.get() {
                Some(b) => native = b,
                None => break,
            }
        }
        if !native.is(owner) && self.dunder_of(&native, Dunder::New).is_none_or(|m| !m.is(new)) {
            let (o, t, n) = (owner.name(), ty.name(), native.name());
            return Err(self.type_error(format!("{o}.__new__({t}) is not safe, use {n}.__new__()")));
        }
        Ok(())
    }

    #[cold]
    fn wrong_receiver(&mut self, b: &Builtin, first: &Value) -> Raised {
        let owner = b.owner.as_ref().map_or(String::new(), |t| t.name());
        let given = self.type_name(first);
        let name = b.def.name;
        let dunder = b.is_slot();
        self.type_error(if dunder {
            format!("descriptor '{name}' requires a '{owner}' object but received a '{given}'")
        } else {
            format!("descriptor '{name}' for '{owner}' objects doesn't apply to a '{given}' object")
        })
    }

    /// `C(...)`: through the metaclass's `__call__` if it has its own, else `__new__` and `__init__`.
    pub(crate) fn call_type(&mut self, ty: Ref<Type>, args: CallArgs) -> Act {
        if !self.is_called_plainly(&ty)
            && let Some(m) = self.dunder_of(&ty.header().ty_ref(), Dunder::Call)
        {
            if !binds_first(&m) {
                return self.call_through(m, &ty.value(), args);
            }
            let mut args = args;
            args.values.insert(0, ty.value());
            return Act::Call(m, args);
        }
        self.make_instance(ty, args)
    }

    /// `type.__call__(ty, ...)`.
    pub fn make_instance(&mut self, ty: Ref<Type>, args: CallArgs) -> Act {
        if ty.is(&types().type_) && args.values.len() == 1 && args.names.is_none() {
            return Act::Done(crate::object::class_of(&args.values[0]).into());
        }
        if ty.is(&types().type_) && args.positional_len() != 3 {
            return Act::Raise(self.type_error("type() takes 1 or 3 arguments"));
        }
        // most built-in types: `__new__` alone makes the object
        let (new, init) = (self.dunder_slot(&ty, Dunder::New), self.dunder_slot(&ty, Dunder::Init));
        // (that of bytes may give an instance of a subclass, which is to be initialised)
        if ty.is_static()
            && !ty.is(&types().bytes)
            && !ty.has(flag::NO_INSTANTIATION)
            && args.values.len() < LENT
            && new.payload::<Builtin>().is_some_and(|b| b.owner.as_ref().is_some_and(|t| t.is(&ty)))
            && self.is_objects(init, Dunder::Init)
        {
            let mut lent = [Slot::UNBOUND; LENT];
            lent[0] = ty.slot();
            for (to, v) in lent[1..].iter_mut().zip(&args.values) {
                *to = v.slot();
            }
            let values = crate::value::lend(&lent[..args.values.len() + 1]);
            return self.call_builtin(new.as_value(), values, args.names.as_ref());
        }
        let new = self.dunder_of(&ty, Dunder::New).filter(|_| !ty.has(flag::NO_INSTANTIATION));
        let Some(new) = new else {
            let name = self.type_text(&ty);
            return Act::Raise(self.type_error(format!("cannot create '{name}' instances")));
        };
        let init = self.dunder_of(&ty, Dunder::Init);
        let mut new_args =
            CallArgs { values: smallvec::SmallVec::with_capacity(args.values.len() + 1), names: args.names.clone() };
        new_args.values.push(ty.value());
        new_args.values.extend(args.values.iter().cloned());
        // natives answer at once
        if let Some(b) = new.get::<Builtin>() {
            let made = self.call_builtin(&new, &new_args.values, new_args.names.as_ref());
            let no_init = match &init {
                None => true,
                Some(i) => i.get::<Builtin>().is_some_and(|i| i.owner.as_ref().is_some_and(|t| t.is(&types().object))),
            };
            let object_new = b.owner.as_ref().is_some_and(|t| t.is(&types().object));
            return match made {
                Act::Done(v) if no_init && !object_new => Act::Done(v),
                Act::Done(v) => self.init_instance(v, ty, init, args),
                Act::Raise(e) => Act::Raise(e),
                act => Act::run(async move |cx| {
                    let v = cx.act(act).await?;
                    let act = cx.vm().init_instance(v, ty, init, args);
                    cx.act(act).await
                }),
            };
        }
        let new = match self.descriptor_get(&new, None, &ty) {
            Act::Done(f) => f,
            Act::Raise(e) => return Act::Raise(e),
            act => {
                return Act::run(async move |cx| {
                    let f = cx.act(act).await?;
                    let v = cx.call_kw(&f, new_args).await?;
                    let act = cx.vm().init_instance(v, ty, init, args);
                    cx.act(act).await
                });
            }
        };
        Act::run(async move |cx| {
            let v = cx.call_kw(&new, new_args).await?;
            let act = cx.vm().init_instance(v, ty, init, args);
            cx.act(act).await
        })
    }

    pub(super) fn init_instance(&mut self, v: Value, ty: Ref<Type>, init: Option<Value>, args: CallArgs) -> Act {
        if !type_ref(&v).is_subtype(&ty) {
            return Act::Done(v);
        }
        // `__new__` may have made an instance of a subclass
        let init = if std::ptr::eq(type_ref(&v), &*ty) { init } else { self.dunder(&v, Dunder::Init) };
        let Some(init) = init else { return Act::Done(v) };
        let mut args = args;
        let is_method = |b: &Builtin| b.owner.is_some() && b.def.binding == super::native::Binding::Method;
        let act = if init.get::<Builtin>().is_some_and(is_method) {
            args.values.insert(0, v.clone());
            match self.call_builtin(&init, &args.values, args.names.as_ref()) {
                Act::Done(r) if r.is_none() => return Act::Done(v),
                act => act,
            }
        } else if init.is_a::<Function>() {
            args.values.insert(0, v.clone());
            Act::Call(init, args)
        } else {
            self.descriptor_get(&init, Some(&v), &ty).then(self, move |_, r| match r {
                Ok(bound) => Act::Call(bound, args),
                Err(e) => Act::Raise(e),
            })
        };
        self.initialised(act, v)
    }

    /// The instance, once `act`, its `__init__`, has given None.
    pub(super) fn initialised(&mut self, act: Act, v: Value) -> Act {
        if let Act::Raise(e) = act {
            return Act::Raise(e);
        }
        act.then(self, move |vm, r| match r {
            Ok(r) if !r.is_none() => {
                let name = vm.type_name(&r);
                Act::Raise(vm.type_error(format!("__init__() should return None, not '{name}'")))
            }
            Ok(_) => Act::Done(v),
            Err(e) => Act::Raise(e),
        })
    }

    /// A frame for a call with exactly the parameters that the function has; it takes over the count that the caller has of `callee`.
    /// Gives its registers: the caller moves the arguments there. `None` if the call takes more than that, and nothing was done.
    #[inline(always)]
    pub(crate) unsafe fn push_plain(&mut self, callee: Slot, f: &Function, n: usize, ret: Ret) -> Option<*mut Slot> {
        unsafe {
            let code: &Code = &*f.code.as_ptr();
            // (the limit is 0 while calls are traced)
            if !f.simple.get() || code.plain_arguments as usize != n || self.thread.depth >= self.fast_limit {
                return None;
            }
            Some(self.push_unbound(callee, f, code, ret))
        }
    }

    /// A frame whose parameters the caller sees to.
    #[inline(always)]
    unsafe fn push_unbound(&mut self, callee: Slot, f: &Function, code: &Code, ret: Ret) -> *mut Slot {
        unsafe {
            self.thread.depth += 1;
            let frame = self.thread.stack.push_frame(Frame {
                back: self.thread.top,
                pc: code.entry.get(),
                code,
                globals: &*f.globals,
                func: callee,
                ..Frame::new(std::ptr::null_mut(), code.registers, ret)
            });
            let to = (*frame).base;
            if !f.closure.is_none() {
                copy_closure(f, code, to);
            }
            self.thread.top = frame;
            to
        }
    }

    /// The same as `push_plain` for a call that leaves parameters to their defaults, or of a function of which the trace tells.
    #[inline(never)]
    pub(crate) unsafe fn push_with_defaults(
        &mut self,
        callee: Slot,
        f: &Function,
        arguments: *const Slot,
        n: usize,
        ret: Ret,
    ) -> Option<*mut Slot> {
        unsafe {
            let code: &Code = &*f.code.as_ptr();
            let missing = (code.plain_arguments as usize).checked_sub(n)?;
            if missing == 0 && is_told_and_plain(code) && self.trace.wants(1) && self.thread.depth < self.fast_limit {
                self.record_call(code, std::slice::from_raw_parts(arguments, n));
                // (what is charged for it is nothing, as on the general path)
                self.fuel += 1;
                return Some(self.push_unbound(callee, f, code, ret));
            }
            let defaults = f.defaults.borrow().slot().payload::<Tuple>()?.items();
            if !f.simple.get() || missing > defaults.len() || self.thread.depth >= self.fast_limit {
                return None;
            }
            let to = self.push_unbound(callee, f, code, ret);
            for (k, v) in defaults[defaults.len() - missing..].iter().enumerate() {
                to.add(n + k).write(v.slot().copied());
            }
            Some(to)
        }
    }

    /// The same for a call with keywords, whose values are the last of the `n` arguments, if each has a parameter of its own and the rest
    /// have defaults: the arguments are moved. False, and nothing done, for any other call.
    pub(crate) unsafe fn push_with_keywords(
        &mut self,
        callee: Slot,
        f: &Function,
        arguments: *mut Slot,
        n: usize,
        names: &[Value],
        ret: Ret,
    ) -> bool {
        unsafe {
            let code: &Code = &*f.code.as_ptr();
            let unit = &**code.unit;
            let (argcount, positional) = (unit.argcount as usize, n - names.len());
            let total = argcount + unit.kwonly as usize;
            let mut places = [0; 8];
            if unit.flags & (flags::OPTIMIZED | flags::VARARGS | flags::VARKEYWORDS) != flags::OPTIMIZED
                || positional > argcount
                || total >= 64
                || names.len() > places.len()
                || self.thread.depth >= self.fast_limit
                || self.trace.wants(1)
            {
                return false;
            }
            let parameters = &code.varnames[..total];
            let below = |i: usize| (1u64 << i) - 1;
            let mut given = below(positional);
            for (name, place) in names.iter().zip(&mut places) {
                // names in code are interned
                let Some(i) = parameters.iter().position(|p| p.slot() == name.slot()) else { return false };
                if i < unit.posonly as usize || given >> i & 1 != 0 {
                    return false;
                }
                given |= 1 << i;
                *place = i;
            }
            let missing = below(total) & !given;
            let defaults = f.defaults.borrow().slot();
            let defaults = defaults.payload::<Tuple>().map_or(&[][..], Tuple::items);
            let keyword_defaults = f.kwdefaults.borrow().slot();
            let default = |i: usize| match keyword_defaults.payload::<Dict>() {
                // the last default is the last parameter's
                _ if i < argcount => defaults.get((defaults.len() + i).wrapping_sub(argcount)).cloned(),
                d => d?.get_interned(&parameters[i]),
            };
            let left_out = || (positional..total).filter(|i| missing >> i & 1 != 0);
            if missing != 0 && !left_out().all(|i| default(i).is_some()) {
                return false;
            }
            let to = self.push_unbound(callee, f, code, ret);
            for k in 0..n {
                let place = if k < positional { k } else { places[k - positional] };
                to.add(place).write(std::mem::replace(&mut *arguments.add(k), Slot::UNBOUND));
            }
            if missing != 0 {
                left_out().for_each(|i| to.add(i).write(default(i).unwrap_or_default().into_slot()));
            }
            true
        }
    }

    /// Calls a generator function with exactly the parameters that it has: the object is made at once, without a frame on the stack.
    /// It takes over the count that the caller has of `callee` and the `n` arguments. `None` if the call takes more than that, and
    /// nothing was done.
    #[inline(never)]
    pub(crate) unsafe fn make_generator(
        &mut self,
        callee: Slot,
        f: &Function,
        arguments: *mut Slot,
        n: usize,
    ) -> Option<Slot> {
        unsafe {
            let code: &Code = &*f.code.as_ptr();
            if (*code.entry.get()).get().op != Op::MakeGenerator as u8
                || !f.simple.get()
                || code.argcount as usize != n
                || self.thread.depth >= self.fast_limit
                || self.thread.origin_depth > 0
            {
                return None;
            }
            let g = Generator::create(GenKind::of_flags(code.unit.flags), code.registers);
            g.take_names(f, code);
            let frame = g.frame_ptr();
            let to = (*frame).base;
            (*frame).func = callee;
            (*frame).code = code;
            (*frame).globals = &*f.globals;
            (*frame).pc = code.entry.get().add(1);
            for k in 0..n {
                to.add(k).write(std::mem::replace(&mut *arguments.add(k), Slot::UNBOUND));
            }
            for k in n..code.registers as usize {
                to.add(k).write(Slot::UNBOUND);
            }
            copy_closure(f, code, to);
            if self.trace.wants(0) {
                self.record_generator(&g);
            }
            Some(g.into_slot())
        }
    }

    /// Calls the function `f` (a method found on a type) with arguments that stay with the caller, if it is a plain call; else general.
    #[inline(never)]
    pub(crate) fn push_method(&mut self, f: Slot, args: &[Value], ret: Ret) {
        let Some(function) = f.payload::<Function>() else { return };
        self.fuel -= 1;
        unsafe {
            if let Some(to) = self.push_plain(f.copied(), function, args.len(), ret) {
                for (k, a) in args.iter().enumerate() {
                    to.add(k).write(a.slot().copied());
                }
                return;
            }
            f.release();
            if let Err(e) = self.push_function(Ref::of(function), args, &[], ret) {
                self.unwind(e);
            }
        }
    }

    /// Calls a Python function for the native frame on top, which is being stepped, if it is a plain call; else nothing is done.
    #[inline(never)]
    pub(crate) fn push_callback(&mut self, f: &Value, args: &[Value]) -> bool {
        let Some(function) = f.slot().payload::<Function>() else { return false };
        unsafe {
            let Some(to) = self.push_plain(f.slot(), function, args.len(), Ret::Native) else { return false };
            f.slot().incref();
            for (k, a) in args.iter().enumerate() {
                to.add(k).write(a.slot().copied());
            }
        }
        true
    }

    /// Enters a Python function, binding its arguments.
    pub(crate) fn push_function(
        &mut self,
        f: Ref<Function>,
        values: &[Value],
        names: &[Value],
        ret: Ret,
    ) -> Result<(), Raised> {
        // the code of a module or class: its names are the globals
        let locals = match f.simple.get() || f.code.borrow().has(crate::code::flags::OPTIMIZED) {
            true => None,
            false => Some(f.globals.value()),
        };
        self.push_frame(f, values, names, ret)?;
        if let Some(locals) = locals {
            unsafe { (*self.thread.top).locals = locals.into_slot() };
        }
        if self.tracing.on {
            self.frame_entered();
        }
        Ok(())
    }

    #[inline(never)]
    fn push_frame(&mut self, f: Ref<Function>, values: &[Value], names: &[Value], ret: Ret) -> Result<(), Raised> {
        self.enter_call()?;
        let code = f.code.get();
        let frame = self.thread.stack.push(code.registers, ret);
        unsafe {
            (*frame).back = self.thread.top;
            (*frame).code = &*code;
            (*frame).globals = &*f.globals;
            (*frame).pc = code.words.as_ptr();
            let base = (*frame).base;
            let missing = (code.argcount as usize).wrapping_sub(values.len());
            let defaults = f.defaults.borrow().slot();
            let defaults = defaults.payload::<Tuple>().map_or(&[][..], Tuple::items);
            let simple = f.simple.get();
            if names.is_empty() && (simple || is_told_and_plain(&code)) && missing <= defaults.len() {
                let rest = &defaults[defaults.len() - missing..];
                for (i, v) in values.iter().chain(rest).enumerate() {
                    base.add(i).write(v.slot().copied());
                }
            } else if let Err(e) = self.bind(&f, &code, base, values, names) {
                (*frame).clear_registers(0);
                self.thread.stack.pop(frame);
                self.thread.depth -= 1;
                return Err(e);
            }
            if !simple && self.trace.wants(1) {
                let arguments = std::slice::from_raw_parts(base, code.parameters());
                self.record_call(&code, arguments);
            }
            copy_closure(&f, &code, base);
            (*frame).func = f.into_slot();
        }
        self.thread.top = frame;
        Ok(())
    }

    /// Pushes a frame for module, class or exec code: no arguments, names live in `locals`.
    pub(crate) fn push_body(&mut self, f: Ref<Function>, locals: Value, ret: Ret) -> Result<(), Raised> {
        self.push_frame(f, &[], &[], ret)?;
        unsafe { (*self.thread.top).locals = locals.into_slot() };
        if self.tracing.on {
            self.frame_entered();
        }
        Ok(())
    }

    /// Counts a new Python frame; RecursionError at the limit.
    #[inline(always)]
    pub(crate) fn enter_call(&mut self) -> Result<(), Raised> {
        self.thread.depth += 1;
        if self.thread.depth > self.recursion_limit {
            return Err(self.too_deep());
        }
        Ok(())
    }

    #[cold]
    fn too_deep(&mut self) -> Raised {
        self.thread.depth -= 1;
        let ty = types().exc.RecursionError.clone();
        self.error(&ty, "maximum recursion depth exceeded")
    }

    /// Binds arguments to parameters in the registers at `base` (all UNBOUND before).
    #[inline(never)]
    unsafe fn bind(
        &mut self,
        f: &Function,
        code: &Code,
        base: *mut Slot,
        values: &[Value],
        names: &[Value],
    ) -> Result<(), Raised> {
        let unit = &code.unit;
        let n = values.len() - names.len();
        let (positional, keywords) = values.split_at(n);
        let argcount = unit.argcount as usize;
        let total = argcount + unit.kwonly as usize;
        let set = |i: usize, v: Value| unsafe { base.add(i).write(v.into_slot()) };
        let is_set = |i: usize| unsafe { !(*base.add(i)).is_unbound() };
        for (i, v) in positional.iter().take(argcount).enumerate() {
            set(i, v.clone());
        }
        let mut at = total;
        if code.has(flags::VARARGS) {
            set(at, tuple::from_slice(positional.get(argcount..).unwrap_or(&[])));
            at += 1;
        }
        let kwargs = code.has(flags::VARKEYWORDS).then(Dict::new);
        if let Some(d) = &kwargs {
            set(at, d.value());
        }
        let mut posonly_by_name: Vec<String> = Vec::new();
        let posonly = unit.posonly as usize;
        for (name, value) in names.iter().zip(keywords) {
            // names in code are interned
            if let Some(i) = code.varnames[..total].iter().position(|p| p.slot() == name.slot())
                && i >= posonly
                && !is_set(i)
            {
                set(i, value.clone());
                continue;
            }
            let Some(key) = self.intern_value(name) else { return Err(self.type_error("keywords must be strings")) };
            match code.varnames[..total].iter().position(|p| p.is(&key)) {
                Some(i) if i >= posonly => {
                    if is_set(i) {
                        let (q, k) = (self.qualname(f), key.to_text());
                        return Err(self.type_error(format!("{q}() got multiple values for argument '{k}'")));
                    }
                    set(i, value.clone());
                }
                found => match &kwargs {
                    // the name itself is the key, whatever its class
                    Some(d) if !crate::object::str::is_exact(name) => {
                        d.insert_new(name.clone(), key.hash(), value.clone())
                    }
                    Some(d) => d.set_interned(&key, value.clone()),
                    None if found.is_some() => posonly_by_name.push(key.to_text()),
                    None => {
                        let (q, k) = (self.qualname(f), key.to_text());
                        let hint =
                            crate::vm::suggest::closest(&k, code.varnames[posonly..total].iter().map(|p| p.to_text()));
                        let tail = hint.map_or(String::new(), |h| format!(". Did you mean '{h}'?"));
                        return Err(self.type_error(format!("{q}() got an unexpected keyword argument '{k}'{tail}")));
                    }
                },
            }
        }
        if !posonly_by_name.is_empty() {
            let q = self.qualname(f);
            let list = posonly_by_name.join(", ");
            return Err(self.type_error(format!(
                "{q}() got some positional-only arguments passed as keyword arguments: '{list}'"
            )));
        }
        if n > argcount && !code.has(flags::VARARGS) {
            return Err(self.too_many_positional(f, code, n, base));
        }
        let defaults = f.defaults.borrow().slot();
        let defaults = defaults.payload::<Tuple>().map_or(&[][..], Tuple::items);
        let mut missing = Vec::new();
        for i in n.min(argcount)..argcount {
            if !is_set(i) {
                match (defaults.len() + i).checked_sub(argcount).and_then(|j| defaults.get(j)) {
                    Some(v) => set(i, v.clone()),
                    None => missing.push(i),
                }
            }
        }
        if !missing.is_empty() {
            return Err(self.missing_arguments(f, code, "positional", &missing));
        }
        let kwdefaults = f.kwdefaults.borrow().slot();
        let kwdefaults = kwdefaults.payload::<Dict>();
        for i in argcount..total {
            if !is_set(i) {
                match kwdefaults.and_then(|d| d.get_interned(&code.varnames[i])) {
                    Some(v) => set(i, v),
                    None => missing.push(i),
                }
            }
        }
        if !missing.is_empty() {
            return Err(self.missing_arguments(f, code, "keyword-only", &missing));
        }
        Ok(())
    }

    fn qualname(&self, f: &Function) -> String {
        f.qualname.get().get::<Str>().map_or(String::new(), |s| s.to_text())
    }

    #[cold]
    fn missing_arguments(&mut self, f: &Function, code: &Code, kind: &str, missing: &[usize]) -> Raised {
        let names: Vec<String> = missing.iter().map(|&i| format!("'{}'", code.varnames[i].to_text())).collect();
        let list = match names.as_slice() {
            [one] => one.clone(),
            [a, b] => format!("{a} and {b}"),
            [first @ .., last] => format!("{}, and {last}", first.join(", ")),
            [] => String::new(),
        };
        let plural = if names.len() == 1 { "" } else { "s" };
        let q = self.qualname(f);
        self.type_error(format!("{q}() missing {} required {kind} argument{plural}: {list}", names.len()))
    }

    #[cold]
    fn too_many_positional(&mut self, f: &Function, code: &Code, given: usize, base: *mut Slot) -> Raised {
        let argcount = code.unit.argcount as usize;
        let kwonly = (argcount..argcount + code.unit.kwonly as usize)
            .filter(|&i| unsafe { !(*base.add(i)).is_unbound() })
            .count();
        let defaults = f.defaults.get().get::<Tuple>().map_or(0, |t| t.len());
        let (takes, plural) = if defaults > 0 {
            (format!("from {} to {argcount}", argcount.saturating_sub(defaults)), true)
        } else {
            (argcount.to_string(), argcount != 1)
        };
        let extra = if kwonly > 0 {
            format!(
                " positional argument{} (and {kwonly} keyword-only argument{})",
                if given == 1 { "" } else { "s" },
                if kwonly == 1 { "" } else { "s" }
            )
        } else {
            String::new()
        };
        let q = self.qualname(f);
        let was = if given == 1 && kwonly == 0 { "was" } else { "were" };
        self.type_error(format!(
            "{q}() takes {takes} positional argument{} but {given}{extra} {was} given",
            if plural { "s" } else { "" }
        ))
    }
}

/// The names in a tuple of keyword names.
pub(super) fn names_of(names: Option<&Value>) -> &[Value] {
    names.and_then(|n| n.get::<Tuple>()).map_or(&[], |t| t.items())
}

/// True if a native method of `owner` may be called with `v` as its receiver.
#[inline(always)]
fn receives(owner: &Ref<Type>, v: &Value) -> bool {
    owner.is_type_of(v) || type_ref(v).is_subtype(owner)
}

/// True for plain methods: functions, and native methods of a type.
pub(super) fn binds_first(m: &Value) -> bool {
    m.is_a::<Function>() || m.get::<Builtin>().is_some_and(|b| b.owner.is_some() && b.def.binding == Binding::Method)
}

/// Copies the cells of a closure into their registers.
#[inline(always)]
pub(crate) unsafe fn copy_closure(f: &Function, code: &Code, base: *mut Slot) {
    if let Some(cells) = f.closure.get::<Tuple>() {
        let first = code.first_free as usize;
        for (i, cell) in cells.items().iter().enumerate() {
            unsafe { base.add(first + i).write(cell.clone().into_slot()) };
        }
    }
}
