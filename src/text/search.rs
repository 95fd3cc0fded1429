//! Substring search over units of one width.
//!
//! Owns the cost bound: every search is O(n + m) whatever the input. The usual path scans for the needle's last
//! unit and compares; it keeps count of the units it compared in vain, and when that outgrows what it has advanced
//! it hands the rest to Knuth-Morris-Pratt, which allocates one `u32` a needle unit and cannot go quadratic.

use super::view::Unit;

/// First index of `needle` in `hay`; an empty needle is at 0.
pub fn find<U: Unit>(hay: &[U], needle: &[U]) -> Option<usize> {
    let (&first, rest) = match needle {
        [] => return Some(0),
        [c] => return U::position(hay, *c),
        [c, rest @ ..] => (c, rest),
    };
    let m = needle.len();
    let mut at = 0usize;
    let mut wasted = 0usize;
    loop {
        let starts = hay.get(at..(hay.len() + 1).checked_sub(m)?)?;
        at += U::position(starts, first)?;
        let window = hay.get(at + 1..at + m)?;
        let same = common_prefix(window, rest);
        if same == rest.len() {
            return Some(at);
        }
        wasted += same;
        at += 1;
        if wasted > 64 + 2 * at {
            return kmp(hay.get(at..)?, needle).map(|i| i + at);
        }
    }
}

/// Last index of `needle` in `hay`; an empty needle is at the end.
pub fn rfind<U: Unit>(hay: &[U], needle: &[U]) -> Option<usize> {
    let (&first, rest) = match needle {
        [] => return Some(hay.len()),
        [c] => return U::rposition(hay, *c),
        [c, rest @ ..] => (c, rest),
    };
    let m = needle.len();
    let mut end = (hay.len() + 1).checked_sub(m)?;
    let total = end;
    let mut wasted = 0usize;
    loop {
        let at = U::rposition(hay.get(..end)?, first)?;
        let window = hay.get(at + 1..at + m)?;
        let same = common_prefix(window, rest);
        if same == rest.len() {
            return Some(at);
        }
        wasted += same;
        end = at;
        if wasted > 64 + 2 * (total - end) {
            let mut back: Vec<U> = hay.get(..end + m - 1)?.to_vec();
            back.reverse();
            let mut needle = needle.to_vec();
            needle.reverse();
            return kmp(&back, &needle).map(|i| back.len() - i - m);
        }
    }
}

/// Non-overlapping occurrences, at most `max`; an empty needle occurs before every unit and at the end.
pub fn count<U: Unit>(hay: &[U], needle: &[U], max: usize) -> usize {
    match needle {
        [] => (hay.len() + 1).min(max),
        [c] if max == usize::MAX => hay.iter().filter(|&u| u == c).count(),
        _ => Matches::new(hay, needle).take(max).count(),
    }
}

fn common_prefix<U: Unit>(a: &[U], b: &[U]) -> usize {
    a.iter().zip(b).take_while(|(x, y)| x == y).count()
}

/// Length of the longest proper border of each prefix.
fn borders<U: Unit>(needle: &[U]) -> Vec<u32> {
    let mut table = vec![0u32; needle.len()];
    let mut k = 0usize;
    for i in 1..needle.len() {
        while k > 0 && needle[i] != needle[k] {
            k = table[k - 1] as usize;
        }
        if needle[i] == needle[k] {
            k += 1;
        }
        table[i] = k as u32;
    }
    table
}

fn kmp<U: Unit>(hay: &[U], needle: &[U]) -> Option<usize> {
    let table = borders(needle);
    let mut k = 0usize;
    for (i, u) in hay.iter().enumerate() {
        while k > 0 && needle[k] != *u {
            k = table[k - 1] as usize;
        }
        if needle[k] == *u {
            k += 1;
            if k == needle.len() {
                return Some(i + 1 - k);
            }
        }
    }
    None
}

/// Start indexes of the non-overlapping occurrences of a non-empty needle, left to right.
pub struct Matches<'h, 'n, U: Unit> {
    hay: &'h [U],
    needle: &'n [U],
    at: usize,
}

impl<'h, 'n, U: Unit> Matches<'h, 'n, U> {
    /// Starts at the beginning of `hay`. An empty needle yields nothing.
    pub fn new(hay: &'h [U], needle: &'n [U]) -> Self {
        Matches { hay, needle, at: 0 }
    }
}

impl<U: Unit> Iterator for Matches<'_, '_, U> {
    type Item = usize;
    fn next(&mut self) -> Option<usize> {
        if self.needle.is_empty() {
            return None;
        }
        let found = self.at + find(self.hay.get(self.at..)?, self.needle)?;
        self.at = found + self.needle.len();
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn naive(h: &[u8], n: &[u8]) -> Option<usize> {
        (0..=h.len().checked_sub(n.len())?).find(|&i| &h[i..i + n.len()] == n)
    }
    fn rnaive(h: &[u8], n: &[u8]) -> Option<usize> {
        (0..=h.len().checked_sub(n.len())?).rev().find(|&i| &h[i..i + n.len()] == n)
    }

    #[test]
    fn agrees_with_the_definition_on_binary_words() {
        let mut seed = 1u32;
        let mut bit = || {
            seed = seed.wrapping_mul(1664525).wrapping_add(1013904223);
            b'a' + (seed >> 30 & 1) as u8
        };
        for round in 0..4000 {
            let h: Vec<u8> = (0..round % 150).map(|_| bit()).collect();
            let n: Vec<u8> = (0..round % 7).map(|_| bit()).collect();
            assert_eq!(find(&h, &n), naive(&h, &n), "{h:?} {n:?}");
            assert_eq!(rfind(&h, &n), rnaive(&h, &n), "{h:?} {n:?}");
            if !n.is_empty() {
                assert_eq!(kmp(&h, &n), naive(&h, &n), "{h:?} {n:?}");
            }
        }
    }

    #[test]
    fn bad_cases_stay_linear() {
        // Quadratic work would be 2.5e11 comparisons.
        let hay = vec![b'a'; 1_000_000];
        let mut needle = vec![b'a'; 500_000];
        needle.push(b'b');
        assert_eq!(find(&hay, &needle), None);
        needle.reverse();
        assert_eq!(find(&hay, &needle), None);
        assert_eq!(rfind(&hay, &needle), None);
        needle.reverse();
        assert_eq!(rfind(&hay, &needle), None);
        assert_eq!(count(&hay, b"aa", usize::MAX), 500_000);
    }
}
