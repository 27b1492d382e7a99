//! The law's answer beside a form, the same on the server and, while the officer types, in the browser.

use crate::components::{Confidence, LawAnswer, LawSigner, LawStep, Notice, NoticeKind};
use crate::law::Law;
use domain::catalogue::Mark;
use domain::law::competence::{Needs, Position, may_sign_sanction, who_may_sign};
use domain::law::deadline::{DecisionFacts, decision_period, explanation_written};
use domain::law::fine::{ActAssessment, ActInput, Assessment, Offender, assess};
use domain::money::{Dong, in_words};
use jiff::civil::DateTime;
use leptos::prelude::*;
use std::sync::Arc;

/// What the law is asked.
#[derive(Debug, Clone)]
pub struct Question {
    /// The law in use.
    pub law: Arc<Law>,
    pub offender: Offender,
    pub inputs: Vec<ActInput>,
    pub confiscation: Option<Dong>,
    pub needs: Needs,
    /// When the violation record is made, for the deadlines that start with it.
    pub made_at: DateTime,
    /// Day the question is asked: competence and rules of that day.
    pub now: DateTime,
}

/// The law in use is one thing for as long as a form lives: it is the same when it lies at the same place.
impl PartialEq for Question {
    fn eq(&self, other: &Self) -> bool {
        let of = |question: &Self| {
            (question.offender, question.confiscation, question.needs, question.made_at, question.now)
        };
        Arc::ptr_eq(&self.law, &other.law) && of(self) == of(other) && self.inputs == other.inputs
    }
}

/// The whole answer: each act, who may sign, the deadlines.
pub fn answer(question: &Question) -> AnyView {
    if question.inputs.is_empty() {
        return view! { <p class="muted">"Chọn hành vi và ngày vi phạm để xem khung phạt, người có thẩm quyền và thời hạn."</p> }
            .into_any();
    }
    let mut cards = Vec::new();
    let mut known = Vec::new();
    for input in &question.inputs {
        match assess(question.law.catalogue(), &question.offender, std::slice::from_ref(input), question.now.date()) {
            Ok(one) => {
                known.push(input.clone());
                cards.extend(one.acts.iter().map(|act| card(act, &one, question)));
            }
            Err(refusal) => cards.push(
                view! {
                    <Notice kind=NoticeKind::Info title=refusal.message>
                        <p class="small">{refusal.citation.to_string()}</p>
                    </Notice>
                }
                .into_any(),
            ),
        }
    }
    let all = assess(question.law.catalogue(), &question.offender, &known, question.now.date()).ok();
    let together = all.as_ref().filter(|all| all.acts.len() > 1).map(together);
    let deadlines = all.filter(|all| !all.acts.is_empty()).map(|all| deadlines(question, &all));
    view! {
        <div class="stack">
            {cards}
            {together}
            {deadlines}
        </div>
    }
    .into_any()
}

/// What concerns all acts together: the sum, and what to heed.
fn together(all: &Assessment) -> AnyView {
    let warnings = all.warnings.iter().map(|warning| view! { <li>{warning.clone()}</li> }).collect::<Vec<_>>();
    view! {
        <section class="card">
            <h3>"Tổng mức phạt đề xuất"</h3>
            <p class="law__fine">{all.total_proposed.to_string()}</p>
            <p class="law__words">{in_words(all.total_proposed)}</p>
            {(!warnings.is_empty()).then(|| view! { <ul class="small">{warnings}</ul> })}
        </section>
    }
    .into_any()
}

