//! Files attached to a case: photos of the scene and of exhibits, scans of signed papers, other documents.
//!
//! The bytes are kept elsewhere under their hash; the case says in its chain what they are, who attached them and when.
//! Nothing that was attached is deleted: it is withdrawn, with a reason that stays. Must not know: how bytes are kept,
//! decoded or sent.

use super::{CaseFile, Context, EventBody, FieldError, Refusal, Stage};
use crate::authority::Action;
use crate::calendar::{format_date, format_short, to_local};
use crate::officer::OfficerSnapshot;
use crate::text::{clean, clean_lines};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Largest file, in bytes: a photo of a phone in full resolution, or some thirty scanned pages.
pub const MAX_FILE_BYTES: u64 = 8 << 20;

/// Most files of one case, withdrawn ones included: its document is read whole with every page.
pub const MAX_ATTACHMENTS: usize = 300;

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

/// What a file is to the case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "kebab-case")]
pub enum AttachmentKind {
    /// Ảnh hiện trường.
    Scene,
    /// Ảnh tang vật, by its place in the list of the violation record, from 0.
    Exhibit { index: usize },
    /// Bản chụp văn bản đã ký, by the paper's number.
    SignedPaper { number: String },
    /// Tài liệu khác.
    Other,
}

impl AttachmentKind {
    /// Key as posted by the form, e.g. `tang-vat.0`, `van-ban.33010004/BB-VPHC`.
    pub fn key(&self) -> String {
        match self {
            Self::Scene => "hien-truong".to_owned(),
            Self::Exhibit { index } => format!("tang-vat.{index}"),
            Self::SignedPaper { number } => format!("van-ban.{number}"),
            Self::Other => "khac".to_owned(),
        }
    }

    /// Reads a key.
    pub fn from_key(key: &str) -> Option<Self> {
        match key.split_once('.') {
            None if key == "hien-truong" => Some(Self::Scene),
            None if key == "khac" => Some(Self::Other),
            Some(("tang-vat", index)) => Some(Self::Exhibit { index: index.parse().ok()? }),
            Some(("van-ban", number)) if !number.is_empty() => Some(Self::SignedPaper { number: number.to_owned() }),
            None | Some(_) => None,
        }
    }

    /// Name in words.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Scene => "Ảnh hiện trường",
            Self::Exhibit { .. } => "Ảnh tang vật",
            Self::SignedPaper { .. } => "Bản chụp văn bản đã ký",
            Self::Other => "Tài liệu khác",
        }
    }
}

/// A file as it is about to be attached: read, measured, and kept under its hash already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewAttachment {
    pub kind: AttachmentKind,
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

/// A file of the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Position of its event in the case; its address.
    pub seq: u32,
    #[serde(flatten)]
    pub file: NewAttachment,
    /// The exhibit or the paper by name, as it was called then.
    pub subject: String,
    pub at: Timestamp,
    pub by: OfficerSnapshot,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Withdrawal>,
}

/// Why a file no longer counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    pub at: Timestamp,
    pub by: OfficerSnapshot,
    pub reason: String,
}

impl Attachment {
    /// What it is, e.g. `Ảnh tang vật: Áo khoác`.
    pub fn title(&self) -> String {
        let label = self.file.kind.label();
        if self.subject.is_empty() { label.to_owned() } else { format!("{label}: {}", self.subject) }
    }

    /// What a picture shows, for who does not see it: its caption, else what it is.
    pub fn alt(&self) -> String {
        if self.file.caption.is_empty() { self.title() } else { self.file.caption.clone() }
    }

    /// The beginning of its hash, enough to compare by eye.
    pub fn short_hash(&self) -> &str {
        self.file.sha256.get(..12).unwrap_or(&self.file.sha256)
    }

    /// Size in words, e.g. `1,4 MB`.
    pub fn size(&self) -> String {
        size_in_words(self.file.size)
    }
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

/// What became of an upload, as the case page tells it afterwards.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadOutcome {
    /// How many files were attached.
    pub added: usize,
    /// What is wrong, each naming its file and how to put it right; `field` is that of the form.
    pub problems: Vec<FieldError>,
    /// What was typed, so that only the files are chosen again.
    pub kind: String,
    pub caption: String,
    pub taken_on: String,
    /// Files that are good themselves and kept already: they wait for other words.
    #[serde(default)]
    pub held: Vec<NewAttachment>,
}

impl CaseFile {
    /// The file at an address.
    pub fn attachment(&self, seq: u32) -> Option<&Attachment> {
        self.attachments.iter().find(|attachment| attachment.seq == seq)
    }

    /// Files that count.
    pub fn live_attachments(&self) -> impl Iterator<Item = &Attachment> {
        self.attachments.iter().filter(|attachment| attachment.withdrawn.is_none())
    }

    /// The scan of a signed paper, by the paper's number.
    pub fn signed_copy(&self, number: &str) -> Option<&Attachment> {
        self.live_attachments().find(
            |attachment| matches!(&attachment.file.kind, AttachmentKind::SignedPaper { number: of } if of == number),
        )
    }

    /// Kinds a file can be attached as, with the words of a choice.
    pub fn attachment_choices(&self) -> Vec<(AttachmentKind, String)> {
        let mut list = vec![(AttachmentKind::Scene, AttachmentKind::Scene.label().to_owned())];
        let named = |kind: AttachmentKind, subject: String| {
            let words = format!("{}: {subject}", kind.label());
            (kind, words)
        };
        for index in 0..self.exhibits_now().len() {
            let kind = AttachmentKind::Exhibit { index };
            let subject = self.subject_of(&kind).unwrap_or_default();
            list.push(named(kind, format!("{}. {subject}", index + 1)));
        }
        for paper in self.papers() {
            let kind = AttachmentKind::SignedPaper { number: paper.number };
            let subject = self.subject_of(&kind).unwrap_or_default();
            list.push(named(kind, subject));
        }
        list.push((AttachmentKind::Other, AttachmentKind::Other.label().to_owned()));
        list
    }

