//! What a person decides: a command that the case has overtaken or refused, and a form that was changed on two devices.

use super::book::{Sheet, when};
use super::call;
use super::desk::Desk;
use super::frame::not_found;
use super::outbox::{entry, key_of};
use super::parts::{back, errors, press};
use super::sync;
use crate::browser::page;
use crate::components::{Button, ButtonKind, Choice, FieldError, PageTitle, RadioGroup, TextareaField};
use domain::case::procedure;
use domain::fieldwork::{Entry, FieldConflict, Line, Outcome, Since, lines, title};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeSet;

/// The screen of a command in conflict, or refused.
pub fn screen(desk: Desk, key: &str) -> AnyView {
    let Some(key) = key_of(key) else { return not_found() };
    view! { {move || entry(desk, key).map_or_else(not_found, |entry| shown(desk, &entry))} }.into_any()
}

fn shown(desk: Desk, entry: &Entry) -> AnyView {
    let key = entry.queued.key;
    let said = match &entry.outcome {
        Some(Outcome::Conflict { since, mine, theirs, .. }) => {
            view! { {happened(desk, since)}{side_by_side(mine, theirs)} }.into_any()
        }
        Some(Outcome::Refused { message, citation, errors: wrong }) => {
            let article = citation.as_ref().map(|citation| view! { <p>"Căn cứ: "{citation.clone()}</p> });
            let wrong = wrong.iter().map(|error| view! { <li>{error.message.clone()}</li> }).collect::<Vec<_>>();
            let mine = lines(&entry.queued.command);
            view! {
                <section class="card stack"><h2>"Vì sao chưa ghi được"</h2><p>{message.clone()}</p>{article}<ul>{wrong}</ul></section>
                {side_by_side(&mine, &[])}
            }
            .into_any()
        }
        _ => {
            return view! {
                {back("Về biên bản", &format!("cho-gui/{key}"))}
                <h1>"Đã xử lý"</h1>
                <p>"Nội dung này không còn chờ quyết định."</p>
            }
            .into_any();
        }
    };
    view! {
        {back("Về biên bản", &format!("cho-gui/{key}"))}
        <PageTitle title="So sánh và xử lý" caption=title(&entry.queued.step).to_owned() />
        <p>"Nội dung của đồng chí còn nguyên trên máy và chưa vào hồ sơ. Chọn một trong hai cách; không có gì bị xóa."</p>
        {said}
        {choices(desk, entry)}
    }
    .into_any()
}

/// What happened to the case since.
fn happened(desk: Desk, since: &[Since]) -> Option<AnyView> {
    let now = desk.now();
    let rows = since.iter().map(|event| {
        let words = format!("{} – {}, {}", event.title, event.by, when(event.at, now));
        view! { <li>{words}</li> }
    });
    let rows = rows.collect::<Vec<_>>();
    (!rows.is_empty()).then(|| {
        view! { <section class="card stack"><h2>"Từ lúc mở biểu mẫu, hồ sơ đã có thêm"</h2><ul>{rows}</ul></section> }.into_any()
    })
}

