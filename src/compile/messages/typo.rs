//! "invalid syntax. Did you mean 'while'?": keywords spelled wrong.
//!
//! Invariant: nothing is suggested that was not tried: the text with the suggestion in it parses, or stops only because it
//! ends. The work is bounded: at most 1,024 characters, ten names, three suggestions each.

use super::super::Mode;
use super::super::errors::SyntaxError;
use super::peg::{End, Grammar, Machine};
use super::raise::Context;
use super::tokens::{KEYWORDS, NAME, tokenize};
use super::{Walk, walk};

const MAX_TEXT: usize = 1024;
const MAX_NAMES: usize = 10;
const MAX_MATCHES: usize = 3;

/// The error to show instead of `error` when a traceback is printed. `file`: the program came from a file and not from a string,
/// for which CPython looks at the names of one line only. `compiles`: whether a text compiles; it is asked of those that parse, and
/// of those that may make it warn.
pub fn corrected(
    source: &str,
    error: &SyntaxError,
    file: bool,
    compiles: &mut dyn FnMut(&str) -> bool,
) -> Option<SyntaxError> {
    if error.message != "invalid syntax" && !error.message.contains("Perhaps you forgot a comma") {
        return None;
    }
    let grammar = Grammar::new();
    // from the last compound statement that is complete
    let (first, _) = last_statement(source);
    let last = error.line;
    let skip = first.saturating_sub(1) as usize;
    let lines: Vec<&str> = source.lines().skip(skip).take((last as usize).saturating_sub(skip)).collect();
    let code = dedent(&lines);
    if code.chars().count() > MAX_TEXT {
        return None;
    }
    let code = format!("{code}\n");
    let found = tokenize(&code);
    let names = found.list.iter().filter(|t| {
        let wanted = if first == 0 { last } else { last + 1 };
        t.kind == NAME && (!file || t.line + first == wanted)
    });
    for name in names.take(MAX_NAMES) {
        let (start, end) = (name.start as usize, name.end as usize);
        let (Some(before), Some(word), Some(after)) = (code.get(..start), code.get(start..end), code.get(end..)) else {
            continue;
        };
        for suggestion in suggestions(word) {
            if works(&grammar, &format!("{before}{suggestion}{after}"), compiles) {
                let line_start = found.line_start(name.line) as usize;
                let line = code.get(line_start..)?.lines().next()?;
                let col = code.get(line_start..start)?.chars().count() as u32 + 1;
                return Some(SyntaxError {
                    message: format!("invalid syntax. Did you mean '{suggestion}'?"),
                    line: name.line,
                    col,
                    end_line: name.line,
                    end_col: (col + word.chars().count() as u32) as i32,
                    text: Some(format!("{line}\n")),
                    ..error.clone()
                });
            }
        }
    }
    None
}

/// Line and column (in bytes) of the last compound statement, functions aside, that is complete in a text; 0 if there is none.
pub fn last_statement(source: &str) -> (u32, u32) {
    let grammar = Grammar::new();
    let text = if source.ends_with('\n') { source.to_owned() } else { format!("{source}\n") };
    let tokens = tokenize(&text);
    let context = Context { source: &text, tokens: &tokens };
    let mut machine = Machine::new(&grammar, &tokens.list, &text);
    for invalid in [false, true] {
        if !matches!(machine.run("file", invalid, &mut |action| context.act(action)), End::Failed) {
            break;
        }
    }
    let Some(token) = machine.statement.and_then(|i| tokens.list.get(i as usize)) else { return (0, 0) };
    (token.line, token.start - tokens.line_start(token.line))
}

/// Lines without the white space that all of them start with.
fn dedent(lines: &[&str]) -> String {
    let indent = |l: &&str| l.len() - l.trim_start_matches([' ', '\t']).len();
    let filled = || lines.iter().filter(|l| !l.trim().is_empty());
    let mut margin = filled().next().map_or("", |l| &l[..indent(l)]);
    for line in filled() {
        let same = margin.bytes().zip(line.bytes()).take_while(|(a, b)| a == b).count();
        margin = &margin[..same];
    }
    let cut = |l: &&str| if l.trim().is_empty() { String::new() } else { l[margin.len()..].to_owned() };
    lines.iter().map(cut).collect::<Vec<_>>().join("\n")
}

