//! Deflating: the matches, block boundaries and codes that zlib chooses, so that compressed data has zlib's bytes.
//!
//! Invariants: positions count from the start of the stream, and 0 as a link means that there is none, so nothing matches the
//! very first byte, nor the first after a full flush; `window` holds at least what a match may reach. How the input is divided changes nothing until a flush.

/// How far input has to be ahead before a match is looked for, unless there is no more.
const AHEAD: usize = LONGEST + SHORTEST + 1;
const SHORTEST: usize = 3;
const LONGEST: usize = 258;
/// A match of the shortest length that is farther away costs more than literals.
const TOO_FAR: usize = 4096;
const END_OF_BLOCK: usize = 256;
const LITERALS: usize = 286;
const DISTANCES: usize = 30;

/// What a flush is to do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd)]
pub enum Flush {
    None,
    Partial,
    Sync,
    Full,
    Finish,
}

/// For each level: from which length on chains are searched less, not at all, no further; and how many links.
const LEVELS: [(usize, usize, usize, usize); 10] = [
    (0, 0, 0, 0),
    (4, 4, 8, 4),
    (4, 5, 16, 8),
    (4, 6, 32, 32),
    (4, 4, 16, 16),
    (8, 16, 32, 32),
    (8, 16, 128, 128),
    (8, 32, 128, 256),
    (32, 128, 258, 1024),
    (32, 258, 258, 4096),
];

const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// Code, extra bits and their value of a length less the shortest.
fn length_code(length: usize) -> (usize, u32, usize) {
    match length {
        0..8 => (length, 0, 0),
        255 => (28, 0, 0),
        _ => {
            let extra = length.ilog2() - 2;
            ((extra as usize + 1) * 4 + (length >> extra & 3), extra, length & ((1 << extra) - 1))
        }
    }
}

/// The same of a distance less one.
fn distance_code(distance: usize) -> (usize, u32, usize) {
    if distance < 4 {
        return (distance, 0, 0);
    }
    let extra = distance.ilog2() - 1;
    ((extra as usize + 1) * 2 + (distance >> extra & 1), extra, distance & ((1 << extra) - 1))
}

fn length_extra(symbol: usize) -> u32 {
    match symbol {
        265..285 => (symbol as u32 - 261) / 4,
        _ => 0,
    }
}

fn distance_extra(symbol: usize) -> u32 {
    (symbol as u32 / 2).saturating_sub(1)
}

fn repeat_extra(symbol: usize) -> u32 {
    match symbol {
        16 => 2,
        17 => 3,
        18 => 7,
        _ => 0,
    }
}

/// The bit lengths of the fixed codes.
fn fixed_length(symbol: usize) -> usize {
    match symbol {
        144..256 => 9,
        256..280 => 7,
        _ => 8,
    }
}

/// Bit lengths and codes of an alphabet.
struct Codes {
    lengths: Vec<usize>,
    codes: Vec<usize>,
    /// the last symbol that has one
    last: usize,
    /// how many bits the symbols take, their extra bits included
    cost: usize,
}

impl Codes {
    fn of_lengths(lengths: Vec<usize>) -> Codes {
        let mut next = [0; 17];
        for n in &lengths {
            next[*n + 1] += usize::from(*n > 0);
        }
        for bits in 1..16 {
            next[bits + 1] = (next[bits] + next[bits + 1]) << 1;
        }
        // `next[n]` is now the first code of n bits
        let codes = lengths.iter().map(|n| match n {
            0 => 0,
            n => {
                let code: usize = next[*n];
                next[*n] += 1;
                code.reverse_bits() >> (usize::BITS as usize - n)
            }
        });
        let codes = codes.collect();
        Codes { lengths, codes, last: 0, cost: 0 }
    }

