//! The import statement.
//!
//! Invariant: a module is in `sys.modules` before its body runs, and is taken out again if the body raises.

use super::Vm;
use super::native::Act;
use crate::heap::Ref;
use crate::object::dict::Dict;
use crate::object::module::Module;
use crate::object::str::Str;
use crate::object::types;
use crate::value::Value;

/// Our own Python files, by module name.
static LIB_PY: &[(&str, &str)] = &[("asyncio", include_str!("../lib_py/asyncio.py"))];

impl Vm {
    /// `import name` / `from name import …` with the frame's globals.
    pub(crate) fn import_name(&mut self, name: Ref<Str>, _level: Value, fromlist: Value) -> Act {
        let text = name.to_text();
        if self.modules.get_interned(&name).is_none()
            && let Some((_, source)) = LIB_PY.iter().find(|(n, _)| *n == text)
        {
            return self.import_source(name, source);
        }
        match self.import_native(&text) {
            Some(Act::Done(module)) => {
                if fromlist.is_none() && text.contains('.') {
                    let top = text.split('.').next().unwrap_or("").to_string();
                    return self.import_native(&top).unwrap_or(Act::Done(module));
                }
                Act::Done(module)
            }
            Some(act) => act,
            None => {
                let ty = types().exc.ModuleNotFoundError.clone();
                let e = self.error(&ty, format!("No module named '{text}'"));
                if let Some(x) = self.raised.as_ref().and_then(|x| x.get::<crate::object::exception::Exception>()) {
                    x.fields.set(vec![name.into()]);
                }
                Act::Raise(e)
            }
        }
    }

    /// Runs one of our own Python files as a module.
    fn import_source(&mut self, name: Ref<Str>, source: &'static str) -> Act {
        let filename = format!("/lib/python3.14/{}.py", name.to_text());
        let dict = Dict::new();
        let module: Value = crate::heap::alloc(&types().module, Module { dict: dict.clone() }).into();
        dict.set_interned(&self.names.name, name.value());
        dict.set_interned(&self.names.package, self.names.empty.value());
        dict.set_interned(&self.names.loader, Value::NONE);
        dict.set_interned(&self.names.spec, Value::NONE);
        let file = crate::object::str::new(filename.as_str());
        dict.set_interned(&self.names.file, file);
        let builtins = self.names.builtins_module.clone();
        if let Some(b) = self.modules.get_interned(&builtins) {
            dict.set_interned(&self.names.builtins, b);
        }
        self.modules.set_interned(&name, module.clone());
        let act = self.run_source(source, &filename, &dict);
        Act::run(async move |cx| match cx.act(act).await {
            Ok(_) => Ok(module),
            Err(e) => {
                cx.vm().modules.remove_interned(&name);
                Err(e)
            }
        })
    }

    /// A module from `sys.modules` or the table of native modules.
    fn import_native(&mut self, name: &str) -> Option<Act> {
        let key = self.intern(name);
        if let Some(m) = self.modules.get_interned(&key) {
            return Some(Act::Done(m));
        }
        let spec = crate::module::NATIVE.iter().find(|s| s.name == name)?;
        Some(self.load_native(spec).into())
    }

    /// Makes a native module.
    pub(crate) fn load_native(&mut self, spec: &'static crate::module::ModuleSpec) -> super::PyResult {
        let dict = Dict::new();
        let name = self.intern(spec.name);
        let module: Value = crate::heap::alloc(&types().module, Module { dict: dict.clone() }).into();
        dict.set_interned(&self.names.name, name.value());
        let doc = if spec.doc.is_empty() { Value::NONE } else { crate::object::str::new(spec.doc) };
        dict.set_interned(&self.names.doc, doc);
        dict.set_interned(&self.names.package, self.names.empty.value());
        dict.set_interned(&self.names.loader, Value::NONE);
        dict.set_interned(&self.names.spec, Value::NONE);
        for def in spec.functions {
            let f = crate::object::native::Builtin::function(def, name.value());
            let key = self.intern(def.name);
            dict.set_interned(&key, f);
        }
        self.modules.set_interned(&name, module.clone());
        if let Err(e) = (spec.init)(self, &dict) {
            self.modules.remove_interned(&name);
            return Err(e);
        }
        Ok(module)
    }

    /// `from module import name`.
    pub(crate) fn import_from(&mut self, module: Value, name: Ref<Str>) -> Act {
        let act = self.get_attr_opt(&module, &name);
        Act::run(async move |cx| {
            let v = cx.act(act).await?;
            if !v.is_unbound() {
                return Ok(v);
            }
            let vm = cx.vm();
            let own = module.get::<Module>().and_then(|m| m.dict.get_interned(&vm.names.name)).and_then(|n| n.get::<Str>().map(|s| s.to_text()));
            let ty = types().exc.ImportError.clone();
            let own = own.unwrap_or_else(|| "<unknown module name>".into());
            Err(vm.error(&ty, format!("cannot import name '{}' from '{own}' (unknown location)", name.to_text())))
        })
    }

    /// `from module import *`.
    pub(crate) fn import_star(&mut self, module: Value, locals: Value) -> Act {
        Act::run(async move |cx| {
            let Some(m) = module.get_ref::<Module>() else { return Ok(Value::NONE) };
            let all = m.dict.get_interned(&cx.vm().names.all);
            let names: Vec<Value> = match all {
                Some(all) => cx.collect(&all).await?,
                None => {
                    let public = |k: &Value| k.get::<Str>().is_some_and(|s| !s.to_text().starts_with('_'));
                    m.dict.items().into_iter().map(|(k, _)| k).filter(public).collect()
                }
            };
            for n in names {
                let Some(key) = cx.vm().intern_value(&n) else { continue };
                let v = cx.get_attr(&module, &key).await?;
                cx.set_item(&locals, &n, &v).await?;
            }
            Ok(Value::NONE)
        })
    }
}
