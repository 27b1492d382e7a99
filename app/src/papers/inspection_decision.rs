//! Quyết định kiểm tra (PL 11/2016/UBTVQH13 Điều 19; TT 22/2021/TT-BCT).

use super::grounds;
use super::parts::{by_delegation, decision_signature, draft_head, foot, head, issued_by, noun, party, sheet_state};
use super::qr::check_of;
use super::words::{bare, capital};
use crate::components::{Article, Grounds, Order, PaperTitle, Para, Recipients, Sheet, Signatures};
use domain::calendar::{format_date, to_local};
use domain::case::CaseFile;
use domain::officer::OfficerSnapshot;
use leptos::prelude::*;

/// The inspection decision; before its signature the draft, marked as such.
///
/// - Server: the sheet. - Hydrate: nothing changes. - Without scripts: identical.
#[component]
pub fn InspectionDecisionPaper(case: CaseFile) -> AnyView {
    let draft = &case.inspection;
    let frame = case.inspection_decision.as_ref();
    let day = frame.map_or_else(|| to_local(case.opened_at).date(), |frame| frame.at.date());
    let mut legal = grounds::inspection(day);
    let basis = bare(&draft.basis);
    let basis =
        if basis.to_lowercase().starts_with("căn cứ") { capital(&basis) } else { format!("Căn cứ {basis}") };
    legal.push(format!("{basis};"));
    legal.extend(by_delegation(frame));
    legal.push(format!("Theo đề nghị của {}, {}.", draft.drafted_by.full_name, draft.drafted_by.title));

    let contents = draft.contents.iter().map(|line| bare(line)).filter(|line| !line.is_empty()).collect::<Vec<_>>();
    let contents = dashes(contents);
    let mut team = vec![member(&draft.leader, "Trưởng đoàn")];
    team.extend(draft.members.iter().map(|officer| member(officer, "Thành viên")));
    let team = numbered(team);
    let place = match &draft.establishment {
        Some(establishment) => format!("Địa điểm kiểm tra: {}, {}.", bare(&establishment.name), bare(&draft.place)),
        None => format!("Địa điểm kiểm tra: {}.", bare(&draft.place)),
    };
    let period = format!(
        "Giai đoạn kiểm tra: từ ngày {} đến ngày {}.",
        format_date(draft.scope_from),
        format_date(draft.scope_to)
    );
    let days =
        format!("Thời hạn kiểm tra: {:02} ngày làm việc, kể từ ngày công bố Quyết định này.", draft.working_days);
    let who = party(&draft.party);
    let party_noun = noun(draft.party.kind);
    let subject = format!("Kiểm tra việc chấp hành pháp luật đối với {party_noun} có tên sau đây:");
    let carry_out = format!(
        "Quyết định này có hiệu lực kể từ ngày ký. {} có tên tại Điều 1, các ông (bà) có tên tại Điều 2 và tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./.",
        capital(party_noun)
    );
    let recipients =
        vec!["Như Điều 4;".to_owned(), "Cơ quan cấp trên trực tiếp;".to_owned(), "Lưu: VT, hồ sơ vụ việc.".to_owned()];
    let top = frame.map_or_else(draft_head, |frame| head(frame, true));
    let order = frame.map(issued_by);
    let signature = frame.map(decision_signature);
    let bottom = frame.map(|frame| foot(&case, frame));
    let check = frame.map_or_else(|| ().into_any(), |frame| check_of(&case, frame));
    let state = sheet_state(&case, frame);
    view! {
        <Sheet label="Quyết định kiểm tra" state=state foot=bottom check=check>
            {top}
            <PaperTitle title="QUYẾT ĐỊNH" subject="Kiểm tra việc chấp hành pháp luật trong sản xuất, kinh doanh hàng hóa, dịch vụ" />
            {order}
            <Grounds lines=legal />
            <Order />
            <Article number="1" title=subject>
                {who}
                <Para>{place}</Para>
                <Para>"Nội dung kiểm tra:"</Para>
                {contents}
                <Para>{period}</Para>
                <Para>{days}</Para>
            </Article>
            <Article number="2" title="Đoàn kiểm tra gồm các ông (bà) có tên sau đây:">{team}</Article>
            <Article number="3" title="Đoàn kiểm tra có nhiệm vụ kiểm tra theo đúng nội dung, phạm vi, thời hạn quy định tại Điều 1; thực hiện nhiệm vụ, quyền hạn theo Pháp lệnh Quản lý thị trường và Thông tư số 27/2020/TT-BCT; lập biên bản và báo cáo kết quả kiểm tra với người ban hành Quyết định này." />
            <Article number="4" title=carry_out />
            <Signatures>
                <Recipients lines=recipients />
                {signature}
            </Signatures>
        </Sheet>
    }
    .into_any()
}

fn member(officer: &OfficerSnapshot, part: &str) -> String {
    let card = officer.card.as_ref().map_or_else(String::new, |card| format!(", Thẻ kiểm tra thị trường số {card}"));
    format!("{} – {}, số hiệu công chức {}{card} – {part}", officer.full_name, officer.title, officer.badge)
}

/// Items with a dash before each, a semicolon after, and a full stop at the end.
pub(super) fn dashes(items: Vec<String>) -> Vec<AnyView> {
    ended(items.into_iter().map(|item| format!("- {item}")).collect())
}

/// Items with a number before each.
pub(super) fn numbered(items: Vec<String>) -> Vec<AnyView> {
    ended(items.into_iter().enumerate().map(|(index, item)| format!("{}. {item}", index + 1)).collect())
}

fn ended(items: Vec<String>) -> Vec<AnyView> {
    let last = items.len();
    items
        .into_iter()
        .enumerate()
        .map(|(index, item)| {
            let line = if index + 1 == last { format!("{item}.") } else { format!("{item};") };
            view! { <Para>{line}</Para> }.into_any()
        })
        .collect()
}
