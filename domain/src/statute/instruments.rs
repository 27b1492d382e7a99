//! The instruments the engine rests on, with the days they are in force.

use crate::catalogue::Mark;
use jiff::civil::{Date, date};

/// A law, ordinance, decree or circular.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instrument {
    /// Number, e.g. `118/2021/NĐ-CP`.
    pub number: &'static str,
    /// Name as papers cite it.
    pub name: &'static str,
    pub from: Date,
    /// Last day in force; `None` = still in force as far as known.
    pub to: Option<Date>,
    /// What amended or replaced it, in words; empty when nothing is known.
    pub amended_by: &'static str,
    /// How sure the project is of the instrument and its dates.
    pub mark: Mark,
}

const fn row(
    number: &'static str,
    name: &'static str,
    from: Date,
    to: Option<Date>,
    amended_by: &'static str,
    mark: Mark,
) -> Instrument {
    Instrument { number, name, from, to, amended_by, mark }
}

/// Every instrument, by its first day.
pub const INSTRUMENTS: &[Instrument] = &[
    row("02/2011/QH13", "Luật Khiếu nại", date(2012, 7, 1), None, "", Mark::Recalled),
    row(
        "15/2012/QH13",
        "Luật Xử lý vi phạm hành chính",
        date(2013, 7, 1),
        None,
        "Luật 67/2020/QH14; Luật 88/2025/QH15",
        Mark::Seen,
    ),
    row(
        "166/2013/NĐ-CP",
        "Nghị định về cưỡng chế thi hành quyết định xử phạt",
        date(2013, 12, 28),
        None,
        "",
        Mark::Unsure,
    ),
    row("93/2015/QH13", "Luật Tố tụng hành chính", date(2016, 7, 1), None, "", Mark::Recalled),
    row(
        "11/2016/UBTVQH13",
        "Pháp lệnh Quản lý thị trường",
        date(2016, 9, 1),
        None,
        "Pháp lệnh 01/2018",
        Mark::Recalled,
    ),
    row(
        "20/2016/NĐ-CP",
        "Nghị định về Cơ sở dữ liệu quốc gia về xử lý vi phạm hành chính",
        date(2016, 7, 1),
        None,
        "",
        Mark::Unsure,
    ),
    row("91/2015/QH13", "Bộ luật Dân sự", date(2017, 1, 1), None, "", Mark::Recalled),
    row(
        "115/2018/NĐ-CP",
        "Nghị định xử phạt về an toàn thực phẩm",
        date(2018, 10, 20),
        None,
        "Nghị định 124/2021/NĐ-CP",
        Mark::Recalled,
    ),
    row("30/2020/NĐ-CP", "Nghị định về công tác văn thư", date(2020, 3, 5), None, "", Mark::Recalled),
    row(
        "98/2020/NĐ-CP",
        "Nghị định xử phạt trong hoạt động thương mại, hàng giả, hàng cấm, bảo vệ quyền lợi người tiêu dùng",
        date(2020, 10, 15),
        None,
        "Nghị định 17/2022/NĐ-CP; Nghị định 96/2023/NĐ-CP; Nghị định 24/2025/NĐ-CP",
        Mark::Recalled,
    ),
    row(
        "27/2020/TT-BCT",
        "Thông tư về kiểm tra, xử lý vi phạm hành chính và biện pháp nghiệp vụ của lực lượng Quản lý thị trường",
        date(2020, 12, 1),
        None,
        "Thông tư 20/2021/TT-BCT; Thông tư 45/2025/TT-BCT",
        Mark::Seen,
    ),
    row("45/2019/QH14", "Bộ luật Lao động", date(2021, 1, 1), None, "", Mark::Recalled),
    row(
        "55/2020/TT-BCT",
        "Thông tư về chế độ báo cáo của lực lượng Quản lý thị trường",
        date(2021, 4, 1),
        None,
        "",
        Mark::Seen,
    ),
    row(
        "67/2020/QH14",
        "Luật sửa đổi, bổ sung Luật Xử lý vi phạm hành chính",
        date(2022, 1, 1),
        None,
        "",
        Mark::Recalled,
    ),
    row(
        "118/2021/NĐ-CP",
        "Nghị định quy định chi tiết Luật Xử lý vi phạm hành chính",
        date(2022, 1, 1),
        None,
        "Nghị định 68/2025/NĐ-CP; Nghị định 190/2025/NĐ-CP",
        Mark::Seen,
    ),
    row(
        "138/2021/NĐ-CP",
        "Nghị định về quản lý, bảo quản tang vật, phương tiện",
        date(2022, 1, 1),
        None,
        "",
        Mark::Recalled,
    ),
    row("22/2021/TT-BCT", "Thông tư về biểu mẫu và Hệ thống INS", date(2022, 2, 1), None, "", Mark::Seen),
    row(
        "33/2022/NĐ-CP",
        "Nghị định quy định chi tiết Pháp lệnh Quản lý thị trường",
        date(2022, 5, 27),
        None,
        "Nghị định 241/2025/NĐ-CP",
        Mark::Unsure,
    ),
    row("87/2024/NĐ-CP", "Nghị định xử phạt về quản lý giá", date(2024, 7, 12), None, "", Mark::Seen),
    row("24/2025/NĐ-CP", "Nghị định sửa đổi Nghị định 98/2020/NĐ-CP", date(2025, 2, 21), None, "", Mark::Unsure),
    row("40/2025/NĐ-CP", "Nghị định về tổ chức của Bộ Công Thương", date(2025, 3, 1), None, "", Mark::Seen),
    row(
        "77/2025/NĐ-CP",
        "Nghị định về xử lý tài sản được xác lập quyền sở hữu toàn dân",
        date(2025, 4, 1),
        None,
        "",
        Mark::Unsure,
    ),
    row("68/2025/NĐ-CP", "Nghị định sửa đổi Nghị định 118/2021/NĐ-CP", date(2025, 5, 2), None, "", Mark::Seen),
    row("88/2025/QH15", "Luật sửa đổi, bổ sung Luật Xử lý vi phạm hành chính", date(2025, 7, 1), None, "", Mark::Seen),
    row("189/2025/NĐ-CP", "Nghị định về thẩm quyền xử phạt vi phạm hành chính", date(2025, 7, 1), None, "", Mark::Seen),
    row("190/2025/NĐ-CP", "Nghị định sửa đổi Nghị định 118/2021/NĐ-CP", date(2025, 7, 1), None, "", Mark::Seen),
    row("241/2025/NĐ-CP", "Nghị định sửa đổi Nghị định 33/2022/NĐ-CP", date(2025, 9, 10), None, "", Mark::Seen),
];

