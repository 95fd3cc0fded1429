//! `time`: clocks, sleeping, and broken-down time. The local time zone is UTC
//! until a program sets `TZ` in its environment and calls `tzset`.
//!
//! Invariant: all clocks come from the host, so a virtual clock makes every function of this module deterministic; `sleep` blocks only
//! the green thread that calls it.

use super::ModuleSpec;
use super::time_calendar::{self as calendar, Moment};
use super::time_zone::Zone;
use crate::heap::Ref;
use crate::object::dict::Dict;
use crate::object::int;
use crate::object::module::Module;
use crate::object::number::Int;
use crate::object::number_args::{self, index};
use crate::object::spec::{GetSetDef, getter};
use crate::object::str::{self, Str};
use crate::object::structseq::{self, StructSpec, hidden, item};
use crate::object::text_args::arg_type_name;
use crate::object::tuple::{self, Tuple};
use crate::resumable;
use crate::text::builder::StrBuilder;
use crate::value::Value;
use crate::vm::host::Wait;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use crate::vm::{Cx, Raised, Vm};

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    name: "time",
    doc: "This module provides various functions to manipulate time values.",
    functions: FUNCTIONS,
    init,
};

const FUNCTIONS: &[NativeDef] = &[
    leaf("time", "() -> ($self, /)", |vm, _| Ok(Value::float(vm.look_at_wall_clock() as f64 / 1e6))),
    leaf("time_ns", "() -> ($self, /)", |vm, _| Ok(nanoseconds(vm.look_at_wall_clock()))),
    leaf("monotonic", "() -> ($self, /)", |vm, _| Ok(Value::float(vm.look_closely()))),
    leaf("monotonic_ns", "() -> ($self, /)", |vm, _| Ok(nanoseconds(vm.look_at_clock()))),
    leaf("perf_counter", "() -> ($self, /)", |vm, _| Ok(Value::float(vm.look_closely()))),
    leaf("perf_counter_ns", "() -> ($self, /)", |vm, _| Ok(nanoseconds(vm.look_at_clock()))),
    leaf("process_time", "() -> ($self, /)", |vm, _| Ok(Value::float(vm.look_at_clock() as f64 / 1e6))),
    leaf("process_time_ns", "() -> ($self, /)", |vm, _| Ok(nanoseconds(vm.look_at_clock()))),
    leaf("thread_time", "() -> ($self, /)", |vm, _| Ok(Value::float(vm.look_at_clock() as f64 / 1e6))),
    leaf("thread_time_ns", "() -> ($self, /)", |vm, _| Ok(nanoseconds(vm.look_at_clock()))),
    leaf("clock_gettime", "(clk_id, /)", |vm, a| clock(vm, a).map(|us| Value::float(us as f64 / 1e6))),
    leaf("clock_gettime_ns", "(clk_id, /)", |vm, a| clock(vm, a).map(nanoseconds)),
    resumable!("get_clock_info", "(name, /) -> None", get_clock_info),
    resumable!("sleep", "(object, /) -> ($self, object, /)", sleep),
    tail("gmtime", "(seconds=None, /) -> None", |vm, a| broken_down(vm, a, false)),
    tail("localtime", "(seconds=None, /) -> None", |vm, a| broken_down(vm, a, true)),
    tail("mktime", "(object, /) -> ($self, object, /)", |_, a| {
        let v = a.at(0).clone();
        Act::run(async move |cx| {
            let m = moment_arg(cx, &v, "mktime").await?;
            Ok(Value::float(zone(cx.vm()).seconds(&m) as f64))
        })
    }),
    tail("asctime", "(time_tuple=<unrepresentable>, /) -> None", |vm, a| match a.opt(0) {
        None => Act::Done(str::new(calendar::asctime(&now(vm)))),
        Some(v) => {
            let v = v.clone();
            Act::run(async move |cx| {
                let m = moment_arg(cx, &v, "asctime").await?;
                let m = in_range(cx.vm(), m)?;
                Ok(str::new(calendar::asctime(&m)))
            })
        }
    }),
    resumable!("ctime", "(seconds=None, /) -> None", ctime),
    tail("strftime", "(format, time_tuple=<unrepresentable>, /) -> None", strftime),
    resumable!("strptime", "(string, format='%a %b %d %H:%M:%S %Y', /) -> None", strptime),
    leaf("tzset", "() -> ($self, /)", tzset),
];

