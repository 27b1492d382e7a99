//! Part of the case page: the papers of the case with their files, the photos and scans attached to it, and the form that
//! attaches more.
//!
//! The form posts to the `documents` function and comes back here with what became of it. Must not know how files are kept.

use super::common::query;
use crate::api::case::CaseView;
use crate::components::{
    Actions, Button, ButtonKind, Choice, DateField, EmptyState, ErrorSummary, FieldError, FileField, Notice,
    NoticeKind, OptionalText, SelectField, TextField,
};
use crate::error::AppError;
use crate::routes;
use domain::authority::{Action, role_may};
use domain::calendar::{format_date, format_short, to_local};
use domain::case::procedure::PaperLine;
use domain::case::{Attachment, CaseFile, MAX_FILE_BYTES, Stage, UploadOutcome, size_in_words};
use domain::paper::PaperState;
use leptos::prelude::*;

/// What the chooser offers. Phones then hand over JPEG instead of their own formats.
const ACCEPT: &str = "image/jpeg,image/png,image/webp,application/pdf";
pub(super) const PICTURES: &str = "image/jpeg,image/png,image/webp";

/// Longest side of a small picture, as the `documents` function makes it.
const THUMBNAIL: u32 = 360;

/// What became of an upload that left something to put right; only its own officer is told.
///
/// # Errors
/// `Internal` when the store fails.
pub async fn outcome(page: &str, id: Option<String>) -> Result<Option<UploadOutcome>, AppError> {
    use crate::server::{context, signed_in, unavailable_db};
    let Some(id) = id else { return Ok(None) };
    let (signed, context) = (signed_in().await?, context()?);
    let kept = store::drafts::load(&*context.database, &context.env(), signed.actor.id(), &id).await;
    let kept = kept.map_err(unavailable_db)?.filter(|kept| kept.path == page);
    Ok(kept.and_then(|kept| serde_json::from_str(&kept.body).ok()))
}

/// Above the page: how many files were attached, and everything that is wrong with the others.
pub fn told(outcome: Option<&UploadOutcome>) -> Option<AnyView> {
    let outcome = outcome?;
    let errors = outcome
        .problems
        .iter()
        .map(|problem| FieldError::new(control(&problem.field), problem.message.clone()))
        .collect();
    let added = (outcome.added > 0).then(|| {
        let title = format!("Đã đính kèm {} tệp; các tệp còn lại cần sửa như dưới đây", outcome.added);
        view! { <Notice kind=NoticeKind::Success title=title /> }
    });
    Some(view! { <ErrorSummary errors=errors /> {added} }.into_any())
}

/// The control a problem is put right at.
fn control(field: &str) -> &'static str {
    match field {
        "kind" => "kind",
        "caption" => "caption",
        "taken_on" => "taken_on",
        _ => "files",
    }
}

/// The numbered papers of the case, each to print, as a file, and with its signed scan.
pub fn papers(case: &CaseFile) -> Option<AnyView> {
    let id = case.id.to_string();
    let lines = case.papers().iter().map(|paper| paper_line(case, &id, paper)).collect::<Vec<_>>();
    (!lines.is_empty())
        .then(|| view! { <section class="stack"><h2>"Văn bản đã lập"</h2><ul>{lines}</ul></section> }.into_any())
}

fn paper_line(case: &CaseFile, id: &str, paper: &PaperLine) -> AnyView {
    let name = format!("{} số {}", paper.name, paper.number);
    let day = format!(" – {}", format_date(paper.at.date()));
    let state = (paper.state != PaperState::InForce)
        .then(|| view! { <span class="small">{format!(" – {}", paper.state.label())}</span> });
    let file = file_link(case, &paper.key).map(|link| view! { " · " {link} });
    let signed = case.signed_copy(&paper.number).map(|scan| {
        let label = format!("Đã đính bản ký: {name}");
        view! { " · " <a class="small" href=routes::attachment(id, scan.seq) aria-label=label>"Đã đính bản ký"</a> }
    });
    view! {
        <li>
            <a href=routes::case_paper(id, &paper.key)>{name}</a>
            <span class="small muted">{day}</span>
            {state}{file}{signed}
        </li>
    }
    .into_any()
}

