//! The figures of a signed report, kept small; and how today's differ from them.

use crate::report::definition::{Cell, Line, RowKey, Table, Value};
use serde::{Deserialize, Serialize};

/// What a column shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Shape {
    Number,
    Change,
    Percent,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenColumn {
    /// Heading below that of the figure.
    pub label: String,
    shape: Shape,
    /// Key of the figure and of the span behind it; empty for a comparison.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    figure: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    over: String,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenLine {
    pub key: RowKey,
    pub label: String,
    /// A value in each column; nothing for a percentage without a base.
    pub values: Vec<Option<i64>>,
}

/// A [`Table`] as it is kept with a signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenTable {
    pub figures: Vec<(String, usize)>,
    pub columns: Vec<FrozenColumn>,
    pub lines: Vec<FrozenLine>,
}

impl FrozenTable {
    /// Freezes a table. Every line shows the same in the same column.
    pub fn of(table: &Table) -> Self {
        let first = table.lines.first().map_or(&[] as &[Cell], |line| &line.cells);
        let columns = table.columns.iter().zip(first);
        Self {
            figures: table.figures.clone(),
            columns: columns
                .map(|(label, cell)| FrozenColumn {
                    label: label.clone(),
                    shape: match cell.value {
                        Value::Number { .. } => Shape::Number,
                        Value::Change { .. } => Shape::Change,
                        Value::Percent { .. } => Shape::Percent,
                    },
                    figure: cell.figure.clone(),
                    over: cell.over.clone(),
                })
                .collect(),
            lines: table
                .lines
                .iter()
                .map(|line| FrozenLine {
                    key: line.key.clone(),
                    label: line.label.clone(),
                    values: line.cells.iter().map(|cell| cell.value.figure()).collect(),
                })
                .collect(),
        }
    }

    /// The table as it was.
    pub fn table(&self) -> Table {
        let cell = |(column, value): (&FrozenColumn, &Option<i64>)| Cell {
            value: match column.shape {
                Shape::Number => Value::Number { value: value.unwrap_or(0) },
                Shape::Change => Value::Change { value: value.unwrap_or(0) },
                Shape::Percent => Value::Percent { tenths: *value },
            },
            figure: column.figure.clone(),
            over: column.over.clone(),
        };
        Table {
            figures: self.figures.clone(),
            columns: self.columns.iter().map(|column| column.label.clone()).collect(),
            lines: self
                .lines
                .iter()
                .map(|line| Line {
                    key: line.key.clone(),
                    label: line.label.clone(),
                    cells: self.columns.iter().zip(&line.values).map(cell).collect(),
                })
                .collect(),
        }
    }
}

/// Where a figure stands in a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub row: RowKey,
    pub row_label: String,
    pub column: usize,
    /// Heading of the figure, then that of the column.
    pub heading: String,
}

/// A figure that is another one now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    pub place: Place,
    /// Nothing where the row was not there.
    pub was: Option<Value>,
    pub is: Option<Value>,
    /// Key of the figure and its span, where it is one that opens its cases.
    pub figure: String,
    pub over: String,
}

/// The heading of each column with that of its figure.
fn headings(table: &Table) -> Vec<String> {
    let figures = table.figures.iter().flat_map(|(figure, width)| std::iter::repeat_n(figure, *width));
    figures.zip(&table.columns).map(|(figure, column)| format!("{figure} – {}", column.to_lowercase())).collect()
}

/// Every figure in which two tables of one report differ, in the order of the signed one; rows that are new come last.
pub fn differences(signed: &Table, now: &Table) -> Vec<Difference> {
    let headings = headings(signed);
    let find = |table: &'_ Table, key: &RowKey| table.lines.iter().position(|line| line.key == *key);
    let mut found = Vec::new();
    let mut compare = |line: &Line, was: Option<&Line>, is: Option<&Line>| {
        for (column, heading) in headings.iter().enumerate() {
            let value = |line: Option<&Line>| line.and_then(|line| line.cells.get(column)).map(|cell| cell.value);
            let (was, is) = (value(was), value(is));
            // A row without any figure is as good as none.
            let told = |value: Option<Value>| value.and_then(Value::figure).unwrap_or(0);
            if was == is || ((was.is_none() || is.is_none()) && told(was) == told(is)) {
                continue;
            }
            let cell = line.cells.get(column);
            found.push(Difference {
                place: Place { row: line.key.clone(), row_label: line.label.clone(), column, heading: heading.clone() },
                was,
                is,
                figure: cell.map_or(String::new(), |cell| cell.figure.clone()),
                over: cell.map_or(String::new(), |cell| cell.over.clone()),
            });
        }
    };
    for line in &signed.lines {
        let other = find(now, &line.key).and_then(|place| now.lines.get(place));
        compare(line, Some(line), other);
    }
    for line in now.lines.iter().filter(|line| find(signed, &line.key).is_none()) {
        compare(line, None, Some(line));
    }
    found
}
