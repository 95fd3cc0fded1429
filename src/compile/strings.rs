//! String literals, f-strings and t-strings.
//!
//! Invariant: the parser's text cannot hold a lone surrogate; a literal that may contain one is decoded again from its source.

use super::Compiler;
use super::registers::Operand;
use super::scopes::Res;
use crate::code::Const;
use crate::code::opcode::Op;
use ruff_python_ast::{self as ast, ConversionFlag, FStringPart, InterpolatedStringElement};
use ruff_text_size::{Ranged, TextRange};
use std::borrow::Cow;
use std::rc::Rc;

/// Most strings that one `BuildString` joins; longer f-strings join in steps.
const JOIN: usize = 200;

/// Text under construction: plain until a surrogate comes.
#[derive(Default)]
pub(super) struct Text {
    plain: String,
    wide: Option<Vec<u32>>,
}

impl Text {
    pub fn push_str(&mut self, s: &str) {
        match &mut self.wide {
            Some(w) => w.extend(s.chars().map(|c| c as u32)),
            None => self.plain.push_str(s),
        }
    }
    fn push_points(&mut self, points: &[u32]) {
        match &mut self.wide {
            Some(w) => w.extend(points),
            None => {
                let mut w: Vec<u32> = self.plain.chars().map(|c| c as u32).collect();
                w.extend(points);
                self.wide = Some(w);
            }
        }
    }
    pub fn is_empty(&self) -> bool {
        self.plain.is_empty() && self.wide.as_ref().is_none_or(|w| w.is_empty())
    }
    pub fn take(&mut self) -> Const {
        match self.wide.take() {
            Some(w) => {
                self.plain.clear();
                Const::WideStr(w.into())
            }
            None => Const::Str(std::mem::take(&mut self.plain).into()),
        }
    }
}

/// Decodes again the text of a literal in which an escape stood for a surrogate: `decoded` has U+FFFD there.
fn with_surrogates(raw: &str, decoded: &str, braces: bool) -> Option<Vec<u32>> {
    let mut out: Vec<u32> = Vec::new();
    let mut decoded = decoded.chars();
    let mut raw = raw.chars().peekable();
    let mut found = false;
    while let Some(c) = raw.next() {
        if c != '\\' {
            if braces && (c == '{' || c == '}') && raw.peek() == Some(&c) {
                raw.next();
            }
            if c == '\r' && raw.peek() == Some(&'\n') {
                raw.next();
            }
            out.push(decoded.next()? as u32);
            continue;
        }
        let hex = |raw: &mut std::iter::Peekable<std::str::Chars>, n: usize| {
            (0..n).try_fold(0u32, |v, _| Some(v << 4 | raw.next()?.to_digit(16)?))
        };
        match raw.next()? {
            '\n' => {}
            '\r' => {
                if raw.peek() == Some(&'\n') {
                    raw.next();
                }
            }
            '0'..='7' => {
                for _ in 0..2 {
                    if raw.peek().is_some_and(|c| ('0'..='7').contains(c)) {
                        raw.next();
                    }
                }
                out.push(decoded.next()? as u32);
            }
            'x' => {
                hex(&mut raw, 2)?;
                out.push(decoded.next()? as u32);
            }
            'N' => {
                for c in raw.by_ref() {
                    if c == '}' {
                        break;
                    }
                }
                out.push(decoded.next()? as u32);
            }
            e @ ('u' | 'U') => {
                let v = hex(&mut raw, if e == 'u' { 4 } else { 8 })?;
                let d = decoded.next()? as u32;
                let surrogate = (0xd800..0xe000).contains(&v);
                found |= surrogate;
                out.push(if surrogate { v } else { d });
            }
            '\\' | '\'' | '"' | 'a' | 'b' | 'f' | 'n' | 'r' | 't' | 'v' => out.push(decoded.next()? as u32),
            _ => {
                out.push(decoded.next()? as u32);
                out.push(decoded.next()? as u32);
            }
        }
    }
    found.then_some(out)
}

/// Whether text may have lost a surrogate.
fn suspicious(value: &str) -> bool {
    // (a search for such a character is one for its bytes)
    !value.is_ascii() && value.contains('\u{fffd}')
}

/// The texts of literals, surrogates included.
pub(super) struct Decoder<'a> {
    pub source: &'a str,
}

