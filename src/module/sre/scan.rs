//! One operation's walk over a subject, and the frames of those that take several steps.
//!
//! Invariant: a step runs the machine for the fuel that the slice has left, and asks to be stepped again; so a pattern that takes for
//! ever can be stopped, and other tasks go on meanwhile. No Python code runs while the machine does.

use super::machine::{Machine, Outcome};
use super::matches::Match;
use super::pattern::Pattern;
use super::subject::{Subject, Wide};
use super::template::{Filter, Joined};
use crate::heap::Visitor;
use crate::object::text_args::size_or;
use crate::object::{list, tuple};
use crate::text::view::StrView;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::{Act, Args, Input, NativeFrame, PyResult, Step};

/// A walk: where it is, and the machine that goes on from there.
pub struct Scan {
    pub pattern: Value,
    pub subject: Subject,
    pub pos: usize,
    pub endpos: usize,
    /// where the next step begins
    at: usize,
    pub searches: bool,
    machine: Machine,
}

/// What a scan's step came to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    Found,
    NotFound,
    Paused,
}

/// What a match has to be like.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// begins at the position
    Match,
    /// and reaches the end
    Full,
    Search,
}

impl Scan {
    /// Begins a walk over `string` from argument `i` to argument `i + 1`.
    pub fn new(vm: &mut Vm, pattern: &Value, string: &Value, a: &Args, i: usize, mode: Mode) -> PyResult<Scan> {
        let p = Pattern::of(vm, pattern)?;
        let subject = Subject::new(vm, string)?;
        match p.is_bytes {
            Some(true) if !subject.is_bytes() => {
                return Err(vm.type_error("cannot use a bytes pattern on a string-like object"));
            }
            Some(false) if subject.is_bytes() => {
                return Err(vm.type_error("cannot use a string pattern on a bytes-like object"));
            }
            _ => {}
        }
        let len = subject.len();
        let pos = usize::try_from(size_or(vm, a, i, 0)?).unwrap_or(0).min(len);
        let endpos = usize::try_from(size_or(vm, a, i + 1, isize::MAX)?).unwrap_or(0).min(len);
        let machine = Machine::new(mode == Mode::Full);
        Ok(Scan { pattern: pattern.clone(), subject, pos, endpos, at: pos, searches: mode == Mode::Search, machine })
    }

    /// Runs for the fuel that is left. After `Found` or `NotFound` the walk stands behind what was found or tried.
    pub fn step(&mut self, vm: &mut Vm) -> PyResult<Progress> {
        let Some(p) = self.pattern.native::<Pattern>() else { return Ok(Progress::NotFound) };
        let (m, program, at, end, searches) = (&mut self.machine, &p.program, self.at, self.endpos, self.searches);
        let fuel = &mut vm.fuel;
        macro_rules! on {
            ($text:expr) => {
                if searches { m.search(program, $text, at, fuel) } else { m.matches(program, $text, at, fuel) }
            };
        }
        let outcome = match &self.subject {
            Subject::Str(_) => match self.subject.text() {
                StrView::Ascii(u) | StrView::Latin1(u) => on!(u.get(..end).unwrap_or(u)),
                StrView::Ucs2(u) => on!(Wide::Two(u.get(..end).unwrap_or(u))),
                StrView::Ucs4(u) => on!(Wide::Four(u.get(..end).unwrap_or(u))),
            },
            subject => subject.with_bytes(|u| on!(u.get(..end).unwrap_or(u))),
        };
        Ok(match outcome {
            Outcome::Paused => Progress::Paused,
            Outcome::NotFound => Progress::NotFound,
            Outcome::Memory => return Err(vm.memory_error()),
            Outcome::Found => Progress::Found,
        })
    }

    /// Where what was found begins and ends.
    pub fn found(&self) -> (usize, usize) {
        (self.machine.start, self.machine.end())
    }

    /// The next step begins behind what was found.
    pub fn advance(&mut self) {
        let (start, end) = self.found();
        self.machine.forbidden = (start == end).then_some(end);
        self.at = end;
    }

    /// A match object of what was found.
    pub fn to_match(&self) -> Value {
        let (start, end) = self.found();
        Match::make(self, start, end, &self.machine.marks, self.machine.last_group)
    }

    /// What group `i` matched (0: all), or `other`.
    fn group(&self, i: usize, other: &dyn Fn() -> Value) -> Value {
        let span = if i == 0 { Some(self.found()) } else { self.machine.span(i - 1) };
        span.map_or_else(other, |(a, b)| self.subject.part(a, b))
    }
}

/// What is done with what a walk finds.
pub enum Job {
    /// A match object or None.
    One,
    /// `findall`.
    All(Vec<Value>),
    /// `split`: the parts, where the last one ended, how many splits may follow.
    Split(Vec<Value>, usize, usize),
    Sub(Substitution),
}

