//! Where a dossier stands, and whom it waits for.

use serde::{Deserialize, Serialize};

/// What kind of dossier it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// Nguồn thông tin (TT 27/2020/TT-BCT Điều 8).
    Lead,
    /// Biện pháp nghiệp vụ (TT 27/2020/TT-BCT Điều 34–36).
    Measure,
}

impl Sort {
    pub const ALL: [Sort; 2] = [Self::Lead, Self::Measure];

    /// Stable key, as stored.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Lead => "thong-tin",
            Self::Measure => "bien-phap",
        }
    }

    /// Reads a stored key back.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.key() == key)
    }

    /// Name.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Lead => "Nguồn thông tin",
            Self::Measure => "Biện pháp nghiệp vụ",
        }
    }
}

/// Whom a dossier waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Turn {
    /// The officers named on it.
    Officers,
    /// The head of its unit, or his deputy by delegation.
    Head,
    /// It is over, or waits for another dossier.
    Nobody,
}

/// Where a dossier stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// A lead was taken in and reported; the head says what is done.
    Received,
    /// A measure verifies it.
    Verifying,
    /// The measures are concluded.
    Verified,
    /// An inspection is proposed.
    Proposed,
    /// The proposal is approved; its method is to be issued (Điều 12).
    Agreed,
    /// A case may be opened from it.
    Ready,
    /// The case is open.
    Opened,
    /// A measure is planned and waits for the order.
    Planned,
    /// The plan of a measure was sent back.
    Returned,
    /// The measure is carried out.
    Running,
    /// Its result is reported; the head decides at once (Điều 10).
    Reported,
    /// Concluded: signs of a violation, an inspection is proposed.
    Signs,
    /// Concluded: no sign of a violation.
    NoSign,
    /// Passed on to the body in whose field it lies.
    PassedOn,
    /// Planned, and not carried out.
    Stopped,
}

impl State {
    /// All states, those of a lead first, in the order it goes through them.
    pub const ALL: [State; 15] = [
        Self::Received,
        Self::Verifying,
        Self::Verified,
        Self::Proposed,
        Self::Agreed,
        Self::Ready,
        Self::Opened,
        Self::Planned,
        Self::Returned,
        Self::Running,
        Self::Reported,
        Self::Signs,
        Self::NoSign,
        Self::PassedOn,
        Self::Stopped,
    ];

    /// Stable key, as stored and as used in addresses.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Received => "tiep-nhan",
            Self::Verifying => "dang-xac-minh",
            Self::Verified => "da-xac-minh",
            Self::Proposed => "de-xuat-kiem-tra",
            Self::Agreed => "cho-phuong-an",
            Self::Ready => "cho-mo-ho-so",
            Self::Opened => "da-mo-ho-so",
            Self::Planned => "cho-giao",
            Self::Returned => "bi-tra-lai",
            Self::Running => "dang-thuc-hien",
            Self::Reported => "cho-ket-luan",
            Self::Signs => "co-dau-hieu",
            Self::NoSign => "khong-dau-hieu",
            Self::PassedOn => "da-chuyen",
            Self::Stopped => "da-dung",
        }
    }

    /// Reads a stored key back.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// Status in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Received => "Đã tiếp nhận, chờ chỉ đạo",
            Self::Verifying => "Đang thẩm tra, xác minh",
            Self::Verified => "Đã có kết quả thẩm tra, xác minh",
            Self::Proposed => "Đã đề xuất kiểm tra, chờ duyệt",
            Self::Agreed => "Đã duyệt đề xuất, chờ phương án",
            Self::Ready => "Chờ mở hồ sơ kiểm tra",
            Self::Opened => "Đã mở hồ sơ kiểm tra",
            Self::Planned => "Chờ giao thực hiện",
            Self::Returned => "Bị trả lại để sửa",
            Self::Running => "Đang thực hiện",
            Self::Reported => "Đã báo cáo, chờ kết luận",
            Self::Signs => "Có dấu hiệu vi phạm, đã đề xuất kiểm tra",
            Self::NoSign => "Không có dấu hiệu vi phạm",
            Self::PassedOn => "Đã chuyển cơ quan có thẩm quyền",
            Self::Stopped => "Đã dừng, không thực hiện",
        }
    }

    /// Whose turn it is.
    pub const fn turn(self) -> Turn {
        match self {
            Self::Received | Self::Proposed | Self::Agreed | Self::Planned | Self::Reported => Turn::Head,
            Self::Verified | Self::Ready | Self::Returned | Self::Running => Turn::Officers,
            Self::Verifying | Self::Opened | Self::Signs | Self::NoSign | Self::PassedOn | Self::Stopped => {
                Turn::Nobody
            }
        }
    }

    /// Whether nothing more is done with it.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Opened | Self::Signs | Self::NoSign | Self::PassedOn | Self::Stopped)
    }

    /// The states a dossier of a sort can have.
    pub fn of(sort: Sort) -> impl Iterator<Item = State> {
        Self::ALL.into_iter().filter(move |state| match state {
            Self::NoSign | Self::PassedOn => true,
            Self::Received
            | Self::Verifying
            | Self::Verified
            | Self::Proposed
            | Self::Agreed
            | Self::Ready
            | Self::Opened => sort == Sort::Lead,
            Self::Planned | Self::Returned | Self::Running | Self::Reported | Self::Signs | Self::Stopped => {
                sort == Sort::Measure
            }
        })
    }
}
