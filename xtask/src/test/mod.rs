//! `cargo xtask test`: every suite, each also on its own. A suite that ran no test has failed; later suites still run,
//! and the summary ends with the names of those that failed and one line `N passed, N failed`.

mod ahead;
mod counts;
mod native;
mod page;
mod wasm;
mod web;

use std::time::Instant;

use crate::build;
use crate::command::{Failure, Result};
use crate::settings::Settings;
use crate::size;

use ahead::Ahead;
pub use counts::Counts;

/// A suite's name, and what runs it.
struct Suite {
    name: &'static str,
    run: fn(&Settings) -> Result<Counts>,
}

/// In the order they run: the cheapest and most telling first.
const SUITES: [Suite; 8] = [
    Suite { name: "format", run: native::format },
    Suite { name: "clippy", run: native::clippy },
    Suite { name: "native", run: native::tests },
    Suite { name: "wasm", run: wasm::tests },
    Suite { name: "page check", run: page::check },
    Suite { name: "page", run: page::tests },
    Suite { name: "web", run: web::tests },
    Suite { name: "size", run: size_check },
];

/// Sub-command names and the suites they run.
const GROUPS: [(&str, &[&str]); 5] = [
    ("native", &["format", "clippy", "native"]),
    ("wasm", &["wasm"]),
    ("page", &["page check", "page"]),
    ("web", &["web"]),
    ("size", &["size"]),
];

/// Runs the suites of a group, or all of them.
pub fn run(settings: &Settings, group: Option<&str>) -> Result<()> {
    let chosen: Vec<&Suite> = match group {
        None => SUITES.iter().collect(),
        Some(name) => {
            let (_, names) = GROUPS.iter().find(|(group, _)| *group == name).ok_or_else(|| {
                let known: Vec<&str> = GROUPS.iter().map(|(group, _)| *group).collect();
                Failure(format!("test: there is no suite `{name}`; there are {}", known.join(", ")))
            })?;
            SUITES.iter().filter(|suite| names.contains(&suite.name)).collect()
        }
    };
    let needs_page = chosen.iter().any(|suite| suite.name == "web");
    let start = Instant::now();
    let mut lines = Vec::new();
    let mut total = Counts::default();
    let mut remarks = Vec::new();
    for suite in chosen {
        println!("\n== {}", suite.name);
        let start = Instant::now();
        // The cases run one by one there, and the engine is linked as one piece: each keeps one processor busy.
        let ahead = if needs_page && suite.name == "wasm" { Ahead::begin(settings).ok() } else { None };
        let (counts, note) = judge((suite.run)(settings));
        if let Some(ahead) = ahead {
            ahead.end();
        }
        if !note.is_empty() {
            eprintln!("{}: {note}", suite.name);
        }
        total.add(&counts);
        remarks.extend(counts.remarks.iter().map(|remark| format!("  {}: {remark}", suite.name)));
        let note = note.lines().next().unwrap_or_default().to_owned();
        let seconds = start.elapsed().as_secs_f64();
        lines.push(format!(
            "{:<12} {:>6} passed {:>4} failed {seconds:>7.1} s  {note}",
            suite.name, counts.passed, counts.failed
        ));
    }
    println!("\n== summary ({:.0} s)", start.elapsed().as_secs_f64());
    for line in lines {
        println!("{}", line.trim_end());
    }
    for remark in remarks {
        println!("{remark}");
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    if total.failed == 0 { Ok(()) } else { Err(Failure("test: there were failures".into())) }
}

/// The counts of a suite and a remark; one that could not run, or ran nothing, counts as one failure.
fn judge(result: Result<Counts>) -> (Counts, String) {
    match result {
        Ok(counts) if counts.passed + counts.failed == 0 => {
            (Counts { failed: 1, ..counts }, "no test ran, which is a failure".to_owned())
        }
        Ok(counts) => (counts, String::new()),
        Err(Failure(message)) => (Counts { failed: 1, ..Counts::default() }, message),
    }
}

fn size_check(settings: &Settings) -> Result<Counts> {
    build::everything(settings)?;
    size::check(settings)?;
    Ok(Counts::one())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_suite_fails() {
        let one_failed = Counts { failed: 1, ..Counts::default() };
        assert_eq!(judge(Ok(Counts::default())).0, one_failed);
        assert_eq!(judge(Err("no".into())).0, one_failed);
        let some = Counts { passed: 3, ..one_failed };
        assert_eq!(judge(Ok(some.clone())).0, some);
    }

    #[test]
    fn every_group_names_suites() {
        for (_, names) in GROUPS {
            for name in names {
                assert!(SUITES.iter().any(|suite| suite.name == *name), "{name}");
            }
        }
    }
}
