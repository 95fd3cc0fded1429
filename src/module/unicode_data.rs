//! `unicodedata`: properties of characters.
//!
//! Invariant: what is answered is Unicode 16, as CPython 3.14 has it. Names come from a pack that is fetched when the first is asked
//! for. Bidirectional classes are not carried (they would weigh more than all the rest); asking for them says so.

use super::ModuleSpec;
use crate::heap::Ref;
use crate::library;
use crate::object::dict::Dict;
use crate::object::str;
use crate::object::text_args::{must_be, text};
use crate::resumable;
use crate::text::builder::{StrBuf, StrBuilder};
use crate::text::unicode;
use crate::text::view::StrView;
use crate::value::Value;
use crate::vm::native::{Args, NativeDef, PyResult, leaf};
use crate::vm::{Cx, Raised, Vm, fetch_name_table};
use unicode_normalization::UnicodeNormalization;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec { name: "unicodedata", doc: "", functions: FUNCTIONS, init };

static FUNCTIONS: &[NativeDef] = &[
    leaf("category", "(chr, /)", |vm, a| one(vm, a, "category").map(|c| str::new(unicode::category(c).name()))),
    leaf("combining", "(chr, /)", |vm, a| {
        one(vm, a, "combining").map(|c| Value::int(unicode::combining_class(c) as i64))
    }),
    leaf("mirrored", "(chr, /)", |vm, a| one(vm, a, "mirrored").map(|c| Value::int(unicode::is_mirrored(c) as i64))),
    leaf("east_asian_width", "(chr, /)", |vm, a| {
        one(vm, a, "east_asian_width").map(|c| str::new(unicode::east_asian_width(c)))
    }),
    leaf("decimal", "(chr, default=<unrepresentable>, /)", |vm, a| {
        let found = unicode::decimal_value(one(vm, a, "decimal")?).map(|d| Value::int(d as i64));
        or_default(vm, a, found, "not a decimal")
    }),
    leaf("digit", "(chr, default=<unrepresentable>, /)", |vm, a| {
        let found = unicode::digit_value(one(vm, a, "digit")?).map(|d| Value::int(d as i64));
        or_default(vm, a, found, "not a digit")
    }),
    leaf("numeric", "(chr, default=<unrepresentable>, /)", |vm, a| {
        let found = unicode::numeric_value(one(vm, a, "numeric")?).map(Value::float);
        or_default(vm, a, found, "not a numeric character")
    }),
    leaf("normalize", "(form, unistr, /)", normalize),
    leaf("is_normalized", "(form, unistr, /)", is_normalized),
    resumable!("lookup", "(name, /)", lookup),
    resumable!("name", "(chr, default=<unrepresentable>, /)", name),
    leaf("decomposition", "(chr, /)", decomposition),
    leaf("bidirectional", "(chr, /)", |vm, _| Err(missing(vm, "bidirectional"))),
];

fn init(vm: &mut Vm, dict: &Ref<Dict>) -> Result<(), Raised> {
    let key = vm.intern("unidata_version");
    dict.set_interned(&key, str::new("16.0.0"));
    Ok(())
}

fn missing(vm: &mut Vm, what: &std::primitive::str) -> Raised {
    let ty = vm.types.exc.NotImplementedError.clone();
    vm.error(&ty, format!("unicodedata.{what}() is not supported: its table is not carried"))
}

/// The character that argument 0 is.
fn one(vm: &mut Vm, a: &Args, name: &std::primitive::str) -> PyResult<u32> {
    let several = matches!(name, "decimal" | "digit" | "numeric");
    let argument = if several { "argument 1" } else { "argument" };
    let Some(t) = text(a.at(0)) else {
        return Err(must_be(vm, a.at(0), &format!("{name}() {argument} must be a unicode character, not ")));
    };
    match (t.len(), t.get(0)) {
        (1, Some(c)) => Ok(c),
        (n, _) => {
            Err(vm.type_error(format!("{name}(): {argument} must be a unicode character, not a string of length {n}")))
        }
    }
}

