//! Which data the functions of the core need.
//!
//! Invariant: data leaves the core only if nothing in the core can name its address. The linker says (`--emit-relocs`) which numbers in
//! the code are addresses, of what, and which data points to which. Whatever number in a function of the core may be such an address
//! is taken for one. Data that the linker does not account for stays.

use std::collections::{BTreeMap, HashMap};
use std::convert::Infallible;
use std::ops::Range;

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasmparser::{
    FunctionBody, KnownCustom, Linking, Operator, Parser, Payload, RelocSectionReader, RelocationType, SymbolFlags,
    SymbolInfo,
};

use super::module::{Module, broken};
use crate::command::{Failure, Result};

/// What the linker tells of the data of a module.
#[derive(Default)]
pub struct Linked {
    /// Where things of the data are: parts without overlap, in order.
    things: Vec<Range<u32>>,
    /// What a number in the code may be the address of.
    named: HashMap<u32, Vec<usize>>,
    /// What each thing points to.
    points: Vec<Vec<usize>>,
    /// What is pointed to from places that belong to no thing.
    unowned: Vec<usize>,
}

impl Linked {
    /// Reads the module as the linker wrote it, whose data must be that of the module to be divided.
    pub fn read(bytes: &[u8], module: &Module) -> Result<Linked> {
        let linker = Module::read(bytes)?;
        if linker.data != module.data {
            return Err("the module's data is not what the linker made".into());
        }
        let mut found = Found::default();
        for payload in Parser::new(0).parse_all(bytes) {
            match payload.map_err(broken)? {
                Payload::DataSection(data) => found.data_starts = data.range().start,
                Payload::CustomSection(section) => match section.as_known() {
                    KnownCustom::Linking(linking) => {
                        for part in linking.subsections() {
                            if let Linking::SymbolTable(table) = part.map_err(broken)? {
                                for symbol in table {
                                    found.symbols.push(address(&symbol.map_err(broken)?, &linker));
                                }
                            }
                        }
                    }
                    KnownCustom::Reloc(relocations) if section.name() == "reloc.CODE" => found.code = Some(relocations),
                    KnownCustom::Reloc(relocations) if section.name() == "reloc.DATA" => found.data = Some(relocations),
                    _ => {}
                },
                _ => {}
            }
        }
        found.linked(&linker)
    }

    /// The thing that holds an address.
    fn thing_at(&self, address: u32) -> Option<usize> {
        let i = self.things.partition_point(|thing| thing.end <= address);
        self.things.get(i).filter(|thing| thing.contains(&address)).map(|_| i)
    }

    /// The places of data that none of these functions needs, in order.
    pub fn unneeded<'a>(
        &self,
        module: &Module<'a>,
        core: impl Iterator<Item = &'a FunctionBody<'a>>,
    ) -> Result<Vec<Range<u32>>> {
        let mut numbers = Numbers::default();
        numbers.found.extend(&module.constants);
        for body in core {
            numbers.collect(body)?;
        }
        let mut more = self.unowned.clone();
        more.extend(numbers.found.iter().filter_map(|number| self.named.get(number)).flatten());
        let mut needed = vec![false; self.things.len()];
        while let Some(thing) = more.pop() {
            if !std::mem::replace(&mut needed[thing], true) {
                more.extend(&self.points[thing]);
            }
        }
        let unneeded = self.things.iter().zip(needed).filter(|(_, needed)| !needed);
        let mut places: Vec<Range<u32>> = Vec::new();
        for (thing, _) in unneeded {
            match places.last_mut() {
                Some(last) if last.end == thing.start && module.data_at(&(last.start..thing.end)).is_some() => {
                    last.end = thing.end;
                }
                _ => places.push(thing.clone()),
            }
        }
        Ok(places)
    }
}

/// Where a symbol is, if it is one of data.
fn address(symbol: &SymbolInfo, linker: &Module) -> Option<Range<u32>> {
    let SymbolInfo::Data { flags, symbol: Some(place), .. } = symbol else { return None };
    if flags.contains(SymbolFlags::ABSOLUTE) {
        return None;
    }
    let start = linker.data.get(place.index as usize)?.0 + place.offset;
    Some(start..start + place.size)
}

/// The parts of the linker's account.
#[derive(Default)]
struct Found<'a> {
    symbols: Vec<Option<Range<u32>>>,
    code: Option<RelocSectionReader<'a>>,
    data: Option<RelocSectionReader<'a>>,
    /// Where the data section is in the file.
    data_starts: usize,
}

