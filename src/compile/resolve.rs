//! Decides for every symbol of every scope whether it is local, a cell, free or global.
//!
//! Invariant: a free name of a scope is a cell or free in every scope between it and its binding. Comprehensions other than generator
//! expressions are merged into their parents here (their variables keep their own registers, so nothing needs to be saved).

use super::errors::SyntaxError;
use super::scopes::{Comp, Kind, Place, Res, ScopeId, Scopes, TOP, def};
use ruff_text_size::TextRange;
use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;

type Names = HashSet<Rc<str>>;

/// Resolves all scopes.
pub fn analyze(source: &str, scopes: &mut Scopes) -> Res<()> {
    let mut free = BTreeSet::new();
    let mut a = Analyzer { source, scopes };
    a.block(TOP, None, &Names::new(), &Names::new(), None, &mut free)
}

struct Analyzer<'s> {
    source: &'s str,
    scopes: &'s mut Scopes,
}

impl Analyzer<'_> {
    #[cold]
    fn error<T>(&self, id: ScopeId, name: &str, message: String) -> Res<T> {
        let range = self.scopes.get(id).directives.iter().find(|d| &*d.0 == name).map_or(TextRange::default(), |d| d.1);
        Err(Box::new(SyntaxError::at(self.source, message, range.start().to_u32(), range.end().to_u32())))
    }

    fn block(
        &mut self, id: ScopeId, bound: Option<&Names>, global: &Names, type_params: &Names, class_entry: Option<ScopeId>,
        free: &mut BTreeSet<Rc<str>>,
    ) -> Res<()> {
        let kind = self.scopes.get(id).kind;
        let mut places: Vec<Place> = Vec::with_capacity(self.scopes.get(id).symbols.len());
        let mut own_free: BTreeSet<Rc<str>> = BTreeSet::new();
        let mut local = Names::new();
        let mut child_global = global.clone();
        let mut child_types = type_params.clone();
        let mut own_globals = Names::new();
        for i in 0..self.scopes.get(id).symbols.len() {
            let symbol = self.scopes.get(id).symbols[i].clone();
            let (name, flags) = (symbol.name, symbol.flags);
            let place = if flags & def::GLOBAL != 0 {
                if flags & def::NONLOCAL != 0 {
                    return self.error(id, &name, format!("name '{name}' is nonlocal and global"));
                }
                own_globals.insert(name.clone());
                child_global.insert(name);
                Place::GlobalExplicit
            } else if flags & def::NONLOCAL != 0 {
                let Some(bound) = bound else {
                    return self.error(id, &name, "nonlocal declaration not allowed at module level".into());
                };
                if !bound.contains(&name) {
                    return self.error(id, &name, format!("no binding for nonlocal '{name}' found"));
                }
                if type_params.contains(&name) {
                    return self.error(id, &name, format!("nonlocal binding not allowed for type parameter '{name}'"));
                }
                own_free.insert(name);
                Place::Free
            } else if flags & def::BOUND != 0 {
                child_global.remove(&name);
                if flags & def::TYPE_PARAM != 0 {
                    child_types.insert(name.clone());
                } else {
                    child_types.remove(&name);
                }
                local.insert(name);
                Place::Local
            } else {
                let class_flags = class_entry.map_or(0, |c| self.scopes.get(c).flags(&name));
                if class_flags & def::GLOBAL != 0 {
                    Place::GlobalExplicit
                } else if class_flags & def::BOUND != 0 && class_flags & def::NONLOCAL == 0 {
                    Place::GlobalImplicit
                } else if bound.is_some_and(|b| b.contains(&name)) {
                    own_free.insert(name);
                    Place::Free
                } else {
                    Place::GlobalImplicit
                }
            };
            places.push(place);
        }
        for (symbol, place) in self.scopes.get_mut(id).symbols.iter_mut().zip(places) {
            symbol.place = place;
        }

        let mut child_bound: Names = bound.cloned().unwrap_or_default();
        if kind == Kind::Class {
            // what a class binds or declares global does not reach the functions inside it
            child_global = global.clone();
            child_types = type_params.clone();
            child_bound.extend(["__class__", "__classdict__", "__conditional_annotations__"].map(Rc::from));
        } else {
            for name in &own_globals {
                child_bound.remove(name);
            }
            if self.scopes.get(id).is_function_like() {
                child_bound.extend(local.iter().cloned());
            }
        }

        let mut new_free = own_free;
        for child in self.scopes.get(id).children.clone() {
            let entry = if self.scopes.get(child).can_see_class {
                if kind == Kind::Class { Some(id) } else { class_entry }
            } else {
                None
            };
            let inline = matches!(self.scopes.get(child).comprehension(), Some(c) if c != Comp::Generator) && !self.scopes.get(id).can_see_class;
            let mut child_free = BTreeSet::new();
            self.block(child, Some(&child_bound), &child_global, &child_types, entry, &mut child_free)?;
            if self.scopes.get(child).unevaluated {
                continue;
            }
            if inline {
                self.scopes.get_mut(child).inlined = true;
                self.merge(id, child, &mut child_free);
            }
            new_free.extend(child_free);
        }
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
                    if bound.is_some_and(|b| !b.contains(name)) {
                        continue;
                    }
                    scope.add(name.clone(), 0, Place::Free);
                }
            }
        }
        free.extend(new_free);
        Ok(())
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
                if !known && matches!(&**name, "__class__" | "__classdict__" | "__conditional_annotations__") && !self.free_in_child(comp, name) {
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
            if child.inlined { child.place(name) == Place::Free && self.free_in_child(*c, name) } else { child.place(name) == Place::Free }
        })
    }
}
