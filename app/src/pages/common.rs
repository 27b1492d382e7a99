//! What every page shares: the frame around it, waiting for its data, what a failed read shows, the head of a form.
//!
//! Must not know any single page.

use crate::api::session::Me;
use crate::components::{Button, ButtonKind, Layout, NavItem, Notice, NoticeKind, PageTitle, SignedIn, Tone};
use crate::error::AppError;
use crate::forms::Draft;
use crate::routes;
pub use crate::steps::form_head;
use domain::authority::{Action, role_may};
use domain::case::Stage;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use leptos_router::hooks::{use_location, use_query_map};
use std::future::Future;

/// The frame of every page: header, navigation by role, main content.
///
/// - Server: who is signed in was read before the page. - Hydrate: plain HTML. - Without scripts: plain links.
#[component]
pub fn Frame(children: Children) -> impl IntoView {
    let path = use_location().pathname;
    let me = crate::server::me();
    let nav = me.as_ref().map(navigation).unwrap_or_default();
    let practice = super::practice::bar(me.as_ref());
    let user = me.map(|me| SignedIn { officer: me.name, role: me.role.title().to_owned(), unit: me.unit });
    let help = super::help::link(&path.get_untracked());
    let path = Signal::derive(move || path.get());
    view! { <Layout user=user nav=nav path=path help=help practice=practice sign_out=sign_out()>{children()}</Layout> }
}

fn navigation(me: &Me) -> Vec<NavItem> {
    let work = NavItem::new(routes::HOME, "Việc của tôi");
    let work = if me.waiting > 0 { work.count(me.waiting.to_string()) } else { work };
    let mut list = vec![work];
    let may = |action| role_may(me.role, action);
    if may(Action::Oversee) {
        list.push(NavItem::new(routes::OVERSIGHT, "Điều hành"));
    }
    if may(Action::ReadCase) {
        list.push(NavItem::new(routes::CASES, "Hồ sơ vụ việc"));
        list.push(NavItem::new(routes::QUESTIONS, "Tra cứu"));
        list.push(NavItem::new(routes::REGISTER, "Sổ văn bản"));
    }
    if may(Action::TakeOut) || may(Action::ManageDevices) {
        list.push(NavItem::new(routes::DEVICES, "Hiện trường"));
    }
    if may(Action::ReadMeasure) {
        list.push(NavItem::new(routes::LEADS, "Thông tin"));
        list.push(NavItem::new(routes::MEASURES, "Biện pháp"));
    }
    if may(Action::ReadPlan) {
        list.push(NavItem::new(routes::PLANS, "Kế hoạch"));
    }
    if may(Action::ReadTask) {
        let tasks = NavItem::new(routes::TASKS, "Chỉ đạo");
        list.push(if me.tasks > 0 { tasks.count(me.tasks.to_string()) } else { tasks });
    }
    if may(Action::ReadParty) {
        list.push(NavItem::new(routes::PARTIES, "Tổ chức, cá nhân"));
        list.push(NavItem::new(routes::BOOKS, "Sổ địa bàn"));
    }
    if may(Action::ReadReport) {
        list.push(NavItem::new(routes::REPORTS, "Báo cáo"));
    }
    if may(Action::ReadHandOver) {
        list.push(NavItem::new(routes::HAND_OVER, "Cung cấp dữ liệu"));
    }
    list.push(NavItem::new(routes::CATALOGUE, "Danh mục hành vi"));
    if may(Action::Delegate) {
        list.push(NavItem::new(routes::DELEGATIONS, "Giao quyền"));
    }
    if may(Action::ManageAccounts) || may(Action::ReadReadings) {
        list.push(NavItem::new(routes::JOURNAL, "Nhật ký"));
    }
    if may(Action::ManageAccounts) {
        list.push(NavItem::new(routes::ADMINISTRATION, "Quản trị"));
        list.push(NavItem::new(routes::SELF_CHECK, "Tự kiểm tra"));
    }
    list
}

fn sign_out() -> AnyView {
    view! {
        <div class="cluster">
            <a href=routes::OWN_ACCOUNT>"Tài khoản"</a>
            <a href=routes::CALENDAR>"Lịch của tôi"</a>
            <form method="post" action=submit_sign_out_url()>
                <Button text="Đăng xuất" kind=ButtonKind::Plain small=true />
            </form>
        </div>
    }
    .into_any()
}

fn submit_sign_out_url() -> String {
    crate::api::session::SubmitSignOut::url().to_owned()
}

/// Waits for what a page reads and shows it, or says why there is nothing.
pub fn shown<T, F>(resource: Resource<Result<T, AppError>>, view: F) -> AnyView
where
    T: Clone + Send + Sync + serde::Serialize + serde::de::DeserializeOwned + 'static,
    F: Fn(T) -> AnyView + Copy + Send + Sync + 'static,
{
    view! {
        <Suspense fallback=|| ()>
            {move || Suspend::new(async move {
                match resource.await {
                    Ok(value) => view(value),
                    Err(error) => problem(&error),
                }
            })}
        </Suspense>
    }
    .into_any()
}

