//! Photos of an establishment: the list with its form on the page of the place, and the page that withdraws one.
//!
//! The form posts to the `documents` function and comes back with what became of it. Must not know how files are kept.

use super::attachments::{PICTURES, at, held, picture};
use super::book::parameter;
use super::common::{document_title, form_head, opt_query, reading, shown};
use crate::api::place::{PhotoView, PlaceView, SubmitPhotoWithdrawal};
use crate::components::{
    Actions, Button, ButtonKind, ButtonLink, DateField, EmptyState, FileField, PageTitle, SummaryList, SummaryRow,
    TextField, TextareaField,
};
use crate::routes;
use domain::calendar::{format_date, format_short, to_local};
use domain::case::UploadOutcome;
use domain::establishment::Photo;
use domain::media::{MAX_FILE_BYTES, size_in_words};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// Photos of the place and the form that adds more; nothing for whom may not see them.
pub fn section(view: &PlaceView, outcome: Option<UploadOutcome>) -> Option<AnyView> {
    if !view.may_see_photos {
        return None;
    }
    let id = view.file.place.id.0.to_string();
    let live = view.photos.iter().filter(|photo| photo.withdrawn.is_none());
    let cards = live.map(|photo| card(photo, &id, view.may_keep)).collect::<Vec<_>>();
    let list = if cards.is_empty() {
        view! { <EmptyState title="Chưa có ảnh" text="Ảnh biển hiệu, quầy hàng, kho giúp nhận ra cơ sở trước khi đến." /> }
            .into_any()
    } else {
        view! { <div class="columns">{cards}</div> }.into_any()
    };
    let withdrawn = view.photos.iter().filter_map(|photo| withdrawn_line(photo, &id)).collect::<Vec<_>>();
    let withdrawn = (!withdrawn.is_empty()).then(|| {
        let summary = format!("Ảnh đã rút ({})", withdrawn.len());
        view! { <details><summary>{summary}</summary><ul>{withdrawn}</ul></details> }
    });
    let form = view.may_keep.then(|| form(&id, outcome.unwrap_or_default()));
    Some(
        view! {
            <section class="stack" id="anh">
                <h2>"Ảnh cơ sở"</h2>
                {list}
                {withdrawn}
                {form}
            </section>
        }
        .into_any(),
    )
}

fn card(photo: &Photo, id: &str, may_keep: bool) -> AnyView {
    let withdraw = may_keep.then(|| {
        let label = format!("Rút ảnh: {}", photo.alt());
        view! { " · " <a href=routes::withdraw_photo(id, photo.seq) aria-label=label>"Rút"</a> }
    });
    let shown = photo.file.pixels.map(|pixels| picture(routes::place_thumbnail(id, photo.seq), photo.alt(), pixels));
    let original = format!("Tải ảnh gốc: {}", photo.alt());
    view! {
        <div class="card">
            {shown}
            <p>{photo.alt()}</p>
            <p class="small muted">{format!("{}; SHA-256 {}…", who(photo), photo.short_hash())}</p>
            <p class="small"><a href=routes::place_photo(id, photo.seq) aria-label=original>"Tải ảnh gốc"</a>{withdraw}</p>
        </div>
    }
    .into_any()
}

/// When it was taken, who added it and when, how large it is.
fn who(photo: &Photo) -> String {
    let taken = photo.file.taken_on.map(|day| format!("chụp ngày {}, ", format_date(day))).unwrap_or_default();
    format!(
        "{taken}{} thêm lúc {}; {} {}",
        photo.by.full_name,
        format_short(to_local(photo.at)),
        photo.file.media.label(),
        photo.size()
    )
}

fn withdrawn_line(photo: &Photo, id: &str) -> Option<AnyView> {
    let done = photo.withdrawn.as_ref()?;
    let words = format!(" – {} rút lúc {}: {}", done.by.full_name, format_short(to_local(done.at)), done.reason);
    Some(
        view! { <li><a href=routes::place_photo(id, photo.seq)>{photo.alt()}</a><span class="small">{words}</span></li> }
            .into_any(),
    )
}

