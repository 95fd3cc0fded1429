//! Sets of characters in compiled patterns, character categories, and case folding.
//!
//! Invariant: `Set::has` of ASCII is one bit, made when the pattern is compiled, and of other Latin-1 one bit, made when the first of it is
//! asked about (few programs do); the words of the set are read for wider characters only. They were checked by [`Set::parse`], so reading
//! them always ends.

use std::cell::OnceCell;

use crate::text::unicode;

/// How a character is folded before it is compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fold {
    None,
    Ascii,
    Unicode,
    /// By the locale, in which only ASCII letters have case; both cases are looked for.
    Locale,
}

impl Fold {
    /// The folded character.
    #[inline]
    pub fn apply(self, c: u32) -> u32 {
        match self {
            Fold::None => c,
            Fold::Ascii | Fold::Locale => lower_ascii(c),
            Fold::Unicode => lower_unicode(c),
        }
    }
}

/// Lower case within ASCII.
#[inline]
pub fn lower_ascii(c: u32) -> u32 {
    if matches!(c, 0x41..=0x5A) { c + 32 } else { c }
}

fn upper_ascii(c: u32) -> u32 {
    if matches!(c, 0x61..=0x7A) { c - 32 } else { c }
}

/// Lower case by Unicode: the first character of the mapping.
pub fn lower_unicode(c: u32) -> u32 {
    if c < 0x80 { lower_ascii(c) } else { unicode::to_lower(c).as_slice().first().copied().unwrap_or(c) }
}

/// Upper case by Unicode: the first character of the mapping.
pub fn upper_unicode(c: u32) -> u32 {
    unicode::to_upper(c).as_slice().first().copied().unwrap_or(c)
}

/// True for a character of this category (numbered as in `re._constants.CHCODES`).
pub fn category(number: u32, c: u32) -> bool {
    let ascii = || u8::try_from(c).ok().filter(u8::is_ascii);
    let yes = match number >> 1 {
        0 => ascii().is_some_and(|b| b.is_ascii_digit()),
        1 => matches!(c, 9..=13 | 32),
        2 | 4 => is_word_ascii(c),
        3 => c == 10,
        5 => unicode::is_decimal(c),
        6 => unicode::is_space(c),
        7 => is_word_unicode(c),
        8 => unicode::is_line_break(c),
        _ => return false,
    };
    yes != (number & 1 == 1)
}

