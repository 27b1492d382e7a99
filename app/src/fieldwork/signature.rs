//! Signing on the screen: a picture that goes along with the record, never a digital signature, and never in place of the paper.

use super::desk::Desk;
use super::frame::not_found;
use super::outbox::{entry, key_of};
use super::parts::{back, errors, press};
use super::photo::add_signature;
use crate::browser::page;
use crate::browser::signature::Pad;
use crate::components::{ButtonKind, Choice, FieldError, Notice, NoticeKind, PageTitle, RadioGroup, TextField};
use domain::calendar::{format_at, to_local};
use domain::case::Command;
use domain::fieldwork::{Queued, title};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Who signs, as posted and in words.
const SIGNERS: [(&str, &str); 3] = [
    ("doi-tuong", "Người vi phạm hoặc đại diện cơ sở"),
    ("cong-chuc", "Công chức lập biên bản"),
    ("chung-kien", "Người chứng kiến"),
];

/// Who is named in a record, for each that signs.
fn names(desk: Desk, queued: &Queued) -> [String; 3] {
    let officer = desk.actor().map(|actor| actor.officer.full_name).unwrap_or_default();
    let (party, witness) = match &queued.command {
        Command::RecordInspection(record) => (record.representative.clone(), record.witness.clone()),
        Command::RecordViolation(record) => (record.representative.clone(), record.witness.clone()),
        _ => (String::new(), None),
    };
    [party, officer, witness.unwrap_or_default()]
}

/// The screen on which a record is signed.
pub fn screen(desk: Desk, key: &str) -> AnyView {
    let Some(key) = key_of(key) else { return not_found() };
    let Some(entry) = untrack(|| entry(desk, key)) else { return not_found() };
    let queued = entry.queued;
    let names = names(desk, &queued);
    let canvas = NodeRef::<leptos::html::Canvas>::new();
    let pad: StoredValue<Option<Pad>, LocalStorage> = StoredValue::new_local(None);
    Effect::new(move |_| {
        if let Some(canvas) = canvas.get() {
            pad.set_value(Pad::new(canvas));
        }
    });
    let signer = RwSignal::new(0_usize);
    let wrong: RwSignal<Vec<FieldError>> = RwSignal::new(Vec::new());
    let done: RwSignal<Vec<String>> = RwSignal::new(Vec::new());
    let clear = move || {
        pad.with_value(|pad| {
            if let Some(pad) = pad {
                pad.clear();
            }
        });
    };
    let (case, step) = (queued.case, queued.step.clone());
    let title = title(&step).to_owned();
    let send = move |event: leptos::ev::SubmitEvent| {
        let Some((fields, _)) = page::submitted(&event) else { return };
        let Some(signs) = pad.get_value() else { return };
        let name = fields.get("name").to_owned();
        let mut missing = Vec::new();
        if name.is_empty() {
            missing.push(FieldError::new("name", "Nhập họ tên người ký."));
        }
        if signs.is_empty() {
            missing.push(FieldError::new("o-ky", "Ký vào ô trước khi lưu; có thể ký lại bằng “Xóa nét ký”."));
        }
        if !missing.is_empty() {
            wrong.set(missing);
            return page::focus("co-loi");
        }
        wrong.set(Vec::new());
        let now = desk.now();
        let role = SIGNERS.get(signer.get_untracked()).map_or("", |(_, words)| words);
        let caption =
            format!("Chữ ký trên màn hình của {name} ({}), lúc {}", role.to_lowercase(), format_at(to_local(now)));
        spawn_local(async move {
            let Some(bytes) = signs.png().await else { return };
            match add_signature(desk, case, caption, bytes).await {
                Ok(()) => {
                    signs.clear();
                    done.update(|done| done.push(format!("{name} – {}", role.to_lowercase())));
                }
                Err(message) => {
                    wrong.set(vec![FieldError::new("", message)]);
                    page::focus("co-loi");
                }
            }
        });
    };
    let options = SIGNERS.into_iter().map(|(key, words)| Choice::new(key, words)).collect::<Vec<_>>();
    let choose = move |event: leptos::ev::Event| {
        let value = event_target_value(&event);
        if let Some(place) = SIGNERS.iter().position(|(key, _)| *key == value) {
            signer.set(place);
        }
    };
    view! {
        {back("Về biên bản", &format!("cho-gui/{key}"))}
        {move || errors(&wrong.get())}
        <PageTitle title="Ký trên màn hình" caption=title />
        <Notice kind=NoticeKind::Info title="Ảnh chữ ký kèm theo, không thay bản giấy">
            <p>"Biên bản gốc là bản in có chữ ký của các bên (Điều 58 Luật Xử lý vi phạm hành chính). Ảnh ký ở đây không phải chữ ký số; được đính kèm hồ sơ là “Tài liệu khác”."</p>
        </Notice>
        <form class="stack-lg" novalidate on:submit=send>
            <div on:change=choose><RadioGroup name="signer" legend="Người ký" options=options value=SIGNERS[0].0 /></div>
            <For each=move || [signer.get()] key=|place| *place children=move |place| {
                let name = names.get(place).cloned().unwrap_or_default();
                view! { <TextField name="name" label="Họ tên người ký" value=name /> }
            } />
            <div class="stack">
                <p id="o-ky-ten" class="field__label">"Ô ký"</p>
                <canvas id="o-ky" tabindex="-1" class="fieldwork__pad" role="img" aria-labelledby="o-ky-ten" node_ref=canvas></canvas>
                {press("Xóa nét ký", ButtonKind::Secondary, clear)}
            </div>
            {super::parts::press_main("Lưu chữ ký")}
        </form>
        <div role="status">
            {move || (!done.with(Vec::is_empty)).then(|| {
                let rows = done.get().into_iter().map(|words| view! { <li>{words}</li> }).collect::<Vec<_>>();
                view! { <h2>"Đã lưu chữ ký"</h2><ul>{rows}</ul> }
            })}
        </div>
    }
    .into_any()
}
