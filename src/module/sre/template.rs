//! What matches are replaced by, and the text that comes out.

use super::pattern::Pattern;
use super::subject::Subject;
use crate::heap::Visitor;
use crate::object::list::List;
use crate::object::native::{Native, NativeObject};
use crate::object::spec::TypeSpec;
use crate::object::str::Str;
use crate::object::ty::flag;
use crate::object::{bytes, int, str};
use crate::text::builder::StrBuilder;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::{Args, PyResult};

/// `_sre.SRE_Template`: literal text with group numbers in between.
pub struct Template {
    first: Value,
    rest: Vec<(usize, Value)>,
}

impl NativeObject for Template {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.first);
        self.rest.iter().for_each(|(_, text)| v.value(text));
    }
}

static SPEC: TypeSpec =
    TypeSpec { module: "_sre", flags: flag::NO_INSTANTIATION, ..TypeSpec::of::<Native>("SRE_Template") };

/// `_sre.template(pattern, template)`.
pub fn template(vm: &mut Vm, a: &Args) -> PyResult {
    Pattern::of(vm, a.at(0))?;
    let items = a.at(1).get::<List>().map(|l| l.items.borrow().clone()).unwrap_or_default();
    let [first, rest @ ..] = &*items else { return Err(vm.type_error("invalid template")) };
    let mut t = Template { first: first.clone(), rest: Vec::new() };
    for pair in rest.chunks(2) {
        match pair {
            [group, text] if int::to_i64(group).is_some_and(|g| g >= 0) => {
                t.rest.push((int::to_i64(group).unwrap_or(0) as usize, text.clone()));
            }
            _ => return Err(vm.type_error("invalid template")),
        }
    }
    let ty = vm.native_type(&SPEC);
    Ok(crate::heap::alloc(&ty, Native(Box::new(t))).into())
}

impl Template {
    /// The text, if no group is in it.
    pub fn literal(&self) -> Option<&Value> {
        if self.rest.is_empty() { Some(&self.first) } else { None }
    }

    /// Appends the template with what the groups matched.
    pub fn expand(&self, out: &mut Joined, subject: &Subject, span: &dyn Fn(usize) -> Option<(usize, usize)>) {
        out.push_item(self.first.clone());
        for (group, text) in &self.rest {
            if let Some((a, b)) = span(*group) {
                out.push_part(subject, a, b);
            }
            out.push_item(text.clone());
        }
    }
}

/// What a match is replaced by.
pub enum Filter {
    Literal(Value),
    Template(TemplateRef),
    Call(Value),
}

/// A template object.
pub struct TemplateRef(pub Value);

impl std::ops::Deref for TemplateRef {
    type Target = Template;
    fn deref(&self) -> &Template {
        const EMPTY: &Template = &Template { first: Value::NONE, rest: Vec::new() };
        self.0.native::<Template>().unwrap_or(EMPTY)
    }
}

/// Text that is being put together. An item of the wrong type is an error of the end, as if all had been joined then.
#[derive(Default)]
pub struct Joined {
    text: StrBuilder,
    bytes: Vec<u8>,
    is_bytes: bool,
    items: usize,
    wrong: Option<(usize, Value)>,
}

impl Joined {
    /// Nothing yet.
    pub fn new(is_bytes: bool) -> Joined {
        Joined { is_bytes, ..Joined::default() }
    }

    /// Appends a part of the subject; an empty one is no item.
    pub fn push_part(&mut self, subject: &Subject, start: usize, end: usize) {
        if start >= end {
            return;
        }
        if self.is_bytes {
            subject.with_bytes(|b| self.bytes.extend_from_slice(b.get(start..end).unwrap_or(&[])));
        } else {
            self.text.push_view(subject.text().slice(start, end));
        }
        self.items += 1;
    }

    /// Appends a replacement; None is nothing.
    pub fn push_item(&mut self, v: Value) {
        if v.is_none() {
            return;
        }
        let at = self.items;
        self.items += 1;
        if self.is_bytes {
            if let Some(b) = bytes::buffer(&v) {
                self.bytes.extend_from_slice(&b);
                return;
            }
        } else if let Some(s) = v.get::<Str>() {
            self.text.push_view(s.view());
            return;
        }
        if self.wrong.is_none() {
            self.wrong = Some((at, v));
        }
    }

    /// All of it.
    pub fn finish(self, vm: &mut Vm) -> PyResult {
        if let Some((i, v)) = self.wrong {
            let name = vm.type_name(&v);
            let wanted = if self.is_bytes { "a bytes-like object" } else { "str instance" };
            return Err(vm.type_error(format!("sequence item {i}: expected {wanted}, {name} found")));
        }
        Ok(if self.is_bytes { bytes::new(self.bytes) } else { str::new(self.text.finish()) })
    }
}
