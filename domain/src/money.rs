//! Money in đồng: no floats, shown with dots, read with forgiveness, written out in words.
//!
//! Must not know: what an amount is for.

use serde::{Deserialize, Serialize};

/// An amount in đồng.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Dong(pub i64);

impl Dong {
    /// Digits with dots, without the sign: `1.000.000`.
    pub fn digits(self) -> String {
        group(self.0)
    }

    /// Sum, saturating at the largest representable amount.
    #[must_use]
    pub const fn plus(self, other: Dong) -> Dong {
        Dong(self.0.saturating_add(other.0))
    }

    /// Difference, saturating at the least representable amount.
    #[must_use]
    pub const fn minus(self, other: Dong) -> Dong {
        Dong(self.0.saturating_sub(other.0))
    }

    /// Sum, or `None` when it does not fit.
    pub const fn checked_add(self, other: Dong) -> Option<Dong> {
        match self.0.checked_add(other.0) {
            Some(sum) => Some(Dong(sum)),
            None => None,
        }
    }
}

impl std::iter::Sum for Dong {
    fn sum<I: Iterator<Item = Dong>>(amounts: I) -> Dong {
        amounts.fold(Dong(0), Dong::plus)
    }
}

impl std::fmt::Display for Dong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} đ", self.digits())
    }
}

/// A whole number with dots between groups of three: `12.345`.
pub fn group(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        out.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

/// A quantity in thousandths as read by people: `1.200`, `0,5`.
pub fn thousandths(quantity: i64) -> String {
    let rest = format!("{:03}", quantity.unsigned_abs() % 1000);
    let rest = rest.trim_end_matches('0');
    let whole = group(quantity / 1000);
    if rest.is_empty() { whole } else { format!("{whole},{rest}") }
}

/// Reads a quantity with at most three decimals after a comma, in thousandths.
///
/// # Errors
/// Vietnamese words that say how to fix it.
pub fn parse_quantity(text: &str) -> Result<i64, &'static str> {
    const SHAPE: &str = "Nhập số lượng bằng chữ số, phần lẻ sau dấu phẩy, ví dụ 1.200 hoặc 0,5.";
    let typed = crate::text::plain(text).replace(['.', ' '], "");
    if typed.is_empty() {
        return Err("Nhập số lượng.");
    }
    let (whole, decimals) = typed.split_once(',').unwrap_or((&typed, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || decimals.len() > 3 || !digits(whole) || !digits(decimals) {
        return Err(SHAPE);
    }
    format!("{whole}{decimals:0<3}").parse().map_err(|_| SHAPE)
}

/// Why typed text is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoneyError {
    Missing,
    Negative,
    Fraction,
    /// Dots or blanks that do not part groups of three: `1.5`, `12.00`.
    Grouping,
    NotDigits,
    TooLarge,
}

/// Largest amount a form accepts: one hundred thousand billion đồng.
pub const MAX_DONG: i64 = 100_000_000_000_000;

impl MoneyError {
    /// How to fix it, in Vietnamese.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Missing => "Nhập số tiền bằng chữ số, ví dụ 1.500.000.",
            Self::Negative => "Số tiền không thể âm. Nhập số từ 0 trở lên.",
            Self::Fraction => {
                "Số tiền tròn đồng, không dùng dấu phẩy. Ngăn cách hàng nghìn bằng dấu chấm, ví dụ 1.500.000."
            }
            Self::Grouping => "Dấu chấm chỉ ngăn cách từng nhóm ba chữ số, ví dụ 1.500.000. Nhập đủ các chữ số 0.",
            Self::NotDigits => "Số tiền chỉ gồm chữ số, ví dụ 1.500.000. Bỏ các chữ và ký hiệu khác.",
            Self::TooLarge => "Số tiền lớn hơn 100.000 tỷ đồng. Kiểm tra lại số chữ số.",
        }
    }
}

impl std::fmt::Display for MoneyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for MoneyError {}

