//! Objects of the library that the trace tells of: locks and queues, groups, connections.
//!
//! Invariant: ids count up as objects are made; what is known by an address is replaced when another object is made there.

use super::Choice;
use crate::heap::local::Hashing;
use std::collections::HashMap;

type Table<K, V> = HashMap<K, V, Hashing>;

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
    /// by what the coroutine has as its `about`, from 1 on
    awaiting: Vec<Option<Awaiting>>,
    free: Vec<u32>,
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
    pub fn resource(&mut self, key: u64) -> Option<Known> {
        match self.last {
            Some((last, known)) if last == key => Some(known),
            _ => {
                let known = self.resources.get(&key).copied()?;
                self.last = Some((key, known));
                Some(known)
            }
        }
    }
    pub fn group(&self, key: u64) -> Option<Known> {
        self.groups.get(&key).copied()
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
    /// A coroutine begins that is about something: the number by which it is found.
    pub fn begin(&mut self, what: Awaiting) -> u32 {
        self.fresh += matches!(what, Awaiting::Resource { .. }) as usize;
        match self.free.pop() {
            Some(about) => {
                self.awaiting[about as usize - 1] = Some(what);
                about
            }
            None => {
                self.awaiting.push(Some(what));
                self.awaiting.len() as u32
            }
        }
    }
    /// It has ended: what it was about.
    pub fn end(&mut self, about: u32) -> Option<Awaiting> {
        let ended = self.awaiting.get_mut(about as usize - 1)?.take()?;
        self.free.push(about);
        self.fresh -= matches!(ended, Awaiting::Resource { waits: false, .. }) as usize;
        Some(ended)
    }
    /// Whether there is a coroutine that may wait and has not begun to.
    #[inline(always)]
    pub fn may_begin_to_wait(&self) -> bool {
        self.fresh > 0
    }
    /// A coroutine waits: for what, if it has not been said before.
    pub fn waits(&mut self, about: u32) -> Option<Known> {
        match self.awaiting.get_mut((about as usize).wrapping_sub(1)) {
            Some(Some(Awaiting::Resource { r, kind, waits, .. })) if !*waits => {
                *waits = true;
                self.fresh -= 1;
                Some((*r, *kind))
            }
            _ => None,
        }
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
