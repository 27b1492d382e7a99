//! What stands around every screen: the status on top, messages, and which screen the address names.

use super::book::{unsafe_hours, waiting_words, when};
use super::desk::{Again, Desk, Phase, Progress};
use super::parts::press;
use super::{case, conflict, home, outbox, paper, photo, settings, signature, step, sync, unlock};
use crate::browser::{net, now, page};
use crate::components::{ButtonKind, Notice, NoticeKind};
use domain::calendar::{format_short, to_local};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Id of what changes from screen to screen; the focus goes there.
const SCREEN: &str = "man-hinh";

/// The whole application, inside the page's `<main>`.
#[component]
pub fn App() -> impl IntoView {
    let desk = Desk::new();
    listen(desk);
    spawn_local(desk.look());
    let screen = move || match desk.phase.get() {
        Phase::Opening => "mo".to_owned(),
        Phase::Fresh => "tao".to_owned(),
        Phase::Locked { .. } => "khoa".to_owned(),
        Phase::Unable(_) => "khong-duoc".to_owned(),
        Phase::Open => format!("/{}", desk.screen.get()),
    };
    view! {
        <div class="fieldwork stack-lg">
            {move || matches!(desk.phase.get(), Phase::Open).then(|| status(desk))}
            {move || told(desk)}
            // Each screen is drawn anew: what stood in the controls of another one stays there.
            <For each=move || [screen()] key=|screen| screen.clone() children=move |screen| view! { <div class="stack-lg" id=SCREEN tabindex="-1">{shown(desk, &screen)}</div> } />
        </div>
    }
}

/// What comes from outside of the screens.
fn listen(desk: Desk) {
    page::keep_links_on_screen();
    settings::apply_look();
    page::on_screen(move |screen| {
        desk.screen.set(screen);
        desk.told.update(|told| {
            if told.as_ref().is_some_and(|told| told.shown) {
                *told = None;
            } else if let Some(told) = told {
                told.shown = true;
            }
        });
        page::focus(SCREEN);
    });
    desk.online.set(net::is_online());
    // Heard for the life of the page.
    std::mem::forget(net::on_network(move |there| {
        desk.online.set(there);
        if there && desk.phase.get_untracked() == Phase::Open && desk.holds_work() {
            sync::start(desk, false);
        }
    }));
    page::every(20_000, move || {
        desk.clock.set(desk.now());
        if desk.phase.get_untracked() == Phase::Open {
            spawn_local(async move {
                if let Err(error) = desk.let_go_of_old().await {
                    desk.trouble(&error);
                }
            });
        }
    });
    page::on_others(move |_| read_again(desk));
    page::on_return(move || {
        desk.clock.set(desk.now());
        read_again(desk);
    });
}

/// Reads what another tab may have changed.
fn read_again(desk: Desk) {
    if desk.phase.get_untracked() != Phase::Open {
        return;
    }
    if matches!(desk.progress.get_untracked(), Progress::Running(_)) {
        desk.ask_again(Again::Read);
        return;
    }
    spawn_local(async move {
        if let Err(error) = desk.read().await {
            desk.trouble(&error);
            desk.look().await;
        }
    });
}

fn shown(desk: Desk, screen: &str) -> AnyView {
    page::title("Công tác hiện trường – INS");
    match desk.phase.get_untracked() {
        Phase::Opening => view! { <h1>"Công tác hiện trường"</h1><p role="status">"Đang mở…"</p> }.into_any(),
        Phase::Fresh => unlock::fresh(desk),
        Phase::Locked { owner, wait } => unlock::locked(desk, &owner, wait),
        Phase::Unable(why) => view! {
            <h1>"Công tác hiện trường"</h1>
            <Notice kind=NoticeKind::Warning title="Không dùng được trên trình duyệt này"><p>{why}</p></Notice>
        }
        .into_any(),
        Phase::Open => {
            let parts: Vec<&str> = screen.trim_start_matches('/').split('/').collect();
            match parts.as_slice() {
                ["ho-so", id] => case::screen(desk, id),
                ["ho-so", id, "anh"] => photo::screen(desk, id),
                ["ho-so", id, step] => step::screen(desk, id, step),
                ["cho-gui", key] => outbox::screen(desk, key),
                ["cho-gui", key, "so-sanh"] => conflict::screen(desk, key),
                ["cho-gui", key, "chu-ky"] => signature::screen(desk, key),
                ["cho-gui", key, "giay"] => paper::screen(desk, key),
                ["nhap", key] => conflict::sheet_screen(desk, key),
                ["cai-dat"] => settings::screen(desk),
                [""] => home::screen(desk),
                _ => not_found(),
            }
        }
    }
}

