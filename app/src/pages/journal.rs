//! The journal, for administrators and leaders: what was done beside the cases.

use super::common::{document_title, opt_query, query, reading, shown};
use crate::api::journal::{JournalLine, JournalView, read_journal};
use crate::components::{
    Breadcrumb, Button, ButtonKind, ButtonLink, Cell, Choice, Column, Crumb, DataTable, EmptyState, PageTitle, Row,
    SelectField,
};
use crate::routes;
use domain::calendar::{format_short, to_local};
use domain::journal::Deed;
use leptos::prelude::*;

/// Query key of the deed.
const DEED: &str = "viec";
/// Query key of the position a page begins before.
const BEFORE: &str = "truoc";

/// The page of the journal.
#[component]
pub fn JournalPage() -> impl IntoView {
    let (deed, before) = (query(DEED), opt_query(BEFORE));
    let asked = move || (deed.get(), before.get().and_then(|before| before.parse().ok()));
    shown(reading(asked, |(deed, before)| read_journal(deed, before)), page)
}

fn page(view: JournalView) -> AnyView {
    let title = "Nhật ký hệ thống";
    let mut deeds: Vec<Choice> = Deed::ALL.iter().map(|deed| Choice::new(deed.key(), deed.label())).collect();
    deeds.sort_by(|one, other| one.label.cmp(&other.label));
    let next = view.next.map(|before| {
        let href =
            routes::with_query(&routes::with_query(routes::JOURNAL, DEED, &view.deed), BEFORE, &before.to_string());
        view! { <ButtonLink href=href text="Cũ hơn" /> }
    });
    let list = if view.lines.is_empty() {
        view! { <EmptyState title="Không có dòng nào" text="Chưa có việc nào thuộc loại này trong phạm vi đơn vị của đồng chí." /> }
            .into_any()
    } else {
        let columns = ["Lúc", "Người làm", "Việc", "Nội dung, lý do", "Từ"].map(Column::new);
        let rows = view.lines.into_iter().map(line).collect();
        view! { <DataTable caption=title columns=columns.to_vec() rows=rows hide_caption=true /> }.into_any()
    };
    view! {
        {document_title(title, None)}
        <Breadcrumb items=vec![Crumb::link(routes::HOME, "Việc của tôi"), Crumb::here(title)] />
        <PageTitle title=title caption="Những việc ngoài hồ sơ: quyền, khóa, thiết bị, sổ số, tệp và danh sách đã lấy ra. Mỗi dòng nối vào chuỗi băm, không sửa, không xóa được." />
        <form method="get" action=routes::JOURNAL class="field-row">
            <SelectField name=DEED label="Loại việc" options=deeds value=view.deed prompt=Some("Mọi việc".to_owned()) />
            <Button text="Xem" kind=ButtonKind::Secondary />
        </form>
        {list}
        {next}
    }
    .into_any()
}

fn line(line: JournalLine) -> Row {
    let entry = line.entry;
    let what = [entry.words.as_str(), entry.reason.as_str()].into_iter().filter(|words| !words.is_empty());
    let from = if entry.client.is_unknown() { "–".to_owned() } else { entry.client.label() };
    vec![
        Cell::noted(format_short(to_local(entry.at)), format!("dòng {}", line.position)),
        Cell::noted(entry.by_name.clone(), entry.path.leaf().0),
        Cell::noted(entry.deed_label().to_owned(), entry.subject.clone()),
        Cell::text(what.collect::<Vec<_>>().join(" – ")),
        Cell::text(from),
    ]
}
