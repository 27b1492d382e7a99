//! Finds communes by name, and in an address as people write it.

use super::list::index;
use super::{Commune, Former, KINDS, commune, without_kind};
use crate::text::fold;

/// A commune that a text may mean, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    pub commune: &'static Commune,
    /// The name of before it was found by.
    pub former: Option<&'static Former>,
}

impl Found {
    /// “Phường Phố Hiến, Tỉnh Hưng Yên (trước 01/07/2025: Phường Lam Sơn, Thành phố Hưng Yên, Tỉnh Hưng Yên)”.
    pub fn label(&self) -> String {
        match self.former {
            None => self.commune.full_name(),
            Some(former) => format!("{} (trước 01/07/2025: {})", self.commune.full_name(), former.full_name()),
        }
    }
}

/// Communes of this name, today's first, then those that took the land of one of this name; of one province when it is given.
pub fn find(name: &str, province: Option<&str>) -> Vec<Found> {
    let key = fold(&expanded(name));
    let here = |commune: &Commune| province.is_none_or(|code| commune.province.code == code);
    let mut found: Vec<Found> = Vec::new();
    for &commune in index().now.get(&key).into_iter().flatten().filter(|commune| here(commune)) {
        found.push(Found { commune, former: None });
    }
    for &former in index().before.get(&key).into_iter().flatten() {
        for commune in former.now.iter().filter_map(|code| commune(code)).filter(|commune| here(commune)) {
            if found.iter().all(|known| known.commune.code != commune.code) {
                found.push(Found { commune, former: Some(former) });
            }
        }
    }
    found
}

/// The communes an address may lie in, the likeliest first: the part after the last commas is read as commune, district (of before)
/// and province. Nothing when no part names a commune; more than one when the names leave it open, or the commune of before
/// was divided.
pub fn in_address(address: &str) -> Vec<Found> {
    let parts: Vec<String> =
        address.split([',', ';']).map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect();
    let folded: Vec<String> = parts.iter().map(|part| fold(without_kind(&expanded(part)))).collect();
    let Some(province) = folded.last().and_then(|last| province_of(last)) else {
        // Without a province only a name that is one place alone.
        let found = parts.iter().rev().map(|part| find(part, None)).find(|found| !found.is_empty()).unwrap_or_default();
        return if found.len() == 1 { found } else { Vec::new() };
    };
    let before = parts.get(..parts.len().saturating_sub(1)).unwrap_or_default();
    for (place, part) in before.iter().enumerate().rev() {
        let mut found = find(part, Some(province));
        // A district of before says which of several communes of that name is meant, and that the name is one of before.
        let district = folded.get(place + 1).filter(|_| place + 2 < parts.len());
        if let Some(district) = district {
            let there = |found: &Found| found.former.is_some_and(|former| is_district(former, district));
            let of_district = former_of(part, province, district);
            if !of_district.is_empty() {
                return of_district;
            }
            found.sort_by_key(|found| !there(found));
        }
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// What took the land of the commune of before with this name and district.
fn former_of(name: &str, province: &str, district: &str) -> Vec<Found> {
    let key = fold(&expanded(name));
    let formers = index().before.get(&key).into_iter().flatten();
    let there = formers.filter(|former| is_district(former, district));
    there
        .flat_map(|&former| {
            former
                .now
                .iter()
                .filter_map(|code| commune(code))
                .map(move |commune| Found { commune, former: Some(former) })
        })
        .filter(|found| found.commune.province.code == province)
        .collect()
}

fn is_district(former: &Former, folded: &str) -> bool {
    index().districts.get(former.district).is_some_and(|district| district == folded)
}

/// The province of today behind a folded name of today or of before.
fn province_of(folded: &str) -> Option<&'static str> {
    index().provinces.get(folded).copied()
}

/// Written-out kinds: `P. Lam Sơn` → `Phường Lam Sơn`, `TT.` → `Thị trấn`, `TP` → `Thành phố`.
fn expanded(text: &str) -> String {
    const SHORT: [(&str, &str); 8] = [
        ("tp", "Thành phố"),
        ("tt", "Thị trấn"),
        ("tx", "Thị xã"),
        ("p", "Phường"),
        ("x", "Xã"),
        ("h", "Huyện"),
        ("q", "Quận"),
        ("t", "Tỉnh"),
    ];
    let text = text.trim();
    let end = text.find(|c: char| c == '.' || c.is_whitespace()).unwrap_or(text.len());
    let (head, rest) = text.split_at(end);
    let rest = rest.trim_start_matches(['.', ' ']);
    let short = SHORT.iter().find(|(short, _)| head.eq_ignore_ascii_case(short)).filter(|_| !rest.is_empty());
    if let Some((_, kind)) = short {
        return format!("{kind} {rest}");
    }
    let lower = text.to_lowercase();
    match KINDS.iter().find(|kind| lower.starts_with(&kind.to_lowercase())) {
        Some(kind) => format!("{kind}{}", text.chars().skip(kind.chars().count()).collect::<String>()),
        None => text.to_owned(),
    }
}
