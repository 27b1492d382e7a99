//! Field work seen from the desk: devices that are out, and what came from them that waits for a person.

use super::common::{document_title, done_notice, form_head, opt_query, reading, shown};
use crate::api::device::{DeviceLine, Devices, OpenLine, SubmitDeviceEnd, SubmitFieldWithdrawal};
use crate::components::{
    Actions, Breadcrumb, Button, ButtonKind, ButtonLink, Cell, Change, Column, Conflict, Crumb, DataTable, EmptyState,
    Notice, NoticeKind, PageTitle, Row, TextField, Tone,
};
use crate::routes;
use domain::calendar::{format_short, to_local};
use domain::fieldwork::{Line, Outcome};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use std::collections::BTreeMap;

/// The page of devices.
#[component]
pub fn DevicesPage() -> impl IntoView {
    let draft = opt_query(routes::DRAFT);
    shown(reading(move || draft.get(), crate::api::device::read_devices), page)
}

fn page(all: Devices) -> AnyView {
    let title = "Công tác hiện trường";
    let open = if all.takes_out {
        view! { <ButtonLink href=routes::FIELDWORK text="Mở ứng dụng hiện trường" /> }.into_any()
    } else {
        ().into_any()
    };
    let count = all.open.len();
    let waiting = all.open.into_iter().map(waiting).collect::<Vec<_>>();
    let waiting = if count == 0 {
        view! { <p>"Không có biên bản nào từ hiện trường chờ xử lý: mọi biên bản đã nhận đều đã vào hồ sơ."</p> }
            .into_any()
    } else {
        waiting.into_any()
    };
    let list = if all.devices.is_empty() {
        view! { <EmptyState title="Chưa có thiết bị nào" text="Thiết bị được ghi nhận khi công chức tải gói hồ sơ đi hiện trường lần đầu." /> }
            .into_any()
    } else {
        let columns =
            ["Thiết bị", "Công chức", "Liên hệ lần cuối", "Số đang giữ", "Trạng thái", "Ngừng dùng"].map(Column::new);
        let rows = all.devices.into_iter().map(line).collect();
        view! { <DataTable caption="Thiết bị đi hiện trường" columns=columns.to_vec() rows=rows hide_caption=true /> }
            .into_any()
    };
    view! {
        {document_title(title, all.draft.as_ref())}
        <Breadcrumb items=vec![Crumb::link(routes::HOME, "Việc của tôi"), Crumb::here(title)] />
        {form_head(all.draft.as_ref())}
        {done_notice()}
        <PageTitle title=title caption="Thiết bị mang hồ sơ ra ngoài, và biên bản gửi về chờ người quyết định" actions=Some(open) />
        <h2>{format!("Biên bản từ hiện trường chờ xử lý ({count})")}</h2>
        {waiting}
        <h2>"Thiết bị"</h2>
        {list}
    }
    .into_any()
}

fn line(device: DeviceLine) -> Row {
    let state = match &device.ended {
        Some(_) => Cell::tag(Tone::Neutral, "Đã ngừng dùng"),
        None if device.open > 0 => Cell::tag(Tone::Warning, format!("{} biên bản chờ xử lý", device.open)),
        None => Cell::tag(Tone::Success, "Đang dùng"),
    };
    let end = match device.ended {
        Some(words) => Cell::text(words),
        None => {
            let label = if device.own { "Lý do (không bắt buộc)" } else { "Lý do thu hồi" };
            let (id, field) = (device.id.clone(), format!("ly-do-{}", device.id));
            Cell::view(view! {
                <form method="post" action=SubmitDeviceEnd::url() class="cluster">
                    <input type="hidden" name="device" value=id />
                    <label for=field.clone()>{label}</label>
                    <input class="field__input field__input--w20" id=field name="reason" maxlength="500" autocomplete="off" />
                    <Button text="Ngừng dùng" kind=ButtonKind::Secondary small=true />
                </form>
            })
        }
    };
    vec![
        Cell::noted(device.name, format!("từ {}", device.registered)),
        Cell::noted(device.officer, device.unit),
        Cell::text(device.seen),
        Cell::text(device.numbers.to_string()),
        state,
        end,
    ]
}

