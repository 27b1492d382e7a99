//! More of a case file: its procedures, its exhibits with their chain of custody, its cover and index.

use super::common::{document_title, reading, shown};
use crate::api::case::CaseView;
use crate::components::{Breadcrumb, Cell, Column, Crumb, DataTable, Desk, EmptyState, PageTitle};
use crate::papers::DocumentSheet;
use crate::routes;
use domain::authority::role_may;
use domain::calendar::{format_date, format_short};
use domain::case::CaseFile;
use domain::case::procedure::{self, Group};
use domain::money::{Dong, group};
use domain::paper::{Block, Document, Head, Table};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

fn case() -> Resource<Result<CaseView, crate::error::AppError>> {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    reading(move || id.get(), |id| crate::api::case::read_case(id, None, String::new()))
}

fn crumbs(view: &CaseView, here: &'static str) -> AnyView {
    let case = &view.case;
    let items = vec![
        Crumb::link(routes::CASES, "Hồ sơ vụ việc"),
        Crumb::link(routes::case(&case.id.to_string()), case.code.clone()),
        Crumb::here(here),
    ];
    view! { <Breadcrumb items=items /> }.into_any()
}

/// Every procedure by group: what can be done now and what was done; below, why the rest cannot.
#[component]
pub fn ProceduresPage() -> impl IntoView {
    shown(case(), |view| {
        let groups = Group::ALL.into_iter().filter_map(|group| section(&view, group)).collect::<Vec<_>>();
        let later = Group::ALL.into_iter().filter_map(|group| not_now(&view, group)).collect::<Vec<_>>();
        let caption = format!("{} · {}", view.case.inspection.party.name, view.case.stage.label());
        view! {
            {crumbs(&view, "Thủ tục")}
            {document_title(&format!("Thủ tục {}", view.case.code), None)}
            <PageTitle title="Thủ tục, văn bản của hồ sơ" caption=caption />
            <div class="stack-lg">
                {groups}
                <section class="card">
                    <h2>"Chưa làm được ở bước này"</h2>
                    <p class="muted">"Mở từng nhóm để xem còn thiếu gì."</p>
                    {later}
                </section>
            </div>
        }
        .into_any()
    })
}

/// What this officer may do now, and what was done; nothing for a group with neither.
fn section(view: &CaseView, group: Group) -> Option<AnyView> {
    let case = &view.case;
    let id = case.id.to_string();
    let ready = procedure::all()
        .filter(|procedure| procedure.group == group && role_may(view.role, procedure.action))
        .filter(|procedure| procedure::why_not(case, procedure).is_none())
        .map(|procedure| {
            let href = routes::case_step(&id, procedure.key);
            view! { <li><a href=href>{procedure.title}</a><span class="small muted">" – "{procedure.place}</span></li> }
        })
        .collect::<Vec<_>>();
    let done = case.steps.iter().filter(|done| done.procedure().is_some_and(|found| found.group == group));
    let done = done.map(|done| done_line(done, &id)).collect::<Vec<_>>();
    if ready.is_empty() && done.is_empty() {
        return None;
    }
    let done = (!done.is_empty()).then(|| view! { <h3>"Đã làm"</h3><ul>{done}</ul> });
    let ready = (!ready.is_empty()).then(|| view! { <ul>{ready}</ul> });
    Some(view! { <section class="card"><h2>{group.label()}</h2>{ready}{done}</section> }.into_any())
}

/// What cannot be done now, or not by this officer, and why.
fn not_now(view: &CaseView, group: Group) -> Option<AnyView> {
    let case = &view.case;
    let lines = procedure::all()
        .filter(|procedure| procedure.group == group)
        .filter_map(|procedure| {
            let why = match procedure::why_not(case, procedure) {
                Some(domain::case::Refusal::NotNow { missing, .. }) => missing.join("; "),
                Some(refusal) => refusal.message(),
                None if role_may(view.role, procedure.action) => return None,
                None => "do chức danh khác thực hiện".to_owned(),
            };
            Some(view! { <li>{procedure.title}<span class="small muted">" – "{why}</span></li> })
        })
        .collect::<Vec<_>>();
    let count = lines.len();
    (count > 0).then(|| {
        view! { <details><summary>{format!("{} ({count})", group.label())}</summary><ul>{lines}</ul></details> }
            .into_any()
    })
}

