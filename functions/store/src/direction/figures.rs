//! The figures of a campaign: what the report cells hold for its period and field, by addressed unit.

use crate::StoreError;
use crate::database::Database;
use crate::reports::{Wanted, summary_of, table_of};
use domain::authority::{Actor, TaskSight};
use domain::calendar::Period;
use domain::catalogue::Field;
use domain::direction::{FIGURES, Task};
use domain::organisation::Basis;
use domain::report::Measures;
use domain::unit::UnitId;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What the units a campaign was given to have reached so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CampaignFigures {
    /// In the order of addressing, sections left out: they carry no cases.
    pub units: Vec<(UnitId, Measures)>,
}

/// Reads the figures of a campaign for the units that the actor sees in the task; nothing for a task that is none, and before
/// it begins.
///
/// # Errors
/// His role reads no reports; the database failed.
pub async fn figures(
    db: &dyn Database,
    actor: &Actor,
    task: &Task,
    sight: &TaskSight,
    today: Date,
) -> Result<CampaignFigures, StoreError> {
    let Some(campaign) = task.campaign.filter(|campaign| campaign.from <= today) else {
        return Ok(CampaignFigures::default());
    };
    let period = Period { from: campaign.from, to: campaign.to.min(today), ..Period::week_of(campaign.from) };
    let mut by_unit: BTreeMap<UnitId, Measures> = BTreeMap::new();
    let wanted = |unit| Wanted { unit, period: &period, basis: Basis::AsOn(period.to), measures: &FIGURES };
    match sight {
        TaskSight::Whole => {
            let table = table_of(db, actor, &wanted(&task.unit)).await?;
            match task.field {
                None => by_unit.extend(table.by_unit.into_iter().map(|(unit, sum)| (unit.id, sum))),
                Some(field) => {
                    by_unit.extend(table.by_unit.into_iter().map(|(unit, _)| (unit.id, Measures::default())));
                    let rows = table.rows.into_iter().filter(|(_, own, _)| *own == field);
                    by_unit.extend(rows.map(|(unit, _, sum)| (unit, sum)));
                }
            }
        }
        TaskSight::Parts(_) => {
            for part in task.parts.iter().filter(|part| part.to.officer.is_none()) {
                if actor.scope().covers(&part.to.path) && part.to.kind != domain::unit::UnitKind::Division {
                    let table = summary_of(db, actor, &wanted(&part.to.unit)).await?;
                    let of = |field: Field| {
                        table.by_field.iter().find(|(own, _)| *own == field).map(|(_, sum)| *sum).unwrap_or_default()
                    };
                    by_unit.insert(part.to.unit.clone(), task.field.map_or(table.total, of));
                }
            }
        }
    }
    let addressed = task.parts.iter().filter(|part| part.to.officer.is_none()).map(|part| &part.to.unit);
    Ok(CampaignFigures { units: addressed.filter_map(|unit| Some((unit.clone(), *by_unit.get(unit)?))).collect() })
}
