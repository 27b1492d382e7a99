//! Quyết định xử phạt vi phạm hành chính (MQĐ02, NĐ 118/2021/NĐ-CP; Luật XLVPHC Điều 68).

use super::super::joint::DecisionPart;
use super::super::procedure::Done;
use super::super::{CaseFile, Explanation, ExplanationKind, Recorded, SanctionContent, Signed, ViolationRecord};
use super::parts::{dashes, headed};
use super::violation_record::{described, when};
use super::{cancelled_part, framed, made, violators};
use crate::calendar::format_long;
use crate::law::fine::{ActAssessment, Assessment};
use crate::money::Dong;
use crate::paper::words::{amount, bare, capital, official, sentence};
use crate::paper::{Block, Document, grounds, parts as shared};
use crate::party::{Party, PartyKind};
use jiff::civil::Date;

/// Records a decision rests on: of the hearing, of the exhibits' value, of the facts verified.
const EVIDENCE: [&str; 3] = ["MBB03", "MBB04", "MBB05"];

/// What prints: the signed decision, or the proposal as its draft.
struct Text<'a> {
    frame: Option<&'a Signed>,
    record: &'a Recorded<ViolationRecord>,
    content: &'a SanctionContent,
    assessment: &'a Assessment,
    total: Dong,
    day: Date,
    /// Event of the decision: what came after it is not in it.
    seq: u32,
}

impl<'a> Text<'a> {
    fn of(case: &'a CaseFile) -> Option<Self> {
        if let Some(decision) = &case.decision {
            let seq = if decision.seq == 0 { u32::MAX } else { decision.seq };
            return Some(Self {
                frame: Some(&decision.frame),
                record: case.record_before(seq)?,
                content: &decision.content,
                assessment: &decision.assessment,
                total: decision.total_fine,
                day: decision.frame.at.date(),
                seq,
            });
        }
        let (record, proposal) = (case.violation.as_ref()?, case.proposal.as_ref()?);
        Some(Self {
            frame: None,
            record,
            content: &proposal.content,
            assessment: &proposal.assessment,
            total: proposal.total_fine,
            day: proposal.at.date(),
            seq: u32::MAX,
        })
    }
}

