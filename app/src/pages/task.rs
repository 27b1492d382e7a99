//! One task: what is asked, every addressee with his state and what may be done about it, the figures of a campaign, its history.

use super::common::{document_title, done_notice, form_head, opt_query, reading, shown};
use super::history::deed;
use super::tasks::{due_words, state_tag};
use crate::api::task::{PartRights, SubmitTaskStep, TaskView, UnitFigures};
use crate::components::{
    Actions, Breadcrumb, Button, ButtonKind, ButtonLink, Cell, Column, Crumb, DataTable, DateField, NumberField,
    PageTitle, Progress, SummaryList, SummaryRow, Tag, TextareaField, Tone, Width,
};
use crate::forms::Draft;
use crate::islands::answers;
use crate::routes;
use domain::calendar::{format_date, format_short, to_local};
use domain::catalogue::Field;
use domain::direction::{AboutKind, FIGURES, Part, PartState, Told};
use domain::money::group;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;

/// One task.
#[component]
pub fn TaskPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|map| map.get("id").unwrap_or_default()));
    let draft = opt_query(routes::DRAFT);
    shown(reading(move || (id.get(), draft.get()), |(id, draft)| crate::api::task::read_task(id, draft)), page)
}

fn page(view: TaskView) -> AnyView {
    let draft = view.draft.clone().unwrap_or_default();
    let task = &view.task;
    let status = match task.parts.as_slice() {
        [only] => state_tag(only.state),
        _ => view! { <Tag text=task.standing() tone=Tone::Info /> }.into_any(),
    };
    let caption = format!("{} · {} · {}", task.code, task.kind.label(), task.unit_name);
    let parts = task.parts.iter().map(|part| part_card(&view, part, &draft)).collect::<Vec<_>>();
    let heading = if view.whole { "Nơi được giao" } else { "Phần việc của đơn vị" };
    view! {
        <Breadcrumb items=vec![Crumb::link(routes::TASKS, "Chỉ đạo"), Crumb::here(task.code.clone())] />
        {document_title(&task.title, view.draft.as_ref())}
        {form_head(view.draft.as_ref())}
        {done_notice()}
        <PageTitle title=task.title.clone() caption=caption status=Some(status) />
        <SummaryList rows=facts(&view) />
        {figures(&view)}
        <section class="stack">
            <h2>{heading}</h2>
            {parts}
        </section>
        {whole_forms(&view, &draft)}
        {history(&view)}
    }
    .into_any()
}

fn facts(view: &TaskView) -> Vec<SummaryRow> {
    let task = &view.task;
    let given = format!("{} – {}, {}", task.giver.full_name, task.giver.title, format_short(to_local(task.given_at)));
    let open = task.parts.iter().any(|part| part.state.is_open());
    let left = if open { format!(" ({})", due_words(task.due, view.now.date())) } else { String::new() };
    let mut rows = vec![
        SummaryRow::new("Nội dung, yêu cầu", task.content.clone()),
        SummaryRow::new("Người giao", given),
        SummaryRow::new("Hoàn thành trước hết ngày", format!("{}{left}", format_date(task.due))),
    ];
    if let Some(field) = task.field {
        rows.push(SummaryRow::new("Lĩnh vực", Field::label(field)));
    }
    if let Some(campaign) = &task.campaign {
        let words = format!("Từ {} đến hết {}", format_date(campaign.from), format_date(campaign.to));
        rows.push(SummaryRow::new("Thời kỳ", words));
        if let Some(target) = campaign.target {
            let words = format!("{} mỗi đơn vị: {}", target.measure.label(), group(i64::from(target.amount)));
            rows.push(SummaryRow::new("Chỉ tiêu", words));
        }
    }
    if let Some(about) = &task.about {
        let (name, href) = match about.kind {
            AboutKind::Case => ("Về hồ sơ", routes::case(&about.id.to_string())),
            AboutKind::Plan => ("Về kế hoạch", routes::plan(&about.id.to_string())),
        };
        rows.push(if view.opens_about {
            SummaryRow::link(name, about.code.clone(), href)
        } else {
            SummaryRow::new(name, about.code.clone())
        });
    }
    if let Some(parent) = &task.parent {
        let words = format!("{}: {}", parent.task.code, parent.task.title);
        rows.push(if view.opens_parent {
            SummaryRow::link("Giao tiếp từ", words, routes::task(&parent.task.id.to_string()))
        } else {
            SummaryRow::new("Giao tiếp từ", words)
        });
    }
    rows
}

