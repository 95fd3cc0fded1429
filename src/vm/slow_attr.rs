//! Slow paths of the attribute instructions, and what their inline caches are filled with.
//!
//! Invariant: that of `slow.rs`. A cache word is written only for a lookup that no instance and no special method can change while the
//! type (or module, or class) keeps its version. What a cache holds is borrowed: the class owns it as long as it has that version, and no
//! version comes twice (`object/ty.rs`), so neither an instruction's words nor `KNOWN_ATTRIBUTES` need ever be emptied, whatever dies.
//! Version 0 is every class's when there are no more versions: nothing is cached for it.

use super::Vm;
use super::frame::{Frame, Ret};
use super::native::Act;
use super::protocol::Descriptor;
use super::run::{
    CACHE_CLASS, CACHE_FIELD, CACHE_METHOD, CACHE_METHOD_NO_DICT, CACHE_MODULE, CACHE_OWN_CLASS, CACHE_PLACE,
    CACHE_PROPERTY, CACHE_TYPE, CACHE_TYPE_WRAPPED, CACHE_WRAPPED, MEMBER, cache_word,
};
use crate::code::opcode::{Instr, KILL_A, KILL_B, KILL_C};
use crate::heap::{Kind, Ref};
use crate::local;
use crate::object::function::Function;
use crate::object::instance::InstanceArea;
use crate::object::module::Module;
use crate::object::names::Dunder;
use crate::object::native::Builtin;
use crate::object::spec::Member;
use crate::object::str::Str;
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, flag};
use crate::object::{type_ref, types};
use crate::value::{Slot, Value};
use std::cell::Cell;

/// What an instruction's cache was filled with, for the next instruction that asks the same of the same class: where receivers of several
/// classes meet, each has its turn in the instruction's own cache.
#[derive(Clone, Copy)]
struct Known {
    version: u32,
    op: u8,
    name: usize,
    hash: i64,
    words: [u64; 2],
}

const KNOWN: usize = 256;

local! {
    static KNOWN_ATTRIBUTES: [Cell<Known>; KNOWN] =
        [const { Cell::new(Known { version: 0, op: 0, name: 0, hash: 0, words: [0; 2] }) }; KNOWN];
}

/// Where the answer for an instruction about a name stands.
fn place_of(version: u32, op: u8, name: usize) -> usize {
    (version as usize ^ (name >> 4) ^ (op as usize) << 3) % KNOWN
}

impl Vm {
    /// The instruction's cache is filled with what is known of the class of `v` and `name`: it is executed once more then. False if
    /// nothing is known, or the cache is about that class already.
    #[inline(never)]
    fn recalled(&mut self, i: Instr, v: Slot, name: u16) -> bool {
        if !v.is_heap() {
            return false;
        }
        let version = type_ref(v.as_value()).version();
        let frame = self.frame();
        let cache = unsafe { (*frame.pc.add(1)).get() };
        if cache.wide() == version {
            return false;
        }
        let name = &frame.code().names[name as usize];
        let address = name.slot().header() as usize;
        KNOWN_ATTRIBUTES.with(|known| {
            let k = known[place_of(version, i.op, address)].get();
            let hit = k.version == version && k.op == i.op && k.name == address && k.hash == name.hash();
            if hit {
                self.set_cache(1, k.words[0]);
                self.set_cache(2, k.words[1]);
            }
            hit
        })
    }

    /// Fills the instruction's cache, and remembers it.
    fn fill(&mut self, name: &Ref<Str>, version: u32, words: [u64; 2]) {
        if version == 0 {
            return;
        }
        self.set_cache(1, words[0]);
        self.set_cache(2, words[1]);
        let op = self.frame().instr().op;
        let address = name.slot().header() as usize;
        let known = Known { version, op, name: address, hash: name.hash(), words };
        KNOWN_ATTRIBUTES.with(|all| all[place_of(version, op, address)].set(known));
    }

    #[inline(never)]
    pub(crate) fn slow_load_attr(&mut self, i: Instr) {
        let v = self.frame().reg(i.b);
        if self.recalled(i, v, i.c) {
            return;
        }
        let name = self.name(i.c);
        let v = self.src(i.b, i.flags & KILL_B);
        if let Some((kind, m)) = self.method(&v, &name).filter(|(kind, m)| *kind != 0 && m.is_a::<Function>()) {
            self.set_attr_cache(kind, 0, type_ref(&v).version(), m.slot().0);
        } else {
            self.cache_attr(&v, &name);
        }
        let act = self.get_attr(&v, &name);
        self.perform(act, Ret::Reg(i.a))
    }

