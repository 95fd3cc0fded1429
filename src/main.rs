//! The native command: runs Python like `python3` does, on the stackless VM.
//!
//! `coroscope [options] FILE [ARGS] | -c CODE [ARGS] | -m MODULE [ARGS] | - [ARGS] | disasm FILE | trace [--text|--pauses] FILE`
//!
//! `trace` runs the program and prints what its event loop did, one JSON object a line (with `--text` for people), in place of the
//! program's own output. With `--pauses` a line after each slice says which tasks there are and what each awaits, as the engine itself sees
//! it: what the events say is checked against that.
//!
//! Without a program, on a terminal or with `-i`, it reads and runs statements one by one.
//!
//! Options: `--path DIR` (import from a real folder; repeatable), `--clock real|virtual`, `--rate FACTOR` (of the real clock: below 1 it is slow motion),
//! `--fuel N|random:SEED` (size of each slice, for
//! the slice-fuzz suite), `--memory BYTES` (MemoryError beyond it), `--tiny-stack` (run in a 128 KiB thread), `--audit` (status 99 if objects outlive the VM),
//! `--completed FILE` (add to it the library's functions whose definitions were needed, for `cargo xtask common`).

use coroscope::compile;
use coroscope::host::native::{Clock, NativeHost};
use coroscope::vm::Vm;
use coroscope::vm::host::{Outcome, Waits};
use std::io::{IsTerminal, Read, Write};
use std::process::exit;

/// What the command line asks for.
struct Command {
    program: Program,
    argv: Vec<String>,
    path: Vec<String>,
    clock: Clock,
    rate: f64,
    slices: Slices,
    tiny_stack: bool,
    audit: bool,
    completed: Option<String>,
}

enum Program {
    File(String),
    Code(String),
    Module(String),
    Stdin,
    Interactive,
    Disassemble(String),
    Trace { file: String, form: Form },
}

/// How a trace is printed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Json,
    /// for people
    Text,
    /// JSON Lines, after each slice with a line that says which tasks there are, for who checks what the events say
    Pauses,
}

/// How long slices are.
#[derive(Clone, Copy)]
enum Slices {
    Fixed(i64),
    Random(u64),
}

impl Slices {
    fn next(&mut self) -> i64 {
        match self {
            Slices::Fixed(n) => *n,
            Slices::Random(state) => {
                // xorshift64
                *state ^= *state << 13;
                *state ^= *state >> 7;
                *state ^= *state << 17;
                (*state % 50) as i64
            }
        }
    }
}

/// The program that reads statements: the library's, in the namespace of `__main__`.
const INTERACT: &str = "__import__('code').interact(local=globals(), exitmsg='')";

fn usage(message: &str) -> ! {
    eprintln!("coroscope: {message}");
    eprintln!(
        "usage: coroscope [--path DIR] [--clock real|virtual] [--rate FACTOR] [--fuel N|random:SEED] [--memory BYTES] [--tiny-stack] [--audit] [--completed FILE] -i|FILE|-c CODE|-m MODULE|-|disasm FILE|trace [--text|--pauses] FILE [ARGS]"
    );
    exit(2)
}

fn parse() -> Command {
    let mut args = std::env::args().skip(1);
    let mut command = Command {
        program: Program::Stdin,
        argv: Vec::new(),
        path: Vec::new(),
        clock: Clock::Real,
        rate: 1.0,
        slices: Slices::Fixed(100_000),
        tiny_stack: false,
        audit: false,
        completed: None,
    };
    let value = |args: &mut std::iter::Skip<std::env::Args>, name: &str| {
        args.next().unwrap_or_else(|| usage(&format!("{name} needs a value")))
    };
    loop {
        let Some(arg) = args.next() else {
            command.argv.push(String::new());
            if std::io::stdin().is_terminal() {
                command.program = Program::Interactive;
            }
            return command;
        };
        match arg.as_str() {
            "--path" => command.path.push(value(&mut args, "--path")),
            "--clock" => {
                command.clock = match value(&mut args, "--clock").as_str() {
                    "real" => Clock::Real,
                    "virtual" => Clock::Virtual,
                    other => usage(&format!("no clock '{other}'")),
                }
            }
            "--rate" => match value(&mut args, "--rate").parse() {
                Ok(rate) if (1e-6..=1e6).contains(&rate) => command.rate = rate,
                _ => usage("--rate takes a factor from 1e-6 to 1e6"),
            },
            "--fuel" => {
                let v = value(&mut args, "--fuel");
                command.slices = match (v.parse::<i64>(), v.strip_prefix("random:").and_then(|s| s.parse::<u64>().ok()))
                {
                    (Ok(n), _) if n > 0 => Slices::Fixed(n),
                    (_, Some(seed)) => Slices::Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1),
                    _ => usage("--fuel takes a positive number or random:SEED"),
                };
            }
            "--memory" => match value(&mut args, "--memory").parse() {
                Ok(bytes) => coroscope::heap::limit::allow(bytes),
                Err(_) => usage("--memory takes a number of bytes"),
            },
            "--tiny-stack" => command.tiny_stack = true,
            "--audit" => command.audit = true,
            "--completed" => command.completed = Some(value(&mut args, "--completed")),
            "-c" => {
                command.program = Program::Code(value(&mut args, "-c") + "\n");
                command.argv.push("-c".into());
                break;
            }
            "-m" => {
                command.program = Program::Module(value(&mut args, "-m"));
                command.argv.push("-m".into());
                break;
            }
            "-i" => {
                command.program = Program::Interactive;
                command.argv.push(String::new());
                break;
            }
            "-" => {
                command.argv.push("-".into());
                break;
            }
            "trace" => {
                let mut file = value(&mut args, "trace");
                let form = match file.as_str() {
                    "--text" => Form::Text,
                    "--pauses" => Form::Pauses,
                    _ => Form::Json,
                };
                if form != Form::Json {
                    file = value(&mut args, "trace");
                }
                command.argv.push(file.clone());
                command.program = Program::Trace { file, form };
                break;
            }
            "disasm" => {
                command.program = Program::Disassemble(value(&mut args, "disasm"));
                break;
            }
            other if other.starts_with('-') => usage(&format!("unknown option {other}")),
            file => {
                command.program = Program::File(file.into());
                command.argv.push(file.into());
                break;
            }
        }
    }
    command.argv.extend(args);
    command
}

