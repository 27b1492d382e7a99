//! Quyết định xử phạt vi phạm hành chính (MQĐ02, NĐ 118/2021/NĐ-CP; Luật XLVPHC Điều 68).

use super::inspection_decision::signer_line;
use super::parts::{competence_on, exhibits, foot, head, law_on, party};
use super::violation_record::sentence;
use crate::components::{Article, Grounds, Order, PaperTitle, Para, Recipients, Sheet, SignatureBlock, Signatures};
use domain::calendar::format_long;
use domain::case::{CaseFile, ExplanationKind, SanctionDecision};
use domain::money::in_words;
use leptos::prelude::*;

pub(super) fn sheet(case: &CaseFile) -> Option<AnyView> {
    let decision = case.decision.as_ref()?;
    let record = case.violation.as_ref()?;
    let frame = &decision.frame;
    let content = &decision.content;
    let acts = acts(case, decision);
    let total = format!("Tổng mức phạt tiền: {} (Bằng chữ: {}).", decision.total_fine, in_words(decision.total_fine));
    let mut more = content.supplementary.clone();
    if content.confiscate {
        more.insert(0, "Tịch thu tang vật vi phạm hành chính theo bảng kê dưới đây".to_owned());
    }
    let more = list(&more, "Không áp dụng.");
    let remedies = list(&content.remedies, "Không áp dụng.");
    let goods = content.confiscate.then(|| exhibits("Tang vật bị tịch thu", &record.content.exhibits)).flatten();
    let name = case.inspection.party.name.clone();
    let pay = format!(
        "{name} phải chấp hành Quyết định này trong thời hạn {:02} ngày kể từ ngày nhận được Quyết định. Nộp tiền phạt tại: {}. Quá thời hạn mà không tự nguyện chấp hành thì bị cưỡng chế thi hành; cứ mỗi ngày chậm nộp phạt phải nộp thêm 0,05 % tính trên tổng số tiền phạt chưa nộp.",
        content.execution_days, frame.issuer.treasury
    );
    let who = party(&case.inspection.party);
    let recipients = vec![
        "Như Điều 3;".to_owned(),
        "Kho bạc Nhà nước (để thu tiền phạt);".to_owned(),
        "Lưu: VT, hồ sơ vụ việc.".to_owned(),
    ];
    let top = head(frame, true);
    let order = signer_line(&frame.signer.title, &frame.issuer.name);
    let (title, signer) = (frame.signer.title.to_uppercase(), frame.signer.full_name.clone());
    let bottom = foot(case, frame);
    let grounds = grounds(case, decision);
    let deliver = format!("1. Giao cho {name} để chấp hành.");
    let carry_out = format!("3. Gửi {} để tổ chức thực hiện.", record.frame.issuer.name);
    Some(
        view! {
            <Sheet label="Quyết định xử phạt vi phạm hành chính" code="MQĐ02" foot=bottom>
                {top}
                <PaperTitle title="QUYẾT ĐỊNH" subject="Xử phạt vi phạm hành chính" />
                <p class="paper-order">{order}</p>
                <Grounds lines=grounds />
                <Order />
                <Article number="1" title="Xử phạt vi phạm hành chính đối với:">
                    {who}
                    <Para><b>"1. Đã thực hiện hành vi vi phạm hành chính:"</b></Para>
                    {acts}
                    <Para><b>{total}</b></Para>
                    <Para><b>"2. Hình thức xử phạt bổ sung:"</b></Para>
                    {more}
                    {goods}
                    <Para><b>"3. Biện pháp khắc phục hậu quả:"</b></Para>
                    {remedies}
                </Article>
                <Article number="2" title="Quyết định này có hiệu lực kể từ ngày ký." />
                <Article number="3" title="Quyết định này được:">
                    <Para>{deliver}</Para>
                    <Para>{pay}</Para>
                    <Para>"Người bị xử phạt có quyền khiếu nại hoặc khởi kiện hành chính đối với Quyết định này theo quy định của pháp luật."</Para>
                    <Para>"2. Gửi Kho bạc Nhà nước để thu tiền phạt."</Para>
                    <Para>{carry_out}</Para>
                </Article>
                <Signatures>
                    <Recipients lines=recipients />
                    <SignatureBlock title=title hint="(Ký, đóng dấu)" name=signer />
                </Signatures>
            </Sheet>
        }
        .into_any(),
    )
}

