//! The law as data: versions of the catalogue, compared and put into use; years of the calendar.

use super::common::{document_title, done_notice, form_head, opt_query, query, reading, shown};
use crate::api::law_data::{
    SubmitActivation, SubmitVersion, SubmitYear, VersionFile, VersionRow, Versions, YearRow, Years,
};
use crate::components::{
    Actions, Breadcrumb, Button, ButtonKind, Cell, Checkbox, Column, Crumb, DataTable, DateField, EmptyState,
    NumberField, PageTitle, Row, SummaryList, SummaryRow, TextField, TextareaField, Width,
};
use crate::islands::answers;
use crate::routes;
use domain::calendar::format_date;
use domain::catalogue::RowName;
use jiff::civil::date;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;

/// All versions, and the form that uploads one.
#[component]
pub fn VersionsPage() -> impl IntoView {
    let draft = opt_query(routes::DRAFT);
    shown(reading(move || draft.get(), crate::api::law_data::read_versions), versions)
}

/// From when a version is in use; the first one from before every case.
fn since(row: &VersionRow) -> String {
    match row.active_from {
        None => "–".to_owned(),
        Some(from) if from < date(2000, 1, 1) => "từ đầu".to_owned(),
        Some(from) => format!("từ {}", format_date(from)),
    }
}

fn versions(all: Versions) -> AnyView {
    let draft = all.draft.unwrap_or_default();
    let (value, error) = answers(&draft);
    let columns = vec![
        Column::new("Phiên bản"),
        Column::number("Hành vi"),
        Column::new("Nạp bởi"),
        Column::new("Áp dụng"),
        Column::new("Trạng thái"),
    ];
    let rows: Vec<Row> = all
        .rows
        .iter()
        .map(|row| {
            vec![
                Cell::link_noted(routes::catalogue_version(row.id), row.label.clone(), row.source.clone()),
                Cell::text(row.behaviours.to_string()),
                Cell::text(if row.imported.is_empty() { "Kèm theo phần mềm" } else { &row.imported }),
                Cell::text(since(row)),
                Cell::text(row.state.clone()),
            ]
        })
        .collect();
    // Every problem of the document, each on its line; a field shows only the first.
    let problems: Vec<_> = draft
        .errors
        .iter()
        .filter(|error| error.field == "document")
        .map(|error| view! { <li>{error.message.clone()}</li> })
        .collect();
    let problems = (problems.len() > 1)
        .then(|| view! { <section class="card"><h2>"Tất cả lỗi trong danh mục"</h2><ul>{problems}</ul></section> });
    view! {
        <Breadcrumb items=vec![Crumb::link(routes::CATALOGUE, "Danh mục hành vi"), Crumb::here("Phiên bản")] />
        {document_title("Phiên bản danh mục", Some(&draft))}
        {form_head(Some(&draft))}
        {done_notice()}
        <PageTitle title="Phiên bản danh mục" caption="Mỗi hành vi được xét theo quy định có hiệu lực ngày vi phạm, hoặc quy định mới nếu nhẹ hơn" />
        <DataTable caption="Phiên bản danh mục" columns=columns rows=rows hide_caption=true />
        {problems}
        <form method="post" action=SubmitVersion::url() class="stack-lg" novalidate>
            <h2>"Nạp phiên bản mới"</h2>
            <TextField name="label" label="Tên phiên bản" hint="Ví dụ: Sau Nghị định 24/2025/NĐ-CP" value=value("label") error=error("label") />
            <TextField name="source" label="Nguồn số liệu" hint="Nghị định, số Công báo, người đối chiếu" value=value("source") error=error("source") />
            <TextareaField name="document" label="Nội dung danh mục" hint="Dán nội dung tệp TOML hoặc JSON. Chưa có gì được áp dụng cho đến khi chọn ngày dùng." value=value("document") error=error("document") rows=12 />
            <Actions><Button text="Kiểm tra và nạp" /></Actions>
        </form>
        {changes(all.changes)}
    }
    .into_any()
}

