//! Powers given to deputies: what runs, what is over, and the form that gives one.

use super::common::{document_title, done_notice, form_head, opt_query, reading, shown};
use crate::api::delegation::{Delegations, GivenRow, SubmitDelegation, SubmitEnd};
use crate::components::{
    Actions, Button, ButtonKind, Cell, Choice, Column, DataTable, DateField, EmptyState, PageTitle, Row, SelectField,
    TextField, Tone, Width,
};
use crate::islands::answers;
use crate::routes;
use domain::calendar::format_date;
use domain::law::delegation::DelegatedPower;
use jiff::civil::Date;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// Everything a head has given.
#[component]
pub fn DelegationPage() -> impl IntoView {
    let draft = opt_query(routes::DRAFT);
    shown(reading(move || draft.get(), crate::api::delegation::read_delegations), page)
}

fn page(all: Delegations) -> AnyView {
    let today = all.today;
    let list = if all.given.is_empty() {
        view! { <EmptyState title="Chưa giao quyền" text="Cấp phó chỉ ký khi được giao quyền bằng văn bản." /> }
            .into_any()
    } else {
        let columns = ["Người được giao", "Quyền", "Quyết định", "Thời hạn", "Trạng thái", "Chấm dứt"];
        let columns = columns.map(Column::new).to_vec();
        let rows = all.given.into_iter().map(|row| line(row, today)).collect();
        view! { <DataTable caption="Quyền đã giao" columns=columns rows=rows hide_caption=true /> }.into_any()
    };
    let draft = all.draft.unwrap_or_default();
    let form = form(&draft, all.deputies);
    view! {
        {document_title("Giao quyền", Some(&draft))}
        {form_head(Some(&draft))}
        {done_notice()}
        <PageTitle title="Giao quyền cho cấp phó" caption="Điều 54, khoản 2 Điều 123 Luật Xử lý vi phạm hành chính; Điều 21 Pháp lệnh Quản lý thị trường" />
        {list}
        {form}
    }
    .into_any()
}

fn line(row: GivenRow, today: Date) -> Row {
    let given = &row.delegation;
    let span = match given.to {
        Some(to) => format!("{} – {}", format_date(given.from), format_date(to)),
        None => format!("từ {}", format_date(given.from)),
    };
    let (tone, words, open) = if row.ended {
        (Tone::Neutral, "Đã chấm dứt", false)
    } else if given.to.is_some_and(|to| to < today) {
        (Tone::Neutral, "Đã hết hạn", false)
    } else if given.from > today {
        (Tone::Info, "Chưa đến ngày", true)
    } else {
        (Tone::Success, "Đang có hiệu lực", true)
    };
    let number = format!("Số {} ngày {}", given.number, format_date(given.signed_on));
    let power = given.power.label();
    let id = row.id.to_string();
    let end = if open {
        Cell::view(view! {
            <form method="post" action=SubmitEnd::url()>
                <input type="hidden" name="id" value=id />
                <Button text="Chấm dứt" kind=ButtonKind::Secondary small=true />
            </form>
        })
    } else {
        Cell::text("–")
    };
    vec![
        Cell::noted(row.deputy, format!("do {} giao", row.head)),
        Cell::text(power),
        Cell::text(number),
        Cell::text(span),
        Cell::tag(tone, words),
        end,
    ]
}

fn form(draft: &crate::forms::Draft, deputies: Vec<(String, String)>) -> AnyView {
    let (value, error) = answers(draft);
    let deputies = deputies.into_iter().map(|(id, name)| Choice::new(id, name)).collect();
    let powers = DelegatedPower::ALL.map(|power| Choice::new(power.key(), power.label())).to_vec();
    view! {
        <form method="post" action=SubmitDelegation::url() class="stack-lg" novalidate>
            <h2>"Giao quyền mới"</h2>
            <SelectField name="deputy" label="Người được giao quyền" options=deputies value=value("deputy") error=error("deputy") prompt="Chọn cấp phó" />
            <SelectField name="power" label="Quyền được giao" options=powers value=value("power") error=error("power") prompt="Chọn quyền" />
            <TextField name="number" label="Số quyết định giao quyền" value=value("number") error=error("number") width=Width::W20 />
            <DateField name="signed_on" label="Ngày ký quyết định" value=value("signed_on") error=error("signed_on") />
            <DateField name="from" label="Giao quyền từ ngày" value=value("from") error=error("from") />
            <DateField name="to" label="Đến hết ngày" hint="Để trống nếu giao thường xuyên" value=value("to") error=error("to") optional=true />
            <Actions><Button text="Giao quyền" /></Actions>
        </form>
    }
    .into_any()
}
