//! `re.Match`: what a match found.

use super::machine::NONE;
use super::pattern::{Pattern, compile_template, filter_of};
use super::scan::Scan;
use super::subject::Subject;
use super::template::{Filter, Joined};
use crate::heap::Visitor;
use crate::object::compare::hash_natively;
use crate::object::dict::Dict;
use crate::object::memoryview::MemoryView;
use crate::object::native::{Native, NativeObject};
use crate::object::spec::{GetSetDef, TypeSpec, getter, member};
use crate::object::str::Str;
use crate::object::subscript::index_natively;
use crate::object::tuple::Tuple;
use crate::object::ty::flag;
use crate::object::{class_getitem, names::Dunder, str, tuple};
use crate::resumable;
use crate::text::builder::StrBuilder;
use crate::value::Value;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use crate::vm::{Cx, Raised, Vm};
use smallvec::SmallVec;

/// A match.
pub struct Match {
    pattern: Value,
    string: Value,
    /// begin and end of every group, first of all of it
    marks: SmallVec<[u32; 6]>,
    pos: usize,
    endpos: usize,
    last_group: u32,
}

impl NativeObject for Match {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.pattern);
        v.value(&self.string);
    }
}

type Span = Option<(usize, usize)>;

impl Match {
    /// A new match object.
    pub fn make(scan: &Scan, start: usize, end: usize, marks: &[u32], last_group: u32) -> Value {
        let Some(p) = scan.pattern.native::<Pattern>() else { return Value::NONE };
        let mut all = SmallVec::with_capacity(marks.len() + 2);
        all.extend([start as u32, end as u32]);
        all.extend_from_slice(marks);
        let m = Match {
            pattern: scan.pattern.clone(),
            string: scan.subject.value().clone(),
            marks: all,
            pos: scan.pos,
            endpos: scan.endpos,
            last_group,
        };
        crate::heap::alloc(&p.match_type, Native(Box::new(m))).into()
    }

    fn of<'a>(vm: &mut Vm, v: &'a Value) -> PyResult<&'a Match> {
        match v.native::<Match>() {
            Some(m) => Ok(m),
            None => {
                let name = vm.type_name(v);
                Err(vm.type_error(format!("descriptor requires a 're.Match' object but received a '{name}'")))
            }
        }
    }

    /// Groups, the whole match included.
    fn groups(&self) -> usize {
        self.marks.len() / 2
    }

    fn span(&self, group: usize) -> Span {
        match (self.marks.get(group * 2), self.marks.get(group * 2 + 1)) {
            (Some(&a), Some(&b)) if a != NONE && b != NONE => Some((a as usize, b as usize)),
            _ => None,
        }
    }

    fn text(&self, subject: &Subject, group: usize, default: &Value) -> Value {
        self.span(group).map_or_else(|| default.clone(), |(a, b)| subject.part(a, b))
    }

    fn names(&self) -> Option<&Dict> {
        self.pattern.native::<Pattern>()?.group_index.get::<Dict>()
    }

    /// The group that a key names; `None` if Python must be asked.
    fn group(&self, key: &Value) -> Option<Result<usize, NoSuchGroup>> {
        let number = match index_natively(key) {
            Some(n) => Some(n),
            None => {
                let names = self.names()?;
                match names.find(key, hash_natively(key)?).ok()? {
                    Some(i) => names.value_at(i).and_then(|v| index_natively(&v)),
                    None => None,
                }
            }
        };
        let group = number.and_then(|n| usize::try_from(n).ok()).filter(|n| *n < self.groups());
        Some(group.ok_or(NoSuchGroup))
    }
}

struct NoSuchGroup;

#[cold]
fn no_such_group(vm: &mut Vm) -> Raised {
    vm.index_error("no such group")
}

/// What is asked about groups.
type Answer = fn(&mut Vm, &Match, &[usize]) -> PyResult;

