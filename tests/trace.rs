//! The contract of the trace, checked over every case: what a reader of `coroscope-trace/1` may rely on.
//!
//! * every event has the next number, time never goes back, the first is `trace.begin`, the last `trace.end`;
//! * every `task.resume` is closed by exactly one `task.suspend` or `task.done` of the same task before another task is resumed in the same
//!   loop (an eager task runs inside the step of the task that makes it);
//! * a task is made before it is resumed, and neither resumed nor suspended once it is done;
//! * `await.enter` and `await.exit` nest in each task;
//! * what a future wakes is queued after it is done;
//! * every event is of a kind of the schema, with its fields and no others;
//! * recording a run again gives the same trace.

#[allow(dead_code)] // this suite uses a part of it
mod support;

use coroscope::record;
use coroscope::trace::schema::{KINDS, typescript};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;
use support::case::{Case, discover};
use support::run::run;

const LIMIT: Duration = Duration::from_secs(20);
/// Larger traces say nothing more.
const MOST: usize = 60_000;

/// The raw text of a field of an event.
fn field<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let key = format!("\"{name}\":");
    let start = line.find(&key)? + key.len();
    let rest = &line[start..];
    let end = if let Some(text) = rest.strip_prefix('"') {
        let mut escaped = false;
        let close = text.char_indices().find(|(_, c)| {
            let ends = *c == '"' && !escaped;
            escaped = *c == '\\' && !escaped;
            ends
        });
        close.map(|(i, _)| i + 2)?
    } else if rest.starts_with('[') {
        rest.find(']')? + 1
    } else {
        rest.find([',', '}'])?
    };
    Some(&rest[..end])
}

fn number(line: &str, name: &str) -> Option<u64> {
    field(line, name)?.parse().ok()
}

/// Names of the fields of an event.
fn names(line: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let (mut depth, mut start, mut escaped) = (0, None, false);
    let mut last = "";
    for (i, c) in line.char_indices() {
        match (start, c) {
            (Some(from), '"') if !escaped => {
                last = &line[from..i];
                start = None;
            }
            (Some(_), c) => escaped = c == '\\' && !escaped,
            (None, '"') => (start, escaped) = (Some(i + 1), false),
            (None, '{' | '[') => depth += 1,
            (None, '}' | ']') => depth -= 1,
            (None, ':') if depth == 1 => names.push(last),
            _ => {}
        }
    }
    names
}

/// What is wrong with an event's fields.
fn off_schema(line: &str) -> Option<String> {
    let kind = field(line, "e")?.trim_matches('"');
    let Some(spec) = KINDS.iter().find(|k| k.name == kind) else { return Some(format!("kind {kind}")) };
    let names = names(line);
    let missing = spec.names().find(|(name, needed)| *needed && !names.contains(name));
    if let Some((name, _)) = missing {
        return Some(format!("no {name}"));
    }
    let known = |name: &str| ["i", "t", "e"].contains(&name) || spec.names().any(|(n, _)| n == name);
    names.iter().find(|n| !known(n)).map(|n| format!("field {n}"))
}

