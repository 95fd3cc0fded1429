//! The machine that runs the grammar of `grammar.peg` over tokens.
//!
//! Invariant: no recursion and no unbounded work on user data: choices and calls live on one growable stack, every step is
//! counted, and the results of the rules CPython memoises are memoised here, so the same rules run at the same places.

use super::tokens::{CLASSES, Kind, NAME, Token, kind_of};

const SOURCE: &str = include_str!("grammar.peg");

/// Steps after which a run gives up, and more of them for every token; ordinary programs take some hundreds a token.
const STEP_LIMIT: u64 = 4_000_000;
const TOKEN_STEPS: u64 = 2000;

/// Soft keywords, as `Op::Soft` numbers them.
const SOFT: [&str; 4] = ["_", "case", "match", "type"];

/// A range of token indexes.
pub type Range = (u32, u32);

#[derive(Clone, Copy, Debug)]
enum Op {
    Token(Kind),
    Soft(u8),
    AnySoft,
    /// run a rule
    Call(u16),
    /// run a rule with the `invalid_` rules off
    Plain(u16),
    /// on failure go on there
    Choice(u16),
    /// drop the last choice and go on there
    Commit(u16),
    /// renew the last choice here and go on there
    Again(u16),
    /// drop the last choice, go back to where it was made, and go on there
    BackCommit(u16),
    /// drop the last choice and fail
    FailTwice,
    Fail,
    /// fail while `invalid_` rules are off
    Gate,
    Cut,
    Open(u8),
    Close(u8),
    Return,
    Raise(u16),
    Check(u16),
    Demand(Kind),
}

struct Rule {
    name: &'static str,
    start: u16,
    memo: bool,
    left: bool,
}

/// The compiled grammar.
pub struct Grammar {
    ops: Vec<Op>,
    rules: Vec<Rule>,
    actions: Vec<&'static str>,
}

struct Compiler {
    text: &'static [u8],
    line: &'static str,
    at: usize,
    grammar: Grammar,
}

impl Grammar {
    pub fn new() -> Grammar {
        let lines = || SOURCE.lines().filter(|l| !l.starts_with('#') && !l.is_empty());
        let mut rules = Vec::new();
        for line in lines() {
            let head = line.split(':').next().unwrap_or("");
            let name = head.trim_end_matches(['@', '%']);
            rules.push(Rule { name, start: 0, memo: head.len() > name.len(), left: head.ends_with('%') });
        }
        let grammar = Grammar { ops: Vec::new(), rules, actions: Vec::new() };
        let mut c = Compiler { text: b"", line: "", at: 0, grammar };
        for (i, line) in lines().enumerate() {
            c.grammar.rules[i].start = c.grammar.ops.len() as u16;
            c.line = line;
            c.text = line.as_bytes();
            c.at = line.find(':').map_or(0, |p| p + 1);
            c.alternatives(true);
        }
        c.grammar
    }

    fn rule(&self, name: &str) -> Option<u16> {
        self.rules.iter().position(|r| r.name == name).map(|i| i as u16)
    }
}

impl Compiler {
    fn space(&mut self) {
        while self.text.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
    }

    fn eat(&mut self, text: &str) -> bool {
        self.space();
        let hit = self.text[self.at.min(self.text.len())..].starts_with(text.as_bytes());
        if hit {
            self.at += text.len();
        }
        hit
    }

    fn emit(&mut self, op: Op) -> usize {
        self.grammar.ops.push(op);
        self.grammar.ops.len() - 1
    }

    fn here(&self) -> u16 {
        self.grammar.ops.len() as u16
    }

