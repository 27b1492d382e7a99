//! Periodic reports as data: which rows, which figures, compared with what, due when, on which ground.
//!
//! A definition is a row of [`DEFINITIONS`]; [`evaluate`] puts sums into it. Must not know: where sums come from, or how a table is
//! shown.

mod evaluate;
#[cfg(test)]
mod tests;

pub use evaluate::{Cell, Line, Part, RowKey, Sums, Table, Value, evaluate, evaluate_fields, percent};

use super::{Figure, Measure};
use crate::calendar::{Period, PeriodKind};
use crate::catalogue::{Field, Mark};

/// Over which days, or against which, a column is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Over {
    /// Kỳ này.
    Period,
    /// Lũy kế từ đầu năm báo cáo.
    YearToDate,
    /// Kỳ trước.
    Previous,
    /// Cùng kỳ năm trước.
    SameLastYear,
}

impl Over {
    pub const ALL: [Over; 4] = [Self::Period, Self::YearToDate, Self::Previous, Self::SameLastYear];

    /// Key in addresses.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Period => "ky-nay",
            Self::YearToDate => "luy-ke",
            Self::Previous => "ky-truoc",
            Self::SameLastYear => "cung-ky",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|over| over.key() == key)
    }

    /// Heading below that of the figure.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Period => "Kỳ này",
            Self::YearToDate => "Lũy kế",
            Self::Previous => "Kỳ trước",
            Self::SameLastYear => "Cùng kỳ năm trước",
        }
    }

    /// The days meant, given the period of the report.
    pub fn of(self, period: &Period) -> Period {
        match self {
            Self::Period => *period,
            Self::YearToDate => period.year_to_date(),
            Self::Previous => period.previous(),
            Self::SameLastYear => period.same_last_year(),
        }
    }
}

/// What stands in a column below the heading of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// The figure itself.
    Value(Over),
    /// This period less another.
    Change(Over),
    /// The same in per cent of the other; “–” where that is nothing.
    Percent(Over),
}

impl Shown {
    /// Heading.
    pub fn label(self) -> String {
        match self {
            Self::Value(over) => over.label().to_owned(),
            Self::Change(over) => format!("Tăng, giảm so với {}", over.label().to_lowercase()),
            Self::Percent(over) => format!("% so với {}", over.label().to_lowercase()),
        }
    }

    const fn over(self) -> Over {
        match self {
            Self::Value(over) | Self::Change(over) | Self::Percent(over) => over,
        }
    }
}

/// A row made of several fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    pub key: &'static str,
    pub label: &'static str,
    pub fields: &'static [Field],
}

/// The rows of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// Every field of management, also those without a figure.
    Fields,
    /// The units below the reporting one.
    Units,
    Groups(&'static [Group]),
}

impl Rows {
    /// Heading of the first column.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Fields => "Lĩnh vực",
            Self::Units => "Đơn vị",
            Self::Groups(_) => "Nhóm vi phạm",
        }
    }
}

/// One report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Definition {
    /// Stable key, as in addresses.
    pub key: &'static str,
    /// Which state of its rows and columns: figures of different versions are not compared.
    pub version: u32,
    pub title: &'static str,
    /// The kinds of periods it is made for.
    pub periods: &'static [PeriodKind],
    pub rows: Rows,
    pub figures: &'static [Figure],
    pub shown: &'static [Shown],
    /// What a reader must know.
    pub notes: &'static [&'static str],
    /// On which ground it is made.
    pub source: &'static str,
    /// How sure its layout is.
    pub mark: Mark,
}

impl Definition {
    /// The spans that must be summed for it, each once.
    pub fn spans(&self) -> Vec<Over> {
        let compared = self.shown.iter().any(|shown| !matches!(shown, Shown::Value(_)));
        let wanted =
            |over: &Over| self.shown.iter().any(|shown| shown.over() == *over) || (compared && *over == Over::Period);
        Over::ALL.into_iter().filter(wanted).collect()
    }

    /// The measures its figures are made of, each once.
    pub fn measures(&self) -> Vec<Measure> {
        let used: std::collections::BTreeSet<Measure> = self.figures.iter().flat_map(|figure| figure.terms()).collect();
        used.into_iter().collect()
    }

