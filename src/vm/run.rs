//! The dispatch loop.
//!
//! Invariant: `thread.top` is the executing frame; `frame.pc` is written before anything that can call, raise, suspend or look at frames.
//! Fast paths are here and small; everything else is a method in `slow*.rs`, after which the loop reloads its state from the VM.
//!
//! # Rules (unsafe code)
//! 1. `base` points at `registers` valid slots of the top frame; the verifier proved that operands are in range.
//! 2. A slot that is moved out is overwritten in the same step.
//! 3. Inline caches hold unowned words, valid only under the version that is checked first.
//! 4. An `At` is used while its frame's code is alive; what may be patched meanwhile is the operation, which is read first.

use super::Vm;
use super::frame::{Frame, OP_LEN, Ret};
use super::native::{Act, Input, Step};
use crate::code::opcode::{Instr, KILL_A, KILL_B, KILL_C, NEGATE, Op};
use crate::code::{BinOp, CmpOp};
use crate::heap::{self, Kind};
use crate::object::bytes::Bytes;
use crate::object::cell::CellBox;
use crate::object::code::MAKES_GENERATOR;
use crate::object::dict::Dict;
use crate::object::function::{BoundMethod, ClassMethod, Function, StaticMethod};
use crate::object::generator::{GenKind, GenState, Generator};
use crate::object::instance::InstanceArea;
use crate::object::list::List;
use crate::object::native::Builtin;
use crate::object::set::Set;
use crate::object::str::Str;
use crate::object::tuple::Tuple;
use crate::object::types;
use crate::value::{INT_MAX, INT_MIN, Slot, Value};
use crate::vm::protocol::hooks as iter;
use crate::vm::protocol::truth_natively;
use std::cell::Cell;

/// Why the loop stopped.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// the slice's fuel is used up
    Fuel,
    /// the bottom frame of the thread returned or raised
    Finished,
    /// the thread waits
    Blocked,
    /// another thread's turn
    Turn,
}

impl Vm {
    /// Runs the current thread until its slice is used up, it ends, or it waits.
    pub(crate) fn run_thread(&mut self) -> Exit {
        loop {
            if self.thread.result.is_some() || self.thread.failure.is_some() {
                return Exit::Finished;
            }
            let top = self.thread.top;
            if top.is_null() {
                return Exit::Finished;
            }
            if self.fuel < 0
                && let Some(exit) = self.out_of_fuel()
            {
                return exit;
            }
            if heap::has_pending() {
                if heap::take_pressure() {
                    self.look_after_memory();
                } else {
                    self.push_finalisers();
                }
                continue;
            }
            if unsafe { (*top).is_native() } {
                if let Some(exit) = self.step_native() {
                    return exit;
                }
            } else {
                self.execute();
            }
        }
    }

    /// Steps the native frame on top once.
    fn step_native(&mut self) -> Option<Exit> {
        let top = self.thread.top;
        let Some(input) = self.thread.input.take() else {
            return Some(Exit::Blocked);
        };
        self.fuel -= 1;
        // the frame is taken out while it runs: it may push others above itself only by what it returns
        let mut native = unsafe { (*top).native.take() }?;
        let step = native.step(self, input);
        unsafe { (*top).native = Some(native) };
        match step {
            Step::Return(v) => self.native_return(Ok(v)),
            Step::Raise(e) => self.native_return(Err(e)),
            Step::Ask(Act::Done(v)) => self.thread.input = Some(Input::Value(v)),
            Step::Ask(Act::Raise(e)) => self.thread.input = Some(Input::Raised(e)),
            Step::Ask(Act::Resume(g, how)) => self.resume(&g, how, Ret::Resumed),
            Step::Ask(act) => self.perform(act, Ret::Native),
            Step::Asked => {}
            Step::Again => {
                // where slices end makes no difference to what a thread is charged
                self.fuel += 1;
                self.thread.input = Some(Input::Value(Value::NONE));
            }
            Step::Block(wait) => {
                self.thread.waiting = Some(wait);
                // what died is finalised before the thread waits
                if !heap::has_pending() {
                    return Some(Exit::Blocked);
                }
            }
        }
        None
    }