/// Reads a trace and says what is wrong with it.
fn check(lines: &[&str]) -> Result<(), String> {
    let kind = |line: &str| field(line, "e").unwrap_or("").trim_matches('"').to_owned();
    let first = lines.first().map(|l| kind(l)).unwrap_or_default();
    let last = lines.last().map(|l| kind(l)).unwrap_or_default();
    if first != "trace.begin" || last != "trace.end" {
        return Err(format!("begins with {first:?}, ends with {last:?}"));
    }
    let mut time = 0;
    let mut running: Vec<u64> = Vec::new();
    let mut made = BTreeSet::new();
    let mut done = BTreeSet::new();
    let mut awaits: BTreeMap<Option<u64>, Vec<u64>> = BTreeMap::new();
    for (n, line) in lines.iter().enumerate() {
        let wrong = |what: &str| Err(format!("{what}: {line}"));
        if number(line, "i") != Some(n as u64) {
            return wrong("not the next number");
        }
        if let Some(what) = off_schema(line) {
            return wrong(&what);
        }
        let t = number(line, "t").unwrap_or(0);
        if t < time {
            return wrong("time goes back");
        }
        time = t;
        let k = number(line, "k");
        let task = k.unwrap_or(0);
        match kind(line).as_str() {
            "task.new" => {
                made.insert(task);
            }
            "task.resume" => {
                if !made.contains(&task) {
                    return wrong("resumed before it was made");
                }
                if done.contains(&task) {
                    return wrong("resumed after it was done");
                }
                if running.contains(&task) {
                    return wrong("resumed while it runs");
                }
                running.push(task);
            }
            "task.suspend" | "task.done" => {
                if running.pop() != Some(task) {
                    return wrong("closes a resume that is not the last");
                }
                if kind(line) == "task.done" && !done.insert(task) {
                    return wrong("done twice");
                }
            }
            "loop.idle" | "loop.tick" if !running.is_empty() => return wrong("a task runs"),
            // what is driven by hand may be suspended in any order
            "await.enter" | "await.exit" if k.is_none() => {}
            "await.enter" => awaits.entry(k).or_default().push(number(line, "from").unwrap_or(0)),
            "await.exit" => {
                let from = number(line, "from").unwrap_or(0);
                if awaits.entry(k).or_default().pop() != Some(from) {
                    return wrong("does not close the innermost await");
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn record(case: &Case) -> Option<String> {
    record_with(case, &[])
}

/// Records a case with more options of the command.
fn record_with(case: &Case, options: &[&str]) -> Option<String> {
    let binary = Path::new(env!("CARGO_BIN_EXE_coroscope"));
    let source = case.source.to_string_lossy().into_owned();
    let arguments = [options, &["--clock", "virtual", "trace", source.as_str()]].concat();
    let run = run(binary, &arguments, case.folder(), &case.input, LIMIT).ok()?;
    run.exit?;
    String::from_utf8(run.stdout).ok()
}

#[test]
fn every_case_keeps_the_contract() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let cases = discover(&root).expect("the cases can be read");
    let mut checked = 0;
    let mut failures = Vec::new();
    for case in cases.iter().filter(|c| c.arguments.is_none() && matches!(c.area(), "async" | "asyncio" | "seeds")) {
        let Some(text) = record(case) else { continue };
        let lines: Vec<&str> = text.lines().filter(|l| l.starts_with("{\"i\":")).collect();
        if lines.is_empty() || lines.len() > MOST {
            continue;
        }
        checked += 1;
        if let Err(what) = check(&lines) {
            failures.push(format!("{}: {what}", case.id));
        }
    }
    assert!(failures.is_empty(), "{} of {checked}:\n{}", failures.len(), failures.join("\n"));
    assert!(checked > 50, "only {checked} cases could be recorded");
}

/// Cases in which CPython's order is not one, or not one that a loop makes, and why.
const UNORDERED: &[(&str, &str)] = &[
    (
        "as_completed_both_ways",
        "what is done already comes in the order of a set of tasks, which are ordered by address",
    ),
    ("async_iteration_of_as_completed", "the same"),
    ("task_group_cancelled_from_outside", "a group cancels its tasks in the order of a set"),
    ("group_with_base_exceptions", "the same"),
    ("groups_and_except_star", "the same"),
    ("wait_conditions", "the same"),
    ("cancel_in_an_async_generator", "a sleep of a millisecond against another"),
    ("staggered_and_unusual_helpers", "delays of a few milliseconds against each other"),
    ("small_http_server", "which of four connections is served first is the system's"),
    ("loops_in_two_threads", "two threads"),
    ("thread_hand_backs", "threads"),
    ("thread_hands_back_results", "threads"),
    ("threads_call_the_loop", "threads"),
    (
        "as_completed_wait_and_gather_together",
        "a task that sleeps for longer ends between others, by how fast the machine is",
    ),
    ("a_scheduler_a_bus_and_a_merge", "sleeps that end within a millisecond of each other"),
    (
        "task_and_future_classes_of_ones_own",
        "a step inside of a callback of the program's own, which the instrumented loop does not see",
    ),
    ("sockets_in_the_loop", "how much a socket takes before its sender has to wait is the system's"),
    ("streams_lines_and_limits", "whether the end of a stream comes with its last bytes or after them is the system's"),
];

/// The steps that the loop ran, in the words of `tests/support/handoffs.py`.
fn order(trace: &str) -> String {
    let mut numbers: BTreeMap<u64, usize> = BTreeMap::new();
    let mut words: Vec<String> = Vec::new();
    // places of the words of running steps; none for an eager task's first step, which runs inside another or inside of a callback
    let mut running: Vec<Option<usize>> = Vec::new();
    for line in trace.lines().filter(|l| l.starts_with("{\"i\":")) {
        let task = number(line, "k").unwrap_or(0);
        let end = match field(line, "e").unwrap_or("").trim_matches('"') {
            "task.resume" if running.is_empty() => {
                let next = numbers.len() + 1;
                running.push(Some(words.len()));
                words.push(numbers.entry(task).or_insert(next).to_string());
                continue;
            }
            "task.resume" => {
                running.push(None);
                continue;
            }
            "task.suspend" => "<",
            "task.done" if field(line, "how") == Some("\"cancel\"") => "x",
            "task.done" => ".",
            _ => continue,
        };
        if let Some(Some(place)) = running.pop() {
            words[place].push_str(end);
        }
    }
    words.join(" ")
}

/// The order was taken from CPython by instrumenting its loop: `cargo xtask expect`.
#[test]
fn every_case_hands_over_in_the_order_of_cpython() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let cases = discover(&root).expect("the cases can be read");
    let mut compared = 0;
    let mut failures = Vec::new();
    for case in cases.iter().filter(|c| c.area() == "asyncio" && c.arguments.is_none()) {
        let name = &case.id["asyncio/".len()..];
        if UNORDERED.iter().any(|(known, _)| *known == name) {
            continue;
        }
        let Ok(theirs) = std::fs::read_to_string(case.source.with_extension("order")) else {
            failures.push(format!("{}: no order is recorded, nor is it known why there is none", case.id));
            continue;
        };
        let Some(trace) = record(case) else {
            failures.push(format!("{}: does not end", case.id));
            continue;
        };
        compared += 1;
        let (theirs, ours) = (theirs.trim_end(), order(&trace));
        if theirs != ours {
            let (a, b): (Vec<&str>, Vec<&str>) = (theirs.split(' ').collect(), ours.split(' ').collect());
            let step = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
            let some = |words: &[&str]| {
                words[step.saturating_sub(3).min(words.len())..].iter().take(8).copied().collect::<Vec<_>>().join(" ")
            };
            failures.push(format!("{} at step {step}\n    - {}\n    + {}", case.id, some(&a), some(&b)));
        }
    }
    assert!(failures.is_empty(), "{} of {compared}:\n{}", failures.len(), failures.join("\n"));
    assert!(compared >= 150, "only {compared} cases have an order");
}

/// At every step of random programs, the trace up to there has the tasks that `all_tasks()` has, and says of each the task it waits for.
#[test]
fn the_trace_shows_the_tasks_and_who_waits_for_whom() {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/property/asyncio_pauses.py");
    let words = program.to_string_lossy();
    let arguments = ["--clock", "virtual", "trace", &words, "30"];
    let binary = Path::new(env!("CARGO_BIN_EXE_coroscope"));
    let folder = program.parent().expect("a folder");
    let run = run(binary, &arguments, folder, b"", Duration::from_secs(120)).expect("it can be started");
    let trace = String::from_utf8(run.stdout).expect("JSON Lines");
    let mut names: BTreeMap<u64, String> = BTreeMap::new();
    let mut live: BTreeSet<u64> = BTreeSet::new();
    let mut waits: BTreeMap<u64, u64> = BTreeMap::new();
    let mut pauses = 0;
    for line in trace.lines().filter(|l| l.starts_with("{\"i\":")) {
        let text = |name| field(line, name).unwrap_or("").trim_matches('"').to_owned();
        let task = number(line, "k").unwrap_or(0);
        match text("e").as_str() {
            "task.new" => {
                names.insert(task, text("name"));
                live.insert(task);
            }
            "task.resume" => {
                waits.remove(&task);
            }
            "task.done" => {
                waits.remove(&task);
                live.remove(&task);
            }
            "task.suspend" => {
                let on = line.split("\"on\":").nth(1).unwrap_or("");
                if on.starts_with("{\"kind\":\"task\"") {
                    waits.insert(task, number(on, "id").expect("an id"));
                }
            }
            "out" if text("text").starts_with("PAUSE") => {
                pauses += 1;
                let mut tasks: Vec<&str> = live.iter().map(|k| names[k].as_str()).collect();
                let mut pairs: Vec<String> =
                    waits.iter().map(|(k, on)| format!("{}>{}", names[k], names[on])).collect();
                tasks.sort();
                pairs.sort();
                let pairs: Vec<&str> = pairs.iter().map(String::as_str).collect();
                let shown = [&["PAUSE"], tasks.as_slice(), pairs.as_slice()].concat().join(" ");
                assert_eq!(text("text").trim_end_matches("\\n"), shown, "{line}");
            }
            _ => {}
        }
    }
    assert!(pauses > 1_000, "only {pauses} pauses");
}

/// Whatever a program does, its trace has its bytes and says what it does not tell.
#[test]
fn ten_million_events_stay_within_their_bytes_and_the_gaps_are_told() {
    use coroscope::trace::{Event, Recorder};
    const EVENTS: u64 = 10_000_000;
    const BYTES: u64 = 1 << 20;
    let mut recorder = Recorder::new(Some(1));
    recorder.limit(5_000, BYTES);
    let mut kept = Vec::new();
    for i in 0..EVENTS {
        recorder.set_time(i);
        // now and then one of those that are kept longest
        match i % 1_000 {
            0 => record!(recorder, "out", "s": 1i64, "text": "a line of output\n"),
            _ => record!(recorder, "task.resume", "k": i, "n": 1i64, "how": "send"),
        }
        if i % 100_000 == 0 {
            kept.append(&mut recorder.take());
        }
    }
    recorder.set_time(EVENTS);
    record!(recorder, "trace.end", "how": "done");
    kept.append(&mut recorder.take());
    let bytes: usize = kept.iter().map(|e| e.json().len() + 1).sum();
    assert!((bytes as u64) <= BYTES + 4_096, "{bytes} bytes");
    assert_eq!(kept.last().map(|e| e.e), Some("trace.end"));
    assert_eq!(recorder.count(), kept.len() as u64);
    // every number is there: as an event, or in a gap
    let mut next = 0;
    for line in kept.iter().map(Event::json) {
        match number(&line, "i0") {
            Some(first) => {
                let (last, n) = (number(&line, "i1").expect("i1"), number(&line, "n").expect("n"));
                assert_eq!((first, last + 1 - first), (next, n), "{line}");
                next = last + 1;
            }
            None => {
                assert_eq!(number(&line, "i"), Some(next), "{line}");
                next += 1;
            }
        }
    }
    assert_eq!(next, EVENTS + 1);
}

#[test]
fn the_same_program_gives_the_same_trace() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let cases = discover(&root).expect("the cases can be read");
    let mut compared = 0;
    for case in cases.iter().filter(|c| c.arguments.is_none() && c.area() == "asyncio").take(20) {
        // slices of any size change nothing but what counting them costs
        let told =
            |trace: &str| trace.lines().filter(|l| !l.contains("\"e\":\"trace.end\"")).collect::<Vec<_>>().join("\n");
        let hash = |trace: &str| trace.lines().last().and_then(|l| field(l, "hash")).map(str::to_owned);
        let (Some(a), Some(b)) = (record(case), record_with(case, &["--fuel", "random:7"])) else { continue };
        if a.contains("0x") {
            // the program shows addresses, and those are the operating system's
            continue;
        }
        assert_eq!(told(&a), told(&b), "{}", case.id);
        assert!(hash(&a).is_some() && hash(&a) == hash(&b), "{}", case.id);
        compared += 1;
    }
    assert!(compared > 10, "only {compared} cases could be recorded");
}

/// `WRITE_KINDS=1` writes the file anew.
#[test]
fn the_types_of_the_page_are_generated() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/src/trace/kinds.ts");
    if std::env::var_os("WRITE_KINDS").is_some() {
        std::fs::write(&path, typescript()).expect("the file can be written");
    }
    let there = std::fs::read_to_string(&path).expect("the file can be read");
    assert_eq!(there, typescript(), "WRITE_KINDS=1 cargo test --test trace writes it anew");
}

/// What a program that uses every kind of thing is told to have done.
#[test]
fn what_the_library_does_is_told() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let cases = discover(&root).expect("the cases can be read");
    let mut missing: BTreeSet<String> = [
        "hand.send/send",
        "hand.send/throw",
        "hand.yield/yield",
        "hand.yield/return",
        "hand.yield/raise",
        "agen.next/",
        "agen.yield/",
        "agen.close/",
        "sync/wait",
        "sync/got",
        "sync/quit",
        "sync/release",
        "sync/set",
        "sync/clear",
        "sync/notify",
        "sync/put",
        "sync/get",
        "sync/shutdown",
        "group.enter/taskgroup",
        "group.enter/timeout",
        "group.enter/gather",
        "group.exit/taskgroup",
        "group.exit/timeout",
        "group.exit/gather",
        "net/listen",
        "net/connect",
        "net/accept",
        "net/send",
        "net/recv",
        "net/eof",
        "net/close",
        "thr/new",
    ]
    .into_iter()
    .map(String::from)
    .collect();
    for case in cases.iter().filter(|c| c.arguments.is_none() && matches!(c.area(), "async" | "asyncio" | "seeds")) {
        for line in record(case).unwrap_or_default().lines().filter(|l| l.starts_with("{\"i\":")) {
            let text = |name| field(line, name).unwrap_or("").trim_matches('"').to_owned();
            let kind = text("e");
            let what = if kind.starts_with("group") {
                text("kind")
            } else if kind.starts_with("hand") {
                text("how")
            } else {
                text("op")
            };
            missing.remove(&format!("{kind}/{what}"));
        }
        if missing.is_empty() {
            return;
        }
    }
    assert!(missing.is_empty(), "no case shows {missing:?}");
}

