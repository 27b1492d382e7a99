//! Vietnamese text: cleaning what is typed, folding for search, keys for sorting by name.
//!
//! Must not know: what the text means.

use unicode_normalization::UnicodeNormalization;

/// Composed form (NFC), the one that is stored.
pub fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// NFC, control characters out, blanks collapsed and trimmed. Line breaks are kept by [`clean_lines`].
pub fn clean(text: &str) -> String {
    let composed: String = text.nfc().map(|c| if c.is_control() { ' ' } else { c }).collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Control characters out, blanks collapsed and trimmed; letters stay as they were typed. For figures and dates: they need no
/// composing, and the forms that read them in the browser do without its tables.
pub fn plain(text: &str) -> String {
    let spaced = text.replace(char::is_control, " ");
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Like [`clean`], line by line; empty lines at the ends go.
pub fn clean_lines(text: &str) -> String {
    text.lines().map(clean).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// Folds text for search: lower case, marks removed, đ as d, everything but letters and digits as single blanks.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    for c in text.nfd().flat_map(char::to_lowercase) {
        let c = match c {
            'đ' => 'd',
            other => other,
        };
        if unicode_normalization::char::is_combining_mark(c) {
            continue;
        }
        if c.is_alphanumeric() {
            if blank && !out.is_empty() {
                out.push(' ');
            }
            blank = false;
            out.push(c);
        } else {
            blank = true;
        }
    }
    out
}

/// A word as it is searched.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Word {
    /// Without marks, see [`fold`].
    pub folded: String,
    /// With its marks in lower case, where it has any.
    pub marked: Option<String>,
}

/// The words of a text, in order. Both ways of setting a tone are one word: `hoà` is `hòa`, `thuỷ` is `thủy`.
pub fn words(text: &str) -> Vec<Word> {
    let mut list: Vec<String> = vec![String::new()];
    for c in text.nfc().flat_map(char::to_lowercase) {
        match list.last_mut() {
            Some(word) if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) => word.push(c),
            Some(word) if word.is_empty() => {}
            Some(_) | None => list.push(String::new()),
        }
    }
    let word = |word: &String| {
        let folded = fold(word);
        let marked = Some(settled(&nfc(word))).filter(|marked| *marked != folded);
        (!folded.is_empty()).then_some(Word { folded, marked })
    };
    list.iter().filter_map(word).collect()
}

/// The tone of an open `oa`, `oe`, `uy` set on its first vowel.
fn settled(word: &str) -> String {
    const SECOND: [(char, &str); 3] = [('a', "àáảãạ"), ('e', "èéẻẽẹ"), ('y', "ỳýỷỹỵ")];
    let mut letters: Vec<char> = word.chars().collect();
    let (Some(last), Some(first)) = (letters.pop(), letters.pop()) else { return word.to_owned() };
    let found = SECOND.iter().find_map(|(bare, toned)| Some((*bare, toned.chars().position(|c| c == last)?)));
    let moved = match (first, found) {
        ('o', Some((bare @ ('a' | 'e'), tone))) => Some(("òóỏõọ", tone, bare)),
        ('u', Some(('y', tone))) if letters.last() != Some(&'q') => Some(("ùúủũụ", tone, 'y')),
        _ => None,
    };
    let Some((tones, tone, bare)) = moved else { return word.to_owned() };
    letters.extend(tones.chars().nth(tone));
    letters.push(bare);
    letters.into_iter().collect()
}

/// Order of letters and tones for one word: (letters, tones), both compared left to right.
fn word_key(word: &str) -> (Vec<u8>, Vec<u8>) {
    const LETTERS: &str = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";
    let mut letters = Vec::new();
    let mut tones = Vec::new();
    for c in word.nfc().flat_map(char::to_lowercase) {
        let mut base = String::new();
        let mut tone = 0;
        for part in c.nfd() {
            match part {
                '\u{300}' => tone = 1,
                '\u{309}' => tone = 2,
                '\u{303}' => tone = 3,
                '\u{301}' => tone = 4,
                '\u{323}' => tone = 5,
                other => base.push(other),
            }
        }
        let letter: String = base.nfc().collect();
        let place = LETTERS.chars().position(|known| letter.starts_with(known));
        letters.push(place.map_or(255, |place| u8::try_from(place + 1).unwrap_or(254)));
        tones.push(tone);
    }
    (letters, tones)
}

/// Key that sorts personal names the Vietnamese way: by given name, then family name, then middle names.
pub fn name_key(name: &str) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut words: Vec<_> = name.split_whitespace().map(word_key).collect();
    if let Some(given) = words.pop() {
        words.insert(0, given);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folds() {
        for (text, expected) in [
            ("Đặng Thị Hồng Nhung", "dang thi hong nhung"),
            ("ĐẶNG  thị-hồng,nhung ", "dang thi hong nhung"),
            ("Cửa hàng Số 3/5 (Chợ Phố Hiến)", "cua hang so 3 5 cho pho hien"),
            ("ươƯƠ", "uouo"),
            ("", ""),
        ] {
            assert_eq!(fold(text), expected);
        }
        assert_eq!(clean("  Nguye\u{302}\u{303}n \t Văn\u{7}A "), "Nguyễn Văn A");
        assert_eq!(clean_lines("\n a  b \n\nc \n"), "a b\n\nc");
    }

    #[test]
    fn words_keep_their_marks_beside_the_folded_form() {
        let told = |text: &str| -> Vec<String> {
            words(text).into_iter().map(|word| format!("{}/{}", word.folded, word.marked.unwrap_or_default())).collect()
        };
        assert_eq!(told("Hồng  NHUNG, số 3/5"), ["hong/hồng", "nhung/", "so/số", "3/", "5/"]);
        assert_eq!(told("Đa"), ["da/đa"]);
        assert_eq!(told(" – "), [""; 0]);
        for (one, other) in [("hoà", "hòa"), ("khoẻ", "khỏe"), ("thuỷ", "thủy"), ("Ho\u{300}a", "hoà"), ("uỷ", "ủy")]
        {
            assert_eq!(words(one), words(other), "{one}");
        }
        for (one, other) in [("quý", "qúy"), ("hoạn", "họan"), ("của", "cuả"), ("hóa", "hòa")] {
            assert_ne!(words(one), words(other), "{one}");
        }
        assert_eq!(words("quý")[0].marked.as_deref(), Some("quý"));
    }

    #[test]
    fn sorts_by_given_name_then_tone() {
        let mut names =
            vec!["Trần Văn Bình", "Lê Thị An", "Nguyễn Ân", "Đỗ Văn Ánh", "Dương Bình", "Bùi Đức", "Bùi Dung"];
        names.sort_by_key(|name| name_key(name));
        assert_eq!(
            names,
            ["Lê Thị An", "Đỗ Văn Ánh", "Nguyễn Ân", "Dương Bình", "Trần Văn Bình", "Bùi Dung", "Bùi Đức"]
        );
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(text in "\\PC{0,40}") {
            let once = clean(&text);
            prop_assert_eq!(clean(&once), once.clone());
            prop_assert_eq!(nfc(&once), once);
        }

        #[test]
        fn decomposed_text_folds_alike(text in "[a-zăâđêôơưáàảãạ ]{0,30}") {
            let decomposed: String = text.nfd().collect();
            prop_assert_eq!(fold(&decomposed), fold(&text));
        }

        #[test]
        fn words_are_the_folded_text(text in "\\PC{0,40}") {
            let joined: Vec<String> = words(&text).into_iter().map(|word| word.folded).collect();
            prop_assert_eq!(fold(&joined.join(" ")), joined.join(" "));
        }

        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