    /// The shortest codes, of at most `most` bits, for symbols as frequent as this.
    fn build(frequencies: &[usize], most: usize, extra: fn(usize) -> u32) -> Codes {
        let symbols = frequencies.len();
        let mut weight = frequencies.to_vec();
        let mut depth = vec![0; 2 * symbols];
        let mut parent = vec![0; 2 * symbols];
        weight.resize(2 * symbols, 0);
        let mut heap: Vec<usize> = (0..symbols).filter(|n| frequencies[*n] != 0).collect();
        let mut last = heap.last().copied();
        while heap.len() < 2 {
            let node = match last {
                Some(n) if n >= 2 => 0,
                _ => last.map_or(0, |n| n + 1),
            };
            if last.is_none_or(|n| n < 2) {
                last = Some(node);
            }
            weight[node] = 1;
            heap.push(node);
        }
        let last = last.unwrap_or(0);
        let smaller = |w: &[usize], d: &[usize], n: usize, m: usize| (w[n], d[n]) <= (w[m], d[m]);
        let sift = |heap: &mut [usize], w: &[usize], d: &[usize], mut k: usize| {
            let v = heap[k];
            loop {
                let mut j = 2 * k + 1;
                if j >= heap.len() {
                    break;
                }
                if j + 1 < heap.len() && smaller(w, d, heap[j + 1], heap[j]) {
                    j += 1;
                }
                if smaller(w, d, v, heap[j]) {
                    break;
                }
                heap[k] = heap[j];
                k = j;
            }
            heap[k] = v;
        };
        for k in (0..heap.len() / 2).rev() {
            sift(&mut heap, &weight, &depth, k);
        }
        // nodes, the rarest first
        let mut sorted = Vec::with_capacity(2 * symbols);
        let mut node = symbols;
        while heap.len() >= 2 {
            let n = heap.swap_remove(0);
            sift(&mut heap, &weight, &depth, 0);
            let m = heap[0];
            sorted.extend([n, m]);
            weight[node] = weight[n] + weight[m];
            depth[node] = depth[n].max(depth[m]) + 1;
            (parent[n], parent[m]) = (node, node);
            heap[0] = node;
            node += 1;
            sift(&mut heap, &weight, &depth, 0);
        }
        let mut lengths = vec![0; 2 * symbols];
        let mut count = [0usize; 17];
        let mut over = 0isize;
        for n in sorted.iter().rev().copied() {
            lengths[n] = lengths[parent[n]] + 1;
            if lengths[n] > most {
                lengths[n] = most;
                over += 1;
            }
            if n < symbols {
                count[lengths[n]] += 1;
            }
        }
        if over > 0 {
            shorten(&mut lengths, &mut count, over, most, sorted.into_iter().filter(|n| *n < symbols));
        }
        lengths.truncate(symbols);
        let cost = (0..symbols).map(|n| frequencies[n] * (lengths[n] + extra(n) as usize)).sum();
        Codes { last, cost, ..Codes::of_lengths(lengths) }
    }
}

/// Makes codes that are too long shorter, and others longer; the rarest get the longest.
fn shorten(
    lengths: &mut [usize],
    count: &mut [usize],
    mut over: isize,
    most: usize,
    mut rarest_first: impl Iterator<Item = usize>,
) {
    while over > 0 {
        let mut bits = most - 1;
        while count[bits] == 0 {
            bits -= 1;
        }
        count[bits] -= 1;
        count[bits + 1] += 2;
        count[most] -= 1;
        over -= 2;
    }
    for bits in (1..=most).rev() {
        for n in rarest_first.by_ref().take(count[bits]) {
            lengths[n] = bits;
        }
    }
}

/// The lengths of codes with their repetitions: symbol, extra bits, their value.
fn runs(lengths: &[usize], out: &mut Vec<(usize, u32, usize)>) {
    let mut i = 0;
    let mut before = usize::MAX;
    while let Some(&n) = lengths.get(i) {
        let most = match n {
            0 => 138,
            n if n == before => 6,
            _ => 7,
        };
        let run = lengths[i..].iter().take(most).take_while(|m| **m == n).count();
        let least = if n == 0 || n == before { 3 } else { 4 };
        match (run, n) {
            _ if run < least => out.extend((0..run).map(|_| (n, 0, 0))),
            (3..=10, 0) => out.push((17, 3, run - 3)),
            (_, 0) => out.push((18, 7, run - 11)),
            _ => {
                let own = usize::from(n != before);
                out.extend((0..own).map(|_| (n, 0, 0)));
                out.push((16, 2, run - own - 3));
            }
        }
        i += run;
        before = n;
    }
}