/// The lines of both sides by their question, in the order of the command, then what only the case has.
fn changes(mine: Vec<Line>, theirs: Vec<Line>) -> Vec<Change> {
    let mut there: BTreeMap<String, String> =
        theirs.iter().map(|line| (line.label.clone(), line.value.clone())).collect();
    let mut changes = Vec::new();
    for line in mine {
        let other = there.remove(&line.label).unwrap_or_default();
        if other != line.value {
            changes.push(Change::new(line.label, line.value, other));
        }
    }
    for line in theirs {
        if let Some(value) = there.remove(&line.label) {
            changes.push(Change::new(line.label, "", value));
        }
    }
    changes
}

fn waiting(open: OpenLine) -> AnyView {
    let case = routes::case(&open.case);
    let head = format!("{} – {} ({})", open.title, open.party, open.case_code);
    let from = format!("{}, {} – nhận lúc {}", open.officer, open.unit, open.received);
    let what = match open.outcome {
        Outcome::Conflict { since, mine, theirs, .. } => {
            let (who, when) = since.last().map_or_else(
                || ("Người khác".to_owned(), String::new()),
                |last| (last.by.clone(), format_short(to_local(last.at))),
            );
            let since = since.into_iter().map(|since| view! { <li>{format!("{} ({})", since.title, since.by)}</li> });
            let since = since.collect::<Vec<_>>();
            view! {
                <p>"Hồ sơ đã có bước mới sau khi biên bản được lập:"</p>
                <ul>{since}</ul>
                <Conflict who=who when=when changes=changes(mine, theirs) />
            }
            .into_any()
        }
        Outcome::Refused { message, citation, errors } => {
            let errors = errors.into_iter().map(|error| view! { <li>{error.message}</li> }).collect::<Vec<_>>();
            let lines = (!errors.is_empty()).then(|| view! { <ul>{errors}</ul> });
            let message = lines.is_none().then_some(message);
            let citation = citation.map(|citation| view! { <p class="muted">{format!("Căn cứ: {citation}.")}</p> });
            view! { <Notice kind=NoticeKind::Warning title="Chưa ghi được vào hồ sơ"><p>{message}</p>{lines}{citation}</Notice> }
                .into_any()
        }
        outcome => view! { <p>{outcome.label()}"."</p> }.into_any(),
    };
    let withdraw = open.own.then(|| {
        view! {
            <form method="post" action=SubmitFieldWithdrawal::url() class="stack">
                <input type="hidden" name="key" value=open.key />
                <TextField name="reason" label="Lý do rút lại biên bản này" />
                <Actions><Button text="Rút biên bản, giữ nội dung trên hệ thống" kind=ButtonKind::Secondary /></Actions>
            </form>
            <p class="muted">"Muốn lập lại trên hồ sơ hiện tại: mở ứng dụng hiện trường, hoặc lập ngay trên trang hồ sơ rồi rút biên bản này."</p>
        }
    });
    view! {
        <article class="card stack">
            <h3><a href=case>{head}</a></h3>
            <p class="muted">{from}</p>
            {what}
            {withdraw}
        </article>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(list: &[(&str, &str)]) -> Vec<Line> {
        list.iter().map(|(label, value)| Line { label: (*label).to_owned(), value: (*value).to_owned() }).collect()
    }

    #[test]
    fn only_what_differs_is_laid_side_by_side() {
        let mine = lines(&[("Nơi lập", "Quầy 1"), ("Kết quả", "Có")]);
        let theirs = lines(&[("Số", "33010004/BB-KT"), ("Nơi lập", "Quầy 1"), ("Kết quả", "Không")]);
        assert_eq!(
            changes(mine, theirs),
            [Change::new("Kết quả", "Có", "Không"), Change::new("Số", "", "33010004/BB-KT")]
        );
    }
}
