//! Values as spreadsheets leave them: leading zeros lost, numbers in powers of ten, dates of two digits, several telephones in
//! one cell. What can be put back for certain is put back and told; what cannot is refused with how to put it right.
//!
//! Must not know: which row or column it reads.

use super::cell::{Cell, serial_day};
use super::{Encoding, MAX_CELL};
use crate::calendar::{DateError, parse_date};
use crate::identity::{CitizenId, Phone, TaxCode};
use crate::money::{self, Dong};
use crate::place::Point;
use crate::text::{clean, fold};
use jiff::civil::Date;

/// A value and what was done to read it, or what is wrong and how to put it right; both in Vietnamese.
pub type Read<T> = Result<(T, Option<String>), String>;

/// Longest line of a party's file, as in its form.
const LINE: usize = 300;

fn formula() -> String {
    "Ô này là công thức. Trong bảng tính, chép cột này rồi dán lại tại chỗ dưới dạng giá trị (Paste Values), lưu và nhập lại."
        .to_owned()
}

/// What a spreadsheet shows where it could not compute.
const ERRORS: [&str; 8] = ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!"];

/// A text without the apostrophe that an export put before what begins like a formula.
fn unguarded(text: &str) -> String {
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest.to_owned(),
        _ => text.to_owned(),
    }
}

/// The words of a cell as composed Unicode, cleaned; empty for an empty one.
///
/// # Errors
/// A formula, letters that were lost before, more than a line.
pub fn words(cell: &Cell, encoding: Encoding) -> Result<String, String> {
    let text = match cell {
        Cell::Formula { .. } => return Err(formula()),
        Cell::Text(text) if ERRORS.contains(&text.trim()) => {
            return Err(format!(
                "Bảng tính báo lỗi {} ở ô này. Sửa ô trong tệp, hoặc xóa trống rồi nhập lại.",
                text.trim()
            ));
        }
        Cell::Text(text) => unguarded(&clean(&encoding.read(text))),
        Cell::Number { .. } | Cell::Day { .. } => cell.shown(),
    };
    if text.contains('\u{fffd}') {
        return Err("Có chữ bị hỏng (�) từ trước khi nhập. Gõ lại ô này trong tệp, hoặc chọn lại bảng mã.".to_owned());
    }
    let length = text.chars().count();
    if length > LINE {
        let length = if length > MAX_CELL { format!("hơn {MAX_CELL}") } else { length.to_string() };
        return Err(format!("Tối đa {LINE} ký tự, ô này có {length}. Rút gọn lại."));
    }
    Ok(text)
}

/// Whether a spreadsheet wrote it in powers of ten: `3.309E+10`.
fn in_powers(text: &str) -> bool {
    let Some((digits, power)) = text.split_once(['E', 'e']) else { return false };
    let digits_only = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits_only(&digits.replace(['.', ','], "")) && digits_only(power.trim_start_matches('+'))
}

/// The digits of an identifier, and whether a spreadsheet may have dropped zeros before them.
fn digits(cell: &Cell, encoding: Encoding) -> Result<(String, bool), String> {
    let text = words(cell, encoding)?;
    if in_powers(&text) {
        return Err(format!(
            "Bảng tính đã rút gọn số này thành {text} và mất các chữ số cuối. Định dạng cột là Văn bản (Text), gõ lại số theo giấy tờ."
        ));
    }
    // `100109106.0`: how programs write a number that has no decimals.
    let whole = text.strip_suffix(".0").filter(|whole| whole.bytes().all(|byte| byte.is_ascii_digit()));
    let number = matches!(cell, Cell::Number { .. }) || whole.is_some();
    let text = whole.map_or_else(|| text.clone(), str::to_owned);
    if number && text.len() > 15 {
        return Err(
            "Bảng tính chỉ giữ đúng 15 chữ số của một số. Định dạng cột là Văn bản (Text), gõ lại số theo giấy tờ."
                .to_owned(),
        );
    }
    Ok((text, number))
}

