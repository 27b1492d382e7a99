//! Random commands through the use cases, some thousand or some ten thousand: whatever is asked in whatever order, what is kept must
//! verify. A step is the one that would come next, any procedure with the answers its form would suggest, one on a form that is no
//! longer true, or one of an officer of another unit.
//!
//! Must not know: what a verification finds ([`crate::verify`]).

use super::parties::Known;
use super::rng::{self, Rng};
use super::story::{self, Plot};
use super::{Ground, SEED, force::Force, parties, people, units};
use crate::cases::{create, execute, load};
use crate::{Database, Env, StoreError};
use domain::authority::{Action, Actor};
use domain::calendar::{format_date, from_local, shift, to_local};
use domain::case::procedure::{Kind, Procedure, Signer, all, denied, parse};
use domain::case::{CaseFile, CaseId, Command, Explanation, ExplanationKind, Payment};
use domain::money::Dong;
use domain::officer::Role;
use domain::unit::UnitId;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// How many of the youngest cases most commands are about.
const YOUNG: usize = 60;

/// How far before the last day the first command is given.
const DAYS: i64 = 330;

/// What became of the commands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Walked {
    pub cases: usize,
    /// Cases that were opened, and commands that were done.
    pub done: usize,
    /// Refused by the law, by authority or by the form.
    pub refused: usize,
    /// Refused because the case had changed meanwhile, or is not to be known.
    pub stale: usize,
    pub hidden: usize,
    /// Keys of the procedures that were carried out.
    pub procedures: BTreeSet<String>,
}

/// Gives so many commands to an empty, migrated database of the demo province; the same for the same seed.
///
/// # Errors
/// The database failed; a refusal is counted and is none.
pub async fn walk(db: &dyn Database, today: Date, commands: usize, seed: u64) -> Result<Walked, StoreError> {
    let mut rng = Rng::new(SEED ^ seed);
    let mut now = from_local(shift(today, -DAYS).at(7, 0, 0, 0));
    rng::restart(SEED ^ seed);
    units(db, Ground::Shown).await?;
    people(db, &Env::new(now, rng::fill), Ground::Shown, None).await?;
    let force = Force::read(db).await?;
    let parties = parties::write(db, shift(today, -DAYS), &force, &mut rng).await?;
    let mut walked = Walked::default();
    let mut plots: Vec<Plot<'_>> = Vec::new();
    for _ in 0..commands {
        now = now.checked_add(rng.between(1, 8).minutes()).unwrap_or(now);
        let env = Env::new(now, rng::fill);
        let young = rng.chance(85);
        let first = if young { plots.len().saturating_sub(YOUNG) } else { 0 };
        let place = first + rng.below(plots.len() - first);
        match plots.get_mut(place) {
            Some(plot) if !rng.chance(8) => step(db, &env, &force, plot, &mut rng, &mut walked).await?,
            Some(_) | None => {
                let plot = open(db, &env, &force, &parties, &mut rng, &mut walked).await?;
                plots.extend(plot);
            }
        }
    }
    Ok(walked)
}

/// Opens a case.
async fn open<'a>(
    db: &dyn Database,
    env: &Env,
    force: &'a Force,
    parties: &'a [Known],
    rng: &mut Rng,
    walked: &mut Walked,
) -> Result<Option<Plot<'a>>, StoreError> {
    let mut plot = story::plot(0, force, parties, rng)?;
    let id = CaseId(rng.uuid(env.millis()));
    let draft = story::inspection(&plot, to_local(env.now), force, None);
    match create(db, env, plot.officer, id, draft).await {
        Ok(_) => {
            plot.case = Some(load(db, plot.officer, id).await?.0);
            walked.cases += 1;
            walked.done += 1;
            Ok(Some(plot))
        }
        Err(error) => count(error, walked).map(|()| None),
    }
}

/// One command to a case.
async fn step(
    db: &dyn Database,
    env: &Env,
    force: &Force,
    plot: &mut Plot<'_>,
    rng: &mut Rng,
    walked: &mut Walked,
) -> Result<(), StoreError> {
    let Some(case) = &plot.case else { return Ok(()) };
    let now = to_local(env.now);
    let natural = if rng.chance(55) { story::turn(force, plot, case, now, rng) } else { None };
    let (actor, command) = match natural {
        Some(turn) => turn,
        None => match other(force, plot, case, now, rng) {
            Some(turn) => turn,
            None => return Ok(()),
        },
    };
    let mut actor = actor;
    let mut version = case.version;
    match rng.below(40) {
        // A form that was opened before the last step.
        0 => version = version.saturating_sub(1),
        1 => actor = stranger(force, &case.unit, rng).unwrap_or(actor),
        _ => {}
    }
    let key = match &command {
        Command::Proceed { key, .. } => Some(key.clone()),
        _ => None,
    };
    match execute(db, env, actor, case.id, version, command).await {
        Ok(after) => {
            walked.procedures.extend(key);
            walked.done += 1;
            plot.case = Some(after);
            Ok(())
        }
        Err(error) => count(error, walked),
    }
}

