//! Each definition as a table a person can read, and the arithmetic of comparisons.

use super::*;
use crate::report::Measures;
use crate::unit::UnitId;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Sums that differ in every field, measure and span, the same at each run.
fn sums(factor: i64) -> Sums {
    let mut sums = Sums::default();
    for (place, field) in (1_i64..).zip(Field::all()) {
        let mut row = Measures::default();
        for (column, measure) in (1_i64..).zip(Measure::ALL) {
            let value = if place % 5 == 0 { 0 } else { place * column * factor };
            row.count(measure, if measure.is_money() { value * 1_000_000 } else { value });
        }
        sums.total.add(&row);
        sums.by_field.insert(field, row);
        let unit = UnitId(format!("33-0{}", place % 2 + 1));
        sums.by_unit.entry(unit).or_default().add(&row);
    }
    sums
}

fn spans() -> BTreeMap<Over, Sums> {
    [(Over::Period, 3), (Over::YearToDate, 30), (Over::Previous, 4), (Over::SameLastYear, 2)]
        .into_iter()
        .map(|(over, factor)| (over, sums(factor)))
        .collect()
}

fn units() -> Vec<(UnitId, String)> {
    [("33-01", "Đội QLTT số 1"), ("33-02", "Đội QLTT số 2"), ("33-03", "Đội QLTT số 3")]
        .map(|(id, name)| (UnitId(id.to_owned()), name.to_owned()))
        .to_vec()
}

#[test]
fn every_definition_as_the_golden_file() {
    let mut out = String::from("# Báo cáo định kỳ\n\nSố liệu thử, khác nhau ở từng lĩnh vực, chỉ tiêu và kỳ.\n\n");
    for definition in &DEFINITIONS {
        let table = evaluate(definition, &spans(), &units());
        writeln!(out, "## {} `{}`\n", definition.title, definition.key).unwrap();
        writeln!(out, "- căn cứ: {} ({})", definition.source, definition.mark.label()).unwrap();
        for note in definition.notes {
            writeln!(out, "- {note}").unwrap();
        }
        let heads: Vec<String> = table.figures.iter().map(|(figure, width)| format!("{figure} ×{width}")).collect();
        writeln!(out, "- chỉ tiêu: {}\n", heads.join("; ")).unwrap();
        writeln!(out, "| {} | {} |", definition.rows.heading(), table.columns.join(" | ")).unwrap();
        writeln!(out, "|---|{}", "---|".repeat(table.columns.len())).unwrap();
        for line in &table.lines {
            let cells: Vec<String> = line.cells.iter().map(|cell| cell.value.words()).collect();
            writeln!(out, "| {} | {} |", line.label, cells.join(" | ")).unwrap();
        }
        out.push('\n');
    }
    let kept = include_str!("../../../tests/golden/reports.md");
    assert!(out == kept, "reports.md is now:\n{out}");
}

#[test]
fn rows_sum_up_to_the_total_and_cells_know_their_cases() {
    for definition in &DEFINITIONS {
        let table = evaluate(definition, &spans(), &units());
        let (total, rows) = table.lines.split_last().unwrap();
        assert_eq!(total.key, RowKey::Total);
        assert_eq!(table.figures.iter().map(|(_, width)| width).sum::<usize>(), table.columns.len());
        for (column, cell) in total.cells.iter().enumerate() {
            let values = rows.iter().map(|line| match line.cells[column].value {
                Value::Number { value } | Value::Change { value } => value,
                Value::Percent { .. } => 0,
            });
            match cell.value {
                Value::Number { value } | Value::Change { value } => {
                    assert_eq!(values.sum::<i64>(), value, "{} column {column}", definition.key);
                }
                Value::Percent { .. } => {}
            }
            let opens =
                Figure::from_key(&cell.figure).is_some() && Over::ALL.iter().any(|over| over.key() == cell.over);
            assert_eq!(opens, matches!(cell.value, Value::Number { .. }));
        }
        assert!(definition.measures().len() <= Measure::ALL.len() && definition.spans().contains(&Over::Period));
        assert_eq!(find(definition.key), Some(definition));
        assert!(!definition.periods.is_empty() && !definition.rows.heading().is_empty());
    }
    assert_eq!(find("khong-co"), None);
}

#[test]
fn groups_hold_every_field_once() {
    for definition in &DEFINITIONS {
        if let Rows::Groups(groups) = definition.rows {
            let fields: Vec<Field> = groups.iter().flat_map(|group| group.fields.iter().copied()).collect();
            assert_eq!(fields.len(), Field::all().count());
            assert_eq!(fields.into_iter().collect::<BTreeSet<_>>(), Field::all().collect());
        }
    }
}

#[test]
fn a_comparison_without_a_base_is_no_number() {
    for (value, base, tenths, words) in [
        (3, 2, Some(500), "+50,0 %"),
        (2, 3, Some(-333), "−33,3 %"),
        (0, 8, Some(-1000), "−100,0 %"),
        (5, 5, Some(0), "0,0 %"),
        (1999, 2000, Some(-1), "−0,1 %"),
        (3, 0, None, "–"),
        (0, 0, None, "–"),
        (3, -1, None, "–"),
        (i64::MAX, 1, None, "–"),
        (12_345, 10, Some(1_233_500), "+123.350,0 %"),
    ] {
        assert_eq!(percent(value, base), tenths, "{value} of {base}");
        assert_eq!(Value::Percent { tenths: percent(value, base) }.words(), words);
    }
    assert_eq!(Value::Change { value: -1500 }.words(), "−1.500");
    assert_eq!(Value::Change { value: 0 }.words(), "0");
    assert_eq!(Value::Number { value: -2 }.words(), "-2");
}

#[test]
fn a_report_is_for_its_periods() {
    let results = find("ket-qua").unwrap();
    for (key, expected) in [
        ("tuan-2026-11-20", true),
        ("2026-11", true),
        ("2026-q1", true),
        ("2026-q2", false),
        ("2026-q3", true),
        ("2026-q4", false),
        ("2026-h1", true),
        ("2026", true),
    ] {
        assert_eq!(results.is_for(&Period::from_key(key).unwrap()), expected, "{key}");
    }
    assert!(!find("xlvphc").unwrap().is_for(&Period::month(2026, 11).unwrap()));
    let month = Period::month(2026, 11).unwrap();
    assert_eq!(Over::Previous.of(&month), Period::month(2026, 10).unwrap());
    assert_eq!(Over::SameLastYear.of(&month), Period::month(2025, 11).unwrap());
    assert_eq!(Over::YearToDate.of(&month), month.year_to_date());
    assert_eq!(Over::Period.of(&month), month);
}

/// What stands on a day has no running sum; everything that is compared is summed.
#[test]
fn a_stock_is_shown_at_the_end_of_its_period() {
    let stocks = Definition {
        figures: &[Figure::Measure(Measure::Unsold)],
        shown: &[Shown::Value(Over::YearToDate), Shown::Percent(Over::Previous)],
        ..DEFINITIONS[0]
    };
    let table = evaluate(&stocks, &spans(), &[]);
    assert_eq!(table.columns, ["% so với kỳ trước"]);
    assert_eq!(stocks.spans(), [Over::Period, Over::YearToDate, Over::Previous]);
    assert_eq!(stocks.measures(), [Measure::Unsold]);
}
