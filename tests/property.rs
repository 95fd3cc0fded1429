//! Random asyncio programs: whatever a seed gives, the engine does what CPython does, step for step.
//!
//! `tests/property/asyncio_seeds.py` makes the programs and sums up what they did. With `COROSCOPE_PYTHON=python3.14` the engine is
//! compared with that interpreter, seed by seed; without it, with what CPython 3.14 gave when `asyncio_seeds.txt` was recorded
//! (`COROSCOPE_PYTHON=… WRITE_SEEDS=1` records it anew).

#[allow(dead_code)] // this suite uses a part of it
mod support;

use std::path::{Path, PathBuf};
use std::time::Duration;
use support::run::run;

const ENGINE: &str = env!("CARGO_BIN_EXE_coroscope");
const SEEDS: u32 = 2_000;
const LIMIT: Duration = Duration::from_secs(300);

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/property")
}

/// What the programs of these seeds did.
fn sums(program: &Path, seeds: std::ops::Range<u32>, how: &str) -> String {
    let (first, last) = (seeds.start.to_string(), seeds.end.to_string());
    let ours: &[&str] = if program == Path::new(ENGINE) { &["--clock", "virtual"] } else { &[] };
    let arguments = [ours, &["asyncio_seeds.py", &first, &last, how]].concat();
    let done = run(program, &arguments, &folder(), b"", LIMIT).expect("it can be started");
    let errors = String::from_utf8_lossy(&done.stderr);
    let end: String = errors.lines().rev().take(5).collect::<Vec<_>>().join("\n");
    assert_eq!(done.exit, Some(0), "{} {how} {seeds:?}: {end}", program.display());
    String::from_utf8(done.stdout).expect("digests")
}

#[test]
fn random_asyncio_programs() {
    let engine = Path::new(ENGINE);
    let record = folder().join("asyncio_seeds.txt");
    if let Some(python) = std::env::var_os("COROSCOPE_PYTHON") {
        let python = Path::new(&python);
        let (theirs, ours) = (sums(python, 0..SEEDS, "each"), sums(engine, 0..SEEDS, "each"));
        if let Some((theirs, ours)) = theirs.lines().zip(ours.lines()).find(|(a, b)| a != b) {
            let seed: u32 = theirs.split(' ').next().and_then(|s| s.parse().ok()).expect("a line begins with its seed");
            let (a, b) = (sums(python, seed..seed + 1, "show"), sums(engine, seed..seed + 1, "show"));
            let step = a.lines().zip(b.lines()).position(|(x, y)| x != y).unwrap_or(0);
            let at = |text: &str| text.lines().skip(step.saturating_sub(3)).take(5).collect::<Vec<_>>().join("\n");
            panic!("seed {seed}, step {step}\nCPython:\n{}\nhere:\n{}\n({ours})", at(&a), at(&b));
        }
        assert_eq!(theirs.lines().count(), ours.lines().count());
        if std::env::var_os("WRITE_SEEDS").is_some() {
            std::fs::write(&record, sums(python, 0..SEEDS, "hundreds")).expect("the record can be written");
        }
        return;
    }
    let recorded = std::fs::read_to_string(&record).expect("the record can be read");
    let ours = sums(engine, 0..SEEDS, "hundreds");
    assert_eq!(ours.lines().count() as u32, SEEDS / 100);
    for (theirs, ours) in recorded.lines().zip(ours.lines()) {
        assert_eq!(theirs, ours, "among a hundred seeds; COROSCOPE_PYTHON=python3.14 says which");
    }
}
