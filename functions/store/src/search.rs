//! What was typed into a search box, as a query of the word index.
//!
//! Words match from their beginning; beginnings of two to five letters are kept in the index itself. Longer frequent
//! syllables match whole: their beginnings would gather half of the archive before the first hit is shown.
//!
//! Must not know: which table is searched.

use domain::text::fold;

/// Most words that are looked at.
const MAX_WORDS: usize = 8;

/// Frequent syllables longer than the prefixes that the index keeps.
const FREQUENT: [&str; 9] = ["nguyen", "truong", "phuong", "thuong", "nghiep", "chuong", "khuong", "nhuong", "nghien"];

/// The query for what was typed, each word required; `None` when there is nothing to search for.
pub(crate) fn query(typed: &str, also: &[String]) -> Option<String> {
    let folded = fold(typed);
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).take(MAX_WORDS).collect();
    if words.is_empty() {
        return None;
    }
    let typed = words.into_iter().map(|word| {
        let whole = FREQUENT.contains(&word) || word.chars().count() == 1;
        format!("\"{word}\"{}", if whole { "" } else { "*" })
    });
    Some(also.iter().map(|word| format!("\"{word}\"")).chain(typed).collect::<Vec<_>>().join(" AND "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_and_begin_the_match() {
        assert_eq!(query("Nguyễn Vă", &[]).as_deref(), Some("\"nguyen\" AND \"va\"*"));
        assert_eq!(
            query("a\" OR (b*", &["uu33x03".to_owned()]).as_deref(),
            Some("\"uu33x03\" AND \"a\" AND \"or\"* AND \"b\"")
        );
        assert_eq!(query("  -- ", &[]), None);
    }
}
