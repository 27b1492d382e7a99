//! The words things are found by, as they are written into the indexes.
//!
//! Beside the words of a name stand words of our own that no name has: the unit and province something belongs to, the field
//! and year of a case. They narrow a search inside the index.

use super::near;
use super::query::pair_of;
use crate::cases::IndexColumns;
use crate::database::{Connection, DbError, UnitOfWork};
use crate::{engines, establishments, law, params, parties};
use domain::case::CaseFile;
use domain::catalogue::Field;
use domain::text::words;
use domain::unit::UnitId;
use std::collections::BTreeSet;

/// A word of our own: letters and digits only, so that it stays one word.
fn own_word(letter: char, text: &str) -> String {
    let id: String =
        text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { 'x' }).collect();
    format!("{letter}{letter}{id}")
}

/// The word by which everything of a unit is found.
pub(crate) fn unit_word(unit: &UnitId) -> String {
    own_word('u', &unit.0)
}

/// The word by which everything of a province is found.
pub(crate) fn province_word(province: &UnitId) -> String {
    own_word('p', &province.0)
}

/// The word by which the cases of a field are found.
pub(crate) fn field_word(field: Field) -> String {
    own_word('f', field.key())
}

/// The word by which the cases opened in a year are found.
pub(crate) fn year_word(year: i16) -> String {
    own_word('y', &year.to_string())
}

/// The province a unit belongs to, by its identifier: `33-03` → `33`.
pub(crate) fn province_of(unit: &UnitId) -> UnitId {
    UnitId(unit.0.split('-').next().unwrap_or_default().to_owned())
}

/// The words of a text for the index, once each: those of names and addresses folded, with their marks where they have any, and
/// with each neighbour as one word; other words without neighbours; identifiers without what people put between their digits,
/// a branch's tax code also as that of its head.
pub(crate) fn text_of(own: &[String], names: &[&str], others: &[&str], identifiers: &[&str]) -> String {
    let (mut seen, mut list) = (BTreeSet::new(), Vec::new());
    let mut add = |word: String| {
        if !word.is_empty() && seen.insert(word.clone()) {
            list.push(word);
        }
    };
    own.iter().cloned().for_each(&mut add);
    for (text, name) in names.iter().map(|text| (text, true)).chain(others.iter().map(|text| (text, false))) {
        let words = words(text);
        if name {
            for pair in words.windows(2) {
                if let [one, other] = pair {
                    add(pair_of(&one.folded, &other.folded));
                    if let Some((one, other)) = one.marked.as_ref().zip(other.marked.as_ref()) {
                        add(pair_of(one, other));
                    }
                }
            }
        }
        for word in words {
            add(word.folded);
            word.marked.into_iter().for_each(&mut add);
        }
    }
    for identifier in identifiers {
        let compact: String = identifier.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        if let Some((head, _)) = identifier.split_once('-') {
            add(head.to_lowercase());
        }
        add(compact);
    }
    list.join(" ")
}

/// Most documents in memory at once.
const PAGE: i64 = 200;

/// Writes the words of everything anew: they were written otherwise by an earlier version.
pub(crate) async fn rewrite(work: &mut UnitOfWork) -> Result<(), DbError> {
    let calendar = law::calendar_on(work).await?;
    let mut after = 0;
    loop {
        let sql = "SELECT num, document FROM case_file WHERE num > ?1 ORDER BY num LIMIT ?2";
        let rows = work.query(sql, params![after, PAGE]).await?;
        let Some(last) = rows.last() else { break };
        after = last.int(0)?;
        for row in &rows {
            let case: CaseFile = row.json(1)?;
            let (_, words) = IndexColumns::of(&case, &calendar);
            work.execute("UPDATE case_file SET search = ?1 WHERE num = ?2", params![words, row.int(0)?]).await?;
        }
    }
    let mut after = 0;
    loop {
        let sql = "SELECT num, document FROM party WHERE num > ?1 ORDER BY num LIMIT ?2";
        let rows = work.query(sql, params![after, PAGE]).await?;
        let Some(last) = rows.last() else { break };
        after = last.int(0)?;
        let mut plain = Vec::with_capacity(rows.len());
        for row in &rows {
            let party = row.json(1)?;
            let sql = "UPDATE party SET search = ?1 WHERE num = ?2";
            work.execute(sql, params![parties::words(&party), row.int(0)?]).await?;
            plain.push(parties::plain_words(&party));
        }
        near::learn(work, &plain).await?;
    }
    // The files of places came later than this; a database may have them already.
    let with_files = engines::has_column(work, "establishment", "document").await?;
    let document = if with_files { "document" } else { "NULL" };
    let mut after = String::new();
    loop {
        let sql = format!(
            "SELECT id, party, name, address, business, unit, {document} FROM establishment WHERE id > ?1 ORDER BY id LIMIT ?2"
        );
        let rows = work.query(&sql, params![&after, PAGE]).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.string(0)?;
        let files = rows.iter().map(establishments::read).collect::<Result<Vec<_>, _>>()?;
        establishments::list_words(work, &files.iter().collect::<Vec<_>>()).await?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_once_with_and_without_marks() {
        let text = text_of(
            &[unit_word(&UnitId("33-03".into()))],
            &["Hồng Nhung", "Hồng hồng"],
            &["33-01/2026"],
            &["0100109106-001", "0900000123", "B 1234567"],
        );
        assert_eq!(
            text,
            "uu33x03 wwhongnhung hong hồng nhung wwhonghong wwhồnghồng 33 01 2026 0100109106 0100109106001 0900000123 b1234567"
        );
        assert_eq!(province_of(&UnitId("33-03".into())), UnitId("33".into()));
        assert_eq!((field_word(Field::HangCam), year_word(2026)), ("ffhangxcam".to_owned(), "yy2026".to_owned()));
    }
}
