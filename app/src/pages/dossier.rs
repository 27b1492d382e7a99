//! One lead or measure as a task list: what is to be done now and by whom, what cannot and why, its papers, its history; its
//! papers as they print; and the informant, for the officer in charge.

use super::common::{document_title, done_notice, form_head, opt_query, reading, shown};
use super::dossiers::{due_words, state_tone};
use super::history::deed;
use crate::api::dossier::{DossierView, InformantView, SubmitHandOver};
use crate::components::{
    Actions, Breadcrumb, Button, ButtonKind, Cell, Choice, Column, Crumb, DataTable, Desk, Notice, NoticeKind,
    PageTitle, RadioGroup, SummaryList, SummaryRow, Tag, Task, TaskList, TaskState, Timeline, TimelineEvent,
};
use crate::islands::answers;
use crate::papers::DocumentSheet;
use crate::routes;
use domain::calendar::{format_date, format_short};
use domain::case::Refusal;
use domain::dossier::{Entry, Sort, State, Step, Who, document, openings, steps, why_not};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;

/// One lead or measure.
#[component]
pub fn DossierPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|map| map.get("id").unwrap_or_default()));
    shown(reading(move || id.get(), crate::api::dossier::read_dossier), page)
}

fn crumbs(view: &DossierView) -> AnyView {
    let sort = view.dossier.sort;
    let items = vec![Crumb::link(routes::dossiers(sort), sort.label()), Crumb::here(view.dossier.code.clone())];
    view! { <Breadcrumb items=items /> }.into_any()
}

fn page(view: DossierView) -> AnyView {
    let dossier = &view.dossier;
    let caption = format!("{}, {}", dossier.code, view.unit_name);
    let status = view! { <Tag text=dossier.state.label() tone=state_tone(dossier.state) /> }.into_any();
    view! {
        {crumbs(&view)}
        {document_title(&format!("{} {}", dossier.title(), dossier.code), None)}
        {done_notice()}
        <PageTitle title=dossier.title() caption=caption status=Some(status) />
        {notices(&view)}
        {tasks(&view)}
        {summary(&view)}
        {measures(&view)}
        {papers(&view)}
        {informant(&view)}
        {history(&view)}
    }
    .into_any()
}

/// Until when, what is late, and what should be otherwise.
fn notices(view: &DossierView) -> AnyView {
    let due = view.dossier.due().map(|due| {
        let kind = if due < view.now.date() { NoticeKind::Warning } else { NoticeKind::Info };
        let title = format!("Giao đến ngày {}: {}", format_date(due), due_words(due, view.now.date()));
        view! { <Notice kind=kind title=title /> }
    });
    let warnings = view
        .dossier
        .warnings()
        .into_iter()
        .map(|warning| {
            let place = warning.citation.to_string();
            view! { <Notice kind=NoticeKind::Warning title=warning.message><p>{place}</p></Notice> }
        })
        .collect::<Vec<_>>();
    let urgent = view.dossier.is_urgent().then(|| {
        let reason = view.dossier.words("urgent_reason");
        view! { <Notice kind=NoticeKind::Warning title="Khẩn cấp: không qua phương án kiểm tra (khoản 2 Điều 12 Thông tư 27/2020/TT-BCT)"><p>{reason}</p></Notice> }
    });
    view! { {urgent}{due}{warnings} }.into_any()
}

/// A step as a task: to be done by this officer, waiting for another, or in the way of something.
fn task(view: &DossierView, step: &'static Step) -> Option<Task> {
    let dossier = &view.dossier;
    let may = view.may.iter().any(|key| key == step.key);
    let by = match step.who {
        Who::Head => "Chờ người đứng đầu",
        Who::Officers => "Chờ công chức được giao",
    };
    match why_not(dossier, step) {
        None if may => {
            let href = routes::dossier_step(dossier.sort, &dossier.id.to_string(), step.key);
            Some(Task::new(step.title, TaskState::Todo, "Có thể thực hiện").href(href).hint(step.place))
        }
        None => Some(Task::new(step.title, TaskState::Active, by).hint(step.place)),
        // Of what stands at another state nothing is said here; the table below tells the way.
        Some(Refusal::Law { refusal }) if step.from.contains(&dossier.state) => {
            Some(Task::new(step.title, TaskState::Blocked, "Chưa được").missing(vec![refusal.message]))
        }
        Some(_) => None,
    }
}

