//! How many tests passed and failed, and which, read from what each kind of test runner prints. A runner that failed without
//! saying how many tests failed counts as one failure, so a crash cannot pass.

use crate::command::Transcript;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub passed: usize,
    pub failed: usize,
    /// The names of those that failed, as far as the runner told, and other remarks, for the end of the summary.
    pub remarks: Vec<String>,
}

impl Counts {
    /// A check that is one test.
    pub fn one() -> Counts {
        Counts { passed: 1, ..Counts::default() }
    }

    pub fn add(&mut self, other: &Counts) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// From cargo's test runner, wasm-bindgen's, and the case suite.
    pub fn of_cargo(transcript: &Transcript) -> Counts {
        let mut counts = Counts::default();
        for line in transcript.text.lines() {
            if let Some(rest) = line.trim().strip_prefix("test result: ") {
                let words: Vec<&str> = rest.split([' ', ';', '.']).filter(|word| !word.is_empty()).collect();
                counts.passed += before(&words, "passed");
                counts.failed += before(&words, "failed");
            } else {
                let words: Vec<&str> = line.split_whitespace().collect();
                if words.get(1) == Some(&"all") && words.contains(&"FAIL") {
                    counts.passed += before(&words, "pass");
                    counts.failed += before(&words, "FAIL");
                }
                match words[..] {
                    ["test", name, "...", "FAILED" | "FAIL"] => counts.remarks.push(name.to_owned()),
                    // of the case suite: `area/name [mode]: what is wrong`
                    [case, mode, ..] if case.contains('/') && mode.starts_with('[') && mode.ends_with("]:") => {
                        counts.remarks.push(format!("{case} {}", mode.trim_end_matches(':')));
                    }
                    _ => {}
                }
            }
        }
        counts.or_crashed(transcript.success)
    }

    /// From the end of a TAP report (`# pass 3`), as Node's test runner writes it.
    pub fn of_tap(report: &str, success: bool) -> Counts {
        let number = |name: &str| {
            let line = report.lines().rev().find_map(|line| line.strip_prefix(name));
            line.and_then(|text| text.trim().parse().ok()).unwrap_or(0)
        };
        let failed = number("# fail ") + number("# cancelled ");
        let names = report.lines().filter_map(|line| line.strip_prefix("not ok ")?.split_once(" - "));
        let remarks = names.map(|(_, name)| unescape(name)).collect();
        Counts { passed: number("# pass "), failed, remarks }.or_crashed(success)
    }

    /// From Vitest's JSON report.
    pub fn of_vitest(report: &str, success: bool) -> Counts {
        let value: serde_json::Value = serde_json::from_str(report).unwrap_or_default();
        let number = |name: &str| value.get(name).and_then(serde_json::Value::as_u64).unwrap_or(0) as usize;
        let list = |value: &serde_json::Value, name: &str| {
            value.get(name).and_then(serde_json::Value::as_array).cloned().unwrap_or_default()
        };
        let text = |value: &serde_json::Value, name: &str| {
            value.get(name).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
        };
        let tests = list(&value, "testResults").into_iter().flat_map(|file| list(&file, "assertionResults"));
        let remarks =
            tests.filter(|test| text(test, "status") == "failed").map(|test| text(&test, "fullName")).collect();
        Counts { passed: number("numPassedTests"), failed: number("numFailedTests"), remarks }.or_crashed(success)
    }

    /// What came of it, when those that failed were run again with these counts: those that failed again have failed, the others are named.
    /// Only a second run that names as many as were asked for counts.
    pub fn after_another_run(mut self, second: Counts) -> Counts {
        if second.passed + second.failed != self.failed || second.failed != second.remarks.len() {
            return self;
        }
        self.passed += second.passed;
        self.failed = second.failed;
        for name in &mut self.remarks {
            if !second.remarks.contains(name) {
                name.push_str(" (passed when it was run once more)");
            }
        }
        self
    }

    fn or_crashed(mut self, success: bool) -> Counts {
        if !success && self.failed == 0 {
            self.failed = 1;
        }
        self
    }
}

/// A name as it was before TAP escaped it.
fn unescape(name: &str) -> String {
    name.replace("\\#", "#").replace("\\\\", "\\")
}

/// The number in front of a word.
fn before(words: &[&str], word: &str) -> usize {
    let at = words.iter().position(|found| *found == word);
    at.and_then(|at| words.get(at.checked_sub(1)?)?.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cargo(text: &str, success: bool) -> Counts {
        Counts::of_cargo(&Transcript { text: text.to_owned(), success })
    }

    #[test]
    fn cargo_results_add_up() {
        let text = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured\n\
                    test result: FAILED. 3 passed; 2 failed; 0 ignored\n   plain all  5 pass  7 pending  1 FAIL in 0.1 s\n";
        assert_eq!(numbers(&cargo(text, false)), (20, 3));
        assert_eq!(cargo("   plain lang  5 pass  7 pending  1 FAIL\n", true), Counts::default());
    }

    #[test]
    fn failures_are_named() {
        let text = "test a::b ... FAILED\ntest c ... ok\nlang/x [plain]: stdout differs\ntest result: FAILED. 1 passed; 2 failed";
        assert_eq!(cargo(text, false).remarks, ["a::b", "lang/x [plain]"]);
        let tap = "ok 1 - one\nnot ok 2 - at 50 % (a \\\\ b \\# c)\n# pass 1\n# fail 1\n";
        assert_eq!(Counts::of_tap(tap, false).remarks, ["at 50 % (a \\ b # c)"]);
        let json = r#"{"numPassedTests": 1, "numFailedTests": 1, "testResults": [{"assertionResults":
            [{"status": "failed", "fullName": "lanes turn"}, {"status": "passed", "fullName": "lanes stand"}]}]}"#;
        assert_eq!(Counts::of_vitest(json, false).remarks, ["lanes turn"]);
    }

    #[test]
    fn a_second_run_decides_what_failed_in_the_first() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let first = Counts { passed: 5, failed: 2, remarks: names(&["a", "b"]) };
        let second = Counts { passed: 1, failed: 1, remarks: names(&["b"]) };
        let both = first.clone().after_another_run(second);
        assert_eq!(numbers(&both), (6, 1));
        assert_eq!(both.remarks, ["a (passed when it was run once more)", "b"]);
        let incomplete = Counts { passed: 1, failed: 0, remarks: Vec::new() };
        assert_eq!(first.clone().after_another_run(incomplete), first);
    }

    fn numbers(counts: &Counts) -> (usize, usize) {
        (counts.passed, counts.failed)
    }

    #[test]
    fn a_crash_is_a_failure() {
        assert_eq!(numbers(&cargo("test result: ok. 2 passed; 0 failed", false)), (2, 1));
        assert_eq!(numbers(&Counts::of_vitest("", false)), (0, 1));
    }

    #[test]
    fn other_reports() {
        assert_eq!(numbers(&Counts::of_tap("ok 1\n# pass 4\n# fail 1\n# cancelled 1\n", false)), (4, 2));
        let json = r#"{"numPassedTests": 7, "numFailedTests": 1}"#;
        assert_eq!(numbers(&Counts::of_vitest(json, false)), (7, 1));
    }
}
