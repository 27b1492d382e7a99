//! Keys of other systems: which there are, the form that makes one, and the key itself, once.

use super::common::{document_title, done_notice, form_head, opt_query, reading, shown};
use crate::api::key::{KeyLine, Keys, SubmitKey, SubmitRevocation};
use crate::components::{
    Actions, Breadcrumb, Button, ButtonKind, ButtonLink, Cell, Choice, Column, Crumb, DataTable, DateField, EmptyState,
    Notice, NoticeKind, PageTitle, RadioGroup, Row, SelectField, TextField, Tone,
};
use crate::islands::answers;
use crate::routes;
use domain::authority::KeyScope;
use domain::calendar::format_date;
use jiff::civil::Date;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The keys of an administrator's part of the tree.
#[component]
pub fn KeysPage() -> impl IntoView {
    let draft = opt_query(routes::DRAFT);
    shown(reading(move || draft.get(), crate::api::key::read_keys), page)
}

fn page(all: Keys) -> AnyView {
    let today = all.today;
    let crumbs = vec![Crumb::link(routes::ADMINISTRATION, "Quản trị"), Crumb::here("Khóa cho hệ thống khác")];
    let made = all.made.map(|key| {
        view! {
            <Notice kind=NoticeKind::Success title="Đã cấp khóa. Chép ngay: khóa chỉ hiện một lần này">
                <p><code class="code">{key}</code></p>
                <p>"Hệ thống kia gửi khóa trong trường đầu Authorization: Bearer. Nếu lộ hoặc mất, thu hồi rồi cấp khóa mới."</p>
            </Notice>
        }
    });
    let list = if all.keys.is_empty() {
        view! { <EmptyState title="Chưa cấp khóa nào" text="Mỗi hệ thống dùng một khóa riêng để thu hồi được riêng." /> }
            .into_any()
    } else {
        let columns = ["Hệ thống", "Dùng để", "Đơn vị", "Lần gọi cuối", "Trạng thái", "Thu hồi"].map(Column::new);
        let rows = all.keys.into_iter().map(|key| line(key, today)).collect();
        view! { <DataTable caption="Khóa đã cấp" columns=columns.to_vec() rows=rows hide_caption=true /> }.into_any()
    };
    let draft = all.draft.unwrap_or_default();
    let actions = view! {
        <ButtonLink href=routes::HAND_OVER text="Việc cung cấp dữ liệu quốc gia" kind=ButtonKind::Secondary />
        <ButtonLink href=routes::INTERFACE text="Tài liệu giao diện" kind=ButtonKind::Secondary />
    }
    .into_any();
    view! {
        {document_title("Khóa cho hệ thống khác", Some(&draft))}
        <Breadcrumb items=crumbs />
        {form_head(Some(&draft))}
        {done_notice()}
        {made}
        <PageTitle title="Khóa cho hệ thống khác" caption="Chỉ giữ giá trị băm của khóa; mọi lần gọi được ghi nhật ký" actions=Some(actions) />
        {list}
        {form(&draft, all.units)}
    }
    .into_any()
}

fn line(key: KeyLine, today: Date) -> Row {
    let (tone, words, runs) = if key.revoked {
        (Tone::Neutral, "Đã thu hồi".to_owned(), false)
    } else if key.ends_on < today {
        (Tone::Neutral, "Đã hết hạn".to_owned(), false)
    } else {
        (Tone::Success, format!("Dùng đến {}", format_date(key.ends_on)), true)
    };
    let num = key.num.to_string();
    let end = if runs {
        Cell::view(view! {
            <form method="post" action=SubmitRevocation::url()>
                <input type="hidden" name="num" value=num />
                <Button text="Thu hồi" kind=ButtonKind::Secondary small=true />
            </form>
        })
    } else {
        Cell::text("–")
    };
    let used = key.used_at.unwrap_or_else(|| "Chưa gọi".to_owned());
    vec![
        Cell::noted(key.name, format!("{}; cấp {}", key.contact, key.made)),
        Cell::text(key.scope),
        Cell::text(key.unit),
        Cell::noted(used, format!("{} lần gọi", key.used)),
        Cell::tag(tone, words),
        end,
    ]
}

fn form(draft: &crate::forms::Draft, units: Vec<(String, String)>) -> AnyView {
    let (value, error) = answers(draft);
    let units = units.into_iter().map(|(id, name)| Choice::new(id, name)).collect();
    let scopes = KeyScope::ALL.iter().map(|scope| Choice::new(scope.key(), scope.label())).collect();
    view! {
        <form method="post" action=SubmitKey::url() class="stack-lg" novalidate>
            <h2>"Cấp khóa mới"</h2>
            <TextField name="name" label="Tên hệ thống sẽ dùng khóa" value=value("name") error=error("name") />
            <TextField name="contact" label="Người, bộ phận chịu trách nhiệm" hint="Họ tên hoặc bộ phận, điện thoại, thư điện tử" value=value("contact") error=error("contact") />
            <RadioGroup name="scope" legend="Khóa dùng để" options=scopes value=value("scope") error=error("scope") />
            <SelectField name="unit" label="Đơn vị" hint="Khóa số liệu đọc được đơn vị này và cấp dưới; khóa quốc gia chọn cấp trung ương" options=units value=value("unit") error=error("unit") prompt="Chọn đơn vị" />
            <DateField name="ends_on" label="Dùng đến hết ngày" hint="Không quá hai năm" value=value("ends_on") error=error("ends_on") />
            <Actions><Button text="Cấp khóa" /></Actions>
        </form>
    }
    .into_any()
}
