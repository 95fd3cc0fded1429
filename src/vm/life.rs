//! A VM's life: making it, running a program in it, taking it down.
//!
//! Invariant: between `enter` and the end of the guard, `object::types()` gives this VM's types and its heap is the current one; all Python
//! objects of the VM are made and dropped only then.

use super::host::{Host, Stream};
use super::native::Act;
use super::thread::{Thread, ThreadId};
use super::{Vm, frame::Ret};
use crate::compile::{self, Mode, Options};
use crate::heap::{self, Home, Ref};
use crate::object::dict::Dict;
use crate::object::exception::Exception;
use crate::object::module::Module;
use crate::object::names::Names;
use crate::object::{self, Types, types};
use crate::tables::{Hashing, table};
use crate::value::Value;

/// While it lives, a VM is entered on this thread.
pub struct Entered {
    before: *const Types,
    /// none if the VM was entered already
    home: Option<*const Home>,
}

impl Drop for Entered {
    fn drop(&mut self) {
        if let Some(home) = self.home {
            object::enter(self.before);
            unsafe { (*home).exchange() }
        }
    }
}

/// A machine may be let go of in the middle of a program: its frames are left without a word, the rest goes with its heap.
impl Drop for Vm {
    fn drop(&mut self) {
        let entered = self.enter();
        self.abandon_all();
        // `home`, the last field, leaves
        self.home.begin_end(entered.before);
        std::mem::forget(entered);
    }
}

/// Exit status of a program that was stopped twice.
pub(super) const STOPPED: i32 = 130;

/// About as many names as the built-in types have.
const NAMES: usize = 2000;

/// Fuel of a slice when nobody says otherwise.
const DEFAULT_SLICE: i64 = 100_000;

impl Vm {
    /// A VM on a host.
    pub fn new(host: Box<dyn Host>) -> Box<Vm> {
        unicode_names2::set_lookup(crate::library::character);
        let home = Home::default();
        home.exchange();
        let types = Types::new();
        let before = object::enter(&*types);
        let mut interned = super::Interned::with_capacity_and_hasher(NAMES, Hashing);
        let names = Names::new(|text| super::intern_text(&mut interned, text));
        types.finish(&mut |text| super::intern_text(&mut interned, text), &names);
        let mut vm = Box::new(Vm {
            types,
            names,
            raised: None,
            fuel: DEFAULT_SLICE,
            nested: 0,
            host,
            interned,
            native_types: table(),
            state: table(),
            asyncio: Default::default(),
            context: None,
            interruption: None,
            builtins: Dict::new(),
            modules: Dict::new(),
            thread: Thread::new(ThreadId::MAIN),
            threads: Default::default(),
            came_from: 0,
            handlers: 0,
            apart: 0,
            raised_anew: false,
            wants: false,
            recursion_limit: 1000,
            fast_limit: 1000,
            tracing: Default::default(),
            monitoring: Default::default(),
            native_limit: 20_000,
            stop: 0,
            stops: 0,
            exit: None,
            spent: 0,
            trace: Default::default(),
            clock: Default::default(),
            main_syntax_error: None,
            finalising: false,
            last_filters: Value::NONE,
            sources: table(),
            parsed: None,
            argv: Vec::new(),
            path: Vec::new(),
            home,
        });
        let _entered = Entered { before, home: Some(&vm.home) };
        let builtins = vm.builtins.clone();
        crate::builtin::fill(&mut vm, &builtins);
        let module = heap::alloc(&types_of(&vm).module, Module { dict: builtins });
        let name = vm.names.builtins_module.clone();
        vm.modules.set_interned(&name, module.into());
        vm
    }

    /// Command-line arguments (`sys.argv`) and folders to import from, before `start`.
    pub fn configure(&mut self, argv: Vec<String>, path: Vec<String>) {
        self.argv = argv;
        self.path = path;
    }

