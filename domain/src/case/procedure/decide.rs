//! Whether a procedure may be taken, and what it becomes.

use super::super::decide::{counted, frame, over};
use super::super::{CaseFile, Context, EventBody, FieldError, Refusal, Signed};
use super::{Answer, Answers, Done, Effect, FormKind, Procedure, Signer, find, out_of_order, unanswered};
use crate::authority::{Actor, authorise};
use crate::calendar::{format_at, format_date};
use crate::law::LawRefusal;
use crate::law::competence::{Needs, Position, may_seize, may_sign_inspection, may_sign_sanction};
use crate::law::deadline::{
    DecisionFacts, INSPECTION_EXTENDED_WORKING_DAYS, execution, explanation_written, late_interest, seizure,
};
use crate::law::delegation::{DelegatedPower, Delegation};
use crate::law::fine::{ActInput, Assessment, accepts, assess};
use crate::law::relief::{instalments, keeps_to, may_defer, may_skip_record};
use crate::money::Dong;
use crate::statute::Citation;

/// Why a procedure may not be taken now, whoever asks; `None` when it may.
pub fn why_not(case: &CaseFile, procedure: &Procedure) -> Option<Refusal> {
    let refuse = |missing: Vec<String>| {
        Some(Refusal::NotNow {
            stage: case.stage,
            step: procedure.title.to_owned(),
            missing,
            citation: Citation::new(procedure.place, procedure.mark).to_string(),
        })
    };
    if !procedure.stages.contains(&case.stage) {
        let stages: Vec<String> = procedure.stages.iter().map(|stage| format!("“{}”", stage.label())).collect();
        return refuse(vec![format!("hồ sơ phải ở bước {}", stages.join(" hoặc "))]);
    }
    let mut missing: Vec<String> = Vec::new();
    missing
        .extend(procedure.needs.iter().filter(|fact| !case.holds(**fact)).map(|fact| format!("cần: {}", fact.label())));
    missing
        .extend(procedure.bars.iter().filter(|fact| case.holds(**fact)).map(|fact| format!("vướng: {}", fact.label())));
    if !procedure.repeats && case.did(procedure.key) {
        missing.push("bước này đã làm".to_owned());
    }
    if missing.is_empty() { None } else { refuse(missing) }
}

/// Why a procedure is not for this officer, or not for now, whatever he would answer.
pub fn denied(actor: &Actor, case: &CaseFile, procedure: &Procedure) -> Option<Refusal> {
    authorise(actor, procedure.action, &case.path).err().map(Refusal::from).or_else(|| why_not(case, procedure))
}

