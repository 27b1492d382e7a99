//! What was typed into a search box, as a query of the word indexes.
//!
//! Words match from their beginning; beginnings of two to five letters are kept in the index itself. Longer frequent
//! syllables match whole: their beginnings would gather half of the archive before the first hit is shown. Groups of digits
//! that stand together are one number: identifiers are typed with blanks, dots and hyphens, and kept without.
//!
//! Must not know: which table is searched.

use crate::units::Scope;
use domain::identity::Phone;
use domain::text::{Word, words};
use std::fmt::{self, Display, Formatter};

/// Most words that are looked at.
const MAX_WORDS: usize = 8;

/// From how many digits on groups of digits are one number.
const NUMBER: usize = 8;

/// Frequent syllables longer than the prefixes that the index keeps.
const FREQUENT: [&str; 9] = ["nguyen", "truong", "phuong", "thuong", "nghiep", "chuong", "khuong", "nhuong", "nghien"];

/// Words of the form of a business.
const FORMS: [&str; 12] = ["ho", "kinh", "doanh", "cong", "ty", "tnhh", "thuong", "mai", "va", "dich", "vu", "phan"];

/// Words of addresses that stand in most of them; with those of forms of business their marks alone tell nothing apart.
const PLACES: [&str; 12] =
    ["so", "duong", "pho", "thon", "xa", "phuong", "tinh", "thanh", "khu", "to", "quan", "huyen"];

/// Words with marks that many names have, for the same reason.
const NAMES: [&str; 10] = ["nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "vũ", "võ", "thị", "văn"];

/// Most ways in which a pair of words may be written.
const MAX_EITHER: usize = 48;

/// What is asked of a word index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    /// Whole words of ours that the records must have.
    also: Vec<String>,
    /// The expression of the words typed.
    words: String,
}

impl Asked {
    /// A word, or the beginning of one, by itself.
    pub fn of(word: &str) -> Self {
        Self { also: Vec::new(), words: word.to_owned() }
    }

    /// The word of the part of the tree that is asked for, the smallest where there are several, and what is asked beside it.
    pub fn of_part(&self) -> (&str, Self) {
        let smallest = ["uu", "pp"].iter().find_map(|part| self.also.iter().find(|word| word.starts_with(part)));
        let part = smallest.map_or("", String::as_str);
        let also = self.also.iter().filter(|word| *word != part).cloned().collect();
        (part, Self { also, words: self.words.clone() })
    }

    /// Whether it is of one year, and of a part of the tree.
    pub fn is_of_a_year_and_part(&self) -> bool {
        self.also.iter().any(|word| word.starts_with("yy")) && !self.of_part().0.is_empty()
    }
}

impl Display for Asked {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        for word in &self.also {
            write!(out, "{} AND ", whole(word))?;
        }
        out.write_str(&self.words)
    }
}

/// One word of a query: how it may be written, any of which will do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Term {
    /// As it was typed.
    pub word: Word,
    /// Corrections of it; the word itself does not count then.
    pub instead: Vec<String>,
}

/// The newest records, of all or, where they are cases, of a part of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Newest {
    pub records: i64,
    pub scope: Scope,
}

/// Two neighbouring words as the index has them.
struct Pair {
    /// Place of the first of them.
    place: usize,
    /// How many of the two are words of a form of business.
    forms: usize,
    folded: String,
    /// With marks, where both were typed with some.
    marked: Option<String>,
}

/// What was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Query {
    pub terms: Vec<Term>,
    /// Whether the words must stand together in this order, as in a name or an address.
    pub together: bool,
    /// Whole words that must be there too: the officer's part of the tree, what the list is narrowed to.
    pub also: Vec<String>,
    /// Whether the last of words that stand together may be the beginning of one: gathering what a short one begins costs more
    /// than all else, and is done where the word itself is not found.
    pub begins: bool,
    /// How far the newest records are looked through; all of them where it is not said.
    pub newest: Option<Newest>,
}

impl Query {
    /// Reads what was typed; `None` when there is nothing to search for.
    pub fn read(typed: &str, also: &[String]) -> Option<Self> {
        let terms: Vec<Term> =
            words(&joined(typed)).into_iter().take(MAX_WORDS).map(|word| Term { word, instead: Vec::new() }).collect();
        (!terms.is_empty()).then(|| Self { terms, also: also.to_vec(), ..Self::default() })
    }

