//! How many tests passed and failed, read from what each kind of test runner prints. A runner that failed without
//! saying how many tests failed counts as one failure, so a crash cannot pass.

use crate::command::Transcript;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub passed: usize,
    pub failed: usize,
}

impl Counts {
    /// A check that is one test.
    pub fn one() -> Counts {
        Counts { passed: 1, failed: 0 }
    }

    pub fn add(&mut self, other: Counts) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// From cargo's test runner, wasm-bindgen's, and the case suite.
    pub fn of_cargo(transcript: &Transcript) -> Counts {
        let mut counts = Counts::default();
        for line in transcript.text.lines() {
            if let Some(rest) = line.trim().strip_prefix("test result: ") {
                let words: Vec<&str> = rest.split([' ', ';', '.']).filter(|word| !word.is_empty()).collect();
                counts.add(Counts { passed: before(&words, "passed"), failed: before(&words, "failed") });
            } else {
                let words: Vec<&str> = line.split_whitespace().collect();
                if words.get(1) == Some(&"all") && words.contains(&"FAIL") {
                    counts.add(Counts { passed: before(&words, "pass"), failed: before(&words, "FAIL") });
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
        Counts { passed: number("# pass "), failed }.or_crashed(success)
    }

    /// From Vitest's JSON report.
    pub fn of_vitest(report: &str, success: bool) -> Counts {
        let value: serde_json::Value = serde_json::from_str(report).unwrap_or_default();
        let number = |name: &str| value.get(name).and_then(serde_json::Value::as_u64).unwrap_or(0) as usize;
        Counts { passed: number("numPassedTests"), failed: number("numFailedTests") }.or_crashed(success)
    }

    fn or_crashed(mut self, success: bool) -> Counts {
        if !success && self.failed == 0 {
            self.failed = 1;
        }
        self
    }
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
        assert_eq!(cargo(text, false), Counts { passed: 20, failed: 3 });
        assert_eq!(cargo("   plain lang  5 pass  7 pending  1 FAIL\n", true), Counts::default());
    }

    #[test]
    fn a_crash_is_a_failure() {
        assert_eq!(cargo("test result: ok. 2 passed; 0 failed", false), Counts { passed: 2, failed: 1 });
        assert_eq!(Counts::of_vitest("", false), Counts { passed: 0, failed: 1 });
    }

    #[test]
    fn other_reports() {
        assert_eq!(Counts::of_tap("ok 1\n# pass 4\n# fail 1\n# cancelled 1\n", false), Counts { passed: 4, failed: 2 });
        let json = r#"{"numPassedTests": 7, "numFailedTests": 1}"#;
        assert_eq!(Counts::of_vitest(json, false), Counts { passed: 7, failed: 1 });
    }
}
