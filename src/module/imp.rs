//! `_imp`: what `importlib` is told of the modules that are built in and of the packed library.
//!
//! Invariant: nothing is frozen and no extension can be loaded; a library module's source is the very text that the import
//! statement runs.

use super::ModuleSpec;
use crate::heap::{Ref, Visitor};
use crate::library;
use crate::object::dict::Dict;
use crate::object::list::List;
use crate::object::native::{Native, NativeObject};
use crate::object::spec::{TypeSpec, getter};
use crate::object::str::Str;
use crate::object::text_args::text;
use crate::object::tuple;
use crate::object::ty::flag;
use crate::object::{bytes, list, str};
use crate::resumable;
use crate::value::Value;
use crate::vm::native::{Args, NativeDef, PyResult, leaf};
use crate::vm::{Cx, Raised, Vm, fetch, fetch_text};
use std::rc::Rc;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    name: "_imp",
    doc: "(Extremely) low-level import machinery bits as used by importlib.",
    functions: FUNCTIONS,
    init,
};

const FUNCTIONS: &[NativeDef] = &[
    leaf("lock_held", "()", |_, _| Ok(Value::FALSE)),
    leaf("acquire_lock", "()", |_, _| Ok(Value::NONE)),
    leaf("release_lock", "()", |_, _| Ok(Value::NONE)),
    leaf("extension_suffixes", "()", |_, _| Ok(list::new(Vec::new()))),
    leaf("is_builtin", "(name, /)", |_, a| Ok(Value::int(native(a.at(0)).is_some() as i64))),
    resumable!("create_builtin", "(spec, /)", create_builtin),
    leaf("exec_builtin", "(mod, /)", |_, _| Ok(Value::int(0))),
    leaf("is_frozen", "(name, /)", |_, _| Ok(Value::FALSE)),
    leaf("is_frozen_package", "(name, /)", no_frozen),
    leaf("find_frozen", "(name, /, *, withdata=False)", |_, _| Ok(Value::NONE)),
    leaf("get_frozen_object", "(name, data=None, /)", no_frozen),
    leaf("_fix_co_filename", "(code, path, /)", |_, _| Ok(Value::NONE)),
    leaf("_override_multi_interp_extensions_check", "(override, /)", |_, _| Ok(Value::int(0))),
    leaf("_override_frozen_modules_for_tests", "(override, /)", |_, _| Ok(Value::NONE)),
    leaf("_find_source", "(name, path, /)", find_source),
    leaf("_find_portions", "(name, path, /)", |vm, a| {
        let (name, folders) = wanted(a);
        let portions = vm.find_portions(&name, &folders);
        Ok(list::new(portions.into_iter().map(str::new).collect()))
    }),
    resumable!("_library_source", "(path, /)", library_source),
    resumable!("_library_code", "(name, /)", library_code),
    leaf("_loaded_names", "(code, /)", crate::object::code_methods::loaded_names),
];

fn init(vm: &mut Vm, dict: &Ref<Dict>) -> Result<(), Raised> {
    /// Python 3.14's magic number of compiled files, which are neither read nor written here.
    const MAGIC: i64 = 3627 | 0x0a0d << 16;
    let key = vm.intern("pyc_magic_number_token");
    dict.set_interned(&key, Value::int(MAGIC));
    let key = vm.intern("check_hash_based_pycs");
    dict.set_interned(&key, str::new("default"));
    Ok(())
}

fn native(name: &Value) -> Option<&'static ModuleSpec> {
    super::native(&name.get::<Str>()?.to_text()).map(|n| (n.spec)())
}

fn no_frozen(vm: &mut Vm, a: &Args) -> PyResult {
    let name = text(a.at(0)).map(|t| t.to_display()).unwrap_or_default();
    let ty = vm.types.exc.ImportError.clone();
    Err(vm.error(&ty, format!("No such frozen object named {name}")))
}

async fn create_builtin(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let name = cx.attr(a.at(0), "name").await?;
    let Some(spec) = native(&name) else { return Ok(Value::NONE) };
    let vm = cx.vm();
    let key = vm.intern(spec.name);
    match vm.modules.get_interned(&key) {
        Some(m) => Ok(m),
        None => vm.load_native(spec),
    }
}

