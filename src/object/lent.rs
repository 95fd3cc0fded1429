//! Buffers that classes of the program lend: `__buffer__` and `__release_buffer__` (PEP 688).
//!
//! Invariant: what a `__buffer__` gave is given back once, when the last view of it is released or dies, and cannot be released before.
//! Natives read the bytes of their arguments at once, so an object that lends is asked before: see `vm::lending`.

use super::memoryview::{Format, MemoryView, Role};
use super::memoryview_type::{hold, live, made, of_own};
use super::names::Dunder;
use super::native::Builtin;
use super::spec::TypeSpec;
use super::text_args::ints;
use super::ty::flag;
use super::{bytes, int, type_ref, types};
use crate::heap::{Kind, Mut, Payload, Ref, Visitor};
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};

/// What a caller of `__buffer__` may ask for.
pub mod request {
    /// The bytes as they lie.
    pub const SIMPLE: u32 = 0;
    /// To write them.
    pub const WRITABLE: u32 = 1;
    /// The number of items in each dimension; the items lie without gaps.
    pub const ND: u32 = 8;
    /// Whatever there is, perhaps read-only.
    pub const FULL_RO: u32 = 284;
    /// The bits for items with gaps.
    pub const STRIDES: u32 = 16;
}

/// A loan: an object and the view that it lent. Its death is its end.
pub struct Lent {
    owner: Mut<Value>,
    /// what `__buffer__` returned, or a view of the owner's own bytes; None once it was given back
    view: Mut<Value>,
    /// the bytes are the owner's own: it has no `__buffer__` of the program
    own: bool,
}

impl Payload for Lent {
    const KIND: Kind = Kind::Lent;
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.owner.borrow());
        v.value(&self.view.borrow());
    }
    fn clear(&self) {
        self.owner.set(Value::NONE);
        self.view.set(Value::NONE);
    }
    fn needs_finaliser(&self) -> bool {
        !self.view.borrow().is_none()
    }
}

static SPEC: TypeSpec =
    TypeSpec { flags: flag::FINALISED_LAYOUT | flag::NO_INSTANTIATION, ..TypeSpec::of::<Lent>("_buffer_wrapper") };

/// The methods of a buffer that can be resized while no view of it is there.
pub const METHODS: [NativeDef; 2] = [
    tail("__buffer__", "(self, flags, /)", |vm, a| ints(vm, a, &[1], dunder_buffer)),
    leaf("__release_buffer__", "(self, buffer, /)", dunder_release),
];

/// True for an object whose bytes are to be had from Python code only.
#[inline]
pub fn lends(v: &Value) -> bool {
    v.is_heap() && type_ref(v).has(flag::LENDS)
}

/// What [`lends`] says of the instances of a class.
pub fn class_lends(vm: &Vm, ty: &super::ty::Type) -> bool {
    let of_program = |d: Dunder| ty.lookup(&vm.names.dunders[d as usize]).is_some_and(|m| !m.is_a::<Builtin>());
    let has_bytes = matches!(ty.kind, Kind::Bytes | Kind::ByteArray);
    of_program(Dunder::Buffer) || has_bytes && of_program(Dunder::ReleaseBuffer)
}

/// A loan of the bytes that `view` shows, made by `owner`.
pub fn new(vm: &mut Vm, owner: &Value, view: Value, own: bool) -> Ref<Lent> {
    let ty = vm.native_type(&SPEC);
    hold(&view, 1);
    crate::heap::alloc(&ty, Lent { owner: Mut::new(owner.clone()), view: Mut::new(view), own })
}

impl Lent {
    /// What a view says that it is of.
    pub fn shown(lent: &Ref<Lent>) -> Value {
        if lent.own { lent.owner.get() } else { lent.value() }
    }
}

/// A view of a copy of the bytes that `view` shows, in the place of the object that lent them.
pub fn kept(vm: &mut Vm, view: &MemoryView) -> MemoryView {
    let owner = view.lender.borrow().as_ref().map_or(Value::NONE, |l| l.owner.get());
    let data = view.to_vec().unwrap_or_default();
    let copy = MemoryView::made(bytes::new(data), 0, view.len * view.format.size(), 1, Format::BYTES, true);
    copy.lender.set(Some(new(vm, &owner, Value::NONE, true)));
    copy.role.set(Role::StandIn);
    copy
}

/// An argument as a native hands it back: a view in an object's place is a loan that has ended.
pub fn as_given(vm: &mut Vm, v: &Value) -> Value {
    match v.get::<MemoryView>().filter(|m| m.stands_in()) {
        Some(_) => new(vm, &Value::NONE, Value::NONE, false).value(),
        None => v.clone(),
    }
}