/// A blocking resource of one page: it is whole before the page is sent.
pub fn reading<S, T, Fut>(
    source: impl Fn() -> S + Send + Sync + 'static,
    fetch: impl Fn(S) -> Fut + Send + Sync + 'static,
) -> Resource<Result<T, AppError>>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: serde::Serialize + serde::de::DeserializeOwned + Send + Sync + 'static,
    Fut: Future<Output = Result<T, AppError>> + Send + 'static,
{
    Resource::new_blocking(source, fetch)
}

/// What a failed read shows.
pub fn problem(error: &AppError) -> AnyView {
    let title = match error {
        AppError::NotFound => "Không tìm thấy",
        AppError::Unauthenticated => "Cần đăng nhập",
        AppError::Forbidden { .. } => "Không thuộc quyền",
        AppError::Invalid { .. } => "Yêu cầu không hợp lệ",
        AppError::Internal { .. } => "Hệ thống gặp lỗi",
        AppError::Unavailable { .. } => "Hệ thống chưa sẵn sàng",
        AppError::Unreachable => "Mất kết nối",
    };
    let back = if *error == AppError::Unauthenticated {
        view! { <p><a href=routes::SIGN_IN>"Đăng nhập"</a></p> }
    } else {
        view! { <p><a href=routes::HOME>"Về trang việc của tôi"</a></p> }
    };
    view! {
        <Title text=in_title(title) />
        <PageTitle title=title />
        <p>{error.to_string()}</p>
        {back}
    }
    .into_any()
}

/// What stands at a path that does not exist.
#[component]
pub fn NotFound() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::server::set_status(404);
    problem(&AppError::NotFound)
}

/// Title of the document, with “Lỗi: ” in front when a form came back with errors.
pub fn document_title(text: &str, draft: Option<&Draft>) -> AnyView {
    let text =
        if draft.is_some_and(Draft::has_errors) { format!("Lỗi: {text} – INS") } else { format!("{text} – INS") };
    view! { <Title text=in_title(&text) /> }.into_any()
}

/// A text for the title of the document. The server writes it into the head as it is given, and a name may hold `</title>`: there it is written
/// with references, which a browser reads back.
fn in_title(text: &str) -> String {
    if cfg!(feature = "ssr") { text.replace('&', "&amp;").replace('<', "&lt;") } else { text.to_owned() }
}

#[cfg(all(test, feature = "ssr"))]
#[test]
fn a_name_does_not_end_the_title() {
    assert_eq!(in_title("</title><script> & Con – INS"), "&lt;/title>&lt;script> &amp; Con – INS");
}

/// One value of the query, empty when absent.
pub fn query(key: &'static str) -> Memo<String> {
    let map = use_query_map();
    Memo::new(move |_| map.with(|map| map.get(key).unwrap_or_default()))
}

/// One value of the query, or nothing.
pub fn opt_query(key: &'static str) -> Memo<Option<String>> {
    let map = use_query_map();
    Memo::new(move |_| map.with(|map| map.get(key)).filter(|value| !value.is_empty()))
}

