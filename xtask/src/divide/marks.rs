//! Which numbers in a function are addresses or slots.
//!
//! Invariant: a number is left out only if the linker made a function that is the same but for the indices of functions, types, globals and
//! locals, and did not have to put that number in. Tools that came after the linker may have changed functions or added some; in those,
//! every number counts.

use std::collections::{BTreeSet, HashMap};
use std::convert::Infallible;

use wasm_encoder::Encode;
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasmparser::{FunctionBody, Operator};

use super::module::{Module, broken};
use crate::command::{Failure, Result};

/// For each shape of a function, which of its numbers the linker put in, by their place among its numbers.
#[derive(Default)]
pub struct Marks {
    by_shape: HashMap<Vec<u8>, BTreeSet<usize>>,
}

impl Marks {
    /// Reads the functions of the linker's module. `places` are where in the file the linker put a number in, in order.
    pub fn read(linker: &Module, places: &[usize]) -> Result<Marks> {
        let mut marks = Marks::default();
        for body in &linker.bodies {
            let range = body.range();
            let start = places.partition_point(|place| *place < range.start);
            let mut places = places[start..].iter().take_while(|place| **place < range.end).peekable();
            let shape = Shape::of(body, |end, numbers, marked: &mut BTreeSet<usize>| {
                while places.next_if(|place| **place < end).is_some() {
                    marked.extend(numbers.clone());
                }
            })?;
            marks.by_shape.entry(shape.bytes).or_default().extend(shape.marked);
        }
        Ok(marks)
    }

    /// The numbers of a function that may be addresses or slots.
    pub fn numbers(&self, body: &FunctionBody) -> Result<Vec<u32>> {
        let shape = Shape::of(body, |_, _, _| ())?;
        Ok(match self.by_shape.get(&shape.bytes) {
            Some(marked) => marked.iter().filter_map(|place| shape.numbers.get(*place).copied()).collect(),
            None => shape.numbers,
        })
    }
}

/// A function's instructions, without indices, and the numbers in them.
#[derive(Default)]
struct Shape {
    bytes: Vec<u8>,
    /// Constants, and what loads and stores add.
    numbers: Vec<u32>,
    marked: BTreeSet<usize>,
}

impl Shape {
    /// Reads a body; `mark` is told of each instruction where it ends, and which numbers are in it.
    fn of(
        body: &FunctionBody,
        mut mark: impl FnMut(usize, std::ops::Range<usize>, &mut BTreeSet<usize>),
    ) -> Result<Shape> {
        let mut shape = Shape::default();
        let mut operators = body.get_operators_reader().map_err(broken)?;
        while !operators.eof() {
            let before = shape.numbers.len();
            let instruction = shape.parse_instruction(&mut operators);
            let instruction = instruction.map_err(|error| Failure(format!("the module cannot be read: {error}")))?;
            instruction.encode(&mut shape.bytes);
            let after = shape.numbers.len();
            mark(operators.original_position(), before..after, &mut shape.marked);
        }
        Ok(shape)
    }
}

impl Reencode for Shape {
    type Error = Infallible;

    fn function_index(&mut self, _: u32) -> std::result::Result<u32, Error> {
        Ok(0)
    }

    fn type_index(&mut self, _: u32) -> std::result::Result<u32, Error> {
        Ok(0)
    }

    fn global_index(&mut self, _: u32) -> std::result::Result<u32, Error> {
        Ok(0)
    }

    fn mem_arg(&mut self, argument: wasmparser::MemArg) -> std::result::Result<wasm_encoder::MemArg, Error> {
        self.numbers.push(argument.offset as u32);
        utils::mem_arg(self, argument)
    }

    fn instruction<'a>(&mut self, operator: Operator<'a>) -> std::result::Result<wasm_encoder::Instruction<'a>, Error> {
        let operator = match operator {
            Operator::LocalGet { .. } => Operator::LocalGet { local_index: 0 },
            Operator::LocalSet { .. } => Operator::LocalSet { local_index: 0 },
            Operator::LocalTee { .. } => Operator::LocalTee { local_index: 0 },
            other => other,
        };
        match operator {
            Operator::I32Const { value } => self.numbers.push(value as u32),
            // two of them may be stored at once
            Operator::I64Const { value } => self.numbers.extend([value as u32, (value >> 32) as u32]),
            _ => {}
        }
        utils::instruction(self, operator)
    }
}
