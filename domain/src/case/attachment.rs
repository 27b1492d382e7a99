//! Files attached to a case: photos of the scene and of exhibits, scans of signed papers, other documents.
//!
//! The bytes are kept elsewhere under their hash; the case says in its chain what they are, who attached them and when.
//! Nothing that was attached is deleted: it is withdrawn, with a reason that stays. Must not know: how bytes are kept,
//! decoded or sent.

use super::{CaseFile, Context, EventBody, FieldError, Refusal, Stage};
use crate::authority::Action;
use crate::calendar::{format_short, to_local};
use crate::media::{KeptFile, problems, short_hash, withdrawal};
pub use crate::media::{MAX_CAPTION, MAX_FILE_BYTES, MAX_REASON, Media, Withdrawal, size_in_words};
use crate::officer::OfficerSnapshot;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Most files of one case, withdrawn ones included: its document is read whole with every page.
pub const MAX_ATTACHMENTS: usize = 300;

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

impl NewAttachment {
    /// The file without what it is to the case.
    pub fn kept(self) -> KeptFile {
        let Self { kind: _, media, sha256, size, pixels, name, caption, taken_on } = self;
        KeptFile { media, sha256, size, pixels, name, caption, taken_on }
    }

    /// A file as something of the case.
    pub fn of(kind: AttachmentKind, file: KeptFile) -> Self {
        let KeptFile { media, sha256, size, pixels, name, caption, taken_on } = file;
        Self { kind, media, sha256, size, pixels, name, caption, taken_on }
    }
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
        short_hash(&self.file.sha256)
    }

    /// Size in words, e.g. `1,4 MB`.
    pub fn size(&self) -> String {
        size_in_words(self.file.size)
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
    let file = new.clone().kept().cleaned();
    let mut errors = problems(&file, context.today());
    let mut wrong = |field: &str, message: String| errors.push(FieldError::new(field, message));
    let picture = matches!(new.kind, AttachmentKind::Scene | AttachmentKind::Exhibit { .. });
    if picture && !new.media.is_image() {
        let words = new.kind.label();
        wrong("kind", format!("{words} phải là tệp ảnh JPEG, PNG hoặc WebP. Với tệp PDF, chọn loại khác."));
    }
    let subject = case.subject_of(&new.kind);
    if subject.is_none() {
        wrong("kind", "Hồ sơ không có tang vật hoặc văn bản này nữa. Mở lại hồ sơ rồi chọn loại tài liệu.".to_owned());
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
    Ok(EventBody::AttachmentAdded {
        attachment: Box::new(Attachment {
            seq: case.version + 1,
            file: NewAttachment::of(new.kind.clone(), file),
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
    let withdrawal = withdrawal(kept.withdrawn.as_ref(), reason, context.now, &context.actor.officer)?;
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
}
