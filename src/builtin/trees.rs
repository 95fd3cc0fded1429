//! `compile()` and the trees of `ast`: texts become trees, trees become code.
//!
//! Invariant: a tree is compiled by way of its text, and every instruction gets the place that the tree's nodes have, not the text's.

use crate::code::Position;
use crate::compile::{self, Options, Step};
use crate::heap::Ref;
use crate::object::dict::Dict;
use crate::object::instance::InstanceArea;
use crate::object::module::Module;
use crate::object::native::Plain;
use crate::object::object_::text;
use crate::object::str::Str;
use crate::object::tuple::Tuple;
use crate::object::ty::Type;
use crate::object::{int, list, type_ref};
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::cx::Cx;
use crate::vm::native::PyResult;
use std::collections::HashMap;

/// Steps between two looks at the fuel.
const STEPS: usize = 64;

/// A class of nodes: its fields' names, and the one instance of a class without any.
struct Class {
    ty: Ref<Type>,
    fields: Vec<Ref<Str>>,
    only: Option<Value>,
}

/// True for an instance of `_ast.AST`; nobody can have one before `_ast` is imported.
pub(super) fn is_tree(vm: &mut Vm, v: &Value) -> bool {
    let key = vm.intern("_ast");
    let Some(m) = vm.modules.get_interned(&key) else { return false };
    let key = vm.intern("AST");
    let base = m.get::<Module>().and_then(|m| m.dict.get_interned(&key));
    base.and_then(|b| b.get_ref::<Type>()).is_some_and(|b| type_ref(v).is_subtype(&b))
}

/// The tree that the steps build.
pub(super) async fn build(cx: &mut Cx, steps: Vec<Step>) -> PyResult {
    let module = cx.import("_ast").await?;
    let Some(dict) = module.get::<Module>().map(|m| m.dict.clone()) else { return Ok(Value::NONE) };
    let places: Vec<Ref<Str>> =
        ["lineno", "col_offset", "end_lineno", "end_col_offset"].iter().map(|n| cx.vm().intern(n)).collect();
    let mut classes: HashMap<&'static str, Class> = HashMap::new();
    let mut stack: Vec<Value> = Vec::new();
    for (i, step) in steps.into_iter().enumerate() {
        if i % STEPS == 0 {
            cx.tick(STEPS as u32).await?;
        }
        let made = match step {
            Step::Value(c) => cx.vm().constant(&c),
            Step::List(n) => list::new(stack.split_off(stack.len().saturating_sub(n))),
            Step::Node(name, n, place) => {
                let parts = stack.split_off(stack.len().saturating_sub(n));
                if !classes.contains_key(name) {
                    let class = class(cx.vm(), &dict, name)?;
                    classes.insert(name, class);
                }
                let Some(class) = classes.get_mut(name) else { continue };
                node(class, parts, place.map(|p| p.0), &places)
            }
        };
        stack.push(made);
    }
    Ok(stack.pop().unwrap_or(Value::NONE))
}

fn class(vm: &mut Vm, dict: &Ref<Dict>, name: &str) -> PyResult<Class> {
    let (key, fields) = (vm.intern(name), vm.intern("_fields"));
    let Some(ty) = dict.get_interned(&key).and_then(|c| c.get_ref::<Type>()) else {
        return Err(vm.runtime_error(format!("_ast.{name} is not a class")));
    };
    let fields = ty.lookup(&fields);
    let fields = fields.as_ref().and_then(|f| f.get::<Tuple>()).map_or(&[][..], |t| t.items());
    let fields = fields.iter().filter_map(|f| vm.intern_value(f)).collect();
    Ok(Class { ty, fields, only: None })
}

fn node(class: &mut Class, parts: Vec<Value>, place: Option<Position>, names: &[Ref<Str>]) -> Value {
    let single = parts.is_empty() && place.is_none();
    if let Some(v) = class.only.as_ref().filter(|_| single) {
        return v.clone();
    }
    let v: Value = crate::heap::alloc_in(&class.ty, Plain).into();
    if let Some(area) = InstanceArea::of_attributes(&v) {
        for (name, part) in class.fields.iter().zip(parts) {
            area.set(&class.ty, name, part);
        }
        if let Some(p) = place {
            let numbers = [p.line, p.col, p.end_line, p.end_col];
            for (name, n) in names.iter().zip(numbers) {
                area.set(&class.ty, name, Value::int(n as i64));
            }
        }
    }
    if single {
        class.only = Some(v.clone());
    }
    v
}

/// The code of a tree.
pub(super) async fn compile_tree(cx: &mut Cx, tree: &Value, options: &Options) -> PyResult {
    let module = cx.import("_ast").await?;
    let wanted = match options.mode {
        compile::Mode::Exec => "Module",
        compile::Mode::Eval => "Expression",
        compile::Mode::Single => "Interactive",
    };
    let found = type_ref(tree).name();
    if found != wanted {
        return Err(cx.vm().type_error(format!("expected {wanted} node, got {found}")));
    }
    let pair = cx.call_method(&module, "_text_and_places", [tree.clone()]).await?;
    let pair = pair.get::<Tuple>().map_or(Vec::new(), |t| t.items().to_vec());
    let [source, given] = pair.as_slice() else { return Ok(Value::NONE) };
    let source = text(source);
    let mut places = Vec::new();
    for one in cx.collect(given).await? {
        let Some(t) = one.get::<Tuple>() else { continue };
        let number = |i: usize| t.items().get(i).and_then(int::to_i64).unwrap_or(1).max(0) as u32;
        let position = Position { line: number(1), col: number(2), end_line: number(3), end_col: number(4) };
        places.push((t.items().first().map_or(String::new(), text), position));
    }
    match compile::compile_placed(&source, options, &places) {
        Ok(compiled) => {
            let code = cx.vm().load_code(&compiled.unit);
            if let Some(act) = cx.vm().source_warnings(&compiled.warnings, &options.filename, &source) {
                cx.act(act).await?;
            }
            Ok(code.into())
        }
        Err(e) => Err(cx.vm().syntax_error_in(e, &options.filename, &source)),
    }
}
