//! Object headers, layouts and typed references.
//!
//! Invariant: a header's type word points to a live type object whose layout is the object's; `Ref<T>` owns one count.

use crate::object::ty::Type;
use crate::value::{Slot, Value};
use std::cell::Cell;
use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::ops::Deref;
use std::ptr::NonNull;

/// What every object begins with: 8 bytes on wasm32.
#[repr(C)]
pub struct Header {
    rc: Cell<u32>,
    ty: Cell<*const Obj<Type>>,
}

#[cfg(target_pointer_width = "32")]
const _: () = assert!(size_of::<Header>() == 8);

/// A header and its payload.
#[repr(C)]
pub struct Obj<T> {
    pub(super) header: Header,
    /// The Rust part.
    pub payload: T,
}

/// The Rust layout of an object. Several Python types may share one (all user classes without a built-in base are `Plain`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Kind {
    Plain,
    Type,
    Str,
    Bytes,
    ByteArray,
    MemoryView,
    Lent,
    BigInt,
    Float,
    Complex,
    Tuple,
    List,
    Dict,
    DictView,
    DictIter,
    Set,
    SetIter,
    Range,
    RangeIter,
    Slice,
    BigRangeIter,
    SeqIter,
    TextIter,
    ListReverse,
    ItemIter,
    CallIter,
    Enumerate,
    Zip,
    Map,
    Filter,
    Reversed,
    Function,
    Builtin,
    BoundMethod,
    StaticMethod,
    ClassMethod,
    Property,
    GetSet,
    Member,
    Super,
    Cell,
    Code,
    Frame,
    Traceback,
    Module,
    Exception,
    Generator,
    GenAwaitable,
    WeakRef,
    MappingProxy,
    GenericAlias,
    Union,
    TypeVar,
    TypeAlias,
    Template,
    Interpolation,
    Future,
    Task,
    Handle,
    Loop,
    Context,
    ContextVar,
    Token,
    /// A native module's own type: the payload is a `Box<dyn NativeObject>` (see `object::native`).
    Native,
}

/// How to drop and visit objects of one layout.
pub struct Layout {
    pub kind: Kind,
    /// Rust drop glue of the payload.
    pub drop: unsafe fn(*mut Header),
    /// Shows every owned value of the payload to the visitor.
    pub visit: unsafe fn(*const Header, &mut Visitor),
    /// Drops the payload's owned values but leaves the object usable (empty): how the collector breaks a cycle.
    pub clear: unsafe fn(*const Header),
    /// True if the object's death must be shown to the VM whatever its type (a suspended generator).
    pub needs_finaliser: unsafe fn(*const Header) -> bool,
    /// Size of header and payload.
    pub size: usize,
}

/// A Rust type that is the payload of heap objects.
pub trait Payload: Sized + 'static {
    /// The layout's number.
    const KIND: Kind;
    /// Shows every owned value to `v`. A payload that owns no value keeps the default.
    fn visit(&self, _v: &mut Visitor) {}
    /// Lets go of owned values that may be part of a cycle, leaving the object safe to use.
    fn clear(&self) {}
    /// True if the VM must see the object's death.
    fn needs_finaliser(&self) -> bool {
        false
    }
    /// The layout's functions.
    const LAYOUT: &'static Layout = &Layout {
        kind: Self::KIND,
        drop: |p| unsafe { std::ptr::drop_in_place(&raw mut (*(p as *mut Obj<Self>)).payload) },
        visit: |p, v| unsafe { (*(p as *const Obj<Self>)).payload.visit(v) },
        clear: |p| unsafe { (*(p as *const Obj<Self>)).payload.clear() },
        needs_finaliser: |p| unsafe { (*(p as *const Obj<Self>)).payload.needs_finaliser() },
        size: size_of::<Obj<Self>>(),
    };
}

/// Receives the owned values of an object.
pub struct Visitor<'a> {
    pub(super) f: &'a mut dyn FnMut(*mut Header),
}

impl Visitor<'_> {
    /// One owned value.
    #[inline]
    pub fn value(&mut self, v: &Value) {
        self.slot(v.slot());
    }
    /// One owned slot.
    #[inline]
    pub fn slot(&mut self, s: Slot) {
        if s.is_heap() {
            (self.f)(s.header())
        }
    }
    /// An optional owned value.
    pub fn option(&mut self, v: &Option<Value>) {
        if let Some(v) = v {
            self.value(v)
        }
    }
    /// Owned values.
    pub fn values(&mut self, vs: &[Value]) {
        for v in vs {
            self.value(v)
        }
    }
    /// An owned reference.
    pub fn reference<T: Payload>(&mut self, r: &Ref<T>) {
        (self.f)(r.as_ptr() as *mut Header)
    }
}

