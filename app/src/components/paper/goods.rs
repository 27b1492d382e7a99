//! Ruled tables of a paper: lists of goods and exhibits, of those to be inspected. Must not add anything up: the total
//! arrives as written.

use leptos::prelude::*;

/// A ruled table with a total line; its head repeats on every printed page.
///
/// - Server: a ruled table; the words of the total take the room of the empty cells around them.
/// - Hydrate: nothing changes.
/// - Without scripts: identical.
#[component]
pub fn RuledTable(
    #[prop(into)] caption: String,
    columns: Vec<String>,
    /// As many cells a row as there are columns.
    rows: Vec<Vec<String>>,
    /// Last row; empty when nothing is added up.
    #[prop(optional)]
    total: Vec<String>,
    /// Columns, from 0, that hold figures and are set to the right.
    #[prop(optional)]
    figures: Vec<usize>,
    /// Columns, from 0, that are centred.
    #[prop(optional)]
    centred: Vec<usize>,
) -> AnyView {
    let class = |index: usize| {
        let is = |list: &[usize]| list.contains(&index);
        if is(&figures) { Some("num") } else { is(&centred).then_some("mid") }
    };
    let rows = rows
        .into_iter()
        .map(|row| {
            let cells = row.into_iter().enumerate();
            let cells = cells.map(|(index, text)| view! { <td class=class(index)>{text}</td> }).collect::<Vec<_>>();
            view! { <tr>{cells}</tr> }
        })
        .collect::<Vec<_>>();
    let total = (!total.is_empty()).then(|| total_row(total, &figures));
    let heads = columns.into_iter().map(|words| view! { <th scope="col">{words}</th> }).collect::<Vec<_>>();
    view! {
        <table class="goods">
            <caption>{caption}</caption>
            <thead><tr>{heads}</tr></thead>
            <tbody>{rows}{total}</tbody>
        </table>
    }
    .into_any()
}

/// The sums each in its column; the words before them over all columns up to the first sum.
fn total_row(cells: Vec<String>, figures: &[usize]) -> AnyView {
    let first =
        (0..cells.len()).find(|index| figures.contains(index) && !cells.get(*index).is_none_or(String::is_empty));
    let first = first.unwrap_or(cells.len());
    let words = cells.iter().take(first).filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join(" ");
    let sums = cells.into_iter().enumerate().skip(first).map(|(index, text)| {
        let class = figures.contains(&index).then_some("num");
        let text = (!text.is_empty()).then(|| view! { <b>{text}</b> });
        view! { <td class=class>{text}</td> }
    });
    let sums = sums.collect::<Vec<_>>();
    let lead = (first > 0).then(|| view! { <td colspan=first.to_string() class="mid"><b>{words}</b></td> });
    view! { <tr>{lead}{sums}</tr> }.into_any()
}
