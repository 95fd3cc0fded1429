//! `re.Pattern`: the type, and how its methods begin their work.

use super::program::Program;
use super::scan::{Job, Mode, Scan, Substitution, start};
use super::scanner::Scanner;
use super::subject::Subject;
use super::template::{Filter, Joined, Template, TemplateRef};
use crate::heap::{Ref, Visitor};
use crate::object::dict::Dict;
use crate::object::lent::lends;
use crate::object::list::List;
use crate::object::mappingproxy::MappingProxy;
use crate::object::native::{Native, NativeObject};
use crate::object::spec::{GetSetDef, TypeSpec, getter, member};
use crate::object::str::Str;
use crate::object::text_args::size_or;
use crate::object::ty::{Type, flag};
use crate::object::{bytes, class_getitem, int, str, types};
use crate::resumable;
use crate::text::builder::StrBuilder;
use crate::text::hash::HashSeed;
use crate::value::Value;
use crate::vm::native::{Act, Args, NativeCall, NativeDef, PyResult, leaf, tail};
use crate::vm::{Cx, Vm};
use smallvec::SmallVec;

/// A compiled regular expression.
pub struct Pattern {
    pub pattern: Value,
    pub flags: i64,
    pub program: Program,
    /// the words that the program was decoded from
    pub words: Vec<u32>,
    /// None: there is no pattern text, anything can be matched
    pub is_bytes: Option<bool>,
    /// dict of group names and numbers
    pub group_index: Value,
    /// tuple of group names
    pub index_group: Value,
    pub match_type: Ref<Type>,
}

impl NativeObject for Pattern {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.pattern);
        v.value(&self.group_index);
        v.value(&self.index_group);
    }
}

impl Pattern {
    /// The state of a pattern object.
    pub fn of<'a>(vm: &mut Vm, v: &'a Value) -> PyResult<&'a Pattern> {
        match v.native::<Pattern>() {
            Some(p) => Ok(p),
            None => {
                let name = vm.type_name(v);
                Err(vm.type_error(format!("descriptor requires a 're.Pattern' object but received a '{name}'")))
            }
        }
    }
}

/// Flags by the names in which a pattern shows them.
const FLAGS: &[(i64, &str)] = &[
    (2, "re.IGNORECASE"),
    (4, "re.LOCALE"),
    (8, "re.MULTILINE"),
    (16, "re.DOTALL"),
    (32, "re.UNICODE"),
    (64, "re.VERBOSE"),
    (128, "re.DEBUG"),
    (256, "re.ASCII"),
];
const LOCALE: i64 = 4;
const UNICODE: i64 = 32;
const ASCII: i64 = 256;

/// Runs `f` with the arguments `which` converted by `__index__`.
fn with_ints(vm: &mut Vm, a: &Args, which: &'static [usize], f: fn(&mut Vm, &Args) -> Act) -> Act {
    if which.iter().all(|i| a.opt(*i).is_none_or(int::is_int)) {
        return f(vm, a);
    }
    let mut values: SmallVec<[Value; 6]> = a.iter().cloned().collect();
    Act::run(async move |cx| {
        for i in which {
            if let Some(v) = values.get_mut(*i)
                && !v.is_unbound()
            {
                *v = cx.index(v).await?;
            }
        }
        let values = Args::owned(values);
        let act = match f(cx.vm(), &values) {
            Act::Raise(e) => cx.vm().serve(NativeCall::Tail(f), values, e),
            act => act,
        };
        cx.act(act).await
    })
}

fn one(vm: &mut Vm, a: &Args, mode: Mode) -> Act {
    match Scan::new(vm, a.at(0), a.at(1), a, 2, mode) {
        Ok(scan) => start(vm, scan, Job::One),
        Err(e) => Act::Raise(e),
    }
}

fn match_(vm: &mut Vm, a: &Args) -> Act {
    with_ints(vm, a, &[2, 3], |vm, a| one(vm, a, Mode::Match))
}

