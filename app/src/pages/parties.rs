//! Organisations and individuals: search and list; registering a new one.

use super::common::{document_title, form_head, opt_query, query, reading, shown};
use super::search::approximate;
use crate::api::party::PartyLine;
use crate::api::registry::MatchLine;
use crate::components::{
    Actions, Button, ButtonKind, ButtonLink, Cell, Choice, Column, DataTable, DateField, EmptyState, Fieldset,
    LiveAnswer, PageTitle, RadioGroup, Row, TextField, TextareaField, Width,
};
use crate::forms::Draft;
use crate::islands::answers;
use crate::routes;
use domain::party::PartyKind;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The register, searched from one box.
#[component]
pub fn Parties() -> impl IntoView {
    let text = query("q");
    let list = reading(
        move || text.get(),
        |text| async move { Ok((crate::api::party::read_parties(text.clone()).await?, text)) },
    );
    shown(list, |(parties, text)| {
        let actions =
            view! { <ButtonLink href=routes::PARTY_NEW text="Đăng ký mới" kind=ButtonKind::Primary /> }.into_any();
        let instead = parties.instead.as_ref().map(|instead| approximate(&text, instead));
        let count =
            if parties.capped { "hơn 1.000".to_owned() } else { domain::money::group(i64::from(parties.count)) };
        let more = usize::try_from(parties.count).is_ok_and(|count| count > parties.lines.len()).then(|| {
            let words = format!("Đang hiện {} trong {count} kết quả. Gõ thêm từ để thu hẹp.", parties.lines.len());
            view! { <p class="muted">{words}</p> }
        });
        let body = if text.is_empty() {
            view! {
                <EmptyState
                    title="Tìm trước khi đăng ký mới"
                    text="Gõ một phần của tên (không cần dấu), mã số thuế, số căn cước hoặc số điện thoại."
                />
            }
            .into_any()
        } else if parties.lines.is_empty() {
            view! {
                <EmptyState
                    title="Không tìm thấy"
                    text="Thử một phần của tên (không cần dấu), mã số thuế, số căn cước hoặc số điện thoại."
                >
                    <p><a href=routes::PARTY_NEW>"Đăng ký tổ chức, cá nhân mới"</a></p>
                </EmptyState>
            }
            .into_any()
        } else {
            view! { {party_table(parties.lines)}{more} }.into_any()
        };
        view! {
            {document_title("Tổ chức, cá nhân", None)}
            <PageTitle title="Tổ chức, cá nhân" caption="Cơ sở dữ liệu dùng chung toàn lực lượng" actions=Some(actions) />
            <form method="get" action=routes::PARTIES class="field-row">
                <TextField name="q" label="Tên, mã số thuế, số căn cước, điện thoại" value=text.clone() optional=true />
                <Button text="Tìm" kind=ButtonKind::Secondary />
            </form>
            {instead}
            {body}
            {text.is_empty().then(|| super::imports::export_links("doi-tuong", &[]))}
            <p><a href=routes::DUPLICATES>"Hồ sơ có thể trùng"</a></p>
        }
        .into_any()
    })
}

/// A table of parties, the same wherever parties are listed.
pub fn party_table(parties: Vec<PartyLine>) -> AnyView {
    let columns =
        vec![Column::new("Tên"), Column::new("Loại"), Column::new("Mã số thuế / số định danh"), Column::new("Địa chỉ")];
    let rows: Vec<Row> = parties
        .into_iter()
        .map(|party| {
            vec![
                Cell::link(routes::party(&party.id), party.name),
                Cell::text(party.kind.label()),
                Cell::text(if party.code.is_empty() { "–".to_owned() } else { party.code }),
                Cell::text(party.address),
            ]
        })
        .collect();
    view! { <DataTable caption="Tổ chức, cá nhân" columns=columns rows=rows hide_caption=true /> }.into_any()
}

/// Registers a party.
#[component]
pub fn PartyNew() -> impl IntoView {
    let draft = opt_query(routes::DRAFT);
    let view = reading(move || draft.get(), crate::api::registry::read_party_new);
    shown(view, |view| form(view.draft.unwrap_or_default(), view.matches))
}

