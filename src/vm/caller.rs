//! What a native may know about the Python frame that called it: its globals, its local variables, its first argument.
//!
//! Invariant: the caller is the innermost Python frame; natives in between do not count.

use super::Vm;
use super::frame::Frame;
use crate::heap::Ref;
use crate::object::cell::CellBox;
use crate::object::dict::Dict;
use crate::object::function::Function;
use crate::object::str::Str;
use crate::object::traceback::{FrameObject, frame_object};
use crate::value::Value;

impl Vm {
    fn python_frame(&self) -> *mut Frame {
        let mut f = self.thread.top;
        while let Some(frame) = unsafe { f.as_ref() } {
            // a native frame has no code, even while its native is being stepped
            if !frame.code.is_null() {
                return f;
            }
            f = frame.back;
        }
        std::ptr::null_mut()
    }

    /// The caller's frame object.
    pub fn caller(&self) -> Option<Ref<FrameObject>> {
        let f = self.python_frame();
        if f.is_null() { None } else { Some(frame_object(f)) }
    }

    /// The innermost Python frames: a tuple of (file, line, function).
    pub(crate) fn call_sites(&self, most: usize) -> Value {
        let mut sites = Vec::new();
        let mut f = self.thread.top;
        while let Some(frame) = unsafe { f.as_ref() }
            && sites.len() < most
        {
            if !frame.code.is_null() {
                let code = frame.code();
                let line = code.unit.positions.lookup(frame.current()).line;
                let site = vec![code.filename.value(), Value::int(line as i64), code.name.value()];
                sites.push(crate::object::tuple::new(site));
            }
            f = frame.back;
        }
        crate::object::tuple::new(sites)
    }

    /// A traceback entry for the innermost Python frame, as if the exception had come to it.
    pub(crate) fn add_caller_traceback(&mut self, exc: &Value) {
        let f = self.python_frame();
        if let Some(frame) = unsafe { f.as_ref() } {
            crate::object::traceback::add(self, exc, f, frame.current());
        }
    }

    /// The exception that the innermost Python frame handles is this one now (it handles one already).
    pub(crate) fn set_handled(&mut self, exc: &Value) {
        if let Some(f) = unsafe { self.python_frame().as_mut() }
            && !f.handled.is_unbound()
        {
            drop(std::mem::replace(&mut f.handled, exc.clone().into_slot()).take());
        }
    }

    /// The caller's globals.
    pub fn caller_globals(&self) -> Option<Ref<Dict>> {
        let f = unsafe { self.python_frame().as_ref() }?;
        Some(unsafe { Ref::of(&*f.globals) })
    }

    /// The builtins that the caller sees.
    pub fn caller_builtins(&self) -> Ref<Dict> {
        let f = unsafe { self.python_frame().as_ref() };
        f.and_then(|f| f.func.as_value().get::<Function>().map(|f| f.builtins.clone()))
            .unwrap_or_else(|| self.builtins.clone())
    }

    /// The caller's local variables: the namespace of a module or class body, else a new dict of the variables that are bound.
    pub fn caller_locals(&mut self) -> Value {
        match self.caller() {
            Some(f) => self.frame_locals(&f),
            None => Dict::new().into(),
        }
    }

    /// The namespace of the caller, if it is a module's or class's body.
    pub(crate) fn caller_namespace(&self) -> Option<Value> {
        self.caller().and_then(|f| f.namespace())
    }

    /// The local variables of a frame, as `locals()` gives them: the namespace of a module or class body unless a comprehension in it
    /// has variables just now, else a new dict.
    pub fn frame_locals(&mut self, f: &Ref<FrameObject>) -> Value {
        match f.namespace() {
            Some(ns) if f.hidden().is_empty() => ns,
            _ => self.frame_variables(f),
        }
    }

    /// A new dict of the variables of a frame.
    pub fn frame_variables(&mut self, f: &Ref<FrameObject>) -> Value {
        let out = Dict::new();
        for (name, v) in self.variables(f) {
            out.set_interned(&name, v);
        }
        // what was set through the view of the frame and names no variable
        if let Some(extra) = &*f.extra.borrow() {
            extra.copy_into(&out);
        }
        out.into()
    }

    /// The register of the variable of that name, and whether it holds a cell.
    pub fn variable_place(&self, f: &Ref<FrameObject>, name: &Str) -> Option<(usize, bool)> {
        let unit = &f.code.unit;
        let is = |n: &str| name.view() == Str::new(n).view();
        if let Some((_, register)) = f.hidden().into_iter().rfind(|h| is(&h.0)) {
            return Some((register, f.register(register).is_some_and(|v| v.is_a::<CellBox>())));
        }
        if let Some(c) = unit.cellvars.iter().find(|c| is(&c.0)) {
            return Some((c.1.0 as usize, true));
        }
        if let Some(i) = unit.freevars.iter().position(|n| is(n)) {
            return Some((unit.first_free.0 as usize + i, true));
        }
        f.code.varnames.iter().position(|n| n.view() == name.view()).map(|i| (i, false))
    }

    /// The bound variables of a function's frame, in the order of parameters, locals, cells, free variables.
    pub fn variables(&mut self, f: &Ref<FrameObject>) -> Vec<(Ref<crate::object::str::Str>, Value)> {
        let unit = f.code.unit.clone();
        let mut places: Vec<(Ref<crate::object::str::Str>, usize)> =
            f.code.varnames.iter().cloned().enumerate().map(|(i, n)| (n, i)).collect();
        for (name, reg) in &unit.cellvars {
            if reg.0 as usize >= f.code.varnames.len() {
                places.push((self.intern(name), reg.0 as usize));
            }
        }
        for (i, name) in unit.freevars.iter().enumerate() {
            places.push((self.intern(name), unit.first_free.0 as usize + i));
        }
        let mut out = Vec::new();
        for (name, register) in places {
            let Some(v) = f.register(register) else { continue };
            let cell = register >= f.code.varnames.len() || unit.cellvars.iter().any(|c| c.1.0 as usize == register);
            let v = match v.get::<CellBox>() {
                Some(c) if cell => c.contents.get(),
                _ => v,
            };
            let hidden = matches!(name.to_text().as_str(), t if t.starts_with('.'));
            if !v.is_unbound() && !hidden {
                out.push((name, v));
            }
        }
        // the variables of a comprehension go before those of the same name
        for (name, register) in f.hidden() {
            let Some(v) = f.register(register) else { continue };
            let v = v.get::<CellBox>().map_or_else(|| v.clone(), |c| c.contents.get());
            let name = self.intern(&name);
            match out.iter_mut().find(|known| known.0.is(&name)) {
                Some(known) => known.1 = v,
                None => out.push((name, v)),
            }
        }
        out
    }
}