fn tasks(view: &DossierView) -> AnyView {
    let dossier = &view.dossier;
    let id = dossier.id.to_string();
    let mut list = Vec::new();
    if dossier.state == State::Ready {
        let task = if view.may_open {
            Task::new("Mở hồ sơ kiểm tra từ đề xuất", TaskState::Todo, "Có thể thực hiện")
                .href(routes::case_from_lead(&id))
        } else {
            Task::new("Mở hồ sơ kiểm tra từ đề xuất", TaskState::Active, "Chờ công chức được giao")
        };
        list.push(task.hint("Điều 13 Thông tư 27/2020/TT-BCT"));
    }
    if view.may_verify {
        list.extend(openings(Sort::Measure).filter(|step| matches!(step.key, "tham-tra-xac-minh" | "giam-sat")).map(
            |step| {
                Task::new(step.title, TaskState::Todo, "Có thể thực hiện")
                    .href(routes::measure_new(step.key, &id))
                    .hint(step.place)
            },
        ));
    }
    list.extend(steps().filter(|step| step.sort == dossier.sort && !step.opens).filter_map(|step| task(view, step)));
    if list.is_empty() {
        let words = if dossier.state.is_over() {
            "Hồ sơ đã kết thúc."
        } else {
            "Hồ sơ chờ kết quả biện pháp nghiệp vụ đang thực hiện."
        };
        return view! { <p class="muted">{words}</p> }.into_any();
    }
    view! { <TaskList tasks=list heading="Việc có thể làm tiếp" /> }.into_any()
}

fn summary(view: &DossierView) -> AnyView {
    let dossier = &view.dossier;
    let mut rows = Vec::new();
    if let Some(party) = &dossier.party {
        rows.push(SummaryRow::new("Đối tượng", format!("{}\n{}", party.name, party.address)));
    }
    let officers: Vec<String> =
        dossier.named.iter().map(|officer| format!("{} – {}", officer.full_name, officer.title)).collect();
    rows.push(SummaryRow::new("Công chức được giao", officers.join("\n")));
    if dossier.kind == "van-dong-cam-ket" {
        rows.push(SummaryRow::new("Bản cam kết đã ký", dossier.pledges().to_string()));
    }
    if let Some(entry) = dossier.entries.first() {
        rows.extend(told(entry));
    }
    let lead = dossier.lead.as_ref().map(|lead| {
        let href = routes::dossier(Sort::Lead, &lead.id.to_string());
        view! { <p>"Nguồn thông tin: "<a href=href>{lead.code.clone()}</a></p> }
    });
    let case = dossier.case.as_ref().map(|case| {
        let href = routes::case(&case.id.to_string());
        view! { <p>"Hồ sơ kiểm tra: "<a href=href>{case.code.clone()}</a></p> }
    });
    view! { {lead}{case}<SummaryList rows=rows heading="Nội dung" /> }.into_any()
}

/// What a step said, question by question.
fn told(entry: &Entry) -> Vec<SummaryRow> {
    let fields = entry.step().map_or(&[] as &[_], |step| step.fields);
    fields
        .iter()
        .filter_map(|field| Some(SummaryRow::new(field.label, entry.said.answers.get(field.key)?.words())))
        .collect()
}

/// The measures that verify a lead.
fn measures(view: &DossierView) -> AnyView {
    if view.dossier.measures.is_empty() {
        return ().into_any();
    }
    let rows = view
        .dossier
        .measures
        .iter()
        .map(|found| {
            let href = routes::dossier(Sort::Measure, &found.measure.id.to_string());
            let state = found.outcome.map_or("Chưa kết luận", State::label);
            vec![Cell::link_noted(href, found.measure.code.clone(), found.title.clone()), Cell::text(state)]
        })
        .collect();
    let columns = vec![Column::new("Biện pháp"), Column::new("Kết luận")];
    view! { <DataTable caption="Biện pháp nghiệp vụ của nguồn thông tin này" columns=columns rows=rows /> }.into_any()
}

/// The papers that were made.
fn papers(view: &DossierView) -> AnyView {
    let dossier = &view.dossier;
    let id = dossier.id.to_string();
    let rows: Vec<_> = dossier
        .entries
        .iter()
        .filter_map(|entry| {
            let paper = entry.step()?.paper?;
            let number = entry.frame.as_ref().map_or("không số".to_owned(), |frame| frame.number.text.clone());
            let party = entry.said.party.as_ref().filter(|_| entry.step().is_some_and(|step| step.each_party));
            let name = match party {
                Some(party) => format!("{}: {}", paper.title, party.name),
                None if paper.subject.contains('{') => paper.title.to_owned(),
                None => format!("{}: {}", paper.title, paper.subject),
            };
            Some(vec![
                Cell::link(routes::dossier_paper(dossier.sort, &id, entry.seq), name),
                Cell::text(number),
                Cell::text(format_date(entry.at.date())),
                Cell::text(entry.by.full_name.clone()),
            ])
        })
        .collect();
    if rows.is_empty() {
        return ().into_any();
    }
    let columns = vec![Column::new("Văn bản"), Column::new("Số"), Column::new("Ngày"), Column::new("Người lập, ký")];
    view! { <DataTable caption="Văn bản" columns=columns rows=rows /> }.into_any()
}

