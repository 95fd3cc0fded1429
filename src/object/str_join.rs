//! str: the methods that may ask Python (`join`, `translate`, `splitlines`, `encode`) and `maketrans`.
//!
//! Invariant: all items of a `join` are known before the first character is copied, so the result is built in one go and
//! an item of the wrong type is named by its position.

use super::codec;
use super::dict::Dict;
use super::int;
use super::list::List;
use super::str;
use super::str_methods::split_lines;
use super::str_type::codec_names;
use super::text_args::{check_size, made, must_be, text, this};
use super::tuple::Tuple;
use crate::text::builder::{StrBuf, StrBuilder};
use crate::text::view::{Kind, StrView};
use crate::value::Value;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use crate::vm::{Cx, Raised, Vm};

/// The methods of this file.
pub const METHODS: &[NativeDef] = &[
    tail("join", "(self, iterable, /)", join),
    tail("translate", "(self, table, /)", translate),
    tail("splitlines", "(self, /, keepends=False)", splitlines),
    tail("encode", "(self, /, encoding='utf-8', errors='strict')", encode),
    leaf("maketrans", "(x, y=<unrepresentable>, z=<unrepresentable>, /)", maketrans).stat(),
];

/// The items of a list or tuple, or `None` for what has to be iterated.
pub(super) fn plain_items(v: &Value) -> Option<Vec<Value>> {
    let t = super::types();
    if t.list.is_type_of(v) {
        return v.get::<List>().map(|l| crate::value::copies(&l.items.borrow()));
    }
    if t.tuple.is_type_of(v) {
        return v.get::<Tuple>().map(|x| crate::value::copies(x.items()));
    }
    None
}

/// All items of an iterable; what is none is refused with "can only join an iterable".
pub(super) async fn join_items(cx: &mut Cx, iterable: &Value) -> PyResult<Vec<Value>> {
    let it = match cx.iter(iterable).await {
        Ok(it) => it,
        Err(e) => {
            let ty = cx.vm().types.exc.TypeError.clone();
            cx.vm().catch(e, &ty)?;
            return Err(cx.vm().type_error("can only join an iterable"));
        }
    };
    cx.collect(&it).await
}

fn join(vm: &mut Vm, a: &Args) -> Act {
    let (v, t) = (a.at(1), super::types());
    if t.list.is_type_of(v) || t.tuple.is_type_of(v) {
        return super::sequence::with_items(v, |items| joined(vm, a.at(0), items)).into();
    }
    let (me, iterable) = (a.at(0).clone(), a.at(1).clone());
    Act::run(async move |cx| {
        let items = join_items(cx, &iterable).await?;
        joined(cx.vm(), &me, &items)
    })
}

fn joined(vm: &mut Vm, me: &Value, items: &[Value]) -> PyResult {
    let sep = text(me).unwrap_or(StrView::EMPTY);
    if let [one] = items
        && str::is_exact(one)
    {
        return Ok(one.clone());
    }
    let mut len = sep.len().saturating_mul(items.len().saturating_sub(1));
    // (of one item nothing is between)
    let mut kind = if items.len() > 1 { sep.kind() } else { Kind::Ascii };
    for (i, item) in items.iter().enumerate() {
        let Some(t) = text(item) else {
            let name = vm.type_name(item);
            return Err(vm.type_error(format!("sequence item {i}: expected str instance, {name} found")));
        };
        len = len.saturating_add(t.len());
        kind = kind.max(t.kind());
    }
    if len == 0 {
        return Ok(str::from_view(StrView::EMPTY));
    }
    check_size(vm, len, kind.width())?;
    let texts = items.iter().filter_map(text).enumerate();
    Ok(str::of_parts(kind, len, texts.flat_map(|(i, t)| [if i > 0 { sep } else { StrView::EMPTY }, t])))
}

fn splitlines(vm: &mut Vm, a: &Args) -> Act {
    let Some(keep) = a.opt(1) else { return split_lines(vm, this(a), false).into() };
    match vm.truth(keep) {
        Act::Done(v) => split_lines(vm, this(a), v.as_bool() == Some(true)).into(),
        Act::Raise(e) => Act::Raise(e),
        act => {
            let me = a.at(0).clone();
            Act::run(async move |cx| {
                let keep = cx.act(act).await?;
                split_lines(cx.vm(), text(&me).unwrap_or(StrView::EMPTY), keep.as_bool() == Some(true))
            })
        }
    }
}

fn encode(vm: &mut Vm, a: &Args) -> Act {
    match codec_names(vm, a, 1, "encode") {
        Ok((encoding, errors)) => codec::encode(vm, a.at(0), &encoding, &errors),
        Err(e) => Act::Raise(e),
    }
}

/// Appends what a table maps a character to.
fn push_mapped(vm: &mut Vm, out: &mut StrBuilder, mapped: &Value) -> Result<(), Raised> {
    if mapped.is_none() {
        return Ok(());
    }
    if let Some(t) = text(mapped) {
        out.push_view(t);
        return Ok(());
    }
    if int::is_int(mapped) {
        return match int::to_i64(mapped).and_then(|n| u32::try_from(n).ok()).filter(|c| *c <= 0x10FFFF) {
            Some(c) => {
                out.push_char(c);
                Ok(())
            }
            None => Err(vm.value_error("character mapping must be in range(0x110000)")),
        };
    }
    Err(vm.type_error("character mapping must return integer, None or str"))
}

