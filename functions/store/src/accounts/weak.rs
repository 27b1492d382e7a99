//! Passwords that are guessed first: common ones, what is known of the officer, and patterns. No rule of composition beside them
//! (NIST SP 800-63B-4, 3.1.1.2): any words, any letters, any spaces.
//!
//! The list (`data/passwords.txt`) was written for this project by `data/passwords.py`; it says there from what.

use domain::text::fold;

/// Folded passwords and beginnings of passwords without spaces, one a line, sorted.
const LIST: &str = include_str!("../../data/passwords.txt");

/// Fewest characters that must be left of a password beside what everybody knows of the officer.
const BESIDE: usize = 6;

/// Fewest different characters.
const DIFFERENT: usize = 5;

/// Digits alone up to this length are a birthday, a telephone number or an identity number (12 digits).
const NUMBERS: usize = 13;

/// What is known of an officer, so that his password must not be it.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    pub account: &'a str,
    pub full_name: &'a str,
    pub badge: &'a str,
    pub unit: &'a str,
}

/// Why a password is guessed first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// It is in the list, as it is or with other letters, digits or signs around it.
    Common,
    /// His own name, account, badge or unit.
    Personal,
    /// One piece again and again, or keys in their order.
    Pattern,
    /// Digits alone, as birthdays and telephone numbers are.
    Digits,
}

impl Weakness {
    /// Vietnamese sentence: how to put it right.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Common => {
                "Mật khẩu này nằm trong danh sách hay bị đoán. Chọn một câu của riêng mình, ba bốn từ không liên quan."
            }
            Self::Personal => {
                "Mật khẩu không được là tên, tên đăng nhập, số hiệu hay đơn vị của mình. Chọn một câu không liên quan."
            }
            Self::Pattern => "Mật khẩu lặp lại hoặc theo thứ tự phím nên dễ đoán. Chọn một câu dễ nhớ.",
            Self::Digits => "Mật khẩu toàn chữ số dễ đoán như ngày sinh, số điện thoại. Chọn một câu dễ nhớ.",
        }
    }
}

/// Why a password of acceptable length would be guessed first, if it would.
pub(super) fn weakness(about: &About<'_>, password: &str) -> Option<Weakness> {
    let plain = compact(password);
    // Signs that stand for letters are none of those that folding takes for blanks.
    let signs = compact(&password.replace('@', "a").replace('$', "s").replace('!', "i"));
    if plain.chars().count() <= NUMBERS && !plain.is_empty() && plain.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(if is_walk(&plain) { Weakness::Pattern } else { Weakness::Digits });
    }
    if is_repeated(&plain) || is_walk(&plain) {
        return Some(Weakness::Pattern);
    }
    if is_common(&plain) || is_common(&signs) {
        return Some(Weakness::Common);
    }
    let initials = initials(about.full_name);
    let known = [about.account, about.full_name, about.badge, about.unit].map(compact);
    let known = known.iter().map(String::as_str).chain(std::iter::once(initials.as_str()));
    let known: Vec<&str> = known.filter(|known| known.chars().count() >= 4).collect();
    if is_personal(&plain, &known) || is_personal(&unleet(&signs), &known) {
        return Some(Weakness::Personal);
    }
    None
}

/// Without marks, capitals, spaces and signs: what is left says whether two passwords are the same to whoever guesses.
fn compact(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// With digits and signs read as the letters they stand for.
fn unleet(plain: &str) -> String {
    plain
        .chars()
        .map(|c| match c {
            '0' => 'o',
            '1' => 'i',
            '3' => 'e',
            '4' => 'a',
            '5' => 's',
            '7' => 't',
            '8' => 'b',
            '9' => 'g',
            other => other,
        })
        .collect()
}

/// In the list, as it is, or with up to eight digits before or behind it (a year, a birthday); digits inside may stand for letters.
fn is_common(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| c.is_ascii_digit());
    let around = word.len() - bare.len();
    let known = |word: &str| word.len() >= 3 && (listed(word) || listed(&unleet(word)));
    known(word) || (around <= 8 && known(bare))
}

fn listed(word: &str) -> bool {
    // Sorted: halves of the text, cut at the ends of lines.
    let (mut from, mut to) = (0, LIST.len());
    while from < to {
        let middle = from + (to - from) / 2;
        let start = LIST.get(from..middle).and_then(|text| text.rfind('\n')).map_or(from, |end| from + end + 1);
        let rest = LIST.get(start..to).unwrap_or_default();
        let line = rest.lines().next().unwrap_or_default();
        match line.cmp(word) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => from = start + line.len() + 1,
            std::cmp::Ordering::Greater => to = start,
        }
    }
    false
}

