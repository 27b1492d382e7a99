//! What is wrong in a catalogue, before it is used: all of it at once, row by row.
//!
//! Must not know: in which spelling the catalogue was written, or whether it is shipped or uploaded.

use super::words::{interval, limit, place};
use super::{Band, Base, Behaviour, Catalogue, StatedFor};
use crate::calendar::format_date;
use crate::money::group;
use crate::statute::{Remedy, Supplementary};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// Above this no fine of a frame can be meant, in đồng: ten billion (the greatest fine of the force's fields is 400 million).
pub const MAX_AMOUNT: i64 = 10_000_000_000;
/// Above this no limit of a band can be meant, in đồng or thousandths of a unit.
const MAX_LIMIT: i64 = 1_000_000_000_000;
/// Longest identifier of a row; it stands in addresses.
const MAX_ID: usize = 60;
/// Years in which a row can begin or end.
const YEARS: std::ops::RangeInclusive<i16> = 1945..=2100;

/// What is wrong in a catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogueProblem {
    /// The row, or its place while it has no id; empty where the whole catalogue is meant.
    pub id: String,
    /// Vietnamese: what is wrong, and how to correct it.
    pub message: String,
}

impl CatalogueProblem {
    /// A problem of the whole catalogue.
    pub(super) fn whole(message: String) -> Self {
        Self { id: String::new(), message }
    }

    /// Row and message in one line.
    pub fn line(&self) -> String {
        if self.id.is_empty() { self.message.clone() } else { format!("{}: {}", self.id, self.message) }
    }
}

impl Catalogue {
    /// Everything wrong with the figures: overlaps, gaps, frames upside down, missing citations.
    pub fn validate(&self) -> Vec<CatalogueProblem> {
        self.validate_beside(&HashSet::new())
    }

    /// As [`Catalogue::validate`], where rows of these ids are in the text as well but could not be read.
    pub(super) fn validate_beside(&self, unread: &HashSet<String>) -> Vec<CatalogueProblem> {
        if self.behaviour.is_empty() && unread.is_empty() {
            return vec![CatalogueProblem::whole(
                "Danh mục không có hành vi nào: thêm ít nhất một hành vi.".to_owned(),
            )];
        }
        let mut problems = Vec::new();
        let mut began: HashMap<&str, Date> = HashMap::with_capacity(self.behaviour.len());
        for behaviour in &self.behaviour {
            let mut report = |message: String| problems.push(CatalogueProblem { id: behaviour.id.clone(), message });
            if began.insert(&behaviour.id, behaviour.in_force_from).is_some() {
                report("Mã hành vi bị trùng: đặt mã khác cho một trong hai hành vi.".to_owned());
            }
            head(behaviour, &mut report);
            dates(behaviour, &mut report);
            factors(behaviour, &mut report);
            measures(behaviour, &mut report);
            for (index, band) in behaviour.bands.iter().enumerate() {
                amounts(band, index, &mut report);
            }
            series(behaviour, &mut report);
        }
        for behaviour in &self.behaviour {
            let mut report = |message: String| problems.push(CatalogueProblem { id: behaviour.id.clone(), message });
            replaced(behaviour, &began, unread, &mut report);
        }
        problems
    }
}

type Report<'a> = &'a mut dyn FnMut(String);

