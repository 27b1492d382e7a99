//! The legal grounds of a paper by its date: which law, decree and circular it cites, each with its number.
//!
//! Must not know the catalogue of today: the decrees of the acts are read from the citations in the case.

use super::words::official;
use crate::law::fine::ActAssessment;
use crate::statute::{REFORM_2025, instrument};
use jiff::civil::{Date, date};

/// Subjects of the decrees that carry fine frames, by number.
const SUBJECTS: [(&str, &str); 8] = [
    (
        "98/2020/NĐ-CP",
        "quy định xử phạt vi phạm hành chính trong hoạt động thương mại, sản xuất, buôn bán hàng giả, hàng cấm và bảo vệ quyền lợi người tiêu dùng",
    ),
    (
        "119/2017/NĐ-CP",
        "quy định xử phạt vi phạm hành chính trong lĩnh vực tiêu chuẩn, đo lường và chất lượng sản phẩm, hàng hóa",
    ),
    ("115/2018/NĐ-CP", "quy định xử phạt vi phạm hành chính về an toàn thực phẩm"),
    ("87/2024/NĐ-CP", "quy định xử phạt vi phạm hành chính về quản lý giá"),
    ("99/2020/NĐ-CP", "quy định xử phạt vi phạm hành chính trong lĩnh vực dầu khí, kinh doanh xăng dầu và khí"),
    ("99/2013/NĐ-CP", "quy định xử phạt vi phạm hành chính trong lĩnh vực sở hữu công nghiệp"),
    ("122/2021/NĐ-CP", "quy định về xử phạt vi phạm hành chính trong lĩnh vực kế hoạch và đầu tư"),
    ("117/2020/NĐ-CP", "quy định xử phạt vi phạm hành chính trong lĩnh vực y tế"),
];

/// What amended NĐ 98/2020/NĐ-CP, with its first day.
const AMENDMENTS_98: [(&str, Date); 2] = [("17/2022/NĐ-CP", date(2022, 1, 31)), ("24/2025/NĐ-CP", date(2025, 2, 21))];

fn in_force(number: &str, day: Date) -> bool {
    instrument(number).is_some_and(|instrument| instrument.in_force(day))
}

/// ` (được sửa đổi, bổ sung bởi Nghị định số …, Nghị định số …)`, or nothing.
fn amended(kind: &str, numbers: &[&str]) -> String {
    if numbers.is_empty() {
        return String::new();
    }
    let list = numbers.iter().map(|number| format!("{kind} số {number}")).collect::<Vec<_>>().join(", ");
    format!(" (được sửa đổi, bổ sung bởi {list})")
}

/// The law on administrative violations as it stood on a day, with the articles the paper rests on.
pub(crate) fn law(articles: &str, day: Date) -> String {
    let amendments: Vec<&str> =
        ["67/2020/QH14", "88/2025/QH15"].into_iter().filter(|number| in_force(number, day)).collect();
    format!("Căn cứ {articles}Luật Xử lý vi phạm hành chính số 15/2012/QH13{};", amended("Luật", &amendments))
}

/// Articles of the law a sanction decision rests on: competence stood in the law until it moved to a decree.
pub(crate) fn sanction_articles(day: Date) -> &'static str {
    if day >= REFORM_2025 {
        "Điều 57, Điều 68, Điều 70, Điều 78, Điều 85 "
    } else {
        "Điều 45, Điều 57, Điều 68, Điều 70, Điều 78, Điều 85 "
    }
}

/// The decree that details the law, and from its day the decree on competence.
pub(crate) fn details(day: Date) -> Vec<String> {
    let amendments: Vec<&str> =
        ["68/2025/NĐ-CP", "190/2025/NĐ-CP"].into_iter().filter(|number| in_force(number, day)).collect();
    let mut lines = vec![format!(
        "Căn cứ Nghị định số 118/2021/NĐ-CP của Chính phủ quy định chi tiết một số điều và biện pháp thi hành Luật Xử lý vi phạm hành chính{};",
        amended("Nghị định", &amendments)
    )];
    if in_force("189/2025/NĐ-CP", day) {
        lines.push(
            "Căn cứ Nghị định số 189/2025/NĐ-CP của Chính phủ quy định chi tiết Luật Xử lý vi phạm hành chính về thẩm quyền xử phạt vi phạm hành chính;".to_owned(),
        );
    }
    lines
}

