//! Stable sorting of the engine's own lists.
//!
//! Invariant: one function moves indexes about, whatever the items are: the library's sort is some kilobytes of download for each type
//! that it sorts. (Python's lists have their own sort in `object::sort`.)

use std::cmp::Ordering;

/// Sorts by a comparison; equal items keep their order.
pub fn sort_by<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let order =
        sorted_indexes(items.len(), &|a, b| compare(&items[a as usize], &items[b as usize]) == Ordering::Greater);
    let mut taken: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(order.into_iter().filter_map(|i| taken[i as usize].take()));
}

/// Sorts texts.
pub fn sort_texts<T: AsRef<str>>(items: &mut Vec<T>) {
    sort_by(items, |a, b| a.as_ref().cmp(b.as_ref()));
}

/// The numbers below `n` in order; `greater` says that the first must come after the second. Runs of growing width are merged.
fn sorted_indexes(n: usize, greater: &dyn Fn(u32, u32) -> bool) -> Vec<u32> {
    let mut from: Vec<u32> = (0..n as u32).collect();
    let mut to = from.clone();
    let mut width = 1;
    while width < n {
        for start in (0..n).step_by(width * 2) {
            let middle = (start + width).min(n);
            let end = (middle + width).min(n);
            let (mut a, mut b) = (start, middle);
            for place in &mut to[start..end] {
                let second = b < end && (a == middle || greater(from[a], from[b]));
                let at = if second { &mut b } else { &mut a };
                *place = from[*at];
                *at += 1;
            }
        }
        std::mem::swap(&mut from, &mut to);
        width *= 2;
    }
    from
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorting_is_stable() {
        for n in 0..40u32 {
            let mut items: Vec<(u32, u32)> = (0..n).map(|i| (i * 7919 % 5, i)).collect();
            let mut expected = items.clone();
            expected.sort();
            sort_by(&mut items, |a, b| a.0.cmp(&b.0));
            assert_eq!(items, expected);
        }
    }
}