/// Carries a procedure out.
pub(in crate::case) fn proceed(
    case: &CaseFile,
    key: &str,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<EventBody, Refusal> {
    let procedure = find(key).ok_or(Refusal::Hidden)?;
    if let Some(refusal) = why_not(case, procedure) {
        return Err(refusal);
    }
    complete(procedure, answers)?;
    nothing_open(case, procedure)?;
    in_order(case, procedure, answers, context)?;
    let (position, delegation) = signer(case, procedure, answers, context)?;
    let assessment = rule(case, procedure, answers, position, context)?;
    let at = answers.moment("at").unwrap_or_else(|| context.local());
    let frame = match procedure.form {
        Some(form) if !form.symbol.is_empty() => {
            // A record is dated by its own moment, a decision by its signature.
            let at = if form.kind == FormKind::Record { at } else { context.local() };
            Some(Signed { delegation: delegation.cloned(), ..frame(context, at)? })
        }
        Some(_) | None => None,
    };
    let done = Done {
        key: procedure.key.to_owned(),
        seq: case.version + 1,
        at,
        by: context.actor.officer.clone(),
        frame,
        answers: answers.clone(),
    };
    Ok(EventBody::Proceeded { done: Box::new(done), assessment: assessment.map(Box::new) })
}

/// A file does not end while a matter beside its stage still stands.
fn nothing_open(case: &CaseFile, procedure: &Procedure) -> Result<(), Refusal> {
    if procedure.effect != Effect::Close {
        return Ok(());
    }
    let missing: Vec<String> = case.open_matters().map(|(_, todo)| todo.to_owned()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Refusal::Incomplete { missing, citation: Citation::new(procedure.place, procedure.mark).to_string() })
}

/// Every question that must be answered is, and with the right kind of value.
fn complete(procedure: &Procedure, answers: &Answers) -> Result<(), Refusal> {
    or_fields(unanswered(procedure.questions(), answers))
}

/// What is recorded lies between the opening of the file and now; dates that look ahead say so in their field.
fn in_order(case: &CaseFile, procedure: &Procedure, answers: &Answers, context: &Context<'_>) -> Result<(), Refusal> {
    let opened = crate::calendar::to_local(case.opened_at).date();
    or_fields(out_of_order(procedure.questions(), answers, Some(opened), context.local()))
}

fn or_fields(errors: Vec<FieldError>) -> Result<(), Refusal> {
    if errors.is_empty() { Ok(()) } else { Err(Refusal::Fields { errors }) }
}

/// The value of the exhibits a procedure takes, at their present prices.
fn picked_value(case: &CaseFile, answers: &Answers) -> Dong {
    let exhibits = case.exhibits_now();
    Dong(answers.exhibits().iter().fold(0_i64, |sum, picked| {
        let price = exhibits.get(picked.index).map_or(0, |exhibit| exhibit.unit_price.0);
        sum.saturating_add(price.saturating_mul(i64::from(picked.quantity)))
    }))
}

fn signer<'a>(
    case: &CaseFile,
    procedure: &Procedure,
    answers: &Answers,
    context: &Context<'a>,
) -> Result<(Option<Position>, Option<&'a Delegation>), Refusal> {
    let today = context.today();
    let head = |power: DelegatedPower| -> Result<(Option<Position>, Option<&'a Delegation>), Refusal> {
        let (position, delegation) = context.actor.position(power, today)?;
        match position {
            Some(position) if position >= Position::TeamLeader => Ok((Some(position), delegation)),
            _ => Err(Refusal::Law {
                refusal: LawRefusal::new(
                    "not-a-head",
                    format!(
                        "“{}” do Đội trưởng, Chi cục trưởng hoặc cấp trên ký; cấp phó chỉ ký khi được giao quyền. Trình người có thẩm quyền ký.",
                        procedure.title
                    ),
                    Citation::new(procedure.place, procedure.mark),
                ),
            }),
        }
    };
    match procedure.signer {
        Signer::Officer => Ok((context.actor.role.position(), None)),
        Signer::InspectionHead => {
            let (position, delegation) = context.actor.position(DelegatedPower::Inspection, today)?;
            may_sign_inspection(position, today)?;
            Ok((position, delegation))
        }
        Signer::SanctionHead => head(DelegatedPower::Sanction),
        Signer::Seizer => {
            let found = head(DelegatedPower::Prevention)?;
            if let Some(act) = case.violation.as_ref().and_then(|record| record.content.assessment.acts.first()) {
                let kind = case.inspection.party.offender().kind;
                may_seize(found.0, today, act.group, kind, picked_value(case, answers))?;
            }
            Ok(found)
        }
    }
}

fn law(code: &str, message: String, procedure: &Procedure) -> Refusal {
    Refusal::Law { refusal: LawRefusal::new(code, message, Citation::new(procedure.place, procedure.mark)) }
}

fn field(name: &str, message: impl Into<String>) -> Refusal {
    Refusal::Fields { errors: vec![FieldError::new(name, message)] }
}