/// Both sides, line by line; a difference is said in words.
fn side_by_side(mine: &[Line], theirs: &[Line]) -> AnyView {
    let mut labels: Vec<&str> = theirs.iter().map(|line| line.label.as_str()).collect();
    let known: BTreeSet<&str> = labels.iter().copied().collect();
    labels.extend(mine.iter().map(|line| line.label.as_str()).filter(|label| !known.contains(label)));
    let of = |side: &[Line], label: &str| side.iter().find(|line| line.label == label).map(|line| line.value.clone());
    let empty = || "(không có)".to_owned();
    let rows = labels.into_iter().map(|label| {
        let (own, other) = (of(mine, label), of(theirs, label));
        let differs = own != other && !theirs.is_empty();
        let mark = differs.then(|| view! { <strong class="fieldwork__differs">" (khác nhau)"</strong> });
        let other =
            (!theirs.is_empty()).then(|| view! { <td data-label="Trên hệ thống">{other.unwrap_or_else(empty)}</td> });
        view! {
            <tr>
                <th scope="row">{label.to_owned()}{mark}</th>
                <td data-label="Của đồng chí">{own.unwrap_or_else(empty)}</td>
                {other}
            </tr>
        }
    });
    let rows = rows.collect::<Vec<_>>();
    let head = (!theirs.is_empty()).then(|| view! { <th scope="col">"Trên hệ thống"</th> });
    view! {
        <table class="fieldwork__compare">
            <caption class="visually-hidden">"Nội dung của đồng chí và nội dung trên hệ thống"</caption>
            <thead><tr><th scope="col">"Mục"</th><th scope="col">"Của đồng chí"</th>{head}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn choices(desk: Desk, entry: &Entry) -> AnyView {
    let wrong: RwSignal<Vec<FieldError>> = RwSignal::new(Vec::new());
    let queued = entry.queued.clone();
    let key = queued.key;
    let again = move || {
        let queued = queued.clone();
        spawn_local(async move {
            // On the case as it is now: without it nobody knows what to write.
            if let Err(trouble) = sync::refresh(desk).await {
                wrong.set(vec![FieldError::new("", format!("Cần mạng để lấy hồ sơ hiện tại. {}", trouble.message()))]);
                return page::focus("co-loi");
            }
            let mut sheet = Sheet::begun(queued.case, &queued.step, Some(queued.key), desk.now());
            sheet.fields = super::book::answers_of(&queued.typed.iter().cloned().collect());
            match desk.keep(sheet).await {
                Ok(()) => desk.go(&format!("ho-so/{}/{}", queued.case, queued.step)),
                Err(error) => desk.trouble(&error),
            }
        });
    };
    let withdraw = move |event: leptos::ev::SubmitEvent| {
        let Some((fields, _)) = page::submitted(&event) else { return };
        let reason = fields.get("reason").to_owned();
        if reason.is_empty() {
            wrong.set(vec![FieldError::new("reason", "Ghi lý do rút lại, ví dụ: đồng nghiệp đã lập đủ nội dung.")]);
            return page::focus("co-loi");
        }
        let Some(memory) = desk.memory.get_untracked() else { return };
        spawn_local(async move {
            match call::withdraw(memory.device, key, &reason).await {
                Ok(reply) => match desk.learn(&reply).await {
                    Ok(()) => {
                        desk.tell(
                            true,
                            "Đã rút nội dung của đồng chí",
                            "Bản trên hệ thống được giữ; nội dung đã rút vẫn xem lại được.",
                        );
                        desk.go(&format!("cho-gui/{key}"));
                        sync::start(desk, false);
                    }
                    Err(error) => desk.trouble(&error),
                },
                Err(trouble) => {
                    wrong.set(vec![FieldError::new("", trouble.message())]);
                    page::focus("co-loi");
                }
            }
        });
    };
    view! {
        {move || errors(&wrong.get())}
        <section class="card stack">
            <h2>"Lập lại trên hồ sơ hiện tại"</h2>
            <p>"Mở biểu mẫu với mọi nội dung đã nhập, trên hồ sơ mới nhất. Cần mạng để lấy hồ sơ."</p>
            {press("Lập lại", ButtonKind::Primary, again)}
        </section>
        <form class="card stack" novalidate on:submit=withdraw>
            <h2>"Giữ bản trên hệ thống, rút bản của tôi"</h2>
            {move || {
                let error = wrong.get().into_iter().find(|error| error.field == "reason").map(|error| error.message);
                view! { <TextareaField name="reason" label="Lý do rút lại" hint="Cần mạng" error=error rows=2 /> }
            }}
            <Button text="Rút nội dung của tôi" kind=ButtonKind::Secondary />
        </form>
    }
    .into_any()
}

/// What a field of a form is called.
fn label_of(step: &str, field: &str) -> String {
    let known = [
        ("announced_date", "Ngày công bố"),
        ("announced_time", "Giờ công bố"),
        ("finished_date", "Ngày kết thúc"),
        ("finished_time", "Giờ kết thúc"),
        ("made_date", "Ngày lập"),
        ("made_time", "Giờ lập"),
        ("place", "Nơi lập biên bản"),
        ("representative", "Người đại diện"),
        ("witness", "Người chứng kiến"),
        ("findings", "Kết quả kiểm tra"),
        ("party_opinion", "Ý kiến của đối tượng"),
        ("violation_found", "Kết quả"),
        ("signature", "Ký biên bản"),
        ("refusal_reason", "Lý do không ký"),
        ("refusal_witness", "Người ký thay"),
        ("birth_date", "Ngày sinh"),
    ];
    if let Some((_, label)) = known.iter().find(|(name, _)| *name == field) {
        return (*label).to_owned();
    }
    let parts = [
        ("behaviour", "hành vi"),
        ("description", "mô tả"),
        ("committed_on", "ngày vi phạm"),
        ("place", "nơi vi phạm"),
        ("amount", "trị giá, số lượng"),
        ("doubled", "phạt gấp hai"),
        ("name", "tên hàng"),
        ("unit", "đơn vị tính"),
        ("quantity", "số lượng"),
        ("unit_price", "đơn giá"),
        ("act", "thuộc hành vi"),
        ("origin", "xuất xứ"),
        ("condition", "tình trạng"),
    ];
    let mut words = field.split('.');
    if let (Some(list @ ("acts" | "exhibits")), Some(row), Some(part)) = (words.next(), words.next(), words.next()) {
        let row = row.parse::<usize>().map_or(1, |row| row.saturating_add(1));
        let list = if list == "acts" { "Hành vi" } else { "Tang vật" };
        let part = parts.iter().find(|(name, _)| *name == part).map_or(part, |(_, label)| label);
        return format!("{list} {row}: {part}");
    }
    let own =
        procedure::find(step).and_then(|found| found.questions().find(|question| field.starts_with(question.key)));
    own.map_or_else(|| field.to_owned(), |question| question.label.to_owned())
}

/// The screen of a form that was changed on two devices: each field that differs is chosen.
pub fn sheet_screen(desk: Desk, key: &str) -> AnyView {
    let sheet =
        desk.sheets.with_untracked(|sheets| sheets.get(key).cloned()).filter(|sheet| !sheet.conflicts.is_empty());
    let Some(sheet) = sheet else { return not_found() };
    let wrong: RwSignal<Vec<FieldError>> = RwSignal::new(Vec::new());
    let rows: Vec<AnyView> =
        sheet.conflicts.iter().enumerate().map(|(place, field)| choice(&sheet.step, place, field)).collect();
    let step = sheet.step.clone();
    let choose = move |event: leptos::ev::SubmitEvent| {
        let Some((fields, _)) = page::submitted(&event) else { return };
        let mut sheet = sheet.clone();
        let mut missing = Vec::new();
        for (place, field) in sheet.conflicts.iter().enumerate() {
            let name = format!("chon.{place}");
            match fields.get(&name) {
                "mine" => {}
                "theirs" => {
                    sheet.fields.insert(field.field.clone(), field.theirs.clone());
                }
                _ => missing.push(FieldError::new(
                    name,
                    format!("Chọn một bên cho “{}”.", label_of(&sheet.step, &field.field)),
                )),
            }
        }
        if !missing.is_empty() {
            wrong.set(missing);
            return page::focus("co-loi");
        }
        // What the other device has is known now: from there it goes on.
        for field in std::mem::take(&mut sheet.conflicts) {
            sheet.base.insert(field.field, field.theirs);
        }
        sheet.changed = true;
        spawn_local(async move {
            let screen = format!("ho-so/{}/{}", sheet.case, sheet.step);
            match desk.keep(sheet).await {
                Ok(()) => desk.go(&screen),
                Err(error) => desk.trouble(&error),
            }
        });
    };
    view! {
        {move || errors(&wrong.get())}
        {back("Công tác hiện trường", "")}
        <PageTitle title="Bản nháp được sửa trên hai máy" caption=title(&step).to_owned() />
        <p>"Các mục khác đã được ghép tự động. Chọn nội dung đúng cho từng mục dưới đây."</p>
        <form class="stack-lg" novalidate on:submit=choose>
            {rows}
            {super::parts::press_main("Dùng các lựa chọn này")}
        </form>
    }
    .into_any()
}

fn choice(step: &str, place: usize, field: &FieldConflict) -> AnyView {
    let words = |text: &str| if text.is_empty() { "(để trống)".to_owned() } else { text.to_owned() };
    let options = vec![
        Choice::new("mine", format!("Máy này: {}", words(&field.mine))),
        Choice::new("theirs", format!("Máy khác: {}", words(&field.theirs))),
    ];
    view! { <RadioGroup name=format!("chon.{place}") legend=label_of(step, &field.field) options=options /> }.into_any()
}
