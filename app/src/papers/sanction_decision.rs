//! Quyết định xử phạt vi phạm hành chính (MQĐ02, NĐ 118/2021/NĐ-CP; Luật XLVPHC Điều 68).

use super::grounds;
use super::inspection_decision::dashes;
use super::parts::{
    by_delegation, decision_signature, draft_head, exhibits, foot, head, headed, issued_by, noun, party, sanctioned,
    sheet_state,
};
use super::qr::check_of;
use super::violation_record::described;
use super::words::{amount, bare, capital, official, sentence};
use crate::components::{Article, Grounds, Order, PaperTitle, Para, Recipients, Sheet, Signatures};
use domain::calendar::{format_date, format_long};
use domain::case::{CaseFile, Explanation, ExplanationKind, Recorded, SanctionContent, Signed, ViolationRecord};
use domain::law::fine::Assessment;
use domain::money::Dong;
use domain::party::{Party, PartyKind};
use jiff::civil::Date;
use leptos::prelude::*;

/// What prints: the signed decision, or the proposal as its draft.
struct Text<'a> {
    frame: Option<&'a Signed>,
    record: &'a Recorded<ViolationRecord>,
    content: &'a SanctionContent,
    assessment: &'a Assessment,
    total: Dong,
    day: Date,
}

impl<'a> Text<'a> {
    fn of(case: &'a CaseFile) -> Option<Self> {
        let record = case.violation.as_ref()?;
        if let Some(decision) = &case.decision {
            return Some(Self {
                frame: Some(&decision.frame),
                record,
                content: &decision.content,
                assessment: &decision.assessment,
                total: decision.total_fine,
                day: decision.frame.at.date(),
            });
        }
        case.proposal.as_ref().map(|proposal| Self {
            frame: None,
            record,
            content: &proposal.content,
            assessment: &proposal.assessment,
            total: proposal.total_fine,
            day: proposal.at.date(),
        })
    }
}

/// The sanction decision (MQĐ02); before its signature the proposal as a marked draft, nothing while there is none.
///
/// - Server: the sheet. - Hydrate: nothing changes. - Without scripts: identical.
#[component]
pub fn SanctionDecisionPaper(case: CaseFile) -> AnyView {
    let Some(text) = Text::of(&case) else {
        return ().into_any();
    };
    let offender = sanctioned(&case);
    let kind = noun(offender.kind);
    let subject = format!("Xử phạt vi phạm hành chính đối với {kind} có tên sau đây:");
    let who = party(&offender);
    let several = text.content.fines.len() > 1;
    let found = if several {
        "1. Đã thực hiện các hành vi vi phạm hành chính sau đây:"
    } else {
        "1. Đã thực hiện hành vi vi phạm hành chính sau đây:"
    };
    let acts = acts(&text);
    let total = (text.total > Dong(0))
        .then(|| format!("Tổng mức tiền phạt: {}.", amount(text.total)))
        .map(|line| view! { <Para><b>{line}</b></Para> });
    let more = supplementary(&text);
    let goods =
        text.content.confiscate.then(|| exhibits("Bảng kê tang vật bị tịch thu", &case.exhibits_now())).flatten();
    let remedies = remedies(text.content, kind);
    let facts = (!text.content.grounds.trim().is_empty())
        .then(|| headed("4. Tình tiết, chứng cứ liên quan đến việc giải quyết vụ vi phạm:", &text.content.grounds));
    let deliver = deliver(&offender);
    let (obey, pay, treasury) = execution(&text, kind);
    let appeal = format!(
        "{} bị xử phạt có quyền khiếu nại hoặc khởi kiện hành chính đối với Quyết định này theo quy định của pháp luật.",
        capital(kind)
    );
    let collects = text.total > Dong(0);
    let collect = collects.then(|| format!("2. Gửi cho {treasury} để thu tiền phạt."));
    let unit = &text.record.frame.issuer.name;
    let carry_out = format!("{}. Gửi cho {unit} để tổ chức thực hiện Quyết định này./.", if collects { 3 } else { 2 });
    let mut recipients = vec!["Như Điều 3;".to_owned()];
    if text.frame.is_some_and(|frame| frame.issuer.id != text.record.frame.issuer.id) {
        recipients.push(format!("{unit};"));
    }
    recipients.push("Lưu: VT, hồ sơ vụ việc.".to_owned());
    let legal = legal(&case, &text);
    let top = text.frame.map_or_else(draft_head, |frame| head(frame, true));
    let order = text.frame.map(issued_by);
    let signature = text.frame.map(decision_signature);
    let bottom = text.frame.map(|frame| foot(&case, frame));
    let check = text.frame.map_or_else(|| ().into_any(), |frame| check_of(&case, frame));
    let state = sheet_state(&case, text.frame);
    view! {
        <Sheet label="Quyết định xử phạt vi phạm hành chính" code="MQĐ02" state=state foot=bottom check=check>
            {top}
            <PaperTitle title="QUYẾT ĐỊNH" subject="Xử phạt vi phạm hành chính" />
            {order}
            <Grounds lines=legal />
            <Order />
            <Article number="1" title=subject>
                {who}
                <Para><b>{found}</b></Para>
                {acts}
                {total}
                {more}
                {goods}
                {remedies}
                {facts}
            </Article>
            <Article number="2" title="Quyết định này có hiệu lực kể từ ngày ký." />
            <Article number="3" title="Quyết định này được:">
                <Para>{deliver}</Para>
                <Para>{obey}</Para>
                {pay.map(|pay| view! { <Para>{pay}</Para> })}
                <Para>{appeal}</Para>
                {collect.map(|collect| view! { <Para>{collect}</Para> })}
                <Para>{carry_out}</Para>
            </Article>
            <Signatures>
                <Recipients lines=recipients />
                {signature}
            </Signatures>
        </Sheet>
    }
    .into_any()
}

