//! How the cases of the demo go: each step at the time it would happen, all cases interleaved by time, so that numbers
//! are drawn in the order of the calendar.

use super::force::Force;
use super::goods::{CLEAN, FINDS, Find};
use super::parties::Known;
use super::plan::Planned;
use super::rng::Rng;
use super::{CASES, rng};
use crate::cases::{create, execute};
use crate::{Database, Env, StoreError};
use domain::authority::Actor;
use domain::calendar::{WorkCalendar, from_local, shift, to_local};
use domain::case::procedure::{Answer, Answers};
use domain::case::{
    Awaiting, CaseFile, CaseId, ChosenFine, Command, DraftViolation, Execution, ExecutionPart, Exhibit, Explanation,
    ExplanationKind, InspectionDraft, InspectionKind, InspectionRecord, PartySignature, Payment, RecordedAct,
    SanctionContent, Service, ServiceMethod, Stage,
};
use domain::catalogue::Field;
use domain::law::fine::ActInput;
use domain::money::Dong;
use domain::officer::Role;
use domain::plan::{PlanItem, PlanItemRef};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// One case and how it will go.
pub(super) struct Plot<'a> {
    pub known: &'a Known,
    pub officer: &'a Actor,
    pub find: &'a Find,
    pub clean: bool,
    /// Written explanation, when there is a right to one; else a waiver.
    pub explains: bool,
    pub returned_once: bool,
    pub pays: Pays,
    /// The case rests here: nobody has got to it yet.
    pub rests: Option<Stage>,
    pub case: Option<CaseFile>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Pays {
    All,
    Half,
    Never,
}

/// Stages that the youngest cases rest in, so that every kind of work is there to do.
const RESTS: [Stage; 8] = [
    Stage::InspectionProposed,
    Stage::InspectionDecided,
    Stage::InspectionRecordedViolation,
    Stage::ViolationRecorded,
    Stage::SanctionProposed,
    Stage::SanctionDecided,
    Stage::Served,
    Stage::InspectionRecordedClean,
];

/// How many of the youngest cases rest.
const RESTING: usize = 32;

/// Tells all cases up to `end`; answers how many cases and events there are.
pub(super) async fn tell(
    db: &dyn Database,
    (today, end): (Date, Timestamp),
    force: &Force,
    parties: &[Known],
    planned: &mut Planned,
    rng: &mut Rng,
) -> Result<(usize, usize), StoreError> {
    let mut plots = Vec::new();
    let mut queue = BinaryHeap::new();
    for number in 0..CASES {
        let plot = plot(number, force, parties, rng)?;
        let back = match CASES - number {
            young @ 1..=RESTING => i64::try_from(young).unwrap_or(1) * 2 / 5 + 1,
            older => {
                23 + i64::try_from(older - RESTING).unwrap_or(0) * 370 / i64::try_from(CASES - RESTING).unwrap_or(1)
            }
        };
        let opened = at(working_day_before(shift(today, 1 - back)), 7 + rng.between(0, 1), rng);
        queue.push(Reverse((from_local(opened), number)));
        plots.push(plot);
    }
    let mut cases = 0;
    let mut events = 0;
    while let Some(Reverse((now, number))) = queue.pop() {
        let Some(plot) = plots.get_mut(number) else { continue };
        if now > end {
            continue;
        }
        let env = Env::new(now, rng::fill);
        let next = step(db, &env, force, plot, planned, rng).await?;
        events += usize::from(next != Next::Stuck);
        cases += usize::from(plot.case.as_ref().is_some_and(|case| case.version == 1) && next != Next::Stuck);
        if let Next::At(next) = next {
            queue.push(Reverse((from_local(next), number)));
        }
    }
    Ok((cases, events))
}

