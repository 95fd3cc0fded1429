//! Wrong programs and what CPython 3.14 says of them; right programs it accepts.
//!
//! `tests/syntax/errors.tsv` holds one program a line: the text, then the exception class, message, line, column, end line, end
//! column and quoted line, all as CPython 3.14 reports them for `compile(text, "<s>", "exec")`, or `ok`. Fields are escaped:
//! `\n`, `\t`, `\r`, `\\`, `\u{…}`. `SYNTAX_TSV` names another file of the same form.

use coroscope::compile::errors::{SyntaxError, SyntaxErrorKind};
use coroscope::compile::messages::typo;
use coroscope::compile::{Mode, parse, source};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn unescape(field: &str) -> String {
    let mut out = String::new();
    let mut chars = field.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, true) => match chars.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some('r') => out.push('\r'),
                Some('u') => {
                    let code: String = chars.by_ref().skip(1).take_while(|c| *c != '}').collect();
                    out.extend(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32));
                }
                Some(c) => out.push(c),
                None => {}
            },
            _ => out.push(c),
        }
    }
    out
}

fn class(kind: SyntaxErrorKind) -> String {
    format!("{kind:?}")
}

/// The error in the form of the table, without the text.
fn shown(error: &SyntaxError) -> Vec<String> {
    vec![
        class(error.kind),
        error.message.clone(),
        error.line.to_string(),
        error.col.to_string(),
        error.end_line.to_string(),
        error.end_col.to_string(),
        error.text.clone().unwrap_or_default(),
    ]
}

fn tables() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/syntax")
}

#[test]
fn errors_are_cpythons() {
    let path = std::env::var_os("SYNTAX_TSV").map_or(tables().join("errors.tsv"), PathBuf::from);
    let table = std::fs::read_to_string(&path).expect("the table");
    let (mut wrong, mut total, mut report) = (0, 0, String::new());
    for line in table.lines() {
        let fields: Vec<String> = line.split('\t').map(unescape).collect();
        let [program, expected @ ..] = &fields[..] else { continue };
        total += 1;
        let text = source::normalise(program);
        let found = match parse::parse(&text, Mode::Exec) {
            Ok(_) => vec!["ok".to_owned()],
            Err(e) => shown(&e),
        };
        if found != expected {
            wrong += 1;
            let _ = writeln!(report, "{program:?}\n  expected {expected:?}\n  found    {found:?}");
        }
    }
    assert!(total > 0, "an empty table");
    assert!(wrong == 0, "{wrong} of {total} programs:\n{report}");
}

/// Programs and the warnings CPython gives for them: the text, then pairs of line and message.
#[test]
fn warnings_are_cpythons() {
    let table = std::fs::read_to_string(tables().join("warnings.tsv")).expect("the table");
    let (mut total, mut report) = (0, String::new());
    for line in table.lines() {
        let fields: Vec<String> = line.split('\t').map(unescape).collect();
        let [program, expected @ ..] = &fields[..] else { continue };
        total += 1;
        let found: Vec<String> = match parse::parse(program, Mode::Exec) {
            Ok((_, warnings)) => warnings.iter().flat_map(|w| [w.line.to_string(), w.message.clone()]).collect(),
            Err(e) => shown(&e),
        };
        if found != expected {
            let _ = writeln!(report, "{program:?}\n  expected {expected:?}\n  found    {found:?}");
        }
    }
    assert!(total > 50, "a short table");
    assert!(report.is_empty(), "{report}");
}

