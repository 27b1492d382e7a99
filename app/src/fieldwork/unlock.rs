//! Before the work: choosing a PIN for this device, or giving it.

use super::book::Bag;
use super::call;
use super::desk::{Desk, Phase, new_memory};
use super::parts::{busy_words, errors, press_main};
use crate::browser::vault::{self, VaultError};
use crate::browser::{net, page};
use crate::components::{FieldError, Notice, NoticeKind, PageTitle, TextField, Width};
use crate::forms::Fields;
use crate::vault_rules::check_pin;
use domain::fieldwork::{Denial, KIT_HOURS, KitAsked};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What a device without a vault shows: what will be kept on it, and the choice of a PIN.
pub fn fresh(desk: Desk) -> AnyView {
    let wrong: RwSignal<Vec<FieldError>> = RwSignal::new(Vec::new());
    let sign_in = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let send = move |event: leptos::ev::SubmitEvent| {
        let Some((fields, _)) = page::submitted(&event) else { return };
        if busy.get_untracked() {
            return;
        }
        let found = chosen(&fields);
        let Ok(pin) = found else {
            wrong.set(found.err().unwrap_or_default());
            page::focus("co-loi");
            return;
        };
        wrong.set(Vec::new());
        busy.set(true);
        spawn_local(async move {
            if let Err((error, needs)) = begin(desk, &pin).await {
                sign_in.set(needs);
                wrong.set(vec![FieldError::new("", error)]);
                page::focus("co-loi");
            }
            busy.set(false);
        });
    };
    view! {
        {move || errors(&wrong.get())}
        {move || sign_in.get().then(sign_in_link)}
        <PageTitle title="Chuẩn bị đi hiện trường" caption="Công tác hiện trường" />
        <p>"Máy này chưa có gói hồ sơ. Gói cho phép lập biên bản, chụp ảnh, in bản nháp khi không có mạng; mọi thứ được gửi về khi có mạng."</p>
        <section class="card stack">
            <h2>"Máy sẽ giữ những gì"</h2>
            <ul>
                <li>"Các cuộc kiểm tra đồng chí tham gia và hồ sơ đồng chí thụ lý; cơ sở trên địa bàn được giao, không kèm số điện thoại, giấy tờ cá nhân."</li>
                <li>"Danh mục hành vi, lịch làm việc, biểu mẫu; một số văn bản dự trữ của đơn vị."</li>
                <li>{format!("Tất cả được mã hóa bằng mã PIN. Gói không cập nhật sau {KIT_HOURS} giờ thì tự xóa; nội dung chưa gửi vẫn còn.")}</li>
            </ul>
            <p class="small">"Quên mã PIN thì không mở được nội dung chưa gửi trên máy. Chỉ dùng trên máy của riêng đồng chí."</p>
        </section>
        <form class="stack-lg" novalidate on:submit=send>
            {move || pin_field(&wrong.get(), "pin", "Mã PIN mới", Some("6 đến 12 chữ số, không liền nhau, không lặp, không phải ngày tháng"))}
            {move || pin_field(&wrong.get(), "again", "Nhập lại mã PIN", None)}
            {press_main("Tạo gói trên máy này")}
            {move || busy.get().then(|| busy_words("Đang tạo kho mã hóa và lấy gói hồ sơ"))}
        </form>
    }
    .into_any()
}

/// The link to sign in, which comes back here.
pub fn sign_in_link() -> AnyView {
    view! { <p><a class="button" href="/dang-nhap?tiep=/hien-truong">"Đăng nhập"</a></p> }.into_any()
}

fn pin_field(wrong: &[FieldError], name: &'static str, label: &'static str, hint: Option<&'static str>) -> AnyView {
    let error = wrong.iter().find(|error| error.field == name).map(|error| error.message.clone());
    view! {
        <TextField name=name label=label hint=hint.map(str::to_owned) error=error kind="password" inputmode="numeric" autocomplete="off" width=Width::W20 />
    }
    .into_any()
}

