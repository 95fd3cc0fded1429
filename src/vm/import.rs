//! The import statement.
//!
//! Invariant: a module is in `sys.modules` before its body runs, and is taken out again if the body raises. A parent is
//! imported before its submodules, and gets them as attributes. `__import__` may be replaced: the statement honours it. A thread that
//! imports what another one is importing waits until it is there, unless that one waits for it in turn.

use super::Cx;
use super::Vm;
use super::find::{self, Source, Text};
use super::finders;
use super::host::Wait;
use super::native::{Act, CallArgs, PyResult, Raised};
use super::thread::ThreadId;
use crate::heap::Ref;
use crate::object::dict::Dict;
use crate::object::exception::Exception;
use crate::object::list::List;
use crate::object::module::Module;
use crate::object::native::Builtin;
use crate::object::object_::text;
use crate::object::str::Str;
use crate::object::{namespace, str, tuple, types};
use crate::value::Value;

/// Modules that are being imported, outermost first.
#[derive(Default)]
struct Loading(Vec<Load>);

struct Load {
    name: String,
    thread: ThreadId,
    /// threads that wait until it has ended
    waiting: Vec<ThreadId>,
}

impl Loading {
    /// The thread that a thread has to wait for before it can have the module: none if it would wait for itself.
    fn elsewhere(&mut self, name: &std::primitive::str, me: ThreadId) -> Option<&mut Load> {
        let at = self.0.iter().position(|l| l.name == name && l.thread != me)?;
        let mut thread = self.0.get(at)?.thread;
        while let Some(next) = self.0.iter().find(|l| l.waiting.contains(&thread)) {
            thread = next.thread;
            if thread == me {
                return None;
            }
        }
        self.0.get_mut(at)
    }
}

impl Vm {
    /// The import statement: `import name` / `from name import …` in the innermost Python frame.
    pub(crate) fn import_statement(&mut self, name: Ref<Str>, level: Value, fromlist: Value) -> Act {
        let globals = self.caller_globals();
        if let Some(f) = self.caller_builtins().get_interned(&self.names.import) {
            return self.import_by(f, name, level, fromlist, globals);
        }
        let mapping = globals.as_ref().and_then(|g| g.get_interned(&self.names.builtins));
        let mapping = mapping.filter(|b| !b.is_a::<Module>() && !b.get_ref::<Dict>().is_some_and(|d| d.is_exact()));
        let missing = |vm: &mut Vm| {
            let ty = types().exc.ImportError.clone();
            Act::Raise(vm.error(&ty, "__import__ not found"))
        };
        let Some(mapping) = mapping else { return missing(self) };
        let act = self.get_item(&mapping, &self.names.import.value());
        act.then(self, move |vm, r| match r {
            Ok(f) => vm.import_by(f, name, level, fromlist, globals),
            Err(e) => match vm.catch(e, &types().exc.KeyError.clone()) {
                Ok(()) => missing(vm),
                Err(e) => Act::Raise(e),
            },
        })
    }

    /// An import statement by what `__import__` is for the frame.
    fn import_by(
        &mut self,
        f: Value,
        name: Ref<Str>,
        level: Value,
        fromlist: Value,
        globals: Option<Ref<Dict>>,
    ) -> Act {
        if f.get::<Builtin>().is_some_and(|b| b.def.name == "__import__") {
            return self.import_with(name, level, fromlist, globals);
        }
        let globals = globals.map_or(Value::NONE, Value::from);
        let locals = self.caller_namespace().unwrap_or(Value::NONE);
        Act::Call(f, CallArgs::from([name.value(), globals, locals, fromlist, level]))
    }

    /// An absolute import.
    pub(crate) fn import_name(&mut self, name: Ref<Str>, level: Value, fromlist: Value) -> Act {
        self.import_with(name, level, fromlist, None)
    }

