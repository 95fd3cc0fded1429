//! `str.format`, `str.format_map`, `str.__format__`.
//!
//! Invariant: a template is worked off piece by piece, and a specification with fields in it is built like a template of
//! its own, one level deep as in CPython; nothing recurses, and every object is asked in reading order.

use super::dict::Dict;
use super::str::{self, Str};
use super::str_percent::raise_format;
use super::text_args::check_size;
use super::text_drive::{Machine, Step, drive};
use super::tuple::Tuple;
use crate::heap::Ref;
use crate::text::builder::StrBuilder;
use crate::text::format::FormatSpec;
use crate::text::split::Span;
use crate::text::template::{Access, Accesses, Field, First, Numbering, Template, split_name, unknown_conversion};
use crate::text::view::StrView;
use crate::value::Value;
use crate::vm::native::{Act, Args, NativeDef, PyResult, tail};
use crate::vm::{Raised, Vm};
use std::borrow::Cow;

/// The methods of this file.
pub const METHODS: &[NativeDef] = &[
    tail("format", "(self, /, *args, **kwargs)", format),
    tail("format_map", "(self, mapping, /)", format_map),
    tail("__format__", "(self, format_spec, /)", dunder_format),
];

fn format(vm: &mut Vm, a: &Args) -> Act {
    start(vm, a.at(0), Fields::Call { args: a.at(1).clone(), kwargs: a.opt(2).cloned() })
}

fn format_map(vm: &mut Vm, a: &Args) -> Act {
    start(vm, a.at(0), Fields::Mapping(a.at(1).clone()))
}

fn dunder_format(vm: &mut Vm, a: &Args) -> Act {
    let spec = match spec_arg(vm, a) {
        Ok(s) => s,
        Err(e) => return Act::Raise(e),
    };
    if spec.is_empty() {
        return vm.str(a.at(0));
    }
    formatted(vm, a.at(0), spec).into()
}

/// `format(v, spec)` of an exact str; `spec` is a str.
pub fn format_exact(vm: &mut Vm, v: &Value, spec: &Value) -> PyResult {
    match super::text_args::text(spec) {
        Some(spec) => formatted(vm, v, spec),
        None => Err(super::text_args::must_be(vm, spec, "__format__() argument must be str, not ")),
    }
}

fn formatted(vm: &mut Vm, v: &Value, spec: StrView) -> PyResult {
    let name = if str::is_exact(v) { Cow::Borrowed("str") } else { Cow::Owned(vm.type_name(v)) };
    let parsed = FormatSpec::parse(spec, false, &name).map_err(|e| raise_format(vm, e))?;
    check_size(vm, parsed.width, 4)?;
    let t = super::text_args::text(v).unwrap_or(StrView::EMPTY);
    parsed.apply_str(t, &name).map_err(|e| raise_format(vm, e)).and_then(super::text_args::made)
}

/// `__format__() argument must be str, not …`.
fn spec_arg<'a>(vm: &mut Vm, a: &'a Args) -> PyResult<StrView<'a>> {
    match super::text_args::text(a.at(1)) {
        Some(v) => Ok(v),
        None => Err(super::text_args::must_be(vm, a.at(1), "__format__() argument must be str, not ")),
    }
}

fn start(vm: &mut Vm, template: &Value, fields: Fields) -> Act {
    let Some(text) = template.get_ref::<Str>() else { return Act::Done(Value::NONE) };
    let len = text.len();
    drive(
        vm,
        Formatter {
            text,
            fields,
            numbering: Numbering::Open,
            levels: vec![Level { out: StrBuilder::with_capacity(len + 16), ..Level::new(Template::new(0, len)) }],
            value: Value::NONE,
        },
    )
}

/// Where fields come from.
enum Fields {
    Call { args: Value, kwargs: Option<Value> },
    Mapping(Value),
}

/// What is to be done next on a level.
enum Stage {
    /// Read the template.
    Text,
    /// Follow the field's accesses.
    Access(Accesses),
    /// Apply `!r` and the like.
    Convert,
    /// Find or build the specification.
    Spec,
    /// Format with this specification.
    Format(Value),
    /// Take the text.
    Push,
}

/// A template being worked off: the format itself, or a specification with fields.
struct Level {
    template: Template,
    out: StrBuilder,
    stage: Stage,
    field: Option<Field>,
    /// The field's object, set aside while the specification is built.
    object: Value,
}

impl Level {
    fn new(template: Template) -> Level {
        Level { template, out: StrBuilder::new(), stage: Stage::Text, field: None, object: Value::NONE }
    }
}

struct Formatter {
    text: Ref<Str>,
    fields: Fields,
    numbering: Numbering,
    levels: Vec<Level>,
    /// The object of the field that is being worked on.
    value: Value,
}

impl Formatter {
    fn cut(&self, span: Span) -> Value {
        str::new(self.text.view().slice(span.0, span.1).to_buf())
    }