/// What the reports say of the period, by unit; live.
fn figures(view: &TaskView) -> Option<AnyView> {
    let campaign = view.task.campaign.filter(|_| !view.figures.is_empty())?;
    let mut columns = vec![Column::new("Đơn vị")];
    columns.extend(FIGURES.iter().map(|measure| Column::number(measure.label())));
    if campaign.target.is_some() {
        columns.push(Column::number("So với chỉ tiêu"));
    }
    let target = campaign.target.map(|target| i64::from(target.amount));
    let line = |unit: &UnitFigures| {
        let mut row = vec![Cell::text(unit.unit.clone())];
        row.extend(unit.values.iter().map(|value| Cell::text(group(*value))));
        if let (Some(reached), Some(target)) = (unit.reached, target) {
            let percent = reached.saturating_mul(100).checked_div(target).unwrap_or(0);
            row.push(Cell::text(format!("{}/{} ({percent}%)", group(reached), group(target))));
        }
        row
    };
    let rows = view.figures.iter().map(line).collect();
    let until = campaign.to.min(view.now.date());
    let caption = format!("Kết quả từ {} đến {}", format_date(campaign.from), format_date(until));
    let note = match view.task.field {
        Some(field) => format!("Lấy trực tiếp từ hồ sơ vụ việc, lĩnh vực {}; không phải nhập lại.", field.label()),
        None => "Lấy trực tiếp từ hồ sơ vụ việc, mọi lĩnh vực; không phải nhập lại.".to_owned(),
    };
    Some(view! { <DataTable caption=caption columns=columns rows=rows note=note /> }.into_any())
}

fn told(name: &str, told: &Told) -> AnyView {
    let head = format!("{name}: {}, {}", told.by.full_name, format_short(told.at));
    view! { <p class="small muted">{head}</p><p class="timeline__details">{told.text.clone()}</p> }.into_any()
}

/// What the last words on a part are, in its state.
const fn last_name(state: PartState) -> &'static str {
    match state {
        PartState::Given => "Người giao trả lời",
        PartState::AskedBack => "Hỏi lại",
        PartState::Accepted => "Tiến độ",
        PartState::Reported => "Kết quả báo cáo",
        PartState::Returned => "Lý do trả lại",
        PartState::Done => "Đánh giá",
        PartState::Withdrawn => "Lý do thu hồi",
    }
}

fn part_card(view: &TaskView, part: &Part, draft: &Draft) -> AnyView {
    let late = part.is_late(view.task.due, view.now.date()).then(|| {
        view! { <Tag text=due_words(view.task.due, view.now.date()) tone=Tone::Danger /> }
    });
    let percent = part.percent.filter(|_| part.state != PartState::Done).map(|percent| {
        let id = format!("tien-do-{}", part.number);
        view! { <Progress id=id label=format!("Tiến độ: {percent}%") percent=u32::from(percent) /> }
    });
    let result = part.result.as_ref().filter(|result| part.last.as_ref() != Some(result));
    let result = result.map(|result| told("Kết quả báo cáo", result));
    let last = part.last.as_ref().map(|last| told(last_name(part.state), last));
    let children = (!part.children.is_empty()).then(|| {
        let lines = part
            .children
            .iter()
            .map(|child| {
                let words = format!("{}: {}", child.code, child.title);
                view! { <li><a href=routes::task(&child.id.to_string())>{words}</a></li> }
            })
            .collect::<Vec<_>>();
        view! { <p class="small">"Đã giao tiếp:"</p><ul>{lines}</ul> }
    });
    let place = part.to.officer.as_ref().map(|officer| format!("{}, {}", officer.title, part.to.unit_name));
    view! {
        <div class="card stack">
            <h3>{part.to.name().to_owned()}</h3>
            {place.map(|place| view! { <p class="small muted">{place}</p> })}
            <p class="cluster">{state_tag(part.state)}{late}</p>
            {percent}
            {result}
            {last}
            {children}
            {work_forms(view, part, draft)}
            {judge_forms(view, part, draft)}
        </div>
    }
    .into_any()
}

/// One form of a step; `number` is the part, 0 the whole task.
fn step(
    view: &TaskView,
    (number, version): (u32, u32),
    key: &'static str,
    fields: AnyView,
    button: AnyView,
) -> AnyView {
    view! {
        <form method="post" action=SubmitTaskStep::url() class="stack" novalidate>
            <input type="hidden" name="task" value=view.task.id.to_string() />
            <input type="hidden" name="part" value=number.to_string() />
            <input type="hidden" name="version" value=version.to_string() />
            <input type="hidden" name="step" value=key />
            {fields}
            <Actions>{button}</Actions>
        </form>
    }
    .into_any()
}

fn text(draft: &Draft, number: u32, name: &str, label: &'static str, optional: bool) -> AnyView {
    let (value, error) = answers(draft);
    let name = format!("{name}.{number}");
    let (value, error) = (value(&name), error(&name));
    view! { <TextareaField name=name label=label value=value error=error optional=optional rows=3 /> }.into_any()
}

fn more(open: bool, summary: &'static str, form: AnyView) -> AnyView {
    view! { <details open=open><summary>{summary}</summary>{form}</details> }.into_any()
}

/// Whether a form that is folded away came back with something to put right.
fn came_back(draft: &Draft, number: u32, key: &str) -> bool {
    draft.fields.get("step") == key && draft.fields.get("part") == number.to_string()
}

