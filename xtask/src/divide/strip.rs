//! The module without what only a linker reads.
//!
//! Invariant: everything but the sections that say what refers to what is as it was; after the linker, they are no longer true.

use wasm_encoder::RawSection;
use wasmparser::{Parser, Payload};

use super::module::broken;
use crate::command::Result;

/// A module as the linker's successors may have it.
pub fn without_links(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = wasm_encoder::Module::new();
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload.map_err(broken)?;
        if let Payload::CustomSection(section) = &payload
            && (section.name() == "linking" || section.name().starts_with("reloc."))
        {
            continue;
        }
        if let Some((id, range)) = payload.as_section() {
            out.section(&RawSection { id, data: &bytes[range] });
        }
    }
    Ok(out.finish())
}
