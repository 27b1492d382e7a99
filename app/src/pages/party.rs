//! One party: who it is, where it trades, and its history.

use super::cases::case_table;
use super::common::{document_title, done_notice, form_head, opt_query, reading, shown};
use crate::api::party::{PartyEdit, PartyFile, PartyRecord, SubmitPartyEdit};
use crate::components::{
    Actions, Button, ButtonKind, ButtonLink, Cell, Column, DataTable, EmptyState, Notice, NoticeKind, PageTitle, Row,
    Stat, SummaryList, SummaryRow, TextField, Timeline, TimelineEvent,
};
use crate::islands::answers;
use crate::routes;
use domain::calendar::format_short;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;

/// One party with its history.
#[component]
pub fn PartyPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let draft = opt_query(routes::DRAFT);
    let file = reading(
        move || (id.get(), draft.get()),
        |(id, draft)| async move { crate::api::party::read_party(id, draft).await },
    );
    shown(file, page)
}

fn page(file: PartyFile) -> AnyView {
    let party = file.party;
    let id = party.id.0.to_string();
    let mut rows = summary(&party);
    if let Some(masked) = &file.masked {
        let hidden = [
            ("Số định danh / CCCD", &masked.citizen_id),
            ("Số hộ chiếu", &masked.passport),
            ("Điện thoại", &masked.phone),
            ("Ngày sinh", &masked.birth),
        ];
        rows.extend(hidden.into_iter().filter_map(|(key, value)| Some(SummaryRow::new(key, value.clone()?))));
    }
    let kept = domain::privacy::is_personal(&party).then(|| {
        let text = format!(
            "Dữ liệu cá nhân dự kiến giữ đến {} (thời hạn chưa có văn bản quy định; hệ thống không tự xóa). Việc mở trang này được ghi vào nhật ký.",
            domain::calendar::format_date(file.kept_until)
        );
        view! { <p class="small muted">{text}</p> }
    });
    let correct = (file.may_correct && file.masked.is_none()).then(|| {
        view! { <a href=routes::party_edit(&id)>"Sửa thông tin"</a> }
    });
    let record =
        if file.may_see_readings { "Lịch sử sửa đổi, nhật ký đọc" } else { "Lịch sử sửa đổi" };
    let add_place = file.may_keep.then(|| view! { <a href=routes::place_new(&id)>"Thêm cơ sở vào sổ địa bàn"</a> });
    let open = routes::with_query(routes::CASE_NEW, "doi-tuong", &party.id.0.to_string());
    let actions = file
        .may_open_case
        .then(|| view! { <ButtonLink href=open text="Mở hồ sơ kiểm tra" kind=ButtonKind::Primary /> }.into_any());
    let places = (!file.establishments.is_empty()).then(|| {
        let rows: Vec<Row> = file
            .establishments
            .into_iter()
            .map(|place| {
                let href = routes::place(&place.id.0.to_string());
                vec![Cell::link(href, place.name), Cell::text(place.address), Cell::text(place.business)]
            })
            .collect();
        let columns = vec![Column::new("Cơ sở"), Column::new("Địa chỉ"), Column::new("Mặt hàng")];
        view! {
            <h2>"Cơ sở kinh doanh"</h2>
            <DataTable caption="Cơ sở kinh doanh" columns=columns rows=rows hide_caption=true />
            {super::duplicates::alike_places(file.alike)}
        }
    });
    let absorbed = file.absorbed.map(|name| {
        let title = format!("Hồ sơ “{name}” đã được gộp vào hồ sơ này. Trang này là hồ sơ chung của cả hai.");
        view! { <Notice kind=NoticeKind::Info title=title /> }
    });
    let unpaid = unpaid(&file.cases);
    let members = super::duplicates::members(&id, file.members, file.may_split, file.draft.as_ref());
    let federated = file.repeat.nation.is_some();
    let repeat = super::repeat::section(file.repeat);
    let links = super::links::entered(&id, file.links, file.may_correct, file.draft.as_ref());
    let shared = super::links::shared(file.shared);
    let plans = (!file.plans.is_empty()).then(|| {
        let rows = file.plans.into_iter().map(|(plan, name, when)| vec![Cell::link(routes::plan(&plan), name), Cell::text(when)]);
        let (rows, columns) = (rows.collect::<Vec<Row>>(), vec![Column::new("Kế hoạch"), Column::new("Thời gian")]);
        view! { <h2>"Trong kế hoạch kiểm tra"</h2><DataTable caption="Trong kế hoạch kiểm tra" columns=columns rows=rows hide_caption=true /> }
    });
    let dossiers = (!file.dossiers.is_empty()).then(|| {
        let rows = file.dossiers.into_iter().map(|(href, code, state)| vec![Cell::link(href, code), Cell::text(state)]);
        let (rows, columns) = (rows.collect::<Vec<Row>>(), vec![Column::new("Hồ sơ"), Column::new("Trạng thái")]);
        view! { <h2>"Nguồn tin, biện pháp nghiệp vụ"</h2><DataTable caption="Nguồn tin, biện pháp nghiệp vụ" columns=columns rows=rows hide_caption=true /> }
    });
    let cases = if file.cases.is_empty() {
        view! { <EmptyState title="Chưa có hồ sơ" text="Chưa có vụ việc nào của đối tượng này trong phạm vi đơn vị." /> }.into_any()
    } else {
        case_table("Hồ sơ của đối tượng", file.cases, file.now)
    };
    let (inspections, decisions) = file.nationwide;
    // A province that keeps its own data counts its own; what the nation knows stands with the repeats.
    let known_to = if federated { "trong tỉnh" } else { "toàn quốc" };
    view! {
        {document_title(&party.name, None)}
        {done_notice()}
        {form_head(file.draft.as_ref())}
        {absorbed}
        <PageTitle title=party.name.clone() caption=party.kind.label() actions=actions />
        <div class="columns">
            <Stat label=format!("Số lần kiểm tra, {known_to}") value=inspections.to_string() unit="lần" />
            <Stat label=format!("Số quyết định xử phạt, {known_to}") value=decisions.to_string() unit="quyết định" />
        </div>
        <SummaryList rows=rows heading="Thông tin" />
        <div class="cluster">{correct}<a href=routes::party_record(&id)>{record}</a>{add_place}</div>
        {kept}
        {members}
        {repeat}
        {unpaid}
        {places}
        <h2>"Hồ sơ vụ việc"</h2>
        {cases}
        {plans}
        {dossiers}
        {links}
        {shared}
    }
    .into_any()
}

