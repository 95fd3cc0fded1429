//! Objects of the library that the trace tells of: locks and queues, groups, connections.
//!
//! Invariant: ids count up as objects are made; what is known by an address is replaced when another object is made there.

use super::Choice;
use crate::tables::Table;
use std::cell::Cell;

/// What a coroutine of the library that has not ended is about.
pub enum Awaiting {
    /// it may wait for a resource; what is told when it returns; whether it waits
    Resource {
        r: i64,
        kind: Choice,
        end: Option<Choice>,
        waits: bool,
    },
    /// it enters or leaves a group
    Enter {
        g: i64,
        kind: Choice,
    },
    Leave {
        g: i64,
        kind: Choice,
    },
}

/// The same in a word that is not 0.
#[derive(Clone, Copy)]
struct Packed(u64);

impl Packed {
    const RESOURCE: u64 = 1;
    const ENTER: u64 = 2;
    const LEAVE: u64 = 3;
    const WAITS: u64 = 1 << 2;
    /// bits that a resource for which nobody waited and of whose end nothing is told has not
    const LOUD: u64 = 3 | Packed::WAITS | 15 << 8;

    fn new(what: u64, id: i64, kind: Choice, end: Option<Choice>) -> Packed {
        let end = end.map_or(0, |end| u64::from(end.0) + 1);
        Packed(what | u64::from(kind.0) << 4 | end << 8 | (id as u64) << 16)
    }
    fn what(self) -> u64 {
        self.0 & 3
    }
    fn waits(self) -> bool {
        self.0 & Packed::WAITS != 0
    }
    fn id(self) -> i64 {
        (self.0 >> 16) as i64
    }
    fn kind(self) -> Choice {
        Choice((self.0 >> 4 & 15) as u32)
    }
    fn end(self) -> Option<Choice> {
        ((self.0 >> 8 & 15) as u32).checked_sub(1).map(Choice)
    }
}

/// An id and a kind.
type Known = (i64, Choice);

#[derive(Default)]
pub struct Library {
    resources: Table<u64, Known>,
    /// the one that was asked for last
    last: Option<(u64, Known)>,
    groups: Table<u64, Known>,
    /// ends of connections: their connection
    ends: Table<u64, i64>,
    groups_made: i64,
    connections: i64,
    /// of each resource how many tasks wait for it
    waiting: Vec<i64>,
    /// how many coroutines may wait but have not begun to
    fresh: usize,
    /// groups of futures that `gather` made
    pub gathers: Table<i64, i64>,
}

impl Library {
    /// A resource is made.
    pub fn make(&mut self, key: u64, kind: Choice) {
        self.waiting.push(0);
        self.last = None;
        self.resources.insert(key, (self.waiting.len() as i64, kind));
    }
    /// What is made there is not told of.
    pub fn forget(&mut self, key: u64) {
        self.last = None;
        self.resources.remove(&key);
    }
    /// Whether an end belongs to a connection or listens.
    pub fn is_connected(&self, key: u64) -> bool {
        self.ends.contains_key(&key)
    }
    /// An end of a connection is made.
    pub fn make_end(&mut self, key: u64) {
        self.ends.remove(&key);
    }
    /// A group is made.
    pub fn make_group(&mut self, key: u64, kind: Choice) -> i64 {
        self.groups_made += 1;
        self.groups.insert(key, (self.groups_made, kind));
        self.groups_made
    }
    #[inline(always)]
    pub fn resource(&mut self, key: u64) -> Option<Known> {
        match self.last {
            Some((last, known)) if last == key => Some(known),
            _ => self.look_up(key),
        }
    }
    #[inline(never)]
    fn look_up(&mut self, key: u64) -> Option<Known> {
        let known = self.resources.get(&key).copied()?;
        self.last = Some((key, known));
        Some(known)
    }
    pub fn group(&self, key: u64) -> Option<Known> {
        self.groups.get(&key).copied()
    }
    /// How many tasks wait for a resource.
    #[inline(always)]
    pub fn waiting(&self, r: i64) -> i64 {
        self.waiting.get((r - 1) as usize).copied().unwrap_or(0)
    }
    /// So many more tasks wait for a resource; gives how many do.
    pub fn wait(&mut self, r: i64, more: i64) -> i64 {
        match self.waiting.get_mut((r - 1) as usize) {
            Some(n) => {
                *n += more;
                *n
            }
            None => 0,
        }
    }
    /// A coroutine begins that is about something: the word by which that is found.
    pub fn begin(&mut self, what: Awaiting) -> u64 {
        let packed = match what {
            Awaiting::Resource { r, kind, end, .. } => {
                self.fresh += 1;
                Packed::new(Packed::RESOURCE, r, kind, end)
            }
            Awaiting::Enter { g, kind } => Packed::new(Packed::ENTER, g, kind, None),
            Awaiting::Leave { g, kind } => Packed::new(Packed::LEAVE, g, kind, None),
        };
        packed.0
    }
    /// Whether one that has returned waited for nothing, and nothing is told of its end.
    #[inline(always)]
    pub fn end_silently(&mut self, about: u64) -> bool {
        let is_silent = about & Packed::LOUD == Packed::RESOURCE;
        self.fresh -= is_silent as usize;
        is_silent
    }
    /// It has ended: what it was about.
    #[inline]
    pub fn end(&mut self, about: u64) -> Awaiting {
        let packed = Packed(about);
        let (id, kind) = (packed.id(), packed.kind());
        match packed.what() {
            Packed::RESOURCE => {
                self.fresh -= !packed.waits() as usize;
                Awaiting::Resource { r: id, kind, end: packed.end(), waits: packed.waits() }
            }
            Packed::ENTER => Awaiting::Enter { g: id, kind },
            _ => Awaiting::Leave { g: id, kind },
        }
    }
    /// Whether there is a coroutine that may wait and has not begun to.
    #[inline(always)]
    pub fn may_begin_to_wait(&self) -> bool {
        self.fresh > 0
    }
    /// A coroutine waits: for what, if it has not been said before.
    pub fn waits(&mut self, about: &Cell<u64>) -> Option<Known> {
        let packed = Packed(about.get());
        if packed.what() != Packed::RESOURCE || packed.waits() {
            return None;
        }
        about.set(packed.0 | Packed::WAITS);
        self.fresh -= 1;
        Some((packed.id(), packed.kind()))
    }
    /// Two ends are joined: the new connection.
    pub fn connect(&mut self, a: u64, b: Option<u64>) -> i64 {
        self.connections += 1;
        for end in [Some(a), b].into_iter().flatten() {
            self.ends.insert(end, self.connections);
        }
        self.connections
    }
    /// The connection of an end; one that listens or sends packets has a number of its own.
    pub fn connection(&mut self, key: u64) -> i64 {
        match self.ends.get(&key) {
            Some(c) => *c,
            None => self.connect(key, None),
        }
    }
}
