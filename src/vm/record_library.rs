//! What functions of the library tell the trace when they are called: locks, queues, groups, connections.
//!
//! Invariants: the functions are the library's own, unchanged. While a trace is recorded, no call of the functions in [`TOLD`] is a plain
//! one: `push_with_defaults` or the general path tells of it; without a trace they are functions like all others. Ids count objects as
//! they are made; an object is known by its address only between its own `__init__` and the next object's at that address.

use super::Vm;
use super::record::LIBRARY;
use crate::code::flags;
use crate::object::code::Code;
use crate::object::exception::Exception;
use crate::object::generator::Generator;
use crate::object::{int, types};
use crate::record;
use crate::trace::schema::{SYNC, place_of};
use crate::trace::{Awaiting, Choice, choice};
use crate::value::Slot;

/// What a function does to the object that is its first argument.
#[derive(Clone, Copy)]
enum Told {
    /// makes it, of this kind
    New(Choice),
    /// makes a group of this kind
    Group(Choice),
    /// makes the future of a `gather`
    Gather,
    /// a coroutine that may wait for it; what has happened when it returns (nothing if another function tells of that)
    Wait(Option<Choice>),
    /// does this to it
    Op(Choice),
    /// the same for a lock that is held
    Release,
    /// coroutines that enter and leave a group
    Enter,
    Leave,
    /// makes an end of a connection
    End,
    /// joins two ends
    Connect,
    /// does this with a connection; the second argument is how much
    Net(&'static str),
}

static TOLD: &[(&str, &str, Told)] = &[
    ("asyncio/locks.py", "Lock.__init__", resource("lock")),
    ("asyncio/locks.py", "Lock.acquire", Told::Wait(Some(op("got")))),
    ("asyncio/locks.py", "Lock.release", Told::Release),
    ("asyncio/locks.py", "Event.__init__", resource("event")),
    ("asyncio/locks.py", "Event.wait", Told::Wait(Some(op("got")))),
    ("asyncio/locks.py", "Event.set", Told::Op(op("set"))),
    ("asyncio/locks.py", "Event.clear", Told::Op(op("clear"))),
    ("asyncio/locks.py", "Condition.__init__", resource("condition")),
    ("asyncio/locks.py", "Condition.wait", Told::Wait(Some(op("got")))),
    ("asyncio/locks.py", "Condition.notify", Told::Op(op("notify"))),
    ("asyncio/locks.py", "Semaphore.__init__", resource("semaphore")),
    ("asyncio/locks.py", "Semaphore.acquire", Told::Wait(Some(op("got")))),
    ("asyncio/locks.py", "Semaphore.release", Told::Op(op("release"))),
    ("asyncio/locks.py", "Barrier.__init__", resource("barrier")),
    ("asyncio/locks.py", "Barrier.wait", Told::Wait(Some(op("got")))),
    ("asyncio/queues.py", "Queue.__init__", resource("queue")),
    ("asyncio/queues.py", "Queue.get", Told::Wait(None)),
    ("asyncio/queues.py", "Queue.put", Told::Wait(None)),
    ("asyncio/queues.py", "Queue.join", Told::Wait(Some(op("got")))),
    ("asyncio/queues.py", "Queue._get", Told::Op(op("get"))),
    ("asyncio/queues.py", "PriorityQueue._get", Told::Op(op("get"))),
    ("asyncio/queues.py", "LifoQueue._get", Told::Op(op("get"))),
    ("asyncio/queues.py", "Queue._put", Told::Op(op("put"))),
    ("asyncio/queues.py", "PriorityQueue._put", Told::Op(op("put"))),
    ("asyncio/queues.py", "LifoQueue._put", Told::Op(op("put"))),
    ("asyncio/queues.py", "Queue.shutdown", Told::Op(op("shutdown"))),
    ("asyncio/taskgroups.py", "TaskGroup.__init__", group("taskgroup")),
    ("asyncio/taskgroups.py", "TaskGroup.__aenter__", Told::Enter),
    ("asyncio/taskgroups.py", "TaskGroup.__aexit__", Told::Leave),
    ("asyncio/timeouts.py", "Timeout.__init__", group("timeout")),
    ("asyncio/timeouts.py", "Timeout.__aenter__", Told::Enter),
    ("asyncio/timeouts.py", "Timeout.__aexit__", Told::Leave),
    ("asyncio/tasks.py", "_GatheringFuture.__init__", Told::Gather),
    ("_socket.py", "_Endpoint.__init__", Told::End),
    ("_socket.py", "_Endpoint.listen", Told::Net("listen")),
    ("_socket.py", "_Endpoint.join", Told::Connect),
    ("_socket.py", "_Endpoint.accept", Told::Net("accept")),
    ("_socket.py", "_Endpoint.arrive", Told::Net("send")),
    ("_socket.py", "_Endpoint.take", Told::Net("recv")),
    ("_socket.py", "_Endpoint.end", Told::Net("eof")),
    ("_socket.py", "_Endpoint.close", Told::Net("close")),
];

const fn op(name: &str) -> Choice {
    choice("sync", "op", name)
}
const fn resource(kind: &str) -> Told {
    Told::New(choice("sync", "kind", kind))
}
const fn group(kind: &str) -> Told {
    Told::Group(choice("group.enter", "kind", kind))
}
const GATHER: Choice = choice("group.enter", "kind", "gather");

/// What `Code::told` is for code of the program, for code of the library of which nothing is told, and for the first of [`TOLD`].
const PROGRAM: u8 = 1;
const SILENT: u8 = 2;
const FIRST: u8 = 3;

#[cold]
#[inline(never)]
fn look_up(code: &Code) -> u8 {
    let found = match code.unit.filename.strip_prefix(LIBRARY) {
        None => PROGRAM,
        // (most of the library is elsewhere)
        Some(file) if !file.starts_with("asyncio/") && file != "_socket.py" => SILENT,
        Some(file) => {
            let place = TOLD.iter().position(|t| t.0 == file && *t.1 == *code.unit.qualname);
            place.map_or(SILENT, |i| i as u8 + FIRST)
        }
    };
    code.told.set(found);
    found
}

#[inline(always)]
fn told_number(code: &Code) -> u8 {
    match code.told.get() {
        0 => look_up(code),
        told => told,
    }
}

/// Whether code is the standard library's.
#[inline]
pub(super) fn is_library(code: &Code) -> bool {
    told_number(code) >= SILENT
}

/// Whether it is known what is told of its calls.
#[inline(always)]
pub(super) fn is_known(code: &Code) -> bool {
    code.told.get() != 0
}

/// Whether something is told of them, if that is known.
#[inline(always)]
pub(super) fn may_be_told(code: &Code) -> bool {
    code.told.get() >= FIRST
}

/// Whether it is known that nothing is told of them.
#[inline(always)]
pub(super) fn is_silent(code: &Code) -> bool {
    code.told.get().wrapping_sub(PROGRAM) < FIRST - PROGRAM
}

/// Whether code is known to be the standard library's.
#[inline(always)]
pub(super) fn is_known_library(code: &Code) -> bool {
    code.told.get() >= SILENT
}

/// Whether code is known to be the program's.
#[inline(always)]
pub(super) fn is_known_program(code: &Code) -> bool {
    code.told.get() == PROGRAM
}

/// What calls of a function tell.
#[inline]
fn told(code: &Code) -> Option<Told> {
    TOLD.get((told_number(code) as usize).wrapping_sub(FIRST as usize)).map(|t| t.2)
}

/// Whether a call of a function that is told of binds its arguments as a plain one does.
#[inline(always)]
pub(super) fn is_told_and_plain(code: &Code) -> bool {
    code.told.get() >= FIRST && code.unit.kwonly == 0 && !code.has(flags::VARARGS | flags::VARKEYWORDS)
}

impl Vm {
    /// Whether calls of a function that is made now are to be told of. Coroutines are told of as objects.
    pub(crate) fn is_told(&self, code: &Code) -> bool {
        self.trace.detail.is_some()
            && told(code).is_some_and(|t| !matches!(t, Told::Wait(_) | Told::Enter | Told::Leave))
    }

