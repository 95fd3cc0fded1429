//! Several modules in place of one.
//!
//! Invariant: together they do what the one does, whatever is in which. They share memory, tables and globals. A function of a later part
//! has a slot in the first table; until its part is there, the slot holds a function that has the part loaded and calls the slot again, if an
//! earlier part can name the slot. A part is loaded after those before it.
//!
//! All calls between parts go through slots: a browser takes ten times as long to make an export as to fill a slot, and the first part has a
//! thousand functions that others call. A later part has a function of its own, which does nothing else, for each function of the first that it calls;
//! of a small one it has a copy, since a browser puts calls in line only within a module.
//!
//! A call by name of what is in a later part goes over a *bridge*: a function of the caller's module, one for each type and part, that has the part
//! loaded and calls the slot it is given. So only slots that are named otherwise (in data, or as a value) have functions that wait. These are
//! not downloaded: the first part has an account of them for itself and one for each part but the last, from which the engine makes them
//! when it starts, or when that part has been loaded.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, CustomSection, DataSection, ElementSection, Elements, Encode, EntityType,
    ExportKind, ExportSection, Function, FunctionSection, GlobalSection, GlobalType, ImportSection, Instruction,
    StartSection, TableSection, TableType, TypeSection, ValType,
};
use wasmparser::{ExternalKind, Operator};

use super::data::Linked;
use super::module::Module;
use super::order;
use crate::command::{Context, Failure, Result};

/// The export that has a part loaded; it takes the part's number, which counts from 1.
const LOADER: &str = "load_part";
/// The export that is called before all others and makes what waits.
const INSTALLER: &str = "loaders";
/// The export that is called when a part is there, with its number.
const LINKED: &str = "part_linked";
/// The sections of the first part that say which slots wait, each with the number of the part that names them (see `src/host/web/waiting.rs`).
const WAITING: &str = "waiting";
/// A smaller hole in the first part's data is not worth a segment more.
const HOLE: usize = 24;
/// A function of the first part with no more bytes is copied into the parts that call it. (What calls it over a slot takes fourteen.)
const COPIED: usize = 96;
/// What the other parts call the first.
const FIRST: &str = "c";

/// Divides a module. `part_of` tells where a function belongs (by its place among those defined), from 0 to `count` less 1; what the
/// module needs to load anything is in part 0 anyhow. Data goes with the first part that needs it.
pub fn divide(
    module: &Module,
    linked: &Linked,
    count: usize,
    part_of: impl Fn(usize) -> usize,
) -> Result<Vec<Vec<u8>>> {
    let plan = Plan::make(module, linked, count, part_of)?;
    let mut parts = vec![plan.first(module)?];
    for part in 1..count {
        parts.push(plan.later(module, part)?);
    }
    Ok(parts)
}

struct Plan {
    loader: u32,
    linked: u32,
    /// The part of each function, imported ones first.
    part: Vec<usize>,
    /// All slots of a function of a later part, if it has any; more were made at the end of the table for those that are called
    /// from other parts.
    slots: BTreeMap<u32, Vec<u32>>,
    /// Slots that were made.
    made: u32,
    /// The functions of each part, in order, imported ones aside. A later part may have copies of some of the first's.
    functions: Vec<Vec<u32>>,
    /// For each part the slots that it is the first to name and that may be called before their own part is there, and their functions.
    waiting: Vec<BTreeMap<u32, u32>>,
    /// The bridges of each part: types and parts that they lead to.
    bridges: Vec<Vec<Bridge>>,
    /// The functions of the first part that each part calls without having a copy, in order.
    used: Vec<Vec<u32>>,
    /// A slot of each of these.
    shared: BTreeMap<u32, u32>,
    /// The data of later parts, in order.
    data: Vec<(Range<u32>, usize)>,
    /// Lines and columns of panics, which nobody reads: nothing panics, and a name of a function would say more.
    lines: BTreeSet<u32>,
}