/// What was done to a number that had lost its zero.
fn zero_back(what: &str, read: &str) -> String {
    format!("Bảng tính đã bỏ số 0 ở đầu {what}; đọc là {read}. Đối chiếu với giấy tờ.")
}

/// A tax code; a zero that a spreadsheet dropped is put back where the check digit proves it.
pub fn tax_code(cell: &Cell, encoding: Encoding) -> Read<TaxCode> {
    let (text, number) = digits(cell, encoding)?;
    let restored = match (number, text.len()) {
        (true, 9) => Some(format!("0{text}")),
        // A branch without its zero, unless it is the number of a person of another country, which begins so.
        (true, 12) if !text.starts_with('0') => Some(format!("0{text}")).filter(|code| TaxCode::parse(code).is_ok()),
        // The number of a person, which begins with a zero.
        (true, 11) => Some(format!("0{text}")),
        _ => None,
    };
    match restored {
        Some(code) => match TaxCode::parse(&code) {
            Ok(read) => {
                let told = zero_back("mã số thuế", read.as_str());
                Ok((read, Some(told)))
            }
            Err(error) => Err(error.0),
        },
        None => TaxCode::parse(&text).map(|code| (code, None)).map_err(|error| error.0),
    }
}

/// A citizen number; a zero that a spreadsheet dropped is put back, and told, since no check digit proves it.
pub fn citizen_id(cell: &Cell, encoding: Encoding, born: Option<Date>, male: Option<bool>) -> Read<CitizenId> {
    let (text, number) = digits(cell, encoding)?;
    let lost = number && matches!(text.len(), 8 | 11);
    let code = if lost { format!("0{text}") } else { text };
    let read = CitizenId::parse(&code).map_err(|error| error.0)?;
    let told = lost.then(|| zero_back("số định danh", read.as_str()));
    let disagreement = read.disagreement(born, male);
    let told = [told, disagreement].into_iter().flatten().collect::<Vec<_>>().join(" ");
    Ok((read, (!told.is_empty()).then_some(told)))
}

/// The beginnings of mobile numbers of eleven digits, and what they have been since 15/09/2018 (QĐ 798/QĐ-BTTTT) [R].
const MOBILE_SINCE_2018: [(&str, &str); 21] = [
    ("0120", "070"),
    ("0121", "079"),
    ("0122", "077"),
    ("0123", "083"),
    ("0124", "084"),
    ("0125", "085"),
    ("0126", "076"),
    ("0127", "081"),
    ("0128", "078"),
    ("0129", "082"),
    ("0162", "032"),
    ("0163", "033"),
    ("0164", "034"),
    ("0165", "035"),
    ("0166", "036"),
    ("0167", "037"),
    ("0168", "038"),
    ("0169", "039"),
    ("0186", "056"),
    ("0188", "058"),
    ("0199", "059"),
];

/// A telephone number. Of several the first is kept; a lost zero is put back; a mobile number of eleven digits becomes the one
/// of ten that replaced it in 2018.
pub fn phone(cell: &Cell, encoding: Encoding) -> Read<Phone> {
    let (text, number) = digits(cell, encoding)?;
    let mut parts = text.split(['/', ';', ',']).map(str::trim).filter(|part| !part.is_empty());
    let first = parts.next().unwrap_or_default();
    let more = parts.next().map(|_| "Ô có nhiều số điện thoại; chỉ nhập số đầu.".to_owned());
    let compact: String = first.chars().filter(|c| !matches!(c, ' ' | '.' | '-' | '(' | ')' | '\u{a0}')).collect();
    let mobile = compact.len() == 9 && compact.starts_with(['3', '5', '7', '8', '9']);
    let fixed = matches!(compact.len(), 9 | 10) && compact.starts_with('2');
    let old = MOBILE_SINCE_2018.iter().find(|(before, _)| compact.len() == 11 && compact.starts_with(before));
    let old_without_zero = MOBILE_SINCE_2018
        .iter()
        .find(|(before, _)| number && compact.len() == 10 && format!("0{compact}").starts_with(before));
    let (text, told) = match (old, old_without_zero) {
        (Some((before, now)), _) => (compact.replacen(before, now, 1), Some("đầu số cũ trước năm 2018")),
        (None, Some((before, now))) => {
            (format!("0{compact}").replacen(before, now, 1), Some("đầu số cũ trước năm 2018"))
        }
        (None, None) if mobile || fixed => (format!("0{compact}"), Some("số 0 ở đầu đã bị bỏ")),
        (None, None) => (first.to_owned(), None),
    };
    let read = Phone::parse(&text).map_err(|error| error.0)?;
    let told = told.map(|why| format!("Điện thoại {first}: {why}; đọc là {read}."));
    let told = [told, more].into_iter().flatten().collect::<Vec<_>>().join(" ");
    Ok((read, (!told.is_empty()).then_some(told)))
}