fn count(error: StoreError, walked: &mut Walked) -> Result<(), StoreError> {
    match error {
        StoreError::Refused(_) => walked.refused += 1,
        StoreError::Stale { .. } => walked.stale += 1,
        StoreError::NotFound => walked.hidden += 1,
        other => return Err(other),
    }
    Ok(())
}

/// Somebody of another unit.
fn stranger<'a>(force: &'a Force, unit: &UnitId, rng: &mut Rng) -> Option<&'a Actor> {
    let units: Vec<UnitId> = force.tree().all().iter().map(|other| other.id.clone()).filter(|id| id != unit).collect();
    force.controller(rng.pick(&units)?, rng)
}

/// A step beside the main line: a procedure, as a rule one that is open now, or an answer that nobody asked for.
fn other<'a>(
    force: &'a Force,
    plot: &Plot<'a>,
    case: &CaseFile,
    now: DateTime,
    rng: &mut Rng,
) -> Option<(&'a Actor, Command)> {
    let carrier = plot.officer;
    let odd = match rng.below(12) {
        0 => {
            let amount = Dong(i64::try_from(rng.below(20_000_000)).unwrap_or(0));
            Some(Command::RecordPayment(Payment {
                paid_on: now.date(),
                amount,
                receipt: format!("KB-{}", rng.below(99_999)),
            }))
        }
        1 => Some(Command::CloseCase { note: "Kết thúc".to_owned() }),
        2 => Some(Command::RecordExplanation(Explanation {
            kind: ExplanationKind::Written,
            received_on: now.date(),
            content: "Đề nghị xem xét".to_owned(),
        })),
        _ => None,
    };
    if let Some(command) = odd {
        return Some((carrier, command));
    }
    let rows: Vec<&'static Procedure> = all().collect();
    let mut chosen = None;
    for _ in 0..24 {
        let found = *rng.pick(&rows)?;
        let role = [Role::TeamLeader, Role::ProvincialHead, Role::ProvincialHead];
        let actor = match (found.action, found.signer) {
            (Action::RecordProcedure, Signer::Officer) => carrier,
            _ => force.above(*rng.pick(&role)?, &case.unit, &case.province)?,
        };
        chosen = Some((actor, found));
        if denied(actor, case, found).is_none() {
            break;
        }
    }
    let (actor, found) = chosen?;
    let rng = RefCell::new(rng);
    let answers = parse(found, case, |name| typed(found, case, name, now, &mut rng.borrow_mut())).ok()?;
    Some((actor, Command::Proceed { key: found.key.to_owned(), answers }))
}

/// What an officer may type into a question.
fn typed(found: &Procedure, case: &CaseFile, name: &str, now: DateTime, rng: &mut Rng) -> String {
    let base = name.strip_suffix("_date").or(name.strip_suffix("_time")).unwrap_or(name);
    let base = base.split('.').next().unwrap_or(base);
    let Some(field) = found.questions().find(|field| field.key == base) else { return String::new() };
    if !field.required && !matches!(field.kind, Kind::Exhibits) && rng.chance(70) {
        return String::new();
    }
    let day = if field.ahead { shift(now.date(), rng.between(1, 20)) } else { now.date() };
    match field.kind {
        Kind::Text | Kind::Lines => "nội dung".to_owned(),
        Kind::Moment if name.ends_with("_time") => format!("{:02}:{:02}", now.hour(), now.minute()),
        Kind::Date | Kind::Moment => format_date(day),
        Kind::Money if rng.chance(50) => case.owed().0.max(1).to_string(),
        Kind::Money => rng.between(1, 3_000_000).to_string(),
        Kind::Count { min, max } => rng.between(min, max).to_string(),
        Kind::Choice(list) => rng.pick(list).map_or(String::new(), |(key, _)| (*key).to_owned()),
        Kind::Exhibits | Kind::PricedExhibits if name.ends_with(".take") => "1".to_owned(),
        Kind::PricedExhibits if name.ends_with(".price") => rng.between(10_000, 20_000_000).to_string(),
        Kind::Exhibits | Kind::PricedExhibits => String::new(),
        Kind::Paper => rng.pick(&case.papers()).map_or(String::new(), |paper| paper.number.clone()),
    }
}