/// Resolves group keys and answers.
fn about(vm: &mut Vm, me: &Value, keys: &[Value], answer: Answer) -> Act {
    let m = match Match::of(vm, me) {
        Ok(m) => m,
        Err(e) => return Act::Raise(e),
    };
    let mut groups: SmallVec<[usize; 4]> = SmallVec::new();
    for key in keys {
        match m.group(key) {
            Some(Ok(g)) => groups.push(g),
            Some(Err(NoSuchGroup)) => return Act::Raise(no_such_group(vm)),
            None => {
                let (me, keys) = (me.clone(), keys.to_vec());
                return Act::run(async move |cx| about_any(cx, &me, &keys, answer).await);
            }
        }
    }
    answer(vm, m, &groups).into()
}

/// The same for keys of any kind.
async fn about_any(cx: &mut Cx, me: &Value, keys: &[Value], answer: Answer) -> PyResult {
    let m = Match::of(cx.vm(), me)?;
    let mut groups = Vec::new();
    for key in keys {
        let number = if cx.vm().has_dunder(key, Dunder::Index) {
            cx.index(key).await?
        } else {
            let names = m.pattern.native::<Pattern>().and_then(|p| p.group_index.get_ref::<Dict>());
            match names {
                Some(names) => cx.dict_get(&names, key).await?.unwrap_or(Value::NONE),
                None => Value::NONE,
            }
        };
        match m.group(&number) {
            Some(Ok(g)) => groups.push(g),
            _ => return Err(no_such_group(cx.vm())),
        }
    }
    answer(cx.vm(), m, &groups)
}

fn group(vm: &mut Vm, a: &Args) -> Act {
    let keys = a.rest(1);
    let whole = [Value::int(0)];
    about(vm, a.at(0), if keys.is_empty() { &whole } else { keys }, |vm, m, groups| {
        let subject = Subject::new(vm, &m.string)?;
        Ok(match groups {
            [one] => m.text(&subject, *one, &Value::NONE),
            many => tuple::from_iter(many.iter().map(|g| m.text(&subject, *g, &Value::NONE))),
        })
    })
}

fn get_item(vm: &mut Vm, a: &Args) -> Act {
    about(vm, a.at(0), std::slice::from_ref(a.at(1)), |vm, m, groups| {
        let subject = Subject::new(vm, &m.string)?;
        Ok(m.text(&subject, groups.first().copied().unwrap_or(0), &Value::NONE))
    })
}

fn number(n: Option<usize>) -> Value {
    n.map_or(Value::int(-1), Value::size)
}

/// A question about the span of one group, by default all of the match.
fn about_span(vm: &mut Vm, a: &Args, answer: Answer) -> Act {
    let whole = Value::int(0);
    about(vm, a.at(0), std::slice::from_ref(a.opt(1).unwrap_or(&whole)), answer)
}

fn span_of(m: &Match, groups: &[usize]) -> Span {
    groups.first().and_then(|g| m.span(*g))
}

fn start(vm: &mut Vm, a: &Args) -> Act {
    about_span(vm, a, |_, m, groups| Ok(number(span_of(m, groups).map(|s| s.0))))
}

fn end(vm: &mut Vm, a: &Args) -> Act {
    about_span(vm, a, |_, m, groups| Ok(number(span_of(m, groups).map(|s| s.1))))
}

fn pair(span: Span) -> Value {
    tuple::pair(number(span.map(|s| s.0)), number(span.map(|s| s.1)))
}

fn span(vm: &mut Vm, a: &Args) -> Act {
    about_span(vm, a, |_, m, groups| Ok(pair(span_of(m, groups))))
}

fn groups(vm: &mut Vm, a: &Args) -> PyResult {
    let m = Match::of(vm, a.at(0))?;
    let default = a.opt(1).cloned().unwrap_or(Value::NONE);
    let subject = Subject::new(vm, &m.string)?;
    Ok(tuple::from_iter((1..m.groups()).map(|g| m.text(&subject, g, &default))))
}

fn groupdict(vm: &mut Vm, a: &Args) -> PyResult {
    let m = Match::of(vm, a.at(0))?;
    let default = a.opt(1).cloned().unwrap_or(Value::NONE);
    let subject = Subject::new(vm, &m.string)?;
    let out = Dict::new();
    for (name, group) in m.names().map(|d| d.items()).unwrap_or_default() {
        if let (Some(name), Some(group)) = (name.get_ref::<Str>(), index_natively(&group)) {
            out.set_interned(&name, m.text(&subject, usize::try_from(group).unwrap_or(usize::MAX / 2), &default));
        }
    }
    Ok(out.into())
}

