//! `cargo xtask`: sets up, builds, serves, tests and measures Coroscope. This file owns the command line only; each
//! command is a module of its own.

mod command;
mod project;
mod settings;
mod setup;

use std::process::ExitCode;

use command::{Failure, Result};
use settings::Settings;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  setup                      install every tool that is missing
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
    match name.as_str() {
        "setup" => {
            no_more(rest)?;
            setup::everything(&Settings::read()?)
        }
        "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(())
        }
        _ => Err(Failure(format!("unknown command `{name}`\n\n{USAGE}"))),
    }
}

fn no_more(rest: &[String]) -> Result<()> {
    match rest.first() {
        None => Ok(()),
        Some(extra) => Err(Failure(format!("unexpected argument `{extra}`\n\n{USAGE}"))),
    }
}