/// The PIN that was chosen twice.
fn chosen(fields: &Fields) -> Result<String, Vec<FieldError>> {
    let (pin, again) = (fields.get("pin"), fields.get("again"));
    if let Err(problem) = check_pin(pin) {
        return Err(vec![FieldError::new("pin", problem.message())]);
    }
    if pin != again {
        return Err(vec![FieldError::new("again", "Hai lần nhập mã PIN khác nhau. Nhập lại cho khớp.")]);
    }
    Ok(pin.to_owned())
}

/// Takes the first page out and makes the vault; what went wrong, and whether signing in helps.
async fn begin(desk: Desk, pin: &str) -> Result<(), (String, bool)> {
    let words = |error: VaultError| (error.message(), false);
    let memory = new_memory().ok_or((VaultError::NoBrowser.message(), false))?;
    let asked = KitAsked {
        device: memory.device,
        name: memory.device_name.clone(),
        cursor: 0,
        have: Vec::new(),
        numbers: Bag::wishes(),
    };
    let first = call::kit(&asked).await.map_err(|trouble| {
        let needs = trouble == call::Trouble::Denied(Denial::SignIn);
        let message = if needs {
            "Đăng nhập trước, rồi quay lại trang này để tạo gói.".to_owned()
        } else if net::is_online() {
            trouble.message()
        } else {
            "Tạo gói cần có mạng. Kết nối mạng rồi bấm lại.".to_owned()
        };
        (message, needs)
    })?;
    let more = first.more;
    desk.begin(pin, memory, first).await.map_err(words)?;
    if more {
        super::sync::start(desk, true);
    } else {
        let at = desk.now();
        desk.recall(|memory| memory.sent_at = Some(at)).await.map_err(words)?;
    }
    Ok(())
}

/// What a locked vault shows: whose it is, and the PIN.
pub fn locked(desk: Desk, owner: &str, wait: u32) -> AnyView {
    let wrong: RwSignal<Vec<FieldError>> = RwSignal::new(Vec::new());
    let left = RwSignal::new(wait);
    let busy = RwSignal::new(false);
    page::every(1000, move || {
        // The screen may be gone already.
        if left.try_get_untracked().is_some_and(|left| left > 0) {
            left.update(|left| *left = left.saturating_sub(1));
        }
    });
    let send = move |event: leptos::ev::SubmitEvent| {
        let Some((fields, _)) = page::submitted(&event) else { return };
        if busy.get_untracked() {
            return;
        }
        let pin = fields.get("pin").to_owned();
        busy.set(true);
        spawn_local(async move {
            match open(desk, &pin).await {
                Ok(()) => {}
                Err(error) => {
                    if let VaultError::WrongPin { wait_seconds } | VaultError::Wait { seconds: wait_seconds } = error {
                        left.set(wait_seconds);
                    }
                    wrong.set(vec![FieldError::new("pin", error.message())]);
                    page::focus("pin");
                }
            }
            busy.set(false);
        });
    };
    let caption = format!("Gói của {owner}");
    view! {
        <PageTitle title="Mở gói hiện trường" caption=caption />
        {move || (left.get() > 0).then(|| {
            let words = format!("Chờ {} giây rồi nhập lại mã PIN", left.get());
            view! { <div role="timer"><Notice kind=NoticeKind::Warning title=words /></div> }
        })}
        <form class="stack-lg" novalidate on:submit=send>
            {move || pin_field(&wrong.get(), "pin", "Mã PIN", None)}
            {press_main("Mở gói")}
            {move || busy.get().then(|| busy_words("Đang mở"))}
        </form>
        <details class="stack">
            <summary>"Quên mã PIN?"</summary>
            <p>"Không ai mở được kho khi không có mã PIN. Có mạng thì xóa kho trên máy này rồi tạo gói mới; nội dung chưa gửi trong kho sẽ mất, trừ khi có tệp sao lưu."</p>
            {super::settings::destroy_without_pin(desk)}
        </details>
    }
    .into_any()
}

async fn open(desk: Desk, pin: &str) -> Result<(), VaultError> {
    vault::unlock(pin).await?;
    desk.read().await?;
    desk.ask_to_last();
    desk.phase.set(Phase::Open);
    if net::is_online() {
        super::sync::start(desk, false);
    }
    Ok(())
}