    /// Text up to `end`, which is skipped.
    fn until(&mut self, end: &str) -> &'static str {
        let rest = &self.line[self.at..];
        let length = rest.find(end).unwrap_or(rest.len());
        self.at += length + end.len();
        &rest[..length]
    }

    fn alternatives(&mut self, outer: bool) {
        let mut ends = Vec::new();
        loop {
            let choice = self.emit(Op::Choice(0));
            if self.lone_invalid() {
                self.emit(Op::Gate);
            }
            self.sequence();
            if outer {
                self.emit(Op::Return);
            } else {
                ends.push(self.emit(Op::Commit(0)));
            }
            self.grammar.ops[choice] = Op::Choice(self.here());
            if !self.eat("|") {
                break;
            }
        }
        self.emit(Op::Fail);
        let end = self.here();
        for e in ends {
            self.grammar.ops[e] = Op::Commit(end);
        }
    }

    /// Whether the alternative that starts here is a single `invalid_` rule.
    fn lone_invalid(&mut self) -> bool {
        self.space();
        let rest = &self.line[self.at..];
        let name = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        rest.starts_with("invalid_") && matches!(rest[name..].trim_start().bytes().next(), None | Some(b'|' | b')'))
    }

    fn sequence(&mut self) {
        loop {
            self.space();
            match self.text.get(self.at) {
                None | Some(b'|' | b')') => return,
                Some(b'{') => {
                    self.at += 1;
                    if self.eat("#") {
                        let name = self.until("}");
                        let n = self.action(name);
                        self.emit(Op::Check(n));
                    } else {
                        let rest = &self.line[self.at..];
                        let end = rest.find("} |").unwrap_or(rest.trim_end().len() - 1);
                        self.at += end + 1;
                        let n = self.action(&rest[..end]);
                        self.emit(Op::Raise(n));
                    }
                }
                Some(_) => self.item(),
            }
        }
    }

    fn action(&mut self, text: &'static str) -> u16 {
        self.grammar.actions.push(text);
        self.grammar.actions.len() as u16 - 1
    }

    fn item(&mut self) {
        if self.eat("~") {
            self.emit(Op::Cut);
        } else if self.eat("&&'") {
            let text = self.until("'");
            self.emit(Op::Demand(kind_of(text).unwrap_or(0)));
        } else if self.eat("&") {
            let choice = self.emit(Op::Choice(0));
            self.primary();
            let back = self.emit(Op::BackCommit(0));
            self.grammar.ops[choice] = Op::Choice(self.here());
            self.emit(Op::Fail);
            self.grammar.ops[back] = Op::BackCommit(self.here());
        } else if self.eat("!") {
            let choice = self.emit(Op::Choice(0));
            self.primary();
            self.emit(Op::FailTwice);
            self.grammar.ops[choice] = Op::Choice(self.here());
        } else if self.eat("a=") {
            self.emit(Op::Open(0));
            self.suffixed();
            self.emit(Op::Close(0));
        } else if self.eat("b=") {
            self.emit(Op::Open(1));
            self.suffixed();
            self.emit(Op::Close(1));
        } else {
            self.suffixed();
        }
    }

    fn suffixed(&mut self) {
        let begin = self.at;
        let choice = self.emit(Op::Choice(0));
        self.primary();
        let next = self.text.get(self.at).copied();
        if next == Some(b'?') {
            self.at += 1;
            let end = self.here() + 1;
            self.emit(Op::Commit(end));
            self.grammar.ops[choice] = Op::Choice(end);
        } else if next == Some(b'*') {
            self.at += 1;
            self.emit(Op::Again(choice as u16 + 1));
            self.grammar.ops[choice] = Op::Choice(self.here());
        } else {
            // no suffix that repeats from here: compile again without the choice
            let plus = next == Some(b'+');
            self.grammar.ops.truncate(choice);
            self.at = begin;
            self.primary();
            if self.text.get(self.at) == Some(&b'.') {
                // the separator of a list: item (separator item)*
                self.at += 1;
                let item = self.at;
                self.grammar.ops.truncate(choice);
                self.primary();
                let outer = self.emit(Op::Choice(0));
                self.at = begin;
                self.primary();
                self.at = item;
                self.primary();
                self.at += 1;
                self.emit(Op::Again(outer as u16 + 1));
                self.grammar.ops[outer] = Op::Choice(self.here());
            } else if plus {
                let after = self.at + 1;
                let outer = self.emit(Op::Choice(0));
                self.at = begin;
                self.primary();
                self.emit(Op::Again(outer as u16 + 1));
                self.grammar.ops[outer] = Op::Choice(self.here());
                self.at = after;
            }
        }
    }

    fn primary(&mut self) {
        if self.eat("(") {
            self.alternatives(false);
            self.eat(")");
        } else if self.eat("'") {
            let text = self.until("'");
            self.emit(Op::Token(kind_of(text).unwrap_or(0)));
        } else if self.eat("\"") {
            let text = self.until("\"");
            self.emit(Op::Soft(SOFT.iter().position(|s| *s == text).unwrap_or(0) as u8));
        } else {
            let plain = self.eat("-");
            let from = self.at;
            while self.text.get(self.at).is_some_and(|c| c.is_ascii_alphabetic() || *c == b'_') {
                self.at += 1;
            }
            let name = &self.line[from..self.at];
            let op = if let Some(i) = CLASSES.iter().position(|c| *c == name) {
                Op::Token(i as Kind)
            } else if let Some(rule) = self.grammar.rule(name) {
                if plain { Op::Plain(rule) } else { Op::Call(rule) }
            } else {
                Op::AnySoft
            };
            self.emit(op);
        }
    }
}

