//! Bytes of a text file as letters, and which letters a text is in.
//!
//! Two questions, kept apart: how bytes become characters (byte order mark, UTF-8, UTF-16, one character a byte), and whether
//! those characters are Vietnamese as they stand or the letters of an old font. The second is asked of workbooks too, and the
//! officer's answer overrides the guess. Must not know: rows and columns.

use super::legacy;
use super::syllable::{is_syllable, jumps};
use crate::text::nfc;
use serde::{Deserialize, Serialize};

/// Which letters a text is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// As it stands, composed or with its marks apart.
    Unicode,
    /// TCVN 5712:1993, fonts `.VnTime`, `.VnArial` (ABC).
    Tcvn3,
    /// Fonts `VNI-Times`, `VNI-Helve`.
    Vni,
    /// Code page 1258 of Windows.
    Windows1258,
}

impl Encoding {
    pub const ALL: [Encoding; 4] = [Self::Unicode, Self::Tcvn3, Self::Vni, Self::Windows1258];

    /// Stable key, as stored and posted.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Unicode => "unicode",
            Self::Tcvn3 => "tcvn3",
            Self::Vni => "vni",
            Self::Windows1258 => "windows1258",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|encoding| encoding.key() == key)
    }

    /// Vietnamese label.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Unicode => "Unicode (dựng sẵn hoặc tổ hợp)",
            Self::Tcvn3 => "TCVN3 – phông ABC, .VnTime",
            Self::Vni => "VNI – phông VNI-Times",
            Self::Windows1258 => "Windows-1258",
        }
    }

    /// A text in these letters as composed Unicode.
    pub fn read(self, text: &str) -> String {
        match self {
            Self::Unicode => nfc(text),
            // A mark of its own may stand among old letters, too.
            Self::Tcvn3 => nfc(&legacy::tcvn3(text)),
            Self::Vni => nfc(&legacy::vni(text)),
            Self::Windows1258 => nfc(&legacy::windows_1258(text)),
        }
    }
}

/// The characters of a file, before it is known which letters they stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    pub text: String,
    /// Whether the bytes said themselves that they are Unicode.
    pub unicode: bool,
}

/// The characters of a text file: by its byte order mark, as UTF-8 where it is valid, as UTF-16 where every other byte is
/// zero, and otherwise one character a byte.
pub fn base_text(bytes: &[u8]) -> Base {
    let unicode = |text: String| Base { text, unicode: true };
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return unicode(String::from_utf8_lossy(rest).into_owned());
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return unicode(utf16(rest, u16::from_le_bytes));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return unicode(utf16(rest, u16::from_be_bytes));
    }
    let zeros = |odd: usize| bytes.iter().take(4000).skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), bytes.len().min(4000) / 2);
    if half > 4 && odd * 4 > half && even * 8 < half {
        return unicode(utf16(bytes, u16::from_le_bytes));
    }
    if half > 4 && even * 4 > half && odd * 8 < half {
        return unicode(utf16(bytes, u16::from_be_bytes));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => unicode(text.to_owned()),
        Err(_) => Base { text: legacy::western(bytes), unicode: false },
    }
}

fn utf16(bytes: &[u8], join: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok()).map(join);
    char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// Which letters a text seems to be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guess {
    pub encoding: Encoding,
    /// How sure, from 0 to 100: the share of words with marks that can be Vietnamese, less what the next best reaches.
    pub confidence: u8,
}

/// Words that are looked at.
const SAMPLE: usize = 4_000;

/// Guesses which letters some texts are in. Texts without any mark are Unicode for certain.
pub fn guess<'a>(texts: impl Iterator<Item = &'a str> + Clone, unicode: bool) -> Guess {
    let mut best = Guess { encoding: Encoding::Unicode, confidence: 0 };
    let (mut first, mut second) = (0, 0);
    for encoding in Encoding::ALL {
        let Some(mut score) = score(texts.clone(), encoding) else {
            return Guess { encoding: Encoding::Unicode, confidence: 100 };
        };
        // Equal scores: what the bytes say of themselves goes first.
        if unicode && encoding == Encoding::Unicode {
            score += 1;
        }
        if score > first {
            (first, second) = (score, first);
            best.encoding = encoding;
        } else {
            second = second.max(score);
        }
    }
    let lead = u8::try_from(first.saturating_sub(second).min(100)).unwrap_or(0);
    best.confidence = u8::try_from(first.min(100)).unwrap_or(0).min(50 + lead);
    best
}

