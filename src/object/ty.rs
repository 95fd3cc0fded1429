//! Type objects.
//!
//! Invariants: `mro` starts with the type itself; `version` changes whenever an attribute lookup on the type could change (its own or a
//! base's namespace, its bases), and is never given again to any class, so that what was learnt of a version stays true; version 0, which
//! all classes get once the numbers are used up, says nothing. A cached dunder is what `mro` gives for that name at this version.

use super::dict::Dict;
use super::names::Dunder;
use super::str::Str;
use crate::heap::{Kind, Layout, Mut, Payload, Ref, Visitor};
use crate::local;
use crate::value::{Slot, Value};
use std::cell::{Cell, OnceCell};

/// Facts about a type, as bits.
pub mod flag {
    /// Built in and immutable: instances do not count a reference to it.
    pub const STATIC: u32 = 1;
    /// `__del__` is defined.
    pub const HAS_DEL: u32 = 2;
    /// Instances may be weakly referenced.
    pub const WEAKREFABLE: u32 = 4;
    /// Instances have a `__dict__`.
    pub const HAS_DICT: u32 = 8;
    /// The layout's objects may need a finaliser (generators).
    pub const FINALISED_LAYOUT: u32 = 16;
    /// May be a base class.
    pub const BASETYPE: u32 = 32;
    /// Has abstract methods.
    pub const ABSTRACT: u32 = 64;
    /// `match` sequence pattern.
    pub const SEQUENCE: u32 = 128;
    /// `match` mapping pattern.
    pub const MAPPING: u32 = 256;
    /// `match`: a single positional pattern matches the subject itself (int, str, …).
    pub const MATCH_SELF: u32 = 512;
    /// Made by a class statement or `type(...)`.
    pub const HEAPTYPE: u32 = 1024;
    /// Cannot be called to make instances ("cannot create 'X' instances").
    pub const NO_INSTANTIATION: u32 = 2048;
    /// Subclass of `type`.
    pub const TYPE_SUBCLASS: u32 = 4096;
    /// Subclass of `BaseException`.
    pub const EXC_SUBCLASS: u32 = 8192;
    /// Attributes cannot be set by Python code.
    pub const IMMUTABLE: u32 = 16384;
    /// The bytes of instances are to be had from Python code: `__buffer__` or `__release_buffer__` of a class of the program.
    pub const LENDS: u32 = 32768;
}

/// Attribute names that instances of a class share, in slot order.
#[derive(Default)]
pub struct SharedKeys {
    pub names: Vec<Ref<Str>>,
}

/// Most inline attributes an instance can have.
pub const MAX_INLINE: usize = 30;

/// A type.
pub struct Type {
    /// The layout of instances.
    pub kind: Kind,
    /// Offset of the instance area in instances; 0 if they have none.
    instance_offset: u16,
    /// `__slots__` members of this class and its bases.
    pub members: u16,
    /// Inline attribute slots that new instances get.
    pub capacity: Cell<u16>,
    flags: Cell<u32>,
    version: Cell<u32>,
    pub layout: &'static Layout,
    pub keys: Mut<SharedKeys>,
    pub name: Mut<Value>,
    pub qualname: Mut<Value>,
    pub base: Mut<Option<Ref<Type>>>,
    pub bases: Mut<Vec<Ref<Type>>>,
    pub mro: Mut<Vec<Ref<Type>>>,
    dict: OnceCell<Ref<Dict>>,
    dunders: Mut<Option<Box<[Slot]>>>,
    /// Direct subclasses, oldest first, and classes whose `mro()` put this one where no base of theirs is; who dies removes itself.
    pub subclasses: Mut<Vec<*const Type>>,
}

local! {
    static NEXT_VERSION: Cell<u32> = Cell::new(1);
}

/// How many lookups are known at most.
const KNOWN: usize = 512;

/// Version of the type, address and hash of the name; what was found (STOP: nothing), which its owner keeps while that is the version.
type Known = ((u32, usize, i64), Slot);

local! {
    // of zeros, which no page has to load; no name has the address 0
    static LOOKUPS: [Cell<Known>; KNOWN] = [const { Cell::new(((0, 0, 0), Slot(0))) }; KNOWN];
}

/// A version that no class had before; 0 once all are used up.
fn next_version() -> u32 {
    let v = NEXT_VERSION.get();
    NEXT_VERSION.set(if v == 0 { 0 } else { v.wrapping_add(1) });
    v
}

