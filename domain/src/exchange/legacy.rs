//! The letters of fonts from before Unicode: TCVN3 (ABC, `.VnTime`) and VNI-Windows (`VNI-Times`), and of Windows-1258.
//!
//! Their texts reach us as Western letters, one for each byte (`NguyÔn V¨n A`, `Nguyeãn Vaên A`), from old CSV files and also
//! inside workbooks that are Unicode otherwise. Tables: TCVN 5712:1993 (VN3), VNI for Windows, code page 1258.
//! Must not know: which of them a text is in.

use crate::text::nfc;

const GRAVE: char = '\u{300}';
const ACUTE: char = '\u{301}';
const TILDE: char = '\u{303}';
const HOOK: char = '\u{309}';
const DOT: char = '\u{323}';

/// What the bytes 0x80 to 0x9F are in the Western code page 1252; the five without a letter stay as they are.
const WESTERN: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Each byte as the letter of code page 1252.
pub fn western(bytes: &[u8]) -> String {
    let letter = |byte: &u8| match byte {
        0x80..=0x9F => WESTERN.get(usize::from(byte - 0x80)).copied().unwrap_or(char::from(*byte)),
        _ => char::from(*byte),
    };
    bytes.iter().map(letter).collect()
}

/// Whether a letter is one of code page 1252: texts in old letters have no others.
pub fn is_western(letter: char) -> bool {
    letter <= '\u{ff}' || WESTERN.contains(&letter)
}

/// The letter of TCVN3 that is shown for a Western one. Capitals with a tone have no place of their own: the capital fonts
/// (`.VnTimeH`) show the small letter large.
const fn tcvn3_letter(western: char) -> Option<char> {
    Some(match western {
        '¡' => 'Ă',
        '¢' => 'Â',
        '£' => 'Ê',
        '¤' => 'Ô',
        '¥' => 'Ơ',
        '¦' => 'Ư',
        '§' => 'Đ',
        '¨' => 'ă',
        '©' => 'â',
        'ª' => 'ê',
        '«' => 'ô',
        '¬' => 'ơ',
        '\u{ad}' => 'ư',
        '®' => 'đ',
        'µ' => 'à',
        '¶' => 'ả',
        '·' => 'ã',
        '¸' => 'á',
        '¹' => 'ạ',
        '»' => 'ằ',
        '¼' => 'ẳ',
        '½' => 'ẵ',
        '¾' => 'ắ',
        'Æ' => 'ặ',
        'Ç' => 'ầ',
        'È' => 'ẩ',
        'É' => 'ẫ',
        'Ê' => 'ấ',
        'Ë' => 'ậ',
        'Ì' => 'è',
        'Î' => 'ẻ',
        'Ï' => 'ẽ',
        'Ð' => 'é',
        'Ñ' => 'ẹ',
        'Ò' => 'ề',
        'Ó' => 'ể',
        'Ô' => 'ễ',
        'Õ' => 'ế',
        'Ö' => 'ệ',
        '×' => 'ì',
        'Ø' => 'ỉ',
        'Ü' => 'ĩ',
        'Ý' => 'í',
        'Þ' => 'ị',
        'ß' => 'ò',
        'á' => 'ỏ',
        'â' => 'õ',
        'ã' => 'ó',
        'ä' => 'ọ',
        'å' => 'ồ',
        'æ' => 'ổ',
        'ç' => 'ỗ',
        'è' => 'ố',
        'é' => 'ộ',
        'ê' => 'ờ',
        'ë' => 'ở',
        'ì' => 'ỡ',
        'í' => 'ớ',
        'î' => 'ợ',
        'ï' => 'ù',
        'ñ' => 'ủ',
        'ò' => 'ũ',
        'ó' => 'ú',
        'ô' => 'ụ',
        'õ' => 'ừ',
        'ö' => 'ử',
        '÷' => 'ữ',
        'ø' => 'ứ',
        'ù' => 'ự',
        'ú' => 'ỳ',
        'û' => 'ỷ',
        'ü' => 'ỹ',
        'ý' => 'ý',
        'þ' => 'ỵ',
        _ => return None,
    })
}