    /// A plain method of the class that the instance does not hide, and how it can be cached (0: it cannot).
    fn method(&mut self, v: &Value, name: &Ref<Str>) -> Option<(u8, Value)> {
        let ty = type_ref(v);
        if ty.kind == Kind::Type || ty.kind == Kind::Module || !self.has_plain_getattribute(ty) {
            return None;
        }
        let m = ty.lookup(name).filter(|m| m.is_a::<Function>() || types().method_descriptor.is_type_of(m))?;
        if self.instance_attr(v, name).is_some() {
            return None;
        }
        // an exception's attributes are not in its area
        let in_area =
            InstanceArea::of(v).is_some() && (!ty.has(flag::HAS_DICT) || InstanceArea::of_attributes(v).is_some());
        let no_dict = InstanceArea::of(v).is_none()
            && !ty.has(flag::HAS_DICT)
            && self.own_dict(v).is_none()
            && !matches!(ty.kind, Kind::Function | Kind::Exception);
        let hidden_name = ty.keys.borrow().names.iter().any(|n| n.is(name));
        let kind = if no_dict || in_area && !ty.has(flag::HAS_DICT) {
            CACHE_METHOD_NO_DICT
        } else if in_area && !hidden_name {
            CACHE_METHOD
        } else {
            0
        };
        Some((kind, m))
    }

    fn set_attr_cache(&mut self, kind: u8, index: u16, version: u32, word: u64) {
        let words = [cache_word(kind, index, version).bits(), word];
        if version == 0 {
            return;
        }
        let i = self.frame().instr();
        // what is known of a module or class is not known of its class
        if matches!(kind, CACHE_MODULE | CACHE_TYPE | CACHE_TYPE_WRAPPED) {
            self.set_cache(1, words[0]);
            return self.set_cache(2, words[1]);
        }
        let name = self.name(i.c);
        self.fill(&name, version, words)
    }

    /// Fills the cache of a LoadAttr or LoadMethod if the attribute is a module's, a class's, in the instance, a slot or a property.
    fn cache_attr(&mut self, v: &Value, name: &Ref<Str>) {
        if !v.is_heap() {
            return;
        }
        let ty = type_ref(v);
        if let Some(m) = v.get::<Module>() {
            if types().module.is_type_of(v)
                && ty.lookup(name).is_none()
                && let Some(index) = m.dict.index_of(name)
            {
                let keys = m.dict.keys_version();
                if keys != 0 {
                    self.set_attr_cache(CACHE_MODULE, 0, ty.version(), (keys as u64) << 32 | index as u64);
                }
            }
            return;
        }
        if let Some(class) = v.get::<Type>() {
            // no attribute of the metaclass comes first, and the class's own is given as it is
            let plain = types().type_.is_type_of(v);
            if (plain || ty.version() != 0 && self.has_plain_getattribute(ty))
                && ty.lookup(name).is_none()
                && let Some(found) = class.lookup(name)
                && (found.is_a::<Function>() || self.descriptor_kind(&found) == Descriptor::None)
            {
                self.set_cache(3, if plain { 0 } else { ty.version() as u64 });
                self.set_attr_cache(CACHE_TYPE, 0, class.version(), found.slot().0);
            }
            return;
        }
        if !self.has_plain_getattribute(ty) {
            return;
        }
        let found = ty.lookup(name);
        let descriptor = found.as_ref().map_or(Descriptor::None, |d| self.descriptor_kind(d));
        if let Some(d) = found.as_ref().filter(|_| descriptor == Descriptor::Data) {
            if types().property.is_type_of(d) && self.dunder_of(ty, Dunder::GetAttr).is_none() {
                self.set_attr_cache(CACHE_PROPERTY, 0, ty.version(), d.slot().0);
            } else if let Some(m) =
                d.get::<Member>().filter(|m| types().member_descriptor.is_type_of(d) && ty.is_subtype(&m.owner))
            {
                self.set_attr_cache(CACHE_PLACE, m.index as u16, ty.version(), MEMBER);
            } else if let Some(index) = crate::module::collections::field_of(d).filter(|_| v.is_a::<Tuple>()) {
                self.set_attr_cache(CACHE_FIELD, index as u16, ty.version(), 0);
            } else if Str::is(name, "__class__") && types().object.lookup(name).is_some_and(|own| own.is(d)) {
                self.set_attr_cache(CACHE_OWN_CLASS, 0, ty.version(), 0);
            }
            return;
        }
        let slot = ty.keys.borrow().names.iter().position(|n| n.is(name));
        let area = InstanceArea::of_attributes(v);
        if let Some(area) = area
            && (if area.is_inline() { slot.is_some_and(|s| s < area.filled()) } else { area.in_dict(name).is_some() })
        {
            self.set_attr_cache(CACHE_PLACE, area.place(slot), ty.version(), 0);
        } else if let Some(d) = found
            && descriptor == Descriptor::None
            && slot.is_none()
            && (area.is_some() || InstanceArea::of(v).is_some() && !ty.has(flag::HAS_DICT))
        {
            self.set_attr_cache(CACHE_CLASS, 0, ty.version(), d.slot().0);
        }
    }