/// Letter, digit or underscore of ASCII.
pub fn is_word_ascii(c: u32) -> bool {
    u8::try_from(c).is_ok_and(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// Letter, digit or underscore of Unicode.
pub fn is_word_unicode(c: u32) -> bool {
    if c < 0x80 { is_word_ascii(c) } else { unicode::is_alnum(c) }
}

/// Operations in a set's words, numbered as in `re._constants.OPCODES`.
mod op {
    pub const FAILURE: u32 = 0;
    pub const CATEGORY: u32 = 8;
    pub const CHARSET: u32 = 9;
    pub const BIGCHARSET: u32 = 10;
    pub const LITERAL: u32 = 16;
    pub const NEGATE: u32 = 21;
    pub const RANGE: u32 = 22;
    pub const RANGE_UNI_IGNORE: u32 = 42;
}

/// A set of characters.
#[derive(Debug)]
pub struct Set {
    ascii: [u32; 4],
    /// from 0x80 on
    latin1: OnceCell<[u32; 4]>,
    fold: Fold,
    /// has what is not listed
    inverted: bool,
    words: Box<[u32]>,
}

fn bit(words: &[u32], i: u32) -> bool {
    words.get((i >> 5) as usize).is_some_and(|w| w >> (i & 31) & 1 == 1)
}

/// Words that a big set has before its blocks: their number, then 256 bytes that say which block a high byte has.
const BIG_HEAD: usize = 65;

/// Number of operand words of the operation at the front of `words`; `None` if there is no such operation.
fn operands(words: &[u32]) -> Option<usize> {
    Some(match *words.first()? {
        op::FAILURE | op::NEGATE => 0,
        op::LITERAL | op::CATEGORY => 1,
        op::RANGE | op::RANGE_UNI_IGNORE => 2,
        op::CHARSET => 8,
        op::BIGCHARSET => BIG_HEAD.checked_add((*words.get(1)? as usize).checked_mul(8)?)?,
        _ => return None,
    })
}

impl Set {
    /// Checks and takes a set's words, the last of which is FAILURE.
    pub fn parse(words: &[u32], fold: Fold) -> Option<Set> {
        Set::new(words, fold, false)
    }

    fn new(words: &[u32], fold: Fold, inverted: bool) -> Option<Set> {
        let mut rest = words;
        while let [first, ..] = rest {
            if *first == op::FAILURE {
                if rest.len() != 1 {
                    return None;
                }
                let mut set = Set { ascii: [0; 4], latin1: OnceCell::new(), fold, inverted, words: words.into() };
                set.ascii = set.bits(0);
                return Some(set);
            }
            rest = rest.get(1 + operands(rest)?..)?;
        }
        None
    }

    /// The set of characters that fold to `c` (or, `negated`, of those that do not).
    pub fn folded(c: u32, fold: Fold, negated: bool) -> Option<Set> {
        Set::new(&[op::LITERAL, c, op::FAILURE], fold, negated)
    }

    /// True if the set has `c`.
    #[inline(always)]
    pub fn has(&self, c: u32) -> bool {
        match self.ascii.get((c >> 5) as usize) {
            Some(w) => w >> (c & 31) & 1 == 1,
            None => self.beyond_ascii(c),
        }
    }

    #[cold]
    fn beyond_ascii(&self, c: u32) -> bool {
        if c < 0x100 { bit(self.latin1.get_or_init(|| self.bits(0x80)), c - 0x80) } else { self.read(c) }
    }

    /// One bit for each of the 128 characters from `first` on.
    fn bits(&self, first: u32) -> [u32; 4] {
        let mut bits = [0; 4];
        for i in (0..128).filter(|i| self.read(first + i)) {
            bits[(i >> 5) as usize] |= 1 << (i & 31);
        }
        bits
    }

    /// What the words say of `c`.
    fn read(&self, c: u32) -> bool {
        let low = self.fold.apply(c);
        let up = upper_ascii(c);
        // of the two cases of a letter, one has to be in a set; in a negated one both
        let negated = self.words.first() == Some(&op::NEGATE);
        let found = match (self.listed(low), self.fold == Fold::Locale && up != low) {
            (found, true) if found == negated => self.listed(up),
            (found, _) => found,
        };
        found != self.inverted
    }

    fn listed(&self, c: u32) -> bool {
        let mut yes = true;
        let mut rest: &[u32] = &self.words;
        while let Some(n) = operands(rest) {
            let found = match *rest {
                [op::NEGATE, ..] => {
                    yes = !yes;
                    false
                }
                [op::LITERAL, x, ..] => x == c,
                [op::CATEGORY, x, ..] => category(x, c),
                [op::RANGE, low, high, ..] => (low..=high).contains(&c),
                [op::RANGE_UNI_IGNORE, low, high, ..] => {
                    (low..=high).contains(&c) || (low..=high).contains(&upper_unicode(c))
                }
                [op::CHARSET, ref bits @ ..] => c < 256 && bit(bits, c),
                [op::BIGCHARSET, _, ref data @ ..] => {
                    let block = data.get((c >> 10) as usize).map_or(0, |w| w >> (c >> 8 & 3) * 8 & 255);
                    c < 0x1_0000 && bit(data.get(BIG_HEAD - 1..).unwrap_or(&[]), block * 256 + (c & 255))
                }
                _ => return !yes,
            };
            if found {
                return yes;
            }
            rest = rest.get(1 + n..).unwrap_or(&[]);
        }
        !yes
    }
}