fn or_default(vm: &mut Vm, a: &Args, found: Option<Value>, message: &std::primitive::str) -> PyResult {
    match found.or_else(|| a.opt(1).cloned()) {
        Some(v) => Ok(v),
        None => Err(vm.value_error(message)),
    }
}

/// A character's own decomposition: its tag and the characters in hexadecimal.
fn decomposition(vm: &mut Vm, a: &Args) -> PyResult {
    let c = one(vm, a, "decomposition")?;
    let mut words = Vec::new();
    let number = |c: u32| format!("{c:04X}");
    match (unicode_normalization::decomposition(c), char::from_u32(c)) {
        (Some((tag, parts)), _) => {
            words.extend(Some(unicode_normalization::TAGS[tag].to_owned()).filter(|t| !t.is_empty()));
            words.extend(parts.iter().copied().map(number));
        }
        (None, Some(c @ '\u{AC00}'..='\u{D7A3}')) => words.extend([c].into_iter().nfd().map(|c| number(c as u32))),
        _ => {}
    }
    Ok(str::new(words.join(" ")))
}

/// Text in a normal form. Lone surrogates are in every form as they are, and separate what stands around them.
fn normal(vm: &mut Vm, form: &std::primitive::str, v: StrView) -> PyResult<StrBuf> {
    if v.is_empty() {
        return Ok(StrBuf::default());
    }
    if !matches!(form, "NFC" | "NFD" | "NFKC" | "NFKD") {
        return Err(vm.value_error("invalid normalization form"));
    }
    let mut out = StrBuilder::with_capacity(v.len());
    let mut run = String::new();
    let flush = |run: &mut String, out: &mut StrBuilder| {
        match form {
            "NFC" => run.chars().nfc().for_each(|c| out.push_char(c as u32)),
            "NFD" => run.chars().nfd().for_each(|c| out.push_char(c as u32)),
            "NFKC" => run.chars().nfkc().for_each(|c| out.push_char(c as u32)),
            _ => run.chars().nfkd().for_each(|c| out.push_char(c as u32)),
        }
        run.clear();
    };
    for c in v.iter() {
        match char::from_u32(c) {
            Some(c) => run.push(c),
            None => {
                flush(&mut run, &mut out);
                out.push_char(c);
            }
        }
    }
    flush(&mut run, &mut out);
    Ok(out.finish())
}

fn arguments<'a>(vm: &mut Vm, a: &'a Args, name: &std::primitive::str) -> PyResult<(String, StrView<'a>)> {
    let Some(form) = text(a.at(0)) else {
        return Err(must_be(vm, a.at(0), &format!("{name}() argument 1 must be str, not ")));
    };
    match text(a.at(1)) {
        Some(v) => Ok((form.to_display(), v)),
        None => Err(must_be(vm, a.at(1), &format!("{name}() argument 2 must be str, not "))),
    }
}

fn normalize(vm: &mut Vm, a: &Args) -> PyResult {
    let (form, v) = arguments(vm, a, "normalize")?;
    if v.is_ascii() && matches!(form.as_str(), "NFC" | "NFD" | "NFKC" | "NFKD") {
        return Ok(crate::object::text_args::exact(a.at(1)));
    }
    normal(vm, &form, v).map(str::new)
}

fn is_normalized(vm: &mut Vm, a: &Args) -> PyResult {
    let (form, v) = arguments(vm, a, "is_normalized")?;
    Ok(Value::bool(normal(vm, &form, v)?.view() == v))
}

async fn lookup(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(name) = text(a.at(0)).map(|t| t.to_display()) else {
        return Err(must_be(cx.vm(), a.at(0), "lookup() argument must be str, not "));
    };
    fetch_name_table(cx).await?;
    match library::names().and_then(|names| names.character(&name)) {
        Some(c) => Ok(str::from_char(c)),
        None => {
            let message = str::new(format!("undefined character name '{name}'"));
            Err(cx.vm().key_error(message))
        }
    }
}

async fn name(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let c = one(cx.vm(), &a, "name")?;
    fetch_name_table(cx).await?;
    let found = library::names().and_then(|names| names.name(c)).map(str::new);
    or_default(cx.vm(), &a, found, "no such name")
}
