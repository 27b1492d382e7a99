//! Figures (số liệu của một cột): a measure, or a formula over measures.
//!
//! Must not know: which report shows which figure.

use super::{Counted, Measure, Measures};

/// A figure made of measures.
#[derive(Debug, PartialEq, Eq)]
pub struct Derived {
    pub key: &'static str,
    pub label: &'static str,
    pub counted: Counted,
    /// Measures that are added; none of them a stock.
    pub terms: &'static [Measure],
}

/// The formulas of the reports (TT 55/2020/TT-BCT and published figures of the force [V], as marked in decision 0020).
pub const DERIVED: [Derived; 4] = [
    Derived {
        key: "doi_tuong",
        label: "Đối tượng bị xử phạt",
        counted: Counted::Parties,
        terms: &[Measure::Organisations, Measure::Individuals],
    },
    Derived {
        key: "tri_gia_vi_pham",
        label: "Trị giá hàng hóa vi phạm",
        counted: Counted::Dong,
        terms: &[Measure::ConfiscatedValue, Measure::DestructionOrdered],
    },
    Derived {
        key: "tong_xu_ly",
        label: "Tổng số tiền xử lý",
        counted: Counted::Dong,
        terms: &[Measure::Fines, Measure::ConfiscatedValue, Measure::DestructionOrdered],
    },
    Derived {
        key: "thu_nop",
        label: "Thu nộp ngân sách",
        counted: Counted::Dong,
        terms: &[Measure::FinesPaid, Measure::LateInterest, Measure::SaleProceeds, Measure::Recovered],
    },
];

/// What a column of a report shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    Measure(Measure),
    Derived(&'static Derived),
}

impl Figure {
    /// Organisations and individuals sanctioned.
    pub const PARTIES: Figure = Figure::Derived(&DERIVED[0]);
    /// Goods confiscated and ordered destroyed.
    pub const GOODS: Figure = Figure::Derived(&DERIVED[1]);
    /// What was paid to the State.
    pub const REVENUE: Figure = Figure::Derived(&DERIVED[3]);

    /// Every figure there is.
    pub fn all() -> impl Iterator<Item = Figure> {
        Measure::ALL.into_iter().map(Self::Measure).chain(DERIVED.iter().map(Self::Derived))
    }

    /// Stable key, as in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Measure(measure) => measure.key(),
            Self::Derived(derived) => derived.key,
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::all().find(|figure| figure.key() == key)
    }

    /// Vietnamese column heading.
    pub fn label(self) -> &'static str {
        match self {
            Self::Measure(measure) => measure.label(),
            Self::Derived(derived) => derived.label,
        }
    }

    /// In what it is counted.
    pub fn counted(self) -> Counted {
        match self {
            Self::Measure(measure) => measure.counted(),
            Self::Derived(derived) => derived.counted,
        }
    }

    /// Whether it is a stock at the closing day.
    pub fn is_stock(self) -> bool {
        matches!(self, Self::Measure(measure) if measure.is_stock())
    }

    /// The measures it is the sum of.
    pub fn terms(self) -> Vec<Measure> {
        match self {
            Self::Measure(measure) => vec![measure],
            Self::Derived(derived) => derived.terms.to_vec(),
        }
    }

    /// Its value in a row of sums.
    pub fn value(self, sums: &Measures) -> i64 {
        self.terms().into_iter().fold(0_i64, |sum, measure| sum.saturating_add(sums.get(measure)))
    }
}
