//! The register of issued papers of a unit and year, and the public check of one paper.

use super::common::{document_title, done_notice, form_head, opt_query, query, reading, shown};
use crate::api::register::{Register, RegisterRow, SubmitBegin, SubmitVoid};
use crate::components::{
    Actions, Button, ButtonKind, Cell, Choice, Column, DataTable, EmptyState, Notice, NoticeKind, NumberField,
    PageTitle, Row, SelectField, SummaryList, SummaryRow, TextField, Tone, Width,
};
use crate::islands::answers;
use crate::routes;
use domain::calendar::{format_date, format_short};
use domain::case::{PaperKind, procedure};
use domain::paper::PaperState;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;

/// The register.
#[component]
pub fn RegisterPage() -> impl IntoView {
    let (unit, year, symbol) = (query("don-vi"), query("nam"), query("ky-hieu"));
    let draft = opt_query(routes::DRAFT);
    let register = reading(
        move || (unit.get(), year.get(), symbol.get(), draft.get()),
        |(unit, year, symbol, draft)| crate::api::register::read_register(unit, year, symbol, draft),
    );
    shown(register, page)
}

/// Every symbol papers are numbered by, with the name of the first paper that has it.
fn symbols() -> Vec<Choice> {
    let mut list: Vec<(String, String)> =
        PaperKind::ALL.into_iter().map(|kind| (kind.symbol().to_owned(), kind.label().to_owned())).collect();
    for procedure in procedure::all() {
        let Some(form) = procedure.form.filter(|form| !form.symbol.is_empty()) else { continue };
        if !list.iter().any(|(known, _)| known == form.symbol) {
            list.push((form.symbol.to_owned(), procedure.title.to_owned()));
        }
    }
    list.push((domain::plan::APPROVAL_SYMBOL.to_owned(), domain::plan::APPROVAL_LABEL.to_owned()));
    list.sort();
    list.into_iter().map(|(symbol, name)| Choice::new(symbol.clone(), format!("{symbol} – {name}"))).collect()
}

fn page(register: Register) -> AnyView {
    let draft = register.draft.clone().unwrap_or_default();
    let (value, error) = answers(&draft);
    let units = register.units.iter().map(|(id, name)| Choice::new(id.clone(), name.clone())).collect();
    let list = if register.rows.is_empty() {
        view! { <EmptyState title="Chưa có văn bản nào" text="Văn bản được ghi vào sổ khi được cấp số." /> }.into_any()
    } else {
        let columns = ["Số, ký hiệu", "Ngày", "Tên văn bản", "Người ký", "Hồ sơ", "Trạng thái"];
        let columns = columns.map(Column::new).to_vec();
        let rows = register.rows.iter().map(line).collect::<Vec<_>>();
        let caption = format!("Sổ văn bản năm {}, {}", register.year, register.unit_name);
        view! { <DataTable caption=caption columns=columns rows=rows /> }.into_any()
    };
    let keeping = register.keeps.then(|| {
        view! {
            <div class="split no-print">
                <form method="post" action=SubmitVoid::url() class="stack-lg" novalidate>
                    <h2>"Hủy số tiếp theo"</h2>
                    <p class="muted">"Khi tờ ấn chỉ đã dùng bị hỏng: số tiếp theo của dãy được ghi là đã hủy và không cấp lại."</p>
                    <SelectField name="symbol" label="Ký hiệu văn bản" options=symbols() value=value("symbol") error=error("symbol") />
                    <TextField name="reason" label="Lý do" value=value("reason") error=error("reason") />
                    <Actions><Button text="Hủy số" kind=ButtonKind::Secondary /></Actions>
                </form>
                <form method="post" action=SubmitBegin::url() class="stack-lg" novalidate>
                    <h2>"Đặt số bắt đầu trong năm"</h2>
                    <p class="muted">"Khi đơn vị đã cấp số trên sổ giấy trước khi dùng hệ thống. Chỉ đặt được trước số đầu tiên."</p>
                    <SelectField name="symbol" label="Ký hiệu văn bản" options=symbols() value=value("symbol") error=error("symbol") />
                    <NumberField name="first" label="Số đầu tiên" value=value("first") error=error("first") width=Width::W6 />
                    <Actions><Button text="Đặt số bắt đầu" kind=ButtonKind::Secondary /></Actions>
                </form>
            </div>
        }
    });
    let caption = format!("{}, năm {}; in bằng Ctrl+P", register.unit_name, register.year);
    view! {
        {document_title("Sổ văn bản", Some(&draft))}
        {form_head(Some(&draft))}
        {done_notice()}
        <PageTitle title="Sổ đăng ký văn bản đã cấp số" caption=caption />
        <form method="get" action=routes::REGISTER class="field-row no-print">
            <SelectField name="don-vi" label="Đơn vị" options=units value=register.unit.clone() />
            <NumberField name="nam" label="Năm" value=register.year.to_string() width=Width::W6 />
            <SelectField name="ky-hieu" label="Ký hiệu" options=symbols() value=register.symbol.clone() prompt="Tất cả" />
            <Button text="Xem" kind=ButtonKind::Secondary />
        </form>
        {list}
        {keeping}
    }
    .into_any()
}

