//! The mark by which anybody can check a paper: a QR code with the address of the check page, and the code in letters.
//!
//! Drawn on the server only: papers are no part of the browser bundle.

use crate::routes;
use leptos::prelude::*;

/// Light modules around the code that readers need.
const QUIET: i32 = 4;

/// The check mark of a code and what it says in letters; nothing without one. With the paper's place in the chain of events, where that
/// is known.
pub(super) fn check_mark(code: &str, anchor: &str) -> (Option<AnyView>, Option<AnyView>) {
    if code.is_empty() {
        return (None, None);
    }
    let path = format!("{}/{code}", routes::PAPER_CHECK);
    let page = format!("{}{path}", origin());
    let address = if anchor.is_empty() { page.clone() } else { routes::with_query(&page, routes::ANCHOR, anchor) };
    let letters = spaced(code);
    let drawn = image(&address);
    let chain = (!anchor.is_empty()).then(|| view! { <p>"Dấu chuỗi sự kiện: "{anchor.to_owned()}</p> });
    let words = view! {
        <p>"Mã kiểm tra văn bản: "<b>{letters}</b></p>
        <p>"Quét mã, hoặc mở: "{page}</p>
        {chain}
    };
    (drawn, Some(words.into_any()))
}

/// In groups of five, to be read and typed.
fn spaced(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    letters.chunks(5).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[cfg(feature = "ssr")]
fn origin() -> String {
    crate::server::origin().unwrap_or_default()
}

#[cfg(not(feature = "ssr"))]
const fn origin() -> String {
    String::new()
}

fn image(address: &str) -> Option<AnyView> {
    drawn(address, "Mã QR kiểm tra văn bản", "20mm")
}

/// A text as a QR code of a width, drawn on the server; nothing for a text that is too long.
#[cfg(feature = "ssr")]
pub(crate) fn drawn(text: &str, label: &'static str, width: &'static str) -> Option<AnyView> {
    let code = qrcodegen::QrCode::encode_text(text, qrcodegen::QrCodeEcc::Medium).ok()?;
    let size = code.size() + 2 * QUIET;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let dark = (x..code.size()).take_while(|place| code.get_module(*place, y)).count();
            let run = i32::try_from(dark).unwrap_or(0);
            if run > 0 {
                path.push_str(&format!("M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET));
            }
            x += run.max(1);
        }
    }
    Some(
        view! {
            <svg width=width height=width viewBox=format!("0 0 {size} {size}") role="img" aria-label=label shape-rendering="crispEdges">
                <path d=format!("M0 0h{size}v{size}h-{size}z") fill="#fff" />
                <path d=path fill="#000" />
            </svg>
        }
        .into_any(),
    )
}

/// In the browser nothing is drawn.
#[cfg(not(feature = "ssr"))]
pub(crate) fn drawn(_: &str, _: &'static str, _: &'static str) -> Option<AnyView> {
    let _ = QUIET;
    None
}
