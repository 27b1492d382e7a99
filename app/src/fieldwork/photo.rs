//! Photos of a case: taken with the device, stamped and kept in the vault until they are sent.

use super::book::{Photo, PhotoEnd};
use super::case::{id_of, stand};
use super::desk::{Desk, new_key};
use super::frame::not_found;
use super::parts::{back, errors, press};
use super::sync;
use crate::browser::files::{self, Chosen, Picture};
use crate::browser::photo::{Stamp, take};
use crate::browser::place::{self, Position};
use crate::browser::{net, page};
use crate::components::{ButtonKind, Choice, FieldError, PageTitle, SelectField, Tag, TextField, Tone};
use crate::forms::Fields;
use domain::calendar::to_local;
use domain::case::{AttachmentKind, CaseFile, CaseId, size_in_words};
use domain::fieldwork::PhotoAsked;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What a photo can be of, by the case as it stands on the device.
fn kinds(case: &CaseFile) -> Vec<Choice> {
    let mut list = vec![Choice::new(AttachmentKind::Scene.key(), AttachmentKind::Scene.label())];
    let exhibits = case.violation.iter().flat_map(|record| record.content.exhibits.iter().enumerate());
    list.extend(exhibits.map(|(index, exhibit)| {
        let kind = AttachmentKind::Exhibit { index };
        Choice::new(kind.key(), format!("{}: {}", kind.label(), exhibit.name))
    }));
    // A draft's number is no number of the register yet.
    let papers = case.papers().into_iter().filter(|paper| !paper.number.starts_with("nháp"));
    list.extend(papers.map(|paper| {
        let kind = AttachmentKind::SignedPaper { number: paper.number.clone() };
        Choice::new(kind.key(), format!("{}: {} {}", kind.label(), paper.name, paper.number))
    }));
    list.push(Choice::new(AttachmentKind::Other.key(), AttachmentKind::Other.label()));
    list
}

/// The screen on which photos are taken.
pub fn screen(desk: Desk, id: &str) -> AnyView {
    let Some(id) = id_of(id) else { return not_found() };
    let Some(stand) = untrack(|| stand(desk, id)) else { return not_found() };
    let place = stand.case.inspection.place.clone();
    let options = kinds(&stand.case);
    let form = NodeRef::<leptos::html::Form>::new();
    let wrong: RwSignal<Vec<FieldError>> = RwSignal::new(Vec::new());
    let busy = RwSignal::new(String::new());
    let position: RwSignal<Option<Position>> = RwSignal::new(None);
    let located = RwSignal::new(String::new());
    let locate = move || {
        located.set("Đang xác định vị trí…".to_owned());
        spawn_local(async move {
            match place::here().await {
                Ok(found) => {
                    located.set(format!("Vị trí in trên ảnh: {}", found.words()));
                    position.set(Some(found));
                }
                Err(error) => located.set(error.message().to_owned()),
            }
        });
    };
    let heard = move |event: leptos::ev::Event| {
        let chosen = files::chosen(&event);
        if chosen.is_empty() {
            return;
        }
        let fields = form.get_untracked().and_then(|form| crate::browser::fields_of_form(&form)).unwrap_or_default();
        spawn_local(async move {
            let problems = keep_all(desk, id, chosen, fields, position.get_untracked(), busy).await;
            busy.set(String::new());
            let failed = !problems.is_empty();
            wrong.set(problems);
            if failed {
                page::focus("co-loi");
            }
            if net::is_online() {
                sync::start(desk, false);
            }
        });
    };
    let own = move || {
        let photos = desk
            .photos
            .with(|photos| photos.iter().filter(|photo| photo.asked.case == id).cloned().collect::<Vec<_>>());
        strip(desk, photos)
    };
    view! {
        {back("Về hồ sơ", &format!("ho-so/{id}"))}
        {move || errors(&wrong.get())}
        <PageTitle title="Chụp ảnh" caption=stand.case.inspection.party.name.clone() />
        <form class="stack-lg" novalidate node_ref=form on:submit=move |event| event.prevent_default()>
            <SelectField name="kind" label="Ảnh chụp" options=options value=AttachmentKind::Scene.key() />
            <TextField name="caption" label="Chú thích" hint="Ví dụ: quầy hàng bên trái cửa vào" optional=true />
            <TextField name="at" label="Nơi chụp, in trên ảnh" value=place />
            <div class="stack">
                {press("Ghi cả vị trí của máy", ButtonKind::Secondary, locate)}
                <p role="status" class="small">{move || located.get()}</p>
            </div>
            <p class="small">"Ảnh được thu nhỏ, bỏ thông tin máy ảnh, in thêm một dải ghi giờ, nơi chụp và mã của ảnh gốc; lưu mã hóa trên máy tới khi gửi xong."</p>
            <p role="status" class="muted">{move || busy.get()}</p>
            <div class="fieldwork__bar no-print">
                <label class="button fieldwork__file">
                    "Chụp ảnh"
                    <input type="file" accept="image/*" capture="environment" class="visually-hidden" on:change=heard />
                </label>
                <label class="button button--secondary fieldwork__file">
                    "Chọn ảnh có sẵn"
                    <input type="file" accept="image/*" multiple class="visually-hidden" on:change=heard />
                </label>
            </div>
        </form>
        <section class="stack"><h2>"Ảnh đã chụp trên máy"</h2>{own}</section>
    }
    .into_any()
}

