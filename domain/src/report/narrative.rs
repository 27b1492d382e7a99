//! The words of a report (thuyết minh), drafted from its figures: situation, results, notable cases, difficulties, tasks.
//!
//! Every sentence follows from a figure; where there is none, it says so. People write on from there. No name of a party is in it: a
//! report goes to many. Must not know: where figures come from, or who reads them.

use super::definition::{Value, percent};
use super::{Figure, Measure, Measures};
use crate::calendar::{Period, PeriodKind, format_date};
use crate::catalogue::Field;
use crate::money::group;
use crate::paper::words::capital;
use jiff::civil::Date;

/// How many fields, units and cases are named.
const NAMED: usize = 3;

/// A case worth telling of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notable {
    /// Reference of the file.
    pub code: String,
    /// Short name of the unit that has it.
    pub unit: String,
    pub field: Field,
    /// Fines of the period, in đồng.
    pub fine: i64,
}

/// What the words are drafted from.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// Short name of the reporting unit.
    pub unit: &'a str,
    pub period: &'a Period,
    /// Name of a thematic report, or of one on demand.
    pub title: Option<&'a str>,
    pub total: &'a Measures,
    /// The same period of the year before; nothing where the unit was not there.
    pub last_year: Option<&'a Measures>,
    pub by_field: &'a [(Field, Measures)],
    /// Units below, by short name; empty for a leaf.
    pub by_unit: &'a [(String, Measures)],
    /// The largest first.
    pub cases: &'a [Notable],
}

/// The measures the words need.
pub fn measures() -> Vec<Measure> {
    let mut list = vec![
        Measure::Inspections,
        Measure::Violations,
        Measure::Handled,
        Measure::ToPolice,
        Measure::Fines,
        Measure::Pending,
        Measure::Unexecuted,
        Measure::Owed,
        Measure::Unsold,
    ];
    list.extend([Figure::GOODS, Figure::REVENUE].into_iter().flat_map(Figure::terms));
    list.sort_unstable();
    list.dedup();
    list
}

/// `1.250 vụ`, `35.000.000 đồng`.
fn counted(value: i64, figure: Figure) -> String {
    format!("{} {}", group(value), figure.counted().label())
}

/// `tăng 25,0 % so với cùng kỳ năm trước (40 vụ)`; a base of nothing gives no percentage.
fn compared(value: i64, base: Option<i64>, unit: &str) -> String {
    let Some(base) = base else { return "không có số liệu cùng kỳ năm trước để so sánh".to_owned() };
    if value == base {
        return "bằng cùng kỳ năm trước".to_owned();
    }
    let Some(tenths) = percent(value, base) else { return "cùng kỳ năm trước không phát sinh".to_owned() };
    let more = if tenths < 0 { "giảm" } else { "tăng" };
    let words = Value::Percent { tenths: Some(tenths.abs()) }.words();
    format!("{more} {} so với cùng kỳ năm trước ({} {unit})", words.trim_start_matches('+'), group(base))
}

/// The name of a field as it stands behind “lĩnh vực”.
fn bare(field: Field) -> String {
    let label = field.label().to_lowercase();
    label.strip_prefix("lĩnh vực ").map(str::to_owned).unwrap_or(label)
}

/// `a`, `a và b`, `a, b và c`.
fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} và {last}", first.join(", ")),
    }
}

/// The largest of some by a measure, each with its figure; none that is nothing.
fn largest<T>(rows: &[(T, Measures)], by: Measure, name: impl Fn(&T) -> String) -> Vec<String> {
    let mut rows: Vec<(&T, i64)> = rows.iter().map(|(key, sums)| (key, sums.get(by))).filter(|(_, n)| *n > 0).collect();
    rows.sort_by_key(|(_, value)| std::cmp::Reverse(*value));
    let unit = by.counted().label();
    rows.into_iter().take(NAMED).map(|(key, value)| format!("{} ({} {unit})", name(key), group(value))).collect()
}

/// The days of the period, as a sentence begins with them.
fn days(period: &Period) -> String {
    let (from, to): (Date, Date) = (period.from, period.to);
    format!("Từ ngày {} đến ngày {}", format_date(from), format_date(to))
}

/// Drafts the words of a report, each paragraph in its line.
pub fn draft(told: &Told<'_>) -> String {
    let parts = [
        ("I. TÌNH HÌNH", situation(told)),
        ("II. KẾT QUẢ KIỂM TRA, XỬ LÝ", results(told)),
        ("III. VỤ VIỆC ĐIỂN HÌNH", cases(told)),
        ("IV. KHÓ KHĂN, VƯỚNG MẮC", difficulties(told)),
        ("V. NHIỆM VỤ KỲ TỚI", tasks(told)),
    ];
    parts.map(|(heading, lines)| format!("{heading}\n{}", lines.join("\n"))).join("\n\n")
}