macro_rules! fields {
    ($($name:literal = $get:expr;)*) => { (&[$($name),*], &[$(getter($name, $get)),*]) };
}

const FIELDS: (&[&str], &[GetSetDef]) = fields! {
    "tm_year" = item::<0>; "tm_mon" = item::<1>; "tm_mday" = item::<2>; "tm_hour" = item::<3>; "tm_min" = item::<4>;
    "tm_sec" = item::<5>; "tm_wday" = item::<6>; "tm_yday" = item::<7>; "tm_isdst" = item::<8>;
    "tm_zone" = hidden::<0>; "tm_gmtoff" = hidden::<1>;
};

static STRUCT_TIME: StructSpec = StructSpec {
    ty: structseq::spec(
        "time",
        "struct_time",
        "The time value as returned by gmtime(), localtime(), and strptime(), and\n accepted by asctime(), mktime() and strftime().  May be considered as a\n sequence of 9 integers.\n\n Note that several fields' values are not the same as those defined by\n the C language standard for struct tm.  For example, the value of the\n field tm_year is the actual year, not year - 1900.  See individual\n fields' descriptions for details.",
        FIELDS.1,
        2,
    ),
    full_name: "time.struct_time",
    fields: FIELDS.0,
    visible: 9,
};

/// Clocks as `CLOCK_…` numbers of Linux.
const CLOCKS: &[(&str, i64)] =
    &[("CLOCK_REALTIME", 0), ("CLOCK_MONOTONIC", 1), ("CLOCK_PROCESS_CPUTIME_ID", 2), ("CLOCK_THREAD_CPUTIME_ID", 3)];

fn init(vm: &mut Vm, dict: &Ref<Dict>) -> PyResult<()> {
    let mut set = |name: &str, v: Value| {
        let key = vm.intern(name);
        dict.set_interned(&key, v);
    };
    for (name, id) in CLOCKS {
        set(name, Value::int(*id));
    }
    set("_STRUCT_TM_ITEMS", Value::int(11));
    set_zone(vm, dict);
    let ty = structseq::type_of(vm, &STRUCT_TIME);
    let key = vm.intern("struct_time");
    dict.set_interned(&key, ty.into());
    Ok(())
}

/// The time zone that `tzset` found, and what the environment says of the next one.
#[derive(Default)]
struct Zones {
    set: Zone,
    named: Option<String>,
}

fn zone(vm: &mut Vm) -> &Zone {
    &vm.state::<Zones>().set
}

/// Takes note of a variable that the program sets or removes in its environment.
pub fn environment(vm: &mut Vm, name: &[u8], value: Option<&[u8]>) {
    if name == b"TZ" {
        vm.state::<Zones>().named = value.map(|v| String::from_utf8_lossy(v).into_owned());
    }
}

fn tzset(vm: &mut Vm, _: &Args) -> PyResult {
    let zones = vm.state::<Zones>();
    let named = zones.named.as_deref().map(|text| text.trim_start_matches(':'));
    let found = named.and_then(Zone::parse);
    if found.is_none() && named.is_some_and(|text| text.contains('/')) {
        return Err(
            vm.runtime_error("places in TZ are not supported by this engine yet: zoneinfo has their time zones")
        );
    }
    zones.set = found.unwrap_or_default();
    let key = vm.intern("time");
    let module = vm.modules.get_interned(&key);
    if let Some(m) = module.as_ref().and_then(|m| m.get::<Module>()) {
        set_zone(vm, &m.dict);
    }
    Ok(Value::NONE)
}

