//! Every kind of event, once: name, detail level, fields with their types. The page's types are generated from this.

/// A kind of event: name, detail level, and its fields as TypeScript writes them (`?` marks one that may be absent).
pub struct KindSpec {
    pub name: &'static str,
    pub detail: u8,
    pub fields: &'static str,
}

impl KindSpec {
    /// Names of the fields, and whether each is always there.
    pub fn names(&self) -> impl Iterator<Item = (&'static str, bool)> {
        let fields = self.fields.split("; ").filter(|f| !f.is_empty());
        fields.map(|f| {
            let name = f.split(':').next().unwrap_or(f);
            (name.trim_end_matches('?'), !name.ends_with('?'))
        })
    }
}

macro_rules! kinds {
    ($($name:literal $detail:literal $fields:literal)*) => {
        /// All kinds.
        pub static KINDS: &[KindSpec] = &[$(KindSpec { name: $name, detail: $detail, fields: $fields },)*];
    };
}

kinds! {
    "trace.begin" 0 "v: number; engine?: string; lang?: string; seed?: number; clock?: \"virtual\" | \"real\"; detail?: number; src?: SourceFile[]; argv?: string[]"
    "code" 0 "c: CodeId; qual: string; kind: \"fn\" | \"coro\" | \"gen\" | \"agen\" | \"genco\"; f?: number; line: number; lib?: boolean"
    "loop.begin" 0 "L: number; by?: TaskId"
    "loop.end" 0 "L: number; how?: string"
    "loop.tick" 1 "n: number; ready: number; due?: number"
    "loop.idle" 0 "until?: Micros | null; timers?: number; io?: number; threads?: number"
    "loop.wake" 0 "cause?: string"
    "clock.jump" 0 "from: Micros; to: Micros"
    "block" 0 "us: Micros; why: \"sleep\" | \"cpu\" | \"io\"; task?: TaskId; line?: number"
    "coro.new" 0 "o: ObjectId; c: CodeId; task?: TaskId; line?: number"
    "coro.end" 0 "o: ObjectId; how: \"return\" | \"raise\" | \"close\" | \"unawaited\""
    "task.new" 0 "k: TaskId; o: ObjectId; name: string; parent?: TaskId; group?: number; eager?: boolean; line?: number"
    "task.resume" 0 "k: TaskId; n: number; how: \"start\" | \"send\" | \"throw\" | \"cancel\"; val?: string; exc?: string; h?: HandleId"
    "task.suspend" 0 "k: TaskId; n: number; on: AwaitTarget | FutureId | null; why: \"future\" | \"yield\" | \"bad\"; chain?: ChainLink[]; ops?: number"
    "task.done" 0 "k: TaskId; how: \"return\" | \"raise\" | \"cancel\"; val?: string; exc?: string; ops?: number; turns?: number"
    "task.cancel" 0 "k: TaskId; by?: TaskId; msg?: string; n?: number"
    "main.enter" 0 "line?: number"
    "main.exit" 0 "line?: number"
    "hand.send" 0 "o: ObjectId; how: \"send\" | \"throw\" | \"next\"; val?: string"
    "hand.yield" 0 "o: ObjectId; how?: \"yield\" | \"return\" | \"raise\"; val?: string"
    "await.enter" 1 "k?: TaskId; from: ObjectId; to: AwaitTarget; line?: number"
    "await.exit" 1 "k?: TaskId; from: ObjectId; how?: \"val\" | \"exc\"; waited?: boolean"
    "agen.next" 1 "o: ObjectId; k?: TaskId; val?: string; line?: number"
    "agen.yield" 1 "o: ObjectId; k?: TaskId; val?: string; line?: number"
    "agen.close" 1 "o: ObjectId; k?: TaskId; val?: string; line?: number"
    "fut.new" 1 "u: FutureId; kind: FutureKind; label?: string"
    "fut.done" 1 "u: FutureId; how?: string; val?: string; by?: TaskId; wakes?: TaskId[]"
    "handle.ready" 1 "h: HandleId; what: \"step\" | \"wakeup\" | \"cb\"; k?: TaskId; c?: CodeId; tick?: number; by?: TaskId; label?: string"
    "handle.run" 1 "h: HandleId; what?: string; k?: TaskId; c?: CodeId; tick?: number"
    "handle.drop" 1 "h: HandleId; what?: string; k?: TaskId; tick?: number"
    "timer.add" 1 "h: HandleId; when: Micros; k?: TaskId; label?: string"
    "timer.fire" 1 "h: HandleId; when?: Micros; k?: TaskId"
    "timer.drop" 1 "h: HandleId; when?: Micros; k?: TaskId"
    "sync" 1 "r: ResourceId; kind: \"lock\" | \"event\" | \"condition\" | \"semaphore\" | \"barrier\" | \"queue\"; op: SyncOp; k?: TaskId; n?: number"
    "group.enter" 1 "g: GroupId; kind: \"taskgroup\" | \"timeout\" | \"gather\"; k?: TaskId"
    "group.exit" 1 "g: GroupId; kind?: \"taskgroup\" | \"timeout\" | \"gather\"; k?: TaskId; errs?: number"
    "net" 1 "conn: number; op: \"listen\" | \"connect\" | \"accept\" | \"send\" | \"recv\" | \"eof\" | \"close\"; k?: TaskId; n?: number"
    "thr" 1 "x: number; op: string; fn?: string; by?: number"
    "out" 0 "s: 1 | 2; text: string; k?: TaskId; line?: number"
    "in.wait" 0 "prompt?: string"
    "in.got" 0 "text: string"
    "exc" 0 "k?: TaskId; x?: number; type: string; text?: string; line?: number; state: \"raised\" | \"caught\" | \"unhandled\""
    "warn" 0 "code?: string; text: string; line?: number; k?: TaskId"
    "lint" 0 "code?: string; text: string; line?: number; k?: TaskId"
    "mark" 0 "label: string; text?: string; pause?: boolean"
    "line" 2 "k?: TaskId; f?: number; l: number"
    "gap" 0 "i0: number; i1: number; n: number; why?: string"
    "trace.end" 0 "how: \"done\" | \"error\" | \"stopped\" | \"limit\"; ops?: number; turns?: number; hash?: string"
}

/// The kinds as a TypeScript interface: `www/src/trace/kinds.ts`.
pub fn typescript() -> String {
    let mut out = String::new();
    for rule in ["format", "lint", "assist"] {
        out.push_str(&format!("// biome-ignore-all {rule}: generated\n"));
    }
    out.push_str(
        "/** Generated from src/trace/schema.rs; `cargo test --test trace` says when it has to be written anew. */\n",
    );
    out.push_str("import type { AwaitTarget, ChainLink, FutureKind, SourceFile, SyncOp } from \"./events.js\";\n");
    let ids = "CodeId FutureId GroupId HandleId Micros ObjectId ResourceId TaskId";
    out.push_str(&format!("import type {{ {} }} from \"./events.js\";\n\n", ids.replace(' ', ", ")));
    out.push_str(
        "/** Every kind of event with its fields; the comment is the detail level from which on it is sent. */\n",
    );
    out.push_str("export interface Kinds {\n");
    for kind in KINDS {
        out.push_str(&format!("  /** {} */\n  \"{}\": {{\n", kind.detail, kind.name));
        for field in kind.fields.split("; ") {
            out.push_str(&format!("    {field};\n"));
        }
        out.push_str("  };\n");
    }
    out.push_str("}\n");
    out
}
