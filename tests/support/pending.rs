//! The list of cases known not to pass yet (`tests/cases/pending.txt`). It can only shrink: an entry that passes, or
//! that names no case, fails the suite.
//!
//! A line is `area/name` (the case fails in the plain run, the other modes skip it) or `area/name: slices tiny` (the
//! plain run passes and only the modes named fail). `#` starts a comment.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// The parsed list: for each case the names of the modes it fails in; empty = fails everywhere.
pub struct Pending {
    path: PathBuf,
    header: String,
    entries: BTreeMap<String, BTreeSet<String>>,
}

impl Pending {
    /// Reads the list; a missing file is an empty list.
    pub fn read(path: &Path) -> io::Result<Pending> {
        let text = match fs::read_to_string(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            other => other?,
        };
        let header = text.lines().take_while(|l| l.starts_with('#')).map(|l| format!("{l}\n")).collect();
        let mut entries = BTreeMap::new();
        for line in text.lines() {
            let line = line.split('#').next().unwrap_or("").trim();
            if line.is_empty() {
                continue;
            }
            let (id, modes) = line.split_once(':').unwrap_or((line, ""));
            entries.insert(id.trim().to_owned(), modes.split_whitespace().map(str::to_owned).collect());
        }
        Ok(Pending { path: path.to_owned(), header, entries })
    }

    /// Whether the case is known to fail in the plain run, and so in every mode.
    pub fn entirely(&self, id: &str) -> bool {
        self.entries.get(id).is_some_and(BTreeSet::is_empty)
    }

    /// Whether the case is known to fail in `mode` only.
    pub fn only_in(&self, id: &str, mode: &str) -> bool {
        self.entries.get(id).is_some_and(|modes| modes.contains(mode))
    }

    /// The cases listed.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// The pairs of case and mode listed.
    pub fn modes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().flat_map(|(id, modes)| modes.iter().map(|mode| (id.as_str(), mode.as_str())))
    }

    /// Keeps the entries for which `known` holds.
    pub fn retain(&mut self, known: impl Fn(&str) -> bool) {
        self.entries.retain(|id, _| known(id));
    }

    /// The case passes in the plain run now; it still fails in `modes`, which may be none.
    pub fn narrow(&mut self, id: &str, modes: BTreeSet<String>) {
        if modes.is_empty() {
            self.entries.remove(id);
        } else {
            self.entries.insert(id.to_owned(), modes);
        }
    }

    /// The case passes in `mode` now.
    pub fn passes_in(&mut self, id: &str, mode: &str) {
        if let Some(modes) = self.entries.get_mut(id) {
            modes.remove(mode);
            if modes.is_empty() {
                self.entries.remove(id);
            }
        }
    }

    /// Writes the list back, sorted.
    pub fn write(&self) -> io::Result<()> {
        let mut text = self.header.clone();
        for (id, modes) in &self.entries {
            text.push_str(id);
            if !modes.is_empty() {
                text.push_str(": ");
                text.push_str(&modes.iter().map(String::as_str).collect::<Vec<_>>().join(" "));
            }
            text.push('\n');
        }
        fs::write(&self.path, text)
    }
}
