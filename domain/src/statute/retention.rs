//! How long personal data are kept.

use crate::catalogue::Mark;

/// How long a kind of personal data is kept after the last matter it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    pub what: &'static str,
    /// Years after the end.
    pub years: i16,
    /// From when the years run.
    pub from: &'static str,
    pub source: &'static str,
    pub mark: Mark,
}

/// The periods as shipped. No text seen sets them for this force (sources.md 2.11: “Retention periods: not found”), so each is unsure and
/// is shown as such; nothing is deleted by itself.
pub const RETENTION: [Retention; 3] = [
    Retention {
        what: "Hồ sơ vụ việc vi phạm hành chính và người vi phạm",
        years: 10,
        from: "ngày kết thúc vụ việc cuối cùng",
        source: "Luật Lưu trữ 2024, chưa tìm thấy thời hạn riêng của lực lượng",
        mark: Mark::Unsure,
    },
    Retention {
        what: "Cá nhân, hộ kinh doanh chưa từng vi phạm",
        years: 5,
        from: "lần rà soát hoặc kiểm tra cuối cùng",
        source: "Luật Bảo vệ dữ liệu cá nhân: không lưu lâu hơn mục đích; số năm chưa có văn bản",
        mark: Mark::Unsure,
    },
    Retention {
        what: "Nhật ký đọc hồ sơ cá nhân",
        years: 5,
        from: "ngày đọc",
        source: "Chưa có văn bản quy định",
        mark: Mark::Unsure,
    },
];