/// ASCII text mapped by a dict, each character looked up once; `None` if one becomes anything but one ASCII character or nothing.
fn translate_ascii(d: &Dict, units: &[u8]) -> Option<Vec<u8>> {
    const DELETED: u8 = 0x80;
    const UNKNOWN: u8 = 0xFF;
    let mut known = [UNKNOWN; 0x80];
    let mut out = Vec::with_capacity(units.len());
    for &c in units {
        let to = known.get_mut(c as usize)?;
        if *to == UNKNOWN {
            *to = match d.find(&Value::int(c as i64), crate::text::hash::int(c as i64)).ok()? {
                None => c,
                Some(i) => match d.value_at(i)? {
                    v if v.is_none() => DELETED,
                    v => match (v.as_small(), text(&v)) {
                        (Some(n @ 0..0x80), _) => n as u8,
                        (_, Some(StrView::Ascii(&[c]))) => c,
                        _ => return None,
                    },
                },
            };
        }
        if *to != DELETED {
            out.push(*to);
        }
    }
    Some(out)
}

fn translate(vm: &mut Vm, a: &Args) -> Act {
    let v = this(a);
    let table = a.at(1);
    if super::types().dict.is_type_of(table)
        && let Some(d) = table.get::<Dict>()
    {
        if let StrView::Ascii(u) = v
            && let Some(out) = translate_ascii(d, u)
        {
            return made(StrBuf::from_ascii(out)).into();
        }
        let mut out = StrBuilder::with_capacity(v.len());
        let mut native = true;
        for c in v.iter() {
            let key = Value::int(c as i64);
            match d.find(&key, crate::text::hash::int(c as i64)) {
                Ok(Some(i)) => {
                    let mapped = d.value_at(i).unwrap_or_default();
                    if let Err(e) = push_mapped(vm, &mut out, &mapped) {
                        return Act::Raise(e);
                    }
                }
                Ok(None) => out.push_char(c),
                Err(_) => {
                    native = false;
                    break;
                }
            }
        }
        if native {
            return made(out.finish()).into();
        }
    }
    let (me, table) = (a.at(0).clone(), table.clone());
    Act::run(async move |cx| {
        let v = text(&me).unwrap_or(StrView::EMPTY);
        let mut out = StrBuilder::with_capacity(v.len());
        let lookup_error = cx.vm().types.exc.LookupError.clone();
        for c in v.iter() {
            cx.tick(1).await?;
            match cx.get_item(&table, &Value::int(c as i64)).await {
                Ok(mapped) => push_mapped(cx.vm(), &mut out, &mapped)?,
                Err(e) => {
                    cx.vm().catch(e, &lookup_error)?;
                    out.push_char(c);
                }
            }
        }
        made(out.finish())
    })
}

/// `d[key] = value` for int keys.
fn set(d: &Dict, key: Value, value: Value) {
    let hash = super::compare::hash_natively(&key).unwrap_or(0);
    match d.find(&key, hash) {
        Ok(Some(i)) => d.set_value_at(i, value),
        _ => d.insert_new(key, hash, value),
    }
}

fn maketrans(vm: &mut Vm, a: &Args) -> PyResult {
    let table = Dict::new();
    let Some(y) = a.opt(1) else {
        let Some(d) = a.at(0).get::<Dict>().filter(|_| super::types().dict.is_type_of(a.at(0))) else {
            return Err(vm.type_error("if you give only one argument to maketrans it must be a dict"));
        };
        for (k, v) in d.items() {
            let key = if let Some(t) = text(&k) {
                match (t.len(), t.get(0)) {
                    (1, Some(c)) => Value::int(c as i64),
                    _ => return Err(vm.value_error("string keys in translatetable must be of length 1")),
                }
            } else if int::is_int(&k) {
                k.clone()
            } else {
                return Err(vm.type_error("keys in translate table mustbe strings or integers"));
            };
            set(&table, key, v);
        }
        return Ok(table.into());
    };
    let Some(x) = text(a.at(0)) else {
        return Err(match text(y) {
            Some(_) => vm.type_error("first maketrans argument must be a string if there is a second argument"),
            None => must_be(vm, y, "maketrans() argument 2 must be str, not "),
        });
    };
    let Some(y) = text(y) else { return Err(must_be(vm, y, "maketrans() argument 2 must be str, not ")) };
    let z = match a.opt(2) {
        Some(_) => Some(match text(a.at(2)) {
            Some(z) => z,
            None => return Err(must_be(vm, a.at(2), "maketrans() argument 3 must be str, not ")),
        }),
        None => None,
    };
    if x.len() != y.len() {
        return Err(vm.value_error("the first two maketrans arguments must have equal length"));
    }
    for (from, to) in x.iter().zip(y.iter()) {
        set(&table, Value::int(from as i64), Value::int(to as i64));
    }
    for c in z.into_iter().flat_map(StrView::iter) {
        set(&table, Value::int(c as i64), Value::NONE);
    }
    Ok(table.into())
}