fn grounds(case: &CaseFile, decision: &SanctionDecision) -> Vec<String> {
    let day = decision.frame.at.date();
    let mut lines = vec![
        law_on(day),
        "Căn cứ Nghị định số 118/2021/NĐ-CP của Chính phủ quy định chi tiết một số điều và biện pháp thi hành Luật Xử lý vi phạm hành chính (sửa đổi, bổ sung bởi Nghị định số 68/2025/NĐ-CP, Nghị định số 190/2025/NĐ-CP);".to_owned(),
    ];
    lines.extend(competence_on(day));
    let mut decrees: Vec<String> = Vec::new();
    for act in &decision.assessment.acts {
        if let Some(behaviour) = domain::catalogue::Catalogue::embedded().behaviour(&act.behaviour_id)
            && !decrees.contains(&behaviour.instrument)
        {
            decrees.push(behaviour.instrument.clone());
        }
    }
    lines.extend(decrees.into_iter().map(|decree| format!("Căn cứ {};", decree.replacen("NĐ ", "Nghị định số ", 1))));
    if let Some(record) = &case.violation {
        lines.push(format!(
            "Căn cứ Biên bản vi phạm hành chính số {} {};",
            record.frame.number.text,
            format_long(record.frame.at.date())
        ));
    }
    for explanation in &case.explanations {
        let what = match explanation.kind {
            ExplanationKind::Written => "Căn cứ văn bản giải trình",
            ExplanationKind::OralRequested => "Căn cứ kết quả giải trình trực tiếp theo yêu cầu",
            ExplanationKind::Waived => "Căn cứ văn bản không giải trình",
        };
        lines.push(format!("{what} nhận {};", format_long(explanation.received_on)));
    }
    lines
}

fn acts(case: &CaseFile, decision: &SanctionDecision) -> Vec<AnyView> {
    let recorded = case.violation.as_ref().map(|record| record.content.acts.as_slice()).unwrap_or_default();
    decision
        .content
        .fines
        .iter()
        .filter_map(|chosen| decision.assessment.acts.get(chosen.act).map(|act| (chosen, act)))
        .map(|(chosen, act)| {
            let description =
                recorded.get(chosen.act).map_or(String::new(), |act| format!(" {}", sentence(&act.description)));
            let what = format!("{}. Quy định tại {}.{description}", act.title, act.citation);
            let found = |title: &str, items: Vec<&'static str>| {
                let text = format!("{title}: {}.", items.join("; "));
                (!items.is_empty()).then(|| view! { <Para>{text}</Para> })
            };
            let less = found("Tình tiết giảm nhẹ", chosen.mitigating.iter().map(|item| item.label()).collect());
            let more = found("Tình tiết tăng nặng", chosen.aggravating.iter().map(|item| item.label()).collect());
            let main = if act.warning_only {
                "Hình thức xử phạt chính: cảnh cáo.".to_owned()
            } else {
                format!("Hình thức xử phạt chính: phạt tiền {} (Bằng chữ: {}).", chosen.fine, in_words(chosen.fine))
            };
            view! { <Para>{what}</Para>{less}{more}<Para>{main}</Para> }.into_any()
        })
        .collect()
}

fn list(items: &[String], none: &'static str) -> Vec<AnyView> {
    if items.is_empty() {
        return vec![view! { <Para>{none}</Para> }.into_any()];
    }
    items
        .iter()
        .map(|item| {
            let mut letters = item.chars();
            let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
            let line = format!("- {first}{};", letters.as_str());
            view! { <Para>{line}</Para> }.into_any()
        })
        .collect()
}
