//! Text with separators as rows of cells: commas, semicolons or tabs, quotes, line breaks inside of quotes.
//!
//! Must not know: what a column means.

use super::MAX_COLUMNS;

/// Why a text is no table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CsvError {
    /// A quote was opened in this row and never closed.
    OpenQuote {
        line: usize,
    },
    /// A row has more cells than any list of parties.
    TooWide {
        line: usize,
    },
    TooLong,
}

impl CsvError {
    /// What is wrong and how to put it right, in Vietnamese.
    pub fn message(self) -> String {
        match self {
            Self::OpenQuote { line } => format!(
                "Dòng {line} có dấu ngoặc kép mở mà không đóng, nên phần sau của tệp không đọc được. Mở tệp bằng bảng tính, sửa ô đó, lưu lại rồi gửi lại."
            ),
            Self::TooWide { line } => {
                format!("Dòng {line} có hơn {MAX_COLUMNS} cột. Chỉ giữ các cột cần nhập rồi gửi lại.")
            }
            Self::TooLong => too_many_rows(),
        }
    }
}

/// The sentence for a list that is too long, whatever file it came in.
pub fn too_many_rows() -> String {
    let most = crate::money::group(i64::try_from(super::MAX_ROWS).unwrap_or(i64::MAX));
    format!("Tệp có hơn {most} dòng. Tách thành nhiều tệp, mỗi tệp tối đa {most} dòng, rồi nhập lần lượt.")
}

/// The separator of a text: named by a first line `sep=;`, or the one that splits most rows into the same number of cells.
pub fn separator(text: &str) -> char {
    if let Some(named) = text.strip_prefix("sep=").and_then(|rest| rest.chars().next()) {
        return named;
    }
    let score = |separator: char| {
        // A quote that never closes breaks the rows of its own separator only: the headings still tell it.
        let Ok(rows) = rows(text, separator, 50) else {
            return (0, text.lines().next().unwrap_or_default().matches(separator).count());
        };
        let widths: Vec<usize> = rows.iter().map(Vec::len).filter(|width| *width > 1).collect();
        let common = widths.iter().map(|width| widths.iter().filter(|other| *other == width).count()).max();
        (common.unwrap_or(0), widths.iter().max().copied().unwrap_or(0))
    };
    [',', ';', '\t', '|'].into_iter().rev().max_by_key(|separator| score(*separator)).unwrap_or(',')
}

/// The rows of a text, each with its cells as they were written. The last row of what was cut off at `most` is left out.
fn rows(text: &str, separator: char, most: usize) -> Result<Vec<Vec<String>>, CsvError> {
    let mut all = Vec::new();
    let (mut row, mut cell) = (Vec::new(), String::new());
    let (mut quoted, mut opened_at, mut was_quoted) = (false, 0, false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            // A quote opens a cell only where the cell begins: inches and nicknames stand in the middle.
            '"' if cell.trim().is_empty() && !was_quoted => {
                cell.clear();
                (quoted, was_quoted, opened_at) = (true, true, all.len() + 1);
            }
            _ if quoted => cell.push(letter),
            '\r' if letters.peek() == Some(&'\n') => {}
            '\n' | '\r' => {
                row.push(std::mem::take(&mut cell));
                all.push(std::mem::take(&mut row));
                was_quoted = false;
                if all.len() >= most {
                    return Ok(all);
                }
            }
            _ if letter == separator => {
                row.push(std::mem::take(&mut cell));
                was_quoted = false;
                if row.len() >= MAX_COLUMNS {
                    return Err(CsvError::TooWide { line: all.len() + 1 });
                }
            }
            _ => cell.push(letter),
        }
    }
    if quoted {
        return Err(CsvError::OpenQuote { line: opened_at });
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        all.push(row);
    }
    Ok(all)
}

/// All rows of a text; a first line `sep=;` is not one of them, but counts as a line of the file.
///
/// # Errors
/// [`CsvError`]: nothing is read by halves.
pub fn read(text: &str, separator: char) -> Result<Vec<Vec<String>>, CsvError> {
    let mut all = rows(text, separator, super::MAX_ROWS + 1)?;
    if all.len() > super::MAX_ROWS {
        return Err(CsvError::TooLong);
    }
    if text.starts_with("sep=")
        && let Some(first) = all.first_mut()
    {
        first.clear();
    }
    Ok(all)
}