/// A piece of up to a third of it again and again, or very few different characters.
fn is_repeated(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    let mut different = letters.clone();
    different.sort_unstable();
    different.dedup();
    if different.len() < DIFFERENT {
        return true;
    }
    (1..=letters.len() / 3).any(|size| {
        let Some((piece, rest)) = letters.split_at_checked(size) else { return false };
        rest.chunks(size).all(|chunk| piece.starts_with(chunk))
    })
}

/// Rows and columns of a keyboard, and the two orders everybody knows.
const ORDERS: [&str; 15] = [
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz",
    "2wsx",
    "3edc",
    "4rfv",
    "5tgb",
    "6yhn",
    "7ujm",
    "azertyuiop",
    "147258369",
    "963852741",
];

/// Three quarters of its neighbours are neighbours in one of the orders, either way.
fn is_walk(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    let steps = letters.windows(2).filter(|pair| match pair {
        [one, next] => ORDERS.iter().any(|order| follows(order, *one, *next) || follows(order, *next, *one)),
        _ => false,
    });
    let pairs = letters.len().saturating_sub(1);
    pairs > 0 && steps.count() * 4 >= pairs * 3
}

fn follows(order: &str, one: char, next: char) -> bool {
    order.chars().zip(order.chars().skip(1)).any(|(a, b)| a == one && b == next)
}

/// Hardly anything of its own beside what is known of the officer.
fn is_personal(word: &str, known: &[&str]) -> bool {
    let mut rest = word.to_owned();
    for name in known {
        rest = rest.replace(name, "");
    }
    let bare = rest.trim_matches(|c: char| c.is_ascii_digit());
    rest.len() < word.len() && (rest.chars().count() < BESIDE || bare.chars().count() < 3 || is_common(&rest))
}

/// The first letters of a name and its last word, as people make accounts of them: Nguyễn Văn Hùng → `hungnv`.
fn initials(full_name: &str) -> String {
    let folded = fold(full_name);
    let mut words: Vec<&str> = folded.split_whitespace().collect();
    let Some(last) = words.pop() else { return String::new() };
    last.chars().chain(words.iter().filter_map(|word| word.chars().next())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABOUT: About<'_> = About {
        account: "haiphong.ksv1",
        full_name: "Nguyễn Thị Hải Yến",
        badge: "QT33-015",
        unit: "Đội Quản lý thị trường số 1",
    };

    #[test]
    fn the_list_is_sorted_folded_and_long() {
        let lines: Vec<&str> = LIST.lines().collect();
        assert!(lines.len() > 5_000, "{}", lines.len());
        for pair in lines.windows(2) {
            assert!(pair[0] < pair[1], "{pair:?}");
        }
        for line in &lines {
            assert_eq!(compact(line), *line);
        }
        for (place, line) in lines.iter().enumerate() {
            assert!(listed(line), "line {place}: {line}");
        }
        for missing in ["", "zzzzzz", "0", "chophohien", "\n"] {
            assert!(!listed(missing), "{missing}");
        }
    }

    #[test]
    fn what_is_guessed_first_is_told_apart() {
        use Weakness::{Common, Digits, Pattern, Personal};
        for (password, expected) in [
            ("Mật khẩu 2026!", Some(Common)),
            ("P@ssw0rd123456", Some(Common)),
            ("password123456", Some(Common)),
            ("quanlythitruong", Some(Common)),
            ("Quản lý thị trường", Some(Common)),
            ("Q l t t 2026 2026", Some(Common)),
            ("Hưng Yên 1234", Some(Common)),
            ("anhyeuem123456", Some(Common)),
            ("tôi yêu việt nam", Some(Common)),
            ("qwertyuiop12", Some(Pattern)),
            ("1qaz2wsx3edc", Some(Pattern)),
            ("abcdefghijkl", Some(Pattern)),
            ("abcabcabcabc", Some(Pattern)),
            ("aaaaaaaaaaaaaa", Some(Pattern)),
            ("121212121212", Some(Pattern)),
            ("chợ chợ chợ chợ", Some(Pattern)),
            ("191219850101", Some(Digits)),
            ("0912 345 611 87", Some(Digits)),
            ("nguyễn thị hải yến", Some(Personal)),
            ("haiphongksv1@2026", Some(Personal)),
            ("QT33-015 QT33-015", Some(Personal)),
            ("yennth15101985", Some(Personal)),
            ("Đội quản lý thị trường số 1", Some(Personal)),
            ("một câu dễ nhớ", None),
            ("chợ phố hiến 1872", None),
            ("sáng nay trời quang", None),
            ("quầy hàng số 12 chợ Gạo", None),
            ("correct horse battery staple", Some(Common)),
            ("correct horse battery staples", None),
            ("ba con mèo ngủ trưa", None),
        ] {
            assert_eq!(weakness(&ABOUT, password), expected, "{password}");
        }
    }
}
