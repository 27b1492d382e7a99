//! Columns over time as SVG, each with a mark of the year before, and the same figures as a table behind them. Must not format:
//! figures arrive as words too.

use leptos::prelude::*;

use super::data_table::{Cell, Column, DataTable};

/// One column of the chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrendPoint {
    /// Below the column, for example “11”.
    short: String,
    /// In the table, for example “Tháng 11/2026”.
    label: String,
    value: u64,
    figure: String,
    before: u64,
    before_figure: String,
    change: String,
    href: String,
}

impl TrendPoint {
    /// Names and what stands behind the column.
    pub fn new(short: impl Into<String>, label: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            short: short.into(),
            label: label.into(),
            value: 0,
            figure: String::new(),
            before: 0,
            before_figure: String::new(),
            change: String::new(),
            href: href.into(),
        }
    }

    /// The value for the height, and the figure as it is written.
    #[must_use]
    pub fn value(mut self, value: u64, figure: impl Into<String>) -> Self {
        (self.value, self.figure) = (value, figure.into());
        self
    }

    /// The same of the year before, and the change in words.
    #[must_use]
    pub fn before(mut self, value: u64, figure: impl Into<String>, change: impl Into<String>) -> Self {
        (self.before, self.before_figure, self.change) = (value, figure.into(), change.into());
        self
    }
}

/// Room above the columns, for a figure; the columns; room below them, for their names; in pixels.
const ABOVE: u64 = 20;
const HEIGHT: u64 = 130;
const BELOW: u64 = 22;

/// Columns with their data table.
///
/// - Server: SVG sized by percent (no scripts, no inline styles) and a `<details>` with the table. The largest and the last column
///   carry their figures; the year before is a bar across, told apart by its shape.
/// - Hydrate: nothing changes.
/// - Without scripts: identical; the table opens.
#[component]
pub fn TrendChart(
    #[prop(into)] title: String,
    /// What the columns measure.
    #[prop(into)]
    series: String,
    points: Vec<TrendPoint>,
    /// What one row of the table is, for example “Tháng báo cáo”.
    #[prop(into)]
    row_name: String,
) -> AnyView {
    let largest = points.iter().map(|point| point.value.max(point.before)).max().unwrap_or(0).max(1);
    let top = points.iter().enumerate().max_by_key(|(place, point)| (point.value, *place)).map(|(place, _)| place);
    let count = points.len();
    let shapes = points
        .iter()
        .enumerate()
        .map(|(place, point)| shape((place, count), point, largest, place + 1 == count || Some(place) == top))
        .collect::<Vec<_>>();
    let columns = vec![
        Column::new(row_name),
        Column::number(series.clone()),
        Column::number("Cùng kỳ năm trước"),
        Column::number("Tăng, giảm"),
    ];
    let rows = points
        .into_iter()
        .map(|point| {
            vec![
                Cell::link(point.href, point.label),
                Cell::text(point.figure),
                Cell::text(point.before_figure),
                Cell::text(point.change),
            ]
        })
        .collect::<Vec<_>>();
    let label = format!("Biểu đồ: {title}. Số liệu có trong bảng bên dưới.");
    view! {
        <figure class="chart">
            <figcaption>
                <p class="chart__title">{title.clone()}</p>
                <p class="chart__legend">
                    <span class="chart__key">{series}</span>
                    <span class="chart__key chart__key--compare">"Cùng kỳ năm trước (vạch ngang)"</span>
                </p>
            </figcaption>
            <svg class="chart__svg" width="100%" height=(ABOVE + HEIGHT + BELOW).to_string() role="img" aria-label=label>
                {shapes}
            </svg>
            <details class="chart__data">
                <summary>"Xem bảng số liệu"</summary>
                <DataTable caption=title columns=columns rows=rows hide_caption=true />
            </details>
        </figure>
    }
    .into_any()
}

/// Thousandths of the width as percent.
fn percent(thousandths: usize) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

/// Pixels of a value below the top of the largest.
fn depth(value: u64, largest: u64) -> u64 {
    let tall = u128::from(value) * u128::from(HEIGHT) / u128::from(largest.max(1));
    HEIGHT.saturating_sub(u64::try_from(tall).unwrap_or(HEIGHT))
}

fn shape((place, count): (usize, usize), point: &TrendPoint, largest: u64, told: bool) -> AnyView {
    let slot = 1000 / count.max(1);
    let left = place * slot;
    let (y, mark) = (ABOVE + depth(point.value, largest), ABOVE + depth(point.before, largest));
    let middle = percent(left + slot / 2);
    // The last figure stands at the edge, so that it never leaves the picture.
    let (at, anchor) = if place + 1 == count { (percent(left + slot), "end") } else { (middle.clone(), "middle") };
    let figure = told.then(|| {
        view! { <text x=at y=(y.saturating_sub(5)).to_string() text-anchor=anchor>{point.figure.clone()}</text> }
    });
    let before = (point.before > 0).then(|| {
        view! { <rect class="chart__mark" x=percent(left + slot / 20) y=mark.saturating_sub(1).to_string() width=percent(slot * 9 / 10) height="3" /> }
    });
    view! {
        <rect class="chart__track" x=percent(left + slot / 6) y=ABOVE.to_string() width=percent(slot * 2 / 3) height=HEIGHT.to_string() />
        <rect class="chart__bar" x=percent(left + slot / 6) y=y.to_string() width=percent(slot * 2 / 3) height=(ABOVE + HEIGHT - y).to_string() />
        {before}
        {figure}
        <text x=middle y=(ABOVE + HEIGHT + 17).to_string() text-anchor="middle">{point.short.clone()}</text>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::{HEIGHT, depth, percent};

    #[test]
    fn places_in_the_picture() {
        assert_eq!([percent(0), percent(83), percent(1000)], ["0.0%", "8.3%", "100.0%"]);
        for (value, largest, expect) in
            [(0, 7, HEIGHT), (7, 7, 0), (1, 2, HEIGHT / 2), (3, 0, 0), (u64::MAX, u64::MAX, 0)]
        {
            assert_eq!(depth(value, largest), expect, "{value} of {largest}");
        }
    }
}