/// The link to a paper as a file that can be edited; nothing while there is no such paper.
pub fn file_link(case: &CaseFile, key: &str) -> Option<AnyView> {
    let document = case.document(key)?;
    let label = format!("Tải bản DOCX: {} {}", document.title, document.subject);
    let href = routes::paper_file(&case.id.to_string(), key);
    Some(view! { <a class="small" href=href aria-label=label>"Tải bản DOCX"</a> }.into_any())
}

/// Photos, scans and other files of the case, and the form that attaches more.
pub fn section(view: &CaseView, outcome: Option<UploadOutcome>) -> AnyView {
    let case = &view.case;
    let id = case.id.to_string();
    let may = role_may(view.role, Action::AttachFile) && case.stage != Stage::Archived;
    let live: Vec<&Attachment> = case.live_attachments().collect();
    let cards = live.iter().map(|kept| card(kept, &id, may)).collect::<Vec<_>>();
    let list = if cards.is_empty() {
        view! { <EmptyState title="Chưa có ảnh, bản chụp" text="Ảnh hiện trường, ảnh tang vật và bản chụp văn bản đã ký được lưu cùng hồ sơ." /> }
            .into_any()
    } else {
        view! { <div class="columns">{cards}</div> }.into_any()
    };
    let withdrawn = case.attachments.iter().filter(|kept| kept.withdrawn.is_some()).collect::<Vec<_>>();
    let withdrawn = (!withdrawn.is_empty()).then(|| {
        let summary = format!("Đã rút ({})", withdrawn.len());
        let lines = withdrawn.into_iter().map(|kept| withdrawn_line(kept, &id)).collect::<Vec<_>>();
        view! { <details><summary>{summary}</summary><ul>{lines}</ul></details> }
    });
    view! {
        <section class="stack" id="dinh-kem">
            <h2>"Ảnh, bản chụp, tài liệu"</h2>
            {list}
            {withdrawn}
            {may.then(|| form(view, outcome.unwrap_or_default()))}
        </section>
    }
    .into_any()
}

/// One file: its picture, what it is, who attached it and when, its size and the beginning of its hash.
fn card(kept: &Attachment, id: &str, may: bool) -> AnyView {
    let file = &kept.file;
    let picture = file.pixels.map(|pixels| picture(routes::thumbnail(id, kept.seq), kept.alt(), pixels));
    let taken = file.taken_on.map(|day| format!("ngày {}, ", format_date(day))).unwrap_or_default();
    let who = format!(
        "{taken}{} đính kèm lúc {}; {} {}; SHA-256 {}…",
        kept.by.full_name,
        format_short(to_local(kept.at)),
        file.media.label(),
        kept.size(),
        kept.short_hash()
    );
    let name = if file.name.is_empty() { "tệp".to_owned() } else { file.name.clone() };
    let caption = (!file.caption.is_empty()).then(|| view! { <p>{file.caption.clone()}</p> });
    let withdraw = may.then(|| {
        let href = routes::withdraw_attachment(id, kept.seq);
        let label = format!("Rút tài liệu: {}", kept.alt());
        view! { " · " <a href=href aria-label=label>"Rút"</a> }
    });
    let label = format!("Tải tệp gốc: {name}, {}", kept.alt());
    view! {
        <div class="card">
            {picture}
            <h3>{kept.title()}</h3>
            {caption}
            <p class="small muted">{who}</p>
            <p class="small"><a href=routes::attachment(id, kept.seq) aria-label=label>"Tải tệp gốc"</a>{withdraw}</p>
        </div>
    }
    .into_any()
}

/// A small picture.
pub(super) fn picture(source: String, alt: String, pixels: (u32, u32)) -> AnyView {
    let (width, height) = shown_size(pixels);
    view! { <p><img src=source alt=alt width=width height=height loading="lazy" /></p> }.into_any()
}