/// Misspelled keywords: the text, then what `traceback` shows for a string (message, line, columns) and, after `|`, for a file.
#[test]
fn misspelled_keywords_are_found() {
    let table = std::fs::read_to_string(tables().join("typos.tsv")).expect("the table");
    let (mut total, mut report) = (0, String::new());
    for line in table.lines() {
        let fields: Vec<String> = line.split('\t').map(unescape).collect();
        let [program, expected @ ..] = &fields[..] else { continue };
        total += 1;
        let error = parse::parse(program, Mode::Exec).expect_err("an error");
        // what the compiler proper would refuse in these short programs
        let outside = ["return", "yield", "await", "nonlocal", "break", "continue"];
        let mut compiles = |code: &str| !outside.iter().any(|word| code.contains(word));
        let mut found: Vec<String> = match typo::corrected(program, &error, false, &mut compiles) {
            Some(e) => vec![e.message, e.line.to_string(), e.col.to_string(), e.end_col.to_string()],
            None => vec!["-".to_owned()],
        };
        found.push("|".to_owned());
        match typo::corrected(program, &error, true, &mut compiles) {
            Some(e) => found.extend([e.message, e.line.to_string()]),
            None => found.push("-".to_owned()),
        }
        if found != expected {
            let _ = writeln!(report, "{program:?}\n  expected {expected:?}\n  found    {found:?}");
        }
    }
    assert!(total > 30, "a short table");
    assert!(report.is_empty(), "{report}");
}

/// Bytes (as code points below 256) and what `compile()` says of them: message, line, column, text with `?` for bad bytes.
#[test]
fn encodings_are_cpythons() {
    let table = std::fs::read_to_string(tables().join("encodings.tsv")).expect("the table");
    let (mut total, mut report) = (0, String::new());
    for line in table.lines() {
        let fields: Vec<String> = line.split('\t').map(unescape).collect();
        let [program, expected @ ..] = &fields[..] else { continue };
        total += 1;
        let bytes: Vec<u8> = program.chars().map(|c| c as u8).collect();
        let parsed = source::decode(&bytes, None).and_then(|text| parse::parse(&text, Mode::Exec));
        let found = match parsed {
            Ok(_) => vec!["ok".to_owned()],
            Err(e) => vec![
                e.message,
                e.line.to_string(),
                e.col.to_string(),
                e.text.unwrap_or_default().replace('\u{FFFD}', "?"),
            ],
        };
        if found != expected {
            let _ = writeln!(report, "{program:?}\n  expected {expected:?}\n  found    {found:?}");
        }
    }
    assert!(total > 20, "a short table");
    assert!(report.is_empty(), "{report}");
}

#[test]
fn one_byte_encodings_decode() {
    let decode = |bytes: &[u8]| source::decode(bytes, None).map_err(|e| e.message);
    assert_eq!(decode(b"# coding: latin-1\n'\xe9'"), Ok("# coding: latin-1\n'é'".into()));
    assert_eq!(
        decode(b"\n# vim: fileencoding=iso-8859-15\n'\xa4'"),
        Ok("\n# vim: fileencoding=iso-8859-15\n'€'".into())
    );
    assert_eq!(decode(b"# coding: cp1252\n'\x80'"), Ok("# coding: cp1252\n'€'".into()));
    assert_eq!(decode(b"\xef\xbb\xbfx\r\ny\rz"), Ok("x\ny\nz".into()));
}

/// `eval` and `single`: the mode, the text, and the error as in `errors.tsv`.
#[test]
fn modes_are_cpythons() {
    let table = std::fs::read_to_string(tables().join("modes.tsv")).expect("the table");
    let (mut total, mut report) = (0, String::new());
    for line in table.lines() {
        let fields: Vec<String> = line.split('\t').map(unescape).collect();
        let [mode, program, expected @ ..] = &fields[..] else { continue };
        total += 1;
        let mode = if mode == "eval" { Mode::Eval } else { Mode::Single };
        let found = match parse::parse(program, mode) {
            Ok(_) => vec!["ok".to_owned()],
            Err(e) => shown(&e),
        };
        if found != expected {
            let _ = writeln!(report, "{mode:?} {program:?}\n  expected {expected:?}\n  found    {found:?}");
        }
    }
    assert!(total > 50, "a short table");
    assert!(report.is_empty(), "{report}");
}

fn python_files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            python_files(&path, out);
        } else if path.extension().is_some_and(|e| e == "py") {
            out.push(path);
        }
    }
}

