//! How a figure stands to one of another period.

/// The difference of a figure from an earlier one, absolute and in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    pub now: i64,
    pub before: i64,
}

impl Change {
    /// Tenths of a percent, rounded half away from zero; `None` where there is no base to compare with.
    pub fn tenths(self) -> Option<i64> {
        if self.before == 0 {
            return None;
        }
        let (difference, base) = (i128::from(self.now) - i128::from(self.before), i128::from(self.before).abs());
        let rounded = (difference * 2000 + base * difference.signum()) / (2 * base);
        i64::try_from(rounded).ok()
    }

    /// `+12 (+8,5 %)`; `+12 (–)` where there is no base, `0 (0 %)` where nothing changed.
    pub fn words(self) -> String {
        let difference = self.now.saturating_sub(self.before);
        let sign = if difference > 0 { "+" } else { "" };
        let percent = match self.tenths() {
            None => "–".to_owned(),
            Some(tenths) => {
                let (whole, part) = (tenths.abs() / 10, tenths.abs() % 10);
                let sign = match tenths.signum() {
                    1 => "+",
                    -1 => "-",
                    _ => "",
                };
                let part = if part == 0 { String::new() } else { format!(",{part}") };
                format!("{sign}{}{part} %", crate::money::group(whole))
            }
        };
        format!("{sign}{} ({percent})", crate::money::group(difference))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_in_words() {
        for (now, before, words) in [
            (120, 100, "+20 (+20 %)"),
            (0, 4, "-4 (-100 %)"),
            (5, 0, "+5 (–)"),
            (0, 0, "0 (–)"),
            (7, 7, "0 (0 %)"),
            (100, 300, "-200 (-66,7 %)"),
            (1_000_000, 1, "+999.999 (+99.999.900 %)"),
            (i64::MAX, i64::MAX, "0 (0 %)"),
            (1001, 1000, "+1 (+0,1 %)"),
        ] {
            assert_eq!(Change { now, before }.words(), words, "{now} to {before}");
        }
    }
}
