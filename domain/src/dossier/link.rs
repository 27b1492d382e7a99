//! What a measure does to the lead it verifies, and what a case does to the proposal it was opened from.
//!
//! These are events of the lead, written in the transaction of the measure's or the case's own event; nobody asks for them.

use super::decide::DossierContext;
use super::{
    Dossier, DossierEvent, DossierEventBody, DossierRef, Entry, INTAKE, NewDossier, OpenedCase, PROPOSAL, Said, State,
    Verification, refused,
};
use crate::case::procedure::{Answer, Answers};
use crate::case::{PaperNumber, Refusal, SeriesKey, Signed};
use crate::catalogue::Mark;

/// Whether a measure may be planned for the lead.
///
/// # Errors
/// A [`Refusal`] with its article: the lead is past verification.
pub fn may_verify(lead: &Dossier) -> Result<(), Refusal> {
    if matches!(lead.state, State::Received | State::Verifying | State::Verified) {
        return Ok(());
    }
    Err(refused(
        "lead-not-verifiable",
        format!("Nguồn thông tin {} đang ở bước “{}”, không lập thêm biện pháp được.", lead.code, lead.state.label()),
        "khoản 3 Điều 8, Điều 10 Thông tư 27/2020/TT-BCT",
        Mark::Seen,
    ))
}

/// A measure was planned to verify the lead.
///
/// # Errors
/// As [`may_verify`].
pub fn linked(lead: &Dossier, measure: &Dossier, context: &DossierContext<'_>) -> Result<DossierEvent, Refusal> {
    may_verify(lead)?;
    let measure = Verification {
        measure: DossierRef { id: measure.id, code: measure.code.clone() },
        title: measure.title().to_owned(),
        officers: measure.named.clone(),
        outcome: None,
    };
    Ok(context.event(lead.version + 1, DossierEventBody::MeasureLinked { measure }))
}

/// The report of a measure that proposes an inspection, if its last report does.
pub(super) fn proposal_of(measure: &Dossier) -> Option<&Entry> {
    measure.last("bao-cao-ket-qua").filter(|report| report.said.answers.text("outcome") == Some("co"))
}

/// The report whose proposal the lead will take over: only where it is not past one.
fn taken_over<'a>(lead: &Dossier, measure: &'a Dossier) -> Option<&'a Entry> {
    let open = matches!(lead.state, State::Received | State::Verifying | State::Verified);
    proposal_of(measure).filter(|_| open && measure.state == State::Signs)
}

/// The series the number of the proposal is drawn from that a measure puts on its lead: that of the officer who reported;
/// nothing where it puts none there.
pub fn proposal_series(lead: &Dossier, measure: &Dossier, year: i16) -> Option<SeriesKey> {
    let by = &taken_over(lead, measure)?.by;
    let symbol = super::find(PROPOSAL)?.paper?.symbol.to_owned();
    Some(SeriesKey { unit: measure.unit.clone(), officer: Some(by.id.clone()), symbol, year })
}

/// The officer who reported, in whose series the proposal is numbered.
pub fn proposer(measure: &Dossier) -> Option<&crate::officer::OfficerSnapshot> {
    proposal_of(measure).map(|report| &report.by)
}

/// What the lead learns when a measure of it is concluded: the outcome, and the proposal where there are signs.
///
/// # Errors
/// [`Refusal::NumberMissing`] where the proposal's number was not drawn.
pub fn concluded(
    lead: &Dossier,
    measure: &Dossier,
    number: Option<&PaperNumber>,
    context: &DossierContext<'_>,
) -> Result<DossierEvent, Refusal> {
    let seq = lead.version + 1;
    let proposal = match taken_over(lead, measure) {
        None => None,
        Some(report) => {
            let number = number.cloned().ok_or(Refusal::NumberMissing)?;
            let given = &report.said.answers;
            let kept = ["site", "inspected", "acts", "when", "force", "partners", "vehicles"];
            let mut answers =
                Answers(kept.iter().filter_map(|key| Some(((*key).to_owned(), given.get(key)?.clone()))).collect());
            let grounds =
                format!("Kết quả {} số {}: {}", measure.title().to_lowercase(), measure.code, measure.words("result"));
            answers.0.insert("grounds".to_owned(), Answer::Text { text: grounds });
            let said = Said { answers, party: measure.party.clone(), officers: Vec::new() };
            let at = context.local();
            let frame =
                Signed { number, issuer: measure.issuer.clone(), signer: report.by.clone(), delegation: None, at };
            Some(Box::new(Entry { key: PROPOSAL.to_owned(), seq, at, by: report.by.clone(), frame: Some(frame), said }))
        }
    };
    let named = DossierRef { id: measure.id, code: measure.code.clone() };
    Ok(context.event(seq, DossierEventBody::MeasureConcluded { measure: named, outcome: measure.state, proposal }))
}

/// The lead that a measure without one begins when it found signs: an officer's own proposal (Điều 8, source b).
pub fn lead_of(measure: &Dossier, id: uuid::Uuid, code: String, context: &DossierContext<'_>) -> DossierEvent {
    let text = |text: String| Answer::Text { text };
    let choice = |key: &str, label: &str| Answer::Choice { key: key.to_owned(), label: label.to_owned() };
    let mut answers = Answers::default();
    let mut set = |key: &str, answer: Answer| answers.0.insert(key.to_owned(), answer);
    set("source", choice("b", "b) Đề xuất của công chức Quản lý thị trường"));
    set("received", Answer::Moment { at: context.local() });
    set("channel", choice("nam-dia-ban", "Nắm địa bàn"));
    set("content", text(measure.words("result")));
    set("area", text(measure.words("area")));
    set("urgency", choice("thuong", "Thường"));
    let subject = measure.subject();
    if measure.party.is_none() && !subject.is_empty() {
        set("subject", text(subject));
    }
    let by = proposer(measure).unwrap_or(&measure.opened_by).clone();
    let said = Said { answers, party: measure.party.clone(), officers: measure.named.clone() };
    let entry = Entry { key: INTAKE.to_owned(), seq: 1, at: context.local(), by, frame: None, said };
    let new = NewDossier {
        id,
        code,
        kind: INTAKE.to_owned(),
        unit: measure.unit.clone(),
        path: measure.path.clone(),
        province: measure.province.clone(),
        issuer: measure.issuer.clone(),
        lead: None,
        informant: None,
    };
    context.event(1, DossierEventBody::DossierOpened { new: Box::new(new), entry: Box::new(entry) })
}

/// A case was opened from the approved proposal.
pub fn case_opened(lead: &Dossier, case: OpenedCase, context: &DossierContext<'_>) -> DossierEvent {
    context.event(lead.version + 1, DossierEventBody::CaseOpened { case })
}
