//! The module with a counter for each function.
//!
//! Invariant: it does what the module does; the exported global `used_i` counts how often function `i` of those defined is entered.

use std::convert::Infallible;

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{
    CodeSection, ConstExpr, ExportKind, ExportSection, GlobalSection, GlobalType, Instruction, ValType,
};

use super::module::Module;
use crate::command::{Context, Result};

/// The watched module.
pub fn watched(module: &Module) -> Result<Vec<u8>> {
    let mut out = wasm_encoder::Module::new();
    let marks = module.bodies.len() as u32;
    let mut watch = Watch { first: module.globals.len() as u32, marks, next: 0 };
    watch.parse_core_module(&mut out, wasmparser::Parser::new(0), module.bytes).context("cannot watch the module")?;
    Ok(out.finish())
}

struct Watch {
    /// The global that is the first mark.
    first: u32,
    marks: u32,
    /// The function that comes next.
    next: u32,
}

impl Reencode for Watch {
    type Error = Infallible;

    fn parse_global_section(
        &mut self,
        globals: &mut GlobalSection,
        section: wasmparser::GlobalSectionReader<'_>,
    ) -> std::result::Result<(), Error<Infallible>> {
        utils::parse_global_section(self, globals, section)?;
        for _ in 0..self.marks {
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
        for i in 0..self.marks {
            exports.export(&format!("used_{i}"), ExportKind::Global, self.first + i);
        }
        Ok(())
    }

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: wasmparser::FunctionBody<'_>,
    ) -> std::result::Result<(), Error<Infallible>> {
        let mut function = self.new_function_with_parsed_locals(&body)?;
        function.instruction(&Instruction::GlobalGet(self.first + self.next));
        function.instruction(&Instruction::I32Const(1));
        function.instruction(&Instruction::I32Add);
        function.instruction(&Instruction::GlobalSet(self.first + self.next));
        self.next += 1;
        let mut operators = body.get_operators_reader()?;
        while !operators.eof() {
            function.instruction(&self.parse_instruction(&mut operators)?);
        }
        code.function(&function);
        Ok(())
    }
}
