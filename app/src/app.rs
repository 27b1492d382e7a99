//! The application: which page answers which path.
//!
//! Every route is `SsrMode::Async`, so that a page sent to a browser without scripts is whole. Must not know what is on a
//! page.

use crate::pages::case::CasePage;
use crate::pages::cases::Cases;
use crate::pages::home::Home;
use crate::pages::open_case::OpenCase;
use crate::pages::paper::Paper;
use crate::pages::parties::{Parties, PartyNew};
use crate::pages::party::PartyPage;
use crate::pages::report::{DrillPage, ReportPage};
use crate::pages::search::Search;
use crate::pages::sign_in::{FirstAdministrator, SignIn};
use crate::pages::step::StepPage;
use crate::pages::{Frame, NotFound};
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
            <Frame>
                <Routes fallback=NotFound>
                    <Route path=path!("/") view=Home ssr=SsrMode::Async />
                    <Route path=path!("/dang-nhap") view=SignIn ssr=SsrMode::Async />
                    <Route path=path!("/khoi-tao") view=FirstAdministrator ssr=SsrMode::Async />
                    <Route path=path!("/ho-so") view=Cases ssr=SsrMode::Async />
                    <Route path=path!("/ho-so/mo") view=OpenCase ssr=SsrMode::Async />
                    <Route path=path!("/ho-so/:id") view=CasePage ssr=SsrMode::Async />
                    <Route path=path!("/ho-so/:id/giay/:paper") view=Paper ssr=SsrMode::Async />
                    <Route path=path!("/ho-so/:id/:step") view=StepPage ssr=SsrMode::Async />
                    <Route path=path!("/doi-tuong") view=Parties ssr=SsrMode::Async />
                    <Route path=path!("/doi-tuong/dang-ky") view=PartyNew ssr=SsrMode::Async />
                    <Route path=path!("/doi-tuong/:id") view=PartyPage ssr=SsrMode::Async />
                    <Route path=path!("/bao-cao") view=ReportPage ssr=SsrMode::Async />
                    <Route path=path!("/bao-cao/vu-viec") view=DrillPage ssr=SsrMode::Async />
                    <Route path=path!("/tim-kiem") view=Search ssr=SsrMode::Async />
                </Routes>
            </Frame>
        </Router>
    }
}
