//! Every kind of event, once: name, detail level, fields. The page's types are generated from this.

/// A kind of event: name, detail level, fields (a `?` marks one that may be absent).
pub struct KindSpec {
    pub name: &'static str,
    pub detail: u8,
    pub fields: &'static [&'static str],
}

macro_rules! kinds {
    ($($name:literal $detail:literal [$($field:literal),*];)*) => {
        /// All kinds.
        pub static KINDS: &[KindSpec] = &[$(KindSpec { name: $name, detail: $detail, fields: &[$($field),*] },)*];
    };
}

kinds! {
    "trace.begin" 0 ["v", "engine", "lang", "seed", "clock", "detail", "limits", "src", "argv"];
    "code" 0 ["c", "qual", "kind", "f", "line", "lib"];
    "loop.begin" 0 ["L", "by?"];
    "loop.end" 0 ["L", "how"];
    "loop.tick" 1 ["n", "ready", "due"];
    "loop.idle" 0 ["until?", "timers", "io", "threads"];
    "loop.wake" 0 ["cause"];
    "clock.jump" 0 ["from", "to"];
    "block" 0 ["us", "why", "task?", "line?"];
    "coro.new" 0 ["o", "c", "task?", "line?"];
    "coro.end" 0 ["o", "how"];
    "task.new" 0 ["k", "o", "name", "parent?", "group?", "eager?", "line?"];
    "task.resume" 0 ["k", "n", "how", "val?", "exc?", "h?"];
    "task.suspend" 0 ["k", "n", "on?", "why", "chain", "ops?"];
    "task.done" 0 ["k", "how", "val?", "exc?", "ops?", "turns?"];
    "task.cancel" 0 ["k", "by?", "msg?", "n?"];
    "main.enter" 0 ["line"];
    "main.exit" 0 ["line"];
    "hand.send" 0 ["o", "how", "val?"];
    "hand.yield" 0 ["o", "val?"];
    "await.enter" 1 ["k", "from", "to", "line?"];
    "await.exit" 1 ["k", "from", "how", "waited"];
    "fut.new" 1 ["u", "kind", "label?"];
    "fut.done" 1 ["u", "how", "val?", "by?", "wakes"];
    "handle.ready" 1 ["h", "what", "k?", "c?", "tick", "by?"];
    "handle.run" 1 ["h", "what", "k?", "c?", "tick"];
    "handle.drop" 1 ["h", "what", "k?"];
    "timer.add" 1 ["h", "when", "k?", "label?"];
    "timer.fire" 1 ["h", "when", "k?"];
    "timer.drop" 1 ["h", "when", "k?"];
    "out" 0 ["s", "k?", "line?", "text"];
    "in.wait" 0 ["prompt"];
    "in.got" 0 ["text"];
    "gap" 0 ["i0", "i1", "n", "why"];
    "exc" 0 ["k?", "x", "type", "text", "line?", "state"];
    "warn" 0 ["code", "text", "line?", "k?"];
    "trace.end" 0 ["how", "ops", "turns", "hash"];
}