    /// `__import__`: `globals` say what a relative import is relative to.
    pub(crate) fn import_with(
        &mut self,
        name: Ref<Str>,
        level: Value,
        fromlist: Value,
        globals: Option<Ref<Dict>>,
    ) -> Act {
        let level = match level.as_small() {
            Some(n) if n >= 0 => n,
            _ => return Act::Raise(self.value_error("level must be >= 0")),
        };
        let given = name.to_text();
        if level == 0
            && let Some(m) = self.modules.get_interned(&name)
            && !m.is_none()
            && !self.is_loading_elsewhere(&given)
        {
            // nothing to import, and the name's own module is what is asked for
            let ready = match fromlist.is_none() {
                true => !given.contains('.'),
                false => m.get::<Module>().is_some_and(|m| m.dict.get_interned(&self.names.path).is_none()),
            };
            if ready {
                return Act::Done(m);
            }
        }
        if given.is_empty() && level == 0 {
            return Act::Raise(self.value_error("Empty module name"));
        }
        Act::run(async move |cx| {
            let full = match level {
                0 => given.clone(),
                _ => absolute(cx, &given, level as usize, globals).await?,
            };
            let module = load(cx, &full).await?;
            if fromlist.is_none() {
                let first = given.split('.').next().unwrap_or("");
                if first.len() == given.len() {
                    return Ok(module);
                }
                let wanted = full.get(..full.len() - (given.len() - first.len())).unwrap_or(first);
                let key = cx.vm().intern(wanted);
                return match cx.vm().modules.get_interned(&key) {
                    Some(m) => Ok(m),
                    None => {
                        let message = str::new(format!("'{wanted}' not in sys.modules as expected"));
                        Err(cx.vm().key_error(message))
                    }
                };
            }
            let names = cx.collect(&fromlist).await?;
            submodules(cx, &module, names, false).await?;
            Ok(module)
        })
    }

    /// True while the module's body runs.
    pub(crate) fn is_loading(&mut self, name: &std::primitive::str) -> bool {
        self.state::<Loading>().0.iter().any(|l| l.name == name)
    }

    /// True while the library's machinery runs the module's body.
    fn is_initializing(&mut self, name: &std::primitive::str) -> bool {
        let (name, key) = (self.intern(name), self.intern("_initializing"));
        let module = self.modules.get_interned(&name);
        let spec = module.and_then(|m| m.get::<Module>()?.dict.get_interned(&self.names.spec));
        spec.and_then(|s| self.instance_attr(&s, &key)).is_some_and(|v| v.as_bool() == Some(true))
    }

    /// True if another thread is importing the module.
    fn is_loading_elsewhere(&mut self, name: &std::primitive::str) -> bool {
        let me = self.thread.id;
        self.has_threads() && self.state::<Loading>().elsewhere(name, me).is_some()
    }

    /// The module's body, compiled, as what runs it.
    fn module_body(&mut self, source: &Source, dict: &Ref<Dict>) -> Act {
        match &source.text {
            Text::Of(text) => self.run_source(text, &source.file, dict, true),
            Text::Library(module) => match module.unit() {
                Some(unit) => {
                    let code = self.load_code(&unit);
                    let f = self.new_function(code, dict.clone());
                    self.body_act(f, dict.value())
                }
                None => Act::Raise(self.runtime_error("a pack of the library is damaged")),
            },
        }
    }

    /// ModuleNotFoundError about `name`.
    pub(crate) fn module_not_found(&mut self, name: &std::primitive::str, message: String) -> Raised {
        let ty = types().exc.ModuleNotFoundError.clone();
        self.import_error(&ty, str::new(name), Value::NONE, Value::NONE, message)
    }

    fn import_error(
        &mut self,
        ty: &Ref<crate::object::ty::Type>,
        name: Value,
        path: Value,
        name_from: Value,
        message: String,
    ) -> Raised {
        let message = str::new(message);
        let e = self.new_exception(ty, vec![message.clone()]);
        if let Some(x) = e.get::<Exception>() {
            x.fields.set(vec![name, path, message, name_from]);
        }
        self.raise(e)
    }

    /// The strs of `sys.path`.
    pub(crate) fn search_path(&mut self) -> PyResult<Vec<String>> {
        let key = self.intern("sys");
        let sys = match self.modules.get_interned(&key).filter(|m| !m.is_none()) {
            Some(m) => m,
            None => match crate::module::native("sys") {
                Some(native) => self.load_native((native.spec)())?,
                None => return Ok(Vec::new()),
            },
        };
        let key = self.intern("path");
        let path = sys.get::<Module>().and_then(|m| m.dict.get_interned(&key));
        Ok(path.map_or_else(Vec::new, |p| folders(&p)))
    }

