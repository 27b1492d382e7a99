//! The mark by which anybody can check a paper: a QR code with the address of the check page, and the code in letters.
//!
//! Drawn on the server only: papers are no part of the browser bundle.

use crate::routes;
use leptos::prelude::*;

/// Light modules around the code that readers need.
const QUIET: i32 = 4;

/// The check mark of a code and what it says in letters; nothing without one.
pub(super) fn check_mark(code: &str) -> (Option<AnyView>, Option<AnyView>) {
    if code.is_empty() {
        return (None, None);
    }
    let path = format!("{}/{code}", routes::PAPER_CHECK);
    let address = format!("{}{path}", origin());
    let letters = spaced(code);
    let drawn = image(&address);
    let words = view! {
        <p>"Mã kiểm tra văn bản: "<b>{letters}</b></p>
        <p>"Quét mã, hoặc mở: "{address}</p>
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

#[cfg(feature = "ssr")]
fn image(address: &str) -> Option<AnyView> {
    let code = qrcodegen::QrCode::encode_text(address, qrcodegen::QrCodeEcc::Medium).ok()?;
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
            <svg width="20mm" height="20mm" viewBox=format!("0 0 {size} {size}") role="img" aria-label="Mã QR kiểm tra văn bản" shape-rendering="crispEdges">
                <path d=path fill="#000" />
            </svg>
        }
        .into_any(),
    )
}

#[cfg(not(feature = "ssr"))]
fn image(_: &str) -> Option<AnyView> {
    let _ = QUIET;
    None
}
