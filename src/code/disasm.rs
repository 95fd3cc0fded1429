//! The disassembler: prints a code unit from the opcode table alone.

use super::opcode::{self, OPS, Operand};
use super::{CodeUnit, Const};
use std::fmt::Write;

/// The unit and, after it, the units among its constants, as text.
pub fn disassemble(unit: &CodeUnit) -> String {
    let mut out = String::new();
    let mut queue = std::collections::VecDeque::from([unit]);
    while let Some(unit) = queue.pop_front() {
        one(unit, &mut out);
        for c in &unit.consts {
            if let Const::Code(code) = c {
                queue.push_back(code);
            }
        }
    }
    out
}

fn one(unit: &CodeUnit, out: &mut String) {
    let _ = writeln!(
        out,
        "code {} line {} flags {:#x} registers {} (temporaries from {})",
        unit.qualname, unit.first_line, unit.flags, unit.registers, unit.first_temp.0
    );
    let mut pc = 0usize;
    let mut last_line = 0;
    while pc < unit.words.len() {
        let word = unit.words[pc];
        let Some(info) = OPS.get(word.op as usize) else {
            let _ = writeln!(out, "      {pc:4}  ??? {:#x}", word.bits());
            pc += 1;
            continue;
        };
        let line = unit.positions.lookup(pc as u32).line;
        if line != last_line && line != 0 {
            let _ = write!(out, "{line:5} ");
            last_line = line;
        } else {
            out.push_str("      ");
        }
        let _ = write!(out, "{pc:4}  {:<18}", info.name);
        for (i, (kind, field)) in info.operands.iter().zip([word.a, word.b, word.c]).enumerate() {
            let killed = word.flags & (opcode::KILL_A << i) != 0;
            let reg = |r: u16| match unit.varnames.get(r as usize) {
                Some(name) if r < unit.first_temp.0 => format!("{name}"),
                _ => format!("r{r}"),
            };
            let _ = match kind {
                Operand::No => Ok(()),
                Operand::Dst | Operand::Use | Operand::Run => write!(out, " {}", reg(field)),
                Operand::Src => write!(out, " {}{}", reg(field), if killed { "!" } else { "" }),
                Operand::Num => write!(out, " #{field}"),
                Operand::Imm => write!(out, " {}", field as i16),
                Operand::Name => write!(out, " .{}", unit.names.get(field as usize).map_or("?", |n| n)),
                Operand::Const => write!(out, " ={}", constant(unit, field as u32)),
                Operand::WideConst => write!(out, " ={}", constant(unit, word.wide())),
                Operand::Jump => write!(out, " ->{}", pc as i64 + word.jump() as i64),
                Operand::Jump16 => write!(out, " ->{}", pc as i64 + field as i16 as i64),
            };
        }
        if word.flags & opcode::NEGATE != 0 && info.op != super::Op::Inplace && info.op != super::Op::InplaceI {
            out.push_str(" not");
        }
        if word.flags >> 4 != 0 {
            let _ = write!(out, " f{:x}", word.flags >> 4);
        }
        out.push('\n');
        pc += 1 + info.cache as usize;
    }
    for e in unit.exceptions.entries() {
        let _ = writeln!(out, "      {}..{} -> {} r{}", e.start, e.end, e.target, e.reg);
    }
    out.push('\n');
}

fn constant(unit: &CodeUnit, i: u32) -> String {
    match unit.consts.get(i as usize) {
        Some(Const::Code(code)) => format!("<code {}>", code.qualname),
        Some(c) => format!("{c:?}"),
        None => "?".into(),
    }
}