    /// Prepares a program given as bytes (encoding declarations are honoured).
    pub fn start_bytes(&mut self, source: &[u8], filename: &str) {
        let text = compile::source::decode(source, Some(filename));
        self.prepare(text, filename)
    }

    /// Ends the program's objects and gives what is left of them: objects that neither the built-in types nor interned names hold.
    /// Empty unless something was leaked.
    pub fn audit(mut self: Box<Vm>) -> Vec<String> {
        let _entered = self.enter();
        self.abandon_all();
        self.thread = Thread::new(ThreadId::MAIN);
        self.raised = None;
        self.state.clear();
        self.end_asyncio(true);
        // (a program whose end was cut short has not let go of these)
        for profile in [false, true] {
            self.set_hook(profile, None);
        }
        self.end_monitoring();
        self.last_filters = Value::NONE;
        self.context = None;
        self.modules.clear();
        // each round may free what the next one finds
        for _ in 0..10 {
            drop(heap::take_pending());
            let garbage = heap::collect::find_garbage(&[], &Default::default());
            if garbage.is_empty() && !heap::has_finalisers() {
                break;
            }
            heap::collect::clear(&garbage);
        }
        // what a dying stream holds dies in its turn
        while heap::has_finalisers() {
            drop(heap::take_pending());
        }
        let mut roots: Vec<Value> = self.types.roots();
        roots.extend(self.native_types.values().map(Value::from));
        roots.extend(self.interned.values().flatten().map(Value::from));
        roots.push(self.builtins.value());
        roots.push(self.modules.value());
        let left = heap::collect::unreachable_from(&roots);
        left.iter().map(|v| format!("{} ({:?})", object::type_ref(v).name(), v)).collect()
    }

    /// Enters the VM: its types and its heap are current until the guard is dropped.
    pub fn enter(&self) -> Entered {
        let before = object::enter(&*self.types);
        if std::ptr::eq(before, &*self.types) {
            return Entered { before, home: None };
        }
        self.home.exchange();
        Entered { before, home: Some(&self.home) }
    }

    /// Prepares a program to run as `__main__`.
    pub fn start(&mut self, source: &str, filename: &str) {
        self.prepare(Ok(source.to_owned()), filename)
    }

    fn prepare(&mut self, source: Result<String, compile::SyntaxError>, filename: &str) {
        let _entered = self.enter();
        let dict = Dict::new();
        let module = heap::alloc(&types().module, Module { dict: dict.clone() });
        let main = self.names.main.clone();
        dict.set_interned(&self.names.name, main.value());
        for key in [&self.names.doc, &self.names.package, &self.names.loader, &self.names.spec] {
            dict.set_interned(key, Value::NONE);
        }
        let builtins = self.names.builtins_module.clone();
        if let Some(b) = self.modules.get_interned(&builtins) {
            dict.set_interned(&self.names.builtins, b);
        }
        if !filename.starts_with('<') {
            dict.set_interned(&self.names.file, object::str::new(filename));
            let cached = self.intern("__cached__");
            dict.set_interned(&cached, Value::NONE);
        }
        self.modules.set_interned(&main, module.into());
        let filename = filename.to_string();
        let begin = filename.clone();
        let run = Act::run(async move |cx| {
            let act = match source {
                Ok(source) => {
                    let act = match super::import::fetch_names(cx, &source).await {
                        Ok(()) => cx.vm().run_source(&source, &filename, &dict, false),
                        Err(e) => Act::Raise(e),
                    };
                    at_end_of_file(cx.vm(), &source);
                    act
                }
                Err(e) => Act::Raise(cx.vm().syntax_error(&e, &filename)),
            };
            let status = match cx.act(act).await {
                Ok(v) => Ok(v),
                Err(e) => {
                    let exc = cx.vm().take_raised(e);
                    // what was printed comes before
                    crate::module::io::standard::flush_now(cx.vm());
                    let act = cx.vm().report_exception(exc);
                    cx.act(act).await
                }
            };
            drop(dict);
            super::shutdown::finish(cx, status).await
        });
        self.record_begin(&begin);
        self.perform(run, Ret::Exit);
    }