/// The share of words with marks that can be Vietnamese when read so, in hundredths; `None` when no word has a mark.
fn score<'a>(texts: impl Iterator<Item = &'a str>, encoding: Encoding) -> Option<u32> {
    let (mut words, mut good) = (0_u32, 0_u32);
    for text in texts.filter(|text| !text.is_ascii()) {
        let raw = text.split(|c: char| c.is_ascii_whitespace() || (c.is_ascii_punctuation()));
        for word in raw.filter(|word| !word.is_ascii()) {
            let read = encoding.read(word);
            let read =
                read.trim_matches(|c: char| c.is_ascii_digit() || matches!(c, '“' | '”' | '–' | '’' | '‘' | '…'));
            words += 1;
            let possible = encoding == Encoding::Unicode || word.chars().all(legacy::is_western);
            if possible && is_syllable(read) && (!jumps(read) || encoding == Encoding::Tcvn3) {
                good += 1;
            }
        }
        if words as usize > SAMPLE {
            break;
        }
    }
    (words > 0).then(|| good * 100 / words)
}

#[cfg(test)]
mod tests {
    use super::super::legacy::tests::{to_1258, to_tcvn3, to_vni};
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    const TEXTS: [&str; 4] = [
        "Hộ kinh doanh Đặng Thị Hồng Nhung",
        "Công ty TNHH Thương mại Phú Quý, phường Phố Hiến, tỉnh Hưng Yên",
        "Cửa hàng tạp hóa “Bình Minh”; vật liệu xây dựng",
        "CƠ SỞ SẢN XUẤT NƯỚC UỐNG ĐÓNG CHAI NGỌC THỦY",
    ];

    fn guessed(text: &str, unicode: bool) -> (Encoding, u8) {
        let guess = guess(std::iter::once(text), unicode);
        (guess.encoding, guess.confidence)
    }

    #[test]
    fn each_way_is_told_from_the_others_by_one_line() {
        for text in TEXTS {
            for (written, unicode, expected) in [
                (text.to_owned(), true, Encoding::Unicode),
                (text.nfd().collect(), true, Encoding::Unicode),
                (to_tcvn3(text), false, Encoding::Tcvn3),
                (to_tcvn3(text), true, Encoding::Tcvn3),
                (to_vni(text), true, Encoding::Vni),
                (to_1258(text), false, Encoding::Windows1258),
            ] {
                let (encoding, confidence) = guessed(&written, unicode);
                assert_eq!(encoding, expected, "{written}");
                assert!(confidence >= 60, "{written}: {confidence}");
                let read = encoding.read(&written);
                assert_eq!(read.to_lowercase(), text.to_lowercase());
            }
        }
        assert_eq!(guessed("Nha may 12, duong 5", true), (Encoding::Unicode, 100));
        let (_, confidence) = guessed("¤¤¤ ÐÐÐ Zürich Ångström façade", false);
        assert!(confidence < 50, "{confidence}");
    }

    #[test]
    fn bytes_by_their_mark_or_their_shape() {
        let text = "Tên;Địa chỉ\r\nĐặng Thị Hồng Nhung;Phố Hiến";
        let units = |join: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(join).collect::<Vec<u8>>();
        for (bytes, name) in [
            (text.as_bytes().to_vec(), "UTF-8"),
            ([b"\xEF\xBB\xBF", text.as_bytes()].concat(), "UTF-8 with its mark"),
            ([b"\xFF\xFE".to_vec(), units(u16::to_le_bytes)].concat(), "UTF-16 LE"),
            ([b"\xFE\xFF".to_vec(), units(u16::to_be_bytes)].concat(), "UTF-16 BE"),
        ] {
            assert_eq!(base_text(&bytes), Base { text: text.to_owned(), unicode: true }, "{name}");
        }
        let ascii = "Ten;Dia chi\r\nNguyen Van A";
        let bare: Vec<u8> = ascii.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(base_text(&bare).text, ascii);
        let bare: Vec<u8> = ascii.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(base_text(&bare).text, ascii);
        let old = base_text("NguyÔn".as_bytes());
        assert!(old.unicode, "valid UTF-8 says so itself");
        let old = base_text(b"Nguy\xD4n V\xA8n A");
        assert_eq!((old.text.as_str(), old.unicode), ("NguyÔn V¨n A", false));
        assert_eq!(base_text(b""), Base { text: String::new(), unicode: true });
    }

    #[test]
    fn keys_lead_back() {
        for encoding in Encoding::ALL {
            assert_eq!(Encoding::from_key(encoding.key()), Some(encoding));
            assert!(!encoding.label().is_empty());
        }
        assert_eq!(Encoding::from_key("viscii"), None);
    }

    proptest! {
        #[test]
        fn no_bytes_stop_it(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let base = base_text(&bytes);
            let found = guess(base.text.lines(), base.unicode);
            prop_assert!(found.confidence <= 100);
            for encoding in Encoding::ALL {
                let _ = encoding.read(&base.text);
            }
        }
    }
}