    /// A function is called with these arguments.
    pub(crate) fn record_call(&mut self, code: &Code, arguments: &[Slot]) {
        let (Some(told), Some(object)) = (told(code), arguments.first()) else { return };
        if !self.trace.wants(1) || !object.is_heap() {
            return;
        }
        let key = object.as_value().identity();
        match told {
            // what another one is made of is no thing of its own
            Told::New(_) if self.is_part_of_another() => self.trace.library.forget(key),
            Told::New(kind) => self.trace.library.make(key, kind),
            Told::Group(kind) => {
                self.trace.library.make_group(key, kind);
            }
            Told::Gather => {
                let g = self.trace.library.make_group(key, GATHER);
                let future = crate::module::asyncio::future::core(object.as_value()).map(|c| {
                    c.traced.set(true);
                    c.id
                });
                if let Some(u) = future {
                    self.trace.library.gathers.insert(u, g);
                    record!(self.trace, "fut.new", "u": u, "kind": "gather");
                }
                record!(self.trace, "group.enter", "g": g, "kind": GATHER, "k": self.asyncio.current_id());
            }
            Told::Release => {
                let held = self.intern("_locked");
                if let super::native::Act::Done(v) = self.get_attr_opt(object.as_value(), &held)
                    && v.as_bool() == Some(true)
                {
                    self.record_sync(key, const { op("release") });
                }
            }
            Told::Op(op) => self.record_sync(key, op),
            Told::End => self.trace.library.make_end(key),
            Told::Connect => {
                let conn = self.trace.library.connect(key, arguments.get(1).map(|other| other.as_value().identity()));
                record!(self.trace, "net", "conn": conn, "op": "connect", "k": self.asyncio.current_id());
            }
            Told::Net("close") if !self.trace.library.is_connected(key) => {}
            Told::Net(op) => {
                let conn = self.trace.library.connection(key);
                let n = arguments.get(1).and_then(|v| int::to_i64(v.as_value()));
                record!(self.trace, "net", "conn": conn, "op": op, "k": self.asyncio.current_id(), "n": n);
            }
            // coroutines: when they wait and when they end
            Told::Wait(_) | Told::Enter | Told::Leave => {}
        }
    }

