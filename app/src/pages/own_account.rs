//! The officer's own account: password, second factor, sessions, and what happened to it.

use super::common::{document_title, done_notice, form_head, opt_query, reading, shown};
use super::second_factor::CODE_HINT;
use super::sign_in::PASSWORD_HINT;
use crate::api::own_account::{
    AccountLog, FactorLine, LogLine, OfficerLine, OwnAccount, SessionLine, SubmitOthersEnd, SubmitPassword,
    SubmitRecoveryCodes, SubmitSessionEnd, read_account_log, read_account_logs, read_own_account,
};
use crate::components::{
    Actions, Breadcrumb, Button, ButtonKind, ButtonLink, Cell, Column, Crumb, DataTable, EmptyState, Notice,
    NoticeKind, PageTitle, Row, TextField, Tone, Width,
};
use crate::forms::Draft;
use crate::islands::answers;
use crate::routes;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;

/// Recovery codes from which on more are recommended.
const FEW_CODES: i64 = 3;

/// The officer's own account.
#[component]
pub fn OwnAccountPage() -> impl IntoView {
    let draft = opt_query(routes::DRAFT);
    shown(reading(move || draft.get(), read_own_account), page)
}

fn page(own: OwnAccount) -> AnyView {
    let draft = own.draft.unwrap_or_default();
    let others = (own.sessions.len() > 1).then(|| {
        view! {
            <form method="post" action=SubmitOthersEnd::url()>
                <Actions><Button text="Kết thúc mọi phiên khác" kind=ButtonKind::Warning /></Actions>
            </form>
        }
    });
    view! {
        {document_title("Tài khoản", Some(&draft))}
        {form_head(Some(&draft))}
        {done_notice()}
        <PageTitle title="Tài khoản" caption=format!("{} – tên đăng nhập {}", own.name, own.account) />
        <h2>"Mã xác thực"</h2>
        {factor(own.factor, own.may_enrol, &draft)}
        <h2>"Phiên làm việc"</h2>
        <p class="muted">"Không nhận ra phiên nào thì kết thúc phiên đó rồi đổi mật khẩu. Phiên tự hết sau 8 giờ không dùng, lâu nhất 24 giờ."</p>
        {sessions(own.sessions, true)}
        {others}
        {password(&draft)}
        <h2>"Nhật ký tài khoản"</h2>
        {log(own.log)}
        {own.answers_for_others.then(|| {
            view! { <p><ButtonLink href=routes::ACCOUNT_LOGS text="Nhật ký tài khoản của công chức thuộc quyền" kind=ButtonKind::Secondary /></p> }
        })}
    }
    .into_any()
}

fn factor(factor: Option<FactorLine>, may_enrol: bool, draft: &Draft) -> AnyView {
    let Some(factor) = factor else {
        if !may_enrol {
            return view! { <p>"Chưa dùng. Hệ thống chưa được đặt khóa (biến account_key) nên chưa cài được mã xác thực."</p> }
                .into_any();
        }
        return view! {
            <p>"Chưa dùng. Với mã xác thực trên điện thoại, người biết mật khẩu cũng không vào được."</p>
            <p><ButtonLink href=routes::ENROLMENT text="Cài mã xác thực" kind=ButtonKind::Primary /></p>
        }
        .into_any();
    };
    let (_, error) = answers(draft);
    let typed = error("password_code").is_some() || error("password").is_some();
    let few = (factor.codes_left < FEW_CODES).then(|| {
        view! {
            <Notice kind=NoticeKind::Warning title="Sắp hết mã khôi phục">
                <p>"Tạo mã mới bên dưới khi còn điện thoại; hết mã và mất điện thoại thì phải nhờ quản trị."</p>
            </Notice>
        }
    });
    view! {
        {few}
        <p>{format!("Đang dùng từ {}; còn {} mã khôi phục chưa dùng.", factor.since, factor.codes_left)}</p>
        <p><ButtonLink href=routes::ENROLMENT text="Đổi thiết bị lấy mã" kind=ButtonKind::Secondary /></p>
        <details open=typed>
            <summary>"Tạo lại mã khôi phục"</summary>
            <form method="post" action=SubmitRecoveryCodes::url() class="stack-lg" novalidate>
                <TextField name="password" label="Mật khẩu hiện tại" kind="password" error=error("password") autocomplete="current-password" width=Width::W30 />
                <TextField name="password_code" label="Mã xác thực" hint=CODE_HINT error=error("password_code") autocomplete="one-time-code" spellcheck=false width=Width::W20 />
                <Actions><Button text="Tạo mã khôi phục mới" kind=ButtonKind::Secondary /></Actions>
            </form>
        </details>
    }
    .into_any()
}

