//! The lines of a report, in the order of the paper: each unit with its fields, then the fields over all units, then
//! the total.
//!
//! Must not know any file format.

use domain::report::{Measure, Measures};
use store::reports::ReportTable;

/// How a line stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    Field,
    Unit,
    Total,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub unit: String,
    pub field: String,
    pub measures: Measures,
    pub weight: Weight,
}

/// Headings of the columns.
pub fn headings() -> Vec<String> {
    let measures = Measure::ALL.map(|measure| {
        if measure.is_money() { format!("{} (đồng)", measure.label()) } else { measure.label().to_owned() }
    });
    ["Đơn vị".to_owned(), "Lĩnh vực".to_owned()].into_iter().chain(measures).collect()
}

/// All lines of a report.
pub fn rows(report: &ReportTable) -> Vec<Line> {
    const ALL_FIELDS: &str = "Tất cả lĩnh vực";
    let mut lines = Vec::new();
    for (unit, total) in &report.by_unit {
        let own = report.rows.iter().filter(|(id, _, _)| *id == unit.id);
        lines.extend(own.map(|(_, field, measures)| Line {
            unit: unit.short_name.clone(),
            field: field.label().to_owned(),
            measures: *measures,
            weight: Weight::Field,
        }));
        lines.push(Line {
            unit: unit.short_name.clone(),
            field: ALL_FIELDS.to_owned(),
            measures: *total,
            weight: Weight::Unit,
        });
    }
    if report.by_unit.len() > 1 {
        lines.extend(report.by_field.iter().map(|(field, measures)| Line {
            unit: report.unit.short_name.clone(),
            field: field.label().to_owned(),
            measures: *measures,
            weight: Weight::Field,
        }));
    }
    lines.push(Line {
        unit: report.unit.short_name.clone(),
        field: "Tổng cộng".to_owned(),
        measures: report.total,
        weight: Weight::Total,
    });
    lines
}
