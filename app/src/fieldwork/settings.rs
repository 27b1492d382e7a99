//! The device itself: how it looks, what is kept, the backup, the PIN, and giving it up.

use super::book::when;
use super::call;
use super::desk::{Desk, Phase};
use super::parts::{back, errors, press};
use super::unlock::sign_in_link;
use crate::browser::vault::{self, VaultError};
use crate::browser::{files, net, page};
use crate::components::{Button, ButtonKind, FieldError, Notice, NoticeKind, PageTitle, TextField, Width};
use crate::forms::Fields;
use domain::calendar::{format_short, to_local};
use domain::case::size_in_words;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Name of the mark on the page's root, and of the choice that is remembered.
const LOOK: &str = "data-look";
const SUN: &str = "sun";

/// Looks as it was chosen on this device.
pub fn apply_look() {
    let sun = page::remembered(LOOK).is_some_and(|look| look == SUN);
    page::mark_root(LOOK, sun.then_some(SUN));
}

/// The screen of the device.
pub fn screen(desk: Desk) -> AnyView {
    view! {
        {back("Công tác hiện trường", "")}
        <PageTitle title="Cài đặt và sao lưu" />
        {look()}
        {move || storage(desk)}
        {backup(desk)}
        {restore(desk)}
        {change_pin(desk)}
        {leave(desk)}
    }
    .into_any()
}

fn look() -> AnyView {
    let sun = RwSignal::new(page::remembered(LOOK).is_some_and(|look| look == SUN));
    let turn = move || {
        sun.update(|sun| *sun = !*sun);
        page::remember(LOOK, if sun.get_untracked() { SUN } else { "" });
        apply_look();
    };
    view! {
        <section class="stack">
            <h2>"Màn hình"</h2>
            <p>{move || if sun.get() { "Đang dùng tương phản cao cho trời nắng." } else { "Đang theo sáng, tối của máy." }}</p>
            {move || press(if sun.get() { "Về như thường" } else { "Tương phản cao khi trời nắng" }, ButtonKind::Secondary, turn)}
        </section>
    }
    .into_any()
}

fn storage(desk: Desk) -> AnyView {
    let used = desk.used.get().map_or_else(|| "trình duyệt không cho biết".to_owned(), size_in_words);
    let lasting = match desk.lasting.get() {
        Some(true) => "Trình duyệt đã hứa giữ dữ liệu, kể cả khi lâu không mở.",
        Some(false) => "Trình duyệt chưa hứa giữ dữ liệu: gửi sớm, và lưu tệp sao lưu khi phải chờ.",
        None => "Chưa hỏi trình duyệt về việc giữ dữ liệu.",
    };
    let device =
        desk.memory.with(|memory| memory.as_ref().map(|memory| memory.device_name.clone())).unwrap_or_default();
    view! {
        <section class="stack">
            <h2>"Lưu trữ trên máy"</h2>
            <p>{format!("{device}. Đang dùng {used}. {lasting}")}</p>
        </section>
    }
    .into_any()
}

fn pin(wrong: &[FieldError], name: &'static str, label: &'static str) -> AnyView {
    let error = wrong.iter().find(|error| error.field == name).map(|error| error.message.clone());
    view! { <TextField name=name label=label error=error kind="password" inputmode="numeric" autocomplete="off" width=Width::W20 /> }
        .into_any()
}

/// An error of the vault at the field it is about.
fn at(field: &str, error: &VaultError) -> Vec<FieldError> {
    vec![FieldError::new(field, error.message())]
}

fn backup(desk: Desk) -> AnyView {
    let wrong: RwSignal<Vec<FieldError>> = RwSignal::new(Vec::new());
    let save = move |event: leptos::ev::SubmitEvent| {
        let Some((fields, _)) = page::submitted(&event) else { return };
        let pin = fields.get("backup-pin").to_owned();
        spawn_local(async move {
            let Some(vault) = vault::current() else { return desk.look().await };
            match vault.seal_backup(&pin).await {
                Ok(file) => {
                    wrong.set(Vec::new());
                    let now = desk.now();
                    let day = format_short(to_local(now)).replace(['/', ':', ' '], "-");
                    if !files::save(&format!("hien-truong-{day}.insdp"), "application/octet-stream", &file) {
                        return wrong.set(vec![FieldError::new(
                            "",
                            "Trình duyệt không lưu được tệp. Cho phép tải tệp xuống rồi thử lại.",
                        )]);
                    }
                    match desk.recall(|memory| memory.backup_at = Some(now)).await {
                        Ok(()) => desk.tell(
                            true,
                            "Đã lưu tệp sao lưu",
                            "Tệp được niêm phong bằng mã PIN. Chép sang USB hoặc máy khác của đồng chí.",
                        ),
                        Err(error) => desk.trouble(&error),
                    }
                }
                Err(error) => wrong.set(at("backup-pin", &error)),
            }
        });
    };
    let last = move || {
        let now = desk.clock.get();
        match desk.memory.with(|memory| memory.as_ref().and_then(|memory| memory.backup_at)) {
            Some(at) => format!("Lần cuối sao lưu: {}.", when(at, now)),
            None => "Chưa sao lưu lần nào trên máy này.".to_owned(),
        }
    };
    view! {
        <section class="stack">
            <h2>"Sao lưu nội dung chưa gửi"</h2>
            <p>"Một tệp niêm phong gồm biên bản, bản nháp và ảnh trên máy này; mở được trên máy khác bằng đúng mã PIN. "{last}</p>
            {move || errors(&wrong.get())}
            <form class="stack" novalidate on:submit=save>
                {move || pin(&wrong.get(), "backup-pin", "Mã PIN của gói")}
                <Button text="Lưu tệp sao lưu" kind=ButtonKind::Secondary />
            </form>
        </section>
    }
    .into_any()
}