/// Fines that are not paid in full, of cases in the whole country.
fn unpaid(cases: &[crate::api::work::CaseRow]) -> Option<AnyView> {
    let owing = cases.iter().filter(|case| case.index.owed.0 > 0);
    let rows: Vec<Row> = owing
        .map(|case| {
            let code = match case.may_open {
                true => Cell::link(routes::case(&case.id), case.index.code.clone()),
                false => Cell::text(case.index.code.clone()),
            };
            vec![code, Cell::text(case.index.owed.to_string())]
        })
        .collect();
    let columns = vec![Column::new("Hồ sơ"), Column::number("Còn phải nộp")];
    (!rows.is_empty()).then(|| {
        view! { <h2>"Tiền phạt chưa nộp đủ"</h2><DataTable caption="Tiền phạt chưa nộp đủ" columns=columns rows=rows hide_caption=true /> }
            .into_any()
    })
}

/// The party block as a list of answers; what is unknown is left out.
pub fn summary(party: &domain::party::Party) -> Vec<SummaryRow> {
    let date = |date: Option<jiff::civil::Date>| date.map(domain::calendar::format_date).unwrap_or_default();
    let text = |value: Option<String>| value.unwrap_or_default();
    [
        ("Loại", party.kind.label().to_owned()),
        ("Mã số thuế", text(party.tax_code.as_ref().map(ToString::to_string))),
        ("Số định danh / CCCD", text(party.citizen_id.as_ref().map(ToString::to_string))),
        ("Số hộ chiếu", party.passport.clone()),
        ("Tên khác", party.aliases.join("; ")),
        ("Ngày sinh", date(party.birth_date)),
        ("Giới tính", text(party.sex.map(|sex| sex.label().to_owned()))),
        ("Nghề nghiệp", party.occupation.clone()),
        ("Địa chỉ", party.address.clone()),
        ("Điện thoại", text(party.phone.as_ref().map(ToString::to_string))),
        ("Giấy đăng ký", party.registration.clone()),
        ("Ngày cấp", date(party.registered_on)),
        ("Nơi cấp", party.registered_at.clone()),
        ("Người đại diện", party.representative.clone()),
        ("Chức danh", party.representative_title.clone()),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(key, value)| SummaryRow::new(key, value))
    .collect()
}

