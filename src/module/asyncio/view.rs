//! What tasks there are, what each runs and what it waits for, for who looks from outside: the report of a deadlock, and the check that a
//! trace tells the truth.
//!
//! Invariant: looking changes nothing; what is told of a task is what `all_tasks()`, its coroutine's chain of awaits and the futures
//! themselves say at this moment, not what was recorded.

use super::task::{self, Task};
use crate::code::Op;
use crate::heap::Ref;
use crate::module::asyncio::future;
use crate::object::gen_awaitable::GenAwaitable;
use crate::object::generator::{GenState, Generator};
use crate::object::object_::text;
use crate::trace::{Event, Field};
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::frame::Frame;
use std::fmt::Write;

/// A suspended or running frame of a task's chain of awaits.
struct Link {
    generator: Ref<Generator>,
    /// trace id; not positive without a trace, and for plain generators
    object: i64,
    /// 0 before the first step
    line: u32,
}

impl Link {
    fn is_library(&self) -> bool {
        self.generator.frame().code().unit.filename.starts_with(crate::library::FOLDER)
    }
    fn function(&self) -> &str {
        let name = &*self.generator.frame().code().unit.qualname;
        name.rsplit("<locals>.").next().unwrap_or(name)
    }
    /// The object whose method the frame runs.
    fn subject(&self) -> Option<Value> {
        let f = self.generator.frame();
        let named = f.code().unit.varnames.first().is_some_and(|n| **n == *"self");
        (named && !f.reg(0).is_unbound()).then(|| f.reg(0).share())
    }
    /// True if a `with` block of the frame keeps the object.
    fn keeps(&self, object: &Value) -> bool {
        let f = self.generator.frame();
        (f.code().unit.first_temp.0..f.registers).any(|i| !f.reg(i).is_unbound() && f.reg(i).share().is(object))
    }
}

/// A task that is not done.
struct TaskView {
    task: Ref<Task>,
    /// trace id
    id: i64,
    name: String,
    /// `running`, `waiting`, `ready`; `stepping` where a step begins or ends; `woken` if what it waited for is done, or it is to be cancelled
    state: &'static str,
    /// outermost first
    chain: Vec<Link>,
    /// trace id of the task that it awaits
    awaits: Option<i64>,
}

impl TaskView {
    fn new(t: Ref<Task>, is_current: bool) -> TaskView {
        let waiter = t.waiter.get();
        let state = match &waiter {
            // a task that makes an eager one is not the current one, but runs
            _ if t.coro.get().get::<Generator>().is_some_and(|g| g.is_running()) => "running",
            _ if is_current => "stepping",
            None => "ready",
            Some(w) if t.must_cancel.get() || future::core(w).is_some_and(|c| c.is_done()) => "woken",
            Some(_) => "waiting",
        };
        let awaits = waiter.as_ref().and_then(|w| w.get::<Task>()).map(|w| w.id);
        TaskView { id: t.id, name: text(&task::name_of(&t)), state, chain: chain(&t.coro.get()), awaits, task: t }
    }

    /// For a trace: id, name, state, the chain's objects and lines, the task it awaits.
    fn field(&self) -> Field {
        let link = |l: &Link| Field::Map(vec![("o", l.object.into()), ("line", l.line.into())]);
        let chain: Vec<Field> = self.chain.iter().filter(|l| l.object > 0).map(link).collect();
        let parts: [(&'static str, Field); 5] = [
            ("k", self.id.into()),
            ("name", (*self.name).into()),
            ("state", self.state.into()),
            ("chain", chain.into()),
            ("awaits", self.awaits.into()),
        ];
        Field::Map(parts.into())
    }

    /// What of the library it waits in, in words, and the object: a lock, a queue.
    fn resource(&self) -> Option<(String, Value)> {
        let (link, object) = self.chain.iter().filter(|l| l.is_library()).find_map(|l| l.subject().map(|s| (l, s)))?;
        let class = crate::object::type_ref(&object).name().to_owned();
        let method = link.function().rsplit('.').next().unwrap_or("");
        let what = if method.starts_with("__") { class } else { format!("{class}.{method}") };
        Some((what, object))
    }
}

/// What a frame awaits or delegates to, whether it is suspended there or what it awaits runs.
fn delegate(f: &Frame) -> Option<Ref<Generator>> {
    let instr = f.instr();
    if instr.op != Op::YieldFrom as u8 {
        return None;
    }
    let it = f.reg(instr.b);
    match it.as_value().get::<GenAwaitable>() {
        Some(w) => Some(w.generator.clone()).filter(|g| std::ptr::eq(g.parent.get(), f.owner)),
        None => it.as_value().get_ref::<Generator>(),
    }
}

/// The chain of awaits of a coroutine: what is delegated to, whether it is suspended or runs.
fn chain(coro: &Value) -> Vec<Link> {
    let mut links = Vec::new();
    let mut next = coro.get_ref::<Generator>();
    while let Some(g) = next {
        let f = g.frame();
        if f.code.is_null() || f.registers == 0 || !links.is_empty() && g.state.get() == GenState::Created {
            break;
        }
        next = delegate(f);
        let line = match g.state.get() {
            GenState::Created => 0,
            _ => f.code().unit.positions.lookup(f.current()).line,
        };
        links.push(Link { object: g.trace_id.get(), line, generator: g });
    }
    links
}

/// The same as a list of the coroutines themselves.
pub(super) fn links(coro: &Value) -> Value {
    crate::object::list::new(chain(coro).iter().map(|l| l.generator.value()).collect())
}

/// So many tasks are told of when a program cannot go on: each is held against each.
const MOST_TOLD: usize = 200;

impl Vm {
    /// The tasks that are not done, the oldest first. Those that the trace does not tell are left out while one is recorded.
    fn tasks(&self) -> Vec<TaskView> {
        let mut tasks = task::live();
        tasks.retain(|t| !t.core.is_done() && t.id != 0);
        tasks.sort_by_key(|t| t.id);
        let current = self.current_tasks();
        let is_current = |t: &Ref<Task>| current.iter().any(|c| c.is(&t.value()));
        // a task that dies has lost its coroutine
        let dies = |t: &Ref<Task>| t.coro.get().get::<Generator>().is_some_and(|g| g.state.get() == GenState::Finished);
        let tasks = tasks.into_iter().map(|t| (is_current(&t), t)).filter(|(is, t)| *is || !dies(t));
        tasks.map(|(is, t)| TaskView::new(t, is)).collect()
    }