impl Plan {
    fn make(module: &Module, linked: &Linked, count: usize, part_of: impl Fn(usize) -> usize) -> Result<Plan> {
        let export = |name| module.exported(name).ok_or_else(|| Failure(format!("the module exports no `{name}`")));
        let (loader, installer, linked_to) = (export(LOADER)?, export(INSTALLER)?, export(LINKED)?);
        let mut part = vec![0; module.imported as usize];
        part.extend((0..module.bodies.len()).map(part_of));
        // What JavaScript calls is at hand, and nothing that loading needs, or making what waits, may have to be loaded.
        let exported = module.exports.iter().filter(|(_, kind, _)| *kind == ExternalKind::Func).map(|(.., f)| *f);
        for function in exported.chain(module.start) {
            part[function as usize] = 0;
        }
        let (mut more, mut needed) = (vec![loader, installer, linked_to], HashSet::new());
        while let Some(function) = more.pop() {
            if needed.insert(function) && function >= module.imported {
                part[function as usize] = 0;
                more.extend(module.calls(module.body(function))?);
            }
        }
        // What is called from another part, and how one gets there.
        let mut called = BTreeSet::new();
        let mut used = vec![BTreeSet::new(); count];
        let mut bridges = vec![BTreeSet::new(); count];
        let mut functions = vec![Vec::new(); count];
        for (function, from) in part.iter().enumerate().skip(module.imported as usize) {
            functions[*from].push(function as u32);
        }
        for from in 0..count {
            let (mut next, mut copied) = (0, BTreeSet::new());
            while let Some(function) = functions[from].get(next) {
                next += 1;
                for callee in module.calls(module.body(*function))? {
                    match part[callee as usize] {
                        to if to == from => {}
                        0 if callee >= module.imported && module.body(callee).as_bytes().len() <= COPIED => {
                            if copied.insert(callee) {
                                functions[from].push(callee);
                            }
                        }
                        0 => drop(used[from].insert(callee)),
                        to => {
                            called.insert(callee);
                            if from < to {
                                bridges[from].insert(Bridge { ty: module.functions[callee as usize], to });
                            }
                        }
                    }
                }
            }
        }
        let mut slots: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (slot, function) in module.slots.iter().filter(|(_, f)| part[*f as usize] > 0) {
            slots.entry(*function).or_default().push(*slot);
        }
        let all = module.imported..module.functions.len() as u32;
        let groups: Vec<Vec<_>> = (0..count)
            .map(|p| all.clone().filter(|f| part[*f as usize] == p).map(|f| module.body(f)).collect())
            .collect();
        let needs = linked.needs(module, &groups)?;
        let mut data = needs.data;
        data.retain(|(place, _)| place.len() >= HOLE);
        // What may be called before its part is there otherwise than by name.
        let mut waiting = vec![BTreeMap::new(); count];
        for (function, slots) in &slots {
            for slot in slots {
                if let Some(by) = needs.slots.get(slot).filter(|by| **by < part[*function as usize]) {
                    waiting[*by].insert(*slot, *function);
                }
            }
        }
        let end = module.tables.first().map_or(0, |table| table.initial as u32);
        let mut made = 0;
        let mut make = || {
            made += 1;
            end + made - 1
        };
        for function in &called {
            slots.entry(*function).or_insert_with(|| vec![make()]);
        }
        let known: BTreeMap<u32, u32> = module.slots.iter().map(|(slot, function)| (*function, *slot)).collect();
        let shared: BTreeSet<u32> = used.iter().flatten().copied().collect();
        let shared: BTreeMap<u32, u32> =
            shared.into_iter().map(|f| (f, known.get(&f).copied().unwrap_or_else(&mut make))).collect();
        let in_order = |functions: BTreeSet<u32>| {
            let mut functions = Vec::from_iter(functions);
            functions.sort_by_key(|f| (module.functions[*f as usize], shared[f]));
            functions
        };
        Ok(Plan {
            loader,
            linked: linked_to,
            part,
            slots,
            made,
            functions: functions.into_iter().map(|f| order::ordered(module, f.into_iter())).collect(),
            waiting,
            bridges: bridges.into_iter().map(Vec::from_iter).collect(),
            used: used.into_iter().map(in_order).collect(),
            shared,
            data,
            lines: linked.lines.clone(),
        })
    }

    /// The slot through which functions of a part call this one, if it is in another part and not in the first.
    fn through(&self, part: usize, function: u32) -> Option<u32> {
        let other = ![0, part].contains(&self.part[function as usize]);
        other.then(|| self.slots[&function][0])
    }

