//! The catalogue of violations (danh mục hành vi): every fine frame as dated data with its source and mark.
//!
//! A new decree is a change of data: [`import()`] reads a version and checks it whole, [`diff()`] says in words what it
//! changes, [`Catalogue::digest`] names its content. Must not know: who is fined, how a fine is found inside a frame,
//! or which version is in use.

mod diff;
mod digest;
mod field;
#[cfg(feature = "import")]
mod from_toml;
mod import;
mod strict_json;
#[cfg(test)]
mod tests;
mod validate;
mod words;

pub(crate) use digest::of_bytes as digest_of;

pub use diff::{CatalogueDiff, PropertyChange, RowChange, RowName, diff, still_needed};
pub use field::Field;
pub use import::{MAX_BYTES, MAX_PROBLEMS, MAX_ROWS, export, import};
pub use validate::{CatalogueProblem, MAX_AMOUNT};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

/// How sure the project is of a legal number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Mark {
    /// Read in a source.
    #[serde(rename = "V")]
    Seen,
    /// Recalled and held to be certain, not read again.
    #[serde(rename = "R")]
    Recalled,
    /// Plausible; must be checked against the gazette. A suggestion only.
    #[serde(rename = "U")]
    Unsure,
}

impl Mark {
    /// What the officer is told.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Seen => "Đã đối chiếu văn bản",
            Self::Recalled => "Theo ghi nhận chuyên môn",
            Self::Unsure => "Chưa chắc, phải đối chiếu Công báo",
        }
    }
}

/// What a frame depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Base {
    /// One frame, whatever the value.
    Fixed,
    /// Bands by the value of the exhibits in đồng.
    ExhibitValue,
    /// Bands by a quantity, in thousandths of [`Behaviour::unit`].
    Quantity,
}

/// Whose fine the figures of a row are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatedFor {
    Individual,
    Organisation,
}

/// One fine frame; it holds for `from <= x < to`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    /// Clause (khoản).
    pub clause: String,
    /// Point (điểm).
    #[serde(default)]
    pub point: Option<String>,
    #[serde(default)]
    pub from: Option<i64>,
    #[serde(default)]
    pub to: Option<i64>,
    /// Least fine in đồng.
    pub min: i64,
    /// Greatest fine in đồng.
    pub max: i64,
    /// Overrides the mark of the row.
    #[serde(default)]
    pub confidence: Option<Mark>,
    /// Whether the decree lets a warning (cảnh cáo) stand in place of the fine.
    #[serde(default)]
    pub warning: bool,
}

impl Band {
    /// Whether the band holds for a value or quantity.
    pub fn holds(&self, x: i64) -> bool {
        self.from.is_none_or(|from| from <= x) && self.to.is_none_or(|to| x < to)
    }
}

/// One behaviour (hành vi) with its frames.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Behaviour {
    pub id: String,
    /// Decree, e.g. `NĐ 98/2020/NĐ-CP`.
    pub instrument: String,
    /// Article as the catalogue names it, e.g. `Điều 15 khoản 1`.
    pub article: String,
    pub title: String,
    pub field: Field,
    pub base: Base,
    #[serde(default)]
    pub unit: Option<String>,
    pub fine_stated_for: StatedFor,
    /// Multiplies the frame for an organisation (1 where it is stated for organisations).
    pub organisation_factor: i64,
    /// When the fine is doubled, in the words of the decree; empty when never.
    pub doubled_if: String,
    /// How many times the frame then.
    #[serde(default = "twice")]
    pub doubled_factor: i64,
    pub supplementary: Vec<String>,
    pub remedies: Vec<String>,
    /// Limitation period in years (Luật XLVPHC Điều 6).
    pub limitation_years: i32,
    pub in_force_from: Date,
    #[serde(default)]
    pub in_force_to: Option<Date>,
    pub confidence: Mark,
    /// How sure the number of article, clause and point is, where less sure than the amounts.
    #[serde(default)]
    pub place_confidence: Option<Mark>,
    pub note: String,
    /// Ids of the earlier rows whose act this row regulates now: where the later law is lighter, an act of before may be
    /// judged by it (Luật Ban hành văn bản quy phạm pháp luật Điều 156 khoản 3).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaces: Vec<String>,
    pub bands: Vec<Band>,
}

/// The usual doubling.
const fn twice() -> i64 {
    2
}

