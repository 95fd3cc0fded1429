//! The suites of `wasm-pack.toml`, compiled to wasm and run in a headless browser by `wasm-pack test`.

use crate::command::{Failure, Result, run_copied};
use crate::project;
use crate::settings::Settings;
use crate::setup::{Browser, WasmTools};

use super::Counts;

pub fn tests(settings: &Settings) -> Result<Counts> {
    for suite in &settings.suites {
        let file = project::root().join(format!("tests/{suite}.rs"));
        if !file.exists() {
            return Err(Failure(format!("{} is named in wasm-pack.toml, but is not there", file.display())));
        }
    }
    let tools = WasmTools::ensure(settings)?;
    let mut test = tools.wasm_pack(settings)?;
    test.args(["test", "--mode", "no-install"]);
    if settings.browser == "chrome" {
        let browser = Browser::ensure(settings)?;
        // The driver looks for a browser on PATH by itself; this one is the one that was found.
        test.env("CHROME", &browser.executable);
        if let Some(driver) = &browser.driver {
            test.arg("--chromedriver").arg(driver);
        }
    }
    test.arg(format!("--{}", settings.browser));
    if settings.headless && settings.browser != "node" {
        test.arg("--headless");
    }
    test.arg(project::root());
    for suite in &settings.suites {
        test.args(["--test", suite]);
    }
    // Seconds wasm-bindgen's runner waits for the page: all cases run in it.
    test.env("WASM_BINDGEN_TEST_TIMEOUT", "600");
    let transcript = run_copied(&mut test)?;
    Ok(Counts::of_cargo(&transcript))
}
