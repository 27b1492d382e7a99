//! Decides the steps of dossiers: every precondition, each with its article.

use super::table::{Ask, Step, Who, find, opening};
use super::{Dossier, DossierEvent, DossierEventBody, Entry, INTAKE, NewDossier, PROPOSAL, Said, Sort, State, refused};
use crate::authority::{Action, Actor, authorise_dossier, leads_unit, role_may};
use crate::calendar::format_date;
use crate::case::procedure::{out_of_order, unanswered};
use crate::case::{FieldError, PaperNumber, Refusal, SeriesKey, Signed};
use crate::law::competence::may_sign_inspection;
use crate::law::delegation::{DelegatedPower, Delegation};
use crate::unit::UnitSnapshot;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

/// Everything a decision may look at besides the dossier and what the form says.
#[derive(Debug, Clone, Copy)]
pub struct DossierContext<'a> {
    pub actor: &'a Actor,
    /// The moment of the act; the caller's clock.
    pub now: Timestamp,
    /// Head of the papers of the actor's unit, as it stands today.
    pub issuer: &'a UnitSnapshot,
    /// The number drawn for the paper when [`required_series`] asked for one.
    pub number: Option<&'a PaperNumber>,
}

impl DossierContext<'_> {
    /// Local time in Vietnam, to the minute as papers give it.
    pub fn local(&self) -> DateTime {
        let at = crate::calendar::to_local(self.now);
        at.date().at(at.hour(), at.minute(), 0, 0)
    }

    /// Local date in Vietnam.
    pub fn today(&self) -> Date {
        self.local().date()
    }

    pub(super) fn event(&self, seq: u32, body: DossierEventBody) -> DossierEvent {
        let by = self.actor.officer.clone();
        DossierEvent { seq, at: self.now, by, by_unit: self.actor.unit.clone(), body }
    }
}

/// The series the number of a step's paper is drawn from, or `None` for a step whose paper has none.
pub fn required_series(actor: &Actor, key: &str, year: i16) -> Option<SeriesKey> {
    let paper = find(key)?.paper.filter(|paper| !paper.symbol.is_empty())?;
    // What an officer signs counts in his own series (TT 22/2021/TT-BCT Điều 6).
    let officer = (!paper.signs.is_empty()).then(|| actor.id().clone());
    Some(SeriesKey { unit: actor.unit.clone(), officer, symbol: paper.symbol.to_owned(), year })
}

/// The permission a step needs.
const fn action(step: &Step) -> Action {
    match (step.who, step.sort, step.opens) {
        (Who::Officers, Sort::Lead, true) => Action::TakeLead,
        (Who::Officers, Sort::Lead, false) | (Who::Officers, Sort::Measure, _) => Action::WorkMeasure,
        (Who::Head, _, _) => Action::DecideMeasure,
    }
}

/// Why a step may not be taken now, whoever asks; `None` when it may.
pub fn why_not(dossier: &Dossier, step: &Step) -> Option<Refusal> {
    let refuse = |code: &str, message: String| Some(refused(code, message, step.place, step.mark));
    if step.opens || step.sort != dossier.sort {
        return Some(Refusal::Hidden);
    }
    if !step.kinds.is_empty() && !step.kinds.contains(&dossier.kind.as_str()) {
        return Some(Refusal::Hidden);
    }
    if !step.from.contains(&dossier.state) {
        let states: Vec<String> = step.from.iter().map(|state| format!("“{}”", state.label())).collect();
        return refuse(
            "dossier-state",
            format!("“{}” thực hiện khi hồ sơ ở bước {}.", step.title, states.join(" hoặc ")),
        );
    }
    let unverified = dossier.state == State::Received && dossier.must_be_verified();
    match step.key {
        PROPOSAL if unverified && !dossier.is_urgent() => refuse(
            "not-verified",
            "Thông tin từ nguồn c, d, đ, e phải được thẩm tra, xác minh trước khi đề xuất kiểm tra (khoản 3 Điều 8 Thông tư 27/2020/TT-BCT). Lập biện pháp nghiệp vụ cho nguồn thông tin này.".to_owned(),
        ),
        "thong-bao-khong-dau-hieu" if unverified => refuse(
            "not-verified",
            "Chưa có kết quả thẩm tra, xác minh nên chưa kết luận được là không có dấu hiệu vi phạm. Lập biện pháp nghiệp vụ cho nguồn thông tin này.".to_owned(),
        ),
        "ket-luan-co-dau-hieu" if super::link::proposal_of(dossier).is_none() => refuse(
            "no-proposal",
            "Báo cáo kết quả chưa đề nghị kiểm tra. Nếu có dấu hiệu vi phạm, yêu cầu công chức làm tiếp và báo cáo lại, kèm nội dung đề nghị kiểm tra.".to_owned(),
        ),
        _ => None,
    }
}