/// A stream that is being deflated.
#[derive(Clone)]
pub struct Deflate {
    level: usize,
    strategy: isize,
    hash_bits: u32,
    most_symbols: usize,
    reach: usize,
    window: Vec<u8>,
    /// position of the window's first byte
    base: usize,
    at: usize,
    block_start: usize,
    /// the position that nothing matches
    origin: usize,
    /// positions before `at` whose strings are in no chain yet
    insert: usize,
    head: Vec<u32>,
    previous: Vec<u32>,
    length: usize,
    start: usize,
    previous_length: usize,
    /// the byte before has not been written yet
    available: bool,
    /// distance (0: a literal) and length less the shortest, or byte
    symbols: Vec<(u16, u8)>,
    bits: u64,
    held: u32,
    last_flush: Option<Flush>,
}

impl Deflate {
    /// `bits` is the size of the window, `memory` how much may be used for tables.
    pub fn new(level: usize, strategy: isize, bits: u32, memory: u32) -> Deflate {
        Deflate {
            level: level.min(9),
            strategy,
            hash_bits: memory + 7,
            most_symbols: (1 << (memory + 6)) - 1,
            reach: (1 << bits) - AHEAD,
            window: Vec::new(),
            base: 0,
            at: 0,
            block_start: 0,
            origin: 0,
            insert: 0,
            head: vec![0; 1 << (memory + 7)],
            previous: vec![0; 1 << bits],
            length: SHORTEST - 1,
            start: 0,
            previous_length: SHORTEST - 1,
            available: false,
            symbols: Vec::new(),
            bits: 0,
            held: 0,
            last_flush: None,
        }
    }

    /// Deflates, and flushes.
    pub fn feed(&mut self, input: &[u8], flush: Flush, out: &mut Vec<u8>) {
        if input.is_empty() && self.last_flush.is_some_and(|last| flush <= last) && flush != Flush::Finish {
            return;
        }
        self.last_flush = Some(flush);
        for part in input.chunks(1 << 16) {
            self.window.extend_from_slice(part);
            while self.insert > 0 && self.ahead() + self.insert >= SHORTEST {
                self.enter(self.at - self.insert);
                self.insert -= 1;
            }
            self.go_on(AHEAD, out);
            let gone = (self.at - self.base).saturating_sub(1 << 16);
            if gone >= 1 << 16 {
                self.window.drain(..gone);
                self.base += gone;
            }
        }
        if flush == Flush::None {
            return;
        }
        self.go_on(1, out);
        if self.available {
            self.available = false;
            self.symbols.push((0, self.byte(self.at - 1)));
        }
        self.insert = self.at.min(SHORTEST - 1);
        if flush == Flush::Finish {
            self.block(true, out);
            self.align(out);
            return;
        }
        if !self.symbols.is_empty() || self.level == 0 && self.at > self.block_start {
            self.block(false, out);
        }
        if flush == Flush::Partial {
            self.put(1 << 1, 3, out);
            self.put(0, 7, out);
            return;
        }
        self.stored(&[], false, out);
        if flush == Flush::Full {
            self.head.fill(0);
            self.insert = 0;
            self.origin = self.at;
        }
    }

    /// Takes what there is, as long as there is so much.
    fn go_on(&mut self, least: usize, out: &mut Vec<u8>) {
        while self.ahead() >= least {
            match (self.level, self.strategy) {
                (0, _) => self.at += self.ahead().min(0xFFFF + self.block_start - self.at),
                (_, 2) => self.literal(self.at, 1),
                (_, 3) => self.repeated(),
                (1..=3, _) => self.fast(),
                _ => self.slow(),
            }
            let full = self.level == 0 && self.at - self.block_start == 0xFFFF && self.ahead() > 0;
            if full || self.symbols.len() >= self.most_symbols {
                self.block(false, out);
            }
        }
    }

    fn ahead(&self) -> usize {
        self.base + self.window.len() - self.at
    }

    fn byte(&self, at: usize) -> u8 {
        self.window.get(at - self.base).copied().unwrap_or(0)
    }

    /// Puts the string at a position into its chain; what was there before.
    fn enter(&mut self, at: usize) -> usize {
        let shift = self.hash_bits.div_ceil(3);
        let hash = (0..3).fold(0, |h: usize, i| h << shift ^ self.byte(at + i) as usize) & ((1 << self.hash_bits) - 1);
        let mask = self.previous.len() - 1;
        let link = if at == self.origin { 0 } else { at as u32 };
        let before = std::mem::replace(&mut self.head[hash], link);
        self.previous[at & mask] = before;
        before as usize
    }