/// Width and height at which a picture of that size is shown small.
fn shown_size((width, height): (u32, u32)) -> (String, String) {
    let longest = width.max(height).max(1);
    let scaled = |side: u32| {
        let side =
            if longest > THUMBNAIL { u64::from(side) * u64::from(THUMBNAIL) / u64::from(longest) } else { side.into() };
        side.max(1).to_string()
    };
    (scaled(width), scaled(height))
}

fn withdrawn_line(kept: &Attachment, id: &str) -> Option<AnyView> {
    let done = kept.withdrawn.as_ref()?;
    let when = format_short(to_local(done.at));
    let words = format!(" – {} rút lúc {when}: {}", done.by.full_name, done.reason);
    Some(
        view! { <li><a href=routes::attachment(id, kept.seq)>{kept.title()}</a><span class="small">{words}</span></li> }
            .into_any(),
    )
}

/// What is wrong at a field of an upload, in one line.
pub(super) fn at(outcome: &UploadOutcome, field: &str) -> Option<String> {
    let problems = outcome.problems.iter().filter(|problem| control(&problem.field) == field);
    let told = problems.map(|problem| problem.message.as_str()).collect::<Vec<_>>().join(" ");
    (!told.is_empty()).then_some(told)
}

/// The files of the form before that wait for other words, and the hidden field that names them.
pub(super) fn held(outcome: &UploadOutcome) -> Option<AnyView> {
    let names = outcome.held.iter().map(|file| file.name.clone()).collect::<Vec<_>>().join(", ");
    let words = format!("Đã giữ {} tệp, không cần chọn lại: {names}.", outcome.held.len());
    let draft = query(routes::UPLOAD);
    (!outcome.held.is_empty()).then(|| {
        view! {
            <p>{words}</p>
            <input type="hidden" name="held" value=move || draft.get() />
        }
        .into_any()
    })
}

/// The form. Only the browser's chooser knows the files, so a corrected form asks for words, and keeps the good files.
fn form(view: &CaseView, outcome: UploadOutcome) -> AnyView {
    let case = &view.case;
    let id = case.id.to_string();
    let options =
        case.attachment_choices().into_iter().map(|(kind, words)| Choice::new(kind.key(), words)).collect::<Vec<_>>();
    let at = |field: &str| at(&outcome, field);
    let held = held(&outcome);
    let chooser = if held.is_some() { "Chọn thêm tệp" } else { "Chọn tệp" };
    let hint = format!(
        "Ảnh JPEG, PNG, WebP hoặc tệp PDF; chọn được nhiều tệp, mỗi tệp tối đa {}. Ảnh gốc được lưu nguyên vẹn.",
        size_in_words(MAX_FILE_BYTES)
    );
    let optional = held.is_some();
    let (kind, files) = (at("kind"), at("files"));
    view! {
        <form method="post" action=routes::attachments(&id) enctype="multipart/form-data" class="card">
            <h3>"Đính kèm tệp"</h3>
            <input type="hidden" name="version" value=case.version.to_string() />
            {held}
            <SelectField name="kind" label="Loại tài liệu" options=options value=outcome.kind.clone() error=kind prompt=OptionalText(None) />
            <TextField name="caption" label="Chú thích" hint="Ảnh chụp gì, ở đâu; người không xem được ảnh sẽ nghe chú thích này" value=outcome.caption.clone() error=at("caption") optional=true />
            <DateField name="taken_on" label="Ngày chụp, ngày ký" value=outcome.taken_on.clone() error=at("taken_on") optional=true />
            <FileField name="files" id="files" label=chooser accept=ACCEPT hint=hint error=files optional=optional />
            <FileField name="files" id="camera" label="Hoặc chụp ngay bằng điện thoại" accept=PICTURES camera=true optional=true />
            <Actions><Button text="Đính kèm vào hồ sơ" kind=ButtonKind::Secondary /></Actions>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_shown_in_their_own_shape() {
        for (pixels, shown) in [
            ((4000, 3000), ("360", "270")),
            ((600, 1200), ("180", "360")),
            ((40, 30), ("40", "30")),
            ((10_000, 1), ("360", "1")),
        ] {
            assert_eq!(shown_size(pixels), (shown.0.to_owned(), shown.1.to_owned()));
        }
    }
}