fn or_fields(errors: Vec<FieldError>) -> Result<(), Refusal> {
    if errors.is_empty() { Ok(()) } else { Err(Refusal::Fields { errors }) }
}

/// What is wrong with what a form says, beside its single fields.
fn contradictions(dossier: Option<&Dossier>, step: &Step, said: &Said) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let answers = &said.answers;
    let text = |key: &str| answers.text(key).unwrap_or_default();
    if step.party == Ask::Required && said.party.is_none() {
        errors.push(FieldError::new("party", "Chọn tổ chức, cá nhân trong cơ sở dữ liệu."));
    }
    if step.officers == Ask::Required && said.officers.is_empty() {
        errors.push(FieldError::new("officers", "Chọn công chức thực hiện."));
    }
    if step.key == INTAKE {
        if text("urgency") == "khan-cap" && text("urgent_reason").is_empty() {
            let message = "Nêu lý do khẩn cấp: nguy cơ bỏ trốn, tẩu tán, tiêu hủy tang vật, chứng cứ.";
            errors.push(FieldError::new("urgent_reason", message));
        }
        if said.party.is_none() && text("subject").is_empty() {
            errors.push(FieldError::new("subject", "Chọn tổ chức, cá nhân, hoặc mô tả đối tượng bị phản ánh."));
        }
    }
    if step.key == "giam-sat" && said.party.is_none() && text("subject").is_empty() {
        errors.push(FieldError::new("subject", "Chọn tổ chức, cá nhân bị giám sát, hoặc mô tả đối tượng."));
    }
    for (first, last, message) in [
        ("begins", "until", "Ngày kết thúc phải từ ngày bắt đầu trở đi."),
        ("starts", "ends", "Ngày dự kiến kết thúc phải từ ngày dự kiến bắt đầu trở đi."),
    ] {
        if answers.date(first).zip(answers.date(last)).is_some_and(|(first, last)| last < first) {
            errors.push(FieldError::new(last, message));
        }
    }
    if step.key == "bao-cao-ket-qua" && text("outcome") == "co" {
        for (key, label) in [
            ("site", "Địa điểm kiểm tra"),
            ("inspected", "Nội dung đề nghị kiểm tra"),
            ("acts", "Hành vi dự kiến vi phạm"),
            ("when", "Thời hạn, thời điểm kiểm tra"),
            ("force", "Dự kiến lực lượng"),
        ] {
            if text(key).is_empty() {
                errors.push(FieldError::new(key, format!("{label}: nhập khi đề xuất kiểm tra.")));
            }
        }
    }
    if let Some(dossier) = dossier {
        if step.key == "gia-han"
            && let Some((due, until)) = dossier.due().zip(answers.date("until"))
            && until <= due
        {
            let message = format!("Thời hạn hiện nay đến {}. Gia hạn đến một ngày sau đó.", format_date(due));
            errors.push(FieldError::new("until", message));
        }
        let again = |party: &crate::plan::PlannedParty| {
            dossier.entries.iter().any(|entry| {
                entry.key == step.key && entry.said.party.as_ref().is_some_and(|signed| signed.id == party.id)
            })
        };
        if let Some(party) = said.party.as_ref().filter(|party| step.each_party && again(party)) {
            errors.push(FieldError::new(
                "party",
                format!("{} đã ký cam kết trong đợt này. Chọn cơ sở khác.", party.name),
            ));
        }
    }
    errors
}

