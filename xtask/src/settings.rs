//! `wasm-pack.toml`, read once and checked: an unknown or missing key is an error that names it, so that a typing
//! mistake cannot silently change what is built.

use std::fs;
use std::path::PathBuf;

use toml::{Table, Value};

use crate::command::{Context, Failure, Result};
use crate::project;

pub struct Settings {
    pub wasm_pack_version: String,
    pub debian_packages: Vec<String>,
    pub debian_browser: Vec<String>,
    pub target: String,
    pub profile: String,
    pub features: Vec<String>,
    pub out_dir: PathBuf,
    pub out_name: String,
    pub target_dir: PathBuf,
    pub optimize_flags: Vec<String>,
    /// Programs, or folders of them, that say what the first part of the engine is.
    pub first: Vec<String>,
    /// Programs, or folders of them, all of which the core of the engine is enough for.
    pub examples: Vec<String>,
    /// Programs, or folders of them: what two programs need is in the core.
    pub sample: Vec<String>,
    /// Programs, or folders of them, that say what stands in the first part because it is called often.
    pub fast: Vec<String>,
    /// Programs of these folders that do not count.
    pub seldom: Vec<String>,
    pub browser: String,
    pub headless: bool,
    pub suites: Vec<String>,
    pub core_brotli: u64,
}

impl Settings {
    pub fn read() -> Result<Settings> {
        let path = project::root().join("wasm-pack.toml");
        let text = fs::read_to_string(&path).context(format_args!("cannot read {}", path.display()))?;
        let mut file = Section { name: "", table: text.parse().context("wasm-pack.toml")? };
        let mut tools = file.section("tools")?;
        let mut build = file.section("build")?;
        let mut optimize = file.section("optimize")?;
        let mut core = file.section("core")?;
        let mut test = file.section("test")?;
        let mut size = file.section("size")?;
        let settings = Settings {
            wasm_pack_version: tools.string("wasm-pack")?,
            debian_packages: tools.strings("debian")?,
            debian_browser: tools.strings("debian-browser")?,
            target: build.string("target")?,
            profile: build.string("profile")?,
            features: build.strings("features")?,
            out_dir: project::root().join(build.string("out-dir")?),
            out_name: build.string("out-name")?,
            target_dir: project::root().join(build.string("target-dir")?),
            optimize_flags: optimize.strings("flags")?,
            first: core.strings("first")?,
            examples: core.strings("examples")?,
            sample: core.strings("sample")?,
            fast: core.strings("fast")?,
            seldom: core.strings("seldom")?,
            browser: test.one_of("browser", &["chrome", "firefox", "safari", "node"])?,
            headless: test.boolean("headless")?,
            suites: test.strings("suites")?,
            core_brotli: size.number("core-brotli")?,
        };
        for section in [file, tools, build, optimize, core, test, size] {
            section.finish()?;
        }
        Ok(settings)
    }
}

/// A table whose keys are taken one by one, so that what is left at the end is unknown.
struct Section {
    name: &'static str,
    table: Table,
}

impl Section {
    fn take(&mut self, key: &str) -> Result<Value> {
        self.table.remove(key).ok_or_else(|| Failure(format!("wasm-pack.toml: [{}] has no `{key}`", self.name)))
    }

    fn wrong<T>(&self, key: &str, wanted: &str) -> Result<T> {
        Err(Failure(format!("wasm-pack.toml: `{key}` of [{}] should be {wanted}", self.name)))
    }

    fn section(&mut self, name: &'static str) -> Result<Section> {
        match self.table.remove(name) {
            Some(Value::Table(table)) => Ok(Section { name, table }),
            _ => Err(Failure(format!("wasm-pack.toml has no [{name}] section"))),
        }
    }

    fn string(&mut self, key: &str) -> Result<String> {
        match self.take(key)? {
            Value::String(text) => Ok(text),
            _ => self.wrong(key, "a string"),
        }
    }

    fn one_of(&mut self, key: &str, allowed: &[&str]) -> Result<String> {
        let text = self.string(key)?;
        if allowed.contains(&&*text) { Ok(text) } else { self.wrong(key, &format!("one of {}", allowed.join(", "))) }
    }

    fn strings(&mut self, key: &str) -> Result<Vec<String>> {
        let Value::Array(values) = self.take(key)? else {
            return self.wrong(key, "a list of strings");
        };
        let mut texts = Vec::new();
        for value in values {
            let Value::String(text) = value else {
                return self.wrong(key, "a list of strings");
            };
            texts.push(text);
        }
        Ok(texts)
    }

    fn boolean(&mut self, key: &str) -> Result<bool> {
        match self.take(key)? {
            Value::Boolean(value) => Ok(value),
            _ => self.wrong(key, "true or false"),
        }
    }

    fn number(&mut self, key: &str) -> Result<u64> {
        match self.take(key)? {
            Value::Integer(value) if value >= 0 => Ok(value as u64),
            _ => self.wrong(key, "a number that is not negative"),
        }
    }

    fn finish(self) -> Result<()> {
        match self.table.keys().next() {
            None => Ok(()),
            Some(key) => Err(Failure(format!("wasm-pack.toml: unknown key `{key}` in [{}]", self.name))),
        }
    }
}
