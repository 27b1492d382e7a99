//! Queries of a word index as PostgreSQL takes them.
//!
//! Must not know: which words are asked for.

/// Letters that the beginnings of words have which `ins.words_of` in `migrations/postgres.sql` keeps.
const KEPT: std::ops::RangeInclusive<usize> = 2..=5;

/// A query of the word index of SQLite, words in quotes, a star behind the beginning of one, AND, OR, NOT and brackets, as a `tsquery`.
pub(super) fn query(asked: &str) -> String {
    let mut out = String::with_capacity(asked.len());
    let mut rest = asked;
    while let Some((between, behind)) = rest.split_once('"') {
        operators(between, &mut out);
        let (word, behind) = behind.split_once('"').unwrap_or((behind, ""));
        let begun = behind.strip_prefix('*').or_else(|| behind.strip_prefix(" *"));
        let kept = KEPT.contains(&word.chars().count()) && !word.starts_with("ww");
        let (before, after) = match begun {
            None => ("", ""),
            Some(_) if kept => ("^", ""),
            Some(_) => ("", ":*"),
        };
        let word = word.replace('\\', "\\\\").replace('\'', "''");
        out.push_str(&format!("'{before}{word}'{after}"));
        rest = begun.unwrap_or(behind);
    }
    operators(rest, &mut out);
    out
}

/// What stands between words.
fn operators(between: &str, out: &mut String) {
    let one = |sign: &str| match sign {
        "AND" => "&".to_owned(),
        "OR" => "|".to_owned(),
        "NOT" => "& !".to_owned(),
        other => other.to_owned(),
    };
    out.push_str(&between.split(' ').map(one).collect::<Vec<_>>().join(" "));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_beginnings_and_operators_are_those_of_the_engine() {
        for (asked, made) in [
            ("\"nguyen\" AND \"va\"*", "'nguyen' & '^va'"),
            ("\"phuongx\"* AND \"a\"*", "'phuongx':* & 'a':*"),
            ("\"wwab\"*", "'wwab':*"),
            ("\"zx1\" AND ((\"hồng\"* OR \"b\") NOT (\"nhung\" *))", "'zx1' & (('^hồng' | 'b') & ! ('^nhung'))"),
            ("\"o'b\\c\"", "'o''b\\\\c'"),
            ("", ""),
        ] {
            assert_eq!(query(asked), made, "{asked}");
        }
    }
}
