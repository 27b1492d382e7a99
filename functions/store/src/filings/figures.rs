//! The figures of a report as they stand, and the words drafted from them.

use crate::StoreError;
use crate::database::{Connection, DbError};
use crate::reports::{Asked, Behind, Wanted, largest_on, periodic_on, summary_on, table_on};
use crate::units::UnitTree;
use domain::authority::Actor;
use domain::calendar::Period;
use domain::catalogue::Field;
use domain::organisation::Basis;
use domain::report::definition::{Definition, Over};
use domain::report::filing::{Figures, Filing, FrozenTable};
use domain::report::narrative::{Notable, Told, draft, measures};
use domain::report::{Figure, Measure, Measures};
use domain::unit::UnitId;

/// How many notable cases are named.
const NOTABLE: usize = 3;

/// What the figures of a report depend on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Of<'a> {
    pub definition: &'a Definition,
    pub unit: &'a UnitId,
    pub period: &'a Period,
    pub basis: Basis,
    pub fields: &'a [Field],
    pub title: Option<&'a str>,
}

impl<'a> Of<'a> {
    /// Those of a report; nothing where its definition is no longer there.
    pub fn filing(filing: &'a Filing) -> Option<Self> {
        Some(Self {
            definition: filing.definition()?,
            unit: &filing.unit,
            period: &filing.period,
            basis: filing.basis,
            fields: filing.occasion.fields(),
            title: filing.occasion.title(),
        })
    }

    pub const fn asked(&self) -> Asked<'a> {
        Asked {
            definition: self.definition,
            unit: self.unit,
            period: self.period,
            basis: self.basis,
            fields: self.fields,
        }
    }
}

/// What a signature freezes.
pub(super) async fn frozen(
    connection: &mut dyn Connection,
    tree: &UnitTree,
    actor: &Actor,
    of: &Of<'_>,
) -> Result<Figures, StoreError> {
    let found = periodic_on(connection, tree, actor.into(), &of.asked()).await?;
    let head = connection.query_one("SELECT position, hash FROM chain_head", &[]).await?;
    let head = head.ok_or(DbError::Engine("the chain of cases has no head".to_owned()))?;
    Ok(Figures {
        table: FrozenTable::of(&found.table),
        position: head.int(0)?,
        chain: hex::encode(head.bytes::<32>(1)?),
    })
}

/// Of a report of some fields, only these.
fn total(rows: &[(Field, Measures)]) -> Measures {
    let mut sum = Measures::default();
    for (_, row) in rows {
        sum.add(row);
    }
    sum
}

/// Drafts the words of a report from its figures.
pub(super) async fn words(
    connection: &mut dyn Connection,
    tree: &UnitTree,
    actor: &Actor,
    of: &Of<'_>,
) -> Result<String, StoreError> {
    let measures = measures();
    let wanted = Wanted { unit: of.unit, period: of.period, basis: of.basis, measures: &measures };
    // Only where fields are chosen must the units be told by field.
    let whole = of.fields.is_empty();
    let now = if whole {
        summary_on(connection, tree, actor.into(), &wanted).await?
    } else {
        table_on(connection, tree, actor.into(), &wanted).await?
    };
    let year = Over::SameLastYear.of(of.period);
    let keep = |field: &Field| whole || of.fields.contains(field);
    let before = match summary_on(connection, tree, actor.into(), &Wanted { period: &year, ..wanted }).await {
        Ok(before) => Some(total(&before.by_field.into_iter().filter(|(field, _)| keep(field)).collect::<Vec<_>>())),
        // A unit that was not there then has nothing to be compared with.
        Err(StoreError::Refused(_)) => None,
        Err(error) => return Err(error),
    };
    let by_field: Vec<(Field, Measures)> = now.by_field.into_iter().filter(|(field, _)| keep(field)).collect();
    let by_unit: Vec<(String, Measures)> = now
        .by_unit
        .iter()
        .filter(|(unit, _)| unit.id != now.unit.id)
        .map(|(unit, all)| {
            if whole {
                return (unit.short_name.clone(), *all);
            }
            let own = now.rows.iter().filter(|(id, field, _)| *id == unit.id && keep(field));
            let own: Vec<(Field, Measures)> = own.map(|(_, field, sums)| (*field, *sums)).collect();
            (unit.short_name.clone(), total(&own))
        })
        .collect();
    let figure = Figure::Measure(Measure::Fines);
    let behind = Behind { unit: of.unit, period: of.period, basis: of.basis, fields: of.fields, figure };
    let cases = largest_on(connection, tree, actor, &behind, NOTABLE).await?;
    let cases: Vec<Notable> = cases
        .into_iter()
        .filter(|(_, fine)| *fine > 0)
        .map(|(row, fine)| Notable {
            unit: tree.get(&row.index.unit).map_or_else(|| row.index.unit.0.clone(), |unit| unit.short_name.clone()),
            code: row.index.code,
            field: row.index.field.unwrap_or(Field::Khac),
            fine,
        })
        .collect();
    let told = Told {
        unit: &now.unit.short_name,
        period: of.period,
        title: of.title,
        total: &total(&by_field),
        last_year: before.as_ref(),
        by_field: &by_field,
        by_unit: &by_unit,
        cases: &cases,
    };
    Ok(draft(&told))
}
