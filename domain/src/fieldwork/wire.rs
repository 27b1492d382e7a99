//! What travels: a batch of commands one way, an outcome for each the other way.

use super::lines::Line;
use super::merge::FieldConflict;
use super::numbers::TakenNumber;
use crate::case::{CaseId, Command, FieldError};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt;
use uuid::Uuid;

/// Commands of one batch at most; an outbox that holds more is sent in several.
pub const MAX_BATCH: usize = 20;

/// A device that was given a kit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DeviceId(pub Uuid);

/// What makes a command the same command, however often it is sent: given on the device when the officer files it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CommandKey(pub Uuid);

impl fmt::Display for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for CommandKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// One command as the officer gave it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Queued {
    pub key: CommandKey,
    pub case: CaseId,
    /// Version of the case the form was filled in against, as the server had it. For a command that follows another one of this
    /// device which was not sent yet, the version the device counts for it.
    pub seen: u32,
    /// The command of this device it follows on the same case, while that one's outcome was not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<CommandKey>,
    /// The command it was filed again for, after a conflict or a refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<CommandKey>,
    /// When the officer filed it, by the device's clock set right by the server's.
    pub filed_at: Timestamp,
    /// The number it was given from a block of the device; without one the server draws the next of the series.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<TakenNumber>,
    /// Key of the step whose form it was, e.g. `bien-ban-kiem-tra`.
    pub step: String,
    /// What was typed, so that the form opens again as it was.
    #[serde(default)]
    pub typed: Vec<(String, String)>,
    pub command: Command,
}

impl Queued {
    /// SHA-256 of what it says, 64 lower-case hex digits: the same key with other words is refused.
    pub fn digest(&self) -> String {
        // A value of our own types with text keys always has a JSON form.
        let bytes = serde_json::to_vec(self).unwrap_or_default();
        Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// `POST /dong-bo/gui`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Batch {
    pub device: DeviceId,
    /// In the order they were filed; at most [`MAX_BATCH`].
    pub commands: Vec<Queued>,
}

/// The answer to a batch: an outcome for each command, in its order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// The server's clock.
    pub now: Timestamp,
    pub outcomes: Vec<(CommandKey, Outcome)>,
}

/// What a command did to its case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// Version of the case after it.
    pub version: u32,
    /// Line of the timeline, e.g. `Lập biên bản kiểm tra số 33010004/BB-KT`.
    pub title: String,
    /// The number of the paper it made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}

/// What happened to a case since a form was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Since {
    pub seq: u32,
    pub title: String,
    pub by: String,
    pub at: Timestamp,
}

/// What became of a command. Kept under its key: sent again, it is answered the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Outcome {
    /// It is in the case.
    Accepted { done: Done },
    /// The case holds the same already, written by somebody else or from another device.
    Already { done: Done },
    /// The case has changed under it: a person decides, side by side.
    Conflict {
        /// Version of the case as the server has it.
        current: u32,
        since: Vec<Since>,
        /// What this command says.
        mine: Vec<Line>,
        /// What the case says in its place; empty where nothing stands there.
        theirs: Vec<Line>,
    },
    /// The law or the form's rules refuse it.
    Refused {
        message: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        citation: Option<String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        errors: Vec<FieldError>,
    },
    /// The command it follows was not settled in its favour: it waits for what a person decides there.
    Waits { on: CommandKey },
    /// The officer took it back, with a reason; nothing of it was done, and it stays to be read.
    Withdrawn { reason: String },
    /// It was filed again under another key.
    Replaced { by: CommandKey },
}

impl Outcome {
    /// Stable key, as stored.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Accepted { .. } => "accepted",
            Self::Already { .. } => "already",
            Self::Conflict { .. } => "conflict",
            Self::Refused { .. } => "refused",
            Self::Waits { .. } => "waits",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Replaced { .. } => "replaced",
        }
    }

    /// In words, for lists.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Accepted { .. } => "Đã ghi vào hồ sơ",
            Self::Already { .. } => "Hồ sơ đã có nội dung này",
            Self::Conflict { .. } => "Khác với hồ sơ trên hệ thống",
            Self::Refused { .. } => "Chưa ghi được",
            Self::Waits { .. } => "Chờ biên bản trước đó",
            Self::Withdrawn { .. } => "Đã rút lại",
            Self::Replaced { .. } => "Đã lập lại",
        }
    }

    /// Whether it is in the case.
    pub const fn done(&self) -> Option<&Done> {
        match self {
            Self::Accepted { done } | Self::Already { done } => Some(done),
            _ => None,
        }
    }

    /// Whether a person has to decide.
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Conflict { .. } | Self::Refused { .. })
    }
}

/// Why nothing is taken from a device at all: the status is 401 or 403, and the device keeps everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Denial {
    /// Nobody is signed in, or the session is over.
    SignIn,
    /// The device was taken out of use: its kit goes, what was not sent stays sealed.
    Revoked,
    /// The device belongs to somebody else.
    NotYours,
    /// The device is not known here.
    Unknown,
}

impl Denial {
    /// What the officer does now.
    pub const fn message(self) -> &'static str {
        match self {
            Self::SignIn => "Phiên làm việc đã hết hạn. Đăng nhập lại rồi bấm Gửi; nội dung chưa gửi vẫn còn trên máy.",
            Self::Revoked => {
                "Thiết bị này đã bị thu hồi quyền đi hiện trường. Nội dung chưa gửi vẫn được niêm phong trên máy: lưu bản dự phòng và liên hệ lãnh đạo đơn vị."
            }
            Self::NotYours => "Gói hồ sơ trên máy thuộc tài khoản khác. Đăng nhập đúng tài khoản đã lập gói rồi gửi.",
            Self::Unknown => "Hệ thống chưa biết thiết bị này. Cập nhật gói hồ sơ rồi gửi lại.",
        }
    }
}

/// `POST /dong-bo/nhap`: a form that is not filed yet, kept for the officer's other devices and for the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftPush {
    pub device: DeviceId,
    pub case: CaseId,
    pub step: String,
    /// Version of the draft on the server that this one goes on from; 0 for none.
    pub seen: u32,
    /// The fields of that version.
    #[serde(default)]
    pub base: BTreeMap<String, String>,
    pub mine: BTreeMap<String, String>,
}

/// What the server holds of a draft now.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftAnswer {
    /// Goes up by one with each change; 0 while there is none.
    pub version: u32,
    /// Both changes together where they are compatible; the server's where they are not.
    pub fields: BTreeMap<String, String>,
    /// Fields that both have changed, each to something else. While there is one, nothing was written.
    pub conflicts: Vec<FieldConflict>,
}