    /// The same words standing together; `None` where they cannot: a single word, or an identifier among them.
    pub fn together(&self) -> Option<Self> {
        let number =
            |term: &Term| term.word.folded.len() >= NUMBER && term.word.folded.bytes().all(|b| b.is_ascii_digit());
        let query = Self { together: true, ..self.clone() };
        let may = !self.terms.iter().any(number) && !query.pairs().is_empty();
        may.then_some(query)
    }

    /// The words that pairs of neighbours are indexed as. Those with words of a form of business are in half of all names, and are
    /// left out where there are others: “Hộ kinh doanh Phạm Ngọc Chiến” is also Phạm Ngọc Chiến.
    fn pairs(&self) -> Vec<Pair> {
        let last = self.terms.len().saturating_sub(2);
        let written = |(place, pair): (usize, &[Term])| {
            let [left, right] = pair else { return None };
            let begins = self.begins && place == last && right.instead.is_empty();
            let rest = |other: &str| if begins && may_go_on(other) { "*" } else { "" };
            let mut either = Vec::new();
            for one in left.written() {
                for other in right.written() {
                    either.push(format!("\"{}\"{}", pair_of(one, other), rest(other)));
                }
            }
            let marked = left.marked().zip(right.marked());
            let marked = marked.map(|(one, other)| format!("\"{}\"{}", pair_of(one, other), rest(&right.word.folded)));
            let forms = [left, right].iter().filter(|term| term.is_form()).count();
            let folded = match either.as_slice() {
                [one] => one.clone(),
                several => format!("({})", several.join(" OR ")),
            };
            (either.len() <= MAX_EITHER).then_some(Pair { place, forms, folded, marked })
        };
        let pairs: Vec<Pair> = self.terms.windows(2).enumerate().filter_map(written).collect();
        let least = pairs.iter().map(|pair| pair.forms).min().unwrap_or(0);
        pairs.into_iter().filter(|pair| pair.forms == least).collect()
    }

    /// The same with the marks as typed: of two words with marks the marked pair, which says the other, and the marked words that
    /// stand in no such pair.
    fn marked_pairs(&self) -> Vec<String> {
        let pairs = self.pairs();
        let covered = |place: usize| {
            pairs.iter().any(|pair| pair.marked.is_some() && (pair.place == place || pair.place + 1 == place))
        };
        let alone = self.terms.iter().enumerate().filter(|(place, _)| !covered(*place));
        let alone = alone.filter(|(_, term)| {
            let word = term.word.folded.as_str();
            !FORMS.contains(&word)
                && !PLACES.contains(&word)
                && term.marked().is_some_and(|word| !NAMES.contains(&word))
        });
        let alone = alone.filter_map(|(_, term)| Some(written(term.marked()?, &term.word.folded)));
        let alone: Vec<String> = alone.collect();
        pairs.into_iter().map(|pair| pair.marked.unwrap_or(pair.folded)).chain(alone).collect()
    }

    /// What a text must have, beside what was asked without marks, to have the marks as typed: each a word, or the beginning of one,
    /// with the blanks around it.
    pub fn marks(&self) -> Vec<String> {
        let marks = if self.together {
            self.marked_pairs()
        } else {
            self.terms.iter().filter_map(|term| Some(written(term.marked()?, &term.word.folded))).collect()
        };
        marks.iter().map(|mark| plain(mark)).collect()
    }

    /// What a text must have to have every word, as [`marks`](Self::marks).
    pub fn plain(&self) -> Vec<String> {
        let words = self.terms.iter().map(|term| written(&term.word.folded, &term.word.folded));
        words.map(|word| plain(&word)).chain(self.also.iter().map(|word| format!(" {word} "))).collect()
    }

    /// How each word alone is asked for without marks.
    pub fn each(&self) -> Vec<String> {
        self.terms.iter().map(Term::expression).collect()
    }

    /// The same where the last word may be the beginning of one; `None` where it may not.
    pub fn beginning(&self) -> Option<Self> {
        let last = self.terms.last()?;
        let may = self.together && last.instead.is_empty() && may_go_on(&last.word.folded);
        may.then(|| Self { begins: true, ..self.clone() })
    }

    /// What asks without marks.
    pub fn folded(&self) -> Asked {
        if self.together {
            return self.asked(self.pairs().into_iter().map(|pair| pair.folded));
        }
        self.asked(self.terms.iter().map(Term::expression))
    }

