//! The case file: task list, deadlines with their legal ground, timeline, papers.

use super::common::{document_title, done_notice, form_head, opt_query, reading, shown, stage_tone, time_left};
use super::{attachments, comments};
use crate::api::case::CaseView;
use crate::api::comment::CommentsView;
use crate::components::{
    Breadcrumb, ButtonKind, ButtonLink, Crumb, Deadline, DeadlineList, PageTitle, Stat, SummaryList, Tag,
    Task as TaskItem, TaskList, TaskState, Timeline, TimelineEvent,
};
use crate::routes;
use crate::steps::facts;
use domain::authority::{Action, role_may};
use domain::case::procedure::{Fact, PaperLine, available};
use domain::case::{CaseFile, EventBody, InspectionKind, Stage, Task, TaskStatus, UploadOutcome};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// One case file.
#[component]
pub fn CasePage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let (upload, draft) = (opt_query(routes::UPLOAD), opt_query(routes::DRAFT));
    let case = reading(
        move || (id.get(), upload.get(), draft.get()),
        |(id, upload, draft)| async move {
            let outcome = attachments::outcome(&routes::case(&id), upload).await?;
            let view = crate::api::case::read_case(id.clone(), None, String::new()).await?;
            Ok((view, outcome, crate::api::comment::read_comments(id, draft).await?))
        },
    );
    shown(case, |(view, outcome, comments)| page(view, outcome, &comments))
}

fn page(view: CaseView, outcome: Option<UploadOutcome>, comments: &CommentsView) -> AnyView {
    let case = &view.case;
    let id = case.id.to_string();
    let now = view.now;
    let tasks = view.tasks.iter().map(|task| item(task, &id)).collect();
    let deadlines: Vec<Deadline> = view
        .deadlines
        .iter()
        .map(|deadline| {
            let (words, tone) = time_left(deadline.due, now);
            Deadline::new(
                deadline.name.clone(),
                domain::calendar::format_date(deadline.due.date()),
                deadline.due.date().to_string(),
                words,
                tone,
            )
            .ground(ground(deadline))
        })
        .collect();
    let deadlines = if deadlines.is_empty() {
        view! { <p class="muted">"Không có thời hạn nào đang chạy."</p> }.into_any()
    } else {
        view! { <DeadlineList deadlines=deadlines /> }.into_any()
    };
    let events = {
        let papers = case.papers();
        view.events.iter().rev().map(|event| timeline(event, &id, &papers)).collect()
    };
    let status = view! { <Tag text=case.stage.label() tone=stage_tone(case.stage) /> }.into_any();
    let (inspections, decisions) = view.history;
    let told = attachments::told(outcome.as_ref());
    let files = attachments::section(&view, outcome);
    view! {
        <Breadcrumb items=vec![Crumb::link(routes::CASES, "Hồ sơ vụ việc"), Crumb::here(case.code.clone())] />
        {document_title(&format!("{} – {}", case.inspection.party.name, case.code), comments.draft.as_ref())}
        {form_head(comments.draft.as_ref())}
        {done_notice()}
        {told}
        <PageTitle
            title=case.inspection.party.name.clone()
            caption=format!("Hồ sơ {} · {}", case.code, view.unit_name)
            status=Some(status)
            actions=next_action(&view.tasks, &id)
        />
        {money(case)}
        <div class="split">
            <div class="stack-lg">
                {comments::section(comments)}
                <TaskList tasks=tasks heading="Các bước của hồ sơ" />
                {attachments::papers(case)}
                {files}
                <section class="stack">
                    <h2>"Diễn biến"</h2>
                    <Timeline events=events />
                </section>
            </div>
            <aside class="stack-lg">
                <section class="stack">
                    <h2>"Thời hạn"</h2>
                    {deadlines}
                </section>
                {procedures(&view, &id)}
                {case.violation.is_some().then(|| view! {
                    <p><a href=routes::case_basis(&id)>"Căn cứ pháp lý: khung phạt, mức phạt, thẩm quyền"</a></p>
                })}
                <SummaryList rows=facts(case) heading="Thông tin kiểm tra" />
                {related(&view, &id)}
                <section class="card">
                    <h2>"Đối tượng"</h2>
                    {party_lines(case, inspections, decisions)}
                </section>
            </aside>
        </div>
    }
    .into_any()
}

