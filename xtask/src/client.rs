//! A small HTTP client for measuring and for breaking things: one kept connection, forms, the cookie of its session.

use anyhow::{Context, Result, bail};
use domain::calendar::{format_date, to_local};
use jiff::Timestamp;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// One officer at one connection.
pub struct Client {
    address: String,
    stream: BufReader<TcpStream>,
    cookie: String,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub body: String,
    /// Seconds after which to ask again, where it says so.
    pub retry: Option<u32>,
    cookie: Option<String>,
}

impl Client {
    /// Connects, and is nobody.
    pub fn nobody(address: &str) -> Result<Self> {
        Ok(Self { address: address.to_owned(), stream: connect(address)?, cookie: String::new() })
    }

    /// Connects and signs in with a demo account.
    pub fn sign_in(address: &str, account: &str) -> Result<Self> {
        let mut client = Self::nobody(address)?;
        let answer = client.post("/api/dang-nhap", &[("account", account), ("password", store::demo::PASSWORD)])?;
        client.cookie = answer.cookie.context("no session after signing in")?;
        Ok(client)
    }

    /// Where it is connected to.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Another connection with the same session.
    pub fn twin(&self) -> Result<Self> {
        self.at(&self.address)
    }

    /// A connection to another host with the same session.
    pub fn at(&self, address: &str) -> Result<Self> {
        Ok(Self { address: address.to_owned(), stream: connect(address)?, cookie: self.cookie.clone() })
    }

    /// A new connection in place of one that broke; the session stays.
    pub fn reconnect(&mut self) -> Result<()> {
        self.stream = connect(&self.address)?;
        Ok(())
    }

    /// Reads a page.
    pub fn get(&mut self, path: &str) -> Result<Answer> {
        self.send(&format!("GET {path} HTTP/1.1\r\n{}\r\n", self.head()), &[])
    }

    /// Posts a form as a browser without scripts does.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Answer> {
        let body = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect::<Vec<_>>()
            .join("&");
        self.post_body(path, "application/x-www-form-urlencoded", body.as_bytes())
    }

    /// Posts a body of any kind.
    pub fn post_body(&mut self, path: &str, kind: &str, body: &[u8]) -> Result<Answer> {
        let head = format!(
            "POST {path} HTTP/1.1\r\n{}Origin: http://{}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
            self.head(),
            self.address,
            body.len()
        );
        self.send(&head, body)
    }

    fn head(&self) -> String {
        format!("Host: {}\r\nAccept: text/html\r\nCookie: {}\r\n", self.address, self.cookie)
    }

    fn send(&mut self, head: &str, body: &[u8]) -> Result<Answer> {
        let mut bytes = head.as_bytes().to_vec();
        bytes.extend_from_slice(body);
        self.stream.get_mut().write_all(&bytes)?;
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status =
            line.split(' ').nth(1).and_then(|word| word.parse().ok()).context("the server closed the connection")?;
        let mut answer = Answer { status, location: String::new(), body: String::new(), retry: None, cookie: None };
        let mut length = None;
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(": ") else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse::<usize>().ok(),
                "retry-after" => answer.retry = value.parse().ok(),
                "location" => answer.location = value.to_owned(),
                // A cookie without a value is one that is taken back.
                "set-cookie" => {
                    let pair = value.split(';').next().filter(|pair| !pair.ends_with('='));
                    answer.cookie = pair.map(str::to_owned).or(answer.cookie);
                }
                _ => {}
            }
        }
        let Some(length) = length else { bail!("an answer without content-length") };
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        answer.body = String::from_utf8_lossy(&body).into_owned();
        Ok(answer)
    }
}

fn connect(address: &str) -> Result<BufReader<TcpStream>> {
    let stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    Ok(BufReader::new(stream))
}

fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// Asks for a case of this id to be opened.
pub fn open_case(client: &mut Client, case: &str, party: &str, account: &str) -> Result<Answer> {
    let today = format_date(to_local(Timestamp::now()).date());
    client.post("/api/trinh-quyet-dinh-kiem-tra", &opening(case, party, account, &today))
}

/// The answer leads to that case, and not back to the form.
pub fn opened(answer: &Answer, case: &str) -> bool {
    answer.status == 303 && answer.location.contains(case) && !answer.location.contains("nhap=")
}

/// The posted fields that open one case for a party.
fn opening<'a>(case: &'a str, party: &'a str, leader: &'a str, today: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![
        ("case_id", case),
        ("party", party),
        ("kind", "dot-xuat"),
        ("basis", "Đề xuất kiểm tra của công chức quản lý địa bàn"),
        ("place", "Phường Phố Hiến, tỉnh Hưng Yên"),
        ("contents", "Nguồn gốc, xuất xứ hàng hóa\nNhãn hàng hóa"),
        ("scope_from", "01/01/2026"),
        ("scope_to", today),
        ("working_days", "1"),
        ("leader", leader),
    ]
}
