//! The second factor: the code at a sign-in, the page that enrols one, and the recovery codes, once.

use super::common::{document_title, done_notice, form_head, opt_query, query, reading, shown};
use crate::api::own_account::{EnrolmentView, SubmitEnrolment, read_enrolment, read_recovery_codes};
use crate::api::session::{HalfView, SubmitCode, read_half};
use crate::components::{Actions, Button, ButtonKind, ButtonLink, Notice, NoticeKind, PageTitle, TextField, Width};
use crate::forms::Draft;
use crate::islands::answers;
use crate::routes;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// What field of a code asks for.
pub(super) const CODE_HINT: &str = "6 chữ số đang hiện trong ứng dụng xác thực, hoặc một mã khôi phục";

/// The second step of signing in.
#[component]
pub fn CodePage() -> impl IntoView {
    let (draft, next) = (opt_query(routes::DRAFT), query(routes::CONTINUE));
    let kept = reading(
        move || (draft.get(), next.get()),
        |(draft, next)| async move {
            let draft = match draft {
                Some(id) => crate::api::session::read_draft(id).await?,
                None => None,
            };
            Ok((draft.unwrap_or_default(), next, read_half().await?))
        },
    );
    shown(kept, |(draft, next, half)| code(&draft, next, half))
}

fn code(draft: &Draft, next: String, half: Option<HalfView>) -> AnyView {
    let again = if next.is_empty() {
        routes::SIGN_IN.to_owned()
    } else {
        routes::with_query(routes::SIGN_IN, routes::CONTINUE, &next)
    };
    let Some(half) = half else {
        return view! {
            {document_title("Đăng nhập lại", Some(draft))}
            <div class="lone stack">
                {form_head(Some(draft))}
                <PageTitle title="Đăng nhập lại" />
                <p>"Bước nhập mã chỉ kéo dài 5 phút sau khi nhập mật khẩu, và không quá 5 lần nhập sai."</p>
                <p><ButtonLink href=again text="Đăng nhập lại từ đầu" kind=ButtonKind::Primary /></p>
            </div>
        }
        .into_any();
    };
    view! {
        {document_title("Nhập mã xác thực", Some(draft))}
        <div class="lone stack">
            {form_head(Some(draft))}
            <PageTitle title="Nhập mã xác thực" caption=format!("{} – tên đăng nhập {}", half.name, half.account) />
            <form method="post" action=SubmitCode::url() class="card" novalidate>
                <input type="hidden" name="tiep" value=next />
                <TextField name="password_code" label="Mã xác thực" hint=CODE_HINT error=draft.error("password_code") autocomplete="one-time-code" spellcheck=false width=Width::W20 />
                <Actions>
                    <Button text="Xác nhận" />
                    <ButtonLink href=again text="Đăng nhập bằng tên khác" kind=ButtonKind::Plain />
                </Actions>
            </form>
            <p class="muted">"Mất điện thoại và hết mã khôi phục: nhờ quản trị của đơn vị gỡ mã xác thực."</p>
        </div>
    }
    .into_any()
}

/// Enrols a second factor, or another device in its place.
#[component]
pub fn EnrolmentPage() -> impl IntoView {
    let (draft, next) = (opt_query(routes::DRAFT), query(routes::CONTINUE));
    let read = reading(
        move || (draft.get(), next.get()),
        |(draft, next)| async move { Ok((read_enrolment(draft).await?, next)) },
    );
    shown(read, |(view, next)| enrolment(view, next))
}

