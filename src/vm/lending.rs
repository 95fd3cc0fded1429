//! What natives want of their arguments that only Python code can give: the bytes of an object with a `__buffer__` of its own.
//!
//! Invariant: a native that finds such an argument raises its usual error through [`Vm::wanting`], and has had no effect by then. Who
//! called it gets what is missing, puts it into the argument's place, and runs the native again. An object is found among the arguments,
//! or in a tuple among them; an `async` native asks itself, with [`Cx::lent`].
//!
//! While no native has failed for want of something, this costs a look at one flag for each native that raised.

use super::native::{Act, Args, MakeFuture, NativeCall, Raised};
use super::{Cx, Vm};
use crate::heap;
use crate::object::exception::Exception;
use crate::object::memoryview::{MemoryView, Role};
use crate::object::memoryview_type::hold;
use crate::object::str::Str;
use crate::object::tuple::{self, Tuple};
use crate::object::{bytes, int, lent};
use crate::value::Value;
use crate::vm::cx::{Ask, AsyncFrame};
use smallvec::SmallVec;

/// What is wanted: the flags for `__buffer__` (see `lent::request`), and these.
pub mod want {
    /// Without it the native's own error stands.
    pub const OR_ERROR: u32 = 1 << 16;
    /// Without it the native's answer is NotImplemented.
    pub const OR_UNKNOWN: u32 = 1 << 17;
    /// The native's receiver keeps its length meanwhile.
    pub const HOLD: u32 = 1 << 18;
    /// What `__index__` gives; without it the bytes, if there are any.
    pub const INDEX: u32 = 1 << 19;
    /// What `__float__` gives.
    pub const FLOAT: u32 = 1 << 20;
    /// What `bool()` gives.
    pub const TRUTH: u32 = 1 << 21;
    /// Any of what is not the bytes.
    pub(super) const VALUE: u32 = INDEX | FLOAT | TRUTH;
}

/// What a native has failed for want of.
struct Want {
    object: Value,
    how: u32,
    /// the error that it raised
    error: Value,
}

impl Vm {
    /// The native's error about `v`, marked if `v` lends its bytes.
    #[cold]
    #[inline(never)]
    pub(crate) fn wanting(&mut self, e: Raised, v: &Value, how: u32) -> Raised {
        if how & want::VALUE != 0 || lent::lends(v) {
            if let Some(x) = self.peek_raised().get::<Exception>() {
                x.fields.set(vec![v.clone(), Value::int(how.into()), Value::STOP]);
            }
            self.wants = true;
        }
        e
    }

    /// Takes the mark off a raised error.
    fn take_want(&mut self, e: Raised) -> Result<Want, Raised> {
        if !std::mem::replace(&mut self.wants, false) {
            return Err(e);
        }
        let error = self.peek_raised();
        let Some(x) = error.get::<Exception>() else { return Err(e) };
        // no error of a program has this mark among its fields, so one that was raised after a mark that nobody took stays as it is
        let fields = x.fields.replace(Vec::new());
        if let [object, how, mark] = &fields[..]
            && mark.is_stop()
        {
            let how = int::to_i64(how).unwrap_or(0) as u32;
            let object = object.clone();
            drop(self.take_raised(e));
            return Ok(Want { object, how, error });
        }
        x.fields.set(fields);
        Err(e)
    }

    /// A native raised: runs it again with what it wanted, if it was for want of something.
    #[inline(never)]
    pub(crate) fn serve(&mut self, call: NativeCall, a: Args<'_>, e: Raised) -> Act {
        let mut wanted = match self.take_want(e) {
            Ok(w) => w,
            Err(e) => return Act::Raise(e),
        };
        let mut values: SmallVec<[Value; 6]> = a.iter().cloned().collect();
        Act::run(async move |cx| {
            let act = loop {
                let receiver = values.first().filter(|_| wanted.how & want::HOLD != 0).cloned().unwrap_or_default();
                hold(&receiver, 1);
                let act = cx.vm().get_wanted(&wanted);
                let got = cx.act(act).await;
                hold(&receiver, -1);
                let placed = match got {
                    // (nothing was got, and the native would want it again)
                    Ok(v) if v.is(&wanted.object) => false,
                    Ok(v) => put(&mut values, &wanted.object, v),
                    Err(e) if wanted.how & (want::OR_ERROR | want::OR_UNKNOWN) == 0 => return Err(e),
                    Err(e) => {
                        drop(cx.vm().take_raised(e));
                        if wanted.how & want::INDEX != 0 && lent::lends(&wanted.object) {
                            wanted.how = want::HOLD;
                            continue;
                        }
                        false
                    }
                };
                if !placed {
                    if wanted.how & want::OR_UNKNOWN != 0 {
                        return Ok(Value::NOT_IMPLEMENTED);
                    }
                    return Err(cx.vm().raise(wanted.error));
                }
                // the native looks again at all that it has
                let items = values.iter().filter_map(|v| v.get::<Tuple>()).map(|t| t.items().len()).sum::<usize>();
                cx.tick(items as u32 + 1).await?;
                let vm = cx.vm();
                let act = match call {
                    NativeCall::Leaf(f) => f(vm, &Args::borrowed(&values)).into(),
                    NativeCall::Tail(f) => f(vm, &Args::borrowed(&values)),
                    NativeCall::Async(_) => Act::Done(Value::NONE),
                };
                match act {
                    Act::Raise(e) => match cx.vm().take_want(e) {
                        Ok(w) => {
                            wanted = w;
                            keep_items(&mut values);
                        }
                        Err(e) => break Act::Raise(e),
                    },
                    act => break act,
                }
            };
            let r = cx.act(act).await;
            // what was lent is given back before anything else is done
            drop((wanted, values));
            if heap::has_finalisers() {
                cx.pause().await?;
            }
            r
        })
    }

