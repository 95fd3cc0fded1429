//! Attributes: descriptors, instance attributes, `__getattr__` fallbacks.

use crate::heap::Ref;
use crate::object::function::{BoundMethod, ClassMethod, Function, StaticMethod};
use crate::object::instance::InstanceArea;
use crate::object::module::Module;
use crate::object::names::Dunder;
use crate::object::native::Builtin;
use crate::object::property::Property;
use crate::object::spec::{GetSet, Member};
use crate::object::str::Str;
use crate::object::ty::Type;
use crate::object::{type_of, type_ref, types};
use crate::value::Value;
use crate::vm::Mistake;
use crate::vm::Vm;
use crate::vm::native::{Act, Binding, PyResult};

/// What kind of descriptor a class attribute is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Descriptor {
    /// not a descriptor
    None,
    /// has `__get__` only
    NonData,
    /// has `__set__` or `__delete__`
    Data,
}

impl Vm {
    /// Classifies a class attribute.
    pub fn descriptor_kind(&self, v: &Value) -> Descriptor {
        if !v.is_heap() {
            return Descriptor::None;
        }
        if v.is_a::<Function>() {
            return Descriptor::NonData;
        }
        if v.is_a::<Property>() || v.is_a::<GetSet>() || v.is_a::<Member>() {
            return Descriptor::Data;
        }
        let ty = type_ref(v);
        if self.dunder_of(ty, Dunder::Set).is_some() || self.dunder_of(ty, Dunder::Delete).is_some() {
            Descriptor::Data
        } else if self.dunder_of(ty, Dunder::Get).is_some()
            || v.is_a::<StaticMethod>()
            || v.is_a::<ClassMethod>()
            || v.is_a::<Builtin>()
        {
            Descriptor::NonData
        } else {
            Descriptor::None
        }
    }

    /// `descriptor.__get__(instance, owner)`; the value itself if it is no descriptor.
    pub fn descriptor_get(&mut self, d: &Value, instance: Option<&Value>, owner: &Ref<Type>) -> Act {
        if !d.is_heap() {
            return Act::Done(d.clone());
        }
        if d.is_a::<Function>() {
            return Act::Done(match instance {
                Some(i) => BoundMethod::new(d.clone(), i.clone()),
                None => d.clone(),
            });
        }
        if let Some(b) = d.get::<Builtin>() {
            return Act::Done(match (b.def.binding, &b.owner, instance) {
                (Binding::Method, Some(_), Some(i)) => bind_builtin(d, b, i),
                (Binding::Class, Some(_), _) => bind_builtin(d, b, &owner.value()),
                _ => d.clone(),
            });
        }
        if let Some(p) = d.get::<Property>() {
            let Some(i) = instance else { return Act::Done(d.clone()) };
            if types().property.is_type_of(d) || self.dunder(d, Dunder::Get).is_none_or(|g| g.is_a::<Builtin>()) {
                let getter = p.get.get();
                if getter.is_none() {
                    return Act::Raise(self.property_error(p, i, "getter"));
                }
                return Act::call(getter, [i.clone()]);
            }
        }
        if let Some(s) = d.get::<StaticMethod>() {
            return Act::Done(s.func.get());
        }
        if let Some(c) = d.get::<ClassMethod>() {
            let func = c.func.get();
            return Act::Done(BoundMethod::new(func, owner.value()));
        }
        if let Some(g) = d.get::<GetSet>() {
            let Some(i) = instance else { return Act::Done(d.clone()) };
            if !type_ref(i).is_subtype(&g.owner) {
                let m = format!(
                    "descriptor '{}' for '{}' objects doesn't apply to a '{}' object",
                    g.def.name,
                    g.owner.name(),
                    self.type_name(i)
                );
                return Act::Raise(self.type_error(m));
            }
            return g.def.get.act(self, i);
        }
        if let Some(m) = d.get::<Member>() {
            let Some(i) = instance else { return Act::Done(d.clone()) };
            if !type_ref(i).is_subtype(&m.owner) {
                let text = m.name.get().get::<Str>().map_or(String::new(), |s| s.to_text());
                let message = format!(
                    "descriptor '{text}' for '{}' objects doesn't apply to a '{}' object",
                    m.owner.name(),
                    self.type_name(i)
                );
                return Act::Raise(self.type_error(message));
            }
            return match InstanceArea::of(i).and_then(|a| a.member(m.index)) {
                Some(v) => Act::Done(v),
                None => {
                    let name = m.name.get();
                    let text = name.get::<Str>().map_or(String::new(), |s| s.to_text());
                    let class = crate::object::qualified_type_name(self, i);
                    let message = format!("'{class}' object has no attribute '{text}'");
                    Act::Raise(self.attribute_error(i, name, message))
                }
            };
        }
        match self.dunder(d, Dunder::Get) {
            Some(get) => {
                let i = instance.cloned().unwrap_or(Value::NONE);
                self.call_unbound(get, d, &[i, owner.value()])
            }
            None => Act::Done(d.clone()),
        }
    }