/// Who may sign for a head: one with the power to issue inspection decisions, or his deputy by delegation.
fn signer<'a>(step: &Step, context: &DossierContext<'a>) -> Result<Option<&'a Delegation>, Refusal> {
    if step.who == Who::Officers {
        return Ok(None);
    }
    let (position, delegation) = context.actor.position(DelegatedPower::Inspection, context.today())?;
    may_sign_inspection(position, context.today())?;
    Ok(delegation)
}

fn entry(step: &Step, seq: u32, said: &Said, context: &DossierContext<'_>) -> Result<Entry, Refusal> {
    let delegation = signer(step, context)?;
    let numbered = step.paper.is_some_and(|paper| !paper.symbol.is_empty());
    let frame = if numbered {
        Some(Signed {
            number: context.number.cloned().ok_or(Refusal::NumberMissing)?,
            issuer: context.issuer.clone(),
            signer: context.actor.officer.clone(),
            delegation: delegation.cloned(),
            at: context.local(),
        })
    } else {
        None
    };
    let at = said.answers.moment("at").unwrap_or_else(|| context.local());
    Ok(Entry { key: step.key.to_owned(), seq, at, by: context.actor.officer.clone(), frame, said: said.clone() })
}

/// Begins a dossier.
///
/// # Errors
/// A [`Refusal`] that says what is wrong and what to do, with its article where it rests on one.
pub fn open(new: &NewDossier, said: &Said, context: &DossierContext<'_>) -> Result<DossierEvent, Refusal> {
    let step = opening(&new.kind).ok_or(Refusal::Hidden)?;
    let actor = context.actor;
    if !role_may(actor.role, action(step)) {
        return Err(crate::authority::Denial::Role { role: actor.role, action: action(step) }.into());
    }
    if !actor.scope().covers(&new.path) {
        return Err(Refusal::Hidden);
    }
    let mut errors = unanswered(step.fields.iter(), &said.answers);
    errors.extend(out_of_order(step.fields.iter(), &said.answers, None, context.local()));
    errors.extend(contradictions(None, step, said));
    or_fields(errors)?;
    let mut said = said.clone();
    // Whoever plans a measure without leading the unit carries it out himself.
    let own = step.sort == Sort::Measure && !leads_unit(actor.role);
    if own && !said.officers.iter().any(|officer| officer.id == *actor.id()) {
        said.officers.insert(0, actor.officer.clone());
    }
    let entry = entry(step, 1, &said, context)?;
    Ok(context.event(1, DossierEventBody::DossierOpened { new: Box::new(new.clone()), entry: Box::new(entry) }))
}

/// Takes a step.
///
/// # Errors
/// A [`Refusal`] that says what is wrong and what to do, with its article where it rests on one.
pub fn proceed(
    dossier: &Dossier,
    key: &str,
    said: &Said,
    context: &DossierContext<'_>,
) -> Result<DossierEvent, Refusal> {
    let named = dossier.named_ids();
    authorise_dossier(context.actor, Action::ReadMeasure, &dossier.path, &named)?;
    let step = find(key).ok_or(Refusal::Hidden)?;
    authorise_dossier(context.actor, action(step), &dossier.path, &named)?;
    if let Some(refusal) = why_not(dossier, step) {
        return Err(refusal);
    }
    let opened = crate::calendar::to_local(dossier.opened_at).date();
    let mut errors = unanswered(step.fields.iter(), &said.answers);
    errors.extend(out_of_order(step.fields.iter(), &said.answers, Some(opened), context.local()));
    errors.extend(contradictions(Some(dossier), step, said));
    or_fields(errors)?;
    let seq = dossier.version + 1;
    let entry = entry(step, seq, said, context)?;
    Ok(context.event(seq, DossierEventBody::StepTaken { entry: Box::new(entry) }))
}