    /// What the parts share of the first, under names that no export has.
    fn exports(&self, module: &Module) -> Vec<(String, Shared)> {
        let taken: HashSet<&str> = module.exports.iter().map(|(name, ..)| *name).collect();
        let names = (0..).map(short).filter(|name| !taken.contains(name.as_str()));
        let memories = (0..module.memories.len() as u32).map(Shared::Memory);
        let tables = (0..module.tables.len() as u32).map(Shared::Table);
        let globals = (0..module.globals.len() as u32).map(Shared::Global);
        let functions = [self.loader, self.linked].into_iter().map(Shared::Function);
        names.zip(memories.chain(tables).chain(globals).chain([Shared::Here]).chain(functions)).collect()
    }

    /// The type of a table, with room for the slots that were made.
    fn table_type(&self, i: usize, mut ty: TableType) -> TableType {
        if i == 0 {
            ty.minimum += u64::from(self.made);
            ty.maximum = ty.maximum.map(|maximum| maximum + u64::from(self.made));
        }
        ty
    }

    fn first(&self, module: &Module) -> Result<Vec<u8>> {
        let functions = (0..module.imported).chain(self.functions[0].iter().copied());
        let mut out = wasm_encoder::Module::new();
        let mut first = First { module, plan: self, index: functions.zip(0..).collect() };
        first.parse_core_module(&mut out, wasmparser::Parser::new(0), module.bytes).context("cannot write the core")?;
        for (part, waiting) in self.waiting.iter().enumerate().filter(|(_, waiting)| !waiting.is_empty()) {
            let account = self.account(module, waiting).context("cannot write what waits")?;
            out.section(&CustomSection { name: format!("{WAITING}{part}").into(), data: account.into() });
        }
        Ok(out.finish())
    }

    /// What the engine makes the functions of that wait: how a module of them begins, the kinds of them, the kind of each slot.
    fn account(&self, module: &Module, waiting: &BTreeMap<u32, u32>) -> Encoded<Vec<u8>> {
        let mut kinds: Vec<(u32, usize)> = Vec::new();
        let mut of_slot = Vec::new();
        for (slot, function) in waiting {
            let kind = (module.functions[*function as usize], self.part[*function as usize]);
            let number = kinds.iter().position(|known| *known == kind).unwrap_or(kinds.len());
            if number == kinds.len() {
                kinds.push(kind);
            }
            of_slot.resize(*slot as usize, 0);
            of_slot.push(u8::try_from(number + 1).map_err(|_| Error::UserError(Unplaced::Kinds))?);
        }
        let mut later = Later { index: BTreeMap::new(), here: 0 };
        let mut types = TypeSection::new();
        let loader = module.functions[self.loader as usize];
        for ty in [loader].into_iter().chain(kinds.iter().map(|(ty, _)| *ty)) {
            later.function_type(&mut types, &module.types[ty as usize])?;
        }
        let table = self.table_type(0, later.table_type(module.tables[0])?);
        let exports = self.exports(module);
        let name = exports.iter().find_map(|(name, what)| matches!(what, Shared::Table(0)).then_some(name.as_str()));
        let mut imports = ImportSection::new();
        imports.import(FIRST, LOADER, EntityType::Function(0));
        imports.import(FIRST, name.unwrap_or_default(), table);
        let mut begin = wasm_encoder::Module::new();
        begin.section(&types).section(&imports);
        let mut account = Vec::new();
        let put = |account: &mut Vec<u8>, bytes: &[u8]| {
            account.extend((bytes.len() as u32).to_le_bytes());
            account.extend(bytes);
        };
        put(&mut account, &begin.finish());
        account.push(kinds.len() as u8);
        for ((ty, part), number) in kinds.iter().zip(1..) {
            // no locals
            let mut before = vec![0];
            Instruction::I32Const(*part as i32).encode(&mut before);
            Instruction::Call(0).encode(&mut before);
            for parameter in 0..module.types[*ty as usize].0.len() as u32 {
                Instruction::LocalGet(parameter).encode(&mut before);
            }
            // the constant's number comes between
            before.push(0x41);
            let mut behind = Vec::new();
            Instruction::CallIndirect { type_index: number, table_index: 0 }.encode(&mut behind);
            Instruction::End.encode(&mut behind);
            put(&mut account, &before);
            put(&mut account, &behind);
        }
        account.extend(of_slot);
        Ok(account)
    }

