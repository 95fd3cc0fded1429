//! What crosses the boundary, as types: the options of a run on the way in, messages on the way out. The page's twin is
//! `www/src/engine/protocol.ts`; a name changed here is changed there.

use serde::{Deserialize, Serialize};

/// The options of one run.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Options {
    pub code: String,
    /// The name tracebacks show.
    pub file: String,
    #[serde(default)]
    pub argv: Vec<String>,
    #[serde(default)]
    pub seed: f64,
    #[serde(default)]
    pub clock: Clock,
    /// How fast the real clock runs; absent: as the browser's.
    #[serde(default)]
    pub rate: Option<f64>,
    /// Trace detail, 0 to 3; absent: no trace.
    #[serde(default)]
    pub detail: Option<u8>,
    #[serde(default)]
    pub limits: Limits,
}

#[derive(Deserialize, Default, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Clock {
    /// Waiting takes no time: the clock jumps.
    #[default]
    Virtual,
    /// The browser's clock.
    Real,
}

/// What a run may use; absent means the default. Numbers are JavaScript's.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct Limits {
    /// Trace events to keep in full; of later ones those that nothing stands for, until a trace has its bytes.
    pub events: Option<f64>,
    /// Instructions to run.
    pub ops: Option<f64>,
    /// Bytes of output, both streams together.
    pub output: Option<f64>,
    /// Bytes of memory.
    pub memory: Option<f64>,
}

/// A message to the page.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Message {
    Output {
        /// 1 for standard output, 2 for standard error.
        stream: u8,
        text: String,
    },
    /// What the event loop did: records and their texts, see `trace/`.
    Events {
        #[serde(serialize_with = "serde_wasm_bindgen::preserve::serialize")]
        records: js_sys::Uint32Array,
        texts: String,
        /// how many events there are so far
        count: f64,
    },
    /// A pack of the library is needed: `Interpreter::asset` brings it.
    Asset {
        /// Its name in the engine's folder.
        file: String,
    },
    /// A request to the network: `Interpreter::answer` brings what comes of it.
    Request {
        id: u32,
        method: String,
        url: String,
        headers: Vec<(String, String)>,
        #[serde(skip_serializing_if = "Option::is_none", serialize_with = "bytes")]
        body: Option<Vec<u8>>,
    },
    Waiting {
        on: WaitingOn,
        #[serde(skip_serializing_if = "Option::is_none")]
        prompt: Option<String>,
    },
    /// Lines and columns count from 1; columns in characters.
    SyntaxError { message: String, line: u32, col: u32, end_line: u32, end_col: u32 },
    Done {
        /// The process's exit status.
        exit: i32,
        how: How,
        /// By the wall clock.
        seconds: f64,
        /// Of the trace: equal for equal program, seed and inputs.
        hash: String,
        ops: f64,
    },
}

/// As a `Uint8Array`.
fn bytes<S: serde::Serializer>(bytes: &Option<Vec<u8>>, serializer: S) -> Result<S::Ok, S::Error> {
    serde_wasm_bindgen::preserve::serialize(&js_sys::Uint8Array::from(bytes.as_deref().unwrap_or_default()), serializer)
}

#[derive(Serialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum WaitingOn {
    Input,
    Pace,
    /// No timer, no input, nothing from outside can come: who waits for whom was written to standard error.
    Nothing,
}

/// How a run ended.
#[derive(Serialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum How {
    Done,
    Error,
    Stopped,
    Limit,
}
