//! Names and addresses as different hands write them: marks, `i` and `y`, the order of words, abbreviations of legal forms.
//!
//! Must not know: whose name it is.

use crate::text::fold;

/// What stands for several words in names of businesses.
const ABBREVIATIONS: [(&str, &str); 22] = [
    ("cty", "cong ty"),
    ("ct", "cong ty"),
    ("tnhh", "trach nhiem huu han"),
    ("mtv", "mot thanh vien"),
    ("cp", "co phan"),
    ("ctcp", "cong ty co phan"),
    ("hkd", "ho kinh doanh"),
    ("hkdct", "ho kinh doanh ca the"),
    ("dntn", "doanh nghiep tu nhan"),
    ("htx", "hop tac xa"),
    ("ch", "cua hang"),
    ("cn", "chi nhanh"),
    ("tm", "thuong mai"),
    ("tmdv", "thuong mai dich vu"),
    ("dv", "dich vu"),
    ("dvtm", "dich vu thuong mai"),
    ("sx", "san xuat"),
    ("sxtm", "san xuat thuong mai"),
    ("xnk", "xuat nhap khau"),
    ("xd", "xay dung"),
    ("dt", "dau tu"),
    ("vn", "viet nam"),
];

/// Legal forms and other words that many names share; what is left tells a name from others. Longer ones first.
const FORMS: [&[&str]; 12] = [
    &["trach", "nhiem", "huu", "han"],
    &["ho", "kinh", "doanh", "ca", "the"],
    &["doanh", "nghiep", "tu", "nhan"],
    &["mot", "thanh", "vien"],
    &["ho", "kinh", "doanh"],
    &["hop", "tac", "xa"],
    &["cong", "ty"],
    &["co", "phan"],
    &["cua", "hang"],
    &["chi", "nhanh"],
    &["tap", "hoa"],
    &["va"],
];

/// How a person is called before his name.
const TITLES: [&str; 2] = ["ong", "ba"];

/// Words of an address that are written or left out as one likes.
const PLACES: [&str; 20] = [
    "so", "nha", "duong", "pho", "phuong", "p", "xa", "x", "tinh", "thanh", "tp", "quan", "q", "huyen", "h", "thi",
    "tran", "tt", "thon", "to",
];

/// A name made comparable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// As written, blanks and case aside.
    plain: String,
    /// Without marks.
    folded: String,
    /// Abbreviations written out, `i` for `y`.
    full: Vec<String>,
    /// The same without legal forms, in order of the alphabet.
    core: Vec<String>,
    /// The same in the order it is written.
    spoken: Vec<String>,
}

/// How two names stand to each other, the nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Written the same.
    Same,
    /// The same without marks.
    Unmarked,
    /// Another spelling of the same: written out, `i` or `y`, the order of words, the legal form, one letter.
    Spelling,
    /// Different names.
    Different,
}

impl Name {
    pub fn new(text: &str) -> Self {
        let folded = fold(text);
        let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let titled = words.len() > 2 && words.first().is_some_and(|first| TITLES.contains(first));
        let full: Vec<String> = words.into_iter().skip(usize::from(titled)).flat_map(written_out).collect();
        let spoken = without_forms(&full);
        let mut core = spoken.clone();
        core.sort_unstable();
        Self { plain: crate::text::clean(text).to_lowercase(), folded, full, core, spoken }
    }

    /// The words that tell it from others, in order of the alphabet.
    pub fn core(&self) -> String {
        self.core.join(" ")
    }

    /// First letters of those words: the same for names that differ in one letter behind a first one.
    pub fn initials(&self) -> String {
        let mut letters: Vec<char> = self.core.iter().filter_map(|word| word.chars().next()).collect();
        letters.sort_unstable();
        letters.into_iter().collect()
    }

