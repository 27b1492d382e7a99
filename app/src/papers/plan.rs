//! Kế hoạch kiểm tra with its list, and the decision that approves it (TT 27/2020/TT-BCT Điều 6; forms of the force).
//!
//! Must not know what has become of the items: a plan prints as it was approved.

use super::grounds;
use super::inspection_decision::numbered;
use super::parts::{head, issued_by};
use super::qr::check_mark;
use crate::components::{
    Article, Grounds, NationalHeader, Order, PaperTitle, Para, Recipients, Sheet, SheetState, SignatureBlock,
    Signatures,
};
use domain::calendar::{format_date, format_long, to_local};
use domain::case::CaseId;
use domain::officer::Role;
use domain::paper::check_code;
use domain::plan::{InspectionPlan, PlanItem, Revision};
use leptos::prelude::*;

/// The plan with its list; for whom sees it whole, after the decision that approved it.
///
/// - Server: the sheets. - Hydrate: nothing changes. - Without scripts: identical.
#[component]
pub fn PlanPaper(plan: InspectionPlan, own_items: bool) -> AnyView {
    let revision = plan.in_force().cloned();
    let decision = revision.as_ref().filter(|_| !own_items).map(|revision| decision(&plan, revision));
    let list = list(&plan, revision.as_ref(), own_items);
    view! { {decision}{list} }.into_any()
}

/// `định kỳ` or `chuyên đề`, as the title says it.
fn kind(plan: &InspectionPlan) -> &'static str {
    match plan.kind {
        domain::case::InspectionKind::Thematic => "chuyên đề",
        domain::case::InspectionKind::Periodic
        | domain::case::InspectionKind::Unplanned
        | domain::case::InspectionKind::Detected => "định kỳ",
    }
}

fn orientation(plan: &InspectionPlan) -> String {
    let ground = &plan.orientation;
    format!(
        "Căn cứ Quyết định số {} ngày {} phê duyệt Định hướng chương trình kiểm tra năm {};",
        ground.number,
        format_date(ground.signed_on),
        plan.year
    )
}

/// The decision that approves a plan or its amendment.
fn decision(plan: &InspectionPlan, revision: &Revision) -> AnyView {
    let frame = &revision.frame;
    let amends = revision.number > 0;
    let verb = if amends { "điều chỉnh" } else { "phê duyệt" };
    let subject = format!("Về việc {verb} kế hoạch kiểm tra {} năm {}", kind(plan), plan.year);
    let mut legal = grounds::inspection(frame.at.date());
    legal.push(orientation(plan));
    if let Some(first) = plan.revisions.first().filter(|_| amends) {
        let (number, on) = (&first.frame.number.text, format_date(first.frame.at.date()));
        legal.push(format!("Căn cứ Quyết định số {number} ngày {on} phê duyệt kế hoạch;"));
    }
    legal.push(format!("Theo đề nghị của {}.", plan.issuer.name));
    let what = format!(
        "{} kế hoạch số {} “{}” của {}, gồm {} đối tượng theo danh sách kèm theo Quyết định này.",
        if amends { "Phê duyệt điều chỉnh" } else { "Phê duyệt" },
        plan.code,
        plan.title,
        plan.issuer.name,
        revision.items.len()
    );
    let why = (amends && !revision.reason.is_empty())
        .then(|| format!("Lý do điều chỉnh: {}.", revision.reason.trim_end_matches('.')));
    let carry = format!(
        "{} có trách nhiệm tổ chức thực hiện; kế hoạch được gửi cho đối tượng kiểm tra theo quy định của Pháp lệnh Quản lý thị trường.",
        plan.issuer.name
    );
    let last = format!(
        "Quyết định này có hiệu lực kể từ ngày ký. {} và đơn vị, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./.",
        plan.issuer.name
    );
    let above =
        Role::ALL.into_iter().find(|role| role.deputy().is_some_and(|deputy| deputy.title() == frame.signer.title));
    let behalf = above.map(|head| format!("KT. {}", head.title().to_uppercase()));
    let (title, name) = (frame.signer.title.to_uppercase(), frame.signer.full_name.clone());
    let order = match above {
        Some(head) => {
            let line = format!("{} {}", head.title(), frame.issuer.name).to_uppercase();
            view! { <p class="paper-order">{line}</p> }.into_any()
        }
        None => issued_by(frame),
    };
    let top = head(frame, true);
    let check = check_mark(&check_code(CaseId(plan.id), frame));
    let foot = format!("Đối chiếu trên hệ thống INS: kế hoạch {}, văn bản số {}", plan.code, frame.number.text);
    view! {
        <Sheet label="Quyết định phê duyệt kế hoạch kiểm tra" foot=foot check=check>
            {top}
            <PaperTitle title="QUYẾT ĐỊNH" subject=subject />
            {order}
            <Grounds lines=legal />
            <Order />
            <Article number="1" title=what>{why.map(|why| view! { <Para>{why}</Para> })}</Article>
            <Article number="2" title=carry />
            <Article number="3" title=last />
            <Signatures>
                <Recipients lines=vec!["Như Điều 3;".to_owned(), "Lưu: VT, hồ sơ kế hoạch.".to_owned()] />
                <SignatureBlock title=title on_behalf=behalf hint="(Ký, đóng dấu)" name=name />
            </Signatures>
        </Sheet>
    }
    .into_any()
}