async fn expand(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let m = Match::of(cx.vm(), a.at(0))?;
    let compiled = compile_template(cx, &m.pattern, a.at(1)).await?;
    let subject = Subject::new(cx.vm(), &m.string)?;
    match filter_of(compiled) {
        Filter::Template(t) => {
            let mut out = Joined::new(subject.is_bytes());
            t.expand(&mut out, &subject, &|g| m.span(g));
            out.finish(cx.vm())
        }
        Filter::Literal(v) | Filter::Call(v) => Ok(v),
    }
}

/// `<re.Match object; span=(0, 1), match='…'>`; no more than the first 50 characters of the text's repr.
fn repr(vm: &mut Vm, a: &Args) -> PyResult {
    let m = Match::of(vm, a.at(0))?;
    let (a, b) = m.span(0).unwrap_or((0, 0));
    let subject = Subject::new(vm, &m.string)?;
    let mut out = StrBuilder::new();
    out.push_utf8(&format!("<re.Match object; span=({a}, {b}), match="));
    // an exact str or bytes: needs no Python
    if let Act::Done(text) = vm.repr(&crate::object::text_args::exact(&subject.part(a, b)))
        && let Some(s) = text.get::<Str>()
    {
        out.push_view(s.view().slice(0, 50));
    }
    out.push_ascii(b">");
    Ok(str::new(out.finish()))
}

fn itself(_: &mut Vm, a: &Args) -> PyResult {
    Ok(a.at(0).clone())
}

static METHODS: &[NativeDef] = &[
    tail("group", "(self, /, *args) -> None", group),
    tail("start", "(self, group=0, /)", start),
    tail("end", "(self, group=0, /)", end),
    tail("span", "(self, group=0, /)", span),
    leaf("groups", "(self, /, default=None)", groups),
    leaf("groupdict", "(self, /, default=None)", groupdict),
    resumable!("expand", "(self, /, template)", expand),
    leaf("__copy__", "(self, /)", itself),
    leaf("__deepcopy__", "(self, memo, /)", itself),
    leaf("__repr__", "(self, /)", repr),
    tail("__getitem__", "(self, key, /)", get_item),
    class_getitem::DEF,
];

fn last_index(vm: &mut Vm, v: &Value) -> PyResult {
    Ok(match Match::of(vm, v)?.last_group {
        0 => Value::NONE,
        n => Value::int(n as i64),
    })
}

fn last_group(vm: &mut Vm, v: &Value) -> PyResult {
    let m = Match::of(vm, v)?;
    let names = m.pattern.native::<Pattern>().and_then(|p| p.index_group.get::<Tuple>());
    Ok(match m.last_group {
        0 => Value::NONE,
        n => names.and_then(|t| t.items().get(n as usize).cloned()).unwrap_or(Value::NONE),
    })
}

static GETSET: &[GetSetDef] = &[
    member("string", |vm, v| {
        let string = &Match::of(vm, v)?.string;
        let object = string.get::<MemoryView>().filter(|m| m.stands_in()).and_then(MemoryView::object);
        Ok(object.unwrap_or_else(|| string.clone()))
    }),
    member("re", |vm, v| Ok(Match::of(vm, v)?.pattern.clone())),
    member("pos", |vm, v| Ok(Value::size(Match::of(vm, v)?.pos))),
    member("endpos", |vm, v| Ok(Value::size(Match::of(vm, v)?.endpos))),
    getter("lastindex", last_index),
    getter("lastgroup", last_group),
    getter("regs", |vm, v| {
        let m = Match::of(vm, v)?;
        Ok(tuple::from_iter((0..m.groups()).map(|g| pair(m.span(g)))))
    }),
];

pub static SPEC: TypeSpec = TypeSpec {
    module: "re",
    flags: flag::NO_INSTANTIATION,
    methods: METHODS,
    getset: GETSET,
    doc: "The result of re.match() and re.search().\nMatch objects always have a boolean value of True.",
    ..TypeSpec::of::<Native>("Match")
};