impl Found<'_> {
    fn linked(self, linker: &Module) -> Result<Linked> {
        let missing = || Failure("the linker's module does not tell what refers to its data (--emit-relocs)".into());
        let (code, data) = (self.code.ok_or_else(missing)?, self.data.ok_or_else(missing)?);
        let mut ranges: Vec<Range<u32>> = self.symbols.iter().flatten().filter(|s| !s.is_empty()).cloned().collect();
        ranges.sort_by_key(|range| range.start);
        let mut linked = Linked::default();
        for range in ranges {
            match linked.things.last_mut() {
                Some(last) if range.start < last.end => last.end = last.end.max(range.end),
                _ => linked.things.push(range),
            }
        }
        linked.points = vec![Vec::new(); linked.things.len()];
        // The thing that a relocation names, and the number that stands in its place.
        let target = |linked: &Linked, index: u32, addend: i64| {
            let start = self.symbols.get(index as usize)?.as_ref()?.start;
            Some((linked.thing_at(start)?, (i64::from(start) + addend) as u32))
        };
        for entry in code.entries() {
            let entry = entry.map_err(broken)?;
            match entry.ty {
                RelocationType::MemoryAddrLeb | RelocationType::MemoryAddrSleb => {
                    if let Some((thing, number)) = target(&linked, entry.index, entry.addend) {
                        let things = linked.named.entry(number).or_default();
                        if !things.contains(&thing) {
                            things.push(thing);
                        }
                    }
                }
                RelocationType::FunctionIndexLeb
                | RelocationType::TableIndexSleb
                | RelocationType::TypeIndexLeb
                | RelocationType::GlobalIndexLeb
                | RelocationType::TableNumberLeb => {}
                other => return Err(Failure(format!("the code has a relocation that is not known: {other:?}"))),
            }
        }
        // Where the bytes of each segment are in the section.
        let mut segments = BTreeMap::new();
        for (i, place) in linker.segments.iter().enumerate() {
            segments.insert(place.start - self.data_starts, i);
        }
        for entry in data.entries() {
            let entry = entry.map_err(broken)?;
            match entry.ty {
                RelocationType::MemoryAddrI32 => {
                    let Some((thing, _)) = target(&linked, entry.index, entry.addend) else { continue };
                    let (start, segment) = segments
                        .range(..=entry.offset as usize)
                        .next_back()
                        .ok_or("the data has a relocation outside of its segments")?;
                    let address = linker.data[*segment].0 + entry.offset - *start as u32;
                    match linked.thing_at(address) {
                        Some(owner) => linked.points[owner].push(thing),
                        None => linked.unowned.push(thing),
                    }
                }
                RelocationType::TableIndexI32 => {}
                other => return Err(Failure(format!("the data has a relocation that is not known: {other:?}"))),
            }
        }
        Ok(linked)
    }
}

/// The numbers in functions that may be addresses: constants, and what loads and stores add.
#[derive(Default)]
struct Numbers {
    found: Vec<u32>,
}

impl Numbers {
    fn collect(&mut self, body: &FunctionBody) -> Result<()> {
        let mut operators = body.get_operators_reader().map_err(broken)?;
        while !operators.eof() {
            self.parse_instruction(&mut operators)
                .map_err(|error| Failure(format!("the module cannot be read: {error}")))?;
        }
        Ok(())
    }
}

impl Reencode for Numbers {
    type Error = Infallible;

    fn mem_arg(&mut self, argument: wasmparser::MemArg) -> std::result::Result<wasm_encoder::MemArg, Error> {
        self.found.push(argument.offset as u32);
        utils::mem_arg(self, argument)
    }

    fn instruction<'a>(&mut self, operator: Operator<'a>) -> std::result::Result<wasm_encoder::Instruction<'a>, Error> {
        if let Operator::I32Const { value } = operator {
            self.found.push(value as u32);
        }
        utils::instruction(self, operator)
    }
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        CodeSection, ConstExpr, CustomSection, DataSection, DataSymbolDefinition, Function, FunctionSection,
        LinkingSection, SymbolTable, TypeSection,
    };

    use super::*;

    /// Four things of four bytes, of which the second points to the first. One function names the second, another the place
    /// one before the third.
    fn module() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut functions = FunctionSection::new();
        let mut code = CodeSection::new();
        for address in [0x104, 0x107] {
            functions.function(0);
            let mut body = Function::new([]);
            body.instructions().i32_const(address).drop().end();
            code.function(&body);
        }
        let mut data = DataSection::new();
        data.active(0, &ConstExpr::i32_const(0x100), *b"aaaa\0\x01\0\0ccccdddd");
        let mut symbols = SymbolTable::new();
        for (i, name) in ["a", "b", "c", "d"].iter().enumerate() {
            symbols.data(0, name, Some(DataSymbolDefinition { index: 0, offset: 4 * i as u32, size: 4 }));
        }
        let mut linking = LinkingSection::new();
        linking.symbol_table(&symbols);
        // section, count; then kind, place, symbol, what is added
        let in_code = [2, 2, 4, 4, 1, 0, 4, 11, 2, 0x7f];
        // count, flags, place (3), length come before the bytes
        let in_data = [3, 1, 5, 11, 0, 0];
        let mut out = wasm_encoder::Module::new();
        out.section(&types).section(&functions).section(&code).section(&data).section(&linking);
        out.section(&CustomSection { name: "reloc.CODE".into(), data: in_code[..].into() });
        out.section(&CustomSection { name: "reloc.DATA".into(), data: in_data[..].into() });
        out.finish()
    }

    #[test]
    fn what_nothing_names_is_not_needed() {
        let bytes = module();
        let module = Module::read(&bytes).expect("it is a module");
        let linked = Linked::read(&bytes, &module).expect("it tells of its data");
        let unneeded = |functions: &[usize]| {
            let places = linked.unneeded(&module, functions.iter().map(|i| &module.bodies[*i])).expect("it is read");
            places.into_iter().map(|place| (place.start, place.end)).collect::<Vec<_>>()
        };
        assert_eq!(unneeded(&[]), [(0x100, 0x110)]);
        assert_eq!(unneeded(&[0]), [(0x108, 0x110)]);
        assert_eq!(unneeded(&[1]), [(0x100, 0x108), (0x10c, 0x110)]);
        assert_eq!(unneeded(&[0, 1]), [(0x10c, 0x110)]);
    }

    #[test]
    fn what_the_linker_did_not_tell_is_an_error() {
        let bytes = super::super::without_links(&module()).expect("it is a module");
        let module = Module::read(&bytes).expect("it is a module");
        assert!(Linked::read(&bytes, &module).is_err());
    }
}
