//! The inside of string literals: what CPython refuses to decode, and the escapes it warns about.
//!
//! Invariant: positions in messages count the bytes of what CPython hands to its decoder, where every character outside ASCII
//! has become a ten-byte escape; the text itself is never decoded here.

/// A literal's prefix and quotes, taken apart.
#[derive(Clone, Copy)]
pub struct Literal<'a> {
    pub body: &'a str,
    /// length of prefix and opening quotes
    pub opening: usize,
    pub bytes: bool,
    pub raw: bool,
}

/// Takes a `STRING` token apart.
pub fn literal(text: &str) -> Literal<'_> {
    let quote = text.find(['"', '\'']).unwrap_or(0);
    let (prefix, rest) = text.split_at(quote);
    let has = |c: char| prefix.chars().any(|p| p.eq_ignore_ascii_case(&c));
    let triple = rest.len() >= 6 && (rest.starts_with("\"\"\"") || rest.starts_with("'''"));
    let size = if triple { 3 } else { 1 };
    let body = rest.get(size..rest.len().saturating_sub(size)).unwrap_or("");
    Literal { body, opening: quote + size, bytes: has('b'), raw: has('r') }
}

/// Why CPython cannot decode the body of a literal.
pub fn fault(body: &str, bytes: bool, raw: bool) -> Option<String> {
    if raw || !body.contains('\\') {
        return None;
    }
    // position in the decoder's input
    let mut at = 0usize;
    let mut rest = body;
    while let Some(c) = rest.chars().next() {
        rest = rest.get(c.len_utf8()..).unwrap_or("");
        if c != '\\' {
            at += if c.is_ascii() { 1 } else { 10 };
            continue;
        }
        let start = at;
        at += 1;
        let Some(e) = rest.chars().next() else { break };
        if !e.is_ascii() {
            // the backslash is spelled out
            at += 5;
            continue;
        }
        rest = rest.get(1..).unwrap_or("");
        at += 1;
        let digits = match e {
            'x' => 2,
            'u' if !bytes => 4,
            'U' if !bytes => 8,
            'N' if !bytes => {
                let name = rest.strip_prefix('{').and_then(|r| r.split_once('}')).filter(|n| !n.0.is_empty());
                let Some((name, after)) = name else {
                    // CPython has read the brace, or all the text when none closes it
                    let end = match rest.strip_prefix('{') {
                        None => at,
                        Some(r) if r.starts_with('}') => at + 1,
                        Some(r) => at + 1 + r.chars().map(|c| if c.is_ascii() { 1 } else { 10 }).sum::<usize>(),
                    };
                    return Some(undecodable(start, end, "malformed \\N character escape"));
                };
                at += 2 + name.chars().map(|c| if c.is_ascii() { 1 } else { 10 }).sum::<usize>();
                if unicode_names2::character(name).is_none() {
                    return Some(undecodable(start, at, "unknown Unicode character name"));
                }
                rest = after;
                continue;
            }
            _ => continue,
        };
        let found = rest.bytes().take(digits).take_while(u8::is_ascii_hexdigit).count();
        if found < digits {
            if bytes {
                return Some(format!("(value error) invalid \\x escape at position {start}"));
            }
            let reason = match e {
                'x' => "truncated \\xXX escape",
                'u' => "truncated \\uXXXX escape",
                _ => "truncated \\UXXXXXXXX escape",
            };
            return Some(undecodable(start, at + found, reason));
        }
        let value = rest.get(..digits).and_then(|d| u32::from_str_radix(d, 16).ok()).unwrap_or(0);
        at += digits;
        rest = rest.get(digits..).unwrap_or("");
        if value > 0x10FFFF {
            return Some(undecodable(start, at, "illegal Unicode character"));
        }
    }
    None
}

fn undecodable(start: usize, end: usize, reason: &str) -> String {
    format!("(unicode error) 'unicodeescape' codec can't decode bytes in position {start}-{}: {reason}", end - 1)
}

/// The first escape of a body that means nothing: the warning's text and the escape's byte offset in the body.
pub fn unknown_escape(body: &str, bytes: bool, formatted: bool) -> Option<(String, usize)> {
    let text = body.as_bytes();
    let mut i = 0;
    while let Some(c) = text.get(i) {
        i += 1;
        if *c != b'\\' {
            continue;
        }
        let start = i - 1;
        let e = text.get(i).copied()?;
        i += 1;
        match e {
            b'\n' | b'\\' | b'\'' | b'"' | b'a' | b'b' | b'f' | b'n' | b'r' | b't' | b'v' | b'x' => {}
            b'u' | b'U' | b'N' if !bytes => {}
            b'0'..=b'7' => {
                let count = text[i - 1..].iter().take(3).take_while(|d| matches!(d, b'0'..=b'7')).count();
                i += count - 1;
                if count == 3 && e > b'3' {
                    let digits = body.get(start + 1..start + 4).unwrap_or("");
                    return Some((warning(digits, "octal escape"), start));
                }
            }
            _ => {
                let c = body.get(start + 1..).and_then(|r| r.chars().next()).unwrap_or('?');
                // CPython sees the first byte of the spelled-out backslash's follower
                if !c.is_ascii() {
                    continue;
                }
                // of these the tokenizer has warned
                if formatted && matches!(c, '{' | '}') {
                    return None;
                }
                return Some((warning(c.encode_utf8(&mut [0; 4]), "escape"), start));
            }
        }
    }
    None
}

/// The text of a warning.
pub fn warning(escape: &str, kind: &str) -> String {
    format!(
        "\"\\{escape}\" is an invalid {kind} sequence. Such sequences will not work in the future. \
         Did you mean \"\\\\{escape}\"? A raw string is also an option."
    )
}

/// Length of a text in bytes of what CPython hands to its decoder.
pub fn decoder_width(text: &str) -> usize {
    let mut slash = false;
    let mut width = 0;
    for c in text.chars() {
        width += match c.is_ascii() {
            true => 1,
            false => 10 + 5 * usize::from(slash),
        };
        slash = c == '\\' && !slash;
    }
    width
}