    fn later(&self, module: &Module, part: usize) -> Result<Vec<u8>> {
        let functions = self.used[part].iter().chain(&self.functions[part]).copied();
        let mut later = Later { index: functions.zip(IMPORTED..).collect(), here: module.globals.len() as u32 };
        later.write(module, self, part).context(format_args!("cannot write part {part}"))
    }
}

/// A way to functions of a type in a later part: takes what they take, and the slot.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Bridge {
    ty: u32,
    to: usize,
}

impl Bridge {
    /// `here` is the global that has the number of the last part that is there.
    fn body(self, module: &Module, loader: u32, here: u32) -> Function {
        let mut body = Function::new([]);
        let slot = module.types[self.ty as usize].0.len() as u32;
        let to = Instruction::I32Const(self.to as i32);
        body.instruction(&Instruction::GlobalGet(here)).instruction(&to).instruction(&Instruction::I32LtU);
        body.instruction(&Instruction::If(BlockType::Empty));
        body.instruction(&to).instruction(&Instruction::Call(loader)).instruction(&Instruction::End);
        pass_on(&mut body, module, self.ty, &Instruction::LocalGet(slot));
        body
    }
}

/// The functions that each later part imports: the loader, and what is called when the part is there.
const IMPORTED: u32 = 2;

/// A function of a later part that stands for one of the first.
fn shared_body(module: &Module, ty: u32, slot: u32) -> Function {
    let mut body = Function::new([]);
    pass_on(&mut body, module, ty, &Instruction::I32Const(slot as i32));
    body
}

/// Ends a body with a call of what stands in a slot, which gets what the function was given.
fn pass_on(body: &mut Function, module: &Module, ty: u32, slot: &Instruction) {
    for parameter in 0..module.types[ty as usize].0.len() as u32 {
        body.instruction(&Instruction::LocalGet(parameter));
    }
    body.instruction(slot).instruction(&Instruction::CallIndirect { type_index: ty, table_index: 0 });
    body.instruction(&Instruction::End);
}

/// A thing of the first part that others use, by its index in the module.
#[derive(Clone, Copy)]
enum Shared {
    Memory(u32),
    Table(u32),
    Global(u32),
    /// The global that has the number of the last part that is there.
    Here,
    Function(u32),
}

/// `a`, `b`, … for numbers.
fn short(mut number: usize) -> String {
    const LETTERS: &[u8; 52] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut name = String::new();
    loop {
        name.push(LETTERS[number % 52] as char);
        number /= 52;
        if number == 0 {
            return name;
        }
    }
}

type Encoded<T> = std::result::Result<T, Error<Unplaced>>;

/// What should not be named in the module that is written.
#[derive(Debug)]
enum Unplaced {
    Function(u32),
    Data(u32),
    Kinds,
}

impl std::fmt::Display for Unplaced {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Unplaced::Function(function) => write!(f, "function {function} is in another part"),
            Unplaced::Data(address) => write!(f, "the data at {address} is not in one segment"),
            Unplaced::Kinds => write!(f, "there are more than 255 kinds of functions"),
        }
    }
}

impl std::error::Error for Unplaced {}

fn place(index: &BTreeMap<u32, u32>, function: u32) -> Encoded<u32> {
    index.get(&function).copied().ok_or(Error::UserError(Unplaced::Function(function)))
}

/// The body of a function of a part, which calls those of other parts through their slots, or over the bridges that stand from `bridges` on.
fn body(
    to: &mut impl Reencode<Error = Unplaced>,
    module: &Module,
    plan: &Plan,
    part: usize,
    bridges: u32,
    function: u32,
) -> Encoded<Function> {
    let source = module.body(function);
    let mut written = to.new_function_with_parsed_locals(source)?;
    let mut operators = source.get_operators_reader()?;
    while !operators.eof() {
        let mut next = operators.clone();
        if let Operator::Call { function_index } = next.read()?
            && let Some(slot) = plan.through(part, function_index)
        {
            written.instruction(&Instruction::I32Const(slot as i32));
            let ty = module.functions[function_index as usize];
            let way = Bridge { ty, to: plan.part[function_index as usize] };
            written.instruction(&match plan.bridges[part].binary_search(&way) {
                Ok(bridge) => Instruction::Call(bridges + bridge as u32),
                Err(_) => Instruction::CallIndirect { type_index: ty, table_index: 0 },
            });
            operators = next;
        } else {
            written.instruction(&to.parse_instruction(&mut operators)?);
        }
    }
    Ok(written)
}

