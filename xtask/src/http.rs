//! A small static file server with nothing but std: correct types, no special headers but the one that lets another
//! origin load a module from here, as every public static host sends it. It serves files under its mounts only.

use std::fs;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::command::{Context, Result};

/// A folder under a URL prefix; the prefix ends with a slash.
#[derive(Clone)]
pub struct Mount {
    pub prefix: String,
    pub folder: PathBuf,
}

impl Mount {
    pub fn new(prefix: &str, folder: impl Into<PathBuf>) -> Mount {
        Mount { prefix: prefix.to_owned(), folder: folder.into() }
    }
}

pub struct Server {
    listener: TcpListener,
    mounts: Arc<Vec<Mount>>,
}

impl Server {
    /// Listens on a port of the local machine; 0 takes any free one. Longer prefixes win.
    pub fn bind(port: u16, mut mounts: Vec<Mount>) -> Result<Server> {
        let listener = TcpListener::bind(("127.0.0.1", port)).context(format_args!("cannot listen on port {port}"))?;
        mounts.sort_by_key(|mount| std::cmp::Reverse(mount.prefix.len()));
        Ok(Server { listener, mounts: Arc::new(mounts) })
    }

    pub fn url(&self) -> Result<String> {
        let address = self.listener.local_addr().context("no local address")?;
        Ok(format!("http://{address}/"))
    }

    /// Answers for ever.
    pub fn serve(self) -> ! {
        loop {
            let Ok((stream, _)) = self.listener.accept() else {
                continue;
            };
            let mounts = Arc::clone(&self.mounts);
            std::thread::spawn(move || {
                // A broken connection is the client's business.
                let _ = answer_all(stream, &mounts);
            });
        }
    }

    /// Answers from a thread of its own until the process ends.
    pub fn serve_in_background(self) {
        std::thread::spawn(move || self.serve());
    }
}

/// The requests of one connection.
fn answer_all(stream: TcpStream, mounts: &[Mount]) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut writer = BufWriter::new(stream);
    loop {
        let mut request = String::new();
        if reader.read_line(&mut request)? == 0 {
            return Ok(());
        }
        let mut close = false;
        loop {
            let mut header = String::new();
            if reader.read_line(&mut header)? == 0 {
                return Ok(());
            }
            if header.trim().is_empty() {
                break;
            }
            close |= header.to_ascii_lowercase().starts_with("connection: close");
        }
        let mut words = request.split_whitespace();
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let answer = match method {
            "GET" | "HEAD" => find(target, mounts),
            _ => Answer::error("405 Method Not Allowed"),
        };
        write!(
            writer,
            "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-cache\r\n\
             Access-Control-Allow-Origin: *\r\n{}\r\n",
            answer.status,
            answer.kind,
            answer.body.len(),
            answer.location.map(|to| format!("Location: {to}\r\n")).unwrap_or_default(),
        )?;
        if method != "HEAD" {
            writer.write_all(&answer.body)?;
        }
        writer.flush()?;
        if close {
            return Ok(());
        }
    }
}

struct Answer {
    status: &'static str,
    kind: &'static str,
    location: Option<String>,
    body: Vec<u8>,
}

impl Answer {
    fn error(status: &'static str) -> Answer {
        Answer { status, kind: "text/plain; charset=utf-8", location: None, body: format!("{status}\n").into() }
    }
}

fn find(target: &str, mounts: &[Mount]) -> Answer {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let Some(path) = decode(path) else {
        return Answer::error("400 Bad Request");
    };
    let missing = Answer::error("404 Not Found");
    let Some((mount, rest)) = mounts.iter().find_map(|mount| Some((mount, path.strip_prefix(&mount.prefix)?))) else {
        return missing;
    };
    let rest = Path::new(rest);
    if !rest.components().all(|part| matches!(part, Component::Normal(_))) {
        return missing;
    }
    let mut file = mount.folder.join(rest);
    if file.is_dir() {
        if !path.ends_with('/') {
            let location = Some(format!("{path}/"));
            return Answer { status: "301 Moved Permanently", kind: "text/plain", location, body: Vec::new() };
        }
        file.push("index.html");
    }
    match fs::read(&file) {
        Ok(body) => Answer { status: "200 OK", kind: media_type(&file), location: None, body },
        Err(_) => missing,
    }
}

/// Undoes `%20` and its like; `None` for a text that is no such encoding.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|text| text.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "zip" | "whl" => "application/zip",
        "txt" | "py" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mounts() -> Vec<Mount> {
        vec![Mount::new("/", crate::project::root().join("xtask"))]
    }

    #[test]
    fn finds_files_and_nothing_outside() {
        assert_eq!(find("/Cargo.toml", &mounts()).status, "200 OK");
        assert_eq!(find("/src/../Cargo.toml", &mounts()).status, "404 Not Found");
        assert_eq!(find("/%2e%2e/Cargo.toml", &mounts()).status, "404 Not Found");
        assert_eq!(find("/no-such-file", &mounts()).status, "404 Not Found");
        assert_eq!(find("/%zz", &mounts()).status, "400 Bad Request");
        assert_eq!(find("/src", &mounts()).location.as_deref(), Some("/src/"));
    }

    #[test]
    fn longer_prefixes_win() {
        let folders = vec![Mount::new("/", "/nowhere"), Mount::new("/x/", crate::project::root().join("xtask"))];
        let server = Server::bind(0, folders).expect("a free port");
        assert_eq!(find("/x/Cargo.toml", &server.mounts).status, "200 OK");
        assert_eq!(find("/Cargo.toml", &server.mounts).status, "404 Not Found");
    }

    #[test]
    fn wasm_has_its_type() {
        assert_eq!(media_type(Path::new("a/b.wasm")), "application/wasm");
        assert_eq!(decode("/a%20b").as_deref(), Some("/a b"));
    }
}
