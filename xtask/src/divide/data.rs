//! Which data, and which slots of the table, the functions of each part need.
//!
//! Invariant: data goes to a later part only if nothing in the parts before it can name its address. A slot that nothing in them can
//! name cannot be called by them. The linker says (`--emit-relocs`) which numbers in
//! the code are addresses, of what, and which data points to which. Whatever number in a function may be such an address (`marks.rs`), or lies in
//! some data, is taken for one. Data that the linker does not account for stays in the first part.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;

use wasmparser::{
    FunctionBody, KnownCustom, Linking, Parser, Payload, RelocSectionReader, RelocationType, SymbolFlags, SymbolInfo,
};

use super::marks::Marks;
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
    /// The slots of the first table that each thing names.
    slots: Vec<Vec<u32>>,
    /// Slots that are named from places that belong to no thing.
    unowned_slots: Vec<u32>,
    /// What a number in the code may be the slot of.
    named_slots: HashSet<u32>,
    /// Which numbers in the code may be addresses or slots.
    marks: Marks,
    /// Where it says at which line and column of a source file a panic is: two words each.
    pub lines: BTreeSet<u32>,
}

/// Which group needs what first.
pub struct Needs {
    /// The places of data that the first group does not need, in order, each with the group that first needs it; what none needs is the
    /// last one's.
    pub data: Vec<(Range<u32>, usize)>,
    /// For each slot of the first table that is named anywhere, the first group that does, in its functions or its data.
    pub slots: HashMap<u32, usize>,
}