    /// Executes frames until none is left, the slice's fuel is used up, finalisers wait or the thread does.
    fn execute(&mut self) {
        unsafe {
            let mut frame: *mut Frame;
            let mut pc: *const Cell<Instr>;
            let mut base: *mut Slot;

            // every turn takes the state of what is on top
            'reload: loop {
                frame = self.thread.top;
                if (frame.is_null() || (*frame).is_native() || heap::has_pending() || self.thread.result.is_some())
                    && !self.step_natives()
                {
                    return;
                }
                frame = self.thread.top;
                pc = (*frame).pc;
                base = (*frame).base;

                macro_rules! reg {
                    ($i:expr) => {
                        *base.add($i as usize)
                    };
                }
                // continue with the next instruction, `$n` words on
                macro_rules! next {
                    ($n:expr) => {{
                        pc = pc.add($n);
                        continue;
                    }};
                }
                // write a register; a death that Python can see ends the fast path behind this instruction of `$n` words
                macro_rules! set {
                    ($i:expr, $slot:expr, $n:expr) => {{
                        let p = base.add($i as usize);
                        let old = *p;
                        *p = $slot;
                        if old.is_heap() {
                            old.release();
                            if heap::has_pending() {
                                (*frame).pc = pc.add($n);
                                return;
                            }
                        }
                        next!($n)
                    }};
                }
                // run a slow path with the pc saved, then look at what is on top
                macro_rules! slow {
                    ($e:expr) => {{
                        (*frame).pc = pc;
                        $e;
                        reload!()
                    }};
                }
                macro_rules! reload {
                    () => {
                        continue 'reload
                    };
                }
                // go on in the frame that was pushed, whose registers are at `$to`
                macro_rules! enter {
                    ($to:expr) => {{
                        frame = self.thread.top;
                        base = $to;
                        pc = (*frame).pc;
                        if self.fuel < 0 || heap::has_pending() {
                            return;
                        }
                        continue;
                    }};
                }
                // `frame`, on top again, gets the value of what it waited for and goes on
                macro_rules! resume {
                    ($dst:expr, $slot:expr) => {{
                        base = (*frame).base;
                        pc = (*frame).pc;
                        pc = pc.add(OP_LEN[(*pc).get().op as usize] as usize);
                        let p = base.add($dst as usize);
                        let old = *p;
                        *p = $slot;
                        if old.is_heap() {
                            old.release();
                        }
                        if heap::has_pending() {
                            (*frame).pc = pc;
                            return;
                        }
                        continue;
                    }};
                }
                macro_rules! back_edge {
                    () => {
                        self.fuel -= 1;
                        if self.fuel < 0 {
                            (*frame).pc = pc;
                            return;
                        }
                    };
                }
                macro_rules! float_of {
                    ($s:expr, $ok:ident, $body:block) => {
                        if $s.is_float() {
                            let $ok = $s.float();
                            $body
                        }
                    };
                }
                // arithmetic with a checked int form and a float form
                macro_rules! arith {
                    ($i:ident, $x:expr, $y:expr, $int:expr, $float:expr, $op:expr) => {{
                        let (x, y): (Slot, Slot) = ($x, $y);
                        if x.is_int() && y.is_int() {
                            let r: Option<i64> = $int(x.int(), y.int());
                            if let Some(r) = r {
                                if fits(r) {
                                    set!($i.a, Slot::small(r), 1)
                                }
                            }
                        } else if x.is_float() {
                            let f: Option<f64> = if y.is_float() {
                                Some(y.float())
                            } else if y.is_int() {
                                int_as_f64(y.int())
                            } else {
                                None
                            };
                            if let Some(g) = f {
                                let r: Option<f64> = $float(x.float(), g);
                                if let Some(s) = r.and_then(Slot::try_float) {
                                    set!($i.a, s, 1)
                                }
                            }
                        } else if y.is_float() && x.is_int() {
                            if let Some(f) = int_as_f64(x.int()) {
                                let r: Option<f64> = $float(f, y.float());
                                if let Some(s) = r.and_then(Slot::try_float) {
                                    set!($i.a, s, 1)
                                }
                            }
                        }
                        slow!(self.slow_binary(*$i, $op))
                    }};
                }
                macro_rules! arith_imm {
                    ($i:ident, $int:expr, $float:expr, $op:expr) => {{
                        let x: Slot = reg!($i.b);
                        let y = $i.c as i16 as i64;
                        if x.is_int() {
                            let r: Option<i64> = $int(x.int(), y);
                            if let Some(r) = r {
                                if fits(r) {
                                    set!($i.a, Slot::small(r), 1)
                                }
                            }
                        } else if x.is_float() {
                            let r: Option<f64> = $float(x.float(), y as f64);
                            if let Some(s) = r.and_then(Slot::try_float) {
                                set!($i.a, s, 1)
                            }
                        }
                        slow!(self.slow_binary_imm(*$i, $op))
                    }};
                }
                // ints only
                macro_rules! bits {
                    ($i:ident, $x:expr, $y:expr, $int:expr, $op:expr) => {{
                        let (x, y): (Slot, Slot) = ($x, $y);
                        if x.is_int() && y.is_int() {
                            let r: Option<i64> = $int(x.int(), y.int());
                            if let Some(r) = r {
                                if fits(r) {
                                    set!($i.a, Slot::small(r), 1)
                                }
                            }
                        }
                        slow!(self.slow_binary(*$i, $op))
                    }};
                }
                macro_rules! bits_imm {
                    ($i:ident, $int:expr, $op:expr) => {{
                        let x: Slot = reg!($i.b);
                        if x.is_int() {
                            let r: Option<i64> = $int(x.int(), $i.c as i16 as i64);
                            if let Some(r) = r {
                                if fits(r) {
                                    set!($i.a, Slot::small(r), 1)
                                }
                            }
                        }
                        slow!(self.slow_binary_imm(*$i, $op))
                    }};
                }
                macro_rules! compare {
                ($i:ident, $op:tt, $cmp:expr) => {{
                    let (x, y): (Slot, Slot) = (reg!($i.b), reg!($i.c));
                    if x.is_int() && y.is_int() {
                        set!($i.a, Slot::bool(x.int() $op y.int()), 1)
                    }
                    if x.is_float() && y.is_float() {
                        set!($i.a, Slot::bool(x.float() $op y.float()), 1)
                    }
                    slow!(self.slow_compare(*$i, $cmp))
                }};
            }
                macro_rules! branch {
                    ($i:ident, $cond:expr) => {{
                        if $cond != ($i.flags & NEGATE != 0) {
                            pc = pc.offset($i.a as i16 as isize);
                            continue;
                        }
                        next!(1)
                    }};
                }
                macro_rules! compare_branch {
                ($i:ident, $op:tt, $cmp:expr) => {{
                    let (x, y): (Slot, Slot) = (reg!($i.b), reg!($i.c));
                    if x.is_int() && y.is_int() {
                        branch!($i, (x.int() $op y.int()))
                    }
                    if x.is_float() && y.is_float() {
                        branch!($i, (x.float() $op y.float()))
                    }
                    slow!(self.slow_compare_branch(*$i, $cmp))
                }};
            }
                macro_rules! compare_branch_imm {
                ($i:ident, $op:tt, $cmp:expr) => {{
                    let x: Slot = reg!($i.b);
                    if x.is_int() {
                        branch!($i, (x.int() $op $i.c as i16 as i64))
                    }
                    if x.is_float() {
                        branch!($i, (x.float() $op $i.c as i16 as f64))
                    }
                    slow!(self.slow_compare_branch_imm(*$i, $cmp))
                }};
            }

                loop {
                    let i = At(pc);
                    debug_assert!((i.op as usize) < crate::code::opcode::OPS.len());
                    let op: Op = std::mem::transmute::<u8, Op>(i.op);
                    match op {
                        Op::Nop => next!(1),
                        Op::LoadConst => {
                            let v = (&(*(*(*frame).code).consts.as_ptr()))[i.wide() as usize].slot();
                            if v.is_unbound() {
                                slow!(self.slow_load_const(*i))
                            }
                            v.incref();
                            set!(i.a, v, 1)
                        }
                        Op::LoadInt => set!(i.a, Slot::small(i.b as i16 as i64), 1),
                        Op::LoadNone => set!(i.a, Slot::NONE, 1),
                        Op::Move => {
                            let v = reg!(i.b);
                            if i.flags & KILL_B != 0 {
                                reg!(i.b) = Slot::UNBOUND;
                            } else {
                                v.incref();
                            }
                            set!(i.a, v, 1)
                        }
                        Op::Drop => set!(i.a, Slot::UNBOUND, 1),
                        Op::CheckBound => {
                            if reg!(i.a).is_unbound() {
                                slow!(self.slow_unbound(i.a))
                            }
                            next!(1)
                        }
                        Op::DeleteLocal => {
                            if reg!(i.a).is_unbound() {
                                slow!(self.slow_unbound(i.a))
                            }
                            set!(i.a, Slot::UNBOUND, 1)
                        }

                        Op::MakeCell => {
                            let v = std::mem::replace(&mut reg!(i.a), Slot::UNBOUND).take();
                            reg!(i.a) = CellBox::new(v).into_slot();
                            next!(1)
                        }
                        Op::LoadDeref => {
                            if let Some(c) = reg!(i.b).payload::<CellBox>() {
                                let v = (*c.contents.as_ptr()).slot();
                                if !v.is_unbound() {
                                    v.incref();
                                    set!(i.a, v, 1)
                                }
                            }
                            slow!(self.slow_empty_cell(i.b))
                        }
                        Op::StoreDeref => {
                            let v = self.operand(frame, i.c, i.flags & KILL_C);
                            if let Some(c) = reg!(i.b).payload::<CellBox>() {
                                let old = c.contents.replace(v);
                                if old.is_heap() {
                                    drop(old);
                                    if heap::has_pending() {
                                        (*frame).pc = pc.add(1);
                                        return;
                                    }
                                }
                            }
                            next!(1)
                        }
                        Op::DeleteDeref => {
                            if let Some(c) = reg!(i.b).payload::<CellBox>() {
                                let old = c.contents.replace(Value::UNBOUND);
                                if old.is_unbound() {
                                    slow!(self.slow_empty_cell(i.b))
                                }
                                drop(old);
                                if heap::has_pending() {
                                    (*frame).pc = pc.add(1);
                                    return;
                                }
                            }
                            next!(1)
                        }

                        Op::LoadGlobal => {
                            // cache: version<<32 | index; second word: 0 globals, 1 builtins (guarded by both versions)
                            let cache = (*pc.add(1)).get().bits();
                            let globals = &*(*frame).globals;
                            if globals.has_keys_version((cache >> 32) as u32) && cache != 0 {
                                let second = (*pc.add(2)).get().bits();
                                if second == 0 {
                                    if let Some(v) = globals.value_at(cache as u32 as usize) {
                                        set!(i.a, v.into_slot(), 3)
                                    }
                                } else if let Some(f) = (*frame).func.payload::<Function>()
                                    && f.builtins.has_keys_version(second as u32)
                                    && let Some(v) = f.builtins.value_at(cache as u32 as usize)
                                {
                                    set!(i.a, v.into_slot(), 3)
                                }
                            }
                            slow!(self.slow_load_global(*i))
                        }
                        Op::StoreGlobal => slow!(self.slow_store_global(*i)),
                        Op::LoadName => {
                            // at module level the locals are the globals
                            let cache = (*pc.add(1)).get().bits();
                            let globals = &*(*frame).globals;
                            if cache != 0
                                && globals.has_keys_version((cache >> 32) as u32)
                                && (*frame).locals.header() as usize == dict_header(globals)
                                && let Some(v) = globals.value_at(cache as u32 as usize)
                            {
                                set!(i.a, v.into_slot(), 3)
                            }
                            slow!(self.slow_load_name(*i))
                        }
                        Op::StoreName => {
                            let cache = (*pc.add(1)).get().bits();
                            let globals = &*(*frame).globals;
                            if cache != 0
                                && globals.has_keys_version((cache >> 32) as u32)
                                && (*frame).locals.header() as usize == dict_header(globals)
                            {
                                let v = self.operand(frame, i.c, i.flags & KILL_C);
                                globals.set_value_at(cache as u32 as usize, v);
                                if heap::has_pending() {
                                    (*frame).pc = pc.add(3);
                                    return;
                                }
                                next!(3)
                            }
                            slow!(self.slow_store_name(*i))
                        }

                        Op::LoadAttr => {
                            let cache = (*pc.add(1)).get();
                            let v = reg!(i.b);
                            if cache.op != 0 && v.is_heap() {
                                let found = if cache.op == CACHE_PLACE {
                                    if (*v.header()).ty().version() == cache_version(cache)
                                        && let Some(area) = InstanceArea::of(v.as_value())
                                    {
                                        match area.at(cache.a as usize) {
                                            Some(found) if !found.is_unbound() => Some(found.copied()),
                                            _ => elsewhere(&*frame, *i, area, (*pc.add(2)).get().bits()),
                                        }
                                    } else {
                                        None
                                    }
                                } else if cache.op == CACHE_PROPERTY {
                                    (*frame).pc = pc;
                                    if self.call_getter(frame, *i, cache, (*pc.add(2)).get().bits()) {
                                        reload!()
                                    }
                                    None
                                } else {
                                    cached_attr(&*frame, *i, pc, v)
                                };
                                if let Some(found) = found {
                                    if i.flags & KILL_B != 0 {
                                        reg!(i.b) = Slot::UNBOUND;
                                        v.release();
                                        if heap::has_pending() {
                                            (*frame).set(i.a, found.take());
                                            (*frame).pc = pc.add(4);
                                            return;
                                        }
                                    }
                                    set!(i.a, found, 4)
                                }
                            }
                            slow!(self.slow_load_attr(*i))
                        }
                        Op::LoadMethod => {
                            let cache = (*pc.add(1)).get();
                            let v = reg!(i.b);
                            if cache.op >= CACHE_METHOD {
                                let ty = if v.is_heap() {
                                    (*v.header()).ty()
                                } else {
                                    crate::object::type_ref(v.as_value())
                                };
                                // CACHE_METHOD: the class's function; instances keep no attribute of that name inline, dicts are not
                                // looked at
                                if ty.version() == cache_version(cache)
                                    && (cache.op == CACHE_METHOD_NO_DICT
                                        || InstanceArea::of(v.as_value())
                                            .is_none_or(|a| a.is_inline() || !hides(&*frame, *i, a)))
                                {
                                    let f = Slot((*pc.add(2)).get().bits());
                                    (*f.header()).incref();
                                    let v = self.operand(frame, i.b, i.flags & KILL_B);
                                    // the pair is of temporaries, which are dead
                                    debug_assert!(!reg!(i.a).is_heap() && !reg!(i.a + 1).is_heap());
                                    reg!(i.a) = f;
                                    reg!(i.a + 1) = v.into_slot();
                                    next!(4)
                                }
                            } else if cache.op == CACHE_WRAPPED || cache.op == CACHE_TYPE_WRAPPED {
                                if let Some((f, me)) = unwrapped(&*frame, *i, cache, (*pc.add(2)).get().bits(), v) {
                                    // the pair may begin where the receiver is
                                    drop(self.operand(frame, i.b, i.flags & KILL_B));
                                    (*frame).set(i.a, f);
                                    (*frame).set(i.a + 1, me);
                                    if heap::has_pending() {
                                        (*frame).pc = pc.add(4);
                                        return;
                                    }
                                    next!(4)
                                }
                            } else if cache.op != 0
                                && v.is_heap()
                                && let Some(found) = cached_attr(&*frame, *i, pc, v)
                            {
                                if i.flags & KILL_B != 0 {
                                    reg!(i.b) = Slot::UNBOUND;
                                    v.release();
                                }
                                (*frame).set(i.a, found.take());
                                (*frame).set(i.a + 1, Value::UNBOUND);
                                if heap::has_pending() {
                                    (*frame).pc = pc.add(4);
                                    return;
                                }
                                next!(4)
                            }
                            slow!(self.slow_load_method(*i))
                        }
                        Op::LoadSuperAttr => {
                            let cache = (*pc.add(1)).get();
                            let me = reg!(i.b + 2);
                            if cache.op == CACHE_METHOD
                                && me.is_heap()
                                && (*me.header()).ty().version() == cache_version(cache)
                                && reg!(i.b + 1).0 == (*pc.add(3)).get().bits()
                                && reg!(i.b) == types().super_.slot()
                            {
                                // the run is consumed: self moves into the pair, the class and `super` are released
                                let f = Slot((*pc.add(2)).get().bits());
                                f.incref();
                                reg!(i.b + 2) = Slot::UNBOUND;
                                (*frame).set(i.b, Value::UNBOUND);
                                (*frame).set(i.b + 1, Value::UNBOUND);
                                (*frame).set(i.a, f.take());
                                (*frame).set(i.a + 1, me.take());
                                next!(4)
                            }
                            slow!(self.op_load_super_attr(*i))
                        }
                        Op::StoreAttr => {
                            let cache = (*pc.add(1)).get();
                            let v = reg!(i.a);
                            if cache.op == CACHE_PLACE
                                && v.is_heap()
                                && (*v.header()).ty().version() == cache_version(cache)
                                && let Some(area) = InstanceArea::of(v.as_value())
                            {
                                let place = cache.a as usize;
                                let takes = area.takes(place);
                                if takes || !area.is_inline() {
                                    let value = self.operand(frame, i.c, i.flags & KILL_C);
                                    if takes {
                                        area.put(place, value);
                                    } else {
                                        area.set_in_dict(&(&(*(*frame).code).names)[i.b as usize], value);
                                    }
                                    if i.flags & KILL_A != 0 {
                                        reg!(i.a) = Slot::UNBOUND;
                                        v.release();
                                    }
                                    if heap::has_pending() {
                                        (*frame).pc = pc.add(4);
                                        return;
                                    }
                                    next!(4)
                                }
                            }
                            slow!(self.slow_store_attr(*i))
                        }
                        Op::GetItem => {
                            let (x, y) = (reg!(i.b), reg!(i.c));
                            if x.is_heap() {
                                let found = if y.is_int() {
                                    let index = y.int();
                                    match sequence_items(x) {
                                        Some(items) => item_at(items, index),
                                        None => quick_item(x, y),
                                    }
                                } else {
                                    quick_item(x, y)
                                };
                                if let Some(item) = found {
                                    if (i.flags & KILL_B) | (i.flags & KILL_C) != 0 {
                                        self.drop_operands(*i);
                                        if heap::has_pending() {
                                            (*frame).set(i.a, item.take());
                                            (*frame).pc = pc.add(1);
                                            return;
                                        }
                                    }
                                    set!(i.a, item, 1)
                                }
                            }
                            slow!(self.slow_get_item(*i))
                        }
                        Op::GetItemI => {
                            let x = reg!(i.b);
                            if x.is_heap() && i.flags & KILL_B == 0 {
                                let index = i.c as i16 as i64;
                                let found = match sequence_items(x) {
                                    Some(items) => item_at(items, index),
                                    None => quick_item(x, Slot::small(index)),
                                };
                                if let Some(item) = found {
                                    set!(i.a, item, 1)
                                }
                            }
                            slow!(self.slow_get_item_imm(*i))
                        }
                        Op::SetItem => {
                            let (x, y) = (reg!(i.a), reg!(i.b));
                            if x.is_heap() && y.is_int() && i.flags & KILL_A == 0 {
                                if types().list.is_type_of(x.as_value())
                                    && let Some(l) = x.payload::<List>()
                                {
                                    let items = &mut *l.items.as_ptr();
                                    let index = y.int();
                                    let at = if index < 0 { index + items.len() as i64 } else { index };
                                    if at >= 0 && (at as usize) < items.len() {
                                        let value = self.operand(frame, i.c, i.flags & KILL_C);
                                        let old =
                                            std::mem::replace(items.get_unchecked_mut(at as usize), value).into_slot();
                                        if old.is_heap() {
                                            old.release();
                                            if heap::has_pending() {
                                                (*frame).pc = pc.add(1);
                                                return;
                                            }
                                        }
                                        next!(1)
                                    }
                                }
                            }
                            if x.is_heap()
                                && i.flags & KILL_A == 0
                                && (quick_dict_set(x, y, reg!(i.c)) || quick_byte_set(x, y, reg!(i.c)))
                            {
                                if (i.flags & KILL_B) | (i.flags & KILL_C) != 0 {
                                    self.drop_operands(*i);
                                }
                                (*frame).pc = pc.add(1);
                                reload!()
                            }
                            slow!(self.slow_set_item(*i))
                        }

                        Op::Add => {
                            arith!(i, reg!(i.b), reg!(i.c), i64::checked_add, |x: f64, y: f64| Some(x + y), BinOp::Add)
                        }
                        Op::Sub => {
                            arith!(i, reg!(i.b), reg!(i.c), i64::checked_sub, |x: f64, y: f64| Some(x - y), BinOp::Sub)
                        }
                        Op::Mul => {
                            arith!(i, reg!(i.b), reg!(i.c), multiply, |x: f64, y: f64| Some(x * y), BinOp::Mul)
                        }
                        Op::TrueDiv => {
                            let (x, y) = (reg!(i.b), reg!(i.c));
                            let g = if y.is_float() {
                                Some(y.float())
                            } else if y.is_int() {
                                int_as_f64(y.int())
                            } else {
                                None
                            };
                            let f = if x.is_float() {
                                Some(x.float())
                            } else if x.is_int() {
                                int_as_f64(x.int())
                            } else {
                                None
                            };
                            if let (Some(f), Some(g)) = (f, g)
                                && g != 0.0
                                && let Some(s) = Slot::try_float(f / g)
                            {
                                set!(i.a, s, 1)
                            }
                            slow!(self.slow_binary(*i, BinOp::TrueDiv))
                        }
                        Op::FloorDiv => bits!(i, reg!(i.b), reg!(i.c), floor_div, BinOp::FloorDiv),
                        Op::Mod => bits!(i, reg!(i.b), reg!(i.c), floor_mod, BinOp::Mod),
                        Op::Pow => slow!(self.slow_binary(*i, BinOp::Pow)),
                        Op::MatMul => slow!(self.slow_binary(*i, BinOp::MatMul)),
                        Op::LShift => bits!(i, reg!(i.b), reg!(i.c), shift_left, BinOp::LShift),
                        Op::RShift => bits!(i, reg!(i.b), reg!(i.c), shift_right, BinOp::RShift),
                        Op::And => bits!(i, reg!(i.b), reg!(i.c), |x, y| Some(x & y), BinOp::And),
                        Op::Or => bits!(i, reg!(i.b), reg!(i.c), |x, y| Some(x | y), BinOp::Or),
                        Op::Xor => bits!(i, reg!(i.b), reg!(i.c), |x, y| Some(x ^ y), BinOp::Xor),
                        Op::AddI => arith_imm!(i, i64::checked_add, |x: f64, y: f64| Some(x + y), BinOp::Add),
                        Op::SubI => arith_imm!(i, i64::checked_sub, |x: f64, y: f64| Some(x - y), BinOp::Sub),
                        Op::MulI => arith_imm!(i, multiply, |x: f64, y: f64| Some(x * y), BinOp::Mul),
                        Op::TrueDivI => {
                            let x = reg!(i.b);
                            let f = if x.is_float() {
                                Some(x.float())
                            } else if x.is_int() {
                                int_as_f64(x.int())
                            } else {
                                None
                            };
                            if let Some(f) = f
                                && i.c != 0
                                && let Some(s) = Slot::try_float(f / i.c as i16 as f64)
                            {
                                set!(i.a, s, 1)
                            }
                            slow!(self.slow_binary_imm(*i, BinOp::TrueDiv))
                        }
                        Op::FloorDivI => bits_imm!(i, floor_div, BinOp::FloorDiv),
                        Op::ModI => bits_imm!(i, floor_mod, BinOp::Mod),
                        Op::PowI => slow!(self.slow_binary_imm(*i, BinOp::Pow)),
                        Op::LShiftI => bits_imm!(i, shift_left, BinOp::LShift),
                        Op::RShiftI => bits_imm!(i, shift_right, BinOp::RShift),
                        Op::AndI => bits_imm!(i, |x, y| Some(x & y), BinOp::And),
                        Op::OrI => bits_imm!(i, |x, y| Some(x | y), BinOp::Or),
                        Op::XorI => bits_imm!(i, |x, y| Some(x ^ y), BinOp::Xor),
                        Op::Inplace => {
                            let (x, y) = (reg!(i.b), reg!(i.c));
                            let op = BinOp::ALL[(i.flags >> 4) as usize];
                            if x.is_int() && y.is_int() {
                                let r = match op {
                                    BinOp::Add => x.int().checked_add(y.int()),
                                    BinOp::Sub => x.int().checked_sub(y.int()),
                                    BinOp::Mul => multiply(x.int(), y.int()),
                                    _ => None,
                                };
                                if let Some(r) = r
                                    && fits(r)
                                {
                                    set!(i.a, Slot::small(r), 1)
                                }
                            } else if x.is_float() && y.is_float() {
                                let r = match op {
                                    BinOp::Add => Slot::try_float(x.float() + y.float()),
                                    BinOp::Sub => Slot::try_float(x.float() - y.float()),
                                    BinOp::Mul => Slot::try_float(x.float() * y.float()),
                                    _ => None,
                                };
                                if let Some(s) = r {
                                    set!(i.a, s, 1)
                                }
                            }
                            slow!(self.slow_inplace(*i, op))
                        }
                        Op::InplaceI => {
                            let x = reg!(i.b);
                            let op = BinOp::ALL[(i.flags >> 4) as usize];
                            let y = i.c as i16 as i64;
                            if x.is_int() {
                                let r = match op {
                                    BinOp::Add => x.int().checked_add(y),
                                    BinOp::Sub => x.int().checked_sub(y),
                                    BinOp::Mul => multiply(x.int(), y),
                                    _ => None,
                                };
                                if let Some(r) = r
                                    && fits(r)
                                {
                                    set!(i.a, Slot::small(r), 1)
                                }
                            }
                            slow!(self.slow_inplace_imm(*i, op))
                        }
                        Op::Neg => {
                            let x = reg!(i.b);
                            if x.is_int() && x.int() != INT_MIN {
                                set!(i.a, Slot::small(-x.int()), 1)
                            }
                            float_of!(x, f, {
                                if let Some(s) = Slot::try_float(-f) {
                                    set!(i.a, s, 1)
                                }
                            });
                            slow!(self.slow_unary(*i))
                        }
                        Op::Pos | Op::Invert => slow!(self.slow_unary(*i)),
                        Op::Not => {
                            let x = reg!(i.b);
                            // (a temporary may have something to finish)
                            if (i.flags & KILL_B == 0 || !x.is_heap())
                                && let Some(b) = quick_truth(x)
                            {
                                set!(i.a, Slot::bool(!b), 1)
                            }
                            slow!(self.slow_truth(*i, Ret::Not(i.a)))
                        }
                        Op::ToBool => slow!(self.slow_truth(*i, Ret::Bool(i.a, false))),

                        Op::Lt => compare!(i, <, CmpOp::Lt),
                        Op::Le => compare!(i, <=, CmpOp::Le),
                        Op::Eq => compare!(i, ==, CmpOp::Eq),
                        Op::Ne => compare!(i, !=, CmpOp::Ne),
                        Op::Gt => compare!(i, >, CmpOp::Gt),
                        Op::Ge => compare!(i, >=, CmpOp::Ge),
                        Op::Is => {
                            let (x, y) = (reg!(i.b), reg!(i.c));
                            let r = (x == y) != (i.flags & NEGATE != 0);
                            if i.flags & KILL_C != 0 && y.is_heap() {
                                reg!(i.c) = Slot::UNBOUND;
                                y.release();
                            }
                            if i.flags & KILL_B != 0 && x.is_heap() {
                                reg!(i.b) = Slot::UNBOUND;
                                x.release();
                            }
                            (*frame).set(i.a, Value::bool(r));
                            if heap::has_pending() {
                                (*frame).pc = pc.add(1);
                                return;
                            }
                            next!(1)
                        }
                        Op::In => {
                            if let Some(b) = quick_contains(reg!(i.c), reg!(i.b)) {
                                if (i.flags & KILL_B) | (i.flags & KILL_C) != 0 {
                                    self.drop_operands(*i);
                                }
                                (*frame).set(i.a, Value::bool(b != (i.flags & NEGATE != 0)));
                                (*frame).pc = pc.add(1);
                                reload!()
                            }
                            slow!(self.slow_contains(*i))
                        }
                        Op::Unpack => {
                            let v = reg!(i.b);
                            if v.is_heap()
                                && let Some(items) = sequence_items(v)
                                && items.len() == i.c as usize
                            {
                                if i.flags & KILL_B != 0 {
                                    reg!(i.b) = Slot::UNBOUND;
                                } else {
                                    v.incref();
                                }
                                for (k, x) in items.iter().enumerate() {
                                    let p = base.add(i.a as usize + k);
                                    let old = *p;
                                    *p = x.slot().copied();
                                    old.release();
                                }
                                v.release();
                                if heap::has_pending() {
                                    (*frame).pc = pc.add(1);
                                    return;
                                }
                                next!(1)
                            }
                            slow!(self.op_unpack(*i))
                        }

                        Op::Jump => {
                            pc = pc.offset(i.jump() as isize);
                            continue;
                        }
                        Op::JumpBack => {
                            pc = pc.offset(i.jump() as isize);
                            back_edge!();
                            continue;
                        }
                        Op::JumpIf => {
                            let x = reg!(i.a);
                            if let Some(b) = quick_truth(x) {
                                if i.flags & KILL_A != 0 && x.is_heap() {
                                    reg!(i.a) = Slot::UNBOUND;
                                    x.release();
                                    if heap::has_pending() {
                                        (*frame).pc = pc;
                                        self.branch(i.jump(), b != (i.flags & NEGATE != 0));
                                        return;
                                    }
                                }
                                if b != (i.flags & NEGATE != 0) {
                                    pc = pc.offset(i.jump() as isize);
                                    continue;
                                }
                                next!(1)
                            }
                            slow!(self.slow_jump_if(*i))
                        }
                        Op::JumpIfNone => {
                            let x = reg!(i.a);
                            if i.flags & KILL_A != 0 && x.is_heap() {
                                reg!(i.a) = Slot::UNBOUND;
                                x.release();
                            }
                            let b = (x == Slot::NONE) != (i.flags & NEGATE != 0);
                            if heap::has_pending() {
                                (*frame).pc = pc;
                                self.branch(i.jump(), b);
                                return;
                            }
                            pc = if b { pc.offset(i.jump() as isize) } else { pc.add(1) };
                            continue;
                        }
                        Op::JumpLt => compare_branch!(i, <, CmpOp::Lt),
                        Op::JumpLe => compare_branch!(i, <=, CmpOp::Le),
                        Op::JumpEq => compare_branch!(i, ==, CmpOp::Eq),
                        Op::JumpNe => compare_branch!(i, !=, CmpOp::Ne),
                        Op::JumpGt => compare_branch!(i, >, CmpOp::Gt),
                        Op::JumpGe => compare_branch!(i, >=, CmpOp::Ge),
                        Op::JumpLtI => compare_branch_imm!(i, <, CmpOp::Lt),
                        Op::JumpLeI => compare_branch_imm!(i, <=, CmpOp::Le),
                        Op::JumpEqI => compare_branch_imm!(i, ==, CmpOp::Eq),
                        Op::JumpNeI => compare_branch_imm!(i, !=, CmpOp::Ne),
                        Op::JumpGtI => compare_branch_imm!(i, >, CmpOp::Gt),
                        Op::JumpGeI => compare_branch_imm!(i, >=, CmpOp::Ge),

                        Op::Call | Op::CallMethod => {
                            let mut callee_reg = i.b;
                            let mut first = i.b + 1;
                            let mut n = i.c as usize;
                            if op == Op::CallMethod {
                                if (reg!(i.b + 1)).is_unbound() {
                                    first = i.b + 2;
                                } else {
                                    n += 1;
                                }
                            }
                            let mut callee = reg!(callee_reg);
                            // obj.method stored in a variable
                            if callee.is_heap()
                                && (*callee.header()).kind() == Kind::BoundMethod
                                && first == callee_reg + 1
                                && op == Op::Call
                                && let Some(m) = callee.payload::<BoundMethod>()
                            {
                                // the bound object's place becomes self's; the function is held by the frame
                                let (f, me) = (m.func.slot().copied(), m.self_.slot().copied());
                                std::mem::replace(&mut reg!(callee_reg), me).release();
                                first = callee_reg;
                                n += 1;
                                callee = f;
                                callee_reg = u16::MAX;
                            }
                            // the run of registers is consumed, whatever a native did
                            macro_rules! consume {
                                () => {
                                    for k in 0..n {
                                        let p = base.add(first as usize + k);
                                        std::mem::replace(&mut *p, Slot::UNBOUND).release();
                                    }
                                    if callee_reg != u16::MAX {
                                        reg!(callee_reg) = Slot::UNBOUND;
                                    }
                                    callee.release();
                                };
                            }
                            if callee.is_heap() {
                                if let Some(f) = callee.payload::<Function>() {
                                    self.fuel -= 1;
                                    (*frame).pc = pc;
                                    let to = match self.push_plain(callee, f, n, Ret::Reg(i.a)) {
                                        None if f.code.borrow().plain_arguments != MAKES_GENERATOR => self
                                            .push_with_defaults(callee, f, base.add(first as usize), n, Ret::Reg(i.a)),
                                        to => to,
                                    };
                                    if let Some(to) = to {
                                        for k in 0..n {
                                            let from = base.add(first as usize + k);
                                            to.add(k).write(*from);
                                            *from = Slot::UNBOUND;
                                        }
                                        if callee_reg != u16::MAX {
                                            reg!(callee_reg) = Slot::UNBOUND;
                                        }
                                        enter!(to)
                                    }
                                    if let Some(g) = self.make_generator(callee, f, base.add(first as usize), n) {
                                        if callee_reg != u16::MAX {
                                            reg!(callee_reg) = Slot::UNBOUND;
                                        }
                                        set!(i.a, g, 1)
                                    }
                                    self.fuel += 1;
                                } else if let Some(b) = callee.payload::<Builtin>()
                                    && !self.profiles_natives()
                                {
                                    (*frame).pc = pc;
                                    let args = std::slice::from_raw_parts(base.add(first as usize) as *const Value, n);
                                    if let Some(r) = self.call_leaf_directly(b, args) {
                                        consume!();
                                        match r {
                                            Ok(v) => {
                                                std::mem::replace(&mut reg!(i.a), v.into_slot()).release();
                                                (*frame).pc = (*frame).pc.add(1);
                                                reload!()
                                            }
                                            Err(e) => slow!(self.unwind(e)),
                                        }
                                    }
                                    if let Some(act) = self.call_tail_directly(b, args) {
                                        consume!();
                                        match act {
                                            Act::Done(v) => {
                                                std::mem::replace(&mut reg!(i.a), v.into_slot()).release();
                                                (*frame).pc = (*frame).pc.add(1);
                                            }
                                            act => self.perform(act, Ret::Reg(i.a)),
                                        }
                                        reload!()
                                    }
                                }
                            }
                            if callee_reg == u16::MAX {
                                slow!(self.slow_call_bound(*i, callee.take(), first, n))
                            }
                            slow!(self.slow_call(*i))
                        }
                        Op::CallKw => slow!(self.slow_call_kw(*i)),
                        Op::CallEx => slow!(self.slow_call_ex(*i)),
                        Op::Return | Op::ReturnNone => {
                            let plain = (*frame).owner.is_null()
                                && (*frame).object.is_unbound()
                                && (*frame).handled.is_unbound();
                            let v = if op == Op::ReturnNone {
                                Slot::NONE
                            } else if i.flags & KILL_A != 0 || plain {
                                // a local dies with the frame anyway: move it
                                std::mem::replace(&mut reg!(i.a), Slot::UNBOUND)
                            } else {
                                reg!(i.a).copied()
                            };
                            if plain {
                                // retire in place
                                for k in (0..i.c as usize).rev() {
                                    let s = *base.add(k);
                                    if s.is_heap() {
                                        s.release();
                                    }
                                }
                                if (*frame).locals.is_heap() {
                                    (*frame).locals.release();
                                }
                                let func = (*frame).func;
                                let back = (*frame).back;
                                let ret = (*frame).ret;
                                self.thread.stack.pop_python(frame);
                                self.thread.depth -= 1;
                                self.thread.top = back;
                                if func.is_heap() {
                                    func.release();
                                }
                                match ret {
                                    Ret::Reg(dst) => {
                                        frame = back;
                                        resume!(dst, v)
                                    }
                                    Ret::Init { dst, from } if v == Slot::NONE => {
                                        frame = back;
                                        let p = (*frame).base.add(from as usize);
                                        let instance = std::mem::replace(&mut *p, Slot::UNBOUND);
                                        resume!(dst, instance)
                                    }
                                    ret => {
                                        self.deliver(ret, v.take());
                                        reload!()
                                    }
                                }
                            }
                            (*frame).pc = pc;
                            if self.unlink_plain(frame) {
                                frame = self.thread.top;
                                resume!((*(*frame).pc).get().a, v)
                            }
                            match self.finish_plain(frame) {
                                Some(Ret::Resumed) => {
                                    self.thread.input = Some(Input::Returned(v.take()));
                                    reload!()
                                }
                                Some(ret) => {
                                    v.release();
                                    self.deliver(ret, Value::STOP);
                                    reload!()
                                }
                                None => {}
                            }
                            slow!(self.return_value(v.take()))
                        }
                        Op::GetAwaitable => {
                            let v = reg!(i.b);
                            if i.flags & KILL_B != 0
                                && let Some(g) = v.payload::<Generator>()
                                && g.kind == GenKind::Coroutine
                                && g.state.get() == GenState::Created
                                && g.parent.get().is_null()
                            {
                                reg!(i.b) = Slot::UNBOUND;
                                set!(i.a, v, 1)
                            }
                            slow!(self.op_get_awaitable(*i))
                        }
                        Op::LoadSpecial => slow!(self.op_load_special(*i)),
                        Op::ExcMatch => slow!(self.op_exc_match(*i)),
                        Op::Compile => slow!(self.slow_compile()),
                        Op::MakeGenerator => slow!(self.slow_make_generator()),

                        Op::BuildTuple => {
                            // made before `set!` reads the destination, which may be the first operand
                            let tuple = crate::object::tuple::from_iter((0..i.c).map(|k| (*frame).take(i.b + k)));
                            set!(i.a, tuple.into_slot(), 1)
                        }
                        Op::BuildList => {
                            let items = self.take_run(frame, i.b, i.c as usize);
                            set!(i.a, crate::object::list::new(items).into_slot(), 1)
                        }
                        Op::ListAppend => {
                            let v = self.operand(frame, i.b, i.flags & KILL_B);
                            if let Some(l) = reg!(i.a).payload::<List>() {
                                (*l.items.as_ptr()).push(v);
                            }
                            next!(1)
                        }

                        Op::SetAdd => {
                            let v = reg!(i.b);
                            if let Some(s) = reg!(i.a).payload::<Set>()
                                && types().set.is_type_of(reg!(i.a).as_value())
                                && let Some(hash) = crate::object::compare::hash_natively(v.as_value())
                                && s.add_natively(v.as_value(), hash)
                            {
                                if i.flags & KILL_B != 0 {
                                    reg!(i.b) = Slot::UNBOUND;
                                    v.release();
                                }
                                (*frame).pc = pc.add(1);
                                reload!()
                            }
                            slow!(self.slow_op(*i, op))
                        }
                        Op::MapAdd => {
                            if quick_dict_set(reg!(i.a), reg!(i.b), reg!(i.c)) {
                                if (i.flags & KILL_B) | (i.flags & KILL_C) != 0 {
                                    self.drop_operands(*i);
                                }
                                (*frame).pc = pc.add(1);
                                reload!()
                            }
                            slow!(self.slow_op(*i, op))
                        }

                        Op::ForIter => {
                            let it = reg!(i.b);
                            let then = (*pc.add(2)).get();
                            if then.op == Op::Unpack as u8
                                && then.b == i.a
                                && then.c == 2
                                && then.flags & KILL_B != 0
                                && matches!(it.heap_kind(), Some(Kind::Enumerate | Kind::Zip | Kind::DictIter))
                            {
                                (*frame).pc = pc;
                                match crate::object::iter::step_pair(self, it.as_value()) {
                                    Some(Ok(Some((x, y)))) => {
                                        (*frame).set(then.a, x);
                                        (*frame).set(then.a + 1, y);
                                        if heap::has_pending() {
                                            (*frame).pc = pc.add(3);
                                            return;
                                        }
                                        next!(3)
                                    }
                                    Some(Ok(None)) => {
                                        self.deliver(Ret::Iter { dst: i.a, iter: i.b }, Value::STOP);
                                        reload!()
                                    }
                                    Some(Err(e)) => slow!(self.unwind(e)),
                                    None => {}
                                }
                            }
                            match iter::quick_next(it.as_value()) {
                                iter::Quick::Item(v) => set!(i.a, v.into_slot(), 2),
                                iter::Quick::End => {
                                    let jump = (*pc.add(1)).get().bits() as u32 as i32;
                                    reg!(i.b) = Slot::UNBOUND;
                                    pc = pc.offset(jump as isize);
                                    it.release();
                                    if heap::has_pending() {
                                        (*frame).pc = pc;
                                        return;
                                    }
                                    continue;
                                }
                                iter::Quick::Other => {
                                    (*frame).pc = pc;
                                    if let Some(g) = it.payload::<Generator>()
                                        && self.resume_plain(g, Slot::NONE, Ret::Iter { dst: i.a, iter: i.b })
                                    {
                                        enter!((*self.thread.top).base)
                                    }
                                    self.slow_for_iter(*i);
                                    reload!()
                                }
                            }
                        }
                        Op::YieldFrom => {
                            self.fuel -= 1;
                            if self.fuel < -1 {
                                (*frame).pc = pc;
                                self.fuel += 1;
                                return;
                            }
                            (*frame).pc = pc;
                            if let Some(g) = reg!(i.b).payload::<Generator>()
                                && self.link_plain(frame, g, i.a)
                            {
                                enter!((*self.thread.top).base)
                            }
                            slow!(self.delegate_start())
                        }
                        Op::Yield => {
                            let v = self.operand(frame, i.b, i.flags & KILL_B);
                            (*frame).pc = pc;
                            match self.suspend_plain(frame) {
                                Some(Ret::Iter { dst, .. } | Ret::Reg(dst)) => {
                                    frame = self.thread.top;
                                    resume!(dst, v.into_slot())
                                }
                                Some(_) => {
                                    self.thread.input = Some(Input::Value(v));
                                    reload!()
                                }
                                None => {}
                            }
                            self.yield_value(v);
                            reload!()
                        }

                        Op::EnterHandler => {
                            let exc = reg!(i.a);
                            if (*frame).handled.is_unbound() {
                                self.handlers += 1;
                            }
                            let before = std::mem::replace(&mut (*frame).handled, exc.share().into_slot());
                            (*frame).set(i.a + 1, before.take());
                            next!(1)
                        }
                        Op::LeaveHandler => {
                            self.leave_handler(frame, i.a);
                            let exc = (*frame).take(i.a);
                            (*frame).pc = pc.add(1);
                            drop(exc);
                            reload!()
                        }
                        Op::Reraise => slow!({
                            let exc = (*frame).take(i.a);
                            let e = self.raise(exc);
                            self.unwind_again(e)
                        }),
                        Op::UnwindHandler => slow!({
                            self.leave_handler(frame, i.a);
                            let old = (*frame).take(i.a);
                            let exc = (*frame).take(i.a + 2);
                            drop(old);
                            let e = self.raise(exc);
                            self.unwind_again(e)
                        }),
                        Op::Raise => {
                            let a = if i.c >= 1 { Some(self.operand(frame, i.a, i.flags & KILL_A)) } else { None };
                            let b = if i.c >= 2 { Some(self.operand(frame, i.b, i.flags & KILL_B)) } else { None };
                            slow!(self.op_raise(a, b))
                        }
                        Op::FormatSimple => {
                            let v = reg!(i.b);
                            if v.is_heap() && crate::object::str::is_exact(v.as_value()) {
                                if i.flags & KILL_B != 0 {
                                    reg!(i.b) = Slot::UNBOUND;
                                } else {
                                    v.incref();
                                }
                                set!(i.a, v, 1)
                            }
                            slow!(self.slow_format(*i))
                        }
                        Op::FormatSpec => slow!(self.slow_format_spec(*i)),
                        Op::BuildString => slow!(self.slow_build_string(*i)),
                        Op::GetIter => slow!(self.slow_get_iter(*i)),
                        _ => slow!(self.slow_op(*i, op)),
                    }
                }
            }
        }
    }

    /// Steps native frames until a Python frame is on top; false if there is something else to look after first.
    #[inline(never)]
    fn step_natives(&mut self) -> bool {
        loop {
            let thread = &self.thread;
            if thread.top.is_null()
                || self.fuel < 0
                || heap::has_pending()
                || thread.result.is_some()
                || thread.failure.is_some()
            {
                return false;
            }
            if !unsafe { (*thread.top).is_native() } {
                return true;
            }
            // (what blocks the thread is found again by `run_thread`)
            if self.step_native().is_some() {
                return false;
            }
        }
    }

    /// A source operand: moved out when killed, else shared.
    #[inline(always)]
    pub(crate) unsafe fn operand(&mut self, frame: *mut Frame, r: u16, kill: u8) -> Value {
        unsafe {
            let p = (*frame).base.add(r as usize);
            if kill != 0 { std::mem::replace(&mut *p, Slot::UNBOUND).take() } else { (*p).copied().take() }
        }
    }

    /// Moves a run of registers out.
    #[inline]
    pub(crate) unsafe fn take_run(&mut self, frame: *mut Frame, first: u16, n: usize) -> Vec<Value> {
        (0..n)
            .map(|k| unsafe { std::mem::replace(&mut *(*frame).base.add(first as usize + k), Slot::UNBOUND).take() })
            .collect()
    }

    /// `handled` of the frame becomes what register `a + 1` saved.
    pub(super) unsafe fn leave_handler(&mut self, frame: *mut Frame, a: u16) {
        unsafe {
            let before = (*frame).take(a + 1).into_slot();
            let old = std::mem::replace(&mut (*frame).handled, before);
            if before.is_unbound() {
                self.handlers -= 1;
            }
            old.release();
        }
    }
}