    /// Whether it is made for a period: its kind, and of quarters the first and the third alone, since a half-year and a year end with
    /// the others (TT 55/2020/TT-BCT [V]).
    pub fn is_for(&self, period: &Period) -> bool {
        let own = period.kind != PeriodKind::Quarter || matches!(period.to.month(), 3 | 9);
        own && self.periods.contains(&period.kind)
    }
}

impl Rows {
    /// The fields a row stands for; empty for all of them.
    pub fn fields(&self, key: &RowKey) -> Vec<Field> {
        match (self, key) {
            (_, RowKey::Field { field }) => vec![*field],
            (Self::Groups(groups), RowKey::Group { key }) => {
                groups.iter().filter(|group| group.key == key).flat_map(|group| group.fields).copied().collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The definition with that key.
pub fn find(key: &str) -> Option<&'static Definition> {
    DEFINITIONS.iter().find(|definition| definition.key == key)
}

const EVERY: &[PeriodKind] =
    &[PeriodKind::Week, PeriodKind::Month, PeriodKind::Quarter, PeriodKind::HalfYear, PeriodKind::Year];

/// Columns of the results of the force.
const RESULTS: &[Figure] = &[
    Figure::Measure(Measure::Inspections),
    Figure::Measure(Measure::Violations),
    Figure::Measure(Measure::Handled),
    Figure::Measure(Measure::ToPolice),
    Figure::Measure(Measure::Fines),
    Figure::Measure(Measure::ConfiscatedValue),
    Figure::Measure(Measure::SaleProceeds),
    Figure::Measure(Measure::Destroyed),
    Figure::Measure(Measure::Recovered),
    Figure::REVENUE,
];

const COMPARED: &[Shown] = &[
    Shown::Value(Over::Period),
    Shown::Value(Over::YearToDate),
    Shown::Value(Over::SameLastYear),
    Shown::Change(Over::SameLastYear),
    Shown::Percent(Over::SameLastYear),
    Shown::Change(Over::Previous),
    Shown::Percent(Over::Previous),
];

const ONCE: &str = "Vụ có nhiều lĩnh vực tính một vụ, theo lĩnh vực của hành vi thứ nhất; hành vi, tiền phạt, hàng hóa tính theo lĩnh vực của từng hành vi.";
const OWN_PERIOD: &str = "Biên bản, quyết định bị hủy bỏ giảm trừ ở kỳ có quyết định hủy bỏ; kỳ đã báo cáo giữ nguyên.";
const NO_TAX: &str =
    "Cột nộp lại số lợi bất hợp pháp không gồm thuế truy thu: cơ quan thuế quyết định, không có trong hồ sơ.";

/// Rows of the tables for Ban Chỉ đạo 389. Which fields make which group is not settled by a text that was seen [U]: whatever is not
/// contraband, smuggled or counterfeit stands with trade fraud, so that the rows sum up to all.
const GROUPS_389: &[Group] = &[
    Group {
        key: "hang-cam-hang-lau", label: "Hàng cấm, hàng lậu", fields: &[Field::HangCam, Field::HangNhapLau]
    },
    Group {
        key: "gian-lan-thuong-mai",
        label: "Gian lận thương mại và vi phạm khác",
        fields: &[
            Field::GianLanThuongMai,
            Field::KhongRoNguonGoc,
            Field::Attp,
            Field::Gia,
            Field::NhanHangHoa,
            Field::ThuongMaiDienTu,
            Field::XangDau,
            Field::ThuocLa,
            Field::Ruou,
            Field::DoLuongChatLuong,
            Field::BaoVeNguoiTieuDung,
            Field::DangKyKinhDoanh,
            Field::Khac,
        ],
    },
    Group {
        key: "hang-gia", label: "Hàng giả, xâm phạm quyền sở hữu trí tuệ", fields: &[Field::HangGiaShtt]
    },
];

/// Every report there is, in the order of lists.
pub const DEFINITIONS: [Definition; 4] = [
    Definition {
        key: "ket-qua",
        version: 1,
        title: "Kết quả kiểm tra, xử lý vi phạm theo lĩnh vực",
        periods: EVERY,
        rows: Rows::Fields,
        figures: RESULTS,
        shown: COMPARED,
        notes: &[ONCE, OWN_PERIOD, NO_TAX],
        source: "Thông tư 55/2020/TT-BCT; số liệu chốt theo Điều 12 Nghị định 09/2019/NĐ-CP",
        mark: Mark::Recalled,
    },
    Definition {
        key: "ket-qua-don-vi",
        version: 1,
        title: "Kết quả kiểm tra, xử lý vi phạm theo đơn vị",
        periods: EVERY,
        rows: Rows::Units,
        figures: RESULTS,
        shown: COMPARED,
        notes: &[OWN_PERIOD, NO_TAX],
        source: "Thông tư 55/2020/TT-BCT; số liệu chốt theo Điều 12 Nghị định 09/2019/NĐ-CP",
        mark: Mark::Recalled,
    },
    Definition {
        key: "bcd-389",
        version: 1,
        title: "Kết quả chống buôn lậu, gian lận thương mại và hàng giả (Ban Chỉ đạo 389)",
        periods: &[PeriodKind::Month, PeriodKind::Quarter, PeriodKind::HalfYear, PeriodKind::Year],
        rows: Rows::Groups(GROUPS_389),
        figures: &[
            Figure::Measure(Measure::Violations),
            Figure::Measure(Measure::Handled),
            Figure::Measure(Measure::Prosecuted),
            Figure::PARTIES,
            Figure::Measure(Measure::FinesPaid),
            Figure::Measure(Measure::Recovered),
            Figure::Measure(Measure::SaleProceeds),
            Figure::REVENUE,
            Figure::Measure(Measure::ExhibitsValue),
        ],
        shown: &[
            Shown::Value(Over::Period),
            Shown::Value(Over::SameLastYear),
            Shown::Change(Over::SameLastYear),
            Shown::Percent(Over::SameLastYear),
        ],
        notes: &[
            "Chỉ gồm số liệu của lực lượng Quản lý thị trường; số bị can không có trong hồ sơ.",
            "Lĩnh vực không phải hàng cấm, hàng nhập lậu, hàng giả được xếp vào nhóm gian lận thương mại và vi phạm khác.",
            OWN_PERIOD,
            NO_TAX,
        ],
        source: "Quy chế báo cáo của Ban Chỉ đạo 389 quốc gia (chưa đối chiếu mẫu biểu)",
        mark: Mark::Unsure,
    },
    Definition {
        key: "xlvphc",
        version: 1,
        title: "Thống kê tình hình xử lý vi phạm hành chính",
        periods: &[PeriodKind::HalfYear, PeriodKind::Year],
        rows: Rows::Fields,
        figures: &[
            Figure::Measure(Measure::Violations),
            Figure::Measure(Measure::Decisions),
            Figure::Measure(Measure::Pending),
            Figure::Measure(Measure::ToPolice),
            Figure::Measure(Measure::Organisations),
            Figure::Measure(Measure::Individuals),
            Figure::Measure(Measure::Minors),
            Figure::Measure(Measure::Men),
            Figure::Measure(Measure::Women),
            Figure::Measure(Measure::Warnings),
            Figure::Measure(Measure::Executed),
            Figure::Measure(Measure::Unexecuted),
            Figure::Measure(Measure::Deferrals),
            Figure::Measure(Measure::Reliefs),
            Figure::Measure(Measure::Enforcements),
            Figure::Measure(Measure::Complaints),
            Figure::Measure(Measure::Suits),
            Figure::Measure(Measure::FinesPaid),
            Figure::Measure(Measure::SaleProceeds),
        ],
        shown: &[Shown::Value(Over::Period)],
        notes: &[
            "Số vụ đang giải quyết và quyết định chưa thi hành xong là số còn lại đến hết ngày cuối kỳ.",
            "Biện pháp thay thế xử lý đối với người chưa thành niên chưa có thủ tục trên hệ thống: ghi bổ sung nếu có.",
            ONCE,
            OWN_PERIOD,
        ],
        source: "Nghị định 118/2021/NĐ-CP, báo cáo công tác thi hành pháp luật về xử lý vi phạm hành chính (chưa đối chiếu mẫu biểu)",
        mark: Mark::Unsure,
    },
];