#[derive(Clone, Copy)]
enum Entry {
    Choice { pc: u16, mark: u32 },
    Frame(Frame),
}

#[derive(Clone, Copy)]
struct Frame {
    back: u16,
    rule: u16,
    start: u32,
    outer: u32,
    captures: [Range; 2],
    /// end of the best match so far of a left-recursive rule
    best: u32,
    /// what the `invalid_` switch goes back to
    invalid: bool,
}

const NONE: u32 = u32::MAX;

/// How a run over the tokens ended.
pub enum End<E> {
    Matched,
    Failed,
    /// the rules asked for a token past the last one
    OutOfTokens,
    Raised(E),
    GaveUp,
}

/// What a `{…}` of the grammar sees.
pub struct Action<'a> {
    pub text: &'static str,
    pub a: Range,
    pub b: Range,
    pub mark: u32,
    /// tokens seen so far
    pub fill: u32,
    pub tokens: &'a [Token],
}

/// What a `{…}` decides.
pub enum Verdict<E> {
    /// go on
    Pass,
    /// the rule fails
    Fail,
    Raise(E),
    OutOfTokens,
}

/// One parser over one token list: two runs share what was seen.
pub struct Machine<'a> {
    grammar: &'a Grammar,
    tokens: &'a [Token],
    source: &'a str,
    memo: Vec<Vec<(u16, u32)>>,
    /// tokens seen so far
    pub fill: u32,
    /// line of the last compound statement that was matched; 0: none
    pub statement: Option<u32>,
    /// tokens the rule matched
    pub matched: u32,
    compound: Option<u16>,
    function: Option<u16>,
    /// where the last function began
    function_start: Option<u32>,
    steps: u64,
}