fn situation(told: &Told<'_>) -> Vec<String> {
    let subject = told.title.map(|title| format!(" thực hiện “{title}”")).unwrap_or_default();
    let fields = largest(told.by_field, Measure::Violations, |field: &Field| field.label().to_owned());
    let begun = format!("{}, {}{subject}", days(told.period), told.unit);
    if told.total.get(Measure::Inspections) == 0 && told.total.get(Measure::Handled) == 0 {
        return vec![format!("{begun} không phát sinh vụ việc kiểm tra, xử lý nào.")];
    }
    if fields.is_empty() {
        return vec![format!("{begun} không phát hiện vi phạm mới trên địa bàn.")];
    }
    let mut lines = vec![format!(
        "{begun} phát hiện {}; vi phạm tập trung ở các lĩnh vực: {}.",
        counted(told.total.get(Measure::Violations), Figure::Measure(Measure::Violations)),
        listed(&fields)
    )];
    let units = largest(told.by_unit, Measure::Violations, Clone::clone);
    if told.by_unit.len() > 1 && !units.is_empty() {
        lines.push(format!("Đơn vị phát hiện nhiều vụ vi phạm: {}.", listed(&units)));
    }
    lines
}

fn results(told: &Told<'_>) -> Vec<String> {
    let rows = [
        ("Số vụ kiểm tra", Figure::Measure(Measure::Inspections)),
        ("Số vụ vi phạm", Figure::Measure(Measure::Violations)),
        ("Số vụ xử lý", Figure::Measure(Measure::Handled)),
        ("Chuyển cơ quan điều tra", Figure::Measure(Measure::ToPolice)),
        ("Tiền phạt theo quyết định", Figure::Measure(Measure::Fines)),
        ("Trị giá hàng hóa vi phạm", Figure::GOODS),
        ("Thu nộp ngân sách", Figure::REVENUE),
    ];
    let line = |(words, figure): (&str, Figure)| {
        let value = figure.value(told.total);
        let compared = compared(value, told.last_year.map(|sums| figure.value(sums)), figure.counted().label());
        format!("- {words}: {}, {compared}.", counted(value, figure))
    };
    rows.map(line).to_vec()
}

fn cases(told: &Told<'_>) -> Vec<String> {
    if told.cases.is_empty() {
        return vec!["Trong kỳ không có quyết định xử phạt tiền.".to_owned()];
    }
    let told = told.cases.iter().take(NAMED).map(|case| {
        format!(
            "- Hồ sơ {} ({}): lĩnh vực {}, phạt tiền {} đồng.",
            case.code,
            case.unit,
            bare(case.field),
            group(case.fine)
        )
    });
    told.collect()
}

/// What is still open at the end of the period, as far as there is any.
fn open(told: &Told<'_>) -> [(i64, String); 4] {
    let of = |measure: Measure| told.total.get(measure);
    let words = |measure: Measure| counted(of(measure), Figure::Measure(measure));
    [
        (of(Measure::Pending), format!("{} đang giải quyết", words(Measure::Pending))),
        (of(Measure::Unexecuted), format!("{} xử phạt chưa thi hành xong", words(Measure::Unexecuted))),
        (of(Measure::Owed), format!("{} tiền phạt chưa nộp", words(Measure::Owed))),
        (of(Measure::Unsold), format!("hàng tịch thu chưa xử lý trị giá {}", words(Measure::Unsold))),
    ]
}

fn difficulties(told: &Told<'_>) -> Vec<String> {
    let left: Vec<String> = open(told).into_iter().filter(|(value, _)| *value > 0).map(|(_, words)| words).collect();
    if left.is_empty() {
        return vec!["Đến hết kỳ không còn vụ việc, quyết định, tang vật tồn đọng.".to_owned()];
    }
    vec![format!("Đến hết ngày {}, còn {}.", format_date(told.period.to), listed(&left))]
}

