//! One party: who it is, where it trades, and its history.

use super::cases::case_table;
use super::common::{document_title, done_notice, reading, shown};
use crate::api::party::PartyFile;
use crate::components::{
    ButtonKind, ButtonLink, Cell, Column, DataTable, EmptyState, PageTitle, Row, Stat, SummaryList, SummaryRow,
};
use crate::routes;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// One party with its history.
#[component]
pub fn PartyPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let file = reading(move || id.get(), crate::api::party::read_party);
    shown(file, page)
}

fn page(file: PartyFile) -> AnyView {
    let party = file.party;
    let rows = summary(&party);
    let open = routes::with_query(routes::CASE_NEW, "doi-tuong", &party.id.0.to_string());
    let actions = file
        .may_open_case
        .then(|| view! { <ButtonLink href=open text="Mở hồ sơ kiểm tra" kind=ButtonKind::Primary /> }.into_any());
    let places = (!file.establishments.is_empty()).then(|| {
        let rows: Vec<Row> = file
            .establishments
            .into_iter()
            .map(|place| vec![Cell::text(place.name), Cell::text(place.address), Cell::text(place.business)])
            .collect();
        let columns = vec![Column::new("Cơ sở"), Column::new("Địa chỉ"), Column::new("Mặt hàng")];
        view! { <h2>"Cơ sở kinh doanh"</h2><DataTable caption="Cơ sở kinh doanh" columns=columns rows=rows hide_caption=true /> }
    });
    let cases = if file.cases.is_empty() {
        view! { <EmptyState title="Chưa có hồ sơ" text="Chưa có vụ việc nào của đối tượng này trong phạm vi đơn vị." /> }.into_any()
    } else {
        case_table("Hồ sơ của đối tượng", file.cases, file.now)
    };
    let (inspections, decisions) = file.nationwide;
    view! {
        {document_title(&party.name, None)}
        {done_notice()}
        <PageTitle title=party.name.clone() caption=party.kind.label() actions=actions />
        <div class="columns">
            <Stat label="Số lần kiểm tra, toàn quốc" value=inspections.to_string() unit="lần" />
            <Stat label="Số quyết định xử phạt, toàn quốc" value=decisions.to_string() unit="quyết định" />
        </div>
        <SummaryList rows=rows heading="Thông tin" />
        {places}
        <h2>"Hồ sơ vụ việc"</h2>
        {cases}
    }
    .into_any()
}

/// The party block as a list of answers; what is unknown is left out.
pub fn summary(party: &domain::party::Party) -> Vec<SummaryRow> {
    let date = |date: Option<jiff::civil::Date>| date.map(domain::calendar::format_date).unwrap_or_default();
    let text = |value: Option<String>| value.unwrap_or_default();
    [
        ("Loại", party.kind.label().to_owned()),
        ("Mã số thuế", text(party.tax_code.as_ref().map(ToString::to_string))),
        ("Số định danh / CCCD", text(party.citizen_id.as_ref().map(ToString::to_string))),
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