/// That there is an informant, under which code, and what was done with his entry; never who he is.
fn informant(view: &DossierView) -> AnyView {
    let Some(code) = view.dossier.informant.clone() else {
        return ().into_any();
    };
    let href = routes::informant(&view.dossier.id.to_string());
    let open = if view.keeps {
        view! { <p><a href=href>"Mở xem nhân thân, bàn giao"</a>" – mỗi lần mở đều được ghi lại."</p> }.into_any()
    } else {
        view! { <p>"Nhân thân do một công chức phụ trách giữ riêng theo chế độ bí mật, đơn tuyến; đồng chí không mở xem được."</p> }
            .into_any()
    };
    let events = view
        .vault
        .iter()
        .rev()
        .map(|line| {
            TimelineEvent::new(format_short(line.at), format!("{}+07:00", line.at), line.who.clone(), line.what.clone())
        })
        .collect();
    view! {
        <section class="card stack">
            <h2>"Người cung cấp thông tin"</h2>
            <p>"Mã nguồn: "<strong>{code}</strong>" (Điều 37 Thông tư 27/2020/TT-BCT)"</p>
            {open}
            <details>
                <summary>"Nhật ký mở xem, bàn giao"</summary>
                <Timeline events=events label="Nhật ký mở xem, bàn giao nguồn tin" />
            </details>
        </section>
    }
    .into_any()
}

/// Who did what when, newest first.
fn history(view: &DossierView) -> AnyView {
    let id = view.dossier.id.to_string();
    let events = view
        .events
        .iter()
        .rev()
        .map(|event| {
            let mut shown = deed(event.at, &event.by, event.body.title(), None);
            if let Some(entry) = event.body.entry() {
                let lines: Vec<String> = entry
                    .step()
                    .map_or(&[] as &[_], |step| step.fields)
                    .iter()
                    .filter_map(|field| {
                        Some(format!("{}: {}", field.label, entry.said.answers.get(field.key)?.words()))
                    })
                    .collect();
                if !lines.is_empty() {
                    shown = shown.details(lines.join("\n"));
                }
                if entry.step().is_some_and(|step| step.paper.is_some()) {
                    shown = shown.href(routes::dossier_paper(view.dossier.sort, &id, entry.seq));
                }
            }
            shown
        })
        .collect();
    super::history::history("Diễn biến hồ sơ", events)
}

/// A paper as it prints.
#[component]
pub fn DossierPaper() -> impl IntoView {
    let params = use_params_map();
    let keys =
        Memo::new(move |_| params.with(|map| (map.get("id").unwrap_or_default(), map.get("seq").unwrap_or_default())));
    let file = reading(
        move || keys.get(),
        |(id, seq)| async move {
            let dossier = crate::api::dossier::read_dossier(id).await?.dossier;
            let entry = dossier.entries.iter().find(|entry| entry.seq.to_string() == seq);
            match entry.and_then(|entry| document(&dossier, entry)) {
                Some(document) => Ok((dossier, document)),
                None => Err(crate::server::fail(crate::error::AppError::NotFound)),
            }
        },
    );
    shown(file, |(dossier, document)| {
        let back = routes::dossier(dossier.sort, &dossier.id.to_string());
        view! {
            {document_title(&format!("{} {}", document.title, dossier.code), None)}
            <p class="cluster no-print">
                <a href=back>"← Về hồ sơ "{dossier.code.clone()}</a>
                <span class="muted">"In bằng Ctrl+P, khổ A4; có thể lưu thành PDF."</span>
            </p>
            <Desk><DocumentSheet document=document /></Desk>
        }
        .into_any()
    })
}

/// Who gave the information, for the officer in charge; opening the page is a reading that is logged.
#[component]
pub fn InformantPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|map| map.get("id").unwrap_or_default()));
    let draft = opt_query(routes::DRAFT);
    let view = reading(move || (id.get(), draft.get()), |(id, draft)| crate::api::dossier::read_informant(id, draft));
    shown(view, identity)
}

