//! Raising from Rust.
//!
//! Invariant: whoever holds a [`Raised`] knows that `vm.raised` holds an exception instance; taking it out consumes the proof.

use super::Vm;
use super::native::{PyResult, Raised};
use crate::heap::Ref;
use crate::object::exception::Exception;
use crate::object::ty::Type;
use crate::object::{str, tuple};
use crate::value::Value;

/// Modules whose classes are built-in types in CPython and Python classes here.
const C_MODULES: &[&std::primitive::str] = &["_csv", "_socket", "datetime", "decimal", "zoneinfo"];

impl Vm {
    /// Raises an exception instance.
    #[cold]
    pub fn raise(&mut self, exception: Value) -> Raised {
        self.raised = Some(exception);
        self.raised_anew = true;
        Raised(())
    }
    /// Takes the raised exception out.
    pub fn take_raised(&mut self, _proof: Raised) -> Value {
        self.raised.take().unwrap_or(Value::NONE)
    }
    /// The raised exception, left where it is.
    pub fn peek_raised(&self) -> Value {
        self.raised.clone().unwrap_or(Value::NONE)
    }
    /// True if the raised exception is an instance of `ty`.
    pub fn raised_is(&self, ty: &Ref<Type>) -> bool {
        self.raised.as_ref().is_some_and(|e| crate::object::type_ref(e).is_subtype(ty))
    }
    /// Drops a raised exception that is an instance of `ty` and gives None; other errors stay raised.
    pub fn catch(&mut self, e: Raised, ty: &Ref<Type>) -> Result<(), Raised> {
        if self.raised_is(ty) {
            drop(self.take_raised(e));
            Ok(())
        } else {
            Err(e)
        }
    }
    /// A built-in exception's instance with these arguments, made without calling Python.
    pub fn new_exception(&mut self, ty: &Ref<Type>, args: Vec<Value>) -> Value {
        let args = tuple::new(args);
        crate::heap::alloc_in(ty, Exception::payload(args)).into()
    }
    /// Raises a built-in exception with one text argument.
    #[cold]
    pub fn error(&mut self, ty: &Ref<Type>, message: impl AsRef<std::primitive::str>) -> Raised {
        let text = str::new(message.as_ref());
        let e = self.new_exception(ty, vec![text]);
        self.raise(e)
    }
    #[cold]
    pub fn type_error(&mut self, message: impl AsRef<std::primitive::str>) -> Raised {
        let ty = self.types.exc.TypeError.clone();
        self.error(&ty, message)
    }
    #[cold]
    pub fn value_error(&mut self, message: impl AsRef<std::primitive::str>) -> Raised {
        let ty = self.types.exc.ValueError.clone();
        self.error(&ty, message)
    }
    #[cold]
    pub fn runtime_error(&mut self, message: impl AsRef<std::primitive::str>) -> Raised {
        let ty = self.types.exc.RuntimeError.clone();
        self.error(&ty, message)
    }
    #[cold]
    pub fn index_error(&mut self, message: impl AsRef<std::primitive::str>) -> Raised {
        let ty = self.types.exc.IndexError.clone();
        self.error(&ty, message)
    }
    #[cold]
    pub fn overflow_error(&mut self, message: impl AsRef<std::primitive::str>) -> Raised {
        let ty = self.types.exc.OverflowError.clone();
        self.error(&ty, message)
    }
    #[cold]
    pub fn zero_division(&mut self, message: impl AsRef<std::primitive::str>) -> Raised {
        let ty = self.types.exc.ZeroDivisionError.clone();
        self.error(&ty, message)
    }
    #[cold]
    pub fn memory_error(&mut self) -> Raised {
        let ty = self.types.exc.MemoryError.clone();
        let e = self.new_exception(&ty, Vec::new());
        self.raise(e)
    }
    /// KeyError whose argument is the key itself.
    #[cold]
    pub fn key_error(&mut self, key: Value) -> Raised {
        let ty = self.types.exc.KeyError.clone();
        let e = self.new_exception(&ty, vec![key]);
        self.raise(e)
    }
    /// AttributeError with `name` and `obj` set, so that suggestions can be made.
    #[cold]
    pub fn attribute_error(&mut self, object: &Value, name: Value, message: impl AsRef<std::primitive::str>) -> Raised {
        let ty = self.types.exc.AttributeError.clone();
        let text = str::new(message.as_ref());
        let e = self.new_exception(&ty, vec![text]);
        if let Some(x) = e.get::<Exception>() {
            x.fields.set(vec![name, object.clone()]);
        }
        self.raise(e)
    }
    /// NameError with `name` set.
    #[cold]
    pub fn name_error(&mut self, name: Value, message: impl AsRef<std::primitive::str>) -> Raised {
        let ty = self.types.exc.NameError.clone();
        let text = str::new(message.as_ref());
        let e = self.new_exception(&ty, vec![text]);
        if let Some(x) = e.get::<Exception>() {
            x.fields.set(vec![name]);
        }
        self.raise(e)
    }
    /// StopIteration carrying a generator's return value.
    #[cold]
    pub fn stop_iteration(&mut self, value: Value) -> Raised {
        let ty = self.types.exc.StopIteration.clone();
        let args = if value.is_none() { Vec::new() } else { vec![value] };
        let e = self.new_exception(&ty, args);
        self.raise(e)
    }
    /// "'X' object …" with the type's name of `v`; native types of other modules than builtins have their module's name in it.
    pub fn type_name(&self, v: &Value) -> String {
        self.type_text(crate::object::type_ref(v))
    }
    /// A type as error texts name it: built-in ones with their module.
    pub fn type_text(&self, ty: &Type) -> String {
        let name = ty.name();
        match crate::object::object_::module_of(self, ty) {
            Some(m) if m != "builtins" && (ty.is_static() || C_MODULES.contains(&m.as_str())) => format!("{m}.{name}"),
            _ => name,
        }
    }
    /// What `f` gives, or None if it raised an instance of `ty`.
    pub fn swallow(&mut self, r: PyResult, ty: &Ref<Type>) -> PyResult<Option<Value>> {
        match r {
            Ok(v) => Ok(Some(v)),
            Err(e) => self.catch(e, ty).map(|()| None),
        }
    }
}