/// Makes photos of chosen files and keeps each; what went wrong, file by file.
async fn keep_all(
    desk: Desk,
    case: CaseId,
    chosen: Vec<Chosen>,
    fields: Fields,
    position: Option<Position>,
    busy: RwSignal<String>,
) -> Vec<FieldError> {
    let mut problems = Vec::new();
    let count = chosen.len();
    for (place, file) in chosen.into_iter().enumerate() {
        busy.try_set(format!("Đang lưu ảnh {}/{count}…", place + 1));
        if let Err(message) = keep(desk, case, &file, &fields, position).await {
            problems.push(FieldError::new("", format!("{}: {message}", file.name())));
        }
    }
    problems
}

async fn keep(
    desk: Desk,
    case: CaseId,
    file: &Chosen,
    fields: &Fields,
    position: Option<Position>,
) -> Result<(), String> {
    let taken_at = desk.now();
    let stamp = Stamp { at: taken_at, place: fields.get("at").to_owned(), position };
    let made = take(file, &stamp).await.map_err(|error| error.message())?;
    let kind = AttachmentKind::from_key(fields.get("kind")).unwrap_or(AttachmentKind::Scene);
    let name = format!("{}.jpg", domain::calendar::format_short(to_local(taken_at)).replace(['/', ':', ' '], "-"));
    add(desk, case, kind, name, fields.get("caption").to_owned(), made.bytes, made.sha256, taken_at).await
}

/// Keeps one file for a case.
#[expect(clippy::too_many_arguments, reason = "each is one answer about the file")]
async fn add(
    desk: Desk,
    case: CaseId,
    kind: AttachmentKind,
    name: String,
    caption: String,
    bytes: Vec<u8>,
    sha256: String,
    taken_at: jiff::Timestamp,
) -> Result<(), String> {
    let memory = desk.memory.get_untracked().ok_or("Kho đã đóng. Mở lại bằng mã PIN rồi chụp lại.")?;
    let key = new_key().ok_or("Trình duyệt không tạo được mã. Tải lại trang rồi chụp lại.")?;
    let size = u64::try_from(bytes.len()).map_err(|_| "Ảnh quá lớn.")?;
    let taken_on = Some(to_local(taken_at).date());
    let asked = PhotoAsked { device: memory.device, case, kind, sha256, size, name, caption, taken_on };
    let photo = Photo { key, asked, taken_at, received: 0, end: None };
    desk.add_photo(photo, bytes).await.map_err(|error| error.message())
}

/// Keeps a signature that was drawn on the screen, as another document of the case.
pub async fn add_signature(desk: Desk, case: CaseId, caption: String, bytes: Vec<u8>) -> Result<(), String> {
    let taken_at = desk.now();
    let sha256 = domain::fieldwork::sha256(&bytes);
    add(desk, case, AttachmentKind::Other, "chu-ky.png".to_owned(), caption, bytes, sha256, taken_at).await
}

