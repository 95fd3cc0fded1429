//! The packed library against its own sources: what the packs give is what compiling the whole text gives.

use coroscope::code::{CodeUnit, Const, outline};
use coroscope::compile::{self, Mode, Options};
use coroscope::library;
use std::rc::Rc;

/// Everything in it, stubs completed, coarse positions as in `eager`; the number of stubs.
fn whole(unit: &CodeUnit, eager: &CodeUnit) -> (Rc<CodeUnit>, usize) {
    let mut stubs = 0;
    let mut unit = match unit.stub {
        None => unit.clone(),
        Some(_) => {
            stubs += 1;
            let made = library::complete(unit).expect("the pack is here").expect("it compiles");
            for (what, a, b) in [
                ("flags", unit.flags as usize, made.flags as usize),
                ("argcount", unit.argcount as usize, made.argcount as usize),
                ("posonly", unit.posonly as usize, made.posonly as usize),
                ("kwonly", unit.kwonly as usize, made.kwonly as usize),
                ("first_free", unit.first_free.0 as usize, made.first_free.0 as usize),
                ("first_temp", unit.first_free.0 as usize + unit.freevars.len(), made.first_temp.0 as usize),
                ("registers", unit.registers as usize, made.registers as usize),
                ("first_line", unit.first_line as usize, made.first_line as usize),
            ] {
                assert_eq!(a, b, "{what} of {} in {}", unit.qualname, unit.filename);
            }
            let made = (*made).clone();
            let same = format!("{made:?}") == format!("{eager:?}");
            assert!(same, "{} in {} is compiled differently alone", unit.qualname, unit.filename);
            assert_eq!(unit.freevars, made.freevars);
            assert_eq!(unit.varnames[..], made.varnames[..outline::parameters(&made)]);
            made
        }
    };
    if unit.positions.is_coarse() {
        let coarse = eager.positions.coarsened();
        assert_eq!(unit.positions.bytes(), coarse.bytes(), "lines of {} in {}", unit.qualname, unit.filename);
        unit.positions = eager.positions.clone();
    }
    assert_eq!(unit.consts.len(), eager.consts.len(), "constants of {} in {}", unit.qualname, unit.filename);
    for (c, of_eager) in unit.consts.iter_mut().zip(&eager.consts) {
        if let (Const::Code(inner), Const::Code(of_eager)) = (&*c, of_eager) {
            let (made, n) = whole(inner, of_eager);
            stubs += n;
            *c = Const::Code(made);
        }
    }
    (Rc::new(unit), stubs)
}

#[test]
fn outlines_are_what_the_compiler_makes() {
    let mut stubs = 0;
    for module in library::MODULES {
        let outlined = module.unit().unwrap_or_else(|| panic!("{} has an outline", module.name));
        let source = module.text().expect("it has a text");
        // (the machinery of imports is frozen in CPython, and named after that)
        let options = Options::new(&outlined.filename, Mode::Exec);
        let eager = compile::compile(&source, &options).expect("it compiles").unit;
        let (outlined, n) = whole(&outlined, &eager);
        stubs += n;
        let (a, b) = (format!("{outlined:#?}"), format!("{eager:#?}"));
        if a != b {
            let first = a.lines().zip(b.lines()).position(|(x, y)| x != y).unwrap_or(0);
            let near = |s: &str| s.lines().skip(first.saturating_sub(3)).take(8).collect::<Vec<_>>().join("\n");
            panic!("{}: line {first}\n{}\n---- instead of\n{}", module.name, near(&a), near(&b));
        }
    }
    assert!(stubs > 5_000, "{stubs} functions are compiled at their first call");
}

#[test]
fn columns_of_module_and_class_bodies_come_from_the_text() {
    let unit = library::module("textwrap").and_then(library::Module::unit).expect("it is packed");
    assert!(unit.positions.is_coarse() && unit.positions.lookup(0).end_col == 0);
    let fine = library::positions(&unit).expect("the text is here");
    let mut spans = fine.spans();
    assert!(!fine.is_coarse() && spans.any(|(_, _, p)| p.end_col > 0));
}