    /// Whether the caller makes a queue or a barrier.
    fn is_part_of_another(&self) -> bool {
        let Some(caller) = (unsafe { self.thread.top.as_ref() }).filter(|f| !f.code.is_null()) else { return false };
        let unit = &caller.code().unit;
        unit.filename.starts_with(LIBRARY) && ["Queue.__init__", "Barrier.__init__"].contains(&&*unit.qualname)
    }

    /// The group whose `create_task` makes a task now.
    pub(crate) fn group_of_new_task(&self) -> Option<i64> {
        let mut at = self.thread.top;
        for _ in 0..8 {
            let frame = unsafe { at.as_ref() }?;
            if !frame.code.is_null() && &*frame.code().unit.qualname == "TaskGroup.create_task" {
                let group = frame.reg(0);
                return group.is_heap().then(|| self.trace.library.group(group.as_value().identity()))?.map(|g| g.0);
            }
            at = frame.back;
        }
        None
    }

    fn record_sync(&mut self, key: u64, op: Choice) {
        let Some((r, kind)) = self.trace.library.resource(key) else { return };
        let n = self.trace.library.waiting(r);
        self.record_resource(r, kind, op, n)
    }

    #[inline(always)]
    fn record_resource(&mut self, r: i64, kind: Choice, op: Choice, n: i64) {
        let choices = kind.at(const { place_of("sync", "kind") }) | op.at(const { place_of("sync", "op") });
        self.trace.short::<SYNC, _>(choices, [0, r as u32, self.asyncio.current_word(), n as u32]);
    }

