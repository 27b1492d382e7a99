//! Units and accounts of an administrator's part of the tree.

use super::common::{document_title, done_notice, form_head, opt_query, reading, shown};
use crate::api::administration::{
    AccountFile, AccountRow, Administration, SubmitAccount, SubmitActive, SubmitFactorRemoval, SubmitNewLink,
    SubmitSessionsEnd, SubmitUnit, UnitRow, roles,
};
use crate::components::{
    Actions, Breadcrumb, Button, ButtonKind, ButtonLink, Cell, Choice, Column, Crumb, DataTable, Notice, NoticeKind,
    PageTitle, RadioGroup, Row, SelectField, SummaryList, SummaryRow, TextField, Tone, Width,
};
use crate::islands::answers;
use crate::routes;
use domain::unit::UnitKind;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;

/// Everything an administrator oversees.
#[component]
pub fn AdministrationPage() -> impl IntoView {
    let all = reading(|| (), |()| crate::api::administration::read_administration(None));
    shown(all, overview)
}

fn overview(all: Administration) -> AnyView {
    let actions = view! {
        <ButtonLink href=routes::ACCOUNT_NEW text="Thêm tài khoản" kind=ButtonKind::Primary />
        <ButtonLink href=routes::UNIT_NEW text="Thêm đội, phòng" kind=ButtonKind::Secondary />
        <ButtonLink href=routes::KEYS text="Khóa cho hệ thống khác" kind=ButtonKind::Secondary />
        <ButtonLink href=routes::SELF_CHECK text="Tự kiểm tra" kind=ButtonKind::Secondary />
    }
    .into_any();
    let caption = format!("{} tài khoản, {} đơn vị", all.accounts.len(), all.units.len());
    let columns = vec![
        Column::new("Họ và tên"),
        Column::new("Tên đăng nhập"),
        Column::new("Chức vụ"),
        Column::new("Đơn vị"),
        Column::new("Trạng thái"),
    ];
    let rows: Vec<Row> = all
        .accounts
        .iter()
        .map(|account| {
            let officer = &account.officer;
            vec![
                Cell::link_noted(routes::account(&officer.id.0), officer.full_name.clone(), officer.badge.clone()),
                Cell::text(officer.account.clone()),
                Cell::text(officer.role.title()),
                Cell::text(account.unit.clone()),
                status(account),
            ]
        })
        .collect();
    let units: Vec<Row> = all.units.iter().map(unit_row).collect();
    let unit_columns = vec![Column::new("Đơn vị"), Column::new("Cấp"), Column::new("Mã")];
    let warning = all.warning.map(|words| {
        view! {
            <Notice kind=NoticeKind::Warning title="Khóa tài khoản của hệ thống cần người vận hành xử lý">
                <p lang="en">{words}</p>
            </Notice>
        }
    });
    view! {
        {document_title("Quản trị", None)}
        {done_notice()}
        {warning}
        <PageTitle title="Quản trị" caption=caption actions=Some(actions) />
        <h2>"Tài khoản"</h2>
        <DataTable caption="Tài khoản" columns=columns rows=rows hide_caption=true />
        <h2>"Đơn vị"</h2>
        <DataTable caption="Đơn vị" columns=unit_columns rows=units hide_caption=true />
    }
    .into_any()
}

fn unit_row(unit: &UnitRow) -> Row {
    let indent = "– ".repeat(unit.depth);
    vec![Cell::text(format!("{indent}{}", unit.name)), Cell::text(kind_label(unit.kind)), Cell::text(unit.id.clone())]
}

const fn kind_label(kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::National => "Cục",
        UnitKind::Province => "Chi cục",
        UnitKind::Division => "Phòng",
        UnitKind::Team => "Đội",
    }
}

fn status(account: &AccountRow) -> Cell {
    match (account.officer.active, account.has_password) {
        (false, _) => Cell::tag(Tone::Danger, "Đã khóa"),
        (true, false) => Cell::tag(Tone::Warning, "Chưa đặt mật khẩu"),
        (true, true) => Cell::tag(Tone::Success, "Đang dùng"),
    }
}

