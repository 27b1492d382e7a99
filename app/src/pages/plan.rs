//! One inspection plan: its items and how far they are, what may be done with it now, its history; and how it prints.

use super::common::{document_title, done_notice, form_head, opt_query, query, reading, shown, stage_tone};
use super::history::deed;
use super::plans::{head_fields, progress, state_tone};
use crate::api::plan::{Adding, ItemLine, PlanView, SubmitPlanStep};
use crate::components::{
    Actions, Button, ButtonKind, ButtonLink, Cell, Choice, Column, DataTable, Desk, EmptyState, Notice, NoticeKind,
    PageTitle, RadioGroup, Row, SelectField, SummaryList, SummaryRow, Tag, TextField, TextareaField, Tone,
};
use crate::forms::{Draft, Fields};
use crate::islands::answers;
use crate::papers::PlanPaper;
use crate::routes;
use domain::authority::{Action, role_may};
use domain::calendar::{format_date, format_short, to_local};
use domain::plan::{InspectionPlan, PlanItem, PlanState, PlannedTime};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;

fn one() -> Resource<Result<PlanView, crate::error::AppError>> {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|map| map.get("id").unwrap_or_default()));
    let (text, party, cancelling) = (query("q"), query("doi-tuong"), query("huy"));
    let draft = opt_query(routes::DRAFT);
    reading(
        move || (id.get(), text.get(), party.get(), cancelling.get(), draft.get()),
        |(id, text, party, cancelling, draft)| crate::api::plan::read_plan(id, text, party, cancelling, draft),
    )
}

/// One plan.
#[component]
pub fn PlanPage() -> impl IntoView {
    shown(one(), page)
}

/// The plan as it prints.
#[component]
pub fn PlanPrint() -> impl IntoView {
    shown(one(), |view| {
        let back = routes::plan(&view.plan.id.to_string());
        view! {
            {document_title(&format!("{} – bản in", view.plan.code), None)}
            <p class="cluster no-print">
                <a href=back>"← Về kế hoạch "{view.plan.code.clone()}</a>
                <span class="muted">"In bằng Ctrl+P, khổ A4; có thể lưu thành PDF."</span>
            </p>
            <Desk><PlanPaper plan=view.plan own_items=view.own_items /></Desk>
        }
        .into_any()
    })
}

/// The hidden fields of a step, and its address.
fn hidden(plan: &InspectionPlan, step: &'static str) -> AnyView {
    view! {
        <input type="hidden" name="plan" value=plan.id.to_string() />
        <input type="hidden" name="version" value=plan.version.to_string() />
        <input type="hidden" name="step" value=step />
    }
    .into_any()
}

fn page(view: PlanView) -> AnyView {
    let draft = view.draft.clone().unwrap_or_default();
    let plan = &view.plan;
    let id = plan.id.to_string();
    let caption = format!("{}, {}, {}", plan.code, view.unit_name, plan.kind.label().to_lowercase());
    let status = view! { <Tag text=plan.label() tone=state_tone(plan.state) /> }.into_any();
    let gives = crate::server::me().is_some_and(|me| role_may(me.role, Action::GiveTask));
    let task = gives.then(|| {
        view! { <ButtonLink href=routes::task_about(routes::PLAN, &id) text="Giao việc" /> }
    });
    let print = view! { {task}<ButtonLink href=routes::plan_print(&id) text="Bản in" /> }.into_any();
    let teams = progress("Tiến độ theo đơn vị".to_owned(), view.teams.clone());
    let events = (!view.own_items).then(|| history(&view));
    view! {
        {document_title(&plan.title, view.draft.as_ref())}
        {form_head(view.draft.as_ref())}
        {done_notice()}
        <PageTitle title=plan.title.clone() caption=caption status=Some(status) actions=Some(print) />
        {notices(&view)}
        {cancel_form(&view, &draft)}
        {head(&view)}
        {decision(&view, &draft)}
        {in_force(&view)}
        {writing(&view, &draft)}
        {amendment(&view, &draft)}
        {teams}
        {events}
    }
    .into_any()
}

