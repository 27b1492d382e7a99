//! The document around the application: head, styles, and the one script that wakes the page up.
//!
//! The tags that load the module are written here and not by Leptos: names come from `assets.json` at start (so that a
//! new browser half needs no new server half), and preload and import must agree on CORS or the module is fetched twice.

use crate::app::App;
use crate::routes;
use crate::server::{Assets, set_header};
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::MetaTags;

/// The whole document.
pub fn shell() -> impl IntoView {
    let assets = use_context::<Assets>().unwrap_or_default();
    let nonce = use_nonce();
    let sources = nonce.as_ref().map(|nonce| format!(" 'nonce-{nonce}'")).unwrap_or_default();
    set_header(
        http::header::CONTENT_SECURITY_POLICY,
        &format!(
            "default-src 'self'; script-src 'self'{sources} 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
             font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; media-src 'none'; frame-src 'none'; \
             object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        ),
    );
    let wake = format!(
        "import * as app from {:?};await app.default({{module_or_path:{:?}}});app.hydrate();\
         for(const island of document.querySelectorAll('leptos-island')){{const wake=app[island.dataset.component];\
         if(wake)await wake(island)}}document.documentElement.dataset.awake=''",
        assets.js, assets.wasm
    );
    view! {
        <!DOCTYPE html>
        <html lang="vi" data-worker=routes::WORKER>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="theme-color" content="#0c3c46" />
                <link rel="icon" href=assets.icon.clone() type="image/svg+xml" />
                <link rel="apple-touch-icon" href=assets.icon_192.clone() />
                <link rel="manifest" href=routes::INSTALL />
                <link rel="stylesheet" href=assets.css.clone() />
                <link rel="modulepreload" href=assets.js />
                <link rel="preload" href=assets.wasm r#as="fetch" type="application/wasm" crossorigin="anonymous" />
                <script type="module" nonce=nonce>{wake}</script>
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}