fn fullmatch(vm: &mut Vm, a: &Args) -> Act {
    with_ints(vm, a, &[2, 3], |vm, a| one(vm, a, Mode::Full))
}

fn search(vm: &mut Vm, a: &Args) -> Act {
    with_ints(vm, a, &[2, 3], |vm, a| one(vm, a, Mode::Search))
}

fn findall(vm: &mut Vm, a: &Args) -> Act {
    with_ints(vm, a, &[2, 3], |vm, a| match Scan::new(vm, a.at(0), a.at(1), a, 2, Mode::Search) {
        Ok(scan) => start(vm, scan, Job::All(Vec::new())),
        Err(e) => Act::Raise(e),
    })
}

fn split(vm: &mut Vm, a: &Args) -> Act {
    with_ints(vm, a, &[2], |vm, a| {
        let scan = match Scan::new(vm, a.at(0), a.at(1), &Args::owned(SmallVec::new()), 0, Mode::Search) {
            Ok(scan) => scan,
            Err(e) => return Act::Raise(e),
        };
        match size_or(vm, a, 2, 0) {
            Ok(n) if n < 0 => start(vm, scan, Job::Split(Vec::new(), 0, 0)),
            Ok(n) => start(vm, scan, Job::Split(Vec::new(), 0, if n == 0 { usize::MAX } else { n as usize })),
            Err(e) => Act::Raise(e),
        }
    })
}

/// Substitutes once the replacement is known.
fn substitute(vm: &mut Vm, a: &Args, filter: Filter, counted: bool) -> Act {
    let prepared = Scan::new(vm, a.at(0), a.at(2), &Args::owned(SmallVec::new()), 0, Mode::Search)
        .and_then(|scan| size_or(vm, a, 3, 0).map(|n| (scan, n)));
    match prepared {
        Ok((scan, n)) => {
            let most = match n {
                0 => usize::MAX,
                n => usize::try_from(n).unwrap_or(0),
            };
            let out = Joined::new(scan.subject.is_bytes());
            start(vm, scan, Job::Sub(Substitution { filter, out, last: 0, done: 0, most, counted }))
        }
        Err(e) => Act::Raise(e),
    }
}

/// True for text that can stand for a match as it is.
fn is_literal(v: &Value) -> bool {
    match (v.get::<Str>(), bytes::buffer(v)) {
        (Some(s), _) => !s.view().contains_char(b'\\' as u32),
        (_, Some(b)) => !b.contains(&b'\\'),
        _ => false,
    }
}

/// What a template object stands for.
pub fn filter_of(compiled: Value) -> Filter {
    match compiled.native::<Template>().map(|t| t.literal().cloned()) {
        Some(Some(text)) => Filter::Literal(text),
        Some(None) => Filter::Template(TemplateRef(compiled)),
        None => Filter::Literal(compiled),
    }
}

/// `re._compile_template(pattern, template)`.
pub async fn compile_template(cx: &mut Cx, pattern: &Value, template: &Value) -> PyResult {
    let re = cx.import("re").await?;
    let compile = cx.attr(&re, "_compile_template").await?;
    match cx.call(&compile, [pattern.clone(), template.clone()]).await {
        Err(e) if cx.vm().raised_is(&types().exc.TypeError) => {
            // text that cannot be hashed: once more with an exact copy
            let copy = match template.get::<Str>() {
                Some(s) if !str::is_exact(template) => str::new(s.view().to_buf()),
                Some(_) => return Err(e),
                None if types().bytes.is_type_of(template) => return Err(e),
                None => match bytes::buffer(template) {
                    Some(b) => bytes::new(b.to_vec()),
                    None => return Err(e),
                },
            };
            drop(cx.vm().take_raised(e));
            cx.call(&compile, [pattern.clone(), copy]).await
        }
        other => other,
    }
}

