//! The measures (chỉ tiêu): one column each, with what it counts and which date puts it in a period.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// In what a figure is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Counted {
    Cases,
    Acts,
    Decisions,
    /// Lượt: each time.
    Times,
    Organisations,
    Persons,
    /// Organisations and persons together.
    Parties,
    Dong,
}

impl Counted {
    /// The unit as a column heading names it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Cases => "vụ",
            Self::Acts => "hành vi",
            Self::Decisions => "quyết định",
            Self::Times => "lượt",
            Self::Organisations => "tổ chức",
            Self::Persons => "người",
            Self::Parties => "đối tượng",
            Self::Dong => "đồng",
        }
    }
}

/// One measure (chỉ tiêu); the date that puts it in a period is that of the paper or payment named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// Inspections carried out, by the inspection record; a case found without an inspection, by its finding.
    Inspections,
    /// Inspections with at least one violation, by the violation record or the sanction on the spot.
    Violations,
    /// Cases with a deciding paper: sanction, confiscation or remedies without one, transfer to prosecution; the first.
    Handled,
    /// Behaviour lines of sanction decisions.
    Acts,
    /// Organisations sanctioned, by the decision.
    Organisations,
    /// Individuals and household businesses sanctioned, by the decision.
    Individuals,
    /// Fines by decision.
    Fines,
    /// Fines paid to the Treasury, by the payment.
    FinesPaid,
    /// Exhibits as valued in the violation record, by that record.
    ExhibitsValue,
    /// Goods confiscated, by the decision, as valued in the file.
    ConfiscatedValue,
    /// Sanction decisions; one over several violators counts for each.
    Decisions,
    /// Individuals under 18 on the day of the act (Luật XLVPHC Điều 134).
    Minors,
    /// Individuals sanctioned whose sex is known.
    Men,
    Women,
    /// Behaviour lines of decisions sanctioned with a warning (cảnh cáo).
    Warnings,
    /// Licences and certificates taken for a time, by the decision.
    LicencesTaken,
    /// Activities suspended for a time, by the decision.
    Suspensions,
    /// Cases with exhibits seized by decision (MQĐ20).
    Seizures,
    /// Files handed over to the police, by the hand-over record (MBB28).
    ToPolice,
    /// Cases in which the police told of a prosecution, by the day it was entered.
    Prosecuted,
    /// Files passed on to another body.
    ToOthers,
    /// Enforcement decisions.
    Enforcements,
    /// Decisions to defer a fine (MQĐ03).
    Deferrals,
    /// Decisions to reduce or remit a fine (MQĐ04).
    Reliefs,
    /// Complaints, by the day they were received.
    Complaints,
    /// Lawsuits, by the day the court's notice was received.
    Suits,
    /// Sanction decisions carried out in every part.
    Executed,
    /// Money for late payment, by the payment.
    LateInterest,
    /// Illegal gain, or money equal to goods that are gone, paid in as a remedy (Luật XLVPHC Điều 37), by the payment.
    Recovered,
    /// Proceeds of the sale of confiscated goods, by the sale.
    SaleProceeds,
    /// Value of goods ordered destroyed at the violator's cost, by the decision.
    DestructionOrdered,
    /// Value of confiscated goods destroyed, by the record (MBB21).
    Destroyed,
    /// Value of confiscated goods sold, by the sale.
    SoldValue,
    /// Value of confiscated goods handed to an agency, by the record.
    HandedOver,
    /// Stock: violations recorded and not decided on.
    Pending,
    /// Stock: cases with exhibits still held.
    Held,
    /// Stock: sanction decisions not carried out in every part.
    Unexecuted,
    /// Stock: fines decided and still owed.
    Owed,
    /// Stock: value of goods confiscated and not disposed of.
    Unsold,
}