fn restore(desk: Desk) -> AnyView {
    let wrong: RwSignal<Vec<FieldError>> = RwSignal::new(Vec::new());
    let form = NodeRef::<leptos::html::Form>::new();
    let heard = move |event: leptos::ev::Event| {
        let Some(file) = files::chosen(&event).into_iter().next() else { return };
        let fields: Fields =
            form.get_untracked().and_then(|form| crate::browser::fields_of_form(&form)).unwrap_or_default();
        let pin = fields.get("restore-pin").to_owned();
        if pin.is_empty() {
            return wrong
                .set(vec![FieldError::new("restore-pin", "Nhập mã PIN đã dùng khi lưu tệp, rồi chọn tệp lại.")]);
        }
        spawn_local(async move {
            let Some(vault) = vault::current() else { return desk.look().await };
            let Some(bytes) = file.bytes().await else {
                return wrong.set(vec![FieldError::new("tep-sao-luu", "Không đọc được tệp. Chọn lại tệp sao lưu.")]);
            };
            match vault.open_backup(&bytes, &pin).await {
                Ok(restored) => {
                    wrong.set(Vec::new());
                    if let Err(error) = desk.read().await {
                        return desk.trouble(&error);
                    }
                    let text = format!(
                        "Thêm {} bản ghi, {} ảnh; {} đã có sẵn trên máy.",
                        restored.records, restored.photos, restored.present
                    );
                    desk.tell(true, "Đã khôi phục từ tệp sao lưu", text);
                    page::focus("tin");
                }
                Err(error @ (VaultError::WrongPin { .. } | VaultError::Wait { .. })) => {
                    wrong.set(at("restore-pin", &error))
                }
                Err(error) => wrong.set(at("tep-sao-luu", &error)),
            }
        });
    };
    view! {
        <section class="stack">
            <h2>"Khôi phục từ tệp sao lưu"</h2>
            {move || errors(&wrong.get())}
            <form class="stack" novalidate node_ref=form on:submit=move |event| event.prevent_default()>
                {move || pin(&wrong.get(), "restore-pin", "Mã PIN của tệp")}
                <div class="field">
                    <label class="field__label" for="tep-sao-luu">"Tệp sao lưu"</label>
                    <input class="input" type="file" id="tep-sao-luu" accept=".insdp" on:change=heard />
                </div>
            </form>
        </section>
    }
    .into_any()
}

fn change_pin(desk: Desk) -> AnyView {
    let wrong: RwSignal<Vec<FieldError>> = RwSignal::new(Vec::new());
    let change = move |event: leptos::ev::SubmitEvent| {
        let Some((fields, _)) = page::submitted(&event) else { return };
        let (old, new) = (fields.get("old-pin").to_owned(), fields.get("new-pin").to_owned());
        if new != fields.get("new-pin-again") {
            return wrong
                .set(vec![FieldError::new("new-pin-again", "Hai lần nhập mã PIN mới khác nhau. Nhập lại cho khớp.")]);
        }
        spawn_local(async move {
            let Some(vault) = vault::current() else { return desk.look().await };
            match vault.change_pin(&old, &new).await {
                Ok(()) => {
                    wrong.set(Vec::new());
                    desk.tell(true, "Đã đổi mã PIN", "Tệp sao lưu đã lưu trước đây vẫn mở bằng mã PIN cũ.");
                    page::focus("tin");
                }
                Err(error @ VaultError::Pin(_)) => wrong.set(at("new-pin", &error)),
                Err(error) => wrong.set(at("old-pin", &error)),
            }
        });
    };
    view! {
        <section class="stack">
            <h2>"Đổi mã PIN"</h2>
            {move || errors(&wrong.get())}
            <form class="stack" novalidate on:submit=change>
                {move || pin(&wrong.get(), "old-pin", "Mã PIN đang dùng")}
                {move || pin(&wrong.get(), "new-pin", "Mã PIN mới")}
                {move || pin(&wrong.get(), "new-pin-again", "Nhập lại mã PIN mới")}
                <Button text="Đổi mã PIN" kind=ButtonKind::Secondary />
            </form>
        </section>
    }
    .into_any()
}

