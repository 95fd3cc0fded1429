//! What stands in the slots of functions whose part of the engine is not there yet.
//!
//! Invariant: such a slot holds a function of the same type that has the part loaded and calls the slot again. The build says in sections of the
//! module which slots wait that a part is the first to name (`waiting0` for the first part, which is the module), and for each kind of function what
//! its body is around the slot's number; the functions themselves, some two thousand that differ in a number, are made here and not
//! downloaded. Where the build did not divide the engine, there is no such section.

use js_sys::WebAssembly::{Instance, Module};
use js_sys::{ArrayBuffer, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

/// Fills the slots that this part is the first to name. Called before anything else of the part is.
pub fn install(part: u32) -> Result<(), JsValue> {
    let own: Module = wasm_bindgen::module().unchecked_into();
    let name = ["waiting0", "waiting1", "waiting2"].get(part as usize).copied().unwrap_or_default();
    let section = Module::custom_sections(&own, name).get(0);
    let Ok(section) = section.dyn_into::<ArrayBuffer>() else { return Ok(()) };
    let bytes = written(&Uint8Array::new(&section).to_vec()).ok_or("the engine's list of what waits is broken")?;
    let module = Module::new(&Uint8Array::from(&bytes[..]))?;
    let imports = Object::new();
    Reflect::set(&imports, &"c".into(), &wasm_bindgen::exports())?;
    Instance::new(&module, &imports).map(drop)
}

/// The module of such functions. The account is: how it begins (as all that has a length, after its length in four bytes); the number of kinds, in a byte;
/// for each kind the body before the slot's number, and behind it; then a byte for each slot, 0 or 1 more than its kind.
fn written(account: &[u8]) -> Option<Vec<u8>> {
    let mut account = Account(account);
    let mut module = account.bytes()?.to_vec();
    let kinds: Vec<(&[u8], &[u8])> =
        (0..account.byte()?).map(|_| Some((account.bytes()?, account.bytes()?))).collect::<Option<_>>()?;
    let (mut types, mut bodies) = (Vec::new(), Vec::new());
    // Each run of slots: the first, and how many.
    let mut runs: Vec<(u32, u32)> = Vec::new();
    let mut count = 0;
    for (slot, kind) in (0..).zip(account.0) {
        let Some(kind) = kind.checked_sub(1) else { continue };
        let (before, behind) = kinds.get(usize::from(kind))?;
        unsigned(&mut types, u32::from(kind) + 1);
        let mut body = before.to_vec();
        signed(&mut body, slot);
        body.extend(*behind);
        unsigned(&mut bodies, body.len() as u32);
        bodies.extend(body);
        count += 1;
        match runs.last_mut() {
            Some((first, length)) if *first + *length == slot => *length += 1,
            _ => runs.push((slot, 1)),
        }
    }
    let mut elements = Vec::new();
    // The function that has a part loaded is imported, and so the first.
    let mut next = 1;
    for (slot, length) in &runs {
        elements.extend([0, I32_CONST]);
        signed(&mut elements, *slot);
        elements.push(END);
        unsigned(&mut elements, *length);
        for _ in 0..*length {
            unsigned(&mut elements, next);
            next += 1;
        }
    }
    for (id, length, items) in
        [(FUNCTIONS, count, &types), (ELEMENTS, runs.len() as u32, &elements), (CODE, count, &bodies)]
    {
        let mut number = Vec::new();
        unsigned(&mut number, length);
        module.push(id);
        unsigned(&mut module, (number.len() + items.len()) as u32);
        module.extend(number);
        module.extend(items);
    }
    Some(module)
}

// Of the binary format of WebAssembly.
const FUNCTIONS: u8 = 3;
const ELEMENTS: u8 = 9;
const CODE: u8 = 10;
const I32_CONST: u8 = 0x41;
const END: u8 = 0x0b;

/// A number in the format's variable length.
fn unsigned(out: &mut Vec<u8>, mut number: u32) {
    while number > 0x7f {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// The same for a constant, whose highest bit is its sign: a number of a slot has none.
fn signed(out: &mut Vec<u8>, mut number: u32) {
    while number > 0x3f {
        out.push(number as u8 & 0x7f | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// What is left of it.
struct Account<'a>(&'a [u8]);

impl<'a> Account<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let (length, rest) = self.0.split_first_chunk()?;
        let (bytes, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        self.0 = rest;
        Some(bytes)
    }
}
