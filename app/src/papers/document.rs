//! Any paper as a sheet, with the components every paper prints with.

use super::qr::check_mark;
use crate::components::{
    Article, Entry, Grounds, NationalHeader, Order, PaperTitle, Recipients, RuledTable, Sheet, SheetState,
    SignatureBlock, Signatures,
};
use domain::paper::{Block, Document, Head, Mark, Signatory, words::capital};
use leptos::prelude::*;

/// A paper as a sheet.
///
/// - Server: the sheet. - Hydrate: nothing changes. - Without scripts: identical.
#[component]
pub fn DocumentSheet(
    document: Document,
    /// Written without a network, and not numbered yet.
    #[prop(optional)]
    unbooked: bool,
) -> AnyView {
    let Document {
        code,
        head,
        title,
        subject,
        issued_by,
        blocks,
        recipients,
        signatories,
        mark,
        practice,
        foot,
        check_code,
        anchor,
    } = document;
    let state = match mark {
        Mark::None if unbooked => SheetState::Unbooked,
        Mark::None => SheetState::Signed,
        Mark::Draft => SheetState::Draft,
        Mark::Cancelled => SheetState::Cancelled,
    };
    let label = format!("{title} {subject}").trim_end().to_owned();
    let issued_by = filled(issued_by).map(|line| view! { <Order text=line /> });
    let signed = !recipients.is_empty() || !signatories.is_empty();
    let recipients = (!recipients.is_empty()).then(|| view! { <Recipients lines=recipients /> });
    let signatures = signatories.into_iter().map(signature).collect::<Vec<_>>();
    let signatures = signed.then(|| view! { <Signatures>{recipients}{signatures}</Signatures> });
    let (drawn, check) = check_mark(&check_code, &anchor);
    view! {
        <Sheet label=label code=filled(code) state=state practice=practice foot=filled(foot) mark=drawn check=check>
            {national(head)}
            <PaperTitle title=title subject=filled(subject) />
            {issued_by}
            {body(blocks)}
            {signatures}
        </Sheet>
    }
    .into_any()
}

fn filled(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

/// The head of a paper.
fn national(head: Head) -> AnyView {
    let (number, place_date) = (filled(head.number), filled(head.place_date));
    view! {
        <NationalHeader superior=head.superior agency=head.agency number=number symbol=head.symbol place_date=place_date />
    }
    .into_any()
}

/// The body in order; what follows an article's first line up to the next article stands within it.
fn body(blocks: Vec<Block>) -> Vec<AnyView> {
    let mut parts = Vec::new();
    let mut rest = blocks.into_iter().peekable();
    while let Some(part) = rest.next() {
        let Block::Article { number, title } = part else {
            parts.push(block(part));
            continue;
        };
        let mut within = Vec::new();
        while let Some(next) = rest.next_if(|next| !matches!(next, Block::Article { .. })) {
            within.push(block(next));
        }
        let number = number.to_string();
        parts.push(if within.is_empty() {
            view! { <Article number=number title=title /> }.into_any()
        } else {
            view! { <Article number=number title=title>{within}</Article> }.into_any()
        });
    }
    parts
}

/// One part of the body.
fn block(block: Block) -> AnyView {
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
        Block::Lines { lines } => {
            let lines = lines.into_iter().enumerate().map(|(index, line)| {
                let label = if index == 0 { capital(&line.label) } else { line.label };
                (label, line.value)
            });
            view! { <Entry lines=lines.collect() /> }.into_any()
        }
        Block::Table { table } => view! {
            <RuledTable
                caption=table.caption
                columns=table.columns
                rows=table.rows
                total=table.total
                figures=table.figures
                centred=table.centred
            />
        }
        .into_any(),
    }
}

/// One signature.
fn signature(who: Signatory) -> AnyView {
    let (on_behalf, name) = (filled(who.on_behalf), filled(who.name));
    view! { <SignatureBlock title=who.title on_behalf=on_behalf hint=who.hint name=name /> }.into_any()
}