/// A reason without the title it begins with, which stands above it already.
fn without_title(reason: &str, title: &str) -> String {
    let rest = reason.strip_prefix(title).map_or(reason, |rest| rest.trim_start_matches([':', ' ']));
    let mut letters = rest.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

fn card(act: &ActAssessment, all: &Assessment, question: &Question) -> AnyView {
    let steps = act
        .steps
        .iter()
        .map(|step| LawStep::new(step.text.clone(), String::new(), step.citation.to_string()))
        .collect();
    let signers = [Position::Controller, Position::TeamLeader, Position::ProvincialHead, Position::NationalDirector]
        .into_iter()
        .map(|position| {
            let answer = may_sign_sanction(
                Some(position),
                question.now.date(),
                all,
                question.offender.kind,
                question.confiscation,
                question.needs,
            );
            let title = position.title_on(question.now.date());
            match answer {
                Ok(competent) => {
                    let reasons: Vec<String> =
                        competent.reasons.iter().map(|reason| without_title(reason, title)).collect();
                    LawSigner::new(title, true, reasons.join(". "))
                }
                Err(refusal) => {
                    let ground = format!("{} ({})", without_title(&refusal.message, title), refusal.citation);
                    LawSigner::new(title, false, ground)
                }
            }
        })
        .collect();
    let confidence = match act.citation.mark {
        Mark::Seen => Confidence::Verified,
        Mark::Recalled => Confidence::Recalled,
        Mark::Unsure => Confidence::Unsure,
    };
    let range = act.frame.max.0 - act.frame.min.0;
    let position = if range > 0 {
        u8::try_from((act.proposed.amount.0 - act.frame.min.0) * 100 / range).unwrap_or(50)
    } else {
        50
    };
    let barred = act.limitation.time_barred;
    let words = match (barred, act.warning_only) {
        (true, _) => "Hết thời hiệu: không phạt tiền".to_owned(),
        (false, true) => "Phạt cảnh cáo".to_owned(),
        (false, false) => in_words(act.proposed.amount),
    };
    let fine = if barred { Dong(0) } else { act.proposed.amount };
    let list = |title: &'static str, items: &[String]| {
        (!items.is_empty()).then(|| {
            let items = items.iter().map(|item| view! { <li>{item.clone()}</li> }).collect::<Vec<_>>();
            view! { <h3>{title}</h3><ul>{items}</ul> }
        })
    };
    let limitation = format!(
        "Thời hiệu xử phạt {} năm: đến hết {} ({})",
        act.limitation.years,
        domain::calendar::format_date(act.limitation.until),
        act.limitation.citation
    );
    let note = act.warnings.join(" ");
    let supplementary = list("Hình thức xử phạt bổ sung", &act.supplementary);
    let remedies = list("Biện pháp khắc phục hậu quả", &act.remedies);
    view! {
        <LawAnswer
            article=act.citation.to_string()
            conduct=act.title.clone()
            frame_min=act.frame.min.to_string()
            frame_max=act.frame.max.to_string()
            fine=fine.to_string()
            words=words
            position=position
            steps=steps
            signers=signers
            confidence=confidence
            note=Some(note).filter(|note| !note.is_empty())
        >
            {supplementary}
            {remedies}
            <p class="small">{limitation}</p>
        </LawAnswer>
    }
    .into_any()
}

fn deadlines(question: &Question, all: &Assessment) -> AnyView {
    let calendar = question.law.calendar();
    let day = question.now.date();
    // As the case itself counts it: above the team leader the file must go up, which takes longer.
    let lowest =
        who_may_sign(day, all, question.offender.kind, question.confiscation, question.needs).into_iter().next();
    let facts = DecisionFacts {
        transferred: lowest.is_some_and(|lowest| lowest > Position::TeamLeader),
        ..DecisionFacts::default()
    };
    let right = all.explanation_right.as_ref();
    let decision = decision_period(question.made_at, facts, calendar);
    let mut lines = vec![format!(
        "{}: {} – đến hết {} ({})",
        decision.name,
        decision.length,
        domain::calendar::format_date(decision.due.date()),
        decision.citation
    )];
    match right {
        Some(right) => {
            let window = explanation_written(question.made_at, calendar);
            lines.insert(
                0,
                format!(
                    "Có quyền giải trình ({}; {}): bằng văn bản {} – đến hết {}",
                    right.reason,
                    right.citation,
                    window.length,
                    domain::calendar::format_date(window.due.date())
                ),
            );
        }
        None => lines.push(
            "Không thuộc trường hợp có quyền giải trình (khoản 1 Điều 61 Luật Xử lý vi phạm hành chính)".to_owned(),
        ),
    }
    lines.extend(decision.uncertain_days.iter().map(|day| format!("Cần kiểm tra lịch: {day}")));
    let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect::<Vec<_>>();
    view! { <section class="card"><h3>"Thời hạn tính từ ngày lập biên bản"</h3><ul>{lines}</ul></section> }.into_any()
}