    /// The same for what a tail native answered.
    #[cold]
    #[inline(never)]
    pub(crate) fn served(&mut self, call: NativeCall, a: Args<'_>, act: Act) -> Act {
        match act {
            Act::Raise(e) => self.serve(call, a, e),
            act => act,
        }
    }

    fn get_wanted(&mut self, w: &Want) -> Act {
        let v = w.object.clone();
        match w.how & want::VALUE {
            0 => self.borrow_buffer(&v, w.how & 0xFFFF),
            want::TRUTH => self.truth(&v),
            want::FLOAT => Act::run(async move |cx| {
                let x = crate::object::number_args::float_by_method(cx, &v).await?;
                Ok(x.map_or(v, Value::float))
            }),
            _ => self.index_opt(&v).unwrap_or(Act::Done(v)),
        }
    }

    /// `v`, or a view of what it lends to who asks with these flags.
    pub(crate) fn lent(&mut self, v: &Value, flags: u32) -> Act {
        if lent::lends(v) { self.borrow_buffer(v, flags) } else { Act::Done(v.clone()) }
    }
}

impl Cx {
    /// See [`Vm::lent`].
    pub(crate) fn lent(&mut self, v: &Value, flags: u32) -> Ask<'_, Value> {
        let act = self.vm().lent(v, flags);
        self.act(act)
    }
    /// The same where a native has its own words for an object without bytes: if it lends none, the object.
    pub(crate) async fn lent_if_any(&mut self, v: &Value, flags: u32) -> Value {
        match self.lent(v, flags).await {
            Ok(v) => v,
            Err(e) => {
                drop(self.vm().take_raised(e));
                v.clone()
            }
        }
    }
}

/// An async native some of whose arguments (`$which`) may lend their bytes: `$how` says what is wanted of those.
#[macro_export]
macro_rules! lending {
    ($name:expr, $signature:expr, $f:path, $which:expr, $how:expr) => {
        $crate::vm::native::tail($name, $signature, |_, a| {
            $crate::vm::lending::before(a, $name, $which, $how, |cx, args| Box::pin($f(cx, args)))
        })
    };
}

/// Runs an async native once what lends its bytes among these arguments has lent them.
pub(crate) fn before(a: &Args, label: &'static str, which: &'static [usize], how: u32, make: MakeFuture) -> Act {
    let mut values: SmallVec<[Value; 6]> = a.iter().cloned().collect();
    // a text is taken as one
    let lends = |v: &Value| lent::lends(v) && !v.is_a::<Str>();
    if !which.iter().any(|i| lends(a.at(*i))) {
        return Act::Frame(AsyncFrame::native(label, make, Args::owned(values)));
    }
    Act::run(async move |cx| {
        for i in which {
            if let Some(v) = values.get_mut(*i).filter(|v| lends(v)) {
                let got = match how & want::OR_ERROR {
                    0 => cx.lent(v, how & 0xFFFF).await?,
                    _ => cx.lent_if_any(v, how & 0xFFFF).await,
                };
                stand_in(&got);
                *v = got;
            }
        }
        cx.act(Act::Frame(AsyncFrame::native(label, make, Args::owned(values)))).await
    })
}

/// The items of tuples are asked one after the other: what one lent is given back before the next is asked, and its bytes are kept.
fn keep_items(values: &mut [Value]) {
    let lent = |v: &Value| v.get::<MemoryView>().filter(|m| m.stands_in()).and_then(MemoryView::to_vec);
    for v in values {
        if let Some(t) = v.get::<Tuple>()
            && t.items().iter().any(|v| lent(v).is_some())
        {
            *v = tuple::new(t.items().iter().map(|v| lent(v).map_or_else(|| v.clone(), bytes::new)).collect());
        }
    }
}

/// A view that a native is given is its object's.
fn stand_in(v: &Value) {
    if let Some(m) = v.get::<MemoryView>() {
        m.role.set(Role::StandIn);
    }
}

/// Puts what was got into the place of the first argument that is `object`, or of the first item of a tuple; false if there is none. The first
/// argument may be the receiver, whose own bytes a method has anyway: it comes last.
fn put(values: &mut [Value], object: &Value, got: Value) -> bool {
    stand_in(&got);
    if let Some(v) = values.iter_mut().skip(1).find(|v| v.is(object)) {
        *v = got;
        return true;
    }
    for v in values.iter_mut() {
        if let Some(t) = v.get::<Tuple>()
            && let Some(i) = t.items().iter().position(|v| v.is(object))
        {
            let mut items = t.items().to_vec();
            items[i] = got;
            *v = tuple::new(items);
            return true;
        }
    }
    match values.first_mut().filter(|v| v.is(object)) {
        Some(v) => {
            *v = got;
            true
        }
        None => false,
    }
}