/// The instruction at a pc: each field is loaded where it is used, which keeps registers free and dispatch short.
#[derive(Clone, Copy)]
struct At(*const Cell<Instr>);

impl std::ops::Deref for At {
    type Target = Instr;
    #[inline(always)]
    fn deref(&self) -> &Instr {
        unsafe { &*(*self.0).as_ptr() }
    }
}

/// Inline-cache kinds, in the first cache word's op field: what the second word is good for while the type has the version that the
/// first word names.
/// At place `a` of an instance's area: a `__slots__` member (the word is `MEMBER`), or an attribute, which may also be in the namespace
/// of an instance whose attributes are elsewhere.
pub(crate) const CACHE_PLACE: u8 = 1;
pub(crate) const MEMBER: u64 = 1;
/// A module's: keys version and index in its namespace.
pub(crate) const CACHE_MODULE: u8 = 2;
/// A property of the class (the word is the property).
pub(crate) const CACHE_PROPERTY: u8 = 4;
/// A value in the class that is no descriptor and that no instance hides (the word is the value).
pub(crate) const CACHE_CLASS: u8 = 5;
/// The receiver is a class: the version is its own (the word is the value; the third is its metaclass's version, 0 for `type`).
pub(crate) const CACHE_TYPE: u8 = 6;
/// A static or class method of the class (the word is the wrapper), which no instance hides.
pub(crate) const CACHE_WRAPPED: u8 = 7;
/// The same; the receiver is a class, and the version is its own.
pub(crate) const CACHE_TYPE_WRAPPED: u8 = 8;
/// A named tuple's field: its number is `a`.
pub(crate) const CACHE_FIELD: u8 = 9;
/// `__class__` as `object` has it: the type.
pub(crate) const CACHE_OWN_CLASS: u8 = 10;
/// A method of the class (the word is the function); the instance has an inline area, or a namespace elsewhere without that name.
pub(crate) const CACHE_METHOD: u8 = 11;
/// The same, and instances cannot have attributes.
pub(crate) const CACHE_METHOD_NO_DICT: u8 = 12;

