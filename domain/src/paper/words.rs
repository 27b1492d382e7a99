//! How papers put things: sentences, amounts, moments. Must not know which paper uses them.

use crate::calendar::format_long;
use crate::case::Signed;
use crate::money::{Dong, in_words};
use jiff::civil::DateTime;

/// Remarks the catalogue makes to officers; they are no part of the law's words and never print.
const REMARKS: [&str; 3] = ["chưa đối chiếu", "chưa xác định", "tùy khoản"];

/// The words without the catalogue's remarks in brackets.
pub fn official(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('(') {
        let Some((inside, tail)) = after.split_once(')') else { break };
        if REMARKS.iter().any(|remark| inside.contains(remark)) {
            out.push_str(before.trim_end());
        } else {
            out.push_str(&format!("{before}({inside})"));
        }
        rest = tail;
    }
    out.push_str(rest);
    out.trim().to_owned()
}

/// On one line, without the stop at its end.
pub fn bare(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.trim_end_matches(['.', ';', ',', ' ']).to_owned()
}

/// On one line, with a full stop at its end.
pub fn sentence(text: &str) -> String {
    let line = bare(text);
    if line.ends_with(['?', '!', ':', '…']) { line } else { format!("{line}.") }
}

/// The first letter in capitals.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// `24.000.000 đồng (Bằng chữ: Hai mươi tư triệu đồng)`.
pub fn amount(sum: Dong) -> String {
    format!("{} đồng (Bằng chữ: {})", sum.digits(), in_words(sum))
}

/// `hồi 09 giờ 30 phút, ngày 05 tháng 01 năm 2026`.
pub fn moment(at: DateTime) -> String {
    format!("hồi {:02} giờ {:02} phút, {}", at.hour(), at.minute(), format_long(at.date()))
}

/// The text with its placeholders `{name}` filled; nothing when one of them has no value.
pub fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, tail) = after.split_once('}')?;
        out.push_str(before);
        out.push_str(&value(name)?);
        rest = tail;
    }
    out.push_str(rest);
    Some(out)
}

/// `số 33010001/BB-VPHC ngày 05 tháng 01 năm 2026`.
pub fn cited(frame: &Signed) -> String {
    format!("số {} {}", frame.number.text, format_long(frame.at.date()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn remarks_do_not_print() {
        for (text, printed) in [
            ("đình chỉ hoạt động khi tái phạm (chưa đối chiếu)", "đình chỉ hoạt động khi tái phạm"),
            ("đình chỉ hoạt động có thời hạn (tùy khoản)", "đình chỉ hoạt động có thời hạn"),
            ("Nghị định 98/2020/NĐ-CP (chưa xác định điều, khoản)", "Nghị định 98/2020/NĐ-CP"),
            ("tịch thu tang vật (trừ trường hợp buộc tiêu hủy)", "tịch thu tang vật (trừ trường hợp buộc tiêu hủy)"),
            ("một dấu ( chưa đóng", "một dấu ( chưa đóng"),
        ] {
            assert_eq!(official(text), printed);
        }
    }

    #[test]
    fn sentences_end_once() {
        for (text, printed) in [
            ("Bán hàng\nkhông có hóa đơn;", "Bán hàng không có hóa đơn."),
            ("Đã nghe rõ.", "Đã nghe rõ."),
            ("Có đúng không?", "Có đúng không?"),
        ] {
            assert_eq!(sentence(text), printed);
        }
        assert_eq!(capital("đình chỉ"), "Đình chỉ");
    }

    #[test]
    fn amounts_and_moments() {
        assert_eq!(amount(Dong(24_000_000)), "24.000.000 đồng (Bằng chữ: Hai mươi tư triệu đồng)");
        assert_eq!(moment(date(2026, 1, 5).at(9, 30, 0, 0)), "hồi 09 giờ 30 phút, ngày 05 tháng 01 năm 2026");
    }
}
