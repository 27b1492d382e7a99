//! The application: which page answers which path.
//!
//! Every route is `SsrMode::Async`, so that a page sent to a browser without scripts is whole. Must not know what is on a
//! page.

use crate::pages::administration::{AccountNew, AccountPage, AdministrationPage, UnitNew};
use crate::pages::adoption::AdoptionPage;
use crate::pages::area::AreasPage;
use crate::pages::area_map::MapPage;
use crate::pages::book::{BookPage, BooksPage, RiskWeightsPage};
use crate::pages::calendar_feed::CalendarFeedPage;
use crate::pages::case::CasePage;
use crate::pages::case_file::{ExhibitsPage, FileIndexPage, ProceduresPage};
use crate::pages::cases::Cases;
use crate::pages::catalogue::{BehaviourPage, CataloguePage};
use crate::pages::delegation::DelegationPage;
use crate::pages::devices::DevicesPage;
use crate::pages::dossier::{DossierPage, DossierPaper, InformantPage};
use crate::pages::dossier_form::{DossierStepPage, LeadNew, MeasureNew};
use crate::pages::dossiers::{Leads, Measures};
use crate::pages::duplicates::{DuplicatePage, Duplicates};
use crate::pages::filing::{FilingPage, FilingPrint};
use crate::pages::filings::{FilingNew, Filings};
use crate::pages::hand_over::HandOverPage;
use crate::pages::help::{HelpEntryPage, HelpPage};
use crate::pages::home::Home;
use crate::pages::imports::{ImportPage, ImportsPage};
use crate::pages::journal::JournalPage;
use crate::pages::key::KeysPage;
use crate::pages::law_data::{CalendarPage, VersionPage, VersionsPage};
use crate::pages::open_case::OpenCase;
use crate::pages::oversight::OversightPage;
use crate::pages::own_account::{AccountLogPage, AccountLogsPage, OwnAccountPage};
use crate::pages::pace::{PaceCasesPage, PacePage};
use crate::pages::paper::Paper;
use crate::pages::parties::{Parties, PartyNew};
use crate::pages::party::{PartyEditPage, PartyPage, PartyRecordPage};
use crate::pages::place::{PlaceEdit, PlaceNew, PlacePage};
use crate::pages::plan::{PlanPage, PlanPrint};
use crate::pages::plans::{PlanNew, Plans};
use crate::pages::practice::PracticePage;
use crate::pages::questions::QuestionsPage;
use crate::pages::register::{PaperCheckPage, RegisterPage};
use crate::pages::report::{DrillPage, ReportPage};
use crate::pages::risk::RisksPage;
use crate::pages::search::Search;
use crate::pages::second_factor::{CodePage, EnrolmentPage, RecoveryCodesPage};
use crate::pages::self_check::SelfCheckPage;
use crate::pages::sign_in::{FirstAdministrator, ProviderBackPage, ProviderPage, SignIn};
use crate::pages::step::StepPage;
use crate::pages::task::TaskPage;
use crate::pages::tasks::{TaskNew, Tasks};
use crate::pages::wallboard::WallboardPage;
use crate::pages::{Frame, NotFound, PhotoWithdraw};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};

/// A page in its frame. The frame is inside the route, since who is signed in is read asynchronously and the list of
/// routes is not.
fn framed(page: fn() -> AnyView) -> AnyView {
    view! { <Frame>{page()}</Frame> }.into_any()
}