/// What stands where a screen has nothing to show.
pub fn not_found() -> AnyView {
    view! {
        <h1>"Không có trên máy này"</h1>
        <p>"Hồ sơ không còn trong gói, hoặc đã được gửi và dọn khỏi máy. Mở trên trang hồ sơ khi có mạng."</p>
        <p><a href="#/">"Về trang đầu"</a></p>
    }
    .into_any()
}

/// What the officer always sees: how much waits, when the last was sent, whether there is a network, and whether the clock is right.
fn status(desk: Desk) -> AnyView {
    view! {
        <div class="fieldwork__status no-print">
            <p role="status" class="fieldwork__line">{move || status_words(desk)}</p>
            {move || progress(desk)}
            {move || clock(desk)}
            {move || unsafe_work(desk)}
            {move || desk.damaged.get().into_iter().map(|words| view! { <Notice kind=NoticeKind::Warning title="Có bản ghi không đọc được"><p>{words}</p></Notice> }).collect::<Vec<_>>()}
        </div>
    }
    .into_any()
}

fn status_words(desk: Desk) -> String {
    let waiting = desk.outbox.with(|outbox| desk.photos.with(|photos| waiting_words(outbox, photos)));
    let now = desk.clock.get();
    let last = desk.memory.with(|memory| memory.as_ref().and_then(|memory| memory.sent_at));
    let last = last.map_or_else(|| "chưa gửi lần nào".to_owned(), |at| format!("lần cuối gửi {}", when(at, now)));
    let words = waiting.unwrap_or_else(|| "Đã gửi hết".to_owned());
    let network = if desk.online.get() { "" } else { " · Không có mạng" };
    format!("{words}, {last}{network}")
}

fn progress(desk: Desk) -> Option<AnyView> {
    match desk.progress.get() {
        Progress::Idle => None,
        Progress::Running(words) => Some(view! { <p role="status" class="muted">{words}"…"</p> }.into_any()),
        Progress::Stopped { message, sign_in } => Some(
            view! {
                <Notice kind=NoticeKind::Warning title="Chưa gửi được">
                    <p>{message}</p>
                    {sign_in.then(unlock::sign_in_link)}
                </Notice>
            }
            .into_any(),
        ),
    }
}

fn clock(desk: Desk) -> Option<AnyView> {
    let ahead = desk.memory.with(|memory| memory.as_ref().map_or(0, |memory| memory.ahead));
    let right = desk.clock.get();
    (ahead != 0).then(|| {
        let (device, server) = (format_short(to_local(now())), format_short(to_local(right)));
        let words = format!("Máy đang chỉ {device}, hệ thống là {server}. Biên bản lấy giờ của hệ thống; chỉnh lại giờ của máy khi có thể.");
        view! { <Notice kind=NoticeKind::Warning title="Giờ của máy sai"><p>{words}</p></Notice> }.into_any()
    })
}

fn unsafe_work(desk: Desk) -> Option<AnyView> {
    let now = desk.clock.get();
    let hours = desk.outbox.with(|outbox| {
        desk.photos.with(|photos| desk.memory.with(|memory| unsafe_hours(outbox, photos, memory.as_ref()?, now)))
    })?;
    let lasting = desk.lasting.get() == Some(true);
    let words = if lasting {
        "Gửi khi có mạng, hoặc lưu tệp sao lưu."
    } else {
        "Trình duyệt này có thể tự xóa dữ liệu khi lâu không mở hoặc khi máy hết chỗ. Gửi ngay khi có mạng, hoặc lưu tệp sao lưu."
    };
    Some(
        view! {
            <Notice kind=NoticeKind::Warning title=format!("Có nội dung chưa gửi đã {hours} giờ, chưa sao lưu")>
                <p>{words}</p>
                <p><a href="#/cai-dat">"Lưu tệp sao lưu"</a></p>
            </Notice>
        }
        .into_any(),
    )
}

/// The message of the last action; it goes when it was read.
fn told(desk: Desk) -> Option<AnyView> {
    let told = desk.told.get()?;
    let kind = if told.good { NoticeKind::Success } else { NoticeKind::Warning };
    let text = (!told.text.is_empty()).then(|| view! { <p>{told.text}</p> });
    Some(
        view! {
            <div class="no-print" id="tin" tabindex="-1">
                <Notice kind=kind title=told.title>
                    {text}
                    {press("Đã đọc", ButtonKind::Plain, move || desk.told.set(None))}
                </Notice>
            </div>
        }
        .into_any(),
    )
}