/// Writes the first part.
struct First<'m> {
    module: &'m Module<'m>,
    plan: &'m Plan,
    index: BTreeMap<u32, u32>,
}

impl First<'_> {
    /// The places of the data that stays.
    fn data(&self) -> Vec<Range<u32>> {
        let mut places = Vec::new();
        let mut gone = self.plan.data.iter().map(|(place, _)| place).peekable();
        for (address, bytes) in &self.module.data {
            let (mut start, end) = (*address, address + bytes.len() as u32);
            while let Some(place) = gone.next_if(|place| place.start < end) {
                places.push(start..place.start);
                start = place.end;
            }
            places.push(start..end);
        }
        places.retain(|place| !place.is_empty());
        places
    }

    fn segments(&self) -> Encoded<Vec<(u32, Vec<u8>)>> {
        self.plan.segments(self.module, self.data().into_iter())
    }
}

impl Reencode for First<'_> {
    type Error = Unplaced;

    fn function_index(&mut self, function: u32) -> Encoded<u32> {
        place(&self.index, function)
    }

    fn parse_type_section(
        &mut self,
        types: &mut TypeSection,
        section: wasmparser::TypeSectionReader<'_>,
    ) -> Encoded<()> {
        utils::parse_type_section(self, types, section)?;
        self.plan.bridge_types(self, self.module, 0, types)
    }

    fn parse_global_section(
        &mut self,
        globals: &mut GlobalSection,
        section: wasmparser::GlobalSectionReader<'_>,
    ) -> Encoded<()> {
        utils::parse_global_section(self, globals, section)?;
        globals.global(HERE, &ConstExpr::i32_const(0));
        Ok(())
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        _: wasmparser::FunctionSectionReader<'_>,
    ) -> Encoded<()> {
        for function in &self.plan.functions[0] {
            functions.function(self.module.functions[*function as usize]);
        }
        for ty in self.plan.types_of_bridges(self.module, 0) {
            functions.function(ty);
        }
        Ok(())
    }

    fn parse_table_section(
        &mut self,
        tables: &mut TableSection,
        section: wasmparser::TableSectionReader<'_>,
    ) -> Encoded<()> {
        for (i, table) in section.into_iter().enumerate() {
            tables.table(self.plan.table_type(i, self.table_type(table?.ty)?));
        }
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: wasmparser::ExportSectionReader<'_>,
    ) -> Encoded<()> {
        utils::parse_export_section(self, exports, section)?;
        for (name, shared) in self.plan.exports(self.module) {
            let (kind, index) = match shared {
                Shared::Memory(i) => (ExportKind::Memory, i),
                Shared::Table(i) => (ExportKind::Table, i),
                Shared::Global(i) => (ExportKind::Global, i),
                Shared::Here => (ExportKind::Global, self.module.globals.len() as u32),
                Shared::Function(f) => (ExportKind::Func, place(&self.index, f)?),
            };
            exports.export(&name, kind, index);
        }
        Ok(())
    }

    fn parse_element_section(
        &mut self,
        elements: &mut ElementSection,
        _: wasmparser::ElementSectionReader<'_>,
    ) -> Encoded<()> {
        let mut table = BTreeMap::new();
        let own = self.module.slots.iter().filter(|(_, f)| self.plan.part[*f as usize] == 0).copied();
        let shared = self.plan.shared.iter().map(|(function, slot)| (*slot, *function));
        for (slot, function) in own.chain(shared) {
            table.insert(slot, place(&self.index, function)?);
        }
        write_elements(elements, &table);
        Ok(())
    }

    fn parse_code_section(&mut self, code: &mut CodeSection, _: wasmparser::CodeSectionReader<'_>) -> Encoded<()> {
        let (module, plan) = (self.module, self.plan);
        let bridges = module.imported + plan.functions[0].len() as u32;
        for function in &plan.functions[0] {
            code.function(&body(self, module, plan, 0, bridges, *function)?);
        }
        let (loader, here) = (place(&self.index, plan.loader)?, module.globals.len() as u32);
        for bridge in &plan.bridges[0] {
            code.function(&bridge.body(module, loader, here));
        }
        Ok(())
    }

    fn data_count(&mut self, _: u32) -> Encoded<u32> {
        Ok(self.segments()?.len() as u32)
    }

    fn parse_data_section(&mut self, data: &mut DataSection, _: wasmparser::DataSectionReader<'_>) -> Encoded<()> {
        write_data(data, self.segments()?);
        Ok(())
    }

    fn parse_custom_section(
        &mut self,
        _: &mut wasm_encoder::Module,
        _: wasmparser::CustomSectionReader<'_>,
    ) -> Encoded<()> {
        Ok(())
    }
}