/// What a cached static or class method is called as: the function, and the class or UNBOUND.
#[inline(never)]
fn unwrapped(frame: &Frame, i: Instr, cache: Instr, word: u64, v: Slot) -> Option<(Value, Value)> {
    let class = if cache.op == CACHE_TYPE_WRAPPED {
        v.payload::<crate::object::ty::Type>()?
    } else {
        let ty = crate::object::type_ref(v.as_value());
        if InstanceArea::of(v.as_value()).is_some_and(|a| hides(frame, i, a)) {
            return None;
        }
        ty
    };
    if class.version() != cache_version(cache) {
        return None;
    }
    if let Some(s) = Slot(word).payload::<StaticMethod>() {
        return Some((s.func.get(), Value::UNBOUND));
    }
    let me = if cache.op == CACHE_TYPE_WRAPPED { v.share() } else { crate::object::type_of(v.as_value()).into() };
    Slot(word).payload::<ClassMethod>().map(|c| (c.func.get(), me))
}

/// True if the instance has an attribute of the name that the instruction loads, in a namespace elsewhere.
#[inline(always)]
fn hides(frame: &Frame, i: Instr, area: &InstanceArea) -> bool {
    !area.is_inline() && area.in_dict(&frame.code().names[i.c as usize]).is_some()
}

