//! What kinds of tasks there are, where a part of one stands, and whose turn it is.

use serde::{Deserialize, Serialize};

/// What is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TaskKind {
    /// Văn bản chỉ đạo: what a unit has to do from now on.
    Directive,
    /// Đợt cao điểm, chuyên đề: with a period, and figures of it.
    Campaign,
    /// Việc cụ thể.
    Specific,
}

impl TaskKind {
    pub const ALL: [TaskKind; 3] = [Self::Specific, Self::Campaign, Self::Directive];

    /// Stable key, as stored and as used in addresses.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Directive => "van-ban-chi-dao",
            Self::Campaign => "dot-cao-diem",
            Self::Specific => "viec-cu-the",
        }
    }

    /// Reads a stored key back.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Name.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Directive => "Văn bản chỉ đạo",
            Self::Campaign => "Đợt cao điểm, chuyên đề",
            Self::Specific => "Việc cụ thể",
        }
    }
}

/// Whom a part waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TaskTurn {
    Addressee,
    Giver,
    Nobody,
}

impl TaskTurn {
    /// Stable key, as stored.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Addressee => "addressee",
            Self::Giver => "giver",
            Self::Nobody => "nobody",
        }
    }
}

/// Where a part stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartState {
    /// The addressee has not taken it yet.
    Given,
    /// He asked back; the giver answers or withdraws.
    AskedBack,
    Accepted,
    /// The result is reported; the giver judges it.
    Reported,
    /// The result was returned; the addressee goes on.
    Returned,
    /// The result was accepted.
    Done,
    Withdrawn,
}

impl PartState {
    /// All states, in the order a part goes through them.
    pub const ALL: [PartState; 7] =
        [Self::Given, Self::AskedBack, Self::Accepted, Self::Reported, Self::Returned, Self::Done, Self::Withdrawn];

    /// Stable key, as stored and as used in addresses.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Given => "cho-tiep-nhan",
            Self::AskedBack => "hoi-lai",
            Self::Accepted => "dang-thuc-hien",
            Self::Reported => "cho-danh-gia",
            Self::Returned => "bi-tra-lai",
            Self::Done => "da-hoan-thanh",
            Self::Withdrawn => "da-thu-hoi",
        }
    }

    /// Reads a stored key back.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// Status in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Given => "Chờ tiếp nhận",
            Self::AskedBack => "Hỏi lại, chờ người giao trả lời",
            Self::Accepted => "Đang thực hiện",
            Self::Reported => "Đã báo cáo, chờ đánh giá",
            Self::Returned => "Kết quả bị trả lại",
            Self::Done => "Đã hoàn thành",
            Self::Withdrawn => "Đã thu hồi",
        }
    }

    /// Whose turn it is.
    pub const fn turn(self) -> TaskTurn {
        match self {
            Self::Given | Self::Accepted | Self::Returned => TaskTurn::Addressee,
            Self::AskedBack | Self::Reported => TaskTurn::Giver,
            Self::Done | Self::Withdrawn => TaskTurn::Nobody,
        }
    }

    /// Whether anything is still to be done.
    pub const fn is_open(self) -> bool {
        !matches!(self.turn(), TaskTurn::Nobody)
    }

    /// Whether the addressee has taken it and works on it.
    pub const fn is_worked(self) -> bool {
        matches!(self, Self::Accepted | Self::Returned)
    }
}