impl Linked {
    /// Reads the module as the linker wrote it, whose data must be that of the module to be divided.
    pub fn read(bytes: &[u8], module: &Module) -> Result<Linked> {
        let linker = Module::read(bytes)?;
        if linker.data != module.data {
            return Err("the module's data is not what the linker made".into());
        }
        let numbers = |module: &Module| module.slots.iter().map(|(slot, _)| *slot).collect::<Vec<u32>>();
        if numbers(&linker) != numbers(module) {
            return Err("the module's table is not what the linker made".into());
        }
        let mut found = Found::default();
        for payload in Parser::new(0).parse_all(bytes) {
            match payload.map_err(broken)? {
                Payload::CodeSectionStart { range, .. } => found.code_starts = range.start,
                Payload::DataSection(data) => found.data_starts = data.range().start,
                Payload::CustomSection(section) => match section.as_known() {
                    KnownCustom::Linking(linking) => {
                        for part in linking.subsections() {
                            if let Linking::SymbolTable(table) = part.map_err(broken)? {
                                for symbol in table {
                                    let symbol = symbol.map_err(broken)?;
                                    if let SymbolInfo::Func { index, .. } = symbol {
                                        found.functions.insert(found.symbols.len() as u32, index);
                                    }
                                    found.symbols.push(address(&symbol, &linker));
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

    /// What these groups of functions need.
    pub fn needs<'a>(&self, module: &Module<'a>, groups: &[Vec<&'a FunctionBody<'a>>]) -> Result<Needs> {
        let mut group_of = vec![groups.len() - 1; self.things.len()];
        let mut reached = vec![false; self.things.len()];
        let mut slots: HashMap<u32, usize> = self.unowned_slots.iter().map(|slot| (*slot, 0)).collect();
        for (group, bodies) in groups.iter().enumerate() {
            let mut numbers = Vec::new();
            for body in bodies {
                numbers.extend(self.marks.numbers(body)?);
            }
            let mut more = Vec::new();
            if group == 0 {
                numbers.extend(&module.constants);
                more.extend(&self.unowned);
            }
            for number in numbers {
                more.extend(self.named.get(&number).into_iter().flatten());
                more.extend(self.thing_at(number));
                if self.named_slots.contains(&number) {
                    slots.entry(number).or_insert(group);
                }
            }
            while let Some(thing) = more.pop() {
                if !std::mem::replace(&mut reached[thing], true) {
                    group_of[thing] = group;
                    more.extend(&self.points[thing]);
                    for slot in &self.slots[thing] {
                        slots.entry(*slot).or_insert(group);
                    }
                }
            }
        }
        let mut data: Vec<(Range<u32>, usize)> = Vec::new();
        for (thing, group) in self.things.iter().zip(group_of).filter(|(_, group)| *group > 0) {
            match data.last_mut() {
                Some((last, of))
                    if *of == group
                        && last.end == thing.start
                        && module.data_at(&(last.start..thing.end)).is_some() =>
                {
                    last.end = thing.end;
                }
                _ => data.push((thing.clone(), group)),
            }
        }
        Ok(Needs { data, slots })
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
    /// Which symbols are functions of the module.
    functions: HashMap<u32, u32>,
    code: Option<RelocSectionReader<'a>>,
    data: Option<RelocSectionReader<'a>>,
    /// Where the sections of code and data are in the file.
    code_starts: usize,
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
        linked.slots = vec![Vec::new(); linked.things.len()];
        let slot_of: HashMap<u32, u32> = linker.slots.iter().map(|(slot, function)| (*function, *slot)).collect();
        let slot = |index: u32| {
            let function =
                self.functions.get(&index).ok_or("the linker's account names a function that is not there")?;
            slot_of.get(function).copied().ok_or("the linker's account names a function that has no slot")
        };
        // The thing that a relocation names, and the number that stands in its place.
        let target = |linked: &Linked, index: u32, addend: i64| {
            let start = self.symbols.get(index as usize)?.as_ref()?.start;
            Some((linked.thing_at(start)?, (i64::from(start) + addend) as u32))
        };
        let mut put = Vec::new();
        for entry in code.entries() {
            let entry = entry.map_err(broken)?;
            if matches!(
                entry.ty,
                RelocationType::MemoryAddrLeb | RelocationType::MemoryAddrSleb | RelocationType::TableIndexSleb
            ) {
                put.push(self.code_starts + entry.offset as usize);
            }
            match entry.ty {
                RelocationType::MemoryAddrLeb | RelocationType::MemoryAddrSleb => {
                    if let Some((thing, number)) = target(&linked, entry.index, entry.addend) {
                        let things = linked.named.entry(number).or_default();
                        if !things.contains(&thing) {
                            things.push(thing);
                        }
                    }
                }
                RelocationType::TableIndexSleb => drop(linked.named_slots.insert(slot(entry.index)?)),
                RelocationType::FunctionIndexLeb
                | RelocationType::TypeIndexLeb
                | RelocationType::GlobalIndexLeb
                | RelocationType::TableNumberLeb => {}
                other => return Err(Failure(format!("the code has a relocation that is not known: {other:?}"))),
            }
        }
        put.sort_unstable();
        linked.marks = Marks::read(linker, &put)?;
        // Where the bytes of each segment are in the section.
        let mut segments = BTreeMap::new();
        for (i, place) in linker.segments.iter().enumerate() {
            segments.insert(place.start - self.data_starts, i);
        }
        for entry in data.entries() {
            let entry = entry.map_err(broken)?;
            let (start, segment) = segments
                .range(..=entry.offset as usize)
                .next_back()
                .ok_or("the data has a relocation outside of its segments")?;
            let owner = linked.thing_at(linker.data[*segment].0 + entry.offset - *start as u32);
            match entry.ty {
                RelocationType::MemoryAddrI32 => {
                    let Some((thing, text)) = target(&linked, entry.index, entry.addend) else { continue };
                    match owner {
                        Some(owner) => {
                            linked.points[owner].push(thing);
                            if is_place(linker, &linked.things[owner], text) {
                                linked.lines.insert(linked.things[owner].start + 8);
                            }
                        }
                        None => linked.unowned.push(thing),
                    }
                }
                RelocationType::TableIndexI32 => match owner {
                    Some(owner) => linked.slots[owner].push(slot(entry.index)?),
                    None => linked.unowned_slots.push(slot(entry.index)?),
                },
                other => return Err(Failure(format!("the data has a relocation that is not known: {other:?}"))),
            }
        }
        Ok(linked)
    }
}

/// True for data that is a place in a source file, as panics name it: the address of the file's name, its length, line, column.
fn is_place(linker: &Module, thing: &Range<u32>, text: u32) -> bool {
    let Some(bytes) = linker.data_at(thing).filter(|bytes| bytes.len() == 16) else { return false };
    let word = |i: usize| u32::from_le_bytes([bytes[i], bytes[i + 1], bytes[i + 2], bytes[i + 3]]);
    let name = text.checked_add(word(4)).and_then(|end| linker.data_at(&(text..end)));
    word(0) == text && name.is_some_and(|name| name.ends_with(b".rs"))
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        CodeSection, ConstExpr, CustomSection, DataSection, DataSymbolDefinition, Function, FunctionSection,
        LinkingSection, SymbolTable, TypeSection,
    };

    use super::*;

    /// Four things of four bytes, of which the second points to the first. One function names the second, another the place
    /// one before the third, and one has a number that is not an address.
    fn module() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut functions = FunctionSection::new();
        let mut code = CodeSection::new();
        for address in [0x104, 0x107, 0x10c] {
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
    fn data_goes_with_what_names_it_first() {
        let bytes = module();
        let module = Module::read(&bytes).expect("it is a module");
        let linked = Linked::read(&bytes, &module).expect("it tells of its data");
        let later = |groups: &[&[usize]]| {
            let groups: Vec<Vec<_>> =
                groups.iter().map(|group| group.iter().map(|i| &module.bodies[*i]).collect()).collect();
            let places = linked.needs(&module, &groups).expect("it is read").data;
            places.into_iter().map(|(place, group)| (place.start, place.end, group)).collect::<Vec<_>>()
        };
        assert_eq!(later(&[&[], &[]]), [(0x100, 0x110, 1)]);
        assert_eq!(later(&[&[0], &[]]), [(0x108, 0x110, 1)]);
        // the linker did not put the number in
        assert_eq!(later(&[&[2], &[]]), [(0x100, 0x110, 1)]);
        // the place before the third thing is in the second
        assert_eq!(later(&[&[1], &[]]), [(0x10c, 0x110, 1)]);
        assert_eq!(later(&[&[], &[0], &[]]), [(0x100, 0x108, 1), (0x108, 0x110, 2)]);
        assert_eq!(later(&[&[0], &[1], &[]]), [(0x108, 0x10c, 1), (0x10c, 0x110, 2)]);
    }

    #[test]
    fn what_the_linker_did_not_tell_is_an_error() {
        let bytes = super::super::without_links(&module()).expect("it is a module");
        let module = Module::read(&bytes).expect("it is a module");
        assert!(Linked::read(&bytes, &module).is_err());
    }
}
