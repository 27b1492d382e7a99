//! The steps that are timed, and the articles whose periods they are held to.

use crate::statute::{Citation, Length, deadline_rule};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A step of a case from one paper or act to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// From the draft of an inspection decision to its signature.
    Approval,
    /// From the opening of the file to the end of the inspection.
    Inspection,
    /// At the place: from the announcement of the decision to the end of the inspection.
    AtPlace,
    /// From the end of the inspection to the report on its result.
    Report,
    /// From the end of the inspection, or the finding, to the violation record.
    Violation,
    /// From the violation record to the submission to a higher competent person.
    HandOver,
    /// From the violation record to the sanction decision.
    Decision,
    /// From the submission of a draft decision to its signature.
    Signing,
    /// From the submission of a draft decision to its return.
    Returned,
    /// From the sanction decision to its receipt.
    Service,
    /// From the receipt to the last đồng of the fine.
    Payment,
    /// Exhibits held: from the seizure to their return or confiscation.
    Custody,
    /// From the last part carried out to the end of the file.
    Closing,
    /// From the opening to the end of the file.
    Whole,
    /// A paper that was cancelled: how long it stood.
    Cancelled,
    /// From the day of the act to the day it was entered.
    Entry,
}

impl Step {
    pub const ALL: [Step; 16] = [
        Self::Approval,
        Self::Inspection,
        Self::AtPlace,
        Self::Report,
        Self::Violation,
        Self::HandOver,
        Self::Decision,
        Self::Signing,
        Self::Returned,
        Self::Service,
        Self::Payment,
        Self::Custody,
        Self::Closing,
        Self::Whole,
        Self::Cancelled,
        Self::Entry,
    ];

    /// Stable key, as stored and as used in addresses.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Approval => "ky-kiem-tra",
            Self::Inspection => "kiem-tra",
            Self::AtPlace => "tai-noi",
            Self::Report => "bao-cao",
            Self::Violation => "bien-ban",
            Self::HandOver => "trinh-cap-tren",
            Self::Decision => "quyet-dinh",
            Self::Signing => "ky-xu-phat",
            Self::Returned => "tra-lai",
            Self::Service => "giao",
            Self::Payment => "nop-phat",
            Self::Custody => "tam-giu",
            Self::Closing => "ket-thuc",
            Self::Whole => "toan-bo",
            Self::Cancelled => "huy-bo",
            Self::Entry => "nhap",
        }
    }

    /// Reads a key back.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.key() == key)
    }

    /// What is timed.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Approval => "Ký quyết định kiểm tra",
            Self::Inspection => "Kiểm tra xong",
            Self::AtPlace => "Kiểm tra tại nơi kiểm tra",
            Self::Report => "Báo cáo kết quả kiểm tra",
            Self::Violation => "Lập biên bản vi phạm hành chính",
            Self::HandOver => "Trình hồ sơ lên cấp trên",
            Self::Decision => "Ra quyết định xử phạt",
            Self::Signing => "Ký dự thảo quyết định xử phạt",
            Self::Returned => "Trả lại tờ trình",
            Self::Service => "Giao quyết định xử phạt",
            Self::Payment => "Nộp đủ tiền phạt",
            Self::Custody => "Tạm giữ tang vật, phương tiện",
            Self::Closing => "Kết thúc hồ sơ",
            Self::Whole => "Toàn bộ hồ sơ",
            Self::Cancelled => "Hủy văn bản đã ký",
            Self::Entry => "Nhập vào hệ thống",
        }
    }

    /// From what to what it is timed.
    pub const fn span(self) -> &'static str {
        match self {
            Self::Approval => "từ khi trình dự thảo đến khi ký",
            Self::Inspection => "từ khi mở hồ sơ đến khi kết thúc kiểm tra",
            Self::AtPlace => "từ khi công bố quyết định đến khi kết thúc kiểm tra",
            Self::Report => "từ khi kết thúc kiểm tra đến khi báo cáo",
            Self::Violation => "từ khi kết thúc kiểm tra hoặc phát hiện đến khi lập biên bản",
            Self::HandOver => "từ khi lập biên bản đến khi trình",
            Self::Decision => "từ khi lập biên bản đến khi ký quyết định",
            Self::Signing => "từ khi trình dự thảo đến khi ký",
            Self::Returned => "từ khi trình dự thảo đến khi bị trả lại",
            Self::Service => "từ ngày ký đến ngày nhận quyết định",
            Self::Payment => "từ ngày nhận quyết định đến ngày nộp đủ",
            Self::Custody => "từ khi tạm giữ đến khi trả lại hoặc tịch thu",
            Self::Closing => "từ ngày thi hành xong phần cuối cùng đến khi kết thúc",
            Self::Whole => "từ khi mở đến khi kết thúc hồ sơ",
            Self::Cancelled => "từ khi ký đến khi bị hủy",
            Self::Entry => "từ ngày kiểm tra, lập biên bản đến ngày nhập",
        }
    }

    /// The deadlines of the law it is held to, by their ids.
    pub const fn rules(self) -> &'static [&'static str] {
        match self {
            Self::AtPlace => &["D-02"],
            Self::Report => &["D-01"],
            Self::Violation => &["D-10"],
            Self::HandOver => &["D-11"],
            Self::Decision => &["D-20", "D-21", "D-22", "D-23"],
            Self::Service => &["D-25"],
            Self::Payment => &["D-40"],
            Self::Custody => &["D-30", "D-31", "D-32", "D-33"],
            Self::Approval
            | Self::Inspection
            | Self::Signing
            | Self::Returned
            | Self::Closing
            | Self::Whole
            | Self::Cancelled
            | Self::Entry => &[],
        }
    }

    /// The periods of the law in force on a day, shortest first, with where the first of them stands; nothing where the law has none.
    pub fn ground(self, on: Date) -> Option<(Vec<Length>, Citation)> {
        let rules: Vec<_> = self.rules().iter().filter_map(|id| deadline_rule(id, on)).collect();
        let citation = rules.first()?.citation();
        Some((rules.into_iter().map(|rule| rule.length).collect(), citation))
    }

    /// Whether only the days are known, not the hours.
    pub const fn in_days(self) -> bool {
        matches!(self, Self::Service | Self::Payment | Self::Closing | Self::Entry)
    }

    /// Whether its cases carry a reason in words.
    pub const fn has_reason(self) -> bool {
        matches!(self, Self::Returned | Self::Cancelled)
    }
}