impl Header {
    #[inline(always)]
    pub(super) fn new(ty: &Ref<Type>) -> Header {
        if !ty.is_static() {
            ty.header().incref();
        }
        Header { rc: Cell::new(1), ty: Cell::new(ty.as_ptr()) }
    }
    pub(super) fn root(p: *const Obj<Type>) -> Header {
        Header { rc: Cell::new(1), ty: Cell::new(p) }
    }
    #[inline(always)]
    pub(crate) fn incref(&self) {
        self.rc.set(self.rc.get().wrapping_add(1));
    }
    /// True if that was the last count.
    #[inline(always)]
    pub(crate) fn decref(&self) -> bool {
        let rc = self.rc.get().wrapping_sub(1);
        self.rc.set(rc);
        rc == 0
    }
    /// The number of owners.
    #[inline(always)]
    pub fn count(&self) -> u32 {
        self.rc.get()
    }
    #[inline(always)]
    pub(super) fn is_free(&self) -> bool {
        self.ty.get().is_null()
    }
    pub(super) fn mark_free(&self) {
        self.ty.set(std::ptr::null())
    }
    /// The object's type.
    #[inline(always)]
    pub fn ty(&self) -> &'static Type {
        unsafe { &(*self.ty.get()).payload }
    }
    /// The type's address: an identity to compare with `Ref::as_ptr`.
    #[inline(always)]
    pub fn ty_ptr(&self) -> *const Obj<Type> {
        self.ty.get()
    }
    /// The object's layout.
    #[inline(always)]
    pub fn kind(&self) -> Kind {
        self.ty().kind
    }
    /// A counted reference to the type.
    pub fn ty_ref(&self) -> Ref<Type> {
        unsafe {
            let p = self.ty.get();
            (*p).header.incref();
            Ref::from_raw(NonNull::new_unchecked(p as *mut Obj<Type>))
        }
    }
    /// Changes the object's class (`obj.__class__ = C`); both types have the same layout and instance area.
    pub(crate) fn set_ty(&self, ty: &Ref<Type>) {
        let old = self.ty_ref();
        if !ty.is_static() {
            ty.header().incref();
        }
        self.ty.set(ty.as_ptr());
        if !old.is_static() {
            old.header().decref();
        }
    }
}

/// An owned, typed reference to a heap object.
#[repr(transparent)]
pub struct Ref<T: Payload> {
    p: NonNull<Obj<T>>,
    _owner: PhantomData<Obj<T>>,
}

impl<T: Payload> Ref<T> {
    #[inline(always)]
    pub(super) unsafe fn from_raw(p: NonNull<Obj<T>>) -> Ref<T> {
        Ref { p, _owner: PhantomData }
    }
    #[inline(always)]
    pub(crate) unsafe fn from_slot(s: Slot) -> Ref<T> {
        unsafe { Ref::from_raw(NonNull::new_unchecked(s.header() as *mut Obj<T>)) }
    }
    /// The object's address, an identity.
    #[inline(always)]
    pub fn as_ptr(&self) -> *const Obj<T> {
        self.p.as_ptr()
    }
    #[inline(always)]
    pub fn header(&self) -> &Header {
        unsafe { &(*self.p.as_ptr()).header }
    }
    /// The reference's word, ownership handed to the caller's storage.
    #[inline(always)]
    pub fn into_slot(self) -> Slot {
        Slot::from_header(ManuallyDrop::new(self).p.as_ptr() as *const Header)
    }
    /// The word without taking a count.
    #[inline(always)]
    pub fn slot(&self) -> Slot {
        Slot::from_header(self.p.as_ptr() as *const Header)
    }
    /// A new owner as an untyped value.
    #[inline(always)]
    pub fn value(&self) -> Value {
        self.clone().into()
    }
    /// Same object.
    #[inline(always)]
    pub fn is(&self, other: &Ref<T>) -> bool {
        self.p == other.p
    }
    /// A counted reference to the object whose payload this is.
    pub fn of(payload: &T) -> Ref<T> {
        unsafe {
            let p = (payload as *const T as *mut u8).sub(std::mem::offset_of!(Obj<T>, payload)) as *mut Obj<T>;
            (*p).header.incref();
            Ref::from_raw(NonNull::new_unchecked(p))
        }
    }
}

impl<T: Payload> Clone for Ref<T> {
    #[inline(always)]
    fn clone(&self) -> Ref<T> {
        self.header().incref();
        unsafe { Ref::from_raw(self.p) }
    }
}

impl<T: Payload> Drop for Ref<T> {
    #[inline(always)]
    fn drop(&mut self) {
        unsafe { super::decref_out_of_line(self.p.as_ptr() as *mut Header) }
    }
}

impl<T: Payload> Deref for Ref<T> {
    type Target = T;
    #[inline(always)]
    fn deref(&self) -> &T {
        unsafe { &self.p.as_ref().payload }
    }
}