/// Id, title and citation.
fn head(row: &Behaviour, report: Report<'_>) {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    if row.id.is_empty() || row.id.len() > MAX_ID || !row.id.chars().all(allowed) {
        report(format!(
            "Mã hành vi “{}” không hợp lệ: chỉ dùng chữ thường không dấu, chữ số và dấu gạch nối, từ 1 đến {MAX_ID} ký tự.",
            row.id
        ));
    }
    if row.title.trim().is_empty() {
        report("Thiếu tên hành vi: ghi theo lời văn của nghị định.".to_owned());
    }
    if row.instrument.trim().is_empty() {
        report("Thiếu căn cứ văn bản: ghi số, ký hiệu nghị định, ví dụ NĐ 98/2020/NĐ-CP.".to_owned());
    }
    let article = row.article.trim();
    if !article.starts_with("Điều ") && !article.contains("chưa xác định") {
        report(
            "Thiếu căn cứ điều, khoản: ghi ví dụ Điều 15 khoản 1; chưa biết thì ghi (chưa xác định số điều)."
                .to_owned(),
        );
    }
    if row.base == Base::Quantity && row.unit.as_ref().is_none_or(|unit| unit.trim().is_empty()) {
        report("Khung theo số lượng mà thiếu đơn vị tính: ghi đơn vị, ví dụ kg.".to_owned());
    }
}

/// From when to when.
fn dates(row: &Behaviour, report: Report<'_>) {
    let (from, to) = (row.in_force_from, row.in_force_to);
    if let Some(to) = to.filter(|to| *to < from) {
        report(format!(
            "Ngày hết hiệu lực {} trước ngày có hiệu lực {}: sửa một trong hai ngày.",
            format_date(to),
            format_date(from)
        ));
    }
    for day in [Some(from), to].into_iter().flatten().filter(|day| !YEARS.contains(&day.year())) {
        report(format!("Ngày {} không hợp lý: kiểm tra lại năm.", format_date(day)));
    }
}

/// What multiplies a frame, and the limitation period.
fn factors(row: &Behaviour, report: Report<'_>) {
    if !(1..=2).contains(&row.organisation_factor) {
        report(format!("Hệ số đối với tổ chức là {}: chỉ có thể là 1 hoặc 2.", row.organisation_factor));
    }
    if row.fine_stated_for == StatedFor::Organisation && row.organisation_factor != 1 {
        report("Mức phạt đã quy định cho tổ chức: hệ số đối với tổ chức phải là 1.".to_owned());
    }
    if !(2..=10).contains(&row.doubled_factor) {
        report(format!("Số lần nhân mức phạt là {}: chỉ có thể từ 2 đến 10.", row.doubled_factor));
    }
    if !(1..=2).contains(&row.limitation_years) {
        report(format!(
            "Thời hiệu xử phạt là {} năm: chỉ có thể là 1 hoặc 2 năm (Luật XLVPHC Điều 6).",
            row.limitation_years
        ));
    }
}

/// Sanctions and measures beside the fine are of the closed lists of the law: what is not read is not applied.
fn measures(row: &Behaviour, report: Report<'_>) {
    for text in row.supplementary.iter().filter(|text| Supplementary::read(text).is_none()) {
        report(format!(
            "Không hiểu hình thức xử phạt bổ sung “{text}”: bắt đầu bằng “tịch thu”, “tước quyền” hoặc “đình chỉ” (Luật XLVPHC Điều 21)."
        ));
    }
    for text in row.remedies.iter().filter(|text| Remedy::read(text).is_none()) {
        report(format!("Không hiểu biện pháp khắc phục hậu quả “{text}”: bắt đầu bằng “buộc” (Luật XLVPHC Điều 28)."));
    }
}

/// One frame by itself.
fn amounts(band: &Band, index: usize, report: Report<'_>) {
    let place = if band.clause.trim().is_empty() {
        report(format!("Khung thứ {} thiếu căn cứ khoản: ghi số khoản vào mục clause.", index + 1));
        format!("thứ {}", index + 1)
    } else {
        place(band)
    };
    let (min, max) = (band.min, band.max);
    if min > max {
        report(format!(
            "Khung phạt {place} bị ngược: mức thấp nhất {} lớn hơn mức cao nhất {}. Đổi lại hai mức.",
            group(min),
            group(max)
        ));
    }
    if min < 0 || max <= 0 {
        report(format!(
            "Khung phạt {place} là {}–{} đồng: ghi số tiền lớn hơn 0 cho mức cao nhất và không âm cho mức thấp nhất.",
            group(min),
            group(max)
        ));
    }
    if min.max(max) > MAX_AMOUNT {
        report(format!(
            "Khung phạt {place} có mức {} đồng, lớn hơn {} đồng: kiểm tra lại số chữ số 0.",
            group(min.max(max)),
            group(MAX_AMOUNT)
        ));
    }
    for value in [band.from, band.to].into_iter().flatten().filter(|value| !(0..=MAX_LIMIT).contains(value)) {
        report(format!("Ngưỡng {} của khung {place} không hợp lý: kiểm tra lại số.", group(value)));
    }
}