/// The instrument with that number.
pub fn instrument(number: &str) -> Option<&'static Instrument> {
    INSTRUMENTS.iter().find(|instrument| instrument.number == number)
}

impl Instrument {
    /// Whether it is law on that day.
    pub fn in_force(&self, on: Date) -> bool {
        self.from <= on && self.to.is_none_or(|to| on <= to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;

    #[test]
    fn reform_dates_agree_with_the_instruments() {
        for (number, day) in [
            ("67/2020/QH14", super::super::REFORM_2020),
            ("88/2025/QH15", super::super::REFORM_2025),
            ("189/2025/NĐ-CP", super::super::REFORM_2025),
            ("68/2025/NĐ-CP", super::super::CIRCUMSTANCES_2025),
            ("40/2025/NĐ-CP", super::super::ORGANISATION_2025),
            ("241/2025/NĐ-CP", super::super::INSPECTION_2025),
        ] {
            assert_eq!(instrument(number).unwrap().from, day, "{number}");
        }
        let commerce = instrument("98/2020/NĐ-CP").unwrap();
        assert!(!commerce.in_force(date(2020, 10, 14)) && commerce.in_force(date(2026, 11, 1)));
        let first_row = Catalogue::embedded().behaviour("nd98-d15-k1").unwrap().in_force_from;
        assert_eq!(first_row, commerce.from);
    }

    #[test]
    fn numbers_are_unique() {
        for (index, row) in INSTRUMENTS.iter().enumerate() {
            assert!(INSTRUMENTS.iter().skip(index + 1).all(|other| other.number != row.number), "{}", row.number);
        }
    }
}