impl Decoder<'_> {
    fn source_of(&self, range: TextRange) -> &str {
        self.source.get(range.start().to_usize()..range.end().to_usize()).unwrap_or("")
    }

    /// Adds a string literal.
    pub fn literal(&self, part: &ast::StringLiteral, text: &mut Text) {
        if suspicious(&part.value)
            && !part.flags.prefix().is_raw()
            && let Some(points) = with_surrogates(self.source_of(part.content_range()), &part.value, false)
        {
            return text.push_points(&points);
        }
        text.push_str(&part.value);
    }

    /// Adds the text between the replacement fields of an f-string.
    pub fn element(&self, part: &ast::InterpolatedStringLiteralElement, raw: bool, spec: bool, text: &mut Text) {
        if suspicious(&part.value)
            && !raw
            && let Some(points) = with_surrogates(self.source_of(part.range), &part.value, !spec)
        {
            return text.push_points(&points);
        }
        text.push_str(&part.value);
    }
}

impl<'a> Compiler<'a> {
    fn literal(&self, part: &ast::StringLiteral, text: &mut Text) {
        Decoder { source: self.source }.literal(part, text)
    }

    /// The constant of a string literal.
    pub(super) fn string_const(&self, s: &ast::ExprStringLiteral) -> Const {
        let mut text = Text::default();
        for part in &s.value {
            self.literal(part, &mut text);
        }
        text.take()
    }

    fn element(&self, part: &ast::InterpolatedStringLiteralElement, raw: bool, spec: bool, text: &mut Text) {
        Decoder { source: self.source }.element(part, raw, spec, text)
    }

    /// An f-string.
    #[inline(never)]
    pub(super) fn fstring_to(&mut self, f: &'a ast::ExprFString, dst: u16) -> Res<()> {
        let mut parts = Parts::new(f.range);
        for part in &f.value {
            match part {
                FStringPart::Literal(l) => self.literal(l, &mut parts.text),
                FStringPart::FString(f) => {
                    let raw = f.flags.prefix().is_raw();
                    for e in &f.elements {
                        self.part(e, raw, false, &mut parts)?;
                    }
                }
            }
        }
        self.join(parts, dst)
    }

    fn part(&mut self, e: &'a InterpolatedStringElement, raw: bool, spec: bool, parts: &mut Parts) -> Res<()> {
        match e {
            InterpolatedStringElement::Literal(l) => {
                self.element(l, raw, spec, &mut parts.text);
                Ok(())
            }
            InterpolatedStringElement::Interpolation(i) => {
                if let Some(debug) = &i.debug_text {
                    parts.text.push_str(&without_comments(debug.as_str()));
                }
                self.flush(parts);
                let t = self.piece(parts);
                self.formatted(i, raw, t)
            }
        }
    }

    /// The register of the next piece; joins what is there when there are too many.
    fn piece(&mut self, parts: &mut Parts) -> u16 {
        if parts.count >= JOIN {
            let at = self.pos(parts.range);
            let first = parts.first;
            self.emit(at, Op::BuildString, 0, first, first, parts.count as u16);
            self.release(first + 1);
            parts.count = 1;
        }
        let t = self.temp();
        if parts.count == 0 {
            parts.first = t;
        }
        parts.count += 1;
        t
    }

    fn flush(&mut self, parts: &mut Parts) {
        if !parts.text.is_empty() {
            let text = parts.text.take();
            let at = self.pos(parts.range);
            let t = self.piece(parts);
            self.load_const(at, text, t);
        }
    }

    fn join(&mut self, mut parts: Parts, dst: u16) -> Res<()> {
        let at = self.pos(parts.range);
        if parts.count == 0 {
            let text = parts.text.take();
            self.load_const(at, text, dst);
            return Ok(());
        }
        self.flush(&mut parts);
        let first = parts.first;
        if parts.count == 1 {
            self.emit(at, Op::Move, crate::code::opcode::KILL_B, dst, first, 0);
        } else {
            self.emit(at, Op::BuildString, 0, dst, first, parts.count as u16);
        }
        self.release(first);
        Ok(())
    }

