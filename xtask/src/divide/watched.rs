//! The module with a counter for each function.
//!
//! Invariant: it does what the module does. Of function `i` of those defined, the exported global `used_i` counts how often it is entered,
//! and `turns_i` how often its loops that call others begin a turn.

use std::convert::Infallible;

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{
    CodeSection, ConstExpr, ExportKind, ExportSection, GlobalSection, GlobalType, Instruction, ValType,
};

use wasmparser::Operator;

use super::module::Module;
use crate::command::{Context, Result};

/// The watched module.
pub fn watched(module: &Module) -> Result<Vec<u8>> {
    let mut out = wasm_encoder::Module::new();
    let functions = module.bodies.len() as u32;
    let mut watch = Watch { first: module.globals.len() as u32, functions, next: 0 };
    watch.parse_core_module(&mut out, wasmparser::Parser::new(0), module.bytes).context("cannot watch the module")?;
    Ok(out.finish())
}

struct Watch {
    /// The global that is the first counter: one of entries for each function, then one of turns for each.
    first: u32,
    functions: u32,
    /// The function that comes next.
    next: u32,
}

impl Watch {
    /// The counter of how often the function is entered that comes next.
    fn entries(&self) -> u32 {
        self.first + self.next
    }

    /// The counter of its loops' turns.
    fn turns(&self) -> u32 {
        self.first + self.functions + self.next
    }
}

/// One more.
fn count(function: &mut wasm_encoder::Function, counter: u32) {
    use Instruction::{GlobalGet, GlobalSet, I32Add, I32Const};
    for instruction in [GlobalGet(counter), I32Const(1), I32Add, GlobalSet(counter)] {
        function.instruction(&instruction);
    }
}

impl Reencode for Watch {
    type Error = Infallible;

    fn parse_global_section(
        &mut self,
        globals: &mut GlobalSection,
        section: wasmparser::GlobalSectionReader<'_>,
    ) -> std::result::Result<(), Error<Infallible>> {
        utils::parse_global_section(self, globals, section)?;
        for _ in 0..2 * self.functions {
            let ty = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
            globals.global(ty, &ConstExpr::i32_const(0));
        }
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: wasmparser::ExportSectionReader<'_>,
    ) -> std::result::Result<(), Error<Infallible>> {
        utils::parse_export_section(self, exports, section)?;
        for i in 0..self.functions {
            exports.export(&format!("used_{i}"), ExportKind::Global, self.first + i);
            exports.export(&format!("turns_{i}"), ExportKind::Global, self.first + self.functions + i);
        }
        Ok(())
    }

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: wasmparser::FunctionBody<'_>,
    ) -> std::result::Result<(), Error<Infallible>> {
        let mut function = self.new_function_with_parsed_locals(&body)?;
        count(&mut function, self.entries());
        let mut loops = loops_that_call(&body)?.into_iter();
        let mut operators = body.get_operators_reader()?;
        while !operators.eof() {
            let instruction = self.parse_instruction(&mut operators)?;
            function.instruction(&instruction);
            if let Instruction::Loop(_) = instruction
                && loops.next() == Some(true)
            {
                count(&mut function, self.turns());
            }
        }
        self.next += 1;
        code.function(&function);
        Ok(())
    }
}

/// Of each loop of a function, in order, whether it calls others.
fn loops_that_call(
    body: &wasmparser::FunctionBody<'_>,
) -> std::result::Result<Vec<bool>, wasmparser::BinaryReaderError> {
    let mut loops = Vec::new();
    // what is open: the number of a loop, or nothing
    let mut open = Vec::new();
    let mut operators = body.get_operators_reader()?;
    while !operators.eof() {
        match operators.read()? {
            Operator::Loop { .. } => {
                open.push(Some(loops.len()));
                loops.push(false);
            }
            Operator::Block { .. } | Operator::If { .. } => open.push(None),
            Operator::End => drop(open.pop()),
            Operator::Call { .. } | Operator::CallIndirect { .. } => {
                open.iter().flatten().for_each(|i| loops[*i] = true);
            }
            _ => {}
        }
    }
    Ok(loops)
}