fn tasks(told: &Told<'_>) -> Vec<String> {
    let [pending, unexecuted, _, unsold] = open(told).map(|(value, _)| value > 0);
    let mut lines = Vec::new();
    if pending {
        lines.push("giải quyết dứt điểm các vụ việc đang xử lý, không để quá thời hạn ra quyết định".to_owned());
    }
    if unexecuted {
        lines.push(
            "đôn đốc thi hành quyết định xử phạt, áp dụng cưỡng chế khi quá thời hạn tự nguyện thi hành".to_owned(),
        );
    }
    if unsold {
        lines.push("xử lý dứt điểm hàng hóa tịch thu đang bảo quản".to_owned());
    }
    let fields = largest(told.by_field, Measure::Violations, |field: &Field| bare(*field));
    let fields: Vec<String> =
        fields.iter().map(|field| field.split(" (").next().unwrap_or_default().to_owned()).collect();
    lines.push(if fields.is_empty() {
        "tiếp tục nắm địa bàn, kiểm tra theo kế hoạch đã phê duyệt".to_owned()
    } else {
        format!("tiếp tục nắm địa bàn, kiểm tra theo kế hoạch; tập trung các lĩnh vực {}", listed(&fields))
    });
    if told.period.kind != PeriodKind::Days {
        lines.push(format!("tổng hợp, gửi báo cáo kỳ sau đúng hạn: {}", told.period.next().label()));
    }
    let last = lines.len().saturating_sub(1);
    let end = |place: usize| if place == last { '.' } else { ';' };
    lines.iter().enumerate().map(|(place, line)| format!("- {}{}", capital(line), end(place))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(factor: i64) -> Measures {
        let mut sums = Measures::default();
        for (place, measure) in (1_i64..).zip(Measure::ALL) {
            sums.count(measure, place * factor * if measure.is_money() { 1_000_000 } else { 1 });
        }
        sums
    }

    fn told_of(told: &Told<'_>) -> String {
        format!("{}\n\n---\n\n", draft(told))
    }

    #[test]
    fn the_words_are_the_golden_file() {
        let month = Period::month(2026, 11).unwrap();
        let week = Period::week_of(jiff::civil::date(2026, 11, 23));
        let days = Period::days(jiff::civil::date(2026, 1, 1), jiff::civil::date(2026, 2, 20)).unwrap();
        let fields =
            [(Field::Gia, sums(1)), (Field::HangNhapLau, sums(5)), (Field::Attp, sums(3)), (Field::Khac, sums(2))];
        let units = [("Đội QLTT số 1".to_owned(), sums(4)), ("Đội QLTT số 2".to_owned(), sums(7))];
        let cases = [
            Notable {
                code: "33-01/2026/0007".into(),
                unit: "Đội QLTT số 1".into(),
                field: Field::HangNhapLau,
                fine: 90_000_000,
            },
            Notable {
                code: "33-02/2026/0009".into(),
                unit: "Đội QLTT số 2".into(),
                field: Field::Gia,
                fine: 30_000_000,
            },
        ];
        let (total, before, nothing) = (sums(11), sums(8), Measures::default());
        let told = Told {
            unit: "Chi cục QLTT Hưng Yên",
            period: &month,
            title: None,
            total: &total,
            last_year: Some(&before),
            by_field: &fields,
            by_unit: &units,
            cases: &cases,
        };
        let more = sums(20);
        let clean = nothing.with(Measure::Inspections, 4);
        let out: String = [
            told_of(&told),
            told_of(&Told { last_year: Some(&more), by_unit: &[], period: &week, ..told }),
            told_of(&Told {
                last_year: Some(&nothing),
                title: Some("Cao điểm Tết Nguyên đán 2026"),
                period: &days,
                ..told
            }),
            told_of(&Told { last_year: None, total: &clean, by_field: &[], by_unit: &[], cases: &[], ..told }),
            told_of(&Told {
                total: &nothing,
                last_year: Some(&nothing),
                by_field: &[],
                by_unit: &[],
                cases: &[],
                ..told
            }),
        ]
        .concat();
        let kept = include_str!("../../tests/golden/narrative.txt");
        assert!(out == kept, "narrative.txt is now:\n{out}");
        assert!(!out.contains("0,0 %"));
    }

    #[test]
    fn a_comparison_says_more_less_the_same_or_nothing() {
        for (value, base, words) in [
            (50, Some(40), "tăng 25,0 % so với cùng kỳ năm trước (40 vụ)"),
            (30, Some(40), "giảm 25,0 % so với cùng kỳ năm trước (40 vụ)"),
            (40, Some(40), "bằng cùng kỳ năm trước"),
            (0, Some(0), "bằng cùng kỳ năm trước"),
            (3, Some(0), "cùng kỳ năm trước không phát sinh"),
            (0, Some(7), "giảm 100,0 % so với cùng kỳ năm trước (7 vụ)"),
            (3, None, "không có số liệu cùng kỳ năm trước để so sánh"),
        ] {
            assert_eq!(compared(value, base, "vụ"), words);
        }
    }
}
