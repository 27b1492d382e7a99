//! Which cell styles of a workbook show a number as a date.

/// Whether a built-in number format shows a date (ECMA-376 part 1, 18.8.30); times of day alone do not.
pub const fn is_builtin_date(id: u32) -> bool {
    matches!(id, 14..=17 | 22 | 27..=31 | 34..=36 | 50..=54 | 57..=58)
}

/// Whether a format code shows a date: it has a day or a year outside of quotes and brackets.
pub fn is_date(code: &str) -> bool {
    if code.eq_ignore_ascii_case("General") || code.eq_ignore_ascii_case("Standard") {
        return false;
    }
    let (mut quoted, mut bracketed, mut escaped) = (false, false, false);
    for letter in code.chars() {
        if std::mem::take(&mut escaped) {
            continue;
        }
        match letter {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '\\' | '_' | '*' => escaped = true,
            '[' => bracketed = true,
            ']' => bracketed = false,
            _ if bracketed => {}
            'd' | 'D' | 'y' | 'Y' => return true,
            // Only the format of positive numbers counts.
            ';' => return false,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_that_show_a_date() {
        for (code, expected) in [
            ("dd/mm/yyyy", true),
            ("[$-42A]d\\ mmmm\\ yyyy", true),
            ("m/d/yy h:mm", true),
            ("General", false),
            ("#,##0\"đ\"", false),
            ("0.00", false),
            ("h:mm:ss", false),
            ("[Red]0", false),
            ("0\" day\"", false),
            ("0;\\-0;\"dd\"", false),
            ("@", false),
        ] {
            assert_eq!(is_date(code), expected, "{code}");
        }
        assert!(
            is_builtin_date(14)
                && is_builtin_date(22)
                && !is_builtin_date(0)
                && !is_builtin_date(20)
                && !is_builtin_date(49)
        );
    }
}
