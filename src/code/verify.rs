//! The verifier: a unit that passes cannot make the dispatch loop read outside its registers, constants, names or words.
//!
//! It knows only the opcode table. It runs on every unit that the compiler makes in debug builds and on every unit that comes from a pack.

use super::CodeUnit;
use super::opcode::{FLAG0, Instr, OPS, Op, OpInfo, Operand};

/// Behind the last register that the instruction touches.
fn reach(word: Instr, info: &OpInfo) -> u32 {
    let (a, b, c) = (word.a as u32, word.b as u32, word.c as u32);
    let fields = info.operands.iter().zip([a, b, c]);
    let one = |(kind, field): (&Operand, u32)| match kind {
        Operand::Dst | Operand::Src | Operand::Use => field + 1,
        _ => 0,
    };
    let run = match info.op {
        Op::Call => b + 1 + c,
        Op::CallKw => b + 1 + c + (word.flags & FLAG0 != 0) as u32,
        Op::CallMethod => b + 2 + c,
        Op::CallEx => b + 3,
        Op::BuildTuple | Op::BuildList | Op::BuildSet | Op::BuildString | Op::BuildSlice => b + c,
        Op::BuildMap => b + c * 2,
        Op::BuildInterpolation => b + 2 + (c >> 4 != 0) as u32,
        Op::MakeFunction => b + (word.flags >> 4).count_ones(),
        Op::ImportName => b + 2,
        Op::LoadSuperAttr => (b + 3).max(a + 2),
        Op::MatchClass => c + 2,
        Op::WithExceptStart => b + 2,
        Op::Unpack => a + c,
        Op::UnpackEx => a + (c & 255) + (c >> 8) + 1,
        Op::LoadMethod | Op::LoadSpecial | Op::ExcGroupMatch | Op::EnterHandler | Op::LeaveHandler => a + 2,
        Op::UnwindHandler => a + 3,
        Op::Return | Op::ReturnNone => c,
        _ => 0,
    };
    fields.map(one).fold(run, u32::max)
}

/// How many registers a unit's instructions and handlers need; `least` for what is there before the first one.
pub fn registers_needed(words: &[Instr], handlers: &[super::ExceptionEntry], least: u16) -> u16 {
    let mut most = least as u32;
    let mut pc = 0;
    while let Some(word) = words.get(pc)
        && let Some(info) = OPS.get(word.op as usize)
    {
        most = most.max(reach(*word, info));
        pc += 1 + info.cache as usize;
    }
    handlers.iter().for_each(|h| most = most.max(h.reg as u32 + 1));
    most.min(u16::MAX as u32) as u16
}

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
        if reach(word, info) > unit.registers as u32 {
            return Err(format!("{pc}: {} runs past register {}", info.name, unit.registers));
        }
        for (kind, field) in info.operands.iter().zip([word.a, word.b, word.c]) {
            match kind {
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
