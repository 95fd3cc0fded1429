//! Requests to the network that the host makes for a program.
//!
//! Invariant: a request is given to the host once, and its thread waits (`Wait::Answer`) until the host brings the answer or says why there is none. Other
//! threads, and the loop, go on meanwhile.

use super::Vm;
use super::host::Wait;
use crate::object::{bytes, list, str, tuple};
use crate::value::Value;

/// What is asked for.
#[derive(Debug)]
pub struct Request {
    /// names the request in the answer
    pub id: u32,
    pub method: String,
    /// as the program wrote it; what it is relative to is the host's to know
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: Option<Vec<u8>>,
}

/// What came.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// after redirections
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// How many requests were made.
#[derive(Default)]
struct Made(u32);

impl Vm {
    /// A number for the next request.
    pub(crate) fn new_request(&mut self) -> u32 {
        let made = self.state::<Made>();
        made.0 = made.0.wrapping_add(1);
        made.0
    }

    /// The answer to a request, or why there is none, for the thread that waits for it; nothing if none does. It is given `(status, url, headers, body)`,
    /// or the reason as a str.
    pub fn deliver_answer(&mut self, id: u32, answer: Result<Answer, String>) {
        let _entered = self.enter();
        let value = match answer {
            Ok(answer) => {
                let pair = |(name, value): &(String, String)| {
                    tuple::new(vec![str::new(name.as_str()), str::new(value.as_str())])
                };
                let headers = list::new(answer.headers.iter().map(pair).collect());
                let status = Value::int(i64::from(answer.status));
                tuple::new(vec![status, str::new(answer.url), headers, bytes::new(answer.body)])
            }
            Err(reason) => str::new(reason),
        };
        self.wake_waiting(|wait| matches!(wait, Wait::Answer(n) if *n == id), value);
    }
}