impl<'a> Machine<'a> {
    pub fn new(grammar: &'a Grammar, tokens: &'a [Token], source: &'a str) -> Machine<'a> {
        Machine {
            grammar,
            tokens,
            source,
            memo: Vec::new(),
            fill: 0,
            statement: None,
            matched: 0,
            compound: grammar.rule("compound_stmt"),
            function: grammar.rule("function_def"),
            function_start: None,
            steps: 0,
        }
    }

    fn remember(&mut self, start: u32, rule: u16, end: u32) {
        if let Some(list) = self.memo.get_mut(start as usize) {
            match list.iter_mut().find(|m| m.0 == rule) {
                Some(m) => m.1 = end,
                None => list.push((rule, end)),
            }
        }
    }

    fn known(&self, start: u32, rule: u16) -> Option<u32> {
        let list = self.memo.get(start as usize)?;
        list.iter().find(|m| m.0 == rule).map(|m| m.1)
    }

    fn soft(&self, token: &Token, word: Option<u8>) -> bool {
        let text = self.source.get(token.start as usize..token.end as usize).unwrap_or("");
        token.kind == NAME
            && match word {
                Some(w) => SOFT.get(usize::from(w)) == Some(&text),
                None => SOFT.contains(&text),
            }
    }

    /// Runs `rule` from the first token. `invalid`: with the `invalid_` rules.
    pub fn run<E>(&mut self, rule: &str, invalid: bool, act: &mut dyn FnMut(Action) -> Verdict<E>) -> End<E> {
        let grammar = self.grammar;
        let Some(first) = grammar.rule(rule) else { return End::Failed };
        let limit = STEP_LIMIT + TOKEN_STEPS * self.tokens.len() as u64;
        self.steps = 0;
        self.memo.clear();
        self.memo.resize_with(self.tokens.len() + 1, Vec::new);
        let mut invalid = invalid;
        let mut mark = 0u32;
        let mut stack: Vec<Entry> = Vec::new();
        let bottom =
            Frame { back: NO_RETURN, rule: first, start: 0, outer: 0, captures: [(0, 0); 2], best: NONE, invalid };
        stack.push(Entry::Frame(bottom));
        let mut frame = 0usize;
        let mut pc = grammar.rules[usize::from(first)].start;
        loop {
            self.steps += 1;
            if self.steps > limit {
                return End::GaveUp;
            }
            let Some(op) = grammar.ops.get(usize::from(pc)) else { return End::GaveUp };
            pc += 1;
            let ok = match *op {
                Op::Token(_) | Op::Soft(_) | Op::AnySoft | Op::Demand(_) => {
                    let Some(token) = self.tokens.get(mark as usize) else { return End::OutOfTokens };
                    self.fill = self.fill.max(mark + 1);
                    let hit = match *op {
                        Op::Token(kind) | Op::Demand(kind) => token.kind == kind,
                        Op::Soft(word) => self.soft(token, Some(word)),
                        _ => self.soft(token, None),
                    };
                    if let (Op::Demand(kind), false) = (*op, hit) {
                        let text = if kind_of(":") == Some(kind) { "La expected ':'" } else { "La expected '('" };
                        let a = (mark, mark + 1);
                        let action = Action { text, a, b: a, mark, fill: self.fill, tokens: self.tokens };
                        match act(action) {
                            Verdict::Raise(e) => return End::Raised(e),
                            _ => false,
                        }
                    } else {
                        mark += hit as u32;
                        hit
                    }
                }
                Op::Call(rule) | Op::Plain(rule) => {
                    if self.tokens.get(mark as usize).is_none() {
                        return End::OutOfTokens;
                    }
                    self.fill = self.fill.max(mark + 1);
                    let r = &grammar.rules[usize::from(rule)];
                    let known = if r.memo { self.known(mark, rule) } else { None };
                    match known {
                        Some(NONE) => false,
                        Some(end) => {
                            mark = end;
                            true
                        }
                        None => {
                            stack.push(Entry::Frame(Frame {
                                back: pc,
                                rule,
                                start: mark,
                                outer: frame as u32,
                                captures: [(0, 0); 2],
                                best: NONE,
                                invalid,
                            }));
                            frame = stack.len() - 1;
                            if matches!(op, Op::Plain(_)) {
                                invalid = false;
                            }
                            if r.left {
                                self.remember(mark, rule, NONE);
                            }
                            pc = r.start;
                            true
                        }
                    }
                }
                Op::Choice(target) => {
                    stack.push(Entry::Choice { pc: target, mark });
                    true
                }
                Op::Commit(target) => {
                    stack.pop();
                    pc = target;
                    true
                }
                Op::Again(target) => {
                    if let Some(Entry::Choice { mark: m, .. }) = stack.last_mut() {
                        // an item that takes nothing ends the loop
                        if *m == mark {
                            stack.pop();
                        } else {
                            *m = mark;
                            pc = target;
                        }
                    }
                    true
                }
                Op::BackCommit(target) => {
                    if let Some(Entry::Choice { mark: m, .. }) = stack.pop() {
                        mark = m;
                    }
                    pc = target;
                    true
                }
                Op::FailTwice => {
                    stack.pop();
                    false
                }
                Op::Fail => false,
                Op::Gate => invalid,
                Op::Cut => {
                    stack.truncate(frame + 1);
                    true
                }
                Op::Open(i) => {
                    if let Some(Entry::Frame(f)) = stack.get_mut(frame) {
                        f.captures[usize::from(i)] = (mark, mark);
                    }
                    true
                }
                Op::Close(i) => {
                    if let Some(Entry::Frame(f)) = stack.get_mut(frame) {
                        f.captures[usize::from(i)].1 = mark;
                    }
                    true
                }
                Op::Raise(n) | Op::Check(n) => {
                    let Some(Entry::Frame(f)) = stack.get(frame) else { return End::GaveUp };
                    let text = grammar.actions[usize::from(n)];
                    let [a, b] = f.captures;
                    match act(Action { text, a, b, mark, fill: self.fill, tokens: self.tokens }) {
                        Verdict::Pass => true,
                        Verdict::Fail => {
                            stack.truncate(frame + 1);
                            false
                        }
                        Verdict::Raise(e) => return End::Raised(e),
                        Verdict::OutOfTokens => return End::OutOfTokens,
                    }
                }
                Op::Return => {
                    stack.truncate(frame + 1);
                    let Some(Entry::Frame(f)) = stack.last_mut() else { return End::GaveUp };
                    let rule = &grammar.rules[usize::from(f.rule)];
                    if rule.left && (f.best == NONE && mark > f.start || f.best != NONE && mark > f.best) {
                        // a longer match: try again with it as the seed
                        f.best = mark;
                        let (start, id) = (f.start, f.rule);
                        self.remember(start, id, mark);
                        mark = start;
                        pc = rule.start;
                        true
                    } else {
                        let f = *f;
                        if rule.left && f.best != NONE {
                            mark = f.best;
                        }
                        if rule.memo && !rule.left {
                            self.remember(f.start, f.rule, mark);
                        }
                        stack.pop();
                        invalid = f.invalid;
                        if Some(f.rule) == self.function {
                            self.function_start = Some(f.start);
                        }
                        if Some(f.rule) == self.compound && self.function_start != Some(f.start) {
                            self.statement = self.statement.max(Some(f.start));
                        }
                        if f.back == NO_RETURN {
                            self.matched = mark;
                            return End::Matched;
                        }
                        frame = f.outer as usize;
                        pc = f.back;
                        true
                    }
                }
            };
            if ok {
                continue;
            }
            // fail: back to the last choice, through the rules that had none left
            loop {
                match stack.pop() {
                    Some(Entry::Choice { pc: p, mark: m }) => {
                        (pc, mark) = (p, m);
                        break;
                    }
                    Some(Entry::Frame(f)) => {
                        let rule = &grammar.rules[usize::from(f.rule)];
                        invalid = f.invalid;
                        frame = f.outer as usize;
                        if rule.left && f.best != NONE {
                            mark = f.best;
                            pc = f.back;
                            break;
                        }
                        if rule.memo {
                            self.remember(f.start, f.rule, NONE);
                        }
                        if f.back == NO_RETURN {
                            return End::Failed;
                        }
                    }
                    None => return End::Failed,
                }
            }
        }
    }
}

const NO_RETURN: u16 = u16::MAX;
