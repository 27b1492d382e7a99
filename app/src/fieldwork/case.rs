//! One case: what it says, what may be done about it here, and what this device has done.

use super::book::{Photo, Standpoint, when};
use super::desk::Desk;
use super::frame::not_found;
use super::parts::{back, due, item, link, standing_tag};
use super::photo::strip;
use crate::components::{Notice, NoticeKind, PageTitle, SummaryList, SummaryRow, Tag, Tone};
use crate::steps::facts;
use domain::case::{CaseId, deadlines};
use domain::fieldwork::{offers, title};
use leptos::prelude::*;

/// A case by the identifier in the address.
pub fn id_of(text: &str) -> Option<CaseId> {
    text.parse().ok().map(CaseId)
}

/// A case as it stands on the device.
pub fn stand(desk: Desk, id: CaseId) -> Option<Standpoint> {
    desk.outbox.with(|outbox| desk.bag.with(|bag| bag.case_now(outbox, id)))
}

/// The screen of a case.
pub fn screen(desk: Desk, id: &str) -> AnyView {
    let Some(id) = id_of(id) else { return not_found() };
    view! { {move || stand(desk, id).map_or_else(not_found, |stand| shown(desk, id, &stand))} }.into_any()
}

fn shown(desk: Desk, id: CaseId, stand: &Standpoint) -> AnyView {
    let case = &stand.case;
    let now = desk.now();
    let status = view! { <Tag text=case.stage.label() tone=Tone::Info /> }.into_any();
    let party = &case.inspection.party;
    let concerned = [
        ("Loại", party.kind.label().to_owned()),
        ("Địa chỉ", party.address.clone()),
        ("Người đại diện", party.representative.clone()),
        ("Giấy đăng ký", party.registration.clone()),
    ];
    let concerned: Vec<SummaryRow> = concerned
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| SummaryRow::new(key, value))
        .collect();
    let head = desk.bag.with(|bag| bag.head.clone());
    let due = due(head.as_ref().map(|head| deadlines(case, head.law().calendar())).unwrap_or_default());
    let due = due.map(|list| view! { <section class="card stack"><h2>"Thời hạn"</h2>{list}</section> });
    let steps = head.map(|head| offers(&head.actor, case)).unwrap_or_default();
    let sheets = desk.sheets.get();
    let (blocked, steps): (Vec<_>, Vec<_>) = steps.into_iter().partition(|offer| offer.blocked.is_some());
    let blocked: Vec<AnyView> = blocked
        .into_iter()
        .map(|offer| {
            let why = offer.blocked.unwrap_or_default();
            view! {
                <li class="fieldwork__item"><div><span class="fieldwork__title">{offer.title}</span><span class="fieldwork__below">{why}</span></div></li>
            }
            .into_any()
        })
        .collect();
    let blocked = (!blocked.is_empty()).then(|| {
        let words = format!("{} việc chưa làm được lúc này, vì sao", blocked.len());
        view! { <details><summary>{words}</summary><ul class="fieldwork__list">{blocked}</ul></details> }
    });
    let steps: Vec<AnyView> = steps
        .into_iter()
        .map(|offer| {
            let begun = sheets.get(&super::book::Sheet::key(id, offer.step)).filter(|sheet| !sheet.fields.is_empty());
            let below =
                begun.map_or_else(String::new, |sheet| format!("Đang viết dở, lưu lúc {}", when(sheet.saved_at, now)));
            item(&format!("ho-so/{id}/{}", offer.step), offer.title, below, None)
        })
        .collect();
    let steps = if steps.is_empty() {
        view! { <p class="muted">"Ở bước này không có việc nào làm được ngoài hiện trường."</p> }.into_any()
    } else {
        view! { <ul class="fieldwork__list">{steps}</ul> }.into_any()
    };
    let photos = desk
        .photos
        .with(|photos| photos.iter().filter(|photo| photo.asked.case == id).cloned().collect::<Vec<Photo>>());
    let attached = case.attachments.iter().filter(|kept| kept.withdrawn.is_none()).count();
    let attached = (attached > 0)
        .then(|| view! { <p class="muted">{format!("Hồ sơ trên hệ thống đã có {attached} tệp đính kèm.")}</p> });
    let waiting = stand
        .filed
        .iter()
        .any(|key| desk.outbox.with(|outbox| outbox.get(*key).is_some_and(domain::fieldwork::Entry::is_live)));
    let waiting = waiting.then(|| {
        view! { <Notice kind=NoticeKind::Info title="Hồ sơ đang hiện cả nội dung lập trên máy này, chưa gửi hết" /> }
    });
    view! {
        {back("Công tác hiện trường", "")}
        <PageTitle title=party.name.clone() caption=format!("Hồ sơ {}", case.code) status=Some(status) />
        {waiting}
        <section class="stack"><h2>"Lập tại chỗ"</h2>{steps}{blocked}</section>
        {filed(desk, id)}
        <section class="stack">
            <h2>"Ảnh"</h2>
            {attached}
            {strip(desk, photos)}
        </section>
        {due}
        <SummaryList rows=facts(case) heading="Thông tin kiểm tra" />
        <SummaryList rows=concerned heading="Đối tượng" />
        <div class="fieldwork__bar no-print">{link("Chụp ảnh", &format!("ho-so/{id}/anh"), true)}</div>
    }
    .into_any()
}

/// What this device has filed on the case.
fn filed(desk: Desk, id: CaseId) -> Option<AnyView> {
    let now = desk.now();
    let rows = desk.outbox.with(|outbox| {
        let entries = outbox.entries.iter().filter(|entry| entry.queued.case == id);
        let rows = entries.map(|entry| {
            let queued = &entry.queued;
            let below = format!("lập {}", when(queued.filed_at, now));
            item(&format!("cho-gui/{}", queued.key), title(&queued.step), below, Some(standing_tag(entry.standing())))
        });
        rows.collect::<Vec<_>>()
    });
    (!rows.is_empty()).then(|| {
        view! { <section class="stack"><h2>"Đã lập trên máy"</h2><ul class="fieldwork__list">{rows}</ul></section> }
            .into_any()
    })
}