/// What the addressee does.
fn work_forms(view: &TaskView, part: &Part, draft: &Draft) -> Option<AnyView> {
    let rights: &PartRights = view.rights.iter().find(|rights| rights.number == part.number && rights.works)?;
    let (number, at) = (part.number, (part.number, part.version));
    let ask_back = || {
        let button = view! { <Button text="Gửi câu hỏi" kind=ButtonKind::Secondary small=true /> }.into_any();
        let fields = text(draft, number, "reason", "Điều cần hỏi lại người giao", false);
        more(came_back(draft, number, "hoi-lai"), "Hỏi lại người giao", step(view, at, "hoi-lai", fields, button))
    };
    Some(match part.state {
        PartState::Given => {
            let button = view! { <Button text="Tiếp nhận" /> }.into_any();
            view! { {step(view, at, "tiep-nhan", ().into_any(), button)}{ask_back()} }.into_any()
        }
        PartState::Accepted | PartState::Returned => {
            let (value, error) = answers(draft);
            let name = format!("percent.{number}");
            let (value, error) = (value(&name), error(&name));
            let fields = view! {
                <NumberField name=name label="Tiến độ" suffix="%" value=value error=error width=Width::W6 optional=true />
                {text(draft, number, "words", "Tiến độ bằng lời", true)}
            }
            .into_any();
            let button = view! { <Button text="Báo cáo tiến độ" kind=ButtonKind::Secondary small=true /> }.into_any();
            let progress = step(view, at, "bao-cao-tien-do", fields, button);
            let fields = text(draft, number, "result", "Kết quả thực hiện", false);
            let button = view! { <Button text="Báo cáo kết quả" /> }.into_any();
            let report = step(view, at, "bao-cao-ket-qua", fields, button);
            let href = routes::task_pass_on(&view.task.id.to_string(), number);
            let pass = rights.passes.then(|| {
                view! { <p><ButtonLink href=href text="Giao tiếp cho cấp dưới, công chức" small=true /></p> }
            });
            view! {
                {report}
                {more(came_back(draft, number, "bao-cao-tien-do"), "Báo cáo tiến độ", progress)}
                {ask_back()}
                {pass}
            }
            .into_any()
        }
        PartState::AskedBack | PartState::Reported | PartState::Done | PartState::Withdrawn => return None,
    })
}

/// What the giver does about one part.
fn judge_forms(view: &TaskView, part: &Part, draft: &Draft) -> Option<AnyView> {
    if !view.judges {
        return None;
    }
    let (number, at) = (part.number, (part.number, part.version));
    match part.state {
        PartState::AskedBack => {
            let fields = text(draft, number, "words", "Trả lời", false);
            let button = view! { <Button text="Trả lời nơi hỏi lại" /> }.into_any();
            Some(step(view, at, "tra-loi-hoi-lai", fields, button))
        }
        PartState::Reported => {
            let fields = text(draft, number, "words", "Đánh giá", true);
            let button = view! { <Button text="Chấp nhận kết quả" /> }.into_any();
            let accept = step(view, at, "chap-nhan-ket-qua", fields, button);
            let fields = text(draft, number, "reason", "Lý do trả lại, việc cần làm thêm", false);
            let button = view! { <Button text="Trả lại kết quả" kind=ButtonKind::Secondary small=true /> }.into_any();
            let back = step(view, at, "tra-lai-ket-qua", fields, button);
            let back = more(came_back(draft, number, "tra-lai-ket-qua"), "Kết quả chưa đạt", back);
            Some(view! { {accept}{back} }.into_any())
        }
        PartState::Given | PartState::Accepted | PartState::Returned | PartState::Done | PartState::Withdrawn => None,
    }
}

/// What the giver does about everything that is still open.
fn whole_forms(view: &TaskView, draft: &Draft) -> Option<AnyView> {
    let task = &view.task;
    if !view.judges || !task.is_open() {
        return None;
    }
    let at = (0, task.version);
    let (value, error) = answers(draft);
    let fields = view! {
        <DateField name="due.0" label="Hạn mới" value=value("due.0") error=error("due.0") />
        {text(draft, 0, "why", "Lý do đổi hạn", false)}
    }
    .into_any();
    let button = view! { <Button text="Đổi hạn" kind=ButtonKind::Secondary small=true /> }.into_any();
    let due = more(came_back(draft, 0, "doi-han"), "Đổi hạn hoàn thành", step(view, at, "doi-han", fields, button));
    let fields = text(draft, 0, "reason", "Lý do thu hồi", false);
    let button = view! { <Button text="Thu hồi việc" kind=ButtonKind::Warning small=true /> }.into_any();
    let back = step(view, at, "thu-hoi-viec", fields, button);
    let back = more(came_back(draft, 0, "thu-hoi-viec"), "Thu hồi ở mọi nơi chưa hoàn thành", back);
    Some(view! { <section class="stack"><h2>"Điều chỉnh"</h2>{due}{back}</section> }.into_any())
}

/// Who did what when, newest first.
fn history(view: &TaskView) -> AnyView {
    let events = view.events.iter().rev().map(|event| {
        let to = event.part.and_then(|number| view.task.part(number)).map(|part| part.to.name());
        deed(event.at, &event.by, event.body.title(to), event.body.details())
    });
    super::history::history("Diễn biến của việc", events.collect())
}