/// TCVN3 as Unicode. A text without a single small Western letter that has a word in capitals was written in a capital font:
/// `NGUYÔN ThÞ` stays as it is read, `NGUYÔN V¡N Lý` becomes `NGUYỄN VĂN LÝ`.
pub fn tcvn3(text: &str) -> String {
    let read: String = text.chars().map(|c| tcvn3_letter(c).unwrap_or(c)).collect();
    let small = text.bytes().any(|byte| byte.is_ascii_lowercase());
    let capitals = text.split_whitespace().any(|word| word.bytes().filter(u8::is_ascii_uppercase).count() >= 2);
    if capitals && !small { read.to_uppercase() } else { read }
}

/// The mark of VNI behind a letter: what it adds to which letters.
fn vni_marks(base: char, mark: char) -> Option<&'static [char]> {
    const CIRCUMFLEX: char = '\u{302}';
    const BREVE: char = '\u{306}';
    let base = base.to_ascii_lowercase();
    let tone: Option<&'static [char]> = match mark {
        'ù' | 'Ù' => Some(&[ACUTE]),
        'ø' | 'Ø' => Some(&[GRAVE]),
        'û' | 'Û' => Some(&[HOOK]),
        'õ' | 'Õ' => Some(&[TILDE]),
        'ï' | 'Ï' => Some(&[DOT]),
        _ => None,
    };
    let hat: Option<&'static [char]> = match mark {
        'â' | 'Â' => Some(&[CIRCUMFLEX]),
        'á' | 'Á' => Some(&[CIRCUMFLEX, ACUTE]),
        'à' | 'À' => Some(&[CIRCUMFLEX, GRAVE]),
        'å' | 'Å' => Some(&[CIRCUMFLEX, HOOK]),
        'ã' | 'Ã' => Some(&[CIRCUMFLEX, TILDE]),
        'ä' | 'Ä' => Some(&[CIRCUMFLEX, DOT]),
        _ => None,
    };
    let breve: Option<&'static [char]> = match mark {
        'ê' | 'Ê' => Some(&[BREVE]),
        'é' | 'É' => Some(&[BREVE, ACUTE]),
        'è' | 'È' => Some(&[BREVE, GRAVE]),
        'ú' | 'Ú' => Some(&[BREVE, HOOK]),
        'ü' | 'Ü' => Some(&[BREVE, TILDE]),
        'ë' | 'Ë' => Some(&[BREVE, DOT]),
        _ => None,
    };
    match base {
        'a' => tone.or(hat).or(breve),
        'e' | 'o' => tone.or(hat),
        'u' | 'y' | 'ô' | 'Ô' | 'ö' | 'Ö' => tone,
        _ => None,
    }
}

/// The letter of VNI that needs no mark.
const fn vni_letter(western: char) -> Option<char> {
    Some(match western {
        'ñ' => 'đ',
        'Ñ' => 'Đ',
        'ô' => 'ơ',
        'Ô' => 'Ơ',
        'ö' => 'ư',
        'Ö' => 'Ư',
        'í' => 'í',
        'Í' => 'Í',
        'ì' => 'ì',
        'Ì' => 'Ì',
        'æ' => 'ỉ',
        'Æ' => 'Ỉ',
        'ó' => 'ĩ',
        'Ó' => 'Ĩ',
        'ò' => 'ị',
        'Ò' => 'Ị',
        'î' => 'ỵ',
        'Î' => 'Ỵ',
        _ => return None,
    })
}

/// VNI-Windows as Unicode.
pub fn vni(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        out.push(vni_letter(letter).unwrap_or(letter));
        if let Some(marks) = letters.peek().and_then(|mark| vni_marks(letter, *mark)) {
            out.extend(marks);
            letters.next();
        }
    }
    nfc(&out)
}