    /// A module from source: in `sys.modules`, its body not run yet.
    fn new_module(&mut self, name: &Ref<Str>, shown: &Ref<Str>, found: &Source) -> Value {
        let dict = Dict::new();
        let module: Value = crate::heap::alloc(&types().module, Module { dict: dict.clone() }).into();
        let full = name.to_text();
        let package = match &found.folder {
            Some(_) => full.clone(),
            None => full.rsplit_once('.').map_or(String::new(), |(p, _)| p.to_owned()),
        };
        let package = str::new(package);
        let file = str::new(found.file.as_str());
        let folders = found.folder.as_ref().map(|f| crate::object::list::new(vec![str::new(f.as_str())]));
        let loader = crate::module::imp::loader(self, name.value(), file.clone());
        let spec = self.module_spec(name.value(), loader.clone(), package.clone(), file.clone(), folders.clone());
        dict.set_interned(&self.names.name, shown.value());
        dict.set_interned(&self.names.doc, Value::NONE);
        dict.set_interned(&self.names.package, package);
        dict.set_interned(&self.names.loader, loader);
        dict.set_interned(&self.names.spec, spec);
        if let Some(f) = folders {
            dict.set_interned(&self.names.path, f);
        }
        dict.set_interned(&self.names.file, file);
        let builtins = self.builtins.value();
        dict.set_interned(&self.names.builtins, builtins);
        self.modules.set_interned(shown, module.clone());
        module
    }

    /// A package without a file of its own: the folders of its name.
    pub(super) fn new_namespace_package(&mut self, name: &std::primitive::str, portions: Vec<String>) -> Value {
        let dict = Dict::new();
        let module: Value = crate::heap::alloc(&types().module, Module { dict: dict.clone() }).into();
        let full = self.intern(name);
        let portions = crate::object::list::new(portions.into_iter().map(str::new).collect());
        let spec = self.module_spec(full.value(), Value::NONE, full.value(), Value::NONE, Some(portions.clone()));
        dict.set_interned(&self.names.name, full.value());
        dict.set_interned(&self.names.doc, Value::NONE);
        dict.set_interned(&self.names.package, full.value());
        dict.set_interned(&self.names.loader, Value::NONE);
        dict.set_interned(&self.names.spec, spec);
        dict.set_interned(&self.names.path, portions);
        dict.set_interned(&self.names.file, Value::NONE);
        self.modules.set_interned(&full, module.clone());
        module
    }

    fn module_spec(
        &mut self,
        name: Value,
        loader: Value,
        parent: Value,
        origin: Value,
        folders: Option<Value>,
    ) -> Value {
        let parts = [
            ("name", name),
            ("loader", loader),
            ("origin", origin),
            ("submodule_search_locations", folders.unwrap_or(Value::NONE)),
            ("parent", parent),
            ("cached", Value::NONE),
            ("has_location", Value::TRUE),
        ];
        namespace::of(parts.into_iter().map(|(k, v)| (self.intern(k), v)).collect())
    }

