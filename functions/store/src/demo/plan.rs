//! The plans of the demo: the province's periodic plan of the year, approved, with an item for each of its parties; and a
//! team's thematic plan that waits for approval.
//!
//! Draws from a generator of its own, so that the cases are told as they would be without it.

use super::SEED;
use super::force::Force;
use super::parties::Known;
use super::rng::{self, Rng};
use crate::plans::{PlanHead, draft, execute};
use crate::{Database, Env, StoreError};
use domain::authority::Actor;
use domain::calendar::{WorkCalendar, from_local, shift};
use domain::case::InspectionKind;
use domain::party::PartyId;
use domain::plan::{
    InspectionPlan, Orientation, PlanCommand, PlanItem, PlanItemRef, PlannedParty, PlannedPlace, PlannedTime,
};
use domain::unit::{UnitId, UnitPath};
use jiff::civil::{Date, DateTime};
use uuid::Uuid;

/// The approved plan, and which of its items are still to be inspected.
pub(super) struct Planned {
    plan: InspectionPlan,
    open: Vec<PlanItem>,
}

impl Planned {
    /// The item a periodic inspection of a party by a team in a year carries out, once.
    pub fn take(&mut self, party: PartyId, team: &UnitId, year: i16) -> Option<(PlanItem, PlanItemRef, String)> {
        let fits = |item: &PlanItem| item.party.id == party && item.unit == *team && year == self.plan.year;
        let place = self.open.iter().position(fits)?;
        let item = self.open.swap_remove(place);
        let named = PlanItemRef { plan: self.plan.id, item: item.id, code: self.plan.code.clone() };
        Some((item, named, self.plan.basis()?))
    }
}

/// One plan as it is written down, command by command.
struct Desk<'a> {
    db: &'a dyn Database,
    plan: InspectionPlan,
}

impl<'a> Desk<'a> {
    async fn begin(
        db: &'a dyn Database,
        who: &Actor,
        at: DateTime,
        id: Uuid,
        head: PlanHead,
    ) -> Result<Self, StoreError> {
        let env = Env::new(from_local(at), rng::fill);
        draft(db, &env, who, id, head).await?;
        let plan = crate::plans::load(db, who, id, at.date()).await?.plan;
        Ok(Self { db, plan })
    }

    async fn done(&mut self, who: &Actor, at: DateTime, command: PlanCommand) -> Result<(), StoreError> {
        let env = Env::new(from_local(at), rng::fill);
        self.plan = execute(self.db, &env, who, self.plan.id, self.plan.version, command).await?;
        Ok(())
    }
}

fn item(
    (known, force): (&Known, &Force),
    rng: &mut Rng,
    at: DateTime,
    when: PlannedTime,
    contents: &[&str],
) -> PlanItem {
    let unit = known.party.unit.clone();
    let team = force.tree().get(&unit);
    PlanItem {
        id: rng.uuid(from_local(at).as_millisecond()),
        party: PlannedParty::of(&known.party),
        place: known.place.as_ref().map(PlannedPlace::of),
        contents: contents.iter().map(|content| (*content).to_owned()).collect(),
        when,
        path: team.map_or_else(|| UnitPath(unit.0.clone()), |team| team.path.clone()),
        unit_name: team.map_or_else(String::new, |team| team.short_name.clone()),
        unit,
        note: String::new(),
    }
}

/// The last working day at or before a day.
fn working_day(day: Date) -> Date {
    let calendar = WorkCalendar::embedded();
    (0..30).map(|days| shift(day, -days)).find(|day| calendar.is_working_day(*day)).unwrap_or(day)
}

/// Writes the plans and answers the approved one.
pub(super) async fn write(
    db: &dyn Database,
    today: Date,
    force: &Force,
    parties: &[Known],
) -> Result<Planned, StoreError> {
    let mut rng = Rng::new(SEED + 1);
    let actor = |account: &str| force.actor(account).ok_or(StoreError::NotFound);
    let year = today.year();
    let before = |month, day| Date::new(year - 1, month, day).map(working_day).unwrap_or(today);
    let orientation = Orientation { number: "3120/QĐ-BCT".to_owned(), signed_on: before(11, 12) };

    let (deputy, nation) = (actor("phochicuctruong")?, actor("trunguong")?);
    let drafted = before(11, 20).at(9, 0, 0, 0);
    let head = PlanHead {
        kind: InspectionKind::Periodic,
        year,
        title: format!("Kế hoạch kiểm tra định kỳ năm {year} của Chi cục Quản lý thị trường tỉnh Hưng Yên"),
        orientation: orientation.clone(),
    };
    let id = rng.uuid(from_local(drafted).as_millisecond());
    let mut desk = Desk::begin(db, deputy, drafted, id, head).await?;
    let contents = ["Đăng ký kinh doanh, điều kiện kinh doanh", "Nguồn gốc, xuất xứ, chất lượng hàng hóa"];
    let own = parties.iter().filter(|known| known.party.unit.0.starts_with("33-"));
    for (place, known) in (0_i8..12).cycle().zip(own) {
        // Spread over the year, and the end of it is still to come.
        let when = PlannedTime::Month { month: place * 5 % 12 + 1 };
        let item = item((known, force), &mut rng, drafted, when, &contents);
        desk.done(deputy, drafted, PlanCommand::AddItem { item: Box::new(item) }).await?;
    }
    desk.done(deputy, before(11, 25).at(15, 0, 0, 0), PlanCommand::Submit).await?;
    desk.done(nation, before(12, 5).at(10, 0, 0, 0), PlanCommand::Approve).await?;
    let plan = desk.plan;
    let open = plan.live_items().cloned().collect();

    let leader = actor("doitruong1")?;
    let at = working_day(shift(today, -2)).at(8, 30, 0, 0);
    let head = PlanHead {
        kind: InspectionKind::Thematic,
        year: at.year(),
        title: "Kế hoạch kiểm tra chuyên đề niêm yết giá, bán theo giá niêm yết dịp cuối năm".to_owned(),
        orientation,
    };
    let id = rng.uuid(from_local(at).as_millisecond());
    let mut desk = Desk::begin(db, leader, at, id, head).await?;
    for known in parties.iter().filter(|known| known.party.unit == leader.unit).take(4) {
        let when = PlannedTime::Month { month: 12 };
        let item = item((known, force), &mut rng, at, when, &["Niêm yết giá, bán đúng giá niêm yết"]);
        desk.done(leader, at, PlanCommand::AddItem { item: Box::new(item) }).await?;
    }
    desk.done(leader, at.date().at(16, 0, 0, 0), PlanCommand::Submit).await?;
    Ok(Planned { plan, open })
}
