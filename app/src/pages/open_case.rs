//! Opens a case: choose the party, then draft the inspection decision.

use super::common::{document_title, form_head, opt_query, query, reading, shown};
use super::parties::party_table;
use super::party::summary;
use crate::api::case::{OpenView, PlannedOpening, ProposedOpening, SubmitOpen};
use crate::api::party::PartyLine;
use crate::components::{
    Actions, Button, ButtonKind, ButtonLink, CheckboxGroup, Choice, DateField, Fieldset, Notice, NumberField,
    PageTitle, RadioGroup, SelectField, SummaryList, TextField, TextareaField, Width,
};
use crate::forms::Draft;
use crate::islands::answers;
use crate::routes;
use domain::case::InspectionKind;
use domain::party::{Establishment, Party};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// Opens a case.
#[component]
pub fn OpenCase() -> impl IntoView {
    let (party, draft, text) = (query("doi-tuong"), opt_query(routes::DRAFT), query("q"));
    let (way, related) = (query("hinh-thuc"), query(routes::RELATED));
    let (plan, item, proposal) = (query(routes::PLAN), query(routes::PLAN_ITEM), query(routes::PROPOSAL));
    let view = reading(
        move || {
            ((party.get(), plan.get(), item.get(), draft.get()), text.get(), way.get(), (related.get(), proposal.get()))
        },
        |((party, plan, item, draft), text, way, (related, proposal))| async move {
            let view = crate::api::case::read_open_view(party, plan, item, draft, related, proposal).await?;
            let found = if view.party.is_none() {
                crate::api::party::read_parties(text.clone()).await?.lines
            } else {
                Vec::new()
            };
            let detected = way == InspectionKind::Detected.key()
                || view.draft.as_ref().is_some_and(|draft| draft.fields.get("kind") == InspectionKind::Detected.key());
            Ok((view, found, text, detected))
        },
    );
    shown(view, |(view, found, text, detected)| match view.party.clone() {
        Some((party, _)) if detected => detection(view, party),
        Some((party, establishments)) => form(view, party, establishments),
        None => choose(found, text, detected, view.related.map(|file| file.id), view.proposed.map(|lead| lead.lead)),
    })
}

/// First question: who is inspected.
fn choose(
    found: Vec<PartyLine>,
    text: String,
    detected: bool,
    related: Option<String>,
    proposal: Option<String>,
) -> AnyView {
    let way = |href: String| {
        let href = if detected { routes::with_query(&href, "hinh-thuc", InspectionKind::Detected.key()) } else { href };
        let carried = [(routes::RELATED, &related), (routes::PROPOSAL, &proposal)];
        carried.into_iter().fold(href, |href, (key, id)| match id {
            Some(id) => routes::with_query(&href, key, id),
            None => href,
        })
    };
    let links = found
        .into_iter()
        .map(|party| {
            let href = way(routes::with_query(routes::CASE_NEW, "doi-tuong", &party.id));
            (href, party)
        })
        .collect::<Vec<_>>();
    let rows = links
        .into_iter()
        .map(|(href, party)| {
            vec![
                crate::components::Cell::link_noted(href, party.name, party.kind.label()),
                crate::components::Cell::text(party.code),
                crate::components::Cell::text(party.address),
            ]
        })
        .collect::<Vec<_>>();
    let table = if rows.is_empty() {
        party_table(Vec::new())
    } else {
        let columns = vec![
            crate::components::Column::new("Chọn"),
            crate::components::Column::new("Mã số"),
            crate::components::Column::new("Địa chỉ"),
        ];
        view! { <crate::components::DataTable caption="Chọn tổ chức, cá nhân được kiểm tra" columns=columns rows=rows hide_caption=true /> }
            .into_any()
    };
    let unknown = way(routes::with_query(routes::CASE_NEW, "doi-tuong", routes::UNKNOWN_PARTY));
    let unknown =
        if detected { unknown } else { routes::with_query(&unknown, "hinh-thuc", InspectionKind::Detected.key()) };
    let (question, href, answer) = if detected {
        ("Vụ việc qua kiểm tra? ", routes::CASE_NEW.to_owned(), "Mở hồ sơ kiểm tra")
    } else {
        let href = routes::with_query(routes::CASE_NEW, "hinh-thuc", InspectionKind::Detected.key());
        ("Phát hiện trực tiếp, tiếp nhận từ lực lượng khác? ", href, "Lập hồ sơ không qua kiểm tra")
    };
    let other = view! { <p>{question}<a href=href>{answer}</a></p> };
    let (title, caption) = if detected {
        ("Ai vi phạm?", "Lập hồ sơ không qua kiểm tra, bước 1 trong 2")
    } else {
        ("Kiểm tra ai?", "Mở hồ sơ kiểm tra, bước 1 trong 2")
    };
    let carried =
        detected.then(|| view! { <input type="hidden" name="hinh-thuc" value=InspectionKind::Detected.key() /> });
    let matter = related.clone().map(|id| view! { <input type="hidden" name=routes::RELATED value=id /> });
    let lead = proposal.clone().map(|id| view! { <input type="hidden" name=routes::PROPOSAL value=id /> });
    view! {
        {document_title(caption.split(',').next().unwrap_or_default(), None)}
        <PageTitle title=title caption=caption />
        <form method="get" action=routes::CASE_NEW class="field-row">
            {carried}{matter}{lead}
            <TextField name="q" label="Tên, mã số thuế, số căn cước, điện thoại" value=text optional=true />
            <Button text="Tìm" kind=ButtonKind::Secondary />
        </form>
        <p>"Không thấy? " <a href=routes::PARTY_NEW>"Đăng ký tổ chức, cá nhân mới"</a></p>
        {other}
        <p>"Không rõ chủ hàng? " <a href=unknown>"Lập hồ sơ chưa xác định được đối tượng"</a></p>
        {table}
    }
    .into_any()
}

