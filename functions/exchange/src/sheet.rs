//! What an uploaded file is, by its content, and its rows; or one sentence that says what it is instead and what to do.
//!
//! Must not know: what the rows are of, or where they are kept.

use crate::xlsx;
use domain::exchange::{Base, Cell, base_text, csv};

/// A file that was read.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    pub kind: FileKind,
    /// Rows that hold something, with their line in the file, 1 for the first.
    pub rows: Vec<(u32, Vec<Cell>)>,
    /// Whether the letters said themselves that they are Unicode.
    pub unicode: bool,
    /// What the officer should know of how it was read.
    pub told: String,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    Xlsx,
    Csv,
}

impl FileKind {
    /// Stable key, as stored; also the ending of the file's name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }
}

/// Reads a file by its content, and holds its name against it.
///
/// # Errors
/// What is wrong with it and what to do, in Vietnamese.
pub fn read(name: &str, bytes: &[u8]) -> Result<Table, String> {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
    if bytes.is_empty() {
        return Err("Tệp trống. Kiểm tra lại tệp đã chọn rồi gửi lại.".to_owned());
    }
    if let Some(problem) = foreign(bytes, &ending) {
        return Err(problem);
    }
    let table = if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        if ending == "xlsm" || ending == "xltm" || ending == "xlsb" {
            return Err(xlsx_fault_for_name(&ending));
        }
        let table = workbook(bytes)?;
        if ending != "xlsx" {
            return Err(mismatch(&ending, "sổ tính XLSX", "xlsx"));
        }
        table
    } else {
        match ending.as_str() {
            "csv" | "txt" | "tsv" => text(bytes)?,
            "xlsx" | "xlsm" => return Err(
                "Tên tệp là .xlsx nhưng nội dung không phải sổ tính XLSX. Nếu là tệp chữ, đổi đuôi thành .csv; nếu không, mở bằng bảng tính, lưu thành .xlsx rồi gửi lại.".to_owned(),
            ),
            _ => return Err(mismatch(&ending, "tệp chữ", "csv")),
        }
    };
    if table.rows.is_empty() {
        return Err("Tệp không có dòng nào. Kiểm tra lại trang tính đầu tiên rồi gửi lại.".to_owned());
    }
    if table.rows.len() == 1 {
        return Err("Tệp chỉ có dòng tiêu đề, không có dòng dữ liệu nào.".to_owned());
    }
    Ok(table)
}

fn xlsx_fault_for_name(ending: &str) -> String {
    match ending {
        "xlsb" => "Tệp .xlsb không nhận. Mở bằng bảng tính, lưu thành “Excel Workbook (.xlsx)” rồi gửi lại.".to_owned(),
        _ => xlsx::Fault::Macro.message(),
    }
}

fn mismatch(ending: &str, what: &str, right: &str) -> String {
    let named = if ending.is_empty() { "không có đuôi".to_owned() } else { format!("có đuôi .{ending}") };
    format!("Tệp {named} nhưng nội dung là {what}. Đổi đuôi tên tệp thành .{right} rồi gửi lại.")
}

/// What no list is, by its first bytes.
fn foreign(bytes: &[u8], ending: &str) -> Option<String> {
    const OLD: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    if bytes.starts_with(OLD) {
        // Names of the streams inside are UTF-16.
        let encrypted: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let protected = bytes.windows(encrypted.len()).any(|window| window == encrypted.as_slice());
        return Some(if protected {
            xlsx::Fault::Password.message()
        } else {
            "Tệp là bảng tính kiểu cũ (.xls). Mở bằng bảng tính, chọn Lưu thành “Excel Workbook (.xlsx)” rồi gửi tệp mới.".to_owned()
        });
    }
    let start = bytes.trim_ascii_start();
    let lower = start.get(..start.len().min(512)).unwrap_or_default().to_ascii_lowercase();
    let kinds: [(&[u8], &str); 9] = [
        (b"%pdf", "tệp PDF"),
        (b"mz", "chương trình máy tính"),
        (b"\x7felf", "chương trình máy tính"),
        (b"\x89png", "ảnh"),
        (b"gif8", "ảnh"),
        (b"rar!", "gói nén RAR"),
        (b"7z\xbc\xaf", "gói nén 7z"),
        (b"\x1f\x8b", "gói nén"),
        (b"{\\rtf", "văn bản RTF"),
    ];
    let what = kinds.iter().find(|(begin, what)| {
        // Two letters alone may begin a word of a list.
        lower.starts_with(begin) && (*what != "chương trình máy tính" || bytes.iter().take(512).any(|byte| *byte == 0))
    });
    if let Some((_, what)) = what {
        return Some(format!("Tệp này là {what}, không phải danh sách. Chọn tệp .xlsx hoặc .csv."));
    }
    if bytes.starts_with(b"\xFF\xD8\xFF") {
        return Some("Tệp này là ảnh, không phải danh sách. Chọn tệp .xlsx hoặc .csv.".to_owned());
    }
    if lower.starts_with(b"<")
        && [b"<html" as &[u8], b"<!doctype", b"<?xml", b"<table"].iter().any(|tag| lower.starts_with(tag))
    {
        return Some(format!(
            "Tệp {}thực ra là trang web (HTML, XML) do phần mềm khác xuất ra. Mở bằng bảng tính, lưu thành .xlsx rồi gửi lại.",
            if ending.is_empty() { String::new() } else { format!(".{ending} này ") }
        ));
    }
    None
}