fn legal(case: &CaseFile, text: &Text<'_>) -> Vec<String> {
    let mut lines = vec![grounds::law(grounds::sanction_articles(text.day), text.day)];
    lines.extend(grounds::details(text.day));
    lines.extend(grounds::decrees(&text.assessment.acts, text.day));
    lines.push(format!(
        "Căn cứ Biên bản vi phạm hành chính số {} lập {};",
        text.record.frame.number.text,
        format_long(text.record.content.made_at.date())
    ));
    lines.extend(case.explanations.iter().map(explained));
    lines.extend(by_delegation(text.frame));
    lines.push("Căn cứ kết quả xác minh và các tài liệu có trong hồ sơ.".to_owned());
    lines
}

fn explained(explanation: &Explanation) -> String {
    let what = match explanation.kind {
        ExplanationKind::Written => "Căn cứ văn bản giải trình",
        ExplanationKind::OralRequested => "Căn cứ kết quả giải trình trực tiếp theo văn bản yêu cầu",
        ExplanationKind::Waived => "Căn cứ văn bản về việc không giải trình",
    };
    format!("{what} nhận {};", format_long(explanation.received_on))
}

fn acts(text: &Text<'_>) -> Vec<AnyView> {
    let several = text.content.fines.len() > 1;
    text.content
        .fines
        .iter()
        .filter_map(|chosen| text.assessment.acts.get(chosen.act).map(|act| (chosen, act)))
        .zip('a'..='z')
        .map(|((chosen, act), letter)| {
            let lead = if several { format!("{letter}) ") } else { String::new() };
            let title = format!("{lead}{}", sentence(&capital(&official(&act.title))));
            let recorded = text.record.content.acts.get(chosen.act);
            let what = recorded.and_then(|recorded| described(recorded, act)).map(|what| view! { <Para>{what}</Para> });
            let when = recorded.map(|recorded| {
                let line = format!(
                    "Thời gian: ngày {}. Địa điểm: {}.",
                    format_date(recorded.input.committed_on),
                    bare(&recorded.place)
                );
                view! { <Para>{line}</Para> }
            });
            let law = format!("Quy định tại: {}.", official(&act.citation.place));
            let found = |title: &str, items: Vec<&'static str>| {
                let line = format!("{title}: {}.", items.join("; "));
                (!items.is_empty()).then(|| view! { <Para>{line}</Para> })
            };
            let more = found("Tình tiết tăng nặng", chosen.aggravating.iter().map(|item| item.label()).collect());
            let less = found("Tình tiết giảm nhẹ", chosen.mitigating.iter().map(|item| item.label()).collect());
            let main = if act.warning_only || chosen.fine <= Dong(0) {
                "Hình thức xử phạt chính: Cảnh cáo.".to_owned()
            } else {
                format!("Hình thức xử phạt chính: Phạt tiền. Mức tiền phạt: {}.", amount(chosen.fine))
            };
            view! { <Para>{title}</Para>{what}{when}<Para>{law}</Para>{more}{less}<Para>{main}</Para> }.into_any()
        })
        .collect()
}