    /// Prepares `-m name`: the module's body as `__main__`. `program` is what error texts begin with.
    pub fn start_module(&mut self, name: &std::primitive::str, program: &std::primitive::str) {
        let _entered = self.enter();
        let (name, program) = (name.to_owned(), program.to_owned());
        let run = Act::run(async move |cx| {
            let status = match run_as_main(cx, &name).await {
                Ok(None) => Ok(Value::int(0)),
                Ok(Some(complaint)) => {
                    super::report::write_error(cx, &format!("{program}: {complaint}\n")).await?;
                    Ok(Value::int(1))
                }
                Err(e) => {
                    let exc = cx.vm().take_raised(e);
                    let act = cx.vm().report_exception(exc);
                    cx.act(act).await
                }
            };
            super::shutdown::finish(cx, status).await
        });
        self.perform(run, super::frame::Ret::Exit);
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
            let own = cx.attr_opt(&module, "__name__").await?.filter(|n| n.is_a::<Str>());
            if let Some(own) = &own {
                let key = cx.vm().intern(&format!("{}.{}", text(own), name.to_text()));
                if let Some(m) = cx.vm().modules.get_interned(&key) {
                    return Ok(m);
                }
            }
            let origin = cx.attr_opt(&module, "__file__").await?.filter(|f| f.is_a::<Str>());
            let name = name.to_text();
            let Some(own) = own else {
                let message = match &origin {
                    Some(o) => format!("cannot import name '{name}' from '<unknown module name>' ({})", text(o)),
                    None => format!("cannot import name '{name}' from '<unknown module name>' (unknown location)"),
                };
                let ty = types().exc.ImportError.clone();
                return Err(cx.vm().import_error(
                    &ty,
                    Value::NONE,
                    origin.unwrap_or(Value::NONE),
                    str::new(name),
                    message,
                ));
            };
            let vm = cx.vm();
            let shown = text(&own);
            let message = match &origin {
                None => format!("cannot import name '{name}' from '{shown}' (unknown location)"),
                Some(o) => {
                    let o = text(o);
                    match vm.module_mistake(&shown, &o) {
                        Mistake::HidesLibrary => format!(
                            "cannot import name '{name}' from '{shown}' (consider renaming '{o}' since it has the same name as the standard library module named '{shown}' and prevents importing that standard library module)"
                        ),
                        Mistake::MayHide => format!(
                            "cannot import name '{name}' from '{shown}' (consider renaming '{o}' if it has the same name as a library you intended to import)"
                        ),
                        Mistake::Circular => format!(
                            "cannot import name '{name}' from partially initialized module '{shown}' (most likely due to a circular import) ({o})"
                        ),
                        Mistake::None => format!("cannot import name '{name}' from '{shown}' ({o})"),
                    }
                }
            };
            let ty = types().exc.ImportError.clone();
            Err(vm.import_error(&ty, own, origin.unwrap_or(Value::NONE), str::new(name), message))
        })
    }

    /// What may be wrong when `module`, made from `file`, lacks a name.
    pub(crate) fn module_mistake(&mut self, module: &std::primitive::str, file: &std::primitive::str) -> Mistake {
        let running = self.is_loading(module) || self.is_initializing(module);
        let first = self.path.first().cloned();
        let folder = file.rsplit_once('/').map_or("", |(f, _)| f);
        let folder =
            if file.ends_with("/__init__.py") { folder.rsplit_once('/').map_or("", |(f, _)| f) } else { folder };
        if first.is_some_and(|f| f == folder) && folder != super::LIBRARY {
            if find::is_library(module) {
                return Mistake::HidesLibrary;
            }
            if running {
                return Mistake::MayHide;
            }
        }
        if running { Mistake::Circular } else { Mistake::None }
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

/// Why a name may be missing in a module.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mistake {
    /// the script's folder has a file named like a module of the standard library
    HidesLibrary,
    /// the same, and perhaps a library of others
    MayHide,
    /// the body is still running
    Circular,
    None,
}

/// The strs of a list (or whatever `__path__` is made of).
fn folders(path: &Value) -> Vec<String> {
    let items = match (path.get::<List>(), path.get::<tuple::Tuple>()) {
        (Some(l), _) => l.items.borrow().clone(),
        (_, Some(t)) => t.items().to_vec(),
        _ => Vec::new(),
    };
    items.iter().filter(|v| v.is_a::<Str>()).map(text).collect()
}

/// The absolute name of a relative import.
async fn absolute(
    cx: &mut Cx,
    name: &std::primitive::str,
    level: usize,
    globals: Option<Ref<Dict>>,
) -> PyResult<String> {
    let Some(globals) = globals else {
        let message = str::new("'__name__' not in globals");
        return Err(cx.vm().key_error(message));
    };
    let names = &cx.vm().names;
    let get = |n: &Ref<Str>| globals.get_interned(n).filter(|v| !v.is_none());
    let (package, spec, own, path) =
        (get(&names.package), get(&names.spec), get(&names.name), globals.get_interned(&names.path));
    let mut package = match (package, spec) {
        (Some(p), _) if p.is_a::<Str>() => text(&p),
        (Some(_), _) => return Err(cx.vm().type_error("package must be a string")),
        (None, Some(spec)) => match cx.attr_opt(&spec, "parent").await? {
            Some(p) if p.is_a::<Str>() => text(&p),
            _ => return Err(cx.vm().type_error("__spec__.parent must be a string")),
        },
        (None, None) => {
            let warnings = cx.vm().intern("warnings");
            // until the program imports `warnings` this one is not shown
            if let Some(warnings) = cx.vm().modules.get_interned(&warnings).filter(|m| m.is_a::<Module>()) {
                let message =
                    "can't resolve package from __spec__ or __package__, falling back on __name__ and __path__";
                let args = [str::new(message), types().exc.ImportWarning.value(), Value::int(1)];
                cx.call_method(&warnings, "warn", args).await?;
            }
            match own {
                None => {
                    let message = str::new("'__name__' not in globals");
                    return Err(cx.vm().key_error(message));
                }
                Some(n) if path.is_some() => text(&n),
                Some(n) => text(&n).rsplit_once('.').map_or(String::new(), |(p, _)| p.to_owned()),
            }
        }
    };
    let ty = types().exc.ImportError.clone();
    if package.is_empty() {
        return Err(cx.vm().error(&ty, "attempted relative import with no known parent package"));
    }
    for _ in 1..level {
        match package.rfind('.') {
            Some(i) => package.truncate(i),
            None => return Err(cx.vm().error(&ty, "attempted relative import beyond top-level package")),
        }
    }
    Ok(if name.is_empty() { package } else { format!("{package}.{name}") })
}