/// One cell as a spreadsheet reads it back: quoted, and never a formula. Names come from people, and a spreadsheet runs what
/// begins like one.
pub fn written(text: &str) -> String {
    format!("\"{}\"", harmless(text).replace('"', "\"\""))
}

/// A text that no spreadsheet runs: what begins like a formula gets an apostrophe before it.
pub fn harmless(text: &str) -> String {
    let risky = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if risky { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_separator_is_found() {
        for (text, expected) in [
            ("a,b,c\n1,2,3\n", ','),
            ("a;b;c\n\"1,5\";2;3\n", ';'),
            ("Tên\tĐịa chỉ\nA\tSố 1, phố B; C\n", '\t'),
            ("Tên;Địa chỉ\nA;\"Số 1, ngõ 2, phố B, phường C\"\nB;Số 3, phố D", ';'),
            ("sep=|\na|b", '|'),
            ("a|b\n1|2", '|'),
            ("chỉ một cột", ','),
            ("a;b\nc;\"d\ne;f", ';'),
            ("", ','),
        ] {
            assert_eq!(separator(text), expected, "{text:?}");
        }
    }

    #[test]
    fn rows_as_they_were_written() {
        let read = |text| read(text, ';').map(|rows| rows.iter().map(|row| row.join("·")).collect::<Vec<_>>());
        for (text, expected) in [
            ("a;b\r\nc;d\r\n", vec!["a·b", "c·d"]),
            ("a;\"b;\"\"c\"\"\r\nd\"\ne", vec!["a·b;\"c\"\r\nd", "e"]),
            ("a;;\n\n;", vec!["a··", "", "·"]),
            ("màn 5\" cũ;x", vec!["màn 5\" cũ·x"]),
            ("  \"a\" ;b\rc", vec!["a ·b", "c"]),
            ("sep=;\na;b", vec!["", "a·b"]),
            ("", vec![]),
        ] {
            assert_eq!(read(text), Ok(expected.into_iter().map(str::to_owned).collect()), "{text:?}");
        }
    }

    #[test]
    fn a_broken_table_is_told_at_its_line() {
        assert_eq!(read("a;b\nc;\"d\ne;f\n", ';'), Err(CsvError::OpenQuote { line: 2 }));
        assert_eq!(read(&format!("a\n{}", ";".repeat(MAX_COLUMNS)), ';'), Err(CsvError::TooWide { line: 2 }));
        assert_eq!(read(&"a\n".repeat(super::super::MAX_ROWS + 1), ';'), Err(CsvError::TooLong));
        assert!(read(&"a\n".repeat(super::super::MAX_ROWS), ';').is_ok());
        for error in [CsvError::OpenQuote { line: 7 }, CsvError::TooWide { line: 7 }, CsvError::TooLong] {
            assert!(error.message().contains('7') || error.message().contains("60.000"), "{error:?}");
        }
    }

    #[test]
    fn no_cell_is_a_formula() {
        for (text, expected) in [
            ("Đội", "\"Đội\""),
            ("=1+1", "\"'=1+1\""),
            ("+84", "\"'+84\""),
            ("-1", "\"'-1\""),
            ("@x", "\"'@x\""),
            ("\tx", "\"'\tx\""),
            ("\r=1", "\"'\r=1\""),
            ("a \"b\"; c", "\"a \"\"b\"\"; c\""),
        ] {
            assert_eq!(written(text), expected);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(cells in proptest::collection::vec("[a-zđ;\",\n=]{0,8}", 2..6)) {
            let line = cells.iter().map(|cell| written(cell)).collect::<Vec<_>>().join(";");
            let back = read(&format!("{line}\r\n"), ';').map(|rows| rows.concat());
            let expected: Vec<String> = cells.iter().map(|cell| harmless(cell)).collect();
            prop_assert_eq!(back, Ok(expected));
        }

        #[test]
        fn no_text_stops_it(text in "\\PC{0,60}", separator in "[;,\t|]") {
            let _ = read(&text, separator.chars().next().unwrap());
            let _ = super::separator(&text);
        }
    }
}