/// The bands beside each other: every value above the first limit has one frame, and one only.
fn series(row: &Behaviour, report: Report<'_>) {
    let Some((first, rest)) = row.bands.split_first() else {
        report("Không có khung phạt: thêm ít nhất một khung.".to_owned());
        return;
    };
    if row.base == Base::Fixed {
        if !rest.is_empty() {
            report(
                "Khung cố định chỉ có một mức: bỏ các mức thừa, hoặc chọn cách tính theo trị giá, số lượng.".to_owned(),
            );
        }
        if first.from.is_some() || first.to.is_some() {
            report(
                "Khung cố định không có ngưỡng: bỏ from, to, hoặc chọn cách tính theo trị giá, số lượng.".to_owned(),
            );
        }
        return;
    }
    if first.from.is_none() {
        report(format!("Khung đầu tiên ({}) phải có cận dưới: ghi from, ví dụ 0.", place(first)));
    }
    for band in &row.bands {
        if band.from.zip(band.to).is_some_and(|(from, to)| from >= to) {
            report(format!(
                "Khung {} có cận bị ngược ({}): cận dưới phải nhỏ hơn cận trên.",
                place(band),
                interval(row, band)
            ));
        }
    }
    for (earlier, later) in row.bands.iter().zip(rest) {
        let (a, b) = (place(earlier), place(later));
        match (earlier.to, later.from) {
            (None, _) => report(format!("Khung {a} để mở mà còn khung {b} sau nó: ghi cận trên cho {a}.")),
            (Some(_), None) => report(format!("Khung {b} thiếu cận dưới, nên chồng lên {a}: ghi from cho {b}.")),
            (Some(to), Some(from)) if to < from => report(format!(
                "Hở giữa khung {a} và {b}: từ {} đến dưới {} không có khung nào. Nối hai cận lại.",
                limit(row, to),
                limit(row, from)
            )),
            (Some(to), Some(from)) if to > from => report(format!(
                "Khung {a} và {b} chồng nhau từ {} đến dưới {}: mỗi trị giá chỉ thuộc một khung.",
                limit(row, from),
                limit(row, to)
            )),
            (Some(_), Some(_)) => {}
        }
    }
    if let Some(last) = row.bands.last()
        && last.to.is_some()
    {
        report(format!("Khung cuối cùng ({}) phải để mở: bỏ cận trên.", place(last)));
    }
}

/// What the row says it replaces.
fn replaced(row: &Behaviour, began: &HashMap<&str, Date>, unread: &HashSet<String>, report: Report<'_>) {
    for (index, earlier) in row.replaces.iter().enumerate() {
        match began.get(earlier.as_str()) {
            _ if row.replaces.iter().take(index).any(|before| before == earlier) => {
                report(format!("Mục replaces ghi “{earlier}” hai lần: bỏ một."));
            }
            None if unread.contains(earlier) => {}
            None => report(format!(
                "Mục replaces ghi “{earlier}” không có trong danh mục: giữ lại hành vi cũ, hoặc sửa mã cho đúng."
            )),
            Some(from) if *from >= row.in_force_from => report(format!(
                "Mục replaces ghi “{earlier}” có hiệu lực từ {}, không trước hành vi này: chỉ thay thế được hành vi cũ hơn.",
                format_date(*from)
            )),
            Some(_) => {}
        }
    }
}
