//! Horizontal bars as SVG, with the same figures as a table behind them. Must not format: figures arrive as words too.

use leptos::prelude::*;

use super::OptionalText;
use super::data_table::{Cell, Column, DataTable};

/// One bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    label: String,
    value: u64,
    figure: String,
    compare: Option<(u64, String)>,
    href: Option<String>,
}

impl Bar {
    /// A label, its value for the length, and the figure as it is written.
    pub fn new(label: impl Into<String>, value: u64, figure: impl Into<String>) -> Self {
        Self { label: label.into(), value, figure: figure.into(), compare: None, href: None }
    }

    /// The value to compare with, shown as a mark on the bar.
    #[must_use]
    pub fn compare(mut self, value: u64, figure: impl Into<String>) -> Self {
        self.compare = Some((value, figure.into()));
        self
    }

    /// The cases behind the bar, linked from the table.
    #[must_use]
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }
}

const ROW: usize = 46;

/// Bars with their data table.
///
/// - Server: SVG sized by percent (no scripts, no inline styles) and a `<details>` with the table.
/// - Hydrate: nothing changes.
/// - Without scripts: identical; the table opens.
#[component]
pub fn BarChart(
    #[prop(into)] title: String,
    /// What the bars measure, for example “Số vụ tháng 10/2026”.
    #[prop(into)]
    series: String,
    /// What the marks measure, when bars are compared.
    #[prop(optional, into)]
    compare: OptionalText,
    bars: Vec<Bar>,
    /// What one row is, for example “Đội”.
    #[prop(into)]
    row_name: String,
) -> AnyView {
    let largest = bars
        .iter()
        .map(|bar| bar.value.max(bar.compare.as_ref().map_or(0, |(value, _)| *value)))
        .max()
        .unwrap_or(0)
        .max(1);
    let height = (bars.len() * ROW).to_string();
    let shapes = bars.iter().enumerate().map(|(index, bar)| shape(index * ROW, bar, largest)).collect::<Vec<_>>();
    let mut columns = vec![Column::new(row_name), Column::number(series.clone())];
    if let Some(compare) = &compare.0 {
        columns.push(Column::number(compare.clone()));
    }
    let rows = bars.into_iter().map(table_row).collect::<Vec<_>>();
    let label = format!("Biểu đồ: {title}. Số liệu có trong bảng bên dưới.");
    view! {
        <figure class="chart">
            <figcaption>
                <p class="chart__title">{title.clone()}</p>
                <p class="chart__legend">
                    <span class="chart__key">{series}</span>
                    {compare.0.map(|compare| view! { <span class="chart__key chart__key--compare">{compare}</span> })}
                </p>
            </figcaption>
            <svg class="chart__svg" width="100%" height=height role="img" aria-label=label>{shapes}</svg>
            <details class="chart__data">
                <summary>"Xem bảng số liệu"</summary>
                <DataTable caption=title columns=columns rows=rows hide_caption=true />
            </details>
        </figure>
    }
    .into_any()
}

fn percent(value: u64, largest: u64) -> String {
    let thousandths = u128::from(value) * 1000 / u128::from(largest.max(1));
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

fn shape(top: usize, bar: &Bar, largest: u64) -> AnyView {
    let (text_y, bar_y, mark_y) = ((top + 17).to_string(), (top + 25).to_string(), (top + 22).to_string());
    let mark = bar.compare.as_ref().map(|(value, _)| {
        view! { <rect class="chart__mark" x=percent(*value, largest) y=mark_y width="3" height="18" transform="translate(-2)" /> }
    });
    view! {
        <text x="0" y=text_y.clone()>{bar.label.clone()}</text>
        <text class="chart__figure" x="100%" y=text_y>{bar.figure.clone()}</text>
        <rect class="chart__track" x="0" y=bar_y.clone() width="100%" height="12" rx="2" />
        <rect class="chart__bar" x="0" y=bar_y width=percent(bar.value, largest) height="12" rx="2" />
        {mark}
    }
    .into_any()
}

fn table_row(bar: Bar) -> Vec<Cell> {
    let name = match bar.href {
        Some(href) => Cell::link(href, bar.label),
        None => Cell::text(bar.label),
    };
    let mut row = vec![name, Cell::text(bar.figure)];
    if let Some((_, figure)) = bar.compare {
        row.push(Cell::text(figure));
    }
    row
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn lengths() {
        for (value, largest, expect) in
            [(0, 7, "0.0%"), (7, 7, "100.0%"), (1, 3, "33.3%"), (5, 0, "500.0%"), (u64::MAX, u64::MAX, "100.0%")]
        {
            assert_eq!(percent(value, largest), expect);
        }
    }
}