fn done_line(done: &procedure::Done, id: &str) -> AnyView {
    let found = done.procedure();
    let title = found.map_or(done.key.as_str(), |procedure| procedure.title).to_owned();
    let number = done.frame.as_ref().map(|frame| format!(" số {}", frame.number.text)).unwrap_or_default();
    let when = format!(" – {}, {}", format_short(done.at), done.by.full_name);
    if found.is_some_and(|procedure| procedure.form.is_some()) {
        let href = routes::case_paper(id, &format!("{}-{}", done.key, done.seq));
        return view! { <li><a href=href>{title}{number}</a><span class="small muted">{when}</span></li> }.into_any();
    }
    let lines = procedure::summary(done)
        .into_iter()
        .map(|line| view! { <li class="small">{format!("{}: {}", line.label, line.value)}</li> })
        .collect::<Vec<_>>();
    view! { <li>{title}<span class="small muted">{when}</span><ul>{lines}</ul></li> }.into_any()
}

/// The exhibits: where each is now, and every hand it went through.
#[component]
pub fn ExhibitsPage() -> impl IntoView {
    shown(case(), |view| {
        let case = &view.case;
        let standing = procedure::standing(case);
        let empty = standing.is_empty().then(|| {
            view! { <EmptyState title="Chưa có tang vật" text="Tang vật được ghi trong biên bản vi phạm hành chính." /> }
        });
        let rows = standing
            .iter()
            .map(|exhibit| {
                let value = Dong(exhibit.unit_price.0.saturating_mul(i64::from(exhibit.quantity)));
                let last =
                    if exhibit.last.is_empty() { "Ghi trong biên bản".to_owned() } else { exhibit.last.clone() };
                vec![
                    Cell::text(exhibit.name.clone()),
                    Cell::text(format!("{} {}", group(i64::from(exhibit.quantity)), exhibit.unit)),
                    Cell::text(value.digits()),
                    Cell::text(last),
                    Cell::text(exhibit.place.clone()),
                ]
            })
            .collect::<Vec<_>>();
        let columns = vec![
            Column::new("Tang vật, phương tiện"),
            Column::number("Số lượng"),
            Column::number("Trị giá (đ)"),
            Column::new("Việc làm gần nhất"),
            Column::new("Nơi, người giữ"),
        ];
        let table = (!rows.is_empty()).then(|| {
            view! { <DataTable caption="Tang vật, phương tiện hiện nay" columns=columns rows=rows /> }
        });
        let entries = procedure::custody(case)
            .into_iter()
            .map(|entry| {
                vec![
                    Cell::text(format_short(entry.at)),
                    Cell::text(entry.name),
                    Cell::text(group(i64::from(entry.quantity))),
                    Cell::text(entry.number.map_or(entry.what.clone(), |number| format!("{} số {number}", entry.what))),
                    Cell::text(entry.place),
                    Cell::text(entry.condition),
                    Cell::text(entry.by),
                ]
            })
            .collect::<Vec<_>>();
        let columns = vec![
            Column::new("Thời điểm"),
            Column::new("Tang vật"),
            Column::number("Số lượng"),
            Column::new("Việc"),
            Column::new("Nơi, người nhận"),
            Column::new("Tình trạng"),
            Column::new("Người làm"),
        ];
        let custody = (!entries.is_empty()).then(|| {
            view! { <DataTable caption="Quá trình lưu giữ" columns=columns rows=entries /> }
        });
        view! {
            {crumbs(&view, "Tang vật")}
            {document_title(&format!("Tang vật {}", case.code), None)}
            <PageTitle title="Tang vật và quá trình lưu giữ" caption=case.inspection.party.name.clone() />
            {empty}
            <div class="stack-lg">{table}{custody}</div>
        }
        .into_any()
    })
}