pub(super) const fn tone(state: PaperState) -> Tone {
    match state {
        PaperState::InForce => Tone::Success,
        PaperState::Amended => Tone::Warning,
        PaperState::Cancelled => Tone::Neutral,
    }
}

fn line(row: &RegisterRow) -> Row {
    let case = match &row.case {
        Some(_) if !row.parts.is_empty() => Cell::view(parts(row)),
        Some((id, code)) => Cell::link(routes::case(id), code.clone()),
        None => Cell::text(row.reason.clone().unwrap_or_default()),
    };
    vec![
        Cell::text(row.number.clone()),
        Cell::text(format_short(row.signed_at)),
        Cell::text(row.name.clone()),
        Cell::text(row.signer.clone()),
        case,
        Cell::tag(tone(row.state), row.state.label()),
    ]
}

/// The files of a common paper; a part that does not stand as the paper does says so.
fn parts(row: &RegisterRow) -> AnyView {
    let lines = row.parts.iter().map(|(id, code, state)| {
        let stands = (*state != row.state).then(|| format!(" – {}", state.label()));
        view! { <li><a href=routes::case(id)>{code.clone()}</a>{stands}</li> }
    });
    view! { <ul class="stack">{lines.collect::<Vec<_>>()}</ul> }.into_any()
}

/// Whether a paper is genuine: number, date, unit and status, and nothing else. For everybody.
#[component]
pub fn PaperCheckPage() -> impl IntoView {
    let params = use_params_map();
    let code = Memo::new(move |_| params.with(|map| map.get("code").unwrap_or_default()));
    let status = reading(move || code.get(), crate::api::register::read_paper_status);
    let told = opt_query(routes::ANCHOR);
    shown(status, move |status| {
        let Some(status) = status else {
            #[cfg(feature = "ssr")]
            crate::server::set_status(404);
            return view! {
                {document_title("Kiểm tra văn bản", None)}
                <PageTitle title="Không có văn bản với mã này" />
                <p>"Kiểm tra lại mã ở cuối văn bản. Nếu mã đúng mà vẫn không thấy, văn bản không do hệ thống INS cấp số."</p>
            }
            .into_any();
        };
        let rows = vec![
            SummaryRow::new("Số, ký hiệu", status.number),
            SummaryRow::new("Ngày", format_date(status.signed_on)),
            SummaryRow::new("Đơn vị ban hành", status.unit),
            SummaryRow::new("Trạng thái", status.state.label()),
        ];
        let chain = told.get_untracked().filter(|_| !status.anchor.is_empty()).map(|told| {
            if told == status.anchor {
                view! { <Notice kind=NoticeKind::Success title="Dấu chuỗi sự kiện khớp"><p>"Sự kiện lập văn bản này và mọi sự kiện trước nó không bị sửa từ khi in."</p></Notice> }.into_any()
            } else {
                view! { <Notice kind=NoticeKind::Warning title="Dấu chuỗi sự kiện không khớp"><p>"Dấu trên giấy khác dấu trong hệ thống: giấy bị sửa, hoặc dữ liệu đã bị thay đổi. Báo đơn vị ban hành."</p></Notice> }.into_any()
            }
        });
        view! {
            {document_title("Kiểm tra văn bản", None)}
            <PageTitle title="Văn bản có trong hệ thống INS" caption="Trang này chỉ xác nhận số, ngày, đơn vị và trạng thái" />
            <SummaryList rows=rows heading="Văn bản" />
            {chain}
        }
        .into_any()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use leptos::tachys::view::RenderHtml;

    #[test]
    fn a_common_paper_names_its_files_and_the_part_that_stands_otherwise() {
        let row = RegisterRow {
            number: "33010001/QĐ-XPHC".to_owned(),
            name: String::new(),
            signed_at: jiff::civil::date(2026, 11, 20).at(8, 0, 0, 0),
            signer: String::new(),
            state: PaperState::InForce,
            reason: None,
            case: Some(("a".to_owned(), "33-01/2026/0001".to_owned())),
            parts: vec![
                ("a".to_owned(), "33-01/2026/0001".to_owned(), PaperState::Cancelled),
                ("b".to_owned(), "33-01/2026/0002".to_owned(), PaperState::InForce),
            ],
        };
        let html = Owner::new().with(|| parts(&row).to_html());
        assert!(html.contains("/ho-so/a") && html.contains("/ho-so/b"), "{html}");
        assert_eq!((html.matches("Đã hủy").count(), html.matches("Có hiệu lực").count()), (1, 0), "{html}");
    }
}
