//! How the cases of the whole country go: as in the demo province ([`crate::demo::story`] says who does what when), with the
//! decisions taken in memory and written in bulk.

use super::force::Team;
use super::parties::Parties;
use crate::StoreError;
use crate::bulk::Bulk;
use crate::demo::force::Force;
use crate::demo::goods::{FINDS, Find};
use crate::demo::rng::Rng;
use crate::demo::story::{Next, Pays, Plot, at, inspection, opened, then, turn};
use crate::law::Law;
use domain::authority::Actor;
use domain::calendar::{from_local, shift, to_local};
use domain::case::{
    Ask, CaseFile, CaseId, Command, Context, OpenCase, PaperNumber, Refusal, decide, issuing_unit, required_series,
};
use domain::unit::{Unit, UnitId, UnitSnapshot};
use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap};

/// Openings by month, in per cent of the mean.
const SEASON: [usize; 12] = [130, 75, 90, 100, 105, 100, 90, 100, 105, 95, 95, 115];

/// What everybody works with.
pub(super) struct Desk<'a> {
    pub law: &'a Law,
    pub force: &'a Force,
    pub teams: &'a [Team],
    pub parties: &'a Parties,
}

/// What was told.
pub(super) struct Told {
    pub cases: usize,
    pub events: usize,
    pub refused: Vec<(String, usize)>,
}

/// A case under way.
struct Open<'a> {
    plot: Plot<'a>,
    opened_by: &'a Actor,
    updated_at: Timestamp,
}

/// Everything that is told.
struct Story<'a> {
    desk: &'a Desk<'a>,
    bulk: &'a mut Bulk,
    issuers: HashMap<UnitId, (Unit, UnitSnapshot)>,
    open: HashMap<i64, Box<Open<'a>>>,
    events: usize,
    refused: BTreeMap<String, usize>,
}

/// Tells `cases` cases opened from `begins` up to the day before `today`.
pub(super) async fn tell<'a>(
    bulk: &'a mut Bulk,
    desk: &'a Desk<'a>,
    (begins, today): (Date, Date),
    cases: usize,
    rng: &mut Rng,
    tell: &mut (dyn FnMut(&str) + Send),
) -> Result<Told, StoreError> {
    let mut story =
        Story { desk, bulk, issuers: desk.issuers(), open: HashMap::new(), events: 0, refused: BTreeMap::new() };
    let days: Vec<Date> = (0..).map(|days| shift(begins, days)).take_while(|day| *day < today).collect();
    let total: usize = days.iter().map(|day| weight(*day)).sum();
    let (mut queue, mut passed, mut last) = (BinaryHeap::new(), 0, 0);
    for day in days {
        passed += weight(day);
        let target = cases * passed / total.max(1);
        let finds: Vec<&Find> = FINDS.iter().filter(|find| desk.in_force(find, day)).collect();
        for num in last + 1..=target {
            let num = i64::try_from(num).unwrap_or(i64::MAX);
            let hour = if rng.chance(60) { rng.between(7, 10) } else { rng.between(13, 15) };
            let Some(plot) = desk.plot(day, &finds, rng) else { continue };
            let officer = plot.officer;
            let begun = from_local(at(day, hour, rng));
            queue.push(Reverse((begun, num)));
            story.open.insert(num, Box::new(Open { plot, opened_by: officer, updated_at: begun }));
        }
        last = target;
        let end = from_local(shift(day, 1).at(0, 0, 0, 0));
        while let Some(Reverse((now, num))) = queue.pop() {
            if now >= end {
                queue.push(Reverse((now, num)));
                break;
            }
            match story.step(num, now, rng).await? {
                Next::At(next) => queue.push(Reverse((from_local(next), num))),
                Next::Rest | Next::Stuck => story.put_away(num).await?,
            }
        }
        if day.day() == 1 && day.month() % 3 == 1 {
            tell(&format!("{day}: {last} cases, {} events, {} under way", story.events, story.open.len()));
        }
    }
    let mut left: Vec<i64> = story.open.keys().copied().collect();
    left.sort_unstable();
    for num in left {
        story.put_away(num).await?;
    }
    let mut refused: Vec<(String, usize)> = story.refused.into_iter().collect();
    refused.sort_by_key(|(_, count)| Reverse(*count));
    Ok(Told { cases: last, events: story.events, refused })
}

/// How much is opened on a day: less in the weeks after Tết, little at weekends.
fn weight(day: Date) -> usize {
    let month = usize::try_from(day.month()).unwrap_or(1).saturating_sub(1);
    let season = SEASON.get(month).copied().unwrap_or(100);
    if matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) { season / 10 } else { season }
}

impl Desk<'_> {
    fn in_force(&self, find: &Find, day: Date) -> bool {
        self.law.catalogue.behaviour(find.behaviour).is_some_and(|behaviour| behaviour.in_force(day))
    }

    fn issuers(&self) -> HashMap<UnitId, (Unit, UnitSnapshot)> {
        let tree = self.force.tree();
        let snapshot = |unit: &Unit| Some((unit.id.clone(), (unit.clone(), tree.snapshot(&unit.id)?)));
        tree.all().iter().filter_map(snapshot).collect()
    }
}

