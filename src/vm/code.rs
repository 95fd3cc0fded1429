//! Loading code units into a VM: interned names, constants as values.
//!
//! Nested code objects are loaded when the instruction that makes their function first runs; until then their constant is UNBOUND.

use super::Vm;
use crate::code::{CodeUnit, Const, flags};
use crate::heap::{Mut, Ref};
use crate::object::code::Code;
use crate::object::dict::Dict;
use crate::object::function::Function;
use crate::object::str::Str;
use crate::object::{str, tuple, types};
use crate::text::builder::StrBuf;
use crate::value::Value;
use std::cell::Cell;
use std::rc::Rc;

impl Vm {
    /// The code object of a unit.
    pub fn load_code(&mut self, unit: &Rc<CodeUnit>) -> Ref<Code> {
        let names = unit.names.iter().map(|n| self.intern(n)).collect();
        let varnames = unit.varnames.iter().map(|n| self.intern(n)).collect();
        let consts = unit
            .consts
            .iter()
            .map(|c| if let Const::Code(_) = c { Value::UNBOUND } else { self.constant(c) })
            .collect();
        let code = Code {
            unit: unit.clone(),
            registers: unit.registers,
            argcount: unit.argcount,
            first_free: unit.first_free.0,
            words: unit.words.iter().map(|w| Cell::new(*w)).collect(),
            consts: Mut::new(consts),
            names,
            name: self.intern(&unit.name),
            qualname: self.intern(&unit.qualname),
            filename: self.intern(&unit.filename),
            varnames,
        };
        crate::heap::alloc(&types().code, code)
    }

    /// Constant `i`, nested code loaded.
    pub fn code_constant(&mut self, code: &Code, i: usize) -> Value {
        let v = code.constant(i);
        if !v.is_unbound() {
            return v;
        }
        let Some(Const::Code(unit)) = code.unit.consts.get(i) else { return v };
        let loaded: Value = self.load_code(unit).into();
        code.consts.borrow_mut()[i] = loaded.clone();
        loaded
    }

    /// A constant as a value. Nesting is bounded by the parser's limits.
    pub(crate) fn constant(&mut self, c: &Const) -> Value {
        match c {
            Const::None => Value::NONE,
            Const::Ellipsis => Value::ELLIPSIS,
            Const::Bool(b) => Value::bool(*b),
            Const::Int(i) => Value::int(*i),
            Const::BigInt(b) => crate::object::int::big(b.clone()),
            Const::Float(f) => Value::float(*f),
            Const::Complex(re, im) => crate::object::complex::new(*re, *im),
            Const::Str(s) => {
                // names and short words are likely to be keys
                if s.len() <= 40 && s.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
                    self.intern(s).into()
                } else {
                    str::new(&**s)
                }
            }
            Const::WideStr(s) => Str::new(StrBuf::from_iter(s.iter().copied())).into(),
            Const::Bytes(b) => crate::object::bytes::new(b.to_vec()),
            Const::Tuple(items) => tuple::new(items.iter().map(|c| self.constant(c)).collect()),
            Const::FrozenSet(items) => {
                let items = items.iter().map(|c| self.constant(c)).collect();
                super::protocol::hooks::frozen_of_constants(items)
            }
            Const::Slice(parts) => {
                let [a, b, c] = &**parts;
                let (a, b, c) = (self.constant(a), self.constant(b), self.constant(c));
                crate::object::slice::new(a, b, c)
            }
            Const::Code(unit) => self.load_code(unit).into(),
        }
    }

    /// A function object for a code object, with nothing but globals.
    pub fn new_function(&mut self, code: Ref<Code>, globals: Ref<Dict>) -> Ref<Function> {
        let builtins = match globals.get_interned(&self.names.builtins) {
            Some(b) => match (b.get_ref::<Dict>(), b.get::<crate::object::module::Module>()) {
                (Some(d), _) => d,
                (_, Some(m)) => m.dict.clone(),
                _ => self.builtins.clone(),
            },
            None => self.builtins.clone(),
        };
        let module = globals.get_interned(&self.names.name).unwrap_or(Value::NONE);
        let doc = if code.has(flags::HAS_DOCSTRING) {
            code.unit.doc.as_ref().map_or(Value::NONE, |d| self.constant(d))
        } else {
            Value::NONE
        };
        let simple = !code.has(flags::VARARGS | flags::VARKEYWORDS) && code.unit.kwonly == 0;
        let f = Function {
            name: Mut::new(code.name.value()),
            qualname: Mut::new(code.qualname.value()),
            module: Mut::new(module),
            doc: Mut::new(doc),
            defaults: Mut::new(Value::NONE),
            kwdefaults: Mut::new(Value::NONE),
            closure: Value::NONE,
            annotate: Mut::new(Value::NONE),
            annotations: Mut::new(None),
            type_params: Mut::new(types().empty_tuple()),
            dict: Mut::new(None),
            simple: Cell::new(simple),
            globals,
            builtins,
            code: Mut::new(code),
        };
        crate::heap::alloc(&types().function, f)
    }
}