/// Second, without an inspection: what was found, where, when, and who carries the case.
fn detection(view: OpenView, party: Party) -> AnyView {
    let first = view.draft.is_none();
    let mut draft = view.draft.unwrap_or_default();
    if first {
        draft.fields.set("place", party.address.clone());
        draft.fields.set("scope_from", domain::calendar::format_date(view.today.date()));
        draft.fields.set("leader", view.me.clone());
        if let Some(file) = &view.related {
            draft.fields.set("place", file.place.clone());
            draft.fields.set("scope_from", domain::calendar::format_date(file.found_on));
            draft.fields.set("basis", file.basis.clone());
        }
    }
    let matter = view.related.map(|file| view! { <input type="hidden" name=routes::RELATED value=file.id /> });
    let (value, error) = answers(&draft);
    let carriers = view
        .officers
        .iter()
        .map(|officer| Choice::new(officer.id.0.clone(), format!("{} – {}", officer.full_name, officer.title)))
        .collect();
    let posted = if party.is_unknown() { routes::UNKNOWN_PARTY.to_owned() } else { party.id.0.to_string() };
    view! {
        {document_title("Lập hồ sơ không qua kiểm tra", Some(&draft))}
        {form_head(Some(&draft))}
        <PageTitle title="Phát hiện vi phạm" caption="Lập hồ sơ không qua kiểm tra, bước 2 trong 2" />
        <div class="split">
            <form method="post" action=SubmitOpen::url() class="stack-lg" novalidate>
                <input type="hidden" name="case_id" value=view.case_id />
                <input type="hidden" name="party" value=posted />
                <input type="hidden" name="kind" value=InspectionKind::Detected.key() />
                {matter}
                <TextField name="place" label="Nơi phát hiện" value=value("place") error=error("place") />
                <DateField name="scope_from" label="Ngày phát hiện, tiếp nhận" value=value("scope_from") error=error("scope_from") />
                <TextareaField name="basis" label="Nguồn phát hiện" hint="Trực tiếp phát hiện khi thi hành công vụ, hoặc số biên bản, văn bản chuyển giao của lực lượng khác" value=value("basis") error=error("basis") />
                <TextareaField name="contents" label="Mô tả ban đầu" hint="Hàng hóa, hành vi, tình trạng; mỗi nội dung một dòng" value=value("contents") error=error("contents") />
                <SelectField name="leader" label="Người thụ lý" options=carriers value=value("leader") error=error("leader") />
                <Actions>
                    <Button text="Lập hồ sơ" />
                    <ButtonLink href=routes::CASE_NEW text="Chọn đối tượng khác" kind=ButtonKind::Plain />
                </Actions>
            </form>
            <aside><section class="card">
                <h2>{party.name.clone()}</h2>
                <p class="small">"Sau khi lập hồ sơ, lập biên bản vi phạm hành chính trong 02 ngày làm việc kể từ ngày phát hiện (khoản 2 Điều 12 Nghị định 118/2021/NĐ-CP)."</p>
            </section></aside>
        </div>
    }
    .into_any()
}

