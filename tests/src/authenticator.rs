//! An authenticator on a telephone, and what else tests of accounts need beside a browser.
//!
//! Must not know what any single test asks.

use crate::http::{Answer, Visitor};
use crate::officers::PASSWORD;
use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

/// Seconds since 1970. Panics on a clock before that.
pub fn now() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    assert!(since.is_ok(), "no clock");
    since.map_or(0, |since| since.as_secs())
}

/// What stands between two marks of a page. Panics when the first is not there.
pub fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let found = text.split_once(before);
    assert!(found.is_some(), "no “{before}” in {text}");
    let rest = found.map_or("", |(_, rest)| rest);
    rest.split_once(after).map_or(rest, |(inside, _)| inside)
}

/// The page a refused or finished form leads to.
pub fn next(visitor: &mut Visitor, answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    let page = visitor.get(answer.header("location"));
    assert_eq!(page.status, 200, "{}: {}", answer.header("location"), page.text());
    page.text()
}

/// Gives name and password; answers the redirect.
pub fn first_step(visitor: &mut Visitor, account: &str) -> Answer {
    visitor.post("/api/dang-nhap", &[("account", account), ("password", PASSWORD)])
}

/// Codes of the secrets an enrolment page shows, as an authenticator makes them.
pub struct Authenticator {
    secret: Vec<u8>,
    /// As the page wrote it.
    pub letters: String,
    /// The last step a code was given of, so that none is given twice.
    given: u64,
}

impl Authenticator {
    /// Reads the secret that an enrolment page shows.
    pub fn scan(page: &str) -> Self {
        let letters = between(page, "<code class=\"code\">", "<").replace('-', "");
        assert_eq!(letters.len(), 32, "{page}");
        let secret = BASE32_NOPAD.decode(letters.as_bytes()).unwrap_or_default();
        Self { secret, letters, given: 0 }
    }

    /// A code that was not given yet: of the step before this one, of this one, or of the next; waits for a further one.
    pub fn code(&mut self) -> String {
        loop {
            let here = now() / 30;
            let next = (self.given + 1).max(here);
            if next <= here + 1 {
                self.given = next;
                return code(&self.secret, next);
            }
            std::thread::sleep(Duration::from_millis(300));
        }
    }

    /// The code of now, whether it was given or not.
    pub fn present(&self) -> String {
        code(&self.secret, now() / 30)
    }
}

/// RFC 6238 with SHA-1, 30 seconds and 6 digits.
fn code(secret: &[u8], step: u64) -> String {
    let Ok(mac) = Hmac::<Sha1>::new_from_slice(secret) else { return String::new() };
    let digest: [u8; 20] = mac.chain_update(step.to_be_bytes()).finalize().into_bytes().into();
    let offset = usize::from(digest[19] & 15);
    let four = digest.iter().skip(offset).take(4).fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
    format!("{:06}", (four & 0x7fff_ffff) % 1_000_000)
}

/// Every byte of the files of a directory that belong to its databases.
pub fn everything(state: &Path) -> Vec<u8> {
    let files = std::fs::read_dir(state).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut all = Vec::new();
    for file in files.filter(|path| path.is_file()) {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.contains(".db") {
            let read = std::fs::File::open(&file).and_then(|mut file| file.read_to_end(&mut all));
            assert!(read.is_ok(), "{} cannot be read", file.display());
        }
    }
    all
}
