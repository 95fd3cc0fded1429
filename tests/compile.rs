//! The compiler on whole libraries, and what it makes of small functions.

use coroscope::code::{CodeUnit, Const, disasm::disassemble, liveness::check, verify::verify};
use coroscope::compile::{Mode, Options, compile};
use std::path::{Path, PathBuf};

fn python_files(dir: &Path, out: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(dir) else { return };
    let mut entries: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            python_files(&path, out);
        } else if path.extension().is_some_and(|e| e == "py") {
            out.push(path);
        }
    }
}

fn verify_all(unit: &CodeUnit) -> Result<usize, String> {
    verify(unit).map_err(|e| format!("{}: {e}", unit.qualname))?;
    check(unit).map_err(|e| format!("{}: {e}", unit.qualname))?;
    let mut words = unit.words.len();
    for c in &unit.consts {
        if let Const::Code(inner) = c {
            words += verify_all(inner)?;
        }
    }
    Ok(words)
}

/// Compiles every file below a folder; the files that fail, and how many there are.
fn compile_tree(dir: &Path) -> (Vec<String>, usize, usize) {
    let mut files = Vec::new();
    python_files(dir, &mut files);
    let (mut failures, mut words) = (Vec::new(), 0);
    for path in &files {
        let Ok(source) = std::fs::read_to_string(path) else { continue };
        match compile(&source, &Options::new(&path.to_string_lossy(), Mode::Exec)) {
            Ok(c) => match verify_all(&c.unit) {
                Ok(n) => words += n,
                Err(e) => failures.push(format!("{}: {e}", path.display())),
            },
            Err(e) => failures.push(format!("{}:{}:{}: {}", path.display(), e.line, e.col, e.message)),
        }
    }
    (failures, files.len(), words)
}

fn library() -> PathBuf {
    PathBuf::from(rustpython_pylib::LIB_PATH)
}

#[test]
fn compiles_the_standard_library() {
    let dir = library();
    let (mut failures, count, words) = compile_tree(&dir);
    assert!(count > 500, "{} has only {count} files", dir.display());
    assert!(words > 1_000_000);
    // files that are wrong on purpose
    failures.retain(|f| !f.contains("lib2to3/tests/data") && !f.contains("/bad") && !f.contains("badsyntax"));
    assert!(failures.is_empty(), "{} of {count} files:\n{}", failures.len(), failures.join("\n"));
}

/// Compiles the files below `COMPILE_TREE`, or prints what becomes of `COMPILE_SOURCE`.
#[test]
fn compiles_what_the_environment_names() {
    if let Ok(dir) = std::env::var("COMPILE_TREE") {
        let (failures, count, words) = compile_tree(Path::new(&dir));
        println!("{count} files, {words} words, {} failures\n{}", failures.len(), failures.join("\n"));
    }
    if let Ok(source) = std::env::var("COMPILE_SOURCE") {
        match compile(&source, &Options::new("<test>", Mode::Exec)) {
            Ok(c) => println!("{}", disassemble(&c.unit)),
            Err(e) => println!("{e:?}"),
        }
    }
}
