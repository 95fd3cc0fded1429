//! "Did you mean": the closest of some names, as CPython measures it.

const MOVE: usize = 2;
const CASE: usize = 1;
const MAX_LEN: usize = 40;
/// So many names are not looked at.
const MAX_NAMES: usize = 750;

/// The candidate that is closest to `name`, if it is close enough.
pub fn closest(name: &str, candidates: impl Iterator<Item = String>) -> Option<String> {
    let name: Vec<char> = name.chars().collect();
    let mut best: Option<(usize, String)> = None;
    let candidates: Vec<String> = candidates.collect();
    if candidates.len() >= MAX_NAMES {
        return None;
    }
    for c in candidates {
        let chars: Vec<char> = c.chars().collect();
        if chars == name {
            continue;
        }
        // no more than a third of the characters may change
        let mut limit = (name.len() + chars.len() + 3) * MOVE / 6;
        if let Some((d, _)) = &best {
            limit = limit.min(d - 1);
        }
        let d = distance(&name, &chars, limit);
        if d <= limit && best.as_ref().is_none_or(|(b, _)| d < *b) {
            best = Some((d, c));
            if d == 0 {
                break;
            }
        }
    }
    best.map(|b| b.1)
}

fn substitution(a: char, b: char) -> usize {
    if a == b {
        0
    } else if a.to_lowercase().eq(b.to_lowercase()) {
        CASE
    } else {
        MOVE
    }
}

/// Levenshtein distance with cheap changes of case; anything above `limit` may come back as `limit + 1`.
fn distance(a: &[char], b: &[char], limit: usize) -> usize {
    let prefix = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[prefix..], &b[prefix..]);
    let suffix = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - suffix], &b[..b.len() - suffix]);
    if a.is_empty() || b.is_empty() {
        return MOVE * (a.len() + b.len());
    }
    if a.len() > MAX_LEN || b.len() > MAX_LEN {
        return limit + 1;
    }
    let (a, b) = if b.len() < a.len() { (b, a) } else { (a, b) };
    if (b.len() - a.len()) * MOVE > limit {
        return limit + 1;
    }
    let mut row: Vec<usize> = (1..=a.len()).map(|i| i * MOVE).collect();
    let mut result = 0;
    for (j, &y) in b.iter().enumerate() {
        let mut diagonal = j * MOVE;
        result = diagonal;
        let mut minimum = usize::MAX;
        for (i, &x) in a.iter().enumerate() {
            let replace = diagonal + substitution(y, x);
            diagonal = row[i];
            let indel = result.min(diagonal) + MOVE;
            result = replace.min(indel);
            row[i] = result;
            minimum = minimum.min(result);
        }
        if minimum > limit {
            return limit + 1;
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn close_names_are_found() {
        let names = ["value", "values", "other"];
        let find = |n: &str| closest(n, names.iter().map(|s| s.to_string()));
        assert_eq!(find("vlaue").as_deref(), Some("value"));
        assert_eq!(find("VAlue").as_deref(), Some("value"));
        // five changes of case are more than a third of the characters
        assert_eq!(find("VALUE"), None);
        assert_eq!(find("zzz"), None);
    }
}
