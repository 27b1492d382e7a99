//! Puts sums into a definition: a table whose cells know which cases are behind them.

use super::{Definition, Over, Rows, Shown};
use crate::catalogue::Field;
use crate::money::group;
use crate::report::{Figure, Measures};
use crate::unit::UnitId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a row is of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum RowKey {
    Field { field: Field },
    Unit { unit: UnitId },
    Group { key: String },
    Total,
}

/// The sums of one span.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums {
    pub by_field: BTreeMap<Field, Measures>,
    pub by_unit: BTreeMap<UnitId, Measures>,
    pub total: Measures,
}

/// What a cell shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Value {
    Number {
        value: i64,
    },
    /// More or less than before.
    Change {
        value: i64,
    },
    /// Tenths of a per cent; nothing where there is no base.
    Percent {
        tenths: Option<i64>,
    },
}

impl Value {
    /// The figure itself; nothing for a percentage without a base.
    pub const fn figure(self) -> Option<i64> {
        match self {
            Self::Number { value } | Self::Change { value } => Some(value),
            Self::Percent { tenths } => tenths,
        }
    }

    /// As it is shown: `1.250`, `+30`, `−12,5 %`, `–`.
    pub fn words(self) -> String {
        let signed = |value: i64, text: String| match value {
            0 => text,
            1.. => format!("+{text}"),
            _ => format!("−{text}"),
        };
        let digits = |value: i64| group(value).trim_start_matches('-').to_owned();
        match self {
            Self::Number { value } => group(value),
            Self::Change { value } => signed(value, digits(value)),
            Self::Percent { tenths: None } => "–".to_owned(),
            Self::Percent { tenths: Some(tenths) } => {
                let (whole, rest) = (tenths / 10, (tenths % 10).abs());
                signed(tenths, format!("{},{rest} %", digits(whole)))
            }
        }
    }
}

/// One cell with what it opens: a figure over some days. A comparison opens nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    pub value: Value,
    /// Key of the figure and of the span whose cases are behind it; empty for a comparison.
    pub figure: String,
    pub over: String,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub key: RowKey,
    pub label: String,
    pub cells: Vec<Cell>,
}

/// A report as it is shown; the last line is the total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Heading of each figure with its unit, and how many columns it has.
    pub figures: Vec<(String, usize)>,
    /// Headings below those.
    pub columns: Vec<String>,
    pub lines: Vec<Line>,
}

/// This period in per cent of a base, in tenths, rounded half away from zero: how much more or less. Nothing without a base.
pub fn percent(value: i64, base: i64) -> Option<i64> {
    if base <= 0 {
        return None;
    }
    let (base, change) = (i128::from(base), i128::from(value) - i128::from(base));
    let tenths = (change.abs() * 1000 + base / 2) / base;
    i64::try_from(if change < 0 { -tenths } else { tenths }).ok()
}

/// Whether a figure is shown over a span beside its value at the end of the period: what stands on a day has no running sum.
fn applies(figure: Figure, shown: Shown) -> bool {
    !(figure.is_stock() && shown == Shown::Value(Over::YearToDate))
}

/// Some figures of a table with their columns, as many as fit on a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Headings with their widths.
    pub figures: Vec<(String, usize)>,
    /// Which columns of the table.
    pub columns: std::ops::Range<usize>,
}

impl Table {
    /// The table cut between figures into parts of at most `limit` columns, as even as can be; a figure is never cut.
    pub fn parts(&self, limit: usize) -> Vec<Part> {
        let widest = self.figures.iter().map(|(_, width)| *width).max().unwrap_or(1).max(1);
        let at_once = (limit / widest).max(1);
        let count = self.figures.len().div_ceil(at_once).max(1);
        let mut first = 0;
        self.figures
            .chunks(self.figures.len().div_ceil(count).max(1))
            .map(|figures| {
                let columns = first..first + figures.iter().map(|(_, width)| width).sum::<usize>();
                first = columns.end;
                Part { figures: figures.to_vec(), columns }
            })
            .collect()
    }
}