    /// Compiles and runs a module body with `dict` as its globals and locals.
    pub(crate) fn run_source(&mut self, source: &str, filename: &str, dict: &Ref<Dict>, is_module: bool) -> Act {
        // CPython does not keep what it reads from standard input
        if filename != "<stdin>" {
            self.sources.insert(filename.into(), source.into());
        }
        match compile::compile(source, &Options::new(filename, Mode::Exec)) {
            Ok(compile::Compiled { unit, warnings, tree }) => {
                self.parsed = (!is_module).then_some(tree);
                let code = self.load_code(&unit);
                let f = self.new_function(code, dict.clone());
                match self.source_warnings(&warnings, filename, source) {
                    None => self.body_act(f, dict.value()),
                    Some(warn) => {
                        let dict = dict.value();
                        Act::run(async move |cx| {
                            cx.act(warn).await?;
                            let act = cx.vm().body_act(f, dict);
                            cx.act(act).await
                        })
                    }
                }
            }
            Err(e) => {
                let before = compile::messages::warn::before(source, Mode::Exec, &e);
                match self.source_warnings(&before, filename, source) {
                    None => Act::Raise(self.refuse_body(e, filename, source, is_module)),
                    Some(warn) => {
                        let (filename, source) = (filename.to_owned(), source.to_owned());
                        Act::run(async move |cx| {
                            cx.act(warn).await?;
                            Err(cx.vm().refuse_body(e, &filename, &source, is_module))
                        })
                    }
                }
            }
        }
    }

    /// The error of a module body that does not compile.
    fn refuse_body(&mut self, e: compile::SyntaxError, filename: &str, source: &str, is_module: bool) -> super::Raised {
        let raised = match is_module || filename.starts_with('<') {
            true => self.syntax_error_in(e.clone(), filename, source),
            false => self.syntax_error(&e, filename),
        };
        if !is_module {
            self.main_syntax_error = Some(e.in_characters(source));
        }
        raised
    }

    /// Running a body (module, class, exec code) as an act.
    pub fn body_act(&self, f: Ref<object::function::Function>, locals: Value) -> Act {
        Act::Body(f, locals)
    }

    /// The same for a program that is no file: the error remembers its text, for what a traceback suggests.
    pub(crate) fn syntax_error_in(
        &mut self,
        mut error: compile::SyntaxError,
        filename: &str,
        source: &str,
    ) -> super::Raised {
        if error.late() {
            error.text = self.line_of_file(filename, error.line);
            return self.syntax_error(&error, filename);
        }
        let raised = self.syntax_error(&error, filename);
        let exc = self.peek_raised();
        object::exception_methods::set_field(&exc, super::report::METADATA, object::str::new(source));
        raised
    }

    /// A line of a file that has been read.
    pub(crate) fn line_of_file(&self, filename: &str, line: u32) -> Option<String> {
        let file = self.sources.get(filename).filter(|_| !filename.starts_with('<'))?;
        file.split_inclusive('\n').nth((line as usize).saturating_sub(1)).map(str::to_owned)
    }