    /// Enters the present string, if it is one.
    fn enter_here(&mut self) -> usize {
        if self.ahead() >= SHORTEST { self.enter(self.at) } else { 0 }
    }

    /// How long the longest match is that begins in the chain; `start` is where.
    fn longest(&mut self, mut candidate: usize) -> usize {
        let (good, _, nice, mut links) = LEVELS[self.level];
        let ahead = self.ahead().min(LONGEST);
        let mut best = self.previous_length;
        if best >= ahead {
            return ahead;
        }
        if best >= good {
            links >>= 2;
        }
        let nice = nice.min(self.ahead());
        let limit = self.at.saturating_sub(self.reach);
        let mask = self.previous.len() - 1;
        let here = &self.window[self.at - self.base..][..ahead];
        loop {
            let there = &self.window[candidate - self.base..][..ahead];
            if there[best] == here[best] && there[best - 1] == here[best - 1] {
                let n = here.iter().zip(there).take_while(|(a, b)| a == b).count();
                if n > best {
                    self.start = candidate;
                    best = n;
                    if n >= nice || n >= ahead {
                        break;
                    }
                }
            }
            candidate = self.previous[candidate & mask] as usize;
            links -= 1;
            if candidate <= limit || links == 0 {
                break;
            }
        }
        best
    }

    fn literal(&mut self, at: usize, step: usize) {
        self.symbols.push((0, self.byte(at)));
        self.at += step;
    }

    fn pair(&mut self, distance: usize, length: usize) {
        self.symbols.push((distance as u16, (length - SHORTEST) as u8));
    }

    /// A step that takes matches as they come.
    fn fast(&mut self) {
        let head = self.enter_here();
        self.length = SHORTEST - 1;
        if head != 0 && self.at - head <= self.reach {
            self.length = self.longest(head);
        }
        if self.length < SHORTEST {
            return self.literal(self.at, 1);
        }
        let n = self.length;
        self.pair(self.at - self.start, n);
        let all = n <= LEVELS[self.level].1 && self.ahead() - n >= SHORTEST;
        for at in self.at + 1..self.at + n {
            if all {
                self.enter(at);
            }
        }
        self.at += n;
    }

    /// A step that takes a match only if the next position has no longer one.
    fn slow(&mut self) {
        let head = self.enter_here();
        let before = self.start;
        self.previous_length = self.length;
        self.length = SHORTEST - 1;
        if head != 0 && self.previous_length < LEVELS[self.level].1 && self.at - head <= self.reach {
            self.length = self.longest(head);
            let far = self.length == SHORTEST && self.at - self.start > TOO_FAR;
            if self.length <= 5 && (self.strategy == 1 || far) {
                self.length = SHORTEST - 1;
            }
        }
        if self.previous_length >= SHORTEST && self.length <= self.previous_length {
            let n = self.previous_length;
            let last = self.at + self.ahead();
            self.pair(self.at - 1 - before, n);
            for at in self.at + 1..self.at + n - 1 {
                if at + SHORTEST <= last {
                    self.enter(at);
                }
            }
            self.at += n - 1;
            self.available = false;
            self.length = SHORTEST - 1;
        } else if self.available {
            self.literal(self.at - 1, 1);
        } else {
            self.available = true;
            self.at += 1;
        }
    }

    /// A step that takes repetitions of one byte.
    fn repeated(&mut self) {
        let most = self.ahead().min(LONGEST);
        let n = match self.at {
            0 => 0,
            at => (0..most).take_while(|i| self.byte(at + i) == self.byte(at - 1)).count(),
        };
        if n < SHORTEST {
            return self.literal(self.at, 1);
        }
        self.pair(1, n);
        self.at += n;
    }