/// One account: its data, a new link, closing and opening it.
#[component]
pub fn AccountPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let draft = opt_query(routes::DRAFT);
    let file =
        reading(move || (id.get(), draft.get()), |(id, draft)| crate::api::administration::read_account(id, draft));
    shown(file, account)
}

fn account(file: AccountFile) -> AnyView {
    let officer = &file.account.officer;
    let crumbs = vec![Crumb::link(routes::ADMINISTRATION, "Quản trị"), Crumb::here(officer.full_name.clone())];
    let state = if officer.active { "Đang dùng" } else { "Đã khóa" };
    let rows = vec![
        SummaryRow::new("Tên đăng nhập", officer.account.clone()),
        SummaryRow::new("Số hiệu công chức", officer.badge.clone()),
        SummaryRow::new("Thẻ kiểm tra thị trường", officer.card.clone().unwrap_or_else(|| "Chưa có".to_owned())),
        SummaryRow::new("Đơn vị", file.account.unit.clone()),
        SummaryRow::new("Trạng thái", state),
        SummaryRow::new("Mật khẩu", if file.account.has_password { "Đã đặt" } else { "Chưa đặt" }),
        SummaryRow::new("Mã xác thực", if file.account.has_factor { "Đang dùng" } else { "Chưa cài" }),
    ];
    let link = file.link.clone().map(|link| {
        let href = link.clone();
        view! {
            <Notice kind=NoticeKind::Success title="Liên kết đặt mật khẩu – chỉ hiện một lần">
                <p>"Gửi cho công chức liên kết sau; dùng được một lần, trong 72 giờ."</p>
                <p><a rel="external" href=href>{link}</a></p>
            </Notice>
        }
    });
    let hidden = || view! { <input type="hidden" name="id" value=officer.id.0.clone() /> };
    let renew = officer.active.then(|| {
        view! {
            <form method="post" action=SubmitNewLink::url()>
                {hidden()}
                <Button text="Cấp liên kết đặt mật khẩu mới" kind=ButtonKind::Secondary />
            </form>
        }
    });
    let removal = (file.account.has_factor && !file.own).then(|| {
        view! {
            <form method="post" action=SubmitFactorRemoval::url()>
                {hidden()}
                <Button text="Gỡ mã xác thực (mất điện thoại)" kind=ButtonKind::Warning />
            </form>
        }
    });
    let ended = (!file.sessions.is_empty()).then(|| {
        view! {
            <form method="post" action=SubmitSessionsEnd::url()>
                {hidden()}
                <Actions><Button text="Kết thúc mọi phiên" kind=ButtonKind::Warning /></Actions>
            </form>
        }
    });
    let (text, to, kind) = if officer.active {
        ("Khóa tài khoản", "0", ButtonKind::Warning)
    } else {
        ("Mở lại tài khoản", "1", ButtonKind::Secondary)
    };
    let lock = (!file.own).then(|| {
        view! {
            <form method="post" action=SubmitActive::url()>
                {hidden()}
                <input type="hidden" name="active" value=to />
                <Button text=text kind=kind />
            </form>
        }
    });
    view! {
        <Breadcrumb items=crumbs />
        {document_title(&officer.full_name, None)}
        {form_head(file.draft.as_ref())}
        {done_notice()}
        {link}
        <PageTitle title=officer.full_name.clone() caption=officer.role.title() />
        <SummaryList rows=rows heading="Tài khoản" />
        <div class="cluster">{renew}{removal}{lock}</div>
        <h2>"Phiên làm việc"</h2>
        {super::own_account::sessions(file.sessions, false)}
        {ended}
        <h2>"Nhật ký tài khoản"</h2>
        {super::own_account::log(file.log)}
    }
    .into_any()
}

/// The form of a new account.
#[component]
pub fn AccountNew() -> impl IntoView {
    shown(for_form(), account_form)
}

/// The form of a new unit.
#[component]
pub fn UnitNew() -> impl IntoView {
    shown(for_form(), unit_form)
}

