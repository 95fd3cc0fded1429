//! Binary and unary operators, comparisons, truth.
//!
//! Invariant: operand methods are tried in CPython's order: the right operand's reflected method first if its type is a proper subclass
//! that overrides it, then the left's, then the right's; NotImplemented goes on to the next.

use crate::code::{BinOp, CmpOp};
use crate::heap::Kind;
use crate::object::names::Dunder;
use crate::object::native::Builtin;
use crate::object::{compare, type_ref};
use crate::value::{Slot, Value};
use crate::vm::Vm;
use crate::vm::frame::Expect;
use crate::vm::native::{Act, Args, Check, NativeCall, Raised};

/// Unary operators.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnaryOp {
    Neg,
    Pos,
    Invert,
}

/// Methods of a binary operation in the order in which they are tried: (method, receiver, argument).
type Candidates = smallvec::SmallVec<[(Value, Value, Value); 3]>;

impl Vm {
    /// `a op b`.
    pub fn binary(&mut self, op: BinOp, a: &Value, b: &Value) -> Act {
        if let Some(r) = crate::object::number::binary(self, op, a, b) {
            return r.into();
        }
        if let Some(act) = crate::object::str_type::quick_binary(self, op, a, b) {
            return act;
        }
        let (left, right, _) = Dunder::of_binary(op);
        if let Some(act) = self.operate_directly(left, a, b) {
            return act;
        }
        let candidates = self.candidates(None, left, right, a, b);
        self.try_candidates(candidates, op, false, a, b)
    }

    /// `a op= b`.
    pub fn inplace(&mut self, op: BinOp, a: &Value, b: &Value) -> Act {
        if let Some(r) = crate::object::number::binary(self, op, a, b) {
            return r.into();
        }
        let (left, right, inplace) = Dunder::of_binary(op);
        let own = if self.dunder(a, inplace).is_some() { inplace } else { left };
        if let Some(act) = self.operate_directly(own, a, b) {
            return act;
        }
        let candidates = self.candidates(Some(inplace), left, right, a, b);
        self.try_candidates(candidates, op, true, a, b)
    }

    /// What the left operand's method answers, for two built-in collections of one type, two sets, or one and a small int: no other method
    /// comes before it. `None` if it is no simple native, or does not know.
    fn operate_directly(&mut self, d: Dunder, a: &Value, b: &Value) -> Option<Act> {
        let ty = type_ref(a);
        let simple = matches!(ty.kind, Kind::List | Kind::Tuple | Kind::Set | Kind::Bytes | Kind::ByteArray);
        let other = type_ref(b);
        let sets = ty.kind == Kind::Set && other.kind == Kind::Set && other.is_static();
        if !simple || !ty.is_static() || b.as_small().is_none() && !std::ptr::eq(ty, other) && !sets {
            return None;
        }
        let method = self.dunder_slot(ty, d).payload::<Builtin>()?;
        let (values, lent) = ([a.slot(), b.slot()], crate::value::lend);
        let act = match self.call_leaf_directly(method, lent(&values)) {
            Some(r) => r.into(),
            None => self.call_tail_directly(method, lent(&values))?,
        };
        match act {
            Act::Done(v) if v.is_not_implemented() => None,
            act => Some(act),
        }
    }

    /// Goes on with `a op b` (or `a op= b`) after the first of the left operand's methods gave NotImplemented.
    pub(crate) fn binary_after(&mut self, op: BinOp, inplace: bool, a: &Value, b: &Value) -> Act {
        let (left, right, own) = Dunder::of_binary(op);
        let mut candidates = self.candidates(Some(own).filter(|_| inplace), left, right, a, b);
        if !candidates.is_empty() {
            candidates.remove(0);
        }
        self.try_candidates(candidates, op, inplace, a, b)
    }