/// Sessions in a table; `own` gives each its button.
pub(super) fn sessions(lines: Vec<SessionLine>, own: bool) -> AnyView {
    if lines.is_empty() {
        return view! { <p>"Không có phiên nào đang mở."</p> }.into_any();
    }
    let mut columns = ["Trình duyệt", "Đăng nhập lúc", "Dùng gần nhất"].map(Column::new).to_vec();
    if own {
        columns.push(Column::new("Kết thúc"));
    }
    let rows: Vec<Row> = lines
        .into_iter()
        .map(|line| {
            let end = match (own, line.this) {
                (false, _) => None,
                (true, true) => Some(Cell::tag(Tone::Success, "Phiên này")),
                (true, false) => Some(Cell::view(view! {
                    <form method="post" action=SubmitSessionEnd::url()>
                        <input type="hidden" name="mark" value=line.mark.clone() />
                        <Button text="Kết thúc" kind=ButtonKind::Secondary small=true />
                    </form>
                })),
            };
            let cells = vec![Cell::text(line.client), Cell::text(line.since), Cell::text(line.seen)];
            cells.into_iter().chain(end).collect()
        })
        .collect();
    view! { <DataTable caption="Phiên làm việc" columns=columns rows=rows hide_caption=true /> }.into_any()
}

fn password(draft: &Draft) -> AnyView {
    let (_, error) = answers(draft);
    view! {
        <form method="post" action=SubmitPassword::url() class="stack-lg" novalidate>
            <h2>"Đổi mật khẩu"</h2>
            <TextField name="password_current" label="Mật khẩu đang dùng" kind="password" error=error("password_current") autocomplete="current-password" width=Width::W30 />
            <TextField name="password_new" label="Mật khẩu mới" hint=PASSWORD_HINT kind="password" error=error("password_new") autocomplete="new-password" width=Width::W30 />
            <TextField name="password_again" label="Nhập lại mật khẩu mới" kind="password" error=error("password_again") autocomplete="new-password" width=Width::W30 />
            <Actions><Button text="Đổi mật khẩu" kind=ButtonKind::Secondary /></Actions>
        </form>
    }
    .into_any()
}

/// What happened, the newest first.
pub(super) fn log(lines: Vec<LogLine>) -> AnyView {
    if lines.is_empty() {
        return view! { <EmptyState title="Chưa có gì" text="Đăng nhập, đổi mật khẩu và mã xác thực được ghi ở đây." /> }
            .into_any();
    }
    let columns = ["Lúc", "Việc", "Người thực hiện", "Trình duyệt"].map(Column::new).to_vec();
    let rows: Vec<Row> = lines
        .into_iter()
        .map(|line| {
            let actor = if line.actor.is_empty() { "Không rõ".to_owned() } else { line.actor };
            vec![Cell::text(line.at), Cell::text(line.what), Cell::text(actor), Cell::text(line.client)]
        })
        .collect();
    view! { <DataTable caption="Nhật ký tài khoản" columns=columns rows=rows hide_caption=true /> }.into_any()
}

/// The officers whose account logs the reader may open.
#[component]
pub fn AccountLogsPage() -> impl IntoView {
    shown(reading(|| (), |()| read_account_logs()), |officers: Vec<OfficerLine>| {
        let rows: Vec<Row> = officers
            .into_iter()
            .map(|officer| {
                vec![
                    Cell::link_noted(routes::account_log(&officer.id), officer.name, officer.badge),
                    Cell::text(officer.title),
                ]
            })
            .collect();
        let columns = ["Họ và tên", "Chức vụ"].map(Column::new).to_vec();
        let crumbs =
            vec![Crumb::link(routes::OWN_ACCOUNT, "Tài khoản"), Crumb::here("Nhật ký của công chức thuộc quyền")];
        view! {
            {document_title("Nhật ký tài khoản của công chức", None)}
            <Breadcrumb items=crumbs />
            <PageTitle title="Nhật ký tài khoản của công chức" caption="Đăng nhập, mật khẩu, mã xác thực; không có nội dung công việc" />
            <DataTable caption="Công chức" columns=columns rows=rows hide_caption=true />
        }
        .into_any()
    })
}

/// What happened to an officer's account, for who answers for it.
#[component]
pub fn AccountLogPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    shown(reading(move || id.get(), read_account_log), |found: AccountLog| {
        view! {
            {document_title("Nhật ký tài khoản", None)}
            <Breadcrumb items=vec![
                Crumb::link(routes::ACCOUNT_LOGS, "Nhật ký của công chức thuộc quyền"),
                Crumb::here(found.name.clone()),
            ] />
            <PageTitle title="Nhật ký tài khoản" caption=found.name />
            {log(found.lines)}
        }
        .into_any()
    })
}