/// The decrees whose frames the acts were measured by, each once, as cited in the case.
pub(crate) fn decrees(acts: &[ActAssessment], day: Date) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for act in acts {
        let Some((number, rest)) = decree(&act.citation.place) else { continue };
        let subject = SUBJECTS.iter().find(|(known, _)| *known == number).map_or("", |(_, subject)| *subject);
        let changed = if number == "98/2020/NĐ-CP" {
            let numbers: Vec<&str> =
                AMENDMENTS_98.iter().filter(|(_, from)| *from <= day).map(|(number, _)| *number).collect();
            amended("Nghị định", &numbers)
        } else if rest.is_empty() {
            String::new()
        } else {
            format!(" {rest}")
        };
        let government = if subject.is_empty() { String::new() } else { format!(" của Chính phủ {subject}") };
        let line = format!("Căn cứ Nghị định số {number}{government}{changed};");
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

/// The grounds of an inspection.
pub(crate) fn inspection(day: Date) -> Vec<String> {
    let mut lines =
        vec!["Căn cứ Pháp lệnh Quản lý thị trường số 11/2016/UBTVQH13 ngày 08 tháng 3 năm 2016;".to_owned()];
    if in_force("33/2022/NĐ-CP", day) {
        let amendments: Vec<&str> = ["241/2025/NĐ-CP"].into_iter().filter(|number| in_force(number, day)).collect();
        lines.push(format!(
            "Căn cứ Nghị định số 33/2022/NĐ-CP của Chính phủ quy định chi tiết và biện pháp thi hành Pháp lệnh Quản lý thị trường{};",
            amended("Nghị định", &amendments)
        ));
    }
    let amendments: &[&str] = if day >= date(2022, 1, 1) { &["20/2021/TT-BCT"] } else { &[] };
    lines.push(format!(
        "Căn cứ Thông tư số 27/2020/TT-BCT của Bộ trưởng Bộ Công Thương quy định về nội dung, trình tự, thủ tục kiểm tra, xử phạt vi phạm hành chính và thực hiện các biện pháp nghiệp vụ của lực lượng Quản lý thị trường{};",
        amended("Thông tư", amendments)
    ));
    lines
}

/// Number of the decree in a citation, and what stands behind it: `điểm a khoản 4 Điều 31 Nghị định 119/2017/NĐ-CP
/// (sửa đổi bởi Nghị định 126/2021/NĐ-CP)`.
fn decree(place: &str) -> Option<(String, String)> {
    let place = official(place);
    let (_, after) = place.split_once("Nghị định ")?;
    let after = after.strip_prefix("số ").unwrap_or(after);
    let (number, rest) = after.split_once(' ').unwrap_or((after, ""));
    number.contains('/').then(|| (number.to_owned(), rest.replace("Nghị định ", "Nghị định số ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_law_is_cited_as_it_stood() {
        let cited = |day| [vec![law(sanction_articles(day), day)], details(day)].concat().join("\n");
        let before = cited(date(2025, 6, 30));
        let after = cited(date(2025, 7, 1));
        assert!(before.contains("Điều 45") && before.contains("67/2020/QH14") && before.contains("68/2025/NĐ-CP"));
        for later in ["88/2025/QH15", "189/2025/NĐ-CP", "190/2025/NĐ-CP"] {
            assert!(!before.contains(later) && after.contains(later), "{later}");
        }
        assert!(!after.contains("Điều 45"));
        assert!(!cited(date(2021, 12, 31)).contains("67/2020/QH14"));
        let inspected = |day| inspection(day).join("\n");
        assert!(!inspected(date(2022, 1, 31)).contains("33/2022/NĐ-CP"));
        assert!(inspected(date(2025, 9, 10)).contains("241/2025/NĐ-CP"));
        assert!(!inspected(date(2025, 9, 9)).contains("241/2025/NĐ-CP"));
    }

    #[test]
    fn decrees_are_read_from_citations() {
        for (place, number, rest) in [
            ("điểm e khoản 1 Điều 15 Nghị định 98/2020/NĐ-CP", "98/2020/NĐ-CP", ""),
            (
                "khoản 4 Điều 31 Nghị định 119/2017/NĐ-CP (sửa đổi bởi Nghị định 126/2021/NĐ-CP)",
                "119/2017/NĐ-CP",
                "(sửa đổi bởi Nghị định số 126/2021/NĐ-CP)",
            ),
            ("Nghị định 98/2020/NĐ-CP (chưa xác định điều, khoản)", "98/2020/NĐ-CP", ""),
        ] {
            assert_eq!(decree(place), Some((number.to_owned(), rest.to_owned())));
        }
        assert_eq!(decree("Điều 54 Luật Xử lý vi phạm hành chính"), None);
    }
}