fn set_zone(vm: &mut Vm, dict: &Ref<Dict>) {
    let zone = zone(vm).clone();
    let summer = zone.summer().unwrap_or(&zone.standard);
    let values = [
        ("timezone", Value::int(-zone.standard.seconds)),
        ("altzone", Value::int(-summer.seconds)),
        ("daylight", Value::int(zone.summer().is_some() as i64)),
        ("tzname", tuple::new(vec![str::new(zone.standard.name.as_str()), str::new(summer.name.as_str())])),
    ];
    for (name, v) in values {
        let key = vm.intern(name);
        dict.set_interned(&key, v);
    }
}

fn nanoseconds(us: u64) -> Value {
    Value::int((us as i64).saturating_mul(1000))
}

fn clock(vm: &mut Vm, a: &Args) -> PyResult<u64> {
    match Int::of(a.at(0)).map(Int::to_i64) {
        Some(Some(0)) => Ok(vm.look_at_wall_clock()),
        Some(Some(1..=3)) => Ok(vm.look_at_clock()),
        Some(_) => {
            let ty = vm.types.exc.OSError.clone();
            let e = vm.new_exception(&ty, vec![Value::int(22), str::new("Invalid argument")]);
            Err(vm.raise(e))
        }
        None => {
            let given = vm.type_name(a.at(0));
            Err(vm.type_error(format!("'{given}' object cannot be interpreted as an integer")))
        }
    }
}

async fn get_clock_info(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let name = a.at(0).get::<Str>().map(|s| s.to_text());
    let (implementation, monotonic, adjustable) = match name.as_deref() {
        Some("time") => ("clock_gettime(CLOCK_REALTIME)", false, true),
        Some("monotonic" | "perf_counter") => ("clock_gettime(CLOCK_MONOTONIC)", true, false),
        Some("process_time") => ("clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", true, false),
        Some("thread_time") => ("clock_gettime(CLOCK_THREAD_CPUTIME_ID)", true, false),
        Some(_) => return Err(cx.vm().value_error("unknown clock")),
        None => {
            let given = arg_type_name(cx.vm(), a.at(0));
            return Err(cx.vm().type_error(format!("get_clock_info() argument 1 must be str, not {given}")));
        }
    };
    let types = import(cx, "types").await?;
    let make = cx.attr(&types, "SimpleNamespace").await?;
    let names = ["implementation", "monotonic", "adjustable", "resolution"];
    let names = names.iter().map(|n| cx.vm().intern(n).into()).collect();
    let values = [str::new(implementation), monotonic.into(), adjustable.into(), Value::float(1e-6)];
    cx.call_kw(&make, crate::vm::CallArgs { values: values.into_iter().collect(), names: Some(tuple::new(names)) })
        .await
}

async fn sleep(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let v = a.at(0);
    let us = match v.as_float() {
        Some(x) if x.is_nan() => return Err(cx.vm().value_error("Invalid value NaN (not a number)")),
        Some(x) if x.abs() * 1e9 >= i64::MAX as f64 => {
            return Err(out_of_range(cx.vm(), "timestamp out of range for C PyTime_t"));
        }
        Some(x) => (x * 1e6).ceil(),
        None => {
            let i = seconds_int(cx, v, "integer or float").await?;
            match Int::of(&i).and_then(Int::to_i64).and_then(|s| s.checked_mul(1_000_000_000)) {
                Some(ns) => ns as f64 / 1e3,
                None => return Err(out_of_range(cx.vm(), "timestamp out of range for C PyTime_t")),
            }
        }
    };
    if us < 0.0 {
        return Err(cx.vm().value_error("sleep length must be non-negative"));
    }
    let since = cx.vm().now();
    let until = since.saturating_add(us as u64);
    loop {
        cx.block(Wait::Until(until)).await?;
        if cx.vm().now() >= until {
            cx.vm().record_block(since);
            return Ok(Value::NONE);
        }
    }
}

#[cold]
fn out_of_range(vm: &mut Vm, message: &str) -> Raised {
    vm.overflow_error(message)
}