impl Type {
    /// A type without bases, name or MRO; `build` modules fill those in.
    pub fn new(kind: Kind, layout: &'static Layout, instance_offset: usize, members: u16, flags: u32) -> Type {
        Type {
            kind,
            instance_offset: instance_offset as u16,
            members,
            capacity: Cell::new(0),
            flags: Cell::new(flags),
            version: Cell::new(next_version()),
            layout,
            keys: Mut::default(),
            name: Mut::new(Value::NONE),
            qualname: Mut::new(Value::NONE),
            base: Mut::new(None),
            bases: Mut::default(),
            mro: Mut::default(),
            dict: OnceCell::new(),
            dunders: Mut::new(None),
            subclasses: Mut::default(),
        }
    }
    /// The namespace.
    #[inline(always)]
    pub fn dict(&self) -> &Ref<Dict> {
        self.dict.get().expect("a finished type has its namespace")
    }
    /// Gives a type under construction its namespace.
    pub(crate) fn init_dict(&self, dict: Ref<Dict>) {
        let _ = self.dict.set(dict);
    }
    #[inline(always)]
    pub fn has(&self, flag: u32) -> bool {
        self.flags.get() & flag != 0
    }
    pub fn set_flag(&self, flag: u32, on: bool) {
        self.flags.set(if on { self.flags.get() | flag } else { self.flags.get() & !flag });
    }
    pub fn flags(&self) -> u32 {
        self.flags.get()
    }
    #[inline(always)]
    pub fn is_static(&self) -> bool {
        self.has(flag::STATIC)
    }
    #[inline(always)]
    pub fn has_del(&self) -> bool {
        self.has(flag::HAS_DEL)
    }
    #[inline(always)]
    pub fn weakrefable(&self) -> bool {
        self.has(flag::WEAKREFABLE)
    }
    /// True if the death of an instance might have to be shown to Python.
    #[inline(always)]
    pub fn death_is_visible(&self) -> bool {
        self.has(flag::HAS_DEL | flag::WEAKREFABLE | flag::FINALISED_LAYOUT)
    }
    #[inline(always)]
    pub fn version(&self) -> u32 {
        self.version.get()
    }
    pub fn instance_offset(&self) -> usize {
        self.instance_offset as usize
    }
    #[inline(always)]
    pub fn instance_area_offset(&self) -> Option<usize> {
        if self.instance_offset == 0 { None } else { Some(self.instance_offset as usize) }
    }
    /// Bytes of the instance area that a new instance gets; 0 if instances have none.
    #[inline(always)]
    pub fn instance_area(&self) -> usize {
        if self.instance_offset == 0 {
            0
        } else {
            super::instance::area_size(self.members as usize + self.capacity.get() as usize)
        }
    }
    /// The name as text (`__name__`).
    pub fn name(&self) -> String {
        self.name.get().get::<Str>().map_or_else(String::new, |s| s.to_text())
    }
    /// True if `self` is `other` or derives from it (by MRO, without hooks).
    pub fn is_subtype(&self, other: &Type) -> bool {
        std::ptr::eq(self, other) || self.mro.borrow().iter().any(|t| std::ptr::eq(&**t, other))
    }
    /// Looks a name up along the MRO, without descriptors. The name must be interned.
    pub fn lookup(&self, name: &Ref<Str>) -> Option<Value> {
        let (address, hash) = (name.slot().header() as usize, name.hash());
        let key = (self.version.get(), address, hash);
        LOOKUPS.with(|known| {
            let place = &known[(address >> 4 ^ key.0 as usize) % KNOWN];
            let (at, found) = place.get();
            let found = if at == key {
                found
            } else {
                let mro = self.mro.borrow();
                let found = mro.iter().find_map(|t| t.dict().get_interned(name)).map_or(Slot::STOP, |v| v.slot());
                if key.0 != 0 {
                    place.set((key, found));
                }
                found
            };
            if found == Slot::STOP { None } else { Some(found.share()) }
        })
    }
    /// Like [`Type::lookup`], with the type that defines the name.
    pub fn lookup_where(&self, name: &Ref<Str>) -> Option<(Ref<Type>, Value)> {
        let mro = self.mro.borrow();
        mro.iter().find_map(|t| t.dict().get_interned(name).map(|v| (t.clone(), v)))
    }
    /// Direct subclasses, oldest first.
    pub fn live_subclasses(&self) -> Vec<Ref<Type>> {
        let all = self.subclasses.borrow();
        let all = all.iter().filter(|t| unsafe { &***t }.bases.borrow().iter().any(|b| std::ptr::eq(&**b, self)));
        all.map(|t| unsafe { Ref::of(&**t) }).collect()
    }
    /// Something about lookups on this type changed: new versions here and in all subclasses, cached dunders forgotten.
    pub fn modified(&self) {
        let mut work: Vec<*const Type> = vec![self];
        while let Some(t) = work.pop() {
            let t = unsafe { &*t };
            t.version.set(next_version());
            t.dunders.set(None);
            work.extend(t.subclasses.borrow().iter());
        }
    }
    /// `of` need not tell this class of changes any more.
    fn leave(&self, of: &Type) {
        of.subclasses.borrow_mut().retain(|t| !std::ptr::eq(*t, self));
    }
    #[inline(always)]
    pub(crate) fn cached_dunder(&self, d: Dunder) -> Slot {
        match &*self.dunders.borrow() {
            Some(table) => table[d as usize],
            None => Slot::UNBOUND,
        }
    }
    pub(crate) fn cache_dunder(&self, d: Dunder, slot: Slot) {
        let mut table = self.dunders.borrow_mut();
        table.get_or_insert_with(|| vec![Slot::UNBOUND; Dunder::COUNT].into_boxed_slice())[d as usize] = slot;
    }
}