fn enrolment(view: Option<EnrolmentView>, next: String) -> AnyView {
    let Some(view) = view else {
        return view! {
            {document_title("Mã xác thực", None)}
            <PageTitle title="Mã xác thực" />
            <Notice kind=NoticeKind::Warning title="Hệ thống chưa cho cài mã xác thực">
                <p>"Người vận hành cần đặt biến account_key (từ 32 ký tự, giữ ngoài cơ sở dữ liệu) rồi khởi động lại."</p>
            </Notice>
        }
        .into_any();
    };
    let draft = view.draft.unwrap_or_default();
    let (_, error) = answers(&draft);
    let title = if view.replaces { "Đổi thiết bị lấy mã xác thực" } else { "Cài mã xác thực" };
    let why = view.forced.then(|| {
        view! {
            <Notice kind=NoticeKind::Info title="Cần cài mã xác thực trước khi vào hệ thống">
                <p>"Người ký văn bản và quản trị đăng nhập bằng mật khẩu và mã trên điện thoại. Có 15 phút để cài; quá giờ thì đăng nhập lại."</p>
            </Notice>
        }
    });
    let proof = (!view.forced).then(|| {
        let code = view.replaces.then(|| {
            view! {
                <TextField name="password_code" label="Mã của thiết bị đang dùng" hint=CODE_HINT error=error("password_code") autocomplete="off" spellcheck=false width=Width::W20 />
            }
        });
        view! {
            <TextField name="password" label="Mật khẩu hiện tại" kind="password" error=error("password") autocomplete="current-password" width=Width::W30 />
            {code}
        }
    });
    let drawn = crate::papers::qr::drawn(&view.address, "Mã QR để thêm vào ứng dụng xác thực", "200");
    view! {
        {document_title(title, Some(&draft))}
        <div class="lone stack">
            {form_head(Some(&draft))}
            <PageTitle title=title caption=format!("{} – tên đăng nhập {}", view.name, view.account) />
            {why}
            <ol class="stack">
                <li>"Mở ứng dụng xác thực trên điện thoại (Google Authenticator, Microsoft Authenticator, FreeOTP… đều dùng được, không cần mạng), chọn thêm tài khoản."</li>
                <li>
                    <p>"Quét mã QR này:"</p>
                    <p>{drawn}</p>
                    <p>"Không quét được thì "<a href=view.address>"mở bằng ứng dụng trên máy này"</a>" hoặc nhập tay khóa (loại theo thời gian):"</p>
                    <p><code class="code">{view.letters}</code></p>
                </li>
                <li>"Nhập mã 6 chữ số ứng dụng đang hiện."</li>
            </ol>
            <form method="post" action=SubmitEnrolment::url() class="card" novalidate>
                <input type="hidden" name="tiep" value=next />
                <input type="hidden" name="sealed" value=view.sealed />
                <TextField name="password_first" label="Mã 6 chữ số" error=error("password_first") autocomplete="one-time-code" inputmode="numeric" spellcheck=false width=Width::W10 />
                {proof}
                <Actions><Button text="Xác nhận và lấy mã khôi phục" /></Actions>
            </form>
        </div>
    }
    .into_any()
}

/// The recovery codes that were just made.
#[component]
pub fn RecoveryCodesPage() -> impl IntoView {
    let next = query(routes::CONTINUE);
    let read = reading(move || next.get(), |next| async move { Ok((read_recovery_codes().await?, next)) });
    shown(read, |(codes, next)| recovery(codes, &next))
}

fn recovery(codes: Vec<String>, next: &str) -> AnyView {
    let on = routes::continue_or_home(Some(next).filter(|path| !path.is_empty()));
    if codes.is_empty() {
        return view! {
            {document_title("Mã khôi phục", None)}
            <PageTitle title="Mã khôi phục" />
            <p>"Mã khôi phục chỉ hiện một lần, ngay sau khi tạo. Nếu chưa kịp lưu, tạo lại mã ở trang Tài khoản."</p>
            <p><ButtonLink href=routes::OWN_ACCOUNT text="Đến trang Tài khoản" kind=ButtonKind::Primary /></p>
        }
        .into_any();
    }
    let list = codes.into_iter().map(|code| view! { <li><code class="code">{code}</code></li> }).collect::<Vec<_>>();
    view! {
        {document_title("Mã khôi phục", None)}
        <div class="lone stack">
            {done_notice()}
            <PageTitle title="Mã khôi phục" caption="Chỉ hiện một lần này" />
            <Notice kind=NoticeKind::Success title="Đã cài xong mã xác thực. In hoặc chép lại các mã sau">
                <p>"Mỗi mã thay cho điện thoại một lần khi đăng nhập. Cất nơi an toàn, không để cùng điện thoại hay máy tính. Mã cũ (nếu có) không dùng được nữa."</p>
            </Notice>
            <ol class="stack">{list}</ol>
            <p><ButtonLink href=on text="Đã lưu, vào hệ thống" kind=ButtonKind::Primary /></p>
        </div>
    }
    .into_any()
}