fn supplementary(text: &Text<'_>) -> AnyView {
    let mut items: Vec<String> =
        text.content.supplementary.iter().map(|item| capital(&bare(&official(item)))).collect();
    if text.content.confiscate {
        items.insert(0, "Tịch thu toàn bộ tang vật vi phạm hành chính theo bảng kê dưới đây".to_owned());
    }
    chapter("2. Hình thức xử phạt bổ sung:", items)
}

fn remedies(content: &SanctionContent, kind: &str) -> AnyView {
    let items: Vec<String> = content.remedies.iter().map(|item| capital(&bare(&official(item)))).collect();
    let terms = (!items.is_empty()).then(|| {
        let within = format!(
            "Thời hạn thực hiện biện pháp khắc phục hậu quả: {:02} ngày, kể từ ngày nhận được Quyết định này. Mọi chi phí tổ chức thi hành biện pháp khắc phục hậu quả do {kind} bị xử phạt chi trả.",
            content.execution_days
        );
        view! { <Para>{within}</Para> }
    });
    let list = chapter("3. Biện pháp khắc phục hậu quả:", items);
    view! { {list}{terms} }.into_any()
}

/// A heading and its items; that there are none is said.
fn chapter(heading: &'static str, items: Vec<String>) -> AnyView {
    if items.is_empty() {
        return view! { <Para><b>{heading}</b>" Không áp dụng."</Para> }.into_any();
    }
    let items = dashes(items);
    view! { <Para><b>{heading}</b></Para>{items} }.into_any()
}

fn deliver(party: &Party) -> String {
    let part = match party.kind {
        PartyKind::Individual => {
            return format!("1. Giao cho ông (bà) {} là cá nhân vi phạm có tên tại Điều 1 để chấp hành.", party.name);
        }
        PartyKind::Organisation => "người đại diện theo pháp luật của tổ chức vi phạm",
        PartyKind::HouseholdBusiness => "chủ hộ kinh doanh vi phạm",
    };
    if party.representative.trim().is_empty() {
        format!("1. Giao cho {} có tên tại Điều 1 để chấp hành.", party.name)
    } else {
        format!("1. Giao cho ông (bà) {} là {part} có tên tại Điều 1 để chấp hành.", party.representative)
    }
}

/// The duty to carry out, the payment, and the Treasury by name.
fn execution(text: &Text<'_>, kind: &str) -> (String, Option<String>, String) {
    let days = text.content.execution_days;
    let who = capital(kind);
    let obey = format!(
        "{who} có tên tại Điều 1 phải nghiêm chỉnh chấp hành Quyết định này trong thời hạn {days:02} ngày, kể từ ngày nhận được Quyết định. Quá thời hạn mà không tự nguyện chấp hành thì bị cưỡng chế thi hành theo quy định của pháp luật."
    );
    let account = text.frame.map(|frame| bare(&frame.issuer.treasury)).filter(|account| !account.is_empty());
    let account = account.unwrap_or_else(|| "Kho bạc Nhà nước".to_owned());
    let pay = (text.total > Dong(0)).then(|| {
        format!(
            "Số tiền phạt phải nộp vào {account} trong thời hạn nêu trên; quá thời hạn thì cứ mỗi ngày chậm nộp phạt phải nộp thêm 0,05\u{a0}%/ngày tính trên tổng số tiền phạt chưa nộp."
        )
    });
    let treasury = account.split(',').next().unwrap_or_default().trim().to_owned();
    (obey, pay, treasury)
}