    /// The pieces of `"…" % (…)` if it only has plain `%s`, `%r` and `%a`, one for each value: such a formatting is an f-string.
    #[inline(never)]
    pub(super) fn percent_pieces(&self, format: &ast::ExprStringLiteral, values: &[ast::Expr]) -> Option<Vec<Piece>> {
        let Const::Str(text) = self.string_const(format) else { return None };
        if !text.contains('%') || values.iter().any(|e| e.is_starred_expr()) {
            return None;
        }
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut count = 0;
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            if c != '%' {
                plain.push(c);
                continue;
            }
            let conversion = match chars.next()? {
                '%' => {
                    plain.push('%');
                    continue;
                }
                's' => 1,
                'r' => 2,
                'a' => 3,
                _ => return None,
            };
            count += 1;
            pieces.push((std::mem::take(&mut plain), conversion));
        }
        pieces.push((plain, 0));
        (count == values.len()).then_some(pieces)
    }

    /// Formats the values as the pieces say.
    pub(super) fn percent_to(
        &mut self,
        range: TextRange,
        pieces: Vec<Piece>,
        values: &'a [ast::Expr],
        dst: u16,
    ) -> Res<()> {
        let mut parts = Parts::new(range);
        let mut values = values.iter();
        for (text, conversion) in pieces {
            parts.text.push_str(&text);
            let Some(e) = values.next().filter(|_| conversion != 0) else { continue };
            self.flush(&mut parts);
            let t = self.piece(&mut parts);
            let at = self.pos(e.range());
            let mark = self.mark();
            let v = self.operand(e)?;
            self.emit(at, Op::Convert, v.kill_b(), t, v.reg, conversion);
            self.emit(at, Op::FormatSimple, crate::code::opcode::KILL_B, t, t, 0);
            self.release(mark);
        }
        self.join(parts, dst)
    }

    /// One `{…}` of an f-string.
    fn formatted(&mut self, i: &'a ast::InterpolatedElement, raw: bool, dst: u16) -> Res<()> {
        let at = self.pos(i.range);
        let mark = self.mark();
        let mut value = self.operand(&i.expression)?;
        let conversion = match i.conversion {
            ConversionFlag::None if i.debug_text.is_some() && i.format_spec.is_none() => 2,
            c => conversion(c),
        };
        if conversion != 0 {
            self.emit(at, Op::Convert, value.kill_b(), dst, value.reg, conversion);
            self.release(mark);
            value = Operand::temp(dst);
        }
        if let Some(spec) = &i.format_spec {
            if !value.kill && self.has_walrus() {
                let t = self.temp();
                self.emit(at, Op::Move, 0, t, value.reg, 0);
                value = Operand::temp(t);
            }
            let t = self.temp();
            self.spec_to(spec, raw, t)?;
            let at = self.pos(i.range);
            self.emit(at, Op::FormatSpec, value.kill_b() | crate::code::opcode::KILL_C, dst, value.reg, t);
        } else {
            self.emit(at, Op::FormatSimple, value.kill_b(), dst, value.reg, 0);
        }
        self.release(mark);
        Ok(())
    }

    fn spec_to(&mut self, spec: &'a ast::InterpolatedStringFormatSpec, raw: bool, dst: u16) -> Res<()> {
        let mut parts = Parts::new(spec.range);
        for e in &spec.elements {
            self.part(e, raw, true, &mut parts)?;
        }
        self.join(parts, dst)
    }

    /// A t-string: a template of strings and interpolations.
    #[inline(never)]
    pub(super) fn tstring_to(&mut self, t: &'a ast::ExprTString, dst: u16) -> Res<()> {
        let at = self.pos(t.range);
        let mark = self.mark();
        let strings_reg = self.temp();
        let list = self.temp();
        let mut strings: Vec<Const> = Vec::new();
        let mut text = Text::default();
        let items: Vec<(&'a InterpolatedStringElement, bool)> =
            t.value.iter().flat_map(|t| t.elements.iter().map(|e| (e, t.flags.prefix().is_raw()))).collect();
        let count = items.iter().filter(|i| matches!(i.0, InterpolatedStringElement::Interpolation(_))).count();
        // the strings are constants: they are loaded once all are known, but that cannot be observed
        let chunked = count > JOIN;
        if chunked {
            self.emit(at, Op::BuildList, 0, list, list, 0);
        }
        for (e, raw) in items {
            match e {
                InterpolatedStringElement::Literal(l) => self.element(l, raw, false, &mut text),
                InterpolatedStringElement::Interpolation(i) => {
                    if let Some(debug) = &i.debug_text {
                        text.push_str(&without_comments(debug.as_str()));
                    }
                    strings.push(text.take());
                    let inner = self.mark();
                    let t = if chunked || strings.len() > 1 { self.temp() } else { list };
                    self.interpolation_to(i, raw, t)?;
                    if chunked {
                        self.emit(at, Op::ListAppend, crate::code::opcode::KILL_B, list, t, 0);
                        self.release(inner);
                    }
                }
            }
        }
        strings.push(text.take());
        let values = if chunked {
            self.emit(at, Op::ListToTuple, crate::code::opcode::KILL_B, list, list, 0);
            list
        } else {
            self.emit(at, Op::BuildTuple, 0, list, list, count as u16);
            list
        };
        self.load_const(at, Const::Tuple(strings.into()), strings_reg);
        let kills = crate::code::opcode::KILL_B | crate::code::opcode::KILL_C;
        self.emit(at, Op::BuildTemplate, kills, dst, strings_reg, values);
        self.release(mark);
        Ok(())
    }

    fn interpolation_to(&mut self, i: &'a ast::InterpolatedElement, raw: bool, dst: u16) -> Res<()> {
        let at = self.pos(i.range);
        let mark = self.mark();
        let run = self.run(if i.format_spec.is_some() { 3 } else { 2 });
        self.expr_to(&i.expression, run)?;
        let text: Rc<str> = expression_text(self.source, i).into();
        self.load_const(at, Const::Str(text), run + 1);
        let conversion = match i.conversion {
            ConversionFlag::None if i.debug_text.is_some() && i.format_spec.is_none() => 2,
            c => conversion(c),
        };
        let mut flags = conversion;
        if let Some(spec) = &i.format_spec {
            flags |= 1 << 4;
            self.spec_to(spec, raw, run + 2)?;
        }
        self.emit(at, Op::BuildInterpolation, 0, dst, run, flags);
        self.release(mark);
        Ok(())
    }
}