impl Behaviour {
    /// Whether the row is law on that day.
    pub fn in_force(&self, on: Date) -> bool {
        self.in_force_from <= on && self.in_force_to.is_none_or(|to| on <= to)
    }

    /// The band for a value or quantity; the only band of a fixed frame.
    pub fn band(&self, amount: Option<i64>) -> Option<&Band> {
        match (self.base, amount) {
            (Base::Fixed, _) => self.bands.first(),
            (Base::ExhibitValue | Base::Quantity, Some(x)) => self.bands.iter().find(|band| band.holds(x)),
            (Base::ExhibitValue | Base::Quantity, None) => None,
        }
    }

    /// The article number alone, e.g. `15` or `53a`; `None` while the catalogue does not know it.
    pub fn article_number(&self) -> Option<&str> {
        if self.article.contains("chưa xác định") {
            return None;
        }
        self.article.strip_prefix("Điều ")?.split_whitespace().next()
    }

    /// The decree in full words: `Nghị định 98/2020/NĐ-CP`.
    pub fn decree(&self) -> String {
        self.instrument.replace("NĐ ", "Nghị định ")
    }

    /// A place inside the article: “khoản 2 Điều 15 Nghị định 98/2020/NĐ-CP”; the decree alone when the article is
    /// not known.
    pub fn place_of(&self, part: &str) -> String {
        match self.article_number() {
            Some(number) => format!("{part} Điều {number} {}", self.decree()).trim_start().to_owned(),
            None => format!("{} (chưa xác định điều, khoản)", self.decree()),
        }
    }

    /// Exact place of a band: “điểm c khoản 1 Điều 15 Nghị định 98/2020/NĐ-CP”.
    pub fn place(&self, band: &Band) -> String {
        let point = band.point.as_ref().map_or(String::new(), |point| format!("điểm {point} "));
        self.place_of(&format!("{point}khoản {}", band.clause))
    }

    /// Place of the doubling clause, when the row names it: “khoản 2 Điều 15 …”, else the article; and how sure it is.
    pub fn doubling_place(&self) -> (String, Mark) {
        let clause = self.doubled_if.rsplit_once("(khoản ").map_or("", |(_, rest)| rest);
        let number: String = clause.chars().take_while(char::is_ascii_digit).collect();
        let unsure = number.is_empty() || self.doubled_if.contains("chưa đối chiếu");
        let part = if number.is_empty() { number } else { format!("khoản {number}") };
        (self.place_of(&part), if unsure { Mark::Unsure } else { self.confidence })
    }

    /// Mark of the place cited for a band: the less sure of its amounts and of its number.
    pub fn place_mark(&self, band: &Band) -> Mark {
        self.place_confidence.map_or(self.mark(band), |place| place.max(self.mark(band)))
    }

    /// Mark of the amounts of a band: its own, else that of the row.
    pub fn mark(&self, band: &Band) -> Mark {
        band.confidence.unwrap_or(self.confidence)
    }
}

/// All behaviours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalogue {
    pub behaviour: Vec<Behaviour>,
}

impl Catalogue {
    /// The catalogue this version ships with.
    pub fn embedded() -> &'static Catalogue {
        static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
        CATALOGUE.get_or_init(|| {
            // The text is made by build.rs; a test reads it, so the empty fallback is never seen.
            serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/catalogue.json")))
                .unwrap_or(Catalogue { behaviour: Vec::new() })
        })
    }

    /// The behaviour with that id.
    pub fn behaviour(&self, id: &str) -> Option<&Behaviour> {
        self.behaviour.iter().find(|behaviour| behaviour.id == id)
    }

    /// Behaviours that are law on that day.
    pub fn in_force(&self, on: Date) -> impl Iterator<Item = &Behaviour> {
        self.behaviour.iter().filter(move |behaviour| behaviour.in_force(on))
    }

    /// Behaviours whose title, article or decree holds every word of the query, without regard to marks.
    pub fn search(&self, query: &str, on: Date) -> Vec<&Behaviour> {
        let query = crate::text::fold(query);
        let words: Vec<&str> = query.split(' ').filter(|word| !word.is_empty()).collect();
        self.in_force(on)
            .filter(|behaviour| {
                let text =
                    crate::text::fold(&format!("{} {} {}", behaviour.title, behaviour.article, behaviour.instrument));
                words.iter().all(|word| text.contains(word))
            })
            .collect()
    }
}