    /// What asks with the marks as typed; `None` when none were typed.
    pub fn marked(&self) -> Option<Asked> {
        let marks = |term: &Term| term.word.marked.is_some() && term.instead.is_empty();
        let as_typed = |term: &Term| match &term.word.marked {
            Some(marked) if term.instead.is_empty() => written(marked, &term.word.folded),
            _ => written(&term.word.folded, &term.word.folded),
        };
        self.terms.iter().any(marks).then(|| {
            if self.together { self.asked(self.marked_pairs()) } else { self.asked(self.terms.iter().map(as_typed)) }
        })
    }

    /// What asks for hits in the order in which they are shown: those with the marks as typed, then the others.
    pub fn stages(&self) -> (Option<Asked>, Asked) {
        let folded = self.folded();
        match self.marked() {
            None => (None, folded),
            Some(marked) => {
                let words = format!("({}) NOT ({})", folded.words, marked.words);
                (Some(marked), Asked { words, ..folded })
            }
        }
    }

    fn asked(&self, words: impl IntoIterator<Item = String>) -> Asked {
        Asked { also: self.also.clone(), words: words.into_iter().collect::<Vec<_>>().join(" AND ") }
    }
}

impl Term {
    /// The word with the marks as typed, where it has some and was not corrected.
    fn marked(&self) -> Option<&str> {
        self.word.marked.as_deref().filter(|_| self.instead.is_empty())
    }

    /// Whether it is a word of a form of business, as typed or corrected.
    fn is_form(&self) -> bool {
        self.written().iter().any(|word| FORMS.contains(word))
    }

    /// How the word is asked for without marks.
    fn expression(&self) -> String {
        match self.instead.as_slice() {
            [] => written(&self.word.folded, &self.word.folded),
            [one] => whole(one),
            several => format!("({})", several.iter().map(|word| whole(word)).collect::<Vec<_>>().join(" OR ")),
        }
    }

    /// How the word may be written.
    fn written(&self) -> Vec<&str> {
        match self.instead.as_slice() {
            [] => vec![self.word.folded.as_str()],
            instead => instead.iter().map(String::as_str).collect(),
        }
    }
}

/// Whether the last word may be the beginning of one: a longer one, and one that half of all names have, is taken as it is,
/// because every word it begins would be gathered.
fn may_go_on(word: &str) -> bool {
    word.chars().count() <= 3 && !FORMS.contains(&word) && !matches!(word, "van" | "thi")
}

/// The word that two neighbouring words of a name or an address are indexed as.
pub(crate) fn pair_of(one: &str, other: &str) -> String {
    format!("ww{one}{other}")
}

/// A word of an expression with the blanks that stand around it in a text: behind the beginning of one stands none.
fn plain(written: &str) -> String {
    match written.strip_suffix('*') {
        Some(beginning) => format!(" {}", beginning.trim_matches('"')),
        None => format!(" {} ", written.trim_matches('"')),
    }
}

fn whole(word: &str) -> String {
    format!("\"{word}\"")
}

/// A word from its beginning, unless it is a frequent one or a single letter.
fn written(word: &str, folded: &str) -> String {
    let rest = if FREQUENT.contains(&folded) || word.chars().count() == 1 { "" } else { "*" };
    format!("\"{word}\"{rest}")
}

/// The text with numbers that were typed in groups put together, and telephone numbers in their national form.
pub(crate) fn joined(typed: &str) -> String {
    let typed = domain::text::nfc(typed);
    let mut out = String::with_capacity(typed.len());
    let mut run = String::new();
    for c in typed.chars() {
        let between = matches!(c, ' ' | '\u{a0}' | '.' | '-' | '–' | '(' | ')' | '+');
        if c.is_ascii_digit() || (between && (c == '+' || !run.is_empty())) {
            run.push(c);
        } else {
            settle(&mut out, &mut run);
            out.push(c);
        }
    }
    settle(&mut out, &mut run);
    out
}

fn settle(out: &mut String, run: &mut String) {
    let groups: Vec<&str> = run.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let digits = groups.concat();
    let branch = matches!(groups.as_slice(), [head, branch] if head.len() == 10 && branch.len() == 3);
    if digits.len() < NUMBER {
        // “6 tháng”, “số 12 – 14”: small numbers stay as they were typed.
        out.push_str(run);
    } else {
        let number = match Phone::parse(run.trim()) {
            Ok(phone) => phone.as_str().to_owned(),
            // A whole number beside others is not one with them.
            Err(_) if !branch && groups.iter().any(|group| group.len() >= NUMBER) => groups.join(" "),
            Err(_) => digits,
        };
        out.push_str(&number);
        out.push(' ');
    }
    run.clear();
}

