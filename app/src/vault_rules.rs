//! What holds of the vault on a device, as plain functions: which PINs are taken, how long a wrong one is paid for, and how a backup file
//! is put together.
//!
//! Must not know the browser: IndexedDB and WebCrypto are in `browser::vault`.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Fewest and most digits of a PIN.
pub const PIN_DIGITS: std::ops::RangeInclusive<usize> = 6..=12;

/// Rounds of PBKDF2-HMAC-SHA-256 for a new PIN (OWASP Password Storage Cheat Sheet, 2023). Each record says its own.
pub const ITERATIONS: u32 = 600_000;

/// The most rounds that are worked through for a file from elsewhere: more would only keep the device busy.
const MOST_ITERATIONS: u32 = 10_000_000;

/// Why a PIN is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinProblem {
    /// Something else than digits, or too few or too many of them.
    Digits,
    /// One digit, or a group of them, again and again.
    Repeats,
    /// Digits in order, up or down.
    Runs,
    /// Reads as a day or years.
    Date,
}

impl PinProblem {
    /// What to do, in words.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Digits => "Mã PIN gồm 6 đến 12 chữ số, không có chữ hay dấu. Nhập lại mã PIN.",
            Self::Repeats => {
                "Mã PIN lặp đi lặp lại một nhóm số (như 000000, 121212) rất dễ đoán. Chọn các chữ số khác nhau hơn."
            }
            Self::Runs => {
                "Mã PIN là các chữ số liền nhau (như 123456, 987654) rất dễ đoán. Chọn các chữ số không theo thứ tự."
            }
            Self::Date => {
                "Mã PIN đọc được thành ngày tháng hoặc năm (như ngày sinh) rất dễ đoán. Chọn số không phải ngày tháng."
            }
        }
    }
}

/// Whether a PIN may protect a vault.
///
/// # Errors
/// The first thing that makes it easy to guess.
pub fn check_pin(pin: &str) -> Result<(), PinProblem> {
    if !PIN_DIGITS.contains(&pin.len()) || !pin.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(PinProblem::Digits);
    }
    if repeats(pin) {
        return Err(PinProblem::Repeats);
    }
    if runs(pin) {
        return Err(PinProblem::Runs);
    }
    if is_date(pin) {
        return Err(PinProblem::Date);
    }
    Ok(())
}

/// Whether a PIN is one group of at most half its digits over and over; the last group may be cut.
fn repeats(pin: &str) -> bool {
    (1..=pin.len() / 2).any(|group| pin.bytes().zip(pin.bytes().skip(group)).all(|(one, next)| one == next))
}

/// Whether each digit is the next one up, or the next one down; 0 follows 9.
fn runs(pin: &str) -> bool {
    [1, 9]
        .into_iter()
        .any(|step| pin.bytes().zip(pin.bytes().skip(1)).all(|(one, next)| (one - b'0' + step) % 10 == next - b'0'))
}

/// Whether a PIN reads as one day (ddmmyy, yymmdd, ddmmyyyy, yyyymmdd) or as two years.
fn is_date(pin: &str) -> bool {
    let number = |range: std::ops::Range<usize>| pin.get(range).and_then(|part| part.parse::<i16>().ok());
    let day = |year: Option<i16>, month: Option<i16>, day: Option<i16>| {
        let (Some(year), Some(month), Some(day)) = (year, month, day) else { return false };
        let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else { return false };
        (1900..2100).contains(&year) && Date::new(year, month, day).is_ok()
    };
    // A leap year, so that the 29th of February reads as a day whatever the year.
    let short = |year: std::ops::Range<usize>| number(year).map(|_| 2000);
    match pin.len() {
        6 => day(short(4..6), number(2..4), number(0..2)) || day(short(0..2), number(2..4), number(4..6)),
        8 => {
            let years = [number(0..4), number(4..8)];
            day(years[1], number(2..4), number(0..2))
                || day(years[0], number(4..6), number(6..8))
                || years.into_iter().all(|year| year.is_some_and(|year| (1900..2100).contains(&year)))
        }
        _ => false,
    }
}