/// Former versions of a record, and who read it.
#[component]
pub fn PartyRecordPage() -> impl IntoView {
    let id = super::book::parameter("id");
    shown(reading(move || id.get(), crate::api::party::read_party_record), record)
}

fn record(record: PartyRecord) -> AnyView {
    let events = record.changes.into_iter().map(|(at, who, reason, words)| {
        let what = if reason.is_empty() { "Ghi hồ sơ".to_owned() } else { format!("Sửa: {reason}") };
        let event = TimelineEvent::new(format_short(at), at.to_string(), who, what);
        if words.is_empty() { event } else { event.details(words.join("\n")) }
    });
    let readings = record.readings.map(|list| {
        if list.is_empty() {
            return view! { <h2>"Ai đã đọc"</h2><p class="muted">"Chưa có công chức nào trong phạm vi của đồng chí mở hồ sơ này."</p> }
                .into_any();
        }
        let columns = ["Thời điểm", "Công chức", "Thông tin cá nhân"].map(Column::new).to_vec();
        let rows: Vec<Row> = list
            .into_iter()
            .map(|(at, who, unit, unmasked)| {
                let seen = if unmasked { "xem đầy đủ" } else { "đã che" };
                vec![Cell::text(format_short(at)), Cell::noted(who, unit), Cell::text(seen)]
            })
            .collect();
        view! { <h2>"Ai đã đọc"</h2><DataTable caption="Nhật ký đọc hồ sơ cá nhân" columns=columns rows=rows hide_caption=true /> }.into_any()
    });
    view! {
        {document_title("Lịch sử hồ sơ", None)}
        <PageTitle title="Lịch sử hồ sơ" caption=record.name />
        <p><a href=routes::party(&record.id)>"Về trang của tổ chức, cá nhân"</a></p>
        <h2>"Các lần ghi"</h2>
        <Timeline events=events.collect() label="Các lần ghi" />
        {readings}
    }
    .into_any()
}

/// Corrects a record.
#[component]
pub fn PartyEditPage() -> impl IntoView {
    let id = super::book::parameter("id");
    let draft = opt_query(routes::DRAFT);
    let read = reading(move || (id.get(), draft.get()), |(id, draft)| crate::api::party::read_party_edit(id, draft));
    shown(read, edit)
}

fn edit(all: PartyEdit) -> AnyView {
    let mut draft = all.draft.unwrap_or_default();
    if !draft.has_errors() && draft.refusal.is_none() && draft.stale.is_none() {
        draft.fields = crate::forms::party::fill(&all.party);
    }
    let (value, error) = answers(&draft);
    let id = all.party.id.0.to_string();
    view! {
        {document_title("Sửa thông tin", Some(&draft))}
        {form_head(Some(&draft))}
        <PageTitle title=format!("Sửa: {}", all.party.name) caption="Bản cũ được giữ trong lịch sử; hồ sơ vụ việc đã lập không đổi" />
        <form method="post" action=SubmitPartyEdit::url() class="stack-lg" novalidate>
            <input type="hidden" name="id" value=id.clone() />
            <input type="hidden" name="version" value=all.version.to_string() />
            {super::parties::party_fields(&draft)}
            <TextField name="reason" label="Lý do sửa" value=value("reason") error=error("reason") />
            <Actions>
                <Button text="Lưu" />
                <ButtonLink href=routes::party(&id) text="Quay lại" kind=ButtonKind::Plain />
            </Actions>
        </form>
    }
    .into_any()
}