/// Code page 1258 as Unicode: its tones follow the letter they belong to.
pub fn windows_1258(text: &str) -> String {
    let letter = |c: char| match c {
        'Ã' => 'Ă',
        'ã' => 'ă',
        'Ð' => 'Đ',
        'ð' => 'đ',
        'Õ' => 'Ơ',
        'õ' => 'ơ',
        'Ý' => 'Ư',
        'ý' => 'ư',
        'þ' => '₫',
        'Ì' => GRAVE,
        'Ò' => HOOK,
        'Þ' => TILDE,
        'ì' => ACUTE,
        'ò' => DOT,
        other => other,
    };
    let read: String = text.chars().map(letter).collect();
    nfc(&read)
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    /// Every small letter with a mark, and how each way writes it: as the people of each way publish it, letter by letter.
    pub const LETTERS: [(char, &str, &str); 67] = [
        ('à', "µ", "aø"),
        ('á', "¸", "aù"),
        ('ả', "¶", "aû"),
        ('ã', "·", "aõ"),
        ('ạ', "¹", "aï"),
        ('ă', "¨", "aê"),
        ('ằ', "»", "aè"),
        ('ắ', "¾", "aé"),
        ('ẳ', "¼", "aú"),
        ('ẵ', "½", "aü"),
        ('ặ', "Æ", "aë"),
        ('â', "©", "aâ"),
        ('ầ', "Ç", "aà"),
        ('ấ', "Ê", "aá"),
        ('ẩ', "È", "aå"),
        ('ẫ', "É", "aã"),
        ('ậ', "Ë", "aä"),
        ('đ', "®", "ñ"),
        ('è', "Ì", "eø"),
        ('é', "Ð", "eù"),
        ('ẻ', "Î", "eû"),
        ('ẽ', "Ï", "eõ"),
        ('ẹ', "Ñ", "eï"),
        ('ê', "ª", "eâ"),
        ('ề', "Ò", "eà"),
        ('ế', "Õ", "eá"),
        ('ể', "Ó", "eå"),
        ('ễ', "Ô", "eã"),
        ('ệ', "Ö", "eä"),
        ('ì', "×", "ì"),
        ('í', "Ý", "í"),
        ('ỉ', "Ø", "æ"),
        ('ĩ', "Ü", "ó"),
        ('ị', "Þ", "ò"),
        ('ò', "ß", "oø"),
        ('ó', "ã", "où"),
        ('ỏ', "á", "oû"),
        ('õ', "â", "oõ"),
        ('ọ', "ä", "oï"),
        ('ô', "«", "oâ"),
        ('ồ', "å", "oà"),
        ('ố', "è", "oá"),
        ('ổ', "æ", "oå"),
        ('ỗ', "ç", "oã"),
        ('ộ', "é", "oä"),
        ('ơ', "¬", "ô"),
        ('ờ', "ê", "ôø"),
        ('ớ', "í", "ôù"),
        ('ở', "ë", "ôû"),
        ('ỡ', "ì", "ôõ"),
        ('ợ', "î", "ôï"),
        ('ù', "ï", "uø"),
        ('ú', "ó", "uù"),
        ('ủ', "ñ", "uû"),
        ('ũ', "ò", "uõ"),
        ('ụ', "ô", "uï"),
        ('ư', "\u{ad}", "ö"),
        ('ừ', "õ", "öø"),
        ('ứ', "ø", "öù"),
        ('ử', "ö", "öû"),
        ('ữ', "÷", "öõ"),
        ('ự', "ù", "öï"),
        ('ỳ', "ú", "yø"),
        ('ý', "ý", "yù"),
        ('ỷ', "û", "yû"),
        ('ỹ', "ü", "yõ"),
        ('ỵ', "þ", "î"),
    ];

    fn entry(letter: char) -> Option<&'static (char, &'static str, &'static str)> {
        LETTERS.iter().find(|(known, _, _)| Some(*known) == letter.to_lowercase().next())
    }

    /// Unicode as TCVN3: a capital with a tone as its small letter.
    pub fn to_tcvn3(text: &str) -> String {
        let capitals = [('Ă', '¡'), ('Â', '¢'), ('Ê', '£'), ('Ô', '¤'), ('Ơ', '¥'), ('Ư', '¦'), ('Đ', '§')];
        let mut out = String::new();
        for c in text.nfc() {
            match (capitals.iter().find(|(letter, _)| *letter == c), entry(c)) {
                (Some((_, code)), _) => out.push(*code),
                (None, Some((_, code, _))) => out.push_str(code),
                (None, None) => out.push(c),
            }
        }
        out
    }

    pub fn to_vni(text: &str) -> String {
        let mut out = String::new();
        for c in text.nfc() {
            match entry(c) {
                Some((letter, _, code)) if *letter == c => out.push_str(code),
                Some((_, _, code)) => out.push_str(&code.to_uppercase()),
                None => out.push(c),
            }
        }
        out
    }

    /// Code page 1258 writes a letter with hat, breve or horn, and its tone behind it.
    pub fn to_1258(text: &str) -> String {
        let mut out = String::new();
        for c in text.nfc() {
            let (mut base, mut tone) = (String::new(), String::new());
            for part in c.nfd() {
                match part {
                    GRAVE => tone.push('Ì'),
                    HOOK => tone.push('Ò'),
                    TILDE => tone.push('Þ'),
                    ACUTE => tone.push('ì'),
                    DOT => tone.push('ò'),
                    other => base.push(other),
                }
            }
            for letter in base.nfc() {
                out.push(match letter {
                    'Ă' => 'Ã',
                    'ă' => 'ã',
                    'Đ' => 'Ð',
                    'đ' => 'ð',
                    'Ơ' => 'Õ',
                    'ơ' => 'õ',
                    'Ư' => 'Ý',
                    'ư' => 'ý',
                    other => other,
                });
            }
            out.push_str(&tone);
        }
        out
    }

    #[test]
    fn every_letter_of_every_way() {
        for (letter, abc, windows) in LETTERS {
            assert_eq!(tcvn3(abc), letter.to_string(), "TCVN3 {abc}");
            assert_eq!(vni(windows), letter.to_string(), "VNI {windows}");
            let capital = letter.to_uppercase().to_string();
            assert_eq!(vni(&windows.to_uppercase()), capital, "VNI {}", windows.to_uppercase());
            assert_eq!(windows_1258(&to_1258(&capital)), capital);
        }
    }

    #[test]
    fn whole_lines_as_they_were_kept() {
        for (abc, windows, expected) in [
            (
                "Céng hßa x· héi chñ nghÜa ViÖt Nam",
                "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam",
                "Cộng hòa xã hội chủ nghĩa Việt Nam",
            ),
            ("Thµnh phè Hå ChÝ Minh", "Thaønh phoá Hoà Chí Minh", "Thành phố Hồ Chí Minh"),
            ("§Æng ThÞ Hång Nhung", "Ñaëng Thò Hoàng Nhung", "Đặng Thị Hồng Nhung"),
            ("\u{ad}u ®·i ®\u{ad}êng th\u{ad}ëng", "öu ñaõi ñöôøng thöôûng", "ưu đãi đường thưởng"),
        ] {
            assert_eq!(tcvn3(abc), expected);
            assert_eq!(vni(windows), expected);
        }
        assert_eq!(windows_1258("Ðãòng Thiò HôÌng"), "Đặng Thị Hồng");
    }

    /// The capital fonts of TCVN3 keep small letters: only a whole line of capitals is known to be one.
    #[test]
    fn capitals_of_the_capital_font_come_back() {
        for (text, expected) in [
            ("NGUYÔN V¡N Lý", "NGUYỄN VĂN LÝ"),
            ("C¤NG TY TNHH H¶I YÕN", "CÔNG TY TNHH HẢI YẾN"),
            ("NguyÔn V¨n Lý", "Nguyễn Văn Lý"),
            ("Bµ Lª", "Bà Lê"),
        ] {
            assert_eq!(tcvn3(text), expected);
        }
    }

    #[test]
    fn western_bytes() {
        assert_eq!(western(b"a\x93\xa9\x94\x80\x81\xff"), "a“©”€\u{81}ÿ");
    }

    const SMALL: &str = "[a-zàáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ0-9 ,.-]{0,40}";

    proptest! {
        #[test]
        fn tcvn3_comes_back(text in SMALL) {
            prop_assert_eq!(tcvn3(&to_tcvn3(&text)), text);
        }

        #[test]
        fn vni_comes_back(text in SMALL) {
            prop_assert_eq!(vni(&to_vni(&text)), text.clone());
            let large = text.to_uppercase();
            prop_assert_eq!(vni(&to_vni(&large)), large);
        }

        #[test]
        fn windows_1258_comes_back(text in SMALL) {
            prop_assert_eq!(windows_1258(&to_1258(&text)), text.clone());
            let large = text.to_uppercase();
            prop_assert_eq!(windows_1258(&to_1258(&large)), large);
        }
    }
}
