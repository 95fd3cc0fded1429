//! When the machine runs next: the only code that knows the browser's queues.
//!
//! Invariant: at most one turn is on its way, by exactly one of three roads. *Soon* is a message to ourselves through a
//! `MessageChannel`: it lets the page draw and answer clicks, and unlike a zero timeout is never held back for 4 ms.
//! *Now* is a microtask: something from outside arrived, and whatever it set free runs before the browser does anything
//! else. *At* is one `setTimeout`, for the earliest timer. Asking for a nearer road drops the farther one.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &Function, milliseconds: f64) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(id: &JsValue);
    #[wasm_bindgen(js_name = queueMicrotask)]
    fn queue_microtask(callback: &Function);

    type MessageChannel;
    #[wasm_bindgen(constructor)]
    fn new() -> MessageChannel;
    #[wasm_bindgen(method, getter)]
    fn port1(this: &MessageChannel) -> MessagePort;
    #[wasm_bindgen(method, getter)]
    fn port2(this: &MessageChannel) -> MessagePort;

    type MessagePort;
    #[wasm_bindgen(method, setter)]
    fn set_onmessage(this: &MessagePort, callback: Option<&Function>);
    #[wasm_bindgen(method, js_name = postMessage)]
    fn post_message(this: &MessagePort, value: &JsValue);
    #[wasm_bindgen(method)]
    fn close(this: &MessagePort);
}

/// The longest timeout a browser takes; a longer wait is cut into such pieces.
const LONGEST: f64 = 2_147_483_647.0;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Road {
    None,
    Timer,
    Message,
    Microtask,
}

/// Calls a closure at the asked moment, until it is dropped.
pub struct Scheduler {
    road: Rc<Cell<Road>>,
    timer: RefCell<JsValue>,
    channel: MessageChannel,
    on_timer: Closure<dyn FnMut()>,
    on_microtask: Closure<dyn FnMut()>,
    // Held for as long as the port may call it.
    _on_message: Closure<dyn FnMut()>,
}

impl Scheduler {
    /// `turn` is called once for each road taken to its end.
    pub fn new(turn: Rc<dyn Fn()>) -> Scheduler {
        let road = Rc::new(Cell::new(Road::None));
        let arrival = |by: Road| {
            let (road, turn) = (Rc::clone(&road), Rc::clone(&turn));
            Closure::new(move || {
                // A road that was given up for a nearer one ends in nothing.
                if road.get() == by {
                    road.set(Road::None);
                    turn();
                }
            })
        };
        let (on_timer, on_message, on_microtask) =
            (arrival(Road::Timer), arrival(Road::Message), arrival(Road::Microtask));
        let channel = MessageChannel::new();
        channel.port1().set_onmessage(Some(function(&on_message)));
        Scheduler {
            road,
            timer: RefCell::new(JsValue::UNDEFINED),
            channel,
            on_timer,
            on_microtask,
            _on_message: on_message,
        }
    }

    /// After the browser has had a chance to do something else.
    pub fn soon(&self) {
        if matches!(self.road.get(), Road::None | Road::Timer) {
            self.forget_timer();
            self.road.set(Road::Message);
            self.channel.port2().post_message(&JsValue::NULL);
        }
    }

    /// Before the browser does anything else.
    pub fn now(&self) {
        if self.road.get() != Road::Microtask {
            self.forget_timer();
            self.road.set(Road::Microtask);
            queue_microtask(function(&self.on_microtask));
        }
    }

    /// In this many milliseconds; it may be called early when that is very far, and the caller looks at the clock again.
    pub fn after(&self, milliseconds: f64) {
        if matches!(self.road.get(), Road::None | Road::Timer) {
            self.forget_timer();
            self.road.set(Road::Timer);
            // Rounded up: a timer that comes a fraction early would only have to be set again.
            let id = set_timeout(function(&self.on_timer), milliseconds.max(0.0).ceil().min(LONGEST));
            self.timer.replace(id);
        }
    }

    fn forget_timer(&self) {
        let id = self.timer.replace(JsValue::UNDEFINED);
        if !id.is_undefined() {
            clear_timeout(&id);
        }
        if self.road.get() == Road::Timer {
            self.road.set(Road::None);
        }
    }
}

impl Drop for Scheduler {
    fn drop(&mut self) {
        self.forget_timer();
        self.road.set(Road::None);
        self.channel.port1().set_onmessage(None);
        self.channel.port1().close();
    }
}

fn function(closure: &Closure<dyn FnMut()>) -> &Function {
    closure.as_ref().unchecked_ref()
}