    /// A property's getter, called for a LoadAttr whose cache names the property. False if the cache does not hold or the getter is no
    /// plain function.
    pub(crate) fn call_getter(&mut self, frame: *mut Frame, i: Instr, cache: Instr, word: u64) -> bool {
        unsafe {
            let v = (*frame).reg(i.b);
            if (*v.header()).ty().version() != cache.wide() {
                return false;
            }
            let Some(p) = Slot(word).payload::<crate::object::property::Property>() else { return false };
            let getter = p.get.borrow().slot();
            let Some(f) = getter.payload::<Function>() else { return false };
            let Some(to) = self.push_plain(getter, f, 1, Ret::Reg(i.a)) else { return false };
            getter.incref();
            self.fuel -= 1;
            to.write(self.operand(frame, i.b, i.flags & KILL_B).into_slot());
            true
        }
    }

    fn has_plain_getattribute(&self, ty: &Type) -> bool {
        self.dunder_of(ty, Dunder::GetAttribute)
            .is_none_or(|g| g.get::<Builtin>().is_some_and(|b| b.is_generic_getattribute()))
    }

    /// Fills the cache of a LoadMethod that finds a static or class method.
    fn cache_wrapped(&mut self, v: &Value, name: &Ref<Str>) {
        let ty = type_ref(v);
        let (kind, class) = match v.get::<Type>() {
            Some(class) if types().type_.is_type_of(v) && ty.lookup(name).is_none() => (CACHE_TYPE_WRAPPED, class),
            Some(_) => return,
            None => {
                let hidden = !v.is_heap()
                    || InstanceArea::of(v).is_none()
                    || ty.has(flag::HAS_DICT) && InstanceArea::of_attributes(v).is_none()
                    || ty.keys.borrow().names.iter().any(|n| n.is(name));
                if hidden || !self.has_plain_getattribute(ty) {
                    return;
                }
                (CACHE_WRAPPED, ty)
            }
        };
        let Some(found) = class.lookup(name) else { return };
        if types().staticmethod.is_type_of(&found) || types().classmethod.is_type_of(&found) {
            self.set_attr_cache(kind, 0, class.version(), found.slot().0);
        }
    }

    #[inline(never)]
    pub(crate) fn slow_load_method(&mut self, i: Instr) {
        let v = self.frame().reg(i.b);
        if self.recalled(i, v, i.c) {
            return;
        }
        let name = self.name(i.c);
        let v = self.src(i.b, i.flags & KILL_B);
        if let Some((kind, m)) = self.method(&v, &name) {
            if kind != 0 {
                self.set_attr_cache(kind, 0, type_ref(&v).version(), m.slot().0);
            }
            let frame = self.frame();
            frame.set(i.a, m);
            frame.set(i.a + 1, v);
            return frame.advance();
        }
        self.cache_attr(&v, &name);
        self.cache_wrapped(&v, &name);
        let act = self.get_attr(&v, &name);
        self.perform(act, Ret::Method(i.a))
    }

    #[inline(never)]
    pub(crate) fn slow_store_attr(&mut self, i: Instr) {
        let v = self.frame().reg(i.a);
        if self.recalled(i, v, i.b) {
            return;
        }
        let name = self.name(i.b);
        let v = self.src(i.a, i.flags & KILL_A);
        let value = self.src(i.c, i.flags & KILL_C);
        let act = self.set_attr(&v, &name, Some(value));
        if let Act::Done(_) = act
            && let Some(area) = InstanceArea::of(&v)
        {
            let ty = type_ref(&v);
            let plain = self
                .dunder_of(ty, Dunder::SetAttr)
                .is_none_or(|g| g.get::<Builtin>().is_some_and(|b| b.is_generic_setattr()));
            let found = ty.lookup(&name).filter(|_| plain);
            if let Some(m) = found.as_ref().and_then(|d| d.get::<Member>()) {
                if ty.is_subtype(&m.owner) {
                    let word = cache_word(CACHE_PLACE, m.index as u16, ty.version());
                    self.fill(&name, ty.version(), [word.bits(), MEMBER]);
                }
            } else if plain
                && ty.has(flag::HAS_DICT)
                && found.is_none_or(|d| self.descriptor_kind(&d) != Descriptor::Data)
            {
                let slot = ty.keys.borrow().names.iter().position(|n| n.is(&name));
                if slot.is_some() || !area.is_inline() && InstanceArea::of_attributes(&v).is_some() {
                    let word = cache_word(CACHE_PLACE, area.place(slot), ty.version());
                    self.fill(&name, ty.version(), [word.bits(), 0]);
                }
            }
        }
        self.perform(act, Ret::Nothing)
    }
}