/// How one of the cases will go.
pub(super) fn plot<'a>(
    number: usize,
    force: &'a Force,
    parties: &'a [Known],
    rng: &mut Rng,
) -> Result<Plot<'a>, StoreError> {
    // A few parties come back: repeat offending must be there to be found.
    let known = if rng.chance(12) { parties.get(rng.below(3)) } else { rng.pick(parties) };
    let known = known.ok_or(StoreError::NotFound)?;
    let unit = &known.party.unit;
    let officer = force.controller(unit, rng).ok_or(StoreError::NotFound)?;
    let find = rng.weighted(&FINDS, |find| find.weight).ok_or(StoreError::NotFound)?;
    let rests = (number + RESTING >= CASES).then(|| RESTS.get(number % RESTS.len()).copied()).flatten();
    Ok(Plot {
        known,
        officer,
        find,
        clean: rests == Some(Stage::InspectionRecordedClean) || (rests.is_none() && rng.chance(15)),
        explains: rng.chance(30),
        returned_once: rng.chance(5),
        pays: if rng.chance(90) {
            Pays::All
        } else if rng.chance(60) {
            Pays::Half
        } else {
            Pays::Never
        },
        rests,
        case: None,
    })
}

/// What comes after a step.
#[derive(PartialEq, Eq)]
pub(super) enum Next {
    At(DateTime),
    /// The step was done, and nothing follows.
    Rest,
    /// The step could not be done by anybody in the demo.
    Stuck,
}

pub(super) fn working_day(day: Date) -> Date {
    let calendar = WorkCalendar::embedded();
    (0..30).map(|days| shift(day, days)).find(|day| calendar.is_working_day(*day)).unwrap_or(day)
}

/// The last working day before a day.
fn working_day_before(day: Date) -> Date {
    let calendar = WorkCalendar::embedded();
    (1..30).map(|days| shift(day, -days)).find(|day| calendar.is_working_day(*day)).unwrap_or(day)
}

fn days_later(at: DateTime, days: i64) -> Date {
    let mut day = at.date();
    for _ in 0..days {
        day = working_day(shift(day, 1));
    }
    day
}

pub(super) fn at(day: Date, hour: i64, rng: &mut Rng) -> DateTime {
    let minute = i8::try_from(rng.between(0, 11) * 5).unwrap_or(0);
    day.at(i8::try_from(hour).unwrap_or(8), minute, 0, 0)
}

fn minutes_later(at: DateTime, minutes: i64) -> DateTime {
    at.checked_add(jiff::Span::new().minutes(minutes)).unwrap_or(at)
}

/// Does the next step of a case and says when the one after it comes.
async fn step(
    db: &dyn Database,
    env: &Env,
    force: &Force,
    plot: &mut Plot<'_>,
    planned: &mut Planned,
    rng: &mut Rng,
) -> Result<Next, StoreError> {
    let now = to_local(env.now);
    let Some(case) = &plot.case else {
        let id = CaseId(rng.uuid(env.millis()));
        let unplanned = is_unplanned(plot);
        let (party, unit) = (plot.known.party.id, &plot.officer.unit);
        let item = if unplanned { None } else { planned.take(party, unit, now.year()) };
        create(db, env, plot.officer, id, inspection(plot, now, force, item)).await?;
        plot.case = Some(crate::cases::load(db, plot.officer, id).await?.0);
        return Ok(opened(plot, now, rng));
    };
    let Some((actor, command)) = turn(force, plot, case, now, rng) else { return Ok(Next::Stuck) };
    let returned = matches!(command, Command::ReturnProposal { .. });
    match execute(db, env, actor, case.id, case.version, command).await {
        Ok(after) => plot.case = Some(after),
        // The law has its say in the demo too: such a case waits where it is.
        Err(StoreError::Refused(_)) => return Ok(Next::Stuck),
        Err(error) => return Err(error),
    }
    Ok(then(plot, returned, now, rng))
}

/// Who does what to the case now; nothing when nothing more happens to it, or nobody may.
pub(super) fn turn<'a>(
    force: &'a Force,
    plot: &Plot<'a>,
    case: &CaseFile,
    now: DateTime,
    rng: &mut Rng,
) -> Option<(&'a Actor, Command)> {
    let (signer, command) = command(plot, case, now, rng)?;
    let actor = match signer {
        Signer::Carrier => plot.officer,
        Signer::Role(role) => force.above(role, &case.unit, &case.province)?,
    };
    Some((actor, command))
}

/// When the decision to inspect is signed after the case was opened.
pub(super) fn opened(plot: &Plot<'_>, now: DateTime, rng: &mut Rng) -> Next {
    rest_or(plot, minutes_later(now, rng.between(40, 150)))
}