/// The whole application.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <Routes fallback=|| framed(|| view! { <NotFound /> }.into_any())>
                <Route path=path!("/") view=|| framed(|| view! { <Home /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/dang-nhap") view=|| framed(|| view! { <SignIn /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/dang-nhap/ma") view=|| framed(|| view! { <CodePage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/dang-nhap/co-quan") view=|| framed(|| view! { <ProviderPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/dang-nhap/co-quan/ve") view=|| framed(|| view! { <ProviderBackPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/tai-khoan") view=|| framed(|| view! { <OwnAccountPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/tai-khoan/ma-xac-thuc") view=|| framed(|| view! { <EnrolmentPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/tai-khoan/ma-khoi-phuc") view=|| framed(|| view! { <RecoveryCodesPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/tai-khoan/nhat-ky") view=|| framed(|| view! { <AccountLogsPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/tai-khoan/nhat-ky/:id") view=|| framed(|| view! { <AccountLogPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/khoi-tao") view=|| framed(|| view! { <FirstAdministrator /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/ho-so") view=|| framed(|| view! { <Cases /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/ho-so/mo") view=|| framed(|| view! { <OpenCase /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/ho-so/:id") view=|| framed(|| view! { <CasePage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/ho-so/:id/giay/:paper") view=|| framed(|| view! { <Paper /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/ho-so/:id/thu-tuc") view=|| framed(|| view! { <ProceduresPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/ho-so/:id/tang-vat") view=|| framed(|| view! { <ExhibitsPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/ho-so/:id/muc-luc") view=|| framed(|| view! { <FileIndexPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/so-van-ban") view=|| framed(|| view! { <RegisterPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/kiem-tra-van-ban/:code") view=|| framed(|| view! { <PaperCheckPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/ho-so/:id/:step") view=|| framed(|| view! { <StepPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/doi-tuong") view=|| framed(|| view! { <Parties /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/doi-tuong/dang-ky") view=|| framed(|| view! { <PartyNew /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/doi-tuong/trung") view=|| framed(|| view! { <Duplicates /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/doi-tuong/trung/:num") view=|| framed(|| view! { <DuplicatePage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/doi-tuong/:id") view=|| framed(|| view! { <PartyPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/nhap-du-lieu") view=|| framed(|| view! { <ImportsPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/nhap-du-lieu/:id") view=|| framed(|| view! { <ImportPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/doi-tuong/:id/sua") view=|| framed(|| view! { <PartyEditPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/doi-tuong/:id/lich-su") view=|| framed(|| view! { <PartyRecordPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/dia-ban") view=|| framed(|| view! { <BooksPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/dia-ban/trong-so-rui-ro") view=|| framed(|| view! { <RiskWeightsPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/dia-ban/:unit") view=|| framed(|| view! { <BookPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/dia-ban/:unit/phan-cong") view=|| framed(|| view! { <AreasPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/dia-ban/:unit/rui-ro") view=|| framed(|| view! { <RisksPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/dia-ban/:unit/ban-do") view=|| framed(|| view! { <MapPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/co-so/them") view=|| framed(|| view! { <PlaceNew /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/co-so/:id") view=|| framed(|| view! { <PlacePage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/co-so/:id/rut-anh/:seq") view=|| framed(|| view! { <PhotoWithdraw /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/co-so/:id/sua") view=|| framed(|| view! { <PlaceEdit /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/tra-cuu") view=|| framed(|| view! { <QuestionsPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/dieu-hanh") view=|| framed(|| view! { <OversightPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/dieu-hanh/man-hinh") view=|| view! { <WallboardPage /> }.into_any() ssr=SsrMode::Async />
                <Route path=path!("/ke-hoach") view=|| framed(|| view! { <Plans /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/ke-hoach/lap") view=|| framed(|| view! { <PlanNew /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/ke-hoach/:id") view=|| framed(|| view! { <PlanPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/ke-hoach/:id/in") view=|| framed(|| view! { <PlanPrint /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/chi-dao") view=|| framed(|| view! { <Tasks /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/chi-dao/giao") view=|| framed(|| view! { <TaskNew /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/chi-dao/:id") view=|| framed(|| view! { <TaskPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/tai-khoan/lich") view=|| framed(|| view! { <CalendarFeedPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/thong-tin") view=|| framed(|| view! { <Leads /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/thong-tin/tiep-nhan") view=|| framed(|| view! { <LeadNew /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/thong-tin/:id") view=|| framed(|| view! { <DossierPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/thong-tin/:id/nguoi-cung-cap") view=|| framed(|| view! { <InformantPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/thong-tin/:id/giay/:seq") view=|| framed(|| view! { <DossierPaper /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/thong-tin/:id/:step") view=|| framed(|| view! { <DossierStepPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/bien-phap") view=|| framed(|| view! { <Measures /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/bien-phap/lap") view=|| framed(|| view! { <MeasureNew /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/bien-phap/:id") view=|| framed(|| view! { <DossierPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/bien-phap/:id/giay/:seq") view=|| framed(|| view! { <DossierPaper /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/bien-phap/:id/:step") view=|| framed(|| view! { <DossierStepPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/bao-cao") view=|| framed(|| view! { <ReportPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/bao-cao/dinh-ky") view=|| framed(|| view! { <Filings /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/bao-cao/dinh-ky/lap") view=|| framed(|| view! { <FilingNew /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/bao-cao/dinh-ky/:id") view=|| framed(|| view! { <FilingPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/bao-cao/dinh-ky/:id/in") view=|| framed(|| view! { <FilingPrint /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/bao-cao/vu-viec") view=|| framed(|| view! { <DrillPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/quy-trinh") view=|| framed(|| view! { <PacePage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/quy-trinh/ho-so") view=|| framed(|| view! { <PaceCasesPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/su-dung") view=|| framed(|| view! { <AdoptionPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/danh-muc") view=|| framed(|| view! { <CataloguePage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/danh-muc/:id") view=|| framed(|| view! { <BehaviourPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/quan-tri") view=|| framed(|| view! { <AdministrationPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/quan-tri/tai-khoan/them") view=|| framed(|| view! { <AccountNew /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/quan-tri/don-vi/them") view=|| framed(|| view! { <UnitNew /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/quan-tri/tai-khoan/:id") view=|| framed(|| view! { <AccountPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/quan-tri/khoa-api") view=|| framed(|| view! { <KeysPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/thiet-bi-hien-truong") view=|| framed(|| view! { <DevicesPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/nhat-ky") view=|| framed(|| view! { <JournalPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/cung-cap-du-lieu") view=|| framed(|| view! { <HandOverPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/quan-tri/danh-muc") view=|| framed(|| view! { <VersionsPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/quan-tri/danh-muc/:id") view=|| framed(|| view! { <VersionPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/quan-tri/lich") view=|| framed(|| view! { <CalendarPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/giao-quyen") view=|| framed(|| view! { <DelegationPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/tro-giup") view=|| framed(|| view! { <HelpPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/tro-giup/:key") view=|| framed(|| view! { <HelpEntryPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/tap-huan") view=|| framed(|| view! { <PracticePage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/tu-kiem-tra") view=|| framed(|| view! { <SelfCheckPage /> }.into_any()) ssr=SsrMode::Async />
                <Route path=path!("/tim-kiem") view=|| framed(|| view! { <Search /> }.into_any()) ssr=SsrMode::Async />
            </Routes>
        </Router>
    }
}
