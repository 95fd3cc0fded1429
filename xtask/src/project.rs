//! Where things are: the project's root, the cache folder shared by all checkouts, and the stamps that say a slow
//! step was already done for exactly these inputs.

use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::command::{Context, Failure, Result};

/// The folder of the workspace's Cargo.toml.
pub fn root() -> &'static Path {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    ROOT.get_or_init(|| {
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        manifest.parent().map_or(manifest.clone(), Path::to_path_buf)
    })
}

/// Tools that are built or downloaded once live here, outside the checkout: `$XDG_CACHE_HOME/coroscope`.
pub fn cache() -> &'static Path {
    static CACHE: OnceLock<PathBuf> = OnceLock::new();
    CACHE.get_or_init(|| {
        let base = std::env::var_os("XDG_CACHE_HOME")
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
            .or_else(|| std::env::home_dir().map(|home| home.join(".cache")))
            .unwrap_or_else(std::env::temp_dir);
        base.join("coroscope")
    })
}

/// Held while the cache folder is being changed: two checkouts may be set up at once.
pub fn lock_cache() -> Result<File> {
    fs::create_dir_all(cache()).context(format_args!("cannot make {}", cache().display()))?;
    let path = cache().join("lock");
    let file = File::create(&path).context(format_args!("cannot write {}", path.display()))?;
    if file.try_lock().is_err() {
        println!("setup: waiting for another `cargo xtask` that is installing tools");
        file.lock().context(format_args!("cannot lock {}", path.display()))?;
    }
    Ok(file)
}

/// A short hash of texts and files; equal inputs give equal stamps on every machine.
pub fn fingerprint<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hasher = DefaultHasher::new();
    for part in parts {
        part.hash(&mut hasher);
    }
    format!("{:016x}", hasher.finish())
}

/// Whether the stamp file says `value`.
pub fn stamped(file: &Path, value: &str) -> bool {
    fs::read_to_string(file).is_ok_and(|text| text.trim() == value)
}

/// Records that the step of `file` was done for `value`.
pub fn stamp(file: &Path, value: &str) -> Result<()> {
    fs::write(file, format!("{value}\n")).context(format_args!("cannot write {}", file.display()))
}

/// Removes a folder and what is in it; a missing one is fine.
pub fn remove_folder(path: &Path) -> Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Failure(format!("cannot remove {}: {error}", path.display())))
        }
        _ => Ok(()),
    }
}

/// Copies a folder with all it holds.
pub fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).context(format_args!("cannot make {}", to.display()))?;
    for entry in fs::read_dir(from).context(format_args!("cannot read {}", from.display()))? {
        let entry = entry.context(format_args!("cannot read {}", from.display()))?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            copy_folder(&source, &target)?;
        } else {
            fs::copy(&source, &target).context(format_args!("cannot copy {}", source.display()))?;
        }
    }
    Ok(())
}

/// The version Cargo.lock holds a package at.
pub fn locked_version(package: &str) -> Result<String> {
    let path = root().join("Cargo.lock");
    let text = fs::read_to_string(&path).context(format_args!("cannot read {}", path.display()))?;
    let lock: toml::Table = text.parse().context("Cargo.lock")?;
    let packages = lock.get("package").and_then(|value| value.as_array()).ok_or("Cargo.lock has no packages")?;
    packages
        .iter()
        .find(|entry| entry.get("name").and_then(|name| name.as_str()) == Some(package))
        .and_then(|entry| entry.get("version")?.as_str().map(str::to_owned))
        .ok_or_else(|| Failure(format!("Cargo.lock holds no {package}")))
}