    /// How near two names are; the same whichever is asked.
    pub fn likeness(&self, other: &Name) -> Likeness {
        if self.folded.is_empty() || other.folded.is_empty() {
            return Likeness::Different;
        }
        if self.plain == other.plain {
            return Likeness::Same;
        }
        if self.folded == other.folded {
            return Likeness::Unmarked;
        }
        let alike = self.full == other.full
            || self.core == other.core
            || near(&self.spoken.join(" "), &other.spoken.join(" "))
            || near(&self.core.join(" "), &other.core.join(" "));
        if alike { Likeness::Spelling } else { Likeness::Different }
    }
}

/// A word with its abbreviation written out and `i` for `y` where both are in use (`Lý`, `Lí`; `Quý`, `Quí`; never `Thủy`).
fn written_out(word: &str) -> Vec<String> {
    let full = ABBREVIATIONS.iter().find(|(short, _)| *short == word).map_or(word, |(_, full)| full);
    full.split(' ').map(i_for_y).collect()
}

fn i_for_y(word: &str) -> String {
    let Some(before) = word.strip_suffix('y') else { return word.to_owned() };
    let sole = !before.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    if sole || before == "qu" { format!("{before}i") } else { word.to_owned() }
}

fn without_forms(words: &[String]) -> Vec<String> {
    let mut left = Vec::new();
    let mut rest = words;
    while let Some((first, after)) = rest.split_first() {
        let form = FORMS.iter().find(|form| {
            rest.len() >= form.len() && form.iter().zip(rest).all(|(wanted, word)| *wanted == i_or_same(word))
        });
        match form {
            Some(form) => rest = rest.get(form.len()..).unwrap_or_default(),
            None => {
                left.push(first.clone());
                rest = after;
            }
        }
    }
    // A name of nothing but such words is told by all of them.
    if left.is_empty() { words.to_vec() } else { left }
}

/// The word a legal form is compared with: `công ti` is `công ty`.
fn i_or_same(word: &str) -> &str {
    if word == "ti" { "ty" } else { word }
}

/// Shortest text in which one wrong letter still leaves a likeness.
const NEAR_FROM: usize = 6;

/// Whether two texts differ by one letter, or by two neighbours changed about; too short ones never are, nor such as differ in a
/// figure: shop number 1 is not shop number 2.
fn near(a: &str, b: &str) -> bool {
    let figures = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    if figures(a) != figures(b) {
        return false;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    a.len().min(b.len()) >= NEAR_FROM && a != b && one_slip(&a, &b)
}

/// Whether one letter put in, left out or changed, or two neighbours changed about, make one of the other; equal texts too.
pub(super) fn one_slip(a: &[char], b: &[char]) -> bool {
    let same_before = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(same_before..).unwrap_or_default(), b.get(same_before..).unwrap_or_default());
    match (a, b) {
        ([], []) => true,
        ([_, a_rest @ ..], [_, b_rest @ ..]) if a_rest == b_rest => true,
        ([_, rest @ ..], other) | (other, [_, rest @ ..]) if rest == other => true,
        ([a1, a2, a_rest @ ..], [b1, b2, b_rest @ ..]) => a1 == b2 && a2 == b1 && a_rest == b_rest,
        _ => false,
    }
}

/// Least words of an address that tells a place from others.
const ADDRESS_WORDS: usize = 3;

/// An address as a key: folded, without the words that are written or left out as one likes. Nothing where it names no house
/// or is too short to tell a place from others.
pub(super) fn address_key(address: &str) -> Option<String> {
    let folded = fold(address);
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty() && !PLACES.contains(word)).collect();
    let house = words.iter().any(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    (house && words.len() >= ADDRESS_WORDS).then(|| words.join(" "))
}

