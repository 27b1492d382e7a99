//! Any paper that is built as data, with the components every paper prints with.

use super::qr::check_mark;
use crate::components::{
    Article, Grounds, NationalHeader, Order, PaperTitle, Recipients, Sheet, SheetState, SignatureBlock, Signatures,
};
use domain::paper::{Block, Document, Head, Line, Mark, Signatory, Table, words::capital};
use leptos::prelude::*;

/// A paper as a sheet.
///
/// - Server: the sheet. - Hydrate: nothing changes. - Without scripts: identical.
#[component]
pub fn DocumentSheet(document: Document) -> AnyView {
    let Document { code, head, title, subject, issued_by, blocks, recipients, signatories, mark, foot, check_code } =
        document;
    let state = match mark {
        Mark::None => SheetState::Signed,
        Mark::Draft => SheetState::Draft,
        Mark::Cancelled => SheetState::Cancelled,
    };
    let label = format!("{title} {subject}");
    let filled = |text: String| Some(text).filter(|text| !text.is_empty());
    let issued_by = filled(issued_by).map(|line| view! { <p class="paper-order">{line}</p> });
    let recipients = (!recipients.is_empty()).then(|| view! { <Recipients lines=recipients /> });
    let signatures = signatories.into_iter().map(signature).collect::<Vec<_>>();
    view! {
        <Sheet label=label code=filled(code) state=state foot=filled(foot) check=check_mark(&check_code)>
            {national(head)}
            <PaperTitle title=title subject=filled(subject) />
            {issued_by}
            {blocks.into_iter().map(block).collect::<Vec<_>>()}
            <Signatures>{recipients}{signatures}</Signatures>
        </Sheet>
    }
    .into_any()
}

/// The head of a paper.
pub(super) fn national(head: Head) -> AnyView {
    let filled = |text: String| Some(text).filter(|text| !text.is_empty());
    let (number, place_date) = (filled(head.number), filled(head.place_date));
    view! {
        <NationalHeader superior=head.superior agency=head.agency number=number symbol=head.symbol place_date=place_date />
    }
    .into_any()
}

/// One part of the body.
pub(super) fn block(block: Block) -> AnyView {
    match block {
        Block::Ground { text } => view! { <Grounds lines=vec![text] /> }.into_any(),
        Block::Order { text } => view! { <Order text=text /> }.into_any(),
        Block::Article { number, title } => view! { <Article number=number.to_string() title=title /> }.into_any(),
        Block::Para { runs } => {
            let runs = runs
                .into_iter()
                .map(|run| if run.bold { view! { <b>{run.text}</b> }.into_any() } else { run.text.into_any() })
                .collect::<Vec<_>>();
            view! { <p class="para">{runs}</p> }.into_any()
        }
        Block::Lines { lines } => entry(lines),
        Block::Table { table } => ruled(table),
    }
}

/// One line of labels and values.
fn entry(lines: Vec<Line>) -> AnyView {
    let spans = lines
        .into_iter()
        .enumerate()
        .map(|(index, line)| {
            let label = if index == 0 { capital(&line.label) } else { format!("; {}", line.label) };
            view! { {label}": "<span class="entry__value">{line.value}</span> }
        })
        .collect::<Vec<_>>();
    view! { <p class="entry">{spans}</p> }.into_any()
}

fn ruled(table: Table) -> AnyView {
    let figures = table.figures.clone();
    let cell = move |(index, text): (usize, String)| {
        let class = if figures.contains(&index) { "num" } else { "" };
        view! { <td class=class>{text}</td> }
    };
    let total = (!table.total.is_empty()).then(|| {
        let cells = table.total.into_iter().enumerate().map(&cell).collect::<Vec<_>>();
        view! { <tr class="goods__total">{cells}</tr> }
    });
    let rows = table
        .rows
        .into_iter()
        .map(|row| {
            let cells = row.into_iter().enumerate().map(&cell).collect::<Vec<_>>();
            view! { <tr>{cells}</tr> }
        })
        .collect::<Vec<_>>();
    let heads = table.columns.into_iter().map(|words| view! { <th scope="col">{words}</th> }).collect::<Vec<_>>();
    view! {
        <table class="goods">
            <caption>{table.caption}</caption>
            <thead><tr>{heads}</tr></thead>
            <tbody>{rows}{total}</tbody>
        </table>
    }
    .into_any()
}

/// One signature.
pub(super) fn signature(who: Signatory) -> AnyView {
    let on_behalf = Some(who.on_behalf).filter(|line| !line.is_empty());
    let name = Some(who.name).filter(|name| !name.is_empty());
    view! { <SignatureBlock title=who.title on_behalf=on_behalf hint=who.hint name=name /> }.into_any()
}