fn form(draft: Draft, matches: Vec<MatchLine>) -> AnyView {
    let (value, error) = answers(&draft);
    let found = (!matches.is_empty()).then(|| super::duplicates::found_while_typing(&draft, matches));
    view! {
        {document_title("Đăng ký tổ chức, cá nhân", Some(&draft))}
        {form_head(Some(&draft))}
        <PageTitle title="Đăng ký tổ chức, cá nhân" caption="Tìm trước khi đăng ký mới, để không trùng hồ sơ" />
        <div class="split">
        <form method="post" action=crate::api::party::SubmitParty::url() data-asks=crate::api::registry::MatchSoFar::url() class="stack-lg" novalidate>
            {found}
            {party_fields(&draft)}
            <Fieldset legend="Cơ sở kinh doanh" section=true hint="Bỏ trống nếu không có địa điểm kinh doanh riêng">
                <TextField name="establishment_name" label="Tên cơ sở, biển hiệu" value=value("establishment_name") error=error("establishment_name") optional=true />
                <TextField name="establishment_address" label="Địa chỉ cơ sở" hint="Để trống nếu trùng địa chỉ trên" value=value("establishment_address") error=error("establishment_address") optional=true />
                <TextField name="business" label="Ngành, mặt hàng kinh doanh" value=value("business") error=error("business") optional=true />
            </Fieldset>
            <Actions>
                <Button text="Đăng ký" />
                <ButtonLink href=routes::PARTIES text="Quay lại danh sách" kind=ButtonKind::Plain />
            </Actions>
        </form>
        <LiveAnswer label="Hồ sơ gần giống" />
        </div>
    }
    .into_any()
}

/// The questions about a party, the same for a new one and for a correction.
pub(super) fn party_fields(draft: &Draft) -> AnyView {
    let (value, error) = answers(draft);
    let kinds = PartyKind::ALL.into_iter().map(|kind| Choice::new(kind.key(), kind.label())).collect();
    let sexes = vec![Choice::new("male", "Nam"), Choice::new("female", "Nữ")];
    view! {
            <RadioGroup name="kind" legend="Loại" options=kinds value=value("kind") error=error("kind") inline=true />
            <TextField name="name" label="Tên" hint="Họ tên, hoặc tên trên giấy đăng ký" value=value("name") error=error("name") />
            <TextareaField name="aliases" label="Tên khác" hint="Tên thường gọi, tên cũ, tên giao dịch; mỗi dòng một tên" value=value("aliases") error=error("aliases") rows=2 optional=true />
            <TextField name="tax_code" label="Mã số thuế" hint="10 chữ số, 13 chữ số (chi nhánh) hoặc số định danh cá nhân" value=value("tax_code") error=error("tax_code") width=Width::W20 inputmode="numeric" optional=true />
            <TextField name="citizen_id" label="Số định danh / CCCD" hint="Của cá nhân, hoặc của chủ hộ" value=value("citizen_id") error=error("citizen_id") width=Width::W20 inputmode="numeric" optional=true />
            <TextField name="passport" label="Số hộ chiếu" hint="Của người nước ngoài" value=value("passport") error=error("passport") width=Width::W20 optional=true />
            <DateField name="birth_date" label="Ngày sinh" value=value("birth_date") error=error("birth_date") optional=true />
            <RadioGroup name="sex" legend="Giới tính" options=sexes value=value("sex") error=error("sex") inline=true optional=true />
            <TextField name="occupation" label="Nghề nghiệp" value=value("occupation") error=error("occupation") optional=true />
            <TextField name="nationality" label="Quốc tịch" hint="Để trống là Việt Nam" value=value("nationality") error=error("nationality") width=Width::W20 optional=true />
            <TextField name="address" label="Địa chỉ" hint="Số nhà, đường hoặc thôn; xã, phường; tỉnh" value=value("address") error=error("address") />
            <TextField name="phone" label="Điện thoại" value=value("phone") error=error("phone") width=Width::W20 inputmode="tel" optional=true />
            <Fieldset legend="Đăng ký và người đại diện" section=true>
                <TextField name="registration" label="Số giấy chứng nhận đăng ký" value=value("registration") error=error("registration") width=Width::W20 optional=true />
                <DateField name="registered_on" label="Ngày cấp" value=value("registered_on") error=error("registered_on") optional=true />
                <TextField name="registered_at" label="Nơi cấp" value=value("registered_at") error=error("registered_at") optional=true />
                <TextField name="representative" label="Người đại diện hoặc chủ hộ" value=value("representative") error=error("representative") optional=true />
                <TextField name="representative_title" label="Chức danh người đại diện" value=value("representative_title") error=error("representative_title") optional=true />
            </Fieldset>
    }
    .into_any()
}