/// The text without the word “số” before the number of a paper.
pub(crate) fn without_so(typed: &str) -> &str {
    let typed = typed.trim();
    let rest = ["số ", "Số ", "so ", "So "].iter().find_map(|word| typed.strip_prefix(word));
    rest.filter(|rest| rest.contains('/') && paper_number(rest).is_some()).unwrap_or(typed)
}

/// Whether the text is a reference such as a case has, `33-01/2026/0042`: its words stand beside each other in nothing else.
pub(crate) fn is_reference(typed: &str) -> bool {
    let digits = |part: &str| part.len() >= 3 && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_unit =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    matches!(typed.trim().split('/').collect::<Vec<_>>().as_slice(),
        [unit, year, serial] if is_unit(unit) && year.len() == 4 && digits(year) && digits(serial))
}

/// The number of a paper as typed, digits and folded symbol: `33010001/QĐ-XPHC` → `33010001`, `qd xphc`. The symbol is empty
/// where only the eight digits were typed.
pub(crate) fn paper_number(typed: &str) -> Option<(String, String)> {
    let typed = typed.trim();
    let (digits, symbol) = typed.split_once('/').unwrap_or((typed, ""));
    let digits = digits.trim();
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    let symbol = domain::text::fold(symbol);
    let fits = match digits.len() {
        8 => symbol.is_empty() || symbol.starts_with(|c: char| c.is_ascii_alphabetic()),
        // An officer's own number, which is nobody's without its symbol.
        4 => symbol.starts_with(|c: char| c.is_ascii_alphabetic()),
        _ => false,
    };
    (plain && fits).then(|| (digits.to_owned(), symbol))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(typed: &str) -> Option<String> {
        Query::read(typed, &[]).map(|query| query.folded().to_string())
    }

    fn text(asked: Option<Asked>) -> Option<String> {
        asked.map(|asked| asked.to_string())
    }

    #[test]
    fn words_are_quoted_and_begin_the_match() {
        assert_eq!(folded("Nguyễn Vă").as_deref(), Some("\"nguyen\" AND \"va\"*"));
        let scoped = Query::read("a\" OR (b*", &["uu33x03".to_owned()]).unwrap();
        assert_eq!(scoped.folded().to_string(), "\"uu33x03\" AND \"a\" AND \"or\"* AND \"b\"");
        assert_eq!(folded("  -- "), None);
    }

    #[test]
    fn marks_are_asked_first_where_they_were_typed() {
        let query = Query::read("Hồng nhung", &[]).unwrap();
        assert_eq!(text(query.marked()).as_deref(), Some("\"hồng\"* AND \"nhung\"*"));
        let (first, then) = query.stages();
        assert_eq!(text(first).as_deref(), Some("\"hồng\"* AND \"nhung\"*"));
        assert_eq!(then.to_string(), "(\"hong\"* AND \"nhung\"*) NOT (\"hồng\"* AND \"nhung\"*)");
        assert_eq!(Query::read("hong", &[]).unwrap().stages(), (None, Asked::of("\"hong\"*")));
        assert_eq!(
            text(Query::read("Nguyễn", &[]).unwrap().marked()).as_deref(),
            Some("\"nguyễn\""),
            "frequent: whole"
        );
    }

    #[test]
    fn words_that_stand_together_are_asked_as_pairs() {
        let together = |typed: &str| Query::read(typed, &[]).unwrap().together();
        let bi = together("nguyen van bi").unwrap();
        assert_eq!(bi.folded().to_string(), "\"wwnguyenvan\" AND \"wwvanbi\"");
        assert_eq!(bi.beginning().unwrap().folded().to_string(), "\"wwnguyenvan\" AND \"wwvanbi\"*");
        assert_eq!((together("le van").unwrap().beginning(), together("le hoang").unwrap().beginning()), (None, None));
        let marked = |typed: &str| together(typed).unwrap().beginning().unwrap().marked().unwrap().to_string();
        assert_eq!(text(together("Nguyễn van").unwrap().marked()).as_deref(), Some("\"wwnguyenvan\""));
        assert_eq!(marked("Nguyễn Bì"), "\"wwnguyễnbì\"*");
        assert_eq!(marked("Lê Văn Nam"), "\"wwlêvăn\" AND \"wwvannam\"*");
        let forms = |typed: &str| together(typed).unwrap().folded().to_string();
        assert_eq!(forms("hộ kinh doanh Lan"), "\"wwdoanhlan\"", "a form of business alone is no name");
        assert_eq!(forms("hộ kinh doanh Phạm Lan"), "\"wwphamlan\"", "nor what stands before one");
        let marks = together("Lê Văn nam").unwrap().marks();
        assert_eq!(marks, [" wwlêvăn ", " wwvannam "]);
        assert_eq!(Query::read("Hồng nhung", &[]).unwrap().marks(), [" hồng"]);
        assert_eq!(text(together("Hộ kinh doanh Lê Vân").unwrap().marked()).as_deref(), Some("\"wwlêvân\""));
        assert_eq!(together("hộ kinh").unwrap().folded().to_string(), "\"wwhokinh\"");
        assert_eq!((together("nhung"), together("nhung 0900000123")), (None, None));
        let mut corrected = Query::read("le van", &[]).unwrap();
        corrected.terms[1].instead = vec!["vân".into(), "va".into()];
        assert_eq!(corrected.together().unwrap().folded().to_string(), "(\"wwlevân\" OR \"wwleva\")");
    }

    #[test]
    fn the_smallest_part_of_the_tree_is_told_from_the_words() {
        let of_part = |also: &[&str]| {
            let also: Vec<String> = also.iter().map(|word| (*word).to_owned()).collect();
            let asked = Query::read("nhung", &also).unwrap().folded();
            let (part, rest) = asked.of_part();
            (part.to_owned(), rest.to_string())
        };
        for (also, part, rest) in [
            (&["uu33x03", "pp33", "yy2026"][..], "uu33x03", "\"pp33\" AND \"yy2026\" AND \"nhung\"*"),
            (&["yy2026", "pp33"], "pp33", "\"yy2026\" AND \"nhung\"*"),
            (&[], "", "\"nhung\"*"),
        ] {
            assert_eq!(of_part(also), (part.to_owned(), rest.to_owned()));
        }
    }

    #[test]
    fn digits_that_stand_together_are_one_number() {
        for (typed, expected) in [
            ("+84 900.000.123", "0900000123 "),
            ("0900 000 123", "0900000123 "),
            ("84900000123", "0900000123 "),
            ("033 090 000 123", "033090000123 "),
            ("0100109106-001", "0100109106001 "),
            ("Nhung 0100 109 106 Phố Hiến", "Nhung 0100109106 Phố Hiến"),
            ("phường 5 - 0900000123", "phường 5 0900000123 "),
            ("số 12 - 14 phố", "số 12 - 14 phố"),
            ("33-01/2026/0042", "33-01/2026/0042"),
            ("23/11/2026", "23/11/2026"),
        ] {
            assert_eq!(joined(typed), expected, "{typed}");
        }
    }

    #[test]
    fn numbers_of_papers_are_told_apart() {
        for (typed, expected) in [
            ("33010001/QĐ-XPHC", Some(("33010001", "qd xphc"))),
            (" 33010001 /qd-xphc", Some(("33010001", "qd xphc"))),
            ("33010001", Some(("33010001", ""))),
            ("0012/QĐ-XPHC-QT33-001", Some(("0012", "qd xphc qt33 001"))),
            ("0012", None),
            ("3301/2026", None),
            ("33010001/2026", None),
            ("nhung", None),
        ] {
            let expected = expected.map(|(digits, symbol)| (digits.to_owned(), symbol.to_owned()));
            assert_eq!(paper_number(typed), expected, "{typed}");
        }
        for (typed, is) in [
            ("33-01/2026/0042", true),
            (" TW/2026/0042 ", true),
            ("33-01/2026", false),
            ("số 12/2026/0042", false),
            ("33-01/26/0042", false),
            ("0012/QĐ-XPHC", false),
            ("/2026/0042", false),
        ] {
            assert_eq!(is_reference(typed), is, "{typed}");
        }
        for (typed, bare) in
            [("Số 33010001/QĐ-KT", "33010001/QĐ-KT"), (" số 12 đường 3", "số 12 đường 3"), ("số 5", "số 5")]
        {
            assert_eq!(without_so(typed), bare);
        }
    }
}