    /// The methods of a `left`/`right` pair of special methods.
    pub(crate) fn candidates(
        &mut self,
        inplace: Option<Dunder>,
        left: Dunder,
        right: Dunder,
        a: &Value,
        b: &Value,
    ) -> Candidates {
        let mut out = Candidates::new();
        if let Some(d) = inplace
            && let Some(m) = self.dunder(a, d)
        {
            out.push((m, a.clone(), b.clone()));
        }
        let (ta, tb) = (type_ref(a), type_ref(b));
        let same = std::ptr::eq(ta, tb);
        let forward = self.dunder_of(ta, left);
        let reflected = if same { None } else { self.dunder_of(tb, right) };
        let reflected_first = reflected.is_some() && tb.is_subtype(ta) && {
            let inherited = self.dunder_of(ta, right);
            match (&reflected, &inherited) {
                (Some(r), Some(i)) => !r.is(i),
                _ => true,
            }
        };
        if reflected_first && let Some(r) = &reflected {
            out.push((r.clone(), b.clone(), a.clone()));
        }
        if let Some(f) = forward {
            out.push((f, a.clone(), b.clone()));
        }
        if !reflected_first && let Some(r) = reflected {
            out.push((r, b.clone(), a.clone()));
        }
        out
    }

    fn try_candidates(&mut self, candidates: Candidates, op: BinOp, inplace: bool, a: &Value, b: &Value) -> Act {
        self.try_each(candidates.into_iter(), (a, b), move |vm, a, b| Err(vm.unsupported(op, inplace, a, b)))
    }

    /// The answer of the first method that does not give NotImplemented; if there is none, what `last` says.
    fn try_each(
        &mut self,
        mut rest: <Candidates as IntoIterator>::IntoIter,
        (a, b): (&Value, &Value),
        last: impl Fn(&mut Vm, &Value, &Value) -> crate::vm::PyResult + Copy + 'static,
    ) -> Act {
        while let Some((method, receiver, argument)) = rest.next() {
            // natives answer at once
            let act = if let Some(leaf) = leaf_of(&method) {
                let values = [receiver, argument];
                match leaf(self, &Args::borrowed(&values)) {
                    Ok(v) if v.is_not_implemented() => continue,
                    Err(e) if self.wants => self.serve(NativeCall::Leaf(leaf), Args::borrowed(&values), e),
                    r => return r.into(),
                }
            } else {
                match self.call_unbound(method, &receiver, &[argument]) {
                    // operators of sets never ask for others of their kind
                    Act::Call(f, args) if receiver.is_a::<crate::object::set::Set>() && f.is_a::<Builtin>() => {
                        self.call_builtin(&f, &args.values, None)
                    }
                    act => act,
                }
            };
            match act {
                Act::Done(v) if v.is_not_implemented() => continue,
                act @ (Act::Done(_) | Act::Raise(_)) => return act,
                act => {
                    let (a, b) = (a.clone(), b.clone());
                    return act.in_frame(move |vm, r| match r {
                        Ok(v) if v.is_not_implemented() => vm.try_each(rest, (&a, &b), last),
                        r => r.into(),
                    });
                }
            }
        }
        last(self, a, b).into()
    }

    #[cold]
    fn unsupported(&mut self, op: BinOp, inplace: bool, a: &Value, b: &Value) -> Raised {
        let symbol = if inplace { op.inplace_symbol() } else { op.symbol() };
        let (x, y) = (self.type_name(a), self.type_name(b));
        // sequences word `+` and `*` themselves
        let message = match op {
            BinOp::Add if a.is_a::<crate::object::list::List>() && !inplace => {
                format!("can only concatenate list (not \"{y}\") to list")
            }
            BinOp::Add if a.is_a::<crate::object::tuple::Tuple>() => {
                format!("can only concatenate tuple (not \"{y}\") to tuple")
            }
            BinOp::Add if a.is_a::<crate::object::str::Str>() => {
                format!("can only concatenate str (not \"{y}\") to str")
            }
            BinOp::Add if self.is_sequence(a) && !a.is_a::<crate::object::list::List>() => {
                format!("can't concat {y} to {x}")
            }
            BinOp::Mul if self.is_sequence(a) => format!("can't multiply sequence by non-int of type '{y}'"),
            BinOp::Mul if self.is_sequence(b) && !(inplace && self.is_container(a)) => {
                format!("can't multiply sequence by non-int of type '{x}'")
            }
            _ => format!("unsupported operand type(s) for {symbol}: '{x}' and '{y}'"),
        };
        self.type_error(message)
    }