/// Records of every kind with every field, with few of them, and of what stands between events; given to `done` in two pieces.
fn every_record(mut done: impl FnMut(&mut coroscope::trace::Recorder)) -> coroscope::trace::Recorder {
    use coroscope::trace::schema::{Form, place};
    use coroscope::trace::{Chain, Choice, Put, Record, Recorder, Target, Text};
    let mut recorder = Recorder::new(Some(3));
    for round in 0..3u32 {
        for (k, kind) in KINDS.iter().enumerate() {
            recorder.set_time(u64::from(round) * 5_000_000_000 + k as u64 / 2);
            let mut r = Record::new(k);
            for (n, (name, needed)) in kind.names().enumerate() {
                // first with all fields, then with none that may be absent, then with some
                if !needed && (round == 1 || round == 2 && n % 2 == 0) {
                    continue;
                }
                let (p, n) = (place(k, name), (n as u32 + round) as i64);
                let t = &mut recorder;
                match p.form {
                    Form::Number => (n * 1_000 - 2).put(t, &mut r, p),
                    Form::Wide => (n * 3_000_000_007).put(t, &mut r, p),
                    Form::Text => ["", "plain", "\u{e9} \u{1f40d}\n\"\\", "\u{1}"][n as usize % 4].put(t, &mut r, p),
                    Form::Ids => ["1,20,300", "", "7"][round as usize].put(t, &mut r, p),
                    Form::Source => "dir/\u{fc}.py".put(t, &mut r, p),
                    Form::Choice => Choice(n as u32 % p.choices().count() as u32).put(t, &mut r, p),
                    Form::Flag => (n % 2 == 0).put(t, &mut r, p),
                    Form::Target => {
                        let all =
                            [Target::NULL, Target::future(4), Target::task(2), Target::coroutine(5), Target(5, 9)];
                        all[if kind.name == "await.enter" { 3 } else { n as usize % 5 }].put(t, &mut r, p)
                    }
                    Form::Chain => Chain { o: 7, line: 70, length: 1 }.put(t, &mut r, p),
                }
            }
            recorder.record(r, coroscope::trace::SIZES[k]);
        }
        done(&mut recorder);
    }
    // numbers that are texts, and chains: through a hidden generator, of another task, below an async generator, none
    let number = Text::number(2_147_483_646).expect("a small number");
    record!(recorder, "task.new", "k": 50i64, "o": 60i64, "name": number);
    record!(recorder, "task.new", "k": 51i64, "o": 61i64, "name": "other");
    record!(recorder, "await.enter", "from": 60i64, "to": Target::coroutine(61), "line": 10i64);
    recorder.link(61, -1, 20);
    record!(recorder, "await.enter", "from": -1i64, "to": Target::coroutine(62), "line": 30i64);
    let chain = Chain { o: 62, line: 40, length: 4 };
    record!(recorder, "task.suspend", "k": 50i64, "n": 1i64, "on": Target::future(3), "why": "future", "chain": chain);
    record!(recorder, "task.suspend", "k": 51i64, "n": 1i64, "on": Target::NULL, "why": "yield", "chain": chain);
    record!(recorder, "await.enter", "from": 62i64, "to": Target::generator(63), "line": 41i64);
    record!(recorder, "await.enter", "from": 63i64, "to": Target::coroutine(64), "line": 50i64);
    let chain = Chain { o: 64, line: 51, length: 6 };
    record!(recorder, "task.suspend", "k": 51i64, "n": 2i64, "on": Target::NULL, "why": "yield", "chain": chain);
    record!(recorder, "task.suspend", "k": 51i64, "n": 3i64, "on": Target::NULL, "why": "bad", "chain": Chain::NONE);
    record!(recorder, "coro.end", "o": 62i64, "how": "return");
    let chain = Chain { o: 62, line: 1, length: 1 };
    record!(recorder, "task.suspend", "k": 51i64, "n": 4i64, "on": Target::NULL, "why": "yield", "chain": chain);
    short_records(&mut recorder);
    for depth in 100..300i64 {
        recorder.link(depth, depth + 1, depth as u32);
    }
    let chain = Chain { o: 300, line: 300, length: 201 };
    record!(recorder, "task.suspend", "k": 50i64, "n": 2i64, "on": Target::NULL, "why": "yield", "chain": chain);
    done(&mut recorder);
    recorder
}

