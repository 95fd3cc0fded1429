//! `_tokenize`: the tokens of a text, for module `tokenize`.
//!
//! Invariant: all lines are read before the first token is given; an error comes where its token would have come.

use super::ModuleSpec;
use crate::compile::SyntaxError;
use crate::compile::messages::every::every;
use crate::compile::source;
use crate::heap::{Mut, Visitor};
use crate::object::native::{Native, NativeObject};
use crate::object::spec::TypeSpec;
use crate::object::str::{self, Str};
use crate::object::{bytes, tuple, types};
use crate::resumable;
use crate::value::Value;
use crate::vm::cx::Cx;
use crate::vm::native::{Args, PyResult, leaf};

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    name: "_tokenize",
    doc: "",
    functions: &[],
    init: |vm, dict| {
        let (ty, key) = (vm.native_type(&ITERATOR), vm.intern("TokenizerIter"));
        dict.set_interned(&key, ty.value());
        Ok(())
    },
};

/// An iterator of tokens.
struct Lexemes {
    readline: Value,
    bytes: bool,
    extra: bool,
    state: Mut<State>,
}

#[derive(Default)]
struct State {
    read: bool,
    /// what is still to be given, last first
    rest: Vec<Value>,
    error: Option<SyntaxError>,
}

impl NativeObject for Lexemes {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.readline);
        v.values(&self.state.borrow().rest);
    }
}

static ITERATOR: TypeSpec = TypeSpec {
    module: "_tokenize",
    methods: &[
        leaf("__new__", "(cls, readline, /, *, encoding=None, extra_tokens=False)", |vm, a| {
            let ty = vm.native_type(&ITERATOR);
            let state = Lexemes {
                readline: a.at(1).clone(),
                bytes: a.some(2).is_some(),
                extra: a.opt(3).is_some_and(|v| v.as_bool() == Some(true) || v.as_small().is_some_and(|n| n != 0)),
                state: Mut::new(State::default()),
            };
            Ok(crate::heap::alloc(&ty, Native(Box::new(state))).into())
        })
        .stat(),
        leaf("__iter__", "(self, /)", |_, a| Ok(a.at(0).clone())),
        resumable!("__next__", "(self, /)", next),
    ],
    ..TypeSpec::of::<Native>("TokenizerIter")
};

async fn next(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(it) = a.at(0).native::<Lexemes>() else { return Ok(Value::NONE) };
    if !it.state.borrow().read {
        let text = read(cx, it).await?;
        let (found, error) = every(&source::normalise(&text), it.extra);
        let mut rest = Vec::with_capacity(found.len());
        for (i, l) in found.into_iter().enumerate() {
            if i % 64 == 0 {
                cx.tick(64).await?;
            }
            let place = |(line, col): (u32, u32)| tuple::new(vec![Value::int(line as i64), Value::int(col as i64)]);
            let text = match l.text.as_str() {
                short if short.len() < 24 => cx.vm().intern(short).into(),
                long => str::new(long),
            };
            rest.push(tuple::new(vec![
                Value::int(l.number as i64),
                text,
                place(l.start),
                place(l.end),
                str::new(l.line),
            ]));
        }
        rest.reverse();
        it.state.set(State { read: true, rest, error });
    }
    let token = it.state.borrow_mut().rest.pop();
    if let Some(token) = token {
        return Ok(token);
    }
    let error = it.state.borrow_mut().error.take();
    match error {
        Some(e) => Err(cx.vm().syntax_error(&e, "<string>")),
        None => Err(cx.vm().stop_iteration(Value::NONE)),
    }
}

/// All lines; an empty one or StopIteration ends them.
async fn read(cx: &mut Cx, it: &Lexemes) -> PyResult<String> {
    let mut text = String::new();
    loop {
        let line = match cx.call(&it.readline, []).await {
            Ok(line) => line,
            Err(e) => {
                cx.vm().catch(e, &types().exc.StopIteration.clone())?;
                return Ok(text);
            }
        };
        let piece = match (line.get::<Str>(), bytes::buffer(&line)) {
            (Some(s), _) if !it.bytes => s.to_text(),
            (None, Some(b)) if it.bytes => String::from_utf8_lossy(&b).into_owned(),
            _ => {
                let wanted = if it.bytes { "bytes" } else { "string" };
                let message = format!("readline() returned a non-{wanted} object");
                return Err(cx.vm().type_error(message));
            }
        };
        if piece.is_empty() {
            return Ok(text);
        }
        text.push_str(&piece);
        cx.tick(1).await?;
    }
}
