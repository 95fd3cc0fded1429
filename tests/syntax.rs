//! Wrong programs and what CPython 3.14 says of them; right programs it accepts.
//!
//! `tests/syntax/errors.tsv` holds one program a line: the text, then the exception class, message, line, column, end line, end
//! column and quoted line, all as CPython 3.14 reports them for `compile(text, "<s>", "exec")`, or `ok`. Fields are escaped:
//! `\n`, `\t`, `\r`, `\\`, `\u{…}`. `SYNTAX_TSV` names another file of the same form.

use coroscope::compile::errors::{SyntaxError, SyntaxErrorKind};
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
            Ok((tree, _)) => {
                parse::dismantle(tree);
                vec!["ok".to_owned()]
            }
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
            Ok((tree, warnings)) => {
                parse::dismantle(tree);
                warnings.iter().flat_map(|w| [w.line.to_string(), w.message.clone()]).collect()
            }
            Err(e) => shown(&e),
        };
        if found != expected {
            let _ = writeln!(report, "{program:?}\n  expected {expected:?}\n  found    {found:?}");
        }
    }
    assert!(total > 50, "a short table");
    assert!(report.is_empty(), "{report}");
}