/// Every kind of short record, with all that may be absent and with none of it.
fn short_records(recorder: &mut coroscope::trace::Recorder) {
    use coroscope::trace::schema::*;
    let t = recorder;
    for some in [9, NONE] {
        t.short::<TICK, _>(0, [0, 7, 3]);
        t.short::<MADE, _>(0, [0, 70, 2, some, some]);
        t.short::<ENTER, _>(3 << 16, [0, some, 61, 70, 12]);
        t.short::<NEXT, _>(4 << 16, [0, some, 70, 71, 13, some, 14]);
        t.short_with_chain::<SUSPEND, _>(1 << 16, [0, 51, 6, 8, 71, 15], 4);
        t.short_with_chain::<SUSPEND, _>(2 << 16 | 2 << 20, [0, 51, 6, 8, 0, NO_CHAIN], 0);
        t.short_with_chain::<HAND_OVER, _>(1 << 20, [0, 51, 6, 71, 15, 30, 7], 4);
        t.short::<READY, _>(1 << 16, [0, 31, some, 7, some]);
        t.short::<RUN, _>(2 << 16, [0, 31, some, 7]);
        t.short::<RESUME, _>(1 << 16, [0, 51, 7]);
        t.short::<YIELD, _>(1 << 20, [0, 71, some, some, 16, 70]);
        t.short::<SYNC, _>(5 << 16 | 9 << 20, [0, 4, some, 2]);
        t.short::<LEAVE, _>(0, [0, 70, some, 0]);
    }
}

