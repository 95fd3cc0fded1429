//! Which functions of the standard library stand in the first pack of their group: those that the sample programs call, and those that
//! importing its modules calls. The list is committed (`src/packer/common.txt`); a stale one only makes pages fetch more.

use std::collections::BTreeSet;
use std::fs;
use std::process::Stdio;

use crate::command::{Context, Failure, Result, command, run};
use crate::divide;
use crate::project;
use crate::settings::Settings;

/// Imports what can be imported and does nothing else.
const IMPORTS: &str = "
import sys
for name in sorted(sys.stdlib_module_names - {'antigravity', 'this', '__hello__', 'idlelib', 'turtle'}):
    try:
        __import__(name)
    except ImportError:
        pass
";

/// Writes the list.
pub fn write(settings: &Settings) -> Result<()> {
    let list = project::root().join("src/packer/common.txt");
    run(command("cargo").args(["build", "--profile", "fast", "--bin", "coroscope"]))?;
    let engine = project::root().join("target/fast/coroscope");
    let notes = settings.target_dir.join("completed.txt");
    fs::create_dir_all(&settings.target_dir).context("cannot make the target folder")?;
    let _ = fs::remove_file(&notes);
    let mut programs = vec![vec!["-c".into(), IMPORTS.into()]];
    let library = [project::root().join("tests/sample/library/everyday_library.py")];
    for program in
        divide::programs(&settings.examples)?.into_iter().chain(divide::programs(&settings.sample)?).chain(library)
    {
        programs.push(vec![program.into_os_string()]);
    }
    for arguments in programs {
        let mut program = command(&engine);
        program.args(["--clock", "virtual", "--completed"]).arg(&notes).args(&arguments);
        // what it prints, and that it may fail, is no matter here
        let run = program.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
        run.context(format_args!("cannot run {}", engine.display()))?;
    }
    let text = fs::read_to_string(&notes).context("the programs needed nothing of the library")?;
    let functions: BTreeSet<&str> = text.lines().collect();
    if functions.is_empty() {
        return Err(Failure("the programs needed nothing of the library".into()));
    }
    let lines: Vec<&str> = functions.iter().copied().collect();
    fs::write(&list, lines.join("\n") + "\n").context(format_args!("cannot write {}", list.display()))?;
    println!("common: {} functions in {}", functions.len(), list.display());
    Ok(())
}