fn workbook(bytes: &[u8]) -> Result<Table, String> {
    let book = xlsx::read(bytes).map_err(|fault| fault.message())?;
    let told = match book.others {
        0 => format!("Đọc trang tính “{}”.", book.sheet),
        others => format!("Đọc trang tính “{}”; {others} trang tính khác không đọc.", book.sheet),
    };
    Ok(Table { kind: FileKind::Xlsx, rows: book.rows, unicode: true, told })
}

fn text(bytes: &[u8]) -> Result<Table, String> {
    let Base { text, unicode } = base_text(bytes);
    let strange =
        text.chars().filter(|c| c.is_control() && !matches!(c, '\t' | '\r' | '\n' | '\u{80}'..='\u{9f}')).count();
    if strange > 0 && strange * 200 > text.chars().count() {
        return Err("Nội dung tệp không phải chữ, không đọc được thành danh sách. Mở bằng bảng tính, lưu thành .xlsx rồi gửi lại.".to_owned());
    }
    let separator = csv::separator(&text);
    let rows = csv::read(&text, separator).map_err(csv::CsvError::message)?;
    let named = match separator {
        ';' => "dấu chấm phẩy",
        '\t' => "dấu tab",
        '|' => "dấu gạch đứng",
        _ => "dấu phẩy",
    };
    let rows = (1_u32..).zip(rows).filter_map(|(line, row)| {
        let mut cells: Vec<Cell> = row.iter().map(|cell| Cell::of_text(cell)).collect();
        let used = cells.iter().rposition(|cell| !cell.is_empty())? + 1;
        cells.truncate(used);
        Some((line, cells))
    });
    Ok(Table {
        kind: FileKind::Csv, rows: rows.collect(), unicode, told: format!("Các cột cách nhau bằng {named}.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(name: &str, bytes: &[u8]) -> String {
        match read(name, bytes) {
            Ok(table) => panic!("{name} was read: {table:?}"),
            Err(problem) => problem,
        }
    }

    #[test]
    fn a_list_of_every_shape() {
        for (bytes, told) in [
            ("Tên;Địa chỉ\nA;B\n".as_bytes(), "dấu chấm phẩy"),
            ("\u{feff}Tên,Địa chỉ\r\nA,B\r\n".as_bytes(), "dấu phẩy"),
            ("Tên\tĐịa chỉ\n\nA\tB".as_bytes(), "dấu tab"),
        ] {
            let table = read("ds.csv", bytes).unwrap();
            assert_eq!((table.rows.len(), table.unicode, table.kind.key()), (2, true, "csv"));
            assert!(table.told.contains(told), "{}", table.told);
        }
        let lines: Vec<u32> = read("ds.csv", b"a;b\n\n;;\nc;d\n").unwrap().rows.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 4], "lines of the file, empty ones left out");
        assert!(!read("ds.CSV", b"T\xAAn;\xA7\xDEa ch\xD8\nA;B").unwrap().unicode);
    }

    #[test]
    fn a_file_that_is_not_what_its_name_says() {
        let old = [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), vec![0; 600]].concat();
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let protected = [old.clone(), name].concat();
        let text = "Tên;Địa chỉ\nA;B\n".as_bytes();
        let program = [b"MZ\x90\0".to_vec(), vec![0; 100]].concat();
        for (name, bytes, words) in [
            ("a.xlsx", b"".as_slice(), "trống"),
            ("a.xls", &old, "kiểu cũ"),
            ("a.xlsx", &old, "kiểu cũ"),
            ("a.xlsx", &protected, "mật khẩu"),
            ("a.xlsx", text, "không phải sổ tính XLSX"),
            ("a.xls", text, "Đổi đuôi tên tệp thành .csv"),
            ("danh sach", text, "không có đuôi"),
            ("a.csv", b"%PDF-1.4", "PDF"),
            ("a.csv", &program, "chương trình"),
            ("a.csv", b"\x89PNG\r\n", "ảnh"),
            ("a.csv", b"\xFF\xD8\xFF\xE0", "ảnh"),
            ("a.xls", b"  <html><table>", ".xls này thực ra là trang web"),
            ("a.csv", b"Rar!\x1a", "RAR"),
            ("a.csv", &[1, 2, 3, 4, 5, 6, 7, 8], "không phải chữ"),
            ("a.csv", b"a;b\n", "chỉ có dòng tiêu đề"),
            ("a.csv", b"\n;;\n", "không có dòng nào"),
            ("a.csv", b"a;b\n\"c;d\n", "Dòng 2 có dấu ngoặc kép"),
            ("a.xlsx", b"PK\x03\x04 gone", "bị hỏng"),
            ("a.xlsm", b"PK\x03\x04", "macro"),
            ("a.xlsb", b"PK\x03\x04", "xlsb"),
        ] {
            let told = refused(name, bytes);
            assert!(told.contains(words), "{name}: {told}");
        }
        assert!(read("mz.csv", b"MZ;b\nc;d").is_ok(), "a heading may begin so");
    }
}