fn sub_or_subn(vm: &mut Vm, a: &Args, counted: bool) -> Act {
    let repl = a.at(1);
    if vm.is_callable(repl) {
        return substitute(vm, a, Filter::Call(repl.clone()), counted);
    }
    if is_literal(repl) {
        return substitute(vm, a, Filter::Literal(repl.clone()), counted);
    }
    // what is wanted of a subject is wanted before anything is done
    if lends(a.at(2))
        && let Err(e) = Subject::new(vm, a.at(2))
    {
        return Act::Raise(e);
    }
    let values: SmallVec<[Value; 6]> = a.iter().cloned().collect();
    Act::run(async move |cx| {
        let a = Args::owned(values);
        let compiled = compile_template(cx, a.at(0), a.at(1)).await?;
        let act = substitute(cx.vm(), &a, filter_of(compiled), counted);
        cx.act(act).await
    })
}

fn sub(vm: &mut Vm, a: &Args) -> Act {
    with_ints(vm, a, &[3], |vm, a| sub_or_subn(vm, a, false))
}

fn subn(vm: &mut Vm, a: &Args) -> Act {
    with_ints(vm, a, &[3], |vm, a| sub_or_subn(vm, a, true))
}

fn scanner_of(vm: &mut Vm, a: &Args, spec: &'static TypeSpec) -> Act {
    match Scan::new(vm, a.at(0), a.at(1), a, 2, Mode::Search) {
        Ok(scan) => Act::Done(Scanner::make(vm, scan, spec)),
        Err(e) => Act::Raise(e),
    }
}

fn scanner(vm: &mut Vm, a: &Args) -> Act {
    with_ints(vm, a, &[2, 3], |vm, a| scanner_of(vm, a, &super::scanner::SCANNER))
}

fn finditer(vm: &mut Vm, a: &Args) -> Act {
    with_ints(vm, a, &[2, 3], |vm, a| scanner_of(vm, a, &super::scanner::FOUND))
}

/// `re.compile('text', re.FLAG|…)`; no more than the first 200 characters of the text's repr.
fn shown(pattern: &Pattern, text: &Value) -> Value {
    let mut out = StrBuilder::new();
    out.push_ascii(b"re.compile(");
    if let Some(s) = text.get::<Str>() {
        out.push_view(s.view().slice(0, 200));
    }
    let mut flags = pattern.flags;
    if pattern.is_bytes == Some(false) && flags & (LOCALE | UNICODE | ASCII) == UNICODE {
        flags &= !UNICODE;
    }
    let mut separator: &[u8] = b", ";
    for (flag, name) in FLAGS {
        if flags & flag != 0 {
            flags &= !flag;
            out.push_ascii(separator);
            out.push_utf8(name);
            separator = b"|";
        }
    }
    if flags != 0 {
        out.push_ascii(separator);
        out.push_utf8(&format!("{flags:#x}"));
    }
    out.push_ascii(b")");
    str::new(out.finish())
}

fn repr(vm: &mut Vm, a: &Args) -> Act {
    let pattern = match Pattern::of(vm, a.at(0)) {
        Ok(p) => p,
        Err(e) => return Act::Raise(e),
    };
    match vm.repr(&pattern.pattern) {
        Act::Done(text) => Act::Done(shown(pattern, &text)),
        act => {
            let me = a.at(0).clone();
            Act::run(async move |cx| {
                let text = cx.act(act).await?;
                Ok(shown(Pattern::of(cx.vm(), &me)?, &text))
            })
        }
    }
}

async fn hash(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let pattern = Pattern::of(cx.vm(), a.at(0))?;
    let code: Vec<u8> = pattern.words.iter().flat_map(|w| w.to_ne_bytes()).collect();
    let text = cx.hash(&pattern.pattern).await?;
    Ok(Value::int(text ^ HashSeed::ZERO.bytes(&code) ^ pattern.flags))
}

async fn eq(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let x = Pattern::of(cx.vm(), a.at(0))?;
    let Some(y) = a.at(1).native::<Pattern>() else { return Ok(Value::NOT_IMPLEMENTED) };
    if a.at(0).is(a.at(1)) {
        return Ok(Value::TRUE);
    }
    if x.flags != y.flags || x.is_bytes != y.is_bytes || x.words != y.words {
        return Ok(Value::FALSE);
    }
    cx.equal(&x.pattern, &y.pattern).await.map(Value::bool)
}