/// A number of seconds that is no float: by `__index__`.
async fn seconds_int(cx: &mut Cx, v: &Value, what: &str) -> PyResult {
    let r = index(cx, v).await;
    match r {
        Ok(i) => Ok(i),
        Err(e) => {
            let name = cx.vm().names.dunders[crate::object::names::Dunder::Index as usize].clone();
            if crate::object::type_ref(v).lookup(&name).is_some() {
                return Err(e);
            }
            drop(cx.vm().take_raised(e));
            let given = cx.vm().type_name(v);
            Err(cx.vm().type_error(format!("'{given}' object cannot be interpreted as an {what}")))
        }
    }
}

fn wall_seconds(vm: &mut Vm) -> i64 {
    (vm.host.wall() / 1_000_000) as i64
}

/// The local time.
fn now(vm: &mut Vm) -> Moment {
    let t = wall_seconds(vm);
    zone(vm).local(t).0
}

fn struct_time(vm: &mut Vm, t: i64, local: bool) -> Value {
    let (m, zone, offset) = match local {
        true => {
            let (m, offset) = zone(vm).local(t);
            (m, offset.name.clone(), offset.seconds)
        }
        false => (calendar::moment(t), "GMT".to_owned(), 0),
    };
    let fields = [m.year, m.month, m.day, m.hour, m.minute, m.second, m.weekday, m.yearday, m.dst];
    let mut values: Vec<Value> = fields.into_iter().map(Value::int).collect();
    values.push(str::new(zone));
    values.push(Value::int(offset));
    structseq::new(vm, &STRUCT_TIME, values)
}

/// Whole seconds of a time argument, rounded down.
async fn seconds_arg(cx: &mut Cx, v: &Value) -> PyResult<i64> {
    const MESSAGE: &str = "timestamp out of range for platform time_t";
    let s = match v.as_float() {
        Some(x) if x.is_nan() => return Err(cx.vm().value_error("Invalid value NaN (not a number)")),
        Some(x) if x.abs() >= i64::MAX as f64 => return Err(out_of_range(cx.vm(), MESSAGE)),
        Some(x) => x.floor() as i64,
        None => {
            let i = number_args::index(cx, v).await?;
            match Int::of(&i).and_then(Int::to_i64) {
                Some(s) => s,
                None => return Err(out_of_range(cx.vm(), MESSAGE)),
            }
        }
    };
    // the year must fit C's int
    if s.unsigned_abs() > 67_768_036_191_676_799 {
        let ty = cx.vm().types.exc.OSError.clone();
        let e = cx.vm().new_exception(&ty, vec![Value::int(75), str::new("Value too large for defined data type")]);
        return Err(cx.vm().raise(e));
    }
    Ok(s)
}

fn broken_down(vm: &mut Vm, a: &Args, local: bool) -> Act {
    let Some(v) = a.some(0) else {
        let t = wall_seconds(vm);
        return Act::Done(struct_time(vm, t, local));
    };
    let v = v.clone();
    Act::run(async move |cx| {
        let s = seconds_arg(cx, &v).await?;
        Ok(struct_time(cx.vm(), s, local))
    })
}

async fn ctime(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let m = match a.some(0) {
        None => now(cx.vm()),
        Some(v) => {
            let t = seconds_arg(cx, v).await?;
            zone(cx.vm()).local(t).0
        }
    };
    Ok(str::new(calendar::asctime(&m)))
}

/// A time tuple.
async fn moment_arg(cx: &mut Cx, v: &Value, function: &str) -> PyResult<Moment> {
    let Some(t) = v.get::<Tuple>() else {
        return Err(cx.vm().type_error("Tuple or struct_time argument required"));
    };
    let items = t.items().to_vec();
    if items.len() != 9 {
        return Err(cx.vm().type_error(format!("{function}(): illegal time tuple argument")));
    }
    let mut n = [0i64; 9];
    for (i, item) in items.iter().enumerate() {
        let v = number_args::index(cx, item).await?;
        let value = Int::of(&v).and_then(Int::to_i64);
        n[i] = match value {
            // C counts years from 1900
            Some(x) if i == 0 && x < i32::MIN as i64 + 1900 && i32::try_from(x).is_ok() => {
                return Err(cx.vm().overflow_error("year out of range"));
            }
            Some(x) if i32::try_from(x).is_ok() => x,
            Some(_) => return Err(cx.vm().overflow_error("signed integer is greater than maximum")),
            None => return Err(cx.vm().overflow_error("Python int too large to convert to C long")),
        };
    }
    Ok(Moment {
        year: n[0],
        month: n[1],
        day: n[2],
        hour: n[3],
        minute: n[4],
        second: n[5],
        weekday: n[6],
        yearday: n[7],
        dst: n[8],
    })
}