/// Reads an amount as officers type it: dots, spaces, “đ” and “đồng” are accepted.
///
/// # Errors
/// [`MoneyError`] with a message that says how to fix it.
pub fn parse(text: &str) -> Result<Dong, MoneyError> {
    let lowered = crate::text::plain(text).to_lowercase();
    // “đồng” composed, and with its marks apart.
    let number = ["đồng", "đo\u{302}\u{300}ng", "vnđ", "vnd", "đ"]
        .iter()
        .find_map(|unit| lowered.strip_suffix(unit))
        .unwrap_or(&lowered)
        .trim();
    if number.is_empty() {
        return Err(MoneyError::Missing);
    }
    if number.starts_with('-') {
        return Err(MoneyError::Negative);
    }
    if number.contains(',') {
        return Err(MoneyError::Fraction);
    }
    let digits: String = number.chars().filter(|c| !matches!(c, '.' | ' ' | '\u{a0}')).collect();
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(MoneyError::NotDigits);
    }
    let groups: Vec<&str> = number.split(['.', ' ', '\u{a0}']).filter(|group| !group.is_empty()).collect();
    let sound =
        groups.iter().enumerate().all(|(index, group)| if index == 0 { group.len() <= 3 } else { group.len() == 3 });
    if groups.len() > 1 && !sound {
        return Err(MoneyError::Grouping);
    }
    match digits.parse::<i64>() {
        Ok(value) if value <= MAX_DONG => Ok(Dong(value)),
        Ok(_) | Err(_) => Err(MoneyError::TooLarge),
    }
}

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

fn digit(value: i64) -> &'static str {
    usize::try_from(value).ok().and_then(|index| DIGITS.get(index)).copied().unwrap_or("")
}

/// Writes a group of three; `full` says whether missing hundreds are read (“không trăm”).
fn triple(value: i64, full: bool, out: &mut Vec<&'static str>) {
    let (hundreds, tens, ones) = (value / 100, value / 10 % 10, value % 10);
    if full || hundreds > 0 {
        out.extend([digit(hundreds), "trăm"]);
    }
    match tens {
        0 if ones > 0 && (full || hundreds > 0) => out.push("linh"),
        0 => {}
        1 => out.push("mười"),
        _ => out.extend([digit(tens), "mươi"]),
    }
    match (tens, ones) {
        (_, 0) => {}
        (2.., 1) => out.push("mốt"),
        (1.., 5) => out.push("lăm"),
        (2.., 4) => out.push("tư"),
        _ => out.push(digit(ones)),
    }
}

/// Writes an amount in words, e.g. “Một triệu không trăm linh năm nghìn đồng”.
pub fn in_words(amount: Dong) -> String {
    let mut words: Vec<&'static str> = Vec::new();
    if amount.0 < 0 {
        words.push("âm");
    }
    let mut rest = amount.0.saturating_abs();
    if rest == 0 {
        words.push("không");
    }
    // Groups from the highest: nghìn tỷ, trăm… of tỷ repeat the scale below tỷ.
    let billions = rest / 1_000_000_000;
    rest %= 1_000_000_000;
    let mut started = false;
    if billions > 0 {
        below_billion(billions, &mut started, &mut words);
        words.push("tỷ");
    }
    below_billion(rest, &mut started, &mut words);
    words.push("đồng");
    let sentence = words.join(" ");
    let mut letters = sentence.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => sentence,
    }
}