fn changes(changes: Vec<[String; 4]>) -> Option<AnyView> {
    if changes.is_empty() {
        return None;
    }
    let columns = ["Thời điểm", "Người thực hiện", "Việc", "Phiên bản, năm"].map(Column::new).to_vec();
    let rows: Vec<Row> = changes.into_iter().map(|line| line.map(Cell::text).into_iter().collect()).collect();
    Some(view! { <DataTable caption="Nhật ký thay đổi" columns=columns rows=rows /> }.into_any())
}

/// One version: what it changes, and putting it into use.
#[component]
pub fn VersionPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let draft = opt_query(routes::DRAFT);
    let file = reading(move || (id.get(), draft.get()), |(id, draft)| crate::api::law_data::read_version(id, draft));
    shown(file, version)
}

fn version(file: VersionFile) -> AnyView {
    let row = &file.row;
    let draft = file.draft.clone().unwrap_or_default();
    let (value, error) = answers(&draft);
    let from = Some(value("from")).filter(|from| !from.is_empty()).unwrap_or_else(|| format_date(file.today));
    let id = row.id.to_string();
    let activate = row.may_activate.then(|| {
        view! {
            <form method="post" action=SubmitActivation::url() class="card stack" novalidate>
                <input type="hidden" name="id" value=id />
                <DateField name="from" label="Dùng từ ngày" value=from error=error("from") />
                <Actions><Button text="Đưa vào dùng" /></Actions>
            </form>
        }
    });
    let facts = vec![
        SummaryRow::new("Nguồn", row.source.clone()),
        SummaryRow::new("Số hành vi", row.behaviours.to_string()),
        SummaryRow::new("Áp dụng", since(row)),
        SummaryRow::new("Trạng thái", row.state.clone()),
    ];
    let difference = if file.diff.is_empty() {
        view! { <EmptyState title="Không có khác biệt" text="Nội dung giống phiên bản đang dùng hôm nay." /> }
            .into_any()
    } else {
        let changed: Vec<Row> = file
            .diff
            .changed
            .iter()
            .flat_map(|row| {
                row.changes.iter().map(|change| {
                    vec![
                        Cell::noted(row.row.title.clone(), row.row.source.clone()),
                        Cell::text(change.property.clone()),
                        Cell::text(change.old.clone()),
                        Cell::text(change.new.clone()),
                    ]
                })
            })
            .collect();
        let columns = ["Hành vi", "Nội dung", "Đang dùng", "Phiên bản này"].map(Column::new).to_vec();
        let changed =
            (!changed.is_empty()).then(|| view! { <DataTable caption="Thay đổi" columns=columns rows=changed /> });
        view! {
            {names("Hành vi được thêm", &file.diff.added)}
            {names("Hành vi bị bỏ – hành vi trong thời gian đó sẽ không còn khung để áp dụng", &file.diff.removed)}
            {changed}
        }
        .into_any()
    };
    view! {
        <Breadcrumb items=vec![
            Crumb::link(routes::CATALOGUE, "Danh mục hành vi"),
            Crumb::link(routes::CATALOGUE_VERSIONS, "Phiên bản"),
            Crumb::here(row.label.clone()),
        ] />
        {document_title(&row.label, file.draft.as_ref())}
        {form_head(file.draft.as_ref())}
        {done_notice()}
        <PageTitle title=row.label.clone() caption="So với phiên bản đang dùng hôm nay" />
        <SummaryList rows=facts heading="Phiên bản" />
        {activate}
        {difference}
        <details>
            <summary>"Nội dung phiên bản, để sửa và nạp thành phiên bản mới"</summary>
            <TextareaField name="current" label="Nội dung (JSON)" hint="Chép ra, sửa, rồi dán vào ô nạp phiên bản mới" value=file.text.clone() rows=14 />
        </details>
    }
    .into_any()
}

fn names(caption: &'static str, rows: &[RowName]) -> Option<AnyView> {
    if rows.is_empty() {
        return None;
    }
    let columns = vec![Column::new("Hành vi"), Column::new("Căn cứ")];
    let rows: Vec<Row> =
        rows.iter().map(|row| vec![Cell::text(row.title.clone()), Cell::text(row.source.clone())]).collect();
    Some(view! { <DataTable caption=caption columns=columns rows=rows /> }.into_any())
}

