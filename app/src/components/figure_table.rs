//! A wide table of figures with headings in two levels, as reports have it. Must not add anything up: the total is its last row.

use leptos::prelude::*;

/// A figure as it is shown, and what it opens.
pub type FigureCell = (String, Option<String>);

/// A table whose figures stand in groups of columns under a common heading; the last row is the total.
///
/// - Server: a real table with scopes, in a region that scrolls. - Hydrate: nothing changes. - Without scripts: identical.
#[component]
pub fn FigureTable(
    #[prop(into)] caption: String,
    /// Heading of the first column.
    #[prop(into)]
    first: String,
    /// Headings above, each with how many columns it spans.
    groups: Vec<(String, usize)>,
    /// Headings below; empty where every group has one column.
    columns: Vec<String>,
    /// The name of each row with its figures.
    rows: Vec<(String, Vec<FigureCell>)>,
    /// As on paper: ruled in black, in small print.
    #[prop(optional)]
    paper: bool,
) -> AnyView {
    let leveled = groups.iter().any(|(_, width)| *width > 1);
    let above = groups
        .into_iter()
        .map(|(label, width)| {
            let scope = if width > 1 { "colgroup" } else { "col" };
            view! { <th scope=scope colspan=width.to_string()>{label}</th> }
        })
        .collect::<Vec<_>>();
    let below = leveled.then(|| {
        let heads = columns.into_iter().map(|label| view! { <th scope="col">{label}</th> }).collect::<Vec<_>>();
        view! { <tr>{heads}</tr> }
    });
    let span = if leveled { "2" } else { "1" };
    let last = rows.len().saturating_sub(1);
    let lines = rows
        .into_iter()
        .enumerate()
        .map(|(place, (label, cells))| {
            let class = (place == last).then_some("figures__total");
            let cells = cells.into_iter().map(cell).collect::<Vec<_>>();
            view! { <tr class=class><th scope="row">{label}</th>{cells}</tr> }
        })
        .collect::<Vec<_>>();
    let class = if paper { "goods figures" } else { "table table--scroll figures" };
    let region = caption.clone();
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=region>
            <table class=class>
                <caption>{caption}</caption>
                <thead>
                    <tr><th scope="col" rowspan=span>{first}</th>{above}</tr>
                    {below}
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn cell((words, href): FigureCell) -> AnyView {
    match href {
        Some(href) => view! { <td class="num"><a href=href>{words}</a></td> }.into_any(),
        None => view! { <td class="num">{words}</td> }.into_any(),
    }
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests {
    use super::*;
    use leptos::tachys::view::RenderHtml;

    #[test]
    fn headings_span_their_columns_and_figures_open_cases() {
        let html = Owner::new().with(|| {
            let groups = vec![("Số vụ (vụ)".to_owned(), 2)];
            let columns = vec!["Kỳ này".to_owned(), "%".to_owned()];
            let rows = vec![
                ("Giá".to_owned(), vec![("3".to_owned(), Some("/x".to_owned())), ("–".to_owned(), None)]),
                ("Tổng số".to_owned(), vec![("3".to_owned(), None), ("–".to_owned(), None)]),
            ];
            view! { <FigureTable caption="Biểu" first="Lĩnh vực" groups=groups columns=columns rows=rows /> }.to_html()
        });
        for part in ["colspan=\"2\"", "rowspan=\"2\"", "<a href=\"/x\">3", "figures__total", "scope=\"colgroup\""] {
            assert!(html.contains(part), "{part}: {html}");
        }
    }
}