    /// The object a field name begins with.
    fn first(&mut self, vm: &mut Vm, first: First) -> Result<Option<Act>, Raised> {
        let index = self.numbering.index(first).map_err(|m| vm.value_error(m))?;
        let Some(i) = index else {
            let First::Name(span) = first else { return Ok(None) };
            let key = self.cut(span);
            return match &self.fields {
                Fields::Mapping(m) => Ok(Some(vm.get_item(m, &key))),
                Fields::Call { kwargs: Some(d), .. } if d.is_a::<Dict>() => Ok(Some(vm.get_item(d, &key))),
                Fields::Call { .. } => Err(vm.key_error(key)),
            };
        };
        match &self.fields {
            Fields::Mapping(_) => Err(vm.value_error("Format string contains positional fields")),
            Fields::Call { args, .. } => match args.get::<Tuple>().and_then(|t| t.items().get(i)) {
                Some(v) => {
                    self.value = v.clone();
                    Ok(None)
                }
                None => Err(vm.index_error(format!("Replacement index {i} out of range for positional args tuple"))),
            },
        }
    }

    fn access(&mut self, vm: &mut Vm, access: Access) -> Act {
        let value = self.value.clone();
        match access {
            Access::Attribute(span) => {
                let name = self.cut(span);
                match vm.intern_value(&name) {
                    Some(name) => vm.get_attr(&value, &name),
                    None => Act::Done(Value::NONE),
                }
            }
            Access::Index(i) => vm.get_item(&value, &Value::size(i)),
            Access::Key(span) => {
                let key = self.cut(span);
                vm.get_item(&value, &key)
            }
        }
    }

    fn run(&mut self, vm: &mut Vm, input: Option<Value>) -> Result<Step, Raised> {
        if let Some(v) = input {
            self.value = v;
        }
        // what is there already needs no turn of the machine
        macro_rules! need {
            ($act:expr) => {
                match $act {
                    Act::Done(v) => {
                        self.value = v;
                        continue;
                    }
                    act => return Ok(Step::Need(act)),
                }
            };
        }
        let whole = self.text.clone();
        let text = &*whole;
        loop {
            let depth = self.levels.len();
            let Some(level) = self.levels.last_mut() else { return Ok(Step::Done(Value::NONE)) };
            match &mut level.stage {
                Stage::Text => match level.template.next(text.view()) {
                    None => {
                        let built = str::new(std::mem::take(&mut level.out).finish());
                        self.levels.pop();
                        let Some(outer) = self.levels.last_mut() else { return Ok(Step::Done(built)) };
                        self.value = std::mem::take(&mut outer.object);
                        outer.stage = Stage::Format(built);
                    }
                    Some(Err(m)) => return Err(vm.value_error(m)),
                    Some(Ok(chunk)) => {
                        level.out.push_view(text.view().slice(chunk.literal.0, chunk.literal.1));
                        level.field = chunk.field;
                        if let Some(f) = chunk.field {
                            let (first, accesses) = split_name(text.view(), f.name).map_err(|m| vm.value_error(m))?;
                            level.stage = Stage::Access(accesses);
                            if let Some(act) = self.first(vm, first)? {
                                need!(act)
                            }
                        }
                    }
                },
                Stage::Access(rest) => match rest.next(text.view()) {
                    Some(Err(m)) => return Err(vm.value_error(m)),
                    Some(Ok(a)) => need!(self.access(vm, a)),
                    None => level.stage = Stage::Convert,
                },
                Stage::Convert => {
                    level.stage = Stage::Spec;
                    let conversion = level.field.map_or(0, |f| f.conversion);
                    let value = self.value.clone();
                    match char::from_u32(conversion) {
                        Some('\0') => {}
                        Some('r') => need!(vm.repr(&value)),
                        Some('s') => need!(vm.str(&value)),
                        Some('a') => need!(vm.ascii(&value)),
                        _ => return Err(vm.value_error(unknown_conversion(conversion))),
                    }
                }
                Stage::Spec => {
                    let (spec, nested) = level.field.map_or(((0, 0), false), |f| (f.spec, f.nested));
                    if nested {
                        if depth >= 2 {
                            return Err(vm.value_error("Max string recursion exceeded"));
                        }
                        level.object = std::mem::take(&mut self.value);
                        self.levels.push(Level::new(Template::new(spec.0, spec.1)));
                    } else if spec.0 == spec.1 && push_plain(&mut level.out, &self.value) {
                        level.stage = Stage::Text;
                    } else {
                        level.stage = Stage::Format(str::new(text.view().slice(spec.0, spec.1).to_buf()));
                    }
                }
                Stage::Format(spec) => {
                    let spec = std::mem::take(spec);
                    level.stage = Stage::Push;
                    let value = self.value.clone();
                    need!(vm.format(&value, &spec))
                }
                Stage::Push => {
                    if let Some(t) = super::text_args::text(&self.value) {
                        level.out.push_view(t);
                    }
                    level.stage = Stage::Text;
                }
            }
        }
    }
}

/// Appends an exact str or small int as it is; false for anything else.
fn push_plain(out: &mut StrBuilder, v: &Value) -> bool {
    match v.as_small() {
        Some(i) => out.push_int(i),
        None if str::is_exact(v) => out.push_view(super::text_args::text(v).unwrap_or(StrView::EMPTY)),
        None => return false,
    }
    true
}

impl Machine for Formatter {
    fn step(&mut self, vm: &mut Vm, input: Option<Value>) -> Step {
        self.run(vm, input).unwrap_or_else(Step::Raise)
    }
}