/// What is late, what runs, why it came back.
fn notices(view: &PlanView) -> AnyView {
    let warnings = view
        .warnings
        .iter()
        .map(|warning| {
            let title = warning.message.clone();
            let place = warning.citation.to_string();
            view! { <Notice kind=NoticeKind::Warning title=title><p>{place}</p></Notice> }
        })
        .collect::<Vec<_>>();
    let due = view.due.as_ref().map(|due| {
        let title = format!("{}: đến hết ngày {}", due.name, format_date(due.due.date()));
        let place = format!("{} – {}", due.length, due.citation);
        view! { <Notice title=title><p>{place}</p></Notice> }
    });
    let returned = view.plan.returned.as_ref().map(|returned| {
        let title = format!("{} trả lại lúc {}", returned.by.full_name, format_short(returned.at));
        let reason = returned.reason.clone();
        view! { <Notice kind=NoticeKind::Warning title=title><p>{reason}</p></Notice> }
    });
    let part = view.own_items.then(|| {
        view! { <Notice title="Chỉ hiển thị các mục giao cho đơn vị của đồng chí." /> }
    });
    view! { {warnings}{due}{returned}{part} }.into_any()
}

/// Ground, drafter, and every revision with its decision.
fn head(view: &PlanView) -> AnyView {
    let plan = &view.plan;
    let ground = &plan.orientation;
    let drafted = format!("{}, {}", plan.drafted_by.full_name, format_date(to_local(plan.drafted_at).date()));
    let mut rows = vec![
        SummaryRow::new("Năm", plan.year.to_string()),
        SummaryRow::new("Định hướng", format!("Số {} ngày {}", ground.number, format_date(ground.signed_on))),
        SummaryRow::new("Người lập", drafted),
    ];
    if let Some(submitted) = &plan.submitted {
        let words = format!("{}, {}", submitted.by.full_name, format_short(submitted.at));
        rows.push(SummaryRow::new("Trình phê duyệt", words));
    }
    for revision in &plan.revisions {
        let frame = &revision.frame;
        let name = if revision.number == 0 {
            "Phê duyệt".to_owned()
        } else {
            format!("Điều chỉnh lần {}", revision.number)
        };
        let mut words = format!(
            "Quyết định số {} ngày {}, {} – {}; {} đối tượng",
            frame.number.text,
            format_date(frame.at.date()),
            frame.signer.full_name,
            frame.signer.title,
            revision.items.len()
        );
        if !revision.reason.is_empty() {
            words.push_str(&format!("\nLý do: {}", revision.reason));
        }
        rows.push(SummaryRow::new(name, words));
    }
    if let Some(reason) = &plan.amendment {
        rows.push(SummaryRow::new("Đang điều chỉnh", reason.clone()));
    }
    view! { <SummaryList rows=rows /> }.into_any()
}

/// The first cells of an item, the same in both lists.
fn cells(item: &PlanItem) -> Row {
    let place = item
        .place
        .as_ref()
        .map_or_else(|| item.party.address.clone(), |place| format!("{}, {}", place.name, place.address));
    let contents = item.contents.join("; ");
    let contents = if item.note.is_empty() { Cell::text(contents) } else { Cell::noted(contents, item.note.clone()) };
    vec![
        Cell::link_noted(routes::party(&item.party.id.0.to_string()), item.party.name.clone(), place),
        contents,
        Cell::text(item.when.label()),
        Cell::text(item.unit_name.clone()),
    ]
}

const COLUMNS: [&str; 4] = ["Đối tượng", "Nội dung kiểm tra", "Thời gian", "Đơn vị thực hiện"];

fn columns(last: &[&str]) -> Vec<Column> {
    COLUMNS.iter().chain(last).map(|name| Column::new(*name)).collect()
}