/// The form. Only the browser's chooser knows the files, so a corrected form asks for words, and keeps the good photos.
fn form(id: &str, outcome: UploadOutcome) -> AnyView {
    let kept = held(&outcome);
    let chooser = if kept.is_some() { "Chọn thêm ảnh" } else { "Chọn ảnh" };
    let optional = kept.is_some();
    let hint = format!(
        "Ảnh JPEG, PNG hoặc WebP; chọn được nhiều ảnh, mỗi ảnh tối đa {}. Ảnh gốc được lưu nguyên vẹn.",
        size_in_words(MAX_FILE_BYTES)
    );
    view! {
        <form method="post" action=routes::place_photos(id) enctype="multipart/form-data" class="card stack">
            <h3>"Thêm ảnh"</h3>
            {kept}
            <TextField name="caption" label="Chú thích" hint="Ảnh chụp gì, từ phía nào; người không xem được ảnh sẽ nghe chú thích này" value=outcome.caption.clone() error=at(&outcome, "caption") optional=true />
            <DateField name="taken_on" label="Ngày chụp" value=outcome.taken_on.clone() error=at(&outcome, "taken_on") optional=true />
            <FileField name="files" id="files" label=chooser accept=PICTURES hint=hint error=at(&outcome, "files") optional=optional />
            <FileField name="files" id="camera" label="Hoặc chụp ngay bằng điện thoại" accept=PICTURES camera=true optional=true />
            <Actions><Button text="Thêm vào hồ sơ cơ sở" kind=ButtonKind::Secondary /></Actions>
        </form>
    }
    .into_any()
}

/// Withdraws a photo, with its reason.
#[component]
pub fn PhotoWithdraw() -> impl IntoView {
    let (id, seq, draft) = (parameter("id"), parameter("seq"), opt_query(routes::DRAFT));
    let photo = reading(
        move || (id.get(), seq.get(), draft.get()),
        |(id, seq, draft)| crate::api::place::read_photo(id, seq, draft),
    );
    shown(photo, withdraw)
}

fn withdraw(view: PhotoView) -> AnyView {
    let draft = view.draft.unwrap_or_default();
    let photo = view.photo;
    let rows = [
        ("Ảnh", photo.alt()),
        ("Tên tệp", photo.file.name.clone()),
        ("Thêm vào hồ sơ", who(&photo)),
        ("SHA-256", photo.file.sha256.clone()),
    ];
    let rows = rows.into_iter().filter(|(_, text)| !text.is_empty()).map(|(key, text)| SummaryRow::new(key, text));
    let rows = rows.collect();
    let shown =
        photo.file.pixels.map(|pixels| picture(routes::place_thumbnail(&view.place, photo.seq), photo.alt(), pixels));
    view! {
        {document_title("Rút ảnh cơ sở", Some(&draft))}
        {form_head(Some(&draft))}
        <PageTitle title="Rút ảnh cơ sở" caption=view.name.clone() />
        {shown}
        <SummaryList rows=rows heading="Ảnh rút khỏi hồ sơ cơ sở" />
        <p>"Ảnh không bị xóa: tệp và lý do rút vẫn lưu, ở mục “Ảnh đã rút”."</p>
        <form method="post" action=SubmitPhotoWithdrawal::url() class="stack" novalidate>
            <input type="hidden" name="place" value=view.place.clone() />
            <input type="hidden" name="photo" value=photo.seq.to_string() />
            <TextareaField name="reason" label="Lý do rút" hint="Ví dụ: ảnh bị mờ, nhầm cơ sở" value=draft.fields.get("reason").to_owned() error=draft.error("reason") rows=2 />
            <Actions>
                <Button text="Rút ảnh" />
                <ButtonLink href=routes::place(&view.place) text="Quay lại" kind=ButtonKind::Plain />
            </Actions>
        </form>
    }
    .into_any()
}