/// Words that are typed before unsent work is thrown away.
const SURE: &str = "xóa nội dung chưa gửi";

fn is_sure(fields: &Fields) -> bool {
    domain::text::fold(fields.get("sure")) == domain::text::fold(SURE)
}

/// Giving the device up: with unsent work only after a backup, or when it is said in words.
fn leave(desk: Desk) -> AnyView {
    let wrong: RwSignal<Vec<FieldError>> = RwSignal::new(Vec::new());
    let sign_in = RwSignal::new(false);
    let unsafe_now = move || {
        desk.outbox.with(|outbox| {
            desk.photos.with(|photos| {
                let newest = super::book::newest_waiting(outbox, photos)?;
                let saved = desk.memory.with(|memory| memory.as_ref().and_then(|memory| memory.backup_at));
                saved.is_none_or(|at| at < newest).then_some(())
            })
        })
    };
    let give_up = move |event: leptos::ev::SubmitEvent| {
        let Some((fields, _)) = page::submitted(&event) else { return };
        if untrack(unsafe_now).is_some() && !is_sure(&fields) {
            let words = format!(
                "Máy còn nội dung chưa gửi, chưa sao lưu. Gửi hoặc sao lưu trước; nếu chắc chắn bỏ, gõ “{SURE}”."
            );
            return wrong.set(vec![FieldError::new("sure", words)]);
        }
        let Some(memory) = desk.memory.get_untracked() else { return };
        spawn_local(async move {
            match call::give_up(&memory).await {
                Ok(())
                | Err(call::Trouble::Denied(domain::fieldwork::Denial::Unknown | domain::fieldwork::Denial::Revoked)) =>
                    {}
                Err(trouble) => {
                    sign_in.set(trouble == call::Trouble::Denied(domain::fieldwork::Denial::SignIn));
                    let words = if net::is_online() {
                        trouble.message()
                    } else {
                        "Cần mạng để trả các số dự trữ cho đơn vị trước khi xóa gói.".to_owned()
                    };
                    return wrong.set(vec![FieldError::new("", words)]);
                }
            }
            end(desk).await;
        });
    };
    view! {
        <section class="stack">
            <h2>"Xóa gói khỏi máy này"</h2>
            <p>"Xóa mọi thứ trên máy: gói hồ sơ, nội dung đã lập, ảnh. Số dự trữ chưa dùng được trả về đơn vị. Cần mạng."</p>
            {move || errors(&wrong.get())}
            {move || sign_in.get().then(sign_in_link)}
            <form class="stack" novalidate on:submit=give_up>
                {move || unsafe_now().map(|()| {
                    let error = wrong.get().into_iter().find(|error| error.field == "sure").map(|error| error.message);
                    let title = "Còn nội dung chưa gửi và chưa sao lưu";
                    view! {
                        <Notice kind=NoticeKind::Warning title=title />
                        <TextField name="sure" label=format!("Gõ “{SURE}” nếu chắc chắn bỏ") error=error autocomplete="off" />
                    }
                })}
                <Button text="Xóa gói khỏi máy" kind=ButtonKind::Warning />
            </form>
        </section>
    }
    .into_any()
}

/// Removes the vault; the first screen asks for a new one.
async fn end(desk: Desk) {
    match vault::destroy().await {
        Ok(()) => {
            desk.bag.set(Default::default());
            desk.outbox.set(Default::default());
            desk.photos.set(Vec::new());
            desk.sheets.set(Default::default());
            desk.memory.set(None);
            page::tell_others("changed");
            desk.tell(true, "Đã xóa gói khỏi máy", "");
            desk.go("");
            desk.phase.set(Phase::Fresh);
        }
        Err(error) => desk.trouble(&error),
    }
}

/// Removing a vault nobody can open, said in words.
pub fn destroy_without_pin(desk: Desk) -> AnyView {
    let wrong: RwSignal<Vec<FieldError>> = RwSignal::new(Vec::new());
    let destroy = move |event: leptos::ev::SubmitEvent| {
        let Some((fields, _)) = page::submitted(&event) else { return };
        if !is_sure(&fields) {
            return wrong.set(vec![FieldError::new("sure", format!("Gõ “{SURE}” để xác nhận."))]);
        }
        spawn_local(end(desk));
    };
    view! {
        {move || errors(&wrong.get())}
        <form class="stack" novalidate on:submit=destroy>
            {move || {
                let error = wrong.get().into_iter().find(|error| error.field == "sure").map(|error| error.message);
                view! { <TextField name="sure" label=format!("Gõ “{SURE}” để xác nhận") error=error autocomplete="off" /> }
            }}
            <Button text="Xóa kho trên máy này" kind=ButtonKind::Warning />
        </form>
    }
    .into_any()
}