/// The rules of law that a procedure has of its own, each from the module that knows it.
fn rule(
    case: &CaseFile,
    procedure: &Procedure,
    answers: &Answers,
    position: Option<Position>,
    context: &Context<'_>,
) -> Result<Option<Assessment>, Refusal> {
    let today = context.today();
    let kind = case.inspection.party.offender().kind;
    match procedure.key {
        "keo-dai-kiem-tra" => {
            let days = answers.count("days").unwrap_or_default();
            if days <= i64::from(case.inspection_days()) || days > i64::from(INSPECTION_EXTENDED_WORKING_DAYS) {
                return Err(field(
                    "days",
                    format!(
                        "Tổng thời hạn sau khi kéo dài phải dài hơn {} và không quá {INSPECTION_EXTENDED_WORKING_DAYS} ngày làm việc kể từ ngày công bố.",
                        case.inspection_days()
                    ),
                ));
            }
        }
        "keo-dai-tam-giu" => {
            if let Some(due) = running_seizure(case, context.calendar)
                && over(&due, context)?
            {
                return Err(law(
                    "seizure-lapsed",
                    format!(
                        "Thời hạn tạm giữ đã hết từ {} ({}): không kéo dài được nữa. Ra quyết định trả lại, hoặc quyết định tịch thu nếu đủ căn cứ.",
                        format_at(due.due),
                        due.length
                    ),
                    procedure,
                ));
            }
            if let Some(due) = running_seizure(case, context.calendar)
                && answers.date("until").is_some_and(|until| until <= due.due.date())
            {
                let message = format!("Thời hạn đang chạy đến hết {}: chọn ngày sau đó.", format_date(due.due.date()));
                return Err(field("until", message));
            }
            if let Some(longest) = longest_seizure(case, context.calendar)
                && answers.date("until").is_some_and(|until| until > longest.due.date())
            {
                return Err(field(
                    "until",
                    format!(
                        "Kéo dài không quá {} ({} kể từ ngày tạm giữ, {}).",
                        format_date(longest.due.date()),
                        longest.length,
                        longest.citation
                    ),
                ));
            }
        }
        "gia-han-giai-trinh" => explain_longer(case, answers, context)?,
        "xu-phat-khong-lap-bien-ban" => return on_the_spot(case, answers, position, context).map(Some),
        "hoan" => {
            let fine = case.decision.as_ref().map_or(Dong(0), |decision| decision.total_fine);
            let last = may_defer(fine, kind, today)?;
            if answers.date("until").is_some_and(|until| until > last) {
                return Err(field(
                    "until",
                    format!("Hoãn không quá {} (03 tháng kể từ ngày quyết định hoãn).", format_date(last)),
                ));
            }
        }
        "nop-nhieu-lan" => {
            let fine = case.owed();
            let effective = case.decision.as_ref().map_or(today, |decision| decision.frame.at.date());
            let total = case.decision.as_ref().map_or(fine, |decision| decision.total_fine);
            let plan = instalments(total, kind, effective)?;
            let payments: Vec<_> = ["1", "2", "3"]
                .into_iter()
                .filter_map(|nth| {
                    let on = answers.date(&format!("on_{nth}"))?;
                    Some((on, answers.money(&format!("amount_{nth}"))))
                })
                .filter(|(_, amount)| amount.0 > 0)
                .collect();
            keeps_to(&plan, fine, &payments)?;
        }
        "giam-mien" => {
            let amount = answers.money("amount");
            if amount.0 <= 0 || amount > case.owed() {
                return Err(field(
                    "amount",
                    format!("Số tiền được giảm, miễn phải lớn hơn 0 và không quá số còn phải nộp ({}).", case.owed()),
                ));
            }
        }
        "nop-tien-cham-nop" => {
            let due = case.interest(today, context.calendar);
            let amount = answers.money("amount");
            if amount.0 <= 0 || amount > due {
                return Err(field("amount", format!("Tiền chậm nộp tính đến hôm nay là {due}. Kiểm tra lại số tiền.")));
            }
        }
        "cuong-che" => {
            if let (Some(decision), Some(service)) = (&case.decision, &case.service) {
                let due = execution(service.received_on, decision.content.execution_days, context.calendar);
                if !over(&due, context)? {
                    return Err(law(
                        "execution-runs",
                        format!(
                            "Thời hạn tự nguyện thi hành còn đến hết {} ({}). Chưa được cưỡng chế.",
                            format_at(due.due),
                            due.length
                        ),
                        procedure,
                    ));
                }
            }
        }
        "tiep-nhan-khieu-nai" => {
            if let Some(service) = &case.service {
                let due = crate::law::deadline::complaint(service.received_on, context.calendar);
                if answers.text("hindrance").is_none() && over(&due, context)? {
                    return Err(field(
                        "hindrance",
                        format!(
                            "Thời hiệu khiếu nại đã hết từ {}. Nếu có trở ngại khách quan, ghi rõ; nếu không, không thụ lý.",
                            format_at(due.due)
                        ),
                    ));
                }
            }
        }
        "tich-thu-khong-xu-phat" if case.holds(super::Fact::OwnerUnknown) => {
            unknown_owner(case, procedure, context)?;
        }
        "tiep-nhan-ban-giao" => {
            let offered = case.last("ban-giao").and_then(|done| done.answers.text("to_id"));
            if offered != Some(context.actor.id().0.as_str()) {
                return Err(Refusal::Role {
                    message: "Người được bàn giao phải tự tiếp nhận hồ sơ.".to_owned()
                });
            }
        }
        _ => {}
    }
    Ok(None)
}