/// Segments for the first table, one for each run of slots.
fn write_elements(elements: &mut ElementSection, table: &BTreeMap<u32, u32>) {
    let mut run: Vec<u32> = Vec::new();
    let mut slots = table.iter().peekable();
    while let Some((slot, function)) = slots.next() {
        run.push(*function);
        if slots.peek().is_none_or(|(next, _)| **next != slot + 1) {
            let offset = ConstExpr::i32_const((slot + 1) as i32 - run.len() as i32);
            elements.active(None, &offset, Elements::Functions(std::mem::take(&mut run).into()));
        }
    }
}

/// The type of the global that has the number of the last part that is there.
const HERE: GlobalType = GlobalType { val_type: ValType::I32, mutable: true, shared: false };

impl Plan {
    /// The types of a part's bridges, which stand behind those of the module.
    fn types_of_bridges(&self, module: &Module, part: usize) -> impl Iterator<Item = u32> {
        (module.types.len() as u32..).take(self.bridges[part].len())
    }

    /// Writes them.
    fn bridge_types(
        &self,
        to: &mut impl Reencode<Error = Unplaced>,
        module: &Module,
        part: usize,
        types: &mut TypeSection,
    ) -> Encoded<()> {
        for bridge in &self.bridges[part] {
            let (parameters, results) = &module.types[bridge.ty as usize];
            let mut parameters: Vec<_> = parameters.iter().map(|ty| to.val_type(*ty)).collect::<Encoded<_>>()?;
            parameters.push(ValType::I32);
            let results: Vec<_> = results.iter().map(|ty| to.val_type(*ty)).collect::<Encoded<_>>()?;
            types.ty().function(parameters, results);
        }
        Ok(())
    }
}

/// So many zeros in a row are left out: memory has them already. A segment of its own takes seven bytes.
const ZEROS: usize = 24;

impl Plan {
    /// The segments for places of the module's data, each with its address: without the lines of panics, and without what is zero.
    fn segments(&self, module: &Module, places: impl Iterator<Item = Range<u32>>) -> Encoded<Vec<(u32, Vec<u8>)>> {
        let mut segments = Vec::new();
        for place in places {
            let mut bytes = module.data_at(&place).ok_or(Error::UserError(Unplaced::Data(place.start)))?.to_vec();
            for address in self.lines.range(place.clone()) {
                bytes.iter_mut().skip((address - place.start) as usize).take(8).for_each(|byte| *byte = 0);
            }
            for run in between_zeros(&bytes) {
                segments.push((place.start + run.start as u32, bytes[run].to_vec()));
            }
        }
        Ok(segments)
    }
}

/// What is left of some bytes without runs of zeros.
fn between_zeros(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let (mut start, mut end) = (0, 0);
    for (i, _) in bytes.iter().enumerate().filter(|(_, byte)| **byte != 0) {
        if i - end >= ZEROS {
            runs.push(start..end);
            start = i;
        }
        end = i + 1;
    }
    runs.push(start..end);
    runs.retain(|run| !run.is_empty());
    runs
}

fn write_data(data: &mut DataSection, segments: Vec<(u32, Vec<u8>)>) {
    for (address, bytes) in segments {
        data.active(0, &ConstExpr::i32_const(address as i32), bytes);
    }
}

/// Writes a later part.
struct Later {
    index: BTreeMap<u32, u32>,
    /// The global that has the number of the last part that is there.
    here: u32,
}

