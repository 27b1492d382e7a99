//! One cell as its file holds it: what a spreadsheet does to a number before anybody sees it matters for what it means.
//!
//! Must not know: which column it stands in.

use super::MAX_CELL;
use crate::calendar::format_date;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A cell, in the letters of its file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Cell {
    Text(String),
    /// A number, all its digits without a leading zero: a spreadsheet drops those of a tax code.
    Number {
        n: String,
    },
    /// A number that the workbook shows as a date.
    Day {
        d: Date,
    },
    /// Something that a spreadsheet computes: what it shows is not what the file says.
    Formula {
        f: bool,
    },
}

impl Default for Cell {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl Cell {
    /// A cell of a text file: what a spreadsheet would take for a number is one, since a spreadsheet may have written it.
    pub fn of_text(text: &str) -> Self {
        let text = cut(text);
        let trimmed = text.trim();
        if trimmed.starts_with('=') {
            Self::Formula { f: true }
        } else if !trimmed.is_empty() && trimmed.len() <= 15 && trimmed.bytes().all(|byte| byte.is_ascii_digit()) {
            Self::Number { n: trimmed.to_owned() }
        } else {
            Self::Text(text)
        }
    }

    /// A text cell of a workbook: digits in it were typed as they stand.
    pub fn of_words(text: &str) -> Self {
        Self::Text(cut(text))
    }

    /// A number cell of a workbook, as its file writes it (`33090000123`, `3.3090000123E10`, `0.5`).
    pub fn of_number(written: &str) -> Self {
        match written.trim().parse::<f64>() {
            Ok(number) if number.is_finite() => Self::Number { n: number.to_string() },
            Ok(_) | Err(_) => Self::Text(cut(written)),
        }
    }

    /// The number of a day of a workbook: days since 30/12/1899, or since 01/01/1904; its time of day goes.
    pub fn of_serial(written: &str, since_1904: bool) -> Self {
        let day = written.trim().parse::<f64>().ok().and_then(|serial| serial_day(serial, since_1904));
        day.map_or_else(|| Self::of_number(written), |d| Self::Day { d })
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim().is_empty())
    }

    /// The words of it, for a heading or a guess; nothing where it holds no words.
    pub fn words(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Number { .. } | Self::Day { .. } | Self::Formula { .. } => "",
        }
    }

    /// As an officer sees it in his spreadsheet, still in the letters of the file.
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number { n } => n.clone(),
            Self::Day { d } => format_date(*d),
            Self::Formula { .. } => "(công thức)".to_owned(),
        }
    }
}

fn cut(text: &str) -> String {
    text.chars().filter(|c| *c != '\0').take(MAX_CELL + 1).collect()
}

/// The day behind a spreadsheet's number; nothing for what is no day of the last or this century.
pub fn serial_day(serial: f64, since_1904: bool) -> Option<Date> {
    // Days before 01/03/1900 are one off in the files themselves; nobody alive was registered then.
    if !(61.0..=80_000.0).contains(&serial) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "between 61 and 80,000")]
    let days = serial.floor() as i64;
    let start = if since_1904 { jiff::civil::date(1904, 1, 1) } else { jiff::civil::date(1899, 12, 30) };
    Some(crate::calendar::shift(start, days))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn what_a_cell_is() {
        for (cell, expected) in [
            (Cell::of_text(" 0100109106 "), Cell::Number { n: "0100109106".into() }),
            (Cell::of_text("0100109106-001"), Cell::Text("0100109106-001".into())),
            (Cell::of_text("=HYPERLINK(\"http://x\")"), Cell::Formula { f: true }),
            (Cell::of_text("+84 900 000 123"), Cell::Text("+84 900 000 123".into())),
            (Cell::of_text("1234567890123456"), Cell::Text("1234567890123456".into())),
            (Cell::of_words("0100109106"), Cell::Text("0100109106".into())),
            (Cell::of_words("=1"), Cell::Text("=1".into())),
            (Cell::of_number("3.3090000123E10"), Cell::Number { n: "33090000123".into() }),
            (Cell::of_number("0.5"), Cell::Number { n: "0.5".into() }),
            (Cell::of_number("NaN"), Cell::Text("NaN".into())),
            (Cell::of_serial("45292", false), Cell::Day { d: date(2024, 1, 1) }),
            (Cell::of_serial("45292.75", false), Cell::Day { d: date(2024, 1, 1) }),
            (Cell::of_serial("43830", true), Cell::Day { d: date(2024, 1, 1) }),
            (Cell::of_serial("12", false), Cell::Number { n: "12".into() }),
        ] {
            assert_eq!(cell, expected);
            let stored = serde_json::to_string(&cell).unwrap();
            assert_eq!(serde_json::from_str::<Cell>(&stored).unwrap(), cell, "{stored}");
        }
        assert_eq!(serde_json::to_string(&Cell::of_words("a")).unwrap(), "\"a\"");
        assert_eq!(Cell::of_words(&"a".repeat(MAX_CELL + 9)).words().len(), MAX_CELL + 1);
        assert_eq!(Cell::of_words("a\0b").words(), "ab");
        assert_eq!(serial_day(61.0, false), Some(date(1900, 3, 1)));
        assert_eq!(serial_day(1e9, false), None);
    }

    #[test]
    fn what_is_shown() {
        assert!(Cell::default().is_empty() && Cell::of_words(" \t").is_empty() && !Cell::of_number("0").is_empty());
        for (cell, shown, words) in [
            (Cell::of_words("Tên"), "Tên", "Tên"),
            (Cell::of_number("5"), "5", ""),
            (Cell::Day { d: date(2024, 1, 5) }, "05/01/2024", ""),
            (Cell::Formula { f: true }, "(công thức)", ""),
        ] {
            assert_eq!((cell.shown().as_str(), cell.words()), (shown, words));
        }
    }
}
