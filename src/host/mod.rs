//! Hosts: the platforms a VM runs on.

#[cfg(not(target_arch = "wasm32"))]
pub mod native;