/// Second: the inspection decision.
fn form(view: OpenView, party: Party, establishments: Vec<Establishment>) -> AnyView {
    let first = view.draft.is_none();
    let mut draft = view.draft.unwrap_or_default();
    if first {
        prefill(&mut draft, &view.me, view.today, &party, &establishments);
        if let Some(planned) = &view.planned {
            prefill_planned(&mut draft, planned);
        }
        if let Some(proposed) = &view.proposed {
            prefill_proposed(&mut draft, proposed);
        }
    }
    let from_plan = view.planned.as_ref().map(|planned| {
        let title = format!("Mở hồ sơ từ kế hoạch {}, {}", planned.code, planned.item.when.label().to_lowercase());
        let href = routes::plan(&planned.plan);
        view! { <Notice title=title><p><a href=href>"Xem kế hoạch"</a></p></Notice> }
    });
    let from_lead = view.proposed.as_ref().map(|proposed| {
        let title = format!("Mở hồ sơ từ đề xuất của nguồn thông tin {}", proposed.code);
        let href = routes::dossier(domain::dossier::Sort::Lead, &proposed.lead);
        view! { <Notice title=title><p><a href=href>"Xem nguồn thông tin"</a></p></Notice> }
    });
    let proposal_field = view.proposed.as_ref().map(|proposed| {
        view! { <input type="hidden" name="proposal" value=proposed.lead.clone() /> }
    });
    let planned_fields = view.planned.as_ref().map(|planned| {
        view! {
            <input type="hidden" name="plan" value=planned.plan.clone() />
            <input type="hidden" name="plan_item" value=planned.item.id.to_string() />
        }
    });
    let (value, error) = answers(&draft);
    let kinds = InspectionKind::ALL
        .into_iter()
        .filter(|kind| *kind != InspectionKind::Detected)
        .map(|kind| Choice::new(kind.key(), kind.label()))
        .collect();
    let places: Vec<Choice> = establishments
        .iter()
        .map(|place| Choice::new(place.id.0.to_string(), place.name.clone()).hint(place.address.clone()))
        .collect();
    let leaders = view
        .officers
        .iter()
        .map(|officer| {
            let card = if officer.card.is_some() { "" } else { " (chưa có Thẻ kiểm tra)" };
            Choice::new(officer.id.0.clone(), format!("{} – {}{card}", officer.full_name, officer.title))
        })
        .collect();
    let members = view
        .officers
        .iter()
        .map(|officer| Choice::new(officer.id.0.clone(), format!("{} – {}", officer.full_name, officer.title)))
        .collect::<Vec<_>>();
    let ticked = draft.fields.keys("members").into_iter().map(str::to_owned).collect::<Vec<_>>();
    let (inspections, decisions) = view.history;
    let history = format!("Toàn quốc: {inspections} lần kiểm tra, {decisions} quyết định xử phạt");
    let establishment = (!places.is_empty()).then(|| {
        view! { <RadioGroup name="establishment" legend="Cơ sở" options=places value=value("establishment") error=error("establishment") optional=true /> }
    });
    view! {
        {document_title("Mở hồ sơ kiểm tra", Some(&draft))}
        {form_head(Some(&draft))}
        <PageTitle title="Quyết định kiểm tra" caption="Mở hồ sơ kiểm tra, bước 2 trong 2" />
        {from_plan}
        {from_lead}
        <div class="split">
            <form method="post" action=SubmitOpen::url() class="stack-lg" novalidate>
                <input type="hidden" name="case_id" value=view.case_id />
                <input type="hidden" name="party" value=party.id.0.to_string() />
                {planned_fields}
                {proposal_field}
                {establishment}
                <TextField name="place" label="Địa điểm kiểm tra" value=value("place") error=error("place") />
                <RadioGroup name="kind" legend="Hình thức" options=kinds value=value("kind") error=error("kind") inline=true />
                <TextareaField name="basis" label="Căn cứ" hint="Số kế hoạch, hoặc đề xuất và nguồn thông tin (Điều 11, Điều 13 Thông tư 27/2020/TT-BCT)" value=value("basis") error=error("basis") />
                <TextareaField name="contents" label="Nội dung kiểm tra" hint="Mỗi nội dung một dòng" value=value("contents") error=error("contents") />
                <Fieldset legend="Giai đoạn kinh doanh được kiểm tra">
                    <DateField name="scope_from" label="Từ ngày" value=value("scope_from") error=error("scope_from") />
                    <DateField name="scope_to" label="Đến ngày" value=value("scope_to") error=error("scope_to") />
                </Fieldset>
                <NumberField name="working_days" label="Thời hạn kiểm tra" hint="Từ 1 đến 3 ngày làm việc kể từ ngày công bố (khoản 2 Điều 22 Pháp lệnh Quản lý thị trường)" value=value("working_days") error=error("working_days") suffix="ngày làm việc" width=Width::W6 />
                <SelectField name="leader" label="Trưởng đoàn" hint="Phải có Thẻ kiểm tra thị trường (Điều 15 Thông tư 27/2020/TT-BCT)" options=leaders value=value("leader") error=error("leader") />
                {members_group(members, ticked, error("members"))}
                <Actions>
                    <Button text="Trình ký quyết định kiểm tra" />
                    <ButtonLink href=routes::CASE_NEW text="Chọn đối tượng khác" kind=ButtonKind::Plain />
                </Actions>
            </form>
            <aside><section class="card">
                <SummaryList rows=summary(&party) heading=party.name.clone() />
                <p>{history}</p>
            </section></aside>
        </div>
    }
    .into_any()
}