/// An attribute that is not at its place in the area: it may be in the namespace (a member is not).
#[inline(never)]
fn elsewhere(frame: &Frame, i: Instr, area: &InstanceArea, word: u64) -> Option<Slot> {
    if word == MEMBER { None } else { area.in_dict(&frame.code().names[i.c as usize]).map(Value::into_slot) }
}

/// What the cache of the attribute instruction at `pc` says about `v`, which is on the heap; counted.
#[inline(never)]
unsafe fn cached_attr(frame: &Frame, i: Instr, pc: *const Cell<Instr>, v: Slot) -> Option<Slot> {
    let [cache, word, meta] = unsafe { [1, 2, 3].map(|k| (*pc.add(k)).get()) };
    let (version, word) = (cache_version(cache), word.bits());
    if cache.op == CACHE_TYPE {
        let hit = v.payload::<crate::object::ty::Type>().is_some_and(|t| t.version() == version)
            && (meta.bits() == 0 || meta.bits() == unsafe { (*v.header()).ty() }.version() as u64);
        return if hit { Some(Slot(word).copied()) } else { None };
    }
    if unsafe { (*v.header()).ty() }.version() != version {
        return None;
    }
    match cache.op {
        CACHE_PLACE => {
            let area = InstanceArea::of(v.as_value())?;
            match area.at(cache.a as usize) {
                Some(found) if !found.is_unbound() => Some(found.copied()),
                _ => elsewhere(frame, i, area, word),
            }
        }
        CACHE_MODULE => {
            let m = v.payload::<crate::object::module::Module>()?;
            if !m.dict.has_keys_version((word >> 32) as u32) {
                return None;
            }
            m.dict.value_at(word as u32 as usize).map(Value::into_slot)
        }
        CACHE_FIELD => v.payload::<Tuple>()?.items().get(cache.a as usize).map(|v| v.slot().copied()),
        CACHE_OWN_CLASS => Some(crate::object::type_of(v.as_value()).into_slot()),
        CACHE_METHOD | CACHE_METHOD_NO_DICT => {
            if cache.op == CACHE_METHOD && InstanceArea::of(v.as_value()).is_some_and(|a| hides(frame, i, a)) {
                return None;
            }
            Some(BoundMethod::new(Slot(word).share(), v.share()).into_slot())
        }
        CACHE_CLASS => {
            let hidden = InstanceArea::of(v.as_value()).is_some_and(|a| hides(frame, i, a));
            if hidden { None } else { Some(Slot(word).copied()) }
        }
        _ => None,
    }
}

