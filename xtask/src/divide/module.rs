//! What a division has to know of a wasm module.
//!
//! Invariant: indices are the module's own, imported functions first; nothing here changes the module.

use std::ops::Range;

use wasmparser::{
    ConstExpr, DataKind, ElementItems, ElementKind, ExternalKind, FunctionBody, Operator, Parser, Payload, TypeRef,
};

use crate::command::{Failure, Result};

/// A module as it was read.
pub struct Module<'a> {
    pub bytes: &'a [u8],
    /// Parameters and results of each type.
    pub types: Vec<(Vec<wasmparser::ValType>, Vec<wasmparser::ValType>)>,
    /// The type of each function.
    pub functions: Vec<u32>,
    /// How many of them are imported.
    pub imported: u32,
    /// Bodies of the others, in order.
    pub bodies: Vec<FunctionBody<'a>>,
    pub tables: Vec<wasmparser::TableType>,
    pub memories: Vec<wasmparser::MemoryType>,
    pub globals: Vec<wasmparser::GlobalType>,
    /// Name, kind and index.
    pub exports: Vec<(&'a str, ExternalKind, u32)>,
    /// Which function stands in which slot of the first table.
    pub slots: Vec<(u32, u32)>,
    pub start: Option<u32>,
    /// The address and the bytes of each segment of data.
    pub data: Vec<(u32, &'a [u8])>,
    /// Where these bytes are in the file.
    pub segments: Vec<Range<usize>>,
    /// Numbers that globals begin with.
    pub constants: Vec<u32>,
}

impl<'a> Module<'a> {
    pub fn read(bytes: &'a [u8]) -> Result<Module<'a>> {
        let mut module = Module {
            bytes,
            types: Vec::new(),
            functions: Vec::new(),
            imported: 0,
            bodies: Vec::new(),
            tables: Vec::new(),
            memories: Vec::new(),
            globals: Vec::new(),
            exports: Vec::new(),
            slots: Vec::new(),
            start: None,
            data: Vec::new(),
            segments: Vec::new(),
            constants: Vec::new(),
        };
        for payload in Parser::new(0).parse_all(bytes) {
            module.take(payload.map_err(broken)?)?;
        }
        Ok(module)
    }

    fn take(&mut self, payload: Payload<'a>) -> Result<()> {
        match payload {
            Payload::TypeSection(types) => {
                for ty in types.into_iter_err_on_gc_types() {
                    let ty = ty.map_err(broken)?;
                    self.types.push((ty.params().to_vec(), ty.results().to_vec()));
                }
            }
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    match import.map_err(broken)?.ty {
                        TypeRef::Func(ty) => {
                            self.functions.push(ty);
                            self.imported += 1;
                        }
                        TypeRef::Table(ty) => self.tables.push(ty),
                        TypeRef::Memory(ty) => self.memories.push(ty),
                        TypeRef::Global(ty) => self.globals.push(ty),
                        _ => return Err("the module imports what cannot be divided".into()),
                    }
                }
            }
            Payload::FunctionSection(functions) => {
                for ty in functions {
                    self.functions.push(ty.map_err(broken)?);
                }
            }
            Payload::TableSection(tables) => {
                for table in tables {
                    self.tables.push(table.map_err(broken)?.ty);
                }
            }
            Payload::MemorySection(memories) => {
                for memory in memories {
                    self.memories.push(memory.map_err(broken)?);
                }
            }
            Payload::GlobalSection(globals) => {
                for global in globals {
                    let global = global.map_err(broken)?;
                    self.globals.push(global.ty);
                    self.constants.extend(number(&global.init_expr)?);
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export.map_err(broken)?;
                    self.exports.push((export.name, export.kind, export.index));
                }
            }
            Payload::StartSection { func, .. } => self.start = Some(func),
            Payload::ElementSection(elements) => {
                for element in elements {
                    self.element(element.map_err(broken)?)?;
                }
            }
            Payload::CodeSectionEntry(body) => self.bodies.push(body),
            Payload::DataSection(data) => {
                for segment in data {
                    let segment = segment.map_err(broken)?;
                    let DataKind::Active { memory_index: 0, offset_expr } = segment.kind else {
                        return Err("the module has data that is not put into its memory when it starts".into());
                    };
                    let address = number(&offset_expr)?.ok_or("the module has data at a place that is not known")?;
                    self.data.push((address, segment.data));
                    self.segments.push(segment.range.end - segment.data.len()..segment.range.end);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// A segment of functions at a known place of the first table; there are no others in what Rust makes.
    fn element(&mut self, element: wasmparser::Element<'a>) -> Result<()> {
        let ElementKind::Active { table_index: None | Some(0), offset_expr } = element.kind else {
            return Err("the module has a segment of elements that is not of its first table".into());
        };
        let ElementItems::Functions(functions) = element.items else {
            return Err("the module has elements that are no functions".into());
        };
        let first = number(&offset_expr)?.ok_or("the module has elements at a place that is not known")?;
        for (slot, function) in (first..).zip(functions) {
            self.slots.push((slot, function.map_err(broken)?));
        }
        Ok(())
    }

    /// The body of a function that is defined here.
    pub fn body(&self, function: u32) -> &FunctionBody<'a> {
        &self.bodies[(function - self.imported) as usize]
    }

    /// The data at a place, if one segment has it all.
    pub fn data_at(&self, place: &Range<u32>) -> Option<&'a [u8]> {
        self.data.iter().find_map(|(address, bytes)| {
            let start = place.start.checked_sub(*address)?;
            bytes.get(start as usize..(place.end - address) as usize)
        })
    }

    /// The functions that a body calls by name.
    pub fn calls(&self, body: &FunctionBody<'a>) -> Result<Vec<u32>> {
        let mut calls = Vec::new();
        for operator in body.get_operators_reader().map_err(broken)? {
            match operator.map_err(broken)? {
                Operator::Call { function_index } | Operator::ReturnCall { function_index } => {
                    calls.push(function_index);
                }
                Operator::RefFunc { .. } => return Err("the module takes references of functions".into()),
                _ => {}
            }
        }
        Ok(calls)
    }

    /// The function that is exported under a name.
    pub fn exported(&self, name: &str) -> Option<u32> {
        let (_, _, index) = self.exports.iter().find(|(n, kind, _)| *n == name && *kind == ExternalKind::Func)?;
        Some(*index)
    }
}

/// The number that an expression of a constant is, if it is one of 32 bits.
fn number(expression: &ConstExpr) -> Result<Option<u32>> {
    match expression.get_operators_reader().read().map_err(broken)? {
        Operator::I32Const { value } => Ok(Some(value as u32)),
        _ => Ok(None),
    }
}

/// What is said of a module that cannot be read.
pub fn broken(error: wasmparser::BinaryReaderError) -> Failure {
    Failure(format!("the module cannot be read: {error}"))
}
