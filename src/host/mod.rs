//! Hosts: the platforms a VM runs on.

pub mod memory_fs;
pub mod native;
#[cfg(unix)]
mod real_fs;
#[cfg(target_arch = "wasm32")]
pub mod web;