/// The written explanation is extended before its end, by no more than the period itself (Luật XLVPHC Điều 61 khoản 2).
fn explain_longer(case: &CaseFile, answers: &Answers, context: &Context<'_>) -> Result<(), Refusal> {
    let Some(record) = &case.violation else { return Ok(()) };
    let window = explanation_written(record.content.made_at, context.calendar);
    if over(&window, context)? {
        let message = format!(
            "Thời hạn giải trình đã hết từ {} ({}): không gia hạn được nữa.",
            format_at(window.due),
            window.length
        );
        return Err(Refusal::Law { refusal: LawRefusal::new("explanation-lapsed", message, window.citation) });
    }
    let longest = explanation_written(window.due, context.calendar);
    counted(&longest, context)?;
    let (first, last) = (window.due.date(), longest.due.date());
    if answers.date("until").is_some_and(|until| first < until && until <= last) {
        return Ok(());
    }
    Err(field(
        "until",
        format!(
            "Gia hạn đến ngày sau {} và không quá {} ({} kể từ khi hết thời hạn, {}).",
            format_date(first),
            format_date(last),
            longest.length,
            longest.citation
        ),
    ))
}

/// One month after the second notice the exhibits of an unknown owner may be confiscated (Luật XLVPHC Điều 126 khoản 4).
fn unknown_owner(case: &CaseFile, procedure: &Procedure, context: &Context<'_>) -> Result<(), Refusal> {
    let Some(second) = case.last("thong-bao-lan-hai") else {
        return Err(law(
            "owner-not-called",
            "Chưa thông báo đủ hai lần tìm chủ sở hữu: lập thông báo lần một, lần hai trước.".to_owned(),
            procedure,
        ));
    };
    match crate::law::deadline::deadline("D-36c", second.at, context.calendar) {
        Some(due) if !over(&due, context)? => Err(law(
            "owner-may-come",
            format!(
                "Chủ sở hữu còn được đến nhận đến hết {} ({}). Chờ hết hạn rồi ra quyết định tịch thu.",
                format_at(due.due),
                due.length
            ),
            procedure,
        )),
        _ => Ok(()),
    }
}

/// A sanction without a record: the law judges the act as it does in a record, and the threshold of Điều 56 holds.
fn on_the_spot(
    case: &CaseFile,
    answers: &Answers,
    position: Option<Position>,
    context: &Context<'_>,
) -> Result<Assessment, Refusal> {
    let offender = case.inspection.party.offender();
    let input = ActInput {
        behaviour_id: answers.text("behaviour").unwrap_or_default().to_owned(),
        committed_on: answers.date("committed_on").unwrap_or_else(|| context.today()),
        amount: match answers.get("amount") {
            Some(Answer::Money { amount }) => Some(amount.0),
            _ => None,
        },
        doubled: false,
        mitigating: Vec::new(),
        aggravating: Vec::new(),
    };
    let assessment = assess(context.catalogue, &offender, std::slice::from_ref(&input), context.today())?;
    if let Some(act) = assessment.acts.first() {
        let technical = answers.text("technical") == Some("co");
        may_skip_record(act, offender.kind, technical, context.today())?;
        accepts(act, answers.money("fine"))?;
        if act.needs_confirmation && answers.text("reason").is_none() {
            return Err(field(
                "reason",
                "Khung phạt này chưa được đối chiếu văn bản. Đối chiếu Công báo rồi ghi căn cứ.",
            ));
        }
    }
    super::super::decide::sanction::not_time_barred(&assessment)?;
    may_sign_sanction(position, context.today(), &assessment, offender.kind, None, Needs::default())?;
    Ok(assessment)
}

