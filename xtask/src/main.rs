//! `cargo xtask`: sets up, builds, serves, tests and measures Coroscope. This file owns the command line only; each
//! command is a module of its own.

mod bench;
mod build;
mod command;
mod common;
mod conformance;
mod divide;
mod expect;
mod http;
mod project;
mod serve;
mod settings;
mod setup;
mod size;
mod test;

use std::process::ExitCode;

use command::{Context, Failure, Result};
use settings::Settings;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  serve [--port N] [--profile NAME]
                             build, serve the page on this machine, print the URL
  test [SUITE]               every suite, or one of: native wasm page web size
  build [--profile NAME]     make dist/, which any static host can serve
  setup                      install every tool that is missing (the others do so too)
  size [--explain]           compressed sizes of what was built, against the bar; or where the bytes are
  bench [--python CMD] [--check] [--rounds N] [PROGRAM]…
                             our speed, cold start and memory beside Pyodide's
  conformance FOLDER [--binary FILE] [--limit SECONDS] [--record] [MODULE]…
                             CPython's own tests (FOLDER has its package `test`), compared test by test with what is committed
  common                     write src/packer/common.txt: the functions of the library that programs commonly need
  expect --python CMD [ID]…  record what CPython 3.14 does with the programs of tests/cases
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<()> {
    let Some((name, rest)) = arguments.split_first() else {
        print!("{USAGE}");
        return Ok(());
    };
    let mut rest = Rest(rest.to_vec());
    match name.as_str() {
        "serve" => {
            let port = match rest.option("--port")? {
                None => None,
                Some(text) => Some(text.parse().map_err(|_| Failure(format!("--port: `{text}` is no port")))?),
            };
            let settings = settings(&mut rest)?;
            rest.finish()?;
            serve::serve(&settings, port)
        }
        "test" => {
            let suite = rest.word();
            rest.finish()?;
            test::run(&Settings::read()?, suite.as_deref())
        }
        "build" => {
            let settings = settings(&mut rest)?;
            rest.finish()?;
            build::everything(&settings).map(|_| ())
        }
        "setup" => {
            rest.finish()?;
            setup::everything(&Settings::read()?)
        }
        "common" => {
            rest.finish()?;
            common::write(&Settings::read()?)
        }
        "size" => {
            let explain = rest.flag("--explain");
            rest.finish()?;
            let settings = Settings::read()?;
            if explain { size::explain(&settings) } else { size::check(&settings) }
        }
        "bench" => {
            let python = rest.option("--python")?.map(|text| expect::Python::named(&text)).transpose()?;
            let rounds = rest.option("--rounds")?.unwrap_or_else(|| "5".to_owned());
            let rounds = rounds.parse().ok().filter(|rounds| *rounds > 0);
            let rounds = rounds.ok_or("--rounds: a number above 0 is needed")?;
            let check = rest.flag("--check");
            bench::bench(&Settings::read()?, &bench::Options { python, check, rounds, filters: rest.0 })
        }
        "expect" => {
            let python = rest.option("--python")?;
            let python = python.ok_or("expect: name a CPython 3.14 with `--python CMD`")?;
            expect::record(&expect::Python::named(&python)?, &rest.0)
        }
        "conformance" => {
            let binary = rest.option("--binary")?.map(std::path::PathBuf::from);
            let limit = rest.option("--limit")?.map(|n| n.parse()).transpose().context("--limit")?;
            let record = rest.flag("--record");
            let folder = rest.word().ok_or("conformance: name the folder that has CPython's package `test`")?;
            let folder = folder.into();
            conformance::run_all(&conformance::Options { folder, binary, record, limit, modules: rest.0 })
        }
        "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(())
        }
        _ => Err(Failure(format!("unknown command `{name}`\n\n{USAGE}"))),
    }
}

/// The settings, with the profile the command line asks for.
fn settings(rest: &mut Rest) -> Result<Settings> {
    let mut settings = Settings::read()?;
    if let Some(profile) = rest.option("--profile")? {
        settings.profile = profile;
    }
    Ok(settings)
}

/// The arguments after the command's name.
struct Rest(Vec<String>);

impl Rest {
    /// Takes `NAME VALUE` out.
    fn option(&mut self, name: &str) -> Result<Option<String>> {
        let Some(at) = self.0.iter().position(|word| word == name) else {
            return Ok(None);
        };
        if at + 1 >= self.0.len() {
            return Err(Failure(format!("{name} needs a value\n\n{USAGE}")));
        }
        self.0.remove(at);
        Ok(Some(self.0.remove(at)))
    }

    /// Takes a word out, if it is there.
    fn flag(&mut self, name: &str) -> bool {
        let at = self.0.iter().position(|word| word == name);
        at.map(|at| self.0.remove(at)).is_some()
    }

    /// Takes the first word.
    fn word(&mut self) -> Option<String> {
        if self.0.is_empty() { None } else { Some(self.0.remove(0)) }
    }

    fn finish(self) -> Result<()> {
        match self.0.first() {
            None => Ok(()),
            Some(extra) => Err(Failure(format!("unexpected argument `{extra}`\n\n{USAGE}"))),
        }
    }
}
