//! Words one letter away: what was meant where the plain query finds nothing.
//!
//! Kept are the words of names and addresses without marks, and beside each the same word with any one letter left out. Two
//! words that differ by a letter added, left out, exchanged or swapped with its neighbour meet in that list, and the
//! candidates are then compared letter by letter. Words of letters only: a number is never corrected.
//!
//! Must not know: what the words belong to.

use crate::database::{Connection, DbError, UnitOfWork, Value, to_json};
use crate::params;
use std::collections::{BTreeMap, BTreeSet};

/// Lengths of the words that are kept and corrected.
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=20;

/// Most rows of one statement: SQLite takes 32,766 parameters.
const ROWS: usize = 2_000;

/// Most corrections of one word that are looked for.
const MAX_INSTEAD: usize = 24;

/// The words of a folded text that are kept.
pub(super) fn kept(folded: &str) -> BTreeSet<&str> {
    folded.split(' ').filter(|word| may_be_corrected(word)).collect()
}

/// Whether a word is one that is kept and corrected.
pub(super) fn may_be_corrected(word: &str) -> bool {
    LENGTHS.contains(&word.chars().count()) && word.chars().all(char::is_alphabetic)
}

/// The word with each one of its letters left out.
fn shorter(word: &str) -> BTreeSet<String> {
    let letters: Vec<char> = word.chars().collect();
    (0..letters.len())
        .map(|gap| letters.iter().enumerate().filter(|(place, _)| *place != gap).map(|(_, letter)| *letter).collect())
        .collect()
}

/// Whether two words differ by at most one letter added, left out or exchanged, or two neighbours swapped.
pub(super) fn is_near(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let head = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let (one, other) = (one.get(head..).unwrap_or_default(), other.get(head..).unwrap_or_default());
    let tail = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    let one = one.get(..one.len() - tail).unwrap_or_default();
    let other = other.get(..other.len() - tail).unwrap_or_default();
    match (one, other) {
        ([], []) | ([_], []) | ([], [_]) | ([_], [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

/// Learns the words of folded texts: one statement, and one more where there are new ones.
pub(crate) async fn learn(work: &mut UnitOfWork, folded: &[String]) -> Result<(), DbError> {
    let words: BTreeSet<&str> = folded.iter().flat_map(|text| kept(text)).collect();
    if words.is_empty() {
        return Ok(());
    }
    let sql = "INSERT INTO search_word (word) SELECT value FROM json_each(?1) WHERE true ON CONFLICT DO NOTHING RETURNING word";
    let new = work.query(sql, params![to_json(&words)?]).await?;
    let new = new.iter().map(|row| row.string(0)).collect::<Result<Vec<_>, _>>()?;
    list(work, &new).await
}

/// Lists words under themselves and under their shorter forms.
async fn list(connection: &mut dyn Connection, words: &[String]) -> Result<(), DbError> {
    let near = words.iter().flat_map(|word| {
        let forms = shorter(word).into_iter().chain([word.clone()]);
        forms.map(|form| (form, word.clone())).collect::<Vec<_>>()
    });
    let rows: Vec<(String, String)> = near.collect();
    for chunk in rows.chunks(ROWS) {
        let places = vec!["(?,?)"; chunk.len()].join(",");
        let params: Vec<Value> = chunk.iter().flat_map(|(near, word)| [Value::from(near), Value::from(word)]).collect();
        let sql = format!("INSERT INTO search_near (near, word) VALUES {places} ON CONFLICT DO NOTHING");
        connection.execute(&sql, &params).await?;
    }
    Ok(())
}

/// Lists every known word anew.
#[cfg(feature = "native")]
pub(crate) async fn list_all(connection: &mut dyn Connection) -> Result<(), DbError> {
    let rows = connection.query("SELECT word FROM search_word ORDER BY word", &[]).await?;
    let words = rows.iter().map(|row| row.string(0)).collect::<Result<Vec<_>, _>>()?;
    for chunk in words.chunks(ROWS) {
        list(connection, chunk).await?;
    }
    Ok(())
}

/// Which of the words no known word begins with.
pub(super) async fn unknown(connection: &mut dyn Connection, words: &[&str]) -> Result<BTreeSet<String>, DbError> {
    let one = |place: usize| {
        format!(
            "SELECT ?{place} WHERE NOT EXISTS (SELECT 1 FROM search_word WHERE word >= ?{place} AND word < ?{place} || char(1114111))"
        )
    };
    let sql = (1..=words.len()).map(one).collect::<Vec<_>>().join(" UNION ALL ");
    let params: Vec<Value> = words.iter().map(|word| Value::from(*word)).collect();
    if words.is_empty() {
        return Ok(BTreeSet::new());
    }
    connection.query(&sql, &params).await?.iter().map(|row| row.string(0)).collect()
}

/// The known words one letter away from each of the words, itself left out.
pub(super) async fn near(
    connection: &mut dyn Connection,
    words: &[&str],
) -> Result<BTreeMap<String, Vec<String>>, DbError> {
    let mut keys: BTreeSet<String> = BTreeSet::new();
    for word in words {
        keys.extend(shorter(word));
        keys.insert((*word).to_owned());
    }
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    if keys.is_empty() {
        return Ok(found);
    }
    let places = vec!["?"; keys.len()].join(",");
    let sql = format!("SELECT word FROM search_near WHERE near IN ({places}) ORDER BY near, word");
    let params: Vec<Value> = keys.iter().map(Value::from).collect();
    let mut seen = BTreeSet::new();
    for row in connection.query(&sql, &params).await? {
        let known = row.text(0)?;
        if !seen.insert(known.to_owned()) {
            continue;
        }
        for word in words.iter().filter(|word| **word != known && is_near(word, known)) {
            let list = found.entry((*word).to_owned()).or_default();
            if list.len() < MAX_INSTEAD {
                list.push(known.to_owned());
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_is_near_and_two_are_not() {
        for (one, other, near) in [
            ("nguyen", "nguyen", true),
            ("nguyen", "nguyn", true),
            ("nguyen", "nguyenn", true),
            ("nguyen", "ngiyen", true),
            ("nguyen", "nugyen", true),
            ("an", "na", true),
            ("nguyen", "ngyuan", false),
            ("nguyen", "nguye", true),
            ("nguyen", "nguy", false),
            ("abcd", "badc", false),
            ("", "a", true),
        ] {
            assert_eq!((is_near(one, other), is_near(other, one)), (near, near), "{one} {other}");
        }
    }

    /// Whatever is one letter away meets in the shorter forms.
    #[test]
    fn near_words_meet() {
        let forms = |word: &str| shorter(word).into_iter().chain([word.to_owned()]).collect::<BTreeSet<_>>();
        for (one, other) in [("phuong", "phuon"), ("phuong", "phhuong"), ("phuong", "phuomg"), ("phuong", "puhong")] {
            assert!(forms(one).intersection(&forms(other)).next().is_some(), "{one} {other}");
        }
        assert_eq!(kept("so 12 pho hien ab 0900000123").into_iter().collect::<Vec<_>>(), ["hien", "pho"]);
    }
}