/// Files of other offenders in the same matter, and how to open one.
fn related(view: &CaseView, id: &str) -> Option<AnyView> {
    let found = view.case.violation.is_some() || view.case.stage == Stage::InspectionRecordedViolation;
    let opens = role_may(view.role, Action::OpenCase) && found;
    if view.related.is_empty() && !opens {
        return None;
    }
    let files = view
        .related
        .iter()
        .map(|(id, code, name)| view! { <li><a href=routes::case(id)>{format!("{code} – {name}")}</a></li> })
        .collect::<Vec<_>>();
    let href = routes::with_query(routes::CASE_NEW, "hinh-thuc", InspectionKind::Detected.key());
    let href = routes::with_query(&href, routes::RELATED, id);
    let open = opens.then(|| {
        view! { <li><a href=href>"Lập hồ sơ cho người vi phạm khác trong cùng vụ"</a></li> }
    });
    Some(view! { <section class="card"><h2>"Hồ sơ cùng vụ việc"</h2><ul>{files}{open}</ul></section> }.into_any())
}

/// Who is concerned, with his history; of somebody not known there is none.
fn party_lines(case: &CaseFile, inspections: u32, decisions: u32) -> AnyView {
    let party = &case.inspection.party;
    if party.is_unknown() {
        return view! { <p>{party.name.clone()}</p> }.into_any();
    }
    let history = format!("Toàn quốc: {inspections} lần kiểm tra, {decisions} quyết định xử phạt.");
    view! {
        <p><a href=routes::party(&party.id.0.to_string())>{party.name.clone()}</a></p>
        <p class="small">{history}</p>
    }
    .into_any()
}

/// Length and article, and what is not certain about the days between.
fn ground(deadline: &domain::law::deadline::Deadline) -> String {
    let mut text = format!("{} – {}", deadline.length, deadline.citation);
    if !deadline.uncertain_days.is_empty() {
        text.push_str(&format!(". Cần kiểm tra lịch: {}", deadline.uncertain_days.join("; ")));
    }
    text
}

/// The first thing that can be done now, as the page's button.
fn next_action(tasks: &[Task], id: &str) -> Option<AnyView> {
    let task = tasks.iter().find(|task| matches!(task.status, TaskStatus::Ready | TaskStatus::Waiting))?;
    let text = match (task.status, task.key.as_str()) {
        (TaskStatus::Waiting, _) => format!("Xem và ký: {}", task.title),
        (_, "nop-phat") => "Ghi nhận nộp phạt".to_owned(),
        (_, "giai-trinh") => "Ghi nhận giải trình".to_owned(),
        (_, "ket-thuc") => "Kết thúc hồ sơ".to_owned(),
        _ => format!("Lập: {}", task.title),
    };
    Some(view! { <ButtonLink href=routes::case_step(id, &task.key) text=text kind=ButtonKind::Primary /> }.into_any())
}

fn item(task: &Task, id: &str) -> TaskItem {
    let state = match task.status {
        TaskStatus::Done => TaskState::Done,
        TaskStatus::Ready | TaskStatus::Waiting => TaskState::Active,
        TaskStatus::NotYet | TaskStatus::NotNeeded => TaskState::Todo,
    };
    let mut item = TaskItem::new(task.title.clone(), state, task.status.label()).missing(task.missing.clone());
    item = match (&task.paper, task.status) {
        (Some(paper), TaskStatus::Done) => item.href(routes::case_paper(id, paper.key())),
        (_, TaskStatus::Ready | TaskStatus::Waiting) => item.href(routes::case_step(id, &task.key)),
        (_, TaskStatus::Done | TaskStatus::NotYet | TaskStatus::NotNeeded) => item,
    };
    match &task.number {
        Some(number) => item.hint(format!("Số {number} – mở để xem và in")),
        None => item,
    }
}