impl Vm {
    /// Ends a loan that no view has any more.
    pub(crate) fn give_back(&mut self, lent: &Lent) -> Act {
        let (owner, view) = (lent.owner.get(), lent.view.replace(Value::NONE));
        hold(&view, -1);
        let release = self.dunder(&owner, Dunder::ReleaseBuffer).filter(|m| !m.is_a::<Builtin>());
        let (Some(release), Some(m)) = (release, view.get::<MemoryView>()) else { return Act::Done(Value::NONE) };
        let own = lent.own;
        // a view of the owner's own bytes is its loan: that one's end tells it
        if !own && m.object().is_some_and(|o| o.is(&owner)) {
            return Act::Done(Value::NONE);
        }
        if own {
            m.role.set(Role::Restricted);
        }
        self.call_unbound(release, &owner, &[view.clone()]).then(self, move |vm, r| {
            if own && let Some(m) = view.get::<MemoryView>() {
                m.release();
            }
            match r {
                Ok(_) => Act::Done(Value::NONE),
                Err(e) => {
                    let exc = vm.take_raised(e);
                    let name = vm.type_name(&owner);
                    vm.unraisable(exc, format!("Exception ignored in __release_buffer__ of {name}"), Value::NONE)
                }
            }
        })
    }

    /// A view of what `v`, which lends, gives to who asks with these flags.
    pub(crate) fn borrow_buffer(&mut self, v: &Value, flags: u32) -> Act {
        match self.dunder(v, Dunder::Buffer) {
            Some(m) if !m.is_a::<Builtin>() => {
                let owner = v.clone();
                let act = self.call_unbound(m, v, &[Value::int(flags.into())]);
                act.then(self, move |vm, r| r.and_then(|view| borrowed(vm, &owner, view, flags)).into())
            }
            _ => of_own(self, v).into(),
        }
    }
}

/// The view that a `__buffer__` returned, lent.
fn borrowed(vm: &mut Vm, owner: &Value, view: Value, flags: u32) -> PyResult {
    if !types().memoryview.is_type_of(&view) {
        return Err(vm.type_error("__buffer__ returned non-memoryview object"));
    }
    let m = live(vm, &view)?;
    check(vm, m, flags)?;
    let again = m.again();
    again.lender.set(Some(new(vm, owner, view.clone(), false)));
    made(again)
}

/// Refuses what a view cannot be used for.
fn check(vm: &mut Vm, m: &MemoryView, flags: u32) -> PyResult<()> {
    let message = if flags & request::WRITABLE != 0 && m.readonly {
        "memoryview: underlying buffer is not writable"
    } else if flags & request::STRIDES == 0 && !m.is_contiguous() {
        "memoryview: underlying buffer is not C-contiguous"
    } else {
        return Ok(());
    };
    let ty = types().exc.BufferError.clone();
    Err(vm.error(&ty, message))
}

/// The flags that `__buffer__` and `memoryview._from_flags` are called with.
fn flags_of(vm: &mut Vm, v: &Value) -> PyResult<u32> {
    match int::to_i64(v).map(i32::try_from) {
        Some(Ok(n)) => Ok(n as u32),
        Some(Err(_)) => Err(vm.overflow_error("buffer flags out of range")),
        None if int::is_int(v) => Err(vm.overflow_error("cannot fit 'int' into an index-sized integer")),
        None => {
            let name = vm.type_name(v);
            Err(vm.type_error(format!("'{name}' object cannot be interpreted as an integer")))
        }
    }
}

/// `__buffer__` of a built-in type.
fn dunder_buffer(vm: &mut Vm, a: &Args) -> PyResult {
    let flags = flags_of(vm, a.at(1))?;
    if flags & request::WRITABLE != 0 && a.at(0).is_a::<bytes::Bytes>() {
        let ty = types().exc.BufferError.clone();
        return Err(vm.error(&ty, "Object is not writable."));
    }
    let view = of_own(vm, a.at(0))?;
    if let Some(m) = view.get::<MemoryView>() {
        check(vm, m, flags)?;
        if a.at(0).is_a::<MemoryView>() {
            m.lender.set(Some(new(vm, a.at(0), a.at(0).clone(), true)));
        }
    }
    Ok(view)
}

/// `memoryview._from_flags(object, flags)`.
pub fn from_flags(vm: &mut Vm, a: &Args) -> Act {
    match flags_of(vm, a.at(2)) {
        Ok(flags) if lends(a.at(1)) => vm.borrow_buffer(a.at(1), flags).then(vm, |vm, r| match r {
            Ok(v) => super::memoryview_type::of(vm, &v).into(),
            Err(e) => Act::Raise(e),
        }),
        Ok(_) if !bytes::is_bytes_like(a.at(1)) => super::memoryview_type::of(vm, a.at(1)).into(),
        Ok(flags) => {
            dunder_buffer(vm, &Args::owned(smallvec::smallvec![a.at(1).clone(), Value::int(flags.into())])).into()
        }
        Err(e) => Act::Raise(e),
    }
}

/// `__release_buffer__` of a built-in type: ends a view of the object.
fn dunder_release(vm: &mut Vm, a: &Args) -> PyResult {
    let view = a.at(1);
    let Some(m) = view.get::<MemoryView>().filter(|_| types().memoryview.is_type_of(view)) else {
        return Err(vm.type_error("expected a memoryview object"));
    };
    match m.object() {
        _ if m.role.get() == Role::Restricted => Ok(Value::NONE),
        None => Err(vm.value_error("memoryview's buffer has already been released")),
        Some(o) if !o.is(a.at(0)) => Err(vm.value_error("memoryview's buffer is not this object")),
        Some(_) => super::memoryview_type::release(vm, &Args::owned(smallvec::smallvec![view.clone()])),
    }
}
