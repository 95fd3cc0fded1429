//! Making classes: metaclass, namespace, bases, layout, slots, MRO, hooks.
//!
//! Invariant: a class's instances have the layout of its best base, followed by at most one instance area that begins where
//! `heap::instance_offset_of` of that layout says; slot numbers of `__slots__` members go on where the base's end.

use super::cell::CellBox;
use super::dict::Dict;
use super::function::{ClassMethod, Function, StaticMethod};
use super::names::Dunder;
use super::native::Builtin;
use super::object_::{get_dict, set_dict, text};
use super::spec::{GetSet, GetSetDef, Member, getset, getter};
use super::str::Str;
use super::tuple::{self, Tuple};
use super::ty::{MAX_INLINE, Type, flag};
use super::{type_of, type_ref, types};
use crate::heap::{Kind, Mut, Ref};
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::cx::Cx;
use crate::vm::native::{Act, Args, CallArgs, PyResult, Raised};

/// The most derived of the metaclasses of `bases` and `meta`.
pub fn calculate_metaclass(vm: &mut Vm, meta: Ref<Type>, bases: &[Value]) -> PyResult<Ref<Type>> {
    let mut winner = meta;
    for b in bases {
        let t = type_of(b);
        if winner.is_subtype(&t) {
            continue;
        }
        if !t.is_subtype(&winner) {
            return Err(vm.type_error(
                "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases",
            ));
        }
        winner = t;
    }
    Ok(winner)
}

/// Keyword arguments of a call from a dict that holds them.
fn with_kwargs(mut args: CallArgs, kwargs: Option<&Value>) -> CallArgs {
    if let Some(d) = kwargs.and_then(|k| k.get::<Dict>())
        && !d.is_empty()
    {
        let (names, values): (Vec<Value>, Vec<Value>) = d.items().into_iter().unzip();
        args.values.extend(values);
        args.names = Some(tuple::new(names));
    }
    args
}

/// `__build_class__(func, name, /, *bases, metaclass=None, **kwds)`.
pub async fn build_class(cx: &mut Cx, a: Args<'static>) -> PyResult {
    if a.len() < 2 || a.at(0).is_unbound() {
        return Err(cx.vm().type_error("__build_class__: not enough arguments"));
    }
    let Some(body) = a.at(0).get_ref::<Function>() else {
        return Err(cx.vm().type_error("__build_class__: func must be a function"));
    };
    if !a.at(1).is_a::<Str>() {
        return Err(cx.vm().type_error("__build_class__: name is not a string"));
    }
    let name = a.at(1).clone();
    let orig_bases = a.rest(2);
    let (bases, resolved) = resolve_bases(cx, orig_bases).await?;
    let mut meta: Value = match a.opt(3) {
        Some(m) => m.clone(),
        None => match bases.first() {
            Some(b) => type_of(b).into(),
            None => types().type_.value(),
        },
    };
    if let Some(m) = meta.get_ref::<Type>() {
        meta = calculate_metaclass(cx.vm(), m, &bases)?.into();
    }
    let kwds = a.opt(4);
    let bases_tuple = tuple::new(bases);
    let ns = match cx.attr_opt(&meta, "__prepare__").await? {
        None => Dict::new().into(),
        Some(prepare) => {
            let args = with_kwargs(CallArgs::positional([name.clone(), bases_tuple.clone()]), kwds);
            cx.call_kw(&prepare, args).await?
        }
    };
    if !ns.is_a::<Dict>() && cx.vm().dunder(&ns, Dunder::GetItem).is_none() {
        let m = meta.get::<Type>().map_or_else(|| "<metaclass>".into(), |t| t.name());
        let got = cx.vm().type_name(&ns);
        return Err(cx.vm().type_error(format!("{m}.__prepare__() must return a mapping, not {got}")));
    }
    let cell = cx.act(Act::Body(body, ns.clone())).await?;
    if resolved {
        let key = cx.vm().names.orig_bases.value();
        cx.set_item(&ns, &key, &tuple::new(orig_bases.to_vec())).await?;
    }
    let args = with_kwargs(CallArgs::positional([name.clone(), bases_tuple, ns]), kwds);
    let class = cx.call_kw(&meta, args).await?;
    if class.is_a::<Type>()
        && let Some(c) = cell.get::<CellBox>()
    {
        let found = c.contents.get();
        if found.is_unbound() {
            let (n, r) = (quoted(cx, &name).await?, quoted(cx, &class).await?);
            return Err(cx.vm().runtime_error(format!(
                "__class__ not set defining {n} as {r}. Was __classcell__ propagated to type.__new__?"
            )));
        }
        if !found.is(&class) {
            let (f, n, r) = (quoted(cx, &found).await?, quoted(cx, &name).await?, quoted(cx, &class).await?);
            return Err(cx.vm().type_error(format!("__class__ set to {f} defining {n} as {r}")));
        }
    }
    Ok(class)
}