impl Reencode for Later {
    type Error = Unplaced;

    fn function_index(&mut self, function: u32) -> Encoded<u32> {
        place(&self.index, function)
    }
}

impl Later {
    fn function_type(
        &mut self,
        types: &mut TypeSection,
        (parameters, results): &(Vec<wasmparser::ValType>, Vec<wasmparser::ValType>),
    ) -> Encoded<()> {
        let parameters: Vec<_> = parameters.iter().map(|ty| self.val_type(*ty)).collect::<Encoded<_>>()?;
        let results: Vec<_> = results.iter().map(|ty| self.val_type(*ty)).collect::<Encoded<_>>()?;
        types.ty().function(parameters, results);
        Ok(())
    }

    fn write(&mut self, module: &Module, plan: &Plan, part: usize) -> Encoded<Vec<u8>> {
        let mut types = TypeSection::new();
        for ty in &module.types {
            self.function_type(&mut types, ty)?;
        }
        plan.bridge_types(self, module, part, &mut types)?;
        // what is called when the part is there
        let start = types.len();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        for (name, what) in plan.exports(module) {
            let ty: EntityType = match what {
                Shared::Memory(i) => self.memory_type(module.memories[i as usize])?.into(),
                Shared::Table(i) => plan.table_type(i as usize, self.table_type(module.tables[i as usize])?).into(),
                Shared::Global(i) => self.global_type(module.globals[i as usize])?.into(),
                Shared::Here => HERE.into(),
                Shared::Function(f) => EntityType::Function(module.functions[f as usize]),
            };
            imports.import(FIRST, &name, ty);
        }
        let mut functions = FunctionSection::new();
        let mut code = CodeSection::new();
        for function in &plan.used[part] {
            let ty = module.functions[*function as usize];
            functions.function(ty);
            code.function(&shared_body(module, ty, plan.shared[function]));
        }
        let bridges = IMPORTED + self.index.len() as u32;
        for function in &plan.functions[part] {
            functions.function(module.functions[*function as usize]);
            code.function(&body(self, module, plan, part, bridges, *function)?);
        }
        let [loader, linked] = [0, 1];
        for (bridge, ty) in plan.bridges[part].iter().zip(plan.types_of_bridges(module, part)) {
            functions.function(ty);
            code.function(&bridge.body(module, loader, self.here));
        }
        let begin = bridges + plan.bridges[part].len() as u32;
        functions.function(start);
        let number = Instruction::I32Const(part as i32);
        let mut body = Function::new([]);
        body.instruction(&number).instruction(&Instruction::GlobalSet(self.here));
        body.instruction(&number).instruction(&Instruction::Call(linked)).instruction(&Instruction::End);
        code.function(&body);
        let mut table = BTreeMap::new();
        for (function, slots) in plan.slots.iter().filter(|(f, _)| plan.part[**f as usize] == part) {
            for slot in slots {
                table.insert(*slot, place(&self.index, *function)?);
            }
        }
        let mut elements = ElementSection::new();
        write_elements(&mut elements, &table);
        let mut data = DataSection::new();
        let places = plan.data.iter().filter(|(_, of)| *of == part).map(|(place, _)| place.clone());
        write_data(&mut data, plan.segments(module, places)?);
        let mut out = wasm_encoder::Module::new();
        out.section(&types).section(&imports).section(&functions).section(&StartSection { function_index: begin });
        out.section(&elements).section(&code).section(&data);
        Ok(out.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::{ZEROS, between_zeros};

    #[test]
    fn long_runs_of_zeros_are_left_out_and_nothing_else() {
        let zeros = [0; ZEROS];
        let mut bytes = zeros.to_vec();
        bytes.extend([1, 0, 0, 2]);
        bytes.extend(zeros);
        bytes.extend([3]);
        bytes.extend(&zeros[1..]);
        assert_eq!(between_zeros(&bytes), [ZEROS..ZEROS + 4, 2 * ZEROS + 4..2 * ZEROS + 5]);
        assert_eq!(between_zeros(&[0, 0, 7]).first(), Some(&(0..3)));
        assert!(between_zeros(&zeros).is_empty() && between_zeros(&[]).is_empty());
    }
}