fn for_form() -> Resource<Result<Administration, crate::error::AppError>> {
    let draft = opt_query(routes::DRAFT);
    reading(move || draft.get(), crate::api::administration::read_administration)
}

fn account_form(all: Administration) -> AnyView {
    let draft = all.draft.unwrap_or_default();
    let (value, error) = answers(&draft);
    let units = all.units.iter().map(|unit| Choice::new(unit.id.clone(), unit.name.clone())).collect();
    let roles = roles().map(|(key, title)| Choice::new(key, title)).collect();
    view! {
        {document_title("Thêm tài khoản", Some(&draft))}
        {form_head(Some(&draft))}
        <PageTitle title="Thêm tài khoản" caption="Công chức tự đặt mật khẩu qua liên kết dùng một lần" />
        <form method="post" action=SubmitAccount::url() class="stack-lg" novalidate>
            <TextField name="full_name" label="Họ và tên" value=value("full_name") error=error("full_name") width=Width::W30 />
            <TextField name="account" label="Tên đăng nhập" hint="Chữ thường không dấu, chữ số, dấu chấm" value=value("account") error=error("account") width=Width::W20 autocomplete="off" />
            <TextField name="badge" label="Số hiệu công chức" value=value("badge") error=error("badge") width=Width::W20 />
            <TextField name="card" label="Số Thẻ kiểm tra thị trường" hint="Bắt buộc để làm Trưởng đoàn kiểm tra" value=value("card") error=error("card") width=Width::W20 optional=true />
            <SelectField name="role" label="Chức vụ" options=roles value=value("role") error=error("role") prompt="Chọn chức vụ" />
            <SelectField name="unit" label="Đơn vị công tác" options=units value=value("unit") error=error("unit") prompt="Chọn đơn vị" />
            <Actions>
                <Button text="Thêm tài khoản" />
                <ButtonLink href=routes::ADMINISTRATION text="Quay lại" kind=ButtonKind::Plain />
            </Actions>
        </form>
    }
    .into_any()
}

fn unit_form(all: Administration) -> AnyView {
    let draft = all.draft.unwrap_or_default();
    let (value, error) = answers(&draft);
    let provinces = all
        .units
        .iter()
        .filter(|unit| unit.kind == UnitKind::Province)
        .map(|unit| Choice::new(unit.id.clone(), unit.name.clone()))
        .collect();
    let kinds = [UnitKind::Team, UnitKind::Division].map(|kind| Choice::new(kind.key(), kind_label(kind))).to_vec();
    view! {
        {document_title("Thêm đội, phòng", Some(&draft))}
        {form_head(Some(&draft))}
        <PageTitle title="Thêm đội, phòng" caption="Tên, địa danh và Kho bạc in trên văn bản của đơn vị" />
        <form method="post" action=SubmitUnit::url() class="stack-lg" novalidate>
            <SelectField name="parent" label="Thuộc Chi cục" options=provinces value=value("parent") error=error("parent") prompt="Chọn Chi cục" />
            <RadioGroup name="kind" legend="Loại đơn vị" options=kinds value=value("kind") error=error("kind") inline=true />
            <TextField name="code" label="Mã đơn vị" hint="Hai chữ số, đứng sau mã Chi cục trong số văn bản" value=value("code") error=error("code") width=Width::W20 inputmode="numeric" />
            <TextField name="name" label="Tên đầy đủ" value=value("name") error=error("name") />
            <TextField name="short_name" label="Tên ngắn" value=value("short_name") error=error("short_name") width=Width::W30 />
            <TextField name="place" label="Địa danh trên văn bản" value=value("place") error=error("place") width=Width::W30 />
            <TextField name="treasury" label="Kho bạc Nhà nước và tài khoản thu phạt" value=value("treasury") error=error("treasury") />
            <TextField name="address" label="Địa chỉ trụ sở" value=value("address") error=error("address") />
            <Actions>
                <Button text="Thêm đơn vị" />
                <ButtonLink href=routes::ADMINISTRATION text="Quay lại" kind=ButtonKind::Plain />
            </Actions>
        </form>
    }
    .into_any()
}