/// `bool(v)` if it needs no method call: comparisons' results and small ints in line.
#[inline(always)]
fn quick_truth(v: Slot) -> Option<bool> {
    if v == Slot::TRUE {
        Some(true)
    } else if v == Slot::FALSE || v == Slot::NONE {
        Some(false)
    } else if v.is_int() {
        Some(v.int() != 0)
    } else {
        truth_natively(v.as_value())
    }
}

/// The items of an exact list or tuple on the heap.
#[inline(always)]
fn sequence_items<'a>(v: Slot) -> Option<&'a [Value]> {
    if types().list.is_type_of(v.as_value()) {
        v.payload::<List>().map(|l| unsafe { &**l.items.as_ptr() })
    } else if types().tuple.is_type_of(v.as_value()) {
        v.payload::<Tuple>().map(Tuple::items)
    } else {
        None
    }
}

/// The item at a Python index; counted.
#[inline(always)]
fn item_at(items: &[Value], index: i64) -> Option<Slot> {
    let at = if index < 0 { index + items.len() as i64 } else { index };
    // a negative number is too large as well
    if (at as u64) < items.len() as u64 {
        Some(unsafe { items.get_unchecked(at as usize) }.slot().copied())
    } else {
        None
    }
}

/// `v[key]` of an exact dict, if the key is a str or a small int and is there, or of an exact str; counted.
#[inline(never)]
fn quick_item(v: Slot, key: Slot) -> Option<Slot> {
    if let Some(d) = v.payload::<Dict>() {
        return if types().dict.is_type_of(v.as_value()) { d.quick_get(key) } else { None };
    }
    if let Some(b) = v.payload::<Bytes>().filter(|_| key.is_int() && types().bytes.is_type_of(v.as_value())) {
        let at = usize::try_from(key.int()).ok()?;
        return b.data().get(at).map(|b| Slot::small(*b as i64));
    }
    let text = v.payload::<Str>().filter(|_| key.is_int() && types().str.is_type_of(v.as_value()))?.view();
    let index = key.int();
    let at = if index < 0 { index + text.len() as i64 } else { index };
    text.get(usize::try_from(at).ok()?).map(|c| crate::object::str::from_char(c).into_slot())
}