/// The state of a `sub`.
pub struct Substitution {
    pub filter: Filter,
    pub out: Joined,
    /// where the last match ended
    pub last: usize,
    pub done: usize,
    /// no more than this many
    pub most: usize,
    /// the result has the count
    pub counted: bool,
}

/// A walk with a purpose.
pub struct Work {
    pub scan: Scan,
    pub job: Job,
    /// a function was called for the match that was found last
    pub asked: bool,
}

/// Does the work at once if the fuel suffices and no Python code is needed, else in a frame.
pub fn start(vm: &mut Vm, scan: Scan, job: Job) -> Act {
    Act::begin(vm, Work { scan, job, asked: false })
}

impl NativeFrame for Work {
    fn step(&mut self, vm: &mut Vm, input: Input) -> Step {
        match input {
            Input::Raised(e) => return Step::Raise(e),
            Input::Value(v) if self.asked => {
                self.asked = false;
                if let Job::Sub(s) = &mut self.job {
                    s.out.push_item(v);
                    s.done += 1;
                }
                self.scan.advance();
            }
            _ => {}
        }
        loop {
            let progress = if self.is_complete() { Ok(Progress::NotFound) } else { self.scan.step(vm) };
            match progress {
                Err(e) => return Step::Raise(e),
                Ok(Progress::Paused) => return Step::Again,
                Ok(Progress::NotFound) => {
                    return match self.finish(vm) {
                        Ok(v) => Step::Return(v),
                        Err(e) => Step::Raise(e),
                    };
                }
                Ok(Progress::Found) => match self.found() {
                    Some(step) => return step,
                    None => self.scan.advance(),
                },
            }
            if vm.charge(1) {
                return Step::Again;
            }
        }
    }
    fn visit(&self, v: &mut Visitor) {
        match &self.job {
            Job::All(out) | Job::Split(out, ..) => v.values(out),
            Job::Sub(Substitution { filter: Filter::Call(f), .. }) => v.value(f),
            _ => {}
        }
    }
    fn label(&self) -> &'static str {
        "re"
    }
}

impl Work {
    fn is_complete(&self) -> bool {
        match &self.job {
            Job::Split(.., left) => *left == 0,
            Job::Sub(s) => s.done >= s.most,
            Job::All(_) => self.scan.at > self.scan.endpos,
            Job::One => false,
        }
    }

    /// Takes in what was found; a step if there is more to it.
    fn found(&mut self) -> Option<Step> {
        let scan = &self.scan;
        let groups = scan.pattern.native::<Pattern>().map_or(0, |p| p.program.groups);
        let (start, end) = scan.found();
        let empty = || scan.subject.part(0, 0);
        match &mut self.job {
            Job::One => return Some(Step::Return(scan.to_match())),
            Job::All(out) => out.push(match groups {
                0 => scan.subject.part(start, end),
                1 => scan.group(1, &empty),
                _ => tuple::from_iter((1..groups + 1).map(|i| scan.group(i, &empty))),
            }),
            Job::Split(out, last, left) => {
                out.push(scan.subject.part(*last, start));
                out.extend((1..=groups).map(|i| scan.group(i, &|| Value::NONE)));
                *last = end;
                *left -= 1;
            }
            Job::Sub(s) => {
                s.out.push_part(&scan.subject, s.last, start);
                s.last = end;
                match &s.filter {
                    Filter::Literal(v) => s.out.push_item(v.clone()),
                    Filter::Template(t) => t.expand(&mut s.out, &scan.subject, &|g| match g {
                        0 => Some((start, end)),
                        g => scan.machine.span(g - 1),
                    }),
                    Filter::Call(f) => {
                        self.asked = true;
                        return Some(Step::Ask(Act::call(f.clone(), [scan.to_match()])));
                    }
                }
                s.done += 1;
            }
        }
        None
    }

    fn finish(&mut self, vm: &mut Vm) -> PyResult {
        let scan = &self.scan;
        Ok(match &mut self.job {
            Job::One => Value::NONE,
            Job::All(out) => list::new(std::mem::take(out)),
            Job::Split(out, last, _) => {
                out.push(scan.subject.part(*last, scan.endpos));
                list::new(std::mem::take(out))
            }
            Job::Sub(s) => {
                let text = if s.done == 0 {
                    scan.subject.part(0, scan.subject.len())
                } else {
                    s.out.push_part(&scan.subject, s.last, scan.endpos);
                    std::mem::take(&mut s.out).finish(vm)?
                };
                if s.counted { tuple::pair(text, Value::size(s.done)) } else { text }
            }
        })
    }
}
