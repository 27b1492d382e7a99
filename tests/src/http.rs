//! A small HTTP client: one request a connection, nothing hidden, so that a test sees the bytes a browser would see.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    /// Names in lower case; several values are joined by a line break.
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Answer {
    /// A header, or empty.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Someone who visits the running system and keeps its cookies.
#[derive(Debug, Clone, Default)]
pub struct Visitor {
    cookies: BTreeMap<String, String>,
    /// Another system than the one of [`authority`].
    elsewhere: Option<String>,
}

/// Host and port of the running system, from `INS_BASE_URL`.
pub fn authority() -> String {
    let base = std::env::var("INS_BASE_URL").unwrap_or_else(|_| "http://127.0.0.1:3000".to_owned());
    bare(&base)
}

/// Host and port of the installation of practice beside it, from `INS_PRACTICE_URL`.
pub fn practice() -> String {
    bare(&std::env::var("INS_PRACTICE_URL").unwrap_or_else(|_| "http://127.0.0.1:3001".to_owned()))
}

fn bare(base: &str) -> String {
    base.trim_start_matches("http://").trim_end_matches('/').to_owned()
}

impl Visitor {
    /// Someone without cookies.
    pub fn new() -> Self {
        Self::default()
    }

    /// Someone without cookies who visits another system.
    pub fn at(authority: String) -> Self {
        Self { cookies: BTreeMap::new(), elsewhere: Some(authority) }
    }

    fn authority(&self) -> String {
        self.elsewhere.clone().unwrap_or_else(authority)
    }

    /// Reads a page as a browser does.
    pub fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, &[("Accept", "text/html")], b"")
    }

    /// Posts a form as a browser does from a page of this site; does not follow the redirect.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value)));
        let body = body.collect::<Vec<_>>().join("&");
        let origin = format!("http://{}", self.authority());
        let headers = [
            ("Accept", "text/html"),
            ("Origin", origin.as_str()),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ];
        self.send("POST", path, &headers, body.as_bytes())
    }

    /// Sends any request. Panics when the system does not answer: the test has nothing to go on with.
    pub fn send(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        self.try_send(method, path, headers, body).unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }

    /// The same visitor, who goes another way.
    pub fn through(self, authority: String) -> Self {
        Self { elsewhere: Some(authority), ..self }
    }

    /// The head of a request with a body of a length, as it is sent.
    pub fn head(&self, method: &str, path: &str, headers: &[(&str, &str)], length: usize) -> String {
        let mut head = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        // A test may ask for the site under another name.
        if !headers.iter().any(|(name, _)| *name == "Host") {
            head += &format!("Host: {}\r\n", self.authority());
        }
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        if !self.cookies.is_empty() {
            let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            head += &format!("Cookie: {}\r\n", pairs.join("; "));
        }
        if length > 0 || method == "POST" {
            head += &format!("Content-Length: {length}\r\n");
        }
        head += "\r\n";
        head
    }

    /// Sends any request over a network that may fail.
    ///
    /// # Errors
    /// There was no answer, or not the whole of it.
    pub fn try_send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> std::io::Result<Answer> {
        let head = self.head(method, path, headers, body.len());
        let raw = exchange(&self.authority(), head.as_bytes(), body)?;
        let cut = || std::io::Error::new(std::io::ErrorKind::UnexpectedEof, "not a whole HTTP answer");
        let answer = parse(&raw, method).ok_or_else(cut)?;
        let told = answer.header("content-length").parse().unwrap_or(answer.body.len());
        if method != "HEAD" && told > answer.body.len() {
            return Err(cut());
        }
        for cookie in answer.header("set-cookie").lines() {
            let pair = cookie.split(';').next().unwrap_or_default();
            if let Some((name, value)) = pair.split_once('=') {
                if value.is_empty() || cookie.contains("Max-Age=0") {
                    self.cookies.remove(name);
                } else {
                    self.cookies.insert(name.to_owned(), value.to_owned());
                }
            }
        }
        Ok(answer)
    }
}

fn exchange(authority: &str, head: &[u8], body: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(authority)?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    stream.write_all(head)?;
    // A server may refuse a body before it has read it all: its answer counts, not the broken pipe.
    let sent = stream.write_all(body);
    let mut raw = Vec::new();
    match stream.read_to_end(&mut raw) {
        Ok(_) => Ok(raw),
        Err(_) if !raw.is_empty() => Ok(raw),
        Err(error) => sent.and(Err(error)),
    }
}

fn parse(raw: &[u8], method: &str) -> Option<Answer> {
    let end = raw.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(raw.get(..end)?).into_owned();
    let rest = raw.get(end + 4..)?;
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let mut headers: BTreeMap<String, String> = BTreeMap::new();
    for line in lines {
        let (name, value) = line.split_once(':')?;
        let entry = headers.entry(name.trim().to_ascii_lowercase()).or_default();
        if !entry.is_empty() {
            entry.push('\n');
        }
        entry.push_str(value.trim());
    }
    let chunked = headers.get("transfer-encoding").is_some_and(|value| value.contains("chunked"));
    let body = if method == "HEAD" {
        Vec::new()
    } else if chunked {
        unchunk(rest)?
    } else {
        rest.to_vec()
    };
    Some(Answer { status, headers, body })
}

fn unchunk(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = rest.windows(2).position(|window| window == b"\r\n")?;
        let size = String::from_utf8_lossy(rest.get(..end)?).into_owned();
        let size = usize::from_str_radix(size.split(';').next()?.trim(), 16).ok()?;
        if size == 0 {
            return Some(body);
        }
        body.extend_from_slice(rest.get(end + 2..end + 2 + size)?);
        rest = rest.get(end + 4 + size..)?;
    }
}

/// Encodes a name or value of a form.
pub fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'*' => char::from(byte).to_string(),
            b' ' => "+".to_owned(),
            other => format!("%{other:02X}"),
        })
        .collect()
}
