//! Where the bytes of a wasm module are: its functions by the Rust module that they come from, and its data. It reads
//! the module before wasm-opt, which still has its names, so the sum is larger than what is shipped; shares are what
//! counts.

use std::collections::BTreeMap;

use crate::command::{Failure, Result};

const CODE: u8 = 10;
const DATA: u8 = 11;
const IMPORT: u8 = 2;
const CUSTOM: u8 = 0;

/// One line of the breakdown.
pub struct Share {
    pub name: String,
    pub bytes: usize,
    pub functions: usize,
}

/// Shares in order of size. `depth` is how many parts of a path are told apart.
pub fn breakdown(module: &[u8], depth: usize) -> Result<Vec<Share>> {
    let broken = || Failure("size: this is no wasm module".into());
    let mut reader = Reader { bytes: module.get(8..).ok_or_else(broken)? };
    let (mut imported, mut sizes, mut names, mut data) = (0, Vec::new(), BTreeMap::new(), 0);
    while !reader.bytes.is_empty() {
        let kind = reader.byte().ok_or_else(broken)?;
        let length = reader.number().ok_or_else(broken)?;
        let mut section = Reader { bytes: reader.take(length).ok_or_else(broken)? };
        match kind {
            IMPORT => imported = section.imported_functions().ok_or_else(broken)?,
            CODE => sizes = section.function_sizes().ok_or_else(broken)?,
            DATA => data = length,
            CUSTOM if section.text().ok_or_else(broken)? == "name" => {
                names = section.function_names().ok_or_else(broken)?;
            }
            _ => {}
        }
    }
    let mut shares: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (at, size) in sizes.iter().enumerate() {
        let name = names.get(&(imported + at)).map_or("(no name)", String::as_str);
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

/// The part of a module that is not read yet.
struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    /// An unsigned LEB128 number.
    fn number(&mut self) -> Option<usize> {
        let mut value = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            value |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(taken)
    }

    fn text(&mut self) -> Option<String> {
        let length = self.number()?;
        Some(String::from_utf8_lossy(self.take(length)?).into_owned())
    }

    fn function_sizes(&mut self) -> Option<Vec<usize>> {
        let count = self.number()?;
        let mut sizes = Vec::new();
        for _ in 0..count {
            let length = self.number()?;
            self.take(length)?;
            sizes.push(length);
        }
        Some(sizes)
    }

    fn imported_functions(&mut self) -> Option<usize> {
        let mut functions = 0;
        for _ in 0..self.number()? {
            self.text()?;
            self.text()?;
            match self.byte()? {
                0 => {
                    functions += 1;
                    self.number()?;
                }
                1 => {
                    self.byte()?;
                    self.limits()?;
                }
                2 => self.limits()?,
                3 => {
                    self.byte()?;
                    self.byte()?;
                }
                _ => return None,
            }
        }
        Some(functions)
    }

    fn limits(&mut self) -> Option<()> {
        let bounded = self.byte()? & 1 == 1;
        self.number()?;
        if bounded {
            self.number()?;
        }
        Some(())
    }

    /// Subsection 1 of the name section.
    fn function_names(&mut self) -> Option<BTreeMap<usize, String>> {
        while !self.bytes.is_empty() {
            let kind = self.byte()?;
            let length = self.number()?;
            let mut section = Reader { bytes: self.take(length)? };
            if kind == 1 {
                let count = section.number()?;
                return (0..count).map(|_| Some((section.number()?, section.text()?))).collect();
            }
        }
        Some(BTreeMap::new())
    }
}

#[cfg(test)]
mod tests {
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
        // magic, version; code section: one body of 2 bytes; name section: function 0 is `a::b`
        let mut module = vec![0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 10, 4, 1, 2, 0, 0x0b];
        module.extend([0, 14, 4]);
        module.extend(b"name");
        module.extend([1, 7, 1, 0, 4]);
        module.extend(b"a::b");
        let shares = breakdown(&module, 2).expect("it is a module");
        assert_eq!((shares[0].name.as_str(), shares[0].bytes), ("a", 2));
        assert!(breakdown(b"no", 2).is_err());
    }
}