    /// A SyntaxError instance raised from a compile error in a file.
    pub(crate) fn syntax_error(&mut self, error: &compile::SyntaxError, filename: &str) -> super::Raised {
        let t = &types().exc;
        let ty = match error.kind {
            compile::SyntaxErrorKind::IndentationError => t.IndentationError.clone(),
            compile::SyntaxErrorKind::TabError => t.TabError.clone(),
            compile::SyntaxErrorKind::IncompleteInput => t._IncompleteInputError.clone(),
            _ => t.SyntaxError.clone(),
        };
        let message = object::str::new(error.message.as_str());
        if error.line == 0 && error.text.is_none() && error.col == 0 && error.end_col == 0 {
            // a mistake without a place
            let exc = self.new_exception(&ty, vec![message.clone()]);
            if let Some(x) = exc.get::<Exception>() {
                x.fields.set(vec![message]);
            }
            return self.raise(exc);
        }
        let file = object::str::new(filename);
        let (line, col) = (Value::int(error.line as i64), Value::int(error.col as i64));
        let text = error.text.as_ref().map_or(Value::NONE, |t| object::str::new(t.as_str()));
        let (end_line, end_col) = (Value::int(error.end_line as i64), Value::int(error.end_col as i64));
        let details = object::tuple::new(vec![
            file.clone(),
            line.clone(),
            col.clone(),
            text.clone(),
            end_line.clone(),
            end_col.clone(),
        ]);
        // what CPython finds before it makes code gets its place as attributes only
        let args = match error.stage {
            compile::errors::Stage::Tree | compile::errors::Stage::Names => vec![message.clone()],
            _ => vec![message.clone(), details],
        };
        let exc = self.new_exception(&ty, args);
        if let Some(x) = exc.get::<Exception>() {
            let (file_line, whole_file) = (Value::NONE, Value::bool(!error.late()));
            x.fields.set(vec![message, file, line, col, text, end_line, end_col, file_line, whole_file]);
        }
        self.raise(exc)
    }

    /// Asks the program to stop: KeyboardInterrupt at the next check; asked again, it is unwound for good.
    pub fn request_stop(&mut self) {
        self.stop = (self.stop + 1).min(2);
    }

    /// Acts on a request to stop. True if the program was unwound for good.
    pub(super) fn interrupt(&mut self) -> bool {
        if self.stop < 2 {
            self.stop = 0;
            self.stops += 1;
        }
        if self.stop >= 2 || self.stops >= 2 {
            crate::module::io::standard::flush_now(self);
            self.abandon_all();
            self.emit(Stream::Err, "KeyboardInterrupt\n");
            return true;
        }
        self.interrupt_from_outside();
        false
    }

    /// Ends the program without a word, as `os._exit` does: nothing of it runs again.
    pub fn exit_at_once(&mut self, status: i32) {
        self.exit = Some(status);
    }

    /// Unwinds every frame of the running thread without running handlers.
    pub(super) fn abandon(&mut self) {
        self.thread.input = None;
        while !self.thread.top.is_null() {
            let top = self.thread.top;
            unsafe {
                self.retire(top);
                if (*top).owner.is_null() {
                    self.thread.top = (*top).back;
                    if (*top).is_native() {
                        self.thread.native_depth -= 1;
                    }
                    self.thread.stack.pop(top);
                } else {
                    self.end_generator(top, "close");
                }
            }
        }
        self.raised = None;
        self.thread.drives.clear();
        drop(heap::take_pending());
    }

    /// Records events of this detail from now on.
    pub fn record(&mut self, detail: u8) {
        self.trace = crate::trace::Recorder::new(Some(detail));
    }
    /// Events recorded so far.
    pub fn recorded(&self) -> u64 {
        self.trace.count()
    }
    /// Hands over recorded events.
    pub fn take_events(&mut self) -> Vec<crate::trace::Event> {
        self.trace.take()
    }
    /// Hash of the trace so far.
    pub fn trace_hash(&self) -> u64 {
        self.trace.hash()
    }
    /// Units of fuel charged so far.
    pub fn operations(&self) -> u64 {
        self.spent
    }
}

/// A program that is read from a file has no column where it ends too early.
fn at_end_of_file(vm: &mut Vm, source: &str) {
    let Some(e) = vm.main_syntax_error.as_mut() else { return };
    let width = e.text.as_ref().map_or(0, |t| t.trim_end_matches('\n').chars().count() as u32 + 1);
    let short = e.message.starts_with("expected ");
    if !short || e.end_col != -1 || e.col != width || (e.line as usize) < source.lines().count() {
        return;
    }
    e.col = 0;
    let exc = vm.peek_raised();
    object::exception_methods::set_field(&exc, 3, Value::int(0));
}

fn types_of(vm: &Vm) -> &Types {
    &vm.types
}