    /// The exhibit or paper a kind names, in words; `None` when the case has no such thing.
    fn subject_of(&self, kind: &AttachmentKind) -> Option<String> {
        match kind {
            AttachmentKind::Scene | AttachmentKind::Other => Some(String::new()),
            AttachmentKind::Exhibit { index } => self.exhibits_now().get(*index).map(|exhibit| exhibit.name.clone()),
            AttachmentKind::SignedPaper { number } => self
                .papers()
                .into_iter()
                .find(|paper| paper.number == *number)
                .map(|paper| format!("{} số {number}", paper.name)),
        }
    }
}

/// Decides whether a file joins the case.
pub(super) fn attach(case: &CaseFile, new: &NewAttachment, context: &Context<'_>) -> Result<EventBody, Refusal> {
    not_archived(case)?;
    let mut errors = Vec::new();
    let mut wrong = |field: &str, message: String| errors.push(FieldError::new(field, message));
    let hex = |digit: u8| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit);
    if new.sha256.len() != 64 || !new.sha256.bytes().all(hex) || new.size == 0 {
        wrong("files", "Tệp trống hoặc không đọc được. Mở thử tệp trên máy rồi chọn lại.".to_owned());
    }
    if new.size > MAX_FILE_BYTES {
        wrong("files", format!("Tệp lớn hơn {}. Giảm độ phân giải hoặc tách tệp.", size_in_words(MAX_FILE_BYTES)));
    }
    let picture = matches!(new.kind, AttachmentKind::Scene | AttachmentKind::Exhibit { .. });
    if picture && !new.media.is_image() {
        let words = new.kind.label();
        wrong("kind", format!("{words} phải là tệp ảnh JPEG, PNG hoặc WebP. Với tệp PDF, chọn loại khác."));
    }
    let subject = case.subject_of(&new.kind);
    if subject.is_none() {
        wrong("kind", "Hồ sơ không có tang vật hoặc văn bản này nữa. Mở lại hồ sơ rồi chọn loại tài liệu.".to_owned());
    }
    let caption = clean(&new.caption);
    if caption.chars().count() > MAX_CAPTION {
        wrong("caption", format!("Chú thích dài quá {MAX_CAPTION} chữ. Rút gọn chú thích."));
    }
    if new.taken_on.is_some_and(|day| day > context.today()) {
        let today = format_date(context.today());
        wrong("taken_on", format!("Ngày chụp, ngày ký không thể sau hôm nay ({today})."));
    }
    let twin = case.live_attachments().find(|kept| kept.file.sha256 == new.sha256 && kept.file.kind == new.kind);
    if let Some(twin) = twin {
        let when = format_short(to_local(twin.at));
        wrong("files", format!("Tệp này đã có trong hồ sơ ({}, lúc {when}); không cần gửi lại.", twin.title()));
    }
    if case.attachments.len() >= MAX_ATTACHMENTS {
        wrong("files", format!("Hồ sơ đã có {MAX_ATTACHMENTS} tệp. Ghép các trang còn lại vào một tệp PDF."));
    }
    if !errors.is_empty() {
        return Err(Refusal::Fields { errors });
    }
    let name = clean(&new.name).chars().take(MAX_NAME).collect();
    Ok(EventBody::AttachmentAdded {
        attachment: Box::new(Attachment {
            seq: case.version + 1,
            file: NewAttachment { caption, name, ..new.clone() },
            subject: subject.unwrap_or_default(),
            at: context.now,
            by: context.actor.officer.clone(),
            withdrawn: None,
        }),
    })
}

/// Decides whether a file is withdrawn.
pub(super) fn withdraw(case: &CaseFile, seq: u32, reason: &str, context: &Context<'_>) -> Result<EventBody, Refusal> {
    not_archived(case)?;
    let kept = case.attachment(seq).ok_or(Refusal::Hidden)?;
    let wrong = |message: String| Err(Refusal::Fields { errors: vec![FieldError::new("reason", message)] });
    if let Some(done) = &kept.withdrawn {
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
    let withdrawal = Withdrawal { at: context.now, by: context.actor.officer.clone(), reason };
    Ok(EventBody::AttachmentWithdrawn { seq, withdrawal })
}

/// The archive has the file as it was handed over.
fn not_archived(case: &CaseFile) -> Result<(), Refusal> {
    if case.stage == Stage::Archived {
        return Err(Refusal::WrongStage { stage: case.stage, step: Action::AttachFile.label().to_owned() });
    }
    Ok(())
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
    fn kinds_go_by_keys() {
        for kind in [
            AttachmentKind::Scene,
            AttachmentKind::Exhibit { index: 3 },
            AttachmentKind::SignedPaper { number: "33010004/BB-VPHC".to_owned() },
            AttachmentKind::Other,
        ] {
            assert_eq!(AttachmentKind::from_key(&kind.key()), Some(kind));
        }
        for key in ["", "tang-vat", "tang-vat.x", "tang-vat.-1", "van-ban.", "van-ban", "hien-truong.1", "khac.1"] {
            assert_eq!(AttachmentKind::from_key(key), None, "{key}");
        }
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