/// The sanction decision; before its signature the proposal as a marked draft, nothing while there is none. One over several
/// violators has each in the order of the paper, and is the same in whichever file it is printed.
pub(super) fn document(case: &CaseFile) -> Option<Document> {
    let text = Text::of(case)?;
    let drafted = || DecisionPart { case: case.clone(), evidence: evidence(case, text.record, text.seq) };
    let parts = match case.decision {
        Some(_) => case.parts_of_decision(),
        None => vec![drafted()],
    };
    let told: Vec<(Text<'_>, Party)> = parts
        .iter()
        .filter_map(|part| {
            let text = Text::of(&part.case)?;
            let offender = shared::sanctioned(&part.case, Some(text.record));
            Some((text, offender))
        })
        .collect();
    let several = told.len() > 1;
    let mut blocks: Vec<Block> = legal(&text, &told, &parts).into_iter().map(Block::ground).collect();
    blocks.push(Block::order());
    let whom = match told.as_slice() {
        [(_, one)] => shared::noun(one.kind).to_owned(),
        all => violators(all.len()),
    };
    blocks.push(Block::article(1, format!("Xử phạt vi phạm hành chính đối với {whom} có tên sau đây:")));
    for ((part, (text, offender)), nth) in parts.iter().zip(&told).zip(1..) {
        if several {
            blocks.push(Block::heading(format!("Người vi phạm thứ {nth}:")));
        }
        violator(&part.case, text, offender, &mut blocks);
    }
    let sum = Dong(told.iter().fold(0_i64, |sum, (text, _)| sum.saturating_add(text.total.0)));
    if several && sum > Dong(0) {
        let all = violators(told.len());
        blocks.push(Block::heading(format!("Tổng mức tiền phạt của {all}: {}.", amount(sum))));
    }
    blocks.push(Block::article(2, "Quyết định này có hiệu lực kể từ ngày ký."));
    blocks.push(Block::article(3, "Quyết định này được:"));
    match told.as_slice() {
        [(text, offender)] => execution(text, offender, &mut blocks),
        all => execution_together(&text, all, &mut blocks),
    }
    blocks.extend(text.frame.and_then(|frame| cancelled_part(case, frame)));
    let unit = &text.record.frame.issuer;
    let mut recipients = vec!["Như Điều 3;".to_owned()];
    if text.frame.is_some_and(|frame| frame.issuer.id != unit.id) {
        recipients.push(format!("{};", unit.name));
    }
    recipients.push("Lưu: VT, hồ sơ vụ việc.".to_owned());
    Some(Document {
        code: "MQĐ02".to_owned(),
        title: "QUYẾT ĐỊNH".to_owned(),
        subject: "Xử phạt vi phạm hành chính".to_owned(),
        issued_by: text.frame.map_or_else(String::new, shared::issued_by),
        blocks,
        recipients,
        signatories: text.frame.map(shared::decision_signatory).into_iter().collect(),
        ..framed(case, text.frame, true)
    })
}

/// Who one violator is, what he did, and what he is sanctioned with.
fn violator(case: &CaseFile, text: &Text<'_>, offender: &Party, blocks: &mut Vec<Block>) {
    blocks.extend(shared::party(offender));
    blocks.push(Block::heading(if text.content.fines.len() > 1 {
        "1. Đã thực hiện các hành vi vi phạm hành chính sau đây:"
    } else {
        "1. Đã thực hiện hành vi vi phạm hành chính sau đây:"
    }));
    blocks.extend(acts(text));
    if text.total > Dong(0) {
        blocks.push(Block::heading(format!("Tổng mức tiền phạt: {}.", amount(text.total))));
    }
    blocks.extend(supplementary(text));
    if text.content.confiscate {
        blocks.extend(shared::exhibits("Bảng kê tang vật bị tịch thu", &case.exhibits_of(text.record, text.seq)));
    }
    blocks.extend(remedies(text.content, shared::noun(offender.kind)));
    if !text.content.grounds.trim().is_empty() {
        let heading = "4. Tình tiết, chứng cứ liên quan đến việc giải quyết vụ vi phạm:";
        blocks.extend(headed(heading, &text.content.grounds));
    }
}

fn legal(text: &Text<'_>, told: &[(Text<'_>, Party)], parts: &[DecisionPart]) -> Vec<String> {
    let mut lines = vec![grounds::law(grounds::sanction_articles(text.day), text.day)];
    lines.extend(grounds::details(text.day));
    let acts: Vec<ActAssessment> = told.iter().flat_map(|(text, _)| text.assessment.acts.iter().cloned()).collect();
    lines.extend(grounds::decrees(&acts, text.day));
    // What several rest on, such as a common record, is named once.
    for part in parts {
        for (index, line) in part.evidence.iter().enumerate() {
            // After the record, of whom it is.
            let whose = (parts.len() > 1 && index > 0).then_some(&part.case.inspection.party.name);
            let line = whose.map_or_else(|| line.clone(), |name| format!("{} ({name});", line.trim_end_matches(';')));
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    lines.extend(shared::by_delegation(text.frame));
    lines.push("Căn cứ kết quả xác minh và các tài liệu có trong hồ sơ.".to_owned());
    lines
}

/// What the decision rests on in a file up to an event: the record, explanations, papers of evidence.
pub(in crate::case) fn evidence(case: &CaseFile, record: &Recorded<ViolationRecord>, seq: u32) -> Vec<String> {
    let mut lines = vec![format!(
        "Căn cứ Biên bản vi phạm hành chính số {} lập {};",
        record.frame.number.text,
        format_long(record.content.made_at.date())
    )];
    // Explanations belong to the record that stands; those of a cancelled one went with it.
    if case.violation.as_ref() == Some(record) {
        lines.extend(case.explanations.iter().map(explained));
    }
    let papers = made(case, record.seq, seq, |_, form| EVIDENCE.contains(&form.code));
    lines.extend(papers.into_iter().map(|paper| format!("Căn cứ {paper};")));
    let between = case.steps.iter().filter(|done| (record.seq..seq).contains(&done.seq));
    lines.extend(between.filter_map(tested));
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

/// The conclusion of experts or of a laboratory.
fn tested(done: &Done) -> Option<String> {
    let number = done.answers.text("number").filter(|_| done.key == "ket-qua-giam-dinh")?;
    Some(format!("Căn cứ kết luận giám định {};", bare(number)))
}

fn acts(text: &Text<'_>) -> Vec<Block> {
    let several = text.content.fines.len() > 1;
    let chosen = text.content.fines.iter();
    let chosen = chosen.filter_map(|chosen| text.assessment.acts.get(chosen.act).map(|act| (chosen, act)));
    let mut blocks = Vec::new();
    for ((chosen, act), letter) in chosen.zip('a'..='z') {
        let lead = if several { format!("{letter}) ") } else { String::new() };
        blocks.push(Block::para(format!("{lead}{}", sentence(&capital(&official(&act.title))))));
        if let Some(recorded) = text.record.content.acts.get(chosen.act) {
            blocks.extend(described(recorded, act).map(Block::para));
            blocks.push(Block::para(when(recorded)));
        }
        blocks.push(Block::para(format!("Quy định tại: {}.", official(&act.citation.place))));
        let found = |title: &str, items: Vec<&'static str>| {
            (!items.is_empty()).then(|| Block::para(format!("{title}: {}.", items.join("; "))))
        };
        blocks.extend(found("Tình tiết tăng nặng", chosen.aggravating.iter().map(|item| item.label()).collect()));
        blocks.extend(found("Tình tiết giảm nhẹ", chosen.mitigating.iter().map(|item| item.label()).collect()));
        blocks.push(Block::para(if act.warning_only || chosen.fine <= Dong(0) {
            "Hình thức xử phạt chính: Cảnh cáo.".to_owned()
        } else {
            format!("Hình thức xử phạt chính: Phạt tiền. Mức tiền phạt: {}.", amount(chosen.fine))
        }));
    }
    blocks
}

fn supplementary(text: &Text<'_>) -> Vec<Block> {
    let mut items: Vec<String> =
        text.content.supplementary.iter().map(|item| capital(&bare(&official(item)))).collect();
    if text.content.confiscate {
        items.insert(0, "Tịch thu toàn bộ tang vật vi phạm hành chính theo bảng kê dưới đây".to_owned());
    }
    chapter("2. Hình thức xử phạt bổ sung:", items)
}

fn remedies(content: &SanctionContent, noun: &str) -> Vec<Block> {
    let items: Vec<String> = content.remedies.iter().map(|item| capital(&bare(&official(item)))).collect();
    let terms = (!items.is_empty()).then(|| {
        Block::para(format!(
            "Thời hạn thực hiện biện pháp khắc phục hậu quả: {:02} ngày, kể từ ngày nhận được Quyết định này. Mọi chi phí tổ chức thi hành biện pháp khắc phục hậu quả do {noun} bị xử phạt chi trả.",
            content.execution_days
        ))
    });
    let mut blocks = chapter("3. Biện pháp khắc phục hậu quả:", items);
    blocks.extend(terms);
    blocks
}

/// A heading and its items; that there are none is said.
fn chapter(heading: &'static str, items: Vec<String>) -> Vec<Block> {
    if items.is_empty() {
        return vec![Block::headed(heading, "Không áp dụng.")];
    }
    let mut blocks = vec![Block::heading(heading)];
    blocks.extend(dashes(items));
    blocks
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

/// The same for several violators: each carries out and pays what is his.
fn execution_together(text: &Text<'_>, told: &[(Text<'_>, Party)], blocks: &mut Vec<Block>) {
    let (account, treasury) = treasury(text);
    let pays = told.iter().any(|(text, _)| text.total > Dong(0));
    blocks.push(Block::para("1. Giao cho những người có tên tại Điều 1 để chấp hành phần của mình:"));
    blocks.extend(dashes(
        told.iter()
            .map(|(text, offender)| {
                let fine =
                    if text.total > Dong(0) { format!("nộp phạt {}; ", amount(text.total)) } else { String::new() };
                format!("{}: {fine}thời hạn {:02} ngày", offender.name, text.content.execution_days)
            })
            .collect(),
    ));
    let mut lines = vec![
        "Người bị xử phạt phải nghiêm chỉnh chấp hành Quyết định này trong thời hạn nêu trên, kể từ ngày nhận được Quyết định. Quá thời hạn mà không tự nguyện chấp hành thì bị cưỡng chế thi hành theo quy định của pháp luật.".to_owned(),
    ];
    if pays {
        lines.push(to_pay(&account));
    }
    lines.push("Người bị xử phạt có quyền khiếu nại hoặc khởi kiện hành chính đối với Quyết định này theo quy định của pháp luật.".to_owned());
    if pays {
        lines.push(format!("2. Gửi cho {treasury} để thu tiền phạt."));
    }
    let unit = &text.record.frame.issuer.name;
    lines.push(format!("{}. Gửi cho {unit} để tổ chức thực hiện Quyết định này./.", if pays { 3 } else { 2 }));
    blocks.extend(lines.into_iter().map(Block::para));
}

/// The Treasury's account as it stood on the day, and the Treasury by name.
fn treasury(text: &Text<'_>) -> (String, String) {
    let account = text.frame.map(|frame| bare(&frame.issuer.treasury)).filter(|account| !account.is_empty());
    let account = account.unwrap_or_else(|| "Kho bạc Nhà nước".to_owned());
    let name = account.split(',').next().unwrap_or_default().trim().to_owned();
    (account, name)
}

fn to_pay(account: &str) -> String {
    format!(
        "Số tiền phạt phải nộp vào {account} trong thời hạn nêu trên; quá thời hạn thì cứ mỗi ngày chậm nộp phạt phải nộp thêm 0,05\u{a0}%/ngày tính trên tổng số tiền phạt chưa nộp."
    )
}

/// To whom the decision goes: who carries it out and pays, the Treasury by name, the unit in charge.
fn execution(text: &Text<'_>, offender: &Party, blocks: &mut Vec<Block>) {
    let days = text.content.execution_days;
    let who = capital(shared::noun(offender.kind));
    let (account, treasury) = treasury(text);
    let pays = text.total > Dong(0);
    let mut lines = vec![
        deliver(offender),
        format!(
            "{who} có tên tại Điều 1 phải nghiêm chỉnh chấp hành Quyết định này trong thời hạn {days:02} ngày, kể từ ngày nhận được Quyết định. Quá thời hạn mà không tự nguyện chấp hành thì bị cưỡng chế thi hành theo quy định của pháp luật."
        ),
    ];
    if pays {
        lines.push(to_pay(&account));
    }
    lines.push(format!(
        "{who} bị xử phạt có quyền khiếu nại hoặc khởi kiện hành chính đối với Quyết định này theo quy định của pháp luật."
    ));
    if pays {
        lines.push(format!("2. Gửi cho {treasury} để thu tiền phạt."));
    }
    let unit = &text.record.frame.issuer.name;
    lines.push(format!("{}. Gửi cho {unit} để tổ chức thực hiện Quyết định này./.", if pays { 3 } else { 2 }));
    blocks.extend(lines.into_iter().map(Block::para));
}