/// What the page's reader is held against (`www/src/trace/records.test.ts`): pieces of records, and the events they are.
/// `WRITE_KINDS=1` writes the file anew.
#[test]
fn records_are_the_events_that_the_page_reads() {
    let mut pieces = Vec::new();
    every_record(|recorder| {
        let piece = recorder.take_records(|words, texts| {
            let words: Vec<String> = words.iter().map(u32::to_string).collect();
            let texts = coroscope::trace::Event::new("in.got").with("text", texts).json();
            format!("{{\"records\":[{}],\"texts\":{}}}", words.join(","), field(&texts, "text").expect("a text"))
        });
        pieces.extend(piece);
    });
    let mut events = Vec::new();
    every_record(|recorder| events.extend(recorder.take()));
    assert_eq!(pieces.len(), 4);
    let told: BTreeSet<&str> = events.iter().map(|e| e.e).collect();
    assert_eq!(told.len(), KINDS.len(), "every kind is there");
    let events: Vec<String> = events.iter().map(|e| e.json()).collect();
    for event in &events[..KINDS.len()] {
        let spec = KINDS.iter().find(|k| field(event, "e") == Some(&format!("\"{}\"", k.name))).expect("a kind");
        assert_eq!(names(event).len(), 3 + spec.names().count(), "every field is there: {event}");
        assert_eq!(off_schema(event), None, "{event}");
    }
    let text = [pieces, events].concat().join("\n") + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/src/trace/records.fixture.jsonl");
    if std::env::var_os("WRITE_KINDS").is_some() {
        std::fs::write(&path, &text).expect("the file can be written");
    }
    let there = std::fs::read_to_string(&path).expect("the file can be read");
    assert!(there == text, "WRITE_KINDS=1 cargo test --test trace writes {} anew", path.display());
}

