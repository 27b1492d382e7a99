//! Signing in, and the first administrator of an empty installation.

use super::common::{document_title, done_notice, form_head, opt_query, query, reading, shown};
use crate::api::session::{SubmitLink, SubmitSignIn};
use crate::components::{Actions, Button, Notice, NoticeKind, PageTitle, TextField, Width};
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
            Ok((draft.unwrap_or_default(), next))
        },
    );
    shown(kept, |(draft, next)| {
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
            </div>
        }
        .into_any()
    })
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
            <TextField name="password" label="Mật khẩu" hint="Ít nhất 10 ký tự; một câu ngắn dễ nhớ là tốt nhất" kind="password" error=error("password") autocomplete="new-password" width=Width::W30 />
            <TextField name="password_again" label="Nhập lại mật khẩu" kind="password" error=error("password_again") autocomplete="new-password" width=Width::W30 />
            <Actions><Button text="Đặt mật khẩu" /></Actions>
        </form>
        </div>
    }
    .into_any()
}
