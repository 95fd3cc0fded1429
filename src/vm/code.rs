//! Loading code units into a VM: interned names, constants as values.
//!
//! Nested code objects are loaded when the instruction that makes their function first runs; until then their constant is UNBOUND.

use super::cx::AsyncFrame;
use super::frame::Ret;
use super::{PyResult, Vm};
use crate::code::{CodeUnit, Const, flags};
use crate::heap::{Mut, Ref};
use crate::object::code::{Code, Late};
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
        let code = self.new_code(unit);
        crate::heap::alloc(&types().code, code)
    }

    /// Makes the rest of a stub's code.
    pub fn complete_code(&mut self, code: &Code) -> PyResult<()> {
        if !code.is_stub() {
            return Ok(());
        }
        if let Some(file) = crate::library::missing_definition(&code.unit) {
            self.host.fetch_now(file);
        }
        self.charge((code.unit.stub.map_or(0, |s| s.end - s.start)) / 8);
        let filled = match crate::library::complete(&code.unit) {
            Some(Ok(unit)) => {
                let whole = self.new_code(&unit);
                code.fill(whole)
            }
            _ => false,
        };
        match filled {
            true => Ok(()),
            false => {
                let name = code.qualname.to_text();
                Err(self.error(&types().exc.SystemError.clone(), format!("{name}() of the library cannot be compiled")))
            }
        }
    }

    /// The first instruction of a stub: goes on with the function's own first one.
    pub(crate) fn slow_compile(&mut self) {
        // the frame's function keeps the code alive
        let code = Ref::of(self.frame().code());
        if let Some(file) = crate::library::missing_definition(&code.unit) {
            let wait = AsyncFrame::boxed("import", async move |cx| super::fetch(cx, file).await.map(|()| Value::NONE));
            return self.push_aside(wait, Ret::Event);
        }
        match self.complete_code(&code) {
            Ok(()) => {
                if self.tracing.on {
                    self.set_points(&code);
                }
                self.frame().pc = code.words.as_ptr()
            }
            Err(e) => self.unwind(e),
        }
    }

    fn new_code(&mut self, unit: &Rc<CodeUnit>) -> Code {
        let names = unit.names.iter().map(|n| self.intern(n)).collect();
        let varnames = unit.varnames.iter().map(|n| self.intern(n)).collect();
        let consts = unit
            .consts
            .iter()
            .map(|c| if let Const::Code(_) = c { Value::UNBOUND } else { self.constant(c) })
            .collect();
        let words: Box<[Cell<crate::code::Instr>]> = unit.words.iter().map(|w| Cell::new(*w)).collect();
        Code {
            unit: Late::new(unit.clone()),
            registers: unit.registers,
            argcount: unit.argcount,
            plain_arguments: match unit.flags & (flags::GENERATOR | flags::COROUTINE | flags::ASYNC_GENERATOR) {
                0 => unit.argcount,
                _ => crate::object::code::MAKES_GENERATOR,
            },
            first_free: unit.first_free.0,
            entry: Cell::new(words.as_ptr()),
            words: Late::new(words),
            consts: Mut::new(consts),
            names: Late::new(names),
            name: self.intern(&unit.name),
            qualname: self.intern(&unit.qualname),
            filename: self.intern(&unit.filename),
            hidden: crate::library::code_stands_for_native(&unit.filename, &unit.qualname),
            varnames: Late::new(varnames),
            traced: Cell::new(0),
            monitors: Mut::default(),
            trace_id: Cell::new(0),
            told: Cell::new(0),
            lines: Default::default(),
        }
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
                    return self.intern(s).into();
                }
                let mut chars = s.chars();
                match (chars.next(), chars.next()) {
                    (Some(c), None) => str::from_char(c as u32),
                    _ => str::new(&**s),
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

    /// The docstring of a function of this code, which is or was a stub.
    pub fn docstring(&mut self, code: &Code) -> PyResult {
        self.complete_code(code)?;
        Ok(code.unit.doc.as_ref().map_or(Value::NONE, |d| self.constant(d)))
    }

    /// A function object for a code object, with nothing but globals.
    pub fn new_function(&mut self, code: Ref<Code>, globals: Ref<Dict>) -> Ref<Function> {
        let builtins = match globals.get_interned(&self.names.builtins) {
            Some(b) => match (b.get_ref::<Dict>().filter(|d| d.is_exact()), b.get::<crate::object::module::Module>()) {
                (Some(d), _) => d,
                (_, Some(m)) => m.dict.clone(),
                // a mapping that is asked for each name (`Vm::builtin_of`)
                _ => Dict::new(),
            },
            None => self.caller_builtins(),
        };
        let module = globals.get_interned(&self.names.name).unwrap_or(Value::NONE);
        let doc = match &code.unit.doc {
            _ if !code.has(flags::HAS_DOCSTRING) => Value::NONE,
            Some(d) => self.constant(d),
            // looked for when somebody asks
            None => Value::UNBOUND,
        };
        let simple = !code.has(flags::VARARGS | flags::VARKEYWORDS)
            && code.unit.kwonly == 0
            && code.has(flags::OPTIMIZED)
            && !self.is_told(&code);
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