impl<'a> Desk<'a> {
    /// One case and how it will go.
    fn plot(&'a self, day: Date, finds: &[&'static Find], rng: &mut Rng) -> Option<Plot<'a>> {
        let team = rng.weighted_index(self.teams, |team| team.weight)?;
        let known = self.parties.pick(team, rng)?;
        let officer = self.force.controller(&self.teams.get(team)?.unit, rng)?;
        let find = rng.weighted(finds, |find| find.weight).copied()?;
        // Until 2024 a third of the inspections found nothing, since then a seventh.
        let clean = rng.chance(if day.year() < 2025 { 32 } else { 15 });
        let pays = match rng.below(100) {
            0..95 => Pays::All,
            95..97 => Pays::Half,
            _ => Pays::Never,
        };
        Some(Plot {
            known,
            officer,
            find,
            clean,
            explains: rng.chance(30),
            returned_once: rng.chance(4),
            pays,
            rests: None,
            case: None,
        })
    }
}

impl<'a> Story<'a> {
    /// Writes a case of which nothing more is told.
    async fn put_away(&mut self, num: i64) -> Result<(), StoreError> {
        if let Some(open) = self.open.remove(&num)
            && let Some(case) = &open.plot.case
        {
            self.bulk.case(num, case, open.opened_by.id(), open.updated_at).await?;
        }
        Ok(())
    }

    /// Does the next step of a case and says when the one after it comes.
    async fn step(&mut self, num: i64, now: Timestamp, rng: &mut Rng) -> Result<Next, StoreError> {
        let Some(mut open) = self.open.remove(&num) else { return Ok(Next::Stuck) };
        let local = to_local(now);
        let next = if open.plot.case.is_none() {
            let id = CaseId(rng.uuid(now.as_millisecond()));
            match self.begin(num, id, &open.plot, now).await? {
                Some(case) => {
                    open.plot.case = Some(case);
                    opened(&open.plot, local, rng)
                }
                None => Next::Stuck,
            }
        } else if let Some((actor, command)) =
            open.plot.case.as_ref().and_then(|case| turn(self.desk.force, &open.plot, case, local, rng))
        {
            let returned = matches!(command, Command::ReturnProposal { .. });
            let done = match &mut open.plot.case {
                Some(case) => self.execute(num, case, actor, &command, now).await?,
                None => false,
            };
            if done { then(&mut open.plot, returned, local, rng) } else { Next::Stuck }
        } else {
            Next::Stuck
        };
        if next != Next::Stuck {
            open.updated_at = now;
            self.events += 1;
        }
        self.open.insert(num, open);
        Ok(next)
    }

    /// Opens a case; nothing when the law refused.
    async fn begin(
        &mut self,
        num: i64,
        id: CaseId,
        plot: &Plot<'_>,
        now: Timestamp,
    ) -> Result<Option<CaseFile>, StoreError> {
        let (actor, local) = (plot.officer, to_local(now));
        let (unit, snapshot) = self.issuers.get(&actor.unit).ok_or(StoreError::NotFound)?;
        let open = OpenCase {
            id,
            code: self.bulk.draw_code(&actor.unit, local.year()),
            unit: actor.unit.clone(),
            path: actor.path.clone(),
            province: unit.province.clone().unwrap_or_else(|| unit.id.clone()),
            inspection: inspection(plot, local, self.desk.force, None),
        };
        let context = self.desk.context(actor, now, snapshot, None);
        let event = match decide(Ask::Open(&open), &context) {
            Ok(event) => event,
            Err(refusal) => {
                *self.refused.entry(kind_of(&refusal)).or_default() += 1;
                return Ok(None);
            }
        };
        let case = CaseFile::open(&event).ok_or(StoreError::NotFound)?;
        self.bulk.event(num, None, &case, &event).await?;
        Ok(Some(case))
    }

    /// Does one command; answers whether the law allowed it.
    async fn execute(
        &mut self,
        num: i64,
        case: &mut CaseFile,
        actor: &Actor,
        command: &Command,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let issuing = issuing_unit(actor, case, command);
        let of = if issuing == case.unit { &case.unit } else { &actor.unit };
        let (unit, snapshot) = self.issuers.get(of).ok_or(StoreError::NotFound)?;
        let series = required_series(actor, case, command, to_local(now).year());
        let number = series.as_ref().map(|series| self.bulk.draw(series, unit, actor));
        let context = self.desk.context(actor, now, snapshot, number.as_ref());
        let event = match decide(Ask::Do(case, command), &context) {
            Ok(event) => event,
            Err(refusal) => {
                if let Some(series) = &series {
                    self.bulk.undraw(series);
                }
                *self.refused.entry(kind_of(&refusal)).or_default() += 1;
                return Ok(false);
            }
        };
        let before = case.clone();
        case.apply(&event);
        self.bulk.event(num, Some(&before), case, &event).await?;
        Ok(true)
    }
}

/// The article of a refusal, or its words: refusals of one kind are counted together.
fn kind_of(refusal: &Refusal) -> String {
    refusal.citation().unwrap_or_else(|| refusal.message())
}

impl Desk<'_> {
    fn context<'b>(
        &'b self,
        actor: &'b Actor,
        now: Timestamp,
        issuer: &'b UnitSnapshot,
        number: Option<&'b PaperNumber>,
    ) -> Context<'b> {
        let (catalogue, calendar) = (&*self.law.catalogue, &*self.law.calendar);
        Context { actor, now, issuer, catalogue, calendar, number }
    }
}
