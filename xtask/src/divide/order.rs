//! The order of functions in a module that is written.
//!
//! Invariant: it depends on the functions alone, so equal input gives equal modules. What is alike stands together: a compressor
//! needs few bytes for a body when it has just seen nearly the same one.

use std::collections::{BTreeMap, HashMap};

use super::module::Module;

/// What bodies are compared by: all sequences of so many bytes.
const PIECE: usize = 4;
/// A piece that more bodies have tells nothing.
const COMMON: usize = 400;

/// Functions in a good order: by type, in a type what is alike.
pub fn ordered(module: &Module, functions: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut by_type: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for function in functions {
        by_type.entry(module.functions[function as usize]).or_default().push(function);
    }
    let in_order = |functions: &Vec<u32>| {
        let bodies: Vec<&[u8]> = functions.iter().map(|f| module.body(*f).as_bytes()).collect();
        alike(&bodies).into_iter().map(|i| functions[i]).collect::<Vec<u32>>()
    };
    by_type.values().flat_map(in_order).collect()
}

/// The places of bodies in such an order: each is followed by the one, of those that are left, that has most in common with it.
fn alike(bodies: &[&[u8]]) -> Vec<usize> {
    let pieces: Vec<Vec<u32>> = bodies.iter().map(|body| pieces(body)).collect();
    let mut holders: HashMap<u32, Vec<usize>> = HashMap::new();
    for (i, pieces) in pieces.iter().enumerate() {
        for piece in pieces {
            holders.entry(*piece).or_default().push(i);
        }
    }
    // Where nothing is alike, the order of the bytes goes on.
    let mut left: Vec<usize> = (0..bodies.len()).collect();
    left.sort_by_key(|i| std::cmp::Reverse(bodies[*i]));
    let mut placed = vec![false; bodies.len()];
    let mut common = vec![0.0; bodies.len()];
    let mut order = Vec::with_capacity(bodies.len());
    let mut next = None;
    while let Some(now) = next.take().or_else(|| left.pop()) {
        if std::mem::replace(&mut placed[now], true) {
            continue;
        }
        order.push(now);
        let mut met = Vec::new();
        for piece in &pieces[now] {
            let holders = &holders[piece];
            if holders.len() > COMMON {
                continue;
            }
            let weight = 1.0 / (1.0 + holders.len() as f64).log2();
            for other in holders.iter().filter(|other| !placed[**other]) {
                if common[*other] == 0.0 {
                    met.push(*other);
                }
                common[*other] += weight;
            }
        }
        // A long body has more of everything.
        let mut best = 0.0;
        for other in met {
            let score = std::mem::take(&mut common[other]) / (pieces[other].len() as f64 + 8.0).sqrt();
            if score > best {
                (best, next) = (score, Some(other));
            }
        }
    }
    order
}

/// The pieces of a body, each once.
fn pieces(body: &[u8]) -> Vec<u32> {
    let mut pieces: Vec<u32> = body.windows(PIECE).map(|w| w.iter().fold(0, |n, b| n << 8 | u32::from(*b))).collect();
    pieces.sort_unstable();
    pieces.dedup();
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_alike_stands_together() {
        let bodies: [&[u8]; 5] = [b"abcdefgh", b"12345678", b"abcdefgi", b"x", b"12345679"];
        let order = alike(&bodies);
        let place = |i: usize| order.iter().position(|at| *at == i).expect("each is placed");
        assert_eq!(order.len(), 5);
        assert_eq!(place(0).abs_diff(place(2)), 1);
        assert_eq!(place(1).abs_diff(place(4)), 1);
    }
}
