//! Codes of a second factor by time (RFC 6238 over RFC 4226): HMAC-SHA-1, 30 seconds, 6 digits, which every authenticator understands.
//!
//! Must not know: officers, or the database.

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha1::Sha1;

/// Bytes of a secret: as many as the hash gives (RFC 4226 section 4, R6).
pub(super) const SECRET: usize = 20;
/// Seconds of one step.
pub(super) const PERIOD: i64 = 30;
/// Steps before and after the present one whose code is taken: clocks differ, and typing takes time.
const WINDOW: i64 = 1;
const DIGITS: u32 = 1_000_000;

/// The step a moment is in.
pub(super) fn step(now: Timestamp) -> i64 {
    now.as_second().div_euclid(PERIOD)
}

/// The code of a step.
pub fn code(secret: &[u8], step: i64) -> Option<u32> {
    let mac = Hmac::<Sha1>::new_from_slice(secret).ok()?;
    let digest: [u8; 20] = mac.chain_update(step.to_be_bytes()).finalize().into_bytes().into();
    let offset = usize::from(digest[19] & 0xf);
    let four: [u8; 4] = digest.get(offset..offset + 4)?.try_into().ok()?;
    Some((u32::from_be_bytes(four) & 0x7fff_ffff) % DIGITS)
}

/// What was typed as a code: six digits, with spaces as some authenticators show them.
pub(super) fn read(typed: &str) -> Option<u32> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    (digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.parse().ok())?
}

/// The step whose code was typed: one of the window around now that is later than `after`; every step of the window is computed.
pub(super) fn matching(secret: &[u8], typed: u32, now: Timestamp, after: i64) -> Option<i64> {
    let here = step(now);
    let mut found = None;
    for step in here - WINDOW..=here + WINDOW {
        if code(secret, step) == Some(typed) && step > after {
            found = Some(step);
        }
    }
    found
}

/// A secret as a person types it.
pub(super) fn letters(secret: &[u8]) -> String {
    BASE32_NOPAD.encode(secret)
}

/// What a QR code tells an authenticator (the key URI format of Google Authenticator, which the others read too).
pub(super) fn address(installation: &str, account: &str, secret: &str) -> String {
    let (issuer, account) = (escaped(installation), escaped(account));
    format!("otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period={PERIOD}")
}

fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238 appendix B, the last six of its eight digits.
    #[test]
    fn the_codes_of_the_standard() {
        let secret = b"12345678901234567890";
        for (second, expected) in [
            (59, 287_082),
            (1_111_111_109, 81_804),
            (1_111_111_111, 50_471),
            (1_234_567_890, 5_924),
            (2_000_000_000, 279_037),
            (20_000_000_000, 353_130),
        ] {
            assert_eq!(code(secret, second / PERIOD), Some(expected), "{second}");
        }
    }

    #[test]
    fn a_code_holds_for_a_step_to_either_side_and_only_after_the_last_one() {
        let secret = b"12345678901234567890";
        let now = Timestamp::from_second(1_800_000_000).unwrap();
        let here = step(now);
        for (away, holds) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let typed = code(secret, here + away).unwrap();
            assert_eq!(matching(secret, typed, now, 0), holds.then_some(here + away), "{away}");
            assert_eq!(matching(secret, typed, now, here + away), None, "used, {away}");
        }
    }

    #[test]
    fn a_code_is_six_digits() {
        for (typed, read_as) in
            [("123456", Some(123_456)), (" 012 345 ", Some(12_345)), ("12345", None), ("1234567", None)]
        {
            assert_eq!(read(typed), read_as, "{typed}");
        }
        for wrong in ["", "12345x", "١٢٣٤٥٦", "+12345"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_address_names_installation_and_account() {
        assert_eq!(
            address("INS Hưng Yên", "ksv1", "ABC"),
            "otpauth://totp/INS%20H%C6%B0ng%20Y%C3%AAn:ksv1?secret=ABC&issuer=INS%20H%C6%B0ng%20Y%C3%AAn&algorithm=SHA1&digits=6&period=30"
        );
    }
}