/// Sends a photo once more that was refused: under another key, since the system answers the same under the one it has.
async fn send_anew(desk: Desk, photo: Photo) {
    let Photo { key, asked, taken_at, .. } = photo;
    let kept = match desk.bytes_of(key).await {
        Ok(Some(bytes)) => {
            let PhotoAsked { case, kind, sha256, name, caption, .. } = asked;
            add(desk, case, kind, name, caption, bytes, sha256, taken_at).await
        }
        Ok(None) => Err("Ảnh không còn trên máy. Chụp lại.".to_owned()),
        Err(error) => Err(error.message()),
    };
    if let Err(message) = kept {
        return desk.tell(false, "Chưa gửi lại được ảnh", message);
    }
    if let Err(error) = desk.drop_photo(key).await {
        return desk.trouble(&error);
    }
    if net::is_online() {
        sync::start(desk, false);
    }
}

/// The photos of this device, small, with how each stands.
pub fn strip(desk: Desk, photos: Vec<Photo>) -> AnyView {
    if photos.is_empty() {
        return view! { <p class="muted">"Chưa có ảnh nào chụp trên máy này."</p> }.into_any();
    }
    let rows = photos.into_iter().map(|photo| one(desk, photo)).collect::<Vec<_>>();
    view! { <ul class="fieldwork__photos">{rows}</ul> }.into_any()
}

fn one(desk: Desk, photo: Photo) -> AnyView {
    let key = photo.key;
    let seen: RwSignal<Option<Picture>, LocalStorage> = RwSignal::new_local(None);
    let media = if photo.asked.name.ends_with(".png") { "image/png" } else { "image/jpeg" };
    spawn_local(async move {
        if let Ok(Some(bytes)) = desk.bytes_of(key).await {
            // The screen may be gone already.
            seen.try_set(Picture::new(media, &bytes));
        }
    });
    let (words, tone) = match &photo.end {
        None if photo.received > 0 => {
            (format!("Đã gửi {} %", photo.received * 100 / photo.asked.size.max(1)), Tone::Warning)
        }
        None => ("Chưa gửi".to_owned(), Tone::Warning),
        Some(PhotoEnd::Attached { .. }) => ("Đã vào hồ sơ".to_owned(), Tone::Success),
        Some(PhotoEnd::Refused { .. }) => ("Không đính kèm được".to_owned(), Tone::Danger),
    };
    let why = match &photo.end {
        Some(PhotoEnd::Refused { message }) => Some(view! { <p class="small">{message.clone()}</p> }),
        _ => None,
    };
    let caption =
        if photo.asked.caption.is_empty() { photo.asked.kind.label().to_owned() } else { photo.asked.caption.clone() };
    let alt = caption.clone();
    // One that the system has begun to take stays.
    let refused = matches!(photo.end, Some(PhotoEnd::Refused { .. }));
    let removable = refused || (photo.received == 0 && photo.waits());
    let anew = refused.then(|| {
        let photo = photo.clone();
        press("Gửi lại ảnh này", ButtonKind::Secondary, move || spawn_local(send_anew(desk, photo.clone())))
    });
    let sure = RwSignal::new(false);
    let remove = move || {
        if !sure.get_untracked() {
            return sure.set(true);
        }
        spawn_local(async move {
            if let Err(error) = desk.drop_photo(key).await {
                desk.trouble(&error);
            }
        });
    };
    let remove = removable.then(|| {
        view! { {move || press(if sure.get() { "Bấm lần nữa để bỏ ảnh" } else { "Bỏ ảnh này" }, ButtonKind::Plain, remove)} }
    });
    view! {
        <li class="fieldwork__photo">
            {move || seen.with(|picture| picture.as_ref().map(|picture| {
                let (address, alt) = (picture.address().to_owned(), alt.clone());
                view! { <img src=address alt=alt loading="lazy" /> }
            }))}
            <div class="stack">
                <p>{caption}</p>
                <p class="small muted">{size_in_words(photo.asked.size)}</p>
                <Tag text=words tone=tone />
                {why}
                {anew}
                {remove}
            </div>
        </li>
    }
    .into_any()
}