/// The rows of a definition with what of the sums is theirs; `units` in their order. With `fields`, no row of another field.
fn rows(definition: &Definition, units: &[(UnitId, String)], fields: &[Field]) -> Vec<(RowKey, String)> {
    let wanted = |field: &Field| fields.is_empty() || fields.contains(field);
    let mut rows: Vec<(RowKey, String)> = match definition.rows {
        Rows::Fields => {
            Field::all().filter(wanted).map(|field| (RowKey::Field { field }, field.label().to_owned())).collect()
        }
        Rows::Units => units.iter().map(|(unit, name)| (RowKey::Unit { unit: unit.clone() }, name.clone())).collect(),
        Rows::Groups(groups) => {
            let wanted = groups.iter().filter(|group| group.fields.iter().any(wanted));
            wanted.map(|group| (RowKey::Group { key: group.key.to_owned() }, group.label.to_owned())).collect()
        }
    };
    rows.push((RowKey::Total, "Tổng số".to_owned()));
    rows
}

fn sum_of(definition: &Definition, key: &RowKey, sums: &Sums) -> Measures {
    match key {
        RowKey::Field { field } => sums.by_field.get(field).copied().unwrap_or_default(),
        RowKey::Unit { unit } => sums.by_unit.get(unit).copied().unwrap_or_default(),
        RowKey::Group { key } => {
            let Rows::Groups(groups) = definition.rows else { return Measures::default() };
            let mut sum = Measures::default();
            let fields = groups.iter().filter(|group| group.key == key).flat_map(|group| group.fields);
            for found in fields.filter_map(|field| sums.by_field.get(field)) {
                sum.add(found);
            }
            sum
        }
        RowKey::Total => sums.total,
    }
}

/// Evaluates a definition over the sums of its spans; a span that was not summed is nothing.
pub fn evaluate(definition: &Definition, sums: &BTreeMap<Over, Sums>, units: &[(UnitId, String)]) -> Table {
    evaluate_fields(definition, sums, units, &[])
}

/// The same with the rows of some fields only (empty for all); the sums must be of these fields, too.
pub fn evaluate_fields(
    definition: &Definition,
    sums: &BTreeMap<Over, Sums>,
    units: &[(UnitId, String)],
    fields: &[Field],
) -> Table {
    let nothing = Sums::default();
    let columns: Vec<(Figure, Vec<Shown>)> = definition
        .figures
        .iter()
        .map(|figure| (*figure, definition.shown.iter().copied().filter(|shown| applies(*figure, *shown)).collect()))
        .collect();
    let lines = rows(definition, units, fields)
        .into_iter()
        .map(|(key, label)| {
            let of = |figure: Figure, over: Over| {
                figure.value(&sum_of(definition, &key, sums.get(&over).unwrap_or(&nothing)))
            };
            let cells = columns
                .iter()
                .flat_map(|(figure, shown)| shown.iter().map(move |shown| (*figure, *shown)))
                .map(|(figure, shown)| match shown {
                    Shown::Value(over) => Cell {
                        value: Value::Number { value: of(figure, over) },
                        figure: figure.key().to_owned(),
                        over: over.key().to_owned(),
                    },
                    Shown::Change(over) => {
                        let value = of(figure, Over::Period).saturating_sub(of(figure, over));
                        Cell { value: Value::Change { value }, figure: String::new(), over: String::new() }
                    }
                    Shown::Percent(over) => {
                        let tenths = percent(of(figure, Over::Period), of(figure, over));
                        Cell { value: Value::Percent { tenths }, figure: String::new(), over: String::new() }
                    }
                })
                .collect();
            Line { key: key.clone(), label, cells }
        })
        .collect();
    Table {
        figures: columns
            .iter()
            .map(|(figure, shown)| (format!("{} ({})", figure.label(), figure.counted().label()), shown.len()))
            .collect(),
        columns: columns.iter().flat_map(|(_, shown)| shown.iter().map(|shown| shown.label())).collect(),
        lines,
    }
}