fn identity(view: InformantView) -> AnyView {
    let draft = view.draft.clone().unwrap_or_default();
    let (value, error) = answers(&draft);
    let given = &view.informant;
    let rows = vec![
        SummaryRow::new("Họ và tên", given.name.clone()),
        SummaryRow::new("Liên hệ", given.contact.clone()),
        SummaryRow::new("Địa chỉ", given.address.clone()),
        SummaryRow::new("Ghi chú", given.note.clone()),
    ];
    let heirs: Vec<Choice> = view.heirs.iter().map(|(id, name)| Choice::new(id.clone(), name.clone())).collect();
    let crumbs = vec![
        Crumb::link(routes::LEADS, Sort::Lead.label()),
        Crumb::link(routes::dossier(Sort::Lead, &view.lead), view.reference.clone()),
        Crumb::here("Người cung cấp thông tin"),
    ];
    let hand_over = (!heirs.is_empty()).then(|| {
        view! {
            <form method="post" action=SubmitHandOver::url() class="stack-lg" novalidate>
                <h2>"Bàn giao"</h2>
                <p class="muted">"Sau khi bàn giao, chỉ công chức nhận mở xem được nhân thân."</p>
                <input type="hidden" name="lead" value=view.lead.clone() />
                <RadioGroup name="keeper" legend="Công chức nhận bàn giao" options=heirs value=value("keeper") error=error("keeper") />
                <Actions><Button text="Bàn giao nguồn tin" kind=ButtonKind::Warning /></Actions>
            </form>
        }
    });
    view! {
        <Breadcrumb items=crumbs />
        {document_title("Người cung cấp thông tin", Some(&draft))}
        {form_head(Some(&draft))}
        <PageTitle title="Người cung cấp thông tin" caption=format!("{}, {}", view.code, view.reference) />
        <Notice kind=NoticeKind::Warning title="Bí mật, đơn tuyến (Điều 37 Thông tư 27/2020/TT-BCT)">
            <p>"Lần mở xem này đã được ghi lại. Không chép nhân thân vào văn bản, hồ sơ khác."</p>
        </Notice>
        <SummaryList rows=rows />
        {hand_over}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::dossier::VaultLine;
    use crate::papers::fixture;
    use domain::dossier::Informant;
    use jiff::civil::date;
    use leptos::tachys::view::RenderHtml;

    fn html(view: impl FnOnce() -> AnyView) -> String {
        Owner::new().with(|| view().to_html())
    }

    fn view(may: &[&str], keeps: bool) -> DossierView {
        let (dossier, events) = fixture::lead();
        DossierView {
            dossier,
            events,
            unit_name: "Đội 3".into(),
            may: may.iter().map(|key| (*key).to_owned()).collect(),
            may_open: true,
            may_verify: may.contains(&"de-xuat-kiem-tra"),
            keeps,
            vault: vec![VaultLine {
                at: date(2026, 11, 16).at(8, 0, 0, 0),
                who: "Nguyễn Văn A – Kiểm soát viên thị trường".into(),
                what: "Niêm phong nhân thân".into(),
            }],
            now: date(2026, 11, 16).at(9, 0, 0, 0),
        }
    }

    /// What may be done is a link, what another does is said, what the law holds back says why.
    #[test]
    fn a_lead_is_a_task_list() {
        let officer = view(&["de-xuat-kiem-tra"], false);
        let page = html(|| tasks(&officer));
        for words in
            ["phải được thẩm tra, xác minh trước", "/bien-phap/lap?loai=tham-tra-xac-minh", "Chờ người đứng đầu"]
        {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("/phan-cong"), "he does not name officers: {page}");
        let head = view(&["phan-cong", "chuyen-co-quan-khac"], false);
        let page = html(|| tasks(&head));
        assert!(page.contains("/phan-cong\"") && page.contains("/chuyen-co-quan-khac\""), "{page}");
        let mut ready = view(&[], false);
        ready.dossier.state = State::Ready;
        assert!(html(|| tasks(&ready)).contains("/ho-so/mo?de-xuat="));
        ready.dossier.state = State::NoSign;
        assert!(html(|| tasks(&ready)).contains("Hồ sơ đã kết thúc"));
        let parts = html(|| view! { {summary(&officer)}{papers(&officer)}{history(&officer)} }.into_any());
        for words in ["Quán nước cổng chợ", "PHIẾU TIẾP NHẬN THÔNG TIN", "/giay/1", "Tiếp nhận thông tin"]
        {
            assert!(parts.contains(words), "{words}: {parts}");
        }
    }

    /// Only who is in charge is offered the identity, and only its own page shows it.
    #[test]
    fn an_informant_is_a_code() {
        let (others, keeper) = (html(|| informant(&view(&[], false))), html(|| informant(&view(&[], true))));
        assert!(others.contains("NG-7K2M") && others.contains("đồng chí không mở xem được"), "{others}");
        assert!(!others.contains("/nguoi-cung-cap") && keeper.contains("/nguoi-cung-cap"), "{keeper}");
        let shown = InformantView {
            lead: "1".into(),
            reference: "TT-33-03/2026/001".into(),
            code: "NG-7K2M".into(),
            informant: Informant { name: "Người Thử Giả Định".into(), ..Informant::default() },
            heirs: vec![("doitruong3".into(), "Trịnh Công Minh – Đội trưởng".into())],
            draft: None,
        };
        let rows = html(|| {
            leptos_meta::provide_meta_context();
            identity(shown)
        });
        assert!(rows.contains("Người Thử Giả Định") && rows.contains("name=\"keeper\""), "{rows}");
    }
}
