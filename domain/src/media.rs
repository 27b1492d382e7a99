//! A file that is kept: what its content says it is, how large it may be, the words beside it, and how it is withdrawn.
//!
//! Must not know: what it is attached to; how bytes are kept, decoded or sent.

use crate::calendar::{format_date, format_short, to_local};
use crate::case::{FieldError, Refusal};
use crate::officer::OfficerSnapshot;
use crate::text::{clean, clean_lines};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Largest file, in bytes: a photo of a phone in full resolution, or some thirty scanned pages.
pub const MAX_FILE_BYTES: u64 = 8 << 20;

/// Longest caption, in letters.
pub const MAX_CAPTION: usize = 300;

/// Longest reason of a withdrawal, in letters.
pub const MAX_REASON: usize = 1000;

/// Longest name of a file that is kept, in letters.
const MAX_NAME: usize = 120;

/// What kind of file it is, as its first bytes say: neither its name nor what the sender calls it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Media {
    Jpeg,
    Png,
    Webp,
    Pdf,
}

impl Media {
    pub const ALL: [Media; 4] = [Self::Jpeg, Self::Png, Self::Webp, Self::Pdf];

    /// The kind of a file's content; nothing for one that is not taken.
    pub fn of(content: &[u8]) -> Option<Self> {
        if content.starts_with(&[0xFF, 0xD8, 0xFF]) {
            Some(Self::Jpeg)
        } else if content.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if content.starts_with(b"RIFF") && content.get(8..12) == Some(b"WEBP") {
            Some(Self::Webp)
        } else if content.starts_with(b"%PDF-") {
            Some(Self::Pdf)
        } else {
            None
        }
    }

    /// Its type on the web.
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
        }
    }

    /// Ending of the name it is saved under.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Pdf => "pdf",
        }
    }

    /// Name in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Webp => "WebP",
            Self::Pdf => "PDF",
        }
    }

    /// Whether it shows as a picture.
    pub const fn is_image(self) -> bool {
        !matches!(self, Self::Pdf)
    }
}

/// A file as it is kept: read, measured, and put away under its hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptFile {
    pub media: Media,
    /// SHA-256 of the whole file, 64 lower-case hex digits.
    pub sha256: String,
    pub size: u64,
    /// Width and height of a picture as it is seen.
    pub pixels: Option<(u32, u32)>,
    /// Name of the file where it came from, for the officer to recognise.
    pub name: String,
    pub caption: String,
    /// The day it was taken or signed, if told.
    pub taken_on: Option<Date>,
}

impl KeptFile {
    /// The same with its words in order.
    pub(crate) fn cleaned(self) -> Self {
        let name = clean(&self.name).chars().take(MAX_NAME).collect();
        Self { name, caption: clean(&self.caption), ..self }
    }
}

/// What of a file stops it, wherever it is to be attached, each at its field of the form.
pub(crate) fn problems(file: &KeptFile, today: Date) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut wrong = |field: &str, message: String| errors.push(FieldError::new(field, message));
    let hex = |digit: u8| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit);
    if file.sha256.len() != 64 || !file.sha256.bytes().all(hex) || file.size == 0 {
        wrong("files", "Tệp trống hoặc không đọc được. Mở thử tệp trên máy rồi chọn lại.".to_owned());
    }
    if file.size > MAX_FILE_BYTES {
        wrong("files", format!("Tệp lớn hơn {}. Giảm độ phân giải hoặc tách tệp.", size_in_words(MAX_FILE_BYTES)));
    }
    if file.caption.chars().count() > MAX_CAPTION {
        wrong("caption", format!("Chú thích dài quá {MAX_CAPTION} chữ. Rút gọn chú thích."));
    }
    if file.taken_on.is_some_and(|day| day > today) {
        wrong("taken_on", format!("Ngày chụp, ngày ký không thể sau hôm nay ({}).", format_date(today)));
    }
    errors
}

/// Why a file no longer counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    pub at: Timestamp,
    pub by: OfficerSnapshot,
    pub reason: String,
}

/// Decides whether a file is withdrawn.
pub(crate) fn withdrawal(
    done: Option<&Withdrawal>,
    reason: &str,
    at: Timestamp,
    by: &OfficerSnapshot,
) -> Result<Withdrawal, Refusal> {
    let wrong = |message: String| Err(Refusal::Fields { errors: vec![FieldError::new("reason", message)] });
    if let Some(done) = done {
        let when = format_short(to_local(done.at));
        return wrong(format!("Tài liệu này đã được {} rút lúc {when}.", done.by.full_name));
    }
    let reason = clean_lines(reason);
    if reason.is_empty() {
        return wrong("Nêu lý do rút, ví dụ: ảnh bị mờ, đính nhầm hồ sơ.".to_owned());
    }
    if reason.chars().count() > MAX_REASON {
        return wrong(format!("Lý do dài quá {MAX_REASON} chữ. Rút gọn lý do."));
    }
    Ok(Withdrawal { at, by: by.clone(), reason })
}

/// The beginning of a hash, enough to compare by eye.
pub fn short_hash(sha256: &str) -> &str {
    sha256.get(..12).unwrap_or(sha256)
}

/// `640 KB`, `1,4 MB`.
pub fn size_in_words(bytes: u64) -> String {
    const KILO: u64 = 1024;
    if bytes < KILO * KILO {
        return format!("{} KB", bytes.div_ceil(KILO));
    }
    let tenths = bytes.saturating_mul(10) / (KILO * KILO);
    if tenths.is_multiple_of(10) {
        format!("{} MB", tenths / 10)
    } else {
        format!("{},{} MB", tenths / 10, tenths % 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_and_not_the_name_says_what_a_file_is() {
        for (content, expected) in [
            (b"\xFF\xD8\xFF\xE0rest".as_slice(), Some(Media::Jpeg)),
            (b"\x89PNG\r\n\x1a\nrest", Some(Media::Png)),
            (b"RIFF\x01\x02\x03\x04WEBPVP8 ", Some(Media::Webp)),
            (b"%PDF-1.7", Some(Media::Pdf)),
            (b"RIFF\x01\x02\x03\x04WAVE", None),
            (b"RIFF", None),
            (b"<html>", None),
            (b"GIF89a", None),
            (b"", None),
        ] {
            assert_eq!(Media::of(content), expected, "{content:?}");
        }
        let kinds: Vec<&str> = Media::ALL.into_iter().filter(|media| media.is_image()).map(Media::label).collect();
        assert_eq!(kinds, ["JPEG", "PNG", "WebP"]);
        assert_eq!(Media::ALL.map(Media::extension), ["jpg", "png", "webp", "pdf"]);
        assert_eq!(Media::ALL.map(Media::mime), ["image/jpeg", "image/png", "image/webp", "application/pdf"]);
    }

    #[test]
    fn sizes_in_words() {
        for (bytes, words) in
            [(1, "1 KB"), (655_360, "640 KB"), (1 << 20, "1 MB"), (1_500_000, "1,4 MB"), (8 << 20, "8 MB")]
        {
            assert_eq!(size_in_words(bytes), words);
        }
    }
}