impl Payload for Type {
    const KIND: Kind = Kind::Type;
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.name.borrow());
        v.value(&self.qualname.borrow());
        if let Some(b) = &*self.base.borrow() {
            v.reference(b);
        }
        self.bases.borrow().iter().for_each(|t| v.reference(t));
        self.mro.borrow().iter().for_each(|t| v.reference(t));
        self.keys.borrow().names.iter().for_each(|n| v.reference(n));
        v.reference(self.dict());
    }
    fn clear(&self) {
        // what is known of lookups here and in subclasses is over
        self.modified();
        self.dict().clear();
        let mro = self.mro.take();
        let bases = self.bases.replace(Vec::new());
        mro.iter().chain(&bases).for_each(|b| self.leave(b));
        // Instances that are still dying need the layout only, which is static.
        drop((mro, bases, self.base.take()));
    }
}

impl Drop for Type {
    fn drop(&mut self) {
        if crate::heap::is_ending() {
            return;
        }
        let (mro, bases) = (self.mro.borrow(), self.bases.borrow());
        mro.iter().chain(bases.iter()).filter(|b| !std::ptr::eq(&***b, self)).for_each(|b| self.leave(b));
    }
}

impl Ref<Type> {
    /// True if `value` is an exact instance.
    #[inline(always)]
    pub fn is_type_of(&self, value: &Value) -> bool {
        value.is_heap() && std::ptr::eq(unsafe { (*value.slot().header()).ty_ptr() }, self.as_ptr())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::native::{Clock, NativeHost};
    use crate::vm::Vm;
    use crate::vm::host::Outcome;

    #[test]
    fn versions_end_at_zero() {
        NEXT_VERSION.set(u32::MAX);
        assert_eq!([next_version(), next_version(), next_version()], [u32::MAX, 0, 0]);
    }

    /// Each answer changes while the places that ask are executed again and again.
    const PROGRAM: &str = "
class A:
    kind = 1
    def f(self): return 'A.f'
    @property
    def p(self): return 'A.p'
class B(A):
    __slots__ = ('s',)
    def f(self): return 'B.f ' + super().f()
def ask(o):
    return o.f(), o.p, o.kind, o.x, number(), len('ab')
def number():
    return n
n = 0
seen = []
for turn in range(6):
    a, b = A(), B()
    a.x = b.x = b.s = turn
    seen.append((ask(a), ask(b), b.s))
    if turn == 1: A.f = lambda self: 'new'
    if turn == 2: A.kind = b.kind = 2
    if turn == 3: n = 1; len = lambda x: 'mine'
    if turn == 4: A.p = property(lambda self: 'other')
rows = [[('A.f', 'A.p', 1, t, 0, 2), ('B.f A.f', 'A.p', 1, t, 0, 2), t] for t in range(6)]
for t in (2, 3, 4, 5): rows[t][0] = ('new', *rows[t][0][1:]); rows[t][1] = ('B.f new', *rows[t][1][1:])
for t in (3, 4, 5): rows[t][0] = (*rows[t][0][:2], 2, t, 0, 2); rows[t][1] = (*rows[t][1][:2], 2, t, 0, 2)
for t in (4, 5): rows[t][0] = (*rows[t][0][:4], 1, 'mine'); rows[t][1] = (*rows[t][1][:4], 1, 'mine')
rows[5][0] = ('new', 'other', *rows[5][0][2:]); rows[5][1] = ('B.f new', 'other', *rows[5][1][2:])
raise SystemExit(seen != [tuple(r) for r in rows])
";

    #[test]
    fn without_versions_nothing_is_cached_wrongly() {
        let mut vm = Vm::new(Box::new(NativeHost::new(Clock::Virtual)));
        vm.host.mute();
        NEXT_VERSION.set(0);
        crate::object::dict::use_up_versions();
        vm.start(PROGRAM, "/versions.py");
        let status = loop {
            match vm.run(1_000_000) {
                Outcome::Finished(status) => break status,
                Outcome::Sliced => {}
                _ => panic!("the program waits"),
            }
        };
        assert_eq!(status, 0);
    }
}
