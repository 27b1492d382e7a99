//! Who takes part, how soon cases are entered, and what stands in the way.

use crate::error::AppError;
use domain::calendar::Period;
use domain::pace::Sums;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

/// One part of the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdoptionRow {
    /// Id of the unit.
    pub key: String,
    pub label: String,
    /// Accounts that could take part.
    pub accounts: i64,
    pub this_week: i64,
    pub this_month: i64,
    /// Days from the act to its entry.
    pub entered: Sums,
}

/// What stood in the way: a form that was not accepted, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InTheWay {
    pub form: String,
    pub reason: String,
    pub times: i64,
}

/// Who takes part in a part of the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adoption {
    pub week: Period,
    pub month: Period,
    pub unit: String,
    pub unit_name: String,
    pub total: AdoptionRow,
    pub by_unit: Vec<AdoptionRow>,
    pub in_the_way: Vec<InTheWay>,
    /// Units the officer may choose: id and name.
    pub units: Vec<(String, String)>,
}

/// Who takes part: in the running week and in a reporting month, an empty key being the current one.
#[server(input = GetUrl, endpoint = "su-dung")]
pub async fn read_adoption(
    #[server(default)] unit: String,
    #[server(default)] period: String,
) -> Result<Adoption, AppError> {
    use crate::server::{context, fail, signed_in, unavailable};
    use domain::calendar::PeriodKind;
    use domain::pace::Step;
    let signed = signed_in().await?;
    let (context, actor) = (context()?, &signed.actor);
    let database = &*context.database;
    let today = domain::calendar::to_local(context.now()).date();
    let month = super::pace::period(&period, today)?;
    if month.kind != PeriodKind::Month {
        return Err(fail(AppError::NotFound));
    }
    let unit = if unit.is_empty() { actor.scope().leaf() } else { domain::unit::UnitId(unit) };
    let active = store::adoption::active(database, actor, &unit, today, &month).await.map_err(unavailable)?;
    let wanted = store::pace::Wanted { unit: &unit, period: &month, on: today };
    let entered = store::pace::table(database, actor, &wanted, Step::Entry).await.map_err(unavailable)?;
    let in_the_way = store::adoption::refusals(database, actor, &unit, &month).await.map_err(unavailable)?;
    let of = |id: &domain::unit::UnitId| {
        let found = entered.by_unit.iter().find(|(unit, _)| unit.id == *id);
        found.map(|(_, sums)| sums.clone()).unwrap_or_default()
    };
    let own = entered.steps.iter().find(|(step, _)| *step == Step::Entry).map(|(_, sums)| sums.clone());
    Ok(Adoption {
        week: Period::week_of(today),
        month,
        unit_name: active.unit.name.clone(),
        total: AdoptionRow {
            key: unit.0.clone(),
            label: "Tổng số".to_owned(),
            accounts: active.month.officers,
            this_week: active.week.active,
            this_month: active.month.active,
            entered: own.unwrap_or_default(),
        },
        by_unit: active
            .by_unit
            .into_iter()
            .map(|(unit, week, month)| AdoptionRow {
                entered: of(&unit.id),
                key: unit.id.0,
                label: unit.short_name,
                accounts: month.officers,
                this_week: week.active,
                this_month: month.active,
            })
            .collect(),
        in_the_way: in_the_way.into_iter().map(|(form, reason, times)| InTheWay { form, reason, times }).collect(),
        units: super::pace::choices(database, actor)
            .await?
            .into_iter()
            .map(|unit| (unit.id.0, unit.short_name))
            .collect(),
        unit: unit.0,
    })
}
