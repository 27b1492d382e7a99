//! What is searched instead of what was typed where nothing is found: communes of today for those of before, and words
//! corrected by one letter.

use super::found::Found;
use super::near;
use super::query::Query;
use super::words::{province_of, province_word};
use crate::database::{Connection, DbError};
use domain::place;
use domain::text::fold;
use domain::unit::{UnitId, UnitPath};

/// Most communes of today that one of before may stand for.
const MAX_COMMUNES: usize = 4;

/// The query with communes of before replaced by those that took their land: each neighbouring words that name one.
/// Those of the officer's own province first.
pub(super) fn of_today(query: &Query, scope: &UnitPath) -> Vec<(Query, Vec<(String, String)>)> {
    let own = province_of(&scope.leaf());
    let mut found = Vec::new();
    let folded: Vec<&str> = query.terms.iter().map(|term| term.word.folded.as_str()).collect();
    // Longer names first: “Xuân Lam Sơn” before “Lam Sơn”.
    for length in (2..=4).rev() {
        for first in 0..(folded.len() + 1).saturating_sub(length) {
            let Some(name) = folded.get(first..first + length) else { continue };
            let mut places = place::find(&name.join(" "), None);
            places.sort_by_key(|place| place.commune.province.code != own.0);
            let before = places.iter().filter(|place| place.former.is_some()).take(MAX_COMMUNES);
            for (place, former) in before.filter_map(|place| Some((place, place.former?))) {
                let today = place.commune;
                let mut terms: Vec<_> = query.terms.iter().take(first).cloned().collect();
                // What kind of unit it was is not what it is.
                let kind = match folded.get(..first).unwrap_or_default() {
                    [.., "thi", "tran"] => 2,
                    [.., "phuong" | "xa"] => 1,
                    _ => 0,
                };
                terms.truncate(first - kind);
                terms.extend(Query::read(today.name, &[]).into_iter().flat_map(|query| query.terms));
                terms.extend(query.terms.iter().skip(first + length).cloned());
                let also = vec![province_word(&UnitId(today.province.code.to_owned()))];
                found.push((Query { terms, also, ..Query::default() }, vec![(former.full_name(), today.full_name())]));
            }
        }
    }
    found.truncate(2 * MAX_COMMUNES);
    found
}

/// What was searched instead, in the words of the first hit where they are its own.
pub(super) fn said(corrected: &Query, found: &Found) -> String {
    let mut texts: Vec<&str> = Vec::new();
    if let Some(party) = found.parties.rows.first() {
        texts.extend([party.name.as_str(), &party.representative, &party.address]);
    }
    if let Some(hit) = found.places.rows.first() {
        texts.extend([hit.place.name.as_str(), &hit.place.address, &hit.place.business]);
    }
    if let Some(row) = found.cases.rows.first() {
        texts.extend([row.index.party_name.as_str(), &row.index.establishment_name]);
    }
    let known: Vec<&str> = texts.iter().flat_map(|text| text.split_whitespace()).collect();
    let own = |word: &str| {
        let same = |known: &&&str| fold(known) == word;
        let plain = |known: &str| known.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        known.iter().find(same).map(|known| plain(known))
    };
    let words = corrected.terms.iter().map(|term| {
        let instead = term.instead.iter().find_map(|word| own(word)).or_else(|| term.instead.first().cloned());
        let typed = || term.word.marked.clone().unwrap_or_else(|| term.word.folded.clone());
        instead.or_else(|| own(&term.word.folded)).unwrap_or_else(typed)
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The query with words of letters corrected by one letter: every word that no known word begins with; where all are
/// known, one of them, standing together with the others: known words have many neighbours.
pub(super) async fn corrected(connection: &mut dyn Connection, query: &Query) -> Result<Vec<Query>, DbError> {
    let words: Vec<&str> =
        query.terms.iter().map(|term| term.word.folded.as_str()).filter(|word| near::may_be_corrected(word)).collect();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let unknown = near::unknown(connection, &words).await?;
    let all_known = unknown.is_empty();
    // A known word of three letters has too many neighbours to have been meant for another one.
    let asked: Vec<&str> = words
        .into_iter()
        .filter(|word| if all_known { word.chars().count() > 3 } else { unknown.contains(*word) })
        .collect();
    let near = near::near(connection, &asked).await?;
    let instead = |word: &str| near.get(word).cloned().unwrap_or_default();
    if all_known {
        let one = |place: usize| {
            let mut query = query.clone();
            let term = query.terms.get_mut(place)?;
            term.instead = instead(&term.word.folded);
            if term.instead.is_empty() { None } else { query.together() }
        };
        return Ok((0..query.terms.len()).filter_map(one).collect());
    }
    let mut query = query.clone();
    for term in query.terms.iter_mut().filter(|term| unknown.contains(&term.word.folded)) {
        term.instead = instead(&term.word.folded);
        if term.instead.is_empty() {
            return Ok(Vec::new());
        }
    }
    Ok(vec![query])
}
