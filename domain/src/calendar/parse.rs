//! Reading dates and times as typed; errors in the order missing → impossible, each saying how to fix it.

use jiff::civil::{Date, Time};

/// Why typed text is not a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateError {
    Missing,
    /// Some of the three parts are empty: which, in words.
    MissingPart(&'static str),
    Shape,
    Month(String),
    Day {
        month: i8,
        year: i16,
        last: i8,
    },
    Year(String),
}

impl DateError {
    /// How to fix it, in Vietnamese.
    pub fn message(&self) -> String {
        match self {
            Self::Missing => "Nhập ngày dạng ngày/tháng/năm, ví dụ 05/01/2026.".to_owned(),
            Self::MissingPart(part) => format!("Ngày còn thiếu {part}. Nhập đủ ngày, tháng, năm, ví dụ 05/01/2026."),
            Self::Shape => "Ngày phải gồm ngày, tháng và năm bằng số, ví dụ 05/01/2026.".to_owned(),
            Self::Month(text) => format!("Không có tháng {text}. Tháng từ 1 đến 12."),
            Self::Day { month, year, last } => {
                format!("Tháng {month} năm {year} chỉ có {last} ngày. Kiểm tra lại ngày.")
            }
            Self::Year(text) => format!("Năm {text} không hợp lệ. Nhập đủ bốn chữ số, ví dụ 2026."),
        }
    }
}

/// Reads `5/1/2026`, `05-01-2026`, `5.1.2026`, `05 01 2026`.
///
/// # Errors
/// [`DateError`]: missing first, then what is impossible.
pub fn parse_date(text: &str) -> Result<Date, DateError> {
    let text = crate::text::plain(text);
    if text.is_empty() {
        return Err(DateError::Missing);
    }
    let parts: Vec<&str> = text.split(['/', '-', '.', ' ']).filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [day, month, year] if day.len() <= 2 => parse_date_parts(day, month, year),
        // What date pickers and copied data hold: 2026-01-05.
        [year, month, day] if year.len() == 4 => parse_date_parts(day, month, year),
        _ => Err(DateError::Shape),
    }
}

/// Reads a date from its three typed parts.
///
/// # Errors
/// As [`parse_date`].
pub fn parse_date_parts(day: &str, month: &str, year: &str) -> Result<Date, DateError> {
    if [day, month, year].iter().all(|part| part.trim().is_empty()) {
        return Err(DateError::Missing);
    }
    let missing = match (day.trim().is_empty(), month.trim().is_empty(), year.trim().is_empty()) {
        (true, true, _) => Some("ngày và tháng"),
        (true, _, true) => Some("ngày và năm"),
        (_, true, true) => Some("tháng và năm"),
        (true, false, false) => Some("ngày"),
        (false, true, false) => Some("tháng"),
        (false, false, true) => Some("năm"),
        (false, false, false) => None,
    };
    if let Some(part) = missing {
        return Err(DateError::MissingPart(part));
    }
    let number =
        |text: &str| text.trim().parse::<i16>().ok().filter(|_| text.trim().bytes().all(|b| b.is_ascii_digit()));
    let (Some(day), Some(month_number), Some(year_number)) = (number(day), number(month), number(year)) else {
        return Err(DateError::Shape);
    };
    if !(1..=12).contains(&month_number) {
        return Err(DateError::Month(month.trim().to_owned()));
    }
    if !(1900..=2200).contains(&year_number) {
        return Err(DateError::Year(year.trim().to_owned()));
    }
    let month = i8::try_from(month_number).map_err(|_| DateError::Shape)?;
    let first = Date::new(year_number, month, 1).map_err(|_| DateError::Shape)?;
    let last = first.days_in_month();
    i8::try_from(day)
        .ok()
        .filter(|day| (1..=last).contains(day))
        .and_then(|day| Date::new(year_number, month, day).ok())
        .ok_or(DateError::Day { month, year: year_number, last })
}

/// Why typed text is not a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeError {
    Missing,
    Shape,
}

impl TimeError {
    /// How to fix it, in Vietnamese.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Missing => "Nhập giờ và phút, ví dụ 14:30.",
            Self::Shape => "Giờ từ 0 đến 23, phút từ 0 đến 59, ví dụ 14:30.",
        }
    }
}