fn below_billion(value: i64, started: &mut bool, words: &mut Vec<&'static str>) {
    for (group, scale) in
        [(value / 1_000_000, Some("triệu")), (value / 1_000 % 1_000, Some("nghìn")), (value % 1_000, None)]
    {
        if group > 0 {
            triple(group, *started, words);
            words.extend(scale);
            *started = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words() {
        for (amount, expected) in [
            (0, "Không đồng"),
            (15_000_000, "Mười lăm triệu đồng"),
            (21_000_000, "Hai mươi mốt triệu đồng"),
            (24_500_000, "Hai mươi tư triệu năm trăm nghìn đồng"),
            (104_000, "Một trăm linh bốn nghìn đồng"),
            (1_005_000, "Một triệu không trăm linh năm nghìn đồng"),
            (555_000, "Năm trăm năm mươi lăm nghìn đồng"),
            (110_000_000, "Một trăm mười triệu đồng"),
            (111_111_000, "Một trăm mười một triệu một trăm mười một nghìn đồng"),
            (90_075_000, "Chín mươi triệu không trăm bảy mươi lăm nghìn đồng"),
            (1_000_005_000, "Một tỷ không trăm linh năm nghìn đồng"),
            (10_000_000, "Mười triệu đồng"),
            (5, "Năm đồng"),
        ] {
            assert_eq!(in_words(Dong(amount)), expected);
        }
    }

    #[test]
    fn reads_what_officers_type() {
        for (text, expected) in [
            ("1.500.000", Ok(1_500_000)),
            (" 1 500 000 đ", Ok(1_500_000)),
            ("1500000 đồng", Ok(1_500_000)),
            ("0", Ok(0)),
            ("", Err(MoneyError::Missing)),
            ("đ", Err(MoneyError::Missing)),
            ("-5", Err(MoneyError::Negative)),
            ("1,5", Err(MoneyError::Fraction)),
            ("1.5", Err(MoneyError::Grouping)),
            ("12.00", Err(MoneyError::Grouping)),
            ("1500.000", Err(MoneyError::Grouping)),
            ("1500000.", Ok(1_500_000)),
            ("15 triệu", Err(MoneyError::NotDigits)),
            ("999999999999999999999", Err(MoneyError::TooLarge)),
        ] {
            assert_eq!(parse(text).map(|dong| dong.0), expected, "{text:?}");
        }
    }

    #[test]
    fn quantities() {
        for (text, expected) in
            [("1.200", Some(1_200_000)), ("0,5", Some(500)), ("", None), ("1,2345", None), ("hai", None)]
        {
            assert_eq!(parse_quantity(text).ok(), expected, "{text:?}");
        }
        assert_eq!((thousandths(1_200_000), thousandths(500)), ("1.200".to_owned(), "0,5".to_owned()));
    }

    /// Reads what [`in_words`] writes, by a grammar of its own.
    fn read_words(text: &str) -> i64 {
        let (mut total, mut below_billion, mut group) = (0_i64, 0_i64, 0_i64);
        let words: Vec<String> = text.split(' ').map(str::to_lowercase).collect();
        for (index, word) in words.iter().enumerate() {
            let next = words.get(index + 1).map(String::as_str);
            let digit = match word.as_str() {
                "mốt" => Some(1),
                "tư" => Some(4),
                "lăm" => Some(5),
                other => DIGITS.iter().position(|known| *known == other).map(|place| place as i64),
            };
            match (word.as_str(), digit, next) {
                (_, Some(digit), Some("trăm")) => group += digit * 100,
                (_, Some(digit), Some("mươi")) => group += digit * 10,
                (_, Some(digit), _) => group += digit,
                ("mười", ..) => group += 10,
                ("nghìn", ..) => (below_billion, group) = (below_billion + group * 1_000, 0),
                ("triệu", ..) => (below_billion, group) = (below_billion + group * 1_000_000, 0),
                ("tỷ", ..) => (total, below_billion, group) = ((below_billion + group) * 1_000_000_000, 0, 0),
                ("trăm" | "mươi" | "linh" | "đồng", ..) => {}
                (other, ..) => panic!("{other} in {text}"),
            }
        }
        total + below_billion + group
    }

    #[test]
    fn what_is_wrong_is_told_with_the_way_out() {
        for (text, words) in [
            ("", "Nhập số tiền bằng chữ số"),
            ("-5", "không thể âm"),
            ("1,5", "không dùng dấu phẩy"),
            ("1.5", "từng nhóm ba chữ số"),
            ("15 triệu", "Bỏ các chữ"),
            ("999999999999999999999", "lớn hơn 100.000 tỷ đồng"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.to_string().contains(words) && error.message() == error.to_string(), "{text:?}: {error}");
        }
        assert_eq!(in_words(Dong(-24_000)), "Âm hai mươi tư nghìn đồng");
    }

    #[test]
    fn sums_do_not_overflow() {
        assert_eq!([Dong(1), Dong(2)].into_iter().sum::<Dong>(), Dong(3));
        assert_eq!(Dong(1).checked_add(Dong(2)), Some(Dong(3)));
        assert_eq!(Dong(i64::MAX).plus(Dong(1)), Dong(i64::MAX));
        assert_eq!((Dong(i64::MAX).checked_add(Dong(1)), Dong(5).minus(Dong(7))), (None, Dong(-2)));
    }

    proptest! {
        #[test]
        fn what_is_shown_can_be_typed_back(value in 0..MAX_DONG) {
            prop_assert_eq!(parse(&Dong(value).to_string()), Ok(Dong(value)));
        }

        /// The words are read back to the number: nothing is lost or said twice.
        #[test]
        fn words_are_read_back(value in prop_oneof![0..MAX_DONG, 0..2_000_000_000_i64]) {
            prop_assert_eq!(read_words(&in_words(Dong(value))), value);
        }

        #[test]
        fn words_never_hold_gaps(value in 0..MAX_DONG) {
            let text = in_words(Dong(value));
            prop_assert!(text.ends_with("đồng") && !text.contains("  "));
        }
    }
}
