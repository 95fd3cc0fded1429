//! The core and the rest: two modules in place of one.
//!
//! Invariant: the two together do what the one does, whatever is in which. They share memory, tables and globals. A function of the rest
//! has a slot in the first table; until the rest is there, the slot holds a function that has the rest loaded and calls the slot again.
//! The core calls the rest through these slots, the rest imports what it calls of the core.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{
    CodeSection, ConstExpr, ElementSection, Elements, EntityType, ExportKind, ExportSection, Function, FunctionSection,
    GlobalType, ImportSection, Instruction, MemoryType, TableSection, TypeSection,
};
use wasmparser::ExternalKind;

use super::module::Module;
use crate::command::{Context, Failure, Result};

/// The export that has the rest loaded.
const LOADER: &str = "load_rest";
/// What the rest calls the core.
const CORE: &str = "c";

/// The two modules.
pub struct Parts {
    pub core: Vec<u8>,
    pub rest: Vec<u8>,
}

/// Divides a module: the functions for which `is_core` is true (by their place among those defined) stay, the others go.
pub fn divide(module: &Module, is_core: impl Fn(usize) -> bool) -> Result<Parts> {
    let plan = Plan::make(module, is_core)?;
    Ok(Parts { core: plan.core(module)?, rest: plan.rest(module)? })
}

struct Plan {
    loader: u32,
    /// Functions of the rest, by index in the module.
    rest: BTreeSet<u32>,
    /// Those that the core calls by name.
    called: BTreeSet<u32>,
    /// All slots of a function of the rest; more were made at the end of the table for those that had none.
    slots: BTreeMap<u32, Vec<u32>>,
    /// Slots that were made.
    made: u32,
    /// What the rest calls of the core, in order.
    imports: Vec<u32>,
}

impl Plan {
    fn make(module: &Module, is_core: impl Fn(usize) -> bool) -> Result<Plan> {
        let loader = module.exported(LOADER).ok_or_else(|| Failure(format!("the module exports no `{LOADER}`")))?;
        let mut keep: HashSet<u32> = HashSet::from_iter(0..module.imported);
        keep.extend((0..module.bodies.len()).filter(|i| is_core(*i)).map(|i| module.imported + i as u32));
        keep.extend(module.start);
        // What JavaScript calls is at hand, and nothing that loading needs may have to be loaded.
        keep.extend(module.exports.iter().filter(|(_, kind, _)| *kind == ExternalKind::Func).map(|(.., f)| *f));
        let (mut more, mut needed) = (vec![loader], HashSet::new());
        while let Some(function) = more.pop() {
            if needed.insert(function) && function >= module.imported {
                more.extend(module.calls(&module.bodies[(function - module.imported) as usize])?);
            }
        }
        keep.extend(needed);
        let rest: BTreeSet<u32> = (0..module.functions.len() as u32).filter(|f| !keep.contains(f)).collect();
        let (mut called, mut imports) = (BTreeSet::new(), BTreeSet::new());
        for (i, body) in module.bodies.iter().enumerate() {
            let calls = module.calls(body)?.into_iter();
            if keep.contains(&(module.imported + i as u32)) {
                called.extend(calls.filter(|f| rest.contains(f)));
            } else {
                imports.extend(calls.filter(|f| keep.contains(f)));
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
        Ok(Plan { loader, rest, called, slots, made, imports: imports.into_iter().collect() })
    }

    /// Names of what the rest imports besides functions, and of those functions; none of them is the name of an export that is there.
    fn names(&self, module: &Module) -> impl Iterator<Item = String> {
        let taken: HashSet<String> = module.exports.iter().map(|(name, ..)| (*name).to_owned()).collect();
        (0..).map(short).filter(move |name| !taken.contains(name))
    }

    fn core(&self, module: &Module) -> Result<Vec<u8>> {
        let mut index = BTreeMap::new();
        let mut next = 0;
        for function in
            (0..module.functions.len() as u32).filter(|f| !self.rest.contains(f)).chain(self.called.iter().copied())
        {
            index.insert(function, next);
            next += 1;
        }
        let mut out = wasm_encoder::Module::new();
        let mut core = Core { module, plan: self, index, first_waiting: next };
        core.parse_core_module(&mut out, wasmparser::Parser::new(0), module.bytes).context("cannot write the core")?;
        Ok(out.finish())
    }

    fn rest(&self, module: &Module) -> Result<Vec<u8>> {
        let imported = self.imports.iter().chain(&self.rest);
        let mut rest = Rest { index: imported.zip(0..).map(|(f, i)| (*f, i)).collect() };
        rest.write(module, self).context("cannot write the rest")
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

/// Writes the core: what stays, then a function for each of the rest that is called, then one for each slot of the rest.
struct Core<'m> {
    module: &'m Module<'m>,
    plan: &'m Plan,
    index: BTreeMap<u32, u32>,
    /// The function for the first slot of the rest.
    first_waiting: u32,
}

impl Core<'_> {
    /// Slots of the rest in the order of their functions here, with what belongs there.
    fn waiting(&self) -> impl Iterator<Item = (u32, u32)> {
        self.plan.slots.iter().flat_map(|(function, slots)| slots.iter().map(|slot| (*function, *slot)))
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
        let ty = |function: u32| self.module.functions[function as usize];
        for function in
            (self.module.imported..self.module.functions.len() as u32).filter(|f| !self.plan.rest.contains(f))
        {
            functions.function(ty(function));
        }
        for function in &self.plan.called {
            functions.function(ty(*function));
        }
        for (function, _) in self.waiting() {
            functions.function(ty(function));
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
        let mut table = BTreeMap::new();
        for (slot, function) in self.module.slots.iter().filter(|(_, f)| !self.plan.rest.contains(f)) {
            table.insert(*slot, place(&self.index, *function)?);
        }
        for (i, (_, slot)) in self.waiting().enumerate() {
            table.insert(slot, self.first_waiting + i as u32);
        }
        write_elements(elements, &table);
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: wasmparser::CodeSectionReader<'_>,
    ) -> Encoded<()> {
        for (body, function) in section.into_iter().zip(self.module.imported..) {
            let body = body?;
            if !self.plan.rest.contains(&function) {
                utils::parse_function_body(self, code, body)?;
            }
        }
        for function in &self.plan.called {
            code.function(&through(self.module, *function, self.plan.slots[function][0], None));
        }
        let loader = place(&self.index, self.plan.loader)?;
        for (function, slot) in self.waiting() {
            code.function(&through(self.module, function, slot, Some(loader)));
        }
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
    fn write(&mut self, module: &Module, plan: &Plan) -> Encoded<Vec<u8>> {
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
        for function in &plan.rest {
            functions.function(module.functions[*function as usize]);
            let body = module.bodies[(function - module.imported) as usize].clone();
            utils::parse_function_body(self, &mut code, body)?;
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
        out.section(&types).section(&imports).section(&functions).section(&elements).section(&code);
        Ok(out.finish())
    }
}