/// The items in force with what has become of each.
fn in_force(view: &PlanView) -> AnyView {
    if view.items.is_empty() {
        return ().into_any();
    }
    let plan = &view.plan;
    let may_cancel = view.rights.decides;
    let rows = view
        .items
        .iter()
        .map(|line| {
            let mut row = cells(&line.item);
            row.push(done(plan, line));
            if may_cancel {
                let open = line.case.is_none() && line.cancelled.is_none();
                row.push(if open {
                    let page = routes::plan(&plan.id.to_string());
                    Cell::link(routes::with_query(&page, "huy", &line.item.id.to_string()), "Hủy mục")
                } else {
                    Cell::text("–")
                });
            }
            row
        })
        .collect();
    let last: &[&str] = if may_cancel { &["Thực hiện", "Hủy"] } else { &["Thực hiện"] };
    let caption = format!("Danh sách đối tượng có hiệu lực, {} mục", view.items.len());
    view! { <DataTable caption=caption columns=columns(last) rows=rows /> }.into_any()
}

/// What has become of an item.
fn done(plan: &InspectionPlan, line: &ItemLine) -> Cell {
    if let Some(reason) = &line.cancelled {
        let reason = reason.clone();
        return Cell::view(view! { <span><Tag text="Đã hủy" /><span class="table__note">{reason}</span></span> });
    }
    if let Some((id, code, stage)) = &line.case {
        let (href, code, tone, words) = (routes::case(id), code.clone(), stage_tone(*stage), stage.label());
        return Cell::view(view! { <span><a href=href>{code}</a>" "<Tag text=words tone=tone /></span> });
    }
    let late = line.late.then(|| view! { <Tag text="Quá hạn" tone=Tone::Danger /> });
    if line.may_open {
        let href = routes::case_from_plan(&plan.id.to_string(), &line.item.id.to_string());
        let party = line.item.party.name.clone();
        return Cell::view(view! {
            <span class="cluster">
                {late}
                <a href=href>"Mở hồ sơ kiểm tra"<span class="visually-hidden">" "{party}</span></a>
            </span>
        });
    }
    match late {
        Some(late) => Cell::view(late),
        None => Cell::text("Chưa kiểm tra"),
    }
}

/// The list as the unit writes it, and what it takes to change it.
fn writing(view: &PlanView, draft: &Draft) -> AnyView {
    let plan = &view.plan;
    if view.own_items || (!plan.is_open() && plan.state != PlanState::Submitted) {
        return ().into_any();
    }
    let may_remove = view.rights.drafts && plan.is_open();
    let list = if plan.items.is_empty() {
        view! { <EmptyState title="Chưa có đối tượng" text="Thêm ít nhất một đối tượng trước khi trình phê duyệt." /> }
            .into_any()
    } else {
        let rows = plan
            .items
            .iter()
            .map(|item| {
                let mut row = cells(item);
                if may_remove {
                    let (fields, id) = (hidden(plan, "bo-muc"), item.id.to_string());
                    row.push(Cell::view(view! {
                        <form method="post" action=SubmitPlanStep::url()>
                            {fields}
                            <input type="hidden" name="removed_item" value=id />
                            <Button text="Bỏ" kind=ButtonKind::Secondary small=true />
                        </form>
                    }));
                }
                row
            })
            .collect();
        let last: &[&str] = if may_remove { &["Bỏ"] } else { &[] };
        let what = if plan.amendment.is_some() {
            "Danh sách điều chỉnh"
        } else {
            "Danh sách đối tượng dự thảo"
        };
        let caption = format!("{what}, {} mục", plan.items.len());
        view! { <DataTable caption=caption columns=columns(last) rows=rows /> }.into_any()
    };
    let adding = view.adding.as_ref().map(|adding| add_form(plan, adding, draft));
    let own = may_remove.then(|| {
        view! {
            {restate_form(plan, draft)}
            <form method="post" action=SubmitPlanStep::url() class="stack-lg">
                {hidden(plan, "trinh-ke-hoach")}
                <Actions><Button text="Trình phê duyệt kế hoạch" /></Actions>
            </form>
        }
    });
    view! { {list}{adding}{own} }.into_any()
}