    /// "property 'x' of 'C' object has no getter".
    #[cold]
    pub(crate) fn property_error(&mut self, p: &Property, instance: &Value, what: &str) -> crate::vm::Raised {
        let name = p.name.get().or_else(|| {
            let f = p.get.get();
            f.get::<Function>().map(|f| f.name.get())
        });
        let class = type_ref(instance).qualname.get().get::<Str>().map_or(String::new(), |s| s.to_text());
        let message = match name.and_then(|n| n.get::<Str>().map(|s| s.to_text())) {
            Some(n) => format!("property '{n}' of '{class}' object has no {what}"),
            None => format!("property of '{class}' object has no {what}"),
        };
        let e = types().exc.AttributeError.clone();
        self.error(&e, message)
    }

    /// AttributeError: "'C' object has no attribute 'x'" (for types and modules: their own wording).
    #[cold]
    pub fn no_attribute(&mut self, object: &Value, name: &Value) -> crate::vm::Raised {
        let text = name.get::<Str>().map_or(String::new(), |s| s.to_text());
        let message = if let Some(t) = object.get::<Type>() {
            format!("type object '{}' has no attribute '{text}'", t.name())
        } else if let Some(m) = object.get::<Module>() {
            match m.dict.get_interned(&self.names.name).and_then(|n| n.get::<Str>().map(|s| s.to_text())) {
                Some(n) => {
                    let file = m.dict.get_interned(&self.names.file).and_then(|f| f.get::<Str>().map(|s| s.to_text()));
                    match file.as_ref().map(|f| (f, self.module_mistake(&n, f))) {
                        Some((f, Mistake::HidesLibrary)) => format!(
                            "module '{n}' has no attribute '{text}' (consider renaming '{f}' since it has the same name as the standard library module named '{n}' and prevents importing that standard library module)"
                        ),
                        Some((f, Mistake::MayHide)) => {
                            format!(
                                "module '{n}' has no attribute '{text}' (consider renaming '{f}' if it has the same name as a library you intended to import)"
                            )
                        }
                        Some((f, Mistake::Circular)) => {
                            format!(
                                "partially initialized module '{n}' from '{f}' has no attribute '{text}' (most likely due to a circular import)"
                            )
                        }
                        _ => format!("module '{n}' has no attribute '{text}'"),
                    }
                }
                None => format!("module has no attribute '{text}'"),
            }
        } else {
            format!("'{}' object has no attribute '{text}'", self.type_name(object))
        };
        self.attribute_error(object, name.clone(), message)
    }

    /// `object.__getattribute__` for a name: data descriptor, instance attribute, class attribute. `None` if there is none.
    pub fn generic_get_attr(&mut self, v: &Value, name: &Ref<Str>) -> Option<Act> {
        let ty = type_ref(v);
        let class_attr = ty.lookup(name);
        if let Some(d) = &class_attr
            && self.gets_first(d)
        {
            let owner = type_of(v);
            return Some(self.descriptor_get(d, Some(v), &owner));
        }
        if let Some(found) = self.instance_attr(v, name) {
            return Some(Act::Done(found));
        }
        let d = class_attr?;
        let owner = type_of(v);
        Some(self.descriptor_get(&d, Some(v), &owner))
    }

