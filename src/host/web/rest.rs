//! What is loaded in the middle of a step of the machine: the rest of the engine, which the build put into a module of its own because
//! few programs need it, and packs that nobody could wait for.
//!
//! Invariant: a function of the rest that is called before the rest is there calls `load_rest` first, which returns only
//! when the rest is there. Where the build did not divide the engine, `load_rest` is never called.

use std::cell::RefCell;

use js_sys::{Function, Uint8Array};
use wasm_bindgen::prelude::*;

struct Loaders {
    rest: Function,
    pack: Function,
}

thread_local! {
    static LOADERS: RefCell<Option<Loaders>> = const { RefCell::new(None) };
}

/// Says how things are loaded while everything stands still. `rest` takes no arguments, and when it returns, the rest is there. `pack`
/// takes a file's name and returns its bytes. Both throw what went wrong.
#[wasm_bindgen]
pub fn loaders(rest: Function, pack: Function) {
    LOADERS.set(Some(Loaders { rest, pack }));
}

/// Has the rest loaded. Functions that stand in the place of those of the rest call this.
#[wasm_bindgen]
pub fn load_rest() {
    let loader = LOADERS.with_borrow(|loaders| loaders.as_ref().map(|loaders| loaders.rest.clone()));
    match loader.map(|loader| loader.call0(&JsValue::NULL)) {
        Some(Ok(_)) => {}
        Some(Err(error)) => wasm_bindgen::throw_val(error),
        None => wasm_bindgen::throw_str("a part of the engine is not there, and nobody said how it is loaded"),
    }
}

/// Loads a pack of the library, if it can be had.
pub fn pack_now(file: &str) {
    let loader = LOADERS.with_borrow(|loaders| loaders.as_ref().map(|loaders| loaders.pack.clone()));
    let answer = loader.map(|loader| loader.call1(&JsValue::NULL, &JsValue::from_str(file)));
    if let Some(Ok(bytes)) = answer
        && let Ok(bytes) = bytes.dyn_into::<Uint8Array>()
    {
        crate::library::admit_packed(file, &bytes.to_vec());
    }
}