    /// A coroutine of the library was made: what is told when it waits and when it ends.
    #[inline(never)]
    pub(crate) fn record_library_coroutine(&mut self, g: &Generator) {
        let Some(told) = told(g.frame().code()) else { return };
        let object = g.frame().reg(0);
        if !object.is_heap() || !self.trace.wants(1) {
            return;
        }
        let key = object.as_value().identity();
        let awaiting = match told {
            Told::Wait(end) => {
                self.trace.library.resource(key).map(|(r, kind)| Awaiting::Resource { r, kind, end, waits: false })
            }
            Told::Enter => self.trace.library.group(key).map(|(g, kind)| Awaiting::Enter { g, kind }),
            Told::Leave => self.trace.library.group(key).map(|(g, kind)| Awaiting::Leave { g, kind }),
            _ => None,
        };
        if let Some(a) = awaiting {
            g.about.set(self.trace.library.begin(a));
        }
    }

    /// A task is suspended in this coroutine: it, or one of the library that waits in it, may wait for a lock or its like.
    pub(crate) fn record_waits(&mut self, innermost: &Generator) {
        let mut at = Some(innermost);
        while let Some(g) = at.filter(|_| self.trace.library.may_begin_to_wait()) {
            if let Some((r, kind)) = self.trace.library.waits(&g.about) {
                let n = self.trace.library.wait(r, 1);
                self.record_resource(r, kind, const { op("wait") }, n);
            }
            if !is_library(g.frame().code()) {
                return;
            }
            at = g.delegator();
        }
    }

    /// A coroutine of the library ended.
    #[inline(always)]
    pub(crate) fn record_library_end(&mut self, g: &Generator, how: &'static str) {
        if g.about.get() != 0 {
            self.record_awaited(g.about.replace(0), how);
        }
    }

    #[inline(never)]
    fn record_awaited(&mut self, about: u64, how: &'static str) {
        let ended = self.trace.library.end(about);
        let k = self.aio().current_id();
        match ended {
            Awaiting::Resource { r, kind, end, waits } => {
                let n = self.trace.library.wait(r, -(waits as i64));
                let op = match (how, end) {
                    ("return", None) => return,
                    ("return", Some(end)) => end,
                    _ if waits => const { op("quit") },
                    _ => return,
                };
                self.record_resource(r, kind, op, n)
            }
            Awaiting::Enter { g, kind } => {
                if how == "return" {
                    record!(self.trace, "group.enter", "g": g, "kind": kind, "k": k);
                }
            }
            Awaiting::Leave { g, kind } => {
                let errs = if how == "raise" { self.errors_raised() } else { 0 };
                record!(self.trace, "group.exit", "g": g, "kind": kind, "k": k, "errs": errs);
            }
        }
    }

    /// How many errors a group that raises has: none if it was cancelled itself.
    fn errors_raised(&mut self) -> i64 {
        let exc = self.peek_raised();
        if crate::object::type_ref(&exc).is_subtype(&self.cancelled_error()) {
            return 0;
        }
        let grouped = types().exc.BaseExceptionGroup.is_type_of(&exc)
            || crate::object::type_ref(&exc).is_subtype(&types().exc.BaseExceptionGroup);
        let members = exc.get::<Exception>().filter(|_| grouped).and_then(|e| {
            let args = e.args.get();
            let list = args.get::<crate::object::tuple::Tuple>()?.items().get(1)?.clone();
            list.get::<crate::object::list::List>()
                .map(|l| l.len())
                .or_else(|| list.get::<crate::object::tuple::Tuple>().map(|t| t.len()))
        });
        members.map_or(1, |n| n as i64)
    }

    /// The future of a `gather` is done.
    pub(crate) fn record_gathered(&mut self, u: i64, failed: bool) {
        if let Some(g) = self.trace.library.gathers.remove(&u) {
            let k = self.aio().current_id();
            record!(self.trace, "group.exit", "g": g, "kind": GATHER, "k": k, "errs": failed as i64);
        }
    }
}
