//! The core and the rest: two modules in place of one.
//!
//! Invariant: the two together do what the one does, whatever is in which. They share memory, tables and globals. A function of the rest
//! has a slot in the first table; until the rest is there, the slot holds a function that has the rest loaded and calls the slot again.
//! The core calls the rest through these slots, the rest imports what it calls of the core.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ElementSection, Elements, EntityType, ExportKind, ExportSection, Function,
    FunctionSection, GlobalType, ImportSection, Instruction, MemoryType, TableSection, TypeSection,
};
use wasmparser::ExternalKind;

use super::data::Linked;
use super::module::Module;
use super::order;
use crate::command::{Context, Failure, Result};

/// The export that has the rest loaded.
const LOADER: &str = "load_rest";
/// A smaller hole in the core's data is not worth a segment more.
const HOLE: usize = 24;
/// What the rest calls the core.
const CORE: &str = "c";

/// The two modules.
pub struct Parts {
    pub core: Vec<u8>,
    pub rest: Vec<u8>,
}

/// Divides a module: the functions for which `is_core` is true (by their place among those defined) stay, the others go, with the data
/// that only they need.
pub fn divide(module: &Module, linked: &Linked, is_core: impl Fn(usize) -> bool) -> Result<Parts> {
    let plan = Plan::make(module, linked, is_core)?;
    Ok(Parts { core: plan.core(module)?, rest: plan.rest(module)? })
}

struct Plan {
    loader: u32,
    /// Functions of the rest, by index in the module.
    rest: BTreeSet<u32>,
    /// All slots of a function of the rest; more were made at the end of the table for those that had none.
    slots: BTreeMap<u32, Vec<u32>>,
    /// Slots that were made.
    made: u32,
    /// The functions of the core, in order, imported ones aside.
    core: Vec<Placed>,
    /// What the rest calls of the core, in order.
    imports: Vec<u32>,
    /// The data of the rest, in order.
    data: Vec<Range<u32>>,
}

/// A function of the core.
#[derive(Clone, Copy)]
enum Placed {
    /// One of the module.
    Own(u32),
    /// Calls a function of the rest through its slot.
    Through(u32),
    /// Stands in a slot of a function of the rest until that is there.
    Waiting { function: u32, slot: u32 },
}

impl Plan {
    fn make(module: &Module, linked: &Linked, is_core: impl Fn(usize) -> bool) -> Result<Plan> {
        let loader = module.exported(LOADER).ok_or_else(|| Failure(format!("the module exports no `{LOADER}`")))?;
        let mut keep: HashSet<u32> = HashSet::from_iter(0..module.imported);
        keep.extend((0..module.bodies.len()).filter(|i| is_core(*i)).map(|i| module.imported + i as u32));
        keep.extend(module.start);
        // What JavaScript calls is at hand, and nothing that loading needs may have to be loaded.
        keep.extend(module.exports.iter().filter(|(_, kind, _)| *kind == ExternalKind::Func).map(|(.., f)| *f));
        let (mut more, mut needed) = (vec![loader], HashSet::new());
        while let Some(function) = more.pop() {
            if needed.insert(function) && function >= module.imported {
                more.extend(module.calls(module.body(function))?);
            }
        }
        keep.extend(needed);
        let all = module.functions.len() as u32;
        let (own, rest): (Vec<u32>, Vec<u32>) = (module.imported..all).partition(|f| keep.contains(f));
        let rest = BTreeSet::from_iter(rest);
        let (mut called, mut imports) = (BTreeSet::new(), BTreeSet::new());
        for (body, function) in module.bodies.iter().zip(module.imported..) {
            let calls = module.calls(body)?.into_iter();
            if rest.contains(&function) {
                imports.extend(calls.filter(|f| keep.contains(f)));
            } else {
                called.extend(calls.filter(|f| rest.contains(f)));
            }
        }
        let mut slots: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (slot, function) in module.slots.iter().filter(|(_, f)| rest.contains(f)) {
            slots.entry(*function).or_default().push(*slot);
        }
        let end = module.tables.first().map_or(0, |table| table.initial as u32);
        let mut made = 0;
        for function in &called {
            slots.entry(*function).or_insert_with(|| {
                made += 1;
                vec![end + made - 1]
            });
        }
        let mut data = linked.unneeded(module, own.iter().map(|f| module.body(*f)))?;
        data.retain(|place| place.len() >= HOLE);
        // What the core has in place of functions of the rest stands behind its own of the same type.
        let mut core: Vec<Placed> = order::ordered(module, own.into_iter()).into_iter().map(Placed::Own).collect();
        core.extend(called.into_iter().map(Placed::Through));
        core.extend(
            slots.iter().flat_map(|(f, slots)| slots.iter().map(|s| Placed::Waiting { function: *f, slot: *s })),
        );
        core.sort_by_key(|placed| module.functions[placed.function() as usize]);
        let place: BTreeMap<u32, usize> = core.iter().zip(0..).filter_map(|(p, i)| Some((p.own()?, i))).collect();
        let mut imports = Vec::from_iter(imports);
        imports.sort_by_key(|function| place.get(function));
        Ok(Plan { loader, rest, slots, made, core, imports, data })
    }

