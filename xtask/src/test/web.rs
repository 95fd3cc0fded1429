//! End to end: the built page in a real browser, driven by Playwright from `tests/web/*.test.mjs`. The page is served
//! from one port and `tests/web` itself from another, so that pages there are another origin.

use std::fs;

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
    let report = settings.target_dir.join("web-report.tap");
    fs::create_dir_all(&settings.target_dir).context("cannot make the target folder")?;
    let _ = fs::remove_file(&report);
    let mut test = setup::node();
    test.env("COROSCOPE_URL", page.url()?)
        .env("COROSCOPE_OTHER_URL", other.url()?)
        .env("CHROME", &browser.executable)
        .env("COROSCOPE_ARTEFACTS", settings.target_dir.join("web-artefacts"))
        // A page that is blocked for good must not hold up the rest.
        .args(["--test", "--test-concurrency=1", "--test-timeout=180000"])
        .args(["--test-reporter=spec", "--test-reporter-destination=stdout", "--test-reporter=tap"])
        .arg(format!("--test-reporter-destination={}", report.display()))
        .args(files);
    page.serve_in_background();
    other.serve_in_background();
    let transcript = run_copied(&mut test)?;
    let text = fs::read_to_string(&report).unwrap_or_default();
    Ok(Counts::of_tap(&text, transcript.success))
}