/// What comes after a step that was done; `returned` when it sent the proposal back.
pub(super) fn then(plot: &mut Plot<'_>, returned: bool, now: DateTime, rng: &mut Rng) -> Next {
    if returned {
        plot.returned_once = false;
    }
    let Some(case) = &plot.case else { return Next::Stuck };
    let next = match case.stage {
        Stage::InspectionProposed => minutes_later(now, 60),
        // The record is written when the inspection is over.
        Stage::InspectionDecided => minutes_later(now, rng.between(150, 240)),
        Stage::InspectionRecordedClean => at(days_later(now, 1), 9, rng),
        Stage::InspectionRecordedViolation => minutes_later(now, rng.between(30, 75)),
        Stage::ViolationRecorded => at(days_later(now, rng.between(1, 2)), 8, rng),
        Stage::SanctionProposed => at(days_later(now, rng.between(0, 1) + 1), 10, rng),
        Stage::SanctionDecided => at(days_later(now, 1), 14, rng),
        Stage::Served if case.open_parts().is_empty() => at(days_later(now, 1), 15, rng),
        Stage::Served => at(days_later(now, rng.between(2, 6)), 9, rng),
        Stage::Closed | Stage::Archived => return Next::Rest,
        Stage::Verifying | Stage::Unsanctioned | Stage::Criminal | Stage::Transferred => return Next::Stuck,
    };
    rest_or(plot, next)
}

fn rest_or(plot: &Plot<'_>, next: DateTime) -> Next {
    if plot.case.as_ref().map(|case| case.stage) == plot.rests { Next::Rest } else { Next::At(next) }
}

/// Who does a step.
enum Signer {
    Carrier,
    Role(Role),
}

/// The next command of a case, or nothing when nothing more happens to it.
fn command(plot: &Plot<'_>, case: &CaseFile, now: DateTime, rng: &mut Rng) -> Option<(Signer, Command)> {
    let carrier = |command| Some((Signer::Carrier, command));
    match case.stage {
        Stage::InspectionProposed => Some((Signer::Role(Role::TeamLeader), Command::SignInspectionDecision)),
        Stage::InspectionDecided => carrier(Command::RecordInspection(record(plot, case, now))),
        Stage::InspectionRecordedClean => {
            let note = "Không phát hiện vi phạm; kết thúc kiểm tra.".to_owned();
            Some((Signer::Role(Role::TeamLeader), Command::ConcludeInspection { note }))
        }
        Stage::InspectionRecordedViolation => carrier(Command::RecordViolation(violation(plot, case, now, rng))),
        Stage::ViolationRecorded => {
            let record = case.violation.as_ref()?;
            if record.content.assessment.explanation_right.is_some() && case.explanations.is_empty() {
                let (kind, content) = if plot.explains {
                    (ExplanationKind::Written, "Thừa nhận hành vi, đề nghị xem xét hoàn cảnh và mức phạt.")
                } else {
                    (ExplanationKind::Waived, "Cam kết không giải trình.")
                };
                let explanation = Explanation { kind, received_on: now.date(), content: content.to_owned() };
                return carrier(Command::RecordExplanation(explanation));
            }
            carrier(Command::ProposeSanction(sanction(case)?))
        }
        Stage::SanctionProposed if plot.returned_once => {
            let reason = "Bổ sung ảnh chụp tang vật và căn cứ định giá trước khi trình lại.".to_owned();
            Some((Signer::Role(Role::TeamLeader), Command::ReturnProposal { reason }))
        }
        Stage::SanctionProposed => match case.awaiting() {
            Awaiting::Role { role } => Some((Signer::Role(role), Command::SignSanction)),
            Awaiting::Officer { .. } | Awaiting::Nobody => None,
        },
        Stage::SanctionDecided => carrier(Command::RecordService(Service {
            method: if rng.chance(85) { ServiceMethod::Direct } else { ServiceMethod::Post },
            received_on: now.date(),
            receiver: receiver(case),
        })),
        Stage::Served => execution(plot, case, now, rng),
        Stage::Verifying
        | Stage::Unsanctioned
        | Stage::Criminal
        | Stage::Transferred
        | Stage::Closed
        | Stage::Archived => None,
    }
}