fn main() {
    let command = parse();
    let status = if command.tiny_stack {
        let thread = std::thread::Builder::new().stack_size(128 * 1024).spawn(move || run(command));
        match thread.map(|t| t.join()) {
            Ok(Ok(status)) => status,
            _ => 70,
        }
    } else {
        run(command)
    };
    exit(status)
}

fn run(command: Command) -> i32 {
    let (source, filename) = match &command.program {
        Program::File(file) | Program::Disassemble(file) | Program::Trace { file, .. } => match std::fs::read(file) {
            Ok(bytes) => {
                let absolute = std::path::absolute(file).map_or(file.clone(), |p| p.to_string_lossy().into_owned());
                (bytes, absolute)
            }
            Err(e) => {
                let number = e.raw_os_error().unwrap_or(0);
                let text = e.to_string();
                let text = text.split(" (os error").next().unwrap_or(&text);
                eprintln!(
                    "{}: can't open file '{}': [Errno {number}] {text}",
                    program_name(),
                    std::path::absolute(file).map_or(file.clone(), |p| p.to_string_lossy().into_owned())
                );
                return 2;
            }
        },
        Program::Code(code) => (code.clone().into_bytes(), "<string>".into()),
        Program::Module(_) => (Vec::new(), String::new()),
        Program::Interactive => (INTERACT.as_bytes().to_vec(), "<stdin>".into()),
        Program::Stdin => {
            let mut bytes = Vec::new();
            if let Err(e) = std::io::stdin().read_to_end(&mut bytes) {
                eprintln!("coroscope: cannot read standard input: {e}");
                return 2;
            }
            (bytes, "<stdin>".into())
        }
    };
    if let Program::Disassemble(_) = command.program {
        let text = String::from_utf8_lossy(&source);
        return match compile::compile(&text, &compile::Options::new(&filename, compile::Mode::Exec)) {
            Ok(compiled) => {
                print!("{}", coroscope::code::disasm::disassemble(&compiled.unit));
                0
            }
            Err(e) => {
                eprintln!("{e:?}");
                1
            }
        };
    }
    let mut slices = command.slices;
    let mut vm = Vm::new(Box::new(NativeHost::new(command.clock).at_rate(command.rate)));
    let tracing = if let Program::Trace { form, .. } = command.program { Some(form) } else { None };
    let mut events = Vec::new();
    if tracing.is_some() {
        vm.record(1);
        vm.host.mute();
    }
    // what CPython puts first in sys.path: the script's folder, the current one for a module, nothing (the current one) for code
    let first = match &command.program {
        Program::File(_) | Program::Trace { .. } => {
            filename.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned())
        }
        Program::Module(_) => std::env::current_dir().map_or(String::new(), |d| d.to_string_lossy().into_owned()),
        _ => String::new(),
    };
    let mut path = command.path;
    path.insert(0, first);
    vm.configure(command.argv, path);
    match &command.program {
        Program::Module(name) => vm.start_module(name, &program_name()),
        _ => vm.start_bytes(&source, &filename),
    }
    let status = loop {
        let outcome = vm.run(slices.next());
        if tracing == Some(Form::Pauses) {
            let told = &mut vm.take_events();
            if !told.is_empty() {
                events.append(told);
                events.push(vm.pause());
            }
        }
        match outcome {
            Outcome::Sliced => {}
            Outcome::Waiting(Waits { input: Some(prompt), .. }) => {
                let line = vm.host.read_line(&prompt);
                vm.deliver_line(line);
            }
            Outcome::Waiting(Waits { until: Some(deadline), .. }) => vm.host.sleep_until(deadline),
            Outcome::Waiting(_) => {
                let report = vm.deadlock();
                vm.host.flush();
                eprintln!("coroscope: deadlock: {report}");
                break 1;
            }
            Outcome::Finished(status) => break status,
        }
    };
    vm.host.flush();
    if let Some(form) = tracing {
        events.append(&mut vm.take_events());
        for event in events {
            println!("{}", if form == Form::Text { event.text() } else { event.json() });
        }
    }
    if let Some(file) = &command.completed
        && let Err(e) = note_completed(file)
    {
        eprintln!("coroscope: cannot write {file}: {e}");
        return 2;
    }
    if command.audit {
        let left = vm.audit();
        if !left.is_empty() {
            let first: Vec<&str> = left.iter().take(20).map(String::as_str).collect();
            eprintln!("coroscope: {} objects outlive the program: {}", left.len(), first.join(", "));
            return 99;
        }
        return status;
    }
    // the process ends: nothing needs to be given back
    std::mem::forget(vm);
    status
}

/// Adds the library's functions that were completed to a file: module and qualified name.
fn note_completed(file: &str) -> std::io::Result<()> {
    let mut file = std::fs::File::options().create(true).append(true).open(file)?;
    coroscope::library::completed().iter().try_for_each(|(module, name)| writeln!(file, "{module} {name}"))
}

fn program_name() -> String {
    std::env::args().next().unwrap_or_else(|| "coroscope".into())
}