    /// True if CPython's type has slots of a sequence, with or without `*` among them.
    fn is_container(&self, v: &Value) -> bool {
        type_ref(v).has(crate::object::ty::flag::HEAPTYPE) || self.has_dunder(v, Dunder::Contains)
    }

    fn is_sequence(&self, v: &Value) -> bool {
        use crate::heap::Kind;
        v.is_heap() && matches!(type_ref(v).kind, Kind::Str | Kind::List | Kind::Tuple | Kind::Bytes | Kind::ByteArray)
    }

    /// `-v`, `+v`, `~v`.
    pub fn unary(&mut self, op: UnaryOp, v: &Value) -> Act {
        let native = match op {
            UnaryOp::Neg => crate::object::number::negative(v),
            UnaryOp::Pos => crate::object::number::positive(v),
            UnaryOp::Invert => crate::object::number::invert(v),
        };
        if let Some(r) = native {
            return Act::Done(r);
        }
        let (d, symbol) = match op {
            UnaryOp::Neg => (Dunder::Neg, "-"),
            UnaryOp::Pos => (Dunder::Pos, "+"),
            UnaryOp::Invert => (Dunder::Invert, "~"),
        };
        match self.call_dunder(v, d, &[]) {
            Some(act) => act,
            None => {
                let name = self.type_name(v);
                Act::Raise(self.type_error(format!("bad operand type for unary {symbol}: '{name}'")))
            }
        }
    }

    /// `a op b` for a comparison: any value, as the method returned it.
    pub fn compare(&mut self, op: CmpOp, a: &Value, b: &Value) -> Act {
        if let Some(r) = crate::object::number::compare(op, a, b) {
            return Act::Done(Value::bool(r));
        }
        if matches!(op, CmpOp::Eq | CmpOp::Ne)
            && let Some(equal) = compare::equal_exact(a, b)
        {
            return Act::Done(Value::bool(equal == (op == CmpOp::Eq)));
        }
        let candidates = self.compare_candidates(op, a, b);
        self.try_compare(candidates, op, a, b)
    }

    /// Goes on with a comparison after the left operand's method gave NotImplemented.
    pub(crate) fn compare_after(&mut self, op: CmpOp, a: &Value, b: &Value) -> Act {
        let mut candidates = self.compare_candidates(op, a, b);
        if !candidates.is_empty() {
            candidates.remove(0);
        }
        self.try_compare(candidates, op, a, b)
    }

    fn compare_candidates(&mut self, op: CmpOp, a: &Value, b: &Value) -> Candidates {
        let (left, right) = (Dunder::of_compare(op), Dunder::of_compare(op.swapped()));
        let (ta, tb) = (type_ref(a), type_ref(b));
        let mut out = Candidates::new();
        let right_first = !std::ptr::eq(ta, tb) && tb.is_subtype(ta);
        let reflected = self.dunder_of(tb, right);
        if right_first && let Some(r) = &reflected {
            out.push((r.clone(), b.clone(), a.clone()));
        }
        if let Some(f) = self.dunder_of(ta, left) {
            out.push((f, a.clone(), b.clone()));
        }
        if !right_first && let Some(r) = reflected {
            out.push((r, b.clone(), a.clone()));
        }
        out
    }

    fn try_compare(&mut self, candidates: Candidates, op: CmpOp, a: &Value, b: &Value) -> Act {
        self.try_each(candidates.into_iter(), (a, b), move |vm, a, b| vm.compare_default(op, a, b))
    }

    pub(crate) fn compare_default(&mut self, op: CmpOp, a: &Value, b: &Value) -> crate::vm::PyResult {
        match op {
            CmpOp::Eq => Ok(Value::bool(a.is(b))),
            CmpOp::Ne => Ok(Value::bool(!a.is(b))),
            _ => {
                let (x, y) = (self.type_name(a), self.type_name(b));
                Err(self.type_error(format!("'{}' not supported between instances of '{x}' and '{y}'", op.symbol())))
            }
        }
    }