    /// Names of what the rest imports besides functions, and of those functions; none of them is the name of an export that is there.
    fn names(&self, module: &Module) -> impl Iterator<Item = String> {
        let taken: HashSet<String> = module.exports.iter().map(|(name, ..)| (*name).to_owned()).collect();
        (0..).map(short).filter(move |name| !taken.contains(name))
    }

    fn core(&self, module: &Module) -> Result<Vec<u8>> {
        let mut index: BTreeMap<u32, u32> = (0..module.imported).map(|f| (f, f)).collect();
        let mut waiting = BTreeMap::new();
        for (placed, place) in self.core.iter().zip(module.imported..) {
            match placed {
                Placed::Own(function) | Placed::Through(function) => index.insert(*function, place),
                Placed::Waiting { slot, .. } => waiting.insert(*slot, place),
            };
        }
        let mut out = wasm_encoder::Module::new();
        let mut core = Core { module, plan: self, index, waiting };
        core.parse_core_module(&mut out, wasmparser::Parser::new(0), module.bytes).context("cannot write the core")?;
        Ok(out.finish())
    }

    fn rest(&self, module: &Module) -> Result<Vec<u8>> {
        let functions = order::ordered(module, self.rest.iter().copied());
        let placed = self.imports.iter().chain(&functions);
        let mut rest = Rest { index: placed.zip(0..).map(|(f, i)| (*f, i)).collect() };
        rest.write(module, self, &functions).context("cannot write the rest")
    }
}

impl Placed {
    /// The function of the module that it is, or stands for.
    fn function(self) -> u32 {
        match self {
            Placed::Own(function) | Placed::Through(function) | Placed::Waiting { function, .. } => function,
        }
    }

    fn own(self) -> Option<u32> {
        if let Placed::Own(function) = self { Some(function) } else { None }
    }
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

/// A function that should not be named in the module that is written.
#[derive(Debug)]
struct Unplaced(u32);

impl std::fmt::Display for Unplaced {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "function {} is in the other part", self.0)
    }
}

impl std::error::Error for Unplaced {}

fn place(index: &BTreeMap<u32, u32>, function: u32) -> Encoded<u32> {
    index.get(&function).copied().ok_or(Error::UserError(Unplaced(function)))
}

/// A body that passes its parameters to a slot of the first table, perhaps after a call of something else.
fn through(module: &Module, function: u32, slot: u32, first: Option<u32>) -> Function {
    let ty = module.functions[function as usize];
    let mut body = Function::new([]);
    if let Some(first) = first {
        body.instruction(&Instruction::Call(first));
    }
    for parameter in 0..module.types[ty as usize].0.len() as u32 {
        body.instruction(&Instruction::LocalGet(parameter));
    }
    body.instruction(&Instruction::I32Const(slot as i32));
    body.instruction(&Instruction::CallIndirect { type_index: ty, table_index: 0 });
    body.instruction(&Instruction::End);
    body
}

/// Writes the core.
struct Core<'m> {
    module: &'m Module<'m>,
    plan: &'m Plan,
    index: BTreeMap<u32, u32>,
    /// What stands in the slots of the rest.
    waiting: BTreeMap<u32, u32>,
}

impl Core<'_> {
    /// The places of the data that stays.
    fn data(&self) -> Vec<Range<u32>> {
        let mut places = Vec::new();
        let mut gone = self.plan.data.iter().peekable();
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
}

