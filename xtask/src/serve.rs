//! `cargo xtask serve`: builds, then serves `dist/` on this machine until stopped.

use crate::build::{self, Built};
use crate::command::{Failure, Result};
use crate::http::{Mount, Server};
use crate::settings::Settings;

const FIRST_PORT: u16 = 8000;
const PORTS_TRIED: u16 = 20;

/// Serves on `port`, or on the first free one from 8000 on.
pub fn serve(settings: &Settings, port: Option<u16>) -> Result<()> {
    if build::everything(settings)? == Built::EngineOnly {
        return Err(Failure("serve: there is no page to serve: www/index.html is missing".into()));
    }
    let mounts = || vec![Mount::new("/", build::dist())];
    let server = match port {
        Some(port) => Server::bind(port, mounts())?,
        None => (FIRST_PORT..FIRST_PORT + PORTS_TRIED)
            .find_map(|port| Server::bind(port, mounts()).ok())
            .map_or_else(|| Server::bind(0, mounts()), Ok)?,
    };
    println!("\nCoroscope is at {}  (Ctrl+C stops it)", server.url()?);
    server.serve()
}
