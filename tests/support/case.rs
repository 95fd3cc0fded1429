//! A case: one Python program and what CPython 3.14 did with it.
//!
//! `tests/cases/<area>/<what_happens>.py` is the program; beside it `.out` (stdout), `.err` (stderr, absent = empty),
//! `.exit` (status, absent = 0) and `.in` (stdin, absent = empty), under the same name. Files whose name starts with
//! `_` are modules that cases import. Expectations are stored normalised.
//!
//! A case about the command itself has `.args`: the words of the command line, one a line, instead of the program's
//! path. In them `%path` is that path and `%text` the program's text; with the word `-` the program is its own stdin.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// One program with its expectation.
#[derive(Debug, Clone)]
pub struct Case {
    /// `area/what_happens`: the name used in filters and in the pending list.
    pub id: String,
    /// The absolute path of the program.
    pub source: PathBuf,
    /// The command line, where it is not just the path of the program: such a case needs the command.
    pub arguments: Option<Vec<String>>,
    /// Bytes the program reads from its standard input.
    pub input: Vec<u8>,
    /// What it must do.
    pub expected: Observed,
}

/// What a run did: normalised output and exit status (128 + n when signal n ended it).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Observed {
    pub stdout: String,
    pub stderr: String,
    pub exit: i32,
}

impl Case {
    /// The folder the program runs in, as its paths print it.
    pub fn folder(&self) -> &Path {
        self.source.parent().unwrap_or(Path::new("."))
    }

    /// The words after the command's own options.
    pub fn command_line(&self) -> Vec<String> {
        self.arguments.clone().unwrap_or_else(|| vec![self.source.to_string_lossy().into_owned()])
    }

    /// Its first path component.
    pub fn area(&self) -> &str {
        self.id.split('/').next().unwrap_or(&self.id)
    }
}

/// Every case under `root`, sorted by id.
pub fn discover(root: &Path) -> io::Result<Vec<Case>> {
    let root = root.canonicalize()?;
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if is_program(&path) {
                found.push(read(&root, path)?);
            }
        }
    }
    found.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(found)
}

fn is_program(path: &Path) -> bool {
    let hidden = path.file_name().and_then(|n| n.to_str()).is_none_or(|n| n.starts_with('_'));
    !hidden && path.extension().is_some_and(|e| e == "py")
}

fn read(root: &Path, source: PathBuf) -> io::Result<Case> {
    let beside = |extension: &str| -> io::Result<Vec<u8>> {
        match fs::read(source.with_extension(extension)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            other => other,
        }
    };
    let text =
        |extension: &str| -> io::Result<String> { Ok(String::from_utf8_lossy(&beside(extension)?).into_owned()) };
    let exit = text("exit")?;
    let exit = match exit.trim() {
        "" => 0,
        digits => digits.parse().map_err(|_| {
            io::Error::new(io::ErrorKind::InvalidData, format!("{}: .exit is not a number", source.display()))
        })?,
    };
    let expected = Observed { stdout: text("out")?, stderr: text("err")?, exit };
    let relative = source.strip_prefix(root).unwrap_or(&source).with_extension("");
    let id = relative.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
    let program = fs::read(&source)?;
    let arguments = match text("args")? {
        words if words.is_empty() => None,
        words => {
            let filled = words.replace("%path", &source.to_string_lossy());
            let word = |word: &str| word.replace("%text", &String::from_utf8_lossy(&program));
            Some(filled.lines().map(word).collect::<Vec<_>>())
        }
    };
    let piped = arguments.as_ref().is_some_and(|words| words.iter().any(|word| word == "-"));
    let input = if piped { program } else { beside("in")? };
    Ok(Case { id, arguments, input, expected, source })
}
