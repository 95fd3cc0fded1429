//! A Chromium and its driver: those named by CHROME and CHROMEDRIVER, those on PATH, or Debian's packages.

use std::path::PathBuf;

use crate::command::{Failure, Result, command, find_on_path, output};
use crate::project;
use crate::settings::Settings;

use super::{apt, ready};

pub struct Browser {
    pub executable: PathBuf,
    /// wasm-pack looks for one itself where there is none here.
    pub driver: Option<PathBuf>,
}

const NAMES: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const MAC: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

impl Browser {
    pub fn ensure(settings: &Settings) -> Result<Browser> {
        if let Some(browser) = Browser::find()
            && (browser.driver.is_some() || !apt::is_available())
        {
            browser.report();
            return Ok(browser);
        }
        if !apt::is_available() {
            return Err(Failure(
                "browser: no Chrome or Chromium found; install one, or name it in the environment variable CHROME \
                 (and its chromedriver in CHROMEDRIVER), and start again"
                    .into(),
            ));
        }
        {
            let _lock = project::lock_cache()?;
            apt::install("browser", &settings.debian_browser)?;
        }
        let browser =
            Browser::find().ok_or_else(|| Failure("browser: installed, but no chromium is on PATH".to_owned()))?;
        browser.report();
        Ok(browser)
    }

    fn find() -> Option<Browser> {
        let named = std::env::var_os("CHROME").map(PathBuf::from).filter(|path| path.exists());
        let executable =
            named.or_else(|| find_on_path(&NAMES)).or_else(|| Some(PathBuf::from(MAC)).filter(|path| path.exists()))?;
        let driver = std::env::var_os("CHROMEDRIVER")
            .map(PathBuf::from)
            .filter(|path| path.exists())
            .or_else(|| find_on_path(&["chromedriver"]));
        Some(Browser { executable, driver })
    }

    fn report(&self) {
        let version = output(command(&self.executable).arg("--version")).unwrap_or_else(|| "a browser".into());
        let driver = match &self.driver {
            Some(path) => path.display().to_string(),
            None => "none (wasm-pack will fetch one)".to_owned(),
        };
        ready("browser", format_args!("{} at {}, driver {driver}", version.trim(), self.executable.display()));
    }
}