/// What is not kept leaves nothing behind but its number in a gap and its part of the hash.
#[test]
fn what_is_left_out_is_counted_and_hashed() {
    use coroscope::trace::Recorder;
    let run = |events: u64, bytes: u64, last: i64| {
        let mut recorder = Recorder::new(Some(1));
        recorder.limit(events, bytes);
        for n in 0..6i64 {
            record!(recorder, "fut.new", "u": if n == 5 { last } else { n }, "kind": "plain", "label": format!("label {n}"));
        }
        record!(recorder, "out", "s": 1i64, "text": "x".repeat(3_000));
        record!(recorder, "out", "s": 1i64, "text": "short");
        record!(recorder, "trace.end", "how": "done");
        let lines: Vec<String> = recorder.take().iter().map(|e| e.json()).collect();
        assert_eq!(recorder.count(), lines.len() as u64);
        (lines, recorder.hash())
    };
    let (all, hash) = run(100, 1 << 20, 5);
    assert_eq!(all.len(), 9);
    assert!(all[0].ends_with(r#""u":0,"kind":"plain","label":"label 0"}"#), "{}", all[0]);
    let (few, other) = run(2, 1 << 20, 5);
    assert_eq!(few[..2], all[..2]);
    assert_eq!(few[2], r#"{"i":5,"t":0,"e":"gap","i0":2,"i1":5,"n":4,"why":"budget"}"#);
    assert_eq!(few[3..], all[6..]);
    assert_ne!(run(2, 1 << 20, 6).1, other, "what is left out counts");
    assert_ne!(run(100, 1 << 20, 6).1, hash);
    assert_eq!(run(100, 1 << 20, 5).1, hash);
    // an output that has more bytes than there are is left out with its text; one that fits is kept
    let (bytes, _) = run(2, 1_200, 5);
    assert_eq!(bytes[2], r#"{"i":6,"t":0,"e":"gap","i0":2,"i1":6,"n":5,"why":"budget"}"#);
    assert_eq!(bytes[3..], all[7..]);
    assert!(bytes.iter().map(|line| line.len() + 1).sum::<usize>() <= 1_200);
    // no event at all may be kept in full
    assert_eq!(run(0, 1 << 20, 5).0[1..], all[6..]);
}