/// `from module import names`: imports those that are submodules not imported yet.
async fn submodules(cx: &mut Cx, module: &Value, names: Vec<Value>, from_all: bool) -> PyResult<()> {
    let key = cx.vm().names.path.clone();
    if cx.get_attr_opt(module, &key).await?.is_none() {
        return Ok(());
    }
    let mut todo: Vec<(Value, bool)> = names.into_iter().rev().map(|n| (n, from_all)).collect();
    while let Some((n, from_all)) = todo.pop() {
        cx.tick(1).await?;
        let Some(key) = cx.vm().intern_value(&n) else {
            let t = cx.vm().type_name(&n);
            let place = match from_all {
                true => {
                    let own = cx.attr(module, "__name__").await?;
                    format!("{}.__all__", text(&own))
                }
                false => "``from list''".to_owned(),
            };
            return Err(cx.vm().type_error(format!("Item in {place} must be str, not {t}")));
        };
        if text(&n) == "*" {
            if !from_all && let Some(all) = cx.attr_opt(module, "__all__").await? {
                let all = cx.collect(&all).await?;
                todo.extend(all.into_iter().rev().map(|n| (n, true)));
            }
            continue;
        }
        if cx.get_attr_opt(module, &key).await?.is_some() {
            continue;
        }
        let own = cx.attr(module, "__name__").await?;
        let full = format!("{}.{}", text(&own), key.to_text());
        if let Err(e) = load(cx, &full).await {
            let missing = types().exc.ModuleNotFoundError.clone();
            let raised = cx.vm().peek_raised();
            let about = crate::object::exception_methods::field(&raised, 0);
            if !cx.vm().raised_is(&missing) || text(&about) != full {
                return Err(e);
            }
            drop(cx.vm().take_raised(e));
        }
    }
    Ok(())
}

/// Waits until no other thread is importing the module.
async fn settled(cx: &mut Cx, name: &std::primitive::str) -> PyResult<()> {
    while cx.vm().is_loading_elsewhere(name) {
        let me = cx.vm().thread.id;
        if let Some(load) = cx.vm().state::<Loading>().elsewhere(name, me) {
            load.waiting.push(me);
        }
        let woken = cx.block(Wait::Parked(None)).await;
        cx.vm().state::<Loading>().0.iter_mut().for_each(|l| l.waiting.retain(|t| *t != me));
        woken?;
    }
    Ok(())
}

/// The module of this absolute name, imported if need be, its parents first.
pub(super) async fn load(cx: &mut Cx, full: &std::primitive::str) -> PyResult {
    settled(cx, full).await?;
    let key = cx.vm().intern(full);
    if let Some(m) = cx.vm().modules.get_interned(&key) {
        return match m.is_none() {
            false => Ok(m),
            true => Err(cx.vm().module_not_found(full, format!("import of {full} halted; None in sys.modules"))),
        };
    }
    let mut parent: Option<Value> = None;
    let ends: Vec<usize> = full.match_indices('.').map(|(i, _)| i).chain([full.len()]).collect();
    let mut module = Value::NONE;
    for end in ends {
        let name = full.get(..end).unwrap_or(full);
        settled(cx, name).await?;
        let key = cx.vm().intern(name);
        module = match cx.vm().modules.get_interned(&key) {
            Some(m) if m.is_none() => {
                return Err(cx.vm().module_not_found(name, format!("import of {name} halted; None in sys.modules")));
            }
            Some(m) => m,
            None => load_one(cx, name, parent.as_ref()).await?,
        };
        parent = Some(module.clone());
    }
    Ok(module)
}