/// Which days a date can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Something that has happened: a birth, an issue. Two digits of a year that is not over mean this century.
    Past,
    /// Something that may lie ahead: the end of a licence.
    Ahead,
}

/// A date: `dd/mm/yyyy`, `d/m/yy`, `ngày … tháng … năm …`, `yyyy-mm-dd`, a spreadsheet's own number of a day.
pub fn date(cell: &Cell, encoding: Encoding, wanted: Wanted, today: Date) -> Read<Date> {
    let (day, told) = match cell {
        Cell::Day { d } => (*d, None),
        Cell::Formula { .. } => return Err(formula()),
        Cell::Number { n } => number_of_day(n)?,
        Cell::Text(_) => (written_date(&words(cell, encoding)?, wanted, today)?, None),
    };
    if wanted == Wanted::Past && day > today {
        return Err(format!("Ngày {} đang ở tương lai. Kiểm tra lại năm.", crate::calendar::format_date(day)));
    }
    if !(1900..=2200).contains(&day.year()) {
        return Err(DateError::Year(day.year().to_string()).message());
    }
    Ok((day, told))
}

fn number_of_day(written: &str) -> Read<Date> {
    let year = written.parse::<i16>().ok().filter(|year| (1900..=2200).contains(year));
    if let Some(year) = year {
        return Err(format!(
            "Ô chỉ ghi năm {year}. Ghi đủ ngày/tháng/năm theo giấy tờ, ví dụ 05/01/{year}, hoặc bỏ trống."
        ));
    }
    let serial = written.parse::<f64>().ok().filter(|serial| *serial >= 3_000.0);
    match serial.and_then(|serial| serial_day(serial, false)) {
        Some(day) => {
            let told = format!(
                "Số {written} là ngày theo cách đếm của bảng tính; đọc là {}.",
                crate::calendar::format_date(day)
            );
            Ok((day, Some(told)))
        }
        None => Err(DateError::Shape.message()),
    }
}

fn written_date(text: &str, wanted: Wanted, today: Date) -> Result<Date, String> {
    // A time of day behind the date says nothing here.
    let text = text.split_whitespace().filter(|part| !part.contains(':')).collect::<Vec<_>>().join(" ");
    let folded = fold(&text);
    let parts: Vec<&str> =
        folded.split(' ').filter(|part| !matches!(*part, "ngay" | "thang" | "nam" | "sinh")).collect();
    let [day, month, year] = parts.as_slice() else {
        return Err(DateError::Shape.message());
    };
    if day.len() == 4 {
        return parse_date(&format!("{day}-{month}-{year}")).map_err(|error| error.message());
    }
    let year = match (year.len(), year.parse::<i16>()) {
        (2, Ok(short)) => {
            let this = 2000 + short;
            let past = match wanted {
                Wanted::Past => this > today.year(),
                Wanted::Ahead => short >= 80,
            };
            (if past { this - 100 } else { this }).to_string()
        }
        _ => (*year).to_owned(),
    };
    parse_date(&format!("{day}/{month}/{year}")).map_err(|error| match (&error, day.parse::<u8>(), month.parse::<u8>()) {
        (DateError::Month(_), Ok(1..=12), Ok(13..=31)) => format!(
            "Không có tháng {month}: có thể tệp ghi tháng trước ngày. Ghi ngày trước, tháng sau: {month}/{day}/{year}."
        ),
        _ => error.message(),
    })
}