/// The notice of a finished step, from the query.
pub fn done_notice() -> AnyView {
    let done = query(routes::DONE);
    view! {
        {move || {
            let title = match done.get().as_str() {
                "mo-ho-so" => "Đã mở hồ sơ và trình ký quyết định kiểm tra",
                "ky-quyet-dinh-kiem-tra" => "Đã ký quyết định kiểm tra",
                "bien-ban-kiem-tra" => "Đã lập biên bản kiểm tra",
                "ket-luan-kiem-tra" => "Đã kết luận kiểm tra",
                crate::api::case::DONE_PREPARED => {
                    "Đã chuẩn bị phần của người này. Mở bước “Biên bản vi phạm hành chính” của một hồ sơ cùng vụ để lập chung"
                }
                crate::api::case::DONE_RECORD => "Đã lập chung một biên bản; biên bản có trong hồ sơ của từng người vi phạm",
                crate::api::case::DONE_DECISION => "Đã ký chung một quyết định; quyết định có trong hồ sơ của từng người vi phạm",
                "bien-ban-vi-pham" => "Đã lập biên bản vi phạm hành chính",
                "giai-trinh" => "Đã ghi nhận giải trình",
                "trinh-ky-xu-phat" => "Đã trình ký quyết định xử phạt",
                "tra-lai" => "Đã trả lại tờ trình",
                "ky-quyet-dinh-xu-phat" => "Đã ký quyết định xử phạt",
                "giao-quyet-dinh" => "Đã ghi nhận việc giao quyết định",
                "nop-phat" => "Đã ghi nhận nộp tiền phạt",
                "thi-hanh" => "Đã ghi nhận thi hành",
                "ket-thuc" => "Đã kết thúc hồ sơ",
                "sua-doi-tuong" => "Đã sửa; bản cũ được giữ trong lịch sử",
                "luu-co-so" => "Đã lưu vào sổ địa bàn",
                "ghi-nhan-co-so" => "Đã ghi nhận",
                "anh-co-so" => "Đã thêm ảnh vào hồ sơ cơ sở",
                "rut-anh-co-so" => "Đã rút ảnh; tệp và lý do rút vẫn lưu trong hồ sơ cơ sở",
                "luu-dia-ban" => "Đã lưu phân công địa bàn",
                "trong-so-rui-ro" => "Đã đặt trọng số; thứ tự rủi ro đã theo trọng số mới",
                "dang-ky" => "Đã đăng ký tổ chức, cá nhân",
                "nhap-xong" => "Đã nhập xong các dòng nhập được",
                "hoan-tac-xong" => "Đã hoàn tác lần nhập",
                "chon-dong-trung" => "Đã ghi lựa chọn cho các dòng trùng",
                "gop-doi-tuong" => "Đã gộp hai hồ sơ; lịch sử của cả hai được giữ nguyên",
                "lien-ket-doi-tuong" => "Đã ghi liên kết",
                "thoi-lien-ket-doi-tuong" => "Đã thôi liên kết; liên kết cũ vẫn lưu",
                "khac-doi-tuong" => "Đã ghi là hai đối tượng khác nhau",
                "so-khop-xong" => "Đã so khớp hết; các cặp có thể trùng nằm trong danh sách này",
                "tach-doi-tuong" => "Đã tách lại; hai hồ sơ trở về như trước khi gộp",
                "tach-doi-tuong-giu" => {
                    "Đã tách lại. Hồ sơ này đã được sửa sau khi gộp nên giữ bản mới; xem lại các giá trị đã lấy từ hồ sơ kia"
                }
                "nap-danh-muc" => "Đã nạp phiên bản. Xem khác biệt, rồi chọn ngày dùng",
                "dung-danh-muc" => "Đã hẹn ngày dùng phiên bản này",
                "nhap-lich" => "Đã ghi lịch; thời hạn của các hồ sơ đang mở đã được tính lại",
                "lap-ke-hoach" => "Đã lập kế hoạch. Thêm đối tượng vào danh sách, rồi trình phê duyệt",
                "sua-ke-hoach" => "Đã lưu tên, căn cứ của kế hoạch",
                "them-muc" => "Đã thêm đối tượng vào danh sách",
                "bo-muc" => "Đã bỏ đối tượng khỏi danh sách",
                "trinh-ke-hoach" => "Đã trình phê duyệt kế hoạch",
                "phe-duyet-ke-hoach" => "Đã phê duyệt kế hoạch; quyết định đã được cấp số",
                "tra-lai-ke-hoach" => "Đã trả lại kế hoạch",
                "dieu-chinh-ke-hoach" => "Đã mở bản điều chỉnh. Sửa danh sách, rồi trình phê duyệt",
                "huy-muc" => "Đã hủy mục; lý do được ghi vào kế hoạch",
                "lap-bao-cao" => "Đã lập dự thảo; thuyết minh được soạn từ số liệu. Sửa lại, rồi đề nghị người khác kiểm tra",
                "sua-thuyet-minh" => "Đã lưu thuyết minh",
                "soan-lai" => "Đã soạn lại thuyết minh từ số liệu hiện tại",
                "kiem-tra-bao-cao" => "Đã kiểm tra báo cáo; chờ ký",
                "tra-nguoi-soan" => "Đã trả lại người soạn",
                "ky-bao-cao" => "Đã ký; số liệu và thuyết minh được chốt, báo cáo đã được cấp số",
                "gui-bao-cao" => "Đã gửi cấp trên",
                "nhan-bao-cao" => "Đã nhận báo cáo",
                "tra-lai-bao-cao" => "Đã trả lại báo cáo",
                "luu-bo-loc" => "Đã lưu bộ lọc",
                "xoa-bo-loc" => "Đã xóa bộ lọc",
                "giao-viec" => "Đã giao việc; nơi được giao thấy ngay trong việc của mình",
                "tiep-nhan" => "Đã tiếp nhận",
                "hoi-lai" => "Đã gửi câu hỏi cho người giao",
                "tra-loi-hoi-lai" => "Đã trả lời; nơi hỏi lại sẽ tiếp nhận",
                "bao-cao-tien-do" => "Đã báo cáo tiến độ",
                "bao-cao-ket-qua" => "Đã báo cáo kết quả, chờ người giao đánh giá",
                "chap-nhan-ket-qua" => "Đã chấp nhận kết quả",
                "tra-lai-ket-qua" => "Đã trả lại kết quả kèm lý do",
                "thu-hoi-viec" => "Đã thu hồi; lý do được ghi vào diễn biến",
                "doi-han" => "Đã đổi hạn hoàn thành",
                "neu-y-kien" => "Đã nêu ý kiến; công chức thụ lý thấy ngay trong việc của mình",
                "tra-loi-y-kien" => "Đã trả lời ý kiến",
                "dong-y-kien" => "Đã đóng ý kiến",
                "hoi-them-y-kien" => "Đã hỏi thêm",
                "rut-y-kien" => "Đã rút ý kiến",
                "thu-hoi-lich" => "Đã thu hồi; địa chỉ lịch cũ không dùng được nữa",
                "giao-quyen" => "Đã giao quyền",
                "thu-hoi-khoa" => "Đã thu hồi khóa; hệ thống dùng khóa này không gọi được nữa",
                "thu-hoi-thiet-bi" => "Thiết bị đã ngừng dùng; số chưa dùng đã ghi vào sổ",
                "rut-bien-ban-hien-truong" => "Đã rút biên bản; nội dung và lý do vẫn lưu",
                "thoi-giao-quyen" => "Đã chấm dứt việc giao quyền",
                "them-don-vi" => "Đã thêm đơn vị",
                "doi-mat-khau" => "Đã đổi mật khẩu; các phiên làm việc khác đã kết thúc",
                "ket-thuc-phien" => "Phiên làm việc đó đã kết thúc",
                "ket-thuc-phien-khac" => "Mọi phiên làm việc khác đã kết thúc",
                "ma-khoi-phuc" => "Đã đăng nhập bằng một mã khôi phục; mã đó không dùng lại được",
                "ket-thuc-phien-cong-chuc" => "Mọi phiên làm việc của công chức này đã kết thúc",
                "go-ma-xac-thuc" => "Đã gỡ mã xác thực; công chức đăng nhập lại và cài lại mã",
                "khoa-tai-khoan" => "Đã khóa tài khoản; mọi phiên làm việc của tài khoản đã kết thúc",
                "mo-tai-khoan" => "Đã mở lại tài khoản",
                "khoi-tao" => "Đã đặt mật khẩu. Đăng nhập để bắt đầu",
                "dinh-kem" => "Đã đính kèm tệp vào hồ sơ",
                "huy-so" => "Đã hủy số; lý do được ghi vào sổ",
                "dat-so-bat-dau" => "Đã đặt số bắt đầu",
                "ban-giao-nguon-tin" => "Đã bàn giao; đồng chí không còn mở xem được nhân thân",
                key if routes::withdrawn_attachment(key).is_some() => {
                    "Đã rút tài liệu; tệp và lý do rút vẫn lưu trong hồ sơ"
                }
                key => match (domain::case::procedure::find(key), domain::dossier::find(key)) {
                    (Some(_), _) => "Đã thực hiện xong; văn bản đã vào hồ sơ",
                    (None, Some(step)) if step.opens => "Đã lập hồ sơ, chuyển người đứng đầu xem xét",
                    (None, Some(_)) => "Đã thực hiện xong",
                    (None, None) => return None,
                },
            };
            Some(view! { <Notice kind=NoticeKind::Success title=title /> })
        }}
    }
    .into_any()
}