/// Cover of the file and index of its papers, to print when it is closed.
#[component]
pub fn FileIndexPage() -> impl IntoView {
    shown(case(), |view| {
        let document = index(&view);
        let back = routes::case(&view.case.id.to_string());
        view! {
            {document_title(&format!("Mục lục {}", view.case.code), None)}
            <p class="cluster no-print"><a href=back>"← Về hồ sơ "{view.case.code.clone()}</a></p>
            <Desk><DocumentSheet document=document /></Desk>
        }
        .into_any()
    })
}

/// The photos and scans of the file; nothing when there are none.
fn attached(case: &CaseFile) -> Option<Table> {
    let rows: Vec<Vec<String>> = case
        .attachments
        .iter()
        .enumerate()
        .map(|(index, kept)| {
            let day = kept.file.taken_on.unwrap_or_else(|| domain::calendar::to_local(kept.at).date());
            let withdrawn = kept.withdrawn.as_ref().map(|done| format!("Đã rút: {}", done.reason));
            vec![
                (index + 1).to_string(),
                kept.title(),
                format_date(day),
                format!("{} {}", kept.file.media.label(), kept.size()),
                kept.short_hash().to_owned(),
                withdrawn.unwrap_or_else(|| kept.file.caption.clone()),
            ]
        })
        .collect();
    let columns = ["STT", "Tài liệu", "Ngày", "Tệp", "SHA-256 (đầu)", "Chú thích"].map(str::to_owned).to_vec();
    let caption = "Ảnh, bản chụp, tài liệu đính kèm".to_owned();
    (!rows.is_empty()).then(|| Table { caption, columns, rows, ..Table::default() })
}

fn index(view: &CaseView) -> Document {
    let case = &view.case;
    let papers = case.papers();
    let rows = papers
        .iter()
        .enumerate()
        .map(|(index, paper)| {
            let state = if paper.state == domain::paper::PaperState::InForce { "" } else { paper.state.label() };
            let signed = case.signed_copy(&paper.number).map(|_| "Đã đính bản ký");
            let note = [state, signed.unwrap_or_default()].into_iter().filter(|words| !words.is_empty());
            vec![
                (index + 1).to_string(),
                paper.number.clone(),
                format_date(paper.at.date()),
                paper.name.clone(),
                note.collect::<Vec<_>>().join("; "),
            ]
        })
        .collect();
    let opened = format_date(domain::calendar::to_local(case.opened_at).date());
    let closed = case.closed.as_ref().map(|end| format_date(end.at.date())).unwrap_or_default();
    let mut blocks = vec![
        Block::line("Hồ sơ số", case.code.clone()),
        Block::line("Đối tượng", case.inspection.party.name.clone()),
        Block::line("Địa điểm", case.inspection.place.clone()),
        Block::line("Người thụ lý", case.responsible().full_name.clone()),
        Block::line("Ngày mở hồ sơ", opened),
        Block::line("Tình trạng", case.stage.label()),
    ];
    if !closed.is_empty() {
        blocks.push(Block::line("Ngày kết thúc", closed));
    }
    let columns = ["STT", "Số, ký hiệu", "Ngày", "Tên văn bản", "Ghi chú"].map(str::to_owned).to_vec();
    let table = Table { caption: "Mục lục văn bản".to_owned(), columns, rows, ..Table::default() };
    blocks.push(Block::Table { table });
    blocks.extend(attached(case).map(|table| Block::Table { table }));
    Document {
        head: Head { agency: view.unit_name.to_uppercase(), ..Head::default() },
        title: "HỒ SƠ VỤ VIỆC".to_owned(),
        subject: "Kiểm tra, xử lý vi phạm hành chính".to_owned(),
        blocks,
        ..Document::default()
    }
}