/// A measure with its key, heading and unit; in the order of [`Measure::ALL`].
const TABLE: [(Measure, &str, &str, Counted); Measure::ALL.len()] = [
    (Measure::Inspections, "kiem_tra", "Số vụ kiểm tra", Counted::Cases),
    (Measure::Violations, "vi_pham", "Số vụ vi phạm", Counted::Cases),
    (Measure::Handled, "xu_ly", "Số vụ xử lý", Counted::Cases),
    (Measure::Acts, "hanh_vi", "Số hành vi", Counted::Acts),
    (Measure::Organisations, "to_chuc", "Tổ chức bị xử phạt", Counted::Organisations),
    (Measure::Individuals, "ca_nhan", "Cá nhân bị xử phạt", Counted::Persons),
    (Measure::Fines, "phat_tien", "Tiền phạt", Counted::Dong),
    (Measure::FinesPaid, "phat_tien_nop", "Tiền phạt đã nộp", Counted::Dong),
    (Measure::ExhibitsValue, "tri_gia_tang_vat", "Trị giá tang vật", Counted::Dong),
    (Measure::ConfiscatedValue, "tri_gia_tich_thu", "Trị giá tịch thu", Counted::Dong),
    (Measure::Decisions, "quyet_dinh", "Quyết định xử phạt", Counted::Decisions),
    (Measure::Minors, "chua_thanh_nien", "Người chưa thành niên bị xử phạt", Counted::Persons),
    (Measure::Men, "nam", "Nam bị xử phạt", Counted::Persons),
    (Measure::Women, "nu", "Nữ bị xử phạt", Counted::Persons),
    (Measure::Warnings, "canh_cao", "Phạt cảnh cáo", Counted::Times),
    (Measure::LicencesTaken, "tuoc_giay_phep", "Tước giấy phép, chứng chỉ", Counted::Times),
    (Measure::Suspensions, "dinh_chi", "Đình chỉ hoạt động", Counted::Times),
    (Measure::Seizures, "tam_giu", "Số vụ tạm giữ tang vật", Counted::Cases),
    (Measure::ToPolice, "chuyen_cqdt", "Chuyển cơ quan điều tra", Counted::Cases),
    (Measure::Prosecuted, "khoi_to", "Khởi tố", Counted::Cases),
    (Measure::ToOthers, "chuyen_khac", "Chuyển cơ quan khác", Counted::Cases),
    (Measure::Enforcements, "cuong_che", "Quyết định cưỡng chế", Counted::Decisions),
    (Measure::Deferrals, "hoan", "Hoãn thi hành phạt tiền", Counted::Decisions),
    (Measure::Reliefs, "giam_mien", "Giảm, miễn tiền phạt", Counted::Decisions),
    (Measure::Complaints, "khieu_nai", "Khiếu nại", Counted::Cases),
    (Measure::Suits, "khoi_kien", "Khởi kiện", Counted::Cases),
    (Measure::Executed, "da_thi_hanh", "Quyết định đã thi hành xong", Counted::Decisions),
    (Measure::LateInterest, "cham_nop", "Tiền chậm nộp phạt", Counted::Dong),
    (Measure::Recovered, "nop_lai", "Nộp lại số lợi bất hợp pháp", Counted::Dong),
    (Measure::SaleProceeds, "ban_hang", "Tiền bán hàng tịch thu", Counted::Dong),
    (Measure::DestructionOrdered, "buoc_tieu_huy", "Trị giá hàng buộc tiêu hủy", Counted::Dong),
    (Measure::Destroyed, "tieu_huy", "Trị giá hàng tịch thu đã tiêu hủy", Counted::Dong),
    (Measure::SoldValue, "da_ban", "Trị giá hàng tịch thu đã bán", Counted::Dong),
    (Measure::HandedOver, "chuyen_giao", "Trị giá hàng tịch thu đã chuyển giao", Counted::Dong),
    (Measure::Pending, "cho_xu_ly", "Số vụ đang giải quyết", Counted::Cases),
    (Measure::Held, "dang_tam_giu", "Số vụ đang tạm giữ tang vật", Counted::Cases),
    (Measure::Unexecuted, "chua_thi_hanh", "Quyết định chưa thi hành xong", Counted::Decisions),
    (Measure::Owed, "con_phai_nop", "Tiền phạt còn phải nộp", Counted::Dong),
    (Measure::Unsold, "chua_ban", "Trị giá hàng tịch thu chưa xử lý", Counted::Dong),
];