/// The calendar: the years, and the form of one of them.
#[component]
pub fn CalendarPage() -> impl IntoView {
    let (draft, year) = (opt_query(routes::DRAFT), query("nam"));
    let years = reading(
        move || (draft.get(), year.get()),
        |(draft, year)| async move { Ok((crate::api::law_data::read_years(draft).await?, year)) },
    );
    shown(years, |(years, year)| calendar(years, &year))
}

fn calendar(years: Years, chosen: &str) -> AnyView {
    let columns =
        vec![Column::new("Năm"), Column::number("Ngày nghỉ"), Column::number("Ngày làm bù"), Column::new("Nguồn")];
    let rows: Vec<Row> = years
        .rows
        .iter()
        .map(|row| {
            let year = row.days.year.to_string();
            let source = if row.source.is_empty() { "Kèm theo phần mềm" } else { &row.source };
            vec![
                Cell::link(routes::with_query(routes::WORK_CALENDAR, "nam", &year), year),
                Cell::text(row.days.days_off.len().to_string()),
                Cell::text(row.days.made_up.len().to_string()),
                Cell::noted(source, row.changed.clone()),
            ]
        })
        .collect();
    let next = years.rows.iter().map(|row| row.days.year).max().map_or(2027, |last| last + 1).to_string();
    let open = years.rows.iter().find(|row| row.days.year.to_string() == chosen);
    let form = form(&years, open, if chosen.is_empty() { &next } else { chosen });
    view! {
        {document_title("Lịch làm việc", years.draft.as_ref())}
        {form_head(years.draft.as_ref())}
        {done_notice()}
        <PageTitle title="Lịch làm việc" caption="Ngày nghỉ lễ, Tết và ngày làm bù; mọi thời hạn theo ngày làm việc được tính theo lịch này" />
        <DataTable caption="Các năm đã có lịch" columns=columns rows=rows hide_caption=true />
        {form}
    }
    .into_any()
}

fn form(years: &Years, open: Option<&YearRow>, year: &str) -> AnyView {
    let draft = years.draft.clone().unwrap_or_default();
    let (value, error) = answers(&draft);
    let typed = |name: &str, known: String| Some(value(name)).filter(|text| !text.is_empty()).unwrap_or(known);
    let days = typed("days", open.map_or(String::new(), |row| row.days.to_text()));
    let source = typed("source", open.map_or(String::new(), |row| row.source.clone()));
    let version = open.map_or(0, |row| row.version).to_string();
    let problems: Vec<_> = draft
        .errors
        .iter()
        .filter(|error| error.field == "days")
        .map(|error| view! { <li>{error.message.clone()}</li> })
        .collect();
    let problems = (problems.len() > 1)
        .then(|| view! { <section class="card"><h2>"Tất cả lỗi trong lịch"</h2><ul>{problems}</ul></section> });
    let confirm = (!draft.errors.is_empty()).then(|| {
        view! {
            <Checkbox name="confirmed" label="Thông báo nghỉ lễ đúng là không có các ngày hệ thống hỏi" hint="Chỉ chọn khi đã đối chiếu thông báo chính thức" />
        }
    });
    view! {
        {problems}
        <form method="post" action=SubmitYear::url() class="stack-lg" novalidate>
            <h2>{format!("Lịch năm {year}")}</h2>
            <input type="hidden" name="version" value=version />
            <NumberField name="year" label="Năm" value=typed("year", year.to_owned()) error=error("year") width=Width::W6 />
            <TextField name="source" label="Văn bản thông báo" hint="Số, ngày của thông báo nghỉ lễ, Tết" value=source error=error("source") />
            <TextareaField name="days" label="Ngày nghỉ và ngày làm bù" hint="Mỗi dòng: nghỉ hoặc làm bù; ngày hoặc từ ngày – đến ngày; tên; mức tin cậy V, R hoặc U" value=days error=error("days") rows=14 />
            {confirm}
            <Actions><Button text="Ghi lịch" kind=ButtonKind::Primary /></Actions>
        </form>
    }
    .into_any()
}
