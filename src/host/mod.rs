//! Hosts: the platforms a VM runs on.

pub mod native;
#[cfg(target_arch = "wasm32")]
pub mod web;
