//! What one catalogue changes against another, in words a person can check against the decree.
//!
//! Must not know: versions, who compares, or which of the two is in use.

use super::{Base, Behaviour, Catalogue, Mark, StatedFor, words};
use crate::calendar::{add_months, format_date};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// Stands where a property is empty.
const NONE: &str = "(không có)";

/// A row, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowName {
    pub id: String,
    /// Article and decree as the row names them.
    pub source: String,
    pub title: String,
}

/// One property that differs, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PropertyChange {
    /// Vietnamese name of the property, e.g. `Khung phạt điểm b khoản 1`.
    pub property: String,
    pub old: String,
    pub new: String,
}

/// A row that is in both, and differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowChange {
    /// As the new catalogue names it.
    pub row: RowName,
    /// Never empty.
    pub changes: Vec<PropertyChange>,
}

/// What differs between two catalogues, each list in the order of its catalogue.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogueDiff {
    pub added: Vec<RowName>,
    /// Rows the new catalogue lacks: acts of their time can no longer be judged by them.
    pub removed: Vec<RowName>,
    pub changed: Vec<RowChange>,
}

impl CatalogueDiff {
    /// Whether the two say the same.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

/// Compares two catalogues by the ids of their rows. Where an id stands twice its last row counts.
pub fn diff(old: &Catalogue, new: &Catalogue) -> CatalogueDiff {
    let before: HashMap<&str, &Behaviour> = old.behaviour.iter().map(|row| (row.id.as_str(), row)).collect();
    let after: HashSet<&str> = new.behaviour.iter().map(|row| row.id.as_str()).collect();
    let mut found = CatalogueDiff::default();
    for row in &new.behaviour {
        match before.get(row.id.as_str()) {
            None => found.added.push(name(row)),
            Some(earlier) => {
                let changes = changes(earlier, row);
                if !changes.is_empty() {
                    found.changed.push(RowChange { row: name(row), changes });
                }
            }
        }
    }
    found.removed = old.behaviour.iter().filter(|row| !after.contains(row.id.as_str())).map(name).collect();
    found
}

/// Rows that another catalogue lacks although acts of their time may still be sanctioned on a day: in force, or ended no
/// longer ago than their limitation (Luật XLVPHC Điều 6; an act is judged by the law of its day).
pub fn still_needed(old: &Catalogue, new: &Catalogue, on: Date) -> Vec<RowName> {
    let kept: HashSet<&str> = new.behaviour.iter().map(|row| row.id.as_str()).collect();
    let punishable = |row: &&Behaviour| {
        row.in_force_to.is_none_or(|to| add_months(to, row.limitation_years.saturating_mul(12)) >= on)
    };
    old.behaviour.iter().filter(|row| !kept.contains(row.id.as_str())).filter(punishable).map(name).collect()
}

fn name(row: &Behaviour) -> RowName {
    RowName {
        id: row.id.clone(),
        source: format!("{} {}", row.article, row.instrument).trim().to_owned(),
        title: row.title.clone(),
    }
}

/// Every property that differs, in the order of the row.
fn changes(old: &Behaviour, new: &Behaviour) -> Vec<PropertyChange> {
    let mut list = Vec::new();
    for ((property, before), (_, after)) in properties(old).into_iter().zip(properties(new)) {
        if before != after {
            let shown = |text: String| if text.is_empty() { NONE.to_owned() } else { text };
            list.push(PropertyChange { property: property.to_owned(), old: shown(before), new: shown(after) });
        }
    }
    list.extend(bands(old, new));
    list
}

/// Everything of a row but its bands, in words.
fn properties(row: &Behaviour) -> [(&'static str, String); 19] {
    let Behaviour {
        id: _,
        instrument,
        article,
        title,
        field,
        base,
        unit,
        fine_stated_for,
        organisation_factor,
        doubled_if,
        doubled_factor,
        supplementary,
        remedies,
        limitation_years,
        in_force_from,
        in_force_to,
        confidence,
        place_confidence,
        note,
        replaces,
        bands: _,
    } = row;
    let mark = |mark: &Mark| mark.label().to_owned();
    [
        ("Văn bản", instrument.clone()),
        ("Điều, khoản", article.clone()),
        ("Tên hành vi", title.clone()),
        ("Lĩnh vực", field.label().to_owned()),
        ("Cách xác định khung", base_words(*base).to_owned()),
        ("Đơn vị tính", unit.clone().unwrap_or_default()),
        ("Mức phạt quy định cho", stated_words(*fine_stated_for).to_owned()),
        ("Hệ số đối với tổ chức", organisation_factor.to_string()),
        ("Trường hợp nhân mức phạt", doubled_if.clone()),
        ("Số lần nhân mức phạt", doubled_factor.to_string()),
        ("Hình thức xử phạt bổ sung", supplementary.join("; ")),
        ("Biện pháp khắc phục hậu quả", remedies.join("; ")),
        ("Thời hiệu xử phạt", format!("{limitation_years} năm")),
        ("Có hiệu lực từ ngày", format_date(*in_force_from)),
        ("Ngày cuối cùng còn hiệu lực", in_force_to.map(format_date).unwrap_or_default()),
        ("Mức tin cậy", mark(confidence)),
        ("Mức tin cậy của số điều, khoản", place_confidence.as_ref().map(mark).unwrap_or_default()),
        ("Ghi chú", note.clone()),
        ("Thay thế hành vi", replaces.join("; ")),
    ]
}

const fn base_words(base: Base) -> &'static str {
    match base {
        Base::Fixed => "một khung, không theo trị giá",
        Base::ExhibitValue => "theo trị giá tang vật",
        Base::Quantity => "theo số lượng",
    }
}

const fn stated_words(whose: StatedFor) -> &'static str {
    match whose {
        StatedFor::Individual => "cá nhân",
        StatedFor::Organisation => "tổ chức",
    }
}

/// Bands by their place in the article; where a place stands more than once, by their order there.
fn bands(old: &Behaviour, new: &Behaviour) -> Vec<PropertyChange> {
    let (before, after) = (places(old), places(new));
    let mut list = Vec::new();
    for (place, text) in &after {
        let earlier = before.iter().find(|(known, _)| known == place).map(|(_, text)| text.as_str());
        if earlier != Some(text.as_str()) {
            list.push(band_change(place, earlier, Some(text)));
        }
    }
    for (place, text) in before.iter().filter(|(place, _)| !after.iter().any(|(known, _)| known == place)) {
        list.push(band_change(place, Some(text), None));
    }
    list
}

fn band_change(place: &str, old: Option<&str>, new: Option<&str>) -> PropertyChange {
    let shown = |text: Option<&str>| text.unwrap_or(NONE).to_owned();
    PropertyChange { property: format!("Khung phạt {place}"), old: shown(old), new: shown(new) }
}

/// Place and words of each band.
fn places(row: &Behaviour) -> Vec<(String, String)> {
    let mut list: Vec<(String, String)> = Vec::with_capacity(row.bands.len());
    for band in &row.bands {
        let place = words::place(band);
        let same =
            |known: &str| known == place || known.strip_prefix(&place).is_some_and(|rest| rest.starts_with(" ("));
        let earlier = list.iter().filter(|(known, _)| same(known)).count();
        let place = if earlier == 0 { place } else { format!("{place} (mức thứ {})", earlier + 1) };
        list.push((place, words::band(row, band)));
    }
    list
}
