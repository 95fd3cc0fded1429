//! `_coroscope`: what `coroscope` needs of the host.
//!
//! Invariant: `fetch` blocks only the green thread that calls it. A host that makes no requests is told of at once.

use super::ModuleSpec;
use crate::object::bytes::Bytes;
use crate::object::list::List;
use crate::object::str::Str;
use crate::object::tuple::Tuple;
use crate::object::types;
use crate::resumable;
use crate::value::Value;
use crate::vm::Cx;
use crate::vm::host::Wait;
use crate::vm::native::{Args, NativeDef, PyResult};
use crate::vm::request::Request;

pub static SPEC: ModuleSpec = ModuleSpec {
    name: "_coroscope",
    doc: "What the page does for a program.",
    functions: FUNCTIONS,
    init: |_, _| Ok(()),
};

static FUNCTIONS: &[NativeDef] = &[resumable!("fetch", "(url, method, headers, body, /)", fetch)];

/// `fetch(url, method, headers, body)`: str, str, a list of pairs of str, bytes or None. Gives `(status, url, headers, body)`.
async fn fetch(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let (url, method) = (wanted(cx, a.at(0))?, wanted(cx, a.at(1))?);
    let mut headers = Vec::new();
    let mut i = 0;
    while let Some(pair) = a.at(2).get::<List>().and_then(|list| list.items.borrow().get(i).cloned()) {
        i += 1;
        cx.tick(1).await?;
        let Some([name, value]) = pair.get::<Tuple>().map(Tuple::items) else {
            return Err(cx.vm().type_error("headers must be pairs of str"));
        };
        headers.push((wanted(cx, name)?, wanted(cx, value)?));
    }
    let body = match a.at(3) {
        v if v.is_none() => None,
        v => match v.get::<Bytes>() {
            Some(bytes) => Some(bytes.data().to_vec()),
            None => return Err(cx.vm().type_error("the body of a request must be bytes or str")),
        },
    };
    let vm = cx.vm();
    let id = vm.new_request();
    let oserror = types().exc.OSError.clone();
    if !vm.host.request(Request { id, method, url, headers, body }) {
        return Err(vm.error(&oserror, "only a page can fetch"));
    }
    let answer = cx.block(Wait::Answer(id)).await?;
    match answer.get::<Str>() {
        Some(reason) => Err(cx.vm().error(&oserror, reason.to_text())),
        None => Ok(answer),
    }
}

fn wanted(cx: &mut Cx, v: &Value) -> PyResult<String> {
    match v.get::<Str>() {
        Some(text) => Ok(text.to_text()),
        None => Err(cx.vm().type_error("a request is made of str")),
    }
}
