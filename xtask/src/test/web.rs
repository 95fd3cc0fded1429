//! End to end: the built page in a real browser, driven by Playwright from `tests/web/*.test.mjs`. The page is served
//! from one port and `tests/web` itself from another, so that pages there are another origin.
//!
//! A browser on a busy machine now and then keeps something waiting longer than a test does. What failed is therefore run once more, by
//! itself; what passes then has passed, and is named in the summary.

use std::fs;
use std::path::{Path, PathBuf};

use crate::build::{self, Built};
use crate::command::{Context, Failure, Result, run_copied};
use crate::http::{Mount, Server};
use crate::project;
use crate::settings::Settings;
use crate::setup::{self, Browser};

use super::Counts;

pub fn tests(settings: &Settings) -> Result<Counts> {
    let folder = project::root().join("tests/web");
    let mut files = Vec::new();
    for entry in fs::read_dir(&folder).context(format_args!("cannot read {}", folder.display()))? {
        let path = entry.context(format_args!("cannot read {}", folder.display()))?.path();
        if path.to_string_lossy().ends_with(".test.mjs") {
            files.push(path);
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(Failure(format!("there is no *.test.mjs in {}", folder.display())));
    }
    let browser = Browser::ensure(settings)?;
    if build::everything(settings)? == Built::EngineOnly {
        return Err(Failure("there is no page to test".into()));
    }
    let page = Server::bind(0, vec![Mount::new("/", build::dist())])?;
    let other = Server::bind(0, vec![Mount::new("/", &folder)])?;
    fs::create_dir_all(&settings.target_dir).context("cannot make the target folder")?;
    let run = Run {
        files,
        page: page.url()?,
        other: other.url()?,
        browser: browser.executable,
        target: &settings.target_dir,
    };
    page.serve_in_background();
    other.serve_in_background();
    let first = run.tests(&[])?;
    // Too much has failed for a busy machine to be the reason, or a file could not be run at all.
    if first.failed == 0 || first.failed > MANY || first.failed != first.remarks.len() {
        return Ok(first);
    }
    println!("\n== web: {} once more", first.failed);
    let second = run.tests(&first.remarks)?;
    Ok(first.after_another_run(second))
}

/// So many failures are not the work of a busy machine.
const MANY: usize = 5;

/// What the test runner is told, but for which tests it runs.
struct Run<'a> {
    files: Vec<PathBuf>,
    page: String,
    other: String,
    browser: PathBuf,
    target: &'a Path,
}

impl Run<'_> {
    /// Runs the tests of the names, or all of them.
    fn tests(&self, names: &[String]) -> Result<Counts> {
        let report = self.target.join("web-report.tap");
        let _ = fs::remove_file(&report);
        let mut test = setup::node();
        test.env("COROSCOPE_URL", &self.page)
            .env("COROSCOPE_OTHER_URL", &self.other)
            .env("CHROME", &self.browser)
            .env("COROSCOPE_ARTEFACTS", self.target.join("web-artefacts"))
            // A page that is blocked for good must not hold up the rest.
            .args(["--test", "--test-concurrency=2", "--test-timeout=180000"])
            .args(["--test-reporter=spec", "--test-reporter-destination=stdout", "--test-reporter=tap"])
            .arg(format!("--test-reporter-destination={}", report.display()))
            .args(names.iter().map(|name| format!("--test-name-pattern=^{}$", quoted(name))))
            .args(&self.files);
        let transcript = run_copied(&mut test)?;
        let text = fs::read_to_string(&report).unwrap_or_default();
        Ok(Counts::of_tap(&text, transcript.success))
    }
}

/// A regular expression that matches the text and no other.
fn quoted(text: &str) -> String {
    let mut pattern = String::new();
    for c in text.chars() {
        if c.is_ascii_punctuation() {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn names_are_quoted() {
        assert_eq!(quoted("at 200 % (a|b)"), r"at 200 \% \(a\|b\)");
    }
}