/// First whom, then on what, when, by which team.
fn add_form(plan: &InspectionPlan, adding: &Adding, draft: &Draft) -> AnyView {
    let page = routes::plan(&plan.id.to_string());
    let Some((party, places)) = &adding.party else {
        let rows: Vec<Row> = adding
            .found
            .iter()
            .map(|party| {
                let href = routes::with_query(&page, "doi-tuong", &party.id.0.to_string());
                vec![Cell::link_noted(href, party.name.clone(), party.kind.label()), Cell::text(party.address.clone())]
            })
            .collect();
        let found = if rows.is_empty() {
            let words = if adding.text.is_empty() {
                ""
            } else {
                "Không tìm thấy. Thử một phần của tên, không cần dấu."
            };
            view! { <p class="muted">{words}</p> }.into_any()
        } else {
            let columns = vec![Column::new("Chọn"), Column::new("Địa chỉ")];
            view! { <DataTable caption="Chọn đối tượng đưa vào kế hoạch" columns=columns rows=rows hide_caption=true /> }
                .into_any()
        };
        return view! {
            <section class="stack">
                <h2>"Thêm đối tượng"</h2>
                <p><a href=routes::with_query(&routes::risks(&plan.unit.0), routes::PLAN, &plan.id.to_string())>"Gợi ý theo rủi ro từ sổ địa bàn"</a></p>
                <form method="get" action=page class="field-row">
                    <TextField name="q" label="Tên, mã số thuế, số căn cước, điện thoại" value=adding.text.clone() optional=true />
                    <Button text="Tìm" kind=ButtonKind::Secondary />
                </form>
                {found}
            </section>
        }
        .into_any();
    };
    let fresh = draft.fields.get("step") != "them-muc";
    let mut draft = draft.clone();
    if fresh {
        draft.fields = Fields::default();
        if let Some(place) = places.first() {
            draft.fields.set("establishment", place.id.0.to_string());
        }
        if let [(only, _)] = adding.teams.as_slice() {
            draft.fields.set("unit", only.clone());
        } else if adding.teams.iter().any(|(id, _)| *id == party.unit.0) {
            draft.fields.set("unit", party.unit.0.clone());
        }
    }
    let (value, error) = answers(&draft);
    let sites: Vec<Choice> = places
        .iter()
        .map(|place| Choice::new(place.id.0.to_string(), place.name.clone()).hint(place.address.clone()))
        .collect();
    let sites = (!sites.is_empty()).then(|| {
        view! { <RadioGroup name="establishment" legend="Cơ sở" options=sites value=value("establishment") optional=true /> }
    });
    let times = PlannedTime::all().map(|time| Choice::new(time.key(), time.label())).collect();
    let teams = adding.teams.iter().map(|(id, name)| Choice::new(id.clone(), name.clone())).collect();
    let title = format!("Thêm {}", party.name);
    view! {
        <form method="post" action=SubmitPlanStep::url() class="stack-lg" novalidate>
            <h2>{title}</h2>
            {hidden(plan, "them-muc")}
            <input type="hidden" name="party" value=party.id.0.to_string() />
            <input type="hidden" name="item" value=adding.item_id.clone() />
            {sites}
            <TextareaField name="contents" label="Nội dung kiểm tra" hint="Mỗi nội dung một dòng; một năm chỉ một lần cùng nội dung, cùng đối tượng (khoản 1 Điều 20 Pháp lệnh Quản lý thị trường)" value=value("contents") error=error("contents") />
            <SelectField name="when" label="Thời gian" options=times value=value("when") error=error("when") prompt="Chọn tháng hoặc quý" />
            <SelectField name="unit" label="Đơn vị thực hiện" options=teams value=value("unit") error=error("unit") prompt="Chọn Đội" />
            <TextField name="note" label="Ghi chú" value=value("note") error=error("note") optional=true />
            <Actions>
                <Button text="Thêm vào danh sách" kind=ButtonKind::Secondary />
                <ButtonLink href=page text="Chọn đối tượng khác" kind=ButtonKind::Plain />
            </Actions>
        </form>
    }
    .into_any()
}

