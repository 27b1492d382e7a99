//! The first screen: the kit, what waits, and the lists it opens.

use super::book::{Sheet, unused, when};
use super::call;
use super::desk::{Desk, Progress, places_like};
use super::parts::{errors, item, press, standing_tag};
use super::sync;
use crate::browser::page;
use crate::components::{Button, ButtonKind, FieldError, Notice, NoticeKind, TextField, TextareaField};
use domain::calendar::format_date;
use domain::case::size_in_words;
use domain::fieldwork::{KitCase, Reason, Returned, title};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Establishments shown at once.
const SHOWN: usize = 30;

/// The first screen.
pub fn screen(desk: Desk) -> AnyView {
    view! {
        <h1>"Công tác hiện trường"</h1>
        {move || kit(desk)}
        {move || waiting(desk)}
        {move || sheets(desk)}
        {move || cases(desk, Reason::Inspection, "Cuộc kiểm tra của tôi", "Không có cuộc kiểm tra nào chờ lập biên bản.")}
        {move || cases(desk, Reason::Carried, "Hồ sơ tôi thụ lý", "Không có hồ sơ nào.")}
        {places(desk)}
        {numbers(desk)}
        <p><a href="#/cai-dat">"Cài đặt, sao lưu, đổi mã PIN"</a></p>
        <div class="fieldwork__bar no-print">{move || main_action(desk)}</div>
    }
    .into_any()
}

/// What the thumb reaches: sending while anything waits, else renewing the kit.
fn main_action(desk: Desk) -> AnyView {
    let running = matches!(desk.progress.get(), Progress::Running(_));
    let waits = desk.outbox.with(|outbox| outbox.unsent() > 0)
        || desk.photos.with(|photos| photos.iter().any(super::book::Photo::waits));
    let words = match (running, waits) {
        (true, _) => "Đang gửi và cập nhật…",
        (false, true) => "Gửi ngay",
        (false, false) => "Cập nhật gói",
    };
    press(words, ButtonKind::Primary, move || sync::start(desk, true))
}

fn kit(desk: Desk) -> AnyView {
    let now = desk.clock.get();
    let used = desk.used.get().map(|bytes| format!(", {}", size_in_words(bytes))).unwrap_or_default();
    let revoked = desk.memory.with(|memory| memory.as_ref().is_some_and(|memory| memory.revoked));
    if revoked {
        let words = domain::fieldwork::Denial::Revoked.message();
        return view! { <Notice kind=NoticeKind::Warning title="Thiết bị đã bị thu hồi"><p>{words}</p></Notice> }
            .into_any();
    }
    desk.bag.with(|bag| match &bag.head {
        None => view! {
            <Notice kind=NoticeKind::Info title="Chưa có gói hồ sơ trên máy">
                <p>"Có mạng thì bấm “Cập nhật gói”. Nội dung chưa gửi vẫn còn trên máy."</p>
            </Notice>
        }
        .into_any(),
        Some(head) => {
            let words = format!(
                "Gói của {}, {}: lập {}{used}, dùng được đến {}.",
                head.actor.officer.full_name,
                head.unit_name,
                when(head.made_at, now),
                when(head.expires_at, now)
            );
            let held = head.whole.then(|| {
                let words = format!("Gói đã lấy đủ: {} hồ sơ, {} cơ sở.", bag.cases.len(), bag.places.len());
                view! { <p class="small">{words}</p> }
            });
            let part = (!head.whole).then(|| view! { <p>"Gói chưa lấy đủ. Có mạng thì bấm “Cập nhật gói” để lấy tiếp."</p> });
            let lasting = (desk.lasting.get() == Some(false)).then(|| {
                view! { <p class="small">"Trình duyệt không hứa giữ dữ liệu lâu dài: gửi sớm, và lưu tệp sao lưu khi phải chờ."</p> }
            });
            view! { <section class="stack"><p>{words}</p>{held}{part}{lasting}</section> }.into_any()
        }
    })
}