    /// True for a data descriptor with `__get__`: it comes before what the instance holds.
    pub(crate) fn gets_first(&self, d: &Value) -> bool {
        self.descriptor_kind(d) == Descriptor::Data
            && (d.is_a::<Property>()
                || d.is_a::<GetSet>()
                || d.is_a::<Member>()
                || self.dunder(d, Dunder::Get).is_some())
    }

    /// An attribute in the instance itself.
    pub fn instance_attr(&self, v: &Value, name: &Ref<Str>) -> Option<Value> {
        if let Some(area) = InstanceArea::of_attributes(v) {
            return area.get(type_ref(v), name);
        }
        self.own_dict(v).and_then(|d| d.get_interned(name))
    }

    /// The `__dict__` of objects whose payload has one (functions, modules, static/class methods, exceptions of built-in classes …).
    pub fn own_dict(&self, v: &Value) -> Option<Ref<crate::object::dict::Dict>> {
        if let Some(m) = v.get::<Module>() {
            return Some(m.dict.clone());
        }
        if let Some(f) = v.get::<Function>() {
            return f.dict.get();
        }
        if let Some(s) = v.get::<StaticMethod>() {
            return s.dict.get();
        }
        if let Some(c) = v.get::<ClassMethod>() {
            return c.dict.get();
        }
        if let Some(e) = v.get::<crate::object::exception::Exception>() {
            return e.dict.get();
        }
        if let Some(p) = v.get::<crate::object::typing::TypeParam>() {
            return p.dict.get();
        }
        None
    }

    /// `type.__getattribute__`. `None` if there is no such attribute.
    pub fn type_get_attr(&mut self, v: &Value, name: &Ref<Str>) -> Option<Act> {
        let ty = v.get_ref::<Type>()?;
        let meta = type_of(v);
        let meta_attr = meta.lookup(name);
        if let Some(d) = &meta_attr
            && self.gets_first(d)
        {
            return Some(self.descriptor_get(d, Some(v), &meta));
        }
        if let Some(found) = ty.lookup(name) {
            return Some(self.descriptor_get(&found, None, &ty));
        }
        let d = meta_attr?;
        Some(self.descriptor_get(&d, Some(v), &meta))
    }

    /// `getattr(v, name)` through the type's `__getattribute__` and `__getattr__`.
    pub fn get_attr(&mut self, v: &Value, name: &Ref<Str>) -> Act {
        match self.find_attr(v, name) {
            Some(act) => act,
            None => Act::Raise(self.no_attribute(v, &name.value())),
        }
    }

    /// The same; `None` if nobody raised an error and there is no such attribute.
    fn find_attr(&mut self, v: &Value, name: &Ref<Str>) -> Option<Act> {
        let getattribute = self.dunder(v, Dunder::GetAttribute);
        let native = match &getattribute {
            None => true,
            Some(g) => g.get::<Builtin>().is_some_and(|b| b.is_generic_getattribute()),
        };
        let fallback = self.dunder(v, Dunder::GetAttr);
        if native {
            let found = if v.is_a::<Type>() { self.type_get_attr(v, name) } else { self.generic_get_attr(v, name) };
            return Some(match (found, fallback) {
                (Some(Act::Raise(e)), Some(f)) if self.raised_is(&types().exc.AttributeError) => {
                    drop(self.take_raised(e));
                    self.call_unbound(f, v, &[name.value()])
                }
                (Some(act @ (Act::Done(_) | Act::Raise(_))), _) | (Some(act), None) => act,
                (Some(act), Some(f)) => self.with_getattr_fallback(act, f, v, name),
                (None, Some(f)) => self.call_unbound(f, v, &[name.value()]),
                (None, None) => {
                    if let Some(m) = v.get::<Module>()
                        && let Some(hook) = m.dict.get_interned(&self.names.dunders[Dunder::GetAttr as usize])
                    {
                        return Some(Act::call(hook, [name.value()]));
                    }
                    return None;
                }
            });
        }
        let method = getattribute.unwrap_or(Value::NONE);
        let act = self.call_unbound(method, v, &[name.value()]);
        Some(match fallback {
            None => act,
            Some(f) => self.with_getattr_fallback(act, f, v, name),
        })
    }