/// Whether a text parses, or could if it went on.
fn works(grammar: &Grammar, code: &str, compiles: &mut dyn FnMut(&str) -> bool) -> bool {
    let tokens = tokenize(code);
    match walk(grammar, code, &tokens, Mode::Exec) {
        Walk::Whole => compiles(code),
        Walk::Stopped => true,
        Walk::Wrong => {
            if !tokens.warnings.is_empty() || code.contains('\\') {
                compiles(code);
            }
            false
        }
    }
}

/// Keywords close to a name, best first.
fn suggestions(name: &str) -> Vec<&'static str> {
    let name: Vec<char> = name.chars().collect();
    let mut found = Vec::new();
    found.extend(nearest(&name));
    let mut close: Vec<(f64, &str)> = KEYWORDS
        .iter()
        .map(|k| (similarity(&k.chars().collect::<Vec<_>>(), &name), *k))
        .filter(|(score, _)| *score >= 0.5)
        .collect();
    while found.len() < MAX_MATCHES {
        let best =
            (0..close.len()).max_by(|a, b| close[*a].0.total_cmp(&close[*b].0).then(close[*a].1.cmp(close[*b].1)));
        match best {
            Some(best) => found.push(close.swap_remove(best).1),
            None => break,
        }
    }
    found
}

/// The keyword at the least edit distance, if that is small for the lengths. A changed character costs 2, a changed case 1.
fn nearest(name: &[char]) -> Option<&'static str> {
    let mut best: Option<(usize, &'static str)> = None;
    for keyword in KEYWORDS {
        let mut limit = (keyword.len() + name.len() + 3) * 2 / 6;
        if let Some((distance, _)) = best {
            limit = limit.min(distance.saturating_sub(1));
        }
        let distance = edit_distance(name, &keyword.chars().collect::<Vec<_>>());
        if distance <= limit && best.is_none_or(|b| distance < b.0) {
            best = Some((distance, keyword));
        }
    }
    best.map(|b| b.1)
}

fn edit_distance(a: &[char], b: &[char]) -> usize {
    if a.len() > 40 || b.len() > 40 {
        return usize::MAX;
    }
    let cost = |x: char, y: char| match x == y {
        true => 0,
        false if x.eq_ignore_ascii_case(&y) => 1,
        false => 2,
    };
    let mut row: Vec<usize> = (0..=b.len()).map(|j| j * 2).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i * 2;
        let mut left = (i + 1) * 2;
        for (slot, y) in row.iter_mut().skip(1).zip(b) {
            let value = (diagonal + cost(*x, *y)).min(left + 2).min(*slot + 2);
            diagonal = *slot;
            *slot = value;
            left = value;
        }
        if let Some(first) = row.first_mut() {
            *first = (i + 1) * 2;
        }
    }
    row.last().copied().unwrap_or(0)
}

/// Twice the length of the matching blocks over the length of both, the longest block first, then left and right of it.
fn similarity(a: &[char], b: &[char]) -> f64 {
    let mut todo = vec![(0, a.len(), 0, b.len())];
    let mut matched = 0;
    while let Some((a0, a1, b0, b1)) = todo.pop() {
        let mut best = (0, 0, 0);
        for i in a0..a1 {
            for j in b0..b1 {
                let length = a[i..a1].iter().zip(&b[j..b1]).take_while(|(x, y)| x == y).count();
                if length > best.0 {
                    best = (length, i, j);
                }
            }
        }
        let (length, i, j) = best;
        if length > 0 {
            matched += length;
            todo.push((a0, i, b0, j));
            todo.push((i + length, a1, j + length, b1));
        }
    }
    2.0 * matched as f64 / (a.len() + b.len()).max(1) as f64
}
