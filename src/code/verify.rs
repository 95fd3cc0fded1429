//! The verifier: a unit that passes cannot make the dispatch loop read outside its registers, constants, names or words.
//!
//! It knows only the opcode table. It runs on every unit that the compiler makes in debug builds and on every unit that comes from a pack.

use super::CodeUnit;
use super::opcode::{OPS, Op, Operand};

/// Checks one unit (not the units among its constants). The error names the word.
pub fn verify(unit: &CodeUnit) -> Result<(), String> {
    let n = unit.words.len();
    let mut starts = vec![false; n + 1];
    let mut jumps: Vec<(usize, i64)> = Vec::new();
    let mut pc = 0;
    let mut last = None;
    while pc < n {
        starts[pc] = true;
        let word = unit.words[pc];
        let info = OPS.get(word.op as usize).ok_or_else(|| format!("{pc}: no operation {}", word.op))?;
        if pc + info.cache as usize >= n {
            return Err(format!("{pc}: {} lacks its cache words", info.name));
        }
        for (kind, field) in info.operands.iter().zip([word.a, word.b, word.c]) {
            let register = |count: u32| {
                if field as u32 + count > unit.registers as u32 {
                    Err(format!("{pc}: {} uses register {field} of {}", info.name, unit.registers))
                } else {
                    Ok(())
                }
            };
            match kind {
                Operand::Dst | Operand::Src | Operand::Use => register(1)?,
                Operand::Run => register(if word.c == 0 { 0 } else { 1 })?,
                Operand::Name if field as usize >= unit.names.len() => {
                    return Err(format!("{pc}: {} uses name {field}", info.name));
                }
                Operand::Const if field as usize >= unit.consts.len() => {
                    return Err(format!("{pc}: {} uses constant {field}", info.name));
                }
                Operand::WideConst if word.wide() as usize >= unit.consts.len() => {
                    return Err(format!("{pc}: {} uses constant {}", info.name, word.wide()));
                }
                Operand::Jump => jumps.push((pc, pc as i64 + word.jump() as i64)),
                Operand::Jump16 => jumps.push((pc, pc as i64 + field as i16 as i64)),
                _ => {}
            }
        }
        let counted = match info.op {
            Op::Call | Op::CallKw => Some((word.b, word.c as u32 + 1)),
            Op::CallMethod => Some((word.b, word.c as u32 + 2)),
            Op::CallEx => Some((word.b, 3)),
            Op::BuildTuple | Op::BuildList | Op::BuildSet | Op::BuildString | Op::BuildSlice => {
                Some((word.b, word.c as u32))
            }
            Op::BuildMap => Some((word.b, word.c as u32 * 2)),
            Op::Unpack => Some((word.a, word.c as u32)),
            Op::UnpackEx => Some((word.a, (word.c & 255) as u32 + (word.c >> 8) as u32 + 1)),
            Op::LoadMethod | Op::LoadSpecial | Op::ExcGroupMatch => Some((word.a, 2)),
            Op::EnterHandler | Op::LeaveHandler => Some((word.a, 2)),
            Op::UnwindHandler => Some((word.a, 3)),
            _ => None,
        };
        if let Some((first, count)) = counted
            && first as u32 + count > unit.registers as u32
        {
            return Err(format!("{pc}: {} runs past register {}", info.name, unit.registers));
        }
        if info.op == Op::ForIter {
            jumps.push((pc, pc as i64 + unit.words[pc + 1].bits() as u32 as i32 as i64));
        }
        last = Some(info.op);
        pc += 1 + info.cache as usize;
    }
    if !matches!(
        last,
        Some(
            Op::Return
                | Op::ReturnNone
                | Op::Jump
                | Op::JumpBack
                | Op::Raise
                | Op::Reraise
                | Op::UnwindHandler
                | Op::Compile
        )
    ) {
        return Err("control can run off the end".into());
    }
    for (pc, target) in jumps {
        if target < 0 || target >= n as i64 || !starts[target as usize] {
            return Err(format!("{pc}: jump to {target}"));
        }
    }
    for e in unit.exceptions.entries() {
        if e.end as usize > n
            || e.target as usize >= n
            || !starts[e.target as usize]
            || e.reg as u32 >= unit.registers as u32
        {
            return Err(format!("handler {} of {}..{} is out of range", e.target, e.start, e.end));
        }
    }
    Ok(())
}
