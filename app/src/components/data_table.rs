//! Lists and reports as tables that turn into cards on a phone. Must not sort, count or fetch.

use leptos::prelude::*;

use super::OptionalText;
use super::tag::{Tone, tag};

/// How a column is sorted now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortState {
    /// Can be sorted, is not.
    #[default]
    None,
    /// Smallest or first letter first.
    Ascending,
    /// Largest or last letter first.
    Descending,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    label: String,
    numeric: bool,
    sort: Option<(String, SortState)>,
}

impl Column {
    /// A column of words.
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), numeric: false, sort: None }
    }

    /// A column of figures, right-aligned with tabular numerals.
    pub fn number(label: impl Into<String>) -> Self {
        Self { label: label.into(), numeric: true, sort: None }
    }

    /// Makes the heading a link that sorts.
    #[must_use]
    pub fn sort(mut self, href: impl Into<String>, state: SortState) -> Self {
        self.sort = Some((href.into(), state));
        self
    }
}

/// The content of one cell.
pub struct Cell(AnyView);

impl Cell {
    /// Words or a figure.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        // An empty text node is rendered as a space, and would show as an empty line of a card.
        Self(if text.is_empty() { ().into_any() } else { text.into_any() })
    }

    /// Words with smaller words below.
    pub fn noted(text: impl Into<String>, note: impl Into<String>) -> Self {
        let (text, note) = (text.into(), note.into());
        let class = reference(&text);
        Self(view! { <span><span class=class>{text}</span><span class="table__note">{note}</span></span> }.into_any())
    }

    /// A link.
    pub fn link(href: impl Into<String>, text: impl Into<String>) -> Self {
        let (href, text) = (href.into(), text.into());
        let class = reference(&text);
        Self(view! { <a href=href class=class>{text}</a> }.into_any())
    }

    /// A link with smaller words below.
    pub fn link_noted(href: impl Into<String>, text: impl Into<String>, note: impl Into<String>) -> Self {
        let (href, text, note) = (href.into(), text.into(), note.into());
        let class = reference(&text);
        Self(
            view! { <span><a href=href class=class>{text}</a><span class="table__note">{note}</span></span> }
                .into_any(),
        )
    }

    /// A status in words.
    pub fn tag(tone: Tone, text: impl Into<String>) -> Self {
        Self(tag(tone, text.into()))
    }

    /// Anything else.
    pub fn view(view: impl IntoAny) -> Self {
        Self(view.into_any())
    }
}

/// Longest reference, in characters; what is longer without a blank is an address of a page, and breaks where it must.
const REFERENCE: usize = 28;

/// The class of words that stand in one line: a code or the number of a paper has no blank, and broken at its hyphen it reads as two.
fn reference(text: &str) -> Option<&'static str> {
    (!text.contains(' ') && text.chars().count() <= REFERENCE).then_some("table__reference")
}

/// One row; the first cell is its heading.
pub type Row = Vec<Cell>;

/// What happens when the screen is narrow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TableShape {
    /// Each row becomes a card with the column names beside the values.
    #[default]
    Cards,
    /// The table scrolls sideways, its first column stays; for wide reports.
    Scroll,
}

/// A table with a caption.
///
/// - Server: a real table with scopes and ARIA roles, so that cards keep the table's meaning.
/// - Hydrate: sort links become client-side navigation when a router is present.
/// - Without scripts: sort links are plain links.
#[component]
pub fn DataTable(
    #[prop(into)] caption: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
    /// Totals.
    #[prop(optional)]
    footer: Row,
    #[prop(optional)] shape: TableShape,
    /// Keeps the caption for screen readers only.
    #[prop(optional)]
    hide_caption: bool,
    /// Extra words behind the caption, for example the unit of the figures.
    #[prop(optional, into)]
    note: OptionalText,
) -> AnyView {
    let (class, tabindex, role) = match shape {
        TableShape::Cards => ("table table--cards", None, None),
        TableShape::Scroll => ("table table--scroll", Some("0"), Some("region")),
    };
    let region = role.map(|_| caption.clone());
    let headings = columns.iter().cloned().map(heading).collect::<Vec<_>>();
    let body = rows.into_iter().map(|row| line(row, &columns)).collect::<Vec<_>>();
    let totals = (!footer.is_empty()).then(|| view! { <tfoot role="rowgroup">{line(footer, &columns)}</tfoot> });
    let caption_class = hide_caption.then_some("visually-hidden");
    view! {
        <div class="table-wrap" tabindex=tabindex role=role aria-label=region>
            <table class=class role="table">
                <caption class=caption_class>
                    {caption}
                    {note.0.map(|note| view! { <span class="table__note">{note}</span> })}
                </caption>
                <thead role="rowgroup"><tr role="row">{headings}</tr></thead>
                <tbody role="rowgroup">{body}</tbody>
                {totals}
            </table>
        </div>
    }
    .into_any()
}

fn heading(column: Column) -> AnyView {
    let class = column.numeric.then_some("num");
    let Some((href, state)) = column.sort else {
        return view! { <th scope="col" role="columnheader" class=class>{column.label}</th> }.into_any();
    };
    let (aria, arrow) = match state {
        SortState::None => (None, ""),
        SortState::Ascending => (Some("ascending"), " ▲"),
        SortState::Descending => (Some("descending"), " ▼"),
    };
    view! {
        <th scope="col" role="columnheader" class=class aria-sort=aria>
            <a href=href>{column.label}<span aria-hidden="true">{arrow}</span></a>
        </th>
    }
    .into_any()
}

fn line(row: Row, columns: &[Column]) -> AnyView {
    let mut columns = columns.iter();
    let mut first = true;
    let cells = row
        .into_iter()
        .map(|cell| {
            let column = columns.next();
            let class = column.and_then(|column| column.numeric.then_some("num"));
            if std::mem::take(&mut first) {
                view! { <th scope="row" role="rowheader">{cell.0}</th> }.into_any()
            } else {
                let label = column.map(|column| column.label.clone());
                view! { <td role="cell" class=class data-label=label>{cell.0}</td> }.into_any()
            }
        })
        .collect::<Vec<_>>();
    view! { <tr role="row">{cells}</tr> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::reference;

    #[test]
    fn a_reference_stands_in_one_line_and_a_name_does_not() {
        for text in ["33-03/2026/0018", "33010001/QĐ-XPHC"] {
            assert!(reference(text).is_some(), "{text}");
        }
        for text in ["Hộ kinh doanh Minh Phương", "https://shop.example.vn/cua-hang/banh-keo"] {
            assert!(reference(text).is_none(), "{text}");
        }
    }
}