fn execution(plot: &Plot<'_>, case: &CaseFile, now: DateTime, rng: &mut Rng) -> Option<(Signer, Command)> {
    let Some(part) = case.open_parts().into_iter().next() else {
        let interest = case.interest(now.date(), WorkCalendar::embedded());
        if interest.0 > 0 {
            let receipt = format!("KB-{:06}", rng.below(1_000_000));
            return Some((Signer::Carrier, late_payment(now, interest, receipt)));
        }
        let note = "Quyết định đã thi hành xong.".to_owned();
        return Some((Signer::Role(Role::TeamLeader), Command::CloseCase { note }));
    };
    if part != ExecutionPart::Fine {
        let note = match part {
            ExecutionPart::Confiscation => "Đã lập biên bản tịch thu, nhập kho tang vật.",
            ExecutionPart::Fine | ExecutionPart::Supplementary | ExecutionPart::Remedies => {
                "Đã thực hiện, có biên bản kèm theo."
            }
        };
        let done = Execution { part, done_on: now.date(), note: note.to_owned() };
        return Some((Signer::Carrier, Command::RecordExecution(done)));
    }
    let owed = case.owed();
    let amount = match (plot.pays, case.payments.is_empty()) {
        (Pays::All, _) => owed,
        (Pays::Half, true) => Dong((owed.0 / 2).max(1)),
        (Pays::Half, false) | (Pays::Never, _) => return None,
    };
    let receipt = format!("KB-{:06}", rng.below(1_000_000));
    Some((Signer::Carrier, Command::RecordPayment(Payment { paid_on: now.date(), amount, receipt })))
}

/// The money for late payment, paid at once.
fn late_payment(now: DateTime, amount: Dong, receipt: String) -> Command {
    let answers = [
        ("paid_on", Answer::Date { date: now.date() }),
        ("amount", Answer::Money { amount }),
        ("receipt", Answer::Text { text: receipt }),
    ];
    let answers = answers.into_iter().map(|(key, answer)| (key.to_owned(), answer)).collect();
    Command::Proceed { key: "nop-tien-cham-nop".to_owned(), answers: Answers(answers) }
}

fn receiver(case: &CaseFile) -> String {
    let party = &case.inspection.party;
    if party.representative.is_empty() { party.name.clone() } else { party.representative.clone() }
}

/// Whether the case is no part of a plan.
fn is_unplanned(plot: &Plot<'_>) -> bool {
    !plot.find.weight.is_multiple_of(3)
}

/// What the case is opened with; `item` is the item of a plan that it carries out.
pub(super) fn inspection(
    plot: &Plot<'_>,
    now: DateTime,
    force: &Force,
    item: Option<(PlanItem, PlanItemRef, String)>,
) -> InspectionDraft {
    let party = plot.known.party.clone();
    let unplanned = is_unplanned(plot);
    let (item, plan_item, basis) = match item {
        Some((item, named, basis)) => (Some(item), Some(named), Some(basis)),
        None => (None, None, None),
    };
    let members = force.of(Role::Controller, &plot.officer.unit);
    InspectionDraft {
        kind: if unplanned { InspectionKind::Unplanned } else { InspectionKind::Periodic },
        basis: if unplanned {
            "Báo cáo kết quả nắm địa bàn của công chức được giao quản lý".to_owned()
        } else {
            basis.unwrap_or_else(|| format!("Kế hoạch kiểm tra định kỳ năm {}", now.year()))
        },
        establishment: plot.known.place.clone(),
        place: plot.known.place.as_ref().map_or_else(|| party.address.clone(), |place| place.address.clone()),
        party,
        contents: match item {
            Some(item) => item.contents,
            None => vec!["Đăng ký kinh doanh, điều kiện kinh doanh".to_owned(), plot.find.content.to_owned()],
        },
        scope_from: shift(now.date(), -90),
        scope_to: now.date(),
        working_days: 1,
        leader: plot.officer.officer.clone(),
        members: members
            .into_iter()
            .filter(|member| member.officer.id != plot.officer.officer.id)
            .take(2)
            .map(|member| member.officer.clone())
            .collect(),
        drafted_by: plot.officer.officer.clone(),
        owner_unknown: false,
        related: None,
        plan_item,
        proposal: None,
    }
}

