//! Signing in, and the first administrator of an empty installation.

use super::common::{document_title, done_notice, form_head, opt_query, query, reading, shown};
use crate::api::session::{SubmitFirstAdministrator, SubmitSignIn};
use crate::components::{Actions, Button, Notice, NoticeKind, PageTitle, TextField, Width};
use crate::forms::Draft;
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
                Some(id) => crate::api::session::draft(id).await?,
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
            <div class="sign-in">
                {waiting}
                {done_notice()}
                {form_head(Some(&draft))}
                <PageTitle title="Đăng nhập" caption="Dành cho công chức Quản lý thị trường" />
                <form method="post" action=SubmitSignIn::url() novalidate>
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

/// Creates the first administrator.
#[component]
pub fn FirstAdministrator() -> impl IntoView {
    let (draft, code) = (opt_query(routes::DRAFT), query("ma"));
    let kept = reading(
        move || (draft.get(), code.get()),
        |(draft, code)| async move {
            let draft = match draft {
                Some(id) => crate::api::session::draft(id).await?,
                None => None,
            };
            Ok((draft.unwrap_or_default(), code))
        },
    );
    shown(kept, |(draft, code)| form(draft, code))
}

fn form(draft: Draft, code: String) -> AnyView {
    let value = |name: &str| draft.fields.get(name).to_owned();
    let error = |name: &str| draft.error(name);
    view! {
        {document_title("Khởi tạo hệ thống", Some(&draft))}
        <div class="sign-in">
            {form_head(Some(&draft))}
            <PageTitle title="Khởi tạo hệ thống" caption="Tạo tài khoản quản trị đầu tiên; liên kết này chỉ dùng được một lần" />
            <form method="post" action=SubmitFirstAdministrator::url() novalidate>
                <input type="hidden" name="ma" value=code />
                <TextField name="unit_name" label="Tên cơ quan" value=value("unit_name") error=error("unit_name") />
                <TextField name="full_name" label="Họ tên quản trị" value=value("full_name") error=error("full_name") autocomplete="name" />
                <TextField name="account" label="Tên đăng nhập" value=value("account") error=error("account") autocomplete="username" width=Width::W20 />
                <TextField name="password" label="Mật khẩu" hint="Ít nhất 12 ký tự; một câu dễ nhớ là tốt nhất" kind="password" error=error("password") autocomplete="new-password" width=Width::W20 />
                <Actions><Button text="Tạo tài khoản quản trị" /></Actions>
            </form>
        </div>
    }
    .into_any()
}