/// An amount in đồng: `1.000.000đ`, `1,000,000`, `1 000 000 VNĐ`, `1,5 triệu`.
pub fn amount(cell: &Cell, encoding: Encoding) -> Read<Dong> {
    let text = words(cell, encoding)?;
    if in_powers(&text) {
        return Err(format!(
            "Bảng tính đã rút gọn số tiền thành {text}. Định dạng cột là Số, không có phần lẻ, rồi nhập lại."
        ));
    }
    if let Cell::Number { n } = cell {
        let whole = n.split_once('.').map_or(n.as_str(), |(whole, _)| whole);
        return money::parse(whole).map(|amount| (amount, None)).map_err(|error| error.message().to_owned());
    }
    let lowered = text.to_lowercase();
    for (unit, zeros) in [("tỷ", 9), ("tỉ", 9), ("triệu", 6), ("tr", 6), ("nghìn", 3), ("ngàn", 3)] {
        let number = lowered.trim_end_matches("đồng").trim_end_matches('đ').trim();
        let Some(number) = number.strip_suffix(unit) else { continue };
        let scaled = money::parse_quantity(number.trim())
            .ok()
            .and_then(|thousandths| thousandths.checked_mul(10_i64.pow(zeros - 3)));
        return match scaled {
            Some(amount) if amount <= money::MAX_DONG => {
                Ok((Dong(amount), Some(format!("“{text}” đọc là {}.", Dong(amount)))))
            }
            _ => Err(money::MoneyError::NotDigits.message().to_owned()),
        };
    }
    // Commas between groups of three are how other countries part them.
    let groups: Vec<&str> = text.split(',').collect();
    let foreign = groups.len() > 1 && !text.contains('.');
    let text = if foreign
        && groups.iter().skip(1).all(|group| fold(group).split(' ').next().is_some_and(|digits| digits.len() == 3))
    {
        text.replace(',', ".")
    } else {
        text
    };
    money::parse(&text).map(|amount| (amount, None)).map_err(|error| error.message().to_owned())
}

/// A point on the map from one cell, or from one for the latitude and one for the longitude.
pub fn coordinates(first: &Cell, second: Option<&Cell>, encoding: Encoding) -> Read<Point> {
    let first = words(first, encoding)?;
    let text = match second {
        Some(second) => format!("{}; {}", first, words(second, encoding)?),
        None => first,
    };
    Point::parse(&text).map(|point| (point, None))
}

