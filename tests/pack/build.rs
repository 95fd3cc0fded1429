//! Packs `tests/cases`: writes a table of all cases, with their texts included by path, and a macro that calls another
//! macro with the name and index of each.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

#[allow(dead_code)]
#[path = "../support/case.rs"]
mod case;
#[allow(dead_code)]
#[path = "../support/pending.rs"]
mod pending;

/// The mode of `pending.txt` that means "in the browser".
const MODE: &str = "wasm";

/// Files whose name starts with `_`, in order of name.
fn modules(root: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of tests/cases can be read") {
            let path = entry.expect("an entry of tests/cases can be read").path();
            let named = path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with('_'));
            if path.is_dir() {
                folders.push(path);
            } else if named && path.extension().is_some_and(|extension| extension == "py") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cases").canonicalize().expect("tests/cases is there");
    println!("cargo::rerun-if-changed={}", root.display());
    println!("cargo::rerun-if-changed=../support");
    let mut cases = case::discover(&root).expect("tests/cases can be read");
    cases.retain(|case| case.arguments.is_none()); // the others are about the command
    let pending = pending::Pending::read(&root.join("pending.txt")).expect("pending.txt can be read");
    let mut table = String::from("pub static CASES: &[Case] = &[\n");
    let mut names = String::from("/// Calls `$each!(name, index)` for every case that is to pass.\n");
    names.push_str("#[macro_export]\nmacro_rules! for_each_case {\n    ($each:ident) => {\n");
    let mut listed = String::from("/// How many cases are known to fail.\npub static PENDING: usize = ");
    let mut known = 0;
    for (at, case) in cases.iter().enumerate() {
        let folder = case.id.rsplit_once('/').map_or("", |(folder, _)| folder);
        writeln!(
            table,
            "    Case {{ id: {:?}, folder: {folder:?}, source: include_str!({:?}), input: {:?}, \
             stdout: {:?}, stderr: {:?}, exit: {} }},",
            case.id,
            case.source.display().to_string(),
            String::from_utf8_lossy(&case.input),
            case.expected.stdout,
            case.expected.stderr,
            case.expected.exit,
        )
        .expect("a string takes any text");
        if pending.entirely(&case.id) || pending.only_in(&case.id, MODE) {
            known += 1;
        } else {
            let name: String = case.id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
            writeln!(names, "        $each!({name}, {at});").expect("a string takes any text");
        }
    }
    table.push_str("];\n/// The modules that cases import: path under tests/cases, and text.\n");
    table.push_str("pub static MODULES: &[(&str, &str)] = &[\n");
    for path in modules(&root) {
        let name = path.strip_prefix(&root).expect("it is under the root").display().to_string();
        writeln!(table, "    ({name:?}, include_str!({:?})),", path.display().to_string())
            .expect("a string takes any text");
    }
    table.push_str("];\n");
    names.push_str("    };\n}\n");
    writeln!(listed, "{known};").expect("a string takes any text");
    let out = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("cases.rs"), table + &names + &listed).expect("OUT_DIR can be written");
}