/// The standard library parses, but for the files that are wrong on purpose.
#[test]
fn the_standard_library_parses() {
    let mut files = Vec::new();
    python_files(Path::new(rustpython_pylib::LIB_PATH), &mut files);
    assert!(files.len() > 300, "{} files", files.len());
    let mut report = String::new();
    for file in files {
        let name = file.display().to_string();
        if name.contains("tokenizedata") || name.contains("bad_coding") || name.contains("badsyntax") {
            continue;
        }
        let bytes = std::fs::read(&file).expect("the file");
        match source::decode(&bytes, Some(&name)).and_then(|text| parse::parse(&text, Mode::Exec)) {
            Ok(_) => {}
            Err(e) => {
                let _ = writeln!(report, "{name}:{}: {}", e.line, e.message);
            }
        }
    }
    assert!(report.is_empty(), "{report}");
}

/// A small generator, so that failures come back.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((self.0 >> 33) as usize) % n.max(1)
    }
}

const PIECES: [&str; 52] = [
    "(", ")", "[", "]", "{", "}", ",", ":", "=", "==", ":=", "*", "**", ".", "->", "@", ";", "!", "$", "if ", "else ",
    " for ", " in ", "not ", " and ", "lambda ", "def f", "class A", "try:", "except ", "with ", " as ", "match x:",
    "case ", "yield ", "await ", "async ", "x", "1", "\"s\"", "f'{", "}'", "f\"\"\"", "\n", "\n    ", "\n  \t", "\\\n",
    "'", "\"\"\"", "\\N{", "é", "\u{a0}",
];

/// Whatever the text, there is an answer: no panic, no endless run.
#[test]
fn any_text_has_an_answer() {
    let table = std::fs::read_to_string(tables().join("errors.tsv")).expect("the table");
    let seeds: Vec<String> = table.lines().map(|l| unescape(l.split('\t').next().unwrap_or(""))).collect();
    let mut random = Random(7);
    for round in 0..12_000 {
        let mut text: Vec<char> = match round % 3 {
            0 => (0..random.below(30)).flat_map(|_| PIECES[random.below(PIECES.len())].chars()).collect(),
            _ => seeds[random.below(seeds.len())].chars().collect(),
        };
        for _ in 0..random.below(4) {
            let at = random.below(text.len() + 1);
            match random.below(4) {
                0 => text.truncate(at),
                1 if at < text.len() => drop(text.remove(at)),
                2 => {
                    let piece: Vec<char> = PIECES[random.below(PIECES.len())].chars().collect();
                    text.splice(at..at, piece);
                }
                _ => text.insert(at, char::from_u32(random.below(0x300) as u32).unwrap_or('x')),
            }
        }
        let text: String = text.into_iter().collect();
        let mode = [Mode::Exec, Mode::Eval, Mode::Single][random.below(3)];
        match parse::parse(&source::normalise(&text), mode) {
            Ok(_) => {}
            Err(e) => {
                assert!(!e.message.is_empty());
                typo::corrected(&text, &e, true, &mut |_| true);
            }
        }
    }
}