/// Title and ground written anew, folded away until they are needed.
fn restate_form(plan: &InspectionPlan, draft: &Draft) -> AnyView {
    let mut draft = draft.clone();
    let open = draft.fields.get("step") == "sua-ke-hoach";
    if !open {
        draft = Draft::default();
        draft.fields.set("title", plan.title.clone());
        draft.fields.set("orientation_number", plan.orientation.number.clone());
        draft.fields.set("orientation_date", format_date(plan.orientation.signed_on));
    }
    view! {
        <details open=open>
            <summary>"Sửa tên, căn cứ của kế hoạch"</summary>
            <form method="post" action=SubmitPlanStep::url() class="stack-lg" novalidate>
                {hidden(plan, "sua-ke-hoach")}
                {head_fields(&draft)}
                <Actions><Button text="Lưu tên, căn cứ" kind=ButtonKind::Secondary /></Actions>
            </form>
        </details>
    }
    .into_any()
}

/// What the head above decides while the plan waits for him.
fn decision(view: &PlanView, draft: &Draft) -> AnyView {
    let plan = &view.plan;
    if !view.rights.decides || plan.state != PlanState::Submitted {
        return ().into_any();
    }
    let (value, error) = answers(draft);
    view! {
        <section class="card stack">
            <h2>"Phê duyệt"</h2>
            <form method="post" action=SubmitPlanStep::url()>
                {hidden(plan, "phe-duyet-ke-hoach")}
                <Actions><Button text="Phê duyệt, lấy số quyết định" /></Actions>
            </form>
            <form method="post" action=SubmitPlanStep::url() class="stack" novalidate>
                {hidden(plan, "tra-lai-ke-hoach")}
                <TextareaField name="return_reason" label="Lý do trả lại, việc cần sửa" value=value("return_reason") error=error("return_reason") />
                <Actions><Button text="Trả lại đơn vị lập" kind=ButtonKind::Secondary /></Actions>
            </form>
        </section>
    }
    .into_any()
}

/// Beginning an amendment of what is approved.
fn amendment(view: &PlanView, draft: &Draft) -> AnyView {
    let plan = &view.plan;
    if !view.rights.drafts || plan.in_force().is_none() || plan.amendment.is_some() {
        return ().into_any();
    }
    let (value, error) = answers(draft);
    view! {
        <form method="post" action=SubmitPlanStep::url() class="stack-lg" novalidate>
            <h2>"Điều chỉnh kế hoạch"</h2>
            <p class="muted">"Kế hoạch đã phê duyệt vẫn có hiệu lực cho đến khi bản điều chỉnh được phê duyệt."</p>
            {hidden(plan, "dieu-chinh-ke-hoach")}
            <TextareaField name="amend_reason" label="Lý do điều chỉnh" value=value("amend_reason") error=error("amend_reason") />
            <Actions><Button text="Điều chỉnh kế hoạch" kind=ButtonKind::Secondary /></Actions>
        </form>
    }
    .into_any()
}

