//! Where the bytes of a wasm module are: its functions by the Rust module that they come from, and its data. It reads
//! the module as the linker wrote it, which still has its names and leaves room in its numbers, so the sum is larger than
//! what is shipped; shares are what counts.

use std::collections::BTreeMap;

use wasmparser::{KnownCustom, Name, Parser, Payload};

use crate::command::Result;
use crate::divide::broken;

/// One line of the breakdown.
pub struct Share {
    pub name: String,
    pub bytes: usize,
    pub functions: usize,
}

/// Shares in order of size. `depth` is how many parts of a path are told apart.
pub fn breakdown(module: &[u8], depth: usize) -> Result<Vec<Share>> {
    let (mut imported, mut sizes, mut names, mut data) = (0, Vec::new(), BTreeMap::new(), 0);
    for payload in Parser::new(0).parse_all(module) {
        match payload.map_err(broken)? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import.map_err(broken)?.ty, wasmparser::TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => sizes.push(body.range().len()),
            Payload::DataSection(section) => data = section.range().len(),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(parts) = section.as_known() {
                    for part in parts {
                        let Name::Function(map) = part.map_err(broken)? else { continue };
                        for name in map {
                            let name = name.map_err(broken)?;
                            names.insert(name.index, name.name);
                        }
                    }
                }
            }
            _ => {}
        }
    }
    let mut shares: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (size, function) in sizes.iter().zip(imported..) {
        let name = names.get(&function).copied().unwrap_or("(no name)");
        let share = shares.entry(home(name, depth)).or_default();
        share.0 += size;
        share.1 += 1;
    }
    let mut shares: Vec<Share> =
        shares.into_iter().map(|(name, (bytes, functions))| Share { name, bytes, functions }).collect();
    shares.push(Share { name: "(data)".into(), bytes: data, functions: 0 });
    shares.sort_by(|a, b| b.bytes.cmp(&a.bytes).then_with(|| a.name.cmp(&b.name)));
    Ok(shares)
}

/// The module a function comes from: of `<coroscope[1f]::vm::cx::Cx as Drop>::drop`, `coroscope::vm::cx`.
fn home(name: &str, depth: usize) -> String {
    if name.starts_with("_R") {
        return "std".to_owned();
    }
    let name = &demangle(name);
    let start = name.find(|c: char| c.is_alphanumeric() || c == '_').unwrap_or(0);
    // The first path of the name; hashes of crates are left out.
    let mut parts = vec![String::new()];
    let mut in_hash = false;
    let mut rest = name[start..].chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '[' => in_hash = true,
            ']' => in_hash = false,
            _ if in_hash => {}
            ':' if rest.peek() == Some(&':') => {
                rest.next();
                parts.push(String::new());
            }
            c if c.is_alphanumeric() || c == '_' => parts.last_mut().expect("there is a first part").push(c),
            _ => break,
        }
    }
    parts.retain(|part| !part.is_empty());
    let limit = if parts.first().is_some_and(|part| part == "coroscope") { depth } else { 1 };
    parts.truncate(limit);
    parts.join("::")
}

/// A name as the compiler's older scheme writes it (`_ZN9coroscope2vm3run17h…E`), readable; others as they are.
fn demangle(name: &str) -> String {
    let Some(mut rest) = name.strip_prefix("_ZN") else { return name.to_owned() };
    let mut parts = Vec::new();
    while let Some(digits) = rest.find(|c: char| !c.is_ascii_digit()).filter(|digits| *digits > 0) {
        let length = rest[..digits].parse().unwrap_or(0);
        let Some(part) = rest.get(digits..digits + length) else { break };
        parts.push(part.trim_start_matches('_').replace("$LT$", "<").replace("$u20$", " ").replace("..", "::"));
        rest = &rest[digits + length..];
    }
    parts.join("::")
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{CodeSection, Function, FunctionSection, NameMap, NameSection};

    use super::*;

    #[test]
    fn a_function_has_a_home() {
        assert_eq!(home("<coroscope[1f]::vm::cx::Cx as core[2a]::ops::Drop>::drop", 3), "coroscope::vm::cx");
        assert_eq!(home("coroscope[1f]::object::dict::get", 2), "coroscope::object");
        assert_eq!(home("ruff_python_parser[9]::lexer::next", 2), "ruff_python_parser");
        assert_eq!(home("memcpy", 2), "memcpy");
        assert_eq!(home("_ZN9coroscope2vm3run17h0123456789abcdefE", 3), "coroscope::vm::run");
        assert_eq!(
            home("_ZN39_$LT$coroscope..vm..Vm$u20$as$u20$Drop$GT$4drop17h0123456789abcdefE", 2),
            "coroscope::vm"
        );
    }

    #[test]
    fn sizes_are_read() {
        let (mut functions, mut code, mut names) = (FunctionSection::new(), CodeSection::new(), NameSection::new());
        functions.function(0);
        let mut body = Function::new([]);
        body.instructions().end();
        code.function(&body);
        let mut name = NameMap::new();
        name.append(0, "a::b");
        names.functions(&name);
        let mut module = wasm_encoder::Module::new();
        module.section(&functions).section(&code).section(&names);
        let module = module.finish();
        let shares = breakdown(&module, 2).expect("it is a module");
        assert_eq!((shares[0].name.as_str(), shares[0].bytes), ("a", 2));
        assert!(breakdown(b"no", 2).is_err());
    }
}