fn itself(_: &mut Vm, a: &Args) -> PyResult {
    Ok(a.at(0).clone())
}

static METHODS: &[NativeDef] = &[
    tail("match", "(self, /, string, pos=0, endpos=sys.maxsize)", match_),
    tail("fullmatch", "(self, /, string, pos=0, endpos=sys.maxsize)", fullmatch),
    tail("search", "(self, /, string, pos=0, endpos=sys.maxsize)", search),
    tail("sub", "(self, /, repl, string, count=0)", sub),
    tail("subn", "(self, /, repl, string, count=0)", subn),
    tail("findall", "(self, /, string, pos=0, endpos=sys.maxsize)", findall),
    tail("split", "(self, /, string, maxsplit=0)", split),
    tail("finditer", "(self, /, string, pos=0, endpos=sys.maxsize)", finditer),
    tail("scanner", "(self, /, string, pos=0, endpos=sys.maxsize)", scanner),
    leaf("__copy__", "(self, /)", itself),
    leaf("__deepcopy__", "(self, memo, /)", itself),
    tail("__repr__", "(self, /)", repr),
    resumable!("__hash__", "(self, /)", hash),
    resumable!("__eq__", "(self, value, /)", eq),
    class_getitem::DEF,
];

static GETSET: &[GetSetDef] = &[
    member("pattern", |vm, v| Ok(Pattern::of(vm, v)?.pattern.clone())),
    member("flags", |vm, v| Ok(Value::int(Pattern::of(vm, v)?.flags))),
    member("groups", |vm, v| Ok(Value::size(Pattern::of(vm, v)?.program.groups))),
    getter("groupindex", |vm, v| {
        let names = &Pattern::of(vm, v)?.group_index;
        let none = names.get::<Dict>().is_none_or(|d| d.is_empty());
        Ok(if none { Dict::new().into() } else { MappingProxy::new(names.clone()) })
    }),
];

pub static SPEC: TypeSpec = TypeSpec {
    module: "re",
    flags: flag::NO_INSTANTIATION | flag::WEAKREFABLE,
    methods: METHODS,
    getset: GETSET,
    doc: "Compiled regular expression object.",
    ..TypeSpec::of::<Native>("Pattern")
};

/// `_sre.compile(pattern, flags, code, groups, groupindex, indexgroup)`.
pub fn compile(vm: &mut Vm, a: &Args) -> PyResult {
    let pattern = a.at(0).clone();
    let is_bytes = if pattern.is_none() { None } else { Some(Subject::new(vm, &pattern)?.is_bytes()) };
    let flags = int::to_i64(a.at(1)).unwrap_or(0);
    let groups = int::to_i64(a.at(3)).and_then(|n| usize::try_from(n).ok()).unwrap_or(usize::MAX);
    let items = a.at(2).get::<List>().map(|l| l.items.borrow().clone()).unwrap_or_default();
    let mut words = Vec::with_capacity(items.len());
    for item in &items {
        match int::to_i64(item).map(u32::try_from) {
            Some(Ok(word)) => words.push(word),
            None if !int::is_int(item) => return Err(vm.type_error("an integer is required")),
            _ => return Err(vm.overflow_error("regular expression code size limit exceeded")),
        }
    }
    let Some(program) = Program::decode(&words, groups) else {
        return Err(vm.runtime_error("invalid SRE code"));
    };
    let match_type = vm.native_type(&super::matches::SPEC);
    let state = Pattern {
        pattern,
        flags,
        program,
        words,
        is_bytes,
        group_index: a.at(4).clone(),
        index_group: a.at(5).clone(),
        match_type,
    };
    let ty = vm.native_type(&SPEC);
    Ok(crate::heap::alloc(&ty, Native(Box::new(state))).into())
}