    /// `a is b or a == b`: Done(bool).
    pub fn equal(&mut self, a: &Value, b: &Value) -> Act {
        if a.is(b) {
            return Act::Done(Value::TRUE);
        }
        let act = self.compare(CmpOp::Eq, a, b);
        self.then_truth(act)
    }

    /// The truth of what `act` gives.
    pub fn then_truth(&mut self, act: Act) -> Act {
        act.then(self, |vm, r| match r {
            Ok(v) => vm.truth(&v),
            Err(e) => Act::Raise(e),
        })
    }

    /// `bool(v)`: Done(True or False).
    #[inline]
    pub fn truth(&mut self, v: &Value) -> Act {
        match truth_natively(v) {
            Some(b) => Act::Done(Value::bool(b)),
            None => self.truth_slow(v),
        }
    }

    fn truth_slow(&mut self, v: &Value) -> Act {
        if let Some(act) = self.ask_method(v, Dunder::Bool, Expect::Bool) {
            return act;
        }
        if self.dunder(v, Dunder::Len).is_some() {
            let act = self.len(v);
            return self.check(act, |_, n| Ok(Value::bool(n.as_small() != Some(0))));
        }
        Act::Done(Value::TRUE)
    }

    /// Calls a special method that takes nothing else, and checks its answer; `None` if the type of `v` has none.
    pub fn ask_method(&mut self, v: &Value, d: Dunder, what: Expect) -> Option<Act> {
        let m = self.dunder(v, d)?;
        if m.slot().heap_kind() == Some(Kind::Function) {
            return Some(Act::Method(m, v.clone(), what));
        }
        Some(match self.call_unbound(m, v, &[]) {
            Act::Done(v) => self.expected(what, v),
            Act::Raise(e) => Act::Raise(e),
            act => act.in_frame(move |vm, r| match r {
                Ok(v) => vm.expected(what, v),
                Err(e) => Act::Raise(e),
            }),
        })
    }

    /// The answer of a special method as the operation gives it on.
    pub(crate) fn expected(&mut self, what: Expect, v: Value) -> Act {
        match what {
            Expect::Bool if v.as_bool().is_some() => Act::Done(v),
            Expect::Bool => {
                let name = self.type_name(&v);
                Act::Raise(self.type_error(format!("__bool__ should return bool, returned {name}")))
            }
            Expect::Length => self.length(v),
            Expect::Hash => self.checked_hash(v).into(),
            Expect::Iterator => self.checked_iterator(v).into(),
        }
    }

    /// Passes what `act` gives through `f`.
    pub fn check(&mut self, act: Act, f: fn(&mut Vm, Value) -> crate::vm::PyResult) -> Act {
        match act {
            Act::Done(v) => f(self, v).into(),
            Act::Raise(e) => Act::Raise(e),
            act => Check::act(act, f),
        }
    }
}

/// `bool(v)` for values whose truth needs no method call.
#[inline(never)]
pub fn truth_natively(v: &Value) -> Option<bool> {
    let s = v.slot();
    if s.is_int() {
        return Some(s.int() != 0);
    }
    if s.is_float() {
        return Some(s.float() != 0.0);
    }
    if !s.is_heap() {
        return match s {
            Slot::TRUE | Slot::ELLIPSIS => Some(true),
            Slot::FALSE | Slot::NONE => Some(false),
            _ => None,
        };
    }
    if let Some(n) = super::item::len_natively(v) {
        return Some(n != 0);
    }
    // known to have no method to ask
    let ty = type_ref(v);
    let none = ty.cached_dunder(Dunder::Bool) == Slot::STOP && ty.cached_dunder(Dunder::Len) == Slot::STOP;
    if none { Some(true) } else { None }
}

/// The Rust function behind a two-argument leaf method.
fn leaf_of(method: &Value) -> Option<fn(&mut Vm, &Args) -> crate::vm::PyResult> {
    match method.get::<Builtin>()?.def.call {
        NativeCall::Leaf(f) => Some(f),
        _ => None,
    }
}