fn waiting(desk: Desk) -> Option<AnyView> {
    let now = desk.clock.get();
    let rows = desk.outbox.with(|outbox| {
        let entries = outbox.entries.iter().rev();
        entries
            .map(|entry| {
                let queued = &entry.queued;
                let name = desk
                    .bag
                    .with(|bag| bag.cases.get(&queued.case).map(|kept| kept.case.inspection.party.name.clone()));
                let below = format!("{} · {}", name.unwrap_or_default(), when(queued.filed_at, now));
                let tag = Some(standing_tag(entry.standing()));
                item(&format!("cho-gui/{}", queued.key), title(&queued.step), below.trim_start_matches(" · "), tag)
            })
            .collect::<Vec<_>>()
    });
    (!rows.is_empty()).then(|| {
        view! { <section class="stack"><h2>"Đã lập trên máy"</h2><ul class="fieldwork__list">{rows}</ul></section> }
            .into_any()
    })
}

fn sheets(desk: Desk) -> Option<AnyView> {
    let now = desk.clock.get();
    let open = desk.sheets.get().into_values().filter(|sheet| !sheet.fields.is_empty());
    let rows: Vec<AnyView> = open
        .map(|sheet| {
            let name =
                desk.bag.with(|bag| bag.cases.get(&sheet.case).map(|kept| kept.case.inspection.party.name.clone()));
            let below = format!("{} · lưu lúc {}", name.unwrap_or_default(), when(sheet.saved_at, now));
            let conflict = !sheet.conflicts.is_empty();
            let screen = if conflict {
                format!("nhap/{}", Sheet::key(sheet.case, &sheet.step))
            } else {
                format!("ho-so/{}/{}", sheet.case, sheet.step)
            };
            let tag = conflict.then(|| standing_tag(domain::fieldwork::Standing::Open));
            item(&screen, title(&sheet.step), below.trim_start_matches(" · "), tag)
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! { <section class="stack"><h2>"Đang viết dở"</h2><ul class="fieldwork__list">{rows}</ul></section> }
            .into_any()
    })
}

fn cases(desk: Desk, reason: Reason, title: &'static str, none: &'static str) -> AnyView {
    let rows = desk.outbox.with(|outbox| {
        desk.bag.with(|bag| {
            let here = bag.cases.values().filter(|kept| kept.reason == reason);
            here.map(|kept| {
                let now = bag.case_now(outbox, kept.case.id);
                let stage = now.map_or(kept.case.stage, |stand| stand.case.stage);
                item(
                    &format!("ho-so/{}", kept.case.id),
                    kept.case.inspection.party.name.clone(),
                    below(kept, stage),
                    None,
                )
            })
            .collect::<Vec<_>>()
        })
    });
    let list = if rows.is_empty() {
        view! { <p class="muted">{none}</p> }.into_any()
    } else {
        view! { <ul class="fieldwork__list">{rows}</ul> }.into_any()
    };
    view! { <section class="stack"><h2>{title}</h2>{list}</section> }.into_any()
}

fn below(kept: &KitCase, stage: domain::case::Stage) -> String {
    format!("{} · {} · {}", kept.case.code, stage.label(), kept.case.inspection.place)
}