/// What a module's `__loader__` is until `importlib` is imported: it knows where the source is.
struct SourceLoader {
    name: Value,
    path: Value,
}

impl NativeObject for SourceLoader {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.name);
        v.value(&self.path);
    }
}

static LOADER: TypeSpec = TypeSpec {
    module: "_frozen_importlib_external",
    flags: flag::NO_INSTANTIATION,
    methods: &[
        leaf("get_filename", "(self, name=None, /)", |_, a| Ok(attribute(a.at(0), |l| &l.path))),
        resumable!("get_source", "(self, fullname, /)", get_source),
    ],
    getset: &[
        getter("name", |_, v| Ok(attribute(v, |l| &l.name))),
        getter("path", |_, v| Ok(attribute(v, |l| &l.path))),
    ],
    ..TypeSpec::of::<Native>("SourceFileLoader")
};

fn attribute(v: &Value, f: fn(&SourceLoader) -> &Value) -> Value {
    v.native::<SourceLoader>().map_or(Value::NONE, |l| f(l).clone())
}

/// The loader of a module that the import statement makes.
pub fn loader(vm: &mut Vm, name: Value, path: Value) -> Value {
    let ty = vm.native_type(&LOADER);
    crate::heap::alloc(&ty, Native(Box::new(SourceLoader { name, path }))).into()
}

/// A module's name, and the folders of a list.
fn wanted(a: &Args) -> (String, Vec<String>) {
    let shown = |v: &Value| text(v).map(|t| t.to_display());
    let folders = a.at(1).get::<List>().map(|l| l.items.borrow().iter().filter_map(shown).collect());
    (shown(a.at(0)).unwrap_or_default(), folders.unwrap_or_default())
}

/// `(file, folder of the package or None)` of a module's source in these folders.
fn find_source(vm: &mut Vm, a: &Args) -> PyResult {
    let (name, folders) = wanted(a);
    Ok(match vm.find_source(&name, &folders) {
        Some(found) => tuple::new(vec![str::new(found.file), found.folder.map_or(Value::NONE, str::new)]),
        None => Value::NONE,
    })
}

/// The source of a library module by its file; None if that is no file of the library.
async fn library_source(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let path = text(a.at(0)).map(|t| t.to_display()).unwrap_or_default();
    Ok(library_text(cx, &path).await?.map_or(Value::NONE, |t| bytes::new(t.as_bytes().to_vec())))
}

/// The code of a library module's body, from its outline.
async fn library_code(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let name = text(a.at(0)).map(|t| t.to_display()).unwrap_or_default();
    let Some(module) = library::module(&name) else {
        return Err(cx.vm().value_error(format!("no module {name} in the library")));
    };
    if let Some(file) = module.missing() {
        fetch(cx, file).await?;
    }
    match module.unit() {
        Some(unit) => Ok(cx.vm().load_code(&unit).into()),
        None => Err(cx.vm().value_error(format!("{name} of the library cannot be read"))),
    }
}

/// `SourceLoader.get_source`.
async fn get_source(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let path = attribute(a.at(0), |l| &l.path);
    let path = text(&path).map(|t| t.to_display()).unwrap_or_default();
    if let Some(text) = library_text(cx, &path).await? {
        return Ok(str::new(&*text));
    }
    match cx.vm().host.read_file(&path) {
        Some(data) => Ok(str::new(String::from_utf8_lossy(&data).into_owned())),
        None => {
            let ty = cx.vm().types.exc.ImportError.clone();
            Err(cx.vm().error(&ty, "source not available through get_data()"))
        }
    }
}

async fn library_text(cx: &mut Cx, path: &std::primitive::str) -> PyResult<Option<Rc<std::primitive::str>>> {
    let Some(module) = library::module_of_file(path).filter(|m| m.filename() == path) else { return Ok(None) };
    fetch_text(cx, module).await?;
    Ok(module.text())
}
