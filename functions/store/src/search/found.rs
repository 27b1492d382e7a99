//! What is asked of a search and what it answers.

use crate::cases::CaseRow;
use domain::case::CaseId;
use domain::catalogue::Field;
use domain::paper::PaperState;
use domain::party::{Establishment, Party};
use domain::unit::UnitId;
use jiff::civil::DateTime;
use std::collections::BTreeMap;

/// What is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Party,
    Establishment,
    Case,
    Paper,
}

impl Kind {
    pub const ALL: [Kind; 4] = [Self::Party, Self::Establishment, Self::Case, Self::Paper];

    /// Stable key, as used in addresses.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Party => "doi-tuong",
            Self::Establishment => "co-so",
            Self::Case => "ho-so",
            Self::Paper => "van-ban",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// What a search is narrowed to. A field, a year and a state are those of cases.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Narrowed {
    pub kind: Option<Kind>,
    pub province: Option<UnitId>,
    pub field: Option<Field>,
    pub year: Option<i16>,
    pub open: Option<bool>,
}

impl Narrowed {
    pub(super) fn asks(&self, kind: Kind) -> bool {
        let of_cases = self.field.is_some() || self.year.is_some() || self.open.is_some();
        self.kind.is_none_or(|only| only == kind) && (kind == Kind::Case || !of_cases)
    }
}

/// How many hits of each kind are counted: each costs an entry of the index and one of its row.
pub const FOUND_CAP: u32 = 300;

/// Hits of one kind, the closest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hits<T> {
    pub rows: Vec<T>,
    /// How many there are, up to [`FOUND_CAP`].
    pub count: u32,
    /// Whether there are more than `count`.
    pub capped: bool,
}

impl<T> Default for Hits<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), count: 0, capped: false }
    }
}

/// A place of business with whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceHit {
    pub place: Establishment,
    pub party_name: String,
}

/// A paper with the number that was typed, and whom it concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperHit {
    pub number: String,
    pub name: String,
    pub signed_at: DateTime,
    pub unit: String,
    pub state: PaperState,
    /// The case it stands in, its reference and its party; nothing for a spoilt number.
    pub case: Option<(CaseId, String, String)>,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    pub papers: Vec<PaperHit>,
    pub parties: Hits<Party>,
    pub places: Hits<PlaceHit>,
    pub cases: Hits<CaseRow>,
    /// What was searched instead, where nothing is as typed.
    pub instead: Option<String>,
    /// Whether only the newest records were looked through: every word is in so many, and they stand nowhere together.
    pub partly: bool,
    /// Communes of before that stood in the text, with those of today that were searched instead.
    pub communes: Vec<(String, String)>,
    /// How many hits of each province; of cases by field, year and state (open or not). Of the newest [`FOUND_CAP`] of each kind.
    pub provinces: BTreeMap<UnitId, u32>,
    pub fields: Vec<(Field, u32)>,
    pub years: BTreeMap<i16, u32>,
    pub open: BTreeMap<bool, u32>,
}

impl Found {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.papers.is_empty()
            && self.parties.rows.is_empty()
            && self.places.rows.is_empty()
            && self.cases.rows.is_empty()
    }
}
