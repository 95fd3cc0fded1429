//! Memory may end anywhere: a program that is given too little ends with a MemoryError or finishes, and the next machine works.
//!
//! Three ways to run out: cases under a limit that is lowered step by step; cases in which the n-th request whose size the program chooses
//! is refused; and single expressions that ask for more than there is.
//!
//! `ALLOCATION_CASES` runs every n-th of the cases (1: all of them); `ALLOCATION_SHOW` tells each run before it is made.

use coroscope::heap::limit;
use nowhere::{Run, run};
use std::path::{Path, PathBuf};

#[path = "support/normalise.rs"]
mod normalise;
#[path = "support/nowhere.rs"]
mod nowhere;

const PLENTY: usize = 2 << 30;
const SLICES: usize = 2_000;
const SLICE: i64 = 2_000;
/// Limits that are tried between nothing and what a program takes.
const STEPS: usize = 8;
/// Requests that are refused in a case, one run each.
#[cfg(debug_assertions)]
const REFUSALS: usize = 12;

/// Programs that need nothing but themselves, and that end by themselves.
fn programs() -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the cases") {
            let path = entry.expect("an entry").path();
            match path.extension().and_then(|e| e.to_str()) {
                None => folders.push(path),
                Some("py") if !path.with_extension("in").exists() => files.push(path),
                Some(_) => {}
            }
        }
    }
    files.sort();
    let every = std::env::var("ALLOCATION_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(60);
    let read = |path: PathBuf| std::fs::read_to_string(&path).ok().map(|text| (path, text));
    let fits = |(_, text): &(PathBuf, String)| text.len() < 4_000 && !text.contains("import _");
    files.into_iter().filter_map(read).filter(fits).step_by(every).collect()
}

/// Tells what is tried: what traps says nothing afterwards.
fn show(what: String) -> String {
    if std::env::var_os("ALLOCATION_SHOW").is_some() {
        eprintln!("{what}");
    }
    what
}

/// Runs a program under a limit that `tighten` sets. It gives back all it had; only what is kept for the next machine, such as the pack of
/// a traceback, may stay, once.
fn run_short(what: &str, source: &str, slices: usize, slice: i64, tighten: impl Fn()) -> Run {
    tighten();
    let first = run(source.as_bytes(), slices, slice);
    assert!(first.left.is_empty(), "{what}: {:?} outlive the program", first.left);
    if first.used.0 == first.used.1 {
        return first;
    }
    tighten();
    let again = run(source.as_bytes(), slices, slice);
    assert_eq!(again.used.0, again.used.1, "{what}: bytes in use after and before");
    again
}

/// Whatever happened, another machine works.
fn check_after(what: &str, run: &Run) {
    assert!(run.status.is_some(), "{what}: the program does not end");
    limit::allow(PLENTY);
    let next = nowhere::run(b"print(sum(range(10)), [x for x in 'ab'])", SLICES, SLICE);
    assert_eq!((next.written.out.as_slice(), next.status), (&b"45 ['a', 'b']\n"[..], Some(0)), "after {what}");
}

/// The outcome is the whole output, or a MemoryError that is told of, unless the program keeps errors to itself.
fn check_outcome(what: &str, source: &str, whole: &Run, run: &Run) {
    let silent = ["except", "suppress", "assertRaises", "return_exceptions"].iter().any(|word| source.contains(word));
    let told = |text: &[u8]| String::from_utf8_lossy(text).contains("MemoryError");
    // addresses are others in each run
    let shown = |text: &[u8]| normalise::normalise(&String::from_utf8_lossy(text), "");
    // `warnings` leaves out the line of the source when that cannot be had, for whatever reason
    let told_of = |text: &[u8]| {
        let (text, mut after) = (shown(text), false);
        let mut kept = String::new();
        for line in text.lines() {
            if !after || !line.starts_with("  ") {
                kept.push_str(line);
                kept.push('\n');
            }
            after = line.contains("Warning: ");
        }
        kept
    };
    let (err, whole_err) = (&run.written.err, &whole.written.err);
    let warned = String::from_utf8_lossy(whole_err).contains("Warning: ");
    let same = shown(&run.written.out) == shown(&whole.written.out)
        && (shown(err) == shown(whole_err) || warned && told_of(err) == told_of(whole_err));
    let fine = same && run.status == whole.status;
    assert!(
        fine || silent || told(&run.written.err) || told(&run.written.out),
        "{what}: neither whole nor a MemoryError: {:?}\n{}\n{}",
        run.status,
        String::from_utf8_lossy(&run.written.out),
        String::from_utf8_lossy(&run.written.err)
    );
}