/// The plan itself: its grounds and its list, without what was cancelled since.
fn list(plan: &InspectionPlan, revision: Option<&Revision>, own_items: bool) -> AnyView {
    let state = if revision.is_some() { SheetState::Signed } else { SheetState::Draft };
    let items: Vec<&PlanItem> = match revision {
        Some(_) => plan.live_items().collect(),
        None => plan.items.iter().collect(),
    };
    let day = revision.map_or_else(|| to_local(plan.drafted_at).date(), |revision| revision.frame.at.date());
    let issuer = &plan.issuer;
    let place = revision.map(|_| format!("{}, {}", issuer.place, format_long(day)));
    let (superior, agency) = (issuer.superior.to_uppercase(), issuer.name.to_uppercase());
    // The head puts a stroke between the two.
    let (number, symbol) = plan.code.rsplit_once('/').unwrap_or((plan.code.as_str(), ""));
    let (number, symbol) = (number.to_owned(), symbol.to_owned());
    let subject = format!("Kiểm tra {} năm {}", kind(plan), plan.year);
    let attached = revision.map(|revision| {
        let line = format!(
            "(Kèm theo Quyết định số {} ngày {} của {})",
            revision.frame.number.text,
            format_date(revision.frame.at.date()),
            revision.frame.issuer.name
        );
        view! { <p class="paper-order">{line}</p> }
    });
    let part = own_items.then(|| view! { <Para>"Trích các mục giao cho đơn vị."</Para> });
    let legal = vec![orientation(plan)];
    let contents = numbered(vec![
        format!("Tên kế hoạch: {}", plan.title.trim_end_matches('.')),
        format!("Đơn vị lập: {}", issuer.name),
        format!("Số đối tượng: {}; thời gian, nội dung và đơn vị thực hiện theo danh sách dưới đây", items.len()),
    ]);
    let cancelled = plan.cancelled.len();
    let left_out =
        (cancelled > 0).then(|| view! { <Para>{format!("Đã hủy {cancelled} mục, không in trong danh sách.")}</Para> });
    let rows = items
        .into_iter()
        .enumerate()
        .map(|(place, item)| {
            let address = item.place.as_ref().map_or(&item.party.address, |place| &place.address).clone();
            view! {
                <tr>
                    <td class="num">{(place + 1).to_string()}</td>
                    <td>{item.party.name.clone()}</td>
                    <td>{address}</td>
                    <td>{item.contents.join("; ")}</td>
                    <td>{item.when.label()}</td>
                    <td>{item.unit_name.clone()}</td>
                </tr>
            }
        })
        .collect::<Vec<_>>();
    let heads = ["TT", "Tên đối tượng", "Địa chỉ", "Nội dung kiểm tra", "Thời gian", "Đơn vị"]
        .map(|words| view! { <th scope="col">{words}</th> })
        .to_vec();
    view! {
        <Sheet label="Kế hoạch kiểm tra" state=state>
            <NationalHeader superior=superior agency=agency number=number symbol=symbol place_date=place />
            <PaperTitle title="KẾ HOẠCH" subject=subject />
            {attached}
            <Grounds lines=legal />
            {part}
            {contents}
            {left_out}
            <table class="goods">
                <caption>"Danh sách đối tượng kiểm tra"</caption>
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </Sheet>
    }
    .into_any()
}