/// The seizure as it runs now (D-30 – D-33); nothing while nothing is held.
pub(crate) fn running_seizure(
    case: &CaseFile,
    calendar: &crate::calendar::WorkCalendar,
) -> Option<crate::law::deadline::Deadline> {
    use super::Fact;
    if !case.holds(Fact::Held) {
        return None;
    }
    let starts = seized_at(case)?;
    let longer = case.holds(Fact::HeldLonger);
    let facts = DecisionFacts {
        transferred: case.holds(Fact::Submitted),
        explanation_or_verification: longer,
        complex: longer && case.holds(Fact::Complex),
    };
    let mut running = seizure(starts, facts, calendar);
    // An extension ends on the day its decision names, within the law's longest.
    if let Some(until) = case.last("keo-dai-tam-giu").filter(|_| longer).and_then(|done| done.answers.date("until")) {
        running.due = running.due.min(until.at(23, 59, 59, 0));
    }
    Some(running)
}

/// When what is held now was seized.
fn seized_at(case: &CaseFile) -> Option<jiff::civil::DateTime> {
    let held = |done: &&Done| matches!(done.key.as_str(), "tam-giu" | "tam-giu-khan-cap");
    case.steps.iter().rev().find(held).map(|done| done.at)
}

/// The longest the law lets exhibits be held once the period was extended (Luật XLVPHC Điều 125 khoản 8).
fn longest_seizure(
    case: &CaseFile,
    calendar: &crate::calendar::WorkCalendar,
) -> Option<crate::law::deadline::Deadline> {
    let facts = DecisionFacts {
        transferred: false,
        explanation_or_verification: true,
        complex: case.holds(super::Fact::Complex),
    };
    Some(seizure(seized_at(case)?, facts, calendar))
}

impl CaseFile {
    /// Money for late payment as of a day, less what was paid of it (Luật XLVPHC Điều 78 khoản 1); none while payment is
    /// deferred or runs in instalments.
    pub fn interest(&self, on: jiff::civil::Date, calendar: &crate::calendar::WorkCalendar) -> Dong {
        use super::Fact;
        let (Some(decision), Some(service)) = (&self.decision, &self.service) else { return Dong(0) };
        if self.holds(Fact::Deferred) || self.holds(Fact::Instalments) {
            return Dong(0);
        }
        let due = execution(service.received_on, decision.content.execution_days, calendar).due.date();
        let mut owed = decision.total_fine.0 - self.relieved.0;
        let mut from = due;
        let mut sum = 0_i64;
        let mut payments: Vec<_> = self.payments.iter().collect();
        payments.sort_by_key(|payment| payment.paid_on);
        for payment in payments {
            if payment.paid_on > from {
                sum = sum.saturating_add(late_interest(Dong(owed.max(0)), from, payment.paid_on).0);
                from = payment.paid_on;
            }
            owed -= payment.amount.0;
        }
        if owed > 0 && on > from {
            sum = sum.saturating_add(late_interest(Dong(owed), from, on).0);
        }
        Dong((sum - self.interest_paid().0).max(0))
    }

    /// Working days the inspection may last at the place, with its extension.
    pub fn inspection_days(&self) -> u8 {
        let extended = self.last("keo-dai-kiem-tra").and_then(|done| done.answers.count("days"));
        extended.and_then(|days| u8::try_from(days).ok()).unwrap_or(self.inspection.working_days)
    }
}