    /// Does `act`; an AttributeError is replaced by what `__getattr__` (found on the type) gives.
    fn with_getattr_fallback(&mut self, act: Act, fallback: Value, v: &Value, name: &Ref<Str>) -> Act {
        let (v, name) = (v.clone(), name.clone());
        act.then(self, move |vm, r| match r {
            Ok(found) => Act::Done(found),
            Err(e) => match vm.catch(e, &types().exc.AttributeError.clone()) {
                Ok(()) => vm.call_unbound(fallback, &v, &[name.value()]),
                Err(e) => Act::Raise(e),
            },
        })
    }

    /// `setattr(v, name, value)`, or `delattr` with None.
    pub fn set_attr(&mut self, v: &Value, name: &Ref<Str>, value: Option<Value>) -> Act {
        let d = if value.is_some() { Dunder::SetAttr } else { Dunder::DelAttr };
        match self.dunder(v, d) {
            Some(m) if !m.get::<Builtin>().is_some_and(|b| b.is_generic_setattr()) => {
                let args = match value {
                    Some(value) => vec![name.value(), value],
                    None => vec![name.value()],
                };
                self.call_unbound(m, v, &args)
            }
            _ => self.generic_set_attr(v, name, value),
        }
    }

    /// `object.__setattr__`: data descriptor, else the instance.
    pub fn generic_set_attr(&mut self, v: &Value, name: &Ref<Str>, value: Option<Value>) -> Act {
        let class_attr = type_ref(v).lookup(name);
        if let Some(d) = &class_attr
            && self.descriptor_kind(d) == Descriptor::Data
        {
            return self.descriptor_set(d, v, value);
        }
        match self.set_instance_attr(v, name, value, class_attr.is_some()) {
            Ok(()) => Act::Done(Value::NONE),
            Err(e) => Act::Raise(e),
        }
    }

    /// `descriptor.__set__(v, value)`, or `__delete__` with None.
    pub fn descriptor_set(&mut self, d: &Value, v: &Value, value: Option<Value>) -> Act {
        let dunder = if value.is_some() { Dunder::Set } else { Dunder::Delete };
        if let Some(p) = d.get::<Property>()
            && (types().property.is_type_of(d) || self.dunder(d, dunder).is_none_or(|m| m.is_a::<Builtin>()))
        {
            let f = if value.is_some() { p.set.get() } else { p.delete.get() };
            if f.is_none() {
                return Act::Raise(self.property_error(p, v, if value.is_some() { "setter" } else { "deleter" }));
            }
            return match value {
                Some(value) => Act::call(f, [v.clone(), value]),
                None => Act::call(f, [v.clone()]),
            };
        }
        if let Some(g) = d.get::<GetSet>() {
            if !type_ref(v).is_subtype(&g.owner) {
                let m = format!(
                    "descriptor '{}' for '{}' objects doesn't apply to a '{}' object",
                    g.def.name,
                    g.owner.name(),
                    self.type_name(v)
                );
                return Act::Raise(self.type_error(m));
            }
            return match g.def.set {
                Some(set) => set.act(self, v, value),
                None => {
                    let e = types().exc.AttributeError.clone();
                    let m = if g.def.readonly {
                        "readonly attribute".to_string()
                    } else {
                        format!("attribute '{}' of '{}' objects is not writable", g.def.name, g.owner.name())
                    };
                    Act::Raise(self.error(&e, m))
                }
            };
        }
        if let Some(m) = d.get::<Member>() {
            let text = m.name.get().get::<Str>().map_or(String::new(), |s| s.to_text());
            if !type_ref(v).is_subtype(&m.owner) {
                let message = format!(
                    "descriptor '{text}' for '{}' objects doesn't apply to a '{}' object",
                    m.owner.name(),
                    self.type_name(v)
                );
                return Act::Raise(self.type_error(message));
            }
            let deleting = value.is_none();
            let old = InstanceArea::of(v).and_then(|area| area.set_member(m.index, value));
            if deleting && old.is_none() {
                let e = types().exc.AttributeError.clone();
                return Act::Raise(self.error(&e, text));
            }
            return Act::Done(Value::NONE);
        }
        match self.dunder(d, dunder) {
            Some(m) => match value {
                Some(value) => self.call_unbound(m, d, &[v.clone(), value]),
                None => self.call_unbound(m, d, &[v.clone()]),
            },
            None => {
                let e = types().exc.AttributeError.clone();
                Act::Raise(self.error(&e, dunder.text()))
            }
        }
    }

