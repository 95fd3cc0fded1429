//! Where modules come from: native ones, the packed standard library, files that the host can read.
//!
//! Invariant: finding runs no Python code. The folder [`LIBRARY`] is ours whatever the host has there: a module of it is one of the packs.

use super::files::{At, Status, kind};
use super::{LIBRARY, Vm};
use crate::library;
use std::rc::Rc;

/// A module's source and place.
pub(crate) struct Source {
    pub text: Text,
    pub file: String,
    /// the folder, if it is a package
    pub folder: Option<String>,
}

pub(crate) enum Text {
    Of(String),
    /// its pack may have to be fetched
    Library(&'static library::Module),
}

/// True if the standard library has a module of this name.
pub(crate) fn is_library(name: &str) -> bool {
    library::module(name).is_some() || crate::module::native(name).is_some()
}

fn decode(bytes: Vec<u8>) -> String {
    let text = String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned());
    match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}

impl Vm {
    /// The source of module `name` (full, with dots) from the first of `folders` that has it.
    pub(crate) fn find_source(&mut self, name: &str, folders: &[String]) -> Option<Source> {
        let (parent, last) = name.rsplit_once('.').unwrap_or(("", name));
        if last.is_empty() || last.contains(['/', '\\', '\0']) {
            return None;
        }
        for folder in folders {
            let inside = folder.strip_prefix(LIBRARY).map(|rest| rest.trim_matches('/').replace('/', "."));
            if inside.as_deref() == Some(parent) {
                let Some(module) = library::module(name) else { continue };
                let file = module.filename();
                let folder = module.package.then(|| file.trim_end_matches("/__init__.py").to_owned());
                return Some(Source { text: Text::Library(module), file, folder });
            }
            let base = match folder.as_str() {
                "" => last.to_owned(),
                f => format!("{}/{last}", f.trim_end_matches('/')),
            };
            let init = format!("{base}/__init__.py");
            if let Some(bytes) = self.host.read_file(&init) {
                return Some(Source { text: Text::Of(decode(bytes)), file: init, folder: Some(base) });
            }
            let single = format!("{base}.py");
            if let Some(bytes) = self.host.read_file(&single) {
                return Some(Source { text: Text::Of(decode(bytes)), file: single, folder: None });
            }
        }
        None
    }

    /// The folders of a package that has no file of its own: those of its name in `folders`.
    pub(crate) fn find_portions(&mut self, name: &str, folders: &[String]) -> Vec<String> {
        let last = name.rsplit_once('.').map_or(name, |(_, last)| last);
        let places = folders.iter().filter(|f| !f.starts_with(LIBRARY)).map(|f| match f.as_str() {
            "" => last.to_owned(),
            f => format!("{}/{last}", f.trim_end_matches('/')),
        });
        let places: Vec<String> = places.collect();
        let folder = |s: Status| s.mode & kind::MASK == kind::DIRECTORY;
        let files = self.host.files();
        places.into_iter().filter(|p| files.status(At::Path(p.as_bytes(), true)).is_ok_and(folder)).collect()
    }

    /// The text of a file whose code has run; of a library module perhaps no more than its functions.
    pub(crate) fn source_text(&mut self, filename: &str) -> Option<Rc<str>> {
        if let Some(text) = self.sources.get(filename) {
            return Some(text.clone());
        }
        // frozen code shows no lines
        let module = library::module_of_file(filename).filter(|_| !filename.starts_with(library::FROZEN))?;
        if let Some(text) = module.text() {
            self.sources.insert(filename.to_owned(), text.clone());
            return Some(text);
        }
        // no file has such a name
        let key = format!("{filename}\0{}", module.has_more());
        if let Some(lines) = self.sources.get(&key) {
            return Some(lines.clone());
        }
        let lines = module.lines()?;
        self.sources.insert(key, lines.clone());
        Some(lines)
    }
}
