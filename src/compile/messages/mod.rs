//! Syntax errors in CPython's words.
//!
//! Invariant: given a text, the error found here depends on the text alone, never on what another parser said about it. The
//! tokens are CPython's (`tokens`), and the grammar (`grammar.peg`, run by `peg`) is walked twice as CPython does: once as it
//! is, once with the rules for wrong programs, whose actions (`raise`) know places and wordings.

pub mod escapes;
mod peg;
mod raise;
mod shape;
pub mod tokens;
pub mod typo;
pub mod warn;

use super::Mode;
use super::errors::{SyntaxError, SyntaxErrorKind};
use peg::{End, Grammar, Machine};
use raise::Context;
pub use raise::too_many_digits;
use tokens::{DEDENT, ENDMARKER, INDENT, NEWLINE, Place, Token, Tokens};

/// The error CPython reports for a text; `None` if its parser accepts it (or the text is so long and strange that finding out
/// takes too long). Line ends are `\n`, and the last line has one.
pub fn diagnose(source: &str, tokens: &Tokens, mode: Mode) -> Option<SyntaxError> {
    if mode != Mode::Single {
        return examine(source, tokens, mode);
    }
    examine(source, &interactive(tokens), mode)
}

/// The tokens of an interactive statement.
fn interactive(tokens: &Tokens) -> Tokens {
    // an interactive statement ends with a line end of its own
    let mut list = tokens.list.clone();
    if let Some(end) = list.last().copied().filter(|t| t.kind == ENDMARKER)
        && list.len() > 1
    {
        list.insert(list.len() - 1, Token { kind: NEWLINE, start: end.start, end: end.start, ..end });
    }
    let Tokens { error, open, warnings, lines, .. } = tokens;
    let (error, open, warnings, lines) = (error.clone(), open.clone(), warnings.clone(), lines.clone());
    Tokens { list, error, open, warnings, lines }
}

fn rule_of(mode: Mode) -> &'static str {
    match mode {
        Mode::Exec => "file",
        Mode::Eval => "eval",
        Mode::Single => "single",
    }
}

/// How many tokens the parser has taken before it finds an error.
fn accepted(source: &str, tokens: &Tokens, mode: Mode) -> usize {
    let (context, grammar) = (Context { source, tokens }, Grammar::new());
    let mut machine = Machine::new(&grammar, &tokens.list, source);
    match machine.run(rule_of(mode), false, &mut |action| context.act(action)) {
        End::OutOfTokens => tokens.list.len(),
        _ => (machine.fill as usize).saturating_sub(1),
    }
}

/// Whether a text that is no program stops only because it ends.
pub fn is_incomplete(source: &str, mode: Mode) -> bool {
    let mut tokens = tokens::tokenize(source);
    if mode == Mode::Single {
        tokens = interactive(&tokens);
    }
    matches!(walk(&Grammar::new(), source, &tokens, mode), Walk::Stopped)
}

/// How far the parser comes.
enum Walk {
    /// to the end: a program
    Whole,
    /// to the end, where more was expected
    Stopped,
    Wrong,
}

fn walk(grammar: &Grammar, source: &str, tokens: &Tokens, mode: Mode) -> Walk {
    let context = Context { source, tokens };
    let mut machine = Machine::new(grammar, &tokens.list, source);
    let end = machine.run(rule_of(mode), false, &mut |action| context.act(action));
    let seen = (machine.fill as usize).checked_sub(1).and_then(|i| tokens.list.get(i));
    let at_end = match end {
        End::Matched => return Walk::Whole,
        End::OutOfTokens => tokens
            .error
            .as_ref()
            .is_some_and(|e| e.place == Place::EndOfFile || e.message.starts_with("unterminated triple-quoted")),
        _ => tokens.error.is_none() && seen.is_some_and(|t| t.start as usize >= source.len()),
    };
    if at_end { Walk::Stopped } else { Walk::Wrong }
}

fn examine(source: &str, tokens: &Tokens, mode: Mode) -> Option<SyntaxError> {
    let grammar = Grammar::new();
    let context = Context { source, tokens };
    let mut machine = Machine::new(&grammar, &tokens.list, source);
    let rule = rule_of(mode);
    let first = machine.run(rule, false, &mut |action| context.act(action));
    let reached = machine.fill;
    match first {
        End::Matched if mode == Mode::Single => {
            let rest = tokens.list.get(machine.matched as usize..).unwrap_or(&[]);
            if rest.iter().all(|t| matches!(t.kind, NEWLINE | DEDENT | ENDMARKER)) {
                return None;
            }
            let message = "multiple statements found while compiling a single statement";
            return context.near_token(message.into(), reached.saturating_sub(1), reached);
        }
        End::Matched => return None,
        End::OutOfTokens => return out_of_tokens(&context),
        End::Raised(e) => return Some(later(&context, e, machine.fill)),
        End::GaveUp => return out_of_tokens(&context),
        End::Failed => {}
    }
    match machine.run(rule, true, &mut |action| context.act(action)) {
        End::OutOfTokens => out_of_tokens(&context),
        End::Raised(e) => Some(later(&context, e, machine.fill)),
        End::Matched | End::Failed | End::GaveUp => generic(&context, reached, machine.fill),
    }
}

/// The parser met the token the tokenizer could not make.
fn out_of_tokens(context: &Context) -> Option<SyntaxError> {
    context.tokens.error.as_ref().map(|e| context.token_error(e))
}

/// What is wrong further on in the text and comes first all the same.
fn later(context: &Context, error: SyntaxError, fill: u32) -> SyntaxError {
    let Some(e) = context.tokens.error.as_ref().filter(|e| !e.nested) else { return error };
    if e.place == Place::Tokenizer {
        return context.token_error(e);
    }
    let line = context.tokens.list.get((fill as usize).wrapping_sub(1)).map_or(0, |t| t.line);
    match context.tokens.open.last() {
        Some(open) if line > open.line => context.never_closed(e.line).unwrap_or(error),
        _ => error,
    }
}

/// "invalid syntax", or what stands in for it.
fn generic(context: &Context, reached: u32, fill: u32) -> Option<SyntaxError> {
    let last = reached.checked_sub(1)?;
    let token = context.tokens.list.get(last as usize)?;
    if matches!(token.kind, INDENT | DEDENT) {
        let message = if token.kind == INDENT { "unexpected indent" } else { "unexpected unindent" };
        let error = context.near_token(message.into(), fill.saturating_sub(1), fill)?;
        return Some(error.kind(SyntaxErrorKind::IndentationError));
    }
    let error = context.at_token("invalid syntax".into(), last, fill)?;
    Some(later(context, error, fill))
}
