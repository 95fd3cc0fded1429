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

/// The disassembly of every `tests/compile/*.py` is the text beside it. `BLESS=1` writes the texts anew.
#[test]
fn disassembles_as_before() {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/compile");
    let mut files = Vec::new();
    python_files(&dir, &mut files);
    assert!(files.len() >= 8);
    for path in files {
        let source = std::fs::read_to_string(&path).expect("readable");
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        let compiled = compile(&source, &Options::new(&name, Mode::Exec)).expect("compiles");
        let text = disassemble(&compiled.unit);
        let expected = path.with_extension("dis");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&expected, &text).expect("writable");
        }
        assert_eq!(text, std::fs::read_to_string(&expected).expect("the expected text"), "{name}");
    }
}

/// Compiles in a thread with a small stack; the result as text.
fn in_small_stack(source: String) -> String {
    std::thread::Builder::new()
        .stack_size(128 << 10)
        .spawn(move || match compile(&source, &Options::new("<test>", Mode::Exec)) {
            Ok(_) => "ok".to_owned(),
            Err(e) => e.message,
        })
        .expect("a thread")
        .join()
        .expect("no panic")
}

#[test]
fn compiles_deep_and_long_programs_in_a_small_stack() {
    let n = 100_000;
    let list = |item: &str| item.repeat(n);
    let chains = [
        format!("x = a{}", list("()")),
        format!("x = a{}", list("[0]")),
        format!("x = a{}", list(" and a")),
        format!("x = a{}", list(" < a")),
        format!("x = 'a'{}", list(" 'a'")),
        format!("if a: pass\n{}", list("elif b: pass\n")),
        format!("x = [{}]", list("1, ")),
        format!("x = [{}]", list("a, ")),
        format!("x = ({})", list("a, ")),
        format!("x = {{{}}}", list("a: b, ")),
        format!("f({})", list("a, ")),
        format!("{} x", list("a = ")),
        format!("match a:\n{}", list(" case 1: pass\n")),
        format!("try: pass\n{}", list("except a: pass\n")),
    ];
    for source in chains {
        let result = in_small_stack(source.clone());
        // the parser refuses some chains as CPython does
        let refused = result == "maximum recursion depth exceeded during compilation";
        assert!(result == "ok" || refused && source.starts_with("x = a"), "{}: {result}", &source[..40]);
    }
    for (open, close) in [
        ("f(", ")"),
        ("[", "]"),
        ("{a: ", "}"),
        ("(", ",)"),
        ("a + (", ")"),
        ("a[", "]"),
        ("a[a:", "]"),
        ("(lambda: ", ")"),
        ("a < (", ")"),
        ("a and (b or ", ")"),
        ("(a if b else ", ")"),
        ("not (a and ", ")"),
        ("(b := ", ")"),
        ("f(*", ")"),
        ("f(a=", ")"),
    ] {
        assert_eq!(in_small_stack(format!("x = {}a{}", open.repeat(80), close.repeat(80))), "ok", "{open}");
    }
}

#[test]
fn refuses_what_is_too_big() {
    let n = 100_000;
    let many = |item: fn(usize) -> String| (0..n).map(item).collect::<String>();
    for (source, message) in [
        (format!("def f({}): pass", many(|i| format!("a{i},"))), "too many local variables"),
        (format!("def f():\n{}", many(|i| format!(" a{i}=1\n"))), "too many local variables"),
        (many(|i| format!("a{i}=1\n")), "too many names"),
        (format!("{} = x", "a, ".repeat(n)), "too many expressions in star-unpacking assignment"),
        (format!("{}def f(): pass", "@a\n".repeat(n)), "too many registers needed"),
        (format!("match a:\n case [{}]: pass\n", "1,".repeat(n)), "too many registers needed"),
        (format!("with {}a: pass", "a, ".repeat(n)), "too many statically nested blocks"),
    ] {
        assert_eq!(in_small_stack(source), message);
    }
}
