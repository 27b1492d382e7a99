//! Signing in, and the first administrator of an empty installation.

use super::common::{document_title, done_notice, form_head, opt_query, query, reading, shown};
use crate::api::session::{ProviderView, SubmitLink, SubmitSignIn, read_provider, read_provider_back};
use crate::components::{Actions, Button, ButtonKind, ButtonLink, Notice, NoticeKind, PageTitle, TextField, Width};
use crate::forms::Draft;
use crate::islands::answers;
use crate::routes;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The sign-in page.
#[component]
pub fn SignIn() -> impl IntoView {
    let (draft, next) = (opt_query(routes::DRAFT), query(routes::CONTINUE));
    let kept = reading(
        move || (draft.get(), next.get()),
        |(draft, next)| async move {
            let draft = match draft {
                Some(id) => crate::api::session::read_draft(id).await?,
                None => None,
            };
            let doors = crate::api::session::read_doors().await?;
            Ok((draft.unwrap_or_default(), next, doors.provider))
        },
    );
    shown(kept, |(draft, next, provider)| {
        let agency = provider.then(|| {
            let href = if next.is_empty() {
                routes::PROVIDER.to_owned()
            } else {
                routes::with_query(routes::PROVIDER, routes::CONTINUE, &next)
            };
            view! { <p><ButtonLink href=href text="Đăng nhập bằng tài khoản của cơ quan" kind=ButtonKind::Secondary /></p> }
        });
        let waiting = next.contains("nhap=").then(|| {
            view! {
                <Notice kind=NoticeKind::Info title="Phiên làm việc đã hết hạn">
                    <p>"Đăng nhập lại để tiếp tục. Biểu mẫu đồng chí vừa gửi vẫn còn nguyên."</p>
                </Notice>
            }
        });
        view! {
            {document_title("Đăng nhập", Some(&draft))}
            <div class="lone stack">
                {waiting}
                {done_notice()}
                {form_head(Some(&draft))}
                <PageTitle title="Đăng nhập" caption="Dành cho công chức Quản lý thị trường" />
                <form method="post" action=SubmitSignIn::url() class="card" novalidate>
                    <input type="hidden" name="tiep" value=next />
                    <TextField name="account" label="Tên đăng nhập" value=draft.fields.get("account").to_owned() error=draft.error("account") autocomplete="username" width=Width::W20 />
                    <TextField name="password" label="Mật khẩu" kind="password" error=draft.error("password") autocomplete="current-password" width=Width::W20 />
                    <Actions><Button text="Đăng nhập" /></Actions>
                </form>
                {agency}
            </div>
        }
        .into_any()
    })
}

/// What a new password should be.
pub(super) const PASSWORD_HINT: &str =
    "Ít nhất 12 ký tự, dùng được dấu cách và chữ có dấu; một câu ngắn dễ nhớ, không có tên mình, là tốt nhất";

/// The way to the agency's identity provider: the browser goes on at once, or sees why it does not.
#[component]
pub fn ProviderPage() -> impl IntoView {
    let next = query(routes::CONTINUE);
    shown(reading(move || next.get(), read_provider), provider)
}

/// The way back from it.
#[component]
pub fn ProviderBackPage() -> impl IntoView {
    let (code, state, error, issuer) = (query("code"), query("state"), query("error"), query("iss"));
    let back = reading(
        move || (code.get(), state.get(), error.get(), issuer.get()),
        |(code, state, error, issuer)| read_provider_back(code, state, error, issuer),
    );
    shown(back, provider)
}

fn provider(view: ProviderView) -> AnyView {
    let Some(problem) = view.problem else {
        return view! { <p>"Đang chuyển tiếp…"</p> }.into_any();
    };
    view! {
        {document_title("Chưa đăng nhập được", None)}
        <div class="lone stack">
            <PageTitle title="Chưa đăng nhập được" />
            <Notice kind=NoticeKind::Warning title="Chưa đăng nhập được bằng tài khoản của cơ quan"><p>{problem}</p></Notice>
            <p><ButtonLink href=routes::SIGN_IN text="Về trang đăng nhập" kind=ButtonKind::Primary /></p>
        </div>
    }
    .into_any()
}

/// Sets a password through a one-time link; the first administrator's, too.
#[component]
pub fn FirstAdministrator() -> impl IntoView {
    let (draft, code) = (opt_query(routes::DRAFT), query("ma"));
    let kept = reading(
        move || (draft.get(), code.get()),
        |(draft, code)| async move {
            let draft = match draft {
                Some(id) => crate::api::session::read_draft(id).await?,
                None => None,
            };
            let officer = crate::api::session::link_officer(code.clone()).await?;
            Ok((draft.unwrap_or_default(), code, officer))
        },
    );
    shown(kept, |(draft, code, officer)| form(draft, code, officer))
}

fn form(draft: Draft, code: String, officer: Option<(String, String)>) -> AnyView {
    let (_, error) = answers(&draft);
    let Some((account, name)) = officer else {
        return view! {
            {document_title("Liên kết không dùng được", None)}
            <PageTitle title="Liên kết không dùng được" />
            <p>"Liên kết không đúng, đã dùng hoặc đã hết hạn. Xin quản trị cấp liên kết mới."</p>
        }
        .into_any();
    };
    view! {
        {document_title("Đặt mật khẩu", Some(&draft))}
        <div class="lone stack">
        {form_head(Some(&draft))}
        <PageTitle title="Đặt mật khẩu" caption=format!("{name} – tên đăng nhập {account}; liên kết này chỉ dùng được một lần") />
        <form method="post" action=SubmitLink::url() class="card" novalidate>
            <input type="hidden" name="ma" value=code />
            <TextField name="password" label="Mật khẩu" hint=PASSWORD_HINT kind="password" error=error("password") autocomplete="new-password" width=Width::W30 />
            <TextField name="password_again" label="Nhập lại mật khẩu" kind="password" error=error("password_again") autocomplete="new-password" width=Width::W30 />
            <Actions><Button text="Đặt mật khẩu" /></Actions>
        </form>
        </div>
    }
    .into_any()
}