async fn quoted(cx: &mut Cx, v: &Value) -> PyResult<String> {
    let r = cx.repr(v).await?;
    Ok(text(&r))
}

/// Replaces bases that are no types by what their `__mro_entries__` give; true if any was.
pub async fn resolve_bases(cx: &mut Cx, bases: &[Value]) -> PyResult<(Vec<Value>, bool)> {
    let mut out = Vec::with_capacity(bases.len());
    let mut resolved = false;
    for b in bases {
        if b.is_a::<Type>() {
            out.push(b.clone());
            continue;
        }
        match cx.attr_opt(b, "__mro_entries__").await? {
            None => out.push(b.clone()),
            Some(m) => {
                let r = cx.call(&m, [tuple::new(bases.to_vec())]).await?;
                let Some(t) = r.get::<Tuple>() else {
                    return Err(cx.vm().type_error("__mro_entries__ must return a tuple"));
                };
                out.extend(t.items().iter().cloned());
                resolved = true;
            }
        }
    }
    Ok((out, resolved))
}

// ---- layout

/// True if instances of the type hold items inline (`tp_itemsize`), so that neither weak references nor slots can be added.
pub fn has_items(t: &Type) -> bool {
    matches!(t.kind, Kind::BigInt | Kind::Bytes | Kind::Tuple | Kind::Type)
}

/// True if the type's layout is more than its base's.
fn is_solid(t: &Type) -> bool {
    let Some(base) = t.base.get() else { return true };
    if t.kind != base.kind || t.members != base.members {
        return true;
    }
    if !t.is_static() {
        return false;
    }
    match t.kind {
        Kind::Native => true,
        Kind::Exception => matches!(
            t.name().as_str(),
            "NameError"
                | "AttributeError"
                | "ImportError"
                | "StopIteration"
                | "SystemExit"
                | "OSError"
                | "SyntaxError"
                | "UnicodeError"
                | "BaseExceptionGroup"
        ),
        _ => false,
    }
}

/// The nearest base, or the type itself, that determines the layout.
pub fn solid_base(t: &Ref<Type>) -> Ref<Type> {
    let mut t = t.clone();
    while !is_solid(&t) {
        match t.base.get() {
            Some(b) => t = b,
            None => break,
        }
    }
    t
}

/// The base whose layout the class extends.
pub fn best_base(vm: &mut Vm, bases: &[Ref<Type>]) -> PyResult<Ref<Type>> {
    let mut best: Option<(Ref<Type>, Ref<Type>)> = None;
    for b in bases {
        if !b.has(flag::BASETYPE) {
            let name = vm.type_text(b);
            return Err(vm.type_error(format!("type '{name}' is not an acceptable base type")));
        }
        let candidate = solid_base(b);
        best = match best {
            None => Some((candidate, b.clone())),
            Some((winner, base)) if winner.is_subtype(&candidate) => Some((winner, base)),
            Some((winner, _)) if candidate.is_subtype(&winner) => Some((candidate, b.clone())),
            Some(_) => return Err(vm.type_error("multiple bases have instance lay-out conflict")),
        };
    }
    Ok(best.map_or_else(|| types().object.clone(), |(_, b)| b))
}

/// True for layouts whose payload holds the `__dict__` itself.
fn keeps_own_dict(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Exception | Kind::Module | Kind::StaticMethod | Kind::ClassMethod | Kind::Function | Kind::Type
    )
}

/// Most `__slots__` members of a class and its bases together.
const MAX_MEMBERS: usize = 32_000;