fn record(plot: &Plot<'_>, case: &CaseFile, now: DateTime) -> InspectionRecord {
    let signed = case.inspection_decision.as_ref().map_or(now, |frame| frame.at);
    InspectionRecord {
        announced_at: minutes_later(signed, 45),
        finished_at: minutes_later(now, -5),
        place: case.inspection.place.clone(),
        representative: receiver(case),
        witness: None,
        findings: if plot.clean { CLEAN.to_owned() } else { format!("{}.", plot.find.description) },
        party_opinion: "Nhất trí với nội dung biên bản.".to_owned(),
        violation_found: !plot.clean,
        signature: PartySignature::Signed,
    }
}

fn violation(plot: &Plot<'_>, case: &CaseFile, now: DateTime, rng: &mut Rng) -> DraftViolation {
    let find = plot.find;
    let amount = find.quantity.map(|(low, high)| rng.between(low / 1000, high / 1000) * 1000);
    let mut exhibits = Vec::new();
    // Lognormal, median 4.5 million đồng; the cap keeps a demo province out of the newspapers.
    let mut left = amount.map_or_else(|| value(rng), |bags| bags / 1000 * find.goods.first().map_or(0, |good| good.2));
    for (name, unit, price, origin) in find.goods {
        if left < *price {
            break;
        }
        let last = find.goods.len() == exhibits.len() + 1 || rng.chance(40);
        let share = if last { left } else { left / 2 };
        let quantity = (share / price).max(1);
        left -= quantity * price;
        exhibits.push(Exhibit {
            name: (*name).to_owned(),
            unit: (*unit).to_owned(),
            quantity: u32::try_from(quantity).unwrap_or(1),
            origin: (*origin).to_owned(),
            condition: "Mới, chưa qua sử dụng".to_owned(),
            unit_price: Dong(*price),
            act: 0,
        });
        if last {
            break;
        }
    }
    DraftViolation {
        made_at: minutes_later(now, -5),
        place: case.inspection.place.clone(),
        acts: vec![RecordedAct {
            description: format!("{}.", find.description),
            place: case.inspection.place.clone(),
            input: ActInput {
                behaviour_id: find.behaviour.to_owned(),
                committed_on: now.date(),
                amount,
                doubled: false,
                mitigating: Vec::new(),
                aggravating: Vec::new(),
            },
        }],
        exhibits,
        representative: receiver(case),
        party_opinion: "Thừa nhận hành vi vi phạm.".to_owned(),
        witness: None,
        signature: PartySignature::Signed,
        birth_date: None,
    }
}

/// Value of the goods found, in đồng.
#[expect(clippy::cast_possible_truncation, reason = "clamped to a small range before")]
fn value(rng: &mut Rng) -> i64 {
    let exponent = 1.1 * rng.normal();
    (4_500_000.0 * exponent.exp()).clamp(400_000.0, 95_000_000.0) as i64
}

fn sanction(case: &CaseFile) -> Option<SanctionContent> {
    let record = &case.violation.as_ref()?.content;
    let fines = record
        .assessment
        .acts
        .iter()
        .enumerate()
        .map(|(act, assessed)| ChosenFine {
            act,
            fine: assessed.proposed.amount,
            reason: if assessed.needs_confirmation {
                "Đã đối chiếu Công báo.".to_owned()
            } else {
                String::new()
            },
            mitigating: Vec::new(),
            aggravating: Vec::new(),
        })
        .collect();
    // Smuggled, fake and untraceable goods are confiscated; for the rest the remedy of the decree is ordered.
    let confiscate = !record.exhibits.is_empty()
        && record.assessment.acts.iter().any(|act| {
            matches!(act.field, Field::HangNhapLau | Field::HangGiaShtt | Field::KhongRoNguonGoc | Field::ThuocLa)
        });
    let remedies = record.assessment.acts.iter().flat_map(|act| act.remedies.iter().cloned());
    let remedies = remedies.take(usize::from(!confiscate)).collect();
    Some(SanctionContent {
        fines,
        confiscate,
        supplementary: Vec::new(),
        remedies,
        execution_days: 10,
        grounds: "Biên bản vi phạm hành chính, hồ sơ kèm theo và ý kiến của người vi phạm.".to_owned(),
    })
}
