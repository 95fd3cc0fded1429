//! What is loaded in the middle of a step of the machine: parts of the engine, which the build put into modules of their own because
//! not every program needs them, and packs that nobody could wait for.
//!
//! Invariant: a function of a later part that is called before the part is there calls `load_part` first, which returns only
//! when the part is there. Where the build did not divide the engine, `load_part` is never called.

use std::cell::RefCell;

use js_sys::{Function, Uint8Array};
use wasm_bindgen::prelude::*;

struct Loaders {
    part: Function,
    pack: Function,
}

thread_local! {
    static LOADERS: RefCell<Option<Loaders>> = const { RefCell::new(None) };
}

/// Says how things are loaded while everything stands still, before anything else is called. `part` takes the number of a part, and when it returns, the part is there.
/// `pack` takes a file's name and returns its bytes. Both throw what went wrong.
#[wasm_bindgen]
pub fn loaders(part: Function, pack: Function) -> Result<(), JsValue> {
    LOADERS.set(Some(Loaders { part, pack }));
    super::waiting::install(0)
}

/// A part is there; the part itself calls this before anything else of it is called.
#[wasm_bindgen]
pub fn part_linked(part: u32) {
    if let Err(error) = super::waiting::install(part) {
        wasm_bindgen::throw_val(error);
    }
}

/// Has a part loaded. Functions that stand in the place of those of a later part call this.
#[wasm_bindgen]
pub fn load_part(part: u32) {
    let loader = LOADERS.with_borrow(|loaders| loaders.as_ref().map(|loaders| loaders.part.clone()));
    match loader.map(|loader| loader.call1(&JsValue::NULL, &JsValue::from(part))) {
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