fn a_low_limit_is_a_memory_error() {
    let programs = programs();
    assert!(programs.len() >= 5, "there are programs to run");
    let mut short = 0;
    for (path, source) in &programs {
        limit::allow(PLENTY);
        let before = limit::used();
        show(format!("{} with plenty", path.display()));
        let whole = run(source.as_bytes(), SLICES, SLICE);
        let needs = whole.peak.saturating_sub(before);
        for step in 0..STEPS {
            let more = needs * step / STEPS;
            let what = show(format!("{} with {more} bytes", path.display()));
            let found = run_short(&what, source, SLICES, SLICE, || limit::allow(limit::used() + more));
            check_after(&what, &found);
            check_outcome(&what, source, &whole, &found);
            short += (found.written != whole.written) as usize;
        }
    }
    assert!(short > programs.len(), "limits that are too low are met: {short}");
}

#[cfg(debug_assertions)]
fn a_refused_request_is_a_memory_error() {
    let mut refused = 0;
    for (path, source) in &programs() {
        limit::allow(PLENTY);
        let whole = run(source.as_bytes(), SLICES, SLICE);
        for n in 1..=REFUSALS {
            let what = show(format!("{} without request {n}", path.display()));
            let found = run_short(&what, source, SLICES, SLICE, || {
                limit::refuse(n);
            });
            let all_granted = limit::refuse(0) > 0;
            check_after(&what, &found);
            check_outcome(&what, source, &whole, &found);
            if all_granted {
                break;
            }
            refused += 1;
        }
    }
    assert!(refused > 10, "requests are refused: {refused}");
}

/// What asks for more than there is, each in a machine of its own that may use 24 MiB.
const TOO_MUCH: &[&str] = &[
    "bytes(1 << 40)",
    "bytearray(1 << 40)",
    "[0] * (1 << 40)",
    "(0, 1) * (1 << 34)",
    "'a' * (1 << 40)",
    "b'ab' * (1 << 40)",
    "bytearray(b'ab') * (1 << 40)",
    "array('q', [1]) * (1 << 40)",
    "'a'.ljust(1 << 40)",
    "'a'.rjust(1 << 33)",
    "'a'.center(1 << 33)",
    "'1'.zfill(1 << 33)",
    "'\\t'.expandtabs(1 << 30)",
    "b'\\t'.expandtabs(1 << 30)",
    "('a' * 100_000).replace('a', 'b' * 100_000)",
    "(b'a' * 100_000).replace(b'a', b'b' * 100_000)",
    "('a' * 100_000).join('b' * 10_000)",
    "(b'a' * 100_000).join([b'b'] * 10_000)",
    "('a' * 10_000).translate({97: 'b' * 100_000})",
    "'{:1000000000}'.format(1)",
    "f'{1:{1 << 30}}'",
    "f'{1.5:.{1 << 30}f}'",
    "'%1000000000d' % 1",
    "'%.1000000000f' % 1",
    "b'%1000000000d' % 1",
    "1 << (1 << 40)",
    "(1 << 100_000) ** 100_000",
    "10 ** 10 ** 10",
    "(1).to_bytes(1 << 40)",
    "list(range(1 << 40))",
    "tuple(range(1 << 40))",
    "set(range(1 << 40))",
    "frozenset(range(1 << 40))",
    "dict.fromkeys(range(1 << 40))",
    "dict(zip(range(1 << 40), range(1 << 40)))",
    "[x for x in range(1 << 40)]",
    "{x: x for x in range(1 << 40)}",
    "sorted(range(1 << 40))",
    "bytes(0 for _ in range(1 << 40))",
    "bytearray().extend(0 for _ in range(1 << 40))",
    "''.join('abcdefgh' for _ in range(1 << 40))",
    "deque(range(1 << 40))",
    "[].extend(range(1 << 40))",
    "[*range(1 << 40)]",
    "print(*range(1 << 40))",
    "array('q', range(1 << 40))",
    "list(product(range(1 << 40), repeat=2))",
    "product(range(10), repeat=1 << 40)",
    "tee([], 1 << 40)",
    "list(combinations(range(1 << 30), 2))",
    "list(batched(range(1 << 40), 1 << 39))",
    "deque(maxlen=1 << 40).extend(range(1 << 40))",
    "seek_and_write(BytesIO(), b'x')",
    "seek_and_write(StringIO(), 'x')",
    "BytesIO(b'a' * 1_000_000).read(1 << 40) * 1000",
    "struct.pack('1000000000000x')",
    "random.randbytes(1 << 40)",
    "random.getrandbits(1 << 40)",
    "random.choices([1], k=1 << 40)",
    "hashlib.shake_128().digest(1 << 32)",
    "zlib.decompress(zlib.compress(bytes(10_000_000)) ) * 10",
    "json.dumps([[]], indent=1 << 32)",
    "json.dumps(list(range(1_000_000)) * 10)",
    "re.sub('a', 'b' * 100_000, 'a' * 100_000)",
    "re.split('', 'a' * 10_000_000)",
    "'a'.encode('utf-32') * (1 << 33)",
    "('a' * 10_000_000).encode('utf-32')",
    "list('a' * 10_000_000)",
    "tuple('a' * 10_000_000)",
    "[].extend('a' * 10_000_000)",
    "[a, *b] = 'a' * 10_000_000",
    "list(map(str, count()))",
    "''.join(map(str, repeat(1)))",
    "sorted(map(str, repeat(1)))",
    "eval('[' + '0,' * 3_000_000 + ']')",
    "int('9' * 100_000_000)",
    "str(memoryview(bytes(10_000_000)).tolist())",
    "os.urandom(1 << 40)",
    "SimpleNamespace(**{str(n): n for n in range(1 << 40)})",
    "type('A', (), {f'a{n}': n for n in range(1 << 40)})",
    "f(*range(1 << 40))",
    "nested()",
    "recursive_generators()",
];