/// Deep programs on a small stack: an answer, whatever it is.
#[test]
fn deep_programs_need_little_stack() {
    let shapes: [(&str, &str, &str, &str); 36] = [
        ("", "(", "1", ")"),
        ("", "[", "1", "]"),
        ("", "{1:", "1", "}"),
        ("", "f(", "1", ")"),
        ("", "f(a=", "1", ")"),
        ("", "f[", "1", "]"),
        ("", "not ", "x", ""),
        ("", "-", "x", ""),
        ("", "~", "x", ""),
        ("", "lambda:", "x", ""),
        ("", "lambda x=", "1", ":1"),
        ("", "1 if x else ", "x", ""),
        ("", "a if a else lambda: ", "x", ""),
        ("", "x**", "x", ""),
        ("", "x**-", "x", ""),
        ("", "x+", "x", ""),
        ("", "x or ", "x", ""),
        ("", "x or x and ", "x", ""),
        ("", "x<", "x", ""),
        ("", "x=", "x", ""),
        ("", "*", "x", ""),
        ("", "x", "", ".x"),
        ("", "x", "", "()"),
        ("", "x", "", "[0]"),
        ("", "", "", "'a' "),
        ("", "@", "x", ""),
        ("", "f'{", "x", "}'"),
        ("", "if x: pass", "\n", "elif x: pass\n"),
        ("async def f():\n  ", "await ", "x", ""),
        ("def f():\n  x = ", "yield ", "x", ""),
        ("match x:\n case ", "[", "a", "]: pass"),
        ("match x:\n case ", "a|", "a", ": pass"),
        ("", "async ", "x", ""),
        ("x = [x ", "for x in y ", "]", ""),
        ("", "(x for x in ", "y", ")"),
        ("", "a, -b, not c, ", "d", ""),
    ];
    let run = move || {
        for (before, open, middle, close) in shapes {
            for n in [50, 199, 990, 5_000, 100_000] {
                let text = format!(
                    "{before}{}{middle}{}",
                    open.repeat(if close == ".x" || close == "()" || close == "[0]" { 1 } else { n }),
                    close.repeat(n)
                );
                drop(parse::parse(&text, Mode::Exec));
            }
        }
    };
    let thread = std::thread::Builder::new().stack_size(128 * 1024).spawn(run).expect("a thread");
    thread.join().expect("an answer");
}

#[test]
fn nesting_has_cpythons_limits() {
    let message = |text: String| parse::parse(&text, Mode::Exec).err().map(|e| (e.kind, e.message));
    let overflow = "Parser stack overflowed - Python source too complex to parse";
    assert_eq!(message("(".repeat(200) + "1" + &")".repeat(200)), None);
    let parentheses = Some((SyntaxErrorKind::SyntaxError, "too many nested parentheses".to_owned()));
    assert_eq!(message("(".repeat(201) + "1" + &")".repeat(201)), parentheses);
    let nested = |n: usize| (0..n).map(|i| " ".repeat(i) + "if x:\n").collect::<String>() + &" ".repeat(n) + "pass\n";
    assert_eq!(message(nested(99)), None);
    let indents = Some((SyntaxErrorKind::IndentationError, "too many levels of indentation".to_owned()));
    assert_eq!(message(nested(100)), indents);
    let deep = Some((SyntaxErrorKind::MemoryError, overflow.to_owned()));
    assert_eq!(message("not ".repeat(900) + "x"), None);
    assert_eq!(message("not ".repeat(100_000) + "x"), deep);
    assert_eq!(message("lambda: ".repeat(100_000) + "x"), deep);
    assert_eq!(message("x + ".repeat(5_000) + "x"), None);
    assert_eq!(message("-x, not y, lambda: z, a if b else c, ".repeat(50_000)), None);
    assert_eq!(message("x = -1 + -2 * -3 ** -4\n".repeat(50_000)), None);
}

#[test]
fn bare_raise_before_a_semicolon() {
    for text in ["raise;", "raise ; x\n", "def f():\n  try: pass\n  except: raise; return\n"] {
        let (tree, _) = parse::parse(text, Mode::Exec).expect("a program");
        let shown = format!("{tree:?}");
        assert!(shown.contains("exc: None"), "{shown}");
    }
}

/// Nested wrong programs, on which a grammar with backtracking could take forever.
#[test]
fn nested_errors_are_found_in_time() {
    let pairs = [
        ("(", ")"),
        ("[", "]"),
        ("{", "}"),
        ("{1:", "}"),
        ("f(", ")"),
        ("f(a=", ")"),
        ("a[", "]"),
        ("lambda:(", ")"),
        ("f'{", "}'"),
    ];
    for (open, close) in pairs {
        for middle in ["a b", "a = b", "x for", "*", "lambda", "", "1 if 2", "f(**a, *b)"] {
            for tail in ["", " = 1", " x", ":"] {
                let n = 60;
                let text = format!("{}{middle}{}{tail}\n", open.repeat(n), close.repeat(n));
                drop(parse::parse(&text, Mode::Exec));
            }
        }
    }
}