    /// What there is at this moment, as a line between the events of a trace.
    pub fn pause(&self) -> Event {
        let _entered = self.enter();
        let tasks: Vec<Field> = self.tasks().iter().map(TaskView::field).collect();
        Event::new("pause").with("tasks", tasks)
    }

    /// Why the program cannot go on: where its threads stand, what each task waits for, and who waits for whom in a circle. What the
    /// program has written and kept is passed on first.
    pub fn deadlock(&mut self) -> String {
        let _entered = self.enter();
        crate::module::io::standard::flush_now(self);
        let mut out = String::from("nothing can run, no timer is set, and nothing else can come");
        for line in self.who_waits() {
            let _ = write!(out, "\n  {line}");
        }
        let mut tasks = self.tasks();
        let more = tasks.len().saturating_sub(MOST_TOLD);
        tasks.truncate(MOST_TOLD);
        let waits_in: Vec<_> = tasks.iter().map(TaskView::resource).collect();
        let mut waits_for: Vec<Vec<usize>> = Vec::new();
        for (i, t) in tasks.iter().enumerate() {
            let mut others: Vec<usize> = Vec::new();
            for (j, other) in tasks.iter().enumerate() {
                if other.task.core.waiters().iter().any(|w| w.is(&t.task.value())) {
                    others.push(j);
                }
            }
            let _ = write!(out, "\n  {}", t.name);
            if let Some(link) = t.chain.iter().rev().find(|l| !l.is_library()) {
                let _ = write!(out, " ({}, line {})", link.function(), link.line);
            }
            let names = |others: &[usize]| -> String {
                others.iter().map(|&j| tasks[j].name.as_str()).collect::<Vec<_>>().join(", ")
            };
            match &waits_in[i] {
                _ if t.state != "waiting" => out += " has not been told",
                None if others.is_empty() => out += " waits for a future",
                None => out += &format!(" waits for {}", names(&others)),
                Some((what, object)) => {
                    let keeps = |j: usize| {
                        let waits_too = waits_in[j].as_ref().is_some_and(|(_, o)| o.is(object));
                        !waits_too && tasks[j].chain.iter().any(|l| l.keeps(object))
                    };
                    if let Some(j) = (0..tasks.len()).find(|&j| j != i && keeps(j)) {
                        let _ = write!(out, " waits for a {what} that {} has", tasks[j].name);
                        others.push(j);
                    } else if others.is_empty() {
                        let _ = write!(out, " waits in {what}");
                    } else {
                        let _ = write!(out, " waits in {what} for {}", names(&others));
                    }
                }
            }
            waits_for.push(others);
        }
        if more > 0 {
            let _ = write!(out, "\n  ... and {more} more");
        }
        if let Some(circle) = circle(&waits_for) {
            let names: Vec<&str> = circle.iter().map(|&i| tasks[i].name.as_str()).collect();
            let _ = write!(out, "\n  a circle: {}", names.join(" -> "));
        }
        out
    }
}

/// A way that leads back to where it began.
fn circle(next: &[Vec<usize>]) -> Option<Vec<usize>> {
    // 0: not seen, 1: on the way, 2: leads nowhere
    let mut seen = vec![0; next.len()];
    for start in 0..next.len() {
        let mut way: Vec<(usize, usize)> = vec![(start, 0)];
        while let Some((at, edge)) = way.last_mut() {
            let i = *at;
            seen[i] = if seen[i] == 2 { 2 } else { 1 };
            let to = if seen[i] == 2 { None } else { next[i].get(*edge).copied() };
            *edge += 1;
            match to {
                Some(j) if seen[j] == 1 => {
                    let from = way.iter().position(|(k, _)| *k == j)?;
                    let mut found: Vec<usize> = way[from..].iter().map(|(k, _)| *k).collect();
                    found.push(j);
                    return Some(found);
                }
                Some(j) => way.push((j, 0)),
                None => {
                    seen[i] = 2;
                    way.pop();
                }
            }
        }
    }
    None
}
