//! `tests/conformance/expected.txt`: how the tests of each module are expected to end.
//!
//! Invariant: what passes is not named; but the number of tests and a sum over their names stand there, so that none can go unnoticed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::command::{Context, Failure, Result};

/// How the tests of one module end.
#[derive(Default, PartialEq, Eq, Clone)]
pub struct Outcome {
    /// how many there are
    pub ran: usize,
    /// sum over their names
    sum: u32,
    /// those that do not pass, and how: `fail`, `skip`, `hang`, `down` (with the engine); `any` is written by hand, for a test that
    /// depends on how fast the machine is
    pub exceptions: BTreeMap<String, String>,
    /// those that do
    passed: Vec<String>,
}

pub type Expected = BTreeMap<String, Outcome>;

impl Outcome {
    /// Takes note of how a test ended.
    pub fn add(&mut self, test: &str, how: &str) {
        if how == "ok" {
            self.passed.push(test.to_owned());
        } else if self.exceptions.insert(test.to_owned(), how.to_owned()).is_some() {
            return;
        }
        self.ran += 1;
        // the order does not matter: FNV of each name, added up
        let hash = test.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        self.sum = self.sum.wrapping_add(hash);
    }
    /// The tests that have ended.
    pub fn tests(&self) -> impl Iterator<Item = &str> {
        self.exceptions.keys().chain(&self.passed).map(String::as_str)
    }
    /// Keeps what was written by hand.
    pub fn keep(&mut self, before: &Outcome) {
        let by_hand = before.exceptions.iter().filter(|(_, how)| *how == "any");
        self.exceptions.extend(by_hand.map(|(test, how)| (test.clone(), how.clone())));
    }
    /// How many neither pass nor are skipped.
    pub fn not_passing(&self) -> usize {
        self.exceptions.values().filter(|how| *how != "skip").count()
    }
}

/// What is not as expected, a line each.
pub fn differences(module: &str, expected: Option<&Outcome>, found: &Outcome) -> Vec<String> {
    let Some(expected) = expected else { return vec![format!("{module}: not in expected.txt (--record)")] };
    let mut out = Vec::new();
    let wanted = |test: &String| expected.exceptions.get(test).map(String::as_str);
    for (test, how) in &found.exceptions {
        if wanted(test) != Some(how) && wanted(test) != Some("any") {
            out.push(format!("{test}: {how}"));
        }
    }
    for test in found.passed.iter().filter(|test| wanted(test).is_some_and(|how| how != "any")) {
        out.push(format!("{test}: passes now; record it (--record)"));
    }
    let known: Vec<&str> = found.tests().collect();
    for test in expected.exceptions.keys().filter(|test| !known.contains(&test.as_str())) {
        out.push(format!("{test}: is gone"));
    }
    if (found.ran, found.sum) != (expected.ran, expected.sum) {
        out.push(format!("{module}: not the same tests: {}, {} expected", found.ran, expected.ran));
    }
    out
}

/// Reads `module NUMBER SUM` lines, each followed by indented lines `test how`.
pub fn read(file: &Path) -> Result<Expected> {
    let text = fs::read_to_string(file).context(file.display())?;
    let mut out = Expected::new();
    let mut module = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        let wrong = || Failure(format!("expected.txt: `{line}`"));
        let (name, value) = line.trim().split_once(' ').ok_or_else(wrong)?;
        if line.starts_with(' ') {
            let outcome = out.get_mut(&module).ok_or_else(wrong)?;
            outcome.exceptions.insert(name.replace('~', &module), value.to_owned());
        } else {
            module = name.to_owned();
            let (ran, sum) = value.split_once(' ').ok_or_else(wrong)?;
            let ran = ran.parse().map_err(|_| wrong())?;
            let sum = u32::from_str_radix(sum, 16).map_err(|_| wrong())?;
            out.insert(module.clone(), Outcome { ran, sum, ..Outcome::default() });
        }
    }
    Ok(out)
}

/// Writes what `read` reads.
pub fn write(file: &Path, expected: &Expected) -> Result<()> {
    let mut text = String::from(
        "# CPython's own tests. `module NUMBER SUM`: how many there are, and a sum over their names; below it those that do not pass\n\
         # (`~` is the module). Written by `cargo xtask conformance --record`.\n",
    );
    for (module, outcome) in expected {
        text.push_str(&format!("{module} {} {:08x}\n", outcome.ran, outcome.sum));
        for (test, how) in &outcome.exceptions {
            let test = test.strip_prefix(module.as_str()).map_or(test.clone(), |rest| format!("~{rest}"));
            text.push_str(&format!("  {test} {how}\n"));
        }
    }
    fs::write(file, text).context(file.display())
}