/// Wrong PINs so far, and what of the wait for the last one is left.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failures {
    /// How many in a row.
    pub count: u32,
    /// What was left of the wait when it was last looked at, in milliseconds.
    pub left: u64,
    /// When that was, in milliseconds since 1970 by the device's clock.
    pub seen: u64,
}

impl Failures {
    /// How long one waits after so many wrong PINs in a row, in seconds.
    pub const fn delay(count: u32) -> u32 {
        match count {
            0..=3 => 0,
            4 => 5,
            5 => 15,
            6 => 30,
            7 => 60,
            8 => 120,
            9 => 300,
            10 => 600,
            _ => 900,
        }
    }

    /// As it stands at another time by the device's clock. A clock that was set back makes nothing shorter, and nothing longer.
    #[must_use]
    pub const fn at(self, now: u64) -> Self {
        Self { left: self.left.saturating_sub(now.saturating_sub(self.seen)), seen: now, ..self }
    }

    /// After one more wrong PIN.
    #[must_use]
    pub const fn and_one_more(self, now: u64) -> Self {
        let count = self.count.saturating_add(1);
        Self { count, left: Self::delay(count) as u64 * 1000, seen: now }
    }

    /// What is left to wait, in whole seconds, not less than it takes.
    pub fn wait_seconds(self) -> u32 {
        u32::try_from(self.left.div_ceil(1000)).unwrap_or(u32::MAX)
    }
}

/// Whether a key says nothing about anybody: an identifier (UUID), or a short name of the application's own such as `last-sync`.
pub fn is_key(key: &str) -> bool {
    let name = (1..=24).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    name || (key.len() == 36 && uuid::Uuid::try_parse(key).is_ok())
}

/// How a backup file begins.
const MAGIC: &[u8; 6] = b"INSDP1";
/// The way of sealing that this program knows.
const VERSION: u8 = 1;
/// Bytes of the salt and of the nonce.
pub const SALT: usize = 16;
pub const NONCE: usize = 12;
/// Magic, version, salt, rounds, nonce.
const HEAD: usize = MAGIC.len() + 1 + SALT + 4 + NONCE;
/// Bytes of the SHA-256 at the end.
pub const DIGEST: usize = 32;
/// Bytes that AES-GCM adds to what it seals.
const TAG: usize = 16;

/// How a backup file is sealed; it stands in front and is sealed along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seal {
    pub salt: [u8; SALT],
    pub iterations: u32,
    pub nonce: [u8; NONCE],
}

impl Seal {
    /// The first bytes of the file.
    pub fn head(&self) -> Vec<u8> {
        let mut head = Vec::with_capacity(HEAD);
        head.extend_from_slice(MAGIC);
        head.push(VERSION);
        head.extend_from_slice(&self.salt);
        head.extend_from_slice(&self.iterations.to_be_bytes());
        head.extend_from_slice(&self.nonce);
        head
    }
}

/// Why a file is not read as a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// Something else.
    NoBackup,
    /// A backup that is not whole any more.
    Cut,
    /// Made by a newer program.
    Newer,
}

/// A backup file in its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts<'a> {
    pub seal: Seal,
    /// The first bytes, which are sealed along.
    pub head: &'a [u8],
    /// What is sealed.
    pub sealed: &'a [u8],
    /// Everything before the digest, and the digest that it must have (SHA-256).
    pub whole: &'a [u8],
    pub digest: &'a [u8],
}