/// The folders in which the submodule `name` of `parent` may be.
async fn parent_folders(cx: &mut Cx, name: &std::primitive::str, parent: Option<&Value>) -> PyResult<Vec<String>> {
    let Some(p) = parent else { return cx.vm().search_path() };
    let key = cx.vm().names.path.clone();
    match cx.get_attr_opt(p, &key).await? {
        Some(path) if path.is_a::<List>() || path.is_a::<tuple::Tuple>() => Ok(folders(&path)),
        Some(path) => Ok(folders(&crate::object::list::new(cx.collect(&path).await?))),
        None => {
            let above = name.rsplit_once('.').map_or("", |(p, _)| p);
            Err(cx.vm().module_not_found(name, format!("No module named '{name}'; '{above}' is not a package")))
        }
    }
}

/// The module's source, once its pack is here.
async fn find_source(cx: &mut Cx, name: &std::primitive::str, folders: &[String]) -> PyResult<Option<Source>> {
    let Some(found) = cx.vm().find_source(name, folders) else { return Ok(None) };
    if let Text::Library(module) = found.text
        && let Some(file) = module.missing()
    {
        let answer = cx.block(Wait::Asset(file.to_owned())).await?;
        if module.missing().is_some() {
            let message = format!("cannot import '{name}': {}", not_had(file, &answer));
            let ty = types().exc.ImportError.clone();
            return Err(cx.vm().import_error(&ty, str::new(name), Value::NONE, Value::NONE, message));
        }
    }
    Ok(Some(found))
}

/// Why a file of the engine's folder is not here.
fn not_had(file: &std::primitive::str, answer: &Value) -> String {
    let reason = if answer.is_a::<Str>() { text(answer) } else { "it did not come".to_owned() };
    format!("the file '{file}' could not be had: {reason}")
}

/// Waits until the names of characters are here, if the text may need them.
pub(crate) async fn fetch_names(cx: &mut Cx, source: &std::primitive::str) -> PyResult<()> {
    if crate::compile::parse::names_characters(source) { fetch_name_table(cx).await } else { Ok(()) }
}

/// Waits until the names of characters are here.
pub(crate) async fn fetch_name_table(cx: &mut Cx) -> PyResult<()> {
    match crate::library::missing_names() {
        Some(file) => fetch(cx, file).await,
        None => Ok(()),
    }
}

/// Waits until the text of a library module, as it is written, is here.
pub(crate) async fn fetch_text(cx: &mut Cx, module: &'static crate::library::Module) -> PyResult<()> {
    match module.missing_text() {
        Some(file) => fetch(cx, file).await,
        None => Ok(()),
    }
}

/// Waits until a pack is here.
pub(crate) async fn fetch(cx: &mut Cx, file: &'static std::primitive::str) -> PyResult<()> {
    let answer = cx.block(Wait::Asset(file.to_owned())).await?;
    if crate::library::is_here(file) {
        return Ok(());
    }
    let ty = types().exc.OSError.clone();
    Err(cx.vm().error(&ty, not_had(file, &answer)))
}

/// Makes one module; others that want it wait meanwhile.
async fn load_one(cx: &mut Cx, name: &std::primitive::str, parent: Option<&Value>) -> PyResult {
    let vm = cx.vm();
    let load = Load { name: name.to_owned(), thread: vm.thread.id, waiting: Vec::new() };
    vm.state::<Loading>().0.push(load);
    let made = load_into(cx, name, parent).await;
    let vm = cx.vm();
    let me = vm.thread.id;
    let loading = &mut vm.state::<Loading>().0;
    if let Some(i) = loading.iter().rposition(|l| l.name == name && l.thread == me) {
        let done = loading.remove(i);
        done.waiting.into_iter().for_each(|t| vm.wake(t));
    }
    made
}

/// One module, which becomes an attribute of its parent.
async fn load_into(cx: &mut Cx, name: &std::primitive::str, parent: Option<&Value>) -> PyResult {
    if finders::are_asked(cx.vm(), name) {
        // (a future of its own, as few programs have finders)
        return Box::pin(finders::find_and_load(cx, name)).await;
    }
    let made = find_and_run(cx, name, parent).await?;
    if let (Some(p), Some((_, last))) = (parent, name.rsplit_once('.')) {
        let last = cx.vm().intern(last);
        if let Err(e) = cx.set_attr(p, &last, Some(made.clone())).await {
            let ty = types().exc.AttributeError.clone();
            cx.vm().catch(e, &ty)?;
        }
    }
    Ok(made)
}

