//! Photos in the file of an establishment: signboard, counter, store room, what was seen on the spot.
//!
//! The bytes are kept elsewhere under their hash; who added a photo, and who withdrew it and why, are events in a chain. Nothing is
//! deleted. Must not know: how bytes are kept, decoded or sent.

use crate::calendar::{format_short, to_local};
use crate::case::{FieldError, Refusal};
use crate::media::{KeptFile, Withdrawal, problems, short_hash, size_in_words, withdrawal};
use crate::officer::OfficerSnapshot;
use crate::party::EstablishmentId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Most photos of one establishment, withdrawn ones included: its page reads them all.
pub const MAX_PHOTOS: usize = 100;

/// A photo of an establishment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Photo {
    /// Its place among the photos of the establishment, from 1; its address.
    pub seq: u32,
    #[serde(flatten)]
    pub file: KeptFile,
    pub at: Timestamp,
    pub by: OfficerSnapshot,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Withdrawal>,
}

impl Photo {
    /// What it shows, for who does not see it: its caption, else its place in the list.
    pub fn alt(&self) -> String {
        if self.file.caption.is_empty() {
            format!("Ảnh cơ sở số {}", self.seq)
        } else {
            self.file.caption.clone()
        }
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

/// What was done with the photos of an establishment, by whom and when; nobody changes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoEvent {
    pub place: EstablishmentId,
    pub at: Timestamp,
    pub by: OfficerSnapshot,
    pub body: PhotoEventBody,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum PhotoEventBody {
    PhotoAdded { photo: Box<Photo> },
    PhotoWithdrawn { seq: u32, withdrawal: Withdrawal },
}

impl PhotoEventBody {
    /// Stable key, as stored.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::PhotoAdded { .. } => "photo-added",
            Self::PhotoWithdrawn { .. } => "photo-withdrawn",
        }
    }

    /// Folds it into the photos there were before it.
    pub fn apply(&self, photos: &mut Vec<Photo>) {
        match self {
            Self::PhotoAdded { photo } => photos.push((**photo).clone()),
            Self::PhotoWithdrawn { seq, withdrawal } => {
                if let Some(photo) = photos.iter_mut().find(|photo| photo.seq == *seq) {
                    photo.withdrawn = Some(withdrawal.clone());
                }
            }
        }
    }
}

/// Decides whether a photo joins those of an establishment.
///
/// # Errors
/// Everything that stops it, at its field of the form.
pub fn add_photo(
    photos: &[Photo],
    file: KeptFile,
    at: Timestamp,
    by: &OfficerSnapshot,
) -> Result<PhotoEventBody, Refusal> {
    let file = file.cleaned();
    let mut errors = problems(&file, to_local(at).date());
    let mut wrong = |message: String| errors.push(FieldError::new("files", message));
    if !file.media.is_image() {
        wrong("Hồ sơ cơ sở nhận ảnh JPEG, PNG hoặc WebP; tệp PDF đính kèm ở hồ sơ vụ việc.".to_owned());
    }
    if let Some(twin) = photos.iter().find(|kept| kept.withdrawn.is_none() && kept.file.sha256 == file.sha256) {
        let when = format_short(to_local(twin.at));
        wrong(format!("Ảnh này đã có trong hồ sơ cơ sở ({}, lúc {when}); không cần gửi lại.", twin.alt()));
    }
    if photos.len() >= MAX_PHOTOS {
        wrong(format!("Hồ sơ cơ sở đã có {MAX_PHOTOS} ảnh, kể cả ảnh đã rút; không nhận thêm."));
    }
    if !errors.is_empty() {
        return Err(Refusal::Fields { errors });
    }
    let seq = u32::try_from(photos.len()).unwrap_or(u32::MAX).saturating_add(1);
    Ok(PhotoEventBody::PhotoAdded { photo: Box::new(Photo { seq, file, at, by: by.clone(), withdrawn: None }) })
}

/// Decides whether a photo is withdrawn.
///
/// # Errors
/// `Hidden` for a photo that is not there; refused at the reason when it says nothing, or the photo is withdrawn already.
pub fn withdraw_photo(
    photos: &[Photo],
    seq: u32,
    reason: &str,
    at: Timestamp,
    by: &OfficerSnapshot,
) -> Result<PhotoEventBody, Refusal> {
    let kept = photos.iter().find(|photo| photo.seq == seq).ok_or(Refusal::Hidden)?;
    let withdrawal = withdrawal(kept.withdrawn.as_ref(), reason, at, by)?;
    Ok(PhotoEventBody::PhotoWithdrawn { seq, withdrawal })
}