/// The source of the expression of a t-string's interpolation.
pub(super) fn expression_text<'s>(source: &'s str, i: &'s ast::InterpolatedElement) -> Cow<'s, str> {
    if let Some(d) = &i.debug_text {
        let text = d.as_str().trim_end_matches(|c: char| c.is_whitespace() || c == '\\');
        return without_comments(text.strip_suffix('=').unwrap_or(text));
    }
    let start = i.range.start().to_usize() + 1;
    let end = match &i.format_spec {
        Some(spec) => spec.range.start().to_usize().saturating_sub(1),
        None => i.range.end().to_usize().saturating_sub(1),
    };
    let text = source.get(start..end).unwrap_or("");
    if i.conversion == ConversionFlag::None {
        return without_comments(text);
    }
    // the conversion is the last `!` before the end
    let inner_end = i.expression.range().end().to_usize().saturating_sub(start).min(text.len());
    without_comments(match text.get(inner_end..).and_then(|rest| rest.rfind('!')) {
        Some(k) => text.get(..inner_end + k).unwrap_or(text),
        None => text,
    })
}

/// The source of an expression without its comments. Quotes come in pairs, three in a row are a pair and one that opens again.
fn without_comments(text: &str) -> Cow<'_, str> {
    if !text.contains('#') {
        return text.into();
    }
    let (mut out, mut quote) = (String::with_capacity(text.len()), None);
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, quote) {
            ('#', None) => {
                if chars.any(|c| c == '\n') {
                    out.push('\n');
                }
                continue;
            }
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(q)) if c == q => quote = None,
            _ => {}
        }
        out.push(c);
        if c == '\\' {
            out.extend(chars.next());
        }
    }
    out.into()
}

/// Text, and the conversion of the value after it (0: none follows).
pub(super) type Piece = (String, u16);

struct Parts {
    range: TextRange,
    text: Text,
    first: u16,
    count: usize,
}

impl Parts {
    fn new(range: TextRange) -> Parts {
        Parts { range, text: Text::default(), first: 0, count: 0 }
    }
}

/// `Convert`'s number of a conversion.
fn conversion(c: ConversionFlag) -> u16 {
    match c {
        ConversionFlag::None => 0,
        ConversionFlag::Str => 1,
        ConversionFlag::Repr => 2,
        ConversionFlag::Ascii => 3,
    }
}
