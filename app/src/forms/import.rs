//! How an uploaded spreadsheet is read: letters, line of the headings, what each column holds.

use super::Fields;
use super::reader::Reader;
use domain::case::FieldError;
use domain::exchange::{Column, Encoding, MAX_COLUMNS, Mapping, Settings};

/// Field of a column's choice.
pub fn column(index: usize) -> String {
    format!("column.{index}")
}

/// Reads only which letters the file is in and where its headings stand, to read the headings anew.
///
/// # Errors
/// All field errors.
pub fn headings(fields: &Fields) -> Result<(Encoding, u32), Vec<FieldError>> {
    let mut reader = Reader::new(fields);
    let encoding = reader.choice("encoding", Encoding::from_key, "Chọn bảng mã của tệp.");
    let header_line = reader.number("header_line", 1, 1_048_576, "Dòng tiêu đề");
    reader.finish(encoding.zip(header_line))
}

/// Reads the form.
///
/// # Errors
/// All field errors.
pub fn settings(fields: &Fields) -> Result<Settings, Vec<FieldError>> {
    let mut reader = Reader::new(fields);
    let encoding = reader.choice("encoding", Encoding::from_key, "Chọn bảng mã của tệp.");
    let header_line = reader.number("header_line", 1, 1_048_576, "Dòng tiêu đề");
    let width = fields.indices("column").last().map_or(0, |last| last.saturating_add(1)).min(MAX_COLUMNS);
    let mut columns = Vec::with_capacity(width);
    for index in 0..width {
        let key = fields.get(&column(index));
        let chosen = Column::from_key(key);
        if chosen.is_none() && !key.is_empty() {
            reader.error(column(index), "Chọn một nội dung trong danh sách, hoặc để trống nếu không nhập cột này.");
        }
        columns.push(chosen);
    }
    let mapping = Mapping(columns);
    for problem in mapping.problems() {
        reader.error(problem.field, problem.message);
    }
    reader.finish(encoding.zip(header_line).map(|(encoding, header_line)| Settings { encoding, header_line, mapping }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Settings, Vec<String>> {
        let fields: Fields = pairs.iter().copied().collect();
        settings(&fields).map_err(|errors| errors.into_iter().map(|error| error.field).collect())
    }

    #[test]
    fn columns_are_read_in_their_order() {
        let read_well = read(&[
            ("encoding", "tcvn3"),
            ("header_line", "4"),
            ("column.0", ""),
            ("column.1", "name"),
            ("column.10", "phone"),
        ]);
        let settings = read_well.unwrap();
        assert_eq!((settings.encoding, settings.header_line, settings.mapping.0.len()), (Encoding::Tcvn3, 4, 11));
        assert_eq!(settings.mapping.place_of(Column::Phone), Some(10));
        // Found by mutated inputs: the last column that can be counted.
        let last = format!("column.{}", usize::MAX);
        let far = read(&[("encoding", "unicode"), ("header_line", "1"), ("column.0", "name"), (&last, "phone")]);
        assert_eq!(far.unwrap().mapping.0.len(), MAX_COLUMNS);
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        assert_eq!(read(&[]).unwrap_err(), ["encoding", "header_line", "column.0"]);
        assert_eq!(headings(&Fields::default()).unwrap_err().len(), 2);
        let twice = [
            ("encoding", "unicode"),
            ("header_line", "1"),
            ("column.0", "name"),
            ("column.1", "name"),
            ("column.2", "x"),
        ];
        assert_eq!(read(&twice).unwrap_err(), ["column.2", "column.1"]);
    }
}
