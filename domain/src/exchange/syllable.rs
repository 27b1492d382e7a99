//! Whether a word can be a Vietnamese syllable: how the letters of an unknown file are told apart.
//!
//! The spelling rules of initials, nuclei, finals and tones; a word that breaks them was read in the wrong letters, or is a
//! foreign word. Must not know: encodings, or what words mean.

use unicode_normalization::UnicodeNormalization;

const INITIALS: [&str; 28] = [
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph", "qu",
    "r", "s", "t", "th", "tr", "v", "x",
];

const NUCLEI: [&str; 59] = [
    "a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y", "ai", "ao", "au", "ay", "âu", "ây", "eo", "êu", "ia",
    "iê", "iêu", "iu", "oa", "oă", "oai", "oao", "oay", "oe", "oeo", "oi", "oo", "ôi", "ơi", "ua", "uâ", "uây", "uê",
    "ui", "uô", "uôi", "uơ", "uy", "uya", "uyê", "uyu", "ưa", "ưi", "ươ", "ươi", "ươu", "ưu", "yê", "yêu", "uêu",
    "oau", "ya", "uao",
];

const FINALS: [&str; 9] = ["", "c", "ch", "m", "n", "ng", "nh", "p", "t"];

/// Marks of the tones: huyền, sắc, ngã, hỏi, nặng.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// Letters without their tone, in lower case, and the tone.
fn split_tone(word: &str) -> Option<(String, Option<char>)> {
    let mut tone = None;
    let mut rest = String::new();
    for c in word.nfd().flat_map(char::to_lowercase) {
        if TONES.contains(&c) {
            if tone.replace(c).is_some() {
                return None;
            }
        } else {
            rest.push(c);
        }
    }
    Some((rest.nfc().collect(), tone))
}

/// Whether the spelling rules allow this word.
pub fn is_syllable(word: &str) -> bool {
    let Some((letters, tone)) = split_tone(word) else { return false };
    INITIALS.iter().any(|initial| {
        let Some(rime) = letters.strip_prefix(initial) else { return false };
        FINALS.iter().any(|last| {
            let stopped = matches!(*last, "c" | "ch" | "p" | "t");
            let fits = !stopped || matches!(tone, None | Some('\u{301}' | '\u{323}'));
            fits && rime.strip_suffix(last).is_some_and(|nucleus| NUCLEI.contains(&nucleus))
        })
    })
}

/// Whether a word has capitals in a place that no hand puts them: inside of it, behind a small letter.
pub fn jumps(word: &str) -> bool {
    let mut small = false;
    for c in word.chars() {
        if small && c.is_uppercase() {
            return true;
        }
        small = c.is_lowercase();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_names_and_places() {
        for word in "Nguyễn Văn Quyền thị Hồng Nhung khuỷu giếng gì quốc ngoằn xuyên tuyết yên ý ưu đãi thưởng nghiêng ĐƯỜNG chợ Phố Hiến huơ khuya rượu mười ướt Oanh loè quýt giặt uống yêu"
            .split(' ')
        {
            assert!(is_syllable(word), "{word}");
        }
    }

    #[test]
    fn words_read_in_the_wrong_letters() {
        for word in [
            "NguyÔn",
            "V¨n",
            "Nguyeãn",
            "Vaên",
            "Thò́",
            "Hång",
            "ThÞ",
            "x·",
            "hòc",
            "kẻt",
            "strong",
            "",
            "đđ",
            "Nguye\u{302}\u{303}ñ",
        ] {
            assert!(!is_syllable(word), "{word}");
        }
        assert!(jumps("NguyÔn") && !jumps("Nguyễn") && !jumps("NGUYỄN"));
    }
}