/// A whole number of people or square metres.
pub fn count(cell: &Cell, encoding: Encoding, what: &str) -> Result<u32, String> {
    let text = words(cell, encoding)?;
    let text = fold(&text.replace("m²", "").replace("m2", "")).replace(' ', "");
    let digits = text.trim_end_matches(char::is_alphabetic);
    digits.parse().map_err(|_| format!("{what} là một số, ví dụ 120."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;

    const TODAY: Date = day(2026, 11, 25);

    fn text(text: &str) -> Cell {
        Cell::of_words(text)
    }

    fn number(text: &str) -> Cell {
        Cell::of_number(text)
    }

    /// The value in words, with whether something is told; or the beginning of what is wrong.
    fn told<T: ToString>(read: Read<T>) -> String {
        match read {
            Ok((value, None)) => value.to_string(),
            Ok((value, Some(_))) => format!("{} (!)", value.to_string()),
            Err(problem) => format!("✗ {problem}"),
        }
    }

    fn check<T: ToString>(reads: Vec<(Read<T>, &str)>) {
        for (read, expected) in reads {
            let told = told(read);
            match expected.strip_prefix('✗') {
                Some(words) => assert!(told.starts_with('✗') && told.contains(words.trim()), "{told} / {expected}"),
                None => assert_eq!(told, expected),
            }
        }
    }

    #[test]
    fn tax_codes_that_lost_their_zero() {
        let read = |cell: Cell| tax_code(&cell, Encoding::Unicode);
        check(vec![
            (read(text("0100109106")), "0100109106"),
            (read(text("0100109106-001")), "0100109106-001"),
            (read(number("100109106")), "0100109106 (!)"),
            (read(text("100109106.0")), "0100109106 (!)"),
            (read(number("100109106001")), "0100109106-001 (!)"),
            (read(number("33090000123")), "033090000123 (!)"),
            (read(Cell::of_text("0100109106")), "0100109106"),
            (read(number("100109107")), "✗ sai chữ số kiểm tra"),
            (read(text("100109106")), "✗ 9 chữ số"),
            (read(text("1,00109E+08")), "✗ rút gọn"),
            (read(text("1.00109E+08")), "✗ Văn bản (Text)"),
            (read(number("1234567890123456789")), "✗ 15 chữ số"),
            (read(Cell::Formula { f: true }), "✗ Paste Values"),
            (read(text("MST A")), "✗ chỉ gồm chữ số"),
        ]);
    }

    #[test]
    fn citizen_numbers_that_lost_their_zero_or_contradict() {
        let read = |cell: Cell| citizen_id(&cell, Encoding::Unicode, Some(day(1990, 5, 1)), Some(true));
        check(vec![
            (read(text("033090000123")), "033090000123"),
            (read(number("33090000123")), "033090000123 (!)"),
            (read(number("33.090000123E9")), "033090000123 (!)"),
            (read(text("33090000123")), "✗ 11 chữ số"),
            (read(number("45170123")), "045170123 (!)"),
            (read(text("033191000123")), "033191000123 (!)"),
            (read(text("3.30E+10")), "✗ rút gọn số này thành 3.30E+10"),
        ]);
        let (_, warning) = citizen_id(&number("33091000123"), Encoding::Unicode, Some(day(1990, 5, 1)), None).unwrap();
        let warning = warning.unwrap();
        assert!(warning.contains("số 0 ở đầu") && warning.contains("năm sinh 1991"), "{warning}");
    }

    #[test]
    fn telephones() {
        let read = |cell: Cell| phone(&cell, Encoding::Unicode);
        check(vec![
            (read(text("0912 345 678")), "0912345678"),
            (read(number("912345678")), "0912345678 (!)"),
            (read(text("912.345.678")), "0912345678 (!)"),
            (read(text("0912345678 / 0987654321")), "0912345678 (!)"),
            (read(text("01689999999")), "0389999999 (!)"),
            (read(number("1689999999")), "0389999999 (!)"),
            (read(text("(0221) 386 2468")), "02213862468"),
            (read(number("2213862468")), "02213862468 (!)"),
            (read(text("+84 912 345 678")), "0912345678"),
            (read(text("9,12E+08")), "✗ rút gọn"),
            (read(text("123")), "✗ 10 chữ số"),
            (read(text("không có")), "✗ Số điện thoại"),
        ]);
    }

    #[test]
    fn dates_of_every_hand() {
        let past = |cell: Cell| date(&cell, Encoding::Unicode, Wanted::Past, TODAY);
        let ahead = |cell: Cell| date(&cell, Encoding::Unicode, Wanted::Ahead, TODAY);
        check(vec![
            (past(text("05/01/1990")), "1990-01-05"),
            (past(text("5/1/90")), "1990-01-05"),
            (past(text("5-1-26")), "2026-01-05"),
            (past(text("5.1.27")), "1927-01-05"),
            (ahead(text("5.1.27")), "2027-01-05"),
            (ahead(text("5.1.85")), "1985-01-05"),
            (past(text("ngày 15 tháng 3 năm 2019")), "2019-03-15"),
            (past(text("15/03/2019 00:00:00")), "2019-03-15"),
            (past(text("2019-03-15")), "2019-03-15"),
            (past(Cell::Day { d: day(2019, 3, 15) }), "2019-03-15"),
            (past(number("43539")), "2019-03-15 (!)"),
            (ahead(text("15/03/2030")), "2030-03-15"),
            (past(text("15/03/2030")), "✗ tương lai"),
            (past(Cell::Day { d: day(2030, 1, 1) }), "✗ tương lai"),
            (past(number("1985")), "✗ chỉ ghi năm 1985"),
            (past(number("12")), "✗ ngày, tháng và năm"),
            (past(text("12/31/2019")), "✗ tháng trước ngày"),
            (past(text("31/13/2019")), "✗ Không có tháng 13"),
            (past(text("30/02/2019")), "✗ chỉ có 28 ngày"),
            (past(text("khoảng 2019")), "✗ ngày, tháng và năm"),
            (past(Cell::Formula { f: true }), "✗ công thức"),
        ]);
    }

    #[test]
    fn amounts() {
        let read = |cell: Cell| amount(&cell, Encoding::Unicode).map(|(amount, note)| (amount.0, note));
        check(vec![
            (read(text("1.000.000đ")), "1000000"),
            (read(text("1,000,000")), "1000000"),
            (read(text("1,000,000 VNĐ")), "1000000"),
            (read(text("1 000 000 đồng")), "1000000"),
            (read(number("1500000")), "1500000"),
            (read(number("1500000.4")), "1500000"),
            (read(text("1,5 triệu")), "1500000 (!)"),
            (read(text("2 tỷ đồng")), "2000000000 (!)"),
            (read(text("500 nghìn")), "500000 (!)"),
            (read(text("1,5")), "✗ tròn đồng"),
            (read(text("1.5E+9")), "✗ rút gọn"),
            (read(text("vài triệu")), "✗ chữ số"),
            (read(text("-5")), "✗ âm"),
        ]);
    }

    #[test]
    fn words_and_places() {
        assert_eq!(words(&text("  Nguye\u{302}\u{303}n \n Văn  A "), Encoding::Unicode).as_deref(), Ok("Nguyễn Văn A"));
        assert_eq!(words(&text("'+84 900"), Encoding::Unicode).as_deref(), Ok("+84 900"));
        assert_eq!(words(&text("'Nhà'"), Encoding::Unicode).as_deref(), Ok("'Nhà'"));
        assert!(words(&text(" #N/A "), Encoding::Unicode).unwrap_err().contains("#N/A"));
        assert_eq!(words(&text("NguyÔn V¨n A"), Encoding::Tcvn3).as_deref(), Ok("Nguyễn Văn A"));
        assert!(words(&text("Nguy\u{fffd}n"), Encoding::Unicode).unwrap_err().contains("bảng mã"));
        assert!(words(&text(&"a".repeat(301)), Encoding::Unicode).unwrap_err().contains("301"));
        assert!(words(&text(&"a".repeat(9_000)), Encoding::Unicode).unwrap_err().contains("hơn 2000"));
        let point = coordinates(&number("20.6464"), Some(&number("106.0511")), Encoding::Unicode).unwrap().0;
        assert_eq!(coordinates(&text("20.6464, 106.0511"), None, Encoding::Unicode).unwrap().0, point);
        assert!(coordinates(&text("106.05, 20.64"), None, Encoding::Unicode).unwrap_err().contains("đứng trước"));
        assert_eq!(count(&text("120 m²"), Encoding::Unicode, "Diện tích"), Ok(120));
        assert_eq!(count(&text("5 người"), Encoding::Unicode, "Số lao động"), Ok(5));
        assert!(count(&text("nhiều"), Encoding::Unicode, "Số lao động").unwrap_err().contains("Số lao động"));
    }
}