/// `v[key] = value` of an exact dict, as long as Python need not be asked; true if it is done.
#[inline(never)]
fn quick_dict_set(v: Slot, key: Slot, value: Slot) -> bool {
    let Some(d) = v.payload::<Dict>().filter(|_| types().dict.is_type_of(v.as_value())) else { return false };
    let Some(hash) = crate::object::compare::hash_natively(key.as_value()) else { return false };
    match d.find(key.as_value(), hash) {
        Ok(Some(i)) => d.set_value_at(i, value.share()),
        Ok(None) => d.insert_new(key.share(), hash, value.share()),
        Err(_) => return false,
    }
    true
}

/// `v[index] = value` of an exact bytearray; true if it is done.
#[inline(never)]
fn quick_byte_set(v: Slot, index: Slot, value: Slot) -> bool {
    index.is_int() && value.is_int() && crate::object::bytearray::put_byte(v.as_value(), index.int(), value.int())
}

/// `item in v` of exact built-in containers, as long as Python need not be asked.
#[inline(never)]
fn quick_contains(v: Slot, item: Slot) -> Option<bool> {
    if !v.is_heap() {
        return None;
    }
    if let Some(d) = v.payload::<Dict>() {
        if !types().dict.is_type_of(v.as_value()) {
            return None;
        }
        let hash = crate::object::compare::hash_natively(item.as_value())?;
        return d.find(item.as_value(), hash).ok().map(|i| i.is_some());
    }
    crate::object::sequence::contains_natively(v.as_value(), item.as_value())
}