fn members_group(members: Vec<Choice>, ticked: Vec<String>, error: Option<String>) -> AnyView {
    view! { <CheckboxGroup name="members" legend="Thành viên đoàn" options=members values=ticked error=error optional=true /> }.into_any()
}

/// Known answers carried forward.
fn prefill(draft: &mut Draft, me: &str, now: jiff::civil::DateTime, party: &Party, places: &[Establishment]) {
    let today = now.date();
    let place = places.first();
    draft.fields.set("place", place.map_or(party.address.as_str(), |place| place.address.as_str()));
    if let Some(place) = place {
        draft.fields.set("establishment", place.id.0.to_string());
    }
    draft.fields.set("kind", InspectionKind::Unplanned.key());
    draft.fields.set("contents", "Đăng ký kinh doanh, điều kiện kinh doanh\nNguồn gốc, xuất xứ, chất lượng hàng hóa\nNhãn hàng hóa, niêm yết giá");
    draft.fields.set("scope_from", domain::calendar::format_date(domain::calendar::add_months(today, -6)));
    draft.fields.set("scope_to", domain::calendar::format_date(today));
    draft.fields.set("working_days", "1");
    draft.fields.set("leader", me);
}

/// What the proposal and its method have decided already.
fn prefill_proposed(draft: &mut Draft, proposed: &ProposedOpening) {
    draft.fields.set("kind", InspectionKind::Unplanned.key());
    draft.fields.set("basis", proposed.basis.clone());
    for (key, value) in [("contents", &proposed.contents), ("place", &proposed.place)] {
        if !value.is_empty() {
            draft.fields.set(key, value.clone());
        }
    }
}

/// What the plan has decided already.
fn prefill_planned(draft: &mut Draft, planned: &PlannedOpening) {
    draft.fields.set("kind", planned.kind.key());
    draft.fields.set("basis", planned.basis.clone());
    draft.fields.set("contents", planned.item.contents.join("\n"));
    if let Some(place) = &planned.item.place {
        draft.fields.set("establishment", place.id.0.to_string());
        draft.fields.set("place", place.address.clone());
    }
}
