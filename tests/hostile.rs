//! Whatever text is given to it, the engine neither traps nor stays broken: random programs, made by changing the cases, through parsing,
//! compiling and running.
//!
//! `HOSTILE_SEED` starts from another seed, `HOSTILE_ROUNDS` runs more programs.

use std::path::{Path, PathBuf};

#[allow(dead_code)]
#[path = "support/nowhere.rs"]
mod nowhere;

/// Runs a program for a while; its output and exit status, if it ended by itself.
fn run(source: &[u8]) -> (Vec<u8>, Option<i32>) {
    let run = nowhere::run(source, 300, 5_000);
    if run.status.is_some() {
        assert!(
            run.left.is_empty(),
            "objects outlive the program: {:?}\n{}",
            run.left,
            String::from_utf8_lossy(source)
        );
    }
    (run.written.out, run.status)
}

/// xorshift64
struct Dice(u64);

impl Dice {
    fn roll(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }
}

fn cases(folder: &Path, into: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("the cases").map(|e| e.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            cases(&path, into);
        } else if path.extension().is_some_and(|e| e == "py") {
            into.push(path);
        }
    }
}

/// Makes another program of one or two.
fn change(dice: &mut Dice, a: &[u8], b: &[u8]) -> Vec<u8> {
    let mut text = a.to_vec();
    for _ in 0..1 + dice.roll(4) {
        let lines: Vec<&[u8]> = text.split_inclusive(|c| *c == b'\n').collect();
        let (i, j) = (dice.roll(lines.len()), dice.roll(lines.len()));
        let at = dice.roll(text.len());
        text = match dice.roll(10) {
            0 => text[..at].to_vec(),
            1 => text[at..].to_vec(),
            2 => [&text[..at], &[dice.roll(256) as u8][..], &text[at..]].concat(),
            3 => lines.iter().enumerate().filter(|(k, _)| *k != i).flat_map(|(_, l)| l.to_vec()).collect(),
            4 => {
                let mut lines = lines.clone();
                if !lines.is_empty() {
                    lines.swap(i, j);
                }
                lines.concat()
            }
            5 => {
                let other: Vec<&[u8]> = b.split_inclusive(|c| *c == b'\n').collect();
                let k = dice.roll(other.len());
                let (head, tail) = lines.split_at(i.min(lines.len()));
                [head.concat(), other.get(k).map_or(Vec::new(), |l| l.to_vec()), tail.concat()].concat()
            }
            6 => {
                let open = b"([{-~ "[dice.roll(6)];
                [&text[..at], &vec![open; dice.roll(3000)][..], &text[at..]].concat()
            }
            7 => {
                // one number or letter for another
                let mut t = text.clone();
                if let Some(c) = t.get_mut(at) {
                    *c = b"0123456789abxyz_.,:=*"[dice.roll(21)];
                }
                t
            }
            8 => {
                let deep: String = (0..dice.roll(120)).map(|n| format!("{}if 1:\n", " ".repeat(n))).collect();
                [text.as_slice(), deep.as_bytes()].concat()
            }
            _ => {
                [&text[..at], b[dice.roll(b.len())..].split(|c| *c == b' ').next().unwrap_or(b""), &text[at..]].concat()
            }
        };
    }
    text
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default)
}

#[test]
fn random_programs_do_no_harm() {
    // the audit leaves the types of each machine behind
    coroscope::heap::limit::allow(2 << 30);
    let mut files = Vec::new();
    cases(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases"), &mut files);
    assert!(files.len() > 100, "there are cases to start from");
    let mut dice = Dice(number("HOSTILE_SEED", 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let rounds = number("HOSTILE_ROUNDS", 40);
    let (mut ended, mut whole) = (0, 0);
    for round in 0..rounds {
        let (a, b) = (&files[dice.roll(files.len())], &files[dice.roll(files.len())]);
        let read = |p: &PathBuf| std::fs::read(p).expect("a case");
        let program = change(&mut dice, &read(a), &read(b));
        // what it was is known if this traps
        if std::env::var_os("HOSTILE_SHOW").is_some() {
            std::fs::write(std::env::temp_dir().join("hostile.py"), &program).expect("a place for the program");
        }
        let (_, status) = run(&program);
        ended += status.is_some() as u64;
        whole += (status == Some(0)) as u64;
        let (text, status) = run(b"print(sum(range(10)), [x for x in 'ab'])");
        assert_eq!(
            (text.as_slice(), status),
            (&b"45 ['a', 'b']\n"[..], Some(0)),
            "after round {round}, {a:?} with {b:?}"
        );
    }
    assert!(ended * 10 >= rounds * 9, "nearly every program ends or can be stopped: {ended} of {rounds}");
    assert!(whole < rounds, "some programs are wrong");
}