/// Finds one module and runs its body.
async fn find_and_run(cx: &mut Cx, name: &std::primitive::str, parent: Option<&Value>) -> PyResult {
    if let Some(native) = crate::module::native(name) {
        return cx.vm().load_native((native.spec)());
    }
    let folders = parent_folders(cx, name, parent).await?;
    let Some(found) = find_source(cx, name, &folders).await? else {
        let portions = cx.vm().find_portions(name, &folders);
        if portions.is_empty() {
            return Err(cx.vm().module_not_found(name, format!("No module named '{name}'")));
        }
        return Box::pin(finders::namespace_package(cx, name, portions)).await;
    };
    if let Text::Of(text) = &found.text {
        fetch_names(cx, text).await?;
    }
    let vm = cx.vm();
    let key = vm.intern(name);
    let module = vm.new_module(&key, &key, &found);
    let Some(dict) = module.get::<Module>().map(|m| m.dict.clone()) else { return Ok(module) };
    let machinery = vm.intern("_frozen_importlib_external");
    if let Some(m) = vm.modules.get_interned(&machinery)
        && let Some(f) = cx.attr_opt(&m, "_fix_up_module").await?
    {
        cx.call(&f, [module.clone()]).await?;
    }
    let vm = cx.vm();
    let act = vm.module_body(&found, &dict);
    let done = cx.act(act).await;
    let vm = cx.vm();
    match done {
        // the body may have put something else in its place
        Ok(_) => match vm.modules.get_interned(&key) {
            Some(m) => Ok(m),
            None => {
                let message = key.value();
                Err(vm.key_error(message))
            }
        },
        Err(e) => {
            vm.modules.remove_interned(&key);
            Err(e)
        }
    }
}

/// Runs a module as `__main__`; a text says why there is nothing to run.
async fn run_as_main(cx: &mut Cx, name: &std::primitive::str) -> PyResult<Option<String>> {
    let mut full = name.to_owned();
    loop {
        let parent = match full.rsplit_once('.') {
            Some((above, _)) => match load(cx, above).await {
                Ok(m) => Some(m),
                Err(e) => return refuse(cx, e, name).await.map(Some),
            },
            None => None,
        };
        let folders = match parent_folders(cx, &full, parent.as_ref()).await {
            Ok(f) => f,
            Err(e) => return refuse(cx, e, name).await.map(Some),
        };
        let Some(found) = find_source(cx, &full, &folders).await? else {
            return Ok(Some(match full.strip_suffix(".__main__") {
                Some(package) if full != name => {
                    format!("No module named {full}; '{package}' is a package and cannot be directly executed")
                }
                _ if crate::module::native(&full).is_some() => {
                    format!("No code object available for {full}")
                }
                _ => format!("No module named {full}"),
            }));
        };
        if found.folder.is_some() {
            full.push_str(".__main__");
            continue;
        }
        let vm = cx.vm();
        let (key, main) = (vm.intern(&full), vm.names.main.clone());
        let module = vm.new_module(&key, &main, &found);
        let argv = vm.intern("argv");
        let sys = vm.intern("sys");
        let argv =
            vm.modules.get_interned(&sys).and_then(|m| m.get::<Module>().and_then(|m| m.dict.get_interned(&argv)));
        if let Some(l) = argv.as_ref().and_then(|l| l.get::<List>())
            && !l.is_empty()
        {
            let old = l.items.borrow_mut().first_mut().map(|x| std::mem::replace(x, str::new(found.file.as_str())));
            drop(old);
        }
        let Some(dict) = module.get::<Module>().map(|m| m.dict.clone()) else { return Ok(None) };
        let act = vm.module_body(&found, &dict);
        cx.act(act).await?;
        return Ok(None);
    }
}

/// What `-m` says of a parent that cannot be imported.
async fn refuse(cx: &mut Cx, e: Raised, name: &std::primitive::str) -> PyResult<String> {
    let exc = cx.vm().take_raised(e);
    let class = crate::object::type_ref(&exc);
    let shown = text(&cx.str(&exc).await?);
    Ok(format!("Error while finding module specification for '{name}' ({}: {shown})", class.name()))
}