/// What `__slots__` asks for.
#[derive(Default)]
struct Slots {
    /// mangled names, sorted
    names: Vec<Ref<Str>>,
    dict: bool,
    weakref: bool,
}

async fn read_slots(cx: &mut Cx, name: &str, base: &Ref<Type>, bases: &[Ref<Type>], ns: &Ref<Dict>) -> PyResult<Slots> {
    let may_dict = !base.has(flag::HAS_DICT);
    let may_weakref = !base.weakrefable() && !has_items(base);
    let key = cx.vm().names.slots.clone();
    let Some(slots) = ns.get_interned(&key) else {
        return Ok(Slots { names: Vec::new(), dict: may_dict, weakref: may_weakref });
    };
    let items = if slots.is_a::<Str>() { vec![slots] } else { cx.collect(&slots).await? };
    let vm = cx.vm();
    if !items.is_empty() && has_items(base) {
        let b = base.name();
        return Err(vm.type_error(format!("nonempty __slots__ not supported for subtype of '{b}'")));
    }
    let mut out = Slots::default();
    for item in items {
        let Some(s) = vm.intern_value(&item) else {
            let t = vm.type_name(&item);
            return Err(vm.type_error(format!("__slots__ items must be strings, not '{t}'")));
        };
        let word = s.to_text();
        if !crate::text::case::is_identifier(s.view()) {
            return Err(vm.type_error("__slots__ must be identifiers"));
        }
        match word.as_str() {
            "__dict__" => {
                if !may_dict || out.dict {
                    return Err(vm.type_error("__dict__ slot disallowed: we already got one"));
                }
                out.dict = true;
            }
            "__weakref__" => {
                if !may_weakref || out.weakref {
                    return Err(vm.type_error("__weakref__ slot disallowed: we already got one"));
                }
                out.weakref = true;
            }
            _ => {
                let mangled = vm.intern(&mangle(name, &word));
                if ns.get_interned(&mangled).is_some()
                    && !matches!(word.as_str(), "__qualname__" | "__classcell__" | "__classdictcell__")
                {
                    let shown = mangled.to_text();
                    return Err(vm.value_error(format!("'{shown}' in __slots__ conflicts with class variable")));
                }
                out.names.push(mangled);
            }
        }
    }
    if base.members as usize + out.names.len() > MAX_MEMBERS {
        return Err(vm.overflow_error("too many __slots__"));
    }
    crate::order::sort_by(&mut out.names, |a, b| a.to_text().cmp(&b.to_text()));
    for b in bases.iter().filter(|b| !b.is(base)) {
        out.dict |= may_dict && b.has(flag::HAS_DICT);
        out.weakref |= may_weakref && b.weakrefable();
    }
    Ok(out)
}

/// A private name inside class `class`.
pub fn mangle(class: &str, name: &str) -> String {
    let stripped = class.trim_start_matches('_');
    if !name.starts_with("__") || name.ends_with("__") || name.contains('.') || stripped.is_empty() {
        return name.into();
    }
    format!("_{stripped}{name}")
}

// ---- MRO

/// C3 linearisation of `ty` over its bases.
pub fn linearise(vm: &mut Vm, ty: &Ref<Type>, bases: &[Ref<Type>]) -> PyResult<Vec<Ref<Type>>> {
    for (i, b) in bases.iter().enumerate() {
        if bases[..i].iter().any(|o| o.is(b)) {
            let name = b.name();
            return Err(vm.type_error(format!("duplicate base class {name}")));
        }
    }
    let mut out = vec![ty.clone()];
    if let [only] = bases {
        out.extend(only.mro.get());
        return Ok(out);
    }
    let mut lists: Vec<std::collections::VecDeque<Ref<Type>>> = bases.iter().map(|b| b.mro.get().into()).collect();
    lists.push(bases.to_vec().into());
    loop {
        lists.retain(|l| !l.is_empty());
        if lists.is_empty() {
            return Ok(out);
        }
        let head = lists.iter().find_map(|l| {
            let c = l.front()?;
            let in_tail = lists.iter().any(|o| o.iter().skip(1).any(|t| t.is(c)));
            if in_tail { None } else { Some(c.clone()) }
        });
        let Some(head) = head else {
            let mut names: Vec<String> = Vec::new();
            let mut seen: Vec<Ref<Type>> = Vec::new();
            for c in lists.iter().filter_map(|l| l.front()) {
                if !seen.iter().any(|s| s.is(c)) {
                    seen.push(c.clone());
                    names.push(c.name());
                }
            }
            let names = names.join(", ");
            return Err(
                vm.type_error(format!("Cannot create a consistent method resolution order (MRO) for bases {names}"))
            );
        };
        for l in &mut lists {
            if l.front().is_some_and(|t| t.is(&head)) {
                l.pop_front();
            }
        }
        out.push(head);
    }
}