impl Reencode for Core<'_> {
    type Error = Unplaced;

    fn function_index(&mut self, function: u32) -> Encoded<u32> {
        place(&self.index, function)
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        _: wasmparser::FunctionSectionReader<'_>,
    ) -> Encoded<()> {
        for placed in &self.plan.core {
            functions.function(self.module.functions[placed.function() as usize]);
        }
        Ok(())
    }

    fn parse_table_section(
        &mut self,
        tables: &mut TableSection,
        section: wasmparser::TableSectionReader<'_>,
    ) -> Encoded<()> {
        for (i, table) in section.into_iter().enumerate() {
            let mut ty = self.table_type(table?.ty)?;
            if i == 0 {
                ty.minimum += u64::from(self.plan.made);
                ty.maximum = ty.maximum.map(|maximum| maximum + u64::from(self.plan.made));
            }
            tables.table(ty);
        }
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: wasmparser::ExportSectionReader<'_>,
    ) -> Encoded<()> {
        utils::parse_export_section(self, exports, section)?;
        let mut names = self.plan.names(self.module);
        let shared = [
            (ExportKind::Memory, self.module.memories.len()),
            (ExportKind::Table, self.module.tables.len()),
            (ExportKind::Global, self.module.globals.len()),
        ];
        let shared = shared.iter().flat_map(|(kind, count)| (0..*count as u32).map(|i| (*kind, i)));
        let functions: Vec<u32> = self.plan.imports.iter().map(|f| place(&self.index, *f)).collect::<Encoded<_>>()?;
        for (kind, index) in shared.chain(functions.into_iter().map(|f| (ExportKind::Func, f))) {
            exports.export(&names.next().unwrap_or_default(), kind, index);
        }
        Ok(())
    }

    fn parse_element_section(
        &mut self,
        elements: &mut ElementSection,
        _: wasmparser::ElementSectionReader<'_>,
    ) -> Encoded<()> {
        let mut table = self.waiting.clone();
        for (slot, function) in self.module.slots.iter().filter(|(_, f)| !self.plan.rest.contains(f)) {
            table.insert(*slot, place(&self.index, *function)?);
        }
        write_elements(elements, &table);
        Ok(())
    }

    fn parse_code_section(&mut self, code: &mut CodeSection, _: wasmparser::CodeSectionReader<'_>) -> Encoded<()> {
        let loader = place(&self.index, self.plan.loader)?;
        for placed in &self.plan.core {
            match *placed {
                Placed::Own(function) => utils::parse_function_body(self, code, self.module.body(function).clone())?,
                Placed::Through(function) => {
                    code.function(&through(self.module, function, self.plan.slots[&function][0], None));
                }
                Placed::Waiting { function, slot } => {
                    code.function(&through(self.module, function, slot, Some(loader)));
                }
            }
        }
        Ok(())
    }

    fn data_count(&mut self, _: u32) -> Encoded<u32> {
        Ok(self.data().len() as u32)
    }

    fn parse_data_section(&mut self, data: &mut DataSection, _: wasmparser::DataSectionReader<'_>) -> Encoded<()> {
        write_data(data, self.module, &self.data());
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

/// Segments for places of the module's data.
fn write_data(data: &mut DataSection, module: &Module, places: &[Range<u32>]) {
    for place in places {
        let bytes = module.data_at(place).unwrap_or_default();
        data.active(0, &ConstExpr::i32_const(place.start as i32), bytes.iter().copied());
    }
}

/// Writes the rest.
struct Rest {
    index: BTreeMap<u32, u32>,
}

impl Reencode for Rest {
    type Error = Unplaced;

    fn function_index(&mut self, function: u32) -> Encoded<u32> {
        place(&self.index, function)
    }
}

impl Rest {
    fn write(&mut self, module: &Module, plan: &Plan, own: &[u32]) -> Encoded<Vec<u8>> {
        let mut types = TypeSection::new();
        for (parameters, results) in &module.types {
            let parameters: Vec<_> = parameters.iter().map(|ty| self.val_type(*ty)).collect::<Encoded<_>>()?;
            let results: Vec<_> = results.iter().map(|ty| self.val_type(*ty)).collect::<Encoded<_>>()?;
            types.ty().function(parameters, results);
        }
        let mut imports = ImportSection::new();
        let mut names = plan.names(module);
        let mut import = |ty: EntityType| {
            imports.import(CORE, &names.next().unwrap_or_default(), ty);
        };
        for memory in &module.memories {
            let ty: MemoryType = self.memory_type(*memory)?;
            import(ty.into());
        }
        for (i, table) in module.tables.iter().enumerate() {
            let mut ty = self.table_type(*table)?;
            if i == 0 {
                ty.minimum += u64::from(plan.made);
                ty.maximum = ty.maximum.map(|maximum| maximum + u64::from(plan.made));
            }
            import(ty.into());
        }
        for global in &module.globals {
            let ty: GlobalType = self.global_type(*global)?;
            import(ty.into());
        }
        for function in &plan.imports {
            import(EntityType::Function(module.functions[*function as usize]));
        }
        let mut functions = FunctionSection::new();
        let mut code = CodeSection::new();
        for function in own {
            functions.function(module.functions[*function as usize]);
            utils::parse_function_body(self, &mut code, module.body(*function).clone())?;
        }
        let mut table = BTreeMap::new();
        for (function, slots) in &plan.slots {
            for slot in slots {
                table.insert(*slot, place(&self.index, *function)?);
            }
        }
        let mut elements = ElementSection::new();
        write_elements(&mut elements, &table);
        let mut out = wasm_encoder::Module::new();
        let mut data = DataSection::new();
        write_data(&mut data, module, &plan.data);
        out.section(&types).section(&imports).section(&functions).section(&elements).section(&code).section(&data);
        Ok(out.finish())
    }
}