fn timeline(event: &domain::case::Event, id: &str, papers: &[PaperLine]) -> TimelineEvent {
    let at = domain::calendar::to_local(event.at);
    let who = format!("{} – {}", event.by.full_name, event.by.title);
    let line = TimelineEvent::new(domain::calendar::format_short(at), at.to_string(), who, event.body.title());
    let line = match event.body.details() {
        Some(details) => line.details(details.to_owned()),
        None => line,
    };
    // By its number: a cancelled decision stands at an address of its own.
    let number = event.body.frame().map(|frame| frame.number.text.as_str());
    if let Some(paper) = papers.iter().find(|paper| Some(paper.number.as_str()) == number) {
        return line.href(routes::case_paper(id, &paper.key));
    }
    match &event.body {
        EventBody::AttachmentAdded { attachment } => line.href(routes::attachment(id, attachment.seq)),
        EventBody::Proceeded { done, .. } if done.procedure().is_some_and(|found| found.form.is_some()) => {
            line.href(routes::case_paper(id, &format!("{}-{}", done.key, done.seq)))
        }
        _ => line,
    }
}

/// What stands beside the stage, what this officer may do about it, and where the rest is.
fn procedures(view: &CaseView, id: &str) -> AnyView {
    let case = &view.case;
    let standing: Vec<&str> = case.open_matters().map(|(fact, _)| fact.label()).collect();
    let standing = (!standing.is_empty()).then(|| {
        let lines = standing.into_iter().map(|words| view! { <li>{words}</li> }).collect::<Vec<_>>();
        view! { <p>"Hiện nay:"</p><ul>{lines}</ul> }
    });
    let count = available(case).filter(|procedure| role_may(view.role, procedure.action)).count();
    let words = format!("{count} việc có thể làm ở bước này: tạm giữ, xác minh, giải trình, thi hành, khiếu nại…");
    let exhibits = case.holds(Fact::HasExhibits).then(|| {
        view! { <li><a href=routes::case_step(id, routes::EXHIBITS)>"Tang vật và quá trình lưu giữ"</a></li> }
    });
    let task = role_may(view.role, Action::GiveTask)
        .then(|| view! { <li><a href=routes::task_about(routes::ABOUT_CASE, id)>"Giao việc về hồ sơ này"</a></li> });
    view! {
        <section class="card">
            <h2>"Thủ tục, văn bản khác"</h2>
            {standing}
            <p class="small">{words}</p>
            <ul>
                <li><a href=routes::case_step(id, routes::PROCEDURES)>"Chọn thủ tục"</a></li>
                {exhibits}
                <li><a href=routes::case_step(id, routes::FILE_INDEX)>"Bìa hồ sơ, mục lục văn bản"</a></li>
                <li>
                    <a href=format!("{}/{id}.json", routes::EVIDENCE) download>"Xuất hồ sơ kèm chuỗi sự kiện"</a>
                    " ("<a href=routes::VERIFIER download>"trang kiểm chứng"</a>")"
                </li>
                {task}
            </ul>
        </section>
    }
    .into_any()
}

fn money(case: &CaseFile) -> Option<AnyView> {
    let record = case.violation.as_ref()?;
    let value = record.content.exhibits_value();
    let (label, fine) = match (&case.decision, &case.proposal) {
        (Some(decision), _) => ("Tiền phạt", decision.total_fine),
        (None, Some(proposal)) => ("Mức phạt trình ký", proposal.total_fine),
        (None, None) => ("Mức phạt đề xuất", record.content.assessment.total_proposed),
    };
    let owed = (case.decision.is_some() && case.stage != Stage::Closed)
        .then(|| view! { <Stat label="Còn phải nộp" value=case.owed().digits() unit="đ" /> });
    Some(
        view! {
            <div class="columns">
                <Stat label="Số hành vi" value=record.content.acts.len().to_string() unit="hành vi" />
                <Stat label="Trị giá tang vật" value=value.digits() unit="đ" />
                <Stat label=label value=fine.digits() unit="đ" />
                {owed}
            </div>
        }
        .into_any(),
    )
}