    /// Writes what there is as a block of the kind that takes the least.
    fn block(&mut self, last: bool, out: &mut Vec<u8>) {
        // what waits to be taken or left is no part of it
        let end = self.at - usize::from(self.available);
        let symbols = std::mem::take(&mut self.symbols);
        let from = std::mem::replace(&mut self.block_start, end);
        let length = end - from;
        let own = from.checked_sub(self.base).and_then(|i| self.window.get(i..i + length)).map(<[u8]>::to_vec);
        if self.level == 0 {
            return self.stored(&own.unwrap_or_default(), last, out);
        }
        let (mut literals, mut distances) = ([0; LITERALS], [0; DISTANCES]);
        literals[END_OF_BLOCK] = 1;
        for (distance, length) in symbols.iter().map(|s| (s.0 as usize, s.1 as usize)) {
            if distance == 0 {
                literals[length] += 1;
            } else {
                literals[END_OF_BLOCK + 1 + length_code(length).0] += 1;
                distances[distance_code(distance - 1).0] += 1;
            }
        }
        let own_literals = Codes::build(&literals, 15, length_extra);
        let own_distances = Codes::build(&distances, 15, distance_extra);
        let mut shape = Vec::new();
        runs(&own_literals.lengths[..=own_literals.last], &mut shape);
        runs(&own_distances.lengths[..=own_distances.last], &mut shape);
        let mut kinds = [0; 19];
        shape.iter().for_each(|r| kinds[r.0] += 1);
        let kinds = Codes::build(&kinds, 7, repeat_extra);
        let shown = ORDER.iter().rposition(|k| kinds.lengths[*k] != 0).unwrap_or(0).max(3) + 1;
        let dynamic = own_literals.cost + own_distances.cost + kinds.cost + 3 * shown + 14;
        let fixed: usize = (0..LITERALS).map(|n| literals[n] * (fixed_length(n) + length_extra(n) as usize)).sum();
        let fixed = fixed + (0..DISTANCES).map(|n| distances[n] * (5 + distance_extra(n) as usize)).sum::<usize>();
        let (dynamic, fixed) = ((dynamic + 10) >> 3, (fixed + 10) >> 3);
        let is_fixed = fixed <= dynamic || self.strategy == 4;
        let least = if is_fixed { fixed } else { dynamic };
        if let Some(own) = own.filter(|_| length + 4 <= least) {
            return self.stored(&own, last, out);
        }
        let last = usize::from(last);
        if is_fixed {
            self.put(2 | last, 3, out);
            let literals = Codes::of_lengths((0..288).map(fixed_length).collect());
            self.coded(&symbols, &literals, &Codes::of_lengths(vec![5; DISTANCES]), out);
            return;
        }
        self.put(4 | last, 3, out);
        self.put(own_literals.last - 256, 5, out);
        self.put(own_distances.last, 5, out);
        self.put(shown - 4, 4, out);
        for k in &ORDER[..shown] {
            self.put(kinds.lengths[*k], 3, out);
        }
        for (kind, bits, value) in shape {
            self.code(&kinds, kind, out);
            self.put(value, bits, out);
        }
        self.coded(&symbols, &own_literals, &own_distances, out);
    }

    fn coded(&mut self, symbols: &[(u16, u8)], literals: &Codes, distances: &Codes, out: &mut Vec<u8>) {
        for (distance, length) in symbols.iter().map(|s| (s.0 as usize, s.1 as usize)) {
            if distance == 0 {
                self.code(literals, length, out);
                continue;
            }
            let (code, bits, value) = length_code(length);
            self.code(literals, END_OF_BLOCK + 1 + code, out);
            self.put(value, bits, out);
            let (code, bits, value) = distance_code(distance - 1);
            self.code(distances, code, out);
            self.put(value, bits, out);
        }
        self.code(literals, END_OF_BLOCK, out);
    }

    fn stored(&mut self, data: &[u8], last: bool, out: &mut Vec<u8>) {
        self.put(usize::from(last), 3, out);
        self.align(out);
        let n = data.len() as u16;
        out.extend_from_slice(&n.to_le_bytes());
        out.extend_from_slice(&(!n).to_le_bytes());
        out.extend_from_slice(data);
    }

    fn code(&mut self, codes: &Codes, symbol: usize, out: &mut Vec<u8>) {
        self.put(codes.codes[symbol], codes.lengths[symbol] as u32, out);
    }

    fn put(&mut self, value: usize, bits: u32, out: &mut Vec<u8>) {
        self.bits |= (value as u64) << self.held;
        self.held += bits;
        while self.held >= 8 {
            out.push(self.bits as u8);
            self.bits >>= 8;
            self.held -= 8;
        }
    }

    fn align(&mut self, out: &mut Vec<u8>) {
        self.put(0, self.held.wrapping_neg() & 7, out);
    }
}