/// Reads `14:30`, `14h30`, `14 giờ 30`, `9h`.
///
/// # Errors
/// [`TimeError`] when missing or impossible.
pub fn parse_time(text: &str) -> Result<Time, TimeError> {
    let mut text = crate::text::plain(text).to_lowercase();
    // The words composed, and with their marks apart.
    for (word, sign) in [("giờ", ":"), ("gio\u{31b}\u{300}", ":"), ("phút", ""), ("phu\u{301}t", "")] {
        text = text.replace(word, sign);
    }
    let text = text.replace(['h', '.'], ":");
    if text.is_empty() {
        return Err(TimeError::Missing);
    }
    let mut parts = text.split(':').map(str::trim).filter(|part| !part.is_empty());
    let number = |part: &str| part.parse::<i8>().map_err(|_| TimeError::Shape);
    let hour = number(parts.next().ok_or(TimeError::Shape)?)?;
    let minute = parts.next().map_or(Ok(0), number)?;
    if parts.next().is_some_and(|seconds| seconds != "00") {
        return Err(TimeError::Shape);
    }
    Time::new(hour, minute, 0, 0).map_err(|_| TimeError::Shape)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};

    #[test]
    fn dates() {
        for text in ["5/1/2026", "05-01-2026", "5.1.2026", " 05 / 01 / 2026 ", "2026-01-05"] {
            assert_eq!(parse_date(text), Ok(date(2026, 1, 5)), "{text:?}");
        }
        for (text, error) in [
            ("", DateError::Missing),
            ("hôm nay", DateError::Shape),
            ("5/1", DateError::Shape),
            ("5/13/2026", DateError::Month("13".into())),
            ("30/2/2026", DateError::Day { month: 2, year: 2026, last: 28 }),
            ("0/3/2026", DateError::Day { month: 3, year: 2026, last: 31 }),
            ("5/1/26", DateError::Year("26".into())),
        ] {
            assert_eq!(parse_date(text), Err(error), "{text:?}");
        }
        for (day, month, year, error) in [
            ("", "", "", DateError::Missing),
            ("", "13", "2026", DateError::MissingPart("ngày")),
            ("31", "", "", DateError::MissingPart("tháng và năm")),
            ("31", "x", "2026", DateError::Shape),
            ("29", "2", "2026", DateError::Day { month: 2, year: 2026, last: 28 }),
        ] {
            assert_eq!(parse_date_parts(day, month, year), Err(error), "{day}/{month}/{year}");
        }
        assert_eq!(parse_date_parts("29", "2", "2028"), Ok(date(2028, 2, 29)));
        assert_eq!(
            parse_date("30/2/2026").unwrap_err().message(),
            "Tháng 2 năm 2026 chỉ có 28 ngày. Kiểm tra lại ngày."
        );
    }

    /// Which part is missing, and how to put it right.
    #[test]
    fn a_missing_part_is_named() {
        for (day, month, year, words) in [
            ("", "", "", "Nhập ngày dạng ngày/tháng/năm"),
            ("", "", "2026", "thiếu ngày và tháng."),
            ("", "1", "", "thiếu ngày và năm."),
            ("5", "", "", "thiếu tháng và năm."),
            ("", "1", "2026", "thiếu ngày."),
            ("5", " ", "2026", "thiếu tháng."),
            ("5", "1", "", "thiếu năm."),
            ("x", "1", "2026", "bằng số"),
            ("5", "13", "2026", "Không có tháng 13."),
            ("30", "2", "2026", "Tháng 2 năm 2026 chỉ có 28 ngày."),
            ("5", "1", "26", "Năm 26 không hợp lệ."),
        ] {
            let message = parse_date_parts(day, month, year).unwrap_err().message();
            assert!(message.contains(words), "{day}/{month}/{year}: {message}");
        }
        assert_eq!(
            (TimeError::Missing.message(), TimeError::Shape.message()),
            ("Nhập giờ và phút, ví dụ 14:30.", "Giờ từ 0 đến 23, phút từ 0 đến 59, ví dụ 14:30.",)
        );
    }

    #[test]
    fn times() {
        for (text, expected) in [
            ("14:30", Ok(time(14, 30, 0, 0))),
            ("14h30", Ok(time(14, 30, 0, 0))),
            ("14 giờ 30 phút", Ok(time(14, 30, 0, 0))),
            ("9h", Ok(time(9, 0, 0, 0))),
            ("", Err(TimeError::Missing)),
            ("25:00", Err(TimeError::Shape)),
            ("sáng", Err(TimeError::Shape)),
        ] {
            assert_eq!(parse_time(text), expected, "{text:?}");
        }
    }

    /// Keyboards that keep marks apart (NFD) are read like any other.
    #[test]
    fn words_with_their_marks_apart() {
        for text in ["8 gi\u{6f}\u{31b}\u{300} 30 ph\u{75}\u{301}t", "8 giờ 30 phút", "8h30", "8:30"] {
            assert_eq!(parse_time(text), Ok(time(8, 30, 0, 0)), "{text}");
        }
        for text in ["15.000 đo\u{302}\u{300}ng", "15.000 đồng", "15 000 ĐỒNG", "15000 vnđ"] {
            assert_eq!(crate::money::parse(text), Ok(crate::money::Dong(15_000)), "{text}");
        }
    }
}