const AROUND: &str = "
import hashlib, json, os, random, re, struct, zlib
from array import array
from collections import deque
from io import BytesIO, StringIO
from itertools import batched, combinations, count, product, repeat, tee
from types import SimpleNamespace

def f(*args): return args

def seek_and_write(file, what):
    file.seek(1 << 40)
    file.write(what)

def nested():
    x = []
    while True:
        x = [x, x]

def recursive_generators():
    def g(n):
        yield [0] * 100
        yield from g(n + 1)
    import sys
    sys.setrecursionlimit(1 << 30)
    return list(g(0))

try:
    EXPRESSION
except (MemoryError, OverflowError, ValueError, RecursionError, re.PatternError) as error:
    print(type(error).__name__)
";

fn more_than_there_is_is_an_error() {
    let mut failures = Vec::new();
    // what is kept for the next machine, such as packs, is there
    limit::allow(PLENTY);
    run(AROUND.replace("EXPRESSION", "1").as_bytes(), SLICES, SLICE);
    for expression in TOO_MUCH {
        show((*expression).to_owned());
        let source = AROUND.replace("EXPRESSION", expression);
        let found = run_short(expression, &source, 20_000, 20_000, || limit::allow(limit::used() + (24 << 20)));
        check_after(expression, &found);
        let out = String::from_utf8_lossy(&found.written.out).into_owned();
        if !out.contains("Error") || found.status != Some(0) {
            failures.push(format!(
                "{expression}: {:?} {:.80} {}",
                found.status,
                out,
                String::from_utf8_lossy(&found.written.err).lines().last().unwrap_or("")
            ));
        }
    }
    assert!(failures.is_empty(), "no error:\n{}", failures.join("\n"));
}

/// Fills the memory with small objects, which leave room for others of their kind, and goes on.
const AGAIN: &str = "
def attempt(function):
    try:
        function()
    except MemoryError:
        print('short')
    print('on')

def grow(make):
    items = []
    while True:
        items.extend(make())

pairs = {i: i for i in range(5000)}
for _ in range(2):
    attempt(lambda: grow(pairs.items))
    attempt(lambda: grow(lambda: [[] for _ in range(5000)]))
print([[] for _ in range(5000)][0])
";

fn memory_that_was_given_back_is_there_again() {
    limit::allow(PLENTY);
    run(b"print()", SLICES, SLICE);
    let found = run_short("memory again", AGAIN, 20_000, 20_000, || limit::allow(limit::used() + (32 << 20)));
    check_after("memory again", &found);
    let (out, err) = (String::from_utf8_lossy(&found.written.out), String::from_utf8_lossy(&found.written.err));
    assert_eq!(out, "short\non\n".repeat(4) + "[]\n", "{err}");
}

/// One test: memory is counted for the process, and nothing else may run beside it.
#[test]
fn memory_may_end_anywhere() {
    a_low_limit_is_a_memory_error();
    #[cfg(debug_assertions)]
    a_refused_request_is_a_memory_error();
    more_than_there_is_is_an_error();
    memory_that_was_given_back_is_there_again();
}