/// The MRO that the metaclass's `mro()` gives.
async fn custom_mro(cx: &mut Cx, ty: &Ref<Type>, method: Value) -> PyResult<Vec<Ref<Type>>> {
    // while mro() runs, the class must be usable
    let provisional = linearise(cx.vm(), ty, &ty.bases.get()).or_else(|e| {
        drop(cx.vm().take_raised(e));
        Ok::<_, Raised>(vec![ty.clone(), types().object.clone()])
    })?;
    ty.mro.set(provisional);
    let act = cx.vm().call_unbound(method, &ty.value(), &[]);
    let r = cx.act(act).await?;
    let items = cx.collect(&r).await?;
    let solid = solid_base(ty);
    let mut out = Vec::with_capacity(items.len());
    for item in items {
        let Some(t) = item.get_ref::<Type>() else {
            let name = cx.vm().type_name(&item);
            return Err(cx.vm().type_error(format!("mro() returned a non-class ('{name}')")));
        };
        if !solid.is_subtype(&solid_base(&t)) {
            let name = t.name();
            return Err(cx.vm().type_error(format!("mro() returned base with unsuitable layout ('{name}')")));
        }
        out.push(t);
    }
    Ok(out)
}

// ---- type.__new__

/// `__dict__` of instances whose attributes are in an instance area.
pub const DICT_DEF: GetSetDef = getset("__dict__", get_dict, set_dict);
static DICT: GetSetDef = DICT_DEF;
static WEAKREF: GetSetDef = getter("__weakref__", get_weakref);

fn get_weakref(_: &mut Vm, v: &Value) -> PyResult {
    Ok(crate::heap::weak::references(v).into_iter().next().unwrap_or(Value::NONE))
}