/// The establishments of the officer's areas, found without marks.
fn places(desk: Desk) -> AnyView {
    let looked_for = RwSignal::new(String::new());
    let list = move || {
        let found = places_like(desk, &looked_for.get());
        let count = found.len();
        let rows: Vec<AnyView> = found
            .into_iter()
            .take(SHOWN)
            .map(|place| {
                let seen = place.inspected_on.map_or_else(
                    || "chưa có hồ sơ kiểm tra".to_owned(),
                    |day| format!("hồ sơ gần nhất {}", format_date(day)),
                );
                let map = place.coordinates.map(|(latitude, longitude)| {
                    let href = format!("geo:{latitude},{longitude}?q={latitude},{longitude}");
                    view! { <a href=href>"Mở bản đồ"<span class="visually-hidden">" "{place.name.clone()}</span></a> }
                });
                view! {
                    <li class="fieldwork__item">
                        <div>
                            <span class="fieldwork__title">{place.name.clone()}</span>
                            <span class="fieldwork__below">{format!("{} · {} · {} · {seen}", place.party, place.business, place.address)}</span>
                        </div>
                        {map}
                    </li>
                }
                .into_any()
            })
            .collect();
        let more = (count > SHOWN).then(
            || view! { <p class="muted">{format!("Đang hiện {SHOWN} trong {count} cơ sở. Gõ thêm để thu hẹp.")}</p> },
        );
        view! { <p role="status" class="small">{format!("{count} cơ sở")}</p><ul class="fieldwork__list">{rows}</ul>{more} }
    };
    // What is open stays open while the kit is renewed.
    let any = Memo::new(move |_| desk.bag.with(|bag| !bag.places.is_empty()));
    view! {
        {move || any.get().then(|| view! {
            <details class="stack fieldwork__fold">
                <summary><h2>"Cơ sở trên địa bàn"</h2></summary>
                <div on:input=move |event| looked_for.set(event_target_value(&event))>
                    <TextField name="tim-co-so" label="Tìm cơ sở" hint="Tên, chủ cơ sở, địa chỉ; không cần dấu" autocomplete="off" />
                </div>
                {list}
            </details>
        })}
    }
    .into_any()
}

/// Numbers the device holds, and giving back those that were not used.
fn numbers(desk: Desk) -> AnyView {
    let wrong: RwSignal<Vec<FieldError>> = RwSignal::new(Vec::new());
    let held = move || {
        desk.outbox.with(|outbox| {
            desk.bag.with(|bag| {
                let rows = bag.free_numbers(outbox).into_iter().map(|(block, free)| {
                    let first = free.first().map(|serial| block.number(*serial).text).unwrap_or_default();
                    format!("{}: còn {} số, số kế tiếp {first}", block.series.symbol, free.len())
                });
                rows.collect::<Vec<_>>()
            })
        })
    };
    let give_back = move |event: leptos::ev::SubmitEvent| {
        let Some((fields, _)) = page::submitted(&event) else { return };
        let reason = fields.get("reason").to_owned();
        if reason.is_empty() {
            wrong.set(vec![FieldError::new("reason", "Ghi lý do không dùng số, ví dụ: kết thúc buổi kiểm tra.")]);
            page::focus("reason");
            return;
        }
        let Some(memory) = desk.memory.get_untracked() else { return };
        let numbers = desk.outbox.with_untracked(|outbox| desk.bag.with_untracked(|bag| unused(bag, outbox)));
        let returned = Returned { device: memory.device, numbers, reason };
        spawn_local(async move {
            match call::give_back(&returned).await {
                Ok(left) => match desk.hold(left.blocks).await {
                    Ok(()) => desk.tell(
                        true,
                        "Đã trả các số chưa dùng",
                        "Sổ văn bản ghi các số này là không dùng, kèm lý do.",
                    ),
                    Err(error) => desk.trouble(&error),
                },
                Err(trouble) => wrong.set(vec![FieldError::new("", trouble.message())]),
            }
        });
    };
    let any = Memo::new(move |_| !held().is_empty());
    view! {
        {move || any.get().then(|| view! {
            <details class="stack fieldwork__fold">
                <summary><h2>"Số dự trữ trên máy"</h2></summary>
                <ul>{move || held().into_iter().map(|words| view! { <li>{words}</li> }).collect::<Vec<_>>()}</ul>
                {move || errors(&wrong.get())}
                <form class="stack" novalidate on:submit=give_back>
                    {move || {
                        let error = wrong.get().into_iter().find(|error| error.field == "reason").map(|error| error.message);
                        view! { <TextareaField name="reason" label="Lý do không dùng" hint="Trả cần có mạng" error=error rows=2 /> }
                    }}
                    <Button text="Trả số chưa dùng" kind=ButtonKind::Secondary />
                </form>
            </details>
        })}
    }
    .into_any()
}
