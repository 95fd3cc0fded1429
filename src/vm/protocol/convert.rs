//! Text forms, hashes, numbers from objects, method calls by name.

use crate::heap::Ref;
use crate::object::names::Dunder;
use crate::object::native::Builtin;
use crate::object::str::Str;
use crate::object::{compare, int, sequence, str, types};
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::frame::Expect;
use crate::vm::native::{Act, CallArgs, PyResult};

/// What `repr`, `str` and `format` without a format give for exact numbers, None, and lists and tuples of not many such values.
pub(crate) fn plain_text(v: &Value) -> Option<Value> {
    let s = v.slot();
    if s.is_int() {
        return Some(str::from_int(s.int()));
    }
    Some(str::new(if s.is_float() {
        crate::text::float::repr(s.float()).into()
    } else if let Some(b) = v.as_bool() {
        (if b { "True" } else { "False" }).into()
    } else if v.is_none() {
        "None".into()
    } else {
        sequence::repr_natively(v)?.finish()
    }))
}

impl Vm {
    /// `repr(v)`: Done(str).
    pub fn repr(&mut self, v: &Value) -> Act {
        if let Some(text) = plain_text(v) {
            return Act::Done(text);
        }
        if let Some(s) = v.get::<Str>().filter(|_| str::is_exact(v)) {
            return Act::Done(str::new(crate::text::repr::str_repr(s.view())));
        }
        match self.call_dunder(v, Dunder::Repr, &[]) {
            Some(act) => self.check_depth(act, |vm, r| vm.expect_str(r, "__repr__")),
            None => Act::Done(str::new(format!("<{} object>", self.type_name(v)))),
        }
    }

    /// `str(v)`: Done(str).
    pub fn str(&mut self, v: &Value) -> Act {
        if str::is_exact(v) {
            return Act::Done(v.clone());
        }
        if let Some(text) = plain_text(v) {
            return Act::Done(text);
        }
        match self.dunder(v, Dunder::Str) {
            Some(m) if !m.get::<Builtin>().is_some_and(|b| b.owner.as_ref().is_some_and(|t| t.is(&types().object))) => {
                let act = self.call_unbound(m, v, &[]);
                self.check_depth(act, |vm, r| vm.expect_str(r, "__str__"))
            }
            // object.__str__ is the type's __repr__
            _ => match self.call_dunder(v, Dunder::Repr, &[]) {
                Some(act) => self.check_depth(act, |vm, r| vm.expect_str(r, "__str__")),
                None => self.repr(v),
            },
        }
    }

    fn check_depth(&mut self, act: Act, f: fn(&mut Vm, Value) -> PyResult) -> Act {
        match act {
            // a resumable native's own result is right by construction: no frame in between
            Act::Call(callee, args)
                if callee
                    .get::<Builtin>()
                    .is_some_and(|b| matches!(b.def.call, crate::vm::native::NativeCall::Leaf(_))) =>
            {
                let r = self.call_leaf(&callee, &args.values);
                match r {
                    Ok(v) => f(self, v).into(),
                    Err(e) => Act::Raise(e),
                }
            }
            Act::Call(callee, args)
                if callee
                    .get::<Builtin>()
                    .is_some_and(|b| matches!(b.def.call, crate::vm::native::NativeCall::Async(_))) =>
            {
                Act::Call(callee, args)
            }
            // a tail native may lead back here: in a frame such a loop has an end
            act => self.check(act, f),
        }
    }

    fn expect_str(&mut self, r: Value, method: &'static std::primitive::str) -> PyResult {
        if r.is_a::<Str>() {
            return Ok(r);
        }
        let name = self.type_name(&r);
        Err(self.type_error(format!("{method} returned non-string (type {name})")))
    }

    /// `ascii(v)`: Done(str).
    pub fn ascii(&mut self, v: &Value) -> Act {
        let act = self.repr(v);
        self.check(act, |_, r| {
            let Some(s) = r.get::<Str>() else { return Ok(r) };
            if s.view().is_ascii() {
                return Ok(r.clone());
            }
            Ok(str::new(crate::text::repr::escape_non_ascii(s.view())))
        })
    }