/// `type.__new__(metatype, name, bases, dict, /, **kwds)`.
pub async fn type_new(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(mut meta) = a.at(0).get_ref::<Type>() else {
        return Err(cx.vm().type_error("type.__new__(X): X is not a type object"));
    };
    let kwds = a.opt(2);
    let [name, bases_value, ns] = a.rest(1) else {
        let n = a.rest(1).len();
        return Err(cx.vm().type_error(format!("type.__new__() takes exactly 3 arguments ({n} given)")));
    };
    let mut wrong = |i: usize, what: &str, v: &Value| {
        let t = cx.vm().type_name(v);
        Err(cx.vm().type_error(format!("type.__new__() argument {i} must be {what}, not {t}")))
    };
    let Some(name_str) = name.get_ref::<Str>() else { return wrong(1, "str", name) };
    let Some(bases_tuple) = bases_value.get_ref::<Tuple>() else { return wrong(2, "tuple", bases_value) };
    let Some(ns_dict) = ns.get_ref::<Dict>() else { return wrong(3, "dict", ns) };
    for b in bases_tuple.items() {
        if !b.is_a::<Type>() && cx.attr_opt(b, "__mro_entries__").await?.is_some() {
            return Err(cx.vm().type_error("type() doesn't support MRO entry resolution; use types.new_class()"));
        }
    }
    let winner = calculate_metaclass(cx.vm(), meta.clone(), bases_tuple.items())?;
    if !winner.is(&meta) {
        let own = cx.vm().dunder_of(&winner, Dunder::New);
        if let Some(m) = own
            && !m.get::<Builtin>().is_some_and(|b| b.owner.as_ref().is_some_and(|t| t.is(&types().type_)))
        {
            let act = cx.vm().descriptor_get(&m, None, &winner);
            let f = cx.act(act).await?;
            let args = CallArgs::positional([winner.value(), name.clone(), bases_value.clone(), ns.clone()]);
            return cx.call_kw(&f, with_kwargs(args, kwds)).await;
        }
        meta = winner;
    }
    let mut bases = Vec::with_capacity(bases_tuple.len());
    for b in bases_tuple.items() {
        match b.get_ref::<Type>() {
            Some(t) => bases.push(t),
            None => return Err(cx.vm().type_error("bases must be types")),
        }
    }
    if bases.is_empty() {
        bases.push(types().object.clone());
    }
    let base = best_base(cx.vm(), &bases)?;
    let class_name = name_str.to_text();
    let slots = read_slots(cx, &class_name, &base, &bases, &ns_dict).await?;
    if class_name.contains('\0') {
        return Err(cx.vm().value_error("type name must not contain null characters"));
    }
    super::codec::check_encodable(cx.vm(), name_str.view())?;
    let doc = cx.vm().intern("__doc__");
    if let Some(doc) = ns_dict.get_interned(&doc).and_then(|d| d.get_ref::<Str>()) {
        super::codec::check_encodable(cx.vm(), doc.view())?;
    }
    let ty = allocate(&meta, &base, &slots);
    ty.init_dict(ns_dict.copy());
    if ns_dict.keys().iter().any(|k| !k.is_a::<Str>()) {
        let message = format!("non-string key in the __dict__ of class {class_name}");
        super::number_args::warn(cx, &message, types().exc.RuntimeWarning.clone()).await?;
    }
    ty.name.set(if super::str::is_exact(name) { name.clone() } else { cx.vm().intern(&class_name).into() });
    ty.qualname.set(ty.name.get());
    ty.base.set(Some(base.clone()));
    ty.bases.set(bases.clone());
    ty.mro.set(vec![ty.clone()]);
    fill_namespace(cx, &ty, &base, &slots).await?;
    set_mro(cx, &ty).await?;
    finish_class(cx.vm(), &ty);
    set_names(cx, &ty).await?;
    let hook = cx.vm().names.dunders[Dunder::InitSubclass as usize].clone();
    if !ty.mro.borrow().iter().any(|t| t.is(&ty)) {
        // an mro() of the metaclass has left the class out
        let name = ty.name();
        let message = format!("super(type, obj): obj (type {name}) is not an instance or subtype of type ({name}).");
        return Err(cx.vm().type_error(message));
    }
    let act = match super::super_::find(cx.vm(), &ty, &ty.value(), &ty, &hook) {
        Some(act) => act,
        // nothing follows the class in its MRO: the super object's own attribute is object's
        None => {
            let own: Value = types().super_.value();
            cx.vm().get_attr(&own, &hook)
        }
    };
    let hook = cx.act(act).await?;
    cx.call_kw(&hook, with_kwargs(CallArgs::default(), kwds)).await?;
    Ok(ty.into())
}

fn allocate(meta: &Ref<Type>, base: &Ref<Type>, slots: &Slots) -> Ref<Type> {
    let mut flags = flag::HEAPTYPE | flag::BASETYPE;
    flags |= base.flags()
        & (flag::HAS_DICT | flag::WEAKREFABLE | flag::TYPE_SUBCLASS | flag::EXC_SUBCLASS | flag::FINALISED_LAYOUT);
    if slots.dict {
        flags |= flag::HAS_DICT;
    }
    if slots.weakref {
        flags |= flag::WEAKREFABLE;
    }
    let needs_area = base.instance_offset() != 0 || !slots.names.is_empty() || slots.dict && !keeps_own_dict(base.kind);
    let offset = match base.instance_offset() {
        0 if needs_area => (base.layout.size + 7) & !7,
        o => o,
    };
    let members = base.members + slots.names.len() as u16;
    crate::heap::alloc_in(meta, Type::new(base.kind, base.layout, offset, members, flags))
}

