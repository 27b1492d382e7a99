//! The application: which page answers which path.
//!
//! Every route is `SsrMode::Async`, so that a page sent to a browser without scripts is whole. Must not know what is on a
//! page.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};

/// The whole application.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <Routes fallback=NotFound>
                <Route path=path!("/") view=NotFound ssr=SsrMode::Async />
            </Routes>
        </Router>
    }
}

/// What stands at a path that does not exist.
#[component]
pub fn NotFound() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::server::set_status(404);
    view! { <p>"Không tìm thấy trang"</p> }
}