/// Reads the parts of a backup file; whether the digest is right, the caller asks the browser.
///
/// # Errors
/// What the file is instead.
pub fn read_backup(file: &[u8]) -> Result<Parts<'_>, Unread> {
    let begins = file.len().min(MAGIC.len());
    if file.is_empty() || file.get(..begins) != MAGIC.get(..begins) {
        return Err(Unread::NoBackup);
    }
    let Some((version, after)) = file.get(MAGIC.len()..).and_then(<[u8]>::split_first) else { return Err(Unread::Cut) };
    if *version != VERSION {
        return Err(Unread::Newer);
    }
    if file.len() < HEAD + TAG + DIGEST {
        return Err(Unread::Cut);
    }
    let (whole, digest) = file.split_at(file.len() - DIGEST);
    let (head, sealed) = whole.split_at(HEAD);
    let part = || {
        let (salt, after) = after.split_first_chunk::<SALT>()?;
        let (rounds, after) = after.split_first_chunk::<4>()?;
        let (nonce, _) = after.split_first_chunk::<NONCE>()?;
        Some(Seal { salt: *salt, iterations: u32::from_be_bytes(*rounds), nonce: *nonce })
    };
    match part() {
        Some(seal) if (1..=MOST_ITERATIONS).contains(&seal.iterations) => {
            Ok(Parts { seal, head, sealed, whole, digest })
        }
        _ => Err(Unread::Cut),
    }
}

/// One record of a backup: where it was, and how long it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub room: String,
    pub key: String,
    pub bytes: u32,
}

/// What a backup says of itself before its records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    /// Whose unsent work it is.
    pub owner: String,
    /// When it was made, in milliseconds since 1970 by that device's clock.
    pub made_at: i64,
    pub entries: Vec<Entry>,
}

/// What is sealed: the length of the list, the list, the records one after the other.
///
/// # Errors
/// A record or a list beyond 4 GB.
pub fn pack(contents: &Contents, records: &[Vec<u8>]) -> Option<Vec<u8>> {
    let list = serde_json::to_vec(contents).ok()?;
    let length = u32::try_from(list.len()).ok()?;
    let all = records.iter().map(Vec::len).sum::<usize>();
    let mut plain = Vec::with_capacity(4 + list.len() + all);
    plain.extend_from_slice(&length.to_be_bytes());
    plain.extend_from_slice(&list);
    records.iter().for_each(|record| plain.extend_from_slice(record));
    Some(plain)
}