async fn fill_namespace(cx: &mut Cx, ty: &Ref<Type>, base: &Ref<Type>, slots: &Slots) -> PyResult<()> {
    let vm = cx.vm();
    let dict = ty.dict().clone();
    let module = vm.names.module.clone();
    if dict.get_interned(&module).is_none()
        && let Some(globals) = vm.caller_globals()
        && let Some(m) = globals.get_interned(&vm.names.name)
    {
        dict.set_interned(&module, m);
    }
    let qualname = vm.names.qualname.clone();
    if let Some(q) = dict.get_interned(&qualname) {
        if !q.is_a::<Str>() {
            let t = vm.type_name(&q);
            return Err(vm.type_error(format!("type __qualname__ must be a str, not {t}")));
        }
        dict.remove_interned(&qualname);
        ty.qualname.set(q);
    }
    for (d, class_method) in [(Dunder::New, false), (Dunder::InitSubclass, true), (Dunder::ClassGetItem, true)] {
        let key = vm.names.dunders[d as usize].clone();
        if let Some(f) = dict.get_interned(&key)
            && f.is_a::<Function>()
        {
            let wrapped: Value = if class_method {
                crate::heap::alloc(&types().classmethod, ClassMethod { func: Mut::new(f), dict: Mut::new(None) }).into()
            } else {
                crate::heap::alloc(&types().staticmethod, StaticMethod { func: Mut::new(f), dict: Mut::new(None) })
                    .into()
            };
            dict.set_interned(&key, wrapped);
        }
    }
    // before the slots: they may have the names of these cells
    for (key, contents) in [(vm.names.classcell.clone(), ty.value()), (vm.names.classdictcell.clone(), dict.value())] {
        if let Some(c) = dict.get_interned(&key) {
            let Some(cell) = c.get::<CellBox>() else {
                let t: Value = type_of(&c).into();
                let (k, t) = (key.to_text(), quoted(cx, &t).await?);
                return Err(cx.vm().type_error(format!("{k} must be a nonlocal cell, not {t}")));
            };
            cell.contents.set(contents);
            dict.remove_interned(&key);
        }
    }
    let vm = cx.vm();
    for (i, name) in slots.names.iter().enumerate() {
        let m = Member { name: Mut::new(name.value()), index: base.members as usize + i, owner: ty.clone() };
        let m = crate::heap::alloc(&types().member_descriptor, m);
        dict.set_interned(name, m.into());
    }
    let computed = [(slots.dict, &DICT), (slots.weakref, &WEAKREF)];
    for (wanted, def) in computed {
        let key = vm.intern(def.name);
        if wanted && dict.get_interned(&key).is_none() {
            let g = crate::heap::alloc(&types().getset_descriptor, GetSet { def, owner: ty.clone() });
            dict.set_interned(&key, g.into());
        }
    }
    let doc = vm.names.doc.clone();
    if dict.get_interned(&doc).is_none() {
        dict.set_interned(&doc, Value::NONE);
    }
    let hash = vm.names.dunders[Dunder::Hash as usize].clone();
    if dict.get_interned(&vm.names.dunders[Dunder::Eq as usize]).is_some() && dict.get_interned(&hash).is_none() {
        dict.set_interned(&hash, Value::NONE);
    }
    if ty.instance_offset() != 0 && ty.has(flag::HAS_DICT) {
        let own =
            dict.get_interned(&vm.names.static_attributes).and_then(|t| t.get::<Tuple>().map(|t| t.len())).unwrap_or(0);
        ty.capacity.set((base.capacity.get() as usize + own).min(MAX_INLINE) as u16);
    }
    Ok(())
}

async fn set_mro(cx: &mut Cx, ty: &Ref<Type>) -> PyResult<()> {
    let meta = type_ref(&ty.value()) as *const Type;
    let own = if std::ptr::eq(meta, &*types().type_) {
        None
    } else {
        let name = cx.vm().names.mro.clone();
        type_ref(&ty.value())
            .lookup(&name)
            .filter(|m| !m.get::<Builtin>().is_some_and(|b| b.owner.as_ref().is_some_and(|t| t.is(&types().type_))))
    };
    let mro = match own {
        Some(m) => {
            let mro = custom_mro(cx, ty, m).await?;
            let known = ty.mro.get();
            for stranger in mro.iter().filter(|t| !known.iter().any(|k| k.is(t))) {
                stranger.subclasses.borrow_mut().push(&**ty);
            }
            mro
        }
        None => linearise(cx.vm(), ty, &ty.bases.get())?,
    };
    ty.mro.set(mro);
    Ok(())
}