    fn set_instance_attr(
        &mut self,
        v: &Value,
        name: &Ref<Str>,
        value: Option<Value>,
        in_class: bool,
    ) -> Result<(), crate::vm::Raised> {
        let ty = type_ref(v);
        if let Some(area) = InstanceArea::of_attributes(v) {
            match value {
                Some(value) => area.set(ty, name, value),
                None => {
                    if !area.delete(ty, name) {
                        return Err(self.no_attribute(v, &name.value()));
                    }
                }
            }
            return Ok(());
        }
        if let Some(dict) = self.own_dict_for_write(v) {
            match value {
                Some(value) => dict.set_interned(name, value),
                None => {
                    if dict.remove_interned(name).is_none() {
                        return Err(self.no_attribute(v, &name.value()));
                    }
                }
            }
            return Ok(());
        }
        let text = name.to_text();
        let class = self.type_name(v);
        // a class with a `__setattr__` of its own may keep attributes elsewhere
        let own = || {
            let slot = |ty: &Ref<Type>| self.dunder_slot(ty, Dunder::SetAttr);
            slot(&type_of(v)) != slot(&types().object)
        };
        let message = if in_class {
            format!("'{class}' object attribute '{text}' is read-only")
        } else if own() {
            format!("'{class}' object has no attribute '{text}'")
        } else {
            format!("'{class}' object has no attribute '{text}' and no __dict__ for setting new attributes")
        };
        Err(self.attribute_error(v, name.value(), message))
    }

    pub(crate) fn own_dict_for_write(&self, v: &Value) -> Option<Ref<crate::object::dict::Dict>> {
        if let Some(d) = self.own_dict(v) {
            return Some(d);
        }
        let cell = if let Some(f) = v.get::<Function>() {
            &f.dict
        } else if let Some(s) = v.get::<StaticMethod>() {
            &s.dict
        } else if let Some(c) = v.get::<ClassMethod>() {
            &c.dict
        } else if let Some(e) = v.get::<crate::object::exception::Exception>() {
            &e.dict
        } else if let Some(p) = v.get::<crate::object::typing::TypeParam>() {
            &p.dict
        } else {
            return None;
        };
        let d = crate::object::dict::Dict::new();
        cell.set(Some(d.clone()));
        Some(d)
    }

    /// `getattr` where the attribute may be missing: Done(UNBOUND) then.
    pub fn get_attr_opt(&mut self, v: &Value, name: &Ref<Str>) -> Act {
        let Some(act) = self.find_attr(v, name) else { return Act::Done(Value::UNBOUND) };
        match act {
            Act::Raise(e) => match self.catch(e, &types().exc.AttributeError.clone()) {
                Ok(()) => Act::Done(Value::UNBOUND),
                Err(e) => Act::Raise(e),
            },
            act @ Act::Done(_) => act,
            act => Act::run(async move |cx| match cx.act(act).await {
                Ok(v) => Ok(v),
                Err(e) => {
                    cx.vm().catch(e, &types().exc.AttributeError.clone())?;
                    Ok(Value::UNBOUND)
                }
            }),
        }
    }

    /// The special method of a value, bound, through the type only (`with`, `async for`, …): Done(UNBOUND) if there is none.
    pub fn bound_dunder(&mut self, v: &Value, d: Dunder) -> Act {
        match self.dunder(v, d) {
            None => Act::Done(Value::UNBOUND),
            Some(m) => {
                let owner = type_of(v);
                self.descriptor_get(&m, Some(v), &owner)
            }
        }
    }

    /// Result of a leaf as an act, for readability at call sites.
    pub fn done(r: PyResult) -> Act {
        r.into()
    }
}

/// `obj.method` of a native method.
pub fn bind_builtin(method: &Value, b: &Builtin, self_: &Value) -> Value {
    let t = types();
    let dunder = t.wrapper_descriptor.is_type_of(method);
    let _ = b;
    let ty = if dunder { &t.method_wrapper } else { &t.bound_builtin };
    crate::heap::alloc(ty, BoundMethod { func: method.clone(), self_: self_.clone() }).into()
}
