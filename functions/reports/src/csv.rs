//! Comma-separated values as Vietnamese spreadsheets open them: byte order mark, semicolons, CRLF.

use crate::sheet::{Line, headings};
use domain::report::Measure;
use std::fmt::Write;

/// One cell: quoted, and never read as a formula. Names come from people, and a spreadsheet runs what begins like one.
pub fn cell(text: &str) -> String {
    let risky = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    format!("\"{}{}\"", if risky { "'" } else { "" }, text.replace('"', "\"\""))
}

/// Writes the whole file.
pub fn write(lines: &[Line]) -> String {
    let mut out = String::from("\u{feff}");
    out.push_str(&headings().iter().map(|heading| cell(heading)).collect::<Vec<_>>().join(";"));
    out.push_str("\r\n");
    for line in lines {
        let _ = write!(out, "{};{}", cell(&line.unit), cell(&line.field));
        for measure in Measure::ALL {
            let _ = write!(out, ";{}", line.measures.get(measure));
        }
        out.push_str("\r\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::Weight;
    use domain::report::Measures;

    #[test]
    fn no_cell_is_a_formula() {
        for (text, expected) in [
            ("Đội QLTT số 1", "\"Đội QLTT số 1\""),
            ("=1+1", "\"'=1+1\""),
            ("@x", "\"'@x\""),
            ("a \"b\"; c", "\"a \"\"b\"\"; c\""),
        ] {
            assert_eq!(cell(text), expected);
        }
        let line = Line {
            unit: "-2".into(),
            field: "x".into(),
            measures: Measures::default().with(Measure::Fines, -5),
            weight: Weight::Field,
        };
        let file = write(&[line]);
        let zeros = ";0".repeat(Measure::ALL.len() - 7);
        let last = format!("\"'-2\";\"x\";0;0;0;0;0;0;-5{zeros}\r\n");
        assert!(file.starts_with('\u{feff}') && file.ends_with(&last), "{file}");
        assert_eq!(file.lines().next().map(|line| line.split(';').count()), Some(2 + Measure::ALL.len()));
    }
}