/// Cancelling one item, once it is chosen.
fn cancel_form(view: &PlanView, draft: &Draft) -> AnyView {
    let plan = &view.plan;
    let chosen = view.items.iter().find(|line| line.item.id.to_string() == view.cancelling);
    let Some(line) = chosen.filter(|line| view.rights.decides && line.cancelled.is_none()) else {
        return ().into_any();
    };
    let (value, error) = answers(draft);
    let title = format!("Hủy mục {}", line.item.party.name);
    let back = routes::plan(&plan.id.to_string());
    view! {
        <form method="post" action=SubmitPlanStep::url() class="card stack" novalidate>
            <h2>{title}</h2>
            {hidden(plan, "huy-muc")}
            <input type="hidden" name="cancelled_item" value=line.item.id.to_string() />
            <TextareaField name="cancel_reason" label="Lý do hủy" value=value("cancel_reason") error=error("cancel_reason") />
            <Actions>
                <Button text="Hủy mục này" kind=ButtonKind::Warning />
                <ButtonLink href=back text="Không hủy" kind=ButtonKind::Plain />
            </Actions>
        </form>
    }
    .into_any()
}

/// Who did what when, newest first.
fn history(view: &PlanView) -> AnyView {
    let events = view.events.iter().rev();
    let told = events.map(|event| deed(event.at, &event.by, event.body.title(), event.body.details()));
    super::history::history("Diễn biến kế hoạch", told.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::plan::{Count, PlanRights, UnitCount};
    use crate::papers::fixture;
    use leptos::tachys::view::RenderHtml;

    fn html(view: impl FnOnce() -> AnyView) -> String {
        Owner::new().with(|| view().to_html())
    }

    fn shown(plan: InspectionPlan, rights: PlanRights) -> PlanView {
        let items = plan.live_items().map(|item| ItemLine {
            item: item.clone(),
            cancelled: None,
            case: None,
            late: true,
            may_open: true,
        });
        PlanView {
            events: Vec::new(),
            own_items: false,
            items: items.collect(),
            teams: vec![UnitCount { name: "Đội 3".into(), count: Count { planned: 2, ..Count::default() } }],
            unit_name: "Đội 3".into(),
            rights,
            warnings: Vec::new(),
            due: None,
            adding: None,
            cancelling: String::new(),
            now: jiff::civil::date(2026, 11, 20).at(8, 0, 0, 0),
            draft: None,
            plan,
        }
    }

    /// What stands on the page follows from the plan's state and the officer's part in it.
    #[test]
    fn each_officer_is_shown_what_he_may_do() {
        let (drafts, decides) =
            (PlanRights { drafts: true, decides: false }, PlanRights { drafts: false, decides: true });
        let parts = |view: &PlanView| {
            let draft = Draft::default();
            html(|| {
                view! { {writing(view, &draft)}{decision(view, &draft)}{in_force(view)}{amendment(view, &draft)} }
                    .into_any()
            })
        };
        let drafted = shown(fixture::plan(false), drafts);
        let page = parts(&drafted);
        for words in
            ["Trình phê duyệt kế hoạch", "Danh sách đối tượng dự thảo, 2 mục", ">Bỏ<", "name=\"version\" value=\"3\""]
        {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("Điều chỉnh kế hoạch"), "{page}");
        let page = parts(&shown(fixture::plan(false), decides));
        assert!(
            !page.contains("Trình phê duyệt") && !page.contains("Lý do trả lại"),
            "not before it is submitted: {page}"
        );
        let page = parts(&shown(fixture::plan(true), drafts));
        for words in ["Mở hồ sơ kiểm tra", "/ho-so/mo?ke-hoach=", "Quá hạn", "Lý do điều chỉnh"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("Hủy mục") && !page.contains(">Bỏ<"), "{page}");
        let page = parts(&shown(fixture::plan(true), decides));
        assert!(page.contains("Hủy mục") && !page.contains("Lý do điều chỉnh"), "{page}");
        let mut cancelling = shown(fixture::plan(true), decides);
        cancelling.cancelling = cancelling.items[0].item.id.to_string();
        assert!(html(|| cancel_form(&cancelling, &Draft::default())).contains("name=\"cancel_reason\""));
    }
}