/// The list and the records of what was sealed; nothing where the two do not fit.
pub fn unpack(plain: &[u8]) -> Option<(Contents, Vec<&[u8]>)> {
    let (length, after) = plain.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (list, mut rest) = after.split_at_checked(length)?;
    let contents: Contents = serde_json::from_slice(list).ok()?;
    let mut records = Vec::with_capacity(contents.entries.len());
    for entry in &contents.entries {
        let (record, others) = rest.split_at_checked(usize::try_from(entry.bytes).ok()?)?;
        records.push(record);
        rest = others;
    }
    rest.is_empty().then_some((contents, records))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_that_is_easy_to_guess_is_not_taken() {
        let cases = [
            ("194837", Ok(())),
            ("20751396", Ok(())),
            ("805271936402", Ok(())),
            ("12345", Err(PinProblem::Digits)),
            ("1234567890123", Err(PinProblem::Digits)),
            ("19483a", Err(PinProblem::Digits)),
            ("１９４８３７", Err(PinProblem::Digits)),
            ("", Err(PinProblem::Digits)),
            ("000000", Err(PinProblem::Repeats)),
            ("121212", Err(PinProblem::Repeats)),
            ("1231231", Err(PinProblem::Repeats)),
            ("20262026", Err(PinProblem::Repeats)),
            ("123456", Err(PinProblem::Runs)),
            ("7890123", Err(PinProblem::Runs)),
            ("987654", Err(PinProblem::Runs)),
            ("3210987", Err(PinProblem::Runs)),
            ("150885", Err(PinProblem::Date)),
            ("850815", Err(PinProblem::Date)),
            ("290201", Err(PinProblem::Date)),
            ("15081985", Err(PinProblem::Date)),
            ("19850815", Err(PinProblem::Date)),
            ("19851990", Err(PinProblem::Date)),
            ("45081985", Ok(())),
        ];
        for (pin, expected) in cases {
            assert_eq!(check_pin(pin), expected, "{pin}");
        }
    }

    #[test]
    fn a_wrong_pin_costs_more_each_time() {
        let mut failures = Failures::default();
        let mut waits = Vec::new();
        for _ in 0..13 {
            failures = failures.and_one_more(1_000);
            waits.push(failures.wait_seconds());
        }
        assert_eq!(waits, [0, 0, 0, 5, 15, 30, 60, 120, 300, 600, 900, 900, 900]);
    }

    #[test]
    fn a_clock_that_is_set_back_makes_no_wait_shorter() {
        let failures = Failures { count: 6, left: 30_000, seen: 1_000_000 };
        assert_eq!(failures.at(1_010_000).wait_seconds(), 20);
        assert_eq!(failures.at(1_010_500).wait_seconds(), 20, "never less than it takes");
        assert_eq!(failures.at(1_040_000).wait_seconds(), 0);
        let back = failures.at(500_000);
        assert_eq!(back.wait_seconds(), 30, "a day earlier by the clock: as much as before");
        assert_eq!(back.at(510_000).wait_seconds(), 20, "and it goes on from there");
        let again = back.at(510_000).at(400_000).at(405_000);
        assert_eq!((again.wait_seconds(), again.count), (15, 6));
    }

    #[test]
    fn a_key_says_nothing_about_anybody() {
        for key in ["01890a5d-ac96-774b-bcce-b302099a8057", "last-sync", "catalogue"] {
            assert!(is_key(key), "{key}");
        }
        for key in ["", "Trần Văn Bình", "033085001234", "01890a5d-ac96-774b-bcce-b302099a805", "a/b", "tran van binh"]
        {
            assert!(!is_key(key), "{key}");
        }
    }

    fn file() -> Vec<u8> {
        let seal = Seal { salt: [7; SALT], iterations: ITERATIONS, nonce: [9; NONCE] };
        let mut file = seal.head();
        file.extend_from_slice(&[1; 40]);
        file.extend_from_slice(&[2; DIGEST]);
        file
    }

    #[test]
    fn a_backup_is_read_in_its_parts() {
        let file = file();
        let parts = read_backup(&file).expect("a backup");
        assert_eq!(parts.seal, Seal { salt: [7; SALT], iterations: ITERATIONS, nonce: [9; NONCE] });
        assert_eq!((parts.head, parts.sealed), (parts.seal.head().as_slice(), [1; 40].as_slice()));
        assert_eq!((parts.whole.len(), parts.digest), (file.len() - DIGEST, [2; DIGEST].as_slice()));
    }

    #[test]
    fn what_is_no_whole_backup_says_what_it_is() {
        let whole = file();
        for other in [&b""[..], b"PK\x03\x04", b"INSDP2", b"%PDF-1.7"] {
            assert_eq!(read_backup(other), Err(Unread::NoBackup), "{other:?}");
        }
        for cut in [1, 3, 6, 7, 20, HEAD, HEAD + DIGEST] {
            assert_eq!(read_backup(&whole[..cut]), Err(Unread::Cut), "{cut}");
        }
        let mut newer = whole.clone();
        newer[6] = 2;
        assert_eq!(read_backup(&newer), Err(Unread::Newer));
        let mut endless = whole;
        endless[7 + SALT..7 + SALT + 4].copy_from_slice(&u32::MAX.to_be_bytes());
        assert_eq!(read_backup(&endless), Err(Unread::Cut));
    }

    #[test]
    fn records_come_back_as_they_were_packed() {
        let entry = |room: &str, key: &str, bytes| Entry { room: room.to_owned(), key: key.to_owned(), bytes };
        let contents = Contents {
            owner: "ksv1".to_owned(),
            made_at: 1_795_000_000_000,
            entries: vec![entry("outbox", "a", 3), entry("drafts", "b", 0), entry("photos", "c", 5)],
        };
        let records = vec![vec![1, 2, 3], Vec::new(), vec![4, 5, 6, 7, 8]];
        let plain = pack(&contents, &records).expect("it is small");
        let (read, slices) = unpack(&plain).expect("it was packed here");
        assert_eq!(read, contents);
        assert_eq!(slices, records.iter().map(Vec::as_slice).collect::<Vec<_>>());
        for cut in 0..plain.len() {
            assert_eq!(unpack(&plain[..cut]), None, "{cut}");
        }
        let mut longer = plain;
        longer.push(0);
        assert_eq!(unpack(&longer), None);
    }
}