    /// `format(v, spec)`: Done(str).
    pub fn format(&mut self, v: &Value, spec: &Value) -> Act {
        let empty = spec.get::<Str>().is_some_and(|s| s.is_empty());
        if empty && str::is_exact(v) {
            return Act::Done(v.clone());
        }
        if empty && let Some(text) = plain_text(v) {
            return Act::Done(text);
        }
        if str::is_exact(v) {
            return crate::object::str_format::format_exact(self, v, spec).into();
        }
        // exact numbers do it themselves, and what they give is a str
        let s = v.slot();
        if s.is_int() || types().int.is_type_of(v) {
            return crate::object::int_methods::format_exact(self, v, spec);
        }
        if s.is_float() || types().float.is_type_of(v) {
            return crate::object::float_methods::format_exact(self, v, spec);
        }
        match self.call_dunder(v, Dunder::Format, &[spec.clone()]) {
            Some(act) => self.check_depth(act, |vm, r| {
                if r.is_a::<Str>() {
                    return Ok(r);
                }
                let name = vm.type_name(&r);
                Err(vm.type_error(format!("__format__ must return a str, not {name}")))
            }),
            None => self.str(v),
        }
    }

    /// `hash(v)`: Done(int).
    pub fn hash(&mut self, v: &Value) -> Act {
        if let Some(h) = compare::hash_natively(v) {
            return Act::Done(Value::int(h));
        }
        match self.dunder(v, Dunder::Hash) {
            Some(m) if !m.is_none() => {
                if m.is_a::<Builtin>() {
                    return self.call_unbound(m, v, &[]);
                }
                self.ask_method(v, Dunder::Hash, Expect::Hash).unwrap_or(Act::Done(Value::int(0)))
            }
            _ => {
                let name = self.type_name(v);
                Act::Raise(self.type_error(format!("unhashable type: '{name}'")))
            }
        }
    }

    /// The hash that a Python `__hash__` gave.
    pub fn checked_hash(&mut self, h: Value) -> crate::vm::PyResult {
        if let Some(h) = int::to_i64(&h) {
            return Ok(Value::int(if h == -1 { -2 } else { h }));
        }
        match int::to_big(&h) {
            Some(b) => Ok(Value::int(crate::text::hash::big(&b))),
            None => Err(self.type_error("__hash__ method should return an integer")),
        }
    }

    /// `operator.index(v)`: Done(int).
    pub fn index(&mut self, v: &Value) -> Act {
        if v.as_small().is_some() || types().int.is_type_of(v) {
            return Act::Done(v.clone());
        }
        if let Some(b) = v.as_bool() {
            return Act::Done(Value::int(b as i64));
        }
        if let Some(b) = v.get::<int::BigIntBox>() {
            return Act::Done(int::big(b.0.clone()));
        }
        match self.index_opt(v) {
            Some(act) => act,
            None => {
                let name = self.type_name(v);
                Act::Raise(self.type_error(format!("'{name}' object cannot be interpreted as an integer")))
            }
        }
    }

    /// What `v.__index__()` gives, as an exact int; `None` if the type has no such method.
    pub fn index_opt(&mut self, v: &Value) -> Option<Act> {
        let act = self.call_dunder(v, Dunder::Index, &[])?;
        Some(act.then(self, |_, r| match r {
            Ok(n) if n.as_small().is_some() || types().int.is_type_of(&n) => Act::Done(n),
            Ok(r) => Act::run(async move |cx| crate::object::number_args::checked_int(cx, r, "__index__").await),
            Err(e) => Act::Raise(e),
        }))
    }

    /// `v.name(*args)`.
    pub fn call_method(&mut self, v: &Value, name: &Ref<Str>, args: impl Into<CallArgs>) -> Act {
        let args = args.into();
        match self.get_attr(v, name) {
            Act::Done(m) => Act::Call(m, args),
            Act::Raise(e) => Act::Raise(e),
            act => Act::run(async move |cx| {
                let m = cx.act(act).await?;
                cx.act(Act::Call(m, args)).await
            }),
        }
    }

    /// True if `v` can be called.
    pub fn is_callable(&self, v: &Value) -> bool {
        use crate::object::function::{BoundMethod, Function};
        v.is_a::<Function>() || v.is_a::<Builtin>() || v.is_a::<BoundMethod>() || self.dunder(v, Dunder::Call).is_some()
    }
}
