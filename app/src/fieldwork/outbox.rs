//! One command of this device: what it says, how it stands, and what can be done with it.

use super::book::when;
use super::desk::Desk;
use super::frame::not_found;
use super::parts::{back, link, press, standing_tag};
use super::sync;
use crate::components::{ButtonKind, Notice, NoticeKind, PageTitle, SummaryList, SummaryRow};
use domain::case::Command;
use domain::fieldwork::{CommandKey, Entry, Outcome, Standing, lines, title};
use leptos::prelude::*;

/// A command by the key in the address.
pub fn key_of(text: &str) -> Option<CommandKey> {
    text.parse().ok().map(CommandKey)
}

/// An entry of the outbox.
pub fn entry(desk: Desk, key: CommandKey) -> Option<Entry> {
    desk.outbox.with(|outbox| outbox.get(key).cloned())
}

/// The number a command stands under.
pub fn number(desk: Desk, key: CommandKey) -> Option<String> {
    desk.outbox.with(|outbox| {
        let place = outbox.entries.iter().position(|entry| entry.queued.key == key)?;
        let entry = outbox.entries.get(place)?;
        desk.bag.with(|bag| {
            let head = bag.head.as_ref()?;
            let case = &bag.cases.get(&entry.queued.case)?.case;
            bag.number_of(entry, place, &head.actor, case).map(|number| number.text)
        })
    })
}

/// Whether a command makes a paper that is printed.
pub fn has_paper(command: &Command) -> bool {
    match command {
        Command::RecordInspection(_) | Command::RecordViolation(_) => true,
        Command::Proceed { key, .. } => domain::case::procedure::find(key).is_some_and(|found| found.form.is_some()),
        _ => false,
    }
}

/// The screen of a command.
pub fn screen(desk: Desk, key: &str) -> AnyView {
    let Some(key) = key_of(key) else { return not_found() };
    view! { {move || entry(desk, key).map_or_else(not_found, |entry| shown(desk, &entry))} }.into_any()
}

fn shown(desk: Desk, entry: &Entry) -> AnyView {
    let queued = &entry.queued;
    let key = queued.key;
    let now = desk.now();
    let name = desk.bag.with(|bag| bag.cases.get(&queued.case).map(|kept| kept.case.inspection.party.name.clone()));
    let caption = format!("{} · lập {}", name.clone().unwrap_or_default(), when(queued.filed_at, now));
    let mut rows = Vec::new();
    if let Some(number) = number(desk, key) {
        rows.push(SummaryRow::new("Số", number));
    }
    rows.extend(lines(&queued.command).into_iter().map(|line| SummaryRow::new(line.label, line.value)));
    let records = matches!(queued.command, Command::RecordInspection(_) | Command::RecordViolation(_));
    let paper = has_paper(&queued.command).then(|| link("Xem và in", &format!("cho-gui/{key}/giay"), false));
    let sign = records.then(|| link("Ký trên màn hình", &format!("cho-gui/{key}/chu-ky"), false));
    let standing = entry.standing();
    let send = (standing == Standing::Unsent).then(|| {
        view! { <div class="fieldwork__bar no-print">{press("Gửi ngay", ButtonKind::Primary, move || sync::start(desk, false))}</div> }
    });
    let compare = (standing == Standing::Open).then(|| {
        view! { <div class="fieldwork__bar no-print">{link("So sánh và xử lý", &format!("cho-gui/{key}/so-sanh"), true)}</div> }
    });
    let to_case = name.map(|_| back("Về hồ sơ", &format!("ho-so/{}", queued.case)));
    view! {
        {to_case.unwrap_or_else(|| back("Công tác hiện trường", ""))}
        <PageTitle title=title(&queued.step).to_owned() caption=caption.trim_start_matches(" · ").to_owned() status=Some(standing_tag(standing)) />
        {outcome(entry)}
        <div class="actions no-print">{paper}{sign}</div>
        <SummaryList rows=rows heading="Nội dung đã lập" />
        {send}
        {compare}
    }
    .into_any()
}

/// What became of it, in words.
fn outcome(entry: &Entry) -> AnyView {
    let notice = |kind: NoticeKind, title: &str, text: String| {
        let text = (!text.is_empty()).then(|| view! { <p>{text}</p> });
        view! { <Notice kind=kind title=title.to_owned()>{text}</Notice> }.into_any()
    };
    match &entry.outcome {
        None => notice(NoticeKind::Info, "Chưa gửi", "Nằm trong kho mã hóa trên máy; sẽ gửi khi có mạng. Gửi nhiều lần cũng chỉ vào hồ sơ một lần.".to_owned()),
        Some(outcome @ (Outcome::Accepted { done } | Outcome::Already { done })) => {
            notice(NoticeKind::Success, outcome.label(), done.title.clone())
        }
        Some(outcome @ Outcome::Conflict { .. }) => {
            notice(NoticeKind::Warning, outcome.label(), "Hồ sơ đã thay đổi trước khi nội dung này tới nơi. So sánh hai bên rồi chọn cách xử lý; không có gì bị mất.".to_owned())
        }
        Some(outcome @ Outcome::Refused { message, citation, .. }) => {
            let article = citation.as_ref().map(|citation| format!(" ({citation})")).unwrap_or_default();
            notice(NoticeKind::Warning, outcome.label(), format!("{message}{article}"))
        }
        Some(outcome @ Outcome::Waits { .. }) => {
            notice(NoticeKind::Info, outcome.label(), "Sẽ được ghi khi biên bản trước đó được xử lý xong.".to_owned())
        }
        Some(outcome @ Outcome::Withdrawn { reason }) => {
            notice(NoticeKind::Info, outcome.label(), format!("Lý do: {reason}"))
        }
        Some(outcome @ Outcome::Replaced { by }) => {
            let href = format!("#/cho-gui/{by}");
            view! { <Notice kind=NoticeKind::Info title=outcome.label()><p><a href=href>"Mở bản lập lại"</a></p></Notice> }.into_any()
        }
    }
}
