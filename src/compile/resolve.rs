//! Decides for every symbol of every scope whether it is local, a cell, free or global.
//!
//! Invariant: a free name of a scope is a cell or free in every scope between it and its binding. Comprehensions other than generator
//! expressions are merged into their parents here (their variables keep their own registers, so nothing needs to be saved).

use super::errors::{Stage, SyntaxError};
use super::scopes::{Comp, Kind, Place, Res, ScopeId, Scopes, TOP, def};
use crate::tables::Set;
use ruff_text_size::TextRange;
use std::collections::BTreeSet;
use std::rc::Rc;

type Names = Set<Rc<str>>;

/// Resolves all scopes.
pub fn analyze(source: &str, scopes: &mut Scopes) -> Res<()> {
    let mut free = BTreeSet::new();
    let mut a = Analyzer { source, scopes };
    a.block(TOP, &Env::default(), None, &mut free)
}

/// What a scope sees of the scopes around it.
#[derive(Clone, Default)]
struct Env {
    bound: Names,
    global: Names,
    types: Names,
}

/// What a scope's children see, and what is free in the scope so far.
struct Inner {
    env: Env,
    free: BTreeSet<Rc<str>>,
}

struct Analyzer<'s> {
    source: &'s str,
    scopes: &'s mut Scopes,
}

