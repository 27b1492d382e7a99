//! The areas of a team: who answers for which communes, and the form that lays one out or hands it over.

use super::book::{parameter, tabs};
use super::common::{document_title, done_notice, form_head, opt_query, query, reading, shown};
use crate::api::book::{AreaLine, Areas, SubmitArea};
use crate::components::{
    Actions, Button, ButtonKind, ButtonLink, Checkbox, Choice, DateField, EmptyState, Fieldset, PageTitle, SelectField,
    SummaryList, SummaryRow, TextField, TextareaField, Width,
};
use crate::forms::Draft;
use crate::islands::answers;
use crate::routes;
use domain::calendar::{format_date, format_short};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The areas of a unit.
#[component]
pub fn AreasPage() -> impl IntoView {
    let unit = parameter("unit");
    let (area, draft) = (query("sua"), opt_query(routes::DRAFT));
    let all = reading(
        move || (unit.get(), area.get(), draft.get()),
        |(unit, area, draft)| crate::api::book::read_areas(unit, area, draft),
    );
    shown(all, page)
}

fn page(all: Areas) -> AnyView {
    let list = if all.areas.is_empty() {
        view! { <EmptyState title="Chưa chia địa bàn" text="Đội phân công địa bàn cho công chức bằng văn bản; nhập phân công ở dưới." /> }
            .into_any()
    } else {
        all.areas.iter().map(|area| one(&all, area)).collect_view().into_any()
    };
    let draft = all.draft.clone().unwrap_or_default();
    let form = all.may_assign.then(|| form(&all, draft.clone()));
    view! {
        {document_title("Phân công địa bàn", Some(&draft))}
        {form_head(Some(&draft))}
        {done_notice()}
        <PageTitle title="Phân công địa bàn" caption=all.unit_name.clone() />
        {tabs(&all.unit)}
        {list}
        {form}
    }
    .into_any()
}

/// What is known of an area, and how it changed hands.
fn one(all: &Areas, line: &AreaLine) -> AnyView {
    let area = &line.area;
    let assigned = match (area.assigned_by.as_str(), area.assigned_on) {
        ("", None) => String::new(),
        (number, None) => number.to_owned(),
        (number, Some(day)) => format!("{number} ngày {}", format_date(day)),
    };
    let rows = [
        ("Công chức phụ trách", line.officer.clone().unwrap_or_else(|| "Chưa giao".to_owned())),
        ("Văn bản phân công", assigned),
        ("Xã, phường", line.communes.join(", ")),
        ("Điểm nóng", area.hot_spots.clone()),
        ("Đơn vị phối hợp", area.partners.clone()),
    ];
    let rows = rows.into_iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| SummaryRow::new(key, value));
    let history = line.changes.iter().map(|(_, at, by, given, reason)| {
        let given = given.as_ref().map_or_else(|| "chưa giao cho ai".to_owned(), |name| format!("giao cho {name}"));
        let reason = if reason.is_empty() { String::new() } else { format!(" – {reason}") };
        view! { <li>{format!("{}: {given}{reason} (ghi bởi {by})", format_short(*at))}</li> }
    });
    let list = routes::with_query(&routes::book(&all.unit), "dia-ban", &area.id.0.to_string());
    let edit = all.may_assign.then(|| {
        let href = format!("{}#bieu-mau", routes::with_query(&routes::areas(&all.unit), "sua", &area.id.0.to_string()));
        view! { <ButtonLink href=href text="Sửa, bàn giao" kind=ButtonKind::Secondary small=true /> }
    });
    view! {
        <section class="stack">
            <h2>{area.name.clone()}</h2>
            <SummaryList rows=rows.collect() />
            <details><summary>"Lịch sử phân công"</summary><ul>{history.collect_view()}</ul></details>
            <div class="cluster"><a href=list>"Cơ sở trong địa bàn"</a>{edit}</div>
        </section>
    }
    .into_any()
}

fn form(all: &Areas, mut draft: Draft) -> AnyView {
    let typed = draft.has_errors() || draft.refusal.is_some() || draft.stale.is_some();
    if let (Some(line), false) = (&all.chosen, typed) {
        let day = line.area.assigned_on.map(format_date).unwrap_or_default();
        let officer = line.area.officer.as_ref().map(|id| id.0.clone()).unwrap_or_default();
        for (name, value) in [
            ("name", line.area.name.clone()),
            ("officer", officer),
            ("assigned_by", line.area.assigned_by.clone()),
            ("assigned_on", day),
            ("hot_spots", line.area.hot_spots.clone()),
            ("partners", line.area.partners.clone()),
        ] {
            draft.fields.set(name, value);
        }
        for code in &line.area.communes {
            draft.fields.set(format!("commune.{}", code.0), "1");
        }
    }
    let (value, error) = answers(&draft);
    let officers = all.officers.iter().map(|(id, name)| Choice::new(id, name)).collect();
    let communes = all
        .communes
        .iter()
        .map(|(code, name)| {
            let field = format!("commune.{code}");
            let checked = draft.fields.has(&field);
            view! { <Checkbox name=field label=name.clone() checked=checked /> }
        })
        .collect_view();
    let id = all.chosen.as_ref().map_or_else(|| all.fresh_id.clone(), |line| line.area.id.0.to_string());
    let version = all.chosen.as_ref().map(|line| line.version.to_string());
    let title = if all.chosen.is_some() { "Sửa, bàn giao địa bàn" } else { "Thêm địa bàn" };
    let reason = all.chosen.is_some().then(|| {
        view! { <TextField name="reason" label="Lý do bàn giao" hint="Bắt buộc khi đổi công chức phụ trách" value=value("reason") error=error("reason") optional=true /> }
    });
    view! {
        <form method="post" action=SubmitArea::url() class="stack-lg" novalidate id="bieu-mau">
            <h2>{title}</h2>
            <input type="hidden" name="unit" value=all.unit.clone() />
            <input type="hidden" name="area" value=id />
            {version.map(|version| view! { <input type="hidden" name="version" value=version /> })}
            <TextField name="name" label="Tên địa bàn" value=value("name") error=error("name") />
            <SelectField name="officer" label="Công chức phụ trách" options=officers value=value("officer") error=error("officer") prompt="Chưa giao" />
            <TextField name="assigned_by" label="Số văn bản phân công" value=value("assigned_by") error=error("assigned_by") width=Width::W20 optional=true />
            <DateField name="assigned_on" label="Ngày văn bản" value=value("assigned_on") error=error("assigned_on") optional=true />
            {reason}
            <TextareaField name="hot_spots" label="Điểm nóng" hint="Tuyến đường, chợ, kho bãi cần theo dõi" value=value("hot_spots") error=error("hot_spots") optional=true />
            <TextareaField name="partners" label="Đơn vị phối hợp, đầu mối" value=value("partners") error=error("partners") optional=true />
            <Fieldset legend="Xã, phường của địa bàn" section=true error=error("communes") name="communes">
                <div class="columns">{communes}</div>
            </Fieldset>
            <Actions><Button text="Lưu địa bàn" /></Actions>
        </form>
    }
    .into_any()
}