/// Checks the fields for printing; zero stands for the smallest month, day and day of the year.
fn in_range(vm: &mut Vm, mut m: Moment) -> PyResult<Moment> {
    m.month = if m.month == 0 { 1 } else { m.month };
    m.day = if m.day == 0 { 1 } else { m.day };
    m.yearday = if m.yearday == 0 { 1 } else { m.yearday };
    let checks = [
        ((1..=12).contains(&m.month), "month"),
        ((1..=31).contains(&m.day), "day of month"),
        ((0..=23).contains(&m.hour), "hour"),
        ((0..=59).contains(&m.minute), "minute"),
        ((0..=61).contains(&m.second), "seconds"),
        (m.weekday >= -1, "day of week"),
        ((1..=366).contains(&m.yearday), "day of year"),
    ];
    for (fine, what) in checks {
        if !fine {
            return Err(vm.value_error(format!("{what} out of range")));
        }
    }
    m.weekday = m.weekday.rem_euclid(7);
    Ok(m)
}

fn strftime(vm: &mut Vm, a: &Args) -> Act {
    if a.at(0).get::<Str>().is_none() {
        let given = arg_type_name(vm, a.at(0));
        return Act::Raise(vm.type_error(format!("strftime() argument 1 must be str, not {given}")));
    }
    let Some(v) = a.opt(1) else {
        let t = wall_seconds(vm);
        let (m, offset) = zone(vm).local(t);
        return Act::Done(formatted(a.at(0), &m, &offset.name, offset.seconds));
    };
    let (format, v) = (a.at(0).clone(), v.clone());
    Act::run(async move |cx| {
        let m = moment_arg(cx, &v, "strftime").await?;
        let m = in_range(cx.vm(), m)?;
        let given = structseq::hidden::<0>(cx.vm(), &v)?;
        let offset = int::to_i64(&structseq::hidden::<1>(cx.vm(), &v)?).unwrap_or(0);
        let name = match given.get::<Str>() {
            Some(s) => s.to_text(),
            None => {
                let zone = zone(cx.vm());
                let offset = zone.summer().filter(|_| m.dst > 0).unwrap_or(&zone.standard);
                if m.dst < 0 { String::new() } else { offset.name.clone() }
            }
        };
        Ok(formatted(&format, &m, &name, offset))
    })
}

/// `strftime` piece by piece: what is no ASCII is copied as it is.
fn formatted(format: &Value, m: &Moment, zone: &str, offset: i64) -> Value {
    let Some(s) = format.get::<Str>() else { return Value::NONE };
    let mut out = StrBuilder::new();
    let mut ascii = String::new();
    for c in s.view().iter() {
        match char::from_u32(c) {
            Some(c) if c.is_ascii() && c != '\0' => ascii.push(c),
            _ => {
                out.push_utf8(&calendar::strftime(m, &ascii, zone, offset));
                ascii.clear();
                out.push_char(c);
            }
        }
    }
    out.push_utf8(&calendar::strftime(m, &ascii, zone, offset));
    str::new(out.finish())
}

/// `import name`.
async fn import(cx: &mut Cx, name: &str) -> PyResult {
    let vm = cx.vm();
    let (name, all) = (vm.intern(name), tuple::new(vec![str::new("*")]));
    let act = vm.import_name(name, Value::int(0), all);
    cx.act(act).await
}

async fn strptime(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let module = import(cx, "_strptime").await?;
    let f = cx.attr(&module, "_strptime_time").await?;
    let arguments: Vec<Value> = a.iter().filter(|v| !v.is_unbound()).cloned().collect();
    cx.call(&f, arguments).await
}