impl Analyzer<'_> {
    #[cold]
    fn error<T>(&self, id: ScopeId, name: &str, message: String) -> Res<T> {
        let range = self.scopes.get(id).directives.iter().find(|d| &*d.0 == name).map_or(TextRange::default(), |d| d.1);
        let error = SyntaxError::at(self.source, message, range.start().to_u32(), range.end().to_u32());
        Err(Box::new(error.stage(Stage::Names)))
    }

    fn block(&mut self, id: ScopeId, env: &Env, class_entry: Option<ScopeId>, free: &mut BTreeSet<Rc<str>>) -> Res<()> {
        let mut inner = self.own_names(id, env, class_entry)?;
        for i in 0..self.scopes.get(id).children.len() {
            let child = self.scopes.get(id).children[i];
            let entry = match (self.scopes.get(child).can_see_class, self.scopes.get(id).kind) {
                (true, Kind::Class) => Some(id),
                (true, _) => class_entry,
                (false, _) => None,
            };
            let mut child_free = BTreeSet::new();
            self.block(child, &inner.env, entry, &mut child_free)?;
            self.join(id, child, child_free, &mut inner.free);
        }
        self.settle(id, env, inner, free);
        Ok(())
    }

    /// The places of a scope's own names, and what its children see.
    #[inline(never)]
    fn own_names(&mut self, id: ScopeId, env: &Env, class_entry: Option<ScopeId>) -> Res<Box<Inner>> {
        let kind = self.scopes.get(id).kind;
        let leaf = self.scopes.get(id).children.is_empty();
        let mut inner = Box::new(Inner { env: if leaf { Env::default() } else { env.clone() }, free: BTreeSet::new() });
        let mut local: Vec<Rc<str>> = Vec::new();
        for i in 0..self.scopes.get(id).symbols.len() {
            let symbol = &self.scopes.get(id).symbols[i];
            let (name, flags) = (symbol.name.clone(), symbol.flags);
            let place = if flags & def::GLOBAL != 0 {
                if flags & def::NONLOCAL != 0 {
                    return self.error(id, &name, format!("name '{name}' is nonlocal and global"));
                }
                if kind != Kind::Class {
                    inner.env.bound.remove(&name);
                }
                inner.env.global.insert(name);
                Place::GlobalExplicit
            } else if flags & def::NONLOCAL != 0 {
                if id == TOP {
                    return self.error(id, &name, "nonlocal declaration not allowed at module level".into());
                }
                if !env.bound.contains(&name) {
                    return self.error(id, &name, format!("no binding for nonlocal '{name}' found"));
                }
                if env.types.contains(&name) {
                    return self.error(id, &name, format!("nonlocal binding not allowed for type parameter '{name}'"));
                }
                inner.free.insert(name);
                Place::Free
            } else if flags & def::BOUND != 0 {
                inner.env.global.remove(&name);
                if flags & def::TYPE_PARAM != 0 {
                    inner.env.types.insert(name.clone());
                } else {
                    inner.env.types.remove(&name);
                }
                if !leaf {
                    local.push(name);
                }
                Place::Local
            } else {
                let class_flags = class_entry.map_or(0, |c| self.scopes.get(c).flags(&name));
                if class_flags & def::GLOBAL != 0 {
                    Place::GlobalExplicit
                } else if class_flags & def::BOUND != 0 && class_flags & def::NONLOCAL == 0 {
                    Place::GlobalImplicit
                } else if env.bound.contains(&name) {
                    inner.free.insert(name);
                    Place::Free
                } else {
                    Place::GlobalImplicit
                }
            };
            self.scopes.get_mut(id).symbols[i].place = place;
        }
        if leaf {
            return Ok(inner);
        }
        if kind == Kind::Class {
            // what a class binds or declares global does not reach the functions inside it
            inner.env.global = env.global.clone();
            inner.env.types = env.types.clone();
            inner.env.bound.extend(["__class__", "__classdict__", "__conditional_annotations__"].map(Rc::from));
        } else if self.scopes.get(id).is_function_like() {
            inner.env.bound.extend(local);
        }
        Ok(inner)
    }

    /// Takes over what a child leaves free.
    #[inline(never)]
    fn join(&mut self, id: ScopeId, child: ScopeId, mut child_free: BTreeSet<Rc<str>>, free: &mut BTreeSet<Rc<str>>) {
        let scope = self.scopes.get(child);
        if scope.unevaluated {
            return;
        }
        if matches!(scope.comprehension(), Some(c) if c != Comp::Generator) && !self.scopes.get(id).can_see_class {
            self.scopes.get_mut(child).inlined = true;
            self.merge(id, child, &mut child_free);
        }
        free.extend(child_free);
    }

    /// Decides about cells once all children are known.
    #[inline(never)]
    fn settle(&mut self, id: ScopeId, env: &Env, inner: Box<Inner>, free: &mut BTreeSet<Rc<str>>) {
        let mut new_free = inner.free;
        let kind = self.scopes.get(id).kind;
        // children of merged comprehensions are now ours
        let mut children = Vec::new();
        for child in &self.scopes.get(id).children {
            children.push(*child);
            if self.scopes.get(*child).inlined {
                children.extend(self.scopes.get(*child).children.iter().copied());
            }
        }
        self.scopes.get_mut(id).children = children;

        let scope = self.scopes.get_mut(id);
        if scope.is_function_like() {
            for symbol in &mut scope.symbols {
                if symbol.place == Place::Local && new_free.remove(&symbol.name) {
                    symbol.place = Place::Cell;
                }
            }
        } else if kind == Kind::Class {
            scope.needs_class_cell |= new_free.remove("__class__");
            scope.needs_classdict |= new_free.remove("__classdict__");
            scope.conditional_annotations |= new_free.remove("__conditional_annotations__");
        }
        let class_like = kind == Kind::Class || scope.can_see_class;
        for name in &new_free {
            match scope.index.get(name) {
                Some(i) => {
                    if class_like {
                        scope.symbols[*i as usize].flags |= def::FREE_CLASS;
                    }
                }
                None => {
                    if id != TOP && !env.bound.contains(name) {
                        continue;
                    }
                    scope.add(name.clone(), 0, Place::Free);
                }
            }
        }
        free.extend(new_free);
    }

    /// A comprehension becomes part of its parent's code: names it shares with the parent need no cell unless a function inside the
    /// comprehension captures them.
    fn merge(&mut self, parent: ScopeId, comp: ScopeId, comp_free: &mut BTreeSet<Rc<str>>) {
        let parent_kind = self.scopes.get(parent).kind;
        let symbols = self.scopes.get(comp).symbols.clone();
        for symbol in symbols {
            if symbol.flags & def::PARAM != 0 || symbol.place != Place::Free {
                continue;
            }
            let name = &symbol.name;
            let existing = self.scopes.get(parent).flags(name);
            let known = self.scopes.get(parent).index.contains_key(name);
            if parent_kind == Kind::Class {
                if matches!(&**name, "__class__" | "__classdict__" | "__conditional_annotations__")
                    && !self.free_in_child(comp, name)
                {
                    comp_free.remove(name);
                    let scope = self.scopes.get_mut(comp);
                    if let Some(i) = scope.index.get(name) {
                        scope.symbols[*i as usize].place = Place::GlobalImplicit;
                    }
                }
                continue;
            }
            if known && existing & def::BOUND != 0 && existing & def::NONLOCAL == 0 && !self.free_in_child(comp, name) {
                comp_free.remove(name);
            }
        }
    }

    fn free_in_child(&self, id: ScopeId, name: &str) -> bool {
        self.scopes.get(id).children.iter().any(|c| {
            let child = self.scopes.get(*c);
            // a merged comprehension shares the parent's registers: only functions inside it capture
            if child.inlined {
                child.place(name) == Place::Free && self.free_in_child(*c, name)
            } else {
                child.place(name) == Place::Free
            }
        })
    }
}