/// A first cache word: kind, slot index, type version.
pub(crate) fn cache_word(kind: u8, index: u16, version: u32) -> Instr {
    Instr { op: kind, flags: 0, a: index, b: version as u16, c: (version >> 16) as u16 }
}

#[inline(always)]
fn cache_version(word: Instr) -> u32 {
    word.wide()
}

/// The address of a dict object's header, to compare with a slot.
#[inline(always)]
fn dict_header(d: &Dict) -> usize {
    d as *const Dict as usize - std::mem::offset_of!(heap::Obj<Dict>, payload)
}

/// An int that converts to float exactly.
#[inline(always)]
fn int_as_f64(i: i64) -> Option<f64> {
    if i.unsigned_abs() <= 1 << 53 { Some(i as f64) } else { None }
}

/// `x * y` if it fits. Most factors have 32 bits: their product needs no check, which on wasm is a call for a product of 128 bits.
#[inline(always)]
fn multiply(x: i64, y: i64) -> Option<i64> {
    if x as i32 as i64 == x && y as i32 as i64 == y { Some(x * y) } else { x.checked_mul(y) }
}

#[inline(always)]
fn floor_div(x: i64, y: i64) -> Option<i64> {
    if y == 0 {
        return None;
    }
    let q = x / y;
    Some(if (x % y != 0) && ((x < 0) != (y < 0)) { q - 1 } else { q })
}

#[inline(always)]
fn floor_mod(x: i64, y: i64) -> Option<i64> {
    if y == 0 {
        return None;
    }
    let r = x % y;
    Some(if r != 0 && ((r < 0) != (y < 0)) { r + y } else { r })
}

/// True if the int needs no box.
#[inline(always)]
fn fits(i: i64) -> bool {
    i >= INT_MIN && i <= INT_MAX
}

#[inline(always)]
fn shift_left(x: i64, y: i64) -> Option<i64> {
    if y < 0 || y >= 62 {
        return None;
    }
    let r = x << y;
    if r >> y == x { Some(r) } else { None }
}

#[inline(always)]
fn shift_right(x: i64, y: i64) -> Option<i64> {
    if y < 0 { None } else { Some(x >> y.min(63)) }
}