/// Flags that follow from the MRO; registration with the bases.
fn finish_class(vm: &mut Vm, ty: &Ref<Type>) {
    for b in ty.bases.borrow().iter() {
        b.subclasses.borrow_mut().push(&**ty);
    }
    inherit_flags(vm, ty);
    ty.modified();
}

/// Flags that follow from the MRO.
pub fn inherit_flags(vm: &mut Vm, ty: &Ref<Type>) {
    let pattern = flag::SEQUENCE | flag::MAPPING;
    let mro = ty.mro.get();
    if let Some(t) = mro.iter().skip(1).find(|t| t.has(pattern)) {
        for f in [flag::SEQUENCE, flag::MAPPING] {
            ty.set_flag(f, t.has(f));
        }
    }
    if mro.iter().skip(1).any(|t| t.has(flag::MATCH_SELF)) {
        ty.set_flag(flag::MATCH_SELF, true);
    }
    let del = vm.names.dunders[Dunder::Del as usize].clone();
    ty.set_flag(flag::HAS_DEL, ty.lookup(&del).is_some());
    ty.set_flag(flag::LENDS, super::lent::class_lends(vm, ty));
}

async fn set_names(cx: &mut Cx, ty: &Ref<Type>) -> PyResult<()> {
    for (key, value) in ty.dict().items() {
        let Some(act) = cx.vm().call_dunder(&value, Dunder::SetName, &[ty.value(), key.clone()]) else { continue };
        if let Err(e) = cx.act(act).await {
            let exc = cx.vm().take_raised(e);
            let key = quoted(cx, &key).await?;
            let (owner, class) = (cx.vm().type_name(&value), ty.name());
            let note = super::str::new(format!("Error calling __set_name__ on '{owner}' instance {key} in '{class}'"));
            cx.call_method(&exc, "add_note", [note]).await?;
            return Err(cx.vm().raise(exc));
        }
        cx.tick(1).await?;
    }
    Ok(())
}

/// New bases for an existing class (`C.__bases__ = …`).
pub fn set_bases(vm: &mut Vm, ty: &Ref<Type>, bases: Vec<Ref<Type>>) -> PyResult<()> {
    let new_base = best_base(vm, &bases)?;
    let old_base = ty.base.get().unwrap_or_else(|| types().object.clone());
    if !super::object_::same_layout(&old_base, &new_base) {
        let (a, b) = (new_base.name(), old_base.name());
        return Err(vm.type_error(format!("__bases__ assignment: '{a}' object layout differs from '{b}'")));
    }
    // every subclass's MRO changes too: all are computed before any is changed
    let mut mros: Vec<(Ref<Type>, Vec<Ref<Type>>)> = Vec::new();
    let old_bases = ty.bases.replace(bases.clone());
    let mut work = vec![ty.clone()];
    while let Some(t) = work.pop() {
        let bases = t.bases.get();
        let saved = t.mro.get();
        match linearise(vm, &t, &bases) {
            Ok(mro) => {
                t.mro.set(mro);
                mros.push((t.clone(), saved));
            }
            Err(e) => {
                for (t, saved) in mros {
                    t.mro.set(saved);
                }
                ty.bases.set(old_bases);
                return Err(e);
            }
        }
        work.extend(t.live_subclasses());
    }
    for b in &old_bases {
        b.subclasses.borrow_mut().retain(|t| !std::ptr::eq(*t, &**ty));
    }
    // what an own `mro()` had put in, and is not in any more
    for (t, saved) in &mros {
        let (mro, bases) = (t.mro.get(), t.bases.get());
        for gone in saved.iter().filter(|c| !mro.iter().chain(&bases).any(|kept| kept.is(c))) {
            gone.subclasses.borrow_mut().retain(|other| !std::ptr::eq(*other, &**t));
        }
    }
    for b in &bases {
        b.subclasses.borrow_mut().push(&**ty);
    }
    ty.base.set(Some(new_base));
    for (t, _) in &mros {
        inherit_flags(vm, t);
    }
    ty.modified();
    Ok(())
}