/// Colour of a stage; the words always stand beside it.
pub const fn stage_tone(stage: Stage) -> Tone {
    match stage {
        Stage::InspectionProposed | Stage::SanctionProposed => Tone::Warning,
        Stage::InspectionDecided | Stage::ViolationRecorded | Stage::SanctionDecided | Stage::Served => Tone::Info,
        Stage::InspectionRecordedViolation => Tone::Danger,
        Stage::InspectionRecordedClean => Tone::Neutral,
        Stage::Verifying | Stage::Unsanctioned => Tone::Info,
        Stage::Criminal | Stage::Transferred => Tone::Neutral,
        Stage::Closed | Stage::Archived => Tone::Success,
    }
}

/// How far a deadline is, in words, and how urgent it is.
pub fn time_left(due: jiff::civil::DateTime, now: jiff::civil::DateTime) -> (String, Tone) {
    let days = crate::server::page_law().calendar().working_days_between(now.date(), due.date());
    if due < now {
        let words = if days == 0 {
            "quá hạn hôm nay".to_owned()
        } else {
            format!("quá hạn {} ngày làm việc", -days)
        };
        (words, Tone::Danger)
    } else if due.date() == now.date() {
        ("hết hạn hôm nay".to_owned(), Tone::Warning)
    } else if days <= 2 {
        (format!("còn {days} ngày làm việc"), Tone::Warning)
    } else {
        (format!("còn {days} ngày làm việc"), Tone::Neutral)
    }
}