impl Measure {
    pub const ALL: [Measure; 39] = [
        Self::Inspections,
        Self::Violations,
        Self::Handled,
        Self::Acts,
        Self::Organisations,
        Self::Individuals,
        Self::Fines,
        Self::FinesPaid,
        Self::ExhibitsValue,
        Self::ConfiscatedValue,
        Self::Decisions,
        Self::Minors,
        Self::Men,
        Self::Women,
        Self::Warnings,
        Self::LicencesTaken,
        Self::Suspensions,
        Self::Seizures,
        Self::ToPolice,
        Self::Prosecuted,
        Self::ToOthers,
        Self::Enforcements,
        Self::Deferrals,
        Self::Reliefs,
        Self::Complaints,
        Self::Suits,
        Self::Executed,
        Self::LateInterest,
        Self::Recovered,
        Self::SaleProceeds,
        Self::DestructionOrdered,
        Self::Destroyed,
        Self::SoldValue,
        Self::HandedOver,
        Self::Pending,
        Self::Held,
        Self::Unexecuted,
        Self::Owed,
        Self::Unsold,
    ];

    /// Measures whose rows count a case once ([`super::What::Case`]).
    pub(super) const ONCE: [Measure; 5] =
        [Self::Handled, Self::Seizures, Self::ToPolice, Self::Prosecuted, Self::ToOthers];

    fn row(self) -> (&'static str, &'static str, Counted) {
        TABLE.get(self.index()).map_or(("", "", Counted::Cases), |(_, key, label, counted)| (key, label, *counted))
    }

    /// Stable key: column name in the store and parameter in addresses.
    pub fn key(self) -> &'static str {
        self.row().0
    }

    pub fn from_key(key: &str) -> Option<Self> {
        TABLE.iter().find(|(_, known, ..)| *known == key).map(|(measure, ..)| *measure)
    }

    /// Vietnamese column heading.
    pub fn label(self) -> &'static str {
        self.row().1
    }

    /// In what it is counted.
    pub fn counted(self) -> Counted {
        self.row().2
    }

    /// Whether the measure is money (đồng) rather than a count.
    pub fn is_money(self) -> bool {
        self.counted() == Counted::Dong
    }

    /// Whether it is a stock: what stands at the closing day, the sum of its entries from the beginning.
    pub const fn is_stock(self) -> bool {
        matches!(self, Self::Pending | Self::Held | Self::Unexecuted | Self::Owed | Self::Unsold)
    }

    /// Measures of what happened in a period.
    pub fn flows() -> impl Iterator<Item = Measure> {
        Self::ALL.into_iter().filter(|measure| !measure.is_stock())
    }

    /// Measures of what stands at its end.
    pub fn stocks() -> impl Iterator<Item = Measure> {
        Self::ALL.into_iter().filter(|measure| measure.is_stock())
    }

    const fn index(self) -> usize {
        self as usize
    }
}

/// The measures of a report, all counts or đồng; one wide row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measures([i64; Measure::ALL.len()]);

impl Default for Measures {
    fn default() -> Self {
        Self([0; Measure::ALL.len()])
    }
}

impl Measures {
    /// Value of one measure.
    pub fn get(&self, measure: Measure) -> i64 {
        self.0.get(measure.index()).copied().unwrap_or(0)
    }

    /// Adds `value` to one measure.
    pub fn count(&mut self, measure: Measure, value: i64) {
        if let Some(cell) = self.0.get_mut(measure.index()) {
            *cell = cell.saturating_add(value);
        }
    }

    /// The same row with `value` added to one measure.
    #[must_use]
    pub fn with(mut self, measure: Measure, value: i64) -> Self {
        self.count(measure, value);
        self
    }

    /// Adds another row.
    pub fn add(&mut self, other: &Measures) {
        for (cell, value) in self.0.iter_mut().zip(other.0) {
            *cell = cell.saturating_add(value);
        }
    }

    /// The same row without another.
    #[must_use]
    pub fn minus(mut self, other: &Measures) -> Self {
        for (cell, value) in self.0.iter_mut().zip(other.0) {
            *cell = cell.saturating_sub(value);
        }
        self
    }

    /// Whether every measure is zero.
    pub fn is_zero(&self) -> bool {
        self.0.iter().all(|value| *value == 0)
    }
}

/// As a list in the order of [`Measure::ALL`].
impl Serialize for Measures {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0)
    }
}

impl<'de> Deserialize<'de> for Measures {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let values = Vec::<i64>::deserialize(deserializer)?;
        let length = values.len();
        let values =
            values.try_into().map_err(|_| serde::de::Error::invalid_length(length, &"a value for each measure"))?;
        Ok(Self(values))
    }
}