/// Whether two addresses, as keys, are of the same place: equal, or one goes on where the other ends (the province left out).
pub(super) fn same_address(a: &str, b: &str) -> bool {
    let goes_on =
        |long: &str, short: &str| long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    goes_on(a, b) || goes_on(b, a)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_of_one_person_or_business() {
        use Likeness::{Different, Same, Spelling, Unmarked};
        for (a, b, expected) in [
            ("Nguyễn Văn Hùng", "NGUYỄN VĂN  HÙNG", Same),
            ("Nguyễn Văn Hùng", "Nguyễn Văn Hưng", Unmarked),
            ("Nguyen Van Hung", "Nguyễn Văn Hùng", Unmarked),
            ("Nguyễn Văn Hùng", "Nguyễn Văn Hừngg", Spelling),
            ("Nguyễn Văn Hùng", "Hùng Nguyễn Văn", Spelling),
            ("Nguyễn Văn Hùng", "Nguyễn Văn Hugn", Spelling),
            ("Nguyễn Văn Hùng", "Nguyễn Văn Dũng", Spelling),
            ("Nguyễn Văn Hùng", "Nguyễn Thị Hùng", Different),
            ("Lý Quý Mỹ", "Lí Quí Mĩ", Spelling),
            ("Thủy", "Thúi", Different),
            ("Cửa hàng Hoa Mai số 1", "Cửa hàng Hoa Mai số 2", Different),
            ("Cty TNHH An Phát", "Công ty trách nhiệm hữu hạn An Phát", Spelling),
            ("Công ti cổ phần An Phát", "CTCP An Phát", Spelling),
            ("Công ty TNHH An Phát", "Công ty cổ phần An Phát", Spelling),
            ("Công ty TNHH An Phát", "Công ty TNHH An Phú", Different),
            ("Công ty TNHH MTV TM DV An Phát", "Công ty TNHH An Phát", Different),
            ("Hộ kinh doanh Trần Thị Xuân", "Trần Thị Xuân", Spelling),
            ("HKD Trần Thị Xuân", "Bà Trần Thị Xuân", Spelling),
            ("Cửa hàng", "Cửa hàng", Same),
            ("An", "Ân", Unmarked),
            ("An", "Anh", Different),
            ("", "", Different),
        ] {
            assert_eq!(Name::new(a).likeness(&Name::new(b)), expected, "{a} ~ {b}");
            assert_eq!(Name::new(b).likeness(&Name::new(a)), expected, "{b} ~ {a}");
        }
        assert_eq!(Name::new("Công ty TNHH").core(), "cong han huu nhiem ti trach", "nothing else tells it");
        assert_eq!(Name::new("Nguyễn Văn Hùng").initials(), "hnv");
    }

    #[test]
    fn addresses_of_one_place() {
        let key = |text| address_key(text);
        assert_eq!(key("Số 12, phường Phố Hiến, tỉnh Hưng Yên").as_deref(), Some("12 hien hung yen"));
        assert_eq!(key("12 P. Phố Hiến").as_deref(), None, "two words tell no place");
        assert_eq!(key("Chợ Phố Hiến, Hưng Yên"), None, "no house");
        assert!(same_address("12 hien hung yen", "12 hien hung"));
        assert!(same_address("12 hien hung yen", "12 hien hung yen"));
        assert!(!same_address("12 hien hung yen", "12 hien hu"), "a word is whole");
        assert!(!same_address("12 hien hung yen", "13 hien hung yen"));
    }

    proptest! {
        #[test]
        fn one_slip_is_found(text in "[a-z]{6,12}", at in 0usize..5, letter in "[a-z]") {
            let whole: Vec<char> = text.chars().collect();
            let letter = letter.chars().next().unwrap();
            let mut changed = whole.clone();
            changed[at] = letter;
            let mut without = whole.clone();
            without.remove(at);
            let mut swapped = whole.clone();
            swapped.swap(at, at + 1);
            for other in [changed, without, swapped] {
                prop_assert!(one_slip(&whole, &other) && one_slip(&other, &whole), "{whole:?} {other:?}");
            }
        }

        #[test]
        fn likeness_is_symmetric_and_total(a in "\\PC{0,20}", b in "\\PC{0,20}") {
            let (a, b) = (Name::new(&a), Name::new(&b));
            prop_assert_eq!(a.likeness(&b), b.likeness(&a));
        }
    }
}
